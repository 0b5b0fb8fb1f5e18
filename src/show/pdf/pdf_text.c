/* src/show/pdf/pdf_text.c
 * Cutting text into pieces; see pdf_text.h.  What is shaped, and how: pdf_shape.c. */
#include "show/pdf/pdf_text.h"

#include <fribidi.h>
#include <linebreak.h>
#include <utf8proc.h>

#include "base/mem.h"
#include "show/pdf/pdf_shape.h"

enum { ROOM = PDF_TEXT_BYTES + 16, FIRST_RIGHT_TO_LEFT = 0x590 };

enum status
pdf_text_init(struct pdf_text *text, struct pdf_fonts *fonts, struct err *err)
{
	*text = (struct pdf_text){.fonts = fonts};
	/* Fills a table of its own, each time with the same, before it may be asked. */
	init_linebreak();
	text->buffer = hb_buffer_create();
	text->words = pdf_words_new();
	text->chars = mem_new(ROOM, sizeof *text->chars);
	text->levels = mem_new(ROOM, 1);
	text->faces = mem_new(ROOM, 1);
	text->bases = mem_new(ROOM, 1);
	text->breaks = mem_new(ROOM, 1);
	text->starts = mem_new(ROOM, sizeof *text->starts);
	text->scripts = mem_new(ROOM, sizeof *text->scripts);
	text->types = mem_new(ROOM, 2 * sizeof *text->types);
	if (text->words != NULL && text->chars != NULL && text->levels != NULL &&
	    text->faces != NULL && text->bases != NULL && text->breaks != NULL &&
	    text->starts != NULL && text->scripts != NULL && text->types != NULL)
		return OK;
	pdf_text_fini(text);
	return fail(err, E_NOMEM, "no memory for text");
}

void
pdf_text_fini(struct pdf_text *text)
{
	hb_buffer_destroy(text->buffer);
	pdf_words_free(text->words);
	mem_free(text->chars);
	mem_free(text->levels);
	mem_free(text->faces);
	mem_free(text->bases);
	mem_free(text->breaks);
	mem_free(text->starts);
	mem_free(text->scripts);
	mem_free(text->types);
	mem_free(text->pieces);
	mem_free(text->glyphs);
	*text = (struct pdf_text){0};
}

/* --- code points --- */

/* Marks that turn the direction of writing around would let a message rearrange the line it stands
 * in; letters of right-to-left scripts need none of them. */
