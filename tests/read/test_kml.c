/* tests/read/test_kml.c
 * KML files. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define CORPUS "tests/corpora/kml/"

static void
read_file(struct collect *c, const char *path)
{
	hard_file(c, &kml_format, path, NULL);
}

static void
kml__reads_placemarks_longitude_first(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/places.kml");
	assert_int_equal(c.count, 3);
	assert_int_equal(c.records[0].kind, KIND_POSITION);
	assert_text(c.records[0].place, "51.501364,-0.141890");
	assert_text(c.records[0].subject, "the door");
	assert_text(c.records[0].body, "<b>at night</b>");
	assert_text(c.records[0].conversation, "Seen & noted");
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07Z");
	assert_text(record_claim(&c.records[0], "elevation"), "12.5");
	assert_int_equal(c.records[1].when.basis, BASIS_DATE);
	assert_int_equal(c.records[2].kind, KIND_NOTE);
	assert_non_null(record_doubt(&c.records[2], "no-place"));
	collect_fini(&c);
	read_file(&c, CORPUS "good/time_last.kml");
	assert_int_equal(c.count, 1);
	assert_text(c.records[0].subject, "late name");
	assert_int_equal(c.records[0].when.basis, BASIS_LOCAL);
	collect_fini(&c);
	read_file(&c, CORPUS "good/latin1.kml");
	assert_text(c.records[0].subject, "Caf\xc3\xa9");
	collect_fini(&c);
}

static void
kml__knows_which_folder_a_place_stands_in(void **state)
{
	static const char *const chats[] = {"Doc", "F1", "G", "F1", "Doc", "F2", "Doc"};
	struct collect c;

	(void)state;
#define PLACE "<Placemark><Point><coordinates>1,2</coordinates></Point></Placemark>"
	hard_text(&c, &kml_format,
	    "<kml><Document><name>Doc</name>" PLACE "<Folder><name>F1</name>" PLACE
	    "<Folder><name>G</name>" PLACE "</Folder>" PLACE "</Folder><Folder>" PLACE
	    "<name>F2</name>" PLACE "</Folder>" PLACE "</Document></kml>",
	    NULL);
#undef PLACE
	assert_int_equal(c.count, COUNT_OF(chats));
	for (size_t i = 0; i < COUNT_OF(chats); i++)
		assert_text(c.records[i].conversation, chats[i]);
	collect_fini(&c);
}

static void
kml__gives_each_point_of_a_line_its_span(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/line.kml");
	assert_int_equal(c.count, 6);
	hard_instant(&c.records[2].when, "2024-03-24T20:00:00Z");
	hard_instant(&c.records[2].until, "2024-03-24T22:00:00Z");
	assert_text(record_claim(&c.records[2], "shape"), "line");
	assert_text(record_claim(&c.records[3], "shape"), "outline");
	assert_text(c.records[3].place, "2,1");
	collect_fini(&c);
}

static void
kml__pairs_times_and_places_of_a_track_by_number(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/track.kml");
	assert_int_equal(c.count, 5);
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07Z");
	hard_instant(&c.records[1].when, "2024-03-24T21:06:07.250Z");
	assert_int_equal(c.records[2].when.basis, BASIS_NONE);
	hard_instant(&c.records[4].when, "2024-03-25T01:00:00Z");
	assert_text(c.records[4].place, "5,4");
	collect_fini(&c);
	read_file(&c, CORPUS "good/track_gaps.kml");
	assert_int_equal(c.count, 3);
	assert_int_equal(c.records[0].when.basis, BASIS_NONE);
	hard_instant(&c.records[1].when, "2024-03-24T21:06:07Z");
	assert_non_null(record_doubt(&c.records[1], "no-place"));
	hard_instant(&c.records[2].when, "2024-03-24T21:07:07Z");
	assert_text(c.records[2].place, "6,5");
	collect_fini(&c);
}

/* What one track has too many of does not go to the next. */
static void
kml__keeps_the_times_of_two_tracks_apart(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/two_tracks.kml");
	assert_int_equal(c.count, 6);
	hard_instant(&c.records[2].when, "2024-03-23T23:10:00Z");
	assert_int_equal(c.records[3].kind, KIND_NOTE);
	assert_text(record_doubt(&c.records[3], "times-differ")->detail, "3 times, 2 places");
	assert_text(record_claim(&c.records[3], "extension"), "when: 2024-03-23T23:20:00Z");
	hard_instant(&c.records[4].when, "2024-03-24T10:00:00Z");
	assert_text(c.records[4].place, "51.60,-0.20");
	hard_instant(&c.records[5].when, "2024-03-24T10:10:00Z");
	assert_int_equal(collect_doubted(&c, "times-differ"), 1);
	collect_fini(&c);
	read_file(&c, CORPUS "bad/uneven_track.kml");
	assert_text(
	    record_doubt(&c.records[c.count - 1], "times-differ")->detail, "2 times, 4 places");
	hard_instant(&c.records[1].when, "2024-03-24T21:06:07Z");
	collect_fini(&c);
}

