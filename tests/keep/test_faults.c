/* Tests of the vault on a disk that fails, fills up or loses power at every call of a workload
 * (docs/format/vault.md, section 7). */
#include "tests/keep/rig.h"

#include <errno.h>

enum { ORIGINALS = 3, BIG_BYTES = 150000 };

/* What the workload was told, so that it can be held to it. */
struct told {
	bool opened;
	struct object_info objects[ORIGINALS];
	size_t kept;     /* objects settled */
	uint64_t saved;  /* entries settled */
	struct buf note; /* the last checkpoint handed out */
};

static uint8_t big[BIG_BYTES];

/* One long and two short ones, each with the canary in front. */
static void
original(size_t which, const uint8_t **p, size_t *n)
{
	static uint8_t short_ones[ORIGINALS][64];
	uint8_t *to = which == 1 ? big : short_ones[which];

	*p = to;
	*n = which == 1 ? BIG_BYTES : 40 + which;
	memcpy(to, RIG_CANARY, sizeof RIG_CANARY - 1);
}

/* Open, keep three originals and log them one by one, then take a checkpoint. */
static enum status
work(struct rig *rig, struct told *told, struct err *err)
{
	struct entry entry;
	const uint8_t *p;
	size_t n;
	enum status status = rig_open(rig, false, err);

	told->opened = status == OK;
	for (size_t i = 0; i < ORIGINALS && status == OK; i++) {
		original(i, &p, &n);
		status = object_put(rig->vault, slice_of(p, n), &told->objects[i], err);
		if (status == OK)
			status = objects_settle(rig->vault, err);
		if (status == OK)
			told->kept = i + 1;
		rig_entry(&entry, 100 + i, told->objects[i].id.text);
		if (status == OK)
			status = log_append(rig->vault, &entry, NULL, err);
		if (status == OK)
			status = log_settle(rig->vault, err);
		if (status == OK)
			told->saved = log_settled(rig->vault);
	}
	if (status == OK)
		status = log_checkpoint(rig->vault, &told->note, err);
	return status;
}

/* Everything the workload was told holds, whatever happened. */
static void
assert_told(struct rig *rig, const struct told *told, uint64_t before)
{
	struct checkpoint checkpoint;
	struct log_check check;
	struct buf storage;
	struct entry entry;
	struct err err = {0};
	uint8_t root[SHA256_BYTES];
	const uint8_t *p;
	size_t n;

	assert_true(log_entries(rig->vault) >= told->saved);
	assert_int_equal(vault_state(rig->vault)->missing_entries, 0);
	assert_int_equal(vault_state(rig->vault)->damaged_entries, 0);
	assert_false(vault_state(rig->vault)->root_differs);
	for (size_t i = 0; i < told->kept; i++) {
		original(i, &p, &n);
		assert_ok(object_verify(rig->vault, &told->objects[i].id, &err), &err);
		assert_true(rig_object_reads(rig, &told->objects[i], p, n));
	}
	for (uint64_t i = 0; i < before; i++)
		assert_true(rig_entry_reads(rig, i));
	buf_init(&storage, LOG_READ_MAX_BYTES);
	/* Every entry there is, told or not, names an object that is whole. */
	for (uint64_t i = before; i < log_entries(rig->vault); i++) {
		struct object_id id;

		assert_ok(log_read(rig->vault, i, &storage, &entry, &err), &err);
		assert_true(object_id_parse(entry.fields[FIELD_TEXT], &id));
		assert_ok(object_verify(rig->vault, &id, &err), &err);
	}
	buf_fini(&storage);
	if (told->note.n != 0) {
		assert_ok(checkpoint_open(buf_slice(&told->note), vault_public_key(rig->vault),
			      &checkpoint, &err),
		    &err);
		assert_ok(log_root_at(rig->vault, checkpoint.entries, root, &err), &err);
		assert_memory_equal(root, checkpoint.root, sizeof root);
	}
	assert_ok(log_check(rig->vault, &check, &err), &err);
	assert_true(check.tree_whole);
	assert_int_equal(check.damaged, 0);
	assert_int_equal(check.damaged_checkpoints, 0);
}

/* A vault of two entries on a disk that is copied for every fault. */
static void
base_make(struct rig *rig)
{
	rig_vault(rig, 5);
	rig_append(rig, 2);
	rig_close(rig);
	mem_io_restart(rig->disk, true);
	rig_content(big, sizeof big, 1);
}

