/* src/show/report/report_rows.c
 * The people, the diary and the exhibits of a pack; see report.h. */
#include "diary/detail.h"
#include "diary/handle.h"
#include "show/report/report.h"

#include "show/when.h"
#include "show/words.h"

enum { CELL_BYTES = 2 * 1024 * 1024 };

/* "Daniel Reed <daniel@example.org>", as in the header of a mail. */
static bool
has_name(struct text written, struct text name)
{
	return written.n != 0 && written.p[written.n - 1] == '>' &&
	       slice_find(slice_of_text(written), slice_of_text(name)) != SIZE_MAX;
}

void
party_put(struct buf *out, const struct party *party, struct text person)
{
	struct text written = party->as_written.p != NULL ? party->as_written : party->handle;

	if (person.n != 0) {
		buf_put_text(out, person);
		if (written.n != 0 && !text_eq(written, person)) {
			buf_put_c(out, " (");
			buf_put_text(out, written);
			buf_put_byte(out, ')');
		}
		return;
	}
	if (party->name.n != 0 && !has_name(written, party->name)) {
		buf_put_text(out, party->name);
		if (written.n != 0 && !text_eq(written, party->name)) {
			buf_put_c(out, " <");
			buf_put_text(out, written);
			buf_put_byte(out, '>');
		}
	} else if (!handle_is_withheld(written)) {
		buf_put_text(out, written);
	} else {
		buf_put_c(out, "withheld or unknown");
	}
}

static const char *
kind_words(const struct record *r)
{
	switch (r->kind) {
	case KIND_INCIDENT: return "Incident";
	case KIND_MESSAGE: return "Message";
	case KIND_CALL: return "Call";
	case KIND_VOICEMAIL: return "Voicemail";
	case KIND_EMAIL: return "E-mail";
	case KIND_PHOTO: return "Photograph";
	case KIND_VIDEO: return "Video";
	case KIND_AUDIO: return "Sound recording";
	case KIND_DOCUMENT: return "Document";
	case KIND_POSITION: return "Position";
	case KIND_CONTACT: return "Contact";
	case KIND_PAYMENT: return "Payment";
	case KIND_SYSTEM: return "Note by the app";
	case KIND_NOTE: return "Note";
	case KIND_COUNT: break;
	}
	return "Record";
}

/* Nothing is left of it but that it was there. */
static bool
is_empty(const struct record *record)
{
	return record->body.n == 0 && record->subject.n == 0 && record->attachments_count == 0 &&
	       (record->kind == KIND_MESSAGE || record->kind == KIND_EMAIL);
}

void
marks_put(struct buf *out, const struct record *record)
{
	for (size_t i = 0; i < record->marks_count; i++) {
		buf_put_c(out, i != 0 ? ", " : out->n != 0 ? " [" : "[");
		mark_words_put(out, record->marks[i]);
		if (text_eq_c(record->marks[i], "deleted") && is_empty(record))
			buf_put_c(out, ", words not kept by the app");
	}
	if (record->marks_count != 0)
		buf_put_byte(out, ']');
}

void
attachment_name_put(struct buf *out, const struct attachment *attachment)
{
	if (attachment->name.n != 0)
		buf_put_text(out, attachment->name);
	else
		buf_put_text(
		    out, attachment->type.p != NULL ? attachment->type : TEXT_LITERAL("a file"));
}

void
doubt_detail_put(struct buf *out, const struct doubt *doubt)
{
	if (doubt->detail.n == 0)
		return;
	buf_put_c(out, " (");
	buf_put_text(out, text_prefix(doubt->detail, 300));
	buf_put_byte(out, ')');
}

void
record_line_put(struct buf *out, const struct record *r, size_t max_bytes)
{
	struct text body = text_prefix(r->body, max_bytes);

	buf_put_c(out, kind_words(r));
	marks_put(out, r);
	if (r->kind == KIND_CALL && r->duration_s >= 0) {
		buf_put_c(out, ", ");
		duration_put(out, r->duration_s);
	}
	if (r->subject.n != 0) {
		buf_put_c(out, ": ");
		buf_put_text(out, text_prefix(r->subject, max_bytes));
	}
	if (body.n == 0)
		return;
	buf_put_c(out, ": ");
	buf_put_one_line(out, body);
	if (r->body.n > max_bytes)
		buf_put_c(out, " \xe2\x80\xa6");
}

static void
incident_fact(struct doc *doc, const char *label, struct text value)
{
	if (value.n != 0)
		doc_fact(doc, label, value);
}

typedef void (*words_fn)(struct buf *out, struct text code);

