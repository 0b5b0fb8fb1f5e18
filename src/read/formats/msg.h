/* src/read/formats/msg.h
 * Inside msg*.c, pst*.c and for tnef.h: a thing of Outlook as a record, out of its properties
 * ([MS-OXPROPS]), wherever these stand.  Properties of fixed size are in a list of 16 bytes each
 * ([MS-OXMSG], section 2.4.2): tag, flags, value. Not for: the containers (msg_file.c over cfb.h,
 * pst_object.c over pst_file.h). */
#ifndef READ_FORMATS_MSG_H
#define READ_FORMATS_MSG_H

#include "read/formats/content_record.h"
#include "read/formats/msg_ids.h"

enum {
	MSG_LIST_MAX_BYTES = 1024 * 1024,      /* of a property list */
	MSG_TEXT_MAX_BYTES = 256 * 1024,       /* of one property that is text */
	MSG_BODY_MAX_BYTES = 16 * 1024 * 1024, /* of a body, before its words are taken out */
	MSG_NAMES_MAX_BYTES = 4 * 1024 * 1024, /* of one list of named properties */
	MSG_NESTED_TEXT_BYTES = 64 * 1024,     /* kept of a mail within the mail */
	MSG_REACTIONS_MAX = 32,
};

/* Properties whose numbers differ from file to file; their names are numbers in a set. */
enum msg_named {
	MSG_APPOINTMENT_START,
	MSG_APPOINTMENT_END,
	MSG_APPOINTMENT_PLACE,
	MSG_APPOINTMENT_ALL_DAY,
	MSG_APPOINTMENT_REPEATS,
	MSG_APPOINTMENT_REPEAT_KIND,
	MSG_APPOINTMENT_PATTERN,
	MSG_APPOINTMENT_PATTERN_WORDS,
	MSG_APPOINTMENT_ZONE,
	MSG_COMMON_START,
	MSG_COMMON_END,
	MSG_TASK_START,
	MSG_TASK_DUE,
	MSG_TASK_DONE_AT,
	MSG_TASK_DONE,
	MSG_TASK_OWNER,
	MSG_LOG_KIND,
	MSG_LOG_START,
	MSG_LOG_END,
	MSG_FILE_AS,
	MSG_LIST_NAME,
	MSG_LIST_MEMBERS,
	MSG_MAIL_1,
	MSG_MAIL_1_TYPE,
	MSG_MAIL_1_WRITTEN,
	MSG_MAIL_2,
	MSG_MAIL_2_TYPE,
	MSG_MAIL_2_WRITTEN,
	MSG_MAIL_3,
	MSG_MAIL_3_TYPE,
	MSG_MAIL_3_WRITTEN,
	MSG_IM,
	MSG_HOME_ADDRESS,
	MSG_WORK_ADDRESS,
	MSG_OTHER_ADDRESS,
	MSG_WEB_PAGE,
	MSG_NAMED_COUNT,
};

enum msg_type {
	MSG_LONG = 0x0003,
	MSG_BOOL = 0x000B,
	MSG_OBJECT = 0x000D,
	MSG_NARROW = 0x001E,
	MSG_WIDE = 0x001F,
	MSG_TIME = 0x0040,
	MSG_BINARY = 0x0102,
	MSG_BINARIES = 0x1102,
};

/* A mail, a recipient, an attachment.  Where it stands is for its container alone. */
struct msg_object {
	uint64_t place;
	void *node;
	struct buf list; /* its property list; may be empty */
	bool listed;     /* it has one */
};

struct msg;

enum msg_part { MSG_RECIPIENT, MSG_ATTACHMENT };

/* A container.  What fails sticks in msg->m.status; what is damaged is said by the container. */
struct msg_from {
	/* Is there a property of that tag (number and type) that is not of fixed size? */
	bool (*has)(struct msg *msg, const struct msg_object *object, uint32_t tag);
	/* Append at most max bytes of it to msg->bytes; *whole: that was all.  False: there is
	 * none.
	 */
	bool (*bytes)(struct msg *msg, const struct msg_object *object, uint32_t tag, size_t max,
	    bool *whole);
	/* All of it, piece by piece: at least one, which may be empty.  False: there is none. */
	bool (*pour)(struct msg *msg, const struct msg_object *object, uint32_t tag,
	    void (*put)(void *ctx, struct slice piece), void *ctx, bool *whole);
	/* The next recipient or attachment of a mail, from *at = 0 on; false at the end. */
	bool (*part)(struct msg *msg, const struct msg_object *mail, enum msg_part kind,
	    uint64_t *at, struct msg_object *out);
	/* The mail that an attachment is; false: it is none. */
	bool (*within)(
	    struct msg *msg, const struct msg_object *attachment, struct msg_object *out);
	/* The list of names ([MS-OXMSG], section 2.2.3); false: there is none. */
	bool (*names)(struct msg *msg, struct msg_object *out);
	void (*close)(struct msg_object *object);
	/* Mails within mails become records of their own: nothing of them is told with the outer.
	 */
	bool apart;
};

