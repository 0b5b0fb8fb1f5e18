/* src/sys/os/ram_io.c
 * Files in memory; see ram_io.h. */
#include "sys/os/ram_io.h"

#include <errno.h>
#include <string.h>

#include "base/mem.h"

enum { RAM_FILES = 16, RAM_HANDLES = 32, RAM_PATH_BYTES = 4096, RAM_ROOM_LEAST = 64 * 1024 };

struct ram_file {
	char path[RAM_PATH_BYTES]; /* "" when it has no name: free, or still open */
	uint8_t *p;
	size_t n, room;
	unsigned opened; /* handles on it */
	bool used;
};

struct ram_io {
	struct ram_file files[RAM_FILES];
	struct ram_file *handles[RAM_HANDLES];
	uint64_t max_bytes;
};

static struct ram_file *
file_find(struct ram_io *ram, const char *path)
{
	for (size_t i = 0; i < RAM_FILES; i++)
		if (ram->files[i].used && strcmp(ram->files[i].path, path) == 0)
			return &ram->files[i];
	return NULL;
}

/* Once it has neither name nor handle. */
static void
file_drop(struct ram_file *file)
{
	if (file->opened != 0 || file->path[0] != '\0')
		return;
	mem_free(file->p);
	*file = (struct ram_file){0};
}

static int
file_make(struct ram_io *ram, const char *path, struct ram_file **out)
{
	size_t n = strlen(path);

	if (n == 0 || n >= RAM_PATH_BYTES)
		return -ENAMETOOLONG;
	for (size_t i = 0; i < RAM_FILES; i++) {
		if (ram->files[i].used)
			continue;
		ram->files[i].used = true;
		memcpy(ram->files[i].path, path, n + 1);
		*out = &ram->files[i];
		return 0;
	}
	return -ENFILE;
}

static int
ram_open(void *ctx, const char *path, unsigned flags)
{
	struct ram_io *ram = ctx;
	struct ram_file *file = file_find(ram, path);
	int failed = 0;

	if (file != NULL && (flags & IO_NEW) != 0)
		return -EEXIST;
	if (file == NULL && (flags & (IO_NEW | IO_CREATE)) == 0)
		return -ENOENT;
	if (file == NULL)
		failed = file_make(ram, path, &file);
	for (int i = 0; failed == 0 && i < RAM_HANDLES; i++) {
		if (ram->handles[i] != NULL)
			continue;
		ram->handles[i] = file;
		file->opened++;
		return i;
	}
	return failed != 0 ? failed : -EMFILE;
}

static struct ram_file *
file_of(struct ram_io *ram, int handle)
{
	return handle >= 0 && handle < RAM_HANDLES ? ram->handles[handle] : NULL;
}

static int
ram_close(void *ctx, int handle)
{
	struct ram_io *ram = ctx;
	struct ram_file *file = file_of(ram, handle);

	if (file == NULL)
		return -EBADF;
	ram->handles[handle] = NULL;
	file->opened--;
	file_drop(file);
	return 0;
}

static int64_t
ram_pread(void *ctx, int handle, void *p, size_t n, uint64_t at)
{
	const struct ram_file *file = file_of(ctx, handle);

	if (file == NULL)
		return -EBADF;
	if (at >= file->n)
		return 0;
	if (n > file->n - (size_t)at)
		n = file->n - (size_t)at;
	memcpy(p, file->p + at, n);
	return (int64_t)n;
}

/* Room for n bytes, what is new being zero. */
static int
file_resize(const struct ram_io *ram, struct ram_file *file, uint64_t n)
{
	size_t room = file->room < RAM_ROOM_LEAST ? RAM_ROOM_LEAST : file->room;
	uint8_t *more;

	if (n > ram->max_bytes || n > SIZE_MAX / 4)
		return -ENOSPC;
	while (room < n)
		room *= 2;
	if (room != file->room) {
		more = mem_resize(file->p, room, 1);
		if (more == NULL)
			return -ENOMEM;
		file->p = more;
		file->room = room;
	}
	if (n > file->n)
		memset(file->p + file->n, 0, (size_t)n - file->n);
	file->n = (size_t)n;
	return 0;
}

