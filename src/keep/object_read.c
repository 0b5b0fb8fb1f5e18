/* src/keep/object_read.c
 * Reading an object from any place; see object.h.  Only the chunks touched are read and opened. */
#include "base/encode.h"
#include "base/mem.h"
#include "keep/object_inside.h"

static enum status
cut_off(struct err *err, const struct object_id *id)
{
	return fail(err, E_FORMAT, "object %s has the wrong length: part of it is missing or added",
	    id->text);
}

/* Under the vault's key or, while that is being renewed, the previous one. */
static enum status
area_open(const struct vault *vault, const uint8_t id[OBJECT_ID_BYTES], struct slice area,
    struct object_head *out, struct err *err)
{
	enum status status = object_area_open(vault->keys[KEY_OBJECT].p, id, area, out, err);

	if (status == E_AUTH && vault->before_object.p != NULL)
		status = object_area_open(vault->before_object.p, id, area, out, err);
	return status;
}

/* Either area will do. */
static enum status
areas_open(struct object_reader *r, const struct vault *vault, const uint8_t id[OBJECT_ID_BYTES],
    const uint8_t *header, struct object_head *head, struct err *err)
{
	enum status status = E_AUTH, got;
	struct object_head found;

	for (size_t i = 0; i < OBJECT_AREAS; i++) {
		got = area_open(vault, id,
		    slice_of(header + i * OBJECT_AREA_STEP, OBJECT_AREA_BYTES), &found,
		    status == OK ? NULL : err);
		if (got != OK)
			r->damaged_areas |= 1U << i;
		else if (status != OK)
			*head = found;
		if (got == OK)
			status = OK;
	}
	secret_wipe(&found, sizeof found);
	if (status != OK)
		return fail(
		    err, E_AUTH, "object %s: neither of its two keys opens", r->info.id.text);
	return OK;
}

static enum status
reader_measure(struct object_reader *r, const struct object_head *head, struct err *err)
{
	uint64_t size = 0;
	enum status status = file_size(&r->io, r->handle, &size, err);

	if (status != OK)
		return status;
	r->info.bytes = head->bytes;
	memcpy(r->info.sha256, head->sha256, SHA256_BYTES);
	r->padded = pad_object(head->bytes);
	r->chunks = object_chunks(r->padded);
	if (size != object_file_bytes(r->padded))
		return cut_off(err, &r->info.id);
	r->batch = r->chunks < OBJECT_BATCH_CHUNKS ? (size_t)r->chunks : OBJECT_BATCH_CHUNKS;
	r->sealed = mem_resize(NULL, r->batch, OBJECT_SEALED_BYTES);
	return r->sealed != NULL ? OK : fail(err, E_NOMEM, "out of memory");
}

static enum status
reader_start(struct object_reader *r, const struct vault *vault, struct err *err)
{
	uint8_t header[OBJECT_PAYLOAD_AT], id[OBJECT_ID_BYTES], key[KEY_BYTES];
	struct object_head head = {0};
	enum status status;

	if (!base32_decode(slice_of(r->info.id.text, OBJECT_ID_CHARS), id, sizeof id))
		return fail(err, E_NOTFOUND, "that is not the name of an object");
	status = file_read_full(&r->io, r->handle, 0, header, sizeof header, err);
	if (status == E_FORMAT)
		return cut_off(err, &r->info.id);
	if (status == OK)
		status = areas_open(r, vault, id, header, &head, err);
	if (status == OK)
		status = reader_measure(r, &head, err);
	if (status == OK) {
		keys_payload(head.key, header + OBJECT_HEADER_BYTES, id, key);
		r->stream = stream_new(key);
		secret_wipe(key, sizeof key);
		if (r->stream == NULL)
			status = fail(err, E_NOMEM, "out of memory");
	}
	secret_wipe(&head, sizeof head);
	return status;
}

enum status
object_reader_open(const struct vault *vault, const struct object_id *id,
    struct object_reader **out, struct err *err)
{
	struct object_reader *r = mem_new(1, sizeof *r);
	enum status status;
	struct buf path;

	if (r == NULL)
		return fail(err, E_NOMEM, "out of memory");
	r->io = vault->seams.io;
	r->handle = -1;
	r->info.id = *id;
	r->clear_chunk = UINT64_MAX;
	buf_init(&path, FILE_PATH_BYTES);
	status = object_path_whole(vault, id, &path, err);
	if (status == OK)
		status = file_open(&r->io, path_z(&path), IO_READ, &r->handle, err);
	if (status == OK)
		status = reader_start(r, vault, err);
	buf_fini(&path);
	if (status != OK)
		object_close(r);
	else
		*out = r;
	return status;
}

enum status
object_open(
    struct vault *vault, const struct object_id *id, struct object_reader **out, struct err *err)
{
	return object_reader_open(vault, id, out, err);
}

