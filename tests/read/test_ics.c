/* tests/read/test_ics.c
 * Calendars: times and zones, days, repeats, and files that are not as they should be. */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/formats.h"
#include "read/formats/ics_time.h"
#include "read/formats/ics_zone.h"
#include "tests/read/hard.h"

#define GOOD   "tests/corpora/ics/good/"
#define BAD    "tests/corpora/ics/bad/"
#define FOLDER "../shared/fixtures/ics/"

static void
assert_time(const struct moment *moment, const char *want)
{
	struct buf buf;

	buf_init(&buf, 64);
	if (moment->at_known)
		(void)time_put(&buf, moment->at_us);
	else
		civil_put(&buf, &moment->local);
	assert_text(buf_text(&buf), want);
	buf_fini(&buf);
}

static void
ics__knows_what_outlook_calls_a_zone(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	hard_file(&c, &ics_format, GOOD "outlook-zones", NULL);
	assert_int_equal(c.count, 3);
	r = &c.records[0];
	assert_int_equal(r->kind, KIND_NOTE);
	assert_text(r->channel, "calendar");
	assert_int_equal(r->direction, DIRECTION_NONE);
	assert_text(r->subject, "Solicitor, Leeds");
	assert_text(r->conversation, "Maya's diary");
	assert_int_equal(r->when.basis, BASIS_LOCAL);
	assert_text(r->when.zone, "Europe/London");
	assert_time(&r->when, "2024-03-31T01:30:00");
	assert_time(&r->until, "2024-03-31T03:00:00");
	assert_text(r->place, "3 Park Row, Leeds");
	assert_text(r->from.handle, "maya@example.org");
	assert_text(r->from.name, "Okafor, Maya");
	assert_int_equal(r->to_count, 2);
	assert_text(r->to[1].handle, "clerk@example.org");
	assert_text(r->body, "Bring the letters.\nAnd the diary; all of it.");
	assert_text(record_claim(r, "alarm-trigger"), "-PT15M");
	assert_text(record_claim(r, "calendar-method"), "REQUEST");
	r = &c.records[1];
	assert_text(r->when.zone, "Europe/Berlin");
	assert_time(&r->until, "2024-07-01T10:30:00");
	assert_int_equal(c.records[2].when.basis, BASIS_INSTANT);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
}

static void
ics__keeps_days_apart_from_times(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &ics_format, GOOD "days-and-floating", NULL);
	assert_int_equal(c.count, 6);
	assert_int_equal(c.records[0].when.basis, BASIS_DATE);
	assert_int_equal(c.records[0].when.precision, PRECISION_DAY);
	assert_int_equal(c.records[0].until.basis, BASIS_NONE);
	assert_time(&c.records[1].until, "2024-03-26T00:00:00");
	assert_time(&c.records[2].until, "2024-03-25T00:00:00");
	assert_int_equal(c.records[3].when.basis, BASIS_LOCAL);
	assert_int_equal(c.records[3].when.precision, PRECISION_MINUTE);
	assert_null(c.records[3].when.zone.p);
	assert_non_null(record_doubt(&c.records[3], "floating-time"));
	assert_time(&c.records[4].when, "2024-04-01T12:00:00Z");
	assert_text(record_claim(&c.records[5], "calendar-entry"), "VJOURNAL");
	assert_text(c.records[5].body, "He stood outside again.");
	collect_fini(&c);
}

static void
ics__does_not_unroll_repeats_and_says_so(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &ics_format, GOOD "repeats", NULL);
	assert_int_equal(c.count, 2);
	assert_text(record_claim(&c.records[0], "ics-rrule"), "FREQ=WEEKLY;COUNT=10;BYDAY=FR");
	assert_text(record_claim(&c.records[0], "ics-exdate"), "20240112T160000Z,20240119T160000Z");
	assert_non_null(record_doubt(&c.records[0], "repeats"));
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "repeats"), 1);
	assert_text(record_claim(&c.records[1], "ics-recurrence-id"), "20240126T160000Z");
	assert_time(&c.records[1].when, "2024-01-27T10:00:00Z");
	collect_fini(&c);
}

