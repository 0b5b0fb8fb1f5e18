/* src/show/picture/picture_json.c
 * The `picture` object of the interface: everything the page shows, as numbers. */
#include "show/picture/displacement.h"
#include "show/picture/picture.h"
#include "show/picture/picture_inside.h"
#include "show/when.h"

enum { DISPLACED_MAX = 40 };

static void
key_time(struct json *json, const char *key, bool known, int64_t at_us)
{
	json_key(json, key);
	known ? json_time(json, at_us) : json_null(json);
}

/* "2024-03-24" */
static void
json_day(struct json *json, int32_t day)
{
	struct civil c;
	char text[16];
	struct buf line = {.p = (uint8_t *)text, .size = sizeof text, .max = sizeof text};

	if (!civil_of_us(day * US_PER_DAY, &c)) {
		json_null(json);
		return;
	}
	buf_putf(&line, "%04d-%02d-%02d", c.year, c.month, c.day);
	json_text(json, buf_text(&line));
}

static void
key_day(struct json *json, const char *key, bool known, int32_t day)
{
	json_key(json, key);
	known ? json_day(json, day) : json_null(json);
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

/* When each began and ended, in the same order. */
static void
json_spans(struct json *json, const char *key, const char *noun, const struct picture_count *counts,
    size_t n)
{
	json_key(json, key);
	json_array_begin(json);
	for (size_t i = 0; i < n; i++) {
		const struct picture_count *count = &counts[i];

		json_object_begin(json);
		json_key_text(json, noun, count->name);
		json_key_u64(json, "contacts", count->count);
		key_time(json, "first", count->any, count->first.at_us);
		key_time(json, "last", count->any, count->last.at_us);
		if (count->channel.p != NULL)
			json_key_text(json, "channel", count->channel);
		if (count->id.p != NULL)
			json_key_text(json, "id", count->id);
		json_object_end(json);
	}
	json_array_end(json);
}

static void
json_hours(struct json *json, const struct picture *picture)
{
	json_key(json, "by_hour");
	json_array_begin(json);
	for (size_t hour = 0; hour < 24; hour++)
		json_u64(json, picture->by_hour[hour]);
	json_array_end(json);
	json_key(json, "by_weekday_hour");
	json_array_begin(json);
	for (size_t day = 0; day < 7; day++) {
		json_array_begin(json);
		for (size_t hour = 0; hour < 24; hour++)
			json_u64(json, picture->by_weekday_hour[day][hour]);
		json_array_end(json);
	}
	json_array_end(json);
}

/* From the first day to the last: a clock of another place may put the last contact in the month
 * before. */
static void
json_months(struct json *json, const struct picture *picture)
{
	const struct series *days = &picture->days;
	struct civil first, last;

	json_key(json, "months");
	json_array_begin(json);
	if (days->count != 0 && civil_of_us(days->days[0].day * US_PER_DAY, &first) &&
	    civil_of_us(days->days[days->count - 1].day * US_PER_DAY, &last))
		for (int32_t at = first.year * 12 + first.month - 1;
		     at <= last.year * 12 + last.month - 1; at++) {
			char text[24];
			struct buf month = {
			    .p = (uint8_t *)text, .size = sizeof text, .max = sizeof text};

			buf_putf(&month, "%04d-%02d", at / 12, at % 12 + 1);
			json_object_begin(json);
			json_key_text(json, "month", buf_text(&month));
			json_key_u64(
			    json, "contacts", picture_month(picture, at / 12, at % 12 + 1));
			json_key_u64(
			    json, "replies", picture_month_replies(picture, at / 12, at % 12 + 1));
			json_object_end(json);
		}
	json_array_end(json);
}

static void
json_displaced(struct json *json, const struct picture *picture, const struct picture_event *event)
{
	struct displaced rows[DISPLACED_MAX];
	size_t untold, n = displaced_around(picture, event, rows, DISPLACED_MAX, &untold);

	json_key(json, "handles");
	json_array_begin(json);
	for (size_t i = 0; i < n; i++) {
		json_object_begin(json);
		json_key_text(json, "handle", rows[i].handle->name);
		json_key_text(json, "channel", rows[i].handle->channel);
		json_key_u64(json, "before_28d", rows[i].before_28d);
		json_key_u64(json, "after_28d", rows[i].after_28d);
		key_day(json, "first_day", true, rows[i].first_day);
		json_key(json, "days_after");
		rows[i].is_new ? json_u64(json, (uint64_t)rows[i].days_after) : json_null(json);
		json_object_end(json);
	}
	json_array_end(json);
	json_key_u64(json, "more_handles", untold);
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
		key_time(json, "at", event->when.at_known, event->when.at_us);
		json_key_u64(json, "before_28d", event->before_28d);
		json_key_u64(json, "after_28d", event->after_28d);
		json_key_u64(json, "since", event->since);
		json_key_text(json, "id", event->id);
		key_day(json, "day", event->day_known, event->day);
		key_day(json, "next_contact_day", event->contact_after, event->next_contact_day);
		if (event_may_displace(event))
			json_displaced(json, picture, event);
		json_object_end(json);
	}
	json_array_end(json);
	json_key_u64(json, "more_key_events", picture->events_untold);
}

