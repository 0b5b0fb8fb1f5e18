/* src/show/report/report_chronology.c
 * The chronology of a pack, by month and day; see report.h. */
#include "diary/detail.h"
#include "diary/handle.h"
#include "show/report/report.h"
#include "show/report/report_inside.h"
#include "show/when.h"
#include "show/words.h"

enum { CELL_BYTES = 2 * 1024 * 1024, DAY_BYTES = 256, COLUMNS = CHRONOLOGY_COLUMNS, SPANS = 13 };

static const int32_t NO_MONTH = -1, UNDATED = -2;

static void
say_times(struct doc *doc, const struct report_info *info, struct buf *line)
{
	buf_reset(line);
	buf_put_c(line, "Local times are those of ");
	buf_put_text(line, info->zone);
	buf_put_c(line,
	    ". \xc2\xb0 marks a time that the file gives by the clock of the phone or app, without "
	    "its time zone: it is taken to be that local time too. Other times are known in UTC, "
	    "or "
	    "were written down by hand. Times in files are what the files say.");
	doc_item(doc, buf_text(line));
}

/* Room for the largest number, and the rest shared out by what stands in it. */
static void
columns_fit(struct chronology *c)
{
	static const struct doc_column columns[COLUMNS] = {{"No.", 0, true, false},
	    {"Time", 40, false, false}, {"How", 45, false, false}, {"Who", 134, false, false},
	    {"What", 230, false, false}, {"Exhibit", 36, false, false}};
	unsigned digits = 3;

	for (uint64_t n = c->info->shown_records; n >= 1000; n /= 10)
		digits++;
	memcpy(c->columns, columns, sizeof columns);
	c->columns[0].share = 8 + 5 * digits;
}

void
report_chronology_begin(struct chronology *c, struct doc *doc, const struct report_info *info)
{
	*c = (struct chronology){.doc = doc, .info = info, .month = NO_MONTH};
	columns_fit(c);
	buf_init(&c->day, DAY_BYTES);
	buf_init(&c->line, CELL_BYTES);
	doc_heading(doc, 1, info->title);
	buf_put_c(&c->line, "Every record of this pack in order of time: ");
	count_put(&c->line, info->shown_records);
	buf_put_c(&c->line, " in all");
	if (info->undated_records != 0) {
		buf_put_c(&c->line, ", the last ");
		count_put(&c->line, info->undated_records);
		buf_put_c(&c->line, " of them without a known time");
	}
	buf_put_c(&c->line, ". Begin with 00-read-first.");
	doc_paragraph(doc, buf_text(&c->line));
	say_times(doc, info, &c->line);
	doc_item(doc,
	    TEXT_LITERAL("Contacts beside a day are those of the people the record is about, as on "
			 "the first page of 00-read-first. Diary entries are shaded."));
	doc_item(doc,
	    TEXT_LITERAL("\xe2\x80\x9c"
			 "from\xe2\x80\x9d is what reached the person, "
			 "\xe2\x80\x9cto\xe2\x80\x9d what the person sent. Doubts stand under the "
			 "record they touch."));
}

/* --- tables by month, groups by day --- */

static void
table_open(struct chronology *c, int32_t month)
{
	const struct doc_table table = {.columns = c->columns, .count = COLUMNS, .dense = true};
	const struct civil first = {.year = month / SPANS, .month = month % SPANS + 1, .day = 1};

	doc_keep(c->doc, 10);
	buf_reset(&c->line);
	if (month == UNDATED)
		buf_put_c(&c->line, "Without a known time");
	else if (first.month > 12)
		buf_put_i64(&c->line, first.year);
	else
		month_put(&c->line, &first);
	doc_heading(c->doc, 2, buf_text(&c->line));
	if (month == UNDATED)
		doc_paragraph(
		    c->doc, TEXT_LITERAL(
				"In the order in which they were brought in. A date in the name of "
				"a file is not taken for its time."));
	doc_table_begin(c->doc, &table);
	c->month = month;
	buf_reset(&c->day);
}

/* Twelve months, and one place for what is only known to lie in that year. */
static int32_t
month_of(const struct moment *when)
{
	struct civil c;
	bool utc;

	if (!when_civil(when, &c, &utc))
		return UNDATED;
	return c.year * SPANS + (when->precision == PRECISION_YEAR ? 12 : c.month - 1);
}

static void
table_follow(struct chronology *c, const struct moment *when)
{
	int32_t month = month_of(when);

	if (c->month == month)
		return;
	if (c->month != NO_MONTH)
		doc_table_end(c->doc);
	table_open(c, month);
}

