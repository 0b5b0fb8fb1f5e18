/* tests/read/test_csv.c
 * Tables: statements of banks, telephone bills, and what a person says about the columns. */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define SEEDS "tests/corpora/csv/"
#define BY_WORDS(names)                                                                            \
	names "\n01/02/2024,x,-1\n01/03/2024,x,-1\n01/04/2024,x,-1\n02/02/2024,x,-1\n"             \
	      "02/03/2024,x,-1\n02/04/2024,x,-1\n03/02/2024,x,-1\n03/03/2024,x,-1\n"               \
	      "03/04/2024,x,-1\n04/02/2024,x,-1\n04/03/2024,x,-1\n04/04/2024,x,-1\n"               \
	      "05/02/2024,x,-1\n05/03/2024,x,-1\n05/04/2024,x,-1\n06/02/2024,x,-1\n"               \
	      "06/03/2024,x,-1\n06/04/2024,x,-1\n"

static void
read_seed(struct collect *c, const char *name)
{
	hard_file(c, &csv_format, name, NULL);
}

static void
read_answered(struct collect *c, const char *bytes, const struct reading_options *options)
{
	collect_init(c);
	assert_ok(collect_slice(c, &csv_format, slice_of(bytes, strlen(bytes)), options), &c->err);
	assert_string_equal(c->broken, "");
}

static void
local_is(const struct record *record, enum time_basis basis, const char *want)
{
	struct buf buf;

	buf_init(&buf, 64);
	assert_int_equal(record->when.basis, basis);
	civil_put(&buf, &record->when.local);
	assert_text(buf_text(&buf), want);
	buf_fini(&buf);
}

static void
payment__a_penny_with_a_message_came_in(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, SEEDS "good/lloyds");
	assert_int_equal(c.count, 4);
	assert_int_equal(c.records[0].kind, KIND_PAYMENT);
	assert_text(c.records[0].channel, "bank");
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_text(c.records[0].body, "D REED I KNOW YOU SEE THIS");
	assert_text(record_claim(&c.records[0], "column-credit-amount"), "0.01");
	assert_text(record_claim(&c.records[0], "amount-decimal"), "0.01");
	assert_text(record_claim(&c.records[0], "column-sort-code"), "'30-99-50");
	assert_null(record_claim(&c.records[0], "column-balance").p); /* nobody's business */
	local_is(&c.records[0], BASIS_DATE, "2024-04-05T00:00:00");
	assert_int_equal(c.records[0].when.precision, PRECISION_DAY);
	assert_int_equal(c.records[2].direction, DIRECTION_OUT);
	/* Every date could be read both ways; sort codes are British. */
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "short-references"), 1);
	collect_fini(&c);
}

static void
payment__lines_before_the_names_and_windows_1252_are_kept(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, SEEDS "good/nationwide-1252");
	assert_int_equal(c.count, 5);
	assert_int_equal(c.records[1].kind, KIND_NOTE);
	assert_text(c.records[1].body, "Account Balance: | \xc2\xa3"
				       "1,224.56");
	assert_text(c.records[3].body, "D REED\r\nopen the door");
	assert_int_equal(c.records[3].direction, DIRECTION_IN);
	assert_text(record_claim(&c.records[3], "currency"), "GBP");
	assert_text(c.records[4].body, "Caf\xc3\xa9 \xc3\x96l\xc3\xa9");
	assert_text(record_claim(&c.records[4], "amount-decimal"), "1004.50");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "windows-1252"), 1);
	assert_non_null(record_doubt(&c.records[4], "windows-1252"));
	collect_fini(&c);
}

