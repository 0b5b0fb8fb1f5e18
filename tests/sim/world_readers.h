/* tests/sim/world_readers.h
 * A program that writes and two that may only read, on one disk at one time: in one thread, by
 * turns, each with a vault, an index and a lock of its own (docs/design/0021).  The lock is one of
 * flock(2): of the open file, not of the process, so three openings here are as three programs.
 * Not for: two calls at the same moment. */
#ifndef TESTS_SIM_WORLD_READERS_H
#define TESTS_SIM_WORLD_READERS_H

#include "tests/sim/world.h"

MUST_USE enum status readers_prepare(struct world *world, struct err *err);
/* What a reader did not find, could not do or changed is in world->wrong. */
MUST_USE enum status readers_run(struct world *world, struct err *err);

#endif
