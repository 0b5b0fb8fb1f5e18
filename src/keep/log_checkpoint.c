/* src/keep/log_checkpoint.c
 * Signed heads of the log, kept in r/ (docs/format/vault.md, section 6); see log.h. */
#include "base/mem.h"
#include "keep/log_inside.h"

enum { ORIGIN_BYTES = 3 + VAULT_ID_CHARS };

/* "v1/" and the log id. */
static struct slice
origin_of(const struct log *log, char text[ORIGIN_BYTES])
{
	memcpy(text, "v1/", 3);
	memcpy(text + 3, log->id_text, VAULT_ID_CHARS);
	return slice_of(text, ORIGIN_BYTES);
}

enum status
log_note_load(
    struct log *log, uint64_t entries, struct buf *note, struct checkpoint *out, struct err *err)
{
	struct vault *vault = log->vault;
	char name[LOG_NAME_CHARS + 1], origin[ORIGIN_BYTES];
	/* file_load() wants room for one byte more, to notice a longer file. */
	size_t most = (note->max < NOTE_MAX_BYTES ? note->max : NOTE_MAX_BYTES) - 1;
	enum status status;
	struct buf path;

	log_name(entries, name);
	buf_reset(note);
	buf_init(&path, FILE_PATH_BYTES);
	status = vault_join(vault, &path, err, "r", log->id_text, name, NULL);
	if (status == OK)
		status = file_load(&vault->seams.io, path_z(&path), most, note, err);
	buf_fini(&path);
	if (status == OK)
		status = checkpoint_open(buf_slice(note), log->public_key, out, err);
	if (status == OK &&
	    (out->entries != entries || !slice_eq(out->origin, origin_of(log, origin))))
		status = fail(err, E_AUTH, "the checkpoint is of another log or another length");
	return status;
}

enum status
log_note_newest(
    struct log *log, struct buf *note, bool *found, struct checkpoint *out, struct err *err)
{
	uint64_t *numbers = NULL;
	size_t count = 0;
	enum status status = log_names(log, "r", &numbers, &count, err);

	*found = false;
	for (size_t i = count; i != 0 && status == OK && !*found; i--) {
		status = log_note_load(log, numbers[i - 1], note, out, err);
		*found = status == OK;
		if (status == E_NOMEM)
			break; /* says nothing about the note, and an older one is not the newest */
		if (!*found)
			log->vault->state.damaged_checkpoints++;
		status = OK;
	}
	mem_free(numbers);
	return status;
}

static enum status
note_make(struct log *log, struct buf *note, struct err *err)
{
	struct vault *vault = log->vault;
	char origin[ORIGIN_BYTES];
	struct checkpoint checkpoint = {
	    .origin = origin_of(log, origin), .entries = log->now.entries};
	enum status status = log_root(vault, checkpoint.root, err);

	buf_reset(note);
	if (status == OK)
		status = checkpoint_sign(note, &checkpoint, vault->signing_seed.p, err);
	return status;
}

static enum status
note_save(struct log *log, const struct buf *note, struct err *err)
{
	char name[LOG_NAME_CHARS + 1];

	log_name(log->now.entries, name);
	return vault_save(log->vault, "r", log->id_text, name, buf_slice(note), err);
}

enum status
log_checkpoint(struct vault *vault, struct buf *note, struct err *err)
{
	struct log *log = vault->log;
	struct checkpoint there;
	uint8_t root[SHA256_BYTES];
	enum status status = log_settle(vault, err);

	if (status == OK)
		status = log_root(vault, root, err);
	if (status != OK)
		return status;
	if (log->signed_known && log->signed_entries == log->now.entries &&
	    log_note_load(log, log->now.entries, note, &there, NULL) == OK &&
	    memcmp(there.root, root, sizeof root) == 0)
		return OK;
	status = note_make(log, note, err);
	if (status == OK)
		status = note_save(log, note, err);
	if (status == OK) {
		log->signed_known = true;
		log->signed_entries = log->now.entries;
	} else {
		buf_reset(note); /* a head that is not durable must not leave */
	}
	return status;
}

static enum status
own_newest(struct log *log, struct buf *note, struct checkpoint *out, struct err *err)
{
	if (!log->signed_known)
		return fail(err, E_NOTFOUND, "no checkpoint of this log holds");
	return log_note_load(log, log->signed_entries, note, out, err);
}

static enum status
other_newest(struct log *log, struct buf *note, struct checkpoint *out, struct err *err)
{
	uint64_t *numbers = NULL;
	size_t count = 0;
	enum status status = log_names(log, "r", &numbers, &count, err);

	if (status != OK)
		return status;
	status = fail(err, E_NOTFOUND, "no checkpoint of this log holds");
	for (size_t i = count; i != 0 && status != OK && status != E_NOMEM; i--)
		if (numbers[i - 1] <= log->now.entries)
			status = log_note_load(log, numbers[i - 1], note, out, err);
	mem_free(numbers);
	return status;
}

enum status
log_newest_checkpoint(
    struct vault *vault, unsigned slot, struct buf *note, struct checkpoint *out, struct err *err)
{
	struct log *log = NULL;
	enum status status = log_of(vault, LOG_NUMBER(slot, 0), &log, err);

	if (status != OK)
		return status;
	return slot == 0 ? own_newest(log, note, out, err) : other_newest(log, note, out, err);
}
