/* src/show/pdf/pdf_font_write.c
 * Fonts into the file, cut down by hb-subset to the glyphs that were used; see pdf_font.h.
 * Glyphs keep their numbers, so that a code is a CID is a glyph (ISO 32000-1, 9.7.4).  Noto CJK is
 * CID-keyed with CIDs equal to its glyphs.  Colour emoji become Type 3 fonts (9.6.5) whose
 * letters are pictures: text like any other, to be found and copied. */
#include "show/pdf/pdf_font.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <zlib.h>

#include "base/mem.h"
#include "show/pdf/pdf_image.h"
#include "show/pdf/pdf_put.h"

enum { TAG_LETTERS = 6, NAME_ROOM = 96, CMAP_AT_ONCE = 100, HEAD_BOX_AT = 36 };

static void
fail_font(struct pdf_fonts *fonts, const struct pdf_face *f)
{
	struct err err;

	(void)fail(&err, E_FORMAT, "the font %s cannot be cut down", f->file);
	pdf_file_fail(fonts->file, &err);
}

/* --- subset --- */

/* Tables for laying text out, or for other uses than a PDF's. */
static const hb_tag_t dropped[] = {HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'),
    HB_TAG('G', 'D', 'E', 'F'), HB_TAG('B', 'A', 'S', 'E'), HB_TAG('n', 'a', 'm', 'e'),
    HB_TAG('O', 'S', '/', '2'), HB_TAG('p', 'o', 's', 't'), HB_TAG('c', 'm', 'a', 'p'),
    HB_TAG('v', 'h', 'e', 'a'), HB_TAG('v', 'm', 't', 'x'), HB_TAG('V', 'O', 'R', 'G'),
    HB_TAG('g', 'a', 's', 'p'), HB_TAG('D', 'S', 'I', 'G'), HB_TAG('M', 'A', 'T', 'H')};

static hb_face_t *
cut_down(const struct pdf_face *f)
{
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	hb_set_t *glyphs, *drop;
	hb_face_t *subset;

	if (input == NULL)
		return NULL;
	glyphs = hb_subset_input_glyph_set(input);
	for (uint32_t i = 0; i < f->glyph_count; i++)
		if (f->used[i] != 0)
			hb_set_add(glyphs, i);
	drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
	for (size_t i = 0; i < COUNT_OF(dropped); i++)
		hb_set_add(drop, dropped[i]);
	hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING |
					     HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
	subset = hb_subset_or_fail(f->face, input);
	hb_subset_input_destroy(input);
	return subset;
}

static struct slice
blob_slice(hb_blob_t *blob)
{
	unsigned n;
	const char *p = hb_blob_get_data(blob, &n);

	return slice_of(p, n);
}

/* The program itself; gives its object, or 0. */
static uint32_t
program_write(struct pdf_fonts *fonts, const struct pdf_face *f, bool *outlines_cff)
{
	uint8_t room[96];
	struct buf dict = {.p = room, .size = sizeof room, .max = sizeof room};
	hb_face_t *subset = cut_down(f);
	hb_blob_t *blob, *cff;
	uint32_t id = 0;

	if (subset == NULL)
		return 0;
	cff = hb_face_reference_table(subset, HB_TAG('C', 'F', 'F', ' '));
	*outlines_cff = blob_slice(cff).n != 0;
	blob = *outlines_cff ? hb_blob_reference(cff) : hb_face_reference_blob(subset);
	if (blob_slice(blob).n != 0) {
		id = pdf_file_reserve(fonts->file);
		buf_put_c(&dict, *outlines_cff ? "/Subtype/CIDFontType0C" : "/Length1 ");
		if (!*outlines_cff)
			buf_put_u64(&dict, blob_slice(blob).n);
		pdf_file_stream(fonts->file, id, buf_text(&dict), blob_slice(blob), PDF_DEFLATE);
	}
	hb_blob_destroy(blob);
	hb_blob_destroy(cff);
	hb_face_destroy(subset);
	return id;
}

