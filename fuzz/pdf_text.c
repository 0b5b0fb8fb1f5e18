/* fuzz/pdf_text.c
 * Text on a page of a PDF: whatever it is, every piece of it is in a line once, nothing is wider
 * than its room but what cannot be parted, and what is drawn ends where it began.
 * The first two bytes choose the style and the room. */
#include <stdlib.h>
#include <string.h>

#include "app/fonts.h"
#include "show/pdf/pdf_page.h"

enum { A_DOCUMENT = 512, SIZE = 10000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* One document for many inputs: opening fonts takes longer than setting a text. */
static struct stage {
	struct fonts *shelf;
	struct font_source source;
	struct out out;
	struct pdf_file file;
	struct pdf_fonts fonts;
	struct pdf_text text;
	struct pdf_tags tags;
	struct pdf_pages pages;
	struct pdf_lines lines;
	unsigned used;
} stage;

static enum status
swallow(void *ctx, struct slice data, struct err *err)
{
	(void)ctx;
	(void)data;
	(void)err;
	return OK;
}

static void
must(bool truth)
{
	if (!truth)
		abort();
}

static void
stage_start(struct stage *s)
{
	if (s->shelf == NULL)
		s->shelf = fonts_of_system();
	must(s->shelf != NULL);
	s->source = fonts_source(s->shelf);
	s->out = (struct out){swallow, NULL};
	pdf_file_init(&s->file, &s->out);
	must(pdf_fonts_init(&s->fonts, &s->file, &s->source, NULL) == OK);
	must(pdf_text_init(&s->text, &s->fonts, NULL) == OK);
	pdf_tags_init(&s->tags, &s->file);
	must(pdf_pages_init(&s->pages, &s->file, &s->fonts, &s->tags, NULL) == OK);
}

static void
no_foot(void *ctx, struct pdf_pages *pages, size_t number, size_t count)
{
	(void)ctx;
	(void)pages;
	(void)number;
	(void)count;
}

static void
stage_end(struct stage *s)
{
	uint32_t root = pdf_pages_end(&s->pages, no_foot, NULL), tags = pdf_tags_end(&s->tags);

	pdf_fonts_write(&s->fonts);
	must(pdf_file_end(&s->file, root, tags, NULL) == OK);
	must(s->text.status == OK);
	pdf_lines_fini(&s->lines);
	pdf_pages_fini(&s->pages);
	pdf_tags_fini(&s->tags);
	pdf_text_fini(&s->text);
	pdf_fonts_fini(&s->fonts);
	pdf_file_fini(&s->file);
	s->used = 0;
}

static uint32_t
solid_pieces(const struct pdf_lines *lines, const struct pdf_line *line)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < line->count; i++)
		n += !lines->pieces[line->first + i].blank &&
		     lines->pieces[line->first + i].width != 0;
	return n;
}

static void
check_lines(const struct stage *s, int32_t room)
{
	size_t next = 0;

	for (size_t i = 0; i < s->lines.count; i++) {
		const struct pdf_line *line = &s->lines.lines[i];

		must(line->first == next);
		next += line->count;
		must(line->ascent > 0 && line->descent > 0);
		must(line->width_mpt <= room || solid_pieces(&s->lines, line) == 1);
	}
	must(next == s->lines.piece_count);
}

static void
draw(struct stage *s)
{
	struct pdf_tag tag = {0};

	pdf_page_begin(&s->pages);
	pdf_tag_open(&s->tags, &tag, NULL, "P", TEXT_NONE);
	pdf_page_mark(&s->pages, &tag);
	for (size_t i = 0; i < s->lines.count; i++)
		pdf_page_line(&s->pages, &s->lines, &s->lines.lines[i], 0, (int32_t)i);
	pdf_page_mark_end(&s->pages);
	pdf_page_artifact(&s->pages, "");
	for (size_t i = 0; i < s->lines.count; i++)
		pdf_page_line(&s->pages, &s->lines, &s->lines.lines[i], 0, (int32_t)i);
	pdf_page_mark_end(&s->pages);
	must(!s->pages.in_text && !s->pages.in_mark);
	pdf_page_end(&s->pages);
	pdf_tag_close(&s->tags, &tag);
	pdf_tag_fini(&tag);
	must(s->file.status == OK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct stage *s = &stage;
	struct buf text;
	int32_t room;

	if (n < 2)
		return 0;
	if (s->used == 0)
		stage_start(s);
	room = 1000 * (int32_t)data[1];
	buf_init(&text, 4 << 20);
	buf_put_repaired(&text, slice_of(data + 2, n - 2), 0xfffd);
	pdf_lines_set(&s->lines, &s->text, buf_text(&text), (enum pdf_style)(data[0] % PDF_STYLES),
	    SIZE, room);
	check_lines(s, room);
	draw(s);
	buf_fini(&text);
	if (++s->used == A_DOCUMENT)
		stage_end(s);
	return 0;
}
