/* src/read/formats/meta_letters.c
 * Bytes written as letters; see meta_letters.h. */
#include "read/formats/meta_letters.h"

enum { CONTROL_FIRST = 0x80, CONTROL_LAST = 0x9f, BYTE_LAST = 0xff };

bool
meta_letters_escaped(struct slice json)
{
	return slice_find(json, SLICE_LITERAL("\\u00")) != SIZE_MAX;
}

/* One byte for each code point; false when one of them is none. */
static bool
bytes_of(struct text text, char *out, size_t *n, bool *control)
{
	uint32_t c;

	*n = 0;
	*control = false;
	while (text.n != 0) {
		c = text_next(&text);
		if (c > BYTE_LAST)
			return false;
		*control = *control || (c >= CONTROL_FIRST && c <= CONTROL_LAST);
		out[(*n)++] = (char)c;
	}
	return true;
}

static bool
is_ascii(struct text text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((uint8_t)text.p[i] >= CONTROL_FIRST)
			return false;
	return true;
}

bool
meta_letters_repair(
    struct text text, struct arena *arena, struct text *out, enum meta_letters *what)
{
	struct text good;
	bool control;
	char *bytes;
	size_t n;

	*what = META_LETTERS_FINE;
	*out = text;
	if (is_ascii(text))
		return true;
	bytes = arena_alloc(arena, 1, text.n);
	if (bytes == NULL)
		return false;
	if (!bytes_of(text, bytes, &n, &control))
		return true;
	if (text_check(slice_of(bytes, n), &good, NULL)) {
		*what = META_LETTERS_REPAIRED;
		*out = good;
	} else if (control) {
		/* Nobody writes these code points: they are bytes of a letter that was cut. */
		*what = META_LETTERS_DOUBTFUL;
	}
	return true;
}
