/* tests/read/test_google_timeline.c
 * Location history of Google, in all its shapes. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define CORPUS   "tests/corpora/google_timeline/"
#define FIXTURES "../shared/fixtures/google/synth_timeline"

static void
read_file(struct collect *c, const char *path)
{
	hard_file(c, &google_timeline_format, path, NULL);
}

static void
timeline__reads_what_an_android_telephone_exports(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/android.json");
	assert_int_equal(c.count, 10);
	assert_int_equal(c.records[0].kind, KIND_POSITION);
	assert_int_equal(c.records[0].direction, DIRECTION_NONE);
	assert_text(c.records[0].place, "51.5013640,-0.1418900");
	hard_instant(&c.records[0].when, "2024-03-24T21:05:00Z");
	hard_instant(&c.records[1].when, "2024-03-24T21:15:00Z");
	hard_instant(&c.records[2].when, "2024-03-31T00:30:00Z");
	hard_instant(&c.records[2].until, "2024-03-31T01:30:00Z");
	assert_text(record_claim(&c.records[2], "segment"), "visit");
	assert_text(record_claim(&c.records[2], "place-kind"), "INFERRED_HOME");
	assert_text(record_claim(&c.records[2], "other"), "isTimelineEdited: true");
	assert_text(record_claim(&c.records[3], "end-place"), "51.6,-0.2");
	assert_text(record_claim(&c.records[3], "activity"), "IN_BUS");
	assert_int_equal(c.records[4].kind, KIND_NOTE);
	assert_text(record_claim(&c.records[5], "accuracy-m"), "13");
	assert_text(record_claim(&c.records[6], "seen"), "1234567890 -60");
	assert_text(record_claim(&c.records[8], "place-kind"), "HOME");
	assert_int_equal(c.records[9].kind, KIND_NOTE);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
}

static void
timeline__reads_what_an_iphone_exports(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/iphone.json");
	assert_int_equal(c.count, 5);
	assert_text(c.records[0].place, "51.501364,-0.141890");
	hard_instant(&c.records[0].until, "2024-03-24T22:00:00Z");
	hard_instant(&c.records[1].when, "2024-03-24T22:05:00Z");
	assert_int_equal(c.records[1].when.precision, PRECISION_MINUTE);
	hard_instant(&c.records[2].when, "2024-03-25T00:05:00Z");
	assert_int_equal(c.records[3].when.basis, BASIS_NONE);
	assert_non_null(record_doubt(&c.records[3], "date-unreadable"));
	assert_text(record_claim(&c.records[4], "distance-m"), "1234.500000");
	collect_fini(&c);
}

static void
timeline__takes_an_overflow_of_32_bits_back_and_says_so(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/records.json");
	assert_int_equal(c.count, 3);
	assert_null(record_doubt(&c.records[0], "place-overflow"));
	assert_text(c.records[1].place, "-0.1001000,-0.1418900");
	assert_text(record_doubt(&c.records[1], "place-overflow")->detail, "4293966296,-1418900");
	hard_instant(&c.records[1].when, "2023-03-24T21:06:00Z");
	assert_text(c.records[2].place, "51.5013640,-0.1418900");
	assert_non_null(record_doubt(&c.records[2], "place-overflow"));
	collect_fini(&c);
	read_file(&c, CORPUS "bad/overflow.json");
	assert_int_equal(c.count, 11);
	assert_int_equal(collect_doubted(&c, "place-overflow"), 5);
	assert_int_equal(collect_doubted(&c, "place-implausible"), 4);
	assert_text(c.records[2].place, "90.0000000,0.0000000");
	assert_int_equal(c.records[1].place.n, 0);
	assert_text(record_claim(&c.records[9], "written-place"), "515013640.5,10000000.0");
	assert_text(c.records[10].place, "51.5013640,-0.1418900");
	collect_fini(&c);
}

static void
timeline__reads_semantic_history_of_takeout(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/semantic.json");
	assert_int_equal(c.count, 4);
	hard_instant(&c.records[0].when, "2022-01-05T08:00:00.123Z");
	assert_text(record_claim(&c.records[0], "end-place"), "51.6000000,-0.2000000");
	assert_text(record_claim(&c.records[0], "waypoint"), "51.5013640,-0.1418900");
	hard_instant(&c.records[1].when, "2022-01-05T08:10:00Z");
	assert_text(c.records[2].subject, "Example Caf\xc3\xa9");
	hard_instant(&c.records[2].when, "2022-01-05T08:30:00Z");
	assert_text(record_claim(&c.records[2], "other-candidate"), "51.5013700,-0.1418901");
	assert_text(record_claim(&c.records[3], "segment"), "visit-inside");
	assert_text(c.records[3].place, "51.5013001,-0.1418001");
	collect_fini(&c);
}

static void
timeline__tells_units_by_size_and_says_so(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "bad/times.json");
	assert_int_equal(c.count, 10);
	hard_instant(&c.records[0].when, "2023-03-24T21:06:00Z");
	assert_non_null(record_doubt(&c.records[0], "time-unit"));
	hard_instant(&c.records[1].when, "2023-03-24T21:06:00Z");
	assert_int_equal(c.records[2].when.basis, BASIS_NONE);
	assert_int_equal(collect_doubted(&c, "date-unreadable"), 2);
	assert_int_equal(collect_doubted(&c, "no-time"), 2);
	assert_int_equal(c.records[9].when.basis, BASIS_LOCAL);
	collect_fini(&c);
}

static void
timeline__doubts_places_that_are_none(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "bad/places.json");
	assert_int_equal(c.count, 12);
	assert_int_equal(collect_doubted(&c, "place-unreadable"), 7);
	assert_int_equal(collect_doubted(&c, "no-place"), 2);
	assert_int_equal(collect_doubted(&c, "place-zero"), 1);
	assert_text(record_claim(&c.records[6], "written-place"), "north");
	collect_fini(&c);
}

static void
timeline__keeps_the_bytes_of_what_it_does_not_understand(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "bad/wrong_types.json");
	assert_int_equal(c.count, 18);
	assert_slice(c.records[0].raw, "{\"a\":1}");
	assert_slice(c.records[1].raw, "\"none\"");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "unsupported"), 1);
	collect_fini(&c);
	read_file(&c, CORPUS "bad/ends_first.json");
	assert_int_equal(c.count, 11);
	assert_non_null(record_doubt(&c.records[0], "end-before-start"));
	collect_fini(&c);
	read_file(&c, CORPUS "bad/broken_value.json");
	assert_int_equal(c.count, 3);
	assert_text(c.records[2].place, "0.0000003,0.0000004");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "broken-value"), 1);
	collect_fini(&c);
}

static void
timeline__says_whose_movements_they_are(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/records.json");
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "own-movements"), 1);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
}

static void
timeline__is_known_by_content(void **state)
{
	static const char *const paths[] = {CORPUS "good/android.json", CORPUS "good/iphone.json",
	    CORPUS "good/records.json", CORPUS "good/semantic.json",
	    CORPUS "good/android_signals_first.json", CORPUS "good/empty_lists.json"};
	struct slice bytes;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		bytes = load_file(paths[i]);
		assert_ptr_equal(format_of_head(bytes), &google_timeline_format);
		load_free(bytes);
	}
	assert_int_equal(
	    google_timeline_format.probe(SLICE_LITERAL("[{\"startTime\":1,\"endTime\":2}]")), 0);
	assert_int_equal(google_timeline_format.probe(SLICE_LITERAL("{\"locations\":[]}")), 0);
	assert_int_equal(google_timeline_format.probe(SLICE_LITERAL("")), 0);
}

/* A long way is one value, and a record for each point of it. */
static void
timeline__gives_a_record_for_each_point_of_a_long_way(void **state)
{
	struct collect c;
	struct buf buf;

	(void)state;
	buf_init(&buf, 8 << 20);
	buf_put_c(&buf, "{\"rawSignals\":[],\"semanticSegments\":[{\"startTime\":"
			"\"2024-03-24T21:00:00Z\",\"timelinePath\":[");
	for (size_t i = 0; i < 20000; i++)
		buf_put_c(&buf, "{\"point\":\"51.5\xc2\xb0, -0.1\xc2\xb0\",\"time\":"
				"\"2024-03-24T21:05:00.000Z\"},");
	buf_put_c(&buf, "{\"point\":\"1,1\",\"time\":\"2024-03-24T21:06:00.000Z\"}]}]}");
	collect_init(&c);
	c.keep_records = 1;
	assert_ok(collect_slice(&c, &google_timeline_format, buf_slice(&buf), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 20001);
	collect_fini(&c);
	buf_fini(&buf);
}

static void
timeline__stands_small_reads_cuts_and_flips(void **state)
{
	static const char *const paths[] = {CORPUS "good/android.json", CORPUS "good/iphone.json",
	    CORPUS "good/records.json", CORPUS "good/semantic.json"};
	struct slice bytes;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		bytes = load_file(paths[i]);
		hard_pieces(&google_timeline_format, bytes);
		hard_cuts(&google_timeline_format, bytes);
		hard_flips(&google_timeline_format, bytes);
		load_free(bytes);
	}
}

