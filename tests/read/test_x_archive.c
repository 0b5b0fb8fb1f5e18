/* tests/read/test_x_archive.c
 * An archive of X: people by number, names of files out of addresses, events of a group, and the
 * account. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

static void
read_file(struct collect *c, const char *bytes, const char *me)
{
	hard_text(c, &x_archive_format, bytes, me);
}

#define LIST(name, value) "window.YTD." name ".part0 = " value
#define CONVERSATION(messages)                                                                     \
	LIST("direct_messages", "[{\"dmConversation\":{\"conversationId\":\"1001-2002\","          \
				"\"messages\":[" messages "]}}]")
#define MESSAGE(rest)                                                                              \
	"{\"messageCreate\":{\"id\":\"12\",\"senderId\":\"2002\",\"recipientId\":\"1001\","        \
	"\"createdAt\":\"2024-03-24T21:05:07.123Z\"," rest "}}"

static void
message__is_a_number_writing_to_a_number(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CONVERSATION(MESSAGE("\"text\":\"delivered &amp; read? &lt;3\"")), "1001");
	assert_int_equal(c.count, 1);
	assert_text(c.records[0].from.handle, "2002");
	assert_text(c.records[0].to[0].handle, "1001");
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07.123Z");
	assert_text(c.records[0].body, "delivered & read? <3");
	assert_text(c.records[0].conversation, "1001-2002");
	collect_fini(&c);
	read_file(&c, CONVERSATION(MESSAGE("\"text\":\"x\"")), NULL);
	assert_int_equal(c.records[0].direction, DIRECTION_UNKNOWN);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 1);
	collect_fini(&c);
}

/* An id of twelve digits is no telephone number. */
static void
message__ids_stay_ids(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    CONVERSATION("{\"messageCreate\":{\"id\":\"1\",\"senderId\":\"447700900202\","
			 "\"recipientId\":\"07700900101\",\"text\":\"x\"}}"),
	    NULL);
	assert_text(c.records[0].from.handle, "447700900202");
	assert_text(c.records[0].to[0].handle, "07700900101");
	collect_fini(&c);
}

static void
message__files_are_called_by_message_and_address(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    CONVERSATION(MESSAGE("\"mediaUrls\":[\"https://ton.twitter.com/dm/12/1/abc.jpg?x=1\","
				 "\"https://x/..\"],\"urls\":[{\"expanded\":\"https://example.org/"
				 "map\"}]")),
	    NULL);
	assert_text(c.records[0].attachments[0].name, "direct_messages_media/12-abc.jpg");
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_BESIDE);
	assert_text(record_claim(&c.records[0], "link"), "https://example.org/map");
	collect_fini(&c);
}

static void
message__edits_and_reactions_are_claims(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    CONVERSATION(
		MESSAGE("\"text\":\"new\",\"editHistory\":[{\"createdAtSec\":\"1711314300\","
			"\"editedText\":\"I am outside &amp; wait\"}],\"reactions\":[{"
			"\"senderId\":\"1001\",\"reactionKey\":\"sad\",\"createdAt\":"
			"\"2024-03-24T21:06:00.000Z\"}]")),
	    NULL);
	assert_true(record_marked(&c.records[0], "edited"));
	assert_text(
	    record_claim(&c.records[0], "earlier-wording"), "1711314300 I am outside & wait");
	assert_text(record_claim(&c.records[0], "reaction"), "sad 1001 2024-03-24T21:06:00.000Z");
	collect_fini(&c);
}

static void
message__members_that_are_not_known_are_kept(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    CONVERSATION(
		MESSAGE("\"text\":\"x\",\"urls\":[],\"mediaUrls\":[],\"reactions\":[],"
			"\"note\":\"zzz\",\"card\":{\"a\":1}") ",{\"participantsLeave\":{"
							       "\"userIds\":[\"3\"],\"createdAt\":"
							       "\"2024-03-24T21:05:07.123Z\","
							       "\"why\":\"put out\"}}"),
	    "1001");
	assert_text(record_claim(&c.records[0], "other"), "note: zzz");
	assert_text(record_doubt(&c.records[0], "unknown-part")->detail, "card");
	assert_true(c.records[0].raw.n != 0);
	assert_text(record_claim(&c.records[1], "other"), "why: put out");
	collect_fini(&c);
}

