/* tests/sim/world_pack.h
 * A pack made of a diary into p/, and what is held to it: the check that daybook-verify makes.
 * Only the vault is searched for clear text: what stands in p/ is the person's own. */
#ifndef TESTS_SIM_WORLD_PACK_H
#define TESTS_SIM_WORLD_PACK_H

#include "tests/sim/world.h"

MUST_USE enum status pack_prepare(struct world *world, struct err *err);
MUST_USE enum status pack_run(struct world *world, struct err *err);
/* Of a world whose judged vault is open.  A pack that was promised, or has its name, holds in every
 * part and stands on a head of that vault's log; the check of what is there instead ends, and
 * changes nothing. */
bool pack_holds(const struct world *of, size_t promises, struct world *world, char *why, size_t n);
/* Once more, beside the first, whatever became of that. */
MUST_USE enum status pack_again(struct world *world, struct err *err);

#endif
