/* src/app/copying_file.c
 * One file of a vault from folder to folder, and many of them durably; see copying.h.
 * A file is written to t/ by the caller's thread.  A batch of them is then synced together, dropped
 * from the cache, read back, compared and renamed, by a second thread when there may be one.  So
 * what stands under its name was on the disk, and was what had been read. */
#include <errno.h>

#include "app/copying_inside.h"
#include "base/mem.h"
#include "sys/os/file.h"

enum {
	BLOCK_BYTES = 4096,    /* what cannot be read is narrowed down to this */
	BLOCKS_BAD_MOST = 256, /* in one file; then the rest of it is not worth the waiting */
	SYNC_ALL_FILES = 4,    /* from so many on one sync of the whole disk is cheaper */
	WRITE_OUT_BYTES = 8 * 1024 * 1024,
};

static const char *
z(const struct buf *path)
{
	return (const char *)path->p;
}

/* Temporary names: one for each place in the batches. */
static enum status
part_path(struct copying *c, const struct copying_batch *batch, size_t i, struct buf *path,
    struct err *err)
{
	size_t number = (size_t)(batch - c->batches) * COPYING_BATCH_FILES + i;
	char name[32];
	struct buf buf = {.p = (uint8_t *)name, .size = sizeof name, .max = sizeof name};

	buf_putf(&buf, "t/c%zu", number);
	buf_put_byte(&buf, '\0');
	return file_join(path, c->o.to, name, err);
}

/* --- settling: sync, read back, compare, rename --- */

static enum status
batch_sync(struct copying *c, const struct copying_batch *batch, struct err *err)
{
	const struct io *io = &c->o.io;
	enum status status = OK;
	int failed;

	if (batch->count >= SYNC_ALL_FILES && io->ops->sync_all != NULL) {
		failed = io->ops->sync_all(io->ctx, c->o.to);
		return failed == 0 ? OK
				   : file_fail(err, failed, "cannot write to the disk", c->o.to);
	}
	for (size_t i = 0; i < batch->count && status == OK; i++)
		status = file_sync(io, batch->parts[i].handle, err);
	return status;
}

static enum status
part_compare(struct copying *c, const struct copying_part *part, struct err *err)
{
	uint8_t sha256[SHA256_BYTES];
	uint64_t at = 0, size = 0;
	size_t got = 0;
	enum status status = file_size(&c->o.io, part->handle, &size, err);

	for (; status == OK && at < size; at += got) {
		status = file_read(
		    &c->o.io, part->handle, at, c->back_piece, COPYING_PIECE_BYTES, &got, err);
		if (status == OK && got == 0)
			break;
		if (status == OK)
			hash_add(c->back_hash, c->back_piece, got);
	}
	hash_end(c->back_hash, sha256);
	if (status == OK && (at != part->bytes || !hash_equal(sha256, part->sha256, sizeof sha256)))
		return fail(err, E_AUTH,
		    "%s did not read back as it was written: the disk there does not keep what "
		    "it is given; use another one",
		    part->name);
	return status;
}

/* Best done, and nothing depends on it: what stood there is a file without a name now. */
static void
old_overwrite(struct copying *c, int handle)
{
	const struct io *io = &c->o.io;
	uint64_t size = 0;
	enum status status = file_size(io, handle, &size, NULL);

	memset(c->back_piece, 0, COPYING_PIECE_BYTES);
	for (uint64_t at = 0; status == OK && at < size; at += COPYING_PIECE_BYTES) {
		uint64_t left = size - at;

		status = file_write_full(io, handle, at, c->back_piece,
		    left < COPYING_PIECE_BYTES ? (size_t)left : COPYING_PIECE_BYTES, NULL);
	}
	if (status == OK)
		(void)!file_sync(io, handle, NULL);
}

static enum status
part_rename(struct copying *c, const struct copying_batch *batch, size_t i, struct err *err)
{
	const struct copying_part *part = &batch->parts[i];
	const struct io *io = &c->o.io;
	int failed, old = -1;
	enum status status = part_path(c, batch, i, &c->back_from, err);

	if (status == OK)
		status = file_join(&c->back_to, c->o.to, part->name, err);
	if (status != OK)
		return status;
	if (part->overwrite_old)
		(void)(file_open(io, z(&c->back_to), IO_WRITE, &old, NULL) == OK);
	failed = io->ops->rename(io->ctx, z(&c->back_from), z(&c->back_to));
	if (failed != 0)
		status = file_fail(err, failed, "cannot put in place", z(&c->back_to));
	if (status == OK && old >= 0) {
		/* Until the new name is durable, the old bytes may be what a power cut leaves. */
		*strrchr((char *)c->back_to.p, '/') = '\0';
		status = file_sync_folder(io, z(&c->back_to), err);
		if (status == OK)
			old_overwrite(c, old);
	}
	file_close(io, old);
	return status;
}

