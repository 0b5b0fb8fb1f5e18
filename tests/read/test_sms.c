/* tests/read/test_sms.c
 * Messages and calls of SMS Backup & Restore, and what can be wrong with a file of it. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

#define SMSES(inner) "<?xml version='1.0'?>\n<smses>\n" inner "</smses>\n"
#define CALLS(inner) "<?xml version='1.0'?>\n<calls>\n" inner "</calls>\n"
#define SMS(attributes)                                                                            \
	"<sms address=\"+447700900404\" date=\"1711314307000\" type=\"1\" " attributes " />\n"

/* Read a literal that must be understood, and hear it. */
static void
hear(struct collect *c, struct slice bytes)
{
	collect_init(c);
	assert_ok(collect_slice(c, &sms_format, bytes, NULL), &c->err);
	assert_string_equal(c->broken, "");
}

#define HEAR(c, literal) hear((c), SLICE_LITERAL(literal))

static void
sms__is_recognised_by_its_first_element(void **state)
{
	static const char utf16[] = "\xff\xfe<\0s\0m\0s\0e\0s\0 \0>\0";
	static const char utf16_big[] = "\0<\0c\0a\0l\0l\0s\0>";

	(void)state;
	assert_true(sms_format.probe(SLICE_LITERAL(SMSES(""))) > 50);
	assert_true(sms_format.probe(SLICE_LITERAL("\xef\xbb\xbf<calls count='1'>")) > 50);
	assert_true(sms_format.probe(SLICE_LITERAL("<!-- <html> --><?a b?>\n<smses>")) > 50);
	assert_true(sms_format.probe(slice_of(utf16, sizeof utf16 - 1)) > 50);
	assert_true(sms_format.probe(slice_of(utf16_big, sizeof utf16_big - 1)) > 50);
	assert_int_equal(sms_format.probe(SLICE_LITERAL("<smsesx>")), 0);
	assert_int_equal(sms_format.probe(SLICE_LITERAL("<html><smses>")), 0);
	assert_int_equal(sms_format.probe(SLICE_LITERAL("smses")), 0);
	assert_int_equal(sms_format.probe(SLICE_LITERAL("look: <smses>")), 0);
	assert_int_equal(sms_format.probe(SLICE_LITERAL("< <smses>")), 0);
	assert_int_equal(sms_format.probe(SLICE_LITERAL("<![CDATA[a]]><smses>")), 0);
	assert_int_equal(sms_format.probe(slice_of(NULL, 0)), 0);
}

static void
sms__is_in_the_list_of_formats(void **state)
{
	(void)state;
	assert_ptr_equal(format_by_name(TEXT_LITERAL("sms-xml")), &sms_format);
	assert_ptr_equal(format_of_head(SLICE_LITERAL(SMSES(""))), &sms_format);
}

static void
sms__a_received_message_has_its_sender_and_instant(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	HEAR(&c,
	    SMSES("<sms protocol=\"0\" address=\"07700 900404\" date=\"1711314307463\" type=\"1\" "
		  "subject=\"null\" body=\"hello\" service_center=\"+447785016005\" "
		  "date_sent=\"1711314305000\" contact_name=\"Martin Hale\" />"));
	assert_int_equal(c.count, 1);
	r = &c.records[0];
	assert_int_equal(r->kind, KIND_MESSAGE);
	assert_text(r->channel, "sms");
	assert_int_equal(r->direction, DIRECTION_IN);
	assert_int_equal(r->when.basis, BASIS_INSTANT);
	assert_int_equal(r->when.precision, PRECISION_SECOND);
	assert_int_equal(r->when.at_us, INT64_C(1711314307463000));
	assert_text(r->from.as_written, "07700 900404");
	assert_text(r->from.handle, "+447700900404");
	assert_text(r->from.name, "Martin Hale");
	assert_int_equal(r->to_count, 0);
	assert_text(r->conversation, "07700 900404");
	assert_text(r->body, "hello");
	assert_null(r->subject.p);
	assert_text(record_claim(r, "sent"), "2024-03-24T21:05:05Z");
	assert_text(record_claim(r, "service-centre"), "+447785016005");
	assert_int_equal(r->position, 1);
	assert_int_equal(r->doubts_count, 0);
	collect_fini(&c);
}

