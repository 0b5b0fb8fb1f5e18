/* Tests of show/chart/drawing.h and show/chart/drawing_svg.h: that both forms of a drawing stand in
 * the same places, that nothing in it becomes markup, and that its inks can be told apart. */
#include "tests/support/check.h"

#include <math.h>
#include <stdio.h>

#include "base/mem.h"
#include "show/chart/drawing_svg.h"
#include "show/report/doc_html_style.h"
#include "tests/show/chart_geometry.h"
#include "tests/show/chart_samples.h"

static void
svg_of(const struct drawing *drawing, struct buf *buf)
{
	struct html html = {buf};

	buf_init(buf, 1 << 26);
	drawing_svg_put(&html, drawing, 1);
	assert_int_equal(buf->failed, OK);
}

static size_t
count_of(const struct buf *buf, const char *needle)
{
	struct slice rest = buf_slice(buf), what = slice_of(needle, strlen(needle));
	size_t count = 0, at;

	while ((at = slice_find(rest, what)) != SIZE_MAX) {
		rest = slice_from(rest, at + what.n);
		count++;
	}
	return count;
}

static bool
has(const struct buf *buf, const char *needle)
{
	return count_of(buf, needle) != 0;
}

static void
draw_little(struct drawing *drawing)
{
	struct point zigzag[] = {{10, 10}, {200, 40}, {300, 300}};

	drawing_init(drawing, 1000, 500);
	drawing_tell(drawing, TEXT_LITERAL("A & B"), TEXT_LITERAL("<b>\nsecond"));
	drawing_rect(drawing, 10, 20, 30, 40, INK_MARK);
	drawing_rect(drawing, 50, 20, 30, 40, INK_MARK);
	drawing_frame(drawing, 100, 100, 50, 60, 5, INK_EVENT);
	drawing_line(drawing, (struct point){0, 0}, (struct point){100, 200}, 7, true, INK_EVENT);
	drawing_path(drawing, zigzag, 3, 10, INK_MARK);
	drawing_disc(drawing, (struct point){400, 300}, 25, INK_NOTE);
	drawing_words(drawing, (struct point){500, 100}, ANCHOR_END, 80, true, INK_TEXT,
	    TEXT_LITERAL("</text><script>\"'&\n\xe2\x80\xaex"));
}

static void
svg__is_one_picture_with_a_name_and_a_description(void **state)
{
	struct drawing drawing;
	struct buf buf;

	(void)state;
	draw_little(&drawing);
	svg_of(&drawing, &buf);
	assert_true(slice_starts(buf_slice(&buf),
	    "<svg class=\"chart\" role=\"img\" direction=\"ltr\" viewBox=\"0 0 1000 500\" "
	    "aria-labelledby=\"c1-title c1-desc\">\n<title id=\"c1-title\">A &amp; B</title>\n"
	    "<desc id=\"c1-desc\">&lt;b&gt;"));
	buf_fini(&buf);
	drawing_fini(&drawing);
}

static void
svg__words_never_become_markup(void **state)
{
	struct drawing drawing;
	struct buf buf;

	(void)state;
	draw_little(&drawing);
	svg_of(&drawing, &buf);
	assert_true(has(&buf, "&lt;/text&gt;&lt;script&gt;&quot;&#39;&amp;"));
	assert_false(has(&buf, "<script"));
	assert_false(has(&buf, "<br"));
	assert_false(has(&buf, "\xe2\x80\xae"));
	buf_fini(&buf);
	drawing_fini(&drawing);
}

