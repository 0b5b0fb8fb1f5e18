/* fuzz/sqlite.c
 * Any bytes as a database: every rule of a reader holds, however few bytes a read gives; and any
 * bytes as what such databases hold, typedstreams and binary property lists. */
#include "fuzz/reader.h"
#include "read/formats/bplist.h"
#include "read/formats/typedstream.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct slice bytes = slice_of(data, n);
	struct arena arena;
	struct text text;

	if (reader_once(&sqlite_format, bytes, NULL, 0) !=
	    reader_once(&sqlite_format, bytes, NULL, 4093))
		abort();
	arena_init(&arena, 8 << 20);
	(void)bplist_parse(bytes, &arena);
	(void)!typedstream_text(bytes, &text);
	arena_fini(&arena);
	return 0;
}
