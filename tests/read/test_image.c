/* tests/read/test_image.c
 * Photographs: what JPEG and PNG files say of themselves, and how far it is believed. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>

#include <zlib.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

#define CORPUS  "tests/corpora/image/"
#define OUTSIDE "../shared/fixtures"

/* One EXIF field: text, or `rationals` when text is NULL. */
struct field {
	uint16_t tag;
	const char *text;
	uint32_t rationals[6];
};

struct exif {
	struct field taken[4]; /* EXIF directory */
	struct field satellites[6];
};

static size_t
field_count(const struct field *fields, size_t most)
{
	size_t n = 0;

	while (n < most && fields[n].tag != 0)
		n++;
	return n;
}

static void
put_u16le(struct buf *out, uint32_t v)
{
	buf_put_byte(out, (uint8_t)v);
	buf_put_byte(out, (uint8_t)(v >> 8));
}

static uint32_t
field_bytes(const struct field *field)
{
	return field->text != NULL ? (uint32_t)strlen(field->text) + 1 : 24;
}

/* A directory at offset `at` of the TIFF block, its values behind it. */
static void
put_directory(struct buf *out, const struct field *fields, size_t n, uint32_t at)
{
	uint32_t values = at + 2 + 12 * (uint32_t)n + 4;

	put_u16le(out, (uint32_t)n);
	for (size_t i = 0; i < n; i++) {
		uint32_t bytes = field_bytes(&fields[i]);

		put_u16le(out, fields[i].tag);
		put_u16le(out, fields[i].text != NULL ? 2 : 5);
		buf_put_u32le(out, fields[i].text != NULL ? bytes : 3);
		if (bytes > 4) {
			buf_put_u32le(out, values);
			values += bytes;
		} else {
			buf_put(out, fields[i].text, bytes);
			for (uint32_t j = bytes; j < 4; j++)
				buf_put_byte(out, 0);
		}
	}
	buf_put_u32le(out, 0);
	for (size_t i = 0; i < n; i++) {
		if (field_bytes(&fields[i]) > 4 && fields[i].text != NULL)
			buf_put(out, fields[i].text, field_bytes(&fields[i]));
		for (size_t j = 0; j < 6 && fields[i].text == NULL; j++)
			buf_put_u32le(out, fields[i].rationals[j]);
	}
}

static struct buf
tiff_of(const struct exif *exif)
{
	struct buf out, taken;
	size_t taken_n = field_count(exif->taken, 4), gps_n = field_count(exif->satellites, 6);

	buf_init(&taken, 4096);
	put_directory(&taken, exif->taken, taken_n, 38);
	buf_init(&out, 8192);
	buf_put(&out, "II*\0\x08\0\0\0\x02\0", 10);
	buf_put(&out, "\x69\x87\x04\0\x01\0\0\0", 8);
	buf_put_u32le(&out, 38);
	buf_put(&out, "\x25\x88\x04\0\x01\0\0\0", 8);
	buf_put_u32le(&out, 38 + (uint32_t)taken.n);
	buf_put_u32le(&out, 0);
	buf_put_slice(&out, buf_slice(&taken));
	put_directory(&out, exif->satellites, gps_n, 38 + (uint32_t)taken.n);
	buf_fini(&taken);
	return out;
}

/* A JPEG file of 4032x3024 with that EXIF, no picture to speak of. */
static struct buf
jpeg_of(const struct exif *exif)
{
	struct buf tiff = tiff_of(exif), out;

	buf_init(&out, 16384);
	buf_put(&out, "\xff\xd8\xff\xe1", 4);
	buf_put_byte(&out, (uint8_t)((tiff.n + 8) >> 8));
	buf_put_byte(&out, (uint8_t)(tiff.n + 8));
	buf_put(&out, "Exif\0\0", 6);
	buf_put_slice(&out, buf_slice(&tiff));
	buf_put(&out, "\xff\xc0\0\x0b\x08\x0b\xd0\x0f\xc0\x01\x01\x11\0", 13);
	buf_put(&out, "\xff\xda\0\x08\x01\x01\0\0\x3f\0\x12\xff\0\xff\xd9", 15);
	buf_fini(&tiff);
	return out;
}

