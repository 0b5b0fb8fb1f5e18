/* tests/read/test_meta.c
 * Threads of Facebook, Instagram and Messenger in JSON: letters, times, kinds, files, what is not
 * understood, and the facts of the outside test data. */
#include "tests/support/check.h"

#include <stdio.h>

#include "base/time.h"
#include "read/formats/formats.h"
#include "read/formats/meta_letters.h"
#include "read/formats/meta_words.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define CORPUS "tests/corpora/meta/"
#define FOLDER "../shared/fixtures/meta/"
#define HEART  "\xf0\x9f\x96\xa4"

static void
read_as(struct collect *c, const char *path, const struct reading_options *options)
{
	struct slice head;
	FILE *file = fopen(path, "rb");
	static uint8_t bytes[FORMAT_HEAD_BYTES];

	if (file == NULL)
		fail_msg("%s is not there", path);
	head = slice_of(bytes, fread(bytes, 1, sizeof bytes, file));
	(void)fclose(file);
	collect_init(c);
	assert_ok(collect_file(c, format_of_head(head), path, options), &c->err);
	assert_string_equal(c->broken, "");
}

static void
read_text(struct collect *c, const char *json, const struct reading_options *options)
{
	struct slice bytes = slice_of(json, strlen(json));

	collect_init(c);
	assert_ptr_equal(format_of_head(bytes), &meta_json_format);
	assert_ok(collect_slice(c, &meta_json_format, bytes, options), &c->err);
	assert_string_equal(c->broken, "");
}

static void
assert_at(const struct record *record, const char *want)
{
	struct buf buf;

	buf_init(&buf, 64);
	assert_int_equal(record->when.basis, BASIS_INSTANT);
	assert_true(time_put(&buf, record->when.at_us));
	if (!text_eq_c(buf_text(&buf), want))
		fail_msg("%.*s is not %s\n", (int)buf.n, (const char *)buf.p, want);
	buf_fini(&buf);
}

static void
assert_letters(const char *text, enum meta_letters want, const char *out_want)
{
	struct arena arena;
	struct text out;
	enum meta_letters what;

	arena_init(&arena, 4096);
	assert_true(meta_letters_repair(text_of_c(text), &arena, &out, &what));
	assert_int_equal(what, want);
	assert_text(out, out_want);
	arena_fini(&arena);
}

/* -- letters -------------------------------------------------------------------------------- */

static void
meta_letters__are_put_together_only_where_that_is_certain(void **state)
{
	(void)state;
	assert_letters("plain", META_LETTERS_FINE, "plain");
	assert_letters("", META_LETTERS_FINE, "");
	assert_letters("caf\xc3\x83\xc2\xa9", META_LETTERS_REPAIRED, "caf\xc3\xa9");
	/* already as it should be */
	assert_letters("caf\xc3\xa9", META_LETTERS_FINE, "caf\xc3\xa9");
	/* a letter past U+00FF: the string was never taken apart */
	assert_letters("caf\xc3\x83\xc2\xa9 \xe2\x80\xa6", META_LETTERS_FINE,
	    "caf\xc3\x83\xc2\xa9 \xe2\x80\xa6");
	/* F0 9F: the front of a letter */
	assert_letters("x\xc3\xb0\xc2\x9f", META_LETTERS_DOUBTFUL, "x\xc3\xb0\xc2\x9f");
}

static void
meta__good_letters_are_left_alone(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "good/e2ee_utf8.json", NULL);
	assert_text(c.records[0].body, "caf\xc3\xa9? \xc3\x83\xc2\xa9, I\xe2\x80\x99m outside "
				       "\xf0\x9f\x8f\xa0");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "letters-repaired"), 0);
	collect_fini(&c);
}

static void
meta__names_titles_and_reactions_are_put_together_too(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "good/instagram.json", NULL);
	assert_text(c.records[0].conversation, "Daniel R " HEART);
	assert_text(c.records[0].from.name, "Daniel R " HEART);
	assert_text(record_claim(&c.records[4], "reaction"),
	    "\xe2\x9d\xa4 Daniel R " HEART " 2024-03-24T21:07:30Z");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "letters-repaired"), 1);
	collect_fini(&c);
}

