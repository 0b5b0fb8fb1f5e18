/* src/keep/copy_note.c
 * The note in a copy of a vault; see copy_note.h. */
#include "keep/copy_note.h"

#include "base/time.h"
#include "keep/vault_inside.h"
#include "sys/crypto/entropy.h"

enum {
	NOTE_VERSION = 1,
	NOTE_BOUND_BYTES = 24,
	NOTE_AT_LOG_ID = 8,
	NOTE_AT_SEALED = NOTE_BOUND_BYTES + WRAP_NONCE_BYTES,
	NOTE_PLAIN_BYTES = COPY_NOTE_BYTES - NOTE_AT_SEALED - SEAL_TAG_BYTES,
	PLAIN_AT_LOOKED = 1,
	PLAIN_AT_ZERO = 2,
	PLAIN_AT_BEGUN = 8,
	PLAIN_AT_ROOT = 32,
	PLAIN_AT_OBJECTS = 64,
	PLAIN_AT_END = 88,
};

void
copy_note_put(const uint8_t backup_key[KEY_BYTES], const uint8_t nonce[WRAP_NONCE_BYTES],
    const struct copy_note *note, uint8_t out[COPY_NOTE_BYTES])
{
	uint8_t plain[NOTE_PLAIN_BYTES] = {0};

	memset(out, 0, COPY_NOTE_BYTES);
	put_u32le(out, NOTE_VERSION);
	memcpy(out + NOTE_AT_LOG_ID, note->log_id, COPY_NOTE_LOG_ID_BYTES);
	memcpy(out + NOTE_BOUND_BYTES, nonce, WRAP_NONCE_BYTES);
	plain[0] = (uint8_t)note->state;
	plain[PLAIN_AT_LOOKED] = (uint8_t)note->looked;
	put_u64le(plain + PLAIN_AT_BEGUN, (uint64_t)note->begun_us);
	put_u64le(plain + PLAIN_AT_BEGUN + 8, (uint64_t)note->finished_us);
	put_u64le(plain + PLAIN_AT_BEGUN + 16, note->entries);
	memcpy(plain + PLAIN_AT_ROOT, note->root, SHA256_BYTES);
	put_u64le(plain + PLAIN_AT_OBJECTS, note->objects);
	put_u64le(plain + PLAIN_AT_OBJECTS + 8, note->bytes);
	put_u64le(plain + PLAIN_AT_OBJECTS + 16, note->lacking);
	wrap_seal(backup_key, nonce, slice_of(out, NOTE_BOUND_BYTES), slice_of(plain, sizeof plain),
	    out + NOTE_AT_SEALED);
}

/* What can be told without a key.  E_FORMAT: that is no copy note, or one of a later version. */
static enum status
copy_note_log_id(struct slice bytes, uint8_t out[COPY_NOTE_LOG_ID_BYTES], struct err *err)
{
	struct slice front = bytes;
	uint32_t version, zero;

	if (bytes.n != COPY_NOTE_BYTES || !take_u32le(&front, &version) ||
	    !take_u32le(&front, &zero) || version == 0 || zero != 0)
		return fail(err, E_FORMAT, "the note of the copy is damaged");
	if (version != NOTE_VERSION)
		return fail(err, E_FORMAT, "the copy was made by a later version of Daybook");
	memcpy(out, front.p, COPY_NOTE_LOG_ID_BYTES);
	return OK;
}

/* What a state allows. */
static bool
holds_together(const struct copy_note *note)
{
	switch (note->state) {
	case COPY_BEING_MADE:
		return note->finished_us == 0 && note->objects == 0 && note->bytes == 0 &&
		       note->lacking == 0;
	case COPY_WHOLE: return note->lacking == 0;
	case COPY_NOT_WHOLE: return note->lacking != 0;
	}
	return false;
}

static enum status
plain_parse(const uint8_t plain[NOTE_PLAIN_BYTES], struct copy_note *out, struct err *err)
{
	struct slice times = slice_of(plain + PLAIN_AT_BEGUN, 24);
	struct slice sums = slice_of(plain + PLAIN_AT_OBJECTS, 24);
	uint64_t begun = 0, finished = 0;
	struct copy_note note = {
	    .state = (enum copy_state)plain[0], .looked = (enum copy_looked)plain[PLAIN_AT_LOOKED]};

	(void)(take_u64le(&times, &begun) && take_u64le(&times, &finished) &&
	       take_u64le(&times, &note.entries));
	(void)(take_u64le(&sums, &note.objects) && take_u64le(&sums, &note.bytes) &&
	       take_u64le(&sums, &note.lacking));
	note.begun_us = (int64_t)begun;
	note.finished_us = (int64_t)finished;
	memcpy(note.root, plain + PLAIN_AT_ROOT, SHA256_BYTES);
	if (plain[PLAIN_AT_LOOKED] > COPY_LOOKED_ALL || !holds_together(&note) ||
	    !slice_all_zero(slice_of(plain + PLAIN_AT_ZERO, PLAIN_AT_BEGUN - PLAIN_AT_ZERO)) ||
	    !slice_all_zero(slice_of(plain + PLAIN_AT_END, NOTE_PLAIN_BYTES - PLAIN_AT_END)))
		return fail(err, E_FORMAT, "the note of the copy is malformed");
	*out = note;
	return OK;
}

