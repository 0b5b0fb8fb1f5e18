/* src/app/tombstone.h
 * Removals as the log keeps them: which entries went, when and why (docs/format/log.md, section
 * 13).  Not for: choosing what goes (removing.h), or carrying it out (erasing.h). */
#ifndef APP_TOMBSTONE_H
#define APP_TOMBSTONE_H

#include "app/app.h"
#include "prove/entry.h"

enum { GONE_ID_CHARS = 26, TOMBSTONE_STORAGE_BYTES = 5 * 1024 * 1024 };

/* An entry that a removal names. */
struct gone {
	char id[GONE_ID_CHARS + 1];
	uint64_t number; /* as log_read() takes it */
};

/*
 * Append the entry; durable after log_settle().  `id` and *number are its own.  Errors of
 * log_append(); E_LIMIT for more entries than one removal can name (about 29,000).
 */
MUST_USE enum status tombstone_append(struct app *app, const struct gone *gone, size_t count,
    struct text why, char id[GONE_ID_CHARS + 1], uint64_t *number, struct err *err);

bool tombstone_is(const struct entry *entry);
/* Whether a removal with that number counts in this vault: not when it came with the log of
 * somebody else, whose own record it is about. */
bool tombstone_counts(const struct app *app, uint64_t number);

/* Borrowed for the call. */
typedef enum status (*gone_fn)(void *ctx, const struct gone *gone, struct err *err);

/* Every entry that `entry`, a removal with number `at`, may and does name; lines that name nothing
 * there can be are passed over.  Not OK from `each` stops and is returned. */
MUST_USE enum status tombstone_each(struct app *app, const struct entry *entry, uint64_t at,
    gone_fn each, void *ctx, struct err *err);

struct tombstone {
	uint64_t entry;      /* its number in its log */
	struct text written; /* RFC 3339 */
	struct text why;
};

/*
 * The removal that took a record with it; `id` as record_id_find() takes it.  Texts are borrowed
 * from `storage` (maximum at least TOMBSTONE_STORAGE_BYTES).  E_NOTFOUND: none did.
 */
MUST_USE enum status tombstone_find(
    struct app *app, struct text id, struct buf *storage, struct tombstone *out, struct err *err);

#endif
