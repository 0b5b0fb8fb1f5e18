/* src/show/picture/picture_inside.h
 * Inside show/picture/: what its files share. */
#ifndef SHOW_PICTURE_PICTURE_INSIDE_H
#define SHOW_PICTURE_PICTURE_INSIDE_H

#include "show/picture/picture.h"

#define MINUTE_US (60 * US_PER_SECOND)
#define HOUR_US   (60 * MINUTE_US)

enum { APPROACH_GAP_MIN = 10, GAP_MIN_DAYS = 7 };

/* The run under way ends: kept when it is long enough and among the largest. */
void picture_run_keep(struct picture *picture);
/* Between the last contact and this one lies a silence worth a look. */
void picture_gap_keep(struct picture *picture, const struct picture_group *group, int64_t at_us);

#endif