static void
incident_list(
    struct doc *doc, const char *label, const struct text *items, size_t count, words_fn words)
{
	struct buf line;

	if (count == 0)
		return;
	buf_init(&line, CELL_BYTES);
	for (size_t i = 0; i < count; i++) {
		buf_put_c(&line, i == 0 ? "" : "; ");
		words(&line, items[i]);
	}
	doc_fact(doc, label, buf_text(&line));
	buf_fini(&line);
}

void
report_people_begin(struct doc *doc)
{
	static const struct doc_column columns[] = {{"Person", 3, false, false},
	    {"Number or address", 4, false, false},
	    {"Shown by the phone or app as", 4, false, false}};
	const struct doc_table table = {.columns = columns, .count = COUNT_OF(columns)};

	doc_keep(doc, 8);
	doc_heading(doc, 2, TEXT_LITERAL("People and their numbers"));
	doc_paragraph(doc,
	    TEXT_LITERAL("These links were made by the person who keeps the diary; the entries say "
			 "why. Names shown by a phone or an app prove nothing by themselves."));
	doc_table_begin(doc, &table);
}

void
report_person(struct doc *doc, struct text person, struct text handle, struct text shown_as)
{
	const struct text cells[3] = {person, handle, shown_as};

	doc_table_row(doc, cells, COUNT_OF(cells), false);
}

void
report_people_end(struct doc *doc)
{
	doc_table_end(doc);
}

void
report_diary_begin(struct doc *doc)
{
	doc_keep(doc, 16);
	doc_heading(doc, 2, TEXT_LITERAL("The diary"));
	doc_paragraph(doc,
	    TEXT_LITERAL(
		"Incidents written down by the person, or by somebody close to them, in their own "
		"words and in order of time; those without a known date stand at the end. The "
		"number before each is its number in the chronology."));
}

static void
incident_head(struct doc *doc, const struct report_row *row)
{
	const struct record *r = row->record;
	struct buf line;

	buf_init(&line, CELL_BYTES);
	buf_put_c(&line, "No. ");
	count_put(&line, row->number);
	buf_put_c(&line, "  ");
	when_put(&line, &r->when);
	if (r->until.basis != BASIS_NONE) {
		buf_put_c(&line, " to ");
		when_put(&line, &r->until);
	}
	doc_heading(doc, 3, buf_text(&line));
	buf_fini(&line);
}

/* About how much room an incident takes, so that it is not parted without need. */
static unsigned
incident_lines(const struct record *r)
{
	size_t lines = 4 + r->body.n / 90;

	lines += r->place.n != 0;
	lines += r->by_count != 0;
	lines += r->kinds_count != 0;
	lines += r->witnesses_count != 0;
	lines += r->effect.n != 0 ? 1 + r->effect.n / 75 : 0;
	lines += r->changed.n != 0 ? 1 + r->changed.n / 75 : 0;
	lines += r->known.n != 0;
	lines += r->observer.n != 0;
	return lines < 40 ? (unsigned)lines : 6;
}

static void
incident_doubts(struct doc *doc, const struct record *r)
{
	struct buf line;

	if (r->doubts_count == 0)
		return;
	buf_init(&line, CELL_BYTES);
	for (size_t i = 0; i < r->doubts_count; i++) {
		buf_put_c(&line, i == 0 ? "" : "; ");
		doubt_words_put(&line, r->doubts[i].code);
	}
	doc_fact(doc, "Doubt", buf_text(&line));
	buf_fini(&line);
}

static void
incident_written(struct doc *doc, const struct report_row *row)
{
	struct buf line;

	buf_init(&line, 4096);
	when_put(&line, &row->written);
	buf_putf(&line, " (entry %llu of the list", (unsigned long long)row->entry);
	if (row->list_of.n != 0) {
		buf_put_c(&line, " of ");
		buf_put_text(&line, row->list_of);
	}
	buf_put_byte(&line, ')');
	doc_fact(doc, "Written down", buf_text(&line));
	buf_fini(&line);
}

/* The record that shows it is left to the list: its id says nothing on paper. */
static const struct {
	enum detail detail;
	const char *label;
} details[] = {{DETAIL_FORCE, "Force or organisation"}, {DETAIL_COURT, "Court"},
    {DETAIL_REFERENCE, "Their reference"}, {DETAIL_OFFICER, "Officer or adviser"},
    {DETAIL_PROMISED, "What they said"}, {DETAIL_PROMISED_BY, "By when"}, {DETAIL_TERMS, "Terms"},
    {DETAIL_EXPIRES, "Until"}, {DETAIL_HANDLE, "Number or account"}};

