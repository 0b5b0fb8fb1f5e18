/* tests/read/test_sms_mms.c
 * Multimedia messages of SMS Backup & Restore: parts, attachments, who wrote to whom. */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

#define MARTIN "+447700900404"
#define PRIYA  "+447700900505"
#define OWNER  "+447700900606"
#define PNG                                                                                        \
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+"                            \
	"M9QDwADhgGAWjR9awAAAABJRU5ErkJg"                                                          \
	"gg=="
#define PNG_BYTES 70

#define MMS(attributes, inner)                                                                     \
	"<smses><mms date=\"1711477812000\" "                                                      \
	"ct_t=\"application/vnd.wap.multipart.related\" " attributes "><parts>" inner              \
	"</mms></smses>"
#define ADDR(address, type) "<addr address=\"" address "\" type=\"" type "\" charset=\"106\" />"
#define TEXT_PART           "<part seq=\"0\" ct=\"text/plain\" name=\"null\" text=\"hello\" />"
#define SIXTY_FOUR          "abcdefghijklmnopqrstuvwxyz.abcdefghijklmnopqrstuvwxyz.0123456789"
#define FROM_MARTIN         "msg_box=\"1\" address=\"" MARTIN "\" contact_name=\"Martin Hale\""

static void
hear(struct collect *c, struct slice bytes)
{
	collect_init(c);
	assert_ok(collect_slice(c, &sms_format, bytes, NULL), &c->err);
	assert_string_equal(c->broken, "");
}

#define HEAR(c, literal) hear((c), SLICE_LITERAL(literal))

static void
mms__one_message_has_text_and_attachment(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	HEAR(&c, MMS(FROM_MARTIN " m_id=\"m-1\" sub=\"null\" date_sent=\"1711477800\"",
		     "<part seq=\"-1\" ct=\"application/smil\" text=\"&lt;smil/&gt;\" />"
		     "<part seq=\"0\" ct=\"image/png\" name=\"door.png\" text=\"null\" data=\"" PNG
		     "\" />"
		     "<part seq=\"0\" ct=\"text/plain\" text=\"Nice door\" /></parts>"
		     "<addrs>" ADDR(MARTIN, "137") ADDR("insert-address-token", "151") "</addrs>"));
	assert_int_equal(c.count, 1);
	r = &c.records[0];
	assert_int_equal(r->kind, KIND_MESSAGE);
	assert_text(r->channel, "mms");
	assert_int_equal(r->direction, DIRECTION_IN);
	assert_text(r->body, "Nice door");
	assert_text(r->from.handle, MARTIN);
	assert_text(r->from.name, "Martin Hale");
	assert_int_equal(r->to_count, 1);
	assert_text(r->to[0].as_written, "insert-address-token");
	assert_null(r->to[0].handle.p);
	assert_int_equal(r->attachments_count, 1);
	assert_int_equal(r->attachments[0].source, ATTACHMENT_EXTRACTED);
	assert_text(r->attachments[0].name, "door.png");
	assert_text(r->attachments[0].type, "image/png");
	assert_int_equal(r->attachments[0].bytes, PNG_BYTES);
	assert_true(c.extracts[0].whole);
	assert_int_equal(c.extracts[0].bytes, PNG_BYTES);
	assert_text(record_claim(r, "smil"), "<smil/>");
	assert_text(record_claim(r, "sent"), "2024-03-26T18:30:00Z");
	assert_text(record_claim(r, "message-id"), "m-1");
	assert_int_equal(r->doubts_count, 0);
	collect_fini(&c);
}

static void
mms__text_parts_are_put_together(void **state)
{
	struct collect c;

	(void)state;
	HEAR(
	    &c, MMS(FROM_MARTIN, TEXT_PART "<part ct=\"text/plain\" text=\"\" />"
					   "<part ct=\"text/html\" text=\"&lt;b&gt;\" /></parts>"));
	assert_text(c.records[0].body, "hello\n\n<b>");
	assert_int_equal(c.records[0].attachments_count, 0);
	collect_fini(&c);
}

static void
mms__the_word_null_stays_text_only_in_text_parts(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, MMS(FROM_MARTIN, "<part ct=\"text/plain\" text=\"null\" /></parts>"));
	assert_text(c.records[0].body, "null");
	assert_non_null(record_doubt(&c.records[0], "null-text"));
	collect_fini(&c);
	HEAR(&c, MMS(FROM_MARTIN, "<part ct=\"image/png\" text=\"null\" data=\"" PNG "\" />"));
	assert_null(c.records[0].body.p);
	collect_fini(&c);
}

