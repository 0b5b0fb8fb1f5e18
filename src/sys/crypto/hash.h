/* src/sys/crypto/hash.h
 * SHA-256 (FIPS 180-4), HMAC-SHA-256 (RFC 2104) and HKDF-SHA-256 (RFC 5869), by OpenSSL libcrypto,
 * which uses the processor's SHA instructions. */
#ifndef SYS_CRYPTO_HASH_H
#define SYS_CRYPTO_HASH_H

#include "base/slice.h"

enum { SHA256_BYTES = 32 };

struct hash; /* a running SHA-256 */

/* NULL when out of memory. */
MUST_USE struct hash *hash_new(void);
void hash_free(struct hash *hash);
/* Start over; every hash_new() is already started. */
void hash_reset(struct hash *hash);
void hash_add(struct hash *hash, const void *p, size_t n);
/* The digest; the hash is then ready to start over (hash_reset is implied). */
void hash_end(struct hash *hash, uint8_t out[SHA256_BYTES]);
/* The digest of what was added so far; the hash goes on. */
void hash_peek(const struct hash *hash, uint8_t out[SHA256_BYTES]);
/* One piece at once, with a hash the caller keeps (a few hundred nanoseconds cheaper). */
void hash_of(struct hash *hash, struct slice data, uint8_t out[SHA256_BYTES]);
/* One piece at once, no state needed. */
void sha256_of(struct slice data, uint8_t out[SHA256_BYTES]);

void hmac_sha256(struct slice key, struct slice data, uint8_t out[SHA256_BYTES]);
/* Many HMACs under one key: the key's two blocks are hashed once.  NULL when out of memory.  The
 * struct holds what the key was turned into: free it as soon as it is not needed (it is wiped). */
struct mac;
MUST_USE struct mac *mac_new(struct slice key);
void mac_of(struct mac *mac, struct slice data, uint8_t out[SHA256_BYTES]);
void mac_free(struct mac *mac);
/* n <= 255 * 32.  salt may be empty. */
void hkdf_sha256(struct slice secret, struct slice salt, struct slice info, uint8_t *out, size_t n);

/* Constant-time comparison. */
bool hash_equal(const uint8_t *a, const uint8_t *b, size_t n);

#endif
