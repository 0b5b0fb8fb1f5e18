/* tests/app/test_copying.c
 * The files of a vault from folder to folder, on disks that fail in every way. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/copying.h"
#include "tests/keep/rig.h"

enum { OBJECTS = 5, CONTENT_BYTES = 150000, PROBLEMS_BYTES = 2000, CALLS_MAX = 400 };

/* A vault "v" of a few objects and entries, closed, and a folder "w" beside it; its disk may be
 * told to spoil what is read. */
struct copies {
	struct rig rig;
	struct object_info objects[OBJECTS];
	struct io io, inner;
	struct io_ops ops;
	const char *bad_path; /* reads of it between from and to fail, or with `flip` are changed */
	uint64_t bad_from, bad_to;
	bool flip;
	int bad_handle;
	char problems[PROBLEMS_BYTES];
	uint64_t stood;
	bool again;
	struct copying_sum sum;
	struct err err;
};

static int
spoil_open(void *ctx, const char *path, unsigned flags)
{
	struct copies *x = ctx;
	int handle = x->inner.ops->open(x->inner.ctx, path, flags);

	if (x->bad_path != NULL && handle >= 0 && strcmp(path, x->bad_path) == 0)
		x->bad_handle = handle;
	return handle;
}

static int
spoil_close(void *ctx, int handle)
{
	struct copies *x = ctx;

	if (handle == x->bad_handle)
		x->bad_handle = -1;
	return x->inner.ops->close(x->inner.ctx, handle);
}

static int64_t
spoil_pread(void *ctx, int handle, void *p, size_t n, uint64_t at)
{
	struct copies *x = ctx;
	int64_t got;

	if (handle != x->bad_handle || at >= x->bad_to || at + n <= x->bad_from)
		return x->inner.ops->pread(x->inner.ctx, handle, p, n, at);
	if (!x->flip)
		return -EIO;
	got = x->inner.ops->pread(x->inner.ctx, handle, p, n, at);
	if (got > 0)
		((uint8_t *)p)[0] ^= 1;
	return got;
}

/* Every call with the ctx of the disk below, but for those that are watched. */
#define FORWARD(name, params, args)                                                                \
	static int forward_##name params                                                           \
	{                                                                                          \
		struct copies *x = ctx;                                                            \
		return x->inner.ops->name args;                                                    \
	}
FORWARD(sync, (void *ctx, int handle), (x->inner.ctx, handle))
FORWARD(truncate, (void *ctx, int handle, uint64_t bytes), (x->inner.ctx, handle, bytes))
FORWARD(size, (void *ctx, int handle, uint64_t *bytes), (x->inner.ctx, handle, bytes))
FORWARD(stat, (void *ctx, const char *path, struct io_stat *out), (x->inner.ctx, path, out))
FORWARD(rename, (void *ctx, const char *from, const char *to), (x->inner.ctx, from, to))
FORWARD(unlink, (void *ctx, const char *path), (x->inner.ctx, path))
FORWARD(mkdir, (void *ctx, const char *path), (x->inner.ctx, path))
FORWARD(rmdir, (void *ctx, const char *path), (x->inner.ctx, path))
FORWARD(sync_folder, (void *ctx, const char *path), (x->inner.ctx, path))
FORWARD(list,
    (void *ctx, const char *path, int (*each)(void *, const struct io_entry *), void *each_ctx),
    (x->inner.ctx, path, each, each_ctx))
FORWARD(lock, (void *ctx, int handle), (x->inner.ctx, handle))
FORWARD(forget, (void *ctx, int handle), (x->inner.ctx, handle))

static int64_t
forward_pwrite(void *ctx, int handle, const void *p, size_t n, uint64_t at)
{
	struct copies *x = ctx;

	return x->inner.ops->pwrite(x->inner.ctx, handle, p, n, at);
}

static void
seam_wrap(struct copies *x)
{
	x->inner = mem_io_seam(x->rig.disk);
	x->ops = (struct io_ops){.open = spoil_open,
	    .close = spoil_close,
	    .pread = spoil_pread,
	    .pwrite = forward_pwrite,
	    .sync = forward_sync,
	    .truncate = forward_truncate,
	    .size = forward_size,
	    .stat = forward_stat,
	    .rename = forward_rename,
	    .unlink = forward_unlink,
	    .mkdir = forward_mkdir,
	    .rmdir = forward_rmdir,
	    .sync_folder = forward_sync_folder,
	    .list = forward_list,
	    .lock = forward_lock,
	    .forget = forward_forget};
	x->io = (struct io){&x->ops, x};
}

