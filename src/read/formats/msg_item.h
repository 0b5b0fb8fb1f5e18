/* src/read/formats/msg_item.h
 * Inside msg*.c and pst*.c: what a thing of Outlook is, by its class, and the record of it.
 * Not for: what its properties mean (msg.h). */
#ifndef READ_FORMATS_MSG_ITEM_H
#define READ_FORMATS_MSG_ITEM_H

#include "read/formats/msg.h"

enum msg_item {
	MSG_ITEM_MAIL,
	MSG_ITEM_MEETING, /* a mail about an appointment */
	MSG_ITEM_ARRIVED, /* it came as a mail, and says that it is something else */
	MSG_ITEM_CONTACT,
	MSG_ITEM_LIST,
	MSG_ITEM_APPOINTMENT,
	MSG_ITEM_TASK,
	MSG_ITEM_LOG,
	MSG_ITEM_NOTE,
	MSG_ITEM_OTHER,
};

/* By its class; one without a class is a mail. */
enum msg_item msg_item_of(struct msg *msg, const struct msg_object *object);
/* Begin its record: kind and channel. */
void msg_item_begin(struct msg *msg, const struct msg_object *object, enum msg_item item);
/* All that it says. */
void msg_item_fill(struct msg *msg, const struct msg_object *object, enum msg_item item);

#endif
