/* tests/sim/platter.h
 * What may be on the disk when the power goes, by the rules a careful program may rely on:
 *   - what a file was given is there for certain only after a sync of that file succeeded;
 *   - a name, its change or its removal, only after a sync of its folder succeeded;
 *   - what was not synced may be there or not, each write and each name for itself, in any
 *     combination; a write also in parts, by sectors of 512 or 4,096 bytes;
 *   - after a sync that failed nothing it was asked for becomes certain by a later one;
 *   - a renaming is whole or not at all, and certain once either folder is synced; a folder takes
 *     along what is in it, as far as that was kept.
 * Not for: running anything on it (mem_io). */
#ifndef TESTS_SIM_PLATTER_H
#define TESTS_SIM_PLATTER_H

#include "tests/sim/trace.h"

struct platter;

/* What becomes of one pending step. */
enum fate { FATE_LOST, FATE_KEPT, FATE_TORN_512, FATE_TORN_4096, FATES };

struct platter *platter_new(const struct trace *trace); /* nothing has happened yet */
void platter_free(struct platter *platter);
/* One more step has happened. */
void platter_step(struct platter *platter);

/* Steps that happened and are not certain, oldest first. */
size_t platter_pending(const struct platter *platter);
const struct step *platter_pending_step(const struct platter *platter, size_t i);
/* The disk with this fate of each pending step; `seed` decides which sectors of torn ones. */
struct mem_io *platter_image(const struct platter *platter, const uint8_t *fates, uint64_t seed);

/* A small generator; the same seed gives the same numbers. */
uint64_t chance(uint64_t *seed);

#endif
