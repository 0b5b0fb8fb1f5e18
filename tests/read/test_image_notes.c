/* tests/read/test_image_notes.c
 * Photographs: how the place was found, and what stands in the file behind the picture.  What is
 * made of dates is in test_image.c. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"

#define CORPUS "tests/corpora/image/"

static void
hear_file(struct collect *c, const char *path)
{
	size_t n = strlen(path);
	const struct format *format = n > 4 && strcmp(path + n - 4, ".png") == 0 ? &png_format
										 : &jpeg_format;

	collect_init(c);
	assert_ok(collect_file(c, format, path, NULL), &c->err);
	assert_string_equal(c->broken, "");
	assert_int_equal(c->count, 1);
}

static void
image__tells_how_the_place_was_found(void **state)
{
	static const char *const claims[][2] = {{"gps-altitude", "12/1 below the sea"},
	    {"gps-status", "V"}, {"gps-measure-mode", "2"}, {"gps-precision", "25/10"},
	    {"gps-speed", "30/1 K"}, {"gps-track", "90/1 T"}, {"gps-image-direction", "180/1 M"},
	    {"gps-map-datum", "WGS-84"}, {"gps-processing-method", "NETWORK"},
	    {"gps-area-information", "Caf\xc3\xa9"}, {"gps-horizontal-error", "65/2"},
	    {"gps-position", "51.5000000,-0.1166667"}};
	struct collect c;

	(void)state;
	hear_file(&c, CORPUS "good/satellite-notes.jpg");
	for (size_t i = 0; i < COUNT_OF(claims); i++)
		assert_text(record_claim(&c.records[0], claims[i][0]), claims[i][1]);
	assert_int_equal(c.records[0].doubts_count, 0);
	collect_fini(&c);
	hear_file(&c, CORPUS "good/method-without-set.jpg");
	assert_text(record_claim(&c.records[0], "gps-processing-method"), "CELLID");
	assert_text(record_claim(&c.records[0], "gps-area-information"), "long words of no set");
	collect_fini(&c);
}

static void
image__doubts_a_place_that_is_zero(void **state)
{
	struct collect c;

	(void)state;
	hear_file(&c, CORPUS "bad/place-zero.jpg");
	assert_non_null(record_doubt(&c.records[0], "place-zero"));
	assert_text(record_claim(&c.records[0], "gps-altitude"), "12/1, reference 9");
	collect_fini(&c);
}

static void
image__says_what_stands_behind_the_picture(void **state)
{
	static const struct {
		const char *path, *doubt, *claim;
	} rows[] = {
	    {CORPUS "good/motion-photo.jpg", "65618 bytes, with a film among them (a motion photo)",
		NULL},
	    {CORPUS "good/two-pictures.jpg", NULL,
		"30 bytes: another picture, as the file says itself"},
	    {CORPUS "good/samsung-notes.jpg", NULL, "67 bytes: notes of a Samsung camera"},
	    {CORPUS "good/filled-up.jpg", NULL, NULL},
	    {CORPUS "good/two-scans.jpg", NULL, NULL},
	    {CORPUS "good/phone.jpg", NULL, NULL},
	    {CORPUS "good/screenshot.png", NULL, NULL},
	    {CORPUS "bad/picture-behind.jpg", "30 bytes: another picture", NULL},
	    {CORPUS "bad/behind-the-end.png", "50 bytes", NULL},
	};
	const struct doubt *doubt;
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		hear_file(&c, rows[i].path);
		doubt = record_doubt(&c.records[0], "more-behind");
		assert_int_equal(doubt != NULL, rows[i].doubt != NULL);
		if (doubt != NULL)
			assert_text(doubt->detail, rows[i].doubt);
		if (rows[i].claim != NULL)
			assert_text(record_claim(&c.records[0], "behind-picture"), rows[i].claim);
		else
			assert_null(record_claim(&c.records[0], "behind-picture").p);
		assert_null(record_doubt(&c.records[0], "damaged"));
		assert_null(record_doubt(&c.records[0], "cut-off"));
		collect_fini(&c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(image__tells_how_the_place_was_found),
	    cmocka_unit_test(image__doubts_a_place_that_is_zero),
	    cmocka_unit_test(image__says_what_stands_behind_the_picture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
