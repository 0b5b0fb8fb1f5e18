/* src/show/pdf/pdf_lines.c
 * Filling lines with pieces of text; see pdf_lines.h. */
#include "show/pdf/pdf_lines.h"

#include "base/mem.h"

enum { EM = 1000 };

/* The line being filled. */
struct filling {
	struct pdf_lines *lines;
	struct pdf_text *text;
	int64_t room;           /* _em */
	size_t first;           /* its first piece in lines->pieces */
	int64_t width, solid;   /* of all in it, and without the blanks at its end */
	size_t end, end_pieces; /* of the list, where it may end; end 0: nowhere yet */
	int64_t end_solid;
};

static void
no_memory(struct filling *f)
{
	f->text->status = E_NOMEM;
}

static void *
room_for(struct filling *f, void *list, size_t used, size_t more, size_t *size, size_t each)
{
	void *bigger;

	if (*size - used >= more && list != NULL)
		return list;
	bigger = mem_resize(list, 2 * (used + more) + 16, each);
	if (bigger == NULL) {
		no_memory(f);
		return NULL;
	}
	*size = 2 * (used + more) + 16;
	return bigger;
}

/* A piece into the setting, with its glyphs, and its code points where they have to be said. */
static void
piece_copy(struct filling *f, const struct pdf_piece *piece, const uint32_t *chars)
{
	struct pdf_lines *l = f->lines;
	size_t said = piece->plain ? 0 : piece->count;
	void *pieces = room_for(f, l->pieces, l->piece_count, 1, &l->piece_size, sizeof *l->pieces);
	void *glyphs, *kept;

	if (pieces == NULL)
		return;
	l->pieces = pieces;
	glyphs = room_for(
	    f, l->glyphs, l->glyph_count, piece->glyph_count, &l->glyph_size, sizeof *l->glyphs);
	if (glyphs == NULL)
		return;
	l->glyphs = glyphs;
	kept = room_for(f, l->chars, l->char_count, said, &l->char_size, sizeof *l->chars);
	if (kept == NULL)
		return;
	l->chars = kept;
	l->pieces[l->piece_count] = *piece;
	l->pieces[l->piece_count].from = (uint32_t)l->char_count;
	l->pieces[l->piece_count].glyph = (uint32_t)l->glyph_count;
	if (piece->glyph_count != 0)
		memcpy(l->glyphs + l->glyph_count, f->text->glyphs + piece->glyph,
		    piece->glyph_count * sizeof *l->glyphs);
	if (said != 0)
		memcpy(l->chars + l->char_count, chars, said * sizeof *l->chars);
	l->piece_count++;
	l->glyph_count += piece->glyph_count;
	l->char_count += said;
}

static int32_t
mpt_of(int64_t em, int32_t size_mpt)
{
	int64_t v = em * size_mpt / EM;

	return v > INT32_MAX / 2 ? INT32_MAX / 2 : (int32_t)v;
}

static void
measure(const struct filling *f, struct pdf_line *line, uint8_t base)
{
	const struct pdf_face *faces = f->text->fonts->faces;
	int32_t ascent = faces[base].ascent, descent = faces[base].descent;
	uint8_t last = base;

	for (uint32_t i = 0; i < line->count; i++) {
		const struct pdf_piece *p = &f->lines->pieces[line->first + i];

		if (p->face == last)
			continue;
		last = p->face;
		ascent = faces[last].ascent > ascent ? faces[last].ascent : ascent;
		descent = faces[last].descent > descent ? faces[last].descent : descent;
	}
	line->ascent = mpt_of(ascent, f->lines->size_mpt);
	line->descent = mpt_of(descent, f->lines->size_mpt);
}

/* The pieces from f->first to `end` are a line. */
static void
line_add(struct filling *f, size_t end, int64_t solid)
{
	struct pdf_lines *l = f->lines;
	struct pdf_line *bigger = room_for(f, l->lines, l->count, 1, &l->size, sizeof *l->lines);
	struct pdf_line *line;

	if (bigger == NULL)
		return;
	l->lines = bigger;
	line = &l->lines[l->count++];
	*line = (struct pdf_line){.first = (uint32_t)f->first,
	    .count = (uint32_t)(end - f->first),
	    .width_mpt = mpt_of(solid, l->size_mpt)};
	line->turned = line->count != 0 && (l->pieces[f->first].base & 1u) != 0;
	measure(f, line, f->text->fonts->base[f->text->style]);
	l->height_mpt += line->ascent + line->descent;
	f->first = end;
	f->width = f->solid = 0;
	f->end = 0;
}

/* Nothing is to be seen of the others: blanks, and what has no width behind them. */
static bool
is_seen(const struct pdf_piece *piece)
{
	return !piece->blank && piece->width != 0;
}

/* What stands in the list after the end of a line just made belongs to the next one. */
static void
carry_over(struct filling *f)
{
	const struct pdf_lines *l = f->lines;

	for (size_t i = f->first; i < l->piece_count; i++) {
		f->width += l->pieces[i].width;
		if (is_seen(&l->pieces[i]))
			f->solid = f->width;
	}
}

