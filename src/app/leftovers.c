/* src/app/leftovers.c
 * See leftovers.h. */
#include "app/leftovers.h"

#include "app/entry_objects.h"
#include "app/entry_walk.h"
#include "base/mem.h"
#include "keep/log.h"

struct known {
	struct object_id id;
	uint8_t sha256[SHA256_BYTES];
};

struct knowns {
	struct known *items;
	size_t count, size;
};

struct leftovers {
	struct app *app;
	const struct erased *erased;
	struct knowns going; /* objects of the erased entries */
	struct knowns found; /* others with the same bytes */
	bool unsure;
};

static enum status
knowns_add(struct knowns *knowns, const struct known *item, struct err *err)
{
	struct known *bigger;

	bigger = mem_more(knowns->items, knowns->count, &knowns->size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the list of what was removed");
	knowns->items = bigger;
	knowns->items[knowns->count++] = *item;
	return OK;
}

static struct known *
by_id(const struct knowns *knowns, const struct object_id *id)
{
	for (size_t i = 0; i < knowns->count; i++)
		if (memcmp(knowns->items[i].id.text, id->text, OBJECT_ID_CHARS) == 0)
			return &knowns->items[i];
	return NULL;
}

static bool
has_digest(const struct knowns *knowns, const uint8_t sha256[SHA256_BYTES])
{
	for (size_t i = 0; i < knowns->count; i++)
		if (memcmp(knowns->items[i].sha256, sha256, SHA256_BYTES) == 0)
			return true;
	return false;
}

/* False: it is not there, or does not open; then there is nothing to find of it either. */
static bool
known_of(struct app *app, const struct object_id *id, struct known *out)
{
	struct object_reader *reader = NULL;

	if (object_open(app->vault, id, &reader, NULL) != OK)
		return false;
	out->id = *id;
	memcpy(out->sha256, object_reader_info(reader)->sha256, SHA256_BYTES);
	object_close(reader);
	return true;
}

static enum status
take_going(void *ctx, const struct object_id *id, struct err *err)
{
	struct leftovers *l = ctx;
	struct known item;

	return known_of(l->app, id, &item) ? knowns_add(&l->going, &item, err) : OK;
}

static enum status
take_same(void *ctx, const struct object_id *id, struct err *err)
{
	struct leftovers *l = ctx;
	struct known item;

	if (by_id(&l->going, id) != NULL || !known_of(l->app, id, &item) ||
	    !has_digest(&l->going, item.sha256))
		return OK;
	return knowns_add(&l->found, &item, err);
}

static enum status
take_named(void *ctx, const struct object_id *id, struct err *err)
{
	struct leftovers *l = ctx;
	struct known *named = by_id(&l->found, id);

	(void)err;
	if (named != NULL)
		*named = l->found.items[--l->found.count];
	return OK;
}

static enum status
look_at_entry(void *ctx, uint64_t number, const struct entry *entry, struct err *err)
{
	struct leftovers *l = ctx;
	enum status status;

	(void)err;
	if (l->found.count == 0 || erased_has(l->erased, number))
		return OK;
	status = entry_objects(l->app->vault, entry, take_named, l, NULL);
	l->unsure = l->unsure || status != OK;
	return OK;
}

static enum status
gather_going(struct leftovers *l, struct err *err)
{
	struct entry entry;
	enum status status = OK;

	for (size_t i = 0; status == OK && i < l->erased->count; i++) {
		if (log_read(
			l->app->vault, l->erased->numbers[i], &l->app->storage, &entry, NULL) != OK)
			continue;
		status = entry_objects(l->app->vault, &entry, take_going, l, err);
		if (status == E_AUTH || status == E_NOTFOUND || status == E_FORMAT)
			status = OK;
	}
	return status;
}

enum status
leftovers_destroy(struct app *app, const struct erased *erased, struct err *err)
{
	struct leftovers l = {.app = app, .erased = erased};
	enum status status = gather_going(&l, err);

	if (status == OK && l.going.count != 0)
		status = objects_each(app->vault, take_same, &l, NULL, err);
	if (status == OK && l.found.count != 0)
		status = entry_walk(
		    app, log_settled(app->vault), &app->storage, look_at_entry, &l, err);
	for (size_t i = 0; status == OK && !l.unsure && i < l.found.count; i++)
		status = object_destroy(app->vault, &l.found.items[i].id, err);
	mem_free(l.going.items);
	mem_free(l.found.items);
	return status;
}
