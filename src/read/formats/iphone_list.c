/* src/read/formats/iphone_list.c
 * The files of a locked backup; see iphone_list.h.  What a row says of its file is an archive of
 * Apple's NSKeyedArchiver: objects that name each other by number. */
#include "read/formats/iphone_list.h"

#include <stdlib.h>

#include "base/encode.h"
#include "base/mem.h"
#include "read/formats/bplist.h"
#include "read/formats/sqlite_rows.h"

enum { FLAG_FILE = 1, ARCHIVE_ARENA_BYTES = 4 * 1024 * 1024, ID_DIGITS = 2 * SHA1_BYTES };

struct listing {
	struct iphone_list *list;
	struct arena arena;
};

static void
archive_read(struct iphone_item *item, const struct bplist_node *root)
{
	const struct bplist_node *objects = bplist_get(root, "$objects"), *file, *node;

	file = bplist_object(objects, bplist_get(bplist_get(root, "$top"), "root"));
	node = bplist_get(file, "Size");
	if (node != NULL && node->type == BPLIST_INTEGER && node->integer > 0)
		item->bytes = (uint64_t)node->integer;
	node = bplist_object(objects, bplist_get(file, "EncryptionKey"));
	if (node != NULL && node->type == BPLIST_DICT)
		node = bplist_object(objects, bplist_get(node, "NS.data"));
	if (node == NULL || node->type != BPLIST_DATA || node->data.n != sizeof item->key)
		return;
	memcpy(item->key, node->data.p, sizeof item->key);
	item->has_key = true;
}

static enum status
row_read(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	struct listing *x = ctx;
	struct iphone_list *list = x->list;
	struct text id = sqlite_rows_text(rows, "fileID");
	struct iphone_item *bigger, item = {.bytes = 0};

	if (sqlite_rows_i64(rows, "flags") != FLAG_FILE || id.n != ID_DIGITS ||
	    !hex_decode(slice_of_text(id), item.id, sizeof item.id))
		return OK;
	if (list->count == IPHONE_LIST_MAX) {
		list->beyond++;
		return OK;
	}
	arena_reset(&x->arena);
	archive_read(&item, bplist_parse(sqlite_blob(sqlite_rows_value(rows, "file")), &x->arena));
	bigger = mem_more(list->item, list->count, &list->size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the list of a backup");
	list->item = bigger;
	list->item[list->count++] = item;
	return OK;
}

static int
item_compare(const void *a, const void *b)
{
	const struct iphone_item *x = a, *y = b;

	return memcmp(x->id, y->id, sizeof x->id);
}

enum status
iphone_list_read(struct iphone_list *list, struct sqlite_file *file, struct err *err)
{
	struct listing x = {.list = list};
	enum status status;

	*list = (struct iphone_list){.count = 0};
	arena_init(&x.arena, ARCHIVE_ARENA_BYTES);
	status = sqlite_rows_each(file, "Files", row_read, &x, err);
	arena_fini(&x.arena);
	if (status == OK && list->count != 0)
		qsort(list->item, list->count, sizeof *list->item, item_compare);
	return status;
}

void
iphone_list_fini(struct iphone_list *list)
{
	mem_free(list->item);
	*list = (struct iphone_list){.count = 0};
}

struct iphone_item *
iphone_list_find(const struct iphone_list *list, struct text name)
{
	struct iphone_item wanted;
	struct slice digits;

	if (name.n < ID_DIGITS || list->count == 0)
		return NULL;
	digits = slice_of(name.p + name.n - ID_DIGITS, ID_DIGITS);
	if (!hex_decode(digits, wanted.id, sizeof wanted.id))
		return NULL;
	return bsearch(&wanted, list->item, list->count, sizeof *list->item, item_compare);
}
