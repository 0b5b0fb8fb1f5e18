/* fuzz/google.h
 * One reading of any bytes: every rule of a reader holds (tests/read/collect.h), and answers never
 * change what is a record. */
#ifndef FUZZ_GOOGLE_H
#define FUZZ_GOOGLE_H

#include <stdio.h>
#include <stdlib.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static inline uint64_t
google_once(const struct format *format, struct slice bytes, const struct reading_options *options,
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

static inline int
google_fuzz(const struct format *format, const uint8_t *data, size_t n)
{
	struct reading_options options = {
	    .me = TEXT_LITERAL("maya@example.org"), .name = TEXT_LITERAL("messages.json")};
	struct slice bytes = slice_of(data, n);

	if (google_once(format, bytes, NULL, 0) != google_once(format, bytes, &options, 61))
		abort();
	(void)format->probe(bytes);
	return 0;
}

#endif
