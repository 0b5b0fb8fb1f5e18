/* src/keep/index_place.c
 * Where record number n of an import stands: parts of 1,024 keys. */
#include "keep/index_inside.h"

#include "index_sql.inc"

static uint64_t
load_u64le(const uint8_t *p)
{
	uint64_t v = 0;

	for (size_t i = 8; i > 0; i--)
		v = v << 8 | p[i - 1];
	return v;
}

/* The part of `number`, zeros when there is none yet. */
static enum status
part_load(struct index *index, uint64_t import, uint32_t number, uint8_t keys[PLACE_BYTES],
    bool *found, struct err *err)
{
	struct db_statement *statement = NULL;
	struct slice bytes = {NULL, 0};
	bool row = false;
	enum status status = index_sql(index, SQL_PLACE_GET, &statement, err);

	if (status != OK)
		return status;
	memset(keys, 0, PLACE_BYTES);
	db_bind_i64(statement, 1, (int64_t)import);
	db_bind_i64(statement, 2, number / PLACE_PART);
	status = db_step(statement, &row, err);
	if (status == OK && row)
		bytes = db_column_bytes(statement, 0);
	if (status == OK && row && bytes.n != PLACE_BYTES)
		status = fail(err, E_FORMAT, "index: a list of places is damaged");
	else if (status == OK && row)
		memcpy(keys, bytes.p, PLACE_BYTES);
	db_reset(statement);
	*found = row;
	return status;
}

static enum status
part_save(struct index *index, uint64_t import, uint32_t part, const uint8_t keys[PLACE_BYTES],
    struct err *err)
{
	struct db_statement *statement = NULL;
	enum status status = index_sql(index, SQL_PLACE_PUT, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, (int64_t)import);
	db_bind_i64(statement, 2, part);
	db_bind_bytes(statement, 3, slice_of(keys, PLACE_BYTES));
	status = db_run(statement, err);
	db_reset(statement);
	return status;
}

enum status
place_find(struct index *index, uint64_t import, uint32_t number, int64_t *key, struct err *err)
{
	uint8_t keys[PLACE_BYTES];
	uint64_t found_key = 0;
	bool found = false;
	enum status status = part_load(index, import, number, keys, &found, err);

	if (status != OK)
		return status;
	if (found)
		found_key = load_u64le(keys + number % PLACE_PART * 8);
	if (found_key == 0 || found_key > INT64_MAX)
		return fail(err, E_NOTFOUND, "index: no such record");
	*key = (int64_t)found_key;
	return OK;
}

enum status
place_set_many(
    struct index *index, uint64_t import, const struct place *places, size_t count, struct err *err)
{
	uint8_t keys[PLACE_BYTES];
	enum status status = OK;
	size_t at = 0;

	while (status == OK && at < count) {
		uint32_t part = places[at].number / PLACE_PART;
		bool found = false;

		status = part_load(index, import, places[at].number, keys, &found, err);
		for (; at < count && places[at].number / PLACE_PART == part; at++)
			put_u64le(
			    keys + places[at].number % PLACE_PART * 8, (uint64_t)places[at].key);
		if (status == OK)
			status = part_save(index, import, part, keys, err);
	}
	return status;
}

enum status
place_next_part(struct index *index, uint64_t import, uint32_t *part, bool *found,
    int64_t keys[PLACE_PART], struct err *err)
{
	struct db_statement *statement = NULL;
	struct slice bytes = {NULL, 0};
	bool row = false;
	enum status status = index_sql(index, SQL_PLACE_NEXT, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, (int64_t)import);
	db_bind_i64(statement, 2, *part);
	status = db_step(statement, &row, err);
	if (status == OK && row) {
		*part = (uint32_t)db_column_i64(statement, 0);
		bytes = db_column_bytes(statement, 1);
	}
	if (status == OK && row && bytes.n != PLACE_BYTES)
		status = fail(err, E_FORMAT, "index: a list of places is damaged");
	else if (status == OK && row)
		for (size_t i = 0; i < PLACE_PART; i++)
			keys[i] = (int64_t)load_u64le(bytes.p + i * 8);
	db_reset(statement);
	*found = row;
	return status;
}
