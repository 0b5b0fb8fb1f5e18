/* src/show/pdf/pdf_text.h
 * Text as glyphs: cut into pieces of one direction (UAX #9), script (UAX #24) and face between the
 * places where a line may end (UAX #14), and shaped by HarfBuzz.  A piece never parts a grapheme
 * cluster (UAX #29) unless that is longer than PDF_PIECE_CHARS.
 * What is hostile in it goes here: marks that turn the direction of writing are dropped, control
 * characters become U+FFFD, marks heaped on a letter stop at PDF_GLYPHS_A_LETTER and at one size
 * of the letters above or below it.  The text behind stays whole. */
#ifndef SHOW_PDF_TEXT_H
#define SHOW_PDF_TEXT_H

#include "show/pdf/pdf_font.h"

enum {
	PDF_TEXT_BYTES = 64 * 1024, /* what is longer stands in the files beside */
	PDF_PIECE_CHARS = 256,
	PDF_GLYPHS_A_LETTER = 32,
};

/* All lengths _em. */
struct pdf_glyph {
	uint16_t id;
	int16_t advance, dx, dy;
	int16_t own;      /* advance that the font gives it by itself */
	uint16_t cluster; /* the char of the piece that its letter begins with */
};

struct pdf_piece {
	uint32_t from, count; /* its code points, in pdf_text.chars */
	uint32_t glyph, glyph_count;
	int32_t width;
	uint8_t face, level, base; /* base: of the paragraph, odd from right to left */
	bool blank;                /* nothing but blanks: hangs over the end of a line */
	bool may_end, must_end;    /* a line after it */
	bool plain;                /* its glyphs say its text; else that is said beside them */
	hb_script_t script;
	bool urdu;
};

/* Words shaped before.  Bounded: full, it is emptied. */
struct pdf_words;

struct pdf_text {
	struct pdf_fonts *fonts;
	struct pdf_words *words;
	hb_buffer_t *buffer;
	/* What was cut up last. */
	uint32_t *chars;
	uint8_t *levels, *faces, *bases;
	char *breaks;
	bool *starts;         /* a grapheme cluster begins here */
	hb_script_t *scripts; /* Common and Inherited resolved */
	uint32_t *types;      /* for FriBidi */
	size_t count;
	bool simple; /* nothing but ASCII */
	bool urdu;
	enum pdf_style style;
	struct pdf_piece *pieces;
	size_t piece_count, piece_size;
	struct pdf_glyph *glyphs;
	size_t glyph_count, glyph_size;
	enum status status; /* E_NOMEM sticks */
};

MUST_USE enum status pdf_text_init(struct pdf_text *text, struct pdf_fonts *fonts, struct err *err);
void pdf_text_fini(struct pdf_text *text);
/* Cut up and shape; of text beyond PDF_TEXT_BYTES the beginning and " […]".  Pieces in logical
 * order, replaced by the next call. */
void pdf_text_set(struct pdf_text *text, struct text from, enum pdf_style style);
/* Shape `count` code points from `chars` as a piece like `like`, which may be the same. */
void pdf_text_shape(struct pdf_text *text, const struct pdf_piece *like, const uint32_t *chars,
    uint32_t count, struct pdf_piece *out);

#endif
