/* Tests of prove/shown.h: leaves.txt and records.txt. */
#include "tests/support/check.h"

#include "prove/shown.h"

enum { LEAVES = 200 };

static void
leaf_of(unsigned i, uint8_t out[SHA256_BYTES])
{
	memset(out, 0, SHA256_BYTES);
	out[0] = (uint8_t)i;
	out[1] = (uint8_t)(i >> 8);
}

/* The root of what the lines say, and how many lines there are. */
static unsigned
fold(struct hash *hash, struct slice rest, struct merkle *merkle)
{
	struct leaf_line line;
	unsigned lines = 0;
	struct err err;
	bool got;

	merkle_init(merkle);
	while (rest.n != 0) {
		assert_ok(leaf_line_take(&rest, &line, &got, &err), &err);
		assert_true(got);
		assert_true(merkle_add_subtree(merkle, hash, line.level, line.hash));
		lines++;
	}
	return lines;
}

/* `shown` says which leaves keep their own line; the root must not depend on it. */
static unsigned
lines_for(unsigned count, bool (*shown)(unsigned i))
{
	struct leaf_lister lister;
	struct merkle merkle, plain;
	struct hash *hash = hash_new();
	uint8_t leaf[SHA256_BYTES], want[SHA256_BYTES], got[SHA256_BYTES];
	struct buf out;
	unsigned lines;

	assert_non_null(hash);
	buf_init(&out, 1 << 20);
	leaf_lister_init(&lister);
	merkle_init(&plain);
	for (unsigned i = 0; i < count; i++) {
		leaf_of(i, leaf);
		merkle_add(&plain, hash, leaf);
		leaf_lister_add(&lister, hash, leaf, shown(i), &out);
	}
	leaf_lister_end(&lister, &out);
	lines = fold(hash, buf_slice(&out), &merkle);
	assert_int_equal(merkle.leaves, count);
	merkle_root(&plain, hash, want);
	merkle_root(&merkle, hash, got);
	assert_memory_equal(got, want, sizeof want);
	buf_fini(&out);
	hash_free(hash);
	return lines;
}

static bool
all(unsigned i)
{
	(void)i;
	return true;
}

static bool
none(unsigned i)
{
	(void)i;
	return false;
}

static bool
one(unsigned i)
{
	return i == 77;
}

static bool
some(unsigned i)
{
	return i % 7 == 3 || (i > 40 && i < 60);
}

static void
leaves__fold_to_the_same_root_whatever_is_shown(void **state)
{
	(void)state;
	for (unsigned n = 0; n < LEAVES; n++) {
		assert_int_equal(lines_for(n, all), n);
		assert_int_equal(lines_for(n, none), (unsigned)__builtin_popcount(n));
		(void)lines_for(n, one);
		(void)lines_for(n, some);
	}
}

static void
leaves__one_shown_in_a_million_needs_few_lines(void **state)
{
	(void)state;
	assert_in_range(lines_for(1000000, one), 2, 30);
}

#define HEX "00000000000000000000000000000000000000000000000000000000000000ff"

static void
leaf_line__other_forms_are_refused(void **state)
{
	static const char *const bad[] = {"\n", "ff\n", HEX " \n", HEX " 1\n", HEX " 0\n",
	    HEX " 3\n", HEX " 02\n", HEX "  2\n", HEX " 2 \n", HEX "2\n",
	    HEX " 36893488147419103232\n", HEX " -2\n", "FF" HEX "\n"};
	struct leaf_line line;
	bool got;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct slice rest = slice_of(bad[i], strlen(bad[i]));

		if (leaf_line_take(&rest, &line, &got, NULL) == OK)
			fail_msg("accepted: %s", bad[i]);
	}
}

static void
leaf_line__waits_for_the_rest_of_a_line(void **state)
{
	struct slice rest = SLICE_LITERAL(HEX " 9223372036854775808\n");
	struct slice part = slice_of(rest.p, 70);
	struct leaf_line line;
	uint8_t many[SHOWN_LINE_MAX_BYTES + 1];
	bool got = true;

	(void)state;
	assert_int_equal(leaf_line_take(&part, &line, &got, NULL), OK);
	assert_false(got);
	assert_int_equal(part.n, 70);
	assert_int_equal(leaf_line_take(&rest, &line, &got, NULL), OK);
	assert_true(got);
	assert_int_equal(line.level, 63);
	memset(many, 'f', sizeof many);
	part = slice_of(many, sizeof many);
	assert_int_equal(leaf_line_take(&part, &line, &got, NULL), E_FORMAT);
}

static void
shown_record__taken_as_it_was_put(void **state)
{
	struct shown_record in = {
	    .index = 18446744073709551615U, .preimage = SLICE_LITERAL("a\n\0b")};
	struct shown_record out;
	struct slice rest, part;
	struct buf buf;
	bool got;

	(void)state;
	buf_init(&buf, 1000);
	shown_record_put(&buf, &in);
	assert_true(
	    slice_eq(buf_slice(&buf), SLICE_LITERAL("record 18446744073709551615 4\na\n\0b\n")));
	rest = buf_slice(&buf);
	for (size_t n = 0; n < rest.n; n++) {
		part = slice_of(rest.p, n);
		assert_int_equal(shown_record_take(&part, &out, &got, NULL), OK);
		assert_false(got);
		assert_int_equal(part.n, n);
	}
	assert_int_equal(shown_record_take(&rest, &out, &got, NULL), OK);
	assert_true(got);
	assert_true(out.index == in.index && slice_eq(out.preimage, in.preimage));
	assert_int_equal(rest.n, 0);
	buf_fini(&buf);
}

static void
shown_record__other_forms_are_refused(void **state)
{
	static const char *const bad[] = {"record 1\n", "record 01 0\n\n", "record 1 00\n\n",
	    "Record 1 0\n\n", "record 1 0 \n\n", "record 1 1\nabc", "record  1 0\n\n"};
	struct shown_record out;
	bool got;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct slice rest = slice_of(bad[i], strlen(bad[i]));

		if (shown_record_take(&rest, &out, &got, NULL) != E_FORMAT)
			fail_msg("not refused: %s", bad[i]);
	}
	for (int i = 0; i < 2; i++) {
		struct slice rest = i == 0 ? SLICE_LITERAL("record 1 99999999\n")
					   : SLICE_LITERAL("record 1 18446744073709551615\n");

		assert_int_equal(shown_record_take(&rest, &out, &got, NULL), E_LIMIT);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(leaves__fold_to_the_same_root_whatever_is_shown),
	    cmocka_unit_test(leaves__one_shown_in_a_million_needs_few_lines),
	    cmocka_unit_test(leaf_line__other_forms_are_refused),
	    cmocka_unit_test(leaf_line__waits_for_the_rest_of_a_line),
	    cmocka_unit_test(shown_record__taken_as_it_was_put),
	    cmocka_unit_test(shown_record__other_forms_are_refused),
	};

	return cmocka_run_group_tests_name("prove_shown", tests, NULL, NULL);
}
