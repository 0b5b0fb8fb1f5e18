/* src/app/exhibits.c
 * What was handed over under which label; see exhibits.h. */
#include "app/exhibits.h"

#include <stdlib.h>

#include "app/act.h"
#include "app/catch_up.h"
#include "app/entry_walk.h"
#include "app/other_logs.h"
#include "base/mem.h"
#include "keep/log.h"

enum { ARENA_BYTES = 64 * 1024 * 1024, STORAGE_BYTES = ENTRY_MAX_BYTES + 4096, ID_CHARS = 26 };

/* What whoever got an original calls it; the last one said counts. */
struct exhibit_reference {
	struct text id, reference;
};

static enum status
no_memory(struct err *err)
{
	return fail(err, E_NOMEM, "no memory for the list of exhibits");
}

void
exhibits_init(struct exhibits *exhibits)
{
	*exhibits = (struct exhibits){0};
	arena_init(&exhibits->arena, ARENA_BYTES);
}

void
exhibits_fini(struct exhibits *exhibits)
{
	mem_free(exhibits->items);
	mem_free(exhibits->by_id);
	mem_free(exhibits->references);
	arena_fini(&exhibits->arena);
}

/* --- entries --- */

/* "MH/12 k7...": false for anything else. */
static bool
handed_parse(struct text line, struct exhibit_handed *out)
{
	struct slice rest = slice_of_text(line), label, head;

	*out = (struct exhibit_handed){0};
	if (!cut(&rest, ' ', &label) || rest.n != ID_CHARS || label.n >= EXHIBIT_LABEL_BYTES)
		return false;
	out->label = (struct text){(const char *)label.p, label.n};
	out->id = (struct text){(const char *)rest.p, rest.n};
	while (cut(&label, '/', &head)) /* the number stands behind the last one */
		continue;
	return u64_parse(label, &out->number);
}

static enum status
handed_add(struct exhibits *exhibits, const struct entry *entry, struct text line, struct err *err)
{
	struct exhibit_handed *bigger, one;

	if (!handed_parse(line, &one))
		return OK;
	bigger = mem_more(exhibits->items, exhibits->count, &exhibits->size, sizeof *bigger);
	if (bigger == NULL)
		return no_memory(err);
	exhibits->items = bigger;
	if (!arena_text(&exhibits->arena, one.label, &one.label) ||
	    !arena_text(&exhibits->arena, one.id, &one.id) ||
	    !arena_text(
		&exhibits->arena, act_find(entry->fields[FIELD_WRITTEN], "utc"), &one.first))
		return no_memory(err);
	bigger[exhibits->count++] = one;
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
	struct exhibit_reference *bigger = mem_more(exhibits->references, exhibits->reference_count,
	    &exhibits->reference_size, sizeof *bigger);
	struct exhibit_reference *one;

	if (bigger == NULL)
		return no_memory(err);
	exhibits->references = bigger;
	one = &bigger[exhibits->reference_count];
	if (!arena_text(
		&exhibits->arena, act_find(entry->fields[FIELD_RELATIONS], "names"), &one->id) ||
	    !arena_text(&exhibits->arena, act_find(entry->fields[FIELD_SOURCE], "reference"),
		&one->reference))
		return no_memory(err);
	exhibits->reference_count++;
	return OK;
}

enum status
exhibits_take(struct exhibits *exhibits, struct app *app, uint64_t number,
    const struct entry *entry, struct err *err)
{
	struct text kind = act_field(entry, FIELD_KIND);

	/* Somebody else's exhibits have that person's numbers, in that person's own packs. */
	if (other_log_from(app, number).n != 0)
		return OK;
	if (text_eq_c(kind, "handover"))
		return handover_take(exhibits, entry, err);
	return text_eq_c(kind, "exhibit") ? reference_take(exhibits, entry, err) : OK;
}

/* Of one that was handed over twice, the first; they stand in one list in that order. */
static int
by_id(const void *a, const void *b)
{
	const struct exhibit_handed *left = *(struct exhibit_handed *const *)a;
	const struct exhibit_handed *right = *(struct exhibit_handed *const *)b;
	int order = memcmp(left->id.p, right->id.p, ID_CHARS);

	return order != 0 ? order : left < right ? -1 : left > right;
}

static struct exhibit_handed *
handed_of(const struct exhibits *exhibits, struct text id)
{
	size_t low = 0, high = exhibits->count;

	if (id.n != ID_CHARS)
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(exhibits->by_id[middle]->id.p, id.p, ID_CHARS) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == exhibits->count || !text_eq(exhibits->by_id[low]->id, id))
		return NULL;
	return exhibits->by_id[low];
}

enum status
exhibits_settle(struct exhibits *exhibits, struct err *err)
{
	struct exhibit_handed *one;

	exhibits->by_id = mem_new(exhibits->count, sizeof(struct exhibit_handed *));
	if (exhibits->by_id == NULL)
		return no_memory(err);
	for (size_t i = 0; i < exhibits->count; i++)
		exhibits->by_id[i] = &exhibits->items[i];
	qsort(exhibits->by_id, exhibits->count, sizeof(struct exhibit_handed *), by_id);
	for (size_t i = 0; i < exhibits->reference_count; i++) {
		one = handed_of(exhibits, exhibits->references[i].id);
		if (one != NULL)
			one->reference = exhibits->references[i].reference;
	}
	return OK;
}

const struct exhibit_handed *
exhibits_of(const struct exhibits *exhibits, struct text id)
{
	return handed_of(exhibits, id);
}

/* --- asking by themselves --- */

struct loading {
	struct app *app;
	struct exhibits *exhibits;
};

static enum status
take_entry(void *ctx, uint64_t number, const struct entry *entry, struct err *err)
{
	struct loading *loading = ctx;

	return exhibits_take(loading->exhibits, loading->app, number, entry, err);
}

static enum status
exhibits_load(struct exhibits *exhibits, struct app *app, struct err *err)
{
	struct loading loading = {app, exhibits};
	struct buf storage;
	enum status status;

	exhibits_init(exhibits);
	buf_init(&storage, STORAGE_BYTES);
	status = entry_walk(app, log_entries(app->vault), &storage, take_entry, &loading, err);
	buf_fini(&storage);
	return status == OK ? exhibits_settle(exhibits, err) : status;
}

static enum status
give(struct app *app, const struct exhibit_handed *one, struct buf *storage, exhibit_fn each,
    void *ctx, struct err *err)
{
	struct index_import import = {.name = TEXT_NONE};
	uint64_t number = 0;
	enum status status = index_import_by_entry(app->index, one->id, &number, err);

	if (status == OK)
		status = index_import_of(app->index, number, storage, &import, err);
	if (status != OK && status != E_NOTFOUND)
		return status;
	return each(ctx, one, status == OK ? import.name : TEXT_NONE, err);
}

enum status
exhibits_each(struct app *app, exhibit_fn each, void *ctx, struct err *err)
{
	struct exhibits exhibits;
	struct buf storage;
	enum status status = exhibits_load(&exhibits, app, err);

	buf_init(&storage, 256 * 1024);
	for (size_t i = 0; status == OK && i < exhibits.count; i++)
		if (exhibits_of(&exhibits, exhibits.items[i].id) == &exhibits.items[i])
			status = give(app, &exhibits.items[i], &storage, each, ctx, err);
	buf_fini(&storage);
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
