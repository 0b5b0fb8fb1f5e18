/* fuzz/vcard.c
 * An address book of any bytes: every rule of a reader holds (tests/read/collect.h), whoever the
 * owner is said to be and however few bytes a read gives. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {
	    .me = TEXT_LITERAL("Maya"), .name = TEXT_LITERAL("contacts.vcf")};

	return reader_fuzz(&vcard_format, slice_of(data, n), &options);
}