static int
setup(void **state)
{
	struct copies *x = calloc(1, sizeof *x);
	static uint8_t content[CONTENT_BYTES];

	rig_vault(&x->rig, 11);
	for (uint32_t i = 0; i < OBJECTS; i++) {
		rig_content(content, sizeof content, i);
		assert_ok(object_put(x->rig.vault, slice_of(content, CONTENT_BYTES / (i + 1)),
			      &x->objects[i], &x->err),
		    &x->err);
	}
	assert_ok(objects_settle(x->rig.vault, &x->err), &x->err);
	rig_append(&x->rig, 3);
	rig_close(&x->rig);
	mem_io_put_folder(x->rig.disk, "w");
	x->bad_handle = -1;
	seam_wrap(x);
	*state = x;
	return 0;
}

static int
teardown(void **state)
{
	struct copies *x = *state;

	rig_stop(&x->rig);
	free(x);
	return 0;
}

static void
problem(void *ctx, const char *name, const char *why)
{
	struct copies *x = ctx;
	size_t n = strlen(x->problems);

	(void)snprintf(x->problems + n, sizeof x->problems - n, "%s: %s\n", name, why);
}

static enum status
stands(void *ctx, const struct copying_both *both, bool *copy, struct err *err)
{
	struct copies *x = ctx;

	(void)err;
	x->stood++;
	*copy = *copy || x->again;
	assert_int_equal(both->id.text[OBJECT_ID_CHARS], 0);
	return OK;
}

static enum status
run_options(struct copies *x, bool distrust)
{
	const struct copying_options options = {.io = x->io,
	    .from = "v",
	    .to = "w",
	    .distrust_from = distrust,
	    .stands = stands,
	    .problem = problem,
	    .ctx = x};
	struct copying *copying = NULL;
	enum status status = copying_new(&options, &copying, &x->err);

	x->problems[0] = '\0';
	x->stood = 0;
	if (status == OK)
		status = copying_folders(copying, &x->err);
	if (status == OK)
		status = copying_objects(copying, &x->err);
	if (status == OK)
		status = copying_log(copying, &x->err);
	if (status == OK)
		status = copying_headers(copying, &x->err);
	x->sum = *copying_sum(copying);
	copying_free(copying);
	return status;
}

static enum status
run(struct copies *x)
{
	return run_options(x, false);
}

/* --- what stands where --- */

struct comparing {
	struct mem_io *disk;
	size_t files, unlike;
};

static void
compare_one(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	struct comparing *comparing = ctx;
	char other[256];
	const uint8_t *q;
	size_t m = 0;

	if (strncmp(path, "v/", 2) != 0)
		return;
	(void)snprintf(other, sizeof other, "w/%s", path + 2);
	q = mem_io_file(comparing->disk, other, &m);
	comparing->files++;
	if (q == NULL || m != n || (n != 0 && memcmp(p, q, n) != 0))
		comparing->unlike++;
}

static size_t
files_unlike(struct copies *x)
{
	struct comparing comparing = {.disk = x->rig.disk};

	mem_io_each(x->rig.disk, compare_one, &comparing);
	assert_true(comparing.files >= OBJECTS + 3);
	return comparing.unlike;
}

static void
count_temporary(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	size_t *count = ctx;

	(void)p;
	(void)n;
	*count += strncmp(path, "w/t/", 4) == 0;
}

static size_t
temporary_files(struct copies *x)
{
	size_t count = 0;

	mem_io_each(x->rig.disk, count_temporary, &count);
	return count;
}

static void
path_in(const char *folder, const struct object_id *id, char out[64])
{
	(void)snprintf(out, 64, "%s/o/%.2s/%s", folder, id->text, id->text);
}

static void
copying__everything_arrives_and_is_durable(void **state)
{
	struct copies *x = *state;

	assert_ok(run(x), &x->err);
	assert_int_equal(x->sum.objects, OBJECTS);
	assert_int_equal(x->sum.lacking, 0);
	assert_int_equal(x->sum.strange, 0);
	assert_int_equal(files_unlike(x), 0);
	mem_io_restart(x->rig.disk, true);
	assert_int_equal(files_unlike(x), 0);
	assert_int_equal(temporary_files(x), 0);
	assert_string_equal(x->problems, "");
}

