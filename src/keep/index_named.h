/* src/keep/index_named.h
 * Whom a name in a query stands for here: the same numbers, addresses and names that a list of that
 * person's records goes by. */
#ifndef KEEP_INDEX_NAMED_H
#define KEEP_INDEX_NAMED_H

#include "keep/index.h"

/* Every identity that `value` stands for as a person of a query: the name of a person, a number in
 * any spelling, a display name or, where none of these is known, a word of one.  In order of id;
 * none is no failure.  E_LIMIT: too many to be meant. */
MUST_USE enum status index_named(
    struct index *index, struct text value, index_identity_fn each, void *ctx, struct err *err);

#endif
