/* Tests of taking in another vault's log (docs/design/0016-several-logs.md). */
#include "tests/app/rig.h"

#include "app/checking.h"
#include "app/merging.h"
#include "app/settings.h"
#include "keep/log_other.h"

#include <stdlib.h>

/* Two diaries of one person, each on its own disk. */
struct two {
	struct diary *here, *there;
};

static int
two_setup(void **state)
{
	struct two *two = calloc(1, sizeof *two);

	two->here = calloc(1, sizeof *two->here);
	two->there = calloc(1, sizeof *two->there);
	diary_start_seeded(two->here, 7);
	diary_start_seeded(two->there, 9);
	*state = two;
	return 0;
}

static int
two_teardown(void **state)
{
	struct two *two = *state;

	diary_stop(two->here);
	diary_stop(two->there);
	free(two->here);
	free(two->there);
	free(two);
	return 0;
}

/* `there` is closed (which signs its head), taken in, and opened again. */
static enum status
merge_as(
    struct two *two, enum other_how how, const char *name, struct merge_sum *sum, struct err *err)
{
	struct merging merging = {.how = how, .name = text_of_c(name)};
	struct vault_seams seams = rig_seams(&two->there->rig);
	enum status status;

	app_close(&two->there->app);
	assert_ok(
	    vault_open("v", &seams, SLICE_LITERAL(RIG_PASSPHRASE), true, &merging.from, err), err);
	status = vault_merge(&two->here->app, &merging, sum, err);
	vault_close(merging.from);
	diary_open(two->there);
	return status;
}

static void
merge_ok(struct two *two, struct merge_sum *sum)
{
	struct err err = {0};

	assert_ok(merge_as(two, OTHER_DEVICE, "", sum, &err), &err);
}

static void
shows(struct diary *diary, const char *texts)
{
	char found[4096];

	diary_texts(diary, found, sizeof found);
	assert_string_equal(found, texts);
}

static void
whole(struct diary *diary)
{
	struct verify_report *report = calloc(1, sizeof *report);
	struct err err = {0};

	verify_report_init(report, "vault");
	assert_ok(vault_verify(&diary->app, false, report, &err), &err);
	if (report->problem_count != 0)
		print_error("%.*s\n", (int)report->problems[0].what.n, report->problems[0].what.p);
	assert_int_equal(report->problem_count, 0);
	verify_report_fini(report);
	free(report);
}

static void
merge__what_the_other_has_is_shown_in_its_place(void **state)
{
	struct two *two = *state;
	struct merge_sum sum;
	char id[27];

	diary_add(two->here, "2024-01-01", "one", id);
	diary_add(two->here, "2024-01-03", "three", id);
	diary_add(two->there, "2024-01-02", "two", id);
	diary_add(two->there, "2024-01-04", "four", id);
	merge_ok(two, &sum);
	assert_int_equal(sum.logs, 1);
	assert_int_equal(sum.entries, 2);
	assert_int_equal(sum.waiting, 0);
	shows(two->here, "one|two|three|four");
	shows(two->there, "two|four");
	whole(two->here);
	diary_reopen(two->here, false);
	shows(two->here, "one|two|three|four");
	diary_reopen(two->here, true);
	shows(two->here, "one|two|three|four");
	whole(two->here);
}

static void
merge__again_brings_only_what_is_new(void **state)
{
	struct two *two = *state;
	struct merge_sum sum;
	char id[27];

	diary_add(two->there, "2024-01-02", "two", id);
	merge_ok(two, &sum);
	merge_ok(two, &sum);
	assert_int_equal(sum.logs, 0);
	assert_int_equal(sum.entries, 0);
	diary_add(two->there, "2024-01-05", "five", id);
	diary_add(two->here, "2024-01-03", "three", id);
	merge_ok(two, &sum);
	assert_int_equal(sum.entries, 1);
	shows(two->here, "two|three|five");
	diary_reopen(two->here, true);
	shows(two->here, "two|three|five");
	whole(two->here);
}

