/* src/show/chart/chart.h
 * The charts of the picture: plain numbers in, a drawing out (docs/design/0036-charts.md).
 * Pure, and in whole numbers.  Days are local ones, counted from 1 January 1970.
 * Every builder makes *drawing, with a title and a description (drawing_tell() replaces them);
 * drawing_fini() it whatever comes back.  No days at all give a drawing that says so.
 *
 * E_LIMIT  more years, events, spans or rows than the limits below.
 * E_NOMEM */
#ifndef SHOW_CHART_H
#define SHOW_CHART_H

#include "base/buf.h"
#include "show/chart/drawing.h"

enum {
	CHART_YEARS_MAX = 130,
	CHART_EVENTS_MAX = 1024,
	CHART_SPANS_MAX = 4096,
	CHART_LANES_MAX = 12,
	CHART_KINDS_MAX = 16,
	CHART_NOTES_MAX = 100000,
	CHART_LEVELS = 5,
};

/* A key event and the number that the table beside the chart knows it by. */
struct chart_event {
	int32_t day;
	uint64_t number;
};

/* Both days belong to it. */
struct chart_span {
	int32_t from_day, to_day;
};

/* What all charts share.  `last_day` before `first_day`: no days.  Events and spans may come in
 * any order; what lies outside the days is left out. */
struct chart_time {
	int32_t first_day, last_day;
	const struct chart_event *events;
	size_t event_count;
	/* Of which nothing is recorded: hatched, and not drawn as none. */
	const struct chart_span *unrecorded;
	size_t unrecorded_count;
};

/* Numbers of each day from first_day to last_day. */
struct chart_row {
	struct text name; /* of any length and script; cut to what there is room for */
	const uint32_t *days;
};

/* What the person wrote down: an effect of it, or a change they made. */
struct chart_note {
	int32_t day;
	bool change;
};

/* The running total as a line of steps, key events across it. */
MUST_USE enum status chart_total(
    struct drawing *drawing, const struct chart_time *time, const uint32_t *days, struct err *err);
/* Up to four years day by day, a year a block of seven lines; longer ones month by month, a year a
 * line.  Shades are chart_levels() of what is drawn. */
MUST_USE enum status chart_calendar(
    struct drawing *drawing, const struct chart_time *time, const uint32_t *days, struct err *err);
/* A lane for each channel, all to one scale.  At most CHART_LANES_MAX. */
MUST_USE enum status chart_lanes(struct drawing *drawing, const struct chart_time *time,
    const struct chart_row *rows, size_t count, struct err *err);
/* Contacts up, the person's replies down, to one scale. */
MUST_USE enum status chart_months(struct drawing *drawing, const struct chart_time *time,
    const uint32_t *contacts, const uint32_t *replies, struct err *err);
/* A line for each kind of behaviour, each to its own scale, with the day of the first one.  At most
 * CHART_KINDS_MAX. */
MUST_USE enum status chart_kinds(struct drawing *drawing, const struct chart_time *time,
    const struct chart_row *rows, size_t count, struct err *err);
/* The person's own entries: discs are effects, squares are changes. */
MUST_USE enum status chart_effects(struct drawing *drawing, const struct chart_time *time,
    const struct chart_note *notes, size_t count, struct err *err);

/* The highest value of each level: those that a quarter, half, three quarters and 93 % of the
 * values above 0 do not exceed, and the greatest.  Levels that would be the same are empty: their
 * bound is that of the level before.  All 0 when there is no value above 0. */
void chart_levels(const uint64_t *values, size_t count, uint64_t bounds[CHART_LEVELS]);
/* 0 for 0, else 1..5. */
unsigned chart_level(uint64_t value, const uint64_t bounds[CHART_LEVELS]);

/* A line of bars for a terminal: U+2581..2588 from least to most, U+00B7 for none, U+2591 where
 * nothing is recorded.  `ascii`: ":-=+*#%@" for the bars, '.' and '/'. */
#define CHART_SPARK_NO_RECORD UINT64_MAX
void chart_spark_put(struct buf *buf, const uint64_t *values, size_t count, bool ascii);

#endif
