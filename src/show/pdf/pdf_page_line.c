/* src/show/pdf/pdf_page_line.c
 * Drawing a line of letters (ISO 32000-1, 9.4); see pdf_page.h.
 * Letters are drawn in the order in which they are read, those from right to left too: the pen is
 * moved (14.8.2.3.3).  Where glyphs do not say their text, it is said beside them (ActualText,
 * 14.9.4). */
#include "show/pdf/pdf_page.h"
#include "show/pdf/pdf_put.h"

/* Where the pen is and where the next glyph belongs, _em from the start of the line. */
struct pen {
	int32_t x, y, size; /* of the line, mpt */
	int64_t is, wants;
	int32_t rise;
	bool placed;             /* in the text object that is open */
	bool in_list, in_string; /* of a TJ */
};

void
pdf_page_text_end(struct pdf_pages *pages)
{
	if (!pages->in_text)
		return;
	buf_put_c(&pages->content, "ET\n");
	pages->in_text = false;
}

static void
string_end(struct buf *c, struct pen *pen)
{
	if (pen->in_string)
		buf_put_byte(c, ')');
	pen->in_string = false;
}

static void
list_end(struct buf *c, struct pen *pen)
{
	string_end(c, pen);
	if (pen->in_list)
		buf_put_c(c, "]TJ\n");
	pen->in_list = false;
}

void
pdf_page_fonts(struct pdf_pages *pages, const struct pdf_lines *lines)
{
	for (size_t i = 0; i < lines->piece_count; i++) {
		const struct pdf_piece *p = &lines->pieces[i];

		for (uint32_t k = 0; k < p->glyph_count; k++)
			pages->fonts_used[pdf_fonts_number(
			    pages->fonts, p->face, lines->glyphs[p->glyph + k].id)] = 1;
	}
}

static void
use_font(struct pdf_pages *pages, struct pen *pen, unsigned font)
{
	struct buf *c = &pages->content;

	if (pages->font_known && pages->font == font && pages->font_size == pen->size)
		return;
	list_end(c, pen);
	buf_putf(c, "/F%u ", font);
	pdf_put_number(c, pen->size);
	buf_put_c(c, "Tf\n");
	pages->font_known = true;
	pages->font = font;
	pages->font_size = pen->size;
	pages->fonts_used[font] = 1;
	pages->sheer = pages->sheer || (font >= PDF_FONT_EMOJI && font < PDF_FONT_UNSEEN);
}

/* --- what is said --- */

/* Begin or go on with a text object, the pen where the next glyph belongs. */
static void
text_begin(struct pdf_pages *pages, struct pen *pen)
{
	struct buf *c = &pages->content;

	if (pages->in_text && pen->placed)
		return;
	list_end(c, pen);
	pdf_page_mark_begin(pages, NULL, 0);
	if (!pages->in_text)
		buf_put_c(c, "BT\n");
	pages->in_text = true;
	pen->placed = true;
	pen->is = pen->wants;
	buf_put_c(c, "1 0 0 1 ");
	pdf_put_number(c, pen->x + pen->wants * pen->size / 1000);
	pdf_put_number(c, pen->y);
	buf_put_c(c, "Tm\n");
}

static void
glyph_put(struct pdf_pages *pages, struct pen *pen, const struct pdf_glyph *g, uint8_t face)
{
	struct buf *c = &pages->content;
	int64_t at = pen->wants + g->dx;

	text_begin(pages, pen);
	use_font(pages, pen, pdf_fonts_number(pages->fonts, face, g->id));
	if (g->dy != pen->rise) {
		list_end(c, pen);
		pdf_put_number(c, (int64_t)g->dy * pen->size / 1000);
		buf_put_c(c, "Ts\n");
		pen->rise = g->dy;
	}
	if (!pen->in_list)
		buf_put_byte(c, '[');
	pen->in_list = true;
	if (at != pen->is) {
		string_end(c, pen);
		buf_put_i64(c, pen->is - at);
	}
	if (!pen->in_string)
		buf_put_byte(c, '(');
	pen->in_string = true;
	pdf_fonts_code_put(pages->fonts, c, face, g->id);
	pen->is = at + g->own;
	pen->wants += g->advance;
}

