/* Tests of sys/press/jpeg_write.h and png_write.h: pictures of our own making, read back by the
 * libraries' own readers. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <png.h>

#include "sys/press/jpeg_write.h"
#include "sys/press/png_write.h"

enum { WIDTH = 61, HEIGHT = 43, BYTES = WIDTH * HEIGHT * 3, ROOM = 1 << 20 };

/* Broad shades: what a JPEG is for. */
static void
shades(uint8_t *rgb)
{
	for (size_t i = 0; i < BYTES; i++)
		rgb[i] = (uint8_t)(i / 3 % WIDTH * 4 / (i % 3 + 1) + i / 3 / WIDTH);
}

static void
jpeg_back(struct slice bytes, uint8_t *rgb)
{
	struct jpeg_decompress_struct info = {0};
	struct jpeg_error_mgr errors;

	info.err = jpeg_std_error(&errors);
	jpeg_create_decompress(&info);
	jpeg_mem_src(&info, bytes.p, bytes.n);
	assert_int_equal(jpeg_read_header(&info, TRUE), JPEG_HEADER_OK);
	assert_int_equal(info.image_width, WIDTH);
	assert_int_equal(info.image_height, HEIGHT);
	assert_false(info.progressive_mode);
	info.out_color_space = JCS_RGB;
	assert_true(jpeg_start_decompress(&info));
	while (info.output_scanline < HEIGHT) {
		JSAMPROW row = rgb + info.output_scanline * WIDTH * 3;

		(void)jpeg_read_scanlines(&info, &row, 1);
	}
	assert_int_equal(errors.num_warnings, 0);
	jpeg_destroy_decompress(&info);
}

static uint64_t
far_apart(const uint8_t *a, const uint8_t *b)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < BYTES; i++)
		sum += (uint64_t)abs(a[i] - b[i]);
	return sum;
}

static void
jpeg_write__it_comes_back_nearly_the_same(void **state)
{
	static uint8_t rgb[BYTES], back[BYTES];
	struct jpeg_write picture = {.rgb = rgb, .width = WIDTH, .height = HEIGHT, .quality = 90};
	struct buf thin, crisp;
	uint64_t thin_off;
	struct err err;

	(void)state;
	shades(rgb);
	buf_init(&thin, ROOM);
	buf_init(&crisp, ROOM);
	assert_ok(jpeg_write(&thin, &picture, &err), &err);
	jpeg_back(buf_slice(&thin), back);
	thin_off = far_apart(rgb, back);
	assert_true(thin_off < BYTES * 6);
	picture.crisp = true;
	assert_ok(jpeg_write(&crisp, &picture, &err), &err);
	jpeg_back(buf_slice(&crisp), back);
	assert_true(far_apart(rgb, back) < thin_off);
	assert_true(crisp.n > thin.n);
	buf_fini(&thin);
	buf_fini(&crisp);
}

static void
jpeg_write__the_same_pixels_give_the_same_bytes(void **state)
{
	static uint8_t rgb[BYTES];
	const struct jpeg_write picture = {
	    .rgb = rgb, .width = WIDTH, .height = HEIGHT, .quality = 80};
	struct buf once, twice;
	struct err err;

	(void)state;
	shades(rgb);
	buf_init(&once, ROOM);
	buf_init(&twice, ROOM);
	assert_ok(jpeg_write(&once, &picture, &err), &err);
	assert_ok(jpeg_write(&twice, &picture, &err), &err);
	assert_int_equal(once.n, twice.n);
	assert_memory_equal(once.p, twice.p, once.n);
	buf_fini(&once);
	buf_fini(&twice);
}

static void
jpeg_write__what_does_not_fit_is_refused(void **state)
{
	static uint8_t rgb[BYTES];
	struct jpeg_write picture = {.rgb = rgb, .width = WIDTH, .height = HEIGHT, .quality = 90};
	struct buf small;
	struct err err;

	(void)state;
	shades(rgb);
	buf_init(&small, 700);
	assert_int_equal(jpeg_write(&small, &picture, &err), E_LIMIT);
	buf_reset(&small);
	picture.width = 0;
	assert_int_equal(jpeg_write(&small, &picture, &err), E_LIMIT);
	picture.width = JPEG_WRITE_SIDE_MAX + 1;
	assert_int_equal(jpeg_write(&small, &picture, &err), E_LIMIT);
	buf_fini(&small);
}

static void
png_write__it_comes_back_to_the_bit(void **state)
{
	static uint8_t rgb[BYTES], back[BYTES];
	png_image image = {.version = PNG_IMAGE_VERSION};
	struct buf out;
	struct err err;

	(void)state;
	shades(rgb);
	buf_init(&out, ROOM);
	buf_put_c(&out, "before");
	assert_ok(png_write(&out, rgb, WIDTH, HEIGHT, ROOM, &err), &err);
	assert_true(png_image_begin_read_from_memory(&image, out.p + 6, out.n - 6));
	assert_int_equal(image.width, WIDTH);
	image.format = PNG_FORMAT_RGB;
	assert_true(png_image_finish_read(&image, NULL, back, 0, NULL));
	assert_memory_equal(rgb, back, BYTES);
	assert_int_equal(slice_find(buf_slice(&out), SLICE_LITERAL("tIME")), SIZE_MAX);
	assert_int_equal(slice_find(buf_slice(&out), SLICE_LITERAL("tEXt")), SIZE_MAX);
	buf_fini(&out);
}

static void
png_write__one_that_takes_too_much_is_refused(void **state)
{
	static uint8_t rgb[BYTES];
	struct buf out;
	struct err err;

	(void)state;
	shades(rgb);
	buf_init(&out, ROOM);
	assert_int_equal(png_write(&out, rgb, WIDTH, HEIGHT, 100, &err), E_LIMIT);
	assert_int_equal(out.n, 0);
	assert_int_equal(png_write(&out, rgb, 0, HEIGHT, ROOM, &err), E_LIMIT);
	buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(jpeg_write__it_comes_back_nearly_the_same),
	    cmocka_unit_test(jpeg_write__the_same_pixels_give_the_same_bytes),
	    cmocka_unit_test(jpeg_write__what_does_not_fit_is_refused),
	    cmocka_unit_test(png_write__it_comes_back_to_the_bit),
	    cmocka_unit_test(png_write__one_that_takes_too_much_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
