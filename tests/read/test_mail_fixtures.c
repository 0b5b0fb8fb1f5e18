/* tests/read/test_mail_fixtures.c
 * Public mail files and the facts known of them (shared/fixtures/SOURCES.md), where that folder
 * stands beside the tree; else nothing is checked and the test says so. */
#include "tests/support/check.h"

#include "base/time.h"
#include "read/formats/formats.h"
#include "tests/read/collect.h"

#define FOLDER "../shared/fixtures/email/"

/* What must come out of one file; NULL: not looked at. */
struct fact {
	const char *file;
	uint64_t records;
	size_t record;  /* the one looked at, from 0 */
	const char *at; /* instant; "local …" for a wall time, "none" */
	const char *from, *name, *subject;
	const char *body;       /* somewhere in it */
	const char *attachment; /* name of one */
	const char *type;
	size_t attachments; /* SIZE_MAX: not looked at */
	const char *doubt;
	const char *claim, *value;
};

#define ANY SIZE_MAX

static const struct fact facts[] = {
    {"eml/mail_attachment_message_rfc822.eml", 1, 0, "2005-06-06T20:21:22Z", "foo@example.com",
	NULL, "testing", "first part", "ForwardedMessage.eml", "message/rfc822", 1, NULL,
	"attached-mail-attachment", "broken.pdf"},
    {"eml/mail_attachment_nonascii_filename.eml", 1, 0, "2005-06-06T20:21:22Z", NULL, NULL,
	"testing", NULL, "ci\xc3\xable.txt", "text/plain", 1, "charset-guessed", NULL, NULL},
    {"eml/mail_attachment_pdf.eml", 1, 0, "2005-05-10T17:26:39Z", "xxxx@xxxx.com", "Test Tester",
	"Another PDF with 🎉 Unicode chars in it 🍿", NULL, "broken.pdf", "application/pdf", 1,
	NULL, "header-reply-to", "Test Tester <xxxx@xxxx.com>"},
    {"eml/mail_header_fields_with_empty_values.eml", 1, 0, "2009-10-30T19:07:42Z",
	"jorn@prikkprikkprikk.no", "Jørn Støylen", "Testmail", "Jørn Støylen -- http", NULL, NULL,
	0, NULL, NULL, NULL},
    {"eml/mail_multiple_content_types.eml", 1, 0, "none", "redacted@flashmail.net", NULL,
	"Redacted", "foo", NULL, NULL, 0, "header-twice", NULL, NULL},
    {"eml/mail_missing_body.eml", 1, 0, "2001-11-27T23:02:35Z", "redacted@attglobal.net", "SCS_2",
	"REDACTED", NULL, NULL, NULL, 0, "no-parts", NULL, NULL},
    {"eml/mail_japanese_shift_jis.eml", 1, 0, "2014-05-28T08:18:19Z", NULL, NULL, "test",
	"このメールはテスト用", NULL, NULL, 0, NULL, NULL, NULL},
    {"eml/mail_two_from_in_message.eml", 1, 0, "2009-12-02T09:39:33Z", "tester1@test.com",
	"Tester 1", NULL, "* From Hotmail you get the ads", NULL, NULL, 0, NULL, "alternative",
	"text/html: the same words"},
    {"eml/mail_raw_email_bad_time.eml", 1, 0, "3609-06-30T09:33:50Z", "yusuf75thu@auracom.net",
	NULL, NULL, "scanned for viruses", NULL, NULL, ANY, "date-implausible", NULL, NULL},
    {"eml/tika_quoted_printable.eml", 1, 0, "2010-11-26T19:57:53Z", NULL, "Another Person",
	"Sample with Quoted Printable Text",
	"Düsseldorf has non-ascii. Lines can be split like this.", NULL, NULL, 0, NULL, NULL, NULL},
    {"eml/tika_base64_body.eml", 1, 0, "none", "nowhere@nowhere.com", NULL, NULL,
	"international characters, voil\xc3\xa0!", NULL, NULL, 0, "no-date", NULL, NULL},
    {"eml/tika_mixed_simple.eml", 1, 0, "2017-06-06T21:48:27Z", "john.doe@gmail.com", "John Doe",
	"Test BCCing email (rev 2)", "rich text and an attachment", "mary-coffee.jpg", "image/jpeg",
	3, NULL, NULL, NULL},
    {"eml/tika_multipart_attachments.eml", 1, 0, "none", NULL, "Bugs Bunny", "EML 1",
	"This is test email for EML1", "Test TxtB.txt", "text/plain", 3, "no-date", NULL, NULL},
    {"eml/tika_i18nheaders.eml", 1, 0, "none", "keld@dkuug.dk", "Keld Jørn Simonsen",
	"If you can read this you understand the example.", NULL, NULL, NULL, 0, NULL, NULL, NULL},
    {"eml/enmime_bad-final-boundary.eml", 1, 0, "2012-10-19T05:48:39Z", NULL, NULL, "Attachment",
	"A text section", "foo_9E5D72.zip", NULL, 1, "boundary-missing", NULL, NULL},
    {"eml/enmime_malformed-base64-attach.eml", 1, 0, "2012-10-19T05:48:39Z", NULL, NULL, NULL,
	"A text section", "some.doc", NULL, 1, "coding-damaged", NULL, NULL},
    {"eml/enmime_mime-bad-8bit-filename.eml", 1, 0, "2021-02-22T05:29:24Z", NULL, NULL, NULL,
	"Text part", "管理.doc", NULL, 1, "charset-guessed", NULL, NULL},
    {"eml/enmime_multipart-wo-boundary.eml", 1, 0, "none", "mailer-daemon@example.com", NULL, NULL,
	"I'm  multipart message without boundary", NULL, NULL, 0, "no-parts", NULL, NULL},
    {"eml/mailparse_test_email_01.eml", 1, 0, "none", NULL, NULL, "Test with attachments",
	"Test with attachments", "sample.pdf", "application/pdf", 3, "no-from", NULL, NULL},
    {"eml/langchain_fake_email_attachment.eml", 1, 0, "2022-12-23T18:08:48Z", NULL,
	"Mallori Harrell", NULL, "Lots of whitespace", "fake-attachment.txt", "text/plain", 1, NULL,
	NULL, NULL},
    {"eml/synth_received_vs_date.eml", 1, 0, "2024-03-01T12:00:00Z", "dan@example.net",
	"Maya Okafor", "I know where you live 🏠", "It’s me… £10 says you’ll answer", NULL, NULL, 0,
	"date-differs-from-received", "header-dkim-signature",
	"v=1; a=rsa-sha256; d=example.net; s=s1; bh=AAAA; b=BBBB"},
    {"eml/synth_received_vs_date.eml", 1, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0,
	"authentication-failed", "header-received",
	"from [192.0.2.55] (host.example.net [192.0.2.55]) by mail.example.net with ESMTPSA id y2; "
	"Sun, 31 Mar 2024 02:00:03 +0100 (BST)"},
    {"mbox/mimekit_simple.mbox", 3, 0, "2002-08-23T06:32:53Z", "fejj@gnome.org", NULL,
	"this'll probably break a lot of mime parsers", "You are here", NULL, NULL, 0, NULL, NULL,
	NULL},
    {"mbox/mimekit_simple.mbox", 3, 2, "2002-08-23T06:32:53Z", NULL, NULL,
	"if a mime parser can correctly handle this, I'm impressed", "Hello world.", NULL, NULL, 0,
	NULL, NULL, NULL},
    {"mbox/mimekit_unmunged.mbox", 2, 0, "none", "jeff@xamarin.com", NULL, NULL,
	"From Russia with love\n\nWhat does Thunderbird do?", NULL, NULL, 0, NULL, "mbox-from",
	"From -"},
    {"mbox/mimekit_unmunged.mbox", 2, 1, "none", NULL, "Jeffrey Stedfast", NULL,
	"From Russia with love\nYear: 1963", NULL, NULL, 0, NULL, NULL, NULL},
    {"mbox/synth_takeout_unescaped.mbox", 3, 0, "2024-03-24T21:05:07Z", "dan@example.org",
	"Daniel Reed", "hello", "\nFrom the roof I can see you.", NULL, NULL, 0, NULL,
	"header-x-gmail-labels", "Inbox,Opened,Category Personal"},
    {"mbox/synth_takeout_unescaped.mbox", 3, 1, "2024-03-31T01:00:00Z", NULL, NULL, "👀 again",
	"From here on nobody will help you.\nend", NULL, NULL, 0, NULL, "header-x-gmail-labels",
	"Spam,Nicht geöffnet"},
    {"mbox/synth_takeout_unescaped.mbox", 3, 2, "2024-04-01T08:00:00Z", NULL, NULL, "Re: hello",
	">From quoted twice", NULL, NULL, 0, NULL, NULL, NULL},
    {"mbox/synth_mboxrd_crlf.mbox", 2, 0, "2024-03-24T21:05:07Z", NULL, NULL, "mboxrd",
	"From one level\r\n>From two levels\r\n", NULL, NULL, 0, NULL, NULL, NULL},
    {"mbox/synth_mboxrd_crlf.mbox", 2, 1, "local 2024-03-25T08:00:00", NULL, NULL, "second",
	"no date zone", NULL, NULL, 0, NULL, NULL, NULL},
    {"mbox/tika_quoted.mbox", 1, 0, "none", NULL, NULL, NULL, "Test content\n> quoted stuff", NULL,
	NULL, 0, NULL, NULL, NULL},
    {"mbox/tika_testMBOX_complex.mbox", 1, 0, "2015-07-20T07:01:07Z", "hey@example.com",
	"Some Person", "xxxxxxx", "Dear Some Person", NULL, NULL, 1, NULL, NULL, NULL},
};

