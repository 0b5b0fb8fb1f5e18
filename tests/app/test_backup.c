/* tests/app/test_backup.c
 * A copy of the vault elsewhere: what it holds, what it refuses, what it never does to a better
 * one, and what the log says of it. */
#include "app/backup.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/checking.h"
#include "app/last_copy.h"
#include "app/sampling.h"
#include "keep/object.h"
#include "tests/app/rig.h"

enum {
	PROBLEMS_BYTES = 2000,
	ATTACHED = 3,
	OBJECTS = 2 * ATTACHED /* with their readings */,
	PHOTO_BYTES = 90000
};

struct copied {
	struct diary diary;
	struct backup_sum sum;
	char problems[PROBLEMS_BYTES];
	struct err err;
};

static int
setup(void **state)
{
	struct copied *x = calloc(1, sizeof *x);
	static uint8_t photo[PHOTO_BYTES];
	char path[32];

	diary_start(&x->diary);
	for (uint32_t i = 0; i < ATTACHED; i++) {
		rig_content(photo, sizeof photo, i);
		(void)snprintf(path, sizeof path, "src/photo-%u", i);
		mem_io_put(x->diary.rig.disk, path, photo, sizeof photo / (i + 1));
		diary_attach(&x->diary, "2024-03-24", "at the gate", path, NULL);
	}
	*state = x;
	return 0;
}

static int
teardown(void **state)
{
	struct copied *x = *state;

	diary_stop(&x->diary);
	free(x);
	return 0;
}

static void
problem(void *ctx, const char *name, const char *why)
{
	struct copied *x = ctx;
	size_t n = strlen(x->problems);

	(void)snprintf(x->problems + n, sizeof x->problems - n, "%s: %s\n", name, why);
}

static enum status
run_to(struct copied *x, const char *to, bool all)
{
	const struct backup_options options = {
	    .vault_path = "v", .to = to, .verify_all = all, .problem = problem, .ctx = x};

	x->problems[0] = '\0';
	return backup_make(&x->diary.app, &options, &x->sum, &x->err);
}

static enum status
run(struct copied *x)
{
	return run_to(x, "w", false);
}

/* The copy as somebody else would find it. */
static void
look(struct copied *x, const char *path, struct verify_report *report)
{
	struct app_options options = {.vault_path = path,
	    .seams = rig_seams(&x->diary.rig),
	    .secret = SLICE_LITERAL(RIG_PASSPHRASE)};
	struct app app = {0};

	verify_report_init(report, "vault");
	assert_ok(vault_look(&app, &options, &x->err), &x->err);
	assert_ok(vault_verify_part(&app, SAMPLING_ALL, report, &x->err), &x->err);
	app_close(&app);
}

static void
copy_holds(struct copied *x)
{
	struct verify_report *report = calloc(1, sizeof *report);

	look(x, "w", report);
	if (report->problem_count != 0)
		fail_msg("%.*s", (int)report->problems[0].what.n, report->problems[0].what.p);
	assert_int_equal(report->levels[LEVEL_ORIGINALS].checked, OBJECTS);
	verify_report_fini(report);
	free(report);
}

struct finding {
	const char *under;
	char path[256];
	size_t skip, count;
};

static void
find_object(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	struct finding *f = ctx;

	(void)p;
	(void)n;
	if (strncmp(path, f->under, strlen(f->under)) == 0 && f->count++ == f->skip)
		(void)snprintf(f->path, sizeof f->path, "%s", path);
}

/* The path of an object file, the first or a later one. */
static void
object_path(struct copied *x, const char *under, size_t which, char out[256])
{
	struct finding f = {.under = under, .skip = which};

	mem_io_each(x->diary.rig.disk, find_object, &f);
	assert_true(f.count > which);
	memcpy(out, f.path, 256);
}

static size_t
objects_in(struct copied *x, const char *under)
{
	struct finding f = {.under = under, .skip = SIZE_MAX};

	mem_io_each(x->diary.rig.disk, find_object, &f);
	return f.count;
}