static void
hear(struct collect *c, const struct format *format, struct slice bytes, const char *name)
{
	struct reading_options options = {.name = name != NULL ? text_of_c(name) : TEXT_NONE};

	collect_init(c);
	assert_ok(collect_slice(c, format, bytes, &options), &c->err);
	assert_string_equal(c->broken, "");
	assert_int_equal(c->count, 1);
	assert_int_equal(c->records[0].kind, KIND_PHOTO);
	assert_int_equal(c->records[0].attachments[0].source, ATTACHMENT_SELF);
}

static void
hear_exif(struct collect *c, const struct exif *exif)
{
	struct buf bytes = jpeg_of(exif);

	hear(c, &jpeg_format, buf_slice(&bytes), "IMG.jpg");
	buf_fini(&bytes);
}

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
image__is_recognised_by_its_first_bytes(void **state)
{
	(void)state;
	assert_ptr_equal(format_of_head(SLICE_LITERAL("\xff\xd8\xff\xe0")), &jpeg_format);
	assert_ptr_equal(format_of_head(SLICE_LITERAL("\x89PNG\r\n\x1a\n")), &png_format);
	assert_ptr_equal(format_of_head(SLICE_LITERAL("\xff\xd8")), &file_format);
	assert_ptr_equal(format_by_name(TEXT_LITERAL("jpeg")), &jpeg_format);
	assert_ptr_equal(format_by_name(TEXT_LITERAL("png")), &png_format);
}

static void
image__an_offset_of_its_own_makes_an_instant(void **state)
{
	static const struct exif exif = {.taken = {{0x9003, "2024:03:25 06:05:07", {0}},
					     {0x9011, "+09:00", {0}}, {0x9291, "463", {0}}}};
	struct collect c;
	const struct moment *when;

	(void)state;
	hear_exif(&c, &exif);
	when = &c.records[0].when;
	assert_int_equal(when->basis, BASIS_INSTANT);
	assert_int_equal(when->precision, PRECISION_SECOND);
	assert_int_equal(when->at_us, INT64_C(1711314307463000));
	assert_true(when->local_known);
	assert_int_equal(when->local.hour, 6);
	assert_text(when->zone, "+09:00");
	assert_text(record_claim(&c.records[0], "exif-date-time-original"), "2024:03:25 06:05:07");
	assert_text(record_claim(&c.records[0], "exif-offset-time-original"), "+09:00");
	assert_text(record_claim(&c.records[0], "pixels"), "4032x3024");
	assert_int_equal(c.records[0].doubts_count, 0);
	collect_fini(&c);
}

static void
image__without_an_offset_it_is_wall_time(void **state)
{
	static const struct exif exif = {.taken = {{0x9003, "2024:06:01 12:00:00", {0}}}};
	static const struct exif unknown = {
	    .taken = {{0x9003, "2024:06:01 12:00:00", {0}}, {0x9011, "   :  ", {0}}}};
	struct collect c;

	(void)state;
	hear_exif(&c, &exif);
	assert_int_equal(c.records[0].when.basis, BASIS_LOCAL);
	assert_false(c.records[0].when.at_known);
	assert_int_equal(c.records[0].when.local.month, 6);
	assert_null(c.records[0].when.zone.p);
	assert_int_equal(c.records[0].doubts_count, 0);
	collect_fini(&c);
	hear_exif(&c, &unknown);
	assert_int_equal(c.records[0].when.basis, BASIS_LOCAL);
	assert_int_equal(c.records[0].doubts_count, 0);
	collect_fini(&c);
}

static void
image__an_offset_that_is_none_is_doubted(void **state)
{
	static const char *const offsets[] = {"BST", "+1:00", "+25:00", "+01:60", "0100"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(offsets); i++) {
		struct exif exif = {
		    .taken = {{0x9003, "2024:06:01 12:00:00", {0}}, {0x9011, offsets[i], {0}}}};

		hear_exif(&c, &exif);
		assert_int_equal(c.records[0].when.basis, BASIS_LOCAL);
		assert_text(record_doubt(&c.records[0], "offset-unreadable")->detail, offsets[i]);
		collect_fini(&c);
	}
}

