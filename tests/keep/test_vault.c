/* Tests of making, opening and mending a vault (docs/format/vault.md, sections 1 to 3). */
#include "tests/keep/rig.h"

#include <stdio.h>

#include "keep/header.h"

static enum status
open_with(struct rig *rig, struct slice secret, struct err *err)
{
	struct vault_seams seams = rig_seams(rig);

	rig_close(rig);
	return vault_open("v", &seams, secret, false, &rig->vault, err);
}

static void
vault__opens_with_the_passphrase(void **state)
{
	struct rig rig;
	uint8_t key[32], public_key[32];

	(void)state;
	rig_vault(&rig, 1);
	memcpy(key, vault_index_key(rig.vault)->p, sizeof key);
	memcpy(public_key, vault_public_key(rig.vault), sizeof public_key);
	rig_reopen(&rig);
	assert_memory_equal(vault_index_key(rig.vault)->p, key, sizeof key);
	assert_memory_equal(vault_public_key(rig.vault), public_key, sizeof public_key);
	assert_int_equal(vault_state(rig.vault)->damaged_header, 0);
	assert_false(vault_state(rig.vault)->header_repaired);
	assert_int_equal(vault_log_id(rig.vault).n, VAULT_LOG_ID_CHARS);
	rig_stop(&rig);
}

static void
vault__opens_with_the_words_however_they_are_typed(void **state)
{
	struct rig rig;
	struct err err = {0};
	char shouted[256];

	(void)state;
	rig_vault(&rig, 1);
	assert_ok(open_with(&rig, buf_slice(&rig.words), &err), &err);
	shouted[0] = '\n';
	for (size_t i = 0; i < rig.words.n; i++)
		shouted[i + 1] = (char)(rig.words.p[i] == ' ' ? '\t' : rig.words.p[i] - 32);
	assert_ok(open_with(&rig, slice_of(shouted, rig.words.n + 1), &err), &err);
	rig_stop(&rig);
}

static void
vault__says_plainly_that_a_secret_is_wrong(void **state)
{
	struct rig rig;
	struct err err = {0};
	struct buf strange;

	(void)state;
	rig_vault(&rig, 1);
	assert_int_equal(open_with(&rig, SLICE_LITERAL("no"), &err), E_AUTH);
	assert_non_null(strstr(err.text, "not right"));
	assert_int_equal(open_with(&rig, SLICE_LITERAL(""), &err), E_AUTH);
	buf_init(&strange, 512);
	buf_put_c(&strange, "qqqq ");
	buf_put_slice(&strange, buf_slice(&rig.words));
	strange.n -= 5; /* the last word gets shorter or goes: twelve stay, the first is strange */
	while (strange.p[strange.n - 1] != ' ')
		strange.n--;
	assert_int_equal(open_with(&rig, buf_slice(&strange), &err), E_AUTH);
	assert_non_null(strstr(err.text, "word 1 is not"));
	buf_fini(&strange);
	rig_stop(&rig);
}

static void
vault__is_not_made_where_something_stands(void **state)
{
	struct rig rig;
	struct err err = {0};
	struct vault *first;

	(void)state;
	rig_vault(&rig, 1);
	first = rig.vault;
	assert_int_equal(rig_create(&rig, &err), E_CONFLICT);
	assert_ptr_equal(rig.vault, first);
	assert_int_equal(rig.words.n, 0);
	rig_reopen(&rig);
	rig_close(&rig);
	mem_io_put(rig.disk, "file", "x", 1);
	{
		struct vault_seams seams = rig_seams(&rig);

		assert_int_equal(vault_create("file", &seams, SLICE_LITERAL("p"), NULL, &rig.words,
				     &rig.vault, &err),
		    E_CONFLICT);
		assert_int_equal(
		    vault_open("nowhere", &seams, SLICE_LITERAL("p"), false, &rig.vault, &err),
		    E_NOTFOUND);
	}
	rig_stop(&rig);
}

/* True: the making was interrupted.  What is left is a vault, or the next making takes the place.
 */