/* Changing calls of the whole workload. */
static uint64_t
work_calls(const struct rig *base)
{
	struct rig rig = *base;
	struct told told = {0};
	struct err err = {0};
	uint64_t calls;

	rig.disk = mem_io_copy(base->disk);
	buf_init(&told.note, CHECKPOINT_MAX_BYTES);
	assert_ok(work(&rig, &told, &err), &err);
	calls = mem_io_calls(rig.disk);
	buf_fini(&told.note);
	rig_close(&rig);
	mem_io_free(rig.disk);
	return calls;
}

static void
power__lost_at_any_call_loses_nothing_told(void **state)
{
	struct rig base, rig;
	struct told told;
	struct err err = {0};
	uint64_t calls;

	(void)state;
	base_make(&base);
	calls = work_calls(&base);
	assert_true(calls > 30);
	for (uint64_t k = 1; k <= calls; k++) {
		rig = base;
		rig.disk = mem_io_copy(base.disk);
		told = (struct told){0};
		buf_init(&told.note, CHECKPOINT_MAX_BYTES);
		mem_io_stop_at(rig.disk, k);
		assert_int_not_equal(work(&rig, &told, &err), OK);
		if (told.opened)
			rig_close(&rig);
		assert_false(mem_io_contains(rig.disk, "CANARY"));
		/* Half the times nothing unsynced is left, half the times all of it. */
		mem_io_restart(rig.disk, k % 2 == 0);
		assert_ok(rig_open(&rig, false, &err), &err);
		assert_told(&rig, &told, 2);
		rig_append(&rig, 0);
		rig_close(&rig);
		buf_fini(&told.note);
		mem_io_free(rig.disk);
	}
	rig_stop(&base);
}

static void
disk__full_at_any_call_is_said_and_loses_nothing(void **state)
{
	struct rig base, rig;
	struct told told;
	struct err err = {0};
	uint64_t calls;

	(void)state;
	base_make(&base);
	calls = work_calls(&base);
	for (uint64_t k = 1; k <= calls; k++) {
		enum status status;

		rig = base;
		rig.disk = mem_io_copy(base.disk);
		told = (struct told){0};
		buf_init(&told.note, CHECKPOINT_MAX_BYTES);
		mem_io_fail_at(rig.disk, k, ENOSPC);
		status = work(&rig, &told, &err);
		/* Mending what is not needed for working (a stale file in t/) may fail unheard. */
		assert_true(status == E_IO || (status == OK && told.saved == 5));
		if (status == E_IO)
			assert_non_null(strstr(err.text, "No space left"));
		if (told.opened)
			assert_told(&rig, &told, 2);
		rig_close(&rig);
		assert_ok(rig_open(&rig, false, &err), &err);
		assert_told(&rig, &told, 2);
		rig_close(&rig);
		buf_fini(&told.note);
		mem_io_free(rig.disk);
	}
	rig_stop(&base);
}

