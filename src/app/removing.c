/* src/app/removing.c
 * See removing.h.  Entries and what they name: removing_map.c. */
#include "app/removing.h"

#include "app/catch_up.h"
#include "app/record_id.h"
#include "app/removing_inside.h"
#include "base/mem.h"
#include "keep/log.h"

static const struct item *
target_of(const struct map *map, const struct link *link)
{
	return link->to != SIZE_MAX ? &map->items[link->to] : NULL;
}

/* --- what was asked for --- */

/* The newest reading of a file is the one whose records are listed. */
static uint64_t
records_of(const struct map *map, const struct item *original)
{
	uint64_t records = 0;

	for (size_t i = 0; i < map->link_count; i++)
		if (target_of(map, &map->links[i]) == original &&
		    map->items[map->links[i].from].kind == ITEM_READING)
			records = map->items[map->links[i].from].records;
	return records;
}

/* What an entry hangs on; itself when on nothing.  A log may say anything: only what counts before
 * is followed, so this ends. */
static struct item *
root_of(struct map *map, struct item *item)
{
	bool moved = true;

	while (moved && (item->kind == ITEM_CORRECTION || item->kind == ITEM_READING)) {
		size_t at = (size_t)(item - map->items);

		moved = false;
		for (size_t i = 0; i < map->link_count && !moved; i++) {
			if (map->links[i].from != at || map->links[i].to >= at)
				continue;
			item = &map->items[map->links[i].to];
			moved = true;
		}
	}
	return item;
}

static enum status
file_ask(struct map *map, struct item *original, bool whole_file, struct err *err)
{
	uint64_t records = records_of(map, original);

	if (records > 1 && !whole_file)
		return fail(err, E_CONFLICT,
		    "that is one of %llu records in the file %.60s, and the file holds all of "
		    "them: --whole-file removes it with every one of them",
		    (unsigned long long)records, original->label);
	original->goes = true;
	return OK;
}

static enum status
ask(struct app *app, struct map *map, struct text id, bool whole_file, struct err *err)
{
	struct index_id found;
	struct item *item = map_by_id(map, id);
	enum status status = OK;

	if (item == NULL || item->kind != ITEM_ORIGINAL) {
		status = record_id_find(app, id, &found, err);
		item = status == OK ? map_by_number(map, found.import) : NULL;
	}
	if (status != OK)
		return status;
	if (item == NULL)
		return fail(err, E_NOTFOUND, "the entry of that record cannot be read");
	item = root_of(map, item);
	if (item->kind == ITEM_ORIGINAL)
		return file_ask(map, item, whole_file, err);
	item->goes = true;
	return OK;
}

/* --- what goes with it --- */

/* Readings and answers go with their file, corrections with what they correct and the other way. */
static bool
spread_once(struct map *map)
{
	bool changed = false;

	for (size_t i = 0; i < map->link_count; i++) {
		struct link *link = &map->links[i];
		struct item *from = &map->items[link->from], *to;

		if (link->to == SIZE_MAX || from->kind == ITEM_INCIDENT)
			continue;
		to = &map->items[link->to];
		if (to->goes && !from->goes)
			changed = from->goes = true;
		if (from->goes && !to->goes && from->kind == ITEM_CORRECTION &&
		    to->kind != ITEM_READING)
			changed = to->goes = true;
	}
	return changed;
}

static void
spread(struct map *map)
{
	while (spread_once(map))
		;
}

/* Kept in the same act: nothing but its own attachments stands between the two entries. */
static bool
taken_in_with(const struct map *map, const struct item *original, size_t incident)
{
	uint64_t first = original->number, last = map->items[incident].number, between = 0;

	for (size_t i = 0; i < map->link_count; i++) {
		const struct item *to = target_of(map, &map->links[i]);

		if (map->links[i].from == incident && to != NULL && to->number > first &&
		    to->number < last)
			between++;
	}
	return last > first && last - first - 1 == between;
}

static bool
named_by_another(const struct map *map, const struct item *original)
{
	for (size_t i = 0; i < map->link_count; i++) {
		const struct item *from = &map->items[map->links[i].from];

		if (target_of(map, &map->links[i]) == original && from->kind == ITEM_INCIDENT &&
		    !from->goes)
			return true;
	}
	return false;
}

/* Files attached to incidents that go. */
static void
attachments(struct map *map)
{
	for (size_t i = 0; i < map->link_count; i++) {
		const struct link *link = &map->links[i];
		struct item *to;

		if (map->items[link->from].kind != ITEM_INCIDENT || !map->items[link->from].goes ||
		    link->to == SIZE_MAX)
			continue;
		to = &map->items[link->to];
		if (to->goes)
			continue;
		if (named_by_another(map, to)) {
			to->stay = STAY_OTHER_INCIDENT;
		} else if (taken_in_with(map, to, link->from)) {
			to->goes = true;
			to->stay = STAY_NOT;
		} else {
			to->stay = STAY_BROUGHT_IN;
		}
	}
	spread(map);
}

