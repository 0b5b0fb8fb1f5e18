/* src/show/report/doc_pdf.c
 * A document as A4 PDF; see doc_pdf.h.
 * Sizes are PDF points.  A table row moves to the next page whole, unless it is tall; then it is
 * cut between lines. */
#include "show/report/doc_pdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/mem.h"
#include "base/time.h"
#include "show/when.h"

#define PAGE_WIDTH     595.28
#define PAGE_HEIGHT    841.89
#define MARGIN         36.0
#define FOOT_HEIGHT    24.0
#define CELL_GAP       5.0
#define TEXT_SIZE      10.0
#define LABEL_WIDTH    114.0
#define ROW_KEPT_WHOLE 160.0 /* a taller row is cut between lines */

enum { GROUP_BYTES = 256, PARENT_OUTLINES = 2 };

/* Families are named, or pango falls back to display faces for Arabic script.  The emoji face is
 * not: it has digits too, and pango finds it by itself where there is an emoji. */
static const char font_family[] = "Noto Sans, Noto Sans Arabic, Noto Sans CJK SC, sans-serif";
static const char code_family[] = "Noto Sans Mono, DejaVu Sans Mono, monospace";

struct sheet {
	struct doc doc; /* first: the writer's public face */
	cairo_surface_t *surface;
	cairo_t *cairo;
	PangoContext *context;
	PangoFontDescription *font, *code_font;
	const struct out *out;
	struct err err;
	enum status status;
	char *title, *foot;
	double y; /* top of what comes next */
	unsigned page;
	const struct doc_column *columns;
	size_t column_count;
	double lefts[DOC_MAX_COLUMNS], widths[DOC_MAX_COLUMNS];
	double cell_size, cell_room; /* of letters, and above and below them */
	char group[GROUP_BYTES];     /* said again at the head of the next page; "" for none */
	bool group_waits;            /* for its first row, so as not to stand alone */
	int outline[PARENT_OUTLINES];
	bool in_table;
};

static struct sheet *
sheet_of(struct doc *doc)
{
	return (struct sheet *)doc;
}

/* Cairo is not told of a failure: told so, it reads beyond its fonts when it finishes (seen with
 * 1.16 on a full disk).  What comes after the failure is dropped, and sheet_end() returns it. */
static cairo_status_t
sheet_write(void *closure, const unsigned char *data, unsigned int length)
{
	struct sheet *sheet = closure;

	if (sheet->status == OK)
		sheet->status = out_write(sheet->out, slice_of(data, length), &sheet->err);
	return CAIRO_STATUS_SUCCESS;
}

static double
bottom(void)
{
	return PAGE_HEIGHT - MARGIN - FOOT_HEIGHT;
}

/* Marks that turn the direction of writing around would let a message rearrange the line it stands
 * in; letters of right-to-left scripts need none of them. */