static void
sms__a_sent_message_has_its_recipient(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES("<sms address=\"+447700900404\" date=\"1711314307000\" type=\"2\" "
		       "body=\"stop\" contact_name=\"(Unknown)\" />"));
	assert_int_equal(c.records[0].direction, DIRECTION_OUT);
	assert_null(c.records[0].from.as_written.p);
	assert_int_equal(c.records[0].to_count, 1);
	assert_text(c.records[0].to[0].handle, "+447700900404");
	assert_null(c.records[0].to[0].name.p);
	collect_fini(&c);
}

static void
sms__types_become_directions_and_marks(void **state)
{
	static const struct {
		const char *type, *mark;
		enum direction direction;
	} rows[] = {{"1", NULL, DIRECTION_IN}, {"2", NULL, DIRECTION_OUT},
	    {"3", "draft", DIRECTION_OUT}, {"4", "queued", DIRECTION_OUT},
	    {"5", "failed", DIRECTION_OUT}, {"6", "queued", DIRECTION_OUT},
	    {"7", NULL, DIRECTION_UNKNOWN}, {"0", NULL, DIRECTION_UNKNOWN},
	    {"null", NULL, DIRECTION_UNKNOWN}, {"-1", NULL, DIRECTION_UNKNOWN}};
	char text[300];
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		(void)snprintf(text, sizeof text,
		    "<smses><sms address=\"+447700900404\" date=\"1711314307000\" type=\"%s\" "
		    "body=\"x\" /></smses>",
		    rows[i].type);
		hear(&c, slice_of(text, strlen(text)));
		assert_int_equal(c.records[0].direction, rows[i].direction);
		assert_int_equal(c.records[0].marks_count, rows[i].mark != NULL);
		if (rows[i].mark != NULL)
			assert_true(record_marked(&c.records[0], rows[i].mark));
		assert_int_equal(record_doubt(&c.records[0], "type-unknown") != NULL,
		    rows[i].direction == DIRECTION_UNKNOWN);
		collect_fini(&c);
	}
}

static void
sms__nobodys_number_has_no_handle(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES("<sms address=\"\" date=\"1711314307000\" type=\"1\" body=\"a\" />"
		       "<sms address=\"null\" date=\"1711314307000\" type=\"1\" body=\"b\" />"
		       "<sms date=\"1711314307000\" type=\"2\" body=\"c\" />"));
	assert_int_equal(c.count, 3);
	assert_text(c.records[0].from.as_written, "");
	assert_null(c.records[0].from.handle.p);
	assert_non_null(record_doubt(&c.records[0], "number-unknown"));
	assert_null(c.records[1].from.as_written.p);
	assert_non_null(record_doubt(&c.records[1], "number-unknown"));
	assert_int_equal(collect_marked(&c, "withheld"), 0);
	assert_int_equal(c.records[2].to_count, 0);
	assert_int_equal(c.records[2].marks_count, 0);
	assert_null(c.records[2].conversation.p);
	collect_fini(&c);
}

static void
sms__the_word_null_stays_a_message(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES(SMS("body=\"null\"") SMS("body=\"\"") SMS("read=\"1\"")));
	assert_text(c.records[0].body, "null");
	assert_non_null(record_doubt(&c.records[0], "null-text"));
	assert_text(c.records[1].body, "");
	assert_int_equal(c.records[1].doubts_count, 0);
	assert_null(c.records[2].body.p);
	collect_fini(&c);
}

static void
sms__references_become_characters(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES(SMS("body=\"a&#10;b &amp; &lt;c&gt; &quot;d&quot; &apos;e&apos; &#xAB; "
			   "&#X41; &#128682;\"")));
	assert_text(c.records[0].body, "a\nb & <c> \"d\" 'e' \xc2\xab A \xf0\x9f\x9a\xaa");
	assert_int_equal(c.records[0].doubts_count, 0);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, NULL), 0);
	collect_fini(&c);
}

