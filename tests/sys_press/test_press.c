/* Tests of sys/press/press.h: what is pressed comes back, and damage is said. */
#include "tests/support/check.h"

#include <stdlib.h>

#include "sys/press/press.h"

enum { PLAIN_BYTES = 3 * 1024 * 1024 };

static enum status
pull(void *ctx, void *p, size_t n, size_t *got, struct err *err)
{
	struct slice *rest = ctx;

	(void)err;
	*got = rest->n < n ? rest->n : n;
	if (*got != 0)
		memcpy(p, rest->p, *got);
	*rest = slice_of(rest->p + *got, rest->n - *got);
	return OK;
}

static void
press_all(struct slice plain, struct buf *pressed)
{
	struct out out = out_of_buf(pressed);
	struct press *press;
	struct err err;

	assert_ok(press_new(&out, &press, &err), &err);
	for (size_t at = 0; at < plain.n; at += 70001)
		assert_ok(
		    press_put(press,
			slice_of(plain.p + at, plain.n - at < 70001 ? plain.n - at : 70001), &err),
		    &err);
	assert_ok(press_end(press, &err), &err);
	press_free(press);
}

static uint8_t *
plain_new(void)
{
	uint8_t *plain = malloc(PLAIN_BYTES);

	assert_non_null(plain);
	for (size_t i = 0; i < PLAIN_BYTES; i++)
		plain[i] = (uint8_t)(i * i >> 7);
	return plain;
}

static void
press__what_goes_in_comes_out(void **state)
{
	uint8_t *plain = plain_new(), *back = malloc(PLAIN_BYTES), more;
	struct unpress *unpress;
	struct buf pressed;
	struct slice rest;
	struct err err;

	(void)state;
	buf_init(&pressed, 2 * PLAIN_BYTES);
	press_all(slice_of(plain, PLAIN_BYTES), &pressed);
	rest = buf_slice(&pressed);
	assert_ok(unpress_new(pull, &rest, &unpress, &err), &err);
	assert_ok(unpress_get(unpress, back, PLAIN_BYTES, &err), &err);
	assert_memory_equal(plain, back, PLAIN_BYTES);
	assert_int_equal(unpress_get(unpress, &more, 1, &err), E_FORMAT);
	unpress_free(unpress);
	buf_fini(&pressed);
	free(plain);
	free(back);
}

static void
press__a_cut_or_changed_stream_is_refused(void **state)
{
	uint8_t *plain = plain_new(), *back = malloc(PLAIN_BYTES + 1);
	struct unpress *unpress;
	struct buf pressed;
	struct slice rest;
	struct err err;

	(void)state;
	buf_init(&pressed, 2 * PLAIN_BYTES);
	press_all(slice_of(plain, PLAIN_BYTES), &pressed);
	rest = slice_of(pressed.p, pressed.n / 2);
	assert_ok(unpress_new(pull, &rest, &unpress, &err), &err);
	assert_int_equal(unpress_get(unpress, back, PLAIN_BYTES, &err), E_FORMAT);
	unpress_free(unpress);
	pressed.p[pressed.n / 2] ^= 1;
	rest = buf_slice(&pressed);
	assert_ok(unpress_new(pull, &rest, &unpress, &err), &err);
	assert_int_equal(unpress_get(unpress, back, PLAIN_BYTES + 1, &err), E_FORMAT);
	unpress_free(unpress);
	buf_fini(&pressed);
	free(plain);
	free(back);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(press__what_goes_in_comes_out),
	    cmocka_unit_test(press__a_cut_or_changed_stream_is_refused),
	};

	return cmocka_run_group_tests_name("sys_press", tests, NULL, NULL);
}
