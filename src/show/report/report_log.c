/* src/show/report/report_log.c
 * The log of contacts with police, courts and helpers; and what the person wrote down, put together
 * for a statement; see report.h. */
#include "diary/detail.h"
#include "show/law.h"
#include "show/picture/picture.h"
#include "show/report/report.h"
#include "show/when.h"
#include "show/words.h"

enum { CELL_BYTES = 2 * 1024 * 1024, LOG_COLUMNS = 6 };

/* --- police, courts, helpers --- */

bool
report_is_log(const struct record *record)
{
	static const enum detail telling[] = {DETAIL_FORCE, DETAIL_REFERENCE, DETAIL_OFFICER,
	    DETAIL_COURT, DETAIL_PROMISED, DETAIL_TERMS};

	if (record->kind != KIND_INCIDENT)
		return false;
	for (size_t i = 0; i < record->kinds_count; i++)
		if (kind_is_log_entry(record->kinds[i]))
			return true;
	for (size_t i = 0; i < COUNT_OF(telling); i++)
		if (detail_of(record, telling[i]).n != 0)
			return true;
	return false;
}

void
report_log_begin(struct doc *doc)
{
	static const struct doc_column columns[LOG_COLUMNS] = {{"When", 13, false, false, true},
	    {"What", 15, false, false, false}, {"With whom", 17, false, false, false},
	    {"Their reference", 11, false, false, false},
	    {"What was said, terms, by when", 24, false, false, false},
	    {"Exhibit", 7, false, false, false}};
	const struct doc_table table = {
	    .columns = columns, .count = COUNT_OF(columns), .dense = true};

	doc_keep(doc, 6);
	doc_heading(doc, 2, TEXT_LITERAL("Police, courts and helpers"));
	doc_paragraph(doc, TEXT_LITERAL("As the person noted it down."));
	doc_table_begin(doc, &table);
}

static void
join(struct buf *out, const char *before, struct text text)
{
	if (text.n == 0)
		return;
	buf_put_c(out, out->n != 0 ? "\n" : "");
	buf_put_c(out, before);
	buf_put_text(out, text);
}

static void
kinds_put(struct buf *out, const struct record *record)
{
	for (size_t i = 0; i < record->kinds_count; i++) {
		buf_put_c(out, i == 0 ? "" : ", ");
		behaviour_words_put(out, record->kinds[i]);
	}
}

void
report_log_row(struct doc *doc, const struct report_row *row)
{
	const struct record *r = row->record;
	struct buf parts[LOG_COLUMNS - 1], words;
	struct text cells[LOG_COLUMNS];

	buf_init(&words, 1024);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		buf_init(&parts[i], CELL_BYTES);
	when_put_short(&parts[0], &r->when);
	kinds_put(&parts[1], r);
	join(&parts[2], "", detail_of(r, DETAIL_FORCE));
	join(&parts[2], "", detail_of(r, DETAIL_COURT));
	join(&parts[2], "", detail_of(r, DETAIL_OFFICER));
	join(&parts[3], "", detail_of(r, DETAIL_REFERENCE));
	kinds_put(&words, r); /* said by its kind already */
	if (!text_eq(r->body, buf_text(&words)))
		join(&parts[4], "", r->body);
	join(&parts[4], "They said: ", detail_of(r, DETAIL_PROMISED));
	join(&parts[4], "By: ", detail_of(r, DETAIL_PROMISED_BY));
	join(&parts[4], "Terms: ", detail_of(r, DETAIL_TERMS));
	join(&parts[4], "Until: ", detail_of(r, DETAIL_EXPIRES));
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		cells[i] = buf_text(&parts[i]);
	cells[LOG_COLUMNS - 1] = row->exhibit;
	doc_table_row(doc, cells, COUNT_OF(cells), false);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		buf_fini(&parts[i]);
	buf_fini(&words);
}

void
report_log_end(struct doc *doc)
{
	doc_table_end(doc);
}

/* --- in the person's own words --- */

static const char draft_of[] =
    "A draft, put together from what was written down at the time and not changed. It is no "
    "statement: it has no declaration, and nobody has taken it. Police, a solicitor or an advocate "
    "can use it to take one.";

void
report_effects_begin(struct doc *doc)
{
	doc_heading(doc, 1, TEXT_LITERAL("What it has done, in my own words"));
	doc_notice(doc, text_of_c(draft_of));
	doc_paragraph(doc,
	    TEXT_LITERAL("For a victim personal statement. It stands apart from what happened; "
			 "once such a statement is signed it is added to, not changed."));
}

bool
report_effects_row(struct doc *doc, const struct report_row *row)
{
	const struct record *r = row->record;
	struct buf line;

	if (r->effect.n + r->changed.n == 0)
		return false;
	buf_init(&line, CELL_BYTES);
	when_put(&line, &r->when);
	doc_keep(doc, 5);
	doc_heading(doc, 3, buf_text(&line));
	if (r->effect.n != 0)
		doc_fact(doc, "What it did", r->effect);
	if (r->changed.n != 0)
		doc_fact(doc, "What I changed", r->changed);
	if (row->exhibit.n != 0)
		doc_fact(doc, "Kept with it", row->exhibit);
	buf_fini(&line);
	return true;
}

void
report_account_begin(struct doc *doc)
{
	doc_heading(doc, 1, TEXT_LITERAL("What happened, in my own words"));
	doc_notice(doc, text_of_c(draft_of));
}

static void
names_fact(
    struct doc *doc, const char *label, const struct text *names, size_t count, struct buf *line)
{
	buf_reset(line);
	for (size_t i = 0; i < count; i++) {
		buf_put_c(line, i == 0 ? "" : ", ");
		buf_put_text(line, names[i]);
	}
	if (count != 0)
		doc_fact(doc, label, buf_text(line));
}

bool
report_account_row(struct doc *doc, uint64_t number, const struct report_row *row)
{
	const struct record *r = row->record;
	struct buf line;

	if (r->kind != KIND_INCIDENT)
		return false;
	buf_init(&line, CELL_BYTES);
	buf_put_u64(&line, number);
	buf_put_c(&line, ". ");
	when_put(&line, &r->when);
	doc_keep(doc, 5);
	doc_heading(doc, 3, buf_text(&line));
	doc_paragraph(doc, r->body);
	if (r->place.n != 0)
		doc_fact(doc, "Where", r->place);
	names_fact(doc, "Who", r->by, r->by_count, &line);
	names_fact(doc, "Who saw it", r->witnesses, r->witnesses_count, &line);
	if (r->known.n != 0 && !text_eq_c(r->known, "saw")) {
		buf_reset(&line);
		known_words_put(&line, r->known);
		doc_fact(doc, "How I know", buf_text(&line));
	}
	if (row->exhibit.n != 0)
		doc_fact(doc, "Kept with it", row->exhibit);
	buf_fini(&line);
	return true;
}
