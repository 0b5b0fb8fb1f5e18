/* src/read/formats/csv_people.c
 * See csv_people.h. */
#include "read/formats/csv_people.h"

#include "base/ascii.h"
#include "diary/handle.h"
#include "read/formats/android_sort.h"
#include "read/formats/chat.h"

enum { NUMBER_DIGITS_MIN = 5 };

struct text
csv_cells_get(const struct csv_cells *r, enum column column)
{
	return csv_table_cell(r->table, r->cells, column, NULL);
}

/* --- which way --- */

struct way {
	const char *word;
	enum direction direction;
};

static enum direction
way_of(struct slice word, const struct way *ways, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_eq_nocase(word, slice_of(ways[i].word, strlen(ways[i].word))))
			return ways[i].direction;
	return DIRECTION_UNKNOWN;
}

/* "Incoming", "Missed call", "Dialled": the first word that says it, and is not denied.  "Calls
 * made in Europe" and "Credit card payment" say nothing of it: those words count only alone. */
static enum direction
direction_of_words(struct text words)
{
	static const struct way anywhere[] = {{"incoming", DIRECTION_IN}, {"inbound", DIRECTION_IN},
	    {"received", DIRECTION_IN}, {"missed", DIRECTION_IN}, {"outgoing", DIRECTION_OUT},
	    {"outbound", DIRECTION_OUT}, {"sent", DIRECTION_OUT}, {"dialled", DIRECTION_OUT},
	    {"dialed", DIRECTION_OUT}};
	static const struct way alone[] = {{"in", DIRECTION_IN}, {"out", DIRECTION_OUT},
	    {"cr", DIRECTION_IN}, {"dr", DIRECTION_OUT}, {"credit", DIRECTION_IN},
	    {"debit", DIRECTION_OUT}, {"direct debit", DIRECTION_OUT},
	    {"direct credit", DIRECTION_IN}, {"bank credit", DIRECTION_IN},
	    {"inbox", DIRECTION_IN}};
	struct slice rest = slice_of_text(words), word;
	enum direction direction = way_of(rest, alone, COUNT_OF(alone));

	while (direction == DIRECTION_UNKNOWN && cut_last(&rest, ' ', &word)) {
		if (slice_eq_nocase(word, SLICE_LITERAL("not")))
			return DIRECTION_UNKNOWN;
		direction = way_of(word, anywhere, COUNT_OF(anywhere));
	}
	return direction;
}

/* The number that Android has for what a row is, as written; absent where the cell is no number. */
static struct text
sort_cell(const struct csv_cells *r)
{
	struct text type = csv_cells_get(r, COLUMN_DIRECTION);
	int64_t value;

	if (type.n == 0)
		type = csv_cells_get(r, COLUMN_TYPE);
	return i64_parse_loose(slice_of_text(type), &value) ? type : TEXT_NONE;
}

enum direction
csv_people_direction(const struct csv_cells *r)
{
	enum direction direction = direction_of_words(csv_cells_get(r, COLUMN_DIRECTION));

	return direction != DIRECTION_UNKNOWN ? direction
					      : direction_of_words(csv_cells_get(r, COLUMN_TYPE));
}

/* --- who --- */

/* Where a table names who paid and who was paid, one of the two is the owner. */
static struct text
name_cell(const struct csv_cells *r, enum direction direction)
{
	const struct csv_section *now = &r->table->now;
	const char *mine = direction == DIRECTION_OUT  ? "payer name"
			   : direction == DIRECTION_IN ? "payee name"
						       : "";
	bool both[2] = {false, false};

	for (size_t i = 0; i < r->table->head.width; i++) {
		both[0] = both[0] || csv_names_is(now->name[i], "payer name");
		both[1] = both[1] || csv_names_is(now->name[i], "payee name");
	}
	for (size_t i = 0; i < r->table->head.width && now->columns.has[COLUMN_NAME]; i++) {
		struct slice s = slice_trim(slice_of_text(csv_row_get(r->cells, i)));

		if (now->columns.of[i] == COLUMN_NAME && s.n != 0 &&
		    !slice_eq(s, SLICE_LITERAL("-")) &&
		    !(both[0] && both[1] && csv_names_is(now->name[i], mine)))
			return (struct text){(const char *)s.p, s.n};
	}
	return TEXT_NONE;
}

