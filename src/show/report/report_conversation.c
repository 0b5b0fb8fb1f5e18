/* src/show/report/report_conversation.c
 * Conversations as exhibits: with each number, address or account by itself, both sides in order of
 * time, the full number, date and time on every line, and every word; see report.h. */
#include "show/report/report.h"
#include "show/report/report_inside.h"
#include "show/when.h"
#include "show/words.h"

enum { CELL_BYTES = 2 * 1024 * 1024, COLUMNS = 5, PLACE_BYTES = 32 };

void
report_conversations_begin(struct doc *doc, const struct report_info *info)
{
	struct buf line;

	buf_init(&line, 1024);
	doc_heading(doc, 1, info->title);
	doc_paragraph(
	    doc, TEXT_LITERAL(
		     "With each number, address and account of the people the record is about: "
		     "what came and what was sent, in order of time, whole. Names are those the "
		     "person gave; numbers are those of the files."));
	buf_put_c(&line, "Local times are those of ");
	buf_put_text(&line, info->zone);
	buf_put_c(&line, "; \xc2\xb0 marks a time whose zone the file does not say. Shaded, "
			 "\xe2\x80\x9cto\xe2\x80\x9d: "
			 "what the person sent.");
	doc_paragraph(doc, buf_text(&line));
	if (info->untold_handles)
		doc_notice(doc,
		    TEXT_LITERAL("There are more numbers, addresses and accounts than can stand by "
				 "themselves here. What came from the others, and what was sent to "
				 "them, is in the chronology."));
	buf_fini(&line);
}

void
report_talks_begin(struct doc *doc)
{
	static const struct doc_column columns[] = {{"Person", 8, false, false, false},
	    {"Number, address or account", 12, false, false, false},
	    {"Messages and calls", 5, true, false, false}};
	const struct doc_table table = {.columns = columns, .count = COUNT_OF(columns)};

	doc_table_begin(doc, &table);
}

/* "talk-7" */
static struct text
talk_place(const struct report_talk *talk, char room[PLACE_BYTES])
{
	struct buf place = {.p = (uint8_t *)room, .size = PLACE_BYTES, .max = PLACE_BYTES};

	buf_putf(&place, "talk-%zu", talk->number);
	return buf_text(&place);
}

void
report_talk_row(struct doc *doc, const struct report_talk *talk, bool again)
{
	char room[PLACE_BYTES];
	struct buf lines;
	struct doc_cell cells[3] = {{.text = again ? TEXT_NONE : talk->person},
	    {.text = talk->handle, .link = talk_place(talk, room)}};

	buf_init(&lines, 64);
	count_put(&lines, talk->lines);
	cells[2].text = buf_text(&lines);
	doc_table_cells(doc, cells, false);
	buf_fini(&lines);
}

void
report_talks_end(struct doc *doc)
{
	doc_table_end(doc);
}

void
report_conversation_begin(struct doc *doc, const struct report_talk *talk)
{
	const struct text person = talk->person, handle = talk->handle;
	static const struct doc_column columns[COLUMNS] = {
	    {"Date and time", 17, false, false, true}, {"From", 18, false, false, false},
	    {"How", 9, false, false, false}, {"What", 46, false, false, false},
	    {"Exhibit", 8, false, false, false}};
	const struct doc_table table = {
	    .columns = columns, .count = COUNT_OF(columns), .dense = true};
	char room[PLACE_BYTES];
	struct buf line;

	buf_init(&line, 16 * 1024);
	buf_put_text(&line, handle);
	if (person.n != 0 && !text_eq(person, handle)) {
		buf_put_c(&line, " (");
		buf_put_text(&line, person);
		buf_put_byte(&line, ')');
	}
	doc_keep(doc, 8);
	doc_place(doc, talk_place(talk, room));
	doc_heading(doc, 2, buf_text(&line));
	doc_table_begin(doc, &table);
	buf_fini(&line);
}

static void
handle_put(struct buf *out, const struct party *party)
{
	struct text handle = party->handle.n != 0       ? party->handle
			     : party->as_written.n != 0 ? party->as_written
							: party->name;

	buf_put_text(out, handle.n != 0 ? handle : TEXT_LITERAL("withheld or unknown"));
}

static void
from_put(struct buf *out, const struct record *r)
{
	if (r->direction != DIRECTION_OUT) {
		handle_put(out, &r->from);
		return;
	}
	buf_put_c(out, "to ");
	for (size_t i = 0; i < r->to_count; i++) {
		buf_put_c(out, i == 0 ? "" : ", ");
		handle_put(out, &r->to[i]);
	}
}

static void
what_put(struct buf *out, const struct record *r)
{
	if (r->subject.n != 0) {
		buf_put_text(out, r->subject);
		buf_put_byte(out, '\n');
	}
	buf_put_text(out, r->body);
	if (r->kind == KIND_CALL && r->body.n == 0 && r->duration_s > 0)
		duration_put(out, r->duration_s);
	marks_put(out, r);
	attachments_put(out, r);
}

void
report_conversation_row(struct doc *doc, const struct report_row *row)
{
	const struct record *r = row->record;
	struct buf parts[COLUMNS - 1];
	struct text cells[COLUMNS];

	for (size_t i = 0; i < COUNT_OF(parts); i++)
		buf_init(&parts[i], CELL_BYTES);
	when_put_short(&parts[0], &r->when);
	if (zone_is_assumed(r))
		buf_put_c(&parts[0], "\xc2\xb0");
	from_put(&parts[1], r);
	channel_words_put_short(&parts[2], r->channel);
	what_put(&parts[3], r);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		cells[i] = buf_text(&parts[i]);
	cells[COLUMNS - 1] = row->exhibit;
	doc_table_row(doc, cells, COUNT_OF(cells), r->direction == DIRECTION_OUT);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		buf_fini(&parts[i]);
}

void
report_conversation_end(struct doc *doc)
{
	doc_table_end(doc);
}
