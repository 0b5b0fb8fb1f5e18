/* src/sys/crypto/seal.h
 * Authenticated encryption in two sizes.
 * `stream`: ChaCha20-Poly1305 (RFC 8439) chunks under the age STREAM construction (counter nonce of
 * 11 bytes big-endian, then a final flag), by OpenSSL, for objects and the index.
 * `wrap`: XChaCha20-Poly1305 (libsodium) with a random 24-byte nonce, for small things. */
#ifndef SYS_CRYPTO_SEAL_H
#define SYS_CRYPTO_SEAL_H

#include "base/err.h"
#include "base/slice.h"

enum {
	SEAL_KEY_BYTES = 32,
	SEAL_TAG_BYTES = 16,
	WRAP_NONCE_BYTES = 24,
	STREAM_CHUNK_BYTES = 64 * 1024,
};

struct stream; /* one key, many chunks; not shared between threads */

/* NULL when out of memory.  The key is copied into the cipher state and wiped by stream_free(). */
MUST_USE struct stream *stream_new(const uint8_t key[SEAL_KEY_BYTES]);
void stream_free(struct stream *stream);
/* `out` has room for in.n + SEAL_TAG_BYTES; it may be in.p itself. in.n <= STREAM_CHUNK_BYTES.
 * The caller never uses one chunk number twice for one key with different bytes. */
void stream_seal(struct stream *stream, uint64_t chunk, bool final, struct slice in, uint8_t *out);
/* `in` is ciphertext and tag; `out` has room for in.n - SEAL_TAG_BYTES and may be in.p itself.
 * E_AUTH: changed, swapped, cut off or another key; `out` then holds nothing usable. */
MUST_USE enum status stream_open(struct stream *stream, uint64_t chunk, bool final, struct slice in,
    uint8_t *out, struct err *err);

/* out gets in.n + SEAL_TAG_BYTES. */
void wrap_seal(const uint8_t key[SEAL_KEY_BYTES], const uint8_t nonce[WRAP_NONCE_BYTES],
    struct slice bound, struct slice in, uint8_t *out);
/* out gets in.n - SEAL_TAG_BYTES.  E_AUTH as for stream_open(). `bound` is authenticated only. */
MUST_USE enum status wrap_open(const uint8_t key[SEAL_KEY_BYTES],
    const uint8_t nonce[WRAP_NONCE_BYTES], struct slice bound, struct slice in, uint8_t *out,
    struct err *err);

#endif
