/* tests/read/test_signal_text.c
 * The text that signal-export writes: where a message begins, who the owner is, and what was
 * forged. */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

static void
read_file(struct collect *c, const char *bytes, const char *me)
{
	hard_text(c, &signal_text_format, bytes, me);
}

static void
owner__is_called_me(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, "[2019-05-29, 15:04] Daniel Reed: one\n[2019-05-29, 15:05] Me: two\n", NULL);
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
	read_file(&c, "[2019-05-29, 15:04] Daniel Reed: one\n", NULL);
	assert_int_equal(c.records[0].direction, DIRECTION_UNKNOWN);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 1);
	collect_fini(&c);
}

static void
message__goes_on_until_the_next_stamp(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "[2019-05-29, 15:04] Daniel Reed: one\r\n\r\ntwo: three\r\n"
	    "[2019-05-29, 15:05] Me: \r\n",
	    NULL);
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].body, "one\n\ntwo: three");
	hard_local(&c.records[0].when, "2019-05-29T15:04:00");
	assert_int_equal(c.records[0].when.precision, PRECISION_MINUTE);
	assert_text(record_claim(&c.records[0], "written-time"), "2019-05-29, 15:04");
	assert_null(c.records[1].body.p);
	collect_fini(&c);
}

static void
message__names_its_files(void **state)
{
	struct collect c;

	(void)state;
	read_file(
	    &c, "[2019-05-29, 15:04] Me: look ![a b](./media/a b.jpg) [c](./media/../c)\n", NULL);
	assert_int_equal(c.records[0].attachments_count, 2);
	assert_text(c.records[0].attachments[0].name, "media/a b.jpg");
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_BESIDE);
	assert_int_equal(collect_doubted(&c, "unsafe-name"), 1);
	collect_fini(&c);
}

/* Anybody can type a link: only what the program saved is a file of the message. */
static void
message__links_to_other_chats_are_words(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "[2024-03-24 21:06:07] Daniel Reed: look [x](./Zoe/chat.md) [y](./mail.eml) "
	    "[z](../Zoe/media/a.jpg)  \n",
	    NULL);
	assert_int_equal(c.records[0].attachments_count, 0);
	assert_text(
	    c.records[0].body, "look [x](./Zoe/chat.md) [y](./mail.eml) [z](../Zoe/media/a.jpg)");
	collect_fini(&c);
}

#define TRUE_ONES                                                                                  \
	"[2024-03-24 21:05:07] Me: stop  \n[2024-03-24 21:05:09] Daniel Reed: no  \n(- Me: x -)\n" \
	"[2024-03-24 21:05:10] Me: (This message was deleted)\n"

/* Two lines that the other side typed: the second one looks like a message of the owner's. */
static void
message__that_a_line_may_have_forged_is_nobodys(void **state)
{
	static const char *const begins[] = {"line", "", "line\n", "line\n(- Me: x -)"};
	struct collect c;
	char bytes[512];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(begins); i++) {
		(void)snprintf(bytes, sizeof bytes,
		    TRUE_ONES "[2024-03-24 21:05:15] Daniel Reed: %s\n"
			      "[2024-03-24 21:05:16] Me: I agree to meet you  \n"
			      "[2024-03-24 21:05:17] Me: two\nlines  \n",
		    begins[i]);
		read_file(&c, bytes, NULL);
		assert_int_equal(c.count, 6);
		assert_int_equal(collect_doubted(&c, "header-unsure"), 2);
		assert_non_null(record_doubt(&c.records[3], "header-unsure"));
		assert_text(
		    record_doubt(&c.records[4], "header-unsure")->detail, "2024-03-24 21:05:16");
		assert_int_equal(c.records[3].direction, DIRECTION_IN);
		assert_int_equal(c.records[4].direction, DIRECTION_UNKNOWN);
		assert_int_equal(c.records[0].direction, DIRECTION_OUT);
		assert_int_equal(c.records[5].direction, DIRECTION_OUT);
		collect_fini(&c);
	}
}

/* An editor may have taken all blanks away: they tell nothing then.  A hundred lines in one message
 * do not make it such a file. */
