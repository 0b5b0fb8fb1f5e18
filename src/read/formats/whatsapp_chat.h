/* src/read/formats/whatsapp_chat.h
 * Inside the WhatsApp reader: what is known about one chat after the survey, and how one message in
 * hand becomes a record.
 * Not for: finding where a message begins; see whatsapp.c. */
#ifndef READ_FORMATS_WHATSAPP_CHAT_H
#define READ_FORMATS_WHATSAPP_CHAT_H

#include "read/formats/whatsapp.h"
#include "read/formats/whatsapp_survey.h"

enum {
	WHATSAPP_LOOKALIKES_MAX = 8, /* shown of one message; all are counted */
	WHATSAPP_STAMP_MAX_BYTES = 96,
};

struct whatsapp_chat {
	const struct reading_options *options;
	const struct sink *sink;
	struct whatsapp_survey survey;
	struct arena arena;       /* as long as the chat */
	struct text conversation; /* may be absent */
	struct text group;  /* the name under which an iPhone lets WhatsApp speak of a group */
	struct text me;     /* normalised handle of the owner; absent when not told */
	bool me_not_found;  /* nobody writes under it; where two write it is absent then */
	struct party other; /* the other side of a chat of two; else empty */
	bool received; /* `me` is absent; the other one alone writes, and the chat has that name */
	bool timed;    /* of the message before this one: */
	int64_t last_us; /* its wall time */
};

/* A message while its lines are gathered. */
struct whatsapp_message {
	const struct whatsapp_shape *shape; /* NULL: lines before the first stamp */
	struct whatsapp_stamp stamp;        /* .written points into written_bytes */
	uint8_t written_bytes[WHATSAPP_STAMP_MAX_BYTES];
	struct buf text;  /* from the sender on, lines as they are, without the last line end */
	uint64_t dropped; /* bytes past the maximum */
	uint64_t position;
	uint64_t lookalikes;
	struct {
		size_t at, n; /* in `text` */
	} lookalike[WHATSAPP_LOOKALIKES_MAX];
};

/* Names, owner and title; the survey is done.  E_NOMEM. */
MUST_USE enum status whatsapp_chat_begin(struct whatsapp_chat *chat, struct err *err);
/* Notes about the whole chat: questions, doubts, what exports leave out. */
MUST_USE enum status whatsapp_chat_notes(const struct whatsapp_chat *chat, struct err *err);
/* One record out of the message in hand, sent to the sink.  `arena` is reset first. */
MUST_USE enum status whatsapp_chat_record(struct whatsapp_chat *chat,
    const struct whatsapp_message *message, struct arena *arena, struct err *err);
/* Sender as written -> party.  False when the arena is full. */
MUST_USE bool whatsapp_chat_party(struct arena *arena, struct text written, struct party *out);
/* Is that name the group's, and no person's? */
bool whatsapp_chat_is_group(const struct whatsapp_chat *chat, struct text written);
/* "WhatsApp Chat with NAME.txt" -> NAME, borrowed; absent for any other name. */
struct text whatsapp_chat_title(struct text file_name);

#endif
