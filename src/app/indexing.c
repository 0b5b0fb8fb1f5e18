/* src/app/indexing.c
 * Blocks of parsed records from the one who has them to the index; see indexing.h.
 * The caller fills one block while the thread empties others.  A small import never fills a block
 * and starts no thread; without parallel seams the caller empties each block itself. */
#include "app/indexing.h"

#include <threads.h>

#include "app/moment_text.h"
#include "base/mem.h"

enum {
	/* The index takes items in lightly until it has 16,384, then writes them for a while: the
	 * blocks hold more than that, so that the caller need not wait. */
	BLOCKS = 10,
	BLOCK_RECORDS = 2048, /* BLOCK_FIRST_RECORDS doubled so and so often */
	BLOCK_FIRST_RECORDS = 16,
	BLOCK_BYTES = 1024 * 1024, /* canonical; a longer record has a block of its own */
	BLOCK_ARENA_BYTES = 64 * 1024 * 1024,
};

struct block {
	struct record *records; /* borrow from bytes and arena */
	struct slice *canonical;
	size_t count, size;
	struct buf bytes;
	struct arena arena;
};

struct indexing {
	struct app *app;
	struct indexing_options options;
	bool begun;    /* the index has an import in progress */
	uint64_t next; /* number of the next record; with a thread, the thread's */
	struct block blocks[BLOCKS];
	size_t current; /* the block being filled; always the one after the filled ones */

	bool threaded;
	thrd_t thread;
	mtx_t lock; /* guards everything below; the filled blocks belong to the thread */
	cnd_t changed;
	size_t head, filled;
	bool stop;
	enum status status; /* first failure of the thread */
	struct err err;
};

/* Small imports are the usual ones: room for few records at first. */
static enum status
block_grow(struct block *block, struct err *err)
{
	size_t size = block->size == 0 ? BLOCK_FIRST_RECORDS : 2 * block->size;
	struct record *records = mem_resize(block->records, size, sizeof *records);
	struct slice *canonical;

	if (records == NULL)
		return fail(err, E_NOMEM, "no memory to index with");
	block->records = records;
	canonical = mem_resize(block->canonical, size, sizeof *canonical);
	if (canonical == NULL)
		return fail(err, E_NOMEM, "no memory to index with");
	block->canonical = canonical;
	block->size = size;
	return OK;
}

static void
block_reset(struct block *block)
{
	if (block->bytes.size > BLOCK_BYTES) {
		buf_fini(&block->bytes); /* one long record was in it */
		buf_init(&block->bytes, RECORD_MAX_BYTES);
	}
	buf_reset(&block->bytes);
	arena_reset(&block->arena);
	block->count = 0;
}

enum status
indexing_new(
    struct app *app, const struct indexing_options *options, struct indexing **out, struct err *err)
{
	struct indexing *x = mem_new(1, sizeof *x);

	if (x == NULL)
		return fail(err, E_NOMEM, "no memory to index with");
	x->app = app;
	x->options = *options;
	for (size_t i = 0; i < BLOCKS; i++) {
		buf_init(&x->blocks[i].bytes, RECORD_MAX_BYTES);
		arena_init(&x->blocks[i].arena, BLOCK_ARENA_BYTES);
	}
	*out = x;
	return OK;
}

uint64_t
indexing_number(const struct indexing *indexing)
{
	return indexing->options.number;
}

enum status
indexing_item(struct app *app, uint64_t number, struct slice canonical, struct record *record,
    struct err *err)
{
	struct index_item item = {.number = number, .record = record, .bytes = canonical};

	moment_localise(app, &record->when);
	item.at_known = record->when.at_known;
	item.at_us = record->when.at_us;
	item.local_known = record->when.local_known;
	if (item.local_known)
		item.local_us = civil_to_us(&record->when.local);
	return index_add(app->index, &item, err);
}

static enum status
block_index(struct indexing *x, struct block *block, struct err *err)
{
	enum status status = OK;

	for (size_t i = 0; status == OK && i < block->count; i++)
		status = indexing_item(
		    x->app, x->next++, block->canonical[i], &block->records[i], err);
	return status;
}

/* --- the thread --- */

static int
indexing_run(void *ctx)
{
	struct indexing *x = ctx;
	struct block *block;
	enum status status;
	struct err err = {0};

	(void)mtx_lock(&x->lock);
	for (;;) {
		while (x->filled == 0 && !x->stop)
			(void)cnd_wait(&x->changed, &x->lock);
		if (x->filled == 0)
			break;
		block = &x->blocks[x->head];
		status = x->status;
		(void)mtx_unlock(&x->lock);
		if (status == OK)
			status = block_index(x, block, &err);
		block_reset(block);
		(void)mtx_lock(&x->lock);
		if (x->status == OK && status != OK) {
			x->status = status;
			x->err = err;
		}
		x->head = (x->head + 1) % BLOCKS;
		x->filled--;
		(void)cnd_broadcast(&x->changed);
	}
	(void)mtx_unlock(&x->lock);
	return 0;
}

