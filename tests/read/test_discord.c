/* tests/read/test_discord.c
 * Discord: its own package, whose other side is missing, and what DiscordChatExporter writes. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

static void
read_file(struct collect *c, const char *bytes, const char *me)
{
	hard_text(c, &discord_format, bytes, me);
}

static void
package__holds_only_what_the_owner_wrote_and_says_so(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "[{\"ID\":1221563000000000002,\"Timestamp\":\"2024-03-24 21:06:00\",\"Contents\":"
	    "\"please stop\",\"Attachments\":\"\"}]",
	    NULL);
	assert_int_equal(c.count, 1);
	assert_int_equal(c.records[0].direction, DIRECTION_OUT);
	hard_instant(&c.records[0].when, "2024-03-24T21:06:00Z");
	assert_text(record_claim(&c.records[0], "written-time"), "2024-03-24 21:06:00");
	assert_text(record_claim(&c.records[0], "message-id"), "1221563000000000002");
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "own-messages-only"), 1);
	assert_int_equal(collect_notes(&c, NOTE_GAP, "other-side-missing"), 1);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
}

static void
package__files_are_links_and_missing(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "[{\"ID\":1,\"Timestamp\":\"2024-03-24 21:06:00\",\"Contents\":\"\",\"Attachments\":"
	    "\"https://x/1/a.png?ex=1 https://x/2/b.png\"}]",
	    NULL);
	assert_int_equal(c.records[0].attachments_count, 2);
	assert_text(c.records[0].attachments[0].name, "a.png");
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_MISSING);
	assert_null(c.records[0].body.p);
	collect_fini(&c);
}

static void
package__members_that_are_not_known_are_kept(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "[{\"ID\":1,\"Timestamp\":\"2024-03-24 21:06:00\",\"Contents\":\"x\","
	    "\"Attachments\":\"\",\"Extra\":\"zzz\",\"More\":[1]}]",
	    NULL);
	assert_text(record_claim(&c.records[0], "other"), "Extra: zzz");
	assert_text(record_doubt(&c.records[0], "unknown-part")->detail, "More");
	assert_true(c.records[0].raw.n != 0);
	collect_fini(&c);
	read_file(
	    &c, "{\"id\":\"9\",\"type\":1,\"recipients\":[\"1\",\"2\"],\"topic\":\"x\"}", NULL);
	assert_text(record_claim(&c.records[0], "other"), "topic: x");
	collect_fini(&c);
}

static void
package__as_csv_is_the_same(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "ID,Timestamp,Contents,Attachments\r\n1,2021-03-24 21:06:00.123000+00:00,"
	    "\"please, \"\"stop\"\"\nnow\",\r\n2,2021-03-24 21:05:07+00:00,,https://x/a.png\r\n",
	    NULL);
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].body, "please, \"stop\"\nnow");
	hard_instant(&c.records[0].when, "2021-03-24T21:06:00.123Z");
	assert_text(c.records[1].attachments[0].name, "a.png");
	assert_int_equal(c.records[0].doubts_count, 0);
	collect_fini(&c);
	read_file(&c,
	    "ID,Timestamp,Contents,Attachments,Edited\n1,2021-03-24 21:06:00,x,,yes\n"
	    "2,2021-03-24 21:07:00,y,,\n",
	    NULL);
	assert_text(record_doubt(&c.records[0], "unknown-part")->detail, "yes");
	assert_slice(c.records[0].raw, "1,2021-03-24 21:06:00,x,,yes");
	assert_int_equal(c.records[1].doubts_count, 0);
	collect_fini(&c);
}

static void
package__rows_of_another_shape_are_kept(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "ID,Timestamp,Contents,Attachments\n1,\"2021-03-24 21:06:00,open\n2,2021-03-24 "
	    "21:07:00,after,\n",
	    NULL);
	assert_int_equal(c.count, 2);
	assert_slice(c.records[0].raw, "1,\"2021-03-24 21:06:00,open");
	assert_non_null(record_doubt(&c.records[0], "odd-quotes"));
	assert_text(c.records[1].body, "after");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "broken-row"), 1);
	collect_fini(&c);
}

/* The file does not say which conversation it is; its folder does. */
static void
package__the_folder_is_the_conversation(void **state)
{
	struct reading_options options = {.folder = TEXT_LITERAL("c900100")};
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(
	    collect_slice(&c, &discord_format,
		SLICE_LITERAL("[{\"ID\":1,\"Timestamp\":\"\",\"Contents\":\"x\"}]"), &options),
	    &c.err);
	assert_text(c.records[0].conversation, "900100");
	collect_fini(&c);
}