static void
payment__names_the_other_side_where_the_table_does(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, SEEDS "good/monzo");
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].from.name, "Daniel Reed");
	assert_text(c.records[0].conversation, "Daniel Reed");
	assert_text(c.records[0].body, "where are you"); /* once, though two columns say it */
	local_is(&c.records[0], BASIS_LOCAL, "2024-03-24T21:05:07");
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_text(c.records[1].to[0].name, "Corner Shop");
	assert_int_equal(c.records[1].doubts_count, 0);
	collect_fini(&c);
	read_seed(&c, SEEDS "good/starling");
	assert_text(c.records[0].body, "you can't block, this");
	assert_null(c.records[1].body.p); /* that is the account holder's own note */
	assert_text(record_claim(&c.records[1], "column-notes"), "said \"gas\"");
	assert_non_null(record_doubt(&c.records[1], "words-in-other-columns"));
	assert_text(record_claim(&c.records[1], "amount-decimal"), "-95.00");
	collect_fini(&c);
}

static void
payment__without_names_is_taken_by_what_stands_there_and_said(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, SEEDS "good/hsbc");
	assert_int_equal(c.count, 3);
	assert_text(c.records[0].body, "REED D ANSWER ME");
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_text(record_claim(&c.records[1], "amount-decimal"), "-1012.50");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "columns-guessed"), 1);
	assert_int_equal(collect_notes(&c, NOTE_HEADER, NULL), 0);
	collect_fini(&c);
}

/* One column of amounts, and not one minus: a card's bill counts the other way round. */
static void
payment__which_way_is_not_guessed(void **state)
{
	struct collect c;

	(void)state;
	read_answered(&c, "Date,Memo,Amount\n24/03/2024,x,1.00\n25/03/2024,y,0.00\n", NULL);
	assert_int_equal(c.records[0].direction, DIRECTION_UNKNOWN);
	assert_non_null(record_doubt(&c.records[0], "direction-unknown"));
	collect_fini(&c);
}

/* A withheld caller is nobody that the owner rang. */
static void
call__without_a_caller_is_not_ones_own(void **state)
{
	struct collect c;

	(void)state;
	read_answered(&c,
	    "Date,From,To,Duration\n24/03/2024 21:05,07700900202,07700900101,00:01:20\n"
	    "24/03/2024 21:07,,07700900101,00:00:20\n",
	    NULL);
	assert_int_equal(c.records[1].kind, KIND_CALL);
	assert_int_equal(c.records[1].direction, DIRECTION_UNKNOWN);
	assert_non_null(record_doubt(&c.records[1], "direction-unknown"));
	collect_fini(&c);
}

static void
bill__is_calls_and_texts_that_went_out(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, SEEDS "good/phone-bill");
	assert_int_equal(c.count, 4);
	assert_int_equal(c.records[0].kind, KIND_CALL);
	assert_text(c.records[0].channel, "call");
	assert_int_equal(c.records[0].direction, DIRECTION_OUT);
	assert_text(c.records[0].to[0].handle, "+447700900202");
	assert_int_equal(c.records[0].duration_s, 80);
	local_is(&c.records[0], BASIS_LOCAL, "2024-03-24T21:05:07");
	assert_int_equal(c.records[1].kind, KIND_MESSAGE);
	assert_text(c.records[1].channel, "sms");
	assert_int_equal(c.records[2].kind, KIND_NOTE); /* use of data */
	assert_int_equal(c.records[2].doubts_count, 0);
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "incoming-calls"), 1);
	collect_fini(&c);
}

static void
bill__missed_and_withheld_calls_are_marked(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, SEEDS "good/call-log");
	assert_int_equal(c.count, 3);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_text(c.records[0].from.handle, "+447700900202");
	assert_true(record_marked(&c.records[1], "missed"));
	assert_true(record_marked(&c.records[1], "withheld"));
	assert_null(c.records[1].from.handle.p);
	assert_text(c.records[1].from.as_written, "withheld");
	assert_int_equal(c.records[2].direction, DIRECTION_OUT);
	assert_int_equal(c.records[2].duration_s, 61);
	collect_fini(&c);
}

static void
bill__a_number_that_is_not_known_was_not_withheld(void **state)
{
	struct collect c;

	(void)state;
	read_answered(&c,
	    "Date,Type,Number,Duration\n24/03/2024 21:05,Incoming,Unknown,00:01:20\n"
	    "24/03/2024 21:07,Incoming,Number withheld,00:00:20\n",
	    NULL);
	assert_false(record_marked(&c.records[0], "withheld"));
	assert_text(record_doubt(&c.records[0], "number-unknown")->detail, "Unknown");
	assert_null(c.records[0].from.handle.p);
	assert_true(record_marked(&c.records[1], "withheld"));
	assert_null(record_doubt(&c.records[1], "number-unknown"));
	collect_fini(&c);
}

