/* src/keep/index_rollup_inside.h
 * Inside keep/: changes of the roll-up that wait to be written, a day at a time. */
#ifndef KEEP_INDEX_ROLLUP_INSIDE_H
#define KEEP_INDEX_ROLLUP_INSIDE_H

#include "keep/index_facts.h"
#include "keep/index_groups.h"
#include "keep/index_rollup.h"

enum { ROLLUP_GROUP_MAX_BYTES = 32 + 4 * RECORD_MAX_ITEMS };

struct rollup_change {
	int32_t part;
	uint32_t group; /* in rollup.groups; from the flush on its number in the index */
	int64_t at_us;
	uint32_t order; /* in which they came */
	bool out;       /* a row that is no longer listed */
};

struct rollup {
	struct groups groups; /* of the changes that wait, and of late */
	uint32_t *stored;     /* the numbers of the first stored_count of them in the index */
	size_t stored_count;
	struct rollup_change *changes;
	size_t count, size;
	struct index_tick *ticks; /* of the part being written */
	size_t tick_size;
	struct buf bytes;
};

void rollup_init(struct rollup *rollup, const struct entropy *entropy);
void rollup_fini(struct rollup *rollup);
/* What waits is forgotten: its transaction was rolled back. */
void rollup_forget(struct rollup *rollup);

/* The group a row belongs to, in bytes; nothing for a kind that is not counted here.  Words get
 * their numbers. */
MUST_USE enum status rollup_group_put(struct index *index, const struct facts *facts,
    const struct record *record, struct buf *out, struct err *err);
/* A row is listed from now on, or (`out`) no longer.  Empty `group`: nothing to do. */
MUST_USE enum status rollup_change(
    struct index *index, const struct facts *facts, struct slice group, bool out, struct err *err);
/* Write what waits.  E_FORMAT when a row that goes was never there. */
MUST_USE enum status rollup_flush(struct index *index, struct err *err);
/* Everything out, what waits too: to be filled anew. */
MUST_USE enum status rollup_clear(struct index *index, struct err *err);

#endif