static void
meta__half_letters_are_doubted(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "bad/half_letters.json", NULL);
	assert_int_equal(collect_doubted(&c, "letters-doubtful"), 1);
	assert_int_equal(collect_doubted(&c, "half-character"), 1);
	collect_fini(&c);
}

/* -- who and where -------------------------------------------------------------------------- */

static void
meta__title_and_folder_are_known_though_they_stand_behind(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "good/requests.json", NULL);
	assert_int_equal(c.count, 1);
	assert_text(c.records[0].conversation, "new_acct_9981");
	assert_text(record_claim(&c.records[0], "thread-path"), "message_requests/newacct9981_998");
	assert_text(record_claim(&c.records[0], "thread-folder"), "message_requests");
	assert_text(record_claim(&c.records[0], "thread-detail"), "is_still_participant: false");
	/* Who only received can be chosen as the owner too. */
	assert_text(collect_note(&c, NOTE_QUESTION, "me")->detail, "new_acct_9981\nMaya Okafor\n");
	assert_non_null(record_doubt(&c.records[0], "channel-assumed"));
	collect_fini(&c);
}

static void
meta__the_owner_is_out_and_writes_to_the_other(void **state)
{
	struct reading_options options = {.me = TEXT_LITERAL("Maya Okafor")};
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "good/instagram.json", &options);
	assert_int_equal(c.count, 7);
	for (size_t i = 0; i < c.count; i++)
		assert_int_equal(c.records[i].direction, i == 4 ? DIRECTION_OUT
							 : record_marked(&c.records[i], "missed")
							     ? DIRECTION_UNKNOWN
							     : DIRECTION_IN);
	assert_int_equal(c.records[4].to_count, 1);
	assert_text(c.records[4].to[0].name, "Daniel R " HEART);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
}

static void
meta__two_of_one_name_are_not_told_apart(void **state)
{
	static const char thread[] =
	    "{\"participants\":[{\"name\":\"Maya Okafor\"},{\"name\":\"Maya "
	    "Okafor\"}],\"messages\":["
	    "{\"sender_name\":\"Maya Okafor\",\"timestamp_ms\":1711314245000,\"content\":\"one\"}],"
	    "\"title\":\"Maya Okafor\",\"thread_path\":\"inbox/mayaokafor_1\"}";
	struct reading_options options = {.me = TEXT_LITERAL("Maya Okafor")};
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(collect_slice(&c, format_of_head(slice_of(thread, sizeof thread - 1)),
		      slice_of(thread, sizeof thread - 1), &options),
	    &c.err);
	assert_int_equal(c.count, 1);
	assert_int_equal(c.records[0].direction, DIRECTION_UNKNOWN);
	assert_text(record_doubt(&c.records[0], "same-name")->detail, "Maya Okafor");
	collect_fini(&c);
}

static void
meta__channel_is_told_by_what_is_inside(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "good/instagram.json", NULL);
	assert_int_equal(collect_channel(&c, "instagram"), 7);
	collect_fini(&c);
	read_as(&c, CORPUS "good/facebook_2020.json", NULL);
	assert_int_equal(collect_channel(&c, "messenger"), c.count);
	assert_int_equal(collect_doubted(&c, "channel-assumed"), 0);
	collect_fini(&c);
}

static void
meta__the_folder_in_an_archive_tells_where_nothing_else_does(void **state)
{
	struct reading_options options = {
	    .inside = TEXT_LITERAL("your_instagram_activity/messages/message_requests/n_998/"
				   "message_1.json")};
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "good/requests.json", &options);
	assert_int_equal(collect_channel(&c, "instagram"), 1);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "channel-by-folder"), 1);
	assert_int_equal(collect_doubted(&c, "channel-assumed"), 0);
	collect_fini(&c);
	read_as(&c, CORPUS "good/facebook_2020.json", &options);
	assert_int_equal(collect_channel(&c, "messenger"), c.count);
	collect_fini(&c);
}