/* Several lines on one account: the first column is the line itself. */
static void
bill__own_line_is_nobody_who_called(void **state)
{
	struct collect c;

	(void)state;
	read_answered(&c,
	    "Phone number,Date,Time,Number called,Type,Duration,Cost\n"
	    "07700 900111,24/03/2024,21:05,07700 900202,Voice,00:01:05,0.00\n"
	    "07700 900111,24/03/2024,22:05,,Incoming call,00:00:30,0.00\n"
	    "07700 900111,24/03/2024,23:05,,Voice,00:00:30,0.00\n",
	    NULL);
	assert_text(c.records[0].to[0].handle, "+447700900202");
	assert_text(record_claim(&c.records[0], "column-phone-number"), "07700 900111");
	assert_int_equal(c.records[1].direction, DIRECTION_IN);
	assert_null(c.records[1].from.handle.p);
	assert_non_null(record_doubt(&c.records[1], "number-unknown"));
	assert_null(c.records[2].from.handle.p);
	assert_non_null(record_doubt(&c.records[2], "direction-unknown"));
	collect_fini(&c);
}

static void
bill__small_words_of_a_type_tell_no_direction(void **state)
{
	struct collect c;

	(void)state;
	read_answered(&c,
	    "Date,Time,Number called,Type,Duration,Cost\n"
	    "24/03/2024,21:05,07700 900202,Calls made in Europe,00:01:05,0.00\n"
	    "26/03/2024,21:07,07700 900202,Message,,0.00\n"
	    "27/03/2024,21:07,07700 900202,Voice message,00:00:20,0.00\n"
	    "28/03/2024,21:07,07700 900202,Incoming,00:00:20,0.00\n",
	    NULL);
	assert_int_equal(c.records[0].direction, DIRECTION_OUT);
	assert_text(c.records[0].to[0].handle, "+447700900202");
	assert_int_equal(c.records[1].kind, KIND_MESSAGE);
	assert_int_equal(c.records[2].kind, KIND_CALL);
	/* The column and the word are at odds. */
	assert_int_equal(c.records[3].direction, DIRECTION_UNKNOWN);
	assert_text(c.records[3].from.handle, "+447700900202");
	collect_fini(&c);
	read_answered(&c,
	    "Date,Transaction type,Description,Amount\n"
	    "24/03/2024,CREDIT CARD PAYMENT,to my card,50.00\n"
	    "25/03/2024,Credit to D REED,sent to him,1.00\n"
	    "26/03/2024,DEBIT CARD REFUND,refund,9.00\n27/03/2024,Credit,gift,1.00\n",
	    NULL);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(c.records[i].direction, DIRECTION_UNKNOWN);
	assert_int_equal(c.records[3].direction, DIRECTION_IN);
	collect_fini(&c);
	read_answered(&c,
	    "Date,Time,Number,Type,Message\n24/03/2024,21:05,07700 900202,Not sent,x\n"
	    "24/03/2024,21:06,07700 900202,Sent,y\n",
	    NULL);
	assert_int_equal(c.records[0].direction, DIRECTION_UNKNOWN);
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	collect_fini(&c);
}

