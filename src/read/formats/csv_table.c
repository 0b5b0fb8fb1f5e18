/* src/read/formats/csv_table.c
 * See csv_table.h. */
#include "read/formats/csv_table.h"

#include "base/ascii.h"
#include "read/formats/csv_book.h"

enum {
	HEAD_ROWS = 400,
	HEADER_ROWS = 40,      /* the names stand in one of these */
	NAME_BYTES = 120,      /* kept of one */
	IDENTITY_BYTES = 3500, /* and of all of them */
	STEPS_MIN = 10,        /* fewer in time prove nothing about day and month */
	DISORDER_MIN = 3,      /* nor do fewer steps the other way */
};

/* --- the first bytes --- */

/* As many columns as that, but for an empty one at the end. */
static bool
row_fits(const struct csv_row *row, size_t width, bool last_nameless)
{
	return row->count == width || (row->count + 1 == width && last_nameless) ||
	       (row->count == width + 1 && row->field[width].n == 0);
}

/* One pass over the head with one separator: how wide most rows are. */
static enum status
width_find(struct slice bytes, uint8_t separator, struct csv_head *head, struct err *err)
{
	uint16_t counts[CSV_ROWS_FIELDS_MAX + 1] = {0};
	const struct source source = source_of_slice(&bytes);
	struct csv_rows rows;
	struct csv_row row;
	enum status status = csv_rows_init(&rows, &source, err);

	*head = (struct csv_head){.separator = separator, .header = CSV_TABLE_NO_HEADER};
	rows.separator = separator;
	while (status == OK && head->rows < HEAD_ROWS) {
		status = csv_rows_next(&rows, &row, err);
		/* The last row of a longer file may have been cut. */
		if (status != OK || (bytes.n == FORMAT_HEAD_BYTES && rows.window.ended &&
					rows.window.from == rows.window.to && head->rows != 0))
			break;
		head->rows++;
		counts[row.count]++;
	}
	csv_rows_fini(&rows);
	for (size_t i = 2; i < COUNT_OF(counts); i++)
		if (counts[i] != 0 && counts[i] >= head->fit) {
			head->fit = counts[i];
			head->width = i;
		}
	return status == E_NOTFOUND ? OK : status;
}

/* Cells of a row: how many are names that are known, dates, amounts, anything. */
struct cells {
	size_t names, dates, amounts, filled;
};

static struct cells
cells_count(const struct csv_row *row)
{
	struct cells cells = {0};
	struct csv_date date;
	struct csv_amount amount;

	for (size_t i = 0; i < row->count; i++) {
		cells.names += csv_names_column(row->field[i]) != COLUMN_NONE ||
			       csv_names_book(row->field[i]) != CSV_BOOK_NONE;
		cells.dates += csv_date_parse(row->field[i], &date);
		cells.amounts += csv_amount_parse(row->field[i], &amount);
		cells.filled += slice_trim(slice_of_text(row->field[i])).n != 0;
	}
	return cells;
}

/* Two names that are known make a row the one with the names; else it may be the first of the full
 * width when no data stands in it. */
static void
header_see(struct csv_head *head, const struct csv_row *row, int number, bool *first)
{
	struct cells cells = cells_count(row);

	head->dated = head->dated || cells.dates != 0;
	if (!row_fits(row, head->width, true) || number >= HEADER_ROWS)
		return;
	if (cells.names >= 2 && cells.dates == 0 && head->known == 0) {
		head->header = number;
		head->known = cells.names;
	} else if (*first && cells.dates == 0 && cells.amounts == 0 && cells.filled >= 2) {
		head->header = number;
	}
	*first = false;
}

static enum status
header_find(struct slice bytes, struct csv_head *head, struct err *err)
{
	const struct source source = source_of_slice(&bytes);
	struct csv_rows rows;
	struct csv_row row;
	bool first = true;
	enum status status = csv_rows_init(&rows, &source, err);

	rows.separator = head->separator;
	rows.western = true;
	for (int i = 0; status == OK && i < (int)head->rows; i++) {
		status = csv_rows_next(&rows, &row, err);
		if (status == OK)
			header_see(head, &row, i, &first);
	}
	csv_rows_fini(&rows);
	return status == E_NOTFOUND ? OK : status;
}