static void
wrong(const struct fact *fact, const char *what)
{
	fail_msg("%s: wrong %s\n", fact->file, what);
}

static void
check_text(const struct fact *fact, const char *want, struct text got, const char *what)
{
	if (want != NULL && !text_eq_c(got, want))
		wrong(fact, what);
}

static void
check_when(const struct fact *fact, const struct moment *when)
{
	uint8_t spelled[64];
	struct buf buf = {.p = spelled, .size = sizeof spelled, .max = sizeof spelled};

	if (fact->at == NULL)
		return;
	if (when->basis == BASIS_INSTANT) {
		assert_true(time_put(&buf, when->at_us));
	} else if (when->basis == BASIS_LOCAL) {
		buf_put_c(&buf, "local ");
		civil_put(&buf, &when->local);
	} else {
		buf_put_c(&buf, "none");
	}
	check_text(fact, fact->at, buf_text(&buf), "time");
}

static void
check_attachment(const struct fact *fact, const struct record *r)
{
	bool found = fact->attachment == NULL;

	if (fact->attachments != ANY && r->attachments_count != fact->attachments)
		wrong(fact, "number of attachments");
	for (size_t i = 0; i < r->attachments_count && !found; i++) {
		if (!text_eq_c(r->attachments[i].name, fact->attachment))
			continue;
		found = true;
		check_text(fact, fact->type, r->attachments[i].type, "type of the attachment");
	}
	if (!found)
		wrong(fact, "name of the attachment");
}

