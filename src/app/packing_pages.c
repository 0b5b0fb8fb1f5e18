/* src/app/packing_pages.c
 * The pages of a pack: read first, and the chronology three times.  Part of packing.h. */
#include "app/packing_inside.h"

#include <stdlib.h>

#include "app/moment_text.h"
#include "base/encode.h"
#include "base/mem.h"
#include "keep/index_names.h"
#include "show/report/doc_html.h"
#include "show/report/doc_pdf.h"
#include "show/when.h"

static const char page_title[] = "Record of events";
static const char chronology_title[] = "Chronology";
static const char conversations_title[] = "Conversations";
static const char photographs_title[] = "Photographs";

static enum status
write_pack(void *ctx, struct slice data, struct err *err)
{
	return pack_file_write(ctx, data, err);
}

/* --- the pages --- */

static enum status
chronology_row(void *ctx, const struct report_row *row, struct err *err)
{
	(void)err;
	report_chronology_row(ctx, row);
	return OK;
}

/* --- people, those of one person together --- */

struct named {
	struct text person, handle, shown_as;
	uint32_t id;
};

struct people {
	struct packing *p;
	struct named *items;
	size_t count, size;
};

/* A pack of some records tells the numbers of those it is about, and of nobody else. */
static bool
person_is_shown(const struct packing *p, struct text person)
{
	if (person.n == 0 || packing_hides(p, FIELD_PEOPLE))
		return false;
	return p->everything || subjects_have(&p->subjects, person);
}

