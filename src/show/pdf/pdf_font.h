/* src/show/pdf/pdf_font.h
 * The faces a document is set in: which one has a letter, what of it was used, and how it gets into
 * the file.  Files are asked for when a letter first needs them.
 * Advances are thousandths of the size of the letters (`_em`), as PDF has them.
 * HarfBuzz works on all of them; ISO 32000-1, 9.6 to 9.10. */
#ifndef SHOW_PDF_FONT_H
#define SHOW_PDF_FONT_H

#include <hb.h>

#include "show/pdf/font_source.h"
#include "show/pdf/pdf_file.h"

enum pdf_style { PDF_PLAIN, PDF_BOLD, PDF_CODE, PDF_STYLES };

/* Letters that several scripts share, and whose form hangs on the language around them. */
enum pdf_manner { PDF_CHINESE, PDF_JAPANESE, PDF_KOREAN, PDF_MANNERS };

enum {
	PDF_FACES_MAX = 120,
	PDF_EMOJI_FONTS = 32,
	PDF_EMOJI_EACH = 256,
	/* Fonts of a document by number: faces; emoji; the one that is not seen. */
	PDF_FONT_EMOJI = PDF_FACES_MAX,
	PDF_FONT_UNSEEN = PDF_FONT_EMOJI + PDF_EMOJI_FONTS,
	PDF_FONTS_MAX
};

struct pdf_face {
	const char *file; /* static */
	unsigned index;   /* of the face in a collection */
	hb_face_t *face;
	hb_font_t *font;
	uint32_t id;             /* of the font in the PDF */
	int32_t ascent, descent; /* _em; both above 0 */
	uint32_t glyph_count;
	bool emoji;
	uint8_t *used;   /* by glyph */
	uint32_t *says;  /* by glyph: 0 nothing, else where its text is in fonts->texts */
	uint16_t *slots; /* of an emoji: its place among those used, from 0 */
	uint16_t *shown; /* by that place: the glyph */
	uint32_t shown_count;
};

struct pdf_fonts {
	struct pdf_file *file;
	const struct font_source *source;
	struct pdf_face faces[PDF_FACES_MAX];
	unsigned count;
	uint8_t table[PDF_STYLES][512]; /* by place in the list of fonts: face + 1, or missing */
	uint8_t base[PDF_STYLES];
	uint32_t emoji_ids[PDF_EMOJI_FONTS];
	uint32_t unseen_id; /* letters without a shape, each saying one code point; 0: not used */
	uint32_t *texts;    /* how many, then the code points, one text after the other */
	size_t text_count, text_size;
	uint64_t known[1024]; /* single letters looked up before: see pdf_font.c */
	uint8_t known_face[1024];
};

/* `source` is borrowed until pdf_fonts_fini().  E_NOTFOUND and others of `source`; E_FORMAT. */
MUST_USE enum status pdf_fonts_init(struct pdf_fonts *fonts, struct pdf_file *file,
    const struct font_source *source, struct err *err);
void pdf_fonts_fini(struct pdf_fonts *fonts);

/* Marks that join or choose a form, which a font need not have a shape for. */
static inline bool
pdf_is_invisible(uint32_t cp)
{
	return (cp >= 0x200b && cp <= 0x200f) || cp == 0x2060 || cp == 0xfeff || cp == 0xad ||
	       cp == 0x34f || cp == 0x61c || (cp >= 0xfe00 && cp <= 0xfe0f) ||
	       (cp >= 0xe0000 && cp <= 0xe01ef);
}

/* What a letter is asked for with. */
struct pdf_wish {
	enum pdf_style style;
	enum pdf_manner manner;
	hb_script_t script;
	bool urdu, emoji;
};

/* The first face that has every one of these code points, which are one letter; the plain one when
 * none has. */
uint8_t pdf_fonts_choose(
    struct pdf_fonts *fonts, const struct pdf_wish *wish, const uint32_t *chars, size_t count);
/* `glyph` is drawn and stands for these code points.  False when it already stands for others, so
 * that here the text has to be said beside it. */
bool pdf_fonts_take(
    struct pdf_fonts *fonts, uint8_t face, uint32_t glyph, const uint32_t *chars, size_t count);
/* The number of the font that a glyph is drawn with. */
unsigned pdf_fonts_number(const struct pdf_fonts *fonts, uint8_t face, uint32_t glyph);
/* Its object, reserved when it is first asked for. */
uint32_t pdf_fonts_object(struct pdf_fonts *fonts, unsigned number);
/* How wide a letter of the unseen font is, _em. */
int32_t pdf_fonts_unseen_width(const struct pdf_fonts *fonts);
/* The code of a glyph in a string. */
void pdf_fonts_code_put(
    const struct pdf_fonts *fonts, struct buf *out, uint8_t face, uint32_t glyph);
/* Write all that were used, cut down to what was used. */
void pdf_fonts_write(struct pdf_fonts *fonts);

/* pdf_font_list.c: the fonts in the order in which they are tried. */
struct pdf_font_file {
	hb_script_t script;       /* HB_SCRIPT_COMMON: for any */
	const char *plain, *bold; /* bold NULL: there is none */
	bool needed;              /* not to be done without */
	enum { PDF_FOR_ANY, PDF_FOR_URDU, PDF_FOR_CODE, PDF_FOR_CJK, PDF_FOR_EMOJI } use;
};
extern const struct pdf_font_file pdf_font_list[];
extern const size_t pdf_font_list_count;

#endif
