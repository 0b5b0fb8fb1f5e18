/* src/read/formats/zip_source.c
 * An entry as a source; see zip_source.h. */
#include "read/formats/zip_source.h"

static enum status
stream_begin(struct zip_source *zs, struct err *err)
{
	enum status status;

	if (zs->open)
		zip_stream_close(&zs->stream);
	zs->open = false;
	zs->block = slice_of(NULL, 0);
	zs->at = 0;
	status = zip_stream_open(&zs->stream, zs->zip, zs->entry, zs->budget, err);
	zs->open = status == OK;
	return status;
}

/* The next block of the stream.  E_NOTFOUND at the end. */
static enum status
block_next(struct zip_source *zs, struct err *err)
{
	enum status status;

	zs->at += zs->block.n;
	zs->block = slice_of(NULL, 0);
	status = zip_stream_next(&zs->stream, &zs->block, err);
	if (zs->stream.damage != NULL)
		zs->damage = zs->stream.damage;
	if (status != OK && status != E_NOTFOUND)
		zs->zip_status = status;
	return status;
}

static enum status
hold(struct zip_source *zs, struct err *err)
{
	enum status status;

	while ((status = block_next(zs, err)) == OK) {
		buf_put_slice(&zs->held, zs->block);
		if (zs->held.failed != OK)
			break;
	}
	if (status != OK && status != E_NOTFOUND)
		return status;
	/* Longer than it said: not held, read from the front like any long entry. */
	zs->is_held = zs->held.failed == OK;
	if (!zs->is_held) {
		buf_fini(&zs->held);
		return stream_begin(zs, err);
	}
	zip_stream_close(&zs->stream);
	zs->open = false;
	return OK;
}

enum status
zip_source_init(struct zip_source *zs, const struct source *zip, struct zip_entry *entry,
    uint64_t *budget, size_t hold_bytes, struct err *err)
{
	enum status status;

	*zs = (struct zip_source){.zip = zip, .entry = entry, .budget = budget};
	buf_init(&zs->held, hold_bytes);
	status = stream_begin(zs, err);
	if (status == OK && hold_bytes != 0 &&
	    (entry->sizes_unknown ? entry->packed_bytes : entry->bytes) <= hold_bytes)
		status = hold(zs, err);
	if (status != OK)
		zip_source_fini(zs);
	return status;
}

static enum status
held_read(const struct zip_source *zs, uint64_t at, void *p, size_t n, size_t *got)
{
	size_t left = at < zs->held.n ? zs->held.n - (size_t)at : 0;

	*got = n < left ? n : left;
	if (*got != 0)
		memcpy(p, zs->held.p + at, *got);
	return OK;
}

static enum status
entry_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	struct zip_source *zs = ctx;
	enum status status;
	size_t skip;

	*got = 0;
	if (zs->is_held)
		return held_read(zs, at, p, n, got);
	if (at < zs->at) {
		if (zs->rewinds++ == ZIP_SOURCE_REWINDS_MAX)
			return fail(err, E_LIMIT, "a long entry was read back too often");
		status = stream_begin(zs, err);
		if (status != OK)
			return status;
	}
	while (at >= zs->at + zs->block.n) {
		status = block_next(zs, err);
		if (status != OK)
			return status == E_NOTFOUND ? OK : status;
	}
	skip = (size_t)(at - zs->at);
	*got = zs->block.n - skip < n ? zs->block.n - skip : n;
	memcpy(p, zs->block.p + skip, *got);
	return OK;
}

struct source
zip_source_of(struct zip_source *zs)
{
	return (struct source){entry_read_at, zs->is_held ? zs->held.n : UINT64_MAX, zs};
}

void
zip_source_fini(struct zip_source *zs)
{
	if (zs->open)
		zip_stream_close(&zs->stream);
	zs->open = false;
	buf_fini(&zs->held);
}
