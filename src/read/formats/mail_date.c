/* src/read/formats/mail_date.c
 * Dates of mail, word by word; see mail_date.h. */
#include "read/formats/mail_date.h"

#include "base/ascii.h"

struct scan {
	struct mail_date date;
	int32_t weekday; /* 1..7, 0 when none is written */
	bool has_day, has_month, has_year;
	bool broken; /* something that cannot be part of any date */
};

static size_t
digits_at(struct slice s)
{
	size_t n = 0;

	while (n < s.n && ascii_is_digit(s.p[n]))
		n++;
	return n;
}

/* The number of 1 to 6 digits at the front, taken off; -1 when there is none. */
static int32_t
take_number(struct slice *s, size_t *digits)
{
	size_t n = digits_at(*s);
	int32_t v = 0;

	if (n == 0 || n > 6)
		return -1;
	for (size_t i = 0; i < n; i++)
		v = v * 10 + (s->p[i] - '0');
	*s = slice_from(*s, n);
	*digits = n;
	return v;
}

/* Position from 1 in the list whose full name starts with the word (3 letters at least). */
static int32_t
name_find(const char *const *names, size_t count, struct slice word)
{
	size_t n;

	if (word.n != 0 && word.p[word.n - 1] == '.')
		word.n--;
	for (size_t i = 0; i < count; i++) {
		n = strlen(names[i]);
		if (word.n >= 3 && word.n <= n && slice_eq_nocase(word, slice_of(names[i], word.n)))
			return (int32_t)i + 1;
	}
	return 0;
}

static int32_t
month_find(struct slice word)
{
	static const char *const names[] = {"january", "february", "march", "april", "may", "june",
	    "july", "august", "september", "october", "november", "december"};

	return name_find(names, COUNT_OF(names), word);
}

static int32_t
weekday_find(struct slice word)
{
	static const char *const names[] = {
	    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

	return name_find(names, COUNT_OF(names), word);
}

static void
set_year(struct scan *scan, int32_t year, size_t digits)
{
	if (digits <= 2)
		year += year < 50 ? 2000 : 1900;
	else if (digits == 3)
		year += 1900;
	if (digits <= 3)
		scan->date.odd |= MAIL_DATE_SHORT_YEAR;
	scan->date.civil.year = year;
	scan->has_year = true;
}

static void
set_month(struct scan *scan, int32_t month)
{
	scan->broken |= scan->has_month;
	scan->date.civil.month = month;
	scan->has_month = true;
}

static void
scan_number(struct scan *scan, int32_t v, size_t digits)
{
	if (!scan->has_day && digits <= 2) {
		scan->date.civil.day = v;
		scan->has_day = true;
	} else if (!scan->has_year && (digits >= 4 || scan->has_month)) {
		set_year(scan, v, digits);
	} else {
		scan->broken = true;
	}
}

/* "+0100", "+01:00", "+1"; -0000 is UTC of an unknown place (RFC 5322, section 3.3). */
static void
scan_offset(struct scan *scan, struct slice s)
{
	int32_t sign = s.p[0] == '-' ? -1 : 1, hour, minute = 0;
	size_t digits = 0;

	s = slice_from(s, 1);
	hour = take_number(&s, &digits);
	if (digits == 4) {
		minute = hour % 100;
		hour /= 100;
	} else if (s.n != 0 && s.p[0] == ':') {
		s = slice_from(s, 1);
		minute = take_number(&s, &digits);
	} else if (digits > 2) {
		hour = -1;
	}
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || s.n != 0) {
		scan->date.odd |= MAIL_DATE_ZONE;
		return;
	}
	scan->date.has_zone = true;
	scan->date.offset_s = sign * (hour * 3600 + minute * 60);
}

/* The names RFC 5322 defines (section 4.3), and no others: "IST" is three places. */
static bool
scan_zone_name(struct scan *scan, struct slice word)
{
	static const struct {
		const char *name;
		int32_t hours;
	} zones[] = {{"UT", 0}, {"UTC", 0}, {"GMT", 0}, {"Z", 0}, {"EST", -5}, {"EDT", -4},
	    {"CST", -6}, {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}};

	for (size_t i = 0; i < COUNT_OF(zones); i++) {
		if (!slice_eq_nocase(word, slice_of(zones[i].name, strlen(zones[i].name))))
			continue;
		if (!scan->date.has_zone)
			scan->date.offset_s = zones[i].hours * 3600;
		scan->date.has_zone = true;
		return true;
	}
	return false;
}