static void
day_follow(struct chronology *c, const struct report_row *row)
{
	struct buf *day = &c->line;

	if (c->month == UNDATED)
		return;
	buf_reset(day);
	when_day_put(day, &row->record->when);
	if (text_eq(buf_text(day), buf_text(&c->day)))
		return;
	buf_reset(&c->day);
	buf_put_text(&c->day, buf_text(day));
	if (row->day_contacts != 0) {
		buf_put_c(day, " \xc2\xb7 ");
		count_put(day, row->day_contacts);
		buf_put_c(day, row->day_contacts == 1 ? " contact" : " contacts");
	}
	doc_table_group(c->doc, buf_text(day));
}

/* --- cells --- */

/* A clock without its zone: marked beside the time. */
bool
zone_is_assumed(const struct record *r)
{
	return r->when.precision < PRECISION_DAY && record_has_doubt(r, "zone-assumed");
}

static void
time_cell(struct buf *out, const struct record *r)
{
	if (r->when.basis == BASIS_NONE)
		return; /* the heading says so */
	when_clock_put(out, &r->when);
	if (zone_is_assumed(r))
		buf_put_c(out, "\xc2\xb0");
}

/* The person's own name for them, then the number or address as it is compared: every row of one
 * number looks the same, however a file spelt it. */
static void
party_cell(struct buf *out, const struct party *party, struct text person)
{
	struct text handle = party->handle.n != 0 ? party->handle : party->as_written;
	struct text name = person.n != 0 ? person : party->name;

	if (text_eq(handle, party->name) && person.n != 0 && !text_eq(handle, person)) {
		buf_put_text(out, person); /* known to the app by a name alone */
		buf_put_c(out, " (\xe2\x80\x9c");
		buf_put_text(out, handle);
		buf_put_c(out, "\xe2\x80\x9d)");
		return;
	}
	if (name.n == 0 && handle_is_withheld(handle)) {
		buf_put_c(out, "withheld or unknown");
		return;
	}
	buf_put_text(out, name);
	if (handle.n != 0 && !text_eq(handle, name)) {
		buf_put_c(out, name.n != 0 ? " " : "");
		buf_put_text(out, handle);
	}
}

static void
by_cell(struct buf *out, const struct record *r, const char *lead)
{
	for (size_t i = 0; i < r->by_count; i++) {
		buf_put_c(out, i == 0 ? lead : ", ");
		buf_put_text(out, r->by[i]);
	}
}

static void
sent_cell(struct buf *out, const struct report_row *row)
{
	const struct record *r = row->record;

	buf_put_c(out, "to ");
	for (size_t i = 0; i < r->to_count && i < 10; i++) {
		buf_put_c(out, i == 0 ? "" : ", ");
		party_cell(out, &r->to[i], i == 0 ? row->person : TEXT_NONE);
	}
	if (r->to_count == 0)
		buf_put_text(out,
		    r->conversation.n != 0 ? r->conversation : TEXT_LITERAL("somebody unknown"));
	if (r->to_count > 10)
		buf_putf(out, " and %zu more", r->to_count - 10);
}

/* A chat of several people has a name of its own; a chat of two bears the other's. */
static bool
is_group(const struct record *r, struct text person)
{
	const struct party *other = r->direction == DIRECTION_OUT && r->to_count != 0 ? &r->to[0]
										      : &r->from;

	return text_eq_c(r->channel, "whatsapp") && r->conversation.n != 0 &&
	       r->direction != DIRECTION_NONE && !text_eq(r->conversation, other->name) &&
	       !text_eq(r->conversation, other->as_written) &&
	       !text_eq(r->conversation, other->handle) && !text_eq(r->conversation, person);
}

static void
who_cell(struct buf *out, const struct report_row *row)
{
	const struct record *r = row->record;

	if (r->kind == KIND_INCIDENT) {
		by_cell(out, r, "about ");
	} else if (r->direction == DIRECTION_OUT) {
		sent_cell(out, row);
	} else if (r->direction != DIRECTION_NONE || r->from.name.n != 0 ||
		   r->from.as_written.n != 0) {
		buf_put_c(out, r->direction == DIRECTION_IN ? "from " : "");
		party_cell(out, &r->from, row->person);
		by_cell(out, r, ", said in the diary to be "); /* by a correction */
	}
	if (is_group(r, row->person) && r->to_count + (r->direction == DIRECTION_IN) != 0) {
		buf_put_c(out, " in \xe2\x80\x9c");
		buf_put_text(out, r->conversation);
		buf_put_c(out, "\xe2\x80\x9d");
	}
}

static void
how_cell(struct buf *out, const struct record *r)
{
	if (r->kind == KIND_CALL && text_eq_c(r->channel, "whatsapp"))
		buf_put_c(out, "WhatsApp call");
	else if (r->kind == KIND_SYSTEM)
		buf_put_c(out, "App note");
	else
		channel_words_put_short(out, r->channel);
}

