/* src/read/formats/whatsapp_stamp.c
 * The date and time at the head of a line; see whatsapp_stamp.h.  One pass over the bytes, no
 * tables of patterns: every spelling is digits, separators and a few small words. */
#include "read/formats/whatsapp_stamp.h"

#include "read/formats/whatsapp_text.h"

enum half { HALF_NONE, HALF_AM, HALF_PM };
enum half_place { HALF_NOWHERE, HALF_AFTER, HALF_BEFORE };
enum clock_sep { CLOCK_COLON, CLOCK_DOT, CLOCK_H };
enum joint { JOINT_BLANK, JOINT_COMMA, JOINT_WORD };

enum {
	SHORT_YEAR_BASE = 2000,
	STAMP_MAX_BYTES = 96, /* longer is padded by hand */
	ALIKE_NUMBERS = 4,    /* day, month, year, hour: a minute may be missing */
	ALIKE_LETTERS = 24,   /* bytes of the few words that stand in stamps */
	SHAPE_JOINT = 8,      /* where they stand in a shape */
	SHAPE_HALF = 12,
	USUAL_MAX_BYTES = 32, /* of those that the short cut takes, and one byte more */
};

/* What one stamp is made of while it is read. */
struct parts {
	struct whatsapp_stamp stamp;
	unsigned digits[3]; /* of the date's fields */
	enum half half;
	enum half_place half_place;
	enum clock_sep clock;
	enum joint joint;
	bool time_first, foreign; /* foreign: digits that are not ASCII */
};

struct word {
	const char *text;
	enum half half;
};

/* Words for the halves of a day.  Longer before shorter where one begins the other. */
static const struct word halves[] = {
    {"上午", HALF_AM},
    {"下午", HALF_PM},
    {"凌晨", HALF_AM},
    {"清晨", HALF_AM},
    {"早上", HALF_AM},
    {"中午", HALF_PM},
    {"晚上", HALF_PM},
    {"午前", HALF_AM},
    {"午後", HALF_PM},
    {"오전", HALF_AM},
    {"오후", HALF_PM},
    {"ص", HALF_AM},
    {"م", HALF_PM},
    {"π.μ.", HALF_AM},
    {"μ.μ.", HALF_PM},
    {"पूर्वाह्न", HALF_AM},
    {"अपराह्न", HALF_PM},
    {"ਪੂ.ਦੁ.", HALF_AM},
    {"ਬਾ.ਦੁ.", HALF_PM},
    {"পূর্বাহ্ণ", HALF_AM},
    {"অপরাহ্ণ", HALF_PM},
    {"PTG", HALF_PM},
    {"PG", HALF_AM},
    {"SA", HALF_AM},
    {"CH", HALF_PM},
    {"ÖÖ", HALF_AM},
    {"ÖS", HALF_PM},
    {"dop.", HALF_AM},
    {"odp.", HALF_PM},
    {"de.", HALF_AM},
    {"du.", HALF_PM},
    {"fm", HALF_AM},
    {"em", HALF_PM},
};

/* Words between date and time, and after the time. */
static const char *const joints[] = {
    "klo", "kl.", "kl", "a las", "às", "à", "at", "um", "kell", "alle", "o"};
static const char *const tails[] = {"Uhr", "ч.", "ч", "h"};

static void
step(struct slice *s, size_t n)
{
	*s = slice_from(*s, n);
}

static inline bool
step_over(struct slice *s, const char *literal)
{
	if (s->n == 0 || s->p[0] != (uint8_t)literal[0] || !slice_starts(*s, literal))
		return false;
	step(s, strlen(literal));
	return true;
}

/* Bytes of the digit of a script other than Latin at the front; 0 when there is none.  All the
 * scripts of India keep their digits at the same place of their block (Unicode chapter 12). */