/* --- dictionaries --- */

/* "ABCDEF+NotoSans-Regular" (9.6.4); the letters follow from which glyphs are in it. */
static void
name_put(struct buf *out, const struct pdf_face *f)
{
	uLong sum = crc32(0, NULL, 0);
	size_t n = strcspn(f->file, ".");
	uint8_t used;

	for (uint32_t i = 0; i < f->glyph_count; i++) {
		used = f->used[i];
		sum = crc32(sum, &used, 1);
	}
	for (int i = 0; i < TAG_LETTERS; i++, sum /= 26)
		buf_put_byte(out, (uint8_t)('A' + sum % 26));
	buf_put_byte(out, '+');
	buf_put(out, f->file, n);
	if (f->index != 0)
		buf_putf(out, "-%u", f->index);
}

static int16_t
at_i16(struct slice s, size_t at)
{
	return (int16_t)(uint16_t)((unsigned)s.p[at] << 8 | s.p[at + 1]);
}

/* From the table "head", in thousandths. */
static void
box_put(struct buf *out, const struct pdf_face *f)
{
	hb_blob_t *blob = hb_face_reference_table(f->face, HB_TAG('h', 'e', 'a', 'd'));
	struct slice head = blob_slice(blob);
	int32_t units = (int32_t)hb_face_get_upem(f->face);

	buf_put_c(out, "/FontBBox[");
	for (size_t i = 0; i < 4; i++) {
		int32_t v = head.n >= HEAD_BOX_AT + 8 ? at_i16(head, HEAD_BOX_AT + 2 * i) : 0;

		buf_put_i64(out, v * 1000 / (units != 0 ? units : 1000));
		buf_put_byte(out, ' ');
	}
	buf_put_byte(out, ']');
	hb_blob_destroy(blob);
}

static uint32_t
descriptor_write(
    struct pdf_fonts *fonts, const struct pdf_face *f, uint32_t program, bool outlines_cff)
{
	uint32_t id = pdf_file_reserve(fonts->file);
	struct buf line;

	buf_init(&line, 1024);
	buf_put_c(&line, "<</Type/FontDescriptor/FontName/");
	name_put(&line, f);
	buf_put_c(&line, "/Flags 4/ItalicAngle 0/StemV 80");
	box_put(&line, f);
	buf_putf(
	    &line, "/Ascent %d/Descent %d/CapHeight %d", (int)f->ascent, -(int)f->descent, 714);
	buf_put_c(&line, outlines_cff ? "/FontFile3 " : "/FontFile2 ");
	pdf_put_ref(&line, program);
	buf_put_c(&line, ">>");
	pdf_file_object(fonts->file, id, &line);
	buf_fini(&line);
	return id;
}

/* "12 [500 600] 20 [300]" (9.7.4.3): runs of glyphs that follow each other. */
static void
widths_put(struct buf *out, const struct pdf_face *f)
{
	bool open = false;

	buf_put_c(out, "/DW 1000/W[");
	for (uint32_t i = 0; i < f->glyph_count; i++) {
		if (f->used[i] == 0) {
			buf_put_c(out, open ? "]" : "");
			open = false;
			continue;
		}
		if (!open) {
			buf_put_u64(out, i);
			buf_put_byte(out, '[');
		}
		buf_put_i64(out, hb_font_get_glyph_h_advance(f->font, i));
		buf_put_byte(out, ' ');
		open = true;
	}
	buf_put_c(out, open ? "]]" : "]");
}

/* --- ToUnicode (9.10.3) --- */

static const char cmap_head[] = "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
				"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
				"/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
				"1 begincodespacerange\n";
static const char cmap_foot[] = "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n";

static void
meaning_put(const struct pdf_fonts *fonts, struct buf *out, uint32_t code, int digits,
    const struct pdf_face *f, uint32_t glyph)
{
	const uint32_t *text = fonts->texts + f->says[glyph];

	buf_putf(out, "<%0*X><", digits, (unsigned)code);
	for (uint32_t i = 0; i < text[0]; i++)
		pdf_put_utf16(out, text[1 + i]);
	buf_put_c(out, ">\n");
}

