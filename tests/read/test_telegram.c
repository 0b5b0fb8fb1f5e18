/* tests/read/test_telegram.c
 * Telegram Desktop's export: both its shapes, JSON that is none, times that are two, and the
 * address book. */
#include "tests/support/check.h"

#include <stdio.h>

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
	assert_int_equal(c.records[0].direction, DIRECTION_UNKNOWN);
	assert_int_equal(c.records[1].direction, DIRECTION_UNKNOWN);
	assert_int_equal(collect_doubted(&c, "me-two-accounts"), 2);
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
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_non_null(record_doubt(&c.records[0], "same-name"));
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "me-two-accounts"), 0);
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

#define OLD(id, handle, name)                                                                      \
	"{\"id\":" id ",\"type\":\"message\",\"date\":\"2020-12-24T21:05:07\",\"edited\":"         \
	"\"1970-01-01T01:00:00\",\"from\":\"" name "\",\"from_id\":" handle ",\"text\":\"x\"}"
#define OLD_CHAT(messages)                                                                         \
	"{\"name\":\"Daniel\",\"type\":\"personal_chat\",\"id\":4994967498,\"messages\":"          \
	"[" messages "]}"
#define OLD_ACCOUNT(messages)                                                                      \
	"{\"personal_information\":{\"user_id\":700000101,\"first_name\":\"Maya\"},\"chats\":{"    \
	"\"list\":[" OLD_CHAT(messages) "]}}"

static void
check_old_pair(const struct record *in, const struct record *out)
{
	assert_int_equal(in->direction, DIRECTION_IN);
	assert_text(in->from.handle, "user700000202");
	assert_int_equal(out->direction, DIRECTION_OUT);
	assert_text(out->from.handle, "user700000101");
	assert_text(out->to[0].handle, "user700000202");
}

/* With 2^32 added, as at the end of 2020, and without, as in 2018. */
static void
people__are_the_same_in_the_ids_of_all_years(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    OLD_ACCOUNT(OLD("1", "4994967498", "Daniel") "," OLD("2", "4994967397", "Maya")), NULL);
	check_old_pair(&c.records[1], &c.records[2]);
	assert_text(c.records[1].from.as_written, "4994967498");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
	read_file(&c,
	    OLD_ACCOUNT(OLD("1", "700000101", "Maya") "," OLD("2", "700000202", "Daniel")), NULL);
	check_old_pair(&c.records[2], &c.records[1]);
	collect_fini(&c);
}

static void
people__of_one_old_chat_are_known_by_any_spelling(void **state)
{
	static const char *const owner[] = {"4994967397", "user700000101", "Maya"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(owner); i++) {
		read_file(&c,
		    OLD_CHAT(OLD("1", "4994967498", "Daniel") "," OLD("2", "4994967397", "Maya")),
		    owner[i]);
		check_old_pair(&c.records[0], &c.records[1]);
		assert_int_equal(collect_notes(&c, NOTE_DOUBT, NULL), 0);
		collect_fini(&c);
	}
	read_file(&c, OLD_CHAT(OLD("1", "700000202", "Daniel") "," OLD("2", "700000101", "Maya")),
	    "Maya");
	check_old_pair(&c.records[0], &c.records[1]);
	collect_fini(&c);
	read_file(&c,
	    OLD_CHAT("{\"type\":\"service\",\"date\":\"2021-01-01T01:00:00\",\"action\":"
		     "\"proximity_reached\",\"from_id\":4994967498,\"to_id\":4994967397}"),
	    NULL);
	assert_text(c.records[0].body, "proximity_reached: 4994967498 is near 4994967397");
	assert_text(c.records[0].from.handle, "user700000202");
	assert_text(c.records[0].to[0].handle, "user700000101");
	assert_text(c.records[0].to[0].as_written, "4994967397");
	collect_fini(&c);
}

