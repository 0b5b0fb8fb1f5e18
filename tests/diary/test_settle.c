/* tests/diary/test_settle.c
 * Wall times in London in 2024: clocks went forward at 2024-03-31T01:00Z and back at
 * 2024-10-27T01:00Z. */
#include "tests/support/check.h"

#include "diary/settle.h"

#define HOUR_US (INT64_C(3600) * US_PER_SECOND)

static int64_t
instant(const char *rfc3339)
{
	int64_t at_us = 0;

	assert_true(time_parse(slice_of(rfc3339, strlen(rfc3339)), &at_us));
	return at_us;
}

static int64_t
london_offset(int64_t at_us)
{
	bool summer = at_us >= instant("2024-03-31T01:00:00Z") &&
		      at_us < instant("2024-10-27T01:00:00Z");

	return summer ? HOUR_US : 0;
}

static void
london_instants(void *ctx, const struct civil *local, int64_t out[2], unsigned *count)
{
	int64_t as_utc = civil_to_us(local);

	(void)ctx;
	*count = 0;
	if (london_offset(as_utc - HOUR_US) == HOUR_US)
		out[(*count)++] = as_utc - HOUR_US;
	if (london_offset(as_utc) == 0)
		out[(*count)++] = as_utc;
}

static bool
london_local(void *ctx, int64_t at_us, struct civil *out)
{
	(void)ctx;
	return civil_of_us(at_us + london_offset(at_us), out);
}

/* A zone whose clocks go from 23:59:59 to 01:00:00 on 2024-06-02. */
static int64_t
skipping_offset(int64_t at_us)
{
	return at_us >= instant("2024-06-02T00:00:00Z") ? HOUR_US : 0;
}

static void
skipping_instants(void *ctx, const struct civil *local, int64_t out[2], unsigned *count)
{
	int64_t as_utc = civil_to_us(local);

	(void)ctx;
	*count = 0;
	if (skipping_offset(as_utc) == 0)
		out[(*count)++] = as_utc;
	if (skipping_offset(as_utc - HOUR_US) == HOUR_US)
		out[(*count)++] = as_utc - HOUR_US;
}

static bool
skipping_local(void *ctx, int64_t at_us, struct civil *out)
{
	(void)ctx;
	return civil_of_us(at_us + skipping_offset(at_us), out);
}

static bool
no_local(void *ctx, int64_t at_us, struct civil *out)
{
	(void)ctx;
	(void)at_us;
	(void)out;
	return false;
}

static const struct settle_zone london = {
    .instants = london_instants, .local = london_local, .name = {"Europe/London", 13}};
static const struct settle_zone skipping = {
    .instants = skipping_instants, .local = skipping_local, .name = {"Test/Skipping", 13}};

/* A record with a wall time, and room for its doubts. */
struct bench {
	struct arena arena;
	struct record record;
	struct settle_state state;
	struct err err;
};

static struct bench
bench_of(enum time_basis basis, enum precision precision, const char *local)
{
	struct bench b = {.state = {0}};

	arena_init(&b.arena, 1 << 16);
	record_init(&b.record);
	b.record.when = (struct moment){
	    .basis = basis, .precision = precision, .local_known = true};
	assert_true(civil_parse(slice_of(local, strlen(local)), &b.record.when.local, NULL));
	return b;
}

static void
settle(struct bench *b, const struct settle_zone *zone)
{
	assert_ok(settle_record(&b->record, &b->arena, zone, &b->state, &b->err), &b->err);
}

static void
settle__an_ordinary_wall_time_has_one_instant(void **state)
{
	struct bench b = bench_of(BASIS_LOCAL, PRECISION_SECOND, "2024-06-01T12:00:00");

	(void)state;
	settle(&b, &london);
	assert_true(b.record.when.at_known);
	assert_int_equal(b.record.when.at_us, instant("2024-06-01T11:00:00Z"));
	assert_int_equal(b.record.when.basis, BASIS_LOCAL);
	assert_text(b.record.when.zone, "Europe/London");
	assert_int_equal(b.record.doubts_count, 0);
	arena_fini(&b.arena);
}