static void
message__blanks_tell_only_where_messages_have_them(void **state)
{
	struct collect c;
	struct buf buf;

	(void)state;
	read_file(&c,
	    "[2024-03-24 21:05:07] Me: one\n[2024-03-24 21:05:08] Daniel Reed: two\n"
	    "[2024-03-24 21:05:09] Me: three  \n",
	    NULL);
	assert_int_equal(collect_doubted(&c, "header-unsure"), 0);
	assert_int_equal(c.records[1].direction, DIRECTION_IN);
	collect_fini(&c);
	buf_init(&buf, 64 * 1024);
	for (size_t i = 0; i < 10; i++)
		buf_put_c(&buf, "[2024-03-24 21:05:07] Me: stop  \n");
	buf_put_c(&buf, "[2024-03-24 21:05:15] Daniel Reed: line\n");
	for (size_t i = 0; i < 100; i++)
		buf_put_c(&buf, "[2024-03-24 21:05:16] Me: yes\n");
	buf_put_c(&buf, "  \n");
	collect_init(&c);
	assert_ok(collect_slice(&c, &signal_text_format, buf_slice(&buf),
		      &(struct reading_options){.me = TEXT_NONE}),
	    &c.err);
	assert_int_equal(c.records[10].direction, DIRECTION_IN);
	for (size_t i = 11; i < 111; i++)
		assert_int_equal(c.records[i].direction, DIRECTION_UNKNOWN);
	collect_fini(&c);
	buf_fini(&buf);
}

/* What the program writes behind the words has no two blanks behind it; what is typed has. */
static void
message__reactions_and_stickers_are_no_words(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	read_file(&c,
	    "[2024-03-24 21:05:07] Daniel Reed: look  \n(- Me: \xf0\x9f\x91\x8e, Reed, Priya: x "
	    "-)\n"
	    "[2024-03-24 21:05:08] Daniel Reed: \n(- Me: x -)  \n"
	    "[2024-03-24 21:05:09] Daniel Reed:   \n(- Me: x -)\n(( y ))![a](./media/a.jpg)  \n"
	    "[2024-03-24 21:05:10] Me: [z](../exported_stickers/p/1.webp)  \n",
	    NULL);
	assert_int_equal(c.count, 4);
	r = &c.records[0];
	assert_text(r->body, "look");
	assert_text(record_claim(r, "reaction"), "\xf0\x9f\x91\x8e Me");
	assert_text(r->claims[r->claims_count - 1].value, "x Reed, Priya");
	assert_non_null(record_doubt(r, "told-by-words"));
	r = &c.records[1];
	assert_text(r->body, "\n(- Me: x -)");
	assert_null(record_claim(r, "reaction").p);
	r = &c.records[2];
	assert_text(record_claim(r, "reaction"), "x Me");
	assert_text(record_claim(r, "sticker"), "y");
	assert_text(r->attachments[0].name, "media/a.jpg");
	assert_text(c.records[3].attachments[0].name, "exported_stickers/p/1.webp");
	collect_fini(&c);
	read_file(&c, "[2024-03-24 21:05:07] Me: a  \n(- Dan: x, y, z -)\n", NULL);
	r = &c.records[0];
	assert_text(record_claim(r, "reaction"), "x Dan");
	assert_text(r->claims[r->claims_count - 1].value, "y, z");
	collect_fini(&c);
}

static void
message__quoted_words_are_not_the_senders(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	read_file(&c,
	    "[2024-03-24 21:05:07] Me: \n\n> I know\n> where you are\n\nstop\n\n> now  \n"
	    "[2024-03-24 21:05:08] Me: \n\n> mine\nalso mine  \n"
	    "[2024-03-24 21:05:09] Me: \n\n> \n\nyes  \n",
	    NULL);
	r = &c.records[0];
	assert_text(record_claim(r, "reply-to"), "I know\nwhere you are");
	assert_text(r->body, "stop\n\n> now");
	assert_non_null(record_doubt(r, "told-by-words"));
	r = &c.records[1];
	assert_text(r->body, "\n\n> mine\nalso mine");
	assert_null(record_claim(r, "reply-to").p);
	assert_text(c.records[2].body, "\n\n> \n\nyes");
	collect_fini(&c);
}

static void
message__that_was_deleted_is_no_typed_sentence(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "[2024-03-24 21:05:07] Daniel Reed: (This message was deleted)\n"
	    "[2024-03-24 21:05:08] Daniel Reed: (This message was deleted)  \n",
	    NULL);
	assert_true(record_marked(&c.records[0], "deleted"));
	assert_non_null(record_doubt(&c.records[0], "told-by-words"));
	assert_false(record_marked(&c.records[1], "deleted"));
	collect_fini(&c);
}

