/* src/diary/settle.h
 * Wall times into instants.  Readers say what a file says; here, on the parent's side, a wall time
 * gets its instant for a zone, and the choices made on the way are said as doubts (formats.md
 * rule 2).  Pure: the zone comes in as two functions.  Not for: zone data, or guessing a zone. */
#ifndef DIARY_SETTLE_H
#define DIARY_SETTLE_H

#include "diary/record.h"

struct settle_zone {
	/* Every instant at which clocks of the zone showed `local`, ascending: *count 0 (the hour
	 * that clocks skip), 1, or 2 (the hour that comes twice). */
	void (*instants)(void *ctx, const struct civil *local, int64_t out[2], unsigned *count);
	/* What clocks of the zone showed at an instant; false (out untouched) outside the calendar.
	 */
	bool (*local)(void *ctx, int64_t at_us, struct civil *out);
	void *ctx;
	struct text
	    name;     /* IANA name, "Europe/London"; borrowed by the moments it is written into */
	bool assumed; /* nobody said so: every wall time gets the doubt "zone-assumed" */
	/* The zone that a moment names itself; NULL when there is none of that name.  Borrowed
	 * until the next call.  May be NULL: no zone but this one. */
	const struct settle_zone *(*named)(void *ctx, struct text name);
};

/* What was settled before in the same file, in file order.  Begin with all zero. */
struct settle_state {
	bool any;
	int64_t last_at_us;
};

/* Where doubts go; `detail` is borrowed for the call.  The status is handed through. */
struct settle_doubts {
	enum status (*add)(void *ctx, const char *code, struct text detail, struct err *err);
	void *ctx;
};

/*
 * BASIS_LOCAL, BASIS_DATE  at_us is filled in and zone where absent; basis, precision and local
 *     stay.  Precision day, month or year gives the first instant of that local day, month, year.
 *     A wall time that comes twice: the first of the two that is not before the previous instant
 *     of the file, else the first; doubt "time-twice" names both.  One that cannot have been:
 *     as if clocks had not yet gone forward; doubt "time-missing".
 *     A BASIS_LOCAL in an assumed zone: doubt "zone-assumed", detail the zone.
 *     One that names its zone is settled in that; doubt "zone-not-applied" when there is none of
 *     that name here.
 * BASIS_INSTANT  local (and then zone) is filled in where the file gave none.
 * BASIS_NONE, or settled already: untouched.
 * Fails only with what doubts->add returned; the moment is untouched then.
 */
MUST_USE enum status settle_moment(struct moment *moment, const struct settle_zone *zone,
    struct settle_state *state, const struct settle_doubts *doubts, struct err *err);
/* Both times of a record; doubts are added to it, their details copied into the arena.
 * E_LIMIT, E_NOMEM as record_add_doubt(). */
MUST_USE enum status settle_record(struct record *record, struct arena *arena,
    const struct settle_zone *zone, struct settle_state *state, struct err *err);

#endif