static enum status
batch_settle(struct copying *c, struct copying_batch *batch, struct err *err)
{
	const struct io *io = &c->o.io;
	enum status status = batch_sync(c, batch, err);

	for (size_t i = 0; i < batch->count && status == OK; i++) {
		(void)io->ops->forget(io->ctx, batch->parts[i].handle);
		if (io->ops->read_ahead != NULL)
			io->ops->read_ahead(
			    io->ctx, batch->parts[i].handle, 0, batch->parts[i].bytes);
	}
	for (size_t i = 0; i < batch->count && status == OK; i++)
		status = part_compare(c, &batch->parts[i], err);
	for (size_t i = 0; i < batch->count; i++)
		file_close(io, batch->parts[i].handle);
	for (size_t i = 0; i < batch->count && status == OK; i++)
		status = part_rename(c, batch, i, err);
	return status;
}

/* Whatever became of it, the batch is empty again. */
static void
batch_done(
    struct copying *c, struct copying_batch *batch, enum status status, const struct err *err)
{
	if (status == OK) {
		c->settled += batch->count;
		c->settled_bytes += batch->bytes;
	} else if (c->status == OK) {
		c->status = status;
		c->err = *err;
	}
	batch->count = 0;
	batch->bytes = 0;
}

static int
settling_run(void *ctx)
{
	struct copying *c = ctx;

	(void)mtx_lock(&c->lock);
	for (;;) {
		struct copying_batch *batch;
		struct err err = {0};
		enum status status;

		while (!c->busy && !c->stop)
			(void)cnd_wait(&c->changed, &c->lock);
		if (!c->busy)
			break;
		batch = &c->batches[1 - c->filling];
		(void)mtx_unlock(&c->lock);
		status = batch_settle(c, batch, &err);
		(void)mtx_lock(&c->lock);
		batch_done(c, batch, status, &err);
		c->busy = false;
		(void)cnd_broadcast(&c->changed);
	}
	(void)mtx_unlock(&c->lock);
	return 0;
}

/* Wait for the thread; what it came to. */
static enum status
settling_wait(struct copying *c, struct err *err)
{
	enum status status;

	if (c->threaded) {
		(void)mtx_lock(&c->lock);
		while (c->busy)
			(void)cnd_wait(&c->changed, &c->lock);
		(void)mtx_unlock(&c->lock);
	}
	status = c->status;
	if (status != OK && err != NULL)
		*err = c->err;
	return status;
}

/* Give the filled batch to the other side. */
static enum status
batch_hand_over(struct copying *c, struct err *err)
{
	struct copying_batch *batch = &c->batches[c->filling];
	struct err why = {0};
	enum status status = settling_wait(c, err);

	if (status != OK || batch->count == 0)
		return status;
	if (!c->threaded) {
		status = batch_settle(c, batch, &why);
		batch_done(c, batch, status, &why);
		return settling_wait(c, err);
	}
	(void)mtx_lock(&c->lock);
	c->filling = 1 - c->filling;
	c->busy = true;
	(void)cnd_broadcast(&c->changed);
	(void)mtx_unlock(&c->lock);
	return OK;
}

enum status
copying_flush(struct copying *c, struct err *err)
{
	enum status status = batch_hand_over(c, err);

	return status == OK ? settling_wait(c, err) : status;
}

/* Without a thread all works, only slower. */
static void
thread_start(struct copying *c)
{
	if (mtx_init(&c->lock, mtx_plain) != thrd_success)
		return;
	if (cnd_init(&c->changed) != thrd_success) {
		mtx_destroy(&c->lock);
		return;
	}
	c->threaded = thrd_create(&c->thread, settling_run, c) == thrd_success;
	if (!c->threaded) {
		cnd_destroy(&c->changed);
		mtx_destroy(&c->lock);
	}
}

