/* src/keep/words.h
 * The list of 2,048 plain words, and what is made of it (docs/format/vault.md, 2.2): recovery
 * words, 128 random bits and a check of 4 bits as 12 words; two halves of such bits; a passphrase
 * of 6 words without a check.  Pure functions of bytes. */
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
	WORDS_PHRASE_COUNT = 6,
	WORDS_PHRASE_RANDOM_BYTES = 9, /* of which the first 66 bits are used */
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

/* Append a passphrase of 6 words: lower case, single spaces. */
void words_phrase_put(struct buf *out, const uint8_t random[WORDS_PHRASE_RANDOM_BYTES]);

/* The other half of a secret that is shared between two papers. */
void words_other_half(const uint8_t entropy[WORDS_ENTROPY_BYTES],
    const uint8_t half[WORDS_ENTROPY_BYTES], uint8_t out[WORDS_ENTROPY_BYTES]);

/*
 * Append the one spelling of what a person typed, however it was typed: recovery words, halves
 * (the spelling of what they make together), or six words.  WORDS_NOT: it is none of these, nothing
 * is appended; the other verdicts likewise append nothing, and say what is wrong with words that
 * were meant to be 12 or 24.
 */
MUST_USE enum words_verdict words_spell(struct slice secret, struct buf *out, unsigned *wrong);

/* Whether two lists of words are the same, case and blanks apart.  *wrong gets one bit for each
 * word (the first: bit 0) of `shown` that was typed differently or not at all; words too many set
 * bit 31. */
MUST_USE bool words_same(struct slice shown, struct slice typed, uint32_t *wrong);

#endif
