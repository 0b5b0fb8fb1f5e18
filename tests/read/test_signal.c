/* tests/read/test_signal.c
 * Signal's own export: who an id means, what was said before an edit, files by their sums, and
 * lines that are broken or not known. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define HEAD                                                                                       \
	"{\"version\":\"1\",\"backupTimeMs\":\"1772600000000\"}\n"                                 \
	"{\"account\":{\"givenName\":\"Maya\",\"familyName\":\"Okafor\"}}\n"                       \
	"{\"recipient\":{\"id\":\"1\",\"self\":{}}}\n"                                             \
	"{\"recipient\":{\"id\":\"3\",\"contact\":{\"e164\":\"447700900202\","                     \
	"\"profileGivenName\":\"Dan\",\"systemGivenName\":\"Daniel\",\"systemFamilyName\":"        \
	"\"Reed\"}}}\n"                                                                            \
	"{\"chat\":{\"id\":\"1\",\"recipientId\":\"3\"}}\n"
#define ITEM(way, author, rest)                                                                    \
	"{\"chatItem\":{\"chatId\":\"1\",\"authorId\":\"" author                                   \
	"\",\"dateSent\":\"1772359200000\",\"" way "\":{}," rest "}}\n"
#define SAYS(words) "\"standardMessage\":{\"text\":{\"body\":\"" words "\"}}"
/* The records of HEAD: who made it, the owner, the contact. */
enum { HEAD_RECORDS = 3 };

static void
read_export(struct collect *c, const char *lines)
{
	hard_text(c, &signal_format, lines, NULL);
}

static void
people__are_named_as_the_address_book_does(void **state)
{
	struct collect c;

	(void)state;
	read_export(&c, HEAD ITEM("incoming", "3", SAYS("one")) ITEM("outgoing", "1", SAYS("two")));
	assert_int_equal(c.count, HEAD_RECORDS + 2);
	assert_int_equal(c.records[1].kind, KIND_CONTACT);
	assert_text(c.records[1].subject, "Maya Okafor");
	assert_text(c.records[2].subject, "Daniel Reed");
	assert_text(c.records[2].to[0].handle, "+447700900202");
	assert_text(c.records[2].to[0].as_written, "447700900202");
	assert_text(record_claim(&c.records[2], "profile-name"), "Dan");
	assert_int_equal(c.records[3].direction, DIRECTION_IN);
	assert_text(c.records[3].from.handle, "+447700900202");
	assert_text(c.records[3].from.name, "Daniel Reed");
	assert_text(c.records[3].conversation, "Daniel Reed");
	assert_int_equal(c.records[4].direction, DIRECTION_OUT);
	assert_text(c.records[4].from.name, "Maya Okafor");
	assert_text(c.records[4].to[0].handle, "+447700900202");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
}

static void
link__has_its_picture_among_the_files(void **state)
{
	struct collect c;

	(void)state;
	read_export(
	    &c, HEAD ITEM("incoming", "3",
		    "\"standardMessage\":{\"linkPreview\":[{\"url\":\"https://example.com\","
		    "\"title\":\"Your road\",\"date\":\"1772359200000\",\"image\":{\"fileName\":"
		    "\"road.jpg\",\"locatorInfo\":{\"plaintextHash\":\"OFdl4LLFhGuVDHr/"
		    "7DWDDFxFhRHMC7xt0YpHPjsvqBM=\"}}}]}"));
	assert_text(record_claim(&c.records[3], "link-title"), "Your road");
	assert_text(record_claim(&c.records[3], "link-date"), "2026-03-01T10:00:00Z");
	assert_int_equal(c.records[3].attachments_count, 1);
	assert_int_equal(c.records[3].attachments[0].source, ATTACHMENT_BESIDE);
	assert_text(record_claim(&c.records[3], "file-name"), "road.jpg");
	collect_fini(&c);
}

