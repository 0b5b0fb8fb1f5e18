/* src/sys/press/jpeg_write.h
 * Pixels as a baseline JPEG file (ITU-T T.81): the same bytes for the same pixels, and nothing in
 * it but them: no time, no text, no profile.  Not for: decoding anything. */
#ifndef SYS_PRESS_JPEG_WRITE_H
#define SYS_PRESS_JPEG_WRITE_H

#include "base/buf.h"

enum { JPEG_WRITE_SIDE_MAX = 16384 };

struct jpeg_write {
	const uint8_t *rgb; /* width * height * 3 bytes, row by row */
	uint32_t width, height;
	unsigned quality; /* 1..100, as libjpeg has them */
	bool crisp;       /* colours at every pixel, not at every fourth: for letters */
};

/* Appended to `out`.  E_LIMIT: more than `out` may hold, or too long a side.  E_NOMEM. */
MUST_USE enum status jpeg_write(struct buf *out, const struct jpeg_write *picture, struct err *err);

#endif
