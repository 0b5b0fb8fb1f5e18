/* src/read/formats/sqlite_table.c
 * The schema of a SQLite file, and values by the names of their columns; see sqlite_file.h. */
#include "read/formats/sqlite_file.h"

enum {
	SCHEMA_ARENA_BYTES = 16 * 1024 * 1024,
	DOUBLE_FRACTION_BITS = 52,
	DOUBLE_BIAS = 1023,
	US_PER_S = 1000000,
};

/* --- names of columns, out of "CREATE TABLE …" --- */

static bool
is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
is_word(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '$' || c >= 0x80;
}

/* The end of what a quote opens; the quote doubled is one of the name. */
static size_t
quoted_length(struct slice s)
{
	uint8_t close = s.p[0] == '[' ? ']' : s.p[0];
	size_t i = 1;

	while (i < s.n && s.p[i] != close)
		i++;
	return i < s.n ? i + 1 : s.n;
}

/* The next word, name or mark of SQL, without blanks and comments before it; empty at the end. */
static struct slice
token_take(struct slice *rest)
{
	struct slice token;
	size_t n = 0;

	while (rest->n != 0) {
		if (is_space(rest->p[0]))
			n = 1;
		else if (slice_starts(*rest, "--"))
			n = cut_last(rest, '\n', &token) ? 0 : rest->n;
		else if (slice_starts(*rest, "/*"))
			n = slice_find(*rest, SLICE_LITERAL("*/")) != SIZE_MAX
				? slice_find(*rest, SLICE_LITERAL("*/")) + 2
				: rest->n;
		else
			break;
		*rest = slice_from(*rest, n);
	}
	if (rest->n == 0)
		return *rest;
	n = 1;
	if (memchr("\"'`[", rest->p[0], 4) != NULL)
		n = quoted_length(*rest);
	else
		while (is_word(rest->p[0]) && n < rest->n && is_word(rest->p[n]))
			n++;
	token = slice_of(rest->p, n);
	*rest = slice_from(*rest, n);
	return token;
}

static struct slice
unquoted(struct slice token)
{
	if (token.n >= 2 && memchr("\"'`[", token.p[0], 4) != NULL)
		return slice_of(token.p + 1, token.n - 2);
	return token;
}

static bool
is(struct slice token, const char *word)
{
	return slice_eq_nocase(token, slice_of(word, strlen(word)));
}

/* A rule about the whole table, where a column could stand. */
static bool
begins_constraint(struct slice token)
{
	return is(token, "CONSTRAINT") || is(token, "PRIMARY") || is(token, "UNIQUE") ||
	       is(token, "CHECK") || is(token, "FOREIGN");
}

/* To the comma or the end behind a column; does it say INTEGER PRIMARY KEY [2.1]? */
static bool
column_rest(struct slice *rest, bool *last)
{
	struct slice token, before = slice_of(NULL, 0);
	bool integer = false, primary = false, first = true;
	size_t depth = 0;

	for (;;) {
		token = token_take(rest);
		*last = token.n == 0 || (depth == 0 && is(token, ")"));
		if (*last || (depth == 0 && is(token, ",")))
			return integer && primary;
		if (first)
			integer = is(token, "INTEGER");
		first = false;
		primary = primary || (is(before, "PRIMARY") && is(token, "KEY"));
		depth += is(token, "(");
		depth -= depth != 0 && is(token, ")");
		before = token;
	}
}

static void
columns_parse(struct slice sql, struct sqlite_table *table)
{
	struct slice rest = sql, token;
	bool last = false, rowid;
	struct text name;

	do
		token = token_take(&rest);
	while (token.n != 0 && !is(token, "("));
	while (!last && token.n != 0 && table->count < SQLITE_COLUMNS_MAX) {
		token = token_take(&rest);
		if (token.n == 0 || begins_constraint(token))
			return;
		if (!text_check(unquoted(token), &name, NULL))
			name = TEXT_LITERAL("?");
		rowid = column_rest(&rest, &last);
		if (rowid)
			table->rowid_column = table->count;
		table->column[table->count++] = name;
	}
}

/* --- the schema --- */

static bool
row_is_table(const struct sqlite_file *file, const struct sqlite_row *row, const char *name,
    struct arena *arena)
{
	return row->count >= 5 && text_eq_c(sqlite_text(file, &row->value[0], arena), "table") &&
	       slice_eq_nocase(slice_of_text(sqlite_text(file, &row->value[1], arena)),
		   slice_of(name, strlen(name)));
}

enum status
sqlite_table_find(struct sqlite_file *file, const char *name, struct arena *arena,
    struct sqlite_table *table, struct err *err)
{
	struct sqlite_walk walk;
	struct sqlite_row row;
	struct arena rows;
	struct text sql;
	int64_t root;
	bool more = true;
	enum status status = OK;

