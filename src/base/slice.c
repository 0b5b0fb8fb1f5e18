/* src/base/slice.c
 * Cuts, numbers and UTF-8 checks over borrowed bytes; see slice.h. */
#include "base/slice.h"

#include "base/ascii.h"

bool
cut(struct slice *rest, uint8_t stop, struct slice *head)
{
	const uint8_t *hit;
	size_t n;

	hit = rest->n != 0 ? memchr(rest->p, stop, rest->n) : NULL;
	if (hit == NULL)
		return false;
	n = (size_t)(hit - rest->p);
	*head = slice_of(rest->p, n);
	*rest = slice_of(hit + 1, rest->n - n - 1);
	return true;
}

bool
cut_last(struct slice *rest, uint8_t stop, struct slice *head)
{
	if (rest->n == 0)
		return false;
	if (cut(rest, stop, head))
		return true;
	*head = *rest;
	*rest = slice_from(*rest, rest->n);
	return true;
}

bool
cut_any(struct slice *rest, const char *stops, struct slice *head)
{
	size_t n = 0, count = strlen(stops);

	if (rest->n == 0)
		return false;
	while (n < rest->n && memchr(stops, rest->p[n], count) == NULL)
		n++;
	*head = slice_of(rest->p, n);
	n += n < rest->n ? 1 : 0;
	*rest = slice_from(*rest, n);
	return true;
}

bool
take(struct slice *rest, size_t n, struct slice *head)
{
	if (rest->n < n)
		return false;
	*head = slice_of(rest->p, n);
	*rest = slice_from(*rest, n);
	return true;
}

size_t
slice_find(struct slice hay, struct slice needle)
{
	const uint8_t *hit = NULL;

	if (needle.n != 0 && hay.n >= needle.n)
		hit = memmem(hay.p, hay.n, needle.p, needle.n);
	return hit != NULL ? (size_t)(hit - hay.p) : SIZE_MAX;
}

int
slice_compare(struct slice a, struct slice b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n != 0 ? memcmp(a.p, b.p, n) : 0;

	if (order != 0)
		return order;
	return a.n < b.n ? -1 : a.n > b.n;
}

bool
slice_all_zero(struct slice s)
{
	uint8_t any = 0;

	for (size_t i = 0; i < s.n; i++)
		any |= s.p[i];
	return any == 0;
}

bool
slice_all_digits(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_digit(s.p[i]))
			return false;
	return s.n != 0;
}

static uint8_t
lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

