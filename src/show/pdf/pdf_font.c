/* src/show/pdf/pdf_font.c
 * Opening faces, choosing among them, and remembering what was used; see pdf_font.h. */
#include "show/pdf/pdf_font.h"

#include <hb-ot.h>

#include "base/mem.h"
#include "show/pdf/pdf_put.h"

enum { EM = 1000, MISSING = 255, TEXTS_MAX = 16 * 1024 * 1024 };

/* --- opening --- */

static enum status
open_failed(struct err *err, const char *file)
{
	return fail(err, E_FORMAT, "the font %s cannot be used", file);
}

static int32_t
at_least(int32_t v, int32_t least)
{
	return v < least ? least : v;
}

static enum status
face_start(struct pdf_face *f, struct err *err)
{
	hb_font_extents_t extents;

	f->glyph_count = hb_face_get_glyph_count(f->face);
	if (f->glyph_count == 0 || f->glyph_count > 0x10000)
		return open_failed(err, f->file);
	f->font = hb_font_create(f->face);
	hb_font_set_scale(f->font, EM, EM);
	if (!hb_font_get_h_extents(f->font, &extents))
		return open_failed(err, f->file);
	f->ascent = at_least(extents.ascender, 1);
	f->descent = at_least(-extents.descender, 1);
	f->used = mem_new(f->glyph_count, 1);
	f->says = mem_new(f->glyph_count, sizeof *f->says);
	if (f->emoji) {
		f->slots = mem_new(f->glyph_count, sizeof *f->slots);
		f->shown = mem_new(PDF_EMOJI_FONTS * PDF_EMOJI_EACH, sizeof *f->shown);
	}
	if (f->used == NULL || f->says == NULL ||
	    (f->emoji && (f->slots == NULL || f->shown == NULL)))
		return fail(err, E_NOMEM, "no memory for fonts");
	return OK;
}

static void
face_fini(struct pdf_face *f)
{
	hb_font_destroy(f->font);
	hb_face_destroy(f->face);
	mem_free(f->used);
	mem_free(f->says);
	mem_free(f->slots);
	mem_free(f->shown);
	*f = (struct pdf_face){0};
}

static bool
text_add(struct pdf_fonts *fonts, const uint32_t *chars, size_t count, uint32_t *at)
{
	uint32_t *bigger;

	if (count > 32 || fonts->text_count > TEXTS_MAX)
		return false;
	for (size_t i = 0; i <= count; i++) {
		bigger = mem_more(
		    fonts->texts, fonts->text_count, &fonts->text_size, sizeof *bigger);
		if (bigger == NULL)
			return false;
		fonts->texts = bigger;
		bigger[fonts->text_count++] = i == 0 ? (uint32_t)count : chars[i - 1];
	}
	*at = (uint32_t)(fonts->text_count - count - 1);
	return true;
}

/* What several code points share says the usual one, whichever comes first in a document. */
static void
say_blank(struct pdf_fonts *fonts, struct pdf_face *f)
{
	static const uint32_t blank = ' ';
	hb_codepoint_t glyph;

	if (hb_font_get_nominal_glyph(f->font, blank, &glyph) && glyph < f->glyph_count)
		(void)text_add(fonts, &blank, 1, &f->says[glyph]);
}

static enum status
face_open(struct pdf_fonts *fonts, const char *file, unsigned index, bool emoji, uint8_t *out,
    struct err *err)
{
	struct pdf_face *f = &fonts->faces[fonts->count];
	struct slice bytes;
	hb_blob_t *blob;
	enum status status;

	for (unsigned i = 0; i < fonts->count; i++) {
		if (strcmp(fonts->faces[i].file, file) == 0 && fonts->faces[i].index == index) {
			*out = (uint8_t)i;
			return OK;
		}
	}
	if (fonts->count == PDF_FACES_MAX)
		return fail(
		    err, E_NOTFOUND, "a document of more than %d fonts", (int)PDF_FACES_MAX);
	status = fonts->source->load(fonts->source->ctx, file, &bytes, err);
	if (status != OK)
		return status;
	if (bytes.n > UINT32_MAX)
		return open_failed(err, file);
	*f = (struct pdf_face){.file = file, .index = index, .emoji = emoji};
	blob = hb_blob_create(
	    (const char *)bytes.p, (unsigned)bytes.n, HB_MEMORY_MODE_READONLY, NULL, NULL);
	f->face = hb_face_create(blob, index);
	hb_blob_destroy(blob);
	status = face_start(f, err);
	if (status != OK) {
		face_fini(f);
		return status;
	}
	f->id = pdf_file_reserve(fonts->file);
	say_blank(fonts, f);
	*out = (uint8_t)fonts->count++;
	return OK;
}

