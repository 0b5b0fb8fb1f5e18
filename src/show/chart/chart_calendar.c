/* src/show/chart/chart_calendar.c
 * A field for each day, or for each month where there are too many days to see; see chart.h. */
#include "show/chart/chart_inside.h"

#include "show/when.h"

enum {
	LEFT = 330,
	PITCH = 90, /* 54 weeks, as a leap year that begins on a Sunday touches, fit the width */
	FIELD = 78,
	FIELD_GAP = PITCH - FIELD,
	HEAD = 110, /* names of months */
	BLOCK = HEAD + 7 * PITCH + 40,
	DAYS_BY_DAY = 4 * 366,
	MONTH_WIDTH = (DRAWING_WIDTH - LEFT) / 12,
	MONTHS_HEIGHT = 6300, /* of all years together, so that a page holds them */
	MONTH_HIGH = 110,
	STRIP = 22,    /* in a month with contacts: what of it is not recorded */
	READABLE = 70, /* lines of less have no numbers */
	RING_OUT = 2,
};

struct field {
	int32_t x, y, w, h, from_day, to_day; /* the days that are drawn; both belong to it */
	uint64_t value;
	unsigned level;
	bool silent; /* nothing of it is recorded: hatched, and never shaded as none */
	size_t first_event, events;
};

struct grid {
	struct plot plot;
	struct field *fields;
	size_t count;
	uint64_t bounds[CHART_LEVELS];
	bool months;
	int32_t line; /* the height of a year's line, by month */
	int32_t first_year;
};

static void
place_day(const struct grid *grid, int32_t day, struct field *field)
{
	int32_t year = civil_of_day(day).year, first = day_of_civil(year, 1, 1);
	int32_t week = (day - first + weekday_of_day(first)) / 7;

	*field = (struct field){.x = LEFT + week * PITCH,
	    .y = (year - grid->first_year) * BLOCK + HEAD + weekday_of_day(day) * PITCH,
	    .w = FIELD,
	    .h = FIELD,
	    .from_day = day,
	    .to_day = day};
}

/* Left edge of a day inside the field of the month that `of` lies in; of the day after the last
 * one, the right edge of the field. */
static int32_t
month_x(int32_t of, int32_t day)
{
	struct civil civil = civil_of_day(of);
	int32_t into = day - day_of_civil(civil.year, civil.month, 1);

	return LEFT + (civil.month - 1) * MONTH_WIDTH +
	       (MONTH_WIDTH - FIELD_GAP) * into / days_in_month(civil.year, civil.month);
}

static void
place_month(const struct grid *grid, int32_t from, int32_t to, struct field *field)
{
	struct civil civil = civil_of_day(from);
	int32_t gap = grid->line > 30 ? FIELD_GAP : FIELD_GAP / 3;

	*field = (struct field){.x = month_x(from, from),
	    .y = (civil.year - grid->first_year) * grid->line + HEAD,
	    .w = month_x(from, to + 1) - month_x(from, from),
	    .h = grid->line - gap,
	    .from_day = from,
	    .to_day = to};
}

static void
place_fields(struct grid *grid, const struct bins *bins, const uint64_t *sums)
{
	size_t event = 0;

	for (size_t i = 0; i < bins->count; i++) {
		struct field *field = &grid->fields[i];

		if (grid->months)
			place_month(grid, bins->starts[i], bins->starts[i + 1] - 1, field);
		else
			place_day(grid, bins->starts[i], field);
		field->value = sums[i];
		field->level = chart_level(sums[i], grid->bounds);
		field->silent = sums[i] == 0 && bins_silent(&grid->plot, bins, i);
		field->first_event = event;
		while (
		    event < grid->plot.event_count && grid->plot.events[event].day <= field->to_day)
			event++;
		field->events = event - field->first_event;
	}
}

static int32_t
field_x(const struct grid *grid, const struct field *field, int32_t day)
{
	if (grid->months)
		return month_x(field->from_day, day);
	return day > field->to_day ? field->x + field->w : field->x;
}

