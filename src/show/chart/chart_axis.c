/* src/show/chart/chart_axis.c
 * What stands around the marks: axes, key events, hatching, legend; see chart_inside.h. */
#include "show/chart/chart_inside.h"

#include "show/when.h"

enum {
	TICK = 30,
	LABEL_DOWN = 115,
	YEAR_DOWN = 205,
	LABEL_GAP = 30,
	BADGE_HALF = 52,
	BADGE_WORDS = 70,
	BADGE_PAD = 30, /* left and right of a group's numbers */
	BADGE_GAP = 12,
	BADGE_UP = 80,
	BADGE_CHARACTERS = 12,
	HATCH_NARROW = 30,
	SIGN = 90,
	SIGN_HIGH = 68,
	SIGN_UP = 60,
	SIGN_GAP = 40,
	LEGEND_GAP = 80,
	SCALE_GAP = 40,
};

void
words_next(struct drawing *drawing, struct buf *words)
{
	if (drawing->status == OK)
		drawing->status = words->failed;
	buf_reset(words);
}

void
words_end(struct drawing *drawing, struct buf *words)
{
	words_next(drawing, words);
	buf_fini(words);
}

const char *
words_z(struct buf *words)
{
	buf_put_byte(words, 0);
	return words->failed == OK ? (const char *)words->p : "";
}

void
put_words(struct drawing *drawing, int32_t x, int32_t y, enum anchor anchor, int32_t size,
    enum ink ink, const char *words)
{
	drawing_words(drawing, (struct point){x, y}, anchor, size, false, ink, text_of_c(words));
}

void
put_count(struct drawing *drawing, int32_t x, int32_t y, enum anchor anchor, int32_t size,
    enum ink ink, uint64_t count)
{
	struct buf words;

	buf_init(&words, 32);
	count_put(&words, count);
	drawing_words(drawing, (struct point){x, y}, anchor, size, false, ink, buf_text(&words));
	words_end(drawing, &words);
}

/* Slanted lines and an edge at both ends; where there is no room for lines, one broad dashed one.
 */
static void
hatch(const struct plot *plot, int32_t from, int32_t to)
{
	int32_t high = plot->bottom - plot->top;

	if (to - from < HATCH_NARROW) {
		int32_t wide = to - from > 0 ? to - from : 1;

		drawing_line(plot->drawing, (struct point){from + wide / 2, plot->top},
		    (struct point){from + wide / 2, plot->bottom}, wide, true, INK_NO_RECORD);
		return;
	}
	drawing_hatch(plot->drawing, from, plot->top, to - from, high);
	drawing_frame(plot->drawing, from, plot->top, to - from, high, HATCH_EDGE, INK_NO_RECORD);
}

void
plot_hatch(const struct plot *plot)
{
	for (size_t i = 0; i < plot->span_count; i++)
		hatch(plot, plot_x(plot, plot->spans[i].from_day),
		    plot_x(plot, plot->spans[i].to_day + 1));
}

void
events_put(struct buf *buf, const struct plot *plot, size_t first, size_t count)
{
	const struct chart_event *events = plot->events + first;
	size_t i = 0, begin = buf->n;

	while (i < count) {
		size_t run = 1;

		if (buf->n - begin > BADGE_CHARACTERS) {
			buf_putf(buf, " +%zu", count - i);
			return;
		}
		while (i + run < count && events[i + run].number == events[i].number + run)
			run++;
		if (i != 0)
			buf_put_byte(buf, ',');
		buf_put_u64(buf, events[i].number);
		if (run > 2)
			buf_put_c(buf, "\xe2\x80\x93");
		else if (run == 2)
			buf_put_byte(buf, ',');
		if (run > 1)
			buf_put_u64(buf, events[i + run - 1].number);
		i += run;
	}
}

/* Key events whose numbers would run into one another share a badge. */
struct badge {
	size_t first, count;
	int32_t from_x, to_x, centre, half;
	char words[64];
};

static int32_t
event_x(const struct plot *plot, size_t i)
{
	int32_t day = plot->events[i].day;

	return (plot_x(plot, day) + plot_x(plot, day + 1)) / 2;
}

