/* src/sys/press/press.h
 * Streaming compression by libzstd (RFC 8878), level 1, checksum on.  The only owner of zstd.h.
 * Not for: outside bytes; what is unpressed here was pressed by us and opened under our key. */
#ifndef SYS_PRESS_PRESS_H
#define SYS_PRESS_PRESS_H

#include "base/out.h"

struct press; /* bytes in, compressed bytes out */

/* `out` is borrowed until press_free().  E_NOMEM. */
MUST_USE enum status press_new(const struct out *out, struct press **press, struct err *err);
/* Errors of `out`. */
MUST_USE enum status press_put(struct press *press, struct slice data, struct err *err);
/* Flush and close the frame.  Nothing may be put afterwards. */
MUST_USE enum status press_end(struct press *press, struct err *err);
void press_free(struct press *press); /* NULL is fine */

struct unpress; /* compressed bytes pulled in, plain bytes out */

/* Up to n bytes into p; *got 0 only at the end. */
typedef enum status (*unpress_pull)(void *ctx, void *p, size_t n, size_t *got, struct err *err);

MUST_USE enum status unpress_new(
    unpress_pull pull, void *ctx, struct unpress **unpress, struct err *err);
/* Exactly n bytes.  E_FORMAT when the stream is damaged or ends before. */
MUST_USE enum status unpress_get(struct unpress *unpress, void *p, size_t n, struct err *err);
void unpress_free(struct unpress *unpress); /* NULL is fine */

#endif
