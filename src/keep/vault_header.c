/* src/keep/vault_header.c
 * The two header copies of a vault: read both, unlock one, mend the other
 * (docs/format/vault.md, section 3.1).  The bytes themselves: header.c. */
#include <errno.h>

#include "base/mem.h"
#include "keep/header_inner.h"
#include "keep/vault_inside.h"
#include "keep/words.h"
#include "sys/crypto/hash.h"

enum { COPIES = 2, SPELLINGS = 2 };

static const char *const copy_names[COPIES] = {"h0", "h1"};

struct copy {
	uint8_t bytes[HEADER_BYTES];
	bool sound, refused; /* refused: sound, but its MAC or slots did not hold */
	struct header header;
};

/* Everything an attempt to unlock needs; one block so that it is wiped as one. */
struct unlocking {
	struct copy copies[COPIES];
	struct secret
	    spellings[SPELLINGS]; /* the words in their one spelling; the bytes as given */
	struct secret stretched;  /* of the last spelling tried */
	size_t stretched_of;      /* which spelling, or SPELLINGS */
	const struct header *stretched_for; /* whose salt and cost */
	struct slot slot;
	unsigned number; /* of that slot */
	enum words_verdict verdict;
	unsigned wrong_word;
	bool opened_falsely; /* a slot opened but the MAC did not hold */
	struct err why;      /* why a copy is not sound, when that tells something */
};

/* Whether why a copy is not sound says more than "damaged": it is whole but of a later version or
 * out of bounds, or the system did not let us look. */
static bool
copy_tells(const struct err *why, size_t bytes)
{
	if (bytes == HEADER_BYTES)
		return why->status == E_LIMIT || why->at == 0;
	return why->status == E_IO || why->status == E_DENIED;
}

/* E_NOMEM only: what else keeps a copy from being used is its damage. */
static enum status
copy_load(struct vault *vault, struct unlocking *u, size_t which, struct err *err)
{
	struct copy *copy = &u->copies[which];
	struct buf path, bytes;
	struct err why = {0};

	buf_init(&path, FILE_PATH_BYTES);
	buf_init(&bytes, HEADER_BYTES + 1);
	if (vault_join(vault, &path, &why, copy_names[which], NULL) == OK &&
	    file_load(&vault->seams.io, path_z(&path), HEADER_BYTES, &bytes, &why) == OK &&
	    header_parse(buf_slice(&bytes), &copy->header, &why) == OK) {
		memcpy(copy->bytes, bytes.p, HEADER_BYTES);
		copy->sound = true;
	} else if (why.status != E_NOMEM) {
		vault->state.damaged_header |= 1U << which;
		if (copy_tells(&why, bytes.n))
			u->why = why;
	}
	buf_fini(&path);
	buf_fini(&bytes);
	return why.status == E_NOMEM ? fail(err, E_NOMEM, "out of memory") : OK;
}

/* The secret as given, and before it the words in their one spelling when it has one. */
static enum status
spellings_make(struct unlocking *u, struct slice secret, struct err *err)
{
	uint8_t bytes[WORDS_TEXT_MAX_BYTES];
	struct buf text = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	enum status status = secret_copy(&u->spellings[1], secret.p, secret.n, err);

	u->verdict = words_spell(secret, &text, &u->wrong_word);
	if (status == OK && u->verdict == WORDS_TRUE && !slice_eq(buf_slice(&text), secret))
		status = secret_copy(&u->spellings[0], text.p, text.n, err);
	secret_wipe(bytes, sizeof bytes);
	return status;
}

enum status
vault_secret_spell(struct slice secret, struct secret *out, struct err *err)
{
	uint8_t bytes[WORDS_TEXT_MAX_BYTES];
	struct buf text = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	unsigned wrong;
	enum status status = words_spell(secret, &text, &wrong) == WORDS_TRUE
				 ? secret_copy(out, text.p, text.n, err)
				 : secret_copy(out, secret.p, secret.n, err);

	secret_wipe(bytes, sizeof bytes);
	return status;
}

