/* tests/read/test_telegram.c
 * Telegram Desktop's export: both its shapes, JSON that is none, times that are two, and the
 * address book. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

static void
read_file(struct collect *c, const char *bytes, const char *me)
{
	hard_text(c, &telegram_format, bytes, me);
}

#define CHAT(messages)                                                                             \
	"{\"name\":\"Daniel\",\"type\":\"personal_chat\",\"id\":700000202,\"messages\":[" messages \
	"]}"
#define MESSAGE(rest)                                                                              \
	"{\"id\":2,\"type\":\"message\",\"date\":\"2024-03-31T02:00:00\",\"date_unixtime\":"       \
	"\"1711846800\"," rest "}"
#define DANIEL "\"from\":\"Daniel\",\"from_id\":\"user700000202\""
#define MAYA   "\"from\":\"Maya\",\"from_id\":\"user700000101\""

static void
json__escapes_that_are_none_are_read_and_doubted(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CHAT(MESSAGE(DANIEL ",\"text\":\"a\\x1B and \\x07 end\"")), NULL);
	assert_text(c.records[0].body, "a\x1b and \x07 end");
	assert_non_null(record_doubt(&c.records[0], "odd-escape"));
	collect_fini(&c);
}

static void
time__the_number_is_the_instant_and_the_text_is_kept(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    CHAT(MESSAGE(DANIEL ",\"edited\":\"x\",\"edited_unixtime\":\"1711846860\",\"text\":"
				"\"\"") ",{\"type\":\"message\",\"date\":\"2021-06-01T12:00:"
					"00\"," DANIEL ",\"text\":\"old\"}"),
	    NULL);
	hard_instant(&c.records[0].when, "2024-03-31T01:00:00Z");
	assert_text(record_claim(&c.records[0], "written-time"), "2024-03-31T02:00:00");
	assert_text(record_claim(&c.records[0], "edited-at"), "2024-03-31T01:01:00Z");
	assert_true(record_marked(&c.records[0], "edited"));
	assert_int_equal(c.records[1].when.basis, BASIS_LOCAL);
	collect_fini(&c);
}

static void
people__in_a_chat_of_two_the_other_has_the_chats_id(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    CHAT(MESSAGE(DANIEL ",\"text\":\"one\"") "," MESSAGE(MAYA ",\"text\":\"two\"")), NULL);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(c.records[1].direction, DIRECTION_UNKNOWN);
	assert_text(collect_note(&c, NOTE_QUESTION, "me")->detail, "Maya\n");
	collect_fini(&c);
	read_file(&c,
	    CHAT(MESSAGE(DANIEL ",\"text\":\"one\"") "," MESSAGE(MAYA ",\"text\":\"two\"")),
	    "Maya");
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_text(c.records[1].to[0].handle, "user700000202");
	collect_fini(&c);
}

/* He calls himself as she does: a name beside two accounts is not both of them. */
static void
chat__another_account_with_the_owners_name_is_not_hers(void **state)
{
#define MOCK "\"from\":\"Maya\",\"from_id\":\"user700000999\""
	struct collect c;

	(void)state;
	read_file(&c, CHAT(MESSAGE(MAYA ",\"text\":\"one\"") "," MESSAGE(MOCK ",\"text\":\"two\"")),
	    "Maya");
	assert_int_equal(c.records[0].direction, DIRECTION_OUT);
	assert_int_equal(c.records[1].direction, DIRECTION_UNKNOWN);
	assert_non_null(record_doubt(&c.records[1], "same-name"));
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "me-two-accounts"), 1);
	assert_text(
	    collect_note(&c, NOTE_QUESTION, "me")->detail, "user700000101\nuser700000999\n");
	collect_fini(&c);
	read_file(&c, CHAT(MESSAGE(MOCK ",\"text\":\"two\"") "," MESSAGE(MAYA ",\"text\":\"one\"")),
	    "user700000101");
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
	/* Or as her account's number is. */
#define NUMBER "\"from\":\"user700000101\",\"from_id\":\"user700000999\""
	read_file(&c,
	    CHAT(MESSAGE(MAYA ",\"text\":\"one\"") "," MESSAGE(NUMBER ",\"text\":\"two\"")),
	    "user700000101");
	assert_int_equal(c.records[0].direction, DIRECTION_OUT);
	assert_int_equal(c.records[1].direction, DIRECTION_IN);
	assert_non_null(record_doubt(&c.records[1], "same-name"));
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
	read_file(&c,
	    CHAT(MESSAGE(NUMBER ",\"text\":\"two\"") "," MESSAGE(MAYA ",\"text\":\"one\"")),
	    "user700000101");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "me-two-accounts"), 1);
	collect_fini(&c);
#undef NUMBER
#undef MOCK
}

