/* tests/app/test_picturing.c
 * The picture drawn from the roll-up and drawn row by row are the same, letter by letter, at every
 * stage of a diary that grows, is mended and loses things; tests of app/picturing.h. */
#include "tests/app/rig.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/person.h"
#include "app/picturing.h"

#define FIRST_US INT64_C(1709251200000000) /* 2024-03-01 */
#define HOUR_US  (3600 * US_PER_SECOND)

enum {
	STEPS = 400,
	ROWS_MAX = 12000,
	ROWS_AN_IMPORT = 30,
	IMPORTS_MAX = 1000,
	FIRST_IMPORT = 1 << 20, /* no entry of the log has that number */
	INCIDENTS_MAX = 500,
	WEEKS = 10,
	JSON_BYTES = 4 << 20,
	SENDERS = 70000,
};

static const char *const handles[] = {"+447700900202", "+447700900303", "rob@example.com",
    "Rob Hale", "ann@example.org", "+447700900505", "-2", NULL};
static const char *const people[] = {"Rob", "Rob Hale", "Ann", "rob", "ab12 cde", "unknown"};
static const char *const channels[] = {"sms", "call", "whatsapp", "email", "mms"};
static const char *const behaviours[] = {"watching", "gift", "blocked", "told-to-stop",
    "changed-number", "order-made", "watching", "threat"};
static const char *const times[] = {"unknown", "2024", "2024-03", "2024-03-18", "2024-04-20",
    "2024-03-31 00:30", "2024-04-02 21:05", "1985-06-01", "2024-04-09T12:00:00Z"};
static const enum record_kind kinds[] = {
    KIND_MESSAGE, KIND_CALL, KIND_EMAIL, KIND_VOICEMAIL, KIND_PAYMENT, KIND_SYSTEM, KIND_PHOTO};

/* What one message is made of, so that it can be said again in another import. */
struct said {
	uint64_t import, number;
	int64_t at_us, ahead_us;
	bool dated, local_known, gone, draft;
	enum precision precision;
	enum direction direction;
	size_t kind, channel, from, to[3], to_count, words;
};

struct course {
	struct diary diary;
	uint64_t random, imports;
	struct said *rows;
	size_t row_count;
	char incidents[INCIDENTS_MAX][27];
	size_t incident_count;
	struct buf rolled, by_row;
	size_t contacts_most, replies_most,
	    bursts_most; /* so that there was something to compare */
};

static size_t
draw(struct course *course, size_t below)
{
	course->random = course->random * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (size_t)(course->random >> 33) % below;
}

/* --- messages --- */

/* Whole milliseconds: a list has no order within one. */
static int64_t
draw_instant(struct course *course)
{
	const int64_t within = (int64_t)draw(course, 7 * WEEKS * 24 * 60) * 60 * US_PER_SECOND;

	switch (draw(course, 12)) {
	case 0: return FIRST_US + (int64_t)draw(course, 4) * 1000;     /* several in one instant */
	case 1: return INT64_C(1000000) * (int64_t)draw(course, 1000); /* 1970 */
	case 2: return MOMENT_LAST_US + ((int64_t)draw(course, 3) - 1) * 1000; /* the end of 2099 */
	case 3: /* a night on which clocks change, and a run */
		return FIRST_US + 30 * US_PER_DAY + (int64_t)draw(course, 180) * 60 * US_PER_SECOND;
	default: return FIRST_US + within;
	}
}

static struct said
draw_row(struct course *course)
{
	static const int64_t ahead[] = {0, HOUR_US, HOUR_US, -8 * HOUR_US, 13 * HOUR_US};
	struct said said = {.at_us = draw_instant(course),
	    .ahead_us = ahead[draw(course, COUNT_OF(ahead))],
	    .dated = draw(course, 15) != 0,
	    .local_known = draw(course, 10) != 0,
	    .draft = draw(course, 6) == 0,
	    .precision = draw(course, 3) != 0 ? PRECISION_SECOND
					      : (enum precision)draw(course, PRECISION_NONE),
	    .direction = (enum direction)(1 + draw(course, 3)),
	    .kind = draw(course, 2) != 0 ? draw(course, COUNT_OF(kinds)) : 0,
	    .channel = draw(course, COUNT_OF(channels)),
	    .from = draw(course, COUNT_OF(handles)),
	    .to_count = draw(course, 4),
	    .words = course->row_count};

	if (draw(course, 3) != 0)
		said.direction = DIRECTION_IN;
	for (size_t i = 0; i < COUNT_OF(said.to); i++)
		said.to[i] = draw(course, COUNT_OF(handles) - 1);
	return said;
}