static void
badge_place(const struct plot *plot, struct badge *badge)
{
	int32_t wide, most;
	struct buf words;

	buf_init(&words, sizeof badge->words - 1);
	events_put(&words, plot, badge->first, badge->count);
	text_copy(badge->words, sizeof badge->words, buf_text(&words));
	words_end(plot->drawing, &words);
	wide = chart_words_width(text_of_c(badge->words), BADGE_WORDS);
	badge->half = wide > 2 * BADGE_HALF - 10 ? wide / 2 + BADGE_PAD : BADGE_HALF;
	badge->centre = badge->from_x + (badge->to_x - badge->from_x) / 2;
	most = plot->drawing->width - badge->half;
	if (badge->centre > most)
		badge->centre = most;
	if (badge->centre < badge->half)
		badge->centre = badge->half;
}

/* How many badges there are, none over another. */
static size_t
badges_make(const struct plot *plot, struct badge *badges)
{
	size_t count = 0;

	for (size_t i = 0; i < plot->event_count; i++) {
		int32_t x = event_x(plot, i);
		struct badge *last = &badges[count++];

		*last = (struct badge){.first = i, .count = 1, .from_x = x, .to_x = x};
		badge_place(plot, last);
		while (count > 1 &&
		       last->centre - last->half < last[-1].centre + last[-1].half + BADGE_GAP) {
			last[-1].count += last->count;
			last[-1].to_x = last->to_x;
			last--;
			count--;
			badge_place(plot, last);
		}
	}
	return count;
}

static void
badge_draw(const struct plot *plot, const struct badge *badge, int32_t y)
{
	struct drawing *drawing = plot->drawing;
	int32_t straight = badge->half - BADGE_HALF;

	/* One line from the first to the last of a group, which its numbers stand on. */
	if (badge->to_x > badge->from_x)
		drawing_line(drawing, (struct point){badge->from_x, plot->top - 18},
		    (struct point){badge->to_x, plot->top - 18}, EVENT_WEIGHT, false, INK_EVENT);
	drawing_disc(drawing, (struct point){badge->centre - straight, y}, BADGE_HALF, INK_EVENT);
	if (straight > 0) {
		drawing_rect(drawing, badge->centre - straight, y - BADGE_HALF, 2 * straight,
		    2 * BADGE_HALF, INK_EVENT);
		drawing_disc(
		    drawing, (struct point){badge->centre + straight, y}, BADGE_HALF, INK_EVENT);
	}
	drawing_words(drawing, (struct point){badge->centre, y + BADGE_WORDS * 36 / 100},
	    ANCHOR_MIDDLE, BADGE_WORDS, true, INK_PAPER, text_of_c(badge->words));
}

void
plot_events(struct plot *plot)
{
	struct badge *badges = plot_room(plot, plot->event_count, sizeof *badges);
	int32_t before = -1;
	size_t count;

	if (badges == NULL || plot->event_count == 0)
		return;
	count = badges_make(plot, badges);
	for (size_t i = 0; i < plot->event_count; i++) {
		int32_t x = event_x(plot, i);

		if (x != before)
			drawing_line(plot->drawing, (struct point){x, plot->top - 18},
			    (struct point){x, plot->bottom}, EVENT_WEIGHT, true, INK_EVENT);
		before = x;
	}
	for (size_t i = 0; i < count; i++)
		badge_draw(plot, &badges[i], plot->top - BADGE_UP);
}

static void
tick_words(struct buf *buf, struct stride stride, const struct civil *at)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	if (stride.unit == UNIT_YEAR) {
		buf_put_i64(buf, at->year);
		return;
	}
	if (stride.unit != UNIT_MONTH)
		buf_putf(buf, "%d ", at->day);
	buf_put(buf, months + (at->month - 1) * 3, 3);
}

/* Room that the words at a tick may take; below months and days stands a year now and then. */
static int32_t
tick_room(struct stride stride)
{
	return stride.unit == UNIT_DAY || stride.unit == UNIT_WEEK
		   ? chart_words_width(TEXT_LITERAL("30 Mmm"), WORDS_SIZE) + LABEL_GAP
		   : chart_words_width(TEXT_LITERAL("2000"), WORDS_SIZE) + LABEL_GAP;
}

