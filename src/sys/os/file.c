/* src/sys/os/file.c
 * Whole reads, writes and replacements on struct io; see file.h. */
#include "sys/os/file.h"

#include <errno.h>
#include <string.h>

enum { FILE_NAME_SHOWN = 150, FILE_PIECE_BYTES = 1 << 20 };

static enum status
status_of(int sys_errno)
{
	switch (sys_errno) {
	case ENOENT:
	case ENOTDIR: return E_NOTFOUND;
	case EEXIST:
	case EWOULDBLOCK:
	case ENOTEMPTY:
	case EBUSY: return E_CONFLICT;
	case EACCES:
	case EPERM:
	case EROFS:
	case ELOOP: return E_DENIED;
	case ENOMEM: return E_NOMEM;
	default: return E_IO;
	}
}

enum status
file_fail(struct err *err, int64_t negative_errno, const char *what, const char *path)
{
	int sys_errno = negative_errno < 0 && negative_errno > -4096 ? (int)-negative_errno : EIO;
	char shown[FILE_NAME_SHOWN + 1];
	size_t n = strlen(path), from = n > FILE_NAME_SHOWN ? n - FILE_NAME_SHOWN : 0;
	size_t used = 0;

	/* The end of a long path tells more than its beginning; a cut character is dropped. */
	while (from != 0 && ((unsigned char)path[from] & 0xc0) == 0x80)
		from++;
	for (; path[from] != '\0'; from++)
		shown[used++] = (unsigned char)path[from] < ' ' || path[from] == 0x7f ? '?'
										      : path[from];
	shown[used] = '\0';
	return fail_errno(err, status_of(sys_errno), sys_errno, "%s %s", what, shown);
}

enum status
file_open(const struct io *io, const char *path, unsigned flags, int *handle, struct err *err)
{
	int got;

	do {
		got = io->ops->open(io->ctx, path, flags);
	} while (got == -EINTR);
	if (got < 0)
		return file_fail(err, got, "cannot open", path);
	*handle = got;
	return OK;
}

void
file_close(const struct io *io, int handle)
{
	if (handle >= 0)
		(void)io->ops->close(io->ctx, handle);
}

enum status
file_read(
    const struct io *io, int handle, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	uint8_t *to = p;
	size_t have = 0;
	int64_t more;

	while (have < n) {
		more = io->ops->pread(io->ctx, handle, to + have, n - have, at + have);
		if (more == -EINTR)
			continue;
		if (more < 0)
			return file_fail(err, more, "cannot read", "");
		if (more == 0)
			break;
		have += (size_t)more;
	}
	*got = have;
	return OK;
}

enum status
file_read_full(const struct io *io, int handle, uint64_t at, void *p, size_t n, struct err *err)
{
	size_t got = 0;
	enum status status = file_read(io, handle, at, p, n, &got, err);

	if (status == OK && got != n)
		return fail_at(err, E_FORMAT, at + got, "the file ends early");
	return status;
}

enum status
file_write_full(
    const struct io *io, int handle, uint64_t at, const void *p, size_t n, struct err *err)
{
	const uint8_t *from = p;
	size_t done = 0;
	int64_t more;

	while (done < n) {
		more = io->ops->pwrite(io->ctx, handle, from + done, n - done, at + done);
		if (more == -EINTR)
			continue;
		/* A write of nothing is how some full disks answer. */
		if (more <= 0)
			return file_fail(err, more < 0 ? more : -ENOSPC, "cannot write", "");
		done += (size_t)more;
	}
	return OK;
}

enum status
file_sync(const struct io *io, int handle, struct err *err)
{
	int failed = io->ops->sync(io->ctx, handle);

	return failed == 0 ? OK : file_fail(err, failed, "cannot make durable", "");
}

enum status
file_sync_folder(const struct io *io, const char *path, struct err *err)
{
	int failed = io->ops->sync_folder(io->ctx, path);

	return failed == 0 ? OK : file_fail(err, failed, "cannot make durable", path);
}

enum status
file_size(const struct io *io, int handle, uint64_t *bytes, struct err *err)
{
	int failed = io->ops->size(io->ctx, handle, bytes);

	return failed == 0 ? OK : file_fail(err, failed, "cannot measure", "");
}