static enum status
incidents_check(const struct map *map, struct err *err)
{
	for (size_t i = 0; i < map->link_count; i++) {
		const struct item *from = &map->items[map->links[i].from];
		const struct item *to = target_of(map, &map->links[i]);

		if (from->kind == ITEM_INCIDENT && !from->goes && to != NULL && to->goes)
			return fail(err, E_CONFLICT,
			    "the file %.60s is attached to the incident %s, which names it: it can "
			    "go only together with that incident",
			    to->label, from->id);
	}
	return OK;
}

static void
same_bytes(struct map *map)
{
	for (size_t i = 0; i < map->item_count; i++)
		for (size_t k = 0; map->items[i].kind == ITEM_ORIGINAL && map->items[i].goes &&
				   k < map->item_count;
		     k++)
			if (map->items[k].kind == ITEM_ORIGINAL && !map->items[k].goes &&
			    memcmp(map->items[i].sha256, map->items[k].sha256, SHA256_BYTES) == 0)
				map->items[k].stay = STAY_SAME_BYTES;
}

/* --- the plan --- */

static uint64_t
corrections_of(struct map *map, const struct item *root)
{
	uint64_t count = 0;

	for (size_t i = 0; i < map->item_count; i++)
		if (map->items[i].kind == ITEM_CORRECTION && map->items[i].goes &&
		    root_of(map, &map->items[i]) == root)
			count++;
	return count;
}

static void
part_put(struct map *map, const struct item *item, struct removal_part *out)
{
	*out = (struct removal_part){
	    .kind = item->kind == ITEM_INCIDENT ? PART_INCIDENT : PART_FILE,
	    .stays = item->stay,
	    .corrections = corrections_of(map, item),
	    .records = item->kind == ITEM_ORIGINAL ? records_of(map, item) : 1,
	    .bytes = item->bytes};
	memcpy(out->id, item->id, sizeof out->id);
	memcpy(out->label, item->label, sizeof out->label);
}

static enum status
plan_put(struct map *map, struct removal_plan *out, struct err *err)
{
	out->parts = mem_new(map->item_count + 1, sizeof *out->parts);
	out->gone = mem_new(map->item_count + 1, sizeof *out->gone);
	if (out->parts == NULL || out->gone == NULL)
		return fail(err, E_NOMEM, "no memory for the list of what goes");
	for (size_t i = 0; i < map->item_count; i++) {
		const struct item *item = &map->items[i];

		if (!item->goes)
			continue;
		out->gone[out->gone_count].number = item->number;
		memcpy(out->gone[out->gone_count++].id, item->id, sizeof item->id);
		if (item->kind == ITEM_INCIDENT || item->kind == ITEM_ORIGINAL)
			part_put(map, item, &out->parts[out->part_count++]);
	}
	out->going = out->part_count;
	for (size_t i = 0; i < map->item_count; i++)
		if (!map->items[i].goes && map->items[i].stay != STAY_NOT)
			part_put(map, &map->items[i], &out->parts[out->part_count++]);
	return OK;
}

enum status
removal_plan_make(struct app *app, const struct removal_request *request, struct removal_plan *out,
    struct err *err)
{
	struct removal_plan plan = {0};
	struct map map;
	enum status status = map_make(app, &map, err);

	if (status != OK)
		return status;
	for (size_t i = 0; status == OK && i < request->id_count; i++)
		status = ask(app, &map, request->ids[i], request->whole_file, err);
	if (status == OK) {
		spread(&map);
		attachments(&map);
		status = incidents_check(&map, err);
	}
	if (status == OK) {
		same_bytes(&map);
		status = plan_put(&map, &plan, err);
	}
	map_fini(&map);
	if (status == OK)
		*out = plan;
	else
		removal_plan_fini(&plan);
	return status;
}

void
removal_plan_fini(struct removal_plan *plan)
{
	mem_free(plan->parts);
	mem_free(plan->gone);
	*plan = (struct removal_plan){0};
}

/* --- the act --- */

enum status
removal_do(struct app *app, const struct removal_plan *plan, struct text why,
    struct removal_done *out, struct err *err)
{
	struct removal_done done = {0};
	enum status status;

	if (why.n == 0)
		return fail(err, E_FORMAT, "say why it is removed (--why)");
	if (plan->gone_count == 0)
		return fail(err, E_FORMAT, "nothing is to be removed");
	status = tombstone_append(
	    app, plan->gone, plan->gone_count, why, done.id, &done.entry, err);
	if (status == OK)
		status = log_settle(app->vault, err);
	if (status != OK)
		return status;
	/* Noted: to call it failed now would say that it is still there. */
	done.finished = catch_up(app, NULL, &done.why);
	if (done.finished == OK && app->removal_unfinished) {
		done.finished = app->removal_why.status;
		done.why = app->removal_why;
	}
	*out = done;
	return OK;
}