static void
sms__halves_of_a_character_are_joined_and_said_once(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES(SMS("body=\"&#55357;&#56384;\"") SMS("body=\"&#xD83D;&#xdc40;!\"")
			 SMS("body=\"\xed\xa0\xbd\xed\xb1\x80\"")));
	assert_text(c.records[0].body, "\xf0\x9f\x91\x80");
	assert_text(c.records[1].body, "\xf0\x9f\x91\x80!");
	assert_text(c.records[2].body, "\xf0\x9f\x91\x80");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "surrogates-joined"), 1);
	assert_int_equal(c.records[0].doubts_count, 0);
	collect_fini(&c);
}

static void
sms__half_a_character_alone_is_doubted(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES(SMS("body=\"a&#55357;b\"") SMS("body=\"&#56384;&#55357;\"")));
	assert_text(c.records[0].body, "a\xef\xbf\xbd"
				       "b");
	assert_non_null(record_doubt(&c.records[0], "lone-surrogate"));
	assert_true(c.records[0].raw.n != 0);
	assert_text(c.records[1].body, "\xef\xbf\xbd\xef\xbf\xbd");
	collect_fini(&c);
}

static void
sms__what_is_no_character_is_replaced_and_its_bytes_kept(void **state)
{
	static const char text[] = SMSES(SMS("body=\"a\xff"
					     "b\0c &#0; &#1114112; \xe2\x82 \xc0\x80\""));
	struct collect c;

	(void)state;
	hear(&c, slice_of(text, sizeof text - 1));
	assert_text(c.records[0].body,
	    "a\xef\xbf\xbd"
	    "b\xef\xbf\xbd"
	    "c \xef\xbf\xbd \xef\xbf\xbd \xef\xbf\xbd \xef\xbf\xbd\xef\xbf\xbd");
	assert_non_null(record_doubt(&c.records[0], "not-utf8"));
	assert_true(slice_starts(c.records[0].raw, "<sms address="));
	assert_int_equal(c.records[0].raw.p[c.records[0].raw.n - 1], '>');
	collect_fini(&c);
}

static void
sms__an_entity_bomb_is_only_text(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, "<!DOCTYPE smses [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;]>\"><!-- ' -->"
		 "<?x '?>]><smses>" SMS("body=\"&b;&amp;b;\"") "</smses>");
	assert_int_equal(c.count, 1);
	assert_text(c.records[0].body, "&b;&b;");
	assert_non_null(record_doubt(&c.records[0], "entity-unknown"));
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "declaration"), 1);
	collect_fini(&c);
}

static void
sms__a_bare_ampersand_stays_and_is_said_once(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES(SMS("body=\"you & me &; & \"") SMS("body=\"&\"")));
	assert_text(c.records[0].body, "you & me &; & ");
	assert_text(c.records[1].body, "&");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "bare-ampersand"), 1);
	assert_int_equal(c.records[0].doubts_count, 0);
	collect_fini(&c);
}

static void
sms__markup_in_other_spellings_is_read(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, "<smses><!-- a > b -- <sms/> --><sms\n\taddress = '+447700900404'\r\n"
		 "date=\"1711314307000\"type=\"1\"\tbody='say \"hi\" > <b>'></sms><?pi <sms/> ?>"
		 "<sms address=\"+447700900404\" date=\"1711314308000\" type=\"1\" body=\"x\"/>"
		 "</smses>");
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].body, "say \"hi\" > <b>");
	assert_text(c.records[0].from.handle, "+447700900404");
	assert_text(c.records[1].body, "x");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, NULL), 0);
	collect_fini(&c);
}

