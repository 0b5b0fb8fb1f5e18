/* src/read/formats/hangouts.h
 * Inside the Hangouts reader: the conversation that is being read, and one event of it. */
#ifndef READ_FORMATS_HANGOUTS_H
#define READ_FORMATS_HANGOUTS_H

#include "read/formats/google_json.h"

enum {
	HANGOUTS_PEOPLE_MAX = 1000, /* whose names are remembered; others are ids */
	HANGOUTS_ARENA_BYTES = 2 * 1024 * 1024,
	HANGOUTS_WORD_BYTES = 512, /* longest id or name that is remembered */
};

struct hangouts_person {
	struct text id, name, phone; /* each may be absent */
};

struct hangouts_chat {
	struct arena arena;   /* of the conversation */
	struct text id, name; /* absent where the export does not say */
	struct text self;     /* the owner's id here */
	bool one_to_one;
	struct hangouts_person *people; /* HANGOUTS_PEOPLE_MAX of room, in `arena` */
	size_t people_count;
	/* Who sent the last START_HANGOUT whose end has not been met; started_n 0: nobody known. */
	char started[HANGOUTS_WORD_BYTES];
	size_t started_n;
	struct moment started_when;
};

/* What stands before the events: names for ids.  `node` is the conversation's own description. */
void hangouts_chat_fill(struct making *m, struct hangouts_chat *chat, const struct json_node *node);
/* The id of {"gaia_id", "chat_id"}; absent when there is neither. */
struct text hangouts_id(const struct json_node *node);
/* Who that is; NULL when it is not said. */
const struct hangouts_person *hangouts_person(const struct hangouts_chat *chat, struct text id);

/* One value out of "events" becomes one record, and is sent; ctx is the chat. */
void hangouts_event(struct making *m, const struct json_taken *taken, void *ctx);

#endif
