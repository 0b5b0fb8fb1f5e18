/* tests/app/test_moment.c
 * Times as typed and as entries keep them. */
#include "tests/app/rig.h"

#include "app/moment_text.h"
#include "sys/os/os_zone.h"

struct zoned {
	struct app app;
	struct rig rig; /* for its clock and entropy */
};

static int
setup(void **state)
{
	static struct zoned zoned;
	struct err err = {0};

	zoned = (struct zoned){0};
	rig_start(&zoned.rig, 1);
	zoned.app.seams = rig_seams(&zoned.rig);
	memcpy(zoned.app.zone_name, "Europe/London", sizeof "Europe/London");
	assert_ok(zone_open(TEXT_LITERAL("Europe/London"), &zoned.app.zone, &err), &err);
	*state = &zoned;
	return 0;
}

static int
teardown(void **state)
{
	struct zoned *zoned = *state;

	zone_close(zoned->app.zone);
	rig_stop(&zoned->rig);
	return 0;
}

static void
moment__forms_that_are_understood(void **state)
{
	static const struct {
		const char *typed, *precision;
		enum time_basis basis;
		enum precision want;
		const char *utc, *doubt; /* NULL: none */
	} forms[] = {{"2024", "", BASIS_DATE, PRECISION_YEAR, "2024-01-01T00:00:00Z", NULL},
	    {"2024-07", "", BASIS_DATE, PRECISION_MONTH, "2024-06-30T23:00:00Z", NULL},
	    {"2024-03-24", "", BASIS_DATE, PRECISION_DAY, "2024-03-24T00:00:00Z", NULL},
	    {"2024-03-24", "year", BASIS_DATE, PRECISION_YEAR, "2024-03-24T00:00:00Z", NULL},
	    {"2024-07-24 21:05", "", BASIS_LOCAL, PRECISION_MINUTE, "2024-07-24T20:05:00Z", NULL},
	    {"2024-07-24T21:05:07", "", BASIS_LOCAL, PRECISION_SECOND, "2024-07-24T20:05:07Z",
		NULL},
	    {"2024-07-24 21:05", "hour", BASIS_LOCAL, PRECISION_HOUR, "2024-07-24T20:05:00Z", NULL},
	    {"2024-07-24T21:05:07Z", "", BASIS_INSTANT, PRECISION_SECOND, "2024-07-24T21:05:07Z",
		NULL},
	    {"2024-07-24T21:05:07-02:30", "", BASIS_INSTANT, PRECISION_SECOND,
		"2024-07-24T23:35:07Z", NULL},
	    {"2024-10-27 01:30", "", BASIS_LOCAL, PRECISION_MINUTE, "2024-10-27T00:30:00Z",
		"time-twice"},
	    {"2024-03-31 01:30", "", BASIS_LOCAL, PRECISION_MINUTE, "2024-03-31T01:30:00Z",
		"time-missing"},
	    {"now", "", BASIS_INSTANT, PRECISION_SECOND, "2026-09-21T14:13:20Z", NULL},
	    {"unknown", "", BASIS_NONE, PRECISION_NONE, NULL, NULL},
	    {"unknown", "day", BASIS_NONE, PRECISION_NONE, NULL, NULL}};
	struct zoned *zoned = *state;

	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		struct moment m;
		const char *doubt = "not set";
		struct err err = {0};
		int64_t want_us = 0;

		assert_ok(moment_of_text(&zoned->app, text_of_c(forms[i].typed),
			      text_of_c(forms[i].precision), &m, &doubt, &err),
		    &err);
		assert_int_equal(m.basis, forms[i].basis);
		assert_int_equal(m.precision, forms[i].want);
		assert_int_equal(m.at_known, forms[i].utc != NULL);
		if (forms[i].utc != NULL) {
			assert_true(
			    time_parse(slice_of(forms[i].utc, strlen(forms[i].utc)), &want_us));
			assert_int_equal(m.at_us, want_us);
		}
		if (forms[i].doubt == NULL)
			assert_null(doubt);
		else
			assert_string_equal(doubt, forms[i].doubt);
	}
}

static void
moment__what_is_not_understood_is_refused(void **state)
{
	static const struct {
		const char *typed, *precision;
	} bad[] = {{"", ""}, {"soon", ""}, {"NOW", ""}, {"24/03/2024", ""}, {"2024-3-4", ""},
	    {"2024-13", ""}, {"2024-00", ""}, {"2024-02-30", ""}, {"202", ""}, {"20240", ""},
	    {"2024-", ""}, {"2024-1", ""}, {"2024-03-24 25:00", ""}, {"2024-03-24 21", ""},
	    {"2024-03-24", "minute"}, {"2024", "month"}, {"2024-03-24 21:05", "second"},
	    {"2024", "century"}, {"unknown", "century"}};
	struct zoned *zoned = *state;

	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct moment m = MOMENT_NONE;
		const char *doubt = NULL;
		struct err err = {0};

		if (moment_of_text(&zoned->app, text_of_c(bad[i].typed),
			text_of_c(bad[i].precision), &m, &doubt, &err) != E_FORMAT)
			fail_msg("accepted: \"%s\" \"%s\"", bad[i].typed, bad[i].precision);
		assert_int_equal(m.basis, BASIS_NONE);
		assert_true(err.text[0] != '\0');
	}
}

static void
moment__comes_back_out_of_its_lines(void **state)
{
	static const char *const typed[] = {"2024", "2024-03-24", "2024-07-24 21:05:07",
	    "2024-07-24T21:05:07Z", "2024-10-27 01:30", "unknown"};
	struct zoned *zoned = *state;

	for (size_t i = 0; i < COUNT_OF(typed); i++) {
		struct moment in, until = MOMENT_NONE, out;
		const char *doubt;
		struct act act;
		struct err err = {0};

		assert_ok(
		    moment_of_text(&zoned->app, text_of_c(typed[i]), TEXT_NONE, &in, &doubt, &err),
		    &err);
		assert_ok(moment_of_text(&zoned->app, TEXT_LITERAL("2025-01-02"), TEXT_NONE, &until,
			      &doubt, &err),
		    &err);
		act_init(&act, &zoned->app, "incident");
		moment_put_lines(&act, "until-", &until);
		moment_put_lines(&act, "", &in);
		moment_of_lines(buf_slice(&act.values[FIELD_WHEN]), "", &out);
		assert_int_equal(out.basis, in.basis);
		assert_int_equal(out.precision, in.precision);
		assert_int_equal(out.at_known, in.at_known);
		assert_int_equal(out.local_known, in.local_known);
		if (in.at_known)
			assert_int_equal(out.at_us, in.at_us);
		if (in.local_known)
			assert_int_equal(civil_compare(&out.local, &in.local), 0);
		moment_of_lines(buf_slice(&act.values[FIELD_WHEN]), "until-", &out);
		assert_int_equal(out.at_us, until.at_us);
		assert_int_equal(out.precision, PRECISION_DAY);
		act_fini(&act);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(moment__forms_that_are_understood),
	    cmocka_unit_test(moment__what_is_not_understood_is_refused),
	    cmocka_unit_test(moment__comes_back_out_of_its_lines)};

	return cmocka_run_group_tests(tests, setup, teardown);
}
