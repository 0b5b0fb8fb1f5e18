/* src/keep/vault.h
 * The vault folder: made, opened with a passphrase or the recovery words, closed.  Holds the keys
 * in locked memory and the one-writer lock.  docs/format/vault.md rules every byte. Not for:
 * objects (keep/object.h), the log (keep/log.h), the index (keep/index.h), or asking a person for
 * anything. */
#ifndef KEEP_VAULT_H
#define KEEP_VAULT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/seam.h"
#include "sys/crypto/secret.h"

struct vault;

enum {
	VAULT_WORDS = 12,
	VAULT_LOG_ID_CHARS = 26,
	VAULT_PASSPHRASE_MAX_BYTES = 1024,
	VAULT_PATH_MAX_BYTES = 3072, /* of the vault folder; names below add less than 100 */
};

/* Everything the vault may touch of the outside.  Copied; what the ctx pointers lead to outlives
 * the vault.  With `parallel` a second thread syncs and reads back finished objects while the next
 * one is written: `io` must then allow calls from two threads (sys/os does).  Off: every call
 * happens in the caller's thread in a fixed order, so a simulated disk repeats exactly. */
struct vault_seams {
	struct io io;
	struct clock clock;
	struct entropy entropy;
	bool parallel;
};

/* The cost of trying a passphrase.  memory_kib 0: 256 MiB.  passes 0: as many as take about one
 * second by the clock, at least 3, at most 16.  Bounds: sys/crypto/stretch.h. */
struct vault_options {
	uint32_t memory_kib, passes;
};

/* What opening found out.  All zero: nothing to tell. */
struct vault_state {
	bool read_only;
	bool header_repaired;    /* a bad or older header copy was written afresh */
	unsigned damaged_header; /* bit 0: h0 was damaged, bit 1: h1 */
	bool change_taken_back;  /* a change of a passphrase or of words that had not finished */
	bool renewing; /* a new vault key is being given (keep/renew.h): it has to be finished */
	uint64_t unfinished_writes; /* log records cut off by a stop in the middle of a write; none
				     * was ever reported as saved; their bytes stand in q/ */
	uint64_t damaged_entries;   /* entries of the newest segment that can no longer be read */
	uint64_t damaged_checkpoints; /* files in r/ without a valid signature of this log */
	uint64_t missing_entries;     /* entries the newest checkpoint covers and the log lacks: an
				       * older copy was put back, or the end was removed.  The vault
				       * can be read; the log takes no further entries */
	bool root_differs; /* the newest checkpoint signs other entries than these; as above */
};

/*
 * Make a vault at `path` (missing, or an empty folder) and leave it open for writing.  Everything
 * is durable when it returns: folders, both headers, the empty log with its first checkpoint.
 * `words` gets the 12 recovery words, lower case, single spaces, no line end; shown once, the
 * caller wipes them.  *out is the caller's, for vault_close().
 *
 * E_CONFLICT  something stands there already.
 * E_FORMAT    the passphrase is empty.    E_LIMIT  passphrase, path or options out of bounds.
 * E_IO, E_NOMEM.  What had been made is removed again as far as possible; `words` and *out are
 * untouched.
 */
MUST_USE enum status vault_create(const char *path, const struct vault_seams *seams,
    struct slice passphrase, const struct vault_options *options, struct buf *words,
    struct vault **out, struct err *err);

/*
 * Open with the passphrase or the 12 words (any case, any blanks between them).  Read-only takes no
 * lock and changes nothing on disk.
 *
 * E_NOTFOUND  no vault there.             E_AUTH   the passphrase is wrong (the text says so).
 * E_CONFLICT  open elsewhere for writing. E_FORMAT both headers are damaged, or of a later version.
 * E_LIMIT     the header asks for more key derivation than is accepted.
 * E_DENIED    for writing: this is a copy made by backup (keep/copy_note.h).
 * E_IO, E_NOMEM.
 */
MUST_USE enum status vault_open(const char *path, const struct vault_seams *seams,
    struct slice secret, bool read_only, struct vault **out, struct err *err);

/* Wipe the keys, give up the lock, free.  Entries not settled are not kept.  NULL is fine. */
void vault_close(struct vault *vault);

/* Borrowed until vault_close(). */
const struct vault_state *vault_state(const struct vault *vault);
const struct vault_seams *vault_seams(const struct vault *vault);
/* 32 bytes for the index. */
const struct secret *vault_index_key(const struct vault *vault);
/* 26 base32 characters. */
struct slice vault_log_id(const struct vault *vault);
/* 32 bytes, Ed25519. */
const uint8_t *vault_public_key(const struct vault *vault);

/* "<path>/<name>" and a NUL (counted in out->n).  `out` is emptied first; buf_check() it. */
void vault_path(const struct vault *vault, const char *name, struct buf *out);

/*
 * E_IO once a sync has failed: nothing is certain any more, so nothing is written until the vault
 * has been closed and opened again.  E_DENIED when it is open read-only.  OK otherwise.
 */
MUST_USE enum status vault_writable(const struct vault *vault, struct err *err);

#endif