static void
package__channel_and_index_name_the_conversations(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "{\"id\":\"900100\",\"type\":\"DM\",\"recipients\":[\"447700900202\",\"77\"]}", NULL);
	assert_int_equal(c.records[0].kind, KIND_SYSTEM);
	assert_text(c.records[0].conversation, "900100");
	assert_text(c.records[0].to[0].handle, "447700900202");
	collect_fini(&c);
	read_file(&c, "{\"900100\":\"Direct Message with danr#0\",\"900200\":null}", NULL);
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].conversation, "Direct Message with danr#0");
	assert_text(record_claim(&c.records[1], "channel-id"), "900200");
	collect_fini(&c);
}

#define EXPORT(count, messages)                                                                    \
	"{\"guild\":{\"id\":\"0\",\"name\":\"Direct Messages\"},\"channel\":{\"id\":\"900100\","   \
	"\"name\":\"danr\"},\"messages\":[" messages "],\"messageCount\":" count "}"
#define MESSAGE(id, name, rest)                                                                    \
	"{\"id\":\"1\",\"type\":\"Default\",\"timestamp\":\"2024-03-24T22:05:07.123+01:00\","      \
	"\"author\":{\"id\":\"" id "\",\"name\":\"" name "\",\"nickname\":\"Dan\"}," rest "}"

static void
export__has_both_sides(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    EXPORT("2", MESSAGE("447700900202", "danr",
			    "\"content\":\"I know where you work\"") "," MESSAGE("77", "maya",
			    "\"content\":\"stop\"")),
	    "77");
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_text(c.records[0].from.handle, "447700900202");
	assert_text(c.records[0].from.name, "Dan");
	assert_text(record_claim(&c.records[0], "user-name"), "danr");
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07.123Z");
	assert_text(c.records[0].conversation, "danr");
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_int_equal(collect_notes(&c, NOTE_GAP, NULL), 0);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "count-differs"), 0);
	collect_fini(&c);
}

#define SAID(id, name, nickname)                                                                   \
	"{\"id\":\"1\",\"type\":\"Default\",\"timestamp\":\"2024-03-24T22:05:07.123+01:00\","      \
	"\"content\":\"x\",\"author\":{\"id\":\"" id "\",\"name\":\"" name                         \
	"\",\"discriminator\":\"0000\",\"nickname\":\"" nickname "\"}}"

static void
check_directions(
    const char *bytes, const char *me, enum direction dan, enum direction maya, const char *doubt)
{
	struct collect c;

	read_file(&c, bytes, me);
	assert_int_equal(c.count, 3);
	assert_int_equal(c.records[0].direction, dan);
	assert_int_equal(c.records[1].direction, maya);
	assert_int_equal(c.records[2].direction, dan);
	for (size_t i = 0; i < 3; i += 2)
		if (doubt != NULL)
			assert_non_null(record_doubt(&c.records[i], doubt));
		else
			assert_int_equal(c.records[i].doubts_count, 0);
	collect_fini(&c);
}

#define CHAT(dan, maya) EXPORT("3", dan "," maya "," dan)
#define MAYA            SAID("43", "maya.k", "Maya")

