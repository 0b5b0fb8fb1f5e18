/* tests/read/test_whatsapp.c
 * One chat: shapes and orders decided once, senders, notes, media, and files that are broken. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "read/formats/whatsapp.h"
#include "tests/read/hard.h"

#define LRM   "\xe2\x80\x8e"
#define NNBSP "\xe2\x80\xaf"

static void
read_with(struct collect *c, const char *chat, const struct reading_options *options)
{
	collect_init(c);
	assert_ok(
	    collect_slice(c, &whatsapp_txt_format, slice_of(chat, strlen(chat)), options), &c->err);
	assert_string_equal(c->broken, "");
}

static void
read_chat(struct collect *c, const char *chat)
{
	read_with(c, chat, NULL);
}

/* -- day and month -------------------------------------------------------------------------- */

static void
order__a_field_over_twelve_decides_for_the_whole_file(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "05/06/2024, 10:00 - A: one\n13/06/2024, 10:00 - B: two\n");
	hard_local(&c.records[0].when, "2024-06-05T10:00:00");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "date-order"), 0);
	assert_int_equal(collect_doubted(&c, "date-order"), 0);
	assert_int_equal(c.records[0].when.precision, PRECISION_MINUTE);
	collect_fini(&c);
	read_chat(&c, "05/06/2024, 10:00 - A: one\n05/13/2024, 10:00 - B: two\n");
	hard_local(&c.records[0].when, "2024-05-06T10:00:00");
	collect_fini(&c);
}

static void
order__the_only_one_in_which_time_runs_forward(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "03/02/2024, 10:00 - A: one\n04/02/2024, 10:00 - B: two\n"
		      "01/03/2024, 10:00 - A: three\n");
	hard_local(&c.records[2].when, "2024-03-01T10:00:00");
	assert_int_equal(collect_doubted(&c, "date-order"), 0);
	collect_fini(&c);
	read_chat(&c, "02/03/2024, 10:00 - A: one\n02/04/2024, 10:00 - B: two\n"
		      "03/01/2024, 10:00 - A: three\n");
	hard_local(&c.records[2].when, "2024-03-01T10:00:00");
	collect_fini(&c);
}

static void
order__is_asked_when_nothing_decides(void **state)
{
	struct reading_options mdy = {.date_order = DATE_ORDER_MDY};
	const char *chat = "05/06/2024, 10:00 - A: one\n05/06/2024, 10:05 - B: two\n"
			   "06/06/2024, 10:05 - B: three\n";
	struct collect c;

	(void)state;
	read_chat(&c, chat);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "date-order"), 1);
	assert_text(collect_note(&c, NOTE_QUESTION, "date-order")->detail, "dmy mdy");
	hard_local(&c.records[0].when, "2024-06-05T10:00:00");
	assert_text(record_doubt(&c.records[0], "date-order")->detail, "05/06/2024, 10:00");
	/* The sixth of June is the sixth of June. */
	assert_int_equal(collect_doubted(&c, "date-order"), 2);
	collect_fini(&c);

	read_with(&c, chat, &mdy);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "date-order"), 0);
	assert_int_equal(collect_doubted(&c, "date-order"), 0);
	hard_local(&c.records[0].when, "2024-05-06T10:00:00");
	collect_fini(&c);
}

static void
order__a_pasted_line_does_not_turn_the_file(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "13/06/2024, 10:00 - A: one\n14/06/2024, 10:00 - A: two\n"
		      "06/15/2024, 10:00 - B: pasted\n15/06/2024, 11:00 - A: three\n");
	hard_local(&c.records[0].when, "2024-06-13T10:00:00");
	assert_int_equal(c.records[2].when.basis, BASIS_NONE);
	assert_text(record_doubt(&c.records[2], "date-implausible")->detail, "06/15/2024, 10:00");
	assert_text(record_claim(&c.records[2], "written-time"), "06/15/2024, 10:00");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "date-order-conflict"), 1);
	collect_fini(&c);
}

/* The same where nothing else says how the days are meant: then it is asked, not taken over. */
static void
order__a_pasted_line_does_not_decide_alone(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "04/03/2024, 21:04 - A: one\n05/03/2024, 21:04 - B: two\n"
		      "06/03/2024, 21:04 - A: three\n07/03/2024, 21:04 - A: four\n"
		      "08/03/2024, 21:04 - B: look\n12/31/2024, 09:00 - A: hello\n");
	hard_local(&c.records[0].when, "2024-03-04T21:04:00");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "date-order"), 1);
	assert_non_null(record_doubt(&c.records[0], "date-order"));
	assert_int_equal(c.records[5].when.basis, BASIS_NONE);
	collect_fini(&c);
}

/* 216 messages of the first days of six months, and so many lines that somebody pasted. */
static void
read_months(struct collect *c, size_t pasted)
{
	struct buf chat;

	buf_init(&chat, 1 << 20);
	for (unsigned i = 0; i < 216; i++) {
		buf_putf(&chat, "%02u/%02u/2024, 10:%02u - %c: %u\n", i % 36 / 3 + 1, i / 36 + 1,
		    i % 3, i % 2 != 0 ? 'A' : 'B', i);
		for (size_t n = pasted * (i + 1) / 216 - pasted * i / 216; n != 0; n--)
			buf_putf(&chat, "%02u/28/2024, 09:00 - A: then\n", i / 36 + 1);
	}
	collect_init(c);
	assert_ok(collect_slice(c, &whatsapp_txt_format, buf_slice(&chat), NULL), &c->err);
	assert_string_equal(c->broken, "");
	buf_fini(&chat);
}

