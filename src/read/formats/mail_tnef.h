/* src/read/formats/mail_tnef.h
 * Inside mail_tnef*.c only: what is known of a winmail.dat, or of a message within one, while it is
 * read.  Not for: how such a file is built (tnef.h). */
#ifndef READ_FORMATS_MAIL_TNEF_H
#define READ_FORMATS_MAIL_TNEF_H

#include "read/formats/mail_message.h"
#include "read/formats/msg.h"
#include "read/formats/tnef.h"

enum {
	TNEF_FORMS_MAX = 8,  /* of the words of one message: plain, page, rich text */
	TNEF_COPIES_MAX = 4, /* of the bytes of one file, should they differ */
	TNEF_RICH_MAX_BYTES = 16 * 1024 * 1024, /* of rich text, unpacked */
};

/* What is asked of a message and of a file; the first of each is taken. */
enum tnef_slot {
	TNEF_SUBJECT,
	TNEF_CLASS,
	TNEF_SENDER_NAME,
	TNEF_SENDER_ADDRESS,
	TNEF_SENDER_SMTP,
	TNEF_DISPLAY_TO,
	TNEF_DISPLAY_CC,
	TNEF_HEADERS,
	TNEF_SUBMIT_TIME,
	TNEF_INTERNET_CODEPAGE,
	TNEF_LONG_NAME, /* of a file from here on */
	TNEF_SHORT_NAME,
	TNEF_DISPLAY_NAME,
	TNEF_MIME,
	TNEF_LONG_PATH,
	TNEF_PATH,
	TNEF_SLOTS
};

/* One winmail.dat, or a message within one. */
struct tnef {
	struct mail *mail;
	unsigned level;   /* 0: the outermost */
	struct text name; /* of the file it is; may be absent */
	char charset[24]; /* of its 8-bit text; empty when it does not say */
	bool open;        /* a file has begun */
	bool found;       /* anything at all */
	bool left;        /* something in it was not read */
	size_t forms;
	struct tnef_value form[TNEF_FORMS_MAX];
	size_t copies;
	struct tnef_value copy[TNEF_COPIES_MAX]; /* of the file's bytes */
	struct tnef_value slots[TNEF_SLOTS];
	struct buf words, other, rich;
	enum status status;
	struct err *err;
};

/* mail_tnef.c: one of its texts; lives in mail->text until the next.  Empty when there is none. */
struct text mail_tnef_text(struct tnef *t, enum tnef_slot slot);
/* The set that text of a value is in, and the text without the zeros that end it. */
struct slice mail_tnef_charset(const struct tnef *t, const struct tnef_value *value);
/* The name of the set of a codepage; empty for those that are none of 8-bit text. */
void mail_tnef_codepage(uint32_t codepage, char out[24]);
struct slice mail_tnef_bytes(const struct tnef_value *value);

/* mail_tnef_words.c: is it words of the message? */
bool mail_tnef_is_words(const struct tnef_value *value);
/* The words of all its forms, compared; then what the message says of itself. */
void mail_tnef_words(struct tnef *t);

#endif
