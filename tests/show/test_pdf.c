/* Tests of show/pdf/ and show/report/doc_pdf.h. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "app/fonts.h"
#include "base/mem.h"
#include "show/chart/drawing.h"
#include "show/pdf/pdf_image.h"
#include "show/pdf/pdf_lines.h"
#include "show/pdf/pdf_put.h"
#include "show/pdf/pdf_tags.h"
#include "show/report/doc_pdf.h"
#include "tests/show/pdf_read.h"

#define MADE_US INT64_C(1711314307000000)

static struct fonts *shelf;
static struct font_source fonts;

static int
fonts_start(void **state)
{
	(void)state;
	shelf = fonts_of_system();
	if (shelf != NULL)
		fonts = fonts_source(shelf);
	return shelf == NULL;
}

static int
fonts_end(void **state)
{
	(void)state;
	fonts_free(shelf);
	return 0;
}

static struct doc *
begin(const struct out *out)
{
	const struct doc_pdf_info info = {
	    .title = TEXT_LITERAL("T"), .created_us = MADE_US, .fonts = &fonts};
	struct doc *doc = NULL;
	struct err err;

	assert_ok(doc_pdf_new(&doc, out, &info, &err), &err);
	return doc;
}

static void
make(struct buf *pdf, void (*write)(struct doc *doc))
{
	struct out out = out_of_buf(pdf);
	struct doc *doc;
	struct err err;

	buf_init(pdf, 1 << 28);
	doc = begin(&out);
	write(doc);
	assert_ok(doc_end(doc, &err), &err);
}

static void
assert_times(const struct buf *pdf, const char *words, size_t wanted)
{
	size_t n = pdf_read_count(buf_slice(pdf), words);

	if (n != wanted)
		fail_msg("%zu times \"%s\", wanted %zu", n, words, wanted);
}

/* --- spelling --- */

static void
assert_put(void (*put)(struct buf *out), const char *wanted)
{
	struct buf out;

	buf_init(&out, 4096);
	put(&out);
	assert_slice(buf_slice(&out), wanted);
	buf_fini(&out);
}

static void
put_numbers(struct buf *out)
{
	static const int64_t numbers[] = {0, 1, -1, 500, 7500, -20, 841890, 1000000, -1234567};

	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		pdf_put_number(out, numbers[i]);
}

static void
number__is_short_and_exact(void **state)
{
	(void)state;
	assert_put(put_numbers, "0 .001 -.001 .5 7.5 -.02 841.89 1000 -1234.567 ");
}

static void
put_strings(struct buf *out)
{
	pdf_put_string(out, SLICE_LITERAL("a(b)c\\d\re"));
	pdf_put_text(out, TEXT_LITERAL("A\xc5\x9b\xf0\x9f\x98\xa1"));
	pdf_put_name(out, TEXT_LITERAL("text/csv x"));
	pdf_put_date(out, MADE_US);
}

static void
strings__are_escaped_and_names_too(void **state)
{
	(void)state;
	assert_put(put_strings, "(a\\(b\\)c\\\\d\\re)<FEFF0041015BD83DDE21>/text#2Fcsv#20x"
				"(D:20240324210507Z)");
}

/* --- the file as such: no font in it, so its bytes are ours alone --- */

static void
write_small_file(struct pdf_file *file)
{
	struct pdf_tags tags;
	struct pdf_tag paragraph = {0};
	struct buf body;
	uint32_t page = pdf_file_reserve(file), key;

	pdf_tags_init(&tags, file);
	pdf_tags_page(&tags, page);
	pdf_tag_open(&tags, &paragraph, NULL, "P", TEXT_LITERAL("/Alt(x)"));
	assert_int_equal(pdf_tags_mark(&tags, &paragraph), 0);
	assert_int_equal(pdf_tags_mark(&tags, &paragraph), 1);
	key = pdf_tags_page_end(&tags);
	assert_int_equal(key, 0);
	pdf_tags_page(&tags, page + 100);
	assert_int_equal(pdf_tags_mark(&tags, &paragraph), 0);
	pdf_tag_close(&tags, &paragraph);
	buf_init(&body, 1024);
	buf_put_c(&body, "<</Type/Page>>");
	pdf_file_object(file, page, &body);
	buf_fini(&body);
	key = pdf_tags_end(&tags);
	pdf_tag_fini(&paragraph);
	pdf_tags_fini(&tags);
	assert_true(key != 0);
}