static void
order__many_pasted_lines_do_not_decide(void **state)
{
	static const size_t pasted[] = {3, 5, 40, 60, 600};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(pasted); i++) {
		read_months(&c, pasted[i]);
		hard_local(&c.records[0].when, "2024-01-01T10:00:00");
		hard_local(&c.records[215 + pasted[i] * 215 / 216].when, "2024-06-12T10:02:00");
		assert_int_equal(collect_notes(&c, NOTE_QUESTION, "date-order"), 1);
		collect_fini(&c);
	}
	read_months(&c, 0);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "date-order"), 0);
	hard_local(&c.records[215].when, "2024-06-12T10:02:00");
	collect_fini(&c);
}

/* A line pasted into a message that looks like an older one. */
static void
order__time_that_runs_back_is_a_doubt(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "27/10/2024, 01:50 - A: one\n27/10/2024, 01:10 - B: the hour comes twice\n"
		      "28/10/2024, 10:00 - A: two\n26/10/2024, 09:00 - B: pasted\n"
		      "28/10/2024, 10:01 - A: three\n");
	assert_int_equal(c.count, 5);
	assert_int_equal(collect_doubted(&c, "clock-goes-back"), 1);
	assert_non_null(record_doubt(&c.records[3], "clock-goes-back"));
	collect_fini(&c);
}

static void
order__short_years_may_stand_first(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "23/12/30, 10:00 - A: one\n23/12/31, 10:00 - B: two\n"
		      "24/01/01, 10:00 - B: three\n");
	hard_local(&c.records[2].when, "2024-01-01T10:00:00");
	collect_fini(&c);
}

static void
order__dots_mean_the_day_first(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "05.06.24, 10:00 - A: one\n");
	hard_local(&c.records[0].when, "2024-06-05T10:00:00");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "date-order"), 0);
	collect_fini(&c);
}

static void
date__absurd_years_are_kept_and_doubted(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "24/03/0001, 10:00 - A: one\n24/03/9999, 10:00 - A: two\n"
		      "24/03/2024, 10:00 - A: three\n");
	assert_int_equal(c.count, 3);
	hard_local(&c.records[0].when, "0001-03-24T10:00:00");
	hard_local(&c.records[1].when, "9999-03-24T10:00:00");
	assert_int_equal(collect_doubted(&c, "date-implausible"), 2);
	collect_fini(&c);
}

/* -- what begins a message ------------------------------------------------------------------ */

static void
shape__lines_of_another_shape_are_text(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "24/03/2024, 21:05 - A: look what she wrote\n"
		      "[24/03/2024, 21:00:01] Maya: I will be alone tonight\n"
		      "[24/03/2024, 21:00:02] Maya: come round\n"
		      "[24/03/2024, 21:00:03] Maya: please\n"
		      "24/03/2024, 21:06 - Maya: I never wrote that\n");
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].body, "look what she wrote\n"
				       "[24/03/2024, 21:00:01] Maya: I will be alone tonight\n"
				       "[24/03/2024, 21:00:02] Maya: come round\n"
				       "[24/03/2024, 21:00:03] Maya: please");
	assert_int_equal(c.records[0].doubts_count, 3);
	assert_text(record_doubt(&c.records[0], "header-lookalike")->detail,
	    "[24/03/2024, 21:00:01] Maya: I will be alone tonight");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "mixed-headers"), 0);
	collect_fini(&c);
}

static void
shape__on_an_iphone_only_cr_lf_ends_a_message(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "[24/03/2024, 21:05:07] A: look\n"
		      "[24/03/2024, 21:00:01] Maya: come round\r\n"
		      "[24/03/2024, 21:06:00] Maya: I never wrote that\r\n"
		      "[24/03/2024, 21:07:00] A: yes you did\r\n");
	assert_int_equal(c.count, 3);
	assert_text(c.records[0].body, "look\n[24/03/2024, 21:00:01] Maya: come round");
	assert_non_null(record_doubt(&c.records[0], "header-lookalike"));
	assert_text(c.records[1].body, "I never wrote that");
	collect_fini(&c);
}

static void
shape__a_mixture_is_read_and_doubted(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "[05.05.23, 15:48:11] A: one\n1/23/23, 3:19 AM - B: two\n"
		      "[2023/5/4, 16:13:23] ~ C: three\n");
	assert_int_equal(c.count, 3);
	assert_int_equal(collect_doubted(&c, "mixed-headers"), 3);
	hard_local(&c.records[1].when, "2023-01-23T03:19:00");
	collect_fini(&c);
}

