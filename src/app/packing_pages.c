/* src/app/packing_pages.c
 * The pages of a pack: read first, and the chronology three times.  Part of packing.h. */
#include "app/packing_inside.h"

#include "base/mem.h"
#include "show/doc_html.h"
#include "show/doc_pdf.h"

static const char page_title[] = "Record of events";
static const char chronology_title[] = "Chronology";

static enum status
write_pack(void *ctx, struct slice data, struct err *err)
{
	return pack_file_write(ctx, data, err);
}

/* --- rows, the same for every page --- */

struct paging {
	struct packing *p;
	struct doc *doc; /* NULL for CSV */
	struct buf *csv;
	bool diary; /* only incidents, in full */
	uint64_t number;
	struct buf exhibit;
};

static enum status
flush_csv(struct paging *paging, size_t over, struct err *err)
{
	enum status status = buf_check(paging->csv, err);

	if (status != OK || paging->csv->n <= over)
		return status;
	status = pack_file_write(paging->p->pack, buf_slice(paging->csv), err);
	buf_reset(paging->csv);
	return status;
}

static void
put_exhibits(struct paging *paging, const struct listed *listed)
{
	const struct record *r = listed->record;
	const struct exhibit *x;

	buf_reset(&paging->exhibit);
	x = listed->original.p != NULL ? exhibit_of_reading(paging->p, listed->reading) : NULL;
	if (x != NULL)
		buf_put_c(&paging->exhibit, x->label);
	for (size_t i = 0; i < r->attachments_count; i++) {
		x = r->attachments[i].hashed && r->attachments[i].source == ATTACHMENT_BESIDE
			? exhibit_of_digest(paging->p, r->attachments[i].sha256)
			: NULL;
		if (x == NULL)
			continue;
		buf_put_c(&paging->exhibit, paging->exhibit.n != 0 ? ", " : "");
		buf_put_c(&paging->exhibit, x->label);
	}
}

static enum status
page_row(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct paging *paging = ctx;
	struct report_row row = {.record = listed->record,
	    .id = listed->id,
	    .person = listed->record->direction == DIRECTION_OUT ? listed->to_person
								 : listed->from_person};

	(void)cursor;
	row.number = ++paging->number;
	if (!time_parse(slice_of_text(listed->written_at), &row.written_us))
		row.written_us = 0;
	if (paging->diary && listed->record->kind != KIND_INCIDENT)
		return OK;
	put_exhibits(paging, listed);
	row.exhibit = buf_text(&paging->exhibit);
	if (paging->csv != NULL) {
		report_csv_row(paging->csv, &row);
		return flush_csv(paging, 1 << 20, err);
	}
	if (paging->diary)
		report_incident(paging->doc, &row);
	else
		report_chronology_row(paging->doc, &row);
	return OK;
}

static bool
is_selected_page(const struct packing *p)
{
	return p->options->selected_count != 0;
}

/* Chosen records one by one, or the whole answer to the query. */
static enum status
each_row(struct paging *paging, struct err *err)
{
	struct packing *p = paging->p;
	struct listing_page page = {0};
	enum status status = OK;

	buf_init(&paging->exhibit, 64 * 1024);
	if (!is_selected_page(p)) {
		status = listing(p->app, p->query, &page, page_row, paging, NULL, err);
	} else {
		for (size_t i = 0; status == OK && i < p->options->selected_count; i++)
			status = listing_one(
			    p->app, p->options->selected[i], page_row, paging, err);
	}
	p->info.shown_records = paging->number;
	buf_fini(&paging->exhibit);
	return status;
}

/* --- the pages --- */

static enum status
print_chronology(struct packing *p, struct doc *doc, struct err *err)
{
	struct paging paging = {.p = p, .doc = doc};
	enum status status;

	report_chronology_begin(doc, &p->info);
	status = each_row(&paging, err);
	report_chronology_end(doc);
	return status;
}

static enum status
take_person(void *ctx, const struct index_identity *identity, struct err *err)
{
	struct doc *doc = ctx;
	struct text cells[3] = {identity->person_name, identity->identity, identity->name};

	(void)err;
	if (identity->person_name.n != 0)
		doc_table_row(doc, cells);
	return OK;
}

static enum status
print_people(struct packing *p, struct doc *doc, struct err *err)
{
	enum status status;

	report_people_begin(doc);
	status = index_identities(p->app->index, take_person, doc, err);
	report_people_end(doc);
	return status;
}

