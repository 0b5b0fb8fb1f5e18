/* src/sys/os/os_tzif.h
 * Inside sys/os only: what a zone is made of. */
#ifndef SYS_OS_OS_TZIF_H
#define SYS_OS_OS_TZIF_H

#include "sys/os/os_zone.h"

#define ZONE_CYCLE_S      (INT64_C(146097) * 86400) /* the Gregorian calendar repeats */
#define ZONE_OFFSET_MAX_S INT64_C(93600)            /* RFC 8536 section 3.2: within 26 hours */

struct zone_change {
	int64_t at_s;     /* from this instant on (seconds, UTC) ... */
	int32_t offset_s; /* ... clocks are this far east of Greenwich */
};

struct zone {
	struct zone_change *changes; /* ascending */
	size_t count;
	int32_t first_offset_s; /* before the first change */
	bool repeats;           /* the last 400 years of changes repeat for ever */
};

#endif