/* Ids that are written with "user" are whole: one that is greater by 2^32 is somebody else. */
static void
people__of_today_are_not_taken_for_old_ones(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    OLD_ACCOUNT(OLD("1", "\"user4994967498\"", "Daniel") "," OLD("2", "\"user4994967397\"",
		"Erin") "," OLD("3", "\"user700000202\"", "Tom") "," OLD("4", "\"user700000101\"",
		"Maya") "," OLD("5", "8589934597", "A group")),
	    NULL);
	assert_int_equal(c.records[1].direction, DIRECTION_IN);
	assert_text(c.records[1].from.handle, "user4994967498");
	assert_int_equal(c.records[2].direction, DIRECTION_IN);
	assert_text(c.records[2].from.handle, "user4994967397");
	assert_int_equal(c.records[3].direction, DIRECTION_IN);
	assert_int_equal(c.records[4].direction, DIRECTION_OUT);
	assert_text(c.records[4].to[0].handle, "user4994967498");
	assert_text(c.records[5].from.as_written, "8589934597");
	collect_fini(&c);
}

static void
time__zero_is_no_edit(void **state)
{
	static const char *const never[] = {"\"edited\":\"1970-01-01T01:00:00\"",
	    "\"edited\":\"1969-12-31T19:00:00\"", "\"edited_unixtime\":\"0\"",
	    "\"edited\":\"1970-01-01T05:30:00\",\"edited_unixtime\":0"};
	char bytes[512];
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(never); i++) {
		(void)snprintf(
		    bytes, sizeof bytes, CHAT(MESSAGE(DANIEL ",\"text\":\"a\",%s")), never[i]);
		read_file(&c, bytes, NULL);
		assert_false(record_marked(&c.records[0], "edited"));
		assert_null(record_claim(&c.records[0], "edited-at").p);
		collect_fini(&c);
	}
	read_file(
	    &c, CHAT(MESSAGE(DANIEL ",\"edited\":\"2021-06-01T12:00:00\",\"text\":\"a\"")), NULL);
	assert_true(record_marked(&c.records[0], "edited"));
	assert_text(record_claim(&c.records[0], "edited-at"), "2021-06-01T12:00:00");
	collect_fini(&c);
}

static void
message__carries_polls_places_and_people(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &telegram_format, "tests/corpora/telegram/good/poll-place-contact", NULL);
	assert_int_equal(c.count, 9);
	assert_text(c.records[0].body, "Where shall I wait?");
	assert_true(record_marked(&c.records[0], "poll"));
	assert_true(record_claims(&c.records[0], "poll-option", "At work (votes: 1)"));
	assert_true(record_claims(
	    &c.records[0], "poll-option", "At the gym (votes: 0) (chosen by the account's owner)"));
	assert_true(record_claims(&c.records[0], "poll-closed", "yes"));
	assert_true(record_claims(&c.records[0], "other", "poll.total_voters: 1"));
	assert_text(record_claim(&c.records[1], "contact-name"), "Owen Reed");
	assert_text(c.records[2].place, "The gym, 1 Example Street");
	assert_text(record_claim(&c.records[2], "place-address"), "1 Example Street");
	assert_text(c.records[3].place, "51.5,-0.14");
	assert_true(record_marked(&c.records[3], "live-location"));
	assert_text(record_claim(&c.records[3], "live-location-seconds"), "28800");
	assert_true(record_marked(&c.records[4], "location"));
	assert_true(record_claims(&c.records[5], "other", "invoice_information.title: You owe me"));
	assert_text(record_claim(&c.records[5], "saved-from"), "Daniel");
	assert_text(c.records[6].body, "To fetch");
	assert_text(record_claim(&c.records[6], "todo-item"), "keys");
	assert_text(record_claim(&c.records[7], "bot-button"), "Open url https://example.com/");
	assert_true(record_claims(&c.records[8], "reaction", "\xf0\x9f\x91\x8e count: 3"));
	assert_true(record_claims(&c.records[8], "reaction",
	    "stickers/heart.webp Maya user700000101 2024-03-24T21:14:00"));
	assert_true(record_claims(&c.records[8], "reaction", "paid count: 2"));
	assert_int_equal(collect_doubted(&c, "unknown-part"), 0);
	collect_fini(&c);
}

