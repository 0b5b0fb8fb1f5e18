/* Tests of giving a vault a new key (docs/format/vault.md, section 3.4): everything stays readable
 * at every moment, nothing opens under the old key afterwards, and any stop can be gone on from.
 * The key derivation is the cheap one of tests/sim/stretch.c. */
#include <stdio.h>

#include "keep/object_file.h"
#include "keep/renew.h"
#include "keep/segment.h"
#include "keep/slots.h"
#include "tests/keep/rig.h"

enum { OBJECTS = 6, ENTRIES = 40 };

struct old {
	struct object_info objects[OBJECTS];
	uint8_t headers[2][4096]; /* as they were under the old key */
	struct buf words;         /* the new ones */
};

static void
content_of(unsigned which, uint8_t out[9000], size_t *n)
{
	*n = which * 1700 + 5;
	rig_content(out, 9000, which + 1);
}

static void
old_make(struct rig *rig, struct old *old, uint8_t seed)
{
	uint8_t content[9000];
	struct err err = {0};
	struct buf note;
	size_t n;

	rig_vault(rig, seed);
	for (unsigned i = 0; i < OBJECTS; i++) {
		content_of(i, content, &n);
		assert_ok(
		    object_put(rig->vault, slice_of(content, n), &old->objects[i], &err), &err);
	}
	assert_ok(objects_settle(rig->vault, &err), &err);
	rig_append(rig, ENTRIES);
	buf_init(&note, CHECKPOINT_MAX_BYTES);
	assert_ok(log_checkpoint(rig->vault, &note, &err), &err);
	buf_fini(&note);
	mem_io_put(rig->disk, "v/q/piece", RIG_CANARY, sizeof RIG_CANARY);
	memcpy(old->headers[0], mem_io_file(rig->disk, "v/h0", &n), 4096);
	memcpy(old->headers[1], mem_io_file(rig->disk, "v/h1", &n), 4096);
	buf_init(&old->words, 256);
	slots_draw_words(&vault_seams(rig->vault)->entropy, &old->words);
}

static void
assert_whole(struct rig *rig, const struct old *old)
{
	uint8_t content[9000];
	struct log_check check;
	struct object_check object;
	struct err err = {0};
	size_t n;

	for (unsigned i = 0; i < OBJECTS; i++) {
		content_of(i, content, &n);
		assert_true(rig_object_reads(rig, &old->objects[i], content, n));
		assert_ok(object_check(rig->vault, &old->objects[i].id, &object, &err), &err);
		assert_true(object.content_whole);
		assert_int_equal(object.damaged_areas, 0);
	}
	for (uint64_t i = 0; i < ENTRIES; i++)
		assert_true(rig_entry_reads(rig, i));
	assert_ok(log_check(rig->vault, &check, &err), &err);
	assert_int_equal(check.damaged + check.damaged_checkpoints, 0);
	assert_true(check.tree_whole);
	assert_int_equal(vault_state(rig->vault)->missing_entries, 0);
}

static enum status
begin(struct rig *rig, const struct old *old, struct err *err)
{
	return vault_renew_begin(
	    rig->vault, SLICE_LITERAL(RIG_PASSPHRASE), buf_slice(&old->words), err);
}

/* All that is left to do. */
static enum status
finish(struct rig *rig, struct renew_counts *counts, struct err *err)
{
	static const struct renew_progress progress = {0};
	enum status status = vault_renew_run(rig->vault, &progress, counts, err);

	return status == OK ? vault_renew_end(rig->vault, err) : status;
}

/* With the header from before, nothing opens but what is in clear anyway. */
static void
assert_old_key_opens_nothing(struct rig *rig, const struct old *old)
{
	struct vault_seams seams = rig_seams(rig);
	struct object_reader *reader = NULL;
	uint8_t headers[2][4096];
	struct err err = {0};
	struct buf storage;
	struct entry entry;
	size_t n;

	rig_close(rig);
	for (size_t i = 0; i < 2; i++) {
		const char *name = i == 0 ? "v/h0" : "v/h1";

		memcpy(headers[i], mem_io_file(rig->disk, name, &n), 4096);
		mem_io_put(rig->disk, name, old->headers[i], 4096);
	}
	assert_ok(
	    vault_open("v", &seams, SLICE_LITERAL(RIG_PASSPHRASE), true, &rig->vault, &err), &err);
	buf_init(&storage, LOG_READ_MAX_BYTES);
	for (unsigned i = 0; i < OBJECTS; i++)
		assert_int_equal(
		    object_open(rig->vault, &old->objects[i].id, &reader, &err), E_AUTH);
	for (uint64_t i = 0; i < ENTRIES; i++)
		assert_int_not_equal(log_read(rig->vault, i, &storage, &entry, &err), OK);
	buf_fini(&storage);
	rig_close(rig);
	mem_io_put(rig->disk, "v/h0", headers[0], 4096);
	mem_io_put(rig->disk, "v/h1", headers[1], 4096);
}

