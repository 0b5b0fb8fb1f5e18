/* src/read/formats/mail.h
 * One mail, line by line: what the formats "eml" and "mbox" share.  Nothing is kept but the record
 * being made: attachments stream through, so a mail may be larger than memory.
 * Not for: where a mail begins and ends in its file (mail.c, mbox.c). */
#ifndef READ_FORMATS_MAIL_H
#define READ_FORMATS_MAIL_H

#include "read/format.h"

struct mail;

/* A line without its LF (a CR before it is kept), or a piece of one that is very long. */
struct mail_line {
	struct slice bytes;
	bool first; /* it starts a line */
	bool last;  /* it ends a line, or the file */
	bool lf;    /* an LF stood behind it */
};

/* `options` and `sink` must outlive the mail.  E_NOMEM. */
MUST_USE enum status mail_new(const struct reading_options *options, const struct sink *sink,
    struct mail **out, struct err *err);
void mail_free(struct mail *mail);

/* NOTE_FORMAT and what no mail contains.  Call before the first mail. */
MUST_USE enum status mail_notes(struct mail *mail, const char *format, struct err *err);
/* The next mail; `position` counts from 1. */
void mail_begin(struct mail *mail, uint64_t position);
/* Something the surroundings say of this mail.  Copied. */
void mail_say(struct mail *mail, const char *claim, struct slice value);
void mail_say_doubt(struct mail *mail, const char *code, struct slice detail);
/* `mark` is static. */
void mail_say_mark(struct mail *mail, const char *mark);
/* The bytes of this mail were UTF-16: what is letters in it is UTF-8 now, whatever it says. */
void mail_say_recoded(struct mail *mail);
/* A header may follow: that of the mail, of a part or of an attached mail. */
bool mail_awaits_header(const struct mail *mail);
/* Status of the sink, or E_NOMEM. */
MUST_USE enum status mail_put(struct mail *mail, const struct mail_line *line, struct err *err);
/* The end: sends the record. */
MUST_USE enum status mail_end(struct mail *mail, struct err *err);
/* The end of the last mail: what would have to be asked. */
MUST_USE enum status mail_questions(struct mail *mail, struct err *err);

/* How many of the lines at the front of `head` look like a mail's header: 0 to 100. */
int mail_probe_header(struct slice head);
/* What S/MIME wraps a mail in, by its first bytes. */
enum mail_envelope { MAIL_ENVELOPE_NONE, MAIL_ENVELOPE_SIGNED, MAIL_ENVELOPE_LOCKED };
enum mail_envelope mail_envelope_of(struct slice bytes);
/* "smime.p7m" */
bool mail_is_envelope_name(struct text name);
/* The doubt that a file which begins so is a mail, an appointment, a contact or a winmail.dat;
 * NULL: it is none. */
const char *mail_inside_doubt(struct slice bytes);
/* For struct format: loads the character sets. */
void mail_prepare(void);

#endif
