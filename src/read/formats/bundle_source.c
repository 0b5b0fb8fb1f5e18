/* src/read/formats/bundle_source.c
 * An entry as a source; see bundle_source.h. */
#include "read/formats/bundle_source.h"

#include "read/formats/bundle.h"

static enum status
stream_begin(struct bundle_source *bs, struct err *err)
{
	enum status status;

	if (bs->open)
		bundle_stream_close(&bs->stream);
	bs->open = false;
	bs->block = slice_of(NULL, 0);
	bs->at = 0;
	status = bundle_stream_open(&bs->stream, bs->bundle, bs->i, err);
	bs->open = status == OK;
	if (status != OK && status != E_FORMAT)
		bs->outer_status = status;
	return status;
}

/* The first part is kept: who reads an entry looks at it after whoever asked what it is. */
static void
head_keep(struct bundle_source *bs)
{
	struct slice more = bs->block;

	if (bs->is_held || bs->at != bs->held.n || bs->held.n >= FORMAT_HEAD_BYTES)
		return;
	if (more.n > FORMAT_HEAD_BYTES - bs->held.n)
		more.n = FORMAT_HEAD_BYTES - bs->held.n;
	buf_put_slice(&bs->held, more);
}

/* The next block of the stream.  E_NOTFOUND at the end. */
static enum status
block_next(struct bundle_source *bs, struct err *err)
{
	enum status status;

	bs->at += bs->block.n;
	bs->block = slice_of(NULL, 0);
	status = bundle_stream_next(&bs->stream, &bs->block, err);
	if (bs->stream.damage != NULL)
		bs->damage = bs->stream.damage;
	if (status != OK && status != E_NOTFOUND)
		bs->outer_status = status;
	return status;
}

static enum status
hold(struct bundle_source *bs, struct err *err)
{
	enum status status;

	while ((status = block_next(bs, err)) == OK) {
		buf_put_slice(&bs->held, bs->block);
		if (bs->held.failed != OK)
			break;
	}
	if (status != OK && status != E_NOTFOUND)
		return status;
	/* Longer than it said: not held, read from the front like any long entry. */
	bs->is_held = bs->held.failed == OK;
	if (!bs->is_held) {
		buf_fini(&bs->held);
		buf_init(&bs->held, FORMAT_HEAD_BYTES);
		return stream_begin(bs, err);
	}
	bundle_stream_close(&bs->stream);
	bs->open = false;
	return OK;
}

enum status
bundle_source_init(
    struct bundle_source *bs, struct bundle *bundle, size_t i, size_t hold_bytes, struct err *err)
{
	bool holding = hold_bytes != 0 && bundle->entry[i].bytes <= hold_bytes;
	enum status status;

	*bs = (struct bundle_source){.bundle = bundle, .i = i};
	buf_init(&bs->held, holding ? hold_bytes : FORMAT_HEAD_BYTES);
	status = stream_begin(bs, err);
	if (status == OK && holding)
		status = hold(bs, err);
	if (status != OK)
		bundle_source_fini(bs);
	return status;
}

/* A long one that stands in the archive as it is needs no unpacking. */
static enum status
plain_find(struct bundle_source *bs, size_t hold_bytes, struct err *err)
{
	const struct bundle_entry *entry = &bs->bundle->entry[bs->i];
	enum status status;

	if (bs->bundle->ways->plain == NULL || entry->bytes <= hold_bytes || entry->held.p != NULL)
		return OK;
	status = bs->bundle->ways->plain(bs->bundle, bs->i, &bs->plain_at, &bs->is_plain, err);
	bs->plain_bytes = entry->bytes;
	return status;
}

enum status
bundle_source_init_anywhere(
    struct bundle_source *bs, struct bundle *bundle, size_t i, size_t hold_bytes, struct err *err)
{
	enum status status;

	*bs = (struct bundle_source){.bundle = bundle, .i = i};
	status = plain_find(bs, hold_bytes, err);
	if (status != OK || bs->is_plain)
		return status;
	return bundle_source_init(bs, bundle, i, hold_bytes, err);
}

bool
bundle_source_is_anywhere(const struct bundle_source *bs)
{
	return bs->is_held || bs->is_plain || bs->marks.count != 0;
}

/* Through all of it, with a mark now and then. */
static enum status
marks_make(struct bundle_source *bs, struct err *err)
{
	bool marked = true;
	enum status status = stream_begin(bs, err);

	while (status == OK && marked) {
		status = bundle_marks_put(&bs->marks, &bs->stream, &marked, err);
		if (status == OK && marked)
			status = block_next(bs, err);
	}
	bs->marked_bytes = bs->at;
	bs->packed = bs->stream.packed;
	return status == E_NOTFOUND ? OK : status;
}

enum status
bundle_source_make_anywhere(struct bundle_source *bs, struct err *err)
{
	enum status status;

	if (bundle_source_is_anywhere(bs) || bs->bundle->ways->mark == NULL)
		return OK;
	status = bundle_marks_init(
	    &bs->marks, bs->bundle, BUNDLE_MARKS_APART_BYTES, BUNDLE_MARKS_MAX, err);
	if (status == OK)
		status = marks_make(bs, err);
	if (status != OK || bs->marks.count == 0)
		bundle_marks_fini(&bs->marks);
	return status;
}

