/* sample/pen.h
 * Small drawing words over cairo for the pictures of the case.  Colours are 0xRRGGBB.  Text is
 * drawn with DejaVu, unhinted, so that a machine's own font settings do not change the pictures. */
#ifndef SAMPLE_PEN_H
#define SAMPLE_PEN_H

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

enum pen_face { PEN_SANS, PEN_BOLD, PEN_MONO, PEN_HAND };

void pen_colour(cairo_t *cr, uint32_t rgb, double alpha);
void pen_box(cairo_t *cr, double x, double y, double w, double h, uint32_t rgb);
void pen_round(cairo_t *cr, double x, double y, double w, double h, double r, uint32_t rgb);
void pen_disc(cairo_t *cr, double x, double y, double r, uint32_t rgb);
void pen_oval(cairo_t *cr, double x, double y, double rx, double ry, uint32_t rgb, double alpha);
void pen_line(cairo_t *cr, double x1, double y1, double x2, double y2, double width, uint32_t rgb);

/* Filled polygon of `n` points, x and y in turn. */
void pen_shape(cairo_t *cr, const double *xy, int n, uint32_t rgb);

/* A box that fades from `top` to `bottom`. */
void pen_fade(cairo_t *cr, double x, double y, double w, double h, uint32_t top, uint32_t bottom);

/* Light around a lamp. */
void pen_glow(cairo_t *cr, double x, double y, double r, uint32_t rgb, double alpha);

/* One line of text, baseline at y; returns its width. */
double pen_text(cairo_t *cr, double x, double y, double size, uint32_t rgb, enum pen_face face,
    const char *text);
double pen_text_width(cairo_t *cr, double size, enum pen_face face, const char *text);

/* Text broken at blanks and line feeds to fit `width`; returns the baseline after the last line.
 * With `draw` false nothing is drawn. */
double pen_wrap(cairo_t *cr, double x, double y, double width, double size, uint32_t rgb,
    enum pen_face face, const char *text, bool draw);
#endif