static void
people__numbers_of_other_countries_get_their_plus(void **state)
{
	struct collect c;

	(void)state;
	read_export(&c, "{\"recipient\":{\"id\":\"3\",\"contact\":{\"e164\":\"33700900303\"}}}\n"
			"{\"recipient\":{\"id\":\"4\",\"contact\":{\"username\":\"priya.77\"}}}\n"
			"{\"chat\":{\"id\":\"1\",\"recipientId\":\"3\"}}\n" ITEM(
			    "incoming", "3", SAYS("one")) ITEM("incoming", "4", SAYS("two")));
	assert_text(c.records[2].from.handle, "+33700900303");
	assert_text(c.records[2].from.as_written, "33700900303");
	assert_text(c.records[3].from.handle, "priya.77");
	collect_fini(&c);
}

static void
people__nobody_of_that_number_is_doubted(void **state)
{
	struct collect c;

	(void)state;
	read_export(&c, HEAD ITEM("incoming", "99", SAYS("one")));
	assert_text(record_doubt(&c.records[3], "author-unknown")->detail, "99");
	assert_null(c.records[3].from.as_written.p);
	assert_int_equal(c.records[3].direction, DIRECTION_IN);
	collect_fini(&c);
}

static void
edits__keep_every_wording_with_its_time(void **state)
{
	struct collect c;

	(void)state;
	read_export(
	    &c, HEAD ITEM("incoming", "3",
		    SAYS("never mind") ",\"revisions\":[{\"dateSent\":\"1772359140000\"," SAYS(
			"I will come to your door") "}]"));
	assert_true(record_marked(&c.records[3], "edited"));
	assert_text(c.records[3].body, "never mind");
	assert_text(record_claim(&c.records[3], "earlier-wording"),
	    "2026-03-01T09:59:00Z I will come to your door");
	assert_text(record_claim(&c.records[3], "first-sent"), "2026-03-01T09:59:00Z");
	collect_fini(&c);
}

static void
files__are_called_by_their_sum(void **state)
{
	struct collect c;

	(void)state;
	read_export(&c, HEAD ITEM("incoming", "3",
			    "\"standardMessage\":{\"attachments\":[{\"pointer\":{\"fileName\":"
			    "\"../door.jpg\",\"locatorInfo\":{\"plaintextHash\":\"OFdl4LLFhGuVDHr/"
			    "jEqtOLRxk/bpAEL5MwJeawdmXDQ=\"}},\"flag\":\"VOICE_MESSAGE\"}]}"));
	assert_int_equal(c.records[3].attachments_count, 1);
	assert_int_equal(c.records[3].attachments[0].source, ATTACHMENT_BESIDE);
	assert_text(c.records[3].attachments[0].name,
	    "files/38/385765e0b2c5846b950c7aff8c4aad38b47193f6e90042f933025e6b07665c34");
	assert_text(record_claim(&c.records[3], "expected-sha256"),
	    "385765e0b2c5846b950c7aff8c4aad38b47193f6e90042f933025e6b07665c34");
	assert_text(record_claim(&c.records[3], "file-name"), "../door.jpg");
	assert_true(record_marked(&c.records[3], "voice-note"));
	collect_fini(&c);
}

static void
files__without_a_good_sum_are_missing(void **state)
{
	struct collect c;

	(void)state;
	read_export(
	    &c, HEAD ITEM("incoming", "3",
		    "\"standardMessage\":{\"attachments\":[{\"pointer\":{\"fileName\":\"a.jpg\","
		    "\"locatorInfo\":{\"plaintextHash\":\"////\"}}}]}"));
	assert_int_equal(c.records[3].attachments[0].source, ATTACHMENT_MISSING);
	assert_text(record_doubt(&c.records[3], "sum-unreadable")->detail, "////");
	collect_fini(&c);
}

static void
timers__are_said_of_the_whole_file(void **state)
{
	struct collect c;

	(void)state;
	read_export(&c, HEAD ITEM("directionless", "3",
			    "\"updateMessage\":{\"expirationTimerChange\":{\"expiresInMs\":"
			    "\"604800000\"}}"));
	assert_int_equal(c.records[3].kind, KIND_SYSTEM);
	assert_text(c.records[3].body, "Messages were set to disappear after 1 week.");
	assert_int_equal(collect_notes(&c, NOTE_GAP, "disappearing-timer"), 1);
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "disappearing-left-out"), 1);
	collect_fini(&c);
	read_export(&c, HEAD);
	assert_int_equal(collect_notes(&c, NOTE_GAP, NULL), 0);
	collect_fini(&c);
}

