/* src/app/exhibits.c
 * What was handed over under which label; see exhibits.h. */
#include "app/exhibits.h"

#include "app/act.h"
#include "app/catch_up.h"
#include "app/entry_walk.h"
#include "app/other_logs.h"
#include "base/mem.h"
#include "keep/log.h"

enum { ARENA_BYTES = 64 * 1024 * 1024, STORAGE_BYTES = ENTRY_MAX_BYTES + 4096 };

struct exhibits {
	struct app *app;
	struct arena arena;
	struct buf storage;
	struct exhibit_handed *items;
	size_t count, size;
};

static enum status
no_memory(struct err *err)
{
	return fail(err, E_NOMEM, "no memory for the list of exhibits");
}

static struct exhibit_handed *
exhibit_of_id(struct exhibits *exhibits, struct text id)
{
	for (size_t i = 0; i < exhibits->count; i++)
		if (text_eq(exhibits->items[i].id, id))
			return &exhibits->items[i];
	return NULL;
}

/* "MH/12 k7…"; of one that was handed over again the first stays. */
static enum status
handed_add(struct exhibits *exhibits, const struct entry *entry, struct text line, struct err *err)
{
	struct slice rest = slice_of_text(line), label;
	struct exhibit_handed *bigger, *one;
	struct text id;

	if (!cut(&rest, ' ', &label))
		return OK;
	id = (struct text){(const char *)rest.p, rest.n};
	if (exhibit_of_id(exhibits, id) != NULL)
		return OK;
	bigger = mem_more(exhibits->items, exhibits->count, &exhibits->size, sizeof *bigger);
	if (bigger == NULL)
		return no_memory(err);
	exhibits->items = bigger;
	one = &bigger[exhibits->count];
	*one = (struct exhibit_handed){0};
	if (!arena_text(
		&exhibits->arena, (struct text){(const char *)label.p, label.n}, &one->label) ||
	    !arena_text(&exhibits->arena, id, &one->id) ||
	    !arena_text(
		&exhibits->arena, act_find(entry->fields[FIELD_WRITTEN], "utc"), &one->first))
		return no_memory(err);
	exhibits->count++;
	return OK;
}

static enum status
handover_take(struct exhibits *exhibits, const struct entry *entry, struct err *err)
{
	struct slice source = entry->fields[FIELD_SOURCE];
	struct text name, value;
	enum status status = OK;

	while (status == OK && value_next_line(&source, &name, &value))
		if (text_eq_c(name, "exhibit"))
			status = handed_add(exhibits, entry, value, err);
	return status;
}

static enum status
reference_take(struct exhibits *exhibits, const struct entry *entry, struct err *err)
{
	struct exhibit_handed *one = exhibit_of_id(
	    exhibits, act_find(entry->fields[FIELD_RELATIONS], "names"));

	if (one == NULL)
		return OK;
	return arena_text(&exhibits->arena, act_find(entry->fields[FIELD_SOURCE], "reference"),
		   &one->reference)
		   ? OK
		   : no_memory(err);
}

/* Names of originals come before anything that hands them over. */
static enum status
take_entry(void *ctx, uint64_t number, const struct entry *entry, struct err *err)
{
	struct exhibits *exhibits = ctx;
	struct text kind = act_field(entry, FIELD_KIND);

	if (other_log_from(exhibits->app, number).n != 0)
		return OK;
	if (text_eq_c(kind, "handover"))
		return handover_take(exhibits, entry, err);
	return text_eq_c(kind, "exhibit") ? reference_take(exhibits, entry, err) : OK;
}

static enum status
name_find(struct exhibits *exhibits, struct exhibit_handed *one, struct err *err)
{
	struct index *index = exhibits->app->index;
	struct index_import import;
	struct buf storage;
	uint64_t number = 0;
	enum status status = index_import_by_entry(index, one->id, &number, err);

	if (status == E_NOTFOUND)
		return OK; /* removed since */
	buf_init(&storage, 256 * 1024);
	if (status == OK)
		status = index_import_of(index, number, &storage, &import, err);
	if (status == OK && !arena_text(&exhibits->arena, import.name, &one->name))
		status = no_memory(err);
	buf_fini(&storage);
	return status == E_NOTFOUND ? OK : status;
}

static enum status
exhibits_load(struct exhibits *exhibits, struct app *app, struct err *err)
{
	enum status status;

	*exhibits = (struct exhibits){.app = app};
	arena_init(&exhibits->arena, ARENA_BYTES);
	buf_init(&exhibits->storage, STORAGE_BYTES);
	status = entry_walk(
	    app, log_entries(app->vault), &exhibits->storage, take_entry, exhibits, err);
	for (size_t i = 0; status == OK && i < exhibits->count; i++)
		status = name_find(exhibits, &exhibits->items[i], err);
	return status;
}

static void
exhibits_fini(struct exhibits *exhibits)
{
	mem_free(exhibits->items);
	arena_fini(&exhibits->arena);
	buf_fini(&exhibits->storage);
}

enum status
exhibits_each(struct app *app, exhibit_fn each, void *ctx, struct err *err)
{
	struct exhibits exhibits;
	enum status status = exhibits_load(&exhibits, app, err);

	for (size_t i = 0; status == OK && i < exhibits.count; i++)
		status = each(ctx, &exhibits.items[i], err);
	exhibits_fini(&exhibits);
	return status;
}

static enum status
refer(struct app *app, struct text id, struct text reference, struct err *err)
{
	struct act act;
	enum status status;

	act_init(&act, app, "exhibit");
	act_line(&act, FIELD_RELATIONS, "names", id);
	act_line(&act, FIELD_SOURCE, "reference", reference);
	status = act_append(&act, app, NULL, err);
	if (status == OK)
		status = log_settle(app->vault, err);
	act_fini(&act);
	return status == OK ? catch_up(app, NULL, err) : status;
}

enum status
exhibit_refer(struct app *app, struct text label, struct text reference, struct err *err)
{
	struct exhibits exhibits;
	enum status status = exhibits_load(&exhibits, app, err);
	size_t i = 0;

	while (status == OK && i < exhibits.count && !text_eq(exhibits.items[i].label, label))
		i++;
	if (status == OK && i == exhibits.count)
		status = fail(err, E_NOTFOUND, "nothing was handed over as %.*s",
		    (int)(label.n < 40 ? label.n : 40), label.p);
	if (status == OK)
		status = refer(app, exhibits.items[i].id, reference, err);
	exhibits_fini(&exhibits);
	return status;
}
