/* src/sys/os/file_walk.c
 * Everything below a folder, once, in name order, without following links; see file.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "sys/os/file.h"

enum { WALK_DEPTH_HARD = 128, WALK_NAMES_BYTES = 256 << 20, WALK_AHEAD_BYTES = 16 << 20 };

/* The folders from the root down to here: one that stands here already contains itself. */
struct trail {
	uint64_t device, inode;
};

struct walk {
	const struct io *io;
	const struct walk_options *options;
	enum status (*each)(void *ctx, const struct walk_entry *entry, struct err *err);
	void *ctx;
	struct err *err;
	struct buf path;
	size_t root_bytes; /* length of the root with its "/" */
	uint64_t entries;
	struct trail trail[WALK_DEPTH_HARD + 1];
};

struct names {
	struct arena arena;
	const char **items; /* 'l' for a link or '-', then the name */
	size_t count, size;
	bool hidden;
};

static int
name_add(void *ctx, const struct io_entry *entry)
{
	struct names *names = ctx;
	size_t n = strlen(entry->name);
	const char **grown;
	char *item;

	if (!names->hidden && entry->name[0] == '.')
		return 0;
	grown = mem_more(names->items, names->count, &names->size, sizeof *grown);
	if (grown == NULL)
		return -ENOMEM;
	names->items = grown;
	item = arena_alloc(&names->arena, 1, n + 2);
	if (item == NULL)
		return -ENOMEM;
	item[0] = entry->is_link ? 'l' : '-';
	memcpy(item + 1, entry->name, n + 1);
	names->items[names->count++] = item;
	return 0;
}

static int
name_compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a + 1, *(const char *const *)b + 1);
}

static enum status
report(struct walk *walk, enum walk_kind kind, const struct io_stat *stat, const struct err *why)
{
	const char *path = (const char *)walk->path.p;
	size_t n = walk->path.n - 1; /* without its NUL */
	struct walk_entry entry = {
	    .kind = kind,
	    .path = path,
	    .below = path + (walk->root_bytes < n ? walk->root_bytes : n),
	    .stat = stat,
	    .why = why,
	};

	return walk->each(walk->ctx, &entry, walk->err);
}

static enum status
report_unreadable(struct walk *walk, int failed)
{
	struct err why = {0};

	(void)file_fail(&why, failed, "cannot look at", (const char *)walk->path.p);
	return report(walk, WALK_UNREADABLE, NULL, &why);
}

static bool
on_trail(const struct walk *walk, unsigned depth, const struct io_stat *stat)
{
	for (unsigned i = 0; i <= depth; i++)
		if (walk->trail[i].device == stat->device && walk->trail[i].inode == stat->inode)
			return true;
	return false;
}

static enum status walk_folder(struct walk *walk, unsigned depth);

static enum status
walk_entry(struct walk *walk, bool is_link, unsigned depth)
{
	struct io_stat stat;
	int failed = walk->io->ops->stat(walk->io->ctx, (const char *)walk->path.p, &stat);

	if (++walk->entries > walk->options->max_entries)
		return fail(walk->err, E_LIMIT, "more than %llu entries in the folder",
		    (unsigned long long)walk->options->max_entries);
	if (failed != 0)
		return report_unreadable(walk, failed);
	if (is_link)
		return report(walk, WALK_LINK, &stat, NULL);
	if (!stat.is_folder)
		return report(walk, stat.is_regular ? WALK_FILE : WALK_OTHER, &stat, NULL);
	if (on_trail(walk, depth, &stat))
		return report(walk, WALK_LOOP, &stat, NULL);
	if (depth >= walk->options->max_depth || depth >= WALK_DEPTH_HARD)
		return report(walk, WALK_DEEP, &stat, NULL);
	walk->trail[depth + 1] = (struct trail){stat.device, stat.inode};
	return walk_folder(walk, depth + 1);
}

