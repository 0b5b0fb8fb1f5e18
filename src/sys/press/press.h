/* src/sys/press/press.h
 * Streaming compression and decompression: Zstandard (RFC 8878) frames, by libzstd.
 * For readings (our own bytes), which are compressed before they are sealed.  The same input and
 * level give the same bytes with one version of libzstd.
 * Not for: archives that people bring; those are read in a worker by other means. */
#ifndef SYS_PRESS_PRESS_H
#define SYS_PRESS_PRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"

enum {
	PRESS_FAST = 1, /* for a million records on the way in */
	PRESS_USUAL = 3,
	PRESS_WINDOW_LOG = 23, /* a frame that needs more than 8 MiB to be read is refused */
};

struct press; /* one frame after another */

/* `level` 1 to 9.  NULL when out of memory. */
MUST_USE struct press *press_new(int level);
void press_free(struct press *press); /* NULL is fine */
/*
 * Take all of `in` and append to `out` what is ready.  E_LIMIT when `out` is full, E_NOMEM: the
 * frame is then lost, and the next call begins a new one.
 */
MUST_USE enum status press_write(
    struct press *press, struct slice in, struct buf *out, struct err *err);
/* Append the end of the frame; the next write begins a new one.  Errors as above. */
MUST_USE enum status press_end(struct press *press, struct buf *out, struct err *err);

struct unpress; /* one frame */

/* No more than max_bytes come out of it.  NULL when out of memory. */
MUST_USE struct unpress *unpress_new(uint64_t max_bytes);
void unpress_free(struct unpress *unpress); /* NULL is fine */
/*
 * Take bytes off the front of *in and put at most `room` (at least 1) of what they hold into `out`.
 * *got is how many; 0 with *in empty means more input is wanted.  *end: the frame is complete, *in
 * begins with what follows it, and the next call would begin another frame.
 *
 * E_FORMAT  not a frame, damaged, or one that needs a window over 8 MiB.
 * E_LIMIT   more than max_bytes would come out.    E_NOMEM.
 * After a failure only unpress_free() may follow.
 */
MUST_USE enum status unpress_step(struct unpress *unpress, struct slice *in, uint8_t *out,
    size_t room, size_t *got, bool *end, struct err *err);

#endif
