/* Tests of base/encode.h against the vectors of RFC 4648 section 10. */
#include "tests/support/check.h"

#include "base/encode.h"

static const char *const plain[] = {"", "f", "fo", "foo", "foob", "fooba", "foobar"};
static const char *const base64[] = {
    "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
static const char *const base32[] = {
    "", "my", "mzxq", "mzxw6", "mzxw6yq", "mzxw6ytb", "mzxw6ytboi"};

static void
base64__round_trips_the_rfc_vectors(void **state)
{
	struct buf buf, back;

	(void)state;
	buf_init(&buf, 100);
	buf_init(&back, 100);
	for (size_t i = 0; i < COUNT_OF(plain); i++) {
		buf_reset(&buf);
		buf_reset(&back);
		base64_put(&buf, (const uint8_t *)plain[i], strlen(plain[i]));
		assert_slice(buf_slice(&buf), base64[i]);
		assert_true(base64_decode(buf_slice(&buf), &back));
		assert_slice(buf_slice(&back), plain[i]);
	}
	buf_fini(&buf);
	buf_fini(&back);
}

static void
base64__strict_refuses_second_spellings(void **state)
{
	static const char *const bad[] = {
	    "Zg", "Zg=", "Zh==", "Zg==\n", "Z g=", "Zm9=", "=", "Zg==Zg=="};
	struct buf back;

	(void)state;
	buf_init(&back, 100);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(base64_decode(slice_of(bad[i], strlen(bad[i])), &back));
	assert_int_equal(back.n, 0);
	assert_true(base64_decode_loose(SLICE_LITERAL("Zm9v\r\nYg"), &back));
	assert_slice(buf_slice(&back), "foob");
	assert_false(base64_decode_loose(SLICE_LITERAL("not base64!"), &back));
	buf_fini(&back);
}

static void
base32__round_trips_the_rfc_vectors(void **state)
{
	struct buf buf;
	uint8_t back[8];

	(void)state;
	buf_init(&buf, 100);
	for (size_t i = 0; i < COUNT_OF(plain); i++) {
		size_t n = strlen(plain[i]);

		buf_reset(&buf);
		base32_put(&buf, (const uint8_t *)plain[i], n);
		assert_slice(buf_slice(&buf), base32[i]);
		assert_true(base32_decode(buf_slice(&buf), back, n));
		assert_memory_equal(back, plain[i], n);
	}
	assert_false(base32_decode(SLICE_LITERAL("mz"), back, 1));
	assert_false(base32_decode(SLICE_LITERAL("m1"), back, 1));
	buf_fini(&buf);
}

static void
hex_decode__wants_exact_lower_case(void **state)
{
	uint8_t out[2];

	(void)state;
	assert_true(hex_decode(SLICE_LITERAL("0aff"), out, 2));
	assert_int_equal(out[1], 0xff);
	assert_false(hex_decode(SLICE_LITERAL("0AFF"), out, 2));
	assert_false(hex_decode(SLICE_LITERAL("0af"), out, 2));
}

static void
code_put__parts_in_fours(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 64);
	code_put(&buf, TEXT_LITERAL("abcdefghij"));
	assert_text(buf_text(&buf), "abcd efgh ij");
	buf_reset(&buf);
	code_put(&buf, TEXT_LITERAL("abcd"));
	assert_text(buf_text(&buf), "abcd");
	buf_fini(&buf);
}

static void
buf_put_repaired__keeps_text_and_marks_each_other_byte(void **state)
{
	static const struct {
		const char *bytes, *text;
	} cases[] = {{"", ""}, {"caf\xc3\xa9", "caf\xc3\xa9"},
	    {"a\xff"
	     "b",
		"a?b"},
	    {"\xe2\x82", "??"}, {"\xed\xa0\x80", "???"}, {"\xc3", "?"},
	    {"x\xf0\x9f\x98\x80\x80", "x\xf0\x9f\x98\x80?"}};
	struct buf buf;

	(void)state;
	buf_init(&buf, 64);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		buf_reset(&buf);
		buf_put_repaired(&buf, slice_of(cases[i].bytes, strlen(cases[i].bytes)), '?');
		assert_text(buf_text(&buf), cases[i].text);
	}
	buf_fini(&buf);
}

static void
utf16__halves_are_joined_or_replaced(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 100);
	buf_put_utf16(&buf, SLICE_LITERAL("\xe9\x00\x3d\xd8\x40\xdc"), false);
	assert_text(buf_text(&buf), "\xc3\xa9\xf0\x9f\x91\x80");
	buf_reset(&buf);
	buf_put_utf16(&buf, SLICE_LITERAL("\xd8\x3d\x00\x41\xdc\x40\x00\x00\x00"), true);
	assert_text(buf_text(&buf), "\xef\xbf\xbd"
				    "A\xef\xbf\xbd\xef\xbf\xbd");
	buf_fini(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(base64__round_trips_the_rfc_vectors),
	    cmocka_unit_test(utf16__halves_are_joined_or_replaced),
	    cmocka_unit_test(base64__strict_refuses_second_spellings),
	    cmocka_unit_test(base32__round_trips_the_rfc_vectors),
	    cmocka_unit_test(hex_decode__wants_exact_lower_case),
	    cmocka_unit_test(code_put__parts_in_fours),
	    cmocka_unit_test(buf_put_repaired__keeps_text_and_marks_each_other_byte),
	};

	return cmocka_run_group_tests_name("base_encode", tests, NULL, NULL);
}
