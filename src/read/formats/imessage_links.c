/* src/read/formats/imessage_links.c
 * What hangs on a message; see imessage.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "read/formats/imessage.h"

enum { LINK_ARENA_BYTES = 1024 * 1024 };

static int
link_compare(const void *a, const void *b)
{
	const struct imessage_link *x = a, *y = b;

	if (x->message != y->message)
		return x->message < y->message ? -1 : 1;
	return x->other < y->other ? -1 : x->other > y->other;
}

static enum status
link_add(struct imessage_links *links, int64_t message, int64_t other, struct err *err)
{
	struct imessage_link *more;

	if (links->count == IMESSAGE_LINKS_MAX) {
		links->many = true;
		return OK;
	}
	more = mem_more(links->item, links->count, &links->size, sizeof *more);
	if (more == NULL)
		return fail(err, E_NOMEM, "no memory for what hangs on the messages");
	links->item = more;
	links->item[links->count++] = (struct imessage_link){message, other};
	return OK;
}

enum status
imessage_links_read(struct sqlite_file *file, const char *name, const char *message,
    const char *other, struct imessage_links *links, struct err *err)
{
	struct arena arena, rows;
	struct sqlite_table table;
	struct sqlite_walk walk;
	struct sqlite_row row;
	int64_t a, b;
	bool more = true;
	enum status status;

	arena_init(&arena, IMESSAGE_TABLE_ARENA_BYTES);
	arena_init(&rows, 2 * SQLITE_VALUE_MAX_BYTES + LINK_ARENA_BYTES);
	status = sqlite_table_find(file, name, &arena, &table, err);
	if (status == OK && table.root != 0)
		sqlite_walk_init(&walk, file, table.root);
	while (status == OK && table.root != 0 && more) {
		arena_reset(&rows);
		status = sqlite_walk_next(&walk, &rows, &row, &more, err);
		if (status == OK && more &&
		    sqlite_i64(sqlite_value_of(&table, &row, message), &a) &&
		    sqlite_i64(sqlite_value_of(&table, &row, other), &b))
			status = link_add(links, a, b, err);
	}
	if (links->count != 0)
		qsort(links->item, links->count, sizeof *links->item, link_compare);
	arena_fini(&rows);
	arena_fini(&arena);
	return status;
}

void
imessage_links_fini(struct imessage_links *links)
{
	mem_free(links->item);
	*links = (struct imessage_links){.item = NULL};
}

const struct imessage_link *
imessage_links_of(const struct imessage_links *links, int64_t message, size_t *count)
{
	size_t from = 0, to = links->count, middle;

	*count = 0;
	while (from < to) {
		middle = from + (to - from) / 2;
		if (links->item[middle].message < message)
			from = middle + 1;
		else
			to = middle;
	}
	while (from + *count < links->count && links->item[from + *count].message == message)
		++*count;
	return *count != 0 ? &links->item[from] : NULL;
}
