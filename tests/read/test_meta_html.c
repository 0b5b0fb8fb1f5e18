/* tests/read/test_meta_html.c
 * Threads of Facebook, Instagram and Messenger as web pages: spellings of times, who said what in
 * which layout, words that look like times, files, damage, and the facts of the outside test data.
 */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/formats.h"
#include "read/formats/meta_html.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define CORPUS "tests/corpora/meta_html/"
#define FOLDER "../shared/fixtures/meta/msgvault/"
#define NNBSP  "\xe2\x80\xaf"

static void
read_with(struct collect *c, const char *path, const struct reading_options *options)
{
	hard_file(c, &meta_html_format, path, options);
}

static void
read_page(struct collect *c, const char *path)
{
	read_with(c, path, NULL);
}

static void
assert_civil(const struct civil *civil, const char *want)
{
	struct buf buf;

	buf_init(&buf, 64);
	civil_put(&buf, civil);
	if (!text_eq_c(buf_text(&buf), want))
		fail_msg("%.*s is not %s\n", (int)buf.n, (const char *)buf.p, want);
	buf_fini(&buf);
}

static void
assert_said(const struct record *record, const char *who, const char *what, const char *when)
{
	assert_text(record->from.name, who);
	if (what == NULL)
		assert_null(record->body.p);
	else
		assert_text(record->body, what);
	assert_int_equal(record->when.basis, BASIS_LOCAL);
	assert_civil(&record->when.local, when);
}

/* -- times ---------------------------------------------------------------------------------- */

static void
meta_stamp__reads_every_spelling(void **state)
{
	static const char *const same[] = {"Oct 19, 2019, 2:37 PM", "Oct 19, 2019 at 2:37 PM",
	    "Oct 19, 2019 2:37 pm", "Oct 19, 2019, 2:37" NNBSP "PM", "19 Oct 2019, 14:37",
	    "19 October 2019 at 14:37", "Saturday, October 19, 2019 at 2:37pm",
	    "Saturday, 19 October 2019 at 14:37", "2019-10-19 14:37", "19/10/2019, 14:37",
	    "19.10.2019 14:37", "Oct 19, 2019, 2:37\xc2\xa0p.m.", " Oct. 19, 2019 2:37 PM "};
	struct meta_stamp stamp;
	struct civil civil;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(same); i++) {
		if (!meta_stamp_parse(text_of_c(same[i]), &stamp))
			fail_msg("%s\n", same[i]);
		assert_true(meta_stamp_civil(&stamp, DATE_ORDER_DMY, &civil));
		assert_civil(&civil, "2019-10-19T14:37:00");
		assert_false(meta_stamp_is_open(&stamp));
	}
	assert_true(meta_stamp_parse(TEXT_LITERAL("Sept 1, 2020, 12:05:09 AM"), &stamp));
	assert_civil(&stamp.civil, "2020-09-01T00:05:09");
	assert_true(stamp.has_second);
	assert_true(meta_stamp_parse(TEXT_LITERAL("Sep 1, 2020 12:00 PM"), &stamp));
	assert_int_equal(stamp.civil.hour, 12);
	assert_true(
	    meta_stamp_parse(TEXT_LITERAL("Monday, 13 October 2014 at 14:33 UTC-03:30"), &stamp));
	assert_true(stamp.has_zone);
	assert_int_equal(stamp.offset_s, -12600);
}

static void
meta_stamp__takes_nothing_else(void **state)
{
	static const char *const none[] = {"", "Oct 19, 2019", "Oct 19, 2019, 2:37 PM.",
	    "at Oct 19, 2019, 2:37 PM", "Oct 32, 2019, 2:37 PM", "Feb 29, 2023, 2:37 PM",
	    "Oct 19, 2019, 25:37", "Oct 19, 2019, 14:37 AM", "Oct 19, 2019, 2:60 PM",
	    "Octo 19, 2019, 2:37 PM", "19/19/2019 14:37", "Oct 19, 2019, 2:37 PM BST", "14:37",
	    "Oct 19, 19, 2:37 PM", "Oct 19, 2019, 2:37 PM UTC+15", "2019-10-19",
	    "Oct 19, 2019, 2:37 PM and then he left"};
	struct meta_stamp stamp;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(none); i++)
		if (meta_stamp_parse(text_of_c(none[i]), &stamp))
			fail_msg("%s\n", none[i]);
}