static size_t
foreign_digit(struct slice s, unsigned *value)
{
	if (s.n >= 2 && s.p[0] == 0xd9 && s.p[1] >= 0xa0 && s.p[1] <= 0xa9)
		*value = (unsigned)s.p[1] - 0xa0; /* U+0660 Arabic */
	else if (s.n >= 2 && s.p[0] == 0xdb && s.p[1] >= 0xb0 && s.p[1] <= 0xb9)
		*value = (unsigned)s.p[1] - 0xb0; /* U+06F0 Persian, Urdu */
	else if (s.n >= 3 && s.p[0] == 0xe0 && s.p[1] >= 0xa5 && s.p[1] <= 0xb5 &&
		 (s.p[1] & 1) != 0 && s.p[2] >= 0xa6 && s.p[2] <= 0xaf)
		*value = (unsigned)s.p[2] - 0xa6; /* U+0966 Devanagari … U+0D66 Malayalam */
	else
		return 0;
	return s.p[0] == 0xe0 ? 3 : 2;
}

/* One to `most` digits. */
static bool
number_cut(struct slice *s, unsigned most, uint16_t *out, unsigned *digits, bool *foreign)
{
	unsigned value = 0, count = 0, digit;
	size_t n;

	for (; count < most && s->n != 0; count++) {
		n = 1;
		if (s->p[0] >= '0' && s->p[0] <= '9')
			digit = (unsigned)s->p[0] - '0';
		else if (s->p[0] < 0xd9 || (n = foreign_digit(*s, &digit)) == 0)
			break;
		*foreign = *foreign || n != 1;
		value = value * 10 + digit;
		step(s, n);
	}
	*out = (uint16_t)value;
	*digits = count;
	return count != 0;
}

static bool
date_separator(struct slice *s, unsigned place, enum whatsapp_date *out)
{
	static const char *const words[2][2] = {{"年", "년"}, {"月", "월"}};

	*s = whatsapp_text_skip_marks(*s);
	if (s->n == 0)
		return false;
	switch (s->p[0]) {
	case '/': *out = WHATSAPP_DATE_SLASH; break;
	case '-': *out = WHATSAPP_DATE_DASH; break;
	case '.':
		step(s, 1);
		*out = whatsapp_text_blank(*s) != 0 ? WHATSAPP_DATE_DOT_SPACE : WHATSAPP_DATE_DOT;
		*s = whatsapp_text_skip_blanks(*s);
		return true;
	default:
		if (!step_over(s, words[place][0]) && !step_over(s, words[place][1]))
			return false;
		*out = WHATSAPP_DATE_WORDS;
		*s = whatsapp_text_skip_blanks(*s);
		return true;
	}
	step(s, 1);
	*s = whatsapp_text_skip_marks(*s);
	return true;
}

static bool
year_place(struct parts *parts)
{
	const unsigned *d = parts->digits;

	if (d[1] > 2 || (d[0] > 2 && d[2] > 2))
		return false;
	if (d[0] > 2) {
		parts->stamp.year = WHATSAPP_YEAR_FIRST;
		return d[0] == 4;
	}
	if (d[2] > 2) {
		parts->stamp.year = WHATSAPP_YEAR_LAST;
		return d[2] == 4;
	}
	parts->stamp.year = WHATSAPP_YEAR_SHORT;
	return true;
}

/* "R6": the year of an emperor; the common year before its first is added. */
static uint16_t
era_cut(struct slice *s)
{
	struct slice rest = *s;
	uint16_t base = step_over(&rest, "R") ? 2018 : step_over(&rest, "H") ? 1988 : 0;

	if (base == 0 || rest.n == 0 || rest.p[0] < '0' || rest.p[0] > '9')
		return 0;
	*s = rest;
	return base;
}

