/* Tests of show/picture.h: what is counted, and what is not. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "show/picture/picture.h"

#define MINUTE_US (60 * US_PER_SECOND)

static struct picture *
picture_new(void)
{
	struct picture *picture = malloc(sizeof *picture);
	struct err err;

	assert_non_null(picture);
	assert_ok(picture_init(picture, NULL, &err), &err);
	return picture;
}

static void
picture_drop(struct picture *picture)
{
	picture_fini(picture);
	free(picture);
}

static struct moment
local_at(int32_t day, int32_t hour, int32_t minute)
{
	struct moment m = {.basis = BASIS_INSTANT,
	    .precision = PRECISION_SECOND,
	    .at_known = true,
	    .local_known = true,
	    .local = {2024, 3, day, hour, minute, 0, 0}};

	m.at_us = civil_to_us(&m.local);
	return m;
}

static void
add_contact(struct picture *picture, struct moment when)
{
	struct picture_row row = {.when = &when,
	    .kind = KIND_MESSAGE,
	    .channel = TEXT_LITERAL("sms"),
	    .person = TEXT_LITERAL("A"),
	    .as = COUNTED_AS_CONTACT};

	picture_add(picture, &row);
}

static void
picture__ten_minutes_part_two_approaches(void **state)
{
	struct picture *picture = picture_new();
	struct err err;

	(void)state;
	add_contact(picture, local_at(1, 10, 0));
	add_contact(picture, local_at(1, 10, 9));  /* 9 minutes: the same approach */
	add_contact(picture, local_at(1, 10, 19)); /* 10 minutes: a new one */
	add_contact(picture, local_at(2, 10, 0));
	assert_ok(picture_end(picture, &err), &err);
	assert_int_equal(picture->contacts, 4);
	assert_int_equal(picture->approaches, 3);
	assert_int_equal(picture->days_touched, 2);
	assert_int_equal(picture->by_hour[10], 4);
	picture_drop(picture);
}

static void
picture__a_time_that_cannot_be_right_is_no_day(void **state)
{
	struct picture *picture = picture_new();
	struct moment past = local_at(1, 10, 0), future = past;
	struct buf statement;
	struct err err;

	(void)state;
	past.at_us = -5000;
	future.at_us = MOMENT_LAST_US;
	add_contact(picture, past);
	add_contact(picture, local_at(1, 10, 0));
	add_contact(picture, local_at(2, 10, 0));
	add_contact(picture, future);
	assert_ok(picture_end(picture, &err), &err);
	assert_int_equal(picture->contacts, 4);
	assert_int_equal(picture->days_touched, 2);
	assert_int_equal(picture->undated, 2);
	assert_int_equal(picture->misdated, 2);
	assert_int_equal(picture->gap_count, 0);
	buf_init(&statement, 4096);
	picture_statement(picture, &statement);
	assert_int_equal(slice_find(buf_slice(&statement), SLICE_LITERAL("1970")), SIZE_MAX);
	assert_int_equal(slice_find(buf_slice(&statement), SLICE_LITERAL("2100")), SIZE_MAX);
	assert_true(slice_find(buf_slice(&statement), SLICE_LITERAL("2 March 2024")) != SIZE_MAX);
	buf_fini(&statement);
	picture_drop(picture);
}

/* --- more than there is room for --- */

enum { WITHOUT_TIME = 1500 };

/* In the order of time, or without one; `n` is its id. */
static void
add_told(struct picture *picture, bool dated, int n, int64_t at_us)
{
	const struct moment when = {.basis = dated ? BASIS_INSTANT : BASIS_NONE,
	    .precision = PRECISION_SECOND,
	    .at_known = dated,
	    .at_us = at_us};
	const struct text kind = TEXT_LITERAL("reported");
	char id[16], words[32];
	struct picture_row row = {
	    .when = &when, .kind = KIND_INCIDENT, .kinds = &kind, .kinds_count = 1};

	(void)snprintf(id, sizeof id, "%c%04d", dated ? 'd' : 'u', n);
	(void)snprintf(words, sizeof words, "effect of %s", id);
	row.id = text_of_c(id);
	row.effect = text_of_c(words);
	row.changed = n % 2 == 0 ? text_of_c(words) : TEXT_NONE;
	picture_add(picture, &row);
}