static void
meta__accounts_that_are_gone_share_a_name(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "good/group_oldest_first.json", NULL);
	assert_int_equal(c.count, 5);
	assert_int_equal(collect_doubted(&c, "nameless-account"), 1);
	assert_text(c.records[1].from.name, "Jos\xc3\xa9 N\xc3\xba\xc3\xb1"
					    "ez");
	assert_text(c.records[3].body, "Hello.");
	assert_text(c.records[4].body, "Hello."); /* said twice in one second */
	collect_fini(&c);
}

/* -- kinds, times, files -------------------------------------------------------------------- */

static void
meta__calls_payments_and_notices_are_kinds_of_their_own(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "good/facebook_2020.json", NULL);
	assert_int_equal(c.count, 8);
	assert_true(record_marked(&c.records[0], "voice-note"));
	assert_text(c.records[1].attachments[0].name, "messages/stickers_used/1.png");
	assert_int_equal(c.records[2].kind, KIND_CALL);
	assert_int_equal(c.records[2].duration_s, 192);
	assert_text(record_claim(&c.records[2], "ip"), "192.0.2.7");
	assert_true(record_marked(&c.records[3], "missed"));
	assert_text(c.records[4].body, "https://example.org/a");
	assert_int_equal(c.records[5].kind, KIND_SYSTEM);
	assert_text(record_claim(&c.records[5], "user"), "Daniel Reed");
	assert_int_equal(c.records[6].kind, KIND_PAYMENT);
	assert_int_equal(c.records[7].attachments_count, 3);
	assert_text(record_claim(&c.records[7], "remote-media"), "https://media.example.org/x.gif");
	assert_text(record_claim(&c.records[7], "bumped-message"), "look at this");
	collect_fini(&c);
}

static void
meta_words__tell_calls_and_reactions(void **state)
{
	static struct meta_thread thread;
	struct text d = TEXT_LITERAL("Daniel"), sign;

	(void)state;
	thread.people[thread.people_count++] = TEXT_LITERAL("Maya Okafor");
	thread.people[thread.people_count++] = TEXT_LITERAL("Daniel Reed");
	/* It says the first name of whoever did not take a call of the sender's. */
	assert_int_equal(meta_words_find(TEXT_LITERAL("Daniel missed your call."), &thread,
			     TEXT_LITERAL("Maya Okafor"), NULL),
	    META_WORDS_MISSED);
	assert_int_equal(meta_words_find(TEXT_LITERAL("Owen missed your call."), &thread,
			     TEXT_LITERAL("Maya Okafor"), NULL),
	    META_WORDS_NONE);
	assert_int_equal(
	    meta_words_find(TEXT_LITERAL("Daniel missed an audio call"), &thread, d, NULL),
	    META_WORDS_MISSED);
	assert_int_equal(
	    meta_words_find(TEXT_LITERAL("You missed a call from Daniel."), &thread, d, NULL),
	    META_WORDS_MISSED);
	assert_int_equal(meta_words_find(TEXT_LITERAL("You missed an audio call from Daniel."),
			     &thread, d, NULL),
	    META_WORDS_MISSED);
	assert_int_equal(
	    meta_words_find(TEXT_LITERAL("You missed a video chat from Daniel"), &thread, d, NULL),
	    META_WORDS_MISSED);
	assert_int_equal(
	    meta_words_find(TEXT_LITERAL("Audio call ended"), &thread, d, NULL), META_WORDS_CALL);
	assert_int_equal(meta_words_find(TEXT_LITERAL("The audio call ended."), &thread, d, NULL),
	    META_WORDS_CALL);
	assert_int_equal(meta_words_find(TEXT_LITERAL("The video call ended."), &thread, d, NULL),
	    META_WORDS_CALL);
	assert_int_equal(meta_words_find(TEXT_LITERAL("You called Daniel."), &thread,
			     TEXT_LITERAL("Maya Okafor"), NULL),
	    META_WORDS_CALL);
	assert_int_equal(meta_words_find(TEXT_LITERAL("You called the police."), &thread,
			     TEXT_LITERAL("Maya Okafor"), NULL),
	    META_WORDS_NONE);
	assert_int_equal(meta_words_find(TEXT_LITERAL("Daniel unsent a message"), &thread, d, NULL),
	    META_WORDS_UNSENT);
	assert_int_equal(meta_words_find(TEXT_LITERAL("Reacted \xf0\x9f\x98\x82 to your message "),
			     &thread, d, &sign),
	    META_WORDS_REACTION);
	assert_text(sign, "\xf0\x9f\x98\x82");
	assert_int_equal(
	    meta_words_find(TEXT_LITERAL("I missed an audio call, sorry"), &thread, d, NULL),
	    META_WORDS_NONE);
	assert_int_equal(
	    meta_words_find(TEXT_LITERAL(""), &thread, TEXT_NONE, NULL), META_WORDS_NONE);
}

