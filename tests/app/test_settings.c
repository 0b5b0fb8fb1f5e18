/* tests/app/test_settings.c
 * Settings of a vault: said, said again, found after the index is made anew, taken over from other
 * logs or not. */
#include "tests/app/rig.h"

#include "app/act.h"
#include "app/catch_up.h"
#include "app/settings.h"

static void
assert_settings(struct diary *diary, enum jurisdiction place, const char *initials)
{
	struct settings settings;

	assert_ok(settings_find(&diary->app, &settings, &diary->err), &diary->err);
	assert_int_equal(settings.jurisdiction, place);
	assert_string_equal(settings.initials, initials);
}

static void
put(struct diary *diary, enum setting setting, const char *value)
{
	assert_ok(setting_put(&diary->app, setting, text_of_c(value), &diary->err), &diary->err);
}

static void
settings__nobody_said_anything_yet(void **state)
{
	struct diary *diary = *state;
	struct settings settings;

	assert_settings(diary, ENGLAND_WALES, "DB");
	assert_ok(settings_find(&diary->app, &settings, &diary->err), &diary->err);
	assert_false(settings.said[SETTING_JURISDICTION] || settings.said[SETTING_INITIALS]);
	put(diary, SETTING_INITIALS, "MH");
	assert_ok(settings_find(&diary->app, &settings, &diary->err), &diary->err);
	assert_false(settings.said[SETTING_JURISDICTION]);
	assert_true(settings.said[SETTING_INITIALS]);
}

static void
settings__the_newest_counts_and_the_other_stays(void **state)
{
	struct diary *diary = *state;

	put(diary, SETTING_JURISDICTION, "scotland");
	put(diary, SETTING_INITIALS, "MH");
	put(diary, SETTING_JURISDICTION, "northern-ireland");
	assert_settings(diary, NORTHERN_IRELAND, "MH");
	assert_int_equal(log_entries(diary->app.vault), 3);
	diary_reopen(diary, false);
	assert_settings(diary, NORTHERN_IRELAND, "MH");
	diary_reopen(diary, true);
	assert_settings(diary, NORTHERN_IRELAND, "MH");
}

static void
settings__what_cannot_be_is_refused_and_not_written(void **state)
{
	static const struct {
		enum setting setting;
		const char *value;
	} bad[] = {{SETTING_JURISDICTION, ""}, {SETTING_JURISDICTION, "England"},
	    {SETTING_JURISDICTION, "scotland\n"}, {SETTING_INITIALS, ""}, {SETTING_INITIALS, "mh"},
	    {SETTING_INITIALS, "M H"}, {SETTING_INITIALS, "MH/"}, {SETTING_INITIALS, "ABCDEFGHI"},
	    {SETTING_INITIALS, "\xc5\x81K"}, {SETTING_INITIALS, "MH\n"}};
	struct diary *diary = *state;

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(
		    setting_put(&diary->app, bad[i].setting, text_of_c(bad[i].value), &diary->err),
		    E_FORMAT);
	assert_int_equal(log_entries(diary->app.vault), 0);
	put(diary, SETTING_INITIALS, "ABCDEFGH");
	assert_settings(diary, ENGLAND_WALES, "ABCDEFGH");
}

/* An entry as somebody else's program could write it. */
static void
append(struct diary *diary, const char *kind, const char *source)
{
	struct act act;

	act_init(&act, &diary->app, kind);
	act_text(&act, FIELD_SOURCE, text_of_c(source));
	assert_ok(act_append(&act, &diary->app, NULL, &diary->err), &diary->err);
	assert_ok(log_settle(diary->app.vault, &diary->err), &diary->err);
	assert_ok(catch_up(&diary->app, NULL, &diary->err), &diary->err);
	act_fini(&act);
}

static void
settings__entries_that_set_nothing_are_passed_over(void **state)
{
	static const char *const sources[] = {"", "jurisdiction france\n", "initials mh\n",
	    "colour red\n", "jurisdiction scotland\ninitials MH\n", "jurisdiction",
	    "jurisdiction scotland", "initials MH\n\n", "Initials MH\n"};
	struct diary *diary = *state;

	for (size_t i = 0; i < COUNT_OF(sources); i++)
		append(diary, "setting", sources[i]);
	append(diary, "settings", "initials MH\n");
	assert_settings(diary, ENGLAND_WALES, "DB");
	append(diary, "setting", "initials MH\n");
	append(diary, "setting", "initials mh\n");
	assert_settings(diary, ENGLAND_WALES, "MH");
}

int
main(void)
{
#define DIARY_TEST(test) cmocka_unit_test_setup_teardown(test, diary_setup, diary_teardown)
	const struct CMUnitTest tests[] = {
	    DIARY_TEST(settings__nobody_said_anything_yet),
	    DIARY_TEST(settings__the_newest_counts_and_the_other_stays),
	    DIARY_TEST(settings__what_cannot_be_is_refused_and_not_written),
	    DIARY_TEST(settings__entries_that_set_nothing_are_passed_over),
	};

	return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
