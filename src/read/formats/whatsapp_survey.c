/* src/read/formats/whatsapp_survey.c
 * The first pass; see whatsapp_survey.h. */
#include "read/formats/whatsapp_survey.h"

#include "read/formats/whatsapp_text.h"
#include "read/formats/whatsapp_words.h"

enum {
	FIRST_YEAR = 2009,     /* WhatsApp's; an earlier two-digit year is another field */
	LINE_MAX_BYTES = 4096, /* a line nobody sent is no longer */
	MIXED_MIN = 2,         /* stamps of other shapes that make a mixture */
	SOME_STAMPS = 3,       /* in so many time may be seen to run */
	FEW_PARTS = 5, /* so small a part of all stamps alone does not decide about day and month */
};

static void
fit_date(struct whatsapp_fit *fit, const struct whatsapp_stamp *stamp, enum date_order order)
{
	struct civil c;

	fit->met = true;
	memcpy(fit->field, stamp->field, sizeof fit->field);
	fit->no_day = !whatsapp_stamp_civil(stamp, order, &c) ||
		      (stamp->year == WHATSAPP_YEAR_SHORT && c.year < FIRST_YEAR);
	if (fit->no_day)
		return;
	c.hour = c.minute = c.second = 0;
	fit->day_us = civil_to_us(&c);
}

static void
fit_see(struct whatsapp_fit *fit, const struct whatsapp_stamp *stamp, enum date_order order)
{
	int64_t us;

	if (!fit->met || memcmp(fit->field, stamp->field, sizeof fit->field) != 0)
		fit_date(fit, stamp, order);
	if (fit->no_day) {
		fit->wrong++;
		return;
	}
	us = fit->day_us +
	     (stamp->hour * 3600 + stamp->minute * 60 + stamp->second) * US_PER_SECOND;
	if (fit->any && us < fit->last_us - US_PER_DAY)
		fit->back++;
	if (fit->any)
		fit->days += (uint64_t)(us < fit->last_us ? fit->last_us - us : us - fit->last_us) /
			     US_PER_DAY;
	fit->any = true;
	fit->last_us = us;
}

static struct whatsapp_shape *
shape_of(struct whatsapp_survey *survey, const struct whatsapp_stamp *stamp)
{
	struct whatsapp_shape *shape;

	for (size_t i = 0; i < survey->shapes; i++)
		if (survey->shape[i].first.shape == stamp->shape)
			return &survey->shape[i];
	if (survey->shapes == WHATSAPP_SHAPES_MAX) {
		survey->strays++;
		return NULL;
	}
	shape = &survey->shape[survey->shapes++];
	*shape = (struct whatsapp_shape){.first = *stamp};
	return shape;
}

static void
shape_see(struct whatsapp_shape *shape, const struct whatsapp_stamp *stamp, bool first, bool crlf)
{
	unsigned orders = whatsapp_stamp_orders(stamp);

	shape->count++;
	if (!first)
		*(crlf ? &shape->after_crlf : &shape->after_lf) += 1;
	for (unsigned o = DATE_ORDER_DMY; o <= DATE_ORDER_YMD; o++)
		if ((orders & 1u << o) != 0)
			fit_see(&shape->fit[o], stamp, (enum date_order)o);
}

/* 'X created group "NAME"', 'X changed the group name from "A" to "NAME"': the last one counts. */
static void
group_see(struct whatsapp_survey *survey, struct slice rest)
{
	struct slice name, end = {NULL, 0};
	const uint8_t *quote;

	if (rest.n > LINE_MAX_BYTES || rest.n == 0 ||
	    (quote = memrchr(rest.p, '"', rest.n)) == NULL)
		return;
	end = slice_of(rest.p, (size_t)(quote - rest.p));
	if (!whatsapp_words_inside(end, WHATSAPP_WORDS_GROUP_NAMED, &name)) {
		const uint8_t *from = end.n != 0 ? memrchr(end.p, '"', end.n) : NULL;

		if (from == NULL || !whatsapp_words_inside(slice_of(end.p, (size_t)(from - end.p)),
					WHATSAPP_WORDS_SYSTEM, &name))
			return;
		name = slice_of(from + 1, end.n - (size_t)(from + 1 - end.p));
	}
	if (name.n == 0 || name.n > sizeof survey->group)
		return;
	memcpy(survey->group, name.p, name.n);
	survey->group_n = name.n;
}

