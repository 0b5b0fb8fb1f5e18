/* src/app/traces.h
 * What can be seen of a vault that was copied half: parts that are missing, and files that programs
 * which synchronise folders leave behind.  So that the person is told "this copy was not finished"
 * and not only that something is damaged.
 * Not for: finding damage (checking.h); what is told here was counted there. */
#ifndef APP_TRACES_H
#define APP_TRACES_H

#include "app/app.h"
#include "prove/verify_report.h"

/* Look at the names in the vault's folders, nothing is opened, and add to a vault's report what
 * they mean, when `missing` objects that entries name are not there.  E_NOMEM, E_IO. */
MUST_USE enum status traces_report(
    struct app *app, uint64_t missing, struct verify_report *report, struct err *err);
/* The sentence for a vault that lacks parts, into `out`, which is emptied; nothing when there is no
 * sign of an unfinished copy.  For what opening found (vault_state, app->passed_over). */
void traces_sentence(struct app *app, struct buf *out);

#endif