static void
service__says_who_is_near_and_what_was_set(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &telegram_format, "tests/corpora/telegram/good/services-new", NULL);
	assert_int_equal(c.count, 8);
	assert_text(c.records[0].body, "proximity_reached: Daniel is 90 m from Maya");
	assert_text(c.records[0].from.handle, "user700000202");
	assert_text(c.records[0].to[0].handle, "user700000101");
	assert_text(record_claim(&c.records[0], "distance-m"), "90");
	assert_text(c.records[1].body, "set_messages_ttl: 86400 seconds");
	assert_int_equal(c.records[2].kind, KIND_CALL);
	assert_int_equal(c.records[2].duration_s, 754);
	assert_text(c.records[3].body, "You allowed this bot to message you");
	assert_int_equal(c.records[4].kind, KIND_CALL);
	assert_true(record_marked(&c.records[4], "missed"));
	assert_text(record_claim(&c.records[4], "participant"), "700000303");
	assert_text(record_claim(&c.records[5], "gift-text"), "for you");
	assert_text(record_claim(&c.records[5], "other"), "stars: 15");
	assert_true(record_claims(&c.records[6], "passport-value", "address_information"));
	assert_text(record_claim(&c.records[7], "scheduled-for"), "2024-03-25T20:53:20Z");
	assert_int_equal(collect_doubted(&c, "unknown-part"), 0);
	collect_fini(&c);
}

static void
account__tells_who_is_logged_in(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &telegram_format, "tests/corpora/telegram/good/sessions", NULL);
	assert_int_equal(c.count, 5);
	assert_int_equal(c.records[1].kind, KIND_SYSTEM);
	assert_text(c.records[1].body,
	    "Login to this account from: Daniels phone, Telegram Android, 192.0.2.5, GB");
	hard_instant(&c.records[1].when, "2024-03-01T10:00:00Z");
	assert_text(record_claim(&c.records[1], "ip-address"), "192.0.2.5");
	assert_text(record_claim(&c.records[1], "device"), "Daniels phone");
	assert_true(record_claims(&c.records[1], "entry", "last_active 2024-03-24T21:05:07"));
	assert_text(c.records[2].body, "Logged in to this account from: 192.0.2.6");
	assert_int_equal(c.records[2].when.basis, BASIS_LOCAL);
	assert_int_equal(c.records[2].when.local.year, 2024);
	assert_text(
	    c.records[3].body, "Logged in to this account from: example.com, Browser, 192.0.2.7");
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "other-sections"), 1);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
}

static void
account__whose_chats_stand_in_a_bare_list_is_read(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &telegram_format, "tests/corpora/telegram/good/chats-without-list", NULL);
	assert_int_equal(c.count, 2);
	assert_text(c.records[1].body, "hi");
	assert_text(c.records[1].conversation, "Daniel");
	collect_fini(&c);
}

/* The records that keep these bytes. */
static size_t
keeping(const struct collect *c, const char *bytes)
{
	size_t found = 0;

	for (size_t i = 0; i < c->count; i++)
		found += slice_eq(c->records[i].raw, slice_of(bytes, strlen(bytes))) ? 1 : 0;
	return found;
}

static void
reader__loses_nothing_that_is_of_another_kind(void **state)
{
	static const char *const kept[] = {"[2]", "{\"a\": 1}", "{\"a\": [1]}", "5", "[\"Daniel\"]",
	    "[1]", "{\"1\": \"hi\"}", "\"none\"", "{\"created\": [1]}"};
	struct collect c;

	(void)state;
	hard_file(&c, &telegram_format, "tests/corpora/telegram/bad/parts-of-other-kinds", NULL);
	for (size_t i = 0; i < COUNT_OF(kept); i++)
		if (keeping(&c, kept[i]) != 1)
			fail_msg("%s is kept %zu times\n", kept[i], keeping(&c, kept[i]));
	assert_int_equal(keeping(&c, "7"), 2);
	collect_fini(&c);
}

