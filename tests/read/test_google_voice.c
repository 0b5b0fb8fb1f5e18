/* tests/read/test_google_voice.c
 * Pages of Google Voice. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "read/formats/google_voice.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define CORPUS   "tests/corpora/google_voice/"
#define FIXTURES "../shared/fixtures/google/synth_voice/Voice/Calls"

static void
read_file(struct collect *c, const char *path)
{
	hard_file(c, &google_voice_format, path, NULL);
}

static void
google_voice__reads_the_exact_time_out_of_the_title(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/text.html");
	assert_int_equal(c.count, 2);
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07Z");
	hard_instant(&c.records[1].when, "2024-03-24T21:06:00.500Z");
	assert_text(record_claim(&c.records[0], "written-time"), "2024-03-24T17:05:07.000-04:00");
	assert_text(c.records[0].body, "hi & bye\nsecond line's end");
	assert_text(record_claim(&c.records[0], "labels"), "Inbox, Text");
	collect_fini(&c);
}

static void
google_voice__knows_the_owner_by_the_page_itself(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/text.html");
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_text(c.records[0].from.handle, "+447700900202");
	assert_text(c.records[0].from.name, "Daniel Reed");
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_int_equal(c.records[1].to_count, 1);
	assert_text(c.records[1].to[0].handle, "+447700900202");
	assert_text(c.records[1].conversation, "Daniel Reed");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
	read_file(&c, CORPUS "bad/names.html");
	assert_int_equal(c.records[1].direction, DIRECTION_UNKNOWN);
	assert_non_null(record_doubt(&c.records[1], "sender-unclear"));
	collect_fini(&c);
}

/* Nobody else is on the page: the name of the file is a label, and said to be one. */
static void
google_voice__takes_whom_she_wrote_to_from_the_files_name_with_a_doubt(void **state)
{
	static const struct {
		const char *name, *conversation, *handle;
	} files[] = {
	    {"+447700900303 - Text - 2024-03-24T21_05_07Z.html", "+447700900303", "+447700900303"},
	    {"Daniel Reed - Text - 2024-03-24T21_05_07Z.html", "Daniel Reed", NULL},
	    {"+12025550100 - Text - 2024-03-24T21_05_07Z.html", "+12025550100", NULL}, /* herself */
	    {"+44 - Text - 2024-03-24T21_05_07Z.html", "+44", NULL},
	    {" - Text - 2024.html", "Me to", NULL},
	    {"page.html", "Me to", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct reading_options options = {.name = text_of_c(files[i].name)};
		const struct record *record;
		struct collect c;

		hard_file(&c, &google_voice_format, CORPUS "good/only_own.html", &options);
		assert_int_equal(c.count, 1);
		record = &c.records[0];
		assert_int_equal(record->direction, DIRECTION_OUT);
		assert_non_null(record_doubt(record, "recipient-unknown"));
		assert_text(record_claim(record, "file-name"), files[i].name);
		assert_text(record->conversation, files[i].conversation);
		if (!text_eq_c(record->conversation, "Me to"))
			assert_text(record_claim(record, "title"), "Me to");
		assert_int_equal(record->to_count, files[i].handle != NULL);
		if (files[i].handle != NULL)
			assert_text(record->to[0].handle, files[i].handle);
		collect_fini(&c);
	}
}

static void
google_voice__names_files_as_the_page_does_without_extension(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/group.html");
	assert_int_equal(c.count, 3);
	assert_int_equal(c.records[0].attachments_count, 1);
	assert_text(
	    c.records[0].attachments[0].name, "Group Conversation - 2024-03-24T21_05_07Z-1-1");
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_BESIDE);
	assert_int_equal(c.records[1].attachments_count, 2);
	assert_text(record_claim(&c.records[1], "link"), "https://example.org/?a=1&b=2");
	assert_text(record_claim(&c.records[1], "other-words"), "Contact card");
	assert_int_equal(c.records[1].to_count, 2);
	assert_text(c.records[1].to[1].name, "Sam & Co");
	assert_text(c.records[1].conversation, "Group Conversation");
	assert_int_equal(collect_marked(&c, "deleted"), 3);
	collect_fini(&c);
	read_file(&c, CORPUS "bad/names.html");
	assert_int_equal(c.records[0].attachments_count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(c.records[0].attachments[i].source, ATTACHMENT_MISSING);
	assert_text(record_claim(&c.records[0], "link"), "https://example.org/track.gif");
	collect_fini(&c);
}

static void
google_voice__tells_missed_placed_and_received_calls(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/missed.html");
	assert_int_equal(c.count, 1);
	assert_int_equal(c.records[0].kind, KIND_CALL);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_true(record_marked(&c.records[0], "missed"));
	hard_instant(&c.records[0].when, "2024-03-24T22:00:00Z");
	collect_fini(&c);
	read_file(&c, CORPUS "good/placed.html");
	assert_int_equal(c.records[0].direction, DIRECTION_OUT);
	assert_int_equal(c.records[0].duration_s, 3723);
	assert_text(c.records[0].to[0].handle, "+447700900202");
	collect_fini(&c);
	read_file(&c, CORPUS "good/received_french.html");
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(c.records[0].duration_s, 31);
	collect_fini(&c);
	read_file(&c, CORPUS "good/only_heading.html");
	assert_int_equal(c.records[0].direction, DIRECTION_OUT);
	collect_fini(&c);
	/* An empty number does not say that anybody hid it. */
	read_file(&c, CORPUS "good/no_number.html");
	assert_false(record_marked(&c.records[0], "withheld"));
	assert_non_null(record_doubt(&c.records[0], "number-unknown"));
	assert_null(c.records[0].from.handle.p);
	collect_fini(&c);
	read_file(&c, CORPUS "good/withheld.html");
	assert_true(record_marked(&c.records[0], "withheld"));
	assert_null(record_doubt(&c.records[0], "number-unknown"));
	assert_null(c.records[0].from.handle.p);
	collect_fini(&c);
}

static void
google_voice__reads_voicemail_and_says_who_wrote_it_down(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/voicemail.html");
	assert_int_equal(c.count, 1);
	assert_int_equal(c.records[0].kind, KIND_VOICEMAIL);
	assert_int_equal(c.records[0].duration_s, 45);
	assert_text(c.records[0].body, "I know where you are");
	assert_text(record_claim(&c.records[0], "transcript-by"), "Google");
	assert_int_equal(c.records[0].attachments_count, 1);
	assert_text(
	    c.records[0].attachments[0].name, "Daniel Reed - Voicemail - 2024-03-24T22_00_00Z.mp3");
	collect_fini(&c);
}

static void
google_voice__doubts_times_that_are_not_written_or_cannot_be(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "bad/no_times.html");
	assert_int_equal(c.count, 6);
	assert_int_equal(collect_doubted(&c, "date-unreadable"), 4);
	assert_int_equal(collect_doubted(&c, "no-time"), 1);
	assert_int_equal(collect_doubted(&c, "date-implausible"), 1);
	assert_text(record_claim(&c.records[0], "written-time"), "24 mars 2024");
	collect_fini(&c);
}

