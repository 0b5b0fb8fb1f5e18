/* tests/read/test_whatsapp_database.c
 * WhatsApp's own databases, of an iPhone and of Android (tools/make-sqlite-seeds), and Protocol
 * Buffers inside them. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "read/formats/protobuf.h"
#include "tests/read/hard.h"

#define SEEDS "tests/corpora/sqlite/"

static const struct record *
row(const struct collect *c, enum record_kind kind, const char *number)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->records[i].kind == kind &&
		    text_eq_c(record_claim(&c->records[i], "row"), number))
			return &c->records[i];
	fail_msg("no row %s", number);
	return NULL;
}

static const struct record *
message(const struct collect *c, const char *number)
{
	return row(c, KIND_MESSAGE, number);
}

/* -- iPhone ---------------------------------------------------------------------------------- */

static void
iphone__messages_have_who_when_and_where(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-iphone", NULL);
	assert_text(c.notes[0].code, "whatsapp-iphone");
	assert_int_equal(c.count, 22);
	assert_text(message(&c, "1")->channel, "whatsapp");
	assert_text(message(&c, "1")->body, "I know you're home \xf0\x9f\x8f\xa0");
	assert_text(message(&c, "1")->from.handle, "+447700900202");
	assert_text(message(&c, "1")->from.as_written, "447700900202@s.whatsapp.net");
	assert_text(message(&c, "1")->from.name, "Dan");
	assert_text(message(&c, "1")->conversation, "Dan");
	assert_int_equal(message(&c, "1")->direction, DIRECTION_IN);
	hard_instant(&message(&c, "1")->when, "2024-03-24T21:06:07.250Z");
	assert_int_equal(message(&c, "2")->direction, DIRECTION_OUT);
	assert_text(message(&c, "2")->to[0].handle, "+447700900202");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
}

static void
iphone__groups_have_members(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-iphone", NULL);
	assert_text(message(&c, "9")->conversation, "Flat 3B");
	assert_text(message(&c, "9")->from.handle, "+447700900303");
	assert_text(message(&c, "9")->from.name, "Priya");
	/* A number that WhatsApp hides is none. */
	assert_text(message(&c, "10")->from.handle, "99887766@lid");
	assert_text(message(&c, "10")->from.name, "Sam");
	assert_int_equal(message(&c, "11")->to_count, 0);
	assert_text(
	    row(&c, KIND_SYSTEM, "12")->body, "The name of the group was changed.\nFlat 3B and 4A");
	collect_fini(&c);
}

static void
iphone__what_became_of_a_message_is_said(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-iphone", NULL);
	assert_true(record_marked(message(&c, "6"), "deleted"));
	assert_null(message(&c, "6")->body.p);
	assert_text(record_claim(message(&c, "6"), "starred"), "yes");
	assert_true(record_marked(message(&c, "15"), "forwarded"));
	assert_text(record_claim(message(&c, "15"), "reply-to"), "3A000000000000000001");
	assert_text(record_claim(message(&c, "15"), "quoted-text"), "I know you're home");
	assert_text(record_claim(message(&c, "15"), "reaction"),
	    "\xf0\x9f\x98\x82 447700900303@s.whatsapp.net");
	assert_true(record_marked(message(&c, "23"), "poll"));
	assert_text(message(&c, "23")->body, "Who lives here?");
	assert_non_null(record_doubt(message(&c, "1"), "message-id-twice"));
	assert_non_null(record_doubt(message(&c, "22"), "message-id-twice"));
	assert_int_equal(collect_doubted(&c, "message-id-twice"), 2);
	assert_int_equal(collect_notes(&c, NOTE_GAP, "row-gap"), 1);
	collect_fini(&c);
}

static void
iphone__calls_and_events_are_no_messages(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-iphone", NULL);
	assert_true(record_marked(row(&c, KIND_CALL, "7"), "missed"));
	assert_int_equal(row(&c, KIND_CALL, "7")->direction, DIRECTION_IN);
	assert_int_equal(row(&c, KIND_CALL, "16")->duration_s, 182);
	assert_text(row(&c, KIND_SYSTEM, "8")->body, "The contact was blocked.");
	collect_fini(&c);
}

