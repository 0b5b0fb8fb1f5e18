/* fuzz/sqlite.c
 * Any bytes as a database: every rule of a reader holds, however few bytes a read gives; and any
 * bytes as what such databases hold, typedstreams and binary property lists. */
#include <stdio.h>
#include <stdlib.h>

#include "read/formats/bplist.h"
#include "read/formats/formats.h"
#include "read/formats/typedstream.h"
#include "tests/read/collect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static uint64_t
read_once(struct slice bytes, size_t at_most)
{
	struct collect c;
	enum status status;
	uint64_t count;

	collect_init(&c);
	c.read_at_most = at_most;
	status = collect_slice(&c, &sqlite_format, bytes, NULL);
	if ((status != OK && status != E_FORMAT) || c.broken[0] != '\0') {
		(void)fprintf(stderr, "%s: %s %s\n", status_name(status), c.err.text, c.broken);
		abort();
	}
	count = c.count;
	collect_fini(&c);
	return count;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct slice bytes = slice_of(data, n);
	struct arena arena;
	struct text text;

	if (read_once(bytes, 0) != read_once(bytes, 4093))
		abort();
	arena_init(&arena, 8 << 20);
	(void)bplist_parse(bytes, &arena);
	(void)!typedstream_text(bytes, &text);
	arena_fini(&arena);
	return 0;
}
