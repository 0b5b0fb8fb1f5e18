/* sample/thing.c
 * Close pictures of things: a note, an envelope, a tyre, a tracker, and the harmless pictures that
 * families send. */
#include "sample/pen.h"
#include "sample/picture.h"

static void
table_top(cairo_t *cr, uint32_t rgb, struct rng *rng)
{
	pen_fade(cr, 0, 0, 1000, 750, rgb + 0x0a0806, rgb);
	for (int i = 0; i < 34; i++) {
		double y = rng_below(rng, 750);

		pen_line(cr, -10, y, 1010, y + picture_jitter(rng, 22), 1.5, rgb - 0x0a0a08);
	}
}

static void
draw_note(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	table_top(cr, 0x5a3f2a, rng);
	cairo_translate(cr, 500, 375);
	cairo_rotate(cr, picture_jitter(rng, 0.12));
	pen_box(cr, -332, -252, 670, 520, 0x33241a);
	pen_fade(cr, -340, -262, 670, 520, 0xf6f2e4, 0xe6dfca);
	for (int i = 0; i < 8; i++)
		pen_line(cr, -320, -170 + i * 54, 312, -170 + i * 54, 1, 0xb9c8d8);
	pen_line(cr, -338, 2, 330, -4, 2, 0xcfc7b0);
	(void)pen_wrap(cr, -296, -178, 590, 40, 0x1d2a55, PEN_HAND,
	    o->text != NULL ? o->text : "Thinking of you.", true);
}

static void
postmark(cairo_t *cr, double x, double y, const char *date)
{
	pen_colour(cr, 0x30343c, 0.8);
	cairo_set_line_width(cr, 4);
	cairo_new_path(cr);
	cairo_arc(cr, x, y, 62, 0, 6.2832);
	cairo_stroke(cr);
	for (int i = 0; i < 4; i++) {
		cairo_move_to(cr, x + 62, y - 36 + i * 24);
		cairo_curve_to(cr, x + 110, y - 60 + i * 24, x + 150, y - 10 + i * 24, x + 220,
		    y - 36 + i * 24);
		cairo_stroke(cr);
	}
	(void)pen_text(cr, x - 46, y + 8, 20, 0x30343c, PEN_MONO, date);
}

static void
stamp(cairo_t *cr, const char *date)
{
	pen_box(cr, 270, -215, 100, 124, 0xffffff);
	pen_box(cr, 278, -207, 84, 108, 0x8a2a3a);
	pen_disc(cr, 320, -153, 26, 0xe6c9a8);
	postmark(cr, 150, -150, date);
}

/* Without a date it was brought by hand. */
static void
draw_envelope(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	table_top(cr, 0x44484c, rng);
	cairo_translate(cr, 500, 375);
	cairo_rotate(cr, picture_jitter(rng, 0.08));
	pen_box(cr, -388, -232, 790, 490, 0x202224);
	pen_fade(cr, -396, -242, 790, 490, 0xf2ecdc, 0xe2d9c2);
	if (o->text != NULL)
		stamp(cr, o->text);
	(void)pen_text(cr, -150, 40, 42, 0x1c2340, PEN_HAND, "Marta Halden");
	(void)pen_text(cr, -150, 96, 42, 0x1c2340, PEN_HAND, "4 Weir Street");
	(void)pen_text(cr, -150, 152, 42, 0x1c2340, PEN_HAND, "Ashbeck");
	(void)pen_text(cr, -150, 208, 42, 0x1c2340, PEN_HAND, "Derbyshire");
}

static void
draw_flowers(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	static const uint32_t petals[] = {0xb3202f, 0xc93a4d, 0xd77fa0, 0xf0ece0, 0x9c1a2a};

	table_top(cr, 0x6d6a64, rng);
	for (int i = 0; i < 40; i++) {
		struct spot at = picture_spot(rng, 180, 120, 560, 420);

		pen_oval(cr, at.x, at.y, 46, 16, 0x355f30, 1);
	}
	for (int i = 0; i < 34; i++) {
		double x = 200 + rng_below(rng, 520);
		double y = 130 + rng_below(rng, 380);
		uint32_t rgb = petals[rng_below(rng, 5)];

		for (int k = 4; k > 0; k--)
			pen_disc(cr, x + k * 3, y - k * 2, 12.0 * k,
			    rgb - (uint32_t)k * 0x080404 + 0x101008);
	}
	pen_box(cr, 640, 480, 260, 170, 0xfbf8ef);
	(void)pen_wrap(cr, 660, 540, 220, 32, 0x1d2a55, PEN_HAND,
	    o->text != NULL ? o->text : "You know who.", true);
}

