/* tests/tools/pdf_sample.c
 * A document with everything that the PDF writer can do, for tests that read it with other
 * programs: pdf_sample TEXTS OUT, where TEXTS has a line "name TAB text" for each language. */
#include <stdio.h>
#include <stdlib.h>

#include <png.h>

#include "app/fonts.h"
#include "base/mem.h"
#include "show/chart/drawing.h"
#include "show/report/doc_pdf.h"

enum { TEXTS_BYTES = 1 << 20, ROWS = 150, SIDE = 40 };

static enum status
write_file(void *ctx, struct slice data, struct err *err)
{
	return fwrite(data.p, 1, data.n, ctx) == data.n ? OK : fail(err, E_IO, "cannot write");
}

static void
each_text(struct doc *doc, struct slice texts, void (*show)(struct doc *doc, struct text text))
{
	struct slice line, name;
	struct text text;

	while (cut(&texts, '\n', &line))
		if (cut(&line, '\t', &name) && text_check(line, &text, NULL))
			show(doc, text);
}

static void
show_cell(struct doc *doc, struct text text)
{
	struct doc_cell cells[3] = {{.text = TEXT_LITERAL("1"), .level = 5}, {.text = text},
	    {.text = TEXT_LITERAL("ABC/1"), .link = TEXT_LITERAL("exhibit-1")}};

	doc_table_cells(doc, cells, text.n % 2 == 0);
}

static void
show_paragraph(struct doc *doc, struct text text)
{
	doc_paragraph(doc, text);
}

static void
write_table(struct doc *doc, struct slice texts)
{
	static const struct doc_column columns[] = {
	    {"No.", 1, true, false}, {"What", 12, false, false}, {"Exhibit", 2, false, false}};
	const struct doc_table table = {
	    .columns = columns, .count = 3, .dense = true, .caption = TEXT_LITERAL("In cells")};
	struct doc_cell cells[3] = {{.text = TEXT_NONE}};
	struct buf tall;

	doc_table_begin(doc, &table);
	doc_table_group(doc, TEXT_LITERAL("Friday 1 March 2024"));
	each_text(doc, texts, show_cell);
	for (unsigned i = 0; i < ROWS; i++) {
		cells[1].text = TEXT_LITERAL("a row like many others");
		cells[1].level = i % 7 < 6 ? i % 7 : 0;
		doc_table_cells(doc, cells, false);
	}
	buf_init(&tall, 1 << 20);
	for (unsigned i = 0; i < 3000; i++)
		buf_put_c(&tall, "taller than a page ");
	cells[1].text = buf_text(&tall);
	cells[2] = (struct doc_cell){TEXT_LITERAL("ABC/2"), TEXT_LITERAL("exhibit-2"), 0};
	doc_table_cells(doc, cells, true);
	doc_table_end(doc);
	buf_fini(&tall);
}

static void
write_chart(struct doc *doc)
{
	static const struct point line[] = {{1300, 600}, {2000, 300}, {3000, 400}, {4000, 150}};
	struct drawing drawing;

	drawing_init(&drawing, DRAWING_WIDTH, 900);
	drawing_tell(
	    &drawing, TEXT_LITERAL("Chart"), TEXT_LITERAL("A line that goes up, down and up."));
	drawing_frame(&drawing, 100, 100, 4000, 600, 5, INK_RULE);
	drawing_hatch(&drawing, 200, 200, 800, 300);
	drawing_path(&drawing, line, COUNT_OF(line), 12, INK_MARK);
	drawing_badge(&drawing, (struct point){1200, 120}, 3);
	drawing_words(&drawing, (struct point){2600, 800}, ANCHOR_MIDDLE, 80, false, INK_FAINT,
	    TEXT_LITERAL("words of the chart"));
	doc_figure(doc, &drawing);
	drawing_fini(&drawing);
}

