/* src/show/chart/chart_kinds.c
 * Kinds of behaviour, one above the other, with the first of each; see chart.h. */
#include "show/chart/chart_rows.h"

#include "show/when.h"

enum { ROW = 230, RIGHT = DRAWING_WIDTH - 1220, FIRST_HALF = 36 };

/* The first day with any, or after the last one. */
static int32_t
first_of(const struct plot *plot, const uint32_t *days)
{
	int32_t day = plot->first_day;

	while (day <= plot->last_day && days[day - plot->first_day] == 0)
		day++;
	return day;
}

/* A diamond standing on the line: no bar and no badge looks like it. */
static void
put_first(const struct plot *plot, int32_t x, int32_t base)
{
	int32_t y = base - FIRST_HALF;
	struct point diamond[] = {{x, y - FIRST_HALF}, {x + FIRST_HALF, y}, {x, y + FIRST_HALF},
	    {x - FIRST_HALF, y}, {x, y - FIRST_HALF}, {x + FIRST_HALF, y}};
	struct point core[] = {{x, y - FIRST_HALF / 2}, {x, y + FIRST_HALF / 2}};

	drawing_path(plot->drawing, core, 2, FIRST_HALF, INK_PAPER);
	drawing_path(plot->drawing, diamond, sizeof diamond / sizeof diamond[0], 14, INK_TEXT);
}

static void
put_facts(const struct plot *plot, const struct chart_row *row, int32_t first, uint64_t peak,
    int32_t base)
{
	struct civil date = civil_of_day(first);
	struct buf words;

	buf_init(&words, 100);
	buf_put_c(&words, "first ");
	date_put(&words, &date);
	drawing_words(plot->drawing, (struct point){DRAWING_WIDTH, base - 130}, ANCHOR_END,
	    SMALL_SIZE, false, INK_TEXT, buf_text(&words));
	words_next(plot->drawing, &words);
	count_put(&words, plot_sum(plot, row->days));
	buf_put_c(&words, " in all, peak ");
	count_put(&words, peak);
	drawing_words(plot->drawing, (struct point){DRAWING_WIDTH, base - 40}, ANCHOR_END,
	    SMALL_SIZE, false, INK_FAINT, buf_text(&words));
	words_end(plot->drawing, &words);
}

static void
draw_row(struct plot *plot, const struct bins *bins, const struct chart_row *row, int32_t base)
{
	const uint64_t *sums = bins_sum(plot, bins, row->days);
	int32_t first = first_of(plot, row->days);
	uint64_t peak;

	if (sums == NULL)
		return;
	peak = greatest_of(sums, bins->count);
	rows_draw(plot, bins, row, sums, (struct scale){peak, peak != 0 ? peak : 1}, base, ROW);
	if (first <= plot->last_day) {
		put_first(plot, (plot_x(plot, first) + plot_x(plot, first + 1)) / 2, base);
		put_facts(plot, row, first, peak, base);
	} else {
		put_words(plot->drawing, DRAWING_WIDTH, base - 85, ANCHOR_END, SMALL_SIZE,
		    INK_FAINT, "none recorded");
	}
}

static void
put_legend(const struct plot *plot, struct stride stride)
{
	struct legend legend = legend_begin(plot);
	struct buf words;

	put_first(plot, FIRST_HALF + 10, legend.y + 10);
	legend.x += 3 * FIRST_HALF;
	legend_words(&legend, "The first");
	buf_init(&words, 200);
	buf_putf(&words, "A bar is a %s; each row to its own scale, up to its peak",
	    stride_word(stride));
	legend_words(&legend, words_z(&words));
	words_end(plot->drawing, &words);
	legend_end(&legend);
}

static void
tell(struct plot *plot, const struct chart_row *rows, size_t count)
{
	struct buf said;

	buf_init(&said, 16 * 1024);
	buf_put_c(&said, "kinds of behaviour:");
	for (size_t i = 0; i < count; i++) {
		int32_t first = first_of(plot, rows[i].days);
		struct civil date = civil_of_day(first);

		buf_put_c(&said, i == 0 ? " " : "; ");
		chart_words_name(&said, rows[i].name);
		buf_put_byte(&said, ' ');
		count_put(&said, plot_sum(plot, rows[i].days));
		if (first <= plot->last_day) {
			buf_put_c(&said, ", first on ");
			date_put(&said, &date);
		}
	}
	buf_put_byte(&said, '.');
	plot_tell(plot, "Kinds of behaviour over time", buf_text(&said));
	words_end(plot->drawing, &said);
}

enum status
chart_kinds(struct drawing *drawing, const struct chart_time *time, const struct chart_row *rows,
    size_t count, struct err *err)
{
	struct plot plot;
	struct bins bins;

	drawing_init(drawing, DRAWING_WIDTH, 0);
	if (count > CHART_KINDS_MAX)
		drawing->status = E_LIMIT;
	else if (plot_begin(&plot, drawing, time) && rows_layout(&plot, count, ROW, RIGHT) &&
		 bins_make(&plot, plot_stride(&plot), &bins)) {
		plot_hatch(&plot);
		plot_events(&plot);
		for (size_t i = 0; i < count; i++)
			draw_row(&plot, &bins, &rows[i], rows_base(&plot, i, ROW));
		plot_ticks(&plot);
		put_legend(&plot, bins.stride);
		tell(&plot, rows, count);
	}
	return drawing_check(drawing, err);
}
