/* src/show/chart/chart_time.c
 * Days, where they stand, and the pieces of time that bars stand for; see chart_inside.h. */
#include "show/chart/chart_inside.h"

#include <stdlib.h>

struct civil
civil_of_day(int32_t day)
{
	struct civil civil = {1, 1, 1, 0, 0, 0, 0};

	/* False only outside years 1 to 9999, which plot_begin() refuses. */
	if (!civil_of_us(day * US_PER_DAY, &civil))
		return civil;
	return civil;
}

int32_t
day_of_civil(int32_t year, int32_t month, int32_t day)
{
	struct civil civil = {year, month, day, 0, 0, 0, 0};

	return (int32_t)(civil_to_us(&civil) / US_PER_DAY);
}

int32_t
weekday_of_day(int32_t day)
{
	int32_t rest = (int32_t)(((int64_t)day + 3) % 7); /* 1 January 1970 was a Thursday */

	return rest < 0 ? rest + 7 : rest;
}

int32_t
stride_floor(struct stride stride, int32_t day)
{
	struct civil civil;
	int32_t months;

	if (stride.unit == UNIT_DAY)
		return day;
	if (stride.unit == UNIT_WEEK)
		return day - weekday_of_day(day);
	civil = civil_of_day(day);
	if (stride.unit == UNIT_YEAR) {
		int32_t year = civil.year - civil.year % stride.step;

		return day_of_civil(year < 1 ? 1 : year, 1, 1);
	}
	months = civil.year * 12 + civil.month - 1;
	months -= months % stride.step;
	return day_of_civil(months / 12, months % 12 + 1, 1);
}

int32_t
stride_next(struct stride stride, int32_t start)
{
	struct civil civil;
	int32_t months;

	if (stride.unit == UNIT_DAY)
		return start + 1;
	if (stride.unit == UNIT_WEEK)
		return start + 7;
	civil = civil_of_day(start);
	if (stride.unit == UNIT_YEAR)
		return day_of_civil(civil.year - civil.year % stride.step + stride.step, 1, 1);
	months = civil.year * 12 + civil.month - 1 + stride.step;
	return day_of_civil(months / 12, months % 12 + 1, 1);
}

const char *
stride_word(struct stride stride)
{
	static const char *const words[] = {"day", "week", "month", "year"};

	return words[stride.unit];
}

void *
plot_room(struct plot *plot, size_t count, size_t size)
{
	void *room = NULL;

	if (plot->drawing->status == OK) {
		room = arena_alloc(&plot->drawing->arena, count != 0 ? count : 1, size);
		if (room == NULL)
			plot->drawing->status = E_NOMEM;
	}
	return room;
}