static void
message__lines_go_on_until_the_next_stamp(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "24/03/2024, 21:05 - A: one\n\ntwo \n24/03/2024: three\n"
		      "24/03/2024, 21:06 - B:\n\nfour");
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].body, "one\n\ntwo \n24/03/2024: three");
	assert_text(c.records[1].from.name, "B");
	assert_text(c.records[1].body, "\n\nfour");
	assert_int_equal(c.records[1].position, 2);
	collect_fini(&c);
}

static void
message__lines_before_the_first_stamp_are_kept(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "\n\nMy chat with Daniel\nfor the police\n24/03/2024, 21:05 - A: one\n");
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[0].kind, KIND_NOTE);
	assert_text(c.records[0].body, "\n\nMy chat with Daniel\nfor the police");
	assert_non_null(record_doubt(&c.records[0], "no-header"));
	collect_fini(&c);
	read_chat(&c, "\xef\xbb\xbf\r\n\n24/03/2024, 21:05 - A: one\n");
	assert_int_equal(c.count, 1);
	collect_fini(&c);
}

static void
message__equal_messages_stay_two(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "24/03/2024, 21:05 - A: one\n24/03/2024, 21:05 - A: one\n");
	assert_int_equal(c.count, 2);
	collect_fini(&c);
}

/* -- who wrote ------------------------------------------------------------------------------ */

static void
sender__ends_at_the_first_colon(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "24/03/2024, 21:05 - Daniel Reed: Note: answer me: now\n"
		      "24/03/2024, 21:05 - Daniel Reed:.\n"
		      "24/03/2024, 21:06 - " LRM "\xe2\x80\xaa+44 7700 900303\xe2\x80\xac: hi\n");
	assert_text(c.records[0].from.as_written, "Daniel Reed");
	assert_text(c.records[0].body, "Note: answer me: now");
	assert_text(c.records[1].from.as_written, "Daniel Reed");
	assert_text(c.records[1].body, ".");
	assert_text(c.records[2].from.handle, "+447700900303");
	assert_text(c.records[2].from.as_written, LRM "\xe2\x80\xaa+44 7700 900303\xe2\x80\xac");
	assert_null(c.records[2].from.name.p);
	collect_fini(&c);
}

static void
sender__may_contain_a_colon_when_every_line_says_so(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "24/03/2024, 21:05 - Work: Daniel: one\n24/03/2024, 21:05 - B: x: y\n"
		      "24/03/2024, 21:05 - Work: Daniel: two\n24/03/2024, 21:05 - Work: Daniel: 3\n"
		      "24/03/2024, 21:05 - Work: Daniel: 4\n24/03/2024, 21:05 - Work: Daniel: 5\n");
	assert_text(c.records[0].from.name, "Work: Daniel");
	assert_text(c.records[0].body, "one");
	assert_non_null(record_doubt(&c.records[0], "sender-colon"));
	assert_text(c.records[1].from.name, "B");
	collect_fini(&c);
}

#define LINE "24/03/2024, 21:05 - "

/* Two contacts whose names begin alike are two people, in the records and in the question. */
static void
sender__names_that_begin_alike_stay_apart(void **state)
{
	static const struct reading_options eve = {.me = {"Work: Eve", 9}};
	static const char chat[] = LINE
	    "Work: Daniel: 1\n" LINE "Work: Eve: 1\n" LINE "Work: Daniel: 2\n" LINE
	    "Work: Eve: a: b\n" LINE "Work: Daniel:\n\n3\n" LINE "Work: Eve: 3\n" LINE
	    "Work: Daniel: 4\n" LINE "Work: Eve: 4\n" LINE "Work: Daniel: 5\n" LINE
	    "Work: Eve: 5\n";
	struct collect c;

	(void)state;
	read_chat(&c, chat);
	assert_int_equal(c.count, 10);
	for (size_t i = 0; i < c.count; i++) {
		assert_text(c.records[i].from.name, i % 2 == 0 ? "Work: Daniel" : "Work: Eve");
		assert_non_null(record_doubt(&c.records[i], "sender-colon"));
		assert_null(record_doubt(&c.records[i], "sender-unclear"));
	}
	assert_text(c.records[3].body, "a: b");
	assert_text(c.records[4].body, "\n\n3");
	assert_text(collect_note(&c, NOTE_QUESTION, "me")->detail, "Work: Daniel\nWork: Eve\n");
	collect_fini(&c);
	read_with(&c, chat, &eve);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "me-not-found"), 0);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_text(c.records[1].to[0].name, "Work: Daniel");
	collect_fini(&c);
}

/* What the file does not show is not guessed: it is said. */
static void
sender__that_may_have_a_colon_is_doubted(void **state)
{
	struct collect c;

	(void)state;
	read_chat(
	    &c, LINE "The landlord: Is it you?: Hallelujah!\n" LINE "The landlord: Hope so!\n");
	assert_text(c.records[0].from.as_written, "The landlord");
	assert_text(c.records[0].body, "Is it you?: Hallelujah!");
	assert_text(
	    record_doubt(&c.records[0], "sender-unclear")->detail, "The landlord: Is it you?");
	assert_null(record_doubt(&c.records[1], "sender-unclear"));
	collect_fini(&c);

	/* A person who has written a few lines without one is known by them. */
	read_chat(&c, LINE "B: Note: one\n" LINE "B: two\n" LINE "B: three\n" LINE "B: four\n" LINE
			   "B: Note: five\n");
	assert_int_equal(collect_doubted(&c, "sender-unclear"), 0);
	assert_text(c.records[0].body, "Note: one");
	collect_fini(&c);

	/* So often that it may be a habit, but never alone. */
	read_chat(&c, LINE "B: PS: 1\n" LINE "B: PS: 2\n" LINE "B: PS: 3\n" LINE "B: PS: 4\n" LINE
			   "B: PS: 5\n" LINE "B: six\n");
	assert_text(c.records[0].from.as_written, "B");
	assert_int_equal(collect_doubted(&c, "sender-unclear"), 5);
	assert_int_equal(collect_doubted(&c, "sender-colon"), 0);
	collect_fini(&c);
}

