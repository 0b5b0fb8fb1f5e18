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
/* The same with every entry, every signed head, the head of every object, and the bytes of a part
 * of the objects, chosen by chance: about `share` of all bytes in parts of SAMPLING_ALL
 * (app/sampling.h).  The report says how much it was. */
MUST_USE enum status vault_verify_part(
    struct app *app, unsigned share, struct verify_report *report, struct err *err);

/* Open a vault for such a check and nothing else: reading only, without an index.  For a copy that
 * backup made.  Errors of vault_open(); app_close() closes it. */
MUST_USE enum status vault_look(
    struct app *app, const struct app_options *options, struct err *err);

/* The same for a pack, which needs no vault and no key.  Errors of pack_verify(). */
MUST_USE enum status pack_check(const struct vault_seams *seams, const char *path,
    const struct progress *progress, struct verify_report *report, struct err *err);

#endif
