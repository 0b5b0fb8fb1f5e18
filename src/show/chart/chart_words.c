/* src/show/chart/chart_words.c
 * Widths and cuts of words; see chart_words.h.  Unicode's classes are HarfBuzz's. */
#include "show/chart/chart_words.h"

#include <hb.h>

enum {
	EM = 1000,               /* widths are in thousandths of the size */
	CLUSTER_MAX_POINTS = 12, /* more than any letter has that is meant to be read */
	CUT_MAX_BYTES = 4096,
	NAME_EMS = 30,
};

/* The widest glyph of a range, from low to high.  What is in no range: EM * 13 / 10, an emoji. */
static const struct {
	uint32_t first, last;
	int32_t width;
} widths[] = {
    {0xa0, 0x24f, 1000}, {0x370, 0x52f, 1150}, {0x5d0, 0x6ff, 1150}, {0x700, 0x8ff, 1300},
    {0x900, 0x109f, 2200}, /* India, Thailand, Tibet, Burma: some letters are very wide */
    {0x1780, 0x17ff, 2200}, {0x1e00, 0x1fff, 1150}, {0x2010, 0x2013, 600}, {0x2018, 0x201f, 520},
    {0x2026, 0x2026, 1000}, {0x2e3a, 0x2e3a, 2100}, {0x2e3b, 0x2e3b, 3100}, {0x3000, 0x9fff, 1000},
    {0xac00, 0xd7a3, 1000}, {0xa980, 0xa9df, 2200},
    {0xfdf0, 0xfdff, 13000},                          /* whole phrases in one sign */
    {0xfe70, 0xfefe, 1300}, {0x12000, 0x1254f, 8000}, /* cuneiform */
};

static int32_t
ascii_width(uint32_t cp)
{
	if (cp >= '0' && cp <= '9')
		return 600;
	if (strchr(" .,:;'|!ijl()-", (int)cp) != NULL)
		return 370;
	if (strchr("mwMW@%&", (int)cp) != NULL)
		return 1000;
	if (cp >= 'A' && cp <= 'Z')
		return 830;
	return 660;
}

static hb_unicode_general_category_t
category_of(uint32_t cp)
{
	return hb_unicode_general_category(hb_unicode_funcs_get_default(), cp);
}

static bool
is_mark(uint32_t cp)
{
	hb_unicode_general_category_t category = category_of(cp);

	return category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
	       category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK;
}

static int32_t
point_width(uint32_t cp)
{
	if (cp < 0x80)
		return ascii_width(cp);
	if (is_mark(cp) || category_of(cp) == HB_UNICODE_GENERAL_CATEGORY_FORMAT)
		return 0;
	for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
		if (cp >= widths[i].first && cp <= widths[i].last)
			return widths[i].width;
	}
	return EM * 13 / 10;
}

int32_t
chart_words_width(struct text words, int32_t size)
{
	int64_t sum = 0;

	while (words.n != 0 && sum < INT32_MAX)
		sum += point_width(text_next(&words));
	sum = (sum * size + EM - 1) / EM;
	return sum < INT32_MAX ? (int32_t)sum : INT32_MAX;
}

static bool
is_regional(uint32_t cp)
{
	return cp >= 0x1f1e6 && cp <= 0x1f1ff;
}

static bool
is_jamo(uint32_t cp)
{
	return (cp >= 0x1100 && cp <= 0x11ff) || (cp >= 0xa960 && cp <= 0xa97f) ||
	       (cp >= 0xac00 && cp <= 0xd7ff);
}

/* No character ends between the two.  Unicode TR29, with a little more held together than it asks:
 * what is between a conjoining Korean letter and another, and around a joiner, is never cut. */
static bool
holds(uint32_t before, uint32_t after, bool odd_flag)
{
	hb_unicode_general_category_t category = category_of(after);

	return category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
	       category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK ||
	       category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK || before == 0x200d ||
	       after == 0x200d || after == 0x200c || (after >= 0x1f3fb && after <= 0x1f3ff) ||
	       (after >= 0xe0020 && after <= 0xe007f) ||
	       (odd_flag && is_regional(before) && is_regional(after)) ||
	       (is_jamo(before) && after >= 0x1100 && after <= 0x11ff);
}

