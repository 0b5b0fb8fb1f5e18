/* src/show/report/doc_pdf_inside.h
 * What the parts of the PDF writer share: doc_pdf.c (blocks), doc_pdf_table.c (tables),
 * doc_pdf_sheet.c (pages).  Lengths are thousandths of a point, from the upper left corner. */
#ifndef SHOW_DOC_PDF_INSIDE_H
#define SHOW_DOC_PDF_INSIDE_H

#include "show/pdf/pdf_meta.h"
#include "show/pdf/pdf_page.h"
#include "show/report/doc_pdf.h"

#define PT 1000

enum {
	SHEET_MARGIN = 36 * PT,
	SHEET_ROOM = PDF_PAGE_WIDTH - 2 * SHEET_MARGIN,
	SHEET_FOOT = 24 * PT,
	SHEET_BOTTOM = PDF_PAGE_HEIGHT - SHEET_MARGIN - SHEET_FOOT,
	SHEET_TEXT = 10 * PT,
	GROUP_BYTES = 256,
};

struct sheet {
	struct doc doc; /* first: the writer's public face */
	struct pdf_file file;
	struct pdf_fonts fonts;
	struct pdf_text text;
	struct pdf_tags tags;
	struct pdf_pages pages;
	struct pdf_meta meta;
	struct pdf_lines lines, label; /* of the block being set, and beside it */
	struct pdf_lines foot;
	uint64_t *page_count;                   /* of the caller; may be NULL */
	int32_t y;                              /* top of what comes next */
	char place[PDF_PLACE_BYTES + 1];        /* waits for what comes next; "" for none */
	struct pdf_tag list, block, name, body; /* L, LI or a block, Lbl, LBody */
	/* The table. */
	const struct doc_column *columns;
	size_t column_count;
	int32_t lefts[DOC_MAX_COLUMNS], widths[DOC_MAX_COLUMNS];
	int32_t cell_size, cell_room; /* of letters, and above and below them */
	struct pdf_tag table, section, row, cells[DOC_MAX_COLUMNS], links[DOC_MAX_COLUMNS];
	struct pdf_lines cell_lines[DOC_MAX_COLUMNS], head_lines[DOC_MAX_COLUMNS];
	char group[GROUP_BYTES];    /* said again at the head of the next page; "" for none */
	bool in_table, group_waits; /* for its first row, so as not to stand alone */
};

static inline struct sheet *
sheet_of(struct doc *doc)
{
	return (struct sheet *)doc;
}

/* doc_pdf_sheet.c */
extern const struct rgb doc_pdf_black, doc_pdf_grey;
void doc_pdf_page_start(struct sheet *sheet);
void doc_pdf_page_next(struct sheet *sheet);
/* A new page unless there is so much room on this one. */
void doc_pdf_need(struct sheet *sheet, int32_t height);
/* The place that waits is here. */
void doc_pdf_place_here(struct sheet *sheet, int32_t y);
/* One line at `x`, of `width`: at the right when it reads from right to left or `right` says so.
 * `top` is the line's own. */
void doc_pdf_line(struct sheet *sheet, const struct pdf_lines *lines, size_t number, int32_t x,
    int32_t width, bool right, int32_t baseline);
/* Lines from the current y on, over the page where they must; all of them belong to `tag`. */
void doc_pdf_flow(struct sheet *sheet, const struct pdf_lines *lines, struct pdf_tag *tag,
    int32_t x, int32_t width);
/* The foot of page `number`. */
void doc_pdf_foot(void *ctx, struct pdf_pages *pages, size_t number, size_t count);

/* doc_pdf_table.c */
void doc_pdf_table_begin(struct doc *doc, const struct doc_table *table);
void doc_pdf_table_group(struct doc *doc, struct text text);
void doc_pdf_table_row(struct doc *doc, const struct doc_cell *cells, bool apart);
void doc_pdf_table_end(struct doc *doc);
/* The head, and the group when one is open, again on a new page. */
void doc_pdf_table_again(struct sheet *sheet);

/* doc_pdf.c */
void doc_pdf_list_end(struct sheet *sheet);
void doc_pdf_block(struct sheet *sheet, struct text text, const char *kind, enum pdf_style style,
    int32_t size, int32_t before);
/* The foot as it is on every page. */
void doc_pdf_foot_set(struct sheet *sheet, struct text text);

#endif
