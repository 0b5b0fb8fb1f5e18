/* src/base/time.c
 * Calendar arithmetic and RFC 3339; see time.h. */
#include "base/time.h"

bool
civil_valid(const struct civil *c)
{
	return c->year >= 1 && c->year <= 9999 && c->month >= 1 && c->month <= 12 && c->day >= 1 &&
	       c->day <= days_in_month(c->year, c->month) && c->hour >= 0 && c->hour <= 23 &&
	       c->minute >= 0 && c->minute <= 59 && c->second >= 0 && c->second <= 59 &&
	       c->us >= 0 && c->us <= 999999;
}

static bool
leap_year(int32_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int32_t
days_in_month(int32_t year, int32_t month)
{
	static const int8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month < 1 || month > 12)
		return 0;
	return month == 2 && leap_year(year) ? 29 : days[month - 1];
}

/* Days since 1970-01-01, counting years from March so that the leap day comes last. */
static int64_t
days_of_date(int32_t year, int32_t month, int32_t day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = y / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

int64_t
civil_to_us(const struct civil *c)
{
	int64_t seconds = days_of_date(c->year, c->month, c->day) * 86400 + c->hour * 3600 +
			  c->minute * 60 + c->second;

	return seconds * US_PER_SECOND + c->us;
}

static void
date_of_days(int64_t days, struct civil *out)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	out->day = (int32_t)(doy - (153 * mp + 2) / 5 + 1);
	out->month = (int32_t)(mp < 10 ? mp + 3 : mp - 9);
	out->year = (int32_t)(yoe + era * 400 + (out->month <= 2 ? 1 : 0));
}

bool
civil_of_us(int64_t at_us, struct civil *out)
{
	static const struct civil first = {.year = 1, .month = 1, .day = 1};
	static const struct civil last = {9999, 12, 31, 23, 59, 59, 999999};
	struct civil c = {0};
	int64_t days, rest;

	if (at_us < civil_to_us(&first) || at_us > civil_to_us(&last))
		return false;
	days = at_us / US_PER_DAY;
	rest = at_us % US_PER_DAY;
	if (rest < 0) {
		rest += US_PER_DAY;
		days--;
	}
	date_of_days(days, &c);
	c.us = (int32_t)(rest % US_PER_SECOND);
	rest /= US_PER_SECOND;
	c.hour = (int32_t)(rest / 3600);
	c.minute = (int32_t)(rest / 60 % 60);
	c.second = (int32_t)(rest % 60);
	*out = c;
	return true;
}

int
civil_weekday(const struct civil *c)
{
	int64_t days = days_of_date(c->year, c->month, c->day);

	return (int)(((days + 3) % 7 + 7) % 7) + 1;
}

int
civil_compare(const struct civil *a, const struct civil *b)
{
	int64_t x = civil_to_us(a), y = civil_to_us(b);

	return (x > y) - (x < y);
}

bool
civil_same_day(const struct civil *a, const struct civil *b)
{
	return a->year == b->year && a->month == b->month && a->day == b->day;
}

/* The last `digits` digits of v. */
static void
put_padded(struct buf *buf, int32_t v, unsigned digits)
{
	char out[8];

	for (unsigned i = digits; i-- > 0; v /= 10)
		out[i] = (char)('0' + v % 10);
	buf_put(buf, out, digits);
}

static void
spell_two(char *at, int32_t v)
{
	at[0] = (char)('0' + v / 10 % 10);
	at[1] = (char)('0' + v % 10);
}

void
civil_put(struct buf *buf, const struct civil *c)
{
	char out[] = "0000-00-00T00:00:00";

	spell_two(out, c->year / 100);
	spell_two(out + 2, c->year);
	spell_two(out + 5, c->month);
	spell_two(out + 8, c->day);
	spell_two(out + 11, c->hour);
	spell_two(out + 14, c->minute);
	spell_two(out + 17, c->second);
	buf_put(buf, out, sizeof out - 1);
	if (c->us == 0)
		return;
	buf_put_byte(buf, '.');
	if (c->us % 1000 == 0)
		put_padded(buf, c->us / 1000, 3);
	else
		put_padded(buf, c->us, 6);
}

