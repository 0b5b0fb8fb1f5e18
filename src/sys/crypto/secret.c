/* src/sys/crypto/secret.c
 * Memory for keys; see secret.h. */
#include "sys/crypto/secret.h"

#include <sodium.h>

enum status
crypto_start(struct err *err)
{
	if (sodium_init() < 0)
		return fail(err, E_IO, "libsodium cannot start");
	return OK;
}

enum status
secret_new(struct secret *out, size_t n, struct err *err)
{
	uint8_t *p = sodium_malloc(n);

	if (p == NULL)
		return fail(err, E_NOMEM, "no locked memory for %zu bytes", n);
	sodium_memzero(p, n);
	*out = (struct secret){p, n};
	return OK;
}

enum status
secret_copy(struct secret *out, const uint8_t *p, size_t n, struct err *err)
{
	enum status status = secret_new(out, n, err);

	if (status == OK && n != 0)
		memcpy(out->p, p, n);
	return status;
}

void
secret_fini(struct secret *secret)
{
	sodium_free(secret->p);
	*secret = (struct secret){0};
}

void
secret_wipe(void *p, size_t n)
{
	sodium_memzero(p, n);
}
