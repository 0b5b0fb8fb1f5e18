/* src/read/formats/isom_box.h
 * The boxes of ISO base media files (ISO/IEC 14496-12, section 4.2), which MP4, 3GP, QuickTime and
 * HEIF share: one after the other off a source, however large, without reading what is in them.
 * Not for: what a box means. */
#ifndef READ_FORMATS_ISOM_BOX_H
#define READ_FORMATS_ISOM_BOX_H

#include "base/buf.h"
#include "read/source.h"

enum {
	ISOM_WINDOW_BYTES = 4096, /* longest look-ahead */
	ISOM_BOXES_MAX = 500000,  /* walked in one file */
};

/* "moov" as a number. */
#define ISOM_TYPE(a, b, c, d)                                                                      \
	((uint32_t)(uint8_t)(a) << 24 | (uint32_t)(uint8_t)(b) << 16 |                             \
	    (uint32_t)(uint8_t)(c) << 8 | (uint32_t)(uint8_t)(d))

struct isom {
	const struct source *source;
	struct window window;
	uint32_t boxes;      /* met so far */
	bool cut;            /* a box goes on behind the end of the file */
	bool damaged;        /* a length cannot be */
	bool too_many;       /* more boxes than are looked at */
	enum status *status; /* the first failure sticks; nothing is done after it */
	struct err *err;
};

/* Bytes of the file that are still to be looked at. */
struct isom_span {
	uint64_t at, end; /* end is UINT64_MAX when the length of the file is not known */
};

struct isom_box {
	uint32_t type;
	struct isom_span content; /* what is in it; of "uuid" without the 16 bytes */
	uint8_t uuid[16];         /* of "uuid" */
};

/* *status is E_NOMEM when there is no memory; to be given to isom_fini() in any case. */
void isom_init(
    struct isom *isom, const struct source *source, enum status *status, struct err *err);
void isom_fini(struct isom *isom);
/* The whole file. */
struct isom_span isom_all(const struct isom *isom);

/* The next box off the span.  False at its end, and where no box can begin. */
MUST_USE bool isom_next(struct isom *isom, struct isom_span *rest, struct isom_box *out);
/* Up to n bytes (at most ISOM_WINDOW_BYTES) at the begin of the span, not taken; fewer at its end.
 * Borrowed until the next call. */
struct slice isom_peek(struct isom *isom, const struct isom_span *span, size_t n);
/* Step over n bytes, or to the end. */
void isom_skip(struct isom_span *span, uint64_t n);
/* A big-endian number of n bytes (0 to 8) off the span; 0 bytes are 0.  False (isom->damaged) when
 * there are fewer. */
MUST_USE bool isom_take(struct isom *isom, struct isom_span *span, unsigned n, uint64_t *out);
/* Version and flags of a full box (section 4.2). */
MUST_USE bool isom_take_full(
    struct isom *isom, struct isom_span *span, uint8_t *version, uint32_t *flags);
/* Bytes of the span behind what is in `out` already, up to its maximum: true when these are all. */
MUST_USE bool isom_load(struct isom *isom, struct isom_span span, struct buf *out);

#endif
