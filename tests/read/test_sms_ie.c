/* tests/read/test_sms_ie.c
 * "SMS Import / Export": messages one a line or in an array, calls, contacts. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define SEEDS "tests/corpora/sms_ie/"

static void
texts__are_as_the_telephone_lists_them(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sms_ie_format, SEEDS "good/messages.ndjson", NULL);
	assert_int_equal(c.count, 8);
	assert_int_equal(c.records[0].kind, KIND_MESSAGE);
	assert_text(c.records[0].channel, "sms");
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_text(c.records[0].from.handle, "+447700900202");
	assert_text(c.records[0].from.name, "Dan");
	assert_text(c.records[0].conversation, "+447700900202");
	assert_text(c.records[0].body, "I know you're home \xf0\x9f\x8f\xa0");
	hard_instant(&c.records[0].when, "2024-03-24T21:06:07.340Z");
	assert_text(record_claim(&c.records[0], "sent"), "2024-03-24T21:06:06Z");
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_text(c.records[1].to[0].handle, "+447700900202");
	assert_true(record_marked(&c.records[2], "draft"));
	assert_true(record_marked(&c.records[3], "failed"));
	assert_text(record_claim(&c.records[3], "error-code"), "31");
	/* Here the word is one that somebody wrote: nothing is not written at all. */
	assert_text(c.records[4].body, "null");
	assert_non_null(record_doubt(&c.records[5], "number-unknown"));
	assert_int_equal(c.records[5].marks_count, 0);
	assert_null(c.records[5].from.handle.p);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
}

static void
multimedia__finds_its_files_beside_it(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sms_ie_format, SEEDS "good/messages.ndjson", NULL);
	assert_text(c.records[6].channel, "mms");
	hard_instant(&c.records[6].when, "2024-03-24T21:06:41Z"); /* in seconds */
	assert_text(c.records[6].body, "look");
	assert_int_equal(c.records[6].attachments_count, 1);
	assert_text(c.records[6].attachments[0].name, "data/PART_1711314400123");
	assert_int_equal(c.records[6].attachments[0].source, ATTACHMENT_BESIDE);
	assert_text(record_claim(&c.records[6], "attachment-name"), "IMG_0001.jpg");
	assert_text(record_claim(&c.records[6], "smil"), "<smil><body/></smil>");
	assert_int_equal(c.records[7].direction, DIRECTION_OUT);
	assert_int_equal(c.records[7].to_count, 2);
	assert_text(c.records[7].subject, "No");
	assert_null(c.records[7].from.as_written.p);
	collect_fini(&c);
}

static void
multimedia__of_the_first_version_holds_its_files(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sms_ie_format, SEEDS "good/messages-v1.json", NULL);
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].from.name, "Dan");
	assert_int_equal(c.extracts_count, 1);
	assert_slice(buf_slice(&c.extracts[0].data), "\xff\xd8\xff\xe0 picture");
	assert_text(c.records[1].attachments[0].name, "a.jpg");
	assert_text(c.records[1].attachments[0].type, "image/jpeg");
	collect_fini(&c);
}

static void
multimedia__in_a_group_names_everybody_once(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sms_ie_format, SEEDS "good/group", NULL);
	assert_int_equal(c.records[0].to_count, 2);
	assert_text(c.records[0].from.handle, "+447700900202");
	assert_non_null(record_doubt(&c.records[1], "sender-unknown"));
	collect_fini(&c);
}

/* What came in to a group and what the owner answered are one conversation, and not the one that
 * the owner has with him alone. */
static void
multimedia__of_a_group_is_one_conversation(void **state)
{
	static const char *const conversations[] = {"+447700900202~+447700900101~+447700900303",
	    "+447700900202~+447700900101~+447700900303", "+447700900202", "+447700900202",
	    "+447700900202~+447700900303", "+447700900202~+447700900303~+447700900101",
	    "+447700900202", "+447700900202"};
	const struct reading_options options = {.me = TEXT_LITERAL("07700 900101")};
	struct collect c;

	(void)state;
	hard_file(&c, &sms_ie_format, SEEDS "good/groups", NULL);
	assert_int_equal(c.count, COUNT_OF(conversations));
	for (size_t i = 0; i < COUNT_OF(conversations); i++)
		assert_text(c.records[i].conversation, conversations[i]);
	collect_fini(&c);
	hard_file(&c, &sms_ie_format, SEEDS "good/groups", &options);
	assert_text(c.records[0].conversation, "+447700900202~+447700900303");
	collect_fini(&c);
}

/* Box, type and addresses do not agree: none of them is believed.  In the last two they do. */
static void
multimedia__that_contradicts_itself_is_left_open(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sms_ie_format, SEEDS "bad/direction-differs", NULL);
	assert_int_equal(c.count, 5);
	for (size_t i = 0; i < 3; i++) {
		assert_non_null(record_doubt(&c.records[i], "direction-differs"));
		assert_int_equal(c.records[i].direction, DIRECTION_UNKNOWN);
	}
	assert_text(c.records[0].from.handle, "+447700900202");
	assert_null(c.records[1].from.handle.p);
	assert_text(c.records[1].to[0].handle, "+447700900202");
	assert_text(c.records[2].from.handle, "+447700900202");
	for (size_t i = 3; i < 5; i++)
		assert_null(record_doubt(&c.records[i], "direction-differs"));
	assert_int_equal(c.records[3].direction, DIRECTION_IN);
	assert_int_equal(c.records[4].direction, DIRECTION_OUT);
	collect_fini(&c);
}