/* Whoever writes first may call himself what he likes. */
static void
export__a_nickname_like_the_owners_id_or_user_name_is_not_hers(void **state)
{
	(void)state;
	check_directions(
	    CHAT(SAID("42", "danr", "43"), MAYA), "43", DIRECTION_IN, DIRECTION_OUT, "same-name");
	check_directions(CHAT(SAID("42", "danr", "maya.k"), MAYA), "maya.k", DIRECTION_IN,
	    DIRECTION_OUT, "same-name");
	check_directions(
	    CHAT(SAID("42", "43", "Dan"), MAYA), "43", DIRECTION_IN, DIRECTION_OUT, "same-name");
}

static void
export__a_user_name_says_who_the_owner_is(void **state)
{
	static const char *const names[] = {"maya.k", "@maya.k", "MAYA.K", "Maya", "43"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		check_directions(CHAT(SAID("42", "danr", "Dan"), MAYA), names[i], DIRECTION_IN,
		    DIRECTION_OUT, NULL);
	read_file(&c, CHAT(SAID("42", "danr", "Dan"), MAYA), NULL);
	assert_text(collect_note(&c, NOTE_QUESTION, "me")->detail, "Dan\nMaya\n");
	assert_text(
	    collect_note(&c, NOTE_QUESTION, "me-handles")->detail, "42\ndanr\n43\nmaya.k\n");
	collect_fini(&c);
}

/* Until 2023 many could have one, with a number behind it. */
static void
export__a_user_name_with_a_number_is_told_with_it(void **state)
{
#define OLD(id, name, number)                                                                      \
	"{\"id\":\"1\",\"type\":\"Default\",\"timestamp\":\"2021-03-24T22:05:07.123+01:00\","      \
	"\"author\":{\"id\":\"" id "\",\"name\":\"" name "\",\"discriminator\":\"" number          \
	"\",\"nickname\":\"x\"}}"
	struct collect c;

	(void)state;
	read_file(
	    &c, EXPORT("2", OLD("42", "maya", "0001") "," OLD("43", "maya", "0002")), "maya#0002");
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	collect_fini(&c);
#undef OLD
}

/* The owner is one of the two: that a name was spelt in another way makes neither of them so. */
static void
export__where_nobody_has_the_name_it_is_asked_again(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, CHAT(SAID("42", "danr", "Dan"), MAYA), "Maja");
	for (size_t i = 0; i < c.count; i++)
		assert_int_equal(c.records[i].direction, DIRECTION_UNKNOWN);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "me-not-found"), 1);
	assert_text(collect_note(&c, NOTE_QUESTION, "me")->detail, "Dan\nMaya\n");
	collect_fini(&c);
	/* Where one alone writes, the owner may never have answered. */
	read_file(&c, EXPORT("1", SAID("42", "danr", "Dan")), "Maya");
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "me-not-found"), 1);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
}

static void
export__two_accounts_of_one_name_are_doubted_from_the_first_on(void **state)
{
	struct collect c;

	(void)state;
	check_directions(CHAT(SAID("42", "danr", "Maya"), MAYA), "Maya", DIRECTION_UNKNOWN,
	    DIRECTION_UNKNOWN, "me-two-accounts");
	read_file(&c, CHAT(SAID("42", "danr", "Maya"), MAYA), "Maya");
	assert_int_equal(collect_doubted(&c, "me-two-accounts"), 3);
	assert_text(collect_note(&c, NOTE_QUESTION, "me")->detail, "42\n43\n");
	collect_fini(&c);
}

static void
export__files_stand_beside_when_they_were_saved(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    EXPORT("5", MESSAGE("42", "danr",
			    "\"attachments\":[{\"url\":\"danr.json_Files/b-1.png\","
			    "\"fileName\":\"b.png\"},{\"url\":\"https://x/a.png\","
			    "\"fileName\":\"a.png\"}]")),
	    NULL);
	assert_text(c.records[0].attachments[0].name, "danr.json_Files/b-1.png");
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_BESIDE);
	assert_text(c.records[0].attachments[1].name, "a.png");
	assert_int_equal(c.records[0].attachments[1].source, ATTACHMENT_MISSING);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "count-differs"), 1);
	collect_fini(&c);
}

