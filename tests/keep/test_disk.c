/* Tests of the vault on real files, with threads that sync and read back beside the writer. */
#include "tests/keep/rig.h"
#include "tests/sys_os/scratch.h"

#include <sys/resource.h>

#include "sys/os/os_clock.h"
#include "sys/os/os_io.h"

struct real {
	struct vault *vault;
	struct buf words;
	char path[600];
};

static void
real_start(struct real *r, struct scratch *s, bool parallel)
{
	struct vault_options options = {.memory_kib = 64 * 1024, .passes = 3};
	struct vault_seams seams = {os_io(), os_clock(), entropy_system(), parallel};
	struct err err = {0};

	buf_init(&r->words, 256);
	(void)snprintf(r->path, sizeof r->path, "%s", scratch_path(s, "vault"));
	assert_ok(vault_create(r->path, &seams, SLICE_LITERAL(RIG_PASSPHRASE), &options, &r->words,
		      &r->vault, &err),
	    &err);
}

static void
real_stop(struct real *r)
{
	vault_close(r->vault);
	buf_fini(&r->words);
}

static void
threads__settle_many_objects(void **state)
{
	enum { MANY = 150 };
	static uint8_t content[300000];
	struct object_info infos[MANY];
	struct err err = {0};
	struct real r;

	real_start(&r, *state, true);
	rig_content(content, sizeof content, 1);
	for (size_t round = 0; round < 2; round++) {
		for (size_t i = 0; i < MANY; i++)
			assert_ok(
			    object_put(r.vault, slice_of(content, i * (sizeof content / MANY)),
				&infos[i], &err),
			    &err);
		assert_ok(objects_settle(r.vault, &err), &err);
		for (size_t i = 0; i < MANY; i++)
			assert_ok(object_verify(r.vault, &infos[i].id, &err), &err);
	}
	real_stop(&r);
}

static void
threads__a_failure_reaches_the_settler(void **state)
{
	struct scratch *s = *state;
	struct object_info info;
	struct err err = {0};
	struct real r;

	real_start(&r, s, true);
	/* Where the folder of objects should be stands a file. */
	assert_int_equal(rmdir(scratch_path(s, "vault/o")), 0);
	scratch_file(s, "vault/o", "x");
	for (size_t i = 0; i < 100; i++)
		assert_ok(object_put(r.vault, SLICE_LITERAL("content"), &info, &err), &err);
	assert_int_not_equal(objects_settle(r.vault, &err), OK);
	assert_int_equal(remove(scratch_path(s, "vault/o")), 0);
	scratch_folder(s, "vault/o");
	assert_ok(object_put(r.vault, SLICE_LITERAL("content"), &info, &err), &err);
	assert_ok(objects_settle(r.vault, &err), &err);
	real_stop(&r);
}

static void
threads__closing_with_work_left_is_fine(void **state)
{
	struct vault_seams seams = {os_io(), os_clock(), entropy_system(), true};
	static uint8_t content[400000];
	struct object_info info;
	struct err err = {0};
	struct real r;

	real_start(&r, *state, true);
	for (size_t i = 0; i < 60; i++)
		assert_ok(
		    object_put(r.vault, slice_of(content, sizeof content), &info, &err), &err);
	vault_close(r.vault);
	assert_ok(
	    vault_open(r.path, &seams, SLICE_LITERAL(RIG_PASSPHRASE), false, &r.vault, &err), &err);
	real_stop(&r);
}

static void
disk__two_processes_cannot_write(void **state)
{
	struct vault_seams seams = {os_io(), os_clock(), entropy_system(), false};
	struct vault *second = NULL;
	struct err err = {0};
	struct real r;

	real_start(&r, *state, false);
	assert_int_equal(
	    vault_open(r.path, &seams, SLICE_LITERAL(RIG_PASSPHRASE), false, &second, &err),
	    E_CONFLICT);
	real_stop(&r);
}

static void
disk__files_are_for_the_owner_alone(void **state)
{
	struct scratch *s = *state;
	struct stat st;
	struct real r;

	real_start(&r, s, false);
	assert_int_equal(stat(scratch_path(s, "vault"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(stat(scratch_path(s, "vault/h0"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	real_stop(&r);
}

static void
disk__a_hundred_megabytes_in_constant_memory(void **state)
{
	enum { PIECE = 1 << 20, PIECES = 100 };
	static uint8_t piece[PIECE];
	struct object_writer *writer = NULL;
	struct rusage before, after;
	struct object_info info;
	struct err err = {0};
	struct real r;

	real_start(&r, *state, true);
	rig_content(piece, sizeof piece, 11);
	assert_int_equal(getrusage(RUSAGE_SELF, &before), 0);
	assert_ok(object_begin(r.vault, &writer, &err), &err);
	for (size_t i = 0; i < PIECES; i++)
		assert_ok(object_write(writer, slice_of(piece, sizeof piece), &err), &err);
	assert_ok(object_finish(writer, &info, &err), &err);
	assert_ok(objects_settle(r.vault, &err), &err);
	assert_int_equal(info.bytes, (uint64_t)PIECE * PIECES);
	assert_int_equal(getrusage(RUSAGE_SELF, &after), 0);
#ifndef __SANITIZE_ADDRESS__
	/* KiB.  The peak before is the key derivation's 64 MiB. */
	assert_true(after.ru_maxrss - before.ru_maxrss < 8 * 1024);
#endif
	real_stop(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    scratch_test(threads__settle_many_objects),
	    scratch_test(threads__a_failure_reaches_the_settler),
	    scratch_test(threads__closing_with_work_left_is_fine),
	    scratch_test(disk__two_processes_cannot_write),
	    scratch_test(disk__files_are_for_the_owner_alone),
	    scratch_test(disk__a_hundred_megabytes_in_constant_memory),
	};

	return cmocka_run_group_tests_name("keep_disk", tests, NULL, NULL);
}
