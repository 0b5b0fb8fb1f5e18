/* src/keep/renew.c
 * A new vault key: the header at the beginning and at the end, the log in between; see renew.h.
 * Objects: renew_objects.c. */
#include "keep/renew.h"

#include "base/encode.h"
#include "base/mem.h"
#include "keep/log_inside.h"
#include "keep/renew_inside.h"
#include "keep/slots_inside.h"
#include "keep/wipe.h"
#include "sys/crypto/entropy.h"

/* --- the header --- */

/* New keys, and random bytes in every slot. */
static void
change_rekey(struct slots_change *change)
{
	struct vault *vault = change->vault;
	const struct entropy *entropy = &vault->seams.entropy;
	struct header *h = &change->header;
	uint8_t key[KEY_BYTES];

	change->inner = (struct header_inner){.renewing = true};
	memcpy(change->inner.before, vault->vault_key.p, KEY_BYTES);
	entropy_fill(entropy, change->slot.vault_key, sizeof change->slot.vault_key);
	entropy_fill(entropy, h->salt, sizeof h->salt);
	entropy_fill(entropy, h->slots, sizeof h->slots);
	entropy_fill(entropy, h->signing_nonce, sizeof h->signing_nonce);
	keys_use(change->slot.vault_key, KEY_SIGNING, key);
	wrap_seal(key, h->signing_nonce, slice_of(h->log_id, sizeof h->log_id),
	    secret_slice(&vault->signing_seed), h->signing);
	secret_wipe(key, sizeof key);
}

enum status
vault_renew_begin(struct vault *vault, struct slice passphrase, struct slice words, struct err *err)
{
	struct slots_change *change = NULL;
	enum status status = slots_passphrase_check(passphrase, err);

	if (status == OK)
		status = slots_words_check(words, err);
	if (status == OK)
		status = log_settle(vault, err);
	if (status == OK)
		status = slots_change_begin(vault, &change, err);
	if (status == OK && change->inner.renewing)
		status = fail(err, E_CONFLICT, "a new key is being given to this vault already");
	if (status == OK) {
		change_rekey(change);
		status = slots_change_seal(
		    change, SLOTS_PASSPHRASE, SLOT_PASSPHRASE, passphrase, TEXT_NONE, err);
	}
	if (status == OK)
		status = slots_change_seal(change, SLOTS_WORDS, SLOT_WORDS, words, TEXT_NONE, err);
	if (status == OK)
		status = slots_change_write(change, err);
	if (status == OK)
		vault->slot = SLOTS_PASSPHRASE;
	slots_change_free(change);
	return status;
}

enum status
vault_renew_end(struct vault *vault, struct err *err)
{
	struct slots_change *change = NULL;
	enum status status = slots_change_begin(vault, &change, err);

	if (status == OK && !change->inner.renewing)
		status = fail(err, E_CONFLICT, "no new key is being given to this vault");
	if (status == OK) {
		change->inner.renewing = false;
		secret_wipe(change->inner.before, sizeof change->inner.before);
		status = slots_change_write(change, err);
	}
	slots_change_free(change);
	return status;
}

/* --- the logs --- */

enum status
renew_step(struct renewing *r, const char *what, uint64_t total, const char *unit, struct err *err)
{
	const struct renew_progress *progress = r->progress;

	r->done++;
	if (progress->go_on == NULL || progress->go_on(progress->ctx, what, r->done, total, unit))
		return OK;
	return fail(err, E_CANCELLED,
	    "stopped; the new key is in force, and the rest is done at the next start");
}

static enum status
segment_renew(struct renewing *r, struct log *log, uint64_t first, struct err *err)
{
	struct vault *vault = r->vault;
	struct segment_key key = log_key(log);
	char name[LOG_NAME_CHARS + 1];
	uint64_t done = 0;
	enum status status = log_segment_load(log, first, &log->view.bytes, NULL, err);

	if (status == OK)
		status = segment_reseal(&key, &vault->seams.entropy, &log->view.bytes, first,
		    log->hash, &log->plain, &log->view.map, &done, err);
	if (status != OK || done == 0)
		return status;
	log_name(first, name);
	status = vault_save(vault, "l", log->id_text, name, buf_slice(&log->view.bytes), err);
	if (status == OK)
		r->counts.entries += done;
	return status;
}

