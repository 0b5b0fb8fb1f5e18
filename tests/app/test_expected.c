/* tests/app/test_expected.c
 * Files are compared with the sums that an export gives for them. */
#include "tests/support/check.h"

#include "app/expected.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define ONES  "1111111111111111111111111111111111111111111111111111111111111111"

/* How many doubts a record has whose only attachment, all zeros, is called `name`, where the export
 * gives `sum`. */
static size_t
doubts_of(const char *name, const char *sum, bool hashed)
{
	struct record record;
	struct arena arena;
	struct attachment a = {
	    .name = text_of_c(name), .source = ATTACHMENT_BESIDE, .hashed = hashed};
	struct err err = {0};

	arena_init(&arena, 1 << 16);
	record_init(&record);
	assert_ok(record_add_attachment(&record, &arena, &a, &err), &err);
	assert_ok(record_add_claim(&record, &arena, "expected-sha256", text_of_c(sum), &err), &err);
	assert_ok(expected_check(&record, &arena, &err), &err);
	if (record.doubts_count != 0)
		assert_true(text_eq_c(record.doubts[0].code, "checksum-differs"));
	arena_fini(&arena);
	return record.doubts_count;
}

static void
file__with_other_bytes_than_its_export_says_is_doubted(void **state)
{
	(void)state;
	assert_int_equal(doubts_of("files/00/" ZEROS, ZEROS, true), 0);
	assert_int_equal(doubts_of("files/11/" ONES, ONES, true), 1);
	assert_int_equal(doubts_of(ONES ".jpg", ONES, true), 1);
	/* Not there; called otherwise; no sum of that file. */
	assert_int_equal(doubts_of("files/11/" ONES, ONES, false), 0);
	assert_int_equal(doubts_of("photo.jpg", ONES, true), 0);
	assert_int_equal(doubts_of("files/11/" ONES, ZEROS, true), 0);
}

/* The record has room for the doubts of others. */
static void
files__many_of_them_are_doubted_a_few_times(void **state)
{
	struct record record;
	struct arena arena;
	struct attachment a = {.name = TEXT_LITERAL(ONES), .hashed = true};
	struct err err = {0};

	(void)state;
	arena_init(&arena, 1 << 20);
	record_init(&record);
	for (unsigned i = 0; i < 2 * EXPECTED_DOUBTS_MAX; i++)
		assert_ok(record_add_attachment(&record, &arena, &a, &err), &err);
	assert_ok(
	    record_add_claim(&record, &arena, "expected-sha256", TEXT_LITERAL(ONES), &err), &err);
	assert_ok(expected_check(&record, &arena, &err), &err);
	assert_int_equal(record.doubts_count, EXPECTED_DOUBTS_MAX);
	arena_fini(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(file__with_other_bytes_than_its_export_says_is_doubted),
	    cmocka_unit_test(files__many_of_them_are_doubted_a_few_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
