/* sample/rhythm.c
 * See rhythm.h.  All in UTC milliseconds from local midnights, so no wall time can be one that the
 * clock change skips. */
#include "sample/rhythm.h"

#include "sample/zone.h"

static const uint16_t *
hour_weights(enum hours which)
{
	static const uint16_t evening[24] = {
	    14, 8, 3, 1, 1, 1, 2, 6, 8, 6, 5, 6, 9, 7, 5, 6, 9, 14, 22, 30, 34, 36, 34, 26};
	static const uint16_t night[24] = {
	    40, 34, 24, 14, 8, 4, 3, 5, 6, 4, 3, 3, 5, 4, 3, 4, 6, 9, 14, 20, 26, 32, 40, 44};
	static const uint16_t day[24] = {
	    1, 0, 0, 0, 0, 0, 2, 8, 12, 12, 12, 13, 15, 13, 11, 11, 13, 16, 18, 18, 16, 12, 7, 3};
	static const uint16_t office[24] = {
	    0, 0, 0, 0, 0, 0, 0, 3, 12, 16, 16, 14, 10, 12, 14, 14, 12, 8, 2, 1, 0, 0, 0, 0};

	switch (which) {
	case HOURS_EVENING: return evening;
	case HOURS_NIGHT: return night;
	case HOURS_DAY: return day;
	case HOURS_OFFICE: return office;
	}
	return day;
}

/* How a day compares with the average, in percent. */
static uint32_t
day_factor(struct rng *rng, const struct rhythm *r)
{
	if (!r->uneven)
		return 100;
	if (rng_chance(rng, 170))
		return 0;
	if (rng_chance(rng, 80))
		return 330;
	return 60 + rng_below(rng, 80);
}

static uint32_t
whole(struct rng *rng, uint64_t thousandths)
{
	return (uint32_t)(thousandths / 1000) +
	       (rng_chance(rng, (uint32_t)(thousandths % 1000)) ? 1 : 0);
}

static uint32_t
reply_chance(const struct rhythm *r, int64_t at_ms, int64_t from_ms, int64_t to_ms)
{
	int64_t done = (at_ms - from_ms) * 1000 / (to_ms - from_ms);

	return (uint32_t)(r->reply_from + (r->reply_to - r->reply_from) * done / 1000);
}

/* Between two messages of one sitting: seconds to minutes.  One draw per statement, see picture.h.
 */
static int64_t
pause_ms(struct rng *rng)
{
	int64_t ms = rng_between(rng, 7, 45) * 1000;

	ms *= rng_between(rng, 1, 7);
	return ms + rng_between(rng, 0, 999);
}

/* One sitting of `n` events that starts at `at_ms`. */
static void
sit(struct story *s, struct voice *v, const struct rhythm *r, int64_t at_ms, uint32_t n,
    rhythm_say *say, void *ctx)
{
	int64_t from_ms = zone_ms(r->from);
	int64_t to_ms = zone_ms(r->to);

	for (; n > 0; n--) {
		int64_t reply_ms = at_ms + rng_between(&v->rng, 20, 600) * 1000;

		if (at_ms >= to_ms || at_ms < from_ms)
			return;
		say(s, v, r, at_ms, false, ctx);
		if (rng_chance(&v->rng, reply_chance(r, at_ms, from_ms, to_ms)) && reply_ms < to_ms)
			say(s, v, r, reply_ms, true, ctx);
		at_ms += pause_ms(&v->rng);
	}
}

void
rhythm_run(struct story *s, struct voice *v, const struct rhythm *r, rhythm_say *say, void *ctx)
{
	int64_t end_ms = zone_ms(r->to);
	int64_t start_ms = zone_ms(r->from);
	int64_t day_ms = start_ms -
			 (start_ms + zone_offset_s(start_ms / 1000) * INT64_C(1000)) % ZONE_DAY_MS;

	for (; day_ms < end_ms; day_ms += ZONE_DAY_MS) {
		uint32_t left = whole(&v->rng, (uint64_t)r->per_day * day_factor(&v->rng, r) / 100);

		while (left > 0) {
			uint32_t n = 1 + rng_below(&v->rng, 2 * r->sitting - 1);
			int64_t hour = (int64_t)rng_weighted(&v->rng, hour_weights(r->hours), 24);
			int64_t at_ms = day_ms + hour * 3600000 + rng_between(&v->rng, 0, 3599999);

			n = n < left ? n : left;
			sit(s, v, r, at_ms, n, say, ctx);
			left -= n;
		}
	}
}
