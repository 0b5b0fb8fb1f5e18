/* src/show/report_rows.c
 * The diary, the exhibits and the chronology of a pack; see report.h. */
#include "show/report.h"

#include "base/csv.h"
#include "show/when.h"

enum { CELL_BYTES = 2 * 1024 * 1024, SENTENCE_BYTES = 64 * 1024 };

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
	if (party->name.n != 0) {
		buf_put_text(out, party->name);
		if (written.n != 0 && !text_eq(written, party->name)) {
			buf_put_c(out, " <");
			buf_put_text(out, written);
			buf_put_byte(out, '>');
		}
	} else if (written.n != 0) {
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

static void
put_marks(struct buf *out, const struct record *r)
{
	for (size_t i = 0; i < r->marks_count; i++) {
		buf_put_c(out, i == 0 ? " [" : ", ");
		buf_put_text(out, r->marks[i]);
	}
	if (r->marks_count != 0)
		buf_put_byte(out, ']');
}

static void
put_attachments(struct buf *out, const struct record *r)
{
	for (size_t i = 0; i < r->attachments_count; i++) {
		const struct attachment *a = &r->attachments[i];

		buf_put_c(out, out->n != 0 ? "\n" : "");
		buf_put_c(
		    out, a->source == ATTACHMENT_MISSING ? "(not in the export: " : "(attached: ");
		if (a->name.n != 0)
			buf_put_text(out, a->name);
		else
			buf_put_text(out, a->type.p != NULL ? a->type : TEXT_LITERAL("a file"));
		buf_put_byte(out, ')');
	}
}

static void
put_doubts(struct buf *out, const struct record *r, bool zone)
{
	for (size_t i = 0; i < r->doubts_count; i++) {
		/* The page says once which zone its wall times are in. */
		if (!zone && text_eq_c(r->doubts[i].code, "zone-assumed"))
			continue;
		buf_put_c(out, out->n != 0 ? "\nDoubt: " : "Doubt: ");
		buf_put_text(out, r->doubts[i].code);
		if (r->doubts[i].detail.n == 0)
			continue;
		buf_put_c(out, " (");
		buf_put_text(out, text_prefix(r->doubts[i].detail, 300));
		buf_put_byte(out, ')');
	}
}

void
record_line_put(struct buf *out, const struct record *r, size_t max_bytes)
{
	struct text body = text_prefix(r->body, max_bytes);
	uint32_t cp;

	buf_put_c(out, kind_words(r));
	put_marks(out, r);
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
	while (body.n != 0) { /* one line, nothing a terminal would obey */
		cp = text_next(&body);
		buf_put_code_point(out, cp < 0x20 || (cp >= 0x7f && cp <= 0x9f) ? ' ' : cp);
	}
	if (r->body.n > max_bytes)
		buf_put_c(out, " \xe2\x80\xa6");
}

static void
incident_line(struct doc *doc, struct buf *line, const char *label, struct text value)
{
	if (value.n == 0)
		return;
	buf_reset(line);
	buf_put_c(line, label);
	buf_put_text(line, value);
	doc_item(doc, buf_text(line));
}

static void
incident_list(
    struct doc *doc, struct buf *line, const char *label, const struct text *items, size_t count)
{
	if (count == 0)
		return;
	buf_reset(line);
	buf_put_c(line, label);
	for (size_t i = 0; i < count; i++) {
		buf_put_c(line, i == 0 ? "" : ", ");
		buf_put_text(line, items[i]);
	}
	doc_item(doc, buf_text(line));
}

void
report_diary_begin(struct doc *doc)
{
	doc_page_break(doc);
	doc_heading(doc, 2, TEXT_LITERAL("The diary"));
	doc_paragraph(
	    doc, TEXT_LITERAL("Incidents written down by the person, or by somebody close to "
			      "them, in order of time. Each says when it was written."));
}

static void
incident_head(struct doc *doc, const struct report_row *row, struct buf *line)
{
	const struct record *r = row->record;

	buf_reset(line);
	buf_putf(line, "%llu. ", (unsigned long long)row->number);
	when_put(line, &r->when);
	if (r->until.basis != BASIS_NONE) {
		buf_put_c(line, " to ");
		when_put(line, &r->until);
	}
	doc_heading(doc, 3, buf_text(line));
}

void
report_incident(struct doc *doc, const struct report_row *row)
{
	const struct record *r = row->record;
	struct moment written = {
	    .basis = BASIS_INSTANT, .at_known = true, .at_us = row->written_us};
	struct buf line;

	buf_init(&line, CELL_BYTES);
	incident_head(doc, row, &line);
	doc_paragraph(doc, r->body.p != NULL ? r->body : TEXT_LITERAL("(nothing written)"));
	incident_line(doc, &line, "Place: ", r->place);
	incident_list(doc, &line, "Done by: ", r->by, r->by_count);
	incident_list(doc, &line, "Kind: ", r->kinds, r->kinds_count);
	incident_list(doc, &line, "Witnesses: ", r->witnesses, r->witnesses_count);
	incident_line(doc, &line, "Effect: ", r->effect);
	incident_line(doc, &line, "What was changed because of it: ", r->changed);
	incident_line(doc, &line, "How it is known: ", r->known);
	incident_line(doc, &line, "Kept by: ", r->observer);
	incident_line(doc, &line, "Exhibits: ", row->exhibit);
	buf_reset(&line);
	buf_put_c(&line, "Written down on ");
	when_put(&line, &written);
	buf_put_c(&line, ", entry ");
	buf_put_text(&line, row->id);
	doc_item(doc, buf_text(&line));
	buf_fini(&line);
}

void
report_exhibits_begin(struct doc *doc)
{
	static const struct doc_column columns[] = {{"Exhibit", 2, false},
	    {"Name as it came", 5, false}, {"What was read", 4, false}, {"Bytes", 2, true},
	    {"SHA-256", 6, false}};

	doc_page_break(doc);
	doc_heading(doc, 2, TEXT_LITERAL("Exhibits"));
	doc_paragraph(
	    doc, TEXT_LITERAL("Numbers run on in the order in which files were brought in and "
			      "are never given again. The file of exhibit DB/12 stands in "
			      "originals/ under 000012."));
	doc_table_begin(doc, TEXT_NONE, columns, COUNT_OF(columns));
}

void
report_exhibit(struct doc *doc, const struct report_exhibit *exhibit)
{
	struct text cells[5];
	struct buf bytes, digest;

	buf_init(&bytes, 64);
	buf_init(&digest, 128);
	count_put(&bytes, exhibit->bytes);
	buf_put_hex(&digest, exhibit->sha256, sizeof exhibit->sha256);
	cells[0] = exhibit->number;
	cells[1] = exhibit->name;
	cells[2] = exhibit->reading;
	cells[3] = buf_text(&bytes);
	cells[4] = buf_text(&digest);
	doc_table_row(doc, cells);
	buf_fini(&bytes);
	buf_fini(&digest);
}

void
report_exhibits_end(struct doc *doc)
{
	doc_table_end(doc);
}

void
report_chronology_begin(struct doc *doc, const struct report_info *info)
{
	static const struct doc_column columns[] = {{"No.", 6, true}, {"Date and time", 12, false},
	    {"How", 9, false}, {"Who", 20, false}, {"What", 42, false}, {"Exhibit", 9, false}};

	doc_heading(doc, 1, info->title);
	doc_paragraph(
	    doc, TEXT_LITERAL("Every record of this pack in order of time; records without a "
			      "known time stand first. \xe2\x80\x9cTime\xe2\x80\x9d is what the "
			      "file or the writer "
			      "says, as local time unless marked UTC."));
	doc_table_begin(doc, TEXT_NONE, columns, COUNT_OF(columns));
}

/* Without the empty lines that mails end in; the record itself keeps them. */
static void
put_trimmed(struct buf *out, struct text text)
{
	struct slice s = slice_trim(slice_of_text(text));

	buf_put_slice(out, s);
}

static void
what_put(struct buf *out, const struct record *r)
{
	if (r->subject.n != 0) {
		buf_put_text(out, r->subject);
		buf_put_byte(out, '\n');
	}
	if (r->kind == KIND_CALL) {
		buf_put_c(out, "Call");
		put_marks(out, r);
		if (r->duration_s > 0) {
			buf_put_c(out, ", ");
			duration_put(out, r->duration_s);
		}
	} else {
		put_trimmed(out, r->body);
		put_marks(out, r);
	}
	put_attachments(out, r);
	put_doubts(out, r, false);
}

static void
how_put(struct buf *out, const struct record *r)
{
	static const struct {
		const char *channel, *words;
	} names[] = {{"sms", "Text"}, {"mms", "Picture message"}, {"rcs", "Chat message"},
	    {"call", "Call"}, {"whatsapp", "WhatsApp"}, {"email", "E-mail"}, {"diary", "Diary"},
	    {"photo", "Picture"}, {"file", "File"}};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (text_eq_c(r->channel, names[i].channel)) {
			buf_put_c(out, names[i].words);
			return;
		}
	}
	buf_put_text(out, r->channel.n != 0 ? r->channel : text_of_c(kind_words(r)));
}