	*table = (struct sqlite_table){.rowid_column = SIZE_MAX};
	arena_init(&rows, SCHEMA_ARENA_BYTES);
	sqlite_walk_init(&walk, file, 1);
	for (size_t i = 0; i < SQLITE_TABLES_MAX && status == OK; i++) {
		arena_reset(&rows);
		status = sqlite_walk_next(&walk, &rows, &row, &more, err);
		if (status != OK || !more)
			break;
		if (!row_is_table(file, &row, name, &rows) || !sqlite_i64(&row.value[3], &root) ||
		    root <= 0 || root > UINT32_MAX)
			continue;
		sql = sqlite_text(file, &row.value[4], &rows);
		if (!arena_text(arena, sql, &sql)) {
			status = fail(err, E_NOMEM, "no memory for a table of a database");
			break;
		}
		table->root = (uint32_t)root;
		columns_parse(slice_of_text(sql), table);
		break;
	}
	arena_fini(&rows);
	return status;
}

/* --- values --- */

const struct sqlite_value *
sqlite_value_of(const struct sqlite_table *table, const struct sqlite_row *row, const char *column)
{
	for (size_t i = 0; i < table->count; i++)
		if (i < row->count && slice_eq_nocase(slice_of_text(table->column[i]),
					  slice_of(column, strlen(column))))
			return &row->value[i];
	return NULL;
}

void
sqlite_row_complete(const struct sqlite_table *table, struct sqlite_row *row)
{
	if (table->rowid_column < row->count)
		row->value[table->rowid_column] = (struct sqlite_value){
		    .type = SQLITE_INTEGER, .integer = row->rowid};
}

bool
sqlite_i64(const struct sqlite_value *value, int64_t *out)
{
	if (value == NULL)
		return false;
	if (value->type == SQLITE_TEXT)
		return i64_parse_loose(value->bytes, out);
	if (value->type != SQLITE_INTEGER)
		return false;
	*out = value->integer;
	return true;
}

/* The double without floating point: whole seconds and a fraction of 40 bits. */
bool
sqlite_real_us(uint64_t bits, int64_t *out)
{
	int exponent = (int)(bits >> DOUBLE_FRACTION_BITS & 0x7ff) - DOUBLE_BIAS;
	uint64_t mantissa = (bits & ((UINT64_C(1) << DOUBLE_FRACTION_BITS) - 1)) |
			    UINT64_C(1) << DOUBLE_FRACTION_BITS;
	uint64_t whole, part, us;

	if (exponent > 40)
		return false; /* past every calendar, infinite, or no number */
	if (exponent < -30) {
		*out = 0;
		return true;
	}
	if (exponent < 0) {
		whole = 0;
		part = mantissa >> -exponent;
	} else {
		whole = mantissa >> (DOUBLE_FRACTION_BITS - exponent);
		part = (mantissa << exponent) & ((UINT64_C(1) << DOUBLE_FRACTION_BITS) - 1);
	}
	us = ((part >> 12) * US_PER_S + (UINT64_C(1) << 39)) >> 40;
	us += whole * US_PER_S;
	*out = bits >> 63 != 0 ? -(int64_t)us : (int64_t)us;
	return true;
}

bool
sqlite_seconds_us(const struct sqlite_value *value, int64_t *out)
{
	int64_t seconds;

	if (value != NULL && value->type == SQLITE_REAL)
		return sqlite_real_us((uint64_t)value->integer, out);
	if (!sqlite_i64(value, &seconds) || seconds > INT64_MAX / US_PER_S ||
	    seconds < INT64_MIN / US_PER_S)
		return false;
	*out = seconds * US_PER_S;
	return true;
}

struct text
sqlite_text(const struct sqlite_file *file, const struct sqlite_value *value, struct arena *arena)
{
	struct text out = TEXT_NONE;
	struct buf buf;

	if (value == NULL || (value->type != SQLITE_TEXT && value->type != SQLITE_BLOB))
		return TEXT_NONE;
	if ((file->encoding == 1 || value->type == SQLITE_BLOB) &&
	    text_check(value->bytes, &out, NULL))
		return out.p != NULL ? out : TEXT_LITERAL("");
	buf_init(&buf, 3 * (size_t)SQLITE_VALUE_MAX_BYTES);
	if (file->encoding == 1 || value->type == SQLITE_BLOB)
		buf_put_repaired(&buf, value->bytes, 0xfffd);
	else
		buf_put_utf16(&buf, value->bytes, file->encoding == 3);
	if (buf.failed != OK || !arena_text(arena, buf_text(&buf), &out))
		out = TEXT_NONE;
	buf_fini(&buf);
	return out;
}

struct slice
sqlite_blob(const struct sqlite_value *value)
{
	if (value == NULL || (value->type != SQLITE_TEXT && value->type != SQLITE_BLOB))
		return slice_of(NULL, 0);
	return value->bytes;
}