static void
assert_told(struct text id, bool dated, int n)
{
	char want[16];

	(void)snprintf(want, sizeof want, "%c%04d", dated ? 'd' : 'u', n);
	assert_text(id, want);
}

static void
assert_all_told(const struct picture *picture, int dated)
{
	char words[32];

	assert_int_equal(picture->event_count, PICTURE_MAX_EVENTS);
	assert_int_equal(picture->effect_count, PICTURE_MAX_EFFECTS);
	assert_int_equal(picture->events_untold, dated + WITHOUT_TIME - PICTURE_MAX_EVENTS);
	assert_int_equal(picture->effects_untold, dated + WITHOUT_TIME - PICTURE_MAX_EFFECTS);
	for (int i = 0; i < PICTURE_MAX_EVENTS; i++)
		assert_told(picture->events[i].id, i < dated, i < dated ? i : i - dated);
	for (int i = 0; i < PICTURE_MAX_EFFECTS; i++) {
		const struct picture_effect *effect = &picture->effects[i];
		int n = i < dated ? i : i - dated;

		assert_told(effect->id, i < dated, n);
		(void)snprintf(
		    words, sizeof words, "effect of %.*s", (int)effect->id.n, effect->id.p);
		assert_text(effect->effect, words);
		assert_int_equal(effect->changed.n, n % 2 == 0 ? strlen(words) : 0);
	}
}

/* They come first, the last of them first of all: only what those with a time leave is theirs. */
static void
told__what_has_no_time_takes_only_the_room_that_is_left(void **state)
{
	static const int counts[] = {0, 1, PICTURE_MAX_EVENTS - 1, PICTURE_MAX_EVENTS, 600,
	    PICTURE_MAX_EFFECTS - 1, PICTURE_MAX_EFFECTS, 1200};
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(counts); i++) {
		struct picture *picture = picture_new();

		for (int n = WITHOUT_TIME; n-- > 0;)
			add_told(picture, false, n, 12345 - n);
		for (int n = 0; n < counts[i]; n++)
			add_told(picture, true, n, n * MINUTE_US);
		assert_ok(picture_end(picture, &err), &err);
		assert_all_told(picture, counts[i]);
		picture_drop(picture);
	}
}

/* Those of one instant come in any order; ids say which is first. */
static void
told__at_one_instant_the_first_ids_are_told(void **state)
{
	struct picture *picture = picture_new();
	struct err err;

	(void)state;
	for (int n = 0; n < 2000; n++)
		add_told(picture, true, n * 1543 % 2000, MINUTE_US);
	assert_ok(picture_end(picture, &err), &err);
	for (int i = 0; i < PICTURE_MAX_EVENTS; i++)
		assert_told(picture->events[i].id, true, i);
	for (int i = 0; i < PICTURE_MAX_EFFECTS; i++)
		assert_told(picture->effects[i].id, true, i);
	picture_drop(picture);
}

static void
picture__bursts_need_their_number(void **state)
{
	struct picture *picture = picture_new();
	struct err err;

	(void)state;
	for (int i = 0; i < BURST_MIN_CONTACTS; i++)
		add_contact(picture, local_at(1, 10, i));
	for (int i = 0; i < BURST_MIN_CONTACTS - 1; i++)
		add_contact(picture, local_at(3, 10, i));
	assert_ok(picture_end(picture, &err), &err);
	assert_int_equal(picture->burst_count, 1);
	assert_int_equal(picture->bursts[0].contacts, BURST_MIN_CONTACTS);
	picture_drop(picture);
}

