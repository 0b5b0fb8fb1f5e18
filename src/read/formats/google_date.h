/* src/read/formats/google_date.h
 * Dates in words as Google Chat writes them in English: "Sunday, 24 March 2024 at 21:05:07 UTC",
 * "Sunday, March 24, 2024 at 9:06:00 PM UTC".  Pure.  Not for: other languages, in which nothing
 * is guessed. */
#ifndef READ_FORMATS_GOOGLE_DATE_H
#define READ_FORMATS_GOOGLE_DATE_H

#include "base/time.h"

struct google_date {
	struct civil civil; /* as written */
	bool has_second;
	bool utc;     /* the zone is written, and it is UTC */
	bool weekday; /* the day of the week is another one */
};

/* False (out untouched) unless day, month in English, year and time of day are all there, each
 * once, and nothing else. */
MUST_USE bool google_date_parse(struct text written, struct google_date *out);

#endif
