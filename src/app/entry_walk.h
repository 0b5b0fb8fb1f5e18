/* src/app/entry_walk.h
 * Inside app/ only: all entries of a vault, of every log, in the order in which they count. */
#ifndef APP_ENTRY_WALK_H
#define APP_ENTRY_WALK_H

#include "app/app.h"
#include "prove/entry.h"

/* `entry` is borrowed for the call. */
typedef enum status (*entry_walk_fn)(
    void *ctx, uint64_t number, const struct entry *entry, struct err *err);

/*
 * The own log's first `end` entries in order; after an entry that took in another log (or more of
 * it), what it took in.  Damaged and removed entries are passed over.  `storage`: as for
 * log_read(). Not OK from `each` stops and is returned.
 */
MUST_USE enum status entry_walk(struct app *app, uint64_t end, struct buf *storage,
    entry_walk_fn each, void *ctx, struct err *err);

#endif
