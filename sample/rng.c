/* sample/rng.c
 * xoshiro256** and the few draws the generators need.  Integer arithmetic only. */
#include "sample/rng.h"

#include <assert.h>
#include <string.h>

static uint64_t
splitmix(uint64_t *x)
{
	uint64_t z = (*x += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static uint64_t
rotated(uint64_t x, int k)
{
	return (x << k) | (x >> (64 - k));
}

void
rng_init(struct rng *r, uint64_t seed, const char *stream)
{
	uint64_t x = seed;

	for (; *stream != '\0'; stream++) {
		x ^= (unsigned char)*stream;
		x *= UINT64_C(0x100000001b3);
	}
	for (size_t i = 0; i < 4; i++)
		r->s[i] = splitmix(&x);
}

uint64_t
rng_next(struct rng *r)
{
	uint64_t *s = r->s;
	uint64_t result = rotated(s[1] * 5, 7) * 9;
	uint64_t t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotated(s[3], 45);
	return result;
}

uint32_t
rng_below(struct rng *r, uint32_t n)
{
	assert(n > 0);
	/* The bias of taking the high half of a product is below 2^-32 times n: of no matter here.
	 */
	return (uint32_t)(((rng_next(r) >> 32) * n) >> 32);
}

int64_t
rng_between(struct rng *r, int64_t lo, int64_t hi)
{
	assert(lo <= hi && hi - lo < INT32_MAX);
	return lo + (int64_t)rng_below(r, (uint32_t)(hi - lo) + 1);
}

bool
rng_chance(struct rng *r, uint32_t permille)
{
	return rng_below(r, 1000) < permille;
}

size_t
rng_weighted(struct rng *r, const uint16_t *weights, size_t n)
{
	uint32_t sum = 0;
	uint32_t at;
	size_t i = 0;

	for (i = 0; i < n; i++)
		sum += weights[i];
	at = rng_below(r, sum);
	for (i = 0; at >= weights[i]; i++)
		at -= weights[i];
	return i;
}

void
rng_bytes(struct rng *r, void *out, size_t n)
{
	unsigned char *p = out;

	while (n > 0) {
		uint64_t x = rng_next(r);
		size_t k = n < sizeof x ? n : sizeof x;

		memcpy(p, &x, k);
		p += k;
		n -= k;
	}
}
