/* src/read/formats/msg_rtf.h
 * Rich text as Outlook carries it: compressed ([MS-OXRTFCP]), and its plain words ([MS-OXRTFEX]).
 * Not for: how it looks. */
#ifndef READ_FORMATS_MSG_RTF_H
#define READ_FORMATS_MSG_RTF_H

#include "read/formats/mail_charset.h"

enum msg_rtf_oddity {
	MSG_RTF_SUM = 1,     /* the checksum is another one */
	MSG_RTF_SHORT = 2,   /* less came out than the head says */
	MSG_RTF_UNKNOWN = 4, /* it is neither compressed nor plain RTF */
};

/* The sum that Outlook writes beside rich text ([MS-OXRTFCP], section 2.1.3.1.3) and beside the
 * pages and blocks of a mailbox ([MS-PST], section 5.3). */
uint32_t msg_sum(struct slice bytes);
/* Append what the bytes of the property hold, up to the buffer's limit; what was odd about it. */
unsigned msg_rtf_unpack(struct slice bytes, struct buf *out);
/* Append the words: of a page wrapped in RTF too, since its RTF says the same. */
void msg_rtf_words(struct slice rtf, struct mail_texts *texts, struct buf *out);

#endif