static bool
same_cost(const struct header *a, const struct header *b)
{
	return a->memory_kib == b->memory_kib && a->passes == b->passes &&
	       memcmp(a->salt, b->salt, sizeof a->salt) == 0;
}

/* Half a second or more, so never done twice for the same thing. */
static enum status
spelling_stretch(struct unlocking *u, size_t spelling, const struct header *header, struct err *err)
{
	enum status status;

	if (u->stretched_of == spelling && same_cost(u->stretched_for, header))
		return OK;
	status = stretch(secret_slice(&u->spellings[spelling]), header->salt, header->memory_kib,
	    header->passes, u->stretched.p, err);
	if (status == OK) {
		u->stretched_of = spelling;
		u->stretched_for = header;
	}
	return status;
}

/* OK: u->slot is filled in.  E_AUTH: not this copy. */
static enum status
copy_unlock(struct unlocking *u, struct copy *copy, struct err *err)
{
	uint8_t header_key[KEY_BYTES];
	enum status status = E_AUTH;
	bool holds;

	for (size_t i = 0; i < SPELLINGS && status == E_AUTH; i++) {
		if (u->spellings[i].n == 0)
			continue;
		status = spelling_stretch(u, i, &copy->header, err);
		if (status == OK)
			status = header_slot_open(
			    &copy->header, u->stretched.p, &u->slot, &u->number, err);
	}
	if (status != OK)
		return status;
	keys_use(u->slot.vault_key, KEY_HEADER, header_key);
	holds = header_mac_holds(slice_of(copy->bytes, HEADER_BYTES), header_key);
	secret_wipe(header_key, sizeof header_key);
	u->opened_falsely = u->opened_falsely || !holds;
	return holds ? OK : fail(err, E_AUTH, "the header was changed");
}

static enum status
refuse(const struct unlocking *u, struct err *err)
{
	if (!u->copies[0].sound && !u->copies[1].sound)
		return u->why.status != OK
			   ? fail(err, u->why.status, "the vault cannot be opened: %s", u->why.text)
			   : fail(err, E_FORMAT, "both copies of the vault's header are damaged");
	if (u->opened_falsely)
		return fail(err, E_FORMAT, "both copies of the vault's header were changed");
	if (u->verdict == WORDS_STRANGE)
		return fail(err, E_AUTH, "that is not right: word %u is not one of our words",
		    u->wrong_word);
	if (u->verdict == WORDS_CHECK_FAILS)
		return fail(err, E_AUTH,
		    "that is not right: these words do not belong together in this order");
	return fail(err, E_AUTH, "the passphrase or the recovery words are not right");
}

/* Newest first; index into copies, or COPIES when none opens. */
static enum status
copies_unlock(struct unlocking *u, size_t *used, struct err *err)
{
	struct copy *c = u->copies;
	size_t first = c[1].sound && (!c[0].sound || c[1].header.sequence > c[0].header.sequence);
	bool same = c[0].sound && c[1].sound && memcmp(c[0].bytes, c[1].bytes, HEADER_BYTES) == 0;
	enum status status = E_AUTH;

	for (size_t i = 0; i < COPIES && status == E_AUTH; i++) {
		size_t which = i == 0 ? first : 1 - first;

		if (!c[which].sound || (i == 1 && same))
			continue;
		status = copy_unlock(u, &c[which], err);
		c[which].refused = status == E_AUTH;
		if (status == OK)
			*used = which;
	}
	return status == E_AUTH ? refuse(u, err) : status;
}

/* In place, so that a lock on h0 holds on; made when it is missing. */
static enum status
copy_put(struct vault *vault, const char *name, const uint8_t bytes[HEADER_BYTES], struct err *err)
{
	const struct io *io = &vault->seams.io;
	enum status status;
	struct buf path;
	int handle = -1, failed;

	buf_init(&path, FILE_PATH_BYTES);
	status = vault_join(vault, &path, err, name, NULL);
	if (status == OK)
		status = file_open(io, path_z(&path), IO_WRITE | IO_CREATE, &handle, err);
	if (status == OK)
		status = file_write_full(io, handle, 0, bytes, HEADER_BYTES, err);
	if (status == OK) {
		failed = io->ops->truncate(io->ctx, handle, HEADER_BYTES);
		if (failed != 0)
			status = file_fail(err, failed, "cannot set the length of", path_z(&path));
	}
	if (status == OK)
		status = vault_sync(vault, handle, err);
	file_close(io, handle);
	buf_fini(&path);
	return status;
}

