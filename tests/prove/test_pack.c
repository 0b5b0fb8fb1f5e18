/* Tests of the pack writer and checker on a real folder: what is refused, what is left behind when
 * the disk fails at any moment, how the result is said.  What a changed pack does is in
 * pack_mutate.py. */
#include "tests/prove/pack_sample.h"
#include "tests/support/check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "prove/pack_verify.h"
#include "sys/os/file.h"
#include "sys/os/os_io.h"

struct place {
	struct sample sample;
	struct io io;
	char folder[64], path[96];
};

static int
set_up(void **state)
{
	static struct place place;

	sample_init(&place.sample);
	place.io = os_io();
	(void)snprintf(place.folder, sizeof place.folder, "/tmp/daybook-pack-XXXXXX");
	assert_non_null(mkdtemp(place.folder));
	(void)snprintf(place.path, sizeof place.path, "%s/pack", place.folder);
	*state = &place;
	return 0;
}

static enum status
remove_file(void *ctx, const struct walk_entry *entry, struct err *err)
{
	const struct io *io = ctx;

	(void)err;
	(void)io->ops->unlink(io->ctx, entry->path);
	return OK;
}

static int
remove_folder(void *ctx, const struct io_entry *entry)
{
	char path[4096];

	if (!entry->is_folder)
		return 0;
	(void)snprintf(path, sizeof path, "%s/%s", (const char *)ctx, entry->name);
	(void)os_io().ops->list(NULL, path, remove_folder, path);
	(void)rmdir(path);
	return 0;
}

static void
sweep(struct place *p)
{
	struct walk_options options = WALK_OPTIONS_INIT;

	assert_int_equal(file_walk(&p->io, p->folder, &options, remove_file, &p->io, NULL), OK);
	(void)p->io.ops->list(p->io.ctx, p->folder, remove_folder, p->folder);
}

static int
tear_down(void **state)
{
	struct place *p = *state;

	sweep(p);
	(void)rmdir(p->folder);
	sample_fini(&p->sample);
	return 0;
}

static struct pack_options
options_at(struct place *p, const struct io *io, bool zip)
{
	struct pack_options options = sample_options(&p->sample, io);

	options.path = p->path;
	options.zip = zip;
	return options;
}

static int
count_entry(void *ctx, const struct io_entry *entry)
{
	unsigned *count = ctx;

	(void)entry;
	(*count)++;
	return 0;
}

static unsigned
things_in(struct place *p)
{
	unsigned count = 0;

	assert_int_equal(p->io.ops->list(p->io.ctx, p->folder, count_entry, &count), 0);
	return count;
}

static void
pack__holds_in_both_forms_and_with_both_thread_counts(void **state)
{
	struct place *p = *state;
	struct pack_verify_options verify = PACK_VERIFY_OPTIONS_INIT;
	struct pack_options options;
	struct pack_written written;
	struct err err;

	for (unsigned i = 0; i < 4; i++) {
		struct verify_report report;

		options = options_at(p, &p->io, i % 2 == 1);
		verify.threads = 1 + i / 2;
		assert_ok(sample_pack(&p->sample, &options, &written, &err), &err);
		verify_report_init(&report, "pack");
		assert_ok(pack_verify(&p->io, p->path, &verify, &report, &err), &err);
		assert_true(verify_report_ok(&report));
		assert_int_equal(verify_report_exit(&report), 0);
		assert_int_equal(report.levels[LEVEL_FILES].checked, written.files - 1);
		assert_int_equal(report.levels[LEVEL_ENTRIES].checked, SAMPLE_ENTRIES + 1);
		assert_int_equal(report.levels[LEVEL_LOG].checked, SAMPLE_ENTRIES + 1);
		assert_int_equal(report.records, 5);
		assert_string_equal(report.pack_code, written.code);
		verify_report_fini(&report);
		assert_int_equal(things_in(p), 1);
		sweep(p);
	}
}