/* Half of it can be seen through. */
static void
write_picture(struct doc *doc)
{
	png_image png = {
	    .version = PNG_IMAGE_VERSION, .width = SIDE, .height = SIDE, .format = PNG_FORMAT_RGBA};
	uint8_t pixels[SIDE * SIDE * 4], bytes[SIDE * SIDE * 8];
	struct doc_image image = {
	    .png = true, .width = SIDE, .height = SIDE, .told = TEXT_LITERAL("Two colours.")};
	size_t n = sizeof bytes;

	for (size_t i = 0; i < SIDE * SIDE; i++) {
		pixels[4 * i] = (uint8_t)(i % SIDE * 6);
		pixels[4 * i + 1] = 0;
		pixels[4 * i + 2] = 120;
		pixels[4 * i + 3] = i < SIDE * SIDE / 2 ? 255 : 100;
	}
	if (png_image_write_to_memory(&png, bytes, &n, 0, pixels, 0, NULL) == 0)
		abort();
	image.bytes = slice_of(bytes, n);
	doc_image(doc, &image, 1000);
	image.bytes = SLICE_LITERAL("no picture at all");
	image.told = TEXT_LITERAL("A picture that cannot be shown.");
	doc_image(doc, &image, 1000);
}

static void
write_all(struct doc *doc, struct slice texts)
{
	doc_heading(doc, 1, TEXT_LITERAL("Everything at once <&> (here)"));
	each_text(doc, texts, show_paragraph);
	doc_heading(doc, 2, TEXT_LITERAL("Lists"));
	each_text(doc, texts, doc_item);
	doc_fact(doc, "Place", TEXT_LITERAL("Weir Street"));
	doc_notice(doc, TEXT_LITERAL("Not to be overlooked."));
	write_chart(doc);
	write_picture(doc);
	doc_heading(doc, 3, TEXT_LITERAL("Tables"));
	write_table(doc, texts);
	doc_page_break(doc);
	doc_place(doc, TEXT_LITERAL("exhibit-1"));
	doc_heading(doc, 1, TEXT_LITERAL("ABC/1"));
	doc_place(doc, TEXT_LITERAL("exhibit-2"));
	doc_paragraph(doc, TEXT_LITERAL("ABC/2 is here."));
}

static int
run(struct slice texts, FILE *file, struct fonts *fonts)
{
	const struct font_source source = fonts_source(fonts);
	const struct pdf_attachment csv = {.name = TEXT_LITERAL("chronology.csv"),
	    .mime = TEXT_LITERAL("text/csv"),
	    .told = TEXT_LITERAL("The chronology as a table."),
	    .relation = TEXT_LITERAL("Data"),
	    .bytes = SLICE_LITERAL("No.,Time\n1,21:05\n")};
	const struct doc_pdf_info info = {.title = TEXT_LITERAL("Everything <&> once"),
	    .foot = TEXT_LITERAL("Everything \xc2\xb7 \xd8\xaa\xd9\x85 \xf0\x9f\x98\xa1"),
	    .created_us = INT64_C(1711314307000000),
	    .fonts = &source,
	    .attachments = &csv,
	    .attachment_count = 1};
	const struct out out = {write_file, file};
	struct doc *doc;
	struct err err;
	enum status status = doc_pdf_new(&doc, &out, &info, &err);

	if (status == OK) {
		write_all(doc, texts);
		status = doc_end(doc, &err);
	}
	if (status != OK)
		(void)fprintf(stderr, "pdf_sample: %s\n", err.text);
	return status == OK ? 0 : 1;
}

int
main(int argc, char **argv)
{
	static uint8_t bytes[TEXTS_BYTES];
	struct fonts *fonts = fonts_of_system();
	FILE *texts, *out;
	size_t n;
	int code;

	if (argc != 3 || fonts == NULL)
		return 2;
	texts = fopen(argv[1], "rb");
	out = fopen(argv[2], "wb");
	if (texts == NULL || out == NULL)
		return 2;
	n = fread(bytes, 1, sizeof bytes, texts);
	(void)fclose(texts);
	code = run(slice_of(bytes, n), out, fonts);
	fonts_free(fonts);
	return fclose(out) == 0 ? code : 1;
}
