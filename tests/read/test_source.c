/* tests/read/test_source.c
 * A window sees the same bytes and lines whatever the source says of its length, in whatever pieces
 * it gives them; what it says only decides how much memory is taken. */
#include "tests/support/check.h"

#include "base/buf.h"
#include "read/source.h"
#include "tests/read/collect.h"

enum { WINDOW_BYTES = 64, SEEN_BYTES_MAX = 4096 };

static const char words[] =
    "one\ntwo\r\n\n"
    "a line that is longer than the window, which has room for sixty-four "
    "bytes and for no more, and this comes in three pieces of it, the last short\n"
    "five\nthe last";

/* How long it says it is. */
static const uint64_t said[] = {0, 1, 9, 63, 64, 65, 200, 100000, UINT64_MAX};

static void
note(struct buf *seen, struct slice bytes, uint8_t mark)
{
	buf_put_slice(seen, bytes);
	buf_put_byte(seen, mark);
}

static void
lines_of(struct window *window, struct buf *seen)
{
	struct slice line;
	struct err err;
	bool whole, ended_lf;
	enum status status;

	for (;;) {
		status = window_line(window, &line, &whole, &ended_lf, &err);
		if (status == E_NOTFOUND)
			return;
		assert_ok(status, &err);
		note(seen, line, !whole ? '+' : ended_lf ? '|' : '.');
	}
}

/* The whole file as lines, twice from its begin; and `n` bytes seen ahead at each byte. */
static void
see(struct source *source, struct buf *seen)
{
	struct window window;
	struct slice view;
	struct err err;

	buf_reset(seen);
	assert_ok(window_init(&window, source, WINDOW_BYTES, &err), &err);
	lines_of(&window, seen);
	window_seek(&window, 4);
	lines_of(&window, seen);
	window_seek(&window, 0);
	for (size_t n = 1; window.at < sizeof words - 1; n = n * 2 % 127) {
		assert_ok(window_look(&window, n, &view, &err), &err);
		note(seen, view, '#');
		assert_true(view.n == n || view.n == WINDOW_BYTES || window.ended);
		window_skip(&window, n / 2 + 1);
	}
	assert_true(window.room <= WINDOW_BYTES);
	assert_ok(buf_check(seen, &err), &err);
	window_fini(&window);
}

static void
window__sees_the_same_whatever_length_is_said(void **state)
{
	static const size_t at_most[] = {0, 1, 7, 61};
	struct collect_pieces pieces = {slice_of(words, sizeof words - 1), 0};
	struct source source = collect_source(&pieces);
	struct buf first, other;

	(void)state;
	buf_init(&first, SEEN_BYTES_MAX);
	buf_init(&other, SEEN_BYTES_MAX);
	see(&source, &first);
	assert_true(slice_starts(buf_slice(&first), "one|two\r||a line"));
	for (size_t p = 0; p < COUNT_OF(at_most); p++) {
		pieces.at_most = at_most[p];
		for (size_t i = 0; i < COUNT_OF(said); i++) {
			source.bytes = said[i];
			see(&source, &other);
			assert_int_equal(other.n, first.n);
			assert_memory_equal(other.p, first.p, first.n);
		}
	}
	buf_fini(&other);
	buf_fini(&first);
}

static void
window__takes_memory_for_what_there_is(void **state)
{
	enum { MUCH = 64 * 1024 * 1024 };
	struct slice bytes = SLICE_LITERAL("ten bytes.");
	struct source source = source_of_slice(&bytes);
	struct window window;
	struct slice view;
	struct err err;

	(void)state;
	assert_ok(window_init(&window, &source, MUCH, &err), &err);
	assert_ok(window_peek(&window, MUCH, &view, &err), &err);
	assert_slice(view, "ten bytes.");
	assert_int_equal(window.room, 11);
	window_fini(&window);

	source.bytes = 3; /* and has ten */
	assert_ok(window_init(&window, &source, MUCH, &err), &err);
	assert_int_equal(window.room, 4);
	assert_ok(window_peek(&window, MUCH, &view, &err), &err);
	assert_slice(view, "ten bytes.");
	assert_int_equal(window.room, 16);
	window_fini(&window);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(window__sees_the_same_whatever_length_is_said),
	    cmocka_unit_test(window__takes_memory_for_what_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
