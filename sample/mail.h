/* sample/mail.h
 * E-mail: one message (compose), the Takeout mailbox, and a few messages saved one by one. */
#ifndef SAMPLE_MAIL_H
#define SAMPLE_MAIL_H

#include "sample/facts.h"
#include "sample/media.h"
#include "sample/out.h"
#include "sample/story.h"

enum mail_style { MAIL_8BIT, MAIL_QP, MAIL_BASE64, MAIL_ALTERNATIVE, MAIL_ATTACHMENT };

struct mail {
	const char *from_name; /* may be NULL */
	const char *from;
	const char *to_name;
	const char *to;
	const char *subject;
	const char *body;
	const char *id;         /* of the Message-ID, without brackets */
	const char *origin;     /* X-Originating-IP; NULL for none */
	const char *extra;      /* whole header lines with line feeds; may be NULL */
	const char *attachment; /* file name, for MAIL_ATTACHMENT */
	const struct str *bytes;
	int64_t date_ms;     /* what the Date header claims; 0 for no Date header */
	int64_t received_ms; /* what the servers wrote; 0 for a mail she sent herself */
	enum mail_style style;
	char words; /* encoded-word encoding, 'Q' or 'B' */
};

/* Append the message with LF line ends. */
void mail_compose(const struct mail *m, struct str *out);

/* "Sun, 24 Mar 2024 21:05:07 +0000", in British time or in UTC. */
void mail_add_date(struct str *out, int64_t utc_ms, bool local);

/* exports/email/inbox.mbox and the .eml files beside it. */
void mailbox_write(struct out *o, struct facts *f, struct media *m, const struct story *s);

/* The .eml files; `copied` is a message of the mailbox that she saved by itself as well. */
void saved_mail_write(struct out *o, struct facts *f, uint64_t seed, const struct str *copied);
#endif
