/* Tests of sys/os/os_io.h and os_clock.h on the real disk. */
#include "tests/sys_os/scratch.h"

#include <errno.h>

#include "sys/os/os_clock.h"
#include "sys/os/os_io.h"

static void
os_io__new_files_are_private_and_not_inherited(void **state)
{
	struct io io = os_io();
	struct stat st;
	int handle = io.ops->open(io.ctx, scratch_path(*state, "a"), IO_WRITE | IO_NEW);

	assert_true(handle >= 0);
	assert_int_equal(fcntl(handle, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	assert_int_equal(fstat(handle, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600 & st.st_mode);
	assert_int_equal(
	    io.ops->open(io.ctx, scratch_path(*state, "a"), IO_WRITE | IO_NEW), -EEXIST);
	assert_int_equal(io.ops->close(io.ctx, handle), 0);
	assert_int_equal(io.ops->mkdir(io.ctx, scratch_path(*state, "f")), 0);
	assert_int_equal(stat(scratch_path(*state, "f"), &st), 0);
	assert_int_equal(st.st_mode & 077, 0);
}

static void
os_io__opens_only_regular_files(void **state)
{
	struct io io = os_io();

	assert_int_equal(mkfifo(scratch_path(*state, "pipe"), 0600), 0);
	assert_int_equal(io.ops->open(io.ctx, scratch_path(*state, "pipe"), IO_READ), -ENODEV);
	assert_int_equal(io.ops->open(io.ctx, "/dev/null", IO_READ), -ENODEV);
	assert_int_equal(io.ops->open(io.ctx, "/tmp", IO_READ), -EISDIR);
	assert_int_equal(symlink("/etc/hostname", scratch_path(*state, "link")), 0);
	assert_int_equal(io.ops->open(io.ctx, scratch_path(*state, "link"), IO_READ), -ELOOP);
}

static void
os_io__a_lock_is_held_by_one(void **state)
{
	struct io io = os_io();
	int a = io.ops->open(io.ctx, scratch_path(*state, "a"), IO_WRITE | IO_CREATE);
	int b = io.ops->open(io.ctx, scratch_path(*state, "a"), IO_WRITE | IO_CREATE);

	assert_int_equal(io.ops->lock(io.ctx, a), 0);
	assert_int_equal(io.ops->lock(io.ctx, b), -EWOULDBLOCK);
	assert_int_equal(io.ops->close(io.ctx, a), 0);
	assert_int_equal(io.ops->lock(io.ctx, b), 0);
	assert_int_equal(io.ops->close(io.ctx, b), 0);
}

static void
os_io__moves_bytes_and_tells_sizes(void **state)
{
	struct io io = os_io();
	struct io_stat st;
	uint64_t bytes = 0;
	char p[8];
	int a = io.ops->open(io.ctx, scratch_path(*state, "a"), IO_WRITE | IO_CREATE);

	assert_int_equal(io.ops->pwrite(io.ctx, a, "hello", 5, 3), 5);
	assert_int_equal(io.ops->pread(io.ctx, a, p, sizeof p, 4), 4);
	assert_memory_equal(p, "ello", 4);
	assert_int_equal(io.ops->pread(io.ctx, a, p, sizeof p, UINT64_MAX), -EINVAL);
	assert_int_equal(io.ops->truncate(io.ctx, a, 6), 0);
	assert_int_equal(io.ops->size(io.ctx, a, &bytes), 0);
	assert_int_equal(bytes, 6);
	io.ops->write_out(io.ctx, a, 0, 6); /* hints: nothing to see, whatever they are asked */
	io.ops->write_out(io.ctx, a, UINT64_MAX, UINT64_MAX);
	io.ops->read_ahead(io.ctx, a, 0, 6);
	io.ops->read_ahead(io.ctx, a, UINT64_MAX, UINT64_MAX);
	assert_int_equal(io.ops->sync(io.ctx, a), 0);
	assert_int_equal(io.ops->forget(io.ctx, a), 0);
	assert_int_equal(io.ops->close(io.ctx, a), 0);
	assert_int_equal(io.ops->stat(io.ctx, scratch_path(*state, "a"), &st), 0);
	assert_true(st.is_regular && !st.is_folder && st.bytes == 6);
	assert_int_equal(io.ops->sync_folder(io.ctx, ((struct scratch *)*state)->root), 0);
	assert_int_equal(io.ops->sync_folder(io.ctx, scratch_path(*state, "a")), -ENOTDIR);
	assert_int_equal(io.ops->unlink(io.ctx, scratch_path(*state, "a")), 0);
	assert_int_equal(io.ops->stat(io.ctx, scratch_path(*state, "a"), &st), -ENOENT);
}

static void
os_path_real__resolves_links(void **state)
{
	struct scratch *s = *state;
	struct buf out;
	struct err err;

	buf_init(&out, 8192);
	assert_int_equal(symlink(s->root, scratch_path(s, "me")), 0);
	assert_ok(os_path_real(scratch_path(s, "me"), &out, &err), &err);
	assert_string_equal((char *)out.p, s->root);
	assert_int_equal(os_path_real(scratch_path(s, "no"), &out, &err), E_NOTFOUND);
	buf_fini(&out);
}

static void
os_clock__goes_forward(void **state)
{
	struct clock clock = os_clock();
	int64_t boot = clock.boot_us(clock.ctx);

	(void)state;
	assert_true(clock.boot_us(clock.ctx) >= boot && boot > 0);
	assert_true(clock.now_us(clock.ctx) > INT64_C(1700000000000000));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    scratch_test(os_io__new_files_are_private_and_not_inherited),
	    scratch_test(os_io__opens_only_regular_files),
	    scratch_test(os_io__a_lock_is_held_by_one),
	    scratch_test(os_io__moves_bytes_and_tells_sizes),
	    scratch_test(os_path_real__resolves_links),
	    cmocka_unit_test(os_clock__goes_forward),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
