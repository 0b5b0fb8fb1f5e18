/* src/show/when.h
 * Times in plain English, never more exact than what is known. */
#ifndef SHOW_WHEN_H
#define SHOW_WHEN_H

#include "diary/record.h"

/* "Sunday 24 March 2024, 21:05:07" (wall time where known, else UTC and said so);
 * "24 March 2024 (time not known)", "March 2024", "2024", "date not known". */
void when_put(struct buf *buf, const struct moment *moment);
/* For tables: "2024-03-24 21:05:07", "2024-03-24", "2024-03", "2024", "not known". */
void when_put_short(struct buf *buf, const struct moment *moment);
/* The two halves of when_put(), for tables by day: "Sunday 24 March 2024" or "March 2024 (only the
 * month is known)"; "21:05:07", "about 21:00", "no time". */
void when_day_put(struct buf *buf, const struct moment *moment);
void when_clock_put(struct buf *buf, const struct moment *moment);
/* "24 March 2024" */
void date_put(struct buf *buf, const struct civil *date);
/* "March 2024" */
void month_put(struct buf *buf, const struct civil *date);
/* "1,234,567" */
void count_put(struct buf *buf, uint64_t n);
/* "1 record", "12 records" */
void count_noun_put(struct buf *buf, uint64_t n, const char *one, const char *many);
/* "1,234"; "none recorded", which is not the same as nothing. */
void count_recorded_put(struct buf *buf, uint64_t n);
/* "1 h 12 min", "40 s", "0 s" */
void duration_put(struct buf *buf, int64_t seconds);
/* The wall time to show: local, or UTC with *utc set; false when nothing is known. */
MUST_USE bool when_civil(const struct moment *moment, struct civil *out, bool *utc);

#endif
