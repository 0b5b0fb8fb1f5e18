/* src/read/formats/meta_words.h
 * What the companies say in words, in a message's own place: that there was a call, that something
 * was taken back, that somebody reacted.  English only; anybody can type the same. */
#ifndef READ_FORMATS_META_WORDS_H
#define READ_FORMATS_META_WORDS_H

#include "read/formats/meta.h"

enum meta_words {
	META_WORDS_NONE,
	META_WORDS_CALL,
	META_WORDS_MISSED,
	META_WORDS_UNSENT,
	META_WORDS_REACTION,
};

/* By one of the thread's people, or its sender.  *sign (may be NULL) is what was reacted with,
 * borrowed from `text`. */
enum meta_words meta_words_find(
    struct text text, const struct meta_thread *thread, struct text sender, struct text *sign);
/* Without the line that pages have below the words of a call, "Duration: 65 seconds"; what that
 * says is *length then, which is absent where there is no such line. */
struct text meta_words_head(struct text text, struct text *length);
/* "65 seconds", "1 hour 2 minutes".  False (*seconds untouched) for anything else. */
MUST_USE bool meta_words_seconds(struct text length, int64_t *seconds);
/* A call that was missed: who called is left open where the words say that the very sender missed
 * it, as Instagram's do.  After direction and people of the record are known. */
void meta_words_caller(struct making *m, struct text words, struct text sender);

#endif