static void
iphone__files_are_looked_for_where_they_stand(void **state)
{
	const struct reading_options backup = {
	    .name = TEXT_LITERAL("7c7fba66680ef796b916b067077cc246adacf01d")};
	const struct attachment *a;
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-iphone", NULL);
	assert_text(message(&c, "3")->body, "your door");
	assert_text(message(&c, "3")->attachments[0].name,
	    "Message/Media/447700900202@s.whatsapp.net/a/b/ab12.jpg");
	assert_int_equal(message(&c, "3")->attachments[0].source, ATTACHMENT_BESIDE);
	assert_true(record_marked(message(&c, "4"), "voice-note"));
	assert_text(record_claim(message(&c, "4"), "media-seconds"), "12");
	assert_text(message(&c, "5")->place, "51.507400,-0.127800");
	assert_int_equal(message(&c, "18")->attachments[0].source, ATTACHMENT_MISSING);
	assert_non_null(record_doubt(message(&c, "18"), "unsafe-name"));
	assert_true(record_marked(message(&c, "19"), "view-once"));
	assert_int_equal(message(&c, "19")->attachments[0].source, ATTACHMENT_MISSING);
	assert_text(record_claim(message(&c, "17"), "link-title"), "Example");
	collect_fini(&c);
	/* In a backup of the telephone, by the SHA-1 of domain and path. */
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-iphone", &backup);
	a = &message(&c, "3")->attachments[0];
	assert_text(a->name, "7c/7c646e9c324260124f4b5b166f48f41365af06df");
	collect_fini(&c);
}

static void
iphone__rows_that_lead_nowhere_are_kept(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-iphone", NULL);
	assert_non_null(record_doubt(message(&c, "21"), "type-unknown"));
	assert_non_null(record_doubt(message(&c, "21"), "no-conversation"));
	assert_non_null(record_doubt(message(&c, "21"), "no-time"));
	assert_int_equal(message(&c, "24")->when.basis, BASIS_NONE);
	assert_non_null(record_doubt(message(&c, "24"), "position-unreadable"));
	collect_fini(&c);
}

/* -- Android --------------------------------------------------------------------------------- */

static void
android__messages_have_who_when_and_where(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-android", NULL);
	assert_text(c.notes[0].code, "whatsapp-android");
	assert_int_equal(c.count, 22);
	assert_text(message(&c, "1")->from.handle, "+447700900202");
	assert_text(message(&c, "1")->conversation, "+447700900202");
	hard_instant(&message(&c, "1")->when, "2024-03-24T21:06:07.250Z");
	assert_text(record_claim(message(&c, "1"), "received"), "2024-03-24T21:06:08Z");
	assert_int_equal(message(&c, "2")->direction, DIRECTION_OUT);
	assert_text(message(&c, "8")->conversation, "Flat 3B");
	assert_text(message(&c, "8")->from.handle, "+447700900303"); /* put together */
	assert_text(message(&c, "3")->body, "your door");
	assert_text(
	    message(&c, "3")->attachments[0].name, "Media/WhatsApp Images/IMG-20240324-WA0003.jpg");
	assert_true(record_marked(message(&c, "4"), "voice-note"));
	assert_text(message(&c, "5")->place, "51.507400,-0.127800");
	assert_non_null(record_doubt(message(&c, "17"), "unsafe-name"));
	collect_fini(&c);
}

static void
android__what_became_of_a_message_is_said(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-android", NULL);
	assert_true(record_marked(message(&c, "6"), "deleted"));
	assert_text(record_claim(message(&c, "6"), "deleted-at"), "2024-03-24T21:11:40Z");
	assert_true(record_marked(message(&c, "12"), "edited"));
	assert_true(record_marked(message(&c, "12"), "forwarded"));
	assert_text(record_claim(message(&c, "12"), "reply-to"), "K1");
	assert_text(record_claim(message(&c, "12"), "reaction"),
	    "\xf0\x9f\x98\x82 447700900303@s.whatsapp.net");
	assert_text(row(&c, KIND_SYSTEM, "7")->body, "The contact was blocked.");
	assert_text(
	    record_claim(row(&c, KIND_SYSTEM, "10"), "participant"), "447700900202@s.whatsapp.net");
	assert_text(
	    record_claim(row(&c, KIND_SYSTEM, "15"), "new-number"), "447700900303@s.whatsapp.net");
	assert_text(record_claim(message(&c, "16"), "poll-option"), "me");
	assert_text(record_claim(message(&c, "13"), "shared-contact"), "BEGIN:VCARD");
	collect_fini(&c);
}