static void
pack__what_cannot_be_checked_is_not_written(void **state)
{
	struct place *p = *state;
	struct pack_options options = options_at(p, &p->io, false);
	struct merkle_path path = sample_path(&p->sample, 4), none = {0};
	const struct entry *entry = &p->sample.entries[4];
	struct reading_value reading = {.records = 1};
	struct pack_writer *pack;
	struct err err;

	assert_ok(pack_begin(&options, &pack, &err), &err);
	assert_int_equal(pack_entry_add(pack, 5, entry, 0, &path, &err), E_FORMAT);
	assert_int_equal(pack_entry_add(pack, 4, entry, 0, &none, &err), E_FORMAT);
	assert_int_equal(pack_entry_add(pack, 4, entry, UINT32_MAX, &path, &err), E_DENIED);
	assert_int_equal(pack_file_add(pack, "data/entries/x", slice_of(NULL, 0), &err), E_FORMAT);
	assert_int_equal(pack_file_add(pack, "data/readings/x", slice_of(NULL, 0), &err), E_FORMAT);
	assert_int_equal(pack_file_add(pack, "proof/x", slice_of(NULL, 0), &err), E_FORMAT);
	assert_int_equal(pack_file_add(pack, "data/../x", slice_of(NULL, 0), &err), E_FORMAT);
	assert_ok(pack_file_add(pack, "data/x", slice_of("x", 1), &err), &err);
	assert_int_equal(pack_file_add(pack, "data/x", slice_of("y", 1), &err), E_CONFLICT);
	pack_abort(pack);
	assert_ok(pack_begin(&options, &pack, &err), &err);
	assert_ok(pack_reading_begin(pack, 3, &err), &err);
	assert_ok(pack_leaf_add(pack, reading.root, &err), &err);
	assert_int_equal(
	    pack_reading_end(pack, &(struct reading_value){.records = 2}, &err), E_FORMAT);
	assert_int_equal(
	    pack_reading_end(pack, &(struct reading_value){.records = 1, .root = {1}}, &err),
	    E_FORMAT);
	pack_abort(pack);
	assert_int_equal(things_in(p), 0);
}

static void
pack__a_head_of_another_key_is_refused(void **state)
{
	struct place *p = *state;
	struct pack_options options = options_at(p, &p->io, false);
	struct pack_writer *pack;
	struct err err;

	sign_public(options.public_key, options.public_key);
	assert_int_equal(pack_begin(&options, &pack, &err), E_AUTH);
	assert_int_equal(things_in(p), 0);
}

static void
pack__what_stands_at_its_name_is_left_alone(void **state)
{
	struct place *p = *state;
	struct pack_options options = options_at(p, &p->io, true);
	char other[128];
	struct pack_written written;
	struct err err;

	assert_ok(sample_pack(&p->sample, &options, &written, &err), &err);
	assert_int_equal(sample_pack(&p->sample, &options, &written, &err), E_CONFLICT);
	options.zip = false;
	assert_int_equal(sample_pack(&p->sample, &options, &written, &err), E_CONFLICT);
	(void)snprintf(other, sizeof other, "%s/other.part", p->folder);
	assert_int_equal(p->io.ops->mkdir(p->io.ctx, other), 0);
	(void)snprintf(other, sizeof other, "%s/other", p->folder);
	options.path = other;
	assert_int_equal(sample_pack(&p->sample, &options, &written, &err), E_CONFLICT);
	assert_int_equal(things_in(p), 2);
}

/* --- a disk that fails at the n-th thing done to it --- */

struct failing {
	struct io inner;
	unsigned left; /* things that still go well */
	int sys_errno;
	bool sync_all; /* there is such a thing */
	bool failed;   /* something did not go well */
};

static bool
fails(struct failing *f)
{
	f->failed = f->failed || f->left == 0;
	if (f->left == 0)
		return true;
	f->left--;
	return false;
}

static int
failing_open(void *ctx, const char *path, unsigned flags)
{
	struct failing *f = ctx;

	return fails(f) ? -f->sys_errno : f->inner.ops->open(f->inner.ctx, path, flags);
}

static int64_t
failing_pwrite(void *ctx, int handle, const void *bytes, size_t n, uint64_t at)
{
	struct failing *f = ctx;

	if (fails(f))
		return -f->sys_errno;
	/* Short writes are the rule here. */
	return f->inner.ops->pwrite(f->inner.ctx, handle, bytes, n > 3 ? n - n / 3 : n, at);
}

static int64_t
failing_pread(void *ctx, int handle, void *bytes, size_t n, uint64_t at)
{
	struct failing *f = ctx;

	return fails(f) ? -f->sys_errno : f->inner.ops->pread(f->inner.ctx, handle, bytes, n, at);
}

static int
failing_sync(void *ctx, int handle)
{
	struct failing *f = ctx;

	return fails(f) ? -f->sys_errno : f->inner.ops->sync(f->inner.ctx, handle);
}