/* --- what it holds --- */

static void
backup__is_whole_and_checks_without_the_vault(void **state)
{
	struct copied *x = *state;

	assert_ok(run(x), &x->err);
	assert_true(x->sum.whole && x->sum.first && x->sum.noted);
	assert_int_equal(x->sum.objects, OBJECTS);
	assert_int_equal(x->sum.entries, log_entries(x->diary.app.vault) - 1);
	assert_string_equal(x->problems, "");
	app_close(&x->diary.app);
	mem_io_restart(x->diary.rig.disk, true);
	copy_holds(x);
}

static void
backup__again_brings_what_is_new(void **state)
{
	struct copied *x = *state;
	char id[27];

	assert_ok(run(x), &x->err);
	assert_ok(run(x), &x->err);
	/* The newest segment and the newest head. */
	assert_int_equal(x->sum.copied, 2);
	assert_false(x->sum.first);
	diary_add(&x->diary, "2024-04-01", "rang", id);
	assert_ok(run_to(x, "w", true), &x->err);
	assert_int_equal(x->sum.looked_at, OBJECTS);
	copy_holds(x);
}

static void
backup__the_log_and_the_index_tell_its_age(void **state)
{
	struct copied *x = *state;
	struct last_copy copy;
	struct buf line;

	buf_init(&line, 4096);
	assert_ok(last_copy_find(&x->diary.app, &copy, &x->err), &x->err);
	assert_false(copy.known);
	assert_ok(run(x), &x->err);
	assert_ok(run_to(x, "w2", true), &x->err);
	for (int rebuild = 0; rebuild < 2; rebuild++) {
		assert_ok(last_copy_find(&x->diary.app, &copy, &x->err), &x->err);
		assert_true(copy.known);
		assert_string_equal(copy.place, "w2");
		assert_string_equal(copy.verified, "all");
		assert_int_equal(copy.objects, OBJECTS);
		diary_reopen(&x->diary, true);
	}
	x->diary.rig.clock_us += (int64_t)3 * 86400 * 1000000 + 1000000;
	last_copy_sentence(&x->diary.app, &copy, &line);
	assert_slice(buf_slice(&line),
	    "Last copy elsewhere: 3 days ago, to w2, all of it read back and hashed.");
	buf_fini(&line);
}

static void
backup__a_copy_is_not_opened_for_writing(void **state)
{
	struct copied *x = *state;
	struct vault_seams seams = rig_seams(&x->diary.rig);
	struct vault *vault = NULL;
	size_t n;

	assert_ok(run(x), &x->err);
	assert_int_equal(
	    vault_open("w", &seams, SLICE_LITERAL(RIG_PASSPHRASE), false, &vault, &x->err),
	    E_DENIED);
	assert_non_null(strstr(x->err.text, "made on 2026-09-2"));
	/* A note that cannot be read is no leave to write either. */
	mem_io_file(x->diary.rig.disk, "w/b", &n)[100] ^= 1;
	assert_int_equal(
	    vault_open("w", &seams, SLICE_LITERAL(RIG_PASSPHRASE), false, &vault, &x->err),
	    E_DENIED);
	assert_null(vault);
	assert_ok(
	    vault_open("w", &seams, SLICE_LITERAL(RIG_PASSPHRASE), true, &vault, &x->err), &x->err);
	vault_close(vault);
}

/* --- what it refuses --- */

