/* src/app/packing_rows.c
 * The records of a pack as rows of its pages.  Part of packing.h. */
#include "app/packing_inside.h"

#include <stdlib.h>

#include "app/incident.h"
#include "app/moment_text.h"
#include "app/record_id.h"
#include "base/mem.h"

struct rows {
	struct packing *p;
	packing_row_fn each;
	void *ctx;
	bool undated; /* those without a time are wanted now, not the others */
	uint64_t number, undated_count;
	uint64_t seen, undated_seen; /* rows looked at; the same up to the last undated one */
	size_t next;                 /* of the key dates taken in */
	uint64_t cursor;             /* behind the last row of the query */
	struct buf exhibit, id;
};

static void
put_exhibits(struct rows *rows, const struct listed *listed)
{
	const struct record *r = listed->record;
	const struct exhibit *x;

	buf_reset(&rows->exhibit);
	x = listed->original.p != NULL ? exhibit_of_reading(rows->p, listed->reading) : NULL;
	if (x != NULL)
		buf_put_c(&rows->exhibit, x->label);
	for (size_t i = 0; i < r->attachments_count; i++) {
		x = r->attachments[i].hashed && r->attachments[i].source == ATTACHMENT_BESIDE
			? exhibit_of_digest(rows->p, r->attachments[i].sha256)
			: NULL;
		if (x == NULL)
			continue;
		buf_put_c(&rows->exhibit, rows->exhibit.n != 0 ? ", " : "");
		buf_put_c(&rows->exhibit, x->label);
	}
}

bool
packing_hides(const struct packing *p, enum entry_field field)
{
	return (p->options->hidden & (1U << field)) != 0;
}

static enum status
take_row(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct rows *rows = ctx;
	struct record shown = *listed->record;
	struct listed seen = *listed;
	struct report_row row = {.record = &shown,
	    .id = listed->id,
	    .entry = listed->entry_in_log,
	    .list_of = listed->handed_by,
	    .person = shown.direction == DIRECTION_OUT ? listed->to_person : listed->from_person};
	bool undated;

	(void)cursor;
	if (app_cancelled(rows->p->app))
		return fail(err, E_CANCELLED, "stopped; nothing was written");
	app_progress(rows->p->app, rows->p->writing != NULL ? rows->p->writing : "writing",
	    rows->seen, rows->p->everything ? rows->p->total_records : 0, "records");
	incident_hide(&shown, rows->p->options->hidden);
	undated = !shown.when.at_known;
	rows->seen++;
	if (undated && !rows->undated) {
		rows->undated_count++;
		rows->undated_seen = rows->seen;
	}
	if (undated != rows->undated)
		return OK;
	seen.record = &shown;
	row.number = ++rows->number;
	row.day_contacts = picture_day(rows->p->picture, &shown.when);
	row.written = packing_hides(rows->p, FIELD_WRITTEN)
			  ? MOMENT_NONE
			  : moment_written(rows->p->app, listed->written_at);
	put_exhibits(rows, &seen);
	row.exhibit = buf_text(&rows->exhibit);
	rows->p->listed = listed;
	return rows->each(rows->ctx, &row, err);
}

/* --- chosen one by one --- */

struct chosen {
	struct text id;
	uint64_t key; /* key order is time order */
};

static enum status
take_key(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct chosen *chosen = ctx;

	(void)listed;
	(void)err;
	chosen->key = cursor;
	return OK;
}

static int
chosen_compare(const void *a, const void *b)
{
	uint64_t x = ((const struct chosen *)a)->key, y = ((const struct chosen *)b)->key;

	return x < y ? -1 : x > y;
}

static enum status
chosen_sort(struct packing *p, struct chosen *chosen, struct err *err)
{
	enum status status = OK;

	for (size_t i = 0; status == OK && i < p->options->selected_count; i++) {
		chosen[i].id = p->options->selected[i];
		status = listing_one(p->app, chosen[i].id, take_key, &chosen[i], err);
	}
	if (status == OK)
		qsort(chosen, p->options->selected_count, sizeof *chosen, chosen_compare);
	return status;
}

static enum status
chosen_rows(struct rows *rows, struct err *err)
{
	struct packing *p = rows->p;
	size_t count = p->options->selected_count;
	struct chosen *chosen = mem_new(count, sizeof *chosen);
	enum status status = chosen != NULL ? chosen_sort(p, chosen, err)
					    : fail(err, E_NOMEM, "no memory for the chosen");

	for (size_t i = 0; status == OK && i < count; i++)
		if (i == 0 || chosen[i].key != chosen[i - 1].key) /* chosen twice, shown once */
			status = listing_one(p->app, chosen[i].id, take_row, rows, err);
	mem_free(chosen);
	return status;
}

/* --- all of them --- */

/* Key dates that name nobody are no rows of the query: they find their place among them. */
static enum status
key_dates_until(struct rows *rows, uint64_t key, struct err *err)
{
	struct packing *p = rows->p;
	enum status status = OK;

	while (
	    status == OK && rows->next < p->key_date_count && p->key_dates[rows->next].key < key) {
		buf_reset(&rows->id);
		status = record_id_put(p->app, p->key_dates[rows->next++].id, &rows->id, err);
		if (status == OK)
			status = listing_one(p->app, buf_text(&rows->id), take_row, rows, err);
	}
	return status;
}

static enum status
take_queried(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct rows *rows = ctx;
	enum status status = key_dates_until(rows, cursor, err);

	rows->cursor = cursor;
	return status == OK ? take_row(ctx, listed, cursor, err) : status;
}

/* Rows of the query beginning behind the cursor; limit 0: all of them. */
static enum status
list_some(struct rows *rows, size_t limit, struct err *err)
{
	const struct listing_page page = {
	    .limit = limit, .after_set = rows->cursor != 0, .after = rows->cursor};

	return listing(rows->p->app, rows->p->query, &page, take_queried, rows, NULL, err);
}

/* Records without a known time come first in the index, so this is a short second look; only a
 * hidden time makes it longer. */
static enum status
undated_rows(struct rows *rows, struct err *err)
{
	const uint64_t end = rows->seen + rows->undated_seen;
	uint64_t before = 0, left;
	enum status status = OK;

	rows->undated = true;
	while (status == OK && rows->seen < end && rows->seen != before) {
		before = rows->seen;
		left = end - before;
		status = list_some(
		    rows, left < INDEX_PAGE_MAX ? (size_t)left : INDEX_PAGE_MAX, err);
	}
	return status;
}

static enum status
query_rows(struct rows *rows, struct err *err)
{
	enum status status = list_some(rows, 0, err);

	if (status == OK)
		status = key_dates_until(rows, UINT64_MAX, err);
	rows->next = 0;
	rows->cursor = 0;
	if (status == OK && rows->undated_seen != 0)
		status = undated_rows(rows, err);
	return status == OK && rows->undated ? key_dates_until(rows, UINT64_MAX, err) : status;
}

enum status
packing_rows(struct packing *p, packing_row_fn each, void *ctx, struct err *err)
{
	struct rows rows = {.p = p, .each = each, .ctx = ctx};
	enum status status;

	buf_init(&rows.exhibit, 64 * 1024);
	buf_init(&rows.id, 128);
	if (p->options->selected_count == 0) {
		status = query_rows(&rows, err);
	} else {
		status = chosen_rows(&rows, err);
		rows.undated = true;
		if (status == OK && rows.undated_count != 0)
			status = chosen_rows(&rows, err);
	}
	p->info.shown_records = rows.number;
	p->info.undated_records = rows.undated_count;
	buf_fini(&rows.exhibit);
	buf_fini(&rows.id);
	return status;
}