static void
draw_tyre(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	(void)o;
	pen_fade(cr, 0, 0, 1000, 500, 0x2f4f7a, 0x24405f);
	pen_fade(cr, 0, 500, 1000, 250, 0x6a6865, 0x4d4b48);
	pen_disc(cr, 500, 400, 320, 0x0d0e10);
	pen_oval(cr, 500, 480, 292, 235, 0x1b1c1e, 1);
	pen_oval(cr, 500, 700, 330, 46, 0x141414, 1);
	pen_disc(cr, 500, 440, 165, 0x8d9296);
	for (int i = 0; i < 5; i++) {
		cairo_save(cr);
		cairo_translate(cr, 500, 440);
		cairo_rotate(cr, i * 1.2566 + 0.2);
		pen_round(cr, -16, -150, 32, 130, 12, 0x4c5054);
		cairo_restore(cr);
	}
	pen_disc(cr, 500, 440, 34, 0x3c4044);
	pen_line(cr, 690, 560, 735 + picture_jitter(rng, 10), 610, 9, 0xc7c7c7);
	pen_line(cr, 694, 566, 730, 604, 4, 0x050505);
}

static void
draw_tracker(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	(void)o;
	pen_fade(cr, 0, 0, 1000, 750, 0x2a2826, 0x151413);
	for (int i = 0; i < 60; i++) {
		struct spot at = picture_spot(rng, 0, 0, 1000, 750);
		struct spot size = picture_spot(rng, 30, 10, 50, 16);

		pen_oval(cr, at.x, at.y, size.x, size.y, 0x3a322a, 0.5);
	}
	pen_box(cr, 0, 120, 1000, 90, 0x3c3a38);
	for (int i = 0; i < 4; i++)
		pen_disc(cr, 120 + i * 250, 165, 24, 0x5b5956);
	pen_round(cr, 380, 290, 260, 250, 30, 0x1b1b1d);
	pen_disc(cr, 508, 420, 104, 0x0a0a0a);
	pen_disc(cr, 500, 412, 104, 0xeeeeec);
	pen_disc(cr, 500, 412, 76, 0xb9bcbe);
	pen_disc(cr, 500, 412, 70, 0xd6d8da);
	pen_glow(cr, 470, 370, 70, 0xffffff, 0.7);
}

static void
draw_pot(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	double left[] = {300, 330, 480, 310, 440, 560, 350, 590};
	double right[] = {560, 380, 700, 420, 650, 600, 560, 560};

	(void)o;
	pen_fade(cr, 0, 0, 1000, 750, 0xa8a49c, 0x86827a);
	for (int i = 0; i < 7; i++)
		pen_line(cr, i * 170, 0, i * 170 - 60, 750, 3, 0x77736b);
	for (int i = 0; i < 130; i++) {
		struct spot at = picture_spot(rng, 260, 480, 480, 160);

		pen_disc(cr, at.x, at.y, 8 + rng_below(rng, 14), 0x3a2a1e);
	}
	pen_shape(cr, left, 4, 0xb5613c);
	pen_shape(cr, right, 4, 0xa35432);
	for (int i = 0; i < 12; i++) {
		struct spot at = picture_spot(rng, 330, 400, 280, 140);

		pen_oval(cr, at.x, at.y, 50, 14, 0x4d7d3e, 1);
	}
	pen_shape(cr, (double[]){480, 620, 560, 600, 540, 660}, 3, 0xb5613c);
}

static void
draw_scratch(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	double x = 90;
	double y = 420;

	(void)o;
	pen_fade(cr, 0, 0, 1000, 750, 0x3f6da5, 0x1f3f66);
	pen_fade(cr, 0, 0, 1000, 190, 0x9db6cc, 0x5a7ea5);
	pen_line(cr, 640, 0, 650, 750, 5, 0x16304f);
	pen_round(cr, 690, 300, 170, 34, 14, 0x16304f);
	while (x < 900) {
		double nx = x + 24 + rng_below(rng, 30);
		double ny = y + picture_jitter(rng, 16);

		pen_line(cr, x, y + 3, nx, ny + 3, 3, 0x0d1f36);
		pen_line(cr, x, y, nx, ny, 4, 0xe9eef2);
		x = nx;
		y = ny;
	}
}

