/* src/read/formats/meta_letters.c
 * Bytes written as letters; see meta_letters.h. */
#include "read/formats/meta_letters.h"

#include "base/word.h"

enum { CONTROL_FIRST = 0x80, CONTROL_LAST = 0x9f, BYTE_LAST = 0xff };

bool
meta_letters_escaped(struct slice json)
{
	struct slice rest = json, before;

	/* Nearly all of it holds no backslash at all. */
	while (cut(&rest, '\\', &before))
		if (slice_starts(rest, "u00"))
			return true;
	return false;
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
	uint64_t any = 0;
	size_t i = 0;

	for (; text.n - i >= WORD_BYTES; i += WORD_BYTES)
		any |= word_load(text.p + i);
	for (; i < text.n; i++)
		any |= (uint8_t)text.p[i];
	return (any & WORD_HIGHS) == 0;
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