static void
check_claim(const struct fact *fact, const struct record *r)
{
	bool found = fact->claim == NULL;

	for (size_t i = 0; i < r->claims_count && !found; i++)
		found = text_eq_c(r->claims[i].key, fact->claim) &&
			text_eq_c(r->claims[i].value, fact->value);
	if (!found)
		wrong(fact, "claim");
}

static void
check_record(const struct fact *fact, const struct record *r)
{
	check_when(fact, &r->when);
	check_text(fact, fact->from, r->from.handle, "sender");
	check_text(fact, fact->name, r->from.name, "name of the sender");
	check_text(fact, fact->subject, r->subject, "subject");
	if (fact->body != NULL && slice_find(slice_of_text(r->body),
				      slice_of(fact->body, strlen(fact->body))) == SIZE_MAX)
		wrong(fact, "body");
	check_attachment(fact, r);
	check_claim(fact, r);
	if (fact->doubt != NULL && record_doubt(r, fact->doubt) == NULL)
		wrong(fact, "doubt");
}

static void
check_file(const struct fact *fact, const struct format *format)
{
	char path[256] = FOLDER;
	struct collect c;

	memcpy(path + sizeof FOLDER - 1, fact->file, strlen(fact->file) + 1);
	collect_init(&c);
	assert_ok(collect_file(&c, format, path, NULL), &c.err);
	assert_string_equal(c.broken, "");
	if (c.count != fact->records)
		wrong(fact, "number of records");
	check_record(fact, &c.records[fact->record]);
	collect_fini(&c);
}

static void
fixtures__give_the_facts_that_are_known(void **state)
{
	(void)state;
	if (!collect_have(FOLDER))
		skip();
	for (size_t i = 0; i < COUNT_OF(facts); i++)
		check_file(&facts[i], facts[i].file[0] == 'e' ? &eml_format : &mbox_format);
}

static void
fixtures__nonmail_is_left_to_others(void **state)
{
	static const char *const files[] = {"../shared/fixtures/email/msg/bbottema_simple_sent.msg",
	    "../shared/fixtures/email/pst/microsoft_Empty.pst",
	    "../shared/fixtures/sms_backup_restore/synth_uk_sms.xml",
	    "../shared/fixtures/whatsapp/langchain_mixed_headers.txt"};
	struct collect c;

	(void)state;
	if (!collect_have(FOLDER))
		skip();
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		collect_init(&c);
		assert_int_equal(collect_file(&c, &eml_format, files[i], NULL), E_FORMAT);
		assert_int_equal(collect_file(&c, &mbox_format, files[i], NULL), E_FORMAT);
		collect_fini(&c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fixtures__give_the_facts_that_are_known),
	    cmocka_unit_test(fixtures__nonmail_is_left_to_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