static void
mms__blanks_and_missing_padding_do_no_harm(void **state)
{
	static const char *const spellings[] = {PNG,
	    "iVBORw0KGgo&#10;A&#xD;&#xA; \n\tAAA=", "iVBORw0KGgoAAAAA", "iVBORw0KGgoAAAAAAA",
	    "iVBORw0KGgoAAAAAAAA"};
	static const uint64_t bytes[] = {PNG_BYTES, 11, 12, 13, 14};
	char text[800];
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(spellings); i++) {
		(void)snprintf(text, sizeof text,
		    "<smses><mms date=\"1711477812000\" " FROM_MARTIN "><part ct=\"image/png\" "
		    "data=\"%s\" /></mms></smses>",
		    spellings[i]);
		hear(&c, slice_of(text, strlen(text)));
		assert_int_equal(c.extracts_count, 1);
		assert_true(c.extracts[0].whole);
		assert_int_equal(c.extracts[0].bytes, bytes[i]);
		assert_int_equal(c.records[0].doubts_count, 0);
		collect_fini(&c);
	}
}

static void
mms__damaged_data_keeps_what_stood_before_the_damage(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, MMS(FROM_MARTIN, "<part ct=\"image/png\" name=\"a.png\" "
				  "data=\"iVBORw0KGgoA!AAA\" />" TEXT_PART "</parts>"));
	assert_int_equal(c.extracts_count, 1);
	assert_false(c.extracts[0].whole);
	assert_int_equal(c.extracts[0].bytes, 9);
	assert_text(record_doubt(&c.records[0], "attachment-damaged")->detail, "a.png");
	assert_true(slice_starts(c.records[0].raw, "<part ct="));
	assert_text(c.records[0].body, "hello");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "attachment-damaged"), 1);
	collect_fini(&c);
}

static void
mms__data_that_is_none_invents_nothing(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, MMS(FROM_MARTIN, "<part ct=\"image/png\" name=\"a.png\" data=\"not-base64!!\" />"
				  "<part ct=\"image/png\" name=\"b.png\" data=\"null\" />"
				  "<part ct=\"image/png\" name=\"c.png\" data=\"\" />"
				  "<part ct=\"image/png\" name=\"d.png\" />" TEXT_PART "</parts>"));
	assert_int_equal(c.extracts_count, 0);
	assert_int_equal(c.records[0].attachments_count, 4);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(c.records[0].attachments[i].source, ATTACHMENT_MISSING);
	assert_text(record_doubt(&c.records[0], "attachment-damaged")->detail, "a.png");
	assert_text(record_doubt(&c.records[0], "attachment-missing")->detail, "b.png");
	assert_text(c.records[0].body, "hello");
	collect_fini(&c);
}

static void
mms__bytes_after_the_padding_are_damage(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c,
	    MMS(FROM_MARTIN, "<part ct=\"a/b\" data=\"QUI=QUJD\" />"
			     "<part ct=\"a/b\" data=\"Q\" /><part ct=\"a/b\" data=\"====\" />"));
	assert_int_equal(c.extracts_count, 1);
	assert_false(c.extracts[0].whole);
	assert_slice(buf_slice(&c.extracts[0].data), "AB");
	assert_int_equal(c.records[0].attachments[1].source, ATTACHMENT_MISSING);
	collect_fini(&c);
}

static void
mms__the_type_is_what_the_bytes_are(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, MMS(FROM_MARTIN, "<part ct=\"image/jpeg\" data=\"" PNG "\" />"
				  "<part ct=\"IMAGE/PNG\" data=\"" PNG "\" />"
				  "<part ct=\"application/x-thing\" data=\"AAAA\" />"));
	assert_text(c.records[0].attachments[0].type, "image/png");
	assert_text(record_doubt(&c.records[0], "type-differs-from-content")->detail, "image/jpeg");
	assert_text(record_claim(&c.records[0], "declared-type"), "image/jpeg");
	assert_int_equal(c.records[0].doubts_count, 1);
	assert_null(c.records[0].attachments[2].type.p);
	assert_int_equal(c.records[0].claims_count, 2);
	collect_fini(&c);
}

