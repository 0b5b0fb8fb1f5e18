/* Tests of base/time.h: calendar and RFC 3339. */
#include "tests/support/check.h"

#include "base/time.h"

static void
time_parse__reads_zones_and_fractions(void **state)
{
	int64_t at;

	(void)state;
	assert_true(time_parse(SLICE_LITERAL("2024-03-24T21:05:07Z"), &at));
	assert_true(at == INT64_C(1711314307000000));
	assert_true(time_parse(SLICE_LITERAL("2024-03-24T22:05:07.463+01:00"), &at));
	assert_true(at == INT64_C(1711314307463000));
	assert_true(time_parse(SLICE_LITERAL("1969-12-31T23:59:59.999999Z"), &at));
	assert_true(at == -1);
}

static void
time_parse__refuses_what_no_calendar_has(void **state)
{
	static const char *const bad[] = {"2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z",
	    "2024-13-01T00:00:00Z", "0000-01-01T00:00:00Z", "2024-01-01T24:00:00Z",
	    "2024-01-01T00:00:60Z", "2024-01-01T00:00:00", "2024-01-01T00:00:00.Z",
	    "2024-01-01T00:00:00+24:00", "2024-01-01T00:00:00Zx", "24-01-01T00:00:00Z"};
	int64_t at;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(time_parse(slice_of(bad[i], strlen(bad[i])), &at));
}

static void
civil__every_day_of_four_centuries_round_trips(void **state)
{
	struct civil first = {.year = 1900, .month = 1, .day = 1}, c;
	int64_t at = civil_to_us(&first);
	int weekday = civil_weekday(&first);

	(void)state;
	assert_int_equal(weekday, 1); /* 1 January 1900 was a Monday */
	for (int i = 0; i < 146097; i++, at += US_PER_DAY) {
		assert_true(civil_of_us(at, &c));
		assert_true(civil_valid(&c));
		assert_true(civil_to_us(&c) == at);
		assert_int_equal(civil_weekday(&c), weekday);
		weekday = weekday % 7 + 1;
	}
	assert_int_equal(c.year, 2299);
	assert_int_equal(c.day, 31);
}

static void
time_put__prints_fractions_only_when_there(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 100);
	assert_true(time_put(&buf, 1711314307463000));
	assert_slice(buf_slice(&buf), "2024-03-24T21:05:07.463Z");
	buf_reset(&buf);
	assert_true(time_put(&buf, 1711314307000001));
	assert_slice(buf_slice(&buf), "2024-03-24T21:05:07.000001Z");
	assert_false(time_put(&buf, INT64_MAX));
	assert_false(time_put(&buf, INT64_MIN));
	buf_fini(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(time_parse__reads_zones_and_fractions),
	    cmocka_unit_test(time_parse__refuses_what_no_calendar_has),
	    cmocka_unit_test(civil__every_day_of_four_centuries_round_trips),
	    cmocka_unit_test(time_put__prints_fractions_only_when_there),
	};

	return cmocka_run_group_tests_name("base_time", tests, NULL, NULL);
}
