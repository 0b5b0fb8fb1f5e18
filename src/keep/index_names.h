/* src/keep/index_names.h
 * Names in the index: who is who (numbers, addresses, vehicles and names, each an identity; a
 * person is any number of them), channels, conversations. */
#ifndef KEEP_INDEX_NAMES_H
#define KEEP_INDEX_NAMES_H

#include "diary/handle.h"
#include "keep/index.h"

struct index_identity {
	uint32_t id;
	struct text identity; /* number, address, else name */
	struct text name;     /* a display name seen with it; may be absent */
	uint32_t person;      /* 0: nobody named it yet */
	struct text person_name;
};

typedef enum status (*index_identity_fn)(
    void *ctx, const struct index_identity *identity, struct err *err);

/* How a party is known here: handle, else as written, else name; absent when all are. */
struct text index_identity_of(const struct party *party);
/* The same of somebody that a record says did it (record->by): a vehicle by its mark as it stands
 * on the plate, which lies in `spelled`; else the words themselves. */
struct text index_identity_by(struct text by, char spelled[HANDLE_VEHICLE_BYTES]);
/* Every identity, in order of id. */
MUST_USE enum status index_identities(
    struct index *index, index_identity_fn each, void *ctx, struct err *err);
/* This identity is that person; an absent person splits it off again.  An identity not yet seen is
 * remembered for when it is. */
MUST_USE enum status index_name_person(
    struct index *index, struct text identity, struct text person, struct err *err);
/* The identity that somebody typed: what is known here letter by letter, else a vehicle by its mark
 * as it stands on the plate, which lies in `spelled`; else the words themselves. */
MUST_USE enum status index_identity_typed(struct index *index, struct text typed,
    char spelled[HANDLE_VEHICLE_BYTES], struct text *out, struct err *err);
/* The person's name, absent when nobody named it.  Borrowed until the next call on the index. */
MUST_USE enum status index_person_of(
    struct index *index, struct text identity, struct text *out, struct err *err);

/* Every identity that `value` stands for as a person of a query: the name of a person, a number or
 * a vehicle's mark in any spelling, a display name or, where none of these is known, a word of one.
 * In order of id; none is no failure.  E_LIMIT: too many to be meant. */
MUST_USE enum status index_named(
    struct index *index, struct text value, index_identity_fn each, void *ctx, struct err *err);

typedef enum status (*index_word_fn)(void *ctx, uint32_t id, struct text word, struct err *err);
/* Every channel, every conversation, in order of id. */
MUST_USE enum status index_channels(
    struct index *index, index_word_fn each, void *ctx, struct err *err);
MUST_USE enum status index_conversations(
    struct index *index, index_word_fn each, void *ctx, struct err *err);

#endif