static void
sms__impossible_dates_are_kept_and_doubted(void **state)
{
	static const struct {
		const char *date;
		enum time_basis basis;
		const char *code;
	} rows[] = {{"-1", BASIS_INSTANT, "date-implausible"},
	    {"0", BASIS_INSTANT, "date-implausible"},
	    {"1711314307", BASIS_INSTANT, "date-implausible"},
	    {"631151999999", BASIS_INSTANT, "date-implausible"},
	    {"631152000000", BASIS_INSTANT, NULL}, {"4102444799999", BASIS_INSTANT, NULL},
	    {"4102444800000", BASIS_INSTANT, "date-implausible"},
	    {"-62135596800000", BASIS_INSTANT, "date-implausible"}, /* year 1 */
	    {"-62135596800001", BASIS_NONE, "date-implausible"},
	    {"253402300799999", BASIS_INSTANT, "date-implausible"}, /* year 9999 */
	    {"253402300800000", BASIS_NONE, "date-implausible"},
	    {"9223372036854775807", BASIS_NONE, "date-implausible"},
	    {"-9223372036854775808", BASIS_NONE, "date-implausible"},
	    {"9223372036854775808", BASIS_NONE, "date-unreadable"},
	    {"tomorrow", BASIS_NONE, "date-unreadable"}, {"", BASIS_NONE, "date-absent"},
	    {"null", BASIS_NONE, "date-absent"}};
	char text[300];
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		(void)snprintf(text, sizeof text,
		    "<smses><sms address=\"+447700900404\" date=\"%s\" type=\"1\" body=\"x\" />"
		    "</smses>",
		    rows[i].date);
		hear(&c, slice_of(text, strlen(text)));
		assert_int_equal(c.count, 1);
		assert_int_equal(c.records[0].when.basis, rows[i].basis);
		assert_int_equal(c.records[0].doubts_count, rows[i].code != NULL);
		if (rows[i].code != NULL)
			assert_text(c.records[0].doubts[0].code, rows[i].code);
		collect_fini(&c);
	}
}

static void
sms__a_date_in_seconds_is_not_guessed_but_said(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES("<sms address=\"60777\" date=\"1711314307\" type=\"1\" body=\"x\" />"));
	assert_int_equal(c.records[0].when.at_us, INT64_C(1711314307000));
	assert_text(record_doubt(&c.records[0], "date-implausible")->detail,
	    "1711314307 (read as milliseconds; as seconds it would be 2024-03-24T21:05:07Z)");
	collect_fini(&c);
}

static void
sms__when_it_was_sent_is_told_apart_by_size(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES(SMS("date_sent=\"1711314305\"") SMS("date_sent=\"1711314305123\"")
			 SMS("date_sent=\"0\"") SMS("date_sent=\"null\"") SMS("date_sent=\"-5\"")
			     SMS("date_sent=\"soon\"")));
	assert_text(record_claim(&c.records[0], "sent"), "2024-03-24T21:05:05Z");
	assert_text(record_claim(&c.records[1], "sent"), "2024-03-24T21:05:05.123Z");
	assert_null(record_claim(&c.records[2], "sent").p);
	assert_null(record_claim(&c.records[3], "sent").p);
	assert_text(record_claim(&c.records[4], "sent"), "-5");
	assert_text(record_claim(&c.records[5], "sent"), "soon");
	collect_fini(&c);
}

static void
sms__attributes_nobody_knows_become_claims(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES(SMS("Zeta.Two=\"v&amp;w\" body=\"x\"")));
	assert_text(record_claim(&c.records[0], "attribute-zeta-two"), "v&w");
	assert_text(c.records[0].body, "x");
	collect_fini(&c);
}

static void
sms__an_attribute_that_stands_twice_is_doubted(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES(SMS("body=\"first\" body=\"second\"")));
	assert_text(c.records[0].body, "first");
	assert_non_null(record_doubt(&c.records[0], "attribute-twice"));
	assert_true(slice_find(c.records[0].raw, SLICE_LITERAL("second")) != SIZE_MAX);
	collect_fini(&c);
}

static void
sms__identical_messages_stay_two(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES(SMS("body=\"Answer me\"") SMS("body=\"Answer me\"")));
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[1].position, 2);
	collect_fini(&c);
}

static void
sms__a_count_that_differs_is_said(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, "<smses count=\"58\">" SMS("body=\"x\"") "</smses>");
	assert_text(collect_note(&c, NOTE_DOUBT, "count-differs")->detail, "58 declared, 1 read");
	collect_fini(&c);
	HEAR(&c, "<smses count=\"1\">" SMS("body=\"x\"") "</smses>");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, NULL), 0);
	collect_fini(&c);
	HEAR(&c, "<smses count=\"many\"></smses>");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "count-unreadable"), 1);
	collect_fini(&c);
}

