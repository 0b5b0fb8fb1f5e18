/* sample/zone.c
 * Days since 1970 by the usual era arithmetic on a year that starts in March. */
#include "sample/zone.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static int64_t
days_of(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t in_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + of_year - 719468;
}

struct civil
zone_civil(int64_t s)
{
	int64_t days = s >= 0 ? s / ZONE_DAY_S : -((ZONE_DAY_S - 1 - s) / ZONE_DAY_S);
	int64_t rest = s - days * ZONE_DAY_S;
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t in_era = z - era * 146097;
	int64_t y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t of_year = in_era - (365 * y + y / 4 - y / 100);
	int64_t m = (5 * of_year + 2) / 153;
	struct civil c = {
	    .month = (int)(m < 10 ? m + 3 : m - 9),
	    .day = (int)(of_year - (153 * m + 2) / 5 + 1),
	    .hour = (int)(rest / 3600),
	    .minute = (int)(rest % 3600 / 60),
	    .second = (int)(rest % 60),
	    .weekday = (int)(((days % 7) + 11) % 7),
	};

	c.year = (int)(y + era * 400 + (c.month <= 2));
	return c;
}

int64_t
zone_seconds(const struct civil *c)
{
	return days_of(c->year, c->month, c->day) * ZONE_DAY_S + c->hour * 3600 + c->minute * 60 +
	       c->second;
}

static int64_t
change_s(int year, int month)
{
	int64_t last = days_of(year, month, 31) * ZONE_DAY_S;

	return last - zone_civil(last).weekday * (int64_t)ZONE_DAY_S + 3600;
}

int
zone_offset_s(int64_t utc_s)
{
	int year = zone_civil(utc_s).year;

	return utc_s >= change_s(year, 3) && utc_s < change_s(year, 10) ? 3600 : 0;
}

struct civil
zone_local(int64_t utc_ms)
{
	int64_t s = utc_ms / 1000;

	return zone_civil(s + zone_offset_s(s));
}

static int
number(const char *p, int digits)
{
	int value = 0;

	for (int i = 0; i < digits; i++) {
		if (p[i] < '0' || p[i] > '9') {
			fprintf(stderr, "daybook-sample: malformed date in the case: %s\n", p);
			exit(1);
		}
		value = value * 10 + (p[i] - '0');
	}
	return value;
}

int64_t
zone_ms(const char *local)
{
	struct civil c = {0};
	int64_t s;

	c.year = number(local, 4);
	c.month = number(local + 5, 2);
	c.day = number(local + 8, 2);
	if (local[10] != '\0') {
		c.hour = number(local + 11, 2);
		c.minute = number(local + 14, 2);
		if (local[16] != '\0')
			c.second = number(local + 17, 2);
	}
	s = zone_seconds(&c);
	if (zone_offset_s(s - 3600) == 3600)
		s -= 3600;
	return s * 1000;
}

const char *
zone_month(int month)
{
	static const char *const names[] = {
	    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

	assert(month >= 1 && month <= 12);
	return names[month - 1];
}

const char *
zone_weekday(int weekday)
{
	static const char *const names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

	assert(weekday >= 0 && weekday < 7);
	return names[weekday];
}
