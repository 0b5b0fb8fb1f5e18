/* src/show/chart/chart_inside.h
 * What the charts share: days and where they stand, round numbers, bars, badges, legends.  For the
 * files of this folder and their tests. */
#ifndef SHOW_CHART_INSIDE_H
#define SHOW_CHART_INSIDE_H

#include "base/time.h"
#include "show/chart/chart.h"
#include "show/chart/chart_words.h"

enum {
	WORDS_SIZE = 80, /* letters: 8 points */
	SMALL_SIZE = 70,
	RULE_WEIGHT = 5,
	EVENT_WEIGHT = 9,
	RING_WEIGHT = 12,
	HATCH_EDGE = 4,
	BADGE_ROOM = 170, /* above a plot, when it has key events */
	AXIS_ROOM = 230,  /* below it: ticks and two lines of words */
	LEGEND_LINE = 110,
	BAR_LEAST = 10, /* what is not nothing is seen */
};

/* Calendar pieces: every `step` of them, begun at a round one. */
enum unit { UNIT_DAY, UNIT_WEEK, UNIT_MONTH, UNIT_YEAR };
struct stride {
	enum unit unit;
	int32_t step; /* 1 for days and weeks */
};

/* Where a chart's days stand.  Events are sorted and inside; spans are sorted, inside, apart.  All
 * lists live in the drawing's arena. */
struct plot {
	struct drawing *drawing;
	int32_t first_day, last_day, left, right, top, bottom;
	struct chart_event *events;
	size_t event_count;
	struct chart_span *spans;
	size_t span_count;
};

/* Pieces of time between first and last day; the first and last may be cut short. */
struct bins {
	struct stride stride;
	int32_t *starts; /* count + 1: where each begins, and where the last one ends */
	size_t count;
};

/* Round numbers up to `top`, which is not below the greatest value. */
struct scale {
	uint64_t step, top;
};

struct civil civil_of_day(int32_t day);
int32_t day_of_civil(int32_t year, int32_t month, int32_t day);
/* 0 (Monday) .. 6 */
int32_t weekday_of_day(int32_t day);
int32_t stride_floor(struct stride stride, int32_t day);
int32_t stride_next(struct stride stride, int32_t start);

/* Takes in the time; false when there is nothing to draw: no days (a drawing that says so), or a
 * failure, which the drawing keeps. */
MUST_USE bool plot_begin(struct plot *plot, struct drawing *drawing, const struct chart_time *time);
/* Left edge of a day; of the day after the last one, the right edge of the plot. */
int32_t plot_x(const struct plot *plot, int32_t day);
bool plot_recorded(const struct plot *plot, int32_t day);
/* Room for `count` items, or NULL and the drawing failed. */
void *plot_room(struct plot *plot, size_t count, size_t size);
uint64_t plot_sum(const struct plot *plot, const uint32_t *days);

/* Days up to nine weeks, weeks up to five years, months up to forty, then years. */
struct stride plot_stride(const struct plot *plot);
/* False when there is no room; the drawing has failed then. */
MUST_USE bool bins_make(struct plot *plot, struct stride stride, struct bins *bins);
/* Sums of `days` for each bin, or NULL. */
uint64_t *bins_sum(struct plot *plot, const struct bins *bins, const uint32_t *days);
/* Nothing of the bin is recorded. */
bool bins_silent(const struct plot *plot, const struct bins *bins, size_t i);
/* Bars of all bins that have any, over the days that are recorded, on `base`, up (or down) to
 * `height` for scale.top. */
void bins_draw(const struct plot *plot, const struct bins *bins, const uint64_t *sums,
    struct scale scale, int32_t base, int32_t height, bool down, enum ink ink);
uint64_t greatest_of(const uint64_t *values, size_t count);
struct scale scale_of(uint64_t greatest, uint64_t steps);
int32_t scale_height(struct scale scale, uint64_t value, int32_t height);
/* "week" */
const char *stride_word(struct stride stride);

/* Empties the words for the next ones, or frees them; that they could not be made whole is a
 * failure of the drawing. */
void words_next(struct drawing *drawing, struct buf *words);
void words_end(struct drawing *drawing, struct buf *words);
/* With a NUL behind them; "" when they failed. */
const char *words_z(struct buf *words);
void put_words(struct drawing *drawing, int32_t x, int32_t y, enum anchor anchor, int32_t size,
    enum ink ink, const char *words);
void put_count(struct drawing *drawing, int32_t x, int32_t y, enum anchor anchor, int32_t size,
    enum ink ink, uint64_t count);

/* Hatches what is not recorded, over the height of the plot. */
void plot_hatch(const struct plot *plot);
/* Dashed lines through the plot and numbers above it. */
void plot_events(struct plot *plot);
/* Line, ticks and their words below the plot. */
void plot_ticks(struct plot *plot);
/* Lines across the plot and numbers to its left, from `base` up (or down) to `height`. */
void plot_scale(
    const struct plot *plot, struct scale scale, int32_t base, int32_t height, bool down);
/* The numbers of `count` events from `first` on: "3", "3–7", "1,4 +9". */
void events_put(struct buf *buf, const struct plot *plot, size_t first, size_t count);

/* Signs and what they mean, from left to right, in as many lines as they need. */
struct legend {
	const struct plot *plot;
	int32_t x, y;
	const char *ringed; /* what a ring means, where key events have rings and no lines */
};
struct legend legend_begin(const struct plot *plot);
void legend_words(struct legend *legend, const char *words);
void legend_box(struct legend *legend, enum ink ink, const char *words);
/* Goes to a new line when `words` behind a sign of that width would run out of the drawing. */
void legend_room(struct legend *legend, int32_t sign, const char *words);
/* What every chart may have, key events and no record, where they occur; then the drawing ends. */
void legend_end(struct legend *legend);

/* The title, then "From … to …: ", `said`, and what is hatched and numbered. */
void plot_tell(const struct plot *plot, const char *title, struct text said);

#endif
