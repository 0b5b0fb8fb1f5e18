/* fuzz/meta_html.c
 * A thread of Meta's as a page of any bytes: every rule of a reader holds (tests/read/collect.h),
 * whoever the owner is said to be, however dates are meant and however few bytes a read gives.
 * What the file is called tells that it is a thread; the same page under no name may be none. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options named = {.name = TEXT_LITERAL("message_1.html")};
	const struct reading_options answered = {.me = TEXT_LITERAL("Maya Okafor"),
	    .name = TEXT_LITERAL("message_1.html"),
	    .zone = TEXT_LITERAL("Europe/London"),
	    .date_order = DATE_ORDER_MDY};
	struct slice bytes = slice_of(data, n);

	(void)reader_once(&meta_html_format, bytes, NULL, 0);
	if (reader_once(&meta_html_format, bytes, &named, 0) !=
	    reader_once(&meta_html_format, bytes, &answered, 61))
		abort();
	(void)meta_html_format.probe(bytes);
	return 0;
}