/* No script, style, link or outside name, and nothing the keyboard can stop at. */
static void
svg__nothing_in_it_acts_or_leads_out(void **state)
{
	static const char *const banned[] = {
	    "href", "style", "http", "url(", "tabindex", "<a", "<g", "<image", " on"};

	(void)state;
	for (size_t chart = 0; chart < SAMPLE_CHARTS; chart++) {
		struct sample *sample = sample_make(SAMPLE_SPARSE);
		struct drawing drawing;
		struct err err = {0};
		struct buf buf;

		assert_ok(sample_chart(sample, chart, &drawing, &err), &err);
		drawing_tell(&drawing, TEXT_LITERAL("t"), TEXT_LITERAL("d"));
		svg_of(&drawing, &buf);
		for (size_t i = 0; i < sizeof banned / sizeof banned[0]; i++)
			assert_false(has(&buf, banned[i]));
		buf_fini(&buf);
		drawing_fini(&drawing);
		mem_free(sample);
	}
}

static void
svg__shapes_of_one_ink_share_an_element(void **state)
{
	struct drawing drawing;
	struct buf buf;

	(void)state;
	draw_little(&drawing);
	svg_of(&drawing, &buf);
	assert_true(has(&buf, "<path class=\"i-mark\" fill=\"#1d70b8\" "
			      "d=\"M10 20h30v40h-30zM50 20h30v40h-30z\"/>"));
	assert_true(
	    has(&buf, "<path class=\"i-event\" fill=\"none\" stroke=\"#0b0c0c\" "
		      "stroke-width=\"7\" stroke-dasharray=\"30 20\" d=\"M0 0L100 200\"/>"));
	assert_true(has(&buf, "<circle class=\"i-note\" fill=\"#4c2c92\" cx=\"400\" cy=\"300\" "
			      "r=\"25\"/>"));
	assert_true(has(&buf, "<text class=\"i-text\" fill=\"#0b0c0c\" x=\"500\" y=\"100\" "
			      "font-size=\"80\" text-anchor=\"end\" font-weight=\"bold\">"));
	buf_fini(&buf);
	drawing_fini(&drawing);
}

static void
svg__lines_that_look_different_do_not_share_one(void **state)
{
	struct point from = {0, 0}, to = {100, 100};
	struct drawing drawing;
	struct buf buf;

	(void)state;
	drawing_init(&drawing, 1000, 500);
	drawing_line(&drawing, from, to, 5, false, INK_TEXT);
	drawing_line(&drawing, from, to, 7, false, INK_TEXT);
	drawing_line(&drawing, from, to, 7, true, INK_TEXT);
	drawing_line(&drawing, from, to, 7, true, INK_RULE);
	svg_of(&drawing, &buf);
	assert_int_equal(count_of(&buf, "<path"), 4);
	buf_fini(&buf);
	drawing_fini(&drawing);
}

static void
assert_svg_stands_where_the_shapes_do(const struct drawing *drawing)
{
	struct geometry *shapes = geometry_new(), *svg = geometry_new();
	struct buf buf;

	svg_of(drawing, &buf);
	geometry_of_shapes(shapes, drawing);
	geometry_of_svg(svg, buf_slice(&buf));
	assert_same_geometry(shapes, svg, 0);
	assert_int_equal(shapes->points[0].x, svg->points[0].x);
	assert_int_equal(shapes->points[0].y, svg->points[0].y);
	assert_int_equal(shapes->words, svg->words);
	buf_fini(&buf);
	geometry_free(shapes);
	geometry_free(svg);
}

static void
svg__stands_where_the_shapes_do(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3 * SAMPLE_CHARTS; i++) {
		struct sample *sample = sample_make((enum sample_kind)(i / SAMPLE_CHARTS));
		struct drawing drawing;
		struct err err = {0};

		assert_ok(sample_chart(sample, i % SAMPLE_CHARTS, &drawing, &err), &err);
		assert_true(drawing.count > 10);
		assert_svg_stands_where_the_shapes_do(&drawing);
		drawing_fini(&drawing);
		mem_free(sample);
	}
}

/* What a PDF writer may say for draw_little(), on a page 842 points high, 50 from its left: with a
 * matrix of its own, and text in between. */
