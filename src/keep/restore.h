/* src/keep/restore.h
 * A vault made of a copy: the same vault key and the same secrets, a new log and a new signing key,
 * so that two places never go on writing one log (docs/design/0016-several-logs.md).
 * Not for: copying the files (app/copying.h), or telling the new log of the old ones
 * (app/restoring.c). */
#ifndef KEEP_RESTORE_H
#define KEEP_RESTORE_H

#include "keep/log_other.h"
#include "keep/vault.h"

/*
 * `path` holds o/, l/ and r/ of the vault `copy`, which is open, and no header.  *out is open for
 * writing with an empty log of its own, as vault_create() gives it; but there is no header yet, so
 * for everybody else there is no vault.  The caller's, for vault_close().
 * E_CONFLICT  a header stands there, or the copy was made while its key was being renewed.
 * E_IO, E_NOMEM, E_LIMIT.
 */
MUST_USE enum status vault_restore_begin(const char *path, const struct vault_seams *seams,
    const struct vault *copy, struct vault **out, struct err *err);
/* The own log of `copy`, all of it that is there, signed once more by its own key where its newest
 * head covers less, with that head in `vault`.  Errors of log_root_at(). */
MUST_USE enum status vault_restore_head(
    struct vault *vault, struct vault *copy, struct log_other *out, struct err *err);
/* What the new log says is durable: write both headers.  From here on there is a vault. */
MUST_USE enum status vault_restore_end(struct vault *vault, struct err *err);

#endif
