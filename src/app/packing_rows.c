/* src/app/packing_rows.c
 * The records of a pack as rows of its pages.  Part of packing.h. */
#include "app/packing_inside.h"

#include <stdlib.h>

#include "app/incident.h"
#include "app/moment_text.h"
#include "base/mem.h"

struct rows {
	struct packing *p;
	packing_row_fn each;
	void *ctx;
	bool undated; /* those without a time are wanted now, not the others */
	uint64_t number, undated_count;
	uint64_t seen, undated_seen; /* rows looked at; the same up to the last undated one */
	struct buf exhibit;
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

static void
row_written(const struct packing *p, struct text written_at, struct moment *out)
{
	*out = MOMENT_NONE;
	if (packing_hides(p, FIELD_WRITTEN))
		return;
	out->at_known = time_parse(slice_of_text(written_at), &out->at_us);
	if (!out->at_known)
		return;
	out->basis = BASIS_INSTANT;
	out->precision = PRECISION_MINUTE;
	moment_localise(p->app, out);
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
	row_written(rows->p, listed->written_at, &row.written);
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

/* Records without a known time come first in the index, so this is a short second look; only a
 * hidden time makes it longer. */
static enum status
undated_rows(struct rows *rows, struct err *err)
{
	struct listing_page page = {.limit = rows->undated_seen};

	rows->undated = true;
	return rows->undated_seen == 0
		   ? OK
		   : listing(rows->p->app, rows->p->query, &page, take_row, rows, NULL, err);
}

static enum status
query_rows(struct rows *rows, struct err *err)
{
	struct listing_page page = {0};
	enum status status = listing(
	    rows->p->app, rows->p->query, &page, take_row, rows, NULL, err);

	return status == OK ? undated_rows(rows, err) : status;
}

enum status
packing_rows(struct packing *p, packing_row_fn each, void *ctx, struct err *err)
{
	struct rows rows = {.p = p, .each = each, .ctx = ctx};
	enum status status;

	buf_init(&rows.exhibit, 64 * 1024);
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
	return status;
}