static void
calls__say_which_way_and_how_they_ended(void **state)
{
	struct collect c;

	(void)state;
	read_export(&c, HEAD ITEM("directionless", "3",
			    "\"updateMessage\":{\"individualCall\":{\"direction\":\"INCOMING\","
			    "\"state\":\"MISSED\"}"
			    "}") ITEM("directionless", "1",
			    "\"updateMessage\":{\"groupCall\":{\"state\":\"DECLINED\","
			    "\"ringerRecipientId\":\"3\","
			    "\"startedCallTimestamp\":\"1772359200000\",\"endedCallTimestamp\":"
			    "\"1772359265000\"}"
			    "}"));
	assert_int_equal(c.records[3].kind, KIND_CALL);
	assert_int_equal(c.records[3].direction, DIRECTION_IN);
	assert_true(record_marked(&c.records[3], "missed"));
	assert_int_equal(c.records[4].kind, KIND_CALL);
	assert_int_equal(c.records[4].duration_s, 65);
	assert_text(c.records[4].from.name, "Daniel Reed");
	assert_true(record_marked(&c.records[4], "rejected"));
	collect_fini(&c);
}

#define GROUP_CALL(rest) "\"updateMessage\":{\"groupCall\":{" rest "}}"

/* An iPhone makes its owner the author of every one of them. */
static void
calls__of_a_group_are_from_who_rang_or_began(void **state)
{
	struct collect c;

	(void)state;
	read_export(&c,
	    HEAD ITEM("directionless", "1",
		GROUP_CALL("\"state\":\"JOINED\",\"startedCallRecipientId\":\"1\""))
		ITEM("directionless", "1",
		    GROUP_CALL("\"state\":\"MISSED\",\"ringerRecipientId\":\"1\","
			       "\"startedCallRecipientId\":\"3\""))
		    ITEM("directionless", "1", GROUP_CALL("\"state\":\"GENERIC\""))
			ITEM("directionless", "1", GROUP_CALL("\"startedCallRecipientId\":\"3\""))
			    ITEM("directionless", "1", GROUP_CALL("\"ringerRecipientId\":\"77\"")));
	assert_int_equal(c.records[3].direction, DIRECTION_OUT);
	assert_text(c.records[3].from.name, "Maya Okafor");
	assert_int_equal(c.records[4].direction, DIRECTION_OUT);
	assert_int_equal(c.records[5].direction, DIRECTION_UNKNOWN);
	assert_null(c.records[5].from.as_written.p);
	assert_int_equal(c.records[6].direction, DIRECTION_IN);
	assert_text(c.records[6].from.name, "Daniel Reed");
	assert_int_equal(c.records[7].direction, DIRECTION_UNKNOWN);
	assert_null(c.records[7].from.as_written.p);
	assert_text(record_doubt(&c.records[7], "author-unknown")->detail, "77");
	collect_fini(&c);
}

static void
calls__never_come_in_from_the_owner(void **state)
{
	struct collect c;

	(void)state;
	read_export(&c, HEAD ITEM("directionless", "1",
			    "\"updateMessage\":{\"individualCall\":{\"direction\":\"INCOMING\","
			    "\"state\":\"MISSED\"}}") ITEM("incoming", "1", SAYS("one")));
	assert_int_equal(c.records[3].direction, DIRECTION_IN);
	assert_text(c.records[3].from.handle, "+447700900202");
	assert_int_equal(c.records[4].direction, DIRECTION_UNKNOWN);
	assert_text(c.records[4].from.name, "Maya Okafor");
	assert_non_null(record_doubt(&c.records[4], "sender-unclear"));
	collect_fini(&c);
}

#define WITH_ACI                                                                                   \
	HEAD "{\"recipient\":{\"id\":\"4\",\"contact\":{\"aci\":\"AAAAAAAAAAAAAAAAAAAABA==\","     \
	     "\"profileGivenName\":\"Priya\"}}}\n"
