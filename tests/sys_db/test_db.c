/* tests/sys_db/test_db.c
 * An encrypted database over the seam: what goes in comes out, and nothing of it is in clear. */
#include <threads.h>

#include "tests/support/check.h"

#include "tests/sys_db/rig.h"

static const char canary[] = "canary-k3y-words-that-nobody-writes";

static void
fill(struct db *db, int rows)
{
	struct db_statement *put = NULL;
	struct err err;

	assert_ok(db_exec(db,
		      "CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, text TEXT, "
		      "bytes BLOB)",
		      &err),
	    &err);
	assert_ok(db_begin(db, &err), &err);
	assert_ok(db_prepare(db, "INSERT INTO t(text, bytes) VALUES(?1, ?2)", &put, &err), &err);
	for (int i = 0; i < rows; i++) {
		db_bind_text(put, 1, text_of_c(canary));
		db_bind_bytes(put, 2, slice_of(canary, sizeof canary - 1));
		assert_ok(db_run(put, &err), &err);
	}
	db_statement_free(put);
	assert_ok(db_commit(db, &err), &err);
}

static int64_t
count(struct db *db)
{
	struct err err;
	int64_t n = -1;

	assert_ok(db_number(db, "SELECT count(*) FROM t", -1, &n, &err), &err);
	return n;
}

static void
db__values_come_back_as_they_were(void **state)
{
	struct rig rig;
	struct db_statement *st = NULL;
	struct err err;
	bool row = false;

	(void)state;
	rig_init(&rig);
	assert_ok(rig_open(&rig, &err), &err);
	assert_ok(db_prepare(rig.db, "SELECT ?1, ?2, ?3, ?4, ?5", &st, &err), &err);
	db_bind_i64(st, 1, INT64_MIN);
	db_bind_text(st, 2, TEXT_LITERAL("Gr\xc3\xbc\xc3\x9f"));
	db_bind_bytes(st, 3, slice_of("\0\xff", 2));
	db_bind_text(st, 4, TEXT_NONE);
	db_bind_bytes(st, 5, slice_of(NULL, 0));
	assert_ok(db_step(st, &row, &err), &err);
	assert_true(row);
	assert_int_equal(db_column_i64(st, 0), INT64_MIN);
	assert_text(db_column_text(st, 1), "Gr\xc3\xbc\xc3\x9f");
	assert_int_equal(db_column_bytes(st, 2).n, 2);
	assert_memory_equal(db_column_bytes(st, 2).p, "\0\xff", 2);
	assert_true(db_column_is_null(st, 3));
	assert_null(db_column_text(st, 3).p);
	assert_false(db_column_is_null(st, 4));
	assert_int_equal(db_column_bytes(st, 4).n, 0);
	assert_ok(db_step(st, &row, &err), &err);
	assert_false(row);
	rig_fini(&rig);
}

static void
db__text_that_is_not_utf8_is_absent(void **state)
{
	struct rig rig;
	struct db_statement *st = NULL;
	struct err err;
	bool row = false;

	(void)state;
	rig_init(&rig);
	assert_ok(rig_open(&rig, &err), &err);
	assert_ok(db_prepare(rig.db, "SELECT x'ff41'", &st, &err), &err);
	assert_ok(db_step(st, &row, &err), &err);
	assert_true(row);
	assert_null(db_column_text(st, 0).p);
	rig_fini(&rig);
}

static void
db__nothing_on_disk_is_in_clear(void **state)
{
	struct rig rig;
	struct err err;

	(void)state;
	rig_init(&rig);
	assert_ok(rig_open(&rig, &err), &err);
	fill(rig.db, 500);
	assert_false(mem_io_contains(rig.disk, canary));
	assert_ok(db_checkpoint(rig.db, &err), &err);
	assert_false(mem_io_contains(rig.disk, canary));
	assert_ok(db_exec(rig.db, "DELETE FROM t WHERE id % 2 = 0", &err), &err);
	rig_close(&rig);
	assert_false(mem_io_contains(rig.disk, canary));
	assert_false(mem_io_contains(rig.disk, "SQLite format 3"));
	assert_false(mem_io_contains(rig.disk, "CREATE TABLE"));
	rig_fini(&rig);
}

static void
db__closed_and_opened_again_holds_its_rows(void **state)
{
	struct rig rig;
	struct err err;

	(void)state;
	rig_init(&rig);
	assert_ok(rig_open(&rig, &err), &err);
	fill(rig.db, 20);
	rig_close(&rig);
	assert_ok(rig_open(&rig, &err), &err);
	assert_int_equal(count(rig.db), 20);
	rig_fini(&rig);
}