static void
group__joins_and_leaves_are_events(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    LIST("direct_messages_group",
		"[{\"dmConversation\":{\"conversationId\":\"555\",\"messages\":["
		"{\"participantsLeave\":{\"userIds\":[\"3003\"],\"createdAt\":\"2024-03-25T10:00:"
		"00."
		"000Z\"}},{\"joinConversation\":{\"initiatingUserId\":\"2002\","
		"\"participantsSnapshot\":[\"1001\",\"2002\"],\"createdAt\":\"2024-03-25T08:00:00."
		"000Z\"}},{\"messageCreate\":{\"id\":\"9\",\"senderId\":\"3003\",\"mediaUrls\":["
		"\"https://x/a.png\"]}}]}}]"),
	    NULL);
	assert_int_equal(c.count, 3);
	assert_int_equal(c.records[0].kind, KIND_SYSTEM);
	assert_text(c.records[0].body, "participantsLeave: 3003");
	assert_text(c.records[1].body, "joinConversation: 1001, 2002");
	assert_text(c.records[1].from.handle, "2002");
	assert_text(c.records[2].attachments[0].name, "direct_messages_group_media/9-a.png");
	collect_fini(&c);
}

static void
account__is_a_contact_with_the_owners_names(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    LIST("account", "[{\"account\":{\"email\":\"Maya@Example.org\",\"username\":\"maya_o\","
			    "\"accountId\":\"447700900101\",\"accountDisplayName\":\"Maya\"}}]"),
	    NULL);
	assert_int_equal(c.records[0].kind, KIND_CONTACT);
	assert_int_equal(c.records[0].direction, DIRECTION_NONE);
	assert_text(c.records[0].subject, "Maya");
	assert_text(c.records[0].to[0].handle, "maya_o");
	assert_text(c.records[0].to[1].handle, "447700900101");
	assert_text(c.records[0].to[2].handle, "maya@example.org");
	assert_text(record_claim(&c.records[0], "account-owner"), "yes");
	collect_fini(&c);
}

static void
values__of_another_kind_are_kept(void **state)
{
	struct collect c;

	(void)state;
	read_file(
	    &c, CONVERSATION("7,{\"somethingNew\":{}},{\"messageCreate\":{\"text\":[1]}}"), NULL);
	assert_int_equal(c.count, 3);
	assert_slice(c.records[0].raw, "7");
	assert_slice(c.records[1].raw, "{\"somethingNew\":{}}");
	assert_true(c.records[2].raw.n != 0);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 1);
	collect_fini(&c);
}

static void
probe__goes_by_the_name_of_the_list(void **state)
{
	(void)state;
	assert_true(x_archive_format.probe(SLICE_LITERAL(LIST("direct_messages", "["))) > 90);
	assert_true(
	    x_archive_format.probe(SLICE_LITERAL("\xef\xbb\xbf" LIST("account", "["))) > 90);
	assert_int_equal(x_archive_format.probe(SLICE_LITERAL(LIST("tweets", "[]"))), 0);
	assert_int_equal(x_archive_format.probe(SLICE_LITERAL("[]")), 0);
}

static void
facts__of_the_composed_archive(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have("../shared/fixtures"))
		skip();
	collect_init(&c);
	assert_ok(collect_file(&c, &x_archive_format,
		      "../shared/fixtures/x/synth_archive/data/direct-messages.js", NULL),
	    &c.err);
	assert_int_equal(c.count, 3);
	assert_text(
	    c.records[0].attachments[0].name, "direct_messages_media/1772000000000000003-abc.jpg");
	collect_fini(&c);
}

static void
reader__bears_pieces_cuts_and_wrong_bytes(void **state)
{
	(void)state;
	hard_seed(&x_archive_format, "tests/corpora/x_archive/good/group");
	hard_pieces(
	    &x_archive_format, SLICE_LITERAL(CONVERSATION(MESSAGE("\"text\":\"\xc2\xa3\""))));
}

/* Files beside the one that is read. */
static enum status
look_in(
    void *ctx, struct text name, unsigned slot, struct source *out, bool *found, struct err *err)
{
	const struct slice *account = ctx;

	(void)slot;
	(void)err;
	*found = text_eq_c(name, "account.js") && account->n != 0;
	if (*found)
		*out = source_of_slice(account);
	return OK;
}

