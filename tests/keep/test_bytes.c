/* Tests of the pure parts of the vault: words, padding, keys, header bytes, key areas. */
#include "tests/support/check.h"

#include "keep/header.h"
#include "keep/object_file.h"
#include "keep/pad.h"
#include "keep/words.h"
#include "sys/crypto/hash.h"

static void
words__list_is_sorted_distinct_and_told_apart_by_four_letters(void **state)
{
	(void)state;
	for (size_t i = 0; i < WORDS_LIST_COUNT; i++) {
		const char *word = words_list[i];
		size_t n = strlen(word);

		assert_in_range(n, WORDS_MIN_LETTERS, WORDS_MAX_LETTERS);
		for (size_t k = 0; k < n; k++)
			assert_in_range(word[k], 'a', 'z');
		if (i == 0)
			continue;
		assert_true(strcmp(words_list[i - 1], word) < 0);
		/* Sorted, so equal beginnings would be neighbours. */
		assert_int_not_equal(strncmp(words_list[i - 1], word, 4), 0);
	}
}

static void
words__round_trip(void **state)
{
	uint8_t entropy[WORDS_ENTROPY_BYTES], back[WORDS_ENTROPY_BYTES];
	struct buf text;
	unsigned wrong = 0;

	(void)state;
	buf_init(&text, WORDS_TEXT_MAX_BYTES);
	for (unsigned i = 0; i < 256; i++) {
		for (size_t k = 0; k < sizeof entropy; k++)
			entropy[k] = (uint8_t)(i * 37 + k * i);
		buf_reset(&text);
		words_put(&text, entropy);
		assert_int_equal(words_parse(buf_slice(&text), back, &wrong), WORDS_TRUE);
		assert_memory_equal(entropy, back, sizeof back);
	}
	buf_fini(&text);
}

static void
words__slips_are_told(void **state)
{
	uint8_t entropy[WORDS_ENTROPY_BYTES] = {1, 2, 3}, back[WORDS_ENTROPY_BYTES];
	struct buf text;
	unsigned wrong = 0, caught = 0;

	(void)state;
	buf_init(&text, 512);
	words_put(&text, entropy);
	assert_int_equal(words_parse(slice_of(text.p, text.n - 9), back, &wrong), WORDS_NOT);
	buf_put_c(&text, " abbey");
	assert_int_equal(words_parse(buf_slice(&text), back, &wrong), WORDS_NOT);
	/* Twelve times the same word: the check holds for about one in sixteen. */
	for (size_t i = 0; i < 160; i++) {
		buf_reset(&text);
		for (size_t k = 0; k < WORDS_COUNT; k++) {
			buf_put_c(&text, words_list[i]);
			buf_put_byte(&text, ' ');
		}
		caught += words_parse(buf_slice(&text), back, &wrong) == WORDS_CHECK_FAILS;
	}
	assert_in_range(caught, 135, 160);
	buf_reset(&text);
	buf_put_c(&text,
	    "abbey about above acorn xylophones across active actor adapt admire adult advice");
	assert_int_equal(words_parse(buf_slice(&text), back, &wrong), WORDS_STRANGE);
	assert_int_equal(wrong, 5);
	assert_int_equal(words_parse(SLICE_LITERAL(""), back, &wrong), WORDS_NOT);
	buf_fini(&text);
}

static void
pad__grows_little_and_never_shrinks(void **state)
{
	uint64_t before = 0;

	(void)state;
	assert_int_equal(pad_object(0), 4096);
	assert_int_equal(pad_object(4096), 4096);
	assert_int_equal(pad_object(4097), 16384);
	assert_int_equal(pad_object(16385), 65536);
	assert_int_equal(pad_object(65537), 67584);
	assert_int_equal(pad_object(70000), 71680);
	assert_int_equal(pad_padme(1), 1);
	assert_int_equal(pad_padme(9), 10);
	assert_int_equal(pad_record(1), 256);
	assert_int_equal(pad_record(256), 256);
	assert_int_equal(pad_record(257), 512);
	for (uint64_t n = 65537; n < PAD_MAX_BYTES; n += n / 7 + 1) {
		uint64_t p = pad_object(n);

		assert_true(p >= n && p >= before);
		assert_true(p - n <= n / 100 * 12 + 12);
		assert_int_equal(pad_object(p), p);
		before = p;
	}
	assert_true(pad_object(PAD_MAX_BYTES) == PAD_MAX_BYTES);
}

static void
header_fill(struct header *header, struct slot *slot, uint8_t stretched[STRETCH_OUT_BYTES])
{
	static const uint8_t nonce[WRAP_NONCE_BYTES] = {7};

	*header = (struct header){.memory_kib = STRETCH_MIN_MEMORY_KIB, .passes = 3, .sequence = 5};
	memset(header->slots, 0x5a, sizeof header->slots);
	*slot = (struct slot){
	    .vault_key = {1, 2, 3}, .kind = SLOT_WORDS, .created_us = -5, .label_bytes = 3};
	memcpy(slot->label, "own", 3);
	memset(stretched, 9, STRETCH_OUT_BYTES);
	header_slot_seal(header, 6, stretched, nonce, slot);
}

