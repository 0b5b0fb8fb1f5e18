/* src/read/formats/sqlite_rows.c
 * See sqlite_rows.h. */
#include "read/formats/sqlite_rows.h"

enum { TABLE_ARENA_BYTES = 4 * 1024 * 1024, ROW_ARENA_BYTES = 24 * 1024 * 1024 };

enum status
sqlite_rows_init(
    struct sqlite_rows *rows, struct sqlite_file *file, const char *name, struct err *err)
{
	enum status status;

	*rows = (struct sqlite_rows){.file = file};
	arena_init(&rows->arena, TABLE_ARENA_BYTES);
	arena_init(&rows->row_arena, ROW_ARENA_BYTES);
	status = sqlite_table_find(file, name, &rows->arena, &rows->table, err);
	if (status == OK && rows->table.root != 0)
		sqlite_walk_init(&rows->walk, file, rows->table.root);
	return status;
}

void
sqlite_rows_fini(struct sqlite_rows *rows)
{
	arena_fini(&rows->row_arena);
	arena_fini(&rows->arena);
}

enum status
sqlite_rows_next(struct sqlite_rows *rows, bool *more, struct err *err)
{
	enum status status;

	*more = false;
	if (rows->table.root == 0)
		return OK;
	arena_reset(&rows->row_arena);
	status = sqlite_walk_next(&rows->walk, &rows->row_arena, &rows->row, more, err);
	if (status == OK && *more)
		sqlite_row_complete(&rows->table, &rows->row);
	return status;
}

const struct sqlite_value *
sqlite_rows_value(const struct sqlite_rows *rows, const char *column)
{
	return sqlite_value_of(&rows->table, &rows->row, column);
}

struct text
sqlite_rows_text(struct sqlite_rows *rows, const char *column)
{
	return sqlite_text(rows->file, sqlite_rows_value(rows, column), &rows->row_arena);
}

int64_t
sqlite_rows_i64(const struct sqlite_rows *rows, const char *column)
{
	int64_t n = 0;

	return sqlite_i64(sqlite_rows_value(rows, column), &n) ? n : 0;
}

enum status
sqlite_rows_each(
    struct sqlite_file *file, const char *name, sqlite_rows_fn *each, void *ctx, struct err *err)
{
	struct sqlite_rows rows;
	bool more = true;
	enum status status = sqlite_rows_init(&rows, file, name, err);

	while (status == OK) {
		status = sqlite_rows_next(&rows, &more, err);
		if (status != OK || !more)
			break;
		status = each(ctx, &rows, err);
	}
	sqlite_rows_fini(&rows);
	return status;
}