static void
disk__full_for_good_keeps_what_was_saved_and_goes_on_later(void **state)
{
	struct rig rig;
	struct object_info info;
	struct entry entry;
	struct err err = {0};
	char text[40000];
	enum status status = OK;
	uint64_t saved;

	(void)state;
	base_make(&rig);
	assert_ok(rig_open(&rig, false, &err), &err);
	memset(text, 't', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	rig_entry(&entry, 1, text);
	mem_io_capacity(rig.disk, mem_io_bytes(rig.disk) + 300000);
	while (status == OK) {
		status = log_append(rig.vault, &entry, NULL, &err);
		if (status == OK)
			status = log_settle(rig.vault, &err);
	}
	assert_int_equal(status, E_IO);
	saved = log_settled(rig.vault);
	assert_true(saved > 4);
	assert_int_equal(log_entries(rig.vault), saved);
	rig_content(big, sizeof big, 2);
	assert_int_equal(object_put(rig.vault, slice_of(big, sizeof big), &info, &err), E_IO);
	/* Somebody makes room: the same open vault goes on. */
	mem_io_capacity(rig.disk, UINT64_MAX);
	assert_ok(log_append(rig.vault, &entry, NULL, &err), &err);
	assert_ok(log_settle(rig.vault, &err), &err);
	assert_ok(object_put(rig.vault, slice_of(big, sizeof big), &info, &err), &err);
	assert_ok(objects_settle(rig.vault, &err), &err);
	rig_reopen(&rig);
	assert_int_equal(log_entries(rig.vault), saved + 1);
	assert_int_equal(vault_state(rig.vault)->unfinished_writes, 0);
	rig_stop(&rig);
}

static void
sync__that_fails_ends_all_writing_until_reopened(void **state)
{
	struct rig base, rig;
	struct told told;
	struct entry entry;
	struct object_writer *writer = NULL;
	struct err err = {0};
	size_t poisoned = 0;

	(void)state;
	base_make(&base);
	for (uint64_t k = 1; k < 40; k++) {
		enum status status;

		rig = base;
		rig.disk = mem_io_copy(base.disk);
		told = (struct told){0};
		buf_init(&told.note, CHECKPOINT_MAX_BYTES);
		mem_io_fail_sync_at(rig.disk, k);
		status = work(&rig, &told, &err);
		if (status == OK) {
			rig_close(&rig);
			buf_fini(&told.note);
			mem_io_free(rig.disk);
			break;
		}
		assert_int_equal(status, E_IO);
		if (told.opened) {
			poisoned++;
			rig_entry(&entry, 1, "x");
			assert_int_equal(vault_writable(rig.vault, &err), E_IO);
			assert_int_equal(log_append(rig.vault, &entry, NULL, &err), E_IO);
			assert_non_null(strstr(err.text, "open it again"));
			assert_int_equal(object_begin(rig.vault, &writer, &err), E_IO);
			assert_int_equal(objects_settle(rig.vault, &err), E_IO);
			rig_close(&rig);
		}
		mem_io_restart(rig.disk, true);
		assert_ok(rig_open(&rig, false, &err), &err);
		assert_told(&rig, &told, 2);
		rig_close(&rig);
		buf_fini(&told.note);
		mem_io_free(rig.disk);
	}
	assert_true(poisoned >= 10);
	rig_stop(&base);
}

/* An object that is finished and nothing more, and an entry that names it. */
static void
name_unsettled(struct rig *rig, struct object_info *info)
{
	struct entry entry;
	struct err err = {0};

	assert_ok(object_put(rig->vault, slice_of(big, sizeof big), info, &err), &err);
	rig_entry(&entry, 77, info->id.text);
	assert_ok(log_append(rig->vault, &entry, NULL, &err), &err);
}

static void
log__written_ahead_of_its_settling_names_durable_objects(void **state)
{
	static char much[1024 * 1024];
	struct rig rig;
	struct object_info info;
	struct entry entry;
	struct err err = {0};
	char path[96];
	size_t before, after;

	(void)state;
	base_make(&rig);
	assert_ok(rig_open(&rig, false, &err), &err);
	rig_segment_path(&rig, 0, path, sizeof path);
	assert_non_null(mem_io_file(rig.disk, path, &before));
	memset(much, 'm', sizeof much - 1);
	name_unsettled(&rig, &info);
	rig_entry(&entry, 78, much);
	assert_ok(log_append(rig.vault, &entry, NULL, &err), &err);
	/* Too much to hold: the entries are in the file, though nobody has settled anything. */
	assert_non_null(mem_io_file(rig.disk, path, &after));
	assert_true(after > before + sizeof much);
	rig_close(&rig);
	mem_io_restart(rig.disk, true);
	assert_ok(rig_open(&rig, false, &err), &err);
	assert_ok(object_verify(rig.vault, &info.id, &err), &err);
	rig_stop(&rig);
}

static void
log__a_new_segment_begins_after_durable_objects_alone(void **state)
{
	struct rig rig;
	struct object_info info;
	struct entry entry;
	struct err err = {0};

	(void)state;
	base_make(&rig);
	assert_ok(rig_open(&rig, false, &err), &err);
	rig_append(&rig, 1020 - 2);
	name_unsettled(&rig, &info);
	for (uint64_t i = 1021; i < 1026; i++) {
		rig_entry(&entry, i, "x");
		assert_ok(log_append(rig.vault, &entry, NULL, &err), &err);
	}
	assert_int_equal(log_settled(rig.vault), 1024);
	rig_close(&rig);
	mem_io_restart(rig.disk, true);
	assert_ok(rig_open(&rig, false, &err), &err);
	assert_int_equal(log_entries(rig.vault), 1024);
	assert_ok(object_verify(rig.vault, &info.id, &err), &err);
	rig_stop(&rig);
}

static void
object__that_does_not_read_back_takes_its_entries_with_it(void **state)
{
	struct rig rig;
	struct object_info info;
	struct err err = {0};
	char path[96];
	size_t n;

	(void)state;
	base_make(&rig);
	assert_ok(rig_open(&rig, false, &err), &err);
	name_unsettled(&rig, &info);
	rig_object_path(&info.id, path, sizeof path);
	mem_io_file(rig.disk, path, &n)[70000] ^= 1;
	assert_int_equal(objects_settle(rig.vault, &err), E_AUTH);
	/* The caller's next settling is for what comes after, not for what has failed. */
	assert_ok(log_settle(rig.vault, &err), &err);
	assert_int_equal(log_entries(rig.vault), 2);
	rig_append(&rig, 1);
	rig_reopen(&rig);
	assert_int_equal(log_entries(rig.vault), 3);
	assert_true(rig_entry_reads(&rig, 2));
	rig_stop(&rig);
}

static void
power__lost_while_making_leaves_no_vault_or_a_whole_one(void **state)
{
	struct rig rig;
	struct err err = {0};
	uint64_t calls;

	(void)state;
	rig_vault(&rig, 5);
	calls = mem_io_calls(rig.disk);
	rig_stop(&rig);
	for (uint64_t k = 1; k <= calls; k += 2) {
		enum status status;

		rig_start(&rig, 5);
		mem_io_stop_at(rig.disk, k);
		assert_int_not_equal(rig_create(&rig, &err), OK);
		mem_io_restart(rig.disk, k % 4 == 1);
		status = rig_open(&rig, false, &err);
		assert_true(status == OK || status == E_NOTFOUND || status == E_FORMAT);
		if (status == OK)
			rig_append(&rig, 1);
		rig_stop(&rig);
	}
}

static void
power__lost_while_mending_a_header_leaves_one_whole(void **state)
{
	struct rig base, rig;
	struct err err = {0};
	size_t n;

	(void)state;
	base_make(&base);
	mem_io_file(base.disk, "v/h0", &n)[9] ^= 1;
	for (uint64_t k = 1; k <= 4; k++) {
		rig = base;
		rig.disk = mem_io_copy(base.disk);
		mem_io_stop_at(rig.disk, k);
		if (rig_open(&rig, false, &err) == OK)
			rig_close(&rig);
		mem_io_restart(rig.disk, k % 2 == 0);
		assert_ok(rig_open(&rig, false, &err), &err);
		rig_append(&rig, 1);
		rig_close(&rig);
		mem_io_free(rig.disk);
	}
	rig_stop(&base);
}

static void
short_counts__do_no_harm(void **state)
{
	struct rig rig;
	struct told told = {0};
	struct err err = {0};

	(void)state;
	base_make(&rig);
	mem_io_short(rig.disk, 1009);
	buf_init(&told.note, CHECKPOINT_MAX_BYTES);
	assert_ok(work(&rig, &told, &err), &err);
	assert_told(&rig, &told, 2);
	buf_fini(&told.note);
	rig_stop(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(power__lost_at_any_call_loses_nothing_told),
	    cmocka_unit_test(disk__full_at_any_call_is_said_and_loses_nothing),
	    cmocka_unit_test(disk__full_for_good_keeps_what_was_saved_and_goes_on_later),
	    cmocka_unit_test(sync__that_fails_ends_all_writing_until_reopened),
	    cmocka_unit_test(log__written_ahead_of_its_settling_names_durable_objects),
	    cmocka_unit_test(log__a_new_segment_begins_after_durable_objects_alone),
	    cmocka_unit_test(object__that_does_not_read_back_takes_its_entries_with_it),
	    cmocka_unit_test(power__lost_while_making_leaves_no_vault_or_a_whole_one),
	    cmocka_unit_test(power__lost_while_mending_a_header_leaves_one_whole),
	    cmocka_unit_test(short_counts__do_no_harm),
	};

	return cmocka_run_group_tests_name("keep_faults", tests, NULL, NULL);
}
