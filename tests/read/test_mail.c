/* tests/read/test_mail.c
 * One mail as a record: who, when, what, and what is doubted. */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

#define HEAD                                                                                       \
	"From: Daniel Reed <dan@example.net>\nTo: Maya Okafor <maya@example.org>\n"                \
	"Date: Sun, 24 Mar 2024 21:05:07 +0000\n"

/* Read `mail`, which must give one record. */
static struct record *
given_me(struct collect *c, const char *mail, const char *me)
{
	struct reading_options options = {.me = me != NULL ? text_of_c(me) : TEXT_NONE};

	collect_init(c);
	assert_ok(collect_slice(c, &eml_format, slice_of(mail, strlen(mail)), &options), &c->err);
	assert_string_equal(c->broken, "");
	assert_int_equal(c->count, 1);
	return &c->records[0];
}

static struct record *
given(struct collect *c, const char *mail)
{
	return given_me(c, mail, NULL);
}

static void
mail__becomes_one_record(void **state)
{
	struct collect c;
	struct record *r = given(&c, HEAD "Subject: Hello\n\nI am outside.\n");

	(void)state;
	assert_int_equal(r->kind, KIND_EMAIL);
	assert_text(r->channel, "email");
	assert_text(r->from.handle, "dan@example.net");
	assert_text(r->from.name, "Daniel Reed");
	assert_text(r->from.as_written, "Daniel Reed <dan@example.net>");
	assert_int_equal(r->to_count, 1);
	assert_text(r->to[0].handle, "maya@example.org");
	assert_text(r->subject, "Hello");
	assert_text(r->body, "I am outside.\n");
	assert_int_equal(r->position, 1);
	assert_int_equal(r->doubts_count, 0);
	assert_int_equal(r->marks_count, 0);
	assert_int_equal(r->attachments_count, 0);
	assert_int_equal(r->raw.n, 0);
	collect_fini(&c);
}

static void
mail__names_its_format_and_what_it_omits(void **state)
{
	struct collect c;

	(void)state;
	given(&c, HEAD "\nwords\n");
	assert_text(c.notes[0].code, "eml");
	assert_int_equal(collect_notes(&c, NOTE_OMITS, NULL), 2);
	collect_fini(&c);
}

static void
mail__line_ends_of_the_body_stay(void **state)
{
	struct collect c;

	(void)state;
	assert_text(
	    given(&c, "From: a@example.org\r\nDate: 24 Mar 2024 21:05:07 GMT\r\n\r\na\r\nb\r\n")
		->body,
	    "a\r\nb\r\n");
	collect_fini(&c);
}

static void
when__is_an_instant_with_its_zone(void **state)
{
	struct collect c;
	struct record *r = given(&c, "From: a@example.org\nTo: b@example.org\n"
				     "Date: Sun, 31 Mar 2024 02:00:00 +0100\n\nx\n");

	(void)state;
	assert_int_equal(r->when.basis, BASIS_INSTANT);
	assert_int_equal(r->when.precision, PRECISION_SECOND);
	assert_true(r->when.at_us == INT64_C(1711846800000000));
	assert_text(r->when.zone, "+01:00");
	assert_text(record_claim(r, "header-date"), "Sun, 31 Mar 2024 02:00:00 +0100");
	collect_fini(&c);
}

static void
when__without_a_zone_is_a_wall_time(void **state)
{
	struct collect c;
	struct record *r = given(&c, "From: a@example.org\nTo: b@example.org\n"
				     "Date: Mon, 25 Mar 2024 08:00:00\n\nx\n");

	(void)state;
	assert_int_equal(r->when.basis, BASIS_LOCAL);
	assert_int_equal(r->when.local.hour, 8);
	assert_false(r->when.at_known);
	collect_fini(&c);
}