static void
ics__reads_several_calendars(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &ics_format, GOOD "several-calendars", NULL);
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].conversation, "Home");
	assert_text(c.records[1].conversation, "Work");
	assert_text(collect_note(&c, NOTE_DOUBT, "calendar-empty")->detail,
	    "A calendar holds no entries; it is called Leer; calendar-version: 2.0");
	collect_fini(&c);
}

static void
ics__undoes_folds_codes_and_attachments(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &ics_format, GOOD "folds-within-characters", NULL);
	assert_text(c.records[0].subject,
	    "T\xc3\xbcr, Zo\xc3\xab \xe4\xb8\xad\xe6\x96\x87 \xf0\x9f\x8f\xa0 ende");
	assert_time(&c.records[0].when, "2024-03-24T00:00:00");
	collect_fini(&c);
	hard_file(&c, &ics_format, GOOD "attachments", NULL);
	assert_text(c.extracts[0].name, "letter.pdf");
	assert_text(c.records[0].attachments[0].type, "application/pdf");
	assert_text(record_claim(&c.records[0], "ics-attach"), "https://example.org/map.png");
	collect_fini(&c);
	hard_file(&c, &ics_format, GOOD "vcalendar-1", NULL);
	assert_text(c.records[0].subject, "T\xc3\xbcr zu machen");
	assert_text(c.records[0].body, "C:\\new folder");
	collect_fini(&c);
}

static void
ics__doubts_what_cannot_be(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &ics_format, BAD "absurd-times", NULL);
	assert_int_equal(c.count, 10);
	assert_int_equal(collect_doubted(&c, "date-unreadable"), 3);
	assert_text(record_doubt(&c.records[3], "zone-unknown")->detail, "Nowhere/Else");
	assert_int_equal(collect_doubted(&c, "date-implausible"), 5);
	collect_fini(&c);
	hard_file(&c, &ics_format, BAD "twice", NULL);
	assert_time(&c.records[0].when, "2024-01-01T00:00:00Z");
	assert_text(record_doubt(&c.records[0], "date-twice")->detail, "20250101T000000Z");
	assert_text(record_claim(&c.records[0], "ics-summary"), "b");
	assert_text(c.records[0].from.handle, "a@example.org");
	collect_fini(&c);
	hard_file(&c, &ics_format, BAD "not-utf8", NULL);
	assert_text(c.records[0].subject, "Ren\xc3\xa9"
					  "e");
	assert_non_null(record_doubt(&c.records[0], "charset-guessed"));
	collect_fini(&c);
}

static void
ics__says_what_is_missing_or_strange(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &ics_format, BAD "cut-off", NULL);
	assert_int_equal(c.count, 2);
	assert_non_null(record_doubt(&c.records[1], "entry-without-end"));
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "cut-off"), 1);
	collect_fini(&c);
	hard_file(&c, &ics_format, BAD "no-ends", NULL);
	assert_text(c.records[0].subject, "a");
	assert_text(c.records[1].subject, "b");
	assert_text(c.records[2].subject, "c");
	assert_int_equal(collect_doubted(&c, "entry-without-end"), 3);
	collect_fini(&c);
	hard_file(&c, &ics_format, BAD "lines-outside", NULL);
	assert_int_equal(c.count, 3);
	assert_non_null(record_doubt(&c.records[1], "line-not-understood"));
	assert_non_null(record_doubt(&c.records[2], "not-understood"));
	assert_slice(c.records[0].raw, "no colon\n");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "outside-calendars"), 1);
	collect_fini(&c);
	hard_file(&c, &ics_format, BAD "lines-between-entries", NULL);
	collect_fini(&c);
}