static void
meta__what_is_told_by_words_alone_is_doubted(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "bad/many_people.json", NULL);
	assert_int_equal(c.records[0].kind, KIND_CALL);
	assert_true(record_marked(&c.records[1], "unsent"));
	assert_int_equal(collect_doubted(&c, "told-by-words"), 2);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "thread-cut"), 1);
	collect_fini(&c);
}

static void
meta__seconds_are_seen_for_what_they_are(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "good/seconds_2018.json", NULL);
	assert_at(&c.records[0], "2018-03-14T04:00:00Z");
	assert_non_null(record_doubt(&c.records[0], "time-unit"));
	collect_fini(&c);
	read_as(&c, CORPUS "bad/absurd_dates.json", NULL);
	assert_int_equal(c.count, 10);
	assert_int_equal(collect_doubted(&c, "date-implausible"), 5);
	assert_int_equal(collect_doubted(&c, "date-unreadable"), 2);
	assert_int_equal(collect_doubted(&c, "no-time"), 1);
	collect_fini(&c);
}

static void
meta__words_of_a_message_that_was_taken_back_are_kept(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "good/e2ee_mojibake.json", NULL);
	assert_text(collect_note(&c, NOTE_FORMAT, NULL)->code, "meta-e2ee");
	assert_text(c.records[2].body, "oops");
	assert_true(record_marked(&c.records[2], "unsent"));
	assert_text(c.records[1].body, "caf\xc3\xa9 time?");
	collect_fini(&c);
}

static void
meta__a_sentence_is_no_file(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "good/e2ee_utf8.json", NULL);
	assert_text(record_claim(&c.records[1], "file-left-out"), "Failed to download media");
	assert_int_equal(c.records[1].attachments[0].source, ATTACHMENT_MISSING);
	assert_null(c.records[1].attachments[0].name.p);
	assert_text(c.records[2].attachments[0].name, "media/a1b2c3.jpeg");
	assert_int_equal(c.records[2].attachments[0].source, ATTACHMENT_BESIDE);
	assert_text(c.records[2].attachments[1].name, "media/my photo.png");
	collect_fini(&c);
}

static void
meta__names_that_lead_elsewhere_are_not_followed(void **state)
{
	struct collect c;
	size_t beside = 0;

	(void)state;
	read_as(&c, CORPUS "bad/path_names.json", NULL);
	assert_int_equal(collect_doubted(&c, "unsafe-name"), 9);
	for (size_t i = 0; i < c.count; i++)
		beside += c.records[i].attachments[0].source == ATTACHMENT_BESIDE;
	assert_int_equal(beside, 1); /* "././a.jpg" */
	collect_fini(&c);
}

/* -- what is not understood ----------------------------------------------------------------- */

static void
meta__a_broken_message_costs_itself_only(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "bad/broken_message.json", NULL);
	assert_int_equal(c.count, 3);
	assert_text(c.records[0].body, "one");
	assert_int_equal(c.records[1].kind, KIND_NOTE);
	assert_true(c.records[1].raw.n != 0);
	assert_text(c.records[2].body, "three");
	assert_text(c.records[2].conversation, "Daniel Reed");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "broken-value"), 1);
	collect_fini(&c);
}

static void
meta__what_is_no_message_is_kept_as_bytes(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "bad/wrong_types.json", NULL);
	assert_int_equal(c.count, 6);
	assert_int_equal(collect_doubted(&c, "not-understood"), 4);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "strange-value"), 1);
	assert_non_null(record_doubt(&c.records[4], "unknown-part"));
	assert_true(c.records[4].raw.n != 0);
	collect_fini(&c);
}