static void
android__calls_are_counted_once(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-android", NULL);
	assert_int_equal(row(&c, KIND_SYSTEM, "14")->kind, KIND_SYSTEM); /* the chat's line */
	assert_true(record_marked(row(&c, KIND_CALL, "1"), "missed"));
	assert_int_equal(row(&c, KIND_CALL, "2")->duration_s, 61);
	assert_text(record_claim(row(&c, KIND_CALL, "2"), "call"), "video");
	assert_int_equal(row(&c, KIND_CALL, "3")->direction, DIRECTION_OUT);
	assert_false(record_marked(row(&c, KIND_CALL, "3"), "missed"));
	assert_non_null(record_doubt(row(&c, KIND_CALL, "4"), "no-time"));
	collect_fini(&c);
}

static void
android__a_hidden_number_is_told_where_the_database_knows_it(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-android-lid", NULL);
	assert_int_equal(c.count, 10);
	assert_text(message(&c, "1")->from.handle, "+447700900202");
	assert_text(message(&c, "1")->conversation, "+447700900202");
	assert_text(record_claim(message(&c, "1"), "lid"), "99887766@lid");
	assert_text(record_claim(message(&c, "1"), "chat"), "447700900202@s.whatsapp.net");
	/* The same man under his number has none. */
	assert_text(message(&c, "2")->from.handle, "+447700900202");
	assert_null(record_claim(message(&c, "2"), "lid").p);
	assert_text(message(&c, "3")->to[0].handle, "+447700900202");
	assert_text(record_claim(message(&c, "3"), "lid"), "99887766@lid");
	assert_text(message(&c, "7")->from.handle, "+447700900202");
	assert_text(
	    record_claim(row(&c, KIND_SYSTEM, "8"), "participant"), "447700900202@s.whatsapp.net");
	assert_text(record_claim(row(&c, KIND_SYSTEM, "8"), "lid"), "99887766@lid");
	assert_text(row(&c, KIND_CALL, "1")->from.handle, "+447700900202");
	assert_text(record_claim(row(&c, KIND_CALL, "1"), "lid"), "99887766@lid");
	collect_fini(&c);
}

static void
android__a_hidden_number_stays_where_nothing_or_too_much_is_said(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-android-lid", NULL);
	assert_text(message(&c, "4")->from.handle, "55@lid");
	assert_text(message(&c, "5")->from.handle, "66@lid");
	assert_text(message(&c, "6")->from.handle, "77@lid");
	assert_text(row(&c, KIND_CALL, "2")->to[0].handle, "55@lid");
	for (size_t i = 3; i < 6; i++)
		assert_null(record_claim(&c.records[i], "lid").p);
	collect_fini(&c);
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-android", NULL);
	assert_text(message(&c, "9")->from.handle, "99887766@lid");
	assert_null(record_claim(message(&c, "9"), "lid").p);
	collect_fini(&c);
}

static void
iphone__a_hidden_number_is_told_where_a_conversation_knows_it(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-iphone-people", NULL);
	assert_int_equal(c.count, 12);
	assert_text(message(&c, "2")->from.handle, "+447700900202");
	assert_text(record_claim(message(&c, "2"), "lid"), "99887766@lid");
	assert_text(record_claim(message(&c, "2"), "chat"), "447700900202@s.whatsapp.net");
	assert_null(record_claim(message(&c, "1"), "lid").p);
	assert_text(message(&c, "3")->to[0].handle, "+447700900202");
	assert_text(message(&c, "4")->from.handle, "+447700900202");
	assert_text(record_claim(message(&c, "4"), "lid"), "99887766@lid");
	/* Two numbers, and none. */
	assert_text(message(&c, "9")->from.handle, "66@lid");
	assert_text(message(&c, "10")->from.handle, "55@lid");
	assert_null(record_claim(message(&c, "9"), "lid").p);
	collect_fini(&c);
}