static void
ics__ends_an_entry_only_by_its_own_name(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &ics_format, BAD "wrong-ends", NULL);
	assert_int_equal(c.count, 4);
	assert_text(record_doubt(&c.records[0], "line-not-understood")->detail, "END:VALARM");
	assert_text(c.records[0].body, "he said he would come to my flat");
	assert_text(c.records[0].place, "12 Elm Road");
	assert_text(record_claim(&c.records[1], "within-trigger"), "-PT5M");
	assert_text(c.records[1].subject, "two");
	assert_text(record_claim(&c.records[2], "alarm-trigger"), "-PT15M");
	assert_int_equal(collect_doubted(&c, "entry-without-end"), 0);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
}

static void
ics__doubts_an_end_before_the_beginning(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &ics_format, BAD "wrong-ends", NULL);
	assert_non_null(record_doubt(&c.records[0], "end-before-start"));
	assert_null(record_doubt(&c.records[1], "end-before-start"));
	assert_non_null(record_doubt(&c.records[2], "end-before-start"));
	collect_fini(&c);
}

static void
ics__tells_what_a_calendar_says_late(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &ics_format, BAD "wrong-ends", NULL);
	assert_text(record_claim(&c.records[0], "calendar-version"), "2.0");
	assert_text(record_claim(&c.records[1], "calendar-x-wr-caldesc"), "my own notes");
	assert_null(record_claim(&c.records[1], "calendar-version").p);
	assert_text(c.records[1].conversation, "Maya");
	assert_text(c.records[3].body, "What the calendar says of itself.");
	assert_text(record_claim(&c.records[3], "calendar-x-wr-relcalid"), "last words");
	assert_text(record_claim(&c.records[3], "calendar-name"), "Another name");
	collect_fini(&c);
}

/* More than waits for the next entry is a note of its own, and not lost. */
static void
ics__keeps_all_that_a_calendar_says(void **state)
{
	struct collect c;
	struct buf buf;
	size_t claims = 0;

	(void)state;
	buf_init(&buf, 1 << 20);
	buf_put_c(&buf, "BEGIN:VCALENDAR\n");
	for (size_t i = 0; i < 200; i++) {
		buf_put_c(&buf, "X-NOTE:");
		buf_put_u64(&buf, i);
		buf_put_byte(&buf, '\n');
	}
	buf_put_c(&buf, "BEGIN:VEVENT\nDTSTART:20240324T090000Z\nEND:VEVENT\nEND:VCALENDAR\n");
	collect_init(&c);
	assert_ok(collect_slice(&c, &ics_format, buf_slice(&buf), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 4);
	for (size_t i = 0; i < c.count; i++)
		for (size_t j = 0; j < c.records[i].claims_count; j++)
			claims += text_eq_c(c.records[i].claims[j].key, "calendar-x-note");
	assert_int_equal(claims, 200);
	collect_fini(&c);
	buf_fini(&buf);
}

static void
ics__doubts_what_it_cuts_of_a_calendar(void **state)
{
	static const char *const keys[] = {"X-WR-CALNAME:", "X-NOTE:"};
	struct collect c;
	struct buf buf;

	(void)state;
	buf_init(&buf, 1 << 20);
	for (size_t key = 0; key < COUNT_OF(keys); key++) {
		for (size_t n = RECORD_NAME_MAX_BYTES; n <= RECORD_NAME_MAX_BYTES + 1; n++) {
			buf_reset(&buf);
			buf_put_c(&buf, "BEGIN:VCALENDAR\n");
			buf_put_c(&buf, keys[key]);
			for (size_t i = 0; i < n; i++)
				buf_put_byte(&buf, 'x');
			buf_put_c(&buf, "\nBEGIN:VEVENT\nDTSTART:20240324T090000Z\n"
					"END:VEVENT\nEND:VCALENDAR\n");
			collect_init(&c);
			assert_ok(collect_slice(&c, &ics_format, buf_slice(&buf), NULL), &c.err);
			assert_int_equal(collect_notes(&c, NOTE_DOUBT, "calendar-long"),
			    n > RECORD_NAME_MAX_BYTES);
			collect_fini(&c);
		}
	}
	buf_fini(&buf);
}

/* Lotus Notes calls the clocks of London "GMT". */
static void
ics__believes_a_calendar_about_what_it_calls_gmt(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &ics_format, GOOD "gmt-with-summer-time", NULL);
	assert_int_equal(c.count, 6);
	assert_int_equal(c.records[0].when.basis, BASIS_LOCAL);
	assert_text(c.records[0].when.zone, "Europe/London");
	assert_time(&c.records[0].when, "2024-06-24T21:00:00");
	assert_text(c.records[0].until.zone, "Europe/London");
	hard_instant(&c.records[1].when, "2024-06-24T21:00:00Z");
	for (size_t i = 2; i < 4; i++) {
		assert_int_equal(c.records[i].when.basis, BASIS_LOCAL);
		assert_null(c.records[i].when.zone.p);
		assert_non_null(record_doubt(&c.records[i], "zone-unknown"));
	}
	/* Of which nothing is said, and in the next calendar. */
	hard_instant(&c.records[4].when, "2024-06-24T21:00:00Z");
	hard_instant(&c.records[5].when, "2024-06-24T21:00:00Z");
	collect_fini(&c);
}

