/* src/keep/index_people.c
 * Identities, the persons they belong to, and the other words that repeat. */
#include "keep/index_inside.h"
#include "keep/index_text.h"

#include "index_sql.inc"

enum status
index_identities(struct index *index, index_identity_fn each, void *ctx, struct err *err)
{
	struct db_statement *statement = NULL;
	bool row = true;
	enum status status = index_ready(index, false, err);

	if (status == OK)
		status = db_prepare(index->db, index_sql_text[SQL_IDENTITY_ALL], &statement, err);
	if (status != OK)
		return status;
	db_bind_i64(statement, 1, WORD_IDENTITY);
	while (status == OK) {
		struct index_identity identity;

		status = db_step(statement, &row, err);
		if (status != OK || !row)
			break;
		identity = (struct index_identity){
		    .id = (uint32_t)db_column_i64(statement, 0),
		    .identity = db_column_text(statement, 1),
		    .name = db_column_text(statement, 2),
		    .person = (uint32_t)db_column_i64(statement, 3),
		    .person_name = db_column_text(statement, 4),
		};
		status = each(ctx, &identity, err);
	}
	db_statement_free(statement);
	return status;
}

static enum status
person_id(struct index *index, struct text name, int64_t *out, struct err *err)
{
	struct db_statement *statement = NULL;
	bool row = false;
	enum status status;

	buf_reset(&index->fold);
	index_fold_put(&index->fold, name);
	status = buf_check(&index->fold, err);
	if (status == OK && index->fold.n == 0)
		status = fail(err, E_FORMAT, "a person needs a name");
	if (status == OK)
		status = index_sql(index, SQL_PERSON_FIND, &statement, err);
	if (status != OK)
		return status;
	db_bind_text(statement, 1, buf_text(&index->fold));
	status = db_step(statement, &row, err);
	if (status == OK && row)
		*out = db_column_i64(statement, 0);
	db_reset(statement);
	if (status != OK)
		return status;
	/* The newest spelling of the name stands. */
	status = index_sql(index, row ? SQL_PERSON_RENAME : SQL_PERSON_PUT, &statement, err);
	if (status != OK)
		return status;
	if (row) {
		db_bind_i64(statement, 1, *out);
		db_bind_text(statement, 2, name);
		return db_run(statement, err);
	}
	db_bind_text(statement, 1, name);
	db_bind_text(statement, 2, buf_text(&index->fold));
	status = db_step(statement, &row, err);
	if (status == OK && row) {
		*out = db_column_i64(statement, 0);
		status = db_run(statement, err);
	}
	return status;
}

static enum status
name_person(struct index *index, struct text identity, struct text person, struct err *err)
{
	struct db_statement *statement = NULL;
	int64_t who = 0;
	uint32_t id = 0;
	enum status status = word_party(index, &(struct party){.handle = identity}, &id, err);

	if (status == OK && person.p != NULL)
		status = person_id(index, person, &who, err);
	if (status == OK)
		status = index_sql(
		    index, person.p != NULL ? SQL_NAMED_PUT : SQL_NAMED_DELETE, &statement, err);
	if (status != OK)
		return status;
	db_bind_i64(statement, 1, id);
	if (person.p != NULL)
		db_bind_i64(statement, 2, who);
	status = db_run(statement, err);
	if (status == OK)
		status = index_sql(index, SQL_PERSON_PRUNE, &statement, err);
	return status == OK ? db_run(statement, err) : status;
}

enum status
index_name_person(struct index *index, struct text identity, struct text person, struct err *err)
{
	enum status status;

	if (identity.p == NULL || identity.n == 0 || identity.n > RECORD_NAME_MAX_BYTES ||
	    person.n > RECORD_NAME_MAX_BYTES)
		return fail(err, E_LIMIT, "a number, address or name is empty or too long");
	status = index_change_begin(index, err);
	if (status != OK)
		return status;
	status = name_person(index, identity, person, err);
	return index_change_end(index, status, err);
}

enum status
index_identity_typed(struct index *index, struct text typed, char spelled[HANDLE_VEHICLE_BYTES],
    struct text *out, struct err *err)
{
	uint32_t id = 0;
	enum status status = OK;

	*out = index_identity_by(typed, spelled);
	if (text_eq(*out, typed))
		return OK;
	status = word_find(index, WORD_IDENTITY, typed, &id, err);
	if (id != 0)
		*out = typed;
	return status;
}

enum status
index_person_of(struct index *index, struct text identity, struct text *out, struct err *err)
{
	struct db_statement *statement = NULL;
	struct text name = TEXT_NONE;
	bool row = false;
	enum status status = index_sql(index, SQL_NAMED_PERSON, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, WORD_IDENTITY);
	db_bind_text(statement, 2, identity);
	status = db_step(statement, &row, err);
	if (status == OK && row) {
		buf_reset(&index->person);
		buf_put_text(&index->person, db_column_text(statement, 0));
		name = buf_text(&index->person);
		status = buf_check(&index->person, err);
	}
	db_reset(statement);
	if (status == OK)
		*out = name;
	return status;
}

static enum status
words_give(struct index *index, enum word_sort sort, index_word_fn each, void *ctx, struct err *err)
{
	struct db_statement *statement = NULL;
	bool row = true;
	enum status status = index_ready(index, false, err);

	if (status == OK)
		status = db_prepare(index->db, index_sql_text[SQL_WORD_ALL], &statement, err);
	if (status != OK)
		return status;
	db_bind_i64(statement, 1, sort);
	while (status == OK) {
		status = db_step(statement, &row, err);
		if (status != OK || !row)
			break;
		status = each(
		    ctx, (uint32_t)db_column_i64(statement, 0), db_column_text(statement, 1), err);
	}
	db_statement_free(statement);
	return status;
}

enum status
index_channels(struct index *index, index_word_fn each, void *ctx, struct err *err)
{
	return words_give(index, WORD_CHANNEL, each, ctx, err);
}

enum status
index_conversations(struct index *index, index_word_fn each, void *ctx, struct err *err)
{
	return words_give(index, WORD_CONVERSATION, each, ctx, err);
}