static void
line_see(struct whatsapp_survey *survey, struct slice line, bool first, bool crlf)
{
	struct whatsapp_stamp stamp;
	struct whatsapp_shape *shape;
	struct slice rest, text;

	if (!whatsapp_stamp_cut(line, &stamp, &rest) || stamp.end == WHATSAPP_END_NONE)
		return;
	shape = shape_of(survey, &stamp);
	if (shape == NULL)
		return;
	shape_see(shape, &stamp, first, crlf);
	/* Names in stamps of other shapes count only while the file may be a mixture. */
	if (shape != &survey->shape[0] && survey->shape[0].count > 1)
		return;
	if (!whatsapp_senders_see(&survey->senders, rest, &text))
		group_see(survey, rest);
	else if (stamp.end == WHATSAPP_END_BRACKET && slice_starts(text, WHATSAPP_LRM))
		survey->own_marked = true;
}

static unsigned
orders_least(const struct whatsapp_shape *shape, unsigned orders, bool by_back)
{
	uint64_t least = UINT64_MAX, value;
	unsigned best = 0;

	for (unsigned o = DATE_ORDER_DMY; o <= DATE_ORDER_YMD; o++) {
		if ((orders & 1u << o) == 0)
			continue;
		value = by_back ? shape->fit[o].back : shape->fit[o].wrong;
		if (value < least) {
			least = value;
			best = 0;
		}
		if (value == least)
			best |= 1u << o;
	}
	/* Times that run back in every order prove nothing. */
	return by_back && least != 0 ? orders : best;
}

/* Of several: the one in which the chat takes the fewest days, all steps together, since day for
 * month makes a month of every day.  Lines that somebody pasted weigh little in it; how many stamps
 * an order does not fit is for them to say.  Of equals, the first. */
static enum date_order
order_single(const struct whatsapp_shape *shape, unsigned orders)
{
	enum date_order single = DATE_ORDER_UNKNOWN;

	for (unsigned o = DATE_ORDER_DMY; o <= DATE_ORDER_YMD; o++)
		if ((orders & 1u << o) != 0 &&
		    (single == DATE_ORDER_UNKNOWN || shape->fit[o].days < shape->fit[single].days))
			single = (enum date_order)o;
	return single;
}

/* How often time runs back in the one that fits best; of several, in the one that does it least. */
static uint64_t
least_back(const struct whatsapp_shape *shape, unsigned orders)
{
	uint64_t least = UINT64_MAX;

	for (unsigned o = DATE_ORDER_DMY; o <= DATE_ORDER_YMD; o++)
		if ((orders & 1u << o) != 0 && shape->fit[o].back < least)
			least = shape->fit[o].back;
	return least;
}

/* Those that cannot be left out: a few stamps speak against them, or time runs back less than in
 * those that fit best.  Lines that look like stamps can be typed into a message by anybody, to turn
 * day and month of all the others. */
static unsigned
orders_still_open(const struct whatsapp_shape *shape, unsigned allowed, unsigned best)
{
	uint64_t back = least_back(shape, best);
	unsigned open = 0;

	for (unsigned o = DATE_ORDER_DMY; o <= DATE_ORDER_YMD; o++) {
		const struct whatsapp_fit *fit = &shape->fit[o];

		if ((allowed & 1u << o) == 0)
			continue;
		if (fit->wrong * FEW_PARTS < shape->count ||
		    (shape->count - fit->wrong >= SOME_STAMPS && fit->back < back))
			open |= 1u << o;
	}
	return open;
}

