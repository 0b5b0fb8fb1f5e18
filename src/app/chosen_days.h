/* src/app/chosen_days.h
 * Inside app/ only: of the owner's own movements only the days that were chosen become records; of
 * all others it is counted how many there are (docs/design/0031-chosen-days.md).
 * Not for: places in a chat, or what has no day. */
#ifndef APP_CHOSEN_DAYS_H
#define APP_CHOSEN_DAYS_H

#include "base/time.h"
#include "diary/record.h"

struct chosen_days {
	bool chosen;
	int64_t first, last; /* as days since 1970-01-01 */
	uint64_t left_out;   /* positions of other days */
	uint64_t days;       /* on so many of them */
	uint64_t undated;    /* places that Google holds to be habits, without a day */
	int64_t from, to;    /* the first and the last day that was left out */
	uint8_t *seen;       /* one bit for each day of the calendar; NULL: none yet */
};

/* "2024-03-24 2024-04-02", or nothing chosen when `days` is absent.  E_FORMAT. */
MUST_USE enum status chosen_days_init(
    struct chosen_days *days, struct text chosen, struct err *err);
void chosen_days_fini(struct chosen_days *days);

/* What a day of is chosen: a position, or what a location history notes between positions. */
bool chosen_days_concern(const struct record *record);
/* One without a day: is it to become a record?  Habits are, once days were chosen. */
bool chosen_days_undated(struct chosen_days *days, const struct record *record);
/* One with a day: is it to become a record?  `from` and `until` are its days by the owner's clock.
 * E_NOMEM. */
MUST_USE enum status chosen_days_take(struct chosen_days *days, const struct civil *from,
    const struct civil *until, bool *taken, struct err *err);
/* "12,402 positions on 210 other days (3 March 2023 to 4 May 2024) are kept in the file and were
 * not taken in."; nothing when none was left out. */
void chosen_days_sentence(const struct chosen_days *days, struct buf *out);
/* "2023-03-03 2024-05-04": the choices of the question "days". */
void chosen_days_choices(const struct chosen_days *days, struct buf *out);

#endif