static void
table__that_another_one_follows_is_read_by_its_own_names(void **state)
{
	struct collect c;

	(void)state;
	read_answered(&c,
	    "Date,Time,Number called,Duration,Cost\n"
	    "24/03/2024,21:05,07700 900202,00:01:05,0.00\n"
	    "Total for calls,,,00:01:05,0.00\n"
	    "Date,Time,Calls received from,Duration,Cost\n"
	    "25/03/2024,21:06,07700 900203,00:00:20,0.00\n"
	    "Date,Time,Number called,Duration,Cost\n"
	    "26/03/2024,21:06,07700 900204,00:00:20,0.00\n"
	    "Number,Name,Notes,Words,Other\n27/03/2024,21:06,07700 900205,x,0.00\n",
	    NULL);
	assert_int_equal(c.count, 8);
	assert_text(c.records[0].to[0].handle, "+447700900202");
	assert_int_equal(c.records[1].kind, KIND_NOTE); /* a sum is nobody's call */
	assert_int_equal(c.records[2].kind, KIND_NOTE); /* the second row of names */
	assert_int_equal(c.records[3].kind, KIND_CALL);
	assert_text(c.records[3].from.handle, "+447700900203");
	assert_int_equal(c.records[3].to_count, 0);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 1);
	assert_text(c.records[5].to[0].handle, "+447700900204");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "columns-changed"), 1);
	assert_int_equal(c.records[7].kind, KIND_NOTE);
	assert_non_null(record_doubt(&c.records[7], "columns-unknown"));
	collect_fini(&c);
}

/* It counts them, and has no lengths. */
static void
table__of_texts_has_no_calls(void **state)
{
	struct collect c;

	(void)state;
	read_answered(&c,
	    "Date,Time,Number called,Duration,Cost\n24/03/2024,21:05,07700 900202,00:01:05,0\n"
	    "Date,Time,Number called,Messages,Cost\n24/03/2024,21:06,07700 900202,1,0\n",
	    NULL);
	assert_int_equal(c.records[0].kind, KIND_CALL);
	assert_int_equal(c.records[2].kind, KIND_MESSAGE);
	assert_text(c.records[2].channel, "sms");
	collect_fini(&c);
}

/* However often they change. */
static void
table__of_very_many_tables_is_kept_as_words(void **state)
{
	struct collect c;
	struct buf buf;

	(void)state;
	buf_init(&buf, 1 << 20);
	for (size_t i = 0; i < 2000; i++)
		buf_put_c(&buf, i % 2 == 0
				    ? "Date,Number called,Duration\n24/03/2024,07700 900202,9:01\n"
				    : "Date,Caller,Duration\n24/03/2024,07700 900202,9:01\n");
	collect_init(&c);
	assert_ok(collect_slice(&c, &csv_format, buf_slice(&buf), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 3999);
	assert_int_equal(c.records[0].kind, KIND_CALL);
	assert_int_equal(c.records[3998].kind, KIND_NOTE);
	assert_text(c.records[3998].body, "24/03/2024 | 07700 900202 | 9:01");
	collect_fini(&c);
	buf_fini(&buf);
}

static void
payment__signs_count_where_they_are_known(void **state)
{
	struct collect c;

	(void)state;
	read_answered(&c,
	    "Date,Name,Reference,Amount\n24/03/2024,Florist,flowers,\xc2\xa3"
	    "20.00\n",
	    NULL);
	assert_int_equal(c.records[0].direction, DIRECTION_UNKNOWN);
	collect_fini(&c);
	/* A card's bill: what was bought has none, what was paid off has. */
	read_answered(&c,
	    "Date,Description,Amount\n24/03/2024,SHOP,12.50\n25/03/2024,FLORIST,30.00\n"
	    "26/03/2024,PAYMENT RECEIVED,-42.50\n",
	    NULL);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(c.records[i].direction, DIRECTION_UNKNOWN);
	collect_fini(&c);
	read_answered(&c,
	    "Date,Description,Amount,Balance\n24/03/2024,SHOP,12.50,1\n25/03/2024,X,30.00,1\n"
	    "26/03/2024,Y,-42.50,1\n",
	    NULL);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(c.records[2].direction, DIRECTION_OUT);
	collect_fini(&c);
}

static void
cells__of_quotes_that_do_not_belong_together_are_doubted(void **state)
{
	struct collect c;

	(void)state;
	read_answered(&c,
	    "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)\n"
	    "24/03/2024,DAN REED,\"HELLO,FPI,0.01,1.00\n25/03/2024,OTHER,rent,FPI,500.00,1.00\n"
	    "26/03/2024,DAN REED,\",FPI,0.01,1.00\n27/03/2024,DAN REED,\"two\nlines\",FPI,1,1\n",
	    NULL);
	assert_int_equal(c.count, 2);
	assert_non_null(record_doubt(&c.records[0], "rows-in-cell"));
	assert_non_null(c.records[0].raw.p);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "rows-in-cell"), 1);
	assert_null(record_doubt(&c.records[1], "rows-in-cell"));
	collect_fini(&c);
}

