/* src/read/answers.h
 * The parent's side of the conversation as a pure state machine: bytes of a worker in, checked
 * calls of a reading_handler out.  It opens nothing and starts nothing, so that a fuzzer can drive
 * it; reading.c drives it with a process. */
#ifndef READ_ANSWERS_H
#define READ_ANSWERS_H

#include "read/frame.h"
#include "read/reading.h"

enum answers_state {
	ANSWERS_NEW,     /* nothing yet: only WALLS may come */
	ANSWERS_OPEN,    /* anything but data or end of an extract */
	ANSWERS_EXTRACT, /* only WANT, and data or end of the extract */
	ANSWERS_DONE,    /* nothing may come any more */
};

/* Names of files that were found already, as hashes; open addressing, a power of two, 0 is free. */
struct answers_looked {
	uint64_t *hash;
	size_t room, count;
};

struct answers {
	const struct reading_handler *handler;
	struct reading_limits limits; /* no zeros */
	uint64_t source_bytes;
	enum answers_state state;
	struct arena arena; /* of one record at a time */
	struct reading_result *result;
	bool want_waiting; /* `want` is to be served; the caller clears it once it was sent */
	struct frame_want want;
	bool look_waiting; /* the same of a file that is looked for */
	unsigned look_slot;
	struct buf look_name;
	uint64_t looks;
	struct answers_looked looked;
	uint64_t slot_bytes[READING_SLOTS]; /* 0: nothing there */
	uint64_t answer_bytes;
	uint64_t extract_bytes; /* of the extract that is open */
	bool unread;            /* a note said that something could not be read */
	enum status done;       /* what the worker said at the end */
	enum reading_end
	    fault; /* after a failure: LIED, TOO_MUCH, UNWALLED, or STOPPED (handler) */
};

/* Defaults for the limits that are 0. */
struct reading_limits answers_limits(const struct reading_limits *given, uint64_t source_bytes);

/* `limits` without zeros; handler and result must outlive it. */
void answers_init(struct answers *answers, const struct reading_handler *handler,
    const struct reading_limits *limits, uint64_t source_bytes, struct reading_result *result);
void answers_fini(struct answers *answers);

/* What the look came to: how long the file in its slot is, UINT64_MAX for none.  What may be asked
 * for and sent grows with it, once for each name. */
void answers_found(struct answers *answers, uint64_t bytes);

/*
 * Take every whole frame off the front of `rest`.
 * OK when it ended in the middle of a frame or between two.  Anything else: answers->fault says
 * whose fault it was and err what; nothing may be fed any more.
 */
MUST_USE enum status answers_feed(struct answers *answers, struct slice *rest, struct err *err);

/* The worker is gone: end an open extract as not whole.  What the handler returned. */
MUST_USE enum status answers_close(struct answers *answers, struct err *err);

/* Inside read/ only: is this a record that a file may give rise to?  E_FORMAT says what is not. */
MUST_USE enum status answers_record_check(
    const struct record *record, uint64_t extracts, struct err *err);

#endif
