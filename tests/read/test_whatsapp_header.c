/* tests/read/test_whatsapp_header.c
 * Stamps of other calendars, chats saved as UTF-16, and years and orders that cannot be meant. */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/formats.h"
#include "read/formats/whatsapp.h"
#include "tests/read/hard.h"

#define LRM "\xe2\x80\x8e"

static void
read_bytes(struct collect *c, struct slice chat)
{
	collect_init(c);
	assert_ok(collect_slice(c, &whatsapp_txt_format, chat, NULL), &c->err);
	assert_string_equal(c->broken, "");
}

static void
read_chat(struct collect *c, const char *chat)
{
	read_bytes(c, slice_of(chat, strlen(chat)));
}

static void
calendar__that_is_named_is_converted(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "[3/18/2565 BE, 14:56:01] Daniel Reed: hello\r\n" LRM
		      "[3/27/2565 BE, 21:41:55] Maya Okafor: stop\r\n");
	assert_int_equal(c.count, 2);
	hard_local(&c.records[0].when, "2022-03-18T14:56:01");
	assert_text(record_claim(&c.records[0], "calendar"), "Buddhist");
	assert_text(record_claim(&c.records[0], "written-time"), "3/18/2565 BE, 14:56:01");
	collect_fini(&c);
	read_chat(&c, "[3/18/R4, 14:56:01] Daniel Reed: hello\r\n"
		      "[3/27/R4, 21:41:35] Maya Okafor: stop\r\n");
	assert_int_equal(c.count, 2);
	hard_local(&c.records[1].when, "2022-03-27T21:41:35");
	assert_text(record_claim(&c.records[1], "calendar"), "Japanese");
	collect_fini(&c);
}

static void
calendar__of_the_moon_is_no_time(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "[30/2/1445 AH, 9:05:07 PM] Daniel Reed: hello\r\n"
		      "[1/3/1445 AH, 9:06:07 PM] Maya Okafor: stop\r\n");
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[0].when.basis, BASIS_NONE);
	assert_non_null(record_doubt(&c.records[0], "calendar-unknown"));
	assert_text(c.records[0].from.as_written, "Daniel Reed");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "date-order"), 0);
	collect_fini(&c);
}

static void
year__of_two_digits_may_be_of_another_calendar(void **state)
{
	struct collect c;

	(void)state;
	read_chat(&c, "24/3/67, 21:05 - Daniel Reed: hello\n24/3/67, 21:06 - Maya Okafor: stop\n");
	assert_int_equal(collect_doubted(&c, "date-implausible"), 2);
	collect_fini(&c);
	read_chat(&c, "24/3/30, 21:05 - Daniel Reed: hello\n24/3/30, 21:06 - Maya Okafor: stop\n");
	assert_int_equal(collect_doubted(&c, "date-implausible"), 0);
	collect_fini(&c);
}

/* Asked, because a few lines alone speak; read meanwhile as they do. */
static void
order__meanwhile_is_the_one_that_fits(void **state)
{
	struct buf chat;
	struct collect c;

	(void)state;
	buf_init(&chat, 1 << 16);
	for (unsigned day = 1; day <= 14; day++)
		for (unsigned i = 0; i < (day > 12 ? 1u : 5u); i++)
			buf_putf(&chat, "4/%u/24, 9:0%u PM - Daniel Reed: hello\n", day, i);
	read_bytes(&c, buf_slice(&chat));
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "date-order"), 1);
	hard_local(&c.records[0].when, "2024-04-01T21:00:00");
	hard_local(&c.records[c.count - 1].when, "2024-04-14T21:00:00");
	assert_non_null(record_doubt(&c.records[5], "date-order"));
	collect_fini(&c);
	buf_fini(&chat);
}

/* Numbers that no clock shows: no message of anybody, nor silently the words of who wrote before.
 */
static void
header__with_numbers_that_cannot_be_is_doubted(void **state)
{
	static const char *const lines[] = {
	    "24/03/99999, 21:09 - Daniel: I will find you",
	    "24/03/0000, 21:09 - Daniel: I will find you",
	    "24/03/2024, 25:10 - Daniel: I will find you",
	    "32/03/2024, 21:10 - Daniel: I will find you",
	    "24/03/2024, 24:00 - Daniel: I will find you",
	    "24/03/2024, 23:59:60 - Daniel: I will find you",
	    "2024-03-24, 24:00 - Daniel: I will find you",
	    "[24/03/2024, 25:10:07] Daniel: I will find you",
	    "32.3.2024 klo 21.05 - Daniel: I will find you",
	    "3/32/24, 9:05\xe2\x80\xafPM - Daniel: I will find you",
	    "2024. 3. 32. \xec\x98\xa4\xed\x9b\x84 9:05 - Daniel: I will find you",
	    "32/03/2024, 21:05:07: Daniel: I will find you",
	};
	static const char *const words[] = {
	    "32 or 33 - I forget: about so many",
	    "10 - 4 - 2 - 1: the score",
	    "07700 900303 - Daniel: his number",
	    "10 - 4 - 2 - 1: the score: none",
	    "[1] a, [2] b: both",
	    "32/03/2024, 21:10 - he rang",
	};
	struct collect c;
	char chat[512];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines) + COUNT_OF(words); i++) {
		bool doubted = i < COUNT_OF(lines);

		(void)snprintf(chat, sizeof chat,
		    "24/03/2024, 21:05 - Maya: hello\n%s\n24/03/2024, 21:11 - Maya: ok\n",
		    doubted ? lines[i] : words[i - COUNT_OF(lines)]);
		read_bytes(&c, slice_of(chat, strlen(chat)));
		assert_int_equal(c.count, 2);
		assert_int_equal(record_doubt(&c.records[0], "header-lookalike") != NULL, doubted);
		if (doubted)
			assert_true(text_eq_c(
			    record_doubt(&c.records[0], "header-lookalike")->detail, lines[i]));
		collect_fini(&c);
	}
}

static void
encoding__saved_again_as_utf16(void **state)
{
	static const char chat[] = "24/03/2024, 21:05 - Daniel Reed: hello\r\n"
				   "24/03/2024, 21:06 - Maya Okafor: stop\r\n";
	struct collect c;

	(void)state;
	for (int big = 0; big < 2; big++) {
		uint8_t wide[2 * sizeof chat];
		size_t n = 2;

		wide[0] = big ? 0xfe : 0xff;
		wide[1] = big ? 0xff : 0xfe;
		for (size_t i = 0; i < sizeof chat - 1; i++, n += 2) {
			wide[n + (size_t)!big] = 0;
			wide[n + (size_t)big] = (uint8_t)chat[i];
		}
		assert_true(whatsapp_txt_format.probe(slice_of(wide, n)) >= 55);
		read_bytes(&c, slice_of(wide, n));
		assert_int_equal(c.count, 2);
		assert_text(c.records[1].from.as_written, "Maya Okafor");
		assert_int_equal(collect_notes(&c, NOTE_DOUBT, "re-encoded"), 1);
		collect_fini(&c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(calendar__that_is_named_is_converted),
	    cmocka_unit_test(calendar__of_the_moon_is_no_time),
	    cmocka_unit_test(year__of_two_digits_may_be_of_another_calendar),
	    cmocka_unit_test(header__with_numbers_that_cannot_be_is_doubted),
	    cmocka_unit_test(encoding__saved_again_as_utf16),
	    cmocka_unit_test(order__meanwhile_is_the_one_that_fits),
	};

	return cmocka_run_group_tests_name("read_whatsapp_header", tests, NULL, NULL);
}