static void
kml__waits_for_a_time_behind_its_place(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/place_before_time.kml");
	assert_int_equal(c.count, 4);
	assert_text(c.records[0].place, "51,1");
	hard_instant(&c.records[0].when, "2024-03-24T10:00:00Z");
	assert_text(c.records[1].place, "52,2");
	hard_instant(&c.records[1].when, "2024-03-24T10:10:00Z");
	assert_int_equal(collect_doubted(&c, "times-differ"), 0);
	assert_text(c.records[2].body, "said late");
	assert_non_null(record_doubt(&c.records[3], "end-before-start"));
	collect_fini(&c);
}

/* Days are chosen of the points: what is said once must not depend on one of them. */
static void
kml__says_what_is_said_of_a_track_in_a_note(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/two_tracks.kml");
	assert_int_equal(c.records[0].kind, KIND_NOTE);
	assert_int_equal(c.records[0].when.basis, BASIS_NONE);
	assert_text(c.records[0].subject, "Car");
	assert_text(c.records[0].body, "tracker found under the car");
	assert_text(record_claim(&c.records[0], "extension"), "imei: 123");
	assert_int_equal(c.records[1].kind, KIND_POSITION);
	assert_int_equal(c.records[1].body.n, 0);
	collect_fini(&c);
}

/* More than is kept of one placemark: the rest is in the original, and that is said. */
static void
kml__says_that_a_placemark_says_more(void **state)
{
	struct collect c;
	struct buf buf;

	(void)state;
	buf_init(&buf, 8 << 20);
	buf_put_c(&buf, "<kml><Placemark>");
	for (size_t i = 0; i < 1500; i++) {
		buf_put_c(&buf, "<x>");
		for (size_t j = 0; j < 100; j++)
			buf_put_c(&buf, "words and ");
		buf_put_c(&buf, "</x>");
	}
	buf_put_c(&buf, "<Point><coordinates>1,2</coordinates></Point></Placemark></kml>");
	collect_init(&c);
	assert_ok(collect_slice(&c, &kml_format, buf_slice(&buf), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 1);
	assert_non_null(record_doubt(&c.records[0], "text-cut"));
	collect_fini(&c);
	buf_fini(&buf);
}

/* Places without any time, more than wait for one; then a time that comes too late for its place.
 */
static void
kml__lets_no_more_places_wait_than_fit(void **state)
{
	struct collect c;
	struct buf buf;

	(void)state;
	buf_init(&buf, 8 << 20);
	buf_put_c(&buf, "<kml><Placemark><gx:Track>");
	for (size_t i = 0; i < 100000; i++)
		buf_put_c(&buf, "<gx:coord>-0.14189 51.501364 0</gx:coord>");
	buf_put_c(&buf, "<when>2024-03-24T10:00:00Z</when></gx:Track></Placemark></kml>");
	collect_init(&c);
	c.keep_records = 1;
	assert_ok(collect_slice(&c, &kml_format, buf_slice(&buf), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 100002);
	assert_int_equal(c.records[0].when.basis, BASIS_NONE);
	collect_fini(&c);
	buf_fini(&buf);
}

static void
kml__doubts_places_and_times_that_are_none(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "bad/places.kml");
	assert_int_equal(c.count, 13);
	assert_int_equal(collect_doubted(&c, "place-unreadable"), 6);
	assert_int_equal(collect_doubted(&c, "place-implausible"), 2);
	collect_fini(&c);
	read_file(&c, CORPUS "bad/times.kml");
	assert_int_equal(collect_doubted(&c, "date-unreadable"), 4);
	assert_text(record_claim(&c.records[5], "extension"), "when: 2025-01-01T00:00:00Z");
	collect_fini(&c);
}

static void
kml__loses_no_more_than_what_is_broken(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "bad/nesting.kml");
	assert_int_equal(c.count, 4);
	assert_text(record_claim(&c.records[0], "extension"), "text: one");
	assert_text(c.records[1].place, "2,1");
	assert_text(c.records[2].place, "4,3");
	assert_text(record_claim(&c.records[3], "extension"), "text: words");
	collect_fini(&c);
	read_file(&c, CORPUS "bad/entity_bomb.kml");
	assert_text(c.records[0].subject, "&a;");
	collect_fini(&c);
}

