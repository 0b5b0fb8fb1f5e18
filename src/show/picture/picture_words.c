/* src/show/picture/picture_words.c
 * The statement: what is countable, without an adjective; see picture.h. */
#include "show/picture/picture.h"
#include "show/when.h"
#include "show/words.h"

static void
span_put(struct buf *out, const struct civil *first, const struct civil *last)
{
	if (civil_same_day(first, last)) {
		buf_put_c(out, "On ");
	} else {
		buf_put_c(out, "Between ");
		date_put(out, first);
		buf_put_c(out, " and ");
	}
	date_put(out, last);
}

static void
days_put(struct buf *out, const struct picture *picture)
{
	const struct series *touched = &picture->days;
	const int64_t days = (int64_t)touched->days[touched->count - 1].day - touched->days[0].day +
			     1;

	buf_put_c(out, " on ");
	if (days <= 1) {
		count_noun_put(out, picture->days_touched, "day", "days");
		return;
	}
	count_put(out, picture->days_touched);
	buf_put_c(out, " of ");
	count_noun_put(out, (uint64_t)days, "day", "days");
}

static void
contacts_put(struct buf *out, const struct picture *picture)
{
	const struct series *days = &picture->days;
	struct civil from, to;

	if (days->count == 0 || !civil_of_us(days->days[0].day * US_PER_DAY, &from) ||
	    !civil_of_us(days->days[days->count - 1].day * US_PER_DAY, &to)) {
		count_noun_put(out, picture->contacts, "contact", "contacts");
		buf_put_c(out, picture->contacts == 1 ? " is recorded, without a known date."
						      : " are recorded, none with a known date.");
		return;
	}
	span_put(out, &from, &to);
	buf_put_c(out, picture->contacts == 1 ? " there was " : " there were ");
	count_noun_put(out, picture->contacts, "contact", "contacts");
	if (picture->approaches != 0) {
		buf_put_c(out, " in ");
		count_noun_put(out, picture->approaches, "approach", "approaches");
	}
	days_put(out, picture);
	buf_put_c(out, ", over ");
	count_noun_put(out, picture->channel_count, "channel", "channels");
	buf_put_byte(out, '.');
}

void
picture_statement(const struct picture *picture, struct buf *out)
{
	const struct picture_event *stop = picture_told_to_stop(picture);
	struct civil day;
	bool utc;

	if (picture->contacts == 0) {
		buf_put_c(out, "No contact is recorded.");
		return;
	}
	contacts_put(out, picture);
	if (stop != NULL && when_civil(&stop->when, &day, &utc)) {
		buf_put_byte(out, ' ');
		count_put(out, stop->since);
		buf_put_c(out, " of them came after the day of \xe2\x80\x9c");
		behaviour_words_put(out, stop->kind);
		buf_put_c(out, "\xe2\x80\x9d, ");
		date_put(out, &day);
		buf_put_byte(out, '.');
	}
	buf_put_c(out, " Replies by the person: ");
	count_put(out, picture->replies);
	buf_put_byte(out, '.');
}