enum status
csv_head_find(struct slice bytes, struct csv_head *out, struct err *err)
{
	static const uint8_t separators[] = {',', ';', '\t'};
	struct csv_head best = {.header = CSV_TABLE_NO_HEADER}, head;
	enum status status = OK;

	for (size_t i = 0; i < COUNT_OF(separators) && status == OK; i++) {
		status = width_find(bytes, separators[i], &head, err);
		if (status == OK &&
		    (head.fit > best.fit || (head.fit == best.fit && head.width > best.width)))
			best = head;
	}
	if (status == OK && best.width != 0)
		status = header_find(bytes, &best, err);
	if (status == OK)
		*out = best;
	return status;
}

/* --- names and columns --- */

/* Does a name say that words of messages stand there?  A subject does where both sides are named.
 */
static bool
is_wording(const struct csv_section *section, size_t column)
{
	const bool *has = section->columns.has;

	return section->columns.of[column] == COLUMN_BODY &&
	       (csv_names_wording(section->name[column]) ||
		   (has[COLUMN_FROM] && has[COLUMN_TO] &&
		       csv_names_is(section->name[column], "subject")));
}

/* "Name" beside "Notes", or "Contact" beside "Details", may be what somebody wrote down about
 * another: such names make no message, and a length beside them no call. */
static enum csv_kind
kind_of(const struct csv_table *table)
{
	const bool *has = table->now.columns.has;
	bool money = has[COLUMN_AMOUNT] || has[COLUMN_IN] || has[COLUMN_OUT];
	bool number = has[COLUMN_TO] || has[COLUMN_FROM] || has[COLUMN_NUMBER];
	bool told = number || has[COLUMN_DIRECTION], wording = false;

	if (has[COLUMN_DURATION] && (told || has[COLUMN_TYPE] || has[COLUMN_COST]))
		return CSV_KIND_CALLS;
	if (number && has[COLUMN_COST])
		return CSV_KIND_CALLS;
	if (money)
		return CSV_KIND_PAYMENTS;
	for (size_t i = 0; i < table->head.width; i++)
		wording = wording || is_wording(&table->now, i);
	if (has[COLUMN_BODY] && table->answered && told)
		return CSV_KIND_MESSAGES;
	return wording && (told || has[COLUMN_NAME]) ? CSV_KIND_MESSAGES : CSV_KIND_UNKNOWN;
}

/* May the words of a payment or call there be the account holder's own?  A note at PayPal came with
 * the money. */
static bool
is_remark(const struct csv_table *table, size_t column)
{
	const struct csv_section *now = &table->now;

	if (now->columns.of[column] != COLUMN_BODY || !csv_names_remark(now->name[column]) ||
	    (now->kind != CSV_KIND_PAYMENTS && now->kind != CSV_KIND_CALLS))
		return false;
	for (size_t i = 0; i < table->head.width; i++)
		if (csv_names_is(now->name[i], "from email address"))
			return false;
	return true;
}

/* "Notes" beside the words of a payment or call are a claim; where there are no others it is
 * doubted whose they are. */
static void
remarks_leave(struct csv_table *table)
{
	struct csv_section *now = &table->now;
	bool remarks = false, others = false;

	for (size_t i = 0; i < table->head.width; i++) {
		bool remark = is_remark(table, i);

		remarks = remarks || remark;
		others = others || (now->columns.of[i] == COLUMN_BODY && !remark);
	}
	for (size_t i = 0; i < table->head.width && remarks && others; i++)
		if (is_remark(table, i))
			now->columns.of[i] = COLUMN_NONE;
	now->remarks = remarks && !others;
}

/* "Number" of a bank is that of a cheque; beside who called or was called it is the line that the
 * bill is for.  "Notes" beside the words of messages are not among them. */
static void
columns_leave(struct csv_table *table)
{
	struct csv_section *now = &table->now;
	struct columns *columns = &now->columns;
	bool sides = columns->has[COLUMN_TO] || columns->has[COLUMN_FROM];

	for (size_t i = 0; i < table->head.width; i++) {
		bool mine = columns->of[i] == COLUMN_NUMBER &&
			    (now->kind == CSV_KIND_PAYMENTS ||
				(sides && !csv_names_other(now->name[i])));
		bool remark = columns->of[i] == COLUMN_BODY && now->kind == CSV_KIND_MESSAGES &&
			      !is_wording(now, i) && !csv_names_is(now->name[i], "subject");

		if (mine || remark)
			columns->of[i] = COLUMN_NONE;
	}
	remarks_leave(table);
}

