/* src/show/pdf/pdf_shape.c
 * Shaping a piece of text, through the words that were shaped before; see pdf_text.h. */
#include "show/pdf/pdf_shape.h"

#include "base/mem.h"
#include "show/pdf/pdf_text.h"

enum {
	SLOTS = 1 << 15,
	PROBES = 8,
	KEPT_CHARS = 48, /* longer ones hardly come again */
	CHARS = 512 * 1024,
	GLYPHS = 512 * 1024,
	HEAP_MOST = 1000 /* how far from its line a mark may stand, _em */
};

struct word {
	uint32_t hash; /* 0: none */
	uint32_t chars, glyphs;
	uint16_t count, glyph_count;
	int32_t width;
	hb_script_t script;
	uint8_t face;
	bool turned, urdu, plain;
};

struct pdf_words {
	struct word slots[SLOTS];
	uint32_t *chars;
	struct pdf_glyph *glyphs;
	size_t char_count, glyph_count;
};

struct pdf_words *
pdf_words_new(void)
{
	struct pdf_words *words = mem_new(1, sizeof *words);

	if (words == NULL)
		return NULL;
	words->chars = mem_new(CHARS, sizeof *words->chars);
	words->glyphs = mem_new(GLYPHS, sizeof *words->glyphs);
	if (words->chars != NULL && words->glyphs != NULL)
		return words;
	pdf_words_free(words);
	return NULL;
}

void
pdf_words_free(struct pdf_words *words)
{
	if (words == NULL)
		return;
	mem_free(words->chars);
	mem_free(words->glyphs);
	mem_free(words);
}

/* --- looking up --- */

static uint32_t
hash_of(const struct pdf_piece *like, const uint32_t *chars, uint32_t count)
{
	uint64_t h = (uint64_t)like->script * 31 + like->face * 7u + (like->level & 1u) * 3u +
		     like->urdu;

	for (uint32_t i = 0; i < count; i++)
		h = (h ^ chars[i]) * UINT64_C(0x9e3779b97f4a7c15) + (h >> 29);
	return (uint32_t)(h >> 32) | 1u;
}

static bool
is_word(const struct pdf_words *words, const struct word *word, const struct pdf_piece *like,
    const uint32_t *chars, uint32_t count)
{
	return word->count == count && word->face == like->face && word->script == like->script &&
	       word->turned == ((like->level & 1u) != 0) && word->urdu == like->urdu &&
	       memcmp(words->chars + word->chars, chars, count * sizeof *chars) == 0;
}

/* Its slot, or an empty one, or NULL when all that it could have are taken: whoever heaps words of
 * one hash gains nothing. */
static struct word *
slot_of(struct pdf_words *words, uint32_t hash, const struct pdf_piece *like, const uint32_t *chars,
    uint32_t count)
{
	for (uint32_t i = 0; i < PROBES; i++) {
		struct word *word = &words->slots[(hash + i) % SLOTS];

		if (word->hash == 0 ||
		    (word->hash == hash && is_word(words, word, like, chars, count)))
			return word;
	}
	return NULL;
}

static void
word_keep(struct pdf_words *words, struct word *word, uint32_t hash, const uint32_t *chars,
    const struct pdf_piece *piece, const struct pdf_glyph *glyphs)
{
	if (words->char_count + piece->count > CHARS ||
	    words->glyph_count + piece->glyph_count > GLYPHS) {
		memset(words->slots, 0, sizeof words->slots);
		words->char_count = words->glyph_count = 0;
	}
	*word = (struct word){.hash = hash,
	    .chars = (uint32_t)words->char_count,
	    .glyphs = (uint32_t)words->glyph_count,
	    .count = (uint16_t)piece->count,
	    .glyph_count = (uint16_t)piece->glyph_count,
	    .width = piece->width,
	    .script = piece->script,
	    .face = piece->face,
	    .turned = (piece->level & 1u) != 0,
	    .urdu = piece->urdu,
	    .plain = piece->plain};
	memcpy(words->chars + words->char_count, chars, piece->count * sizeof *chars);
	memcpy(words->glyphs + words->glyph_count, glyphs, piece->glyph_count * sizeof *glyphs);
	words->char_count += piece->count;
	words->glyph_count += piece->glyph_count;
}

/* --- shaping --- */

