/* src/show/report/doc_pdf.c
 * A document as A4 PDF, block by block; see doc_pdf.h.  Tables: doc_pdf_table.c. */
#include "show/report/doc_pdf.h"

#include "base/mem.h"
#include "show/pdf/pdf_image.h"
#include "show/pdf/pdf_put.h"
#include "show/report/doc_pdf_inside.h"

enum {
	LABEL_WIDTH = 114 * PT,
	ITEM_INDENT = 18 * PT,
	NOTICE_SIZE = 12 * PT,
	PIXEL = 750, /* 96 to the inch */
	TOLD_BYTES = 4000
};

static const struct rgb notice_grey = {0xf2, 0xf2, 0xf1}, accent = {0x1d, 0x70, 0xb8};

static void
set(struct sheet *sheet, struct text text, enum pdf_style style, int32_t size, int32_t width)
{
	pdf_lines_set(&sheet->lines, &sheet->text, text, style, size, width);
}

/* A block of a few lines stays whole; a longer one goes on over the page. */
static void
need_lines(struct sheet *sheet, int32_t size)
{
	if (sheet->lines.height_mpt <= 84 * size / 10)
		doc_pdf_need(sheet, sheet->lines.height_mpt);
}

void
doc_pdf_list_end(struct sheet *sheet)
{
	if (pdf_tag_is_open(&sheet->list))
		pdf_tag_close(&sheet->tags, &sheet->list);
}

void
doc_pdf_block(struct sheet *sheet, struct text text, const char *kind, enum pdf_style style,
    int32_t size, int32_t before)
{
	doc_pdf_list_end(sheet);
	set(sheet, text, style, size, SHEET_ROOM);
	sheet->y += before;
	need_lines(sheet, size);
	pdf_tag_open(&sheet->tags, &sheet->block, NULL, kind, TEXT_NONE);
	doc_pdf_flow(sheet, &sheet->lines, &sheet->block, SHEET_MARGIN, SHEET_ROOM);
	pdf_tag_close(&sheet->tags, &sheet->block);
	sheet->y += size * 4 / 10;
}

static void
sheet_heading(struct doc *doc, unsigned level, struct text text)
{
	static const int32_t sizes[] = {22 * PT, 15 * PT, 11500};
	static const char *const kinds[] = {"H1", "H2", "H3"};
	struct sheet *sheet = sheet_of(doc);
	size_t i = level >= 1 && level <= 3 ? level - 1 : 2;
	int32_t before;

	doc_pdf_need(sheet, sizes[i] * 5); /* it does not stand alone at the foot of a page */
	before = sheet->y > SHEET_MARGIN ? sizes[i] * 8 / 10 : 0;
	pdf_meta_heading(
	    &sheet->meta, level, text, sheet->pages.id, pdf_page_up(sheet->y + before));
	doc_pdf_block(sheet, text, kinds[i], PDF_BOLD, sizes[i], before);
}

static void
sheet_paragraph(struct doc *doc, struct text text)
{
	doc_pdf_block(sheet_of(doc), text, "P", PDF_PLAIN, SHEET_TEXT, 1 * PT);
}

/* --- lists --- */

static void
list_item_open(struct sheet *sheet)
{
	if (!pdf_tag_is_open(&sheet->list))
		pdf_tag_open(&sheet->tags, &sheet->list, NULL, "L", TEXT_NONE);
	pdf_tag_open(&sheet->tags, &sheet->block, &sheet->list, "LI", TEXT_NONE);
	pdf_tag_open(&sheet->tags, &sheet->name, &sheet->block, "Lbl", TEXT_NONE);
	pdf_tag_open(&sheet->tags, &sheet->body, &sheet->block, "LBody", TEXT_NONE);
}

static void
list_item_close(struct sheet *sheet)
{
	pdf_tag_close(&sheet->tags, &sheet->name);
	pdf_tag_close(&sheet->tags, &sheet->body);
	pdf_tag_close(&sheet->tags, &sheet->block);
}

static int32_t
first_ascent(const struct pdf_lines *lines)
{
	return lines->count != 0 ? lines->lines[0].ascent : 0;
}

/* The lines of sheet->label from the current y on, which stays, the first on the baseline of what
 * stands beside it; how high they are. */
