/* src/read/formats/json_string.h
 * Inside the JSON reader: what stands between two quotes, decoded (RFC 8259 section 7). */
#ifndef READ_FORMATS_JSON_STRING_H
#define READ_FORMATS_JSON_STRING_H

#include "base/arena.h"
#include "base/slice.h"

/*
 * Length of the string whose first byte after the opening quote is bytes.p[0], without the closing
 * quote; SIZE_MAX when there is no closing quote.  *plain: no escape, no control character, nothing
 * but ASCII.
 */
size_t json_string_length(struct slice bytes, bool *plain);
/* Decode it.  Borrowed from `inner` where nothing is to be changed, else from the arena; *odd gets
 * what was odd (enum json_oddity) added.  False when the arena is full. */
MUST_USE bool json_string_decode(
    struct slice inner, bool plain, struct arena *arena, struct text *out, unsigned *odd);

#endif
