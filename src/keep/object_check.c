/* src/keep/object_check.c
 * Reading every byte of an object; see object.h. */
#include "keep/object_inside.h"

/* A check under way. */
struct checking {
	struct object_reader *r;
	struct hash *hash;
	struct object_check *out;
	const struct object_watch *watch; /* may be NULL */
	bool padding_zero;
};

/* One opened chunk: content is hashed, what follows it must be zero. */
static void
chunk_take(struct checking *c, uint64_t chunk, const uint8_t *p, size_t n)
{
	uint64_t at = chunk * STREAM_CHUNK_BYTES;
	uint64_t left = at < c->r->info.bytes ? c->r->info.bytes - at : 0;
	size_t content = left < n ? (size_t)left : n;

	hash_add(c->hash, p, content);
	if (!slice_all_zero(slice_of(p + content, n - content)))
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
		if (status == OK && c->watch != NULL &&
		    !c->watch->go_on(c->watch->ctx, count * STREAM_CHUNK_BYTES))
			status = fail(err, E_CANCELLED, "stopped");
	}
	hash_end(c->hash, sha);
	c->out->content_whole = c->out->damaged_chunks == 0 && c->padding_zero &&
				hash_equal(sha, r->info.sha256, sizeof sha);
	return status;
}

enum status
object_check(const struct vault *vault, const struct object_id *id, struct object_check *out,
    struct err *err)
{
	return object_check_watched(vault, id, NULL, out, err);
}

enum status
object_check_watched(const struct vault *vault, const struct object_id *id,
    const struct object_watch *watch, struct object_check *out, struct err *err)
{
	struct object_check found = {0};
	struct checking c = {.out = &found, .watch = watch, .padding_zero = true};
	enum status status = object_reader_open(vault, id, &c.r, err);

	if (status != OK)
		return status;
	found.info = c.r->info;
	found.damaged_areas = c.r->damaged_areas;
	c.hash = hash_new();
	if (c.hash == NULL)
		status = fail(err, E_NOMEM, "out of memory");
	if (status == OK)
		status = chunks_check(&c, err);
	hash_free(c.hash);
	object_close(c.r);
	if (status == OK)
		*out = found;
	return status;
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
		    "object %s: the content is whole, but one of its two keys is damaged",
		    id->text);
	return OK;
}
