/* src/read/formats/bundle_names.c
 * Entries of an archive by their labels; see bundle_names.h. */
#include "read/formats/bundle_names.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "diary/reference.h"
#include "read/formats/bundle.h"

enum { LABEL_MAX_BYTES = 8 * 1024, KEY_ARENA_BYTES = 256 * 1024 };

/* A label in one form (NFC), and whose it is. */
struct bundle_named {
	struct text key;
	uint32_t entry;
};

static int
key_compare(struct text a, struct text b)
{
	return slice_compare(slice_of_text(a), slice_of_text(b));
}

static int
named_compare(const void *a, const void *b)
{
	const struct bundle_named *x = a, *y = b;
	int order = key_compare(x->key, y->key);

	if (order != 0)
		return order;
	return x->entry < y->entry ? -1 : x->entry > y->entry;
}

static enum status
names_make(struct bundle_names *names, const struct bundle *bundle, struct err *err)
{
	*names = (struct bundle_names){.count = 0};
	arena_init(&names->arena, BUNDLE_NAMES_MAX_BYTES);
	names->whole = mem_new(bundle->count, sizeof *names->whole);
	names->stem = mem_new(bundle->count, sizeof *names->stem);
	if (names->whole == NULL || names->stem == NULL)
		return fail(err, E_NOMEM, "no memory for the names in an archive");
	for (size_t i = 0; i < bundle->count; i++) {
		const struct bundle_name *name = &bundle->entry[i].name;
		struct bundle_named *named = &names->whole[names->count];

		if (name->folder)
			continue;
		*named = (struct bundle_named){name->label, (uint32_t)i};
		/* Where there is no room for its other form, it is found by its own. */
		(void)!bundle_name_key(&names->arena, name->label, &named->key);
		names->stem[names->count] = (struct bundle_named){
		    reference_stem(named->key), (uint32_t)i};
		names->count++;
	}
	/* Sorted, not a table of hashes: whoever makes the archive could make all names fall into
	 * one place of that. */
	qsort(names->whole, names->count, sizeof *names->whole, named_compare);
	qsort(names->stem, names->count, sizeof *names->stem, named_compare);
	return OK;
}

void
bundle_names_fini(struct bundle_names *names)
{
	mem_free(names->whole);
	mem_free(names->stem);
	arena_fini(&names->arena);
}

static bool
key_find(const struct bundle_named *item, size_t count, struct text key, size_t *entry)
{
	size_t from = 0, to = count, middle;

	while (from < to) {
		middle = from + (to - from) / 2;
		if (key_compare(item[middle].key, key) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	if (from == count || !text_eq(item[from].key, key))
		return false;
	*entry = item[from].entry;
	return true;
}

/* In that folder only. */
static bool
folder_find(const struct bundle_names *names, bool stems, struct text folder, struct text name,
    size_t *entry)
{
	struct arena arena;
	struct buf label;
	struct text key;
	bool found = false;

	arena_init(&arena, KEY_ARENA_BYTES);
	buf_init(&label, LABEL_MAX_BYTES);
	buf_put_text(&label, folder);
	buf_put_text(&label, name);
	if (label.failed == OK && bundle_name_key(&arena, buf_text(&label), &key))
		found = key_find(stems ? names->stem : names->whole, names->count, key, entry);
	buf_fini(&label);
	arena_fini(&arena);
	return found;
}

static bool
find(const struct bundle_names *names, struct text folder, struct text name, size_t *entry)
{
	struct text at;

	for (unsigned stems = 0; stems < 2; stems++) {
		if (stems != 0 && reference_stem(name).n != name.n)
			break; /* a name with an ending means just that one */
		for (at = folder;; at = bundle_name_folder((struct text){at.p, at.n - 1})) {
			if (folder_find(names, stems != 0, at, name, entry))
				return true;
			if (at.n == 0)
				break;
		}
	}
	return false;
}

enum status
bundle_names_find(struct bundle *bundle, struct text folder, struct text name, bool *found,
    size_t *entry, struct err *err)
{
	struct bundle_names *names = &bundle->names;
	struct text flat = reference_flat(name);
	enum status status = names->whole == NULL ? names_make(names, bundle, err) : OK;

	*found = status == OK && (find(names, folder, name, entry) ||
				     (flat.n != 0 && find(names, folder, flat, entry)));
	return status;
}

enum status
bundle_names_find_here(struct bundle *bundle, struct text folder, struct text name, bool *found,
    size_t *entry, struct err *err)
{
	struct bundle_names *names = &bundle->names;
	enum status status = names->whole == NULL ? names_make(names, bundle, err) : OK;

	*found = status == OK && names->whole != NULL &&
		 folder_find(names, false, folder, name, entry);
	return status;
}

enum status
bundle_names_twice(struct bundle *bundle, size_t *count, struct err *err)
{
	struct bundle_names *names = &bundle->names;
	enum status status = OK;

	*count = 0;
	if (bundle->count < 2)
		return OK;
	if (names->whole == NULL)
		status = names_make(names, bundle, err);
	if (status != OK || names->whole == NULL)
		return status;
	for (size_t i = 0; i < names->count; i++)
		*count += (i != 0 && text_eq(names->whole[i - 1].key, names->whole[i].key)) ||
			  (i + 1 < names->count &&
			      text_eq(names->whole[i + 1].key, names->whole[i].key));
	return OK;
}
