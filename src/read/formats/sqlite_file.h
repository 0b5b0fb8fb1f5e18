/* src/read/formats/sqlite_file.h
 * A database file of SQLite that somebody else wrote, read without SQLite
 * (docs/design/0024-sqlite.md; https://www.sqlite.org/fileformat2.html, sections in brackets):
 * pages, the trees that tables are, rows.  No SQL is run, nothing is written, and a page that is
 * damaged costs what stood on it. Not for: what the tables mean. */
#ifndef READ_FORMATS_SQLITE_FILE_H
#define READ_FORMATS_SQLITE_FILE_H

#include "base/arena.h"
#include "base/buf.h"
#include "read/formats/blocks.h"
#include "read/formats/sqlite_wal.h"

enum {
	SQLITE_COLUMNS_MAX = 512,
	SQLITE_VALUE_MAX_BYTES = 4 * 1024 * 1024, /* of one row; what is longer is cut */
	SQLITE_DEPTH_MAX = 24,                    /* of a tree of pages */
	SQLITE_TABLES_MAX = 10000,                /* looked at in the schema */
	SQLITE_BLOCK_BYTES = 64 * 1024,
	SQLITE_BLOCKS = 128, /* rows are looked up in many places while one table is walked */
};

struct sqlite_file {
	const struct source *source;
	uint32_t page_bytes, usable_bytes;
	uint32_t pages;
	uint32_t encoding; /* 1 UTF-8, 2 UTF-16 little-endian, 3 big-endian [1.3.13] */
	bool has_wal;      /* written with a write-ahead log: the newest rows may stand there */
	struct sqlite_wal *wal; /* that log, borrowed; NULL: not at hand */
	bool cut;               /* the file is shorter than it says */
	uint64_t damaged;       /* pages and cells that are not what they should be */
	struct blocks blocks;
};

enum sqlite_type { SQLITE_NULL, SQLITE_INTEGER, SQLITE_REAL, SQLITE_TEXT, SQLITE_BLOB };

struct sqlite_value {
	enum sqlite_type type;
	int64_t integer;    /* INTEGER; REAL: the bits of the double */
	struct slice bytes; /* TEXT (as stored), BLOB */
};

struct sqlite_row {
	int64_t rowid;
	struct sqlite_value *value; /* in the order of the columns */
	size_t count;               /* may be fewer than the table has columns: the rest is NULL */
	bool cut;                   /* not all bytes of the row are there */
};

/* E_FORMAT: no SQLite file.  E_NOMEM, or what the source returned. To be given to
 * sqlite_file_fini() in any case. */
MUST_USE enum status sqlite_file_init(
    struct sqlite_file *file, const struct source *source, struct err *err);
void sqlite_file_fini(struct sqlite_file *file);

/* The log beside it is at hand: its pages stand for those of the file, until sqlite_file_fini(). */
void sqlite_file_with(struct sqlite_file *file, struct sqlite_wal *wal);

/* All rows of a table, in the order of their rowids. */
struct sqlite_walk {
	struct sqlite_file *file;
	uint64_t visited;
	unsigned depth;
	struct {
		uint32_t page, next; /* next: cell to look at */
	} at[SQLITE_DEPTH_MAX];
};

void sqlite_walk_init(struct sqlite_walk *walk, struct sqlite_file *file, uint32_t root);
/* The row lives in the arena; *more is false at the end.  Damage is counted and stepped over.
 * E_NOMEM: the arena is full.  What the source returned. */
MUST_USE enum status sqlite_walk_next(struct sqlite_walk *walk, struct arena *arena,
    struct sqlite_row *row, bool *more, struct err *err);
/* The row with that rowid. */
MUST_USE enum status sqlite_row_find(struct sqlite_file *file, uint32_t root, int64_t rowid,
    struct arena *arena, struct sqlite_row *row, bool *found, struct err *err);

/* One table of the schema [2.6]. */
struct sqlite_table {
	uint32_t root; /* 0: there is no such table */
	struct text column[SQLITE_COLUMNS_MAX];
	size_t count;
	size_t rowid_column; /* that stands for the rowid [2.1]; SIZE_MAX: none does */
};

/* table->root is 0 when the file has no such table.  Names live in the arena. */
MUST_USE enum status sqlite_table_find(struct sqlite_file *file, const char *name,
    struct arena *arena, struct sqlite_table *table, struct err *err);
/* The column that stands for the rowid is stored as NULL [2.1]: it gets its number. */
void sqlite_row_complete(const struct sqlite_table *table, struct sqlite_row *row);
/* A value of a row by its column's name; NULL when the table has no such column, or the row ends
 * before it. */
const struct sqlite_value *sqlite_value_of(
    const struct sqlite_table *table, const struct sqlite_row *row, const char *column);

/* False (untouched) when it is no integer (or a text of one). */
MUST_USE bool sqlite_i64(const struct sqlite_value *value, int64_t *out);
/* Microseconds out of the bits of a double that counts seconds.  False past every calendar. */
MUST_USE bool sqlite_real_us(uint64_t bits, int64_t *out);
/* Microseconds out of seconds, whole or with a fraction. */
MUST_USE bool sqlite_seconds_us(const struct sqlite_value *value, int64_t *out);
/* Text as UTF-8, in the arena where it had to be changed; absent for NULL and numbers, and when the
 * arena is full.  A BLOB that is text is text: some columns hold both. */
struct text sqlite_text(
    const struct sqlite_file *file, const struct sqlite_value *value, struct arena *arena);
struct slice sqlite_blob(const struct sqlite_value *value);

#endif