static void
settle__the_hour_that_is_skipped_is_doubted(void **state)
{
	struct bench b = bench_of(BASIS_LOCAL, PRECISION_MINUTE, "2024-03-31T01:30:00");

	(void)state;
	settle(&b, &london);
	assert_int_equal(b.record.when.at_us, instant("2024-03-31T01:30:00Z"));
	assert_int_equal(b.record.doubts_count, 1);
	assert_text(b.record.doubts[0].code, "time-missing");
	assert_text(b.record.doubts[0].detail, "no clock showed 2024-03-31T01:30:00");
	assert_int_equal(b.record.when.local.hour, 1);
	arena_fini(&b.arena);
}

static void
settle__the_edges_of_the_skipped_hour_are_no_doubt(void **state)
{
	struct bench before = bench_of(BASIS_LOCAL, PRECISION_SECOND, "2024-03-31T00:59:59");
	struct bench after = bench_of(BASIS_LOCAL, PRECISION_SECOND, "2024-03-31T02:00:00");

	(void)state;
	settle(&before, &london);
	settle(&after, &london);
	assert_int_equal(before.record.when.at_us, instant("2024-03-31T00:59:59Z"));
	assert_int_equal(after.record.when.at_us, instant("2024-03-31T01:00:00Z"));
	assert_int_equal(before.record.doubts_count + after.record.doubts_count, 0);
	arena_fini(&before.arena);
	arena_fini(&after.arena);
}

static void
settle__the_doubled_hour_takes_the_first_when_nothing_stood_before(void **state)
{
	struct bench b = bench_of(BASIS_LOCAL, PRECISION_SECOND, "2024-10-27T01:30:00");

	(void)state;
	settle(&b, &london);
	assert_int_equal(b.record.when.at_us, instant("2024-10-27T00:30:00Z"));
	assert_int_equal(b.record.doubts_count, 1);
	assert_text(b.record.doubts[0].code, "time-twice");
	assert_text(b.record.doubts[0].detail, "2024-10-27T00:30:00Z or 2024-10-27T01:30:00Z");
	arena_fini(&b.arena);
}

static void
settle__the_doubled_hour_follows_the_order_of_the_file(void **state)
{
	static const char *const locals[] = {"2024-10-27T00:50:00", "2024-10-27T01:40:00",
	    "2024-10-27T01:40:00", "2024-10-27T01:10:00", "2024-10-27T01:30:00",
	    "2024-10-27T02:05:00"};
	static const char *const instants[] = {"2024-10-26T23:50:00Z", "2024-10-27T00:40:00Z",
	    "2024-10-27T00:40:00Z", "2024-10-27T01:10:00Z", "2024-10-27T01:30:00Z",
	    "2024-10-27T02:05:00Z"};
	struct settle_state file = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(locals); i++) {
		struct bench b = bench_of(BASIS_LOCAL, PRECISION_MINUTE, locals[i]);

		b.state = file;
		settle(&b, &london);
		assert_int_equal(b.record.when.at_us, instant(instants[i]));
		file = b.state;
		arena_fini(&b.arena);
	}
}

static void
settle__the_doubled_hour_out_of_order_takes_the_first(void **state)
{
	struct bench b = bench_of(BASIS_LOCAL, PRECISION_SECOND, "2024-10-27T01:30:00");

	(void)state;
	b.state = (struct settle_state){true, instant("2024-11-05T00:00:00Z")};
	settle(&b, &london);
	assert_int_equal(b.record.when.at_us, instant("2024-10-27T00:30:00Z"));
	assert_text(b.record.doubts[0].code, "time-twice");
	arena_fini(&b.arena);
}

static void
settle__an_assumed_zone_is_said(void **state)
{
	struct bench b = bench_of(BASIS_LOCAL, PRECISION_SECOND, "2024-06-01T12:00:00");
	struct settle_zone assumed = london;

	(void)state;
	assumed.assumed = true;
	settle(&b, &assumed);
	assert_int_equal(b.record.doubts_count, 1);
	assert_text(b.record.doubts[0].code, "zone-assumed");
	assert_text(b.record.doubts[0].detail, "Europe/London");
	arena_fini(&b.arena);
}

static const struct settle_zone *
skipping_only(void *ctx, struct text name)
{
	(void)ctx;
	return text_eq_c(name, "Test/Skipping") ? &skipping : NULL;
}

