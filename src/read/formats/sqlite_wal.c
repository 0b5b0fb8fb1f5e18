/* src/read/formats/sqlite_wal.c
 * Frames of a write-ahead log; see sqlite_wal.h. */
#include "read/formats/sqlite_wal.h"

#include <stdlib.h>

#include "base/mem.h"

enum {
	HEADER_BYTES = 32,
	SUMMED_HEADER_BYTES = 24,
	FRAME_HEADER_BYTES = 24,
	SUMMED_FRAME_BYTES = 8,
	MAGIC = 0x377f0682, /* and one more for sums of big-endian words [4.1] */
	BLOCK_BYTES = 64 * 1024,
	BLOCKS = 16
};

static uint32_t
u32_at(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* [4.2]; n is a multiple of 8. */
static void
sum_add(struct sqlite_wal *wal, const uint8_t *p, size_t n)
{
	uint32_t a = wal->sum[0], b = wal->sum[1];

	for (size_t i = 0; i < n; i += 8) {
		uint32_t x = u32_at(p + i), y = u32_at(p + i + 4);

		a += (wal->big ? x : __builtin_bswap32(x)) + b;
		b += (wal->big ? y : __builtin_bswap32(y)) + a;
	}
	wal->sum[0] = a;
	wal->sum[1] = b;
}

static bool
sum_is(const struct sqlite_wal *wal, const uint8_t *p)
{
	return wal->sum[0] == u32_at(p) && wal->sum[1] == u32_at(p + 4);
}

static enum status
header_read(struct sqlite_wal *wal, uint32_t page_bytes, struct err *err)
{
	uint8_t head[HEADER_BYTES];
	size_t got;
	enum status status = blocks_read(&wal->blocks, 0, head, sizeof head, &got, err);

	if (status != OK)
		return status;
	if (got < sizeof head || (u32_at(head) & ~1u) != MAGIC)
		return fail(err, E_FORMAT, "not a write-ahead log [4.1]");
	wal->big = (u32_at(head) & 1) != 0;
	sum_add(wal, head, SUMMED_HEADER_BYTES);
	if (!sum_is(wal, head + SUMMED_HEADER_BYTES))
		return fail(err, E_FORMAT, "a write-ahead log with a damaged header [4.1]");
	if (u32_at(head + 8) != page_bytes)
		return fail(err, E_FORMAT, "a write-ahead log of another database");
	wal->page_bytes = page_bytes;
	wal->salt[0] = u32_at(head + 16);
	wal->salt[1] = u32_at(head + 20);
	return OK;
}

static uint64_t
frame_at(const struct sqlite_wal *wal, uint32_t index)
{
	return HEADER_BYTES + (uint64_t)index * (FRAME_HEADER_BYTES + (uint64_t)wal->page_bytes);
}

/* *valid is false behind the last frame that was written since the log began anew. */
static enum status
frame_read(struct sqlite_wal *wal, uint32_t index, uint8_t head[FRAME_HEADER_BYTES], bool *valid,
    struct err *err)
{
	size_t got, got_page = 0;
	enum status status = blocks_read(
	    &wal->blocks, frame_at(wal, index), head, FRAME_HEADER_BYTES, &got, err);

	if (status == OK)
		status = blocks_read(&wal->blocks, frame_at(wal, index) + FRAME_HEADER_BYTES,
		    wal->page, wal->page_bytes, &got_page, err);
	*valid = status == OK && got == FRAME_HEADER_BYTES && got_page == wal->page_bytes &&
		 u32_at(head) != 0 && u32_at(head + 8) == wal->salt[0] &&
		 u32_at(head + 12) == wal->salt[1];
	if (!*valid)
		return status;
	sum_add(wal, head, SUMMED_FRAME_BYTES);
	sum_add(wal, wal->page, wal->page_bytes);
	*valid = sum_is(wal, head + 16);
	return OK;
}

static enum status
frame_keep(struct sqlite_wal *wal, uint32_t index, uint32_t page, size_t *room, struct err *err)
{
	struct sqlite_frame *frame = mem_more(wal->frame, index, room, sizeof *frame);

	if (frame == NULL)
		return fail(err, E_NOMEM, "no memory for a write-ahead log");
	wal->frame = frame;
	wal->frame[index] = (struct sqlite_frame){.page = page, .index = index};
	return OK;
}

/* What was not committed never happened [4.3]. */
static enum status
frames_read(struct sqlite_wal *wal, struct err *err)
{
	uint8_t head[FRAME_HEADER_BYTES];
	enum status status = OK;
	size_t room = 0;
	bool valid = true;

	for (uint32_t i = 0; i < SQLITE_WAL_FRAMES_MAX && status == OK; i++) {
		status = frame_read(wal, i, head, &valid, err);
		if (status == OK && valid)
			status = frame_keep(wal, i, u32_at(head), &room, err);
		if (status != OK || !valid)
			return status;
		if (u32_at(head + 4) != 0) {
			wal->pages = u32_at(head + 4);
			wal->count = (size_t)i + 1;
		}
	}
	wal->more = status == OK;
	return status;
}

static int
frame_compare(const void *a, const void *b)
{
	const struct sqlite_frame *x = a, *y = b;

	if (x->page != y->page)
		return x->page < y->page ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static void
last_ones(struct sqlite_wal *wal)
{
	size_t n = 0;

	if (wal->count != 0)
		qsort(wal->frame, wal->count, sizeof *wal->frame, frame_compare);
	for (size_t i = 0; i < wal->count; i++)
		if (i + 1 == wal->count || wal->frame[i + 1].page != wal->frame[i].page)
			wal->frame[n++] = wal->frame[i];
	wal->count = n;
}

enum status
sqlite_wal_init(
    struct sqlite_wal *wal, const struct source *source, uint32_t page_bytes, struct err *err)
{
	enum status status;

	*wal = (struct sqlite_wal){.pages = 0};
	status = blocks_init(&wal->blocks, source, BLOCK_BYTES, BLOCKS, err);
	if (status == OK)
		status = header_read(wal, page_bytes, err);
	if (status != OK)
		return status;
	wal->page = mem_new(1, page_bytes);
	if (wal->page == NULL)
		return fail(err, E_NOMEM, "no memory for a page");
	status = frames_read(wal, err);
	if (status == OK)
		last_ones(wal);
	return status;
}

void
sqlite_wal_fini(struct sqlite_wal *wal)
{
	blocks_fini(&wal->blocks);
	mem_free(wal->frame);
	mem_free(wal->page);
	*wal = (struct sqlite_wal){.pages = 0};
}

enum status
sqlite_wal_page(struct sqlite_wal *wal, uint32_t number, struct slice *page, struct err *err)
{
	size_t from = 0, to = wal->count, got;
	enum status status;

	*page = slice_of(wal->page, wal->page_bytes);
	if (number != 0 && number == wal->in_hand)
		return OK;
	*page = slice_of(NULL, 0);
	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (wal->frame[middle].page < number)
			from = middle + 1;
		else
			to = middle;
	}
	if (from == wal->count || wal->frame[from].page != number)
		return OK;
	wal->in_hand = 0;
	status = blocks_read(&wal->blocks,
	    frame_at(wal, wal->frame[from].index) + FRAME_HEADER_BYTES, wal->page, wal->page_bytes,
	    &got, err);
	if (status == OK && got == wal->page_bytes) {
		wal->in_hand = number;
		*page = slice_of(wal->page, got);
	}
	return status;
}
