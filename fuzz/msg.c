/* fuzz/msg.c
 * A mail of Outlook, or any compound file, of any bytes: every rule of a reader holds
 * (tests/read/collect.h), whoever the owner is said to be and however few bytes a read gives. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {
	    .me = TEXT_LITERAL("dan@example.org"), .name = TEXT_LITERAL("1.msg")};

	return reader_fuzz(&msg_format, slice_of(data, n), &options);
}