/* Without a thread all works, only slower; so no failure here is one. */
static void
thread_start(struct indexing *x)
{
	if (mtx_init(&x->lock, mtx_plain) != thrd_success)
		return;
	if (cnd_init(&x->changed) != thrd_success) {
		mtx_destroy(&x->lock);
		return;
	}
	x->threaded = thrd_create(&x->thread, indexing_run, x) == thrd_success;
	if (!x->threaded) {
		cnd_destroy(&x->changed);
		mtx_destroy(&x->lock);
	}
}

/* Everything that was handed over is in the index, or one failure is known. */
static enum status
thread_end(struct indexing *x, struct err *err)
{
	if (!x->threaded)
		return OK;
	(void)mtx_lock(&x->lock);
	x->stop = true;
	(void)cnd_broadcast(&x->changed);
	(void)mtx_unlock(&x->lock);
	(void)thrd_join(x->thread, NULL);
	cnd_destroy(&x->changed);
	mtx_destroy(&x->lock);
	x->threaded = false;
	if (x->status != OK && err != NULL)
		*err = x->err;
	return x->status;
}

static enum status
thread_push(struct indexing *x, struct err *err)
{
	enum status status;

	(void)mtx_lock(&x->lock);
	x->filled++;
	(void)cnd_broadcast(&x->changed);
	while (x->filled == BLOCKS)
		(void)cnd_wait(&x->changed, &x->lock);
	status = x->status;
	if (status != OK && err != NULL)
		*err = x->err;
	(void)mtx_unlock(&x->lock);
	x->current = (x->current + 1) % BLOCKS;
	return status;
}

/* --- the caller's side --- */

/* What the first block says of the rest, when nobody said how many will come. */
static uint64_t
expected(const struct indexing *x, const struct block *first, bool last)
{
	uint64_t each;

	if (x->options.expected != 0)
		return x->options.expected;
	if (last || first->count == 0)
		return first->count;
	each = first->bytes.n / first->count;
	return x->options.bytes / (each != 0 ? each : 1);
}

static enum status
import_begin(struct indexing *x, const struct block *first, bool last, struct err *err)
{
	struct index_import import = {
	    .number = x->options.number, .expected = expected(x, first, last)};
	enum status status = index_begin_import(x->app->index, &import, err);

	x->begun = status == OK;
	if (status == OK && !last && x->app->seams.parallel)
		thread_start(x);
	return status;
}

/* Hand over the block that was filled; it is the caller's again, or another one is. */
static enum status
block_push(struct indexing *x, bool last, struct err *err)
{
	struct block *block = &x->blocks[x->current];
	enum status status = OK;

	if (!x->begun)
		status = import_begin(x, block, last, err);
	if (status != OK)
		return status;
	if (x->threaded)
		return thread_push(x, err);
	status = block_index(x, block, err);
	block_reset(block);
	return status;
}

enum status
indexing_record(struct indexing *x, struct slice canonical, struct err *err)
{
	struct block *block = &x->blocks[x->current];
	enum status status = OK;
	uint8_t *copy;

	if (block->count == BLOCK_RECORDS ||
	    (block->count != 0 && block->bytes.n + canonical.n > BLOCK_BYTES)) {
		status = block_push(x, false, err);
		block = &x->blocks[x->current];
	}
	if (status == OK && block->count == block->size)
		status = block_grow(block, err);
	if (status != OK)
		return status;
	/* What is in the block is borrowed from, so its bytes must not move. */
	if (block->count == 0)
		buf_reserve(&block->bytes, canonical.n > BLOCK_BYTES ? canonical.n : BLOCK_BYTES);
	copy = buf_extend(&block->bytes, canonical.n);
	if (copy == NULL)
		return buf_check(&block->bytes, err);
	memcpy(copy, canonical.p, canonical.n);
	block->canonical[block->count] = slice_of(copy, canonical.n);
	status = record_parse(
	    block->canonical[block->count], &block->arena, &block->records[block->count], err);
	if (status == OK)
		block->count++;
	return status;
}

static void
indexing_free(struct indexing *x)
{
	for (size_t i = 0; i < BLOCKS; i++) {
		mem_free(x->blocks[i].records);
		mem_free(x->blocks[i].canonical);
		buf_fini(&x->blocks[i].bytes);
		arena_fini(&x->blocks[i].arena);
	}
	mem_free(x);
}

void
indexing_abandon(struct indexing *x)
{
	enum status status;

	if (x == NULL)
		return;
	status = thread_end(x, NULL);
	if (x->begun)
		status = index_abort(x->app->index, NULL);
	(void)
	    status; /* the failure before it is the one to tell; the next opening drops it anyway */
	indexing_free(x);
}

enum status
indexing_end(struct indexing *x, const struct index_import *import, struct err *err)
{
	enum status status = OK;

	if (x->blocks[x->current].count != 0 || !x->begun)
		status = block_push(x, true, err);
	if (status == OK)
		status = thread_end(x, err);
	if (status == OK)
		status = index_describe(x->app->index, import, err);
	if (status == OK)
		status = index_end(x->app->index, err);
	if (status != OK) {
		indexing_abandon(x);
		return status;
	}
	indexing_free(x);
	return OK;
}
