/* Tests of logs that were taken in from another vault (docs/format/log.md, section 11). */
#include "tests/keep/rig.h"

#include <stdio.h>

#include "keep/log_other.h"

/* Two vaults with keys of their own; `there` has entries and a signed head over them. */
struct pair {
	struct rig here, there;
};

static void
head_sign(struct rig *rig)
{
	struct buf note;
	struct err err = {0};

	buf_init(&note, NOTE_MAX_BYTES);
	assert_ok(log_checkpoint(rig->vault, &note, &err), &err);
	buf_fini(&note);
}

static void
pair_start(struct pair *pair, uint64_t entries)
{
	rig_vault(&pair->here, 3);
	rig_vault(&pair->there, 4);
	rig_append(&pair->here, 2);
	rig_append(&pair->there, entries);
	head_sign(&pair->there);
}

static void
pair_stop(struct pair *pair)
{
	rig_stop(&pair->here);
	rig_stop(&pair->there);
}

static enum status
copy(struct pair *pair, uint64_t first, struct log_copied *out, struct err *err)
{
	struct log_copying what = {.from = pair->there.vault, .first = first};

	return log_other_copy(pair->here.vault, &what, out, err);
}

static struct log_other
other_of(const struct pair *pair, const struct log_copied *copied)
{
	struct log_other other = {.entries = copied->entries};
	struct slice id = vault_log_id(pair->there.vault);

	memcpy(other.id, id.p, id.n);
	memcpy(other.public_key, vault_public_key(pair->there.vault), sizeof other.public_key);
	memcpy(other.root, copied->root, sizeof other.root);
	return other;
}

static void
take_in(struct pair *pair, uint64_t first)
{
	struct log_copied copied = {0};
	struct log_other other;
	struct err err = {0};

	assert_ok(copy(pair, first, &copied, &err), &err);
	other = other_of(pair, &copied);
	assert_ok(log_other_know(pair->here.vault, 1, &other, &err), &err);
}

/* Entry by entry, field by field. */
static void
same_entry(struct pair *pair, uint64_t number)
{
	struct buf one, two;
	struct entry here, there;
	uint8_t leaf_here[SHA256_BYTES], leaf_there[SHA256_BYTES];
	struct err err = {0};

	buf_init(&one, LOG_READ_MAX_BYTES);
	buf_init(&two, LOG_READ_MAX_BYTES);
	assert_ok(log_read(pair->here.vault, LOG_NUMBER(1, number), &one, &here, &err), &err);
	assert_ok(log_read(pair->there.vault, number, &two, &there, &err), &err);
	assert_memory_equal(here.seed, there.seed, sizeof here.seed);
	for (size_t i = 0; i < ENTRY_FIELDS; i++)
		assert_true(slice_eq(here.fields[i], there.fields[i]));
	assert_ok(log_leaf(pair->here.vault, LOG_NUMBER(1, number), leaf_here, &err), &err);
	assert_ok(log_leaf(pair->there.vault, number, leaf_there, &err), &err);
	assert_memory_equal(leaf_here, leaf_there, sizeof leaf_here);
	buf_fini(&one);
	buf_fini(&two);
}