struct msg {
	const struct msg_from *from;
	void *container;
	struct making m;
	struct content_record r;
	struct buf bytes, text, page;    /* one property; as text; the words of a page */
	char charset[24];                /* of 8-bit text; empty when the mail does not say */
	char page_charset[24];           /* of HTML */
	bool unread;                     /* something was left in the original only */
	size_t remote;                   /* addresses of pictures named already */
	struct buf sets, items, strings; /* of the properties that have names */
	struct {
		uint32_t at; /* of its name in strings */
		uint32_t id;
	} reaction[MSG_REACTIONS_MAX];
	size_t reactions;
	uint32_t named[MSG_NAMED_COUNT]; /* numbers in this file; 0: it has no such property */
	struct err *err;
};

/* msg.c.  E_NOMEM; msg_fini() in any case. */
MUST_USE enum status msg_init(struct msg *msg, const struct msg_from *from, void *container,
    const struct reading_options *options, const struct sink *sink, struct err *err);
void msg_fini(struct msg *msg);
/* Begin a record of that kind for an object, with the codepages it names. */
void msg_begin(
    struct msg *msg, const struct msg_object *object, enum record_kind kind, const char *channel);
/* The codepages that 8-bit text of an object is in, until the next. */
void msg_codepages_read(struct msg *msg, const struct msg_object *object);
/* All that a mail says: who, when, what, and what is attached to it. */
void msg_mail_fill(struct msg *msg, const struct msg_object *mail);

/* msg_file.c: one mail in a compound file, whose struct cfb is msg->container. */
extern const struct msg_from msg_from_file;
/* The mail itself; false when the file is no mail of Outlook. */
bool msg_file_open(struct msg *msg, struct msg_object *out);

/* msg_property.c.  A failing source ends the reading: it sticks in msg->m.status. */
void msg_stick(struct msg *msg, enum status status);
/* An object without properties, to be filled in; to be given to msg_object_close(). */
void msg_object_init(struct msg_object *object, uint64_t place);
void msg_object_close(const struct msg *msg, struct msg_object *object);
/* A property of fixed size; false when there is none. */
bool msg_fixed(const struct msg_object *object, enum msg_id id, enum msg_type type, uint64_t *out);
/* Is there one of no fixed size? */
bool msg_has(struct msg *msg, const struct msg_object *object, enum msg_id id, enum msg_type type);
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
/* The same of its number. */
bool msg_ticks_us(uint64_t ticks, int64_t *at_us);
/* It in RFC 3339, or the number it is where no calendar has it; false when there is none. */
bool msg_time_spell(const struct msg_object *object, enum msg_id id, struct buf *out);
/* The same as a claim. */
void msg_time_claim(
    struct msg *msg, const struct msg_object *object, enum msg_id id, const char *key);
/* The name of a Windows codepage as mail knows it; empty when there is none. */
void msg_charset_name(uint64_t codepage, char out[24]);
/* Sender or recipient of a mail within: "Daniel Reed <dan@example.org>"; kept. */
struct text msg_person(struct msg *msg, struct text name, struct text address);

/* msg_record.c: who, when, and what the mail claims of itself. */
void msg_record_fill(struct msg *msg, const struct msg_object *mail);
/* Who it is from: whom the sender represents, else the sender; kept. */
void msg_author(
    struct msg *msg, const struct msg_object *object, struct text *name, struct text *handle);
/* What it is about; kept. */
struct text msg_subject(struct msg *msg, const struct msg_object *mail);
/* Its recipients as parties. */
void msg_recipients_fill(struct msg *msg, const struct msg_object *mail);

/* msg_named.c: the list of names, once; then what Outlook notes about reactions to a mail. */
void msg_names_read(struct msg *msg);
enum msg_id msg_named(const struct msg *msg, enum msg_named name);
void msg_reactions_fill(struct msg *msg, const struct msg_object *mail);
/* msg_entry.c: an appointment, a task, a page of a diary, a note, or what nobody knows. */
enum msg_entry { MSG_APPOINTMENT, MSG_TASK, MSG_LOG, MSG_NOTE, MSG_OTHER };
void msg_entry_fill(struct msg *msg, const struct msg_object *object, enum msg_entry kind);
/* When an appointment is, as claims of the mail that speaks of it. */
void msg_entry_claims(struct msg *msg, const struct msg_object *mail);
/* msg_contact.c: somebody in an address book; a list of addresses. */
void msg_contact_fill(struct msg *msg, const struct msg_object *object);
void msg_list_fill(struct msg *msg, const struct msg_object *object);
/* msg_body.c */
/* The words of a page that a mail holds; in msg->page until the next.  Absent when there is none.
 */
struct text msg_page_words(struct msg *msg, const struct msg_object *mail);
void msg_body_fill(struct msg *msg, const struct msg_object *mail);
/* msg_attach.c */
void msg_attachments_fill(struct msg *msg, const struct msg_object *mail);

#endif
