/* tests/show/chart_geometry.h
 * Where the marks of a drawing stand, read out of each of its forms: the list of shapes, SVG text,
 * and the operators of a PDF content stream.  Forms that draw the same give equal lists. */
#ifndef TESTS_SHOW_CHART_GEOMETRY_H
#define TESTS_SHOW_CHART_GEOMETRY_H

#include <stdbool.h>

#include "show/chart/drawing.h"

enum { GEOMETRY_POINTS = 600000 };

/* A filled box, a line through points (an outlined box is one through five), or a disc.  Points
 * are in hundredths of the drawing's unit. */
struct mark {
	char kind;           /* 'R', 'L', 'D' */
	size_t first, count; /* R: two opposite corners.  D: centre, then the radius as x */
};

struct geometry {
	struct mark *marks;
	size_t count;
	struct {
		int64_t x, y;
	} * points;
	size_t point_count;
	size_t words; /* pieces of text */
};

struct geometry *geometry_new(void);
void geometry_free(struct geometry *geometry);

void geometry_of_shapes(struct geometry *geometry, const struct drawing *drawing);
/* Fails the test at what drawing_svg.h does not write. */
void geometry_of_svg(struct geometry *geometry, struct slice svg);
/* Of a content stream (ISO 32000-1, 8.5) what paths need: q Q cm, m l c h re, and the painting
 * operators; a closed path of four curves is a disc.  Strings and everything else are skipped. The
 * units are points with y up; they come out in tenths with y down, from the page's lower left. */
void geometry_of_pdf(struct geometry *geometry, struct slice stream);

/* Fails the test where the two differ by more than `off` hundredths, `b` moved as a whole to where
 * the first mark of `a` stands. */
void assert_same_geometry(const struct geometry *a, const struct geometry *b, int64_t off);
/* The same, with other marks before and behind in `b`, such as those of a whole page. */
void assert_geometry_inside(const struct geometry *a, const struct geometry *b, int64_t off);

#endif