static void
settle__a_zone_that_is_named_takes_the_place_of_the_diarys(void **state)
{
	struct bench b = bench_of(BASIS_LOCAL, PRECISION_SECOND, "2024-06-01T12:00:00");
	struct bench other = bench_of(BASIS_LOCAL, PRECISION_SECOND, "2024-06-01T12:00:00");
	struct bench alone = bench_of(BASIS_LOCAL, PRECISION_SECOND, "2024-06-01T12:00:00");
	struct settle_zone diary = london;

	(void)state;
	diary.assumed = true;
	diary.named = skipping_only;
	b.record.when.zone = TEXT_LITERAL("Test/Skipping");
	alone.record.when.zone = TEXT_LITERAL("Test/Skipping");
	settle(&b, &diary);
	settle(&alone, &skipping);
	assert_int_equal(b.record.when.at_us, alone.record.when.at_us);
	assert_int_not_equal(b.record.when.at_us, instant("2024-06-01T11:00:00Z"));
	assert_int_equal(b.record.doubts_count, 0);
	other.record.when.zone = TEXT_LITERAL("Mars/Olympus");
	settle(&other, &diary);
	assert_int_equal(other.record.when.at_us, instant("2024-06-01T11:00:00Z"));
	assert_text(other.record.when.zone, "Mars/Olympus");
	assert_int_equal(other.record.doubts_count, 1);
	assert_text(other.record.doubts[0].code, "zone-not-applied");
	assert_text(other.record.doubts[0].detail, "Mars/Olympus");
	arena_fini(&b.arena);
	arena_fini(&other.arena);
	arena_fini(&alone.arena);
}

static void
settle__a_date_begins_with_its_local_day(void **state)
{
	struct bench b = bench_of(BASIS_DATE, PRECISION_DAY, "2024-06-01T00:00:00");
	struct settle_zone assumed = london;

	(void)state;
	assumed.assumed = true;
	settle(&b, &assumed);
	assert_int_equal(b.record.when.at_us, instant("2024-05-31T23:00:00Z"));
	assert_int_equal(b.record.when.basis, BASIS_DATE);
	assert_int_equal(b.record.doubts_count, 0);
	assert_false(b.state.any);
	arena_fini(&b.arena);
}

static void
settle__a_month_and_a_year_begin_with_their_first_day(void **state)
{
	struct bench month = bench_of(BASIS_DATE, PRECISION_MONTH, "2024-06-17T10:11:12");
	struct bench year = bench_of(BASIS_DATE, PRECISION_YEAR, "2024-06-17T10:11:12");

	(void)state;
	settle(&month, &london);
	settle(&year, &london);
	assert_int_equal(month.record.when.at_us, instant("2024-05-31T23:00:00Z"));
	assert_int_equal(year.record.when.at_us, instant("2024-01-01T00:00:00Z"));
	assert_int_equal(month.record.when.local.day, 17);
	arena_fini(&month.arena);
	arena_fini(&year.arena);
}

static void
settle__a_day_whose_midnight_is_skipped_begins_with_the_jump(void **state)
{
	struct bench b = bench_of(BASIS_DATE, PRECISION_DAY, "2024-06-02T00:00:00");

	(void)state;
	settle(&b, &skipping);
	assert_int_equal(b.record.when.at_us, instant("2024-06-02T00:00:00Z"));
	assert_int_equal(b.record.doubts_count, 0);
	arena_fini(&b.arena);
}

static void
settle__an_instant_gets_its_wall_time(void **state)
{
	struct bench b = bench_of(BASIS_INSTANT, PRECISION_SECOND, "2024-01-01T00:00:00");

	(void)state;
	b.record.when.local_known = false;
	b.record.when.at_known = true;
	b.record.when.at_us = instant("2024-10-27T00:30:00Z");
	settle(&b, &london);
	assert_true(b.record.when.local_known);
	assert_int_equal(b.record.when.local.hour, 1);
	assert_int_equal(b.record.when.local.minute, 30);
	assert_text(b.record.when.zone, "Europe/London");
	assert_int_equal(b.record.doubts_count, 0);
	assert_true(b.state.any);
	arena_fini(&b.arena);
}

static void
settle__a_wall_time_given_with_an_instant_stays(void **state)
{
	struct bench b = bench_of(BASIS_INSTANT, PRECISION_SECOND, "2024-06-01T20:00:00");

	(void)state;
	b.record.when.at_known = true;
	b.record.when.at_us = instant("2024-06-01T11:00:00Z");
	b.record.when.zone = TEXT_LITERAL("+09:00");
	settle(&b, &london);
	assert_int_equal(b.record.when.local.hour, 20);
	assert_text(b.record.when.zone, "+09:00");
	arena_fini(&b.arena);
}

