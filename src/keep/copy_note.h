/* src/keep/copy_note.h
 * The note in a copy of a vault that says what the copy is (docs/format/vault.md, section 10).
 * Its bytes are pure functions; finding, sealing and reading it take an open vault, for its keys.
 * Not for: copying anything (app/copying.h), or judging what to do with a copy (app/backup.h). */
#ifndef KEEP_COPY_NOTE_H
#define KEEP_COPY_NOTE_H

#include "keep/keys.h"
#include "keep/vault.h"
#include "sys/crypto/hash.h"
#include "sys/crypto/seal.h"

enum { COPY_NOTE_BYTES = 512, COPY_NOTE_LOG_ID_BYTES = 16 };

/* Its name in the copy's folder. */
#define COPY_NOTE_NAME "b"

enum copy_state { COPY_BEING_MADE = 1, COPY_WHOLE = 2, COPY_NOT_WHOLE = 3 };
enum copy_looked { COPY_LOOKED_NOT, COPY_LOOKED_SAMPLE, COPY_LOOKED_ALL };

struct copy_note {
	uint8_t log_id[COPY_NOTE_LOG_ID_BYTES];
	enum copy_state state;
	enum copy_looked looked; /* at the objects that stood there before */
	int64_t begun_us;
	int64_t finished_us; /* 0 while being made */
	uint64_t entries;    /* under the signed head that is covered */
	uint8_t root[SHA256_BYTES];
	uint64_t objects, bytes; /* 0 while being made */
	uint64_t lacking;        /* files not whole or missing; not 0 only in COPY_NOT_WHOLE */
};

void copy_note_put(const uint8_t backup_key[KEY_BYTES], const uint8_t nonce[WRAP_NONCE_BYTES],
    const struct copy_note *note, uint8_t out[COPY_NOTE_BYTES]);
/* E_FORMAT: that is no copy note, one of a later version, or malformed inside; E_AUTH: under
 * another key, or changed. */
MUST_USE enum status copy_note_parse(const uint8_t backup_key[KEY_BYTES], struct slice bytes,
    struct copy_note *out, struct err *err);

/* --- with a vault --- */

/* The note's bytes for a copy of this vault; log_id is filled in. */
void vault_copy_note_seal(
    struct vault *vault, struct copy_note *note, uint8_t out[COPY_NOTE_BYTES]);
/*
 * The note in `folder`.
 * E_NOTFOUND  there is none.    E_CONFLICT  it is of another vault.
 * E_AUTH      it is of this vault, but not under its present key, or was changed.
 * E_FORMAT    it is none of ours, or of a later version.    E_IO, E_NOMEM.
 */
MUST_USE enum status vault_copy_note_read(
    const struct vault *vault, const char *folder, struct copy_note *out, struct err *err);

/* For opening a folder with a note for writing: why not.  Never OK; E_DENIED with the date. */
enum status copy_note_refuse(const struct vault *vault, struct err *err);

/*
 * The same keys over another folder, for reading its objects: object_open(), object_check() and
 * objects_each() work on it, nothing else does.  `vault` may be closed first.  *out is the
 * caller's, for vault_close().  E_LIMIT, E_NOMEM.
 */
MUST_USE enum status vault_beside(
    const struct vault *vault, const char *folder, struct vault **out, struct err *err);

#endif