bool
time_put(struct buf *buf, int64_t at_us)
{
	struct civil c;

	if (!civil_of_us(at_us, &c))
		return false;
	civil_put(buf, &c);
	buf_put_byte(buf, 'Z');
	return true;
}

static bool
take_digits(struct slice *rest, size_t n, int32_t *out)
{
	struct slice digits;
	int32_t v = 0;

	if (!take(rest, n, &digits))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return false;
		v = v * 10 + (digits.p[i] - '0');
	}
	*out = v;
	return true;
}

static bool
take_byte(struct slice *rest, uint8_t want)
{
	if (rest->n == 0 || rest->p[0] != want)
		return false;
	*rest = slice_from(*rest, 1);
	return true;
}

static bool
take_date(struct slice *rest, struct civil *c)
{
	return take_digits(rest, 4, &c->year) && take_byte(rest, '-') &&
	       take_digits(rest, 2, &c->month) && take_byte(rest, '-') &&
	       take_digits(rest, 2, &c->day);
}

/* 1 to 9 digits after the point; what is finer than a microsecond is cut off. */
static bool
take_fraction(struct slice *rest, struct civil *c)
{
	int32_t scale = 100000;
	size_t n = 0;

	for (; rest->n != 0 && rest->p[0] >= '0' && rest->p[0] <= '9'; n++) {
		c->us += (rest->p[0] - '0') * scale;
		scale /= 10;
		*rest = slice_from(*rest, 1);
	}
	return n >= 1 && n <= 9;
}

static bool
take_clock(struct slice *rest, struct civil *c, bool *has_second)
{
	*has_second = false;
	if (!take_digits(rest, 2, &c->hour) || !take_byte(rest, ':') ||
	    !take_digits(rest, 2, &c->minute))
		return false;
	if (!take_byte(rest, ':'))
		return true;
	*has_second = true;
	if (!take_digits(rest, 2, &c->second))
		return false;
	return !take_byte(rest, '.') || take_fraction(rest, c);
}

static bool
take_offset(struct slice *rest, int64_t *offset_us)
{
	int32_t hour, minute;
	bool minus;

	*offset_us = 0;
	if (take_byte(rest, 'Z') || take_byte(rest, 'z'))
		return true;
	minus = rest->n != 0 && rest->p[0] == '-';
	if (!take_byte(rest, '+') && !take_byte(rest, '-'))
		return false;
	if (!take_digits(rest, 2, &hour) || !take_byte(rest, ':') || !take_digits(rest, 2, &minute))
		return false;
	if (hour > 23 || minute > 59)
		return false;
	*offset_us = (int64_t)(hour * 60 + minute) * 60 * US_PER_SECOND * (minus ? -1 : 1);
	return true;
}

bool
time_parse(struct slice s, int64_t *at_us)
{
	struct civil c = {0};
	int64_t offset_us;
	bool has_second;

	if (!take_date(&s, &c))
		return false;
	if (!take_byte(&s, 'T') && !take_byte(&s, 't') && !take_byte(&s, ' '))
		return false;
	if (!take_clock(&s, &c, &has_second) || !has_second || !take_offset(&s, &offset_us))
		return false;
	if (s.n != 0 || !civil_valid(&c))
		return false;
	*at_us = civil_to_us(&c) - offset_us;
	return true;
}

bool
civil_parse(struct slice s, struct civil *out, bool *has_second)
{
	struct civil c = {0};
	bool second;

	if (!take_date(&s, &c))
		return false;
	if (!take_byte(&s, 'T') && !take_byte(&s, ' '))
		return false;
	if (!take_clock(&s, &c, &second) || s.n != 0 || !civil_valid(&c))
		return false;
	*out = c;
	if (has_second != NULL)
		*has_second = second;
	return true;
}

bool
civil_date_parse(struct slice s, struct civil *out)
{
	struct civil c = {0};

	if (!take_date(&s, &c) || s.n != 0 || !civil_valid(&c))
		return false;
	*out = c;
	return true;
}
