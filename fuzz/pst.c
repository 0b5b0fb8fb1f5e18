/* fuzz/pst.c
 * A mailbox of Outlook of any bytes: every rule of a reader holds (tests/read/collect.h), whoever
 * the owner is said to be and however few bytes a read gives. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {
	    .me = TEXT_LITERAL("dan@example.org"), .name = TEXT_LITERAL("mail.pst")};

	return reader_fuzz(&pst_format, slice_of(data, n), &options);
}
