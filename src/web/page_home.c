/* src/web/page_home.c
 * Where one begins: what can be done, and the last few records. */
#include "app/last_copy.h"
#include "app/listing.h"
#include "base/mem.h"
#include "show/query.h"
#include "web/rows.h"

enum { LAST_SHOWN = 5, SENTENCE_BYTES = 2048 };

struct homing {
	struct visit *visit;
	struct home_last last[LAST_SHOWN];
	size_t count;
};

static enum status
take_last(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct homing *homing = ctx;
	struct home_last *row = &homing->last[homing->count];

	(void)cursor;
	(void)err;
	if (homing->count == LAST_SHOWN)
		return OK;
	*row = (struct home_last){.to = row_path(homing->visit, "/e/", listed->id),
	    .when = row_when(homing->visit, listed->record),
	    .what = row_kind(homing->visit, listed->record)};
	homing->count++;
	return OK;
}

static struct text
copy_sentence(struct visit *visit)
{
	struct app *app = &visit->site->app;
	struct last_copy copy;
	struct buf words;
	struct text kept = TEXT_NONE;

	buf_init(&words, SENTENCE_BYTES);
	if (last_copy_find(app, &copy, NULL) == OK) {
		last_copy_sentence(app, &copy, &words);
		kept = row_kept(visit, &words);
	}
	buf_fini(&words);
	return kept;
}

void
page_home(struct visit *visit)
{
	const struct listing_page some = {.limit = LAST_SHOWN, .newest_first = true};
	struct homing homing = {.visit = visit};
	struct query *query = mem_new(1, sizeof *query);
	struct home_page page = {.copy = copy_sentence(visit)};
	struct err err = {0};
	enum status status = query != NULL ? OK : fail(&err, E_NOMEM, "no memory for a list");

	if (status == OK) {
		query_init(query);
		status = listing(&visit->site->app, query, &some, take_last, &homing, NULL, &err);
	}
	mem_free(query);
	if (status != OK) {
		visit_failed(visit, status, &err);
		return;
	}
	page.last = homing.last;
	page.last_count = homing.count;
	home_page(&visit->html, &page);
	visit_show(visit, 200, WORD_TITLE_NOTES);
}
