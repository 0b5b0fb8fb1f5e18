/* src/show/query.h
 * The search language:  words "phrases" threat* from:X to:X on:whatsapp kind:message has:photo
 *   from:2024-03-01  to:2024-04  on:2024-03-24   a date (year, month or day) bounds the time
 *   from:"Sam Lee"                               quotes keep blanks in a value
 * Every other word, also one with a colon in it, is a word to find.  Not for: finding anything
 * (keep/index.h), or zones (query_settle is given one). */
#ifndef SHOW_QUERY_H
#define SHOW_QUERY_H

#include "diary/query.h"

enum { QUERY_MAX_BYTES = 16 * 1024 };

/* Asks for nothing in particular: every record. */
void query_init(struct query *query);
/*
 * Parse what was typed.  Texts are borrowed from `typed`.  Control characters count as blanks.
 * E_FORMAT  err->text is a plain sentence saying what is not understood and what would be;
 *           err->at is where.   E_LIMIT  longer, or more of something, than the caps above.
 * On failure *out is unchanged.
 */
MUST_USE enum status query_parse(struct text typed, struct query *out, struct err *err);

/* The same narrowing from options (`list --from --to --person --kind --channel`).  since/before
 * take "2024", "2024-03", "2024-03-24", "2024-03-24 21:05"; `before` means to the end of it.
 * E_FORMAT with a plain sentence, E_LIMIT. */
MUST_USE enum status query_add_since(struct query *query, struct text value, struct err *err);
MUST_USE enum status query_add_until(struct query *query, struct text value, struct err *err);
MUST_USE enum status query_add_kind(struct query *query, struct text value, struct err *err);
MUST_USE enum status query_add_person(struct query *query, struct text value, struct err *err);
MUST_USE enum status query_add_channel(struct query *query, struct text value, struct err *err);

/* Wall times become instants.  `instant` gives the first instant that shows this wall time, or the
 * first after it when the clock jumps over it. */
MUST_USE enum status query_settle(struct query *query,
    enum status (*instant)(void *ctx, const struct civil *local, int64_t *at_us, struct err *err),
    void *ctx, struct err *err);

#endif
