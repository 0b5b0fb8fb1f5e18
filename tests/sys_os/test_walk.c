/* Tests of file_walk(): order, links, loops, depth, what cannot be read. */
#include "tests/sys_os/scratch.h"

#include <errno.h>

#include "sys/os/file.h"
#include "sys/os/os_io.h"

struct seen {
	char text[4096]; /* one line each: kind letter, blank, path below the root */
	const char *stop_at;
};

static enum status
seen_each(void *ctx, const struct walk_entry *entry, struct err *err)
{
	struct seen *seen = ctx;
	size_t n = strlen(seen->text);

	if (seen->stop_at != NULL && strcmp(entry->below, seen->stop_at) == 0)
		return fail(err, E_CANCELLED, "stopped");
	(void)snprintf(seen->text + n, sizeof seen->text - n, "%c %s\n", "flo@du"[entry->kind],
	    entry -> below);
	return OK;
}

static void
file_walk__visits_in_name_order_and_follows_no_link(void **state)
{
	struct scratch *s = *state;
	struct io io = os_io();
	struct walk_options options = WALK_OPTIONS_INIT;
	struct seen seen = {0};
	struct err err;

	scratch_folder(s, "b");
	scratch_folder(s, "b/d");
	scratch_folder(s, "e");
	scratch_file(s, "c", "");
	scratch_file(s, "a", "");
	scratch_file(s, "b/d/x", "");
	scratch_file(s, "b/.y", "");
	assert_int_equal(symlink("/etc", scratch_path(s, "z")), 0);
	assert_int_equal(symlink("..", scratch_path(s, "b/up")), 0);
	assert_int_equal(mkfifo(scratch_path(s, "pipe"), 0600), 0);
	assert_ok(file_walk(&io, s->root, &options, seen_each, &seen, &err), &err);
	assert_string_equal(seen.text, "f a\nf b/.y\nf b/d/x\nl b/up\nf c\no pipe\nl z\n");
	seen = (struct seen){0};
	options.hidden = false;
	assert_ok(file_walk(&io, scratch_path(s, "b/"), &options, seen_each, &seen, &err), &err);
	assert_string_equal(seen.text, "f d/x\nl up\n");
}

/* Counts what is fetched; everything else is the real disk. */
static unsigned fetched;

static void
counted_read_ahead(void *ctx, int handle, uint64_t from, uint64_t n)
{
	(void)ctx;
	(void)from;
	fetched += handle >= 0 && n != 0 ? 1 : 0;
}

static void
file_walk__fetches_files_before_their_turn_and_nothing_else(void **state)
{
	struct scratch *s = *state;
	struct io io = os_io();
	struct io_ops ops = *io.ops;
	struct walk_options options = WALK_OPTIONS_INIT;
	struct seen seen = {0};
	struct err err;

	ops.read_ahead = counted_read_ahead;
	io.ops = &ops;
	scratch_folder(s, "b");
	scratch_file(s, "b/x", "");
	scratch_file(s, "a", "");
	scratch_file(s, "c", "");
	scratch_file(s, "d", "");
	assert_int_equal(symlink("a", scratch_path(s, "link")), 0);
	assert_int_equal(mkfifo(scratch_path(s, "pipe"), 0600), 0);
	options.read_ahead = 2;
	fetched = 0;
	assert_ok(file_walk(&io, s->root, &options, seen_each, &seen, &err), &err);
	assert_string_equal(seen.text, "f a\nf b/x\nf c\nf d\nl link\no pipe\n");
	assert_int_equal(fetched, 4);
	seen = (struct seen){.stop_at = "a"};
	fetched = 0;
	assert_int_equal(file_walk(&io, s->root, &options, seen_each, &seen, &err), E_CANCELLED);
	assert_int_equal(fetched, 2); /* a and c; b is a folder */
}

static void
file_walk__stops_when_told(void **state)
{
	struct scratch *s = *state;
	struct io io = os_io();
	struct walk_options options = WALK_OPTIONS_INIT;
	struct seen seen = {.stop_at = "b"};
	struct err err;

	scratch_file(s, "a", "");
	scratch_file(s, "b", "");
	scratch_file(s, "c", "");
	assert_int_equal(file_walk(&io, s->root, &options, seen_each, &seen, &err), E_CANCELLED);
	assert_string_equal(seen.text, "f a\n");
}

static void
file_walk__depth_and_count_are_limited(void **state)
{
	struct scratch *s = *state;
	struct io io = os_io();
	struct walk_options options = {.max_depth = 1, .max_entries = 3, .hidden = true};
	struct seen seen = {0};
	struct err err;

	scratch_folder(s, "a");
	scratch_folder(s, "a/b");
	scratch_file(s, "a/b/c", "");
	assert_ok(file_walk(&io, s->root, &options, seen_each, &seen, &err), &err);
	assert_string_equal(seen.text, "d a/b\n");
	options.max_entries = 1;
	assert_int_equal(file_walk(&io, s->root, &options, seen_each, &seen, &err), E_LIMIT);
}

/* Folders that contain themselves cannot be made without privileges, so this disk pretends. */
static int
looped_list(
    void *ctx, const char *path, int (*each)(void *, const struct io_entry *), void *each_ctx)
{
	static const struct io_entry again = {.name = "again", .is_folder = true};
	static const struct io_entry locked = {.name = "locked", .is_folder = true};
	int stop;

	(void)ctx;
	if (strstr(path, "locked") != NULL)
		return -EACCES;
	stop = each(each_ctx, &again);
	return stop != 0 ? stop : each(each_ctx, &locked);
}

static int
looped_stat(void *ctx, const char *path, struct io_stat *out)
{
	const char *first = strstr(path, "again");

	(void)ctx;
	*out = (struct io_stat){.is_folder = true, .device = 1, .inode = 1};
	if (strstr(path, "locked") != NULL)
		out->inode = 3;
	else if (first != NULL && strstr(first + 1, "again") == NULL)
		out->inode = 2; /* root 1, again 2, again/again 1 */
	return 0;
}

static void
file_walk__a_folder_inside_itself_is_reported_and_left(void **state)
{
	static const struct io_ops ops = {.list = looped_list, .stat = looped_stat};
	struct io io = {&ops, NULL};
	struct walk_options options = WALK_OPTIONS_INIT;
	struct seen seen = {0};
	struct err err;

	(void)state;
	assert_ok(file_walk(&io, "/r", &options, seen_each, &seen, &err), &err);
	assert_string_equal(seen.text, "@ again/again\nu again/locked\nu locked\n");
}

static void
file_walk__a_root_that_is_no_folder_fails(void **state)
{
	struct scratch *s = *state;
	struct io io = os_io();
	struct walk_options options = WALK_OPTIONS_INIT;
	struct seen seen = {0};
	struct err err;

	scratch_file(s, "a", "");
	assert_int_equal(
	    file_walk(&io, scratch_path(s, "a"), &options, seen_each, &seen, &err), E_NOTFOUND);
	assert_int_equal(
	    file_walk(&io, scratch_path(s, "no"), &options, seen_each, &seen, &err), E_NOTFOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    scratch_test(file_walk__visits_in_name_order_and_follows_no_link),
	    scratch_test(file_walk__fetches_files_before_their_turn_and_nothing_else),
	    scratch_test(file_walk__stops_when_told),
	    scratch_test(file_walk__depth_and_count_are_limited),
	    cmocka_unit_test(file_walk__a_folder_inside_itself_is_reported_and_left),
	    scratch_test(file_walk__a_root_that_is_no_folder_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
