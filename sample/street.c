/* sample/street.c
 * Outdoor pictures: doors, the road, a car, a figure without a face, the doorbell's view. */
#include <math.h>

#include "sample/pen.h"
#include "sample/picture.h"
#include "sample/str.h"

static void
bricks(cairo_t *cr, double top, double height, uint32_t base, struct rng *rng)
{
	pen_box(cr, 0, top, 1000, height, base - 0x101010);
	for (int row = 0; row * 26 < (int)height; row++) {
		for (int col = -1; col < 15; col++) {
			uint32_t shade = rng_below(rng, 14) * 0x010101u;

			pen_box(
			    cr, col * 74 + (row % 2) * 37, top + row * 26, 70, 22, base + shade);
		}
	}
}

static void
bouquet(cairo_t *cr, double x, double y, double size, struct rng *rng)
{
	static const uint32_t petals[] = {0xb3202f, 0xc93a4d, 0xe0c04a, 0xd77fa0, 0xf0ece0};
	double paper[] = {x - size * 0.5, y - size * 0.2, x + size * 0.5, y - size * 0.2,
	    x + size * 0.14, y + size, x - size * 0.14, y + size};

	pen_shape(cr, paper, 4, 0xd9cdb4);
	for (int i = 0; i < 26; i++) {
		double a = picture_jitter(rng, 1) * size * 0.5;
		double b = picture_jitter(rng, 1) * size * 0.35 - size * 0.3;

		pen_disc(cr, x + a + 6, y + b + 8, size * 0.09, 0x3f6b35);
		pen_disc(cr, x + a, y + b, size * 0.1, petals[rng_below(rng, 5)]);
		pen_disc(cr, x + a, y + b, size * 0.04, 0x7a1520);
	}
}

static void
parcel(cairo_t *cr, double x, double y, double size)
{
	double top[] = {
	    x, y, x + size * 0.3, y - size * 0.25, x + size * 1.3, y - size * 0.25, x + size, y};
	double side[] = {x + size, y, x + size * 1.3, y - size * 0.25, x + size * 1.3,
	    y + size * 0.45, x + size, y + size * 0.75};

	pen_box(cr, x, y, size, size * 0.75, 0xb98d5a);
	pen_shape(cr, top, 4, 0xcfa673);
	pen_shape(cr, side, 4, 0x96703f);
	pen_box(cr, x + size * 0.42, y, size * 0.14, size * 0.75, 0xd9c49a);
	pen_box(cr, x + size * 0.08, y + size * 0.2, size * 0.28, size * 0.3, 0xf2efe6);
	for (int i = 0; i < 4; i++)
		pen_box(cr, x + size * 0.11, y + size * (0.25 + 0.06 * i), size * 0.2, size * 0.015,
		    0x555555);
}

static void
door_note(cairo_t *cr, const char *text)
{
	pen_box(cr, 412, 236, 180, 130, 0xb8b2a2);
	pen_box(cr, 408, 230, 180, 130, 0xf4f0e2);
	pen_box(cr, 470, 222, 60, 18, 0xd8cfa0);
	(void)pen_wrap(
	    cr, 420, 268, 160, 24, 0x22304f, PEN_HAND, text != NULL ? text : "I was here", true);
}

static void
door_leaf(cairo_t *cr)
{
	const uint32_t paint = 0x1f4a3a; /* always the same house */

	pen_box(cr, 350, 90, 300, 560, 0xe9e4d8);
	pen_box(cr, 370, 110, 260, 540, paint);
	for (int row = 0; row < 2; row++)
		for (int col = 0; col < 2; col++)
			pen_box(cr, 392 + col * 116, 150 + row * 290, 98, 160, paint + 0x0c0c0c);
	pen_box(cr, 450, 372, 100, 26, 0xc9a94b);
	pen_box(cr, 458, 380, 84, 8, 0x6d5a22);
	pen_disc(cr, 606, 388, 13, 0xd9bb62);
	(void)pen_text(cr, 480, 142, 34, 0xe8d18a, PEN_BOLD, "4");
	pen_box(cr, 300, 650, 400, 40, 0x8d8a84);
	pen_box(cr, 260, 690, 480, 60, 0x77746e);
}

static void
draw_door(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	bricks(cr, 0, 750, 0x8f5a48, rng);
	pen_fade(cr, 0, 690, 1000, 60, 0x6c6a66, 0x55534f);
	door_leaf(cr);
	pen_disc(cr, 712, 170, 22, 0xe8e2c4);
	if (o->what == PICTURE_DOOR_FLOWERS)
		bouquet(cr, 470 + picture_jitter(rng, 40), 600, 130, rng);
	if (o->what == PICTURE_DOOR_PARCEL)
		parcel(cr, 410 + picture_jitter(rng, 40), 570, 130);
	if (o->what == PICTURE_DOOR_NOTE)
		door_note(cr, o->text);
	if (!o->night)
		return;
	pen_colour(cr, 0x05070f, 0.55);
	cairo_paint(cr);
	pen_glow(cr, 712, 170, 420, 0xffd98a, 0.55);
}

