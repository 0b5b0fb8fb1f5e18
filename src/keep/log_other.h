/* src/keep/log_other.h
 * Logs of other devices and people that this vault took in: a log from before a restore, of a
 * second device, of somebody who handed over what they saw.  Their entries are read like the
 * vault's own, under LOG_NUMBER(slot, n); nothing is ever appended to them here, and none is
 * interleaved. An entry of the vault's own log says which log, how far, and with which root
 * (docs/format/log.md, section 11); what stands beyond that is not looked at. Not for: deciding
 * what to take in (app/merging.c). */
#ifndef KEEP_LOG_OTHER_H
#define KEEP_LOG_OTHER_H

#include "keep/log.h"

struct log_other {
	char id[VAULT_LOG_ID_CHARS + 1];
	uint8_t public_key[SIGN_PUBLIC_BYTES];
	uint64_t entries;           /* that are taken in */
	uint8_t root[SHA256_BYTES]; /* over them */
};

/*
 * Make it known under `slot`: the next free one, or the one it has already with more entries than
 * before.  Nothing is read yet.
 * E_FORMAT: not the slot it should have, not a log id, or fewer entries.  E_LIMIT: LOG_OTHERS_MAX.
 */
MUST_USE enum status log_other_know(
    struct vault *vault, unsigned slot, const struct log_other *other, struct err *err);
/* How many are known; their slots are 1 to that. */
unsigned log_others(const struct vault *vault);
/* Borrowed until the next log_other_know(); NULL: no such slot.  Slot 0 is not among them. */
const struct log_other *log_other(const struct vault *vault, unsigned slot);
/* As if none had been taken in. */
void log_others_forget(struct vault *vault);
/* The slot of a log id, or 0. */
unsigned log_other_slot(const struct vault *vault, struct slice id);

/* Whether the entries on the disk give the root that is expected: reads every leaf.  E_AUTH: they
 * do not.  E_NOTFOUND, E_IO, E_NOMEM. */
MUST_USE enum status log_other_check(struct vault *vault, unsigned slot, struct err *err);
/* Root over the first `size` entries of the log in `slot` (0: the own).  E_NOTFOUND: fewer. */
MUST_USE enum status log_other_root(
    struct vault *vault, unsigned slot, uint64_t size, uint8_t root[SHA256_BYTES], struct err *err);

/*
 * Copy entries of the log in slot `from_slot` (0: its own) of another open vault, from number
 * `first` up to what its newest signed head covers, into l/<log id> of this one, sealed anew under
 * this vault's key, and that head into r/<log id>.  What stood beyond `first` there is replaced.
 * Durable when it returns; it counts only once an entry of the own log names it, so a stop in the
 * middle leaves nothing that matters.  An entry that is damaged over there arrives as a stub.
 * E_CONFLICT: the entry before `first` is not the same in both.  E_DENIED, E_IO, E_NOMEM, E_AUTH.
 */
struct log_copied {
	uint64_t entries; /* over all: what the head covers */
	uint8_t root[SHA256_BYTES];
	uint64_t damaged; /* of those copied */
};
struct log_copying {
	struct vault *from;
	unsigned from_slot;
	uint64_t first;
	bool (*go_on)(
	    void *ctx, uint64_t done, uint64_t total); /* may be NULL; false: E_CANCELLED */
	void *ctx;
};
MUST_USE enum status log_other_copy(struct vault *vault, const struct log_copying *copying,
    struct log_copied *out, struct err *err);

#endif
