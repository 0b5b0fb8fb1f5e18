/* src/diary/settle.c
 * Wall times into instants; see settle.h. */
#include "diary/settle.h"

enum { DETAIL_BYTES = 160 };

/* One settling: what is decided before anything is written into the moment. */
struct settling {
	const struct settle_zone *zone;
	const struct settle_doubts *doubts;
	struct civil local; /* the wall time that is looked up */
	int64_t at_us;
	struct err *err;
};

static enum status
add_doubt(const struct settling *s, const char *code, struct text detail)
{
	return s->doubts->add(s->doubts->ctx, code, detail, s->err);
}

static bool
is_coarse(enum precision precision)
{
	return precision == PRECISION_DAY || precision == PRECISION_MONTH ||
	       precision == PRECISION_YEAR;
}

/* The first wall time of the span that a wall time of this precision stands for. */
static struct civil
span_start(const struct civil *local, enum precision precision)
{
	struct civil start = *local;

	if (!is_coarse(precision))
		return start;
	if (precision == PRECISION_YEAR)
		start.month = 1;
	if (precision != PRECISION_DAY)
		start.day = 1;
	start.hour = start.minute = start.second = start.us = 0;
	return start;
}

/*
 * The instant of a wall time that clocks skipped, as if the offset before the jump still held.
 * A day before it is before the jump: a jump stands less than 14 hours (the largest offset there
 * is) before the wall time read as UTC.
 */
static int64_t
instant_of_skipped(const struct settle_zone *zone, const struct civil *local)
{
	int64_t as_utc_us = civil_to_us(local);
	int64_t before_us = as_utc_us - US_PER_DAY;
	struct civil shown;

	if (!zone->local(zone->ctx, before_us, &shown))
		return as_utc_us;
	return as_utc_us - (civil_to_us(&shown) - before_us);
}

static enum status
doubt_missing(const struct settling *s)
{
	uint8_t bytes[DETAIL_BYTES];
	struct buf detail = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	buf_put_c(&detail, "no clock showed ");
	civil_put(&detail, &s->local);
	return add_doubt(s, "time-missing", buf_text(&detail));
}

static enum status
doubt_twice(const struct settling *s, const int64_t at_us[2])
{
	uint8_t bytes[DETAIL_BYTES];
	struct buf detail = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	(void)time_put(&detail, at_us[0]);
	buf_put_c(&detail, " or ");
	(void)time_put(&detail, at_us[1]);
	return add_doubt(s, "time-twice", buf_text(&detail));
}

/* Look the wall time up; `doubted`: the choice is worth a doubt (it is not for whole days). */
static enum status
find_instant(struct settling *s, const struct settle_state *state, bool doubted)
{
	int64_t at_us[2] = {0, 0};
	unsigned count = 0;

	s->zone->instants(s->zone->ctx, &s->local, at_us, &count);
	if (count == 0) {
		s->at_us = instant_of_skipped(s->zone, &s->local);
		return doubted ? doubt_missing(s) : OK;
	}
	s->at_us = at_us[0];
	if (count == 1 || !doubted)
		return OK;
	if (state->any && at_us[0] < state->last_at_us && at_us[1] >= state->last_at_us)
		s->at_us = at_us[1];
	return doubt_twice(s, at_us);
}

/* The zone that the file names for this time takes the place of the diary's. */
static enum status
take_named_zone(const struct moment *m, struct settling *s)
{
	const struct settle_zone *diary = s->zone, *named;

	if (m->zone.n == 0 || diary->named == NULL || text_eq(m->zone, diary->name))
		return OK;
	named = diary->named(diary->ctx, m->zone);
	if (named == NULL)
		return add_doubt(s, "zone-not-applied", m->zone);
	s->zone = named;
	return OK;
}

static enum status
settle_wall_time(struct moment *m, struct settling *s, struct settle_state *state)
{
	bool fine = !is_coarse(m->precision);
	enum status status;

	if (!m->local_known || m->at_known)
		return OK;
	s->local = span_start(&m->local, m->precision);
	status = take_named_zone(m, s);
	if (status == OK)
		status = find_instant(s, state, fine);
	if (status == OK && s->zone->assumed && m->basis == BASIS_LOCAL && m->zone.n == 0)
		status = add_doubt(s, "zone-assumed", s->zone->name);
	if (status != OK)
		return status;
	m->at_known = true;
	m->at_us = s->at_us;
	if (m->zone.p == NULL)
		m->zone = s->zone->name;
	if (fine)
		*state = (struct settle_state){true, s->at_us};
	return OK;
}

static void
settle_instant(struct moment *m, const struct settle_zone *zone, struct settle_state *state)
{
	if (!m->at_known)
		return;
	*state = (struct settle_state){true, m->at_us};
	if (m->local_known || !zone->local(zone->ctx, m->at_us, &m->local))
		return;
	m->local_known = true;
	if (m->zone.p == NULL)
		m->zone = zone->name;
}

enum status
settle_moment(struct moment *moment, const struct settle_zone *zone, struct settle_state *state,
    const struct settle_doubts *doubts, struct err *err)
{
	struct settling s = {.zone = zone, .doubts = doubts, .err = err};

	if (moment->basis == BASIS_LOCAL || moment->basis == BASIS_DATE)
		return settle_wall_time(moment, &s, state);
	if (moment->basis == BASIS_INSTANT)
		settle_instant(moment, zone, state);
	return OK;
}

struct record_doubts {
	struct record *record;
	struct arena *arena;
};

static enum status
add_to_record(void *ctx, const char *code, struct text detail, struct err *err)
{
	struct record_doubts *to = ctx;
	struct text kept;

	if (!arena_text(to->arena, detail, &kept))
		return fail(err, E_NOMEM, "no room for a doubt");
	return record_add_doubt(to->record, to->arena, code, kept, err);
}

enum status
settle_record(struct record *record, struct arena *arena, const struct settle_zone *zone,
    struct settle_state *state, struct err *err)
{
	struct record_doubts to = {record, arena};
	struct settle_doubts doubts = {add_to_record, &to};
	struct settle_state until_state;
	enum status status = settle_moment(&record->when, zone, state, &doubts, err);

	if (status != OK)
		return status;
	until_state = *state; /* the end of a span is not the place of the next record */
	return settle_moment(&record->until, zone, &until_state, &doubts, err);
}
