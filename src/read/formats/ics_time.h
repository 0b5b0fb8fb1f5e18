/* src/read/formats/ics_time.h
 * Dates, times and durations as calendars write them (RFC 5545, sections 3.3.4 to 3.3.6).
 * Not for: zones (ics_zone.h). */
#ifndef READ_FORMATS_ICS_TIME_H
#define READ_FORMATS_ICS_TIME_H

#include "base/time.h"

struct ics_time {
	struct civil civil;
	bool has_time, has_second;
	bool utc; /* a Z stands behind it */
};

/* "20140829T080000Z", "20140829", and both with the separators of RFC 3339. */
MUST_USE bool ics_time_parse(struct slice s, struct ics_time *out);
/* "P1DT2H", "-PT15M", "P2W" in seconds; false when it is no duration or longer than
 * centuries.  *exact is the part of hours, minutes and seconds, which go on through a change of
 * clocks; days and weeks go by the calendar. */
MUST_USE bool ics_duration_parse(struct slice s, int64_t *seconds, int64_t *exact);

#endif
