/* tests/read/test_whatsapp_sender.c
 * Who sent a line that WhatsApp wrote itself: pictures, places and calls stay their sender's, and
 * what nobody sent is nobody's. */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

#define LRM    "\xe2\x80\x8e"
#define IPHONE "[24/03/2024, 21:05:01] "
#define DROID  "24/03/2024, 21:05 - "

static void
read_chat(struct collect *c, const char *chat, const struct reading_options *options)
{
	collect_init(c);
	assert_ok(
	    collect_slice(c, &whatsapp_txt_format, slice_of(chat, strlen(chat)), options), &c->err);
	assert_string_equal(c->broken, "");
}

/* `line` six times, and somebody else. */
static void
read_six(struct collect *c, const char *line, const char *other)
{
	struct buf chat;

	buf_init(&chat, 1 << 16);
	for (size_t i = 0; i < 6; i++)
		buf_put_text(&chat, text_of_c(line));
	buf_put_text(&chat, text_of_c(other));
	buf_put_byte(&chat, 0);
	read_chat(c, (const char *)chat.p, NULL);
	assert_int_equal(c->count, 7);
	buf_fini(&chat);
}

static void
notes__are_no_part_of_a_name(void **state)
{
	static const char *const all[] = {
	    LRM IPHONE "Daniel Reed: " LRM
		       "<attached: 00000001-AUDIO-2024-03-24-21-05-01.opus>\r\n",
	    IPHONE "Daniel Reed: " LRM "Location: https://maps.google.com/?q=51.5,-0.1\r\n",
	    IPHONE "Daniel Reed: look " LRM "<attached: a.jpg>\r\n",
	};
	static const char *const droid[] = {
	    DROID "Daniel Reed: location: https://maps.google.com/?q=51.5,-0.1\n",
	    DROID "Daniel Reed: POLL:\nShall I come?\nOPTION: yes (0 votes)\n",
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all) + COUNT_OF(droid); i++) {
		if (i < COUNT_OF(all))
			read_six(&c, all[i], IPHONE "Maya Okafor: stop\r\n");
		else
			read_six(&c, droid[i - COUNT_OF(all)], DROID "Maya Okafor: stop\n");
		assert_text(c.records[0].from.as_written, "Daniel Reed");
		assert_true(c.records[0].attachments_count + c.records[0].marks_count == 1);
		assert_int_equal(collect_doubted(&c, "sender-colon"), 0);
		assert_int_equal(collect_doubted(&c, "sender-unclear"), 0);
		collect_fini(&c);
	}
}

/* A link that somebody with a colon in his name sends does not cut his name off. */
static void
notes__a_link_does_not_shorten_a_name(void **state)
{
	struct collect c;

	(void)state;
	read_six(&c, DROID "Work: Daniel: hello\n",
	    DROID "Work: Daniel: https://maps.google.com/?q=51.5,-0.1\n");
	assert_text(c.records[0].from.as_written, "Work: Daniel");
	assert_text(c.records[6].from.as_written, "Work: Daniel");
	collect_fini(&c);
}

static void
unknown_words__stay_with_who_never_typed(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c,
	    IPHONE "Daniel Reed: " LRM "Viestit ja puhelut salataan.\r\n" IPHONE
		   "Maya Okafor: j\xc3\xa4t\xc3\xa4 minut rauhaan\r\n" IPHONE "Daniel Reed: " LRM
		   "Vastaamaton puhelu\r\n",
	    NULL);
	assert_int_equal(c.records[2].kind, KIND_MESSAGE);
	assert_text(c.records[2].from.as_written, "Daniel Reed");
	assert_non_null(record_doubt(&c.records[2], "mark-unknown"));
	collect_fini(&c);
	read_chat(&c,
	    IPHONE "Daniel Reed: " LRM
		   "Mesajlar ve aramalar u\xc3\xa7tan uca \xc5\x9fifrelidir.\r\n" IPHONE
		   "Maya Okafor: dur\r\n" IPHONE "Daniel Reed: " LRM
		   "Cevaps\xc4\xb1z sesli arama\r\n" IPHONE "Daniel Reed: " LRM
		   "ses dahil edilmedi\r\n",
	    NULL);
	assert_int_equal(c.records[0].kind, KIND_SYSTEM);
	assert_int_equal(c.records[2].kind, KIND_CALL);
	assert_text(c.records[2].from.as_written, "Daniel Reed");
	assert_int_equal(c.records[3].attachments_count, 1);
	collect_fini(&c);
}