static void
when__unknown_zone_is_a_wall_time_with_a_doubt(void **state)
{
	struct collect c;
	struct record *r = given(&c, "From: a@example.org\nTo: b@example.org\n"
				     "Date: Mon, 25 Mar 2024 08:00:00 IST\n\nx\n");

	(void)state;
	assert_int_equal(r->when.basis, BASIS_LOCAL);
	assert_non_null(record_doubt(r, "zone-unknown"));
	collect_fini(&c);
}

static void
when__implausible_year_is_kept_and_doubted(void **state)
{
	struct collect c;
	struct record *r = given(&c, "From: a@example.org\nTo: b@example.org\n"
				     "Date: Mon, 30 Jun 3609 15:33:50 +0600\n\nx\n");

	(void)state;
	assert_int_equal(r->when.basis, BASIS_INSTANT);
	assert_int_equal(r->when.local.year, 3609);
	assert_text(record_doubt(r, "date-implausible")->detail, "Mon, 30 Jun 3609 15:33:50 +0600");
	collect_fini(&c);
}

static void
when__impossible_date_is_no_date(void **state)
{
	struct collect c;
	struct record *r = given(&c, "From: a@example.org\nTo: b@example.org\n"
				     "Date: Sat, 31 Feb 2024 15:33:50 +0600\n\nx\n");

	(void)state;
	assert_int_equal(r->when.basis, BASIS_NONE);
	assert_non_null(record_doubt(r, "date-unreadable"));
	collect_fini(&c);
}

static void
when__without_a_date_the_trace_is_only_a_claim(void **state)
{
	struct collect c;
	struct record *r = given(&c,
	    "Received: by mx.example.org; Sun, 24 Mar 2024 21:05:07 +0000\n"
	    "Received: by other.example; Sun, 24 Mar 2024 20:00:00 +0000\n"
	    "From: a@example.org\n\nx\n");

	(void)state;
	assert_int_equal(r->when.basis, BASIS_NONE);
	assert_non_null(record_doubt(r, "no-date"));
	assert_text(record_claim(r, "received-at"), "2024-03-24T21:05:07Z");
	collect_fini(&c);
}

static void
when__date_far_from_the_trace_is_doubted(void **state)
{
	struct collect c;
	struct record *r = given(&c,
	    "Received: by mx.example.org; Sun, 31 Mar 2024 01:00:05 +0000\n"
	    "From: a@example.org\nDate: Fri, 1 Mar 2024 12:00:00 +0000\n\nx\n");

	(void)state;
	assert_text(record_doubt(r, "date-differs-from-received")->detail,
	    "Date: Fri, 1 Mar 2024 12:00:00 +0000 | Received: by mx.example.org; "
	    "Sun, 31 Mar 2024 01:00:05 +0000");
	collect_fini(&c);
}

static void
when__date_within_a_day_of_the_trace_is_not(void **state)
{
	struct collect c;
	struct record *r = given(&c,
	    "Received: by mx.example.org; Sun, 31 Mar 2024 01:00:05 +0000\n"
	    "From: a@example.org\nDate: Sat, 30 Mar 2024 12:00:00 +0000\n\nx\n");

	(void)state;
	assert_null(record_doubt(r, "date-differs-from-received"));
	collect_fini(&c);
}

static void
claims__keep_every_trace_line_in_order(void **state)
{
	struct collect c;
	struct record *r = given(&c, "Received: one;\n Sun, 24 Mar 2024 21:05:07 +0000\n"
				     "Received: two\nReceived: three\n" HEAD
				     "DKIM-Signature: v=1\nX-Originating-IP: [192.0.2.55]\n"
				     "X-Gmail-Labels: =?UTF-8?Q?Spam,Nicht_ge=C3=B6ffnet?=\n\nx\n");
	size_t seen = 0;
	static const char *const want[] = {"one; Sun, 24 Mar 2024 21:05:07 +0000", "two", "three"};

	(void)state;
	for (size_t i = 0; i < r->claims_count; i++) {
		if (!text_eq_c(r->claims[i].key, "header-received"))
			continue;
		assert_true(seen < COUNT_OF(want));
		assert_text(r->claims[i].value, want[seen]);
		seen++;
	}
	assert_int_equal(seen, 3);
	assert_text(record_claim(r, "header-dkim-signature"), "v=1");
	assert_text(record_claim(r, "header-x-originating-ip"), "[192.0.2.55]");
	assert_text(record_claim(r, "header-x-gmail-labels"), "Spam,Nicht geöffnet");
	collect_fini(&c);
}

