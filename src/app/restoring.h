/* src/app/restoring.h
 * A vault again, out of a copy that `backup` made: on a new machine, or after the old one was lost.
 * It begins a new log and keeps the old one beside it (docs/design/0016-several-logs.md), so that a
 * copy and a vault that both go on are never taken for each other.
 * Not for: copying files (copying.h). */
#ifndef APP_RESTORING_H
#define APP_RESTORING_H

#include "app/app.h"
#include "keep/copy_note.h"

struct restoring {
	const char *copy;           /* folder; only read */
	struct app_options options; /* vault_path: where the vault is to be; secret: of the copy */
	void (*problem)(
	    void *ctx, const char *name, const char *why); /* of one file; may be NULL */
	void *ctx;
};

struct restore_sum {
	uint64_t entries, files, bytes; /* what was restored; bytes of the files */
	uint64_t lacking;               /* files that could not be read whole */
	uint64_t missing_entries;       /* that the copy's own signed head covers and it lacks */
	bool noted;                     /* the copy has a note of `backup` … */
	struct copy_note note;          /* … this one */
	bool finished_before;           /* all was there already; only the end was missing */
};

/*
 * OK          there is a vault at options.vault_path, and it is open in *app.
 * E_CONFLICT  something else stands there, or the copy's log is not the one its head covers.
 * E_NOTFOUND  there is no copy.  Errors of vault_open() on the copy, of copying, of app_start().
 * After a failure or a stop, the same again goes on; until the end there is no vault to open.
 */
MUST_USE enum status vault_restore(
    struct app *app, const struct restoring *restoring, struct restore_sum *sum, struct err *err);

#endif
