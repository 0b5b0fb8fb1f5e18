/* src/keep/restore.c
 * See restore.h. */
#include "keep/restore.h"

#include "base/mem.h"
#include "keep/header_inner.h"
#include "keep/log_inside.h"
#include "sys/crypto/entropy.h"
#include "sys/crypto/secret.h"

/* --- keys and header --- */

static enum status
keys_take(struct vault *vault, const struct vault *copy, struct err *err)
{
	enum status status = secret_copy(
	    &vault->vault_key, copy->vault_key.p, copy->vault_key.n, err);

	for (size_t i = 0; i < KEY_USES && status == OK; i++)
		status = secret_copy(&vault->keys[i], copy->keys[i].p, copy->keys[i].n, err);
	if (status == OK)
		status = secret_new(&vault->signing_seed, SIGN_SEED_BYTES, err);
	if (status != OK)
		return status;
	entropy_fill(&vault->seams.entropy, vault->signing_seed.p, SIGN_SEED_BYTES);
	sign_public(vault->signing_seed.p, vault->public_key);
	vault_id_new(vault, vault->log_id, vault->log_id_text);
	return OK;
}

/* Slots are sealed under the salt alone, the signing seed and the inner part under the log id too.
 */
static enum status
header_take(struct vault *vault, const struct vault *copy, struct err *err)
{
	const struct entropy *entropy = &vault->seams.entropy;
	uint8_t nonce[WRAP_NONCE_BYTES];
	struct header_inner inner;
	struct header *h = &vault->header;
	enum status status = header_inner_open(
	    &copy->header, vault->keys[KEY_SLOTS].p, &inner, err);

	if (status != OK && status != E_NOTFOUND)
		return status;
	*h = copy->header;
	h->sequence++;
	memcpy(h->log_id, vault->log_id, sizeof h->log_id);
	entropy_fill(entropy, h->signing_nonce, sizeof h->signing_nonce);
	wrap_seal(vault->keys[KEY_SIGNING].p, h->signing_nonce,
	    slice_of(h->log_id, sizeof h->log_id), slice_of(vault->signing_seed.p, SIGN_SEED_BYTES),
	    h->signing);
	vault->slot = copy->slot;
	vault->slot_created_us = copy->slot_created_us;
	if (status == E_NOTFOUND)
		return OK; /* random bytes stay what they are */
	if (inner.renewing)
		status = fail(err, E_CONFLICT,
		    "this copy was made while its key was being renewed: open it once as a vault "
		    "of "
		    "its own, which finishes that");
	else
		status = OK;
	entropy_fill(entropy, nonce, sizeof nonce);
	header_inner_seal(h, vault->keys[KEY_SLOTS].p, nonce, &inner);
	secret_wipe(&inner, sizeof inner);
	return status;
}

static enum status
header_absent(struct vault *vault, struct err *err)
{
	static const char *const names[] = {"h0", "h1"};
	const struct io *io = &vault->seams.io;
	enum status status = OK;
	struct io_stat st;
	struct buf path;

	buf_init(&path, FILE_PATH_BYTES);
	for (size_t i = 0; i < COUNT_OF(names) && status == OK; i++) {
		status = vault_join(vault, &path, err, names[i], NULL);
		if (status == OK && io->ops->stat(io->ctx, path_z(&path), &st) == 0)
			status = fail(err, E_CONFLICT, "there is a vault already");
	}
	buf_fini(&path);
	return status;
}

enum status
vault_restore_begin(const char *path, const struct vault_seams *seams, const struct vault *copy,
    struct vault **out, struct err *err)
{
	struct vault *vault = NULL;
	enum status status = vault_new(path, seams, &vault, err);

	if (status != OK)
		return status;
	status = header_absent(vault, err);
	if (status == OK)
		status = keys_take(vault, copy, err);
	if (status == OK)
		status = header_take(vault, copy, err);
	if (status == OK)
		status = vault_folders_make(vault, err);
	if (status == OK)
		status = log_start(vault, err);
	if (status == OK)
		status = settle_start(vault, err);
	if (status == OK)
		*out = vault;
	else
		vault_close(vault);
	return status;
}

enum status
vault_restore_end(struct vault *vault, struct err *err)
{
	bool made[2] = {false, false};
	uint8_t bytes[HEADER_BYTES];
	struct buf note;
	enum status status;

	buf_init(&note, CHECKPOINT_MAX_BYTES);
	status = log_checkpoint(vault, &note, err);
	buf_fini(&note);
	if (status != OK)
		return status;
	header_put(&vault->header, vault->keys[KEY_HEADER].p, bytes);
	status = vault_headers_put(vault, bytes, made, err);
	secret_wipe(bytes, sizeof bytes);
	if (status == OK)
		vault->copies_alike = true;
	return status;
}

/* --- the log that was --- */

static enum status
note_put(
    struct vault *vault, const struct vault *copy, const struct checkpoint *head, struct err *err)
{
	char name[LOG_NAME_CHARS + 1];
	struct buf note;
	enum status status;

	log_name(head->entries, name);
	buf_init(&note, CHECKPOINT_MAX_BYTES);
	status = checkpoint_sign(&note, head, copy->signing_seed.p, err);
	if (status == OK)
		status = vault_save(vault, "r", copy->log_id_text, name, buf_slice(&note), err);
	buf_fini(&note);
	return status;
}

enum status
vault_restore_head(struct vault *vault, struct vault *copy, struct log_other *out, struct err *err)
{
	char origin[3 + VAULT_ID_CHARS];
	struct checkpoint head = {.entries = copy->log->now.entries};
	struct log_other found = {.entries = head.entries};
	const struct log *log = copy->log;

	if (vault_state(copy)->root_differs)
		return fail(err, E_CONFLICT,
		    "the log of this copy is not the one its own signed head covers: an older copy "
		    "may "
		    "be whole");
	memcpy(found.id, copy->log_id_text, sizeof found.id);
	memcpy(found.public_key, copy->public_key, sizeof found.public_key);
	merkle_root(&log->now.sum, log->hash, found.root);
	*out = found;
	if (log->signed_known && log->signed_entries == head.entries)
		return OK;
	memcpy(origin, "v1/", 3);
	memcpy(origin + 3, copy->log_id_text, VAULT_ID_CHARS);
	head.origin = slice_of(origin, sizeof origin);
	memcpy(head.root, found.root, sizeof head.root);
	return note_put(vault, copy, &head, err);
}
