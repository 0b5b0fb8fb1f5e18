/* src/keep/pad.c
 * Padded lengths; see pad.h.  Padmé: Nikitin and others, "Reducing Metadata Leakage from Encrypted
 * Files and Communication with PURBs", PoPETs 2019(4), section 4.3. */
#include "keep/pad.h"

#include <assert.h>

static unsigned
log2_floor(uint64_t n)
{
	return 63U - (unsigned)__builtin_clzll(n);
}

uint64_t
pad_padme(uint64_t n)
{
	unsigned e, s;
	uint64_t mask;

	assert(n >= 1 && n <= UINT64_C(1) << 62);
	if (n < 4)
		return n;
	e = log2_floor(n);
	s = log2_floor(e) + 1;
	mask = (UINT64_C(1) << (e - s)) - 1;
	return (n + mask) & ~mask;
}

uint64_t
pad_object(uint64_t n)
{
	assert(n <= PAD_MAX_BYTES);
	if (n <= 4096)
		return 4096;
	if (n <= 16384)
		return 16384;
	return n <= 65536 ? 65536 : pad_padme(n);
}

uint64_t
pad_record(uint64_t n)
{
	assert(n >= 1 && n <= UINT32_MAX);
	return n <= 4096 ? (n + 255) & ~UINT64_C(255) : pad_padme(n);
}