static void
mms__other_names_of_the_same_type_are_no_doubt(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, MMS(FROM_MARTIN, "<part ct=\"audio/mp3\" data=\"SUQzBAAAAAAAAA==\" />"
				  "<part ct=\"text/x-vCard\" data=\"QkVHSU46VkNBUkQN\" />"));
	assert_text(c.records[0].attachments[0].type, "audio/mpeg");
	assert_text(c.records[0].attachments[1].type, "text/vcard");
	assert_int_equal(c.records[0].doubts_count, 0);
	collect_fini(&c);
}

static void
mms__a_name_that_comes_after_the_data_is_still_its_name(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, MMS(FROM_MARTIN, "<part data=\"" PNG "\" cl=\"late.png\" ct=\"image/png\" />"));
	assert_null(c.extracts[0].name.p);
	assert_text(c.records[0].attachments[0].name, "late.png");
	collect_fini(&c);
}

static void
mms__a_group_message_names_everybody(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	HEAR(&c, MMS("msg_box=\"1\" address=\"" MARTIN "~" PRIYA
		     "\" contact_name=\"Martin Hale, Priya Shah\"",
		     TEXT_PART "</parts><addrs>" ADDR(PRIYA, "137") ADDR(MARTIN, "151")
			 ADDR(OWNER, "130") ADDR("+447700900707", "129") "</addrs>"));
	r = &c.records[0];
	assert_text(r->from.handle, PRIYA);
	assert_null(r->from.name.p);
	assert_int_equal(r->to_count, 3);
	assert_text(record_claim(r, "cc"), OWNER);
	assert_text(record_claim(r, "bcc"), "+447700900707");
	assert_text(record_claim(r, "contact-name"), "Martin Hale, Priya Shah");
	assert_text(r->conversation, MARTIN "~" PRIYA);
	collect_fini(&c);
}

/* The name is the one of the number in `address`: the sender is somebody else here. */
static void
mms__a_name_stays_with_its_own_number(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	HEAR(&c, MMS("msg_box=\"1\" address=\"" PRIYA "\" contact_name=\"Priya Shah\"", TEXT_PART
		     "</parts><addrs>" ADDR(MARTIN, "137") ADDR(OWNER, "151") "</addrs>"));
	r = &c.records[0];
	assert_text(r->from.handle, MARTIN);
	assert_null(r->from.name.p);
	assert_text(record_claim(r, "contact-name"), "Priya Shah");
	assert_text(record_doubt(r, "senders-differ")->detail, PRIYA);
	collect_fini(&c);
	HEAR(&c, MMS("msg_box=\"2\" address=\"" PRIYA "\" contact_name=\"Priya Shah\"",
		     TEXT_PART "</parts><addrs>" ADDR("insert-address-token", "137")
			 ADDR(MARTIN, "151") "</addrs>"));
	r = &c.records[0];
	assert_text(r->to[0].handle, MARTIN);
	assert_null(r->to[0].name.p);
	assert_text(record_claim(r, "contact-name"), "Priya Shah");
	assert_text(record_doubt(r, "recipients-differ")->detail, PRIYA);
	collect_fini(&c);
	HEAR(
	    &c, MMS("msg_box=\"1\" address=\"07700 900404\" contact_name=\"Martin Hale\"",
		    TEXT_PART "</parts><addrs>" ADDR(MARTIN, "137") ADDR(OWNER, "151") "</addrs>"));
	assert_text(c.records[0].from.name, "Martin Hale");
	assert_int_equal(c.records[0].doubts_count, 0);
	collect_fini(&c);
}

static void
mms__what_the_network_said_is_a_claim(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, MMS(FROM_MARTIN " retr_txt=\"Message too large\" from_address=\"" MARTIN
				 "\" sub_id=\"1\"",
		     TEXT_PART));
	assert_text(record_claim(&c.records[0], "retrieve-text"), "Message too large");
	assert_text(record_claim(&c.records[0], "from-address"), MARTIN);
	assert_text(record_claim(&c.records[0], "sub-id"), "1");
	collect_fini(&c);
}

