/* Tests of streaming compression (sys/press/press.h). */
#include "tests/support/check.h"

#include "sys/press/press.h"

enum { CONTENT_BYTES = 3000000 };

static uint8_t content[CONTENT_BYTES], back[CONTENT_BYTES + 1];

static void
content_fill(void)
{
	for (size_t i = 0; i < sizeof content; i++)
		content[i] = (uint8_t)("the same few words again "[i % 25] + (i % 1009 == 0));
}

static void
press_all(struct buf *out, size_t step, int level)
{
	struct press *press = press_new(level);
	struct err err = {0};

	assert_non_null(press);
	for (size_t at = 0; at < sizeof content; at += step)
		assert_ok(press_write(press,
			      slice_of(content + at,
				  sizeof content - at < step ? sizeof content - at : step),
			      out, &err),
		    &err);
	assert_ok(press_end(press, out, &err), &err);
	press_free(press);
}

/* Everything, `piece` bytes of input and `room` of output at a time. */
static enum status
unpress_all(struct slice in, uint64_t max, size_t piece, size_t room, size_t *n, struct err *err)
{
	struct unpress *unpress = unpress_new(max);
	enum status status = OK;
	size_t got = 0;
	bool end = false;

	assert_non_null(unpress);
	*n = 0;
	while (status == OK && !end && (in.n != 0 || got != 0)) {
		struct slice part = slice_of(in.p, in.n < piece ? in.n : piece);
		size_t before = part.n;

		status = unpress_step(unpress, &part, back + *n,
		    room < sizeof back - *n ? room : sizeof back - *n, &got, &end, err);
		if (status != OK)
			break;
		in = slice_of(in.p + (before - part.n), in.n - (before - part.n));
		*n += got;
	}
	unpress_free(unpress);
	return status == OK && !end ? E_FORMAT : status;
}

static void
press__round_trip_however_it_is_cut(void **state)
{
	static const size_t steps[] = {1000, 65536, CONTENT_BYTES};
	static const size_t pieces[] = {77, 4096, CONTENT_BYTES};
	struct buf out;
	struct err err = {0};
	size_t n;

	(void)state;
	content_fill();
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		buf_init(&out, CONTENT_BYTES);
		press_all(&out, steps[i], i == 0 ? PRESS_FAST : PRESS_USUAL);
		assert_true(out.n < sizeof content / 10);
		assert_ok(
		    unpress_all(buf_slice(&out), CONTENT_BYTES, pieces[i], 65536 + i, &n, &err),
		    &err);
		assert_int_equal(n, sizeof content);
		assert_memory_equal(content, back, n);
		buf_fini(&out);
	}
}

static void
press__empty_content_is_a_frame_too(void **state)
{
	struct press *press = press_new(PRESS_USUAL);
	struct buf out;
	struct err err = {0};
	size_t n;

	(void)state;
	buf_init(&out, 1000);
	assert_ok(press_write(press, slice_of(NULL, 0), &out, &err), &err);
	assert_ok(press_end(press, &out, &err), &err);
	assert_true(out.n > 0);
	assert_ok(unpress_all(buf_slice(&out), 0, 100, 100, &n, &err), &err);
	assert_int_equal(n, 0);
	press_free(press);
	buf_fini(&out);
}

static void
press__a_full_buffer_is_said(void **state)
{
	struct press *press = press_new(PRESS_USUAL);
	struct buf out;
	struct err err = {0};
	enum status status;

	(void)state;
	for (size_t i = 0; i < sizeof content; i++)
		content[i] = (uint8_t)(i * i >> 3 ^ i >> 7);
	buf_init(&out, 1000);
	status = press_write(press, slice_of(content, sizeof content), &out, &err);
	if (status == OK)
		status = press_end(press, &out, &err);
	assert_int_equal(status, E_LIMIT);
	/* The next frame is whole. */
	buf_reset(&out);
	assert_ok(press_write(press, SLICE_LITERAL("short"), &out, &err), &err);
	assert_ok(press_end(press, &out, &err), &err);
	press_free(press);
	buf_fini(&out);
}

static void
unpress__more_than_is_accepted_is_refused(void **state)
{
	struct buf out;
	struct err err = {0};
	size_t n;

	(void)state;
	content_fill();
	buf_init(&out, CONTENT_BYTES);
	press_all(&out, sizeof content, PRESS_USUAL);
	assert_int_equal(
	    unpress_all(buf_slice(&out), CONTENT_BYTES - 1, 4096, 65536, &n, &err), E_LIMIT);
	buf_fini(&out);
}

static void
unpress__damage_is_refused_or_yields_no_end(void **state)
{
	struct buf out;
	struct err err = {0};
	size_t n;

	(void)state;
	content_fill();
	buf_init(&out, CONTENT_BYTES);
	press_all(&out, sizeof content, PRESS_USUAL);
	assert_int_equal(
	    unpress_all(SLICE_LITERAL("not a frame"), 100, 100, 100, &n, &err), E_FORMAT);
	assert_int_equal(
	    unpress_all(slice_of(out.p, out.n - 1), CONTENT_BYTES, 4096, 65536, &n, &err),
	    E_FORMAT);
	/* A frame that asks for a window of 2 GiB. */
	out.p[4] = 0x00;
	out.p[5] = 0xa8;
	assert_int_equal(
	    unpress_all(buf_slice(&out), CONTENT_BYTES, 4096, 65536, &n, &err), E_FORMAT);
	buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(press__round_trip_however_it_is_cut),
	    cmocka_unit_test(press__empty_content_is_a_frame_too),
	    cmocka_unit_test(press__a_full_buffer_is_said),
	    cmocka_unit_test(unpress__more_than_is_accepted_is_refused),
	    cmocka_unit_test(unpress__damage_is_refused_or_yields_no_end),
	};

	return cmocka_run_group_tests_name("sys_press", tests, NULL, NULL);
}