static void
houses(cairo_t *cr, bool night, struct rng *rng)
{
	for (int i = 0; i < 5; i++) {
		double x = i * 210 - 20 + picture_jitter(rng, 12);
		uint32_t wall = night ? 0x161a24 : 0x9a6a54 + rng_below(rng, 24) * 0x010101u;
		double roof[] = {x - 8, 260, x + 95, 170 + picture_jitter(rng, 14), x + 205, 260};

		pen_shape(cr, roof, 3, night ? 0x10131b : 0x4d4340);
		pen_box(cr, x, 260, 198, 240, wall);
		for (int k = 0; k < 4; k++) {
			bool lit = night && rng_chance(rng, 220);
			uint32_t pane = lit ? 0xf0c46a : night ? 0x242a38 : 0xb9cbd6;

			pen_box(cr, x + 26 + (k % 2) * 100, 285 + (k / 2) * 105, 52, 66, pane);
		}
	}
}

static void
lamp(cairo_t *cr, double x, bool night)
{
	pen_line(cr, x, 560, x, 190, 9, 0x3b3f45);
	pen_line(cr, x, 192, x + 50, 180, 8, 0x3b3f45);
	pen_round(cr, x + 36, 174, 52, 16, 8, night ? 0xfff0c0 : 0xc8c8c0);
	if (night)
		pen_glow(cr, x + 62, 190, 330, 0xffd27a, 0.6);
}

/* A shape under the lamp: coat, hood, no face. */
static void
figure(cairo_t *cr, double x, double y, double size, uint32_t rgb)
{
	pen_oval(cr, x, y + size * 0.02, size * 0.22, size * 0.035, 0x000000, 0.45);
	pen_round(
	    cr, x - size * 0.09, y - size * 0.42, size * 0.075, size * 0.43, size * 0.03, rgb);
	pen_round(
	    cr, x + size * 0.015, y - size * 0.42, size * 0.075, size * 0.43, size * 0.03, rgb);
	pen_round(cr, x - size * 0.15, y - size * 0.84, size * 0.3, size * 0.5, size * 0.1, rgb);
	pen_oval(cr, x, y - size * 0.9, size * 0.085, size * 0.105, rgb, 1);
}

static void
car(cairo_t *cr, double x, double y, double k, uint32_t rgb, bool lights)
{
	double cabin[] = {
	    x + 70 * k, y, x + 120 * k, y - 62 * k, x + 265 * k, y - 62 * k, x + 330 * k, y};

	pen_oval(cr, x + 205 * k, y + 92 * k, 225 * k, 16 * k, 0x000000, 0.5);
	pen_shape(cr, cabin, 4, rgb);
	pen_round(cr, x, y - 6 * k, 410 * k, 76 * k, 26 * k, rgb);
	pen_box(cr, x + 128 * k, y - 52 * k, 62 * k, 46 * k, 0x5b6b78);
	pen_box(cr, x + 200 * k, y - 52 * k, 62 * k, 46 * k, 0x5b6b78);
	for (int i = 0; i < 2; i++) {
		pen_disc(cr, x + (85 + i * 235) * k, y + 68 * k, 36 * k, 0x121212);
		pen_disc(cr, x + (85 + i * 235) * k, y + 68 * k, 19 * k, 0x9aa0a4);
	}
	pen_round(cr, x + 388 * k, y + 12 * k, 22 * k, 18 * k, 6 * k, lights ? 0xfff4c8 : 0xd0d0c8);
	pen_round(cr, x - 2 * k, y + 14 * k, 16 * k, 16 * k, 5 * k, 0xa02020);
	if (lights)
		pen_glow(cr, x + 405 * k, y + 20 * k, 230 * k, 0xfff0c0, 0.75);
}

