/* src/read/formats/iphone_cipher.c
 * Bytes of a locked file; see iphone_cipher.h. */
#include "read/formats/iphone_cipher.h"

#include <nettle/aes.h>
#include <nettle/cbc.h>

#include "base/mem.h"

enum { PIECE_BYTES = 64 * 1024 };

struct iphone_cipher {
	const struct source *locked;
	struct aes256_ctx aes;
	uint64_t bytes; /* of what is inside */
	uint64_t at;    /* place of plain[0] */
	size_t n;       /* 0: nothing is at hand */
	uint8_t sealed[AES_BLOCK_SIZE + PIECE_BYTES];
	uint8_t plain[PIECE_BYTES];
};

enum status
iphone_cipher_new(const struct source *locked, const uint8_t key[IPHONE_KEY_BYTES], uint64_t bytes,
    struct iphone_cipher **out, struct err *err)
{
	struct iphone_cipher *cipher = mem_new(1, sizeof *cipher);
	uint64_t whole = locked->bytes - locked->bytes % AES_BLOCK_SIZE;

	if (cipher == NULL)
		return fail(err, E_NOMEM, "no memory to open a locked file");
	cipher->locked = locked;
	cipher->bytes = bytes < whole ? bytes : whole;
	aes256_set_decrypt_key(&cipher->aes, key);
	*out = cipher;
	return OK;
}

void
iphone_cipher_free(struct iphone_cipher *cipher)
{
	mem_free(cipher);
}

static enum status
sealed_read(
    struct iphone_cipher *cipher, uint64_t at, size_t n, uint8_t *to, size_t *got, struct err *err)
{
	size_t some = 1;
	enum status status = OK;

	*got = 0;
	while (status == OK && some != 0 && *got < n) {
		some = 0;
		status = cipher->locked->read_at(
		    cipher->locked->ctx, at + *got, to + *got, n - *got, &some, err);
		*got += some;
	}
	return status;
}

/* The piece that holds `at`.  Each block is opened with the locked one before it. */
static enum status
piece_open(struct iphone_cipher *cipher, uint64_t at, struct err *err)
{
	uint64_t from = at - at % PIECE_BYTES;
	size_t before = from == 0 ? 0 : AES_BLOCK_SIZE, got;
	uint8_t chain[AES_BLOCK_SIZE] = {0};
	enum status status;

	cipher->n = 0;
	status = sealed_read(
	    cipher, from - before, before + PIECE_BYTES, cipher->sealed, &got, err);
	if (status != OK || got <= before)
		return status;
	if (before != 0)
		memcpy(chain, cipher->sealed, AES_BLOCK_SIZE);
	got -= before;
	got -= got % AES_BLOCK_SIZE;
	cbc_decrypt(&cipher->aes, (nettle_cipher_func *)aes256_decrypt, AES_BLOCK_SIZE, chain, got,
	    cipher->plain, cipher->sealed + before);
	cipher->at = from;
	cipher->n = got;
	return OK;
}

static enum status
cipher_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	struct iphone_cipher *cipher = ctx;
	enum status status = OK;
	size_t skip;

	*got = 0;
	if (at >= cipher->bytes)
		return OK;
	if (n > cipher->bytes - at)
		n = (size_t)(cipher->bytes - at);
	if (cipher->n == 0 || at < cipher->at || at - cipher->at >= cipher->n)
		status = piece_open(cipher, at, err);
	if (status != OK || at < cipher->at || at - cipher->at >= cipher->n)
		return status; /* the locked file ends early */
	skip = (size_t)(at - cipher->at);
	*got = cipher->n - skip < n ? cipher->n - skip : n;
	memcpy(p, cipher->plain + skip, *got);
	return OK;
}

struct source
iphone_cipher_source(struct iphone_cipher *cipher)
{
	return (struct source){cipher_read_at, cipher->bytes, cipher};
}