/* "In" and "Out" are money where a balance stands beside them, else hours of a day; and "address"
 * is a number in Android's own list of texts alone. */
static enum column
column_of_name(const struct csv_table *table, struct text name)
{
	enum column column = csv_names_column(name);
	const char *beside = NULL;

	if (csv_names_is(name, "in") || csv_names_is(name, "out"))
		beside = "balance";
	else if (csv_names_is(name, "address"))
		beside = "body";
	for (size_t i = 0; i < table->head.width && beside != NULL; i++)
		if (csv_names_is(table->now.name[i], beside))
			return column != COLUMN_NONE ? column : COLUMN_NUMBER;
	return beside != NULL ? COLUMN_NONE : column;
}

static void
columns_of_names(struct csv_table *table)
{
	struct columns *columns = &table->now.columns;

	for (size_t i = 0; i < table->head.width; i++) {
		enum column column = column_of_name(table, table->now.name[i]);

		/* Of two dates the first counts, and so on; words and names may come twice. */
		if (columns->has[column] && column != COLUMN_BODY && column != COLUMN_NAME)
			column = COLUMN_NONE;
		columns->of[i] = (uint8_t)column;
		columns->has[column] = column != COLUMN_NONE;
	}
	table->now.kind = kind_of(table);
	columns_leave(table);
	table->now.known = columns->has[COLUMN_WHEN] && table->now.kind != CSV_KIND_UNKNOWN;
	/* Without a day among them the names are those of an address book, or of anything. */
	if (!table->now.known)
		table->now.kind = CSV_KIND_UNKNOWN;
	for (size_t i = 0; i < table->head.width; i++)
		table->now.book[i] = (uint8_t)csv_names_book(table->now.name[i]);
	if (!csv_book_is(&table->now, table->head.width))
		return;
	table->now.known = true;
	table->now.kind = CSV_KIND_CONTACTS;
}

static bool
is_pounds(const char *currency)
{
	return currency != NULL && strcmp(currency, "GBP") == 0;
}

static enum status
names_keep(struct csv_table *table, const struct csv_row *row, struct err *err)
{
	bool header = table->head.header != CSV_TABLE_NO_HEADER, room = true;
	struct buf key, identity;
	const char *currency;

	buf_init(&key, CSV_NAMES_KEY_BYTES + 24);
	buf_init(&identity, IDENTITY_BYTES + NAME_BYTES + 8);
	for (size_t i = 0; i < table->head.width && room; i++) {
		struct slice name = slice_trim(slice_of_text(csv_row_get(row, i)));
		struct text text = text_prefix(
		    (struct text){(const char *)name.p, name.n}, NAME_BYTES);

		buf_reset(&key);
		csv_names_key(&key, header ? text : TEXT_NONE, i + 1);
		table->now.key[i] = arena_z(&table->arena, buf_slice(&key));
		room = table->now.key[i] != NULL &&
		       arena_text(&table->arena, text, &table->now.name[i]);
		if (header && identity.n < IDENTITY_BYTES) {
			buf_put_c(&identity, i == 0 ? "" : "\n");
			buf_put_one_line(&identity, text);
		}
		currency = header ? csv_names_currency(text) : NULL;
		if (currency != NULL) {
			table->currency = currency;
			table->sterling = table->sterling || is_pounds(currency);
		}
		table->bank = table->bank || (header && csv_names_bank(text));
	}
	for (size_t i = 0; i < identity.n; i++)
		if (identity.p[i] >= 'A' && identity.p[i] <= 'Z')
			identity.p[i] |= 0x20;
	if (room && header)
		room = arena_text(&table->arena, buf_text(&identity), &table->now.identity);
	buf_fini(&identity);
	buf_fini(&key);
	return room ? OK : fail(err, E_NOMEM, "no memory for the names of columns");
}

