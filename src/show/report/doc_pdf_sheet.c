/* src/show/report/doc_pdf_sheet.c
 * Pages of the PDF writer: where they begin and end, their foot, lines that go on over them. */
#include "show/report/doc_pdf_inside.h"

enum { FOOT_SIZE = 8 * PT, FOOT_DOWN = 5 * PT / 2, NUMBER_ROOM = 110 * PT };

const struct rgb doc_pdf_black = {0, 0, 0}, doc_pdf_grey = {0x4c, 0x4c, 0x4c};

void
doc_pdf_page_start(struct sheet *sheet)
{
	pdf_page_begin(&sheet->pages);
	pdf_page_fonts(&sheet->pages, &sheet->foot); /* it is drawn when all else is */
	sheet->y = SHEET_MARGIN;
}

void
doc_pdf_page_next(struct sheet *sheet)
{
	pdf_page_end(&sheet->pages);
	doc_pdf_page_start(sheet);
	if (sheet->in_table)
		doc_pdf_table_again(sheet);
}

void
doc_pdf_need(struct sheet *sheet, int32_t height)
{
	if (sheet->y > SHEET_MARGIN && height > SHEET_BOTTOM - sheet->y)
		doc_pdf_page_next(sheet);
}

void
doc_pdf_place_here(struct sheet *sheet, int32_t y)
{
	if (sheet->place[0] == '\0')
		return;
	pdf_meta_place(&sheet->meta, text_of_c(sheet->place), sheet->pages.id, pdf_page_up(y));
	sheet->place[0] = '\0';
}

void
doc_pdf_line(struct sheet *sheet, const struct pdf_lines *lines, size_t number, int32_t x,
    int32_t width, bool right, int32_t baseline)
{
	const struct pdf_line *line = &lines->lines[number];

	if (line->turned || right)
		x += width - line->width_mpt;
	pdf_page_line(&sheet->pages, lines, line, x, baseline);
}

void
doc_pdf_flow(struct sheet *sheet, const struct pdf_lines *lines, struct pdf_tag *tag, int32_t x,
    int32_t width)
{
	bool open = false;

	for (size_t i = 0; i < lines->count; i++) {
		const struct pdf_line *line = &lines->lines[i];
		int32_t height = line->ascent + line->descent;

		if (sheet->y > SHEET_MARGIN && height > SHEET_BOTTOM - sheet->y) {
			if (open)
				pdf_page_mark_end(&sheet->pages);
			open = false;
			doc_pdf_page_next(sheet);
		}
		if (!open) {
			doc_pdf_place_here(sheet, sheet->y);
			pdf_page_mark(&sheet->pages, tag);
		}
		open = true;
		pdf_page_colour(&sheet->pages, doc_pdf_black);
		doc_pdf_line(sheet, lines, i, x, width, false, sheet->y + line->ascent);
		sheet->y += height;
	}
	if (open)
		pdf_page_mark_end(&sheet->pages);
}

void
doc_pdf_foot_set(struct sheet *sheet, struct text text)
{
	pdf_lines_set(&sheet->foot, &sheet->text, text_prefix(text, GROUP_BYTES), PDF_PLAIN,
	    FOOT_SIZE, SHEET_ROOM - NUMBER_ROOM);
}

/* What the sheet belongs to on the left, its number on the right: sheets get parted. */
void
doc_pdf_foot(void *ctx, struct pdf_pages *pages, size_t number, size_t count)
{
	struct sheet *sheet = ctx;
	const int32_t y = PDF_PAGE_HEIGHT - SHEET_MARGIN + FOOT_DOWN; /* the baseline */
	uint8_t room[64];
	struct buf line = {.p = room, .size = sizeof room, .max = sizeof room};

	pdf_page_artifact(pages, "/Type/Pagination/Subtype/Footer");
	pdf_page_colour(pages, doc_pdf_grey);
	if (sheet->foot.count != 0)
		doc_pdf_line(
		    sheet, &sheet->foot, 0, SHEET_MARGIN, SHEET_ROOM - NUMBER_ROOM, false, y);
	buf_putf(&line, "Page %zu of %zu", number, count);
	pdf_lines_set(
	    &sheet->lines, &sheet->text, buf_text(&line), PDF_PLAIN, FOOT_SIZE, NUMBER_ROOM);
	if (sheet->lines.count != 0)
		doc_pdf_line(sheet, &sheet->lines, 0, SHEET_MARGIN + SHEET_ROOM - NUMBER_ROOM,
		    NUMBER_ROOM, true, y);
	pdf_page_mark_end(pages);
}
