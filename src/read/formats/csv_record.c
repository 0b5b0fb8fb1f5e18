/* src/read/formats/csv_record.c
 * See csv_record.h. */
#include "read/formats/csv_record.h"

#include "read/formats/chat.h"
#include "read/formats/csv_book.h"
#include "read/formats/csv_people.h"

enum { YEAR_FIRST = 1990, YEAR_LAST = 2099 };

void
csv_record_odd(struct making *m, unsigned odd)
{
	static const struct {
		unsigned odd;
		const char *code, *sentence;
	} oddities[] = {
	    {CSV_ODD_QUOTE, "odd-quotes",
		"The quotes of this row are not closed as they should be."},
	    {CSV_ODD_BYTES, "not-utf8", "Some bytes are no UTF-8."},
	    {CSV_ODD_LONG, "row-cut", "This row is too long; the original holds more."},
	    {CSV_ODD_FIELDS, "many-fields", "This row has more fields than are shown."},
	    {CSV_ODD_WESTERN, "windows-1252",
		"Some letters are not UTF-8 and were read as windows-1252."},
	};

	for (size_t i = 0; i < COUNT_OF(oddities); i++)
		if ((odd & oddities[i].odd) != 0)
			making_doubt(m, oddities[i].code, text_of_c(oddities[i].sentence));
}

/* All cells one after the other: words for what no column says more about. */
static void
body_of_all(struct making *m, const struct csv_row *row)
{
	struct buf buf;

	buf_init(&buf, RECORD_TEXT_MAX_BYTES);
	for (size_t i = 0; i < row->count; i++) {
		struct slice s = slice_trim(slice_of_text(row->field[i]));

		if (s.n == 0)
			continue;
		if (buf.n != 0)
			buf_put_c(&buf, " | ");
		buf_put_text(&buf, text_prefix((struct text){(const char *)s.p, s.n},
				       RECORD_TEXT_MAX_BYTES - buf.n - (buf.n != 0 ? 3 : 0)));
		if (RECORD_TEXT_MAX_BYTES - buf.n < 8)
			break;
	}
	making_body_buf(m, &buf);
	buf_fini(&buf);
}

void
csv_record_preamble(struct making *m, const struct csv_row *row)
{
	making_begin(m, KIND_NOTE, "table");
	csv_record_odd(m, row->odd);
	body_of_all(m, row);
	(void)!making_send(m);
}

/* Every cell under the name of its column, but the words themselves, and what the owner has left:
 * that goes into a pack with the payment, and says nothing about anybody else. */
static void
claim_cells(const struct csv_cells *r)
{
	for (size_t i = 0; i < r->cells->count; i++) {
		bool inside = i < r->table->head.width;
		enum column column = inside ? (enum column)r->table->now.columns.of[i]
					    : COLUMN_NONE;

		if (column != COLUMN_BODY && column != COLUMN_BALANCE)
			making_claim(r->m, inside ? r->table->now.key[i] : "column-more",
			    r->cells->field[i]);
	}
}

/* --- when --- */

/* A time in a zone that the row names. */
static void
fill_zone(const struct csv_cells *r, struct text written, struct moment *when)
{
	struct slice zone = slice_of_text(csv_cells_get(r, COLUMN_ZONE));
	enum precision precision = when->precision;
	int64_t us = civil_to_us(&when->local);

	if (zone.n == 0)
		return;
	if (slice_eq_nocase(zone, SLICE_LITERAL("BST"))) {
		us -= 60 * 60 * US_PER_SECOND;
	} else if (!slice_eq_nocase(zone, SLICE_LITERAL("GMT")) &&
		   !slice_eq_nocase(zone, SLICE_LITERAL("UTC"))) {
		making_doubt(r->m, "zone-unknown", csv_cells_get(r, COLUMN_ZONE));
		return;
	}
	making_instant_us(r->m, when, us, written);
	if (when->basis == BASIS_INSTANT)
		when->precision = precision;
}

static void
fill_clock(
    const struct csv_cells *r, const struct csv_date *date, struct text day, struct moment *when)
{
	struct text written = csv_cells_get(r, COLUMN_TIME);
	bool has_second = date->has_second, timed = date->timed;

	if (!timed && written.n != 0) {
		timed = csv_clock_parse(slice_of_text(written), &when->local, &has_second);
		if (!timed)
			making_doubt(r->m, "time-unreadable", written);
	}
	timed = timed && r->table->clocked;
	when->basis = timed ? BASIS_LOCAL : BASIS_DATE;
	when->precision = !timed ? PRECISION_DAY : has_second ? PRECISION_SECOND : PRECISION_MINUTE;
	if (timed)
		fill_zone(r, day, when);
}

