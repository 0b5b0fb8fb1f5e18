/* src/app/traces.h
 * What can be seen of a vault that was copied half: parts that are missing, and files that programs
 * which synchronise folders leave behind.  So that the person is told "this copy was not finished"
 * and not only that something is damaged.
 * Not for: finding damage (checking.h); what is told here was counted there. */
#ifndef APP_TRACES_H
#define APP_TRACES_H

#include "app/app.h"
#include "prove/verify_report.h"

enum { TRACES_NAME_BYTES = 128 };

struct traces {
	uint64_t conflicts; /* files with names that a synchronising program gives: two versions */
	uint64_t strange; /* other files that no vault has, where only a vault's files should be */
	uint64_t unfinished;           /* parts of files: names ending in .part, .tmp, … */
	char first[TRACES_NAME_BYTES]; /* name of the first conflict, else of the first of them */
};

/* Look at the names in the vault's folders, those of objects only when `objects`; nothing is
 * opened. E_NOMEM, E_IO. */
MUST_USE enum status traces_look(
    struct app *app, bool objects, struct traces *out, struct err *err);
/* Add to a vault's report what they mean, when `missing` objects that entries name are not there.
 * Errors of traces_look(). */
MUST_USE enum status traces_report(
    struct app *app, uint64_t missing, struct verify_report *report, struct err *err);
/* The sentence for a vault that lacks parts, into `out`, which is emptied; nothing when there is no
 * sign of an unfinished copy.  For what opening found (vault_state, app->passed_over). */
void traces_sentence(struct app *app, struct buf *out);

#endif
