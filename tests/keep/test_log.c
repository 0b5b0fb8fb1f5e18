/* Tests of the log: appending, reading, torn ends, damage, checkpoints and proofs
 * (docs/format/vault.md, sections 5 and 6). */
#include "tests/keep/rig.h"

#include <stdio.h>
#include <stdlib.h>

static struct buf
note_new(void)
{
	struct buf note;

	buf_init(&note, NOTE_MAX_BYTES);
	return note;
}

static void
log__entries_come_back(void **state)
{
	struct rig rig;
	struct entry entry;
	struct buf storage;
	struct err err = {0};

	(void)state;
	rig_vault(&rig, 3);
	assert_int_equal(log_entries(rig.vault), 0);
	rig_append(&rig, 10);
	for (uint64_t i = 0; i < 10; i++)
		assert_true(rig_entry_reads(&rig, i));
	rig_reopen(&rig);
	assert_int_equal(log_entries(rig.vault), 10);
	assert_int_equal(log_settled(rig.vault), 10);
	rig_append(&rig, 5);
	for (uint64_t i = 0; i < 15; i++)
		assert_true(rig_entry_reads(&rig, i));
	buf_init(&storage, LOG_READ_MAX_BYTES);
	assert_int_equal(log_read(rig.vault, 15, &storage, &entry, &err), E_NOTFOUND);
	buf_fini(&storage);
	rig_stop(&rig);
}

static void
log__unsettled_entries_can_be_read_but_do_not_last(void **state)
{
	struct rig rig;
	struct entry entry;
	struct err err = {0};
	char text[96];

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 2);
	(void)snprintf(text, sizeof text, "entry %d %s", 2, RIG_CANARY);
	rig_entry(&entry, 2, text);
	assert_ok(log_append(rig.vault, &entry, NULL, &err), &err);
	assert_int_equal(log_entries(rig.vault), 3);
	assert_int_equal(log_settled(rig.vault), 2);
	assert_true(rig_entry_reads(&rig, 2));
	rig_close(&rig);
	mem_io_restart(rig.disk, true);
	assert_ok(rig_open(&rig, false, &err), &err);
	assert_int_equal(log_entries(rig.vault), 2);
	rig_stop(&rig);
}

static void
log__the_biggest_entry_fits(void **state)
{
	static char value[ENTRY_VALUE_MAX_BYTES];
	struct rig rig;
	struct entry entry, back;
	struct buf storage;
	struct err err = {0};

	(void)state;
	rig_vault(&rig, 3);
	memset(value, 'v', sizeof value);
	rig_entry(&entry, 0, "x");
	for (size_t i = 2; i < 5; i++)
		entry.fields[i] = slice_of(value, sizeof value);
	entry.fields[5] = slice_of(value, sizeof value - 10);
	for (int i = 0; i < 4; i++)
		assert_ok(log_append(rig.vault, &entry, NULL, &err), &err);
	assert_ok(log_settle(rig.vault, &err), &err);
	rig_reopen(&rig);
	buf_init(&storage, LOG_READ_MAX_BYTES);
	for (uint64_t i = 0; i < 4; i++) {
		assert_ok(log_read(rig.vault, i, &storage, &back, &err), &err);
		assert_true(slice_eq(back.fields[4], entry.fields[4]));
	}
	entry.fields[6] = slice_of(value, 20);
	assert_int_equal(log_append(rig.vault, &entry, NULL, &err), E_LIMIT);
	entry.fields[6] = SLICE_LITERAL("\xff");
	entry.fields[2].n = 0;
	assert_int_equal(log_append(rig.vault, &entry, NULL, &err), E_FORMAT);
	assert_int_equal(log_entries(rig.vault), 4);
	buf_fini(&storage);
	rig_stop(&rig);
}

static void
log__goes_on_over_many_segments(void **state)
{
	struct rig rig;
	struct log_check check;
	struct err err = {0};
	char path[96];
	size_t n;

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 2500);
	for (uint64_t first = 0; first <= 2048; first += 1024) {
		rig_segment_path(&rig, first, path, sizeof path);
		assert_non_null(mem_io_file(rig.disk, path, &n));
		assert_true(n <= 8 * 1024 * 1024);
	}
	rig_reopen(&rig);
	assert_int_equal(log_entries(rig.vault), 2500);
	for (uint64_t i = 0; i < 2500; i += 101)
		assert_true(rig_entry_reads(&rig, i));
	for (uint64_t i = 1022; i < 1027; i++)
		assert_true(rig_entry_reads(&rig, i));
	assert_ok(log_check(rig.vault, &check, &err), &err);
	assert_int_equal(check.entries, 2500);
	assert_int_equal(check.damaged, 0);
	assert_int_equal(check.damaged_checkpoints, 0);
	assert_true(check.tree_whole);
	rig_stop(&rig);
}

