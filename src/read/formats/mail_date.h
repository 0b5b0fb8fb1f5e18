/* src/read/formats/mail_date.h
 * Dates as mail writes them: RFC 5322 with its obsolete forms, the asctime() form of mailboxes, and
 * RFC 3339.  Nothing is guessed: a number that could be day or month makes the date unreadable. */
#ifndef READ_FORMATS_MAIL_DATE_H
#define READ_FORMATS_MAIL_DATE_H

#include "base/time.h"

enum mail_date_odd {
	MAIL_DATE_WEEKDAY = 1,    /* the day of the week is another one */
	MAIL_DATE_SHORT_YEAR = 2, /* two or three digits (RFC 5322, section 4.3) */
	MAIL_DATE_ZONE = 4,       /* a zone is written, and it says nothing certain */
	MAIL_DATE_LEAP = 8,       /* second 60, taken as 59 */
	MAIL_DATE_WORDS = 16,     /* words that belong to no date */
};

struct mail_date {
	struct civil civil; /* as written */
	bool has_time, has_second;
	bool has_zone;    /* offset_s is known */
	int32_t offset_s; /* east of Greenwich */
	unsigned odd;     /* of enum mail_date_odd */
};

/* False unless year, month and day are there and exist. */
MUST_USE bool mail_date_parse(struct slice s, struct mail_date *out);
/* As an instant; without a zone as if the wall time were UTC. */
int64_t mail_date_us(const struct mail_date *date);
/* When a server says that it had a mail: the date and time at the end of a "Received" line. */
MUST_USE bool mail_date_received(struct slice received, struct mail_date *out);
/* More than a day apart, or as far as missing zones and times allow for. */
bool mail_date_differs(const struct mail_date *date, const struct mail_date *received);
/* "+01:00" */
void mail_date_zone_put(const struct mail_date *date, struct buf *out);

#endif
