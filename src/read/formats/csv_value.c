/* src/read/formats/csv_value.c
 * See csv_value.h. */
#include "read/formats/csv_value.h"

enum {
	CELL_BYTES_MAX = 80, /* of a date, an amount or a length: longer is something else */
	WORD_BYTES_MAX = 12,
	CENTURY_TURN = 70,
	DURATION_MAX_S = 1000 * 1000 * 1000,
};

static void
step(struct slice *s, size_t n)
{
	*s = slice_from(*s, n);
}

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(uint8_t c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Digits off the front, eight at most; how many there were. */
static size_t
digits_take(struct slice *s, uint32_t *out)
{
	uint32_t n = 0;
	size_t i = 0;

	for (; i < s->n && i < 8 && is_digit(s->p[i]); i++)
		n = n * 10 + (s->p[i] - '0');
	if (i < s->n && is_digit(s->p[i]))
		return 0;
	step(s, i);
	*out = n;
	return i;
}

/* Letters off the front, in lower case. */
static size_t
word_take(struct slice *s, char word[WORD_BYTES_MAX + 1])
{
	size_t i = 0;

	while (i < s->n && i < WORD_BYTES_MAX && is_letter(s->p[i])) {
		word[i] = (char)(s->p[i] | 0x20);
		i++;
	}
	word[i] = '\0';
	if (i < s->n && is_letter(s->p[i]))
		return 0;
	step(s, i);
	return i;
}

/* Three letters or more of a name count: "mar", "sept", "thurs". */
static unsigned
name_of(const char *const *names, size_t count, const char *word, size_t n)
{
	for (size_t i = 0; i < count; i++)
		if (n >= 3 && n <= strlen(names[i]) && memcmp(word, names[i], n) == 0)
			return (unsigned)i + 1;
	return 0;
}

static unsigned
month_of(const char *word, size_t n)
{
	static const char *const months[] = {"january", "february", "march", "april", "may", "june",
	    "july", "august", "september", "october", "november", "december"};

	return name_of(months, COUNT_OF(months), word, n);
}

static bool
is_weekday(const char *word, size_t n)
{
	static const char *const days[] = {
	    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

	return name_of(days, COUNT_OF(days), word, n) != 0;
}

/* One mark between the parts of a date, blanks around it. */
static uint8_t
joint_take(struct slice *s)
{
	uint8_t joint = 0;

	while (s->n != 0 && s->p[0] == ' ') {
		joint = ' ';
		step(s, 1);
	}
	if (s->n != 0 && (s->p[0] == '/' || s->p[0] == '-' || s->p[0] == '.' || s->p[0] == ',')) {
		joint = s->p[0];
		step(s, 1);
	}
	while (s->n != 0 && s->p[0] == ' ')
		step(s, 1);
	return joint;
}

static bool
year_take(struct slice *s, struct csv_date *date, uint32_t *year)
{
	size_t n = digits_take(s, year);

	date->short_year = n == 2;
	return n == 2 || n == 4;
}

/* "24 Mar 2024", "24th-March-24": the day was taken. */
static bool
month_then_year(struct slice *s, struct csv_date *date)
{
	char word[WORD_BYTES_MAX + 1];
	size_t n = word_take(s, word);

	if (n == 2 && joint_take(s) == ' ') /* "24th " */
		n = word_take(s, word);
	date->field[1] = month_of(word, n);
	(void)joint_take(s);
	date->orders = 1u << DATE_ORDER_DMY;
	return date->field[1] != 0 && year_take(s, date, &date->field[2]);
}

/* "Mar 24, 2024": as the month's number in the middle. */
static bool
month_first(struct slice *s, unsigned month, struct csv_date *date)
{
	char word[WORD_BYTES_MAX + 1];
	size_t n;

	(void)joint_take(s);
	n = digits_take(s, &date->field[0]);
	if (n != 1 && n != 2)
		return false;
	(void)word_take(s, word); /* "24th" */
	date->field[1] = month;
	date->orders = 1u << DATE_ORDER_DMY;
	return joint_take(s) != 0 && year_take(s, date, &date->field[2]);
}

static bool
numbers_take(struct slice *s, size_t first, struct csv_date *date)
{
	uint8_t joint = joint_take(s);
	size_t second, third;

	if (joint != '/' && joint != '-' && joint != '.' && joint != ' ')
		return false;
	second = digits_take(s, &date->field[1]);
	if (second < 1 || second > 2 || joint_take(s) != joint)
		return false;
	third = digits_take(s, &date->field[2]);
	date->orders = 1u << DATE_ORDER_DMY | 1u << DATE_ORDER_MDY;
	if (first == 4) {
		date->orders = 1u << DATE_ORDER_YMD;
		return third == 1 || third == 2;
	}
	date->short_year = third == 2;
	if (third == 2 && first == 2)
		date->orders |= 1u << DATE_ORDER_YMD;
	return first <= 2 && (third == 2 || third == 4);
}

static bool
day_take(struct slice *s, struct csv_date *date)
{
	char word[WORD_BYTES_MAX + 1];
	size_t n = word_take(s, word);

	if (n != 0 && is_weekday(word, n)) {
		(void)joint_take(s);
		n = word_take(s, word);
	}
	if (n != 0)
		return month_of(word, n) != 0 && month_first(s, month_of(word, n), date);
	n = digits_take(s, &date->field[0]);
	if (n == 8) {
		uint32_t all = date->field[0];

		date->field[0] = all / 10000;
		date->field[1] = all / 100 % 100;
		date->field[2] = all % 100;
		date->orders = 1u << DATE_ORDER_YMD;
		return true;
	}
	if (n == 0 || n > 4 || s->n == 0)
		return false;
	if (is_letter(s->p[0]) || (s->n > 1 && !is_digit(s->p[0]) && is_letter(s->p[1]))) {
		if (!is_letter(s->p[0]))
			(void)joint_take(s);
		return n <= 2 && month_then_year(s, date);
	}
	return numbers_take(s, n, date);
}

/* Behind a date: nothing, or blanks, a comma, "T" or "at", and a time of day. */
static bool
clock_behind(struct slice s, struct csv_date *date)
{
	if (s.n > 1 && s.p[0] == 'T' && is_digit(s.p[1]))
		step(&s, 1);
	else if (s.n != 0 && s.p[0] != ' ' && s.p[0] != ',')
		return false;
	s = slice_trim(s);
	if (s.n != 0 && s.p[0] == ',')
		step(&s, 1);
	s = slice_trim(s);
	if (slice_starts(s, "at "))
		step(&s, 3);
	if (s.n == 0)
		return true;
	date->timed = true;
	return csv_clock_parse(s, &date->clock, &date->has_second);
}

/* "1711314307", "1711314307123": a program's seconds or milliseconds since 1970, told by their size
 * (2001 to 2033). */
static bool
count_parse(struct slice s, int64_t *at_us)
{
	int64_t n;

	if ((s.n != 10 && s.n != 13) || s.p[0] != '1' || !i64_parse(s, &n))
		return false;
	*at_us = n * (s.n == 10 ? US_PER_SECOND : US_PER_SECOND / 1000);
	return true;
}

bool
csv_date_parse(struct text cell, struct csv_date *out)
{
	struct slice s = slice_trim(slice_of_text(cell));
	struct csv_date date = {.has_second = true};
	struct civil civil;
	bool any = false, utc;

	if (s.n == 0 || s.n > CELL_BYTES_MAX)
		return false;
	if (time_parse(s, &date.at_us) || count_parse(s, &date.at_us)) {
		date.instant = true;
		*out = date;
		return true;
	}
	utc = s.n > 4 && memcmp(s.p + s.n - 4, " UTC", 4) == 0;
	if (utc)
		s = slice_trim(slice_of(s.p, s.n - 4));
	if (!day_take(&s, &date) || !clock_behind(s, &date))
		return false;
	for (unsigned o = DATE_ORDER_DMY; o <= DATE_ORDER_YMD; o++)
		if (csv_date_civil(&date, (enum date_order)o, &civil)) {
			any = true;
			date.at_us = civil_to_us(&civil);
		}
	date.instant = utc && date.timed && (date.orders & (date.orders - 1)) == 0;
	if (any)
		*out = date;
	return any;
}

bool
csv_date_civil(const struct csv_date *date, enum date_order order, struct civil *out)
{
	const uint32_t *f = date->field;
	struct civil c = date->clock;

	if (date->instant || (date->orders & 1u << order) == 0)
		return false;
	c.day = (int32_t)f[order == DATE_ORDER_DMY ? 0 : order == DATE_ORDER_MDY ? 1 : 2];
	c.month = (int32_t)f[order == DATE_ORDER_MDY ? 0 : 1];
	c.year = (int32_t)f[order == DATE_ORDER_YMD ? 0 : 2];
	if (date->short_year)
		c.year += c.year < CENTURY_TURN ? 2000 : 1900;
	if (!civil_valid(&c))
		return false;
	*out = c;
	return true;
}

/* "pm", "a.m." behind a time of day, and nothing else. */
static bool
half_take(struct slice s, bool *half, bool *after_noon)
{
	char letters[3];
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.' || s.p[i] == ' ')
			continue;
		if (n == 2 || !is_letter(s.p[i]))
			return false;
		letters[n++] = (char)(s.p[i] | 0x20);
	}
	*half = n != 0;
	*after_noon = n == 2 && letters[0] == 'p';
	return n == 0 || (n == 2 && letters[1] == 'm' && (letters[0] == 'a' || letters[0] == 'p'));
}

static bool
fraction_take(struct slice *s, struct civil *c)
{
	int32_t unit = 100000;

	if (s->n < 2 || s->p[0] != '.' || !is_digit(s->p[1]))
		return true;
	step(s, 1);
	for (; s->n != 0 && is_digit(s->p[0]); unit /= 10) {
		c->us += (s->p[0] - '0') * unit;
		step(s, 1);
	}
	return true;
}

bool
csv_clock_parse(struct slice cell, struct civil *out, bool *has_second)
{
	struct slice s = slice_trim(cell);
	struct civil c = {.us = 0};
	uint32_t part[3] = {0, 0, 0};
	bool half, after_noon, seconds = false;
	uint8_t joint;

	if (s.n > CELL_BYTES_MAX || digits_take(&s, &part[0]) == 0 || s.n == 0 || part[0] > 23)
		return false;
	joint = s.p[0];
	if (joint != ':' && joint != '.')
		return false;
	step(&s, 1);
	if (digits_take(&s, &part[1]) != 2 || part[1] > 59)
		return false;
	if (s.n > 1 && s.p[0] == joint && is_digit(s.p[1])) {
		step(&s, 1);
		seconds = true;
		if (digits_take(&s, &part[2]) != 2 || part[2] > 59 || !fraction_take(&s, &c))
			return false;
	}
	if (!half_take(s, &half, &after_noon))
		return false;
	if (half && part[0] == 12)
		part[0] = 0;
	if (after_noon && part[0] < 12)
		part[0] += 12;
	out->hour = (int32_t)part[0];
	out->minute = (int32_t)part[1];
	out->second = (int32_t)part[2];
	out->us = c.us;
	*has_second = seconds;
	return true;
}

/* --- amounts --- */

struct sign {
	const char *text;
	const char *currency;
	int sign;  /* -1, 1 or none */
	bool word; /* either case */
};

static const struct sign signs[] = {
    {"\xc2\xa3", "GBP", 0, false},
    {"\xe2\x82\xac", "EUR", 0, false},
    {"$", "USD", 0, false},
    {"GBP", "GBP", 0, true},
    {"EUR", "EUR", 0, true},
    {"USD", "USD", 0, true},
    {"\xe2\x88\x92", NULL, -1, false},
    {"-", NULL, -1, false},
    {"+", NULL, 1, false},
    {"DR", NULL, -1, true},
    {"CR", NULL, 1, true},
    {"\xc2\xa0", NULL, 0, false},
    {" ", NULL, 0, false},
};

/* A sign off one end of an amount. */
static bool
sign_take(struct slice *s, bool front, unsigned *met, struct csv_amount *amount)
{
	for (size_t i = 0; i < COUNT_OF(signs); i++) {
		size_t n = strlen(signs[i].text);
		struct slice end;

		if (s->n < n)
			continue;
		end = slice_of(front ? s->p : s->p + s->n - n, n);
		if (signs[i].word ? !slice_eq_nocase(end, slice_of(signs[i].text, n))
				  : memcmp(end.p, signs[i].text, n) != 0)
			continue;
		*s = slice_of(front ? s->p + n : s->p, s->n - n);
		amount->negative = amount->negative || signs[i].sign < 0;
		*met += signs[i].sign != 0;
		if (signs[i].currency != NULL)
			amount->currency = signs[i].currency;
		return true;
	}
	return false;
}

/* Which byte stands before the fraction; its place, or s.n when there is no fraction. */
static size_t
point_find(struct slice s)
{
	size_t last = s.n, same = 0;
	bool other = false;

	for (size_t i = s.n; i-- != 0;) {
		if (is_digit(s.p[i]))
			continue;
		if (last == s.n)
			last = i;
		same += s.p[i] == s.p[last];
		other = other || s.p[i] != s.p[last];
	}
	if (last == s.n || same > 1 || (s.p[last] != '.' && s.p[last] != ','))
		return s.n;
	/* "1,234" is a thousand and more; "0,01" is not. */
	if (s.p[last] == ',' && !other && s.n - last == 4 && last != 0 && s.p[0] != '0')
		return s.n;
	return last;
}

/* A mark with three digits behind it, and no fourth. */
static bool
is_thousands(struct slice s, size_t at)
{
	if ((s.p[at] != ',' && s.p[at] != '.') || s.n - at < 4)
		return false;
	for (size_t i = at + 1; i < at + 4; i++)
		if (!is_digit(s.p[i]))
			return false;
	return s.n - at == 4 || !is_digit(s.p[at + 4]);
}

static bool
digits_put(struct slice s, struct csv_amount *amount)
{
	size_t point = point_find(s), n = 0;
	char *out = amount->decimal;
	bool any = false;

	if (amount->negative)
		out[n++] = '-';
	amount->zero = true;
	for (size_t i = 0; i < s.n; i++) {
		if (i == point) {
			if (!any)
				out[n++] = '0';
			out[n++] = '.';
			any = true;
			continue;
		}
		if (!is_digit(s.p[i])) {
			if (i > point || i == 0 || !is_thousands(s, i))
				return false;
			continue;
		}
		amount->zero = amount->zero && s.p[i] == '0';
		/* No zeros in front of other digits. */
		if (!any && s.p[i] == '0' && i + 1 < point && i + 1 < s.n)
			continue;
		out[n++] = (char)s.p[i];
		any = true;
	}
	amount->n = n;
	return any && is_digit((uint8_t)out[n - 1]);
}

bool
csv_amount_parse(struct text cell, struct csv_amount *out)
{
	struct slice s = slice_trim(slice_of_text(cell));
	struct csv_amount amount = {.currency = NULL};
	unsigned met = 0; /* two signs are no amount */

	if (s.n == 0 || s.n > CELL_BYTES_MAX)
		return false;
	if (s.n > 2 && s.p[0] == '(' && s.p[s.n - 1] == ')') {
		amount.negative = true;
		met = 1;
		s = slice_of(s.p + 1, s.n - 2);
	}
	while (sign_take(&s, true, &met, &amount) || sign_take(&s, false, &met, &amount))
		;
	if (met > 1 || s.n == 0 || s.n > CSV_AMOUNT_DIGITS_MAX || !digits_put(s, &amount))
		return false;
	*out = amount;
	return true;
}

/* --- lengths of calls --- */

/* "1h 2m 3s", "80 secs", "2 min". */
static bool
units_parse(struct slice s, int64_t *seconds)
{
	char word[WORD_BYTES_MAX + 1];
	int64_t sum = 0;
	uint32_t number;
	bool any = false;

	for (s = slice_trim(s); s.n != 0; s = slice_trim(s)) {
		if (digits_take(&s, &number) == 0)
			return false;
		s = slice_trim(s);
		if (word_take(&s, word) == 0)
			return false;
		if (word[0] == 'h')
			sum += (int64_t)number * 3600;
		else if (word[0] == 'm' && word[1] != 'b' && word[1] != 's')
			sum += (int64_t)number * 60;
		else if (word[0] == 's')
			sum += number;
		else
			return false;
		any = true;
	}
	if (any)
		*seconds = sum;
	return any;
}

bool
csv_duration_parse(struct text cell, enum csv_unit unit, int64_t *seconds)
{
	static const uint32_t sizes[] = {
	    [CSV_UNIT_SECONDS] = 1, [CSV_UNIT_MINUTES] = 60, [CSV_UNIT_HOURS] = 3600};
	struct slice s = slice_trim(slice_of_text(cell)), all = s;
	uint32_t part[3] = {0, 0, 0};
	size_t parts = 0;
	int64_t sum;

	if (s.n == 0 || s.n > CELL_BYTES_MAX)
		return false;
	while (parts < COUNT_OF(part) && digits_take(&s, &part[parts]) != 0) {
		parts++;
		if (s.n == 0 || s.p[0] != ':')
			break;
		step(&s, 1);
	}
	if (s.n != 0 || all.p[all.n - 1] == ':')
		return units_parse(all, seconds);
	if (parts == 1 && unit == CSV_UNIT_UNKNOWN)
		return false;
	if (parts == 1)
		sum = (int64_t)part[0] * sizes[unit];
	else if (parts == 2 && unit == CSV_UNIT_HOURS)
		sum = (int64_t)part[0] * 3600 + (int64_t)part[1] * 60;
	else if (parts == 2)
		sum = (int64_t)part[0] * 60 + part[1];
	else
		sum = (int64_t)part[0] * 3600 + (int64_t)part[1] * 60 + part[2];
	if (sum > DURATION_MAX_S)
		return false;
	*seconds = sum;
	return true;
}
