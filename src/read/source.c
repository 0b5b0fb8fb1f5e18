/* src/read/source.c
 * Memory sources and the look-ahead window; see source.h. */
#include "read/source.h"

#include "base/mem.h"

static enum status
slice_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	const struct slice *data = ctx;
	size_t left;

	(void)err;
	left = at < data->n ? data->n - (size_t)at : 0;
	*got = n < left ? n : left;
	if (*got != 0)
		memcpy(p, data->p + at, *got);
	return OK;
}

struct source
source_of_slice(const struct slice *data)
{
	union {
		const struct slice *in;
		void *ctx;
	} cast = {.in = data}; /* read_at never writes through it */

	return (struct source){slice_read_at, data->n, cast.ctx};
}

enum status
source_read_full(
    const struct source *source, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	size_t piece = 1;
	enum status status;

	for (*got = 0; *got < n && piece != 0; *got += piece) {
		status = source->read_at(
		    source->ctx, at + *got, (uint8_t *)p + *got, n - *got, &piece, err);
		if (status != OK)
			return status;
		if (piece > n - *got)
			return fail(err, E_IO, "a source gave more than was asked for");
	}
	return OK;
}

/* A small file is held in a small block: most files are small, and what reads behind one is caught
 * by ASan.  The byte more lets the end be seen. */
enum status
window_init(struct window *window, const struct source *source, size_t size_bytes, struct err *err)
{
	size_t room = source->bytes < size_bytes ? (size_t)source->bytes + 1 : size_bytes;
	uint8_t *p = mem_new(1, room);

	if (p == NULL)
		return fail(err, E_NOMEM, "no memory for a window of %zu bytes", room);
	*window = (struct window){.source = source, .p = p, .room = room, .size = size_bytes};
	return OK;
}

/* Full before it is at its size: the source has more than it said. */
static enum status
window_grow(struct window *window, struct err *err)
{
	size_t room = window->room <= window->size / 2 ? 2 * window->room : window->size;
	uint8_t *p = mem_resize(window->p, 1, room);

	if (p == NULL)
		return fail(err, E_NOMEM, "no memory for a window of %zu bytes", room);
	window->p = p;
	window->room = room;
	return OK;
}

void
window_fini(struct window *window)
{
	mem_free(window->p);
	*window = (struct window){0};
}

void
window_seek(struct window *window, uint64_t at)
{
	window->from = window->to = 0;
	window->at = at;
	window->ended = false;
}

/* The begin of a large window is used again and again while little is looked ahead at: it then
 * stays in the processor's own memory, where reading costs a fraction. */
enum { STEP_BYTES = 256 * 1024 };

static enum status
window_fill(struct window *window, size_t n, struct err *err)
{
	const struct source *source = window->source;
	enum status status = OK;
	size_t got, most;

	if (window->from >= STEP_BYTES || (window->from != 0 && window->room - window->from < n)) {
		memmove(window->p, window->p + window->from, window->to - window->from);
		window->to -= window->from;
		window->from = 0;
	}
	while (!window->ended && window->to - window->from < n) {
		if (window->to == window->room)
			status = window_grow(window, err);
		if (status != OK)
			return status;
		most = window->room - window->to;
		most = most < STEP_BYTES ? most : STEP_BYTES;
		status = source->read_at(source->ctx, window->at + (window->to - window->from),
		    window->p + window->to, most, &got, err);
		if (status != OK)
			return status;
		if (got > most)
			return fail(err, E_IO, "a source gave more than was asked for");
		window->to += got;
		window->ended = got == 0;
	}
	return OK;
}

enum status
window_peek(struct window *window, size_t n, struct slice *out, struct err *err)
{
	enum status status;

	if (n > window->size)
		n = window->size;
	if (window->to - window->from < n && !window->ended) {
		status = window_fill(window, n, err);
		if (status != OK)
			return status;
	}
	*out = slice_of(window->p + window->from, window->to - window->from);
	return OK;
}

enum status
window_look(struct window *window, size_t n, struct slice *out, struct err *err)
{
	enum status status = window_peek(window, n, out, err);

	if (status == OK && out->n > n)
		out->n = n;
	return status;
}

void
window_skip(struct window *window, size_t n)
{
	size_t have = window->to - window->from;

	if (n > have)
		n = have;
	window->from += n;
	window->at += n;
	if (window->from == window->to)
		window->from = window->to = 0;
}

/* Find the LF of the current line, reading on until it comes, the window is full or input ends. */
static enum status
line_end(struct window *window, struct slice *view, const uint8_t **hit, struct err *err)
{
	enum status status;
	size_t seen = 0;

	*hit = NULL;
	for (;;) {
		status = window_peek(window, seen + 1, view, err);
		if (status != OK)
			return status;
		if (view->n > seen)
			*hit = memchr(view->p + seen, '\n', view->n - seen);
		if (*hit != NULL || view->n == window->size || view->n <= seen)
			return OK;
		seen = view->n;
	}
}

enum status
window_line(struct window *window, struct slice *line, bool *whole, bool *ended_lf, struct err *err)
{
	struct slice view;
	const uint8_t *hit;
	enum status status = line_end(window, &view, &hit, err);

	if (status != OK)
		return status;
	if (view.n == 0)
		return fail(err, E_NOTFOUND, "end of input");
	if (ended_lf != NULL)
		*ended_lf = hit != NULL;
	*whole = hit != NULL || view.n < window->size;
	*line = slice_of(view.p, hit != NULL ? (size_t)(hit - view.p) : view.n);
	/* Not window_skip(): `line` must stay in place until the next call. */
	window->from += line->n + (hit != NULL ? 1 : 0);
	window->at += line->n + (hit != NULL ? 1 : 0);
	return OK;
}