static int64_t
ram_pwrite(void *ctx, int handle, const void *p, size_t n, uint64_t at)
{
	struct ram_file *file = file_of(ctx, handle);
	int failed = 0;

	if (file == NULL)
		return -EBADF;
	if (n == 0)
		return 0;
	if (at > INT64_MAX - n)
		return -EFBIG;
	if (at + n > file->n)
		failed = file_resize(ctx, file, at + n);
	if (failed != 0)
		return failed;
	memcpy(file->p + at, p, n);
	return (int64_t)n;
}

static int
ram_truncate(void *ctx, int handle, uint64_t bytes)
{
	struct ram_file *file = file_of(ctx, handle);

	return file != NULL ? file_resize(ctx, file, bytes) : -EBADF;
}

static int
ram_size(void *ctx, int handle, uint64_t *bytes)
{
	const struct ram_file *file = file_of(ctx, handle);

	if (file == NULL)
		return -EBADF;
	*bytes = file->n;
	return 0;
}

static int
ram_stat(void *ctx, const char *path, struct io_stat *out)
{
	struct ram_io *ram = ctx;
	const struct ram_file *file = file_find(ram, path);

	if (file == NULL)
		return -ENOENT;
	*out = (struct io_stat){
	    .bytes = file->n, .is_regular = true, .inode = (uint64_t)(file - ram->files) + 1};
	return 0;
}

static int
ram_unlink(void *ctx, const char *path)
{
	struct ram_file *file = file_find(ctx, path);

	if (file == NULL)
		return -ENOENT;
	file->path[0] = '\0';
	file_drop(file);
	return 0;
}

static int
ram_rename(void *ctx, const char *from, const char *to)
{
	struct ram_file *file = file_find(ctx, from);
	size_t n = strlen(to);

	if (file == NULL)
		return -ENOENT;
	if (n == 0 || n >= RAM_PATH_BYTES)
		return -ENAMETOOLONG;
	if (strcmp(from, to) != 0)
		(void)ram_unlink(ctx, to);
	memcpy(file->path, to, n + 1);
	return 0;
}

/* Nothing is durable here, and there is one writer. */
static int
handle_nothing(void *ctx, int handle)
{
	return file_of(ctx, handle) != NULL ? 0 : -EBADF;
}

static int
path_nothing(void *ctx, const char *path)
{
	(void)ctx;
	(void)path;
	return 0;
}

static int
ram_list(void *ctx, const char *path, int (*each)(void *each_ctx, const struct io_entry *),
    void *each_ctx)
{
	(void)ctx;
	(void)path;
	(void)each;
	(void)each_ctx;
	return 0;
}

static const struct io_ops ram_ops = {
    .open = ram_open,
    .close = ram_close,
    .pread = ram_pread,
    .pwrite = ram_pwrite,
    .sync = handle_nothing,
    .truncate = ram_truncate,
    .size = ram_size,
    .stat = ram_stat,
    .rename = ram_rename,
    .unlink = ram_unlink,
    .mkdir = path_nothing,
    .rmdir = path_nothing,
    .sync_folder = path_nothing,
    .list = ram_list,
    .lock = handle_nothing,
    .forget = handle_nothing,
};

struct ram_io *
ram_io_new(uint64_t max_bytes)
{
	struct ram_io *ram = mem_new(1, sizeof *ram);

	if (ram != NULL)
		ram->max_bytes = max_bytes;
	return ram;
}

void
ram_io_free(struct ram_io *ram)
{
	if (ram == NULL)
		return;
	for (size_t i = 0; i < RAM_FILES; i++)
		mem_free(ram->files[i].p);
	mem_free(ram);
}

struct io
ram_io_seam(struct ram_io *ram)
{
	return (struct io){&ram_ops, ram};
}