static void
claims__failed_authentication_is_doubted(void **state)
{
	struct collect c;
	struct record *r = given(
	    &c, "Authentication-Results: mx.example.org; dkim=fail\n" HEAD "\nx\n");

	(void)state;
	assert_text(record_doubt(r, "authentication-failed")->detail, "mx.example.org; dkim=fail");
	collect_fini(&c);
}

static void
parties__copies_are_told_apart_by_claims(void **state)
{
	struct collect c;
	struct record *r = given(&c, HEAD "Cc: Sam <sam@example.com>\nBcc: lee@example.com\n\nx\n");

	(void)state;
	assert_int_equal(r->to_count, 3);
	assert_text(r->to[1].handle, "sam@example.com");
	assert_text(r->to[2].handle, "lee@example.com");
	assert_text(record_claim(r, "header-cc"), "Sam <sam@example.com>");
	assert_text(record_claim(r, "header-bcc"), "lee@example.com");
	collect_fini(&c);
}

static void
parties__name_that_is_another_address_is_doubted(void **state)
{
	struct collect c;
	struct record *r = given(&c, "From: \"maya@example.org\" <dan@example.net>\n"
				     "Date: Sun, 24 Mar 2024 21:05:07 +0000\n\nx\n");

	(void)state;
	assert_text(r->from.handle, "dan@example.net");
	assert_text(r->from.name, "maya@example.org");
	assert_non_null(record_doubt(r, "name-looks-like-address"));
	collect_fini(&c);
}

static void
parties__name_that_is_the_same_address_is_not(void **state)
{
	struct collect c;
	struct record *r = given(&c, "From: \"Dan@Example.net\" <dan@example.net>\n"
				     "Date: Sun, 24 Mar 2024 21:05:07 +0000\n\nx\n");

	(void)state;
	assert_null(record_doubt(r, "name-looks-like-address"));
	collect_fini(&c);
}

static void
parties__encoded_at_sign_moves_no_border(void **state)
{
	struct collect c;
	struct record *r = given(&c,
	    "From: =?utf-8?Q?maya=40example.org=3E=2C?= <dan@example.net>\n"
	    "Date: Sun, 24 Mar 2024 21:05:07 +0000\n\nx\n");

	(void)state;
	assert_text(r->from.handle, "dan@example.net");
	assert_text(r->from.name, "maya@example.org>,");
	assert_non_null(record_doubt(r, "name-looks-like-address"));
	collect_fini(&c);
}

static void
parties__several_senders_are_doubted(void **state)
{
	struct collect c;
	struct record *r = given(&c, "From: a@example.org, b@example.org\n"
				     "Date: Sun, 24 Mar 2024 21:05:07 +0000\n\nx\n");

	(void)state;
	assert_text(r->from.handle, "a@example.org");
	assert_non_null(record_doubt(r, "from-several"));
	assert_text(record_claim(r, "header-from"), "a@example.org, b@example.org");
	collect_fini(&c);
}

static void
header__twice_is_doubted_and_both_are_kept(void **state)
{
	struct collect c;
	struct record *r = given(&c, "From: a@example.org\nFrom: b@example.org\nSubject: one\n"
				     "Subject: two\nDate: Sun, 24 Mar 2024 21:05:07 +0000\n\nx\n");

	(void)state;
	assert_text(r->from.handle, "a@example.org");
	assert_text(r->subject, "one");
	assert_text(record_doubt(r, "header-twice")->detail, "from");
	assert_text(record_claim(r, "header-from"), "b@example.org");
	assert_text(record_claim(r, "header-subject"), "two");
	collect_fini(&c);
}

