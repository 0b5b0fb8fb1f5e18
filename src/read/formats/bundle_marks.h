/* src/read/formats/bundle_marks.h
 * Places in a packed entry from which unpacking can go on, made on one way through it: so a
 * database that is packed in an archive can be read here and there, at any size, in memory that is
 * fixed. When there is no room for more, every second place is given up and the next ones lie twice
 * as far apart. */
#ifndef READ_FORMATS_BUNDLE_MARKS_H
#define READ_FORMATS_BUNDLE_MARKS_H

#include "read/formats/bundle_stream.h"

enum {
	BUNDLE_MARKS_APART_BYTES = 256 * 1024, /* at first */
	BUNDLE_MARKS_MAX = 640,                /* of some 40 KiB each */
	BUNDLE_MARKS_LEFT = 16,
};

struct bundle_mark {
	uint64_t at; /* in the entry, unpacked */
	void *place;
};

struct bundle_marks {
	const struct bundle *bundle; /* NULL: there are none */
	struct bundle_mark *mark;    /* in order; the first at 0 */
	size_t count, max;
	uint64_t apart;
	/* Where reading was left last, to go elsewhere: several tables may be walked at once. */
	struct bundle_mark left[BUNDLE_MARKS_LEFT];
	size_t next; /* of them, to be given up */
};

/* Room for `max` (>= 2) of them.  E_NOMEM; bundle_marks_fini() is to be called in any case. */
MUST_USE enum status bundle_marks_init(struct bundle_marks *marks, const struct bundle *bundle,
    uint64_t apart_bytes, size_t max, struct err *err);
void bundle_marks_fini(struct bundle_marks *marks);
/* Marks where the stream stands, unless the last mark is near.  *marked is false where the entry
 * has no such places.  E_NOMEM. */
MUST_USE enum status bundle_marks_put(
    struct bundle_marks *marks, struct bundle_stream *stream, bool *marked, struct err *err);
/* Keeps one more, or none where its place is NULL, for a while; it is the marks' own then. */
void bundle_marks_leave(struct bundle_marks *marks, struct bundle_mark mark);
/* The last one not behind `at`; NULL when there are none. */
const struct bundle_mark *bundle_marks_before(const struct bundle_marks *marks, uint64_t at);

#endif
