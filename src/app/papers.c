/* src/app/papers.c
 * Documents for the person; see papers.h. */
#include "app/papers.h"

#include "app/listing.h"
#include "app/settings.h"
#include "base/mem.h"
#include "show/mirror.h"
#include "show/query.h"
#include "show/report/doc_html.h"
#include "show/report/doc_pdf.h"
#include "show/report/report.h"
#include "show/report/report_mirror.h"
#include "sys/os/file.h"

enum { PAPER_BYTES = 256 * 1024 * 1024 };

static const char picture_title[] = "The picture as a whole";

/* One document, written in full into each of its forms. */
struct paper {
	struct app *app;
	struct text title;
	enum status (*print)(struct paper *paper, struct doc *doc, struct err *err);
	const struct picture *picture;
	const struct subjects *subjects;
	enum statement_part part;
	uint64_t count;
};

static enum status
paper_open(struct paper *paper, const struct out *out, bool pdf, struct font_source *fonts,
    struct doc **doc, struct err *err)
{
	const struct doc_pdf_info info = {
	    .title = paper->title, .created_us = app_now_us(paper->app), .fonts = fonts};
	enum status status;

	if (!pdf)
		return doc_html_new(doc, out, paper->title, err);
	status = app_fonts(paper->app, fonts, err);
	return status == OK ? doc_pdf_new(doc, out, &info, err) : status;
}

static enum status
paper_save(struct paper *paper, const char *path, bool pdf, struct err *err)
{
	struct font_source fonts;
	struct err later = {0};
	struct doc *doc = NULL;
	struct buf bytes;
	struct out out;
	enum status status, ended;

	if (path == NULL)
		return OK;
	buf_init(&bytes, PAPER_BYTES);
	out = out_of_buf(&bytes);
	status = paper_open(paper, &out, pdf, &fonts, &doc, err);
	if (status == OK) {
		status = paper->print(paper, doc, err);
		ended = doc_end(doc, status == OK ? err : &later);
		status = status == OK ? ended : status;
	}
	if (status == OK)
		status = file_save(&paper->app->seams.io, path, buf_slice(&bytes), err);
	buf_fini(&bytes);
	return status;
}

static enum status
papers_save(struct paper *paper, const char *html_path, const char *pdf_path, struct err *err)
{
	enum status status = paper_save(paper, html_path, false, err);

	return status == OK ? paper_save(paper, pdf_path, true, err) : status;
}

/* --- the picture, and the mirror --- */

struct mirroring {
	struct app *app;
	const struct subjects *subjects;
	struct mirror *mirror;
};

static enum status
mirror_row(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct mirroring *mirroring = ctx;
	struct mirror_row row = {.when = &listed->record->when,
	    .kind = listed->record->kind,
	    .as = incident_counted_as(
		mirroring->subjects, listed->record, listed->by_persons, listed->by_person_count),
	    .record = listed->record,
	    .id = listed->id};

	(void)cursor;
	(void)err;
	mirror_add(mirroring->mirror, &row);
	return OK;
}

/* What somebody wrote words to are incidents, and records that were corrected. */
static enum status
mirror_fill(struct mirroring *mirroring, struct err *err)
{
	const struct listing_page page = {0};
	struct query *query = mem_new(1, sizeof *query);
	enum status status;

	if (query == NULL)
		return fail(err, E_NOMEM, "no memory for a query");
	query_init(query);
	query->kinds = 1U << KIND_INCIDENT;
	status = listing(mirroring->app, query, &page, mirror_row, mirroring, NULL, err);
	query_corrected(query);
	if (status == OK)
		status = listing(mirroring->app, query, &page, mirror_row, mirroring, NULL, err);
	mem_free(query);
	return status;
}

enum status
picture_print(struct app *app, const struct subjects *subjects, const struct picture *picture,
    struct doc *doc, struct err *err)
{
	struct mirror *mirror = mem_new(1, sizeof *mirror);
	struct settings settings;
	enum status status;

	if (mirror == NULL)
		return fail(err, E_NOMEM, "no memory for a page");
	status = settings_find(app, &settings, err);
	if (status == OK) {
		mirror_init(mirror, settings.jurisdiction);
		mirror_occasions(mirror, picture);
		status = mirror_fill(
		    &(struct mirroring){.app = app, .subjects = subjects, .mirror = mirror}, err);
	}
	if (status == OK) {
		report_picture_alone(doc, text_of_c(picture_title), picture);
		report_mirror(doc, mirror);
	}
	mem_free(mirror);
	return status;
}

static enum status
print_picture(struct paper *paper, struct doc *doc, struct err *err)
{
	return picture_print(paper->app, paper->subjects, paper->picture, doc, err);
}

enum status
picture_save(struct app *app, const struct subjects *subjects, const struct picture *picture,
    const char *html_path, const char *pdf_path, struct err *err)
{
	struct paper paper = {.app = app,
	    .title = text_of_c(picture_title),
	    .print = print_picture,
	    .picture = picture,
	    .subjects = subjects};

	return papers_save(&paper, html_path, pdf_path, err);
}

/* --- drafts for a statement --- */

struct printing {
	struct paper *paper;
	struct doc *doc;
};

static enum status
statement_row(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct printing *printing = ctx;
	struct paper *paper = printing->paper;
	const struct report_row row = {.record = listed->record, .id = listed->id};

	(void)cursor;
	(void)err;
	if (paper->part == STATEMENT_EFFECTS)
		paper->count += report_effects_row(printing->doc, &row);
	else
		paper->count += report_account_row(printing->doc, paper->count + 1, &row);
	return OK;
}

static enum status
print_statement(struct paper *paper, struct doc *doc, struct err *err)
{
	struct printing printing = {paper, doc};
	const struct listing_page page = {0};
	struct query *query = mem_new(1, sizeof *query);
	enum status status;

	if (query == NULL)
		return fail(err, E_NOMEM, "no memory for a query");
	paper->count = 0;
	if (paper->part == STATEMENT_EFFECTS)
		report_effects_begin(doc);
	else
		report_account_begin(doc);
	query_init(query);
	query->kinds = 1U << KIND_INCIDENT;
	status = listing(paper->app, query, &page, statement_row, &printing, NULL, err);
	mem_free(query);
	if (status == OK && paper->count == 0)
		status = fail(err, E_NOTFOUND, "nothing is written down for it yet");
	return status;
}

enum status
statement_save(struct app *app, enum statement_part part, const char *html_path,
    const char *pdf_path, uint64_t *count, struct err *err)
{
	struct paper paper = {.app = app,
	    .title = part == STATEMENT_EFFECTS ? TEXT_LITERAL("What it has done: a draft")
					       : TEXT_LITERAL("What happened: a draft"),
	    .print = print_statement,
	    .part = part};
	enum status status = papers_save(&paper, html_path, pdf_path, err);

	if (status == OK)
		*count = paper.count;
	return status;
}
