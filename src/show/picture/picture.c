/* src/show/picture/picture.c
 * Counting the course of conduct; see picture.h. */
#include "show/picture/picture.h"

#include "base/mem.h"
#include "show/law.h"
#include "show/when.h"

#define MINUTE_US (60 * US_PER_SECOND)

enum { APPROACH_GAP_MIN = 10, WINDOW_DAYS = 28, PICTURE_NAME_BYTES = 256 * 1024 };

bool
kind_is_key_event(struct text kind)
{
	const struct law_kind *known = law_kind_of(kind);

	return known != NULL && known->key;
}

enum status
picture_init(struct picture *picture, struct err *err)
{
	*picture = (struct picture){0};
	arena_init(&picture->arena, PICTURE_NAME_BYTES);
	picture->by_day = mem_new(PICTURE_DAYS, sizeof *picture->by_day);
	if (picture->by_day == NULL)
		return fail(err, E_NOMEM, "no memory for the picture");
	return OK;
}

void
picture_fini(struct picture *picture)
{
	mem_free(picture->by_day);
	arena_fini(&picture->arena);
	*picture = (struct picture){0};
}

static bool
name_keep(struct picture *picture, struct text name, struct text *out)
{
	if (arena_text(&picture->arena, text_prefix(name, 256), out))
		return true;
	picture->status = E_NOMEM;
	return false;
}

/* One more under `name`; names past the limit share the last place, "other". */
static void
count_name(struct picture *picture, struct picture_count *counts, size_t *n, struct text name)
{
	size_t i = 0;

	while (i < *n && !text_eq(counts[i].name, text_prefix(name, 256)))
		i++;
	if (i == *n && i >= PICTURE_MAX_NAMES) {
		i = PICTURE_MAX_NAMES;
		name = TEXT_LITERAL("other");
	}
	if (i == *n) {
		if (!name_keep(picture, name, &counts[i].name))
			return;
		(*n)++;
	}
	counts[i].count++;
}

static int32_t
day_of(const struct moment *when)
{
	struct civil c;
	bool utc;
	int64_t day;

	if (!when_civil(when, &c, &utc) || c.year < PICTURE_FIRST_YEAR)
		return -1;
	c.hour = c.minute = c.second = c.us = 0;
	day = civil_to_us(&c) / US_PER_DAY;
	return day < PICTURE_DAYS ? (int32_t)day : -1;
}

static void
burst_keep(struct picture *picture)
{
	struct picture_burst run = picture->run;
	size_t i = picture->burst_count;

	picture->run = (struct picture_burst){0};
	if (run.contacts < BURST_MIN_CONTACTS)
		return;
	if (i < PICTURE_BURSTS)
		picture->burst_count++;
	else if (picture->bursts[--i].contacts >= run.contacts)
		return;
	for (; i > 0 && picture->bursts[i - 1].contacts < run.contacts; i--)
		picture->bursts[i] = picture->bursts[i - 1];
	picture->bursts[i] = run;
}

static int64_t
gap_length(const struct picture_gap *gap)
{
	return gap->to_us - gap->from_us;
}

static void
gap_keep(struct picture *picture, const struct moment *from, const struct moment *to)
{
	size_t i = picture->gap_count;
	int64_t length = to->at_us - from->at_us;

	if (length < 7 * US_PER_DAY)
		return;
	if (i < PICTURE_GAPS)
		picture->gap_count++;
	else if (gap_length(&picture->gaps[--i]) >= length)
		return;
	for (; i > 0 && gap_length(&picture->gaps[i - 1]) < length; i--)
		picture->gaps[i] = picture->gaps[i - 1];
	picture->gaps[i] = (struct picture_gap){from->at_us, to->at_us, *from, *to};
	picture->gaps[i].from.zone = picture->gaps[i].to.zone = TEXT_NONE; /* borrowed */
}

static void
run_channel(struct picture *picture, struct text channel)
{
	struct picture_burst *run = &picture->run;
	size_t i = 0;

	while (i < run->channel_count && !text_eq(run->channels[i].name, channel))
		i++;
	if (i == COUNT_OF(run->channels))
		return;
	if (i == run->channel_count) {
		if (!name_keep(picture, channel, &run->channels[i].name))
			return;
		run->channels[i].count = 0;
		run->channel_count++;
	}
	run->channels[i].count++;
}