static void
header__line_that_is_no_field_is_kept_raw(void **state)
{
	struct collect c;
	struct record *r = given(&c, "From: a@example.org\nno field at all\n"
				     "Date: Sun, 24 Mar 2024 21:05:07 +0000\n\nx\n");

	(void)state;
	assert_non_null(record_doubt(r, "header-damaged"));
	assert_int_equal(r->when.basis, BASIS_INSTANT);
	assert_true(slice_find(r->raw, SLICE_LITERAL("no field at all")) != SIZE_MAX);
	collect_fini(&c);
}

static void
header__without_a_blank_line_the_rest_is_the_body(void **state)
{
	struct collect c;
	struct record *r = given(&c, HEAD "Subject: s\nthese are words\nand these\n");

	(void)state;
	assert_non_null(record_doubt(r, "header-damaged"));
	assert_text(r->body, "these are words\nand these\n");
	collect_fini(&c);
}

static void
header__raw_bytes_are_guessed_and_doubted(void **state)
{
	struct collect c;
	struct record *r = given(&c, HEAD "Subject: caf\xe9\n\nx\n");

	(void)state;
	assert_text(r->subject, "café");
	assert_text(record_doubt(r, "charset-guessed")->detail, "windows-1252");
	collect_fini(&c);
}

static void
header__broken_text_is_kept_raw(void **state)
{
	struct collect c;
	struct record *r = given(&c, HEAD "Subject: =?utf-8?Q?a=FF?=\n\nx\n");

	(void)state;
	assert_text(r->subject, "a\xef\xbf\xbd");
	assert_non_null(record_doubt(r, "not-utf8"));
	assert_true(slice_find(r->raw, SLICE_LITERAL("=?utf-8?Q?a=FF?=")) != SIZE_MAX);
	collect_fini(&c);
}

static void
direction__is_known_by_address_only(void **state)
{
	struct collect c;

	(void)state;
	assert_int_equal(given_me(&c, HEAD "\nx\n", "maya@example.org")->direction, DIRECTION_IN);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 0);
	collect_fini(&c);
	assert_int_equal(
	    given_me(&c, HEAD "\nx\n", "x@example.org, DAN@example.net")->direction, DIRECTION_OUT);
	collect_fini(&c);
	/* A display name is no proof of anything. */
	assert_int_equal(given_me(&c, HEAD "\nx\n", "Daniel Reed")->direction, DIRECTION_UNKNOWN);
	collect_fini(&c);
}

static void
direction__without_an_answer_is_asked_for(void **state)
{
	struct collect c;

	(void)state;
	assert_int_equal(
	    given(&c, "Delivered-To: me@example.org\n" HEAD "\nx\n")->direction, DIRECTION_UNKNOWN);
	assert_text(collect_note(&c, NOTE_QUESTION, "me")->detail,
	    "me@example.org maya@example.org dan@example.net");
	collect_fini(&c);
}

/* A mail that the owner sent, to however many, offers the owner as well. */
static void
direction__the_sender_is_offered_beside_many_recipients(void **state)
{
	struct collect c;
	struct buf mail;

	(void)state;
	buf_init(&mail, 64 * 1024);
	buf_put_c(&mail, "To: r0@example.org");
	for (unsigned i = 1; i < 50; i++)
		buf_putf(&mail, ", r%u@example.org", i);
	buf_put_c(&mail, "\nFrom: Maya <maya@example.org>\n\nx\n");
	buf_put_byte(&mail, '\0');
	(void)given(&c, (const char *)mail.p);
	assert_text(collect_note(&c, NOTE_QUESTION, "me")->detail,
	    "r0@example.org r1@example.org r2@example.org r3@example.org r4@example.org "
	    "r5@example.org r6@example.org r7@example.org maya@example.org");
	collect_fini(&c);
	buf_fini(&mail);
}