enum status
copying_file_start(struct copying *c, struct err *err)
{
	buf_init(&c->back_from, FILE_PATH_BYTES);
	buf_init(&c->back_to, FILE_PATH_BYTES);
	c->hash = hash_new();
	c->back_hash = hash_new();
	c->piece = mem_new(1, COPYING_PIECE_BYTES);
	c->other = mem_new(1, COPYING_PIECE_BYTES);
	c->back_piece = mem_new(1, COPYING_PIECE_BYTES);
	if (c->hash == NULL || c->back_hash == NULL || c->piece == NULL || c->other == NULL ||
	    c->back_piece == NULL)
		return fail(err, E_NOMEM, "no memory to copy with");
	if (c->o.parallel)
		thread_start(c);
	return OK;
}

void
copying_file_stop(struct copying *c)
{
	struct copying_batch *batch = &c->batches[c->filling];

	if (c->threaded) {
		(void)mtx_lock(&c->lock);
		c->stop = true;
		(void)cnd_broadcast(&c->changed);
		(void)mtx_unlock(&c->lock);
		(void)thrd_join(c->thread, NULL);
		cnd_destroy(&c->changed);
		mtx_destroy(&c->lock);
	}
	for (size_t i = 0; i < batch->count; i++)
		file_close(&c->o.io, batch->parts[i].handle);
	hash_free(c->hash);
	hash_free(c->back_hash);
	mem_free(c->piece);
	mem_free(c->other);
	mem_free(c->back_piece);
	buf_fini(&c->back_from);
	buf_fini(&c->back_to);
}

void
copying_measure_room(struct copying *c, const struct err *err)
{
	uint64_t all = c->to_copy_bytes;

	if (err->sys_errno != ENOSPC && err->sys_errno != EDQUOT)
		return;
	c->sum.room_bytes = all > c->settled_bytes ? all - c->settled_bytes : BLOCK_BYTES;
}

/* --- reading and writing one file --- */

/* One file on its way into t/. */
struct moving {
	struct copying *c;
	const char *name;
	int from, to;
	uint64_t size, at;
	uint64_t blocks_bad, blocks_good;
	uint64_t written_out;
	struct err why; /* why the first bad block could not be read */
};

/* A piece of a disk that fails, block by block: what cannot be had is zeros. */
static enum status
piece_salvage(struct moving *m, uint8_t *p, size_t n)
{
	struct err why = {0};
	size_t part, got = 0;

	for (size_t at = 0; at < n; at += part) {
		part = n - at < BLOCK_BYTES ? n - at : BLOCK_BYTES;
		if (file_read(&m->c->o.io, m->from, m->at + at, p + at, part, &got, &why) == OK &&
		    got == part) {
			m->blocks_good++;
			continue;
		}
		memset(p + at, 0, part);
		if (m->blocks_bad++ == 0)
			m->why = why;
		if (m->blocks_bad > BLOCKS_BAD_MOST)
			return E_IO;
	}
	return OK;
}

static enum status
piece_read(struct moving *m, uint8_t *p, size_t n)
{
	size_t got = 0;
	struct err why = {0};
	enum status status = file_read(&m->c->o.io, m->from, m->at, p, n, &got, &why);

	if (status == OK && got == n) {
		m->blocks_good++;
		return OK;
	}
	if (status == OK || why.sys_errno != EIO) {
		m->why = why;
		if (status == OK)
			(void)fail(&m->why, E_FORMAT, "it became shorter while it was read");
		return E_IO;
	}
	return piece_salvage(m, p, n);
}

static void
report(struct copying *c, uint64_t bytes)
{
	struct buf unit = {.p = (uint8_t *)c->unit, .size = sizeof c->unit, .max = sizeof c->unit};

	c->begun_bytes += bytes;
	if (c->o.progress.report == NULL)
		return;
	buf_putf(&unit, "bytes, %llu of %llu files", (unsigned long long)c->begun,
	    (unsigned long long)c->to_copy);
	buf_put_byte(&unit, '\0');
	c->o.progress.report(c->o.progress.ctx, "copying", c->begun_bytes,
	    c->to_copy_bytes > c->begun_bytes ? c->to_copy_bytes : c->begun_bytes, c->unit);
}