static void
backup__refuses_places_where_something_else_stands(void **state)
{
	struct copied *x = *state;
	struct mem_io *disk = x->diary.rig.disk;
	struct vault_seams seams = rig_seams(&x->diary.rig);
	static const char *const places[] = {
	    "v", "v/o", "v/new", "other", "letters", "src/photo-0"};
	struct vault_options costs = {.memory_kib = 64 * 1024, .passes = 3};
	struct vault *vault = NULL;
	uint64_t calls;

	assert_ok(vault_create("other", &seams, SLICE_LITERAL("another one"), &costs,
		      &x->diary.rig.words, &vault, &x->err),
	    &x->err);
	vault_close(vault);
	mem_io_put(disk, "letters/mine.txt", "mine", 4);
	diary_reopen(&x->diary, false);
	calls = mem_io_calls(disk);
	for (size_t i = 0; i < COUNT_OF(places); i++)
		assert_int_equal(run_to(x, places[i], false), E_CONFLICT);
	assert_int_equal(run_to(x, "nowhere/w", false), E_NOTFOUND);
	assert_int_equal(objects_in(x, "letters/"), 1);
	(void)calls;
}

static void
backup__refuses_a_copy_of_another_vault(void **state)
{
	struct copied *x = *state;
	uint8_t *note;
	size_t n;

	assert_ok(run(x), &x->err);
	note = mem_io_file(x->diary.rig.disk, "w/b", &n);
	note[8] ^= 1; /* its log id */
	assert_int_equal(run(x), E_CONFLICT);
	note[8] ^= 1;
	note[60] ^= 1;
	assert_int_equal(run(x), E_AUTH);
	note[60] ^= 1;
	assert_ok(run(x), &x->err);
}

/* An older vault put back must not be carried over a copy that knows more. */
static void
backup__refuses_to_go_back(void **state)
{
	struct copied *x = *state;
	struct mem_io *older, *newer;
	char id[27];

	app_close(&x->diary.app);
	older = mem_io_copy(x->diary.rig.disk);
	diary_reopen(&x->diary, false);
	diary_add(&x->diary, "2024-04-01", "rang", id);
	assert_ok(run(x), &x->err);
	app_close(&x->diary.app);
	newer = x->diary.rig.disk;
	/* The copy beside the older vault. */
	for (const char *const *name = (const char *const[]){"w/b", "w/h0", "w/h1", NULL};
	     *name != NULL; name++) {
		size_t n;
		const uint8_t *p = mem_io_file(newer, *name, &n);

		mem_io_put(older, *name, p, n);
	}
	x->diary.rig.disk = older;
	diary_reopen(&x->diary, false);
	assert_int_equal(run(x), E_CONFLICT);
	assert_non_null(strstr(x->err.text, "newer than this vault"));
	/* And when it went on from there, it is another history. */
	for (int i = 0; i < 4; i++)
		diary_add(&x->diary, "2024-04-02", "wrote", id);
	assert_int_equal(run(x), E_CONFLICT);
	assert_non_null(strstr(x->err.text, "another history"));
	mem_io_free(newer);
}

/* --- what it never does to a better one --- */

static void
backup__what_the_vault_lost_stays_in_the_copy(void **state)
{
	struct copied *x = *state;
	char path[256];
	size_t n;

	assert_ok(run(x), &x->err);
	object_path(x, "v/o/", 1, path);
	mem_io_remove(x->diary.rig.disk, path);
	assert_ok(run(x), &x->err);
	assert_int_equal(x->sum.kept, 1);
	assert_int_equal(x->sum.removed, 0);
	assert_non_null(strstr(x->problems, "stands in the copy"));
	path[0] = 'w';
	assert_non_null(mem_io_file(x->diary.rig.disk, path, &n));
	copy_holds(x);
	assert_ok(run_to(x, "w2", false), &x->err);
	assert_int_equal(x->sum.missing, 1);
}

static void
backup__what_no_entry_names_goes_from_the_copy_too(void **state)
{
	struct copied *x = *state;
	struct object_info info;
	char path[64];
	size_t n;

	assert_ok(object_put(x->diary.app.vault, SLICE_LITERAL("orphan"), &info, &x->err), &x->err);
	assert_ok(objects_settle(x->diary.app.vault, &x->err), &x->err);
	assert_ok(run(x), &x->err);
	(void)snprintf(path, sizeof path, "v/o/%.2s/%s", info.id.text, info.id.text);
	mem_io_remove(x->diary.rig.disk, path);
	path[0] = 'w';
	assert_non_null(mem_io_file(x->diary.rig.disk, path, &n));
	assert_ok(run(x), &x->err);
	assert_int_equal(x->sum.removed, 1);
	assert_null(mem_io_file(x->diary.rig.disk, path, &n));
	assert_int_equal(objects_in(x, "w/o/"), OBJECTS);
}

