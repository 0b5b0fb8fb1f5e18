/* src/read/formats/ics_entry.c
 * One entry of a calendar as a record; see ics_entry.h and docs/formats/ics.md. */
#include "read/formats/ics_entry.h"
#include "read/formats/ics_time.h"

enum property_use {
	USE_SUMMARY,
	USE_DESCRIPTION,
	USE_LOCATION,
	USE_START,
	USE_END,
	USE_DUE,
	USE_DURATION,
	USE_ORGANISER,
	USE_ATTENDEE,
	USE_RULE,
	USE_PARTS, /* several values between semicolons, or commas: as they are written */
	USE_OTHER,
};

static const struct {
	const char *name;
	enum property_use use;
} properties[] = {
    {"SUMMARY", USE_SUMMARY},
    {"DESCRIPTION", USE_DESCRIPTION},
    {"LOCATION", USE_LOCATION},
    {"DTSTART", USE_START},
    {"DTEND", USE_END},
    {"DUE", USE_DUE},
    {"DURATION", USE_DURATION},
    {"ORGANIZER", USE_ORGANISER},
    {"ATTENDEE", USE_ATTENDEE},
    {"RRULE", USE_RULE},
    {"RDATE", USE_RULE},
    {"EXRULE", USE_PARTS},
    {"EXDATE", USE_PARTS},
};

void
ics_calendar_tell(struct content_record *r, struct ics_calendar *calendar)
{
	for (; calendar->said_told < calendar->said_count; calendar->said_told++)
		content_record_claim(r, calendar->said[calendar->said_told].key,
		    calendar->said[calendar->said_told].value);
	content_record_claim(r, "calendar-method", calendar->method);
	r->m->record.conversation = making_name(r->m, calendar->name);
	calendar->name_told = calendar->name.n != 0;
}

void
ics_entry_begin(
    struct ics_entry *entry, struct ics_calendar *calendar, const struct content *component)
{
	struct slice name = slice_trim(component->value);

	content_record_begin(&entry->r, KIND_NOTE, ICS_CHANNEL);
	entry->r.old = calendar->old;
	entry->calendar = calendar;
	entry->task = slice_eq_nocase(name, SLICE_LITERAL("VTODO"));
	entry->has_start = entry->has_end = entry->has_due = entry->has_duration = false;
	entry->duration_s = entry->duration_exact_s = 0;
	entry->due = MOMENT_NONE;
	entry->organiser = entry->organiser_name = TEXT_NONE;
	entry->repeats = false;
	calendar->entries++;
	content_record_claim(&entry->r, "calendar-entry", content_record_keep(&entry->r, name));
	ics_calendar_tell(&entry->r, calendar);
}

static void
claim_described(
    struct ics_entry *entry, const char *key, const struct content *content, struct text value)
{
	content_record_claim(&entry->r, key, content_record_described(&entry->r, content, value));
}

/* Who, by address where one is given ("mailto:maya@example.org"), with the name beside it. */
static void
person_read(
    struct ics_entry *entry, const struct content *content, struct text *handle, struct text *name)
{
	struct content_record *r = &entry->r;
	struct slice value = slice_of_text(content_record_plain(r, content));

	if (value.n > 7 && slice_eq_nocase(slice_of(value.p, 7), SLICE_LITERAL("mailto:")))
		value = slice_from(value, 7);
	value = slice_trim(value);
	if (value.n > RECORD_NAME_MAX_BYTES)
		value.n = 0; /* no address is that long; the claim has it */
	*handle = content_record_keep(r, value);
	*name = content_record_keep(r, content_param(content, "CN"));
	if (handle->n == 0)
		*handle = *name;
}

static void
attendee_put(struct ics_entry *entry, const struct content *content)
{
	struct text handle, name;

	person_read(entry, content, &handle, &name);
	/* A party holds each of them once more. */
	if (handle.n != 0 && content_record_room(&entry->r, 2 * handle.n + name.n + 24))
		making_to(entry->r.m, handle, name);
}

