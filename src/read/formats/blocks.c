/* src/read/formats/blocks.c
 * Blocks of a source held in memory; see blocks.h. */
#include "read/formats/blocks.h"

#include "base/mem.h"

enum status
blocks_init(struct blocks *blocks, const struct source *source, size_t block_bytes, size_t count,
    struct err *err)
{
	if (source->bytes / block_bytes < count)
		count = (size_t)(source->bytes / block_bytes) + 1;
	*blocks = (struct blocks){.source = source, .block_bytes = block_bytes, .count = count};
	blocks->block = mem_new(count, sizeof *blocks->block);
	blocks->bytes = mem_new(count, block_bytes);
	if (blocks->block == NULL || blocks->bytes == NULL)
		return fail(err, E_NOMEM, "no memory for the blocks of a file");
	return OK;
}

void
blocks_fini(struct blocks *blocks)
{
	mem_free(blocks->block);
	mem_free(blocks->bytes);
	*blocks = (struct blocks){.source = NULL};
}

static enum status
block_fill(struct blocks *blocks, uint64_t number, struct block *block, uint8_t *p, struct err *err)
{
	const struct source *source = blocks->source;
	size_t got = 1;
	enum status status = OK;

	block->number = 0;
	block->n = 0;
	while (status == OK && got != 0 && block->n < blocks->block_bytes) {
		status = source->read_at(source->ctx, number * blocks->block_bytes + block->n,
		    p + block->n, blocks->block_bytes - block->n, &got, err);
		if (status == OK)
			block->n += got;
	}
	if (status == OK)
		block->number = number + 1;
	return status;
}

/* Where a block is, or is to go. */
static size_t
slot_of(struct blocks *blocks, uint64_t number)
{
	size_t oldest = 0;

	if (blocks->block[blocks->last].number == number + 1)
		return blocks->last;
	for (size_t i = 0; i < blocks->count; i++) {
		if (blocks->block[i].number == number + 1)
			return i;
		if (blocks->block[i].used < blocks->block[oldest].used)
			oldest = i;
	}
	return oldest;
}

enum status
blocks_at(struct blocks *blocks, uint64_t at, size_t n, struct slice *out, struct err *err)
{
	uint64_t number = at / blocks->block_bytes;
	size_t slot = slot_of(blocks, number);
	size_t within = (size_t)(at % blocks->block_bytes);
	struct block *block = &blocks->block[slot];
	uint8_t *p = blocks->bytes + slot * blocks->block_bytes;
	enum status status = OK;

	*out = slice_of(NULL, 0);
	block->used = ++blocks->clock;
	blocks->last = slot;
	if (block->number != number + 1)
		status = block_fill(blocks, number, block, p, err);
	if (status != OK || within >= block->n)
		return status;
	*out = slice_of(p + within, n < block->n - within ? n : block->n - within);
	return OK;
}

enum status
blocks_read(struct blocks *blocks, uint64_t at, uint8_t *p, size_t n, size_t *got, struct err *err)
{
	struct slice piece = {NULL, 1};
	enum status status = OK;

	*got = 0;
	while (status == OK && *got < n && piece.n != 0) {
		status = blocks_at(blocks, at + *got, n - *got, &piece, err);
		if (piece.n != 0)
			memcpy(p + *got, piece.p, piece.n);
		*got += piece.n;
	}
	return status;
}
