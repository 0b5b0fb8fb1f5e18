/* src/keep/log.h
 * The log of a vault: entries are appended, made durable in groups, read back, and summed up in a
 * Merkle root and signed checkpoints.  Bytes of segments and records: docs/format/vault.md; of
 * entries and proofs: docs/format/log.md.
 * Not for: what an entry means. */
#ifndef KEEP_LOG_H
#define KEEP_LOG_H

#include "keep/vault.h"
#include "prove/checkpoint.h"
#include "prove/entry.h"
#include "prove/log_number.h"
#include "prove/merkle.h"

/*
 * Add one entry; *number (may be NULL) is its number, from 0.  Not durable: nothing may be called
 * saved before log_settle().  It may name any object that was finished before: no entry reaches the
 * disk before those are settled, see objects_settle().  E_FORMAT, E_LIMIT (see entry_check), E_IO,
 * E_NOMEM, E_DENIED (read-only), E_CONFLICT (the log is shorter than, or differs from, its own
 * checkpoint).
 */
MUST_USE enum status log_append(
    struct vault *vault, const struct entry *entry, uint64_t *number, struct err *err);
/*
 * OK: every appended entry is on the disk and may be called saved.  On failure entries appended
 * since the last success are taken back (their numbers are given again; log_entries() tells how
 * many there are), none of them may be called saved, and what was saved before stays.  A failed
 * sync also ends all writing, see vault_writable().
 */
MUST_USE enum status log_settle(struct vault *vault, struct err *err);

uint64_t log_entries(const struct vault *vault); /* appended ones included */
uint64_t log_settled(const struct vault *vault); /* durable ones */

enum { LOG_READ_MAX_BYTES = 5 * 1024 * 1024 };

/* `storage` (maximum at least LOG_READ_MAX_BYTES) is emptied and filled; *out borrows from it.
 * E_NOTFOUND: no such number, or removed.  E_AUTH: that record is damaged.  E_IO, E_NOMEM, E_LIMIT.
 */
MUST_USE enum status log_read(
    struct vault *vault, uint64_t number, struct buf *storage, struct entry *out, struct err *err);
/* The leaf hash alone; also known for a damaged record whose successor is whole.  Errors as above.
 */
MUST_USE enum status log_leaf(
    struct vault *vault, uint64_t number, uint8_t out[SHA256_BYTES], struct err *err);

/* Root over all log_entries(); of this vault's own log, as the next two. */
MUST_USE enum status log_root(struct vault *vault, uint8_t root[SHA256_BYTES], struct err *err);
/* Root over the first `size` entries.  E_NOTFOUND: there are fewer. */
MUST_USE enum status log_root_at(
    struct vault *vault, uint64_t size, uint8_t root[SHA256_BYTES], struct err *err);
/* Settle, sign the root, store the note durably in r/<log id>/, and only then hand it out: `note`
 * is emptied and filled (maximum at least CHECKPOINT_MAX_BYTES).  Asking twice gives the same. */
MUST_USE enum status log_checkpoint(struct vault *vault, struct buf *note, struct err *err);
/* The newest stored note of the log in `slot` (0: the own) whose signature holds; of another log,
 * the newest that covers no more than is taken in.  *out borrows from `note`.  E_NOTFOUND when
 * there is none. */
MUST_USE enum status log_newest_checkpoint(
    struct vault *vault, unsigned slot, struct buf *note, struct checkpoint *out, struct err *err);

/* Proof that entry `number` is in the tree of the first `size` entries; and that the tree of `to`
 * entries extends the tree of `from`.  E_NOTFOUND when the numbers do not fit the log. */
MUST_USE enum status log_inclusion(
    struct vault *vault, uint64_t number, uint64_t size, struct merkle_path *out, struct err *err);
MUST_USE enum status log_consistency(
    struct vault *vault, uint64_t from, uint64_t to, struct merkle_path *out, struct err *err);

struct log_check {
	uint64_t entries, damaged; /* damaged: cannot be read or do not give their own leaf hash */
	uint64_t first_damaged;    /* number of the first one */
	uint64_t removed;          /* of those that are whole: stubs */
	uint64_t checkpoints,
	    damaged_checkpoints; /* notes in r/: signature or root does not hold */
	uint64_t missing_logs;   /* other logs that were taken in and cannot be opened any more */
	uint64_t long_segments;  /* hold more than the entries their names leave room for */
	bool tree_whole;         /* every leaf is known and every segment's sum agrees */
};

/* Read every segment and checkpoint of every log from disk.  OK also when damage was found. */
MUST_USE enum status log_check(struct vault *vault, struct log_check *out, struct err *err);

#endif