static void
meta_html__numbers_are_ordered_by_the_other_dates(void **state)
{
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "good/uk_numbers.html");
	assert_int_equal(c.count, 3);
	assert_said(&c.records[0], "Daniel Reed", "one", "2024-03-05T09:00:00");
	assert_int_equal(collect_doubted(&c, "date-order"), 0);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "date-order"), 0);
	collect_fini(&c);
}

static void
meta_html__an_open_order_is_asked(void **state)
{
	struct reading_options options = {.date_order = DATE_ORDER_MDY};
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "bad/ambiguous.html");
	assert_civil(&c.records[0].when.local, "2024-06-05T09:00:00");
	assert_int_equal(collect_doubted(&c, "date-order"), 1); /* 06/06 is the same day */
	assert_text(collect_note(&c, NOTE_QUESTION, "date-order")->detail, "dmy mdy");
	assert_int_equal(collect_doubted(&c, "odd-hour"), 1);
	collect_fini(&c);
	read_with(&c, CORPUS "bad/ambiguous.html", &options);
	assert_civil(&c.records[0].when.local, "2024-05-06T09:00:00");
	assert_int_equal(collect_doubted(&c, "date-order"), 0);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "date-order"), 0);
	collect_fini(&c);
}

static void
meta_html__orders_that_contradict_are_doubted(void **state)
{
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "bad/conflict.html");
	assert_int_equal(c.count, 4);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "date-order-conflict"), 1);
	assert_int_equal(c.records[1].when.basis, BASIS_NONE);
	assert_text(record_claim(&c.records[1], "written-time"), "06/25/2024 09:00");
	collect_fini(&c);
}

static void
meta_html__a_zone_that_is_said_gives_an_instant(void **state)
{
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "good/zone_said.html");
	assert_int_equal(c.records[0].when.basis, BASIS_INSTANT);
	assert_true(c.records[0].when.at_us == INT64_C(1413207180000000)); /* 13:33Z */
	assert_int_equal(c.records[0].when.precision, PRECISION_MINUTE);
	collect_fini(&c);
}

/* -- layouts -------------------------------------------------------------------------------- */

static void
meta_html__oldest_first(void **state)
{
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "good/2020_oldest_first.html");
	assert_int_equal(c.count, 3);
	assert_text(c.records[0].conversation, "Daniel Reed");
	assert_said(&c.records[0], "Maya Okafor", "Hello", "2020-09-13T12:26:00");
	assert_said(&c.records[1], "Daniel Reed",
	    "caf\xc3\xa9 time? <3 & \xf0\x9f\x91\x80 It's\nlate", "2020-09-13T12:27:00");
	assert_said(&c.records[2], "Maya Okafor", "See you", "2020-09-13T12:28:00");
	assert_text(collect_note(&c, NOTE_QUESTION, "me")->detail, "Maya Okafor\nDaniel Reed\n");
	collect_fini(&c);
}

static void
meta_html__newest_first_with_files_and_reactions(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	read_page(&c, CORPUS "good/2023_newest_first.html");
	assert_int_equal(c.count, 6);
	r = c.records;
	assert_said(&r[0], "Maya Okafor", "Leave me alone.", "2024-03-24T21:07:05");
	assert_text(record_claim(&r[0], "reaction"), "\xe2\x9d\xa4"
						     "Daniel Reed (Mar 24, 2024 9:07 pm)");
	assert_said(&r[1], "Daniel Reed", NULL, "2024-03-24T21:06:00");
	assert_int_equal(r[1].attachments_count, 1);
	assert_text(r[1].attachments[0].name,
	    "your_facebook_activity/messages/inbox/danielreed_1/photos/a b.jpg");
	assert_said(&r[2], "Daniel Reed", "Look: https://example.org/x now", "2024-03-24T21:05:30");
	assert_text(record_claim(&r[2], "link"), "https://example.org/x?a=1&b=2");
	assert_true(record_marked(&r[3], "voice-note"));
	assert_int_equal(r[4].kind, KIND_CALL);
	assert_true(record_marked(&r[4], "missed"));
	assert_non_null(record_doubt(&r[4], "told-by-words"));
	assert_int_equal(r[5].kind, KIND_NOTE); /* the foot of the page */
	assert_int_equal(collect_channel(&c, "messenger"), 6);
	collect_fini(&c);
}