static bool
all_upper(struct slice word)
{
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] < 'A' || word.p[i] > 'Z')
			return false;
	return word.n >= 1 && word.n <= 5;
}

static void
scan_noon(struct scan *scan, bool afternoon)
{
	struct civil *c = &scan->date.civil;

	if (c->hour < 1 || c->hour > 12)
		scan->broken = true;
	else
		c->hour = c->hour % 12 + (afternoon ? 12 : 0);
}

static void
scan_word(struct scan *scan, struct slice word)
{
	int32_t weekday = weekday_find(word), month = month_find(word);

	if (weekday != 0)
		scan->weekday = weekday;
	else if (month != 0)
		set_month(scan, month);
	else if (scan->date.has_time && slice_eq_nocase(word, SLICE_LITERAL("am")))
		scan_noon(scan, false);
	else if (scan->date.has_time && slice_eq_nocase(word, SLICE_LITERAL("pm")))
		scan_noon(scan, true);
	else if (scan_zone_name(scan, word))
		return;
	else if (scan->date.has_time && all_upper(word))
		scan->date.odd |= MAIL_DATE_ZONE;
	else
		scan->date.odd |= MAIL_DATE_WORDS;
}

static void scan_token(struct scan *scan, struct slice token);

static void
scan_fraction(struct scan *scan, struct slice *s)
{
	int32_t scale = 100000;

	for (; s->n != 0 && ascii_is_digit(s->p[0]); scale /= 10) {
		scan->date.civil.us += (s->p[0] - '0') * scale;
		*s = slice_from(*s, 1);
	}
}

/* "21:05:07.463", and what is glued to it. */
static void
scan_time(struct scan *scan, struct slice s)
{
	struct civil *c = &scan->date.civil;
	size_t digits;

	scan->broken |= scan->date.has_time;
	scan->date.has_time = true;
	c->hour = take_number(&s, &digits);
	s = slice_from(s, 1);
	c->minute = take_number(&s, &digits);
	if (s.n != 0 && s.p[0] == ':') {
		s = slice_from(s, 1);
		c->second = take_number(&s, &digits);
		scan->date.has_second = true;
	}
	if (c->second == 60) {
		c->second = 59;
		scan->date.odd |= MAIL_DATE_LEAP;
	}
	if (s.n > 1 && s.p[0] == '.' && ascii_is_digit(s.p[1])) {
		s = slice_from(s, 1);
		scan_fraction(scan, &s);
	}
	if (s.n != 0)
		scan_token(scan, s);
}

/* "2024-03-24", "2024-03-24T21:05:07Z" and "24-Mar-2024"; "24/03/2024" stays unread. */
static void
scan_dashed(struct scan *scan, struct slice s)
{
	struct slice first, second, third;
	size_t digits = 0, n;
	int32_t v;

	if (!cut(&s, '-', &first) || !cut(&s, '-', &second)) {
		scan->broken = true;
		return;
	}
	n = digits_at(s);
	third = slice_of(s.p, n);
	s = slice_from(s, n);
	if (s.n > 1 && (s.p[0] == 'T' || s.p[0] == 't') && ascii_is_digit(s.p[1]))
		s = slice_from(s, 1);
	v = take_number(&first, &digits);
	if (digits == 4) {
		set_year(scan, v, digits);
		set_month(scan, take_number(&second, &digits));
	} else {
		scan_number(scan, v, digits);
		set_month(scan, month_find(second));
	}
	v = take_number(&third, &digits);
	scan_number(scan, v, digits);
	if (s.n != 0)
		scan_token(scan, s);
}

