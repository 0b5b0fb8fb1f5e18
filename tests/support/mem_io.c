/* tests/support/mem_io.c
 * A disk in memory; see mem_io.h.  Names and contents each exist twice: as programs see them now,
 * and as they are on the platter. */
#include "tests/support/mem_io.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/must.h"

enum { HANDLES_MAX = 256, PATH_MAX_BYTES = 256 };

struct bytes {
	uint8_t *p;
	size_t n, room;
};

struct inode {
	struct bytes now, kept;
	uint64_t number;
	bool locked, folder;
};

struct name {
	char path[PATH_MAX_BYTES];
	struct inode *inode;
};

struct names {
	struct name *list; /* sorted by path */
	size_t count, room;
};

struct handle {
	struct inode *inode;
	bool open, writable, locker;
};

struct mem_io {
	struct names now, kept;
	struct handle handles[HANDLES_MAX];
	struct inode **inodes;
	size_t inode_count;
	uint64_t calls, fail_at, stop_at, syncs, fail_sync_at, failed_syncs, capacity;
	int fail_errno;
	size_t most;
};

static void
bytes_set(struct bytes *b, const void *p, size_t n)
{
	if (n > b->room) {
		b->room = n + n / 2;
		b->p = must(realloc(b->p, b->room));
	}
	if (n != 0)
		memmove(b->p, p, n);
	b->n = n;
}

static void
bytes_resize(struct bytes *b, size_t n)
{
	if (n > b->room) {
		b->room = n + n / 2;
		b->p = must(realloc(b->p, b->room));
	}
	if (n > b->n)
		memset(b->p + b->n, 0, n - b->n);
	b->n = n;
}

static struct inode *
inode_new(struct mem_io *disk, bool folder)
{
	struct inode *inode = must(calloc(1, sizeof *inode));

	disk->inodes = must(
	    realloc(disk->inodes, (disk->inode_count + 1) * sizeof(struct inode *)));
	disk->inodes[disk->inode_count++] = inode;
	inode->number = disk->inode_count;
	inode->folder = folder;
	return inode;
}

/* Index of `path`, or where it would stand. */
static size_t
names_find(const struct names *names, const char *path, bool *found)
{
	size_t low = 0, high = names->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(names->list[middle].path, path);

		if (order == 0) {
			*found = true;
			return middle;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*found = false;
	return low;
}

static struct inode *
names_get(const struct names *names, const char *path)
{
	bool found;
	size_t at = names_find(names, path, &found);

	return found ? names->list[at].inode : NULL;
}

static void
names_set(struct names *names, const char *path, struct inode *inode)
{
	bool found;
	size_t at = names_find(names, path, &found);

	if (strlen(path) >= PATH_MAX_BYTES)
		abort();
	if (names->count == names->room) {
		names->room = names->room != 0 ? 2 * names->room : 64;
		names->list = must(realloc(names->list, names->room * sizeof *names->list));
	}
	if (!found) {
		memmove(names->list + at + 1, names->list + at,
		    (names->count - at) * sizeof *names->list);
		names->count++;
		memset(&names->list[at], 0, sizeof names->list[at]);
		memcpy(names->list[at].path, path, strlen(path) + 1);
	}
	names->list[at].inode = inode;
}

static void
names_set_all(struct names *to, const struct names *from)
{
	to->count = 0;
	for (size_t i = 0; i < from->count; i++)
		names_set(to, from->list[i].path, from->list[i].inode);
}

static void
names_remove(struct names *names, const char *path)
{
	bool found;
	size_t at = names_find(names, path, &found);

	if (!found)
		return;
	names->count--;
	memmove(names->list + at, names->list + at + 1, (names->count - at) * sizeof *names->list);
}

/* Whether `path` stands below `folder`, however deep. */
static bool
is_below(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(path, folder, n) == 0 && path[n] == '/';
}

/* A folder with all that is below it gets another name. */
static void
names_move(struct names *names, const char *from, const char *to)
{
	struct names all = {0};
	char path[2 * PATH_MAX_BYTES];

	names_set_all(&all, names);
	for (size_t i = 0; i < all.count; i++) {
		const char *old = all.list[i].path;

		if (strcmp(old, from) != 0 && !is_below(old, from))
			continue;
		(void)snprintf(path, sizeof path, "%s%s", to, old + strlen(from));
		names_remove(names, old);
		names_set(names, path, all.list[i].inode);
	}
	free(all.list);
}

bool
mem_io_is_in(const char *path, const char *folder)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash == NULL ? 0 : (size_t)(slash - path);

	if (slash == NULL)
		return strcmp(folder, ".") == 0;
	return strlen(folder) == n && memcmp(folder, path, n) == 0;
}

