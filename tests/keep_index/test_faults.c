/* tests/keep_index/test_faults.c
 * A disk that refuses or loses power at any call of an import: what is there afterwards is either
 * whole, or an empty index that says so. */
#include <errno.h>

#include "tests/keep_index/rig.h"

enum { CALLS_MAX = 1200, MANY = 30 };

/* Import 1 is there; import 2 is being taken in, the way `expected` asks for. */
static enum status
take_in(struct rig *rig, uint64_t expected, struct err *err)
{
	struct index_import import = {.number = 2, .expected = expected};
	enum status status = index_begin_import(rig->index, &import, err);
	bool begun = status == OK;

	rig->next = 0;
	for (int i = 0; status == OK && i < MANY; i++)
		status = rig_try_say(rig,
		    &(struct said){.body = "second import words",
			.from = "+1",
			.at_us = NOON + i * US_PER_SECOND},
		    err);
	if (status == OK)
		status = index_end(rig->index, err);
	if (status != OK && begun)
		(void)(index_abort(rig->index, NULL) == OK);
	return status;
}

static void
start(struct rig *rig)
{
	rig_init(rig);
	rig_open(rig);
	rig_import(rig, 1, &(struct said){.body = "first", .from = "+1", .at_us = NOON}, 1);
}

/* Whole or empty; `done`: import 2 was acknowledged and nothing was lost since. */
static void
check_after(struct rig *rig, bool done, bool keeps)
{
	rig_open(rig);
	rig_find(rig, NULL);
	if (rig->fresh != INDEX_KEPT) {
		assert_false(keeps);
		assert_int_equal(rig->found, 0);
		return;
	}
	assert_true(rig->found == 1 || rig->found == 1 + MANY || (!keeps && rig->found == 0));
	if (done)
		assert_int_equal(rig->found, 1 + MANY);
	assert_int_equal(rig_find_words(rig, "second"), rig->found > 1 ? MANY : 0);
	rig_import(rig, 3, &(struct said){.body = "third", .at_us = NOON}, 1);
	assert_int_equal(rig_find_words(rig, "third"), 1);
}

static void
fail_each_call(uint64_t expected)
{
	bool failed = true;
	uint64_t call;

	for (call = 1; failed && call < CALLS_MAX; call++) {
		struct rig rig;
		struct err err;
		uint64_t before;
		enum status status;
		bool distrusted;

		start(&rig);
		before = mem_io_calls(rig.disk);
		mem_io_fail_at(rig.disk, call, call % 2 == 0 ? EIO : ENOSPC);
		status = take_in(&rig, expected, &err);
		failed = mem_io_calls(rig.disk) - before >= call;
		if (status != OK)
			assert_true(status == E_IO || status == E_CONFLICT || status == E_DENIED);
		rig_close(&rig);
		mem_io_fail_at(rig.disk, 0, 0);
		/* After a sync that failed nobody knows what is on the disk: made anew. */
		distrusted = mem_io_failed_syncs(rig.disk) != 0;
		check_after(&rig, status == OK, expected == 0 && !distrusted);
		assert_true(!distrusted || rig.fresh != INDEX_KEPT);
		rig_fini(&rig);
	}
	assert_true(call > 10 && call < CALLS_MAX);
}

static void
stop_at_each_call(uint64_t expected)
{
	bool stopped = true;
	uint64_t call;

	for (call = 1; stopped && call < CALLS_MAX; call++) {
		for (int lose = 0; lose < 2; lose++) {
			struct rig rig;
			struct err err;
			uint64_t before;
			enum status status;

			start(&rig);
			before = mem_io_calls(rig.disk);
			mem_io_stop_at(rig.disk, call);
			status = take_in(&rig, expected, &err);
			stopped = mem_io_calls(rig.disk) - before >= call;
			rig_close(&rig);
			mem_io_restart(rig.disk, lose != 0);
			check_after(&rig, status == OK && lose == 0, false);
			rig_fini(&rig);
		}
	}
	assert_true(call > 10 && call < CALLS_MAX);
}

static void
faults__a_call_fails_during_an_import(void **state)
{
	(void)state;
	fail_each_call(0);
}

static void
faults__a_call_fails_during_a_large_import(void **state)
{
	(void)state;
	fail_each_call(60000);
}

static void
faults__the_power_goes_during_an_import(void **state)
{
	(void)state;
	stop_at_each_call(0);
}

static void
faults__the_power_goes_during_a_large_import(void **state)
{
	(void)state;
	stop_at_each_call(60000);
}

static void
faults__a_full_disk_is_said(void **state)
{
	struct rig rig;
	struct err err;

	(void)state;
	start(&rig);
	mem_io_capacity(rig.disk, mem_io_bytes(rig.disk) + 9000);
	assert_int_equal(take_in(&rig, 0, &err), E_IO);
	assert_int_equal(err.sys_errno, ENOSPC);
	rig_find(&rig, NULL);
	assert_found(&rig, "1.0");
	mem_io_capacity(rig.disk, UINT64_MAX);
	assert_ok(take_in(&rig, 0, &err), &err);
	rig_find(&rig, NULL);
	assert_int_equal(rig.found, 1 + MANY);
	rig_fini(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(faults__a_call_fails_during_an_import),
	    cmocka_unit_test(faults__a_call_fails_during_a_large_import),
	    cmocka_unit_test(faults__the_power_goes_during_an_import),
	    cmocka_unit_test(faults__the_power_goes_during_a_large_import),
	    cmocka_unit_test(faults__a_full_disk_is_said),
	};

	return cmocka_run_group_tests_name("keep_index_faults", tests, NULL, NULL);
}
