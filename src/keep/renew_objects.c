/* src/keep/renew_objects.c
 * The key areas of all objects sealed anew under a new vault key (docs/format/vault.md, section
 * 3.4, step 2); see renew.h.  Area 1 of every object is certain before any area 0 is touched, so
 * one of the two opens whatever happens. */
#include "base/encode.h"
#include "keep/object_inside.h"
#include "keep/renew_inside.h"
#include "sys/crypto/entropy.h"

enum {
	AREAS_BYTES = OBJECT_AREA_STEP + OBJECT_AREA_BYTES,
	SYNC_ALL_LEAST = 4, /* from so many objects on, one sync of everything is cheaper */
};

struct pass {
	struct renewing *r;
	unsigned area;
	uint64_t total;
	bool sync_each;
};

struct object_at {
	struct buf path;
	int handle;
	uint8_t id[OBJECT_ID_BYTES];
	uint8_t areas[AREAS_BYTES];
};

static struct slice
area_of(const struct object_at *at, unsigned area)
{
	return slice_of(at->areas + (size_t)area * OBJECT_AREA_STEP, OBJECT_AREA_BYTES);
}

/* What the object's areas hold, by whichever opens.  E_AUTH: none does. */
static enum status
head_find(const struct vault *vault, const struct object_at *at, struct object_head *out)
{
	const uint8_t *keys[] = {vault->keys[KEY_OBJECT].p, vault->before_object.p};

	for (size_t k = 0; k < COUNT_OF(keys); k++)
		for (unsigned area = 0; area < OBJECT_AREAS; area++)
			if (object_area_open(keys[k], at->id, area_of(at, area), out, NULL) == OK)
				return OK;
	return E_AUTH;
}

static enum status
area_write(struct vault *vault, const struct object_at *at, unsigned area,
    const struct object_head *head, struct err *err)
{
	uint8_t nonce[WRAP_NONCE_BYTES], sealed[OBJECT_AREA_BYTES];

	entropy_fill(&vault->seams.entropy, nonce, sizeof nonce);
	object_area_seal(vault->keys[KEY_OBJECT].p, at->id, nonce, head, sealed);
	return file_write_full(&vault->seams.io, at->handle, (uint64_t)area * OBJECT_AREA_STEP,
	    sealed, sizeof sealed, err);
}

static bool
opens_anew(const struct vault *vault, const struct object_at *at, unsigned area)
{
	struct object_head head;
	bool opens = object_area_open(
			 vault->keys[KEY_OBJECT].p, at->id, area_of(at, area), &head, NULL) == OK;

	secret_wipe(&head, sizeof head);
	return opens;
}

/* One area of an open object. */
static enum status
area_renew(struct pass *pass, const struct object_at *at, struct err *err)
{
	struct vault *vault = pass->r->vault;
	struct object_head head;
	enum status status = OK;

	if (!opens_anew(vault, at, pass->area)) {
		if (head_find(vault, at, &head) != OK) {
			pass->r->counts.damaged += pass->area == 1;
			return OK;
		}
		/* The other one is the only way back: it must be certain and right. */
		if (pass->area == 0 && !opens_anew(vault, at, 1))
			status = fail(err, E_IO, "an object did not read back as it was written");
		if (status == OK)
			status = area_write(vault, at, pass->area, &head, err);
		secret_wipe(&head, sizeof head);
	}
	/* Also when it was done before a stop: it may be in the cache only. */
	if (status == OK && pass->sync_each)
		status = vault_sync(vault, at->handle, err);
	return status;
}

static enum status
object_renew(void *ctx, const struct object_id *id, struct err *err)
{
	static const char *const what[OBJECT_AREAS] = {
	    "sealing the files anew, second round", "sealing the files anew, first round"};
	struct pass *pass = ctx;
	struct vault *vault = pass->r->vault;
	const struct io *io = &vault->seams.io;
	struct object_at at = {.handle = -1};
	size_t got = 0;
	enum status status;

	if (!base32_decode(slice_of(id->text, OBJECT_ID_CHARS), at.id, sizeof at.id))
		return OK;
	buf_init(&at.path, FILE_PATH_BYTES);
	status = object_path_whole(vault, id, &at.path, err);
	if (status == OK)
		status = file_open(io, path_z(&at.path), IO_WRITE, &at.handle, err);
	if (status == OK)
		status = file_read(io, at.handle, 0, at.areas, sizeof at.areas, &got, err);
	if (status == OK && got == sizeof at.areas)
		status = area_renew(pass, &at, err);
	else if (status == OK)
		pass->r->counts.damaged += pass->area == 1;
	file_close(io, at.handle);
	buf_fini(&at.path);
	pass->r->counts.objects += pass->area == 1;
	if (status == OK)
		status = renew_step(pass->r, what[pass->area], pass->total, "files", err);
	return status;
}

static enum status
object_count(void *ctx, const struct object_id *id, struct err *err)
{
	struct pass *pass = ctx;

	(void)id;
	(void)err;
	pass->total++;
	return OK;
}

static enum status
pass_run(struct pass *pass, struct err *err)
{
	struct vault *vault = pass->r->vault;
	const struct io *io = &vault->seams.io;
	enum status status;
	int failed;

	pass->r->done = 0;
	status = objects_each(vault, object_renew, pass, NULL, err);
	if (status != OK || pass->sync_each)
		return status;
	failed = io->ops->sync_all(io->ctx, path_z(&vault->path));
	if (failed == 0)
		return OK;
	vault->poisoned = true;
	return file_fail(err, failed, "cannot write to the disk", path_z(&vault->path));
}

enum status
renew_objects(struct renewing *r, struct err *err)
{
	struct pass pass = {.r = r};
	enum status status = objects_each(r->vault, object_count, &pass, NULL, err);

	pass.sync_each = r->vault->seams.io.ops->sync_all == NULL || pass.total < SYNC_ALL_LEAST;
	for (unsigned i = 0; i < OBJECT_AREAS && status == OK; i++) {
		pass.area = OBJECT_AREAS - 1 - i;
		status = pass_run(&pass, err);
	}
	return status;
}
