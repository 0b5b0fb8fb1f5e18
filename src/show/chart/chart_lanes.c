/* src/show/chart/chart_lanes.c
 * A lane for each channel, so that moving from one to another is seen; see chart.h. */
#include "show/chart/chart_rows.h"

#include "show/when.h"

enum { LANE = 250, RIGHT = DRAWING_WIDTH - 480 };

static void
put_legend(const struct plot *plot, struct stride stride, struct scale scale)
{
	struct legend legend = legend_begin(plot);
	struct buf words;

	buf_init(&words, 200);
	buf_putf(&words, "A bar is a %s; a full lane is ", stride_word(stride));
	count_put(&words, scale.top);
	legend_words(&legend, words_z(&words));
	words_end(plot->drawing, &words);
	legend_end(&legend);
}

static void
tell(struct plot *plot, const struct chart_row *rows, size_t count)
{
	struct buf said;

	buf_init(&said, 16 * 1024);
	buf_put_c(&said, "contacts by channel:");
	for (size_t i = 0; i < count; i++) {
		buf_put_c(&said, i == 0 ? " " : ", ");
		chart_words_name(&said, rows[i].name);
		buf_put_byte(&said, ' ');
		count_put(&said, plot_sum(plot, rows[i].days));
	}
	buf_put_byte(&said, '.');
	plot_tell(plot, "Channels over time", buf_text(&said));
	words_end(plot->drawing, &said);
}

static uint64_t
greatest_lane(uint64_t *const *sums, size_t count, size_t bins)
{
	uint64_t greatest = 0;

	for (size_t i = 0; i < count; i++) {
		uint64_t here = greatest_of(sums[i], bins);

		greatest = here > greatest ? here : greatest;
	}
	return greatest;
}

static void
draw_lanes(struct plot *plot, const struct bins *bins, const struct chart_row *rows, size_t count)
{
	uint64_t *sums[CHART_LANES_MAX];
	struct scale scale;

	for (size_t i = 0; i < count; i++) {
		sums[i] = bins_sum(plot, bins, rows[i].days);
		if (sums[i] == NULL)
			return;
	}
	scale = scale_of(greatest_lane(sums, count, bins->count), 10);
	for (size_t i = 0; i < count; i++) {
		int32_t base = rows_base(plot, i, LANE);

		rows_draw(plot, bins, &rows[i], sums[i], scale, base, LANE);
		put_count(plot->drawing, DRAWING_WIDTH, base - LANE / 2 + WORDS_SIZE * 36 / 100,
		    ANCHOR_END, WORDS_SIZE, INK_TEXT, plot_sum(plot, rows[i].days));
	}
	put_legend(plot, bins->stride, scale);
}

enum status
chart_lanes(struct drawing *drawing, const struct chart_time *time, const struct chart_row *rows,
    size_t count, struct err *err)
{
	struct plot plot;
	struct bins bins;

	drawing_init(drawing, DRAWING_WIDTH, 0);
	if (count > CHART_LANES_MAX)
		drawing->status = E_LIMIT;
	else if (plot_begin(&plot, drawing, time) && rows_layout(&plot, count, LANE, RIGHT) &&
		 bins_make(&plot, plot_stride(&plot), &bins)) {
		plot_hatch(&plot);
		draw_lanes(&plot, &bins, rows, count);
		plot_ticks(&plot);
		plot_events(&plot);
		tell(&plot, rows, count);
	}
	return drawing_check(drawing, err);
}