static void
iphone__a_post_for_everybody_is_no_message_to_the_owner(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-iphone-people", NULL);
	assert_true(record_marked(message(&c, "5"), "status-post"));
	assert_text(message(&c, "5")->conversation, "447700900202@status");
	assert_text(message(&c, "5")->from.handle, "+447700900202");
	assert_int_equal(message(&c, "5")->direction, DIRECTION_NONE);
	assert_false(record_marked(message(&c, "1"), "status-post"));
	assert_text(message(&c, "6")->conversation, "status@broadcast");
	assert_text(message(&c, "6")->from.handle, "+447700900202");
	assert_non_null(record_doubt(message(&c, "7"), "sender-unknown"));
	assert_int_equal(message(&c, "8")->direction, DIRECTION_OUT);
	assert_int_equal(message(&c, "8")->to_count, 0);
	collect_fini(&c);
}

static void
iphone__who_removed_whom_is_not_guessed(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-iphone-people", NULL);
	r = row(&c, KIND_SYSTEM, "11");
	assert_null(r->from.handle.p);
	assert_null(r->from.name.p);
	assert_text(r->body, "Somebody was removed from the group.");
	assert_text(record_claim(r, "group-member"), "447700900202@s.whatsapp.net");
	assert_text(record_claim(r, "event-text"), "447700900303@s.whatsapp.net");
	assert_non_null(record_doubt(r, "who-did-it"));
	/* Whoever left did it alone. */
	assert_text(row(&c, KIND_SYSTEM, "12")->from.handle, "+447700900202");
	collect_fini(&c);
}

static void
iphone__the_list_of_calls_is_read(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-calls-iphone", NULL);
	assert_text(c.notes[0].code, "whatsapp-calls");
	assert_int_equal(c.count, 6);
	assert_true(record_marked(row(&c, KIND_CALL, "1"), "missed"));
	assert_text(row(&c, KIND_CALL, "1")->from.handle, "+447700900202");
	hard_instant(&row(&c, KIND_CALL, "1")->when, "2024-03-24T21:05:07.250Z");
	assert_int_equal(row(&c, KIND_CALL, "2")->duration_s, 65);
	assert_text(record_claim(row(&c, KIND_CALL, "2"), "call"), "video");
	assert_int_equal(row(&c, KIND_CALL, "3")->direction, DIRECTION_OUT);
	assert_text(row(&c, KIND_CALL, "3")->to[0].handle, "+447700900202");
	assert_false(record_marked(row(&c, KIND_CALL, "3"), "missed"));
	/* In a group whoever began it called. */
	assert_text(row(&c, KIND_CALL, "4")->from.handle, "+447700900303");
	assert_text(row(&c, KIND_CALL, "4")->conversation, "120363000000000001@g.us");
	assert_non_null(record_doubt(row(&c, KIND_CALL, "5"), "direction-unknown"));
	assert_non_null(record_doubt(row(&c, KIND_CALL, "5"), "no-time"));
	assert_false(record_marked(row(&c, KIND_CALL, "5"), "missed"));
	assert_non_null(record_doubt(row(&c, KIND_CALL, "6"), "sender-unknown"));
	collect_fini(&c);
}

static void
iphone__files_of_whatsapp_business_have_their_own_domain(void **state)
{
	const struct reading_options business = {
	    .name = TEXT_LITERAL("724bd3b98b18518b455a87c1f3ac3a0d189c4466")};
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-iphone", &business);
	assert_text(
	    message(&c, "3")->attachments[0].name, "e2/e28c4614639d4565855a8ac0bc3e557a94810799");
	collect_fini(&c);
}

static void
android__what_came_later_is_read(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-android-more", NULL);
	/* WhatsApp's own first row is no message; one with its name in a conversation is. */
	assert_int_equal(c.count, 7);
	assert_text(message(&c, "2")->body, "-1 is no name of his");
	assert_true(record_marked(message(&c, "3"), "status-post"));
	assert_text(message(&c, "3")->from.handle, "+447700900202");
	assert_text(message(&c, "3")->conversation, "status@broadcast");
	assert_int_equal(message(&c, "3")->direction, DIRECTION_NONE);
	assert_int_equal(message(&c, "4")->direction, DIRECTION_OUT);
	assert_int_equal(message(&c, "4")->to_count, 0);
	assert_text(record_claim(message(&c, "5"), "transcript"), "I am outside");
	assert_text(message(&c, "6")->place, "51.500000,-0.120000");
	assert_text(record_claim(message(&c, "6"), "last-place"), "51.600000,-0.200000");
	assert_text(record_claim(message(&c, "6"), "last-place-at"), "2024-03-24T22:05:07Z");
	assert_non_null(record_doubt(message(&c, "7"), "type-unknown"));
	assert_text(message(&c, "7")->attachments[0].name, "Media/IMG-20240324-WA0007.jpg");
	assert_text(
	    record_claim(row(&c, KIND_CALL, "1"), "participant"), "447700900202@s.whatsapp.net");
	collect_fini(&c);
}