/* --- choosing --- */

static const unsigned cjk_index[PDF_MANNERS] = {
    [PDF_CHINESE] = 2, [PDF_JAPANESE] = 0, [PDF_KOREAN] = 1};

/* The face at `place` of the list; false when it is not there, which sticks. */
static bool
face_at(struct pdf_fonts *fonts, size_t place, const struct pdf_wish *wish, uint8_t *out)
{
	const struct pdf_font_file *entry = &pdf_font_list[place];
	bool bold = wish->style == PDF_BOLD && entry->bold != NULL;
	bool cjk = entry->use == PDF_FOR_CJK;
	size_t row = cjk ? pdf_font_list_count + wish->manner : place;
	uint8_t *known = &fonts->table[bold ? PDF_BOLD : PDF_PLAIN][row];
	struct err err;
	enum status status;

	if (*known == 0) {
		status = face_open(fonts, bold ? entry->bold : entry->plain,
		    cjk ? cjk_index[wish->manner] : 0, entry->use == PDF_FOR_EMOJI, out, &err);
		*known = status == OK ? (uint8_t)(*out + 1) : (uint8_t)MISSING;
		if (status != OK && (entry->needed || status != E_NOTFOUND))
			pdf_file_fail(fonts->file, &err);
	}
	*out = (uint8_t)(*known - 1);
	return *known != MISSING;
}

static bool
has_all(const struct pdf_face *f, const uint32_t *chars, size_t count)
{
	hb_codepoint_t glyph;

	for (size_t i = 0; i < count; i++)
		if (!hb_font_get_nominal_glyph(f->font, chars[i], &glyph) &&
		    !pdf_is_invisible(chars[i]))
			return false;
	return true;
}

static bool
entry_suits(const struct pdf_font_file *entry, const struct pdf_wish *wish)
{
	switch (entry->use) {
	case PDF_FOR_CODE: return wish->style == PDF_CODE;
	case PDF_FOR_URDU: return wish->urdu && entry->script == wish->script;
	case PDF_FOR_ANY: return entry->script == HB_SCRIPT_COMMON || entry->script == wish->script;
	case PDF_FOR_CJK:
	case PDF_FOR_EMOJI: break;
	}
	return true;
}

static bool
choose(struct pdf_fonts *fonts, const struct pdf_wish *wish, const uint32_t *chars, size_t count,
    uint8_t *face)
{
	for (size_t place = 0; place < pdf_font_list_count; place++) {
		const struct pdf_font_file *entry = &pdf_font_list[place];

		if (wish->emoji && entry->use != PDF_FOR_EMOJI)
			continue;
		if (entry_suits(entry, wish) && face_at(fonts, place, wish, face) &&
		    has_all(&fonts->faces[*face], chars, count))
			return true;
	}
	return false;
}

/* Where what was chosen for a single letter is kept: the same few hundred come again and again. */
static size_t
known_place(const struct pdf_wish *wish, uint32_t cp, uint64_t *key)
{
	*key = (uint64_t)wish->script << 32 | cp << 8 | 0x80u | (uint32_t)wish->style << 4 |
	       (uint32_t)wish->manner << 2 | (uint32_t)wish->urdu << 1 | (uint32_t)wish->emoji;
	return (*key * UINT64_C(0x9e3779b97f4a7c15)) >> 54;
}

uint8_t
pdf_fonts_choose(
    struct pdf_fonts *fonts, const struct pdf_wish *wish, const uint32_t *chars, size_t count)
{
	struct pdf_wish plain = *wish;
	uint64_t key = 0;
	size_t place = count == 1 ? known_place(wish, chars[0], &key) : 0;
	uint8_t face;

	if (key != 0 && fonts->known[place] == key)
		return fonts->known_face[place];
	plain.emoji = false;
	if (!choose(fonts, wish, chars, count, &face) &&
	    !(wish->emoji && choose(fonts, &plain, chars, count, &face)) &&
	    !(count > 1 && choose(fonts, wish, chars, 1, &face)))
		face = fonts->base[wish->style];
	if (key != 0) {
		fonts->known[place] = key;
		fonts->known_face[place] = face;
	}
	return face;
}

/* --- what was used --- */

