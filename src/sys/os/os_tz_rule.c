/* src/sys/os/os_tz_rule.c
 * The POSIX rule of a time zone; see os_tz_rule.h. */
#include "sys/os/os_tz_rule.h"

#include "base/time.h"

/* One to three digits, low..high. */
static bool
number_take(struct slice *rest, int32_t low, int32_t high, int32_t *out)
{
	struct slice left = *rest;
	int32_t v = 0;
	size_t n = 0;

	for (; left.n != 0 && left.p[0] >= '0' && left.p[0] <= '9' && n < 3; n++) {
		v = v * 10 + (left.p[0] - '0');
		left = slice_from(left, 1);
	}
	if (n == 0 || v < low || v > high)
		return false;
	*rest = left;
	*out = v;
	return true;
}

static bool
byte_take(struct slice *rest, uint8_t c)
{
	if (rest->n == 0 || rest->p[0] != c)
		return false;
	*rest = slice_from(*rest, 1);
	return true;
}

/* [+-]h[h[h]][:mm[:ss]] */
static bool
time_take(struct slice *rest, int32_t max_hours, int32_t *out)
{
	int32_t hours, minutes = 0, seconds = 0;
	bool minus = byte_take(rest, '-');

	if (!minus)
		(void)byte_take(rest, '+');
	if (!number_take(rest, 0, max_hours, &hours))
		return false;
	if (byte_take(rest, ':')) {
		if (!number_take(rest, 0, 59, &minutes))
			return false;
		if (byte_take(rest, ':') && !number_take(rest, 0, 59, &seconds))
			return false;
	}
	*out = (hours * 3600 + minutes * 60 + seconds) * (minus ? -1 : 1);
	return true;
}

/* Letters, or anything but '>' between < and >. */
static bool
name_skip(struct slice *rest)
{
	struct slice name;
	size_t n = 0;

	if (byte_take(rest, '<'))
		return cut(rest, '>', &name) && name.n >= 3;
	while (n < rest->n && ((rest->p[n] >= 'a' && rest->p[n] <= 'z') ||
				  (rest->p[n] >= 'A' && rest->p[n] <= 'Z')))
		n++;
	return n >= 3 && take(rest, n, &name);
}

static bool
day_take(struct slice *rest, struct tz_day *out)
{
	struct tz_day d = {.time_s = 2 * 3600};
	bool good;

	if (byte_take(rest, 'M')) {
		d.kind = TZ_DAY_WEEK;
		good = number_take(rest, 1, 12, &d.month) && byte_take(rest, '.') &&
		       number_take(rest, 1, 5, &d.week) && byte_take(rest, '.') &&
		       number_take(rest, 0, 6, &d.day);
	} else if (byte_take(rest, 'J')) {
		d.kind = TZ_DAY_NOLEAP;
		good = number_take(rest, 1, 365, &d.day);
	} else {
		d.kind = TZ_DAY_COUNT;
		good = number_take(rest, 0, 365, &d.day);
	}
	if (!good || (byte_take(rest, '/') && !time_take(rest, 167, &d.time_s)))
		return false;
	*out = d;
	return true;
}

bool
tz_rule_parse(struct slice text, struct tz_rule *out)
{
	struct tz_rule r = {0};
	int32_t west;

	if (!name_skip(&text) || !time_take(&text, 24, &west))
		return false;
	r.standard_s = -west; /* POSIX counts west of Greenwich */
	if (text.n != 0) {
		r.has_summer = true;
		r.summer_s = r.standard_s + 3600;
		if (!name_skip(&text))
			return false;
		if (text.n != 0 && text.p[0] != ',') {
			if (!time_take(&text, 24, &west))
				return false;
			r.summer_s = -west;
		}
		/* Without dates POSIX leaves the rule open, so a file must have them. */
		if (!byte_take(&text, ',') || !day_take(&text, &r.start) ||
		    !byte_take(&text, ',') || !day_take(&text, &r.end) || text.n != 0)
			return false;
	}
	*out = r;
	return true;
}

static int32_t
week_day(const struct tz_day *day, int32_t year)
{
	struct civil first = {.year = year, .month = day->month, .day = 1};
	int32_t weekday = civil_weekday(&first) % 7; /* 0 is Sunday here */
	int32_t n = 1 + (day->day - weekday + 7) % 7 + 7 * (day->week - 1);

	while (n > days_in_month(year, day->month))
		n -= 7;
	return n;
}

int64_t
tz_day_seconds(const struct tz_day *day, int32_t year)
{
	struct civil c = {.year = year, .month = 1, .day = 1};
	int64_t days = 0;

	if (day->kind == TZ_DAY_WEEK) {
		c.month = day->month;
		c.day = week_day(day, year);
	} else if (day->kind == TZ_DAY_NOLEAP) {
		days = day->day - 1 + (day->day >= 60 && days_in_month(year, 2) == 29 ? 1 : 0);
	} else {
		days = day->day;
	}
	return civil_to_us(&c) / US_PER_SECOND + days * 86400 + day->time_s;
}
