/* tests/read/test_picture.c
 * Pictures decoded to be looked at: which pixels come out, which way up, and what is said where
 * they do not.  Expected pixels were written down by hand for the small seeds of
 * tests/corpora/picture (their colours stand below).  A real worker, behind its walls, decodes each
 * seed once more. */
#include "tests/read/worker_support.h"
#include "tests/support/load.h"

#include <ftw.h>

#include "read/formats/formats.h"
#include "read/formats/picture.h"
#include "tests/read/collect.h"

#define CORPUS "tests/corpora/picture/"

enum { NAME_BYTES = 128 };

static const char *worker; /* of the command line */

/* One seed read, and what is told of its pixels. */
struct seen {
	struct collect c;
	struct picture_pixels told;
	const uint8_t *rgb; /* NULL: none came */
};

static void
see_bytes(struct seen *seen, struct slice bytes, uint64_t pixels_max)
{
	struct collect_pieces pieces = {bytes, 0};
	struct source source = collect_source(&pieces);
	struct reading_options options = {.name = TEXT_LITERAL("IMG-1.jpg")};
	struct sink sink;

	collect_init(&seen->c);
	sink = collect_sink(&seen->c);
	assert_int_equal(picture_read(&source, &options, pixels_max, &sink, &seen->c.err), OK);
	assert_string_equal(seen->c.broken, "");
	seen->rgb = NULL;
	if (seen->c.extracts_count == 0)
		return;
	assert_true(
	    picture_pixels_parse(seen->c.extracts[0].name, seen->c.extracts[0].type, &seen->told));
	assert_int_equal(seen->c.extracts[0].bytes, seen->told.bytes);
	assert_true(seen->c.extracts[0].ended);
	seen->rgb = seen->c.extracts[0].data.p;
}

static void
see(struct seen *seen, const char *name)
{
	char path[NAME_BYTES];
	struct slice bytes;

	(void)snprintf(path, sizeof path, CORPUS "%s", name);
	bytes = load_file(path);
	see_bytes(seen, bytes, PICTURE_PIXELS_MAX);
	load_free(bytes);
}

static void
assert_size(const struct seen *seen, uint32_t width, uint32_t height)
{
	assert_non_null(seen->rgb);
	assert_int_equal(seen->told.width, width);
	assert_int_equal(seen->told.height, height);
}

static void
assert_noted(const struct seen *seen, enum note_kind kind, const char *code)
{
	if (collect_notes(&seen->c, kind, code) != 1)
		fail_msg("no note %s", code);
}

/* Letters for the six colours of the small seeds, row by row. */
static void
spell(const struct seen *seen, char *out)
{
	static const struct {
		uint8_t rgb[3];
		char letter;
	} colours[] = {{{255, 0, 0}, 'r'}, {{0, 255, 0}, 'g'}, {{0, 0, 255}, 'b'},
	    {{255, 255, 0}, 'y'}, {{0, 255, 255}, 'c'}, {{255, 0, 255}, 'm'},
	    {{255, 255, 255}, 'w'}, {{0, 0, 0}, 'k'}};
	size_t n = 0;

	for (size_t i = 0; i < seen->told.bytes; i += 3) {
		if (i != 0 && i / 3 % seen->told.width == 0)
			out[n++] = '/';
		out[n] = '?';
		for (size_t k = 0; k < COUNT_OF(colours); k++)
			if (memcmp(seen->rgb + i, colours[k].rgb, 3) == 0)
				out[n] = colours[k].letter;
		n++;
	}
	out[n] = '\0';
}

static void
assert_spelt(const char *name, const char *pixels)
{
	struct seen seen;
	char letters[64];

	see(&seen, name);
	assert_non_null(seen.rgb);
	assert_true(seen.told.bytes <= 90);
	spell(&seen, letters);
	if (strcmp(letters, pixels) != 0)
		fail_msg("%s: %s, not %s", name, letters, pixels);
	collect_fini(&seen.c);
}

static void
picture__it_is_turned_as_its_file_says(void **state)
{
	(void)state;
	assert_spelt("good/turned-1.png", "rgb/ycm");
	assert_spelt("good/turned-2.png", "bgr/mcy");
	assert_spelt("good/turned-3.png", "mcy/bgr");
	assert_spelt("good/turned-4.png", "ycm/rgb");
	assert_spelt("good/turned-5.png", "ry/gc/bm");
	assert_spelt("good/turned-6.png", "yr/cg/mb");
	assert_spelt("good/turned-7.png", "mb/cg/yr");
	assert_spelt("good/turned-8.png", "bm/gc/ry");
	assert_spelt("bad/orientation-9.png", "rgb/ycm");
}