bool
slice_eq_nocase(struct slice a, struct slice b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct slice
slice_trim(struct slice s)
{
	while (s.n != 0 && is_blank(s.p[0]))
		s = slice_from(s, 1);
	while (s.n != 0 && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool
take_u8(struct slice *rest, uint8_t *out)
{
	struct slice b;

	if (!take(rest, 1, &b))
		return false;
	*out = b.p[0];
	return true;
}

bool
take_u16le(struct slice *rest, uint16_t *out)
{
	struct slice b;

	if (!take(rest, 2, &b))
		return false;
	*out = (uint16_t)(b.p[0] | b.p[1] << 8);
	return true;
}

bool
take_u16be(struct slice *rest, uint16_t *out)
{
	struct slice b;

	if (!take(rest, 2, &b))
		return false;
	*out = (uint16_t)(b.p[0] << 8 | b.p[1]);
	return true;
}

bool
take_u32le(struct slice *rest, uint32_t *out)
{
	struct slice b;

	if (!take(rest, 4, &b))
		return false;
	*out = (uint32_t)b.p[0] | (uint32_t)b.p[1] << 8 | (uint32_t)b.p[2] << 16 |
	       (uint32_t)b.p[3] << 24;
	return true;
}

bool
take_u32be(struct slice *rest, uint32_t *out)
{
	struct slice b;

	if (!take(rest, 4, &b))
		return false;
	*out = (uint32_t)b.p[3] | (uint32_t)b.p[2] << 8 | (uint32_t)b.p[1] << 16 |
	       (uint32_t)b.p[0] << 24;
	return true;
}

bool
take_u64le(struct slice *rest, uint64_t *out)
{
	struct slice b;
	uint64_t v = 0;

	if (!take(rest, 8, &b))
		return false;
	for (size_t i = 8; i-- > 0;)
		v = v << 8 | b.p[i];
	*out = v;
	return true;
}

void
put_u32le(uint8_t out[4], uint32_t v)
{
	for (size_t i = 0; i < 4; i++)
		out[i] = (uint8_t)(v >> (8 * i));
}

void
put_u64le(uint8_t out[8], uint64_t v)
{
	for (size_t i = 0; i < 8; i++)
		out[i] = (uint8_t)(v >> (8 * i));
}

static bool
digits_parse(struct slice s, uint64_t *out)
{
	uint64_t v = 0;

	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		if (__builtin_mul_overflow(v, (uint64_t)10, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(s.p[i] - '0'), &v))
			return false;
	}
	*out = v;
	return true;
}

bool
u64_parse(struct slice s, uint64_t *out)
{
	if (s.n > 1 && s.p[0] == '0')
		return false;
	return digits_parse(s, out);
}

static bool
signed_parse(struct slice s, bool negative, int64_t *out)
{
	uint64_t v;

	if (!digits_parse(s, &v))
		return false;
	if (negative && v <= (uint64_t)INT64_MAX + 1)
		*out = v == (uint64_t)INT64_MAX + 1 ? INT64_MIN : -(int64_t)v;
	else if (!negative && v <= INT64_MAX)
		*out = (int64_t)v;
	else
		return false;
	return true;
}

bool
i64_parse(struct slice s, int64_t *out)
{
	bool negative = s.n != 0 && s.p[0] == '-';

	if (negative)
		s = slice_from(s, 1);
	if ((s.n > 1 && s.p[0] == '0') || (negative && s.n == 1 && s.p[0] == '0'))
		return false;
	return signed_parse(s, negative, out);
}

bool
i64_parse_loose(struct slice s, int64_t *out)
{
	bool negative = s.n != 0 && s.p[0] == '-';

	if (negative || (s.n != 0 && s.p[0] == '+'))
		s = slice_from(s, 1);
	return signed_parse(s, negative, out);
}

/* Length of the sequence that starts with `lead`, 0 when no sequence may start so. */
static size_t
sequence_bytes(uint8_t lead)
{
	if (lead < 0x80)
		return lead != 0 ? 1 : 0;
	if (lead >= 0xc2 && lead <= 0xdf)
		return 2;
	if (lead >= 0xe0 && lead <= 0xef)
		return 3;
	return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

static bool
sequence_ok(const uint8_t *p, size_t n)
{
	uint8_t low = 0x80, high = 0xbf;

	if (n == 1)
		return true;
	if (p[0] == 0xe0)
		low = 0xa0;
	if (p[0] == 0xed)
		high = 0x9f; /* surrogates */
	if (p[0] == 0xf0)
		low = 0x90;
	if (p[0] == 0xf4)
		high = 0x8f;
	if (p[1] < low || p[1] > high)
		return false;
	for (size_t i = 2; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return false;
	return true;
}

/* Exports are mostly ASCII: look at eight bytes at once for a high bit or a NUL. */
static size_t
ascii_run(const uint8_t *p, size_t n)
{
	size_t i = 0;
	uint64_t word;

	for (; i + 8 <= n; i += 8) {
		memcpy(&word, p + i, 8);
		if ((word & 0x8080808080808080U) != 0 ||
		    ((word - 0x0101010101010101U) & ~word & 0x8080808080808080U) != 0)
			break;
	}
	return i;
}

bool
text_check(struct slice s, struct text *out, size_t *at)
{
	size_t i = 0, n;

	while (i < s.n) {
		i += ascii_run(s.p + i, s.n - i);
		if (i == s.n)
			break;
		n = sequence_bytes(s.p[i]);
		if (n == 0 || s.n - i < n || !sequence_ok(s.p + i, n)) {
			if (at != NULL)
				*at = i;
			return false;
		}
		i += n;
	}
	*out = (struct text){s.n != 0 ? (const char *)s.p : "", s.n};
	return true;
}

uint32_t
text_next(struct text *rest)
{
	const uint8_t *p = (const uint8_t *)rest->p;
	size_t n;
	uint32_t cp;

	if (rest->n == 0)
		return 0;
	n = sequence_bytes(p[0]);
	if (n == 0 || n > rest->n)
		n = 1; /* cannot happen in checked text; never run past the end */
	cp = n == 1 ? p[0] : p[0] & (0xffU >> (n + 1));
	for (size_t i = 1; i < n; i++)
		cp = cp << 6 | (p[i] & 0x3fU);
	*rest = (struct text){rest->p + n, rest->n - n};
	return cp;
}

struct text
text_prefix(struct text t, size_t max)
{
	if (t.n <= max)
		return t;
	while (max != 0 && ((uint8_t)t.p[max] & 0xc0) == 0x80)
		max--;
	return (struct text){t.p, max};
}

void
text_copy(char *out, size_t size, struct text t)
{
	t = text_prefix(t, size - 1);
	if (t.n != 0)
		memcpy(out, t.p, t.n);
	out[t.n] = '\0';
}

struct text
text_hold(char *room, size_t max, struct text t)
{
	t = text_prefix(t, max);
	if (t.n != 0)
		memmove(room, t.p, t.n);
	return (struct text){t.p != NULL ? room : NULL, t.n};
}
