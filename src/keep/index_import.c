/* src/keep/index_import.c
 * Taking in an import, item by item.
 *
 * Two ways.  As a rule it goes through the write-ahead log, committed every so many rows, and what
 * was cut off is dropped at the next opening.  A large import into a small index (the first one, or
 * making the index anew) writes without a journal, each page once: twice as quick, and when that is
 * cut off the index starts from nothing.  state.bulk, durable before the first such write, tells.
 */
#include "keep/index_inside.h"

#include "index_sql.inc"

enum {
	COMMIT_ROWS = 200000, /* about one flush of the words' engine */
	BULK_MIN_ITEMS = 50000,
	BULK_SHARE = 4, /* at least a quarter of the rows that are there */
	DETAIL_MAX_BYTES = 64 * 1024,
};

/* `name` is import_put or import_describe: both take the same values. */
static enum status
import_write(struct index *index, unsigned name, const struct index_import *import, struct err *err)
{
	struct db_statement *statement = NULL;
	enum status status = index_sql(index, name, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, (int64_t)import->number);
	db_bind_text(statement, 2, import->entry_id);
	db_bind_text(statement, 3, import->original);
	db_bind_text(statement, 4, import->name);
	db_bind_text(statement, 5, import->format);
	db_bind_text(statement, 6, import->zone);
	db_bind_text(statement, 7, import->detail);
	status = db_run(statement, err);
	db_reset(statement);
	return status;
}

static enum status
bulk_mark(struct index *index, int64_t value, struct err *err)
{
	struct db_statement *statement = NULL;
	enum status status = index_sql(index, SQL_STATE_BULK, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, value);
	return db_run(statement, err);
}

static enum status
wants_bulk(struct index *index, uint64_t expected, bool *out, struct err *err)
{
	int64_t rows = 0;
	enum status status;

	*out = false;
	if (expected < BULK_MIN_ITEMS)
		return OK; /* counting what is there costs more than many a small import */
	status = db_number(index->db, index_sql_text[SQL_IMPORT_RECORDS], 0, &rows, err);
	*out = rows >= 0 && expected >= (uint64_t)rows / BULK_SHARE;
	return status;
}

/* The mark, and the import's row, incomplete, are in the file before anything else is. */
static enum status
begin_bulk(struct index *index, const struct index_import *import, struct err *err)
{
	enum status status = db_begin(index->db, err);

	if (status != OK)
		return status;
	status = import_write(index, SQL_IMPORT_PUT, import, err);
	if (status == OK)
		status = bulk_mark(index, 1, err);
	status = index_change_end(index, status, err);
	if (status != OK)
		return status;
	status = db_unjournaled(index->db, true, err);
	if (status == OK)
		status = db_begin(index->db, err);
	index->spoiled = status != OK;
	return status;
}

static enum status
begin_journaled(struct index *index, const struct index_import *import, struct err *err)
{
	enum status status = db_begin(index->db, err);

	if (status != OK)
		return status;
	status = import_write(index, SQL_IMPORT_PUT, import, err);
	return status == OK ? OK : index_change_end(index, status, err);
}

/* What an earlier try, or an earlier reading, left under this number. */
static enum status
drop_earlier(struct index *index, uint64_t number, struct err *err)
{
	struct db_statement *statement = NULL;
	bool row = false, exists = false;
	enum status status = index_sql(index, SQL_IMPORT_EXISTS, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, (int64_t)number);
	status = db_step(statement, &row, err);
	if (status == OK && row)
		exists = db_column_i64(statement, 0) != 0;
	db_reset(statement);
	return status == OK && exists ? index_drop_import(index, number, err) : status;
}

enum status
index_begin_import(struct index *index, const struct index_import *import, struct err *err)
{
	bool bulk = false;
	enum status status = index_ready(index, false, err);

	if (status != OK)
		return status;
	if (import->number > INDEX_IMPORT_MAX || import->detail.n > DETAIL_MAX_BYTES)
		return fail(err, E_LIMIT, "index: an import's number or detail is too large");
	status = drop_earlier(index, import->number, err);
	if (status == OK && index->batch.items == NULL)
		status = batch_init(&index->batch, err);
	if (status == OK)
		status = wants_bulk(index, import->expected, &bulk, err);
	if (status == OK)
		status = bulk ? begin_bulk(index, import, err)
			      : begin_journaled(index, import, err);
	if (status != OK)
		return status;
	batch_clear(&index->batch);
	index->importing = true;
	index->bulk = bulk;
	index->import = import->number;
	index->corrects = import->corrects;
	index->import_records = 0;
	index->uncommitted = 0;
	return OK;
}