static void
copying__again_copies_what_is_new(void **state)
{
	struct copies *x = *state;
	struct object_info more;

	assert_ok(run(x), &x->err);
	assert_ok(run(x), &x->err);
	assert_int_equal(x->sum.copied, 0);
	assert_int_equal(x->stood, OBJECTS);

	assert_ok(rig_open(&x->rig, false, &x->err), &x->err);
	assert_ok(object_put(x->rig.vault, SLICE_LITERAL("more"), &more, &x->err), &x->err);
	assert_ok(objects_settle(x->rig.vault, &x->err), &x->err);
	rig_append(&x->rig, 1);
	rig_close(&x->rig);
	assert_ok(run(x), &x->err);
	assert_int_equal(x->sum.copied, 2); /* the object and the newest segment */
	assert_int_equal(files_unlike(x), 0);
}

static void
copying__what_stands_is_copied_again_when_told(void **state)
{
	struct copies *x = *state;

	assert_ok(run(x), &x->err);
	x->again = true;
	assert_ok(run(x), &x->err);
	assert_int_equal(x->sum.copied, OBJECTS);
	assert_int_equal(files_unlike(x), 0);
}

static void
copying__a_disk_that_does_not_keep_what_it_is_given_is_told(void **state)
{
	struct copies *x = *state;

	x->bad_path = "w/t/c3";
	x->bad_from = 0;
	x->bad_to = UINT64_MAX;
	x->flip = true;
	assert_int_equal(run(x), E_AUTH);
	assert_non_null(strstr(x->err.text, "use another one"));
	x->bad_path = NULL;
	assert_ok(run(x), &x->err);
	assert_int_equal(files_unlike(x), 0);
}

static void
copying__what_cannot_be_read_is_named_and_the_rest_arrives(void **state)
{
	struct copies *x = *state;
	char path[64], copy[64];
	const uint8_t *p, *q;
	size_t n = 0, m = 0;

	path_in("v", &x->objects[0].id, path);
	path_in("w", &x->objects[0].id, copy);
	x->bad_path = path;
	x->bad_from = 70000;
	x->bad_to = 70100;
	assert_ok(run(x), &x->err);
	assert_int_equal(x->sum.lacking, 1);
	assert_non_null(strstr(x->problems, x->objects[0].id.text));
	assert_int_equal(files_unlike(x), 1);
	p = mem_io_file(x->rig.disk, path, &n);
	q = mem_io_file(x->rig.disk, copy, &m);
	assert_int_equal(n, m);
	/* One block of zeros, nothing else. */
	assert_memory_equal(p, q, 69632);
	assert_memory_equal(p + 73728, q + 73728, n - 73728);
	assert_int_equal(q[70000] | q[69632] | q[73727], 0);

	/* It never takes the place of a whole one. */
	x->bad_path = NULL;
	x->again = true;
	assert_ok(run(x), &x->err);
	assert_int_equal(files_unlike(x), 0);
	x->bad_path = path;
	assert_ok(run(x), &x->err);
	assert_int_equal(x->sum.lacking, 1);
	assert_int_equal(files_unlike(x), 0);
}

static void
copying__a_file_that_gives_nothing_is_left_out(void **state)
{
	struct copies *x = *state;
	char path[64], copy[64];
	size_t n;

	path_in("v", &x->objects[1].id, path);
	path_in("w", &x->objects[1].id, copy);
	x->bad_path = path;
	x->bad_from = 0;
	x->bad_to = UINT64_MAX;
	assert_ok(run(x), &x->err);
	assert_int_equal(x->sum.lacking, 1);
	assert_null(mem_io_file(x->rig.disk, copy, &n));
	assert_int_equal(temporary_files(x), 0);
}

static void
copying__a_full_disk_says_what_is_lacking(void **state)
{
	struct copies *x = *state;
	uint64_t lacking;

	mem_io_capacity(x->rig.disk, mem_io_bytes(x->rig.disk) + 100000);
	assert_int_equal(run(x), E_IO);
	assert_int_equal(x->err.sys_errno, ENOSPC);
	lacking = x->sum.room_bytes;
	assert_true(lacking > 100000 && lacking < 600000);
	assert_int_equal(temporary_files(x), 0);
	mem_io_capacity(x->rig.disk, mem_io_bytes(x->rig.disk) + lacking + 50000);
	assert_ok(run(x), &x->err);
	assert_int_equal(files_unlike(x), 0);
}