static void
image__taken_goes_before_made_digital(void **state)
{
	static const struct exif both = {
	    .taken = {{0x9003, "2024:06:01 12:00:00", {0}}, {0x9004, "2024:07:01 12:00:00", {0}}}};
	static const struct exif scan = {.taken = {{0x9004, "2024:07:01 12:00:00", {0}}}};
	struct collect c;

	(void)state;
	hear_exif(&c, &both);
	assert_int_equal(c.records[0].when.local.month, 6);
	assert_text(record_claim(&c.records[0], "exif-date-time-digitized"), "2024:07:01 12:00:00");
	collect_fini(&c);
	hear_exif(&c, &scan);
	assert_int_equal(c.records[0].when.local.month, 7);
	collect_fini(&c);
}

static void
image__blank_dates_give_no_time(void **state)
{
	static const char *const blanks[] = {
	    "    :  :     :  :  ", "0000:00:00 00:00:00", "                   ", ""};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(blanks); i++) {
		struct exif exif = {
		    .taken = {{0x9003, blanks[i], {0}}, {0x9004, "2024:07:01 12:00:00", {0}}}};

		hear_exif(&c, &exif);
		assert_int_equal(c.records[0].when.basis, BASIS_NONE);
		assert_non_null(record_doubt(&c.records[0], "date-blank"));
		collect_fini(&c);
	}
}

static void
image__impossible_dates_give_no_time(void **state)
{
	static const char *const dates[] = {"2024:02:30 12:00:00", "2024:01:01 24:00:00",
	    "2024-01-01 12:00:00", "2024:01:01T12:00:00", "2024:01:01 12:00", "yesterday",
	    "2012-05-03T13:36:11-04:00", "2024:01:01 12:00:60"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(dates); i++) {
		struct exif exif = {.taken = {{0x9003, dates[i], {0}}}};

		hear_exif(&c, &exif);
		assert_int_equal(c.records[0].when.basis, BASIS_NONE);
		assert_text(record_doubt(&c.records[0], "date-unreadable")->detail, dates[i]);
		assert_text(record_claim(&c.records[0], "exif-date-time-original"), dates[i]);
		collect_fini(&c);
	}
}

static void
image__absurd_years_are_kept_and_doubted(void **state)
{
	static const char *const dates[] = {"0001:01:01 00:00:00", "1989:12:31 23:59:59",
	    "2100:01:01 00:00:00", "9999:12:31 23:59:59"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(dates); i++) {
		struct exif exif = {.taken = {{0x9003, dates[i], {0}}, {0x9011, "+14:00", {0}}}};

		hear_exif(&c, &exif);
		assert_true(c.records[0].when.local_known);
		assert_int_equal(c.records[0].when.basis, i == 0 ? BASIS_LOCAL : BASIS_INSTANT);
		assert_text(record_doubt(&c.records[0], "date-implausible")->detail, dates[i]);
		collect_fini(&c);
	}
}

static void
image__clocks_that_cannot_both_be_right_are_doubted(void **state)
{
	static const struct {
		const char *camera, *offset, *day;
		uint32_t hour, minute;
		bool differ;
	} rows[] = {
	    {"2012:02:19 16:43:29", "", "2012:02:20", 16, 44, true},
	    {"2012:02:19 16:43:29", "", "2012:02:19", 16, 44, false},
	    {"2024:02:19 23:30:00", "", "2024:02:20", 4, 30, false}, /* New York */
	    {"2024:02:20 12:00:00", "", "2024:02:19", 22, 0, false}, /* Kiribati */
	    {"2024:02:20 12:00:00", "", "2024:02:19", 21, 0, true},
	    {"2024:06:01 12:00:00", "+01:00", "2024:06:01", 11, 5, false},
	    {"2024:06:01 12:00:00", "+01:00", "2024:06:01", 11, 20, true},
	    {"2024:06:01 12:00:00", "+01:00", "2024:06:01", 12, 0, true},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct exif exif = {
		    .taken = {{0x9003, rows[i].camera, {0}}, {0x9011, rows[i].offset, {0}}},
		    .satellites = {{0x07, NULL, {rows[i].hour, 1, rows[i].minute, 1, 0, 1}},
			{0x1d, rows[i].day, {0}}}};

		hear_exif(&c, &exif);
		assert_int_equal(
		    record_doubt(&c.records[0], "clocks-differ") != NULL, rows[i].differ);
		assert_true(record_claim(&c.records[0], "gps-time").n == 20);
		collect_fini(&c);
	}
}

