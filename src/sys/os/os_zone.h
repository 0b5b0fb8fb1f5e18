/* src/sys/os/os_zone.h
 * IANA time zones: wall time of an instant, instants of a wall time, from the *system's* tz
 * database (TZif files, RFC 8536), so that `apt upgrade` is all it takes to follow a law.
 * Not for: deciding which of two instants was meant (diary/settle.h). */
#ifndef SYS_OS_OS_ZONE_H
#define SYS_OS_OS_ZONE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"
#include "base/time.h"

struct zone; /* never changes once open: may be shared by threads */

enum { ZONE_NAME_BYTES = 64, ZONE_FILE_BYTES = 256 * 1024 };

/*
 * "Europe/London", "UTC", or a fixed offset "+01:00" / "-09:30" (at most 23:59).
 * E_NOTFOUND  no such zone (or not a name at all: only letters, digits, '+', '-', '_' and '/').
 * E_FORMAT    the system's file for it is damaged.   E_IO, E_NOMEM.
 */
MUST_USE enum status zone_open(struct text name, struct zone **out, struct err *err);
/* The same from the bytes of a TZif file, without any file.  E_FORMAT, E_NOMEM. */
MUST_USE enum status zone_of_bytes(struct slice tzif, struct zone **out, struct err *err);
void zone_close(struct zone *zone); /* NULL is fine */

/* Wall time and offset (seconds east of Greenwich).  False, outputs untouched, when the wall time
 * lies outside years 1..9999.  offset_s may be NULL. */
MUST_USE bool zone_local(
    const struct zone *zone, int64_t at_us, struct civil *out, int32_t *offset_s);
/*
 * The instants at which clocks there showed `local` (which must be valid), in order.
 * *count 1: the usual.  2: clocks went back, out[0] < out[1].  0: clocks jumped over it; out[0] is
 * then the instant as if the offset before the jump still held.
 */
void zone_instants(
    const struct zone *zone, const struct civil *local, int64_t out[2], unsigned *count);

/* The name of the zone this computer is set to ("Europe/London"), appended without NUL.
 * E_NOTFOUND when it cannot be told. */
MUST_USE enum status zone_system_name(struct buf *out, struct err *err);

#endif
