/* src/app/packing_select.c
 * What goes into a pack: which records, which exhibits.  Part of packing.h. */
#include "app/packing_inside.h"

#include "app/entry_walk.h"
#include "app/moment_text.h"
#include "app/other_logs.h"
#include "app/tombstone.h"

#include <stdlib.h>

#include "app/record_id.h"
#include "base/encode.h"
#include "base/mem.h"
#include "show/query.h"
#include "sys/os/os_zone.h"

static enum status
shown_add(struct packing *p, struct index_id id, struct err *err)
{
	struct shown_id *bigger;

	bigger = mem_more(p->shown, p->shown_count, &p->shown_size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the choice of records");
	p->shown = bigger;
	p->shown[p->shown_count++] = (struct shown_id){id.import, id.number};
	return OK;
}

static int
shown_compare(const void *a, const void *b)
{
	const struct shown_id *x = a, *y = b;

	if (x->import != y->import)
		return x->import < y->import ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static enum status
select_row(void *ctx, const struct index_row *row, struct err *err)
{
	return shown_add(ctx, row->id, err);
}

static enum status
count_row(void *ctx, const struct index_row *row, struct err *err)
{
	struct packing *p = ctx;

	(void)row;
	(void)err;
	p->total_records++;
	return OK;
}

static enum status
query_instant(void *ctx, const struct civil *local, int64_t *at_us, struct err *err)
{
	const struct app *app = ctx;
	int64_t at[2];
	unsigned count;

	(void)err;
	zone_instants(app->zone, local, at, &count);
	*at_us = at[0];
	return OK;
}

/* --- corrections stand beside what they correct --- */

struct version_pair {
	struct index_id newer, older;
};

struct version_pairs {
	struct app *app;
	struct version_pair *items;
	size_t count, size;
};

static enum status
pair_add(struct version_pairs *pairs, const struct version_pair *pair, struct err *err)
{
	struct version_pair *bigger;

	bigger = mem_more(pairs->items, pairs->count, &pairs->size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the list of corrections");
	pairs->items = bigger;
	pairs->items[pairs->count++] = *pair;
	return OK;
}

static enum status
pair_take(void *ctx, uint64_t number, const struct entry *entry, struct err *err)
{
	struct version_pairs *pairs = ctx;
	struct version_pair pair = {.newer = {number, 0}};
	struct slice lines = entry->fields[FIELD_RELATIONS];
	struct text name, target;
	enum status status = OK;

	if (act_corrected(entry).p == NULL)
		return OK;
	while (status == OK && value_next_line(&lines, &name, &target))
		if (text_eq_c(name, "supersedes") &&
		    record_id_find(pairs->app, target, &pair.older, NULL) == OK)
			status = pair_add(pairs, &pair, err);
	return status;
}

/* One version shown, all of them shown: again until nothing more comes in. */
static enum status
show_versions(struct packing *p, struct err *err)
{
	struct version_pairs pairs = {.app = p->app};
	enum status status = entry_walk(
	    p->app, log_entries(p->app->vault), &p->storage, pair_take, &pairs, err);
	size_t before = 0;

	while (status == OK && before != p->shown_count) {
		before = p->shown_count;
		for (size_t i = 0; status == OK && i < pairs.count; i++) {
			struct index_id newer = pairs.items[i].newer, older = pairs.items[i].older;
			bool has_newer = packing_shows(p, newer.import, newer.number);
			bool has_older = packing_shows(p, older.import, older.number);

			if (has_newer == has_older)
				continue;
			status = shown_add(p, has_newer ? older : newer, err);
			qsort(p->shown, p->shown_count, sizeof *p->shown, shown_compare);
		}
	}
	mem_free(pairs.items);
	return status;
}

void
packing_span(const struct packing *p, struct query *out)
{
	query_init(out);
	out->since = p->query->since;
	out->before = p->query->before;
	out->since_known = p->query->since_known;
	out->since_us = p->query->since_us;
	out->before_known = p->query->before_known;
	out->before_us = p->query->before_us;
}

static enum status
key_dates_show(struct packing *p, struct err *err)
{
	enum status status = packing_key_dates(p, err);

	for (size_t i = 0; status == OK && i < p->key_date_count; i++)
		status = shown_add(p, p->key_dates[i].id, err);
	if (status == OK && p->shown_count != 0)
		qsort(p->shown, p->shown_count, sizeof *p->shown, shown_compare);
	return status;
}

enum status
packing_select(struct packing *p, struct err *err)
{
	struct index_page page = {.no_limit = true, .facts_only = true};
	struct index_id id;
	enum status status = query_settle(p->query, query_instant, p->app, err);

	if (status == OK)
		status = index_query(p->app->index, NULL, &page, count_row, p, NULL, err);
	for (size_t i = 0; status == OK && i < p->options->selected_count; i++) {
		status = record_id_find(p->app, p->options->selected[i], &id, err);
		if (status == OK)
			status = shown_add(p, id, err);
	}
	if (status == OK && !p->everything && p->options->selected_count == 0)
		status = index_query(p->app->index, p->query, &page, select_row, p, NULL, err);
	if (status != OK)
		return status;
	if (!p->everything && p->shown_count == 0)
		return fail(
		    err, E_NOTFOUND, "no record fits this choice, so there is nothing to pack");
	if (p->shown_count != 0)
		qsort(p->shown, p->shown_count, sizeof *p->shown, shown_compare);
	status = key_dates_show(p, err);
	return status != OK || p->everything ? status : show_versions(p, err);
}

bool
packing_shows(const struct packing *p, uint64_t import, uint64_t number)
{
	struct shown_id wanted = {import, number};

	return p->everything || (p->shown_count != 0 && bsearch(&wanted, p->shown, p->shown_count,
							    sizeof wanted, shown_compare) != NULL);
}

bool
packing_shows_any(const struct packing *p, uint64_t import)
{
	size_t low = 0, high = p->shown_count, middle;

	if (p->everything)
		return true;
	while (low < high) {
		middle = low + (high - low) / 2;
		if (p->shown[middle].import < import)
			low = middle + 1;
		else
			high = middle;
	}
	return low < p->shown_count && p->shown[low].import == import;
}

bool
packing_shows_log(const struct packing *p, unsigned slot)
{
	if (p->everything)
		return true;
	for (size_t i = 0; i < p->shown_count; i++)
		if (log_slot_in(p->shown[i].import) == slot)
			return true;
	return false;
}

/* --- exhibits --- */

static bool
content_of(const struct entry *entry, struct exhibit *x)
{
	struct slice rest = entry->fields[FIELD_CONTENT];
	struct content content;

	if (!content_next(&rest, &content))
		return false;
	memcpy(x->sha256, content.sha256, sizeof x->sha256);
	x->bytes = content.bytes;
	return object_id_parse(
	    slice_of_text(act_find(entry->fields[FIELD_PRIVATE], "object")), &x->object);
}

static enum status
exhibit_add(struct packing *p, const struct entry *entry, uint64_t number, struct err *err)
{
	struct text id = act_field(entry, FIELD_ID);
	struct exhibit *bigger, *x;

	bigger = mem_more(p->exhibits, p->exhibit_count, &p->exhibit_size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the list of exhibits");
	p->exhibits = bigger;
	x = &p->exhibits[p->exhibit_count];
	*x = (struct exhibit){.entry = number};
	if (!content_of(entry, x))
		return OK;
	text_copy(x->name, sizeof x->name, act_field(entry, FIELD_NAME));
	if (id.n == 26)
		memcpy(x->id, id.p, 26);
	p->exhibit_count++;
	return OK;
}

static bool
exhibit_derived(struct packing *p, const struct entry *entry, struct exhibit *x)
{
	struct slice derived = entry->fields[FIELD_DERIVED];

	return arena_text(&p->arena, act_find(derived, "format"), &x->format) &&
	       arena_text(&p->arena, act_find(derived, "status"), &x->status) &&
	       arena_text(&p->arena, act_find(derived, "why"), &x->why);
}

/* The newest reading of an original is the one that counts; older ones stay in the log. */
static enum status
exhibit_reading(struct packing *p, const struct entry *entry, uint64_t number, struct err *err)
{
	struct text reads = act_find(entry->fields[FIELD_RELATIONS], "reads");
	struct reading_value value;
	enum status status = reading_value_parse(entry->fields[FIELD_READING], &value, err);

	if (status != OK)
		return OK; /* a reading that says nothing; the check names it */
	for (size_t i = 0; i < p->exhibit_count; i++) {
		struct exhibit *x = &p->exhibits[i];

		if (!text_eq_c(reads, x->id))
			continue;
		x->reading = number;
		x->records = value.records;
		x->shown |= packing_shows_any(p, number);
		return exhibit_derived(p, entry, x)
			   ? OK
			   : fail(err, E_NOMEM, "no memory for the list of exhibits");
	}
	return OK;
}

/* Attachments of a shown incident are shown. */
static void
exhibits_of_incident(struct packing *p, const struct entry *entry, uint64_t number)
{
	struct slice rest = entry->fields[FIELD_CONTENT];
	struct content content;

	if (!packing_shows(p, number, 0))
		return;
	while (content_next(&rest, &content))
		for (size_t i = 0; i < p->exhibit_count; i++)
			if (memcmp(p->exhibits[i].sha256, content.sha256, SHA256_BYTES) == 0)
				p->exhibits[i].shown = true;
}

static enum status
count_gone(void *ctx, const struct gone *gone, struct err *err)
{
	struct report_removal *removal = ctx;

	(void)gone;
	(void)err;
	removal->entries++;
	return OK;
}

/* Removals are told whatever is chosen. */
static enum status
removal_add(struct packing *p, const struct entry *entry, uint64_t number, struct err *err)
{
	struct report_removal removal = {.number = log_number_in(number)}, *bigger;
	struct text written = act_find(entry->fields[FIELD_WRITTEN], "utc");
	enum status status = tombstone_each(p->app, entry, number, count_gone, &removal, err);

	if (status != OK)
		return status;
	bigger = mem_more(p->removals, p->removal_count, &p->removal_size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the list of removals");
	p->removals = bigger;
	if (!arena_text(&p->arena, act_field(entry, FIELD_TEXT), &removal.why) ||
	    !arena_text(&p->arena, other_log_from(p->app, number), &removal.from))
		return fail(err, E_NOMEM, "no memory for the list of removals");
	removal.when = (struct moment){.basis = BASIS_INSTANT, .precision = PRECISION_MINUTE};
	removal.when.at_known = time_parse(slice_of_text(written), &removal.when.at_us);
	if (removal.when.at_known)
		moment_localise(p->app, &removal.when);
	p->removals[p->removal_count++] = removal;
	return OK;
}

static enum status
entry_take(void *ctx, uint64_t number, const struct entry *entry, struct err *err)
{
	struct packing *p = ctx;
	struct text kind = act_field(entry, FIELD_KIND);

	if (text_eq_c(kind, "original"))
		return exhibit_add(p, entry, number, err);
	if (text_eq_c(kind, "reading"))
		return exhibit_reading(p, entry, number, err);
	if (text_eq_c(kind, "incident"))
		exhibits_of_incident(p, entry, number);
	if (tombstone_is(entry))
		return removal_add(p, entry, number, err);
	return exhibits_take(&p->handed, p->app, number, entry, err);
}

enum status
packing_exhibits(struct packing *p, struct err *err)
{
	enum status status = entry_walk(
	    p->app, log_entries(p->app->vault), &p->storage, entry_take, p, err);

	for (size_t i = 0; i < p->exhibit_count; i++)
		p->sum.exhibits += p->exhibits[i].shown;
	if (status == OK)
		status = exhibits_settle(&p->handed, err);
	return status == OK ? packing_labels(p, err) : status;
}

const struct exhibit *
exhibit_of_reading(const struct packing *p, uint64_t entry)
{
	for (size_t i = 0; i < p->exhibit_count; i++)
		if (p->exhibits[i].reading == entry)
			return &p->exhibits[i];
	return NULL;
}

const struct exhibit *
exhibit_of_digest(const struct packing *p, const uint8_t sha256[SHA256_BYTES])
{
	for (size_t i = 0; i < p->exhibit_count; i++)
		if (memcmp(p->exhibits[i].sha256, sha256, SHA256_BYTES) == 0)
			return &p->exhibits[i];
	return NULL;
}
