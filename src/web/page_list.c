/* src/web/page_list.c
 * Everything in order of time, some at a time. */
#include "app/listing.h"
#include "base/mem.h"
#include "show/query.h"
#include "show/report/report.h"
#include "web/rows.h"

enum { ROWS_SHOWN = 50, WORDS_SHOWN_BYTES = 400, PATH_BYTES = 128 };

struct listing_rows {
	struct visit *visit;
	struct list_rows rows[ROWS_SHOWN];
	size_t count;
	uint64_t last; /* handle of the last one */
	bool words;
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
	*row = (struct list_rows){.to = row_path(visit, listed->id),
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
list_path(struct visit *visit, bool words, struct text after)
{
	struct buf path;
	struct text kept;

	buf_init(&path, PATH_BYTES);
	buf_put_c(&path, words ? "/t?w=1" : "/t");
	if (after.n != 0) {
		buf_put_c(&path, words ? "&n=" : "?n=");
		buf_put_text(&path, after);
	}
	kept = row_kept(visit, &path);
	buf_fini(&path);
	return kept;
}

static void
show_list(struct visit *visit, const struct listing_rows *rows, struct text after, bool more)
{
	uint8_t last_bytes[24];
	struct buf last = {.p = last_bytes, .size = sizeof last_bytes, .max = sizeof last_bytes};
	const struct list_page page = {.words = rows->words,
	    .rows = rows->rows,
	    .rows_count = rows->count,
	    .later = after.n != 0,
	    .switch_words = list_path(visit, !rows->words, after),
	    .older = (buf_put_u64(&last, rows->last),
		more ? list_path(visit, rows->words, buf_text(&last)) : TEXT_NONE)};

	list_page(&visit->html, &page);
	visit_show(visit, 200, WORD_TITLE_LIST);
}

void
page_list(struct visit *visit)
{
	struct text after = form_value(&visit->query, "n");
	struct listing_page some = {.limit = ROWS_SHOWN,
	    .newest_first = true,
	    .after_id = handles_id(&visit->site->handles, after)};
	struct listing_rows rows = {
	    .visit = visit, .words = text_eq_c(form_value(&visit->query, "w"), "1")};
	struct query *query = mem_new(1, sizeof *query);
	bool more = false;
	struct err err = {0};
	enum status status = query != NULL ? OK : fail(&err, E_NOMEM, "no memory for a list");

	if (status == OK && after.n != 0 && some.after_id.n == 0)
		status = fail(&err, E_NOTFOUND, "that place in the list is of an earlier session");
	if (status == OK) {
		query_init(query);
		status = listing(&visit->site->app, query, &some, take_row, &rows, &more, &err);
	}
	mem_free(query);
	if (status == OK)
		show_list(visit, &rows, after, more);
	else
		visit_failed(visit, status, &err);
}