enum { ACI_RECORDS = HEAD_RECORDS + 1 };

static void
people__are_known_by_their_accounts(void **state)
{
	struct collect c;

	(void)state;
	read_export(&c, WITH_ACI
	    "{\"recipient\":{\"id\":\"5\",\"group\":{\"snapshot\":{\"title\":{\"title\":\"Book "
	    "club\"},\"members\":[{\"userId\":\"AAAAAAAAAAAAAAAAAAAABA==\",\"role\":\"DEFAULT\"}],"
	    "\"membersPendingProfileKey\":[{\"member\":{\"userId\":\"AAAAAAAAAAAAAAAAAAAABQ==\"}}]}"
	    "}"
	    "}}\n" ITEM("incoming", "3",
		"\"standardMessage\":{\"text\":{\"body\":\"\xef\xbf\xbc come\",\"bodyRanges\":[{"
		"\"length\":1,\"mentionAci\":\"AAAAAAAAAAAAAAAAAAAABA==\"}]}}")
		ITEM("incoming", "3",
		    "\"standardMessage\":{\"text\":{\"body\":\"\xef\xbf\xbc\",\"bodyRanges\":[{"
		    "\"mentionAci\":\"AAAAAAAAAAAAAAAAAAAABw==\"}]}}"));
	assert_text(record_claim(&c.records[ACI_RECORDS], "group-member"),
	    "Priya AAAAAAAAAAAAAAAAAAAABA== DEFAULT");
	assert_text(
	    record_claim(&c.records[ACI_RECORDS], "group-invited"), "AAAAAAAAAAAAAAAAAAAABQ==");
	assert_text(record_claim(&c.records[ACI_RECORDS + 1], "mention"), "Priya");
	assert_text(
	    record_claim(&c.records[ACI_RECORDS + 2], "mention"), "AAAAAAAAAAAAAAAAAAAABw==");
	collect_fini(&c);
}

static void
groups__say_who_was_let_in_and_put_out(void **state)
{
	struct collect c;

	(void)state;
	read_export(&c,
	    WITH_ACI ITEM("directionless", "3",
		"\"updateMessage\":{\"groupChange\":{\"updates\":[{"
		"\"groupInvitationRevokedUpdate\":{"
		"\"invitees\":[{\"inviteeAci\":\"AAAAAAAAAAAAAAAAAAAABA==\"}]}}]}}")
		ITEM("directionless", "3",
		    "\"updateMessage\":{\"groupChange\":{\"updates\":[{\"groupAdminStatusUpdate\":{"
		    "\"wasAdminStatusGranted\":true,\"of\":[\"AAAAAAAAAAAAAAAAAAAABA==\"]}}]}}")
		    ITEM("directionless", "3",
			"\"updateMessage\":{\"groupChange\":{\"updates\":[{"
			"\"groupExpirationTimerUpdate\":{\"expiresInMs\":\"60000\"}}]}}"));
	assert_text(record_claim(&c.records[ACI_RECORDS], "group-change"),
	    "groupInvitationRevokedUpdate invitees inviteeAci Priya");
	assert_text(record_claim(&c.records[ACI_RECORDS + 1], "group-change"),
	    "groupAdminStatusUpdate wasAdminStatusGranted yes");
	assert_text(c.records[ACI_RECORDS + 1].claims[1].value, "groupAdminStatusUpdate of Priya");
	assert_true(record_marked(&c.records[ACI_RECORDS + 2], "disappearing"));
	assert_int_equal(collect_notes(&c, NOTE_GAP, "disappearing-timer"), 1);
	collect_fini(&c);
}