static void
other__entries_come_over_and_can_be_proved(void **state)
{
	struct pair pair;
	struct checkpoint head;
	struct merkle_path path;
	struct log_check check;
	struct hash *hash = hash_new();
	struct buf note;
	uint8_t leaf[SHA256_BYTES];
	struct err err = {0};

	(void)state;
	pair_start(&pair, 2100); /* three segments */
	take_in(&pair, 0);
	for (uint64_t n = 0; n < 2100; n += 131)
		same_entry(&pair, n);
	assert_true(rig_entry_reads(&pair.here, 1)); /* the own ones are as before */
	buf_init(&note, NOTE_MAX_BYTES);
	assert_ok(log_newest_checkpoint(pair.here.vault, 1, &note, &head, &err), &err);
	assert_ok(
	    checkpoint_open(buf_slice(&note), vault_public_key(pair.there.vault), &head, &err),
	    &err);
	assert_ok(
	    log_inclusion(pair.here.vault, LOG_NUMBER(1, 1024), head.entries, &path, &err), &err);
	assert_ok(log_leaf(pair.here.vault, LOG_NUMBER(1, 1024), leaf, &err), &err);
	assert_true(merkle_inclusion_holds(hash, leaf, 1024, head.entries, &path, head.root));
	assert_ok(log_other_check(pair.here.vault, 1, &err), &err);
	assert_ok(log_check(pair.here.vault, &check, &err), &err);
	assert_int_equal(check.entries, 2102);
	assert_int_equal(check.damaged, 0);
	assert_true(check.tree_whole);
	hash_free(hash);
	buf_fini(&note);
	pair_stop(&pair);
}

static void
other__grows_where_it_stood(void **state)
{
	struct pair pair;
	struct err err = {0};

	(void)state;
	pair_start(&pair, 1000);
	take_in(&pair, 0);
	rig_append(&pair.there, 100); /* into the same segment and the next one */
	head_sign(&pair.there);
	take_in(&pair, 1000);
	for (uint64_t n = 990; n < 1100; n++)
		same_entry(&pair, n);
	same_entry(&pair, 0);
	assert_ok(log_other_check(pair.here.vault, 1, &err), &err);
	pair_stop(&pair);
}

static void
other__nothing_counts_before_it_is_named(void **state)
{
	struct pair pair;
	struct log_copied copied;
	struct buf storage;
	struct entry entry;
	struct err err = {0};

	(void)state;
	pair_start(&pair, 10);
	assert_ok(copy(&pair, 0, &copied, &err), &err);
	buf_init(&storage, LOG_READ_MAX_BYTES);
	assert_int_equal(
	    log_read(pair.here.vault, LOG_NUMBER(1, 0), &storage, &entry, &err), E_NOTFOUND);
	take_in(&pair, 0); /* as after a stop: all of it again */
	same_entry(&pair, 9);
	assert_int_equal(
	    log_read(pair.here.vault, LOG_NUMBER(1, 10), &storage, &entry, &err), E_NOTFOUND);
	assert_int_equal(
	    log_read(pair.here.vault, LOG_NUMBER(2, 0), &storage, &entry, &err), E_NOTFOUND);
	buf_fini(&storage);
	pair_stop(&pair);
}

static void
other__entries_beyond_its_signed_head_wait(void **state)
{
	struct pair pair;
	struct log_copied copied;
	struct err err = {0};

	(void)state;
	pair_start(&pair, 10);
	rig_append(&pair.there, 3);
	assert_ok(copy(&pair, 0, &copied, &err), &err);
	assert_int_equal(copied.entries, 10);
	pair_stop(&pair);
}

static void
other__a_fork_is_refused(void **state)
{
	struct pair pair;
	struct rig again;
	struct log_copied copied;
	struct log_copying what;
	struct entry entry;
	struct err err = {0};

	(void)state;
	pair_start(&pair, 5);
	take_in(&pair, 0);
	/* The same vault once more (the same seed makes the same keys), another fifth entry. */
	rig_vault(&again, 4);
	rig_append(&again, 4);
	rig_entry(&entry, 4, "another history");
	assert_ok(log_append(again.vault, &entry, NULL, &err), &err);
	rig_append(&again, 3);
	head_sign(&again);
	what = (struct log_copying){.from = again.vault, .first = 5};
	assert_int_equal(log_other_copy(pair.here.vault, &what, &copied, &err), E_CONFLICT);
	assert_non_null(strstr(err.text, "restored copy"));
	same_entry(&pair, 4);
	rig_stop(&again);
	pair_stop(&pair);
}

