/* tests/show/chart_samples.c
 * Made-up courses of conduct; see chart_samples.h. */
#include "tests/show/chart_samples.h"

#include <assert.h>

#include "base/mem.h"
#include "show/chart/chart_inside.h"

/* Numbers that look like chance and are the same everywhere (Knuth's multiplier). */
static uint32_t
chance(uint64_t *state, uint32_t below)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*state >> 33) % below;
}

static void
put_event(struct sample *sample, int32_t year, int32_t month, int32_t day)
{
	size_t i = sample->time.event_count++;

	sample->events[i] = (struct chart_event){day_of_civil(year, month, day), i + 1};
}

static void
put_span(struct sample *sample, int32_t from, int32_t to)
{
	sample->spans[sample->time.unrecorded_count++] = (struct chart_span){from, to};
}

static int32_t
days_of(const struct sample *sample)
{
	return sample->time.last_day - sample->time.first_day + 1;
}

/* Contacts go to the channels in turn, with a change of channel in the middle. */
static void
split_rows(struct sample *sample)
{
	static const char *const names[SAMPLE_ROWS] = {"WhatsApp", "Calls", "SMS", "E-mail",
	    "Instagram",
	    "\xd8\xb1\xd8\xb3\xd8\xa7\xd8\xa6\xd9\x84 \xd8\xa3\xd8\xae\xd8\xb1\xd9\x89",
	    "Visits and being followed to work, to the gym and back, on every weekday"};
	uint64_t state = 7;

	for (int32_t day = 0; day < days_of(sample); day++) {
		bool late = day > days_of(sample) / 2;

		for (uint32_t i = 0; i < sample->contacts[day]; i++) {
			uint32_t dice = chance(&state, 100);
			size_t row = dice < 50   ? (late ? 1 : 0)
				     : dice < 70 ? 1
				     : dice < 85 ? (late ? 3 : 2)
				     : dice < 95 ? 4
				     : dice < 99 ? 5
						 : 6;

			sample->row_days[row][day]++;
		}
	}
	for (size_t i = 0; i < SAMPLE_ROWS; i++)
		sample->rows[i] = (struct chart_row){text_of_c(names[i]), sample->row_days[i]};
}

static void
put_notes(struct sample *sample, size_t count)
{
	uint64_t state = 11;

	for (size_t i = 0; i < count; i++)
		sample->notes[sample->note_count++] = (struct chart_note){
		    sample->time.first_day + (int32_t)chance(&state, (uint32_t)days_of(sample)),
		    chance(&state, 3) == 0};
	/* Nine on one day. */
	for (size_t i = 0; i < 9; i++)
		sample->notes[sample->note_count++] = (struct chart_note){
		    sample->time.first_day + days_of(sample) / 3, false};
}

/* Rises, dips after the fifth and sixth event, never stops; then made to add up. */
static void
make_usual(struct sample *sample)
{
	uint64_t state = 1, sum = 0;
	size_t empty = 0;

	sample->time.first_day = day_of_civil(2025, 3, 1);
	sample->time.last_day = sample->time.first_day + 559;
	put_event(sample, 2025, 5, 1);
	put_event(sample, 2025, 5, 20);
	put_event(sample, 2025, 9, 14);
	put_event(sample, 2025, 11, 2);
	put_event(sample, 2026, 1, 19);
	put_event(sample, 2026, 4, 6);
	put_event(sample, 2026, 7, 28);
	for (int32_t day = 0; day < 560; day++) {
		int32_t at = sample->time.first_day + day;
		uint32_t most = (uint32_t)(12 + day / 12);

		if ((at > sample->events[4].day && at < sample->events[4].day + 28) ||
		    (at > sample->events[5].day && at < sample->events[5].day + 40))
			most = 7;
		sample->contacts[day] = 1 + chance(&state, most) * (chance(&state, 9) == 0 ? 2 : 1);
		sample->replies[day] = chance(&state, 40) == 0 ? 1 + chance(&state, 3) : 0;
	}
	for (; empty < 6; empty++)
		sample->contacts[3 + empty * 89] = 0;
	for (sum = sample_sum(sample, sample->contacts); sum != 11647;) {
		uint32_t *day = &sample->contacts[chance(&state, 560)];

		if (sum < 11647 && *day != 0) {
			(*day)++;
			sum++;
		} else if (sum > 11647 && *day > 1) {
			(*day)--;
			sum--;
		}
	}
	put_notes(sample, 40);
}

