/* Tests of show/when.h: never more exact than what is known. */
#include "tests/support/check.h"

#include "show/when.h"

static void
assert_when(struct moment m, const char *expected)
{
	struct buf buf;

	buf_init(&buf, 200);
	when_put(&buf, &m);
	assert_slice(buf_slice(&buf), expected);
	buf_fini(&buf);
}

static void
when__is_never_more_exact_than_known(void **state)
{
	struct moment m = {.basis = BASIS_DATE,
	    .precision = PRECISION_MONTH,
	    .local_known = true,
	    .local = {2024, 3, 1, 0, 0, 0, 0}};

	(void)state;
	assert_when(m, "March 2024 (month only)");
	m.precision = PRECISION_YEAR;
	assert_when(m, "2024 (year only)");
	m.precision = PRECISION_DAY;
	assert_when(m, "Friday 1 March 2024 (time not known)");
	m.basis = BASIS_LOCAL;
	m.precision = PRECISION_HOUR;
	m.local.hour = 21;
	assert_when(m, "Friday 1 March 2024, about 21:00");
	m.precision = PRECISION_MINUTE;
	assert_when(m, "Friday 1 March 2024, 21:00");
	assert_when(MOMENT_NONE, "date not known");
}

static void
when__says_utc_where_no_wall_time_is_known(void **state)
{
	struct moment m = {.basis = BASIS_INSTANT,
	    .precision = PRECISION_SECOND,
	    .at_known = true,
	    .at_us = 1711314307000000};

	(void)state;
	assert_when(m, "Sunday 24 March 2024, 21:05:07 UTC");
}

/* A table by day says the same in two parts. */
static void
when__day_and_clock_are_the_two_halves(void **state)
{
	struct moment m = {.basis = BASIS_LOCAL,
	    .precision = PRECISION_SECOND,
	    .local_known = true,
	    .local = {2024, 3, 24, 21, 5, 7, 0}};
	struct buf buf;

	(void)state;
	buf_init(&buf, 200);
	when_day_put(&buf, &m);
	buf_put_byte(&buf, '|');
	when_clock_put(&buf, &m);
	buf_put_byte(&buf, '|');
	m.precision = PRECISION_DAY;
	when_clock_put(&buf, &m);
	assert_slice(buf_slice(&buf), "Sunday 24 March 2024|21:05:07|no time");
	buf_fini(&buf);
}

static void
count__groups_thousands(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 200);
	count_put(&buf, 0);
	buf_put_byte(&buf, ' ');
	count_put(&buf, 999);
	buf_put_byte(&buf, ' ');
	count_put(&buf, 1234567);
	buf_put_byte(&buf, ' ');
	count_put(&buf, UINT64_MAX);
	assert_slice(buf_slice(&buf), "0 999 1,234,567 18,446,744,073,709,551,615");
	buf_fini(&buf);
}

static void
count__nothing_recorded_is_not_said_to_be_nothing(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 64);
	count_recorded_put(&buf, 0);
	assert_slice(buf_slice(&buf), "none recorded");
	buf_reset(&buf);
	count_recorded_put(&buf, 1313);
	assert_slice(buf_slice(&buf), "1,313");
	buf_fini(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(when__is_never_more_exact_than_known),
	    cmocka_unit_test(when__says_utc_where_no_wall_time_is_known),
	    cmocka_unit_test(when__day_and_clock_are_the_two_halves),
	    cmocka_unit_test(count__groups_thousands),
	    cmocka_unit_test(count__nothing_recorded_is_not_said_to_be_nothing),
	};

	return cmocka_run_group_tests_name("show_when", tests, NULL, NULL);
}