static void
settle__an_instant_outside_the_calendar_keeps_no_wall_time(void **state)
{
	struct bench b = bench_of(BASIS_INSTANT, PRECISION_SECOND, "2024-06-01T20:00:00");
	struct settle_zone nowhere = london;

	(void)state;
	nowhere.local = no_local;
	b.record.when.local_known = false;
	b.record.when.at_known = true;
	b.record.when.at_us = INT64_MAX;
	settle(&b, &nowhere);
	assert_false(b.record.when.local_known);
	assert_null(b.record.when.zone.p);
	arena_fini(&b.arena);
}

static void
settle__no_time_stays_no_time(void **state)
{
	struct bench b = bench_of(BASIS_LOCAL, PRECISION_SECOND, "2024-06-01T20:00:00");

	(void)state;
	b.record.when = MOMENT_NONE;
	settle(&b, &london);
	assert_int_equal(b.record.when.basis, BASIS_NONE);
	assert_false(b.record.when.at_known);
	arena_fini(&b.arena);
}

static void
settle__twice_is_the_same_as_once(void **state)
{
	struct bench b = bench_of(BASIS_LOCAL, PRECISION_SECOND, "2024-10-27T01:30:00");

	(void)state;
	settle(&b, &london);
	settle(&b, &london);
	assert_int_equal(b.record.doubts_count, 1);
	assert_int_equal(b.record.when.at_us, instant("2024-10-27T00:30:00Z"));
	arena_fini(&b.arena);
}

static void
settle__the_end_of_a_span_is_settled_too(void **state)
{
	struct bench b = bench_of(BASIS_LOCAL, PRECISION_SECOND, "2024-10-27T00:30:00");

	(void)state;
	b.record.until = b.record.when;
	b.record.until.local.hour = 1;
	settle(&b, &london);
	assert_int_equal(b.record.when.at_us, instant("2024-10-26T23:30:00Z"));
	assert_int_equal(b.record.until.at_us, instant("2024-10-27T00:30:00Z"));
	assert_int_equal(b.state.last_at_us, b.record.when.at_us);
	arena_fini(&b.arena);
}

static void
settle__no_room_for_a_doubt_leaves_the_time_alone(void **state)
{
	struct bench b = bench_of(BASIS_LOCAL, PRECISION_SECOND, "2024-10-27T01:30:00");
	struct arena full;

	(void)state;
	arena_init(&full, 0);
	assert_int_equal(settle_record(&b.record, &full, &london, &b.state, NULL), E_NOMEM);
	assert_false(b.record.when.at_known);
	assert_false(b.state.any);
	arena_fini(&full);
	arena_fini(&b.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(settle__an_ordinary_wall_time_has_one_instant),
	    cmocka_unit_test(settle__the_hour_that_is_skipped_is_doubted),
	    cmocka_unit_test(settle__the_edges_of_the_skipped_hour_are_no_doubt),
	    cmocka_unit_test(settle__the_doubled_hour_takes_the_first_when_nothing_stood_before),
	    cmocka_unit_test(settle__the_doubled_hour_follows_the_order_of_the_file),
	    cmocka_unit_test(settle__the_doubled_hour_out_of_order_takes_the_first),
	    cmocka_unit_test(settle__an_assumed_zone_is_said),
	    cmocka_unit_test(settle__a_zone_that_is_named_takes_the_place_of_the_diarys),
	    cmocka_unit_test(settle__a_date_begins_with_its_local_day),
	    cmocka_unit_test(settle__a_month_and_a_year_begin_with_their_first_day),
	    cmocka_unit_test(settle__a_day_whose_midnight_is_skipped_begins_with_the_jump),
	    cmocka_unit_test(settle__an_instant_gets_its_wall_time),
	    cmocka_unit_test(settle__a_wall_time_given_with_an_instant_stays),
	    cmocka_unit_test(settle__an_instant_outside_the_calendar_keeps_no_wall_time),
	    cmocka_unit_test(settle__no_time_stays_no_time),
	    cmocka_unit_test(settle__twice_is_the_same_as_once),
	    cmocka_unit_test(settle__the_end_of_a_span_is_settled_too),
	    cmocka_unit_test(settle__no_room_for_a_doubt_leaves_the_time_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
