/* tests/read/test_hangouts.c
 * Hangouts.json out of Google Takeout. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define CORPUS "tests/corpora/hangouts/"

static void
read_file(struct collect *c, const char *path, const struct reading_options *options)
{
	hard_file(c, &hangouts_format, path, options);
}

static void
hangouts__reads_messages_with_microseconds(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/two_chats.json", NULL);
	assert_int_equal(c.count, 10);
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07.463001Z");
	assert_text(c.records[0].body, "where are you");
	assert_text(c.records[0].conversation, "Daniel Reed");
	assert_text(record_claim(&c.records[0], "conversation-id"), "UgxA");
	assert_text(c.records[2].body, "look example.org/a\n\n\xf0\x9f\x91\x80");
	assert_text(record_claim(&c.records[2], "link"), "https://example.org/a");
	collect_fini(&c);
}

static void
hangouts__knows_the_owner_by_the_file_itself(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/two_chats.json", NULL);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_text(c.records[0].from.handle, "100000000000000000002");
	assert_text(c.records[0].from.name, "Daniel Reed");
	assert_text(record_claim(&c.records[0], "phone"), "+447700900202");
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_int_equal(c.records[1].to_count, 1);
	assert_text(c.records[1].to[0].name, "Daniel Reed");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
}

/* What one conversation says of the account holds for the next, which says nothing. */
static void
hangouts__has_one_account_for_all_conversations(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/self_in_one.json", NULL);
	assert_int_equal(c.count, 4);
	assert_int_equal(c.records[2].direction, DIRECTION_IN);
	assert_int_equal(c.records[3].direction, DIRECTION_OUT);
	collect_fini(&c);
}

static void
hangouts__asks_who_the_owner_is_only_when_the_file_does_not_say(void **state)
{
	struct reading_options options = {.me = TEXT_LITERAL("Maya Okafor")};
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/no_self.json", NULL);
	assert_int_equal(c.records[0].direction, DIRECTION_UNKNOWN);
	assert_text(c.records[0].conversation, "U");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 1);
	collect_fini(&c);
	read_file(&c, CORPUS "good/no_self.json", &options);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_text(c.records[1].conversation, "Daniel Reed");
	collect_fini(&c);
}

static void
hangouts__names_photographs_and_places(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/two_chats.json", NULL);
	assert_int_equal(c.records[2].attachments_count, 1);
	assert_text(c.records[2].attachments[0].name, "door.jpg");
	assert_int_equal(c.records[2].attachments[0].source, ATTACHMENT_BESIDE);
	assert_true(record_marked(&c.records[3], "location"));
	assert_text(c.records[3].place, "51.501364,-0.14189");
	assert_text(record_claim(&c.records[3], "place-name"), "Station");
	assert_text(record_claim(&c.records[3], "attachment"), "b");
	collect_fini(&c);
	read_file(&c, CORPUS "bad/names.json", NULL);
	assert_int_equal(c.records[0].attachments_count, 7);
	assert_int_equal(c.records[0].attachments[4].source, ATTACHMENT_BESIDE);
	for (size_t i = 0; i < 7; i++)
		assert_true(i == 4 || c.records[0].attachments[i].source == ATTACHMENT_MISSING);
	collect_fini(&c);
}

static void
hangouts__reads_calls_and_what_happens_to_a_group(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/two_chats.json", NULL);
	assert_int_equal(c.records[4].kind, KIND_SYSTEM);
	assert_text(c.records[4].body, "START_HANGOUT: Daniel Reed");
	assert_int_equal(c.records[5].kind, KIND_CALL);
	assert_int_equal(c.records[5].duration_s, 60);
	assert_int_equal(c.records[6].kind, KIND_SYSTEM);
	assert_text(c.records[6].body, "JOIN: Maya Okafor");
	assert_text(
	    c.records[7].body, "RENAME_CONVERSATION:  \xe2\x86\x92 Flat 3B \xf0\x9f\x8f\xa0");
	assert_text(c.records[8].from.handle, "3");
	assert_null(c.records[8].from.name.p);
	assert_text(c.records[9].body, "LEAVE: 3");
	collect_fini(&c);
	read_file(&c, CORPUS "good/voicemail.json", NULL);
	assert_true(record_marked(&c.records[0], "voicemail"));
	assert_text(record_claim(&c.records[1], "event-type"), "SMS");
	collect_fini(&c);
}

