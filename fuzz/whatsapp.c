/* fuzz/whatsapp.c
 * A chat export of any bytes: every rule of a reader holds (tests/read/collect.h), whether or not
 * the owner is named and however few bytes a read gives. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {.me = n % 2 != 0 ? TEXT_LITERAL("Maya") : TEXT_NONE,
	    .name = TEXT_LITERAL("WhatsApp Chat with Daniel Reed.txt"),
	    .date_order = DATE_ORDER_MDY};

	return reader_fuzz(&whatsapp_txt_format, slice_of(data, n), &options);
}
