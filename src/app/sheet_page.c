/* src/app/sheet_page.c
 * The paper a recovery sheet is printed on, and reading it again; see keys.h.  It says what it is
 * for and nothing of what the vault is about: others may find it. */
#include "app/fonts.h"
#include "app/keys.h"
#include "base/time.h"
#include "show/report/doc_pdf.h"

enum { PAGE_TEXT_BYTES = 16 * 1024, LINE_TEXT_BYTES = 64, LINE_CHARS_AT = 3, DATE_CHARS = 10 };

static const char title[] = "Recovery sheet";
static const char *const what_for[] = {
    "This sheet belongs to one encrypted folder. If the beginning of that folder is ever damaged, "
    "the sheet opens it again, together with twelve recovery words that do not stand here. Without "
    "those words it opens nothing.",
    "Keep sheet and words apart: whoever finds only one of them has nothing.",
};
static const char *const how[] = {
    "If it is needed, start the program on a copy of the folder with \"daybook recover\", and type "
    "the eight lines below when they are asked for, then the twelve words.",
    "Capitals and blanks do not matter. There is no zero, one, eight or nine in the lines: what "
    "looks like one is the letter o, l or b. The last two characters of a line tell whether it was "
    "typed rightly.",
};
static const char after[] =
    "A new sheet is needed when new recovery words were made, or a new key.";
static const char hint[] = "Where the words are, in a way only you understand:";

static void
date_put(struct buf *out, int64_t now_us)
{
	uint8_t bytes[64];
	struct buf text = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	if (time_put(&text, now_us))
		buf_put(out, bytes, DATE_CHARS);
}

/* Words over the width of a page, parted at blanks. */
static void
paragraph_put(struct buf *out, const char *words)
{
	enum { COLUMNS = 76 };
	size_t column = 0, n;

	while (*words != '\0') {
		n = strcspn(words, " ");
		if (column != 0 && column + 1 + n > COLUMNS) {
			buf_put_byte(out, '\n');
			column = 0;
		} else if (column != 0) {
			buf_put_byte(out, ' ');
			column++;
		}
		buf_put(out, words, n);
		column += n;
		words += n + (words[n] == ' ');
	}
	buf_put_c(out, "\n\n");
}

enum status
sheet_page_text(const struct sheet *sheet, int64_t now_us, struct buf *out, struct err *err)
{
	buf_put_c(out, title);
	buf_put_c(out, ", made on ");
	date_put(out, now_us);
	buf_put_c(out, "\n\n");
	for (size_t i = 0; i < COUNT_OF(what_for); i++)
		paragraph_put(out, what_for[i]);
	for (size_t i = 0; i < COUNT_OF(how); i++)
		paragraph_put(out, how[i]);
	for (unsigned i = 1; i <= SHEET_LINES; i++) {
		buf_put_c(out, "    ");
		sheet_line_put(out, sheet, i);
		buf_put_c(out, "\n\n");
	}
	paragraph_put(out, after);
	buf_put_c(out, hint);
	buf_put_c(out, "\n\n.............................................................\n");
	return buf_check(out, err);
}

static void
lines_table(struct doc *doc, const struct sheet *sheet)
{
	static const struct doc_column columns[] = {
	    {"Line", 2, true, false}, {"Characters", 12, false, true}, {"Check", 12, false, true}};
	const struct doc_table table = {.columns = columns, .count = COUNT_OF(columns)};
	uint8_t bytes[LINE_TEXT_BYTES];
	struct buf line = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	struct text cells[COUNT_OF(columns)];

	doc_table_begin(doc, &table);
	for (unsigned i = 1; i <= SHEET_LINES; i++) {
		buf_reset(&line);
		sheet_line_put(&line, sheet, i);
		cells[0] = text_prefix(buf_text(&line), 1);
		cells[1] = (struct text){(const char *)bytes + LINE_CHARS_AT,
		    line.n - LINE_CHARS_AT - 2 - SHEET_CHECK_CHARS};
		cells[2] = (struct text){
		    (const char *)bytes + line.n - SHEET_CHECK_CHARS, SHEET_CHECK_CHARS};
		doc_table_row(doc, cells, COUNT_OF(cells), false);
	}
	doc_table_end(doc);
}

static void
page_print(struct doc *doc, const struct sheet *sheet, int64_t now_us)
{
	struct buf date;

	buf_init(&date, 64);
	date_put(&date, now_us);
	doc_heading(doc, 1, text_of_c(title));
	doc_fact(doc, "Made on", buf_text(&date));
	for (size_t i = 0; i < COUNT_OF(what_for); i++)
		doc_paragraph(doc, text_of_c(what_for[i]));
	for (size_t i = 0; i < COUNT_OF(how); i++)
		doc_paragraph(doc, text_of_c(how[i]));
	lines_table(doc, sheet);
	doc_paragraph(doc, text_of_c(after));
	doc_paragraph(doc, text_of_c(hint));
	doc_paragraph(doc,
	    TEXT_LITERAL(
		"............................................................................"));
	buf_fini(&date);
}

enum status
sheet_page_pdf(const struct sheet *sheet, int64_t now_us, struct buf *out, struct err *err)
{
	struct fonts *fonts = fonts_of_system();
	struct doc_pdf_info info = {.title = text_of_c(title), .created_us = now_us};
	struct font_source source;
	struct out to = out_of_buf(out);
	struct doc *doc = NULL;
	enum status status;

	if (fonts == NULL)
		return fail(err, E_NOMEM, "no memory for fonts");
	source = fonts_source(fonts);
	info.fonts = &source;
	status = doc_pdf_new(&doc, &to, &info, err);
	if (status == OK) {
		page_print(doc, sheet, now_us);
		status = doc_end(doc, err);
	}
	fonts_free(fonts);
	return status;
}

enum status
sheet_page_read(struct slice text, struct sheet *out, struct err *err)
{
	struct sheet_typing typing = {0};
	struct slice line;
	unsigned number = 0;

	while (cut_last(&text, '\n', &line))
		if (sheet_line_take(&typing, line, 0, &number) == SHEET_LINE_WRONG)
			return fail(err, E_FORMAT,
			    "line %u of the sheet was not typed as it is printed", number);
	return sheet_typed(&typing, out, err);
}
