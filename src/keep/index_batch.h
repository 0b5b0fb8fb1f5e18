/* src/keep/index_batch.h
 * Inside keep/: items of an import that wait to be written in key order. */
#ifndef KEEP_INDEX_BATCH_H
#define KEEP_INDEX_BATCH_H

#include "base/buf.h"
#include "keep/index_facts.h"

struct index;

struct batch_item {
	int64_t want; /* key of its millisecond; 0 for undated */
	struct facts facts;
	size_t at; /* in `data`: canonical bytes, then searchable text, then group of the roll-up */
	size_t bytes_n, text_n, group_n;
};

struct batch {
	struct batch_item *items;
	struct batch_item **order;
	size_t count;
	struct buf data;
};

MUST_USE enum status batch_init(struct batch *batch, struct err *err);
void batch_fini(struct batch *batch);
void batch_clear(struct batch *batch);
/* Whether one more of this size wants the batch written first. */
bool batch_full(const struct batch *batch, size_t bytes);
MUST_USE enum status batch_add(struct batch *batch, const struct facts *facts, int64_t want,
    struct slice bytes, struct slice text, struct slice group, struct err *err);
/* Write what waits; unless `all`, the latest quarter may stay so that a file that is nearly in
 * order is written in order. */
MUST_USE enum status batch_write(struct index *index, bool all, struct err *err);

#endif