/* Letters that are bytes of UTF-8, as Android keeps them. */
static void
mms__a_subject_is_what_its_bytes_say(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, MMS(FROM_MARTIN " sub=\"m\xc3\xa2\xc2\x80\xc2\x99ignore\" sub_cs=\"106\" "
				 "retr_txt=\"caf\xc3\x83\xc2\xa9\" retr_txt_cs=\"106\"",
		     TEXT_PART));
	assert_text(c.records[0].subject, "m\xe2\x80\x99ignore");
	assert_text(
	    record_claim(&c.records[0], "subject-written"), "m\xc3\xa2\xc2\x80\xc2\x99ignore");
	assert_text(record_claim(&c.records[0], "retrieve-text"), "caf\xc3\xa9");
	assert_null(record_doubt(&c.records[0], "charset-guessed"));
	collect_fini(&c);
	HEAR(&c, MMS(FROM_MARTIN " sub=\"caf\xc3\x83\xc2\xa9\" sub_cs=\"null\"", TEXT_PART));
	assert_text(c.records[0].subject, "caf\xc3\xa9");
	assert_non_null(record_doubt(&c.records[0], "charset-guessed"));
	collect_fini(&c);
	/* Letters already; of another charset; and no UTF-8 cut short. */
	HEAR(&c, MMS(FROM_MARTIN " sub=\"caf\xc3\xa9\" sub_cs=\"106\"", TEXT_PART));
	assert_text(c.records[0].subject, "caf\xc3\xa9");
	assert_null(record_claim(&c.records[0], "subject-written").p);
	collect_fini(&c);
	HEAR(&c, MMS(FROM_MARTIN " sub=\"caf\xc3\x83\xc2\xa9\" sub_cs=\"4\"", TEXT_PART));
	assert_text(c.records[0].subject, "caf\xc3\x83\xc2\xa9");
	collect_fini(&c);
	HEAR(&c,
	    MMS(FROM_MARTIN " sub=\"\xe2\x82\xac \xc3\x83\xc2\xa9\" sub_cs=\"106\"", TEXT_PART));
	assert_text(c.records[0].subject, "\xe2\x82\xac \xc3\x83\xc2\xa9");
	collect_fini(&c);
}

/* As many as a group may have; more of them than a record names in its conversation. */
static void
mms__a_large_group_is_not_cut(void **state)
{
	static const size_t sizes[] = {100, 400};
	static char text[16 * 1024];
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		size_t n = (size_t)snprintf(text, sizeof text,
		    "<smses><mms date=\"1711477812000\" msg_box=\"2\" address=\"");

		for (size_t at = 0; at < sizes[i]; at++)
			n += (size_t)snprintf(
			    text + n, sizeof text - n, "%s+447700900%03zu", at == 0 ? "" : "~", at);
		(void)snprintf(text + n, sizeof text - n, "\"></mms></smses>");
		hear(&c, slice_of(text, strlen(text)));
		assert_int_equal(c.records[0].to_count, sizes[i]);
		assert_text(c.records[0].to[sizes[i] - 1].handle,
		    i == 0 ? "+447700900099" : "+447700900399");
		assert_true(c.records[0].conversation.n <= RECORD_NAME_MAX_BYTES);
		assert_int_equal(record_doubt(&c.records[0], "cut") != NULL, i == 1);
		collect_fini(&c);
	}
}

static void
mms__an_address_that_is_cut_is_said_to_be(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c,
	    MMS("msg_box=\"2\"",
		TEXT_PART "</parts><addrs>" ADDR(
		    SIXTY_FOUR SIXTY_FOUR SIXTY_FOUR SIXTY_FOUR SIXTY_FOUR "z", "151") "</addrs>"));
	assert_int_equal(c.records[0].to[0].as_written.n, 320);
	assert_non_null(record_doubt(&c.records[0], "cut"));
	collect_fini(&c);
}

static void
mms__a_sent_group_message_without_addresses_splits_them(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, MMS("msg_box=\"2\" address=\"" MARTIN "~07700 900505\"", TEXT_PART));
	assert_int_equal(c.records[0].direction, DIRECTION_OUT);
	assert_int_equal(c.records[0].to_count, 2);
	assert_text(c.records[0].to[1].handle, PRIYA);
	assert_null(c.records[0].from.as_written.p);
	collect_fini(&c);
}

static void
mms__a_received_group_message_without_addresses_has_no_known_sender(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, MMS("msg_box=\"1\" address=\"" MARTIN "~" PRIYA "\"", TEXT_PART));
	assert_null(c.records[0].from.as_written.p);
	assert_non_null(record_doubt(&c.records[0], "sender-unknown"));
	collect_fini(&c);
}

