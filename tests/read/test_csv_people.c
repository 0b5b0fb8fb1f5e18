/* tests/read/test_csv_people.c
 * Tables: what is a message and what the owner's own note, whom it is from, and which way it went.
 */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

static void
read_columns(struct collect *c, const char *bytes, const char *columns)
{
	const struct reading_options options = {
	    .columns = columns != NULL ? text_of_c(columns) : TEXT_NONE};

	collect_init(c);
	assert_ok(collect_slice(c, &csv_format, slice_of(bytes, strlen(bytes)), &options), &c->err);
	assert_string_equal(c->broken, "");
}

/* Nobody's words: a note, and the columns are asked for. */
static void
is_note(const char *bytes, const char *body, const char *key, const char *name)
{
	struct collect c;

	read_columns(&c, bytes, NULL);
	assert_int_equal(c.records[0].kind, KIND_NOTE);
	assert_int_equal(c.records[0].direction, DIRECTION_NONE);
	assert_null(c.records[0].from.as_written.p);
	assert_int_equal(c.records[0].to_count, 0);
	assert_text(c.records[0].body, body);
	assert_text(record_claim(&c.records[0], key), name);
	assert_non_null(record_doubt(&c.records[0], "columns-unknown"));
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "columns"), 1);
	collect_fini(&c);
}

static void
notes__beside_a_name_are_nobodys_message(void **state)
{
	(void)state;
	is_note("Date,Time,Name,Notes\n24/03/2024,21:05,Daniel Reed,He stood outside my house\n",
	    "He stood outside my house", "column-name", "Daniel Reed");
	is_note("Date,Contact,Details\n24/03/2024,Daniel Reed,Called 14 times\n", "Called 14 times",
	    "column-contact", "Daniel Reed");
	is_note("Date,Number,Comments\n24/03/2024,07700 900303,He rang again\n", "He rang again",
	    "column-number", "07700 900303");
	is_note("Date,From,Details\n24/03/2024,Daniel Reed,flowers on the step\n",
	    "flowers on the step", "column-from", "Daniel Reed");
	is_note("Date,Contact,Duration,Details\n24/03/2024,Daniel Reed,00:20:00,He stood there\n",
	    "He stood there", "column-contact", "Daniel Reed");
	is_note("Name,Number,Message\nDaniel Reed,07700 900303,x\n",
	    "Daniel Reed | 07700 900303 | x", "column-name", "Daniel Reed");
}

static void
assert_card(const struct record *r, const char *name, const char *numbers, const char *note)
{
	struct slice rest = slice_of(numbers, strlen(numbers)), number;
	size_t count = 0;

	assert_int_equal(r->kind, KIND_CONTACT);
	assert_text(r->channel, "contacts");
	assert_text(r->subject, name);
	assert_int_equal(r->direction, DIRECTION_NONE);
	while (cut_last(&rest, ' ', &number)) {
		assert_true(count < r->to_count);
		assert_true(slice_eq(number, slice_of_text(r->to[count].handle)));
		assert_text(r->to[count].name, name);
		count++;
	}
	assert_int_equal(r->to_count, count);
	if (note != NULL)
		assert_text(r->body, note);
	else
		assert_null(r->body.p);
	assert_int_equal(r->when.basis, BASIS_NONE);
}