static void
renew__puts_everything_under_a_new_key(void **state)
{
	struct rig rig;
	struct old old;
	struct vault_seams seams;
	struct renew_counts counts;
	struct err err = {0};
	uint8_t index_key[32], public_key[32];
	size_t n;

	(void)state;
	old_make(&rig, &old, 1);
	seams = rig_seams(&rig);
	memcpy(index_key, vault_index_key(rig.vault)->p, sizeof index_key);
	memcpy(public_key, vault_public_key(rig.vault), sizeof public_key);
	assert_int_equal(vault_renew_end(rig.vault, &err), E_CONFLICT);
	assert_ok(begin(&rig, &old, &err), &err);
	assert_true(vault_state(rig.vault)->renewing);
	assert_int_equal(begin(&rig, &old, &err), E_CONFLICT);
	assert_int_equal(slots_set_passphrase(rig.vault, SLICE_LITERAL("x"), &err), E_CONFLICT);
	assert_whole(&rig, &old);
	assert_ok(finish(&rig, &counts, &err), &err);
	assert_false(vault_state(rig.vault)->renewing);
	assert_int_equal(counts.objects, OBJECTS);
	assert_int_equal(counts.damaged, 0);
	assert_int_equal(counts.segments, 1);
	assert_int_equal(counts.entries, ENTRIES);
	assert_int_equal(counts.removed, 1);
	assert_null(mem_io_file(rig.disk, "v/q/piece", &n));
	assert_whole(&rig, &old);
	rig_append(&rig, 2);
	rig_reopen(&rig);
	assert_whole(&rig, &old);
	assert_true(rig_entry_reads(&rig, ENTRIES + 1));
	assert_memory_not_equal(vault_index_key(rig.vault)->p, index_key, sizeof index_key);
	assert_memory_equal(vault_public_key(rig.vault), public_key, sizeof public_key);
	rig_close(&rig);
	assert_int_equal(
	    vault_open("v", &seams, buf_slice(&rig.words), true, &rig.vault, &err), E_AUTH);
	assert_ok(vault_open("v", &seams, buf_slice(&old.words), true, &rig.vault, &err), &err);
	assert_old_key_opens_nothing(&rig, &old);
	assert_false(mem_io_contains(rig.disk, "CANARY"));
	buf_fini(&old.words);
	rig_stop(&rig);
}

static void
renew__half_way_everything_is_read_and_added_to(void **state)
{
	struct rig rig;
	struct old old;
	struct object_info info;
	struct renew_counts counts;
	struct err err = {0};

	(void)state;
	old_make(&rig, &old, 1);
	assert_ok(begin(&rig, &old, &err), &err);
	rig_reopen(&rig);
	assert_true(vault_state(rig.vault)->renewing);
	assert_whole(&rig, &old);
	/* Into the same segment, under the new key, behind records under the old one. */
	assert_ok(object_put(rig.vault, SLICE_LITERAL("later"), &info, &err), &err);
	assert_ok(objects_settle(rig.vault, &err), &err);
	rig_append(&rig, 3);
	rig_close(&rig);
	assert_ok(rig_open(&rig, true, &err), &err);
	assert_whole(&rig, &old);
	assert_true(rig_entry_reads(&rig, ENTRIES + 2));
	rig_reopen(&rig);
	assert_ok(finish(&rig, &counts, &err), &err);
	assert_int_equal(counts.objects, OBJECTS + 1);
	assert_int_equal(counts.entries, ENTRIES); /* the three were under the new key already */
	rig_reopen(&rig);
	assert_whole(&rig, &old);
	assert_true(rig_entry_reads(&rig, ENTRIES + 2));
	assert_true(rig_object_reads(&rig, &info, (const uint8_t *)"later", 5));
	assert_old_key_opens_nothing(&rig, &old);
	buf_fini(&old.words);
	rig_stop(&rig);
}

static bool
stop_after(void *ctx, const char *what, uint64_t done, uint64_t total, const char *unit)
{
	unsigned *left = ctx;

	assert_non_null(what);
	assert_non_null(unit);
	assert_true(done <= total);
	return (*left)-- != 0;
}

