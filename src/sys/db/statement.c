/* src/sys/db/statement.c
 * Prepared statements: values in, rows out. */
#include <assert.h>

#include "base/mem.h"
#include "sys/db/db_inside.h"

struct db_statement {
	struct db *db;
	sqlite3_stmt *sqlite;
	struct db_statement *next;
	int bind_failed; /* SQLITE_OK, or the first failure since the last run */
};

enum status
db_prepare(struct db *db, const char *sql, struct db_statement **out, struct err *err)
{
	struct db_statement *statement = mem_new(1, sizeof *statement);
	int rc;

	if (statement == NULL)
		return fail(err, E_NOMEM, "database: no memory");
	rc = sqlite3_prepare_v3(
	    db->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->sqlite, NULL);
	if (rc != SQLITE_OK) {
		enum status status = db_fail(db, rc, "a statement cannot be prepared", err);

		mem_free(statement);
		assert(status != OK); /* SQLITE_ROW and SQLITE_DONE only come from a step */
		return status;
	}
	statement->db = db;
	statement->next = db->statements;
	db->statements = statement;
	*out = statement;
	return OK;
}

void
db_statement_free(struct db_statement *statement)
{
	struct db_statement **at;

	if (statement == NULL)
		return;
	for (at = &statement->db->statements; *at != statement; at = &(*at)->next)
		;
	*at = statement->next;
	(void)sqlite3_finalize(statement->sqlite);
	mem_free(statement);
}

static void
bound(struct db_statement *statement, int rc)
{
	if (statement->bind_failed == SQLITE_OK)
		statement->bind_failed = rc;
}

void
db_bind_i64(struct db_statement *statement, int at, int64_t value)
{
	bound(statement, sqlite3_bind_int64(statement->sqlite, at, value));
}

void
db_bind_bytes(struct db_statement *statement, int at, struct slice value)
{
	/* A NULL pointer would bind NULL, and no bytes are not the same as no value. */
	const void *p = value.n != 0 ? (const void *)value.p : "";

	bound(statement, sqlite3_bind_blob64(statement->sqlite, at, p, value.n, SQLITE_STATIC));
}

void
db_bind_text(struct db_statement *statement, int at, struct text value)
{
	if (value.p == NULL) {
		db_bind_null(statement, at);
		return;
	}
	bound(statement, sqlite3_bind_text64(statement->sqlite, at, value.n != 0 ? value.p : "",
			     value.n, SQLITE_STATIC, SQLITE_UTF8));
}

void
db_bind_null(struct db_statement *statement, int at)
{
	bound(statement, sqlite3_bind_null(statement->sqlite, at));
}

enum status
db_step(struct db_statement *statement, bool *row, struct err *err)
{
	int rc = statement->bind_failed;

	if (rc == SQLITE_OK)
		rc = sqlite3_step(statement->sqlite);
	if (rc == SQLITE_ROW) {
		*row = true;
		return OK;
	}
	(void)sqlite3_reset(statement->sqlite);
	statement->bind_failed = SQLITE_OK;
	if (rc == SQLITE_DONE) {
		*row = false;
		return OK;
	}
	return db_fail(statement->db, rc, "a statement failed", err);
}

enum status
db_run(struct db_statement *statement, struct err *err)
{
	enum status status;
	bool row = true;

	do
		status = db_step(statement, &row, err);
	while (status == OK && row);
	return status;
}

void
db_reset(struct db_statement *statement)
{
	(void)sqlite3_reset(statement->sqlite);
	(void)sqlite3_clear_bindings(statement->sqlite);
	statement->bind_failed = SQLITE_OK;
}

int64_t
db_column_i64(struct db_statement *statement, int column)
{
	return sqlite3_column_int64(statement->sqlite, column);
}

bool
db_column_is_null(struct db_statement *statement, int column)
{
	return sqlite3_column_type(statement->sqlite, column) == SQLITE_NULL;
}

struct slice
db_column_bytes(struct db_statement *statement, int column)
{
	const void *p = sqlite3_column_blob(statement->sqlite, column);
	int n = sqlite3_column_bytes(statement->sqlite, column);

	return slice_of(p, p != NULL && n > 0 ? (size_t)n : 0);
}

struct text
db_column_text(struct db_statement *statement, int column)
{
	struct text text = TEXT_NONE;
	struct slice bytes;

	if (db_column_is_null(statement, column))
		return TEXT_NONE;
	bytes = db_column_bytes(statement, column);
	if (bytes.n == 0)
		return TEXT_LITERAL("");
	return text_check(bytes, &text, NULL) ? text : TEXT_NONE;
}

enum status
db_number(struct db *db, const char *sql, int64_t missing, int64_t *out, struct err *err)
{
	struct db_statement *statement = NULL;
	bool row = false;
	enum status status = db_prepare(db, sql, &statement, err);

	if (status != OK)
		return status;
	status = db_step(statement, &row, err);
	if (status == OK)
		*out = row && !db_column_is_null(statement, 0) ? db_column_i64(statement, 0)
							       : missing;
	db_statement_free(statement);
	return status;
}