static void
sms__what_it_never_contains_is_said(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES(""));
	assert_text(c.notes[0].code, "sms-xml");
	assert_int_equal(collect_notes(&c, NOTE_OMITS, NULL), 2);
	collect_fini(&c);
	HEAR(&c, CALLS(""));
	assert_int_equal(collect_notes(&c, NOTE_OMITS, NULL), 3);
	collect_fini(&c);
}

static void
sms__unescaped_quotes_give_a_note_with_the_bytes(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES(SMS("body=\"he said \"come\" twice\"") SMS("body=\"next\"")));
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[0].kind, KIND_NOTE);
	assert_null(c.records[0].body.p);
	assert_text(c.records[0].from.handle, "+447700900404");
	assert_int_equal(c.records[0].when.basis, BASIS_INSTANT);
	assert_non_null(record_doubt(&c.records[0], "broken-element"));
	assert_true(slice_find(c.records[0].raw, SLICE_LITERAL("\"come\" twice\" />")) != SIZE_MAX);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "broken-element"), 1);
	assert_text(c.records[1].body, "next");
	collect_fini(&c);
}

static void
sms__an_element_nobody_knows_is_kept(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES("<rcs a=\"1\"><b>text</b></rcs>" SMS("body=\"x\"")));
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[0].kind, KIND_NOTE);
	assert_non_null(record_doubt(&c.records[0], "element-unknown"));
	assert_slice(c.records[0].raw, "<rcs a=\"1\"><b>text</b></rcs>");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "element-unknown"), 1);
	collect_fini(&c);
}

static void
sms__a_wrapper_nobody_knows_hides_nothing(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES("<thread id=\"7\"><br>" SMS("body=\"in it\"") "</br></thread>" SMS("")));
	assert_int_equal(c.count, 3);
	assert_slice(c.records[0].raw, "<thread id=\"7\"><br>");
	assert_text(c.records[1].body, "in it");
	assert_int_equal(c.records[1].kind, KIND_MESSAGE);
	collect_fini(&c);
	HEAR(&c, SMSES(SMS("body=\"x\"") "<br>"));
	assert_int_equal(c.count, 2);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "cut-off"), 0);
	collect_fini(&c);
}

static void
sms__text_between_messages_is_said(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES("hello <3 " SMS("body=\"x\"") "<![CDATA[<sms/>]]>"));
	assert_int_equal(c.count, 1);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "stray-text"), 1);
	collect_fini(&c);
}

static void
sms__two_exports_in_one_file_are_both_read(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, "<smses count=\"1\">" SMS("body=\"x\"") "</smses>\n<?xml version='1.0'?>\n"
							 "<calls count=\"1\"><call number=\"999\" "
							 "date=\"1711314307000\" type=\"2\" "
							 "duration=\"5\" /></calls>");
	assert_int_equal(c.count, 2);
	assert_int_equal(collect_channel(&c, "call"), 1);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "several-exports"), 1);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "count-differs"), 0);
	collect_fini(&c);
}

static void
sms__utf16_is_read_as_well(void **state)
{
	static const char text[] = SMSES(SMS("body=\"caf\xc3\xa9 \xf0\x9f\x91\x80\""));
	static const uint8_t marks[2][2] = {{0xff, 0xfe}, {0xfe, 0xff}};
	struct text rest;
	struct collect c;
	struct buf wide;
	uint32_t cp;

	(void)state;
	for (unsigned big = 0; big < 2; big++) {
		buf_init(&wide, 4096);
		buf_put(&wide, marks[big], 2);
		rest = (struct text){text, sizeof text - 1};
		while ((cp = text_next(&rest)) != 0) {
			uint32_t units[2] = {cp, 0};

			if (cp > 0xffff) {
				units[0] = 0xd800 + ((cp - 0x10000) >> 10);
				units[1] = 0xdc00 + ((cp - 0x10000) & 0x3ff);
			}
			for (int i = 0; i < 2 && (i == 0 || units[1] != 0); i++) {
				buf_put_byte(&wide, (uint8_t)(big ? units[i] >> 8 : units[i]));
				buf_put_byte(&wide, (uint8_t)(big ? units[i] : units[i] >> 8));
			}
		}
		hear(&c, buf_slice(&wide));
		assert_text(c.records[0].body, "caf\xc3\xa9 \xf0\x9f\x91\x80");
		assert_int_equal(collect_notes(&c, NOTE_DOUBT, "re-encoded"), 1);
		assert_int_equal(collect_notes(&c, NOTE_DOUBT, "not-utf16"), 0);
		collect_fini(&c);
		buf_fini(&wide);
	}
}

