/* src/read/formats/json_string.c
 * JSON strings; see json_string.h. */
#include "read/formats/json_string.h"

#include "base/buf.h"
#include "base/word.h"
#include "read/formats/json_tree.h"

enum {
	REPLACEMENT = 0xfffd,
	REPLACEMENT_BYTES = 3,
	HIGH_FIRST = 0xd800,
	LOW_FIRST = 0xdc00,
	LOW_LAST = 0xdfff,
	CODE_POINT_MAX = 0x10ffff,
};

/* Over whole words of nothing remarkable.  *odd gets bits when any of it was not plain ASCII. */
static size_t
ordinary_run(struct slice bytes, uint64_t *odd)
{
	size_t i = 0;

	for (; bytes.n - i >= WORD_BYTES; i += WORD_BYTES) {
		uint64_t word = word_load(bytes.p + i);
		uint64_t stop = word_is(word, '"') | word_is(word, '\\');
		/* At least 0x80, at least 0x7f, below 0x20. */
		uint64_t strange = (word | (word + WORD_ONES) | (word - WORD_ONES * ' ')) &
				   WORD_HIGHS;

		if (stop != 0) {
			size_t n = word_first(stop);

			*odd |= word_head(strange, n);
			return i + n;
		}
		*odd |= strange;
	}
	return i;
}

size_t
json_string_length(struct slice bytes, bool *plain)
{
	uint64_t odd = 0;
	size_t i = ordinary_run(bytes, &odd);

	for (; i < bytes.n; i++) {
		uint8_t c = bytes.p[i];

		if (c == '"') {
			*plain = odd == 0;
			return i;
		}
		if (c == '\\') {
			odd = 1;
			i++;
			if (bytes.n - i > WORD_BYTES)
				i += ordinary_run(slice_from(bytes, i + 1), &odd);
		} else if (c < 0x20 || c >= 0x7f) {
			odd = 1;
		}
	}
	return SIZE_MAX;
}

/* What is being written; the room was made beforehand. */
struct out {
	char *p;
	size_t n;
	unsigned odd;
};

static void
put_code_point(struct out *out, uint32_t c)
{
	uint8_t bytes[4];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	if (c < 0x80) {
		out->p[out->n++] = (char)c;
		return;
	}
	buf_put_code_point(&buf, c);
	memcpy(out->p + out->n, bytes, buf.n);
	out->n += buf.n;
}

static bool
hex_take(struct slice *rest, size_t digits, uint32_t *out)
{
	uint32_t value = 0;

	if (rest->n < digits)
		return false;
	for (size_t i = 0; i < digits; i++) {
		uint8_t c = rest->p[i], lower = c | 0x20;

		if (c >= '0' && c <= '9')
			value = value << 4 | (uint32_t)(c - '0');
		else if (lower >= 'a' && lower <= 'f')
			value = value << 4 | (uint32_t)(lower - 'a' + 10);
		else
			return false;
	}
	*rest = slice_from(*rest, digits);
	*out = value;
	return true;
}

/* The second half of a pair, if it follows: "\uDC00" and on. */
static uint32_t
low_take(struct slice *rest)
{
	struct slice after = *rest;
	uint32_t low;

	if (!slice_starts(after, "\\u"))
		return 0;
	after = slice_from(after, 2);
	if (!hex_take(&after, 4, &low) || low < LOW_FIRST || low > LOW_LAST)
		return 0;
	*rest = after;
	return low;
}

static void
unit_put(struct out *out, struct slice *rest, uint32_t unit)
{
	uint32_t low = 0;

	if (unit >= HIGH_FIRST && unit < LOW_FIRST)
		low = low_take(rest);
	if (low != 0) {
		put_code_point(out, 0x10000 + ((unit - HIGH_FIRST) << 10) + (low - LOW_FIRST));
	} else if (unit >= HIGH_FIRST && unit <= LOW_LAST) {
		out->odd |= JSON_ODD_SURROGATE;
		put_code_point(out, REPLACEMENT);
	} else if (unit == 0) {
		out->odd |= JSON_ODD_NUL;
		put_code_point(out, REPLACEMENT);
	} else {
		put_code_point(out, unit);
	}
}

/* `rest` stands behind the backslash. */
static void
escape_put(struct out *out, struct slice *rest)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *known;
	struct slice after;
	uint32_t unit;
	uint8_t c = 0;

	if (!take_u8(rest, &c)) {
		out->p[out->n++] = '\\'; /* nothing follows: the file was cut there */
		out->odd |= JSON_ODD_ESCAPE;
		return;
	}
	after = *rest;
	known = c != 0 ? strchr(from, c) : NULL;
	if (known != NULL) {
		out->p[out->n++] = to[known - from];
	} else if (c == 'u' && hex_take(&after, 4, &unit)) {
		*rest = after;
		unit_put(out, rest, unit);
	} else if (c == 'x' && hex_take(&after, 2, &unit)) { /* Telegram Desktop */
		*rest = after;
		out->odd |= JSON_ODD_ESCAPE;
		unit_put(out, rest, unit);
	} else {
		out->odd |= JSON_ODD_ESCAPE;
		out->p[out->n++] = '\\';
		*rest = slice_of(rest->p - 1, rest->n + 1); /* the byte is one of the text */
	}
}

static bool
has_control(struct slice s)
{
	uint64_t any = 0;
	size_t i = 0;

	for (; s.n - i >= WORD_BYTES; i += WORD_BYTES)
		any |= word_below(word_load(s.p + i), ' ');
	for (; i < s.n; i++)
		any |= s.p[i] < ' ';
	return any != 0;
}

/* Bytes without a backslash. */
static void
piece_put(struct out *out, struct slice piece)
{
	struct text good;
	size_t at;

	if (has_control(piece))
		out->odd |= JSON_ODD_CONTROL;
	while (!text_check(piece, &good, &at)) {
		memcpy(out->p + out->n, piece.p, at);
		out->n += at;
		out->odd |= JSON_ODD_BYTES;
		put_code_point(out, REPLACEMENT);
		piece = slice_from(piece, at + 1);
	}
	if (piece.n != 0)
		memcpy(out->p + out->n, piece.p, piece.n);
	out->n += piece.n;
}

bool
json_string_decode(
    struct slice inner, bool plain, struct arena *arena, struct text *out, unsigned *odd)
{
	struct out o = {.n = 0};
	struct slice rest = inner, piece;
	if (plain || inner.n == 0) {
		*out = (struct text){inner.n != 0 ? (const char *)inner.p : "", inner.n};
		return true;
	}
	if (memchr(inner.p, '\\', inner.n) == NULL && text_check(inner, out, NULL)) {
		if (has_control(inner))
			*odd |= JSON_ODD_CONTROL;
		return true;
	}
	/* Each byte that is none of UTF-8 becomes three; escapes only get shorter. */
	if (inner.n > SIZE_MAX / REPLACEMENT_BYTES)
		return false;
	o.p = arena_alloc(
	    arena, 1, text_check(inner, out, NULL) ? inner.n : REPLACEMENT_BYTES * inner.n);
	if (o.p == NULL)
		return false;
	while (rest.n != 0) {
		if (!cut(&rest, '\\', &piece)) {
			piece_put(&o, rest);
			break;
		}
		piece_put(&o, piece);
		escape_put(&o, &rest);
	}
	*odd |= o.odd;
	*out = (struct text){o.p, o.n};
	return true;
}
