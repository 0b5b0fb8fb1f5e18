/* Tests of taking things out for good: objects destroyed, entries made stubs
 * (docs/format/vault.md, section 9). */
#include "tests/keep/rig.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/encode.h"
#include "keep/log_inside.h"
#include "keep/log_rewrite.h"
#include "keep/object_file.h"

enum { BIG_BYTES = 150000 };

static uint8_t big[BIG_BYTES];

/* --- objects --- */

static struct object_info
keep_object(struct rig *rig, uint32_t seed)
{
	struct object_info info;
	struct err err = {0};

	rig_content(big, sizeof big, seed);
	assert_ok(object_put(rig->vault, slice_of(big, sizeof big), &info, &err), &err);
	assert_ok(objects_settle(rig->vault, &err), &err);
	return info;
}

static void
object__destroyed_is_gone_and_others_stay(void **state)
{
	struct rig rig;
	struct object_info info, other;
	struct object_reader *reader = NULL;
	struct err err = {0};
	char path[96];
	size_t n;

	(void)state;
	rig_vault(&rig, 3);
	info = keep_object(&rig, 1);
	other = keep_object(&rig, 2);
	rig_object_path(&info.id, path, sizeof path);
	assert_ok(object_destroy(rig.vault, &info.id, &err), &err);
	assert_null(mem_io_file(rig.disk, path, &n));
	assert_int_equal(object_open(rig.vault, &info.id, &reader, &err), E_NOTFOUND);
	assert_ok(object_destroy(rig.vault, &info.id, &err), &err);
	assert_true(rig_object_reads(&rig, &other, big, sizeof big));
	rig_stop(&rig);
}

struct areas {
	struct rig *rig;
	uint8_t id[OBJECT_ID_BYTES];
	size_t files, open;
};

/* Every file of that length, with or without a name: do its key areas open? */
static void
look_at_areas(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	struct areas *a = ctx;
	struct object_head head;

	(void)path;
	if (n < OBJECT_HEADER_BYTES)
		return;
	a->files++;
	for (size_t i = 0; i < OBJECT_AREAS; i++)
		a->open += object_area_open(a->rig->vault->keys[KEY_OBJECT].p, a->id,
			       slice_of(p + i * OBJECT_AREA_STEP, OBJECT_AREA_BYTES), &head,
			       NULL) == OK;
}

static void
object__its_keys_are_overwritten_on_the_disk(void **state)
{
	struct rig rig;
	struct object_info info;
	struct areas areas = {.rig = &rig};
	struct err err = {0};

	(void)state;
	rig_vault(&rig, 3);
	info = keep_object(&rig, 1);
	assert_true(
	    base32_decode(slice_of(info.id.text, OBJECT_ID_CHARS), areas.id, sizeof areas.id));
	mem_io_each_ever(rig.disk, look_at_areas, &areas);
	assert_int_equal(areas.open, 2 * 2); /* in memory and on the platter */
	areas.open = 0;
	assert_ok(object_destroy(rig.vault, &info.id, &err), &err);
	mem_io_each_ever(rig.disk, look_at_areas, &areas);
	assert_int_equal(areas.open, 0);
	rig_stop(&rig);
}

static void
object__a_destroying_that_was_stopped_is_finished_by_the_next(void **state)
{
	bool done = false;

	(void)state;
	for (uint64_t call = 1; !done; call++)
		for (int lose = 0; lose < 2; lose++) {
			struct rig rig;
			struct object_info info, other;
			struct object_reader *reader = NULL;
			struct err err = {0};

			rig_vault(&rig, 3);
			info = keep_object(&rig, 1);
			other = keep_object(&rig, 2);
			mem_io_stop_at(rig.disk, call);
			done = object_destroy(rig.vault, &info.id, &err) == OK;
			rig_close(&rig);
			mem_io_restart(rig.disk, lose != 0);
			assert_ok(rig_open(&rig, false, &err), &err);
			assert_ok(object_destroy(rig.vault, &info.id, &err), &err);
			assert_int_equal(
			    object_open(rig.vault, &info.id, &reader, &err), E_NOTFOUND);
			assert_true(rig_object_reads(&rig, &other, big, sizeof big));
			rig_stop(&rig);
		}
}

