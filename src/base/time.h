/* src/base/time.h
 * Calendar arithmetic without a clock, a zone or a locale.
 * Instants are microseconds since 1970-01-01T00:00:00Z (`_us`, int64).  Wall times are `civil`.
 * The proleptic Gregorian calendar, years 1 to 9999; no leap seconds (a :60 is refused). */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

#define US_PER_SECOND INT64_C(1000000)
#define US_PER_DAY    (INT64_C(86400) * US_PER_SECOND)

struct civil {
	int32_t year;                 /* 1..9999 */
	int32_t month, day;           /* 1..12, 1..31 */
	int32_t hour, minute, second; /* 0..23, 0..59, 0..59 */
	int32_t us;                   /* 0..999999 */
};

/* Every field in range and the day exists in that month. */
bool civil_valid(const struct civil *c);
/* As if the wall time were UTC.  *c must be valid. */
int64_t civil_to_us(const struct civil *c);
/* False when the instant lies outside years 1..9999. */
MUST_USE bool civil_of_us(int64_t at_us, struct civil *out);
/* 1 (Monday) .. 7 (Sunday), ISO 8601. */
int civil_weekday(const struct civil *c);
int32_t days_in_month(int32_t year, int32_t month);
int civil_compare(const struct civil *a, const struct civil *b);
bool civil_same_day(const struct civil *a, const struct civil *b);

/* RFC 3339: "2024-03-24T21:05:07" plus ".463" or ".463001" only when there is a fraction. */
void civil_put(struct buf *buf, const struct civil *c);
/* civil_put() in UTC and "Z".  Outside years 1..9999 nothing is put and false comes back. */
bool time_put(struct buf *buf, int64_t at_us);
/*
 * RFC 3339 section 5.6 with zone ("Z" or "+hh:mm"): whole slice, fraction of 1 to 9 digits (cut to
 * microseconds), 'T' or a blank between date and time.  False on anything else.
 */
MUST_USE bool time_parse(struct slice s, int64_t *at_us);
/* The same without zone: "2024-03-24T21:05[:07[.463]]".  *has_second (may be NULL) tells whether
 * seconds were written. */
MUST_USE bool civil_parse(struct slice s, struct civil *out, bool *has_second);
/* "2024-03-24"; the time of day is left at 0. */
MUST_USE bool civil_date_parse(struct slice s, struct civil *out);

#endif
