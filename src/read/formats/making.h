/* src/read/formats/making.h
 * Inside the readers: one record being made, with the rules they all share.  The first failure
 * sticks, so that a reader can say all it has to say and look once.
 * Not for: what a format means. */
#ifndef READ_FORMATS_MAKING_H
#define READ_FORMATS_MAKING_H

#include "read/format.h"
#include "read/formats/owner.h"

enum {
	MAKING_ARENA_BYTES = 64 * 1024 * 1024,
	MAKING_RAW_BYTES = 64 * 1024, /* kept of a record that could not be understood */
	MAKING_DETAIL_BYTES = 240,    /* longest detail of a doubt */
	MAKING_KINDS_MAX = 16,        /* sentences about the whole file that are said once */
	MAKING_LISTED_BYTES = 5 * 1024 * 1024 /
			      2, /* of claims, doubts, files and people together */
};

struct making {
	const struct sink *sink;
	const struct reading_options *options;
	struct owner owner;
	struct arena arena; /* of the record in hand */
	struct record record;
	uint64_t position;         /* of the record in hand, from 1 */
	uint64_t extracts;         /* begun */
	struct attachment extract; /* the one that is open */
	const char *said[MAKING_KINDS_MAX];
	size_t said_count;
	char *body;        /* where record.body may grow in place, NULL: nowhere */
	size_t body_bytes; /* of it */
	size_t listed;     /* bytes in the lists of the record in hand */
	bool many;         /* more in them than a record holds */
	enum status status;
	struct err *err;
};

/* E_NOMEM.  To be given to making_fini() in any case. */
MUST_USE enum status making_init(struct making *m, const struct reading_options *options,
    const struct sink *sink, struct err *err);
void making_fini(struct making *m);

/* No record is in hand, and its arena is empty: for values that are decoded before one begins. */
void making_empty(struct making *m);
/* An empty record with the next position. `channel` is static. */
void making_begin(struct making *m, enum record_kind kind, const char *channel);
/* Send it.  Returns the first failure. */
MUST_USE enum status making_send(struct making *m);

/* A copy that lives as long as the record; absent gives absent.  For text that the walk or the
 * scan takes back. */
struct text making_keep(struct making *m, struct text text);
/* A name, handle or other short value: cut at RECORD_NAME_MAX_BYTES with a doubt. */
struct text making_name(struct making *m, struct text text);
/* The words of a message: cut at RECORD_TEXT_MAX_BYTES with a doubt "text-cut".  A second call adds
 * a line. */
void making_body(struct making *m, struct text text);
/* The same out of a buffer of checked text; one that came to its own limit gives what it holds, and
 * the doubt. */
void making_body_buf(struct making *m, const struct buf *buf);
void making_mark(struct making *m, const char *mark);
void making_doubt(struct making *m, const char *code, struct text detail);
/* Absent and empty values are no claims. */
void making_claim(struct making *m, const char *key, struct text value);
void making_claim_i64(struct making *m, const char *key, int64_t value);
/* The bytes of a record that could not be understood, MAKING_RAW_BYTES at most. */
void making_raw(struct making *m, struct slice raw);
/* A file the record names: looked for beside the original or in its archive, under that name and
 * under that name in the folders above (docs/design/0023-references.md).  An unsafe name is doubted
 * and not looked for.  left_out: the export says itself that the file is not in it. */
void making_attach(struct making *m, struct text name, struct text type, bool left_out);
/* Bytes that stand in the file itself, sent on before the record and attached to it: begin, any
 * number of data, end.  Marks and separators in the name become '_', with a doubt.  `whole` false:
 * damaged or cut off, with a doubt. */
void making_extract_begin(struct making *m, struct text name, struct text type);
void making_extract_data(struct making *m, struct slice data);
void making_extract_end(struct making *m, bool whole);

/* Who said it, and which way it went: the owner's own is OUT, everybody else's IN, and UNKNOWN
 * while nobody has said who the owner is.  `handle` is a number, address or user name where the
 * format has one, else absent: then the name is the handle. */
void making_from(struct making *m, struct text handle, struct text name);
/* The same where the service has names of which each is one account's, beside what they are shown
 * as. */
void making_from_user(
    struct making *m, struct text handle, struct text user_name, struct text name);
void making_to(struct making *m, struct text handle, struct text name);

/* A known instant.  Out of the calendar: no time, and "date-implausible" with `written`; before
 * 1990 or after 2099: kept and doubted.  `written` may be absent. */
void making_instant_us(struct making *m, struct moment *out, int64_t at_us, struct text written);
void making_instant_ms(struct making *m, struct moment *out, int64_t at_ms, struct text written);
void making_instant_s(struct making *m, struct moment *out, int64_t at_s, struct text written);
/* RFC 3339, with or without zone, 'T' or a blank: an instant, or a wall time.  Anything else:
 * "date-unreadable". */
void making_time(struct making *m, struct moment *out, struct text written);
/* An instant in RFC 3339, for a claim; the raw number when it is out of the calendar.  Lives as
 * long as the record. */
struct text making_ms_text(struct making *m, int64_t at_ms);
/* The same as a claim ("sent", "received", "edited-at"). */
void making_claim_ms(struct making *m, const char *key, int64_t at_ms);

/* About the whole file.  Said once for each code; `sentence` may be NULL. */
void making_note(struct making *m, enum note_kind kind, const char *code, const char *sentence);
/* At the end: who the owner is, where that is still open.  Returns the first failure. */
MUST_USE enum status making_finish(struct making *m);

#endif
