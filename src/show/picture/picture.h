/* src/show/picture/picture.h
 * The course of conduct, counted: a pure function over rows in time order.
 * A *contact* is one message, call, e-mail or incident from the other side; an *approach* is a run
 * of those known to the minute, less than ten minutes apart; *days touched* are local days with at
 * least one.
 * Nothing here scores, grades or guesses. */
#ifndef SHOW_PICTURE_H
#define SHOW_PICTURE_H

#include "base/json.h"
#include "diary/record.h"

enum {
	PICTURE_MAX_NAMES = 64,   /* channels, persons, kinds; more are counted under "other" */
	PICTURE_MAX_EVENTS = 256, /* key events */
	PICTURE_BURSTS = 5,
	PICTURE_GAPS = 5,
	PICTURE_FIRST_YEAR = 1970,
	PICTURE_DAYS = 47482,    /* 1970 to 2099 */
	BURST_MIN_CONTACTS = 10, /* N */
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
	const struct text *kinds; /* kinds of behaviour, key events among them */
	size_t kinds_count;
	struct text id;
	enum counted_as as;
};

struct picture_count {
	struct text name;
	uint64_t count;
};

struct picture_event {
	struct text kind, id;
	struct moment when;
	uint64_t before_28d, after_28d, since;
};

struct picture_burst {
	struct moment from; /* as it was where it happened */
	int64_t from_us, to_us;
	uint64_t contacts, replies;
	struct picture_count channels[8];
	size_t channel_count;
};

struct picture_gap {
	int64_t from_us, to_us;
	struct moment from, to; /* as they were where they happened */
};

struct picture {
	struct arena arena; /* names live here */
	uint64_t contacts, approaches, days_touched, replies, undated, records;
	uint64_t unknown_sender, undirected, from_others, unnamed; /* no contacts */
	uint64_t misdated; /* of the undated, those with a time that cannot be right */
	uint64_t coarse;   /* contacts of which only the month or the year is known */
	bool any;
	int64_t first_us, last_us;
	struct moment first, last;
	struct picture_count channels[PICTURE_MAX_NAMES + 1], persons[PICTURE_MAX_NAMES + 1],
	    kinds[PICTURE_MAX_NAMES + 1];
	size_t channel_count, person_count, kind_count;
	uint64_t by_hour[24];
	uint32_t *by_day; /* PICTURE_DAYS contacts per local day since 1 January 1970 */
	struct picture_event events[PICTURE_MAX_EVENTS];
	size_t event_count;
	struct picture_burst bursts[PICTURE_BURSTS], run; /* largest first; the run under way */
	size_t burst_count;
	struct picture_gap gaps[PICTURE_GAPS]; /* longest first */
	size_t gap_count;
	bool any_exact;
	int64_t exact_us;   /* the last contact known to the minute */
	enum status status; /* first failure; later rows are not counted */
};

/* E_NOMEM. */
MUST_USE enum status picture_init(struct picture *picture, struct err *err);
void picture_fini(struct picture *picture);
/* Rows must come in time order; undated ones in any place. */
void picture_add(struct picture *picture, const struct picture_row *row);
/* Close what is under way and count around the key events.  E_NOMEM from any earlier row. */
MUST_USE enum status picture_end(struct picture *picture, struct err *err);

/* "Between 3 January 2024 and 14 July 2025 there were 4,321 contacts on 312 days …" */
void picture_statement(const struct picture *picture, struct buf *out);
/* The `picture` object of the interface. */
void picture_json(const struct picture *picture, struct json *json);
/* Contacts in one calendar month (1..12). */
uint64_t picture_month(const struct picture *picture, int32_t year, int32_t month);
/* Contacts on the local day of a moment; 0 when its day is not known. */
uint64_t picture_day(const struct picture *picture, const struct moment *when);
/* True for "told-to-stop", "blocked", "reported" … */
bool kind_is_key_event(struct text kind);

#endif
