/* tests/sim/world_more.h
 * Workloads that need more than an incident: a file of many records read in, another vault taken
 * in. */
#ifndef TESTS_SIM_WORLD_MORE_H
#define TESTS_SIM_WORLD_MORE_H

#include "tests/sim/world.h"

MUST_USE enum status more_prepare_import(struct world *world, struct err *err);
/* What a reader found in it is given here instead of read by a worker, which no simulated disk can
 * hold: from there on all is as in an import. */
MUST_USE enum status more_run_import_one(struct world *world, struct err *err);
MUST_USE enum status more_run_import_many(struct world *world, struct err *err);
/* The other vault stands on the same disk, in w/. */
MUST_USE enum status more_prepare_merge(struct world *world, struct err *err);
MUST_USE enum status more_run_merge(struct world *world, struct err *err);

/* A copy in w/, and a vault made of it in x/. */
MUST_USE enum status more_prepare_restore(struct world *world, struct err *err);
MUST_USE enum status more_run_restore(struct world *world, struct err *err);

#endif
