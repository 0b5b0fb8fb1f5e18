/* src/read/formats/ics_moment.c
 * The times of a calendar entry; see ics_entry.h.  Three kinds stay apart: known instants (Z), wall
 * times with or without a zone, and days. */
#include "read/formats/ics_entry.h"
#include "read/formats/ics_time.h"

/* The zone by its name, or by the place its VTIMEZONE names. */
static bool
zone_of(const struct ics_calendar *calendar, struct text id, struct text *out)
{
	struct slice bytes = slice_of_text(id);

	for (size_t i = 0; i < calendar->zones_count; i++)
		if (text_eq(calendar->zones[i].id, id) &&
		    ics_zone_find(slice_of_text(calendar->zones[i].place), out))
			return true;
	return ics_zone_find(bytes, out);
}

/* "GMT" is what some programs call the clocks of London, and a name means what the calendar's own
 * VTIMEZONE says (RFC 5545, section 3.2.19).  False when that is not UTC, and no zone known here.
 */
static bool
own_zone_apply(const struct ics_calendar *calendar, struct text id, struct text *zone)
{
	for (size_t i = 0; i < calendar->zones_count; i++) {
		const struct ics_own_zone *own = &calendar->zones[i];

		if (!text_eq(own->id, id))
			continue;
		if (own->zero && own->hour && !own->other)
			*zone = TEXT_LITERAL("Europe/London");
		return !own->other && (own->zero || !own->hour);
	}
	return !calendar->zones_beyond;
}

/* A wall time: in a zone that is named, or by whatever clock was at hand. */
static void
zone_apply(struct ics_entry *entry, const struct content *content, struct moment *out)
{
	struct making *m = entry->r.m;
	struct slice written = content_param(content, "TZID");
	struct text id, zone;

	if (written.n == 0) {
		making_doubt(m, "floating-time",
		    TEXT_LITERAL("No zone is named: it is the clock of wherever one was."));
		return;
	}
	id = content_record_keep(&entry->r, written);
	if (!zone_of(entry->calendar, id, &zone) ||
	    (ics_zone_is_utc(zone) && !own_zone_apply(entry->calendar, id, &zone))) {
		making_doubt(m, "zone-unknown", id);
		return;
	}
	if (ics_zone_is_utc(zone)) {
		making_instant_us(m, out, civil_to_us(&out->local), TEXT_NONE);
		return;
	}
	out->zone = making_keep(m, zone);
}

bool
ics_moment_read(struct ics_entry *entry, const struct content *content, struct moment *out)
{
	struct making *m = entry->r.m;
	struct ics_time time;
	struct moment moment = MOMENT_NONE;
	struct text written = content_record_text(&entry->r, content);

	if (!ics_time_parse(slice_of_text(written), &time)) {
		making_doubt(m, "date-unreadable", written);
		return false;
	}
	if (time.civil.year < 1990 || time.civil.year > 2099)
		making_doubt(m, "date-implausible", written);
	moment.local = time.civil;
	moment.local_known = true;
	moment.basis = time.has_time ? BASIS_LOCAL : BASIS_DATE;
	moment.precision = !time.has_time    ? PRECISION_DAY
			   : time.has_second ? PRECISION_SECOND
					     : PRECISION_MINUTE;
	if (time.utc)
		moment = (struct moment){.basis = BASIS_INSTANT,
		    .precision = moment.precision,
		    .at_known = true,
		    .at_us = civil_to_us(&time.civil)};
	else if (time.has_time)
		zone_apply(entry, content, &moment);
	*out = moment;
	return true;
}

static void
moment_add(struct moment *moment, int64_t seconds)
{
	int64_t us = seconds * US_PER_SECOND;
	struct civil civil;

	if (moment->at_known && civil_of_us(moment->at_us + us, &civil)) {
		moment->at_us += us;
		return;
	}
	if (!moment->at_known && civil_of_us(civil_to_us(&moment->local) + us, &civil)) {
		moment->local = civil;
		return;
	}
	*moment = MOMENT_NONE;
}

/* The end of whole days is the first day that is free again (RFC 5545, section 3.6.1). */
static void
end_of_days(struct record *record)
{
	moment_add(&record->until, -86400);
	if (record->until.basis != BASIS_DATE ||
	    civil_compare(&record->until.local, &record->when.local) <= 0)
		record->until = MOMENT_NONE;
}

static void
doubt_order(struct ics_entry *entry)
{
	const struct record *record = &entry->r.m->record;

	if (moment_ends_before(&record->when, &record->until) ||
	    (entry->has_duration && entry->duration_s < 0))
		making_doubt(entry->r.m, "end-before-start",
		    TEXT_LITERAL("It is said to end before it begins."));
}

/* By the clock on the wall an end is known where no change of clocks can stand between: hours are
 * exact (RFC 5545, section 3.3.6).  Clocks are changed at night; in Greenland from ten in the
 * evening on. */
static bool
is_by_day(const struct civil *begin, int64_t seconds)
{
	int64_t from = begin->hour * 3600 + begin->minute * 60 + begin->second;

	return seconds == 0 || (from >= INT64_C(5) * 3600 && from + seconds <= INT64_C(22) * 3600);
}

/* What begins by the wall and goes on through a night has no end here, only its length. */
static bool
end_reckon(const struct ics_entry *entry, struct moment *end)
{
	moment_add(end, entry->duration_s - entry->duration_exact_s);
	if (end->basis == BASIS_LOCAL && !is_by_day(&end->local, entry->duration_exact_s))
		return false;
	moment_add(end, entry->duration_exact_s);
	return true;
}

void
ics_moment_settle(struct ics_entry *entry)
{
	struct record *record = &entry->r.m->record;
	struct moment end;

	if (!entry->has_start && entry->has_due) {
		record->when = entry->due;
	} else if (entry->has_start && entry->has_due && !entry->has_end) {
		record->until = entry->due;
	} else if (entry->has_start && !entry->has_end && entry->has_duration &&
		   entry->duration_s > 0 &&
		   (record->when.basis != BASIS_DATE || entry->duration_s % 86400 == 0)) {
		end = record->when;
		if (end_reckon(entry, &end))
			record->until = end;
	}
	doubt_order(entry);
	if (record->when.basis == BASIS_DATE && record->until.basis == BASIS_DATE &&
	    !entry->has_due)
		end_of_days(record);
	if (record->when.basis == BASIS_NONE)
		making_doubt(entry->r.m, "no-date", TEXT_NONE);
}
