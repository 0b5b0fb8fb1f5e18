/* src/sys/press/press.c
 * Zstandard by libzstd; see press.h. */
#include "sys/press/press.h"

#include <assert.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/mem.h"

enum { PRESS_PIECE_BYTES = 64 * 1024 };

struct press {
	ZSTD_CCtx *ctx;
};

struct unpress {
	ZSTD_DCtx *ctx;
	uint64_t left; /* may still come out */
};

struct press *
press_new(int level)
{
	struct press *press = mem_new(1, sizeof *press);

	assert(level >= 1 && level <= 9);
	if (press == NULL)
		return NULL;
	press->ctx = ZSTD_createCCtx();
	if (press->ctx == NULL ||
	    ZSTD_isError(ZSTD_CCtx_setParameter(press->ctx, ZSTD_c_compressionLevel, level))) {
		press_free(press);
		return NULL;
	}
	return press;
}

void
press_free(struct press *press)
{
	if (press == NULL)
		return;
	(void)ZSTD_freeCCtx(press->ctx);
	mem_free(press);
}

/* Until everything given is taken (and, at the end, everything held is out). */
static enum status
press_run(
    struct press *press, struct slice in, ZSTD_EndDirective how, struct buf *out, struct err *err)
{
	ZSTD_inBuffer from = {in.p, in.n, 0};
	ZSTD_outBuffer to;
	size_t held, room;
	uint8_t *p;

	do {
		room = out->max - out->n < PRESS_PIECE_BYTES ? out->max - out->n
							     : PRESS_PIECE_BYTES;
		p = room != 0 ? buf_extend(out, room) : NULL;
		if (p == NULL) {
			(void)ZSTD_CCtx_reset(press->ctx, ZSTD_reset_session_only);
			return fail(err, out->failed == E_NOMEM ? E_NOMEM : E_LIMIT,
			    "no room for compressed bytes");
		}
		to = (ZSTD_outBuffer){p, room, 0};
		held = ZSTD_compressStream2(press->ctx, &to, &from, how);
		out->n -= room - to.pos;
		if (ZSTD_isError(held)) {
			(void)ZSTD_CCtx_reset(press->ctx, ZSTD_reset_session_only);
			return fail(err, E_NOMEM, "cannot compress: %s", ZSTD_getErrorName(held));
		}
	} while (from.pos < from.size || (how == ZSTD_e_end && held != 0));
	return OK;
}

enum status
press_write(struct press *press, struct slice in, struct buf *out, struct err *err)
{
	return in.n == 0 ? OK : press_run(press, in, ZSTD_e_continue, out, err);
}

enum status
press_end(struct press *press, struct buf *out, struct err *err)
{
	return press_run(press, slice_of(NULL, 0), ZSTD_e_end, out, err);
}

struct unpress *
unpress_new(uint64_t max_bytes)
{
	struct unpress *unpress = mem_new(1, sizeof *unpress);

	if (unpress == NULL)
		return NULL;
	unpress->left = max_bytes;
	unpress->ctx = ZSTD_createDCtx();
	if (unpress->ctx == NULL || ZSTD_isError(ZSTD_DCtx_setParameter(
					unpress->ctx, ZSTD_d_windowLogMax, PRESS_WINDOW_LOG))) {
		unpress_free(unpress);
		return NULL;
	}
	return unpress;
}

void
unpress_free(struct unpress *unpress)
{
	if (unpress == NULL)
		return;
	(void)ZSTD_freeDCtx(unpress->ctx);
	mem_free(unpress);
}

enum status
unpress_step(struct unpress *unpress, struct slice *in, uint8_t *out, size_t room, size_t *got,
    bool *end, struct err *err)
{
	ZSTD_inBuffer from = {in->p, in->n, 0};
	ZSTD_outBuffer to = {out, room, 0};
	size_t want = ZSTD_decompressStream(unpress->ctx, &to, &from);

	if (ZSTD_isError(want))
		return fail(err,
		    ZSTD_getErrorCode(want) == ZSTD_error_memory_allocation ? E_NOMEM : E_FORMAT,
		    "cannot decompress: %s", ZSTD_getErrorName(want));
	if (to.pos > unpress->left)
		return fail(
		    err, E_LIMIT, "more comes out of the compressed bytes than is accepted");
	unpress->left -= to.pos;
	*in = slice_of(in->p + from.pos, in->n - from.pos);
	*got = to.pos;
	*end = want == 0;
	return OK;
}