static bool
first_moment(struct ics_entry *entry, const struct content *content, bool had, struct moment *out)
{
	if (had) {
		making_doubt(entry->r.m, "date-twice", content_record_text(&entry->r, content));
		return true;
	}
	return ics_moment_read(entry, content, out);
}

static void
text_put(
    struct ics_entry *entry, enum property_use use, const char *key, const struct content *content)
{
	struct record *record = &entry->r.m->record;
	struct text value = content_record_plain(&entry->r, content);

	if (use == USE_DESCRIPTION) {
		making_body(entry->r.m, value);
	} else if (use == USE_SUMMARY && record->subject.p == NULL &&
		   content_record_room(&entry->r,
		       value.n < RECORD_NAME_MAX_BYTES ? value.n : RECORD_NAME_MAX_BYTES)) {
		record->subject = making_name(entry->r.m, value);
	} else if (use == USE_LOCATION && record->place.p == NULL && value.n != 0) {
		record->place = making_name(entry->r.m, value);
	} else {
		claim_described(entry, key, content, value);
	}
}

static void
property_put(
    struct ics_entry *entry, enum property_use use, const char *key, const struct content *content)
{
	struct record *record = &entry->r.m->record;

	switch (use) {
	case USE_SUMMARY:
	case USE_DESCRIPTION:
	case USE_LOCATION: text_put(entry, use, key, content); return;
	case USE_START:
		entry->has_start |= first_moment(entry, content, entry->has_start, &record->when);
		break;
	case USE_END:
		entry->has_end |= first_moment(entry, content, entry->has_end, &record->until);
		break;
	case USE_DUE:
		entry->has_due |= first_moment(entry, content, entry->has_due, &entry->due);
		break;
	case USE_DURATION:
		entry->has_duration |= ics_duration_parse(
		    content->value, &entry->duration_s, &entry->duration_exact_s);
		break;
	case USE_ORGANISER:
		if (entry->organiser.n == 0)
			person_read(entry, content, &entry->organiser, &entry->organiser_name);
		break;
	case USE_ATTENDEE: attendee_put(entry, content); break;
	case USE_RULE: entry->repeats = true; break;
	case USE_PARTS: break;
	case USE_OTHER:
		if (content_record_extract(&entry->r, content))
			return;
		break;
	}
	claim_described(entry, key, content, content_record_plain(&entry->r, content));
}

/* "alarm-trigger" for what stands in a VALARM, "within-…" for anything else. */
static const char *
key_of(struct ics_entry *entry, const struct content *content, struct slice within)
{
	if (within.n == 0)
		return content_record_key(&entry->r, "ics-", content);
	return content_record_key(&entry->r,
	    slice_eq_nocase(within, SLICE_LITERAL("VALARM")) ? "alarm-" : "within-", content);
}

void
ics_entry_put(struct ics_entry *entry, const struct content *content, struct slice within)
{
	enum property_use use = USE_OTHER;

	for (size_t i = 0; within.n == 0 && i < COUNT_OF(properties); i++)
		if (content_is(content, properties[i].name))
			use = properties[i].use;
	property_put(entry, use, key_of(entry, content, within), content);
}

void
ics_entry_strange(struct ics_entry *entry, struct slice line)
{
	content_record_strange(&entry->r, "line-not-understood", line);
}

enum status
ics_entry_end(struct ics_entry *entry, bool whole)
{
	struct making *m = entry->r.m;

	ics_moment_settle(entry);
	if (entry->organiser.n != 0)
		making_from(m, entry->organiser, entry->organiser_name);
	m->record.direction = DIRECTION_NONE; /* an entry is not sent */
	if (entry->repeats) {
		making_doubt(m, "repeats",
		    TEXT_LITERAL("It repeats by the rule or dates it holds; only its first time is "
				 "listed."));
		making_note(m, NOTE_OMITS, "repeats",
		    "An entry that repeats is listed once, with its rule: not each time it "
		    "happened.");
	}
	if (!whole)
		making_doubt(
		    m, "entry-without-end", TEXT_LITERAL("The end of this entry is missing."));
	return content_record_send(&entry->r);
}