/* The last field with the calendar it names: "2567 BE", "R6", "1445 AH". */
static bool
last_field_cut(struct slice *s, struct parts *parts)
{
	uint16_t base = era_cut(s), *year = &parts->stamp.field[2];
	struct slice tail;

	if (!number_cut(s, base != 0 ? 2 : 4, year, &parts->digits[2], &parts->foreign))
		return false;
	if (base != 0) {
		*year = (uint16_t)(*year + base);
		parts->digits[2] = 4;
		parts->stamp.calendar = WHATSAPP_CALENDAR_JAPANESE;
		return true;
	}
	tail = whatsapp_text_skip_blanks(whatsapp_text_skip_marks(*s));
	if (parts->digits[2] != 4 || tail.n == s->n || tail.n == 0)
		return true;
	if (*year > 2500 && step_over(&tail, "BE")) {
		*year = (uint16_t)(*year - 543);
		parts->stamp.calendar = WHATSAPP_CALENDAR_BUDDHIST;
	} else if (step_over(&tail, "AH") || step_over(&tail, "هـ")) {
		parts->stamp.calendar = WHATSAPP_CALENDAR_ISLAMIC;
	} else {
		return true;
	}
	*s = tail;
	return true;
}

static bool
date_cut(struct slice *s, struct parts *parts)
{
	enum whatsapp_date second;
	uint16_t *f = parts->stamp.field;

	if (!number_cut(s, 4, &f[0], &parts->digits[0], &parts->foreign) ||
	    !date_separator(s, 0, &parts->stamp.date) ||
	    !number_cut(s, 2, &f[1], &parts->digits[1], &parts->foreign) ||
	    !date_separator(s, 1, &second) || second != parts->stamp.date ||
	    !last_field_cut(s, parts) || !year_place(parts))
		return false;
	if (parts->stamp.date == WHATSAPP_DATE_WORDS)
		return step_over(s, "日") || step_over(s, "일");
	if (parts->stamp.date == WHATSAPP_DATE_DOT_SPACE || parts->stamp.date == WHATSAPP_DATE_DOT)
		(void)(step_over(s, ".") || step_over(s, " г."));
	return true;
}

static bool
clock_separator(struct slice *s, enum clock_sep *out)
{
	struct slice rest = *s;

	if (step_over(s, ":")) {
		*out = CLOCK_COLON;
	} else if (step_over(s, ".")) {
		*out = CLOCK_DOT;
	} else {
		rest = whatsapp_text_skip_blanks(rest);
		if (!step_over(&rest, "h"))
			return false;
		*s = whatsapp_text_skip_blanks(rest);
		*out = CLOCK_H;
	}
	return true;
}

static bool
clock_cut(struct slice *s, struct parts *parts)
{
	struct slice rest = *s, more;
	enum clock_sep second_sep;
	unsigned digits;
	uint16_t hour, minute, second = 0;

	if (!number_cut(&rest, 2, &hour, &digits, &parts->foreign) || hour > 23 ||
	    !clock_separator(&rest, &parts->clock) ||
	    !number_cut(&rest, 2, &minute, &digits, &parts->foreign) || digits != 2 || minute > 59)
		return false;
	more = rest;
	if (clock_separator(&more, &second_sep) && second_sep == parts->clock &&
	    number_cut(&more, 2, &second, &digits, &parts->foreign)) {
		if (digits != 2 || second > 59)
			return false;
		parts->stamp.has_second = true;
		rest = more;
	}
	parts->stamp.hour = (uint8_t)hour;
	parts->stamp.minute = (uint8_t)minute;
	parts->stamp.second = (uint8_t)second;
	*s = rest;
	return true;
}

/* "AM", "pm", "a.m.", "p. m." with any blank inside. */
static bool
latin_half(struct slice *s, enum half *out)
{
	struct slice rest = *s;
	enum half half;

	if (rest.n == 0)
		return false;
	if (rest.p[0] == 'a' || rest.p[0] == 'A')
		half = HALF_AM;
	else if (rest.p[0] == 'p' || rest.p[0] == 'P')
		half = HALF_PM;
	else
		return false;
	step(&rest, 1);
	if (step_over(&rest, "."))
		rest = whatsapp_text_skip_blanks(rest);
	if (!step_over(&rest, "m") && !step_over(&rest, "M"))
		return false;
	(void)step_over(&rest, ".");
	*s = rest;
	*out = half;
	return true;
}