/* DAYBOOK_GOLDEN=write makes it anew (tests/show/golden/README.md); unpacked, since how well zlib
 * packs is not ours. */
static void
assert_golden(const char *name, struct slice bytes)
{
	const char *wish = getenv("DAYBOOK_GOLDEN");
	char path[256];
	FILE *file;
	struct buf wanted;
	int c;

	(void)snprintf(path, sizeof path, "tests/show/golden/%s", name);
	if (wish != NULL && strcmp(wish, "write") == 0) {
		file = fopen(path, "wb");
		assert_non_null(file);
		assert_int_equal(fwrite(bytes.p, 1, bytes.n, file), bytes.n);
		assert_int_equal(fclose(file), 0);
		return;
	}
	buf_init(&wanted, 1 << 20);
	file = fopen(path, "rb");
	assert_non_null(file);
	while ((c = fgetc(file)) != EOF)
		buf_put_byte(&wanted, (uint8_t)c);
	(void)fclose(file);
	assert_int_equal(wanted.n, bytes.n);
	assert_memory_equal(wanted.p, bytes.p, bytes.n);
	buf_fini(&wanted);
}

static void
tags__of_an_element_over_two_pages_are_as_they_were(void **state)
{
	struct buf pdf, plain;
	struct out out = out_of_buf(&pdf);
	struct pdf_file file;
	struct slice objects, head;
	struct err err;

	(void)state;
	buf_init(&pdf, 1 << 20);
	buf_init(&plain, 1 << 20);
	pdf_file_init(&file, &out);
	write_small_file(&file);
	assert_ok(pdf_file_end(&file, 1, 1, &err), &err);
	pdf_file_fini(&file);
	pdf_read_streams(buf_slice(&pdf), &plain);
	objects = buf_slice(&plain);
	assert_true(cut(&objects, 2, &head)); /* then the cross-references, where zlib has a say */
	assert_golden("pdf_tags.txt", head);
	buf_fini(&pdf);
	buf_fini(&plain);
}

static void
profile__is_as_it_was(void **state)
{
	struct buf profile;

	(void)state;
	buf_init(&profile, 4096);
	pdf_profile_put(&profile);
	assert_golden("srgb.icc", buf_slice(&profile));
	buf_fini(&profile);
}

/* --- pictures --- */

static enum status
take_jpeg(const void *bytes, size_t n, struct pdf_image *image)
{
	struct buf pdf;
	struct out out = out_of_buf(&pdf);
	struct pdf_file file;
	struct err err;
	enum status status;

	buf_init(&pdf, 1 << 20);
	pdf_file_init(&file, &out);
	status = pdf_image_jpeg(&file, slice_of(bytes, n), image, &err);
	pdf_file_fini(&file);
	buf_fini(&pdf);
	return status;
}

/* Whatever it is cut to, nothing is read beyond it; only with its frame header is it a picture. */
static void
jpeg__is_known_by_its_frame_header(void **state)
{
	static const uint8_t jpeg[] = {0xff, 0xd8, 0xff, 0xe0, 0, 4, 'J', 'F', 0xff, 0xff, 0xc0, 0,
	    17, 8, 0, 3, 0, 5, 3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1};
	struct pdf_image image;
	uint8_t *copy;

	(void)state;
	assert_int_equal(take_jpeg(jpeg, sizeof jpeg, &image), OK);
	assert_int_equal(image.width, 5);
	assert_int_equal(image.height, 3);
	for (size_t n = 0; n < sizeof jpeg; n++) {
		copy = mem_new(1, n != 0 ? n : 1);
		assert_non_null(copy);
		memcpy(copy, jpeg, n);
		assert_int_equal(take_jpeg(copy, n, &image), E_FORMAT);
		mem_free(copy);
	}
}

/* --- lines --- */

struct setting {
	struct buf pdf;
	struct out out;
	struct pdf_file file;
	struct pdf_fonts fonts;
	struct pdf_text text;
	struct pdf_lines lines;
};

static void
setting_start(struct setting *s)
{
	struct err err;

	buf_init(&s->pdf, 1 << 20);
	s->out = out_of_buf(&s->pdf);
	pdf_file_init(&s->file, &s->out);
	assert_ok(pdf_fonts_init(&s->fonts, &s->file, &fonts, &err), &err);
	assert_ok(pdf_text_init(&s->text, &s->fonts, &err), &err);
	s->lines = (struct pdf_lines){0};
}