static void
log__no_canary_is_ever_in_clear(void **state)
{
	struct rig rig;
	struct object_info info;
	struct buf note = note_new();
	struct err err = {0};

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 40);
	assert_ok(
	    object_put(rig.vault, SLICE_LITERAL(RIG_CANARY " in an original"), &info, &err), &err);
	assert_ok(objects_settle(rig.vault, &err), &err);
	assert_ok(log_checkpoint(rig.vault, &note, &err), &err);
	rig_close(&rig);
	assert_false(mem_io_contains(rig.disk, "CANARY"));
	assert_false(mem_io_contains(rig.disk, "incident"));
	assert_false(mem_io_contains(rig.disk, "lantern"));
	assert_false(mem_io_contains(rig.disk, "aybook"));
	buf_fini(&note);
	rig_stop(&rig);
}

/* --- torn ends --- */

static void
log__an_unfinished_write_is_set_aside_and_told(void **state)
{
	struct rig rig;
	struct err err = {0};
	char path[96];
	uint8_t *p;
	uint8_t whole[65536];
	size_t n, before;

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 4);
	rig_segment_path(&rig, 0, path, sizeof path);
	(void)mem_io_file(rig.disk, path, &before);
	rig_append(&rig, 1);
	p = mem_io_file(rig.disk, path, &n);
	memcpy(whole, p, n);
	rig_close(&rig);
	for (size_t cut = before + 1; cut < n; cut += 150) {
		size_t q = 0;
		struct mem_io *copy;

		mem_io_put(rig.disk, path, whole, cut);
		assert_ok(rig_open(&rig, true, &err), &err);
		assert_int_equal(vault_state(rig.vault)->unfinished_writes, 1);
		assert_int_equal(log_entries(rig.vault), 4);
		rig_close(&rig);
		copy = mem_io_copy(rig.disk);
		assert_ok(rig_open(&rig, false, &err), &err);
		assert_int_equal(vault_state(rig.vault)->unfinished_writes, 1);
		assert_int_equal(vault_state(rig.vault)->damaged_entries, 0);
		assert_int_equal(log_entries(rig.vault), 4);
		(void)mem_io_file(rig.disk, path, &q);
		assert_int_equal(q, before);
		rig_append(&rig, 1);
		assert_true(rig_entry_reads(&rig, 4));
		rig_reopen(&rig);
		assert_int_equal(vault_state(rig.vault)->unfinished_writes, 0);
		assert_int_equal(log_entries(rig.vault), 5);
		rig_close(&rig);
		/* Every byte that was cut off stands in q/. */
		assert_true(mem_io_bytes(rig.disk) >= mem_io_bytes(copy));
		mem_io_free(copy);
	}
	rig_stop(&rig);
}

static void
log__a_group_torn_in_its_middle_is_an_unfinished_write(void **state)
{
	struct rig rig;
	struct entry entry;
	struct err err = {0};
	char path[96];
	size_t n, from, m;
	uint8_t *p;

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 3);
	rig_segment_path(&rig, 0, path, sizeof path);
	(void)mem_io_file(rig.disk, path, &from);
	rig_entry(&entry, 1, "x");
	for (int i = 0; i < 6; i++)
		assert_ok(log_append(rig.vault, &entry, NULL, &err), &err);
	assert_ok(log_settle(rig.vault, &err), &err);
	rig_close(&rig);
	/* The second record of the group never reached the disk, the later ones did. */
	p = mem_io_file(rig.disk, path, &n);
	m = from + (n - from) / 6;
	memset(p + m, 0, (n - from) / 6);
	assert_ok(rig_open(&rig, false, &err), &err);
	assert_int_equal(log_entries(rig.vault), 4);
	assert_int_equal(vault_state(rig.vault)->unfinished_writes, 5);
	assert_int_equal(vault_state(rig.vault)->damaged_entries, 0);
	rig_stop(&rig);
}