static struct moment
moment_of(const struct said *said)
{
	struct moment when = {.basis = BASIS_INSTANT,
	    .precision = said->precision,
	    .at_known = true,
	    .at_us = said->at_us};

	return said->dated ? when : MOMENT_NONE;
}

static void
say(struct course *course, struct said said)
{
	struct diary *diary = &course->diary;
	struct party to[COUNT_OF(said.to)] = {{.handle = TEXT_NONE}};
	struct text mark = TEXT_LITERAL("draft");
	struct record record;
	struct index_item item;
	struct buf bytes;
	char body[32];

	assert_true(course->row_count < ROWS_MAX);
	(void)snprintf(body, sizeof body, "words %zu", said.words);
	record_init(&record);
	record.kind = kinds[said.kind];
	record.channel = text_of_c(channels[said.channel]);
	record.when = moment_of(&said);
	record.direction = said.direction;
	if (handles[said.from] != NULL)
		record.from.handle = text_of_c(handles[said.from]);
	for (size_t i = 0; i < said.to_count; i++)
		to[i].handle = text_of_c(handles[said.to[i]]);
	record.to = to;
	record.to_count = said.to_count;
	record.body = text_of_c(body);
	record.marks = &mark;
	record.marks_count = said.draft;
	buf_init(&bytes, RECORD_MAX_BYTES);
	assert_ok(record_put(&bytes, &record, &diary->err), &diary->err);
	item = (struct index_item){.number = said.number,
	    .record = &record,
	    .bytes = buf_slice(&bytes),
	    .at_known = said.dated,
	    .at_us = said.at_us,
	    .local_known = said.dated && said.local_known,
	    .local_us = said.at_us + said.ahead_us};
	assert_ok(index_add(diary->app.index, &item, &diary->err), &diary->err);
	buf_fini(&bytes);
	course->rows[course->row_count++] = said;
}

static void
import_begin(struct course *course, bool corrects)
{
	struct diary *diary = &course->diary;
	char entry_id[27];
	const struct index_import import = {.number = FIRST_IMPORT + course->imports,
	    .entry_id = {entry_id, 26},
	    .name = TEXT_LITERAL("file"),
	    .corrects = corrects};

	assert_true(course->imports < IMPORTS_MAX);
	(void)snprintf(entry_id, sizeof entry_id, "%026llu", (unsigned long long)course->imports);
	assert_ok(index_begin_import(diary->app.index, &import, &diary->err), &diary->err);
	course->imports++;
}

static void
import_end(struct course *course)
{
	assert_ok(index_end(course->diary.app.index, &course->diary.err), &course->diary.err);
}

/* Some of them are what an earlier import had: those stand behind the first. */
static void
step_import(struct course *course)
{
	size_t count = 1 + draw(course, ROWS_AN_IMPORT), before = course->row_count;

	import_begin(course, false);
	for (size_t i = 0; i < count; i++) {
		struct said said = draw_row(course);

		if (before != 0 && draw(course, 3) == 0)
			said = course->rows[draw(course, before)];
		said.gone = false;
		said.import = FIRST_IMPORT + course->imports - 1;
		said.number = i;
		say(course, said);
	}
	import_end(course);
}

static struct said *
some_row(struct course *course)
{
	struct said *said = course->row_count != 0 ? &course->rows[draw(course, course->row_count)]
						   : NULL;

	return said != NULL && !said->gone ? said : NULL;
}

static void
step_remove(struct course *course)
{
	struct said *said = some_row(course);

	if (said == NULL)
		return;
	assert_ok(index_remove(course->diary.app.index,
		      (struct index_id){said->import, said->number}, &course->diary.err),
	    &course->diary.err);
	said->gone = true;
}

static void
step_drop(struct course *course)
{
	const uint64_t import = course->imports != 0
				    ? FIRST_IMPORT + draw(course, (size_t)course->imports)
				    : 0;

	if (import == 0)
		return;
	assert_ok(index_drop_import(course->diary.app.index, import, &course->diary.err),
	    &course->diary.err);
	for (size_t i = 0; i < course->row_count; i++)
		course->rows[i].gone |= course->rows[i].import == import;
}