static void
direction__own_address_on_anothers_envelope_is_doubted(void **state)
{
	struct collect c;
	struct record *r = given_me(
	    &c, "Return-Path: <evil@example.com>\n" HEAD "\nx\n", "dan@example.net");

	(void)state;
	assert_int_equal(r->direction, DIRECTION_OUT);
	assert_text(record_doubt(r, "from-may-be-forged")->detail, "evil@example.com");
	collect_fini(&c);
}

/* Whoever writes the mail writes its list of recipients too. */
static void
doubts__about_the_sender_are_not_crowded_out(void **state)
{
	struct collect c;
	struct buf mail;
	struct record *r;

	(void)state;
	buf_init(&mail, 1 << 20);
	buf_put_c(&mail,
	    "Return-Path: <evil@example.com>\nReceived: x; Sun, 24 Mar 2024 21:05:07 +0000\n"
	    "Authentication-Results: mx.example.org; dmarc=fail\nTo: x@example.org");
	for (unsigned i = 0; i < 300; i++)
		buf_putf(&mail, ", <%u@example.org> <x@example.org>", i);
	buf_put_c(&mail, "\nFrom: dan@example.net\nDate: Thu, 1 Feb 2024 01:00:00 +0000\n\nx\n");
	buf_put_byte(&mail, '\0');
	r = given_me(&c, (const char *)mail.p, "dan@example.net");
	assert_non_null(record_doubt(r, "address-unclear"));
	assert_non_null(record_doubt(r, "too-much"));
	assert_non_null(record_doubt(r, "authentication-failed"));
	assert_non_null(record_doubt(r, "date-differs-from-received"));
	assert_non_null(record_doubt(r, "from-may-be-forged"));
	collect_fini(&c);
	buf_fini(&mail);
}

static void
header__names_its_sender_however_much_stands_before(void **state)
{
	struct collect c;
	struct buf mail;
	struct record *r;

	(void)state;
	buf_init(&mail, 1 << 20);
	buf_put_c(&mail, "Cc: ");
	for (unsigned i = 0; i < 172; i++) {
		for (unsigned k = 0; k < 340; k++)
			buf_put_c(&mail, "\x80\x80\x80\x80");
		buf_putf(&mail, " <%u@example.org>,", i);
	}
	for (unsigned i = 0; i < 900; i++)
		buf_put_c(&mail, "\nStatus: ROROR");
	buf_put_c(
	    &mail, "\nFrom: Daniel Reed <dan@example.net>\nDate: 24 Mar 2024 21:05:07 GMT\n\nx\n");
	buf_put_byte(&mail, '\0');
	r = given(&c, (const char *)mail.p);
	assert_text(r->from.handle, "dan@example.net");
	assert_text(r->from.name, "Daniel Reed");
	assert_non_null(record_doubt(r, "too-much"));
	assert_null(record_doubt(r, "no-from"));
	collect_fini(&c);
	buf_fini(&mail);
}

static void
probe__knows_mail_from_other_text(void **state)
{
	static const char *const none[] = {"", "\n\n\n", "just words\n", "From here on\nnothing\n",
	    "12/03/2024, 21:05 - Dan: hello\n", "BEGIN:VCARD\nVERSION:4.0\nEND:VCARD\n",
	    "name: x\nversion: 1\n", "<?xml version='1.0'?>\n<smses>", "{\"from\": 1}"};
	static const char mail[] = HEAD "Subject: x\n\nwords\n";

	(void)state;
	assert_true(eml_format.probe(slice_of(mail, sizeof mail - 1)) >= 60);
	assert_ptr_equal(format_of_head(slice_of(mail, sizeof mail - 1)), &eml_format);
	for (size_t i = 0; i < COUNT_OF(none); i++)
		assert_int_equal(eml_format.probe(slice_of(none[i], strlen(none[i]))), 0);
}

