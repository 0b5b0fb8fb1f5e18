/* src/read/formats/meta_stamp.c
 * Dates and times on Meta's pages; see meta_stamp.h. */
#include "read/formats/meta_stamp.h"

enum { WRITTEN_MAX_BYTES = 96, NBSP = 0xa0, THIN_SPACE = 0x2009, NNBSP = 0x202f };

/* What is left to read: ASCII, every kind of blank one blank. */
struct scan {
	struct slice rest;
};

static const char *const months[] = {"january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december"};
static const char *const days[] = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

static bool
plain(struct text text, uint8_t out[WRITTEN_MAX_BYTES], size_t *n)
{
	uint32_t c;

	*n = 0;
	while (text.n != 0) {
		c = text_next(&text);
		if (c == NBSP || c == THIN_SPACE || c == NNBSP || c == '\n' || c == '\t')
			c = ' ';
		if (c < ' ' || c > '~' || *n == WRITTEN_MAX_BYTES)
			return false;
		out[(*n)++] = (uint8_t)c;
	}
	return true;
}

static void
skip(struct scan *scan, const char *any)
{
	while (scan->rest.n != 0 && strchr(any, scan->rest.p[0]) != NULL)
		scan->rest = slice_from(scan->rest, 1);
}

static bool
eat(struct scan *scan, const char *words)
{
	size_t n = strlen(words);

	if (scan->rest.n < n || !slice_eq_nocase(slice_of(scan->rest.p, n), slice_of(words, n)))
		return false;
	scan->rest = slice_from(scan->rest, n);
	return true;
}

static bool
number(struct scan *scan, size_t least, size_t most, int32_t *out)
{
	size_t n = 0;
	int32_t value = 0;

	while (n < scan->rest.n && n <= most && scan->rest.p[n] >= '0' && scan->rest.p[n] <= '9')
		value = value * 10 + (scan->rest.p[n++] - '0');
	if (n < least || n > most)
		return false;
	scan->rest = slice_from(scan->rest, n);
	*out = value;
	return true;
}

static struct slice
word(struct scan *scan)
{
	struct slice s = scan->rest;
	size_t n = 0;

	while (n < s.n && (s.p[n] | 0x20) >= 'a' && (s.p[n] | 0x20) <= 'z')
		n++;
	scan->rest = slice_from(s, n);
	return slice_of(s.p, n);
}

/* One of the names or its first three letters, or "Sept"; 0 when it is none. */
static int32_t
name_of(struct slice word, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t n = strlen(names[i]);

		if ((word.n == n || word.n == 3 || (word.n == 4 && n == strlen("september"))) &&
		    slice_eq_nocase(word, slice_of(names[i], word.n)))
			return (int32_t)i + 1;
	}
	return 0;
}

static bool
month(struct scan *scan, int32_t *out)
{
	*out = name_of(word(scan), months, COUNT_OF(months));
	(void)eat(scan, ".");
	skip(scan, " ");
	return *out != 0;
}

static void
weekday(struct scan *scan)
{
	struct scan copy = *scan;

	if (name_of(word(&copy), days, COUNT_OF(days)) == 0)
		return;
	skip(&copy, " ,");
	*scan = copy;
}

/* "Oct 19, 2019" */
static bool
date_month_first(struct scan *scan, struct meta_stamp *out)
{
	if (!month(scan, &out->civil.month) || !number(scan, 1, 2, &out->civil.day))
		return false;
	skip(scan, " ,");
	return number(scan, 4, 4, &out->civil.year);
}

/* "19 Oct 2019" */
static bool
date_day_first(struct scan *scan, struct meta_stamp *out)
{
	if (!number(scan, 1, 2, &out->civil.day))
		return false;
	skip(scan, " ");
	if (!month(scan, &out->civil.month))
		return false;
	skip(scan, " ,");
	return number(scan, 4, 4, &out->civil.year);
}

/* "2019-10-19" */
static bool
date_year_first(struct scan *scan, struct meta_stamp *out)
{
	return number(scan, 4, 4, &out->civil.year) && eat(scan, "-") &&
	       number(scan, 2, 2, &out->civil.month) && eat(scan, "-") &&
	       number(scan, 2, 2, &out->civil.day);
}