/* A better version of one of them. */
static void
step_supersede(struct course *course)
{
	struct said *old = some_row(course), better;

	if (old == NULL)
		return;
	better = *old;
	better.at_us += (int64_t)draw(course, 3) * HOUR_US;
	better.dated = true;
	better.import = FIRST_IMPORT + course->imports;
	better.number = 0;
	import_begin(course, true);
	say(course, better);
	import_end(course);
	assert_ok(index_retire(course->diary.app.index, (struct index_id){old->import, old->number},
		      better.import, &course->diary.err),
	    &course->diary.err);
	old->gone = true;
}

/* --- what is written down, and who is who --- */

static struct incident
draw_incident(struct course *course)
{
	struct incident incident = {.when = text_of_c(times[draw(course, COUNT_OF(times))]),
	    .what = TEXT_LITERAL("outside")};

	for (size_t n = draw(course, 3); n > 0; n--)
		incident.by[incident.by_count++] = text_of_c(
		    people[draw(course, COUNT_OF(people))]);
	for (size_t n = draw(course, 4); n > 0; n--)
		incident.kinds[incident.kinds_count++] = text_of_c(
		    behaviours[draw(course, COUNT_OF(behaviours))]);
	if (draw(course, 3) == 0)
		incident.effect = TEXT_LITERAL("I could not sleep");
	if (draw(course, 3) == 0)
		incident.changed = TEXT_LITERAL("I walk another way");
	return incident;
}

static void
step_incident(struct course *course)
{
	const struct incident incident = draw_incident(course);
	struct incident_saved saved;

	assert_true(course->incident_count < INCIDENTS_MAX);
	assert_ok(incident_add(&course->diary.app, &incident, &saved, &course->diary.err),
	    &course->diary.err);
	memcpy(course->incidents[course->incident_count++], saved.id, sizeof saved.id);
}

static void
step_correct(struct course *course)
{
	struct correction correction = {
	    .changes = draw_incident(course), .why = TEXT_LITERAL("remembered")};
	struct incident_saved saved;
	char *id;
	enum status status;

	if (course->incident_count == 0)
		return;
	id = course->incidents[draw(course, course->incident_count)];
	status = record_correct(
	    &course->diary.app, text_of_c(id), &correction, &saved, &course->diary.err);
	if (status == OK)
		memcpy(id, saved.id, sizeof saved.id);
	else
		assert_int_equal(status, E_FORMAT); /* nothing is different */
}

static void
step_name(struct course *course)
{
	struct app *app = &course->diary.app;
	/* The last two are nobody's. */
	const struct text handle = text_of_c(handles[draw(course, COUNT_OF(handles) - 2)]);
	const struct text person = text_of_c(people[draw(course, COUNT_OF(people))]);

	if (draw(course, 3) == 0)
		assert_ok(person_split(app, handle, TEXT_LITERAL("not theirs"), &course->diary.err),
		    &course->diary.err);
	else
		assert_ok(
		    person_name(app, handle, person, TEXT_LITERAL("known"), &course->diary.err),
		    &course->diary.err);
}

/* --- both ways --- */

static bool
take_all(void *ctx, uint64_t import, uint64_t number)
{
	(void)ctx;
	(void)import;
	(void)number;
	return true;
}

static void
drawn(struct course *course, const struct text *chosen, size_t count, bool rows, struct buf *out)
{
	struct diary *diary = &course->diary;
	struct picture *picture = calloc(1, sizeof *picture);
	struct subjects *subjects = calloc(1, sizeof *subjects);
	struct json json;

	assert_ok(subjects_find(&diary->app, chosen, count, subjects, &diary->err), &diary->err);
	if (rows)
		assert_ok(picture_draw_some(&diary->app, subjects,
			      &(struct picture_part){.wanted = take_all}, picture, &diary->err),
		    &diary->err);
	else
		assert_ok(
		    picture_draw(&diary->app, subjects, NULL, picture, &diary->err), &diary->err);
	buf_reset(out);
	json_init(&json, out);
	picture_json(picture, &json);
	assert_ok(buf_check(out, &diary->err), &diary->err);
	if (picture->contacts > course->contacts_most)
		course->contacts_most = picture->contacts;
	if (picture->replies > course->replies_most)
		course->replies_most = picture->replies;
	if (picture->burst_count > course->bursts_most)
		course->bursts_most = picture->burst_count;
	picture_fini(picture);
	subjects_fini(subjects);
	free(picture);
	free(subjects);
}

