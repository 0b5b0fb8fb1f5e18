/* src/show/pdf/pdf_lines.h
 * Text set in lines of one width: broken where UAX #14 lets a line end, and where a word is longer
 * than a line, between its letters.  Blanks at the end of a line hang over it.
 * A setting has copies of all it needs, so several stand beside one another. */
#ifndef SHOW_PDF_LINES_H
#define SHOW_PDF_LINES_H

#include "show/pdf/pdf_text.h"

struct pdf_line {
	uint32_t first, count;   /* pieces */
	int32_t width_mpt;       /* blanks at the end left out */
	int32_t ascent, descent; /* mpt, both above 0 */
	bool turned;             /* reads from right to left: stands at the right */
};

/* Zero before the first use. */
struct pdf_lines {
	int32_t size_mpt; /* of the letters */
	struct pdf_line *lines;
	size_t count, size;
	struct pdf_piece *pieces; /* `from` and `glyph` are places in the lists below */
	size_t piece_count, piece_size;
	struct pdf_glyph *glyphs;
	size_t glyph_count, glyph_size;
	uint32_t *chars;
	size_t char_count, char_size;
	int32_t height_mpt;
};

/* Failures stick in text->status; then there may be fewer lines.  Empty text is one empty line. */
void pdf_lines_set(struct pdf_lines *lines, struct pdf_text *text, struct text from,
    enum pdf_style style, int32_t size_mpt, int32_t width_mpt);
void pdf_lines_fini(struct pdf_lines *lines);
/* The pieces of a line from left to right (UAX #9, L1 and L2), into order[line->count]. */
void pdf_lines_order(const struct pdf_lines *lines, const struct pdf_line *line, uint32_t *order);

#endif