/* `glyph_of` code: for an emoji font its list, else NULL for codes that are glyphs. */
static uint32_t
meanings_write(
    struct pdf_fonts *fonts, const struct pdf_face *f, const uint16_t *glyphs, uint32_t count)
{
	const int digits = glyphs != NULL ? 2 : 4;
	uint32_t id = pdf_file_reserve(fonts->file), waiting = 0;
	struct buf cmap, part;

	buf_init(&cmap, PDF_BODY_BYTES);
	buf_init(&part, PDF_BODY_BYTES);
	buf_put_c(&cmap, cmap_head);
	buf_put_c(&cmap, digits == 2 ? "<00><FF>\n" : "<0000><FFFF>\n");
	buf_put_c(&cmap, "endcodespacerange\n");
	for (uint32_t code = 0; code <= count; code++) {
		uint32_t glyph = glyphs != NULL && code < count ? glyphs[code] : code;

		if (code < count && f->used[glyph] != 0 && f->says[glyph] != 0) {
			meaning_put(fonts, &part, code, digits, f, glyph);
			waiting++;
		}
		if (waiting == CMAP_AT_ONCE || (code == count && waiting != 0)) {
			buf_putf(&cmap, "%u beginbfchar\n", (unsigned)waiting);
			buf_put_slice(&cmap, buf_slice(&part));
			buf_put_c(&cmap, "endbfchar\n");
			buf_reset(&part);
			waiting = 0;
		}
	}
	buf_put_c(&cmap, cmap_foot);
	pdf_file_check(fonts->file, &cmap);
	pdf_file_stream(fonts->file, id, TEXT_LITERAL("/Type/CMap"), buf_slice(&cmap), PDF_DEFLATE);
	buf_fini(&cmap);
	buf_fini(&part);
	return id;
}

/* --- outlines --- */

struct parts {
	uint32_t descriptor, inner;
	bool cff;
};

static void
inner_write(struct pdf_fonts *fonts, const struct pdf_face *f, const struct parts *parts)
{
	struct buf line;

	buf_init(&line, PDF_BODY_BYTES);
	buf_put_c(&line, "<</Type/Font/Subtype/");
	buf_put_c(&line, parts->cff ? "CIDFontType0" : "CIDFontType2/CIDToGIDMap/Identity");
	buf_put_c(&line, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
			 "/BaseFont/");
	name_put(&line, f);
	buf_put_c(&line, "/FontDescriptor ");
	pdf_put_ref(&line, parts->descriptor);
	widths_put(&line, f);
	buf_put_c(&line, ">>");
	pdf_file_object(fonts->file, parts->inner, &line);
	buf_fini(&line);
}

static void
outer_write(struct pdf_fonts *fonts, const struct pdf_face *f, uint32_t id, uint32_t inner,
    uint32_t meanings)
{
	struct buf line;

	buf_init(&line, 1024);
	buf_put_c(&line, "<</Type/Font/Subtype/Type0/Encoding/Identity-H/BaseFont/");
	name_put(&line, f);
	buf_put_c(&line, "/DescendantFonts[");
	pdf_put_ref(&line, inner);
	buf_put_c(&line, "]/ToUnicode ");
	pdf_put_ref(&line, meanings);
	buf_put_c(&line, ">>");
	pdf_file_object(fonts->file, id, &line);
	buf_fini(&line);
}

/* --- the font that is not seen --- */

