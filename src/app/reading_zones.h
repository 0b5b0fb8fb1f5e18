/* src/app/reading_zones.h
 * Inside app/ only: the clocks that a file's wall times are settled by: the diary's, or the ones it
 * names itself. */
#ifndef APP_READING_ZONES_H
#define APP_READING_ZONES_H

#include "diary/settle.h"
#include "sys/os/os_zone.h"

struct reading_zones {
	struct settle_zone diary; /* for settle_record(); its ctx is this, which stays in place */
	struct settle_zone named;
	struct zone *zone, *named_zone; /* the diary's, and the last one a file named */
	char named_name[ZONE_NAME_BYTES];
};

/* `name` outlives it; assumed: nobody said that it is the file's.  Errors of zone_open(). */
MUST_USE enum status reading_zones_open(
    struct reading_zones *zones, struct text name, bool assumed, struct err *err);
void reading_zones_close(struct reading_zones *zones); /* all zero is fine */

#endif