static void
numbers__are_what_a_spreadsheet_left_of_them(void **state)
{
	struct collect c;

	(void)state;
	read_answered(&c,
	    "Date,Time,Number called,Duration,Cost\n"
	    "24/03/2024,21:05,=\"07700900202\",00:01:05,0.00\n"
	    "24/03/2024,21:06,'07700900202,00:01:05,0.00\n"
	    "24/03/2024,21:07,7700900202,00:01:05,0.00\n"
	    "24/03/2024,21:08,4.4770E+11,00:01:05,0.00\n",
	    NULL);
	for (size_t i = 0; i < 2; i++) {
		assert_text(c.records[i].to[0].handle, "+447700900202");
		assert_null(record_doubt(&c.records[i], "number-damaged"));
	}
	assert_text(record_doubt(&c.records[2], "number-damaged")->detail, "7700900202");
	assert_text(record_doubt(&c.records[3], "number-damaged")->detail, "4.4770E+11");
	collect_fini(&c);
}

static void
times__at_midnight_throughout_are_days(void **state)
{
	static const char *const zones[] = {"", "Z"};
	char file[256];
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(zones); i++) {
		(void)snprintf(file, sizeof file,
		    "Date,Description,Amount\n2024-07-24T00:00:00%s,DAN REED,-0.01\n"
		    "2024-07-25T00:00:00%s,DAN REED,0.01\n",
		    zones[i], zones[i]);
		read_answered(&c, file, NULL);
		local_is(&c.records[0], BASIS_DATE, "2024-07-24T00:00:00");
		assert_int_equal(c.records[0].when.precision, PRECISION_DAY);
		collect_fini(&c);
	}
	read_answered(&c,
	    "Date,Description,Amount\n2024-07-24T00:00:00,DAN REED,-0.01\n"
	    "2024-07-25T00:00:01,DAN REED,0.01\n",
	    NULL);
	local_is(&c.records[0], BASIS_LOCAL, "2024-07-24T00:00:00");
	collect_fini(&c);
}

static void
times__are_in_the_zone_that_a_column_names(void **state)
{
	struct collect c;

	(void)state;
	read_answered(&c,
	    "Date,Time,TimeZone,Name,Gross,Balance\n24/07/2024,21:05:07,BST,Dan,-1,1\n"
	    "24/07/2024,21:05,GMT,Dan,-1,1\n24/07/2024,21:05:07,PDT,Dan,-1,1\n",
	    NULL);
	assert_int_equal(c.records[0].when.basis, BASIS_INSTANT);
	assert_int_equal(c.records[0].when.at_us, INT64_C(1721851507000000));
	assert_int_equal(c.records[1].when.precision, PRECISION_MINUTE);
	assert_int_equal(c.records[1].when.at_us, INT64_C(1721855100000000));
	assert_int_equal(c.records[2].when.basis, BASIS_LOCAL);
	assert_text(record_doubt(&c.records[2], "zone-unknown")->detail, "PDT");
	collect_fini(&c);
}

static void
messages__without_words_beside_other_cells_are_doubted(void **state)
{
	struct collect c;

	(void)state;
	read_answered(
	    &c, "FROM,TO,DATE,SUBJECT,CONTENT\nDan,Maya,2024-03-24 21:05:07 UTC,,I know\n", NULL);
	assert_text(c.records[0].body, "I know");
	collect_fini(&c);
	read_answered(&c, "From,To,Date,Subject,Words\nDan,Maya,2024-03-24 21:05,,I know\n", NULL);
	assert_non_null(record_doubt(&c.records[0], "words-in-other-columns"));
	collect_fini(&c);
}