static int
failing_mkdir(void *ctx, const char *path)
{
	struct failing *f = ctx;

	return fails(f) ? -f->sys_errno : f->inner.ops->mkdir(f->inner.ctx, path);
}

static int
failing_rename(void *ctx, const char *from, const char *to)
{
	struct failing *f = ctx;

	return fails(f) ? -f->sys_errno : f->inner.ops->rename(f->inner.ctx, from, to);
}

static int
failing_sync_all(void *ctx, const char *path)
{
	struct failing *f = ctx;

	(void)path; /* slow, and not what is tested here */
	return fails(f) ? -f->sys_errno : 0;
}

static struct io
failing_io(struct failing *f, struct io_ops *ops)
{
	f->inner = os_io();
	*ops = *f->inner.ops;
	ops->open = failing_open;
	ops->pwrite = failing_pwrite;
	ops->pread = failing_pread;
	ops->sync = failing_sync;
	ops->mkdir = failing_mkdir;
	ops->rename = failing_rename;
	ops->sync_all = f->sync_all ? failing_sync_all : NULL;
	return (struct io){ops, f};
}

static void
fail_everywhere(struct place *p, bool zip, bool sync_all, unsigned step)
{
	struct failing f = {.sys_errno = ENOSPC, .sync_all = sync_all};
	struct pack_options options;
	struct pack_written written;
	struct io_ops ops;
	struct io io = failing_io(&f, &ops);
	enum status status = E_IO;
	unsigned n;

	/* The last thing that can fail is the rename; the folder's sync after it is not counted. */
	for (n = 0; status != OK; n += step) {
		f.left = n;
		options = options_at(p, &io, zip);
		status = sample_pack(&p->sample, &options, &written, NULL);
		assert_true(status == OK || status == E_IO);
		assert_int_equal(things_in(p), status == OK ? 1 : 0);
	}
	assert_true(n > 10);
}

static void
pack__nothing_is_left_when_the_disk_fails(void **state)
{
	struct place *p = *state;

	fail_everywhere(p, true, true, 1);
	sweep(p);
	fail_everywhere(p, false, true, 13);
	sweep(p);
	fail_everywhere(p, false, false, 90);
}

static void
verify__a_disk_that_fails_is_a_doubt_and_never_a_yes(void **state)
{
	struct place *p = *state;
	struct pack_verify_options verify = PACK_VERIFY_OPTIONS_INIT;
	struct pack_options options = options_at(p, &p->io, false);
	struct failing f = {.sys_errno = EIO};
	struct verify_report report;
	struct pack_written written;
	struct io_ops ops;
	struct io io = failing_io(&f, &ops);
	struct err err;
	bool whole = false;

	assert_ok(sample_pack(&p->sample, &options, &written, &err), &err);
	for (unsigned n = 0; !whole; n += 5) {
		f.left = n;
		f.failed = false;
		verify_report_init(&report, "pack");
		assert_ok(pack_verify(&io, p->path, &verify, &report, &err), &err);
		whole = !f.failed;
		assert_int_equal(verify_report_ok(&report), whole);
		if (!whole)
			assert_int_not_equal(verify_report_exit(&report), 0);
		verify_report_fini(&report);
	}
}

/* --- how it is said --- */

static void
report_fill(struct verify_report *report)
{
	verify_report_init(report, "pack");
	memcpy(report->head_code, "abcdefghijklmnopqrstuvwx", 25);
	report->log_entries = 812;
	report->records = 3;
	report->levels[LEVEL_FILES] = (struct verify_count){412, 1};
	report->levels[LEVEL_LOG] = (struct verify_count){1, 0};
	verify_problem_add(report, LEVEL_FILES, TEXT_LITERAL("data/a.txt"), "is not %s", "there");
	verify_not_checked_add(report, "time stamps: this pack has none");
}

static void
report__json_has_the_shape_of_the_interface(void **state)
{
	struct verify_report report;
	struct json json;
	struct buf out;

	(void)state;
	buf_init(&out, 10000);
	json_init(&json, &out);
	report_fill(&report);
	verify_report_json(&report, &json);
	assert_slice(buf_slice(&out),
	    "{\"ok\":false,\"what\":\"pack\",\"head_code\":\"abcdefghijklmnopqrstuvwx\","
	    "\"pack_code\":null,\"log_entries\":812,\"records\":3,\"removed\":0,\"levels\":{"
	    "\"files\":{\"checked\":412,\"failed\":1},\"entries\":{\"checked\":0,\"failed\":0},"
	    "\"originals\":{\"checked\":0,\"failed\":0},\"readings\":{\"checked\":0,\"failed\":0},"
	    "\"log\":{\"checked\":1,\"failed\":0},\"stamps\":{\"checked\":0,\"failed\":0}},"
	    "\"not_checked\":[\"time stamps: this pack has "
	    "none\"],\"problems\":[{\"level\":\"files\","
	    "\"path\":\"data/a.txt\",\"what\":\"is not there\"}],\"problems_total\":1}");
	verify_report_fini(&report);
	buf_fini(&out);
}

