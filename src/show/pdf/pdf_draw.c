/* src/show/pdf/pdf_draw.c
 * A chart (chart/drawing.h) in the operators of a PDF, shape by shape; see pdf_page.h.
 * The unit of a chart is a tenth of a point, that of a page a thousandth. */
#include "show/pdf/pdf_page.h"
#include "show/pdf/pdf_put.h"

enum {
	UNIT_MPT = 100,
	KAPPA = 552, /* of a quarter of a circle as a Bézier curve, thousandths */
	DASH_ON = 3,
	DASH_OFF = 2
};

struct drawn {
	struct pdf_pages *pages;
	struct pdf_text *text;
	struct pdf_lines *room;
	int64_t x, y; /* of its corner */
};

static void
at_put(struct drawn *d, int64_t x_mpt, int64_t y_mpt, const char *operator)
{
	struct buf *c = &d->pages->content;

	pdf_put_number(c, d->x + x_mpt);
	pdf_put_number(c, PDF_PAGE_HEIGHT - d->y - y_mpt);
	buf_put_c(c, operator);
}

static void
stroke_colour(struct drawn *d, enum ink ink, int32_t weight, bool dashed)
{
	struct rgb rgb = ink_rgb(ink);
	struct buf *c = &d->pages->content;

	pdf_put_number(c, rgb.r * 1000 / 255);
	pdf_put_number(c, rgb.g * 1000 / 255);
	pdf_put_number(c, rgb.b * 1000 / 255);
	buf_put_c(c, "RG ");
	pdf_put_number(c, (int64_t)weight * UNIT_MPT);
	buf_put_c(c, "w");
	if (dashed)
		buf_putf(c, "[%d %d]0 d", (int)DASH_ON, (int)DASH_OFF);
	buf_put_byte(c, '\n');
}

static void
draw_line(struct drawn *d, const struct shape *s)
{
	struct buf *c = &d->pages->content;

	stroke_colour(d, s->ink, s->weight, s->dashed);
	at_put(d, (int64_t)s->x * UNIT_MPT, (int64_t)s->y * UNIT_MPT, "m ");
	at_put(d, ((int64_t)s->x + s->w) * UNIT_MPT, ((int64_t)s->y + s->h) * UNIT_MPT, "l S\n");
	if (s->dashed)
		buf_put_c(c, "[]0 d\n");
}

static void
draw_path(struct drawn *d, const struct shape *s)
{
	stroke_colour(d, s->ink, s->weight, s->dashed);
	for (size_t i = 0; i < s->count; i++)
		at_put(d, (int64_t)s->points[i].x * UNIT_MPT, (int64_t)s->points[i].y * UNIT_MPT,
		    i == 0 ? "m\n" : "l\n");
	buf_put_c(&d->pages->content, s->dashed ? "S []0 d\n" : "S\n");
}

/* Four quarters, from the right over the top. */
static void
draw_disc(struct drawn *d, const struct shape *s)
{
	static const int32_t corner[4][2] = {{0, -1}, {-1, 0}, {0, 1}, {1, 0}};
	const int64_t x = (int64_t)s->x * UNIT_MPT, y = (int64_t)s->y * UNIT_MPT;
	const int64_t r = (int64_t)s->w * UNIT_MPT, k = r * KAPPA / 1000;
	int64_t from_x = 1, from_y = 0;

	pdf_page_colour(d->pages, ink_rgb(s->ink));
	at_put(d, x + r, y, "m\n");
	for (int i = 0; i < 4; i++) {
		int64_t to_x = corner[i][0], to_y = corner[i][1];

		at_put(d, x + from_x * r + to_x * k, y + from_y * r + to_y * k, "");
		at_put(d, x + to_x * r + from_x * k, y + to_y * r + from_y * k, "");
		at_put(d, x + to_x * r, y + to_y * r, "c\n");
		from_x = to_x;
		from_y = to_y;
	}
	buf_put_c(&d->pages->content, "f\n");
}

static void
draw_box(struct drawn *d, const struct shape *s)
{
	struct buf *c = &d->pages->content;

	if (s->kind == SHAPE_FRAME)
		stroke_colour(d, s->ink, s->weight, s->dashed);
	else
		pdf_page_colour(d->pages, ink_rgb(s->ink));
	at_put(d, (int64_t)s->x * UNIT_MPT, ((int64_t)s->y + s->h) * UNIT_MPT, "");
	pdf_put_number(c, (int64_t)s->w * UNIT_MPT);
	pdf_put_number(c, (int64_t)s->h * UNIT_MPT);
	buf_put_c(c, s->kind == SHAPE_FRAME ? "re S" : "re f");
	buf_put_c(c, s->dashed ? " []0 d\n" : "\n");
}

static void
draw_words(struct drawn *d, const struct shape *s)
{
	struct pdf_lines *l = d->room;
	int64_t x = d->x + (int64_t)s->x * UNIT_MPT, y = d->y + (int64_t)s->y * UNIT_MPT;

	pdf_lines_set(l, d->text, s->words, s->bold ? PDF_BOLD : PDF_PLAIN, s->h * UNIT_MPT,
	    10 * PDF_PAGE_WIDTH);
	if (l->count == 0)
		return;
	if (s->anchor == ANCHOR_MIDDLE)
		x -= l->lines[0].width_mpt / 2;
	else if (s->anchor == ANCHOR_END)
		x -= l->lines[0].width_mpt;
	pdf_page_colour(d->pages, ink_rgb(s->ink));
	pdf_page_line(d->pages, l, &l->lines[0], (int32_t)x, (int32_t)y);
	pdf_page_text_end(d->pages);
}

void
pdf_page_drawing(struct pdf_pages *pages, struct pdf_text *text, struct pdf_lines *room,
    const struct drawing *drawing, int32_t x, int32_t y)
{
	struct drawn d = {.pages = pages, .text = text, .room = room, .x = x, .y = y};

	pdf_page_text_end(pages);
	for (size_t i = 0; i < drawing->count; i++) {
		const struct shape *s = &drawing->shapes[i];

		pdf_page_mark_begin(pages, NULL, 0);
		switch (s->kind) {
		case SHAPE_RECT:
		case SHAPE_FRAME: draw_box(&d, s); break;
		case SHAPE_LINE: draw_line(&d, s); break;
		case SHAPE_PATH: draw_path(&d, s); break;
		case SHAPE_DISC: draw_disc(&d, s); break;
		case SHAPE_WORDS: draw_words(&d, s); break;
		}
	}
}