/* A half of the day with the blanks around it; nothing is taken when there is none. */
static bool
half_cut(struct slice *s, struct parts *parts, enum half_place place)
{
	struct slice rest = *s;
	size_t n;

	/* "_" stands for an odd blank in copies that went through a converter. */
	while ((n = whatsapp_text_blank(rest)) != 0 || (n = whatsapp_text_mark(rest)) != 0 ||
	       (rest.n != 0 && rest.p[0] == '_' && (n = 1) != 0))
		step(&rest, n);
	if (rest.n == 0 || rest.p[0] < 'A' || rest.p[0] == ']')
		return false;
	if (!latin_half(&rest, &parts->half)) {
		size_t i = 0;

		while (i < COUNT_OF(halves) && !step_over(&rest, halves[i].text))
			i++;
		if (i == COUNT_OF(halves))
			return false;
		parts->half = halves[i].half;
	}
	parts->half_place = place;
	*s = whatsapp_text_skip_marks(rest);
	return true;
}

/* Comma, blanks and a small word between date and time, in whichever order they stand. */
static bool
joint_cut(struct slice *s, struct parts *parts)
{
	struct slice rest = whatsapp_text_skip_marks(*s), word;
	bool comma = step_over(&rest, ",") || step_over(&rest, "،") || step_over(&rest, "，") ||
		     step_over(&rest, "、");
	bool blank = false;
	size_t n;

	parts->joint = comma ? JOINT_COMMA : JOINT_BLANK;
	while ((n = whatsapp_text_blank(rest)) != 0 || whatsapp_text_mark(rest) != 0) {
		blank = blank || n != 0;
		step(&rest, n != 0 ? n : whatsapp_text_mark(rest));
	}
	if (!comma && !blank)
		return false;
	if (rest.n != 0 && rest.p[0] >= '0' && rest.p[0] <= '9') {
		*s = rest;
		return true;
	}
	for (size_t i = 0; i < COUNT_OF(joints); i++) {
		word = rest;
		if (step_over(&word, joints[i]) && whatsapp_text_blank(word) != 0) {
			parts->joint = JOINT_WORD;
			rest = whatsapp_text_skip_blanks(word);
			break;
		}
	}
	*s = rest;
	return true;
}

/* The time with am or pm on either side of it. */
static bool
clock_and_half(struct slice *s, struct parts *parts)
{
	if (half_cut(s, parts, HALF_BEFORE))
		*s = whatsapp_text_skip_blanks(*s);
	if (!clock_cut(s, parts))
		return false;
	if (parts->half_place == HALF_NOWHERE)
		(void)half_cut(s, parts, HALF_AFTER);
	return true;
}

static bool
date_and_clock(struct slice *s, struct parts *parts)
{
	struct slice rest = *s;

	if (date_cut(&rest, parts) && joint_cut(&rest, parts) && clock_and_half(&rest, parts)) {
		*s = rest;
		return true;
	}
	*parts = (struct parts){.time_first = true};
	rest = *s;
	if (!clock_cut(&rest, parts) || parts->clock != CLOCK_COLON)
		return false;
	(void)half_cut(&rest, parts, HALF_AFTER);
	if (!joint_cut(&rest, parts) || !date_cut(&rest, parts))
		return false;
	*s = rest;
	return true;
}

/* "Uhr" and the like after the time. */
static struct slice
tail_skip(struct slice s)
{
	struct slice tail = whatsapp_text_skip_blanks(s);

	if (tail.n == s.n || tail.n == 0 || tail.p[0] == '-')
		return s;
	for (size_t i = 0; i < COUNT_OF(tails); i++)
		if (step_over(&tail, tails[i]))
			return tail;
	return s;
}