/* While part of the log cannot be read, nobody knows what it names. */
static void
backup__a_damaged_log_removes_nothing_and_replaces_nothing(void **state)
{
	struct copied *x = *state;
	struct object_info info;
	char path[256], segment[256];
	uint8_t *p;
	size_t n;

	assert_ok(object_put(x->diary.app.vault, SLICE_LITERAL("orphan"), &info, &x->err), &x->err);
	assert_ok(objects_settle(x->diary.app.vault, &x->err), &x->err);
	assert_ok(run(x), &x->err);
	(void)snprintf(path, sizeof path, "v/o/%.2s/%s", info.id.text, info.id.text);
	mem_io_remove(x->diary.rig.disk, path);
	object_path(x, "v/l/", 0, segment);
	p = mem_io_file(x->diary.rig.disk, segment, &n);
	p[200] ^= 1;
	assert_ok(run(x), &x->err);
	assert_int_equal(x->sum.damaged_entries, 1);
	assert_int_equal(x->sum.removed, 0);
	assert_false(x->sum.whole);
	path[0] = 'w';
	assert_non_null(mem_io_file(x->diary.rig.disk, path, &n));
	copy_holds(x);
}

static void
backup__what_is_damaged_in_the_copy_is_copied_again(void **state)
{
	struct copied *x = *state;
	char path[256];
	size_t n;

	assert_ok(run(x), &x->err);
	object_path(x, "w/o/", 0, path);
	mem_io_file(x->diary.rig.disk, path, &n)[5000] ^= 1;
	assert_ok(run_to(x, "w", true), &x->err);
	assert_int_equal(x->sum.mended, 1);
	copy_holds(x);

	/* Not when the vault's own is the damaged one. */
	path[0] = 'v';
	mem_io_file(x->diary.rig.disk, path, &n)[5000] ^= 1;
	assert_ok(run_to(x, "w", true), &x->err);
	assert_int_equal(x->sum.mended, 0);
	copy_holds(x);

	/* Nor when it became shorter. */
	mem_io_put(x->diary.rig.disk, path, "cut", 3);
	assert_ok(run(x), &x->err);
	assert_int_equal(x->sum.mended, 0);
	assert_non_null(strstr(x->problems, "another length"));
	copy_holds(x);
}

/* --- half made --- */

static void
backup__half_made_is_said_and_finished(void **state)
{
	struct copied *x = *state;
	struct vault_seams seams = rig_seams(&x->diary.rig);
	struct vault *vault = NULL;
	uint64_t all = mem_io_bytes(x->diary.rig.disk);

	mem_io_capacity(x->diary.rig.disk, all + 50000);
	assert_int_equal(run(x), E_IO);
	assert_non_null(strstr(x->err.text, "more room is needed"));
	mem_io_capacity(x->diary.rig.disk, UINT64_MAX);
	assert_int_equal(
	    vault_open("w", &seams, SLICE_LITERAL(RIG_PASSPHRASE), false, &vault, &x->err),
	    E_NOTFOUND);
	assert_ok(run(x), &x->err);
	assert_true(x->sum.continued && x->sum.whole);
	copy_holds(x);
}