static void
google_voice__loses_no_more_than_what_is_broken(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "bad/nesting.html");
	assert_int_equal(c.count, 3);
	assert_text(c.records[0].body, "first ");
	assert_text(c.records[1].body, "second");
	assert_text(record_claim(&c.records[1], "other-words"), "loose words");
	assert_text(record_claim(&c.records[2], "other-words"), "third");
	collect_fini(&c);
	read_file(&c, CORPUS "bad/broken_tags.html");
	assert_int_equal(c.count, 3);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "broken-tag"), 1);
	collect_fini(&c);
	read_file(&c, CORPUS "bad/cut.html");
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[1].direction, DIRECTION_UNKNOWN);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "cut-off"), 1);
	collect_fini(&c);
}

static void
google_voice__reads_durations(void **state)
{
	int64_t seconds = -1;

	(void)state;
	assert_true(voice_seconds(TEXT_LITERAL("PT1H2M3S"), &seconds));
	assert_int_equal(seconds, 3723);
	assert_true(voice_seconds(TEXT_LITERAL("PT0S"), &seconds));
	assert_int_equal(seconds, 0);
	assert_false(voice_seconds(TEXT_LITERAL("PT"), &seconds));
	assert_false(voice_seconds(TEXT_LITERAL("PT5M3H"), &seconds));
	assert_false(voice_seconds(TEXT_LITERAL("PT-5S"), &seconds));
}

