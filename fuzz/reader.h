/* fuzz/reader.h
 * For the targets of readers: a file of any bytes is read twice, and every rule of a reader holds
 * (tests/read/collect.h).  Answers change who and when, never what is a record. */
#ifndef FUZZ_READER_H
#define FUZZ_READER_H

#include <stdio.h>
#include <stdlib.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static inline uint64_t
reader_once(const struct format *format, struct slice bytes, const struct reading_options *options,
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

/* Read once without answers, and once with them in small pieces. */
static inline int
reader_fuzz(const struct format *format, struct slice bytes, const struct reading_options *options)
{
	if (reader_once(format, bytes, NULL, 0) != reader_once(format, bytes, options, 61))
		abort();
	(void)format->probe(bytes);
	return 0;
}

#endif