static bool
making_stopped_at(uint64_t call)
{
	struct rig rig;
	struct err err = {0};
	enum status status;
	size_t n;

	rig_start(&rig, 1);
	mem_io_stop_at(rig.disk, call);
	status = rig_create(&rig, &err);
	rig_close(&rig);
	mem_io_restart(rig.disk, false);
	if (status != OK) {
		if (mem_io_file(rig.disk, "v/h1", &n) == NULL || n < HEADER_BYTES)
			assert_ok(rig_create(&rig, &err), &err);
		else
			assert_ok(rig_open(&rig, false, &err), &err);
		rig_append(&rig, 1);
		rig_reopen(&rig);
		assert_true(rig_entry_reads(&rig, 0));
	}
	rig_stop(&rig);
	return status != OK;
}

static void
vault__is_made_where_a_making_was_interrupted(void **state)
{
	uint64_t call = 1;

	(void)state;
	while (making_stopped_at(call))
		call++;
	assert_in_range(call, 15, 100);
}

/* A vault without its headers can be brought back with its sheet: nothing of it is taken away. */
static void
vault__is_not_made_over_one_that_lost_its_headers(void **state)
{
	struct rig rig;
	struct err err = {0};
	char segment[128];
	size_t before, after;

	(void)state;
	rig_vault(&rig, 1);
	rig_append(&rig, 1);
	rig_segment_path(&rig, 0, segment, sizeof segment);
	rig_close(&rig);
	mem_io_remove(rig.disk, "v/h0");
	mem_io_remove(rig.disk, "v/h1");
	(void)mem_io_file(rig.disk, segment, &before);
	assert_int_equal(rig_create(&rig, &err), E_CONFLICT);
	assert_non_null(mem_io_file(rig.disk, segment, &after));
	assert_int_equal(after, before);
	rig_stop(&rig);
}

static void
vault__that_does_not_open_stays_as_it_was(void **state)
{
	struct rig rig;
	struct err err = {0};
	size_t n;

	(void)state;
	rig_vault(&rig, 1);
	rig_close(&rig);
	mem_io_remove(rig.disk, "v/h0");
	assert_int_equal(open_with(&rig, SLICE_LITERAL("no"), &err), E_AUTH);
	assert_null(mem_io_file(rig.disk, "v/h0", &n));
	assert_ok(rig_open(&rig, false, &err), &err);
	assert_true(vault_state(rig.vault)->header_repaired);
	rig_stop(&rig);
}

static void
vault__refuses_what_is_out_of_bounds(void **state)
{
	static char longer[VAULT_PASSPHRASE_MAX_BYTES + 1];
	static const struct vault_options bad[] = {
	    {1024, 3}, {64 * 1024, 2}, {64 * 1024, 17}, {2 * 1024 * 1024, 3}};
	struct rig rig;
	struct err err = {0};
	struct vault_seams seams;

	(void)state;
	rig_start(&rig, 1);
	seams = rig_seams(&rig);
	assert_int_equal(
	    vault_create("v", &seams, SLICE_LITERAL(""), NULL, &rig.words, &rig.vault, &err),
	    E_FORMAT);
	memset(longer, 'a', sizeof longer);
	assert_int_equal(vault_create("v", &seams, slice_of(longer, sizeof longer), NULL,
			     &rig.words, &rig.vault, &err),
	    E_LIMIT);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(vault_create("v", &seams, SLICE_LITERAL("p"), &bad[i], &rig.words,
				     &rig.vault, &err),
		    E_LIMIT);
	assert_int_equal(mem_io_bytes(rig.disk), 0);
	rig_stop(&rig);
}