/* Midnight in every row: days. */
static bool
only_a_day(const struct csv_table *table, const struct csv_date *date, struct moment *when)
{
	if (table->clocked || !civil_of_us(date->at_us, &when->local))
		return false;
	when->local_known = true;
	when->basis = BASIS_DATE;
	when->precision = PRECISION_DAY;
	return true;
}

static void
doubt_order(const struct csv_cells *r, const struct csv_date *date, struct text written)
{
	struct civil dmy, mdy;

	if (r->table->choices != 0 && (date->orders & (date->orders - 1)) != 0 &&
	    csv_date_civil(date, DATE_ORDER_DMY, &dmy) &&
	    csv_date_civil(date, DATE_ORDER_MDY, &mdy) && civil_compare(&dmy, &mdy) != 0)
		making_doubt(r->m, "date-order", written);
}

static void
fill_when(const struct csv_cells *r)
{
	const struct csv_table *table = r->table;
	struct text written = csv_cells_get(r, COLUMN_WHEN);
	struct moment *when = &r->m->record.when, local = MOMENT_NONE;
	struct csv_date date;

	if (!table->now.columns.has[COLUMN_WHEN])
		return;
	if (written.n == 0) {
		making_doubt(r->m, "no-time", TEXT_NONE);
		return;
	}
	if (!csv_date_parse(written, &date)) {
		making_doubt(r->m, "date-unreadable", written);
		return;
	}
	if (date.instant) {
		if (!only_a_day(table, &date, when))
			making_instant_us(r->m, when, date.at_us, written);
		return;
	}
	if (!csv_date_civil(&date, table->order, &local.local) &&
	    ((date.orders & (date.orders - 1)) != 0 ||
		(!csv_date_civil(&date, DATE_ORDER_DMY, &local.local) &&
		    !csv_date_civil(&date, DATE_ORDER_YMD, &local.local)))) {
		making_doubt(r->m, "date-unreadable", written);
		return;
	}
	local.local_known = true;
	doubt_order(r, &date, written);
	if (local.local.year < YEAR_FIRST || local.local.year > YEAR_LAST)
		making_doubt(r->m, "date-implausible", written);
	fill_clock(r, &date, written, &local);
	*when = local;
}

/* --- money --- */

/* Money, in one column or two. */
static void
claim_amount(const struct csv_cells *r, const struct csv_amount *amount)
{
	struct text currency = csv_cells_get(r, COLUMN_CURRENCY);
	const char *code = amount->currency != NULL ? amount->currency : r->table->currency;

	making_claim(r->m, "amount-decimal", (struct text){amount->decimal, amount->n});
	if (currency.n == 0 && code != NULL)
		making_claim(r->m, "currency", text_of_c(code));
}

static enum direction
direction_of_amount(const struct csv_cells *r, const struct csv_amount *amount)
{
	const struct csv_table *table = r->table;

	/* Without a minus anywhere, one column may be amounts of either kind; and where few have
	 * one and no balance stands beside, those may be what was paid into a card. */
	if (amount->zero || (!table->bank && !table->guessed &&
				(table->minus == 0 || (!table->now.columns.has[COLUMN_BALANCE] &&
							  table->minus < table->plus))))
		return DIRECTION_UNKNOWN;
	return amount->negative ? DIRECTION_OUT : DIRECTION_IN;
}

/* The amount of a column, if there is one; the first that is met is claimed. */
static bool
amount_of(const struct csv_cells *r, enum column column, bool *claimed, struct csv_amount *amount)
{
	struct text written = csv_cells_get(r, column);

	if (written.n == 0)
		return false;
	if (!csv_amount_parse(written, amount)) {
		making_doubt(r->m, "amount-unreadable", written);
		return false;
	}
	if (!*claimed)
		claim_amount(r, amount);
	*claimed = true;
	return true;
}

/* Two columns say it by where an amount stands, with or without a minus. */
static enum direction
direction_of_money(const struct csv_cells *r)
{
	enum direction direction = DIRECTION_UNKNOWN;
	struct csv_amount amount;
	bool claimed = false, in, out;

	if (amount_of(r, COLUMN_AMOUNT, &claimed, &amount))
		direction = direction_of_amount(r, &amount);
	if (direction != DIRECTION_UNKNOWN)
		return direction;
	in = amount_of(r, COLUMN_IN, &claimed, &amount) && !amount.zero;
	out = amount_of(r, COLUMN_OUT, &claimed, &amount) && !amount.zero;
	if (in && out)
		making_doubt(r->m, "two-amounts", TEXT_NONE);
	else if (in || out)
		return in ? DIRECTION_IN : DIRECTION_OUT;
	return csv_people_direction(r);
}

/* --- what --- */