static void
picture__every_kind_of_png_comes_out(void **state)
{
	(void)state;
	assert_spelt("good/interlaced.png", "rgb/ycm");
	assert_spelt("good/palette.png", "rwb/ywb"); /* its second colour cannot be seen */
	assert_spelt("good/grey-1-bit.png", "wkw/kwk");
	assert_spelt("good/moving.png", "rgb/ycm");
}

static void
assert_pixel(const char *name, size_t at, uint8_t r, uint8_t g, uint8_t b)
{
	struct seen seen;

	see(&seen, name);
	assert_non_null(seen.rgb);
	assert_true(3 * at + 3 <= seen.told.bytes);
	assert_int_equal(seen.rgb[3 * at], r);
	assert_int_equal(seen.rgb[3 * at + 1], g);
	assert_int_equal(seen.rgb[3 * at + 2], b);
	collect_fini(&seen.c);
}

static void
picture__sixteen_bits_become_eight_and_what_is_sheer_lies_over_white(void **state)
{
	(void)state;
	assert_pixel("good/grey-16-bit.png", 0, 0x12, 0x12, 0x12);
	assert_pixel("good/rgb-16-bit.png", 0, 0x80, 0x40, 0);
	assert_pixel("good/sheer.png", 0, 255, 0, 0);
	assert_pixel("good/sheer.png", 1, 255, 255, 255);
	assert_pixel("good/sheer.png", 2, 127, 127, 127);
}

/* Mean difference to the PNG that all of them were made of would be better; here the corners of one
 * are compared with those of another of the same picture. */
static uint64_t
far_apart(const struct seen *a, const struct seen *b)
{
	uint64_t sum = 0;

	assert_int_equal(a->told.bytes, b->told.bytes);
	for (size_t i = 0; i < a->told.bytes; i++)
		sum += (uint64_t)(a->rgb[i] > b->rgb[i] ? a->rgb[i] - b->rgb[i]
							: b->rgb[i] - a->rgb[i]);
	return sum / a->told.bytes;
}

static void
picture__the_same_picture_looks_the_same_however_it_is_coded(void **state)
{
	static const char *const names[] = {
	    "good/progressive.jpg", "good/cmyk.jpg", "good/wide.jpg", "good/lossy.webp"};
	struct seen base, other;

	(void)state;
	see(&base, "good/baseline.jpg");
	assert_size(&base, 48, 36);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		see(&other, names[i]);
		assert_size(&other, 48, 36);
		if (far_apart(&base, &other) > 12)
			fail_msg("%s is %llu away", names[i],
			    (unsigned long long)far_apart(&base, &other));
		collect_fini(&other.c);
	}
	see(&other, "good/grey.jpg");
	assert_size(&other, 48, 36);
	assert_int_equal(other.rgb[0], other.rgb[1]);
	collect_fini(&other.c);
	collect_fini(&base.c);
}

static void
picture__jpeg_and_webp_are_turned_too(void **state)
{
	struct seen seen, base;

	(void)state;
	see(&base, "good/baseline.jpg");
	see(&seen, "good/turned-6.jpg");
	assert_size(&seen, 36, 48);
	assert_int_equal(seen.told.file_width, 48);
	/* What was lower left is upper left. */
	assert_memory_equal(seen.rgb, base.rgb + (size_t)35 * 48 * 3, 3);
	collect_fini(&seen.c);
	see(&seen, "good/turned-8.webp");
	assert_size(&seen, 36, 48);
	collect_fini(&seen.c);
	collect_fini(&base.c);
}

static void
picture__a_large_one_comes_smaller(void **state)
{
	struct seen seen;
	const uint8_t *last;

	(void)state;
	see(&seen, "good/long.jpg"); /* 1700x40, from red above to blue below */
	assert_size(&seen, 1600, 38);
	assert_int_equal(seen.told.file_width, 1700);
	assert_int_equal(seen.told.file_height, 40);
	assert_true(seen.rgb[0] > 230 && seen.rgb[2] < 25);
	last = seen.rgb + seen.told.bytes - 3;
	assert_true(last[0] < 25 && last[2] > 230);
	collect_fini(&seen.c);
}