static void
not_mail__is_refused_without_a_record(void **state)
{
	static const char *const none[] = {
	    "", "\n", "just words\n", "\xff\xd8\xff\xe0", "name: x\n\ny\n", "PK\x03\x04", ":\n:\n"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(none); i++) {
		collect_init(&c);
		assert_int_equal(
		    collect_slice(&c, &eml_format, slice_of(none[i], strlen(none[i])), NULL),
		    E_FORMAT);
		assert_int_equal(c.count, 0);
		collect_fini(&c);
	}
}

static bool
claims(const struct record *r, const char *value)
{
	for (size_t i = 0; i < r->claims_count; i++)
		if (text_eq_c(r->claims[i].key, "header-other") &&
		    text_eq_c(r->claims[i].value, value))
			return true;
	return false;
}

static void
header__lines_of_no_rule_are_claims_up_to_a_number(void **state)
{
	struct collect c;
	struct record *r = given(&c,
	    HEAD "X-Source-IP: 203.0.113.9\nApparently-To: lee@example.org\nColour: red\n"
		 "X-MS-Exchange-Noise: 1\n\nwords\n");
	struct buf mail;
	size_t count = 0;

	(void)state;
	assert_true(claims(r, "X-Source-IP: 203.0.113.9"));
	assert_true(claims(r, "Apparently-To: lee@example.org"));
	assert_false(claims(r, "Colour: red"));
	assert_false(claims(r, "X-MS-Exchange-Noise: 1"));
	collect_fini(&c);
	buf_init(&mail, 1 << 16);
	buf_put_c(&mail, HEAD);
	for (unsigned i = 0; i < 50; i++)
		buf_putf(&mail, "X-Line-%u: %u\n", i, i);
	buf_put_c(&mail, "\nwords\n");
	buf_put_byte(&mail, '\0');
	r = given(&c, (const char *)mail.p);
	for (size_t i = 0; i < r->claims_count; i++)
		count += text_eq_c(r->claims[i].key, "header-other");
	assert_int_equal(count, 41);
	assert_true(claims(r, "10 more"));
	collect_fini(&c);
	buf_fini(&mail);
}

static void
parties__a_comma_in_the_senders_name_loses_no_address(void **state)
{
	static const char rest[] = "Date: Sun, 24 Mar 2024 21:05:07 +0000\n\nwords\n";
	struct collect c;
	struct record *r;
	char mail[500];

	(void)state;
	snprintf(
	    mail, sizeof mail, "From: Hale, Dan <dan@example.net>\nTo: maya@example.org\n%s", rest);
	r = given_me(&c, mail, "maya@example.org");
	assert_text(r->from.handle, "dan@example.net");
	assert_text(r->from.name, "Hale, Dan");
	assert_int_equal(r->direction, DIRECTION_IN);
	assert_null(record_doubt(r, "from-several"));
	collect_fini(&c);
	snprintf(mail, sizeof mail, "From: Hale, dan@example.net\n%s", rest);
	r = given(&c, mail);
	assert_text(r->from.handle, "dan@example.net");
	assert_non_null(record_doubt(r, "from-several"));
	collect_fini(&c);
	snprintf(mail, sizeof mail,
	    "From: eve@example.net\nCc: Hale, Dan <dan@example.net>, maya@example.org\n%s", rest);
	r = given(&c, mail);
	assert_int_equal(r->to_count, 2);
	assert_text(r->to[0].name, "Hale, Dan");
	assert_non_null(record_doubt(r, "address-unclear"));
	collect_fini(&c);
}

static void
maildir__flags_are_marks(void **state)
{
	static const char mail[] = HEAD "\nwords\n";
	struct reading_options options = {.name = TEXT_LITERAL("1711314307.a.host:2,ST")};
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(
	    collect_slice(&c, &eml_format, slice_of(mail, sizeof mail - 1), &options), &c.err);
	assert_int_equal(c.records[0].marks_count, 1);
	assert_text(c.records[0].marks[0], "deleted");
	collect_fini(&c);
}

static void
inside__is_passed_on(void **state)
{
	static const char mail[] = HEAD "\nwords\n";
	struct reading_options options = {.inside = TEXT_LITERAL("mails/1.eml")};
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(
	    collect_slice(&c, &eml_format, slice_of(mail, sizeof mail - 1), &options), &c.err);
	assert_text(c.records[0].inside, "mails/1.eml");
	collect_fini(&c);
}