/* Who ended a call need not have called. */
static void
hangouts__takes_the_caller_from_the_start_of_the_call(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/calls.json", NULL);
	assert_int_equal(c.count, 8);
	assert_int_equal(c.records[1].kind, KIND_CALL);
	assert_int_equal(c.records[1].direction, DIRECTION_IN);
	assert_text(c.records[1].from.name, "Daniel Reed");
	assert_int_equal(c.records[1].to_count, 0);
	assert_text(record_claim(&c.records[1], "ended-by"), "1");
	assert_text(record_claim(&c.records[1], "ended-by-name"), "Maya Okafor");
	assert_int_equal(c.records[3].direction, DIRECTION_OUT);
	assert_text(c.records[3].to[0].name, "Daniel Reed");
	/* Without a start, with one that is used up, and with one that comes later. */
	assert_int_equal(collect_doubted(&c, "caller-unknown"), 3);
	for (size_t i = 4; i < 8; i++) {
		assert_int_equal(c.records[i].kind, i != 5 ? KIND_CALL : KIND_SYSTEM);
		if (i == 5)
			continue;
		assert_int_equal(c.records[i].direction, DIRECTION_UNKNOWN);
		assert_int_equal(c.records[i].from.handle.n, 0);
	}
	collect_fini(&c);
}

#define CALL(at, type, more)                                                                       \
	"{\"conversation_id\":{\"id\":\"U\"},\"sender_id\":{\"gaia_id\":\"2\"},\"timestamp\":"     \
	"\"" at "\",\"hangout_event\":{\"event_type\":\"" type "\"" more "}}"
#define LASTS(seconds) ",\"hangout_duration_secs\":\"" seconds "\""
#define DAY_24         "1711317600000000"
#define DAY_25         "1711328400000000"

/* It began on the 24th at 22:00 and ended on the 25th at 01:00. */
static void
hangouts__calls_stand_at_their_begin(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	hard_text(&c, &hangouts_format,
	    "{\"conversations\":[{\"conversation\":{\"conversation\":{\"id\":{\"id\":\"U\"}}},"
	    "\"events\":[" CALL(DAY_24, "START_HANGOUT", "") "," CALL(
		DAY_25, "END_HANGOUT", LASTS("10800")) "," CALL(DAY_25, "END_HANGOUT",
		LASTS("10800")) "," CALL(DAY_25, "END_HANGOUT", "") "," CALL(DAY_24,
		"START_HANGOUT", "") "," CALL(DAY_25, "END_HANGOUT", LASTS("60")) "]}]}",
	    NULL);
	assert_int_equal(c.count, 6);
	r = &c.records[1];
	hard_instant(&r->when, "2024-03-24T22:00:00Z");
	hard_instant(&r->until, "2024-03-25T01:00:00Z");
	assert_int_equal(r->duration_s, 10800);
	assert_null(record_doubt(r, "times-differ"));
	r = &c.records[2];
	hard_instant(&r->when, "2024-03-24T22:00:00Z");
	assert_int_equal(r->until.basis, BASIS_NONE);
	assert_text(record_claim(r, "call-ended"), "2024-03-25T01:00:00Z");
	assert_non_null(record_doubt(r, "start-reckoned"));
	r = &c.records[3];
	hard_instant(&r->when, "2024-03-25T01:00:00Z");
	assert_non_null(record_doubt(r, "start-unknown"));
	assert_non_null(record_doubt(&c.records[5], "times-differ"));
	collect_fini(&c);
}

static void
hangouts__reads_the_older_shape_and_events_that_come_first(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "good/old_shape.json", NULL);
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].from.name, "Daniel Reed");
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	collect_fini(&c);
	read_file(&c, CORPUS "good/events_first.json", NULL);
	assert_int_equal(c.count, 2);
	assert_null(c.records[0].from.name.p);
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	collect_fini(&c);
}

static void
hangouts__tells_units_by_size_and_says_so(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "bad/times.json", NULL);
	assert_int_equal(c.count, 10);
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07Z");
	hard_instant(&c.records[1].when, "2024-03-24T21:05:07.463Z");
	assert_int_equal(collect_doubted(&c, "time-unit"), 2);
	assert_int_equal(c.records[2].when.basis, BASIS_NONE);
	assert_int_equal(collect_doubted(&c, "no-time"), 2);
	assert_int_equal(collect_doubted(&c, "date-unreadable"), 1);
	hard_instant(&c.records[6].when, "2024-03-24T21:05:07Z");
	hard_instant(&c.records[7].when, "2024-03-24T21:05:07.463001Z");
	assert_non_null(record_doubt(&c.records[8], "date-implausible"));
	collect_fini(&c);
}