static void
report__text_says_it_level_by_level(void **state)
{
	struct verify_report report;
	struct buf out;

	(void)state;
	buf_init(&out, 10000);
	report_fill(&report);
	verify_report_text(&report, &out);
	assert_slice(buf_slice(&out),
	    "files: 411 of 412 match the list.\n"
	    "log: 1 of 1 stand in the signed log.\n"
	    "records shown: 3\n"
	    "not checked: time stamps: this pack has none\n"
	    "problem: files: data/a.txt is not there.\n"
	    "\nHead code of the log: abcd efgh ijkl mnop qrst uvwx\n"
	    "It covers at most 812 entries. Compare it with a head code noted outside this pack, "
	    "if "
	    "there is one:\nwhat is shown is unchanged since that note was made.\n"
	    "\nSomething in this pack does not hold: see the problems above.\n"
	    "This does not say that what is written is true, who wrote it, or that nothing was "
	    "left "
	    "out.\n");
	verify_report_fini(&report);
	buf_fini(&out);
}

static void
report__exit_codes_and_caps(void **state)
{
	struct verify_report report;
	struct buf out;

	(void)state;
	buf_init(&out, 1 << 20);
	verify_report_init(&report, "pack");
	assert_int_equal(verify_report_exit(&report), 0);
	verify_unsure_add(&report, TEXT_LITERAL("data/x"), "could not be read: %s", "no");
	assert_int_equal(verify_report_exit(&report), 3);
	assert_false(verify_report_ok(&report));
	assert_text(report.not_checked[0], "data/x could not be read: no");
	for (unsigned i = 0; i < 3 * VERIFY_MAX_PROBLEMS; i++) {
		verify_problem_add(&report, LEVEL_LOG, TEXT_NONE, "%s", "does not hold");
		verify_not_checked_add(&report, "%s", "this");
	}
	assert_int_equal(verify_report_exit(&report), 1);
	assert_int_equal(report.problem_count, 3 * VERIFY_MAX_PROBLEMS);
	verify_report_text(&report, &out);
	assert_int_not_equal(
	    slice_find(buf_slice(&out), SLICE_LITERAL("and 200 further")), SIZE_MAX);
	verify_report_fini(&report);
	buf_fini(&out);
}

/* A long name must not be cut inside a character. */
static void
report__cut_text_is_still_text(void **state)
{
	struct verify_report report;
	char name[VERIFY_TEXT_BYTES + 100];
	struct text text;

	(void)state;
	for (unsigned shift = 0; shift < 3; shift++) {
		memset(name, 'a', sizeof name);
		for (size_t i = shift; i + 3 < sizeof name; i += 3)
			memcpy(name + i, "\xe2\x82\xac", 3);
		name[sizeof name - 1] = '\0';
		verify_report_init(&report, "pack");
		verify_problem_add(&report, LEVEL_LOG, TEXT_NONE, "%s", name);
		text = report.problems[0].what;
		assert_true(text.n > VERIFY_TEXT_BYTES - 8);
		assert_true(text_check(slice_of_text(text), &text, NULL));
		verify_report_fini(&report);
	}
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(pack__holds_in_both_forms_and_with_both_thread_counts),
	    T(pack__what_cannot_be_checked_is_not_written),
	    T(pack__a_head_of_another_key_is_refused),
	    T(pack__what_stands_at_its_name_is_left_alone),
	    T(pack__nothing_is_left_when_the_disk_fails),
	    T(verify__a_disk_that_fails_is_a_doubt_and_never_a_yes),
	    cmocka_unit_test(report__json_has_the_shape_of_the_interface),
	    cmocka_unit_test(report__text_says_it_level_by_level),
	    cmocka_unit_test(report__exit_codes_and_caps),
	    cmocka_unit_test(report__cut_text_is_still_text),
	};

	return cmocka_run_group_tests_name("prove_pack", tests, NULL, NULL);
}