static void
sender__self_chosen_names_keep_their_mark(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "24/03/2024, 21:05 - ~" NNBSP "Daniel: one\n");
	assert_text(c.records[0].from.as_written, "~" NNBSP "Daniel");
	assert_text(c.records[0].from.name, "~ Daniel");
	collect_fini(&c);
}

static void
system__lines_nobody_sent_have_no_sender(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c,
	    "24/03/2024, 21:05 - Messages and calls are end-to-end encrypted.\n"
	    "24/03/2024, 21:05 - A created group \"Flat: 3B\"\n"
	    "24/03/2024, 21:05 - A hat den Gruppennamen zu \"Flat: 4B\" ge\xc3\xa4ndert\n"
	    "24/03/2024, 21:06 - A changed the group name from \"Flat: 3B\" to \"You: X\"\n"
	    "24/03/2024, 21:07 - Missed voice call\n"
	    "24/03/2024, 21:07 - A: A created group \"x\"\n");
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(c.records[i].kind, KIND_SYSTEM);
		assert_null(c.records[i].from.as_written.p);
		assert_int_equal(c.records[i].direction, DIRECTION_NONE);
	}
	assert_text(c.records[1].body, "A created group \"Flat: 3B\"");
	assert_text(c.records[1].conversation, "You: X");
	assert_int_equal(c.records[4].kind, KIND_CALL);
	assert_int_equal(c.records[4].direction, DIRECTION_IN);
	assert_true(record_marked(&c.records[4], "missed"));
	assert_int_equal(c.records[5].kind, KIND_MESSAGE);
	collect_fini(&c);
}

/* Android does not say who called.  In a chat of two there is one who can have. */
static void
system__missed_calls_are_from_the_other_one(void **state)
{
	static const char
	    two[] = "24/03/2024, 21:07 - Missed voice call\n"
		    "24/03/2024, 21:08 - Daniel: pick up\n24/03/2024, 21:09 - Maya: no\n",
	    three[] = "24/03/2024, 21:07 - Missed group voice call\n"
		      "24/03/2024, 21:08 - Daniel: a\n24/03/2024, 21:09 - Maya: b\n"
		      "24/03/2024, 21:10 - Sam: c\n",
	    one[] = "24/03/2024, 21:07 - Missed voice call\n24/03/2024, 21:08 - Daniel: a\n";
	const struct reading_options options = {.me = TEXT_LITERAL("Maya")},
				     titled = {
					 .name = TEXT_LITERAL("WhatsApp Chat with Daniel.txt")};
	struct collect c;

	(void)state;
	read_with(&c, two, &options);
	assert_int_equal(c.records[0].kind, KIND_CALL);
	assert_text(c.records[0].from.name, "Daniel");
	collect_fini(&c);
	read_with(&c, one, &titled);
	assert_text(c.records[0].from.name, "Daniel");
	collect_fini(&c);
	read_with(&c, three, &options);
	assert_null(c.records[0].from.as_written.p);
	collect_fini(&c);
}

static void
system__a_name_that_reads_like_one_cannot_hide_messages(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "24/03/2024, 21:05 - x created group \"y: I know where you live\n"
		      "24/03/2024, 21:06 - x created group \"y: answer\n"
		      "24/03/2024, 21:07 - x created group \"y: now\n");
	assert_int_equal(c.records[0].kind, KIND_MESSAGE);
	assert_text(c.records[0].body, "I know where you live");
	assert_int_equal(collect_doubted(&c, "sender-looks-system"), 3);
	collect_fini(&c);
}

static void
system__on_an_iphone_speaks_under_a_name(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "[24/03/2024, 21:05:07] Book Club: " LRM
		      "Messages and calls are end-to-end encrypted.\r\n"
		      "[24/03/2024, 21:05:07] ~" NNBSP "Daniel: " LRM "~" NNBSP
		      "Daniel created this group\r\n"
		      "[24/03/2024, 21:05:08] ~" NNBSP "Daniel: " LRM "something new\r\n"
		      "[24/03/2024, 21:05:09] ~" NNBSP "Daniel: hello: everyone\r\n");
	assert_int_equal(c.records[0].kind, KIND_SYSTEM);
	assert_text(c.records[0].body, "Messages and calls are end-to-end encrypted.");
	assert_text(record_claim(&c.records[0], "pseudo-sender"), "Book Club");
	assert_int_equal(c.records[1].kind, KIND_SYSTEM);
	assert_null(record_doubt(&c.records[1], "mark-unknown"));
	assert_non_null(record_doubt(&c.records[2], "mark-unknown"));
	assert_text(c.records[3].body, "hello: everyone");
	assert_text(c.records[3].conversation, "Book Club");
	assert_text(collect_note(&c, NOTE_QUESTION, "me")->detail, "~" NNBSP "Daniel\n");
	collect_fini(&c);
}