static void
image__a_satellite_day_alone_is_compared_as_a_day(void **state)
{
	static const struct exif same = {.taken = {{0x9003, "2024:06:01 12:00:00", {0}}},
	    .satellites = {{0x1d, "2024:06:01", {0}}}};
	static const struct exif other = {.taken = {{0x9003, "2024:06:01 12:00:00", {0}}},
	    .satellites = {{0x1d, "2024:06:03", {0}}}};
	struct collect c;

	(void)state;
	hear_exif(&c, &same);
	assert_null(record_doubt(&c.records[0], "clocks-differ"));
	assert_null(record_claim(&c.records[0], "gps-time").p);
	collect_fini(&c);
	hear_exif(&c, &other);
	assert_non_null(record_doubt(&c.records[0], "clocks-differ"));
	collect_fini(&c);
}

static void
image__a_position_is_a_claim_in_both_spellings(void **state)
{
	static const struct exif exif = {
	    .satellites = {{0x01, "S", {0}}, {0x02, NULL, {51, 1, 34, 1, 3274, 100}},
		{0x03, "W", {0}}, {0x04, NULL, {1, 1, 34, 1, 439, 100}}}};
	struct collect c;

	(void)state;
	hear_exif(&c, &exif);
	assert_text(record_claim(&c.records[0], "gps-position"), "-51.5757611,-1.5678861");
	assert_text(record_claim(&c.records[0], "gps-latitude"), "51/1 34/1 3274/100 S");
	assert_null(c.records[0].place.p);
	collect_fini(&c);
}

static void
image__a_position_that_is_none_is_doubted(void **state)
{
	static const struct exif rows[] = {
	    {.satellites = {{0x01, "N", {0}}, {0x02, NULL, {91, 1, 0, 1, 0, 1}}, {0x03, "E", {0}},
		 {0x04, NULL, {0, 1, 0, 1, 0, 1}}}},
	    {.satellites = {{0x01, "N", {0}}, {0x02, NULL, {1, 0, 0, 1, 0, 1}}, {0x03, "E", {0}},
		 {0x04, NULL, {0, 1, 0, 1, 0, 1}}}},
	    {.satellites = {{0x01, "X", {0}}, {0x02, NULL, {1, 1, 0, 1, 0, 1}}, {0x03, "E", {0}},
		 {0x04, NULL, {0, 1, 0, 1, 0, 1}}}},
	    {.satellites = {{0x02, NULL, {UINT32_MAX, 1, UINT32_MAX, 1, UINT32_MAX, 1}}}},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		hear_exif(&c, &rows[i]);
		assert_null(record_claim(&c.records[0], "gps-position").p);
		assert_true(record_claim(&c.records[0], "gps-latitude").n != 0);
		assert_non_null(record_doubt(&c.records[0], "position-unreadable"));
		collect_fini(&c);
	}
}

static void
image__a_name_that_says_otherwise_is_doubted(void **state)
{
	static const struct {
		const char *name;
		bool differs;
	} rows[] = {{"a.jpg", false}, {"a.JPEG", false}, {"a", false}, {NULL, false},
	    {"IMG.2024.jpg", false}, {"a.png", true}, {"a.heic", true}, {"a.txt", true},
	    {"no. 7", false}};
	static const struct exif exif = {.taken = {{0x9003, "2024:06:01 12:00:00", {0}}}};
	struct buf bytes = jpeg_of(&exif);
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		hear(&c, &jpeg_format, buf_slice(&bytes), rows[i].name);
		assert_int_equal(record_doubt(&c.records[0], "name-differs-from-content") != NULL,
		    rows[i].differs);
		assert_text(c.records[0].attachments[0].type, "image/jpeg");
		collect_fini(&c);
	}
	buf_fini(&bytes);
}

