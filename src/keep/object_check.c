/* src/keep/object_check.c
 * Reading every byte of an object, listing all objects, and keeping whole files in one call; see
 * object.h. */
#include "base/mem.h"
#include "keep/object_inside.h"

enum { PUT_PIECE_BYTES = 1024 * 1024, CHECK_FOLDERS = 32 * 32 };

/* A check under way. */
struct checking {
	struct object_reader *r;
	struct hash *hash;
	struct object_check *out;
	bool padding_zero;
};

static bool
all_zero(const uint8_t *p, size_t n)
{
	uint8_t any = 0;

	for (size_t i = 0; i < n; i++)
		any |= p[i];
	return any == 0;
}

/* One opened chunk: content is hashed, what follows it must be zero. */
static void
chunk_take(struct checking *c, uint64_t chunk, const uint8_t *p, size_t n)
{
	uint64_t at = chunk * STREAM_CHUNK_BYTES;
	uint64_t left = at < c->r->info.bytes ? c->r->info.bytes - at : 0;
	size_t content = left < n ? (size_t)left : n;

	hash_add(c->hash, p, content);
	if (!all_zero(p + content, n - content))
		c->padding_zero = false;
}

static void
chunk_check(struct checking *c, uint64_t chunk, size_t place)
{
	struct object_reader *r = c->r;
	uint8_t *p = r->sealed + place * OBJECT_SEALED_BYTES;
	size_t n = object_reader_chunk_bytes(r, chunk);

	if (stream_open(r->stream, chunk, chunk + 1 == r->chunks, slice_of(p, n + SEAL_TAG_BYTES),
		p, NULL) == OK) {
		chunk_take(c, chunk, p, n);
		secret_wipe(p, n);
		return;
	}
	if (c->out->damaged_chunks++ == 0)
		c->out->first_damage = chunk * STREAM_CHUNK_BYTES;
}

static enum status
chunks_check(struct checking *c, struct err *err)
{
	struct object_reader *r = c->r;
	uint8_t sha[SHA256_BYTES];
	enum status status = OK;
	size_t count;

	for (uint64_t at = 0; at < r->chunks && status == OK; at += count) {
		count = r->chunks - at < r->batch ? (size_t)(r->chunks - at) : r->batch;
		status = object_reader_load(r, at, count, err);
		for (size_t i = 0; i < count && status == OK; i++)
			chunk_check(c, at + i, i);
	}
	hash_end(c->hash, sha);
	c->out->content_whole = c->out->damaged_chunks == 0 && c->padding_zero &&
				hash_equal(sha, r->info.sha256, sizeof sha);
	return status;
}

enum status
object_check_from(const struct vault *vault, const struct object_id *id, bool forget,
    struct object_check *out, struct err *err)
{
	struct object_check found = {0};
	struct checking c = {.out = &found, .padding_zero = true};
	enum status status = object_reader_open(vault, id, &c.r, err);

	if (status != OK)
		return status;
	found.info = c.r->info;
	found.damaged_areas = c.r->damaged_areas;
	c.hash = hash_new();
	if (c.hash == NULL)
		status = fail(err, E_NOMEM, "out of memory");
	if (forget)
		(void)c.r->io.ops->forget(c.r->io.ctx, c.r->handle);
	if (status == OK)
		status = chunks_check(&c, err);
	hash_free(c.hash);
	object_close(c.r);
	if (status == OK)
		*out = found;
	return status;
}

enum status
object_check(struct vault *vault, const struct object_id *id, struct object_check *out,
    struct err *err)
{
	return object_check_from(vault, id, false, out, err);
}

enum status
object_verify(struct vault *vault, const struct object_id *id, struct err *err)
{
	struct object_check check;
	enum status status = object_check(vault, id, &check, err);

	if (status != OK)
		return status;
	if (check.damaged_chunks != 0)
		return fail_at(err, E_AUTH, (size_t)check.first_damage,
		    "object %s: %llu of its pieces are damaged, the first at byte %llu", id->text,
		    (unsigned long long)check.damaged_chunks,
		    (unsigned long long)check.first_damage);
	if (!check.content_whole)
		return fail(err, E_AUTH, "object %s does not have the content it says", id->text);
	if (check.damaged_areas != 0)
		return fail(err, E_AUTH,
		    "object %s: the content is whole, but one of its two keys is damaged", id->text);
	return OK;
}

/* --- keeping whole things --- */

