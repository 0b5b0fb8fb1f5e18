/* sample/screen.c
 * Screenshots of a telephone: chat, call list, lock screen, a false profile, mail, map, bank.  The
 * text of each comes as lines; the first line is the title and the second the clock. */
#include <string.h>

#include "sample/pen.h"
#include "sample/picture.h"

enum { LINES_MAX = 16, LINE_MAX_BYTES = 200 };

struct screen_text {
	char line[LINES_MAX][LINE_MAX_BYTES];
	int n;
};

struct look {
	uint32_t page;
	uint32_t bar;
	uint32_t ink;
	uint32_t faint;
	uint32_t theirs;
	uint32_t mine;
};

static const struct look light = {0xece5dd, 0x0f5c52, 0x111b21, 0x667781, 0xffffff, 0xd9fdd3};
static const struct look dark = {0x0b141a, 0x1f2c33, 0xe9edef, 0x8696a0, 0x202c33, 0x005c4b};
static const struct look plain = {0xffffff, 0xf2f3f5, 0x16181c, 0x6b7178, 0xf2f3f5, 0xe6f0fb};

static void
split(const char *text, struct screen_text *out)
{
	out->n = 0;
	while (*text != '\0' && out->n < LINES_MAX) {
		size_t n = strcspn(text, "\n");
		size_t kept = n < LINE_MAX_BYTES - 1 ? n : LINE_MAX_BYTES - 1;

		memcpy(out->line[out->n], text, kept);
		out->line[out->n][kept] = '\0';
		out->n++;
		text += n;
		if (*text == '\n')
			text++;
	}
}

static void
status_bar(cairo_t *cr, const struct look *look, const char *clock)
{
	pen_box(cr, 0, 0, 540, 34, look->bar);
	(void)pen_text(cr, 18, 24, 17, look == &plain ? look->ink : 0xffffff, PEN_SANS, clock);
	for (int i = 0; i < 4; i++)
		pen_box(cr, 430 + i * 8, 22 - i * 4, 5, 4 + i * 4,
		    look == &plain ? look->ink : 0xffffff);
	pen_round(cr, 478, 9, 34, 16, 4, look == &plain ? look->ink : 0xffffff);
}

static void
title_bar(cairo_t *cr, const struct look *look, const char *title)
{
	uint32_t ink = look == &plain ? look->ink : 0xffffff;

	pen_box(cr, 0, 34, 540, 74, look->bar);
	pen_line(cr, 34, 58, 22, 71, 4, ink);
	pen_line(cr, 22, 71, 34, 84, 4, ink);
	pen_disc(cr, 78, 71, 24, 0x9aa7b0);
	(void)pen_text(cr, 116, 79, 24, ink, PEN_BOLD, title);
}

/* "HH:MM text" from the other side, ">HH:MM text" from the owner; without a time, a day label. */
static double
bubble(cairo_t *cr, const struct look *look, double y, const char *line)
{
	bool mine = line[0] == '>';
	const char *body = mine ? line + 1 : line;
	double height;
	double x = mine ? 150 : 14;

	if (strlen(body) < 6 || body[2] != ':') {
		double w = pen_text_width(cr, 17, PEN_SANS, body);

		pen_round(cr, 270 - w / 2 - 14, y, w + 28, 32, 10, look->theirs);
		(void)pen_text(cr, 270 - w / 2, y + 22, 17, look->faint, PEN_SANS, body);
		return y + 46;
	}
	height = pen_wrap(cr, 0, 0, 334, 21, 0, PEN_SANS, body + 6, false) + 26;
	pen_round(cr, x, y, 376, height, 14, mine ? look->mine : look->theirs);
	(void)pen_wrap(cr, x + 16, y + 30, 334, 21, look->ink, PEN_SANS, body + 6, true);
	cairo_save(cr);
	cairo_rectangle(cr, x + 310, y + height - 24, 60, 20);
	cairo_clip(cr);
	{
		char clock[6] = {body[0], body[1], body[2], body[3], body[4], '\0'};

		(void)pen_text(cr, x + 314, y + height - 9, 14, look->faint, PEN_SANS, clock);
	}
	cairo_restore(cr);
	return y + height + 12;
}

static void
draw_chat(cairo_t *cr, const struct screen_text *t, const struct look *look)
{
	double y = 124;

	pen_box(cr, 0, 0, 540, 1080, look->page);
	status_bar(cr, look, t->line[1]);
	title_bar(cr, look, t->line[0]);
	for (int i = 2; i < t->n && y < 960; i++)
		y = bubble(cr, look, y, t->line[i]);
	pen_round(cr, 14, 1010, 440, 54, 27, look->theirs);
	(void)pen_text(cr, 44, 1044, 20, look->faint, PEN_SANS, "Message");
	pen_disc(cr, 500, 1037, 27, 0x00a884);
}

