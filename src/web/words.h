/* src/web/words.h
 * The sentences of the screens by number, in each language (src/web/words).  What a language lacks
 * is said in English. */
#ifndef WEB_WORDS_H
#define WEB_WORDS_H

#include <stdbool.h>

#include "base/slice.h"

#include "web/words.inc"

/* "en", "cy", "pl": WORD_COUNT sentences, NULL where one is lacking; NULL: no such language. */
const char *const *words_of(struct text language);

#endif
