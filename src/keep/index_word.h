/* src/keep/index_word.h
 * Inside keep/: small numbers for what repeats, and the memory of those seen lately. */
#ifndef KEEP_INDEX_WORD_H
#define KEEP_INDEX_WORD_H

#include "base/arena.h"
#include "base/err.h"
#include "base/seam.h"
#include "diary/record.h"

struct index;

enum word_sort {
	WORD_CHANNEL = 1,
	WORD_CONVERSATION,
	WORD_IDENTITY,
	WORD_MARK,
	WORD_CLASS, /* "<kind>/<direction>/<channel number>" */
	WORD_ALIAS, /* only in memory: "<identity>/<name>" was stored */
};

struct word_slot {
	uint64_t hash; /* 0: free */
	struct text text;
	uint32_t sort, id;
};

/* Fixed in size; when it is full it forgets everything and fills again from the database. */
struct word_map {
	struct word_slot *slots;
	struct arena arena;
	size_t count;
	uint64_t seed; /* so that nobody can choose texts that collide */
};

MUST_USE enum status word_map_init(
    struct word_map *map, const struct entropy *entropy, struct err *err);
void word_map_fini(struct word_map *map);
/* Forget: numbers given in a transaction that was rolled back do not exist. */
void word_map_clear(struct word_map *map);

/* The number of `text`, given now when it has none. */
MUST_USE enum status word_id(
    struct index *index, enum word_sort sort, struct text text, uint32_t *out, struct err *err);
/* *out is 0 when it has none. */
MUST_USE enum status word_find(
    struct index *index, enum word_sort sort, struct text text, uint32_t *out, struct err *err);
/* The number of a party's identity (0 when it has none), its names remembered. */
/* The same for somebody that a record says did it. */
MUST_USE enum status word_by(struct index *index, struct text by, uint32_t *out, struct err *err);
MUST_USE enum status word_party(
    struct index *index, const struct party *party, uint32_t *out, struct err *err);

#endif
