/* fuzz/meta_html.c
 * A thread of Meta's as a page of any bytes: every rule of a reader holds (tests/read/collect.h),
 * whoever the owner is said to be, however dates are meant and however few bytes a read gives. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {.me = TEXT_LITERAL("Maya Okafor"),
	    .name = TEXT_LITERAL("message_1.html"),
	    .date_order = DATE_ORDER_MDY};

	return reader_fuzz(&meta_html_format, slice_of(data, n), &options);
}
