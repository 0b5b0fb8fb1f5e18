/* tests/read/collect.h
 * A sink that keeps all a reader says, and checks the rules every reader must hold (read/sink.h,
 * diary/record.h, and all that the parent checks) while it does.  For tests and fuzz targets alike:
 * it does not need cmocka. Not for: deciding whether a reading is the right one. */
#ifndef TESTS_READ_COLLECT_H
#define TESTS_READ_COLLECT_H

#include "read/format.h"

struct collect_note {
	enum note_kind kind;
	struct text code, detail;
	uint64_t position;
};

struct collect_extract {
	struct text name, type;
	struct buf data; /* the first keep_bytes bytes of it */
	uint64_t bytes;  /* all of them */
	bool ended, whole;
};

struct collect {
	struct arena arena;
	struct record *records; /* deep copies; the first keep_records of them */
	size_t records_size;
	uint64_t count; /* all records */
	struct collect_note *notes;
	size_t notes_count, notes_size;
	struct collect_extract *extracts;
	size_t extracts_count, extracts_size;
	struct buf canonical;            /* of the record in hand */
	size_t keep_records, keep_bytes; /* limits of what is kept, SIZE_MAX at first */
	size_t read_at_most;             /* a read_at gives at most so many bytes; 0: no limit */
	uint64_t stop_after; /* records after which the sink answers E_CANCELLED; 0: never */
	struct err err;
	char broken[300]; /* the first broken rule; empty when all were held */
};

void collect_init(struct collect *collect);
void collect_fini(struct collect *collect);
/* A sink to give to a reader; `collect` must stay in place. */
struct sink collect_sink(struct collect *collect);
/* A block of memory that gives at most so many bytes a read (0: no limit); must stay in place. */
struct collect_pieces {
	struct slice data;
	size_t at_most;
};
struct source collect_source(struct collect_pieces *pieces);
/* Read a block of memory.  `options` may be NULL.  The status is the reader's own, err in
 * collect->err. */
enum status collect_slice(struct collect *collect, const struct format *format, struct slice bytes,
    const struct reading_options *options);
/* Read a file of the test data; E_NOTFOUND when it is not there. */
enum status collect_file(struct collect *collect, const struct format *format, const char *path,
    const struct reading_options *options);
/* True when both heard exactly the same (records only as far as both were kept).  How a source is
 * cut into pieces, say, must not matter. */
bool collect_equal(struct collect *a, struct collect *b);
/* True when the folder with the outside test data is there; else says so on standard output. */
bool collect_have(const char *folder);

/* How many notes of that kind have that code (NULL: any). */
size_t collect_notes(const struct collect *collect, enum note_kind kind, const char *code);
/* The first of them, or NULL. */
const struct collect_note *collect_note(
    const struct collect *collect, enum note_kind kind, const char *code);
/* How many records have that channel, mark or doubt. */
size_t collect_channel(const struct collect *collect, const char *channel);
size_t collect_marked(const struct collect *collect, const char *mark);
size_t collect_doubted(const struct collect *collect, const char *code);

bool record_marked(const struct record *record, const char *mark);
/* NULL when the record does not carry it. */
const struct doubt *record_doubt(const struct record *record, const char *code);
/* The first claim of that key, absent when there is none. */
struct text record_claim(const struct record *record, const char *key);
/* One of its claims of that key has that value. */
bool record_claims(const struct record *record, const char *key, const char *value);

#endif