static void
meta_html__a_call_says_its_length_on_a_line_of_its_own(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	read_page(&c, CORPUS "good/calls.html");
	assert_int_equal(c.count, 5);
	r = c.records;
	assert_int_equal(r[0].kind, KIND_CALL);
	assert_int_equal(r[0].duration_s, 65);
	assert_text(r[0].body, "Daniel called you.\nDuration: 65 seconds");
	assert_non_null(record_doubt(&r[0], "told-by-words"));
	assert_int_equal(r[1].kind, KIND_CALL);
	assert_int_equal(r[1].duration_s, 3720);
	assert_int_equal(r[2].kind, KIND_CALL);
	assert_text(record_doubt(&r[2], "duration-unreadable")->detail, "a while");
	assert_int_equal(r[2].duration_s, -1);
	/* Somebody's own words, with a line like that; and more behind it. */
	assert_int_equal(r[3].kind, KIND_MESSAGE);
	assert_int_equal(r[4].kind, KIND_MESSAGE);
	assert_int_equal(r[4].duration_s, -1);
	collect_fini(&c);
}

static void
meta_html__without_an_element_for_each_message(void **state)
{
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "good/flat.html");
	assert_int_equal(c.count, 2);
	assert_said(&c.records[0], "Daniel Reed", "one\ntwo", "2019-10-19T14:37:00");
	assert_said(&c.records[1], "Maya Okafor", "three", "2019-10-19T14:38:00");
	collect_fini(&c);
}

static void
meta_html__a_single_message(void **state)
{
	struct reading_options named = {.name = TEXT_LITERAL("message_1.html")};
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "good/single.html");
	assert_int_equal(c.count, 1);
	assert_said(&c.records[0], "Daniel Reed", "ping", "2019-10-19T14:37:00");
	collect_fini(&c);
	read_with(&c, CORPUS "bad/no_people.html", &named);
	assert_said(&c.records[0], "Daniel Reed", "ping", "2019-10-19T14:37:00");
	assert_text(record_claim(&c.records[0], "page-text"), "Inbox");
	collect_fini(&c);
}

static void
meta_html__the_owner_and_the_other(void **state)
{
	struct reading_options options = {.me = TEXT_LITERAL("Maya Okafor")};
	struct collect c;

	(void)state;
	read_with(&c, CORPUS "good/2020_oldest_first.html", &options);
	assert_int_equal(c.records[0].direction, DIRECTION_OUT);
	assert_text(c.records[0].to[0].name, "Daniel Reed");
	assert_int_equal(c.records[1].direction, DIRECTION_IN);
	collect_fini(&c);
}

static void
meta_html__instagram_is_told_by_its_files(void **state)
{
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "good/instagram.html");
	assert_int_equal(collect_channel(&c, "instagram"), 2);
	assert_text(record_claim(&c.records[1], "reaction-notice"), "\xf0\x9f\x98\x82");
	collect_fini(&c);
}

static void
meta_html__two_people_on_instagram(void **state)
{
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "good/instagram_2024.html");
	assert_int_equal(c.count, 4);
	assert_int_equal(collect_channel(&c, "instagram"), 4);
	assert_text(c.records[0].conversation, "Daniel Reed");
	assert_text(c.records[1].from.name, "Maya Okafor");
	assert_text(c.records[1].body, "stop");
	collect_fini(&c);
}

static void
meta_html__instagram_is_eight_hours_behind_and_that_is_said(void **state)
{
	struct reading_options said = {.zone = TEXT_LITERAL("Europe/London")};
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "good/instagram_2024.html");
	hard_instant(&c.records[0].when, "2024-03-25T05:05:00Z");
	assert_int_equal(c.records[0].when.precision, PRECISION_MINUTE);
	assert_int_equal(collect_doubted(&c, "instagram-clock"), 4);
	assert_text(record_claim(&c.records[0], "written-time"), "Mar 24, 2024 9:05 pm");
	collect_fini(&c);

	/* Whoever says of which zone they are is believed. */
	read_with(&c, CORPUS "good/instagram_2024.html", &said);
	assert_said(&c.records[0], "Daniel Reed", "I know", "2024-03-24T21:05:00");
	assert_int_equal(collect_doubted(&c, "instagram-clock"), 0);
	collect_fini(&c);

	/* Facebook's clock is another one. */
	read_page(&c, CORPUS "good/2025_two.html");
	assert_int_equal(collect_doubted(&c, "channel-assumed"), 0);
	assert_int_equal(collect_doubted(&c, "instagram-clock"), 0);
	collect_fini(&c);
}

