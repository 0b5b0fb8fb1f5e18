/* src/app/person.h
 * Saying that numbers, addresses and names are one person; each link is an entry with a reason, and
 * can be taken back by another. */
#ifndef APP_PERSON_H
#define APP_PERSON_H

#include "app/act.h"
#include "keep/index_names.h"

/* E_FORMAT when handle, person or why is missing. */
MUST_USE enum status person_name(
    struct app *app, struct text handle, struct text person, struct text why, struct err *err);
MUST_USE enum status person_split(
    struct app *app, struct text handle, struct text why, struct err *err);

/* What part a person has in it.  Whoever is PERSON_SUBJECT or PERSON_PROXY belongs to whom the
 * picture is of; a witness, helper or officer does not, whatever an incident says. */
enum person_role {
	PERSON_SUBJECT, /* "subject": the one doing it */
	PERSON_PROXY,   /* "proxy": somebody acting for them */
	PERSON_WITNESS,
	PERSON_HELPER,
	PERSON_OFFICER,
	PERSON_OTHER, /* "other": nobody of that */
	PERSON_ROLES,
};
const char *person_role_name(enum person_role role);
MUST_USE bool person_role_parse(struct text name, enum person_role *out);
/* An entry with a reason; `role` absent takes it back.  E_FORMAT when person or why is missing or
 * there is no such role. */
MUST_USE enum status person_set_role(
    struct app *app, struct text person, struct text role, struct text why, struct err *err);

typedef enum status (*person_role_fn)(
    void *ctx, struct text person, struct text role, struct err *err);
/* Every person with a part, by name; borrowed for the call. */
MUST_USE enum status person_roles(struct app *app, person_role_fn each, void *ctx, struct err *err);

/*
 * Whom a record says did it: each of record->by under the person's name that it was given, be it a
 * number, a vehicle or another name, else as it stands; without those that are nobody ("unknown").
 * *out (*count of them) is the arena's.  E_NOMEM, errors of the index.
 */
MUST_USE enum status person_by(struct app *app, const struct record *record, struct arena *arena,
    struct text **out, size_t *count, struct err *err);

#endif