/* --- entries --- */

/* What must not change: root, a proof under it, a signed head. */
struct proved {
	uint8_t root[SHA256_BYTES], leaf[SHA256_BYTES];
	struct merkle_path path;
	uint64_t number, size;
	struct checkpoint head;
	struct buf note;
};

static void
prove(struct rig *rig, uint64_t number, struct proved *p)
{
	struct err err = {0};

	*p = (struct proved){.number = number};
	buf_init(&p->note, NOTE_MAX_BYTES);
	assert_ok(log_checkpoint(rig->vault, &p->note, &err), &err);
	assert_ok(
	    checkpoint_open(buf_slice(&p->note), vault_public_key(rig->vault), &p->head, &err),
	    &err);
	p->size = p->head.entries;
	assert_ok(log_leaf(rig->vault, number, p->leaf, &err), &err);
	assert_ok(log_inclusion(rig->vault, number, p->size, &p->path, &err), &err);
}

/* The old proof still holds, and the same is proved again from what is there now. */
static void
assert_proved(struct rig *rig, struct proved *p)
{
	struct hash *hash = hash_new();
	uint8_t root[SHA256_BYTES], leaf[SHA256_BYTES];
	struct merkle_path path;
	struct err err = {0};

	assert_true(
	    merkle_inclusion_holds(hash, p->leaf, p->number, p->size, &p->path, p->head.root));
	assert_ok(log_root_at(rig->vault, p->size, root, &err), &err);
	assert_memory_equal(root, p->head.root, sizeof root);
	assert_ok(log_leaf(rig->vault, p->number, leaf, &err), &err);
	assert_memory_equal(leaf, p->leaf, sizeof leaf);
	assert_ok(log_inclusion(rig->vault, p->number, p->size, &path, &err), &err);
	assert_true(merkle_inclusion_holds(hash, leaf, p->number, p->size, &path, p->head.root));
	hash_free(hash);
}

static bool
is_stub(struct rig *rig, uint64_t number)
{
	struct segment_record record;
	struct entry entry;
	struct buf storage;
	struct err err = {0};
	bool stub, empty = true;

	buf_init(&storage, LOG_READ_MAX_BYTES);
	assert_ok(log_record(rig->vault, number, &storage, &record, &err), &err);
	stub = record.kind == RECORD_STUB;
	for (size_t i = 0; i < ENTRY_FIELDS; i++)
		empty = empty && record.entry.fields[i].n == 0;
	for (size_t i = 0; i < ENTRY_SEED_BYTES; i++)
		empty = empty && record.entry.seed[i] == 0;
	assert_true(stub == empty);
	assert_int_equal(
	    log_read(rig->vault, number, &storage, &entry, &err), stub ? E_NOTFOUND : OK);
	buf_fini(&storage);
	return stub;
}

static bool
is_among(uint64_t number, const uint64_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (numbers[i] == number)
			return true;
	return false;
}

static void
assert_only_stubs(struct rig *rig, const uint64_t *numbers, size_t count)
{
	struct log_check check;
	struct err err = {0};

	for (uint64_t n = 0; n < log_entries(rig->vault); n++) {
		if (is_among(n, numbers, count))
			assert_true(is_stub(rig, n));
		else if (!rig_entry_reads(rig, n))
			fail_msg("entry %llu does not read", (unsigned long long)n);
	}
	assert_ok(log_check(rig->vault, &check, &err), &err);
	assert_int_equal(check.damaged, 0);
	assert_int_equal(check.damaged_checkpoints, 0);
	assert_int_equal(check.removed, count);
	assert_true(check.tree_whole);
}