static enum status
stream_copy(struct object_writer *w, const struct object_stream *from, uint8_t *piece,
    struct err *err)
{
	enum status status;
	uint64_t done = 0;
	size_t got = 0;

	for (;;) {
		status = file_read(
		    from->io, from->handle, from->from + done, piece, PUT_PIECE_BYTES, &got, err);
		if (status != OK || got == 0)
			return status;
		done += got;
		if (from->max_bytes != 0 && done > from->max_bytes)
			return fail(err, E_LIMIT, "the file is longer than %llu bytes",
			    (unsigned long long)from->max_bytes);
		status = object_write(w, slice_of(piece, got), err);
		if (status != OK)
			return status;
		if (from->go_on != NULL && !from->go_on(from->ctx, done))
			return fail(err, E_CANCELLED, "stopped");
	}
}

enum status
object_put_stream(struct vault *vault, const struct object_stream *from, struct object_info *out,
    struct err *err)
{
	uint8_t *piece = mem_new(1, PUT_PIECE_BYTES);
	struct object_writer *w = NULL;
	enum status status;

	if (piece == NULL)
		return fail(err, E_NOMEM, "out of memory");
	status = object_begin(vault, &w, err);
	if (status == OK)
		status = stream_copy(w, from, piece, err);
	if (status == OK)
		status = object_finish(w, out, err);
	else
		object_abort(w);
	secret_wipe(piece, PUT_PIECE_BYTES);
	mem_free(piece);
	return status;
}

enum status
object_put(struct vault *vault, struct slice bytes, struct object_info *out, struct err *err)
{
	struct object_writer *w = NULL;
	enum status status = object_begin(vault, &w, err);

	if (status == OK)
		status = object_write(w, bytes, err);
	if (status == OK)
		return object_finish(w, out, err);
	object_abort(w);
	return status;
}

/* --- listing --- */

struct listing {
	struct vault *vault;
	enum status (*each)(void *ctx, const struct object_id *id, struct err *err);
	void *ctx;
	struct err *err;
	enum status status;
	uint64_t strange;
	char two[3];                 /* folder being listed */
	char folders[CHECK_FOLDERS][3]; /* found in o/ */
	size_t count;
};

static int
object_take(void *ctx, const struct io_entry *entry)
{
	struct listing *l = ctx;
	struct object_id id;

	if (entry->is_folder || entry->is_link ||
	    !object_id_parse(slice_of(entry->name, strlen(entry->name)), &id) ||
	    memcmp(id.text, l->two, 2) != 0) {
		l->strange++;
		return 0;
	}
	l->status = l->each(l->ctx, &id, l->err);
	return l->status == OK ? 0 : 1;
}

static int
folder_take(void *ctx, const struct io_entry *entry)
{
	struct listing *l = ctx;

	if (!entry->is_folder || strlen(entry->name) != 2 || l->count == CHECK_FOLDERS)
		l->strange++;
	else
		memcpy(l->folders[l->count++], entry->name, 3);
	return 0;
}

static enum status
folders_list(struct listing *l)
{
	const struct io *io = &l->vault->seams.io;
	struct buf path;
	int failed;

	buf_init(&path, FILE_PATH_BYTES);
	l->status = vault_join(l->vault, &path, l->err, "o", NULL);
	if (l->status == OK) {
		failed = io->ops->list(io->ctx, path_z(&path), folder_take, l);
		if (failed < 0)
			l->status = file_fail(l->err, failed, "cannot look into", path_z(&path));
	}
	for (size_t i = 0; i < l->count && l->status == OK; i++) {
		memcpy(l->two, l->folders[i], sizeof l->two);
		l->status = object_path_folder(l->vault, l->two, &path, l->err);
		if (l->status != OK)
			break;
		failed = io->ops->list(io->ctx, path_z(&path), object_take, l);
		if (failed < 0)
			l->status = file_fail(l->err, failed, "cannot look into", path_z(&path));
	}
	buf_fini(&path);
	return l->status;
}

enum status
objects_each(struct vault *vault,
    enum status (*each)(void *ctx, const struct object_id *id, struct err *err), void *ctx,
    uint64_t *strange, struct err *err)
{
	struct listing *l = mem_new(1, sizeof *l);
	enum status status;

	if (l == NULL)
		return fail(err, E_NOMEM, "out of memory");
	l->vault = vault;
	l->each = each;
	l->ctx = ctx;
	l->err = err;
	status = folders_list(l);
	if (strange != NULL)
		*strange = l->strange;
	mem_free(l);
	return status;
}