static void
mms__without_addresses_the_other_side_is_the_sender(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, MMS(FROM_MARTIN, TEXT_PART));
	assert_text(c.records[0].from.handle, MARTIN);
	assert_text(c.records[0].from.name, "Martin Hale");
	assert_int_equal(c.records[0].to_count, 0);
	collect_fini(&c);
}

static void
mms__addresses_that_are_all_the_same_say_nothing(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, MMS(FROM_MARTIN, TEXT_PART "</parts><addrs>" ADDR(MARTIN, "137")
				      ADDR("07700 900404", "151") "</addrs>"));
	assert_non_null(record_doubt(&c.records[0], "addresses-equal"));
	assert_text(c.records[0].from.handle, MARTIN);
	assert_int_equal(c.records[0].to_count, 0);
	collect_fini(&c);
	HEAR(&c, MMS("msg_box=\"2\" address=\"" MARTIN "\"",
		     TEXT_PART "</parts><addrs>" ADDR(OWNER, "137") ADDR(OWNER, "151") "</addrs>"));
	assert_null(c.records[0].from.as_written.p);
	assert_int_equal(c.records[0].to_count, 1);
	assert_text(c.records[0].to[0].handle, MARTIN);
	collect_fini(&c);
}

#define TOKEN "insert-address-token"

/* The box, the type and the addresses within do not agree: none of them is believed. */
static void
mms__who_wrote_is_left_open_where_the_file_contradicts_itself(void **state)
{
	static const struct {
		const char *box, *type, *sender, *receiver, *from, *to;
		bool contradicts;
	} rows[] = {{"1", "132", TOKEN, MARTIN, NULL, MARTIN, true},
	    {"1", "132", TOKEN, OWNER, NULL, OWNER, true},
	    {"null", "132", TOKEN, MARTIN, NULL, MARTIN, true},
	    {"2", "132", MARTIN, TOKEN, MARTIN, TOKEN, true},
	    {"2", "128", MARTIN, TOKEN, MARTIN, TOKEN, true},
	    {"2", "128", MARTIN, PRIYA, MARTIN, PRIYA, true},
	    {"5", "128", PRIYA, TOKEN, PRIYA, TOKEN, true},
	    {"1", "128", MARTIN, TOKEN, MARTIN, TOKEN, true},
	    {"2", "130", OWNER, MARTIN, OWNER, MARTIN, true},
	    {"1", "130", MARTIN, OWNER, MARTIN, OWNER, false},
	    {"2", "128", OWNER, MARTIN, OWNER, MARTIN, false},
	    {"2", "null", TOKEN, MARTIN, TOKEN, MARTIN, false}};
	char text[600];
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct record *r;

		(void)snprintf(text, sizeof text,
		    "<smses><mms date=\"1711477812000\" address=\"" MARTIN
		    "\" msg_box=\"%s\" m_type=\"%s\"><addrs>" ADDR("%s", "137")
			ADDR("%s", "151") "</addrs></mms></smses>",
		    rows[i].box, rows[i].type, rows[i].sender, rows[i].receiver);
		hear(&c, slice_of(text, strlen(text)));
		r = &c.records[0];
		assert_int_equal(record_doubt(r, "direction-differs") != NULL, rows[i].contradicts);
		assert_int_equal(r->direction == DIRECTION_UNKNOWN, rows[i].contradicts);
		if (rows[i].from != NULL)
			assert_text(r->from.as_written, rows[i].from);
		else
			assert_null(r->from.as_written.p);
		assert_int_equal(r->to_count, 1);
		assert_text(r->to[0].as_written, rows[i].to);
		collect_fini(&c);
	}
	/* Whoever hid the number is named with the owner's word: nothing speaks against the box. */
	HEAR(&c, MMS("address=\"" TOKEN "\" msg_box=\"1\" m_type=\"132\"",
		     TEXT_PART "</parts><addrs>" ADDR(TOKEN, "137") ADDR(OWNER, "151") "</addrs>"));
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_null(c.records[0].from.as_written.p);
	assert_null(record_doubt(&c.records[0], "direction-differs"));
	assert_non_null(record_doubt(&c.records[0], "sender-unknown"));
	collect_fini(&c);
	/* Nobody is named but in `address`: that is with whom, and says no more. */
	HEAR(&c, MMS(FROM_MARTIN " m_type=\"128\"", TEXT_PART "</parts>"));
	assert_int_equal(c.records[0].direction, DIRECTION_UNKNOWN);
	assert_null(c.records[0].from.as_written.p);
	assert_text(c.records[0].conversation, MARTIN);
	assert_text(record_claim(&c.records[0], "contact-name"), "Martin Hale");
	assert_non_null(record_doubt(&c.records[0], "direction-differs"));
	collect_fini(&c);
}