static void
messages__ask_who_the_owner_is(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, SEEDS "good/messages");
	assert_int_equal(c.count, 2);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 1);
	assert_text(c.records[0].body, "I know\nwhere you are");
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07Z");
	local_is(&c.records[1], BASIS_LOCAL, "2024-03-24T21:06:00");
	collect_fini(&c);
	hard_file(&c, &csv_format, SEEDS "good/messages",
	    &(struct reading_options){.me = TEXT_LITERAL("07700 900101")});
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	collect_fini(&c);
}

static void
columns__that_are_not_known_are_asked_and_nothing_is_lost(void **state)
{
	const struct collect_note *note;
	struct collect c;

	(void)state;
	read_seed(&c, SEEDS "good/unknown-header");
	assert_int_equal(c.count, 3);
	note = collect_note(&c, NOTE_QUESTION, "columns");
	assert_non_null(note);
	assert_text(note->detail, "1 Zeitpunkt\n2 Wer\n3 Was\n4 Wo");
	assert_text(collect_note(&c, NOTE_HEADER, "columns")->detail, "zeitpunkt\nwer\nwas\nwo");
	assert_int_equal(c.records[0].kind, KIND_NOTE);
	assert_text(c.records[0].body, "01/02/2024 | Dan | rang | Leeds");
	assert_text(record_claim(&c.records[0], "column-wo"), "Leeds");
	assert_non_null(record_doubt(&c.records[0], "columns-unknown"));
	collect_fini(&c);
}

static void
columns__are_what_the_person_says(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &csv_format, SEEDS "good/unknown-header",
	    &(struct reading_options){.columns = TEXT_LITERAL("when=1 from=2 body=3"),
		.me = TEXT_LITERAL("Maya"),
		.date_order = DATE_ORDER_DMY});
	assert_int_equal(c.count, 3);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	assert_int_equal(c.records[0].kind, KIND_MESSAGE);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_null(c.records[0].from.name.p);
	assert_text(c.records[0].from.as_written, "Dan");
	assert_text(c.records[0].body, "rang");
	local_is(&c.records[0], BASIS_DATE, "2024-02-01T00:00:00");
	assert_int_equal(c.records[0].doubts_count, 0);
	collect_fini(&c);
	/* What cannot be used is said, and asked again. */
	hard_file(&c, &csv_format, SEEDS "good/unknown-header",
	    &(struct reading_options){.columns = TEXT_LITERAL("what=1")});
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "columns-unreadable"), 1);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "columns"), 1);
	collect_fini(&c);
}

/* Downloads of other firms are full of tables that say nothing about anybody. */
static void
columns__that_are_not_known_in_an_archive_leave_a_file(void **state)
{
	const struct reading_options inside = {.inside = TEXT_LITERAL("Fit/daily.csv")};
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_int_equal(
	    collect_file(&c, &csv_format, SEEDS "good/unknown-header", &inside), E_FORMAT);
	assert_int_equal(c.count + c.notes_count, 0);
	collect_fini(&c);
	collect_init(&c);
	assert_ok(collect_file(&c, &csv_format, SEEDS "good/lloyds", &inside), &c.err);
	assert_int_equal(c.count, 4);
	assert_int_equal(collect_notes(&c, NOTE_HEADER, NULL), 0);
	collect_fini(&c);
}

static void
dates__are_decided_for_the_whole_file_or_asked(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, SEEDS "good/us-dates");
	local_is(&c.records[1], BASIS_DATE, "2024-04-02T00:00:00");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
	read_seed(&c, SEEDS "good/open-dates");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "date-order"), 1);
	assert_text(record_doubt(&c.records[0], "date-order")->detail, "03/04/2024");
	local_is(&c.records[0], BASIS_DATE, "2024-04-03T00:00:00");
	collect_fini(&c);
	hard_file(&c, &csv_format, SEEDS "good/open-dates",
	    &(struct reading_options){.date_order = DATE_ORDER_MDY});
	local_is(&c.records[0], BASIS_DATE, "2024-03-04T00:00:00");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	assert_int_equal(c.records[0].doubts_count, 0);
	collect_fini(&c);
	/* A spreadsheet sorts days of the United Kingdom as words: months run on as if in front. */
	hard_text(&c, &csv_format, BY_WORDS("Date,Counter Party,Amount (GBP)"), NULL);
	local_is(&c.records[3], BASIS_DATE, "2024-02-02T00:00:00");
	local_is(&c.records[1], BASIS_DATE, "2024-03-01T00:00:00");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
	hard_text(&c, &csv_format, BY_WORDS("Date,Memo,Amount"), NULL);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "date-order"), 1);
	assert_text(record_doubt(&c.records[1], "date-order")->detail, "01/03/2024");
	collect_fini(&c);
	/* Three rows may stand in any order. */
	read_answered(
	    &c, "Date,Memo,Amount\n05/04/2024,a,1\n03/04/2024,b,-1\n06/03/2024,c,1\n", NULL);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "date-order"), 1);
	collect_fini(&c);
}