static bool
parent_stands(const struct names *names, const char *path)
{
	char folder[PATH_MAX_BYTES];
	const char *slash = strrchr(path, '/');
	const struct inode *inode;

	if (slash == NULL)
		return true;
	memcpy(folder, path, (size_t)(slash - path));
	folder[slash - path] = '\0';
	inode = names_get(names, folder);
	return inode != NULL && inode->folder;
}

/* Counts a changing call; 0 or what it fails with. */
static int
change(struct mem_io *disk)
{
	disk->calls++;
	if (disk->stop_at != 0 && disk->calls >= disk->stop_at)
		return -EIO;
	if (disk->fail_at != 0 && disk->calls == disk->fail_at)
		return -disk->fail_errno;
	return 0;
}

static bool
stopped(const struct mem_io *disk)
{
	return disk->stop_at != 0 && disk->calls >= disk->stop_at;
}

static struct handle *
handle_of(struct mem_io *disk, int handle)
{
	if (handle < 0 || handle >= HANDLES_MAX || !disk->handles[handle].open)
		abort(); /* a closed handle was used */
	return &disk->handles[handle];
}

static int
io_open(void *ctx, const char *path, unsigned flags)
{
	struct mem_io *disk = ctx;
	struct inode *inode = names_get(&disk->now, path);
	bool make = inode == NULL && (flags & (IO_NEW | IO_CREATE)) != 0;
	int failed;

	if (stopped(disk))
		return -EIO;
	if (inode != NULL && (flags & IO_NEW) != 0)
		return -EEXIST;
	if (inode != NULL && inode->folder)
		return -EISDIR;
	if ((inode == NULL && !make) || !parent_stands(&disk->now, path))
		return -ENOENT;
	if (make) {
		failed = change(disk);
		if (failed != 0)
			return failed;
		inode = inode_new(disk, false);
		names_set(&disk->now, path, inode);
	}
	for (int i = 3; i < HANDLES_MAX; i++) {
		if (disk->handles[i].open)
			continue;
		disk->handles[i] = (struct handle){inode, true, (flags & IO_WRITE) != 0, false};
		return i;
	}
	return -EMFILE;
}

static int
io_close(void *ctx, int handle)
{
	struct handle *h = handle_of(ctx, handle);

	if (h->locker)
		h->inode->locked = false;
	h->open = false;
	return 0;
}

static int64_t
io_pread(void *ctx, int handle, void *p, size_t n, uint64_t at)
{
	struct mem_io *disk = ctx;
	const struct handle *h = handle_of(disk, handle);
	const struct bytes *b = &h->inode->now;

	if (stopped(disk))
		return -EIO;
	if (at >= b->n)
		return 0;
	n = n < b->n - at ? n : b->n - (size_t)at;
	n = disk->most != 0 && n > disk->most ? disk->most : n;
	memcpy(p, b->p + at, n);
	return (int64_t)n;
}

