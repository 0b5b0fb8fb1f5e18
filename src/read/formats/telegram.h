/* src/read/formats/telegram.h
 * Inside the Telegram reader: the chat that is being read, and one value of the export on its way
 * to a record.  See docs/formats/telegram.md. */
#ifndef READ_FORMATS_TELEGRAM_H
#define READ_FORMATS_TELEGRAM_H

#include "read/formats/json_record.h"

struct telegram_chat {
	struct text name, type, id; /* absent where the export does not say */
	/* Where these stand. */
	char name_room[RECORD_NAME_MAX_BYTES], type_room[RECORD_NAME_MAX_BYTES];
	char id_room[RECORD_NAME_MAX_BYTES];
};

/* A value of the export, and the record that is made of it. */
struct telegram_value {
	struct making *m;
	const struct json_taken *taken;
	bool unknown; /* a part was not understood: the bytes are kept */
};

/* What an object may hold: a plain value, a yes or no, or what is looked at elsewhere. */
enum telegram_kind { TELEGRAM_PLAIN, TELEGRAM_FLAG, TELEGRAM_INNER };

struct telegram_key {
	struct text key;
	enum telegram_kind kind;
};
#define TELEGRAM_KEY(s, kind)                                                                      \
	{                                                                                          \
		{(s), sizeof(s) - 1}, (kind)                                                       \
	}

/* A part that is not understood costs a doubt and the bytes. */
void telegram_unknown(struct telegram_value *v, struct text what);
/* A part that nobody looks at: a plain value becomes the claim "other" ("within.key: value"; within
 * may be NULL), a list or an object is not understood, what is empty is nothing. */
void telegram_other(struct telegram_value *v, const char *within, const struct json_node *part);
/* The same for each member of an object that is not among the keys, or is not of their kind. */
void telegram_rest(struct telegram_value *v, const char *within, const struct json_node *object,
    const struct telegram_key *keys, size_t count);
/* The list or object under that key; NULL when there is none, and telegram_other() for anything
 * else that stands there. */
const struct json_node *telegram_inner(
    struct telegram_value *v, const struct json_node *object, const char *key, enum json_type type);
/* Sends the record, with the bytes where they are due. */
void telegram_send(struct telegram_value *v);

/* Words: a string, pieces of {"type", "text"}, or one such piece. */
void telegram_words(
    struct telegram_value *v, const char *what, const struct json_node *words, struct buf *out);
/* The same as a claim. */
void telegram_words_claim(
    struct telegram_value *v, const char *what, const struct json_node *words, const char *claim);
/* What was put together, as a claim. */
void telegram_claim_buf(struct telegram_value *v, const char *claim, const struct buf *buf);
/* "text", or "text_entities" where only they hold the words, into the body. */
void telegram_text(struct telegram_value *v, const struct json_node *message);

/* "user700000202" out of the number alone, as exports before the summer of 2021 write it, at times
 * with 2^32 added; absent for anything else. Lives as long as the record. */
struct text telegram_user(struct making *m, struct text written);
/* Is the user that a message names the one whose id a chat has?  Ids of chats are numbers alone. */
bool telegram_same_user(struct text written, struct text chat_id);
/* The owner's id as any year writes it. */
void telegram_owner(struct owner *owner, struct text id, struct buf *room);

/* "Daniel Reed"; absent when there is neither part. */
struct text telegram_name(struct making *m, const struct json_node *person);
/* Files, places, polls and whatever else a message carries. */
void telegram_details(struct telegram_value *v, const struct json_node *message);
/* What an entry about the chat itself tells: a call, or who did what. */
void telegram_service(struct telegram_value *v, const struct json_node *message);

/* One value out of "messages" becomes one record, and is sent. */
void telegram_message(
    struct making *m, const struct telegram_chat *chat, const struct json_taken *taken);
/* The same for one of "contacts", or the account's owner out of "personal_information". */
void telegram_contact(struct making *m, const struct json_taken *taken, bool owner);
/* The same for one of "sessions" or "web_sessions": a device or website that is logged in. */
void telegram_session(struct making *m, const struct json_taken *taken);

#endif
