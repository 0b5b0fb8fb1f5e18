/* src/diary/handle.c
 * Telephone numbers and addresses in one spelling; see handle.h.
 * Not a numbering-plan library: only what the United Kingdom writes is turned into E.164 (ITU-T
 * E.164, Ofcom National Telephone Numbering Plan), everything else is at most cleaned. */
#include "diary/handle.h"

enum {
	NUMBER_MAX_DIGITS = 15, /* ITU-T E.164, section 6 */
	NUMBER_MIN_DIGITS = 7,  /* fewer are short codes and service numbers */
	WRITTEN_MAX_BYTES = 128,
};

/* A number while it is read: its digits, and a plus in front. */
struct number {
	char digits[NUMBER_MAX_DIGITS + 4];
	size_t n;
	bool plus;
};

/* Marks and blanks that people, phones and exports put into numbers. */
static bool
is_filler(uint32_t cp)
{
	if (cp == ' ' || cp == '\t' || cp == '(' || cp == ')' || cp == '.' || cp == '-')
		return true;
	if (cp < 0x80)
		return false;
	return cp == 0xA0 || cp == 0xAD || (cp >= 0x2000 && cp <= 0x2015) ||
	       (cp >= 0x202A && cp <= 0x202F) || (cp >= 0x2060 && cp <= 0x2069) || cp == 0x2212 ||
	       cp == 0xFEFF;
}

/* "+44 (0)7700 …": the zero in brackets is dialled at home only. */
static bool
step_over_trunk_zero(struct text *rest, const struct number *number)
{
	if (number->n == 0 || rest->n < 3 || memcmp(rest->p, "(0)", 3) != 0)
		return false;
	*rest = (struct text){rest->p + 3, rest->n - 3};
	return true;
}

/* False when it is no number at all. */
static bool
number_read(struct text written, struct number *out)
{
	struct text rest = written;
	uint32_t cp;

	*out = (struct number){.n = 0};
	if (written.n > WRITTEN_MAX_BYTES)
		return false;
	while (rest.n != 0) {
		if (step_over_trunk_zero(&rest, out))
			continue;
		cp = text_next(&rest);
		if (cp >= '0' && cp <= '9') {
			if (out->n == sizeof out->digits)
				return false;
			out->digits[out->n++] = (char)cp;
		} else if (cp == '+' && out->n == 0 && !out->plus) {
			out->plus = true;
		} else if (!is_filler(cp)) {
			return false;
		}
	}
	return out->n != 0;
}

static void
drop_digits(struct number *number, size_t at, size_t count)
{
	memmove(number->digits + at, number->digits + at + count, number->n - at - count);
	number->n -= count;
}

static bool
begins(const struct number *number, const char *digits)
{
	size_t n = strlen(digits);

	return number->n >= n && memcmp(number->digits, digits, n) == 0;
}

/* Are the digits from `at` on, without a 0 in front, a number there may be in the United Kingdom?
 * By Ofcom's plan there are none behind 04 and 06, behind 05 only 055 and 056, and nine digits in
 * place of ten only behind some of 01 and 0800: other countries write numbers like that. */
static bool
is_of_the_plan(const struct number *number, size_t at)
{
	const char *p = number->digits + at;
	size_t n = number->n > at ? number->n - at : 0;

	if (n != 10 && n != 9)
		return false;
	switch (p[0]) {
	case '1': return true;
	case '2':
	case '3':
	case '7':
	case '9': return n == 10;
	case '5': return n == 10 && (p[1] == '5' || p[1] == '6');
	case '8': return n == 10 || memcmp(p, "800", 3) == 0;
	default: return false;
	}
}