static void
group__speaks_under_its_own_name(void **state)
{
	struct reading_options named = {.name = TEXT_LITERAL("WhatsApp Chat - Ryhm\xc3\xa4.zip")};
	struct collect c;

	(void)state;
	read_chat(&c,
	    IPHONE
	    "Friends: " LRM "Messages and calls are end-to-end encrypted.\r\n" IPHONE
	    "Daniel Reed: hi\r\n" IPHONE "Maya Okafor: hi\r\n" IPHONE "Friends: " LRM
	    "Daniel Reed added Sam\r\n" IPHONE "Friends: " LRM "Sam left\r\n" IPHONE "Friends: " LRM
	    "something new\r\n" IPHONE "Daniel Reed: " LRM "Daniel Reed added Sam\r\n" IPHONE
	    "Maya Okafor: " LRM "You removed Daniel Reed\r\n" IPHONE "Daniel Reed: " LRM
	    "Daniel Reed left\r\n" IPHONE "Daniel Reed: " LRM "Daniel Reed left you a knife\r\n",
	    NULL);
	for (size_t i = 3; i <= 8; i++)
		assert_int_equal(c.records[i].kind, KIND_SYSTEM);
	assert_null(record_doubt(&c.records[3], "mark-unknown"));
	assert_null(record_doubt(&c.records[4], "mark-unknown"));
	assert_non_null(record_doubt(&c.records[5], "mark-unknown"));
	/* What anybody may have typed stays under his name. */
	assert_text(c.records[6].from.as_written, "Daniel Reed");
	assert_non_null(record_doubt(&c.records[6], "sender-unclear"));
	assert_non_null(record_doubt(&c.records[7], "sender-unclear"));
	assert_null(c.records[8].from.as_written.p);
	assert_int_equal(c.records[9].kind, KIND_MESSAGE);
	assert_text(c.records[9].from.as_written, "Daniel Reed");
	collect_fini(&c);

	read_chat(&c,
	    IPHONE "Daniel Reed: hi\r\n" IPHONE "Maya Okafor: hi\r\n" IPHONE "Ryhm\xc3\xa4: " LRM
		   "Daniel loi ryhm\xc3\xa4n\r\n",
	    &named);
	assert_int_equal(c.records[2].kind, KIND_SYSTEM);
	assert_text(record_claim(&c.records[2], "pseudo-sender"), "Ryhm\xc3\xa4");
	collect_fini(&c);
}

static void
calls__of_a_group_and_those_that_failed(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c,
	    IPHONE "Daniel Reed: hi\r\n" IPHONE "Daniel Reed: " LRM "Group call, " LRM
		   "5 invited\r\n" IPHONE "Daniel Reed: " LRM "Call failed, " LRM "Try again\r\n",
	    NULL);
	assert_int_equal(c.records[1].kind, KIND_CALL);
	assert_int_equal(c.records[2].kind, KIND_CALL);
	collect_fini(&c);
}

/* What is quoted in a line of WhatsApp's, in whatever language, is nobody's name. */
static void
system__a_quoted_name_with_a_colon_is_no_sender(void **state)
{
	static const struct {
		const char *line;
		bool known; /* the words are known as WhatsApp's */
	} all[] = {
	    {"Daniel hat den Betreff von „Us: a“ zu „b“ geändert.", false},
	    {"Daniel a remplacé le sujet « Us: a » par « b »", false},
	    {"Daniel ændrede emnet fra »Us: a« til »b«", false},
	    {"Daniel bytte ämnet från ”Us: a” till ”b”", false},
	    {"Daniel将群组名称从「Us: a」改为「b」", false},
	    {"Daniel changed the group name from \"Us: a\" to \"b\"", true},
	};
	struct collect c;
	char chat[512];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		(void)snprintf(
		    chat, sizeof chat, "%sDaniel: hello\n%s%s\n", DROID, DROID, all[i].line);
		read_chat(&c, chat, NULL);
		assert_int_equal(c.count, 2);
		assert_int_equal(c.records[1].kind, KIND_SYSTEM);
		assert_int_equal(c.records[1].from.handle.n, 0);
		assert_text(c.records[1].body, all[i].line);
		assert_int_equal(
		    record_doubt(&c.records[1], "sender-unclear") == NULL, all[i].known);
		collect_fini(&c);
	}
	read_chat(&c, DROID "Daniel „the man“ Reed: hello\n", NULL);
	assert_text(c.records[0].from.as_written, "Daniel „the man“ Reed");
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(system__a_quoted_name_with_a_colon_is_no_sender),
	    cmocka_unit_test(notes__are_no_part_of_a_name),
	    cmocka_unit_test(notes__a_link_does_not_shorten_a_name),
	    cmocka_unit_test(unknown_words__stay_with_who_never_typed),
	    cmocka_unit_test(group__speaks_under_its_own_name),
	    cmocka_unit_test(calls__of_a_group_and_those_that_failed),
	};

	return cmocka_run_group_tests_name("read_whatsapp_sender", tests, NULL, NULL);
}
