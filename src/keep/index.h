/* src/keep/index.h
 * The index: a disposable, encrypted view of log and readings, for time, people and words.
 * Deleting it costs time, never evidence: the app replays the log and the stored readings.
 * Not for: anything that exists nowhere else.  docs/design/0008-index.md has the reasons.
 *
 * Order.  Every record has a key; key order is time order, to the millisecond.  Records
 * without any known time come first.  Pages are asked for by key, so a page deep in ten million
 * records costs what the first one costs.
 *
 * Who is who.  A party is known by its handle, else as written, else by name: that text is its
 * identity here.  A person is any number of identities under one name.
 *
 * The same message in two imports (same instant to the millisecond, same sender, same words, same
 * kind) is listed once and counted once; the later one stands behind the first (index_origins). Two
 * identical messages in one import stay two.
 *
 * A struct index belongs to one thread at a time. */
#ifndef KEEP_INDEX_H
#define KEEP_INDEX_H

#include "base/buf.h"
#include "base/err.h"
#include "base/seam.h"
#include "diary/query.h"
#include "diary/record.h"

struct index;

enum {
	INDEX_KEY_BYTES = 32,
	INDEX_ROOT_BYTES = 32,
	INDEX_NAME_BYTES = 64, /* log id and such, NUL included */
	INDEX_PAGE_MAX = 10000,
};
#define INDEX_IMPORT_MAX ((UINT64_C(1) << 48) - 1) /* numbers of entries, see keep/log.h */

struct index_options {
	const char *path; /* "<vault>/i" */
	struct io io;
	struct clock clock;
	struct entropy entropy;
	const uint8_t *key; /* INDEX_KEY_BYTES, borrowed for the call */
	uint32_t cache_kib; /* 0: the default, 48 MiB */
};

/* Why an index is empty. */
enum index_fresh {
	INDEX_KEPT,    /* it is not: it was there and opened */
	INDEX_ABSENT,  /* there was none */
	INDEX_DAMAGED, /* not readable under this key, or a large import was cut off half-way */
	INDEX_OLD,     /* of another version of this program */
};

/* What the index reflects: this log, up to this entry. */
struct index_state {
	char log_id[INDEX_NAME_BYTES]; /* "" when nothing is reflected yet */
	uint64_t entries;
	uint8_t root[INDEX_ROOT_BYTES];
};

/*
 * Open, or make a new one where there is none or the one there is of no use (*fresh says why; the
 * caller then replays everything).  An import that was cut off is dropped here.
 * E_CONFLICT open elsewhere; E_IO, E_NOMEM, E_DENIED.
 */
MUST_USE enum status index_open(const struct index_options *options, struct index **out,
    enum index_fresh *fresh, struct err *err);
/* NULL is fine.  The file goes too when it is distrusted. */
void index_close(struct index *index);
/* Damage was found in the file, or a sync of it failed: it serves until it is closed, and is then
 * erased, so that the next opening makes it anew. */
bool index_distrusted(const struct index *index);
/* Delete the files of a closed index. */
MUST_USE enum status index_erase(const char *path, const struct io *io, struct err *err);

MUST_USE enum status index_state(struct index *index, struct index_state *out, struct err *err);
/* After the entries up to state->entries were applied.  Everything below can be applied twice with
 * the same outcome, so a crash between applying and this is repaired by replaying. */
MUST_USE enum status index_reflect(
    struct index *index, const struct index_state *state, struct err *err);

/* --- taking in --- */

/* One import (or one incident written down): what its rows have in common. */
struct index_import {
	uint64_t number;      /* of the log entry; names the import for ever */
	struct text entry_id; /* 26 base32 characters */
	struct text original; /* SHA-256 of the original in hex; absent for incidents */
	struct text name;     /* file name as it came; may be absent */
	struct text format;   /* "sms-xml"; may be absent */
	struct text zone;     /* zone that wall times were settled with; may be absent */
	struct text detail;   /* the app's own, at most 64 KiB; may be absent */
	uint64_t expected;    /* about how many items will come, to be faster; 0: not known */
	bool corrects; /* its records are better versions of others: none stands behind another */
};

struct index_item {
	uint64_t number;             /* in the reading, from 0, rising by one with each item */
	const struct record *record; /* parsed from `bytes` */
	struct slice bytes;          /* canonical; at most RECORD_MAX_BYTES */
	bool at_known;               /* settled instant; without one the record is undated */
	int64_t at_us;               /* years 1..9999, else it counts as undated */
	bool local_known;
	int64_t local_us; /* wall time where it happened, as if it were UTC */
};

/* Begin import->number; rows it had are dropped first.  E_CONFLICT while another is in progress. */
MUST_USE enum status index_begin_import(
    struct index *index, const struct index_import *import, struct err *err);
/* Streams: memory does not grow with the number of items.  Everything is copied. */
MUST_USE enum status index_add(struct index *index, const struct index_item *item, struct err *err);
/* What the import in progress is called, when that was not known at its beginning: all but number
 * and expected of `import`. */
