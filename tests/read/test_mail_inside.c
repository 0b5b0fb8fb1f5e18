/* tests/read/test_mail_inside.c
 * What lies inside the files of a mail, and files that are its words. */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/formats.h"
#include "tests/read/mail_given.h"

#define CORPUS "tests/corpora/mail/good/"

#define MIXED MAIL_HEAD "Content-Type: multipart/mixed; boundary=b\n\n"

static void
inside__mails_are_doubted_and_their_words_told(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "forwarded-as-files.eml");

	(void)state;
	assert_text(r->body, "look at these\n");
	assert_int_equal(r->attachments_count, 2);
	assert_true(
	    record_claims(r, "attached-mail-text", "I am outside your house \xe2\x80\x94 now.\n"));
	assert_true(record_claims(r, "attached-mail-text", "I am at your work.\n"));
	assert_true(record_claims(r, "attached-mail-subject", "first"));
	assert_true(record_claims(r, "attached-mail-subject", "second"));
	assert_true(record_claims(r, "attached-mail-to", "Maya Okafor <maya.okafor@example.org>"));
	assert_int_equal(r->doubts_count, 2);
	assert_text(r->doubts[0].code, "attached-mail");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0); /* all of it was told */
	collect_fini(&c);
}

#define WAY                                                                                        \
	"Received: from mx.example.net by mail.example.org;\n Sun, 24 Mar 2024 21:05:19 +0000\n"   \
	"Received: from [192.0.2.55] by mx.example.net; Sun, 24 Mar 2024 21:05:09 +0000\n"         \
	"Authentication-Results: mail.example.org; spf=fail\n"                                     \
	"X-Originating-IP: 192.0.2.55\n"

static void
inside__how_a_mail_came_is_told(void **state)
{
	static const char *const mails[] = {MIXED
	    "--b\nContent-Type: message/rfc822\n\n" WAY MAIL_HEAD "\nhello\n--b--\n",
	    MIXED "--b\nContent-Disposition: attachment; filename=one.eml\n"
		  "Content-Type: application/octet-stream\n\n" WAY MAIL_HEAD "\nhello\n--b--\n"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(mails); i++) {
		struct record *r = mail_given(&c, mails[i]);

		assert_true(record_claims(r, "attached-mail-received",
		    "from mx.example.net by mail.example.org; Sun, 24 Mar 2024 21:05:19 +0000"));
		assert_true(record_claims(r, "attached-mail-received",
		    "from [192.0.2.55] by mx.example.net; Sun, 24 Mar 2024 21:05:09 +0000"));
		assert_true(record_claims(
		    r, "attached-mail-authentication-results", "mail.example.org; spf=fail"));
		assert_true(record_claims(r, "attached-mail-x-originating-ip", "192.0.2.55"));
		assert_null(record_claim(r, "header-received").p);
		assert_null(record_doubt(r, "too-much"));
		collect_fini(&c);
	}
}

static void
inside__a_long_way_leaves_room_for_the_rest(void **state)
{
	struct collect c;
	struct record *r;
	struct buf text;
	size_t count = 0;

	(void)state;
	buf_init(&text, 1 << 16);
	buf_put_c(&text, MIXED "--b\nContent-Type: message/rfc822\n\n");
	for (int i = 0; i < 150; i++)
		buf_put_c(&text, "Received: by mx.example.net\n");
	buf_put_c(&text, MAIL_HEAD "\nhello\n--b--\n");
	buf_put_byte(&text, '\0');
	r = mail_given(&c, (const char *)text.p);
	for (size_t i = 0; i < r->claims_count; i++)
		count += text_eq_c(r->claims[i].key, "attached-mail-received");
	assert_int_equal(count, 100);
	assert_true(record_claims(r, "attached-mail-text", "hello"));
	assert_non_null(record_doubt(r, "too-much"));
	collect_fini(&c);
	buf_fini(&text);
}

static void
inside__files_of_a_mail_are_named(void **state)
{
	struct collect c;
	struct record *r = mail_given(&c,
	    MIXED "--b\n\nlook\n--b\nContent-Type: message/rfc822\n\n" MAIL_HEAD
		  "Content-Type: multipart/mixed; boundary=c\n\n--c\n\nhello\n--c\n"
		  "Content-Type: image/png; name=a.png\n\nx\n--c--\n--b--\n");

	(void)state;
	assert_true(record_claims(r, "attached-mail-text", "hello"));
	assert_true(record_claims(r, "attached-mail-attachment", "a.png"));
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "attached-mail"), 0);
	collect_fini(&c);
}

/* A mail in a mail in a mail ...; the words of the fifth are not looked for. */
static void
inside__mails_in_mails_end(void **state)
{
	struct collect c;
	struct record *r;
	struct buf mail;
	char part[400];

	(void)state;
	buf_init(&mail, 100000);
	for (int i = 0; i < 6; i++) {
		snprintf(part, sizeof part,
		    MAIL_HEAD
		    "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n\nlevel %d\n--b%d\n"
		    "Content-Type: message/rfc822\n\n",
		    i, i, i, i);
		buf_put_c(&mail, part);
	}
	buf_put_c(&mail, MAIL_HEAD "\nend\n");
	buf_put_byte(&mail, '\0');
	r = mail_given(&c, (const char *)mail.p);
	assert_true(record_claims(r, "attached-mail-text", "level 1"));
	assert_true(record_claims(r, "attached-mail-text", "level 3"));
	assert_false(record_claims(r, "attached-mail-text", "level 4"));
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "attached-mail"), 1);
	collect_fini(&c);
	buf_fini(&mail);
}

