/* src/read/formats/whatsapp_text.h
 * Invisible characters and broken bytes in a WhatsApp export.
 * Not for: words; see whatsapp_words.h. */
#ifndef READ_FORMATS_WHATSAPP_TEXT_H
#define READ_FORMATS_WHATSAPP_TEXT_H

#include "base/arena.h"
#include "base/slice.h"

/* U+200E, the mark WhatsApp puts before its own words on an iPhone. */
#define WHATSAPP_LRM "\xe2\x80\x8e"

/* Bytes of the direction mark (U+200E, U+200F, U+202A-202E, U+2066-2069) or BOM (U+FEFF) at the
 * front; 0 when there is none. */
size_t whatsapp_text_mark(struct slice s);
/* Bytes of the blank (space, U+00A0, U+2009, U+202F) at the front; 0 when there is none. */
size_t whatsapp_text_blank(struct slice s);
struct slice whatsapp_text_skip_marks(struct slice s);
struct slice whatsapp_text_skip_blanks(struct slice s);

/* Direction marks out, every blank an ordinary space, no space at the ends: for comparing names.
 * `s` itself where nothing is to be changed.  False when the arena is full. */
MUST_USE bool whatsapp_text_plain(struct arena *arena, struct text s, struct text *out);
/*
 * Outside bytes as text: every NUL and every byte that is no UTF-8 becomes U+FFFD.  *changed says
 * whether that was needed; where not, *out borrows from `s`.  False when the arena is full.
 */
MUST_USE bool whatsapp_text_loose(
    struct arena *arena, struct slice s, struct text *out, bool *changed);

#endif