static void
meta__new_members_are_told(void **state)
{
	struct collect c;

	(void)state;
	read_text(&c,
	    "{\"participants\":[{\"name\":\"A\"}],\"messages\":[{\"sender_name\":\"A\","
	    "\"timestamp_ms\":1600000000000,\"theme\":\"blue\",\"hidden\":true,\"seen\":false,"
	    "\"map\":{\"a\":[1]}}]}",
	    NULL);
	assert_text(record_claim(&c.records[0], "other"), "theme: blue");
	assert_int_equal(c.records[0].claims_count, 3); /* participant, theme, hidden */
	assert_text(record_doubt(&c.records[0], "unknown-part")->detail, "map");
	assert_true(c.records[0].raw.n != 0);
	collect_fini(&c);
}

static void
meta__a_cut_file_gives_what_was_whole(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "bad/cut_in_message.json", NULL);
	assert_true(c.count >= 4);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "cut-off"), 1);
	collect_fini(&c);
}

static void
meta__a_thread_without_messages_is_read(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "good/empty_thread.json", NULL);
	assert_text(collect_note(&c, NOTE_FORMAT, NULL)->code, "meta-json");
	assert_int_equal(c.count, 0);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
}

static void
meta__other_json_is_not_taken(void **state)
{
	static const char *const others[] = {"{\"messages\":[]}",
	    "{\"participants\":[\"A\"],\"messages\":[{\"from_id\":\"user1\"}]}",
	    "[{\"sender_name\":\"A\"}]",
	    "{\"name\":\"x\",\"messages\":[{\"date_unixtime\":\"1\"}]}",
	    "{\"a\":{\"messages\":[{\"sender_name\":\"A\",\"timestamp_ms\":1}]}}"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		struct slice bytes = slice_of(others[i], strlen(others[i]));

		assert_int_equal(meta_json_format.probe(bytes), 0);
		assert_int_equal(meta_e2ee_format.probe(bytes), 0);
	}
}

static void
meta__broken_json_is_called_so(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "bad/no_structure.json", NULL);
	assert_text(collect_note(&c, NOTE_FORMAT, NULL)->code, "file");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "broken-json"), 1);
	collect_fini(&c);
}

/* -- who called ----------------------------------------------------------------------------- */

static void
meta__who_missed_a_call_did_not_ring(void **state)
{
	static const char thread[] =
	    "{\"participants\":[{\"name\":\"Daniel Reed\"},{\"name\":\"Maya Okafor\"}],"
	    "\"messages\":["
	    "{\"sender_name\":\"Maya Okafor\",\"timestamp_ms\":1711314477000,"
	    "\"content\":\"You missed an audio call\"},"
	    "{\"sender_name\":\"Daniel Reed\",\"timestamp_ms\":1711314476000,"
	    "\"content\":\"Daniel missed a video chat\"},"
	    "{\"sender_name\":\"Maya Okafor\",\"timestamp_ms\":1711314475000,"
	    "\"content\":\"Daniel missed your call.\",\"call_duration\":0,\"missed\":true},"
	    "{\"sender_name\":\"Daniel Reed\",\"timestamp_ms\":1711314474000,"
	    "\"content\":\"You missed a call from Daniel.\"}]}";
	struct reading_options options = {.me = TEXT_LITERAL("Maya Okafor")};
	struct collect c;

	(void)state;
	read_text(&c, thread, &options);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(c.records[i].kind, KIND_CALL);
		assert_true(record_marked(&c.records[i], "missed"));
	}
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(c.records[i].direction, DIRECTION_UNKNOWN);
		assert_int_equal(c.records[i].to_count, 0);
		assert_non_null(record_doubt(&c.records[i], "caller-assumed"));
	}
	assert_int_equal(c.records[2].direction, DIRECTION_OUT);
	assert_int_equal(c.records[3].direction, DIRECTION_IN);
	assert_int_equal(collect_doubted(&c, "caller-assumed"), 2);
	collect_fini(&c);
}