/* A span (a month, a year) is no point in a run: only what is known to the minute makes one. */
static void
run_add(struct picture *picture, const struct picture_row *row)
{
	struct picture_burst *run = &picture->run;
	int64_t at = row->when->at_us;

	if (row->when->precision > PRECISION_MINUTE)
		return;
	if (!picture->any_exact || at - picture->exact_us >= APPROACH_GAP_MIN * MINUTE_US)
		picture->approaches++;
	picture->any_exact = true;
	picture->exact_us = at;
	if (run->contacts != 0 && at - run->to_us > BURST_MAX_GAP_MIN * MINUTE_US)
		burst_keep(picture);
	if (run->contacts == 0) {
		run->from_us = at;
		run->from = *row->when;
		run->from.zone = TEXT_NONE; /* borrowed from the row */
	}
	run->to_us = at;
	run->contacts++;
	run_channel(picture, row->channel);
}

static void
contact_time(struct picture *picture, const struct picture_row *row)
{
	int64_t at = row->when->at_us;
	int32_t day = day_of(row->when);
	struct civil c;
	bool utc;

	if (row->when->precision > PRECISION_DAY) {
		picture->coarse++; /* in some month or year: no day, no run, no end of the span */
		return;
	}
	if (picture->any)
		gap_keep(picture, &picture->last, row->when);
	run_add(picture, row);
	if (!picture->any) {
		picture->first_us = at;
		picture->first = *row->when;
	}
	picture->any = true;
	picture->last_us = at;
	picture->last = *row->when;
	picture->first.zone = picture->last.zone = TEXT_NONE; /* borrowed from the row */
	if (row->when->precision <= PRECISION_HOUR && when_civil(row->when, &c, &utc))
		picture->by_hour[c.hour]++;
	if (day >= 0) {
		if (picture->by_day[day]++ == 0)
			picture->days_touched++;
	}
}

/* A person knows when something was, however long ago; a file may say anything. */
static bool
is_dated(const struct picture_row *row)
{
	return row->kind == KIND_INCIDENT ? row->when->at_known : moment_is_plausible(row->when);
}

static void
contact_add(struct picture *picture, const struct picture_row *row)
{
	picture->contacts++;
	count_name(picture, picture->channels, &picture->channel_count, row->channel);
	count_name(picture, picture->persons, &picture->person_count,
	    row->person.p != NULL ? row->person : TEXT_LITERAL("not named"));
	for (size_t i = 0; i < row->kinds_count; i++)
		if (!kind_is_key_event(row->kinds[i]))
			count_name(picture, picture->kinds, &picture->kind_count, row->kinds[i]);
	if (is_dated(row)) {
		contact_time(picture, row);
		return;
	}
	picture->undated++;
	picture->misdated += row->when->at_known;
}

static void
reply_add(struct picture *picture, const struct picture_row *row)
{
	picture->replies++;
	if (picture->run.contacts != 0 && is_dated(row) &&
	    row->when->at_us - picture->run.to_us <= BURST_MAX_GAP_MIN * MINUTE_US)
		picture->run.replies++;
}

static void
events_add(struct picture *picture, const struct picture_row *row)
{
	struct picture_event *event;

	for (size_t i = 0; i < row->kinds_count; i++) {
		if (!kind_is_key_event(row->kinds[i]) || picture->event_count == PICTURE_MAX_EVENTS)
			continue;
		event = &picture->events[picture->event_count];
		*event = (struct picture_event){.when = *row->when};
		event->when.zone = TEXT_NONE;
		if (name_keep(picture, row->kinds[i], &event->kind) &&
		    name_keep(picture, row->id, &event->id))
			picture->event_count++;
	}
}

