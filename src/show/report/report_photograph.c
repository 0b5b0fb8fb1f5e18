/* src/show/report/report_photograph.c
 * The document of photographs, picture by picture; see report_photograph.h. */
#include "show/report/report_photograph.h"

#include "show/when.h"
#include "show/words.h"

enum {
	LINE_BYTES = 64 * 1024,
	HEIGHT_MAX = 3900,   /* of a picture, tenths of a point: with its facts it fits a page */
	PAGE_WIDTH = 5230,   /* tenths of a point */
	PIXEL_TENTHS_4 = 30, /* of four pixels */
	LINE_TENTHS = 145,
	LINES_MOST = 46,  /* of a page */
	LINES_ROUND = 13, /* its heading and what stands below it */
	SMALL_PIXELS = 800,
	SMALL_HEIGHT_MAX = 1700,
	MONTHS = 13,
};

static const int32_t NO_MONTH = -1, UNDATED = -2;

void
report_photographs_begin(
    struct photograph_pages *pages, struct doc *doc, const struct report_info *info, bool paper)
{
	*pages = (struct photograph_pages){
	    .doc = doc, .info = info, .month = NO_MONTH, .paper = paper};
	doc_heading(doc, 1, info->title);
	doc_notice(doc,
	    TEXT_LITERAL(
		"These are copies made for looking at, smaller than the originals. The originals "
		"stand unchanged in data/originals and data/attachments; what counts is those."));
	doc_paragraph(doc,
	    TEXT_LITERAL(
		"Every photograph and other picture of this pack, in order of time: of one that "
		"came "
		"with a message the time of the message, of one that came by itself what its file "
		"says; those without a known time stand at the end. Numbers are those of the "
		"chronology."));
	doc_paragraph(doc,
	    TEXT_LITERAL("What a file says of its time, its place and its camera is a claim: "
			 "clocks can be wrong, and such notes can be changed or left out. Copies "
			 "are turned the way the file says, and their colours may differ a little "
			 "from the original\xe2\x80\x99s."));
}

/* --- by month --- */

static int32_t
month_of(const struct moment *when)
{
	struct civil c;
	bool utc;

	if (!when->at_known || !when_civil(when, &c, &utc))
		return UNDATED;
	return c.year * MONTHS + (when->precision == PRECISION_YEAR ? 12 : c.month - 1);
}

static void
month_follow(struct photograph_pages *pages, const struct moment *when)
{
	int32_t month = month_of(when);
	const struct civil first = {.year = month / MONTHS, .month = month % MONTHS + 1, .day = 1};
	struct buf line;

	if (pages->month == month)
		return;
	pages->month = month;
	buf_init(&line, 256);
	if (month == UNDATED)
		buf_put_c(&line, "Without a known time");
	else if (first.month > 12)
		buf_put_i64(&line, first.year);
	else
		month_put(&line, &first);
	doc_heading(pages->doc, 2, buf_text(&line));
	buf_fini(&line);
}

/* --- one picture --- */

static int32_t
height_max(const struct photograph_pages *pages, const struct report_photograph *photograph)
{
	return pages->paper && photograph->width <= SMALL_PIXELS &&
		       photograph->height <= SMALL_PIXELS
		   ? SMALL_HEIGHT_MAX
		   : HEIGHT_MAX;
}

/* So that it stands on one page with its heading and what stands below it. */
static unsigned
lines_of(const struct report_photograph *photograph, uint64_t most)
{
	uint64_t width = (uint64_t)photograph->width * PIXEL_TENTHS_4 / 4;
	uint64_t height = (uint64_t)photograph->height * PIXEL_TENTHS_4 / 4;
	uint64_t lines;

	if (photograph->copy != PHOTOGRAPH_SHOWN)
		return LINES_ROUND;
	if (width > PAGE_WIDTH)
		height = height * PAGE_WIDTH / width;
	height = height < most ? height : most;
	lines = LINES_ROUND + height / LINE_TENTHS;
	lines += photograph->row->record->body.n != 0;
	return lines < LINES_MOST ? (unsigned)lines : LINES_MOST;
}

/* "MH/4, Sunday 24 March 2024, 18:02 (No. 12)" */
static void
put_heading(struct doc *doc, const struct report_photograph *photograph)
{
	struct buf line;

	buf_init(&line, LINE_BYTES);
	buf_put_text(&line, photograph->exhibit);
	buf_put_c(&line, ", ");
	when_put(&line, &photograph->row->record->when);
	buf_put_c(&line, " (No. ");
	count_put(&line, photograph->row->number);
	buf_put_byte(&line, ')');
	doc_heading(doc, 3, buf_text(&line));
	buf_fini(&line);
}

