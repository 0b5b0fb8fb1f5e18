/* src/read/formats/mail_word.h
 * Header text: encoded words (RFC 2047) and raw bytes, as UTF-8.  Words of one character set that
 * stand next to each other are joined before they are decoded, since senders cut characters in two.
 * What is no well-formed word stays as it is written. */
#ifndef READ_FORMATS_MAIL_WORD_H
#define READ_FORMATS_MAIL_WORD_H

#include "read/formats/mail_charset.h"

/* `header` is unfolded.  Doubts are added to texts->flags. */
void mail_words_put(struct mail_texts *texts, struct slice header, struct buf *out);

#endif
