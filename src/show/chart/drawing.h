/* src/show/chart/drawing.h
 * A chart as a list of shapes, drawn once and put on a screen (drawing_svg.h) and on paper
 * (report/doc_pdf.h) with the same geometry.  Whole numbers only: the unit is a tenth of a point
 * (1/720 inch), x to the right and y down from the upper left corner.
 * A shape tells what it stands for (`ink`), never a colour; both writers take the colour from
 * ink_rgb().  Nothing is told by colour alone: levels go away from the paper by steps, series
 * differ in shape or stand in lanes of their own, key events carry a number, what is not recorded
 * is hatched. Calls after a failure do nothing; drawing_check() reports the first one. */
#ifndef SHOW_CHART_DRAWING_H
#define SHOW_CHART_DRAWING_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"

enum {
	DRAWING_WIDTH = 5230, /* the room between the margins of A4 upright */
	DRAWING_SHAPES_MAX = 200000,
	DRAWING_DASH_ON = 30, /* of a dashed line */
	DRAWING_DASH_OFF = 20
};

enum ink {
	INK_TEXT,      /* words and axes */
	INK_FAINT,     /* lesser words; 4.5:1 on white all the same */
	INK_RULE,      /* lines to guide the eye */
	INK_PAPER,     /* white: a number inside a badge */
	INK_MARK,      /* contacts */
	INK_REPLY,     /* what the person sent */
	INK_EVENT,     /* key events: dashed lines and numbered badges */
	INK_NOTE,      /* the person's own entries: effects and changes */
	INK_NO_RECORD, /* hatching */
	INK_LEVEL_0,   /* a day without a contact */
	INK_LEVEL_1,   /* from few … */
	INK_LEVEL_2,
	INK_LEVEL_3,
	INK_LEVEL_4,
	INK_LEVEL_5, /* … to most; words on 4 and 5 are INK_PAPER */
	INK_COUNT,
};

enum shape_kind { SHAPE_RECT, SHAPE_FRAME, SHAPE_LINE, SHAPE_PATH, SHAPE_DISC, SHAPE_WORDS };
enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct point {
	int32_t x, y;
};

struct shape {
	enum shape_kind kind;
	enum ink ink;
	int32_t x, y, w,
	    h;          /* RECT, FRAME: the box.  LINE: to x+w, y+h.  DISC: centre, w the radius.
			 * WORDS: where the baseline begins, h the size of the letters */
	int32_t weight; /* of a line */
	bool dashed, bold;
	enum anchor anchor;
	struct text words;          /* in the arena */
	const struct point *points; /* PATH: an open line; in the arena */
	size_t count;
};

struct drawing {
	struct arena arena;
	int32_t width, height;
	struct text title; /* what it shows, in a few words */
	struct text told;  /* the same in a sentence or two: the figure's alternative text */
	struct shape *shapes;
	size_t count, size;
	enum status status;
};

/* `width`, `height` in tenths of a point. */
void drawing_init(struct drawing *drawing, int32_t width, int32_t height);
void drawing_fini(struct drawing *drawing);
/* Both are copied. */
void drawing_tell(struct drawing *drawing, struct text title, struct text told);
void drawing_rect(
    struct drawing *drawing, int32_t x, int32_t y, int32_t w, int32_t h, enum ink ink);
void drawing_frame(struct drawing *drawing, int32_t x, int32_t y, int32_t w, int32_t h,
    int32_t weight, enum ink ink);
void drawing_line(struct drawing *drawing, struct point from, struct point to, int32_t weight,
    bool dashed, enum ink ink);
/* An open line through the points, which are copied. */
void drawing_path(struct drawing *drawing, const struct point *points, size_t count, int32_t weight,
    enum ink ink);
void drawing_disc(struct drawing *drawing, struct point centre, int32_t radius, enum ink ink);
/* `size` of the letters; the words are copied, and not broken into lines. */
void drawing_words(struct drawing *drawing, struct point at, enum anchor anchor, int32_t size,
    bool bold, enum ink ink, struct text words);
/* Slanted lines inside a box: no record.  Lines like any other, so both writers draw the same. */
void drawing_hatch(struct drawing *drawing, int32_t x, int32_t y, int32_t w, int32_t h);
/* A disc with a number in it: a key event. */
void drawing_badge(struct drawing *drawing, struct point centre, uint64_t number);
/* E_NOMEM, E_LIMIT (too many shapes). */
MUST_USE enum status drawing_check(const struct drawing *drawing, struct err *err);

struct rgb {
	uint8_t r, g, b;
};
struct rgb ink_rgb(enum ink ink);
/* The same on a dark page (doc_html_style.c has them); paper is always white. */
struct rgb ink_rgb_dark(enum ink ink);

#endif
