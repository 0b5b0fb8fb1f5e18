/* src/show/picture/picture.h
 * The course of conduct, counted: a pure function over rows in time order.
 * A *contact* is one message, call, e-mail or incident from the other side; an *approach* is a run
 * of those known to the minute, less than ten minutes apart; *days touched* are local days with at
 * least one.  Days are whole local days, numbered since 1 January 1970.
 * Nothing here scores, grades or guesses. */
#ifndef SHOW_PICTURE_PICTURE_H
#define SHOW_PICTURE_PICTURE_H

#include "base/json.h"
#include "diary/record.h"
#include "show/picture/series.h"

enum {
	PICTURE_MAX_NAMES = 64,    /* channels, persons, kinds; more are counted under "other" */
	PICTURE_MAX_HANDLES = 256, /* numbers, addresses and accounts; likewise */
	/* Of key events and effects the first in order of time; without one, where room is left. */
	PICTURE_MAX_EVENTS = 256,
	PICTURE_MAX_EFFECTS = 1000,
	PICTURE_BURSTS = 10,
	PICTURE_GAPS = 5,
	PICTURE_UNRECORDED = 64,
	PICTURE_UNRECORDED_DAYS = 14, /* no record of anything for longer than that is told */
	PICTURE_AROUND_DAYS = 28,
	BURST_MIN_CONTACTS = 10, /* N, unless told otherwise */
	BURST_MAX_GAP_MIN = 60,  /* T */
};

/* What one row adds to the numbers.  Whatever is no contact is counted all the same, and said. */
enum counted_as {
	COUNTED_AS_NOTHING,        /* a photograph, a notice, a draft, what went to others */
	COUNTED_AS_CONTACT,        /* from the other side, or an incident about them */
	COUNTED_AS_REPLY,          /* to the other side */
	COUNTED_AS_UNKNOWN_SENDER, /* withheld or nobody's number */
	COUNTED_AS_UNDIRECTED,     /* the file does not tell which side is the person's own */
	COUNTED_AS_FROM_OTHERS,    /* from, or about, somebody the picture is not of */
	COUNTED_AS_UNNAMED,        /* an incident that does not say who it was */
};

struct picture_row {
	const struct moment *when; /* settled: at_known wherever a time is known at all */
	enum record_kind kind;
	struct text channel;
	struct text person;       /* who it is from; absent when not named */
	struct text handle;       /* the number, address or account; absent for incidents */
	const struct text *kinds; /* kinds of behaviour, key events among them */
	size_t kinds_count;
	struct text id;
	struct text effect, changed; /* incidents: what it did, what was changed because of it */
	enum counted_as as;
	/* Where the three names stood when the same ones came before, for callers with many rows;
	 * each may be NULL. */
	size_t *channel_hint, *person_hint, *handle_hint;
};

/* A time as it is counted: enough to say it again where it happened. */
struct picture_time {
	int64_t at_us, ahead_us; /* UTC; how far the wall clock was ahead of it */
	bool local_known;
	enum time_basis basis;
	enum precision precision;
};

/* Something with a name: how often, when first and last (where a day is known), on which days. */
struct picture_count {
	struct text name, id; /* id: of the first incident of a kind; else absent */
	uint64_t count;
	bool any; /* one of them has a known day */
	struct picture_time first, last;
	struct series days;
	struct text channel; /* of a handle: where it was first used */
};

struct picture_event {
	struct text kind, id;
	struct moment when;
	uint64_t before_28d, after_28d, since;
	bool day_known, contact_after;
	int32_t day, next_contact_day; /* the first day after it with a contact */
	char *room;                    /* of its texts; in the arena */
};

struct picture_burst {
	struct picture_time from;
	int64_t to_us;
	uint64_t contacts, replies;
	struct burst_channel {
		struct text name;
		uint64_t count;
	} channels[8]; /* most first */
	size_t channel_count;
};

struct picture_gap {
	struct picture_time from, to;
};

struct picture_effect {
	struct moment when;
	struct text id, effect, changed; /* at most 400 bytes each */
	char *room;                      /* of its texts; in the arena */
};

struct picture_span {
	int32_t from_day, to_day;
};

struct picture_options {
	uint32_t burst_contacts, burst_gap_min; /* 0: the usual N and T */
};