static void
scan_digits(struct scan *scan, struct slice token)
{
	size_t n = digits_at(token), digits;
	int32_t v;

	if (n == token.n) {
		v = take_number(&token, &digits);
		if (v < 0)
			scan->broken = true;
		else
			scan_number(scan, v, digits);
	} else if (token.p[n] == ':' && n <= 2) {
		scan_time(scan, token);
	} else if (token.p[n] == '-') {
		scan_dashed(scan, token);
	} else {
		scan->broken = true;
	}
}

/* Recursion ends: each step takes something off the token. */
static void
scan_token(struct scan *scan, struct slice token)
{
	size_t n = 0;

	if (ascii_is_digit(token.p[0])) {
		scan_digits(scan, token);
		return;
	}
	if (token.n > 1 && (token.p[0] == '+' || token.p[0] == '-') && ascii_is_digit(token.p[1])) {
		scan_offset(scan, token);
		return;
	}
	while (n < token.n && !ascii_is_digit(token.p[n]) && token.p[n] != '+' && token.p[n] != '-')
		n++;
	if (n == 0 || n == token.n) {
		scan_word(scan, token);
		return;
	}
	scan_word(scan, slice_of(token.p, n)); /* "GMT+0100" */
	scan_token(scan, slice_from(token, n));
}

/* A comment in brackets, which may hold others (RFC 5322, section 3.2.2). */
static size_t
comment_bytes(struct slice s)
{
	size_t depth = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == '(')
			depth++;
		else if (s.p[i] == ')' && --depth == 0)
			return i + 1;
	}
	return s.n;
}

static bool
is_gap(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' || c == ';';
}

enum { DATE_MAX_BYTES = 200 };

bool
mail_date_parse(struct slice s, struct mail_date *out)
{
	struct scan scan = {.weekday = 0};
	size_t n;

	if (s.n > DATE_MAX_BYTES)
		s.n = DATE_MAX_BYTES;
	while (s.n != 0 && !scan.broken) {
		if (is_gap(s.p[0])) {
			n = 1;
		} else if (s.p[0] == '(') {
			n = comment_bytes(s);
		} else {
			for (n = 1; n < s.n && !is_gap(s.p[n]) && s.p[n] != '(';)
				n++;
			scan_token(&scan, slice_of(s.p, n));
		}
		s = slice_from(s, n);
	}
	if (scan.broken || !scan.has_day || !scan.has_month || !scan.has_year ||
	    !civil_valid(&scan.date.civil))
		return false;
	if (scan.weekday != 0 && scan.weekday != civil_weekday(&scan.date.civil))
		scan.date.odd |= MAIL_DATE_WEEKDAY;
	*out = scan.date;
	return true;
}

int64_t
mail_date_us(const struct mail_date *date)
{
	return civil_to_us(&date->civil) - (date->has_zone ? date->offset_s : 0) * US_PER_SECOND;
}

static void
two_digits(int32_t v, struct buf *out)
{
	buf_put_byte(out, (uint8_t)('0' + v / 10));
	buf_put_byte(out, (uint8_t)('0' + v % 10));
}

void
mail_date_zone_put(const struct mail_date *date, struct buf *out)
{
	int32_t s = date->offset_s < 0 ? -date->offset_s : date->offset_s;

	buf_put_byte(out, date->offset_s < 0 ? '-' : '+');
	two_digits(s / 3600, out);
	buf_put_byte(out, ':');
	two_digits(s / 60 % 60, out);
}

/* A trace line ends in ';' and a date (RFC 5322, section 3.6.7). */
bool
mail_date_received(struct slice received, struct mail_date *out)
{
	const uint8_t *hit = received.n != 0 ? memrchr(received.p, ';', received.n) : NULL;
	size_t at;

	if (hit == NULL)
		return false;
	at = (size_t)(hit - received.p) + 1;
	return mail_date_parse(slice_from(received, at), out) && out->has_time;
}

bool
mail_date_differs(const struct mail_date *date, const struct mail_date *received)
{
	int64_t apart = mail_date_us(date) - mail_date_us(received), slack = US_PER_DAY;

	if (!date->has_zone || !received->has_zone)
		slack += 14 * 3600 * US_PER_SECOND; /* as far as wall times may be apart */
	if (!date->has_time)
		slack += US_PER_DAY;
	return apart < -slack || apart > slack;
}
