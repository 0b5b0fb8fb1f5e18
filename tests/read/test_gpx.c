/* tests/read/test_gpx.c
 * GPX files, and the XML scanner under them. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "read/formats/geo.h"
#include "read/formats/xml_scan.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define CORPUS   "tests/corpora/gpx/"
#define FIXTURES "../shared/fixtures/gpx"

static void
read_file(struct collect *c, const char *path)
{
	hard_file(c, &gpx_format, path, NULL);
}

static void
gpx__reads_points_of_a_track_with_their_times(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/track.gpx");
	assert_int_equal(c.count, 6);
	assert_int_equal(c.records[1].kind, KIND_POSITION);
	assert_int_equal(c.records[1].direction, DIRECTION_NONE);
	assert_text(c.records[1].channel, "location");
	assert_text(c.records[1].place, "51.501364,-0.141890");
	assert_text(c.records[1].conversation, "Walk & bus");
	hard_instant(&c.records[1].when, "2024-03-24T21:05:07Z");
	hard_instant(&c.records[2].when, "2024-03-24T21:06:07.250Z");
	hard_instant(&c.records[3].when, "2024-03-24T21:05:07Z");
	assert_text(record_claim(&c.records[3], "written-time"), "2024-03-24T22:05:07+01:00");
	assert_int_equal(c.records[4].when.basis, BASIS_LOCAL);
	assert_int_equal(c.records[5].when.basis, BASIS_NONE);
	assert_non_null(record_doubt(&c.records[5], "no-time"));
	assert_text(record_claim(&c.records[5], "segment"), "3");
	collect_fini(&c);
}

static void
gpx__says_the_time_of_the_file_as_a_claim(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/track.gpx");
	for (size_t i = 1; i < c.count; i++)
		assert_text(record_claim(&c.records[i], "file-time"), "2024-03-24T22:00:00Z");
	assert_text(record_claim(&c.records[0], "creator"), "Maya's phone");
	assert_text(record_claim(&c.records[0], "file-title"), "Way home");
	assert_null(record_claim(&c.records[1], "creator").p);
	collect_fini(&c);
}

static void
gpx__tells_planned_routes_from_tracks(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/waypoints_and_route.gpx");
	assert_int_equal(c.count, 4);
	assert_text(record_claim(&c.records[0], "point"), "waypoint");
	assert_text(c.records[0].subject, "the door");
	assert_text(c.records[0].body, "seen here\nat night");
	assert_text(record_claim(&c.records[2], "point"), "route-point");
	assert_text(c.records[2].conversation, "to work");
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "planned-route"), 1);
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "whose-movements"), 1);
	collect_fini(&c);
}

/* Of points with a time only some days are taken: what is said once is said with none of them. */
static void
gpx__says_what_is_said_once_with_no_point_of_a_day(void **state)
{
	static const char *const said[][2] = {{"creator", "TrackApp"}, {"file-title", "Walk home"},
	    {"file-author", "Dan Hale"}, {"file-email", "dan@example.com"},
	    {"file-link", "https://example.com/dan"}, {"file-link-text", "Dan's page"},
	    {"file-copyright", "Dan Hale Ltd"}, {"file-copyright-year", "2024"},
	    {"file-extension", "bounds: minlat=\"51.5\""}};
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/said_once.gpx");
	assert_int_equal(c.count, 4);
	assert_int_equal(c.records[0].kind, KIND_NOTE);
	assert_int_equal(c.records[0].claims_count, COUNT_OF(said) + 1);
	for (size_t i = 0; i < COUNT_OF(said); i++)
		assert_text(record_claim(&c.records[0], said[i][0]), said[i][1]);
	assert_int_equal(c.records[1].claims_count, 3);
	assert_int_equal(c.records[2].claims_count, 3);
	assert_int_equal(c.records[3].kind, KIND_NOTE);
	assert_text(c.records[3].conversation, "T");
	assert_text(record_claim(&c.records[3], "track-extension"), "x:device: Tag 7");
	assert_text(record_claim(&c.records[3], "track-link"), "https://example.com/t");
	assert_text(record_claim(&c.records[3], "track-link-text"), "the way");
	collect_fini(&c);
}