static int32_t
label_draw(struct sheet *sheet, int32_t x, struct rgb colour)
{
	int32_t lower = first_ascent(&sheet->lines) - first_ascent(&sheet->label);
	int32_t y = sheet->y + (lower > 0 ? lower : 0);

	pdf_page_mark(&sheet->pages, &sheet->name);
	pdf_page_colour(&sheet->pages, colour);
	for (size_t i = 0; i < sheet->label.count; i++) {
		const struct pdf_line *line = &sheet->label.lines[i];

		doc_pdf_line(sheet, &sheet->label, i, x, LABEL_WIDTH, false, y + line->ascent);
		y += line->ascent + line->descent;
	}
	pdf_page_mark_end(&sheet->pages);
	return y - sheet->y;
}

static void
sheet_item(struct doc *doc, struct text text)
{
	struct sheet *sheet = sheet_of(doc);

	pdf_lines_set(&sheet->label, &sheet->text, TEXT_LITERAL("\xe2\x80\xa2"), PDF_PLAIN,
	    SHEET_TEXT, ITEM_INDENT);
	set(sheet, text, PDF_PLAIN, SHEET_TEXT, SHEET_ROOM - ITEM_INDENT);
	doc_pdf_need(sheet, 28 * PT);
	need_lines(sheet, SHEET_TEXT);
	doc_pdf_place_here(sheet, sheet->y);
	list_item_open(sheet);
	(void)label_draw(sheet, SHEET_MARGIN + 6 * PT, doc_pdf_black);
	doc_pdf_flow(sheet, &sheet->lines, &sheet->body, SHEET_MARGIN + ITEM_INDENT,
	    SHEET_ROOM - ITEM_INDENT);
	list_item_close(sheet);
	sheet->y += SHEET_TEXT * 4 / 10;
}

static void
sheet_fact(struct doc *doc, const char *label, struct text text)
{
	struct sheet *sheet = sheet_of(doc);
	int32_t height, top;
	size_t pages;

	pdf_lines_set(&sheet->label, &sheet->text, text_of_c(label), PDF_PLAIN, SHEET_TEXT,
	    LABEL_WIDTH - 6 * PT);
	set(sheet, text, PDF_PLAIN, SHEET_TEXT, SHEET_ROOM - LABEL_WIDTH);
	doc_pdf_need(sheet, sheet->label.height_mpt);
	need_lines(sheet, SHEET_TEXT);
	doc_pdf_place_here(sheet, sheet->y);
	list_item_open(sheet);
	top = sheet->y;
	pages = sheet->pages.count;
	height = label_draw(sheet, SHEET_MARGIN, doc_pdf_grey);
	doc_pdf_flow(sheet, &sheet->lines, &sheet->body, SHEET_MARGIN + LABEL_WIDTH,
	    SHEET_ROOM - LABEL_WIDTH);
	list_item_close(sheet);
	if (sheet->pages.count == pages && sheet->y < top + height)
		sheet->y = top + height;
	sheet->y += SHEET_TEXT * 15 / 100;
}

/* --- what is drawn --- */

static void
sheet_notice(struct doc *doc, struct text text)
{
	struct sheet *sheet = sheet_of(doc);
	const int32_t indent = 14 * PT;
	int32_t height, top;

	doc_pdf_list_end(sheet);
	set(sheet, text, PDF_PLAIN, NOTICE_SIZE, SHEET_ROOM - indent - 8 * PT);
	height = sheet->lines.height_mpt;
	sheet->y += 4 * PT;
	doc_pdf_need(sheet, height + 12 * PT);
	top = sheet->y;
	if (height + 12 * PT <= SHEET_BOTTOM - top) {
		pdf_page_artifact(&sheet->pages, "");
		pdf_page_box(
		    &sheet->pages, SHEET_MARGIN, top, SHEET_ROOM, height + 12 * PT, notice_grey);
		pdf_page_box(&sheet->pages, SHEET_MARGIN, top, 5 * PT, height + 12 * PT, accent);
		pdf_page_mark_end(&sheet->pages);
	}
	sheet->y += 6 * PT;
	pdf_tag_open(&sheet->tags, &sheet->block, NULL, "P", TEXT_NONE);
	doc_pdf_flow(sheet, &sheet->lines, &sheet->block, SHEET_MARGIN + indent,
	    SHEET_ROOM - indent - 8 * PT);
	pdf_tag_close(&sheet->tags, &sheet->block);
	sheet->y += 12 * PT;
}

