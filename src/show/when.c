/* src/show/when.c
 * Times in plain English; see when.h. */
#include "show/when.h"

static const char *const months[12] = {"January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December"};
static const char *const weekdays[7] = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

bool
when_civil(const struct moment *moment, struct civil *out, bool *utc)
{
	*utc = false;
	if (moment->basis == BASIS_NONE)
		return false;
	if (moment->local_known) {
		*out = moment->local;
		return true;
	}
	*utc = true;
	return moment->at_known && civil_of_us(moment->at_us, out);
}

void
date_put(struct buf *buf, const struct civil *date)
{
	buf_putf(buf, "%d %s %d", date->day, months[date->month - 1], date->year);
}

void
month_put(struct buf *buf, const struct civil *date)
{
	buf_putf(buf, "%s %d", months[date->month - 1], date->year);
}

static void
clock_put(struct buf *buf, const struct civil *c, enum precision precision)
{
	if (precision == PRECISION_HOUR)
		buf_putf(buf, "about %02d:00", c->hour);
	else if (precision == PRECISION_MINUTE)
		buf_putf(buf, "%02d:%02d", c->hour, c->minute);
	else
		buf_putf(buf, "%02d:%02d:%02d", c->hour, c->minute, c->second);
}

void
when_day_put(struct buf *buf, const struct moment *moment)
{
	struct civil c;
	bool utc;

	if (!when_civil(moment, &c, &utc)) {
		buf_put_c(buf, "date not known");
	} else if (moment->precision == PRECISION_YEAR) {
		buf_putf(buf, "%d (year only)", c.year);
	} else if (moment->precision == PRECISION_MONTH) {
		month_put(buf, &c);
		buf_put_c(buf, " (month only)");
	} else {
		buf_putf(buf, "%s ", weekdays[civil_weekday(&c) - 1]);
		date_put(buf, &c);
	}
}

void
when_clock_put(struct buf *buf, const struct moment *moment)
{
	struct civil c;
	bool utc;

	if (!when_civil(moment, &c, &utc) || moment->precision >= PRECISION_DAY) {
		buf_put_c(buf, "no time");
		return;
	}
	clock_put(buf, &c, moment->precision);
	if (utc)
		buf_put_c(buf, " UTC");
}

void
when_put(struct buf *buf, const struct moment *moment)
{
	struct civil c;
	bool utc;

	when_day_put(buf, moment);
	if (!when_civil(moment, &c, &utc) || moment->precision >= PRECISION_MONTH)
		return;
	if (moment->precision >= PRECISION_DAY) {
		buf_put_c(buf, " (time not known)");
		return;
	}
	buf_put_c(buf, ", ");
	when_clock_put(buf, moment);
}

void
when_put_short(struct buf *buf, const struct moment *moment)
{
	struct civil c;
	bool utc;

	if (!when_civil(moment, &c, &utc)) {
		buf_put_c(buf, "not known");
		return;
	}
	buf_putf(buf, "%04d", c.year);
	if (moment->precision == PRECISION_YEAR)
		return;
	buf_putf(buf, "-%02d", c.month);
	if (moment->precision == PRECISION_MONTH)
		return;
	buf_putf(buf, "-%02d", c.day);
	if (moment->precision >= PRECISION_DAY)
		return;
	buf_put_byte(buf, ' ');
	clock_put(buf, &c, moment->precision);
	if (utc)
		buf_put_c(buf, " UTC");
}

void
count_put(struct buf *buf, uint64_t n)
{
	char digits[27];
	size_t i = sizeof digits, put = 0;

	do {
		if (put != 0 && put % 3 == 0)
			digits[--i] = ',';
		digits[--i] = (char)('0' + n % 10);
		n /= 10;
		put++;
	} while (n != 0);
	buf_put(buf, digits + i, sizeof digits - i);
}

void
count_noun_put(struct buf *buf, uint64_t n, const char *one, const char *many)
{
	count_put(buf, n);
	buf_put_byte(buf, ' ');
	buf_put_c(buf, n == 1 ? one : many);
}

void
count_recorded_put(struct buf *buf, uint64_t n)
{
	if (n != 0)
		count_put(buf, n);
	else
		buf_put_c(buf, "none recorded");
}

void
duration_put(struct buf *buf, int64_t seconds)
{
	if (seconds >= 2 * 86400)
		buf_putf(buf, "%lld days", (long long)(seconds / 86400));
	else if (seconds >= 3600)
		buf_putf(buf, "%lld h %lld min", (long long)(seconds / 3600),
		    (long long)(seconds / 60 % 60));
	else if (seconds >= 60)
		buf_putf(
		    buf, "%lld min %lld s", (long long)(seconds / 60), (long long)(seconds % 60));
	else
		buf_putf(buf, "%lld s", (long long)seconds);
}
