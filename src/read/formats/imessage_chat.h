/* src/read/formats/imessage_chat.h
 * Conversations of Apple's Messages: which one a message hangs on, and what it is called.  The name
 * of a group can be set by anybody in it. */
#ifndef READ_FORMATS_IMESSAGE_CHAT_H
#define READ_FORMATS_IMESSAGE_CHAT_H

#include "read/formats/imessage.h"

struct imessage_place {
	struct text name;  /* of the group, or whom it is with */
	struct text other; /* the other side, when there is one alone */
	struct text guid;  /* what Messages itself tells it by */
	int64_t group;     /* number of the chat, when there are several */
	bool known;
	bool misleads; /* the name looks like a number, an address, or is another's too */
};

/* What all conversations are called, into im->names: once, before any place is asked for.  E_NOMEM,
 * or what the source returned. */
MUST_USE enum status imessage_chat_names(struct imessage *im);
/* *out is set in any case; what it names lives as long as the row in hand. */
MUST_USE enum status imessage_place(
    struct imessage *im, int64_t message, struct imessage_place *out);

#endif
