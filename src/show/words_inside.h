/* src/show/words_inside.h
 * Inside show/words*.c only: a table of words and how one is looked up. */
#ifndef SHOW_WORDS_INSIDE_H
#define SHOW_WORDS_INSIDE_H

#include "show/words.h"

struct word {
	const char *code, *words;
};

/* NULL when the code has none. */
const char *words_find(const struct word *words, size_t count, struct text code);
/* False when the code has none; then it was put with blanks for its hyphens. */
bool word_put(struct buf *out, const struct word *words, size_t count, struct text code);

#endif
