/* Tests of sys/os/file.h: whole reads and writes, loading, saving, on real and on failing files. */
#include "tests/sys_os/scratch.h"

#include <errno.h>

#include "sys/os/file.h"
#include "sys/os/os_io.h"

/* A struct io over the real one that is slow, interrupted, full or broken. */
struct faulty {
	struct io real;
	unsigned calls;
	int64_t fail_with; /* -errno for pwrite; 0 none */
	int sync_with, rename_with;
	size_t most; /* bytes moved by one call */
	char last_folder[256];
};

static int
faulty_open(void *ctx, const char *path, unsigned flags)
{
	struct faulty *f = ctx;

	return f->real.ops->open(f->real.ctx, path, flags);
}

static int
faulty_close(void *ctx, int handle)
{
	struct faulty *f = ctx;

	return f->real.ops->close(f->real.ctx, handle);
}

static int64_t
faulty_pread(void *ctx, int handle, void *p, size_t n, uint64_t at)
{
	struct faulty *f = ctx;

	if (f->calls++ % 2 == 0)
		return -EINTR;
	return f->real.ops->pread(f->real.ctx, handle, p, n < f->most ? n : f->most, at);
}

static int64_t
faulty_pwrite(void *ctx, int handle, const void *p, size_t n, uint64_t at)
{
	struct faulty *f = ctx;

	if (f->calls++ % 2 == 0)
		return -EINTR;
	if (f->fail_with != 0 && f->calls > 4)
		return f->fail_with == 1 ? 0 : f->fail_with;
	return f->real.ops->pwrite(f->real.ctx, handle, p, n < f->most ? n : f->most, at);
}

static int
faulty_sync(void *ctx, int handle)
{
	struct faulty *f = ctx;

	return f->sync_with != 0 ? f->sync_with : f->real.ops->sync(f->real.ctx, handle);
}

static int
faulty_rename(void *ctx, const char *from, const char *to)
{
	struct faulty *f = ctx;

	return f->rename_with != 0 ? f->rename_with : f->real.ops->rename(f->real.ctx, from, to);
}

static int
faulty_unlink(void *ctx, const char *path)
{
	struct faulty *f = ctx;

	return f->real.ops->unlink(f->real.ctx, path);
}

static int
faulty_sync_folder(void *ctx, const char *path)
{
	struct faulty *f = ctx;

	(void)snprintf(f->last_folder, sizeof f->last_folder, "%s", path);
	return f->real.ops->sync_folder(f->real.ctx, path);
}

static const struct io_ops faulty_ops = {.open = faulty_open,
    .close = faulty_close,
    .pread = faulty_pread,
    .pwrite = faulty_pwrite,
    .sync = faulty_sync,
    .rename = faulty_rename,
    .unlink = faulty_unlink,
    .sync_folder = faulty_sync_folder};

static void
file_save__writes_what_load_reads(void **state)
{
	struct io io = os_io();
	struct buf out;
	struct err err;

	buf_init(&out, 1 << 20);
	assert_ok(file_save(&io, scratch_path(*state, "a"), SLICE_LITERAL("first"), &err), &err);
	assert_ok(file_save(&io, scratch_path(*state, "a"), SLICE_LITERAL("second"), &err), &err);
	buf_put_c(&out, ">");
	assert_ok(file_load(&io, scratch_path(*state, "a"), 100, &out, &err), &err);
	assert_slice(buf_slice(&out), ">second");
	assert_int_equal(access(scratch_path(*state, "a.part"), F_OK), -1);
	buf_fini(&out);
}

static void
file_save__survives_short_and_interrupted_calls(void **state)
{
	struct faulty f = {.real = os_io(), .most = 3};
	struct io io = {&faulty_ops, &f};
	struct buf out;
	struct err err;

	buf_init(&out, 1 << 20);
	assert_ok(
	    file_save(&io, scratch_path(*state, "a"), SLICE_LITERAL("0123456789"), &err), &err);
	assert_ok(file_load(&io, scratch_path(*state, "a"), 100, &out, &err), &err);
	assert_slice(buf_slice(&out), "0123456789");
	assert_string_equal(f.last_folder, ((struct scratch *)*state)->root);
	buf_fini(&out);
}

/* The old content stands whichever step fails, and nothing is left lying about. */
static void
file_save__keeps_the_old_content_on_failure(void **state)
{
	struct faulty faults[] = {{.fail_with = -ENOSPC}, {.fail_with = 1}, {.fail_with = -EIO},
	    {.sync_with = -EIO}, {.rename_with = -EIO}};
	struct io real = os_io();
	struct buf out;
	struct err err;

	scratch_file(*state, "a", "old");
	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < COUNT_OF(faults); i++) {
		struct io io = {&faulty_ops, &faults[i]};

		faults[i].real = real;
		faults[i].most = 3;
		assert_int_equal(file_save(&io, scratch_path(*state, "a"),
				     SLICE_LITERAL("newer and longer"), &err),
		    E_IO);
		assert_true(err.sys_errno == ENOSPC || err.sys_errno == EIO);
		assert_int_equal(access(scratch_path(*state, "a.part"), F_OK), -1);
		buf_reset(&out);
		assert_ok(file_load(&real, scratch_path(*state, "a"), 100, &out, &err), &err);
		assert_slice(buf_slice(&out), "old");
	}
	buf_fini(&out);
}

