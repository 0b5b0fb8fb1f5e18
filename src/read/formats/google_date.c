/* src/read/formats/google_date.c
 * Dates in words; see google_date.h. */
#include "read/formats/google_date.h"

enum { WORD_BYTES = 12, MORNING = 1, AFTERNOON = 2 };

/* What has been met of a date. */
struct date {
	struct google_date out;
	int32_t weekday, half; /* 0: none was written */
	bool day, month, year, time, zone;
};

/* Commas and every blank that phones put there (U+00A0, U+2009, U+202F) stand between words. */
static bool
is_gap(uint32_t cp)
{
	return cp == ' ' || cp == ',' || cp == '\t' || cp == 0xa0 || cp == 0x2009 || cp == 0x202f;
}

/* The next word; empty at the end. */
static struct text
word_next(struct text *rest)
{
	struct text word, after;

	while (rest->n != 0) {
		after = *rest;
		if (!is_gap(text_next(&after)))
			break;
		*rest = after;
	}
	word = *rest;
	while (rest->n != 0) {
		after = *rest;
		if (is_gap(text_next(&after)))
			break;
		*rest = after;
	}
	return (struct text){word.p, word.n - rest->n};
}

/* 1 for the first of the names, 0 for none of them.  The first three letters are enough. */
static int32_t
name_find(struct text word, const char *const *names, size_t count)
{
	struct slice s = slice_of_text(word), name;

	for (size_t i = 0; i < count && word.n >= 3; i++) {
		name = slice_of(names[i], strlen(names[i]));
		if (slice_eq_nocase(s, name) || slice_eq_nocase(s, slice_of(names[i], 3)))
			return (int32_t)i + 1;
	}
	return 0;
}

static int32_t
month_find(struct text word)
{
	static const char *const names[] = {"January", "February", "March", "April", "May", "June",
	    "July", "August", "September", "October", "November", "December"};

	if (text_eq_c(word, "Sept"))
		return 9;
	return name_find(word, names, COUNT_OF(names));
}

static int32_t
weekday_find(struct text word)
{
	static const char *const names[] = {
	    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

	return name_find(word, names, COUNT_OF(names));
}

/* 1 or 2 digits up to `max`. */
static bool
small_number(struct slice s, int32_t max, int32_t *out)
{
	int64_t value;

	if (s.n == 0 || s.n > 2 || s.p[0] < '0' || s.p[0] > '9' || !i64_parse_loose(s, &value) ||
	    value > max)
		return false;
	*out = (int32_t)value;
	return true;
}

static bool
time_put_in(struct date *date, struct text word)
{
	struct slice rest = slice_of_text(word), hour, minute = rest;
	bool second;

	if (date->time || !cut(&rest, ':', &hour))
		return false;
	second = cut(&rest, ':', &minute);
	date->time = true;
	date->out.has_second = second;
	return small_number(hour, 23, &date->out.civil.hour) &&
	       small_number(second ? minute : rest, 59, &date->out.civil.minute) &&
	       (!second || small_number(rest, 59, &date->out.civil.second));
}

static bool
number_put_in(struct date *date, struct text word)
{
	int64_t value;

	if (word.n == 4 && !date->year && i64_parse_loose(slice_of_text(word), &value) &&
	    value >= 1 && value <= 9999) {
		date->year = true;
		date->out.civil.year = (int32_t)value;
		return true;
	}
	if (date->day || !small_number(slice_of_text(word), 31, &date->out.civil.day))
		return false;
	date->day = true;
	return true;
}

static int32_t
half_find(struct text word)
{
	static const char *const spelt[][2] = {{"AM", "PM"}, {"a.m.", "p.m."}};

	for (size_t i = 0; i < COUNT_OF(spelt); i++)
		for (size_t half = 0; half < 2; half++)
			if (slice_eq_nocase(slice_of_text(word),
				slice_of(spelt[i][half], strlen(spelt[i][half]))))
				return half == 0 ? MORNING : AFTERNOON;
	return 0;
}

static bool
letters_put_in(struct date *date, struct text word)
{
	int32_t weekday = weekday_find(word), month = month_find(word), half = half_find(word);

	if (month != 0 && !date->month) {
		date->month = true;
		date->out.civil.month = month;
		return true;
	}
	if (weekday != 0 && date->weekday == 0) {
		date->weekday = weekday;
		return true;
	}
	if (half != 0 && date->half == 0) {
		date->half = half;
		return true;
	}
	if (!date->zone && (text_eq_c(word, "UTC") || text_eq_c(word, "GMT"))) {
		date->zone = date->out.utc = true;
		return true;
	}
	return text_eq_c(word, "at");
}

static bool
word_put_in(struct date *date, struct text word)
{
	if (word.n > WORD_BYTES)
		return false;
	if (memchr(word.p, ':', word.n) != NULL)
		return time_put_in(date, word);
	if (word.p[0] >= '0' && word.p[0] <= '9')
		return number_put_in(date, word);
	return letters_put_in(date, word);
}

/* "12:05 AM" is five past midnight; "13:05 PM" is nothing. */
static bool
half_apply(struct date *date)
{
	struct civil *civil = &date->out.civil;

	if (date->half == 0)
		return true;
	if (civil->hour < 1 || civil->hour > 12)
		return false;
	civil->hour = civil->hour % 12 + (date->half == AFTERNOON ? 12 : 0);
	return true;
}

bool
google_date_parse(struct text written, struct google_date *out)
{
	struct date date = {.weekday = 0};
	struct text word;

	for (word = word_next(&written); word.n != 0; word = word_next(&written))
		if (!word_put_in(&date, word))
			return false;
	if (!date.day || !date.month || !date.year || !date.time || !half_apply(&date) ||
	    !civil_valid(&date.out.civil))
		return false;
	date.out.weekday = date.weekday != 0 && date.weekday != civil_weekday(&date.out.civil);
	*out = date.out;
	return true;
}
