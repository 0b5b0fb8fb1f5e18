/* src/app/copying_names.c
 * The names that a vault's folders hold, listed and told from what is none of ours; see copying.h.
 */
#include <errno.h>
#include <stdlib.h>

#include "app/copying_inside.h"
#include "base/mem.h"
#include "sys/os/file.h"

static int
name_take(void *ctx, const struct io_entry *entry)
{
	struct copying_names *names = ctx;
	char(*more)[COPYING_ONE_NAME_BYTES];
	size_t n = strlen(entry->name);

	if (entry->is_link || entry->is_folder != names->folders || n >= COPYING_ONE_NAME_BYTES ||
	    !names->fits(entry->name)) {
		names->strange++;
		return 0;
	}
	more = mem_more(names->list, names->count, &names->room, sizeof *more);
	if (more == NULL)
		return -ENOMEM;
	names->list = more;
	memcpy(names->list[names->count++], entry->name, n + 1);
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

enum status
copying_names_list(struct copying *c, const char *folder, const char *below,
    struct copying_names *names, struct err *err)
{
	const struct io *io = &c->o.io;
	enum status status = file_join(&c->from, folder, below, err);
	int failed;

	names->count = 0;
	if (status != OK)
		return status;
	failed = io->ops->list(io->ctx, (const char *)c->from.p, name_take, names);
	if (failed != 0 && failed != -ENOENT)
		return file_fail(err, failed, "cannot look into", (const char *)c->from.p);
	if (names->count > 1)
		qsort(names->list, names->count, sizeof *names->list, by_name);
	return OK;
}

bool
copying_is_id(const char *name)
{
	struct object_id id;

	return object_id_parse(slice_of(name, strlen(name)), &id);
}

int
copying_digit(char c)
{
	if (c >= 'a' && c <= 'z')
		return c - 'a';
	return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

bool
copying_is_two(const char *name)
{
	return strlen(name) == 2 && copying_digit(name[0]) >= 0 && copying_digit(name[1]) >= 0;
}

/* Segments, checkpoints, and what may stand beside them one day. */
bool
copying_is_plain(const char *name)
{
	for (const char *p = name; *p != '\0'; p++)
		if (!(*p >= 'a' && *p <= 'z') && !(*p >= '0' && *p <= '9') && *p != '-')
			return false;
	return name[0] != '\0';
}

void
copying_name(char out[COPYING_NAME_BYTES], const char *top, const char *folder, const char *name)
{
	struct buf buf = {
	    .p = (uint8_t *)out, .size = COPYING_NAME_BYTES, .max = COPYING_NAME_BYTES};

	buf_put_c(&buf, top);
	buf_put_byte(&buf, '/');
	buf_put_c(&buf, folder);
	if (name != NULL) {
		buf_put_byte(&buf, '/');
		buf_put_c(&buf, name);
	}
	buf_put_byte(&buf, '\0');
}
