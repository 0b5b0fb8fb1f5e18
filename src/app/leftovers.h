/* src/app/leftovers.h
 * Inside app/ only: copies of removed bytes that no entry names.  An import or an incident that was
 * cut off between keeping a file and noting it leaves the file's object behind; the next try keeps
 * it again.  When the file is removed for good, the one left behind has to go too.
 * Not for: objects whose bytes are not being removed; they are left alone. */
#ifndef APP_LEFTOVERS_H
#define APP_LEFTOVERS_H

#include "app/erasing.h"

/*
 * Destroy every object with the SHA-256 of one that the erased entries bring, if no other entry and
 * no other reading names it.  Before the erased ones' own objects go: afterwards nobody knows the
 * digests.  Where a reading that stays cannot be gone through, none is destroyed: it may be one of
 * its own.  Errors of object_destroy(); E_NOMEM.
 */
MUST_USE enum status leftovers_destroy(
    struct app *app, const struct erased *erased, struct err *err);

#endif
