/* sample/picture.h
 * Pictures of the case: what can be drawn, and turning a drawing into JPEG or PNG bytes. */
#ifndef SAMPLE_PICTURE_H
#define SAMPLE_PICTURE_H

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

#include "sample/rng.h"
#include "sample/str.h"

enum picture {
	PICTURE_DOOR,
	PICTURE_DOOR_FLOWERS,
	PICTURE_DOOR_NOTE,
	PICTURE_DOOR_PARCEL,
	PICTURE_STREET,
	PICTURE_STREET_FIGURE,
	PICTURE_CAR,
	PICTURE_WINDOW,
	PICTURE_GATE,
	PICTURE_DOORBELL,
	PICTURE_NOTE,
	PICTURE_ENVELOPE,
	PICTURE_FLOWERS,
	PICTURE_TYRE,
	PICTURE_TRACKER,
	PICTURE_POT,
	PICTURE_SCRATCH,
	PICTURE_CAKE,
	PICTURE_HILLS,
	PICTURE_CAT,
	PICTURE_SHOT_CHAT,
	PICTURE_SHOT_CHAT_DARK,
	PICTURE_SHOT_CALLS,
	PICTURE_SHOT_LOCK,
	PICTURE_SHOT_PROFILE,
	PICTURE_SHOT_MAIL,
	PICTURE_SHOT_MAP,
	PICTURE_SHOT_BANK,
	PICTURE_LETTER,
	PICTURE_COUNT
};

struct picture_order {
	enum picture what;
	int width; /* pixels */
	int height;
	bool night;
	bool grain;       /* sensor noise */
	const char *text; /* what stands on it; may be NULL */
};

struct spot {
	double x;
	double y;
};

/* A place in the box at x, y: one draw for x, then one for y.  Never put two draws into one
 * expression: C leaves their order to the compiler, and the bytes must not. */
struct spot picture_spot(struct rng *rng, double x, double y, uint32_t w, uint32_t h);

/* A number between -spread and spread. */
double picture_jitter(struct rng *rng, double spread);

/* Draw; the caller destroys the surface. */
cairo_surface_t *picture_draw(const struct picture_order *o, struct rng *rng);

/* JPEG bytes appended to `out`, of at most `limit` bytes (quality is lowered until it fits). `app1`
 * may be NULL, else it is an EXIF block (exif.h) that goes in right after SOI. */
void picture_jpeg(cairo_surface_t *s, int quality, bool grey, size_t limit, const struct str *app1,
    struct str *out);

/* PNG bytes appended to `out`; `exif` may be NULL, else a TIFF block for an eXIf chunk. */
void picture_png(cairo_surface_t *s, const struct str *exif, struct str *out);

/* Give back what the drawing library keeps for later (fonts), once no surface is left. */
void picture_fini(void);

/* The parts that draw, on a page of 1000 by 750 (portrait screens: 540 by 1080; letters: 1000 by
 * 1414). */
void street_draw(cairo_t *cr, const struct picture_order *o, struct rng *rng);
void thing_draw(cairo_t *cr, const struct picture_order *o, struct rng *rng);
void screen_draw(cairo_t *cr, const struct picture_order *o, struct rng *rng);
void letter_draw(cairo_t *cr, const struct picture_order *o, struct rng *rng);
#endif