/* "19/10/2019", "10/19/2019", "19.10.2019" */
static bool
date_numbers(struct scan *scan, struct meta_stamp *out)
{
	char between[2] = {0};

	out->numbers = true;
	if (!number(scan, 1, 2, &out->civil.month) || scan->rest.n == 0 ||
	    strchr("/.-", scan->rest.p[0]) == NULL)
		return false;
	between[0] = (char)scan->rest.p[0];
	return eat(scan, between) && number(scan, 1, 2, &out->civil.day) && eat(scan, between) &&
	       number(scan, 4, 4, &out->civil.year);
}

static bool
date(struct scan *scan, struct meta_stamp *out)
{
	static bool (*const spellings[])(struct scan * scan, struct meta_stamp * out) = {
	    date_month_first, date_day_first, date_year_first, date_numbers};

	for (size_t i = 0; i < COUNT_OF(spellings); i++) {
		struct scan copy = *scan;
		struct meta_stamp stamp = {.numbers = false};

		if (!spellings[i](&copy, &stamp))
			continue;
		*scan = copy;
		*out = stamp;
		return true;
	}
	return false;
}

/* am, pm, and neither. */
static bool
half_of_day(struct scan *scan, struct meta_stamp *out)
{
	bool pm;

	skip(scan, " ");
	if (eat(scan, "a.m.") || eat(scan, "am"))
		pm = false;
	else if (eat(scan, "p.m.") || eat(scan, "pm"))
		pm = true;
	else
		return true;
	if (out->civil.hour == 0 || out->civil.hour > 12) {
		out->odd_hour = true;
		return pm || out->civil.hour == 0;
	}
	out->civil.hour = out->civil.hour % 12 + (pm ? 12 : 0);
	return true;
}

static bool
clock_time(struct scan *scan, struct meta_stamp *out)
{
	if (!number(scan, 1, 2, &out->civil.hour) || !eat(scan, ":") ||
	    !number(scan, 2, 2, &out->civil.minute))
		return false;
	if (eat(scan, ":")) {
		out->has_second = true;
		if (!number(scan, 2, 2, &out->civil.second))
			return false;
	}
	return half_of_day(scan, out);
}

/* "UTC", "UTC+01", "GMT-03:30"; true as well when nothing is left. */
static bool
zone(struct scan *scan, struct meta_stamp *out)
{
	int32_t hours = 0, minutes = 0;
	bool west;

	skip(scan, " ");
	if (scan->rest.n == 0)
		return true;
	if (!eat(scan, "UTC") && !eat(scan, "GMT"))
		return false;
	out->has_zone = true;
	if (scan->rest.n == 0)
		return true;
	west = scan->rest.p[0] == '-';
	if (!eat(scan, "+") && !eat(scan, "-"))
		return false;
	if (!number(scan, 1, 2, &hours) || (eat(scan, ":") && !number(scan, 2, 2, &minutes)) ||
	    hours > 14 || minutes > 59)
		return false;
	out->offset_s = (hours * 60 + minutes) * (west ? -60 : 60);
	return scan->rest.n == 0;
}

bool
meta_stamp_parse(struct text text, struct meta_stamp *out)
{
	uint8_t bytes[WRITTEN_MAX_BYTES];
	struct meta_stamp stamp;
	struct civil civil;
	struct scan scan;
	size_t n;

	if (text.n == 0 || text.n > 2 * (size_t)WRITTEN_MAX_BYTES || !plain(text, bytes, &n))
		return false;
	scan.rest = slice_trim(slice_of(bytes, n));
	weekday(&scan);
	if (!date(&scan, &stamp))
		return false;
	skip(&scan, " ,");
	if (eat(&scan, "at "))
		skip(&scan, " ");
	if (!clock_time(&scan, &stamp) || !zone(&scan, &stamp))
		return false;
	if (!meta_stamp_civil(&stamp, DATE_ORDER_DMY, &civil) &&
	    !meta_stamp_civil(&stamp, DATE_ORDER_MDY, &civil))
		return false;
	*out = stamp;
	return true;
}

bool
meta_stamp_civil(const struct meta_stamp *stamp, enum date_order order, struct civil *out)
{
	struct civil civil = stamp->civil;

	if (stamp->numbers && order != DATE_ORDER_MDY) {
		civil.day = stamp->civil.month;
		civil.month = stamp->civil.day;
	}
	if (!civil_valid(&civil))
		return false;
	*out = civil;
	return true;
}

bool
meta_stamp_is_open(const struct meta_stamp *stamp)
{
	struct civil a, b;

	return stamp->numbers && meta_stamp_civil(stamp, DATE_ORDER_DMY, &a) &&
	       meta_stamp_civil(stamp, DATE_ORDER_MDY, &b) && civil_compare(&a, &b) != 0;
}
