/* Tests of base/slice.h: cuts, numbers, UTF-8. */
#include "base/buf.h"
#include "tests/support/check.h"

static void
text_check__accepts_what_rfc_3629_allows(void **state)
{
	struct text t;

	(void)state;
	assert_true(text_check(
	    SLICE_LITERAL("plain, caf\xc3\xa9, \xe2\x82\xac, \xf0\x9f\x98\x80"), &t, NULL));
	assert_true(text_check(SLICE_LITERAL(""), &t, NULL));
	assert_non_null(t.p);
}

static void
text_check__refuses_forged_sequences(void **state)
{
	static const char *const bad[] = {"\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80",
	    "\xf4\x90\x80\x80", "\xff", "abcdefgh\x80", "\xe2\x82", "12345678901234567\xc3"};
	struct text t;
	size_t at;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(text_check(slice_of(bad[i], strlen(bad[i])), &t, &at));
	assert_int_equal(at, 17);
	assert_false(text_check(slice_of("ab\0cdefghijkl", 13), &t, &at));
	assert_int_equal(at, 2);
}

static void
cut__gives_head_and_rest(void **state)
{
	struct slice rest = SLICE_LITERAL("one\ntwo"), head;

	(void)state;
	assert_true(cut(&rest, '\n', &head));
	assert_slice(head, "one");
	assert_false(cut(&rest, '\n', &head));
	assert_true(cut_last(&rest, '\n', &head));
	assert_slice(head, "two");
	assert_false(cut_last(&rest, '\n', &head));
}

static void
cut_any__gives_each_piece_once(void **state)
{
	struct slice rest = SLICE_LITERAL("a, b"), head;

	(void)state;
	assert_true(cut_any(&rest, " ,", &head));
	assert_slice(head, "a");
	assert_true(cut_any(&rest, " ,", &head));
	assert_int_equal(head.n, 0);
	assert_true(cut_any(&rest, " ,", &head));
	assert_slice(head, "b");
	assert_false(cut_any(&rest, " ,", &head));
}

static void
slice_all_digits__asks_for_one_at_least(void **state)
{
	(void)state;
	assert_true(slice_all_digits(SLICE_LITERAL("0129")));
	assert_false(slice_all_digits(SLICE_LITERAL("")));
	assert_false(slice_all_digits(SLICE_LITERAL("12:")));
	assert_false(slice_all_digits(SLICE_LITERAL("/12")));
}

static void
u64_parse__has_one_spelling_and_no_overflow(void **state)
{
	uint64_t v = 7;

	(void)state;
	assert_true(u64_parse(SLICE_LITERAL("18446744073709551615"), &v));
	assert_true(v == UINT64_MAX);
	assert_false(u64_parse(SLICE_LITERAL("18446744073709551616"), &v));
	assert_false(u64_parse(SLICE_LITERAL("01"), &v));
	assert_false(u64_parse(SLICE_LITERAL(""), &v));
	assert_false(u64_parse(SLICE_LITERAL("-1"), &v));
}

static void
i64_parse__covers_both_ends(void **state)
{
	int64_t v = 0;

	(void)state;
	assert_true(i64_parse(SLICE_LITERAL("-9223372036854775808"), &v));
	assert_true(v == INT64_MIN);
	assert_false(i64_parse(SLICE_LITERAL("9223372036854775808"), &v));
	assert_false(i64_parse(SLICE_LITERAL("-0"), &v));
	assert_true(i64_parse_loose(SLICE_LITERAL("+007"), &v));
	assert_int_equal(v, 7);
}

static void
text_prefix__does_not_split_a_character(void **state)
{
	(void)state;
	assert_text(text_prefix(TEXT_LITERAL("a\xe2\x82\xac"), 3), "a");
	assert_text(text_prefix(TEXT_LITERAL("a\xe2\x82\xac"), 4), "a\xe2\x82\xac");
}

static void
slice_from__leaves_the_end_and_of_nothing_nothing(void **state)
{
	struct slice s = SLICE_LITERAL("abc");

	(void)state;
	assert_true(slice_eq(slice_from(s, 0), s));
	assert_true(slice_eq(slice_from(s, 2), SLICE_LITERAL("c")));
	assert_ptr_equal(slice_from(s, 3).p, s.p + 3);
	assert_int_equal(slice_from(s, 3).n, 0);
	assert_null(slice_from(slice_of(NULL, 0), 0).p);
}

