/* src/read/formats/sqlite_gaps.h
 * Rows are numbered one after the other: a number that is missing between two was once there, or
 * was never kept.  Inside the readers of databases. */
#ifndef READ_FORMATS_SQLITE_GAPS_H
#define READ_FORMATS_SQLITE_GAPS_H

#include "read/formats/making.h"
#include "read/formats/sqlite_rows.h"

struct sqlite_gaps {
	uint64_t missing;
	int64_t before, first; /* the number before; the first that is missing */
	bool begun;
};

/* A row, in the order of their numbers. */
void sqlite_gaps_see(struct sqlite_gaps *gaps, int64_t rowid);
/* The note "row-gap", where there are any.  In a file that is damaged they may have been there. */
void sqlite_gaps_say(
    const struct sqlite_gaps *gaps, const struct sqlite_file *file, struct making *m);

/* The same of rows behind the last one: the number that a database gave last is in its table
 * "sqlite_sequence" [2.6.2], where anybody may have written it. */
MUST_USE enum status sqlite_gaps_end(const struct sqlite_gaps *gaps, struct sqlite_file *file,
    const char *table, struct making *m, struct err *err);

#endif