static void
draw_street(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	bool with_car = o->what == PICTURE_CAR;

	if (o->night)
		pen_fade(cr, 0, 0, 1000, 520, 0x05070e, 0x1a2233);
	else
		pen_fade(cr, 0, 0, 1000, 520, 0x8fb2cf, 0xd9dfe0);
	houses(cr, o->night, rng);
	pen_fade(
	    cr, 0, 500, 1000, 70, o->night ? 0x23262e : 0x9b9893, o->night ? 0x1a1c22 : 0x84817c);
	pen_fade(
	    cr, 0, 570, 1000, 180, o->night ? 0x14161b : 0x62625f, o->night ? 0x0b0c10 : 0x50504e);
	for (int i = 0; i < 6; i++)
		pen_box(cr, i * 190 + picture_jitter(rng, 8), 660, 90, 8,
		    o->night ? 0x4a4a44 : 0xd8d8d0);
	lamp(cr, 620 + picture_jitter(rng, 120), o->night);
	if (with_car)
		car(cr, 170 + picture_jitter(rng, 90), 560, 1.25, o->night ? 0x333a47 : 0x20242c,
		    o->night);
	if (o->what == PICTURE_STREET_FIGURE)
		figure(
		    cr, 600 + picture_jitter(rng, 160), 590, 270, o->night ? 0x06070a : 0x2a2c31);
	if (with_car && o->text != NULL)
		(void)pen_text(cr, 30, 722, 26, 0xf0d040, PEN_MONO, o->text);
}

static void
draw_window(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	cairo_save(cr);
	draw_street(cr, o, rng);
	figure(cr, 560 + picture_jitter(rng, 120), 560, 150, 0x0c0d12);
	cairo_restore(cr);
	pen_box(cr, 0, 0, 1000, 40, 0xe4dfd4);
	pen_box(cr, 0, 690, 1000, 60, 0xe4dfd4);
	pen_box(cr, 486, 0, 28, 750, 0xe4dfd4);
	for (int i = 0; i < 6; i++) {
		uint32_t fold = 0x7a3d46 + (uint32_t)(i % 2) * 0x0e0a0a;

		pen_box(cr, i * 30, 0, 30, 750, fold);
		pen_box(cr, 820 + i * 30, 0, 30, 750, fold);
	}
	pen_round(cr, 300, 628, 70, 66, 10, 0x4f8a5b);
	pen_oval(cr, 335, 630, 35, 9, 0x2e4f34, 1);
}

static void
draw_gate(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	double path[] = {380, 750, 470, 330, 560, 330, 700, 750};

	pen_fade(
	    cr, 0, 0, 1000, 340, o->night ? 0x0a0e18 : 0x9fbdd0, o->night ? 0x1d2536 : 0xe2e6e4);
	pen_fade(
	    cr, 0, 330, 1000, 420, o->night ? 0x142016 : 0x5f8a4c, o->night ? 0x0c140e : 0x3d6433);
	pen_shape(cr, path, 4, o->night ? 0x33353b : 0xa9a39a);
	for (int i = 0; i < 90; i++) {
		struct spot at = picture_spot(rng, (i % 2) * 620, 300, 360, 120);
		uint32_t green = 0x456f3a + rng_below(rng, 20) * 0x010100u;

		pen_disc(cr, at.x, at.y, 26, o->night ? 0x101a12 : green);
	}
	pen_box(cr, 350, 300, 26, 330, 0x6a6055);
	pen_box(cr, 690, 300, 26, 330, 0x6a6055);
	for (int i = 0; i < 5; i++) {
		double slat[] = {376 + i * 22.0, 330 - i * 6.0, 390 + i * 22.0, 328 - i * 6.0,
		    390 + i * 22.0, 600 + i * 14.0, 376 + i * 22.0, 602 + i * 14.0};

		pen_shape(cr, slat, 4, 0x5b4632);
	}
}

static void
draw_doorbell(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	cairo_pattern_t *edge = cairo_pattern_create_radial(500, 375, 300, 500, 375, 640);

	draw_gate(cr, o, rng);
	figure(cr, 520 + picture_jitter(rng, 60), 640, 430, o->night ? 0x0a0b0f : 0x23252b);
	cairo_pattern_add_color_stop_rgba(edge, 0, 0, 0, 0, 0);
	cairo_pattern_add_color_stop_rgba(edge, 1, 0, 0, 0, 0.95);
	cairo_set_source(cr, edge);
	cairo_paint(cr);
	cairo_pattern_destroy(edge);
	(void)pen_text(cr, 36, 56, 30, 0xffffff, PEN_MONO, o->text != NULL ? o->text : "CAM 1");
	pen_disc(cr, 944, 46, 11, 0xd03030);
}

void
street_draw(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	switch (o->what) {
	case PICTURE_DOOR:
	case PICTURE_DOOR_FLOWERS:
	case PICTURE_DOOR_NOTE:
	case PICTURE_DOOR_PARCEL: draw_door(cr, o, rng); break;
	case PICTURE_WINDOW: draw_window(cr, o, rng); break;
	case PICTURE_GATE: draw_gate(cr, o, rng); break;
	case PICTURE_DOORBELL: draw_doorbell(cr, o, rng); break;
	default: draw_street(cr, o, rng); break;
	}
}
