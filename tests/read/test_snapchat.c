/* tests/read/test_snapchat.c
 * A Snapchat download: units that lie, words that nobody saved, files by their ids, calls without
 * anybody, and both layouts. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

static void
read_file(struct collect *c, const char *bytes, const char *me)
{
	hard_text(c, &snapchat_format, bytes, me);
}

#define ONE(fields) "{\"dan_r2024\":[{\"From\":\"dan_r2024\",\"Media Type\":\"TEXT\"," fields "}]}"
#define AT          "\"Created\":\"2024-03-24 21:05:07 UTC\""

static void
time__microseconds_are_milliseconds_when_the_text_says_so(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, ONE(AT ",\"Created(microseconds)\":1711314307340,\"IsSender\":false"), NULL);
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07.340Z");
	assert_text(record_claim(&c.records[0], "time-unit"), "milliseconds");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "milliseconds"), 1);
	collect_fini(&c);
	read_file(&c, ONE(AT ",\"Created(microseconds)\":1711314307340123"), NULL);
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07.340123Z");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, NULL), 0);
	collect_fini(&c);
}

static void
time__a_number_that_agrees_in_no_unit_is_doubted(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, ONE(AT ",\"Created(microseconds)\":1711400707000"), NULL);
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07Z");
	assert_text(record_doubt(&c.records[0], "times-differ")->detail, "1711400707000");
	collect_fini(&c);
}

static void
time__without_the_text_the_size_decides_and_is_doubted(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, ONE("\"Created(microseconds)\":1711314307340"), NULL);
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07.340Z");
	assert_text(record_doubt(&c.records[0], "unit-assumed")->detail, "milliseconds");
	collect_fini(&c);
}

static void
words__that_nobody_saved_are_said_to_be_missing(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, ONE(AT ",\"Content\":null,\"IsSaved\":false"), NULL);
	assert_null(c.records[0].body.p);
	assert_non_null(record_doubt(&c.records[0], "not-saved"));
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "unsaved-text"), 1);
	collect_fini(&c);
}

static void
words__have_their_references_put_right_once(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, ONE(AT ",\"Content\":\"it&#39;s &amp;lt; &#x1F440; &nope; &#0; &\""), NULL);
	assert_text(c.records[0].body, "it's &lt; \xf0\x9f\x91\x80 &nope; &#0; &");
	collect_fini(&c);
}

static void
files__are_called_by_day_and_id(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, ONE(AT ",\"Media IDs\":\"b~AAAA | b~BB/../B\""), NULL);
	assert_int_equal(c.records[0].attachments_count, 2);
	assert_text(c.records[0].attachments[0].name, "chat_media/2024-03-24_b~AAAA");
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_BESIDE);
	assert_int_equal(c.records[0].attachments[1].source, ATTACHMENT_MISSING);
	assert_int_equal(collect_doubted(&c, "unsafe-name"), 1);
	collect_fini(&c);
}

static void
people__are_told_by_is_sender_or_by_whose_list_it_is(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "{\"dan_r2024\":[{\"From\":\"maya.ok\",\"Media Type\":\"TEXT\"," AT
	    ",\"IsSender\":true},{\"From\":\"dan_r2024\",\"Media Type\":\"TEXT\"," AT
	    "},{\"From\":\"maya.ok\",\"Media Type\":\"TEXT\"," AT "}]}",
	    NULL);
	assert_int_equal(c.records[0].direction, DIRECTION_OUT);
	assert_text(c.records[0].to[0].handle, "dan_r2024");
	assert_int_equal(c.records[1].direction, DIRECTION_IN);
	assert_int_equal(c.records[2].direction, DIRECTION_UNKNOWN);
	assert_text(collect_note(&c, NOTE_QUESTION, "me")->detail, "maya.ok\n");
	collect_fini(&c);
}

static void
layout__of_2022_has_sections_instead_of_people(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "{\"Received Saved Chat History\":[{\"From\":\"dan\",\"Media Type\":\"TEXT\"," AT
	    ",\"Text\":\"it&#39;s me\"}],\"Sent Saved Chat History\":[{\"To\":\"dan\"," AT
	    ",\"Text\":\"no\"}]}",
	    NULL);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_text(c.records[0].body, "it's me");
	assert_text(c.records[0].conversation, "dan");
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_text(c.records[1].to[0].handle, "dan");
	collect_fini(&c);
}

static void
words__of_a_text_that_is_empty_were_not_saved_either(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, ONE(AT ",\"Content\":\"\",\"IsSaved\":false"), NULL);
	assert_non_null(record_doubt(&c.records[0], "not-saved"));
	collect_fini(&c);
	read_file(&c, ONE(AT ",\"Content\":\"\",\"IsSaved\":true"), NULL);
	assert_null(record_doubt(&c.records[0], "not-saved"));
	assert_non_null(record_doubt(&c.records[0], "words-missing"));
	collect_fini(&c);
}

/* By whom the entry is, it says; who called is no more than assumed. */
static void
calls__in_a_chat_are_calls(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &snapchat_format, "tests/corpora/snapchat/good/chat-calls", NULL);
	assert_int_equal(c.count, 5);
	assert_int_equal(c.records[0].kind, KIND_CALL);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_true(record_marked(&c.records[0], "missed"));
	assert_int_equal(c.records[0].body.n, 0);
	assert_text(record_claim(&c.records[0], "call-type"), "audio");
	assert_text(record_claim(&c.records[0], "media-type"), "STATUSCALLMISSEDAUDIO");
	assert_non_null(record_doubt(&c.records[0], "caller-assumed"));
	assert_int_equal(c.records[1].kind, KIND_CALL);
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_int_equal(c.records[1].marks_count, 0);
	assert_text(record_claim(&c.records[1], "call-type"), "video");
	assert_text(c.records[1].to[0].handle, "dan_r2024");
	assert_int_equal(c.records[2].kind, KIND_SYSTEM);
	assert_int_equal(collect_doubted(&c, "caller-assumed"), 2);
	collect_fini(&c);
}

