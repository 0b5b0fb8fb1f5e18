/* src/app/catch_up.h
 * Bringing the index up to the log, entry by entry, and reading every original that has no reading
 * yet.  An import is nothing but "keep the originals, then catch up"; so one cut off anywhere goes
 * on at the next opening by itself. */
#ifndef APP_CATCH_UP_H
#define APP_CATCH_UP_H

#include "app/import.h"

/* Where reports of readings made on the way go; NULL when nobody listens. */
struct catch_up_listener {
	void (*report)(void *ctx, const struct import_report *report);
	void *ctx;
};

/*
 * OK; E_CANCELLED (the index is behind, nothing is lost); errors of vault and index.  A rolled-back
 * log (the index knows more than the log) makes a new index and sets app->index_rebuilt.
 */
MUST_USE enum status catch_up(
    struct app *app, const struct catch_up_listener *listener, struct err *err);

#endif
