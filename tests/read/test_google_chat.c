/* tests/read/test_google_chat.c
 * Google Chat out of Google Takeout. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "read/formats/google_date.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define CORPUS   "tests/corpora/google_chat/"
#define FIXTURES "../shared/fixtures/google/synth_chat/Groups/DM AbCdEfG"

static void
read_file(struct collect *c, const char *path, const struct reading_options *options)
{
	hard_file(c, &google_chat_format, path, options);
}

static void
google_chat__reads_dates_of_24_and_of_12_hours(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/two_shapes.json", NULL);
	assert_int_equal(c.count, 5);
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07Z");
	hard_instant(&c.records[1].when, "2024-03-24T21:06:00Z");
	hard_instant(&c.records[3].when, "2024-03-25T00:00:00Z");
	hard_instant(&c.records[4].when, "2024-03-25T12:30:00Z");
	assert_text(
	    record_claim(&c.records[0], "written-time"), "Sunday, 24 March 2024 at 21:05:07 UTC");
	assert_text(c.records[0].body, "answer your phone");
	assert_text(c.records[0].conversation, "dmAAA");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 1);
	collect_fini(&c);
}

static void
google_chat__keeps_the_stub_of_a_deleted_message(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/two_shapes.json", NULL);
	assert_true(record_marked(&c.records[2], "deleted"));
	assert_int_equal(c.records[2].body.n, 0);
	assert_int_equal(c.records[2].direction, DIRECTION_UNKNOWN);
	assert_text(record_claim(&c.records[2], "deleted-by"), "CREATOR");
	collect_fini(&c);
}

static void
google_chat__names_the_file_as_it_was_exported(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/two_shapes.json", NULL);
	assert_int_equal(c.records[1].attachments_count, 1);
	assert_text(c.records[1].attachments[0].name, "File-door.jpg");
	assert_int_equal(c.records[1].attachments[0].source, ATTACHMENT_BESIDE);
	assert_text(record_claim(&c.records[1], "original-name"), "door.jpg");
	collect_fini(&c);
	read_file(&c, CORPUS "bad/names.json", NULL);
	assert_int_equal(c.records[0].attachments_count, 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(c.records[0].attachments[i].source, ATTACHMENT_MISSING);
	assert_non_null(record_doubt(&c.records[0], "unsafe-name"));
	collect_fini(&c);
}

static void
google_chat__doubts_dates_in_other_languages_and_keeps_their_words(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/languages.json", NULL);
	assert_int_equal(c.count, 6);
	assert_int_equal(c.records[0].when.basis, BASIS_NONE);
	assert_text(record_doubt(&c.records[0], "date-unreadable")->detail,
	    "Sonntag, 24. M\xc3\xa4rz 2024 um 21:05:07 UTC");
	assert_text(record_claim(&c.records[1], "written-time"),
	    "dimanche 24 mars 2024 \xc3\xa0 21:05:07 UTC");
	hard_instant(&c.records[2].when, "2024-03-24T21:05:07Z");
	hard_instant(&c.records[3].when, "2024-03-24T21:05:07Z");
	assert_non_null(record_doubt(&c.records[3], "weekday-differs"));
	assert_int_equal(c.records[4].when.basis, BASIS_LOCAL);
	assert_int_equal(c.records[4].when.precision, PRECISION_MINUTE);
	assert_int_equal(c.records[5].when.basis, BASIS_NONE);
	collect_fini(&c);
}

/* Messages that do not name their conversation: their folder does. */
static void
google_chat__takes_the_conversation_from_the_folder(void **state)
{
	static const char *const folders[] = {"DM dmAAA", "Space dmAAA", "Groups", "DM ", ""};
	struct reading_options options = {.me = TEXT_NONE};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(folders); i++) {
		options.folder = folders[i][0] != 0 ? text_of_c(folders[i]) : TEXT_NONE;
		read_file(&c, CORPUS "good/no_message_id.json", &options);
		assert_int_equal(c.count, 3);
		for (size_t j = 0; i < 2 && j < 2; j++)
			assert_text(c.records[j].conversation, "dmAAA");
		assert_int_equal(collect_doubted(&c, "chat-unknown"), i < 2 ? 0 : 2);
		/* One that says it itself. */
		assert_text(c.records[2].conversation, "dmBBB");
		collect_fini(&c);
	}
}

static void
google_chat__tells_direction_by_name_or_address(void **state)
{
	static const char *const names[] = {"Maya Okafor", "maya@example.org", "MAYA@example.org"};
	struct reading_options options = {.me = TEXT_NONE};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		options.me = text_of_c(names[i]);
		read_file(&c, CORPUS "good/two_shapes.json", &options);
		assert_int_equal(c.records[0].direction, DIRECTION_IN);
		assert_int_equal(c.records[3].direction, DIRECTION_OUT);
		assert_text(c.records[3].from.handle, "maya@example.org");
		assert_text(c.records[3].from.name, "Maya Okafor");
		assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 0);
		collect_fini(&c);
	}
}