static void
messages__keep_what_stands_beside_their_words(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	read_export(&c,
	    HEAD ITEM("incoming", "3",
		"\"standardMessage\":{\"linkPreview\":[{\"url\":\"https://example.com\","
		"\"description\":\"you will pay\"}],\"quote\":{\"attachments\":[{"
		"\"contentType\":\"image/jpeg\",\"fileName\":\"a.jpg\"}]}}") ITEM("incoming", "3",
		"\"directStoryReplyMessage\":{\"textReply\":{\"text\":{\"body\":\"nice\"},"
		"\"longText\":{\"contentType\":\"text/plain\"}}}") ITEM("incoming", "3",
		"\"contactMessage\":{\"contact\":{\"name\":{\"givenName\":\"Owen\","
		"\"middleName\":\"James\",\"familyName\":\"Hale\",\"nickname\":\"Ow\"},"
		"\"address\":[{\"street\":\"1 Example Street\",\"city\":\"Leeds\"}]}}"));
	assert_text(record_claim(&c.records[3], "link-description"), "you will pay");
	assert_text(record_claim(&c.records[3], "reply-to-file"), "image/jpeg a.jpg");
	r = &c.records[4];
	assert_text(r->body, "nice");
	assert_non_null(record_doubt(r, "text-elsewhere"));
	assert_int_equal(r->attachments_count, 1);
	r = &c.records[5];
	assert_text(record_claim(r, "contact-name"), "Owen James Hale");
	assert_text(record_claim(r, "contact-nickname"), "Ow");
	assert_text(record_claim(r, "contact-address"), "1 Example Street Leeds");
	collect_fini(&c);
}

static void
messages__that_went_out_say_how_far_they_came(void **state)
{
	struct collect c;

	(void)state;
	read_export(&c, HEAD
	    "{\"chatItem\":{\"chatId\":\"1\",\"authorId\":\"1\",\"dateSent\":\"1772359200000\","
	    "\"outgoing\":{\"sendStatus\":[{\"recipientId\":\"3\",\"held\":{}}]}," SAYS(
		"a") "}}\n"
		     "{\"chatItem\":{\"chatId\":\"1\",\"authorId\":\"1\",\"dateSent\":"
		     "\"1772359200000\","
		     "\"outgoing\":{\"sendStatus\":[{\"recipientId\":\"3\"}]}," SAYS("b") "}}\n");
	assert_text(record_claim(&c.records[3], "send-status"), "held Daniel Reed");
	assert_text(record_claim(&c.records[4], "send-status"), "pending Daniel Reed");
	collect_fini(&c);
}

#define SENT(statuses)                                                                             \
	"{\"chatItem\":{\"chatId\":\"1\",\"authorId\":\"1\",\"dateSent\":\"1772359200000\","       \
	"\"outgoing\":{\"sendStatus\":[" statuses "]}," SAYS("a") "}}\n"

static void
messages__fail_when_nobody_got_them(void **state)
{
	struct collect c;

	(void)state;
	read_export(&c, HEAD SENT("{\"recipientId\":\"3\",\"failed\":{}},"
				  "{\"recipientId\":\"1\",\"read\":{}}")
			    SENT("{\"recipientId\":\"3\",\"failed\":{}},"
				 "{\"recipientId\":\"1\",\"skipped\":{}}")
				SENT("{\"recipientId\":\"3\",\"failed\":{}},"
				     "{\"recipientId\":\"1\"}"));
	assert_false(record_marked(&c.records[3], "failed"));
	assert_text(record_claim(&c.records[3], "send-status"), "failed Daniel Reed");
	assert_true(record_marked(&c.records[4], "failed"));
	assert_false(record_marked(&c.records[5], "failed"));
	collect_fini(&c);
}

static void
edits__of_an_answer_to_a_story_are_kept_too(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	read_export(
	    &c, HEAD ITEM("incoming", "3",
		    "\"directStoryReplyMessage\":{\"textReply\":{\"text\":{\"body\":\"nice\"}}},"
		    "\"revisions\":[{\"dateSent\":\"1772359100000\",\"directStoryReplyMessage\":{"
		    "\"textReply\":{\"text\":{\"body\":\"I know where\"}}}},"
		    "{\"dateSent\":\"1772359100000\",\"newThing\":{}}]"));
	r = &c.records[3];
	assert_text(r->body, "nice");
	assert_text(record_claim(r, "earlier-wording"), "2026-03-01T09:58:20Z I know where");
	assert_text(record_doubt(r, "unknown-part")->detail, "revisions");
	collect_fini(&c);
}