static void
print_exhibits(struct packing *p, struct doc *doc)
{
	report_exhibits_begin(doc);
	for (size_t i = 0; i < p->exhibit_count; i++) {
		const struct exhibit *x = &p->exhibits[i];
		struct report_exhibit shown = {.number = text_of_c(x->label),
		    .name = text_of_c(x->name),
		    .path = text_of_c(x->path),
		    .reading = x->read_as,
		    .bytes = x->bytes};

		if (!x->shown)
			continue;
		memcpy(shown.sha256, x->sha256, sizeof shown.sha256);
		report_exhibit(doc, &shown);
	}
	report_exhibits_end(doc);
}

static enum status
print_first(struct packing *p, struct doc *doc, struct err *err)
{
	struct paging paging = {.p = p, .doc = doc, .diary = true};
	enum status status;

	report_open(doc, &p->info);
	report_picture(doc, p->picture);
	status = print_people(p, doc, err);
	report_diary_begin(doc);
	if (status == OK)
		status = each_row(&paging, err);
	print_exhibits(p, doc);
	return status;
}

typedef enum status (*print_fn)(struct packing *p, struct doc *doc, struct err *err);

static enum status
add_page(struct packing *p, const char *name, bool pdf, print_fn print, struct err *err)
{
	struct out out = {write_pack, p->pack};
	struct doc *doc = NULL;
	struct err later = {0};
	enum status status = pack_file_begin(p->pack, name, err), ended;

	if (status == OK)
		status = pdf ? doc_pdf_new(&doc, &out, p->info.title, p->info.made_us, err)
			     : doc_html_new(&doc, &out, p->info.title, err);
	if (status != OK)
		return status;
	app_progress(p->app, "writing pages", 0, 0, "pages");
	status = print(p, doc, err);
	ended = doc_end(doc, status == OK ? err : &later);
	if (status == OK)
		status = ended;
	return status == OK ? pack_file_end(p->pack, &(struct pack_file_info){0}, err) : status;
}

static enum status
add_csv(struct packing *p, struct err *err)
{
	struct paging paging = {.p = p, .csv = &p->line};
	enum status status = pack_file_begin(p->pack, "data/chronology.csv", err);

	buf_reset(&p->line);
	report_csv_head(&p->line);
	if (status == OK)
		status = each_row(&paging, err);
	if (status == OK)
		status = flush_csv(&paging, 0, err);
	return status == OK ? pack_file_end(p->pack, &(struct pack_file_info){0}, err) : status;
}

static enum status
fill_info(struct packing *p, struct buf *period, struct buf *people, struct err *err)
{
	const struct packing_options *o = p->options;

	buf_put_c(period, o->since.n == 0 && o->until.n == 0 ? "everything" : "");
	if (o->since.n != 0) {
		buf_put_c(period, "from ");
		buf_put_text(period, o->since);
		buf_put_byte(period, ' ');
	}
	if (o->until.n != 0) {
		buf_put_c(period, "to ");
		buf_put_text(period, o->until);
	}
	buf_put_c(people, o->person_count == 0 ? "everybody" : "");
	for (size_t i = 0; i < o->person_count; i++) {
		buf_put_c(people, i == 0 ? "" : ", ");
		buf_put_text(people, o->persons[i]);
	}
	p->info.made_for = o->made_for;
	p->info.made_us = app_now_us(p->app);
	p->info.head_code = text_of_c(p->sum.head_code);
	p->info.entries = p->head.entries;
	p->info.period = buf_text(period);
	p->info.people = buf_text(people);
	p->info.zone = text_of_c(p->app->zone_name);
	p->info.shown_exhibits = p->sum.exhibits;
	return buf_check(people, err);
}

enum status
packing_pages(struct packing *p, struct err *err)
{
	struct buf period, people;
	enum status status;

	buf_init(&period, 4096);
	buf_init(&people, 64 * 1024);
	status = fill_info(p, &period, &people, err);
	p->info.title = text_of_c(chronology_title);
	if (status == OK)
		status = add_csv(p, err);
	if (status == OK)
		status = add_page(p, "data/chronology.html", false, print_chronology, err);
	if (status == OK)
		status = add_page(p, "data/chronology.pdf", true, print_chronology, err);
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
	return status;
}
