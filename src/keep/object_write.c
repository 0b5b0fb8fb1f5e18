/* src/keep/object_write.c
 * Streaming an original or a reading into an encrypted object; see object.h.
 * Making it durable and reading it back: object_settle.c. */
#include "base/encode.h"
#include "base/mem.h"
#include "keep/object_inside.h"
#include "sys/crypto/entropy.h"

struct object_writer {
	struct vault *vault;
	struct buf path; /* in t/ */
	int handle;
	struct object_info info;
	struct hash *hash;
	struct stream *stream;
	struct object_head head;
	uint8_t header[OBJECT_PAYLOAD_AT]; /* random parts and payload nonce; areas come last */
	uint8_t nonces[OBJECT_AREAS][WRAP_NONCE_BYTES];
	uint8_t id[OBJECT_ID_BYTES];
	uint8_t *batch;   /* sealed chunks, and the one being filled, each in its final place */
	size_t sealed;    /* chunks of the batch that are sealed */
	size_t filled;    /* clear bytes in the chunk after them */
	uint64_t written; /* chunks written to the file before this batch */
	uint64_t begun;   /* bytes of the file that are on their way to the disk */
	uint64_t payload; /* clear bytes so far, padding included */
};

bool
object_id_parse(struct slice text, struct object_id *out)
{
	uint8_t id[OBJECT_ID_BYTES];

	if (text.n != OBJECT_ID_CHARS || !base32_decode(text, id, sizeof id))
		return false;
	memcpy(out->text, text.p, OBJECT_ID_CHARS);
	out->text[OBJECT_ID_CHARS] = '\0';
	return true;
}

void
object_name(const struct object_id *id, char out[OBJECT_NAME_BYTES])
{
	memcpy(out, "o/", 2);
	memcpy(out + 2, id->text, 2);
	out[4] = '/';
	memcpy(out + 5, id->text, OBJECT_ID_CHARS + 1);
}

enum status
object_path_part(
    const struct vault *vault, const struct object_id *id, struct buf *path, struct err *err)
{
	return vault_join(vault, path, err, "t", id->text, NULL);
}

enum status
object_path_folder(const struct vault *vault, const char *two, struct buf *path, struct err *err)
{
	char folder[3] = {two[0], two[1], '\0'};

	return vault_join(vault, path, err, "o", folder, NULL);
}

enum status
object_path_whole(
    const struct vault *vault, const struct object_id *id, struct buf *path, struct err *err)
{
	char name[OBJECT_NAME_BYTES];

	object_name(id, name);
	return vault_join(vault, path, err, name, NULL);
}

static uint8_t *
chunk_at(struct object_writer *w)
{
	return w->batch + w->sealed * OBJECT_SEALED_BYTES;
}

static void
writer_free(struct object_writer *w)
{
	file_close(&w->vault->seams.io, w->handle);
	hash_free(w->hash);
	stream_free(w->stream);
	/* What is sealed may stay; only a chunk that was given up half-filled is clear. */
	if (w->batch != NULL)
		secret_wipe(chunk_at(w), w->filled);
	mem_free(w->batch);
	buf_fini(&w->path);
	secret_wipe(w, sizeof *w);
	mem_free(w);
}

void
object_abort(struct object_writer *w)
{
	const struct io *io;

	if (w == NULL)
		return;
	io = &w->vault->seams.io;
	if (w->handle >= 0)
		(void)io->ops->unlink(io->ctx, path_z(&w->path));
	writer_free(w);
}

/* Everything random about an object, in one fixed order.  One that is copied keeps its name. */
static void
writer_draw(struct object_writer *w, const struct object_id *as)
{
	const struct entropy *entropy = &w->vault->seams.entropy;

	vault_id_new(w->vault, w->id, w->info.id.text);
	if (as != NULL && base32_decode(slice_of(as->text, OBJECT_ID_CHARS), w->id, sizeof w->id))
		w->info.id = *as;
	entropy_fill(entropy, w->head.key, sizeof w->head.key);
	entropy_fill(entropy, w->nonces, sizeof w->nonces);
	/* The key areas are laid over this at the end; between them it stays. */
	entropy_fill(entropy, w->header, sizeof w->header);
}

static enum status
writer_start(struct object_writer *w, const struct object_id *as, struct err *err)
{
	uint8_t key[KEY_BYTES];
	enum status status;

	buf_init(&w->path, FILE_PATH_BYTES);
	w->batch = mem_resize(NULL, OBJECT_BATCH_CHUNKS, OBJECT_SEALED_BYTES);
	w->hash = hash_new();
	if (w->batch == NULL || w->hash == NULL)
		return fail(err, E_NOMEM, "out of memory");
	writer_draw(w, as);
	keys_payload(w->head.key, w->header + OBJECT_HEADER_BYTES, w->id, key);
	w->stream = stream_new(key);
	secret_wipe(key, sizeof key);
	if (w->stream == NULL)
		return fail(err, E_NOMEM, "out of memory");
	status = object_path_part(w->vault, &w->info.id, &w->path, err);
	if (status == OK)
		status = file_open(
		    &w->vault->seams.io, path_z(&w->path), IO_WRITE | IO_NEW, &w->handle, err);
	return status;
}

