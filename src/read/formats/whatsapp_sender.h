/* src/read/formats/whatsapp_sender.h
 * Where the sender ends and the text begins.  The first ": " ends the sender, but names may contain
 * ": ", lines nobody sent have no sender at all, and group names quoted in such lines may contain
 * ": " too.  So all names of a file are gathered first (the survey), then each line is split.
 *
 * ": " is part of a name only when the file as a whole says so: every line that begins with "Work"
 * goes on to another ": ", and "Work: Daniel" begins five of them.  Three lines of "Work" that do
 * not go on show that "Work" is a name.  Fewer lines show nothing: the first ": " counts then, and
 * what else the name may be is said with the line. Not for: deciding that a line is a message; see
 * whatsapp_stamp.h. */
#ifndef READ_FORMATS_WHATSAPP_SENDER_H
#define READ_FORMATS_WHATSAPP_SENDER_H

#include "base/arena.h"
#include "base/slice.h"

enum {
	WHATSAPP_SENDERS_MAX = 2048,     /* a group holds at most 1,024 people */
	WHATSAPP_SENDER_MAX_BYTES = 256, /* longer is no name */
	WHATSAPP_SENDER_SURE_COUNT = 3,  /* lines that make a strange name a name */
	WHATSAPP_SENDER_COLON_COUNT = 5, /* lines that make ": " part of a name */
	WHATSAPP_SENDER_PLAIN_COUNT =
	    3,                   /* lines without another ": " that end a name at the first */
	WHATSAPP_LONGER_MAX = 8, /* longer names that one beginning may have */
};

/* A name with ": " in it, perhaps. */
struct whatsapp_longer {
	struct slice name;
	uint64_t count;     /* lines that begin with it and ": " */
	uint64_t own_words; /* of these, lines in WhatsApp's own words */
	uint64_t unmarked;  /* of these, lines without the mark of its words (U+200E) */
};

struct whatsapp_sender {
	struct slice name;
	uint64_t count;     /* lines that begin with name and ": " */
	uint64_t own_words; /* of these, lines in WhatsApp's own words (U+200E) */
	uint64_t unmarked;  /* of these, lines without that mark */
	uint64_t plain;     /* of these, lines without another ": "; counted to the PLAIN_COUNT */
	uint64_t others;    /* of these, lines with another ": " for which `longer` had no place */
	struct whatsapp_longer *longer; /* WHATSAPP_LONGER_MAX; NULL while there are none */
	size_t longer_count;
	bool looks_system; /* the words of a line nobody sent stand in it */
};

struct whatsapp_senders {
	struct arena arena;
	struct whatsapp_sender *item; /* in order of first appearance */
	uint16_t *slot;               /* hash -> index + 1 */
	size_t count;
	uint64_t lost;      /* lines whose name did not fit in here */
	bool first_secured; /* the first name met speaks of secrecy, in WhatsApp's own words */
};

struct whatsapp_split {
	struct slice sender; /* as written; empty for a line nobody sent */
	struct slice text;
	bool by_person;      /* there is a sender, perhaps of no characters */
	bool writes;         /* there are lines of this sender without WhatsApp's mark */
	struct slice longer; /* the name, if it is another than the file shows; else empty */
	struct slice maybe;  /* nobody sent it as far as a quotation shows; who else may have */
	bool colon_in_name;  /* the name contains ": " as far as the file shows */
	bool looks_system;   /* taken for a name only because it comes again and again */
};

/* False when there is no memory. */
MUST_USE bool whatsapp_senders_init(struct whatsapp_senders *senders);
void whatsapp_senders_fini(struct whatsapp_senders *senders);
/* Survey: `rest` is the first line of a message after its stamp.  True when somebody sent it: *text
 * is then what follows the name. */
bool whatsapp_senders_see(struct whatsapp_senders *senders, struct slice rest, struct slice *text);
/* After the survey.  `rest` may hold further lines; the sender stands in the first. */
struct whatsapp_split whatsapp_senders_split(
    const struct whatsapp_senders *senders, struct slice rest);
/* After the survey: the people of the file one by one, by the names they have in the end.  Left out
 * is who is nobody (a line nobody sent, or a group that only ever spoke in WhatsApp's own words).
 * *at is 0 at first.  False when there is none left. */
bool whatsapp_senders_next(const struct whatsapp_senders *senders, size_t *at, struct slice *name);
/* The sender of that name, borrowed; NULL when it is nobody's. */
const struct whatsapp_sender *whatsapp_senders_find(
    const struct whatsapp_senders *senders, struct slice name);
/* The first name that only ever spoke in WhatsApp's own words: the group's or contact's; empty when
 * there is none. */
struct slice whatsapp_senders_own(const struct whatsapp_senders *senders);

#endif
