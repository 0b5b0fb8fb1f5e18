/* tests/read/test_whatsapp_stamp.c
 * Every spelling of date and time at the head of a line, and what only looks like one. */
#include "tests/support/check.h"

#include "read/formats/whatsapp_stamp.h"

#define NNBSP "\xe2\x80\xaf"
#define NBSP  "\xc2\xa0"
#define THIN  "\xe2\x80\x89"
#define LRM   "\xe2\x80\x8e"
#define RLM   "\xe2\x80\x8f"

struct spelling {
	const char *line;
	enum date_order order;
	const char *want;
};

/* All but the Persian one mean 24 March 2024, five past nine in the evening. */
static const struct spelling spellings[] = {
    /* Android, United Kingdom and others */
    {"24/03/2024, 21:05 - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/03/24, 21:05 - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/3/24, 21:05 - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/03/2024 21:05 - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/03/2024, 9:05 pm - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/03/2024, 9:05" NNBSP "pm - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/03/2024, 9:05" NBSP "PM - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/03/2024, 9:05" THIN "p.m. - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/3/24, 9:05 p. m. - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/3/24, 9:05 p." NBSP "m. - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/03/2024, 9:05PM - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/03/2024, 9:05_PM - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24.03.24, 21:05 - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24.03.2024 21:05 - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24.3.2024 klo 21.05 - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24.03.2024 kl. 21.05 - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24-03-2024 21:05 - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24. 3. 2024, 21:05 - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24. 03. 2024. 21:05 - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24.03.24 г., 21:05 ч. - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/03/2024 à 21:05 - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/03/2024 às 21:05 - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/03/2024, 21:05 – N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/3/2024, 9:05 μ.μ. - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/03/2024, 9:05 PTG - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"21:05, 24/03/2024 - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {RLM "٢٤" RLM "/٣" RLM "/٢٠٢٤، ٩:٠٥ م - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"२४/३/२०२४, ९:०५ pm - N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    /* month first */
    {"3/24/24, 9:05 PM - N: t", DATE_ORDER_MDY, "2024-03-24T21:05:00"},
    {"3/24/24, 21:05 - N: t", DATE_ORDER_MDY, "2024-03-24T21:05:00"},
    {"03/24/2024, 09:05 p. m. - N: t", DATE_ORDER_MDY, "2024-03-24T21:05:00"},
    /* year first */
    {"2024-03-24 21:05 - N: t", DATE_ORDER_YMD, "2024-03-24T21:05:00"},
    {"2024-03-24, 9:05 p.m. - N: t", DATE_ORDER_YMD, "2024-03-24T21:05:00"},
    {"2024-03-24 21 h 05 - N: t", DATE_ORDER_YMD, "2024-03-24T21:05:00"},
    {"2024/03/24 21:05 - N: t", DATE_ORDER_YMD, "2024-03-24T21:05:00"},
    {"2024. 03. 24. 21:05 - N: t", DATE_ORDER_YMD, "2024-03-24T21:05:00"},
    {"2024. 3. 24. 오후 9:05 - N: t", DATE_ORDER_YMD, "2024-03-24T21:05:00"},
    {"2024년 3월 24일 오후 9:05 - N: t", DATE_ORDER_YMD, "2024-03-24T21:05:00"},
    {"2024年3月24日 21:05 - N: t", DATE_ORDER_YMD, "2024-03-24T21:05:00"},
    {"2024/3/24 下午9:05 - N: t", DATE_ORDER_YMD, "2024-03-24T21:05:00"},
    {"24/3/24 下午9:05 - N: t", DATE_ORDER_YMD, "2024-03-24T21:05:00"},
    {"۱۴۰۳/۱/۵،‏ ۲۱:۰۵ - N: t", DATE_ORDER_YMD, "1403-01-05T21:05:00"},
    /* iPhone */
    {"[24/03/2024, 21:05:07] N: t", DATE_ORDER_DMY, "2024-03-24T21:05:07"},
    {"[24/03/2024 21:05:07] N: t", DATE_ORDER_DMY, "2024-03-24T21:05:07"},
    {LRM "[24/03/2024, 21:05:07] N: t", DATE_ORDER_DMY, "2024-03-24T21:05:07"},
    {"\xef\xbb\xbf[24/03/2024, 21:05:07] N: t", DATE_ORDER_DMY, "2024-03-24T21:05:07"},
    {"[24/03/2024, 9:05:07" NNBSP "PM] N: t", DATE_ORDER_DMY, "2024-03-24T21:05:07"},
    {"[3/24/24, 9:05:07 PM] N: t", DATE_ORDER_MDY, "2024-03-24T21:05:07"},
    {"[24.03.24, 21:05:07] N: t", DATE_ORDER_DMY, "2024-03-24T21:05:07"},
    {"[24.3.2024 klo 21.05.07] N: t", DATE_ORDER_DMY, "2024-03-24T21:05:07"},
    {"[2024/3/24, 21:05:07] N: t", DATE_ORDER_YMD, "2024-03-24T21:05:07"},
    {"[2024-03-24, 21:05:07] N: t", DATE_ORDER_YMD, "2024-03-24T21:05:07"},
    {"[2024/3/24 下午9:05:07] N: t", DATE_ORDER_YMD, "2024-03-24T21:05:07"},
    {"[24/03/24 21:05] N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"[21:05, 24/03/2024] N: t", DATE_ORDER_DMY, "2024-03-24T21:05:00"},
    {"24/03/2024, 21:05:07: N: t", DATE_ORDER_DMY, "2024-03-24T21:05:07"},
};

static struct slice
slice_of_c(const char *c)
{
	return slice_of(c, strlen(c));
}

static void
stamp__reads_every_spelling(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(spellings); i++) {
		const struct spelling *s = &spellings[i];
		struct whatsapp_stamp stamp;
		struct slice rest;
		struct civil c;
		struct buf buf;

		if (!whatsapp_stamp_cut(slice_of_c(s->line), &stamp, &rest))
			fail_msg("no stamp: %s\n", s->line);
		assert_slice(rest, "N: t");
		if (!whatsapp_stamp_civil(&stamp, s->order, &c))
			fail_msg("no day: %s\n", s->line);
		buf_init(&buf, 64);
		civil_put(&buf, &c);
		if (!text_eq_c(buf_text(&buf), s->want))
			fail_msg("%s: %.*s\n", s->line, (int)buf.n, (const char *)buf.p);
		buf_fini(&buf);
	}
}

static void
stamp__refuses_what_only_looks_like_one(void **state)
{
	static const char *const lines[] = {
	    "",
	    "hello",
	    "24/03/2024",
	    "24/03/2024: this line is not a header",
	    "- 24/03/2024, 21:10 nor is this",
	    "[not a header] still mine",
	    "[24/03/2024]",
	    "[24/03/2024, 21:05:07",
	    "24/03/2024, 24:05 - N: t",
	    "24/03/2024, 21:60 - N: t",
	    "24/03/2024, 21:5 - N: t",
	    "24/03/2024, 21:05- N: t",
	    "24/03-2024, 21:05 - N: t",
	    "24/03/20245, 21:05 - N: t",
	    "2024/03/2024, 21:05 - N: t",
	    "32/03/2024, 21:05 - N: t",
	    "13/13/2024, 21:05 - N: t",
	    "31/02/2024, 21:05 - N: t",
	    "00/00/2024, 21:05 - N: t",
	    "24/03/0000, 21:05 - N: t",
	    "24/03/2024, 21:05: Arrival",
	    "2/11/19: Arrival",
	    "12345678901234567890",
	    "\xd9\xa2",
	    "[[[[[[[[[[[[",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct whatsapp_stamp stamp;
		struct slice rest;

		if (whatsapp_stamp_cut(slice_of_c(lines[i]), &stamp, &rest))
			fail_msg("taken for a stamp: %s\n", lines[i]);
	}
}

static void
stamp__never_reads_past_the_end(void **state)
{
	uint8_t *copy;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(spellings); i++) {
		size_t n = strlen(spellings[i].line);

		for (size_t cut_at = 0; cut_at <= n; cut_at++) {
			struct whatsapp_stamp stamp;
			struct slice rest;

			copy = test_malloc(cut_at); /* the allocator of cmocka guards the end */
			memcpy(copy, spellings[i].line, cut_at);
			if (whatsapp_stamp_cut(slice_of(copy, cut_at), &stamp, &rest))
				assert_true(rest.p == NULL || rest.p + rest.n == copy + cut_at);
			test_free(copy);
		}
	}
}

static uint32_t
shape(const char *line)
{
	struct whatsapp_stamp stamp;
	struct slice rest;

	assert_true(whatsapp_stamp_cut(slice_of_c(line), &stamp, &rest));
	return stamp.shape;
}

static void
stamp__shapes_tell_files_apart_and_not_lines(void **state)
{
	uint32_t uk = shape("24/03/2024, 21:05 - N: t");

	(void)state;
	assert_int_equal(uk, shape("1/3/2024, 9:05 - N: t"));
	assert_int_not_equal(uk, shape("24/03/24, 21:05 - N: t"));
	assert_int_not_equal(uk, shape("24.03.2024, 21:05 - N: t"));
	assert_int_not_equal(uk, shape("24/03/2024 21:05 - N: t"));
	assert_int_not_equal(uk, shape("24/03/2024, 21:05:07: N: t"));
	assert_int_not_equal(uk, shape("24/03/2024, 9:05 pm - N: t"));
	assert_int_not_equal(uk, shape("[24/03/2024, 21:05] N: t"));
	assert_int_not_equal(uk, shape("2024/03/24, 21:05 - N: t"));
	assert_int_equal(
	    shape("24/03/2024, 9:05 pm - N: t"), shape("24/03/2024, 9:05" NNBSP "AM - N: t"));
}

static void
stamp__noon_and_midnight_of_twelve_hours(void **state)
{
	static const struct {
		const char *line;
		unsigned hour;
		bool odd;
	} all[] = {
	    {"24/03/2024, 12:00 am - N: t", 0, false},
	    {"24/03/2024, 12:30 pm - N: t", 12, false},
	    {"24/03/2024, 1:00 am - N: t", 1, false},
	    {"24/03/2024, 11:59 pm - N: t", 23, false},
	    {"24/03/2024, 00:08 am - N: t", 0, true},
	    {"24/03/2024, 13:08 pm - N: t", 13, true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		struct whatsapp_stamp stamp;
		struct slice rest;

		assert_true(whatsapp_stamp_cut(slice_of_c(all[i].line), &stamp, &rest));
		assert_int_equal(stamp.hour, all[i].hour);
		assert_int_equal(stamp.odd_hour, all[i].odd);
	}
}

/* A mark before the line makes the reader take the long way. */
static void
same_both_ways(const char *line)
{
	struct whatsapp_stamp one, other;
	struct slice rest_one = {NULL, 0}, rest_other = {NULL, 0};
	char marked[128] = LRM;
	bool short_way = whatsapp_stamp_cut(slice_of_c(line), &one, &rest_one);

	memcpy(marked + 3, line, strlen(line) + 1);
	assert_int_equal(whatsapp_stamp_cut(slice_of_c(marked), &other, &rest_other), short_way);
	if (!short_way)
		return;
	assert_true(slice_eq(rest_one, rest_other));
	assert_true(slice_eq(one.written, other.written));
	one.written = other.written = slice_of(NULL, 0);
	assert_int_equal(one.shape, other.shape);
	assert_int_equal(one.end, other.end);
	assert_int_equal(one.date, other.date);
	assert_int_equal(one.year, other.year);
	assert_memory_equal(one.field, other.field, sizeof one.field);
	assert_int_equal(one.hour * 3600 + one.minute * 60 + one.second,
	    other.hour * 3600 + other.minute * 60 + other.second);
	assert_int_equal(one.has_second, other.has_second);
	assert_int_equal(one.odd_hour, other.odd_hour);
}

static void
stamp__the_short_cut_finds_what_the_long_way_does(void **state)
{
	static const char *const lines[] = {"24/03/2024, 21:05 - Name: some words of a text",
	    "[24/03/2024, 21:05:07] Name: some words of a text",
	    "3/4/24, 9:05 - Name: some words of a text and more",
	    "[3/4/24, 9:05] Name: some words of a text and more",
	    "24/03/2024, 21:05:59 - Name: some words of a text"};
	static const char bytes[] = "0129/:., -][hpa_m\xe2\xd9\r";
	char line[64];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		same_both_ways(lines[i]);
		for (size_t at = 0; at < 30; at++) {
			for (size_t b = 0; b < sizeof bytes - 1; b++) {
				/* in place of a byte, and before it */
				memcpy(line, lines[i], strlen(lines[i]) + 1);
				line[at] = bytes[b];
				same_both_ways(line);
				memcpy(line + at + 1, lines[i] + at, strlen(lines[i]) + 1 - at);
				same_both_ways(line);
			}
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(stamp__reads_every_spelling),
	    cmocka_unit_test(stamp__refuses_what_only_looks_like_one),
	    cmocka_unit_test(stamp__never_reads_past_the_end),
	    cmocka_unit_test(stamp__shapes_tell_files_apart_and_not_lines),
	    cmocka_unit_test(stamp__the_short_cut_finds_what_the_long_way_does),
	    cmocka_unit_test(stamp__noon_and_midnight_of_twelve_hours),
	};

	return cmocka_run_group_tests_name("read_whatsapp_stamp", tests, NULL, NULL);
}