static void
message__calls_are_told_by_their_words(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	read_file(&c,
	    "[2024-03-24 21:05:01] Daniel Reed: Missed voice call  \n"
	    "[2024-03-24 21:05:02] Daniel Reed: Incoming video call (accepted, 1m 5s)  \n"
	    "[2024-03-24 21:05:03] Daniel Reed: Incoming voice call (declined)  \n"
	    "[2024-03-24 21:05:04] Daniel Reed: Outgoing call  \n"
	    "[2024-03-24 21:05:05] Me: Outgoing voice call (unanswered)  \n"
	    "[2024-03-24 21:05:06] Daniel Reed: Missed call, why?  \n"
	    "[2024-03-24 21:05:07] Me: Missed call  \n"
	    "[2024-03-24 21:05:08] Daniel Reed: Incoming call (from hell, 5s)  \n",
	    NULL);
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(c.records[i].kind, i < 5 ? KIND_CALL : KIND_MESSAGE);
		assert_true((record_doubt(&c.records[i], "told-by-words") != NULL) == (i < 5));
	}
	r = c.records;
	assert_true(record_marked(&r[0], "missed"));
	assert_text(record_claim(&r[0], "call-type"), "voice");
	assert_int_equal(r[0].direction, DIRECTION_IN);
	assert_int_equal(r[1].duration_s, 65);
	assert_text(record_claim(&r[1], "call-state"), "accepted");
	assert_true(record_marked(&r[2], "rejected"));
	/* Who called is not known where the other one's name stands over it. */
	assert_int_equal(r[3].direction, DIRECTION_UNKNOWN);
	assert_int_equal(r[4].direction, DIRECTION_OUT);
	assert_true(record_marked(&r[4], "missed"));
	collect_fini(&c);
}

static void
message__of_nobody_is_nobodys(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "[2024-03-24 21:05:07] No-Sender: one  \n[2024-03-24 21:05:08] Me: two  \n"
	    "[2024-03-24 21:05:09] Daniel Reed:   \n",
	    NULL);
	assert_null(c.records[0].from.as_written.p);
	assert_int_equal(c.records[0].direction, DIRECTION_UNKNOWN);
	assert_non_null(record_doubt(&c.records[0], "author-unknown"));
	/* Notes of the app's own are written as messages without words. */
	assert_non_null(record_doubt(&c.records[2], "sender-looks-system"));
	assert_int_equal(collect_doubted(&c, "sender-looks-system"), 1);
	collect_fini(&c);
}

static void
file__names_have_their_blanks_and_brackets(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "[2024-03-24 21:05:07] Me: ![a](./media/door%20bell%20(1).jpg)  "
	    "[b](./media/100%25.pdf)  [c](./media/(d.pdf)  \n",
	    NULL);
	assert_int_equal(c.records[0].attachments_count, 3);
	assert_text(c.records[0].attachments[0].name, "media/door bell (1).jpg");
	assert_text(c.records[0].attachments[1].name, "media/100%25.pdf");
	assert_text(c.records[0].attachments[2].name, "media/(d.pdf");
	collect_fini(&c);
}

static void
chat__is_called_as_its_folder(void **state)
{
	static const char words[] = "[2024-03-24 21:05:07] Me: x  \n";
	struct reading_options options = {
	    .name = TEXT_LITERAL("chat.md"), .folder = TEXT_LITERAL("Daniel Reed")};
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(collect_slice(&c, &signal_text_format, SLICE_LITERAL(words), &options), &c.err);
	assert_text(c.records[0].conversation, "Daniel Reed");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "chat-by-folder"), 1);
	collect_fini(&c);
	options.inside = TEXT_LITERAL("export/Daniel Reed/chat.md");
	collect_init(&c);
	assert_ok(collect_slice(&c, &signal_text_format, SLICE_LITERAL(words), &options), &c.err);
	assert_text(c.records[0].conversation, "Daniel Reed");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "chat-by-folder"), 0);
	collect_fini(&c);
	options.inside = TEXT_LITERAL("Daniel.zip/chat.md");
	options.folder = TEXT_NONE;
	collect_init(&c);
	assert_ok(collect_slice(&c, &signal_text_format, SLICE_LITERAL(words), &options), &c.err);
	assert_null(c.records[0].conversation.p);
	collect_fini(&c);
}

/* What a chat in that folder says with those words. */
static void
read_chat(struct collect *c, const char *folder, const char *bytes)
{
	struct reading_options options = {
	    .name = TEXT_LITERAL("chat.md"), .folder = text_of_c(folder)};

	collect_init(c);
	assert_ok(collect_slice(c, &signal_text_format, slice_of(bytes, strlen(bytes)), &options),
	    &c->err);
	assert_string_equal(c->broken, "");
}