static void
image__one_without_details_says_that_this_proves_nothing(void **state)
{
	struct collect c;

	(void)state;
	hear_file(&c, CORPUS "good/no-details.jpg");
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "no-details"), 1);
	assert_int_equal(c.records[0].when.basis, BASIS_NONE);
	assert_int_equal(c.records[0].doubts_count, 0);
	collect_fini(&c);
	hear_file(&c, CORPUS "good/phone.jpg");
	assert_int_equal(collect_notes(&c, NOTE_OMITS, NULL), 0);
	collect_fini(&c);
}

static void
image__both_byte_orders_say_the_same(void **state)
{
	struct collect little, big;

	(void)state;
	hear_file(&little, CORPUS "good/phone.jpg");
	hear_file(&big, CORPUS "good/phone-big-endian.jpg");
	assert_int_equal(little.records[0].when.at_us, INT64_C(1711314307463000));
	assert_int_equal(big.records[0].when.at_us, INT64_C(1711314307463000));
	assert_text(record_claim(&little.records[0], "gps-position"), "51.5073056,-0.1277500");
	assert_text(record_claim(&big.records[0], "gps-position"), "51.5073056,-0.1277500");
	assert_text(record_claim(&big.records[0], "exif-orientation"), "6");
	assert_text(record_claim(&big.records[0], "exif-make"), "Example");
	assert_text(record_claim(&big.records[0], "exif-user-comment"), "at the door");
	assert_text(record_claim(&little.records[0], "jpeg-comment"), "a comment");
	collect_fini(&little);
	collect_fini(&big);
}

static void
image__xmp_dates_are_claims_only(void **state)
{
	struct collect c;

	(void)state;
	hear_file(&c, CORPUS "good/xmp.jpg");
	assert_int_equal(c.records[0].when.basis, BASIS_NONE);
	assert_text(record_claim(&c.records[0], "xmp-create-date"), "2024-03-24T21:05:07Z");
	assert_text(record_claim(&c.records[0], "xmp-date-created"), "2024-03-24");
	assert_text(record_claim(&c.records[0], "xmp-modify-date"), "2024-03-25T09:00:00+01:00");
	collect_fini(&c);
}

static void
image__a_png_says_what_its_chunks_say(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	hear_file(&c, CORPUS "good/texts.png");
	r = &c.records[0];
	assert_text(record_claim(r, "png-software"), "gnome-screenshot");
	assert_text(record_claim(r, "png-creation-time"), "Sun 24 Mar 2024 21:06:00 GMT");
	assert_text(record_claim(r, "png-author"), "J\xc3\xb8rn");
	assert_text(record_claim(r, "png-compressed-text"), "Description");
	assert_text(record_claim(r, "pixels"), "1170x2532");
	assert_int_equal(r->when.basis, BASIS_INSTANT);
	assert_int_equal(r->when.at_us, INT64_C(1711314360000000));
	assert_non_null(record_doubt(r, "date-of-change"));
	collect_fini(&c);
	hear_file(&c, CORPUS "good/screenshot.png");
	r = &c.records[0];
	assert_int_equal(r->when.basis, BASIS_LOCAL);
	assert_int_equal(r->when.local.minute, 6);
	assert_text(record_claim(r, "exif-user-comment"), "Screenshot");
	assert_text(record_claim(r, "xmp-create-date"), "2024-03-24T21:06:00");
	assert_int_equal(r->doubts_count, 0);
	collect_fini(&c);
}