/* A program that was killed may have left it in the cache only. */
static enum status
copy_sync(struct vault *vault, const char *name, struct err *err)
{
	const struct io *io = &vault->seams.io;
	enum status status;
	struct buf path;
	int handle = -1;

	buf_init(&path, FILE_PATH_BYTES);
	status = vault_join(vault, &path, err, name, NULL);
	if (status == OK)
		status = file_open(io, path_z(&path), IO_WRITE, &handle, err);
	if (status == OK)
		status = vault_sync(vault, handle, err);
	file_close(io, handle);
	buf_fini(&path);
	return status;
}

/* The copy used is never changed: whatever happens here, it stays whole. */
static enum status
copy_mend(
    struct vault *vault, const char *used, const char *other, const uint8_t bytes[HEADER_BYTES])
{
	enum status status = copy_sync(vault, used, NULL);

	if (status == OK)
		status = copy_put(vault, other, bytes, NULL);
	return status == OK ? vault_sync_folder(vault, path_z(&vault->path), NULL) : status;
}

/* The key for one use, into locked memory that may be there already. */
static enum status
key_set(struct secret *key, const uint8_t vault_key[KEY_BYTES], enum key_use use, struct err *err)
{
	enum status status = key->p != NULL ? OK : secret_new(key, KEY_BYTES, err);

	if (status == OK)
		keys_use(vault_key, use, key->p);
	return status;
}

/* What is left of a renewing that has not ended. */
static enum status
inner_adopt(struct vault *vault, const struct header *header, struct err *err)
{
	struct header_inner inner = {0};
	enum status status = header_inner_open(header, vault->keys[KEY_SLOTS].p, &inner, err);

	vault->state.renewing = inner.renewing;
	if (status == E_NOTFOUND)
		status = OK;
	if (status == OK && inner.renewing) {
		status = key_set(&vault->before_object, inner.before, KEY_OBJECT, err);
		if (status == OK)
			status = key_set(&vault->before_log, inner.before, KEY_LOG, err);
	} else {
		secret_fini(&vault->before_object);
		secret_fini(&vault->before_log);
	}
	secret_wipe(&inner, sizeof inner);
	return status;
}

enum status
vault_header_adopt(struct vault *vault, const struct header *header,
    const uint8_t vault_key[KEY_BYTES], struct err *err)
{
	enum status status = OK;

	for (size_t i = 0; i < KEY_USES && status == OK; i++)
		status = key_set(&vault->keys[i], vault_key, (enum key_use)i, err);
	if (status == OK && vault->vault_key.p == NULL)
		status = secret_new(&vault->vault_key, KEY_BYTES, err);
	if (status == OK && vault->signing_seed.p == NULL)
		status = secret_new(&vault->signing_seed, SIGN_SEED_BYTES, err);
	if (status == OK)
		status = wrap_open(vault->keys[KEY_SIGNING].p, header->signing_nonce,
		    slice_of(header->log_id, HEADER_LOG_ID_BYTES),
		    slice_of(header->signing, HEADER_SIGNING_BYTES), vault->signing_seed.p, err);
	if (status == OK)
		status = inner_adopt(vault, header, err);
	if (status != OK)
		return status;
	memmove(vault->vault_key.p, vault_key, KEY_BYTES);
	vault->header = *header;
	sign_public(vault->signing_seed.p, vault->public_key);
	memcpy(vault->log_id, header->log_id, sizeof vault->log_id);
	vault_id_text(vault->log_id, vault->log_id_text);
	return OK;
}