/* Where record `number` of the segment at p begins. */
static size_t
record_at(const uint8_t *p, uint64_t number)
{
	size_t at = 0;

	while (number-- != 0)
		at += 36 + (size_t)(p[at] | p[at + 1] << 8);
	return at;
}

/* A group of `entries` that was written last; its first record never reached the disk, the later
 * ones did.  The vault is closed. */
static void
group_without_its_first(struct rig *rig, uint64_t entries, char path[96])
{
	struct entry entry;
	struct err err = {0};
	uint64_t first = log_entries(rig->vault);
	size_t n;
	uint8_t *p;

	rig_segment_path(rig, 0, path, 96);
	rig_entry(&entry, 1, "x");
	for (uint64_t i = 0; i < entries; i++)
		assert_ok(log_append(rig->vault, &entry, NULL, &err), &err);
	assert_ok(log_settle(rig->vault, &err), &err);
	rig_close(rig);
	p = mem_io_file(rig->disk, path, &n);
	memset(p + record_at(p, first), 0, record_at(p, first + 1) - record_at(p, first));
}

static void
log__a_first_group_torn_at_its_beginning_leaves_an_empty_log(void **state)
{
	struct rig rig;
	struct err err = {0};
	char path[96];

	(void)state;
	rig_vault(&rig, 3);
	group_without_its_first(&rig, 2, path);
	assert_ok(rig_open(&rig, false, &err), &err);
	assert_int_equal(vault_state(rig.vault)->unfinished_writes, 2);
	assert_int_equal(log_entries(rig.vault), 0);
	rig_append(&rig, 2);
	rig_reopen(&rig);
	assert_int_equal(log_entries(rig.vault), 2);
	assert_true(rig_entry_reads(&rig, 0));
	assert_true(rig_entry_reads(&rig, 1));
	rig_stop(&rig);
}

/* One hole over a settled record and an unsettled one: where the second begins nobody can tell. */
static void
log__a_hole_that_begins_with_a_settled_entry_is_never_cut(void **state)
{
	struct rig rig;
	struct err err = {0};
	char path[96];
	size_t n, after;
	uint8_t *p;

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 1);
	rig_append(&rig, 1);
	group_without_its_first(&rig, 2, path);
	p = mem_io_file(rig.disk, path, &n);
	p[record_at(p, 1) + 100] ^= 1; /* entry 1, in front of it */
	assert_ok(rig_open(&rig, false, &err), &err);
	assert_int_equal(vault_state(rig.vault)->unfinished_writes, 0);
	assert_int_equal(vault_state(rig.vault)->damaged_entries, 2);
	assert_int_equal(log_entries(rig.vault), 4);
	(void)mem_io_file(rig.disk, path, &after);
	assert_int_equal(after, n);
	rig_stop(&rig);
}

static void
log__damage_among_settled_entries_is_told_and_never_cut(void **state)
{
	struct rig rig;
	struct log_check check;
	struct entry entry;
	struct buf storage, note = note_new();
	struct err err = {0};
	char path[96];
	uint8_t *p, leaf[SHA256_BYTES], again[SHA256_BYTES];
	size_t n;

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 4);
	rig_append(&rig, 4);
	rig_append(&rig, 4);
	assert_ok(log_leaf(rig.vault, 2, leaf, &err), &err);
	rig_segment_path(&rig, 0, path, sizeof path);
	rig_close(&rig);
	p = mem_io_file(rig.disk, path, &n);
	p[n / 12 * 2 + 100] ^= 1;
	assert_ok(rig_open(&rig, false, &err), &err);
	assert_int_equal(log_entries(rig.vault), 12);
	assert_int_equal(vault_state(rig.vault)->damaged_entries, 1);
	assert_int_equal(vault_state(rig.vault)->unfinished_writes, 0);
	buf_init(&storage, LOG_READ_MAX_BYTES);
	assert_int_equal(log_read(rig.vault, 2, &storage, &entry, &err), E_AUTH);
	assert_non_null(strstr(err.text, "entry 2"));
	for (uint64_t i = 0; i < 12; i++)
		assert_int_equal(rig_entry_reads(&rig, i), i != 2);
	/* Its leaf is known from its successor, so everything else goes on. */
	assert_ok(log_leaf(rig.vault, 2, again, &err), &err);
	assert_memory_equal(leaf, again, sizeof leaf);
	rig_append(&rig, 2);
	assert_ok(log_checkpoint(rig.vault, &note, &err), &err);
	assert_ok(log_check(rig.vault, &check, &err), &err);
	assert_int_equal(check.entries, 14);
	assert_int_equal(check.damaged, 1);
	assert_int_equal(check.first_damaged, 2);
	assert_int_equal(check.damaged_checkpoints, 0);
	assert_true(check.tree_whole);
	buf_fini(&storage);
	buf_fini(&note);
	rig_stop(&rig);
}

