/* src/sys/crypto/secret.h
 * Memory for keys and passphrases: locked, guarded, left out of core dumps, wiped when freed. */
#ifndef SYS_CRYPTO_SECRET_H
#define SYS_CRYPTO_SECRET_H

#include "base/err.h"
#include "base/slice.h"

struct secret {
	uint8_t *p; /* NULL when empty */
	size_t n;
};

/* Once, before anything else of this folder.  E_IO when libsodium cannot start. */
MUST_USE enum status crypto_start(struct err *err);

/* n zero bytes.  E_NOMEM when the memory cannot be had. */
MUST_USE enum status secret_new(struct secret *out, size_t n, struct err *err);
MUST_USE enum status secret_copy(struct secret *out, const uint8_t *p, size_t n, struct err *err);
/* Wipe and free; an empty secret is fine. */
void secret_fini(struct secret *secret);
/* Wipe ordinary memory that held a secret for a moment. */
void secret_wipe(void *p, size_t n);

static inline struct slice
secret_slice(const struct secret *secret)
{
	return (struct slice){secret->p, secret->n};
}

#endif