static void
picture__events_count_whole_days_around(void **state)
{
	static const struct text kinds[] = {{"told-to-stop", 12}};
	struct picture *picture = picture_new();
	struct moment when = local_at(10, 12, 0);
	struct picture_row event = {.when = &when,
	    .kind = KIND_INCIDENT,
	    .kinds = kinds,
	    .kinds_count = 1,
	    .id = TEXT_LITERAL("x")};
	struct err err;

	(void)state;
	add_contact(picture, local_at(9, 1, 0));
	add_contact(picture, local_at(10, 1, 0)); /* the day itself belongs to neither side */
	picture_add(picture, &event);
	add_contact(picture, local_at(11, 1, 0));
	add_contact(picture, local_at(12, 1, 0));
	assert_ok(picture_end(picture, &err), &err);
	assert_int_equal(picture->event_count, 1);
	assert_int_equal(picture->events[0].before_28d, 1);
	assert_int_equal(picture->events[0].after_28d, 2);
	assert_int_equal(picture->events[0].since, 2);
	assert_int_equal(picture->contacts, 4);
	picture_drop(picture);
}

static void
picture__undated_and_withheld_stay_apart(void **state)
{
	struct picture *picture = picture_new();
	struct moment none = MOMENT_NONE, when = local_at(1, 1, 1);
	struct picture_row withheld = {.when = &when,
	    .kind = KIND_CALL,
	    .channel = TEXT_LITERAL("call"),
	    .as = COUNTED_AS_UNKNOWN_SENDER};
	static const enum counted_as beside[] = {COUNTED_AS_UNDIRECTED, COUNTED_AS_FROM_OTHERS,
	    COUNTED_AS_FROM_OTHERS, COUNTED_AS_UNNAMED, COUNTED_AS_NOTHING};
	struct buf buf;
	struct err err;

	(void)state;
	add_contact(picture, none);
	picture_add(picture, &withheld);
	for (size_t i = 0; i < COUNT_OF(beside); i++) {
		withheld.as = beside[i];
		picture_add(picture, &withheld);
	}
	assert_ok(picture_end(picture, &err), &err);
	assert_int_equal(picture->undated, 1);
	assert_int_equal(picture->unknown_sender, 1);
	assert_int_equal(picture->undirected, 1);
	assert_int_equal(picture->from_others, 2);
	assert_int_equal(picture->unnamed, 1);
	assert_int_equal(picture->contacts, 1);
	assert_int_equal(picture->days_touched, 0);
	buf_init(&buf, 1000);
	picture_statement(picture, &buf);
	assert_slice(buf_slice(&buf),
	    "1 contact is recorded, without a known date. Replies by the person: 0.");
	buf_fini(&buf);
	picture_drop(picture);
}

static void
picture__nothing_is_said_of_nothing(void **state)
{
	struct picture *picture = picture_new();
	struct buf buf;
	struct err err;

	(void)state;
	assert_ok(picture_end(picture, &err), &err);
	buf_init(&buf, 1000);
	picture_statement(picture, &buf);
	assert_slice(buf_slice(&buf), "No contact is recorded.");
	buf_fini(&buf);
	picture_drop(picture);
}

static void
picture__a_month_is_no_point_in_a_run(void **state)
{
	struct picture *picture = picture_new();
	struct moment month = local_at(1, 0, 0);
	struct err err;

	(void)state;
	month.precision = PRECISION_MONTH;
	for (int i = 0; i < BURST_MIN_CONTACTS + 5; i++)
		add_contact(picture, month);
	assert_ok(picture_end(picture, &err), &err);
	assert_int_equal(picture->burst_count, 0);
	assert_int_equal(picture->days_touched, 0);
	picture_drop(picture);
}

/* "About ten" and "on that day" are no points in time that a run could hang on. */
static void
picture__only_contacts_known_to_the_minute_make_approaches(void **state)
{
	struct picture *picture = picture_new();
	struct moment about = local_at(1, 10, 0), day = local_at(2, 0, 0);
	struct err err;

	(void)state;
	about.precision = PRECISION_HOUR;
	day.precision = PRECISION_DAY;
	add_contact(picture, about);
	add_contact(
	    picture, local_at(1, 10, 5)); /* the first of its run, whatever was noted before */
	add_contact(picture, local_at(1, 10, 8));
	add_contact(picture, day);
	add_contact(picture, local_at(2, 0, 4)); /* and of the next */
	assert_ok(picture_end(picture, &err), &err);
	assert_int_equal(picture->contacts, 5);
	assert_int_equal(picture->approaches, 2);
	assert_int_equal(picture->days_touched, 2);
	assert_int_equal(picture_day(picture, &day), 2);
	picture_drop(picture);
}