/* Layer after layer over all fields, so that a writer can draw one at a stroke. */
enum hatch_layer { HATCH_PAPER, HATCH_LINES, HATCH_FRAMES };

static void
hatch_part(const struct grid *grid, const struct field *field, struct chart_span part,
    enum hatch_layer layer)
{
	struct drawing *drawing = grid->plot.drawing;
	int32_t x = field_x(grid, field, part.from_day);
	int32_t w = field_x(grid, field, part.to_day + 1) - x;
	int32_t h = field->value != 0 ? STRIP : field->h, y = field->y + field->h - h;

	if (layer == HATCH_PAPER)
		drawing_rect(drawing, x, y, w, h, INK_PAPER);
	else if (layer == HATCH_LINES)
		drawing_hatch(drawing, x, y, w, h);
	else
		drawing_frame(drawing, x, y, w, h, HATCH_EDGE, INK_NO_RECORD);
}

/* What of a span lies in a field.  A day with contacts has a record, whatever span it lies in. */
static void
hatch_field(const struct grid *grid, const struct field *field, struct chart_span span,
    enum hatch_layer layer)
{
	if (span.from_day < field->from_day)
		span.from_day = field->from_day;
	if (span.to_day > field->to_day)
		span.to_day = field->to_day;
	if (span.from_day <= span.to_day && (grid->months || field->value == 0))
		hatch_part(grid, field, span, layer);
}

static void
hatch_fields(const struct grid *grid, enum hatch_layer layer)
{
	size_t span = 0, i = 0;

	while (i < grid->count && span < grid->plot.span_count) {
		hatch_field(grid, &grid->fields[i], grid->plot.spans[span], layer);
		if (grid->plot.spans[span].to_day <= grid->fields[i].to_day)
			span++;
		else
			i++;
	}
}

/* Level after level.  None has an edge, for paper. */
static void
shade_fields(const struct grid *grid)
{
	for (unsigned level = 0; level <= CHART_LEVELS; level++) {
		for (size_t i = 0; i < grid->count; i++) {
			const struct field *field = &grid->fields[i];

			if (field->level == level && !field->silent)
				drawing_rect(grid->plot.drawing, field->x, field->y, field->w,
				    field->h, INK_LEVEL_0 + level);
		}
	}
	for (size_t i = 0; i < grid->count; i++) {
		const struct field *field = &grid->fields[i];

		if (field->level == 0 && !field->silent)
			drawing_frame(grid->plot.drawing, field->x + 2, field->y + 2, field->w - 4,
			    field->h - 4, HATCH_EDGE, INK_RULE);
	}
}

static enum ink
ink_on(unsigned level)
{
	return level >= 4 ? INK_PAPER : INK_TEXT;
}

/* Numbers of the events of a field, as far as they fit into `width`. */
static int32_t
put_event_words(
    const struct grid *grid, const struct field *field, int32_t width, enum anchor anchor)
{
	int32_t size = SMALL_SIZE - 5, x = field->x + (anchor == ANCHOR_START ? 14 : field->w / 2);
	struct buf words;
	int32_t wide;

	buf_init(&words, 64);
	events_put(&words, &grid->plot, field->first_event, field->events);
	wide = chart_words_width(buf_text(&words), size);
	if (wide <= width)
		drawing_words(grid->plot.drawing,
		    (struct point){x, field->y + field->h / 2 + size * 36 / 100}, anchor, size,
		    true, ink_on(field->level), buf_text(&words));
	else
		wide = 0;
	words_end(grid->plot.drawing, &words);
	return wide;
}

static void
put_month_count(const struct grid *grid, const struct field *field, int32_t taken)
{
	struct buf words;

	buf_init(&words, 32);
	count_put(&words, field->value);
	if (chart_words_width(buf_text(&words), SMALL_SIZE) + taken + 40 <= field->w)
		drawing_words(grid->plot.drawing,
		    (struct point){
			field->x + field->w - 14, field->y + field->h / 2 + SMALL_SIZE * 26 / 100},
		    ANCHOR_END, SMALL_SIZE, false, ink_on(field->level), buf_text(&words));
	words_end(grid->plot.drawing, &words);
}