static void
columns__that_are_not_known_are_claims(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sms_ie_format, SEEDS "good/groups", NULL);
	assert_text(record_claim(&c.records[2], "sub-id"), "2");
	assert_text(record_claim(&c.records[2], "retrieve-text"), "Message too large");
	assert_text(record_claim(&c.records[2], "column-from-address"), "+447700900202");
	assert_text(record_claim(&c.records[6], "sub-id"), "2");
	assert_text(record_claim(&c.records[6], "column-group-type"), "4");
	assert_text(record_claim(&c.records[6], "column-new-flag"), "true");
	assert_int_equal(c.records[6].claims_count, 5); /* with its row and thread */
	assert_null(record_claim(&c.records[7], "sub-id").p);
	assert_non_null(record_doubt(&c.records[7], "not-understood"));
	assert_true(slice_starts(c.records[7].raw, "{\"_id\": \"8\""));
	collect_fini(&c);
	hard_file(&c, &sms_ie_format, SEEDS "good/calls-without-number.json", NULL);
	assert_text(record_claim(&c.records[0], "sub-id"), "8");
	assert_text(record_claim(&c.records[0], "column-phone-account-address"), "+447700900101");
	assert_null(record_claim(&c.records[0], "column-block-reason").p);
	collect_fini(&c);
}

static void
calls__are_withheld_only_where_the_telephone_says_so(void **state)
{
	static const char *const marks[] = {
	    NULL, "withheld", "payphone", NULL, NULL, "withheld", NULL};
	struct collect c;

	(void)state;
	hard_file(&c, &sms_ie_format, SEEDS "good/calls-without-number.json", NULL);
	assert_int_equal(collect_marked(&c, "withheld"), 2);
	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		assert_null(c.records[i].from.handle.p);
		if (marks[i] != NULL)
			assert_true(record_marked(&c.records[i], marks[i]));
		else
			assert_non_null(record_doubt(&c.records[i], "number-unknown"));
	}
	assert_int_equal(collect_doubted(&c, "number-unknown"), 4);
	collect_fini(&c);
}

static void
calls__out_reach_the_number_behind_what_hides_ones_own(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sms_ie_format, SEEDS "good/calls-without-number.json", NULL);
	assert_text(c.records[7].to[0].handle, "+447700900202");
	assert_text(c.records[7].to[0].as_written, "141 07700 900202");
	assert_text(c.records[7].conversation, "07700 900202");
	assert_text(record_claim(&c.records[7], "dialled-prefix"), "141");
	assert_text(c.records[8].to[0].handle, "+447700900202");
	assert_text(record_claim(&c.records[8], "dialled-prefix"), "1470");
	assert_text(c.records[9].from.handle, "14107700900202");
	collect_fini(&c);
}

static void
calls__missed_declined_blocked_withheld(void **state)
{
	static const char *const marks[] = {
	    NULL, NULL, "missed", "rejected", "blocked", "withheld", "voicemail"};
	struct collect c;

	(void)state;
	hard_file(&c, &sms_ie_format, SEEDS "good/calls.json", NULL);
	assert_int_equal(c.count, COUNT_OF(marks));
	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		assert_int_equal(c.records[i].kind, KIND_CALL);
		assert_text(c.records[i].channel, "call");
		assert_int_equal(c.records[i].direction, i == 1 ? DIRECTION_OUT : DIRECTION_IN);
		assert_int_equal(c.records[i].duration_s, i + 1);
		if (marks[i] != NULL)
			assert_true(record_marked(&c.records[i], marks[i]));
	}
	assert_text(record_claim(&c.records[6], "transcription"), "call me");
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "withheld-numbers"), 1);
	collect_fini(&c);
}

static void
contacts__have_numbers_and_addresses(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sms_ie_format, SEEDS "good/contacts.json", NULL);
	assert_int_equal(c.count, 1);
	assert_int_equal(c.records[0].kind, KIND_CONTACT);
	assert_text(c.records[0].subject, "Daniel Reed");
	assert_int_equal(c.records[0].to_count, 2);
	assert_text(c.records[0].to[1].handle, "dan@example.org");
	assert_text(record_claim(&c.records[0], "note"), "do not answer");
	collect_fini(&c);
}

static void
lines__that_are_broken_cost_themselves(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sms_ie_format, SEEDS "bad/broken-line", NULL);
	assert_int_equal(c.count, 7);
	assert_slice(c.records[1].raw, "{\"_id\":\"2\",\"body\":\"no end");
	assert_text(c.records[2].body, "c");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "broken-value"), 1);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "not-understood"), 1);
	collect_fini(&c);
	hard_file(&c, &sms_ie_format, SEEDS "bad/wrong-types", NULL);
	assert_int_equal(collect_doubted(&c, "not-understood"), 3);
	collect_fini(&c);
}