static void
draw_cake(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	(void)o;
	table_top(cr, 0xb58a5c, rng);
	pen_oval(cr, 500, 560, 360, 90, 0xf4f4f2, 1);
	pen_box(cr, 240, 330, 520, 220, 0xf0d9c4);
	pen_oval(cr, 500, 550, 260, 60, 0xf0d9c4, 1);
	pen_oval(cr, 500, 330, 260, 60, 0xfaf0ec, 1);
	for (int i = 0; i < 7; i++) {
		double x = 320 + i * 60;

		pen_box(cr, x - 6, 230, 12, 90, i % 2 == 0 ? 0x4a90c2 : 0xd05a7a);
		pen_glow(cr, x, 215, 40, 0xffe08a, 0.9);
	}
	for (int i = 0; i < 60; i++) {
		struct spot at = picture_spot(rng, 250, 380, 500, 150);

		pen_disc(cr, at.x, at.y, 6, i % 2 == 0 ? 0xd05a7a : 0x6aa84f);
	}
}

static void
draw_hills(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	static const uint32_t layers[] = {0x9fb3b8, 0x7d9a86, 0x5f8355, 0x44683c};

	(void)o;
	pen_fade(cr, 0, 0, 1000, 500, 0x7fb0dc, 0xe6eef0);
	pen_glow(cr, 760, 140, 180, 0xfff6d0, 0.8);
	for (int i = 0; i < 4; i++) {
		double base = 300 + i * 95.0;
		struct spot bend = picture_spot(rng, base - 150, base - 90, 120, 100);

		pen_colour(cr, layers[i], 1);
		cairo_move_to(cr, 0, 750);
		cairo_line_to(cr, 0, base + picture_jitter(rng, 40));
		cairo_curve_to(cr, 260, bend.x, 520, base + 80, 760, bend.y);
		cairo_curve_to(cr, 860, base - 70, 950, base, 1000, base + picture_jitter(rng, 30));
		cairo_line_to(cr, 1000, 750);
		cairo_close_path(cr);
		cairo_fill(cr);
	}
}

static void
draw_cat(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	static const uint32_t crayons[] = {0xd77b2f, 0x6b6b6b, 0x8a5a2b, 0xd8a24a};
	uint32_t rgb = crayons[rng_below(rng, 4)];

	(void)o;
	pen_fade(cr, 0, 0, 1000, 750, 0xfdfbf4, 0xf0ece0);
	pen_oval(cr, 500, 500, 190, 200, rgb, 1);
	pen_disc(cr, 500, 270, 130, rgb);
	pen_shape(cr, (double[]){390, 210, 400, 90, 470, 160}, 3, rgb);
	pen_shape(cr, (double[]){610, 210, 600, 90, 530, 160}, 3, rgb);
	pen_disc(cr, 452, 260, 20, 0x2f6b3a);
	pen_disc(cr, 548, 260, 20, 0x2f6b3a);
	pen_shape(cr, (double[]){485, 305, 515, 305, 500, 325}, 3, 0xc04a5a);
	for (int i = 0; i < 3; i++) {
		pen_line(cr, 440, 310 + i * 14, 330, 300 + i * 26, 3, 0x333333);
		pen_line(cr, 560, 310 + i * 14, 670, 300 + i * 26, 3, 0x333333);
	}
	(void)pen_text(cr, 90, 700, 64, 0x4a6fb0, PEN_HAND, "Zosia");
}

void
thing_draw(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	switch (o->what) {
	case PICTURE_NOTE: draw_note(cr, o, rng); break;
	case PICTURE_ENVELOPE: draw_envelope(cr, o, rng); break;
	case PICTURE_FLOWERS: draw_flowers(cr, o, rng); break;
	case PICTURE_TYRE: draw_tyre(cr, o, rng); break;
	case PICTURE_TRACKER: draw_tracker(cr, o, rng); break;
	case PICTURE_POT: draw_pot(cr, o, rng); break;
	case PICTURE_SCRATCH: draw_scratch(cr, o, rng); break;
	case PICTURE_CAKE: draw_cake(cr, o, rng); break;
	case PICTURE_HILLS: draw_hills(cr, o, rng); break;
	default: draw_cat(cr, o, rng); break;
	}
}
