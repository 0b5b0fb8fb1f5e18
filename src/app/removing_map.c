/* src/app/removing_map.c
 * Entries and what they name, gathered from every log; see removing_inside.h. */
#include "app/removing_inside.h"

#include <stdlib.h>

#include "app/act.h"
#include "app/entry_walk.h"
#include "base/mem.h"
#include "keep/log.h"

static const char *const kind_names[ITEM_KINDS] = {
    "original", "reading", "incident", "correction", "answer", "again"};

/* The relation by which each of them hangs on another. */
static const char *const relations[ITEM_KINDS] = {
    NULL, "reads", "attached", "supersedes", "reads", "reads"};

static enum status
link_add(struct map *map, struct text target, struct err *err)
{
	struct slice rest = slice_of_text(target), head;
	struct link *links = mem_more(map->links, map->link_count, &map->link_size, sizeof *links);

	if (links == NULL)
		return fail(err, E_NOMEM, "no memory for the list of entries");
	map->links = links;
	if (!cut(&rest, '.', &head)) /* one record of a reading: the reading */
		head = slice_of_text(target);
	map->links[map->link_count] = (struct link){.from = map->item_count, .to = SIZE_MAX};
	text_copy(map->links[map->link_count].id, GONE_ID_CHARS + 1,
	    (struct text){(const char *)head.p, head.n});
	map->link_count++;
	return OK;
}

static enum status
links_add(struct map *map, const struct entry *entry, const char *relation, struct err *err)
{
	struct slice rest = entry->fields[FIELD_RELATIONS];
	struct text name, value;
	enum status status = OK;

	while (status == OK && value_next_line(&rest, &name, &value))
		if (text_eq_c(name, relation))
			status = link_add(map, value, err);
	return status;
}

static void
item_describe(struct item *item, const struct entry *entry)
{
	struct slice contents = entry->fields[FIELD_CONTENT];
	struct reading_value reading;
	struct content content;

	text_copy(item->id, sizeof item->id, act_field(entry, FIELD_ID));
	text_copy(item->label, sizeof item->label,
	    act_field(entry, item->kind == ITEM_INCIDENT ? FIELD_TEXT : FIELD_NAME));
	if (item->kind == ITEM_ORIGINAL && content_next(&contents, &content)) {
		memcpy(item->sha256, content.sha256, sizeof item->sha256);
		item->bytes = content.bytes;
	}
	if (item->kind == ITEM_READING &&
	    reading_value_parse(entry->fields[FIELD_READING], &reading, NULL) == OK)
		item->records = reading.records;
}

static enum status
take_entry(void *ctx, uint64_t number, const struct entry *entry, struct err *err)
{
	struct map *map = ctx;
	struct text name = act_field(entry, FIELD_KIND);
	unsigned kind = 0;
	struct item *items;
	enum status status = OK;

	while (kind < ITEM_KINDS && !text_eq_c(name, kind_names[kind]))
		kind++;
	if (kind == ITEM_KINDS)
		return OK;
	items = mem_more(map->items, map->item_count, &map->item_size, sizeof *items);
	if (items == NULL)
		return fail(err, E_NOMEM, "no memory for the list of entries");
	map->items = items;
	if (relations[kind] != NULL)
		status = links_add(map, entry, relations[kind], err);
	if (status != OK)
		return status;
	map->items[map->item_count] = (struct item){.kind = (enum item_kind)kind, .number = number};
	item_describe(&map->items[map->item_count++], entry);
	return OK;
}

/* --- by id --- */

struct sorted {
	const struct item *item;
	size_t at;
};

static int
sorted_compare(const void *a, const void *b)
{
	return strcmp(((const struct sorted *)a)->item->id, ((const struct sorted *)b)->item->id);
}

static enum status
sort_by_id(struct map *map, struct err *err)
{
	struct sorted *sorted = mem_new(map->item_count + 1, sizeof *sorted);

	map->by_id = mem_new(map->item_count + 1, sizeof *map->by_id);
	if (sorted == NULL || map->by_id == NULL) {
		mem_free(sorted);
		return fail(err, E_NOMEM, "no memory for the list of entries");
	}
	for (size_t i = 0; i < map->item_count; i++)
		sorted[i] = (struct sorted){&map->items[i], i};
	qsort(sorted, map->item_count, sizeof *sorted, sorted_compare);
	for (size_t i = 0; i < map->item_count; i++)
		map->by_id[i] = sorted[i].at;
	mem_free(sorted);
	return OK;
}

struct item *
map_by_id(struct map *map, struct text id)
{
	size_t low = 0, high = map->item_count, middle;
	char wanted[GONE_ID_CHARS + 2];
	int order;

	text_copy(wanted, sizeof wanted, id);
	while (low < high) {
		middle = low + (high - low) / 2;
		order = strcmp(map->items[map->by_id[middle]].id, wanted);
		if (order == 0)
			return &map->items[map->by_id[middle]];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

struct item *
map_by_number(struct map *map, uint64_t number)
{
	for (size_t i = 0; i < map->item_count; i++)
		if (map->items[i].number == number)
			return &map->items[i];
	return NULL;
}

enum status
map_make(struct app *app, struct map *out, struct err *err)
{
	struct buf storage;
	const struct item *target;
	enum status status;

	*out = (struct map){0};
	buf_init(&storage, LOG_READ_MAX_BYTES);
	status = entry_walk(app, log_settled(app->vault), &storage, take_entry, out, err);
	buf_fini(&storage);
	if (status == OK)
		status = sort_by_id(out, err);
	for (size_t i = 0; status == OK && i < out->link_count; i++) {
		target = map_by_id(out, text_of_c(out->links[i].id));
		if (target != NULL)
			out->links[i].to = (size_t)(target - out->items);
	}
	if (status != OK)
		map_fini(out);
	return status;
}

void
map_fini(struct map *map)
{
	mem_free(map->items);
	mem_free(map->links);
	mem_free(map->by_id);
	*map = (struct map){0};
}