/* Letters that do not say their text stand in a mark of their own that does; in an artifact, which
 * nobody reads but who looks for words, inside it. */
static void
saying_begin(struct pdf_pages *pages, struct pen *pen, const uint32_t *chars, uint32_t count)
{
	struct buf *c = &pages->content;

	list_end(c, pen);
	if (pages->tag != NULL) {
		pdf_page_mark_pause(pages);
		pdf_page_mark_begin(pages, chars, count);
	} else {
		buf_put_c(c, "/Span<</ActualText");
		pdf_put_chars(c, chars, count);
		buf_put_c(c, ">>BDC\n");
	}
}

static void
saying_end(struct pdf_pages *pages, struct pen *pen)
{
	list_end(&pages->content, pen);
	if (pages->tag != NULL)
		pdf_page_mark_pause(pages);
	else
		buf_put_c(&pages->content, "EMC\n");
}

/* The glyphs of a piece from right to left, those of one letter in the order of the font. */
static void
turned_put(struct pdf_pages *pages, const struct pdf_lines *lines, const struct pdf_piece *piece,
    struct pen *pen)
{
	const struct pdf_glyph *g;
	int64_t right = pen->wants + piece->width;

	if (piece->glyph_count == 0)
		return;
	g = lines->glyphs + piece->glyph;
	for (uint32_t end = piece->glyph_count, from; end != 0; end = from) {
		for (from = end - 1; from != 0 && g[from - 1].cluster == g[end - 1].cluster;)
			from--;
		for (uint32_t i = from; i < end; i++)
			right -= g[i].advance;
		pen->wants = right;
		for (uint32_t i = from; i < end; i++)
			glyph_put(pages, pen, &g[i], piece->face);
	}
}

static void
glyphs_put(struct pdf_pages *pages, const struct pdf_lines *lines, const struct pdf_piece *piece,
    struct pen *pen)
{
	if ((piece->level & 1u) != 0) {
		turned_put(pages, lines, piece, pen);
		return;
	}
	for (uint32_t i = 0; i < piece->glyph_count; i++)
		glyph_put(pages, pen, &lines->glyphs[piece->glyph + i], piece->face);
}

/* ActualText is passed over by some programs, and by others laid from left to right over its place,
 * so that a word from right to left comes back backwards.  So the code points of a word that does
 * not say itself lie over it one by one, not to be seen, as over a page that was scanned. */
static void
unseen_put(
    struct pdf_pages *pages, const uint32_t *chars, const struct pdf_piece *piece, struct pen *pen)
{
	const bool turned = (piece->level & 1u) != 0;
	const uint32_t count = piece->count;
	const int32_t width = piece->width > 0 ? piece->width : 0;
	struct buf *c = &pages->content;
	int32_t own = pdf_fonts_unseen_width(pages->fonts);
	int64_t scale = (int64_t)width * 100000 / own / count, each = scale * own / 100000;

	list_end(c, pen);
	pen->wants += turned ? width - each : 0;
	pen->placed = false;
	text_begin(pages, pen);
	use_font(pages, pen, PDF_FONT_UNSEEN);
	buf_put_c(c, "3 Tr ");
	pdf_put_number(c, scale > 0 ? scale : 1);
	buf_put_c(c, "Tz[(");
	for (uint32_t i = 0; i < count; i++) {
		if (turned && i != 0)
			buf_putf(c, ")%d(", 2 * (int)own); /* back over it, and over the next */
		pdf_put_escaped(c, (uint8_t)(chars[i] >> 8));
		pdf_put_escaped(c, (uint8_t)chars[i]);
	}
	buf_put_c(c, ")]TJ 0 Tr 100 Tz\n");
	pen->placed = false;
}

