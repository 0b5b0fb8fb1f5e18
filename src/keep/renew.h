/* src/keep/renew.h
 * A new vault key for an open vault (docs/format/vault.md, section 3.4): whoever had the old key,
 * or an old copy and an old secret, opens nothing that is written from now on.  It may be stopped
 * at any moment and goes on with the next vault_renew_run(); meanwhile everything can be read and
 * added as usual. Order: begin, run, the index erased by the caller, end. Not for: contents of
 * objects (an object keeps its own key), or asking a person. */
#ifndef KEEP_RENEW_H
#define KEEP_RENEW_H

#include "keep/vault.h"

struct renew_progress {
	/* False stops with E_CANCELLED.  May be NULL. */
	bool (*go_on)(void *ctx, const char *what, uint64_t done, uint64_t total, const char *unit);
	void *ctx;
};

struct renew_counts {
	uint64_t objects;  /* looked at */
	uint64_t damaged;  /* of them: neither key area opens under any key; left as they are */
	uint64_t segments; /* of all logs, looked at */
	uint64_t entries;  /* sealed anew by this run */
	uint64_t removed;  /* files of q/ that nothing can read any more */
};

/*
 * The header with a new key: `passphrase` into slot 0, `words` (twelve of slots_draw_words()) into
 * slot 1; every other way in ceases.  From now on vault_state()->renewing.
 * Errors as for slots_set_passphrase(); E_CONFLICT also while one is under way.
 */
MUST_USE enum status vault_renew_begin(
    struct vault *vault, struct slice passphrase, struct slice words, struct err *err);
/*
 * Everything that is sealed under the previous key, sealed anew, durably.  Nothing may be waiting
 * to be settled.  Logs of other devices have to be made known again afterwards.  E_CONFLICT: none
 * is under way.  E_CANCELLED, E_IO (also when an object cannot be read: it keeps the previous key
 * until it can), E_NOMEM, E_DENIED: as far as it came, it stays done.
 */
MUST_USE enum status vault_renew_run(struct vault *vault, const struct renew_progress *progress,
    struct renew_counts *out, struct err *err);
/* Forget the previous key.  Errors as for slots_set_passphrase(). */
MUST_USE enum status vault_renew_end(struct vault *vault, struct err *err);

#endif