static void
image__faults_are_doubted_and_still_one_record(void **state)
{
	static const struct {
		const char *file, *doubt;
		bool unread;
	} rows[] = {{"cut-in-exif", "cut-off", true}, {"cut-in-picture", "cut-off", true},
	    {"length-too-short", "damaged", true}, {"length-too-long", "cut-off", true},
	    {"no-marker", "damaged", true}, {"start-only", "cut-off", true},
	    {"forged-offset.jpg", "exif-unreadable", false},
	    {"looping-directories.jpg", "exif-unreadable", false},
	    {"exif-empty.jpg", "exif-unreadable", false}, {"exif-twice.jpg", "exif-twice", false},
	    {"not-utf8.jpg", "not-utf8", false}, {"bad-sum.png", "damaged", true},
	    {"bad-time.png", "date-unreadable", false}, {"forged-length.png", "damaged", true},
	    {"long-length.png", "cut-off", true}, {"no-end.png", "cut-off", true},
	    {"zero-size.png", "damaged", true}, {"odd-texts.png", "damaged", true},
	    {"huge-text.png", "too-long", true}, {"signature-only.png", "cut-off", true}};
	char path[256];
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		(void)snprintf(path, sizeof path, CORPUS "bad/%s", rows[i].file);
		hear_file(&c, path);
		if (record_doubt(&c.records[0], rows[i].doubt) == NULL)
			fail_msg("%s lacks %s", rows[i].file, rows[i].doubt);
		assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL) != 0, rows[i].unread);
		collect_fini(&c);
	}
}

static void
image__wrong_text_is_repaired_and_its_bytes_kept(void **state)
{
	struct collect c;

	(void)state;
	hear_file(&c, CORPUS "bad/not-utf8.jpg");
	assert_text(record_claim(&c.records[0], "exif-make"), "Caf\xef\xbf\xbd\xef\xbf\xbd");
	assert_slice(c.records[0].raw, "Caf\xe9\xff");
	collect_fini(&c);
}

static void
put_comment(struct buf *out, const char *unit, unsigned times)
{
	size_t n = strlen(unit) * times + 2;

	buf_put(out, "\xff\xfe", 2);
	buf_put_byte(out, (uint8_t)(n >> 8));
	buf_put_byte(out, (uint8_t)n);
	for (unsigned i = 0; i < times; i++)
		buf_put_c(out, unit);
}

/* However much a picture says of itself, it stays one record with its time. */
static void
image__that_says_too_much_is_still_read(void **state)
{
	static const struct exif exif = {.taken = {{0x9003, "2024:03:24 21:05:07", {0}}}};
	struct buf jpeg = jpeg_of(&exif), bytes, long_ones;
	struct collect c;

	(void)state;
	buf_init(&bytes, 64 << 20);
	buf_put(&bytes, "\xff\xd8", 2);
	for (unsigned i = 0; i < 3000; i++)
		put_comment(&bytes, "comment", 1);
	buf_put(&bytes, jpeg.p + 2, jpeg.n - 2);
	hear(&c, &jpeg_format, buf_slice(&bytes), NULL);
	assert_int_equal(c.records[0].when.local.year, 2024);
	assert_non_null(record_doubt(&c.records[0], "too-much"));
	assert_null(record_doubt(&c.records[0], "damaged"));
	collect_fini(&c);

	buf_init(&long_ones, 64 << 20);
	buf_put(&long_ones, "\xff\xd8", 2);
	for (unsigned i = 0; i < 5000; i++)
		put_comment(&long_ones, "£", 700);
	buf_put(&long_ones, jpeg.p + 2, jpeg.n - 2);
	hear(&c, &jpeg_format, buf_slice(&long_ones), NULL);
	assert_int_equal(c.records[0].when.local.year, 2024);
	assert_non_null(record_doubt(&c.records[0], "cut"));
	assert_null(record_doubt(&c.records[0], "not-utf8")); /* the cut is between characters */
	collect_fini(&c);
	buf_fini(&long_ones);
	buf_fini(&bytes);
	buf_fini(&jpeg);
}

static void
put_chunk(struct buf *out, const char *type, const void *data, size_t n)
{
	size_t from = out->n + 4;
	uint8_t head[4];

	for (size_t i = 0; i < 4; i++)
		head[i] = (uint8_t)(n >> (24 - 8 * i));
	buf_put(out, head, 4);
	buf_put(out, type, 4);
	buf_put(out, data, n);
	for (size_t i = 0, crc = crc32_z(0, out->p + from, n + 4); i < 4; i++)
		buf_put_byte(out, (uint8_t)(crc >> (24 - 8 * i)));
}