/* Fields over 12 decide; else the only order in which time runs forward; else it is asked. */
static void
order_decide(struct whatsapp_shape *shape, enum date_order answer)
{
	const unsigned dmy = 1u << DATE_ORDER_DMY, mdy = 1u << DATE_ORDER_MDY;
	unsigned allowed = whatsapp_stamp_orders(&shape->first);
	unsigned orders = orders_least(shape, allowed, false);
	unsigned open = orders_still_open(shape, allowed & (dmy | mdy), orders);

	orders = (orders | open) == orders ? orders_least(shape, orders, true) : orders | open;
	/* No region writes month.day.year; short years stand last unless nothing else fits. */
	if (shape->first.date != WHATSAPP_DATE_SLASH && shape->first.date != WHATSAPP_DATE_DASH &&
	    (orders & dmy) != 0)
		orders = dmy;
	if ((orders & (dmy | mdy)) != 0)
		orders &= dmy | mdy;
	shape->order = order_single(shape, orders);
	shape->choices = (orders & (orders - 1)) != 0 ? orders : 0;
	if (answer != DATE_ORDER_UNKNOWN && (allowed & 1u << answer) != 0) {
		shape->order = answer;
		shape->choices = 0;
	}
	shape->conflict = shape->fit[shape->order].wrong != 0;
	if (shape->first.calendar == WHATSAPP_CALENDAR_ISLAMIC) { /* no day of ours */
		shape->choices = 0;
		shape->conflict = false;
	}
}

static void
decide(struct whatsapp_survey *survey, enum date_order answer)
{
	const struct whatsapp_shape *own = &survey->shape[0];
	uint64_t others = survey->strays;

	for (size_t i = 0; i < survey->shapes; i++) {
		order_decide(&survey->shape[i], answer);
		if (i != 0)
			others += survey->shape[i].count;
	}
	survey->mixed = own->count == 1 && others >= MIXED_MIN;
	survey->crlf = !survey->mixed && own->after_crlf > own->after_lf;
}

static enum status
lines_see(struct whatsapp_survey *survey, struct window *window, struct err *err)
{
	bool whole = true, line_start = true, crlf = true, first = true, piece;
	struct slice line;
	enum status status;

	while ((status = window_line(window, &line, &whole, NULL, err)) == OK) {
		piece = !line_start;
		if (!piece)
			line_see(survey, line, first, crlf);
		line_start = whole;
		crlf = line.n != 0 && line.p[line.n - 1] == '\r';
		first = false;
	}
	if (status != E_NOTFOUND)
		return status;
	if (survey->shapes == 0)
		return fail(err, E_FORMAT, "no line begins like a WhatsApp message");
	return OK;
}

enum status
whatsapp_survey_read(struct whatsapp_survey *survey, const struct source *source,
    enum date_order answer, struct err *err)
{
	struct window window = {.p = NULL};
	enum status status;

	*survey = (struct whatsapp_survey){.shapes = 0};
	if (!whatsapp_senders_init(&survey->senders))
		return fail(err, E_NOMEM, "no memory for the names in a chat");
	status = window_init(&window, source, LINES_BUFFER_BYTES, err);
	if (status == OK)
		status = lines_see(survey, &window, err);
	window_fini(&window);
	if (status != OK) {
		whatsapp_survey_fini(survey);
		return status;
	}
	decide(survey, answer);
	return OK;
}

void
whatsapp_survey_fini(struct whatsapp_survey *survey)
{
	whatsapp_senders_fini(&survey->senders);
}

const struct whatsapp_shape *
whatsapp_survey_shape(
    const struct whatsapp_survey *survey, const struct whatsapp_stamp *stamp, bool after_crlf)
{
	const struct whatsapp_shape *shape = NULL;

	for (size_t i = 0; i < (survey->mixed ? survey->shapes : 1) && shape == NULL; i++)
		if (survey->shape[i].first.shape == stamp->shape)
			shape = &survey->shape[i];
	return shape != NULL && survey->crlf && !after_crlf ? NULL : shape;
}
