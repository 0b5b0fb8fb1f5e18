/* src/read/formats/json_blank.h
 * Inside the JSON reader: the blanks between values, which are a third of many files. */
#ifndef READ_FORMATS_JSON_BLANK_H
#define READ_FORMATS_JSON_BLANK_H

#include "base/slice.h"
#include "base/word.h"

static inline bool
json_is_blank(uint8_t c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* How many of the n bytes at p are blanks, up to the first that is none. */
static inline size_t
json_blanks(const uint8_t *p, size_t n)
{
	size_t i = 0;
	uint64_t other;

	while (i < n && json_is_blank(p[i])) {
		i++;
		/* Lines are indented. */
		for (; n - i >= WORD_BYTES; i += WORD_BYTES) {
			other = word_load(p + i) ^ (WORD_ONES * ' ');
			if (other != 0) {
				i += word_first(other);
				break;
			}
		}
	}
	return i;
}

#endif
