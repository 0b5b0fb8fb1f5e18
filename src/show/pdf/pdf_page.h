/* src/show/pdf/pdf_page.h
 * One page being filled: marks, shapes, text, pictures, links (ISO 32000-1, 7.8, 8, 9, 12.5).
 * Lengths are thousandths of a point from the upper left corner, y down.
 * Everything stands in a mark: content of an element (pdf_tags.h), or an artifact (14.8.2.2). */
#ifndef SHOW_PDF_PAGE_H
#define SHOW_PDF_PAGE_H

#include "show/chart/drawing.h"
#include "show/pdf/pdf_lines.h"
#include "show/pdf/pdf_tags.h"

enum { PDF_PAGE_WIDTH = 595280, PDF_PAGE_HEIGHT = 841890 }; /* A4 */

struct pdf_pages {
	struct pdf_file *file;
	struct pdf_fonts *fonts;
	struct pdf_tags *tags;
	/* The page now. */
	uint32_t id, foot; /* foot: a stream written when the number of pages is known */
	struct buf content, line;
	struct pdf_tag *tag; /* whose mark this is; NULL in an artifact */
	bool in_mark;        /* it has begun */
	bool in_text, sheer; /* sheer: something on it is transparent */
	struct rgb colour;
	bool font_known; /* which font and size are set */
	unsigned font;
	int32_t font_size;
	uint8_t fonts_used[PDF_FONTS_MAX];
	uint32_t *images, *notes; /* on this page */
	size_t image_count, image_size, note_count, note_size;
	uint32_t *order; /* of the pieces of a line from left to right, */
	int64_t *places; /* and where each begins */
	/* All so far: page i has the objects ids[2i] and, its foot, ids[2i + 1]. */
	uint32_t *ids;
	size_t count, size;
	uint32_t tree; /* the root of the page tree */
	uint32_t *branches;
	size_t branch_count, branch_size;
};

enum status pdf_pages_init(struct pdf_pages *pages, struct pdf_file *file, struct pdf_fonts *fonts,
    struct pdf_tags *tags, struct err *err);
void pdf_pages_fini(struct pdf_pages *pages);
void pdf_page_begin(struct pdf_pages *pages);
void pdf_page_end(struct pdf_pages *pages);
/* Give each page its foot and write the tree.  `foot` fills pages->content for page `number` of
 * `count`; gives the root. */
MUST_USE uint32_t pdf_pages_end(struct pdf_pages *pages,
    void (*foot)(void *ctx, struct pdf_pages *pages, size_t number, size_t count), void *ctx);

/* What is drawn until pdf_page_mark_end() belongs to `tag`. */
void pdf_page_mark(struct pdf_pages *pages, struct pdf_tag *tag);
/* It is an artifact, `kind` being what stands in its dictionary ("/Type/Pagination"); "": no more
 * than decoration. */
void pdf_page_artifact(struct pdf_pages *pages, const char *kind);
void pdf_page_mark_end(struct pdf_pages *pages);

void pdf_page_colour(struct pdf_pages *pages, struct rgb colour);
void pdf_page_box(
    struct pdf_pages *pages, int32_t x, int32_t y, int32_t w, int32_t h, struct rgb colour);
/* A level line. */
void pdf_page_rule(
    struct pdf_pages *pages, int32_t x, int32_t y, int32_t w, int32_t weight, struct rgb colour);
/* A line of text whose left end and baseline are given. */
void pdf_page_line(struct pdf_pages *pages, const struct pdf_lines *lines,
    const struct pdf_line *line, int32_t x, int32_t baseline);
/* These lines will be drawn by what pdf_pages_end() calls: their fonts belong to the page. */
void pdf_page_fonts(struct pdf_pages *pages, const struct pdf_lines *lines);
void pdf_page_image(struct pdf_pages *pages, uint32_t image, bool sheer, int32_t x, int32_t y,
    int32_t w, int32_t h);
/* A link to the place of that name, over a box; it belongs to `tag`. */
void pdf_page_link(struct pdf_pages *pages, struct pdf_tag *tag, struct text to, struct text told,
    int32_t x, int32_t y, int32_t w, int32_t h);
/* y as the page has it, from below. */
static inline int32_t
pdf_page_up(int32_t y)
{
	return PDF_PAGE_HEIGHT - y;
}

/* pdf_draw.c: a chart with its upper left corner there, its letters set by `text`. */
void pdf_page_drawing(struct pdf_pages *pages, struct pdf_text *text, struct pdf_lines *room,
    const struct drawing *drawing, int32_t x, int32_t y);
/* Leave the text mode that letters are drawn in. */
void pdf_page_text_end(struct pdf_pages *pages);
/* The mark begins with what is first drawn in it; `actual` (may be absent) is said for all in it,
 * and what comes after it is another mark of the same element. */
void pdf_page_mark_begin(struct pdf_pages *pages, const uint32_t *actual, size_t count);
void pdf_page_mark_pause(struct pdf_pages *pages);

#endif
