/* sample/letter.c
 * A page of a letter as a flatbed scanner sees it: grey paper, a fold, uneven lines. */
#include "sample/pen.h"
#include "sample/picture.h"

#include <string.h>

enum { LETTER_LINE_BYTES = 160 };

/* One written line, letter by letter, so that none stands quite like the one before. */
static void
write_line(cairo_t *cr, double x, double y, double size, const char *line, struct rng *rng)
{
	double slope = picture_jitter(rng, 0.006);

	while (*line != '\0') {
		char letter[5] = {0};
		size_t n = 1;
		double drop;
		double grown;

		while (((unsigned char)line[n] & 0xc0) == 0x80 && n < 4)
			n++;
		memcpy(letter, line, n);
		drop = picture_jitter(rng, 1.6);
		grown = size + picture_jitter(rng, 1.2);
		x += pen_text(cr, x, y + slope * x + drop, grown, 0x2b2b2f, PEN_HAND, letter);
		line += n;
	}
}

static size_t
line_length(cairo_t *cr, double width, double size, const char *text)
{
	char line[LETTER_LINE_BYTES];
	size_t best = 0;

	for (size_t i = 0; i < LETTER_LINE_BYTES - 1; i++) {
		if (text[i] == ' ' || text[i] == '\n' || text[i] == '\0') {
			line[i] = '\0';
			if (best > 0 && pen_text_width(cr, size, PEN_HAND, line) > width)
				return best;
			best = i;
			if (text[i] != ' ')
				return best;
		}
		line[i] = text[i];
	}
	return best > 0 ? best : LETTER_LINE_BYTES - 2;
}

void
letter_draw(cairo_t *cr, const struct picture_order *o, struct rng *rng)
{
	const char *text = o->text != NULL ? o->text : "";
	double y = 170;

	pen_fade(cr, 0, 0, 1000, 1414, 0xf1f1f1, 0xe4e4e4);
	pen_fade(cr, 0, 690, 1000, 18, 0xd6d6d6, 0xececec);
	pen_fade(cr, 0, 0, 1000, 14, 0xb4b4b4, 0xeeeeee);
	pen_line(cr, 996, 0, 996, 1414, 8, 0xbcbcbc);
	while (*text != '\0' && y < 1360) {
		size_t n = line_length(cr, 790, 34, text);
		char line[LETTER_LINE_BYTES];

		memcpy(line, text, n);
		line[n] = '\0';
		write_line(cr, 100 + picture_jitter(rng, 6), y, 34, line, rng);
		y += 51 + picture_jitter(rng, 2);
		text += n;
		if (*text == ' ' || *text == '\n')
			text++;
	}
}