static void
file_save__replaces_a_stale_part(void **state)
{
	struct io io = os_io();
	struct err err;

	scratch_file(*state, "a.part", "left by a crash");
	assert_ok(file_save(&io, scratch_path(*state, "a"), SLICE_LITERAL("x"), &err), &err);
	assert_int_equal(access(scratch_path(*state, "a.part"), F_OK), -1);
}

static void
file_save__does_not_write_through_a_link(void **state)
{
	struct io io = os_io();
	struct scratch *s = *state;
	struct buf out;
	struct err err;

	scratch_file(s, "victim", "mine");
	assert_int_equal(symlink("victim", scratch_path(s, "a")), 0);
	assert_int_equal(symlink("victim", scratch_path(s, "a.part")), 0);
	assert_ok(file_save(&io, scratch_path(s, "a"), SLICE_LITERAL("x"), &err), &err);
	buf_init(&out, 100);
	assert_ok(file_load(&io, scratch_path(s, "victim"), 50, &out, &err), &err);
	assert_slice(buf_slice(&out), "mine");
	buf_fini(&out);
}

static void
file_load__counts_to_the_byte(void **state)
{
	struct io io = os_io();
	struct buf out;
	struct err err;

	scratch_file(*state, "a", "12345");
	buf_init(&out, 1 << 20);
	assert_ok(file_load(&io, scratch_path(*state, "a"), 5, &out, &err), &err);
	assert_int_equal(file_load(&io, scratch_path(*state, "a"), 4, &out, &err), E_LIMIT);
	assert_slice(buf_slice(&out), "12345");
	buf_fini(&out);
}

static void
file_load__says_what_is_wrong(void **state)
{
	struct io io = os_io();
	struct buf out;
	struct err err;

	buf_init(&out, 1 << 20);
	assert_int_equal(file_load(&io, scratch_path(*state, "no"), 5, &out, &err), E_NOTFOUND);
	assert_int_equal(err.sys_errno, ENOENT);
	assert_non_null(strstr(err.text, "cannot open"));
	assert_int_equal(symlink("/etc/hostname", scratch_path(*state, "link")), 0);
	assert_int_equal(file_load(&io, scratch_path(*state, "link"), 5, &out, &err), E_DENIED);
	assert_int_equal(file_load(&io, ((struct scratch *)*state)->root, 5, &out, &err), E_IO);
	assert_int_equal(err.sys_errno, EISDIR);
	buf_fini(&out);
}

static void
file_fail__shows_no_control_bytes_and_fits(void **state)
{
	char path[600];
	struct err err;

	(void)state;
	memset(path, 'x', sizeof path);
	path[sizeof path - 1] = '\0';
	path[sizeof path - 3] = '\x1b';
	assert_int_equal(file_fail(&err, -EACCES, "cannot open", path), E_DENIED);
	assert_null(strchr(err.text, '\x1b'));
	assert_non_null(strstr(err.text, "x?x: Permission denied"));
}

static void
file_read_full__a_file_that_ends_early_is_malformed(void **state)
{
	struct io io = os_io();
	uint8_t p[8];
	struct err err;
	int handle;

	scratch_file(*state, "a", "12345");
	assert_ok(file_open(&io, scratch_path(*state, "a"), IO_READ, &handle, &err), &err);
	assert_ok(file_read_full(&io, handle, 1, p, 4, &err), &err);
	assert_memory_equal(p, "2345", 4);
	assert_int_equal(file_read_full(&io, handle, 1, p, 5, &err), E_FORMAT);
	assert_int_equal(err.at, 5);
	file_close(&io, handle);
}

static void
file_join__puts_one_slash(void **state)
{
	struct buf path;
	struct err err;
	char name[300];

	(void)state;
	buf_init(&path, 8192);
	assert_ok(file_join(&path, "/a", "b", &err), &err);
	assert_string_equal((char *)path.p, "/a/b");
	assert_ok(file_join(&path, "/", "b", &err), &err);
	assert_string_equal((char *)path.p, "/b");
	memset(name, 'x', sizeof name);
	name[sizeof name - 1] = '\0';
	for (int i = 0; i < 20; i++) {
		char *folder = strdup((char *)path.p);
		enum status status = file_join(&path, folder, name, &err);

		free(folder);
		if (status != OK) {
			assert_int_equal(status, E_LIMIT);
			buf_fini(&path);
			return;
		}
	}
	fail_msg("a path without end");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    scratch_test(file_save__writes_what_load_reads),
	    scratch_test(file_save__survives_short_and_interrupted_calls),
	    scratch_test(file_save__keeps_the_old_content_on_failure),
	    scratch_test(file_save__replaces_a_stale_part),
	    scratch_test(file_save__does_not_write_through_a_link),
	    scratch_test(file_load__counts_to_the_byte),
	    scratch_test(file_load__says_what_is_wrong),
	    scratch_test(file_fail__shows_no_control_bytes_and_fits),
	    scratch_test(file_read_full__a_file_that_ends_early_is_malformed),
	    scratch_test(file_join__puts_one_slash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