static void
from_put(struct buf *out, const struct report_row *row)
{
	const struct record *r = row->record;

	if (r->kind == KIND_INCIDENT) {
		for (size_t i = 0; i < r->by_count; i++) {
			buf_put_c(out, i == 0 ? "" : ", ");
			buf_put_text(out, r->by[i]);
		}
	} else if (r->direction == DIRECTION_OUT) {
		buf_put_c(out, "me");
	} else if (r->direction != DIRECTION_NONE || r->from.name.n != 0 ||
		   r->from.as_written.n != 0) {
		party_put(out, &r->from, row->person);
	}
}

static void
to_put(struct buf *out, const struct report_row *row)
{
	const struct record *r = row->record;

	for (size_t i = 0; i < r->to_count && i < 10; i++) {
		buf_put_c(out, i == 0 ? "" : ", ");
		party_put(out, &r->to[i],
		    i == 0 && r->direction == DIRECTION_OUT ? row->person : TEXT_NONE);
	}
	if (r->to_count > 10)
		buf_putf(out, " and %zu more", r->to_count - 10);
}

/* "from Sam Lee (07700 900303)", "to Sam Lee", or who an incident is about. */
static void
who_put(struct buf *out, const struct report_row *row)
{
	const struct record *r = row->record;

	if (r->direction == DIRECTION_OUT) {
		buf_put_c(out, "to ");
		to_put(out, row);
		return;
	}
	if (r->direction == DIRECTION_IN)
		buf_put_c(out, "from ");
	from_put(out, row);
}

