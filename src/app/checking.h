/* src/app/checking.h
 * Everything in the vault read again: every object, every entry, every signed head, and whether the
 * entries and the objects know each other. */
#ifndef APP_CHECKING_H
#define APP_CHECKING_H

#include "app/act.h"
#include "base/json.h"
#include "prove/pack_verify.h"

/* Fills the same levels as the verification of a pack: files (objects), entries, log.  `quick`
 * leaves the objects out and says so.  OK also when damage was found: it stands in *out. */
MUST_USE enum status vault_check(struct app *app, bool quick, struct pack_result *out,
    struct err *err);

#endif