static void
google_voice__is_no_other_page(void **state)
{
	struct slice bytes = load_file(CORPUS "good/voicemail.html");
	struct collect c;

	(void)state;
	assert_ptr_equal(format_of_head(bytes), &google_voice_format);
	load_free(bytes);
	assert_int_equal(
	    google_voice_format.probe(SLICE_LITERAL("<html><body>hi</body></html>")), 0);
	assert_int_equal(google_voice_format.probe(SLICE_LITERAL("class=\"hChatLog")), 0);
	collect_init(&c);
	assert_int_equal(collect_slice(&c, &google_voice_format,
			     SLICE_LITERAL("<html><body>hi</body></html>"), NULL),
	    E_FORMAT);
	collect_fini(&c);
}

static void
google_voice__stands_small_reads_cuts_and_flips(void **state)
{
	static const char *const paths[] = {CORPUS "good/group.html", CORPUS "good/voicemail.html"};
	struct slice bytes;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		bytes = load_file(paths[i]);
		hard_pieces(&google_voice_format, bytes);
		hard_cuts(&google_voice_format, bytes);
		hard_flips(&google_voice_format, bytes);
		load_free(bytes);
	}
}

static void
google_voice__leaves_no_half_of_a_character_where_labels_are_cut(void **state)
{
	struct collect c;
	struct text labels;

	(void)state;
	read_file(&c, CORPUS "bad/long_labels.html");
	assert_int_equal(c.count, 2);
	labels = record_claim(&c.records[0], "labels");
	assert_int_equal(labels.n, RECORD_NAME_MAX_BYTES - 1);
	assert_non_null(record_doubt(&c.records[0], "text-cut"));
	collect_fini(&c);
}

static void
google_voice__fixture_facts(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have(FIXTURES))
		skip();
	read_file(&c, FIXTURES "/Daniel Reed - Text - 2024-03-24T21_05_07Z.html");
	assert_int_equal(c.count, 2);
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07Z");
	hard_instant(&c.records[1].when, "2024-03-24T21:06:00.500Z");
	collect_fini(&c);
	read_file(&c, FIXTURES "/Daniel Reed - Missed - 2024-03-24T22_00_00Z.html");
	assert_int_equal(c.count, 1);
	hard_instant(&c.records[0].when, "2024-03-24T22:00:00Z");
	assert_true(record_marked(&c.records[0], "missed"));
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(google_voice__reads_the_exact_time_out_of_the_title),
	    cmocka_unit_test(google_voice__knows_the_owner_by_the_page_itself),
	    cmocka_unit_test(
		google_voice__takes_whom_she_wrote_to_from_the_files_name_with_a_doubt),
	    cmocka_unit_test(google_voice__names_files_as_the_page_does_without_extension),
	    cmocka_unit_test(google_voice__tells_missed_placed_and_received_calls),
	    cmocka_unit_test(google_voice__reads_voicemail_and_says_who_wrote_it_down),
	    cmocka_unit_test(google_voice__doubts_times_that_are_not_written_or_cannot_be),
	    cmocka_unit_test(google_voice__loses_no_more_than_what_is_broken),
	    cmocka_unit_test(google_voice__reads_durations),
	    cmocka_unit_test(google_voice__is_no_other_page),
	    cmocka_unit_test(google_voice__stands_small_reads_cuts_and_flips),
	    cmocka_unit_test(google_voice__leaves_no_half_of_a_character_where_labels_are_cut),
	    cmocka_unit_test(google_voice__fixture_facts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