static void
picture__one_that_moves_shows_its_first_and_says_so(void **state)
{
	static const char *const names[] = {"good/moving.png", "good/moving.webp"};
	struct seen seen;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		see(&seen, names[i]);
		assert_non_null(seen.rgb);
		assert_noted(&seen, NOTE_OMITS, PICTURE_NOTE_SEVERAL);
		assert_true(seen.rgb[0] > 230 && seen.rgb[2] < 25); /* red is the first */
		collect_fini(&seen.c);
	}
}

/* What is there is shown, and not as a whole one. */
static void
picture__of_a_damaged_one_what_decodes_is_shown(void **state)
{
	static const struct {
		const char *name, *code;
	} seeds[] = {{"bad/cut-off.jpg", PICTURE_NOTE_CUT}, {"bad/cut-off.png", PICTURE_NOTE_CUT},
	    {"bad/cut-off.webp", PICTURE_NOTE_CUT}, {"bad/data-damaged.jpg", PICTURE_NOTE_DAMAGED},
	    {"bad/data-damaged.png", PICTURE_NOTE_DAMAGED},
	    {"bad/too-few-rows.png", PICTURE_NOTE_DAMAGED},
	    {"bad/rows-end-at-once.png", PICTURE_NOTE_DAMAGED}};
	struct seen seen;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(seeds); i++) {
		see(&seen, seeds[i].name);
		assert_non_null(seen.rgb);
		assert_noted(&seen, NOTE_UNREAD, seeds[i].code);
		assert_int_equal(collect_notes(&seen.c, NOTE_UNREAD, NULL), 1);
		assert_false(seen.c.extracts[0].whole);
		collect_fini(&seen.c);
	}
}

static void
picture__rows_that_never_came_are_grey(void **state)
{
	struct seen seen;

	(void)state;
	see(&seen, "bad/too-few-rows.png");
	assert_size(&seen, 3, 9);
	assert_int_equal(seen.rgb[0], 255); /* red */
	assert_int_equal(seen.rgb[seen.told.bytes - 1], 0xd0);
	collect_fini(&seen.c);
}

static void
picture__what_cannot_be_shown_says_why(void **state)
{
	static const struct {
		const char *name, *code;
	} seeds[] = {{"bad/bomb-of-pixels.png", PICTURE_NO_SIZE},
	    {"bad/bomb-of-pixels-interlaced.png", PICTURE_NO_SIZE},
	    {"bad/bomb-of-pixels.jpg", PICTURE_NO_SIZE},
	    {"bad/larger-than-any.png", PICTURE_NO_SIZE},
	    {"bad/scans-without-end.jpg", PICTURE_NO_SIZE},
	    {"bad/twelve-bits.jpg", PICTURE_NO_CODING}, {"bad/heic", PICTURE_NO_CODING},
	    {"bad/moving.gif", PICTURE_NO_CODING}, {"bad/no-picture", PICTURE_NO_CODING},
	    {"bad/empty", PICTURE_NO_PIXELS}, {"bad/no-rows.png", PICTURE_NO_PIXELS},
	    {"bad/zero-wide.png", PICTURE_NO_PIXELS}, {"bad/cut-in-head.jpg", PICTURE_NO_PIXELS},
	    {"bad/exif-cut.jpg", PICTURE_NO_PIXELS}, {"bad/no-tables.jpg", PICTURE_NO_PIXELS},
	    {"bad/moving-cut.webp", PICTURE_NO_PIXELS}};
	struct seen seen;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(seeds); i++) {
		see(&seen, seeds[i].name);
		if (seen.rgb != NULL || seen.c.extracts_count != 0)
			fail_msg("%s is shown", seeds[i].name);
		if (collect_notes(&seen.c, NOTE_UNREAD, seeds[i].code) != 1)
			fail_msg("%s: not %s", seeds[i].name, seeds[i].code);
		collect_fini(&seen.c);
	}
}

/* What stands beside the pixels is not unpacked: their 1x1 picture is shown. */
static void
picture__a_bomb_beside_the_pixels_is_left_packed(void **state)
{
	(void)state;
	assert_pixel("bad/bomb-of-a-profile.png", 0, 1, 2, 3);
	assert_pixel("bad/bomb-of-text.png", 0, 1, 2, 3);
}