static void
slice_compare__orders_by_bytes_then_by_length(void **state)
{
	(void)state;
	assert_int_equal(slice_compare(SLICE_LITERAL("a"), SLICE_LITERAL("a")), 0);
	assert_true(slice_compare(SLICE_LITERAL("a"), SLICE_LITERAL("ab")) < 0);
	assert_true(slice_compare(SLICE_LITERAL("b"), SLICE_LITERAL("ab")) > 0);
	assert_true(slice_compare(SLICE_LITERAL("\x7f"), SLICE_LITERAL("\x80")) < 0);
	assert_true(slice_compare(slice_of(NULL, 0), SLICE_LITERAL("a")) < 0);
	assert_int_equal(slice_compare(slice_of(NULL, 0), slice_of(NULL, 0)), 0);
}

static void
slice_all_zero__looks_at_every_byte(void **state)
{
	uint8_t bytes[9] = {0};

	(void)state;
	assert_true(slice_all_zero(slice_of(NULL, 0)));
	assert_true(slice_all_zero(slice_of(bytes, sizeof bytes)));
	for (size_t i = 0; i < sizeof bytes; i++) {
		bytes[i] = 0x80;
		assert_false(slice_all_zero(slice_of(bytes, sizeof bytes)));
		bytes[i] = 0;
	}
}

static void
buf_put_one_line__leaves_nothing_a_terminal_obeys(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 100);
	buf_put_one_line(&buf, TEXT_LITERAL("a\x1b[1m\nb\x7f"
					    "c\xc2\x80\xc2\x9f\xc2\xa0\xe2\x82\xac"));
	assert_int_equal(buf.failed, OK);
	assert_text(buf_text(&buf), "a [1m b c  \xc2\xa0\xe2\x82\xac");
	buf_fini(&buf);
}

static void
buf_put_code_point__puts_all_of_it_or_nothing(void **state)
{
	static const uint32_t wide[] = {0xe9, 0x20ac, 0x1f600};
	struct buf buf;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wide); i++) {
		buf_init(&buf, i + 2);
		buf_put_c(&buf, "a");
		buf_put_code_point(&buf, wide[i]); /* one byte more than there is room for */
		assert_int_equal(buf.failed, E_LIMIT);
		assert_text(buf_text(&buf), "a");
		buf_fini(&buf);
	}
}

static void
buf_put_most__fills_to_the_last_byte_and_counts_the_rest(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 4);
	assert_int_equal(buf_put_most(&buf, SLICE_LITERAL("abc")), 0);
	assert_int_equal(buf_put_most(&buf, SLICE_LITERAL("def")), 2);
	assert_int_equal(buf_put_most(&buf, SLICE_LITERAL("g")), 1);
	assert_int_equal(buf.failed, OK);
	assert_text(buf_text(&buf), "abcd");
	buf_fini(&buf);
}

static void
text_hold__stands_in_its_own_room(void **state)
{
	char room[4];
	struct text held;

	(void)state;
	held = text_hold(room, sizeof room, TEXT_LITERAL("ab\xe2\x82\xac"));
	assert_text(held, "ab");
	assert_ptr_equal(held.p, room);
	held = text_hold(room, sizeof room, TEXT_LITERAL(""));
	assert_non_null(held.p);
	assert_int_equal(held.n, 0);
	assert_null(text_hold(room, sizeof room, TEXT_NONE).p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(buf_put_most__fills_to_the_last_byte_and_counts_the_rest),
	    cmocka_unit_test(text_hold__stands_in_its_own_room),
	    cmocka_unit_test(text_check__accepts_what_rfc_3629_allows),
	    cmocka_unit_test(text_check__refuses_forged_sequences),
	    cmocka_unit_test(cut__gives_head_and_rest),
	    cmocka_unit_test(cut_any__gives_each_piece_once),
	    cmocka_unit_test(slice_all_digits__asks_for_one_at_least),
	    cmocka_unit_test(u64_parse__has_one_spelling_and_no_overflow),
	    cmocka_unit_test(i64_parse__covers_both_ends),
	    cmocka_unit_test(text_prefix__does_not_split_a_character),
	    cmocka_unit_test(slice_from__leaves_the_end_and_of_nothing_nothing),
	    cmocka_unit_test(slice_compare__orders_by_bytes_then_by_length),
	    cmocka_unit_test(slice_all_zero__looks_at_every_byte),
	    cmocka_unit_test(buf_put_one_line__leaves_nothing_a_terminal_obeys),
	    cmocka_unit_test(buf_put_code_point__puts_all_of_it_or_nothing),
	};

	return cmocka_run_group_tests_name("base_slice", tests, NULL, NULL);
}
