/* tests/keep_index/test_text.c
 * The searchable spelling of texts, telephone numbers, and keys. */
#include "tests/support/check.h"

#include "keep/index_facts.h"
#include "keep/index_key.h"
#include "keep/index_text.h"

static void
assert_spelling(const char *text, const char *expected)
{
	struct buf out;

	buf_init(&out, 4096);
	index_text_put(&out, text_of_c(text));
	buf_put_byte(&out, '\0');
	assert_string_equal((const char *)out.p, expected);
	buf_fini(&out);
}

static void
text__ascii_stays(void **state)
{
	(void)state;
	assert_spelling("Hello, World 1.5\n", "Hello, World 1.5\n ");
}

static void
text__scripts_without_blanks_are_cut_into_characters(void **state)
{
	(void)state;
	assert_spelling("a\xe4\xbd\xa0\xe5\xa5\xbd", "a \xe4\xbd\xa0  \xe5\xa5\xbd  ");
	assert_spelling("\xea\xb0\x80\xeb\x82\x98", " \xea\xb0\x80  \xeb\x82\x98  ");
	assert_spelling("\xf0\xa0\x80\x80", " \001u131072  ");
}

static void
text__emoji_are_facets_without_skin_or_joiners(void **state)
{
	(void)state;
	assert_spelling("hi\xf0\x9f\x94\xaa", "hi \001e128298  ");
	assert_spelling("\xf0\x9f\x91\x8b\xf0\x9f\x8f\xbd", " \001e128075  ");
	assert_spelling("\xe2\x9d\xa4\xef\xb8\x8f", " \001e10084  ");
}

static void
text__a_facet_cannot_be_forged(void **state)
{
	(void)state;
	assert_spelling("x\001c1 \001\001", "x c1    ");
}

static void
text__invisible_marks_go(void **state)
{
	(void)state;
	assert_spelling("\xe2\x80\x8ehello\xe2\x80\x8b there\xef\xbb\xbf", "hello there ");
}

static void
text__arabic_script_has_one_spelling(void **state)
{
	(void)state;
	/* kaf, yeh with a vowel mark and tatweel, as Arabic and as Urdu keyboards write them */
	assert_spelling("\xd9\x83\xd9\x8e\xd9\x80\xd9\x8a", "\xda\xa9\xdb\x8c ");
	assert_spelling("\xda\xa9\xdb\x8c", "\xda\xa9\xdb\x8c ");
	assert_spelling("\xd9\xa1\xdb\xb2", "12 ");
}

static void
text__signs_alone_have_no_token(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 64);
	index_text_put(&out, text_of_c("!? \xe2\x80\xa6 \xe2\x80\x9c\xe2\x80\x9d --"));
	assert_false(index_text_has_token(buf_slice(&out)));
	buf_reset(&out);
	index_text_put(&out, text_of_c("!\xf0\x9f\x94\xaa"));
	assert_true(index_text_has_token(buf_slice(&out)));
	buf_fini(&out);
}

static void
text__one_number_has_one_spelling(void **state)
{
	static const char *const same[] = {"07700900202", "07700 900202", "+44 7700 900202",
	    "+44 (0)7700 900-202", "00447700900202", "+447700900202"};
	static const char *const none[] = {
	    "", "12", "2024-03-24", "0770", "077009002 extra", "+1234567890123456", "7700900202"};
	char number[PHONE_DIGITS_MAX + 2];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(same); i++) {
		assert_true(index_phone(text_of_c(same[i]), number));
		assert_string_equal(number, "447700900202");
	}
	for (size_t i = 0; i < COUNT_OF(none); i++)
		assert_false(index_phone(text_of_c(none[i]), number));
}

static void
text__numbers_inside_are_noted(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 4096);
	index_phones_put(
	    &out, text_of_c("call 07700 900202 or (+44 20 7946 0123), not x07700900202"));
	assert_slice(buf_slice(&out), " \001n447700900202 \001n442079460123");
	buf_fini(&out);
}