static void
picture__more_pixels_than_may_be_are_refused(void **state)
{
	struct slice bytes = load_file(CORPUS "good/baseline.jpg");
	struct seen seen;

	(void)state;
	see_bytes(&seen, bytes, 48 * 36 - 1);
	assert_null(seen.rgb);
	assert_noted(&seen, NOTE_UNREAD, PICTURE_NO_SIZE);
	collect_fini(&seen.c);
	see_bytes(&seen, bytes, 48 * 36);
	assert_non_null(seen.rgb);
	collect_fini(&seen.c);
	load_free(bytes);
}

static void
picture__what_its_file_says_comes_with_it(void **state)
{
	struct slice bytes = load_file("tests/corpora/image/good/phone.jpg");
	struct seen seen;

	(void)state;
	see_bytes(&seen, bytes, PICTURE_PIXELS_MAX);
	assert_int_equal(seen.c.count, 1);
	assert_int_equal(seen.c.records[0].kind, KIND_PHOTO);
	assert_true(record_claim(&seen.c.records[0], "exif-model").n != 0);
	/* Of its notes none: they would be taken for those of the picture. */
	assert_int_equal(collect_notes(&seen.c, NOTE_OMITS, NULL), 0);
	collect_fini(&seen.c);
	load_free(bytes);
}

/* --- making smaller --- */

static void
shrink__a_picture_of_one_colour_keeps_it(void **state)
{
	static const uint32_t sizes[][2] = {{1, 1}, {2, 1}, {3, 2}, {7, 5}, {1601, 1600},
	    {65535, 1600}, {4000, 1600}, {1600, 1600}, {65535, 1}};
	uint8_t *row = calloc(65535, 3);

	(void)state;
	assert_non_null(row);
	memset(row, 0xfd, (size_t)65535 * 3);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct shrink s;
		uint32_t from = sizes[i][0], to = sizes[i][1];

		assert_int_equal(
		    shrink_init(&s, from, from < 4000 ? from : 3, to, from < 4000 ? to : 1, NULL),
		    OK);
		for (uint32_t y = 0; y < s.from_height; y++)
			shrink_row(&s, row);
		shrink_end(&s);
		for (size_t k = 0; k < (size_t)s.width * s.height * 3; k++)
			assert_int_equal(s.pixels[k], 0xfd);
		shrink_fini(&s);
	}
	free(row);
}

static void
shrink__each_pixel_is_the_mean_of_what_it_covers(void **state)
{
	static const uint8_t rows[3][9] = {{0, 10, 20, 30, 40, 50, 60, 70, 80},
	    {90, 100, 110, 120, 130, 140, 150, 160, 170},
	    {180, 190, 200, 210, 220, 230, 240, 250, 255}};
	struct shrink s;
	double want;

	(void)state;
	assert_int_equal(shrink_init(&s, 3, 3, 2, 2, NULL), OK);
	for (size_t y = 0; y < 3; y++)
		shrink_row(&s, rows[y]);
	shrink_row(&s, rows[0]); /* one too many */
	/* The first covers the first pixel, half of its neighbours, a quarter of the middle. */
	want = (0 + 30 / 2.0 + 90 / 2.0 + 120 / 4.0) / 2.25;
	assert_true(abs(s.pixels[0] - (int)(want + 0.5)) <= 1);
	want = (255 + 230 / 2.0 + 170 / 2.0 + 140 / 4.0) / 2.25;
	assert_true(abs(s.pixels[11] - (int)(want + 0.5)) <= 1);
	shrink_fini(&s);
}

/* --- what a worker tells of its pixels --- */

static void
picture__only_what_a_reader_puts_is_taken_for_a_size(void **state)
{
	static const struct {
		const char *name, *type;
		bool fine;
	} told[] = {{"jpeg 4000x3000", "rgb8 1600x1200", true},
	    {"webp 1x65535", "rgb8 1x1600", true}, {"jpeg 4000x3000", "rgb8 1601x1200", false},
	    {"jpeg 4000x3000", "rgb8 0x1200", false}, {"jpeg 4000x3000", "rgb8 01x12", false},
	    {"jpeg 4000x3000", "rgb8 12x", false}, {"jpeg 4000x3000", "rgb8 12x 12", false},
	    {"jpeg 4000x3000", "rgb8 12x12x12", false}, {"jpeg 4000x3000", "rgba 12x12", false},
	    {"jpeg 4000x3000", "rgb8  12x12", false}, {"jpeg 4000x65536", "rgb8 12x12", false},
	    {"heic 40x30", "rgb8 12x12", false}, {"jpeg", "rgb8 12x12", false}, {"", "", false},
	    {"jpeg 4000x3000", "rgb8 12x+12", false},
	    {"jpeg 4000x3000", "rgb8 12x99999999999999999999", false}};
	struct picture_pixels out;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(told); i++)
		if (picture_pixels_parse(text_of_c(told[i].name), text_of_c(told[i].type), &out) !=
		    told[i].fine)
			fail_msg("\"%s\" \"%s\"", told[i].name, told[i].type);
	assert_true(picture_pixels_parse(TEXT_LITERAL("png 9x7"), TEXT_LITERAL("rgb8 5x3"), &out));
	assert_int_equal(out.coding, PICTURE_PNG);
	assert_int_equal(out.bytes, 45);
}