/* Where there are more zones than are known apart, none that means UTC is believed without a word
 * of its own. */
static void
ics__doubts_utc_behind_too_many_zones(void **state)
{
	struct buf buf;
	struct collect c;

	(void)state;
	buf_init(&buf, 1 << 16);
	buf_put_c(&buf, "BEGIN:VCALENDAR\r\n");
	for (unsigned i = 0; i <= 64; i++)
		buf_putf(&buf,
		    "BEGIN:VTIMEZONE\r\nTZID:%s%u\r\nBEGIN:STANDARD\r\nTZOFFSETTO:+0100\r\n"
		    "END:STANDARD\r\nEND:VTIMEZONE\r\n",
		    i < 64 ? "x" : "GMT", i);
	buf_put_c(&buf, "BEGIN:VEVENT\r\nDTSTART;TZID=GMT:20240624T210000\r\nEND:VEVENT\r\n"
			"END:VCALENDAR\r\n");
	buf_put_byte(&buf, '\0');
	hard_text(&c, &ics_format, (const char *)buf.p, NULL);
	assert_int_equal(c.count, 1);
	assert_int_equal(c.records[0].when.basis, BASIS_LOCAL);
	assert_non_null(record_doubt(&c.records[0], "zone-unknown"));
	collect_fini(&c);
	buf_fini(&buf);
}