static void
header__round_trip(void **state)
{
	uint8_t bytes[HEADER_BYTES], key[KEY_BYTES] = {4}, stretched[STRETCH_OUT_BYTES];
	struct header header, back;
	struct slot slot, found;
	struct err err = {0};
	unsigned number = 0;

	(void)state;
	header_fill(&header, &slot, stretched);
	header_put(&header, key, bytes);
	assert_ok(header_parse(slice_of(bytes, sizeof bytes), &back, &err), &err);
	assert_memory_equal(&header, &back, sizeof back);
	assert_true(header_mac_holds(slice_of(bytes, sizeof bytes), key));
	key[0] ^= 1;
	assert_false(header_mac_holds(slice_of(bytes, sizeof bytes), key));
	assert_ok(header_slot_open(&back, stretched, &found, &number, &err), &err);
	assert_int_equal(number, 6);
	assert_int_equal(found.kind, SLOT_WORDS);
	assert_int_equal(found.created_us, -5);
	assert_memory_equal(found.vault_key, slot.vault_key, KEY_BYTES);
	assert_int_equal(found.label_bytes, 3);
	stretched[63] ^= 1;
	assert_int_equal(header_slot_open(&back, stretched, &found, &number, &err), E_AUTH);
}

static void
header__every_flipped_bit_is_noticed(void **state)
{
	uint8_t bytes[HEADER_BYTES], key[KEY_BYTES] = {4}, stretched[STRETCH_OUT_BYTES];
	struct header header, back;
	struct slot slot;

	(void)state;
	header_fill(&header, &slot, stretched);
	header_put(&header, key, bytes);
	for (size_t i = 0; i < 8 * sizeof bytes; i++) {
		bytes[i / 8] ^= (uint8_t)(1U << i % 8);
		assert_int_equal(
		    header_parse(slice_of(bytes, sizeof bytes), &back, NULL), E_FORMAT);
		/* Somebody who makes the SHA-256 right again still lacks the MAC's key. */
		if (i / 8 < 4064 && i % 8 == 3) {
			uint8_t sha[SHA256_BYTES];

			memcpy(sha, bytes + 4064, sizeof sha);
			sha256_of(slice_of(bytes, 4064), bytes + 4064);
			assert_false(header_mac_holds(slice_of(bytes, sizeof bytes), key));
			memcpy(bytes + 4064, sha, sizeof sha);
		}
		bytes[i / 8] ^= (uint8_t)(1U << i % 8);
	}
	for (size_t n = 0; n < sizeof bytes; n += 97)
		assert_int_equal(header_parse(slice_of(bytes, n), &back, NULL), E_FORMAT);
}

static void
header__a_slot_does_not_open_in_another_place(void **state)
{
	uint8_t stretched[STRETCH_OUT_BYTES];
	struct header header;
	struct slot slot, found;
	unsigned number = 0;

	(void)state;
	header_fill(&header, &slot, stretched);
	memcpy(header.slots[2], header.slots[6], HEADER_SLOT_BYTES);
	memset(header.slots[6], 0, HEADER_SLOT_BYTES);
	assert_int_equal(header_slot_open(&header, stretched, &found, &number, NULL), E_AUTH);
	/* A true commitment over a damaged wrap does not open either. */
	header_fill(&header, &slot, stretched);
	header.slots[6][100] ^= 1;
	assert_int_equal(header_slot_open(&header, stretched, &found, &number, NULL), E_AUTH);
}

static void
object_area__every_flipped_bit_is_noticed(void **state)
{
	uint8_t key[KEY_BYTES] = {1}, id[OBJECT_ID_BYTES] = {2}, area[OBJECT_AREA_BYTES];
	uint8_t nonce[WRAP_NONCE_BYTES] = {3};
	struct object_head head = {.key = {4}, .bytes = 70000, .sha256 = {5}}, back;
	struct err err = {0};

	(void)state;
	object_area_seal(key, id, nonce, &head, area);
	assert_ok(object_area_open(key, id, slice_of(area, sizeof area), &back, &err), &err);
	assert_memory_equal(&head, &back, sizeof back);
	for (size_t i = 0; i < 8 * sizeof area; i++) {
		area[i / 8] ^= (uint8_t)(1U << i % 8);
		assert_int_equal(
		    object_area_open(key, id, slice_of(area, sizeof area), &back, NULL), E_AUTH);
		area[i / 8] ^= (uint8_t)(1U << i % 8);
	}
	id[15] = 1; /* an area moved to another object */
	assert_int_equal(
	    object_area_open(key, id, slice_of(area, sizeof area), &back, NULL), E_AUTH);
	assert_int_equal(object_area_open(key, id, slice_of(area, 100), &back, NULL), E_FORMAT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words__list_is_sorted_distinct_and_told_apart_by_four_letters),
	    cmocka_unit_test(words__round_trip),
	    cmocka_unit_test(words__slips_are_told),
	    cmocka_unit_test(pad__grows_little_and_never_shrinks),
	    cmocka_unit_test(header__round_trip),
	    cmocka_unit_test(header__every_flipped_bit_is_noticed),
	    cmocka_unit_test(header__a_slot_does_not_open_in_another_place),
	    cmocka_unit_test(object_area__every_flipped_bit_is_noticed),
	};

	return cmocka_run_group_tests_name("keep_bytes", tests, NULL, NULL);
}