static void
meta__a_copy_on_the_web_is_told_and_no_noise(void **state)
{
	static const char thread[] =
	    "{\"participants\":[{\"name\":\"Daniel Reed\"}],\"messages\":["
	    "{\"sender_name\":\"Daniel Reed\",\"timestamp_ms\":1711314477000,\"photos\":[{"
	    "\"uri\":\"a/photos/1.jpg\",\"backup_uri\":\"https://media.example.com/1.jpg\"}]},"
	    "{\"sender_name\":\"Daniel Reed\",\"timestamp_ms\":1711314476000,\"photos\":[{"
	    "\"uri\":\"a/photos/2.jpg\",\"backup_uri\":{\"a\":1}}]}]}";
	struct collect c;

	(void)state;
	read_text(&c, thread, NULL);
	assert_text(record_claim(&c.records[0], "remote-media"), "https://media.example.com/1.jpg");
	assert_int_equal(c.records[0].attachments_count, 1);
	assert_null(record_doubt(&c.records[0], "unknown-part"));
	assert_non_null(record_doubt(&c.records[1], "unknown-part"));
	collect_fini(&c);
}

/* -- Instagram, 2018 to 2020 ---------------------------------------------------------------- */

static void
meta__a_list_of_all_threads_is_read(void **state)
{
	struct reading_options options = {.me = TEXT_LITERAL("maya_o")};
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "good/instagram_2019_list.json", &options);
	assert_int_equal(c.count, 8);
	assert_int_equal(collect_channel(&c, "instagram"), 8);
	assert_text(c.records[0].conversation, "maya_o, dan_r");
	assert_at(&c.records[0], "2019-03-24T21:05:07.123456Z");
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_text(
	    record_claim(&c.records[0], "reaction"), "liked maya_o 2019-03-24T21:06:00+00:00");
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_text(c.records[1].to[0].name, "dan_r");
	assert_text(c.records[2].body, "\xe2\x9d\xa4");
	assert_text(c.records[3].body, "https://media.example.com/1.jpg");
	assert_text(record_claim(&c.records[3], "share-owner"), "aisha");
	assert_text(c.records[4].body, "nice street");
	assert_text(record_claim(&c.records[4], "story-share"), "Shared maya_o's story");
	assert_true(record_marked(&c.records[5], "voice-note"));
	assert_text(record_claim(&c.records[5], "file-left-out"), "Media unavailable.");
	assert_text(c.records[6].attachments[0].name, "photos/201903/1.jpg");
	assert_text(record_claim(&c.records[6], "other"), "new_thing: 7");
	assert_non_null(record_doubt(&c.records[6], "unknown-part"));
	assert_text(c.records[7].conversation, "priya, maya_o, aisha");
	assert_int_equal(c.records[7].to_count, 0);
	collect_fini(&c);
}

static void
meta__an_odd_list_of_threads_loses_nothing(void **state)
{
	struct collect c;

	(void)state;
	read_as(&c, CORPUS "bad/instagram_2019_odd.json", NULL);
	assert_int_equal(c.count, 8);
	assert_text(c.records[0].body, "before the people");
	assert_non_null(record_doubt(&c.records[0], "date-unreadable"));
	assert_int_equal(c.records[1].kind, KIND_NOTE);
	assert_text(c.records[2].body, "5");
	assert_non_null(record_doubt(&c.records[2], "no-sender"));
	for (size_t i = 3; i < 8; i++)
		assert_int_equal(c.records[i].kind, KIND_NOTE);
	collect_fini(&c);
	hard_seed(&meta_json_format, CORPUS "good/instagram_2019_list.json");
}

static void
meta__does_not_depend_on_how_it_is_read(void **state)
{
	(void)state;
	hard_seed_pieces(&meta_json_format, CORPUS "good/instagram.json");
	hard_seed_pieces(&meta_json_format, CORPUS "good/facebook_2020.json");
	hard_seed_pieces(&meta_e2ee_format, CORPUS "good/e2ee_utf8.json");
	hard_seed_pieces(&meta_json_format, CORPUS "bad/wrong_types.json");
}