static void
hangouts__keeps_the_bytes_of_what_it_does_not_understand(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CORPUS "bad/wrong_types.json", NULL);
	assert_int_equal(c.count, 15);
	assert_slice(c.records[0].raw, "7");
	assert_slice(c.records[2].raw, "{\"a\":1}");
	for (size_t i = 3; i < 14; i++)
		assert_true(c.records[i].raw.n != 0);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "unsupported"), 1);
	collect_fini(&c);
	read_file(&c, CORPUS "bad/broken_event.json", NULL);
	assert_int_equal(c.count, 3);
	assert_text(c.records[2].body, "after\x1b\xef\xbf\xbd");
	collect_fini(&c);
	read_file(&c, CORPUS "bad/described_twice.json", NULL);
	assert_int_equal(c.count, 1);
	assert_text(c.records[0].from.name, "N3");
	assert_int_equal(c.records[0].to_count, 0);
	collect_fini(&c);
}

static void
hangouts__is_known_by_content(void **state)
{
	static const char *const paths[] = {CORPUS "good/two_chats.json",
	    CORPUS "good/old_shape.json", CORPUS "good/events_first.json",
	    CORPUS "good/empty.json"};
	struct slice bytes;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		bytes = load_file(paths[i]);
		assert_ptr_equal(format_of_head(bytes), &hangouts_format);
		load_free(bytes);
	}
	assert_int_equal(hangouts_format.probe(SLICE_LITERAL("{\"conversations\":[]}")), 0);
	assert_int_equal(hangouts_format.probe(SLICE_LITERAL("{\"messages\":[]}")), 0);
}

static void
hangouts__stands_small_reads_cuts_and_flips(void **state)
{
	struct slice bytes = load_file(CORPUS "good/two_chats.json");

	(void)state;
	hard_pieces(&hangouts_format, bytes);
	hard_cuts(&hangouts_format, bytes);
	hard_flips(&hangouts_format, bytes);
	load_free(bytes);
}

static void
hangouts__members_that_are_not_known_are_kept(void **state)
{
	static const char bytes[] =
	    "{\"conversations\":[{\"conversation\":{},\"events\":[{\"sender_id\":{\"gaia_id\":"
	    "\"2\"},"
	    "\"timestamp\":\"1711314500000000\",\"chat_message\":{\"message_content\":{\"segment\":"
	    "["
	    "{\"type\":\"TEXT\",\"text\":\"hi\",\"shade\":\"x\"}]}},\"weird\":7,"
	    "\"edit\":{\"before\":\"ho\"},\"self_event_state\":{\"seen\":true}}]}]}";
	struct collect c;

	(void)state;
	hard_text(&c, &hangouts_format, bytes, "2");
	assert_int_equal(c.count, 1);
	assert_text(c.records[0].body, "hi");
	assert_text(record_claim(&c.records[0], "other"), "shade: x");
	assert_text(record_doubt(&c.records[0], "unknown-part")->detail, "edit");
	assert_true(slice_find(c.records[0].raw, SLICE_LITERAL("\"ho\"")) != SIZE_MAX);
	assert_int_equal(c.records[0].claims_count, 3);
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(hangouts__members_that_are_not_known_are_kept),
	    cmocka_unit_test(hangouts__reads_messages_with_microseconds),
	    cmocka_unit_test(hangouts__knows_the_owner_by_the_file_itself),
	    cmocka_unit_test(hangouts__has_one_account_for_all_conversations),
	    cmocka_unit_test(hangouts__asks_who_the_owner_is_only_when_the_file_does_not_say),
	    cmocka_unit_test(hangouts__names_photographs_and_places),
	    cmocka_unit_test(hangouts__reads_calls_and_what_happens_to_a_group),
	    cmocka_unit_test(hangouts__takes_the_caller_from_the_start_of_the_call),
	    cmocka_unit_test(hangouts__calls_stand_at_their_begin),
	    cmocka_unit_test(hangouts__reads_the_older_shape_and_events_that_come_first),
	    cmocka_unit_test(hangouts__tells_units_by_size_and_says_so),
	    cmocka_unit_test(hangouts__keeps_the_bytes_of_what_it_does_not_understand),
	    cmocka_unit_test(hangouts__is_known_by_content),
	    cmocka_unit_test(hangouts__stands_small_reads_cuts_and_flips),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