static void
renew__is_stopped_anywhere_and_goes_on(void **state)
{
	struct rig rig;
	struct old old;
	struct renew_counts counts;
	struct err err = {0};
	unsigned left;

	(void)state;
	for (unsigned steps = 0; steps < 2 * OBJECTS + 1; steps++) {
		struct renew_progress progress = {stop_after, &left};

		old_make(&rig, &old, (uint8_t)steps);
		assert_ok(begin(&rig, &old, &err), &err);
		left = steps;
		assert_int_equal(vault_renew_run(rig.vault, &progress, &counts, &err), E_CANCELLED);
		assert_whole(&rig, &old);
		rig_reopen(&rig);
		assert_whole(&rig, &old);
		assert_ok(finish(&rig, &counts, &err), &err);
		rig_reopen(&rig);
		assert_whole(&rig, &old);
		assert_old_key_opens_nothing(&rig, &old);
		buf_fini(&old.words);
		rig_stop(&rig);
	}
}

/* The power goes at every call, from the first header on to the last. */
static void
renew__survives_a_power_cut_at_every_call(void **state)
{
	struct rig rig;
	struct old old;
	struct renew_counts counts;
	struct err err = {0};
	uint64_t calls;
	enum status status;
	unsigned renewing = 0, untouched = 0, finished = 0;

	(void)state;
	old_make(&rig, &old, 1);
	calls = mem_io_calls(rig.disk);
	assert_ok(begin(&rig, &old, &err), &err);
	assert_ok(finish(&rig, &counts, &err), &err);
	calls = mem_io_calls(rig.disk) - calls;
	buf_fini(&old.words);
	rig_stop(&rig);
	for (uint64_t k = 1; k <= 2 * calls; k++) {
		bool open = false;

		old_make(&rig, &old, (uint8_t)(k % 251));
		mem_io_stop_at(rig.disk, (k + 1) / 2);
		status = begin(&rig, &old, &err);
		if (status == OK)
			status = finish(&rig, &counts, &err);
		rig_close(&rig);
		mem_io_restart(rig.disk, k % 2 == 0);
		rig_reopen(&rig);
		assert_whole(&rig, &old);
		open = vault_state(rig.vault)->renewing;
		renewing += open;
		if (open)
			assert_ok(finish(&rig, &counts, &err), &err);
		rig_reopen(&rig);
		assert_whole(&rig, &old);
		assert_false(vault_state(rig.vault)->renewing);
		if (slots_opened(rig.vault) == 0 && !open && status != OK)
			untouched++;
		finished += status == OK;
		if (open || status == OK)
			assert_old_key_opens_nothing(&rig, &old);
		buf_fini(&old.words);
		rig_stop(&rig);
	}
	print_message("    %llu cuts: %u gone on with, %u before or after\n",
	    (unsigned long long)(2 * calls), renewing, untouched + finished);
	assert_true(renewing > calls);
}

static void
renew__leaves_damage_where_it_is(void **state)
{
	struct rig rig;
	struct old old;
	struct renew_counts counts;
	struct err err = {0};
	struct log_check check;
	char path[128];
	uint8_t *p;
	size_t n, size;

	(void)state;
	old_make(&rig, &old, 1);
	/* One object with one bad area, one with two; one record in the middle of the log. */
	rig_object_path(&old.objects[0].id, path, sizeof path);
	mem_io_file(rig.disk, path, &n)[30] ^= 1;
	rig_object_path(&old.objects[1].id, path, sizeof path);
	mem_io_file(rig.disk, path, &n)[30] ^= 1;
	mem_io_file(rig.disk, path, &n)[OBJECT_AREA_STEP + 40] ^= 1;
	rig_segment_path(&rig, 0, path, sizeof path);
	p = mem_io_file(rig.disk, path, &size);
	p[size / 2] ^= 1;
	rig_reopen(&rig);
	assert_ok(begin(&rig, &old, &err), &err);
	assert_ok(finish(&rig, &counts, &err), &err);
	assert_int_equal(counts.damaged, 1);
	assert_int_equal(counts.entries, ENTRIES - 1);
	assert_int_equal(vault_state(rig.vault)->damaged_entries, 1);
	p = mem_io_file(rig.disk, path, &n);
	assert_int_equal(n, size);
	rig_reopen(&rig);
	assert_ok(log_check(rig.vault, &check, &err), &err);
	assert_int_equal(check.damaged, 1);
	assert_ok(object_verify(rig.vault, &old.objects[0].id, &err), &err); /* mended */
	assert_int_equal(object_verify(rig.vault, &old.objects[1].id, &err), E_AUTH);
	assert_ok(object_verify(rig.vault, &old.objects[2].id, &err), &err);
	buf_fini(&old.words);
	rig_stop(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(renew__puts_everything_under_a_new_key),
	    cmocka_unit_test(renew__half_way_everything_is_read_and_added_to),
	    cmocka_unit_test(renew__is_stopped_anywhere_and_goes_on),
	    cmocka_unit_test(renew__survives_a_power_cut_at_every_call),
	    cmocka_unit_test(renew__leaves_damage_where_it_is),
	};

	return cmocka_run_group_tests_name("keep_renew", tests, NULL, NULL);
}