/* A figure's element: what it shows in words, and where it stands. */
static void
figure_open(struct sheet *sheet, struct text title, struct text told, int32_t w, int32_t h)
{
	struct buf more;

	buf_init(&more, PDF_BODY_BYTES);
	buf_put_c(&more, title.n != 0 ? "/T" : "");
	if (title.n != 0)
		pdf_put_text(&more, text_prefix(title, PDF_TITLE_BYTES));
	buf_put_c(&more, "/Alt");
	pdf_put_text(&more, text_prefix(told.n != 0 ? told : title, TOLD_BYTES));
	buf_put_c(&more, "/A<</O/Layout/Placement/Block/BBox[");
	pdf_put_number(&more, SHEET_MARGIN);
	pdf_put_number(&more, pdf_page_up(sheet->y + h));
	pdf_put_number(&more, SHEET_MARGIN + w);
	pdf_put_number(&more, pdf_page_up(sheet->y));
	buf_put_c(&more, "]>>");
	pdf_file_check(&sheet->file, &more);
	pdf_tag_open(&sheet->tags, &sheet->block, NULL, "Figure", buf_text(&more));
	buf_fini(&more);
}

static void
sheet_figure(struct doc *doc, const struct drawing *drawing)
{
	struct sheet *sheet = sheet_of(doc);
	int32_t height = drawing->height < 10000 ? drawing->height * 100 : PDF_PAGE_HEIGHT;
	struct err err;

	doc_pdf_list_end(sheet);
	if (drawing_check(drawing, &err) != OK) {
		pdf_file_fail(&sheet->file, &err);
		return;
	}
	doc_pdf_need(sheet, height);
	doc_pdf_place_here(sheet, sheet->y);
	figure_open(sheet, drawing->title, drawing->told, drawing->width * 100, height);
	pdf_page_mark(&sheet->pages, &sheet->block);
	pdf_page_drawing(
	    &sheet->pages, &sheet->text, &sheet->lines, drawing, SHEET_MARGIN, sheet->y);
	pdf_page_mark_end(&sheet->pages);
	pdf_tag_close(&sheet->tags, &sheet->block);
	sheet->y += height + 4 * PT;
}

/* As large as it may be with its sides in proportion. */
static void
image_fit(const struct pdf_image *image, int64_t height_max, int32_t *w, int32_t *h)
{
	int64_t width = (int64_t)image->width * PIXEL, height = (int64_t)image->height * PIXEL;

	if (width > SHEET_ROOM) {
		height = height * SHEET_ROOM / width;
		width = SHEET_ROOM;
	}
	if (height > height_max) {
		width = width * height_max / height;
		height = height_max;
	}
	*w = (int32_t)(width > 0 ? width : 1);
	*h = (int32_t)(height > 0 ? height : 1);
}

static void
sheet_image(struct doc *doc, const struct doc_image *image, int32_t height_max)
{
	struct sheet *sheet = sheet_of(doc);
	int64_t most = (int64_t)height_max * 100;
	struct pdf_image made;
	int32_t w, h;
	struct err err;
	enum status status;

	doc_pdf_list_end(sheet);
	status = image->png ? pdf_image_png(&sheet->file, image->bytes, &made, &err)
			    : pdf_image_jpeg(&sheet->file, image->bytes, &made, &err);
	if (status == E_FORMAT || status == E_LIMIT) {
		sheet_paragraph(doc, image->told); /* what cannot be shown is told */
		return;
	}
	if (status != OK) {
		pdf_file_fail(&sheet->file, &err);
		return;
	}
	image_fit(
	    &made, most < SHEET_BOTTOM - SHEET_MARGIN ? most : SHEET_BOTTOM - SHEET_MARGIN, &w, &h);
	doc_pdf_need(sheet, h);
	doc_pdf_place_here(sheet, sheet->y);
	figure_open(sheet, TEXT_NONE, image->told, w, h);
	pdf_page_mark(&sheet->pages, &sheet->block);
	pdf_page_image(&sheet->pages, made.id, made.sheer, SHEET_MARGIN, sheet->y, w, h);
	pdf_page_mark_end(&sheet->pages);
	pdf_tag_close(&sheet->tags, &sheet->block);
	sheet->y += h + 4 * PT;
}

/* --- places and pages --- */

static void
sheet_place(struct doc *doc, struct text name)
{
	struct sheet *sheet = sheet_of(doc);

	doc_pdf_place_here(sheet, sheet->y); /* two of them for one thing */
	text_copy(sheet->place, sizeof sheet->place, name);
}

static void
sheet_keep(struct doc *doc, unsigned lines)
{
	const int32_t line = SHEET_TEXT * 145 / 100;

	if (lines < (unsigned)((SHEET_BOTTOM - SHEET_MARGIN) / line))
		doc_pdf_need(sheet_of(doc), (int32_t)lines * line);
}

static void
sheet_page_break(struct doc *doc)
{
	if (sheet_of(doc)->y > SHEET_MARGIN)
		doc_pdf_page_next(sheet_of(doc));
}