/* The mark that an iPhone puts before WhatsApp's words can be typed. */
static void
system__words_of_a_person_stay_his(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c,
	    "[24/03/2024, 21:05:07] Daniel: " LRM "Messages and calls are end-to-end encrypted.\r\n"
	    "[24/03/2024, 21:05:08] Daniel: hello\r\n"
	    "[24/03/2024, 21:05:09] Daniel: " LRM "I am outside\r\n"
	    "[24/03/2024, 21:05:10] Daniel: " LRM "You left me and you will see\r\n"
	    "[24/03/2024, 21:05:11] Daniel: " LRM "Daniel changed their phone number\r\n"
	    "[24/03/2024, 21:05:12] Kirjapiiri: " LRM "Daniel loi ryhm\xc3\xa4n\r\n");
	assert_int_equal(c.records[0].kind, KIND_SYSTEM);
	assert_null(record_doubt(&c.records[0], "sender-unclear"));
	assert_int_equal(c.records[2].kind, KIND_MESSAGE);
	assert_text(c.records[2].from.as_written, "Daniel");
	assert_text(c.records[2].body, LRM "I am outside");
	assert_non_null(record_doubt(&c.records[2], "mark-unknown"));
	assert_int_equal(c.records[3].kind, KIND_SYSTEM);
	assert_text(record_doubt(&c.records[3], "sender-unclear")->detail, "Daniel");
	assert_text(c.records[3].from.as_written, "Daniel");
	assert_int_equal(c.records[4].kind, KIND_SYSTEM);
	assert_null(record_doubt(&c.records[4], "sender-unclear"));
	/* It may be the group, and it may be somebody who never typed. */
	assert_int_equal(c.records[5].kind, KIND_MESSAGE);
	assert_text(c.records[5].from.as_written, "Kirjapiiri");
	assert_non_null(record_doubt(&c.records[5], "mark-unknown"));
	collect_fini(&c);
}

static void
direction__needs_to_know_who_is_me(void **state)
{
	const char *chat = "24/03/2024, 21:05 - Daniel Reed: one\n24/03/2024, 21:06 - Maya: two\n";
	struct reading_options maya = {.me = TEXT_LITERAL("Maya")};
	struct reading_options other = {.me = TEXT_LITERAL("Priya")};
	struct collect c;

	(void)state;
	read_chat(&c, chat);
	assert_int_equal(c.records[0].direction, DIRECTION_UNKNOWN);
	assert_text(collect_note(&c, NOTE_QUESTION, "me")->detail, "Daniel Reed\nMaya\n");
	collect_fini(&c);

	read_with(&c, chat, &maya);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_text(c.records[1].to[0].name, "Daniel Reed");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 0);
	collect_fini(&c);

	/* Her name in another spelling: her words are not turned into his. */
	read_with(&c, chat, &other);
	assert_int_equal(c.records[0].direction, DIRECTION_UNKNOWN);
	assert_int_equal(c.records[1].direction, DIRECTION_UNKNOWN);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "me-not-found"), 1);
	assert_text(collect_note(&c, NOTE_QUESTION, "me")->detail, "Daniel Reed\nMaya\n");
	collect_fini(&c);

	/* Where only one writes, she may never have answered. */
	read_with(&c, "24/03/2024, 21:05 - Daniel Reed: one\n", &other);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "me-not-found"), 1);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 0);
	collect_fini(&c);
}

static void
direction__knows_a_number_in_any_spelling(void **state)
{
	struct reading_options me = {.me = TEXT_LITERAL("07700 900303")};
	struct collect c;

	(void)state;
	read_with(&c, "24/03/2024, 21:05 - +44 7700 900303: one\n", &me);
	assert_int_equal(c.records[0].direction, DIRECTION_OUT);
	collect_fini(&c);
}

static void
conversation__comes_from_the_name_of_file_or_folder(void **state)
{
	static const char *const names[] = {"WhatsApp Chat with Daniel Reed.txt",
	    "WhatsApp Chat - Daniel Reed.zip", "copy of WhatsApp-Chat mit Daniel Reed.TXT",
	    "Chat de WhatsApp con Daniel Reed.txt"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct reading_options options = {.name = text_of_c(names[i])};

		read_with(&c, "24/03/2024, 21:05 - A: one\n", &options);
		assert_text(c.records[0].conversation, "Daniel Reed");
		collect_fini(&c);
		/* An iPhone's chat is "_chat.txt", in a folder of that name. */
		options = (struct reading_options){
		    .name = TEXT_LITERAL("_chat.txt"), .folder = text_of_c(names[i])};
		read_with(&c, "24/03/2024, 21:05 - A: one\n", &options);
		assert_text(c.records[0].conversation, "Daniel Reed");
		collect_fini(&c);
	}
	read_chat(&c, "24/03/2024, 21:05 - A: one\n");
	assert_null(c.records[0].conversation.p);
	collect_fini(&c);
}

