/* tests/app/test_rendering.c
 * Pictures of a vault as copies that are safe to look at: by the real worker, and by one in which
 * the file's author has won. */
#include "tests/app/rig.h"

#include "app/rendering.h"
#include "tests/read/collect.h"
#include "tests/support/load.h"

#define CORPUS "tests/corpora/picture/"

static const char *worker, *hostile; /* of the command line */

struct made {
	struct rendering rendering;
	enum status status;
};

static void
make(struct diary *diary, const char *program, struct slice bytes, const char *name,
    struct made *made)
{
	struct object_info object;

	diary->app.program = program;
	assert_ok(object_put(diary->app.vault, bytes, &object, &diary->err), &diary->err);
	assert_ok(objects_settle(diary->app.vault, &diary->err), &diary->err);
	made->status = rendering_make(
	    &diary->app, &object.id, text_of_c(name), &made->rendering, &diary->err);
}

static void
make_seed(struct diary *diary, const char *path, struct made *made)
{
	struct slice bytes = load_file(path);

	make(diary, worker, bytes, "IMG-1.jpg", made);
	assert_ok(made->status, &diary->err);
	load_free(bytes);
}

static bool
no_walls(struct made *made)
{
	return made->status == OK && made->rendering.why == RENDERING_UNWALLED;
}

static void
rendering__a_jpeg_comes_back_as_another_jpeg(void **state)
{
	struct diary *diary = *state;
	struct made made;

	rendering_init(&made.rendering);
	make_seed(diary, CORPUS "good/turned-6.jpg", &made);
	if (no_walls(&made))
		skip();
	assert_int_equal(made.rendering.why, RENDERING_SHOWN);
	assert_false(made.rendering.png);
	assert_int_equal(made.rendering.width, 36);
	assert_int_equal(made.rendering.height, 48);
	assert_int_equal(made.rendering.file_width, 48);
	assert_int_equal(made.rendering.file_height, 36);
	assert_true(slice_starts(buf_slice(&made.rendering.bytes), "\xff\xd8\xff\xe0"));
	assert_int_equal(
	    slice_find(buf_slice(&made.rendering.bytes), SLICE_LITERAL("Exif")), SIZE_MAX);
	rendering_fini(&made.rendering);
}

static void
rendering__what_was_png_is_png_and_says_so(void **state)
{
	struct diary *diary = *state;
	struct made made;

	rendering_init(&made.rendering);
	make_seed(diary, CORPUS "good/turned-5.png", &made);
	if (no_walls(&made))
		skip();
	assert_true(made.rendering.png);
	assert_int_equal(made.rendering.width, 2);
	assert_int_equal(made.rendering.height, 3);
	assert_true(slice_starts(buf_slice(&made.rendering.bytes), "\x89PNG\r\n\x1a\n"));
	assert_int_equal(
	    slice_find(buf_slice(&made.rendering.bytes), SLICE_LITERAL("eXIf")), SIZE_MAX);
	rendering_fini(&made.rendering);
}

/* One after the other in the same buffers: nothing of the one before is left. */
static void
rendering__each_says_what_became_of_it(void **state)
{
	static const struct {
		const char *path;
		enum rendering_why why;
		bool cut, damaged, several;
	} seeds[] = {{CORPUS "good/moving.webp", RENDERING_SHOWN, false, false, true},
	    {CORPUS "bad/heic", RENDERING_NO_CODING, false, false, false},
	    {CORPUS "bad/cut-off.jpg", RENDERING_SHOWN, true, false, false},
	    {CORPUS "bad/bomb-of-pixels.png", RENDERING_NO_SIZE, false, false, false},
	    {CORPUS "bad/data-damaged.jpg", RENDERING_SHOWN, false, true, false},
	    {CORPUS "bad/no-rows.png", RENDERING_NO_PIXELS, false, false, false},
	    {CORPUS "bad/empty", RENDERING_NO_PIXELS, false, false, false}};
	struct diary *diary = *state;
	struct made made;

	rendering_init(&made.rendering);
	for (size_t i = 0; i < COUNT_OF(seeds); i++) {
		const struct rendering *r = &made.rendering;

		make_seed(diary, seeds[i].path, &made);
		if (no_walls(&made))
			skip();
		if (r->why != seeds[i].why || r->cut != seeds[i].cut ||
		    r->damaged != seeds[i].damaged || r->several != seeds[i].several)
			fail_msg("%s: %d, %d %d %d", seeds[i].path, r->why, r->cut, r->damaged,
			    r->several);
		assert_int_equal(r->bytes.n != 0, r->why == RENDERING_SHOWN);
		assert_int_equal(r->width != 0, r->why == RENDERING_SHOWN);
	}
	rendering_fini(&made.rendering);
}

static void
rendering__the_same_picture_gives_the_same_bytes(void **state)
{
	struct diary *diary = *state;
	struct made first, second;

	rendering_init(&first.rendering);
	rendering_init(&second.rendering);
	make_seed(diary, CORPUS "good/lossy.webp", &first);
	make_seed(diary, CORPUS "good/lossy.webp", &second);
	if (no_walls(&first))
		skip();
	assert_int_equal(first.rendering.bytes.n, second.rendering.bytes.n);
	assert_memory_equal(
	    first.rendering.bytes.p, second.rendering.bytes.p, first.rendering.bytes.n);
	rendering_fini(&first.rendering);
	rendering_fini(&second.rendering);
}

