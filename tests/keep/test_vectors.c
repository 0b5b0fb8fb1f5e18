/* Tests against docs/format/vectors/vault.txt, keys.txt and the reference vault beside them: the
 * same files a second implementation is tested with. */
#include "tests/keep/reference.h"

#include "sys/os/file.h"
#include "sys/os/os_io.h"

#define VECTORS "docs/format/vectors"

static void
vectors__same_seed_gives_the_committed_bytes(void **state)
{
	struct object_info objects[REFERENCE_OBJECTS];
	struct io io = os_io();
	struct buf text, file;
	struct err err = {0};
	struct rig rig;

	(void)state;
	buf_init(&text, 65536);
	buf_init(&file, 65536);
	reference_make(&rig, objects);
	reference_text(&rig, objects, &text);
	assert_ok(file_load(&io, VECTORS "/vault.txt", 60000, &file, &err), &err);
	assert_true(slice_eq(buf_slice(&text), buf_slice(&file)));
	buf_reset(&text);
	buf_reset(&file);
	reference_keys_text(&rig, &text);
	assert_ok(file_load(&io, VECTORS "/keys.txt", 60000, &file, &err), &err);
	assert_true(slice_eq(buf_slice(&text), buf_slice(&file)));
	buf_fini(&text);
	buf_fini(&file);
	rig_stop(&rig);
}

struct loading {
	struct rig *rig, *made;
	size_t files;
};

static enum status
file_take(void *ctx, const struct walk_entry *entry, struct err *err)
{
	struct loading *l = ctx;
	struct io io = os_io();
	struct buf bytes, path;
	enum status status;
	uint8_t *same;
	size_t n = 0;

	if (entry->kind != WALK_FILE)
		return OK;
	buf_init(&bytes, 1 << 20);
	buf_init(&path, 512);
	status = file_load(&io, entry->path, 500000, &bytes, err);
	if (status == OK) {
		buf_put_c(&path, "v/");
		buf_put(&path, entry->below, strlen(entry->below) + 1);
		mem_io_put(l->rig->disk, (const char *)path.p, bytes.p, bytes.n);
		/* Every committed file is one the seed makes, byte for byte. */
		same = mem_io_file(l->made->disk, (const char *)path.p, &n);
		assert_non_null(same);
		assert_int_equal(n, bytes.n);
		assert_memory_equal(same, bytes.p, n);
		l->files++;
	}
	buf_fini(&bytes);
	buf_fini(&path);
	return status;
}

static void
count_files(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	(void)path;
	(void)p;
	(void)n;
	(*(size_t *)ctx)++;
}

static void
vectors__the_committed_vault_opens_and_reads(void **state)
{
	static uint8_t content[REFERENCE_BIG_BYTES];
	struct walk_options options = WALK_OPTIONS_INIT;
	struct object_info objects[REFERENCE_OBJECTS];
	struct io io = os_io();
	struct rig rig, made;
	struct loading loading = {&rig, &made, 0};
	struct log_check check;
	struct vault_seams seams;
	struct entry entry, want;
	struct buf storage;
	struct err err = {0};
	size_t n, files = 0;

	(void)state;
	reference_make(&made, objects);
	rig_start(&rig, 9);
	seams = rig_seams(&rig);
	assert_ok(file_walk(&io, VECTORS "/vault", &options, file_take, &loading, &err), &err);
	mem_io_each(made.disk, count_files, &files);
	assert_int_equal(loading.files, files);
	assert_ok(vault_open("v", &seams, buf_slice(&made.words), true, &rig.vault, &err), &err);
	rig_close(&rig);
	assert_ok(rig_open(&rig, true, &err), &err);
	assert_int_equal(vault_state(rig.vault)->damaged_header, 0);
	buf_init(&storage, LOG_READ_MAX_BYTES);
	assert_int_equal(log_entries(rig.vault), REFERENCE_ENTRIES);
	for (uint64_t i = 0; i < REFERENCE_ENTRIES; i++) {
		assert_ok(log_read(rig.vault, i, &storage, &entry, &err), &err);
		reference_entry(i, objects, &want);
		for (size_t k = 0; k < ENTRY_FIELDS; k++)
			assert_true(slice_eq(entry.fields[k], want.fields[k]));
	}
	assert_ok(log_check(rig.vault, &check, &err), &err);
	assert_int_equal(check.damaged + check.damaged_checkpoints, 0);
	for (size_t i = 0; i < REFERENCE_OBJECTS; i++) {
		reference_content(i, content, &n);
		assert_true(rig_object_reads(&rig, &objects[i], content, n));
		assert_ok(object_verify(rig.vault, &objects[i].id, &err), &err);
	}
	buf_fini(&storage);
	rig_stop(&made);
	rig_stop(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(vectors__same_seed_gives_the_committed_bytes),
	    cmocka_unit_test(vectors__the_committed_vault_opens_and_reads),
	};

	return cmocka_run_group_tests_name("keep_vectors", tests, NULL, NULL);
}