/* Whether a piece is drawn as a picture of itself, with its text over it. */
static bool
is_overlaid(const struct pdf_lines *lines, const struct pdf_piece *piece)
{
	const uint32_t *chars;

	if (piece->plain)
		return false;
	chars = lines->chars + piece->from;
	for (uint32_t i = 0; i < piece->count; i++)
		if (chars[i] > 0xffff)
			return false;
	return true;
}

/* The pictures of a line, before its text. */
static void
overlaid_put(struct pdf_pages *pages, const struct pdf_lines *lines, const struct pdf_line *line,
    struct pen *pen)
{
	struct buf *c = &pages->content;
	struct pdf_tag *tag = pages->tag;
	bool any = false;

	for (uint32_t i = 0; i < line->count; i++) {
		const struct pdf_piece *piece = &lines->pieces[line->first + i];

		if (piece->glyph_count == 0 || !is_overlaid(lines, piece))
			continue;
		if (!any) {
			pdf_page_text_end(pages);
			if (tag != NULL)
				pdf_page_mark_end(pages);
			if (tag != NULL)
				pdf_page_artifact(pages, "");
			buf_put_c(c, "/Span<</ActualText<FEFF>>>BDC\n");
		}
		any = true;
		pen->wants = pages->places[i];
		glyphs_put(pages, lines, piece, pen);
	}
	if (!any)
		return;
	list_end(c, pen);
	pdf_page_text_end(pages);
	buf_put_c(c, "EMC\n");
	if (tag == NULL)
		return;
	pdf_page_mark_end(pages);
	pdf_page_mark(pages, tag);
}

static void
piece_put(struct pdf_pages *pages, const struct pdf_lines *lines, const struct pdf_piece *piece,
    struct pen *pen)
{
	const uint32_t *chars;

	if (piece->plain) {
		glyphs_put(pages, lines, piece, pen);
		return;
	}
	chars = lines->chars + piece->from;
	if (is_overlaid(lines, piece)) {
		unseen_put(pages, chars, piece, pen);
	} else {
		saying_begin(pages, pen, chars, piece->count);
		glyphs_put(pages, lines, piece, pen);
		saying_end(pages, pen);
	}
}

static bool
is_turned(const struct pdf_lines *lines, const struct pdf_line *line)
{
	for (uint32_t i = 0; i < line->count; i++)
		if ((lines->pieces[line->first + i].level | lines->pieces[line->first + i].base) !=
		    0)
			return true;
	return false;
}

/* Where each piece of a line begins, _em. */
static void
find_places(struct pdf_pages *pages, const struct pdf_lines *lines, const struct pdf_line *line)
{
	const struct pdf_piece *pieces;
	bool turned = is_turned(lines, line);
	int64_t at = 0;

	if (line->count == 0)
		return;
	pieces = lines->pieces + line->first;
	if (turned)
		pdf_lines_order(lines, line, pages->order);
	/* blanks at the end hang over the left side */
	for (uint32_t i = line->count; line->turned && i != 0 && pieces[i - 1].blank; i--)
		at -= pieces[i - 1].width;
	for (uint32_t i = 0; i < line->count; i++) {
		uint32_t piece = turned ? pages->order[i] : line->first + i;

		pages->places[piece - line->first] = at;
		at += lines->pieces[piece].width;
	}
}

void
pdf_page_line(struct pdf_pages *pages, const struct pdf_lines *lines, const struct pdf_line *line,
    int32_t x, int32_t baseline)
{
	struct pen pen = {.x = x, .y = pdf_page_up(baseline), .size = lines->size_mpt};

	find_places(pages, lines, line);
	overlaid_put(pages, lines, line, &pen);
	for (uint32_t i = 0; i < line->count; i++) {
		pen.wants = pages->places[i];
		piece_put(pages, lines, &lines->pieces[line->first + i], &pen);
	}
	list_end(&pages->content, &pen);
	if (pen.rise != 0)
		buf_put_c(&pages->content, "0 Ts\n");
}