/* Whoever chose "Me" as his name is written as the owner is. */
static void
owner__is_not_taken_for_one_who_calls_himself_me(void **state)
{
	static const char both[] = "[2024-03-24 21:05:07] Me: I will find you  \n"
				   "[2024-03-24 21:06:07] Me: Please stop  \n";
	static const char *const folders[] = {"Me", "Me2", "Me (1)"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(folders); i++) {
		read_chat(&c, folders[i], both);
		assert_int_equal(c.records[0].direction, DIRECTION_UNKNOWN);
		assert_int_equal(c.records[1].direction, DIRECTION_UNKNOWN);
		assert_int_equal(collect_doubted(&c, "same-name"), 2);
		assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
		collect_fini(&c);
	}
	read_chat(
	    &c, "Meera", "[2024-03-24 21:05:07] Meera: hi  \n[2024-03-24 21:06:07] Me: hi  \n");
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_int_equal(c.records[1].doubts_count, 0);
	collect_fini(&c);
}

static void
owner__who_alone_writes_is_doubted_but_in_her_notes(void **state)
{
	static const char alone[] = "[2024-03-24 21:05:07] Me: milk  \n";
	static const char *const notes[] = {"NoteToSelf", "Note to Self", "NotetoSelf"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(notes); i++) {
		read_chat(&c, notes[i], alone);
		assert_int_equal(c.records[0].direction, DIRECTION_OUT);
		assert_int_equal(collect_doubted(&c, "only-owner"), 0);
		collect_fini(&c);
	}
	read_chat(&c, "Daniel Reed", alone);
	assert_int_equal(collect_doubted(&c, "only-owner"), 1);
	collect_fini(&c);
	read_file(&c, alone, NULL);
	assert_int_equal(collect_doubted(&c, "only-owner"), 1);
	collect_fini(&c);
}

static void
people__without_a_name_are_not_one(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "Group",
	    "[2024-03-24 21:05:07] None: I will find you  \n[2024-03-24 21:06:07] Me: stop  \n");
	assert_non_null(record_doubt(&c.records[0], "nameless-account"));
	assert_int_equal(collect_doubted(&c, "nameless-account"), 1);
	collect_fini(&c);
	read_chat(&c, "None2",
	    "[2024-03-24 21:05:07] None2: I will find you  \n[2024-03-24 21:06:07] Me: stop  \n");
	assert_int_equal(collect_doubted(&c, "nameless-account"), 2);
	collect_fini(&c);
}

static void
stamp__of_today_has_seconds(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "[2024-03-24 21:05:07] Daniel Reed: one  \n[2019-05-29, 15:04] Me: come round  \n"
	    "[2024-03-24 21:06:07] Me: never  \n",
	    NULL);
	/* One file has one spelling: another is part of what somebody wrote. */
	assert_int_equal(c.count, 2);
	hard_local(&c.records[0].when, "2024-03-24T21:05:07");
	assert_int_equal(c.records[0].when.precision, PRECISION_SECOND);
	assert_text(record_claim(&c.records[0], "written-time"), "2024-03-24 21:05:07");
	assert_text(c.records[0].body, "one  \n[2019-05-29, 15:04] Me: come round");
	assert_text(record_doubt(&c.records[0], "header-lookalike")->detail, "2019-05-29, 15:04");
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	collect_fini(&c);
	read_file(&c,
	    "[2024-03-24 21:05:07] Priya: one\n[2019-05-29, 15:04] Me: a\n[2019-05-29, 15:05] Me: "
	    "b\n",
	    NULL);
	assert_int_equal(c.records[0].doubts_count, 1);
	collect_fini(&c);
	read_file(&c, "[2024-03-24 21:05] Me: one\n[2024-03-24 21:06] Me: two\n", NULL);
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[0].when.precision, PRECISION_MINUTE);
	collect_fini(&c);
}

/* A line in a message that looks like one: nothing tells them apart but the time. */
static void
message__a_time_that_runs_back_is_doubted(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "[2019-05-29, 15:04] Daniel Reed: look what she wrote\n"
	    "[2018-01-01, 10:00] Me: come round\n[2019-05-29, 15:05] Me: never\n",
	    NULL);
	assert_int_equal(c.count, 3);
	assert_non_null(record_doubt(&c.records[1], "clock-goes-back"));
	assert_int_equal(collect_doubted(&c, "clock-goes-back"), 1);
	collect_fini(&c);
}

static void
message__days_that_do_not_exist_are_no_time(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, "[2019-02-29, 25:04] Me: one\n", NULL);
	assert_int_equal(c.records[0].when.basis, BASIS_NONE);
	assert_int_equal(collect_doubted(&c, "date-unreadable"), 1);
	collect_fini(&c);
}

