/* Tests of a vault made again of a copy (docs/design/0016-several-logs.md). */
#include "tests/app/rig.h"

#include <stdlib.h>

#include "app/backup.h"
#include "app/checking.h"
#include "app/restoring.h"
#include "app/settings.h"

static struct app_options
options_at(struct diary *diary, const char *path)
{
	return (struct app_options){.vault_path = path,
	    .seams = rig_seams(&diary->rig),
	    .secret = SLICE_LITERAL(RIG_PASSPHRASE)};
}

/* Two incidents, and a copy of them in w/. */
static void
copied(struct diary *diary)
{
	const struct backup_options options = {.vault_path = "v", .to = "w"};
	struct backup_sum sum;
	char id[27];

	diary_add(diary, "2024-01-01", "one", id);
	diary_add(diary, "2024-01-02", "two", id);
	assert_ok(backup_make(&diary->app, &options, &sum, &diary->err), &diary->err);
	assert_true(sum.whole);
}

static enum status
restore(struct diary *diary, struct diary *out, struct restore_sum *sum)
{
	const struct restoring restoring = {.copy = "w", .options = options_at(diary, "x")};

	*out = (struct diary){0};
	return vault_restore(&out->app, &restoring, sum, &diary->err);
}

static void
shows(struct diary *diary, const char *texts)
{
	char found[512];

	diary_texts(diary, found, sizeof found);
	assert_string_equal(found, texts);
}

static void
whole(struct diary *diary)
{
	struct verify_report *report = calloc(1, sizeof *report);

	verify_report_init(report, "vault");
	assert_ok(vault_verify(&diary->app, false, report, &diary->err), &diary->err);
	assert_int_equal(report->problem_count, 0);
	verify_report_fini(report);
	free(report);
}

static void
restore__everything_is_there_and_the_log_is_a_new_one(void **state)
{
	struct diary *diary = *state, made;
	struct app_options options;
	struct restore_sum sum;
	char id[27], log_id[VAULT_LOG_ID_CHARS];

	copied(diary);
	assert_ok(restore(diary, &made, &sum), &diary->err);
	assert_int_equal(sum.lacking + sum.missing_entries, 0);
	shows(&made, "one|two");
	whole(&made);
	memcpy(log_id, vault_log_id(made.app.vault).p, sizeof log_id);
	assert_memory_not_equal(log_id, vault_log_id(diary->app.vault).p, sizeof log_id);
	diary_add(&made, "2024-01-03", "three", id);
	app_close(&made.app);
	options = options_at(diary, "x");
	assert_ok(app_open(&made.app, &options, &diary->err), &diary->err);
	shows(&made, "one|two|three");
	whole(&made);
	app_close(&made.app);
	shows(diary, "one|two"); /* the vault itself knows nothing of it */
}

static void
restore__settings_hold_in_the_new_vault(void **state)
{
	struct diary *diary = *state, made;
	struct settings settings;
	struct restore_sum sum;

	assert_ok(
	    setting_put(&diary->app, SETTING_JURISDICTION, TEXT_LITERAL("scotland"), &diary->err),
	    &diary->err);
	copied(diary);
	assert_ok(restore(diary, &made, &sum), &diary->err);
	assert_ok(settings_find(&made.app, &settings, &diary->err), &diary->err);
	assert_int_equal(settings.jurisdiction, SCOTLAND);
	/* Its number is lower than that of the old one. */
	assert_ok(setting_put(
		      &made.app, SETTING_JURISDICTION, TEXT_LITERAL("england-wales"), &diary->err),
	    &diary->err);
	assert_ok(settings_find(&made.app, &settings, &diary->err), &diary->err);
	assert_int_equal(settings.jurisdiction, ENGLAND_WALES);
	app_close(&made.app);
}

static void
restore__nothing_takes_the_place_of_what_stands_there(void **state)
{
	struct diary *diary = *state, made;
	struct restore_sum sum;

	copied(diary);
	assert_ok(restore(diary, &made, &sum), &diary->err);
	app_close(&made.app);
	assert_int_equal(restore(diary, &made, &sum), E_CONFLICT);
	mem_io_remove(diary->rig.disk, "x/h0"); /* also when half of its header is lost */
	assert_int_equal(restore(diary, &made, &sum), E_CONFLICT);
	shows(diary, "one|two");
}

static void
restore__a_stop_at_any_call_is_gone_on_from(void **state)
{
	struct diary *diary = *state;
	struct mem_io *base, *disk = diary->rig.disk;
	uint64_t calls = 1, stopped = 0;
	enum status status = E_IO;

	copied(diary);
	app_close(&diary->app);
	base = mem_io_copy(disk);
	for (uint64_t call = 1; status != OK; call += 7) {
		struct diary made;
		struct restore_sum sum;

		diary->rig.disk = mem_io_copy(base);
		mem_io_stop_at(diary->rig.disk, call);
		status = restore(diary, &made, &sum);
		if (status == OK)
			app_close(&made.app);
		stopped += status != OK;
		mem_io_restart(diary->rig.disk, true);
		if (status != OK) {
			struct app_options options = options_at(diary, "x");
			enum status again = restore(diary, &made, &sum);

			/* The stop came after the last step: it is a vault like any other. */
			if (again == E_CONFLICT)
				again = app_open(&made.app, &options, &diary->err);
			assert_ok(again, &diary->err);
			shows(&made, "one|two");
			whole(&made);
			app_close(&made.app);
		}
		mem_io_free(diary->rig.disk);
		calls = call;
	}
	assert_true(stopped > 10 && calls > 70);
	mem_io_free(base);
	diary->rig.disk = disk;
	diary_open(diary);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_DIARY(name) cmocka_unit_test_setup_teardown(name, diary_setup, diary_teardown)
	    WITH_DIARY(restore__settings_hold_in_the_new_vault),
	    WITH_DIARY(restore__everything_is_there_and_the_log_is_a_new_one),
	    WITH_DIARY(restore__nothing_takes_the_place_of_what_stands_there),
	    WITH_DIARY(restore__a_stop_at_any_call_is_gone_on_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