static void
android__messages_of_before_2021_are_read(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-android-old", NULL);
	assert_text(c.notes[0].code, "whatsapp-android");
	assert_int_equal(c.count, 9);
	assert_text(message(&c, "2")->body, "I will find you");
	assert_text(message(&c, "2")->from.handle, "+447700900202");
	assert_text(record_claim(message(&c, "2"), "table"), "messages");
	hard_instant(&message(&c, "2")->when, "2024-03-24T21:07:07.250Z");
	assert_int_equal(message(&c, "3")->direction, DIRECTION_OUT);
	assert_text(record_claim(message(&c, "3"), "reply-to"), "K2");
	assert_text(record_claim(message(&c, "3"), "quoted-text"), "I will find you");
	assert_text(message(&c, "4")->conversation, "Flat 3B");
	assert_text(message(&c, "4")->from.handle, "+447700900303");
	assert_text(message(&c, "5")->body, "your door");
	assert_int_equal(message(&c, "5")->attachments_count, 1);
	assert_text(record_claim(message(&c, "5"), "attachment-name"), "IMG-20240324-WA0005.jpg");
	assert_text(message(&c, "6")->place, "51.507400,-0.127800");
	assert_text(record_claim(message(&c, "7"), "shared-contact"), "BEGIN:VCARD");
	assert_null(message(&c, "7")->body.p);
	assert_text(row(&c, KIND_SYSTEM, "8")->body, "Messages of this chat are now encrypted.");
	assert_true(record_marked(message(&c, "9"), "status-post"));
	assert_true(record_marked(message(&c, "10"), "deleted"));
	assert_int_equal(collect_notes(&c, NOTE_GAP, "row-gap"), 0);
	collect_fini(&c);
}

static void
android__while_it_changed_over_nothing_is_lost_or_twice(void **state)
{
	static const char *const words[] = {"in the old one alone", "the same name, another row",
	    "of another name", "in both", "here of its own", "in the new one alone"};
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-android-changing", NULL);
	assert_int_equal(c.count, COUNT_OF(words));
	for (size_t i = 0; i < COUNT_OF(words); i++)
		assert_text(c.records[i].body, words[i]);
	assert_text(record_claim(&c.records[2], "table"), "messages");
	assert_text(c.records[2].conversation, "Flat 3B");
	/* What hangs on a row of that number is the new one's. */
	assert_false(record_marked(&c.records[2], "forwarded"));
	assert_true(record_marked(&c.records[4], "forwarded"));
	assert_int_equal(collect_notes(&c, NOTE_GAP, "row-gap"), 0);
	collect_fini(&c);
}

static void
nobodys__a_table_called_messages_alone_is_not_whatsapps(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/nobodys-messages", NULL);
	assert_int_equal(c.count, 1);
	assert_int_equal(c.records[0].kind, KIND_DOCUMENT);
	collect_fini(&c);
}

static void
contacts__say_what_a_number_is_called(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-contacts-iphone", NULL);
	assert_text(c.notes[0].code, "whatsapp-contacts");
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[0].kind, KIND_CONTACT);
	assert_text(c.records[0].subject, "Dan");
	assert_text(c.records[0].to[0].handle, "+447700900202");
	assert_text(c.records[0].to[1].as_written, "07700 900202");
	assert_text(record_claim(&c.records[0], "about"), "at work");
	assert_text(record_claim(&c.records[0], "lid"), "99887766@lid");
	assert_int_equal(c.records[1].to_count, 0);
	collect_fini(&c);
	hard_file(&c, &sqlite_format, SEEDS "good/whatsapp-contacts-android", NULL);
	assert_text(c.records[0].subject, "Dan");
	assert_text(record_claim(&c.records[0], "name-of-their-own"), "D.");
	assert_text(c.records[1].subject, "Priya N");
	assert_text(c.records[1].to[0].handle, "+447700900303");
	collect_fini(&c);
}

