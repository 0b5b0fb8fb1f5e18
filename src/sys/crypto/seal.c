/* src/sys/crypto/seal.c
 * Chunked and small authenticated encryption; see seal.h. */
#include "sys/crypto/seal.h"

#include <assert.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <stdlib.h>

#include "base/mem.h"

struct stream {
	EVP_CIPHER_CTX *seal, *open;
};

static void
must(int ok)
{
	if (ok != 1)
		abort();
}

struct stream *
stream_new(const uint8_t key[SEAL_KEY_BYTES])
{
	struct stream *stream = mem_new(1, sizeof *stream);

	if (stream == NULL)
		return NULL;
	stream->seal = EVP_CIPHER_CTX_new();
	stream->open = EVP_CIPHER_CTX_new();
	/* The library looks its functions up here, and needs memory for that too. */
	if (stream->seal == NULL || stream->open == NULL ||
	    EVP_EncryptInit_ex2(stream->seal, EVP_chacha20_poly1305(), key, NULL, NULL) != 1 ||
	    EVP_DecryptInit_ex2(stream->open, EVP_chacha20_poly1305(), key, NULL, NULL) != 1) {
		stream_free(stream);
		return NULL;
	}
	return stream;
}

void
stream_free(struct stream *stream)
{
	if (stream == NULL)
		return;
	EVP_CIPHER_CTX_free(stream->seal);
	EVP_CIPHER_CTX_free(stream->open);
	mem_free(stream);
}

static void
chunk_nonce(uint64_t chunk, bool final, uint8_t nonce[12])
{
	memset(nonce, 0, 12);
	for (size_t i = 0; i < 8; i++)
		nonce[10 - i] = (uint8_t)(chunk >> (8 * i));
	nonce[11] = final ? 1 : 0;
}

void
stream_seal(struct stream *stream, uint64_t chunk, bool final, struct slice in, uint8_t *out)
{
	static const uint8_t none[1];
	uint8_t nonce[12];
	int n = 0;

	assert(in.n <= STREAM_CHUNK_BYTES);
	chunk_nonce(chunk, final, nonce);
	must(EVP_EncryptInit_ex2(stream->seal, NULL, NULL, nonce, NULL));
	must(EVP_EncryptUpdate(stream->seal, out, &n, in.n != 0 ? in.p : none, (int)in.n));
	must(EVP_EncryptFinal_ex(stream->seal, out + n, &n));
	must(EVP_CIPHER_CTX_ctrl(stream->seal, EVP_CTRL_AEAD_GET_TAG, SEAL_TAG_BYTES, out + in.n));
}

enum status
stream_open(struct stream *stream, uint64_t chunk, bool final, struct slice in, uint8_t *out,
    struct err *err)
{
	uint8_t nonce[12], tag[SEAL_TAG_BYTES];
	size_t n;
	int got = 0;

	if (in.n < SEAL_TAG_BYTES || in.n > STREAM_CHUNK_BYTES + SEAL_TAG_BYTES)
		return fail(err, E_AUTH, "chunk %llu is cut off", (unsigned long long)chunk);
	n = in.n - SEAL_TAG_BYTES;
	memcpy(tag, in.p + n, sizeof tag);
	chunk_nonce(chunk, final, nonce);
	must(EVP_DecryptInit_ex2(stream->open, NULL, NULL, nonce, NULL));
	must(EVP_CIPHER_CTX_ctrl(stream->open, EVP_CTRL_AEAD_SET_TAG, SEAL_TAG_BYTES, tag));
	must(EVP_DecryptUpdate(stream->open, out, &got, in.p, (int)n));
	if (EVP_DecryptFinal_ex(stream->open, out + got, &got) != 1) {
		sodium_memzero(out, n);
		return fail(err, E_AUTH, "chunk %llu was changed", (unsigned long long)chunk);
	}
	return OK;
}

void
wrap_seal(const uint8_t key[SEAL_KEY_BYTES], const uint8_t nonce[WRAP_NONCE_BYTES],
    struct slice bound, struct slice in, uint8_t *out)
{
	must(crypto_aead_xchacha20poly1305_ietf_encrypt(
		 out, NULL, in.p, in.n, bound.p, bound.n, NULL, nonce, key) == 0);
}

enum status
wrap_open(const uint8_t key[SEAL_KEY_BYTES], const uint8_t nonce[WRAP_NONCE_BYTES],
    struct slice bound, struct slice in, uint8_t *out, struct err *err)
{
	if (in.n < SEAL_TAG_BYTES || crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL,
					 in.p, in.n, bound.p, bound.n, nonce, key) != 0)
		return fail(err, E_AUTH, "the key does not open this, or it was changed");
	return OK;
}