static void
other__what_is_damaged_there_keeps_its_leaf(void **state)
{
	struct pair pair;
	struct log_copied copied;
	struct log_other other;
	struct buf storage;
	struct entry entry;
	char path[128];
	uint8_t *bytes;
	size_t n = 0;
	struct err err = {0};

	(void)state;
	pair_start(&pair, 12);
	rig_segment_path(&pair.there, 0, path, sizeof path);
	bytes = mem_io_file(pair.there.disk, path, &n);
	bytes[400] ^= 1; /* in the second record */
	rig_reopen(&pair.there);
	assert_ok(copy(&pair, 0, &copied, &err), &err);
	assert_int_equal(copied.damaged, 1);
	other = other_of(&pair, &copied);
	assert_ok(log_other_know(pair.here.vault, 1, &other, &err), &err);
	assert_ok(log_other_check(pair.here.vault, 1, &err), &err);
	same_entry(&pair, 11);
	buf_init(&storage, LOG_READ_MAX_BYTES);
	assert_int_equal(
	    log_read(pair.here.vault, LOG_NUMBER(1, 1), &storage, &entry, &err), E_NOTFOUND);
	buf_fini(&storage);
	pair_stop(&pair);
}

static void
other__a_changed_or_missing_copy_is_told(void **state)
{
	struct pair pair;
	struct log_copied copied;
	struct log_other other;
	struct log_check check;
	struct err err = {0};

	(void)state;
	pair_start(&pair, 12);
	assert_ok(copy(&pair, 0, &copied, &err), &err);
	other = other_of(&pair, &copied);
	other.root[0] ^= 1;
	assert_ok(log_other_know(pair.here.vault, 1, &other, &err), &err);
	assert_int_equal(log_other_check(pair.here.vault, 1, &err), E_AUTH);
	assert_ok(log_check(pair.here.vault, &check, &err), &err);
	assert_false(check.tree_whole);
	memset(other.id, 'a', VAULT_LOG_ID_CHARS);
	assert_ok(log_other_know(pair.here.vault, 2, &other, &err), &err);
	assert_ok(log_check(pair.here.vault, &check, &err), &err);
	assert_int_equal(check.missing_logs, 1);
	pair_stop(&pair);
}

static void
other__slots_are_taken_in_order_and_only_grow(void **state)
{
	struct pair pair;
	struct log_copied copied;
	struct log_other other, less;
	struct err err = {0};

	(void)state;
	pair_start(&pair, 3);
	assert_ok(copy(&pair, 0, &copied, &err), &err);
	other = other_of(&pair, &copied);
	assert_int_equal(log_other_know(pair.here.vault, 2, &other, &err), E_FORMAT);
	assert_int_equal(log_other_know(pair.here.vault, 0, &other, &err), E_FORMAT);
	assert_ok(log_other_know(pair.here.vault, 1, &other, &err), &err);
	assert_int_equal(log_other_know(pair.here.vault, 2, &other, &err), E_FORMAT);
	less = other;
	less.entries = 2;
	assert_int_equal(log_other_know(pair.here.vault, 1, &less, &err), E_FORMAT);
	assert_int_equal(log_others(pair.here.vault), 1);
	assert_int_equal(log_other_slot(pair.here.vault, vault_log_id(pair.there.vault)), 1);
	/* The vault's own log is never one of the others. */
	memcpy(other.id, vault_log_id(pair.here.vault).p, VAULT_LOG_ID_CHARS);
	assert_int_equal(log_other_know(pair.here.vault, 2, &other, &err), E_FORMAT);
	pair_stop(&pair);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(other__entries_come_over_and_can_be_proved),
	    cmocka_unit_test(other__grows_where_it_stood),
	    cmocka_unit_test(other__nothing_counts_before_it_is_named),
	    cmocka_unit_test(other__entries_beyond_its_signed_head_wait),
	    cmocka_unit_test(other__a_fork_is_refused),
	    cmocka_unit_test(other__what_is_damaged_there_keeps_its_leaf),
	    cmocka_unit_test(other__a_changed_or_missing_copy_is_told),
	    cmocka_unit_test(other__slots_are_taken_in_order_and_only_grow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
