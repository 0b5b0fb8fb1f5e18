/* tests/read/test_tiktok.c
 * A TikTok download, whose sections have another name every year. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

static void
read_file(struct collect *c, const char *bytes, const char *me)
{
	hard_text(c, &tiktok_format, bytes, me);
}

#define CHAT(messages)                                                                             \
	"{\"Any Name\":{\"Other\":{\"ChatHistory\":{\"Chat History with dan_r:\":[" messages "]}}"
#define SAYS(from, words)                                                                          \
	"{\"Date\":\"2024-03-24 21:05:07\",\"From\":\"" from "\",\"Content\":\"" words "\"}"
#define OWNER "},\"Profile\":{\"Info\":{\"ProfileMap\":{\"userName\":\"maya_o\"}}}}"

static void
chats__are_found_by_shape_under_any_name(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CHAT(SAYS("dan_r", "found your account")) "}}", NULL);
	assert_int_equal(c.count, 1);
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07Z");
	assert_text(record_claim(&c.records[0], "written-time"), "2024-03-24 21:05:07");
	assert_text(c.records[0].conversation, "dan_r");
	assert_text(c.records[0].from.handle, "dan_r");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 1);
	collect_fini(&c);
}

/* The profile stands behind the messages. */
static void
owner__is_found_before_the_messages_are_read(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CHAT(SAYS("dan_r", "one") "," SAYS("maya_o", "two")) OWNER, NULL);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_text(c.records[1].to[0].handle, "dan_r");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
}

/* A list whose first object says who wrote what is a chat, and so is every list in ChatHistory. */
/* A chat of two has two names; whose the third one was is not said. */
static void
chats__of_two_have_no_third_writer(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    CHAT(SAYS("dan_r", "one") "," SAYS("maya_o", "two") "," SAYS("x", "three")) OWNER,
	    NULL);
	assert_int_equal(c.count, 3);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_int_equal(c.records[2].direction, DIRECTION_UNKNOWN);
	assert_text(record_doubt(&c.records[2], "sender-unlisted")->detail, "x");
	assert_int_equal(collect_doubted(&c, "sender-unlisted"), 1);
	collect_fini(&c);
}

static void
chats__under_names_that_are_not_known_are_read(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &tiktok_format, "tests/corpora/tiktok/good/other-chats", NULL);
	assert_int_equal(c.count, 6);
	assert_text(c.records[0].conversation, "dan_r");
	assert_text(c.records[1].conversation, "Talk with dan_r2");
	assert_text(c.records[1].body, "found you");
	assert_int_equal(c.records[2].direction, DIRECTION_OUT);
	assert_int_equal(c.records[2].to_count, 0);
	assert_text(record_doubt(&c.records[3], "no-sender")->code, "no-sender");
	assert_text(record_claim(&c.records[3], "other"), "Emoji: \xf0\x9f\x91\x80");
	assert_text(c.records[4].conversation, "Weekend plans");
	assert_text(c.records[5].body, "out of a list of another name");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
}

static void
chats__are_no_lists_of_other_things(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "{\"A\":{\"L\":[{\"From\":\"x\",\"Link\":{\"Content\":1}},{\"From\":\"x\",\"Content\":"
	    "\"y\"}"
	    "],\"M\":[],\"N\":[7,{\"From\":\"x\",\"Content\":\"y\"}],\"O\":[\"{\\\"From\"]},\"B\":{"
	    "\"ChatHistory\":{\"P\":\"words\",\"Q\":null,\"R\":[]}}}",
	    NULL);
	assert_int_equal(c.count, 1);
	assert_slice(c.records[0].raw, "\"words\"");
	collect_fini(&c);
}