/* From a new number there are only his words: the owner is not among the names to choose from. */
static void
owner__never_answered_in_a_chat_with_his_name(void **state)
{
	static const struct {
		const char *name, *folder, *me, *chat;
		enum direction direction;
		bool doubt, asked;
	} cases[] = {
	    {"WhatsApp Chat with +44 7700 900418.txt", NULL, NULL,
		"24/03/2024, 21:05 - +44 7700 900418: me again\n", DIRECTION_IN, true, false},
	    {"WhatsApp Chat with +44 7700 900418.txt", NULL, NULL,
		"24/03/2024, 21:05 - \xe2\x80\xaa+44 7700 900418\xe2\x80\xac: me again\n",
		DIRECTION_IN, true, false},
	    {"_chat.txt", "WhatsApp Chat - Owen.zip", NULL,
		"[24/03/2024, 21:05:00] Owen: me again\n", DIRECTION_IN, true, false},
	    {"WhatsApp Chat with Owen.txt", NULL, NULL, "24/03/2024, 21:05 - Maya: who is this\n",
		DIRECTION_UNKNOWN, false, true},
	    {"WhatsApp Chat with Owen.txt", NULL, NULL,
		"24/03/2024, 21:05 - Owen: me\n24/03/2024, 21:06 - Maya: go\n", DIRECTION_UNKNOWN,
		false, true},
	    {"Owen.txt", NULL, NULL, "24/03/2024, 21:05 - Owen: me\n", DIRECTION_UNKNOWN, false,
		true},
	    {"WhatsApp Chat with Owen.txt", NULL, NULL,
		"24/03/2024, 21:04 - Maya created group \"Owen\"\n24/03/2024, 21:05 - Owen: me\n",
		DIRECTION_UNKNOWN, false, true},
	    {"WhatsApp Chat with Owen.txt", NULL, "Maya", "24/03/2024, 21:05 - Owen: me\n",
		DIRECTION_IN, false, false},
	    {"WhatsApp Chat with Owen.txt", NULL, "Owen",
		"24/03/2024, 21:05 - Owen: note to myself\n", DIRECTION_OUT, false, false},
	};
	const struct record *record;
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct reading_options options = {.name = text_of_c(cases[i].name)};

		if (cases[i].folder != NULL)
			options.folder = text_of_c(cases[i].folder);
		if (cases[i].me != NULL)
			options.me = text_of_c(cases[i].me);
		read_with(&c, cases[i].chat, &options);
		record = &c.records[0];
		for (size_t k = 0; record->kind != KIND_MESSAGE && k < c.count; k++)
			record = &c.records[k];
		assert_int_equal(record->direction, cases[i].direction);
		assert_int_equal(
		    record_doubt(record, "direction-by-title") != NULL, cases[i].doubt);
		assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), cases[i].asked);
		collect_fini(&c);
	}
}

/* -- files that are not sound --------------------------------------------------------------- */