static void
rendering__what_the_file_says_comes_with_it(void **state)
{
	struct diary *diary = *state;
	struct record record;
	struct arena arena;
	struct made made;

	rendering_init(&made.rendering);
	arena_init(&arena, 1 << 20);
	make_seed(diary, "tests/corpora/image/good/phone.jpg", &made);
	if (no_walls(&made))
		skip();
	assert_int_equal(made.rendering.why, RENDERING_NO_PIXELS); /* that seed has none */
	assert_ok(record_parse(buf_slice(&made.rendering.claims), &arena, &record, &diary->err),
	    &diary->err);
	assert_true(record_claim(&record, "exif-model").n != 0);
	make_seed(diary, CORPUS "good/lossy.webp", &made);
	assert_int_equal(made.rendering.claims.n, 0);
	arena_fini(&arena);
	rendering_fini(&made.rendering);
}

static void
rendering__a_worker_that_lies_shows_nothing(void **state)
{
	static const char *const deeds[] = {"picture-short", "picture-long", "picture-endless",
	    "picture-too-large", "picture-of-another-kind", "picture-twice",
	    "picture-with-a-message", "picture-then-death", "picture-of-nothing",
	    "picture-refused-in-other-words", "extract-bytes", "extract-number", "crash", "utf8",
	    "exit-without-a-word", "incident"};
	struct diary *diary = *state;
	struct made made;

	rendering_init(&made.rendering);
	make(diary, hostile, SLICE_LITERAL("x"), "picture-fine", &made);
	if (no_walls(&made))
		skip();
	assert_int_equal(
	    made.rendering.why, RENDERING_SHOWN); /* or nothing here would prove much */
	for (size_t i = 0; i < COUNT_OF(deeds); i++) {
		make(diary, hostile, SLICE_LITERAL("x"), deeds[i], &made);
		if (made.status != OK || made.rendering.why != RENDERING_FAILED ||
		    made.rendering.bytes.n != 0)
			fail_msg("%s: %s, %d, %zu bytes", deeds[i], status_name(made.status),
			    made.rendering.why, made.rendering.bytes.n);
	}
	rendering_fini(&made.rendering);
}

static void
rendering__it_can_be_cancelled(void **state)
{
	atomic_bool cancelled = true;
	struct diary *diary = *state;
	struct made made;

	rendering_init(&made.rendering);
	diary->app.cancelled = &cancelled;
	make(diary, worker, SLICE_LITERAL("\xff\xd8\xff"), "IMG-1.jpg", &made);
	diary->app.cancelled = NULL;
	assert_int_equal(made.status, E_CANCELLED);
	assert_int_equal(made.rendering.bytes.n, 0);
	rendering_fini(&made.rendering);
}

static void
rendering__files_are_known_by_their_first_bytes(void **state)
{
	(void)state;
	assert_string_equal(rendering_kind(SLICE_LITERAL("\xff\xd8\xff\xe0")), "JPEG");
	assert_string_equal(rendering_kind(SLICE_LITERAL("GIF89a")), "GIF");
	assert_string_equal(rendering_kind(SLICE_LITERAL("RIFF\1\2\3\4WEBPVP8 ")), "WebP");
	assert_string_equal(rendering_kind(SLICE_LITERAL("\0\0\0\x18"
							 "ftypheic\0\0\0\0")),
	    "HEIC or AVIF");
	assert_null(rendering_kind(SLICE_LITERAL("\0\0\0\x18"
						 "ftypisom\0\0\0\0")));
	assert_null(rendering_kind(SLICE_LITERAL("RIFF\1\2\3\4WAVEfmt ")));
	assert_null(rendering_kind(SLICE_LITERAL("Dear Sir")));
	assert_null(rendering_kind(slice_of(NULL, 0)));
}

int
main(int argc, char **argv)
{
#define DIARY_TEST(test) cmocka_unit_test_setup_teardown(test, diary_setup, diary_teardown)
	const struct CMUnitTest tests[] = {
	    DIARY_TEST(rendering__a_jpeg_comes_back_as_another_jpeg),
	    DIARY_TEST(rendering__what_was_png_is_png_and_says_so),
	    DIARY_TEST(rendering__each_says_what_became_of_it),
	    DIARY_TEST(rendering__the_same_picture_gives_the_same_bytes),
	    DIARY_TEST(rendering__what_the_file_says_comes_with_it),
	    DIARY_TEST(rendering__a_worker_that_lies_shows_nothing),
	    DIARY_TEST(rendering__it_can_be_cancelled),
	    cmocka_unit_test(rendering__files_are_known_by_their_first_bytes),
	};

	if (argc != 3)
		return 2;
	worker = argv[1];
	hostile = argv[2];
	return cmocka_run_group_tests_name("rendering", tests, NULL, NULL);
}