static void
meta_html__two_people_on_facebook_in_2025(void **state)
{
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "good/2025_two.html");
	assert_int_equal(c.count, 4);
	assert_said(&c.records[0], "Daniel Reed", "I know", "2025-06-01T15:31:29");
	assert_said(&c.records[3], "Daniel Reed", "Mar 3, 2024 9:05 pm", "2025-06-01T15:28:29");
	collect_fini(&c);
}

/* -- hostile and broken --------------------------------------------------------------------- */

static void
meta_html__words_like_times_begin_no_message(void **state)
{
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "bad/words_like_times.html");
	assert_int_equal(c.count, 4);
	assert_said(&c.records[0], "Daniel Reed", "Oct 19, 2019, 2:37 PM", "2020-09-13T12:26:00");
	assert_said(&c.records[2], "Daniel Reed", "Sep 1, 2020, 1:00 AM\nMaya Okafor\nI lied",
	    "2020-09-13T12:28:00");
	assert_int_equal(collect_doubted(&c, "header-lookalike"), 2);
	/* That is said of a time on the wall that came twice. */
	assert_int_equal(collect_doubted(&c, "time-twice"), 0);
	collect_fini(&c);
}

static void
meta_html__a_time_nobody_can_read_costs_no_message(void **state)
{
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "bad/one_foreign_time.html");
	assert_int_equal(c.count, 3);
	assert_text(c.records[1].from.name, "Daniel Reed");
	assert_int_equal(c.records[1].when.basis, BASIS_NONE);
	assert_non_null(record_doubt(&c.records[1], "no-time"));
	collect_fini(&c);
}

static void
meta_html__scripts_and_comments_say_nothing(void **state)
{
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "bad/scripts.html");
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].body, "a < b <3 && c &unknown; \xef\xbf\xbd \xef\xbf\xbd "
				       "\xef\xbf\xbd x");
	assert_text(c.records[1].body, "y");
	collect_fini(&c);
}

static void
meta_html__nothing_is_fetched_and_nothing_is_opened(void **state)
{
	struct collect c;
	size_t beside = 0;

	(void)state;
	read_page(&c, CORPUS "bad/path_names.html");
	assert_int_equal(c.count, 13);
	assert_int_equal(collect_doubted(&c, "unsafe-name"), 6);
	for (size_t i = 0; i < c.count; i++)
		for (size_t k = 0; k < c.records[i].attachments_count; k++)
			beside += c.records[i].attachments[k].source == ATTACHMENT_BESIDE;
	assert_int_equal(beside, 3); /* labels without a way up: "etc/passwd" too */
	assert_text(
	    record_claim(&c.records[5], "remote-media"), "https://tracker.example.org/1.gif");
	assert_non_null(record_doubt(&c.records[6], "inline-media"));
	collect_fini(&c);
}

static void
meta_html__long_tags_and_deep_ones_are_passed(void **state)
{
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "bad/long_tag.html");
	assert_said(&c.records[0], "Daniel Reed", "after", "2020-09-13T12:26:00");
	assert_said(&c.records[1], "Maya Okafor", "ok", "2020-09-13T12:27:00");
	collect_fini(&c);
	read_page(&c, CORPUS "bad/deep.html");
	assert_said(&c.records[0], "Daniel Reed", "deep", "2020-09-13T12:26:00");
	assert_said(&c.records[1], "Maya Okafor", "after", "2020-09-13T12:27:00");
	collect_fini(&c);
}

static void
meta_html__too_many_parts_become_a_note(void **state)
{
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "bad/many_parts.html");
	assert_int_equal(c.count, 3);
	assert_int_equal(c.records[0].kind, KIND_NOTE);
	assert_non_null(record_doubt(&c.records[1], "no-sender"));
	assert_int_equal(c.records[1].direction, DIRECTION_UNKNOWN);
	assert_text(c.records[2].from.name, "Maya Okafor");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "too-much-text"), 1);
	collect_fini(&c);
}

