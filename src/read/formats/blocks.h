/* src/read/formats/blocks.h
 * Blocks of a source held in memory, for formats that are read here and there: a database, a
 * mailbox.  Memory is fixed at the start, whatever the source holds; the block that was not used
 * for longest makes room. */
#ifndef READ_FORMATS_BLOCKS_H
#define READ_FORMATS_BLOCKS_H

#include "read/source.h"

struct block {
	uint64_t number; /* + 1; 0: nothing */
	uint64_t used;   /* by the clock, last */
	size_t n;
};

struct blocks {
	const struct source *source;     /* borrowed */
	size_t block_bytes, count, last; /* the one used last */
	uint64_t clock;
	struct block *block;
	uint8_t *bytes; /* of the blocks, one after the other */
};

/* `count` blocks of block_bytes each, fewer where the source has fewer.  E_NOMEM; blocks_fini() is
 * to be called in any case. */
MUST_USE enum status blocks_init(struct blocks *blocks, const struct source *source,
    size_t block_bytes, size_t count, struct err *err);
void blocks_fini(struct blocks *blocks);
/* At most n bytes at an offset, fewer at the end of a block and of the source; borrowed until the
 * next call.  What the source returned. */
MUST_USE enum status blocks_at(
    struct blocks *blocks, uint64_t at, size_t n, struct slice *out, struct err *err);
/* n bytes at an offset, across blocks; *got is less only at the end of the source. */
MUST_USE enum status blocks_read(
    struct blocks *blocks, uint64_t at, uint8_t *p, size_t n, size_t *got, struct err *err);

#endif
