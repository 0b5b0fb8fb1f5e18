/* src/show/doc_pdf.c
 * A document as A4 PDF; see doc_pdf.h.
 * Sizes are PDF points.  A table row moves to the next page whole when it fits there, and is cut
 * between lines only when it is taller than a page. */
#include "show/doc_pdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/mem.h"
#include "base/time.h"

#define PAGE_WIDTH  595.28
#define PAGE_HEIGHT 841.89
#define MARGIN      40.0
#define FOOT_HEIGHT 24.0
#define CELL_GAP    6.0

/* Families are named, or pango falls back to display faces for Arabic script.  The emoji face is
 * not: it has digits too, and pango finds it by itself where there is an emoji. */
static const char font_family[] = "Noto Sans, Noto Sans Arabic, Noto Sans CJK SC, sans-serif";

struct sheet {
	struct doc doc; /* first: the writer's public face */
	cairo_surface_t *surface;
	cairo_t *cairo;
	PangoContext *context;
	PangoFontDescription *font;
	const struct out *out;
	struct err err;
	enum status status;
	char *title;
	double y; /* top of what comes next */
	unsigned page;
	const struct doc_column *columns;
	size_t column_count;
	double lefts[DOC_MAX_COLUMNS], widths[DOC_MAX_COLUMNS];
	bool in_table;
};

static struct sheet *
sheet_of(struct doc *doc)
{
	return (struct sheet *)doc;
}