/* The shortest stride whose words do not run into one another. */
static struct stride
tick_stride(const struct plot *plot)
{
	static const struct {
		struct stride stride;
		int32_t days; /* at least, in each */
	} steps[] = {{{UNIT_DAY, 1}, 1}, {{UNIT_WEEK, 1}, 7}, {{UNIT_MONTH, 1}, 28},
	    {{UNIT_MONTH, 3}, 90}, {{UNIT_MONTH, 6}, 181}, {{UNIT_YEAR, 1}, 365},
	    {{UNIT_YEAR, 2}, 730}, {{UNIT_YEAR, 5}, 1826}, {{UNIT_YEAR, 10}, 3652},
	    {{UNIT_YEAR, 20}, 7304}, {{UNIT_YEAR, 50}, 18262}};
	int64_t days = (int64_t)plot->last_day - plot->first_day + 1;
	int64_t wide = plot->right - plot->left;
	size_t last = sizeof steps / sizeof steps[0] - 1, i = 0;

	/* The rounding of two places to whole units takes at most one. */
	while (i < last && steps[i].days * wide / days - 1 < tick_room(steps[i].stride))
		i++;
	return steps[i].stride;
}

static void
tick_draw(const struct plot *plot, struct stride stride, int32_t day, bool with_year)
{
	int32_t x = plot_x(plot, day), next = plot_x(plot, day + 1);
	struct civil at = civil_of_day(day);
	struct buf words;

	drawing_line(plot->drawing, (struct point){x, plot->bottom},
	    (struct point){x, plot->bottom + TICK}, RULE_WEIGHT, false, INK_TEXT);
	if (stride.unit == UNIT_DAY)
		x = (x + next) / 2; /* the words are those of the day, not of its midnight */
	buf_init(&words, 32);
	tick_words(&words, stride, &at);
	drawing_words(plot->drawing, (struct point){x, plot->bottom + LABEL_DOWN}, ANCHOR_MIDDLE,
	    WORDS_SIZE, false, INK_TEXT, buf_text(&words));
	words_next(plot->drawing, &words);
	buf_put_i64(&words, at.year);
	if (with_year)
		drawing_words(plot->drawing, (struct point){x, plot->bottom + YEAR_DOWN},
		    ANCHOR_MIDDLE, WORDS_SIZE, true, INK_TEXT, buf_text(&words));
	words_end(plot->drawing, &words);
}

void
plot_ticks(struct plot *plot)
{
	struct stride stride = tick_stride(plot);
	int32_t day = stride_floor(stride, plot->first_day), year = 0;

	drawing_line(plot->drawing, (struct point){plot->left, plot->bottom},
	    (struct point){plot->right, plot->bottom}, RULE_WEIGHT, false, INK_TEXT);
	for (; day <= plot->last_day; day = stride_next(stride, day)) {
		int32_t here = civil_of_day(day).year;

		if (day < plot->first_day)
			continue;
		tick_draw(plot, stride, day, here != year && stride.unit != UNIT_YEAR);
		year = here;
	}
}

/* The greatest of the letters that let all numbers up to `most` stand left of the plot. */
static int32_t
scale_size(const struct plot *plot, uint64_t most)
{
	int32_t size = WORDS_SIZE;
	struct buf words;

	buf_init(&words, 32);
	count_put(&words, most);
	while (size > 30 && chart_words_width(buf_text(&words), size) > plot->left - SCALE_GAP)
		size -= 5;
	words_end(plot->drawing, &words);
	return size;
}

void
plot_scale(const struct plot *plot, struct scale scale, int32_t base, int32_t height, bool down)
{
	int32_t size = scale_size(plot, scale.top);

	for (uint64_t value = scale.step; value <= scale.top; value += scale.step) {
		int32_t high = (int32_t)(value * (uint64_t)height / scale.top);
		int32_t y = down ? base + high : base - high;

		drawing_line(plot->drawing, (struct point){plot->left, y},
		    (struct point){plot->right, y}, RULE_WEIGHT, false, INK_RULE);
		put_count(plot->drawing, plot->left - SCALE_GAP, y + size * 36 / 100, ANCHOR_END,
		    size, INK_TEXT, value);
	}
}