static enum status
commit_when_due(struct index *index, struct err *err)
{
	enum status status;

	if (index->bulk || index->uncommitted < COMMIT_ROWS)
		return OK;
	index->uncommitted = 0;
	status = index_change_end(index, OK, err);
	return status == OK ? db_begin(index->db, err) : status;
}

static enum status
make_room(struct index *index, size_t bytes, struct err *err)
{
	enum status status = OK;

	if (batch_full(&index->batch, bytes))
		status = batch_write(index, false, err);
	if (status == OK && batch_full(&index->batch, bytes))
		status = batch_write(index, true, err);
	return status == OK ? commit_when_due(index, err) : status;
}

enum status
index_add(struct index *index, const struct index_item *item, struct err *err)
{
	struct facts facts;
	int64_t want = 0;
	enum status status = index_ready(index, true, err);

	if (status != OK)
		return status;
	if (item->number > UINT32_MAX || item->bytes.n > RECORD_MAX_BYTES)
		return fail(err, E_LIMIT, "index: a record is too large, or there are too many");
	status = stored_facts_of(index, item->record, &facts, err);
	if (status == OK)
		status = stored_text_of(index, item->record, &facts, err);
	if (status != OK)
		return status;
	facts.import = index->import;
	facts.number = (uint32_t)item->number;
	facts.at_known = item->at_known && key_of_us(item->at_us, &want);
	facts.at_us = facts.at_known ? item->at_us : 0;
	facts.local_known = item->local_known;
	facts.local_us = item->local_known ? item->local_us : 0;
	buf_reset(&index->group);
	status = rollup_group_put(index, &facts, item->record, &index->group, err);
	if (status == OK)
		status = make_room(index, item->bytes.n + index->text.n + index->group.n, err);
	if (status != OK)
		return status;
	index->import_records++;
	return batch_add(&index->batch, &facts, want, item->bytes, buf_slice(&index->text),
	    buf_slice(&index->group), err);
}

enum status
index_describe(struct index *index, const struct index_import *import, struct err *err)
{
	struct index_import own = *import;
	enum status status = index_ready(index, true, err);

	if (status != OK)
		return status;
	if (import->detail.n > DETAIL_MAX_BYTES)
		return fail(err, E_LIMIT, "index: an import's detail is too large");
	own.number = index->import;
	return import_write(index, SQL_IMPORT_DESCRIBE, &own, err);
}

static enum status
import_complete(struct index *index, struct err *err)
{
	struct db_statement *statement = NULL;
	enum status status = index_sql(index, SQL_IMPORT_COMPLETE, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, (int64_t)index->import);
	db_bind_i64(statement, 2, (int64_t)index->import_records);
	return db_run(statement, err);
}

/* Everything is in the file and synced before the mark is taken away. */
static enum status
end_bulk(struct index *index, struct err *err)
{
	enum status status = index_change_end(index, OK, err);

	if (status == OK)
		status = db_unjournaled(index->db, false, err);
	if (status == OK)
		status = db_begin(index->db, err);
	if (status == OK)
		status = bulk_mark(index, 0, err);
	if (status != OK)
		index->spoiled = true;
	return status;
}

enum status
index_end(struct index *index, struct err *err)
{
	enum status status = index_ready(index, true, err);

	if (status != OK)
		return status;
	status = batch_write(index, true, err);
	if (status == OK && index->bulk)
		status = end_bulk(index, err);
	if (status == OK)
		status = import_complete(index, err);
	if (status != OK)
		return status;
	status = index_change_end(index, OK, err);
	if (status == OK) {
		index->importing = false;
		index->bulk = false;
	}
	return status;
}

enum status
index_abort(struct index *index, struct err *err)
{
	if (!index->importing)
		return OK;
	index->importing = false;
	batch_clear(&index->batch);
	word_map_clear(&index->map);
	if (index->bulk || index->spoiled) {
		index->spoiled = true;
		return fail(err, E_CONFLICT, "index: a large import was cut off; open it again");
	}
	if (index_change_end(index, E_CANCELLED, NULL) != E_CANCELLED)
		return fail(err, E_IO, "index: an import cannot be taken back");
	return index_drop_import(index, index->import, err);
}

bool
index_spoiled(const struct index *index)
{
	return index->spoiled;
}