/* "Withheld" and "Unknown" are nobody's number; only the first says that somebody hid it. */
static bool
see_nobody(struct making *m, struct text number)
{
	if (!handle_is_withheld(number))
		return false;
	if (handle_says_withheld(number))
		making_mark(m, "withheld");
	else
		making_doubt(m, "number-unknown", number);
	m->record.from.handle = TEXT_NONE;
	return true;
}

/* A number as a spreadsheet leaves it: ="07700900202" and '07700900202 are that number; 4.477E+11
 * is none any more, and one of ten digits has lost the nought in front. */
static struct text
number_cell(const struct csv_cells *r, enum column column)
{
	struct slice s = slice_of_text(csv_cells_get(r, column));
	size_t digits = 0;

	if (s.n > 3 && slice_starts(s, "=\"") && s.p[s.n - 1] == '"')
		s = slice_of(s.p + 2, s.n - 3);
	else if (s.n > 1 && s.p[0] == '\'')
		s = slice_from(s, 1);
	while (digits < s.n && ascii_is_digit(s.p[digits]))
		digits++;
	if ((digits == s.n && digits == 10 && s.p[0] == '7') ||
	    (digits == 1 && slice_find(s, SLICE_LITERAL("E+")) != SIZE_MAX))
		making_doubt(r->m, "number-damaged", csv_cells_get(r, column));
	return s.n != 0 ? (struct text){(const char *)s.p, s.n} : TEXT_NONE;
}

/* "Daniel Reed (+447700900202)" in one cell. */
static void
name_split(struct text *name, struct text *number)
{
	struct slice s = slice_of_text(*number);
	size_t at = s.n, digits = 0;

	if (name->n != 0 || s.n < 3 || s.p[s.n - 1] != ')')
		return;
	while (at != 0 && s.p[at - 1] != '(')
		at--;
	for (size_t i = at; i + 1 < s.n; i++) {
		digits += ascii_is_digit(s.p[i]);
		if (!ascii_is_digit(s.p[i]) && memchr("+- .", s.p[i], 4) == NULL)
			return;
	}
	if (at < 2 || digits < NUMBER_DIGITS_MIN)
		return;
	*number = (struct text){(const char *)s.p + at, s.n - at - 1};
	s = slice_trim(slice_of(s.p, at - 1));
	*name = (struct text){(const char *)s.p, s.n};
}

/* A message that says which way it went, and not between whom. */
static void
doubt_nobody(const struct csv_cells *r, bool named)
{
	if (named || r->m->record.kind != KIND_MESSAGE)
		return;
	if (r->m->record.direction == DIRECTION_IN)
		making_doubt(r->m, "sender-unknown", TEXT_NONE);
	else if (r->m->record.direction == DIRECTION_OUT &&
		 csv_cells_get(r, COLUMN_CONVERSATION).n == 0)
		making_doubt(r->m, "recipient-unknown", TEXT_NONE);
}