static void
messages__keep_members_that_are_not_known(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	read_export(
	    &c, HEAD ITEM("incoming", "3",
		    "\"standardMessage\":{\"text\":{\"body\":\"x\"},\"newThing\":{\"a\":1}},"
		    "\"newWord\":\"zzz\",\"pinDetails\":{\"pinnedAtTimestamp\":\"1772359200000\","
		    "\"pinNeverExpires\":true}"));
	r = &c.records[3];
	assert_text(record_doubt(r, "unknown-part")->detail, "newThing");
	assert_true(r->raw.n != 0);
	assert_text(record_claim(r, "other"), "newWord: zzz");
	assert_text(record_claim(r, "pinned"), "yes");
	assert_text(record_claim(r, "pinned-at"), "2026-03-01T10:00:00Z");
	collect_fini(&c);
}

static void
messages__that_are_gone_stay_as_facts(void **state)
{
	struct collect c;

	(void)state;
	read_export(&c, HEAD ITEM("incoming", "3", "\"remoteDeletedMessage\":{}")
			    ITEM("incoming", "3", "\"viewOnceMessage\":{}"));
	assert_true(record_marked(&c.records[3], "deleted"));
	assert_null(c.records[3].body.p);
	assert_true(record_marked(&c.records[4], "view-once"));
	assert_int_equal(c.records[4].attachments[0].source, ATTACHMENT_MISSING);
	collect_fini(&c);
}

static void
lines__that_are_broken_cost_themselves(void **state)
{
	struct collect c;

	(void)state;
	read_export(&c, HEAD "{\"chatItem\":{\"a\":[[[\n" ITEM("incoming", "3", SAYS("after")));
	assert_int_equal(c.count, HEAD_RECORDS + 2);
	assert_int_equal(c.records[3].kind, KIND_NOTE);
	assert_slice(c.records[3].raw, "{\"chatItem\":{\"a\":[[[");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "broken-value"), 1);
	assert_text(c.records[4].body, "after");
	collect_fini(&c);
}

static void
lines__that_are_not_known_are_kept(void **state)
{
	struct collect c;

	(void)state;
	read_export(&c, HEAD
	    "{\"somethingNew\":{\"a\":1}}\n" ITEM("incoming", "3", "\"holographicMessage\":{}"));
	assert_slice(c.records[3].raw, "{\"somethingNew\":{\"a\":1}}");
	assert_int_equal(c.records[4].kind, KIND_MESSAGE);
	assert_true(c.records[4].raw.n != 0);
	assert_int_equal(collect_doubted(&c, "not-understood"), 2);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "not-understood"), 1);
	collect_fini(&c);
}

static void
lines__as_long_as_a_file_are_cut_and_said(void **state)
{
	enum { LONG = 5 * 1024 * 1024 };
	static const char tail[] = "\n" ITEM("incoming", "3", SAYS("after"));
	char *lines = test_malloc(LONG + sizeof HEAD + sizeof tail);
	size_t n = sizeof HEAD - 1;
	struct collect c;

	(void)state;
	memcpy(lines, HEAD, n);
	memset(lines + n, 'x', LONG);
	lines[n] = '"';
	memcpy(lines + n + LONG, tail, sizeof tail);
	read_export(&c, lines);
	assert_int_equal(c.count, HEAD_RECORDS + 2);
	assert_true(c.records[3].raw.n != 0);
	assert_text(c.records[4].body, "after");
	collect_fini(&c);
	test_free(lines);
}

/* Claims, doubts, files and people share what a record holds: one message is never lost for them.
 */
