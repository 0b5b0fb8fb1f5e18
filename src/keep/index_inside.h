/* src/keep/index_inside.h
 * Inside keep/: what the files of the index share. */
#ifndef KEEP_INDEX_INSIDE_H
#define KEEP_INDEX_INSIDE_H

#include "base/buf.h"
#include "keep/index.h"
#include "keep/index_batch.h"
#include "keep/index_facts.h"
#include "keep/index_key.h"
#include "keep/index_names.h"
#include "keep/index_rollup_inside.h"
#include "keep/index_word.h"
#include "sys/db/db.h"

enum {
	INDEX_VERSION = 9,
	PLACE_PART = 1024, /* keys in one part of `place` */
	PLACE_BYTES = PLACE_PART * 8,
	TEXT_MAX_BYTES = 24 * 1024 * 1024, /* searchable spelling of one record, at most */
	STATEMENTS_MAX = 64,               /* index_sql.inc has fewer */
	IDS_MAX = 2000,                    /* numbers that one value of a query may stand for */
};

struct index {
	struct db *db;
	struct io io;
	struct buf path;
	struct db_statement *statements[STATEMENTS_MAX]; /* prepared when first used */
	struct word_map map;
	struct batch batch;
	struct rollup rollup;
	struct buf group;     /* of one row in the roll-up */
	struct arena scratch; /* for parsing one stored record */
	struct buf text;      /* searchable spelling of one record */
	struct buf fold;      /* one folded name */
	struct buf known;     /* an identity and a name of it: asked while `text` is being made */
	struct buf person;    /* answer of index_person_of */
	uint64_t listed;      /* rows in lists; written with each commit */
	bool importing;
	bool bulk;       /* writing without a journal */
	bool spoiled;    /* such a write was cut off: only closing is left */
	uint64_t import; /* number of the import in progress */
	bool corrects;   /* it is a correction: as index_import says */
	uint64_t import_records;
	uint64_t uncommitted; /* rows since the last commit */
};

/* The statement `name` of index_sql.inc, prepared once.  Not for those that stay open while others
 * run. */
MUST_USE enum status index_sql(
    struct index *index, unsigned name, struct db_statement **out, struct err *err);
/* E_CONFLICT when the index is spoiled or, unless `importing` is wanted, an import is going on. */
MUST_USE enum status index_ready(const struct index *index, bool importing, struct err *err);

/* Begin and end a change outside of imports.  `status` decides; gives the final one. */
MUST_USE enum status index_change_begin(struct index *index, struct err *err);
MUST_USE enum status index_change_end(struct index *index, enum status status, struct err *err);

/* --- index_place.c --- */
MUST_USE enum status place_find(
    struct index *index, uint64_t import, uint32_t number, int64_t *key, struct err *err);
struct place {
	uint32_t number;
	int64_t key; /* 0 takes the entry out */
};

/* Best in order of number: each part is read and written once for a run of its numbers. */
MUST_USE enum status place_set_many(struct index *index, uint64_t import,
    const struct place *places, size_t count, struct err *err);
/* The first part at or after *part: its keys, 0 where there is no record (any more). */
MUST_USE enum status place_next_part(struct index *index, uint64_t import, uint32_t *part,
    bool *found, int64_t keys[PLACE_PART], struct err *err);

/* --- index_stored.c --- */
struct stored {
	int64_t key;
	struct facts facts;
	struct slice bytes; /* borrowed from the statement until its next use */
};

/* Let go of the rows of stored_get() and stored_from(). */
void stored_release(struct index *index);

MUST_USE enum status stored_get(
    struct index *index, int64_t key, struct stored *out, struct err *err);
/* The first row at or after `key`; *found false when there is none. */
MUST_USE enum status stored_from(
    struct index *index, int64_t key, bool *found, struct stored *out, struct err *err);
MUST_USE enum status stored_facts_set(
    struct index *index, int64_t key, const struct facts *facts, struct err *err);
/* Take a row out of the words, or put it in again: same text both times. */
MUST_USE enum status stored_words(
    struct index *index, const struct stored *stored, bool in, struct err *err);
/* index->text := what `record` can be found by. */
MUST_USE enum status stored_text_of(
    struct index *index, const struct record *record, const struct facts *facts, struct err *err);
/* All but the times and numbers of `out`, with words given their numbers. */
MUST_USE enum status stored_facts_of(
    struct index *index, const struct record *record, struct facts *out, struct err *err);

/* --- index_double.c --- */
/* Whether two records are the same message; `facts` of both agree already. */
bool double_same(const struct record *a, const struct record *b);
typedef enum status (*double_fn)(void *ctx, struct stored *stored, struct err *err);

/* Every row standing behind `key`, whose instant is at_us. */
MUST_USE enum status double_each(
    struct index *index, int64_t key, int64_t at_us, double_fn each, void *ctx, struct err *err);
/* The row at `key` is gone: of those behind it, the first steps forward. */
MUST_USE enum status double_promote(
    struct index *index, int64_t key, const struct facts *gone, struct err *err);

/* --- index_resolve.c, index_match.c --- */

/* One token that a row has or has not. */
struct facet {
	char letter;
	uint32_t id;
};

struct facets {
	struct facet *at; /* IDS_MAX of them */
	size_t count;
	bool cut; /* there were more */
};

/* Identities that `value` stands for, as facets with each of `letters`.  Nothing found adds
 * nothing. */
MUST_USE enum status resolve_identity(struct index *index, struct text value, const char *letters,
    struct facets *out, struct err *err);
/* Classes with one of these kinds and directions (0: any) and channels. */
MUST_USE enum status resolve_classes(struct index *index, uint32_t kinds, uint32_t directions,
    const struct text *channels, size_t channels_count, struct facets *out, bool *all,
    struct err *err);

/*
 * The words' engine's own expression for a query, in `out` (a NUL after it, not counted).
 * *none: nothing can match.  Empty: everything does.
 */
MUST_USE enum status match_put(
    struct index *index, const struct query *query, struct buf *out, bool *none, struct err *err);
/* Pure parts of it: a group of facets, a word or phrase.  " AND " stands between groups. */
void match_facets_put(struct buf *out, const struct facets *facets);
/* False, nothing put, when no token is in it.  `also` are facets that will do as well. */
MUST_USE bool match_term_put(
    struct buf *out, const struct query_term *term, const struct facets *also);

#endif
