/* sample/rng.h
 * Repeatable chance for the sample case and the bench: the same seed and stream name give the same
 * numbers on every machine.  Not for secrets.  xoshiro256** seeded through splitmix64 (Blackman and
 * Vigna, public domain algorithms). */
#ifndef SAMPLE_RNG_H
#define SAMPLE_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RNG_SEED_DEFAULT = 20240108 };

struct rng {
	uint64_t s[4];
};

/* Start `*r` from `seed`.  `stream` names an independent sequence, so that a change in one part of
 * the case does not move the chances of another. */
void rng_init(struct rng *r, uint64_t seed, const char *stream);

uint64_t rng_next(struct rng *r);

/* A number from 0 to n - 1; n must not be 0. */
uint32_t rng_below(struct rng *r, uint32_t n);

/* A number from lo to hi, both included. */
int64_t rng_between(struct rng *r, int64_t lo, int64_t hi);

/* True in `permille` of 1000 cases. */
bool rng_chance(struct rng *r, uint32_t permille);

/* Index into `weights`, each taken in proportion to its weight; the sum must not be 0. */
size_t rng_weighted(struct rng *r, const uint16_t *weights, size_t n);

/* Fill `n` bytes, incompressible. */
void rng_bytes(struct rng *r, void *out, size_t n);
#endif
