/* src/sys/crypto/sign.c
 * Ed25519; see sign.h. */
#include "sys/crypto/sign.h"

#include <sodium.h>

static void
key_pair(const uint8_t seed[SIGN_SEED_BYTES], uint8_t public_key[32], uint8_t secret_key[64])
{
	(void)crypto_sign_seed_keypair(public_key, secret_key, seed); /* always 0 */
}

void
sign_public(const uint8_t seed[SIGN_SEED_BYTES], uint8_t out[SIGN_PUBLIC_BYTES])
{
	uint8_t secret_key[64];

	key_pair(seed, out, secret_key);
	sodium_memzero(secret_key, sizeof secret_key);
}

void
sign_make(const uint8_t seed[SIGN_SEED_BYTES], struct slice message, uint8_t out[SIGN_BYTES])
{
	uint8_t public_key[32], secret_key[64];

	key_pair(seed, public_key, secret_key);
	(void)crypto_sign_detached(out, NULL, message.p, message.n, secret_key); /* always 0 */
	sodium_memzero(secret_key, sizeof secret_key);
}

bool
sign_holds(const uint8_t public_key[SIGN_PUBLIC_BYTES], struct slice message,
    const uint8_t signature[SIGN_BYTES])
{
	return crypto_sign_verify_detached(signature, message.p, message.n, public_key) == 0;
}