struct legend
legend_begin(const struct plot *plot)
{
	return (struct legend){.plot = plot, .y = plot->bottom + AXIS_ROOM + LEGEND_LINE};
}

void
legend_room(struct legend *legend, int32_t sign, const char *words)
{
	int32_t wide = sign + chart_words_width(text_of_c(words), SMALL_SIZE);

	if (legend->x == 0 || legend->x + wide <= legend->plot->drawing->width)
		return;
	legend->x = 0;
	legend->y += LEGEND_LINE;
}

void
legend_words(struct legend *legend, const char *words)
{
	put_words(legend->plot->drawing, legend->x, legend->y, ANCHOR_START, SMALL_SIZE, INK_FAINT,
	    words);
	legend->x += chart_words_width(text_of_c(words), SMALL_SIZE) + LEGEND_GAP;
}

void
legend_box(struct legend *legend, enum ink ink, const char *words)
{
	legend_room(legend, SIGN + SIGN_GAP, words);
	drawing_rect(legend->plot->drawing, legend->x, legend->y - SIGN_UP, SIGN, SIGN_HIGH, ink);
	if (ink == INK_LEVEL_0)
		drawing_frame(legend->plot->drawing, legend->x + 2, legend->y - SIGN_UP + 2,
		    SIGN - 4, SIGN_HIGH - 4, HATCH_EDGE, INK_RULE);
	legend->x += SIGN + SIGN_GAP;
	legend_words(legend, words);
}

static void
legend_events(struct legend *legend)
{
	const char *words = legend->ringed ? legend->ringed : "Key event, numbered as in the table";
	struct drawing *drawing = legend->plot->drawing;
	int32_t top;

	legend_room(legend, SIGN + SIGN_GAP, words);
	top = legend->y - SIGN_UP;
	if (legend->ringed)
		drawing_frame(
		    drawing, legend->x + 6, top, SIGN_HIGH, SIGN_HIGH, RING_WEIGHT, INK_EVENT);
	else
		drawing_line(drawing, (struct point){legend->x + SIGN / 2, top},
		    (struct point){legend->x + SIGN / 2, top + SIGN}, EVENT_WEIGHT, true,
		    INK_EVENT);
	legend->x += SIGN + (legend->ringed ? SIGN_GAP / 2 : 0);
	legend_words(legend, words);
}

void
legend_end(struct legend *legend)
{
	struct drawing *drawing = legend->plot->drawing;

	if (legend->plot->event_count != 0)
		legend_events(legend);
	if (legend->plot->span_count != 0) {
		legend_room(legend, SIGN + SIGN_GAP, "No record");
		drawing_hatch(drawing, legend->x, legend->y - SIGN_UP, SIGN, SIGN_HIGH);
		drawing_frame(drawing, legend->x, legend->y - SIGN_UP, SIGN, SIGN_HIGH, HATCH_EDGE,
		    INK_NO_RECORD);
		legend->x += SIGN + SIGN_GAP;
		legend_words(legend, "No record");
	}
	drawing->height = legend->y + LEGEND_LINE / 2;
}

void
plot_tell(const struct plot *plot, const char *title, struct text said)
{
	struct civil first = civil_of_day(plot->first_day), last = civil_of_day(plot->last_day);
	struct buf words;

	buf_init(&words, 8 * 1024);
	buf_put_c(&words, "From ");
	date_put(&words, &first);
	buf_put_c(&words, " to ");
	date_put(&words, &last);
	buf_put_c(&words, ": ");
	buf_put_text(&words, said);
	if (plot->event_count != 0)
		buf_putf(&words, " Key events: %zu.", plot->event_count);
	if (plot->span_count != 0)
		buf_putf(&words, " Stretches without a record, hatched: %zu.", plot->span_count);
	drawing_tell(plot->drawing, text_of_c(title), buf_text(&words));
	words_end(plot->drawing, &words);
}
