/* src/base/out.h
 * Somewhere bytes go, one piece after another: a file, an object, a buffer. */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include "base/buf.h"

struct out {
	enum status (*write)(void *ctx, struct slice data, struct err *err);
	void *ctx;
};

MUST_USE static inline enum status
out_write(const struct out *out, struct slice data, struct err *err)
{
	return data.n != 0 ? out->write(out->ctx, data, err) : OK;
}

/* Appends to *buf, which must outlive the result.  E_LIMIT, E_NOMEM as buf_check(). */
struct out out_of_buf(struct buf *buf);

#endif