/* HSBC names no columns: date, words, amount. */
static void
columns_guess(struct csv_table *table, const struct csv_row *row)
{
	static const enum column three[] = {COLUMN_WHEN, COLUMN_BODY, COLUMN_AMOUNT};
	struct csv_date date;
	struct csv_amount amount;

	if (table->head.width != COUNT_OF(three) || row->count != COUNT_OF(three) ||
	    !csv_date_parse(row->field[0], &date) || csv_amount_parse(row->field[1], &amount) ||
	    csv_date_parse(row->field[1], &date) || !csv_amount_parse(row->field[2], &amount))
		return;
	for (size_t i = 0; i < COUNT_OF(three); i++) {
		table->now.columns.of[i] = (uint8_t)three[i];
		table->now.columns.has[three[i]] = true;
	}
	table->now.kind = CSV_KIND_PAYMENTS;
	table->now.known = table->guessed = true;
}

/* What the row at hand, the one with the names or the first of all, and the person say. */
static enum status
columns_decide(struct csv_table *table, const struct csv_row *row,
    const struct reading_options *options, struct err *err)
{
	enum status status;

	table->now = (struct csv_section){.kind = CSV_KIND_UNKNOWN};
	status = names_keep(table, row, err);
	if (status != OK)
		return status;
	if (table->head.header != CSV_TABLE_NO_HEADER)
		columns_of_names(table);
	else
		columns_guess(table, row);
	if (columns_parse(options->columns, &table->now.columns)) {
		table->answered = true;
		table->guessed = table->now.remarks = false;
		table->now.kind = kind_of(table);
	}
	for (size_t i = 0; i < table->head.width; i++) {
		if (table->now.columns.of[i] == COLUMN_DURATION)
			table->now.unit = csv_names_unit(table->now.name[i]);
		table->now.texts = table->now.texts || (!table->now.columns.has[COLUMN_DURATION] &&
							   csv_names_texts(table->now.name[i]));
	}
	if (table->now.columns.has[COLUMN_FROM] &&
	    (table->now.kind == CSV_KIND_CALLS || table->now.kind == CSV_KIND_MESSAGES))
		table->senders = true;
	return OK;
}

/* --- what is decided once --- */

static void
fit_see(struct csv_fit *fit, const struct csv_date *date, enum date_order order)
{
	struct civil civil;
	int64_t us;

	if (!csv_date_civil(date, order, &civil)) {
		fit->wrong++;
		return;
	}
	us = civil_to_us(&civil);
	if (fit->any && us < fit->last_us - US_PER_DAY)
		fit->down++;
	if (fit->any && us > fit->last_us + US_PER_DAY)
		fit->up++;
	fit->any = true;
	fit->last_us = us;
}

/* A spreadsheet that has only days writes them as midnight. */
static void
clock_see(struct csv_table *table, const struct csv_row *row, const struct csv_date *date)
{
	struct text time = csv_table_cell(table, row, COLUMN_TIME, NULL);
	struct civil clock = {0};
	bool has_second;
	int64_t us = 0;

	if (date != NULL && date->instant)
		us = date->at_us % US_PER_DAY;
	else if (date != NULL && date->timed)
		clock = date->clock;
	if (time.n != 0 && !csv_clock_parse(slice_of_text(time), &clock, &has_second))
		us = 1;
	table->clocked = table->clocked || us != 0 || clock.hour != 0 || clock.minute != 0 ||
			 clock.second != 0 || clock.us != 0;
}

/* Android's own list of texts or of calls has its number for the kind of each in "type". */
static void
sort_see(struct csv_table *table, const struct csv_row *row, bool instant)
{
	const bool *has = table->now.columns.has;
	bool number = has[COLUMN_NUMBER] || (has[COLUMN_FROM] && !has[COLUMN_TO]);
	enum column where = has[COLUMN_DIRECTION] ? COLUMN_DIRECTION : COLUMN_TYPE;
	size_t at = 0;
	struct text type = csv_table_cell(table, row, where, &at);

	if (type.n == 0 || !number ||
	    (table->now.kind != CSV_KIND_CALLS && table->now.kind != CSV_KIND_MESSAGES))
		return;
	if (instant && csv_names_is(table->now.name[at], "type") &&
	    android_sort(csv_table_list(table), type) != NULL)
		table->sorts++;
	else
		table->others++;
}

