/* sample/zone.h
 * Calendar arithmetic and British civil time (GMT and BST by the rule in force since 1996: last
 * Sunday of March and of October, 01:00 UTC), without the system's clock, locale or zone files. */
#ifndef SAMPLE_ZONE_H
#define SAMPLE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

enum { ZONE_DAY_S = 86400 };
#define ZONE_DAY_MS INT64_C(86400000)

struct civil {
	int year;
	int month; /* 1-12 */
	int day;   /* 1-31 */
	int hour;
	int minute;
	int second;
	int weekday; /* 0 Sunday */
};

struct civil zone_civil(int64_t s);          /* seconds since 1970 to fields, no zone applied */
int64_t zone_seconds(const struct civil *c); /* and back; the weekday is ignored */
int zone_offset_s(int64_t utc_s);            /* 3600 in summer, else 0 */
struct civil zone_local(int64_t utc_ms);     /* what a clock in Derbyshire shows */

/* "2024-03-24", "2024-03-24 21:05" or "2024-03-24 21:05:07" on that clock, to UTC milliseconds.
 * A time that occurs twice is taken as the first.  Ends the program on a malformed constant. */
int64_t zone_ms(const char *local);

const char *zone_month(int month);     /* "Jan" */
const char *zone_weekday(int weekday); /* "Sun" */
#endif
