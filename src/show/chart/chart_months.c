/* src/show/chart/chart_months.c
 * What came and what went back, month by month; see chart.h. */
#include "show/chart/chart_inside.h"

#include "show/when.h"

enum {
	LEFT = 560,
	RIGHT = 170,
	HEIGHT = 1500,
	NUMBERS = 90, /* room for them above and below the bars */
	YEARS_BY_MONTH = 12,
	NUMBER_UP = 54,
	STEPS = 5,
};

/* Both sides of the line, to one scale. */
struct sides {
	struct bins bins;
	const uint64_t *up, *down;
	struct scale up_scale, down_scale;
	int32_t base, up_height, down_height;
};

/* One step for both, and at least one below, so that few replies have room to be seen. */
static void
measure(const struct plot *plot, struct sides *sides)
{
	uint64_t up = greatest_of(sides->up, sides->bins.count);
	uint64_t down = greatest_of(sides->down, sides->bins.count);
	struct scale scale = scale_of(up > down ? up : down, STEPS);
	uint64_t ups = up <= scale.step ? 1 : (up + scale.step - 1) / scale.step;
	uint64_t downs = down <= scale.step ? 1 : (down + scale.step - 1) / scale.step;

	sides->up_height = (int32_t)(HEIGHT * ups / (ups + downs));
	sides->down_height = HEIGHT - sides->up_height;
	sides->up_scale = (struct scale){scale.step, ups * scale.step};
	sides->down_scale = (struct scale){scale.step, downs * scale.step};
	sides->base = plot->top + NUMBERS + sides->up_height;
}

static int32_t
count_width(const struct plot *plot, uint64_t count)
{
	struct buf words;
	int32_t wide;

	buf_init(&words, 32);
	count_put(&words, count);
	wide = chart_words_width(buf_text(&words), SMALL_SIZE);
	words_end(plot->drawing, &words);
	return wide;
}

static int32_t
bin_width(const struct plot *plot, const struct bins *bins, size_t i)
{
	return plot_x(plot, bins->starts[i + 1]) - plot_x(plot, bins->starts[i]);
}

static bool
fits(const struct plot *plot, const struct sides *sides, size_t i)
{
	int32_t wide = bin_width(plot, &sides->bins, i);

	/* The last one may reach into the margin. */
	if (i + 1 == sides->bins.count)
		wide += RIGHT;
	return count_width(plot, sides->up[i]) <= wide && count_width(plot, sides->down[i]) <= wide;
}

/* All of them can be written, or none is; the first one alone may be too short a piece. */
static bool
numbers_fit(const struct plot *plot, const struct sides *sides)
{
	for (size_t i = 1; i < sides->bins.count; i++) {
		if (!fits(plot, sides, i))
			return false;
	}
	return true;
}

/* On a piece of paper of its own: lines and hatching behind it would make it hard to read. */
static void
put_number(const struct plot *plot, int32_t middle, int32_t y, uint64_t count)
{
	int32_t wide = count_width(plot, count);

	drawing_rect(
	    plot->drawing, middle - wide / 2, y - NUMBER_UP, wide, NUMBER_UP + 8, INK_PAPER);
	put_count(plot->drawing, middle, y, ANCHOR_MIDDLE, SMALL_SIZE, INK_TEXT, count);
}

static void
put_pair(const struct plot *plot, const struct sides *sides, size_t i)
{
	int32_t up = scale_height(sides->up_scale, sides->up[i], sides->up_height);
	int32_t down = scale_height(sides->down_scale, sides->down[i], sides->down_height);
	int32_t wide = bin_width(plot, &sides->bins, i), x = plot_x(plot, sides->bins.starts[i]);
	int32_t up_wide = count_width(plot, sides->up[i]),
		down_wide = count_width(plot, sides->down[i]);

	put_number(
	    plot, x + (up_wide > wide ? up_wide : wide) / 2, sides->base - up - 20, sides->up[i]);
	put_number(plot, x + (down_wide > wide ? down_wide : wide) / 2, sides->base + down + 75,
	    sides->down[i]);
}

