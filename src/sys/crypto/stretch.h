/* src/sys/crypto/stretch.h
 * A passphrase or recovery words to a key: Argon2id version 1.3 (RFC 9106), one lane. */
#ifndef SYS_CRYPTO_STRETCH_H
#define SYS_CRYPTO_STRETCH_H

#include "base/err.h"
#include "base/slice.h"

enum {
	STRETCH_SALT_BYTES = 16,
	STRETCH_OUT_BYTES = 64,
	/* A reader refuses more than this, so that a forged header cannot eat the machine. */
	STRETCH_MAX_MEMORY_KIB = 1024 * 1024,
	STRETCH_MIN_MEMORY_KIB = 64 * 1024,
	STRETCH_MAX_PASSES = 16,
	STRETCH_MIN_PASSES = 3,
	STRETCH_DEFAULT_MEMORY_KIB = 256 * 1024,
};

/*
 * OK        out is filled in.
 * E_LIMIT   memory or passes outside the bounds above.
 * E_NOMEM   the memory is not to be had.
 */
MUST_USE enum status stretch(struct slice passphrase, const uint8_t salt[STRETCH_SALT_BYTES],
    uint32_t memory_kib, uint32_t passes, uint8_t out[STRETCH_OUT_BYTES], struct err *err);

#endif
