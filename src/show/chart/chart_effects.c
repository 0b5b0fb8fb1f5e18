/* src/show/chart/chart_effects.c
 * What the person wrote down of what it did to them and what they changed; see chart.h. */
#include "show/chart/chart_inside.h"

#include "show/when.h"

enum {
	LEFT = 1000,
	RIGHT = DRAWING_WIDTH - 480,
	LANE = 460,
	MARK = 56, /* the width of a mark, and the height that one takes on a pile */
	STACK = 5, /* marks on a pile; more are a number */
};

struct pile {
	int32_t x;
	uint64_t count;
};

/* Each mark stands at its day; one that would touch the pile before it goes on top of that. */
static size_t
piles_make(struct plot *plot, const uint32_t *days, struct pile *piles)
{
	size_t count = 0;

	for (int32_t day = plot->first_day; day <= plot->last_day; day++) {
		int32_t x = (plot_x(plot, day) + plot_x(plot, day + 1)) / 2;

		if (days[day - plot->first_day] == 0)
			continue;
		if (count == 0 || x - piles[count - 1].x >= MARK)
			piles[count++].x = x;
		piles[count - 1].count += days[day - plot->first_day];
	}
	return count;
}

static void
put_mark(struct drawing *drawing, int32_t x, int32_t y, bool change)
{
	if (change)
		drawing_rect(drawing, x - MARK * 4 / 10, y - MARK * 4 / 10, MARK * 8 / 10,
		    MARK * 8 / 10, INK_NOTE);
	else
		drawing_disc(drawing, (struct point){x, y}, MARK * 45 / 100, INK_NOTE);
}

/* The number above a pile, unless the one before it reaches here. */
static void
put_pile(struct plot *plot, const struct pile *pile, int32_t base, bool change, int32_t *reach)
{
	uint64_t marks = pile->count < STACK ? pile->count : STACK;
	struct buf words;
	int32_t half;

	for (uint64_t i = 0; i < marks; i++)
		put_mark(plot->drawing, pile->x, base - 20 - MARK / 2 - (int32_t)i * MARK, change);
	if (pile->count <= STACK)
		return;
	buf_init(&words, 32);
	count_put(&words, pile->count);
	half = chart_words_width(buf_text(&words), SMALL_SIZE) / 2;
	if (pile->x - half > *reach) {
		drawing_words(plot->drawing,
		    (struct point){pile->x, base - 35 - (int32_t)marks * MARK}, ANCHOR_MIDDLE,
		    SMALL_SIZE, false, INK_TEXT, buf_text(&words));
		*reach = pile->x + half;
	}
	words_end(plot->drawing, &words);
}

/* How many there are of each day. */
static uint32_t *
count_days(struct plot *plot, const struct chart_note *notes, size_t count, bool change)
{
	uint32_t *days = plot_room(
	    plot, (size_t)(plot->last_day - plot->first_day) + 1, sizeof *days);

	for (size_t i = 0; days != NULL && i < count; i++) {
		if (notes[i].change == change && notes[i].day >= plot->first_day &&
		    notes[i].day <= plot->last_day)
			days[notes[i].day - plot->first_day]++;
	}
	return days;
}

static void
draw_lane(struct plot *plot, const uint32_t *days, int32_t base, bool change)
{
	size_t most = (size_t)(plot->right - plot->left) / MARK + 2;
	struct pile *piles = plot_room(plot, most, sizeof *piles);
	size_t count = piles != NULL ? piles_make(plot, days, piles) : 0;
	int32_t y = base - LANE / 2 + WORDS_SIZE * 36 / 100, reach = plot->left - MARK;

	drawing_line(plot->drawing, (struct point){0, base}, (struct point){DRAWING_WIDTH, base},
	    RULE_WEIGHT, false, INK_RULE);
	put_mark(plot->drawing, MARK / 2, base - LANE / 2, change);
	put_words(plot->drawing, MARK + 40, y, ANCHOR_START, WORDS_SIZE, INK_TEXT,
	    change ? "Changes made" : "Effects");
	put_count(plot->drawing, DRAWING_WIDTH, y, ANCHOR_END, WORDS_SIZE, INK_TEXT,
	    plot_sum(plot, days));
	for (size_t i = 0; i < count; i++)
		put_pile(plot, &piles[i], base, change, &reach);
}

static void
tell(const struct plot *plot, uint64_t effects, uint64_t changes)
{
	struct buf said;

	buf_init(&said, 200);
	buf_put_c(&said, "entries about effects ");
	count_put(&said, effects);
	buf_put_c(&said, ", about changes made ");
	count_put(&said, changes);
	buf_put_byte(&said, '.');
	plot_tell(plot, "Effects and changes over time", buf_text(&said));
	words_end(plot->drawing, &said);
}

static void
draw(struct plot *plot, const struct chart_note *notes, size_t count)
{
	const uint32_t *effects = count_days(plot, notes, count, false);
	const uint32_t *changes = count_days(plot, notes, count, true);
	struct legend legend;

	if (effects == NULL || changes == NULL)
		return;
	plot->left = LEFT;
	plot->right = RIGHT;
	plot->top = plot->event_count != 0 ? BADGE_ROOM : 40;
	plot->bottom = plot->top + 2 * LANE;
	plot_hatch(plot);
	plot_events(plot);
	draw_lane(plot, effects, plot->top + LANE, false);
	draw_lane(plot, changes, plot->bottom, true);
	plot_ticks(plot);
	legend = legend_begin(plot);
	legend_words(&legend, "A mark is an entry");
	legend_end(&legend);
	tell(plot, plot_sum(plot, effects), plot_sum(plot, changes));
}

enum status
chart_effects(struct drawing *drawing, const struct chart_time *time,
    const struct chart_note *notes, size_t count, struct err *err)
{
	struct plot plot;

	drawing_init(drawing, DRAWING_WIDTH, 0);
	if (count > CHART_NOTES_MAX)
		drawing->status = E_LIMIT;
	else if (plot_begin(&plot, drawing, time))
		draw(&plot, notes, count);
	return drawing_check(drawing, err);
}
