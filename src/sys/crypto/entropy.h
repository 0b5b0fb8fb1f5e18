/* src/sys/crypto/entropy.h
 * The real entropy behind base/seam.h, and the seeded one that tests inject. */
#ifndef SYS_CRYPTO_ENTROPY_H
#define SYS_CRYPTO_ENTROPY_H

#include "base/seam.h"

/* The operating system's generator (getrandom by libsodium). */
struct entropy entropy_system(void);

struct entropy_seeded {
	uint8_t seed[32];
	uint64_t used; /* calls so far */
};

/* ChaCha20 of the seed: the same seed gives the same bytes in the same order of calls.
 * For tests and reference vaults only; `state` must outlive the result. */
struct entropy entropy_of_seed(struct entropy_seeded *state);

static inline void
entropy_fill(const struct entropy *entropy, void *p, size_t n)
{
	entropy->fill(entropy->ctx, p, n);
}

#endif