static void
broken__bytes_are_shown_and_kept(void **state)
{
	static const char chat[] =
	    "24/03/2024, 21:05 - A: one \xff\0two\n24/03/2024, 21:06 - A: x\n";
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(
	    collect_slice(&c, &whatsapp_txt_format, slice_of(chat, sizeof chat - 1), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_text(c.records[0].body, "one \xef\xbf\xbd\xef\xbf\xbdtwo");
	assert_non_null(record_doubt(&c.records[0], "not-utf8"));
	assert_int_equal(c.records[0].raw.n, sizeof "A: one x0two" - 1);
	assert_null(record_doubt(&c.records[1], "not-utf8"));
	collect_fini(&c);
}

static void
broken__what_is_no_chat_is_refused_before_anything_is_said(void **state)
{
	static const char *const files[] = {
	    "", "\n", "hello\nworld\n", "24/03/2024\n", "\xff\xfe\0"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		collect_init(&c);
		assert_int_equal(collect_slice(&c, &whatsapp_txt_format,
				     slice_of(files[i], strlen(files[i])), NULL),
		    E_FORMAT);
		assert_int_equal(c.notes_count, 0);
		assert_int_equal(c.count, 0);
		collect_fini(&c);
	}
}

static const char sample[] = LRM
    "[24/03/2024, 21:05:07] Daniel Reed: " LRM "Messages and calls are end-to-end encrypted.\r\n"
    "[24/03/2024, 21:05:40] Daniel Reed: caf\xc3\xa9 \xf0\x9f\x98\x80\nsecond line\r\n" LRM
    "[24/03/2024, 21:06:00] Daniel Reed: letter.pdf \xe2\x80\xa2 " LRM "2 pages " LRM
    "<attached: 00000004-letter.pdf>\r\n"
    "[24/03/2024, 21:07:00] Maya: Stop. " LRM "<This message was edited>\r\n"
    "[24/03/2024, 21:08:00] +44 7700 900303: " LRM "POLL:\nWhere?\n" LRM "OPTION: home\r\n";

static void
broken__cut_anywhere_never_loses_what_was_whole(void **state)
{
	struct collect c;

	(void)state;
	for (size_t n = 0; n < sizeof sample; n++) {
		enum status status;

		collect_init(&c);
		status = collect_slice(&c, &whatsapp_txt_format, slice_of(sample, n), NULL);
		assert_true(status == OK || status == E_FORMAT);
		assert_string_equal(c.broken, "");
		if (n > 200)
			assert_text(c.records[1].body, "caf\xc3\xa9 \xf0\x9f\x98\x80\nsecond line");
		collect_fini(&c);
	}
}

static void
broken__reads_a_few_bytes_at_a_time(void **state)
{
	struct collect c;

	(void)state;
	collect_init(&c);
	c.read_at_most = 3;
	assert_ok(collect_slice(&c, &whatsapp_txt_format, SLICE_LITERAL(sample), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 5);
	collect_fini(&c);
}

/* A message of that many bytes without a line end, made while it is read. */
struct endless {
	uint64_t bytes;
	const char *head;
};

static enum status
endless_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	const struct endless *endless = ctx;
	size_t head = strlen(endless->head);

	(void)err;
	if (at >= endless->bytes)
		n = 0;
	else if (n > endless->bytes - at)
		n = (size_t)(endless->bytes - at);
	for (size_t i = 0; i < n; i++)
		((char *)p)[i] = at + i < head ? endless->head[at + i] : 'x';
	*got = n;
	return OK;
}

static void
broken__a_line_of_100_mb_is_cut_and_said(void **state)
{
	struct endless endless = {100 << 20, "24/03/2024, 21:05 - A: "};
	struct source source = {endless_read_at, endless.bytes, &endless};
	struct reading_options none = {.me = TEXT_NONE};
	struct collect c;
	struct sink sink;

	(void)state;
	collect_init(&c);
	sink = collect_sink(&c);
	assert_ok(whatsapp_txt_format.read(&source, &none, &sink, &c.err), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 1);
	assert_int_equal(c.records[0].body.n, RECORD_TEXT_MAX_BYTES);
	assert_non_null(record_doubt(&c.records[0], "text-cut"));
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "long-message"), 1);
	collect_fini(&c);
}

static void
broken__stops_when_the_sink_says_so(void **state)
{
	struct collect c;

	(void)state;
	collect_init(&c);
	c.stop_after = 2;
	assert_int_equal(
	    collect_slice(&c, &whatsapp_txt_format, SLICE_LITERAL(sample), NULL), E_CANCELLED);
	assert_int_equal(c.count, 2);
	collect_fini(&c);
}

