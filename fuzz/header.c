/* fuzz/header.c
 * Header copies, slots and words: what an attacker can put into h0 and h1, and what he could put
 * inside a slot or the inner part if he had the key. */
#include <stdlib.h>

#include "keep/header.h"
#include "keep/header_inner.h"
#include "keep/words.h"
#include "sys/crypto/hash.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { SLOT_PLAIN_BYTES = 184 };

/* The bytes as they are, then with a true SHA-256: what parses must print as the same bytes. */
static void
whole_run(const uint8_t *data, size_t n)
{
	uint8_t bytes[HEADER_BYTES] = {0}, again[HEADER_BYTES], key[KEY_BYTES] = {1};
	uint8_t stretched[STRETCH_OUT_BYTES] = {2};
	struct header header;
	struct slot slot;
	unsigned number;

	(void)!header_parse(slice_of(data, n), &header, NULL);
	memcpy(bytes, data, n < HEADER_BYTES ? n : HEADER_BYTES);
	sha256_of(slice_of(bytes, 4064), bytes + 4064);
	if (header_parse(slice_of(bytes, sizeof bytes), &header, NULL) != OK)
		return;
	if (header.memory_kib > STRETCH_MAX_MEMORY_KIB || header.passes > STRETCH_MAX_PASSES)
		abort();
	header_put(&header, key, again);
	if (memcmp(bytes, again, 4032) != 0)
		abort();
	if (!header_mac_holds(slice_of(again, sizeof again), key))
		abort();
	(void)!header_slot_open(&header, stretched, &slot, &number, NULL);
}

/* The input as the inside of a slot. */
static void
slot_run(const uint8_t *data, size_t n)
{
	uint8_t plain[SLOT_PLAIN_BYTES] = {0}, key[KEY_BYTES], stretched[STRETCH_OUT_BYTES] = {3};
	uint8_t bound[STRETCH_SALT_BYTES + 1] = {0}, nonce[WRAP_NONCE_BYTES] = {4};
	struct header header = {.memory_kib = STRETCH_MIN_MEMORY_KIB, .passes = 3, .sequence = 1};
	struct header other = header;
	struct slot slot;
	unsigned number = 99;

	memcpy(plain, data, n < sizeof plain ? n : sizeof plain);
	keys_slot(stretched, header.salt, 5, key);
	keys_commitment(key, header.slots[5]);
	memcpy(header.slots[5] + 32, nonce, sizeof nonce);
	bound[STRETCH_SALT_BYTES] = 5;
	wrap_seal(key, nonce, slice_of(bound, sizeof bound), slice_of(plain, sizeof plain),
	    header.slots[5] + 56);
	if (header_slot_open(&header, stretched, &slot, &number, NULL) != OK)
		return;
	if (number != 5 || slot.label_bytes > SLOT_LABEL_MAX_BYTES)
		abort();
	header_slot_seal(&other, 5, stretched, nonce, &slot);
	if (memcmp(other.slots[5], header.slots[5], HEADER_SLOT_BYTES) != 0)
		abort(); /* one slot has one spelling */
}

/* The input as the inner part. */
static void
inner_run(const uint8_t *data, size_t n)
{
	enum { INNER_PLAIN_BYTES = HEADER_FILL_BYTES - WRAP_NONCE_BYTES - SEAL_TAG_BYTES };
	uint8_t plain[INNER_PLAIN_BYTES] = {0}, key[KEY_BYTES] = {5}, nonce[WRAP_NONCE_BYTES] = {6};
	uint8_t bound[STRETCH_SALT_BYTES + HEADER_LOG_ID_BYTES] = {0};
	struct header header = {0}, other = {0};
	struct header_inner inner;

	memcpy(plain, data, n < sizeof plain ? n : sizeof plain);
	memcpy(header.fill, nonce, sizeof nonce);
	wrap_seal(key, nonce, slice_of(bound, sizeof bound), slice_of(plain, sizeof plain),
	    header.fill + WRAP_NONCE_BYTES);
	if (header_inner_open(&header, key, &inner, NULL) != OK)
		return;
	for (size_t i = 0; i < HEADER_SLOTS; i++)
		if (inner.slots[i].label_bytes > SLOT_LABEL_MAX_BYTES)
			abort();
	header_inner_seal(&other, key, nonce, &inner);
	if (memcmp(other.fill, header.fill, sizeof header.fill) != 0)
		abort(); /* one list has one spelling */
}

/* Whatever is spelled is spelled the same way when it is typed as it is spelled. */
static void
spell_run(const uint8_t *data, size_t n)
{
	uint8_t a[WORDS_TEXT_MAX_BYTES], b[WORDS_TEXT_MAX_BYTES];
	struct buf text = {.p = a, .size = sizeof a, .max = sizeof a};
	struct buf again = {.p = b, .size = sizeof b, .max = sizeof b};
	unsigned wrong = 0;
	uint32_t differs;

	if (words_spell(slice_of(data, n), &text, &wrong) != WORDS_TRUE) {
		if (text.n != 0 || wrong > 2 * WORDS_COUNT)
			abort();
		return;
	}
	if (words_spell(buf_slice(&text), &again, &wrong) != WORDS_TRUE ||
	    !slice_eq(buf_slice(&text), buf_slice(&again)) ||
	    !words_same(buf_slice(&text), buf_slice(&again), &differs))
		abort();
}

static void
words_run(const uint8_t *data, size_t n)
{
	uint8_t entropy[WORDS_ENTROPY_BYTES], again[WORDS_ENTROPY_BYTES];
	unsigned wrong = 0;
	struct buf text;

	switch (words_parse(slice_of(data, n), entropy, &wrong)) {
	case WORDS_TRUE:
		buf_init(&text, WORDS_TEXT_MAX_BYTES);
		words_put(&text, entropy);
		if (words_parse(buf_slice(&text), again, &wrong) != WORDS_TRUE ||
		    memcmp(entropy, again, sizeof entropy) != 0)
			abort();
		buf_fini(&text);
		break;
	case WORDS_STRANGE:
		if (wrong < 1 || wrong > WORDS_COUNT)
			abort();
		break;
	case WORDS_NOT:
	case WORDS_CHECK_FAILS: break;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n < 1)
		return 0;
	switch (data[0]) {
	case 's': slot_run(data + 1, n - 1); break;
	case 'i': inner_run(data + 1, n - 1); break;
	case 'w':
		words_run(data + 1, n - 1);
		spell_run(data + 1, n - 1);
		break;
	default: whole_run(data, n); break;
	}
	return 0;
}