/* The later of two, by the clock of a place further west, is of the day and the month before. */
static void
picture__months_reach_from_the_first_day_to_the_last(void **state)
{
	struct picture *picture = picture_new();
	struct moment east = local_at(1, 0, 10), west = east;
	struct buf out;
	struct json json;
	struct err err;

	(void)state;
	buf_init(&out, 64 * 1024);
	json_init(&json, &out);
	west.at_us += 2 * 60 * MINUTE_US;
	west.local = (struct civil){2024, 2, 29, 18, 10, 0, 0};
	add_contact(picture, east);
	add_contact(picture, west);
	assert_ok(picture_end(picture, &err), &err);
	picture_json(picture, &json);
	buf_put_byte(&out, '\0');
	assert_non_null(
	    strstr((const char *)out.p, "{\"month\":\"2024-02\",\"contacts\":1,\"replies\":0},"
					"{\"month\":\"2024-03\",\"contacts\":1,\"replies\":0}]"));
	assert_non_null(strstr((const char *)out.p,
	    "Between 29 February 2024 and 1 March 2024 there were 2 contacts in 2 approaches on "
	    "2 of 2 days"));
	buf_fini(&out);
	picture_drop(picture);
}

static void
add_from(struct picture *picture, const char *channel, struct moment when)
{
	struct picture_row row = {.when = &when,
	    .kind = KIND_MESSAGE,
	    .channel = text_of_c(channel),
	    .person = TEXT_LITERAL("A"),
	    .handle = TEXT_LITERAL("+447700900202"),
	    .as = COUNTED_AS_CONTACT};

	picture_add(picture, &row);
}

/* Whatever came first into the hands of the one who counts: undated ones, or groups of a day. */
static void
picture__a_number_is_said_with_the_channel_it_was_first_used_on(void **state)
{
	struct picture *picture = picture_new();
	struct moment never = MOMENT_NONE;
	struct picture_group sms, call;
	struct moment noon = local_at(1, 12, 0);
	struct picture_row row = {.when = &noon,
	    .kind = KIND_MESSAGE,
	    .channel = TEXT_LITERAL("sms"),
	    .handle = TEXT_LITERAL("+447700900303"),
	    .as = COUNTED_AS_CONTACT};
	struct err err;

	(void)state;
	add_from(picture, "mms", never);
	add_from(picture, "sms", local_at(1, 10, 0));
	add_from(picture, "call", local_at(1, 10, 0));
	add_from(picture, "email", local_at(2, 10, 0));
	picture_group_begin(picture, &row, &sms);
	row.channel = TEXT_LITERAL("call");
	picture_group_begin(picture, &row, &call);
	picture_count(picture, &call, noon.at_us);
	picture_count(picture, &sms, noon.at_us + 1);
	picture_group_end(picture, &sms);
	picture_group_end(picture, &call);
	assert_ok(picture_end(picture, &err), &err);
	assert_int_equal(picture->handle_count, 2);
	assert_text(picture->handles[0].name, "+447700900202");
	assert_text(picture->handles[0].channel, "call");
	assert_text(picture->handles[1].channel, "call");
	picture_drop(picture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(picture__ten_minutes_part_two_approaches),
	    cmocka_unit_test(picture__a_time_that_cannot_be_right_is_no_day),
	    cmocka_unit_test(told__what_has_no_time_takes_only_the_room_that_is_left),
	    cmocka_unit_test(told__at_one_instant_the_first_ids_are_told),
	    cmocka_unit_test(picture__bursts_need_their_number),
	    cmocka_unit_test(picture__events_count_whole_days_around),
	    cmocka_unit_test(picture__undated_and_withheld_stay_apart),
	    cmocka_unit_test(picture__only_contacts_known_to_the_minute_make_approaches),
	    cmocka_unit_test(picture__months_reach_from_the_first_day_to_the_last),
	    cmocka_unit_test(picture__a_number_is_said_with_the_channel_it_was_first_used_on),
	    cmocka_unit_test(picture__nothing_is_said_of_nothing),
	    cmocka_unit_test(picture__a_month_is_no_point_in_a_run),
	};

	return cmocka_run_group_tests_name("show_picture", tests, NULL, NULL);
}
