/* src/show/chart/chart_rows.c
 * Rows of bars; see chart_rows.h. */
#include "show/chart/chart_rows.h"

enum { LEFT = 1000, NAME_WIDTH = LEFT - 30 };

bool
rows_layout(struct plot *plot, size_t count, int32_t height, int32_t right)
{
	plot->left = LEFT;
	plot->right = right;
	plot->top = plot->event_count != 0 ? BADGE_ROOM : 40;
	plot->bottom = plot->top + (int32_t)count * height;
	return plot->drawing->status == OK;
}

int32_t
rows_base(const struct plot *plot, size_t i, int32_t height)
{
	return plot->top + (int32_t)(i + 1) * height;
}

static void
put_name(const struct plot *plot, struct text name, int32_t y)
{
	struct buf words;

	buf_init(&words, 8 * 1024);
	chart_words_cut(
	    &words, name.n != 0 ? name : TEXT_LITERAL("no name"), WORDS_SIZE, NAME_WIDTH);
	drawing_words(plot->drawing, (struct point){0, y}, ANCHOR_START, WORDS_SIZE, false,
	    INK_TEXT, buf_text(&words));
	words_end(plot->drawing, &words);
}

void
rows_draw(struct plot *plot, const struct bins *bins, const struct chart_row *row,
    const uint64_t *sums, struct scale scale, int32_t base, int32_t height)
{
	drawing_line(plot->drawing, (struct point){0, base}, (struct point){DRAWING_WIDTH, base},
	    RULE_WEIGHT, false, INK_RULE);
	put_name(plot, row->name, base - height / 2 + WORDS_SIZE * 36 / 100);
	bins_draw(plot, bins, sums, scale, base, height - 30, false, INK_MARK);
}
