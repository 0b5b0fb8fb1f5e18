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
luminance(struct rgb rgb)
{
	return 0.2126 * linear(rgb.r) + 0.7152 * linear(rgb.g) + 0.0722 * linear(rgb.b);
}

static double
contrast_of(struct rgb x, struct rgb y)
{
	double a = luminance(x), b = luminance(y);

	return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

typedef struct rgb (*rgb_fn)(enum ink ink);

static void
assert_contrast(rgb_fn rgb, enum ink on, enum ink what, double least)
{
	double contrast = contrast_of(rgb(on), rgb(what));

	if (contrast < least)
		fail_msg("inks %d on %d: %f", what, on, contrast);
}

static void
assert_readable(rgb_fn rgb)
{
	assert_contrast(rgb, INK_PAPER, INK_TEXT, 4.5);
	assert_contrast(rgb, INK_PAPER, INK_FAINT, 4.5);
	assert_contrast(rgb, INK_EVENT, INK_PAPER, 4.5);
	for (unsigned level = 0; level <= 3; level++)
		assert_contrast(rgb, INK_LEVEL_0 + level, INK_TEXT, 4.5);
	assert_contrast(rgb, INK_LEVEL_4, INK_PAPER, 4.5);
	assert_contrast(rgb, INK_LEVEL_5, INK_PAPER, 4.5);
	assert_contrast(rgb, INK_PAPER, INK_MARK, 3);
	assert_contrast(rgb, INK_PAPER, INK_REPLY, 3);
	assert_contrast(rgb, INK_PAPER, INK_NOTE, 3);
	assert_contrast(rgb, INK_PAPER, INK_EVENT, 3);
	assert_contrast(rgb, INK_PAPER, INK_NO_RECORD, 3);
	/* Key events go through bars. */
	assert_contrast(rgb, INK_MARK, INK_EVENT, 3);
}

static void
inks__words_and_marks_stand_out_from_what_they_stand_on(void **state)
{
	(void)state;
	assert_readable(ink_rgb);
	assert_readable(ink_rgb_dark);
}

/* CIE lightness, 0 to 100. */
static double
lightness(struct rgb rgb)
{
	return 116 * cbrt(luminance(rgb)) - 16;
}

/* Darker on white, lighter on a dark page. */
static void
inks__levels_leave_the_paper_by_steps_that_a_copier_keeps(void **state)
{
	(void)state;
	for (unsigned level = 0; level < 5; level++) {
		enum ink less = INK_LEVEL_0 + level, more = INK_LEVEL_1 + level;
		double light = lightness(ink_rgb(less)) - lightness(ink_rgb(more));
		double dark = lightness(ink_rgb_dark(more)) - lightness(ink_rgb_dark(less));

		if (light < 8 || dark < 8)
			fail_msg("level %u: %f to the next, %f on a dark page", level, light, dark);
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
seen_lab(struct rgb rgb, const double eye[9], double lab[3])
{
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
assert_apart(rgb_fn rgb, enum ink a, enum ink b, double least)
{
	static const double *const eyes[] = {all_cones, protan, deutan};

	for (size_t i = 0; i < 3; i++) {
		double p[3], q[3], far;

		seen_lab(rgb(a), eyes[i], p);
		seen_lab(rgb(b), eyes[i], q);
		far = sqrt((p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1]) +
			   (p[2] - q[2]) * (p[2] - q[2]));
		if (far < least)
			fail_msg("inks %d and %d are %f apart to eyes %zu", a, b, far, i);
	}
}

static void
inks__are_apart_for_colour_blind_eyes(void **state)
{
	static const rgb_fn pages[] = {ink_rgb, ink_rgb_dark};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		assert_apart(pages[i], INK_MARK, INK_REPLY, 25);
		assert_apart(pages[i], INK_MARK, INK_NOTE, 15);
		assert_apart(pages[i], INK_REPLY, INK_NOTE, 25);
		assert_apart(pages[i], INK_MARK, INK_EVENT, 25);
		assert_apart(pages[i], INK_NOTE, INK_EVENT, 25);
		for (unsigned level = 0; level < 5; level++)
			assert_apart(pages[i], INK_LEVEL_0 + level, INK_LEVEL_1 + level, 8);
	}
}

/* --- the page around them --- */

/* Where what a page looks like on a dark screen begins. */
static const char *
dark_style(void)
{
	const char *at = strstr(doc_html_style, "@media screen and (prefers-color-scheme:dark){");

	assert_non_null(at);
	return at;
}

static void
assert_in(const char *style, const char *rule)
{
	if (strstr(style, rule) == NULL)
		fail_msg("no %s", rule);
}

static void
assert_level_rule(const char *style, unsigned level, struct rgb rgb, const char *paper)
{
	char rule[96];

	(void)snprintf(rule, sizeof rule, ".l%u{background:#%02x%02x%02x%s%s}", level, rgb.r, rgb.g,
	    rgb.b, level >= 4 ? ";color:" : "", level >= 4 ? paper : "");
	assert_in(style, rule);
}

static void
inks__of_a_table_are_those_of_a_drawing(void **state)
{
	(void)state;
	for (unsigned level = 1; level <= 5; level++) {
		enum ink ink = INK_LEVEL_0 + level;

		assert_level_rule(doc_html_style, level, ink_rgb(ink), "#fff");
		assert_level_rule(dark_style(), level, ink_rgb_dark(ink), "#14181b");
	}
}

/* Every shape that a page can have takes its colour by its class there. */
static void
inks__of_a_dark_page_are_in_its_style(void **state)
{
	(void)state;
	for (unsigned i = 0; i < INK_COUNT; i++) {
		enum ink ink = (enum ink)i;
		struct rgb rgb = ink_rgb_dark(ink);
		struct drawing drawing;
		struct html html;
		struct buf out;
		char name[32], rule[96];
		size_t at;

		drawing_init(&drawing, 10, 10);
		drawing_rect(&drawing, 0, 0, 1, 1, ink);
		buf_init(&out, 4096);
		html.buf = &out;
		drawing_svg_put(&html, &drawing, 1);
		at = slice_find(buf_slice(&out), SLICE_LITERAL(" class=\"i-"));
		assert_true(at != SIZE_MAX);
		assert_int_equal(
		    sscanf((const char *)out.p + at, " class=\"%31[a-z0-9-]", name), 1);
		(void)snprintf(
		    rule, sizeof rule, ".%s{color:#%02x%02x%02x}", name, rgb.r, rgb.g, rgb.b);
		assert_in(dark_style(), rule);
		buf_fini(&out);
		drawing_fini(&drawing);
	}
}

/* "body{color:" → the colour behind it. */
static struct rgb
style_rgb(const char *style, const char *behind)
{
	const char *at = strstr(style, behind);
	unsigned r = 0, g = 0, b = 0;

	if (at == NULL || sscanf(at + strlen(behind), "#%2x%2x%2x", &r, &g, &b) != 3)
		fail_msg("no colour behind %s", behind);
	return (struct rgb){(uint8_t)r, (uint8_t)g, (uint8_t)b};
}

static void
page__words_stand_out_on_a_dark_screen(void **state)
{
	static const char *const words[] = {
	    "body{color:", "dt{color:", "a{color:"}; /* and links stand on all of them */
	static const char *const grounds[] = {
	    "body{color:#f1f3f4;background:", ".notice{border-left-color:#5b9bd8;background:",
	    ".group th{background:", ".apart{background:", ".chart{background:"};
	const char *style = dark_style();
	struct rgb paper = style_rgb(style, grounds[0]);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		for (size_t k = 0; k < COUNT_OF(grounds); k++)
			assert_true(contrast_of(style_rgb(style, words[i]),
					style_rgb(style, grounds[k])) >= 4.5);
	assert_true(contrast_of(style_rgb(style, ".notice{border-left-color:"), paper) >= 3);
	assert_true(contrast_of(style_rgb(style, "h2{border-top-color:"), paper) >= 3);
	assert_int_equal(luminance(paper) * 1e6, luminance(ink_rgb_dark(INK_PAPER)) * 1e6);
	/* What is shaded is seen to be. */
	assert_true(lightness(style_rgb(style, ".apart{background:")) - lightness(paper) > 3);
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
	    cmocka_unit_test(inks__levels_leave_the_paper_by_steps_that_a_copier_keeps),
	    cmocka_unit_test(inks__are_apart_for_colour_blind_eyes),
	    cmocka_unit_test(inks__of_a_table_are_those_of_a_drawing),
	    cmocka_unit_test(inks__of_a_dark_page_are_in_its_style),
	    cmocka_unit_test(page__words_stand_out_on_a_dark_screen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
