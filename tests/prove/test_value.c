/* Tests of prove/value.h: the forms of docs/format/log.md section 3 and their near misses. */
#include "tests/support/check.h"

#include "prove/value.h"

#define ID  "aaaqeayeaudaocajbifqydiob4"
#define HEX "00000000000000000000000000000000000000000000000000000000000000ff"

struct sample {
	enum entry_field field;
	const char *value;
};

static void
value_check__accepts_the_forms(void **state)
{
	static const struct sample good[] = {{FIELD_KIND, "key-event"}, {FIELD_ID, ID},
	    {FIELD_WRITTEN, "utc 2024-03-24T21:30:00Z\nboot 1\n"}, {FIELD_WRITTEN, ""},
	    {FIELD_PEOPLE, "by A b\nwitness \n"}, {FIELD_RELATIONS, "reads " ID "\n"},
	    {FIELD_RELATIONS, "supersedes " ID ".0\nsupersedes " ID ".812\n"},
	    {FIELD_CONTENT, HEX " 0 -\n" HEX " 18446744073709551615 image/svg+xml\n"},
	    {FIELD_READING, "records 0\nroot " HEX "\n"}, {FIELD_READING, ""},
	    {FIELD_READING, "records 12\nroot " HEX "\nobject " ID "\n"}, {FIELD_RECEIPT, HEX "\n"},
	    {FIELD_TEXT, "any\r\n text \t"}, {FIELD_PRIVATE, "no form"}};
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_ok(value_check(
			      good[i].field, slice_of(good[i].value, strlen(good[i].value)), &err),
		    &err);
}

static void
value_check__refuses_near_misses(void **state)
{
	static const struct sample bad[] = {{FIELD_KIND, ""}, {FIELD_KIND, "Incident"},
	    {FIELD_KIND, "incident\n"}, {FIELD_KIND, "abcdefghijklmnopqrstuvwxyzabcdefg"},
	    {FIELD_ID, ""}, {FIELD_ID, "aaaqeayeaudaocajbifqydiob5"}, {FIELD_ID, ID "\n"},
	    {FIELD_WRITTEN, "utc"}, {FIELD_WRITTEN, "utc now"}, {FIELD_WRITTEN, "utc\n"},
	    {FIELD_WRITTEN, "\n"}, {FIELD_WRITTEN, "a b\n\n"}, {FIELD_WHEN, "Basis local\n"},
	    {FIELD_SOURCE, " known saw\n"}, {FIELD_RELATIONS, "reads " ID},
	    {FIELD_RELATIONS, "reads x\n"}, {FIELD_RELATIONS, "reads " ID ".\n"},
	    {FIELD_RELATIONS, "reads " ID ".01\n"}, {FIELD_RELATIONS, "reads " ID ".1.2\n"},
	    {FIELD_CONTENT, HEX " 1\n"}, {FIELD_CONTENT, HEX " 01 -\n"},
	    {FIELD_CONTENT, HEX " 1 a b\n"}, {FIELD_CONTENT, HEX "  1 -\n"},
	    {FIELD_CONTENT, "ff 1 -\n"}, {FIELD_CONTENT, HEX " 1 -"},
	    {FIELD_READING, "records 1\n"}, {FIELD_READING, "root " HEX "\nrecords 1\n"},
	    {FIELD_READING, "records 1\nroot " HEX "\n\n"},
	    {FIELD_READING, "records 1\nroot " HEX "\nobject x\n"},
	    {FIELD_READING, "records 1\nroot " HEX "\nobject " ID "\nmore 1\n"},
	    {FIELD_RECEIPT, HEX}, {FIELD_RECEIPT, HEX "\n" HEX "\n"}, {FIELD_TEXT, "\xff"},
	    {FIELD_EFFECT, "effect\xc2\xa0x\n"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (value_check(bad[i].field, slice_of(bad[i].value, strlen(bad[i].value)), NULL) ==
		    OK)
			fail_msg(
			    "accepted as %s: %s", entry_field_name(bad[i].field), bad[i].value);
}

static void
value_check__says_where(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(value_check(FIELD_PEOPLE, SLICE_LITERAL("by A\nBy B\n"), &err), E_FORMAT);
	assert_int_equal(err.at, 5);
	assert_int_equal(
	    value_check(FIELD_RELATIONS, SLICE_LITERAL("reads " ID "\nreads x\n"), &err), E_FORMAT);
	assert_int_equal(err.at, 33);
}

static void
lines__of_one_text_repeat_the_name(void **state)
{
	struct buf out;
	struct slice rest;
	struct text name, text;

	(void)state;
	buf_init(&out, 1000);
	value_put_line(&out, "effect", TEXT_LITERAL("I slept badly.\n\nStill do."));
	value_put_line(&out, "changed", TEXT_LITERAL(""));
	assert_slice(
	    buf_slice(&out), "effect I slept badly.\neffect \neffect Still do.\nchanged \n");
	rest = buf_slice(&out);
	assert_true(value_next_line(&rest, &name, &text));
	assert_text(name, "effect");
	assert_text(text, "I slept badly.");
	assert_true(value_next_line(&rest, &name, &text));
	assert_int_equal(text.n, 0);
	buf_fini(&out);
}

static void
content__written_and_read_back(void **state)
{
	struct content in = {.sha256 = {1, 2}, .bytes = 77, .type = TEXT_LITERAL("image/png")}, out;
	struct buf buf;
	struct slice rest;

	(void)state;
	buf_init(&buf, 1000);
	content_put(&buf, &in);
	in.type = TEXT_LITERAL("text/html; charset=utf-8\n");
	content_put(&buf, &in);
	in.type = TEXT_NONE;
	content_put(&buf, &in);
	rest = buf_slice(&buf);
	assert_true(content_next(&rest, &out));
	assert_text(out.type, "image/png");
	assert_int_equal(out.bytes, 77);
	assert_memory_equal(out.sha256, in.sha256, sizeof in.sha256);
	for (int i = 0; i < 2; i++) {
		assert_true(content_next(&rest, &out));
		assert_text(out.type, "-");
	}
	assert_false(content_next(&rest, &out));
	assert_int_equal(rest.n, 0);
	buf_fini(&buf);
}

static void
reading__written_and_read_back(void **state)
{
	struct reading_value in = {.records = 1000000, .root = {9}, .object = SLICE_LITERAL(ID)},
			     out;
	struct buf buf;
	struct err err;

	(void)state;
	buf_init(&buf, 1000);
	reading_value_put(&buf, &in);
	assert_ok(reading_value_parse(buf_slice(&buf), &out, &err), &err);
	assert_int_equal(out.records, 1000000);
	assert_memory_equal(out.root, in.root, sizeof in.root);
	assert_slice(out.object, ID);
	buf_fini(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(value_check__accepts_the_forms),
	    cmocka_unit_test(value_check__refuses_near_misses),
	    cmocka_unit_test(value_check__says_where),
	    cmocka_unit_test(lines__of_one_text_repeat_the_name),
	    cmocka_unit_test(content__written_and_read_back),
	    cmocka_unit_test(reading__written_and_read_back),
	};

	return cmocka_run_group_tests_name("prove_value", tests, NULL, NULL);
}