/* Nor is an address book a list of messages: it names numbers. */
static void
book__rows_are_contacts(void **state)
{
	struct collect c;

	(void)state;
	read_columns(&c,
	    "Name,Given Name,Family Name,Nickname,Birthday,Notes,E-mail 1 - Value,Phone 1 - Type,"
	    "Phone 1 - Value\n"
	    "Daniel Reed,Daniel,Reed,,1980-01-02,Do not answer him,dan@example.net,Mobile,"
	    "07700 900303 ::: +44 7700 900304\n"
	    ",,,Danny,,,,,07700 900305\n",
	    NULL);
	assert_int_equal(c.count, 2);
	assert_card(&c.records[0], "Daniel Reed", "dan@example.net +447700900303 +447700900304",
	    "Do not answer him");
	assert_text(record_claim(&c.records[0], "column-birthday"), "1980-01-02");
	assert_card(&c.records[1], "Danny", "+447700900305", NULL);
	assert_int_equal(collect_doubted(&c, "no-name"), 1);
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "address-book"), 1);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
	/* Google today, Outlook and Thunderbird: names in parts. */
	read_columns(&c,
	    "First Name,Middle Name,Last Name,Organization Name,Labels,Phone 1 - Label,Phone 1 - "
	    "Value\n"
	    "Daniel,,Reed,Kiosk,* myContacts,Mobile,07700 900303\n",
	    NULL);
	assert_int_equal(c.count, 1);
	assert_card(&c.records[0], "Daniel Reed", "+447700900303", NULL);
	assert_text(record_claim(&c.records[0], "column-organization-name"), "Kiosk");
	collect_fini(&c);
	read_columns(&c,
	    "First Name,Last Name,Company,Home Phone,Home Phone 2,Mobile Phone,E-mail Address\n"
	    ",,Kiosk,,07700 900306,07700 900307,kiosk@example.org\n",
	    NULL);
	assert_card(&c.records[0], "Kiosk", "+447700900306 +447700900307 kiosk@example.org", NULL);
	collect_fini(&c);
	/* A list of what somebody did has a number and a name as well. */
	read_columns(&c, "Name,Mobile Number,What\nDaniel Reed,07700 900303,rang\n", NULL);
	assert_int_equal(c.records[0].kind, KIND_NOTE);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "columns"), 1);
	collect_fini(&c);
	read_columns(&c, "First Name,Mobile Number,Duration\nDaniel,07700 900303,00:01:02\n", NULL);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "columns"), 1);
	collect_fini(&c);
	/* With a day it is somebody's list of what happened. */
	is_note(
	    "Date,First Name,Last Name,Mobile Phone,Notes\n24/03/2024,Dan,Reed,07700 900303,rang\n",
	    "rang", "column-mobile-phone", "07700 900303");
}

static void
notes__stay_notes_when_only_a_name_is_said(void **state)
{
	static const char table[] =
	    "Date,Time,Name,Notes\n24/03/2024,21:05,Daniel Reed,He stood outside my house\n";
	struct collect c;

	(void)state;
	read_columns(&c, table, "when=1 time=2 name=3 body=4");
	assert_int_equal(c.records[0].kind, KIND_NOTE);
	assert_null(c.records[0].from.as_written.p);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
	read_columns(&c, table, "when=1 time=2 from=3 body=4");
	assert_int_equal(c.records[0].kind, KIND_MESSAGE);
	collect_fini(&c);
}

static void
notes__beside_a_message_are_not_its_words(void **state)
{
	struct collect c;

	(void)state;
	read_columns(&c,
	    "Date,From,To,Message,Notes\n24/03/2024 21:05,Dan,Maya,I know,he was drunk\n", NULL);
	assert_int_equal(c.records[0].kind, KIND_MESSAGE);
	assert_text(c.records[0].body, "I know");
	assert_text(record_claim(&c.records[0], "column-notes"), "he was drunk");
	collect_fini(&c);
}

/* The first row is a payment or call with these words; of its notes it has what `note` says. */
static void
has_words(const char *bytes, const char *body, const char *key, const char *note, const char *doubt)
{
	struct collect c;

	read_columns(&c, bytes, NULL);
	assert_true(c.records[0].kind == KIND_PAYMENT || c.records[0].kind == KIND_CALL);
	if (body == NULL)
		assert_null(c.records[0].body.p);
	else
		assert_text(c.records[0].body, body);
	if (note != NULL)
		assert_text(record_claim(&c.records[0], key), note);
	assert_int_equal(c.records[0].doubts_count, doubt != NULL);
	if (doubt != NULL)
		assert_non_null(record_doubt(&c.records[0], doubt));
	collect_fini(&c);
}

static void
notes__on_a_payment_are_not_the_payers_words(void **state)
{
	(void)state;
	has_words("Date,Counter Party,Reference,Amount (GBP),Balance (GBP),Notes\n"
		  "24/03/2024,DAN REED,I SEE YOU,0.01,1.00,told the police\n",
	    "I SEE YOU", "column-notes", "told the police", NULL);
	has_words("Date,Name,Amount,Notes and #tags,Description,Money Out,Money In\n"
		  "24/03/2024,DAN REED,0.01,told the police,I SEE YOU,,0.01\n",
	    "I SEE YOU", "column-notes-and-tags", "told the police", NULL);
	has_words("Date,Counter Party,Reference,Amount (GBP),Balance (GBP),Notes\n"
		  "24/03/2024,DAN REED,,0.01,1.00,him again\n",
	    NULL, "column-notes", "him again", "words-in-other-columns");
	has_words("Date,Number called,Duration,Description,Comments\n"
		  "24/03/2024,07700 900303,00:01:00,Mobile,he hung up\n",
	    "Mobile", "column-comments", "he hung up", NULL);
	has_words("Date,Counter Party,Amount (GBP),Balance (GBP),Notes\n"
		  "24/03/2024,DAN REED,0.01,1.00,I SEE YOU\n",
	    "I SEE YOU", NULL, NULL, "words-may-be-notes");
	has_words("Date,Counter Party,Amount (GBP),Balance (GBP),Notes\n"
		  "24/03/2024,DAN REED,0.01,1.00,\n",
	    NULL, NULL, NULL, NULL);
	has_words("Date,Name,Gross,Balance,From Email Address,To Email Address,Subject,Note\n"
		  "24/03/2024,Dan Reed,0.01,1.00,dan@example.org,maya@example.org,,I SEE YOU\n",
	    "I SEE YOU", NULL, NULL, "direction-unknown");
}

