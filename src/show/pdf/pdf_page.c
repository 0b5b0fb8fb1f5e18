/* src/show/pdf/pdf_page.c
 * Pages and their tree; see pdf_page.h.  How letters are drawn: pdf_page_line.c. */
#include "show/pdf/pdf_page.h"

#include "base/mem.h"
#include "show/pdf/pdf_put.h"

enum { BRANCH_PAGES = 64, CONTENT_BYTES = 128 * 1024 * 1024 };

static bool
number_add(struct pdf_pages *pages, uint32_t **list, size_t *count, size_t *size, uint32_t value)
{
	uint32_t *bigger = mem_more(*list, *count, size, sizeof **list);
	struct err err;

	if (bigger == NULL) {
		(void)fail(&err, E_NOMEM, "no memory for the pages of a PDF");
		pdf_file_fail(pages->file, &err);
		return false;
	}
	*list = bigger;
	bigger[(*count)++] = value;
	return true;
}

enum status
pdf_pages_init(struct pdf_pages *pages, struct pdf_file *file, struct pdf_fonts *fonts,
    struct pdf_tags *tags, struct err *err)
{
	*pages = (struct pdf_pages){.file = file, .fonts = fonts, .tags = tags};
	buf_init(&pages->content, CONTENT_BYTES);
	buf_init(&pages->line, PDF_BODY_BYTES);
	pages->order = mem_new(PDF_TEXT_BYTES + 16, sizeof *pages->order);
	pages->places = mem_new(PDF_TEXT_BYTES + 16, sizeof *pages->places);
	if (pages->order == NULL || pages->places == NULL)
		return fail(err, E_NOMEM, "no memory for the pages of a PDF");
	pages->tree = pdf_file_reserve(file);
	return OK;
}

void
pdf_pages_fini(struct pdf_pages *pages)
{
	buf_fini(&pages->content);
	buf_fini(&pages->line);
	mem_free(pages->images);
	mem_free(pages->notes);
	mem_free(pages->ids);
	mem_free(pages->branches);
	mem_free(pages->order);
	mem_free(pages->places);
	*pages = (struct pdf_pages){0};
}

/* What a page begins with, and what pdf_pages_end() gives a foot. */
static void
content_reset(struct pdf_pages *pages)
{
	buf_reset(&pages->content);
	pages->in_text = pages->font_known = false;
	pages->colour = (struct rgb){0};
}

void
pdf_page_begin(struct pdf_pages *pages)
{
	if (pages->count / 2 % BRANCH_PAGES == 0)
		(void)number_add(pages, &pages->branches, &pages->branch_count, &pages->branch_size,
		    pdf_file_reserve(pages->file));
	pages->id = pdf_file_reserve(pages->file);
	pages->foot = pdf_file_reserve(pages->file);
	if (number_add(pages, &pages->ids, &pages->count, &pages->size, pages->id))
		(void)number_add(pages, &pages->ids, &pages->count, &pages->size, pages->foot);
	pages->image_count = pages->note_count = 0;
	pages->sheer = false;
	memset(pages->fonts_used, 0, sizeof pages->fonts_used);
	pages->fonts_used[pages->fonts->base[PDF_PLAIN]] = 1;
	content_reset(pages);
	pdf_tags_page(pages->tags, pages->id);
}

static void
fonts_put(const struct pdf_pages *pages, struct buf *out)
{
	buf_put_c(out, "/Font<<");
	for (unsigned i = 0; i < COUNT_OF(pages->fonts_used); i++) {
		if (pages->fonts_used[i] == 0)
			continue;
		buf_putf(out, "/F%u ", i);
		pdf_put_ref(out, pdf_fonts_object(pages->fonts, i));
	}
	buf_put_c(out, ">>");
}

static void
images_put(const struct pdf_pages *pages, struct buf *out)
{
	if (pages->image_count == 0)
		return;
	buf_put_c(out, "/XObject<<");
	for (size_t i = 0; i < pages->image_count; i++) {
		buf_putf(out, "/I%u ", (unsigned)pages->images[i]);
		pdf_put_ref(out, pages->images[i]);
	}
	buf_put_c(out, ">>");
}

static void
notes_put(const struct pdf_pages *pages, struct buf *out)
{
	if (pages->note_count == 0)
		return;
	buf_put_c(out, "/Annots[");
	for (size_t i = 0; i < pages->note_count; i++) {
		pdf_put_ref(out, pages->notes[i]);
		buf_put_byte(out, ' ');
	}
	buf_put_byte(out, ']');
}