/* More than waits for a record is said in several. */
static void
gpx__keeps_all_that_a_file_says_of_itself(void **state)
{
	struct collect c;
	struct buf buf;
	size_t claims = 0;

	(void)state;
	buf_init(&buf, 1 << 20);
	buf_put_c(&buf, "<gpx><metadata><extensions>");
	for (size_t i = 0; i < 200; i++)
		buf_put_c(&buf, "<a:b>one &amp; two</a:b>");
	buf_put_c(&buf, "</extensions></metadata><wpt lat=\"1\" lon=\"1\"/></gpx>");
	collect_init(&c);
	assert_ok(collect_slice(&c, &gpx_format, buf_slice(&buf), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 4);
	for (size_t i = 0; i < c.count; i++)
		for (size_t j = 0; j < c.records[i].claims_count; j++)
			if (text_eq_c(c.records[i].claims[j].key, "file-extension")) {
				assert_text(c.records[i].claims[j].value, "a:b: one & two");
				claims++;
			}
	assert_int_equal(claims, 200);
	collect_fini(&c);
	buf_fini(&buf);
}

static void
gpx__reads_extensions_whose_prefix_nobody_declared(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/extensions.gpx");
	assert_int_equal(c.count, 1);
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07.123456Z");
	assert_text(record_claim(&c.records[0], "extension"), "gpxtpx:hr: 120");
	assert_int_equal(c.records[0].claims_count, 5);
	collect_fini(&c);
}

static void
gpx__reads_the_encoding_that_the_file_names(void **state)
{
	static const struct {
		const char *path, *name;
	} files[] = {
	    {CORPUS "good/latin1.gpx", "Caf\xc3\xa9 \xe2\x80\x9cx\xe2\x80\x9d"},
	    {CORPUS "good/utf16le.gpx", "Caf\xc3\xa9 \xf0\x9f\x8f\xa0"},
	    {CORPUS "good/utf16be.gpx", "Caf\xc3\xa9 \xf0\x9f\x8f\xa0"},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		read_file(&c, files[i].path);
		assert_int_equal(c.count, 1);
		assert_text(c.records[0].subject, files[i].name);
		collect_fini(&c);
	}
	read_file(&c, CORPUS "bad/unknown_encoding.gpx");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "encoding-unknown"), 1);
	collect_fini(&c);
}

static void
gpx__obeys_no_declaration(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "bad/entity_bomb.gpx");
	assert_int_equal(c.count, 1);
	assert_text(c.records[0].subject, "&b;&f;");
	assert_non_null(record_doubt(&c.records[0], "unknown-entity"));
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "declarations"), 1);
	collect_fini(&c);
}

static void
gpx__doubts_places_that_are_none(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "bad/places.gpx");
	assert_int_equal(c.count, 13);
	assert_int_equal(collect_doubted(&c, "place-implausible"), 2);
	assert_int_equal(collect_doubted(&c, "place-unreadable"), 6);
	assert_int_equal(collect_doubted(&c, "no-place"), 2);
	assert_text(record_claim(&c.records[0], "written-place"), "91,0");
	assert_text(c.records[4].place, "0.0000500,-12.0000000");
	assert_text(c.records[5].place, "0,0");
	assert_non_null(record_doubt(&c.records[5], "place-zero"));
	assert_text(c.records[9].place, "0.5000000,-5.0000000");
	collect_fini(&c);
}

static void
gpx__loses_no_more_than_what_is_broken(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "bad/broken_tags.gpx");
	assert_int_equal(c.count, 4);
	assert_slice(c.records[0].raw, "<trkpt lat=\"1\" lon=\"1>");
	hard_instant(&c.records[1].when, "2024-03-24T21:05:08Z");
	assert_text(c.records[2].place, "3,3");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "broken-tag"), 1);
	collect_fini(&c);
	read_file(&c, CORPUS "bad/nesting.gpx");
	assert_int_equal(c.count, 5);
	assert_text(record_claim(&c.records[0], "extension"), "text: 5");
	assert_text(c.records[4].place, "5,5");
	collect_fini(&c);
	read_file(&c, CORPUS "bad/cut.gpx");
	assert_int_equal(c.count, 4);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "cut-off"), 1);
	collect_fini(&c);
}

static void
gpx__is_no_other_xml(void **state)
{
	struct slice bytes = load_file(CORPUS "good/utf16le.gpx");
	struct collect c;

	(void)state;
	assert_ptr_equal(format_of_head(bytes), &gpx_format);
	load_free(bytes);
	assert_int_equal(gpx_format.probe(SLICE_LITERAL("<smses count=\"0\"/>")), 0);
	assert_int_equal(gpx_format.probe(SLICE_LITERAL("gpx")), 0);
	collect_init(&c);
	assert_int_equal(
	    collect_slice(&c, &gpx_format, SLICE_LITERAL("<kml></kml>"), NULL), E_FORMAT);
	collect_fini(&c);
}

