/* Tests of base/word.h: eight bytes looked at together, against one at a time. */
#include "base/word.h"

#include "tests/support/check.h"

/* The first byte that is c, or below c; WORD_BYTES when there is none. */
static size_t
first_by_hand(const uint8_t bytes[WORD_BYTES], uint8_t c, bool below)
{
	size_t i = 0;

	while (i < WORD_BYTES && (below ? bytes[i] >= c : bytes[i] != c))
		i++;
	return i;
}

static size_t
first_of(uint64_t mask)
{
	return mask != 0 ? word_first(mask) : WORD_BYTES;
}

static void
check_all(const uint8_t bytes[WORD_BYTES])
{
	static const uint8_t wanted[] = {0, 1, ' ', '"', '\\', 0x7f, 0x80, 0xff};
	uint64_t word = word_load(bytes);

	for (size_t i = 0; i < sizeof wanted; i++) {
		assert_int_equal(
		    first_of(word_is(word, wanted[i])), first_by_hand(bytes, wanted[i], false));
		if (wanted[i] <= 0x80)
			assert_int_equal(first_of(word_below(word, wanted[i])),
			    first_by_hand(bytes, wanted[i], true));
	}
}

static void
word__masks_tell_the_first_byte_that_is_meant(void **state)
{
	uint64_t dice = UINT64_C(88172645463325252);
	uint8_t bytes[WORD_BYTES];

	(void)state;
	for (unsigned a = 0; a < 256; a++) {
		for (unsigned b = 0; b < 256; b++) {
			memset(bytes, 'x', sizeof bytes);
			bytes[a % WORD_BYTES] = (uint8_t)b;
			bytes[(a + 1) % WORD_BYTES] = (uint8_t)a;
			check_all(bytes);
		}
	}
	for (int i = 0; i < 20000; i++) {
		dice ^= dice << 13;
		dice ^= dice >> 7;
		dice ^= dice << 17;
		memcpy(bytes, &dice, sizeof bytes);
		check_all(bytes);
	}
}

static void
word__the_first_byte_is_the_lowest(void **state)
{
	static const uint8_t bytes[] = {1, 2, 3, 4, 5, 6, 7, 8};

	(void)state;
	assert_true(word_load(bytes) == UINT64_C(0x0807060504030201));
	assert_true(word_head(word_load(bytes), 2) == 0x0201);
	assert_true(word_head(word_load(bytes), 0) == 0);
	assert_int_equal(word_first(UINT64_C(1) << 63), 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(word__masks_tell_the_first_byte_that_is_meant),
	    cmocka_unit_test(word__the_first_byte_is_the_lowest),
	};

	return cmocka_run_group_tests_name("base_word", tests, NULL, NULL);
}