void
report_incident(struct doc *doc, const struct report_row *row)
{
	const struct record *r = row->record;
	const struct text known = r->known;

	doc_keep(doc, incident_lines(r));
	incident_head(doc, row);
	doc_paragraph(doc, r->body.p != NULL ? r->body : TEXT_LITERAL("(nothing written)"));
	incident_fact(doc, "Place", r->place);
	incident_list(doc, "Done by, as noted", r->by, r->by_count, buf_put_text);
	incident_list(doc, "Kind", r->kinds, r->kinds_count, behaviour_words_put);
	incident_list(doc, "Witnesses", r->witnesses, r->witnesses_count, buf_put_text);
	incident_fact(doc, "Effect", r->effect);
	incident_fact(doc, "Changed because of it", r->changed);
	incident_list(doc, "How it is known", &known, known.n != 0, known_words_put);
	incident_fact(doc, "Kept by", r->observer);
	for (size_t i = 0; i < COUNT_OF(details); i++)
		incident_fact(doc, details[i].label, detail_of(r, details[i].detail));
	incident_fact(doc, "Exhibits", row->exhibit);
	incident_doubts(doc, r);
	incident_written(doc, row);
}

void
report_exhibits_begin(struct doc *doc, const struct report_exhibit *first)
{
	static const struct doc_column columns[] = {{"Exhibit", 8, false, false},
	    {"Name as it came", 25, false, false}, {"What it is", 19, false, false},
	    {"Bytes", 9, true, false}, {"SHA-256", 26, false, true}};
	const struct doc_table table = {
	    .columns = columns, .count = COUNT_OF(columns), .dense = true};
	struct buf line;

	buf_init(&line, 4096);
	doc_page_break(doc);
	doc_heading(doc, 2, TEXT_LITERAL("Exhibits"));
	buf_put_c(&line, "Numbers run on in the order in which files were brought in and are never "
			 "given again.");
	if (first != NULL && first->path.n == 0)
		buf_put_c(&line, " Their files are not in this pack, by choice.");
	if (first != NULL && first->path.n != 0) {
		buf_put_c(&line, " Exhibit ");
		buf_put_text(&line, first->number);
		buf_put_c(&line, " is the file ");
		buf_put_text(&line, first->path);
		buf_put_c(&line, ", and so on.");
	}
	doc_paragraph(doc, buf_text(&line));
	doc_table_begin(doc, &table);
	buf_fini(&line);
}

/* "phone backup, 2,182 records", with what could not be read of it. */
static void
reading_put(struct buf *out, const struct report_exhibit *exhibit)
{
	if (exhibit->format.n == 0) {
		buf_put_c(out, "not read");
		return;
	}
	format_words_put(out, exhibit->format);
	if (exhibit->records > 1) {
		buf_put_c(out, ", ");
		count_put(out, exhibit->records);
		buf_put_c(out, " records");
	}
	if (text_eq_c(exhibit->status, "partly"))
		buf_put_c(out, "; read in part only");
}

static void
file_put(struct buf *bytes, struct buf *digest, const struct report_exhibit *exhibit)
{
	if (exhibit->path.n == 0) {
		buf_put_c(digest, "(not shown)");
		return;
	}
	count_put(bytes, exhibit->bytes);
	buf_put_hex(digest, exhibit->sha256, 16); /* two halves, to be compared line by line */
	buf_put_byte(digest, '\n');
	buf_put_hex(digest, exhibit->sha256 + 16, 16);
}

void
report_exhibit(struct doc *doc, const struct report_exhibit *exhibit)
{
	struct text cells[5];
	struct buf number, reading, bytes, digest;

	buf_init(&number, 1024);
	buf_init(&reading, 4096);
	buf_init(&bytes, 64);
	buf_init(&digest, 128);
	reading_put(&reading, exhibit);
	file_put(&bytes, &digest, exhibit);
	buf_put_text(&number, exhibit->number);
	if (exhibit->reference.n != 0) {
		buf_put_c(&number, "\ntheirs: ");
		buf_put_text(&number, text_prefix(exhibit->reference, 200));
	}
	cells[0] = buf_text(&number);
	cells[1] = exhibit->name;
	cells[2] = buf_text(&reading);
	cells[3] = buf_text(&bytes);
	cells[4] = buf_text(&digest);
	doc_place(doc, exhibit->number);
	doc_table_row(doc, cells, COUNT_OF(cells), false);
	buf_fini(&number);
	buf_fini(&reading);
	buf_fini(&bytes);
	buf_fini(&digest);
}

void
report_exhibits_end(struct doc *doc)
{
	doc_table_end(doc);
}