static int64_t
io_pwrite(void *ctx, int handle, const void *p, size_t n, uint64_t at)
{
	struct mem_io *disk = ctx;
	struct handle *h = handle_of(disk, handle);
	struct bytes *b = &h->inode->now;
	uint64_t used = mem_io_bytes(disk), grown;
	int failed = change(disk);

	if (failed != 0)
		return failed;
	if (!h->writable)
		return -EBADF;
	n = disk->most != 0 && n > disk->most ? disk->most : n;
	grown = at + n > b->n ? at + n - b->n : 0;
	if (grown > disk->capacity - (used < disk->capacity ? used : disk->capacity)) {
		/* As much as fits, as real disks do. */
		grown = disk->capacity - (used < disk->capacity ? used : disk->capacity);
		if (b->n + grown <= at)
			return -ENOSPC;
		n = b->n + (size_t)grown - (size_t)at;
	}
	if (at + n > b->n)
		bytes_resize(b, (size_t)at + n);
	memcpy(b->p + at, p, n);
	return (int64_t)n;
}

static int
io_sync(void *ctx, int handle)
{
	struct mem_io *disk = ctx;
	struct handle *h = handle_of(disk, handle);
	int failed = change(disk);

	disk->syncs++;
	if (failed == 0 && disk->fail_sync_at != 0 && disk->syncs == disk->fail_sync_at)
		failed = -EIO;
	if (failed == 0)
		bytes_set(&h->inode->kept, h->inode->now.p, h->inode->now.n);
	else
		disk->failed_syncs++;
	return failed;
}

static int
io_truncate(void *ctx, int handle, uint64_t bytes)
{
	struct mem_io *disk = ctx;
	struct handle *h = handle_of(disk, handle);
	int failed = change(disk);

	if (failed == 0)
		bytes_resize(&h->inode->now, (size_t)bytes);
	return failed;
}

static int
io_size(void *ctx, int handle, uint64_t *bytes)
{
	struct mem_io *disk = ctx;

	if (stopped(disk))
		return -EIO;
	*bytes = handle_of(disk, handle)->inode->now.n;
	return 0;
}

static int
io_stat(void *ctx, const char *path, struct io_stat *out)
{
	struct mem_io *disk = ctx;
	const struct inode *inode = names_get(&disk->now, path);

	if (stopped(disk))
		return -EIO;
	if (inode == NULL)
		return -ENOENT;
	*out = (struct io_stat){.bytes = inode->now.n,
	    .is_folder = inode->folder,
	    .is_regular = !inode->folder,
	    .device = 1,
	    .inode = inode->number};
	return 0;
}

static bool
is_empty(const struct mem_io *disk, const char *folder)
{
	for (size_t i = 0; i < disk->now.count; i++)
		if (is_below(disk->now.list[i].path, folder))
			return false;
	return true;
}

static int
io_rename(void *ctx, const char *from, const char *to)
{
	struct mem_io *disk = ctx;
	struct inode *inode = names_get(&disk->now, from);
	const struct inode *there = names_get(&disk->now, to);
	int failed = change(disk);

	if (failed != 0)
		return failed;
	if (inode == NULL || !parent_stands(&disk->now, to))
		return -ENOENT;
	if (there != NULL && there->folder != inode->folder)
		return inode->folder ? -ENOTDIR : -EISDIR;
	if (there != NULL && there->folder && !is_empty(disk, to))
		return -ENOTEMPTY;
	if (inode->folder) {
		names_move(&disk->now, from, to);
		return 0;
	}
	names_remove(&disk->now, from);
	names_set(&disk->now, to, inode);
	return 0;
}

static int
io_unlink(void *ctx, const char *path)
{
	struct mem_io *disk = ctx;
	const struct inode *inode = names_get(&disk->now, path);
	int failed;

	if (inode == NULL)
		return stopped(disk) ? -EIO : -ENOENT;
	if (inode->folder)
		return -EISDIR;
	failed = change(disk);
	if (failed == 0)
		names_remove(&disk->now, path);
	return failed;
}

