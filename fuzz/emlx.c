/* fuzz/emlx.c
 * A mail of Apple Mail of any bytes: every rule of a reader holds (tests/read/collect.h), whoever
 * the owner is said to be and however few bytes a read gives. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {
	    .me = TEXT_LITERAL("maya@example.org"), .name = TEXT_LITERAL("1.partial.emlx")};

	return reader_fuzz(&emlx_format, slice_of(data, n), &options);
}