/* As the program writes it on Windows. */
static void
export__files_may_be_written_with_backslashes(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	read_file(&c,
	    EXPORT("5", MESSAGE("42", "danr",
			    "\"attachments\":[{\"url\":\"d.json_Files\\\\b-1.png\","
			    "\"fileName\":\"b.png\"}],\"embeds\":[{\"image\":{\"url\":"
			    "\"d.json_Files\\\\i.png\"}}],\"stickers\":[{\"sourceUrl\":"
			    "\"d.json_Files\\\\s.png\"}]")),
	    NULL);
	r = &c.records[0];
	assert_int_equal(r->attachments_count, 3);
	assert_text(r->attachments[0].name, "d.json_Files/b-1.png");
	assert_text(r->attachments[1].name, "d.json_Files/i.png");
	assert_text(r->attachments[2].name, "d.json_Files/s.png");
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(r->attachments[i].source, ATTACHMENT_BESIDE);
	assert_text(record_claim(r, "file-as-written"), "d.json_Files\\b-1.png");
	assert_null(record_doubt(r, "unsafe-name"));
	collect_fini(&c);
}

static void
export__calls_and_events_are_no_messages(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    EXPORT("2",
		"{\"type\":\"Call\",\"timestamp\":\"2024-03-24T21:05:00+00:00\","
		"\"callEndedTimestamp\":\"2024-03-24T21:06:30+00:00\",\"author\":{\"id\":"
		"\"42\"}},{\"type\":\"RecipientAdd\",\"timestamp\":\"2024-03-24T21:05:00+00:"
		"00\",\"content\":\"\"}"),
	    NULL);
	assert_int_equal(c.records[0].kind, KIND_CALL);
	assert_int_equal(c.records[0].duration_s, 90);
	assert_int_equal(c.records[1].kind, KIND_SYSTEM);
	assert_text(c.records[1].body, "RecipientAdd");
	collect_fini(&c);
}

static const struct claim *
claim_at(const struct record *record, const char *key, size_t skip)
{
	for (size_t i = 0; i < record->claims_count; i++)
		if (text_eq_c(record->claims[i].key, key) && skip-- == 0)
			return &record->claims[i];
	return NULL;
}

/* A message without words of its own says what its embeds say. */
static void
export__keeps_what_stands_in_embeds(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &discord_format, "tests/corpora/discord/good/exporter-embeds", NULL);
	assert_int_equal(c.count, 7);
	assert_text(c.records[0].body, "Where\nI know where you work");
	assert_text(record_claim(&c.records[0], "link-field"), "Where I know where you work");
	assert_text(
	    record_claim(&c.records[0], "link-author"), "Danr says https://example.com/danr");
	assert_text(record_claim(&c.records[0], "link-footer"), "soon");
	assert_text(record_claim(&c.records[0], "link-image"), "https://example.com/a.png");
	assert_null(claim_at(&c.records[0], "link-image", 1));
	assert_int_equal(c.records[0].attachments_count, 1);
	assert_text(c.records[0].attachments[0].name, "danr.json_Files/a-1.png");
	assert_text(record_claim(&c.records[0], "button"), "Open https://example.com/b");
	assert_text(c.records[1].body, "look https://example.com/p");
	assert_text(record_claim(&c.records[1], "link-text"), "A page");
	assert_int_equal(c.records[1].raw.n, 0);
	collect_fini(&c);
}

static void
export__keeps_the_embeds_of_a_message_passed_on(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &discord_format, "tests/corpora/discord/good/exporter-embeds", NULL);
	assert_true(record_marked(&c.records[2], "forwarded"));
	assert_text(c.records[2].body, "passed on");
	assert_text(record_claim(&c.records[2], "link-text"), "hidden words");
	assert_text(record_claim(&c.records[2], "sticker"), "knife");
	assert_text(record_claim(&c.records[2], "reply-channel"), "8");
	collect_fini(&c);
}