static void
image__png_that_says_too_much_is_still_read(void **state)
{
	struct buf png;
	struct collect c;

	(void)state;
	buf_init(&png, 64 << 20);
	buf_put(&png, "\x89PNG\r\n\x1a\n", 8);
	put_chunk(&png, "IHDR", "\0\0\0\1\0\0\0\1\x08\0\0\0\0", 13);
	for (unsigned i = 0; i < 45; i++)
		put_chunk(&png, "tEXt", "Comment\0a text", 14);
	put_chunk(&png, "IEND", "", 0);
	hear(&c, &png_format, buf_slice(&png), NULL);
	assert_int_equal(c.records[0].claims_count, 41); /* and the size */
	assert_non_null(record_doubt(&c.records[0], "too-much"));
	collect_fini(&c);

	png.n -= 12;
	for (unsigned i = 0; i < 300000; i++)
		put_chunk(&png, "tIME", "\x07\xe8\3\x18\x15\5\7", 7);
	put_chunk(&png, "IEND", "", 0);
	hear(&c, &png_format, buf_slice(&png), NULL);
	assert_non_null(record_doubt(&c.records[0], "damaged")); /* one such chunk is allowed */
	assert_text(record_claim(&c.records[0], "png-time"), "2024-03-24T21:05:07Z");
	collect_fini(&c);
	buf_fini(&png);
}

static struct buf
file_bytes(const char *path)
{
	struct buf out;
	FILE *file = fopen(path, "rb");
	uint8_t piece[4096];
	size_t n;

	buf_init(&out, 1 << 24);
	assert_non_null(file);
	while ((n = fread(piece, 1, sizeof piece, file)) != 0)
		buf_put(&out, piece, n);
	(void)fclose(file);
	return out;
}

static void
image__cut_off_at_every_byte_is_one_record_and_said(void **state)
{
	static const char *const files[] = {
	    "good/phone.jpg", "good/texts.png", "good/screenshot.png"};
	char path[256];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		const struct format *format = i == 0 ? &jpeg_format : &png_format;
		struct buf bytes;

		(void)snprintf(path, sizeof path, CORPUS "%s", files[i]);
		bytes = file_bytes(path);
		for (size_t n = 0; n < bytes.n; n++) {
			struct collect c;
			enum status status;

			collect_init(&c);
			status = collect_slice(&c, format, slice_of(bytes.p, n), NULL);
			assert_string_equal(c.broken, "");
			assert_int_equal(status, n < (i == 0 ? 3U : 8U) ? E_FORMAT : OK);
			/* The last bytes of IEND are not looked at. */
			if (status == OK && (i == 0 || n < bytes.n - 4))
				assert_int_equal(collect_notes(&c, NOTE_UNREAD, "cut-off"), 1);
			collect_fini(&c);
		}
		buf_fini(&bytes);
	}
}

static void
image__another_file_is_another_format(void **state)
{
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_int_equal(
	    collect_slice(&c, &jpeg_format, SLICE_LITERAL("\x89PNG\r\n\x1a\n"), NULL), E_FORMAT);
	collect_fini(&c);
	collect_init(&c);
	assert_int_equal(collect_slice(&c, &png_format, SLICE_LITERAL("GIF89a"), NULL), E_FORMAT);
	assert_int_equal(c.count, 0);
	collect_fini(&c);
}

struct fact {
	const char *file, *local, *position, *pixels, *doubt;
};

static const struct fact facts[] = {
    {"tika_testJPEG_GEO_2.jpg", "2012-02-19T16:43:29", "51.5757623,-1.5678859", "100x75",
	"clocks-differ"},
    {"exifsamples_DSCN0010_gps.jpg", "2008-10-22T16:28:39", "43.4674483,11.8851267", "640x480",
	"clocks-differ"},
    {"tika_testJPEG_EXIF_emptyDateTime.jpg", NULL, NULL, "64x54", "date-unreadable"},
    {"exifsamples_portrait_6.jpg", NULL, NULL, "600x450", NULL},
};