void
picture_add(struct picture *picture, const struct picture_row *row)
{
	if (picture->status != OK)
		return;
	picture->records++;
	events_add(picture, row);
	switch (row->as) {
	case COUNTED_AS_NOTHING: break;
	case COUNTED_AS_CONTACT: contact_add(picture, row); break;
	case COUNTED_AS_REPLY: reply_add(picture, row); break;
	case COUNTED_AS_UNKNOWN_SENDER: picture->unknown_sender++; break;
	case COUNTED_AS_UNDIRECTED: picture->undirected++; break;
	case COUNTED_AS_FROM_OTHERS: picture->from_others++; break;
	case COUNTED_AS_UNNAMED: picture->unnamed++; break;
	}
}

static uint64_t
days_sum(const struct picture *picture, int64_t from, int64_t to)
{
	uint64_t sum = 0;

	for (int64_t day = from < 0 ? 0 : from; day <= to && day < PICTURE_DAYS; day++)
		sum += picture->by_day[day];
	return sum;
}

static void
sort_counts(struct picture_count *counts, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct picture_count moved = counts[i];
		size_t k = i;

		for (; k > 0 && counts[k - 1].count < moved.count; k--)
			counts[k] = counts[k - 1];
		counts[k] = moved;
	}
}

enum status
picture_end(struct picture *picture, struct err *err)
{
	if (picture->status != OK)
		return fail(err, picture->status, "no memory for the picture");
	burst_keep(picture);
	sort_counts(picture->channels, picture->channel_count);
	sort_counts(picture->persons, picture->person_count);
	sort_counts(picture->kinds, picture->kind_count);
	for (size_t i = 0; i < picture->event_count; i++) {
		struct picture_event *event = &picture->events[i];
		int32_t day = event->when.precision <= PRECISION_DAY ? day_of(&event->when) : -1;

		if (day < 0)
			continue;
		/* Whole local days: the day itself belongs to neither side. */
		event->before_28d = days_sum(picture, day - WINDOW_DAYS, day - 1);
		event->after_28d = days_sum(picture, day + 1, day + WINDOW_DAYS);
		event->since = days_sum(picture, day + 1, PICTURE_DAYS);
	}
	return OK;
}

uint64_t
picture_month(const struct picture *picture, int32_t year, int32_t month)
{
	struct civil first = {.year = year, .month = month, .day = 1};
	int64_t day;

	if (!civil_valid(&first))
		return 0;
	day = civil_to_us(&first) / US_PER_DAY;
	return days_sum(picture, day, day + days_in_month(year, month) - 1);
}

uint64_t
picture_day(const struct picture *picture, const struct moment *when)
{
	int32_t day = when->precision <= PRECISION_DAY ? day_of(when) : -1;

	return day >= 0 ? picture->by_day[day] : 0;
}

static void
count_of(struct buf *out, uint64_t n, const char *one, const char *many)
{
	count_put(out, n);
	buf_put_byte(out, ' ');
	buf_put_c(out, n == 1 ? one : many);
}

void
picture_statement(const struct picture *picture, struct buf *out)
{
	struct civil first, last;
	bool utc;

	if (!picture->any || !when_civil(&picture->first, &first, &utc) ||
	    !when_civil(&picture->last, &last, &utc)) {
		if (picture->contacts == 0) {
			buf_put_c(out, "No contact is recorded.");
			return;
		}
		count_of(out, picture->contacts, "contact", "contacts");
		buf_put_c(out, picture->contacts == 1 ? " is recorded, without a known date."
						      : " are recorded, none with a known date.");
		return;
	}
	if (civil_same_day(&first, &last)) {
		buf_put_c(out, "On ");
	} else {
		buf_put_c(out, "Between ");
		date_put(out, &first);
		buf_put_c(out, " and ");
	}
	date_put(out, &last);
	buf_put_c(out, picture->contacts == 1 ? " there was " : " there were ");
	count_of(out, picture->contacts, "contact", "contacts");
	if (picture->approaches != 0) {
		buf_put_c(out, " in ");
		count_of(out, picture->approaches, "approach", "approaches");
	}
	buf_put_c(out, " on ");
	count_of(out, picture->days_touched, "day", "days");
	buf_put_c(out, ", over ");
	count_of(out, picture->channel_count, "channel", "channels");
	buf_put_byte(out, '.');
}

