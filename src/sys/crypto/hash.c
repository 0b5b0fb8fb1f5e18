/* src/sys/crypto/hash.c
 * SHA-256, HMAC and HKDF; see hash.h.  A failing digest call means a broken library: it stops the
 * program, because going on would write wrong evidence. */
#include "sys/crypto/hash.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <stdlib.h>

#include "base/mem.h"

struct hash {
	EVP_MD_CTX *ctx;
};

static void
must(int ok)
{
	if (ok != 1)
		abort();
}

struct hash *
hash_new(void)
{
	struct hash *hash = mem_new(1, sizeof *hash);

	if (hash == NULL)
		return NULL;
	hash->ctx = EVP_MD_CTX_new();
	/* The first use of the library looks its functions up, and needs memory for that. */
	if (hash->ctx == NULL || EVP_DigestInit_ex2(hash->ctx, EVP_sha256(), NULL) != 1) {
		EVP_MD_CTX_free(hash->ctx);
		mem_free(hash);
		return NULL;
	}
	return hash;
}

void
hash_free(struct hash *hash)
{
	if (hash == NULL)
		return;
	EVP_MD_CTX_free(hash->ctx);
	mem_free(hash);
}

void
hash_reset(struct hash *hash)
{
	must(EVP_DigestInit_ex2(hash->ctx, NULL, NULL));
}

void
hash_add(struct hash *hash, const void *p, size_t n)
{
	if (n != 0)
		must(EVP_DigestUpdate(hash->ctx, p, n));
}

void
hash_end(struct hash *hash, uint8_t out[SHA256_BYTES])
{
	must(EVP_DigestFinal_ex(hash->ctx, out, NULL));
	hash_reset(hash);
}

void
hash_peek(const struct hash *hash, uint8_t out[SHA256_BYTES])
{
	EVP_MD_CTX *copy = EVP_MD_CTX_new();

	if (copy == NULL)
		abort();
	must(EVP_MD_CTX_copy_ex(copy, hash->ctx));
	must(EVP_DigestFinal_ex(copy, out, NULL));
	EVP_MD_CTX_free(copy);
}

void
hash_of(struct hash *hash, struct slice data, uint8_t out[SHA256_BYTES])
{
	hash_add(hash, data.p, data.n);
	hash_end(hash, out);
}

void
sha256_of(struct slice data, uint8_t out[SHA256_BYTES])
{
	must(EVP_Digest(data.p, data.n, out, NULL, EVP_sha256(), NULL));
}

void
hmac_sha256(struct slice key, struct slice data, uint8_t out[SHA256_BYTES])
{
	static const uint8_t none[1];

	assert(key.n <= INT32_MAX);
	if (HMAC(EVP_sha256(), key.n != 0 ? key.p : none, (int)key.n, data.n != 0 ? data.p : none,
		data.n, out, NULL) == NULL)
		abort();
}

enum { HMAC_BLOCK_BYTES = 64 };

/* RFC 2104: the states after the inner and the outer key block, and one to work in. */
struct mac {
	EVP_MD_CTX *inner, *outer, *work;
};

static EVP_MD_CTX *
keyed_state(const uint8_t key[HMAC_BLOCK_BYTES], uint8_t pad)
{
	uint8_t block[HMAC_BLOCK_BYTES];
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	if (ctx == NULL)
		return NULL;
	for (size_t i = 0; i < sizeof block; i++)
		block[i] = key[i] ^ pad;
	must(EVP_DigestInit_ex2(ctx, EVP_sha256(), NULL));
	must(EVP_DigestUpdate(ctx, block, sizeof block));
	OPENSSL_cleanse(block, sizeof block);
	return ctx;
}

struct mac *
mac_new(struct slice key)
{
	uint8_t block[HMAC_BLOCK_BYTES] = {0};
	struct mac *mac = mem_new(1, sizeof *mac);

	if (mac == NULL)
		return NULL;
	if (key.n > sizeof block)
		sha256_of(key, block);
	else if (key.n != 0)
		memcpy(block, key.p, key.n);
	mac->inner = keyed_state(block, 0x36);
	mac->outer = keyed_state(block, 0x5c);
	mac->work = EVP_MD_CTX_new();
	OPENSSL_cleanse(block, sizeof block);
	if (mac->inner != NULL && mac->outer != NULL && mac->work != NULL)
		return mac;
	mac_free(mac);
	return NULL;
}

void
mac_of(struct mac *mac, struct slice data, uint8_t out[SHA256_BYTES])
{
	must(EVP_MD_CTX_copy_ex(mac->work, mac->inner));
	if (data.n != 0)
		must(EVP_DigestUpdate(mac->work, data.p, data.n));
	must(EVP_DigestFinal_ex(mac->work, out, NULL));
	must(EVP_MD_CTX_copy_ex(mac->work, mac->outer));
	must(EVP_DigestUpdate(mac->work, out, SHA256_BYTES));
	must(EVP_DigestFinal_ex(mac->work, out, NULL));
}

void
mac_free(struct mac *mac)
{
	if (mac == NULL)
		return;
	EVP_MD_CTX_free(mac->inner); /* OpenSSL wipes what it frees */
	EVP_MD_CTX_free(mac->outer);
	EVP_MD_CTX_free(mac->work);
	mem_free(mac);
}

void
hkdf_sha256(struct slice secret, struct slice salt, struct slice info, uint8_t *out, size_t n)
{
	uint8_t prk[SHA256_BYTES], block[SHA256_BYTES];
	uint8_t input[SHA256_BYTES + 256 + 1];
	size_t have = 0, part;

	assert(n <= 255 * SHA256_BYTES && info.n <= 256);
	hmac_sha256(salt, secret, prk);
	for (uint8_t i = 1; n != 0; i++) {
		memcpy(input, block, have);
		if (info.n != 0)
			memcpy(input + have, info.p, info.n);
		input[have + info.n] = i;
		hmac_sha256(slice_of(prk, sizeof prk), slice_of(input, have + info.n + 1), block);
		have = sizeof block;
		part = n < have ? n : have;
		memcpy(out, block, part);
		out += part;
		n -= part;
	}
	OPENSSL_cleanse(prk, sizeof prk);
	OPENSSL_cleanse(block, sizeof block);
	OPENSSL_cleanse(input, sizeof input);
}

bool
hash_equal(const uint8_t *a, const uint8_t *b, size_t n)
{
	return CRYPTO_memcmp(a, b, n) == 0;
}
