/* fuzz/sqlite.c
 * Any bytes as a database, and what in them begins as a write-ahead log as the log beside it: every
 * rule of a reader holds, however few bytes a read gives; and any bytes as what such databases
 * hold, typedstreams and binary property lists. */
#include "fuzz/reader.h"
#include "read/formats/bplist.h"
#include "read/formats/typedstream.h"

static enum status
find_log(
    void *ctx, struct text name, unsigned slot, struct source *out, bool *found, struct err *err)
{
	struct collect_pieces *log = ctx;

	(void)slot, (void)err;
	*found = log->data.n != 0 && text_eq(name, TEXT_LITERAL("chat.db-wal"));
	if (*found)
		*out = collect_source(log);
	return OK;
}

static uint64_t
read_logged(struct slice bytes, size_t at_most)
{
	size_t at = slice_find(bytes, SLICE_LITERAL("\x37\x7f\x06"));
	struct slice rest = at != SIZE_MAX ? slice_of(bytes.p + at, bytes.n - at)
					   : slice_of(NULL, 0);
	struct collect_pieces log = {rest, at_most};
	const struct looking look = {find_log, &log};
	const struct reading_options options = {.name = TEXT_LITERAL("chat.db"), .look = &look};

	bytes.n -= rest.n;
	return reader_once(&sqlite_format, bytes, &options, at_most);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct slice bytes = slice_of(data, n);
	struct arena arena;
	struct text text;

	if (read_logged(bytes, 0) != read_logged(bytes, 4093))
		abort();
	arena_init(&arena, 8 << 20);
	(void)bplist_parse(bytes, &arena);
	(void)!typedstream_text(bytes, &text);
	arena_fini(&arena);
	return 0;
}
