/* src/app/erasing.h
 * Inside app/ only: removals carried out, as often as it takes (docs/format/vault.md, section 9).
 * catch_up() calls it for every removal that the index does not reflect yet.
 * Not for: choosing or noting what goes (removing.h). */
#ifndef APP_ERASING_H
#define APP_ERASING_H

#include "app/app.h"

/* Entries that removals name. */
struct erased {
	uint64_t *numbers; /* ascending */
	size_t count, size;
	uint64_t
	    first; /* the first entry of the own log that names any, or brought the log that does */
};

/* What the removals among entries [from, log_settled()) of the own log name, and those in what
 * these took in.  *out was zero; erased_fini() also after a failure. */
MUST_USE enum status erased_gather(
    struct app *app, uint64_t from, struct erased *out, struct err *err);
bool erased_has(const struct erased *erased, uint64_t number);
void erased_fini(struct erased *erased);

/* Objects, entries, what was set aside: all but the index.  Again is fine.  Not OK: it is not
 * finished, and nothing that is not named was harmed. */
MUST_USE enum status erased_carry_out(
    struct app *app, const struct erased *erased, struct err *err);
/* Whether the index may hold anything of it: then it has to go as a whole. */
MUST_USE enum status erased_in_index(
    struct app *app, const struct erased *erased, bool *is, struct err *err);

#endif
