/* src/show/chart/drawing_svg.c
 * Shapes as SVG elements; see drawing_svg.h.  Text goes through html_value(), never html_text():
 * a line break would become <br>, which ends an <svg> inside HTML. */
#include "show/chart/drawing_svg.h"

static const char *const ink_classes[INK_COUNT] = {
    [INK_TEXT] = "i-text",
    [INK_FAINT] = "i-faint",
    [INK_RULE] = "i-rule",
    [INK_PAPER] = "i-paper",
    [INK_MARK] = "i-mark",
    [INK_REPLY] = "i-reply",
    [INK_EVENT] = "i-event",
    [INK_NOTE] = "i-note",
    [INK_NO_RECORD] = "i-no-record",
    [INK_LEVEL_0] = "i-level-0",
    [INK_LEVEL_1] = "i-level-1",
    [INK_LEVEL_2] = "i-level-2",
    [INK_LEVEL_3] = "i-level-3",
    [INK_LEVEL_4] = "i-level-4",
    [INK_LEVEL_5] = "i-level-5",
};

static void
put_number(struct html *html, int32_t number)
{
	buf_put_i64(html->buf, number);
}

/* ` name="12"` */
static void
put_attribute(struct html *html, const char *name, int32_t number)
{
	html_markup(html, " ");
	html_markup(html, name);
	html_markup(html, "=\"");
	put_number(html, number);
	html_markup(html, "\"");
}

static void
put_colour(struct html *html, const char *name, enum ink ink)
{
	struct rgb rgb = ink_rgb(ink);
	uint8_t bytes[] = {rgb.r, rgb.g, rgb.b};

	html_markup(html, " ");
	html_markup(html, name);
	html_markup(html, "=\"#");
	buf_put_hex(html->buf, bytes, sizeof bytes);
	html_markup(html, "\"");
}

static void
put_class(struct html *html, enum ink ink)
{
	html_markup(html, " class=\"");
	html_markup(html, ink_classes[ink < INK_COUNT ? ink : INK_TEXT]);
	html_markup(html, "\"");
}

/* "M12 34": where a piece of a path begins, or goes on to. */
static void
put_point(struct html *html, const char *letter, int32_t x, int32_t y)
{
	html_markup(html, letter);
	put_number(html, x);
	html_markup(html, " ");
	put_number(html, y);
}

static void
put_box(struct html *html, const struct shape *shape)
{
	put_point(html, "M", shape->x, shape->y);
	html_markup(html, "h");
	put_number(html, shape->w);
	html_markup(html, "v");
	put_number(html, shape->h);
	html_markup(html, "h");
	put_number(html, -shape->w);
	html_markup(html, "z");
}

static void
put_outline(struct html *html, const struct shape *shape)
{
	if (shape->kind == SHAPE_RECT || shape->kind == SHAPE_FRAME) {
		put_box(html, shape);
	} else if (shape->kind == SHAPE_LINE) {
		put_point(html, "M", shape->x, shape->y);
		put_point(html, "L", shape->x + shape->w, shape->y + shape->h);
	} else {
		for (size_t i = 0; i < shape->count; i++)
			put_point(html, i == 0 ? "M" : "L", shape->points[i].x, shape->points[i].y);
	}
}

static bool
is_outline(enum shape_kind kind)
{
	return kind != SHAPE_DISC && kind != SHAPE_WORDS;
}

/* Both are drawn by one <path>, and look the same as if they were drawn by two. */
static bool
goes_with(const struct shape *a, const struct shape *b)
{
	return a->kind == b->kind && is_outline(a->kind) && a->ink == b->ink &&
	       a->weight == b->weight && a->dashed == b->dashed;
}

static void
put_dashes(struct html *html)
{
	html_markup(html, " stroke-dasharray=\"");
	put_number(html, DRAWING_DASH_ON);
	html_markup(html, " ");
	put_number(html, DRAWING_DASH_OFF);
	html_markup(html, "\"");
}

/* As many shapes from `i` on as one element draws; where the next one begins. */
static size_t
put_outlines(struct html *html, const struct drawing *drawing, size_t i)
{
	const struct shape *first = &drawing->shapes[i];

	html_markup(html, "<path");
	put_class(html, first->ink);
	if (first->kind == SHAPE_RECT) {
		put_colour(html, "fill", first->ink);
	} else {
		html_markup(html, " fill=\"none\"");
		put_colour(html, "stroke", first->ink);
		put_attribute(html, "stroke-width", first->weight);
		if (first->dashed)
			put_dashes(html);
	}
	html_markup(html, " d=\"");
	for (; i < drawing->count && goes_with(first, &drawing->shapes[i]); i++)
		put_outline(html, &drawing->shapes[i]);
	html_markup(html, "\"/>\n");
	return i;
}

static void
put_disc(struct html *html, const struct shape *shape)
{
	html_markup(html, "<circle");
	put_class(html, shape->ink);
	put_colour(html, "fill", shape->ink);
	put_attribute(html, "cx", shape->x);
	put_attribute(html, "cy", shape->y);
	put_attribute(html, "r", shape->w);
	html_markup(html, "/>\n");
}

static void
put_words(struct html *html, const struct shape *shape)
{
	static const char *const anchors[] = {
	    "", " text-anchor=\"middle\"", " text-anchor=\"end\""};

	html_markup(html, "<text");
	put_class(html, shape->ink);
	put_colour(html, "fill", shape->ink);
	put_attribute(html, "x", shape->x);
	put_attribute(html, "y", shape->y);
	put_attribute(html, "font-size", shape->h);
	html_markup(html, anchors[shape->anchor]);
	html_markup(html, shape->bold ? " font-weight=\"bold\">" : ">");
	html_value(html, shape->words);
	html_markup(html, "</text>\n");
}

/* `<title id="c7-title">…</title>` */
static void
put_told(struct html *html, const char *element, uint64_t number, struct text told)
{
	html_markup(html, "<");
	html_markup(html, element);
	html_markup(html, " id=\"c");
	html_u64(html, number);
	html_markup(html, "-");
	html_markup(html, element);
	html_markup(html, "\">");
	html_value(html, told);
	html_markup(html, "</");
	html_markup(html, element);
	html_markup(html, ">\n");
}

/* The direction is that of the drawing, whatever page it stands in: what begins somewhere goes on
 * to the right. */
static void
put_head(struct html *html, const struct drawing *drawing, uint64_t number)
{
	html_markup(html, "<svg class=\"chart\" role=\"img\" direction=\"ltr\" viewBox=\"0 0 ");
	put_number(html, drawing->width);
	html_markup(html, " ");
	put_number(html, drawing->height);
	html_markup(html, "\" aria-labelledby=\"c");
	html_u64(html, number);
	html_markup(html, "-title c");
	html_u64(html, number);
	html_markup(html, "-desc\">\n");
	put_told(html, "title", number, drawing->title);
	put_told(html, "desc", number, drawing->told);
}

void
drawing_svg_put(struct html *html, const struct drawing *drawing, uint64_t number)
{
	size_t i = 0;

	put_head(html, drawing, number);
	while (i < drawing->count) {
		if (is_outline(drawing->shapes[i].kind)) {
			i = put_outlines(html, drawing, i);
		} else if (drawing->shapes[i].kind == SHAPE_DISC) {
			put_disc(html, &drawing->shapes[i++]);
		} else {
			put_words(html, &drawing->shapes[i++]);
		}
	}
	html_markup(html, "</svg>\n");
}