static void
files__have_no_way_out_of_their_folder(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sms_ie_format, SEEDS "bad/paths", NULL);
	assert_text(c.records[0].attachments[0].name, "data/passwd");
	assert_int_equal(c.records[0].attachments[1].source, ATTACHMENT_MISSING);
	assert_non_null(record_doubt(&c.records[0], "unsafe-name"));
	collect_fini(&c);
}

static void
times__that_cannot_be_are_doubted(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sms_ie_format, SEEDS "bad/absurd-dates", NULL);
	assert_non_null(record_doubt(&c.records[0], "date-unreadable"));
	assert_non_null(record_doubt(&c.records[1], "date-implausible"));
	assert_text(record_claim(&c.records[2], "written-time"), "soon");
	hard_instant(&c.records[5].when, "2024-03-24T21:06:40Z"); /* in milliseconds after all */
	collect_fini(&c);
}

static int
probe(const char *bytes)
{
	return sms_ie_format.probe(slice_of(bytes, strlen(bytes)));
}

static void
probe__leaves_other_json_alone(void **state)
{
	(void)state;
	assert_int_equal(probe("{\"_id\":\"1\",\"date\":\"1\",\"thread_id\":\"1\",\"type\":\"1\","
			       "\"address\":\"x\"}\n"),
	    85);
	assert_int_equal(probe("[{\"_id\":\"1\",\"date\":\"1\",\"number\":\"\",\"type\":\"1\","
			       "\"duration\":\"0\"}]"),
	    85);
	assert_int_equal(probe("{\"_id\":\"1\",\"date\":\"1\",\"type\":\"message\"}"), 0);
	assert_int_equal(probe("[{\"id\":1,\"date\":\"2024\",\"type\":\"message\"}]"), 0);
	assert_int_equal(probe("[]"), 0);
	assert_int_equal(probe(""), 0);
}

static void
messages__are_told_by_any_of_the_first_lines(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sms_ie_format, SEEDS "good/draft-first.ndjson", NULL);
	assert_int_equal(c.count, 3);
	assert_int_equal(c.records[0].kind, KIND_MESSAGE);
	assert_true(record_marked(&c.records[0], "draft"));
	assert_text(c.records[1].body, "hi");
	/* Its subject is kept as bytes that look like letters. */
	assert_text(c.records[2].subject, "Ne m\xe2\x80\x99ignore pas");
	assert_text(record_claim(&c.records[2], "subject-written"),
	    "Ne m\xc3\xa2\xc2\x80\xc2\x99ignore pas");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
}

static void
blocked_numbers__are_said(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sms_ie_format, SEEDS "good/blocked-numbers.ndjson", NULL);
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[0].kind, KIND_SYSTEM);
	assert_int_equal(c.records[0].direction, DIRECTION_NONE);
	assert_text(c.records[0].to[0].handle, "+447700900202");
	assert_text(record_claim(&c.records[0], "blocked"), "yes");
	assert_text(c.records[1].to[0].as_written, "Dan@example.net");
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "when-blocked"), 1);
	collect_fini(&c);
}

static void
reader__bears_pieces_cuts_and_wrong_bytes(void **state)
{
	(void)state;
	hard_seed(&sms_ie_format, SEEDS "good/messages.ndjson");
	hard_seed(&sms_ie_format, SEEDS "good/messages-v1.json");
	hard_seed_pieces(&sms_ie_format, SEEDS "good/calls.json");
	hard_seed_pieces(&sms_ie_format, SEEDS "bad/broken-line");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts__are_as_the_telephone_lists_them),
	    cmocka_unit_test(multimedia__finds_its_files_beside_it),
	    cmocka_unit_test(multimedia__of_the_first_version_holds_its_files),
	    cmocka_unit_test(multimedia__in_a_group_names_everybody_once),
	    cmocka_unit_test(multimedia__of_a_group_is_one_conversation),
	    cmocka_unit_test(multimedia__that_contradicts_itself_is_left_open),
	    cmocka_unit_test(columns__that_are_not_known_are_claims),
	    cmocka_unit_test(calls__are_withheld_only_where_the_telephone_says_so),
	    cmocka_unit_test(calls__out_reach_the_number_behind_what_hides_ones_own),
	    cmocka_unit_test(calls__missed_declined_blocked_withheld),
	    cmocka_unit_test(contacts__have_numbers_and_addresses),
	    cmocka_unit_test(lines__that_are_broken_cost_themselves),
	    cmocka_unit_test(files__have_no_way_out_of_their_folder),
	    cmocka_unit_test(times__that_cannot_be_are_doubted),
	    cmocka_unit_test(probe__leaves_other_json_alone),
	    cmocka_unit_test(messages__are_told_by_any_of_the_first_lines),
	    cmocka_unit_test(blocked_numbers__are_said),
	    cmocka_unit_test(reader__bears_pieces_cuts_and_wrong_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