static const char little_stream[] =
    "q 1 0 0 1 50 800 cm 0.11 0.44 0.72 rg 1 -6 3 4 re 5 -2 3 -4 re f\n"
    "0.5 w 10 -10 5 -6 re S [4 3] 0 d q .1 0 0 -.1 0 0 cm 0 0 m 100 200 l S Q [] 0 d "
    "1 -1 m 20 -4 l 30 -30 l S\n"
    "/Span <</ActualText (a \\) m 1 1 l S)>> BDC BT /F1 8 Tf 1 0 0 1 50 -10 Tm <0011> Tj ET EMC "
    "42.5 -30 m 42.5 -28.6 41.4 -27.5 40 -27.5 c 38.6 -27.5 37.5 -28.6 37.5 -30 c "
    "37.5 -31.4 38.6 -32.5 40 -32.5 c 41.4 -32.5 42.5 -31.4 42.5 -30 c h f Q\n";

static void
geometry__of_a_pdf_stream_is_that_of_the_shapes(void **state)
{
	struct geometry *shapes = geometry_new(), *pdf = geometry_new();
	struct drawing drawing;

	(void)state;
	draw_little(&drawing);
	geometry_of_shapes(shapes, &drawing);
	geometry_of_pdf(pdf, SLICE_LITERAL(little_stream));
	assert_same_geometry(shapes, pdf, 1);
	assert_int_equal(pdf->words, 1);
	/* And among what else a page has. */
	geometry_free(pdf);
	pdf = geometry_new();
	geometry_of_pdf(pdf, SLICE_LITERAL("0 0 1 1 re f\n"));
	geometry_of_pdf(pdf, SLICE_LITERAL(little_stream));
	geometry_of_pdf(pdf, SLICE_LITERAL("0 0 m 1 1 l S\n"));
	assert_geometry_inside(shapes, pdf, 1);
	geometry_free(shapes);
	geometry_free(pdf);
	drawing_fini(&drawing);
}

static double
linear(uint8_t value)
{
	double part = value / 255.0;

	return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

/* WCAG 2.2, relative luminance. */
static double
luminance(enum ink ink)
{
	struct rgb rgb = ink_rgb(ink);

	return 0.2126 * linear(rgb.r) + 0.7152 * linear(rgb.g) + 0.0722 * linear(rgb.b);
}

static void
assert_contrast(enum ink on, enum ink what, double least)
{
	double a = luminance(on), b = luminance(what);
	double contrast = a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);

	if (contrast < least)
		fail_msg("inks %d on %d: %f", what, on, contrast);
}

static void
inks__words_and_marks_stand_out_from_what_they_stand_on(void **state)
{
	(void)state;
	assert_contrast(INK_PAPER, INK_TEXT, 4.5);
	assert_contrast(INK_PAPER, INK_FAINT, 4.5);
	assert_contrast(INK_EVENT, INK_PAPER, 4.5);
	for (unsigned level = 0; level <= 3; level++)
		assert_contrast(INK_LEVEL_0 + level, INK_TEXT, 4.5);
	assert_contrast(INK_LEVEL_4, INK_PAPER, 4.5);
	assert_contrast(INK_LEVEL_5, INK_PAPER, 4.5);
	assert_contrast(INK_PAPER, INK_MARK, 3);
	assert_contrast(INK_PAPER, INK_REPLY, 3);
	assert_contrast(INK_PAPER, INK_NOTE, 3);
	assert_contrast(INK_PAPER, INK_EVENT, 3);
	assert_contrast(INK_PAPER, INK_NO_RECORD, 3);
	/* Key events go through bars. */
	assert_contrast(INK_MARK, INK_EVENT, 3);
}

/* CIE lightness, 0 to 100. */
static double
lightness(enum ink ink)
{
	return 116 * cbrt(luminance(ink)) - 16;
}

