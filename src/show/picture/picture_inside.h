/* src/show/picture/picture_inside.h
 * Inside show/picture/: what its files share. */
#ifndef SHOW_PICTURE_PICTURE_INSIDE_H
#define SHOW_PICTURE_PICTURE_INSIDE_H

#include "show/picture/picture.h"

#define MINUTE_US (60 * US_PER_SECOND)
#define HOUR_US   (60 * MINUTE_US)

enum { APPROACH_GAP_MIN = 10, GAP_MIN_DAYS = 7, PICTURE_NAME_BYTES = 256 };

static inline int
text_compare(struct text a, struct text b)
{
	return slice_compare(slice_of_text(a), slice_of_text(b));
}

/* The run under way ends: kept when it is long enough and among the largest. */
void picture_run_keep(struct picture *picture);
/* Between the last contact and this one lies a silence worth a look. */
void picture_gap_keep(struct picture *picture, const struct picture_group *group, int64_t at_us);
/* picture_told.c: the key events of a row, and what it says of effects and changes, among those
 * that are told; at the end in the order in which they are. */
void picture_events_add(struct picture *picture, const struct picture_row *row);
void picture_effects_add(struct picture *picture, const struct picture_row *row);
void picture_told_end(struct picture *picture);

#endif