static void
files__of_a_voice_note_without_an_id_are_missing(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &snapchat_format, "tests/corpora/snapchat/good/chat-calls", NULL);
	assert_true(record_marked(&c.records[3], "voice-note"));
	assert_int_equal(c.records[3].attachments_count, 1);
	assert_int_equal(c.records[3].attachments[0].source, ATTACHMENT_MISSING);
	assert_non_null(record_doubt(&c.records[3], "media-not-named"));
	assert_text(record_claim(&c.records[4], "other"), "Reply To: 17");
	assert_text(record_claim(&c.records[4], "is-sender"), "no");
	assert_text(record_doubt(&c.records[4], "unknown-part")->detail, "Place");
	assert_true(c.records[4].raw.n != 0);
	collect_fini(&c);
}

static void
calls__are_with_nobody_that_is_named(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "{\"Outgoing Calls\":[],\"Incoming Calls\":[{\"Date & Time\":\"2024-03-24 22:05:00 "
	    "UTC\","
	    "\"Result\":\"Missed\",\"Length (sec)\":0}],\"Chat Sessions\":[]}",
	    NULL);
	assert_int_equal(c.count, 1);
	assert_int_equal(c.records[0].kind, KIND_CALL);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(c.records[0].duration_s, 0);
	assert_true(record_marked(&c.records[0], "missed"));
	assert_non_null(record_doubt(&c.records[0], "no-contact"));
	collect_fini(&c);
}

static void
snaps__are_kept_without_their_picture(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, "{\"dan\":[{\"From\":\"dan\",\"Media Type\":\"IMAGE\"," AT "}]}", NULL);
	assert_true(record_marked(&c.records[0], "view-once"));
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_MISSING);
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "snap-pictures"), 1);
	collect_fini(&c);
}

static void
values__of_another_kind_are_kept(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "{\"a\":[7,{\"Media Type\":\"TEXT\"," AT ",\"Content\":[1]}],\"b\":\"x\",\"c\":null}",
	    NULL);
	assert_int_equal(c.count, 3);
	assert_slice(c.records[0].raw, "7");
	assert_true(c.records[1].raw.n != 0);
	assert_slice(c.records[2].raw, "\"x\"");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "not-understood"), 1);
	collect_fini(&c);
}

static void
facts__of_the_composed_download(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have("../shared/fixtures"))
		skip();
	collect_init(&c);
	assert_ok(collect_file(&c, &snapchat_format,
		      "../shared/fixtures/snapchat/synth_mydata/json/chat_history.json", NULL),
	    &c.err);
	assert_int_equal(c.count, 5);
	assert_int_equal(collect_doubted(&c, "not-saved"), 1);
	assert_text(c.records[2].body, "don't message me again");
	assert_int_equal(c.records[1].attachments_count, 2);
	collect_fini(&c);
}

static void
reader__bears_pieces_cuts_and_wrong_bytes(void **state)
{
	(void)state;
	hard_seed(&snapchat_format, "tests/corpora/snapchat/good/group");
	hard_pieces(&snapchat_format, SLICE_LITERAL(ONE(AT ",\"Content\":\"\xf0\x9f\x91\x80\"")));
}

static void
call__members_that_are_not_known_are_kept(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "{\"Outgoing Calls\":[{\"Date & Time\":\"2024-03-24 22:05:00 UTC\",\"Length (sec)\":9,"
	    "\"Recipient\":\"danr_99\",\"Weird\":{\"a\":1}}],\"Completed Calls\":[]}",
	    NULL);
	assert_int_equal(c.count, 1);
	assert_text(record_claim(&c.records[0], "other"), "Recipient: danr_99");
	assert_text(record_doubt(&c.records[0], "unknown-part")->detail, "Weird");
	assert_int_not_equal(c.records[0].raw.n, 0);
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(call__members_that_are_not_known_are_kept),
	    cmocka_unit_test(time__microseconds_are_milliseconds_when_the_text_says_so),
	    cmocka_unit_test(time__a_number_that_agrees_in_no_unit_is_doubted),
	    cmocka_unit_test(time__without_the_text_the_size_decides_and_is_doubted),
	    cmocka_unit_test(words__that_nobody_saved_are_said_to_be_missing),
	    cmocka_unit_test(words__have_their_references_put_right_once),
	    cmocka_unit_test(files__are_called_by_day_and_id),
	    cmocka_unit_test(people__are_told_by_is_sender_or_by_whose_list_it_is),
	    cmocka_unit_test(layout__of_2022_has_sections_instead_of_people),
	    cmocka_unit_test(words__of_a_text_that_is_empty_were_not_saved_either),
	    cmocka_unit_test(calls__in_a_chat_are_calls),
	    cmocka_unit_test(files__of_a_voice_note_without_an_id_are_missing),
	    cmocka_unit_test(calls__are_with_nobody_that_is_named),
	    cmocka_unit_test(snaps__are_kept_without_their_picture),
	    cmocka_unit_test(values__of_another_kind_are_kept),
	    cmocka_unit_test(facts__of_the_composed_download),
	    cmocka_unit_test(reader__bears_pieces_cuts_and_wrong_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