static void
inks__levels_get_darker_by_steps_that_a_copier_keeps(void **state)
{
	(void)state;
	for (unsigned level = 0; level < 5; level++) {
		double step = lightness(INK_LEVEL_0 + level) - lightness(INK_LEVEL_1 + level);

		if (step < 8)
			fail_msg("level %u is %f lighter than the next", level, step);
	}
}

/* What is left of the light's three parts for eyes without one kind of cone: Machado, Oliveira and
 * Fernandes 2009, severity 1. */
static const double protan[9] = {
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998};
static const double deutan[9] = {
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881};
static const double all_cones[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};

static double
lab_part(double t)
{
	return t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116;
}

static void
seen_lab(enum ink ink, const double eye[9], double lab[3])
{
	struct rgb rgb = ink_rgb(ink);
	double from[3] = {linear(rgb.r), linear(rgb.g), linear(rgb.b)}, seen[3], x, y, z;

	for (size_t i = 0; i < 3; i++)
		seen[i] = fmin(1, fmax(0, eye[3 * i] * from[0] + eye[3 * i + 1] * from[1] +
					      eye[3 * i + 2] * from[2]));
	x = lab_part((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.9505);
	y = lab_part(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]);
	z = lab_part((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.089);
	lab[0] = 116 * y - 16;
	lab[1] = 500 * (x - y);
	lab[2] = 200 * (y - z);
}

static void
assert_apart(enum ink a, enum ink b, double least)
{
	static const double *const eyes[] = {all_cones, protan, deutan};

	for (size_t i = 0; i < 3; i++) {
		double p[3], q[3], far;

		seen_lab(a, eyes[i], p);
		seen_lab(b, eyes[i], q);
		far = sqrt((p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1]) +
			   (p[2] - q[2]) * (p[2] - q[2]));
		if (far < least)
			fail_msg("inks %d and %d are %f apart to eyes %zu", a, b, far, i);
	}
}

static void
inks__are_apart_for_colour_blind_eyes(void **state)
{
	(void)state;
	assert_apart(INK_MARK, INK_REPLY, 25);
	assert_apart(INK_MARK, INK_NOTE, 15);
	assert_apart(INK_REPLY, INK_NOTE, 25);
	assert_apart(INK_MARK, INK_EVENT, 25);
	assert_apart(INK_NOTE, INK_EVENT, 25);
	for (unsigned level = 0; level < 5; level++)
		assert_apart(INK_LEVEL_0 + level, INK_LEVEL_1 + level, 8);
}

static void
inks__of_a_table_are_those_of_a_drawing(void **state)
{
	(void)state;
	for (unsigned level = 1; level <= 5; level++) {
		struct rgb rgb = ink_rgb(INK_LEVEL_0 + level);
		char rule[64];

		assert_true(snprintf(rule, sizeof rule, ".l%u{background:#%02x%02x%02x%s}", level,
				rgb.r, rgb.g, rgb.b, level >= 4 ? ";color:#fff" : "") > 0);
		if (strstr(doc_html_style, rule) == NULL)
			fail_msg("no %s", rule);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(svg__is_one_picture_with_a_name_and_a_description),
	    cmocka_unit_test(svg__words_never_become_markup),
	    cmocka_unit_test(svg__nothing_in_it_acts_or_leads_out),
	    cmocka_unit_test(svg__shapes_of_one_ink_share_an_element),
	    cmocka_unit_test(svg__lines_that_look_different_do_not_share_one),
	    cmocka_unit_test(svg__stands_where_the_shapes_do),
	    cmocka_unit_test(geometry__of_a_pdf_stream_is_that_of_the_shapes),
	    cmocka_unit_test(inks__words_and_marks_stand_out_from_what_they_stand_on),
	    cmocka_unit_test(inks__levels_get_darker_by_steps_that_a_copier_keeps),
	    cmocka_unit_test(inks__are_apart_for_colour_blind_eyes),
	    cmocka_unit_test(inks__of_a_table_are_those_of_a_drawing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