static bool
speaks_of(struct text text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < text.n; i++)
		for (size_t w = 0; w < count; w++) {
			size_t n = strlen(words[w]);

			if (text.n - i >= n && (i == 0 || text.p[i - 1] == ' ') &&
			    slice_eq_nocase(slice_of(text.p + i, n), slice_of(words[w], n)))
				return true;
		}
	return false;
}

/* A telephone bill lists calls, texts and the use of data. */
static void
call_kind(const struct csv_cells *r)
{
	static const char *const voice[] = {"voice", "call", "minutes"};
	static const char *const picture[] = {"mms", "picture", "photo", "multimedia"};
	static const char *const texts[] = {"sms", "text", "txt"}, *const messages[] = {"messag"};
	static const char *const data[] = {
	    "data", "gprs", "internet", "wap", "web", "roaming data"};
	struct making *m = r->m;
	struct text type = csv_cells_get(r, COLUMN_TYPE);
	bool spoken;

	if (type.n == 0)
		type = csv_cells_get(r, COLUMN_BODY);
	spoken = speaks_of(type, voice, COUNT_OF(voice));
	m->record.kind = KIND_CALL;
	m->record.channel = TEXT_LITERAL("call");
	if (speaks_of(type, picture, COUNT_OF(picture))) {
		m->record.kind = KIND_MESSAGE;
		m->record.channel = TEXT_LITERAL("mms");
	} else if ((type.n == 0 && r->table->now.texts) ||
		   speaks_of(type, texts, COUNT_OF(texts)) ||
		   (!spoken && speaks_of(type, messages, COUNT_OF(messages)))) {
		m->record.kind = KIND_MESSAGE;
		m->record.channel = TEXT_LITERAL("sms");
	} else if (!spoken && speaks_of(type, data, COUNT_OF(data))) {
		m->record.kind = KIND_NOTE;
		m->record.channel = TEXT_LITERAL("table");
	}
}

static void
mark_call(const struct csv_cells *r, enum column column)
{
	static const char *const missed[] = {"missed"}, *const declined[] = {
							    "rejected", "declined"};
	struct text words = csv_cells_get(r, column);

	if (speaks_of(words, missed, COUNT_OF(missed)))
		chat_mark(r->m, "missed");
	if (speaks_of(words, declined, COUNT_OF(declined)))
		chat_mark(r->m, "rejected");
}

static void
fill_call(const struct csv_cells *r)
{
	struct making *m = r->m;
	struct text length = csv_cells_get(r, COLUMN_DURATION);

	call_kind(r);
	csv_people_fill(r);
	if (m->record.kind != KIND_CALL)
		return;
	if (length.n != 0 && !csv_duration_parse(length, r->table->now.unit, &m->record.duration_s))
		making_doubt(m, "duration-unreadable", length);
	mark_call(r, COLUMN_TYPE);
	mark_call(r, COLUMN_DIRECTION);
}

static void
fill_payment(const struct csv_cells *r)
{
	enum direction direction = direction_of_money(r);

	r->m->record.kind = KIND_PAYMENT;
	r->m->record.channel = TEXT_LITERAL("bank");
	csv_people_other(r, direction);
	if (direction == DIRECTION_UNKNOWN)
		making_doubt(r->m, "direction-unknown", TEXT_NONE);
}

/* The words of all columns that have any, each once. */
static void
fill_body(const struct csv_cells *r)
{
	for (size_t i = 0; i < r->table->head.width; i++) {
		struct slice s = slice_trim(slice_of_text(csv_row_get(r->cells, i)));
		bool again = false;

		if (r->table->now.columns.of[i] != COLUMN_BODY || s.n == 0)
			continue;
		for (size_t k = 0; k < i; k++)
			again = again ||
				(r->table->now.columns.of[k] == COLUMN_BODY &&
				    slice_eq(
					s, slice_trim(slice_of_text(csv_row_get(r->cells, k)))));
		if (!again)
			making_body(r->m, (struct text){(const char *)s.p, s.n});
	}
}

/* A message without words beside cells that look like some, a payment or call beside notes. */
static void
doubt_wordless(const struct csv_cells *r)
{
	bool message = r->table->now.kind == CSV_KIND_MESSAGES;

	if (r->table->now.remarks && r->m->record.body.n != 0)
		making_doubt(r->m, "words-may-be-notes", TEXT_NONE);
	if (r->m->record.body.n != 0 || (!message && r->table->now.kind != CSV_KIND_PAYMENTS &&
					    r->table->now.kind != CSV_KIND_CALLS))
		return;
	for (size_t i = 0; i < r->table->head.width; i++) {
		struct slice s = slice_trim(slice_of_text(csv_row_get(r->cells, i)));

		if (r->table->now.columns.of[i] == COLUMN_NONE &&
		    (message ? slice_find(s, SLICE_LITERAL(" ")) != SIZE_MAX
			     : s.n != 0 && csv_names_remark(r->table->now.name[i]))) {
			making_doubt(r->m, "words-in-other-columns", TEXT_NONE);
			return;
		}
	}
}