static int
io_mkdir(void *ctx, const char *path)
{
	struct mem_io *disk = ctx;
	int failed;

	if (stopped(disk))
		return -EIO;
	if (names_get(&disk->now, path) != NULL)
		return -EEXIST;
	if (!parent_stands(&disk->now, path))
		return -ENOENT;
	failed = change(disk);
	if (failed == 0)
		names_set(&disk->now, path, inode_new(disk, true));
	return failed;
}

static int
io_rmdir(void *ctx, const char *path)
{
	struct mem_io *disk = ctx;
	const struct inode *inode = names_get(&disk->now, path);
	int failed;

	if (inode == NULL || !inode->folder)
		return -ENOTDIR;
	if (!is_empty(disk, path))
		return -ENOTEMPTY;
	failed = change(disk);
	if (failed == 0)
		names_remove(&disk->now, path);
	return failed;
}

/* Folders that stand in `path` under another name than on the platter: what is in them there comes
 * along. */
static void
kept_folders_move(struct mem_io *disk, const char *path)
{
	char old[PATH_MAX_BYTES];

	for (size_t i = 0; i < disk->now.count; i++) {
		const struct name *name = &disk->now.list[i];

		if (!name->inode->folder || !mem_io_is_in(name->path, path))
			continue;
		for (size_t k = 0; k < disk->kept.count; k++) {
			if (disk->kept.list[k].inode != name->inode ||
			    strcmp(disk->kept.list[k].path, name->path) == 0)
				continue;
			memcpy(old, disk->kept.list[k].path, sizeof old);
			names_move(&disk->kept, old, name->path);
			break;
		}
	}
}

static int
io_sync_folder(void *ctx, const char *path)
{
	struct mem_io *disk = ctx;
	const struct inode *inode = names_get(&disk->now, path);
	int failed = change(disk);

	disk->syncs++;
	if (failed == 0 && disk->fail_sync_at != 0 && disk->syncs == disk->fail_sync_at)
		failed = -EIO;
	if (failed != 0)
		return failed;
	if ((inode == NULL || !inode->folder) && strcmp(path, ".") != 0)
		return -ENOENT;
	kept_folders_move(disk, path);
	for (size_t i = disk->kept.count; i != 0; i--) {
		const char *below = disk->kept.list[i - 1].path;

		if (mem_io_is_in(below, path) && names_get(&disk->now, below) == NULL)
			names_remove(&disk->kept, disk->kept.list[i - 1].path);
	}
	for (size_t i = 0; i < disk->now.count; i++)
		if (mem_io_is_in(disk->now.list[i].path, path))
			names_set(&disk->kept, disk->now.list[i].path, disk->now.list[i].inode);
	return 0;
}

static int
io_list(void *ctx, const char *path, int (*each)(void *each_ctx, const struct io_entry *),
    void *each_ctx)
{
	struct mem_io *disk = ctx;
	const struct inode *inode = names_get(&disk->now, path);
	struct names copy = {.list = must(calloc(disk->now.count + 1, sizeof(struct name)))};
	struct io_entry entry;
	int stop = 0;

	if (stopped(disk) || inode == NULL || !inode->folder) {
		free(copy.list);
		return stopped(disk) ? -EIO : -ENOENT;
	}
	/* A copy: the caller may remove what it is shown. */
	for (size_t i = 0; i < disk->now.count; i++)
		if (mem_io_is_in(disk->now.list[i].path, path))
			copy.list[copy.count++] = disk->now.list[i];
	for (size_t i = 0; i < copy.count && stop == 0; i++) {
		memset(&entry, 0, sizeof entry);
		memcpy(entry.name, copy.list[i].path + strlen(path) + 1,
		    strlen(copy.list[i].path + strlen(path) + 1));
		entry.is_folder = copy.list[i].inode->folder;
		stop = each(each_ctx, &entry);
	}
	free(copy.list);
	return stop;
}