static void
meta__damage_anywhere_ends_well(void **state)
{
	(void)state;
	hard_seed_cuts(&meta_json_format, CORPUS "good/instagram.json");
	hard_seed_flips(&meta_json_format, CORPUS "good/instagram.json");
}

/* -- the outside test data ------------------------------------------------------------------ */

static void
meta__instagram_facts_hold(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have(FOLDER))
		skip();
	read_as(&c,
	    FOLDER "synth_instagram/your_instagram_activity/messages/inbox/"
		   "danielr_17843123456789/message_1.json",
	    NULL);
	assert_int_equal(c.count, 7);
	assert_at(&c.records[6], "2024-03-24T21:05:07Z");
	assert_at(&c.records[0], "2024-03-26T20:00:00Z");
	assert_int_equal(collect_marked(&c, "unsent"), 1);
	assert_int_equal(collect_marked(&c, "missed"), 1);
	collect_fini(&c);
}

static void
meta__encrypted_chats_facts_hold(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have(FOLDER))
		skip();
	read_as(&c, FOLDER "synth_e2ee_utf8/Daniel Reed_3.json", NULL);
	assert_int_equal(c.count, 3);
	assert_int_equal(collect_marked(&c, "unsent"), 1);
	collect_fini(&c);
	read_as(&c,
	    FOLDER "msgvault/e2ee_simple/your_activity_across_facebook/messages/alice_1.json",
	    NULL);
	assert_int_equal(c.count, 4);
	assert_at(&c.records[0], "2020-09-13T12:26:40Z");
	assert_at(&c.records[3], "2020-09-13T12:29:40Z");
	assert_text(c.records[3].body, "oops");
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(meta_letters__are_put_together_only_where_that_is_certain),
	    cmocka_unit_test(meta__good_letters_are_left_alone),
	    cmocka_unit_test(meta__names_titles_and_reactions_are_put_together_too),
	    cmocka_unit_test(meta__half_letters_are_doubted),
	    cmocka_unit_test(meta__title_and_folder_are_known_though_they_stand_behind),
	    cmocka_unit_test(meta__the_owner_is_out_and_writes_to_the_other),
	    cmocka_unit_test(meta__two_of_one_name_are_not_told_apart),
	    cmocka_unit_test(meta__channel_is_told_by_what_is_inside),
	    cmocka_unit_test(meta__the_folder_in_an_archive_tells_where_nothing_else_does),
	    cmocka_unit_test(meta__accounts_that_are_gone_share_a_name),
	    cmocka_unit_test(meta__calls_payments_and_notices_are_kinds_of_their_own),
	    cmocka_unit_test(meta_words__tell_calls_and_reactions),
	    cmocka_unit_test(meta__what_is_told_by_words_alone_is_doubted),
	    cmocka_unit_test(meta__seconds_are_seen_for_what_they_are),
	    cmocka_unit_test(meta__words_of_a_message_that_was_taken_back_are_kept),
	    cmocka_unit_test(meta__a_sentence_is_no_file),
	    cmocka_unit_test(meta__names_that_lead_elsewhere_are_not_followed),
	    cmocka_unit_test(meta__a_broken_message_costs_itself_only),
	    cmocka_unit_test(meta__what_is_no_message_is_kept_as_bytes),
	    cmocka_unit_test(meta__new_members_are_told),
	    cmocka_unit_test(meta__a_cut_file_gives_what_was_whole),
	    cmocka_unit_test(meta__a_thread_without_messages_is_read),
	    cmocka_unit_test(meta__other_json_is_not_taken),
	    cmocka_unit_test(meta__broken_json_is_called_so),
	    cmocka_unit_test(meta__who_missed_a_call_did_not_ring),
	    cmocka_unit_test(meta__a_copy_on_the_web_is_told_and_no_noise),
	    cmocka_unit_test(meta__a_list_of_all_threads_is_read),
	    cmocka_unit_test(meta__an_odd_list_of_threads_loses_nothing),
	    cmocka_unit_test(meta__does_not_depend_on_how_it_is_read),
	    cmocka_unit_test(meta__damage_anywhere_ends_well),
	    cmocka_unit_test(meta__instagram_facts_hold),
	    cmocka_unit_test(meta__encrypted_chats_facts_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
