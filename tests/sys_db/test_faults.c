/* tests/sys_db/test_faults.c
 * The file layer when the disk refuses, is full, moves a few bytes at a time, or loses power. */
#include <errno.h>

#include "tests/support/check.h"

#include "base/buf.h"
#include "tests/sys_db/rig.h"

enum { STEPS = 6, FAULT_CALLS_MAX = 600 };

/* Opens, and adds rows in STEPS transactions; *done is how many were acknowledged. */
static enum status
work(struct rig *rig, int *done, struct err *err)
{
	enum status status = rig_open(rig, err);

	*done = 0;
	if (status == OK)
		status = db_exec(rig->db,
		    "CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, "
		    "bytes BLOB)",
		    err);
	for (int i = 0; status == OK && i < STEPS; i++) {
		status = db_begin(rig->db, err);
		if (status == OK)
			status = db_exec(
			    rig->db, "INSERT INTO t(bytes) VALUES(randomblob(20000))", err);
		if (status == OK)
			status = db_exec(
			    rig->db, "INSERT INTO t(bytes) VALUES(randomblob(20000))", err);
		if (status == OK)
			status = db_commit(rig->db, err);
		else if (rig->db != NULL)
			db_rollback(rig->db);
		if (status == OK)
			*done += 1;
		if (status == OK && i == STEPS / 2)
			status = db_checkpoint(rig->db, err);
	}
	return status;
}

/* Opens again: sound, and with whole transactions only. */
static int64_t
rows_after(struct rig *rig)
{
	struct db_statement *check = NULL;
	struct err err;
	int64_t rows = 0;
	bool row = false;

	assert_ok(rig_open(rig, &err), &err);
	assert_ok(db_prepare(rig->db, "PRAGMA integrity_check", &check, &err), &err);
	assert_ok(db_step(check, &row, &err), &err);
	assert_true(row);
	assert_text(db_column_text(check, 0), "ok");
	db_statement_free(check);
	if (db_number(rig->db, "SELECT count(*) FROM t", 0, &rows, &err) != OK)
		rows = 0; /* not even the table was made */
	assert_int_equal(rows % 2, 0);
	return rows;
}

static void
faults__short_reads_and_writes_are_completed(void **state)
{
	struct rig rig;
	struct err err;
	int done = 0;

	(void)state;
	rig_init(&rig);
	mem_io_short(rig.disk, 1021);
	assert_ok(work(&rig, &done, &err), &err);
	rig_close(&rig);
	assert_int_equal(rows_after(&rig), 2 * STEPS);
	rig_fini(&rig);
}

static void
faults__every_call_may_fail_once(void **state)
{
	static const int errors[] = {EIO, ENOSPC};
	bool failed = true;
	uint64_t call;

	(void)state;
	for (call = 1; failed && call < FAULT_CALLS_MAX; call++) {
		struct rig rig;
		struct err err;
		enum status status;
		int done = 0;

		rig_init(&rig);
		mem_io_fail_at(rig.disk, call, errors[call % 2]);
		status = work(&rig, &done, &err);
		failed = mem_io_calls(rig.disk) >= call;
		if (status != OK)
			assert_true(status == E_IO || status == E_CONFLICT || status == E_DENIED);
		rig_close(&rig);
		mem_io_fail_at(rig.disk, 0, 0);
		mem_io_restart(rig.disk, false);
		assert_true(rows_after(&rig) >= 2 * done);
		rig_fini(&rig);
	}
	assert_true(call > 30 && call < FAULT_CALLS_MAX);
}

/* Commits are not synced one by one (the index is disposable): some of the last may be gone, but
 * never half of one. */
static void
faults__power_may_go_at_every_call(void **state)
{
	bool stopped = true;
	uint64_t call;

	(void)state;
	for (call = 1; stopped && call < FAULT_CALLS_MAX; call++) {
		for (int lose = 0; lose < 2; lose++) {
			struct rig rig;
			struct err err;
			int done = 0;

			rig_init(&rig);
			mem_io_stop_at(rig.disk, call);
			(void)work(&rig, &done, &err);
			stopped = mem_io_calls(rig.disk) >= call;
			rig_close(&rig);
			mem_io_restart(rig.disk, lose != 0);
			assert_true(lose != 0 || rows_after(&rig) >= 2 * done);
			rig_close(&rig);
			(void)rows_after(&rig);
			rig_fini(&rig);
		}
	}
	assert_true(call > 30 && call < FAULT_CALLS_MAX);
}

/* The second sync would succeed without what the first was asked for. */
static void
faults__after_a_sync_that_failed_nothing_is_moved_into_the_file(void **state)
{
	struct rig rig;
	struct err err = {0};
	struct buf before;
	const uint8_t *now;
	int done = 0;
	size_t n = 0;

	(void)state;
	rig_init(&rig);
	assert_ok(work(&rig, &done, &err), &err);
	assert_false(db_distrusted(rig.db));
	now = mem_io_file(rig.disk, "i", &n);
	assert_non_null(now);
	buf_init(&before, 1 << 20);
	buf_put(&before, now, n);
	mem_io_fail_sync_at(rig.disk, 1);
	assert_int_equal(db_checkpoint(rig.db, &err), E_IO);
	assert_true(db_distrusted(rig.db));
	assert_int_equal(db_checkpoint(rig.db, &err), E_IO);
	assert_ok(db_exec(rig.db, "INSERT INTO t(bytes) VALUES(1), (2)", &err), &err);
	assert_false(db_close(rig.db));
	rig.db = NULL;
	now = mem_io_file(rig.disk, "i", &n);
	assert_non_null(now);
	assert_int_equal(n, before.n);
	assert_memory_equal(now, before.p, n);
	buf_fini(&before);
	rig_fini(&rig);
}

static void
faults__a_full_disk_is_said_and_room_heals_it(void **state)
{
	struct rig rig;
	struct err err;
	enum status status;
	int done = 0;

	(void)state;
	rig_init(&rig);
	mem_io_capacity(rig.disk, 100000);
	status = work(&rig, &done, &err);
	assert_int_equal(status, E_IO);
	assert_int_equal(err.sys_errno, ENOSPC);
	assert_true(done < STEPS);
	mem_io_capacity(rig.disk, UINT64_MAX);
	/* The same open database goes on. */
	assert_ok(
	    db_exec(rig.db, "INSERT INTO t(bytes) VALUES(randomblob(20000)), (1)", &err), &err);
	rig_close(&rig);
	assert_int_equal(rows_after(&rig), 2 * done + 2);
	rig_fini(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(faults__short_reads_and_writes_are_completed),
	    cmocka_unit_test(faults__every_call_may_fail_once),
	    cmocka_unit_test(faults__power_may_go_at_every_call),
	    cmocka_unit_test(faults__after_a_sync_that_failed_nothing_is_moved_into_the_file),
	    cmocka_unit_test(faults__a_full_disk_is_said_and_room_heals_it),
	};

	return cmocka_run_group_tests_name("sys_db_faults", tests, NULL, NULL);
}