/* What closes the stamp; the blank after it belongs to it. */
static bool
end_cut(struct slice *s, struct parts *parts, bool bracket)
{
	struct slice rest = whatsapp_text_skip_marks(*s), tail;

	if (bracket) {
		parts->stamp.end = WHATSAPP_END_BRACKET;
		if (!step_over(&rest, "]"))
			return false;
		(void)step_over(&rest, " ");
		*s = rest;
		return true;
	}
	rest = tail_skip(rest);
	if (step_over(&rest, ": ")) {
		parts->stamp.end = WHATSAPP_END_COLON;
		*s = rest;
		return parts->stamp.has_second;
	}
	tail = whatsapp_text_skip_blanks(rest);
	if (tail.n == rest.n)
		return false;
	parts->stamp.end = WHATSAPP_END_NONE;
	if (step_over(&tail, "- "))
		parts->stamp.end = WHATSAPP_END_DASH;
	else if (step_over(&tail, "\xe2\x80\x93 "))
		parts->stamp.end = WHATSAPP_END_EN_DASH;
	*s = tail;
	return true;
}

static void
half_settle(struct parts *parts)
{
	struct whatsapp_stamp *stamp = &parts->stamp;

	if (parts->half == HALF_NONE)
		return;
	stamp->odd_hour = stamp->hour > 12 || stamp->hour == 0;
	if (parts->half == HALF_PM && stamp->hour < 12)
		stamp->hour = (uint8_t)(stamp->hour + 12);
	else if (parts->half == HALF_AM && stamp->hour == 12)
		stamp->hour = 0;
}

static uint32_t
shape_of(const struct parts *parts)
{
	const struct whatsapp_stamp *s = &parts->stamp;

	return (uint32_t)s->end | (uint32_t)s->date << 3 | (uint32_t)s->year << 6 |
	       (uint32_t)parts->joint << SHAPE_JOINT | (uint32_t)parts->clock << 10 |
	       (uint32_t)parts->half_place << SHAPE_HALF | (uint32_t)s->has_second << 14 |
	       (uint32_t)parts->time_first << 15 | (uint32_t)parts->foreign << 16 |
	       (uint32_t)s->calendar << 17;
}

/* A day that exists in no order was never written by WhatsApp. */
static bool
is_day(const struct whatsapp_stamp *stamp)
{
	unsigned orders = whatsapp_stamp_orders(stamp);
	const uint16_t *f = stamp->field;
	struct civil c;

	if (stamp->calendar == WHATSAPP_CALENDAR_ISLAMIC)
		return f[0] - 1u < 30 && f[1] - 1u < 30 && (f[0] <= 12 || f[1] <= 12);
	/* Most stamps: small numbers, any order, any month. */
	if (f[0] - 1u < 28 && f[1] - 1u < 12 && f[2] > 31)
		return true;
	for (unsigned o = DATE_ORDER_DMY; o <= DATE_ORDER_YMD; o++)
		if ((orders & 1u << o) != 0 && whatsapp_stamp_civil(stamp, (enum date_order)o, &c))
			return true;
	return false;
}

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* One or two digits at p[*at], or exactly two, and the byte behind them. */
static bool
usual_number(const uint8_t *p, size_t *at, bool two, uint8_t stop, uint16_t *out)
{
	const uint8_t *d = p + *at;
	size_t n = is_digit(d[0]) ? is_digit(d[1]) ? 2 : 1 : 0;

	if (n == 0 || (two && n != 2) || d[n] != stop)
		return false;
	*out = (uint16_t)(n == 2 ? (d[0] - '0') * 10 + (d[1] - '0') : d[0] - '0');
	*at += n + 1;
	return true;
}

