/* Tests of show/report/doc_html.h: charts, pictures, places and cells of a page. */
#include "tests/support/check.h"

#include "base/encode.h"
#include "show/chart/drawing.h"
#include "show/report/doc_html.h"

static void
page_begin(struct doc **doc, struct out *out, struct buf *buf, bool images)
{
	struct err err = {0};

	buf_init(buf, 64 * 1024 * 1024);
	*out = out_of_buf(buf);
	if (images)
		assert_ok(doc_html_new_with_images(doc, out, TEXT_LITERAL("T"), &err), &err);
	else
		assert_ok(doc_html_new(doc, out, TEXT_LITERAL("T"), &err), &err);
}

static void
page_end(struct doc *doc)
{
	struct err err = {0};

	assert_ok(doc_end(doc, &err), &err);
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

static void
assert_has(const struct buf *buf, const char *needle)
{
	if (count_of(buf, needle) != 1)
		fail_msg("%zu times: %s", count_of(buf, needle), needle);
}

static void
draw(struct drawing *drawing, const char *title)
{
	drawing_init(drawing, 100, 50);
	drawing_tell(drawing, text_of_c(title), TEXT_LITERAL("told"));
	drawing_rect(drawing, 1, 2, 3, 4, INK_MARK);
}

static void
figure__is_a_chart_with_names_of_its_own(void **state)
{
	struct drawing drawing;
	struct doc *doc;
	struct out out;
	struct buf buf;

	(void)state;
	page_begin(&doc, &out, &buf, false);
	draw(&drawing, "A < B");
	doc_item(doc, TEXT_LITERAL("one"));
	doc_figure(doc, &drawing);
	doc_figure(doc, &drawing);
	page_end(doc);
	assert_has(&buf, "</ul>\n<figure><svg class=\"chart\" role=\"img\"");
	assert_has(&buf, "aria-labelledby=\"c1-title c1-desc\"");
	assert_has(&buf, "<title id=\"c1-title\">A &lt; B</title>");
	assert_has(&buf, "<desc id=\"c2-desc\">told</desc>");
	assert_int_equal(count_of(&buf, "</svg>\n</figure>"), 2);
	buf_fini(&buf);
	drawing_fini(&drawing);
}

static void
figure__that_could_not_be_drawn_fails_the_page(void **state)
{
	struct drawing drawing;
	struct err err = {0};
	struct doc *doc;
	struct out out;
	struct buf buf;

	(void)state;
	page_begin(&doc, &out, &buf, false);
	draw(&drawing, "A");
	drawing.status = E_LIMIT;
	doc_figure(doc, &drawing);
	assert_int_equal(doc_end(doc, &err), E_LIMIT);
	buf_fini(&buf);
	drawing_fini(&drawing);
}

/* Every byte is there, over the borders of the pieces that are written. */
static void
image__stands_in_the_page_whole(void **state)
{
	enum { SIZE = 150001 };
	static uint8_t bytes[SIZE];
	struct doc_image image = {.bytes = {bytes, SIZE},
	    .width = 400,
	    .height = 300,
	    .told = TEXT_LITERAL("A \"letter\" <on> the mat")};
	struct buf buf, decoded;
	struct slice rest, value;
	struct doc *doc;
	struct out out;

	(void)state;
	for (size_t i = 0; i < SIZE; i++)
		bytes[i] = (uint8_t)(i * i % 251);
	page_begin(&doc, &out, &buf, true);
	doc_image(doc, &image, 7000);
	page_end(doc);
	assert_has(&buf, "<figure><img src=\"data:image/jpeg;base64,");
	assert_has(&buf,
	    "\" width=\"400\" height=\"300\" alt=\"A &quot;letter&quot; &lt;on&gt; the "
	    "mat\"></figure>");
	rest = slice_from(
	    buf_slice(&buf), slice_find(buf_slice(&buf), SLICE_LITERAL("base64,")) + 7);
	assert_true(cut(&rest, '"', &value));
	buf_init(&decoded, SIZE);
	assert_true(base64_decode(value, &decoded));
	assert_int_equal(decoded.n, SIZE);
	assert_memory_equal(decoded.p, bytes, SIZE);
	buf_fini(&decoded);
	buf_fini(&buf);
}

static void
image__is_never_enlarged_and_never_too_high(void **state)
{
	struct doc_image image = {
	    .bytes = SLICE_LITERAL("x"), .png = true, .width = 3000, .height = 1500};
	struct doc *doc;
	struct out out;
	struct buf buf;

	(void)state;
	page_begin(&doc, &out, &buf, true);
	/* 300 points are 400 of what CSS calls a pixel. */
	doc_image(doc, &image, 3000);
	image.width = UINT32_MAX;
	image.height = 1;
	doc_image(doc, &image, 3000);
	image.width = 1;
	image.height = UINT32_MAX;
	doc_image(doc, &image, 3000);
	page_end(doc);
	assert_has(&buf, "\" width=\"800\" height=\"400\"");
	assert_has(&buf, "\" width=\"4294967295\" height=\"1\"");
	assert_has(&buf, "\" width=\"1\" height=\"400\"");
	assert_int_equal(count_of(&buf, "data:image/png;base64,"), 3);
	buf_fini(&buf);
}

static void
image__is_words_where_the_page_was_not_made_for_it(void **state)
{
	struct doc_image image = {.bytes = SLICE_LITERAL("x"),
	    .width = 10,
	    .height = 10,
	    .told = TEXT_LITERAL("the letter")};
	struct doc *doc;
	struct out out;
	struct buf buf;

	(void)state;
	page_begin(&doc, &out, &buf, false);
	doc_image(doc, &image, 3000);
	page_end(doc);
	assert_has(&buf, "<p dir=\"auto\">the letter</p>");
	assert_int_equal(count_of(&buf, "data:"), 0);
	assert_int_equal(count_of(&buf, "<img"), 0);
	buf_fini(&buf);
	/* An image of no size has nothing to show either. */
	page_begin(&doc, &out, &buf, true);
	image.height = 0;
	doc_image(doc, &image, 3000);
	page_end(doc);
	assert_int_equal(count_of(&buf, "<img"), 0);
	buf_fini(&buf);
}

static void
policy__lets_pictures_in_only_where_there_are_some(void **state)
{
	struct doc *doc;
	struct out out;
	struct buf buf;

	(void)state;
	page_begin(&doc, &out, &buf, false);
	page_end(doc);
	assert_has(&buf, "content=\"default-src 'none'; style-src 'unsafe-inline'\">");
	buf_fini(&buf);
	page_begin(&doc, &out, &buf, true);
	page_end(doc);
	assert_has(
	    &buf, "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">");
	buf_fini(&buf);
}

static const struct doc_column columns[] = {
    {.title = "Day", .share = 1, .head = true},
    {.title = "00", .share = 1, .number = true},
    {.title = "Code", .share = 1, .code = true},
};

static void
cells__lead_to_places_and_have_shades(void **state)
{
	struct doc_table table = {.columns = columns, .count = 3};
	struct doc_cell cells[] = {{.text = TEXT_LITERAL("Mon"), .link = TEXT_LITERAL("e1")},
	    {.text = TEXT_LITERAL("12"), .level = 3}, {.text = TEXT_LITERAL("ab"), .level = 9}};
	struct doc *doc;
	struct out out;
	struct buf buf;

	(void)state;
	page_begin(&doc, &out, &buf, false);
	doc_table_begin(doc, &table);
	doc_table_cells(doc, cells, false);
	doc_place(doc, TEXT_LITERAL("e1"));
	doc_table_row(doc,
	    (struct text[]){TEXT_LITERAL("Tue"), TEXT_LITERAL("0"), TEXT_LITERAL("cd")}, 3, true);
	doc_table_end(doc);
	page_end(doc);
	assert_has(&buf, "<tr><th scope=\"row\" dir=\"auto\"><a href=\"#p-e1\">Mon</a></th>"
			 "<td class=\"n l3\">12</td><td class=\"k l5\">ab</td></tr>");
	assert_has(&buf, "<tr id=\"p-e1\" class=\"apart\"><th scope=\"row\" dir=\"auto\">Tue</th>"
			 "<td class=\"n\">0</td><td class=\"k\">cd</td></tr>");
	buf_fini(&buf);
}

static void
places__are_plain_words_and_each_name_has_its_own(void **state)
{
	struct doc *doc;
	struct out out;
	struct buf buf;

	(void)state;
	page_begin(&doc, &out, &buf, false);
	doc_place(doc, TEXT_LITERAL("AB/1"));
	doc_paragraph(doc, TEXT_LITERAL("first"));
	doc_place(doc, TEXT_LITERAL("ab-1"));
	doc_place(doc, TEXT_LITERAL("\"><script>"));
	doc_heading(doc, 2, TEXT_LITERAL("second"));
	doc_place(doc, TEXT_LITERAL("f"));
	doc_fact(doc, "Place", TEXT_LITERAL("third"));
	doc_place(doc, TEXT_LITERAL("i"));
	doc_item(doc, TEXT_LITERAL("fourth"));
	doc_paragraph(doc, TEXT_LITERAL("fifth"));
	page_end(doc);
	assert_has(&buf, "<p id=\"p--41-42-2f1\" dir=\"auto\">first</p>");
	assert_has(
	    &buf, "<h2 id=\"p-ab-2d1\"><span id=\"p--22-3e-3cscript-3e\"></span>second</h2>");
	assert_has(&buf, "<dt id=\"p-f\">Place</dt>");
	assert_has(&buf, "<li id=\"p-i\" dir=\"auto\">fourth</li>");
	assert_has(&buf, "<p dir=\"auto\">fifth</p>");
	buf_fini(&buf);
}

static void
places__with_names_too_long_fail_the_page_and_are_no_links(void **state)
{
	struct doc_table table = {.columns = columns, .count = 1};
	struct doc_cell cell = {.text = TEXT_LITERAL("x")};
	struct err err = {0};
	struct doc *doc;
	struct out out;
	struct buf buf;
	char name[97];

	(void)state;
	memset(name, 'a', sizeof name);
	cell.link = (struct text){name, 97};
	page_begin(&doc, &out, &buf, false);
	doc_table_begin(doc, &table);
	doc_table_cells(doc, &cell, false);
	doc_table_end(doc);
	page_end(doc);
	assert_int_equal(count_of(&buf, "<a "), 0);
	buf_fini(&buf);
	page_begin(&doc, &out, &buf, false);
	doc_place(doc, (struct text){name, 97});
	assert_int_equal(doc_end(doc, &err), E_LIMIT);
	buf_fini(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(figure__is_a_chart_with_names_of_its_own),
	    cmocka_unit_test(figure__that_could_not_be_drawn_fails_the_page),
	    cmocka_unit_test(image__stands_in_the_page_whole),
	    cmocka_unit_test(image__is_never_enlarged_and_never_too_high),
	    cmocka_unit_test(image__is_words_where_the_page_was_not_made_for_it),
	    cmocka_unit_test(policy__lets_pictures_in_only_where_there_are_some),
	    cmocka_unit_test(cells__lead_to_places_and_have_shades),
	    cmocka_unit_test(places__are_plain_words_and_each_name_has_its_own),
	    cmocka_unit_test(places__with_names_too_long_fail_the_page_and_are_no_links),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