static void
log__a_stub_keeps_its_leaf_and_every_proof(void **state)
{
	static const uint64_t gone[] = {0, 3, 4, 1023, 1024, 1199};
	struct rig rig;
	struct proved old[COUNT_OF(gone)], other;
	struct err err = {0};

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 1200);
	for (size_t i = 0; i < COUNT_OF(gone); i++)
		prove(&rig, gone[i], &old[i]);
	prove(&rig, 700, &other);
	assert_ok(log_stub(rig.vault, gone, COUNT_OF(gone), &err), &err);
	assert_only_stubs(&rig, gone, COUNT_OF(gone));
	rig_reopen(&rig);
	assert_int_equal(log_settled(rig.vault), 1200);
	assert_only_stubs(&rig, gone, COUNT_OF(gone));
	for (size_t i = 0; i < COUNT_OF(gone); i++) {
		assert_proved(&rig, &old[i]);
		buf_fini(&old[i].note);
	}
	assert_proved(&rig, &other);
	buf_fini(&other.note);
	rig_stop(&rig);
}

static void
log__goes_on_after_its_newest_segment_was_written_anew(void **state)
{
	static const uint64_t gone[] = {2, 5};
	char text[3000], path[96];
	struct rig rig;
	struct entry entry;
	struct err err = {0};
	size_t shorter, n;

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 2);
	memset(text, 'x', sizeof text); /* so that the segment becomes shorter */
	text[sizeof text - 1] = '\0';
	rig_entry(&entry, 2, text);
	assert_ok(log_append(rig.vault, &entry, NULL, &err), &err);
	rig_append(&rig, 3);
	assert_ok(log_stub(rig.vault, gone, COUNT_OF(gone), &err), &err);
	rig_segment_path(&rig, 0, path, sizeof path);
	assert_non_null(mem_io_file(rig.disk, path, &shorter));
	rig_append(&rig, 3);
	assert_non_null(mem_io_file(rig.disk, path, &n));
	assert_in_range(n, shorter, shorter + 3 * 600); /* no gap before them */
	assert_only_stubs(&rig, gone, COUNT_OF(gone));
	rig_reopen(&rig);
	assert_int_equal(vault_state(rig.vault)->unfinished_writes, 0);
	assert_int_equal(log_entries(rig.vault), 9);
	rig_append(&rig, 1);
	assert_only_stubs(&rig, gone, COUNT_OF(gone));
	rig_stop(&rig);
}

static void
log__nothing_is_written_when_nothing_changes(void **state)
{
	static const uint64_t gone[] = {1};
	struct rig rig;
	struct err err = {0};
	uint64_t calls;

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 3);
	assert_ok(log_stub(rig.vault, gone, 1, &err), &err);
	calls = mem_io_calls(rig.disk);
	assert_ok(log_stub(rig.vault, gone, 1, &err), &err);
	assert_int_equal(mem_io_calls(rig.disk), calls);
	assert_int_equal(
	    log_stub(rig.vault, (const uint64_t[]){LOG_NUMBER(1, 0)}, 1, &err), E_NOTFOUND);
	rig_close(&rig);
	assert_ok(rig_open(&rig, true, &err), &err);
	assert_int_equal(log_stub(rig.vault, (const uint64_t[]){0}, 1, &err), E_DENIED);
	assert_true(rig_entry_reads(&rig, 0));
	rig_stop(&rig);
}

/* `settled` tells an unfinished write from damage: a stub must say what its entry said. */
static void
log__the_end_is_told_as_before_when_the_last_entries_are_stubs(void **state)
{
	static const uint64_t gone[] = {0, 1, 2, 3, 4, 5};
	struct rig rig;
	struct err err = {0};
	char path[96];
	uint8_t *p;
	size_t n;

	(void)state;
	rig_vault(&rig, 3);
	for (int i = 0; i < 6; i++)
		rig_append(&rig, 1);
	assert_ok(log_stub(rig.vault, gone, COUNT_OF(gone), &err), &err);
	rig_segment_path(&rig, 0, path, sizeof path);
	rig_close(&rig);
	/* Entry 4 is settled by the word of entry 5: it is damage and stays. */
	p = mem_io_file(rig.disk, path, &n);
	p[n - n / 6 - 100] ^= 1;
	assert_ok(rig_open(&rig, false, &err), &err);
	assert_int_equal(vault_state(rig.vault)->unfinished_writes, 0);
	assert_int_equal(vault_state(rig.vault)->damaged_entries, 1);
	assert_int_equal(log_entries(rig.vault), 6);
	rig_stop(&rig);
}