#define SAID(name, email)                                                                          \
	"{\"creator\":{\"name\":\"" name "\",\"email\":\"" email "\",\"user_type\":\"Human\"},"    \
	"\"created_date\":\"Sunday, March 24, 2024 at 9:05:01 PM UTC\",\"text\":\"x\","            \
	"\"topic_id\":\"t\",\"message_id\":\"a/t/m\"}"
#define MOCK SAID("maya@example.org", "dan@example.org")

/* Anybody may call himself what she is called in the post. */
static void
google_chat__a_name_like_the_owners_address_is_not_hers(void **state)
{
	static const char *const given[] = {"maya@example.org", "Maya <Maya@example.org>",
	    "m.okafor@example.com, maya@example.org"};
	struct collect c;

	(void)state;
	hard_text(&c, &google_chat_format, "{\"messages\":[" MOCK "," MOCK "]}", given[0]);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(c.records[i].direction, DIRECTION_IN);
		assert_non_null(record_doubt(&c.records[i], "name-looks-like-address"));
	}
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "me-not-found"), 1);
	collect_fini(&c);
	for (size_t i = 0; i < COUNT_OF(given); i++) {
		hard_text(&c, &google_chat_format,
		    "{\"messages\":[" MOCK "," SAID("Maya", "maya@example.org") "," MOCK "]}",
		    given[i]);
		assert_int_equal(c.records[0].direction, DIRECTION_IN);
		assert_int_equal(c.records[1].direction, DIRECTION_OUT);
		assert_int_equal(c.records[1].doubts_count, 0);
		assert_int_equal(c.records[2].direction, DIRECTION_IN);
		assert_int_equal(collect_notes(&c, NOTE_DOUBT, "me-not-found"), 0);
		collect_fini(&c);
	}
}

/* She told one; he writes under another: neither is like the other, and nothing is known. */
static void
google_chat__a_name_like_the_owners_number_is_not_known(void **state)
{
	struct collect c;

	(void)state;
	hard_text(&c, &google_chat_format,
	    "{\"messages\":[" SAID("07700 900101", "dan@example.org") "]}", "+447700900101");
	assert_int_equal(c.records[0].direction, DIRECTION_UNKNOWN);
	assert_non_null(record_doubt(&c.records[0], "same-name"));
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 1);
	collect_fini(&c);
}

static void
google_chat__keeps_edits_quotes_links_and_reactions(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/rich.json", NULL);
	assert_text(record_claim(&c.records[0], "annotation"), "A page https://example.org/a");
	assert_text(record_claim(&c.records[0], "reaction"), "\xf0\x9f\x91\x8d maya@example.org");
	assert_true(record_marked(&c.records[1], "edited"));
	assert_text(record_claim(&c.records[1], "earlier"),
	    "Tuesday, 26 March 2024 at 08:01:00 UTC first words");
	assert_text(record_claim(&c.records[2], "quoted"), "edited words");
	assert_text(record_claim(&c.records[2], "reply-to"), "dmAAA/t2/m2");
	assert_text(record_claim(&c.records[3], "user-type"), "Bot");
	assert_int_equal(c.records[4].attachments_count, 2);
	assert_int_equal(c.records[4].attachments[1].source, ATTACHMENT_MISSING);
	collect_fini(&c);
}

static void
google_chat__lists_who_is_in_a_conversation(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/group_info.json", NULL);
	assert_int_equal(c.count, 3);
	assert_int_equal(c.records[0].kind, KIND_CONTACT);
	assert_int_equal(c.records[0].direction, DIRECTION_NONE);
	assert_text(c.records[0].conversation, "Flat 3B \xf0\x9f\x8f\xa0");
	assert_text(c.records[0].to[0].handle, "daniel@example.org");
	assert_text(c.records[1].subject, "Maya Okafor");
	assert_text(c.records[2].to[0].name, "Old Account");
	collect_fini(&c);
	read_file(&c, CORPUS "good/user_info.json", NULL);
	assert_int_equal(c.count, 3);
	assert_text(c.records[0].to[0].handle, "maya@example.org");
	assert_int_equal(c.records[1].kind, KIND_SYSTEM);
	assert_text(c.records[1].conversation, "DM/dmAAA");
	assert_text(c.records[1].body, "MEMBER_JOINED");
	collect_fini(&c);
}

static void
google_chat__keeps_the_bytes_of_what_it_does_not_understand(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "bad/broken_value.json", NULL);
	assert_int_equal(c.count, 3);
	assert_non_null(record_doubt(&c.records[1], "not-understood"));
	assert_slice(c.records[1].raw, "{\"creator\" \"Daniel\"}");
	assert_text(c.records[2].body, "three");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "broken-value"), 1);
	collect_fini(&c);
	read_file(&c, CORPUS "bad/wrong_types.json", NULL);
	assert_slice(c.records[0].raw, "1");
	assert_int_equal(collect_doubted(&c, "not-understood"), 8);
	assert_true(c.records[4].raw.n != 0);
	collect_fini(&c);
	read_file(&c, CORPUS "bad/cut.json", NULL);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 2);
	collect_fini(&c);
}