/* Every code is a UTF-16 unit and says itself, and every one is the blank of the plain face. */
static uint32_t
unseen_meanings(struct pdf_fonts *fonts)
{
	uint32_t id = pdf_file_reserve(fonts->file);
	struct buf cmap;

	buf_init(&cmap, PDF_BODY_BYTES);
	buf_put_c(&cmap, cmap_head);
	buf_put_c(&cmap, "<0000><FFFF>\nendcodespacerange\n");
	for (unsigned high = 0; high < 256; high++) {
		if (high % 64 == 0)
			buf_put_c(&cmap, "64 beginbfrange\n");
		buf_putf(&cmap, "<%02X00><%02XFF><%02X00>\n", high, high, high);
		if (high % 64 == 63)
			buf_put_c(&cmap, "endbfrange\n");
	}
	buf_put_c(&cmap, cmap_foot);
	pdf_file_check(fonts->file, &cmap);
	pdf_file_stream(fonts->file, id, TEXT_LITERAL("/Type/CMap"), buf_slice(&cmap), PDF_DEFLATE);
	buf_fini(&cmap);
	return id;
}

static uint32_t
unseen_map(struct pdf_fonts *fonts, uint32_t glyph)
{
	uint32_t id = pdf_file_reserve(fonts->file);
	struct buf map;

	buf_init(&map, 0x20000);
	for (uint32_t code = 0; code < 0x10000; code++) {
		buf_put_byte(&map, (uint8_t)(glyph >> 8));
		buf_put_byte(&map, (uint8_t)glyph);
	}
	pdf_file_check(fonts->file, &map);
	pdf_file_stream(fonts->file, id, TEXT_LITERAL(""), buf_slice(&map), PDF_DEFLATE);
	buf_fini(&map);
	return id;
}

static void
unseen_write(struct pdf_fonts *fonts, const struct pdf_face *f, uint32_t descriptor)
{
	uint32_t inner = pdf_file_reserve(fonts->file);
	hb_codepoint_t glyph = 0;
	struct buf line;

	if (!hb_font_get_nominal_glyph(f->font, ' ', &glyph))
		glyph = 0;
	buf_init(&line, 1024);
	buf_put_c(&line, "<</Type/Font/Subtype/CIDFontType2"
			 "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
			 "/BaseFont/");
	name_put(&line, f);
	buf_put_c(&line, "/FontDescriptor ");
	pdf_put_ref(&line, descriptor);
	buf_putf(&line, "/DW %d/CIDToGIDMap ", (int)pdf_fonts_unseen_width(fonts));
	pdf_put_ref(&line, unseen_map(fonts, glyph));
	buf_put_c(&line, ">>");
	pdf_file_object(fonts->file, inner, &line);
	buf_fini(&line);
	outer_write(fonts, f, fonts->unseen_id, inner, unseen_meanings(fonts));
}

/* --- all of a face --- */

static void
face_write(struct pdf_fonts *fonts, struct pdf_face *f)
{
	bool unseen = fonts->unseen_id != 0 && f == &fonts->faces[fonts->base[PDF_PLAIN]];
	struct parts parts = {.inner = pdf_file_reserve(fonts->file)};
	hb_codepoint_t blank;
	uint32_t program;

	f->used[0] = 1; /* .notdef is always there */
	if (unseen && hb_font_get_nominal_glyph(f->font, ' ', &blank) && blank < f->glyph_count)
		f->used[blank] = 1;
	program = program_write(fonts, f, &parts.cff);
	if (program == 0) {
		fail_font(fonts, f);
		return;
	}
	parts.descriptor = descriptor_write(fonts, f, program, parts.cff);
	inner_write(fonts, f, &parts);
	outer_write(fonts, f, f->id, parts.inner, meanings_write(fonts, f, NULL, f->glyph_count));
	if (unseen)
		unseen_write(fonts, f, parts.descriptor);
}

/* --- emoji --- */