static void
db__another_key_is_refused(void **state)
{
	struct rig rig;
	struct err err;

	(void)state;
	rig_init(&rig);
	assert_ok(rig_open(&rig, &err), &err);
	fill(rig.db, 20);
	rig_close(&rig);
	rig.key[31] ^= 1;
	assert_int_equal(rig_open(&rig, &err), E_FORMAT);
	rig.key[31] ^= 1;
	assert_ok(rig_open(&rig, &err), &err);
	assert_int_equal(count(rig.db), 20);
	rig_fini(&rig);
}

static void
db__a_plain_database_is_refused(void **state)
{
	uint8_t plain[4096] = "SQLite format 3";
	struct rig rig;
	struct err err;

	(void)state;
	rig_init(&rig);
	mem_io_put(rig.disk, "i", plain, sizeof plain);
	assert_int_equal(rig_open(&rig, &err), E_FORMAT);
	assert_non_null(strstr(err.text, "not encrypted"));
	rig_fini(&rig);
}

/* Any page that is changed, and two pages that are swapped. */
static void
db__changed_pages_are_refused(void **state)
{
	enum { PAGE = 8192 };
	struct rig rig;
	struct err err;
	uint8_t *bytes, page[PAGE];
	size_t n = 0;
	int64_t sum = 0;

	(void)state;
	rig_init(&rig);
	assert_ok(rig_open(&rig, &err), &err);
	fill(rig.db, 2000);
	rig_close(&rig);
	bytes = mem_io_file(rig.disk, "i", &n);
	assert_true(n > 8 * PAGE);
	for (size_t at = PAGE + 100; at < n; at += PAGE + 1) {
		bytes[at] ^= 1;
		assert_ok(rig_open(&rig, &err), &err);
		if (db_number(rig.db, "SELECT sum(length(bytes)) FROM t", 0, &sum, &err) !=
		    E_FORMAT)
			assert_ok(db_number(rig.db, "SELECT count(*) FROM t", 0, &sum, &err), &err);
		rig_close(&rig);
		bytes = mem_io_file(rig.disk, "i", &n);
		bytes[at] ^= 1;
	}
	memcpy(page, bytes + 3 * PAGE, PAGE);
	memcpy(bytes + 3 * PAGE, bytes + 4 * PAGE, PAGE);
	memcpy(bytes + 4 * PAGE, page, PAGE);
	assert_ok(rig_open(&rig, &err), &err);
	assert_int_equal(
	    db_number(rig.db, "SELECT sum(length(bytes)) FROM t", 0, &sum, &err), E_FORMAT);
	rig_fini(&rig);
}

static void
db__rolled_back_is_forgotten(void **state)
{
	struct rig rig;
	struct err err;

	(void)state;
	rig_init(&rig);
	assert_ok(rig_open(&rig, &err), &err);
	fill(rig.db, 3);
	assert_ok(db_begin(rig.db, &err), &err);
	assert_true(db_in_transaction(rig.db));
	assert_ok(db_exec(rig.db, "DELETE FROM t", &err), &err);
	assert_int_equal(db_changes(rig.db), 3);
	db_rollback(rig.db);
	assert_false(db_in_transaction(rig.db));
	assert_int_equal(count(rig.db), 3);
	rig_fini(&rig);
}

static void
db__a_broken_constraint_is_a_conflict(void **state)
{
	struct rig rig;
	struct err err;

	(void)state;
	rig_init(&rig);
	assert_ok(rig_open(&rig, &err), &err);
	fill(rig.db, 1);
	assert_int_equal(db_exec(rig.db, "INSERT INTO t(id) VALUES(1)", &err), E_CONFLICT);
	rig_fini(&rig);
}

static void
db__opened_twice_is_a_conflict(void **state)
{
	struct rig rig;
	struct db *first;
	struct err err;

	(void)state;
	rig_init(&rig);
	assert_ok(rig_open(&rig, &err), &err);
	fill(rig.db, 1);
	first = rig.db;
	assert_int_equal(rig_open(&rig, &err), E_CONFLICT);
	rig.db = first;
	assert_int_equal(count(rig.db), 1);
	rig_fini(&rig);
}

static void
note_name(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	unsigned *bad = ctx;

	(void)p;
	(void)n;
	if (strcmp(path, "i") != 0 && strcmp(path, "i-wal") != 0 && strcmp(path, "i-journal") != 0)
		(*bad)++;
}