static void
text__names_fold(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 4096);
	index_fold_put(
	    &out, text_of_c("  \xe2\x80\x8eSAM \xc3\x85 \xc2\xa0 \xd0\x94\xce\x94\xc4\x84  "));
	assert_slice(buf_slice(&out), "sam \xc3\xa5 \xd0\xb4\xce\xb4\xc4\x85");
	buf_fini(&out);
}

static void
key__order_is_time_order(void **state)
{
	static const int64_t times[] = {INT64_C(-62135596800000000), -1, 0, 1000,
	    INT64_C(1711281600000000), INT64_C(1711281600001000), INT64_C(253402300799999999)};
	int64_t last = KEY_FIRST_DATED - 1, key = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(times); i++) {
		assert_true(key_of_us(times[i], &key));
		assert_true(key > last);
		last = key;
	}
	assert_true(key_of_us(1711281600000999, &key));
	assert_int_equal(key % KEYS_PER_MS, 0);
	assert_false(key_of_us(INT64_C(-62135596800000001), &key));
	assert_false(key_of_us(INT64_C(253402300800000000), &key));
	assert_false(key_of_us(INT64_MIN, &key));
	assert_false(key_of_us(INT64_MAX, &key));
}

static void
facts__come_back_as_they_were(void **state)
{
	struct facts in = {.kind = KIND_CALL,
	    .direction = DIRECTION_OUT,
	    .basis = BASIS_LOCAL,
	    .precision = PRECISION_MINUTE,
	    .flags = INDEX_RETIRED | INDEX_DOUBLE | INDEX_ATTACHMENT,
	    .doubles = 65535,
	    .import = UINT32_MAX,
	    .number = 7,
	    .channel = 1,
	    .conversation = 2,
	    .from = 3,
	    .to = 4,
	    .at_known = true,
	    .local_known = true,
	    .at_us = -5,
	    .local_us = -5 - 3600 * US_PER_SECOND,
	    .retired_by = 99,
	    .same = INT64_C(1) << 41};
	uint8_t bytes[FACTS_MAX_BYTES];
	struct facts out;
	struct err err;
	size_t n = facts_put(bytes, &in);

	(void)state;
	assert_int_equal(n, FACTS_MAX_BYTES);
	memset(&out, 0, sizeof out);
	assert_ok(facts_parse(slice_of(bytes, n), &out, &err), &err);
	assert_int_equal(out.local_us, in.local_us);
	assert_int_equal(out.at_us, in.at_us);
	assert_int_equal(out.same, in.same);
	assert_int_equal(out.retired_by, in.retired_by);
	assert_int_equal(out.flags, in.flags);
	assert_int_equal(out.import, in.import);
	assert_int_equal(out.doubles, in.doubles);
	for (size_t cut = 0; cut < n; cut++)
		assert_int_equal(facts_parse(slice_of(bytes, cut), &out, &err), E_FORMAT);
	bytes[0] = KIND_COUNT;
	assert_int_equal(facts_parse(slice_of(bytes, n), &out, &err), E_FORMAT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text__ascii_stays),
	    cmocka_unit_test(text__scripts_without_blanks_are_cut_into_characters),
	    cmocka_unit_test(text__emoji_are_facets_without_skin_or_joiners),
	    cmocka_unit_test(text__a_facet_cannot_be_forged),
	    cmocka_unit_test(text__invisible_marks_go),
	    cmocka_unit_test(text__arabic_script_has_one_spelling),
	    cmocka_unit_test(text__signs_alone_have_no_token),
	    cmocka_unit_test(text__one_number_has_one_spelling),
	    cmocka_unit_test(text__numbers_inside_are_noted),
	    cmocka_unit_test(text__names_fold),
	    cmocka_unit_test(key__order_is_time_order),
	    cmocka_unit_test(facts__come_back_as_they_were),
	};

	return cmocka_run_group_tests_name("keep_index_text", tests, NULL, NULL);
}