void
pdf_page_end(struct pdf_pages *pages)
{
	uint32_t content = pdf_file_reserve(pages->file);
	uint32_t key = pdf_tags_page_end(pages->tags);
	struct buf *line = &pages->line;

	pdf_page_text_end(pages);
	pdf_file_check(pages->file, &pages->content);
	pdf_file_stream(
	    pages->file, content, TEXT_LITERAL(""), buf_slice(&pages->content), PDF_DEFLATE);
	buf_reset(line);
	buf_put_c(line, "<</Type/Page/MediaBox[0 0 595.28 841.89]/Tabs/S/Parent ");
	pdf_put_ref(line, pages->branch_count != 0 ? pages->branches[pages->branch_count - 1] : 0);
	buf_put_c(line, "/Contents[");
	pdf_put_ref(line, content);
	buf_put_byte(line, ' ');
	pdf_put_ref(line, pages->foot);
	buf_put_c(line, "]/StructParents ");
	buf_put_u64(line, key);
	buf_put_c(line, "/Resources<<");
	fonts_put(pages, line);
	images_put(pages, line);
	buf_put_c(line, ">>");
	notes_put(pages, line);
	/* What is transparent is mixed in the colours of the page (ISO 19005-3 6.2.10). */
	buf_put_c(line, pages->sheer ? "/Group<</S/Transparency/CS/DeviceRGB>>>>" : ">>");
	pdf_file_object(pages->file, pages->id, line);
}

/* --- the tree --- */

static void
branch_write(struct pdf_pages *pages, size_t number)
{
	size_t first = number * BRANCH_PAGES, all = pages->count / 2;
	size_t count = all - first < BRANCH_PAGES ? all - first : BRANCH_PAGES;
	struct buf *line = &pages->line;

	buf_reset(line);
	buf_putf(line, "<</Type/Pages/Count %zu/Parent ", count);
	pdf_put_ref(line, pages->tree);
	buf_put_c(line, "/Kids[");
	for (size_t i = 0; i < count; i++) {
		pdf_put_ref(line, pages->ids[2 * (first + i)]);
		buf_put_byte(line, ' ');
	}
	buf_put_c(line, "]>>");
	pdf_file_object(pages->file, pages->branches[number], line);
}

uint32_t
pdf_pages_end(struct pdf_pages *pages,
    void (*foot)(void *ctx, struct pdf_pages *pages, size_t number, size_t count), void *ctx)
{
	size_t all = pages->count / 2;
	struct buf *line = &pages->line;

	for (size_t i = 0; i < all; i++) {
		content_reset(pages);
		foot(ctx, pages, i + 1, all);
		pdf_page_text_end(pages);
		pdf_file_check(pages->file, &pages->content);
		pdf_file_stream(pages->file, pages->ids[2 * i + 1], TEXT_LITERAL(""),
		    buf_slice(&pages->content), PDF_DEFLATE);
	}
	for (size_t i = 0; i < pages->branch_count && i * BRANCH_PAGES < all; i++)
		branch_write(pages, i);
	buf_reset(line);
	buf_putf(line, "<</Type/Pages/Count %zu/Kids[", all);
	for (size_t i = 0; i < pages->branch_count; i++) {
		pdf_put_ref(line, pages->branches[i]);
		buf_put_byte(line, ' ');
	}
	buf_put_c(line, "]>>");
	pdf_file_object(pages->file, pages->tree, line);
	return pages->tree;
}

/* --- marks --- */

void
pdf_page_mark(struct pdf_pages *pages, struct pdf_tag *tag)
{
	pdf_page_text_end(pages);
	pages->tag = tag;
	pages->in_mark = false;
}

void
pdf_page_mark_begin(struct pdf_pages *pages, const uint32_t *actual, size_t count)
{
	struct buf *c = &pages->content;

	if (pages->in_mark)
		return;
	buf_put_byte(c, '/');
	buf_put_c(c, count != 0 ? "Span" : pages->tag->kind);
	buf_put_c(c, "<</MCID ");
	buf_put_u64(c, pdf_tags_mark(pages->tags, pages->tag));
	if (count != 0) {
		buf_put_c(c, "/ActualText");
		pdf_put_chars(c, actual, count);
	}
	buf_put_c(c, ">>BDC\n");
	pages->in_mark = true;
}

