/* src/read/formats/csv.c
 * The format "csv": any table of rows and columns in text, a bank's statement or an itemised
 * telephone bill first of all (docs/formats/csv.md).  Two passes: what is decided once for the file
 * (csv_table.h), then a record for each row (csv_record.h).
 * Not for: CSV that another reader knows by its names. */
#include "read/formats/chat.h"
#include "read/formats/csv_record.h"
#include "read/formats/formats.h"
#include "read/formats/owner_look.h"

enum {
	SCORE_KNOWN = 40, /* names that say what they are */
	SCORE_TABLE = 12,
	ROWS_SURE = 4,     /* so many rows of one width are no accident */
	CHOICE_BYTES = 60, /* of a name that the question shows */
	CHOICES_BYTES = 3800,
};

static const char *const bank_omits[][2] = {
    {"short-references", "A bank's table is short: the words of a payment end after 18 letters in "
			 "most of them, and from which account it came is often missing. The bank "
			 "knows both, and the police can ask it."},
};

static const char *const call_omits[][2] = {
    {"incoming-calls", "An itemised bill lists what the telephone did itself. Calls and texts that "
		       "came in are mostly not in it; the network knows them, and the police can "
		       "ask."},
    {"words", "A bill does not contain what was said or written."},
};

/* The same of UTF-16: no other format here that is text in it is as wide as a table.  `high` is
 * where the upper half of a unit stands. */
static bool
may_be_wide(struct slice head, size_t high)
{
	for (size_t i = 2; i + 1 < head.n; i += 2) {
		uint8_t low = head.p[i + 1 - high];

		if (head.p[i + high] == 0 && low < ' ' && low != '\t' && low != '\r' &&
		    low != '\n' && low != '\f')
			return false;
	}
	return head.n > 3 && memchr("{[<", head.p[3 - high], 3) == NULL;
}

/* Text, and of no kind that begins otherwise. */
static bool
may_be_table(struct slice head)
{
	static const char *const others[] = {
	    "{", "[", "<", "BEGIN:", "%", "#!", "From ", "INSERT "};
	struct slice s;

	if (slice_starts(head, "\xef\xbb\xbf"))
		head = slice_from(head, 3);
	else if (slice_starts(head, "\xff\xfe") || slice_starts(head, "\xfe\xff"))
		return may_be_wide(head, head.p[0] == 0xfe ? 0 : 1);
	s = slice_trim(head);
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (slice_starts(s, others[i]))
			return false;
	for (size_t i = 0; i < head.n; i++)
		if (head.p[i] < ' ' && head.p[i] != '\t' && head.p[i] != '\r' &&
		    head.p[i] != '\n' && head.p[i] != '\f')
			return false;
	return s.n != 0;
}

static int
csv_probe(struct slice bytes)
{
	struct csv_head head;

	if (!may_be_table(bytes) || csv_head_find(bytes, &head, NULL) != OK || head.width == 0)
		return 0;
	if (head.known >= 2 && head.fit >= 2)
		return SCORE_KNOWN;
	if (head.fit * 8 < head.rows * 7)
		return 0;
	if (head.fit < ROWS_SURE)
		return head.fit >= 2 && head.width > 2 && head.dated ? SCORE_TABLE : 0;
	/* Lines of prose may have one comma each. */
	return head.width > 2 || head.separator != ',' ? SCORE_TABLE : 0;
}

/* "1 Date", "2 Reference", one a line: numbers that the answer names. */
static void
ask_columns(struct making *m, const struct csv_table *table)
{
	struct buf buf;

	buf_init(&buf, CHOICES_BYTES + 2 * CHOICE_BYTES);
	for (size_t i = 0; i < table->head.width && buf.n < CHOICES_BYTES; i++) {
		if (i != 0)
			buf_put_byte(&buf, '\n');
		buf_put_u64(&buf, i + 1);
		buf_put_byte(&buf, ' ');
		buf_put_one_line(&buf, text_prefix(table->now.name[i], CHOICE_BYTES));
	}
	if (m->status == OK)
		m->status = buf_check(&buf, m->err);
	if (m->status == OK)
		m->status = m->sink->note(
		    m->sink->ctx, NOTE_QUESTION, "columns", buf_text(&buf), 0, m->err);
	buf_fini(&buf);
}