struct picture {
	struct arena arena; /* names live here */
	struct picture_options options;
	uint64_t contacts, approaches, days_touched, replies, undated;
	uint64_t unknown_sender, undirected, from_others, unnamed; /* no contacts */
	uint64_t misdated;  /* of the undated, those with a time that cannot be right */
	uint64_t incidents; /* of the contacts, those written down by hand */
	uint64_t coarse;    /* contacts of which only the month or the year is known */
	bool any;
	struct picture_time first, last;
	struct picture_count *channels, *persons, *kinds, *handles; /* most first at the end */
	size_t channel_count, person_count, kind_count, handle_count;
	uint64_t by_hour[24], by_weekday_hour[7][24]; /* Monday first */
	struct series days, reply_days;               /* contacts and replies on each day */
	struct series record_days; /* messages, calls, entries, whoever from: where none are … */
	struct picture_span unrecorded[PICTURE_UNRECORDED]; /* … for long, longest first */
	size_t unrecorded_count;
	struct picture_event events[PICTURE_MAX_EVENTS]; /* in order of time; undated last */
	size_t event_count, events_untold;
	struct picture_effect *effects; /* likewise */
	size_t effect_count, effect_size, effects_untold;
	struct picture_burst bursts[PICTURE_BURSTS], run; /* largest first; the run under way */
	size_t burst_count, bursts_untold;
	struct picture_gap gaps[PICTURE_GAPS]; /* longest first */
	size_t gap_count;
	bool any_exact, any_reply;
	int64_t exact_us;             /* the last contact known to the minute */
	int64_t reply_us;             /* the last reply … */
	uint64_t replies_at_reply_us; /* … and how many at that instant */
	enum status status;           /* first failure; later rows are not counted */
};

/* Rows that are counted alike, with what they came to on the day under way. */
struct picture_group {
	enum counted_as as;
	enum precision precision;
	bool dated, by_hand, at_known;
	struct picture_time time;             /* but at_us */
	size_t channel, person, handle, kind; /* places; SIZE_MAX: none */
	int64_t day_from_us, day_to_us;       /* of the wall clock */
	int32_t day;
	int weekday; /* 0: Monday */
	uint64_t count;
	int64_t first_us, last_us;
};

/* `options` may be NULL.  E_NOMEM. */
MUST_USE enum status picture_init(
    struct picture *picture, const struct picture_options *options, struct err *err);
/* Also of a picture that is all zero. */
void picture_fini(struct picture *picture);
/* Rows must come in time order; undated ones in any place, those of one instant in any order. */
void picture_add(struct picture *picture, const struct picture_row *row);
/* The same in steps, for many rows that differ in nothing but their instant: what they have in
 * common (row->when tells all but the instant; events and effects are left to picture_add()), one
 * kind of behaviour that contacts of it are, each instant, and at last what is still to be added.
 */
void picture_group_begin(
    struct picture *picture, const struct picture_row *row, struct picture_group *group);
void picture_group_kind(
    struct picture *picture, struct picture_group *group, struct text behaviour);
void picture_count(struct picture *picture, struct picture_group *group, int64_t at_us);
void picture_group_end(struct picture *picture, struct picture_group *group);
/* Close what is under way and count around the key events.  E_NOMEM from any earlier row. */
MUST_USE enum status picture_end(struct picture *picture, struct err *err);

/* "Between 3 January 2024 and 14 July 2025 there were 4,321 contacts on 312 days …" */
void picture_statement(const struct picture *picture, struct buf *out);
/* The `picture` object of the interface. */
void picture_json(const struct picture *picture, struct json *json);
/* Contacts, or replies, in one calendar month (1..12). */
uint64_t picture_month(const struct picture *picture, int32_t year, int32_t month);
uint64_t picture_month_replies(const struct picture *picture, int32_t year, int32_t month);
/* Contacts on the local day of a moment; 0 when its day is not known. */
uint64_t picture_day(const struct picture *picture, const struct moment *when);
/* The first told-to-stop whose day is known; NULL when there is none. */
const struct picture_event *picture_told_to_stop(const struct picture *picture);
/* As it was where it happened. */
struct moment picture_moment(const struct picture_time *time);
/* Its day there, if one is known. */
int32_t picture_time_day(const struct picture_time *time);
/* True for "told-to-stop", "blocked", "reported" … */
bool kind_is_key_event(struct text kind);
/* True for a word with police, a court or a helper: no conduct of the other side. */
bool kind_is_log_entry(struct text kind);

#endif