static enum status
take_person(void *ctx, const struct index_identity *identity, struct err *err)
{
	struct people *people = ctx;
	struct arena *arena = &people->p->arena;
	struct named *bigger, *named;

	if (!person_is_shown(people->p, identity->person_name))
		return OK;
	bigger = mem_more(people->items, people->count, &people->size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for names");
	people->items = bigger;
	named = &people->items[people->count];
	*named = (struct named){.id = identity->id};
	if (!arena_text(arena, identity->person_name, &named->person) ||
	    !arena_text(arena, identity->identity, &named->handle) ||
	    !arena_text(arena, identity->name, &named->shown_as))
		return fail(err, E_NOMEM, "no memory for names");
	people->count++;
	return OK;
}

static int
named_compare(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	size_t n = x->person.n < y->person.n ? x->person.n : y->person.n;
	int order = memcmp(x->person.p, y->person.p, n);

	if (order != 0 || x->person.n != y->person.n)
		return order != 0 ? order : (x->person.n < y->person.n ? -1 : 1);
	return x->id < y->id ? -1 : x->id > y->id;
}

static enum status
print_people(struct packing *p, struct doc *doc, struct err *err)
{
	struct people people = {.p = p};
	enum status status = index_identities(p->app->index, take_person, &people, err);

	if (status == OK && people.count != 0) {
		qsort(people.items, people.count, sizeof *people.items, named_compare);
		report_people_begin(doc);
		for (size_t i = 0; i < people.count; i++) {
			const struct named *named = &people.items[i];
			bool again = i != 0 && text_eq(named->person, people.items[i - 1].person);

			report_person(
			    doc, again ? TEXT_NONE : named->person, named->handle, named->shown_as);
		}
		report_people_end(doc);
	}
	mem_free(people.items);
	return status;
}

/* --- exhibits --- */

static struct report_exhibit
shown_exhibit(const struct packing *p, const struct exhibit *x)
{
	struct report_exhibit shown = {.number = text_of_c(x->label),
	    .reference = x->reference,
	    .name = text_of_c(x->name),
	    .format = x->format,
	    .status = x->status,
	    .why = x->why,
	    .records = x->records};

	if (packing_hides(p, FIELD_CONTENT))
		return shown;
	shown.path = text_of_c(x->path + strlen("data/"));
	shown.bytes = x->bytes;
	memcpy(shown.sha256, x->sha256, sizeof shown.sha256);
	return shown;
}

static void
print_limits(struct packing *p, struct doc *doc)
{
	report_limits_begin(doc, &p->info, p->picture);
	for (size_t i = 0; i < p->exhibit_count; i++) {
		struct report_exhibit shown = shown_exhibit(p, &p->exhibits[i]);

		if (p->exhibits[i].shown && !text_eq_c(shown.status, "read"))
			report_limit_exhibit(doc, &shown);
	}
}

static void
print_exhibits(struct packing *p, struct doc *doc)
{
	struct report_exhibit shown;
	bool begun = false;

	for (size_t i = 0; i < p->exhibit_count; i++) {
		if (!p->exhibits[i].shown)
			continue;
		shown = shown_exhibit(p, &p->exhibits[i]);
		if (!begun)
			report_exhibits_begin(doc, &shown);
		begun = true;
		report_exhibit(doc, &shown);
	}
	if (begun)
		report_exhibits_end(doc);
}

static enum status
print_chronology(struct packing *p, struct doc *doc, struct err *err)
{
	struct chronology chronology;
	enum status status;

	report_chronology_begin(&chronology, doc, &p->info);
	status = packing_rows(p, chronology_row, &chronology, err);
	report_chronology_end(&chronology);
	print_exhibits(p, doc); /* lines lead to them */
	return status;
}

struct diary {
	struct doc *doc;
	bool begun;
};

static enum status
diary_row(void *ctx, const struct report_row *row, struct err *err)
{
	struct diary *diary = ctx;

	(void)err;
	if (row->record->kind != KIND_INCIDENT)
		return OK;
	if (!diary->begun)
		report_diary_begin(diary->doc);
	diary->begun = true;
	report_incident(diary->doc, row);
	return OK;
}

static enum status
log_row(void *ctx, const struct report_row *row, struct err *err)
{
	struct diary *log = ctx;

	(void)err;
	if (!report_is_log(row->record))
		return OK;
	if (!log->begun)
		report_log_begin(log->doc);
	log->begun = true;
	report_log_row(log->doc, row);
	return OK;
}

static enum status
print_log(struct packing *p, struct doc *doc, struct err *err)
{
	struct diary log = {.doc = doc};
	enum status status = packing_rows(p, log_row, &log, err);

	if (log.begun)
		report_log_end(doc);
	return status;
}

static enum status
print_first(struct packing *p, struct doc *doc, struct err *err)
{
	struct diary diary = {.doc = doc};
	enum status status;

	report_open(doc, &p->info, p->picture);
	report_picture(doc, p->picture);
	print_limits(p, doc);
	status = print_people(p, doc, err);
	report_check(doc, &p->info);
	if (status == OK)
		status = packing_rows(p, diary_row, &diary, err);
	if (status == OK && p->any_log)
		status = print_log(p, doc, err);
	print_exhibits(p, doc);
	return status;
}

typedef enum status (*print_fn)(struct packing *p, struct doc *doc, struct err *err);

/* "Chronology · made 27 November 2026 · head code xefi psio …": a loose sheet finds its pack. */
static void
put_foot(const struct packing *p, struct buf *out)
{
	struct civil day;
	bool utc;

	buf_put_text(out, p->info.title);
	if (when_civil(&p->info.made, &day, &utc)) {
		buf_put_c(out, " \xc2\xb7 made ");
		date_put(out, &day);
	}
	buf_put_c(out, " \xc2\xb7 head code ");
	code_put(out, p->info.head_code);
}

static enum status
page_new(struct packing *p, const struct out *out, const struct font_source *fonts,
    struct doc **doc, struct err *err)
{
	struct doc_pdf_info info = {
	    .title = p->info.title, .created_us = p->info.made.at_us, .fonts = fonts};
	const struct pdf_attachment csv = {.name = TEXT_LITERAL("chronology.csv"),
	    .mime = TEXT_LITERAL("text/csv"),
	    .told = TEXT_LITERAL("The same as a table"),
	    .relation = TEXT_LITERAL("Data"),
	    .bytes = buf_slice(&p->csv)};
	struct buf foot;
	enum status status;

	buf_init(&foot, 1024);
	put_foot(p, &foot);
	info.foot = buf_text(&foot);
	info.attachments = &csv;
	info.attachment_count = p->csv_whole && p->info.title.p == chronology_title;
	if (fonts != NULL)
		status = doc_pdf_new(doc, out, &info, err);
	else if (p->info.title.p == photographs_title)
		status = doc_html_new_with_images(doc, out, p->info.title, err);
	else
		status = doc_html_new(doc, out, p->info.title, err);
	buf_fini(&foot);
	return status;
}

static enum status
add_page(struct packing *p, const char *name, bool pdf, print_fn print, struct err *err)
{
	struct out out = {write_pack, p->pack};
	struct doc *doc = NULL;
	struct font_source fonts;
	struct err later = {0};
	enum status status = pack_file_begin(p->pack, name, err), ended;

	if (status == OK && pdf)
		status = app_fonts(p->app, &fonts, err);
	if (status == OK)
		status = page_new(p, &out, pdf ? &fonts : NULL, &doc, err);
	if (status != OK)
		return status;
	p->writing = name + (sizeof "data/" - 1);
	status = print(p, doc, err);
	ended = doc_end(doc, status == OK ? err : &later);
	if (status == OK)
		status = ended;
	return status == OK ? pack_file_end(p->pack, &(struct pack_file_info){0}, err) : status;
}

static enum status
csv_flush(struct packing *p, size_t over, struct err *err)
{
	enum status status = buf_check(&p->line, err);

	if (status != OK || p->line.n <= over)
		return status;
	status = pack_file_write(p->pack, buf_slice(&p->line), err);
	if (p->csv_whole) {
		buf_put_slice(&p->csv, buf_slice(&p->line));
		p->csv_whole = p->csv.failed == OK;
	}
	buf_reset(&p->line);
	return status;
}

static enum status
csv_row(void *ctx, const struct report_row *row, struct err *err)
{
	struct packing *p = ctx;

	p->any_log = p->any_log || report_is_log(row->record);
	p->any_picture = p->any_picture || packing_has_picture(p, row);
	report_csv_row(&p->line, row);
	return csv_flush(p, 1 << 20, err);
}

static enum status
add_csv(struct packing *p, struct err *err)
{
	enum status status = pack_file_begin(p->pack, "data/chronology.csv", err);

	buf_reset(&p->line);
	p->csv_whole = true;
	report_csv_head(&p->line);
	if (status == OK)
		status = packing_rows(p, csv_row, p, err);
	if (status == OK)
		status = csv_flush(p, 0, err);
	return status == OK ? pack_file_end(p->pack, &(struct pack_file_info){0}, err) : status;
}

static void
put_hidden(const struct packing *p, struct buf *out)
{
	for (enum entry_field field = 0; field < ENTRY_FIELDS; field++) {
		if (!packing_hides(p, field))
			continue;
		buf_put_c(out, out->n != 0 ? ", " : "");
		buf_put_c(out, entry_field_name(field));
	}
}

static enum status
fill_info(
    struct packing *p, struct buf *period, struct buf *people, struct buf *hidden, struct err *err)
{
	const struct packing_options *o = p->options;

	buf_put_c(period, o->since.n == 0 && o->until.n == 0 ? "The whole record" : "");
	if (o->since.n != 0) {
		buf_put_c(period, "From ");
		buf_put_text(period, o->since);
		buf_put_byte(period, ' ');
	}
	if (o->until.n != 0) {
		buf_put_c(period, o->since.n != 0 ? "to " : "Up to ");
		buf_put_text(period, o->until);
	}
	buf_put_c(people, o->person_count == 0 ? "everybody" : "");
	for (size_t i = 0; i < o->person_count; i++) {
		buf_put_c(people, i == 0 ? "" : ", ");
		buf_put_text(people, o->persons[i]);
	}
	p->info.made_for = o->made_for;
	p->info.made = (struct moment){.basis = BASIS_INSTANT,
	    .precision = PRECISION_MINUTE,
	    .at_known = true,
	    .at_us = app_now_us(p->app)};
	moment_localise(p->app, &p->info.made);
	put_hidden(p, hidden);
	p->info.hidden = buf_text(hidden);
	p->info.head_code = text_of_c(p->sum.head_code);
	p->info.entries = p->head.entries;
	p->info.logs = p->logs;
	p->info.log_count = p->log_count;
	p->info.removals = p->removals;
	p->info.removal_count = p->removal_count;
	p->info.period = buf_text(period);
	p->info.people = buf_text(people);
	p->info.zone = text_of_c(p->app->zone_name);
	p->info.shown_exhibits = p->sum.exhibits;
	p->info.without_files = packing_hides(p, FIELD_CONTENT);
	p->info.key_dates_taken = p->sum.key_dates_taken;
	p->info.key_dates_left_out = p->sum.key_dates_left_out;
	return buf_check(people, err);
}

static enum status
print_photographs(struct packing *p, struct doc *doc, struct err *err)
{
	return photographs_print(p->photographs, doc, false, err);
}

static enum status
print_photographs_pdf(struct packing *p, struct doc *doc, struct err *err)
{
	return photographs_print(p->photographs, doc, true, err);
}

static enum status
add_photographs(struct packing *p, struct err *err)
{
	enum status status;

	if (!p->any_picture)
		return OK;
	p->info.title = text_of_c(photographs_title);
	p->info.photographs = true;
	status = photographs_new(p, &p->photographs, err);
	if (status == OK)
		status = add_page(p, "data/photographs.html", false, print_photographs, err);
	if (status == OK)
		status = add_page(p, "data/photographs.pdf", true, print_photographs_pdf, err);
	photographs_free(p->photographs);
	p->photographs = NULL;
	return status;
}

enum status
packing_pages(struct packing *p, struct err *err)
{
	struct buf period, people, hidden;
	enum status status;

	buf_init(&period, 4096);
	buf_init(&people, 64 * 1024);
	buf_init(&hidden, 4096);
	status = fill_info(p, &period, &people, &hidden, err);
	p->info.title = text_of_c(chronology_title);
	if (status == OK)
		status = add_csv(p, err);
	if (status == OK)
		status = add_page(p, "data/chronology.html", false, print_chronology, err);
	if (status == OK)
		status = add_page(p, "data/chronology.pdf", true, print_chronology, err);
	p->info.title = text_of_c(conversations_title);
	if (status == OK)
		status = add_page(p, "data/conversations.html", false, packing_conversations, err);
	if (status == OK)
		status = add_page(p, "data/conversations.pdf", true, packing_conversations, err);
	if (status == OK)
		status = add_photographs(p, err);
	p->info.title = text_of_c(page_title);
	p->info.left_out_records = p->total_records > p->info.shown_records
				       ? p->total_records - p->info.shown_records
				       : 0;
	p->sum.left_out = p->info.left_out_records;
	p->sum.records = p->info.shown_records;
	if (status == OK)
		status = add_page(p, "data/00-read-first.html", false, print_first, err);
	if (status == OK)
		status = add_page(p, "data/00-read-first.pdf", true, print_first, err);
	buf_fini(&period);
	buf_fini(&people);
	buf_fini(&hidden);
	return status;
}
