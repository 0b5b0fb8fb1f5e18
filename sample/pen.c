/* sample/pen.c
 * See pen.h. */
#include "sample/pen.h"

#include <string.h>

enum { LINE_BYTES = 256 };

static const double pi = 3.14159265358979323846;

void
pen_colour(cairo_t *cr, uint32_t rgb, double alpha)
{
	cairo_set_source_rgba(cr, (double)(rgb >> 16 & 255u) / 255.0,
	    (double)(rgb >> 8 & 255u) / 255.0, (double)(rgb & 255u) / 255.0, alpha);
}

void
pen_box(cairo_t *cr, double x, double y, double w, double h, uint32_t rgb)
{
	pen_colour(cr, rgb, 1);
	cairo_rectangle(cr, x, y, w, h);
	cairo_fill(cr);
}

void
pen_round(cairo_t *cr, double x, double y, double w, double h, double r, uint32_t rgb)
{
	pen_colour(cr, rgb, 1);
	cairo_new_path(cr);
	cairo_arc(cr, x + w - r, y + r, r, -pi / 2, 0);
	cairo_arc(cr, x + w - r, y + h - r, r, 0, pi / 2);
	cairo_arc(cr, x + r, y + h - r, r, pi / 2, pi);
	cairo_arc(cr, x + r, y + r, r, pi, 1.5 * pi);
	cairo_close_path(cr);
	cairo_fill(cr);
}

void
pen_disc(cairo_t *cr, double x, double y, double r, uint32_t rgb)
{
	pen_oval(cr, x, y, r, r, rgb, 1);
}

void
pen_oval(cairo_t *cr, double x, double y, double rx, double ry, uint32_t rgb, double alpha)
{
	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_scale(cr, rx, ry);
	pen_colour(cr, rgb, alpha);
	cairo_new_path(cr);
	cairo_arc(cr, 0, 0, 1, 0, 2 * pi);
	cairo_fill(cr);
	cairo_restore(cr);
}

void
pen_line(cairo_t *cr, double x1, double y1, double x2, double y2, double width, uint32_t rgb)
{
	pen_colour(cr, rgb, 1);
	cairo_set_line_width(cr, width);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_move_to(cr, x1, y1);
	cairo_line_to(cr, x2, y2);
	cairo_stroke(cr);
}

void
pen_shape(cairo_t *cr, const double *xy, int n, uint32_t rgb)
{
	pen_colour(cr, rgb, 1);
	cairo_new_path(cr);
	for (int i = 0; i < n; i++)
		cairo_line_to(cr, xy[2 * i], xy[2 * i + 1]);
	cairo_close_path(cr);
	cairo_fill(cr);
}

static void
add_stop(cairo_pattern_t *p, double at, uint32_t rgb, double alpha)
{
	cairo_pattern_add_color_stop_rgba(p, at, (double)(rgb >> 16 & 255u) / 255.0,
	    (double)(rgb >> 8 & 255u) / 255.0, (double)(rgb & 255u) / 255.0, alpha);
}

void
pen_fade(cairo_t *cr, double x, double y, double w, double h, uint32_t top, uint32_t bottom)
{
	cairo_pattern_t *p = cairo_pattern_create_linear(0, y, 0, y + h);

	add_stop(p, 0, top, 1);
	add_stop(p, 1, bottom, 1);
	cairo_set_source(cr, p);
	cairo_rectangle(cr, x, y, w, h);
	cairo_fill(cr);
	cairo_pattern_destroy(p);
}

void
pen_glow(cairo_t *cr, double x, double y, double r, uint32_t rgb, double alpha)
{
	cairo_pattern_t *p = cairo_pattern_create_radial(x, y, 0, x, y, r);

	add_stop(p, 0, rgb, alpha);
	add_stop(p, 1, rgb, 0);
	cairo_set_source(cr, p);
	cairo_arc(cr, x, y, r, 0, 2 * pi);
	cairo_fill(cr);
	cairo_pattern_destroy(p);
}

static void
choose_face(cairo_t *cr, double size, enum pen_face face)
{
	static const char *const family[] = {
	    "DejaVu Sans", "DejaVu Sans", "DejaVu Sans Mono", "DejaVu Serif"};
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_matrix_t m;

	cairo_select_font_face(cr, family[face], CAIRO_FONT_SLANT_NORMAL,
	    face == PEN_BOLD ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
	/* Handwriting: the upright serif, sheared and narrowed. */
	cairo_matrix_init(&m, face == PEN_HAND ? size * 0.86 : size, 0,
	    face == PEN_HAND ? -size * 0.34 : 0, size, 0, 0);
	cairo_set_font_matrix(cr, &m);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_set_font_options(cr, options);
	cairo_font_options_destroy(options);
}

double
pen_text_width(cairo_t *cr, double size, enum pen_face face, const char *text)
{
	cairo_text_extents_t e;

	choose_face(cr, size, face);
	cairo_text_extents(cr, text, &e);
	return e.x_advance;
}

double
pen_text(cairo_t *cr, double x, double y, double size, uint32_t rgb, enum pen_face face,
    const char *text)
{
	double width = pen_text_width(cr, size, face, text);

	pen_colour(cr, rgb, 1);
	cairo_move_to(cr, x, y);
	cairo_show_text(cr, text);
	return width;
}

/* Bytes of `text` that fit on one line of `width`, ending at a blank, a line feed or the end. */
static size_t
fitting(cairo_t *cr, double width, double size, enum pen_face face, const char *text)
{
	char line[LINE_BYTES];
	size_t best = 0;

	for (size_t i = 0; i < LINE_BYTES - 1; i++) {
		if (text[i] == ' ' || text[i] == '\n' || text[i] == '\0') {
			line[i] = '\0';
			if (best > 0 && pen_text_width(cr, size, face, line) > width)
				return best;
			best = i;
			if (text[i] != ' ')
				return best;
		}
		line[i] = text[i];
	}
	return best > 0 ? best : LINE_BYTES - 2;
}

double
pen_wrap(cairo_t *cr, double x, double y, double width, double size, uint32_t rgb,
    enum pen_face face, const char *text, bool draw)
{
	while (*text != '\0') {
		size_t n = fitting(cr, width, size, face, text);
		char line[LINE_BYTES];

		memcpy(line, text, n);
		line[n] = '\0';
		if (draw)
			(void)pen_text(cr, x, y, size, rgb, face, line);
		y += size * 1.35;
		text += n;
		if (*text == ' ' || *text == '\n')
			text++;
	}
	return y;
}