/* A body of many lines is not copied for each of them, and ends where a body may. */
static void
ics__reads_a_description_in_many_lines(void **state)
{
	static const struct {
		unsigned lines, bytes;
		bool cut;
	} bodies[] = {{6000, 40, false}, {1100, 1000, true},
	    {1271, 824, true}}; /* the last: full to a byte */
	struct buf buf;
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		buf_init(&buf, 1 << 22);
		buf_put_c(&buf, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20240324T210507Z\r\n");
		for (unsigned k = 0; k < bodies[i].lines; k++)
			buf_putf(&buf, "DESCRIPTION:%0*u\r\n", (int)bodies[i].bytes, k);
		buf_put_c(
		    &buf, "DESCRIPTION:%\r\nDESCRIPTION:%\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
		buf_put_byte(&buf, '\0');
		hard_text(&c, &ics_format, (const char *)buf.p, NULL);
		assert_int_equal(c.count, 1);
		assert_int_equal(c.records[0].body.p[bodies[i].bytes], '\n');
		assert_int_equal(c.records[0].body.p[2 * bodies[i].bytes], '1');
		if (bodies[i].cut)
			assert_true(c.records[0].body.n <= RECORD_TEXT_MAX_BYTES);
		else
			assert_int_equal(
			    c.records[0].body.n, bodies[i].lines * (bodies[i].bytes + 1) + 3);
		assert_int_equal(record_doubt(&c.records[0], "text-cut") != NULL, bodies[i].cut);
		collect_fini(&c);
		buf_fini(&buf);
	}
}

static void
ics__names_of_zones(void **state)
{
	static const struct {
		const char *id, *zone;
	} zones[] = {
	    {"GMT Standard Time", "Europe/London"},
	    {"(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "Europe/London"},
	    {"/freeassociation.sourceforge.net/Tzfile/Europe/London", "Europe/London"},
	    {"custom_America/New_York", "America/New_York"},
	    {"America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"},
	    {"w. europe standard time", "Europe/Berlin"},
	    {"UTC", "Etc/UTC"},
	    {"Europe/", NULL},
	    {"XEurope/London", NULL},
	    {"Europe/Lon don", NULL},
	    {"My zone", NULL},
	    {"", NULL},
	};
	struct text zone;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(zones); i++) {
		bool found = ics_zone_find(slice_of(zones[i].id, strlen(zones[i].id)), &zone);

		assert_int_equal(found, zones[i].zone != NULL);
		if (found)
			assert_text(zone, zones[i].zone);
	}
}

static void
ics__durations(void **state)
{
	int64_t seconds = 0, exact = 0;

	(void)state;
	assert_true(ics_duration_parse(SLICE_LITERAL("P1DT2H3M4S"), &seconds, &exact));
	assert_int_equal(seconds, 86400 + 7200 + 180 + 4);
	assert_int_equal(exact, 7200 + 180 + 4);
	assert_true(ics_duration_parse(SLICE_LITERAL("-PT15M"), &seconds, &exact));
	assert_int_equal(seconds, -900);
	assert_true(ics_duration_parse(SLICE_LITERAL("P2W"), &seconds, &exact));
	assert_int_equal(seconds, 14 * 86400);
	assert_false(ics_duration_parse(SLICE_LITERAL("P1Y"), &seconds, &exact));
	assert_false(ics_duration_parse(SLICE_LITERAL("PT"), &seconds, &exact));
	assert_false(ics_duration_parse(SLICE_LITERAL("P99999999999999999999D"), &seconds, &exact));
	assert_false(ics_duration_parse(SLICE_LITERAL("1D"), &seconds, &exact));
}

/* Hours go on through a change of clocks, days by the calendar: by the wall alone the end of a
 * night is not known. */
static void
ics__ends_by_length_where_no_clock_was_changed(void **state)
{
	static const struct {
		const char *start, *length, *until; /* NULL: none */
	} cases[] = {
	    {";TZID=Europe/London:20240330T220000", "PT5H", NULL},
	    {";TZID=Europe/London:20240331T003000", "PT2H", NULL},
	    {";TZID=America/Godthab:20240330T213000", "PT1H", NULL},
	    {":20240330T090000", "PT24H", NULL},
	    {";TZID=Europe/London:20240330T220000", "P1D", "2024-03-31T22:00:00"},
	    {";TZID=Europe/London:20240330T090000", "P1DT5H", "2024-03-31T14:00:00"},
	    {";TZID=Europe/London:20240330T050000", "PT17H", "2024-03-30T22:00:00"},
	    {":20240330T220000Z", "PT5H", "2024-03-31T03:00:00Z"},
	};
	char bytes[256];
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		(void)snprintf(bytes, sizeof bytes,
		    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART%s\nDURATION:%s\nEND:VEVENT\n"
		    "END:VCALENDAR\n",
		    cases[i].start, cases[i].length);
		hard_text(&c, &ics_format, bytes, NULL);
		assert_int_equal(c.count, 1);
		assert_text(record_claim(&c.records[0], "ics-duration"), cases[i].length);
		if (cases[i].until != NULL)
			assert_time(&c.records[0].until, cases[i].until);
		else
			assert_int_equal(c.records[0].until.basis, BASIS_NONE);
		collect_fini(&c);
	}
}

