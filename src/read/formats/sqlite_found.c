/* src/read/formats/sqlite_found.c
 * See sqlite_found.h. */
#include "read/formats/sqlite_found.h"

enum status
sqlite_found_row(struct sqlite_file *file, const struct sqlite_table *table, int64_t rowid,
    struct arena *arena, struct sqlite_found *out, struct err *err)
{
	enum status status = OK;

	*out = (struct sqlite_found){.file = file, .arena = arena, .table = table};
	if (table->root != 0)
		status = sqlite_row_find(file, table->root, rowid, arena, &out->row, &out->is, err);
	if (out->is)
		sqlite_row_complete(table, &out->row);
	return status;
}

enum status
sqlite_found_of(struct sqlite_rows *rows, const struct sqlite_table *table, const char *column,
    struct sqlite_found *out, struct err *err)
{
	int64_t rowid = sqlite_rows_i64(rows, column);

	if (rowid != 0)
		return sqlite_found_row(rows->file, table, rowid, &rows->row_arena, out, err);
	*out = (struct sqlite_found){.file = rows->file, .arena = &rows->row_arena, .table = table};
	return OK;
}

const struct sqlite_value *
sqlite_found_value(const struct sqlite_found *found, const char *column)
{
	return found->is ? sqlite_value_of(found->table, &found->row, column) : NULL;
}

struct text
sqlite_found_text(const struct sqlite_found *found, const char *column)
{
	if (!found->is)
		return TEXT_NONE;
	return sqlite_text(found->file, sqlite_found_value(found, column), found->arena);
}

int64_t
sqlite_found_i64(const struct sqlite_found *found, const char *column)
{
	int64_t n = 0;

	return sqlite_i64(sqlite_found_value(found, column), &n) ? n : 0;
}

struct slice
sqlite_found_blob(const struct sqlite_found *found, const char *column)
{
	return sqlite_blob(sqlite_found_value(found, column));
}