static void
log__damage_stays_byte_for_byte(void **state)
{
	static const uint64_t gone[] = {1, 5};
	struct rig rig;
	struct err err = {0};
	struct buf storage;
	struct entry entry;
	char path[96];
	uint8_t was[300], *p;
	size_t n, each;

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 7);
	rig_segment_path(&rig, 0, path, sizeof path);
	rig_reopen(&rig); /* so that all of it is settled by the signed head or not at all */
	rig_append(&rig, 1);
	p = mem_io_file(rig.disk, path, &n);
	each = n / 8;
	p[3 * each + 80] ^= 1;
	memcpy(was, p + 3 * each + 60, sizeof was);
	assert_ok(log_stub(rig.vault, gone, COUNT_OF(gone), &err), &err);
	p = mem_io_file(rig.disk, path, &n);
	assert_true(slice_find(slice_of(p, n), slice_of(was, sizeof was)) != SIZE_MAX);
	buf_init(&storage, LOG_READ_MAX_BYTES);
	for (uint64_t i = 0; i < 8; i++)
		assert_int_equal(log_read(rig.vault, i, &storage, &entry, &err),
		    is_among(i, gone, 2) ? E_NOTFOUND
		    : i == 3             ? E_AUTH
					 : OK);
	buf_fini(&storage);
	rig_stop(&rig);
}

struct search {
	struct rig *rig;
	struct segment_key key;
	size_t texts, seeds;
};

/* Every record anywhere in the bytes that can be opened with the key. */
static void
look_at_records(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	struct search *s = ctx;
	struct segment_record record;
	struct buf plain;
	size_t used;

	(void)path;
	buf_init(&plain, SEGMENT_RECORD_MAX_BYTES);
	for (size_t at = 0; at + SEGMENT_FRAME_BYTES < n; at++) {
		if (p[at + 4] != 1 || p[at + 5] != 0 || p[at + 11] != 0)
			continue; /* not entry 1 */
		if (segment_record_open(
			&s->key, slice_of(p + at, n - at), 1, &plain, &record, &used, NULL) != OK)
			continue;
		s->texts += slice_find(buf_slice(&plain), SLICE_LITERAL(RIG_CANARY)) != SIZE_MAX;
		for (size_t i = 0; i < ENTRY_SEED_BYTES; i++)
			if (record.entry.seed[i] != 0) {
				s->seeds++;
				break;
			}
	}
	buf_fini(&plain);
}

static void
log__text_and_seed_are_gone_from_the_old_file_too(void **state)
{
	static const uint64_t gone[] = {1};
	struct rig rig;
	struct search search = {.rig = &rig};
	struct err err = {0};

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 3);
	search.key = log_key(rig.vault->log);
	mem_io_each_ever(rig.disk, look_at_records, &search);
	assert_true(search.texts >= 1 && search.seeds >= 1);
	search.texts = search.seeds = 0;
	assert_ok(log_stub(rig.vault, gone, 1, &err), &err);
	mem_io_each_ever(rig.disk, look_at_records, &search);
	assert_int_equal(search.texts, 0);
	assert_int_equal(search.seeds, 0);
	rig_stop(&rig);
}