static cairo_status_t
sheet_write(void *closure, const unsigned char *data, unsigned int length)
{
	struct sheet *sheet = closure;

	if (sheet->status == OK)
		sheet->status = out_write(sheet->out, slice_of(data, length), &sheet->err);
	return sheet->status == OK ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static double
bottom(void)
{
	return PAGE_HEIGHT - MARGIN - FOOT_HEIGHT;
}

/* A layout for `text`, at most 64 KiB of it: what is longer stands in the files beside. */
static PangoLayout *
layout_new(struct sheet *sheet, struct text text, double width, double size, bool bold)
{
	PangoLayout *layout = pango_layout_new(sheet->context);
	struct text shown = text_prefix(text, 64 * 1024);

	pango_font_description_set_size(sheet->font, (gint)(size * PANGO_SCALE));
	pango_font_description_set_weight(
	    sheet->font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(layout, sheet->font);
	pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_text(layout, shown.n != 0 ? shown.p : "", (int)shown.n);
	return layout;
}

static double
layout_height(PangoLayout *layout)
{
	int height;

	pango_layout_get_size(layout, NULL, &height);
	return (double)height / PANGO_SCALE;
}

static void
draw_at(struct sheet *sheet, PangoLayout *layout, double x, double y)
{
	cairo_move_to(sheet->cairo, x, y);
	pango_cairo_show_layout(sheet->cairo, layout);
}

static void
draw_foot(struct sheet *sheet)
{
	struct buf line;
	PangoLayout *layout;

	buf_init(&line, 1024);
	buf_put_c(&line, sheet->title);
	buf_putf(&line, " \xc2\xb7 page %u", sheet->page);
	cairo_set_source_rgb(sheet->cairo, 0.3, 0.3, 0.3);
	layout = layout_new(sheet, buf_text(&line), PAGE_WIDTH - 2 * MARGIN, 8, false);
	draw_at(sheet, layout, MARGIN, PAGE_HEIGHT - MARGIN - 6);
	g_object_unref(layout);
	cairo_set_source_rgb(sheet->cairo, 0, 0, 0);
	buf_fini(&line);
}

static void
page_start(struct sheet *sheet)
{
	sheet->page++;
	sheet->y = MARGIN;
	cairo_set_source_rgb(sheet->cairo, 0, 0, 0);
}

static void
page_finish(struct sheet *sheet)
{
	draw_foot(sheet);
	cairo_show_page(sheet->cairo);
}

static void draw_head_row(struct sheet *sheet);

static void
page_next(struct sheet *sheet)
{
	page_finish(sheet);
	page_start(sheet);
	if (sheet->in_table)
		draw_head_row(sheet);
}

static void
need(struct sheet *sheet, double height)
{
	if (sheet->y + height > bottom() && sheet->y > MARGIN)
		page_next(sheet);
}

/* Draw a layout line by line, going on over the page when it must. */
static void
draw_flow(struct sheet *sheet, PangoLayout *layout, double x)
{
	PangoLayoutIter *iter = pango_layout_get_iter(layout);
	PangoRectangle extents;
	double height, width = (double)pango_layout_get_width(layout) / PANGO_SCALE;

	do {
		PangoLayoutLine *line = pango_layout_iter_get_line_readonly(iter);
		double left = x;

		pango_layout_iter_get_line_extents(iter, NULL, &extents);
		height = (double)extents.height / PANGO_SCALE;
		need(sheet, height);
		if (line->resolved_dir == PANGO_DIRECTION_RTL)
			left = x + width - (double)extents.width / PANGO_SCALE;
		cairo_move_to(sheet->cairo, left,
		    sheet->y +
			(double)(pango_layout_iter_get_baseline(iter) - extents.y) / PANGO_SCALE);
		pango_cairo_show_layout_line(sheet->cairo, line);
		sheet->y += height;
	} while (pango_layout_iter_next_line(iter));
	pango_layout_iter_free(iter);
}

static void
sheet_block(
    struct sheet *sheet, struct text text, double size, bool bold, double before, double indent)
{
	PangoLayout *layout = layout_new(sheet, text, PAGE_WIDTH - 2 * MARGIN - indent, size, bold);

	sheet->y += before;
	draw_flow(sheet, layout, MARGIN + indent);
	sheet->y += size * 0.4;
	g_object_unref(layout);
}

static void
sheet_heading(struct doc *doc, unsigned level, struct text text)
{
	static const double sizes[] = {20, 14, 11.5};
	struct sheet *sheet = sheet_of(doc);
	double size = sizes[level >= 1 && level <= 3 ? level - 1 : 2];

	need(sheet, size * 5); /* a heading does not stand alone at the foot of a page */
	sheet_block(sheet, text, size, true, sheet->y > MARGIN ? size * 0.9 : 0, 0);
}

static void
sheet_paragraph(struct doc *doc, struct text text)
{
	sheet_block(sheet_of(doc), text, 10, false, 1, 0);
}

static void
sheet_item(struct doc *doc, struct text text)
{
	struct sheet *sheet = sheet_of(doc);
	PangoLayout *dot = layout_new(sheet, TEXT_LITERAL("\xe2\x80\xa2"), 12, 10, false);

	need(sheet, 14);
	draw_at(sheet, dot, MARGIN + 6, sheet->y);
	g_object_unref(dot);
	sheet_block(sheet, text, 10, false, 0, 18);
}

static void
sheet_notice(struct doc *doc, struct text text)
{
	struct sheet *sheet = sheet_of(doc);
	PangoLayout *layout = layout_new(sheet, text, PAGE_WIDTH - 2 * MARGIN - 22, 10, false);
	double height = layout_height(layout) + 12;

	sheet->y += 4;
	need(sheet, height);
	cairo_set_source_rgb(sheet->cairo, 0.95, 0.95, 0.945);
	cairo_rectangle(sheet->cairo, MARGIN, sheet->y, PAGE_WIDTH - 2 * MARGIN, height);
	cairo_fill(sheet->cairo);
	cairo_set_source_rgb(sheet->cairo, 0.11, 0.44, 0.72);
	cairo_rectangle(sheet->cairo, MARGIN, sheet->y, 5, height);
	cairo_fill(sheet->cairo);
	cairo_set_source_rgb(sheet->cairo, 0, 0, 0);
	draw_at(sheet, layout, MARGIN + 14, sheet->y + 6);
	sheet->y += height + 6;
	g_object_unref(layout);
}

static void
rule(struct sheet *sheet, double width)
{
	cairo_set_line_width(sheet->cairo, width);
	cairo_move_to(sheet->cairo, MARGIN, sheet->y);
	cairo_line_to(sheet->cairo, PAGE_WIDTH - MARGIN, sheet->y);
	cairo_stroke(sheet->cairo);
}

/* One row of layouts; a row taller than a page is cut between lines. */
static void
draw_row(struct sheet *sheet, PangoLayout **cells)
{
	PangoLayoutIter *iters[DOC_MAX_COLUMNS];
	bool more[DOC_MAX_COLUMNS], any = true;

	for (size_t i = 0; i < sheet->column_count; i++) {
		iters[i] = pango_layout_get_iter(cells[i]);
		more[i] = true;
	}
	while (any) {
		double line_height = 0;

		any = false;
		for (size_t i = 0; i < sheet->column_count; i++) {
			PangoRectangle ink;

			if (!more[i])
				continue;
			pango_layout_iter_get_line_extents(iters[i], NULL, &ink);
			if ((double)ink.height / PANGO_SCALE > line_height)
				line_height = (double)ink.height / PANGO_SCALE;
		}
		need(sheet, line_height);
		for (size_t i = 0; i < sheet->column_count; i++) {
			PangoLayoutLine *line;
			PangoRectangle box;
			double x = sheet->lefts[i];

			if (!more[i])
				continue;
			line = pango_layout_iter_get_line_readonly(iters[i]);
			pango_layout_iter_get_line_extents(iters[i], NULL, &box);
			if (line->resolved_dir == PANGO_DIRECTION_RTL || sheet->columns[i].number)
				x += sheet->widths[i] - (double)box.width / PANGO_SCALE;
			cairo_move_to(sheet->cairo, x,
			    sheet->y + (double)(pango_layout_iter_get_baseline(iters[i]) - box.y) /
					   PANGO_SCALE);
			pango_cairo_show_layout_line(sheet->cairo, line);
			more[i] = pango_layout_iter_next_line(iters[i]);
			any = any || more[i];
		}
		sheet->y += line_height;
	}
	for (size_t i = 0; i < sheet->column_count; i++)
		pango_layout_iter_free(iters[i]);
}

static void
sheet_row(struct sheet *sheet, const struct text *texts, bool bold)
{
	PangoLayout *cells[DOC_MAX_COLUMNS];
	double height = 0, cell;

	for (size_t i = 0; i < sheet->column_count; i++) {
		cells[i] = layout_new(sheet, texts[i], sheet->widths[i], 8, bold);
		cell = layout_height(cells[i]);
		height = cell > height ? cell : height;
	}
	if (height < bottom() - MARGIN - 40)
		need(sheet, height + 4);
	sheet->y += 2;
	draw_row(sheet, cells);
	sheet->y += 2;
	for (size_t i = 0; i < sheet->column_count; i++)
		g_object_unref(cells[i]);
}

static void
draw_head_row(struct sheet *sheet)
{
	struct text titles[DOC_MAX_COLUMNS];

	for (size_t i = 0; i < sheet->column_count; i++)
		titles[i] = text_of_c(sheet->columns[i].title);
	sheet->in_table = false; /* the head itself must not ask for another head */
	sheet_row(sheet, titles, true);
	sheet->in_table = true;
	rule(sheet, 1);
}

static void
sheet_table_begin(
    struct doc *doc, struct text caption, const struct doc_column *columns, size_t count)
{
	struct sheet *sheet = sheet_of(doc);
	double left = MARGIN, room = PAGE_WIDTH - 2 * MARGIN;
	unsigned shares = 0;

	sheet->column_count = count < DOC_MAX_COLUMNS ? count : DOC_MAX_COLUMNS;
	sheet->columns = columns;
	for (size_t i = 0; i < sheet->column_count; i++)
		shares += columns[i].share;
	for (size_t i = 0; i < sheet->column_count; i++) {
		double width = room * columns[i].share / (shares != 0 ? shares : 1);

		sheet->lefts[i] = left;
		sheet->widths[i] = width - CELL_GAP;
		left += width;
	}
	if (caption.n != 0) {
		need(sheet, 60);
		sheet_block(sheet, caption, 10, true, 4, 0);
	}
	need(sheet, 40);
	draw_head_row(sheet);
}

static void
sheet_table_row(struct doc *doc, const struct text *cells)
{
	struct sheet *sheet = sheet_of(doc);

	sheet_row(sheet, cells, false);
	cairo_set_source_rgb(sheet->cairo, 0.7, 0.7, 0.7);
	rule(sheet, 0.4);
	cairo_set_source_rgb(sheet->cairo, 0, 0, 0);
}

static void
sheet_table_end(struct doc *doc)
{
	struct sheet *sheet = sheet_of(doc);

	sheet->in_table = false;
	sheet->y += 8;
}

static void
sheet_bar(struct doc *doc, struct text label, uint64_t value, uint64_t most)
{
	struct sheet *sheet = sheet_of(doc);
	const double left = MARGIN + 110, room = PAGE_WIDTH - 2 * MARGIN - 110 - 60;
	double width = most != 0 ? room * (double)value / (double)most : 0;
	struct buf number;
	PangoLayout *name = layout_new(sheet, label, 104, 9, false), *count;
	double height = layout_height(name);

	buf_init(&number, 64);
	buf_put_u64(&number, value);
	need(sheet, height + 2);
	draw_at(sheet, name, MARGIN, sheet->y);
	cairo_set_source_rgb(sheet->cairo, 0.11, 0.44, 0.72);
	cairo_rectangle(sheet->cairo, left, sheet->y + 2, width, height - 4);
	cairo_fill(sheet->cairo);
	cairo_set_source_rgb(sheet->cairo, 0, 0, 0);
	count = layout_new(sheet, buf_text(&number), 60, 9, false);
	draw_at(sheet, count, left + width + 5, sheet->y);
	sheet->y += height + 2;
	g_object_unref(name);
	g_object_unref(count);
	buf_fini(&number);
}

static void
sheet_page_break(struct doc *doc)
{
	if (sheet_of(doc)->y > MARGIN)
		page_next(sheet_of(doc));
}

static void
sheet_free(struct sheet *sheet)
{
	if (sheet->font != NULL)
		pango_font_description_free(sheet->font);
	if (sheet->context != NULL)
		g_object_unref(sheet->context);
	if (sheet->cairo != NULL)
		cairo_destroy(sheet->cairo);
	if (sheet->surface != NULL)
		cairo_surface_destroy(sheet->surface);
	mem_free(sheet->title);
	mem_free(sheet);
}

static enum status
sheet_end(struct doc *doc, struct err *err)
{
	struct sheet *sheet = sheet_of(doc);
	enum status status;

	page_finish(sheet);
	cairo_surface_finish(sheet->surface);
	if (sheet->status == OK && cairo_surface_status(sheet->surface) != CAIRO_STATUS_SUCCESS)
		sheet->status = fail(&sheet->err, E_IO, "PDF: %s",
		    cairo_status_to_string(cairo_surface_status(sheet->surface)));
	status = sheet->status;
	if (status != OK && err != NULL)
		*err = sheet->err;
	sheet_free(sheet);
	return status;
}

static const struct doc_ops sheet_ops = {sheet_heading, sheet_paragraph, sheet_notice, sheet_item,
    sheet_table_begin, sheet_table_row, sheet_table_end, sheet_bar, sheet_page_break, sheet_end};

static void
sheet_metadata(struct sheet *sheet, int64_t created_us)
{
	struct buf date;

	buf_init(&date, 64);
	(void)time_put(&date, created_us - created_us % US_PER_SECOND);
	buf_put_byte(&date, '\0');
	if (date.failed == OK)
		cairo_pdf_surface_set_metadata(
		    sheet->surface, CAIRO_PDF_METADATA_CREATE_DATE, (const char *)date.p);
	cairo_pdf_surface_set_metadata(sheet->surface, CAIRO_PDF_METADATA_TITLE, sheet->title);
	buf_fini(&date);
}

enum status
doc_pdf_new(
    struct doc **doc, const struct out *out, struct text title, int64_t created_us, struct err *err)
{
	struct sheet *sheet = mem_new(1, sizeof *sheet);
	struct text shown = text_prefix(title, 200);

	if (sheet == NULL)
		return fail(err, E_NOMEM, "no memory for a PDF");
	sheet->title = mem_copy_z(shown.p, shown.n);
	if (sheet->title == NULL) {
		sheet_free(sheet);
		return fail(err, E_NOMEM, "no memory for a PDF");
	}
	sheet->doc.ops = &sheet_ops;
	sheet->out = out;
	sheet->surface = cairo_pdf_surface_create_for_stream(
	    sheet_write, sheet, PAGE_WIDTH, PAGE_HEIGHT);
	sheet_metadata(sheet, created_us);
	sheet->cairo = cairo_create(sheet->surface);
	sheet->context = pango_cairo_create_context(sheet->cairo);
	sheet->font = pango_font_description_from_string(font_family);
	page_start(sheet);
	*doc = &sheet->doc;
	return OK;
}