MUST_USE enum status index_describe(
    struct index *index, const struct index_import *import, struct err *err);
/* The import is complete and durable (as far as an index is). */
MUST_USE enum status index_end(struct index *index, struct err *err);
/*
 * Forget the import in progress and its rows.  Also after index_add() or index_end() failed.
 * E_CONFLICT when that cannot be done in place (a large import into a small index writes without a
 * journal): close and open again, which then starts from nothing.
 */
MUST_USE enum status index_abort(struct index *index, struct err *err);
/* It is of no use until it is closed and opened again, empty then: see index_abort(). */
bool index_spoiled(const struct index *index);
/* Rows and words of that import go; doubles behind them step forward.  OK when there is none. */
MUST_USE enum status index_drop_import(struct index *index, uint64_t number, struct err *err);

/* A record by its name: import and number in it. */
struct index_id {
	uint64_t import, number;
};

/* It was corrected by a later entry: index_get() still finds it, lists and searches and counts do
 * not.  E_NOTFOUND. */
MUST_USE enum status index_retire(
    struct index *index, struct index_id id, uint64_t by_entry, struct err *err);
/* It was removed: nothing of it stays.  OK also when it is not there. */
MUST_USE enum status index_remove(struct index *index, struct index_id id, struct err *err);

/* --- asking --- */

enum index_flag {
	INDEX_RETIRED = 1,    /* superseded by row->retired_by */
	INDEX_DOUBLE = 2,     /* stands behind another row */
	INDEX_ATTACHMENT = 4, /* has at least one attachment */
	INDEX_DOUBTED = 8,    /* has at least one doubt */
	INDEX_UNSENT = 16,    /* written by the owner and never gone: a draft, queued, failed */
	INDEX_SEVERAL = 32,   /* went to more than the one that the row names */
	INDEX_NOTED = 64,     /* no incident, but the person noted a kind, an effect or a change */
};

struct index_row {
	uint64_t key; /* cursor; also names the row until an import is dropped */
	struct index_id id;
	bool at_known, local_known;
	int64_t at_us, local_us;
	enum record_kind kind;
	enum direction direction;
	enum time_basis basis;
	enum precision precision;
	uint32_t channel; /* ids for index_channels, index_identities; 0: none */
	uint32_t conversation;
	uint32_t from;
	uint32_t to;         /* the first recipient */
	unsigned flags;      /* enum index_flag */
	unsigned doubles;    /* rows standing behind this one */
	uint64_t retired_by; /* entry number, 0 when not retired */
	struct slice bytes;  /* canonical record; empty when page.facts_only */
};

struct index_page {
	bool after_set; /* continue after that key, in the direction asked for */
	uint64_t after;
	bool newest_first;
	bool facts_only; /* leave row->bytes empty: a quick scan for counting */
	bool no_limit;   /* for scans */
	size_t limit;    /* 1..INDEX_PAGE_MAX unless no_limit */
};

/* A row is borrowed for the call.  Not OK stops and is returned.  The index must not be changed
 * from inside. */
typedef enum status (*index_row_fn)(void *ctx, const struct index_row *row, struct err *err);

/* Rows that answer the query, doubles and retired ones left out.  *more (may be NULL) tells whether
 * there are further ones.  NULL query: every record. */
MUST_USE enum status index_query(struct index *index, const struct query *query,
    const struct index_page *page, index_row_fn each, void *ctx, bool *more, struct err *err);
MUST_USE enum status index_count(
    struct index *index, const struct query *query, uint64_t *out, struct err *err);
/* One record, doubles and retired ones too.  E_NOTFOUND. */
MUST_USE enum status index_get(
    struct index *index, struct index_id id, index_row_fn each, void *ctx, struct err *err);
/* All places a message was found in: the row itself, then its doubles. */
MUST_USE enum status index_origins(
    struct index *index, uint64_t key, index_row_fn each, void *ctx, struct err *err);
/* E_NOTFOUND.  Texts are borrowed from *storage, which the caller initialised. */
MUST_USE enum status index_import_of(struct index *index, uint64_t number, struct buf *storage,
    struct index_import *out, struct err *err);
/* Numbers of imports of one original (hex SHA-256), for "this was brought in before". */
MUST_USE enum status index_import_by_original(
    struct index *index, struct text original, uint64_t *number, struct err *err);
/* As index_row_fn. */
typedef enum status (*index_import_fn)(
    void *ctx, const struct index_import *import, struct err *err);
/* Every import whose detail has `words` in it, in order of number. */
MUST_USE enum status index_imports_saying(
    struct index *index, struct text words, index_import_fn each, void *ctx, struct err *err);
/* An import without rows, in the place of an older one with the same `original`.  Errors of
 * index_begin_import() and index_drop_import(). */
MUST_USE enum status index_note(
    struct index *index, const struct index_import *import, struct err *err);
/* The import whose entry has this id.  E_NOTFOUND. */
MUST_USE enum status index_import_by_entry(
    struct index *index, struct text entry_id, uint64_t *number, struct err *err);

#endif
