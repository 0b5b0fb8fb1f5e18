/* src/sys/crypto/entropy.c
 * System and seeded entropy; see entropy.h. */
#include "sys/crypto/entropy.h"

#include <sodium.h>

#include "base/slice.h"

static void
system_fill(void *ctx, void *p, size_t n)
{
	(void)ctx;
	randombytes_buf(p, n);
}

struct entropy
entropy_system(void)
{
	return (struct entropy){system_fill, NULL};
}

static void
seeded_fill(void *ctx, void *p, size_t n)
{
	struct entropy_seeded *state = ctx;
	uint8_t nonce[8];

	put_u64le(nonce, state->used++);
	(void)crypto_stream_chacha20(p, n, nonce, state->seed);
}

struct entropy
entropy_of_seed(struct entropy_seeded *state)
{
	return (struct entropy){seeded_fill, state};
}