static void
vault__has_one_writer(void **state)
{
	struct rig rig;
	struct err err = {0};
	struct vault_seams seams;
	struct vault *second = NULL;

	(void)state;
	rig_vault(&rig, 1);
	seams = rig_seams(&rig);
	assert_int_equal(
	    vault_open("v", &seams, SLICE_LITERAL(RIG_PASSPHRASE), false, &second, &err),
	    E_CONFLICT);
	assert_null(second);
	assert_ok(
	    vault_open("v", &seams, SLICE_LITERAL(RIG_PASSPHRASE), true, &second, &err), &err);
	assert_true(vault_state(second)->read_only);
	vault_close(second);
	rig_close(&rig);
	assert_ok(rig_open(&rig, false, &err), &err);
	rig_stop(&rig);
}

static void
vault__read_only_writes_nothing(void **state)
{
	struct rig rig;
	struct err err = {0};
	struct object_writer *writer = NULL;
	struct entry entry;
	struct buf note;
	size_t n;
	uint64_t calls;

	(void)state;
	rig_vault(&rig, 1);
	rig_append(&rig, 3);
	rig_close(&rig);
	mem_io_file(rig.disk, "v/h1", &n)[100] ^= 1;
	mem_io_put(rig.disk, "v/t/left", "x", 1);
	calls = mem_io_calls(rig.disk);
	assert_ok(rig_open(&rig, true, &err), &err);
	assert_int_equal(vault_state(rig.vault)->damaged_header, 2);
	assert_false(vault_state(rig.vault)->header_repaired);
	rig_entry(&entry, 0, "x");
	assert_int_equal(log_append(rig.vault, &entry, NULL, &err), E_DENIED);
	assert_int_equal(object_begin(rig.vault, &writer, &err), E_DENIED);
	buf_init(&note, CHECKPOINT_MAX_BYTES);
	assert_int_equal(log_checkpoint(rig.vault, &note, &err), E_DENIED);
	buf_fini(&note);
	assert_true(rig_entry_reads(&rig, 2));
	rig_close(&rig);
	assert_int_equal(mem_io_calls(rig.disk), calls);
	rig_stop(&rig);
}

static void
vault__empties_its_temporary_folder(void **state)
{
	struct rig rig;
	size_t n;

	(void)state;
	rig_vault(&rig, 1);
	mem_io_put(rig.disk, "v/t/left", "x", 1);
	mem_io_put(rig.disk, "v/q/aside", "x", 1);
	rig_reopen(&rig);
	assert_null(mem_io_file(rig.disk, "v/t/left", &n));
	assert_non_null(mem_io_file(rig.disk, "v/q/aside", &n));
	rig_stop(&rig);
}

/* Spoil a copy in some way; the other serves, says so, and mends it. */
static void
assert_mended(struct rig *rig, unsigned which)
{
	const char *names[] = {"v/h0", "v/h1"};
	struct err err = {0};
	uint8_t *a, *b;
	size_t n, m;

	assert_ok(rig_open(rig, false, &err), &err);
	assert_int_equal(vault_state(rig->vault)->damaged_header, 1U << which);
	assert_true(vault_state(rig->vault)->header_repaired);
	a = mem_io_file(rig->disk, names[0], &n);
	b = mem_io_file(rig->disk, names[1], &m);
	assert_non_null(a);
	assert_non_null(b);
	assert_int_equal(n, 4096);
	assert_int_equal(m, 4096);
	assert_memory_equal(a, b, 4096);
	rig_close(rig);
	assert_ok(rig_open(rig, false, &err), &err);
	assert_int_equal(vault_state(rig->vault)->damaged_header, 0);
	rig_close(rig);
}

static void
vault__a_damaged_header_copy_is_mended_from_the_other(void **state)
{
	static const size_t flips[] = {
	    0, 5, 16, 24, 60, 100, 128, 300, 2175, 2176, 4031, 4032, 4064, 4095};
	static const size_t cuts[] = {0, 1, 2048, 4095};
	const char *names[] = {"v/h0", "v/h1"};
	uint8_t longer[5000] = {0};
	struct rig rig;
	size_t n;

	(void)state;
	rig_vault(&rig, 1);
	rig_close(&rig);
	for (size_t i = 0; i < COUNT_OF(flips); i++) {
		mem_io_file(rig.disk, names[i % 2], &n)[flips[i]] ^= 0x10;
		assert_mended(&rig, i % 2);
	}
	for (unsigned i = 0; i < COUNT_OF(cuts); i++) {
		mem_io_put(
		    rig.disk, names[i % 2], mem_io_file(rig.disk, names[i % 2], &n), cuts[i]);
		assert_mended(&rig, i % 2);
	}
	memcpy(longer, mem_io_file(rig.disk, "v/h0", &n), 4096);
	mem_io_put(rig.disk, "v/h0", longer, sizeof longer);
	assert_mended(&rig, 0);
	for (unsigned i = 0; i < 2; i++) {
		mem_io_remove(rig.disk, names[i]);
		assert_mended(&rig, i);
	}
	rig_stop(&rig);
}

