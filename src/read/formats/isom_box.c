/* src/read/formats/isom_box.c
 * Boxes of ISO base media files; see isom_box.h. */
#include "read/formats/isom_box.h"

enum { HEAD_BYTES = 8, LARGE_BYTES = 16, UUID_BYTES = 16 };

void
isom_init(struct isom *isom, const struct source *source, enum status *status, struct err *err)
{
	*isom = (struct isom){.source = source, .status = status, .err = err};
	if (*status == OK)
		*status = window_init(&isom->window, source, ISOM_WINDOW_BYTES, err);
}

void
isom_fini(struct isom *isom)
{
	window_fini(&isom->window);
}

struct isom_span
isom_all(const struct isom *isom)
{
	return (struct isom_span){0, isom->source->bytes};
}

/* Forward inside of what the window holds, else to where it is asked for. */
static struct slice
look(struct isom *isom, uint64_t at, size_t n)
{
	struct window *w = &isom->window;
	struct slice out = slice_of(NULL, 0);

	if (*isom->status != OK)
		return out;
	if (at >= w->at && at - w->at <= w->to - w->from)
		window_skip(w, (size_t)(at - w->at));
	else
		window_seek(w, at);
	*isom->status = window_look(w, n, &out, isom->err);
	return *isom->status == OK ? out : slice_of(NULL, 0);
}

struct slice
isom_peek(struct isom *isom, const struct isom_span *span, size_t n)
{
	if (n > ISOM_WINDOW_BYTES)
		n = ISOM_WINDOW_BYTES;
	if (n > span->end - span->at)
		n = (size_t)(span->end - span->at);
	return look(isom, span->at, n);
}

void
isom_skip(struct isom_span *span, uint64_t n)
{
	span->at = n < span->end - span->at ? span->at + n : span->end;
}

bool
isom_take(struct isom *isom, struct isom_span *span, unsigned n, uint64_t *out)
{
	struct slice view = isom_peek(isom, span, n);
	uint64_t value = 0;

	if (view.n < n) {
		isom->damaged = isom->damaged || *isom->status == OK;
		return false;
	}
	for (unsigned i = 0; i < n; i++)
		value = value << 8 | view.p[i];
	isom_skip(span, n);
	*out = value;
	return true;
}

bool
isom_take_full(struct isom *isom, struct isom_span *span, uint8_t *version, uint32_t *flags)
{
	uint64_t word;

	if (!isom_take(isom, span, 4, &word))
		return false;
	*version = (uint8_t)(word >> 24);
	*flags = (uint32_t)word & 0xFFFFFF;
	return true;
}

bool
isom_load(struct isom *isom, struct isom_span span, struct buf *out)
{
	struct slice view;
	size_t put;

	while (span.at < span.end && out->failed == OK) {
		view = isom_peek(isom, &span, ISOM_WINDOW_BYTES);
		put = view.n - buf_put_most(out, view);
		if (put == 0)
			return false;
		isom_skip(&span, put);
	}
	if (out->failed != OK && *isom->status == OK)
		*isom->status = buf_check(out, isom->err);
	return out->failed == OK;
}

/* The rest of a span where no further box begins: some writers end a list with zeros. */
static bool
rest_is_none(struct isom *isom, struct slice view)
{
	if (view.n >= HEAD_BYTES ? slice_all_zero(slice_of(view.p, HEAD_BYTES))
				 : slice_all_zero(view))
		return true;
	if (view.n < HEAD_BYTES) {
		isom->damaged = *isom->status == OK;
		return true;
	}
	return false;
}

static bool
head_read(struct isom *isom, struct isom_span *rest, struct slice view, struct isom_box *out)
{
	struct slice head = view;
	uint32_t size32 = 0, high = 0, low = 0;
	uint64_t left = rest->end - rest->at, size;

	if (!take_u32be(&head, &size32) || !take_u32be(&head, &out->type))
		return false;
	size = size32;
	if (size32 == 1 && take_u32be(&head, &high) && take_u32be(&head, &low))
		size = (uint64_t)high << 32 | low;
	else if (size32 == 0)
		size = left; /* to the end */
	if (out->type == ISOM_TYPE('u', 'u', 'i', 'd')) {
		if (head.n < UUID_BYTES)
			return false;
		memcpy(out->uuid, head.p, UUID_BYTES);
		head = slice_from(head, UUID_BYTES);
	}
	if (size < view.n - head.n)
		return false;
	if (size > left) {
		if (rest->end == isom->source->bytes)
			isom->cut = true;
		else
			isom->damaged = true;
		size = left;
	}
	out->content = (struct isom_span){rest->at + (view.n - head.n), rest->at + size};
	rest->at += size;
	return true;
}

bool
isom_next(struct isom *isom, struct isom_span *rest, struct isom_box *out)
{
	struct slice view;
	struct isom_span from = *rest;
	size_t lead = rest->at != 0; /* the byte before: does what came before it reach to here? */

	if (*isom->status != OK || rest->at >= rest->end)
		return false;
	if (isom->boxes >= ISOM_BOXES_MAX) {
		isom->too_many = true;
		return false;
	}
	isom->boxes++;
	from.at -= lead;
	view = isom_peek(isom, &from, lead + LARGE_BYTES + UUID_BYTES);
	if (view.n < lead + 1) {
		isom->cut = isom->cut || (*isom->status == OK && view.n < lead) ||
			    rest->end != UINT64_MAX;
		return false;
	}
	view = slice_from(view, lead);
	if (rest_is_none(isom, view))
		return false;
	if (!head_read(isom, rest, view, out)) {
		isom->damaged = *isom->status == OK;
		return false;
	}
	return true;
}