static void
setting_end(struct setting *s)
{
	assert_int_equal(s->text.status, OK);
	pdf_lines_fini(&s->lines);
	pdf_text_fini(&s->text);
	pdf_fonts_fini(&s->fonts);
	pdf_file_fini(&s->file);
	buf_fini(&s->pdf);
}

/* Everything that was asked for is in the lines, none is wider than its room, and no piece is
 * missing from the order or twice in it. */
static void
assert_lines_hold(const struct setting *s, int32_t room)
{
	uint32_t *order = mem_new(PDF_TEXT_BYTES + 16, sizeof *order);
	size_t next = 0;

	assert_non_null(order);
	for (size_t i = 0; i < s->lines.count; i++) {
		const struct pdf_line *line = &s->lines.lines[i];
		uint64_t sum = 0, wanted = 0;

		assert_int_equal(line->first, next);
		next += line->count;
		assert_true(line->width_mpt <= room || line->count == 1);
		pdf_lines_order(&s->lines, line, order);
		for (uint32_t k = 0; k < line->count; k++) {
			sum += order[k];
			wanted += line->first + k;
			assert_true(order[k] >= line->first && order[k] < next);
		}
		assert_int_equal(sum, wanted);
	}
	assert_int_equal(next, s->lines.piece_count);
	mem_free(order);
}

static size_t
lines_of(struct setting *s, const char *text, int32_t room)
{
	pdf_lines_set(&s->lines, &s->text, text_of_c(text), PDF_PLAIN, 10000, room);
	assert_lines_hold(s, room);
	return s->lines.count;
}

static void
lines__end_at_blanks_and_where_they_must(void **state)
{
	struct setting s;

	(void)state;
	setting_start(&s);
	assert_int_equal(lines_of(&s, "", 100000), 1);
	assert_int_equal(lines_of(&s, "one two three", 100000), 1);
	assert_int_equal(lines_of(&s, "one two three", 45000), 2);
	assert_int_equal(lines_of(&s, "one two three", 20000), 4); /* "thre", "e" */
	assert_int_equal(lines_of(&s, "one\n\ntwo", 100000), 3);
	assert_int_equal(lines_of(&s, "one\r\ntwo", 100000), 2);
	assert_int_equal(lines_of(&s, "one                              ", 30000), 1);
	assert_true(lines_of(&s, "\xe4\xbd\xa0\xe5\x9c\xa8\xe5\x93\xaa\xe9\x87\x8c", 20000) >= 2);
	setting_end(&s);
}

static void
word__longer_than_the_line_is_parted_between_letters(void **state)
{
	/* e and two marks, 40 times: a letter is never parted from its marks */
	char word[40 * 5 + 1];
	struct setting s;

	(void)state;
	for (size_t i = 0; i < 40; i++)
		memcpy(word + 5 * i, "e\xcc\x81\xcc\xa3", 6);
	setting_start(&s);
	assert_true(lines_of(&s, word, 30000) > 5);
	for (size_t i = 0; i < s.lines.piece_count; i++)
		assert_int_equal(s.lines.pieces[i].count % 3, 0);
	setting_end(&s);
}

static void
line__from_right_to_left_is_turned_and_its_numbers_are_not(void **state)
{
	/* "\u05d0\u05d1 12 \u05d2": pieces alef-bet, blank, 12, blank, gimel */
	struct setting s;
	uint32_t order[8];

	(void)state;
	setting_start(&s);
	assert_int_equal(lines_of(&s, "\xd7\x90\xd7\x91 12 \xd7\x92", 200000), 1);
	assert_true(s.lines.lines[0].turned);
	assert_int_equal(s.lines.lines[0].count, 5);
	pdf_lines_order(&s.lines, &s.lines.lines[0], order);
	for (uint32_t i = 0; i < 5; i++)
		assert_int_equal(order[i], 4 - i);
	assert_int_equal(s.lines.pieces[2].level, 2);
	setting_end(&s);
}

static void
marks__that_turn_the_writing_are_not_there(void **state)
{
	struct setting s;

	(void)state;
	setting_start(&s);
	assert_int_equal(lines_of(&s,
			     "a\xe2\x80\xae"
			     "b\xe2\x81\xa7"
			     "c",
			     200000),
	    1);
	assert_int_equal(s.text.count, 3);
	assert_int_equal(s.lines.pieces[0].level, 0);
	assert_int_equal(lines_of(&s,
			     "a\x01"
			     "b\x7f\xc2\x85"
			     "c",
			     200000),
	    2);
	assert_int_equal(s.text.chars[1], 0xfffd);
	assert_int_equal(s.text.chars[3], 0xfffd);
	setting_end(&s);
}