static void
list_is_android(const char *columns)
{
	static const char table[] = "address,date,type,body\n"
				    "+447700900303,1711314307123,1,I know\n"
				    "+447700900303,1711314407123,2,stop\n"
				    "+447700900303,1711314507123,3,never sent\n";
	struct collect c;

	read_columns(&c, table, columns);
	assert_int_equal(c.count, 3);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_text(c.records[0].from.handle, "+447700900303");
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_null(c.records[1].from.handle.p);
	assert_int_equal(c.records[1].to_count, 1);
	assert_text(c.records[1].to[0].handle, "+447700900303");
	assert_int_equal(c.records[1].doubts_count, 0);
	assert_int_equal(c.records[2].direction, DIRECTION_OUT);
	assert_true(record_marked(&c.records[2], "draft"));
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "android-types"), 1);
	collect_fini(&c);
}

static void
types__of_androids_own_list_say_which_way(void **state)
{
	struct collect c;

	(void)state;
	list_is_android(NULL);
	list_is_android("from=1 when=2 type=3 body=4");
	list_is_android("number=1 when=2 direction=3 body=4");
	read_columns(&c,
	    "number,date,duration,type\n+447700900303,1711314307123,0,3\n"
	    "+447700900303,1711314407123,65,2\n",
	    NULL);
	assert_int_equal(c.records[0].kind, KIND_CALL);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_true(record_marked(&c.records[0], "missed"));
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	collect_fini(&c);
}

/* What 1 and 2 mean elsewhere is anybody's guess. */
static void
types__that_may_be_anything_say_nothing(void **state)
{
	struct collect c;

	(void)state;
	read_columns(&c,
	    "Number,Date,Mine,Message\n+447700900303,1711314307123,1,x\n"
	    "+447700900303,1711314407123,2,y\n",
	    "number=1 when=2 direction=3 body=4");
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(c.records[i].direction, DIRECTION_UNKNOWN);
		assert_non_null(record_doubt(&c.records[i], "direction-unknown"));
	}
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "android-types"), 0);
	collect_fini(&c);
	read_columns(&c,
	    "address,date,type,body\n+447700900303,1711314307123,1,x\n"
	    "+447700900303,1711314407123,2,y\n+447700900303,1711314507123,17,z\n",
	    "from=1 when=2 type=3 body=4");
	assert_text(record_doubt(&c.records[1], "type-unknown")->detail, "2");
	collect_fini(&c);
}

static void
other_side__that_is_not_named_is_doubted(void **state)
{
	static const char table[] =
	    "Chat Session,Message Date,Type,Sender ID,Text\n"
	    "Daniel Reed,2024-03-24 21:05:07,Incoming,+447700900303,I know\n"
	    "Daniel Reed,2024-03-24 21:07:07,Outgoing,,stop\n"
	    "Daniel Reed,2024-03-24 21:08:07,Incoming,,you\n";
	struct collect c;

	(void)state;
	read_columns(&c, table, "when=2 direction=3 number=4 body=5");
	assert_int_equal(c.records[0].doubts_count, 0);
	assert_non_null(record_doubt(&c.records[1], "recipient-unknown"));
	assert_non_null(record_doubt(&c.records[2], "sender-unknown"));
	collect_fini(&c);
	read_columns(&c, table, "conversation=1 when=2 direction=3 number=4 body=5");
	assert_text(c.records[0].conversation, "Daniel Reed");
	assert_text(c.records[1].conversation, "Daniel Reed");
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_null(record_doubt(&c.records[1], "recipient-unknown"));
	assert_non_null(record_doubt(&c.records[2], "sender-unknown"));
	collect_fini(&c);
}

