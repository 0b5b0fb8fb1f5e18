/* src/read/formats/snapchat.h
 * Inside the reader of Snapchat's "My Data": where a value stands, and what becomes of it. */
#ifndef READ_FORMATS_SNAPCHAT_H
#define READ_FORMATS_SNAPCHAT_H

#include "read/formats/chat.h"

struct snapchat {
	struct making m;
	/* The list that is being read: a contact's name, a group's id, or the name of a section. */
	struct text section;
	enum direction direction; /* what the section says; UNKNOWN when it does not */
	bool by_section;          /* the section is no conversation */
};

/* One message or snap becomes a record, and is sent. */
void snapchat_message(struct snapchat *s, const struct json_taken *taken);
/* The same for what talk_history.json holds. */
void snapchat_call(struct snapchat *s, const struct json_taken *taken);

#endif
