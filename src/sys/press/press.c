/* src/sys/press/press.c
 * Streaming compression; see press.h. */
#include "sys/press/press.h"

#include <zstd.h>
#include <zstd_errors.h>

#include "base/mem.h"

enum { PRESS_BUFFER_BYTES = 256 * 1024, PRESS_LEVEL = 1 };

struct press {
	const struct out *out;
	ZSTD_CCtx *zstd;
	uint8_t *buffer;
};

struct unpress {
	unpress_pull pull;
	void *ctx;
	ZSTD_DCtx *zstd;
	uint8_t *in, *plain;
	ZSTD_inBuffer source;
	size_t from, to; /* unread part of plain */
	bool ended;
};

enum status
press_new(const struct out *out, struct press **press, struct err *err)
{
	struct press *p = mem_new(1, sizeof *p);

	if (p == NULL)
		return fail(err, E_NOMEM, "no memory to compress with");
	p->out = out;
	p->zstd = ZSTD_createCCtx();
	p->buffer = mem_new(1, PRESS_BUFFER_BYTES);
	if (p->zstd == NULL || p->buffer == NULL ||
	    ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_compressionLevel, PRESS_LEVEL)) ||
	    ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_checksumFlag, 1))) {
		press_free(p);
		return fail(err, E_NOMEM, "no memory to compress with");
	}
	*press = p;
	return OK;
}

void
press_free(struct press *press)
{
	if (press == NULL)
		return;
	(void)ZSTD_freeCCtx(press->zstd);
	mem_free(press->buffer);
	mem_free(press);
}

static enum status
press_run(struct press *press, struct slice data, ZSTD_EndDirective directive, struct err *err)
{
	ZSTD_inBuffer in = {data.p, data.n, 0};
	ZSTD_outBuffer out;
	enum status status;
	size_t left;

	do {
		out = (ZSTD_outBuffer){press->buffer, PRESS_BUFFER_BYTES, 0};
		left = ZSTD_compressStream2(press->zstd, &out, &in, directive);
		if (ZSTD_isError(left))
			return fail(err, E_NOMEM, "compression: %s", ZSTD_getErrorName(left));
		status = out_write(press->out, slice_of(press->buffer, out.pos), err);
		if (status != OK)
			return status;
	} while (directive == ZSTD_e_end ? left != 0 : in.pos < in.size);
	return OK;
}

enum status
press_put(struct press *press, struct slice data, struct err *err)
{
	return data.n != 0 ? press_run(press, data, ZSTD_e_continue, err) : OK;
}

enum status
press_end(struct press *press, struct err *err)
{
	return press_run(press, slice_of(NULL, 0), ZSTD_e_end, err);
}

enum status
unpress_new(unpress_pull pull, void *ctx, struct unpress **unpress, struct err *err)
{
	struct unpress *u = mem_new(1, sizeof *u);

	if (u == NULL)
		return fail(err, E_NOMEM, "no memory to read a compressed stream");
	u->pull = pull;
	u->ctx = ctx;
	u->zstd = ZSTD_createDCtx();
	u->in = mem_new(1, PRESS_BUFFER_BYTES);
	u->plain = mem_new(1, PRESS_BUFFER_BYTES);
	if (u->zstd == NULL || u->in == NULL || u->plain == NULL) {
		unpress_free(u);
		return fail(err, E_NOMEM, "no memory to read a compressed stream");
	}
	*unpress = u;
	return OK;
}

void
unpress_free(struct unpress *unpress)
{
	if (unpress == NULL)
		return;
	(void)ZSTD_freeDCtx(unpress->zstd);
	mem_free(unpress->in);
	mem_free(unpress->plain);
	mem_free(unpress);
}

/* What there is no memory for is not damaged: whoever is told of damage goes on without it. */
static enum status
not_decompressed(size_t why, struct err *err)
{
	if (ZSTD_getErrorCode(why) == ZSTD_error_memory_allocation)
		return fail(err, E_NOMEM, "no memory to decompress with");
	return fail(err, E_FORMAT, "a compressed stream is damaged: %s", ZSTD_getErrorName(why));
}

/* One more piece of plain text into u->plain. */
static enum status
unpress_more(struct unpress *u, struct err *err)
{
	ZSTD_outBuffer out = {u->plain, PRESS_BUFFER_BYTES, 0};
	enum status status;
	size_t got = 0, left;

	while (out.pos == 0) {
		if (u->source.pos == u->source.size) {
			status = u->pull(u->ctx, u->in, PRESS_BUFFER_BYTES, &got, err);
			if (status != OK)
				return status;
			if (got == 0)
				return fail(err, E_FORMAT, "a compressed stream is cut off");
			u->source = (ZSTD_inBuffer){u->in, got, 0};
		}
		left = ZSTD_decompressStream(u->zstd, &out, &u->source);
		if (ZSTD_isError(left))
			return not_decompressed(left, err);
	}
	u->from = 0;
	u->to = out.pos;
	return OK;
}

enum status
unpress_get(struct unpress *unpress, void *p, size_t n, struct err *err)
{
	uint8_t *at = p;
	enum status status;
	size_t part;

	while (n != 0) {
		if (unpress->from == unpress->to) {
			status = unpress_more(unpress, err);
			if (status != OK)
				return status;
		}
		part = unpress->to - unpress->from < n ? unpress->to - unpress->from : n;
		memcpy(at, unpress->plain + unpress->from, part);
		unpress->from += part;
		at += part;
		n -= part;
	}
	return OK;
}
