/* src/base/arena.h
 * One arena per job (parse, request, report): many small blocks, one free.  A hard byte cap is
 * set at creation.  Not for secrets. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/slice.h"

struct arena_block;

struct arena {
	struct arena_block *blocks; /* newest first */
	size_t used_bytes;          /* given out, alignment included */
	size_t max_bytes;
};

void arena_init(struct arena *arena, size_t max_bytes);
/* Zero-filled, aligned for any type; NULL when the cap or memory is exhausted. */
MUST_USE void *arena_alloc(struct arena *arena, size_t count, size_t size);
/* A copy that lives as long as the arena.  False when there is no room.  Copying absent text
 * gives absent text. */
MUST_USE bool arena_text(struct arena *arena, struct text from, struct text *out);
/* NUL-terminated copy; NULL when there is no room. */
MUST_USE char *arena_z(struct arena *arena, struct slice from);
/* Forget everything given out, keep the newest block for reuse. */
void arena_reset(struct arena *arena);
void arena_fini(struct arena *arena);

#endif
