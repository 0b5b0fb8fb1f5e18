/* src/keep/index_groups.h
 * Inside keep/: short byte strings, each kept once under a number from 0 on. */
#ifndef KEEP_INDEX_GROUPS_H
#define KEEP_INDEX_GROUPS_H

#include "base/buf.h"
#include "base/err.h"

struct groups {
	struct buf bytes; /* one after the other */
	size_t *ends;     /* of each in `bytes` */
	size_t count, size;
	uint32_t *slots; /* number + 1; 0: free */
	size_t slot_count;
	uint64_t seed; /* so that nobody can choose strings that collide */
	uint32_t last; /* asked for most lately */
};

void groups_init(struct groups *groups, uint64_t seed);
void groups_fini(struct groups *groups);
/* Forget them all; the memory is kept. */
void groups_clear(struct groups *groups);
/* The number of `bytes`, given now when it has none.  E_NOMEM; E_LIMIT: too many. */
MUST_USE enum status groups_number(
    struct groups *groups, struct slice bytes, uint32_t *out, struct err *err);
struct slice groups_bytes(const struct groups *groups, uint32_t number);

#endif