static void
vault__two_damaged_headers_are_refused(void **state)
{
	struct rig rig;
	struct err err = {0};
	size_t n;

	(void)state;
	rig_vault(&rig, 1);
	rig_close(&rig);
	mem_io_file(rig.disk, "v/h0", &n)[200] ^= 1;
	mem_io_file(rig.disk, "v/h1", &n)[3000] ^= 1;
	assert_int_equal(rig_open(&rig, false, &err), E_FORMAT);
	assert_non_null(strstr(err.text, "both copies"));
	/* Nothing was written: a better tool may still find the rest. */
	mem_io_file(rig.disk, "v/h0", &n)[200] ^= 1;
	assert_mended(&rig, 1);
	rig_stop(&rig);
}

/* Change a copy and make its SHA-256 right again, as somebody without the key can. */
static void
header_forge(struct rig *rig, const char *name, size_t at, uint8_t value)
{
	size_t n;
	uint8_t *p = mem_io_file(rig->disk, name, &n);

	p[at] = value;
	sha256_of(slice_of(p, 4064), p + 4064);
}

static void
vault__a_forged_header_copy_is_found_out(void **state)
{
	struct rig rig;
	struct err err = {0};

	(void)state;
	rig_vault(&rig, 1);
	rig_close(&rig);
	/* A higher sequence, so that it is tried first; its slots open, its MAC does not hold. */
	header_forge(&rig, "v/h1", 16, 9);
	assert_mended(&rig, 1);
	/* The same with a salt under which no slot opens. */
	header_forge(&rig, "v/h0", 16, 9);
	header_forge(&rig, "v/h0", 30, 0);
	assert_mended(&rig, 0);
	/* Both. */
	header_forge(&rig, "v/h0", 2200, 1);
	header_forge(&rig, "v/h1", 2200, 2);
	assert_int_equal(rig_open(&rig, false, &err), E_FORMAT);
	rig_stop(&rig);
}

static void
vault__a_header_that_asks_for_too_much_is_refused_before_deriving(void **state)
{
	struct rig rig;
	struct err err = {0};

	(void)state;
	rig_vault(&rig, 1);
	rig_close(&rig);
	header_forge(&rig, "v/h0", 7, 0x7f); /* terabytes of memory */
	header_forge(&rig, "v/h1", 8, 200);  /* 200 passes */
	assert_int_equal(rig_open(&rig, false, &err), E_LIMIT);
	header_forge(&rig, "v/h0", 0, 2);
	header_forge(&rig, "v/h1", 0, 2);
	assert_int_equal(rig_open(&rig, false, &err), E_FORMAT);
	assert_non_null(strstr(err.text, "later version"));
	rig_stop(&rig);
}

struct difference {
	struct mem_io *other;
	size_t files;
};

static void
file_compare(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	struct difference *d = ctx;
	size_t m;
	uint8_t *q = mem_io_file(d->other, path, &m);

	assert_non_null(q);
	assert_int_equal(n, m);
	if (n != 0)
		assert_memory_equal(p, q, n);
	d->files++;
}