void
csv_people_other(const struct csv_cells *r, enum direction direction)
{
	struct making *m = r->m;
	struct text name = name_cell(r, direction), number = number_cell(r, COLUMN_NUMBER);
	struct text from = number_cell(r, COLUMN_FROM), to = number_cell(r, COLUMN_TO);
	struct text other = direction == DIRECTION_OUT ? to : from;

	m->record.direction = direction;
	name_split(&name, &number);
	if (other.n == 0)
		other = number;
	/* Whom it was with is known, if not which way it went. */
	if (other.n == 0 && direction == DIRECTION_UNKNOWN)
		other = to;
	/* Android's "address" is that of the other side, whatever somebody took it for. */
	if (other.n == 0 && r->table->android)
		other = from;
	if (other.n != 0 || name.n != 0)
		m->record.conversation = making_name(m, name.n != 0 ? name : other);
	other = other.n != 0 ? other : TEXT_NONE;
	if (direction == DIRECTION_OUT && (other.n != 0 || name.n != 0))
		making_to(m, other, name.n != 0 ? name : TEXT_NONE);
	else
		chat_from(m, other, name.n != 0 ? name : TEXT_NONE, direction);
	if (other.n != 0 && direction != DIRECTION_OUT)
		see_nobody(m, other);
	else if (other.n == 0 && name.n == 0 && direction == DIRECTION_IN &&
		 r->table->now.kind == CSV_KIND_CALLS)
		making_doubt(m, "number-unknown", TEXT_NONE);
	if (r->table->now.kind == CSV_KIND_MESSAGES)
		doubt_nobody(r, other.n != 0 || name.n != 0);
}

/* Both sides are named, or the sender alone: who of them is the owner is asked. */
static void
fill_sides(const struct csv_cells *r)
{
	struct making *m = r->m;
	struct text from = number_cell(r, COLUMN_FROM), to = number_cell(r, COLUMN_TO);

	making_from(m, from, TEXT_NONE);
	if (see_nobody(m, from))
		m->record.direction = DIRECTION_IN;
	if (to.n != 0)
		making_to(m, to, TEXT_NONE);
	making_claim(m, "name", csv_cells_get(r, COLUMN_NAME));
}

/* The way of a row whose kind is a number of Android's, with what became of it. */
static enum direction
direction_of_sort(const struct csv_cells *r)
{
	const struct android_sort *sort = android_sort(csv_table_list(r->table), sort_cell(r));

	if (sort == NULL)
		return DIRECTION_UNKNOWN;
	if (sort->mark != NULL)
		chat_mark(r->m, sort->mark);
	return sort->direction;
}

static void
fill_people(const struct csv_cells *r)
{
	bool android = r->table->android;
	enum direction direction = android ? direction_of_sort(r) : csv_people_direction(r);
	bool from = csv_cells_get(r, COLUMN_FROM).n != 0, to = csv_cells_get(r, COLUMN_TO).n != 0;

	/* A number in place of words may say which way it went, and what it says is not known. */
	if (direction == DIRECTION_UNKNOWN && sort_cell(r).n != 0)
		making_doubt(r->m, "type-unknown", sort_cell(r));
	if (direction == DIRECTION_UNKNOWN && from && !android) {
		fill_sides(r);
		return;
	}
	/* Whom a call went to is named: it was the owner's own.  In a table that names callers, one
	 * without a name may be withheld. */
	if (direction == DIRECTION_UNKNOWN && to && !r->table->now.columns.has[COLUMN_FROM])
		direction = DIRECTION_OUT;
	/* It says that it came in, and names only whom it went to. */
	else if (direction == DIRECTION_IN && to && !from &&
		 csv_cells_get(r, COLUMN_NUMBER).n == 0 &&
		 csv_cells_get(r, COLUMN_DIRECTION).n == 0)
		direction = DIRECTION_UNKNOWN;
	csv_people_other(r, direction);
	/* Use of data is nobody's contact. */
	if (direction == DIRECTION_UNKNOWN && r->m->record.kind == KIND_NOTE)
		r->m->record.direction = DIRECTION_NONE;
	else if (direction == DIRECTION_UNKNOWN)
		making_doubt(r->m, "direction-unknown", TEXT_NONE);
}

void
csv_people_fill(const struct csv_cells *r)
{
	struct text conversation = csv_cells_get(r, COLUMN_CONVERSATION);

	fill_people(r);
	if (conversation.n != 0)
		r->m->record.conversation = making_name(r->m, conversation);
}