static void
log__damage_in_an_older_segment_is_told_when_read(void **state)
{
	struct rig rig;
	struct log_check check;
	struct err err = {0};
	char path[96];
	uint8_t *p;
	size_t n;

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 1100);
	rig_segment_path(&rig, 0, path, sizeof path);
	rig_close(&rig);
	p = mem_io_file(rig.disk, path, &n);
	p[n - 20] ^= 1; /* entry 1023, the last of its segment: never a torn end */
	p[50] ^= 1;     /* entry 0 */
	assert_ok(rig_open(&rig, false, &err), &err);
	assert_int_equal(log_entries(rig.vault), 1100);
	assert_false(rig_entry_reads(&rig, 0));
	assert_false(rig_entry_reads(&rig, 1023));
	assert_true(rig_entry_reads(&rig, 1022));
	assert_true(rig_entry_reads(&rig, 1024));
	assert_ok(log_check(rig.vault, &check, &err), &err);
	assert_int_equal(check.damaged, 2);
	assert_int_equal(check.first_damaged, 0);
	assert_true(check.tree_whole);
	rig_append(&rig, 1);
	rig_stop(&rig);
}

static void
log__a_missing_segment_is_told(void **state)
{
	struct rig rig;
	struct log_check check;
	struct merkle_path proof;
	struct err err = {0};
	char path[96];

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 2100);
	rig_segment_path(&rig, 1024, path, sizeof path);
	mem_io_remove(rig.disk, path);
	rig_reopen(&rig);
	assert_int_equal(log_entries(rig.vault), 2100);
	assert_true(rig_entry_reads(&rig, 1000));
	assert_true(rig_entry_reads(&rig, 2099));
	assert_false(rig_entry_reads(&rig, 1500));
	assert_int_equal(log_inclusion(rig.vault, 3, 2100, &proof, &err), E_AUTH);
	assert_ok(log_inclusion(rig.vault, 3, 1000, &proof, &err), &err);
	assert_ok(log_check(rig.vault, &check, &err), &err);
	assert_int_equal(check.damaged, 1024);
	assert_false(check.tree_whole);
	rig_stop(&rig);
}

/* --- checkpoints --- */

static void
log__a_checkpoint_signs_the_root_and_lasts(void **state)
{
	struct rig rig;
	struct checkpoint checkpoint;
	struct buf note = note_new(), again = note_new();
	uint8_t root[SHA256_BYTES];
	struct err err = {0};

	(void)state;
	rig_vault(&rig, 3);
	assert_ok(log_newest_checkpoint(rig.vault, 0, &note, &checkpoint, &err), &err);
	assert_ok(checkpoint_open(buf_slice(&note), vault_public_key(rig.vault), &checkpoint, &err),
	    &err);
	assert_int_equal(checkpoint.entries, 0);
	rig_append(&rig, 7);
	assert_ok(log_checkpoint(rig.vault, &note, &err), &err);
	assert_ok(checkpoint_open(buf_slice(&note), vault_public_key(rig.vault), &checkpoint, &err),
	    &err);
	assert_int_equal(checkpoint.entries, 7);
	assert_ok(log_root(rig.vault, root, &err), &err);
	assert_memory_equal(root, checkpoint.root, sizeof root);
	assert_true(slice_eq(slice_of(checkpoint.origin.p + 3, 26), vault_log_id(rig.vault)));
	rig_close(&rig);
	mem_io_restart(rig.disk, true);
	assert_ok(rig_open(&rig, false, &err), &err);
	assert_ok(log_newest_checkpoint(rig.vault, 0, &again, &checkpoint, &err), &err);
	assert_true(slice_eq(buf_slice(&note), buf_slice(&again)));
	assert_ok(log_checkpoint(rig.vault, &again, &err), &err);
	assert_true(slice_eq(buf_slice(&note), buf_slice(&again)));
	buf_fini(&note);
	buf_fini(&again);
	rig_stop(&rig);
}