/* -- Protocol Buffers ------------------------------------------------------------------------ */

static void
protobuf__fields_are_found_and_nothing_is_read_past_the_end(void **state)
{
	const struct slice message = SLICE_LITERAL("\x08\x96\x01\x12\x02hi\x1d\x01\x00\x00\x00\x21"
						   "\x02\x00\x00\x00\x00\x00\x00\x00");
	static const char *const wrong[] = {"\x08", "\x12\x05hi", "\x0b", "\x00\x01",
	    "\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "\x1d\x01",
	    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"};
	struct protobuf_field field;
	struct slice rest;
	uint64_t n = 0;

	(void)state;
	assert_true(protobuf_number(message, 1, &n));
	assert_int_equal(n, 150);
	assert_text(protobuf_text(message, 2), "hi");
	assert_true(protobuf_number(message, 3, &n));
	assert_int_equal(n, 1);
	assert_true(protobuf_number(message, 4, &n));
	assert_int_equal(n, 2);
	assert_false(protobuf_number(message, 2, &n));
	assert_null(protobuf_text(message, 9).p);
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		rest = slice_of(wrong[i], strlen(wrong[i]));
		assert_false(protobuf_next(&rest, &field));
		assert_int_equal(rest.n, strlen(wrong[i]));
	}
}

static void
reader__bears_pieces_cuts_and_wrong_bytes(void **state)
{
	(void)state;
	hard_seed(&sqlite_format, SEEDS "good/whatsapp-iphone");
	hard_seed(&sqlite_format, SEEDS "good/whatsapp-android");
	hard_seed_pieces(&sqlite_format, SEEDS "bad/whatsapp-iphone-zeros");
	hard_seed_pieces(&sqlite_format, SEEDS "bad/whatsapp-android-old-types");
	hard_seed_pieces(&sqlite_format, SEEDS "bad/whatsapp-iphone-people-zeros");
	hard_seed_pieces(&sqlite_format, SEEDS "good/whatsapp-calls-iphone");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(iphone__messages_have_who_when_and_where),
	    cmocka_unit_test(iphone__groups_have_members),
	    cmocka_unit_test(iphone__what_became_of_a_message_is_said),
	    cmocka_unit_test(iphone__calls_and_events_are_no_messages),
	    cmocka_unit_test(iphone__files_are_looked_for_where_they_stand),
	    cmocka_unit_test(iphone__rows_that_lead_nowhere_are_kept),
	    cmocka_unit_test(android__messages_have_who_when_and_where),
	    cmocka_unit_test(android__what_became_of_a_message_is_said),
	    cmocka_unit_test(android__calls_are_counted_once),
	    cmocka_unit_test(android__a_hidden_number_is_told_where_the_database_knows_it),
	    cmocka_unit_test(android__a_hidden_number_stays_where_nothing_or_too_much_is_said),
	    cmocka_unit_test(iphone__a_hidden_number_is_told_where_a_conversation_knows_it),
	    cmocka_unit_test(iphone__a_post_for_everybody_is_no_message_to_the_owner),
	    cmocka_unit_test(iphone__who_removed_whom_is_not_guessed),
	    cmocka_unit_test(iphone__the_list_of_calls_is_read),
	    cmocka_unit_test(iphone__files_of_whatsapp_business_have_their_own_domain),
	    cmocka_unit_test(android__what_came_later_is_read),
	    cmocka_unit_test(android__messages_of_before_2021_are_read),
	    cmocka_unit_test(android__while_it_changed_over_nothing_is_lost_or_twice),
	    cmocka_unit_test(nobodys__a_table_called_messages_alone_is_not_whatsapps),
	    cmocka_unit_test(contacts__say_what_a_number_is_called),
	    cmocka_unit_test(protobuf__fields_are_found_and_nothing_is_read_past_the_end),
	    cmocka_unit_test(reader__bears_pieces_cuts_and_wrong_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
