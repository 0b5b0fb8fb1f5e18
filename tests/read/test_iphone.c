/* tests/read/test_iphone.c
 * Calls and the address book of an iPhone: whose number it is, and what is no number at all
 * (tools/make-sqlite-seeds). */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/hard.h"

#define SEEDS "tests/corpora/sqlite/good/"

static const struct record *
row(const struct collect *c, const char *number)
{
	for (size_t i = 0; i < c->count; i++)
		if (text_eq_c(record_claim(&c->records[i], "row"), number))
			return &c->records[i];
	fail_msg("no row %s", number);
	return NULL;
}

/* -- calls ---------------------------------------------------------------------------------- */

static void
calls__only_one_that_came_can_be_withheld(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "calls-without-number", NULL);
	assert_int_equal(c.count, 4);
	assert_true(record_marked(row(&c, "1"), "withheld"));
	assert_null(record_doubt(row(&c, "1"), "number-unknown"));
	for (size_t i = 1; i < 4; i++)
		assert_false(record_marked(&c.records[i], "withheld"));
	assert_int_equal(row(&c, "2")->direction, DIRECTION_OUT);
	assert_non_null(record_doubt(row(&c, "2"), "number-unknown"));
	assert_non_null(record_doubt(row(&c, "3"), "number-unknown"));
	assert_null(record_doubt(row(&c, "4"), "number-unknown"));
	assert_non_null(record_doubt(row(&c, "4"), "caller-unknown"));
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(calls__only_one_that_came_can_be_withheld),
	};

	return cmocka_run_group_tests_name("read_iphone", tests, NULL, NULL);
}
