/* src/keep/index_roles.c
 * Parts that persons have; see index_roles.h. */
#include "keep/index_roles.h"

#include "keep/index_inside.h"
#include "keep/index_text.h"

#include "index_sql.inc"

static enum status
set_role(struct index *index, struct text person, struct text role, struct err *err)
{
	struct db_statement *statement = NULL;
	enum status status;

	buf_reset(&index->fold);
	index_fold_put(&index->fold, person);
	status = buf_check(&index->fold, err);
	if (status == OK && index->fold.n == 0)
		status = fail(err, E_FORMAT, "a person needs a name");
	if (status == OK)
		status = index_sql(
		    index, role.n != 0 ? SQL_ROLE_PUT : SQL_ROLE_DELETE, &statement, err);
	if (status != OK)
		return status;
	db_bind_text(statement, 1, buf_text(&index->fold));
	if (role.n != 0) {
		db_bind_text(statement, 2, person);
		db_bind_text(statement, 3, role);
	}
	return db_run(statement, err);
}

enum status
index_set_role(struct index *index, struct text person, struct text role, struct err *err)
{
	enum status status;

	if (person.n > RECORD_NAME_MAX_BYTES || role.n > RECORD_NAME_MAX_BYTES)
		return fail(err, E_LIMIT, "a name is too long");
	status = index_change_begin(index, err);
	if (status != OK)
		return status;
	status = set_role(index, person, role, err);
	return index_change_end(index, status, err);
}

enum status
index_roles(struct index *index, index_role_fn each, void *ctx, struct err *err)
{
	struct db_statement *statement = NULL;
	bool row = true;
	enum status status = index_ready(index, false, err);

	if (status == OK)
		status = db_prepare(index->db, index_sql_text[SQL_ROLE_ALL], &statement, err);
	if (status != OK)
		return status;
	while (status == OK) {
		status = db_step(statement, &row, err);
		if (status != OK || !row)
			break;
		status = each(ctx, db_column_text(statement, 0), db_column_text(statement, 1), err);
	}
	db_statement_free(statement);
	return status;
}
