/* src/read/formats/ics_zone.h
 * What calendars call a time zone, as the name that zone data knows: "GMT Standard Time" (Outlook),
 * "/freeassociation.sourceforge.net/Europe/London" and "Europe/London" are one.
 * Not for: what a zone's clocks showed; the parent settles that. */
#ifndef READ_FORMATS_ICS_ZONE_H
#define READ_FORMATS_ICS_ZONE_H

#include "base/slice.h"

enum { ICS_ZONE_MAX_BYTES = 64 };

/* The IANA name for a TZID; it lives as long as `tzid`.  False when none can be told. */
MUST_USE bool ics_zone_find(struct slice tzid, struct text *out);
/* A zone whose clocks are UTC. */
bool ics_zone_is_utc(struct text zone);

#endif