static void
check_fact(const struct fact *fact)
{
	char path[256];
	struct civil local;
	struct collect c;
	const struct record *r;

	(void)snprintf(path, sizeof path, OUTSIDE "/media/%s", fact->file);
	hear_file(&c, path);
	r = &c.records[0];
	assert_int_equal(r->when.basis, fact->local != NULL ? BASIS_LOCAL : BASIS_NONE);
	if (fact->local != NULL) {
		assert_true(civil_parse(slice_of(fact->local, strlen(fact->local)), &local, NULL));
		assert_int_equal(civil_compare(&r->when.local, &local), 0);
	}
	if (fact->position != NULL)
		assert_text(record_claim(r, "gps-position"), fact->position);
	assert_text(record_claim(r, "pixels"), fact->pixels);
	assert_int_equal(r->doubts_count, fact->doubt != NULL);
	if (fact->doubt != NULL)
		assert_non_null(record_doubt(r, fact->doubt));
	collect_fini(&c);
}

static void
image_facts__known_photographs_say_what_is_known(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have(OUTSIDE))
		skip();
	for (size_t i = 0; i < COUNT_OF(facts); i++)
		check_fact(&facts[i]);
	hear_file(&c, OUTSIDE "/media/tika_testJPEG_EXIF_emptyDateTime.jpg");
	assert_text(record_claim(&c.records[0], "xmp-create-date"), "2012-04-30T12:52:07-04:00");
	collect_fini(&c);
	hear_file(&c, OUTSIDE "/media/exifsamples_DSCN0010_gps.jpg");
	assert_text(record_claim(&c.records[0], "gps-time"), "2008-10-23T14:27:07.240Z");
	collect_fini(&c);
	hear_file(&c, OUTSIDE "/media/tika_testJPEG_GEO_2.jpg");
	assert_text(record_claim(&c.records[0], "exif-model"), "Nexus S");
	assert_text(record_claim(&c.records[0], "gps-date"), "2012:02:20");
	collect_fini(&c);
	hear_file(&c, OUTSIDE "/media/exifsamples_portrait_6.jpg");
	assert_text(record_claim(&c.records[0], "exif-orientation"), "6");
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(image__is_recognised_by_its_first_bytes),
	    cmocka_unit_test(image__an_offset_of_its_own_makes_an_instant),
	    cmocka_unit_test(image__without_an_offset_it_is_wall_time),
	    cmocka_unit_test(image__an_offset_that_is_none_is_doubted),
	    cmocka_unit_test(image__taken_goes_before_made_digital),
	    cmocka_unit_test(image__blank_dates_give_no_time),
	    cmocka_unit_test(image__impossible_dates_give_no_time),
	    cmocka_unit_test(image__absurd_years_are_kept_and_doubted),
	    cmocka_unit_test(image__clocks_that_cannot_both_be_right_are_doubted),
	    cmocka_unit_test(image__a_satellite_day_alone_is_compared_as_a_day),
	    cmocka_unit_test(image__a_position_is_a_claim_in_both_spellings),
	    cmocka_unit_test(image__a_position_that_is_none_is_doubted),
	    cmocka_unit_test(image__a_name_that_says_otherwise_is_doubted),
	    cmocka_unit_test(image__one_without_details_says_that_this_proves_nothing),
	    cmocka_unit_test(image__both_byte_orders_say_the_same),
	    cmocka_unit_test(image__xmp_dates_are_claims_only),
	    cmocka_unit_test(image__a_png_says_what_its_chunks_say),
	    cmocka_unit_test(image__faults_are_doubted_and_still_one_record),
	    cmocka_unit_test(image__wrong_text_is_repaired_and_its_bytes_kept),
	    cmocka_unit_test(image__that_says_too_much_is_still_read),
	    cmocka_unit_test(image__png_that_says_too_much_is_still_read),
	    cmocka_unit_test(image__cut_off_at_every_byte_is_one_record_and_said),
	    cmocka_unit_test(image__another_file_is_another_format),
	    cmocka_unit_test(image_facts__known_photographs_say_what_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