/* Types that have no name there are written by number. */
static void
export__answers_of_programs_and_first_words_of_threads_are_messages(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &discord_format, "tests/corpora/discord/good/exporter-embeds", NULL);
	assert_int_equal(c.records[3].kind, KIND_MESSAGE);
	assert_text(record_claim(&c.records[3], "command"), "whois danr 202");
	assert_text(record_claim(&c.records[3], "mention"), "Maya 101");
	assert_int_equal(c.records[4].kind, KIND_MESSAGE);
	assert_text(c.records[4].body, "first words");
	collect_fini(&c);
}

static void
export__keeps_parts_that_are_not_known(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &discord_format, "tests/corpora/discord/good/exporter-embeds", NULL);
	assert_text(record_doubt(&c.records[5], "unknown-part")->detail, "poll");
	assert_true(c.records[5].raw.n != 0);
	assert_text(record_claim(&c.records[5], "other"), "mood: angry");
	collect_fini(&c);
	read_file(&c,
	    EXPORT("1", MESSAGE("42", "danr",
			    "\"embeds\":\"words\",\"stickers\":null,\"interaction\":[1]")),
	    NULL);
	assert_int_equal(c.records[0].doubts_count, 2);
	assert_text(c.records[0].doubts[0].detail, "embeds");
	assert_text(c.records[0].doubts[1].detail, "interaction");
	assert_true(c.records[0].raw.n != 0);
	collect_fini(&c);
}

/* The last one counts, and thousands before it take no room. */
static void
export__may_name_its_channel_again_and_again(void **state)
{
	struct buf buf;
	struct collect c;

	(void)state;
	buf_init(&buf, 1 << 20);
	buf_put_c(&buf, "{\"guild\":{\"name\":\"Flats\"},");
	for (unsigned i = 0; i < 5000; i++)
		buf_putf(&buf, "\"channel\":{\"id\":\"%u\",\"name\":\"room %u\"},", i, i);
	buf_put_c(&buf, "\"messages\":[{\"id\":\"1\",\"type\":\"Default\",\"timestamp\":"
			"\"2024-03-24T21:05:07+00:00\",\"content\":\"late\",\"author\":"
			"{\"id\":\"42\",\"name\":\"danr\"}}],\"messageCount\":1}");
	buf_put_byte(&buf, '\0');
	read_file(&c, (const char *)buf.p, NULL);
	assert_int_equal(c.count, 1);
	assert_text(c.records[0].conversation, "room 4999");
	assert_text(record_claim(&c.records[0], "channel-id"), "4999");
	assert_text(record_claim(&c.records[0], "server"), "Flats");
	collect_fini(&c);
	buf_fini(&buf);
}

static void
probe__leaves_other_json_alone(void **state)
{
	(void)state;
	assert_int_equal(discord_format.probe(SLICE_LITERAL("{\"1\":\"a\",\"2\":\"b\"}")), 0);
	assert_int_equal(discord_format.probe(SLICE_LITERAL("{\"id\":1,\"type\":\"x\"}")), 0);
	assert_int_equal(discord_format.probe(SLICE_LITERAL("ID,Name\n1,2\n")), 0);
	assert_int_equal(discord_format.probe(SLICE_LITERAL("[{\"ID\":1}]")), 0);
}

static void
facts__of_the_composed_packages(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have("../shared/fixtures"))
		skip();
	collect_init(&c);
	assert_ok(
	    collect_file(&c, &discord_format,
		"../shared/fixtures/discord/synth_package_2026/Messages/c900100/messages.json",
		NULL),
	    &c.err);
	assert_int_equal(c.count, 2);
	hard_instant(&c.records[1].when, "2024-03-24T21:05:07Z");
	assert_int_equal(c.records[1].attachments_count, 2);
	collect_fini(&c);
}

