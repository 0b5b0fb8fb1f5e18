/* src/read/formats/whatsapp_stamp.h
 * The date and time at the head of a line of a WhatsApp export, in every spelling phones use:
 * "24/03/2024, 21:05 - ", "[24/03/2024, 21:05:07] ", "3/24/24, 9:05 pm - ", "24.3.2024 klo 21.05 -
 * " and so on.  WhatsApp writes in the language and region of the phone, the same for a whole file,
 * so a stamp carries its shape; which shape is the file's own is decided in whatsapp_survey.h. Not
 * for: zones, or which of two readings of 05/06/2024 is meant. */
#ifndef READ_FORMATS_WHATSAPP_STAMP_H
#define READ_FORMATS_WHATSAPP_STAMP_H

#include "base/slice.h"
#include "base/time.h"
#include "read/format.h"

/* What stands between the stamp and the sender. */
enum whatsapp_end {
	WHATSAPP_END_BRACKET, /* "[…] "  iPhone */
	WHATSAPP_END_DASH,    /* "… - "  Android */
	WHATSAPP_END_EN_DASH, /* "… – " */
	WHATSAPP_END_COLON,   /* "…: "   iPhone before 2018 */
	WHATSAPP_END_NONE,    /* "… "    nobody's: only ever a look-alike */
};

enum whatsapp_date {
	WHATSAPP_DATE_SLASH,
	WHATSAPP_DATE_DOT,
	WHATSAPP_DATE_DASH,
	WHATSAPP_DATE_DOT_SPACE, /* "2024. 3. 24." */
	WHATSAPP_DATE_WORDS,     /* year, month and day signs of Chinese, Japanese, Korean */
};

enum whatsapp_year {
	WHATSAPP_YEAR_FIRST, /* four digits in front */
	WHATSAPP_YEAR_LAST,  /* four digits at the end */
	WHATSAPP_YEAR_SHORT, /* two digits, place unknown */
};

enum whatsapp_calendar {
	WHATSAPP_CALENDAR_COMMON,
	WHATSAPP_CALENDAR_BUDDHIST, /* "24/3/2567 BE": 543 years more */
	WHATSAPP_CALENDAR_JAPANESE, /* "3/24/R6": years of an emperor */
	WHATSAPP_CALENDAR_ISLAMIC,  /* its months follow the moon: not converted */
};

struct whatsapp_stamp {
	/* Equal shapes are the same spelling; a number made of the parts below and of separators,
	 * seconds, am and pm. */
	uint32_t shape;
	enum whatsapp_end end;
	enum whatsapp_date date;
	enum whatsapp_year year;
	enum whatsapp_calendar calendar; /* named in the stamp */
	/* The date as written, from left to right; the year is the common one, but for ISLAMIC. */
	uint16_t field[3];
	uint8_t hour, minute, second; /* of 24 hours */
	bool has_second;
	bool odd_hour;        /* 13:05 pm or 00:08 am: outside what 12 hours can say */
	struct slice written; /* date and time, at most 96 bytes; borrowed from the line */
};

/*
 * Read the stamp at the front of a line.  Marks of direction and a BOM before it are skipped.
 * True: *out is filled in and *rest is what follows (sender and text); the date is a day in at
 * least one order.  False: no stamp; both are untouched.
 */
MUST_USE bool whatsapp_stamp_cut(struct slice line, struct whatsapp_stamp *out, struct slice *rest);
/* Does a line without a stamp begin like one, but for what its numbers say ("32/03/2024, 25:10 -
 * ")? Then *rest is what follows (sender and text); else it is untouched. */
MUST_USE bool whatsapp_stamp_alike(struct slice line, struct slice *rest);
/* The wall time when the date is read in that order; false when there is no such day. */
MUST_USE bool whatsapp_stamp_civil(
    const struct whatsapp_stamp *stamp, enum date_order order, struct civil *out);
/* "[2024-03-24 21:05:07] ": programs write their logs so, and other messengers their exports. None
 * of them has twelve hours, or a comma before seconds. */
bool whatsapp_stamp_is_log(const struct whatsapp_stamp *stamp);
/* Orders the spelling allows, bit 1 << DATE_ORDER_x each. */
unsigned whatsapp_stamp_orders(const struct whatsapp_stamp *stamp);

#endif
