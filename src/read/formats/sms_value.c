/* src/read/formats/sms_value.c
 * Attribute values as text; see sms_value.h. */
#include "read/formats/sms_value.h"

enum { REFERENCE_BYTES = 16, NO_CODE_POINT = 0x110000 };

static bool
is_high(uint32_t cp)
{
	return cp >= 0xD800 && cp <= 0xDBFF;
}

static bool
is_low(uint32_t cp)
{
	return cp >= 0xDC00 && cp <= 0xDFFF;
}

/* Up to the ';' of a reference at the front ("&" is there); false when none is near. */
static bool
reference_cut(struct slice rest, struct slice *inner, size_t *n)
{
	for (size_t i = 1; i < rest.n && i < REFERENCE_BYTES; i++) {
		if (rest.p[i] == ';') {
			*inner = slice_of(rest.p + 1, i - 1);
			*n = i + 1;
			return i > 1;
		}
		if (rest.p[i] <= ' ' || rest.p[i] >= 0x7F || rest.p[i] == '&')
			return false;
	}
	return false;
}

static int
digit_of(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

/* "#55357" or "#xD83D"; values past Unicode come back as NO_CODE_POINT. */
static bool
number_of(struct slice inner, uint32_t *out)
{
	bool hex = inner.n > 1 && (inner.p[1] == 'x' || inner.p[1] == 'X');
	int base = hex ? 16 : 10;
	uint32_t v = 0;
	size_t from = hex ? 2 : 1;
	int digit;

	if (inner.p[0] != '#' || inner.n <= from)
		return false;
	for (size_t i = from; i < inner.n; i++) {
		digit = digit_of(inner.p[i]);
		if (digit >= base)
			return false;
		v = v * (uint32_t)base + (uint32_t)digit;
		if (v > NO_CODE_POINT)
			v = NO_CODE_POINT;
	}
	*out = v;
	return true;
}

static bool
named_of(struct slice inner, uint32_t *out)
{
	static const struct {
		const char *name;
		uint32_t cp;
	} named[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};

	for (size_t i = 0; i < COUNT_OF(named); i++) {
		if (inner.n == strlen(named[i].name) &&
		    memcmp(inner.p, named[i].name, inner.n) == 0) {
			*out = named[i].cp;
			return true;
		}
	}
	return false;
}

/* A surrogate written as three bytes (CESU-8), which some phones do. */
static bool
is_cesu(struct slice rest)
{
	return rest.n >= 3 && rest.p[0] == 0xED && rest.p[1] >= 0xA0 && rest.p[1] <= 0xBF &&
	       (rest.p[2] & 0xC0) == 0x80;
}

/* A surrogate at the front, as a reference or as three bytes: its value and its length. */
static bool
surrogate_at(struct slice rest, uint32_t *cp, size_t *n)
{
	struct slice inner;

	if (is_cesu(rest)) {
		*cp = 0xD000U | (rest.p[1] & 0x3FU) << 6 | (rest.p[2] & 0x3FU);
		*n = 3;
		return true;
	}
	return rest.n != 0 && rest.p[0] == '&' && reference_cut(rest, &inner, n) &&
	       number_of(inner, cp) && (is_high(*cp) || is_low(*cp));
}

static size_t
put_surrogate(struct buf *out, struct slice rest, uint32_t cp, size_t n, unsigned *found)
{
	uint32_t low = 0;
	size_t low_n = 0;

	if (is_high(cp) && surrogate_at(slice_from(rest, n), &low, &low_n) && is_low(low)) {
		*found |= SMS_VALUE_JOINED;
		buf_put_code_point(out, 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00));
		return n + low_n;
	}
	*found |= SMS_VALUE_LONE;
	buf_put_code_point(out, 0xFFFD);
	return n;
}

/* A reference at the front; gives how many bytes were used. */
static size_t
put_reference(struct buf *out, struct slice rest, unsigned *found)
{
	struct slice inner;
	uint32_t cp;
	size_t n;

	if (!reference_cut(rest, &inner, &n)) {
		*found |= SMS_VALUE_BARE;
		buf_put_byte(out, '&');
		return 1;
	}
	if (number_of(inner, &cp)) {
		if (cp == 0 || cp >= NO_CODE_POINT) {
			*found |= SMS_VALUE_NOT_UTF8;
			cp = 0xFFFD;
		}
		buf_put_code_point(out, cp);
		return n;
	}
	if (named_of(inner, &cp)) {
		buf_put_byte(out, (uint8_t)cp);
		return n;
	}
	*found |= SMS_VALUE_ENTITY;
	buf_put(out, rest.p, n);
	return n;
}