static void
reader__bears_pieces_cuts_and_wrong_bytes(void **state)
{
	(void)state;
	hard_seed(&discord_format, "tests/corpora/discord/good/exporter-files");
	hard_seed(&discord_format, "tests/corpora/discord/good/exporter-embeds");
	hard_seed(&discord_format, "tests/corpora/discord/good/messages.csv");
	hard_pieces(
	    &discord_format, SLICE_LITERAL("ID,Timestamp,Contents,Attachments\n1,,\"\xc2\xa3"));
}

static void
export__says_that_it_is_an_excerpt_and_when_it_was_made(void **state)
{
	static const char bytes[] =
	    "{\"guild\":{\"id\":\"0\",\"name\":\"Direct Messages\"},\"channel\":{\"id\":\"900100\","
	    "\"name\":\"danr\"},\"dateRange\":{\"after\":\"2024-03-24T00:00:00+00:00\",\"before\":"
	    "null},"
	    "\"exportedAt\":\"2024-04-01T10:00:00+01:00\",\"shade\":\"x\",\"filter\":{\"a\":1},"
	    "\"messages\":[],\"messageCount\":0}";
	struct collect c;

	(void)state;
	hard_text(&c, &discord_format, bytes, NULL);
	assert_int_equal(collect_notes(&c, NOTE_GAP, "excerpt"), 1);
	assert_int_equal(c.count, 4);
	assert_text(c.records[0].conversation, "danr");
	assert_text(record_claim(&c.records[0], "excerpt-after"), "2024-03-24T00:00:00+00:00");
	assert_text(record_claim(&c.records[1], "other"), "shade x");
	assert_text(record_doubt(&c.records[2], "unknown-part")->detail, "filter");
	assert_text(record_claim(&c.records[3], "export-made"), "2024-04-01T10:00:00+01:00");
	collect_fini(&c);
	hard_text(&c, &discord_format,
	    "{\"guild\":{},\"channel\":{},\"dateRange\":{\"after\":null,\"before\":null},"
	    "\"messages\":[]}",
	    NULL);
	assert_int_equal(c.count, 0);
	assert_int_equal(collect_notes(&c, NOTE_GAP, NULL), 0);
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(export__says_that_it_is_an_excerpt_and_when_it_was_made),
	    cmocka_unit_test(package__holds_only_what_the_owner_wrote_and_says_so),
	    cmocka_unit_test(package__files_are_links_and_missing),
	    cmocka_unit_test(package__members_that_are_not_known_are_kept),
	    cmocka_unit_test(package__as_csv_is_the_same),
	    cmocka_unit_test(package__rows_of_another_shape_are_kept),
	    cmocka_unit_test(package__the_folder_is_the_conversation),
	    cmocka_unit_test(package__channel_and_index_name_the_conversations),
	    cmocka_unit_test(export__has_both_sides),
	    cmocka_unit_test(export__a_nickname_like_the_owners_id_or_user_name_is_not_hers),
	    cmocka_unit_test(export__a_user_name_says_who_the_owner_is),
	    cmocka_unit_test(export__a_user_name_with_a_number_is_told_with_it),
	    cmocka_unit_test(export__where_nobody_has_the_name_it_is_asked_again),
	    cmocka_unit_test(export__two_accounts_of_one_name_are_doubted_from_the_first_on),
	    cmocka_unit_test(export__files_stand_beside_when_they_were_saved),
	    cmocka_unit_test(export__files_may_be_written_with_backslashes),
	    cmocka_unit_test(export__calls_and_events_are_no_messages),
	    cmocka_unit_test(export__keeps_what_stands_in_embeds),
	    cmocka_unit_test(export__keeps_the_embeds_of_a_message_passed_on),
	    cmocka_unit_test(export__answers_of_programs_and_first_words_of_threads_are_messages),
	    cmocka_unit_test(export__keeps_parts_that_are_not_known),
	    cmocka_unit_test(export__may_name_its_channel_again_and_again),
	    cmocka_unit_test(probe__leaves_other_json_alone),
	    cmocka_unit_test(facts__of_the_composed_packages),
	    cmocka_unit_test(reader__bears_pieces_cuts_and_wrong_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