static void
initials_are(struct diary *diary, const char *initials)
{
	struct settings settings;
	struct err err = {0};

	assert_ok(settings_find(&diary->app, &settings, &err), &err);
	assert_string_equal(settings.initials, initials);
}

/* From the merge on, as everything in that log; what is said afterwards counts more. */
static void
merge__what_my_other_device_set_holds_until_it_is_set_again(void **state)
{
	struct two *two = *state;
	struct merge_sum sum;
	struct err err = {0};

	assert_ok(setting_put(&two->here->app, SETTING_INITIALS, TEXT_LITERAL("AA"), &err), &err);
	assert_ok(setting_put(&two->there->app, SETTING_INITIALS, TEXT_LITERAL("BB"), &err), &err);
	merge_ok(two, &sum);
	initials_are(two->here, "BB");
	initials_are(two->there, "BB");
	diary_reopen(two->here, true);
	initials_are(two->here, "BB");
	assert_ok(setting_put(&two->here->app, SETTING_INITIALS, TEXT_LITERAL("CC"), &err), &err);
	initials_are(two->here, "CC");
	diary_reopen(two->here, false);
	initials_are(two->here, "CC");
	diary_reopen(two->here, true);
	initials_are(two->here, "CC");
	/* Of three rows the one applied last must be left, whatever their numbers are. */
	assert_ok(setting_put(&two->there->app, SETTING_INITIALS, TEXT_LITERAL("DD"), &err), &err);
	merge_ok(two, &sum);
	initials_are(two->here, "DD");
	diary_reopen(two->here, true);
	initials_are(two->here, "DD");
	whole(two->here);
}

static void
merge__what_somebody_else_set_is_for_their_vault(void **state)
{
	struct two *two = *state;
	struct merge_sum sum;
	struct err err = {0};

	assert_ok(setting_put(&two->there->app, SETTING_INITIALS, TEXT_LITERAL("KH"), &err), &err);
	assert_ok(merge_as(two, OTHER_PERSON, "Kasia Halden", &sum, &err), &err);
	initials_are(two->here, "DB");
	diary_reopen(two->here, true);
	initials_are(two->here, "DB");
}

/* Both ways until both have all of it: the same records, whichever began. */
static void
merge__both_ways_gives_both_the_same(void **state)
{
	struct two *two = *state;
	struct two back = {two->there, two->here};
	struct merge_sum sum;
	char id[27];

	diary_add(two->here, "2024-01-01", "one", id);
	diary_add(two->there, "2024-01-02", "two", id);
	merge_ok(two, &sum);
	merge_ok(&back, &sum);
	assert_int_equal(sum.entries, 2); /* "one", and that "two" was taken in there */
	shows(back.here, "one|two");
	shows(back.there, "one|two");
	whole(back.here);
	merge_ok(two, &sum);
	assert_int_equal(sum.logs, 1); /* of what they said to each other, nothing is shown */
	shows(two->here, "one|two");
	whole(two->here);
}

/* An incident over there with a photograph. */
static void
photo_add(struct two *two)
{
	uint8_t photo[70000];

	rig_content(photo, sizeof photo, 5);
	mem_io_put(two->there->rig.disk, "src/photo", photo, sizeof photo);
	diary_attach(two->there, "2024-01-02", "with a photograph", "src/photo", NULL);
}

static void
merge__attached_files_come_along(void **state)
{
	struct two *two = *state;
	struct merge_sum sum;

	photo_add(two);
	merge_ok(two, &sum);
	assert_int_equal(sum.files, 2); /* the photograph, and what was read of it */
	assert_int_equal(sum.lost_files, 0);
	whole(two->here);
	diary_reopen(two->here, true);
	whole(two->here);
}