static void
picture__no_file_is_read_as_pixels_by_itself(void **state)
{
	(void)state;
	assert_ptr_equal(format_by_name(TEXT_LITERAL(PICTURE_FORMAT_NAME)), &picture_format);
	assert_false(format_makes_records(&picture_format));
	assert_true(format_makes_records(&jpeg_format));
	assert_int_equal(picture_format.probe(SLICE_LITERAL("\xff\xd8\xff\xe0")), 0);
	for (size_t i = 0; formats_all[i] != NULL; i++)
		assert_ptr_not_equal(formats_all[i], &picture_format);
}

/* --- behind the walls --- */

static struct {
	unsigned files, failed;
} walled; /* nftw() hands no context on */

static int
run_file(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	struct programs programs = {worker, worker};
	struct heard heard = {0};
	struct reading_job job;

	(void)st;
	if (kind != FTW_F)
		return 0;
	heard.data = load_file(path);
	job = heard_job(&heard, &programs, path + at->base);
	job.options.format = TEXT_LITERAL(PICTURE_FORMAT_NAME);
	heard_run(&heard, &job);
	walled.files++;
	if (heard.status != OK || heard.result.end != READING_ENDED ||
	    heard.begins + heard.notes_unread == 0) {
		walled.failed++;
		print_error("%s: %s: %s %s\n", path, reading_end_name(heard.result.end),
		    heard.result.why, heard.result.said);
	}
	load_free(heard.data);
	return 0;
}

static void
picture__every_seed_is_decoded_behind_the_walls(void **state)
{
	struct programs programs = {worker, worker};

	(void)state;
	if (!walls_here(&programs))
		skip();
	walled.files = walled.failed = 0;
	assert_int_equal(nftw("tests/corpora/picture", run_file, 16, FTW_PHYS), 0);
	assert_int_equal(nftw("tests/corpora/image", run_file, 16, FTW_PHYS), 0);
	assert_true(walled.files >= 60);
	assert_int_equal(walled.failed, 0);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(picture__it_is_turned_as_its_file_says),
	    cmocka_unit_test(picture__every_kind_of_png_comes_out),
	    cmocka_unit_test(picture__sixteen_bits_become_eight_and_what_is_sheer_lies_over_white),
	    cmocka_unit_test(picture__the_same_picture_looks_the_same_however_it_is_coded),
	    cmocka_unit_test(picture__jpeg_and_webp_are_turned_too),
	    cmocka_unit_test(picture__a_large_one_comes_smaller),
	    cmocka_unit_test(picture__one_that_moves_shows_its_first_and_says_so),
	    cmocka_unit_test(picture__of_a_damaged_one_what_decodes_is_shown),
	    cmocka_unit_test(picture__rows_that_never_came_are_grey),
	    cmocka_unit_test(picture__what_cannot_be_shown_says_why),
	    cmocka_unit_test(picture__a_bomb_beside_the_pixels_is_left_packed),
	    cmocka_unit_test(picture__more_pixels_than_may_be_are_refused),
	    cmocka_unit_test(picture__what_its_file_says_comes_with_it),
	    cmocka_unit_test(shrink__a_picture_of_one_colour_keeps_it),
	    cmocka_unit_test(shrink__each_pixel_is_the_mean_of_what_it_covers),
	    cmocka_unit_test(picture__only_what_a_reader_puts_is_taken_for_a_size),
	    cmocka_unit_test(picture__no_file_is_read_as_pixels_by_itself),
	    cmocka_unit_test(picture__every_seed_is_decoded_behind_the_walls),
	};

	if (argc != 3)
		return 2;
	worker = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