enum status
copy_note_parse(
    const uint8_t backup_key[KEY_BYTES], struct slice bytes, struct copy_note *out, struct err *err)
{
	uint8_t log_id[COPY_NOTE_LOG_ID_BYTES], plain[NOTE_PLAIN_BYTES];
	enum status status = copy_note_log_id(bytes, log_id, err);

	if (status == OK)
		status = wrap_open(backup_key, bytes.p + NOTE_BOUND_BYTES,
		    slice_of(bytes.p, NOTE_BOUND_BYTES),
		    slice_of(bytes.p + NOTE_AT_SEALED, COPY_NOTE_BYTES - NOTE_AT_SEALED), plain,
		    err);
	if (status == E_AUTH)
		return fail(
		    err, E_AUTH, "the note of the copy was made under another key, or is damaged");
	if (status == OK)
		status = plain_parse(plain, out, err);
	if (status == OK)
		memcpy(out->log_id, log_id, sizeof log_id);
	return status;
}

void
vault_copy_note_seal(struct vault *vault, struct copy_note *note, uint8_t out[COPY_NOTE_BYTES])
{
	uint8_t nonce[WRAP_NONCE_BYTES];

	entropy_fill(&vault->seams.entropy, nonce, sizeof nonce);
	memcpy(note->log_id, vault->log_id, sizeof note->log_id);
	copy_note_put(vault->keys[KEY_BACKUP].p, nonce, note, out);
}

enum status
vault_copy_note_read(
    const struct vault *vault, const char *folder, struct copy_note *out, struct err *err)
{
	uint8_t log_id[COPY_NOTE_LOG_ID_BYTES];
	struct buf path, bytes;
	enum status status;

	buf_init(&path, FILE_PATH_BYTES);
	buf_init(&bytes, COPY_NOTE_BYTES + 1);
	status = file_join(&path, folder, COPY_NOTE_NAME, err);
	if (status == OK)
		status = file_load(&vault->seams.io, path_z(&path), COPY_NOTE_BYTES, &bytes, err);
	if (status == E_LIMIT)
		status = fail(err, E_FORMAT, "the note of the copy is damaged");
	if (status == OK)
		status = copy_note_log_id(buf_slice(&bytes), log_id, err);
	if (status == OK && memcmp(log_id, vault->log_id, sizeof log_id) != 0)
		status = fail(err, E_CONFLICT, "a copy of another vault stands there");
	if (status == OK)
		status = copy_note_parse(vault->keys[KEY_BACKUP].p, buf_slice(&bytes), out, err);
	buf_fini(&path);
	buf_fini(&bytes);
	return status;
}

enum status
copy_note_refuse(const struct vault *vault, struct err *err)
{
	struct copy_note note;
	struct buf date;
	enum status status = vault_copy_note_read(vault, path_z(&vault->path), &note, NULL);

	if (status == E_IO || status == E_NOMEM)
		return vault_copy_note_read(vault, path_z(&vault->path), &note, err);
	if (status != OK)
		return fail(err, E_DENIED,
		    "a file named b stands in this folder, as in a copy made by backup, but it "
		    "cannot be read; the folder is for reading only");
	buf_init(&date, 64);
	(void)time_put(&date, note.state == COPY_BEING_MADE ? note.begun_us : note.finished_us);
	status = fail(err, E_DENIED,
	    "this is a copy of the vault, %s %.*s, and is for reading only",
	    note.state == COPY_BEING_MADE ? "begun and not finished on" : "made on",
	    date.n < 10 ? (int)date.n : 10, (const char *)date.p);
	buf_fini(&date);
	return status;
}

enum status
vault_beside(const struct vault *vault, const char *folder, struct vault **out, struct err *err)
{
	struct vault *beside = NULL;
	enum status status = vault_new(folder, &vault->seams, &beside, err);

	if (status != OK)
		return status;
	beside->state.read_only = true;
	for (size_t i = 0; i < KEY_USES && status == OK; i++)
		status = secret_copy(&beside->keys[i], vault->keys[i].p, vault->keys[i].n, err);
	if (status != OK)
		vault_close(beside);
	else
		*out = beside;
	return status;
}
