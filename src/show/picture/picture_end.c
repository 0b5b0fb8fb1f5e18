/* src/show/picture/picture_end.c
 * What is told once every row is in: runs and silences kept, what lies around the key events, where
 * nothing stands; see picture.h. */
#include <stdlib.h>

#include "show/picture/picture_inside.h"
#include "show/when.h"

/* --- runs and silences --- */

static void
sort_run(struct picture_burst *run)
{
	for (size_t i = 1; i < run->channel_count; i++) {
		struct burst_channel moved = run->channels[i];
		size_t k = i;

		for (; k > 0 && (run->channels[k - 1].count < moved.count ||
				    (run->channels[k - 1].count == moved.count &&
					text_compare(run->channels[k - 1].name, moved.name) > 0));
		     k--)
			run->channels[k] = run->channels[k - 1];
		run->channels[k] = moved;
	}
}

void
picture_run_keep(struct picture *picture)
{
	struct picture_burst run = picture->run;
	size_t i = picture->burst_count;

	picture->run = (struct picture_burst){0};
	if (run.contacts < picture->options.burst_contacts)
		return;
	sort_run(&run);
	if (i < PICTURE_BURSTS) {
		picture->burst_count++;
	} else {
		picture->bursts_untold++;
		if (picture->bursts[--i].contacts >= run.contacts)
			return;
	}
	for (; i > 0 && picture->bursts[i - 1].contacts < run.contacts; i--)
		picture->bursts[i] = picture->bursts[i - 1];
	picture->bursts[i] = run;
}

static int64_t
gap_length(const struct picture_gap *gap)
{
	return gap->to.at_us - gap->from.at_us;
}

void
picture_gap_keep(struct picture *picture, const struct picture_group *group, int64_t at_us)
{
	struct picture_gap gap = {.from = picture->last, .to = group->time};
	size_t i = picture->gap_count;

	gap.to.at_us = at_us;
	if (i < PICTURE_GAPS)
		picture->gap_count++;
	else if (gap_length(&picture->gaps[--i]) >= gap_length(&gap))
		return;
	for (; i > 0 && gap_length(&picture->gaps[i - 1]) < gap_length(&gap); i--)
		picture->gaps[i] = picture->gaps[i - 1];
	picture->gaps[i] = gap;
}

/* --- times and days --- */

struct moment
picture_moment(const struct picture_time *time)
{
	struct moment moment = {.basis = time->basis,
	    .precision = time->precision,
	    .at_known = true,
	    .at_us = time->at_us};

	moment.local_known = time->local_known &&
			     civil_of_us(time->at_us + time->ahead_us, &moment.local);
	return moment;
}

int32_t
picture_time_day(const struct picture_time *time)
{
	return day_of_us(time->at_us + time->ahead_us);
}

static bool
day_of_moment(const struct moment *when, int32_t *day)
{
	struct civil c;
	bool utc;

	if (when->precision > PRECISION_DAY || !when_civil(when, &c, &utc))
		return false;
	*day = day_of_us(civil_to_us(&c));
	return true;
}

uint64_t
picture_day(const struct picture *picture, const struct moment *when)
{
	int32_t day;

	return day_of_moment(when, &day) ? series_sum(&picture->days, day, day) : 0;
}

static uint64_t
month_sum(const struct series *series, int32_t year, int32_t month)
{
	const struct civil first = {.year = year, .month = month, .day = 1};
	int32_t day;

	if (!civil_valid(&first))
		return 0;
	day = day_of_us(civil_to_us(&first));
	return series_sum(series, day, day + days_in_month(year, month) - 1);
}

uint64_t
picture_month(const struct picture *picture, int32_t year, int32_t month)
{
	return month_sum(&picture->days, year, month);
}

uint64_t
picture_month_replies(const struct picture *picture, int32_t year, int32_t month)
{
	return month_sum(&picture->reply_days, year, month);
}

/* --- key events --- */

/* Whole local days: the day itself belongs to neither side. */
static void
event_count(const struct picture *picture, struct picture_event *event)
{
	event->day_known = day_of_moment(&event->when, &event->day);
	if (!event->day_known)
		return;
	event->before_28d = series_sum(
	    &picture->days, event->day - PICTURE_AROUND_DAYS, event->day - 1);
	event->after_28d = series_sum(
	    &picture->days, event->day + 1, event->day + PICTURE_AROUND_DAYS);
	event->since = series_sum(&picture->days, event->day + 1, INT32_MAX);
	event->contact_after = series_next(&picture->days, event->day, &event->next_contact_day);
}

const struct picture_event *
picture_told_to_stop(const struct picture *picture)
{
	for (size_t i = 0; i < picture->event_count; i++)
		if (text_eq_c(picture->events[i].kind, "told-to-stop") &&
		    picture->events[i].day_known)
			return &picture->events[i];
	return NULL;
}

/* --- what nothing is recorded of --- */

static int32_t
span_days(const struct picture_span *span)
{
	return span->to_day - span->from_day;
}

static void
unrecorded_keep(struct picture *picture, int32_t from_day, int32_t to_day)
{
	const struct picture_span span = {from_day, to_day};
	struct picture_span *kept = picture->unrecorded;
	size_t i = picture->unrecorded_count;

	if (i < PICTURE_UNRECORDED)
		picture->unrecorded_count++;
	else if (span_days(&kept[--i]) >= span_days(&span))
		return;
	for (; i > 0 && span_days(&kept[i - 1]) < span_days(&span); i--)
		kept[i] = kept[i - 1];
	kept[i] = span;
}

static void
unrecorded_find(struct picture *picture)
{
	const struct series *days = &picture->record_days;

	for (size_t i = 1; i < days->count; i++)
		if (days->days[i].day - days->days[i - 1].day > PICTURE_UNRECORDED_DAYS + 1)
			unrecorded_keep(picture, days->days[i - 1].day + 1, days->days[i].day - 1);
}

/* --- the end --- */

static int
most_first(const void *a, const void *b)
{
	const struct picture_count *left = a, *right = b;

	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	return text_compare(left->name, right->name);
}

/* A name whose only contact was taken back does not happen: each was counted at least once. */
static void
counts_settle(struct picture_count *counts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		series_settle(&counts[i].days);
	qsort(counts, n, sizeof *counts, most_first);
}

enum status
picture_end(struct picture *picture, struct err *err)
{
	picture_run_keep(picture);
	if (picture->status != OK)
		return fail(err, picture->status, "no memory for the picture");
	counts_settle(picture->channels, picture->channel_count);
	counts_settle(picture->persons, picture->person_count);
	counts_settle(picture->kinds, picture->kind_count);
	counts_settle(picture->handles, picture->handle_count);
	series_settle(&picture->days);
	series_settle(&picture->reply_days);
	series_settle(&picture->record_days);
	picture->days_touched = picture->days.count;
	picture_told_end(picture);
	for (size_t i = 0; i < picture->event_count; i++)
		event_count(picture, &picture->events[i]);
	unrecorded_find(picture);
	return OK;
}