/* --- beginning and end --- */

static void
sheet_free(struct sheet *sheet)
{
	struct pdf_tag *tags[] = {&sheet->list, &sheet->block, &sheet->name, &sheet->body,
	    &sheet->table, &sheet->section, &sheet->row};

	for (size_t i = 0; i < COUNT_OF(tags); i++)
		pdf_tag_fini(tags[i]);
	for (size_t i = 0; i < DOC_MAX_COLUMNS; i++) {
		pdf_tag_fini(&sheet->cells[i]);
		pdf_tag_fini(&sheet->links[i]);
		pdf_lines_fini(&sheet->cell_lines[i]);
		pdf_lines_fini(&sheet->head_lines[i]);
	}
	pdf_lines_fini(&sheet->lines);
	pdf_lines_fini(&sheet->label);
	pdf_lines_fini(&sheet->foot);
	pdf_meta_fini(&sheet->meta);
	pdf_pages_fini(&sheet->pages);
	pdf_tags_fini(&sheet->tags);
	pdf_text_fini(&sheet->text);
	pdf_fonts_fini(&sheet->fonts);
	pdf_file_fini(&sheet->file);
	mem_free(sheet);
}

static enum status
sheet_end(struct doc *doc, struct err *err)
{
	struct sheet *sheet = sheet_of(doc);
	uint32_t pages, tags, catalog, info;
	struct err why;
	enum status status;

	doc_pdf_list_end(sheet);
	doc_pdf_place_here(sheet, sheet->y);
	pdf_page_end(&sheet->pages);
	pages = pdf_pages_end(&sheet->pages, doc_pdf_foot, sheet);
	tags = pdf_tags_end(&sheet->tags);
	pdf_fonts_write(&sheet->fonts);
	pdf_meta_end(&sheet->meta, pages, tags, &catalog, &info);
	if (sheet->text.status != OK) {
		(void)fail(&why, sheet->text.status, "no memory for text");
		pdf_file_fail(&sheet->file, &why);
	}
	if (sheet->page_count != NULL)
		*sheet->page_count = sheet->pages.count / 2;
	status = pdf_file_end(&sheet->file, catalog, info, err);
	sheet_free(sheet);
	return status;
}

static const struct doc_ops sheet_ops = {.heading = sheet_heading,
    .paragraph = sheet_paragraph,
    .notice = sheet_notice,
    .item = sheet_item,
    .fact = sheet_fact,
    .table_begin = doc_pdf_table_begin,
    .table_group = doc_pdf_table_group,
    .table_row = doc_pdf_table_row,
    .table_end = doc_pdf_table_end,
    .figure = sheet_figure,
    .image = sheet_image,
    .place = sheet_place,
    .keep = sheet_keep,
    .page_break = sheet_page_break,
    .end = sheet_end};

static enum status
sheet_start(
    struct sheet *sheet, const struct out *out, const struct doc_pdf_info *info, struct err *err)
{
	struct text language = info->language.n != 0 ? info->language : TEXT_LITERAL("en-GB");
	enum status status;

	pdf_file_init(&sheet->file, out);
	status = pdf_fonts_init(&sheet->fonts, &sheet->file, info->fonts, err);
	if (status == OK)
		status = pdf_text_init(&sheet->text, &sheet->fonts, err);
	pdf_tags_init(&sheet->tags, &sheet->file);
	if (status == OK)
		status = pdf_pages_init(
		    &sheet->pages, &sheet->file, &sheet->fonts, &sheet->tags, err);
	if (status == OK)
		status = pdf_meta_init(
		    &sheet->meta, &sheet->file, info->title, language, info->created_us, err);
	return status;
}

enum status
doc_pdf_new(
    struct doc **doc, const struct out *out, const struct doc_pdf_info *info, struct err *err)
{
	struct sheet *sheet;
	enum status status;

	assert(info->fonts != NULL);
	sheet = mem_new(1, sizeof *sheet);
	if (sheet == NULL)
		return fail(err, E_NOMEM, "no memory for a PDF");
	sheet->doc.ops = &sheet_ops;
	status = sheet_start(sheet, out, info, err);
	if (status != OK) {
		sheet_free(sheet);
		return status;
	}
	for (size_t i = 0; i < info->attachment_count; i++)
		pdf_meta_attach(&sheet->meta, &info->attachments[i]);
	sheet->page_count = info->page_count;
	doc_pdf_foot_set(sheet, info->foot.n != 0 ? info->foot : info->title);
	doc_pdf_page_start(sheet);
	*doc = &sheet->doc;
	return OK;
}