/* Every code point there is can be asked where a line may end, and in which font it is. */
static void
text__of_every_code_point_is_set(void **state)
{
	struct setting s;
	struct buf text;

	(void)state;
	setting_start(&s);
	buf_init(&text, 1 << 20);
	for (uint32_t cp = 1; cp < 0x32000; cp++) {
		buf_put_code_point(&text, cp);
		buf_put_c(&text, cp % 3 == 0 ? "a" : "");
		if (text.n < 40000 && cp != 0x31fff)
			continue;
		pdf_lines_set(&s.lines, &s.text, buf_text(&text), PDF_PLAIN, 10000, 300000);
		assert_lines_hold(&s, 300000);
		buf_reset(&text);
	}
	assert_int_equal(s.file.status, OK);
	buf_fini(&text);
	setting_end(&s);
}

/* --- what is hostile --- */

struct hostile {
	const char *unit;
	size_t times;
};

static const struct hostile hostile[] = {
    {"x", 65536},        /* a word of 64 KiB */
    {"word ", 200000},   /* a message of 1 MB */
    {"\xcc\x81", 32000}, /* marks without a letter */
    {"a\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85", 5000},
    {"\xe2\x80\x8b", 20000}, /* ZERO WIDTH SPACE */
    {"\xe2\x80\x8d", 20000}, /* ZERO WIDTH JOINER */
    {"\xe2\x80\xae\xd7\x90"
     "a",
	9000},                                            /* turned, and not */
    {"(\xd7\x90[", 12000},                                /* brackets that never close */
    {"\xd9\x84\xd8\xa7", 16000},                          /* lam alef, one word */
    {"\xf0\x9f\x91\xa8\xe2\x80\x8d", 9000},               /* one family of thousands */
    {"\xf0\x9f\x87\xac", 16000},                          /* flags of one letter */
    {"\xef\xbf\xbf\xf3\xa0\x80\xa1", 9000},               /* no character, and tags */
    {"\n", 60000}, {" ", 65000}, {"\xef\xb7\xba", 20000}, /* a ligature wider than a column */
    {"\xf4\x8f\xbf\xbf", 16000},                          /* in no font */
};

static double
seconds(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
write_hostile(struct doc *doc, const struct hostile *h)
{
	static const struct doc_column columns[] = {{"A", 1, true, false}, {"B", 20, false, false}};
	const struct doc_table table = {.columns = columns, .count = 2, .dense = true};
	struct text cells[2];
	struct buf text;

	buf_init(&text, 4 << 20);
	for (size_t i = 0; i < h->times; i++)
		buf_put_c(&text, h->unit);
	cells[0] = cells[1] = buf_text(&text);
	doc_paragraph(doc, buf_text(&text));
	doc_heading(doc, 1, buf_text(&text));
	doc_table_begin(doc, &table);
	doc_table_group(doc, buf_text(&text));
	doc_table_row(doc, cells, 2, false);
	doc_table_end(doc);
	buf_fini(&text);
}

/* Three times over in one document, one of them in a column of a few letters. */
static void
doc__hostile_text_is_set_in_bounded_time(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(hostile); i++) {
		struct buf pdf;
		struct out out = out_of_buf(&pdf);
		double from = seconds();
		struct doc *doc;
		struct err err;

		buf_init(&pdf, 1 << 28);
		doc = begin(&out);
		write_hostile(doc, &hostile[i]);
		assert_ok(doc_end(doc, &err), &err);
		if (seconds() - from > 20)
			fail_msg("hostile text %zu took %.1f s", i, seconds() - from);
		assert_true(pdf.n < 4 << 20);
		buf_fini(&pdf);
	}
}

/* --- the document --- */

static void
write_linked(struct doc *doc)
{
	static const struct doc_column columns[] = {{"A", 1, true, false}, {"B", 2, false, false}};
	const struct doc_table table = {.columns = columns, .count = 2, .dense = true};
	struct doc_cell cells[2] = {
	    {TEXT_LITERAL("1"), TEXT_NONE, 5}, {TEXT_LITERAL("there"), TEXT_LITERAL("place"), 0}};

	doc_table_begin(doc, &table);
	doc_table_group(doc, TEXT_LITERAL("group"));
	for (size_t i = 0; i < 100; i++)
		doc_table_cells(doc, cells, false);
	doc_table_end(doc);
	doc_place(doc, TEXT_LITERAL("place"));
	doc_heading(doc, 2, TEXT_LITERAL("Here"));
}

