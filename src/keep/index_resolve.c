/* src/keep/index_resolve.c
 * What the names in a query stand for here: identities and classes. */
#include "keep/index_inside.h"
#include "keep/index_text.h"

#include "index_sql.inc"

enum { CHANNELS_MAX = 256 };

static void
facets_add(struct facets *facets, const char *letters, uint32_t id)
{
	for (; *letters != '\0'; letters++) {
		if (facets->count == IDS_MAX) {
			facets->cut = true;
			return;
		}
		facets->at[facets->count++] = (struct facet){*letters, id};
	}
}

/* All identities that a statement gives. */
static enum status
collect(struct db_statement *statement, const char *letters, struct facets *out, struct err *err)
{
	bool row = true;
	enum status status = OK;

	while (status == OK && row) {
		status = db_step(statement, &row, err);
		if (status == OK && row)
			facets_add(out, letters, (uint32_t)db_column_i64(statement, 0));
	}
	db_reset(statement);
	return status;
}

/* The person of that name: all that was found to be them. */
static enum status
by_person(
    struct index *index, struct text fold, const char *letters, struct facets *out, struct err *err)
{
	struct db_statement *statement = NULL;
	int64_t person = 0;
	bool row = false;
	enum status status = index_sql(index, SQL_PERSON_FIND, &statement, err);

	if (status != OK)
		return status;
	db_bind_text(statement, 1, fold);
	status = db_step(statement, &row, err);
	if (status == OK && row)
		person = db_column_i64(statement, 0);
	db_reset(statement);
	if (status != OK || !row)
		return status;
	status = index_sql(index, SQL_NAMED_FIND, &statement, err);
	if (status != OK)
		return status;
	db_bind_i64(statement, 1, person);
	db_bind_i64(statement, 2, IDS_MAX);
	return collect(statement, letters, out, err);
}

static enum status
by_alias(struct index *index, struct text fold, bool whole, const char *letters, struct facets *out,
    struct err *err)
{
	struct db_statement *statement = NULL;
	enum status status = index_sql(index, SQL_ALIAS_FIND, &statement, err);

	if (status != OK)
		return status;
	db_bind_text(statement, 1, fold);
	db_bind_i64(statement, 2, whole ? 1 : 0);
	db_bind_i64(statement, 3, IDS_MAX);
	return collect(statement, letters, out, err);
}

/*
 * A person's name, a whole identity or display name, a telephone number or a vehicle's mark in any
 * spelling; only when none of these is known, a word of a display name.
 */
enum status
resolve_identity(struct index *index, struct text value, const char *letters, struct facets *out,
    struct err *err)
{
	char number[PHONE_DIGITS_MAX + 2], spelled[HANDLE_VEHICLE_BYTES];
	size_t before = out->count;
	struct text fold;
	enum status status = index_identity_typed(index, value, spelled, &value, err);

	if (status != OK)
		return status;
	buf_reset(&index->fold);
	index_fold_put(&index->fold, value);
	status = buf_check(&index->fold, err);
	if (status != OK || index->fold.n == 0)
		return status;
	fold = buf_text(&index->fold);
	status = by_person(index, fold, letters, out, err);
	if (status == OK)
		status = by_alias(index, fold, true, letters, out, err);
	if (status == OK && out->count == before)
		status = by_alias(index, fold, false, letters, out, err);
	if (status != OK || !index_phone(value, number))
		return status;
	buf_reset(&index->fold);
	buf_put_byte(&index->fold, INDEX_FACET);
	buf_put_c(&index->fold, number);
	return by_alias(index, buf_text(&index->fold), true, letters, out, err);
}

/* "<kind>/<direction>/<channel number>" */
static bool
class_parse(struct text text, uint64_t out[3])
{
	struct slice rest = slice_of_text(text), part;

	for (size_t i = 0; i < 3; i++)
		if (!cut_last(&rest, '/', &part) || !u64_parse(part, &out[i]))
			return false;
	return rest.n == 0;
}

static bool
channel_wanted(const struct text *channels, size_t count, struct text name)
{
	for (size_t i = 0; i < count; i++)
		if (slice_eq_nocase(slice_of_text(channels[i]), slice_of_text(name)))
			return true;
	return false;
}

/* Numbers of the channels asked for; their names differ in case at most. */
static enum status
wanted_channels(struct index *index, const struct text *channels, size_t count,
    uint32_t ids[CHANNELS_MAX], size_t *ids_count, struct err *err)
{
	struct db_statement *statement = NULL;
	bool row = true;
	enum status status = index_sql(index, SQL_WORD_ALL, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, WORD_CHANNEL);
	while (status == OK && row) {
		status = db_step(statement, &row, err);
		if (status == OK && row && *ids_count < CHANNELS_MAX &&
		    channel_wanted(channels, count, db_column_text(statement, 1)))
			ids[(*ids_count)++] = (uint32_t)db_column_i64(statement, 0);
	}
	db_reset(statement);
	return status;
}

static bool
is_among(const uint32_t *ids, size_t count, uint64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

enum status
resolve_classes(struct index *index, uint32_t kinds, uint32_t directions,
    const struct text *channels, size_t channels_count, struct facets *out, bool *all,
    struct err *err)
{
	uint32_t wanted[CHANNELS_MAX];
	size_t wanted_count = 0;
	struct db_statement *statement = NULL;
	uint64_t class[3];
	bool row = true, every = true;
	enum status status = OK;

	if (channels_count != 0)
		status = wanted_channels(
		    index, channels, channels_count, wanted, &wanted_count, err);
	if (status == OK)
		status = index_sql(index, SQL_WORD_ALL, &statement, err);
	if (status != OK)
		return status;
	db_bind_i64(statement, 1, WORD_CLASS);
	while (status == OK && row) {
		status = db_step(statement, &row, err);
		if (status != OK || !row)
			break;
		if (!class_parse(db_column_text(statement, 1), class) || class[0] >= KIND_COUNT ||
		    class[1] >= DIRECTION_COUNT)
			status = fail(err, E_FORMAT, "index: a class is damaged");
		else if ((kinds != 0 && (kinds >> class[0] & 1) == 0) ||
			 (directions != 0 && (directions >> class[1] & 1) == 0) ||
			 (channels_count != 0 && !is_among(wanted, wanted_count, class[2])))
			every = false;
		else
			facets_add(out, "c", (uint32_t)db_column_i64(statement, 0));
	}
	db_reset(statement);
	*all = every;
	return status;
}
