/* src/read/formats/apple_time.h
 * Times that count from 2001-01-01T00:00:00Z: seconds up to iOS 10, nanoseconds since. */
#ifndef READ_FORMATS_APPLE_TIME_H
#define READ_FORMATS_APPLE_TIME_H

#include "base/time.h"

#define APPLE_TIME_EPOCH_US    INT64_C(978307200000000)
#define APPLE_TIME_NANOSECONDS INT64_C(1000000000000000) /* from here on */

/* Seconds or nanoseconds, by magnitude, as an instant.  False for 0 (none) and what no calendar
 * has.
 */
static inline bool
apple_time_us(int64_t value, int64_t *out)
{
	if (value == 0 || value == INT64_MIN)
		return false;
	if (value >= APPLE_TIME_NANOSECONDS || -value >= APPLE_TIME_NANOSECONDS)
		*out = APPLE_TIME_EPOCH_US + value / 1000;
	else if (value < INT64_C(300000000000) && -value < INT64_C(60000000000))
		*out = APPLE_TIME_EPOCH_US + value * US_PER_SECOND;
	else
		return false;
	return true;
}

#endif
