/* tests/show/chart_samples.h
 * Made-up courses of conduct for the tests of charts: the same numbers every time. */
#ifndef TESTS_SHOW_CHART_SAMPLES_H
#define TESTS_SHOW_CHART_SAMPLES_H

#include "show/chart/chart.h"

enum { SAMPLE_DAYS = 47482, SAMPLE_ROWS = 7, SAMPLE_NOTES = 60 };

struct sample {
	struct chart_time time;
	struct chart_event events[300];
	struct chart_span spans[16];
	uint32_t contacts[SAMPLE_DAYS], replies[SAMPLE_DAYS];
	uint32_t row_days[SAMPLE_ROWS][SAMPLE_DAYS]; /* they add up to the contacts */
	struct chart_row rows[SAMPLE_ROWS];
	struct chart_note notes[SAMPLE_NOTES];
	size_t note_count;
};

enum sample_kind {
	/* 560 days from 1 March 2025, 11,647 contacts on 554 of them, 7 key events. */
	SAMPLE_USUAL,
	/* 200 days, few contacts, two stretches without a record, 3 key events. */
	SAMPLE_SPARSE,
	/* 30 years, of which nine in a row have no record; key events out of order. */
	SAMPLE_LONG,
};

/* On the heap, for it is large; mem_free() it. */
struct sample *sample_make(enum sample_kind kind);
uint64_t sample_sum(const struct sample *sample, const uint32_t *days);

/* The charts by name, so that a test can go through all of them. */
enum { SAMPLE_CHARTS = 6 };
const char *sample_chart_name(size_t chart);
enum status sample_chart(
    const struct sample *sample, size_t chart, struct drawing *drawing, struct err *err);

#endif
