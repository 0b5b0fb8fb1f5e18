/* src/read/formats/sqlite_links.c
 * See sqlite_links.h. */
#include "read/formats/sqlite_links.h"

#include <stdlib.h>

#include "base/mem.h"
#include "read/formats/sqlite_rows.h"

static int
link_compare(const void *a, const void *b)
{
	const struct sqlite_link *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

struct reading {
	struct sqlite_links *links;
	const char *from, *to;
};

enum status
sqlite_links_add(struct sqlite_links *links, int64_t from, int64_t to, struct err *err)
{
	struct sqlite_link *more;

	if (links->count == SQLITE_LINKS_MAX) {
		links->many = true;
		return OK;
	}
	more = mem_more(links->item, links->count, &links->size, sizeof *more);
	if (more == NULL)
		return fail(err, E_NOMEM, "no memory for what hangs together in a database");
	links->item = more;
	links->item[links->count++] = (struct sqlite_link){from, to};
	return OK;
}

void
sqlite_links_sort(struct sqlite_links *links)
{
	if (links->count != 0)
		qsort(links->item, links->count, sizeof *links->item, link_compare);
}

static enum status
link_add(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	const struct reading *reading = ctx;
	int64_t from, to = rows->row.rowid;

	if (!sqlite_i64(sqlite_rows_value(rows, reading->from), &from) ||
	    (reading->to != NULL && !sqlite_i64(sqlite_rows_value(rows, reading->to), &to)))
		return OK;
	return sqlite_links_add(reading->links, from, to, err);
}

enum status
sqlite_links_read(struct sqlite_file *file, const char *table, const char *from, const char *to,
    struct sqlite_links *links, struct err *err)
{
	struct reading reading = {links, from, to};
	enum status status = sqlite_rows_each(file, table, link_add, &reading, err);

	sqlite_links_sort(links);
	return status;
}

void
sqlite_links_fini(struct sqlite_links *links)
{
	mem_free(links->item);
	*links = (struct sqlite_links){.item = NULL};
}

const struct sqlite_link *
sqlite_links_of(const struct sqlite_links *links, int64_t from, size_t *count)
{
	size_t low = 0, high = links->count, middle;

	*count = 0;
	while (low < high) {
		middle = low + (high - low) / 2;
		if (links->item[middle].from < from)
			low = middle + 1;
		else
			high = middle;
	}
	while (low + *count < links->count && links->item[low + *count].from == from)
		++*count;
	return *count != 0 ? &links->item[low] : NULL;
}
