/* src/app/chosen_days.c
 * Days of the owner's movements; see chosen_days.h. */
#include "app/chosen_days.h"

#include "base/mem.h"
#include "show/when.h"

enum { DAY_MIN = -719162, DAY_MAX = 2932896, DAY_CHARS = 10 }; /* years 1 to 9999 */

static int64_t
day_of(const struct civil *c)
{
	struct civil day = {.year = c->year, .month = c->month, .day = c->day};

	return civil_to_us(&day) / US_PER_DAY;
}

static bool
civil_of_day(int64_t day, struct civil *out)
{
	return civil_of_us(day * US_PER_DAY, out);
}

enum status
chosen_days_init(struct chosen_days *days, struct text chosen, struct err *err)
{
	struct slice rest = slice_of_text(chosen), word;
	struct civil first, last;

	*days = (struct chosen_days){.chosen = chosen.n != 0};
	if (!days->chosen)
		return OK;
	if (!cut(&rest, ' ', &word) || !civil_date_parse(word, &first) ||
	    !civil_date_parse(rest, &last))
		return fail(err, E_FORMAT, "chosen days are not two dates");
	days->first = day_of(&first);
	days->last = day_of(&last);
	return OK;
}

void
chosen_days_fini(struct chosen_days *days)
{
	mem_free(days->seen);
	days->seen = NULL;
}

/* What a location history calls this part of it; absent for everything else. */
static struct text
segment_of(const struct record *record)
{
	for (size_t i = 0; i < record->claims_count; i++)
		if (text_eq_c(record->claims[i].key, "segment") &&
		    text_eq_c(record->channel, "location"))
			return record->claims[i].value;
	return TEXT_NONE;
}

bool
chosen_days_concern(const struct record *record)
{
	return record->kind == KIND_POSITION ||
	       (record->kind == KIND_NOTE && segment_of(record).n != 0);
}

bool
chosen_days_undated(struct chosen_days *days, const struct record *record)
{
	struct text segment = segment_of(record);

	if (days->chosen || record->raw.n != 0 ||
	    !(text_eq_c(segment, "frequent") || text_eq_c(segment, "habit")))
		return true;
	days->undated++;
	return false;
}

static enum status
leave_out(struct chosen_days *days, int64_t day, struct err *err)
{
	size_t bit = (size_t)(day - DAY_MIN);

	if (days->seen == NULL)
		days->seen = mem_new(1, (DAY_MAX - DAY_MIN) / 8 + 1);
	if (days->seen == NULL)
		return fail(err, E_NOMEM, "no memory for the days of a file");
	if ((days->seen[bit / 8] & (1u << bit % 8)) == 0)
		days->days++;
	days->seen[bit / 8] |= (uint8_t)(1u << bit % 8);
	if (days->left_out == 0 || day < days->from)
		days->from = day;
	if (days->left_out == 0 || day > days->to)
		days->to = day;
	days->left_out++;
	return OK;
}

enum status
chosen_days_take(struct chosen_days *days, const struct civil *from, const struct civil *until,
    bool *taken, struct err *err)
{
	int64_t first = day_of(from), last = day_of(until);

	if (last < first)
		last = first;
	*taken = days->chosen && first <= days->last && last >= days->first;
	return *taken ? OK : leave_out(days, first, err);
}

static void
put_from_to(const struct chosen_days *days, struct buf *out)
{
	struct civil c;

	if (civil_of_day(days->from, &c))
		date_put(out, &c);
	if (days->to == days->from || !civil_of_day(days->to, &c))
		return;
	buf_put_c(out, " to ");
	date_put(out, &c);
}

void
chosen_days_sentence(const struct chosen_days *days, struct buf *out)
{
	if (days->left_out == 0 && days->undated == 0)
		return;
	if (days->left_out != 0) {
		count_put(out, days->left_out);
		buf_put_c(out, days->left_out == 1 ? " position on " : " positions on ");
		count_put(out, days->days);
		buf_put_c(out, days->chosen ? " other" : "");
		buf_put_c(out, days->days == 1 ? " day (" : " days (");
		put_from_to(days, out);
		buf_put_byte(out, ')');
	}
	if (days->undated != 0) {
		buf_put_c(out, days->left_out != 0 ? ", and " : "");
		count_put(out, days->undated);
		buf_put_c(
		    out, days->undated == 1 ? " place without a day" : " places without a day");
	}
	buf_put_c(out, days->left_out + days->undated == 1
			   ? " is kept in the file and was not taken in."
			   : " are kept in the file and were not taken in.");
}

void
chosen_days_choices(const struct chosen_days *days, struct buf *out)
{
	const int64_t ends[] = {days->from, days->to};
	struct buf text;
	struct civil c;

	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		buf_init(&text, 64);
		if (civil_of_day(ends[i], &c))
			civil_put(&text, &c);
		buf_put_c(out, i != 0 ? " " : "");
		buf_put_text(out, text_prefix(buf_text(&text), DAY_CHARS));
		buf_fini(&text);
	}
}