/*
 * A short cut for what most lines of most files begin with: "24/03/2024, 21:05 - " and
 * "[24/03/2024, 21:05:07] ", with any number of seconds and a year of two or four digits.  True:
 * exactly what the long way would find.  USUAL_MAX_BYTES are there.
 */
static bool
usual_cut(struct slice *s, struct parts *parts)
{
	struct whatsapp_stamp *stamp = &parts->stamp;
	const uint8_t *p = s->p;
	bool bracket = p[0] == '[';
	size_t at = bracket, begin = at;
	uint16_t *f = stamp->field, hour, minute, second = 0;

	if (!usual_number(p, &at, false, '/', &f[0]) || !usual_number(p, &at, false, '/', &f[1]))
		return false;
	stamp->year = is_digit(p[at + 2]) ? WHATSAPP_YEAR_LAST : WHATSAPP_YEAR_SHORT;
	for (size_t end = at + (stamp->year == WHATSAPP_YEAR_LAST ? 4 : 2); at < end; at++) {
		if (!is_digit(p[at]))
			return false;
		f[2] = (uint16_t)(f[2] * 10 + (p[at] - '0'));
	}
	if (p[at] != ',' || p[at + 1] != ' ')
		return false;
	at += 2;
	if (!usual_number(p, &at, false, ':', &hour) || hour > 23)
		return false;
	stamp->has_second = usual_number(p, &at, true, ':', &minute);
	if (!usual_number(
		p, &at, true, bracket ? ']' : ' ', stamp->has_second ? &second : &minute) ||
	    minute > 59 || second > 59)
		return false;
	stamp->written = slice_of(p + begin, at - 1 - begin);
	if (bracket ? p[at] != ' ' : p[at] != '-' || p[at + 1] != ' ')
		return false;
	*s = slice_of(p + at + (bracket ? 1 : 2), s->n - at - (bracket ? 1 : 2));
	stamp->hour = (uint8_t)hour;
	stamp->minute = (uint8_t)minute;
	stamp->second = (uint8_t)second;
	stamp->end = bracket ? WHATSAPP_END_BRACKET : WHATSAPP_END_DASH;
	parts->joint = JOINT_COMMA;
	return true;
}

bool
whatsapp_stamp_cut(struct slice line, struct whatsapp_stamp *out, struct slice *rest)
{
	struct parts parts = {.half = HALF_NONE};
	struct slice s = line, begin;
	bool bracket;

	/* Nearly every line of text is refused here. */
	if (s.n < 8 || (s.p[0] != '[' && (s.p[0] < '0' || s.p[0] > '9') && s.p[0] < 0xd9))
		return false;
	if (s.n >= USUAL_MAX_BYTES && usual_cut(&s, &parts)) {
		parts.stamp.shape = shape_of(&parts);
		if (!is_day(&parts.stamp))
			return false;
		*out = parts.stamp;
		*rest = s;
		return true;
	}
	parts = (struct parts){.half = HALF_NONE};
	s = whatsapp_text_skip_marks(s);
	bracket = step_over(&s, "[");
	s = whatsapp_text_skip_marks(s);
	begin = s;
	if (!date_and_clock(&s, &parts))
		return false;
	parts.stamp.written = slice_of(begin.p, begin.n - s.n);
	if (!end_cut(&s, &parts, bracket))
		return false;
	half_settle(&parts);
	parts.stamp.shape = shape_of(&parts);
	if (parts.stamp.written.n > STAMP_MAX_BYTES || !is_day(&parts.stamp))
		return false;
	*out = parts.stamp;
	*rest = s;
	return true;
}

