/* Tests of base/json.h and base/csv.h. */
#include "tests/support/check.h"

#include "base/csv.h"
#include "base/json.h"

static void
json__writes_one_safe_line(void **state)
{
	struct buf buf;
	struct json json;

	(void)state;
	buf_init(&buf, 1000);
	json_init(&json, &buf);
	json_object_begin(&json);
	json_key(&json, "a");
	json_text(&json, TEXT_LITERAL("x\"\\\n\x1b\xe2\x80\xae\xc3\xa9"));
	json_key(&json, "b");
	json_array_begin(&json);
	json_i64(&json, -5);
	json_text(&json, TEXT_NONE);
	json_bool(&json, true);
	json_time(&json, 0);
	json_array_end(&json);
	json_object_end(&json);
	assert_slice(buf_slice(&buf), "{\"a\":\"x\\\"\\\\\\n\\u001b\\u202e\xc3\xa9\",\"b\":[-5,"
				      "null,true,\"1970-01-01T00:00:00Z\"]}");
	buf_fini(&buf);
}

static void
csv__defuses_formulas_and_quotes(void **state)
{
	struct buf buf;
	struct csv csv;

	(void)state;
	buf_init(&buf, 1000);
	csv_init(&csv, &buf);
	csv_cell(&csv, TEXT_LITERAL("=HYPERLINK(\"x\")"));
	csv_cell(&csv, TEXT_LITERAL("plain, text"));
	csv_u64(&csv, 7);
	csv_row_end(&csv);
	assert_slice(buf_slice(&buf), "\"'=HYPERLINK(\"\"x\"\")\",\"plain, text\",7\r\n");
	buf_fini(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(json__writes_one_safe_line),
	    cmocka_unit_test(csv__defuses_formulas_and_quotes),
	};

	return cmocka_run_group_tests_name("base_json", tests, NULL, NULL);
}
