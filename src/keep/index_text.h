/* src/keep/index_text.h
 * Inside keep/: what of a text can be searched for, spelled the same when it is put in and when it
 * is asked for.  Pure.  SQLite's unicode61 tokenizer reads the result: it folds case and drops
 * diacritics; here is what it does not do:
 *   - scripts without blanks between words (Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese):
 *     one token for each character, so that any part of a sentence is found as a phrase;
 *   - emoji: a facet of their own, by code point;
 *   - Arabic script: vowel marks and tatweel dropped, yeh, kaf and alef in one spelling each;
 *   - full-width letters, and digits of other scripts, as ASCII;
 *   - invisible characters (direction marks, joiners) dropped.
 * A facet is a token that begins with U+0001.  Texts cannot contain one: theirs become blanks. */
#ifndef KEEP_INDEX_TEXT_H
#define KEEP_INDEX_TEXT_H

#include "base/buf.h"
#include "base/slice.h"

enum { INDEX_FACET = 1, PHONE_DIGITS_MAX = 15, PHONE_DIGITS_MIN = 7 };

/* Append the searchable spelling of `text` and a blank. */
void index_text_put(struct buf *out, struct text text);
/* Append a facet " U+0001 <letter> <number>". */
void index_facet_put(struct buf *out, char letter, uint64_t number);
/* Append a facet " U+0001 <letter> <word>", word being [a-z0-9-]; '-' is left out. */
void index_facet_word_put(struct buf *out, char letter, struct text word);
/* Append a facet for every telephone number in `text`, so that one is found however it is spaced:
 * begins with '+' or '0', 7 to 15 digits, blanks, hyphens, dots and brackets between them. */
void index_phones_put(struct buf *out, struct text text);

/* A whole text that is a telephone number: its digits with country code (44 for a leading 0),
 * NUL-terminated.  False when it is not one. */
bool index_phone(struct text text, char out[PHONE_DIGITS_MAX + 2]);
/* Append the text in lower case (Latin, Greek, Cyrillic), blanks trimmed and single: for comparing
 * names and addresses. */
void index_fold_put(struct buf *out, struct text text);
/* Whether anything in the searchable spelling can be a token. */
bool index_text_has_token(struct slice searchable);

#endif
