/* src/show/picture/series.h
 * How many on which day: pairs that come nearly in order of time, sparse, any year. */
#ifndef SHOW_PICTURE_SERIES_H
#define SHOW_PICTURE_SERIES_H

#include "base/compiler.h"
#include "base/err.h"
#include "base/time.h"

struct series_day {
	int32_t day; /* since 1 January 1970, local */
	uint32_t count;
};

struct series {
	struct series_day *days;
	size_t count, size;
};

/* E_NOMEM. */
MUST_USE enum status series_add(struct series *series, int32_t day, uint64_t count);
void series_fini(struct series *series);
/* Sorted, each day once: before anything below. */
void series_settle(struct series *series);
/* First and last day included. */
uint64_t series_sum(const struct series *series, int32_t from, int32_t to);
/* The first day after `day` that has any; false when there is none. */
MUST_USE bool series_next(const struct series *series, int32_t day, int32_t *out);
/* Days `from` to `to` one by one into out[0 .. to - from], 0 where there are none. */
void series_spread(const struct series *series, int32_t from, int32_t to, uint32_t *out);

/* The day an instant lies on, of a clock that is `ahead_us` ahead of UTC. */
static inline int32_t
day_of_us(int64_t local_us)
{
	int64_t day = local_us / US_PER_DAY;

	return (int32_t)(local_us % US_PER_DAY < 0 ? day - 1 : day);
}

#endif