static void
mail__with_another_behind_a_from_line_is_doubted(void **state)
{
	struct collect c;
	struct record *r;

	(void)state;
	r = given(&c, "From \n" HEAD "\nfirst\n\nFrom \n" HEAD "\nsecond\n");
	assert_text(record_doubt(r, "separator-in-text")->detail, "From");
	collect_fini(&c);
	r = given(&c, HEAD "\nfirst\n\nFrom here on, call me.\nTomorrow: bring it\n");
	assert_null(record_doubt(r, "separator-in-text"));
	collect_fini(&c);
	r = given(&c, HEAD "\nfirst\nFrom x\n" HEAD "\n");
	assert_null(record_doubt(r, "separator-in-text"));
	collect_fini(&c);
	r = given(&c, HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
			   "Content-Type: message/rfc822\n\nFrom x\n" HEAD "\nx\n--b--\n");
	assert_null(record_doubt(r, "separator-in-text")); /* one was attached so */
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(mail__becomes_one_record),
	    cmocka_unit_test(mail__names_its_format_and_what_it_omits),
	    cmocka_unit_test(mail__line_ends_of_the_body_stay),
	    cmocka_unit_test(when__is_an_instant_with_its_zone),
	    cmocka_unit_test(when__without_a_zone_is_a_wall_time),
	    cmocka_unit_test(when__unknown_zone_is_a_wall_time_with_a_doubt),
	    cmocka_unit_test(when__implausible_year_is_kept_and_doubted),
	    cmocka_unit_test(when__impossible_date_is_no_date),
	    cmocka_unit_test(when__without_a_date_the_trace_is_only_a_claim),
	    cmocka_unit_test(when__date_far_from_the_trace_is_doubted),
	    cmocka_unit_test(when__date_within_a_day_of_the_trace_is_not),
	    cmocka_unit_test(claims__keep_every_trace_line_in_order),
	    cmocka_unit_test(claims__failed_authentication_is_doubted),
	    cmocka_unit_test(parties__copies_are_told_apart_by_claims),
	    cmocka_unit_test(parties__name_that_is_another_address_is_doubted),
	    cmocka_unit_test(parties__name_that_is_the_same_address_is_not),
	    cmocka_unit_test(parties__encoded_at_sign_moves_no_border),
	    cmocka_unit_test(parties__several_senders_are_doubted),
	    cmocka_unit_test(header__twice_is_doubted_and_both_are_kept),
	    cmocka_unit_test(header__line_that_is_no_field_is_kept_raw),
	    cmocka_unit_test(header__without_a_blank_line_the_rest_is_the_body),
	    cmocka_unit_test(header__raw_bytes_are_guessed_and_doubted),
	    cmocka_unit_test(header__broken_text_is_kept_raw),
	    cmocka_unit_test(direction__is_known_by_address_only),
	    cmocka_unit_test(direction__without_an_answer_is_asked_for),
	    cmocka_unit_test(direction__the_sender_is_offered_beside_many_recipients),
	    cmocka_unit_test(direction__own_address_on_anothers_envelope_is_doubted),
	    cmocka_unit_test(probe__knows_mail_from_other_text),
	    cmocka_unit_test(not_mail__is_refused_without_a_record),
	    cmocka_unit_test(inside__is_passed_on),
	    cmocka_unit_test(header__lines_of_no_rule_are_claims_up_to_a_number),
	    cmocka_unit_test(parties__a_comma_in_the_senders_name_loses_no_address),
	    cmocka_unit_test(maildir__flags_are_marks),
	    cmocka_unit_test(doubts__about_the_sender_are_not_crowded_out),
	    cmocka_unit_test(header__names_its_sender_however_much_stands_before),
	    cmocka_unit_test(mail__with_another_behind_a_from_line_is_doubted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