static void
meta_html__a_message_of_any_length_costs_itself_only(void **state)
{
	struct collect c;
	struct buf page;

	(void)state;
	buf_init(&page, 8 * RECORD_TEXT_MAX_BYTES);
	buf_put_c(&page, "<html><body><div>Participants: A and B</div><div><div><div>A</div>");
	for (size_t i = 0; i < 200; i++) {
		buf_put_c(&page, "<p>");
		for (size_t k = 0; k < 1000; k++)
			buf_put_c(&page, "01234567");
		buf_put_c(&page, "</p>");
	}
	buf_put_c(&page, "<div>Oct 19, 2019, 2:37 PM</div></div>"
			 "<div><div>B</div><p>next</p><div>Oct 19, 2019, 2:38 PM</div></div></div>"
			 "</body></html>");
	assert_ok(buf_check(&page, &c.err), &c.err);
	collect_init(&c);
	assert_ok(collect_slice(&c, &meta_html_format, buf_slice(&page), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 2);
	assert_non_null(record_doubt(&c.records[0], "text-cut"));
	assert_said(&c.records[1], "B", "next", "2019-10-19T14:38:00");
	collect_fini(&c);
	buf_fini(&page);
}

static void
meta_html__bytes_that_are_no_text_and_strangers_are_doubted(void **state)
{
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "bad/not_utf8.html");
	assert_non_null(record_doubt(&c.records[0], "not-utf8"));
	assert_non_null(record_doubt(&c.records[1], "sender-unlisted"));
	collect_fini(&c);
}

static void
meta_html__a_cut_page_gives_what_is_there(void **state)
{
	struct collect c;

	(void)state;
	read_page(&c, CORPUS "bad/cut_in_message.html");
	assert_int_equal(c.count, 3);
	assert_text(c.records[2].from.name, "Maya Okafor");
	assert_text(c.records[2].body, "See");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "cut-off"), 1);
	collect_fini(&c);
}

static void
meta_html__pages_without_times_are_not_taken(void **state)
{
	static const char *const others[] = {"", "<html><body>Participants: A</body></html>",
	    "<html><body><p>Oct 19, 2019, 2:37 PM</p></body></html>", "{\"participants\":[]}",
	    "Participants: A\n<p>Oct 19, 2019, 2:37 PM</p>"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_int_equal(meta_html_format.probe(slice_of(others[i], strlen(others[i]))), 0);
	collect_init(&c);
	assert_int_equal(
	    collect_file(&c, &meta_html_format, CORPUS "bad/no_times.html", NULL), E_FORMAT);
	collect_fini(&c);
}

/* They have a name, a time and the classes of a thread, and nobody wrote any of it. */
static void
meta_html__lists_are_no_threads(void **state)
{
	static const char *const lists[] = {CORPUS "bad/friends.html", CORPUS "bad/logins.html",
	    CORPUS "bad/instagram_following.html"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		read_page(&c, lists[i]);
		assert_int_equal(c.count, 1);
		assert_int_equal(c.records[0].kind, KIND_DOCUMENT);
		assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_SELF);
		assert_non_null(collect_note(&c, NOTE_OMITS, "not-a-thread"));
		collect_fini(&c);
	}
}

static void
meta_html__a_thread_is_told_by_its_file_or_its_people(void **state)
{
	static const char only_mine[] =
	    "<html><title>Daniel Reed</title><style>._a6-h{}</style><main class=\"_a6-g\">"
	    "<h2 class=\"_2ph_ _a6-h _a6-i\">Maya Okafor</h2>";
	struct slice head = slice_of(only_mine, sizeof only_mine - 1);

	(void)state;
	assert_false(meta_html_head_is_thread(head, TEXT_NONE));
	assert_false(meta_html_head_is_thread(head, TEXT_LITERAL("message_box.html")));
	assert_true(meta_html_head_is_thread(head, TEXT_LITERAL("message_12.html")));
	assert_true(meta_html_head_is_thread(
	    SLICE_LITERAL("<title>A &amp; B</title><p class=\"_a6-h\"><div> A &amp; B</div>"),
	    TEXT_NONE));
	assert_true(meta_html_head_is_thread(
	    SLICE_LITERAL("<h2 class=\"_a6-h\">Mailbox thread pending</h2>"), TEXT_NONE));
	assert_false(meta_html_head_is_thread(
	    SLICE_LITERAL("<title></title><p class=\"_a6-h\"></p>"), TEXT_NONE));
	assert_false(meta_html_head_is_thread(SLICE_LITERAL("<title"), TEXT_NONE));
}