/* The first time an emoji is used it gets a code in one of the fonts made for them. */
static void
emoji_take(struct pdf_fonts *fonts, struct pdf_face *f, uint32_t glyph)
{
	unsigned font = f->shown_count / PDF_EMOJI_EACH;

	if (f->shown_count == PDF_EMOJI_FONTS * PDF_EMOJI_EACH)
		return; /* more than there are */
	if (fonts->emoji_ids[font] == 0)
		fonts->emoji_ids[font] = pdf_file_reserve(fonts->file);
	f->slots[glyph] = (uint16_t)f->shown_count;
	f->shown[f->shown_count++] = (uint16_t)glyph;
}

bool
pdf_fonts_take(
    struct pdf_fonts *fonts, uint8_t face, uint32_t glyph, const uint32_t *chars, size_t count)
{
	struct pdf_face *f = &fonts->faces[face];
	uint32_t *says;

	if (glyph >= f->glyph_count)
		return false;
	says = &f->says[glyph];
	if (f->used[glyph] == 0 && f->emoji)
		emoji_take(fonts, f, glyph);
	f->used[glyph] = 1;
	if (count == 0 || glyph == 0)
		return false; /* a box stands for nothing of its own */
	if (*says == 0)
		return text_add(fonts, chars, count, says);
	return fonts->texts[*says] == count &&
	       memcmp(fonts->texts + *says + 1, chars, count * sizeof *chars) == 0;
}

unsigned
pdf_fonts_number(const struct pdf_fonts *fonts, uint8_t face, uint32_t glyph)
{
	const struct pdf_face *f = &fonts->faces[face];

	return f->emoji ? PDF_FONT_EMOJI + f->slots[glyph] / (unsigned)PDF_EMOJI_EACH : face;
}

uint32_t
pdf_fonts_object(struct pdf_fonts *fonts, unsigned number)
{
	uint32_t *id = number >= PDF_FONT_UNSEEN  ? &fonts->unseen_id
		       : number >= PDF_FONT_EMOJI ? &fonts->emoji_ids[number - PDF_FONT_EMOJI]
						  : &fonts->faces[number].id;

	if (*id == 0)
		*id = pdf_file_reserve(fonts->file);
	return *id;
}

int32_t
pdf_fonts_unseen_width(const struct pdf_fonts *fonts)
{
	hb_font_t *font = fonts->faces[fonts->base[PDF_PLAIN]].font;
	hb_codepoint_t glyph;

	return hb_font_get_nominal_glyph(font, ' ', &glyph)
		   ? at_least(hb_font_get_glyph_h_advance(font, glyph), 1)
		   : 1;
}

void
pdf_fonts_code_put(const struct pdf_fonts *fonts, struct buf *out, uint8_t face, uint32_t glyph)
{
	const struct pdf_face *f = &fonts->faces[face];

	if (f->emoji) {
		pdf_put_escaped(out, (uint8_t)(f->slots[glyph] % PDF_EMOJI_EACH));
		return;
	}
	pdf_put_escaped(out, (uint8_t)(glyph >> 8));
	pdf_put_escaped(out, (uint8_t)glyph);
}

/* --- all of them --- */

enum status
pdf_fonts_init(struct pdf_fonts *fonts, struct pdf_file *file, const struct font_source *source,
    struct err *err)
{
	static const char *const files[PDF_STYLES] = {[PDF_PLAIN] = "NotoSans-Regular.ttf",
	    [PDF_BOLD] = "NotoSans-Bold.ttf",
	    [PDF_CODE] = "NotoSansMono-Regular.ttf"};
	enum status status = OK;

	assert(pdf_font_list_count + PDF_MANNERS < COUNT_OF(fonts->table[0]));
	*fonts = (struct pdf_fonts){.file = file, .source = source};
	fonts->texts = mem_new(1, sizeof *fonts->texts); /* 0 says that there is none */
	if (fonts->texts == NULL)
		return fail(err, E_NOMEM, "no memory for fonts");
	fonts->text_count = fonts->text_size = 1;
	for (enum pdf_style style = 0; style < PDF_STYLES && status == OK; style++)
		status = face_open(fonts, files[style], 0, false, &fonts->base[style], err);
	return status;
}

void
pdf_fonts_fini(struct pdf_fonts *fonts)
{
	for (unsigned i = 0; i < fonts->count; i++)
		face_fini(&fonts->faces[i]);
	mem_free(fonts->texts);
	*fonts = (struct pdf_fonts){0};
}