/* What draws one: its picture, laid over the box that the font gives it. */
static uint32_t
picture_write(struct pdf_fonts *fonts, const struct pdf_face *f, uint32_t glyph, uint32_t *image)
{
	uint32_t id = pdf_file_reserve(fonts->file);
	hb_blob_t *blob = hb_ot_color_glyph_reference_png(f->font, glyph);
	hb_glyph_extents_t box = {0};
	struct pdf_image picture = {0};
	struct buf line;
	struct err err;
	enum status status;

	buf_init(&line, 256);
	buf_putf(&line, "%d 0 d0", (int)hb_font_get_glyph_h_advance(f->font, glyph));
	if (blob_slice(blob).n != 0 && hb_font_get_glyph_extents(f->font, glyph, &box)) {
		status = pdf_image_png(fonts->file, blob_slice(blob), &picture, &err);
		if (status != OK)
			pdf_file_fail(fonts->file, &err);
		buf_putf(&line, " q %d 0 0 %d %d %d cm /I%u Do Q", (int)box.width, -(int)box.height,
		    (int)box.x_bearing, (int)(box.y_bearing + box.height), (unsigned)glyph);
	}
	*image = picture.id;
	pdf_file_stream(fonts->file, id, TEXT_LITERAL(""), buf_slice(&line), PDF_AS_IS);
	hb_blob_destroy(blob);
	buf_fini(&line);
	return id;
}

static void
pictures_put(struct pdf_fonts *fonts, const struct pdf_face *f, const uint16_t *glyphs,
    uint32_t count, struct buf *out)
{
	struct buf images;
	uint32_t image;

	buf_init(&images, 64 * 1024);
	buf_put_c(out, "/CharProcs<<");
	for (uint32_t i = 0; i < count; i++) {
		buf_putf(out, "/g%u ", (unsigned)glyphs[i]);
		pdf_put_ref(out, picture_write(fonts, f, glyphs[i], &image));
		if (image == 0)
			continue;
		buf_putf(&images, "/I%u ", (unsigned)glyphs[i]);
		pdf_put_ref(&images, image);
	}
	buf_put_c(out, ">>/Resources<</XObject<<");
	buf_put_slice(out, buf_slice(&images));
	buf_put_c(out, ">>>>");
	pdf_file_check(fonts->file, &images);
	buf_fini(&images);
}

static void
emoji_write(struct pdf_fonts *fonts, const struct pdf_face *f, uint32_t id, const uint16_t *glyphs,
    uint32_t count)
{
	uint32_t meanings = meanings_write(fonts, f, glyphs, count);
	struct buf line;

	buf_init(&line, PDF_BODY_BYTES);
	buf_put_c(&line, "<</Type/Font/Subtype/Type3/FontMatrix[.001 0 0 .001 0 0]");
	buf_putf(&line, "/FontBBox[0 %d 1300 %d]/FirstChar 0/LastChar %u/Widths[", -(int)f->descent,
	    (int)f->ascent, (unsigned)(count - 1));
	for (uint32_t i = 0; i < count; i++)
		buf_putf(&line, "%d ", (int)hb_font_get_glyph_h_advance(f->font, glyphs[i]));
	buf_put_c(&line, "]/Encoding<</Type/Encoding/Differences[0");
	for (uint32_t i = 0; i < count; i++)
		buf_putf(&line, "/g%u", (unsigned)glyphs[i]);
	buf_put_c(&line, "]>>");
	pictures_put(fonts, f, glyphs, count, &line);
	buf_put_c(&line, "/ToUnicode ");
	pdf_put_ref(&line, meanings);
	buf_put_c(&line, ">>");
	pdf_file_object(fonts->file, id, &line);
	buf_fini(&line);
}

static bool
is_used(const struct pdf_face *f)
{
	for (uint32_t i = 0; i < f->glyph_count; i++)
		if (f->used[i] != 0)
			return true;
	return false;
}

void
pdf_fonts_write(struct pdf_fonts *fonts)
{
	for (unsigned i = 0; i < fonts->count; i++) {
		struct pdf_face *f = &fonts->faces[i];

		if (!is_used(f))
			continue; /* only asked what it has */
		if (!f->emoji) {
			face_write(fonts, f);
			continue;
		}
		for (uint32_t at = 0; at < f->shown_count; at += PDF_EMOJI_EACH)
			emoji_write(fonts, f, fonts->emoji_ids[at / PDF_EMOJI_EACH], f->shown + at,
			    f->shown_count - at < PDF_EMOJI_EACH ? f->shown_count - at
								 : PDF_EMOJI_EACH);
	}
}