static enum status
log_renew(struct renewing *r, const uint8_t id[HEADER_LOG_ID_BYTES], struct err *err)
{
	struct vault *vault = r->vault;
	struct log *log = NULL;
	uint64_t *firsts = NULL;
	size_t count = 0;
	struct buf folder;
	enum status status = log_new(vault, id, vault->public_key, &log, err);

	buf_init(&folder, FILE_PATH_BYTES);
	if (status == OK)
		status = log_names(log, "l", &firsts, &count, err);
	r->done = 0;
	for (size_t i = 0; i < count && status == OK; i++) {
		status = segment_renew(r, log, firsts[i], err);
		r->counts.segments++;
		if (status == OK)
			status = renew_step(r, "sealing the log anew", count, "parts", err);
	}
	/* A part that was put in place before a stop may not be certain yet. */
	if (status == OK)
		status = vault_join(vault, &folder, err, "l", log->id_text, NULL);
	if (status == OK)
		status = vault_sync_folder(vault, path_z(&folder), err);
	buf_fini(&folder);
	mem_free(firsts);
	log_free(log);
	return status;
}

/* Names of one folder, copied: they change while they are gone through. */
struct names {
	char (*names)[IO_NAME_BYTES];
	size_t count;
	bool folders, failed;
};

static int
names_take(void *ctx, const struct io_entry *entry)
{
	struct names *names = ctx;
	char(*more)[IO_NAME_BYTES];

	if (entry->is_folder != names->folders)
		return 0;
	more = mem_resize(names->names, names->count + 1, sizeof *more);
	if (more == NULL) {
		names->failed = true;
		return 1;
	}
	memcpy(more[names->count++], entry->name, sizeof *more);
	names->names = more;
	return 0;
}

static enum status
names_list(const struct vault *vault, const char *folder, struct names *names, struct err *err)
{
	const struct io *io = &vault->seams.io;
	enum status status;
	struct buf path;
	int failed;

	buf_init(&path, FILE_PATH_BYTES);
	status = vault_join(vault, &path, err, folder, NULL);
	if (status == OK) {
		failed = io->ops->list(io->ctx, path_z(&path), names_take, names);
		if (names->failed)
			status = fail(err, E_NOMEM, "out of memory");
		else if (failed < 0)
			status = file_fail(err, failed, "cannot look into", path_z(&path));
	}
	buf_fini(&path);
	return status;
}

static enum status
logs_renew(struct renewing *r, struct err *err)
{
	struct names names = {.folders = true};
	uint8_t id[HEADER_LOG_ID_BYTES];
	enum status status = names_list(r->vault, "l", &names, err);

	for (size_t i = 0; i < names.count && status == OK; i++)
		if (base32_decode(slice_of(names.names[i], strlen(names.names[i])), id, sizeof id))
			status = log_renew(r, id, err);
	mem_free(names.names);
	return status;
}

/* --- what was set aside --- */

static enum status
aside_remove(struct renewing *r, struct err *err)
{
	struct vault *vault = r->vault;
	struct names names = {.folders = false};
	struct buf path;
	enum status status;

	buf_init(&path, FILE_PATH_BYTES);
	status = vault_join(vault, &path, err, "q", NULL);
	if (status == OK)
		status = vault_mkdir(vault, path_z(&path), NULL, err);
	if (status == OK)
		status = names_list(vault, "q", &names, err);
	for (size_t i = 0; i < names.count && status == OK; i++) {
		status = vault_join(vault, &path, err, "q", names.names[i], NULL);
		if (status == OK)
			status = wipe_file(
			    &vault->seams.io, &vault->seams.entropy, path_z(&path), err);
		r->counts.removed += status == OK;
	}
	if (status == OK)
		status = vault_join(vault, &path, err, "q", NULL);
	if (status == OK)
		status = vault_sync_folder(vault, path_z(&path), err);
	buf_fini(&path);
	mem_free(names.names);
	return status;
}

enum status
vault_renew_run(struct vault *vault, const struct renew_progress *progress,
    struct renew_counts *out, struct err *err)
{
	struct renewing r = {.vault = vault, .progress = progress};
	enum status status = vault_writable(vault, err), started;

	if (status == OK && !vault->state.renewing)
		status = fail(err, E_CONFLICT, "no new key is being given to this vault");
	if (status == OK)
		status = log_settle(vault, err);
	if (status != OK)
		return status;
	/* The newest part is put in place anew, so nothing may hold the old one open. */
	log_stop(vault);
	status = renew_objects(&r, err);
	if (status == OK)
		status = logs_renew(&r, err);
	if (status == OK)
		status = aside_remove(&r, err);
	vault->state.damaged_entries = vault->state.damaged_checkpoints = 0; /* counted again */
	started = log_start(vault, status == OK ? err : NULL);
	if (started != OK)
		vault->poisoned = true; /* without a log nothing can be done with it */
	if (status == OK)
		status = started;
	if (status == OK)
		*out = r.counts;
	return status;
}