static void
put_numbers(const struct plot *plot, const struct sides *sides)
{
	for (size_t i = 0; i < sides->bins.count; i++) {
		bool any = sides->up[i] != 0 || sides->down[i] != 0;

		if (fits(plot, sides, i) && (any || !bins_silent(plot, &sides->bins, i)))
			put_pair(plot, sides, i);
	}
}

static void
put_legend(const struct plot *plot, struct stride stride)
{
	bool months = stride.unit == UNIT_MONTH;
	struct legend legend = legend_begin(plot);

	legend_box(
	    &legend, INK_MARK, months ? "Up: contacts in a month" : "Up: contacts in a year");
	legend_box(&legend, INK_REPLY, "Down: replies to them");
	legend_end(&legend);
}

static void
tell(const struct plot *plot, const uint32_t *contacts, const uint32_t *replies)
{
	struct buf said;

	buf_init(&said, 200);
	count_put(&said, plot_sum(plot, contacts));
	buf_put_c(&said, plot_sum(plot, contacts) == 1 ? " contact and " : " contacts and ");
	count_put(&said, plot_sum(plot, replies));
	buf_put_c(&said, plot_sum(plot, replies) == 1 ? " reply." : " replies.");
	plot_tell(plot, "Contacts and replies", buf_text(&said));
	words_end(plot->drawing, &said);
}

static void
draw_sides(struct plot *plot, struct sides *sides)
{
	measure(plot, sides);
	plot_scale(plot, sides->up_scale, sides->base, sides->up_height, false);
	plot_scale(plot, sides->down_scale, sides->base, sides->down_height, true);
	drawing_line(plot->drawing, (struct point){plot->left, sides->base},
	    (struct point){plot->right, sides->base}, RULE_WEIGHT, false, INK_TEXT);
	bins_draw(plot, &sides->bins, sides->up, sides->up_scale, sides->base, sides->up_height,
	    false, INK_MARK);
	bins_draw(plot, &sides->bins, sides->down, sides->down_scale, sides->base,
	    sides->down_height, true, INK_REPLY);
	put_count(plot->drawing, plot->left - 40, sides->base + WORDS_SIZE * 36 / 100, ANCHOR_END,
	    WORDS_SIZE, INK_TEXT, 0);
	plot_events(plot);
	if (numbers_fit(plot, sides))
		put_numbers(plot, sides);
}

static void
draw(struct plot *plot, const uint32_t *contacts, const uint32_t *replies)
{
	bool months = plot->last_day - plot->first_day < YEARS_BY_MONTH * 366;
	struct sides sides = {0};

	plot->left = LEFT;
	plot->right = DRAWING_WIDTH - RIGHT;
	plot->top = plot->event_count != 0 ? BADGE_ROOM : 20;
	plot->bottom = plot->top + HEIGHT + 2 * NUMBERS;
	if (!bins_make(plot, (struct stride){months ? UNIT_MONTH : UNIT_YEAR, 1}, &sides.bins))
		return;
	sides.up = bins_sum(plot, &sides.bins, contacts);
	sides.down = bins_sum(plot, &sides.bins, replies);
	if (sides.up == NULL || sides.down == NULL)
		return;
	plot_hatch(plot);
	draw_sides(plot, &sides);
	plot_ticks(plot);
	put_legend(plot, sides.bins.stride);
	tell(plot, contacts, replies);
}

enum status
chart_months(struct drawing *drawing, const struct chart_time *time, const uint32_t *contacts,
    const uint32_t *replies, struct err *err)
{
	struct plot plot;

	drawing_init(drawing, DRAWING_WIDTH, 0);
	if (plot_begin(&plot, drawing, time))
		draw(&plot, contacts, replies);
	return drawing_check(drawing, err);
}