static void
log__settles_before_it_signs(void **state)
{
	struct rig rig;
	struct entry entry;
	struct buf note = note_new();
	struct err err = {0};

	(void)state;
	rig_vault(&rig, 3);
	rig_entry(&entry, 0, "x");
	assert_ok(log_append(rig.vault, &entry, NULL, &err), &err);
	assert_ok(log_checkpoint(rig.vault, &note, &err), &err);
	assert_int_equal(log_settled(rig.vault), 1);
	buf_fini(&note);
	rig_stop(&rig);
}

static void
log__a_removed_end_is_told_and_stops_writing(void **state)
{
	struct rig rig;
	struct entry entry;
	struct buf note = note_new();
	struct err err = {0};
	char path[96];
	uint8_t root[SHA256_BYTES], *p;
	uint8_t whole[16384];
	size_t n, before;

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 6);
	assert_ok(log_checkpoint(rig.vault, &note, &err), &err);
	rig_segment_path(&rig, 0, path, sizeof path);
	p = mem_io_file(rig.disk, path, &before);
	assert_true(before <= sizeof whole);
	memcpy(whole, p, before);
	mem_io_put(rig.disk, path, whole, before / 6 * 4);
	rig_reopen(&rig);
	assert_int_equal(vault_state(rig.vault)->missing_entries, 2);
	assert_int_equal(log_entries(rig.vault), 4);
	assert_true(rig_entry_reads(&rig, 3));
	rig_entry(&entry, 0, "x");
	assert_int_equal(log_append(rig.vault, &entry, NULL, &err), E_CONFLICT);
	assert_non_null(strstr(err.text, "shorter than its own signed head"));
	assert_int_equal(log_root(rig.vault, root, &err), E_CONFLICT);
	assert_int_equal(log_checkpoint(rig.vault, &note, &err), E_CONFLICT);
	/* A torn record there is damage too: the signed head covers it. Nothing is cut. */
	mem_io_put(rig.disk, path, whole, before / 6 * 4 + 50);
	rig_reopen(&rig);
	assert_int_equal(vault_state(rig.vault)->missing_entries, 2);
	assert_int_equal(vault_state(rig.vault)->unfinished_writes, 0);
	(void)mem_io_file(rig.disk, path, &n);
	assert_int_equal(n, before / 6 * 4 + 50);
	buf_fini(&note);
	rig_stop(&rig);
}

static void
log__another_history_under_the_signed_head_is_told(void **state)
{
	struct rig rig;
	struct entry entry;
	struct buf note = note_new();
	struct err err = {0};
	struct mem_io *copy;
	char path[96], name[96];
	uint8_t *p;
	size_t n;

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 3);
	rig_close(&rig);
	copy = mem_io_copy(rig.disk);
	assert_ok(rig_open(&rig, false, &err), &err);
	rig_append(&rig, 2);
	assert_ok(log_checkpoint(rig.vault, &note, &err), &err);
	rig_segment_path(&rig, 0, path, sizeof path);
	(void)snprintf(name, sizeof name, "v/r/%.26s/%016x", vault_log_id(rig.vault).p, 5);
	rig_close(&rig);
	/* The older copy takes other entries; then the newer head is put beside it. */
	p = mem_io_file(rig.disk, name, &n);
	assert_non_null(p);
	mem_io_put(copy, name, p, n);
	mem_io_free(rig.disk);
	rig.disk = copy;
	mem_io_remove(copy, name);
	assert_ok(rig_open(&rig, false, &err), &err);
	rig_entry(&entry, 77, "another history");
	for (int i = 0; i < 4; i++)
		assert_ok(log_append(rig.vault, &entry, NULL, &err), &err);
	assert_ok(log_settle(rig.vault, &err), &err);
	rig_close(&rig);
	mem_io_put(copy, name, note.p, note.n);
	assert_ok(rig_open(&rig, false, &err), &err);
	assert_true(vault_state(rig.vault)->root_differs);
	assert_int_equal(log_append(rig.vault, &entry, NULL, &err), E_CONFLICT);
	buf_fini(&note);
	rig_stop(&rig);
}

