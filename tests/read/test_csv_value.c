/* tests/read/test_csv_value.c
 * What stands in the cells of tables, and what their columns are called. */
#include "tests/support/check.h"

#include "read/formats/csv_names.h"
#include "read/formats/csv_value.h"

static void
date_is(const char *cell, enum date_order order, const char *want)
{
	struct csv_date date;
	struct civil civil;
	struct buf buf;

	buf_init(&buf, 64);
	assert_true(csv_date_parse(text_of_c(cell), &date));
	assert_true(csv_date_civil(&date, order, &civil));
	civil_put(&buf, &civil);
	assert_text(buf_text(&buf), want);
	buf_fini(&buf);
}

static void
date__is_read_in_every_usual_spelling(void **state)
{
	(void)state;
	date_is("24/03/2024", DATE_ORDER_DMY, "2024-03-24T00:00:00");
	date_is("3/24/24", DATE_ORDER_MDY, "2024-03-24T00:00:00");
	date_is(" 24-03-99 ", DATE_ORDER_DMY, "1999-03-24T00:00:00");
	date_is("24.03.2024", DATE_ORDER_DMY, "2024-03-24T00:00:00");
	date_is("2024-03-24", DATE_ORDER_YMD, "2024-03-24T00:00:00");
	date_is("2024/3/4", DATE_ORDER_YMD, "2024-03-04T00:00:00");
	date_is("24 Mar 2024", DATE_ORDER_DMY, "2024-03-24T00:00:00");
	date_is("24-MAR-24", DATE_ORDER_DMY, "2024-03-24T00:00:00");
	date_is("24Mar2024", DATE_ORDER_DMY, "2024-03-24T00:00:00");
	date_is("Sunday, 24th March 2024", DATE_ORDER_DMY, "2024-03-24T00:00:00");
	date_is("1 Sept 2024", DATE_ORDER_DMY, "2024-09-01T00:00:00");
	date_is("Mar 24, 2024", DATE_ORDER_DMY, "2024-03-24T00:00:00");
	date_is("20240324", DATE_ORDER_YMD, "2024-03-24T00:00:00");
	date_is("24/03/2024 21:05", DATE_ORDER_DMY, "2024-03-24T21:05:00");
	date_is("2024-03-24T21:05:07.25", DATE_ORDER_YMD, "2024-03-24T21:05:07.250");
	date_is("24/03/2024, 9:05:07 p.m.", DATE_ORDER_DMY, "2024-03-24T21:05:07");
	date_is("24 March 2024 at 12:05 am", DATE_ORDER_DMY, "2024-03-24T00:05:00");
}

static void
date__with_a_zone_is_an_instant(void **state)
{
	struct csv_date date;

	(void)state;
	assert_true(csv_date_parse(text_of_c("2024-03-24T22:05:07+01:00"), &date));
	assert_true(date.instant && date.at_us == INT64_C(1711314307000000));
	assert_true(csv_date_parse(text_of_c("1711314307"), &date));
	assert_true(date.instant && date.at_us == INT64_C(1711314307000000));
	assert_true(csv_date_parse(text_of_c("1711314307123"), &date));
	assert_true(date.instant && date.at_us == INT64_C(1711314307123000));
	assert_true(csv_date_parse(text_of_c("2024-03-24 21:05:07 UTC"), &date));
	assert_true(date.instant && date.at_us == INT64_C(1711314307000000));
}

static void
date__that_is_no_day_is_refused(void **state)
{
	static const char *const cells[] = {"", "x", "31/02/2024", "99/99/9999", "24/03", "24/03/2",
	    "24/03-2024", "2024", "123456789", "2711314307", "17113143071", "24 Mac 2024",
	    "24/03/2024 25:00", "24/03/2024x", "24/03/2024 21:05 GMT+1", "12.50", "07700 900202",
	    "1.5.", "0/0/0000"};
	struct csv_date date;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cells); i++)
		assert_false(csv_date_parse(text_of_c(cells[i]), &date));
}

static void
amount_is(const char *cell, const char *want, const char *currency)
{
	struct csv_amount amount;

	assert_true(csv_amount_parse(text_of_c(cell), &amount));
	assert_text(((struct text){amount.decimal, amount.n}), want);
	assert_int_equal(amount.negative, want[0] == '-');
	if (currency == NULL)
		assert_null(amount.currency);
	else
		assert_string_equal(amount.currency, currency);
}

static void
amount__keeps_every_digit(void **state)
{
	(void)state;
	amount_is("0.01", "0.01", NULL);
	amount_is("-0.01", "-0.01", NULL);
	amount_is("\xc2\xa3"
		  "0.01",
	    "0.01", "GBP");
	amount_is("-\xc2\xa3"
		  "1,234.50",
	    "-1234.50", "GBP");
	amount_is("(12.00)", "-12.00", NULL);
	amount_is("12.00 DR", "-12.00", NULL);
	amount_is("12.00CR", "12.00", NULL);
	amount_is("1.234,56 \xe2\x82\xac", "1234.56", "EUR");
	amount_is("GBP 0,01", "0.01", "GBP");
	amount_is("1,234", "1234", NULL);
	amount_is("1,234,567.8", "1234567.8", NULL);
	amount_is("\xe2\x88\x92"
		  "007.10",
	    "-7.10", NULL);
	amount_is(".5", "0.5", NULL);
	amount_is("0", "0", NULL);
	amount_is("12345678901234567890.123456789", "12345678901234567890.123456789", NULL);
}

