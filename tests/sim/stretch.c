/* tests/sim/stretch.c
 * In place of the real key derivation, in these programs alone: a million openings would take days
 * otherwise.  What it guards (guesses) is not what is tested here (power).  What it refuses is the
 * same. */
#include "sys/crypto/stretch.h"

#include "sys/crypto/hash.h"

enum status
stretch(struct slice passphrase, const uint8_t salt[STRETCH_SALT_BYTES], uint32_t memory_kib,
    uint32_t passes, uint8_t out[STRETCH_OUT_BYTES], struct err *err)
{
	uint8_t both[STRETCH_SALT_BYTES + 1024] = {0};
	size_t n = passphrase.n < 1024 ? passphrase.n : 1024;

	if (memory_kib < STRETCH_MIN_MEMORY_KIB || memory_kib > STRETCH_MAX_MEMORY_KIB ||
	    passes < STRETCH_MIN_PASSES || passes > STRETCH_MAX_PASSES)
		return fail(err, E_LIMIT, "key derivation of %u KiB in %u passes is not accepted",
		    memory_kib, passes);
	memcpy(both, salt, STRETCH_SALT_BYTES);
	memcpy(both + STRETCH_SALT_BYTES, passphrase.p, n);
	for (size_t i = 0; i < STRETCH_OUT_BYTES / SHA256_BYTES; i++) {
		both[0] ^= (uint8_t)(i + 1);
		sha256_of(slice_of(both, sizeof both), out + i * SHA256_BYTES);
	}
	return OK;
}