static void
json_bursts(struct json *json, const struct picture *picture)
{
	json_key(json, "bursts");
	json_array_begin(json);
	for (size_t i = 0; i < picture->burst_count; i++) {
		const struct picture_burst *burst = &picture->bursts[i];

		json_object_begin(json);
		key_time(json, "from", true, burst->from.at_us);
		key_time(json, "to", true, burst->to_us);
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
	json_key_u64(json, "more_bursts", picture->bursts_untold);
	json_key_u64(json, "burst_contacts", picture->options.burst_contacts);
	json_key_u64(json, "burst_gap_minutes", picture->options.burst_gap_min);
}

static void
json_silences(struct json *json, const struct picture *picture)
{
	json_key(json, "gaps");
	json_array_begin(json);
	for (size_t i = 0; i < picture->gap_count; i++) {
		json_object_begin(json);
		key_time(json, "from", true, picture->gaps[i].from.at_us);
		key_time(json, "to", true, picture->gaps[i].to.at_us);
		json_object_end(json);
	}
	json_array_end(json);
	json_key(json, "unrecorded");
	json_array_begin(json);
	for (size_t i = 0; i < picture->unrecorded_count; i++) {
		json_object_begin(json);
		key_day(json, "from", true, picture->unrecorded[i].from_day);
		key_day(json, "to", true, picture->unrecorded[i].to_day);
		json_object_end(json);
	}
	json_array_end(json);
}

static void
json_effects(struct json *json, const struct picture *picture)
{
	json_key(json, "effects");
	json_array_begin(json);
	for (size_t i = 0; i < picture->effect_count; i++) {
		const struct picture_effect *effect = &picture->effects[i];

		json_object_begin(json);
		key_time(json, "at", effect->when.at_known, effect->when.at_us);
		json_key_text(json, "effect", effect->effect.n != 0 ? effect->effect : TEXT_NONE);
		json_key_text(
		    json, "changed", effect->changed.n != 0 ? effect->changed : TEXT_NONE);
		json_key_text(json, "id", effect->id);
		json_object_end(json);
	}
	json_array_end(json);
	json_key_u64(json, "more_effects", picture->effects_untold);
}

static void
json_totals(struct json *json, const struct picture *picture)
{
	struct buf statement;

	buf_init(&statement, 4096);
	picture_statement(picture, &statement);
	json_key_text(json, "statement", buf_text(&statement));
	json_key_u64(json, "contacts", picture->contacts);
	json_key_u64(json, "approaches", picture->approaches);
	json_key_u64(json, "days_touched", picture->days_touched);
	key_time(json, "first", picture->any, picture->first.at_us);
	key_time(json, "last", picture->any, picture->last.at_us);
	json_counts(json, "by_channel", picture->channels, picture->channel_count);
	json_counts(json, "by_person", picture->persons, picture->person_count);
	json_counts(json, "by_kind", picture->kinds, picture->kind_count);
	buf_fini(&statement);
}

void
picture_json(const struct picture *picture, struct json *json)
{
	json_object_begin(json);
	json_totals(json, picture);
	json_hours(json, picture);
	json_key_u64(json, "replies", picture->replies);
	json_key_u64(json, "undated", picture->undated);
	json_key_u64(json, "misdated", picture->misdated);
	json_key_u64(json, "coarse", picture->coarse);
	json_key_u64(json, "unknown_sender", picture->unknown_sender);
	json_key_u64(json, "unknown_direction", picture->undirected);
	json_key_u64(json, "from_others", picture->from_others);
	json_key_u64(json, "unnamed", picture->unnamed);
	json_events(json, picture);
	json_bursts(json, picture);
	json_silences(json, picture);
	json_months(json, picture);
	json_spans(json, "channels", "channel", picture->channels, picture->channel_count);
	json_spans(json, "handles", "handle", picture->handles, picture->handle_count);
	json_spans(json, "kinds", "kind", picture->kinds, picture->kind_count);
	json_effects(json, picture);
	json_object_end(json);
}