static void
meta_html__does_not_depend_on_how_it_is_read(void **state)
{
	(void)state;
	hard_seed_pieces(&meta_html_format, CORPUS "good/2023_newest_first.html");
	hard_seed_pieces(&meta_html_format, CORPUS "good/2020_oldest_first.html");
	hard_seed_pieces(&meta_html_format, CORPUS "bad/long_tag.html");
	hard_seed_pieces(&meta_html_format, CORPUS "bad/scripts.html");
	hard_seed_pieces(&meta_html_format, CORPUS "bad/not_utf8.html");
}

static void
meta_html__damage_anywhere_ends_well(void **state)
{
	(void)state;
	hard_seed_cuts(&meta_html_format, CORPUS "good/2023_newest_first.html");
	hard_seed_flips(&meta_html_format, CORPUS "good/2023_newest_first.html");
}

/* -- the outside test data ------------------------------------------------------------------ */

static void
meta_html__facts_hold(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have(FOLDER))
		skip();
	read_page(&c, FOLDER "html_timestamps/layout1.html");
	assert_said(&c.records[0], "Test User", "ping", "2019-10-19T14:37:00");
	collect_fini(&c);
	read_page(&c, FOLDER "html_timestamps/layout2.html");
	assert_said(&c.records[0], "Test User", "ping", "2019-10-19T14:37:00");
	collect_fini(&c);
	read_page(&c, FOLDER "html_simple/your_activity_across_facebook/messages/inbox/"
			     "alice_ABC123/message_1.html");
	assert_int_equal(c.count, 3);
	assert_said(&c.records[1], "Alice Example", "caf\xc3\xa9 time?", "2020-09-13T12:27:00");
	collect_fini(&c);
	read_page(&c, FOLDER "html_multi_media/your_activity_across_facebook/messages/inbox/"
			     "carol_IMG456/message_1.html");
	assert_int_equal(c.count, 3);
	assert_text(c.records[1].attachments[0].name, "photos/photo1.png");
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(meta_stamp__reads_every_spelling),
	    cmocka_unit_test(meta_stamp__takes_nothing_else),
	    cmocka_unit_test(meta_html__numbers_are_ordered_by_the_other_dates),
	    cmocka_unit_test(meta_html__an_open_order_is_asked),
	    cmocka_unit_test(meta_html__orders_that_contradict_are_doubted),
	    cmocka_unit_test(meta_html__a_zone_that_is_said_gives_an_instant),
	    cmocka_unit_test(meta_html__oldest_first),
	    cmocka_unit_test(meta_html__newest_first_with_files_and_reactions),
	    cmocka_unit_test(meta_html__a_call_says_its_length_on_a_line_of_its_own),
	    cmocka_unit_test(meta_html__without_an_element_for_each_message),
	    cmocka_unit_test(meta_html__a_single_message),
	    cmocka_unit_test(meta_html__the_owner_and_the_other),
	    cmocka_unit_test(meta_html__instagram_is_told_by_its_files),
	    cmocka_unit_test(meta_html__two_people_on_instagram),
	    cmocka_unit_test(meta_html__instagram_is_eight_hours_behind_and_that_is_said),
	    cmocka_unit_test(meta_html__two_people_on_facebook_in_2025),
	    cmocka_unit_test(meta_html__words_like_times_begin_no_message),
	    cmocka_unit_test(meta_html__a_time_nobody_can_read_costs_no_message),
	    cmocka_unit_test(meta_html__scripts_and_comments_say_nothing),
	    cmocka_unit_test(meta_html__nothing_is_fetched_and_nothing_is_opened),
	    cmocka_unit_test(meta_html__long_tags_and_deep_ones_are_passed),
	    cmocka_unit_test(meta_html__too_many_parts_become_a_note),
	    cmocka_unit_test(meta_html__a_message_of_any_length_costs_itself_only),
	    cmocka_unit_test(meta_html__bytes_that_are_no_text_and_strangers_are_doubted),
	    cmocka_unit_test(meta_html__a_cut_page_gives_what_is_there),
	    cmocka_unit_test(meta_html__pages_without_times_are_not_taken),
	    cmocka_unit_test(meta_html__lists_are_no_threads),
	    cmocka_unit_test(meta_html__a_thread_is_told_by_its_file_or_its_people),
	    cmocka_unit_test(meta_html__does_not_depend_on_how_it_is_read),
	    cmocka_unit_test(meta_html__damage_anywhere_ends_well),
	    cmocka_unit_test(meta_html__facts_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
