/* src/keep/words.h
 * The list of 2,048 plain words, and the recovery words made of it (docs/format/vault.md, 2.2):
 * 128 random bits and a check of 4 bits as 12 words. */
#ifndef KEEP_WORDS_H
#define KEEP_WORDS_H

#include "base/buf.h"
#include "base/slice.h"

enum {
	WORDS_LIST_COUNT = 2048,
	WORDS_MAX_LETTERS = 8,
	WORDS_MIN_LETTERS = 3,
	WORDS_COUNT = 12,
	WORDS_ENTROPY_BYTES = 16,
	WORDS_TEXT_MAX_BYTES = WORDS_COUNT * (WORDS_MAX_LETTERS + 1),
};

/* Sorted, NUL-terminated. */
extern const char words_list[WORDS_LIST_COUNT][WORDS_MAX_LETTERS + 1];

/* Append the one spelling: lower case, single spaces. */
void words_put(struct buf *out, const uint8_t entropy[WORDS_ENTROPY_BYTES]);

enum words_verdict {
	WORDS_TRUE,       /* 12 words of the list, and the check holds */
	WORDS_NOT,        /* not 12 words: some other secret */
	WORDS_STRANGE,    /* 12 words; `wrong` (from 1) is not in the list */
	WORDS_CHECK_FAILS /* 12 words of the list, but not together: a slip or a wrong order */
};

/* Any case, any blanks.  `entropy` is filled in only for WORDS_TRUE, *wrong only for
 * WORDS_STRANGE. */
MUST_USE enum words_verdict words_parse(
    struct slice secret, uint8_t entropy[WORDS_ENTROPY_BYTES], unsigned *wrong);

#endif