static void
message__words_of_any_shape_are_read_or_doubted(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    CHAT(MESSAGE(DANIEL
		",\"text\":{\"type\":\"plain\",\"text\":\"I will find you\"}") "," MESSAGE(DANIEL
		",\"text\":\"\",\"text_entities\":[{\"type\":\"plain\",\"text\":"
		"\"only there\"}]") "," MESSAGE(DANIEL
		",\"text\":[[\"a\"],{\"type\":\"mention_name\",\"text\":\"b\","
		"\"user_id\":7,\"odd\":\"c\"}]") "," MESSAGE(DANIEL
		",\"text\":\"one\",\"text_entities\":[{\"type\":\"plain\",\"text\":"
		"\"two\"}]") "," MESSAGE(DANIEL
		",\"text\":[\"on\",{\"type\":\"bold\",\"text\":\"e\"}],"
		"\"text_entities\":[{\"type\":\"plain\",\"text\":\"on\"},{\"type\":"
		"\"bold\",\"text\":\"e\"}]")),
	    NULL);
	assert_text(c.records[0].body, "I will find you");
	assert_text(c.records[1].body, "only there");
	assert_text(c.records[2].body, "b");
	assert_text(record_claim(&c.records[2], "mention"), "b 7");
	assert_text(record_claim(&c.records[2], "other"), "text.odd: c");
	assert_non_null(record_doubt(&c.records[2], "unknown-part"));
	assert_int_not_equal(c.records[2].raw.n, 0);
	assert_text(c.records[3].body, "one");
	assert_text(record_claim(&c.records[3], "text-entities"), "two");
	assert_text(c.records[4].body, "one");
	assert_null(record_claim(&c.records[4], "text-entities").p);
	collect_fini(&c);
}

static void
message__parts_not_known_are_kept(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    CHAT(MESSAGE(
		DANIEL ",\"text\":\"a\",\"boost\":3,\"spoiler\":true,\"none\":null,\"odd\":{"
		       "\"b\":\"c\"},\"photo\":[1],\"width\":640,\"members\":[\"Maya\"]")),
	    NULL);
	assert_text(c.records[0].body, "a");
	assert_true(record_claims(&c.records[0], "other", "boost: 3"));
	assert_true(record_claims(&c.records[0], "other", "spoiler: true"));
	assert_text(record_claim(&c.records[0], "width"), "640");
	assert_int_equal(c.records[0].doubts_count, 3);
	assert_text(record_doubt(&c.records[0], "unknown-part")->detail, "members");
	assert_int_not_equal(c.records[0].raw.n, 0);
	collect_fini(&c);
}

/* Two exports in one file, or something that somebody put behind one. */
static void
file__what_stands_behind_its_end_is_kept_and_said(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CHAT(MESSAGE(DANIEL ",\"text\":\"one\"")) "\n" CHAT("") "\n", NULL);
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[1].kind, KIND_NOTE);
	assert_text(c.records[1].channel, "telegram");
	assert_non_null(record_doubt(&c.records[1], "not-understood"));
	assert_true(slice_starts(c.records[1].raw, CHAT("")));
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "more-behind"), 1);
	collect_fini(&c);
	read_file(&c, CHAT("") " ; \xef\xbb\xbf\r\n\t", NULL);
	assert_int_equal(c.count, 0);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
	/* What is cut off or broken says that alone. */
	read_file(&c, "{\"messages\":[", NULL);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "more-behind"), 0);
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
	hard_seed(&telegram_format, "tests/corpora/telegram/good/poll-place-contact");
	hard_seed(&telegram_format, "tests/corpora/telegram/bad/parts-of-other-kinds");
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
	    cmocka_unit_test(people__are_the_same_in_the_ids_of_all_years),
	    cmocka_unit_test(people__of_one_old_chat_are_known_by_any_spelling),
	    cmocka_unit_test(people__of_today_are_not_taken_for_old_ones),
	    cmocka_unit_test(time__zero_is_no_edit),
	    cmocka_unit_test(message__carries_polls_places_and_people),
	    cmocka_unit_test(service__says_who_is_near_and_what_was_set),
	    cmocka_unit_test(account__tells_who_is_logged_in),
	    cmocka_unit_test(account__whose_chats_stand_in_a_bare_list_is_read),
	    cmocka_unit_test(reader__loses_nothing_that_is_of_another_kind),
	    cmocka_unit_test(message__words_of_any_shape_are_read_or_doubted),
	    cmocka_unit_test(message__parts_not_known_are_kept),
	    cmocka_unit_test(file__what_stands_behind_its_end_is_kept_and_said),
	    cmocka_unit_test(facts__of_the_composed_exports),
	    cmocka_unit_test(reader__bears_pieces_cuts_and_wrong_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
