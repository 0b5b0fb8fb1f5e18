/* src/read/source.h
 * The bytes of one original as a reader sees them: random access, no file, no name.
 * In the worker every read is a request to the parent; in tests it is a memory block. */
#ifndef READ_SOURCE_H
#define READ_SOURCE_H

#include "base/err.h"
#include "base/slice.h"

struct source {
	/* Up to n bytes at offset `at`; *got is 0 only at the end.  May be short. */
	enum status (*read_at)(
	    void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err);
	uint64_t bytes; /* total length; UINT64_MAX when not known (an entry of an archive) */
	void *ctx;
};

/* All of a memory block; `data` (the pointed-to slice too) must outlive the source. */
struct source source_of_slice(const struct slice *data);

/* As many of the n bytes at `at` as there are, in as many pieces as the source gives; *got is less
 * than n only where it ends.  What the source returned; E_IO when it gave more than was asked for.
 */
MUST_USE enum status source_read_full(
    const struct source *source, uint64_t at, void *p, size_t n, size_t *got, struct err *err);

enum { LINES_BUFFER_BYTES = 256 * 1024 };

/* Sequential reading on top of a source, with a window that can be looked ahead in. */
struct window {
	const struct source *source;
	uint8_t *p;      /* room bytes */
	size_t room;     /* what the source says it has, and more as it gives more; <= size */
	size_t size;     /* the longest look-ahead */
	size_t from, to; /* unread part of p */
	uint64_t at;     /* offset in the source of p[from] */
	bool ended;      /* p[to] is the end of the source */
};

/* size_bytes is the longest look-ahead; E_NOMEM. */
MUST_USE enum status window_init(
    struct window *window, const struct source *source, size_t size_bytes, struct err *err);
void window_fini(struct window *window);
/* Back to offset `at`. */
void window_seek(struct window *window, uint64_t at);
/* Try to have at least n (<= size) unread bytes; fewer only at the end.  *out borrows until the
 * next call.  What the source returned; E_IO, E_NOMEM. */
MUST_USE enum status window_peek(
    struct window *window, size_t n, struct slice *out, struct err *err);
/* Those n bytes and no more, however the source gives them: for what is decided by how far one
 * sees. */
MUST_USE enum status window_look(
    struct window *window, size_t n, struct slice *out, struct err *err);
/* Forget n unread bytes (n <= what the last peek gave). */
void window_skip(struct window *window, size_t n);
/*
 * The next line without its LF (a CR before it is kept).  A line longer than the window comes in
 * pieces: *whole is false for every piece but the last.  E_NOTFOUND at the end of input.
 * *ended_lf (may be NULL) is false for a last line without LF.
 */
MUST_USE enum status window_line(
    struct window *window, struct slice *line, bool *whole, bool *ended_lf, struct err *err);

#endif