enum status
object_begin_as(
    struct vault *vault, const struct object_id *as, struct object_writer **out, struct err *err)
{
	enum status status = vault_writable(vault, err);
	struct object_writer *w;

	if (status != OK)
		return status;
	w = mem_new(1, sizeof *w);
	if (w == NULL)
		return fail(err, E_NOMEM, "out of memory");
	w->vault = vault;
	w->handle = -1;
	status = writer_start(w, as, err);
	if (status != OK)
		object_abort(w);
	else
		*out = w;
	return status;
}

enum status
object_begin(struct vault *vault, struct object_writer **out, struct err *err)
{
	return object_begin_as(vault, NULL, out, err);
}

/* A large object is on its way to the disk while it is still being written, so that the sync at the
 * end has little left to wait for. */
static void
written_begin_sync(struct object_writer *w, uint64_t end)
{
	const struct io *io = &w->vault->seams.io;

	if (end - w->begun < OBJECT_WRITE_OUT_BYTES || io->ops->write_out == NULL)
		return;
	io->ops->write_out(io->ctx, w->handle, w->begun, end - w->begun);
	w->begun = end;
}

/* The batch as it stands goes to the file; `n` bytes of it are sealed. */
static enum status
batch_write(struct object_writer *w, size_t n, struct err *err)
{
	uint64_t at = OBJECT_PAYLOAD_AT + w->written * OBJECT_SEALED_BYTES;
	enum status status = file_write_full(&w->vault->seams.io, w->handle, at, w->batch, n, err);

	if (status == OK)
		written_begin_sync(w, at + n);
	w->written += w->sealed;
	w->sealed = 0;
	return status;
}

/* A chunk is sealed only when more follows it, because the last one is sealed as the last. */
static enum status
chunk_next(struct object_writer *w, struct err *err)
{
	uint8_t *p = chunk_at(w);

	stream_seal(w->stream, w->written + w->sealed, false, slice_of(p, STREAM_CHUNK_BYTES), p);
	w->sealed++;
	w->filled = 0;
	return w->sealed == OBJECT_BATCH_CHUNKS
		   ? batch_write(w, OBJECT_BATCH_CHUNKS * (size_t)OBJECT_SEALED_BYTES, err)
		   : OK;
}

/* Content, or padding when p is NULL. */
static enum status
payload_put(struct object_writer *w, const uint8_t *p, uint64_t n, struct err *err)
{
	enum status status = OK;
	size_t part;

	while (n != 0 && status == OK) {
		if (w->filled == STREAM_CHUNK_BYTES) {
			status = chunk_next(w, err);
			continue;
		}
		part = STREAM_CHUNK_BYTES - w->filled;
		part = n < part ? (size_t)n : part;
		if (p != NULL) {
			memcpy(chunk_at(w) + w->filled, p, part);
			hash_add(w->hash, p, part);
			p += part;
		} else {
			memset(chunk_at(w) + w->filled, 0, part);
		}
		w->filled += part;
		w->payload += part;
		n -= part;
	}
	return status;
}

enum status
object_write(struct object_writer *w, struct slice bytes, struct err *err)
{
	if (bytes.n > PAD_MAX_BYTES - w->payload)
		return fail(err, E_LIMIT, "the file is too long to be kept");
	return payload_put(w, bytes.p, bytes.n, err);
}

static enum status
writer_seal(struct object_writer *w, struct err *err)
{
	uint64_t content = w->payload;
	enum status status = payload_put(w, NULL, pad_object(content) - content, err);
	uint8_t *p = chunk_at(w);
	size_t last = w->filled;

	if (status != OK)
		return status;
	stream_seal(w->stream, w->written + w->sealed, true, slice_of(p, last), p);
	w->filled = 0;
	status = batch_write(
	    w, w->sealed * (size_t)OBJECT_SEALED_BYTES + last + SEAL_TAG_BYTES, err);
	if (status != OK)
		return status;
	hash_end(w->hash, w->head.sha256);
	w->head.bytes = content;
	for (size_t i = 0; i < OBJECT_AREAS; i++)
		object_area_seal(w->vault->keys[KEY_OBJECT].p, w->id, w->nonces[i], &w->head,
		    w->header + i * OBJECT_AREA_STEP);
	return file_write_full(&w->vault->seams.io, w->handle, 0, w->header, sizeof w->header, err);
}

enum status
object_finish(struct object_writer *w, struct object_info *out, struct err *err)
{
	struct vault *vault = w->vault;
	enum status status = vault_writable(vault, err);
	struct object_info info;
	int handle;

	if (status == OK)
		status = writer_seal(w, err);
	if (status != OK) {
		object_abort(w);
		return status;
	}
	info = w->info;
	info.bytes = w->head.bytes;
	memcpy(info.sha256, w->head.sha256, sizeof info.sha256);
	handle = w->handle;
	w->handle = -1;
	writer_free(w);
	status = settle_add(vault, &info, handle, err);
	if (status == OK)
		*out = info;
	return status;
}

void
object_writer_sha256(const struct object_writer *writer, uint8_t out[SHA256_BYTES])
{
	hash_peek(writer->hash, out);
}
