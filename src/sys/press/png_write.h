/* src/sys/press/png_write.h
 * Pixels as a PNG file (ISO/IEC 15948), for pictures of few colours such as screenshots: the same
 * bytes for the same pixels; beside them only how their colours are meant (sRGB).
 * Not for: decoding anything. */
#ifndef SYS_PRESS_PNG_WRITE_H
#define SYS_PRESS_PNG_WRITE_H

#include "base/buf.h"

enum { PNG_WRITE_SIDE_MAX = 16384 };

/* `rgb`: width * height * 3 bytes, row by row.  Appended to `out`.  E_LIMIT: more than `max_bytes`,
 * or too long a side; `out` is as it was.  E_NOMEM. */
MUST_USE enum status png_write(struct buf *out, const uint8_t *rgb, uint32_t width, uint32_t height,
    size_t max_bytes, struct err *err);

#endif