/* Rings and numbers. */
static void
mark_fields(const struct grid *grid)
{
	bool numbers = !grid->months || grid->line >= READABLE;

	for (size_t i = 0; i < grid->count; i++) {
		const struct field *field = &grid->fields[i];
		int32_t taken = 0;

		if (field->events != 0)
			drawing_frame(grid->plot.drawing, field->x - RING_OUT, field->y - RING_OUT,
			    field->w + 2 * RING_OUT, field->h + 2 * RING_OUT,
			    grid->line >= READABLE || !grid->months ? RING_WEIGHT : RING_WEIGHT / 2,
			    INK_EVENT);
		if (field->events != 0 && numbers)
			taken = put_event_words(grid, field, grid->months ? field->w / 2 : FIELD,
			    grid->months ? ANCHOR_START : ANCHOR_MIDDLE);
		if (grid->months && numbers && field->value != 0)
			put_month_count(grid, field, taken);
	}
}

static void
put_month_name(const struct grid *grid, int32_t month, int32_t x, int32_t y)
{
	static const char *const names[] = {
	    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

	put_words(grid->plot.drawing, x, y, ANCHOR_START, SMALL_SIZE, INK_TEXT, names[month - 1]);
}

static void
put_year(const struct grid *grid, int32_t year, int32_t y)
{
	struct buf words;

	buf_init(&words, 16);
	buf_put_i64(&words, year);
	drawing_words(grid->plot.drawing, (struct point){0, y}, ANCHOR_START, WORDS_SIZE, true,
	    INK_TEXT, buf_text(&words));
	words_end(grid->plot.drawing, &words);
}

/* From the top between two columns down to the first day of the month, and on to its left. */
static void
part_months(const struct grid *grid, const struct field *first)
{
	int32_t top = first->y - weekday_of_day(first->from_day) * PITCH;
	int32_t up = FIELD_GAP / 2, x = first->x - up;
	int32_t right = first->y == top ? x : x + PITCH;
	struct point points[] = {{right, top - up}, {right, first->y - up}, {x, first->y - up},
	    {x, top + 7 * PITCH - up}};

	drawing_path(grid->plot.drawing, points, 4, RULE_WEIGHT, INK_FAINT);
}

static void
name_block(const struct grid *grid, int32_t year)
{
	static const char *const weekdays[] = {"Mon", "", "Wed", "", "Fri", "", "Sun"};
	int32_t y = (year - grid->first_year) * BLOCK;
	struct field field;

	put_year(grid, year, y + HEAD - 35);
	for (int32_t i = 0; i < 7; i += 2)
		put_words(grid->plot.drawing, 0, y + HEAD + i * PITCH + FIELD * 75 / 100,
		    ANCHOR_START, SMALL_SIZE, INK_FAINT, weekdays[i]);
	for (int32_t month = 1; month <= 12; month++) {
		int32_t day = day_of_civil(year, month, 1);

		if (day > grid->plot.last_day ||
		    day + days_in_month(year, month) <= grid->plot.first_day)
			continue;
		place_day(grid, day, &field);
		put_month_name(grid, month, field.x, y + HEAD - 35);
		if (day > grid->plot.first_day && month > 1)
			part_months(grid, &field);
	}
}

/* The names of the months once, each year's name where there is room for it. */
static void
name_months(const struct grid *grid, int32_t last_year)
{
	int32_t each = 1 + (WORDS_SIZE + 10) / grid->line;

	for (int32_t month = 1; month <= 12; month++)
		put_month_name(grid, month, LEFT + (month - 1) * MONTH_WIDTH, HEAD - 35);
	for (int32_t year = grid->first_year; year <= last_year; year++) {
		int32_t y = (year - grid->first_year) * grid->line + HEAD;

		if ((year - grid->first_year) % each == 0)
			put_year(
			    grid, year, y + (grid->line - FIELD_GAP) / 2 + WORDS_SIZE * 36 / 100);
	}
}

static void
put_legend(struct grid *grid)
{
	struct legend legend = legend_begin(&grid->plot);
	uint64_t from = 1;
	struct buf words;

	legend.ringed = !grid->months            ? "Day of a key event, numbered as in the table"
			: grid->line >= READABLE ? "Month of a key event, its number at the left"
						 : "Month of a key event";
	buf_init(&words, 100);
	legend_words(&legend, grid->months ? "Contacts in a month:" : "Contacts in a day:");
	legend_box(&legend, INK_LEVEL_0, "none");
	for (unsigned i = 0; i < CHART_LEVELS && grid->bounds[CHART_LEVELS - 1] != 0; i++) {
		if (grid->bounds[i] < from)
			continue;
		words_next(grid->plot.drawing, &words);
		count_put(&words, from);
		if (grid->bounds[i] > from) {
			buf_put_c(&words, "\xe2\x80\x93");
			count_put(&words, grid->bounds[i]);
		}
		legend_box(&legend, INK_LEVEL_1 + i, words_z(&words));
		from = grid->bounds[i] + 1;
	}
	words_end(grid->plot.drawing, &words);
	legend_end(&legend);
}

static void
tell(const struct grid *grid)
{
	size_t with = 0;
	struct buf said;

	for (size_t i = 0; i < grid->count; i++)
		with += grid->fields[i].value != 0 ? 1 : 0;
	buf_init(&said, 200);
	buf_putf(&said, "contacts on %zu of %zu days.", with, grid->count);
	if (grid->months) {
		words_next(grid->plot.drawing, &said);
		buf_putf(&said, "contacts in %zu of %zu months.", with, grid->count);
	}
	plot_tell(&grid->plot, grid->months ? "Contacts month by month" : "Contacts day by day",
	    buf_text(&said));
	words_end(grid->plot.drawing, &said);
}

static bool
take_numbers(struct grid *grid, const uint32_t *days)
{
	struct stride stride = {grid->months ? UNIT_MONTH : UNIT_DAY, 1};
	struct bins bins;
	const uint64_t *sums;

	if (!bins_make(&grid->plot, stride, &bins))
		return false;
	sums = bins_sum(&grid->plot, &bins, days);
	grid->fields = plot_room(&grid->plot, bins.count, sizeof *grid->fields);
	if (sums == NULL || grid->fields == NULL)
		return false;
	grid->count = bins.count;
	chart_levels(sums, bins.count, grid->bounds);
	place_fields(grid, &bins, sums);
	return true;
}

static void
draw(struct grid *grid, const uint32_t *days)
{
	int32_t last_year = civil_of_day(grid->plot.last_day).year, years;

	grid->first_year = civil_of_day(grid->plot.first_day).year;
	years = last_year - grid->first_year + 1;
	grid->months = grid->plot.last_day - grid->plot.first_day >= DAYS_BY_DAY;
	grid->line = MONTHS_HEIGHT / years < MONTH_HIGH ? MONTHS_HEIGHT / years : MONTH_HIGH;
	if (!take_numbers(grid, days))
		return;
	grid->plot.bottom = (grid->months ? HEAD + years * grid->line : years * BLOCK) - AXIS_ROOM +
			    20;
	shade_fields(grid);
	for (enum hatch_layer layer = HATCH_PAPER; layer <= HATCH_FRAMES; layer++)
		hatch_fields(grid, layer);
	if (grid->months) {
		name_months(grid, last_year);
	} else {
		for (int32_t year = grid->first_year; year <= last_year; year++)
			name_block(grid, year);
	}
	mark_fields(grid);
	put_legend(grid);
	tell(grid);
}

enum status
chart_calendar(
    struct drawing *drawing, const struct chart_time *time, const uint32_t *days, struct err *err)
{
	struct grid grid = {0};

	drawing_init(drawing, DRAWING_WIDTH, 0);
	if (plot_begin(&grid.plot, drawing, time))
		draw(&grid, days);
	return drawing_check(drawing, err);
}
