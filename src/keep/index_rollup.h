/* src/keep/index_rollup.h
 * Every listed message, call and payment once more, as short as it can be: its instant and the
 * group of like rows it belongs to, all of a day together.  Counting ten million rows takes reading
 * 80 MB in order, where the rows themselves would be gigabytes (docs/design/0034-the-picture.md).
 * Kept with each change of the index, and like it disposable.
 * Incidents are not in it, nor what the person noted something of (INDEX_NOTED): they are few, and
 * what is counted of them takes their words. */
#ifndef KEEP_INDEX_ROLLUP_H
#define KEEP_INDEX_ROLLUP_H

#include "keep/index.h"

/* What rows of a group have in common: all that counting asks of them. */
struct index_group {
	enum record_kind kind;
	enum direction direction;
	enum time_basis basis;
	enum precision precision;
	unsigned flags; /* INDEX_UNSENT or 0 */
	bool at_known, local_known;
	int64_t ahead_us; /* wall time minus instant, when both are known; whole seconds */
	uint32_t channel, from;
	const uint32_t *to; /* of what was sent: every recipient's identity, 0s left out */
	size_t to_count;
};

struct index_tick {
	int64_t at_us; /* 0 for those without a known time */
	uint32_t group;
};

/* The rows of one day of UTC, in order of time; of one instant in any order.  First of all, in one
 * part, those without a known time. */
struct index_part {
	const struct index_group *groups; /* the same for every part, by number; 0 is nobody's */
	size_t group_count;
	const struct index_tick *ticks;
	size_t tick_count;
};

/* Borrowed for the call.  Not OK stops and is returned. */
typedef enum status (*index_part_fn)(void *ctx, const struct index_part *part, struct err *err);

/* The kinds of record that are in it, unless something was noted of them. */
bool index_rollup_holds(enum record_kind kind);
/* Every part, in order of time.  E_FORMAT: the index is damaged. */
MUST_USE enum status index_rollup(
    struct index *index, index_part_fn each, void *ctx, struct err *err);

#endif
