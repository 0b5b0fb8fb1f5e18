/* src/sys/crypto/sign.h
 * Ed25519 (RFC 8032) by libsodium. */
#ifndef SYS_CRYPTO_SIGN_H
#define SYS_CRYPTO_SIGN_H

#include "base/slice.h"

enum { SIGN_SEED_BYTES = 32, SIGN_PUBLIC_BYTES = 32, SIGN_BYTES = 64 };

void sign_public(const uint8_t seed[SIGN_SEED_BYTES], uint8_t out[SIGN_PUBLIC_BYTES]);
void sign_make(const uint8_t seed[SIGN_SEED_BYTES], struct slice message, uint8_t out[SIGN_BYTES]);
bool sign_holds(const uint8_t public_key[SIGN_PUBLIC_BYTES], struct slice message,
    const uint8_t signature[SIGN_BYTES]);

#endif