static bool
turns_writing(uint32_t cp)
{
	return (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

static void
put_shown(struct buf *out, struct text text)
{
	while (text.n != 0) {
		uint32_t cp = text_next(&text);

		if (turns_writing(cp))
			continue;
		buf_put_code_point(
		    out, (cp < 0x20 && cp != '\n' && cp != '\t') || cp == 0x7f ? 0xfffd : cp);
	}
}

enum face { FACE_PLAIN, FACE_BOLD, FACE_CODE };

/* A layout for `text`, at most 64 KiB of it: what is longer stands in the files beside. */
static PangoLayout *
layout_new(struct sheet *sheet, struct text text, double width, double size, enum face face)
{
	PangoLayout *layout = pango_layout_new(sheet->context);
	PangoFontDescription *font = face == FACE_CODE ? sheet->code_font : sheet->font;
	struct buf shown;

	buf_init(&shown, 256 * 1024);
	put_shown(&shown, text_prefix(text, 64 * 1024));
	pango_font_description_set_size(font, (gint)(size * PANGO_SCALE));
	pango_font_description_set_weight(
	    font, face == FACE_BOLD ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(layout, font);
	pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_text(layout, shown.n != 0 ? (const char *)shown.p : "", (int)shown.n);
	if (sheet->status == OK)
		sheet->status = buf_check(&shown, &sheet->err);
	buf_fini(&shown);
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
grey(struct sheet *sheet, double shade)
{
	cairo_set_source_rgb(sheet->cairo, shade, shade, shade);
}

/* What the sheet belongs to on the left, its number on the right: sheets get parted. */
static void
draw_foot(struct sheet *sheet)
{
	const double room = PAGE_WIDTH - 2 * MARGIN, y = PAGE_HEIGHT - MARGIN - 6;
	struct buf line;
	PangoLayout *layout;

	buf_init(&line, 1024);
	buf_putf(&line, "Page %u", sheet->page);
	grey(sheet, 0.3);
	layout = layout_new(sheet, text_of_c(sheet->foot), room - 60, 8, FACE_PLAIN);
	draw_at(sheet, layout, MARGIN, y);
	g_object_unref(layout);
	layout = layout_new(sheet, buf_text(&line), 60, 8, FACE_PLAIN);
	pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
	draw_at(sheet, layout, MARGIN + room - 60, y);
	g_object_unref(layout);
	grey(sheet, 0);
	buf_fini(&line);
}

static void
page_start(struct sheet *sheet)
{
	sheet->page++;
	sheet->y = MARGIN;
	grey(sheet, 0);
}

static void
page_finish(struct sheet *sheet)
{
	draw_foot(sheet);
	cairo_show_page(sheet->cairo);
}

static void draw_head_row(struct sheet *sheet);
static void draw_group(struct sheet *sheet, bool again);

static void
page_next(struct sheet *sheet)
{
	page_finish(sheet);
	page_start(sheet);
	if (!sheet->in_table)
		return;
	draw_head_row(sheet);
	if (sheet->group[0] != '\0' && !sheet->group_waits)
		draw_group(sheet, true);
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

/* A block of a few lines stays whole; a longer one goes on over the page. */
static void
sheet_block(struct sheet *sheet, struct text text, double size, enum face face, double before,
    double indent)
{
	PangoLayout *layout = layout_new(sheet, text, PAGE_WIDTH - 2 * MARGIN - indent, size, face);
	double height = layout_height(layout);

	sheet->y += before;
	if (height <= 6 * 1.4 * size)
		need(sheet, height);
	draw_flow(sheet, layout, MARGIN + indent);
	sheet->y += size * 0.4;
	g_object_unref(layout);
}

/* A place in the reader's table of contents, for the two upper levels. */
static void
outline_add(struct sheet *sheet, unsigned level, struct text text)
{
	char where[96];
	struct buf link = {
	    .p = (uint8_t *)where, .size = sizeof where - 1, .max = sizeof where - 1};
	struct buf name;
	int parent = level == 1 ? CAIRO_PDF_OUTLINE_ROOT : sheet->outline[0];

	if (level > PARENT_OUTLINES)
		return;
	buf_init(&name, 1024);
	put_shown(&name, text_prefix(text, 200));
	buf_put_byte(&name, '\0');
	buf_putf(&link, "page=%u pos=[%d %d]", sheet->page, (int)MARGIN, (int)sheet->y);
	where[link.n] = '\0';
	if (name.failed == OK && link.failed == OK)
		sheet->outline[level - 1] = cairo_pdf_surface_add_outline(
		    sheet->surface, parent, (const char *)name.p, where, 0);
	buf_fini(&name);
}

static void
sheet_heading(struct doc *doc, unsigned level, struct text text)
{
	static const double sizes[] = {22, 15, 11.5};
	struct sheet *sheet = sheet_of(doc);
	double size = sizes[level >= 1 && level <= 3 ? level - 1 : 2];

	need(sheet, size * 5); /* a heading does not stand alone at the foot of a page */
	outline_add(sheet, level, text);
	sheet_block(sheet, text, size, FACE_BOLD, sheet->y > MARGIN ? size * 0.8 : 0, 0);
}

static void
sheet_paragraph(struct doc *doc, struct text text)
{
	sheet_block(sheet_of(doc), text, TEXT_SIZE, FACE_PLAIN, 1, 0);
}

static void
sheet_item(struct doc *doc, struct text text)
{
	struct sheet *sheet = sheet_of(doc);
	PangoLayout *dot = layout_new(
	    sheet, TEXT_LITERAL("\xe2\x80\xa2"), 12, TEXT_SIZE, FACE_PLAIN);

	need(sheet, 28);
	draw_at(sheet, dot, MARGIN + 6, sheet->y);
	g_object_unref(dot);
	sheet_block(sheet, text, TEXT_SIZE, FACE_PLAIN, 0, 18);
}

static void
sheet_fact(struct doc *doc, const char *label, struct text text)
{
	struct sheet *sheet = sheet_of(doc);
	PangoLayout *name = layout_new(
	    sheet, text_of_c(label), LABEL_WIDTH - 6, TEXT_SIZE, FACE_PLAIN);
	PangoLayout *value = layout_new(
	    sheet, text, PAGE_WIDTH - 2 * MARGIN - LABEL_WIDTH, TEXT_SIZE, FACE_PLAIN);
	double height = layout_height(name), whole = layout_height(value), top;
	unsigned page;

	need(sheet, whole <= 6 * 1.4 * TEXT_SIZE && whole > height ? whole : height);
	g_object_unref(value);
	grey(sheet, 0.3);
	draw_at(sheet, name, MARGIN, sheet->y);
	grey(sheet, 0);
	g_object_unref(name);
	top = sheet->y;
	page = sheet->page;
	sheet_block(sheet, text, TEXT_SIZE, FACE_PLAIN, 0, LABEL_WIDTH);
	sheet->y -= TEXT_SIZE * 0.25;
	if (sheet->page == page && sheet->y < top + height)
		sheet->y = top + height;
}

static void
sheet_notice(struct doc *doc, struct text text)
{
	struct sheet *sheet = sheet_of(doc);
	PangoLayout *layout = layout_new(sheet, text, PAGE_WIDTH - 2 * MARGIN - 22, 12, FACE_PLAIN);
	double height = layout_height(layout) + 12;

	sheet->y += 4;
	need(sheet, height);
	cairo_set_source_rgb(sheet->cairo, 0.95, 0.95, 0.945);
	cairo_rectangle(sheet->cairo, MARGIN, sheet->y, PAGE_WIDTH - 2 * MARGIN, height);
	cairo_fill(sheet->cairo);
	cairo_set_source_rgb(sheet->cairo, 0.11, 0.44, 0.72);
	cairo_rectangle(sheet->cairo, MARGIN, sheet->y, 5, height);
	cairo_fill(sheet->cairo);
	grey(sheet, 0);
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

/* One row of layouts, line by line; where the page ends, it goes on on the next. */
static void
draw_row(struct sheet *sheet, PangoLayout **cells)
{
	const size_t count = sheet->column_count;
	PangoLayoutIter *iters[DOC_MAX_COLUMNS] = {NULL};
	bool more[DOC_MAX_COLUMNS] = {false}, any = true;

	for (size_t i = 0; i < count; i++) {
		iters[i] = pango_layout_get_iter(cells[i]);
		more[i] = true;
	}
	while (any) {
		double line_height = 0;

		any = false;
		for (size_t i = 0; i < count; i++) {
			PangoRectangle ink;

			if (!more[i])
				continue;
			pango_layout_iter_get_line_extents(iters[i], NULL, &ink);
			if ((double)ink.height / PANGO_SCALE > line_height)
				line_height = (double)ink.height / PANGO_SCALE;
		}
		need(sheet, line_height);
		for (size_t i = 0; i < count; i++) {
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
	for (size_t i = 0; i < count; i++)
		pango_layout_iter_free(iters[i]);
}

static void
row_shade(struct sheet *sheet, double height)
{
	cairo_set_source_rgb(sheet->cairo, 0.92, 0.95, 0.98);
	cairo_rectangle(sheet->cairo, MARGIN - 3, sheet->y, PAGE_WIDTH - 2 * MARGIN + 6, height);
	cairo_fill(sheet->cairo);
	grey(sheet, 0);
}

enum row_kind { ROW_PLAIN, ROW_HEAD, ROW_APART };

static void
sheet_row(struct sheet *sheet, const struct text *texts, enum row_kind kind)
{
	const size_t count = sheet->column_count;
	PangoLayout *cells[DOC_MAX_COLUMNS] = {NULL};
	double height = 0, cell, room = 2 * sheet->cell_room;

	for (size_t i = 0; i < count; i++) {
		bool code = sheet->columns[i].code && kind != ROW_HEAD;

		cells[i] = layout_new(sheet, texts[i], sheet->widths[i],
		    code ? sheet->cell_size - 1 : sheet->cell_size,
		    code               ? FACE_CODE
		    : kind == ROW_HEAD ? FACE_BOLD
				       : FACE_PLAIN);
		cell = layout_height(cells[i]);
		height = cell > height ? cell : height;
	}
	if (height < ROW_KEPT_WHOLE)
		need(sheet, height + room + (sheet->group_waits ? 2.5 * sheet->cell_size : 0));
	else
		need(sheet, 6 * sheet->cell_size);
	if (sheet->group_waits && kind != ROW_HEAD) {
		sheet->group_waits = false;
		draw_group(sheet, false);
	}
	if (kind == ROW_APART && sheet->y + height + room <= bottom())
		row_shade(sheet, height + room);
	sheet->y += sheet->cell_room;
	draw_row(sheet, cells);
	sheet->y += sheet->cell_room;
	for (size_t i = 0; i < count; i++)
		g_object_unref(cells[i]);
}

static void
draw_head_row(struct sheet *sheet)
{
	struct text titles[DOC_MAX_COLUMNS];

	for (size_t i = 0; i < sheet->column_count; i++)
		titles[i] = text_of_c(sheet->columns[i].title);
	sheet->in_table = false; /* the head itself must not ask for another head */
	sheet_row(sheet, titles, ROW_HEAD);
	sheet->in_table = true;
	rule(sheet, 1);
}

static void
draw_group(struct sheet *sheet, bool again)
{
	struct buf line;
	PangoLayout *layout;
	double height;

	buf_init(&line, 2 * GROUP_BYTES);
	buf_put_c(&line, sheet->group);
	buf_put_c(&line, again ? " (continued)" : "");
	layout = layout_new(
	    sheet, buf_text(&line), PAGE_WIDTH - 2 * MARGIN, sheet->cell_size, FACE_BOLD);
	height = layout_height(layout) + 3;
	sheet->y += again ? 0 : 3;
	cairo_set_source_rgb(sheet->cairo, 0.95, 0.95, 0.945);
	cairo_rectangle(sheet->cairo, MARGIN - 3, sheet->y, PAGE_WIDTH - 2 * MARGIN + 6, height);
	cairo_fill(sheet->cairo);
	grey(sheet, 0);
	draw_at(sheet, layout, MARGIN, sheet->y + 1.5);
	sheet->y += height;
	g_object_unref(layout);
	buf_fini(&line);
}

static void
sheet_table_begin(struct doc *doc, const struct doc_table *table)
{
	struct sheet *sheet = sheet_of(doc);
	double left = MARGIN, room = PAGE_WIDTH - 2 * MARGIN;
	unsigned shares = 0;

	sheet->column_count = table->count < DOC_MAX_COLUMNS ? table->count : DOC_MAX_COLUMNS;
	sheet->columns = table->columns;
	sheet->cell_size = table->dense ? 7.5 : 9;
	sheet->cell_room = table->dense ? 0.9 : 2;
	for (size_t i = 0; i < sheet->column_count; i++)
		shares += table->columns[i].share;
	for (size_t i = 0; i < sheet->column_count; i++) {
		double width = room * table->columns[i].share / (shares != 0 ? shares : 1);

		sheet->lefts[i] = left;
		sheet->widths[i] = width - (i + 1 < sheet->column_count ? CELL_GAP : 0);
		left += width;
	}
	if (table->caption.n != 0) {
		need(sheet, 60);
		sheet_block(sheet, table->caption, TEXT_SIZE, FACE_BOLD, 4, 0);
	}
	need(sheet, 40);
	draw_head_row(sheet);
}

static void
sheet_table_group(struct doc *doc, struct text text)
{
	struct sheet *sheet = sheet_of(doc);
	struct text kept = text_prefix(text, GROUP_BYTES - 1);

	sheet->group[0] = '\0'; /* the one before does not go on here */
	need(sheet, 40);        /* nor does this one stand alone at the foot of a page */
	memcpy(sheet->group, kept.p, kept.n);
	sheet->group[kept.n] = '\0';
	draw_group(sheet, false);
}

static void
sheet_table_row(struct doc *doc, const struct doc_cell *cells, bool apart)
{
	struct sheet *sheet = sheet_of(doc);
	struct text texts[DOC_MAX_COLUMNS];

	for (size_t i = 0; i < sheet->column_count; i++)
		texts[i] = cells[i].text;
	sheet_row(sheet, texts, apart ? ROW_APART : ROW_PLAIN);
	grey(sheet, 0.75);
	rule(sheet, 0.3);
	grey(sheet, 0);
}

static void
sheet_table_end(struct doc *doc)
{
	struct sheet *sheet = sheet_of(doc);

	sheet->in_table = sheet->group_waits = false;
	sheet->group[0] = '\0';
	sheet->y += 8;
}

static void
sheet_bar(struct doc *doc, struct text label, uint64_t value, uint64_t most)
{
	struct sheet *sheet = sheet_of(doc);
	const double left = MARGIN + 80, room = PAGE_WIDTH - 2 * MARGIN - 80 - 70;
	double width = most != 0 ? room * (double)value / (double)most : 0;
	struct buf number;
	PangoLayout *name = layout_new(sheet, label, 78, 9, FACE_PLAIN), *count;
	double height = layout_height(name);

	buf_init(&number, 64);
	bar_number_put(&number, value);
	need(sheet, height);
	draw_at(sheet, name, MARGIN, sheet->y);
	cairo_set_source_rgb(sheet->cairo, 0.11, 0.44, 0.72);
	cairo_rectangle(sheet->cairo, left, sheet->y + 2, width, height - 4);
	cairo_fill(sheet->cairo);
	grey(sheet, value != 0 ? 0 : 0.35);
	count = layout_new(sheet, buf_text(&number), 70, 9, FACE_PLAIN);
	draw_at(sheet, count, left + width + (value != 0 ? 5 : 0), sheet->y);
	grey(sheet, 0);
	sheet->y += height;
	g_object_unref(name);
	g_object_unref(count);
	buf_fini(&number);
}

static void
sheet_keep(struct doc *doc, unsigned lines)
{
	double height = lines * TEXT_SIZE * 1.45;

	if (height < bottom() - MARGIN)
		need(sheet_of(doc), height);
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
	if (sheet->code_font != NULL)
		pango_font_description_free(sheet->code_font);
	if (sheet->context != NULL)
		g_object_unref(sheet->context);
	if (sheet->cairo != NULL)
		cairo_destroy(sheet->cairo);
	if (sheet->surface != NULL)
		cairo_surface_destroy(sheet->surface);
	mem_free(sheet->title);
	mem_free(sheet->foot);
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

static const struct doc_ops sheet_ops = {.heading = sheet_heading,
    .paragraph = sheet_paragraph,
    .notice = sheet_notice,
    .item = sheet_item,
    .fact = sheet_fact,
    .table_begin = sheet_table_begin,
    .table_group = sheet_table_group,
    .table_row = sheet_table_row,
    .table_end = sheet_table_end,
    .bar = sheet_bar,
    .keep = sheet_keep,
    .page_break = sheet_page_break,
    .end = sheet_end};

/* Sizes are points, not pixels, and letters stand where the font wants them: nothing is fitted to
 * the dots of a screen. */
static void
sheet_fonts(struct sheet *sheet)
{
	cairo_font_options_t *options = cairo_font_options_create();

	sheet->context = pango_cairo_create_context(sheet->cairo);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(sheet->context, options);
	pango_cairo_context_set_resolution(sheet->context, 72);
	pango_context_set_round_glyph_positions(sheet->context, FALSE);
	cairo_font_options_destroy(options);
	sheet->font = pango_font_description_from_string(font_family);
	sheet->code_font = pango_font_description_from_string(code_family);
}

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
    struct doc **doc, const struct out *out, const struct doc_pdf_info *info, struct err *err)
{
	struct sheet *sheet = mem_new(1, sizeof *sheet);
	struct text title = text_prefix(info->title, 200), foot = text_prefix(info->foot, 200);

	if (sheet == NULL)
		return fail(err, E_NOMEM, "no memory for a PDF");
	sheet->title = mem_copy_z(title.p, title.n);
	sheet->foot = foot.n != 0 ? mem_copy_z(foot.p, foot.n) : mem_copy_z(title.p, title.n);
	if (sheet->title == NULL || sheet->foot == NULL) {
		sheet_free(sheet);
		return fail(err, E_NOMEM, "no memory for a PDF");
	}
	sheet->doc.ops = &sheet_ops;
	sheet->out = out;
	sheet->surface = cairo_pdf_surface_create_for_stream(
	    sheet_write, sheet, PAGE_WIDTH, PAGE_HEIGHT);
	sheet_metadata(sheet, info->created_us);
	sheet->cairo = cairo_create(sheet->surface);
	sheet_fonts(sheet);
	page_start(sheet);
	*doc = &sheet->doc;
	return OK;
}