/* What stood there before stays a vault at every stop. */
static void
backup__a_stop_at_any_call_leaves_the_copy_before_or_a_better_one(void **state)
{
	struct copied *x = *state;
	struct mem_io *whole;
	enum status status = E_IO;
	uint64_t call;
	char id[27];

	assert_ok(run(x), &x->err);
	diary_add(&x->diary, "2024-04-01", "rang", id);
	app_close(&x->diary.app);
	whole = x->diary.rig.disk;
	for (call = 1; call < 400 && status != OK; call += 3) {
		struct verify_report *report = calloc(1, sizeof *report);

		x->diary.rig.disk = mem_io_copy(whole);
		diary_reopen(&x->diary, false);
		mem_io_stop_at(x->diary.rig.disk, call);
		x->sum.noted = false;
		status = run(x);
		app_close(&x->diary.app);
		mem_io_restart(x->diary.rig.disk, call % 2 == 0);
		look(x, "w", report);
		assert_int_equal(report->problem_count, 0);
		verify_report_fini(report);
		free(report);
		mem_io_free(x->diary.rig.disk);
		if (x->sum.noted)
			break;
	}
	assert_true(call > 20 && call < 400);
	x->diary.rig.disk = whole;
	diary_reopen(&x->diary, false);
}

/* --- a check of a part --- */

static void
check__a_sample_says_how_much_it_was(void **state)
{
	struct copied *x = *state;
	struct verify_report *report = calloc(1, sizeof *report);
	bool said = false;

	verify_report_init(report, "vault");
	assert_ok(vault_verify_part(&x->diary.app, 500, report, &x->err), &x->err);
	assert_true(report->shallow);
	assert_int_equal(report->problem_count, 0);
	assert_int_equal(report->levels[LEVEL_ORIGINALS].checked, OBJECTS);
	for (size_t i = 0; i < report->not_checked_count; i++)
		said = said ||
		       slice_find(slice_of_text(report->not_checked[i]),
			   SLICE_LITERAL("% of all bytes were read")) != SIZE_MAX ||
		       slice_find(slice_of_text(report->not_checked[i]),
			   SLICE_LITERAL("of all bytes")) != SIZE_MAX;
	assert_true(said);
	verify_report_fini(report);
	free(report);
}

static bool
says(const struct verify_report *report, const char *words)
{
	for (size_t i = 0; i < report->problem_count; i++)
		if (slice_find(slice_of_text(report->problems[i].what),
			slice_of(words, strlen(words))) != SIZE_MAX)
			return true;
	return false;
}

static void
check__a_copy_that_was_not_finished_is_explained(void **state)
{
	struct copied *x = *state;
	struct verify_report *report = calloc(1, sizeof *report);
	char path[256];

	object_path(x, "v/o/", 0, path);
	mem_io_remove(x->diary.rig.disk, path);
	mem_io_put(x->diary.rig.disk, "v/h0 (Robin's conflicted copy)", "x", 1);
	verify_report_init(report, "vault");
	assert_ok(vault_verify(&x->diary.app, false, report, &x->err), &x->err);
	assert_true(says(report, "not finished: 1 of 6 files"));
	assert_true(says(report, "conflicted copy"));
	verify_report_fini(report);
	free(report);
}

int
main(void)
{
#define EACH(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    EACH(backup__is_whole_and_checks_without_the_vault),
	    EACH(backup__again_brings_what_is_new),
	    EACH(backup__the_log_and_the_index_tell_its_age),
	    EACH(backup__a_copy_is_not_opened_for_writing),
	    EACH(backup__refuses_places_where_something_else_stands),
	    EACH(backup__refuses_a_copy_of_another_vault),
	    EACH(backup__refuses_to_go_back),
	    EACH(backup__what_the_vault_lost_stays_in_the_copy),
	    EACH(backup__what_no_entry_names_goes_from_the_copy_too),
	    EACH(backup__a_damaged_log_removes_nothing_and_replaces_nothing),
	    EACH(backup__what_is_damaged_in_the_copy_is_copied_again),
	    EACH(backup__half_made_is_said_and_finished),
	    EACH(backup__a_stop_at_any_call_leaves_the_copy_before_or_a_better_one),
	    EACH(check__a_sample_says_how_much_it_was),
	    EACH(check__a_copy_that_was_not_finished_is_explained),
	};

	return cmocka_run_group_tests_name("backup", tests, NULL, NULL);
}
