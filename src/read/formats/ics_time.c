/* src/read/formats/ics_time.c
 * Dates, times and durations of calendars; see ics_time.h. */
#include "read/formats/ics_time.h"

/* About 317 years: no sum with a date leaves int64_t. */
#define SECONDS_MAX INT64_C(10000000000)

/* Exactly n digits off the front. */
static bool
digits(struct slice *rest, size_t n, int32_t *out)
{
	int32_t value = 0;

	if (rest->n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (rest->p[i] < '0' || rest->p[i] > '9')
			return false;
		value = 10 * value + (rest->p[i] - '0');
	}
	*rest = slice_from(*rest, n);
	*out = value;
	return true;
}

static bool
skipped(struct slice *rest, uint8_t c)
{
	if (rest->n == 0 || rest->p[0] != c)
		return false;
	*rest = slice_from(*rest, 1);
	return true;
}

bool
ics_time_parse(struct slice s, struct ics_time *out)
{
	struct ics_time t = {.has_time = false};
	struct civil *c = &t.civil;

	s = slice_trim(s);
	if (!digits(&s, 4, &c->year))
		return false;
	(void)skipped(&s, '-');
	if (!digits(&s, 2, &c->month))
		return false;
	(void)skipped(&s, '-');
	if (!digits(&s, 2, &c->day))
		return false;
	if (s.n != 0) {
		if (!skipped(&s, 'T') && !skipped(&s, ' '))
			return false;
		t.has_time = true;
		if (!digits(&s, 2, &c->hour))
			return false;
		(void)skipped(&s, ':');
		if (!digits(&s, 2, &c->minute))
			return false;
		(void)skipped(&s, ':');
		t.has_second = digits(&s, 2, &c->second);
		t.utc = skipped(&s, 'Z');
	}
	if (s.n != 0 || !civil_valid(c))
		return false;
	*out = t;
	return true;
}

static int64_t
unit_seconds(uint8_t unit, bool time)
{
	switch (unit) {
	case 'W': return time ? 0 : 7 * 86400;
	case 'D': return time ? 0 : 86400;
	case 'H': return time ? 3600 : 0;
	case 'M': return time ? 60 : 0;
	case 'S': return time ? 1 : 0;
	default: return 0;
	}
}

bool
ics_duration_parse(struct slice s, int64_t *seconds, int64_t *exact)
{
	bool back, time = false;
	int64_t total = 0, hours = 0, value = 0, unit;
	size_t count = 0;
	int32_t digit;

	s = slice_trim(s);
	back = skipped(&s, '-');
	if (!back)
		(void)skipped(&s, '+');
	if (!skipped(&s, 'P'))
		return false;
	while (s.n != 0) {
		if (!time && skipped(&s, 'T')) {
			time = true;
			continue;
		}
		for (value = 0; digits(&s, 1, &digit);)
			if ((value = 10 * value + digit) > SECONDS_MAX)
				return false;
		unit = s.n != 0 ? unit_seconds(s.p[0], time) : 0;
		if (unit == 0 || value > SECONDS_MAX / unit)
			return false;
		s = slice_from(s, 1);
		total += value * unit;
		hours += time ? value * unit : 0;
		count++;
		if (total > SECONDS_MAX)
			return false;
	}
	if (count == 0)
		return false;
	*seconds = back ? -total : total;
	*exact = back ? -hours : hours;
	return true;
}