static void
db__no_temporary_file_comes_into_being(void **state)
{
	struct rig rig;
	struct err err;
	unsigned bad = 0;
	int64_t n = 0;

	(void)state;
	rig_init(&rig);
	assert_ok(rig_open(&rig, &err), &err);
	fill(rig.db, 3000);
	assert_ok(db_number(rig.db,
		      "SELECT count(*) FROM (SELECT DISTINCT text || id AS d FROM t ORDER BY d)", 0,
		      &n, &err),
	    &err);
	assert_int_equal(n, 3000);
	mem_io_each(rig.disk, note_name, &bad);
	assert_int_equal(bad, 0);
	rig_close(&rig);
	assert_ok(db_erase("i", &(struct io){mem_io_seam(rig.disk).ops, rig.disk}, &err), &err);
	assert_int_equal(mem_io_bytes(rig.disk), 0);
	rig_fini(&rig);
}

/* The cipher is AEGIS and cannot be made another by SQL text. */
static void
db__the_cipher_cannot_be_talked_down(void **state)
{
	struct rig rig;
	struct err err;

	(void)state;
	rig_init(&rig);
	assert_ok(rig_open(&rig, &err), &err);
	fill(rig.db, 10);
	assert_int_not_equal(db_exec(rig.db, "PRAGMA cipher='aes256cbc'", &err), OK);
	assert_int_not_equal(db_exec(rig.db, "ATTACH 'other' AS o", &err), OK);
	fill(rig.db, 10);
	rig_close(&rig);
	assert_false(mem_io_contains(rig.disk, canary));
	assert_ok(rig_open(&rig, &err), &err);
	assert_int_equal(count(rig.db), 20);
	rig_fini(&rig);
}

static void
db__without_a_journal_rows_stay_and_are_sealed(void **state)
{
	struct mem_io *later;
	struct rig rig;
	struct err err;

	(void)state;
	rig_init(&rig);
	assert_ok(rig_open(&rig, &err), &err);
	fill(rig.db, 10);
	assert_ok(db_unjournaled(rig.db, true, &err), &err);
	fill(rig.db, 1000);
	assert_ok(db_unjournaled(rig.db, false, &err), &err);
	assert_false(mem_io_contains(rig.disk, canary));
	/* Everything was synced when the journal came back: the power may go now. */
	later = mem_io_copy(rig.disk);
	rig_fini(&rig);
	rig.disk = later;
	mem_io_restart(rig.disk, true);
	assert_ok(rig_open(&rig, &err), &err);
	assert_int_equal(count(rig.db), 1010);
	rig_fini(&rig);
}

static int
open_and_fill(void *ctx)
{
	for (int i = 0; i < 20; i++) {
		struct rig rig;
		struct err err;

		rig_init(&rig);
		rig.seeded.seed[0] = (uint8_t)(*(int *)ctx);
		if (rig_open(&rig, &err) != OK ||
		    db_exec(rig.db, "CREATE TABLE t(x); INSERT INTO t VALUES(randomblob(9000))",
			&err) != OK) {
			rig_fini(&rig);
			return 1;
		}
		rig_fini(&rig);
	}
	return 0;
}

static void
db__two_threads_have_two_databases(void **state)
{
	int names[2] = {1, 2}, results[2] = {1, 1};
	thrd_t threads[2];

	(void)state;
	for (int i = 0; i < 2; i++)
		assert_int_equal(thrd_create(&threads[i], open_and_fill, &names[i]), thrd_success);
	for (int i = 0; i < 2; i++)
		assert_int_equal(thrd_join(threads[i], &results[i]), thrd_success);
	assert_int_equal(results[0], 0);
	assert_int_equal(results[1], 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(db__values_come_back_as_they_were),
	    cmocka_unit_test(db__text_that_is_not_utf8_is_absent),
	    cmocka_unit_test(db__nothing_on_disk_is_in_clear),
	    cmocka_unit_test(db__closed_and_opened_again_holds_its_rows),
	    cmocka_unit_test(db__another_key_is_refused),
	    cmocka_unit_test(db__a_plain_database_is_refused),
	    cmocka_unit_test(db__changed_pages_are_refused),
	    cmocka_unit_test(db__rolled_back_is_forgotten),
	    cmocka_unit_test(db__a_broken_constraint_is_a_conflict),
	    cmocka_unit_test(db__opened_twice_is_a_conflict),
	    cmocka_unit_test(db__no_temporary_file_comes_into_being),
	    cmocka_unit_test(db__the_cipher_cannot_be_talked_down),
	    cmocka_unit_test(db__without_a_journal_rows_stay_and_are_sealed),
	    cmocka_unit_test(db__two_threads_have_two_databases),
	};

	return cmocka_run_group_tests_name("sys_db", tests, NULL, NULL);
}