/* Newest first: only with the day in front does time run one way, through many rows. */
static void
dates__that_run_one_way_decide(void **state)
{
	struct collect c;
	struct buf table;

	(void)state;
	buf_init(&table, 4096);
	buf_put_c(&table, "Date,Memo,Amount\n");
	for (int month = 7; month >= 3; month--)
		for (int day = 11; day >= 5; day -= 3)
			buf_putf(&table, "%02d/%02d/2024,a,%d.00\n", day, month, day - 7);
	buf_put_byte(&table, '\0');
	read_answered(&c, (const char *)table.p, NULL);
	local_is(&c.records[0], BASIS_DATE, "2024-07-11T00:00:00");
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "date-order"), 0);
	collect_fini(&c);
	buf_fini(&table);
}

/* A quote in every line that nothing closes costs no more than the lines. */
static void
rows__of_open_quotes_end_with_their_lines(void **state)
{
	struct collect c;
	struct buf table;

	(void)state;
	buf_init(&table, 4 * 1024 * 1024);
	buf_put_c(&table, "Date,Memo,Amount\n");
	for (int i = 0; i < 500; i++)
		buf_put_c(&table, "24/03/2024,a,1.00\n");
	for (int i = 0; i < 3000; i++)
		buf_put_c(&table, "a\",\",\n");
	buf_put_c(&table, "25/03/2024,the end,1.00\n");
	buf_put_byte(&table, '\0');
	read_answered(&c, (const char *)table.p, NULL);
	assert_text(c.records[c.count - 1].body, "the end");
	collect_fini(&c);
	buf_fini(&table);
}

static void
rows__that_do_not_fit_are_kept_with_their_bytes(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, SEEDS "bad/ragged");
	assert_int_equal(c.count, 5);
	assert_slice(c.records[1].raw, "24/03/2024");
	assert_non_null(record_doubt(&c.records[1], "not-understood"));
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "broken-row"), 1);
	assert_int_equal(c.records[4].kind, KIND_CALL);
	assert_non_null(record_doubt(&c.records[4], "time-unreadable"));
	collect_fini(&c);
}

