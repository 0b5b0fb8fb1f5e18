/* src/read/formats/sms_utf16.c
 * UTF-16 as UTF-8; see sms_utf16.h. */
#include "read/formats/sms_utf16.h"

#include "base/buf.h"

/* Have at least one unit in `in`, or one odd last byte, or the end. */
static enum status
fill(struct sms_utf16 *u, struct err *err)
{
	enum status status;
	size_t got;

	if (u->in_from != 0) {
		memmove(u->in, u->in + u->in_from, u->in_to - u->in_from);
		u->in_to -= u->in_from;
		u->in_from = 0;
	}
	while (!u->ended && u->in_to < 2) {
		status = u->under->read_at(u->under->ctx, u->under_at, u->in + u->in_to,
		    sizeof u->in - u->in_to, &got, err);
		if (status != OK)
			return status;
		if (got > sizeof u->in - u->in_to)
			return fail(err, E_IO, "a source gave more than was asked for");
		u->ended = got == 0;
		u->under_at += got;
		u->in_to += got;
	}
	return OK;
}

static void
put(struct sms_utf16 *u, uint32_t cp)
{
	struct buf out = {.p = u->out, .n = u->out_to, .size = sizeof u->out, .max = sizeof u->out};

	u->replaced = u->replaced || cp == 0xFFFD;
	buf_put_code_point(&out, cp);
	u->out_to = out.n;
}

/* One unit into u->out; a half surrogate that turns out to be alone leaves the unit for later. */
static void
step(struct sms_utf16 *u)
{
	const uint8_t *in = u->in + u->in_from;
	uint16_t unit;

	u->out_from = u->out_to = 0;
	if (u->in_to - u->in_from < 2) { /* the end, perhaps with an odd byte */
		if (u->high != 0 || u->in_to != u->in_from)
			put(u, 0xFFFD);
		u->high = 0;
		u->in_from = u->in_to;
		return;
	}
	unit = (uint16_t)(in[u->big ? 0 : 1] << 8 | in[u->big ? 1 : 0]);
	if (u->high != 0 && (unit < 0xDC00 || unit > 0xDFFF)) {
		u->high = 0;
		put(u, 0xFFFD);
		return;
	}
	u->in_from += 2;
	if (u->high != 0) {
		put(u, 0x10000U + (((uint32_t)u->high - 0xD800U) << 10) + (unit - 0xDC00U));
		u->high = 0;
	} else if (unit >= 0xD800 && unit <= 0xDBFF) {
		u->high = unit;
	} else {
		put(u, unit >= 0xDC00 && unit <= 0xDFFF ? 0xFFFD : unit);
	}
}

static enum status
read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	struct sms_utf16 *u = ctx;
	uint8_t *out = p;
	enum status status;

	if (at != u->at)
		return fail(err, E_IO, "a re-encoded file can only be read forward");
	*got = 0;
	while (*got < n) {
		if (u->out_from < u->out_to) {
			out[(*got)++] = u->out[u->out_from++];
			continue;
		}
		if (u->in_to - u->in_from < 2) {
			status = fill(u, err);
			if (status != OK)
				return status;
			if (u->in_to == u->in_from && u->high == 0)
				break;
		}
		step(u);
	}
	u->at += *got;
	return OK;
}

struct source
sms_utf16_init(struct sms_utf16 *utf16, const struct source *under, uint64_t at, bool big)
{
	*utf16 = (struct sms_utf16){.under = under, .under_at = at, .big = big};
	return (struct source){read_at, UINT64_MAX, utf16};
}
