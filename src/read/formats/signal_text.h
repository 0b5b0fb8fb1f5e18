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
/* The two blanks that the program puts behind all that was typed; CR behind them is fine. */
bool signal_text_padded(struct slice line);
/* A line for reactions or a sticker, as the program writes them itself, without blanks. */
bool signal_text_added(struct slice line);
/* Whether a message may end behind `body`: it has its blanks, or what the program writes behind
 * them. */
bool signal_text_ended(struct slice body);

#endif
