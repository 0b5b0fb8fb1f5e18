/* src/keep/index_roles.h
 * What part a person has: the one doing it, somebody acting for them, a witness, a helper, an
 * officer.  Said by the keeper in an entry of the log; also of persons without a number. */
#ifndef KEEP_INDEX_ROLES_H
#define KEEP_INDEX_ROLES_H

#include "keep/index.h"

/* An absent `role` takes it back.  E_FORMAT: a person needs a name.  E_LIMIT: a name too long. */
MUST_USE enum status index_set_role(
    struct index *index, struct text person, struct text role, struct err *err);
/* Borrowed for the call. */
typedef enum status (*index_role_fn)(
    void *ctx, struct text person, struct text role, struct err *err);
/* Every person with a role, by name. */
MUST_USE enum status index_roles(
    struct index *index, index_role_fn each, void *ctx, struct err *err);

#endif