void
object_fetch(const struct vault *vault, const struct object_id *id)
{
	const struct io *io = &vault->seams.io;
	struct buf path;
	int handle = -1;

	if (io->ops->read_ahead == NULL)
		return;
	buf_init(&path, FILE_PATH_BYTES);
	if (object_path_whole(vault, id, &path, NULL) == OK &&
	    file_open(io, path_z(&path), IO_READ, &handle, NULL) == OK)
		io->ops->read_ahead(io->ctx, handle, 0, OBJECT_READ_AHEAD_BYTES);
	file_close(io, handle);
	buf_fini(&path);
}

void
object_close(struct object_reader *r)
{
	if (r == NULL)
		return;
	file_close(&r->io, r->handle);
	stream_free(r->stream);
	if (r->clear != NULL)
		secret_wipe(r->clear, STREAM_CHUNK_BYTES);
	mem_free(r->clear);
	mem_free(r->sealed);
	mem_free(r);
}

const struct object_info *
object_reader_info(const struct object_reader *r)
{
	return &r->info;
}

size_t
object_reader_chunk_bytes(const struct object_reader *r, uint64_t chunk)
{
	return chunk + 1 < r->chunks ? STREAM_CHUNK_BYTES
				     : (size_t)(r->padded - chunk * STREAM_CHUNK_BYTES);
}

enum status
object_reader_load(struct object_reader *r, uint64_t first, size_t count, struct err *err)
{
	size_t n = (count - 1) * OBJECT_SEALED_BYTES +
		   object_reader_chunk_bytes(r, first + count - 1) + SEAL_TAG_BYTES;
	enum status status = file_read_full(
	    &r->io, r->handle, OBJECT_PAYLOAD_AT + first * OBJECT_SEALED_BYTES, r->sealed, n, err);

	return status == E_FORMAT ? cut_off(err, &r->info.id) : status;
}

/* Open chunk `chunk`, number `place` of those loaded, into `out`. */
static enum status
chunk_open(struct object_reader *r, uint64_t chunk, size_t place, uint8_t *out, struct err *err)
{
	enum status status = stream_open(r->stream, chunk, chunk + 1 == r->chunks,
	    slice_of(r->sealed + place * OBJECT_SEALED_BYTES,
		object_reader_chunk_bytes(r, chunk) + SEAL_TAG_BYTES),
	    out, NULL);

	if (status == OK)
		return OK;
	return fail_at(err, E_AUTH, (size_t)(chunk * STREAM_CHUNK_BYTES),
	    "object %s is damaged at byte %llu", r->info.id.text,
	    (unsigned long long)(chunk * STREAM_CHUNK_BYTES));
}

/* Part of one chunk, by way of the one kept open. */
static enum status
part_read(struct object_reader *r, uint64_t at, uint8_t *to, size_t n, struct err *err)
{
	uint64_t chunk = at / STREAM_CHUNK_BYTES;
	enum status status = OK;

	if (r->clear == NULL)
		r->clear = mem_new(1, STREAM_CHUNK_BYTES);
	if (r->clear == NULL)
		return fail(err, E_NOMEM, "out of memory");
	if (r->clear_chunk != chunk) {
		r->clear_chunk = UINT64_MAX;
		status = object_reader_load(r, chunk, 1, err);
		if (status == OK)
			status = chunk_open(r, chunk, 0, r->clear, err);
		if (status != OK)
			return status;
		r->clear_chunk = chunk;
	}
	memcpy(to, r->clear + at % STREAM_CHUNK_BYTES, n);
	return OK;
}

/* Whole chunks straight to where they are wanted; `at` and n are multiples of a chunk. */
static enum status
whole_read(struct object_reader *r, uint64_t at, uint8_t *to, size_t n, struct err *err)
{
	uint64_t first = at / STREAM_CHUNK_BYTES;
	size_t count = n / STREAM_CHUNK_BYTES;
	enum status status = object_reader_load(r, first, count, err);

	for (size_t i = 0; i < count && status == OK; i++)
		status = chunk_open(r, first + i, i, to + i * STREAM_CHUNK_BYTES, err);
	return status;
}

enum status
object_read_at(
    struct object_reader *r, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	uint64_t left = at < r->info.bytes ? r->info.bytes - at : 0;
	size_t want = n < left ? n : (size_t)left, done = 0, part, most;
	uint8_t *to = p;
	enum status status = OK;

	while (done < want && status == OK) {
		most = r->batch * STREAM_CHUNK_BYTES;
		part = want - done;
		if ((at + done) % STREAM_CHUNK_BYTES == 0 && part >= STREAM_CHUNK_BYTES &&
		    r->chunks > 1) {
			part = part < most ? part - part % STREAM_CHUNK_BYTES : most;
			status = whole_read(r, at + done, to + done, part, err);
		} else {
			most = STREAM_CHUNK_BYTES - (size_t)((at + done) % STREAM_CHUNK_BYTES);
			part = part < most ? part : most;
			status = part_read(r, at + done, to + done, part, err);
		}
		done += part;
	}
	if (status == OK)
		*got = want;
	return status;
}