/* "Total for calls": no day, and nobody. */
static bool
is_sum(const struct csv_cells *r)
{
	struct csv_date date;

	if (!r->table->now.columns.has[COLUMN_WHEN] || r->table->answered ||
	    (r->table->now.kind != CSV_KIND_CALLS && r->table->now.kind != CSV_KIND_PAYMENTS))
		return false;
	for (unsigned i = COLUMN_FROM; i <= COLUMN_BODY; i++)
		if (csv_cells_get(r, (enum column)i).n != 0)
			return false;
	return !csv_date_parse(csv_cells_get(r, COLUMN_WHEN), &date);
}

static void
fill(const struct csv_cells *r)
{
	struct making *m = r->m;

	switch (r->table->now.kind) {
	case CSV_KIND_PAYMENTS: fill_payment(r); break;
	case CSV_KIND_CALLS: fill_call(r); break;
	case CSV_KIND_MESSAGES:
		m->record.kind = KIND_MESSAGE;
		csv_people_fill(r);
		break;
	case CSV_KIND_CONTACTS: csv_book_fill(r); break;
	case CSV_KIND_UNKNOWN: break;
	}
	fill_when(r);
	/* Of anything unknown every cell says as much as the others. */
	if (r->table->answered || r->table->now.columns.has[COLUMN_WHEN] ||
	    r->table->now.kind == CSV_KIND_CONTACTS)
		fill_body(r);
	doubt_wordless(r);
	if (m->record.body.n == 0 && r->table->now.kind == CSV_KIND_UNKNOWN)
		body_of_all(m, r->cells);
	if (!r->table->now.known && !r->table->answered)
		making_doubt(m, "columns-unknown", TEXT_NONE);
}

/* Two quotes far apart make one cell of what lies between: a line of it that has a day where the
 * table has one was a row. */
static bool
has_rows_inside(const struct csv_cells *r, struct slice cell, size_t when)
{
	struct slice line, piece;
	struct csv_date date;
	uint8_t end = slice_find(cell, SLICE_LITERAL("\n")) != SIZE_MAX ? '\n' : '\r';
	bool first = true;

	while (cut_last(&cell, end, &line)) {
		size_t i = 0;

		for (; !first && i < when && cut(&line, r->table->head.separator, &piece); i++)
			;
		if (!first && i == when && cut(&line, r->table->head.separator, &piece) &&
		    csv_date_parse((struct text){(const char *)piece.p, piece.n}, &date))
			return true;
		first = false;
	}
	return false;
}

static void
doubt_rows_inside(const struct csv_cells *r)
{
	size_t when = 0;

	if ((slice_find(r->cells->raw, SLICE_LITERAL("\n")) == SIZE_MAX &&
		slice_find(r->cells->raw, SLICE_LITERAL("\r")) == SIZE_MAX) ||
	    csv_table_cell(r->table, r->cells, COLUMN_WHEN, &when).n == 0)
		return;
	for (size_t i = 0; i < r->cells->count; i++) {
		if (!has_rows_inside(r, slice_of_text(r->cells->field[i]), when))
			continue;
		making_doubt(r->m, "rows-in-cell", TEXT_NONE);
		making_raw(r->m, r->cells->raw);
		making_note(r->m, NOTE_UNREAD, "rows-in-cell",
		    "Quotes that do not belong together make one row of several: they were not "
		    "read one by one.");
		return;
	}
}

void
csv_record_row(struct making *m, const struct csv_table *table, const struct csv_row *row)
{
	const struct csv_cells r = {m, table, row};
	bool fits = csv_table_fits(table, row);

	making_begin(m, KIND_NOTE, "table");
	csv_record_odd(m, row->odd);
	if (!fits) {
		making_doubt(m, "not-understood",
		    TEXT_LITERAL("This row has other columns than the table."));
		making_raw(m, row->raw);
		body_of_all(m, row);
		making_note(m, NOTE_UNREAD, "broken-row",
		    "Part of the file is not as it should be and could not be read.");
	} else if (csv_table_is_header(table, row)) {
		body_of_all(m, row);
	} else if (is_sum(&r)) {
		body_of_all(m, row);
		claim_cells(&r);
	} else {
		doubt_rows_inside(&r);
		fill(&r);
		claim_cells(&r);
	}
	making_claim_i64(m, "line", (int64_t)row->line);
	(void)!making_send(m);
}