static int
event_order(const void *a, const void *b)
{
	const struct chart_event *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static int
span_order(const void *a, const void *b)
{
	const struct chart_span *x = a, *y = b;

	return (x->from_day > y->from_day) - (x->from_day < y->from_day);
}

static void
take_events(struct plot *plot, const struct chart_time *time)
{
	plot->events = plot_room(plot, time->event_count, sizeof *plot->events);
	for (size_t i = 0; plot->events != NULL && i < time->event_count; i++) {
		if (time->events[i].day >= plot->first_day && time->events[i].day <= plot->last_day)
			plot->events[plot->event_count++] = time->events[i];
	}
	if (plot->event_count != 0)
		qsort(plot->events, plot->event_count, sizeof *plot->events, event_order);
}

/* Sorted spans that touch or overlap become one. */
static void
join_spans(struct plot *plot)
{
	size_t kept = 0;

	qsort(plot->spans, plot->span_count, sizeof *plot->spans, span_order);
	for (size_t i = 1; i < plot->span_count; i++) {
		struct chart_span *last = &plot->spans[kept], next = plot->spans[i];

		if (next.from_day > last->to_day + 1)
			plot->spans[++kept] = next;
		else if (next.to_day > last->to_day)
			last->to_day = next.to_day;
	}
	plot->span_count = kept + 1;
}

static void
take_spans(struct plot *plot, const struct chart_time *time)
{
	plot->spans = plot_room(plot, time->unrecorded_count, sizeof *plot->spans);
	for (size_t i = 0; plot->spans != NULL && i < time->unrecorded_count; i++) {
		struct chart_span span = time->unrecorded[i];

		if (span.from_day < plot->first_day)
			span.from_day = plot->first_day;
		if (span.to_day > plot->last_day)
			span.to_day = plot->last_day;
		if (span.from_day <= span.to_day)
			plot->spans[plot->span_count++] = span;
	}
	if (plot->span_count != 0)
		join_spans(plot);
}

/* Within years 1800 to 2300 all sums of days, months and coordinates fit. */
static bool
is_too_much(const struct chart_time *time)
{
	int32_t low = day_of_civil(1800, 1, 1), high = day_of_civil(2300, 12, 31);

	return time->first_day < low || time->last_day > high ||
	       time->last_day - time->first_day > CHART_YEARS_MAX * 366 ||
	       time->event_count > CHART_EVENTS_MAX || time->unrecorded_count > CHART_SPANS_MAX;
}

static void
say_no_days(struct drawing *drawing)
{
	drawing->height = 200;
	drawing_tell(
	    drawing, TEXT_LITERAL("No dates"), TEXT_LITERAL("There are no dates to draw."));
	put_words(drawing, 0, 120, ANCHOR_START, WORDS_SIZE, INK_FAINT, "No dates to draw.");
}

bool
plot_begin(struct plot *plot, struct drawing *drawing, const struct chart_time *time)
{
	*plot = (struct plot){
	    .drawing = drawing, .first_day = time->first_day, .last_day = time->last_day};
	if (time->last_day < time->first_day) {
		say_no_days(drawing);
		return false;
	}
	if (is_too_much(time)) {
		drawing->status = E_LIMIT;
		return false;
	}
	take_events(plot, time);
	take_spans(plot, time);
	return drawing->status == OK;
}

int32_t
plot_x(const struct plot *plot, int32_t day)
{
	int64_t days = (int64_t)plot->last_day - plot->first_day + 1;
	int64_t wide = plot->right - plot->left;

	return plot->left + (int32_t)(((int64_t)day - plot->first_day) * wide / days);
}

bool
plot_recorded(const struct plot *plot, int32_t day)
{
	size_t low = 0, high = plot->span_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (plot->spans[middle].to_day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low == plot->span_count || plot->spans[low].from_day > day;
}

uint64_t
plot_sum(const struct plot *plot, const uint32_t *days)
{
	uint64_t sum = 0;

	for (int32_t i = 0; i <= plot->last_day - plot->first_day; i++)
		sum += days[i];
	return sum;
}

struct stride
plot_stride(const struct plot *plot)
{
	int32_t days = plot->last_day - plot->first_day + 1;

	if (days <= 63)
		return (struct stride){UNIT_DAY, 1};
	if (days <= 5 * 366)
		return (struct stride){UNIT_WEEK, 1};
	return (struct stride){days <= 40 * 366 ? UNIT_MONTH : UNIT_YEAR, 1};
}

bool
bins_make(struct plot *plot, struct stride stride, struct bins *bins)
{
	int32_t start = stride_floor(stride, plot->first_day), next;
	size_t most = 2;

	for (next = start; next <= plot->last_day; next = stride_next(stride, next))
		most++;
	*bins = (struct bins){.stride = stride};
	bins->starts = plot_room(plot, most, sizeof *bins->starts);
	if (bins->starts == NULL)
		return false;
	for (; start <= plot->last_day; start = stride_next(stride, start))
		bins->starts[bins->count++] = start < plot->first_day ? plot->first_day : start;
	bins->starts[bins->count] = plot->last_day + 1;
	return true;
}

uint64_t *
bins_sum(struct plot *plot, const struct bins *bins, const uint32_t *days)
{
	uint64_t *sums = plot_room(plot, bins->count, sizeof *sums);

	for (size_t i = 0; sums != NULL && i < bins->count; i++) {
		for (int32_t day = bins->starts[i]; day < bins->starts[i + 1]; day++)
			sums[i] += days[day - plot->first_day];
	}
	return sums;
}

bool
bins_silent(const struct plot *plot, const struct bins *bins, size_t i)
{
	for (int32_t day = bins->starts[i]; day < bins->starts[i + 1]; day++) {
		if (plot_recorded(plot, day))
			return false;
	}
	return true;
}

/* The day after the last one, up to `end`, that is recorded (or not) as `day` is. */
static int32_t
run_end(const struct plot *plot, int32_t day, int32_t end)
{
	bool recorded = plot_recorded(plot, day);

	while (day < end && plot_recorded(plot, day) == recorded)
		day++;
	return day;
}

/* A bar stands where something is recorded and leaves the hatching to be seen. */
static void
bar_draw(const struct plot *plot, int32_t from, int32_t to, struct shape bar)
{
	int32_t right = bar.x + bar.w;

	for (int32_t day = from, end; day < to; day = end) {
		int32_t x = plot_x(plot, day), x_end;

		end = run_end(plot, day, to);
		x_end = plot_x(plot, end);
		if (!plot_recorded(plot, day))
			continue;
		x = x < bar.x ? bar.x : x;
		x_end = x_end > right ? right : x_end;
		drawing_rect(
		    plot->drawing, x, bar.y, x_end - x > 1 ? x_end - x : 1, bar.h, bar.ink);
	}
}

void
bins_draw(const struct plot *plot, const struct bins *bins, const uint64_t *sums,
    struct scale scale, int32_t base, int32_t height, bool down, enum ink ink)
{
	for (size_t i = 0; i < bins->count; i++) {
		int32_t x = plot_x(plot, bins->starts[i]);
		int32_t wide = plot_x(plot, bins->starts[i + 1]) - x;
		int32_t high = scale_height(scale, sums[i], height);
		int32_t gap = wide >= 60 ? 12 : wide / 5;
		struct shape bar = {.ink = ink,
		    .x = x + gap / 2,
		    .y = down ? base : base - high,
		    .w = wide - gap > 1 ? wide - gap : 1,
		    .h = high};

		if (sums[i] == 0)
			continue;
		/* What is there is shown, whatever span it lies in. */
		if (bins_silent(plot, bins, i))
			drawing_rect(plot->drawing, bar.x, bar.y, bar.w, bar.h, ink);
		else
			bar_draw(plot, bins->starts[i], bins->starts[i + 1], bar);
	}
}

uint64_t
greatest_of(const uint64_t *values, size_t count)
{
	uint64_t greatest = 0;

	for (size_t i = 0; i < count; i++)
		greatest = values[i] > greatest ? values[i] : greatest;
	return greatest;
}

/* Steps of 1, 2 or 5 and noughts.  Values are sums of 32-bit numbers over at most 130 years, so
 * nothing here can run over. */
struct scale
scale_of(uint64_t greatest, uint64_t steps)
{
	uint64_t step = 1;

	for (unsigned i = 0; greatest > step * steps; i++)
		step = i % 3 == 1 ? step / 2 * 5 : step * 2;
	return (struct scale){step, greatest == 0 ? step : (greatest + step - 1) / step * step};
}

int32_t
scale_height(struct scale scale, uint64_t value, int32_t height)
{
	int32_t high = (int32_t)(value * (uint64_t)height / scale.top);

	return value != 0 && high < BAR_LEAST ? BAR_LEAST : high;
}