void
report_chronology_row(struct doc *doc, const struct report_row *row)
{
	struct buf parts[5];
	struct text cells[6];

	for (size_t i = 0; i < COUNT_OF(parts); i++)
		buf_init(&parts[i], CELL_BYTES);
	buf_put_u64(&parts[0], row->number);
	when_put_short(&parts[1], &row->record->when);
	how_put(&parts[2], row->record);
	who_put(&parts[3], row);
	what_put(&parts[4], row->record);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		cells[i] = buf_text(&parts[i]);
	cells[5] = row->exhibit;
	doc_table_row(doc, cells);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		buf_fini(&parts[i]);
}

void
report_chronology_end(struct doc *doc)
{
	doc_table_end(doc);
}

void
report_csv_head(struct buf *out)
{
	static const char *const names[] = {"number", "id", "time", "time_utc", "time_basis",
	    "precision", "kind", "channel", "direction", "from", "to", "subject", "text", "marks",
	    "attachments", "doubts", "exhibit"};
	struct csv csv;

	csv_init(&csv, out);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		csv_cell(&csv, text_of_c(names[i]));
	csv_row_end(&csv);
}

static void
csv_from(struct csv *csv, struct buf *cell)
{
	csv_cell(csv, buf_text(cell));
	buf_reset(cell);
}

void
report_csv_row(struct buf *out, const struct report_row *row)
{
	const struct record *r = row->record;
	struct csv csv;
	struct buf cell;

	buf_init(&cell, CELL_BYTES);
	csv_init(&csv, out);
	csv_u64(&csv, row->number);
	csv_cell(&csv, row->id);
	when_put_short(&cell, &r->when);
	csv_from(&csv, &cell);
	if (r->when.at_known)
		(void)time_put(&cell, r->when.at_us);
	csv_from(&csv, &cell);
	csv_cell(&csv, text_of_c(time_basis_name(r->when.basis)));
	csv_cell(&csv, text_of_c(precision_name(r->when.precision)));
	csv_cell(&csv, text_of_c(record_kind_name(r->kind)));
	csv_cell(&csv, r->channel);
	csv_cell(&csv, text_of_c(direction_name(r->direction)));
	from_put(&cell, row);
	csv_from(&csv, &cell);
	to_put(&cell, row);
	csv_from(&csv, &cell);
	csv_cell(&csv, r->subject);
	csv_cell(&csv, r->body);
	put_marks(&cell, r);
	csv_from(&csv, &cell);
	put_attachments(&cell, r);
	csv_from(&csv, &cell);
	put_doubts(&cell, r, true);
	csv_from(&csv, &cell);
	csv_cell(&csv, row->exhibit);
	csv_row_end(&csv);
	buf_fini(&cell);
}