static void
sms__calls_become_directions_and_marks(void **state)
{
	static const struct {
		const char *mark;
		enum direction direction;
	} rows[] = {{NULL, DIRECTION_IN}, {NULL, DIRECTION_OUT}, {"missed", DIRECTION_IN},
	    {"voicemail", DIRECTION_IN}, {"rejected", DIRECTION_IN}, {"blocked", DIRECTION_IN},
	    {"answered-elsewhere", DIRECTION_IN}, {NULL, DIRECTION_UNKNOWN}};
	char text[300];
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		(void)snprintf(text, sizeof text,
		    "<calls><call number=\"07700900404\" duration=\"61\" date=\"1711317600000\" "
		    "type=\"%zu\" presentation=\"1\" contact_name=\"Martin Hale\" /></calls>",
		    i + 1);
		hear(&c, slice_of(text, strlen(text)));
		assert_int_equal(c.records[0].kind, KIND_CALL);
		assert_text(c.records[0].channel, "call");
		assert_int_equal(c.records[0].direction, rows[i].direction);
		assert_int_equal(c.records[0].duration_s, 61);
		assert_int_equal(c.records[0].marks_count, rows[i].mark != NULL);
		if (rows[i].mark != NULL)
			assert_true(record_marked(&c.records[0], rows[i].mark));
		collect_fini(&c);
	}
}

static void
sms__withheld_callers_are_marked(void **state)
{
	static const char *const numbers[] = {"", "-1", "-2", "null"};
	char text[300];
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		(void)snprintf(text, sizeof text,
		    "<calls><call number=\"%s\" duration=\"0\" date=\"1711317600000\" type=\"3\" "
		    "presentation=\"2\" contact_name=\"(Unknown)\" /></calls>",
		    numbers[i]);
		hear(&c, slice_of(text, strlen(text)));
		assert_true(record_marked(&c.records[0], "withheld"));
		assert_true(record_marked(&c.records[0], "missed"));
		assert_null(c.records[0].from.handle.p);
		assert_text(record_claim(&c.records[0], "presentation"), "2");
		collect_fini(&c);
	}
}

/* Nobody is said to have hidden a number that the network did not know. */
static void
sms__a_number_that_is_not_known_is_not_withheld(void **state)
{
	static const struct {
		const char *number, *presentation, *mark, *detail;
	} rows[] = {{"", "3", NULL, "The network did not tell it."},
	    {"-2", "3", NULL, "The network did not tell it."}, {"", "4", "payphone", NULL},
	    {"", "5", NULL, "The network could not tell it."},
	    {"", "null", NULL, "The telephone does not say why."},
	    {"-1", "null", NULL, "The network did not tell it."}, {"-2", "null", "withheld", NULL},
	    {"-3", "null", "payphone", NULL}, {"Private number", "1", "withheld", NULL},
	    {"unknown", "1", NULL, "The telephone does not say why."}};
	char text[300];
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		(void)snprintf(text, sizeof text,
		    "<calls><call number=\"%s\" duration=\"0\" date=\"1711317600000\" type=\"1\" "
		    "presentation=\"%s\" contact_name=\"(Unknown)\" /></calls>",
		    rows[i].number, rows[i].presentation);
		hear(&c, slice_of(text, strlen(text)));
		assert_null(c.records[0].from.handle.p);
		assert_int_equal(c.records[0].marks_count, rows[i].mark != NULL);
		if (rows[i].mark != NULL)
			assert_true(record_marked(&c.records[0], rows[i].mark));
		assert_int_equal(c.records[0].doubts_count, rows[i].detail != NULL);
		if (rows[i].detail != NULL)
			assert_text(
			    record_doubt(&c.records[0], "number-unknown")->detail, rows[i].detail);
		collect_fini(&c);
	}
}