/* A line of a hundred thousand points, longer than what waits. */
static void
kml__streams_a_long_line(void **state)
{
	struct collect c;
	struct buf buf;

	(void)state;
	buf_init(&buf, 8 << 20);
	buf_put_c(&buf, "<kml><Placemark><LineString><coordinates>");
	for (size_t i = 0; i < 100000; i++)
		buf_put_c(&buf, "-0.141890,51.501364,0 ");
	buf_put_c(&buf, "1,2</coordinates></LineString></Placemark></kml>");
	collect_init(&c);
	c.keep_records = 1;
	assert_ok(collect_slice(&c, &kml_format, buf_slice(&buf), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 100001);
	assert_text(c.records[0].place, "51.501364,-0.141890");
	collect_fini(&c);
	buf_fini(&buf);
}

static void
kml__is_no_other_xml(void **state)
{
	struct slice bytes = load_file(CORPUS "good/places.kml");

	(void)state;
	assert_ptr_equal(format_of_head(bytes), &kml_format);
	load_free(bytes);
	assert_int_equal(kml_format.probe(SLICE_LITERAL("<gpx/>")), 0);
	assert_int_equal(gpx_format.probe(SLICE_LITERAL("<kml/>")), 0);
	assert_int_equal(kml_format.probe(SLICE_LITERAL("")), 0);
}

static void
kml__stands_small_reads_cuts_and_flips(void **state)
{
	static const char *const paths[] = {CORPUS "good/places.kml", CORPUS "good/line.kml",
	    CORPUS "good/track.kml", CORPUS "good/two_tracks.kml",
	    CORPUS "good/place_before_time.kml"};
	struct slice bytes;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		bytes = load_file(paths[i]);
		hard_pieces(&kml_format, bytes);
		hard_cuts(&kml_format, bytes);
		hard_flips(&kml_format, bytes);
		load_free(bytes);
	}
}

/* What is no place and never ends is cut at the same bytes however it comes. */
static void
kml__cuts_what_is_no_place_alike(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 1 << 20);
	buf_put_c(&buf, "<kml><Placemark><LineString><coordinates>1,51 2,52");
	for (unsigned i = 0; i < 100000; i++)
		buf_put_c(&buf, "5,2");
	buf_put_c(&buf, " 3,53</coordinates></LineString></Placemark></kml>");
	hard_pieces(&kml_format, buf_slice(&buf));
	buf_fini(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(kml__reads_placemarks_longitude_first),
	    cmocka_unit_test(kml__knows_which_folder_a_place_stands_in),
	    cmocka_unit_test(kml__gives_each_point_of_a_line_its_span),
	    cmocka_unit_test(kml__pairs_times_and_places_of_a_track_by_number),
	    cmocka_unit_test(kml__keeps_the_times_of_two_tracks_apart),
	    cmocka_unit_test(kml__waits_for_a_time_behind_its_place),
	    cmocka_unit_test(kml__says_what_is_said_of_a_track_in_a_note),
	    cmocka_unit_test(kml__says_that_a_placemark_says_more),
	    cmocka_unit_test(kml__lets_no_more_places_wait_than_fit),
	    cmocka_unit_test(kml__doubts_places_and_times_that_are_none),
	    cmocka_unit_test(kml__loses_no_more_than_what_is_broken),
	    cmocka_unit_test(kml__streams_a_long_line),
	    cmocka_unit_test(kml__cuts_what_is_no_place_alike),
	    cmocka_unit_test(kml__is_no_other_xml),
	    cmocka_unit_test(kml__stands_small_reads_cuts_and_flips),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