static void
table__is_tagged_once_and_its_links_lead_somewhere(void **state)
{
	struct buf pdf;

	(void)state;
	make(&pdf, write_linked);
	assert_times(&pdf, "<</S/Table/", 1);
	assert_times(&pdf, "<</S/THead/", 1); /* heads said again are artifacts */
	assert_times(&pdf, "<</S/TBody/", 1);
	assert_times(&pdf, "<</S/TR/", 1 + 1 + 100);
	assert_times(&pdf, "<</S/TH/", 2 + 1);
	assert_times(&pdf, "<</S/TD/", 200);
	assert_times(&pdf, "<</S/Link/", 100);
	assert_times(&pdf, "/Subtype/Link", 100);
	assert_times(&pdf, "/Type/OBJR", 100);
	assert_times(&pdf, "/Dest(place)", 100);
	assert_times(&pdf, "/Names[(place)", 1);
	assert_times(&pdf, "/Subtype/Header", 1); /* on the second page */
	assert_times(&pdf, "<</Type/Page/", 2);
	buf_fini(&pdf);
}

static void
write_figure(struct doc *doc)
{
	struct drawing drawing;

	drawing_init(&drawing, DRAWING_WIDTH, 500);
	drawing_tell(&drawing, TEXT_LITERAL("Title"), TEXT_LITERAL("Told"));
	drawing_rect(&drawing, 100, 200, 300, 100, INK_MARK);
	drawing_words(&drawing, (struct point){100, 100}, ANCHOR_START, 80, false, INK_TEXT,
	    TEXT_LITERAL("w"));
	doc_figure(doc, &drawing);
	drawing_fini(&drawing);
}

/* A tenth of a point is a tenth of a point: margin 36, page 841.89 high. */
static void
figure__stands_where_the_drawing_says(void **state)
{
	struct buf pdf;

	(void)state;
	make(&pdf, write_figure);
	assert_times(&pdf, "<</S/Figure/", 1);
	assert_times(&pdf, "/Alt<FEFF0054006F006C0064>", 1);
	assert_times(&pdf, "46 775.89 30 10 re f", 1);
	assert_times(&pdf, "1 0 0 1 46 795.89 Tm", 1);
	buf_fini(&pdf);
}

static void
write_emoji(struct doc *doc)
{
	doc_paragraph(doc, TEXT_LITERAL("\xf0\x9f\x98\xa1\xf0\x9f\x98\xa1 \xf0\x9f\x98\x82"));
	doc_paragraph(doc, TEXT_LITERAL("\xf0\x9f\x98\xa1"));
}

static void
emoji__is_one_picture_however_often_it_comes(void **state)
{
	struct buf pdf;

	(void)state;
	make(&pdf, write_emoji);
	assert_times(&pdf, "/Subtype/Type3", 1);
	assert_times(&pdf, "<00><D83DDE21>", 1);
	assert_times(&pdf, "<01><D83DDE02>", 1);
	assert_times(&pdf, "<02><", 0);
	buf_fini(&pdf);
}

static void
write_ligature(struct doc *doc)
{
	/* the letter that is written as one, then the one that looks like it */
	doc_paragraph(doc, TEXT_LITERAL("\xef\xac\x80 \xd9\x84\xd8\xa7"));
}

static enum status
no_cjk(void *ctx, const char *name, struct slice *out, struct err *err)
{
	(void)ctx;
	if (strstr(name, "CJK") != NULL)
		return fail(err, E_NOTFOUND, "%s: install fonts", name);
	return fonts.load(fonts.ctx, name, out, err);
}

static void
font__that_is_missing_is_an_error_only_when_it_is_needed(void **state)
{
	const struct font_source few = {no_cjk, NULL};
	const struct doc_pdf_info info = {.title = TEXT_LITERAL("T"), .fonts = &few};
	struct buf pdf;
	struct out out = out_of_buf(&pdf);
	struct doc *doc;
	struct err err;

	(void)state;
	buf_init(&pdf, 1 << 24);
	assert_ok(doc_pdf_new(&doc, &out, &info, &err), &err);
	write_ligature(doc);
	assert_ok(doc_end(doc, &err), &err);
	assert_ok(doc_pdf_new(&doc, &out, &info, &err), &err);
	doc_paragraph(doc, TEXT_LITERAL("\xe4\xbd\xa0"));
	assert_int_equal(doc_end(doc, &err), E_NOTFOUND);
	assert_non_null(strstr(err.text, "install fonts"));
	buf_fini(&pdf);
}