static void
lists__that_are_too_long_are_cut_and_said(void **state)
{
	enum { WORDINGS = 1900, WORDING_BYTES = 2000 };
	struct buf lines;
	struct collect c;

	(void)state;
	buf_init(&lines, 8 * 1024 * 1024);
	buf_put_c(&lines, HEAD "{\"chatItem\":{\"chatId\":\"1\",\"authorId\":\"3\",\"dateSent\":"
			       "\"1772359200000\",\"incoming\":{}," SAYS("x") ",\"revisions\":[");
	for (size_t i = 0; i < WORDINGS; i++) {
		buf_put_c(&lines, i == 0 ? "" : ",");
		buf_put_c(&lines, "{\"standardMessage\":{\"text\":{\"body\":\"");
		for (size_t j = 0; j < WORDING_BYTES; j++)
			buf_put_byte(&lines, 0xff);
		buf_put_c(&lines, "\"}}}");
	}
	buf_put_c(&lines, "]}}\n" ITEM("incoming", "3", SAYS("after")));
	buf_put_byte(&lines, 0);
	read_export(&c, (const char *)lines.p);
	assert_int_equal(c.count, HEAD_RECORDS + 2);
	assert_text(c.records[3].body, "x");
	assert_true(c.records[3].claims_count > 100);
	assert_non_null(record_doubt(&c.records[3], "many-doubts"));
	assert_text(c.records[4].body, "after");
	collect_fini(&c);
	buf_fini(&lines);
}

static void
probe__knows_the_first_line_of_any_kind(void **state)
{
	(void)state;
	assert_true(signal_format.probe(SLICE_LITERAL(HEAD)) >= 90);
	assert_true(signal_format.probe(SLICE_LITERAL(ITEM("incoming", "3", SAYS("x")))) >= 85);
	assert_int_equal(signal_format.probe(SLICE_LITERAL("{\"version\": 1}")), 0);
	assert_int_equal(signal_format.probe(SLICE_LITERAL("[{\"chatItem\":1}]")), 0);
	assert_int_equal(signal_format.probe(SLICE_LITERAL("")), 0);
}

static void
facts__of_the_composed_export(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have("../shared/fixtures"))
		skip();
	collect_init(&c);
	assert_ok(collect_file(&c, &signal_format,
		      "../shared/fixtures/signal/synth_plaintext_export/main.jsonl", NULL),
	    &c.err);
	assert_string_equal(c.broken, "");
	/* 11 items, 2 contacts, 1 group, the account, and the first line. */
	assert_int_equal(c.count, 16);
	assert_int_equal(collect_marked(&c, "edited"), 1);
	assert_int_equal(collect_marked(&c, "deleted"), 1);
	assert_int_equal(collect_marked(&c, "view-once"), 1);
	assert_int_equal(collect_marked(&c, "missed"), 1);
	assert_int_equal(collect_channel(&c, "sms"), 1);
	assert_text(record_claim(&c.records[7], "earlier-wording"),
	    "2026-03-01T10:02:00Z original threat wording");
	collect_fini(&c);
}

static void
reader__bears_pieces_cuts_and_wrong_bytes(void **state)
{
	(void)state;
	hard_seed(&signal_format, "tests/corpora/signal/good/groups-and-timers");
	hard_pieces(&signal_format,
	    SLICE_LITERAL(HEAD ITEM("incoming", "3", SAYS("\xf0\x9f\x91\x80 one"))));
}

/* However deep it stands. */
static void
item__members_that_are_not_known_are_kept_in_all_its_parts(void **state)
{
	const struct record *record;
	struct collect c;

	(void)state;
	read_export(&c,
	    HEAD ITEM("incoming", "3",
		"\"standardMessage\":{\"text\":{\"body\":\"one\",\"spoken\":\"1\"},"
		"\"attachments\":[{\"pointer\":{\"contentType\":\"image/"
		"jpeg\",\"place\":{\"at\":1},"
		"\"locatorInfo\":{\"size\":5,\"vault\":\"2\"}}}],"
		"\"quote\":{\"authorId\":\"3\",\"text\":{\"body\":\"q\"},"
		"\"attachments\":[{\"thumbnail\":{\"pointer\":{\"blurHash\":\"x\"}}}],\"mood\":"
		"\"3\"},"
		"\"linkPreview\":[{\"url\":\"https://example.org\",\"voice\":[1]}],"
		"\"reactions\":[{\"emoji\":\"x\",\"authorId\":\"3\",\"again\":\"4\"},\"odd\"]}"));
	record = &c.records[HEAD_RECORDS];
	assert_text(record->body, "one");
	assert_non_null(record_doubt(record, "unknown-part"));
	assert_true(slice_find(record->raw, SLICE_LITERAL("\"place\"")) != SIZE_MAX);
	for (size_t i = 0, n = 0; i < record->claims_count; i++) {
		n += text_eq_c(record->claims[i].key, "other");
		if (i + 1 == record->claims_count)
			assert_int_equal(n, 4);
	}
	/* "place", "voice", and a reaction that is none. */
	assert_int_equal(record->doubts_count, 3);
	collect_fini(&c);
}