/* The entry's path is the folder's with "/name" after it; afterwards, path_back() it again. */
static enum status
path_down(struct walk *walk, const char *name)
{
	walk->path.n--;
	if (walk->path.p[walk->path.n - 1] != '/')
		buf_put_byte(&walk->path, '/');
	buf_put(&walk->path, name + 1, strlen(name + 1) + 1);
	return buf_check(&walk->path, walk->err);
}

static void
path_back(struct walk *walk, size_t n)
{
	walk->path.n = n;
	walk->path.p[n - 1] = '\0';
}

static enum status
walk_named(struct walk *walk, const char *name, unsigned depth)
{
	size_t before = walk->path.n;
	enum status status = path_down(walk, name);

	if (status == OK)
		status = walk_entry(walk, name[0] == 'l', depth);
	path_back(walk, before);
	return status;
}

/* Its first bytes are on their way when its turn comes.  Whatever fails here fails then, aloud. */
static void
fetch_named(struct walk *walk, const char *name)
{
	const struct io *io = walk->io;
	const char *path = (const char *)walk->path.p;
	size_t before = walk->path.n;
	struct io_stat stat;
	int handle = -1;

	if (io->ops->read_ahead == NULL || name[0] == 'l')
		return;
	if (path_down(walk, name) == OK && io->ops->stat(io->ctx, path, &stat) == 0 &&
	    stat.is_regular && file_open(io, path, IO_READ, &handle, NULL) == OK)
		io->ops->read_ahead(io->ctx, handle, 0, WALK_AHEAD_BYTES);
	file_close(io, handle);
	path_back(walk, before);
}

static enum status
walk_names(struct walk *walk, const struct names *names, unsigned depth)
{
	size_t ahead = walk->options->read_ahead, fetched = 0;
	enum status status = OK;

	for (size_t i = 0; status == OK && i < names->count; i++) {
		for (; ahead != 0 && fetched < names->count && fetched <= i + ahead; fetched++)
			fetch_named(walk, names->items[fetched]);
		status = walk_named(walk, names->items[i], depth);
	}
	return status;
}

static enum status
walk_folder(struct walk *walk, unsigned depth)
{
	struct names names = {.hidden = walk->options->hidden};
	enum status status = OK;
	int failed;

	arena_init(&names.arena, WALK_NAMES_BYTES);
	failed = walk->io->ops->list(walk->io->ctx, (const char *)walk->path.p, name_add, &names);
	if (failed != 0) {
		status = depth == 0 ? file_fail(walk->err, failed, "cannot list",
					  (const char *)walk->path.p)
				    : report_unreadable(walk, failed);
	}
	/* What was listed before a failure is still visited: nothing is silently left out. */
	if (names.count != 0)
		qsort(names.items, names.count, sizeof *names.items, name_compare);
	if (status == OK)
		status = walk_names(walk, &names, depth);
	mem_free(names.items);
	arena_fini(&names.arena);
	return status;
}

enum status
file_walk(const struct io *io, const char *root, const struct walk_options *options,
    enum status (*each)(void *ctx, const struct walk_entry *entry, struct err *err), void *ctx,
    struct err *err)
{
	struct walk walk = {.io = io, .options = options, .each = each, .ctx = ctx, .err = err};
	size_t n = strlen(root);
	struct io_stat stat;
	enum status status;
	int failed = io->ops->stat(io->ctx, root, &stat);

	if (failed != 0)
		return file_fail(err, failed, "cannot look at", root);
	if (!stat.is_folder)
		return file_fail(err, -ENOTDIR, "cannot list", root);
	walk.trail[0] = (struct trail){stat.device, stat.inode};
	walk.root_bytes = n != 0 && root[n - 1] == '/' ? n : n + 1;
	buf_init(&walk.path, n + 2 + (size_t)IO_NAME_BYTES * (WALK_DEPTH_HARD + 2));
	buf_put(&walk.path, root, n + 1);
	status = buf_check(&walk.path, err);
	if (status == OK)
		status = walk_folder(&walk, 0);
	buf_fini(&walk.path);
	return status;
}
