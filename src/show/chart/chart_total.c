/* src/show/chart/chart_total.c
 * The running total; see chart.h. */
#include "show/chart/chart_inside.h"

#include "show/when.h"

enum { HEIGHT = 1500, LEFT = 560, RIGHT = 170, TOTAL_WEIGHT = 20, STEPS = 6 };

/* The line drawn so far, put down when it stops at what is not recorded. */
struct pen {
	const struct plot *plot;
	struct point *points;
	size_t count;
};

static void
pen_to(struct pen *pen, int32_t x, int32_t y)
{
	struct point *last = pen->count != 0 ? &pen->points[pen->count - 1] : NULL;

	if (last != NULL && last->x == x && last->y == y)
		return;
	/* Along one line only its ends count. */
	if (pen->count > 1 &&
	    ((last->y == y && last[-1].y == y) || (last->x == x && last[-1].x == x)))
		*last = (struct point){x, y};
	else
		pen->points[pen->count++] = (struct point){x, y};
}

static void
pen_up(struct pen *pen)
{
	drawing_path(pen->plot->drawing, pen->points, pen->count, TOTAL_WEIGHT, INK_MARK);
	pen->count = 0;
}

static void
draw_line(struct plot *plot, const uint32_t *days, struct scale scale)
{
	size_t most = 2 * (size_t)(plot->last_day - plot->first_day + 2);
	struct pen pen = {plot, plot_room(plot, most, sizeof *pen.points), 0};
	int32_t high = plot->bottom - plot->top;
	uint64_t total = 0;

	for (int32_t day = plot->first_day; pen.points != NULL && day <= plot->last_day; day++) {
		uint32_t here = days[day - plot->first_day];
		int32_t x = plot_x(plot, day);

		if (here == 0 && !plot_recorded(plot, day)) {
			pen_up(&pen);
			continue;
		}
		pen_to(&pen, x, plot->bottom - (int32_t)(total * (uint64_t)high / scale.top));
		total += here;
		pen_to(&pen, x, plot->bottom - (int32_t)(total * (uint64_t)high / scale.top));
		pen_to(&pen, plot_x(plot, day + 1),
		    plot->bottom - (int32_t)(total * (uint64_t)high / scale.top));
	}
	if (pen.points != NULL)
		pen_up(&pen);
}

static void
tell(const struct plot *plot, uint64_t total)
{
	struct buf said;

	buf_init(&said, 100);
	buf_put_c(&said, "the number of contacts rises to ");
	count_put(&said, total);
	buf_put_byte(&said, '.');
	plot_tell(plot, "Running total of contacts", buf_text(&said));
	words_end(plot->drawing, &said);
}

static void
draw(struct plot *plot, const uint32_t *days)
{
	uint64_t total = plot_sum(plot, days);
	struct scale scale = scale_of(total, STEPS);
	struct legend legend;

	plot->left = LEFT;
	plot->right = DRAWING_WIDTH - RIGHT;
	plot->top = plot->event_count != 0 ? BADGE_ROOM : 60;
	plot->bottom = plot->top + HEIGHT;
	plot_hatch(plot);
	plot_scale(plot, scale, plot->bottom, HEIGHT, false);
	put_count(plot->drawing, LEFT - 40, plot->bottom + WORDS_SIZE * 36 / 100, ANCHOR_END,
	    WORDS_SIZE, INK_TEXT, 0);
	draw_line(plot, days, scale);
	plot_ticks(plot);
	plot_events(plot);
	legend = legend_begin(plot);
	legend_words(&legend, "Contacts in all, day by day");
	legend_end(&legend);
	tell(plot, total);
}

enum status
chart_total(
    struct drawing *drawing, const struct chart_time *time, const uint32_t *days, struct err *err)
{
	struct plot plot;

	drawing_init(drawing, DRAWING_WIDTH, 0);
	if (plot_begin(&plot, drawing, time))
		draw(&plot, days);
	return drawing_check(drawing, err);
}