/* More rows than the head has are read, and the memory stays the same. */
static void
rows__have_no_limit(void **state)
{
	struct collect c;
	struct buf buf;

	(void)state;
	buf_init(&buf, 16 * 1024 * 1024);
	buf_put_c(&buf, "Date,Time,Number called,Duration\n");
	for (int i = 0; i < 20000; i++)
		buf_putf(&buf, "24/03/2024,21:05:07,07700 9%05d,00:00:%02d\n", i, i % 60);
	collect_init(&c);
	c.keep_records = 1;
	assert_ok(collect_slice(&c, &csv_format, buf_slice(&buf), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 20000);
	collect_fini(&c);
	buf_fini(&buf);
}

static int
probe(const char *bytes)
{
	return csv_format.probe(slice_of(bytes, strlen(bytes)));
}

static void
probe__takes_tables_and_leaves_the_rest(void **state)
{
	(void)state;
	assert_int_equal(probe("Date,Reference,Amount\n24/03/2024,x,1\n"), 40);
	assert_int_equal(probe("a\tb\n1\t2\n3\t4\n5\t6\n"), 12);
	assert_int_equal(probe("a;b;c\n1;2;3\n3;4;5\n5;6;7\n"), 12);
	assert_int_equal(probe("he said, twice\nI said, no\nso he, left\nand I, too\n"), 0);
	assert_int_equal(probe("Date,Reference,Amount\n"), 0);
	assert_int_equal(probe("{\"a\":1,\"b\":2,\"c\":3}\n{\"a\":1,\"b\":2,\"c\":3}\n"), 0);
	assert_int_equal(probe("<a>,,,\n,,,\n,,,\n,,,\n"), 0);
	assert_int_equal(probe("a,b,c\n1,2,3\n\x01,2,3\n1,2,3\n"), 0);
	assert_int_equal(probe(""), 0);
	assert_ptr_equal(format_of_head(SLICE_LITERAL(
			     "ID,Timestamp,Contents,Attachments\n1,2021-03-24 21:06:00,x,\n")),
	    &discord_format);
	assert_ptr_equal(format_of_head(SLICE_LITERAL("24/03/2024, 21:05 - Dan: a, b\n24/03/2024, "
						      "21:06 - Maya: c, d\n")),
	    &whatsapp_txt_format);
}

static void
reader__bears_pieces_cuts_and_wrong_bytes(void **state)
{
	(void)state;
	hard_seed(&csv_format, SEEDS "good/nationwide-1252");
	hard_seed(&csv_format, SEEDS "good/monzo");
	hard_seed(&csv_format, SEEDS "bad/cut-in-quotes");
	hard_seed_pieces(&csv_format, SEEDS "good/messages");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(payment__a_penny_with_a_message_came_in),
	    cmocka_unit_test(payment__lines_before_the_names_and_windows_1252_are_kept),
	    cmocka_unit_test(payment__names_the_other_side_where_the_table_does),
	    cmocka_unit_test(payment__without_names_is_taken_by_what_stands_there_and_said),
	    cmocka_unit_test(payment__which_way_is_not_guessed),
	    cmocka_unit_test(call__without_a_caller_is_not_ones_own),
	    cmocka_unit_test(bill__is_calls_and_texts_that_went_out),
	    cmocka_unit_test(bill__missed_and_withheld_calls_are_marked),
	    cmocka_unit_test(bill__own_line_is_nobody_who_called),
	    cmocka_unit_test(bill__small_words_of_a_type_tell_no_direction),
	    cmocka_unit_test(table__that_another_one_follows_is_read_by_its_own_names),
	    cmocka_unit_test(table__of_texts_has_no_calls),
	    cmocka_unit_test(table__of_very_many_tables_is_kept_as_words),
	    cmocka_unit_test(payment__signs_count_where_they_are_known),
	    cmocka_unit_test(cells__of_quotes_that_do_not_belong_together_are_doubted),
	    cmocka_unit_test(numbers__are_what_a_spreadsheet_left_of_them),
	    cmocka_unit_test(times__at_midnight_throughout_are_days),
	    cmocka_unit_test(times__are_in_the_zone_that_a_column_names),
	    cmocka_unit_test(messages__without_words_beside_other_cells_are_doubted),
	    cmocka_unit_test(bill__a_number_that_is_not_known_was_not_withheld),
	    cmocka_unit_test(messages__ask_who_the_owner_is),
	    cmocka_unit_test(columns__that_are_not_known_are_asked_and_nothing_is_lost),
	    cmocka_unit_test(columns__are_what_the_person_says),
	    cmocka_unit_test(columns__that_are_not_known_in_an_archive_leave_a_file),
	    cmocka_unit_test(dates__are_decided_for_the_whole_file_or_asked),
	    cmocka_unit_test(dates__that_run_one_way_decide),
	    cmocka_unit_test(rows__of_open_quotes_end_with_their_lines),
	    cmocka_unit_test(rows__that_do_not_fit_are_kept_with_their_bytes),
	    cmocka_unit_test(rows__have_no_limit),
	    cmocka_unit_test(probe__takes_tables_and_leaves_the_rest),
	    cmocka_unit_test(reader__bears_pieces_cuts_and_wrong_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
