/* fuzz/record.c
 * The canonical bytes of a record: what parses must print as the same bytes. */
#include <stdlib.h>

#include "diary/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena arena;
	struct record record;
	struct buf again;

	arena_init(&arena, 8 << 20);
	buf_init(&again, 2 * RECORD_MAX_BYTES);
	if (record_parse(slice_of(data, n), &arena, &record, NULL) == OK) {
		if (record_put(&again, &record, NULL) != OK ||
		    !slice_eq(buf_slice(&again), slice_of(data, n)))
			abort();
	}
	buf_fini(&again);
	arena_fini(&arena);
	return 0;
}
