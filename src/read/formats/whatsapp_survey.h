/* src/read/formats/whatsapp_survey.h
 * The first of two passes over a WhatsApp export: what shape its stamps have, whether the day or
 * the month comes first, how lines end, and who writes.  All of it is decided once for the file;
 * nothing is guessed line by line.
 *
 * The file's own shape is that of its first stamp: an export begins with a stamp, and what stands
 * further down may have been typed or pasted by anybody.  Stamps of another shape are text.  Only
 * when the first shape never comes again and others do is the file taken as a mixture, and every
 * record of it doubted.
 * Not for: records; see whatsapp.c. */
#ifndef READ_FORMATS_WHATSAPP_SURVEY_H
#define READ_FORMATS_WHATSAPP_SURVEY_H

#include "read/format.h"
#include "read/formats/whatsapp_sender.h"
#include "read/formats/whatsapp_stamp.h"

enum {
	WHATSAPP_SHAPES_MAX = 16,
	WHATSAPP_GROUP_MAX_BYTES = 400,
};

/* How one order of day, month and year fits the stamps of one shape. */
struct whatsapp_fit {
	uint64_t wrong; /* stamps that name no day in that order */
	uint64_t back;  /* steps back in time by more than a day */
	uint64_t days;  /* from stamp to stamp, forward or back, all together */
	int64_t last_us;
	bool any;
	/* The date met last, since many messages share a day: no day at all, or when it begins. */
	uint16_t field[3];
	bool met, no_day;
	int64_t day_us;
};

struct whatsapp_shape {
	struct whatsapp_stamp first;
	uint64_t count;
	uint64_t after_crlf, after_lf; /* how the line before it ended */
	struct whatsapp_fit fit[DATE_ORDER_YMD + 1];
	enum date_order order; /* decided; never UNKNOWN when count is not 0 */
	unsigned choices;      /* orders an answer could choose from; 0 when it is settled */
	bool conflict;         /* some stamps do not fit the order decided */
};

struct whatsapp_survey {
	struct whatsapp_shape shape[WHATSAPP_SHAPES_MAX]; /* [0] is the file's own */
	size_t shapes;
	uint64_t strays; /* stamps of shapes past the maximum */
	bool mixed;      /* every shape counts */
	bool crlf;       /* a stamp counts only after CR LF (iPhone) or at the begin of the file */
	bool own_marked; /* iPhone: WhatsApp's own words follow U+200E */
	char group[WHATSAPP_GROUP_MAX_BYTES]; /* group name in the lines nobody sent */
	size_t group_n;
	struct whatsapp_senders senders;
};

/*
 * Read all of the source.  `answer` is the person's answer about the order, or UNKNOWN.
 * OK        *survey is to be given to whatsapp_survey_fini().
 * E_FORMAT  no stamp at all: not an export.   other: from the source.  Nothing to free then.
 */
MUST_USE enum status whatsapp_survey_read(struct whatsapp_survey *survey,
    const struct source *source, enum date_order answer, struct err *err);
void whatsapp_survey_fini(struct whatsapp_survey *survey);

/* The shape in which that stamp begins a message of this file; NULL when it is part of a text.
 * after_crlf: the line before it ended in CR LF, or there is none. */
const struct whatsapp_shape *whatsapp_survey_shape(
    const struct whatsapp_survey *survey, const struct whatsapp_stamp *stamp, bool after_crlf);

#endif
