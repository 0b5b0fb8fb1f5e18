/* src/read/formats/ics_entry.h
 * Inside ics*.c: one entry of a calendar (an appointment, a task, a diary page) as a record,
 * property by property; and what the calendar says of itself. */
#ifndef READ_FORMATS_ICS_ENTRY_H
#define READ_FORMATS_ICS_ENTRY_H

#include "read/formats/content_record.h"
#include "read/formats/ics_zone.h"

enum {
	ICS_CALENDAR_BYTES = 64 * 1024, /* kept of what a calendar says of itself */
	ICS_CALENDAR_MAX = 64,
	ICS_ZONES_MAX = 64, /* VTIMEZONEs of a calendar that are known apart */
};

#define ICS_CHANNEL "calendar"

struct ics_said {
	const char *key;
	struct text value;
};

/* A VTIMEZONE: its name, the place it names, and what its clocks are ahead of UTC at some time. */
struct ics_own_zone {
	struct text id, place;
	bool zero, hour, other; /* +0000, +0100, anything else */
};

/* The calendar that is open. */
struct ics_calendar {
	struct arena arena;      /* of names and zones */
	struct arena said_arena; /* of what is said */
	struct text name, method;
	struct ics_said said[ICS_CALENDAR_MAX]; /* everything else */
	size_t said_count;
	size_t said_told; /* of them, so many are in a record already */
	bool name_told, cut;
	struct ics_own_zone zones[ICS_ZONES_MAX];
	size_t zones_count;
	bool zones_beyond; /* there were more */
	uint64_t entries;
	bool old; /* vCalendar 1.0 */
};

struct ics_entry {
	struct content_record r;
	struct ics_calendar *calendar;
	bool task; /* VTODO: due rather than beginning */
	bool has_start, has_end, has_due, start_date, end_date, has_duration;
	int64_t duration_s, duration_exact_s;
	struct moment due;
	struct text organiser, organiser_name;
	bool repeats;
};

/* `component` is what stands behind BEGIN: "VEVENT". */
void ics_entry_begin(
    struct ics_entry *entry, struct ics_calendar *calendar, const struct content *component);
/* A record is begun: what the calendar says of itself goes with it, if none has it yet. */
void ics_calendar_tell(struct content_record *r, struct ics_calendar *calendar);
/* `within` (may be empty) is a component inside the entry: "VALARM". */
void ics_entry_put(struct ics_entry *entry, const struct content *content, struct slice within);
void ics_entry_strange(struct ics_entry *entry, struct slice line);
/* `whole` false: the entry has no end.  Sends it. */
MUST_USE enum status ics_entry_end(struct ics_entry *entry, bool whole);

/* ics_moment.c: the value as a moment, with its doubts; false (out untouched) when it is no time.
 */
bool ics_moment_read(struct ics_entry *entry, const struct content *content, struct moment *out);
/* Behind a whole day stands the day after it. */
void ics_moment_settle(struct ics_entry *entry);

#endif