/* OK also when the source gave out: then *gave_out. */
static enum status
bytes_move(struct moving *m, bool *gave_out, struct err *err)
{
	const struct io *io = &m->c->o.io;
	enum status status = OK;

	while (status == OK && m->at < m->size) {
		uint64_t left = m->size - m->at;
		size_t n = left < COPYING_PIECE_BYTES ? (size_t)left : COPYING_PIECE_BYTES;

		if (m->c->o.cancelled != NULL && atomic_load(m->c->o.cancelled))
			return fail(err, E_CANCELLED, "stopped; what was copied is kept");
		if (piece_read(m, m->c->piece, n) != OK) {
			*gave_out = true;
			return OK;
		}
		hash_add(m->c->hash, m->c->piece, n);
		status = file_write_full(io, m->to, m->at, m->c->piece, n, err);
		m->at += n;
		report(m->c, n);
		if (io->ops->write_out != NULL && m->at - m->written_out >= WRITE_OUT_BYTES) {
			io->ops->write_out(io->ctx, m->to, m->written_out, m->at - m->written_out);
			m->written_out = m->at;
		}
	}
	return status;
}

/* The file is in t/, or `placed` is false and nothing is. */
static enum status
part_fill(struct moving *m, struct copying_part *part, bool *placed, struct err *err)
{
	struct copying *c = m->c;
	bool gave_out = false;
	enum status status;

	(void)c->o.io.ops->unlink(c->o.io.ctx, z(&c->to)); /* of a run that failed */
	status = file_open(&c->o.io, z(&c->to), IO_WRITE | IO_NEW, &m->to, err);
	if (status == OK)
		status = bytes_move(m, &gave_out, err);
	hash_end(c->hash, part->sha256);
	*placed = status == OK && !gave_out && (m->size == 0 || m->blocks_good != 0);
	if (!*placed) {
		file_close(&c->o.io, m->to);
		(void)c->o.io.ops->unlink(c->o.io.ctx, z(&c->to));
		return status;
	}
	part->handle = m->to;
	part->bytes = m->size;
	return OK;
}

static enum status
source_open(struct moving *m, struct err *why)
{
	struct copying *c = m->c;
	enum status status = file_join(&c->from, c->o.from, m->name, why);

	if (status == OK)
		status = file_open(&c->o.io, z(&c->from), IO_READ, &m->from, why);
	return status == OK ? file_size(&c->o.io, m->from, &m->size, why) : status;
}

static void
source_problem(struct moving *m, bool placed)
{
	m->c->sum.lacking++;
	copying_problem(m->c, m->name, m->why.text[0] != '\0' ? m->why.text : "it cannot be read");
	if (placed)
		copying_problem(m->c, m->name, "the rest of it was copied");
}

enum status
copying_copy(struct copying *c, const char *name, bool stands, bool overwrite_old, struct err *err)
{
	struct copying_batch *batch = &c->batches[c->filling];
	struct copying_part *part = &batch->parts[batch->count];
	struct moving m = {.c = c, .name = name, .from = -1, .to = -1};
	bool placed = false;
	enum status status = source_open(&m, &m.why);

	if (status == E_NOMEM || status == E_LIMIT) {
		file_close(&c->o.io, m.from);
		return fail(err, status, "%s", m.why.text);
	}
	c->begun++;
	if (status != OK) {
		file_close(&c->o.io, m.from);
		source_problem(&m, false);
		return OK;
	}
	*part = (struct copying_part){.handle = -1, .overwrite_old = overwrite_old};
	memcpy(part->name, name, strlen(name) + 1);
	status = part_path(c, batch, batch->count, &c->to, err);
	if (status == OK)
		status = part_fill(&m, part, &placed, err);
	file_close(&c->o.io, m.from);
	if (status != OK)
		return status;
	/* A file with holes never takes the place of one that may be whole. */
	if (placed && m.blocks_bad != 0 && stands) {
		file_close(&c->o.io, part->handle);
		(void)c->o.io.ops->unlink(c->o.io.ctx, z(&c->to));
		placed = false;
	}
	if (!placed || m.blocks_bad != 0)
		source_problem(&m, placed);
	if (!placed)
		return OK;
	batch->count++;
	batch->bytes += part->bytes;
	c->sum.copied++;
	c->sum.copied_bytes += part->bytes;
	return batch->count == COPYING_BATCH_FILES || batch->bytes >= COPYING_BATCH_BYTES
		   ? batch_hand_over(c, err)
		   : OK;
}