static void
log__a_damaged_checkpoint_is_passed_over_and_told(void **state)
{
	struct rig rig;
	struct log_check check;
	struct buf note = note_new();
	struct err err = {0};
	char name[96];
	uint8_t *p;
	size_t n;

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 3);
	assert_ok(log_checkpoint(rig.vault, &note, &err), &err);
	rig_append(&rig, 1);
	(void)snprintf(name, sizeof name, "v/r/%.26s/%016x", vault_log_id(rig.vault).p, 3);
	p = mem_io_file(rig.disk, name, &n);
	for (size_t at = 0; at < n; at += 17) {
		p[at] ^= 1;
		rig_reopen(&rig);
		assert_int_equal(vault_state(rig.vault)->damaged_checkpoints, 1);
		assert_int_equal(log_entries(rig.vault), 4);
		p[at] ^= 1;
	}
	p[n - 5] ^= 1;
	assert_ok(log_check(rig.vault, &check, &err), &err);
	assert_int_equal(check.checkpoints, 2);
	assert_int_equal(check.damaged_checkpoints, 1);
	buf_fini(&note);
	rig_stop(&rig);
}

/* --- proofs --- */

static void
log__proofs_hold(void **state)
{
	struct rig rig;
	struct merkle_path path;
	struct hash *hash = hash_new();
	uint8_t root[SHA256_BYTES], older[SHA256_BYTES], leaf[SHA256_BYTES];
	struct err err = {0};

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 1050);
	rig_reopen(&rig);
	for (uint64_t size = 1; size <= 1050; size += 149) {
		assert_ok(log_root_at(rig.vault, size, root, &err), &err);
		for (uint64_t i = 0; i < size; i += 37) {
			assert_ok(log_inclusion(rig.vault, i, size, &path, &err), &err);
			assert_ok(log_leaf(rig.vault, i, leaf, &err), &err);
			assert_true(merkle_inclusion_holds(hash, leaf, i, size, &path, root));
		}
		assert_ok(log_root_at(rig.vault, size / 2, older, &err), &err);
		assert_ok(log_consistency(rig.vault, size / 2, size, &path, &err), &err);
		assert_true(merkle_consistency_holds(hash, size / 2, size, older, root, &path));
	}
	assert_ok(log_root_at(rig.vault, 1050, older, &err), &err);
	assert_ok(log_root(rig.vault, root, &err), &err);
	assert_memory_equal(root, older, sizeof root);
	assert_int_equal(log_inclusion(rig.vault, 5, 5, &path, &err), E_NOTFOUND);
	assert_int_equal(log_inclusion(rig.vault, 5, 1051, &path, &err), E_NOTFOUND);
	assert_int_equal(log_consistency(rig.vault, 6, 5, &path, &err), E_NOTFOUND);
	hash_free(hash);
	rig_stop(&rig);
}

static void
log__a_segment_seen_before_it_grew_is_seen_whole(void **state)
{
	struct rig rig;

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 1000);
	assert_true(rig_entry_reads(&rig, 999));
	rig_append(&rig, 100); /* the rest of this segment, and another one */
	assert_true(rig_entry_reads(&rig, 1001));
	rig_stop(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(log__entries_come_back),
	    cmocka_unit_test(log__a_segment_seen_before_it_grew_is_seen_whole),
	    cmocka_unit_test(log__unsettled_entries_can_be_read_but_do_not_last),
	    cmocka_unit_test(log__the_biggest_entry_fits),
	    cmocka_unit_test(log__goes_on_over_many_segments),
	    cmocka_unit_test(log__no_canary_is_ever_in_clear),
	    cmocka_unit_test(log__an_unfinished_write_is_set_aside_and_told),
	    cmocka_unit_test(log__a_group_torn_in_its_middle_is_an_unfinished_write),
	    cmocka_unit_test(log__a_first_group_torn_at_its_beginning_leaves_an_empty_log),
	    cmocka_unit_test(log__a_hole_that_begins_with_a_settled_entry_is_never_cut),
	    cmocka_unit_test(log__damage_among_settled_entries_is_told_and_never_cut),
	    cmocka_unit_test(log__damage_in_an_older_segment_is_told_when_read),
	    cmocka_unit_test(log__a_missing_segment_is_told),
	    cmocka_unit_test(log__a_checkpoint_signs_the_root_and_lasts),
	    cmocka_unit_test(log__settles_before_it_signs),
	    cmocka_unit_test(log__a_removed_end_is_told_and_stops_writing),
	    cmocka_unit_test(log__another_history_under_the_signed_head_is_told),
	    cmocka_unit_test(log__a_damaged_checkpoint_is_passed_over_and_told),
	    cmocka_unit_test(log__proofs_hold),
	};

	return cmocka_run_group_tests_name("keep_log", tests, NULL, NULL);
}
