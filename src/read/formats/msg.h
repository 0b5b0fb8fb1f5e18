/* src/read/formats/msg.h
 * Inside msg*.c only: one mail of Outlook while it is read, and the properties of the objects in it
 * ([MS-OXMSG]).  A property stands in a stream of its own (`__substg1.0_PPPPTTTT`), or, when its
 * size is fixed, in the list `__properties_version1.0`.
 * Not for: the container (cfb.h). */
#ifndef READ_FORMATS_MSG_H
#define READ_FORMATS_MSG_H

#include "read/formats/cfb.h"
#include "read/formats/content_record.h"

enum {
	MSG_LIST_MAX_BYTES = 1024 * 1024,      /* of a property list */
	MSG_TEXT_MAX_BYTES = 256 * 1024,       /* of one property that is text */
	MSG_BODY_MAX_BYTES = 16 * 1024 * 1024, /* of a body, before its words are taken out */
	MSG_NESTED_TEXT_BYTES = 64 * 1024,     /* kept of a mail within the mail */
	MSG_TOP_HEAD = 32,   /* bytes in front of the list: of the mail, of a mail within it, */
	MSG_INNER_HEAD = 24, /* and of a recipient or attachment */
	MSG_PART_HEAD = 8,
};

/* Property numbers ([MS-OXPROPS]). */
enum msg_id {
	MSG_IMPORTANCE = 0x0017,
	MSG_CLASS = 0x001A,
	MSG_SUBJECT = 0x0037,
	MSG_SUBMIT_TIME = 0x0039,
	MSG_FOR_NAME = 0x0042, /* whom the sender represents */
	MSG_FOR_TYPE = 0x0064,
	MSG_FOR_ADDRESS = 0x0065,
	MSG_FOR_SMTP = 0x5D02,
	MSG_HEADERS = 0x007D,
	MSG_RECIPIENT_KIND = 0x0C15,
	MSG_SENDER_NAME = 0x0C1A,
	MSG_SENDER_TYPE = 0x0C1E,
	MSG_SENDER_ADDRESS = 0x0C1F,
	MSG_SENDER_SMTP = 0x5D01,
	MSG_DISPLAY_BCC = 0x0E02,
	MSG_DISPLAY_CC = 0x0E03,
	MSG_DISPLAY_TO = 0x0E04,
	MSG_DELIVERY_TIME = 0x0E06,
	MSG_FLAGS = 0x0E07,
	MSG_BODY = 0x1000,
	MSG_RTF = 0x1009,
	MSG_HTML = 0x1013,
	MSG_NAME = 0x3001,
	MSG_ADDRESS_TYPE = 0x3002,
	MSG_ADDRESS = 0x3003,
	MSG_CREATION_TIME = 0x3007,
	MSG_CHANGE_TIME = 0x3008,
	MSG_DATA = 0x3701,
	MSG_SHORT_NAME = 0x3704,
	MSG_METHOD = 0x3705,
	MSG_LONG_NAME = 0x3707,
	MSG_PATH = 0x3708,
	MSG_LONG_PATH = 0x370D,
	MSG_MIME = 0x370E,
	MSG_CONTENT_ID = 0x3712,
	MSG_SMTP = 0x39FE,
	MSG_INTERNET_CODEPAGE = 0x3FDE,
	MSG_CODEPAGE = 0x3FFD,
};

enum msg_type {
	MSG_LONG = 0x0003,
	MSG_OBJECT = 0x000D,
	MSG_NARROW = 0x001E,
	MSG_WIDE = 0x001F,
	MSG_TIME = 0x0040,
	MSG_BINARY = 0x0102,
};

/* A mail, a recipient, an attachment. */
struct msg_object {
	uint32_t storage;
	struct buf list; /* its property list, behind the head; may be empty */
	bool listed;     /* it has one */
};

struct msg {
	struct cfb cfb;
	struct making m;
	struct content_record r;
	struct buf bytes, text, page; /* one property; as text; the words of a page */
	char charset[24];             /* of 8-bit text; empty when the mail does not say */
	char page_charset[24];        /* of HTML */
	bool unread;                  /* something was left in the original only */
	size_t remote;                /* addresses of pictures named already */
	struct err *err;
};

/* msg_property.c.  A failing source ends the reading: it sticks in msg->m.status. */
void msg_object_open(struct msg *msg, uint32_t storage, size_t head_bytes, struct msg_object *out);
void msg_object_close(struct msg_object *object);
/* A property of fixed size; false when there is none. */
bool msg_fixed(const struct msg_object *object, enum msg_id id, enum msg_type type, uint64_t *out);
/* The stream of a property; CFB_NONE. */
uint32_t msg_stream(
    const struct msg *msg, const struct msg_object *object, enum msg_id id, enum msg_type type);
/* Its bytes in msg->bytes, at most max; false when there is none. */
bool msg_bytes(struct msg *msg, const struct msg_object *object, enum msg_id id, enum msg_type type,
    size_t max);
/* Text of either width, without zeros behind it; lives in msg->text.  Absent when there is none. */
struct text msg_text_max(
    struct msg *msg, const struct msg_object *object, enum msg_id id, size_t max);
/* The same, kept as long as the record, MSG_TEXT_MAX_BYTES at most. */
struct text msg_text(struct msg *msg, const struct msg_object *object, enum msg_id id);
/* A FILETIME as microseconds since 1970; false when it is none. */
bool msg_time(const struct msg_object *object, enum msg_id id, int64_t *at_us);
/* The name of a Windows codepage as mail knows it; empty when there is none. */
void msg_charset_name(uint64_t codepage, char out[24]);
/* Sender or recipient of a mail within: "Daniel Reed <dan@example.org>"; kept. */
struct text msg_person(struct msg *msg, struct text name, struct text address);

/* msg_record.c: who, when, and what the mail claims of itself. */
void msg_record_fill(struct msg *msg, const struct msg_object *mail);
/* Recipients and attachments stand in storages with such names. */
bool msg_storage_is(const struct msg *msg, uint32_t entry, const char *prefix);

/* msg_named.c: what Outlook notes about reactions to the mail. */
void msg_reactions_fill(struct msg *msg, const struct msg_object *mail);
/* msg_body.c */
void msg_body_fill(struct msg *msg, const struct msg_object *mail);
/* msg_attach.c */
void msg_attachments_fill(struct msg *msg);

#endif
