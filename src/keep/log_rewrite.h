/* src/keep/log_rewrite.h
 * A segment of a log written anew: records made stubs, or sealed under another key.  Leaves, sums
 * and heads stay what they were, so every proof keeps holding (docs/format/vault.md, sections 5
 * and 9).  The only way in which anything is taken out of a log.
 * Not for: deciding what goes (app/erasing.h), or noting that it went. */
#ifndef KEEP_LOG_REWRITE_H
#define KEEP_LOG_REWRITE_H

#include "keep/log.h"

struct segment_record; /* keep/segment.h */

enum rewrite_act {
	REWRITE_KEEP, /* as it is; sealed anew when the keys differ */
	REWRITE_STUB, /* leaf, sum and `settled` stay; seed and fields go */
};

struct log_rewriting {
	/* What becomes of a whole record, stubs among them; `number` is as log_read() takes it. Not
	 * OK stops, and the segment stays as it was. */
	enum status (*choose)(void *ctx, uint64_t number, const struct segment_record *record,
	    enum rewrite_act *act, struct err *err);
	void *ctx;
	const uint8_t *from_key, *to_key; /* KEY_BYTES each, borrowed; NULL: the vault's log key */
};

/* Segments of the log in `slot` (0: the vault's own).  Errors of log_of(). */
MUST_USE enum status log_segments(struct vault *vault, unsigned slot, size_t *out, struct err *err);
/*
 * Segment `which`, from 0.  Damaged records stay byte for byte.  Written whole to t/, synced, put
 * in place, its folder synced; then what was replaced is overwritten in the old file, as far as the
 * disk lets it be.  Where nothing changes, nothing is written.  *changed may be NULL.
 * On failure the old segment or the new one stands, each of them whole; again is fine.
 * E_IO, E_DENIED, E_NOMEM, E_LIMIT (a segment longer than any we write), and what `choose` gives.
 */
MUST_USE enum status log_rewrite(struct vault *vault, unsigned slot, size_t which,
    const struct log_rewriting *what, bool *changed, struct err *err);

/* Make stubs of these entries, `numbers` ascending.  What is a stub already, or damaged, stays as
 * it is.  Errors as above; some may be stubs then, again is fine. */
MUST_USE enum status log_stub(
    struct vault *vault, const uint64_t *numbers, size_t count, struct err *err);
/* Overwrite and delete every end of a segment that was set aside in q/ (keep/log_aside.c).  Errors
 * of wipe_file(); again is fine. */
MUST_USE enum status log_aside_wipe(struct vault *vault, struct err *err);

#endif
