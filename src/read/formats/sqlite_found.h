/* src/read/formats/sqlite_found.h
 * A row of another table, by its number, and its values; for as long as its arena is not reset.
 * Nothing is found in a table that is not there. */
#ifndef READ_FORMATS_SQLITE_FOUND_H
#define READ_FORMATS_SQLITE_FOUND_H

#include "read/formats/sqlite_rows.h"

struct sqlite_found {
	struct sqlite_file *file;
	struct arena *arena;
	const struct sqlite_table *table;
	struct sqlite_row row;
	bool is;
};

/* *out is set in any case.  E_NOMEM, or what the source returned. */
MUST_USE enum status sqlite_found_row(struct sqlite_file *file, const struct sqlite_table *table,
    int64_t rowid, struct arena *arena, struct sqlite_found *out, struct err *err);
/* The same for the number in a column of the row in hand, and for as long as that is. */
MUST_USE enum status sqlite_found_of(struct sqlite_rows *rows, const struct sqlite_table *table,
    const char *column, struct sqlite_found *out, struct err *err);

/* As those of sqlite_rows.h; nothing where nothing was found. */
const struct sqlite_value *sqlite_found_value(const struct sqlite_found *found, const char *column);
struct text sqlite_found_text(const struct sqlite_found *found, const char *column);
int64_t sqlite_found_i64(const struct sqlite_found *found, const char *column);
struct slice sqlite_found_blob(const struct sqlite_found *found, const char *column);

#endif
