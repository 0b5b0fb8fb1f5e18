/* src/app/history.h
 * How a record came to be what it is: the entry it began with and every correction since. */
#ifndef APP_HISTORY_H
#define APP_HISTORY_H

#include "app/app.h"

struct history_item {
	uint64_t entry;
	struct text id;         /* of the record as this entry left it */
	struct text kind;       /* "incident", "reading", "correction" */
	struct text written;    /* RFC 3339 */
	struct text why;        /* corrections; absent otherwise */
	struct text supersedes; /* id; corrections only */
	struct text note;       /* private, never in a pack; absent when there is none */
};

/* Borrowed for the call. */
typedef enum status (*history_fn)(void *ctx, const struct history_item *item, struct err *err);

enum { HISTORY_MAX = 256 };

/* Oldest first; the record asked for may stand anywhere in it.  E_NOTFOUND; E_LIMIT beyond
 * HISTORY_MAX corrections. */
MUST_USE enum status record_history(
    struct app *app, struct text id, history_fn each, void *ctx, struct err *err);

#endif
