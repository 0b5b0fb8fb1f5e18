/* src/web/page_list.c
 * Everything in order of time, some at a time. */
#include "app/listing.h"
#include "base/mem.h"
#include "show/query.h"
#include "show/report/report.h"
#include "web/rows.h"

enum { ROWS_SHOWN = 50, WORDS_SHOWN_BYTES = 400, PATH_BYTES = 128 };

/* Everything, or what was looked for. */
struct listing_rows {
	struct visit *visit;
	const char *path; /* "/t" or "/s" */
	bool found;       /* looked for */
	struct text typed, problem;
	struct list_rows rows[ROWS_SHOWN];
	size_t count;
	uint64_t last; /* handle of the last one */
	bool words, more;
};

static struct text
words_of_record(struct visit *visit, const struct record *record)
{
	struct buf words;
	struct text kept;

	buf_init(&words, PAGE_VALUE_BYTES);
	if (record->kind == KIND_INCIDENT)
		buf_put_text(&words, text_prefix(record->body, WORDS_SHOWN_BYTES));
	else
		record_line_put(&words, record, WORDS_SHOWN_BYTES);
	kept = row_kept(visit, &words);
	buf_fini(&words);
	return kept;
}

static enum status
take_row(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct listing_rows *rows = ctx;
	struct list_rows *row = &rows->rows[rows->count];
	struct visit *visit = rows->visit;

	(void)cursor;
	(void)err;
	if (rows->count == ROWS_SHOWN)
		return OK;
	*row = (struct list_rows){.to = row_path(visit, "/e/", listed->id),
	    .when = row_when(visit, listed->record),
	    .kind = row_kind(visit, listed->record),
	    .who = row_who(visit, listed)};
	if (rows->words)
		row->words = words_of_record(visit, listed->record);
	rows->last = handles_put(&visit->site->handles, listed->id);
	rows->count++;
	return OK;
}

static struct text
list_path(const struct listing_rows *rows, bool words, struct text after)
{
	struct buf path;
	struct text kept;

	buf_init(&path, PATH_BYTES);
	buf_put_c(&path, rows->path);
	buf_put_c(&path, words ? "?w=1" : "");
	if (after.n != 0) {
		buf_put_c(&path, words ? "&n=" : "?n=");
		buf_put_text(&path, after);
	}
	kept = row_kept(rows->visit, &path);
	buf_fini(&path);
	return kept;
}

static void
show_list(const struct listing_rows *rows, struct text after)
{
	struct visit *visit = rows->visit;
	uint8_t last_bytes[24];
	struct buf last = {.p = last_bytes, .size = sizeof last_bytes, .max = sizeof last_bytes};
	struct list_page page = {.key = text_of_c(visit->site->session.form),
	    .found = rows->found,
	    .typed = rows->typed,
	    .problem = rows->problem,
	    .words = rows->words,
	    .rows = rows->rows,
	    .rows_count = rows->count,
	    .switch_words = list_path(rows, !rows->words, after)};

	buf_put_u64(&last, rows->last);
	if (rows->more)
		page.older = list_path(rows, rows->words, buf_text(&last));
	if (after.n != 0)
		page.newest = list_path(rows, rows->words, TEXT_NONE);
	list_page(&visit->html, &page);
	visit_show(visit, 200, WORD_TITLE_LIST);
}

static enum status
rows_find(struct listing_rows *rows, struct text after, struct query *query, struct err *err)
{
	struct site *site = rows->visit->site;
	const struct listing_page some = {.limit = ROWS_SHOWN,
	    .newest_first = true,
	    .after_id = handles_id(&site->handles, after)};

	if (after.n != 0 && some.after_id.n == 0)
		return fail(err, E_NOTFOUND, "that place in the list is of an earlier session");
	return listing(&site->app, query, &some, take_row, rows, &rows->more, err);
}

/* What is looked for in words that are not understood is nothing, and that is said. */
static enum status
query_fill(struct listing_rows *rows, struct query *query, struct err *err)
{
	enum status status;

	query_init(query);
	if (!rows->found)
		return OK;
	status = query_parse(rows->typed, query, err);
	if (status == OK || (status != E_FORMAT && status != E_LIMIT))
		return status;
	rows->problem = TEXT_NONE;
	return arena_text(&rows->visit->site->arena, text_of_c(err->text), &rows->problem)
		   ? E_FORMAT
		   : E_NOMEM;
}

static void
list_some(struct listing_rows *rows)
{
	struct text after = form_value(&rows->visit->query, "n");
	struct query *query = mem_new(1, sizeof *query);
	struct err err = {0};
	enum status status = query != NULL ? query_fill(rows, query, &err)
					   : fail(&err, E_NOMEM, "no memory for a list");

	if (status == OK && (!rows->found || rows->typed.n != 0))
		status = rows_find(rows, after, query, &err);
	mem_free(query);
	if (status == OK || rows->problem.n != 0)
		show_list(rows, after);
	else
		visit_failed(rows->visit, status, &err);
}

void
page_list(struct visit *visit)
{
	struct listing_rows rows = {
	    .visit = visit, .path = "/t", .words = text_eq_c(form_value(&visit->query, "w"), "1")};

	list_some(&rows);
}

void
page_search(struct visit *visit)
{
	struct listing_rows rows = {.visit = visit,
	    .path = "/s",
	    .found = true,
	    .typed = buf_text(&visit->site->searched),
	    .words = text_eq_c(form_value(&visit->query, "w"), "1")};

	list_some(&rows);
}

/* What is looked for stands in no path: it stays with the site until it is locked. */
void
page_search_take(struct visit *visit)
{
	struct buf *searched = &visit->site->searched;

	buf_reset(searched);
	buf_put_text(searched, form_value(&visit->form, "q"));
	if (searched->failed != OK)
		buf_reset(searched);
	visit_go(visit, "/s");
}
