/* src/app/erasing.c
 * See erasing.h.  Order: objects, while the entries that name them can still be read; then the
 * entries; then what was set aside. */
#include "app/erasing.h"

#include <stdlib.h>

#include "app/act.h"
#include "app/entry_objects.h"
#include "app/leftovers.h"
#include "app/other_logs.h"
#include "app/tombstone.h"
#include "base/mem.h"
#include "keep/log_rewrite.h"

struct gathering {
	struct app *app;
	struct erased *out;
	struct buf storage; /* for the removals; app->storage is for what they name */
	uint64_t at;        /* the entry of the own log under way */
};

static enum status
add(struct erased *out, uint64_t number, struct err *err)
{
	uint64_t *bigger;

	bigger = mem_more(out->numbers, out->count, &out->size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the list of what was removed");
	out->numbers = bigger;
	out->numbers[out->count++] = number;
	return OK;
}

/* Only content goes: never a note about a removal, nor what says which logs were taken in. */
static bool
may_go(const struct entry *entry)
{
	static const char *const kinds[] = {
	    "original", "reading", "incident", "correction", "answer", "again"};

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (text_eq_c(act_field(entry, FIELD_KIND), kinds[i]))
			return true;
	return false;
}

static enum status
take_gone(void *ctx, const struct gone *gone, struct err *err)
{
	struct gathering *g = ctx;
	struct entry entry;
	struct err why = {0};
	enum status status = log_read(g->app->vault, gone->number, &g->app->storage, &entry, &why);

	if (status == OK && (!may_go(&entry) || !text_eq_c(act_field(&entry, FIELD_ID), gone->id)))
		return OK;
	/* A stub already, or damaged: not to be shown in either case. */
	if (status != OK && status != E_NOTFOUND && status != E_AUTH)
		return fail(err, status, "%s", why.text);
	if (g->out->count == 0)
		g->out->first = g->at;
	return add(g->out, gone->number, err);
}

/* `merge`: what the entry says of another log, NULL inside one. */
static enum status
look_at(struct gathering *g, uint64_t number, struct merge *merge, struct err *err)
{
	struct entry entry;
	struct err why = {0};
	enum status status = log_read(g->app->vault, number, &g->storage, &entry, &why);

	if (status == E_NOTFOUND || status == E_AUTH)
		return OK;
	if (status != OK)
		return fail(err, status, "%s", why.text);
	if (tombstone_is(&entry) && tombstone_counts(g->app, number))
		return tombstone_each(g->app, &entry, number, take_gone, g, err);
	if (merge != NULL && text_eq_c(act_field(&entry, FIELD_KIND), "merge") &&
	    (merge_of_entry(&entry, merge, NULL) != OK ||
		other_log_meet(g->app, merge, NULL) != OK))
		merge->slot = 0; /* applying it says what is wrong with it */
	return OK;
}

static int
compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

enum status
erased_gather(struct app *app, uint64_t from, struct erased *out, struct err *err)
{
	struct gathering g = {.app = app, .out = out};
	struct merge merge;
	enum status status = OK;

	buf_init(&g.storage, LOG_READ_MAX_BYTES);
	for (g.at = from; status == OK && g.at < log_settled(app->vault); g.at++) {
		merge = (struct merge){0};
		status = look_at(&g, g.at, &merge, err);
		for (uint64_t k = merge.first; merge.slot != 0 && k < merge.log.entries; k++)
			if (status == OK)
				status = look_at(&g, LOG_NUMBER(merge.slot, k), NULL, err);
	}
	if (out->count != 0)
		qsort(out->numbers, out->count, sizeof *out->numbers, compare);
	buf_fini(&g.storage);
	return status;
}

bool
erased_has(const struct erased *erased, uint64_t number)
{
	return erased->count != 0 && bsearch(&number, erased->numbers, erased->count,
					 sizeof *erased->numbers, compare) != NULL;
}

void
erased_fini(struct erased *erased)
{
	mem_free(erased->numbers);
	*erased = (struct erased){0};
}

/* --- carrying out --- */

static enum status
destroy(void *ctx, const struct object_id *id, struct err *err)
{
	struct app *app = ctx;

	return object_destroy(app->vault, id, err);
}

/* A reading that cannot be gone through any more: what it took out went before it, or is lost. */
static enum status
destroy_reading(struct app *app, const struct entry *entry, struct err *err)
{
	struct reading_value value;
	struct object_id object;

	if (reading_value_parse(entry->fields[FIELD_READING], &value, NULL) != OK ||
	    !object_id_parse(value.object, &object))
		return OK;
	return object_destroy(app->vault, &object, err);
}

/* `originals`: those, else all others. */
static enum status
objects_destroy(struct app *app, const struct erased *erased, bool originals, struct err *err)
{
	struct entry entry;
	struct err why = {0};
	enum status status = OK;

	for (size_t i = 0; status == OK && i < erased->count; i++) {
		status = log_read(app->vault, erased->numbers[i], &app->storage, &entry, &why);
		if (status == E_NOTFOUND || status == E_AUTH) {
			status = OK;
			continue;
		}
		if (status == OK &&
		    text_eq_c(act_field(&entry, FIELD_KIND), "original") == originals)
			status = entry_objects(app->vault, &entry, destroy, app, &why);
		if (status == E_NOTFOUND || status == E_AUTH || status == E_FORMAT)
			status = destroy_reading(app, &entry, &why);
		app_progress(app, "removing", i + 1, erased->count, "entries");
	}
	if (status != OK && err != NULL)
		*err = why;
	return status;
}

static bool
any_left(struct app *app, const struct erased *erased)
{
	struct entry entry;

	for (size_t i = 0; i < erased->count; i++)
		if (log_read(app->vault, erased->numbers[i], &app->storage, &entry, NULL) == OK)
			return true;
	return false;
}

enum status
erased_carry_out(struct app *app, const struct erased *erased, struct err *err)
{
	enum status status = vault_writable(app->vault, err);

	/* Opened for reading: what was carried out before is not called unfinished. */
	if (status != OK)
		return any_left(app, erased) ? status : OK;
	status = leftovers_destroy(app, erased, err);
	if (status == OK)
		status = objects_destroy(app, erased, false, err);
	if (status == OK)
		status = objects_destroy(app, erased, true, err);
	if (status == OK)
		status = log_stub(app->vault, erased->numbers, erased->count, err);
	return status == OK ? log_aside_wipe(app->vault, err) : status;
}

enum status
erased_in_index(struct app *app, const struct erased *erased, bool *is, struct err *err)
{
	struct index_import import;
	struct buf storage;
	enum status status = E_NOTFOUND;

	buf_init(&storage, 128 * 1024);
	for (size_t i = 0; status == E_NOTFOUND && i < erased->count; i++)
		status = index_import_of(app->index, erased->numbers[i], &storage, &import, err);
	buf_fini(&storage);
	*is = status == OK;
	return status == E_NOTFOUND ? OK : status;
}
