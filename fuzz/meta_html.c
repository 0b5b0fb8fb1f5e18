/* fuzz/meta_html.c
 * A thread of Meta's as a page of any bytes: every rule of a reader holds (tests/read/collect.h),
 * whoever the owner is said to be, however dates are meant and however few bytes a read gives. */
#include <stdio.h>
#include <stdlib.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static uint64_t
read_once(const struct format *format, struct slice bytes, const struct reading_options *options,
    size_t at_most)
{
	struct collect c;
	enum status status;
	uint64_t count;

	collect_init(&c);
	c.read_at_most = at_most;
	status = collect_slice(&c, format, bytes, options);
	if (status != OK && status != E_FORMAT) {
		(void)fprintf(stderr, "%s: %s\n", status_name(status), c.err.text);
		abort();
	}
	if (c.broken[0] != '\0') {
		(void)fprintf(stderr, "%s\n", c.broken);
		abort();
	}
	count = c.count;
	collect_fini(&c);
	return count;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct reading_options options = {.me = TEXT_LITERAL("Maya Okafor"),
	    .name = TEXT_LITERAL("message_1.html"),
	    .date_order = DATE_ORDER_MDY};
	struct slice bytes = slice_of(data, n);

	/* Answers change times and directions, never what is a message. */
	if (read_once(&meta_html_format, bytes, NULL, 0) !=
	    read_once(&meta_html_format, bytes, &options, 61))
		abort();
	(void)meta_html_format.probe(bytes);
	return 0;
}
