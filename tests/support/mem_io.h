/* tests/support/mem_io.h
 * A disk in memory behind `struct io`: every call can be made to fail, space can run out, and the
 * power can be cut, after which only what was synced is left.
 * Not for: torn or reordered writes (all or nothing of what was not synced is lost). */
#ifndef TESTS_SUPPORT_MEM_IO_H
#define TESTS_SUPPORT_MEM_IO_H

#include "base/seam.h"
#include "base/slice.h"

struct mem_io;

struct mem_io *mem_io_new(void);
void mem_io_free(struct mem_io *disk);
struct io mem_io_seam(struct mem_io *disk);

/* Calls that change something (open for writing, write, sync, rename, …) so far. */
uint64_t mem_io_calls(const struct mem_io *disk);
/* Changing call number `call` (from 1, counted from now) fails with -errno_value; 0: none. */
void mem_io_fail_at(struct mem_io *disk, uint64_t call, int errno_value);
/* From changing call number `call` (from 1, counted from now) on, every call fails: the power is
 * gone.  0: never. */
void mem_io_stop_at(struct mem_io *disk, uint64_t call);
/* Sync number `call` (from 1, counted from now) fails once. */
void mem_io_fail_sync_at(struct mem_io *disk, uint64_t call);
/* Syncs of files that failed so far. */
uint64_t mem_io_failed_syncs(const struct mem_io *disk);
/* All files together may hold so many bytes; UINT64_MAX: no limit. */
void mem_io_capacity(struct mem_io *disk, uint64_t bytes);
/* Reads and writes move at most so many bytes a call; 0: no limit. */
void mem_io_short(struct mem_io *disk, size_t bytes);

/* The power comes back: handles and locks are gone, limits and faults too.  `lose`: what was not
 * synced is lost; otherwise all of it happens to have reached the disk. */
void mem_io_restart(struct mem_io *disk, bool lose);

uint64_t mem_io_bytes(const struct mem_io *disk);
/* Bytes of a file, to look at or to spoil; NULL when there is none. */
uint8_t *mem_io_file(struct mem_io *disk, const char *path, size_t *n);
/* Replace or add a file outright, durable, with the folders on the way to it. */
void mem_io_put(struct mem_io *disk, const char *path, const void *p, size_t n);
void mem_io_remove(struct mem_io *disk, const char *path);
/* Every file, in order of name; path without anything in front. */
void mem_io_each(struct mem_io *disk,
    void (*each)(void *ctx, const char *path, const uint8_t *p, size_t n), void *ctx);
/* Every content there ever was a file for, as programs see it and as it is on the platter, also
 * when no name leads to it any more: what somebody finds who looks at the disk itself.  `path` is
 * empty. */
void mem_io_each_ever(struct mem_io *disk,
    void (*each)(void *ctx, const char *path, const uint8_t *p, size_t n), void *ctx);
void mem_io_each_folder(struct mem_io *disk, void (*each)(void *ctx, const char *path), void *ctx);
/* A folder, durable, with those on the way to it. */
void mem_io_put_folder(struct mem_io *disk, const char *path);
/* Whether `path` stands in `folder` itself; "." for a bare name. */
bool mem_io_is_in(const char *path, const char *folder);
/* Whether the bytes of `needle` stand in any file, lost or synced content alike. */
bool mem_io_contains(const struct mem_io *disk, const char *needle);
/* A copy of the whole disk as it stands, without handles, locks and faults. */
struct mem_io *mem_io_copy(const struct mem_io *disk);

#endif
