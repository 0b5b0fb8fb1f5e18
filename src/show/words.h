/* src/show/words.h
 * Plain English for the short codes that records carry: channels, kinds of behaviour, marks,
 * doubts, formats.  A code without words of its own is shown with blanks for its hyphens, so
 * nothing is ever left out. */
#ifndef SHOW_WORDS_H
#define SHOW_WORDS_H

#include "base/buf.h"
#include "base/slice.h"

/* "whatsapp" -> "WhatsApp", "sms" -> "Text message". */
void channel_words_put(struct buf *out, struct text code);
/* The same for a narrow column: "sms" -> "Text". */
void channel_words_put_short(struct buf *out, struct text code);
/* "third-party" -> "Through other people"; key events too: "told-to-stop" -> "Told to stop". */
void behaviour_words_put(struct buf *out, struct text code);
/* "rejected" -> "declined". */
void mark_words_put(struct buf *out, struct text code);
/* How an incident is known: "told" -> "was told". */
void known_words_put(struct buf *out, struct text code);
/* "time-twice" -> "this time came twice that night: the clocks went back". */
void doubt_words_put(struct buf *out, struct text code);
/* Has it words of its own? */
bool doubt_has_words(struct text code);
/* What an original was read as: "sms-xml" -> "phone backup". */
void format_words_put(struct buf *out, struct text code);
/* Whom a pack is for: "police" -> "the police". */
void reader_words_put(struct buf *out, struct text code);

#endif