/* The first character of `rest` and how many code points it has. */
static struct text
next_cluster(struct text *rest, size_t *points)
{
	struct text whole = *rest;
	uint32_t before = text_next(rest);
	bool odd_flag = is_regional(before);

	*points = 1;
	while (rest->n != 0) {
		struct text ahead = *rest;
		uint32_t after = text_next(&ahead);

		if (!holds(before, after, odd_flag))
			break;
		odd_flag = is_regional(after) ? !odd_flag : odd_flag;
		before = after;
		*rest = ahead;
		(*points)++;
	}
	return (struct text){whole.p, whole.n - rest->n};
}

/* Controls, line and paragraph separators, and what turns the direction of the words around it. */
static bool
is_unfit(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp <= 0x9f) || cp == 0x2028 || cp == 0x2029 ||
	       cp == 0x200e || cp == 0x200f || cp == 0x61c || (cp >= 0x202a && cp <= 0x202e) ||
	       (cp >= 0x2066 && cp <= 0x2069);
}

static bool
is_right_to_left(uint32_t cp)
{
	return (cp >= 0x590 && cp <= 0x8ff) || (cp >= 0xfb1d && cp <= 0xfdff) ||
	       (cp >= 0xfe70 && cp <= 0xfefe) || (cp >= 0x10800 && cp <= 0x10fff) ||
	       (cp >= 0x1e800 && cp <= 0x1efff);
}

/* On one line; a run of blanks is one, and none is at either end. */
static void
put_clean(struct buf *buf, struct text words)
{
	bool blank = false;

	while (words.n != 0) {
		uint32_t cp = text_next(&words);

		if (cp == ' ' || is_unfit(cp)) {
			blank = blank || cp == ' ' || cp < 0x20;
			continue;
		}
		if (blank && buf->n != 0)
			buf_put_byte(buf, ' ');
		blank = false;
		buf_put_code_point(buf, cp);
	}
}

/* How many bytes of `clean` stay: all, or whole characters that leave room for the sign of a cut.
 * A heap of marks on one letter is a cut as well: it would reach into the lanes around it. */
static size_t
bytes_within(struct text clean, int32_t size, int32_t width)
{
	int32_t dots = chart_words_width(TEXT_LITERAL("\xe2\x80\xa6"), size), used = 0;
	struct text rest = clean;
	size_t fits = 0, points;
	bool fitting = true;

	while (rest.n != 0) {
		struct text cluster = next_cluster(&rest, &points);
		int32_t wide = chart_words_width(cluster, size);

		if (points > CLUSTER_MAX_POINTS || wide > width - used)
			return fits;
		used += wide;
		fitting = fitting && used <= width - dots;
		if (fitting)
			fits = clean.n - rest.n;
	}
	return clean.n;
}

/* The words end with what is read from right to left. */
static bool
ends_turned(struct text words)
{
	bool turned = false;

	while (words.n != 0) {
		uint32_t cp = text_next(&words);

		turned = is_right_to_left(cp) || (turned && !(cp < 0x250 && cp > '9'));
	}
	return turned;
}

void
chart_words_cut(struct buf *buf, struct text words, int32_t size, int32_t width)
{
	struct text kept;
	struct buf clean;

	/* No more of it than could fit is looked at. */
	buf_init(&clean, CUT_MAX_BYTES);
	put_clean(&clean, text_prefix(words, CUT_MAX_BYTES));
	kept = buf_text(&clean);
	if (words.n > CUT_MAX_BYTES)
		width -= chart_words_width(TEXT_LITERAL("\xe2\x80\xa6"), size);
	kept.n = bytes_within(kept, size, width);
	buf_put_text(buf, kept);
	if (kept.n < clean.n || words.n > CUT_MAX_BYTES)
		buf_put_c(buf, ends_turned(kept) ? "\xe2\x80\xa6\xe2\x80\x8f" : "\xe2\x80\xa6");
	if (buf->failed == OK)
		buf->failed = clean.failed;
	buf_fini(&clean);
}

void
chart_words_name(struct buf *buf, struct text name)
{
	struct buf cut;

	buf_init(&cut, 2 * CUT_MAX_BYTES);
	chart_words_cut(&cut, name, 1, NAME_EMS);
	buf_put_text(buf, buf_text(&cut));
	/* Else a number behind an Arabic name would be read as standing before it. */
	if (ends_turned(buf_text(&cut)))
		buf_put_c(buf, "\xe2\x80\x8e");
	if (buf->failed == OK)
		buf->failed = cut.failed;
	buf_fini(&cut);
}