static void
make_sparse(struct sample *sample)
{
	uint64_t state = 2;

	sample->time.first_day = day_of_civil(2025, 11, 10);
	sample->time.last_day = sample->time.first_day + 199;
	put_event(sample, 2025, 12, 1);
	put_event(sample, 2025, 12, 2);
	put_event(sample, 2026, 4, 1);
	put_span(sample, sample->time.first_day + 40, sample->time.first_day + 75);
	put_span(sample, sample->time.first_day + 150, sample->time.first_day + 158);
	for (int32_t day = 0; day < 200; day += 3 + (int32_t)chance(&state, 5)) {
		if ((day < 40 || day > 75) && (day < 150 || day > 158))
			sample->contacts[day] = 1 + chance(&state, 4);
	}
	sample->replies[5] = 1;
	put_notes(sample, 4);
}

static void
make_long(struct sample *sample)
{
	int32_t from = day_of_civil(2006, 6, 15), to = day_of_civil(2015, 6, 14);
	uint64_t state = 3;

	sample->time.first_day = day_of_civil(1996, 2, 10);
	sample->time.last_day = day_of_civil(2026, 2, 9);
	put_span(sample, from, to);
	put_event(sample, 2020, 1, 5);
	put_event(sample, 2001, 7, 1);
	put_event(sample, 2016, 3, 3);
	put_event(sample, 2016, 4, 20);
	put_event(sample, 2031, 1, 1); /* to come: not on the chart */
	for (int32_t day = 0; day < days_of(sample); day++) {
		int32_t at = sample->time.first_day + day;

		if ((at < from || at > to) && chance(&state, 6) == 0)
			sample->contacts[day] = 1 + chance(&state, (uint32_t)(2 + day / 900));
		if (chance(&state, 200) == 0 && (at < from || at > to))
			sample->replies[day] = 1;
	}
	sample->contacts[10000] = 200000;
	put_notes(sample, 30);
}

struct sample *
sample_make(enum sample_kind kind)
{
	static void (*const makers[])(struct sample * sample) = {
	    make_usual, make_sparse, make_long};
	struct sample *sample = mem_new(1, sizeof *sample);

	assert(sample != NULL);
	sample->time.events = sample->events;
	sample->time.unrecorded = sample->spans;
	makers[kind](sample);
	split_rows(sample);
	return sample;
}

uint64_t
sample_sum(const struct sample *sample, const uint32_t *days)
{
	uint64_t sum = 0;

	for (int32_t i = 0; i < days_of(sample); i++)
		sum += days[i];
	return sum;
}

const char *
sample_chart_name(size_t chart)
{
	static const char *const names[SAMPLE_CHARTS] = {
	    "total", "calendar", "lanes", "months", "kinds", "effects"};

	return names[chart];
}

enum status
sample_chart(const struct sample *sample, size_t chart, struct drawing *drawing, struct err *err)
{
	const struct chart_time *time = &sample->time;

	switch (chart) {
	case 0: return chart_total(drawing, time, sample->contacts, err);
	case 1: return chart_calendar(drawing, time, sample->contacts, err);
	case 2: return chart_lanes(drawing, time, sample->rows, SAMPLE_ROWS, err);
	case 3: return chart_months(drawing, time, sample->contacts, sample->replies, err);
	case 4: return chart_kinds(drawing, time, sample->rows, SAMPLE_ROWS, err);
	default: return chart_effects(drawing, time, sample->notes, sample->note_count, err);
	}
}