static void
row_see(struct csv_table *table, const struct csv_row *row)
{
	struct csv_date date;
	struct csv_amount amount;
	bool dated;

	if (!csv_table_fits(table, row) || csv_table_is_header(table, row))
		return;
	dated = csv_date_parse(csv_table_cell(table, row, COLUMN_WHEN, NULL), &date);
	clock_see(table, row, dated ? &date : NULL);
	sort_see(table, row, dated && date.instant);
	if (csv_amount_parse(csv_table_cell(table, row, COLUMN_AMOUNT, NULL), &amount)) {
		table->minus += amount.negative;
		table->plus += !amount.negative && !amount.zero;
		table->sterling = table->sterling || is_pounds(amount.currency);
	}
	if (!dated || date.instant || (date.orders & (date.orders - 1)) == 0)
		return;
	for (unsigned o = DATE_ORDER_DMY; o <= DATE_ORDER_YMD; o++)
		fit_see(&table->fit[o], &date, (enum date_order)o);
}

static uint64_t
disorder(const struct csv_fit *fit)
{
	return fit->up < fit->down ? fit->up : fit->down;
}

/* Those orders that have the least of it; times that run to and fro in every order prove nothing.
 */
static unsigned
orders_least(const struct csv_table *table, unsigned orders, bool by_time)
{
	uint64_t least = UINT64_MAX, value;
	unsigned best = 0, open = 0;

	for (unsigned o = DATE_ORDER_DMY; o <= DATE_ORDER_YMD; o++) {
		if ((orders & 1u << o) == 0)
			continue;
		value = by_time ? disorder(&table->fit[o]) : table->fit[o].wrong;
		/* A few rows may be in any order: what they do proves nothing. */
		if (by_time &&
		    (value < DISORDER_MIN || table->fit[o].up + table->fit[o].down < STEPS_MIN))
			open |= 1u << o;
		if (value < least) {
			least = value;
			best = 0;
		}
		if (value == least)
			best |= 1u << o;
	}
	return by_time && least != 0 ? orders : best | open;
}

/* A field over 12 decides; else a table that can only be British; else the only order in which time
 * runs one way; else it is asked, and the day is taken to be in front.  It is asked as well where
 * nothing but time puts the month in front: rows may have been sorted as words. */
static void
order_decide(struct csv_table *table, enum date_order answer)
{
	const unsigned dmy = 1u << DATE_ORDER_DMY, mdy = 1u << DATE_ORDER_MDY;
	unsigned possible = orders_least(table, dmy | mdy | 1u << DATE_ORDER_YMD, false), orders;
	bool both = (possible & (dmy | mdy)) == (dmy | mdy);
	bool british = table->bank || table->sterling;

	if (both && british)
		possible = dmy;
	orders = orders_least(table, possible, true);
	if ((orders & (dmy | mdy)) != 0)
		orders &= dmy | mdy;
	table->order = (orders & dmy) != 0   ? DATE_ORDER_DMY
		       : (orders & mdy) != 0 ? DATE_ORDER_MDY
					     : DATE_ORDER_YMD;
	both = both && !british && (orders & mdy) != 0;
	table->choices = both && table->fit[DATE_ORDER_DMY].any ? dmy | mdy : 0;
	if (answer != DATE_ORDER_UNKNOWN && table->fit[answer].any) {
		table->order = answer;
		table->choices = 0;
	}
	table->conflict = table->fit[table->order].wrong != 0;
}

static enum status
rows_see(struct csv_table *table, struct csv_rows *rows, const struct reading_options *options,
    struct err *err)
{
	struct csv_row row;
	int before = table->head.header != CSV_TABLE_NO_HEADER ? table->head.header : 0;
	struct csv_section first = table->now;
	enum status status = OK;
	bool turned;

	for (int i = 0; status == OK; i++) {
		status = csv_rows_next(rows, &row, err);
		if (status == OK && i == before) {
			status = columns_decide(table, &row, options, err);
			first = table->now;
		} else if (status == OK && i > before) {
			status = csv_table_turn(table, &row, options, &turned, err);
		}
		if (status == OK && i >= before)
			row_see(table, &row);
	}
	/* For the second time through the rows. */
	table->now = first;
	table->sections = 0;
	return status == E_NOTFOUND ? OK : status;
}