static void
mms__boxes_become_directions_and_marks(void **state)
{
	static const struct {
		const char *attributes;
		enum direction direction;
		const char *mark, *doubt;
	} rows[] = {{"msg_box=\"1\"", DIRECTION_IN, NULL, NULL},
	    {"msg_box=\"2\"", DIRECTION_OUT, NULL, NULL},
	    {"msg_box=\"3\"", DIRECTION_OUT, "draft", NULL},
	    {"msg_box=\"4\"", DIRECTION_OUT, "queued", NULL},
	    {"msg_box=\"5\"", DIRECTION_OUT, "failed", NULL},
	    {"msg_box=\"1\" m_type=\"130\"", DIRECTION_IN, "not-downloaded", NULL},
	    {"m_type=\"132\"", DIRECTION_IN, NULL, "type-unknown"},
	    {"msg_box=\"null\" m_type=\"128\"", DIRECTION_OUT, NULL, "type-unknown"},
	    {"msg_box=\"77\"", DIRECTION_UNKNOWN, NULL, "type-unknown"}};
	char text[400];
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		(void)snprintf(text, sizeof text,
		    "<smses><mms date=\"1711477812000\" address=\"" MARTIN "\" %s /></smses>",
		    rows[i].attributes);
		hear(&c, slice_of(text, strlen(text)));
		assert_int_equal(c.records[0].direction, rows[i].direction);
		assert_int_equal(c.records[0].marks_count, rows[i].mark != NULL);
		if (rows[i].mark != NULL)
			assert_true(record_marked(&c.records[0], rows[i].mark));
		assert_int_equal(c.records[0].doubts_count, rows[i].doubt != NULL);
		collect_fini(&c);
	}
}

static void
mms__rcs_rows_have_their_own_channel(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c,
	    "<smses>"
	    "<mms date=\"1711710000000\" ct_t=\"text/plain\" msg_box=\"1\" "
	    "address=\"group_8@rcs.google.com\">" TEXT_PART ADDR(MARTIN, "130") ADDR(
		MARTIN, "137") ADDR(OWNER,
		"151") "</mms>"
		       "<mms date=\"1711710000000\" ct_t=\"text/plain\" msg_box=\"1\" "
		       "address=\"" MARTIN "\" tr_id=\"proto:CkI=\"></mms>"
		       "<mms date=\"1711710000000\" ct_t=\"application/vnd.wap.multipart.related\" "
		       "msg_box=\"1\" address=\"" MARTIN "\" tr_id=\"proto:CkI=\"></mms></smses>");
	assert_text(c.records[0].channel, "rcs");
	assert_text(c.records[0].conversation, "group_8@rcs.google.com");
	assert_text(c.records[0].from.handle, MARTIN);
	assert_int_equal(c.records[0].to_count, 1);
	assert_text(c.records[0].to[0].handle, OWNER);
	assert_int_equal(c.records[0].doubts_count, 0);
	assert_text(c.records[1].channel, "rcs");
	assert_text(c.records[2].channel, "mms");
	collect_fini(&c);
}

static void
mms__one_without_its_end_is_ended_by_the_next(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, "<smses><mms date=\"1711477812000\" " FROM_MARTIN "><parts>" TEXT_PART
		 "<sms address=\"" MARTIN "\" date=\"1711314307000\" type=\"1\" body=\"x\" />"
		 "<mms date=\"1711477813000\" " FROM_MARTIN "><parts>" TEXT_PART "</smses>");
	assert_int_equal(c.count, 3);
	assert_int_equal(c.records[0].kind, KIND_MESSAGE);
	assert_text(c.records[0].body, "hello");
	assert_non_null(record_doubt(&c.records[0], "broken-element"));
	assert_text(c.records[1].body, "x");
	assert_non_null(record_doubt(&c.records[2], "broken-element"));
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "cut-off"), 0);
	collect_fini(&c);
}

