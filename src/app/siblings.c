/* src/app/siblings.c
 * What was brought in, by its folder; see siblings.h. */
#include "app/siblings.h"

#include <stdlib.h>

#include "app/act.h"
#include "base/mem.h"
#include "diary/reference.h"
#include "keep/log.h"

enum { LABEL_BYTES = 16 * 1024 };

struct siblings_order {
	uint64_t mark, entry;
	size_t item;
};

void
siblings_fini(struct siblings *siblings)
{
	mem_free(siblings->items);
	mem_free(siblings->by_path);
	mem_free(siblings->by_stem);
	*siblings = (struct siblings){0};
}

/* "FOLDER/NAME" as a number; names longer than any path are nobody's. */
static bool
mark_of(struct text folder, struct text name, uint64_t *mark)
{
	uint8_t digest[SHA256_BYTES];
	struct slice rest = slice_of(digest, sizeof digest);
	struct buf label;
	bool made;

	buf_init(&label, LABEL_BYTES);
	buf_put_text(&label, folder);
	buf_put_byte(&label, '/');
	buf_put_text(&label, name);
	made = label.failed == OK;
	if (made)
		sha256_of(buf_slice(&label), digest);
	buf_fini(&label);
	return made && take_u64le(&rest, mark);
}

enum status
siblings_add(struct siblings *siblings, struct text folder, struct text name,
    const struct sibling *item, struct err *err)
{
	struct sibling *bigger, *added;

	bigger = mem_more(siblings->items, siblings->count, &siblings->size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the names of a folder");
	siblings->items = bigger;
	added = &siblings->items[siblings->count];
	*added = *item;
	if (mark_of(folder, name, &added->path_mark) &&
	    mark_of(folder, TEXT_NONE, &added->folder_mark) &&
	    mark_of(folder, reference_stem(name), &added->stem_mark))
		siblings->count++;
	return OK;
}

enum status
siblings_add_entry(
    struct siblings *siblings, uint64_t number, const struct entry *entry, struct err *err)
{
	struct text kind = act_field(entry, FIELD_KIND);
	struct slice contents = entry->fields[FIELD_CONTENT];
	struct content content;
	struct sibling item = {.entry = number};

	if (!text_eq_c(kind, "original") && !text_eq_c(kind, "again"))
		return OK;
	if (!content_next(&contents, &content))
		return OK; /* not an original of ours; the check says so */
	item.bytes = content.bytes;
	memcpy(item.sha256, content.sha256, sizeof item.sha256);
	item.part = sibling_is_part(act_field(entry, FIELD_NAME));
	return siblings_add(siblings, act_find(entry->fields[FIELD_PRIVATE], "folder"),
	    act_field(entry, FIELD_NAME), &item, err);
}

enum status
siblings_load(struct siblings *siblings, struct app *app, struct err *err)
{
	struct entry entry;
	struct buf storage;
	enum status status = OK;

	if (siblings->whole)
		return OK;
	siblings->count = siblings->ordered = 0;
	buf_init(&storage, ENTRY_MAX_BYTES);
	for (uint64_t n = 0; n < log_settled(app->vault) && status == OK; n++) {
		status = log_read(app->vault, n, &storage, &entry, err);
		if (status == OK)
			status = siblings_add_entry(siblings, n, &entry, err);
		else if (status == E_AUTH || status == E_NOTFOUND)
			status = OK; /* damaged or removed */
	}
	buf_fini(&storage);
	siblings->whole = status == OK;
	return status;
}

static int
order_compare(const void *a, const void *b)
{
	const struct siblings_order *x = a, *y = b;

	if (x->mark != y->mark)
		return x->mark < y->mark ? -1 : 1;
	return x->entry < y->entry ? -1 : x->entry > y->entry;
}

static enum status
order_make(struct siblings *siblings, struct err *err)
{
	struct siblings_order *by_path, *by_stem;

	if (siblings->by_path != NULL && siblings->ordered == siblings->count)
		return OK;
	by_path = mem_new(siblings->count, sizeof *by_path);
	by_stem = mem_new(siblings->count, sizeof *by_stem);
	if (by_path == NULL || by_stem == NULL) {
		mem_free(by_path);
		mem_free(by_stem);
		return fail(err, E_NOMEM, "no memory for the names of a folder");
	}
	for (size_t i = 0; i < siblings->count; i++) {
		const struct sibling *item = &siblings->items[i];

		by_path[i] = (struct siblings_order){item->path_mark, item->entry, i};
		by_stem[i] = (struct siblings_order){item->stem_mark, item->entry, i};
	}
	qsort(by_path, siblings->count, sizeof *by_path, order_compare);
	qsort(by_stem, siblings->count, sizeof *by_stem, order_compare);
	mem_free(siblings->by_path);
	mem_free(siblings->by_stem);
	siblings->by_path = by_path;
	siblings->by_stem = by_stem;
	siblings->ordered = siblings->count;
	return OK;
}

static uint64_t
apart(uint64_t a, uint64_t b)
{
	return a > b ? a - b : b - a;
}

static size_t
mark_first(const struct siblings_order *order, size_t count, uint64_t mark)
{
	size_t from = 0, to = count, middle;

	while (from < to) {
		middle = from + (to - from) / 2;
		if (order[middle].mark < mark)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* Of those with the mark, the nearest. */
static const struct sibling *
mark_find(const struct siblings *siblings, const struct siblings_order *order, uint64_t mark,
    uint64_t near)
{
	const struct siblings_order *best = NULL;
	size_t i = mark_first(order, siblings->count, mark);

	for (; i < siblings->count && order[i].mark == mark; i++)
		if (best == NULL || apart(order[i].entry, near) < apart(best->entry, near))
			best = &order[i];
	return best != NULL ? &siblings->items[best->item] : NULL;
}

/* The folder above; "" above "/a", and false at the top. */
static bool
folder_up(struct text *folder)
{
	const char *slash = folder->n != 0 ? memrchr(folder->p, '/', folder->n) : NULL;

	if (slash == NULL)
		return false;
	folder->n = (size_t)(slash - folder->p);
	return true;
}

static const struct sibling *
named_find(const struct siblings *siblings, struct text folder, struct text name, uint64_t near)
{
	bool whole_name = reference_stem(name).n != name.n;
	const struct sibling *found = NULL;
	struct text at;
	uint64_t mark;

	for (unsigned stems = 0; stems < (whole_name ? 1 : 2) && found == NULL; stems++) {
		at = folder;
		do {
			if (mark_of(at, name, &mark))
				found = mark_find(siblings,
				    stems != 0 ? siblings->by_stem : siblings->by_path, mark, near);
		} while (found == NULL && folder_up(&at));
	}
	return found;
}

const struct sibling *
siblings_find(struct siblings *siblings, struct text folder, struct text name, uint64_t near,
    enum status *status, struct err *err)
{
	const struct sibling *found;
	struct text flat = reference_flat(name);

	*status = order_make(siblings, err);
	if (*status != OK)
		return NULL;
	found = named_find(siblings, folder, name, near);
	return found == NULL && flat.n != 0 ? named_find(siblings, folder, flat, near) : found;
}

const struct sibling *
siblings_find_here(struct siblings *siblings, struct text folder, struct text name, uint64_t near,
    enum status *status, struct err *err)
{
	uint64_t mark;

	*status = order_make(siblings, err);
	if (*status != OK || !mark_of(folder, name, &mark))
		return NULL;
	return mark_find(siblings, siblings->by_path, mark, near);
}

bool
sibling_is_part(struct text name)
{
	static const char ending[] = ".zip";
	size_t n = sizeof ending - 1;

	return name.n > n &&
	       slice_eq_nocase(slice_of(name.p + name.n - n, n), SLICE_LITERAL(ending));
}

size_t
siblings_parts(const struct siblings *siblings, struct text folder, const struct sibling *self,
    uint64_t *entries, size_t most)
{
	size_t count = 0, at;
	uint64_t mark;

	if (!mark_of(folder, TEXT_NONE, &mark))
		return 0;
	for (size_t i = 0; i < siblings->count; i++) {
		const struct sibling *item = &siblings->items[i];

		if (!item->part || item->folder_mark != mark || item->entry == self->entry ||
		    memcmp(item->sha256, self->sha256, SHA256_BYTES) == 0)
			continue;
		/* In order of distance; the farthest falls out. */
		for (at = count; at > 0 && apart(entries[at - 1], self->entry) >
					       apart(item->entry, self->entry);
		     at--)
			if (at < most)
				entries[at] = entries[at - 1];
		if (at < most)
			entries[at] = item->entry;
		count += count < most;
	}
	return count;
}

enum status
siblings_hold(struct siblings *siblings, struct text folder, struct text name,
    const uint8_t sha256[SHA256_BYTES], bool *held, struct err *err)
{
	enum status status = order_make(siblings, err);
	uint64_t mark;

	*held = false;
	if (status != OK || !mark_of(folder, name, &mark))
		return status;
	for (size_t i = mark_first(siblings->by_path, siblings->count, mark);
	     i < siblings->count && siblings->by_path[i].mark == mark; i++)
		if (memcmp(siblings->items[siblings->by_path[i].item].sha256, sha256,
			SHA256_BYTES) == 0)
			*held = true;
	return OK;
}