void
attachments_put(struct buf *out, const struct record *r)
{
	for (size_t i = 0; i < r->attachments_count; i++) {
		const struct attachment *a = &r->attachments[i];

		buf_put_c(out, out->n != 0 ? "\n" : "");
		buf_put_c(out, a->source == ATTACHMENT_MISSING ? "Not in the export: "
			       : a->source == ATTACHMENT_SELF  ? ""
							       : "Attached: ");
		attachment_name_put(out, a);
	}
}

static void
put_doubts(struct buf *out, const struct record *r)
{
	for (size_t i = 0; i < r->doubts_count; i++) {
		if (text_eq_c(r->doubts[i].code, "zone-assumed"))
			continue; /* the degree sign beside the time */
		buf_put_c(out, out->n != 0 ? "\nDoubt: " : "Doubt: ");
		doubt_words_put(out, r->doubts[i].code);
		doubt_detail_put(out, &r->doubts[i]);
	}
}

/* Empty lines between paragraphs are left to the original: a page of them says nothing. */
static void
put_words(struct buf *out, struct text text)
{
	struct slice s = slice_trim(slice_of_text(text));
	bool line_empty = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\r')
			continue;
		if (s.p[i] == '\n' && line_empty)
			continue;
		line_empty = s.p[i] == '\n' || (line_empty && (s.p[i] == ' ' || s.p[i] == '\t'));
		buf_put_byte(out, s.p[i]);
	}
}

/* "\nSeen by: …" of an incident. */
static void
put_fact(struct buf *out, const char *label, struct text text)
{
	if (text.n == 0)
		return;
	buf_putf(out, "\n%s: ", label);
	buf_put_text(out, text);
}

/* Who saw it, what it did, what was changed, and whom it was reported to. */
static void
put_incident(struct buf *out, const struct record *r)
{
	for (size_t i = 0; i < r->witnesses_count; i++) {
		buf_put_c(out, i == 0 ? "\nSeen by: " : ", ");
		buf_put_text(out, r->witnesses[i]);
	}
	put_fact(out, "Effect", r->effect);
	put_fact(out, "Changed because of it", r->changed);
	put_fact(out, "With", detail_of(r, DETAIL_FORCE));
	put_fact(out, "With", detail_of(r, DETAIL_COURT));
	put_fact(out, "Spoke to", detail_of(r, DETAIL_OFFICER));
	put_fact(out, "Their reference", detail_of(r, DETAIL_REFERENCE));
}

static void
what_cell(struct buf *out, const struct record *r)
{
	if (r->subject.n != 0) {
		buf_put_text(out, r->subject);
		buf_put_byte(out, '\n');
	}
	put_words(out, r->body);
	if (r->kind == KIND_CALL && r->body.n == 0) {
		if (r->duration_s > 0)
			duration_put(out, r->duration_s);
		else if (r->marks_count == 0)
			buf_put_c(out, "no length given");
	}
	marks_put(out, r);
	put_fact(out, "Place", r->place);
	if (r->kind == KIND_INCIDENT)
		put_incident(out, r);
	attachments_put(out, r);
	put_doubts(out, r);
}

/* Of "DB/3, DB/4" the first: its place in the list of exhibits at the end. */
static struct text
first_exhibit(struct text exhibits)
{
	struct slice rest = slice_of_text(exhibits), first;

	if (!cut(&rest, ',', &first))
		return exhibits;
	return text_prefix(exhibits, first.n);
}

void
report_chronology_row(struct chronology *c, const struct report_row *row)
{
	const struct record *r = row->record;
	struct buf parts[COLUMNS - 1];
	struct doc_cell cells[COLUMNS] = {0};

	table_follow(c, &r->when);
	day_follow(c, row);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		buf_init(&parts[i], CELL_BYTES);
	buf_put_u64(&parts[0], row->number);
	time_cell(&parts[1], r);
	how_cell(&parts[2], r);
	who_cell(&parts[3], row);
	what_cell(&parts[4], r);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		cells[i].text = buf_text(&parts[i]);
	cells[5].text = row->exhibit;
	cells[5].link = first_exhibit(row->exhibit);
	doc_table_cells(c->doc, cells, r->kind == KIND_INCIDENT);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		buf_fini(&parts[i]);
}

void
report_chronology_end(struct chronology *c)
{
	if (c->month != NO_MONTH)
		doc_table_end(c->doc);
	buf_reset(&c->line);
	buf_put_c(&c->line, "End of the chronology: ");
	count_put(&c->line, c->info->shown_records);
	buf_put_c(&c->line, c->info->shown_records == 1 ? " record." : " records.");
	doc_paragraph(c->doc, buf_text(&c->line));
	buf_fini(&c->day);
	buf_fini(&c->line);
}