static int
io_lock(void *ctx, int handle)
{
	struct handle *h = handle_of(ctx, handle);

	if (h->inode->locked)
		return -EWOULDBLOCK;
	h->inode->locked = h->locker = true;
	return 0;
}

static int
io_forget(void *ctx, int handle)
{
	(void)handle_of(ctx, handle);
	return 0;
}

struct io
mem_io_seam(struct mem_io *disk)
{
	static const struct io_ops ops = {io_open, io_close, io_pread, io_pwrite, io_sync,
	    io_truncate, io_size, io_stat, io_rename, io_unlink, io_mkdir, io_rmdir, io_sync_folder,
	    io_list, io_lock, io_forget};

	return (struct io){&ops, disk};
}

struct mem_io *
mem_io_new(void)
{
	struct mem_io *disk = must(calloc(1, sizeof *disk));

	disk->capacity = UINT64_MAX;
	return disk;
}

void
mem_io_free(struct mem_io *disk)
{
	if (disk == NULL)
		return;
	for (size_t i = 0; i < disk->inode_count; i++) {
		free(disk->inodes[i]->now.p);
		free(disk->inodes[i]->kept.p);
		free(disk->inodes[i]);
	}
	free(disk->inodes);
	free(disk->now.list);
	free(disk->kept.list);
	free(disk);
}

uint64_t
mem_io_calls(const struct mem_io *disk)
{
	return disk->calls;
}

void
mem_io_fail_at(struct mem_io *disk, uint64_t call, int errno_value)
{
	disk->fail_at = call != 0 ? disk->calls + call : 0;
	disk->fail_errno = errno_value;
}

void
mem_io_stop_at(struct mem_io *disk, uint64_t call)
{
	disk->stop_at = call != 0 ? disk->calls + call : 0;
}

void
mem_io_fail_sync_at(struct mem_io *disk, uint64_t call)
{
	disk->fail_sync_at = call != 0 ? disk->syncs + call : 0;
}

uint64_t
mem_io_failed_syncs(const struct mem_io *disk)
{
	return disk->failed_syncs;
}

void
mem_io_capacity(struct mem_io *disk, uint64_t bytes)
{
	disk->capacity = bytes;
}

void
mem_io_short(struct mem_io *disk, size_t bytes)
{
	disk->most = bytes;
}

void
mem_io_restart(struct mem_io *disk, bool lose)
{
	for (size_t i = 0; i < HANDLES_MAX; i++)
		disk->handles[i].open = false;
	disk->fail_at = disk->stop_at = disk->fail_sync_at = 0;
	disk->capacity = UINT64_MAX;
	disk->most = 0;
	names_set_all(lose ? &disk->now : &disk->kept, lose ? &disk->kept : &disk->now);
	for (size_t i = 0; i < disk->inode_count; i++) {
		struct inode *inode = disk->inodes[i];

		inode->locked = false;
		if (lose)
			bytes_set(&inode->now, inode->kept.p, inode->kept.n);
		else
			bytes_set(&inode->kept, inode->now.p, inode->now.n);
	}
}

uint64_t
mem_io_bytes(const struct mem_io *disk)
{
	uint64_t n = 0;

	for (size_t i = 0; i < disk->now.count; i++)
		n += disk->now.list[i].inode->now.n;
	return n;
}

uint8_t *
mem_io_file(struct mem_io *disk, const char *path, size_t *n)
{
	struct inode *inode = names_get(&disk->now, path);

	if (inode == NULL || inode->folder)
		return NULL;
	*n = inode->now.n;
	return inode->now.p;
}

/* Every folder on the way to `path`. */
static void
folders_put(struct mem_io *disk, const char *path)
{
	char folder[PATH_MAX_BYTES];
	struct inode *inode;

	for (size_t i = 0; path[i] != '\0' && i < sizeof folder; i++) {
		folder[i] = path[i];
		if (path[i] != '/')
			continue;
		folder[i] = '\0';
		inode = names_get(&disk->now, folder);
		if (inode == NULL)
			inode = inode_new(disk, true);
		names_set(&disk->now, folder, inode);
		names_set(&disk->kept, folder, inode);
		folder[i] = '/';
	}
}

