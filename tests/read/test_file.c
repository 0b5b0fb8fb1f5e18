/* tests/read/test_file.c
 * Any other file is kept and named. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"

static void
file__gives_one_record_without_a_time(void **state)
{
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(collect_slice(&c, &file_format, SLICE_LITERAL("%PDF-1.4"), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 1);
	assert_int_equal(c.records[0].kind, KIND_DOCUMENT);
	assert_int_equal(c.records[0].when.basis, BASIS_NONE);
	assert_text(c.records[0].attachments[0].type, "application/pdf");
	collect_fini(&c);
}

static void
file__takes_an_empty_file(void **state)
{
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(collect_slice(&c, &file_format, SLICE_LITERAL(""), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 1);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "empty-file"), 1);
	collect_fini(&c);
	collect_init(&c);
	assert_ok(collect_slice(&c, &file_format, SLICE_LITERAL("x"), NULL), &c.err);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, NULL), 0);
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(file__gives_one_record_without_a_time),
	    cmocka_unit_test(file__takes_an_empty_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