/* Rows with a heading and a smaller second half after '|'. */
static void
draw_rows(cairo_t *cr, const struct screen_text *t, uint32_t dot)
{
	double y = 130;

	pen_box(cr, 0, 0, 540, 1080, plain.page);
	status_bar(cr, &plain, t->line[1]);
	title_bar(cr, &plain, t->line[0]);
	for (int i = 2; i < t->n; i++) {
		const char *bar = strchr(t->line[i], '|');
		char head[LINE_MAX_BYTES];
		size_t n = bar != NULL ? (size_t)(bar - t->line[i]) : strlen(t->line[i]);

		memcpy(head, t->line[i], n);
		head[n] = '\0';
		pen_disc(cr, 46, y + 30, 20, dot);
		(void)pen_text(cr, 84, y + 26, 22, plain.ink, PEN_BOLD, head);
		if (bar != NULL)
			(void)pen_wrap(
			    cr, 84, y + 54, 430, 18, plain.faint, PEN_SANS, bar + 1, true);
		pen_box(cr, 84, y + 84, 440, 1, 0xd8dbde);
		y += 88;
	}
}

static void
draw_lock(cairo_t *cr, const struct screen_text *t)
{
	double y = 330;

	pen_fade(cr, 0, 0, 540, 1080, 0x1b2b4a, 0x4a3a5a);
	(void)pen_text(cr, 140, 170, 92, 0xffffff, PEN_SANS, t->line[1]);
	(void)pen_text(cr, 170, 220, 24, 0xe0e4ee, PEN_SANS, t->line[0]);
	for (int i = 2; i < t->n; i++) {
		double height = pen_wrap(cr, 0, 0, 410, 19, 0, PEN_SANS, t->line[i], false) + 34;

		height = height < 84 ? 84 : height;
		pen_round(cr, 18, y, 504, height, 18, 0xd9dce6);
		pen_round(cr, 34, y + 20, 42, 42, 10, 0x2f9e5a);
		(void)pen_wrap(cr, 92, y + 36, 410, 19, 0x16181c, PEN_SANS, t->line[i], true);
		y += height + 12;
	}
}

static void
draw_profile(cairo_t *cr, const struct screen_text *t)
{
	double y = 320;

	pen_box(cr, 0, 0, 540, 1080, plain.page);
	status_bar(cr, &plain, t->line[1]);
	pen_fade(cr, 0, 34, 540, 130, 0x7a93b5, 0xb8c4d6);
	pen_disc(cr, 90, 180, 58, 0xffffff);
	pen_disc(cr, 90, 180, 52, 0x8a929c);
	pen_disc(cr, 90, 166, 20, 0xc9ced6);
	pen_oval(cr, 90, 212, 34, 22, 0xc9ced6, 1);
	(void)pen_text(cr, 164, 206, 28, plain.ink, PEN_BOLD, t->line[0]);
	(void)pen_text(cr, 164, 238, 18, plain.faint, PEN_SANS, "Joined this month - 0 friends");
	for (int i = 2; i < t->n; i++) {
		double end = pen_wrap(cr, 0, 0, 460, 21, 0, PEN_SANS, t->line[i], false);

		pen_round(cr, 18, y, 504, end + 60, 12, plain.theirs);
		(void)pen_wrap(cr, 38, y + 42, 460, 21, plain.ink, PEN_SANS, t->line[i], true);
		y += end + 78;
	}
}

static void
draw_map(cairo_t *cr, const struct screen_text *t, struct rng *rng)
{
	double y = 848;

	pen_box(cr, 0, 0, 540, 1080, 0xe8eddf);
	for (int i = 0; i < 9; i++) {
		struct spot ends = picture_spot(rng, 100, 100, 640, 640);

		pen_line(cr, -20, ends.x, 560, ends.y, 12, 0xffffff);
	}
	pen_oval(cr, 420, 520, 110, 70, 0xa9cfe4, 1);
	pen_oval(cr, 120, 300, 90, 120, 0xc4dcae, 1);
	for (int i = 0; i < 7; i++)
		pen_line(cr, 90 + i * 52, 660 - i * 60, 142 + i * 52, 600 - i * 60, 6, 0xd04030);
	pen_disc(cr, 454, 240, 17, 0xffffff);
	pen_disc(cr, 454, 240, 12, 0xd04030);
	status_bar(cr, &plain, t->line[1]);
	pen_round(cr, 0, 740, 540, 360, 26, 0xffffff);
	(void)pen_text(cr, 30, 796, 27, plain.ink, PEN_BOLD, t->line[0]);
	for (int i = 2; i < t->n; i++)
		y = pen_wrap(cr, 30, y, 480, 20, plain.faint, PEN_SANS, t->line[i], true) + 14;
}

void
screen_draw(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	struct screen_text t = {.n = 0};

	split(o->text != NULL ? o->text : "Screen\n00:00", &t);
	switch (o->what) {
	case PICTURE_SHOT_CHAT: draw_chat(cr, &t, &light); break;
	case PICTURE_SHOT_CHAT_DARK: draw_chat(cr, &t, &dark); break;
	case PICTURE_SHOT_CALLS: draw_rows(cr, &t, 0xc0392b); break;
	case PICTURE_SHOT_MAIL: draw_rows(cr, &t, 0x3b78c4); break;
	case PICTURE_SHOT_BANK: draw_rows(cr, &t, 0x2f8f5f); break;
	case PICTURE_SHOT_LOCK: draw_lock(cr, &t); break;
	case PICTURE_SHOT_PROFILE: draw_profile(cr, &t); break;
	default: draw_map(cr, &t, rng); break;
	}
}