static void
amount__that_is_none_is_refused(void **state)
{
	static const char *const cells[] = {"", "-", "abc", "1e9", "NaN", "--5", "-5-", "12.",
	    "1 2", "1,23,4.5", "12:30", "24/03/2024", "12,345.67,8",
	    "99999999999999999999999999999999999999999"};
	struct csv_amount amount;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cells); i++)
		assert_false(csv_amount_parse(text_of_c(cells[i]), &amount));
}

static void
length_is(const char *cell, enum csv_unit unit, int64_t want)
{
	int64_t seconds = -1;

	assert_int_equal(csv_duration_parse(text_of_c(cell), unit, &seconds), want >= 0);
	assert_int_equal(seconds, want);
}

static void
length__needs_a_unit_where_it_is_a_bare_number(void **state)
{
	(void)state;
	length_is("00:01:20", CSV_UNIT_UNKNOWN, 80);
	length_is("1:20", CSV_UNIT_UNKNOWN, 80);
	length_is("1m 20s", CSV_UNIT_UNKNOWN, 80);
	length_is("1 hour 2 mins", CSV_UNIT_UNKNOWN, 3720);
	length_is("80 secs", CSV_UNIT_MINUTES, 80);
	length_is("80", CSV_UNIT_SECONDS, 80);
	length_is("2", CSV_UNIT_MINUTES, 120);
	length_is("80", CSV_UNIT_UNKNOWN, -1);
	length_is("12.5MB", CSV_UNIT_SECONDS, -1);
	length_is("12 mb", CSV_UNIT_SECONDS, -1);
	length_is("1:", CSV_UNIT_SECONDS, -1);
	length_is("1:2:3:4", CSV_UNIT_SECONDS, -1);
	length_is("", CSV_UNIT_SECONDS, -1);
}

static void
name__is_known_however_it_is_spelled(void **state)
{
	(void)state;
	assert_int_equal(csv_names_column(text_of_c("Transaction Date")), COLUMN_WHEN);
	assert_int_equal(csv_names_column(text_of_c(" PAID_IN ")), COLUMN_IN);
	assert_int_equal(csv_names_column(text_of_c("Amount (GBP)")), COLUMN_AMOUNT);
	assert_int_equal(csv_names_column(text_of_c("Notes and #tags")), COLUMN_BODY);
	assert_int_equal(csv_names_column(text_of_c("Number dialled")), COLUMN_TO);
	assert_int_equal(csv_names_column(text_of_c("Sort Code")), COLUMN_NONE);
	assert_int_equal(csv_names_column(TEXT_NONE), COLUMN_NONE);
	assert_int_equal(csv_names_unit(text_of_c("Duration (secs)")), CSV_UNIT_SECONDS);
	assert_int_equal(csv_names_unit(text_of_c("Duration mins")), CSV_UNIT_MINUTES);
	assert_string_equal(csv_names_currency(text_of_c("Balance (EUR)")), "EUR");
	assert_null(csv_names_currency(text_of_c("Balance")));
}

static void
columns__are_words_and_numbers(void **state)
{
	static const char *const wrong[] = {"", " ", "when", "when=", "when=0", "when=257",
	    "when=1x", "who=1", "when=1 body=1", "=1", "when =1", "when=01"};
	struct columns columns;

	(void)state;
	assert_true(columns_parse(text_of_c(" when=1  body=3 body=2 "), &columns));
	assert_int_equal(columns.of[0], COLUMN_WHEN);
	assert_int_equal(columns.of[1], COLUMN_BODY);
	assert_int_equal(columns.of[2], COLUMN_BODY);
	assert_false(columns.has[COLUMN_AMOUNT]);
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_false(columns_parse(text_of_c(wrong[i]), &columns));
	for (unsigned i = COLUMN_WHEN; i < COLUMN_COUNT; i++)
		assert_non_null(columns_word((enum column)i));
	assert_null(columns_word(COLUMN_COUNT));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(date__is_read_in_every_usual_spelling),
	    cmocka_unit_test(date__with_a_zone_is_an_instant),
	    cmocka_unit_test(date__that_is_no_day_is_refused),
	    cmocka_unit_test(amount__keeps_every_digit),
	    cmocka_unit_test(amount__that_is_none_is_refused),
	    cmocka_unit_test(length__needs_a_unit_where_it_is_a_bare_number),
	    cmocka_unit_test(name__is_known_however_it_is_spelled),
	    cmocka_unit_test(columns__are_words_and_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
