/* src/base/arena.c
 * Bump allocation with a hard cap; see arena.h. */
#include "base/arena.h"

#include <stdalign.h>

#include "base/checked.h"
#include "base/mem.h"

enum { ARENA_BLOCK_BYTES = 64 * 1024 };

struct arena_block {
	struct arena_block *next;
	size_t size, used;
	alignas(max_align_t) unsigned char data[];
};

void
arena_init(struct arena *arena, size_t max_bytes)
{
	*arena = (struct arena){.max_bytes = max_bytes};
}

static struct arena_block *
block_add(struct arena *arena, size_t need)
{
	size_t size = need > ARENA_BLOCK_BYTES ? need : ARENA_BLOCK_BYTES;
	size_t bytes;
	struct arena_block *block;

	if (!add_size(size, sizeof *block, &bytes))
		return NULL;
	block = mem_new(1, bytes);
	if (block == NULL)
		return NULL;
	block->size = size;
	block->next = arena->blocks;
	arena->blocks = block;
	return block;
}

/* Room that is not cleared; NULL when there is none.  *got is what it was rounded up to. */
static void *
room(struct arena *arena, size_t bytes, size_t *got)
{
	size_t need, total;
	struct arena_block *block = arena->blocks;
	void *p;

	if (!add_size(bytes, alignof(max_align_t) - 1, &need))
		return NULL;
	need &= ~(alignof(max_align_t) - 1);
	if (!add_size(arena->used_bytes, need, &total) || total > arena->max_bytes)
		return NULL;
	if (block == NULL || block->size - block->used < need)
		block = block_add(arena, need);
	if (block == NULL)
		return NULL;
	p = block->data + block->used;
	block->used += need;
	arena->used_bytes = total;
	*got = need;
	return p;
}

void *
arena_alloc(struct arena *arena, size_t count, size_t size)
{
	size_t bytes, got;
	void *p;

	if (!mul_size(count, size, &bytes))
		return NULL;
	p = room(arena, bytes, &got);
	return p != NULL ? memset(p, 0, got) : NULL;
}

bool
arena_text(struct arena *arena, struct text from, struct text *out)
{
	char *copy;

	if (from.p == NULL) {
		*out = TEXT_NONE;
		return true;
	}
	copy = arena_z(arena, slice_of_text(from));
	if (copy == NULL)
		return false;
	*out = (struct text){copy, from.n};
	return true;
}

char *
arena_z(struct arena *arena, struct slice from)
{
	size_t bytes, got;
	char *copy;

	if (!add_size(from.n, 1, &bytes))
		return NULL;
	copy = room(arena, bytes, &got);
	if (copy == NULL)
		return NULL;
	if (from.n != 0)
		memcpy(copy, from.p, from.n);
	copy[from.n] = '\0';
	return copy;
}

static void
blocks_free(struct arena_block *block)
{
	struct arena_block *next;

	for (; block != NULL; block = next) {
		next = block->next;
		mem_free(block);
	}
}

void
arena_reset(struct arena *arena)
{
	if (arena->blocks != NULL) {
		blocks_free(arena->blocks->next);
		arena->blocks->next = NULL;
		arena->blocks->used = 0;
	}
	arena->used_bytes = 0;
}

void
arena_fini(struct arena *arena)
{
	blocks_free(arena->blocks);
	*arena = (struct arena){0};
}