/* The log of a vault that is damaged does not take the place of a whole one. */
static void
copying__distrusted_segments_stay_unless_they_only_grew(void **state)
{
	struct copies *x = *state;
	char path[128];
	uint8_t *p;
	size_t n;

	assert_ok(run(x), &x->err);
	assert_ok(rig_open(&x->rig, false, &x->err), &x->err);
	rig_append(&x->rig, 1);
	rig_segment_path(&x->rig, 0, path, sizeof path);
	rig_close(&x->rig);
	assert_ok(run_options(x, true), &x->err);
	assert_int_equal(files_unlike(x), 0);
	p = mem_io_file(x->rig.disk, path, &n);
	p[100] ^= 1;
	assert_ok(run_options(x, true), &x->err);
	assert_int_equal(x->sum.left, 1);
	assert_int_equal(files_unlike(x), 1);
	assert_ok(run_options(x, false), &x->err);
	assert_int_equal(x->sum.left, 0);
	assert_int_equal(files_unlike(x), 0);
}

static void
copying__a_stop_at_any_call_is_finished_by_the_next_run(void **state)
{
	struct copies *x = *state;
	struct mem_io *whole = x->rig.disk;
	enum status status = E_IO;
	uint64_t call;

	for (call = 1; call < CALLS_MAX && status != OK; call++) {
		x->rig.disk = mem_io_copy(whole);
		seam_wrap(x);
		mem_io_stop_at(x->rig.disk, call);
		status = run(x);
		mem_io_restart(x->rig.disk, call % 2 == 0);
		if (status != OK)
			assert_ok(run(x), &x->err);
		assert_int_equal(files_unlike(x), 0);
		assert_int_equal(temporary_files(x), 0);
		mem_io_free(x->rig.disk);
	}
	x->rig.disk = whole;
	assert_true(call > 40 && call < CALLS_MAX);
}

static enum status
remove_it(void *ctx, const struct object_id *id, struct err *err)
{
	char *found = ctx;

	(void)err;
	assert_int_equal(found[0], 0);
	memcpy(found, id->text, sizeof id->text);
	return OK;
}

static void
copying__what_the_vault_lacks_is_found_and_can_be_removed(void **state)
{
	struct copies *x = *state;
	const struct copying_options options = {.io = x->io, .from = "v", .to = "w"};
	struct copying *copying = NULL;
	char path[64], found[27] = "";
	size_t n;

	assert_ok(run(x), &x->err);
	path_in("v", &x->objects[2].id, path);
	mem_io_remove(x->rig.disk, path);
	assert_ok(copying_new(&options, &copying, &x->err), &x->err);
	assert_ok(copying_extra(copying, remove_it, found, &x->err), &x->err);
	assert_string_equal(found, x->objects[2].id.text);
	assert_ok(copying_remove(copying, &x->objects[2].id, &x->err), &x->err);
	assert_ok(copying_settle(copying, &x->err), &x->err);
	copying_free(copying);
	path[0] = 'w';
	assert_null(mem_io_file(x->rig.disk, path, &n));
	assert_int_equal(files_unlike(x), 0);
}

static void
copying__names_of_others_are_counted_and_left(void **state)
{
	struct copies *x = *state;

	mem_io_put(x->rig.disk, "v/o/aa/notes (conflicted copy).txt", "x", 1);
	mem_io_put(x->rig.disk, "w/letter.txt", "mine", 4);
	assert_ok(run(x), &x->err);
	assert_int_equal(x->sum.strange, 1);
	assert_true(mem_io_contains(x->rig.disk, "mine"));
}

int
main(void)
{
#define EACH(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    EACH(copying__everything_arrives_and_is_durable),
	    EACH(copying__again_copies_what_is_new),
	    EACH(copying__what_stands_is_copied_again_when_told),
	    EACH(copying__a_disk_that_does_not_keep_what_it_is_given_is_told),
	    EACH(copying__what_cannot_be_read_is_named_and_the_rest_arrives),
	    EACH(copying__a_file_that_gives_nothing_is_left_out),
	    EACH(copying__a_full_disk_says_what_is_lacking),
	    EACH(copying__distrusted_segments_stay_unless_they_only_grew),
	    EACH(copying__a_stop_at_any_call_is_finished_by_the_next_run),
	    EACH(copying__what_the_vault_lacks_is_found_and_can_be_removed),
	    EACH(copying__names_of_others_are_counted_and_left),
	};

	return cmocka_run_group_tests_name("copying", tests, NULL, NULL);
}
