/* src/base/hash.h
 * A number for bytes, for tables in memory: multiplied and folded, eight bytes at a time, from a
 * secret start, so that nobody can choose bytes that collide.  Not for anything that is kept or
 * shown. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#include "base/slice.h"

/* Never 0. */
static inline uint64_t
hash_bytes(uint64_t seed, struct slice bytes)
{
	uint64_t hash = seed ^ bytes.n;

	for (size_t at = 0; at < bytes.n; at += 8) {
		uint64_t part = 0;

		memcpy(&part, bytes.p + at, bytes.n - at < 8 ? bytes.n - at : 8);
		hash = (hash ^ part) * UINT64_C(0xff51afd7ed558ccd);
		hash ^= hash >> 32;
	}
	hash = (hash ^ seed) * UINT64_C(0xc4ceb9fe1a85ec53);
	hash ^= hash >> 29;
	return hash != 0 ? hash : 1;
}

#endif