static void
timeline__fixture_facts(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have(FIXTURES))
		skip();
	read_file(&c, FIXTURES "/Timeline_android.json");
	assert_int_equal(c.count, 4);
	assert_int_equal(collect_channel(&c, "location"), 4);
	collect_fini(&c);
	read_file(&c, FIXTURES "/location-history_ios.json");
	assert_int_equal(c.count, 2);
	hard_instant(&c.records[1].when, "2024-03-24T22:05:00Z");
	collect_fini(&c);
	read_file(&c, FIXTURES "/Records_takeout_2023.json");
	assert_int_equal(c.count, 2);
	assert_text(c.records[1].place, "-0.1001000,-0.1418900");
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(timeline__reads_what_an_android_telephone_exports),
	    cmocka_unit_test(timeline__reads_what_an_iphone_exports),
	    cmocka_unit_test(timeline__takes_an_overflow_of_32_bits_back_and_says_so),
	    cmocka_unit_test(timeline__reads_semantic_history_of_takeout),
	    cmocka_unit_test(timeline__tells_units_by_size_and_says_so),
	    cmocka_unit_test(timeline__doubts_places_that_are_none),
	    cmocka_unit_test(timeline__keeps_the_bytes_of_what_it_does_not_understand),
	    cmocka_unit_test(timeline__says_whose_movements_they_are),
	    cmocka_unit_test(timeline__is_known_by_content),
	    cmocka_unit_test(timeline__gives_a_record_for_each_point_of_a_long_way),
	    cmocka_unit_test(timeline__stands_small_reads_cuts_and_flips),
	    cmocka_unit_test(timeline__fixture_facts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
