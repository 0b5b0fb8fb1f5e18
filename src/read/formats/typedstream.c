/* src/read/formats/typedstream.c
 * See typedstream.h.  The first string object of the archive is the text: its class name, a few
 * bytes of references, '+' for bytes to come, their number, and they. */
#include "read/formats/typedstream.h"

#include <string.h>

enum {
	BETWEEN_MAX = 16,
	NUMBER_16 = 0x81,
	NUMBER_32 = 0x82,
	REFERENCE_FIRST = 0x92, /* from here on: what was named before */
	VALUE_HEAD_BYTES = 5,
};

/* A number: one byte, or 0x81 and two, or 0x82 and four, the low one first. */
static bool
number_take(struct slice *rest, size_t *out)
{
	uint8_t first;
	uint16_t two;
	uint32_t four;

	if (!take_u8(rest, &first))
		return false;
	if (first == NUMBER_16) {
		if (!take_u16le(rest, &two))
			return false;
		*out = two;
	} else if (first == NUMBER_32) {
		if (!take_u32le(rest, &four))
			return false;
		*out = four;
	} else {
		*out = first;
	}
	return true;
}

/* The first string object; *rest is what stands behind it. */
static bool
string_take(struct slice bytes, struct text *out, struct slice *behind)
{
	struct slice rest, word;
	size_t at, n;

	at = slice_find(bytes, SLICE_LITERAL("streamtyped"));
	if (at > BETWEEN_MAX)
		return false;
	at = slice_find(bytes, SLICE_LITERAL("NSString"));
	if (at == SIZE_MAX)
		at = slice_find(bytes, SLICE_LITERAL("NSMutableString"));
	if (at == SIZE_MAX)
		return false;
	rest = slice_from(bytes, at);
	at = slice_find(slice_of(rest.p, rest.n < 32 ? rest.n : 32), SLICE_LITERAL("+"));
	if (at == SIZE_MAX)
		return false;
	rest = slice_from(rest, at + 1);
	if (!number_take(&rest, &n) || !take(&rest, n, &word) || !text_check(word, out, NULL))
		return false;
	*behind = rest;
	return true;
}

bool
typedstream_text(struct slice bytes, struct text *out)
{
	struct slice behind;

	return string_take(bytes, out, &behind);
}

/* Behind a key: its end, a new object of classes and a type that were named before, and its bytes.
 * A value that was named itself before is not looked up. */
static void
value_take(struct slice *rest, struct typedstream_value *out)
{
	struct slice word, after = *rest;
	size_t n;

	*out = (struct typedstream_value){.words = TEXT_NONE};
	if (!slice_starts(after, "\x86\x92\x84") || after.n < VALUE_HEAD_BYTES ||
	    after.p[3] < REFERENCE_FIRST || after.p[4] < REFERENCE_FIRST)
		return;
	after = slice_from(after, VALUE_HEAD_BYTES);
	if (!number_take(&after, &n) || !take(&after, n, &word) ||
	    !text_check(word, &out->words, NULL)) {
		out->words = TEXT_NONE;
		return;
	}
	out->whole = slice_starts(after, "\x86");
	*rest = after;
}

bool
typedstream_value(struct slice *rest, const char *key, struct typedstream_value *out)
{
	struct slice found = slice_of(key, strlen(key));
	struct text text;
	size_t at;

	/* What somebody wrote is no attribute. */
	if (slice_find(*rest, SLICE_LITERAL("streamtyped")) <= BETWEEN_MAX &&
	    !string_take(*rest, &text, rest))
		return false;
	at = slice_find(*rest, found);
	if (at == SIZE_MAX)
		return false;
	*rest = slice_from(*rest, at + found.n);
	value_take(rest, out);
	return true;
}