/* Length of the longest beginning of `rest` that is text without an ampersand.  *ampersand, the
 * next one, is looked for again only once it was passed: a value of wrong bytes stays linear. */
static size_t
plain_run(struct slice rest, const uint8_t **ampersand)
{
	const uint8_t *end = rest.p + rest.n;
	struct text ignored;
	size_t n, bad;

	if (*ampersand < rest.p) {
		*ampersand = memchr(rest.p, '&', rest.n);
		if (*ampersand == NULL)
			*ampersand = end;
	}
	n = bad = (size_t)(*ampersand - rest.p);
	return text_check(slice_of(rest.p, n), &ignored, &bad) ? n : bad;
}

/* How many bytes at the front are one wrong sequence: a lead with what may follow it, else one. */
static size_t
wrong_bytes(struct slice rest)
{
	size_t n = 1, most;

	if (rest.p[0] < 0xC2 || rest.p[0] > 0xF4)
		return 1;
	most = rest.p[0] < 0xE0 ? 2 : rest.p[0] < 0xF0 ? 3 : 4;
	while (n < most - 1 && n < rest.n && (rest.p[n] & 0xC0) == 0x80)
		n++;
	return n;
}

static void
decode(struct buf *out, struct slice rest, unsigned *found)
{
	const uint8_t *ampersand = rest.p - 1;
	uint32_t cp;
	size_t n;

	while (rest.n != 0 && out->failed == OK) {
		n = plain_run(rest, &ampersand);
		buf_put(out, rest.p, n);
		rest = slice_from(rest, n);
		if (rest.n == 0)
			return;
		if (surrogate_at(rest, &cp, &n)) {
			n = put_surrogate(out, rest, cp, n, found);
		} else if (rest.p[0] == '&') {
			n = put_reference(out, rest, found);
		} else {
			*found |= SMS_VALUE_NOT_UTF8;
			buf_put_code_point(out, 0xFFFD);
			n = wrong_bytes(rest);
		}
		rest = slice_from(rest, n);
	}
}

/* True when all of it is ASCII without NUL and ampersand, which most values are: then it is text as
 * it stands.  Eight bytes at a time, the last eight perhaps twice. */
static bool
is_plain(struct slice s)
{
	const uint64_t ones = 0x0101010101010101U, tops = 0x8080808080808080U;
	uint64_t word, apart, found = 0;

	if (s.n < sizeof word) {
		for (size_t i = 0; i < s.n; i++)
			found |= s.p[i] >= 0x80 || s.p[i] == 0 || s.p[i] == '&';
		return found == 0;
	}
	for (size_t i = 0; i < s.n; i += sizeof word) {
		memcpy(&word, s.p + (i + sizeof word <= s.n ? i : s.n - sizeof word), sizeof word);
		apart = word ^ ones * '&';
		found |= word | ((word - ones) & ~word) | ((apart - ones) & ~apart);
	}
	return (found & tops) == 0;
}

/* The text of raw, in raw itself or in scratch. */
static bool
value_of(struct buf *scratch, struct slice raw, size_t max_bytes, unsigned *found, struct text *out)
{
	struct text text;

	if (is_plain(raw) || (memchr(raw.p, '&', raw.n) == NULL && text_check(raw, &text, NULL))) {
		text = (struct text){raw.n != 0 ? (const char *)raw.p : "", raw.n};
	} else {
		buf_reset(scratch);
		decode(scratch, raw, found);
		if (scratch->failed != OK)
			return false;
		text = buf_text(scratch);
	}
	if (text.n > max_bytes) {
		*found |= SMS_VALUE_CUT;
		text = text_prefix(text, max_bytes);
	}
	*out = text;
	return true;
}

bool
sms_value_borrow(struct arena *arena, struct buf *scratch, struct slice raw, size_t max_bytes,
    unsigned *found, struct text *out)
{
	struct text text;

	if (!value_of(scratch, raw, max_bytes, found, &text))
		return false;
	if (text.p == (const char *)raw.p) {
		*out = text;
		return true;
	}
	return arena_text(arena, text, out);
}

bool
sms_value_text(struct arena *arena, struct buf *scratch, struct slice raw, size_t max_bytes,
    unsigned *found, struct text *out)
{
	struct text text;

	return value_of(scratch, raw, max_bytes, found, &text) && arena_text(arena, text, out);
}