static void
sms__what_is_dialled_before_a_number_is_not_part_of_it(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, CALLS("<call number=\"141 07700 900404\" date=\"1711317600000\" type=\"2\" "
		       "duration=\"1\" />"
		       "<call number=\"14107700900404\" date=\"1711317600000\" type=\"1\" "
		       "duration=\"1\" />"));
	assert_text(c.records[0].to[0].handle, "+447700900404");
	assert_text(c.records[0].to[0].as_written, "141 07700 900404");
	assert_text(c.records[0].conversation, "07700 900404");
	assert_text(record_claim(&c.records[0], "dialled-prefix"), "141");
	assert_text(c.records[1].from.handle, "14107700900404");
	assert_null(record_claim(&c.records[1], "dialled-prefix").p);
	collect_fini(&c);
}

static void
sms__the_card_and_what_the_network_said_are_claims(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, SMSES(SMS("sub_id=\"2\" error_code=\"7\" body=\"a\"")
			 SMS("sub_id=\"-1\" error_code=\"0\" body=\"b\"")
			     SMS("sub_id=\"null\" body=\"c\"")));
	assert_text(record_claim(&c.records[0], "sub-id"), "2");
	assert_text(record_claim(&c.records[0], "error-code"), "7");
	assert_int_equal(c.records[1].claims_count, 0);
	assert_int_equal(c.records[2].claims_count, 0);
	collect_fini(&c);
	HEAR(&c, CALLS("<call number=\"999\" date=\"1711317600000\" type=\"2\" duration=\"1\" "
		       "subscription_id=\"8944\" post_dial_digits=\",12\" />"));
	assert_text(record_claim(&c.records[0], "sub-id"), "8944");
	assert_text(record_claim(&c.records[0], "post-dial-digits"), ",12");
	collect_fini(&c);
}

static void
sms__a_length_that_is_none_is_doubted(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, CALLS("<call number=\"999\" date=\"1711317600000\" type=\"2\" duration=\"-3\" />"
		       "<call number=\"999\" date=\"1711317600000\" type=\"2\" duration=\"x\" />"
		       "<call number=\"999\" date=\"1711317600000\" type=\"2\" />"));
	assert_int_equal(collect_doubted(&c, "duration-unreadable"), 2);
	assert_int_equal(c.records[0].duration_s, -1);
	assert_int_equal(c.records[2].duration_s, -1);
	collect_fini(&c);
}

static void
sms__another_root_is_another_format(void **state)
{
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_int_equal(
	    collect_slice(&c, &sms_format, SLICE_LITERAL("<html></html>"), NULL), E_FORMAT);
	collect_fini(&c);
	collect_init(&c);
	assert_int_equal(collect_slice(&c, &sms_format, SLICE_LITERAL("no xml"), NULL), E_FORMAT);
	collect_fini(&c);
	collect_init(&c);
	assert_int_equal(collect_slice(&c, &sms_format, slice_of(NULL, 0), NULL), E_FORMAT);
	assert_int_equal(c.count, 0);
	collect_fini(&c);
}

static void
sms__the_place_inside_an_archive_is_carried(void **state)
{
	struct reading_options options = {.inside = TEXT_LITERAL("sms-2024.xml")};
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(collect_slice(&c, &sms_format, SLICE_LITERAL(SMSES(SMS("body=\"x\""))), &options),
	    &c.err);
	assert_text(c.records[0].inside, "sms-2024.xml");
	collect_fini(&c);
}

static void
sms__a_sink_that_refuses_is_obeyed(void **state)
{
	struct collect c;

	(void)state;
	collect_init(&c);
	c.stop_after = 2;
	assert_int_equal(
	    collect_slice(&c, &sms_format,
		SLICE_LITERAL(SMSES(SMS("body=\"1\"") SMS("body=\"2\"") SMS("body=\"3\""))), NULL),
	    E_CANCELLED);
	assert_int_equal(c.count, 2);
	collect_fini(&c);
}