static void
merge__corrections_reach_across(void **state)
{
	struct two *two = *state;
	struct correction correction = {.why = TEXT_LITERAL("looked again")};
	struct incident_saved saved;
	struct merge_sum sum;
	char id[27], ours[27];
	struct err err = {0};

	diary_add(two->there, "2024-01-02", "first words", id);
	merge_ok(two, &sum);
	correction.changes.what = TEXT_LITERAL("words from here");
	assert_ok(record_correct(&two->here->app, text_of_c(id), &correction, &saved, &err), &err);
	memcpy(ours, saved.id, sizeof ours);
	shows(two->here, "words from here");
	/* Meanwhile over there too: both stand. */
	correction.changes.what = TEXT_LITERAL("words from there");
	assert_ok(record_correct(&two->there->app, text_of_c(id), &correction, &saved, &err), &err);
	merge_ok(two, &sum);
	shows(two->here, "words from here|words from there");
	diary_reopen(two->here, true);
	shows(two->here, "words from here|words from there");
	whole(two->here);
	/* Until one names both. */
	correction.changes.what = TEXT_LITERAL("what we agree on");
	correction.also[0] = text_of_c(saved.id);
	correction.also_count = 1;
	assert_ok(
	    record_correct(&two->here->app, text_of_c(ours), &correction, &saved, &err), &err);
	shows(two->here, "what we agree on");
	diary_reopen(two->here, true);
	shows(two->here, "what we agree on");
	whole(two->here);
}

static void
merge__of_a_person_keeps_who_observed(void **state)
{
	struct two *two = *state;
	struct merge_sum sum;
	struct err err = {0};
	char id[27];

	diary_add(two->there, "2024-01-02", "I saw him at the gate", id);
	assert_ok(merge_as(two, OTHER_PERSON, "Kasia Halden", &sum, &err), &err);
	diary_observers(two->here, "Kasia Halden");
	diary_reopen(two->here, true);
	diary_observers(two->here, "Kasia Halden");
}

static void
merge__with_itself_or_a_fork_is_refused(void **state)
{
	struct two *two = *state;
	struct diary copy;
	struct merging merging = {.how = OTHER_DEVICE};
	struct vault_seams seams;
	struct merge_sum sum;
	struct err err = {0};
	char id[27];

	diary_add(two->here, "2024-01-01", "one", id);
	diary_reopen(two->here, false);
	copy.rig = two->here->rig;
	copy.rig.disk = mem_io_copy(two->here->rig.disk);
	seams = rig_seams(&copy.rig);
	assert_ok(vault_open("v", &seams, SLICE_LITERAL(RIG_PASSPHRASE), true, &merging.from, &err),
	    &err);
	assert_int_equal(vault_merge(&two->here->app, &merging, &sum, &err), E_CONFLICT);
	vault_close(merging.from);
	mem_io_free(copy.rig.disk);
	shows(two->here, "one");
	whole(two->here);
}

/* Every object loses a byte of its content. */
static void
spoil(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	struct mem_io *disk = ctx;
	uint8_t *bytes;
	size_t all = 0;

	(void)p;
	if (strncmp(path, "v/o/", 4) != 0 || n < 5000)
		return;
	bytes = mem_io_file(disk, path, &all);
	bytes[4200] ^= 1;
}

static void
merge__a_file_that_is_lost_there_does_not_stop_the_rest(void **state)
{
	struct two *two = *state;
	struct merge_sum sum;
	char id[27];

	photo_add(two);
	diary_add(two->there, "2024-01-03", "afterwards", id);
	mem_io_each(two->there->rig.disk, spoil, two->there->rig.disk);
	merge_ok(two, &sum);
	assert_true(sum.lost_files != 0);
	shows(two->here, "with a photograph|afterwards");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_TWO(name) cmocka_unit_test_setup_teardown(name, two_setup, two_teardown)
	    WITH_TWO(merge__what_the_other_has_is_shown_in_its_place),
	    WITH_TWO(merge__again_brings_only_what_is_new),
	    WITH_TWO(merge__what_my_other_device_set_holds_until_it_is_set_again),
	    WITH_TWO(merge__what_somebody_else_set_is_for_their_vault),
	    WITH_TWO(merge__both_ways_gives_both_the_same),
	    WITH_TWO(merge__attached_files_come_along),
	    WITH_TWO(merge__corrections_reach_across),
	    WITH_TWO(merge__of_a_person_keeps_who_observed),
	    WITH_TWO(merge__with_itself_or_a_fork_is_refused),
	    WITH_TWO(merge__a_file_that_is_lost_there_does_not_stop_the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