static bool
turns_writing(uint32_t cp)
{
	return (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

static uint32_t
shown_char(uint32_t cp)
{
	if (cp == '\t')
		return ' ';
	if (cp == 0x2028 || cp == 0x2029 || cp == 0x85)
		return '\n';
	return (cp < 0x20 && cp != '\n') || (cp >= 0x7f && cp <= 0x9f) ? 0xfffd : cp;
}

static void
take_chars(struct pdf_text *text, struct text from)
{
	struct text rest = text_prefix(from, PDF_TEXT_BYTES);
	static const char more[] = " [\xe2\x80\xa6]";
	bool cut = rest.n != from.n;
	uint32_t all = 0;

	text->count = 0;
	while (rest.n != 0) {
		uint32_t cp = text_next(&rest);

		if (turns_writing(cp) || (cp == '\r' && rest.n != 0 && *rest.p == '\n'))
			continue;
		text->chars[text->count] = shown_char(cp);
		all |= text->chars[text->count++];
		if (rest.n == 0 && cut) {
			rest = text_of_c(more);
			cut = false;
		}
	}
	text->simple = all < 0x80;
}

/* --- graphemes, direction, script, face --- */

static void
find_letters(struct pdf_text *text)
{
	utf8proc_int32_t state = 0;

	for (size_t i = 0; i < text->count; i++) {
		uint32_t cp = text->chars[i], before = i != 0 ? text->chars[i - 1] : 0;

		text->starts[i] = i == 0 || (cp < 0x80 && before < 0x80) ||
				  utf8proc_grapheme_break_stateful(
				      (utf8proc_int32_t)before, (utf8proc_int32_t)cp, &state);
		if (text->starts[i])
			state = 0;
	}
}

static void
find_levels_of(struct pdf_text *text, size_t from, size_t count)
{
	FriBidiCharType *types = text->types;
	FriBidiBracketType *brackets = text->types + ROOM;
	FriBidiParType direction = FRIBIDI_PAR_ON;
	FriBidiLevel *levels = (FriBidiLevel *)text->levels + from;

	fribidi_get_bidi_types(text->chars + from, (FriBidiStrIndex)count, types);
	fribidi_get_bracket_types(text->chars + from, (FriBidiStrIndex)count, types, brackets);
	if (fribidi_get_par_embedding_levels_ex(
		types, brackets, (FriBidiStrIndex)count, &direction, levels) == 0)
		text->status = E_NOMEM;
	memset(text->bases + from, FRIBIDI_IS_RTL(direction) ? 1 : 0, count);
}

/* Each line of its own: a message cannot turn the lines after it. */
static void
find_levels(struct pdf_text *text)
{
	size_t from = 0;
	bool turned = false;

	memset(text->levels, 0, text->count);
	memset(text->bases, 0, text->count);
	for (size_t i = 0; i <= text->count; i++) {
		if (i < text->count && text->chars[i] != '\n') {
			turned = turned || text->chars[i] >= FIRST_RIGHT_TO_LEFT;
			continue;
		}
		if (turned)
			find_levels_of(text, from, i - from);
		turned = false;
		if (i < text->count && i > from)
			text->bases[i] = text->bases[from];
		from = i + 1;
	}
}

static bool
is_real(hb_script_t script)
{
	return script != HB_SCRIPT_COMMON && script != HB_SCRIPT_INHERITED &&
	       script != HB_SCRIPT_UNKNOWN;
}

/* Common to several scripts, but of the fonts of one. */
static hb_script_t
script_of(hb_unicode_funcs_t *unicode, uint32_t cp)
{
	hb_script_t script = hb_unicode_script(unicode, cp);

	if (script != HB_SCRIPT_COMMON)
		return script;
	if (cp >= 0x600 && cp <= 0x66d)
		return HB_SCRIPT_ARABIC;
	if (cp == 0x964 || cp == 0x965)
		return HB_SCRIPT_INHERITED;
	return cp == 0xe3f ? HB_SCRIPT_THAI : script;
}

/* What belongs to every script belongs to the one before it, and at the start to the one after. */
static void
find_scripts(struct pdf_text *text)
{
	hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
	hb_script_t last = HB_SCRIPT_COMMON;
	size_t waiting = 0;

	for (size_t i = 0; i < text->count; i++) {
		hb_script_t script = script_of(unicode, text->chars[i]);

		if (is_real(script)) {
			last = script;
			while (waiting < i && !is_real(text->scripts[waiting]))
				text->scripts[waiting++] = script;
			waiting = text->count;
		}
		text->scripts[i] = last;
	}
}

static bool
is_urdu(uint32_t cp)
{
	return cp == 0x679 || cp == 0x688 || cp == 0x691 || cp == 0x6ba || cp == 0x6be ||
	       cp == 0x6c1 || cp == 0x6d2;
}

static void
find_languages(struct pdf_text *text, struct pdf_wish *wish)
{
	wish->manner = PDF_CHINESE;
	for (size_t i = 0; i < text->count; i++) {
		uint32_t cp = text->chars[i];

		wish->urdu = wish->urdu || is_urdu(cp);
		if (cp >= 0x3040 && cp <= 0x30ff)
			wish->manner = PDF_JAPANESE;
		else if (cp >= 0xac00 && cp <= 0xd7a3 && wish->manner == PDF_CHINESE)
			wish->manner = PDF_KOREAN;
	}
}

/* Drawn in colour where nothing is said about it (Emoji_Presentation, UTS #51), below U+1F000. */
static bool
is_colourful(uint32_t cp)
{
	static const struct {
		uint16_t from, to;
	} ranges[] = {{0x231a, 0x231b}, {0x23e9, 0x23ec}, {0x23f0, 0x23f0}, {0x23f3, 0x23f3},
	    {0x25fd, 0x25fe}, {0x2614, 0x2615}, {0x2648, 0x2653}, {0x267f, 0x267f},
	    {0x2693, 0x2693}, {0x26a1, 0x26a1}, {0x26aa, 0x26ab}, {0x26bd, 0x26be},
	    {0x26c4, 0x26c5}, {0x26ce, 0x26ce}, {0x26d4, 0x26d4}, {0x26ea, 0x26ea},
	    {0x26f2, 0x26f3}, {0x26f5, 0x26f5}, {0x26fa, 0x26fa}, {0x26fd, 0x26fd},
	    {0x2705, 0x2705}, {0x270a, 0x270b}, {0x2728, 0x2728}, {0x274c, 0x274c},
	    {0x274e, 0x274e}, {0x2753, 0x2755}, {0x2757, 0x2757}, {0x2795, 0x2797},
	    {0x27b0, 0x27b0}, {0x27bf, 0x27bf}, {0x2b1b, 0x2b1c}, {0x2b50, 0x2b50},
	    {0x2b55, 0x2b55}};

	if (cp >= 0x1f000)
		return cp <= 0x1faff;
	for (size_t i = 0; i < COUNT_OF(ranges); i++)
		if (cp >= ranges[i].from && cp <= ranges[i].to)
			return true;
	return false;
}

static bool
is_emoji(const uint32_t *chars, size_t count)
{
	bool yes = is_colourful(chars[0]);

	for (size_t i = 1; i < count; i++) {
		if (chars[i] == 0xfe0e)
			return false;
		yes = yes || chars[i] == 0xfe0f || chars[i] == 0x20e3;
	}
	return yes;
}

static void
find_faces(struct pdf_text *text)
{
	const uint8_t base = text->fonts->base[text->style];
	struct pdf_wish wish = {.style = text->style};
	size_t from = 0;

	find_languages(text, &wish);
	text->urdu = wish.urdu;
	for (size_t i = 1; i <= text->count; i++) {
		uint32_t first = text->chars[from];
		uint8_t face = base;

		if (i < text->count && !text->starts[i])
			continue;
		if (i - from > 1 || first >= 0x80) {
			wish.script = text->scripts[from];
			wish.emoji = is_emoji(text->chars + from, i - from);
			face = pdf_fonts_choose(text->fonts, &wish, text->chars + from, i - from);
		}
		memset(text->faces + from, face, i - from);
		from = i;
	}
}

/* --- pieces --- */

/* libunibreak 1.1 knows Unicode 6.2 and stops the program at flags' halves and U+FFFF.  Emoji break
 * as ideographs do (UAX #14 since revision 39), which it knows; inside a letter nothing breaks
 * anyway. */
static uint32_t
breaking_char(uint32_t cp)
{
	if (cp >= 0x1f000 && cp <= 0x1faff)
		return 0x4e00;
	return cp == 0xffff ? 0xfffd : cp;
}

static void
find_breaks(struct pdf_text *text)
{
	const uint32_t *chars = text->chars;

	if (!text->simple) {
		for (size_t i = 0; i < text->count; i++)
			text->types[i] = breaking_char(chars[i]);
		chars = text->types;
	}
	set_linebreaks_utf32(chars, text->count, NULL, text->breaks);
}

static void
find_all(struct pdf_text *text)
{
	find_breaks(text);
	text->urdu = false;
	if (!text->simple) {
		find_letters(text);
		find_levels(text);
		find_scripts(text);
		find_faces(text);
		return;
	}
	memset(text->starts, true, text->count);
	memset(text->levels, 0, text->count);
	memset(text->bases, 0, text->count);
	memset(text->faces, text->fonts->base[text->style], text->count);
	for (size_t i = 0; i < text->count; i++)
		text->scripts[i] = HB_SCRIPT_LATIN;
}

static bool
may_end_after(const struct pdf_text *text, size_t i)
{
	return text->breaks[i] == LINEBREAK_ALLOWBREAK && i + 1 < text->count &&
	       text->starts[i + 1];
}

/* Whether what begins at `i` cannot be in the piece from `from`. */
static bool
parts_at(const struct pdf_text *text, size_t from, size_t i)
{
	if (text->chars[i] == '\n' || text->chars[i - 1] == '\n' || i - from >= PDF_PIECE_CHARS)
		return true;
	if (!text->starts[i])
		return false;
	return (text->chars[i] == ' ') != (text->chars[i - 1] == ' ') ||
	       text->faces[i] != text->faces[i - 1] || text->levels[i] != text->levels[i - 1] ||
	       text->scripts[i] != text->scripts[i - 1] || may_end_after(text, i - 1) ||
	       i - from >= PDF_PIECE_CHARS / 2;
}

static bool
is_blank(const struct pdf_text *text, size_t from, size_t end)
{
	while (from < end && (text->chars[from] == ' ' || text->chars[from] == '\n'))
		from++;
	return from == end;
}

static void
piece_add(struct pdf_text *text, size_t from, size_t end)
{
	struct pdf_piece *bigger = mem_more(
	    text->pieces, text->piece_count, &text->piece_size, sizeof *bigger);
	struct pdf_piece like = {.from = (uint32_t)from,
	    .face = text->faces[from],
	    .level = text->levels[from],
	    .base = text->bases[from],
	    .blank = is_blank(text, from, end),
	    .must_end = text->chars[from] == '\n',
	    .may_end = may_end_after(text, end - 1),
	    .script = text->scripts[from],
	    .urdu = text->urdu};

	if (bigger == NULL) {
		text->status = E_NOMEM;
		return;
	}
	text->pieces = bigger;
	pdf_text_shape(text, &like, text->chars + from, (uint32_t)(end - from), &like);
	bigger[text->piece_count++] = like;
}

void
pdf_text_set(struct pdf_text *text, struct text from, enum pdf_style style)
{
	size_t begun = 0;

	text->style = style;
	text->piece_count = text->glyph_count = 0;
	take_chars(text, from);
	if (text->count == 0)
		return;
	find_all(text);
	for (size_t i = 1; i <= text->count; i++) {
		if (i < text->count && !parts_at(text, begun, i))
			continue;
		piece_add(text, begun, i);
		begun = i;
	}
}