/* The size that the system tells is only a hint: a file may grow while it is read. */
static enum status
load_rest(const struct io *io, int handle, size_t max_bytes, struct buf *out, struct err *err)
{
	size_t before = out->n, got = 0, want;
	uint8_t *to, beyond;
	enum status status;

	for (;;) {
		want = max_bytes - (out->n - before);
		want = want < FILE_PIECE_BYTES ? want + 1 : FILE_PIECE_BYTES;
		if (want > out->max - out->n)
			want = out->max -
			       out->n; /* a full buffer is fine when the file ends there */
		to = want != 0 ? buf_extend(out, want) : &beyond;
		if (to == NULL)
			return buf_check(out, err);
		if (want == 0) {
			status = file_read(io, handle, out->n - before, to, 1, &got, err);
			if (status == OK && got != 0)
				status = fail(
				    err, E_LIMIT, "the file is longer than there is room for");
			return status;
		}
		status = file_read(io, handle, out->n - want - before, to, want, &got, err);
		if (status != OK)
			return status;
		out->n -= want - got;
		if (out->n - before > max_bytes)
			return fail(err, E_LIMIT, "the file is longer than %zu bytes", max_bytes);
		if (got < want)
			return OK;
	}
}

enum status
file_load(const struct io *io, const char *path, size_t max_bytes, struct buf *out, struct err *err)
{
	size_t before = out->n;
	int handle = -1;
	enum status status;

	status = file_open(io, path, IO_READ, &handle, err);
	if (status == OK)
		status = load_rest(io, handle, max_bytes, out, err);
	if (status != OK)
		out->n = before;
	file_close(io, handle);
	return status;
}

static enum status
part_write(const struct io *io, const char *part, struct slice bytes, struct err *err)
{
	struct err first = {0};
	int handle = -1;
	enum status status = file_open(io, part, IO_WRITE | IO_NEW, &handle, &first);

	if (status == E_CONFLICT && io->ops->unlink(io->ctx, part) == 0)
		status = file_open(io, part, IO_WRITE | IO_NEW, &handle, &first);
	if (status != OK) {
		if (err != NULL)
			*err = first;
		return status;
	}
	status = file_write_full(io, handle, 0, bytes.p, bytes.n, err);
	if (status == OK)
		status = file_sync(io, handle, err);
	file_close(io, handle);
	if (status != OK)
		(void)io->ops->unlink(io->ctx, part);
	return status;
}

enum status
file_save_by(
    const struct io *io, const char *part, const char *path, struct slice bytes, struct err *err)
{
	struct buf folder;
	enum status status;
	int failed;

	buf_init(&folder, FILE_PATH_BYTES);
	status = file_parent(&folder, path, err);
	if (status == OK)
		status = part_write(io, part, bytes, err);
	if (status == OK) {
		failed = io->ops->rename(io->ctx, part, path);
		if (failed == 0) {
			status = file_sync_folder(io, (const char *)folder.p, err);
		} else {
			status = file_fail(err, failed, "cannot replace", path);
			(void)io->ops->unlink(io->ctx, part);
		}
	}
	buf_fini(&folder);
	return status;
}

enum status
file_save(const struct io *io, const char *path, struct slice bytes, struct err *err)
{
	struct buf part;
	enum status status;

	buf_init(&part, FILE_PATH_BYTES);
	buf_put_c(&part, path);
	buf_put(&part, ".part", sizeof ".part");
	status = buf_check(&part, err);
	if (status == OK)
		status = file_save_by(io, (const char *)part.p, path, bytes, err);
	buf_fini(&part);
	return status;
}

enum status
file_join(struct buf *path, const char *folder, const char *name, struct err *err)
{
	size_t n = strlen(folder);

	buf_reset(path);
	buf_put(path, folder, n);
	if (n != 0 && folder[n - 1] != '/')
		buf_put_byte(path, '/');
	buf_put(path, name, strlen(name) + 1);
	if (path->failed == OK && path->n > FILE_PATH_BYTES)
		path->failed = E_LIMIT;
	return buf_check(path, err);
}

enum status
file_parent(struct buf *folder, const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');

	buf_reset(folder);
	if (slash == NULL)
		buf_put_byte(folder, '.');
	else
		buf_put(folder, path, slash != path ? (size_t)(slash - path) : 1);
	buf_put_byte(folder, '\0');
	return buf_check(folder, err);
}
