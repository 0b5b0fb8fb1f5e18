/* src/read/formats/sqlite_rows.h
 * One table of a SQLite file, a row in hand at a time, with its values by the names of their
 * columns. Not for: rows looked up by their number; see sqlite_file.h. */
#ifndef READ_FORMATS_SQLITE_ROWS_H
#define READ_FORMATS_SQLITE_ROWS_H

#include "read/formats/sqlite_file.h"

struct sqlite_rows {
	struct sqlite_file *file;
	struct arena arena, row_arena; /* of the table; of the row in hand */
	struct sqlite_table table;
	struct sqlite_walk walk;
	struct sqlite_row row;
};

/* A table that is not there has no rows.  To be given to sqlite_rows_fini() in any case. */
MUST_USE enum status sqlite_rows_init(
    struct sqlite_rows *rows, struct sqlite_file *file, const char *name, struct err *err);
void sqlite_rows_fini(struct sqlite_rows *rows);
/* *more is false at the end. */
MUST_USE enum status sqlite_rows_next(struct sqlite_rows *rows, bool *more, struct err *err);

/* NULL when there is no such column. */
const struct sqlite_value *sqlite_rows_value(const struct sqlite_rows *rows, const char *column);
/* As sqlite_text(), for as long as the row is in hand. */
struct text sqlite_rows_text(struct sqlite_rows *rows, const char *column);
/* 0 when it is no number. */
int64_t sqlite_rows_i64(const struct sqlite_rows *rows, const char *column);

/* What a row becomes. */
typedef enum status sqlite_rows_fn(void *ctx, struct sqlite_rows *rows, struct err *err);
/* Each row of a table, from its begin to its end, or until `each` returns what is not OK. */
MUST_USE enum status sqlite_rows_each(
    struct sqlite_file *file, const char *name, sqlite_rows_fn *each, void *ctx, struct err *err);

#endif
