/* Tests of sys/os/ram_io.h: it answers as a disk does. */
#include "tests/support/check.h"

#include <errno.h>

#include "sys/os/file.h"
#include "sys/os/ram_io.h"

enum { RAM_MOST = 1 << 20 };

static void
ram_io__files_are_written_read_and_cut(void **state)
{
	struct ram_io *ram = ram_io_new(RAM_MOST);
	struct io io = ram_io_seam(ram);
	uint8_t back[16] = {1};
	uint64_t size = 0;
	int handle = io.ops->open(io.ctx, "v/i", IO_WRITE | IO_CREATE);

	(void)state;
	assert_true(handle >= 0);
	assert_int_equal(io.ops->pwrite(io.ctx, handle, "hello", 5, 70000), 5);
	assert_int_equal(io.ops->size(io.ctx, handle, &size), 0);
	assert_int_equal(size, 70005);
	assert_int_equal(io.ops->pread(io.ctx, handle, back, sizeof back, 69995), 10);
	assert_memory_equal(back, "\0\0\0\0\0hello", 10);
	assert_int_equal(io.ops->pread(io.ctx, handle, back, sizeof back, 70005), 0);
	assert_int_equal(io.ops->truncate(io.ctx, handle, 70002), 0);
	assert_int_equal(io.ops->truncate(io.ctx, handle, 70005), 0);
	assert_int_equal(io.ops->pread(io.ctx, handle, back, sizeof back, 70000), 5);
	assert_memory_equal(back, "he\0\0\0", 5); /* nothing comes back */
	assert_int_equal(io.ops->pwrite(io.ctx, handle, "x", 1, RAM_MOST), -ENOSPC);
	assert_int_equal(io.ops->close(io.ctx, handle), 0);
	assert_int_equal(io.ops->close(io.ctx, handle), -EBADF);
	ram_io_free(ram);
}

static void
ram_io__names_are_found_renamed_and_removed(void **state)
{
	struct ram_io *ram = ram_io_new(RAM_MOST);
	struct io io = ram_io_seam(ram);
	struct io_stat st;
	uint8_t back[4];
	int a, b;

	(void)state;
	assert_int_equal(io.ops->open(io.ctx, "a", IO_READ), -ENOENT);
	a = io.ops->open(io.ctx, "a", IO_WRITE | IO_NEW);
	assert_int_equal(io.ops->open(io.ctx, "a", IO_WRITE | IO_NEW), -EEXIST);
	assert_int_equal(io.ops->pwrite(io.ctx, a, "old", 3, 0), 3);
	b = io.ops->open(io.ctx, "b", IO_WRITE | IO_CREATE);
	assert_int_equal(io.ops->pwrite(io.ctx, b, "new", 3, 0), 3);
	assert_int_equal(io.ops->rename(io.ctx, "b", "a"), 0);
	assert_int_equal(io.ops->stat(io.ctx, "b", &st), -ENOENT);
	assert_int_equal(io.ops->stat(io.ctx, "a", &st), 0);
	assert_int_equal(st.bytes, 3);
	/* What was replaced lives on for whoever has it open. */
	assert_int_equal(io.ops->pread(io.ctx, a, back, 3, 0), 3);
	assert_memory_equal(back, "old", 3);
	assert_int_equal(io.ops->close(io.ctx, a), 0);
	assert_int_equal(io.ops->close(io.ctx, b), 0);
	a = io.ops->open(io.ctx, "a", IO_READ);
	assert_int_equal(io.ops->pread(io.ctx, a, back, 3, 0), 3);
	assert_memory_equal(back, "new", 3);
	assert_int_equal(io.ops->unlink(io.ctx, "a"), 0);
	assert_int_equal(io.ops->unlink(io.ctx, "a"), -ENOENT);
	ram_io_free(ram); /* with a handle open */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ram_io__files_are_written_read_and_cut),
	    cmocka_unit_test(ram_io__names_are_found_renamed_and_removed),
	};

	return cmocka_run_group_tests_name("ram_io", tests, NULL, NULL);
}
