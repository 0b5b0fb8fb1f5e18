/* src/app/merging.h
 * Taking in what another vault holds: a second device of the same person, or what a friend or
 * relative handed over (docs/design/0016-several-logs.md).  Nothing of it is interleaved or
 * rewritten, and the other vault is only read. */
#ifndef APP_MERGING_H
#define APP_MERGING_H

#include "app/other_logs.h"

struct merging {
	struct vault *from; /* open for reading, under its own passphrase; borrowed */
	enum other_how how; /* OTHER_DEVICE or OTHER_PERSON */
	struct text name;   /* OTHER_PERSON: who it is from */
};

struct merge_sum {
	unsigned logs;         /* that brought something */
	uint64_t entries;      /* new here */
	uint64_t files, bytes; /* objects copied */
	uint64_t lost_files;   /* damaged or missing over there */
	uint64_t lost_entries;
	uint64_t waiting; /* entries over there that no signed head covers yet */
};

/*
 * Everything that vault has and this one lacks, up to its signed heads; then the index follows.
 * Durable when it returns.  After a stop, the same again goes on.
 * E_CONFLICT: the two have histories that do not fit (a restored copy that was written to), or it
 * is this very vault, or it has more of this vault's own log than this vault has (this one may have
 * been restored).  E_CANCELLED; errors of both vaults.
 */
MUST_USE enum status vault_merge(
    struct app *app, const struct merging *merging, struct merge_sum *sum, struct err *err);

/*
 * A new vault at `path` that holds everything of this one, to be handed to somebody: under a key of
 * its own, opened by the twelve `words` alone, signed by this one's log, without its signing key.
 * `name`: who hands it over.  E_CONFLICT: something stands there; errors of vault_create() and
 * vault_merge().  What was made stays when it fails; made again, it goes to another place.
 */
MUST_USE enum status vault_hand_over(struct app *app, const char *path, struct text name,
    struct buf *words, struct merge_sum *sum, struct err *err);

#endif