static void
mms__a_broken_part_leaves_the_rest(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, MMS(FROM_MARTIN, TEXT_PART "<part ct=\"image/png\" data=\"" PNG "\" name=x />"
					    "</parts>"));
	assert_int_equal(c.records[0].kind, KIND_MESSAGE);
	assert_text(c.records[0].body, "hello");
	assert_int_equal(c.records[0].attachments_count, 1);
	assert_non_null(record_doubt(&c.records[0], "broken-element"));
	assert_true(slice_starts(c.records[0].raw, "<part ct="));
	collect_fini(&c);
}

static void
mms__a_broken_head_is_a_note(void **state)
{
	struct collect c;

	(void)state;
	HEAR(&c, MMS("sub=\"a \"b\" c\" " FROM_MARTIN, TEXT_PART "</parts>"));
	assert_int_equal(c.records[0].kind, KIND_NOTE);
	assert_text(c.records[0].body, "hello");
	assert_non_null(record_doubt(&c.records[0], "broken-element"));
	collect_fini(&c);
}

static void
mms__too_many_parts_are_counted_not_kept(void **state)
{
	struct collect c;
	struct buf text;

	(void)state;
	buf_init(&text, 1 << 20);
	buf_put_c(&text, "<smses><mms date=\"1711477812000\" " FROM_MARTIN ">");
	for (int i = 0; i < 3000; i++)
		buf_put_c(&text, "<part ct=\"a/b\" data=\"AAAA\" />" ADDR(MARTIN, "151"));
	buf_put_c(&text, "</mms></smses>");
	hear(&c, buf_slice(&text));
	assert_int_equal(c.count, 1);
	assert_int_equal(c.records[0].attachments_count, 500);
	assert_int_equal(c.extracts_count, 500);
	assert_non_null(record_doubt(&c.records[0], "too-many-parts"));
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "too-many-parts"), 1);
	assert_non_null(record_doubt(&c.records[0], "too-many-addresses"));
	collect_fini(&c);
	buf_fini(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(mms__one_message_has_text_and_attachment),
	    cmocka_unit_test(mms__text_parts_are_put_together),
	    cmocka_unit_test(mms__the_word_null_stays_text_only_in_text_parts),
	    cmocka_unit_test(mms__blanks_and_missing_padding_do_no_harm),
	    cmocka_unit_test(mms__damaged_data_keeps_what_stood_before_the_damage),
	    cmocka_unit_test(mms__data_that_is_none_invents_nothing),
	    cmocka_unit_test(mms__bytes_after_the_padding_are_damage),
	    cmocka_unit_test(mms__the_type_is_what_the_bytes_are),
	    cmocka_unit_test(mms__other_names_of_the_same_type_are_no_doubt),
	    cmocka_unit_test(mms__a_name_that_comes_after_the_data_is_still_its_name),
	    cmocka_unit_test(mms__a_group_message_names_everybody),
	    cmocka_unit_test(mms__a_name_stays_with_its_own_number),
	    cmocka_unit_test(mms__what_the_network_said_is_a_claim),
	    cmocka_unit_test(mms__a_subject_is_what_its_bytes_say),
	    cmocka_unit_test(mms__a_large_group_is_not_cut),
	    cmocka_unit_test(mms__an_address_that_is_cut_is_said_to_be),
	    cmocka_unit_test(mms__a_sent_group_message_without_addresses_splits_them),
	    cmocka_unit_test(mms__a_received_group_message_without_addresses_has_no_known_sender),
	    cmocka_unit_test(mms__without_addresses_the_other_side_is_the_sender),
	    cmocka_unit_test(mms__addresses_that_are_all_the_same_say_nothing),
	    cmocka_unit_test(mms__who_wrote_is_left_open_where_the_file_contradicts_itself),
	    cmocka_unit_test(mms__boxes_become_directions_and_marks),
	    cmocka_unit_test(mms__rcs_rows_have_their_own_channel),
	    cmocka_unit_test(mms__one_without_its_end_is_ended_by_the_next),
	    cmocka_unit_test(mms__a_broken_part_leaves_the_rest),
	    cmocka_unit_test(mms__a_broken_head_is_a_note),
	    cmocka_unit_test(mms__too_many_parts_are_counted_not_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