static void
vault__same_seed_gives_the_same_bytes(void **state)
{
	struct rig a, b, c;
	struct rig *both[] = {&a, &b};
	struct difference d;
	struct object_info info;
	struct err err = {0};
	struct buf note;
	size_t n;

	(void)state;
	buf_init(&note, CHECKPOINT_MAX_BYTES);
	for (size_t i = 0; i < 2; i++) {
		rig_vault(both[i], 7);
		assert_ok(object_put(both[i]->vault, SLICE_LITERAL("content"), &info, &err), &err);
		assert_ok(objects_settle(both[i]->vault, &err), &err);
		rig_append(both[i], 5);
		assert_ok(log_checkpoint(both[i]->vault, &note, &err), &err);
	}
	d = (struct difference){b.disk, 0};
	mem_io_each(a.disk, file_compare, &d);
	assert_int_equal(d.files, 6); /* h0 h1, object, segment, two checkpoints */
	rig_vault(&c, 8);
	assert_memory_not_equal(
	    mem_io_file(a.disk, "v/h0", &n), mem_io_file(c.disk, "v/h0", &n), 4096);
	buf_fini(&note);
	rig_stop(&a);
	rig_stop(&b);
	rig_stop(&c);
}

static void
vault__a_failed_making_leaves_nothing(void **state)
{
	struct rig rig;
	struct err err = {0};
	uint64_t calls;

	(void)state;
	rig_vault(&rig, 1);
	calls = mem_io_calls(rig.disk);
	rig_stop(&rig);
	assert_true(calls > 20);
	for (uint64_t k = 1; k <= calls; k += 3) {
		rig_start(&rig, 1);
		mem_io_fail_at(rig.disk, k, 28 /* ENOSPC */);
		assert_int_equal(rig_create(&rig, &err), E_IO);
		assert_null(rig.vault);
		assert_int_equal(rig.words.n, 0);
		assert_int_equal(mem_io_bytes(rig.disk), 0);
		assert_ok(rig_create(&rig, &err), &err);
		rig_stop(&rig);
	}
}

static void
vault__calibrates_by_the_clock(void **state)
{
	struct vault_options options = {.memory_kib = 64 * 1024};
	struct rig rig;
	struct err err = {0};
	struct vault_seams seams;
	size_t n;

	(void)state;
	rig_start(&rig, 1);
	seams = rig_seams(&rig);
	/* A clock that stands still tells nothing: the least is taken. */
	assert_ok(vault_create("v", &seams, SLICE_LITERAL(RIG_PASSPHRASE), &options, &rig.words,
		      &rig.vault, &err),
	    &err);
	assert_int_equal(mem_io_file(rig.disk, "v/h0", &n)[8], 3);
	rig_reopen(&rig);
	rig_stop(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(vault__opens_with_the_passphrase),
	    cmocka_unit_test(vault__opens_with_the_words_however_they_are_typed),
	    cmocka_unit_test(vault__says_plainly_that_a_secret_is_wrong),
	    cmocka_unit_test(vault__is_not_made_where_something_stands),
	    cmocka_unit_test(vault__is_made_where_a_making_was_interrupted),
	    cmocka_unit_test(vault__is_not_made_over_one_that_lost_its_headers),
	    cmocka_unit_test(vault__that_does_not_open_stays_as_it_was),
	    cmocka_unit_test(vault__refuses_what_is_out_of_bounds),
	    cmocka_unit_test(vault__has_one_writer),
	    cmocka_unit_test(vault__read_only_writes_nothing),
	    cmocka_unit_test(vault__empties_its_temporary_folder),
	    cmocka_unit_test(vault__a_damaged_header_copy_is_mended_from_the_other),
	    cmocka_unit_test(vault__two_damaged_headers_are_refused),
	    cmocka_unit_test(vault__a_forged_header_copy_is_found_out),
	    cmocka_unit_test(vault__a_header_that_asks_for_too_much_is_refused_before_deriving),
	    cmocka_unit_test(vault__same_seed_gives_the_same_bytes),
	    cmocka_unit_test(vault__a_failed_making_leaves_nothing),
	    cmocka_unit_test(vault__calibrates_by_the_clock),
	};

	return cmocka_run_group_tests_name("keep_vault", tests, NULL, NULL);
}
