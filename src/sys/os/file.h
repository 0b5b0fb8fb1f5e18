/* src/sys/os/file.h
 * What everybody does with `struct io`: whole reads and writes in spite of short counts and EINTR,
 * small files in one piece, atomic replacement, folder walks; failures as statuses with a sentence.
 * Works on any `struct io` (real, simulated).  Not for: opening the world (os_io.h). */
#ifndef SYS_OS_FILE_H
#define SYS_OS_FILE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/seam.h"
#include "base/slice.h"

/*
 * Turn -errno of an io call into a status: E_NOTFOUND (ENOENT, ENOTDIR), E_CONFLICT (EEXIST,
 * EWOULDBLOCK, ENOTEMPTY, EBUSY), E_DENIED (EACCES, EPERM, EROFS, ELOOP: a link stands there),
 * E_NOMEM, else E_IO.  Text: `<what> <path>: <why>`, control bytes of the path shown as '?'.
 */
enum status file_fail(struct err *err, int64_t negative_errno, const char *what, const char *path);

/* The io calls with EINTR handled; `path` is only for the sentence.  Flags: enum io_open. */
MUST_USE enum status file_open(
    const struct io *io, const char *path, unsigned flags, int *handle, struct err *err);
/* A negative handle is fine.  What matters was synced before, so nothing is reported. */
void file_close(const struct io *io, int handle);

/* Up to n bytes; *got < n only at the end of the file. */
MUST_USE enum status file_read(
    const struct io *io, int handle, uint64_t at, void *p, size_t n, size_t *got, struct err *err);
/* Exactly n bytes; E_FORMAT when the file ends before (err->at is where). */
MUST_USE enum status file_read_full(
    const struct io *io, int handle, uint64_t at, void *p, size_t n, struct err *err);
MUST_USE enum status file_write_full(
    const struct io *io, int handle, uint64_t at, const void *p, size_t n, struct err *err);
/* Never retried: after a failure the handle must not be trusted any more. */
MUST_USE enum status file_sync(const struct io *io, int handle, struct err *err);
MUST_USE enum status file_sync_folder(const struct io *io, const char *path, struct err *err);
MUST_USE enum status file_size(const struct io *io, int handle, uint64_t *bytes, struct err *err);

/* Append all of a small file to `out`.  E_LIMIT when it is longer than max_bytes; out->n is as
 * before on any failure. */
MUST_USE enum status file_load(
    const struct io *io, const char *path, size_t max_bytes, struct buf *out, struct err *err);
/*
 * Replace `path` by these bytes, all or nothing and durable: written to `<path>.part` (a stale one
 * is removed), synced, renamed, folder synced.  E_LIMIT for a path over 4,096 bytes.  On failure
 * the old content stands; when only the folder's sync failed, either content may stand after a
 * power cut.
 */
MUST_USE enum status file_save(
    const struct io *io, const char *path, struct slice bytes, struct err *err);
/* The same by way of `part`, on the same file system. */
MUST_USE enum status file_save_by(
    const struct io *io, const char *part, const char *path, struct slice bytes, struct err *err);

/* `path` is now "folder/name" with a NUL (contents replaced).  E_LIMIT over 4,096 bytes. */
MUST_USE enum status file_join(
    struct buf *path, const char *folder, const char *name, struct err *err);
/* The folder that `path` stands in, with a NUL (contents replaced): "." for a bare name, "/" for
 * "/name".  Errors of buf_check(). */
MUST_USE enum status file_parent(struct buf *folder, const char *path, struct err *err);
enum { FILE_PATH_BYTES = 4096 };

enum walk_kind {
	WALK_FILE,       /* a regular file */
	WALK_LINK,       /* a symbolic link: never followed */
	WALK_OTHER,      /* a device, pipe or socket: never opened */
	WALK_LOOP,       /* a folder that contains itself: not entered again */
	WALK_DEEP,       /* a folder below max_depth: not entered */
	WALK_UNREADABLE, /* could not be looked at; `why` says why */
};

/* Everything below the root is reported once, so that a caller can say what it did not take in. */
struct walk_entry {
	enum walk_kind kind;
	const char *path;           /* NUL-terminated: root, "/", … ; borrowed for the call */
	const char *below;          /* the part of `path` after the root and its "/" */
	const struct io_stat *stat; /* NULL for WALK_UNREADABLE */
	const struct err *why;      /* only WALK_UNREADABLE */
};

struct walk_options {
	unsigned max_depth;   /* folders inside folders; 0: only the root's own entries */
	uint64_t max_entries; /* E_LIMIT beyond */
	bool hidden;          /* also names that begin with '.' */
	unsigned read_ahead;  /* so many files before its turn, a file begins to be fetched */
};

#define WALK_OPTIONS_INIT ((struct walk_options){32, 1000000, true, 0})

/*
 * Visit what is below the folder `root`, in byte order of the names, files of a folder among its
 * folders.  `each` may stop by returning anything but OK, which is returned.  Memory grows with
 * the entries of the folders on the way down, not with the tree.
 */
MUST_USE enum status file_walk(const struct io *io, const char *root,
    const struct walk_options *options,
    enum status (*each)(void *ctx, const struct walk_entry *entry, struct err *err), void *ctx,
    struct err *err);

#endif