void
pdf_page_mark_pause(struct pdf_pages *pages)
{
	pdf_page_text_end(pages);
	if (pages->in_mark)
		buf_put_c(&pages->content, "EMC\n");
	pages->in_mark = false;
}

void
pdf_page_artifact(struct pdf_pages *pages, const char *kind)
{
	pdf_page_text_end(pages);
	pages->tag = NULL;
	pages->in_mark = true;
	if (kind[0] == '\0') {
		buf_put_c(&pages->content, "/Artifact BMC\n");
		return;
	}
	buf_put_c(&pages->content, "/Artifact<<");
	buf_put_c(&pages->content, kind);
	buf_put_c(&pages->content, ">>BDC\n");
}

void
pdf_page_mark_end(struct pdf_pages *pages)
{
	pdf_page_mark_pause(pages);
	pages->tag = NULL;
}

/* --- shapes --- */

static void
colour_put(struct buf *out, struct rgb colour, const char *operator)
{
	pdf_put_number(out, colour.r * 1000 / 255);
	if (colour.r != colour.g || colour.g != colour.b) {
		pdf_put_number(out, colour.g * 1000 / 255);
		pdf_put_number(out, colour.b * 1000 / 255);
		buf_put_c(out, operator);
		return;
	}
	/* one number for grey */
	buf_put_c(out, operator[0] == 'r' ? "g\n" : "G\n");
}

void
pdf_page_colour(struct pdf_pages *pages, struct rgb colour)
{
	const struct rgb *now = &pages->colour;

	if (now->r == colour.r && now->g == colour.g && now->b == colour.b)
		return;
	pages->colour = colour;
	colour_put(&pages->content, colour, "rg\n");
}

void
pdf_page_box(struct pdf_pages *pages, int32_t x, int32_t y, int32_t w, int32_t h, struct rgb colour)
{
	struct buf *c = &pages->content;

	pdf_page_text_end(pages);
	pdf_page_mark_begin(pages, NULL, 0);
	pdf_page_colour(pages, colour);
	pdf_put_number(c, x);
	pdf_put_number(c, pdf_page_up(y + h));
	pdf_put_number(c, w);
	pdf_put_number(c, h);
	buf_put_c(c, "re f\n");
}

void
pdf_page_rule(
    struct pdf_pages *pages, int32_t x, int32_t y, int32_t w, int32_t weight, struct rgb colour)
{
	pdf_page_box(pages, x, y - weight / 2, w, weight, colour);
}

void
pdf_page_image(
    struct pdf_pages *pages, uint32_t image, bool sheer, int32_t x, int32_t y, int32_t w, int32_t h)
{
	struct buf *c = &pages->content;

	if (!number_add(pages, &pages->images, &pages->image_count, &pages->image_size, image))
		return;
	pages->sheer = pages->sheer || sheer;
	pdf_page_text_end(pages);
	pdf_page_mark_begin(pages, NULL, 0);
	buf_put_c(c, "q ");
	pdf_put_number(c, w);
	buf_put_c(c, "0 0 ");
	pdf_put_number(c, h);
	pdf_put_number(c, x);
	pdf_put_number(c, pdf_page_up(y + h));
	buf_putf(c, "cm /I%u Do Q\n", (unsigned)image);
}

void
pdf_page_link(struct pdf_pages *pages, struct pdf_tag *tag, struct text to, struct text told,
    int32_t x, int32_t y, int32_t w, int32_t h)
{
	uint32_t id = pdf_file_reserve(pages->file), key;
	struct buf *line = &pages->line;

	if (!number_add(pages, &pages->notes, &pages->note_count, &pages->note_size, id))
		return;
	key = pdf_tags_note(pages->tags, tag, id);
	buf_reset(line);
	buf_put_c(line, "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[");
	pdf_put_number(line, x);
	pdf_put_number(line, pdf_page_up(y + h));
	pdf_put_number(line, x + w);
	pdf_put_number(line, pdf_page_up(y));
	buf_put_c(line, "]/P ");
	pdf_put_ref(line, pages->id);
	buf_put_c(line, "/StructParent ");
	buf_put_u64(line, key);
	buf_put_c(line, "/Contents");
	pdf_put_text(line, text_prefix(told, 200));
	buf_put_c(line, "/Dest");
	pdf_put_string(line, slice_of_text(to));
	buf_put_c(line, ">>");
	pdf_file_object(pages->file, id, line);
}