static void
log__a_rewriting_that_was_stopped_is_finished_by_the_next(void **state)
{
	static const uint64_t gone[] = {1, 1023, 1024, 1026};
	struct rig before;
	bool done = false;
	struct err err = {0};

	(void)state;
	rig_vault(&before, 3);
	rig_append(&before, 1028);
	rig_close(&before);
	for (uint64_t call = 1; !done; call++)
		for (int way = 0; way < 3; way++) {
			struct rig rig = before;

			rig.disk = mem_io_copy(before.disk);
			assert_ok(rig_open(&rig, false, &err), &err);
			if (way == 2)
				mem_io_fail_at(rig.disk, call, ENOSPC);
			else
				mem_io_stop_at(rig.disk, call);
			done = log_stub(rig.vault, gone, COUNT_OF(gone), &err) == OK;
			rig_close(&rig);
			mem_io_restart(rig.disk, way == 0);
			assert_ok(rig_open(&rig, false, &err), &err);
			assert_int_equal(vault_state(rig.vault)->unfinished_writes, 0);
			assert_int_equal(log_entries(rig.vault), 1028);
			for (uint64_t n = 0; n < 1028; n += n == 0 ? 1 : 93)
				if (!is_among(n, gone, COUNT_OF(gone)))
					assert_true(rig_entry_reads(&rig, n));
			assert_ok(log_stub(rig.vault, gone, COUNT_OF(gone), &err), &err);
			for (size_t i = 0; i < COUNT_OF(gone); i++)
				assert_true(is_stub(&rig, gone[i]));
			rig_close(&rig);
			mem_io_free(rig.disk);
		}
	rig_stop(&before);
}

/* --- another key --- */

static enum status
choose_keep(void *ctx, uint64_t number, const struct segment_record *record, enum rewrite_act *act,
    struct err *err)
{
	(void)number;
	(void)err;
	*act = REWRITE_KEEP;
	*(size_t *)ctx += record->kind == RECORD_ENTRY;
	return OK;
}

static void
log__a_segment_is_sealed_under_another_key(void **state)
{
	static const uint8_t other[KEY_BYTES] = {7};
	uint8_t own[KEY_BYTES];
	struct rig rig;
	size_t seen = 0, count = 0;
	struct log_rewriting there = {.choose = choose_keep, .ctx = &seen, .to_key = other};
	struct log_rewriting back = {
	    .choose = choose_keep, .ctx = &seen, .from_key = other, .to_key = own};
	struct err err = {0};
	bool changed = false;

	(void)state;
	rig_vault(&rig, 3);
	rig_append(&rig, 5);
	memcpy(own, rig.vault->keys[KEY_LOG].p, sizeof own);
	assert_ok(log_segments(rig.vault, 0, &count, &err), &err);
	assert_int_equal(count, 1);
	assert_ok(log_rewrite(rig.vault, 0, 0, &there, &changed, &err), &err);
	assert_true(changed);
	assert_int_equal(seen, 5);
	assert_false(rig_entry_reads(&rig, 2));
	assert_ok(log_rewrite(rig.vault, 0, 0, &back, &changed, &err), &err);
	assert_true(changed);
	for (uint64_t i = 0; i < 5; i++)
		assert_true(rig_entry_reads(&rig, i));
	rig_append(&rig, 1);
	rig_reopen(&rig);
	assert_only_stubs(&rig, NULL, 0);
	rig_stop(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(object__destroyed_is_gone_and_others_stay),
	    cmocka_unit_test(object__its_keys_are_overwritten_on_the_disk),
	    cmocka_unit_test(object__a_destroying_that_was_stopped_is_finished_by_the_next),
	    cmocka_unit_test(log__a_stub_keeps_its_leaf_and_every_proof),
	    cmocka_unit_test(log__goes_on_after_its_newest_segment_was_written_anew),
	    cmocka_unit_test(log__nothing_is_written_when_nothing_changes),
	    cmocka_unit_test(log__the_end_is_told_as_before_when_the_last_entries_are_stubs),
	    cmocka_unit_test(log__damage_stays_byte_for_byte),
	    cmocka_unit_test(log__text_and_seed_are_gone_from_the_old_file_too),
	    cmocka_unit_test(log__a_rewriting_that_was_stopped_is_finished_by_the_next),
	    cmocka_unit_test(log__a_segment_is_sealed_under_another_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