static void
ics__does_not_depend_on_how_it_is_read(void **state)
{
	static const char *const files[] = {GOOD "outlook-zones", GOOD "folds-within-characters",
	    GOOD "vcalendar-1", BAD "no-ends", BAD "wrong-ends", BAD "paths-and-controls"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++)
		hard_seed_pieces(&ics_format, files[i]);
	hard_seed_cuts(&ics_format, GOOD "outlook-zones");
	hard_seed_cuts(&ics_format, GOOD "days-and-floating");
	hard_seed_flips(&ics_format, GOOD "outlook-zones");
}

static void
ics__is_known_by_its_first_line(void **state)
{
	struct collect c;

	(void)state;
	assert_ptr_equal(format_of_head(SLICE_LITERAL("BEGIN:VCALENDAR\r\n")), &ics_format);
	assert_int_equal(ics_format.probe(SLICE_LITERAL("BEGIN:VCARD\n")), 0);
	collect_init(&c);
	assert_int_equal(
	    collect_slice(&c, &ics_format, SLICE_LITERAL("BEGIN:VEVENT\n"), NULL), E_FORMAT);
	collect_fini(&c);
}

static void
ics__facts_of_the_outside_files(void **state)
{
	static const struct {
		const char *file;
		size_t entries;
	} facts[] = {
	    {"tika_testICalendar.ics", 1},
	    {"icalendar_america_new_york.ics", 1},
	    {"icalendar_calendar_with_unicode.ics", 0},
	    {"icalendar_issue_722_missing_timezones.ics", 4},
	    {"icalendar_multiple_calendar_components.ics", 3},
	};
	char path[256];
	struct collect c;

	(void)state;
	if (!collect_have(FOLDER))
		skip();
	for (size_t i = 0; i < COUNT_OF(facts); i++) {
		(void)snprintf(path, sizeof path, FOLDER "%s", facts[i].file);
		hard_file(&c, &ics_format, path, NULL);
		if (c.count != facts[i].entries)
			fail_msg("%s: %zu entries\n", path, (size_t)c.count);
		collect_fini(&c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ics__knows_what_outlook_calls_a_zone),
	    cmocka_unit_test(ics__keeps_days_apart_from_times),
	    cmocka_unit_test(ics__does_not_unroll_repeats_and_says_so),
	    cmocka_unit_test(ics__reads_several_calendars),
	    cmocka_unit_test(ics__undoes_folds_codes_and_attachments),
	    cmocka_unit_test(ics__doubts_what_cannot_be),
	    cmocka_unit_test(ics__says_what_is_missing_or_strange),
	    cmocka_unit_test(ics__ends_an_entry_only_by_its_own_name),
	    cmocka_unit_test(ics__doubts_an_end_before_the_beginning),
	    cmocka_unit_test(ics__tells_what_a_calendar_says_late),
	    cmocka_unit_test(ics__keeps_all_that_a_calendar_says),
	    cmocka_unit_test(ics__doubts_what_it_cuts_of_a_calendar),
	    cmocka_unit_test(ics__believes_a_calendar_about_what_it_calls_gmt),
	    cmocka_unit_test(ics__doubts_utc_behind_too_many_zones),
	    cmocka_unit_test(ics__reads_a_description_in_many_lines),
	    cmocka_unit_test(ics__names_of_zones),
	    cmocka_unit_test(ics__durations),
	    cmocka_unit_test(ics__ends_by_length_where_no_clock_was_changed),
	    cmocka_unit_test(ics__does_not_depend_on_how_it_is_read),
	    cmocka_unit_test(ics__is_known_by_its_first_line),
	    cmocka_unit_test(ics__facts_of_the_outside_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