static void
both_ways_agree(struct course *course, size_t step, const struct text *chosen, size_t count)
{
	const struct buf *a = &course->rolled, *b = &course->by_row;
	size_t at = 0;

	drawn(course, chosen, count, false, &course->rolled);
	drawn(course, chosen, count, true, &course->by_row);
	if (a->n == b->n && memcmp(a->p, b->p, a->n) == 0)
		return;
	while (at < a->n && at < b->n && a->p[at] == b->p[at])
		at++;
	at = at > 100 ? at - 100 : 0;
	fail_msg("step %zu: rolled up ...%.*s\nrow by row ...%.*s\n", step,
	    (int)(a->n - at < 300 ? a->n - at : 300), (const char *)a->p + at,
	    (int)(b->n - at < 300 ? b->n - at : 300), (const char *)b->p + at);
}

static void
one_step(struct course *course)
{
	switch (draw(course, 12)) {
	case 0:
	case 1:
	case 2: step_import(course); break;
	case 3:
	case 4: step_remove(course); break;
	case 5:
		if (draw(course, 4) == 0)
			step_drop(course);
		break;
	case 6: step_supersede(course); break;
	case 7:
	case 8: step_incident(course); break;
	case 9: step_correct(course); break;
	default: step_name(course); break;
	}
}

static struct course *
course_new(void)
{
	struct course *course = calloc(1, sizeof *course);

	assert_non_null(course);
	course->rows = calloc(ROWS_MAX, sizeof *course->rows);
	assert_non_null(course->rows);
	course->random = 20240318;
	buf_init(&course->rolled, JSON_BYTES);
	buf_init(&course->by_row, JSON_BYTES);
	diary_start(&course->diary);
	return course;
}

static void
course_free(struct course *course)
{
	buf_fini(&course->rolled);
	buf_fini(&course->by_row);
	diary_stop(&course->diary);
	free(course->rows);
	free(course);
}

static void
picture__is_the_same_from_the_roll_up_and_row_by_row(void **state)
{
	const struct text chosen[] = {TEXT_LITERAL("Rob"), TEXT_LITERAL("ann@example.org")};
	struct course *course = course_new();

	(void)state;
	for (size_t step = 0; step < STEPS; step++) {
		one_step(course);
		both_ways_agree(course, step, NULL, 0);
		if (step % 4 == 0)
			both_ways_agree(course, step, chosen, 1 + step / 4 % 2);
	}
	/* There was something to compare. */
	assert_in_range(course->contacts_most, 500, SIZE_MAX);
	assert_in_range(course->replies_most, 50, SIZE_MAX);
	assert_in_range(course->bursts_most, 1, SIZE_MAX);
	course_free(course);
}

static void
say_from(struct course *course, uint64_t number, const char *handle, int64_t at_us)
{
	struct diary *diary = &course->diary;
	struct record record;
	struct index_item item = {.number = number,
	    .record = &record,
	    .at_known = true,
	    .at_us = at_us,
	    .local_known = true,
	    .local_us = at_us};

	record_init(&record);
	record.kind = KIND_MESSAGE;
	record.channel = TEXT_LITERAL("sms");
	record.when = (struct moment){.basis = BASIS_INSTANT,
	    .precision = PRECISION_SECOND,
	    .at_known = true,
	    .at_us = at_us};
	record.direction = DIRECTION_IN;
	record.from.handle = text_of_c(handle);
	record.body = text_of_c(handle);
	buf_reset(&course->rolled);
	assert_ok(record_put(&course->rolled, &record, &diary->err), &diary->err);
	item.bytes = buf_slice(&course->rolled);
	assert_ok(index_add(diary->app.index, &item, &diary->err), &diary->err);
}

/* More of them than are kept in mind at a time, when they are written and when they are read; the
 * first of them write again once all have written. */
static void
picture__of_seventy_thousand_numbers_is_the_same_both_ways(void **state)
{
	struct course *course = course_new();
	char handle[24];

	(void)state;
	import_begin(course, false);
	for (unsigned i = 0; i < SENDERS + SENDERS / 100; i++) {
		(void)snprintf(handle, sizeof handle, "+4477009%05u", i % SENDERS);
		say_from(course, i, handle, FIRST_US + (int64_t)i * 60 * US_PER_SECOND);
	}
	import_end(course);
	both_ways_agree(course, 0, NULL, 0);
	assert_int_equal(course->contacts_most, SENDERS + SENDERS / 100);
	course_free(course);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(picture__is_the_same_from_the_roll_up_and_row_by_row),
	    cmocka_unit_test(picture__of_seventy_thousand_numbers_is_the_same_both_ways),
	};

	return cmocka_run_group_tests_name("app_picturing", tests, NULL, NULL);
}