static void
other_side__is_name_and_number_in_one_cell(void **state)
{
	struct collect c;

	(void)state;
	read_columns(&c,
	    "Type,Date,Name / Number,Sender,Content\n"
	    "Received,24 Mar 2024 21:05:07,Daniel Reed (+447700900303),,I know\n"
	    "Sent,24 Mar 2024 21:06:07,Daniel Reed (+447700900303),,stop\n"
	    "Sent,24 Mar 2024 21:07:07,Daniel (work),,stop\n",
	    NULL);
	assert_text(c.records[0].from.handle, "+447700900303");
	assert_text(c.records[0].from.name, "Daniel Reed");
	assert_text(c.records[1].to[0].handle, "+447700900303");
	assert_text(c.records[1].to[0].name, "Daniel Reed");
	assert_text(c.records[2].to[0].as_written, "Daniel (work)");
	collect_fini(&c);
}

static void
payment__is_between_who_paid_and_who_was_paid(void **state)
{
	struct collect c;

	(void)state;
	read_columns(&c,
	    "Date,Amount,Payment Reference,Running Balance,Payer Name,Payee Name\n"
	    "24-03-2024,0.01,I SEE YOU,100.01,DANIEL REED,Maya Okafor\n"
	    "25-03-2024,-20.00,rent,80.01,Maya Okafor,Aisha Bello\n",
	    NULL);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_text(c.records[0].from.name, "DANIEL REED");
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_text(c.records[1].to[0].name, "Aisha Bello");
	collect_fini(&c);
}

static void
payment__columns_in_and_out_stand_beside_a_balance(void **state)
{
	struct collect c;

	(void)state;
	read_columns(&c,
	    "Date,Details,Transaction Type,In,Out,Balance\n"
	    "24/03/2024,DANIEL REED I SEE YOU,Inward Payment,0.01,,100.01\n"
	    "25/03/2024,TESCO,Card Purchase,,20.00,80.01\n",
	    NULL);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_text(record_claim(&c.records[0], "amount-decimal"), "0.01");
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	collect_fini(&c);
	/* Hours of a day. */
	read_columns(&c, "Date,In,Out,Notes\n24/03/2024,09:00,17:00,he waited\n", NULL);
	assert_int_equal(c.records[0].kind, KIND_NOTE);
	collect_fini(&c);
}

static void
bill__is_read_however_a_spreadsheet_saves_it(void **state)
{
	static const char *const seeds[] = {
	    "unicode-text-utf16", "utf16-big-endian", "macintosh-cr", "joined-bills"};
	struct collect c;
	struct buf path;

	(void)state;
	buf_init(&path, 200);
	for (size_t i = 0; i < COUNT_OF(seeds); i++) {
		size_t last;

		buf_reset(&path);
		buf_putf(&path, "tests/corpora/csv/good/%s", seeds[i]);
		buf_put_byte(&path, '\0');
		hard_file(&c, &csv_format, (const char *)path.p, NULL);
		last = c.count - 1;
		assert_int_equal(c.count, i == 3 ? 5 : 2);
		assert_int_equal(c.records[last].kind, KIND_CALL);
		assert_text(c.records[last].to[0].handle, "+447700900202");
		assert_int_equal(c.records[last].duration_s, 65);
		assert_int_equal(c.records[last].doubts_count, 0);
		/* Names that come again are no call. */
		if (i == 3) {
			assert_int_equal(c.records[2].kind, KIND_NOTE);
			assert_int_equal(c.records[2].to_count, 0);
		}
		collect_fini(&c);
	}
	assert_int_equal(csv_format.probe(SLICE_LITERAL("\xff\xfe"
							"D\0a\0t\0e\0,\0\x01\0")),
	    0);
	hard_seed(&csv_format, "tests/corpora/csv/good/unicode-text-utf16");
	hard_seed(&csv_format, "tests/corpora/csv/bad/utf16-halves");
	buf_fini(&path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(book__rows_are_contacts),
	    cmocka_unit_test(notes__beside_a_name_are_nobodys_message),
	    cmocka_unit_test(notes__stay_notes_when_only_a_name_is_said),
	    cmocka_unit_test(notes__beside_a_message_are_not_its_words),
	    cmocka_unit_test(notes__on_a_payment_are_not_the_payers_words),
	    cmocka_unit_test(types__of_androids_own_list_say_which_way),
	    cmocka_unit_test(types__that_may_be_anything_say_nothing),
	    cmocka_unit_test(other_side__that_is_not_named_is_doubted),
	    cmocka_unit_test(other_side__is_name_and_number_in_one_cell),
	    cmocka_unit_test(payment__is_between_who_paid_and_who_was_paid),
	    cmocka_unit_test(payment__columns_in_and_out_stand_beside_a_balance),
	    cmocka_unit_test(bill__is_read_however_a_spreadsheet_saves_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