static void
account__beside_it_says_whose_archive_it_is(void **state)
{
	static const char messages[] =
	    "window.YTD.direct_messages.part0 = "
	    "[{\"dmConversation\":{\"conversationId\":\"1001-2002\","
	    "\"messages\":[{\"messageCreate\":{\"id\":\"7\",\"senderId\":\"1001\",\"recipientId\":"
	    "\"2002\","
	    "\"text\":\"no\",\"createdAt\":\"2024-03-24T21:05:07.123Z\"}}]}}]";
	static const char mine[] = "window.YTD.account.part0 = "
				   "[{\"account\":{\"accountId\":\"1001\",\"username\":\"maya_o\","
				   "\"accountDisplayName\":\"Maya Okafor\"}}]";
	static const char broken[] = "window.YTD.account.part0 = [{\"account\":{\"acc";
	static const struct {
		struct slice account;
		const char *me; /* as the person gave it */
		enum direction direction;
		size_t questions, doubts;
	} rows[] = {{{(const uint8_t *)mine, sizeof mine - 1}, NULL, DIRECTION_OUT, 0, 0},
	    {{(const uint8_t *)mine, sizeof mine - 1}, "Maya Okafor", DIRECTION_OUT, 0, 0},
	    {{(const uint8_t *)mine, sizeof mine - 1}, "@Maya_O", DIRECTION_OUT, 0, 0},
	    {{(const uint8_t *)mine, sizeof mine - 1}, "Somebody", DIRECTION_OUT, 0, 1},
	    {{(const uint8_t *)mine, sizeof mine - 1}, "2002", DIRECTION_IN, 0, 1},
	    {{(const uint8_t *)broken, sizeof broken - 1}, NULL, DIRECTION_UNKNOWN, 1, 0},
	    {{NULL, 0}, NULL, DIRECTION_UNKNOWN, 1, 0},
	    {{NULL, 0}, "Maya Okafor", DIRECTION_UNKNOWN, 1, 0},
	    {{NULL, 0}, "1001", DIRECTION_OUT, 0, 0}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice account = rows[i].account;
		struct looking look = {look_in, &account};
		struct reading_options options = {
		    .look = &look, .me = rows[i].me != NULL ? text_of_c(rows[i].me) : TEXT_NONE};
		struct collect c;

		collect_init(&c);
		assert_ok(collect_slice(&c, &x_archive_format, SLICE_LITERAL(messages), &options),
		    &c.err);
		assert_string_equal(c.broken, "");
		assert_int_equal(c.records[0].direction, rows[i].direction);
		assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), rows[i].questions);
		assert_int_equal(collect_notes(&c, NOTE_DOUBT, "me-not-found"), rows[i].doubts);
		collect_fini(&c);
	}
}

/* The lists come in parts, which people join. */
static void
file__a_second_part_behind_the_first_is_said(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    CONVERSATION(MESSAGE("\"text\":\"one\"")) ";\nwindow.YTD.direct_messages.part1 = []",
	    "1001");
	assert_int_equal(c.count, 2);
	assert_true(slice_starts(c.records[1].raw, "window.YTD.direct_messages.part1"));
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "more-behind"), 1);
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(message__is_a_number_writing_to_a_number),
	    cmocka_unit_test(message__ids_stay_ids),
	    cmocka_unit_test(message__files_are_called_by_message_and_address),
	    cmocka_unit_test(message__edits_and_reactions_are_claims),
	    cmocka_unit_test(message__members_that_are_not_known_are_kept),
	    cmocka_unit_test(group__joins_and_leaves_are_events),
	    cmocka_unit_test(account__is_a_contact_with_the_owners_names),
	    cmocka_unit_test(values__of_another_kind_are_kept),
	    cmocka_unit_test(probe__goes_by_the_name_of_the_list),
	    cmocka_unit_test(facts__of_the_composed_archive),
	    cmocka_unit_test(reader__bears_pieces_cuts_and_wrong_bytes),
	    cmocka_unit_test(account__beside_it_says_whose_archive_it_is),
	    cmocka_unit_test(file__a_second_part_behind_the_first_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