enum status
bundle_source_check(struct bundle_source *bs, struct err *err)
{
	enum status status;

	if (!bs->is_plain)
		return OK;
	status = stream_begin(bs, err);
	while (status == OK)
		status = block_next(bs, err);
	return status == E_NOTFOUND || status == E_FORMAT ? OK : status;
}

static bool
held_read(const struct bundle_source *bs, uint64_t at, void *p, size_t n, size_t *got)
{
	size_t left = at < bs->held.n ? bs->held.n - (size_t)at : 0;

	*got = n < left ? n : left;
	if (*got != 0)
		memcpy(p, bs->held.p + at, *got);
	return *got != 0;
}

static enum status
go_back(struct bundle_source *bs, struct err *err)
{
	enum status status;

	if (bs->rewinds++ == BUNDLE_REWINDS_MAX)
		return fail(err, E_LIMIT, "a long entry was read back too often");
	bs->bundle->out_of_order = true;
	status = stream_begin(bs, err);
	bs->bundle->out_of_order = false;
	return status;
}

static uint64_t
again_most(const struct bundle *bundle)
{
	uint64_t bytes = bundle->source->bytes;

	if (bytes > (BUNDLE_AGAIN_MAX_BYTES - BUNDLE_AGAIN_FREE_BYTES) / BUNDLE_AGAIN_TIMES)
		return BUNDLE_AGAIN_MAX_BYTES;
	return BUNDLE_AGAIN_TIMES * bytes + BUNDLE_AGAIN_FREE_BYTES;
}

/* The next block of one with marks; where it begins can be come back to. */
static enum status
block_marked(struct bundle_source *bs, struct err *err)
{
	enum status status;

	bundle_stream_forget(bs->bundle, bs->here.place);
	bs->here = (struct bundle_mark){.at = bs->at + bs->block.n};
	status = bundle_stream_mark(&bs->stream, &bs->here.place, err);
	if (status != OK)
		return status;
	status = block_next(bs, err);
	bs->bundle->again += bs->stream.packed - bs->packed;
	bs->packed = bs->stream.packed;
	return status;
}

/* To the mark before, unless it is shorter to go on from here. */
static enum status
go_near(struct bundle_source *bs, uint64_t at, struct err *err)
{
	const struct bundle_mark *mark;
	enum status status;

	if (at >= bs->at && at < bs->at + bs->block.n)
		return OK;
	if (bs->bundle->again > again_most(bs->bundle))
		return fail(err, E_LIMIT, "a long entry was read back too often");
	mark = bundle_marks_before(&bs->marks, at);
	if (mark == NULL || (at >= bs->at && mark->at <= bs->at + bs->block.n))
		return OK;
	bs->block = slice_of(NULL, 0);
	bs->at = mark->at;
	status = bundle_stream_back(&bs->stream, mark->place, mark->at, err);
	/* This may be what takes the room of `mark`. */
	bundle_marks_leave(&bs->marks, bs->here);
	bs->here.place = NULL;
	return status;
}

static enum status
go_to(struct bundle_source *bs, uint64_t at, struct err *err)
{
	if (bs->marks.count != 0)
		return go_near(bs, at, err);
	return at < bs->at ? go_back(bs, err) : OK;
}

static enum status
plain_read(struct bundle_source *bs, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	const struct source *archive = bs->bundle->source;
	uint64_t left = at < bs->plain_bytes ? bs->plain_bytes - at : 0;
	enum status status;

	if (n > left)
		n = (size_t)left;
	if (n == 0)
		return OK;
	status = archive->read_at(archive->ctx, bs->plain_at + at, p, n, got, err);
	if (status == OK && *got > n)
		status = fail(err, E_IO, "a source gave more than was asked for");
	if (status != OK)
		bs->outer_status = status;
	return status;
}

static enum status
entry_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	struct bundle_source *bs = ctx;
	enum status status;
	size_t skip;

	*got = 0;
	if (bs->is_plain)
		return plain_read(bs, at, p, n, got, err);
	if (n == 0 || held_read(bs, at, p, n, got) || bs->is_held)
		return OK;
	status = go_to(bs, at, err);
	if (status != OK)
		return status;
	while (at >= bs->at + bs->block.n) {
		status = bs->marks.count != 0 ? block_marked(bs, err) : block_next(bs, err);
		if (status != OK)
			return status == E_NOTFOUND ? OK : status;
		head_keep(bs);
	}
	skip = (size_t)(at - bs->at);
	*got = bs->block.n - skip < n ? bs->block.n - skip : n;
	memcpy(p, bs->block.p + skip, *got);
	return OK;
}

struct source
bundle_source_of(struct bundle_source *bs)
{
	uint64_t bytes = UINT64_MAX;

	if (bs->is_held)
		bytes = bs->held.n;
	else if (bs->is_plain)
		bytes = bs->plain_bytes;
	else if (bs->marks.count != 0)
		bytes = bs->marked_bytes;
	return (struct source){entry_read_at, bytes, bs};
}

void
bundle_source_fini(struct bundle_source *bs)
{
	if (bs->open)
		bundle_stream_close(&bs->stream);
	bs->open = false;
	bundle_stream_forget(bs->bundle, bs->here.place);
	bs->here.place = NULL;
	bundle_marks_fini(&bs->marks);
	buf_fini(&bs->held);
}
