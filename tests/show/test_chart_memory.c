/* Tests of show/chart/chart.h when memory runs out at each of its calls for it. */
#include "tests/support/check.h"

#include "base/mem.h"
#include "show/chart/drawing_svg.h"
#include "tests/show/chart_samples.h"

/* The linker sends the program's calls here (meson.build). */
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *p, size_t size);

static size_t calls_left = SIZE_MAX; /* until one fails, and only that one; SIZE_MAX: none does */

static bool
fails_now(void)
{
	return calls_left != SIZE_MAX && calls_left-- == 0;
}

void *
__wrap_calloc(size_t count, size_t size)
{
	return fails_now() ? NULL : __real_calloc(count, size);
}

void *
__wrap_realloc(void *p, size_t size)
{
	return fails_now() ? NULL : __real_realloc(p, size);
}

static void
svg_of(const struct drawing *drawing, struct buf *buf)
{
	struct html html = {buf};

	buf_reset(buf);
	drawing_svg_put(&html, drawing, 1);
	assert_int_equal(buf->failed, OK);
}

/* A chart comes out whole, every word of it, or says that it did not. */
static void
charts__say_that_memory_ran_out(void **state)
{
	struct sample *sample = sample_make(SAMPLE_SPARSE);
	struct buf whole, made;

	(void)state;
	buf_init(&whole, 1 << 20);
	buf_init(&made, 1 << 20);
	for (size_t chart = 0; chart < SAMPLE_CHARTS; chart++) {
		enum status status = E_NOMEM;
		struct drawing drawing;
		struct err err = {0};
		size_t calls;

		assert_ok(sample_chart(sample, chart, &drawing, &err), &err);
		svg_of(&drawing, &whole);
		drawing_fini(&drawing);
		for (calls = 0; status != OK; calls++) {
			calls_left = calls;
			status = sample_chart(sample, chart, &drawing, &err);
			calls_left = SIZE_MAX;
			svg_of(&drawing, &made);
			assert_true(status == OK || status == E_NOMEM);
			assert_true(status != OK || slice_eq(buf_slice(&whole), buf_slice(&made)));
			drawing_fini(&drawing);
		}
		assert_true(calls > 10);
	}
	buf_fini(&whole);
	buf_fini(&made);
	mem_free(sample);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(charts__say_that_memory_ran_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