/* Bring what the United Kingdom writes into E.164. */
static void
number_to_e164(struct number *number)
{
	if (!number->plus && begins(number, "00") && number->n >= 2 + NUMBER_MIN_DIGITS) {
		drop_digits(number, 0, 2);
		number->plus = true;
	} else if (!number->plus && begins(number, "44") && number->n == 12 &&
		   is_of_the_plan(number, 2)) {
		number->plus = true;
	} else if (!number->plus && begins(number, "0") && is_of_the_plan(number, 1)) {
		memmove(number->digits + 2, number->digits + 1, number->n - 1);
		memcpy(number->digits, "44", 2);
		number->n += 1;
		number->plus = true;
	}
	while (number->plus && begins(number, "440"))
		drop_digits(number, 2, 1);
}

static bool
number_put(struct arena *arena, const struct number *number, struct text written, struct text *out)
{
	char spelled[sizeof number->digits + 1];
	size_t n = 0;

	if (number->plus)
		spelled[n++] = '+';
	memcpy(spelled + n, number->digits, number->n);
	n += number->n;
	if (n == written.n && memcmp(spelled, written.p, n) == 0) {
		*out = written;
		return true;
	}
	return arena_text(arena, (struct text){spelled, n}, out);
}

/* "+447700900202": what most exports write, and nothing to do. */
static bool
is_e164(struct text t)
{
	if (t.n < 1 + NUMBER_MIN_DIGITS || t.n > 1 + NUMBER_MAX_DIGITS || t.p[0] != '+')
		return false;
	for (size_t i = 1; i < t.n; i++)
		if (t.p[i] < '0' || t.p[i] > '9')
			return false;
	return memcmp(t.p, "+440", 4) != 0;
}

/* One '@' with something on both sides and no blank: an address of the mail kind. */
static bool
is_address(struct text t)
{
	size_t at = 0, count = 0;

	for (size_t i = 0; i < t.n; i++) {
		if (t.p[i] == '@') {
			at = i;
			count++;
		} else if (t.p[i] == ' ' || t.p[i] == '~' || t.p[i] == ',') {
			return false;
		}
	}
	return count == 1 && at != 0 && at + 1 < t.n;
}

static bool
is_group_address(struct text t)
{
	static const char tail[] = "@rcs.google.com";
	size_t n = sizeof tail - 1;

	return t.n > n && slice_eq_nocase(slice_of(t.p + t.n - n, n), slice_of(tail, n));
}

static bool
address_put(struct arena *arena, struct text written, struct text *out)
{
	char *copy;
	size_t i = 0;

	while (i < written.n && !(written.p[i] >= 'A' && written.p[i] <= 'Z'))
		i++;
	if (i == written.n || is_group_address(written)) {
		*out = written;
		return true;
	}
	copy = arena_alloc(arena, written.n, 1);
	if (copy == NULL)
		return false;
	for (i = 0; i < written.n; i++) {
		copy[i] = written.p[i];
		if (copy[i] >= 'A' && copy[i] <= 'Z')
			copy[i] = (char)(copy[i] - 'A' + 'a');
	}
	*out = (struct text){copy, written.n};
	return true;
}

bool
handle_normalise(struct arena *arena, struct text as_written, struct text *out)
{
	struct number number;

	if (as_written.n == 0 || is_e164(as_written)) {
		*out = as_written;
		return true;
	}
	if (is_address(as_written))
		return address_put(arena, as_written, out);
	if (!number_read(as_written, &number)) {
		*out = as_written;
		return true;
	}
	number_to_e164(&number);
	if (number.n < NUMBER_MIN_DIGITS || number.n > NUMBER_MAX_DIGITS) {
		*out = as_written;
		return true;
	}
	return number_put(arena, &number, as_written, out);
}

static bool
is_one_of(struct text as_written, const char *const *words, size_t count)
{
	struct slice written = slice_trim(slice_of_text(as_written));

	if (written.n != 0 && (written.p[0] == '+' || (written.p[0] >= '0' && written.p[0] <= '9')))
		return false; /* nearly always */
	for (size_t i = 0; i < count; i++)
		if (slice_eq_nocase(written, slice_of(words[i], strlen(words[i]))))
			return true;
	return false;
}

