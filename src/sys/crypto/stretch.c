/* src/sys/crypto/stretch.c
 * Argon2id; see stretch.h. */
#include "sys/crypto/stretch.h"

#include <sodium.h>

enum status
stretch(struct slice passphrase, const uint8_t salt[STRETCH_SALT_BYTES], uint32_t memory_kib,
    uint32_t passes, uint8_t out[STRETCH_OUT_BYTES], struct err *err)
{
	if (memory_kib < STRETCH_MIN_MEMORY_KIB || memory_kib > STRETCH_MAX_MEMORY_KIB ||
	    passes < STRETCH_MIN_PASSES || passes > STRETCH_MAX_PASSES)
		return fail(err, E_LIMIT, "key derivation of %u KiB in %u passes is not accepted",
		    memory_kib, passes);
	if (crypto_pwhash(out, STRETCH_OUT_BYTES, (const char *)passphrase.p, passphrase.n, salt,
		passes, (size_t)memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return fail(err, E_NOMEM, "no %u KiB of memory for the key derivation", memory_kib);
	return OK;
}