static void
broken__more_names_than_the_table_holds(void **state)
{
	struct buf chat;
	struct collect c;

	(void)state;
	buf_init(&chat, 1 << 24);
	for (unsigned i = 0; i < 5000; i++)
		buf_putf(&chat, "24/03/2024, 21:05 - Person %u: hello\n", i);
	collect_init(&c);
	assert_ok(collect_slice(&c, &whatsapp_txt_format, buf_slice(&chat), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 5000);
	assert_text(c.records[4999].from.name, "Person 4999");
	collect_fini(&c);
	buf_fini(&chat);
}

static int
probe(const char *text)
{
	return whatsapp_txt_format.probe(slice_of(text, strlen(text)));
}

static void
probe__tells_a_chat_from_a_diary(void **state)
{
	(void)state;
	assert_true(probe(sample) > 80);
	assert_true(probe("24/03/2024, 21:05 - A: one\n") > 50);
	assert_int_equal(probe("24/03/2024, 21:05 - he rang the bell twice\n"), 0);
	assert_int_equal(probe("[2024-03-24 21:05:07] INFO: the server started\n"), 0);
	assert_int_equal(probe("From: a@example.com\nSubject: x\n"), 0);
	assert_int_equal(probe(""), 0);
	assert_ptr_equal(format_of_head(SLICE_LITERAL(sample)), &whatsapp_txt_format);
	assert_ptr_equal(format_by_name(TEXT_LITERAL("whatsapp-txt")), &whatsapp_txt_format);
}

/* Logs have neither, and no log is called like a chat. */
static void
probe__years_in_front_are_a_chat_with_a_comma_or_twelve_hours(void **state)
{
	static const char log[] = "[2024-03-24 21:05:07] Maya: one\n";

	(void)state;
	assert_true(probe("[2024-03-24, 21:05:07] Maya: one\n") >= 55);
	assert_true(probe("[2024-03-24 9:05:07 p.m.] Maya: one\n") >= 55);
	assert_int_equal(probe(log), 0);
	assert_true(whatsapp_probe_named(SLICE_LITERAL(log)) >= 55);
}

#define PASTED                                                                                     \
	"24/03/2024, 21:05 - Daniel: I will pay you\n24/03/2024, 21:06 - Maya: no\n"               \
	"25/03/2024, 21:06 - Daniel: ok\n"

static void
probe__a_chat_pasted_into_another_file_is_part_of_that(void **state)
{
	static const char table[] = "Date,Direction,Number,Message\n"
				    "2024-06-24 10:00:00,Received,07700900303,\"look\n" PASTED
				    "\"\n"
				    "2024-06-25 10:00:00,Received,07700900303,I will find you\n"
				    "2024-06-26 10:00:00,Sent,07700900303,stop\n";
	static const char page[] = "<html><body><pre>\n" PASTED "</pre></body></html>\n";
	static const char rtf[] = "{\\rtf1\\ansi\n" PASTED "}\n";
	static const char mail[] =
	    "From: daniel@example.org\nTo: maya@example.org\nSubject: x\n\n" PASTED;
	static const char odd[] = "sent from my telephone\n\n" PASTED;
	static const char cut_off[] = "<Media omitted>\n" PASTED;

	(void)state;
	assert_ptr_equal(format_of_head(SLICE_LITERAL(table)), &csv_format);
	assert_ptr_equal(format_of_head(SLICE_LITERAL(page)), &file_format);
	assert_ptr_equal(format_of_head(SLICE_LITERAL(rtf)), &file_format);
	assert_ptr_equal(format_of_head(SLICE_LITERAL(mail)), &eml_format);
	assert_ptr_equal(format_of_head(SLICE_LITERAL(odd)), &whatsapp_txt_format);
	assert_ptr_equal(format_of_head(SLICE_LITERAL(cut_off)), &whatsapp_txt_format);
}

static void
omits__says_what_an_export_never_contains(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, sample);
	assert_int_equal(collect_notes(&c, NOTE_OMITS, NULL), 5);
	collect_fini(&c);
	read_chat(&c, "24/03/2024, 21:05 - A: one\n"
		      "24/03/2024, 21:05 - A turned on disappearing messages.\n");
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "captions"), 0);
	assert_int_equal(collect_note(&c, NOTE_GAP, "disappearing-messages")->position, 2);
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(order__a_field_over_twelve_decides_for_the_whole_file),
	    cmocka_unit_test(order__the_only_one_in_which_time_runs_forward),
	    cmocka_unit_test(order__is_asked_when_nothing_decides),
	    cmocka_unit_test(order__a_pasted_line_does_not_turn_the_file),
	    cmocka_unit_test(order__a_pasted_line_does_not_decide_alone),
	    cmocka_unit_test(order__many_pasted_lines_do_not_decide),
	    cmocka_unit_test(order__time_that_runs_back_is_a_doubt),
	    cmocka_unit_test(order__short_years_may_stand_first),
	    cmocka_unit_test(order__dots_mean_the_day_first),
	    cmocka_unit_test(date__absurd_years_are_kept_and_doubted),
	    cmocka_unit_test(shape__lines_of_another_shape_are_text),
	    cmocka_unit_test(shape__on_an_iphone_only_cr_lf_ends_a_message),
	    cmocka_unit_test(shape__a_mixture_is_read_and_doubted),
	    cmocka_unit_test(message__lines_go_on_until_the_next_stamp),
	    cmocka_unit_test(message__lines_before_the_first_stamp_are_kept),
	    cmocka_unit_test(message__equal_messages_stay_two),
	    cmocka_unit_test(sender__ends_at_the_first_colon),
	    cmocka_unit_test(sender__may_contain_a_colon_when_every_line_says_so),
	    cmocka_unit_test(sender__names_that_begin_alike_stay_apart),
	    cmocka_unit_test(sender__that_may_have_a_colon_is_doubted),
	    cmocka_unit_test(sender__self_chosen_names_keep_their_mark),
	    cmocka_unit_test(system__lines_nobody_sent_have_no_sender),
	    cmocka_unit_test(system__missed_calls_are_from_the_other_one),
	    cmocka_unit_test(system__a_name_that_reads_like_one_cannot_hide_messages),
	    cmocka_unit_test(system__on_an_iphone_speaks_under_a_name),
	    cmocka_unit_test(system__words_of_a_person_stay_his),
	    cmocka_unit_test(direction__needs_to_know_who_is_me),
	    cmocka_unit_test(direction__knows_a_number_in_any_spelling),
	    cmocka_unit_test(conversation__comes_from_the_name_of_file_or_folder),
	    cmocka_unit_test(owner__never_answered_in_a_chat_with_his_name),
	    cmocka_unit_test(broken__bytes_are_shown_and_kept),
	    cmocka_unit_test(broken__what_is_no_chat_is_refused_before_anything_is_said),
	    cmocka_unit_test(broken__cut_anywhere_never_loses_what_was_whole),
	    cmocka_unit_test(broken__reads_a_few_bytes_at_a_time),
	    cmocka_unit_test(broken__a_line_of_100_mb_is_cut_and_said),
	    cmocka_unit_test(broken__stops_when_the_sink_says_so),
	    cmocka_unit_test(broken__more_names_than_the_table_holds),
	    cmocka_unit_test(probe__tells_a_chat_from_a_diary),
	    cmocka_unit_test(probe__years_in_front_are_a_chat_with_a_comma_or_twelve_hours),
	    cmocka_unit_test(probe__a_chat_pasted_into_another_file_is_part_of_that),
	    cmocka_unit_test(omits__says_what_an_export_never_contains),
	};

	return cmocka_run_group_tests_name("read_whatsapp", tests, NULL, NULL);
}