bool
handle_says_withheld(struct text as_written)
{
	static const char *const words[] = {"-2", "anonymous", "anonymous@anonymous.invalid",
	    "blocked", "no caller id", "number withheld", "private", "private number", "restricted",
	    "withheld", "withheld number"};

	return is_one_of(as_written, words, COUNT_OF(words));
}

bool
handle_is_withheld(struct text as_written)
{
	/* -1, -2 and -3 are Android's unknown, private and payphone. */
	static const char *const words[] = {"", "-1", "-3", "no number", "payphone", "unavailable",
	    "unknown", "(unknown)", "unknown caller", "unknown number"};

	return is_one_of(as_written, words, COUNT_OF(words)) || handle_says_withheld(as_written);
}

/* A number of the United Kingdom, as one dials it. */
static bool
is_dialled(struct text written)
{
	struct number number;

	if (!number_read(written, &number))
		return false;
	number_to_e164(&number);
	return number.plus && begins(&number, "44") && is_of_the_plan(&number, 2);
}

bool
handle_cut_prefix(struct text written, struct text *prefix, struct text *number)
{
	/* Do not show, or show, the caller's number for this call: on lines (Ofcom's plan), and on
	 * mobiles (3GPP TS 22.030). */
	static const char *const prefixes[] = {"1470", "141", "#31#", "*31#"};

	for (size_t i = 0; i < COUNT_OF(prefixes); i++) {
		size_t n = strlen(prefixes[i]);
		struct text rest;

		if (!slice_starts(slice_of_text(written), prefixes[i]))
			continue;
		while (n < written.n && written.p[n] == ' ')
			n++;
		rest = (struct text){written.p + n, written.n - n};
		if (!is_dialled(rest))
			continue;
		*prefix = text_of_c(prefixes[i]);
		*number = rest;
		return true;
	}
	return false;
}

/* --- vehicles --- */

/* Letters and digits in capitals, without blanks; 0 when it is too long or has anything else. */
static size_t
mark_squeeze(struct text written, char mark[HANDLE_VEHICLE_BYTES])
{
	struct slice trimmed = slice_trim(slice_of_text(written));
	size_t n = 0;

	for (size_t i = 0; i < trimmed.n; i++) {
		char c = (char)trimmed.p[i];

		if (c == ' ' || c == '-')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (n == HANDLE_VEHICLE_BYTES - 1 ||
		    !((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
			return 0;
		mark[n++] = c;
	}
	return n;
}

/* How many letters (or digits) stand from `at` on. */
static size_t
mark_run(const char *mark, size_t n, size_t at, bool letters)
{
	size_t i = at;

	while (i < n && (mark[i] >= 'A') == letters)
		i++;
	return i - at;
}

/* Where its blank belongs; 0 when it is no mark. */
static size_t
mark_blank(const char *mark, size_t n)
{
	size_t head = mark_run(mark, n, 0, true), digits = mark_run(mark, n, head, false),
	       tail = mark_run(mark, n, head + digits, true);
	bool northern = memchr(mark, 'I', head) != NULL || memchr(mark, 'Z', head) != NULL;

	if (head + digits + tail != n)
		return 0;
	if (head == 2 && digits == 2 && tail == 3)
		return 4;
	if (head == 1 && digits >= 1 && digits <= 3 && tail == 3)
		return 1 + digits;
	if (head == 3 && digits >= 1 && digits <= 3 && tail == 1)
		return 3;
	return head == 3 && digits == 4 && tail == 0 && northern ? 3 : 0;
}

bool
handle_vehicle(struct text written, char spelled[HANDLE_VEHICLE_BYTES], struct text *out)
{
	char mark[HANDLE_VEHICLE_BYTES];
	size_t n = mark_squeeze(written, mark), blank = n != 0 ? mark_blank(mark, n) : 0;

	if (blank == 0)
		return false;
	memcpy(spelled, mark, blank);
	spelled[blank] = ' ';
	memcpy(spelled + blank + 1, mark + blank, n - blank);
	*out = (struct text){spelled, n + 1};
	return true;
}