/* What else a message holds is kept: words as a claim, the rest with its bytes. */
static void
values__that_are_not_known_are_kept(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    CHAT("{\"From\":\"dan_r\",\"Content\":\"x\",\"Likes\":2,\"Seen\":true,\"None\":null,"
		 "\"Video\":{\"Link\":\"https://example.com/v\"}}") "}}",
	    NULL);
	assert_int_equal(c.records[0].claims_count, 2);
	assert_text(c.records[0].claims[0].value, "Likes: 2");
	assert_text(c.records[0].claims[1].value, "Seen: true");
	assert_text(record_doubt(&c.records[0], "unknown-part")->detail, "Video");
	assert_true(c.records[0].raw.n != 0);
	collect_fini(&c);
}

static void
account__blocked_people_and_logins_are_events(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "{\"App Settings\":{\"Block\":{\"BlockList\":[{\"Date\":\"2024-03-24 21:10:00\","
	    "\"UserName\":\"dan_r\"}]}},\"Activity\":{\"Login History\":{\"LoginHistoryList\":[{"
	    "\"Date\":\"2024-03-24 20:00:00 UTC\",\"IP\":\"192.0.2.10\",\"DeviceModel\":"
	    "\"iPhone14,5\"}]}}}",
	    NULL);
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[0].kind, KIND_SYSTEM);
	assert_text(c.records[0].body, "This account blocked: dan_r");
	assert_text(c.records[0].to[0].handle, "dan_r");
	assert_text(record_claim(&c.records[1], "ip-address"), "192.0.2.10");
	assert_text(record_claim(&c.records[1], "device"), "iPhone14,5");
	hard_instant(&c.records[1].when, "2024-03-24T20:00:00Z");
	collect_fini(&c);
}

static void
values__of_another_kind_are_kept(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CHAT("7,{\"From\":\"dan_r\",\"Content\":{\"a\":1}}") "}}", NULL);
	assert_int_equal(c.count, 2);
	assert_slice(c.records[0].raw, "7");
	assert_true(c.records[1].raw.n != 0);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "not-understood"), 1);
	collect_fini(&c);
}

static void
probe__knows_it_when_the_messages_come_late(void **state)
{
	(void)state;
	assert_true(tiktok_format.probe(SLICE_LITERAL("{\"Activity\":{\"Video Browsing History\":{"
						      "\"VideoList\":[{\"Date\":\"x")) >= 70);
	assert_int_equal(tiktok_format.probe(SLICE_LITERAL("{\"Activity\":{\"a\":1}}")), 0);
	assert_int_equal(tiktok_format.probe(SLICE_LITERAL("[{\"ChatHistory\":{}}]")), 0);
}

static void
facts__of_the_composed_downloads(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have("../shared/fixtures"))
		skip();
	collect_init(&c);
	assert_ok(collect_file(&c, &tiktok_format,
		      "../shared/fixtures/tiktok/synth_user_data_tiktok.json", NULL),
	    &c.err);
	assert_int_equal(c.count, 4);
	assert_text(c.records[1].body, "blocked");
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	collect_fini(&c);
}

static void
reader__bears_pieces_cuts_and_wrong_bytes(void **state)
{
	(void)state;
	hard_seed(&tiktok_format, "tests/corpora/tiktok/good/newer");
	hard_seed(&tiktok_format, "tests/corpora/tiktok/good/other-chats");
	hard_pieces(&tiktok_format, SLICE_LITERAL(CHAT(SAYS("dan_r", "\xc2\xa3")) OWNER));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(chats__are_found_by_shape_under_any_name),
	    cmocka_unit_test(owner__is_found_before_the_messages_are_read),
	    cmocka_unit_test(chats__of_two_have_no_third_writer),
	    cmocka_unit_test(chats__under_names_that_are_not_known_are_read),
	    cmocka_unit_test(chats__are_no_lists_of_other_things),
	    cmocka_unit_test(values__that_are_not_known_are_kept),
	    cmocka_unit_test(account__blocked_people_and_logins_are_events),
	    cmocka_unit_test(values__of_another_kind_are_kept),
	    cmocka_unit_test(probe__knows_it_when_the_messages_come_late),
	    cmocka_unit_test(facts__of_the_composed_downloads),
	    cmocka_unit_test(reader__bears_pieces_cuts_and_wrong_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