static void
doc__attached_file_is_named_and_related(void **state)
{
	const struct pdf_attachment file = {.name = TEXT_LITERAL("chronology.csv"),
	    .mime = TEXT_LITERAL("text/csv"),
	    .told = TEXT_LITERAL("as a table"),
	    .relation = TEXT_LITERAL("Data"),
	    .bytes = SLICE_LITERAL("No.,Time\n")};
	const struct doc_pdf_info info = {.title = TEXT_LITERAL("T"),
	    .fonts = &fonts,
	    .attachments = &file,
	    .attachment_count = 1};
	struct buf pdf;
	struct out out = out_of_buf(&pdf);
	struct doc *doc;
	struct err err;

	(void)state;
	buf_init(&pdf, 1 << 24);
	assert_ok(doc_pdf_new(&doc, &out, &info, &err), &err);
	assert_ok(doc_end(doc, &err), &err);
	assert_times(&pdf, "No.,Time\n", 1);
	assert_times(&pdf, "/F(chronology.csv)", 1);
	assert_times(&pdf, "/AFRelationship/Data", 1);
	assert_times(&pdf, "/EmbeddedFiles<</Names[(chronology.csv)", 1);
	buf_fini(&pdf);
}

static enum status
write_until_full(void *ctx, struct slice data, struct err *err)
{
	size_t *room = ctx;

	if (data.n > *room)
		return fail(err, E_IO, "the disk is full");
	*room -= data.n;
	return OK;
}

/* Wherever it ends, the first failure is what is told. */
static void
doc__failing_output_is_told_and_nothing_leaks(void **state)
{
	size_t whole;
	struct buf pdf;
	struct err err;

	(void)state;
	make(&pdf, write_linked);
	whole = pdf.n;
	buf_fini(&pdf);
	for (size_t full = 0; full < whole; full += whole / 7) {
		size_t room = full;
		struct out out = {write_until_full, &room};
		struct doc *doc = begin(&out);

		write_linked(doc);
		assert_int_equal(doc_end(doc, &err), E_IO);
		assert_string_equal(err.text, "the disk is full");
	}
}

static void
write_everything(struct doc *doc)
{
	write_linked(doc);
	write_figure(doc);
	write_emoji(doc);
	write_ligature(doc);
}

static void
doc__same_input_gives_the_same_bytes(void **state)
{
	struct buf first, second;

	(void)state;
	make(&first, write_everything);
	make(&second, write_everything);
	assert_true(slice_eq(buf_slice(&first), buf_slice(&second)));
	buf_fini(&first);
	buf_fini(&second);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(number__is_short_and_exact),
	    cmocka_unit_test(strings__are_escaped_and_names_too),
	    cmocka_unit_test(tags__of_an_element_over_two_pages_are_as_they_were),
	    cmocka_unit_test(profile__is_as_it_was),
	    cmocka_unit_test(jpeg__is_known_by_its_frame_header),
	    cmocka_unit_test(lines__end_at_blanks_and_where_they_must),
	    cmocka_unit_test(word__longer_than_the_line_is_parted_between_letters),
	    cmocka_unit_test(line__from_right_to_left_is_turned_and_its_numbers_are_not),
	    cmocka_unit_test(marks__that_turn_the_writing_are_not_there),
	    cmocka_unit_test(text__of_every_code_point_is_set),
	    cmocka_unit_test(doc__hostile_text_is_set_in_bounded_time),
	    cmocka_unit_test(table__is_tagged_once_and_its_links_lead_somewhere),
	    cmocka_unit_test(figure__stands_where_the_drawing_says),
	    cmocka_unit_test(emoji__is_one_picture_however_often_it_comes),
	    cmocka_unit_test(font__that_is_missing_is_an_error_only_when_it_is_needed),
	    cmocka_unit_test(doc__attached_file_is_named_and_related),
	    cmocka_unit_test(doc__failing_output_is_told_and_nothing_leaks),
	    cmocka_unit_test(doc__same_input_gives_the_same_bytes),
	};

	return cmocka_run_group_tests_name("show_pdf", tests, fonts_start, fonts_end);
}