/* What may stand in a stamp besides digits. */
static bool
is_stamp_byte(uint8_t c)
{
	return c == ' ' || c == ',' || c == '/' || c == '.' || c == '-' || c == ':' || c == '_' ||
	       c >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* What may stand behind the first number of a date. */
static bool
is_date_byte(uint8_t c)
{
	return c == '/' || c == '.' || c == '-' || c >= 0x80;
}

/* Bytes of what closes a stamp at the front; 0: nothing. */
static size_t
alike_end(struct slice s, bool bracket, bool after_digit)
{
	static const char *const dashes[] = {" - ", " \xe2\x80\x93 "};

	if (bracket)
		return s.p[0] == ']' ? 1 : 0;
	for (size_t i = 0; i < COUNT_OF(dashes); i++)
		if (slice_starts(s, dashes[i]))
			return strlen(dashes[i]);
	return after_digit && slice_starts(s, ": ") ? 2 : 0;
}

/* Numbers of a date and a time, whatever they are, up to what closes a stamp. */
bool
whatsapp_stamp_alike(struct slice line, struct slice *rest)
{
	struct slice s = line;
	unsigned numbers = 0, letters = 0, value;
	bool bracket, digit = false, was;
	size_t end, n;

	if (s.n < 8 || (s.p[0] != '[' && !is_digit(s.p[0]) && s.p[0] < 0xd9))
		return false;
	s = whatsapp_text_skip_marks(s);
	bracket = step_over(&s, "[");
	s = whatsapp_text_skip_marks(s);
	for (size_t begin = s.n; s.n != 0 && begin - s.n <= STAMP_MAX_BYTES; step(&s, n)) {
		end = alike_end(s, bracket, digit);
		if (end != 0 && numbers >= ALIKE_NUMBERS && letters <= ALIKE_LETTERS) {
			*rest = slice_from(s, end);
			return true;
		}
		was = digit;
		n = is_digit(s.p[0]) ? 1 : foreign_digit(s, &value);
		digit = n != 0;
		n += !digit;
		numbers += digit && !was;
		letters += !digit && s.p[0] >= 'A';
		if (!digit && (numbers == 0 || !is_stamp_byte(s.p[0]) ||
				  (numbers == 1 && was && !is_date_byte(s.p[0]))))
			return false;
	}
	return false;
}

bool
whatsapp_stamp_civil(const struct whatsapp_stamp *stamp, enum date_order order, struct civil *out)
{
	const uint16_t *f = stamp->field;
	struct civil c = {.hour = stamp->hour, .minute = stamp->minute, .second = stamp->second};

	switch (order) {
	case DATE_ORDER_DMY: c.day = f[0], c.month = f[1], c.year = f[2]; break;
	case DATE_ORDER_MDY: c.month = f[0], c.day = f[1], c.year = f[2]; break;
	case DATE_ORDER_YMD: c.year = f[0], c.month = f[1], c.day = f[2]; break;
	case DATE_ORDER_UNKNOWN: return false;
	}
	if (stamp->year == WHATSAPP_YEAR_SHORT)
		c.year += SHORT_YEAR_BASE;
	if (!civil_valid(&c))
		return false;
	*out = c;
	return true;
}

unsigned
whatsapp_stamp_orders(const struct whatsapp_stamp *stamp)
{
	if (stamp->year == WHATSAPP_YEAR_FIRST || stamp->date == WHATSAPP_DATE_WORDS)
		return 1u << DATE_ORDER_YMD;
	if (stamp->year == WHATSAPP_YEAR_LAST)
		return 1u << DATE_ORDER_DMY | 1u << DATE_ORDER_MDY;
	return 1u << DATE_ORDER_DMY | 1u << DATE_ORDER_MDY | 1u << DATE_ORDER_YMD;
}

bool
whatsapp_stamp_is_log(const struct whatsapp_stamp *stamp)
{
	bool comma = (stamp->shape >> SHAPE_JOINT & 3) == JOINT_COMMA;
	bool twelve = (stamp->shape >> SHAPE_HALF & 3) != HALF_NOWHERE;

	return stamp->end == WHATSAPP_END_BRACKET && stamp->date == WHATSAPP_DATE_DASH &&
	       stamp->year == WHATSAPP_YEAR_FIRST && !twelve && !(comma && stamp->has_second);
}