/* A point whose tag is longer than the window, and a comment that is. */
static void
gpx__reads_what_is_longer_than_the_window(void **state)
{
	struct slice bytes;
	struct collect c;
	struct buf buf;

	(void)state;
	buf_init(&buf, 4 << 20);
	buf_put_c(&buf, "<gpx><!--");
	for (size_t i = 0; i < 100000; i++)
		buf_put_c(&buf, "comment ");
	buf_put_c(&buf, "--><wpt lat=\"1\" lon=\"1\"><desc>");
	for (size_t i = 0; i < 100000; i++)
		buf_put_c(&buf, "w&amp;\xc3\xa9");
	buf_put_c(&buf, "</desc></wpt><wpt lat=\"2\" lon=\"2\" a=\"");
	for (size_t i = 0; i < 100000; i++)
		buf_put_c(&buf, "xxxx");
	buf_put_c(&buf, "\"/><wpt lat=\"3\" lon=\"3\"/></gpx>");
	bytes = buf_slice(&buf);
	collect_init(&c);
	assert_ok(collect_slice(&c, &gpx_format, bytes, NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 3);
	assert_int_equal(c.records[0].body.n, 400000);
	assert_non_null(record_doubt(&c.records[1], "not-understood"));
	assert_text(c.records[2].place, "3,3");
	collect_fini(&c);
	buf_fini(&buf);
}

static void
geo__reads_degrees_as_whole_numbers(void **state)
{
	static const struct {
		const char *written;
		int64_t e7;
	} good[] = {{"51.501364", 515013640}, {"-0.14189", -1418900}, {"5.0E-5", 500},
	    {"1e1", 100000000}, {"0.00000009", 0}, {"90.", 900000000}, {".1", 1000000},
	    {" 7 ", 70000000}, {"0.123456789012345678901234567890", 1234567}};
	static const char *const bad[] = {
	    "", "-", ".", "1e", "1e99", "0x1", "1,5", "nan", "1 2", "12345678901234567890", "--1"};
	int64_t e7 = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		assert_true(geo_e7_parse(slice_of(good[i].written, strlen(good[i].written)), &e7));
		assert_int_equal(e7, good[i].e7);
	}
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(geo_e7_parse(slice_of(bad[i], strlen(bad[i])), &e7));
}

static void
xml__finds_attributes_as_programs_write_them(void **state)
{
	struct slice rest = SLICE_LITERAL(" a = 'x>y' b=\"\" c=d e f=\"open"), name, value;
	static const char *const wanted[][2] = {
	    {"a", "x>y"}, {"b", ""}, {"c", "d"}, {"e", ""}, {"f", "open"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		assert_true(xml_attribute_next(&rest, &name, &value));
		assert_slice(name, wanted[i][0]);
		assert_int_equal(value.n, strlen(wanted[i][1]));
	}
	assert_false(xml_attribute_next(&rest, &name, &value));
}

static void
gpx__stands_small_reads_cuts_and_flips(void **state)
{
	static const char *const paths[] = {
	    CORPUS "good/track.gpx", CORPUS "good/utf16be.gpx", CORPUS "good/latin1.gpx"};
	struct slice bytes;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		bytes = load_file(paths[i]);
		hard_pieces(&gpx_format, bytes);
		hard_cuts(&gpx_format, bytes);
		hard_flips(&gpx_format, bytes);
		load_free(bytes);
	}
}

static void
gpx__fixture_facts(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have(FIXTURES))
		skip();
	read_file(&c, FIXTURES "/georust_wikipedia_example.gpx");
	assert_int_equal(c.count, 4);
	assert_text(c.records[1].place, "47.644548,-122.326897");
	hard_instant(&c.records[3].when, "2009-10-17T18:37:34Z");
	assert_text(record_claim(&c.records[1], "file-time"), "2009-10-17T22:58:43Z");
	collect_fini(&c);
	read_file(&c, FIXTURES "/gpxpy_unicode_with_bom.gpx");
	assert_int_equal(c.count, 1);
	hard_instant(&c.records[0].when, "2016-05-27T10:08:47.8Z");
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(gpx__reads_points_of_a_track_with_their_times),
	    cmocka_unit_test(gpx__says_the_time_of_the_file_as_a_claim),
	    cmocka_unit_test(gpx__tells_planned_routes_from_tracks),
	    cmocka_unit_test(gpx__says_what_is_said_once_with_no_point_of_a_day),
	    cmocka_unit_test(gpx__keeps_all_that_a_file_says_of_itself),
	    cmocka_unit_test(gpx__reads_extensions_whose_prefix_nobody_declared),
	    cmocka_unit_test(gpx__reads_the_encoding_that_the_file_names),
	    cmocka_unit_test(gpx__obeys_no_declaration),
	    cmocka_unit_test(gpx__doubts_places_that_are_none),
	    cmocka_unit_test(gpx__loses_no_more_than_what_is_broken),
	    cmocka_unit_test(gpx__is_no_other_xml),
	    cmocka_unit_test(gpx__reads_what_is_longer_than_the_window),
	    cmocka_unit_test(geo__reads_degrees_as_whole_numbers),
	    cmocka_unit_test(xml__finds_attributes_as_programs_write_them),
	    cmocka_unit_test(gpx__stands_small_reads_cuts_and_flips),
	    cmocka_unit_test(gpx__fixture_facts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