/* How many code points of a piece fit into `room`: whole letters, and at least one. */
static uint32_t
fitting(const struct pdf_text *text, const struct pdf_piece *piece, int64_t room, bool at_least_one)
{
	const struct pdf_glyph *g;
	bool turned = (piece->level & 1u) != 0;
	uint32_t fits = 0, n = piece->glyph_count;
	int64_t width = 0;

	if (n == 0)
		return piece->count;
	g = text->glyphs + piece->glyph;
	for (uint32_t i = 0; i < n;) {
		uint32_t cluster = g[turned ? n - 1 - i : i].cluster, next = piece->count;

		while (i < n && g[turned ? n - 1 - i : i].cluster == cluster)
			width += g[turned ? n - 1 - i++ : i++].advance;
		if (i < n)
			next = g[turned ? n - 1 - i : i].cluster;
		if (width > room && !(at_least_one && fits == 0))
			return fits;
		fits = next;
	}
	return piece->count;
}

/* The beginning of a piece that fits into `room`, shaped; how many code points it has, 0 or all of
 * them when there is none to part off.  Letters at a cut may be wider than within a word. */
static uint32_t
part_off(struct filling *f, const struct pdf_piece *piece, const uint32_t *chars, int64_t room,
    bool at_least_one, struct pdf_piece *part)
{
	int64_t aim = room;
	uint32_t fits;

	for (;;) {
		fits = fitting(f->text, piece, aim, at_least_one);
		if (fits == 0 || fits >= piece->count)
			return fits;
		pdf_text_shape(f->text, piece, chars, fits, part);
		if (part->width <= room || aim <= 0)
			return fits;
		aim -= part->width - room;
	}
}

/* A word longer than a line: as much of it as fits, line after line; `piece` is left with the
 * rest, which does fit. */
static void
part_word(struct filling *f, struct pdf_piece *piece, const uint32_t **chars)
{
	while (f->width + piece->width > f->room && f->text->status == OK) {
		bool empty = f->first == f->lines->piece_count;
		struct pdf_piece part;
		uint32_t fits = part_off(f, piece, *chars, f->room - f->width, empty, &part);

		if (fits >= piece->count)
			return;
		if (fits != 0) {
			part.may_end = part.must_end = false;
			piece_copy(f, &part, *chars);
			f->solid = f->width + part.width;
			pdf_text_shape(f->text, piece, *chars + fits, piece->count - fits, piece);
			*chars += fits;
		}
		line_add(f, f->lines->piece_count, f->solid);
	}
}

static void
piece_fill(struct filling *f, struct pdf_piece piece)
{
	struct pdf_lines *l = f->lines;
	const uint32_t *chars = f->text->chars + piece.from;

	if (!piece.blank && f->width + piece.width > f->room && f->end != 0) {
		line_add(f, f->end_pieces, f->end_solid);
		carry_over(f);
	}
	if (!piece.blank && f->width + piece.width > f->room)
		part_word(f, &piece, &chars);
	piece_copy(f, &piece, chars);
	f->width += piece.width;
	if (is_seen(&piece))
		f->solid = f->width;
	if (piece.must_end) {
		line_add(f, l->piece_count, f->solid);
	} else if (piece.may_end) {
		f->end = 1;
		f->end_pieces = l->piece_count;
		f->end_solid = f->solid;
	}
}

void
pdf_lines_set(struct pdf_lines *lines, struct pdf_text *text, struct text from,
    enum pdf_style style, int32_t size_mpt, int32_t width_mpt)
{
	struct filling f = {.lines = lines, .text = text};

	lines->count = lines->piece_count = lines->glyph_count = lines->char_count = 0;
	lines->height_mpt = 0;
	lines->size_mpt = size_mpt;
	f.room = (int64_t)(width_mpt > 0 ? width_mpt : 0) * EM / (size_mpt > 0 ? size_mpt : 1);
	pdf_text_set(text, from, style);
	for (size_t i = 0; i < text->piece_count && text->status == OK; i++)
		piece_fill(&f, text->pieces[i]);
	if (f.first < lines->piece_count || lines->count == 0)
		line_add(&f, lines->piece_count, f.solid);
}

void
pdf_lines_fini(struct pdf_lines *lines)
{
	mem_free(lines->lines);
	mem_free(lines->pieces);
	mem_free(lines->glyphs);
	mem_free(lines->chars);
	*lines = (struct pdf_lines){0};
}

static void
turn(uint32_t *order, uint32_t from, uint32_t end)
{
	while (from + 1 < end) {
		uint32_t first = order[from];

		order[from++] = order[--end];
		order[end] = first;
	}
}

void
pdf_lines_order(const struct pdf_lines *lines, const struct pdf_line *line, uint32_t *order)
{
	const struct pdf_piece *p;
	uint32_t solid = line->count;
	uint8_t most = 0;

	if (line->count == 0)
		return;
	p = lines->pieces + line->first;
	while (solid != 0 && p[solid - 1].blank)
		solid--;
	for (uint32_t i = 0; i < line->count; i++) {
		uint8_t level = i < solid ? p[i].level : p[i].base; /* L1 */

		order[i] = line->first + i;
		most = level > most ? level : most;
	}
	for (uint8_t level = most; level != 0; level--) { /* L2 */
		for (uint32_t i = 0; i < line->count;) {
			uint32_t from = i;

			while (i < line->count && (i < solid ? p[i].level : p[i].base) >= level)
				i++;
			turn(order, from, i);
			i += i == from;
		}
	}
}
