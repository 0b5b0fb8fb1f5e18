/* src/sys/os/os_tz_rule.h
 * Inside sys/os only: the rule at the end of a TZif file ("GMT0BST,M3.5.0/1,M10.5.0"), which is
 * the TZ variable of POSIX (XBD 8.3) with the wider times of RFC 8536 section 3.3.1. */
#ifndef SYS_OS_OS_TZ_RULE_H
#define SYS_OS_OS_TZ_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/slice.h"

enum tz_day_kind {
	TZ_DAY_WEEK,   /* Mm.w.d: the w-th weekday d of month m, 5 meaning the last */
	TZ_DAY_NOLEAP, /* Jn: 1..365, 29 February never counted */
	TZ_DAY_COUNT,  /* n: 0..365, 29 February counted */
};

struct tz_day {
	enum tz_day_kind kind;
	int32_t month, week, day;
	int32_t time_s; /* after local midnight; may be negative or more than a day */
};

struct tz_rule {
	int32_t standard_s, summer_s; /* seconds east of Greenwich */
	bool has_summer;
	struct tz_day start, end; /* of summer time */
};

/* Whole slice; false (out untouched) on anything else. */
MUST_USE bool tz_rule_parse(struct slice text, struct tz_rule *out);
/* Seconds from 1970-01-01T00:00:00 to that day and time of `year` (1..9999), wall time. */
int64_t tz_day_seconds(const struct tz_day *day, int32_t year);

#endif
