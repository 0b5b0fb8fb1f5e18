/* src/read/formats/signal_text.h
 * Inside the reader of signal-export's texts: what the program put together into the words of one
 * message. */
#ifndef READ_FORMATS_SIGNAL_TEXT_H
#define READ_FORMATS_SIGNAL_TEXT_H

#include "base/buf.h"
#include "read/formats/chat.h"

/* All that stands behind the sender's name, lines parted by LF, checked text: quotes, reactions,
 * files and calls are told from words, and both are put into the record in hand, whose direction
 * is known.  `body` is used up. */
void signal_text_body(struct making *m, struct buf *body);

#endif
