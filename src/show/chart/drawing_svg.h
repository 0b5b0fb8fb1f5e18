/* src/show/chart/drawing_svg.h
 * A drawing as an <svg> element inside a page: the same shapes, in the same whole numbers, as on
 * paper.  Nothing in it can be reached by the keyboard, runs, or leads out of the page; it is one
 * picture with a name and a description (role="img").
 * Shapes of one ink that follow one another share an element.  Each element has the class of its
 * ink (`i-mark`, `i-level-3`) for style sheets, and its colour as an attribute for whoever has
 * none. */
#ifndef SHOW_DRAWING_SVG_H
#define SHOW_DRAWING_SVG_H

#include "html/html.h"
#include "show/chart/drawing.h"

/* `number` makes the names of title and description unique: another one for each drawing of a
 * page.  A drawing that failed (drawing_check()) comes out as far as it went. */
void drawing_svg_put(struct html *html, const struct drawing *drawing, uint64_t number);

#endif
