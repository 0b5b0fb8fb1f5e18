/* fuzz/ogg.c
 * A recording in Ogg of any bytes; see reader.h. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {
	    .me = TEXT_LITERAL("Maya Okafor"), .name = TEXT_LITERAL("PTT-20240324-WA0004.opus")};

	return reader_fuzz(&ogg_format, slice_of(data, n), &options);
}
