/* src/read/formats/msg_item.c
 * What a thing of Outlook is, by its class, whether it stands in a file of its own or in a mailbox;
 * see msg_item.h. */
#include "read/formats/msg_item.h"

enum { CLASS_MAX_BYTES = 256 };

/* [MS-OXCMSG] and the others: what a class begins with. */
static const struct {
	const char *class;
	enum msg_item item;
} classes[] = {
    {"IPM.Note", MSG_ITEM_MAIL},
    {"REPORT", MSG_ITEM_MAIL},
    {"IPM.Post", MSG_ITEM_MAIL},
    {"IPM.Recall", MSG_ITEM_MAIL},
    {"IPM.Outlook.Recall", MSG_ITEM_MAIL},
    {"IPM.Sharing", MSG_ITEM_MAIL},
    {"IPM.Schedule", MSG_ITEM_MEETING},
    {"IPM.TaskRequest", MSG_ITEM_MAIL},
    {"IPM.Contact", MSG_ITEM_CONTACT},
    {"IPM.DistList", MSG_ITEM_LIST},
    {"IPM.Appointment", MSG_ITEM_APPOINTMENT},
    {"IPM.OLE.CLASS.{00061055", MSG_ITEM_APPOINTMENT}, /* one time that differs from the rule */
    {"IPM.Task", MSG_ITEM_TASK},
    {"IPM.Activity", MSG_ITEM_LOG},
    {"IPM.StickyNote", MSG_ITEM_NOTE},
};

static enum msg_item item_of(struct slice class)
{
	for (size_t i = 0; i < COUNT_OF(classes); i++) {
		size_t n = strlen(classes[i].class);

		if (class.n >= n &&
		    slice_eq_nocase(slice_of(class.p, n), slice_of(classes[i].class, n)))
			return classes[i].item;
	}
	/* Nothing but "IPM" is what a mail without a class is. */
	return class.n == 0 || slice_eq_nocase(class, SLICE_LITERAL("IPM")) ? MSG_ITEM_MAIL
									    : MSG_ITEM_OTHER;
}

enum msg_item
msg_item_of(struct msg *msg, const struct msg_object *object)
{
	struct text class = msg_text_max(msg, object, MSG_CLASS, CLASS_MAX_BYTES);
	enum msg_item item = item_of(slice_of_text(class));

	/* Whoever sends a mail may choose its class ([MS-OXTNEF], section 2.1.3.3): what has come
	 * with a header is a mail all the same. */
	if (item != MSG_ITEM_MAIL && item != MSG_ITEM_MEETING &&
	    msg_text_max(msg, object, MSG_HEADERS, CLASS_MAX_BYTES).n != 0)
		return MSG_ITEM_ARRIVED;
	return item;
}

void
msg_item_begin(struct msg *msg, const struct msg_object *object, enum msg_item item)
{
	enum record_kind kind = KIND_NOTE;
	const char *channel = "outlook";

	if (item == MSG_ITEM_MAIL || item == MSG_ITEM_MEETING || item == MSG_ITEM_ARRIVED) {
		kind = KIND_EMAIL;
		channel = "email";
	} else if (item == MSG_ITEM_CONTACT || item == MSG_ITEM_LIST) {
		kind = KIND_CONTACT;
		channel = "contacts";
	} else if (item == MSG_ITEM_APPOINTMENT || item == MSG_ITEM_TASK || item == MSG_ITEM_LOG) {
		channel = "calendar";
	}
	msg_begin(msg, object, kind, channel);
}

void
msg_item_fill(struct msg *msg, const struct msg_object *object, enum msg_item item)
{
	switch (item) {
	case MSG_ITEM_MAIL: msg_mail_fill(msg, object); break;
	case MSG_ITEM_MEETING:
		msg_mail_fill(msg, object);
		msg_entry_claims(msg, object);
		break;
	case MSG_ITEM_ARRIVED:
		msg_mail_fill(msg, object);
		msg_entry_claims(msg, object);
		making_doubt(&msg->m, "class-not-of-mail",
		    msg_text_max(msg, object, MSG_CLASS, CLASS_MAX_BYTES));
		break;
	case MSG_ITEM_CONTACT: msg_contact_fill(msg, object); break;
	case MSG_ITEM_LIST: msg_list_fill(msg, object); break;
	case MSG_ITEM_APPOINTMENT: msg_entry_fill(msg, object, MSG_APPOINTMENT); break;
	case MSG_ITEM_TASK: msg_entry_fill(msg, object, MSG_TASK); break;
	case MSG_ITEM_LOG: msg_entry_fill(msg, object, MSG_LOG); break;
	case MSG_ITEM_NOTE: msg_entry_fill(msg, object, MSG_NOTE); break;
	case MSG_ITEM_OTHER: msg_entry_fill(msg, object, MSG_OTHER); break;
	}
}