static void
account__says_who_the_owner_is_and_whom_they_know(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "{\"personal_information\":{\"user_id\":700000101,\"first_name\":\"Maya\","
	    "\"last_name\":\"Okafor\",\"phone_number\":\"+44 7700 "
	    "900101\"},\"contacts\":{\"about\":"
	    "\"\",\"list\":[{\"user_id\":700000202,\"first_name\":\"Daniel\",\"last_name\":"
	    "\"Reed\","
	    "\"phone_number\":\"0044 7700 900202\",\"date\":\"2023-01-05T10:00:00\","
	    "\"date_unixtime\":\"1672912800\"},7]},\"chats\":{\"about\":\"\",\"list\":[" CHAT(
		MESSAGE(MAYA ",\"text\":\"two\"")) "]}}",
	    NULL);
	assert_int_equal(c.count, 4);
	assert_int_equal(c.records[0].kind, KIND_CONTACT);
	assert_text(record_claim(&c.records[0], "account-owner"), "yes");
	assert_int_equal(c.records[1].kind, KIND_CONTACT);
	assert_int_equal(c.records[1].direction, DIRECTION_NONE);
	assert_text(c.records[1].subject, "Daniel Reed");
	assert_text(c.records[1].to[0].handle, "+447700900202");
	assert_text(c.records[1].to[0].as_written, "0044 7700 900202");
	assert_text(c.records[1].to[1].handle, "user700000202");
	assert_text(record_claim(&c.records[1], "added"), "2023-01-05T10:00:00Z");
	assert_slice(c.records[2].raw, "7");
	assert_int_equal(c.records[3].direction, DIRECTION_OUT);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
}

static void
message__text_is_put_together_from_its_pieces(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    CHAT(MESSAGE(DANIEL ",\"text\":[\"look \",{\"type\":\"text_link\",\"text\":\"here\","
				"\"href\":\"https://example.org/x\"}]")),
	    NULL);
	assert_text(c.records[0].body, "look here");
	assert_text(record_claim(&c.records[0], "link"), "https://example.org/x");
	collect_fini(&c);
}

static void
message__files_are_named_or_excused(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    CHAT(MESSAGE(DANIEL ",\"file\":\"voice_messages/"
				"a.ogg\",\"media_type\":\"voice_message\"") "," MESSAGE(DANIEL
		",\"photo\":\"(File not included.)\"")),
	    NULL);
	assert_text(c.records[0].attachments[0].name, "voice_messages/a.ogg");
	assert_true(record_marked(&c.records[0], "voice-note"));
	assert_int_equal(c.records[1].attachments[0].source, ATTACHMENT_MISSING);
	assert_text(record_claim(&c.records[1], "file-left-out"), "(File not included.)");
	collect_fini(&c);
}

static void
service__calls_and_acts_are_no_messages(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    CHAT("{\"type\":\"service\",\"date_unixtime\":\"1711314000\",\"actor_id\":"
		 "\"user700000202\",\"action\":\"phone_call\",\"discard_reason\":\"missed\"},"
		 "{\"type\":\"service\",\"date_unixtime\":\"1711314000\",\"actor_id\":"
		 "\"user700000202\",\"action\":\"invite_members\",\"members\":[\"Maya\",null]},"
		 "{\"id\":7,\"type\":\"unsupported\"}"),
	    NULL);
	assert_int_equal(c.records[0].kind, KIND_CALL);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_true(record_marked(&c.records[0], "missed"));
	assert_int_equal(c.records[1].kind, KIND_SYSTEM);
	assert_text(c.records[1].body, "invite_members: Maya, (no name)");
	assert_slice(c.records[2].raw, "{\"id\":7,\"type\":\"unsupported\"}");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "unsupported"), 1);
	collect_fini(&c);
}

static void
facts__of_the_composed_exports(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have("../shared/fixtures"))
		skip();
	collect_init(&c);
	assert_ok(collect_file(&c, &telegram_format,
		      "../shared/fixtures/telegram/synth_single/result.json", NULL),
	    &c.err);
	assert_int_equal(c.count, 6);
	assert_text(c.records[1].body, "escape \x1b and bell \x07 end");
	hard_instant(&c.records[2].when, "2024-03-31T01:00:00Z");
	collect_fini(&c);
}

static void
reader__bears_pieces_cuts_and_wrong_bytes(void **state)
{
	(void)state;
	hard_seed(&telegram_format, "tests/corpora/telegram/good/account");
	hard_pieces(
	    &telegram_format, SLICE_LITERAL(CHAT(MESSAGE(DANIEL ",\"text\":\"\xc2\xa3\""))));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(json__escapes_that_are_none_are_read_and_doubted),
	    cmocka_unit_test(time__the_number_is_the_instant_and_the_text_is_kept),
	    cmocka_unit_test(people__in_a_chat_of_two_the_other_has_the_chats_id),
	    cmocka_unit_test(chat__another_account_with_the_owners_name_is_not_hers),
	    cmocka_unit_test(account__says_who_the_owner_is_and_whom_they_know),
	    cmocka_unit_test(message__text_is_put_together_from_its_pieces),
	    cmocka_unit_test(message__files_are_named_or_excused),
	    cmocka_unit_test(service__calls_and_acts_are_no_messages),
	    cmocka_unit_test(facts__of_the_composed_exports),
	    cmocka_unit_test(reader__bears_pieces_cuts_and_wrong_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