static void
inside__appointments_and_cards_are_told(void **state)
{
	static const char words[] = "come\nor I will come to you, tonight\n";
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "calendar-only.eml");

	(void)state;
	assert_text(r->body, words);
	assert_true(record_claims(r, "calendar-text", words));
	assert_non_null(record_doubt(r, "calendar-inside"));
	assert_int_equal(r->attachments_count, 1);
	collect_fini(&c);
	r = mail_given(&c,
	    MIXED "--b\n\nlook\n--b\nContent-Type: text/plain; name=a.txt\n\n"
		  "BEGIN:VCARD\nFN:Daniel Reed\nNOTE:I know\\nwhere\nEND:VCARD\n--b--\n");
	assert_text(r->body, "look");
	assert_true(record_claims(r, "contact-text", "Daniel Reed\nI know\nwhere\n"));
	assert_non_null(record_doubt(r, "contact-inside"));
	collect_fini(&c);
}

static void
inside__envelopes_are_known_by_name_and_bytes(void **state)
{
	static const char locked[] = MAIL_HEAD
	    "Content-Type: application/octet-stream; name=\"a.P7M\"\n"
	    "Content-Transfer-Encoding: base64\n\nMIIBowYJKoZIhvcNAQcDoIIBlDCCAZA=\n";
	static const char signature[] = MAIL_HEAD
	    "Content-Type: application/octet-stream; name=\"smime.p7s\"\n"
	    "Content-Transfer-Encoding: base64\n\nMIIBowYJKoZIhvcNAQcCoIIBlDCCAZA=\n";
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "opaque-by-name.eml");

	(void)state;
	assert_text(record_doubt(r, "signed-inside")->detail, "smime.p7m");
	assert_int_equal(collect_notes(&c, NOTE_ENCRYPTED, NULL), 0);
	collect_fini(&c);
	r = mail_given(&c, locked);
	assert_null(record_doubt(r, "signed-inside"));
	assert_int_equal(collect_notes(&c, NOTE_ENCRYPTED, "mail-encrypted"), 1);
	collect_fini(&c);
	r = mail_given(&c, signature);
	assert_int_equal(r->doubts_count, 0);
	collect_fini(&c);
	mail_given(&c, MAIL_HEAD "\nHello,\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n");
	assert_int_equal(collect_notes(&c, NOTE_ENCRYPTED, "mail-encrypted"), 1);
	collect_fini(&c);
	mail_given(&c, MAIL_HEAD "\n> -----BEGIN PGP MESSAGE-----\n");
	assert_int_equal(collect_notes(&c, NOTE_ENCRYPTED, NULL), 0);
	collect_fini(&c);
}

static void
words__shown_inline_are_body_and_file(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "words-in-a-file.eml");

	(void)state;
	assert_text(r->body, "I am outside");
	assert_int_equal(r->attachments_count, 1);
	assert_text(r->attachments[0].name, "text_0.txt");
	assert_int_equal(r->attachments[0].bytes, 12);
	assert_int_equal(r->doubts_count, 0);
	collect_fini(&c);
	r = mail_given(&c, MIXED "--b\nContent-Type: text/html; name=m.html\n"
				 "Content-Disposition: inline\n\n<p>I am outside</p>\n--b--\n");
	assert_text(r->body, "I am outside");
	assert_int_equal(r->attachments_count, 1);
	collect_fini(&c);
}

static void
words__of_a_file_serve_where_there_are_no_others(void **state)
{
	static const char file[] = "--b\nContent-Type: text/html; name=m.html\n"
				   "Content-Disposition: attachment\n\n<p>I am outside</p>\n";
	struct collect c;
	struct record *r;
	char mail[1000];

	(void)state;
	snprintf(mail, sizeof mail, MIXED "%s--b--\n", file);
	r = mail_given(&c, mail);
	assert_text(r->body, "I am outside");
	assert_true(record_claims(r, "words-from-file", "there are no others"));
	assert_int_equal(r->attachments_count, 1);
	collect_fini(&c);
	snprintf(mail, sizeof mail, MIXED "%s--b\n\nother words\n--b--\n", file);
	r = mail_given(&c, mail);
	assert_text(r->body, "other words");
	assert_false(record_claims(r, "words-from-file", "there are no others"));
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(inside__mails_are_doubted_and_their_words_told),
	    cmocka_unit_test(inside__how_a_mail_came_is_told),
	    cmocka_unit_test(inside__a_long_way_leaves_room_for_the_rest),
	    cmocka_unit_test(inside__files_of_a_mail_are_named),
	    cmocka_unit_test(inside__mails_in_mails_end),
	    cmocka_unit_test(inside__appointments_and_cards_are_told),
	    cmocka_unit_test(inside__envelopes_are_known_by_name_and_bytes),
	    cmocka_unit_test(words__shown_inline_are_body_and_file),
	    cmocka_unit_test(words__of_a_file_serve_where_there_are_no_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
