/* src/sys/os/os_io.c
 * struct io over POSIX; see os_io.h. */
#include "sys/os/os_io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/os/file.h"

static int
result(int value)
{
	return value < 0 ? -errno : value;
}

/* O_NONBLOCK only matters for what is refused right after: a pipe nobody writes to. */
static int
flags_of(unsigned flags)
{
	int posix = O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK;

	if ((flags & IO_WRITE) == 0)
		return posix | O_RDONLY;
	if ((flags & IO_NEW) != 0)
		return posix | O_RDWR | O_CREAT | O_EXCL;
	return posix | O_RDWR | ((flags & IO_CREATE) != 0 ? O_CREAT : 0);
}

static int
os_open(void *ctx, const char *path, unsigned flags)
{
	struct stat st;
	int handle, refused = 0;

	(void)ctx;
	handle = openat(AT_FDCWD, path, flags_of(flags), 0600);
	if (handle < 0)
		return -errno;
	if (fstat(handle, &st) != 0)
		refused = -errno;
	else if (!S_ISREG(st.st_mode))
		refused = S_ISDIR(st.st_mode) ? -EISDIR : -ENODEV;
	if (refused == 0)
		return handle;
	(void)close(handle);
	return refused;
}

static int
os_close(void *ctx, int handle)
{
	(void)ctx;
	/* Linux has let go of the handle even when it says EINTR. */
	if (close(handle) != 0 && errno != EINTR)
		return -errno;
	return 0;
}

static int64_t
os_pread(void *ctx, int handle, void *p, size_t n, uint64_t at)
{
	ssize_t got;

	(void)ctx;
	if (at > INT64_MAX)
		return -EINVAL;
	got = pread(handle, p, n, (off_t)at);
	return got < 0 ? -errno : got;
}

static int64_t
os_pwrite(void *ctx, int handle, const void *p, size_t n, uint64_t at)
{
	ssize_t put;

	(void)ctx;
	if (at > INT64_MAX)
		return -EINVAL;
	put = pwrite(handle, p, n, (off_t)at);
	return put < 0 ? -errno : put;
}

static int
os_sync(void *ctx, int handle)
{
	(void)ctx;
	return result(fdatasync(handle));
}

static int
os_truncate(void *ctx, int handle, uint64_t bytes)
{
	(void)ctx;
	if (bytes > INT64_MAX)
		return -EINVAL;
	return result(ftruncate(handle, (off_t)bytes));
}

static int
os_size(void *ctx, int handle, uint64_t *bytes)
{
	struct stat st;

	(void)ctx;
	if (fstat(handle, &st) != 0)
		return -errno;
	*bytes = (uint64_t)st.st_size;
	return 0;
}