/* An answer can be remembered for what has names, and is a file of its own. */
static void
say_header(struct making *m, const struct csv_table *table)
{
	if (m->status == OK && table->now.identity.n != 0 && m->options->inside.n == 0)
		m->status = m->sink->note(
		    m->sink->ctx, NOTE_HEADER, "columns", table->now.identity, 0, m->err);
}

static void
say_table(struct making *m, const struct csv_table *table)
{
	making_note(m, NOTE_FORMAT, "csv", NULL);
	say_header(m, table);
	if (table->now.kind == CSV_KIND_PAYMENTS)
		chat_omits(m, bank_omits, COUNT_OF(bank_omits));
	if (table->now.kind == CSV_KIND_CALLS)
		chat_omits(m, call_omits, COUNT_OF(call_omits));
	if (table->now.kind == CSV_KIND_CONTACTS)
		making_note(m, NOTE_OMITS, "address-book",
		    "These are names that whoever kept the address book gave to numbers; they "
		    "prove nobody's identity.");
	if (table->guessed)
		making_note(m, NOTE_DOUBT, "columns-guessed",
		    "This table does not name its columns. They were taken as date, words and "
		    "amount, because that is what stands in them.");
	if (!table->now.known && !table->answered)
		ask_columns(m, table);
	if (m->options->columns.n != 0 && !table->answered)
		making_note(m, NOTE_DOUBT, "columns-unreadable",
		    "What was said about the columns could not be used.");
	if (table->android)
		making_note(m, NOTE_DOUBT, "android-types",
		    "The numbers in the column \"type\" were taken for Android's: they say what "
		    "came "
		    "in, and what went out.");
	if (table->conflict)
		making_note(m, NOTE_DOUBT, "date-order-conflict",
		    "Some dates name no day in the order that fits the others.");
	if (table->choices != 0)
		making_note(m, NOTE_QUESTION, "date-order", "dmy mdy");
}

/* One more table may begin in the same file: the calls, then the texts. */
static enum status
row_read(struct making *m, struct csv_table *table, const struct csv_row *row, struct err *err)
{
	bool turned;
	enum status status = csv_table_turn(table, row, m->options, &turned, err);

	if (status != OK)
		return status;
	if (!turned) {
		csv_record_row(m, table, row);
		return OK;
	}
	csv_record_preamble(m, row);
	if (!table->now.known)
		making_note(m, NOTE_UNREAD, "columns-changed",
		    "Another table begins in this file, and what its columns are is not known: its "
		    "rows are kept as words.");
	return OK;
}

static enum status
rows_read(struct making *m, struct csv_table *table, const struct source *source, struct err *err)
{
	struct csv_rows rows;
	struct csv_row row;
	enum status status = csv_rows_init(&rows, source, err);

	rows.separator = table->head.separator;
	rows.western = true;
	for (uint64_t i = 0; status == OK; i++) {
		status = csv_rows_next(&rows, &row, err);
		if (status != OK)
			break;
		if ((row.odd & CSV_ODD_WESTERN) != 0)
			making_note(m, NOTE_DOUBT, "windows-1252",
			    "Letters of this file that are not UTF-8 were read as windows-1252.");
		if (table->head.header == CSV_TABLE_NO_HEADER || i > (uint64_t)table->head.header)
			status = row_read(m, table, &row, err);
		else if (i < (uint64_t)table->head.header)
			csv_record_preamble(m, &row);
		status = status == OK ? m->status : status;
	}
	csv_rows_fini(&rows);
	return status == E_NOTFOUND ? OK : status;
}

static enum status
read_once(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct csv_table table;
	struct making m = {.status = OK};
	enum status status = csv_table_read(&table, source, options, err);

	/* Downloads are full of tables about other things: they are kept as files. */
	if (status == OK && options->inside.n != 0 && !table.now.known && !table.answered)
		status = fail(err, E_FORMAT, "its columns are not known");
	if (status == OK)
		status = making_init(&m, options, sink, err);
	if (status == OK) {
		m.owner.known = !table.senders;
		say_table(&m, &table);
		status = m.status;
	}
	if (status == OK)
		status = rows_read(&m, &table, source, err);
	if (status == OK)
		status = making_finish(&m);
	making_fini(&m);
	csv_table_fini(&table);
	return status;
}

static enum status
csv_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return owner_look_met(read_once, source, options, sink, err);
}

const struct format csv_format = {
    .name = "csv", .probe = csv_probe, .read = csv_read, .prepare = NULL};
