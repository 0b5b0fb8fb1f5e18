/* src/read/formats/csv_value.h
 * What stands in the cells of a table: dates, times of day, amounts, lengths of calls, as banks,
 * telephone companies and spreadsheets write them in English.  Pure, and without floating point.
 * Not for: which column holds what (csv_names.h), or which order of a date is meant (csv_table.h).
 */
#ifndef READ_FORMATS_CSV_VALUE_H
#define READ_FORMATS_CSV_VALUE_H

#include "base/time.h"
#include "read/format.h"

struct csv_date {
	uint32_t field[3]; /* as written, from left to right; a month in words is its number */
	unsigned orders;   /* that the spelling allows: bit 1 << DATE_ORDER_x each */
	bool short_year;   /* two digits: 70 to 99 are of the last century */
	bool timed;        /* a time of day stands behind it, in `clock` */
	bool has_second;
	bool instant;       /* the zone is written: at_us is all that counts */
	struct civil clock; /* hour to us */
	int64_t at_us;
};

/* "24/03/2024", "24-03-24", "2024-03-24T21:05:07Z", "24 Mar 2024", "March 24, 2024 9:05 pm",
 * "20240324", "1711314307" (seconds or milliseconds since 1970).  False (out untouched) when the
 * cell is anything else, or no day in any order. */
MUST_USE bool csv_date_parse(struct text cell, struct csv_date *out);
/* The day when it is read in that order, with the time of day if there is one; false when there is
 * no such day. */
MUST_USE bool csv_date_civil(const struct csv_date *date, enum date_order order, struct civil *out);

/* "21:05", "9:05:07 pm", "21.05".  Sets hour to us of *out; false: untouched. */
MUST_USE bool csv_clock_parse(struct slice cell, struct civil *out, bool *has_second);

enum { CSV_AMOUNT_DIGITS_MAX = 40 };

struct csv_amount {
	char decimal[CSV_AMOUNT_DIGITS_MAX + 4]; /* "-0.01": digits, one '.', a '-' in front */
	size_t n;
	bool negative, zero;
	const char *currency; /* "GBP", "EUR", "USD" by a sign or code; NULL when none is there */
};

/* "-£1,234.56", "(12.00)", "0.01 CR", "1.234,56".  False (out untouched) on anything else. */
MUST_USE bool csv_amount_parse(struct text cell, struct csv_amount *out);

/* What a bare number counts, by the name of its column. */
enum csv_unit { CSV_UNIT_UNKNOWN, CSV_UNIT_SECONDS, CSV_UNIT_MINUTES, CSV_UNIT_HOURS };

/* "00:01:20", "1:20", "1m 20s", "80 secs", and "80" where the unit is known.  "1:20" is minutes and
 * seconds unless the unit is hours.  False (out untouched) on anything else. */
MUST_USE bool csv_duration_parse(struct text cell, enum csv_unit unit, int64_t *seconds);

#endif