static struct pdf_glyph *
glyphs_room(struct pdf_text *text, size_t count)
{
	while (text->glyph_size - text->glyph_count <= count) {
		struct pdf_glyph *bigger = mem_more(
		    text->glyphs, text->glyph_size, &text->glyph_size, sizeof *bigger);

		if (bigger == NULL) {
			text->status = E_NOMEM;
			return NULL;
		}
		text->glyphs = bigger;
	}
	return text->glyphs + text->glyph_count;
}

static int16_t
within(int32_t v, int32_t most)
{
	return (int16_t)(v > most ? most : v < -most ? -most : v);
}

static const char *
language_of(const struct pdf_text *text, const struct pdf_piece *like)
{
	unsigned index = text->fonts->faces[like->face].index;

	if (like->script == HB_SCRIPT_ARABIC)
		return like->urdu ? "ur" : "ar";
	if (like->script == HB_SCRIPT_HAN)
		return index == 0 ? "ja" : index == 1 ? "ko" : "zh-hans";
	return "en";
}

static void
shape_with_harfbuzz(
    struct pdf_text *text, const struct pdf_piece *like, const uint32_t *chars, uint32_t count)
{
	hb_buffer_t *b = text->buffer;

	hb_buffer_clear_contents(b);
	hb_buffer_set_flags(b,
	    HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES | HB_BUFFER_FLAG_DO_NOT_INSERT_DOTTED_CIRCLE);
	hb_buffer_add_codepoints(b, chars, (int)count, 0, (int)count);
	hb_buffer_set_direction(b, (like->level & 1u) != 0 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
	hb_buffer_set_script(b, like->script);
	hb_buffer_set_language(b, hb_language_from_string(language_of(text, like), -1));
	hb_shape(text->fonts->faces[like->face].font, b, NULL, 0);
	if (!hb_buffer_allocation_successful(b))
		text->status = E_NOMEM;
}

/* --- what the glyphs say --- */

struct letter {
	const hb_glyph_info_t *glyphs;
	unsigned glyph_count;
	const uint32_t *chars;
	uint32_t count;
};

/* One glyph for one letter.  Marks without a shape are not what a glyph stands for; and several
 * code points from right to left are better said one by one. */
static bool
one_says(struct pdf_text *text, uint8_t face, bool turned, const struct letter *letter)
{
	uint32_t seen[8];
	uint32_t count = 0;

	if (text->fonts->faces[face].emoji || letter->count == 1)
		return pdf_fonts_take(
		    text->fonts, face, letter->glyphs[0].codepoint, letter->chars, letter->count);
	for (uint32_t i = 0; i < letter->count && count < COUNT_OF(seen); i++)
		if (!pdf_is_invisible(letter->chars[i]))
			seen[count++] = letter->chars[i];
	return pdf_fonts_take(text->fonts, face, letter->glyphs[0].codepoint, seen, count) &&
	       count == letter->count && !turned;
}

/* Several glyphs: each says its own code point where they follow one another like those, and there
 * is no order to be turned. */
static bool
each_says(struct pdf_text *text, uint8_t face, bool turned, const struct letter *letter)
{
	hb_font_t *font = text->fonts->faces[face].font;
	bool plain = letter->glyph_count == letter->count && !turned;

	for (unsigned i = 0; i < letter->glyph_count; i++) {
		hb_codepoint_t glyph = letter->glyphs[i].codepoint, usual;
		bool is_usual = i < letter->count &&
				hb_font_get_nominal_glyph(font, letter->chars[i], &usual) &&
				usual == glyph;

		if (!pdf_fonts_take(text->fonts, face, glyph, is_usual ? &letter->chars[i] : NULL,
			is_usual ? 1 : 0))
			plain = false;
	}
	return plain;
}

/* The code points behind glyphs first to end: to the next letter's, in either direction. */
static uint32_t
letter_end(const hb_glyph_info_t *infos, unsigned first, unsigned end, unsigned n, bool turned,
    uint32_t count)
{
	if (turned)
		return first != 0 ? infos[first - 1].cluster : count;
	return end < n ? infos[end].cluster : count;
}

/* What stands for a letter that no font has: PDF/A has no use for .notdef (ISO 19005-3 6.2.11.8).
 */
static hb_codepoint_t
stand_in(struct pdf_text *text, uint8_t face)
{
	static const uint32_t signs[] = {0xfffd, 0x25cc, '?', ' '};
	hb_font_t *font = text->fonts->faces[face].font;
	hb_codepoint_t glyph = 0;

	for (size_t i = 0; i < COUNT_OF(signs); i++)
		if (hb_font_get_nominal_glyph(font, signs[i], &glyph))
			break;
	(void)pdf_fonts_take(text->fonts, face, glyph, NULL, 0);
	return glyph;
}

static void
glyphs_put(struct pdf_text *text, struct pdf_piece *out, const hb_glyph_info_t *infos,
    const hb_glyph_position_t *at, unsigned n)
{
	struct pdf_glyph *g = text->glyphs + text->glyph_count;
	hb_font_t *font = text->fonts->faces[out->face].font;

	for (unsigned i = 0; i < n; i++) {
		*g = (struct pdf_glyph){.id = (uint16_t)infos[i].codepoint,
		    .advance = within(at[i].x_advance, INT16_MAX),
		    .dx = within(at[i].x_offset, INT16_MAX),
		    .dy = within(at[i].y_offset, HEAP_MOST),
		    .own = within(hb_font_get_glyph_h_advance(font, infos[i].codepoint), INT16_MAX),
		    .cluster = (uint16_t)infos[i].cluster};
		if (g->id == 0) {
			g->id = (uint16_t)stand_in(text, out->face);
			g->own = within(hb_font_get_glyph_h_advance(font, g->id), INT16_MAX);
			g->advance = g->own;
		}
		out->width += g->advance;
		g++;
	}
	text->glyph_count += n;
	out->glyph_count += n;
}

static void
shape_anew(struct pdf_text *text, const uint32_t *chars, struct pdf_piece *out)
{
	const bool turned = (out->level & 1u) != 0;
	const hb_glyph_info_t *infos;
	const hb_glyph_position_t *at;
	unsigned n, end;

	shape_with_harfbuzz(text, out, chars, out->count);
	infos = hb_buffer_get_glyph_infos(text->buffer, &n);
	at = hb_buffer_get_glyph_positions(text->buffer, &n);
	if (glyphs_room(text, n) == NULL)
		return;
	out->plain = n != 0 || out->count == 0;
	for (unsigned first = 0; first < n; first = end) {
		uint32_t from = infos[first].cluster;
		struct letter letter = {.glyphs = infos + first, .chars = chars + from};
		bool plain;

		for (end = first + 1; end < n && infos[end].cluster == from;)
			end++;
		letter.count = letter_end(infos, first, end, n, turned, out->count) - from;
		letter.glyph_count = end - first < PDF_GLYPHS_A_LETTER ? end - first
								       : PDF_GLYPHS_A_LETTER;
		plain = letter.glyph_count == end - first &&
			(letter.glyph_count == 1 ? one_says(text, out->face, turned, &letter)
						 : each_says(text, out->face, turned, &letter));
		if (letter.glyph_count != end - first)
			(void)each_says(text, out->face, turned, &letter);
		out->plain = out->plain && plain;
		glyphs_put(text, out, infos + first, at + first, letter.glyph_count);
	}
}

void
pdf_text_shape(struct pdf_text *text, const struct pdf_piece *like, const uint32_t *chars,
    uint32_t count, struct pdf_piece *out)
{
	static const uint32_t end_of_line =
	    ' '; /* it parts words, and is seen no more than a blank */
	struct pdf_piece piece = *like;
	bool kept = count <= KEPT_CHARS;
	struct word *word = NULL;
	uint32_t hash = 0;

	if (like->must_end)
		chars = &end_of_line;
	if (kept) {
		hash = hash_of(like, chars, count);
		word = slot_of(text->words, hash, like, chars, count);
	}

	piece.count = count;
	piece.glyph = (uint32_t)text->glyph_count;
	piece.glyph_count = 0;
	piece.width = 0;
	piece.plain = true;
	if (word != NULL && word->hash != 0) {
		struct pdf_glyph *g = glyphs_room(text, word->glyph_count);

		if (g != NULL) {
			memcpy(
			    g, text->words->glyphs + word->glyphs, word->glyph_count * sizeof *g);
			text->glyph_count += word->glyph_count;
			piece.glyph_count = word->glyph_count;
			piece.width = word->width;
			piece.plain = word->plain;
		}
	} else {
		shape_anew(text, chars, &piece);
		if (word != NULL && text->status == OK)
			word_keep(
			    text->words, word, hash, chars, &piece, text->glyphs + piece.glyph);
	}
	*out = piece;
}
