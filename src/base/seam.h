/* src/base/seam.h
 * The three seams between Daybook and the world: files (`io`), the clock and entropy.
 * Only the shapes stand here; sys/os and sys/crypto fill them for real, tests/ fill them with a
 * simulated disk, a fixed clock and a seeded generator.  The same seed gives the same bytes.
 * All vault, pack and SQLite file access goes through `struct io` and nothing else. */
#ifndef BASE_SEAM_H
#define BASE_SEAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

enum io_open {
	IO_READ = 1,   /* existing file, read only, symbolic links at the end not followed */
	IO_WRITE = 2,  /* existing file, read and write */
	IO_CREATE = 4, /* with IO_WRITE: create when missing (mode 0600) */
	IO_NEW = 8,    /* with IO_WRITE: create, fail with -EEXIST when it exists */
};

enum { IO_NAME_BYTES = 256 };

struct io_entry {
	char name[IO_NAME_BYTES]; /* NUL-terminated, never "." or ".." */
	bool is_folder, is_link;
};

struct io_stat {
	uint64_t bytes;
	int64_t modified_us;
	bool is_folder, is_regular;
	uint64_t device, inode; /* to notice folder loops and one file under two names */
};

/*
 * Every function returns 0 (or a count where said) on success and -errno on failure, and is never
 * retried after a failed sync.  Handles are small non-negative integers.  Paths are NUL-terminated.
 * pread and pwrite may be short, as in POSIX; EINTR is the caller's business only through the
 * helpers in sys/os/file.h, which every module uses.
 */
struct io_ops {
	int (*open)(void *ctx, const char *path, unsigned flags);
	int (*close)(void *ctx, int handle);
	int64_t (*pread)(void *ctx, int handle, void *p, size_t n, uint64_t at);
	int64_t (*pwrite)(void *ctx, int handle, const void *p, size_t n, uint64_t at);
	int (*sync)(void *ctx, int handle); /* data and size durable (fdatasync) */
	int (*truncate)(void *ctx, int handle, uint64_t bytes);
	int (*size)(void *ctx, int handle, uint64_t *bytes);
	int (*stat)(void *ctx, const char *path, struct io_stat *out); /* links not followed */
	int (*rename)(void *ctx, const char *from, const char *to);    /* replaces `to` */
	int (*unlink)(void *ctx, const char *path);
	int (*mkdir)(void *ctx, const char *path); /* mode 0700 */
	int (*rmdir)(void *ctx, const char *path);
	int (*sync_folder)(void *ctx, const char *path);
	/* Calls `each` for every entry in unspecified order; a non-zero return stops and is
	 * returned. */
	int (*list)(void *ctx, const char *path,
	    int (*each)(void *each_ctx, const struct io_entry *), void *each_ctx);
	/* Exclusive advisory lock on an open handle until it is closed; -EWOULDBLOCK when held. */
	int (*lock)(void *ctx, int handle);
	/* Hint: what was written is durable, drop it from the cache so that a read comes from disk.
	 */
	int (*forget)(void *ctx, int handle);
	/* Everything written so far below the folder `path`, files and folders, durable at once:
	 * many small files for the price of one sync.  NULL when there is no such thing: sync each.
	 */
	int (*sync_all)(void *ctx, const char *path);
	/* Hint: n bytes from `from` will not change any more, begin to write them to the disk.
	 * Promises nothing; NULL when there is no such thing. */
	void (*write_out)(void *ctx, int handle, uint64_t from, uint64_t n);
	/* Hint: n bytes from `from` will soon be read, begin to fetch them.  NULL likewise. */
	void (*read_ahead)(void *ctx, int handle, uint64_t from, uint64_t n);
};

struct io {
	const struct io_ops *ops;
	void *ctx;
};

struct clock {
	int64_t (*now_us)(void *ctx);  /* UTC wall time */
	int64_t (*boot_us)(void *ctx); /* since boot, counting sleep; never goes back */
	void *ctx;
};

struct entropy {
	void (*fill)(void *ctx, void *p, size_t n); /* cannot fail: dies rather than repeat */
	void *ctx;
};

#endif
