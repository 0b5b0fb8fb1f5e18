/* src/app/checking.h
 * Everything in the vault read again: every object, every entry, every signed head, and whether
 * entries and objects know each other. */
#ifndef APP_CHECKING_H
#define APP_CHECKING_H

#include "app/app.h"
#include "prove/verify_report.h"

/*
 * Fills the same levels as the check of a pack.  `quick` leaves the objects' bytes out and says so.
 * `report` was initialised by the caller.  OK also when damage was found: it stands in the report.
 */
MUST_USE enum status vault_verify(
    struct app *app, bool quick, struct verify_report *report, struct err *err);

/* The same for a pack, which needs no vault and no key.  Errors of pack_verify(). */
MUST_USE enum status pack_check(const struct vault_seams *seams, const char *path,
    const struct progress *progress, struct verify_report *report, struct err *err);

#endif
