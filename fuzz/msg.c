/* fuzz/msg.c
 * A mail of Outlook, or any compound file, of any bytes: every rule of a reader holds
 * (tests/read/collect.h), whoever the owner is said to be and however few bytes a read gives. */
#include <stdio.h>
#include <stdlib.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static uint64_t
read_once(struct slice bytes, const struct reading_options *options, size_t at_most)
{
	struct collect c;
	enum status status;
	uint64_t count;

	collect_init(&c);
	c.read_at_most = at_most;
	status = collect_slice(&c, &msg_format, bytes, options);
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
	struct reading_options options = {
	    .me = TEXT_LITERAL("dan@example.org"), .name = TEXT_LITERAL("1.msg")};
	struct slice bytes = slice_of(data, n);

	if (read_once(bytes, NULL, 0) != read_once(bytes, &options, 61))
		abort();
	(void)msg_format.probe(bytes);
	return 0;
}