static void
probe__takes_only_its_own_stamp(void **state)
{
	(void)state;
	assert_true(signal_text_format.probe(SLICE_LITERAL("[2019-05-29, 15:04] Me: x\n")) > 90);
	assert_int_equal(
	    signal_text_format.probe(SLICE_LITERAL("[2019-05-29, 15:04:11] Maya: x\n")), 0);
	assert_int_equal(signal_text_format.probe(SLICE_LITERAL("[29/05/2019, 15:04] Me: x\n")), 0);
	assert_int_equal(
	    signal_text_format.probe(SLICE_LITERAL("a letter\n[2019-05-29, 15:04] Me: x\n")), 0);
	/* Its two blanks tell it from a log, and its owner's name from most. */
	assert_true(
	    signal_text_format.probe(SLICE_LITERAL("[2024-03-24 21:05:07] Dan: x  \n")) > 90);
	assert_int_equal(
	    signal_text_format.probe(SLICE_LITERAL("[2024-03-24 21:05:07] INFO: x\n")), 0);
	assert_in_range(
	    signal_text_format.probe(SLICE_LITERAL("[2024-03-24 21:05:07] Me: x\n")), 1, 79);
}

/* In Sweden WhatsApp writes the same stamp; its own words make it its chat, whoever is in it. */
static void
probe__leaves_a_chat_of_whatsapp(void **state)
{
	static const char chat[] = "[2024-03-24 21:05:07] Me: \xe2\x80\x8eMessages and calls are "
				   "end-to-end encrypted.\n[2024-03-24 21:05:08] Dan: x\n";
	static const char export[] = "[2024-03-24 21:05:07] Me: x  \n"
				     "[2024-03-24 21:05:08] Dan: \xe2\x80\x8ey  \n";

	(void)state;
	assert_string_equal(format_of_head(SLICE_LITERAL(chat))->name, "whatsapp-txt");
	assert_string_equal(format_of_head(SLICE_LITERAL(export))->name, "signal-text");
}

static void
facts__of_the_outside_text(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have("../shared/fixtures"))
		skip();
	collect_init(&c);
	assert_ok(collect_file(&c, &signal_text_format,
		      "../shared/fixtures/signal/chatminer_signal-export_chat.md.txt", NULL),
	    &c.err);
	assert_int_equal(c.count, 2);
	assert_text(c.records[1].body, "Hello\nJane!");
	collect_fini(&c);
}

static void
reader__bears_pieces_cuts_and_wrong_bytes(void **state)
{
	(void)state;
	hard_seed(&signal_text_format, "tests/corpora/signal_text/good/media");
	hard_seed(&signal_text_format, "tests/corpora/signal_text/good/with-seconds");
	hard_pieces(&signal_text_format, SLICE_LITERAL("[2019-05-29, 15:04] Me: \xc2\xa3\n\xff"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(owner__is_called_me),
	    cmocka_unit_test(message__goes_on_until_the_next_stamp),
	    cmocka_unit_test(message__names_its_files),
	    cmocka_unit_test(message__links_to_other_chats_are_words),
	    cmocka_unit_test(message__that_a_line_may_have_forged_is_nobodys),
	    cmocka_unit_test(message__blanks_tell_only_where_messages_have_them),
	    cmocka_unit_test(message__reactions_and_stickers_are_no_words),
	    cmocka_unit_test(message__quoted_words_are_not_the_senders),
	    cmocka_unit_test(message__that_was_deleted_is_no_typed_sentence),
	    cmocka_unit_test(message__calls_are_told_by_their_words),
	    cmocka_unit_test(message__of_nobody_is_nobodys),
	    cmocka_unit_test(file__names_have_their_blanks_and_brackets),
	    cmocka_unit_test(chat__is_called_as_its_folder),
	    cmocka_unit_test(owner__is_not_taken_for_one_who_calls_himself_me),
	    cmocka_unit_test(owner__who_alone_writes_is_doubted_but_in_her_notes),
	    cmocka_unit_test(people__without_a_name_are_not_one),
	    cmocka_unit_test(stamp__of_today_has_seconds),
	    cmocka_unit_test(message__a_time_that_runs_back_is_doubted),
	    cmocka_unit_test(message__days_that_do_not_exist_are_no_time),
	    cmocka_unit_test(probe__takes_only_its_own_stamp),
	    cmocka_unit_test(probe__leaves_a_chat_of_whatsapp),
	    cmocka_unit_test(facts__of_the_outside_text),
	    cmocka_unit_test(reader__bears_pieces_cuts_and_wrong_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
