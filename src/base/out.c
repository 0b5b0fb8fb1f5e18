/* src/base/out.c
 * Bytes into a buffer; see out.h. */
#include "base/out.h"

static enum status
buf_write(void *ctx, struct slice data, struct err *err)
{
	struct buf *buf = ctx;

	buf_put_slice(buf, data);
	return buf_check(buf, err);
}

struct out
out_of_buf(struct buf *buf)
{
	return (struct out){buf_write, buf};
}