static enum status
failing_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	const struct slice *data = ctx;

	if (at >= data->n)
		return fail(err, E_IO, "the disk is gone");
	*got = n < data->n - at ? n : data->n - (size_t)at;
	memcpy(p, data->p + at, *got);
	return OK;
}

static void
sms__a_source_that_fails_is_said(void **state)
{
	struct slice data = SLICE_LITERAL("<smses>" SMS("body=\"x\"") "<sms addr");
	struct source source = {failing_read_at, UINT64_MAX, &data};
	struct reading_options options = {0};
	struct collect c;
	struct sink sink;

	(void)state;
	collect_init(&c);
	sink = collect_sink(&c);
	assert_int_equal(sms_format.read(&source, &options, &sink, &c.err), E_IO);
	assert_string_equal(c.err.text, "the disk is gone");
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sms__is_recognised_by_its_first_element),
	    cmocka_unit_test(sms__is_in_the_list_of_formats),
	    cmocka_unit_test(sms__a_received_message_has_its_sender_and_instant),
	    cmocka_unit_test(sms__a_sent_message_has_its_recipient),
	    cmocka_unit_test(sms__types_become_directions_and_marks),
	    cmocka_unit_test(sms__nobodys_number_has_no_handle),
	    cmocka_unit_test(sms__the_word_null_stays_a_message),
	    cmocka_unit_test(sms__references_become_characters),
	    cmocka_unit_test(sms__halves_of_a_character_are_joined_and_said_once),
	    cmocka_unit_test(sms__half_a_character_alone_is_doubted),
	    cmocka_unit_test(sms__what_is_no_character_is_replaced_and_its_bytes_kept),
	    cmocka_unit_test(sms__an_entity_bomb_is_only_text),
	    cmocka_unit_test(sms__a_bare_ampersand_stays_and_is_said_once),
	    cmocka_unit_test(sms__markup_in_other_spellings_is_read),
	    cmocka_unit_test(sms__impossible_dates_are_kept_and_doubted),
	    cmocka_unit_test(sms__a_date_in_seconds_is_not_guessed_but_said),
	    cmocka_unit_test(sms__when_it_was_sent_is_told_apart_by_size),
	    cmocka_unit_test(sms__attributes_nobody_knows_become_claims),
	    cmocka_unit_test(sms__an_attribute_that_stands_twice_is_doubted),
	    cmocka_unit_test(sms__identical_messages_stay_two),
	    cmocka_unit_test(sms__a_count_that_differs_is_said),
	    cmocka_unit_test(sms__what_it_never_contains_is_said),
	    cmocka_unit_test(sms__unescaped_quotes_give_a_note_with_the_bytes),
	    cmocka_unit_test(sms__an_element_nobody_knows_is_kept),
	    cmocka_unit_test(sms__a_wrapper_nobody_knows_hides_nothing),
	    cmocka_unit_test(sms__text_between_messages_is_said),
	    cmocka_unit_test(sms__two_exports_in_one_file_are_both_read),
	    cmocka_unit_test(sms__utf16_is_read_as_well),
	    cmocka_unit_test(sms__calls_become_directions_and_marks),
	    cmocka_unit_test(sms__withheld_callers_are_marked),
	    cmocka_unit_test(sms__a_number_that_is_not_known_is_not_withheld),
	    cmocka_unit_test(sms__what_is_dialled_before_a_number_is_not_part_of_it),
	    cmocka_unit_test(sms__the_card_and_what_the_network_said_are_claims),
	    cmocka_unit_test(sms__a_length_that_is_none_is_doubted),
	    cmocka_unit_test(sms__another_root_is_another_format),
	    cmocka_unit_test(sms__the_place_inside_an_archive_is_carried),
	    cmocka_unit_test(sms__a_sink_that_refuses_is_obeyed),
	    cmocka_unit_test(sms__a_source_that_fails_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
