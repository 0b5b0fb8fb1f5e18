/* src/keep/index_drop.c
 * Taking rows out: a whole import, one record, or one that was corrected. */
#include "keep/index_inside.h"

#include "index_sql.inc"

/* From how many rows on, and from which share of all, the words are made anew at once instead of
 * being taken out one by one. */
enum { REMAKE_MIN_ROWS = 2000, REMAKE_SHARE = 8 };

static enum status
row_delete(struct index *index, int64_t key, struct err *err)
{
	struct db_statement *statement = NULL;
	enum status status = index_sql(index, SQL_RECORD_DELETE, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, key);
	return db_run(statement, err);
}

/* The row that a double stood behind has one fewer. */
static enum status
leave_front(struct index *index, int64_t front, struct err *err)
{
	struct stored stored;
	enum status status = stored_get(index, front, &stored, err);

	if (status != OK)
		return status;
	if (stored.facts.doubles != 0)
		stored.facts.doubles--;
	return stored_facts_set(index, front, &stored.facts, err);
}

/* `words` false: they will be made anew afterwards. */
static enum status
row_drop(struct index *index, int64_t key, bool words, struct err *err)
{
	struct stored stored;
	struct facts facts;
	enum status status = stored_get(index, key, &stored, err);

	if (status != OK)
		return status;
	facts = stored.facts;
	if (words && facts_listed(&facts))
		status = stored_words(index, &stored, false, err);
	if (status == OK)
		status = row_delete(index, key, err);
	if (status != OK)
		return status;
	if (facts_listed(&facts))
		index->listed--;
	if ((facts.flags & INDEX_DOUBLE) != 0)
		return leave_front(index, facts.same, err);
	return double_promote(index, key, &facts, err);
}

static enum status
words_remake(struct index *index, struct err *err)
{
	struct db_statement *statement = NULL, *all = NULL;
	struct stored stored;
	bool row = true;
	enum status status = index_sql(index, SQL_WORDS_CLEAR, &statement, err);

	if (status == OK)
		status = db_run(statement, err);
	if (status == OK)
		status = rollup_clear(index, err);
	if (status == OK)
		status = db_prepare(index->db, index_sql_text[SQL_RECORD_ALL], &all, err);
	while (status == OK) {
		status = db_step(all, &row, err);
		if (status != OK || !row)
			break;
		stored.key = db_column_i64(all, 0);
		stored.bytes = db_column_bytes(all, 2);
		status = facts_parse(db_column_bytes(all, 1), &stored.facts, err);
		if (status == OK && facts_listed(&stored.facts))
			status = stored_words(index, &stored, true, err);
	}
	db_statement_free(all);
	return status;
}

/* Doubles that step forward put their words in: before the words are made anew that would only be
 * thrown away, and it is harmless. */
static enum status
parts_drop(struct index *index, uint64_t import, bool words, struct err *err)
{
	int64_t keys[PLACE_PART];
	uint32_t part = 0;
	bool found = true;
	enum status status = OK;

	while (status == OK) {
		status = place_next_part(index, import, &part, &found, keys, err);
		if (status != OK || !found)
			break;
		for (size_t i = 0; status == OK && i < PLACE_PART; i++)
			if (keys[i] > 0)
				status = row_drop(index, keys[i], words, err);
		if (part == UINT32_MAX)
			break;
		part++;
	}
	return status;
}

static enum status
run_for_import(struct index *index, unsigned name, uint64_t import, struct err *err)
{
	struct db_statement *statement = NULL;
	enum status status = index_sql(index, name, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, (int64_t)import);
	return db_run(statement, err);
}

static enum status
rows_of(struct index *index, uint64_t import, uint64_t *out, struct err *err)
{
	int64_t keys[PLACE_PART];
	uint32_t part = 0;
	uint64_t count = 0;
	bool found = true;
	enum status status = OK;

	while (status == OK && found) {
		status = place_next_part(index, import, &part, &found, keys, err);
		for (size_t i = 0; status == OK && found && i < PLACE_PART; i++)
			count += keys[i] > 0 ? 1 : 0;
		if (part == UINT32_MAX)
			break;
		part++;
	}
	*out = count;
	return status;
}

static enum status
drop_import_rows(struct index *index, uint64_t import, struct err *err)
{
	uint64_t rows = 0;
	bool remake;
	enum status status = rows_of(index, import, &rows, err);

	if (status != OK)
		return status;
	remake = rows >= REMAKE_MIN_ROWS && rows >= index->listed / REMAKE_SHARE;
	status = parts_drop(index, import, !remake, err);
	if (status == OK && remake)
		status = words_remake(index, err);
	if (status == OK)
		status = run_for_import(index, SQL_PLACE_DELETE, import, err);
	if (status == OK)
		status = run_for_import(index, SQL_IMPORT_DELETE, import, err);
	return status;
}

enum status
index_drop_import(struct index *index, uint64_t number, struct err *err)
{
	enum status status;

	if (number > INDEX_IMPORT_MAX)
		return OK; /* none was ever taken in */
	status = index_change_begin(index, err);
	if (status != OK)
		return status;
	status = drop_import_rows(index, number, err);
	status = index_change_end(index, status, err);
	/* So that what was dropped is not left in the write-ahead log either. */
	return status == OK ? db_checkpoint(index->db, err) : status;
}

static enum status
key_of_id(struct index *index, struct index_id id, int64_t *key, struct err *err)
{
	if (id.import > INDEX_IMPORT_MAX || id.number > UINT32_MAX)
		return fail(err, E_NOTFOUND, "index: no such record");
	return place_find(index, id.import, (uint32_t)id.number, key, err);
}

static enum status
retire(struct index *index, struct index_id id, uint64_t by_entry, struct err *err)
{
	struct stored stored;
	int64_t key = 0;
	enum status status = key_of_id(index, id, &key, err);

	if (status == OK)
		status = stored_get(index, key, &stored, err);
	if (status != OK)
		return status;
	if (facts_listed(&stored.facts)) {
		status = stored_words(index, &stored, false, err);
		if (status == OK)
			index->listed--;
	}
	stored.facts.flags |= INDEX_RETIRED;
	stored.facts.retired_by = by_entry;
	return status == OK ? stored_facts_set(index, key, &stored.facts, err) : status;
}

enum status
index_retire(struct index *index, struct index_id id, uint64_t by_entry, struct err *err)
{
	enum status status = index_change_begin(index, err);

	if (status != OK)
		return status;
	status = retire(index, id, by_entry, err);
	return index_change_end(index, status, err);
}

static enum status
remove_one(struct index *index, struct index_id id, struct err *err)
{
	struct place place = {.number = (uint32_t)id.number};
	int64_t key = 0;
	enum status status = key_of_id(index, id, &key, err);

	if (status == OK)
		status = row_drop(index, key, true, err);
	if (status == OK)
		status = place_set_many(index, id.import, &place, 1, err);
	return status;
}

enum status
index_remove(struct index *index, struct index_id id, struct err *err)
{
	enum status status = index_change_begin(index, err);

	if (status != OK)
		return status;
	status = remove_one(index, id, err);
	if (status == E_NOTFOUND)
		status = OK;
	status = index_change_end(index, status, err);
	return status == OK ? db_checkpoint(index->db, err) : status;
}