static enum status
copies_change(struct vault *vault, const uint8_t bytes[HEADER_BYTES], struct err *err)
{
	struct err why = {0};
	enum status status = copy_sync(vault, copy_names[0], err);

	if (status != OK)
		return status;
	vault->copies_alike = false;
	status = copy_put(vault, copy_names[1], bytes, &why);
	if (status == OK)
		status = copy_put(vault, copy_names[0], bytes, &why);
	if (status != OK) {
		(void)fail(err, status,
		    "the change was not finished (%.90s): what opened the vault before still "
		    "does, and what is new may do so too",
		    why.text);
		if (err != NULL)
			err->sys_errno = why.sys_errno;
		return status;
	}
	vault->copies_alike = true;
	return OK;
}

enum status
vault_header_change(struct vault *vault, const struct header *header,
    const uint8_t vault_key[KEY_BYTES], struct err *err)
{
	uint8_t bytes[HEADER_BYTES], header_key[KEY_BYTES];
	enum status status = vault_writable(vault, err);

	if (status != OK)
		return status;
	if (!vault->copies_alike)
		return fail(err, E_CONFLICT,
		    "one of the two copies of the header is damaged and could not be mended, so "
		    "the other is left alone");
	keys_use(vault_key, KEY_HEADER, header_key);
	header_put(header, header_key, bytes);
	secret_wipe(header_key, sizeof header_key);
	status = copies_change(vault, bytes, err);
	return status == OK ? vault_header_adopt(vault, header, vault_key, err) : status;
}

/* A copy that was passed over, though it is sound: a change of slots that had not finished carries
 * the MAC of this vault's key and is newer; anything else is damage. */
static void
refused_tell(struct vault *vault, const struct unlocking *u, size_t used)
{
	const struct copy *other = &u->copies[1 - used];

	if (!other->refused)
		return;
	if (other->header.sequence > u->copies[used].header.sequence &&
	    header_mac_holds(slice_of(other->bytes, HEADER_BYTES), vault->keys[KEY_HEADER].p))
		vault->state.change_taken_back = true;
	else
		vault->state.damaged_header |= 1U << (1 - used);
}

static enum status
unlocking_run(struct vault *vault, struct unlocking *u, struct slice secret, struct err *err)
{
	size_t used = 0;
	enum status status = OK;

	u->stretched_of = SPELLINGS;
	for (size_t i = 0; i < COPIES && status == OK; i++)
		status = copy_load(vault, u, i, err);
	if (status != OK)
		return status;
	if (!u->copies[0].sound && !u->copies[1].sound)
		return refuse(u, err);
	status = secret_new(&u->stretched, STRETCH_OUT_BYTES, err);
	if (status == OK)
		status = spellings_make(u, secret, err);
	if (status == OK)
		status = copies_unlock(u, &used, err);
	if (status == OK)
		status = vault_header_adopt(vault, &u->copies[used].header, u->slot.vault_key, err);
	if (status != OK)
		return status;
	vault->slot = u->number;
	vault->slot_created_us = u->slot.created_us;
	refused_tell(vault, u, used);
	vault->copies_alike = u->copies[1 - used].sound &&
			      memcmp(u->copies[0].bytes, u->copies[1].bytes, HEADER_BYTES) == 0;
	if (vault->state.read_only || vault->copies_alike)
		return OK;
	vault->copies_alike = vault->state.header_repaired = copy_mend(vault, copy_names[used],
								 copy_names[1 - used],
								 u->copies[used].bytes) == OK;
	return OK;
}

enum status
vault_header_open(struct vault *vault, struct slice secret, struct err *err)
{
	struct unlocking *u = mem_new(1, sizeof *u);
	enum status status;

	if (u == NULL)
		return fail(err, E_NOMEM, "out of memory");
	status = unlocking_run(vault, u, secret, err);
	for (size_t i = 0; i < SPELLINGS; i++)
		secret_fini(&u->spellings[i]);
	secret_fini(&u->stretched);
	secret_wipe(u, sizeof *u);
	mem_free(u);
	return status;
}