static enum status
head_read(struct csv_table *table, const struct source *source, struct err *err)
{
	struct window look;
	struct slice bytes;
	enum status status = window_init(&look, source, FORMAT_HEAD_BYTES, err);

	if (status == OK)
		status = window_peek(&look, FORMAT_HEAD_BYTES, &bytes, err);
	if (status == OK)
		status = csv_head_find(bytes, &table->head, err);
	window_fini(&look);
	if (status == OK && table->head.width == 0)
		status = fail(err, E_FORMAT, "no rows of columns");
	return status;
}

enum status
csv_table_read(struct csv_table *table, const struct source *source,
    const struct reading_options *options, struct err *err)
{
	struct csv_rows rows;
	enum status status;

	*table = (struct csv_table){.sections = 0};
	arena_init(&table->arena, CSV_TABLE_ARENA_BYTES);
	status = head_read(table, source, err);
	if (status != OK)
		return status;
	status = csv_rows_init(&rows, source, err);
	rows.separator = table->head.separator;
	rows.western = true;
	if (status == OK)
		status = rows_see(table, &rows, options, err);
	csv_rows_fini(&rows);
	if (status == OK)
		order_decide(table, options->date_order);
	table->android = table->sorts != 0 && table->others == 0;
	/* Then no name has to say who of them is the owner. */
	table->senders = table->senders && !table->android;
	return status;
}

void
csv_table_fini(struct csv_table *table)
{
	arena_fini(&table->arena);
}

/* --- rows --- */

enum android_list
csv_table_list(const struct csv_table *table)
{
	return table->now.kind == CSV_KIND_CALLS ? ANDROID_CALLS : ANDROID_TEXTS;
}

bool
csv_table_fits(const struct csv_table *table, const struct csv_row *row)
{
	return (row->odd & (CSV_ODD_QUOTE | CSV_ODD_LONG | CSV_ODD_FIELDS)) == 0 &&
	       row_fits(row, table->head.width, table->now.name[table->head.width - 1].n == 0);
}

bool
csv_table_is_header(const struct csv_table *table, const struct csv_row *row)
{
	if (table->head.header == CSV_TABLE_NO_HEADER)
		return false;
	for (size_t i = 0; i < table->head.width; i++) {
		struct slice cell = slice_trim(slice_of_text(csv_row_get(row, i)));

		if (!slice_eq(cell, slice_of_text(table->now.name[i])))
			return false;
	}
	return true;
}

enum status
csv_table_turn(struct csv_table *table, const struct csv_row *row,
    const struct reading_options *options, bool *turned, struct err *err)
{
	struct text day = table->now.columns.has[COLUMN_WHEN]
			      ? csv_table_cell(table, row, COLUMN_WHEN, NULL)
			      : csv_row_get(row, 0);
	struct cells cells;
	enum status status;

	*turned = false;
	/* Most rows have a day there. */
	if (table->answered || table->guessed || table->now.kind == CSV_KIND_CONTACTS ||
	    (!table->now.known && table->sections == 0) || day.n == 0 ||
	    !ascii_is_letter((uint8_t)day.p[0]) || csv_names_column(day) == COLUMN_NONE ||
	    !csv_table_fits(table, row) || csv_table_is_header(table, row))
		return OK;
	cells = cells_count(row);
	if (cells.names < 2 || cells.dates != 0 || cells.amounts != 0)
		return OK;
	*turned = true;
	if (++table->sections <= CSV_TABLE_SECTIONS_MAX) {
		status = columns_decide(table, row, options, err);
		if (status != OK || table->now.known)
			return status;
	}
	/* Names without a day among them, or too many tables: nothing more is understood. */
	table->now.columns = (struct columns){.of = {0}};
	table->now.kind = CSV_KIND_UNKNOWN;
	table->now.known = false;
	return OK;
}

struct text
csv_table_cell(
    const struct csv_table *table, const struct csv_row *row, enum column column, size_t *number)
{
	for (size_t i = 0; i < table->head.width && table->now.columns.has[column]; i++) {
		struct slice cell = slice_trim(slice_of_text(csv_row_get(row, i)));

		/* A dash stands for nothing. */
		if (table->now.columns.of[i] != column || cell.n == 0 ||
		    slice_eq(cell, SLICE_LITERAL("-")))
			continue;
		if (number != NULL)
			*number = i;
		return (struct text){(const char *)cell.p, cell.n};
	}
	return TEXT_NONE;
}
