/* src/keep/recover.h
 * A recovery sheet for an open vault, and both headers made anew out of one
 * (docs/format/vault.md, section 2.3).
 * Not for: the page that is printed (app/keys.h). */
#ifndef KEEP_RECOVER_H
#define KEEP_RECOVER_H

#include "keep/sheet.h"
#include "keep/vault.h"

/* The sheet that opens with these recovery words; the same each time.  E_AUTH: they are not this
 * vault's.  E_CONFLICT while a new vault key is being given.  E_NOMEM. */
MUST_USE enum status vault_sheet(
    const struct vault *vault, struct slice words, struct sheet *out, struct err *err);

/*
 * Write both headers of the vault at `path` anew, so that it opens with `passphrase` and with
 * `words`, those the sheet was made with.  What was left of the old ones is put into q/.
 * E_AUTH      not the words of this sheet, or the vault has another key since it was made.
 * E_NOTFOUND  no log here was signed by the key on the sheet: it is of another vault.
 * E_CONFLICT  a header of this vault is whole, or the vault is open elsewhere.
 * E_FORMAT, E_LIMIT (passphrase or words that are none), E_IO, E_NOMEM.
 * On failure nothing was changed, except that after E_IO some of it may be there.
 */
MUST_USE enum status vault_recover(const char *path, const struct vault_seams *seams,
    const struct sheet *sheet, struct slice words, struct slice passphrase, struct err *err);

#endif
