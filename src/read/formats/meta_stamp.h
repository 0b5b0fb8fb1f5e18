/* src/read/formats/meta_stamp.h
 * The date and time under a message on Meta's pages: "Oct 19, 2019, 2:37 PM", "Oct 19, 2019 at 2:37
 * PM", "19 Oct 2019, 14:37", "19/10/2019 14:37" and so on, in English.  What the clock showed to
 * whoever made the download; only the oldest pages say in which zone.
 * Not for: which of two readings of 05/06/2024 is meant. */
#ifndef READ_FORMATS_META_STAMP_H
#define READ_FORMATS_META_STAMP_H

#include "base/time.h"
#include "read/format.h"

struct meta_stamp {
	struct civil civil; /* month and day as read left to right when `numbers` */
	bool numbers;       /* "05/06/2024": civil.month is the first, civil.day the second */
	bool has_second;
	bool has_zone;
	int32_t offset_s; /* east of Greenwich */
	bool odd_hour;    /* "14:37 PM" */
};

/* The whole text is one, or false (out untouched). */
MUST_USE bool meta_stamp_parse(struct text text, struct meta_stamp *out);
/* The wall time, in that order when it is written in numbers; false when there is no such day. */
MUST_USE bool meta_stamp_civil(
    const struct meta_stamp *stamp, enum date_order order, struct civil *out);
/* Does the order matter? */
bool meta_stamp_is_open(const struct meta_stamp *stamp);

#endif