static int
os_stat(void *ctx, const char *path, struct io_stat *out)
{
	struct stat st;

	(void)ctx;
	if (fstatat(AT_FDCWD, path, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return -errno;
	*out = (struct io_stat){
	    .bytes = (uint64_t)st.st_size,
	    .modified_us = (int64_t)st.st_mtim.tv_sec * 1000000 + st.st_mtim.tv_nsec / 1000,
	    .is_folder = S_ISDIR(st.st_mode),
	    .is_regular = S_ISREG(st.st_mode),
	    .device = (uint64_t)st.st_dev,
	    .inode = (uint64_t)st.st_ino,
	};
	return 0;
}

static int
os_rename(void *ctx, const char *from, const char *to)
{
	(void)ctx;
	return result(renameat(AT_FDCWD, from, AT_FDCWD, to));
}

static int
os_unlink(void *ctx, const char *path)
{
	(void)ctx;
	return result(unlinkat(AT_FDCWD, path, 0));
}

static int
os_mkdir(void *ctx, const char *path)
{
	(void)ctx;
	return result(mkdirat(AT_FDCWD, path, 0700));
}

static int
os_rmdir(void *ctx, const char *path)
{
	(void)ctx;
	return result(unlinkat(AT_FDCWD, path, AT_REMOVEDIR));
}

static int
folder_open(const char *path)
{
	return result(openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

static int
os_sync_folder(void *ctx, const char *path)
{
	int handle = folder_open(path);
	int failed;

	(void)ctx;
	if (handle < 0)
		return handle;
	failed = result(fsync(handle));
	(void)close(handle);
	return failed == -EINVAL || failed == -ENOTSUP ? 0 : failed;
}

/* False for a name that does not fit (no Linux file system has one). */
static bool
entry_of(int folder, const struct dirent *from, struct io_entry *out)
{
	size_t n = strlen(from->d_name);
	struct stat st;
	unsigned type = from->d_type;

	if (n >= sizeof out->name)
		return false;
	*out = (struct io_entry){0};
	memcpy(out->name, from->d_name, n + 1);
	if (type == DT_UNKNOWN && fstatat(folder, from->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		type = S_ISDIR(st.st_mode) ? DT_DIR : S_ISLNK(st.st_mode) ? DT_LNK : DT_REG;
	out->is_folder = type == DT_DIR;
	out->is_link = type == DT_LNK;
	return true;
}

static bool
is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static int
os_list(void *ctx, const char *path, int (*each)(void *each_ctx, const struct io_entry *),
    void *each_ctx)
{
	int folder = folder_open(path);
	int stop = 0;
	const struct dirent *from;
	struct io_entry entry;
	DIR *dir;

	(void)ctx;
	if (folder < 0)
		return folder;
	dir = fdopendir(folder);
	if (dir == NULL) {
		stop = -errno;
		(void)close(folder);
		return stop;
	}
	while (stop == 0) {
		errno = 0;
		from = readdir(dir);
		if (from == NULL)
			break;
		if (is_dots(from->d_name))
			continue;
		stop = entry_of(folder, from, &entry) ? each(each_ctx, &entry) : -ENAMETOOLONG;
	}
	if (stop == 0 && errno != 0)
		stop = -errno;
	(void)closedir(dir);
	return stop;
}

static int
os_lock(void *ctx, int handle)
{
	(void)ctx;
	return result(flock(handle, LOCK_EX | LOCK_NB));
}

static int
os_forget(void *ctx, int handle)
{
	(void)ctx;
	return -posix_fadvise(handle, 0, 0, POSIX_FADV_DONTNEED);
}

static void
os_write_out(void *ctx, int handle, uint64_t from, uint64_t n)
{
	(void)ctx;
	if (from <= INT64_MAX && n <= INT64_MAX - from)
		(void)sync_file_range(handle, (off_t)from, (off_t)n, SYNC_FILE_RANGE_WRITE);
}

static void
os_read_ahead(void *ctx, int handle, uint64_t from, uint64_t n)
{
	(void)ctx;
	if (from <= INT64_MAX && n <= INT64_MAX - from)
		(void)posix_fadvise(handle, (off_t)from, (off_t)n, POSIX_FADV_WILLNEED);
}

static int
os_sync_all(void *ctx, const char *path)
{
	int handle = folder_open(path);
	int failed;

	(void)ctx;
	if (handle < 0)
		return handle;
	failed = result(syncfs(handle));
	(void)close(handle);
	return failed;
}

struct io
os_io(void)
{
	static const struct io_ops ops = {
	    .open = os_open,
	    .close = os_close,
	    .pread = os_pread,
	    .pwrite = os_pwrite,
	    .sync = os_sync,
	    .truncate = os_truncate,
	    .size = os_size,
	    .stat = os_stat,
	    .rename = os_rename,
	    .unlink = os_unlink,
	    .mkdir = os_mkdir,
	    .rmdir = os_rmdir,
	    .sync_folder = os_sync_folder,
	    .list = os_list,
	    .lock = os_lock,
	    .forget = os_forget,
	    .sync_all = os_sync_all,
	    .write_out = os_write_out,
	    .read_ahead = os_read_ahead,
	};

	return (struct io){&ops, NULL};
}

enum status
os_path_real(const char *path, struct buf *out, struct err *err)
{
	char real[PATH_MAX];

	if (realpath(path, real) == NULL)
		return file_fail(err, -errno, "cannot find", path);
	buf_reset(out);
	buf_put(out, real, strlen(real) + 1);
	return buf_check(out, err);
}