/* What the program writes itself is known. */
static void
item__parts_of_todays_exports_cost_no_doubt(void **state)
{
	const struct record *record;
	struct collect c;

	(void)state;
	read_export(&c, HEAD
	    "{\"chatItem\":{\"chatId\":\"1\",\"authorId\":\"1\",\"dateSent\":\"1772359200000\","
	    "\"outgoing\":{\"sendStatus\":[{\"recipientId\":\"3\",\"timestamp\":\"1772359200000\","
	    "\"failed\":{\"reason\":\"NETWORK\"}}]},"
	    "\"standardMessage\":{\"text\":{\"body\":\"a\",\"bodyRanges\":[{\"start\":0,\"length\":"
	    "1,"
	    "\"style\":\"BOLD\"}]},\"attachments\":[{\"pointer\":{\"contentType\":\"image/jpeg\","
	    "\"width\":4,\"height\":3,\"locatorInfo\":{\"key\":\"QQ==\",\"size\":5,"
	    "\"mediaTierCdnNumber\":3}},\"flag\":\"NONE\",\"clientUuid\":\"QQ==\"}]}}}\n");
	record = &c.records[HEAD_RECORDS];
	assert_null(record_doubt(record, "unknown-part"));
	assert_null(record_claim(record, "other").p);
	assert_true(slice_find(slice_of_text(record_claim(record, "send-status")),
			SLICE_LITERAL("NETWORK")) != SIZE_MAX);
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(item__members_that_are_not_known_are_kept_in_all_its_parts),
	    cmocka_unit_test(item__parts_of_todays_exports_cost_no_doubt),
	    cmocka_unit_test(people__are_named_as_the_address_book_does),
	    cmocka_unit_test(people__numbers_of_other_countries_get_their_plus),
	    cmocka_unit_test(link__has_its_picture_among_the_files),
	    cmocka_unit_test(people__nobody_of_that_number_is_doubted),
	    cmocka_unit_test(edits__keep_every_wording_with_its_time),
	    cmocka_unit_test(files__are_called_by_their_sum),
	    cmocka_unit_test(files__without_a_good_sum_are_missing),
	    cmocka_unit_test(timers__are_said_of_the_whole_file),
	    cmocka_unit_test(calls__say_which_way_and_how_they_ended),
	    cmocka_unit_test(calls__of_a_group_are_from_who_rang_or_began),
	    cmocka_unit_test(calls__never_come_in_from_the_owner),
	    cmocka_unit_test(people__are_known_by_their_accounts),
	    cmocka_unit_test(groups__say_who_was_let_in_and_put_out),
	    cmocka_unit_test(messages__keep_what_stands_beside_their_words),
	    cmocka_unit_test(messages__that_went_out_say_how_far_they_came),
	    cmocka_unit_test(messages__fail_when_nobody_got_them),
	    cmocka_unit_test(edits__of_an_answer_to_a_story_are_kept_too),
	    cmocka_unit_test(messages__keep_members_that_are_not_known),
	    cmocka_unit_test(messages__that_are_gone_stay_as_facts),
	    cmocka_unit_test(lines__that_are_broken_cost_themselves),
	    cmocka_unit_test(lines__that_are_not_known_are_kept),
	    cmocka_unit_test(lines__as_long_as_a_file_are_cut_and_said),
	    cmocka_unit_test(lists__that_are_too_long_are_cut_and_said),
	    cmocka_unit_test(probe__knows_the_first_line_of_any_kind),
	    cmocka_unit_test(facts__of_the_composed_export),
	    cmocka_unit_test(reader__bears_pieces_cuts_and_wrong_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