/* Who cannot see it is told no more than what is known: nobody looked at what it shows. */
static void
put_image(struct doc *doc, const struct report_photograph *photograph, int32_t most)
{
	struct doc_image image = {.bytes = photograph->image,
	    .png = photograph->png,
	    .width = photograph->width,
	    .height = photograph->height};
	struct buf told;

	buf_init(&told, LINE_BYTES);
	buf_put_c(&told, "A picture: exhibit ");
	buf_put_text(&told, photograph->exhibit);
	if (photograph->name.n != 0) {
		buf_put_c(&told, ", the file \xe2\x80\x9c");
		buf_put_one_line(&told, text_prefix(photograph->name, 300));
		buf_put_c(&told, "\xe2\x80\x9d");
	}
	buf_put_c(&told, ". What it shows is not told in words.");
	image.told = buf_text(&told);
	doc_image(doc, &image, most);
	buf_fini(&told);
}

static void
why_put(struct buf *out, const struct report_photograph *photograph)
{
	switch (photograph->copy) {
	case PHOTOGRAPH_SHOWN:
	case PHOTOGRAPH_ABOVE: break;
	case PHOTOGRAPH_IN_PDF:
		buf_put_c(out, "this page would be too large with it. photographs.pdf shows it");
		break;
	case PHOTOGRAPH_NO_CODING:
		buf_put_c(out, "pictures written as ");
		buf_put_c(out, photograph->coding != NULL ? photograph->coding : "this one is");
		buf_put_c(out, " are not decoded by Daybook");
		break;
	case PHOTOGRAPH_NO_SIZE: buf_put_c(out, "it is too large to be decoded"); break;
	case PHOTOGRAPH_NO_PIXELS:
		buf_put_c(out, "its file is damaged or cut off, and nothing of it can be decoded");
		break;
	case PHOTOGRAPH_FAILED:
		buf_put_c(out, "the separate program that decodes pictures could not do so");
		break;
	case PHOTOGRAPH_UNWALLED:
		buf_put_c(out, "this computer offers no way to decode it safely");
		break;
	}
}

static void
say_unseen(struct doc *doc, const struct report_photograph *photograph)
{
	struct buf line;

	buf_init(&line, LINE_BYTES);
	if (photograph->copy == PHOTOGRAPH_ABOVE) {
		buf_put_c(&line, "The same file as at No. ");
		count_put(&line, photograph->above);
		buf_put_c(&line, ", where the picture stands.");
	} else {
		buf_put_c(&line, "This picture cannot be shown here: ");
		why_put(&line, photograph);
		buf_put_c(&line, ". The file itself is exhibit ");
		buf_put_text(&line, photograph->exhibit);
		buf_put_c(&line, ", ");
		buf_put_text(&line, photograph->path);
		buf_put_byte(&line, '.');
	}
	doc_paragraph(doc, buf_text(&line));
	buf_fini(&line);
}

static void
say_part(struct doc *doc, const struct report_photograph *photograph)
{
	if (photograph->cut)
		doc_paragraph(
		    doc, TEXT_LITERAL("The file ends before the picture does: the rest of it is "
				      "missing in the file itself, and grey or empty here."));
	if (photograph->damaged)
		doc_paragraph(doc,
		    TEXT_LITERAL("The file is damaged: this is what can be decoded of it; parts "
				 "may be wrong, grey or missing."));
	if (photograph->several)
		doc_paragraph(doc,
		    TEXT_LITERAL("The file holds a moving picture: this is the first part of it."));
}

void
report_photograph(struct photograph_pages *pages, const struct report_photograph *photograph)
{
	struct doc *doc = pages->doc;
	int32_t most = height_max(pages, photograph);

	pages->count++;
	doc_keep(doc, lines_of(photograph, (uint64_t)most));
	month_follow(pages, &photograph->row->record->when);
	put_heading(doc, photograph);
	if (photograph->copy == PHOTOGRAPH_SHOWN) {
		put_image(doc, photograph, most);
		say_part(doc, photograph);
	} else {
		say_unseen(doc, photograph);
		pages->unseen += photograph->copy != PHOTOGRAPH_ABOVE;
	}
	photograph_facts(doc, pages->info, photograph);
}

void
report_photographs_end(struct photograph_pages *pages)
{
	struct buf line;

	buf_init(&line, LINE_BYTES);
	buf_put_c(&line, "End of the photographs: ");
	count_noun_put(&line, pages->count, "picture", "pictures");
	if (pages->unseen != 0) {
		buf_put_c(&line, ", of which ");
		count_put(&line, pages->unseen);
		buf_put_c(&line, " could not be shown on this page");
	}
	buf_put_byte(&line, '.');
	doc_paragraph(pages->doc, buf_text(&line));
	buf_fini(&line);
}