static void
json_counts(struct json *json, const char *key, const struct picture_count *counts, size_t n)
{
	struct buf name;

	buf_init(&name, 1024);
	json_key(json, key);
	json_object_begin(json);
	for (size_t i = 0; i < n; i++) {
		buf_reset(&name);
		buf_put_text(&name, counts[i].name);
		buf_put_byte(&name, '\0');
		json_key_u64(json, name.failed == OK ? (const char *)name.p : "?", counts[i].count);
	}
	json_object_end(json);
	buf_fini(&name);
}

static void
json_events(struct json *json, const struct picture *picture)
{
	json_key(json, "key_events");
	json_array_begin(json);
	for (size_t i = 0; i < picture->event_count; i++) {
		const struct picture_event *event = &picture->events[i];

		json_object_begin(json);
		json_key_text(json, "kind", event->kind);
		json_key(json, "at");
		if (event->when.at_known)
			json_time(json, event->when.at_us);
		else
			json_null(json);
		json_key_u64(json, "before_28d", event->before_28d);
		json_key_u64(json, "after_28d", event->after_28d);
		json_key_u64(json, "since", event->since);
		json_key_text(json, "id", event->id);
		json_object_end(json);
	}
	json_array_end(json);
}

static void
json_bursts(struct json *json, const struct picture *picture)
{
	json_key(json, "bursts");
	json_array_begin(json);
	for (size_t i = 0; i < picture->burst_count; i++) {
		const struct picture_burst *burst = &picture->bursts[i];

		json_object_begin(json);
		json_key(json, "from");
		json_time(json, burst->from_us);
		json_key(json, "to");
		json_time(json, burst->to_us);
		json_key_u64(json, "contacts", burst->contacts);
		json_key(json, "channels");
		json_array_begin(json);
		for (size_t c = 0; c < burst->channel_count; c++)
			json_text(json, burst->channels[c].name);
		json_array_end(json);
		json_key_u64(json, "replies", burst->replies);
		json_object_end(json);
	}
	json_array_end(json);
	json_key(json, "gaps");
	json_array_begin(json);
	for (size_t i = 0; i < picture->gap_count; i++) {
		json_object_begin(json);
		json_key(json, "from");
		json_time(json, picture->gaps[i].from_us);
		json_key(json, "to");
		json_time(json, picture->gaps[i].to_us);
		json_object_end(json);
	}
	json_array_end(json);
}

static void
json_number(struct json *json, const char *key, uint64_t value)
{
	json_key_u64(json, key, value);
}

void
picture_json(const struct picture *picture, struct json *json)
{
	struct buf statement;

	buf_init(&statement, 4096);
	picture_statement(picture, &statement);
	json_object_begin(json);
	json_key_text(json, "statement", buf_text(&statement));
	json_number(json, "contacts", picture->contacts);
	json_number(json, "approaches", picture->approaches);
	json_number(json, "days_touched", picture->days_touched);
	json_key(json, "first");
	picture->any ? json_time(json, picture->first_us) : json_null(json);
	json_key(json, "last");
	picture->any ? json_time(json, picture->last_us) : json_null(json);
	json_counts(json, "by_channel", picture->channels, picture->channel_count);
	json_counts(json, "by_person", picture->persons, picture->person_count);
	json_counts(json, "by_kind", picture->kinds, picture->kind_count);
	json_key(json, "by_hour");
	json_array_begin(json);
	for (size_t hour = 0; hour < 24; hour++)
		json_u64(json, picture->by_hour[hour]);
	json_array_end(json);
	json_number(json, "replies", picture->replies);
	json_number(json, "undated", picture->undated);
	json_number(json, "misdated", picture->misdated);
	json_number(json, "unknown_sender", picture->unknown_sender);
	json_number(json, "unknown_direction", picture->undirected);
	json_number(json, "from_others", picture->from_others);
	json_number(json, "unnamed", picture->unnamed);
	json_events(json, picture);
	json_bursts(json, picture);
	json_object_end(json);
	buf_fini(&statement);
}