static void
google_chat__reads_no_date_that_cannot_be(void **state)
{
	struct google_date date;
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "bad/absurd_dates.json", NULL);
	assert_int_equal(c.count, 10);
	assert_int_equal(collect_doubted(&c, "date-unreadable"), 8);
	assert_int_equal(collect_doubted(&c, "date-implausible"), 2);
	collect_fini(&c);
	assert_true(google_date_parse(TEXT_LITERAL("Feb 29, 2024, 1:02 AM UTC"), &date));
	assert_true(date.utc && !date.has_second && !date.weekday);
	assert_false(google_date_parse(TEXT_LITERAL("Feb 29, 2023, 1:02 AM UTC"), &date));
	assert_false(google_date_parse(TEXT_LITERAL("Feb 29, 2024, 1:02 AM UTC UTC"), &date));
	assert_false(google_date_parse(TEXT_NONE, &date));
}

static void
google_chat__is_known_by_content(void **state)
{
	struct slice bytes = load_file(CORPUS "good/two_shapes.json");
	struct slice members = load_file(CORPUS "good/group_info.json");
	struct slice user = load_file(CORPUS "good/user_info.json");
	static const char telegram[] = "{\"name\":\"D\",\"type\":\"personal_chat\",\"id\":1,"
				       "\"messages\":[{\"id\":1,\"date_unixtime\":\"1\"}]}";

	(void)state;
	assert_ptr_equal(format_of_head(bytes), &google_chat_format);
	assert_ptr_equal(format_of_head(members), &google_chat_format);
	assert_ptr_equal(format_of_head(user), &google_chat_format);
	assert_int_equal(google_chat_format.probe(SLICE_LITERAL(telegram)), 0);
	assert_int_equal(google_chat_format.probe(SLICE_LITERAL("")), 0);
	load_free(bytes);
	load_free(members);
	load_free(user);
}

static void
google_chat__stands_small_reads_cuts_and_flips(void **state)
{
	struct slice bytes = load_file(CORPUS "good/rich.json");

	(void)state;
	hard_pieces(&google_chat_format, bytes);
	hard_cuts(&google_chat_format, bytes);
	hard_flips(&google_chat_format, bytes);
	load_free(bytes);
}

static void
google_chat__fixture_facts(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have(FIXTURES))
		skip();
	read_file(&c, FIXTURES "/messages.json", NULL);
	assert_int_equal(c.count, 3);
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07Z");
	hard_instant(&c.records[1].when, "2024-03-24T21:06:00Z");
	hard_instant(&c.records[2].when, "2024-03-24T21:07:00Z");
	assert_int_equal(collect_marked(&c, "deleted"), 1);
	assert_text(c.records[1].attachments[0].name, "File-door.jpg");
	collect_fini(&c);
	read_file(&c, FIXTURES "/group_info.json", NULL);
	assert_int_equal(c.count, 2);
	collect_fini(&c);
}

static void
google_chat__members_that_are_not_known_are_kept(void **state)
{
	const struct record *record;
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/members_of_tomorrow.json", NULL);
	record = &c.records[0];
	assert_text(record_claim(record, "deleted-at"), "Monday, 25 March 2024 at 08:00:00 UTC");
	assert_text(record_claim(record, "acting-user"), "App Bot");
	assert_text(record_claim(record, "other"), "shade: x");
	assert_null(record_doubt(record, "unknown-part"));
	record = &c.records[1];
	assert_text(record_claim(record, "other"), "stars: 15");
	assert_text(record_doubt(record, "unknown-part")->detail, "poll");
	assert_true(slice_find(record->raw, SLICE_LITERAL("when?")) != SIZE_MAX);
	assert_text(record_claim(record, "quoted-file"), "door.jpg File-door.jpg");
	assert_text(record_claim(record, "annotation"), "task deleted: true");
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(google_chat__reads_dates_of_24_and_of_12_hours),
	    cmocka_unit_test(google_chat__keeps_the_stub_of_a_deleted_message),
	    cmocka_unit_test(google_chat__members_that_are_not_known_are_kept),
	    cmocka_unit_test(google_chat__names_the_file_as_it_was_exported),
	    cmocka_unit_test(google_chat__doubts_dates_in_other_languages_and_keeps_their_words),
	    cmocka_unit_test(google_chat__takes_the_conversation_from_the_folder),
	    cmocka_unit_test(google_chat__tells_direction_by_name_or_address),
	    cmocka_unit_test(google_chat__a_name_like_the_owners_address_is_not_hers),
	    cmocka_unit_test(google_chat__a_name_like_the_owners_number_is_not_known),
	    cmocka_unit_test(google_chat__keeps_edits_quotes_links_and_reactions),
	    cmocka_unit_test(google_chat__lists_who_is_in_a_conversation),
	    cmocka_unit_test(google_chat__keeps_the_bytes_of_what_it_does_not_understand),
	    cmocka_unit_test(google_chat__reads_no_date_that_cannot_be),
	    cmocka_unit_test(google_chat__is_known_by_content),
	    cmocka_unit_test(google_chat__stands_small_reads_cuts_and_flips),
	    cmocka_unit_test(google_chat__fixture_facts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