void
mem_io_put(struct mem_io *disk, const char *path, const void *p, size_t n)
{
	struct inode *inode = names_get(&disk->now, path);

	folders_put(disk, path);
	if (inode == NULL)
		inode = inode_new(disk, false);
	bytes_set(&inode->now, p, n);
	bytes_set(&inode->kept, p, n);
	names_set(&disk->now, path, inode);
	names_set(&disk->kept, path, inode);
}

void
mem_io_remove(struct mem_io *disk, const char *path)
{
	names_remove(&disk->now, path);
	names_remove(&disk->kept, path);
}

void
mem_io_each(struct mem_io *disk,
    void (*each)(void *ctx, const char *path, const uint8_t *p, size_t n), void *ctx)
{
	for (size_t i = 0; i < disk->now.count; i++) {
		const struct name *name = &disk->now.list[i];

		if (!name->inode->folder)
			each(ctx, name->path, name->inode->now.p, name->inode->now.n);
	}
}

void
mem_io_each_ever(struct mem_io *disk,
    void (*each)(void *ctx, const char *path, const uint8_t *p, size_t n), void *ctx)
{
	for (size_t i = 0; i < disk->inode_count; i++) {
		if (disk->inodes[i]->folder)
			continue;
		each(ctx, "", disk->inodes[i]->now.p, disk->inodes[i]->now.n);
		each(ctx, "", disk->inodes[i]->kept.p, disk->inodes[i]->kept.n);
	}
}

void
mem_io_each_folder(struct mem_io *disk, void (*each)(void *ctx, const char *path), void *ctx)
{
	for (size_t i = 0; i < disk->now.count; i++)
		if (disk->now.list[i].inode->folder)
			each(ctx, disk->now.list[i].path);
}

void
mem_io_put_folder(struct mem_io *disk, const char *path)
{
	char below[PATH_MAX_BYTES];

	(void)snprintf(below, sizeof below, "%s/", path);
	folders_put(disk, below);
}

bool
mem_io_contains(const struct mem_io *disk, const char *needle)
{
	struct slice s = slice_of(needle, strlen(needle));

	for (size_t i = 0; i < disk->inode_count; i++) {
		const struct inode *inode = disk->inodes[i];

		if (slice_find(slice_of(inode->now.p, inode->now.n), s) != SIZE_MAX ||
		    slice_find(slice_of(inode->kept.p, inode->kept.n), s) != SIZE_MAX)
			return true;
	}
	return false;
}

/* One inode stays one inode under all its names, now and kept. */
static struct inode *
inode_copy(const struct mem_io *from, struct mem_io *to, const struct inode *inode)
{
	for (size_t i = 0; i < from->inode_count; i++)
		if (from->inodes[i] == inode)
			return to->inodes[i];
	abort();
}

struct mem_io *
mem_io_copy(const struct mem_io *from)
{
	struct mem_io *to = mem_io_new();

	for (size_t i = 0; i < from->inode_count; i++) {
		struct inode *inode = inode_new(to, from->inodes[i]->folder);

		bytes_set(&inode->now, from->inodes[i]->now.p, from->inodes[i]->now.n);
		bytes_set(&inode->kept, from->inodes[i]->kept.p, from->inodes[i]->kept.n);
	}
	for (size_t i = 0; i < from->now.count; i++)
		names_set(&to->now, from->now.list[i].path,
		    inode_copy(from, to, from->now.list[i].inode));
	for (size_t i = 0; i < from->kept.count; i++)
		names_set(&to->kept, from->kept.list[i].path,
		    inode_copy(from, to, from->kept.list[i].inode));
	return to;
}
