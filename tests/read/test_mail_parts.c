/* tests/read/test_mail_parts.c
 * What a mail is made of: body, forms of the body, attachments, attached mails, and damage. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/hard.h"
#include "tests/read/mail_given.h"

#define CORPUS "tests/corpora/mail/"

static void
body__is_the_text_when_the_page_says_the_same(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "good/alternative.eml");

	(void)state;
	assert_text(r->body, "I *know* where you park.");
	assert_int_equal(r->attachments_count, 0);
	assert_null(record_doubt(r, "alternatives-differ"));
	assert_text(record_claim(r, "alternative"), "text/html: the same words");
	collect_fini(&c);
}

static void
body__page_that_says_something_else_is_kept_and_doubted(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "bad/alternative-lies");

	(void)state;
	assert_text(r->body, "Have a nice day.");
	assert_non_null(record_doubt(r, "alternatives-differ"));
	assert_int_equal(r->attachments_count, 1);
	assert_text(r->attachments[0].type, "text/html");
	assert_slice(buf_slice(&c.extracts[0].data), "<p>I will hurt you.</p>");
	collect_fini(&c);
}

#define BOTH(first, second)                                                                        \
	MAIL_HEAD                                                                                  \
	"MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\n" first        \
	"\n--b\n" second "\n--b--\n"
#define PLAIN(words) "Content-Type: text/plain\n\n" words
#define PAGE(html)   "Content-Type: text/html\n\n" html

static void
body__forms_that_differ_either_way_are_both_kept(void **state)
{
	static const char *const mails[] = {
	    BOTH(PLAIN("I will not hurt you."), PAGE("<p>I will hurt you.</p>")),
	    BOTH(PLAIN("Happy birthday!"), PAGE("<img src=cid:p alt=\"I am at your door\">")),
	    BOTH(PAGE("<p>I am outside your house.</p>"), PLAIN("Lovely weather.")),
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(mails); i++) {
		struct record *r = mail_given(&c, mails[i]);

		assert_non_null(record_doubt(r, "alternatives-differ"));
		assert_int_equal(r->attachments_count, 1);
		assert_null(record_claim(r, "alternative").p);
		if (i == 1)
			assert_text(record_claim(r, "page-pictures"), "I am at your door");
		collect_fini(&c);
	}
}

static void
body__words_of_pictures_keep_the_page(void **state)
{
	struct collect c;
	struct record *r = mail_given(&c,
	    BOTH(PLAIN("Look."), PAGE("<p>Look.</p><img src=cid:p alt=\"Your door &amp; you\">")));

	(void)state;
	assert_null(record_doubt(r, "alternatives-differ"));
	assert_int_equal(r->attachments_count, 1);
	assert_text(record_claim(r, "page-pictures"), "Your door & you");
	collect_fini(&c);
	r = mail_given(&c, BOTH(PAGE("<p>Nice day.</p>"), PLAIN("Nice day.")));
	assert_null(record_doubt(r, "alternatives-differ"));
	collect_fini(&c);
	r = mail_given(
	    &c, BOTH(PLAIN("Look [image: a door]"), PAGE("Look <img src=x alt=\"a door\">")));
	assert_text(record_claim(r, "alternative"), "text/html: the same words");
	assert_int_equal(r->attachments_count, 0);
	collect_fini(&c);
}

static void
body__within_related_parts_is_still_an_alternative(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "good/related.eml");

	(void)state;
	assert_text(r->body, "Nice day.");
	assert_non_null(record_doubt(r, "alternatives-differ"));
	assert_int_equal(r->attachments_count, 2);
	assert_text(r->attachments[1].name, "p.png");
	collect_fini(&c);
}

static void
body__of_a_page_alone_is_its_words(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "good/page.eml");

	(void)state;
	assert_text(r->body, "It’s me & I wait.\n\n\nSee £10");
	assert_int_equal(r->attachments_count, 1);
	assert_true(record_claims(r, "remote-content", "https://track.example.net/p.gif?id=1&u=2"));
	assert_true(record_claims(r, "remote-content", "http://track.example.net/s.png"));
	assert_null(record_claim(r, "remote-content-more").p);
	collect_fini(&c);
}

static void
body__remote_content_is_listed_twenty_times_at_most(void **state)
{
	struct collect c;
	struct buf mail;
	struct record *r;
	size_t count = 0;

	(void)state;
	buf_init(&mail, 1 << 16);
	buf_put_c(&mail, MAIL_HEAD "Content-Type: text/html\n\n");
	for (unsigned i = 0; i < 30; i++)
		buf_putf(
		    &mail, "<img src=http://t.example/%u><img src=http://t.example/%u>\n", i, i);
	buf_put_byte(&mail, '\0');
	r = mail_given(&c, (const char *)mail.p);
	for (size_t i = 0; i < r->claims_count; i++)
		count += text_eq_c(r->claims[i].key, "remote-content");
	assert_int_equal(count, 20);
	assert_text(record_claim(r, "remote-content-more"), "yes");
	collect_fini(&c);
	buf_fini(&mail);
}

/* Lists and virus checkers hang their own text under a mail that is a page. */
static void
body__page_with_a_text_under_it_is_both(void **state)
{
	static const char mail[] = MAIL_HEAD
	    "Content-Type: multipart/mixed; boundary=b\n\n"
	    "--b\nContent-Type: text/html\n\n<p>I will come tonight.</p>\n"
	    "--b\nContent-Type: text/plain\n\n-- \nlist footer\n--b--\n";
	struct collect c;
	struct record *r = mail_given(&c, mail);

	(void)state;
	assert_text(r->body, "I will come tonight.\n-- \nlist footer");
	assert_int_equal(r->attachments_count, 1);
	assert_null(record_doubt(r, "alternatives-differ"));
	collect_fini(&c);
}

static void
body__alternative_without_a_text_is_its_page(void **state)
{
	static const char mail[] = MAIL_HEAD
	    "Content-Type: multipart/mixed; boundary=o\n\n"
	    "--o\nContent-Type: multipart/alternative; boundary=i\n\n"
	    "--i\nContent-Type: text/plain\n\n\n"
	    "--i\nContent-Type: text/html\n\n<p>I will come tonight.</p>\n--i--\n"
	    "--o\nContent-Type: text/plain\n\nlist footer\n--o--\n";
	struct collect c;
	struct record *r = mail_given(&c, mail);

	(void)state;
	assert_text(r->body, "I will come tonight.\nlist footer");
	assert_int_equal(r->attachments_count, 1);
	collect_fini(&c);
}

static void
body__page_is_compared_with_the_text_of_its_own_alternative(void **state)
{
	static const char mail[] = MAIL_HEAD
	    "Content-Type: multipart/mixed; boundary=o\n\n"
	    "--o\nContent-Type: text/plain\n\nI will come tonight.\n"
	    "--o\nContent-Type: multipart/alternative; boundary=i\n\n"
	    "--i\nContent-Type: text/plain\n\nNice day.\n"
	    "--i\nContent-Type: text/html\n\n<p>tonight.</p>\n--i--\n--o--\n";
	struct collect c;
	struct record *r = mail_given(&c, mail);

	(void)state;
	assert_text(r->body, "I will come tonight.\nNice day.");
	assert_non_null(record_doubt(r, "alternatives-differ"));
	collect_fini(&c);
}

static void
body__texts_in_a_row_are_one_body(void **state)
{
	struct collect c;
	struct record *r = mail_given(&c,
	    MAIL_HEAD "Content-Type: multipart/mixed; boundary=b\n\n"
		      "--b\n\nfirst\n--b\nContent-Type: image/png\n\nx\n"
		      "--b\n\nsecond\n--b--\n");

	(void)state;
	assert_text(r->body, "first\nsecond");
	assert_int_equal(r->attachments_count, 1);
	collect_fini(&c);
}

static void
body__sets_and_codings_are_undone(void **state)
{
	struct collect c;

	(void)state;
	assert_text(mail_given_file(&c, CORPUS "good/japanese.eml")->body, "あいうえお\n");
	assert_text(c.records[0].subject, "日本語");
	collect_fini(&c);
	assert_text(mail_given_file(&c, CORPUS "good/charsets.eml")->body, "你好\n");
	assert_text(c.records[0].subject, "Привет你好안녕");
	collect_fini(&c);
	assert_text(mail_given_file(&c, CORPUS "good/utf16.eml")->body, "wide café\n");
	collect_fini(&c);
	assert_text(mail_given_file(&c, CORPUS "good/split-word.eml")->subject, "✓ ok cut 🏠");
	collect_fini(&c);
}

static void
body__unknown_set_is_doubted_and_kept_raw(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "bad/charset-unknown");

	(void)state;
	assert_text(record_doubt(r, "charset-unknown")->detail, "IBM1390");
	assert_text(record_doubt(r, "charset-guessed")->detail, "windows-1252");
	assert_slice(r->raw, "\xc1\xc2\xc3\n");
	collect_fini(&c);
}

static void
attachment__has_its_name_type_and_bytes(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "good/attachment.eml");

	(void)state;
	assert_text(r->body, "Look, £10 café and more");
	assert_int_equal(r->attachments_count, 2);
	assert_text(r->attachments[0].name, "dürre tür.jpg");
	assert_text(r->attachments[0].type, "image/jpeg");
	assert_int_equal(r->attachments[0].source, ATTACHMENT_EXTRACTED);
	assert_int_equal(r->attachments[0].extract, 0);
	assert_int_equal(r->attachments[0].bytes, 22);
	assert_int_equal(c.extracts[0].bytes, 22);
	assert_true(c.extracts[0].whole);
	assert_text(r->attachments[1].name, "Bob €.png");
	assert_text(r->attachments[1].type, "image/png"); /* by content, not as declared */
	assert_true(record_claims(r, "attachment-declared", "2: application/octet-stream"));
	collect_fini(&c);
}

static void
attachment__line_end_before_the_boundary_is_not_its_own(void **state)
{
	struct collect c;

	(void)state;
	mail_given(&c,
	    MAIL_HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
		      "Content-Type: application/x\r\n\r\none\r\n\r\ntwo\r\n\r\n--b--\r\n");
	assert_slice(buf_slice(&c.extracts[0].data), "one\r\n\r\ntwo\r\n");
	collect_fini(&c);
}

static void
attachment__damaged_base64_is_kept_as_far_as_it_goes(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "bad/base64-damaged");

	(void)state;
	assert_text(record_doubt(r, "coding-damaged")->detail, "a.doc");
	assert_int_equal(r->attachments_count, 1);
	assert_false(c.extracts[0].whole);
	assert_true(slice_starts(buf_slice(&c.extracts[0].data), "<html>"));
	collect_fini(&c);
}

static void
attachment__unknown_coding_is_kept_as_it_came(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "bad/coding-unknown");

	(void)state;
	assert_text(record_doubt(r, "coding-unknown")->detail, "x-yenc");
	assert_true(slice_starts(buf_slice(&c.extracts[0].data), "begin 644 a\n"));
	collect_fini(&c);
}

static void
attachment__unsafe_name_is_only_a_label(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "bad/name-unsafe");

	(void)state;
	assert_text(r->attachments[0].name, ".._.._etc_passwd");
	assert_text(r->attachments[1].name, "photo_gpj.exe");
	assert_non_null(record_doubt(r, "unsafe-name"));
	assert_true(record_claims(r, "attachment-name", "../../etc/passwd"));
	collect_fini(&c);
}

static void
attachment__that_is_not_what_it_says_is_doubted(void **state)
{
	struct collect c;
	struct record *r = mail_given(
	    &c, MAIL_HEAD "Content-Type: image/jpeg; name=a.jpg\n\n%PDF-1.4 text\n");

	(void)state;
	assert_text(r->attachments[0].type, "application/pdf");
	assert_text(record_doubt(r, "type-differs")->detail, "image/jpeg");
	collect_fini(&c);
}

static void
attached_mail__is_one_file_with_its_header_as_claims(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "good/nested.eml");

	(void)state;
	assert_text(r->body, "see below");
	assert_int_equal(r->attachments_count, 1);
	assert_text(r->attachments[0].name, "fwd.eml");
	assert_text(r->attachments[0].type, "message/rfc822");
	assert_true(slice_starts(buf_slice(&c.extracts[0].data), "From: Dan <dan@example.net>\n"));
	assert_true(record_claims(r, "attached-mail-subject", "first ✓"));
	assert_true(record_claims(r, "attached-mail-from", "Dan <dan@example.net>"));
	assert_true(record_claims(r, "attached-mail-attachment", "inner.png"));
	collect_fini(&c);
}

static void
attached_mail__can_be_read_again_as_a_mail(void **state)
{
	struct collect c, inner;

	(void)state;
	mail_given_file(&c, CORPUS "good/nested.eml");
	collect_init(&inner);
	assert_ok(
	    collect_slice(&inner, &eml_format, buf_slice(&c.extracts[0].data), NULL), &inner.err);
	assert_string_equal(inner.broken, "");
	assert_int_equal(inner.count, 1);
	assert_text(inner.records[0].body, "inner words");
	assert_text(inner.records[0].attachments[0].name, "inner.png");
	assert_null(record_doubt(&inner.records[0], "boundary-missing"));
	collect_fini(&inner);
	collect_fini(&c);
}

static void
attached_mail__that_is_coded_is_looked_into_too(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "good/nested-coded.eml");

	(void)state;
	assert_true(record_claims(r, "attached-mail-subject", "hidden"));
	assert_true(slice_starts(buf_slice(&c.extracts[0].data), "From: Lee"));
	collect_fini(&c);
}

static void
digest__gives_a_file_for_each_mail(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "good/digest.eml");

	(void)state;
	assert_int_equal(r->attachments_count, 2);
	assert_text(r->attachments[1].type, "message/rfc822");
	assert_true(record_claims(r, "attached-mail-subject", "two"));
	collect_fini(&c);
}

static void
locked__is_said(void **state)
{
	struct collect c;

	(void)state;
	mail_given_file(&c, CORPUS "good/locked.eml");
	assert_int_equal(collect_notes(&c, NOTE_ENCRYPTED, "mail-encrypted"), 1);
	collect_fini(&c);
}

static void
inside__all_of_it_in_one_mail_is_said(void **state)
{
	static const char *const codes[] = {"signed-inside", "tnef-inside", "file-in-text",
	    "attachment-elsewhere", "alternatives-differ", "charset-unknown"};
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "good/forms-that-differ.eml");

	(void)state;
	for (size_t i = 0; i < COUNT_OF(codes); i++)
		assert_non_null(record_doubt(r, codes[i]));
	collect_fini(&c);
}

static void
inside__what_is_not_opened_is_said(void **state)
{
	static const char *const mails[] = {
	    MAIL_HEAD
	    "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=a.p7m\n\nx\n",
	    MAIL_HEAD "Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n"
		      "eJ8+IgEAAQaQCAAE\n",
	    MAIL_HEAD "\nthe begin of it\nbegin 644 door.jpg\n#0V%\n`\nend\n",
	    MAIL_HEAD "Content-Type: message/external-body; access-type=URL\n\n\n",
	    MAIL_HEAD "\nbegin 644 door.jpg\nand no more of it\n",
	    MAIL_HEAD "\nbegin now, 12 doors\nend\n",
	    MAIL_HEAD "Content-Type: application/pkcs7-mime; smime-type=certs-only\n\nx\n",
	};
	static const char *const codes[] = {
	    "signed-inside", "tnef-inside", "file-in-text", "attachment-elsewhere"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(mails); i++) {
		struct record *r = mail_given(&c, mails[i]);

		for (size_t k = 0; k < COUNT_OF(codes); k++)
			assert_int_equal(record_doubt(r, codes[k]) != NULL, i == k);
		collect_fini(&c);
	}
}

static void
saved__by_another_program_is_still_the_mail(void **state)
{
	static const char *const paths[] = {
	    CORPUS "bad/cr-alone", CORPUS "bad/saved-in-utf16", CORPUS "bad/saved-in-utf16-big"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		struct record *r = mail_given_file(&c, paths[i]);

		assert_text(r->subject, "I know");
		assert_text(r->from.handle, "dan@example.net");
		assert_text(r->body, "I was at the caf\xc3\xa9.\n\nTwice.\n");
		assert_int_equal(record_doubt(r, "saved-in-utf16") != NULL, i != 0);
		assert_int_equal(r->doubts_count, i != 0);
		collect_fini(&c);
	}
	assert_non_null(
	    record_doubt(mail_given_file(&c, CORPUS "bad/saved-in-utf16-cut"), "not-utf8"));
	collect_fini(&c);
}

/* Which line ends a mail has is not decided by how much of it a read happens to give. */
static void
saved__with_many_cr_before_the_first_lf_is_no_matter_of_pieces(void **state)
{
	struct collect c;
	struct buf buf;

	(void)state;
	buf_init(&buf, 64 * 1024);
	buf_put_c(&buf, "From dan@example.net Sun Mar 24 21:05:07 20");
	for (int i = 0; i < 7000; i++)
		buf_put_c(&buf, "24\r");
	buf_put_c(&buf, "\nFrom: dan@example.net\r\nTo: maya@example.org\r\nSubject: I know\r\n"
			"Date: Sun, 24 Mar 2024 21:05:07 +0000\r\n\r\nTwice.\r\n");
	collect_init(&c);
	assert_ok(collect_slice(&c, &eml_format, buf_slice(&buf), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_text(c.records[0].subject, "I know");
	assert_text(c.records[0].body, "Twice.\r\n");
	collect_fini(&c);
	hard_pieces(&eml_format, buf_slice(&buf));
	buf_fini(&buf);
}

static void
saved__is_known_by_its_content(void **state)
{
	static const char header[] =
	    "From: dan@example.net\rTo: maya@example.org\rSubject: x\r\rhi\r";

	(void)state;
	assert_true(eml_format.probe(SLICE_LITERAL(header)) != 0);
	assert_true(
	    eml_format.probe(SLICE_LITERAL("\xff\xfe"
					   "F\0r\0o\0m\0:\0x\0\n\0T\0o\0:\0x\0\n\0\n\0")) != 0);
	assert_int_equal(eml_format.probe(SLICE_LITERAL("one\rtwo\rthree\r")), 0);
	assert_int_equal(eml_format.probe(SLICE_LITERAL("\xff\xfe")), 0);
	assert_int_equal(eml_format.probe(SLICE_LITERAL("\xfe\xff\0")), 0);
}

#define LETTER "I will burn down your house tonight,\nand nobody is going to help you.\n"

static void
letters__files_among_the_words_are_taken_out(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "good/uuencode.eml");

	(void)state;
	assert_text(r->body, "See both of these.\n\n\nAnd the door:\nBye.\n");
	assert_int_equal(r->attachments_count, 2);
	assert_text(r->attachments[0].name, "letter.txt");
	assert_slice(buf_slice(&c.extracts[0].data), LETTER);
	assert_true(c.extracts[0].whole);
	assert_text(r->attachments[1].name, "door.png");
	assert_text(r->attachments[1].type, "image/png");
	assert_int_equal(r->attachments[1].bytes, 33);
	assert_true(record_claims(r, "attachment-in-text", "letter.txt"));
	assert_int_equal(r->doubts_count, 0);
	collect_fini(&c);
}

static void
letters__damaged_ones_stay_in_the_words_too(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "bad/uuencode-damaged");

	(void)state;
	assert_true(slice_find(slice_of_text(r->body), SLICE_LITERAL("M22!W:6QL(&")) != SIZE_MAX);
	assert_true(slice_find(slice_of_text(r->body), SLICE_LITERAL("end\nafter\n")) != SIZE_MAX);
	assert_int_equal(r->attachments_count, 2);
	assert_int_equal(c.extracts[0].bytes, 45 + 15);
	assert_int_equal(c.extracts[1].bytes, 90);
	for (size_t i = 0; i < 2; i++) {
		assert_false(c.extracts[i].whole);
		assert_int_equal(r->doubts_count, 4);
	}
	assert_text(record_doubt(r, "file-in-text")->detail, "letter.txt");
	assert_text(record_doubt(r, "coding-damaged")->detail, "letter.txt");
	collect_fini(&c);
}

static void
letters__are_words_where_there_are_no_others(void **state)
{
	struct collect c;
	struct record *r = mail_given(
	    &c, MAIL_HEAD "\nbegin 644 ../a.txt\n*22!S964@>6]U+@``\n`\nend\n");

	(void)state;
	assert_non_null(record_doubt(r, "unsafe-name"));
	assert_non_null(record_claim(r, "words-from-file").p);
	assert_text(r->body, "I see you.");
	assert_int_equal(r->attachments_count, 1);
	collect_fini(&c);
}

/* A line whose blanks at the end were lost is filled up, and doubted. */
static void
letters__blanks_lost_on_the_way_are_nought(void **state)
{
	struct collect c;
	struct record *r = mail_given(&c, MAIL_HEAD "\nbegin 644 a.bin\n&04)#\n\nend\n");

	(void)state;
	assert_int_equal(c.extracts[0].bytes, 6);
	assert_memory_equal(c.extracts[0].data.p, "ABC\0\0\0", 6);
	assert_non_null(record_doubt(r, "coding-damaged"));
	collect_fini(&c);
}

static void
letters__only_so_many_files_of_one_mail(void **state)
{
	struct collect c;
	struct buf text;

	(void)state;
	buf_init(&text, 1 << 20);
	buf_put_c(&text, MAIL_HEAD "\n");
	for (int i = 0; i < 2100; i++)
		buf_put_c(&text, "begin 644 a\n#86)C\n`\nend\n");
	buf_put_byte(&text, '\0');
	mail_given(&c, (const char *)text.p);
	assert_int_equal(c.extracts_count, 2000);
	assert_non_null(record_doubt(&c.records[0], "file-in-text"));
	assert_int_equal(c.records[0].body.n, 100 * strlen("begin 644 a\n#86)C\n`\nend\n"));
	collect_fini(&c);
	buf_fini(&text);
}

/* More letters than a record has room for words. */
static void
letters__of_a_large_file_are_taken_out(void **state)
{
	static const char line[] =
	    "M86)C86)C86)C86)C86)C86)C86)C86)C86)C86)C86)C86)C86)C86)C86)C\n";
	struct collect c;
	struct buf text;
	struct record *r;

	(void)state;
	buf_init(&text, 4 << 20);
	buf_put_c(&text, MAIL_HEAD "\nsee\nbegin 644 a.bin\n");
	for (int i = 0; i < 30000; i++)
		buf_put_c(&text, line);
	buf_put_c(&text, "`\nend\nthis\n");
	buf_put_byte(&text, '\0');
	r = mail_given(&c, (const char *)text.p);
	assert_text(r->body, "see\nthis\n");
	assert_int_equal(c.extracts_count, 1);
	assert_int_equal(c.extracts[0].bytes, 30000 * 45);
	assert_true(c.extracts[0].whole);
	assert_int_equal(r->doubts_count, 0);
	collect_fini(&c);
	buf_fini(&text);
}

static void
letters__as_the_coding_of_a_part_are_undone(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "good/uuencode-part.eml");

	(void)state;
	assert_text(r->body, "I know the caf\xc3\xa9.\n");
	assert_int_equal(r->attachments_count, 1);
	assert_text(r->attachments[0].type, "image/png");
	assert_int_equal(r->attachments[0].bytes, 33);
	assert_null(record_doubt(r, "coding-damaged"));
	collect_fini(&c);
}

static void
letters__that_are_none_stay_words(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "bad/uuencode-of-words");

	(void)state;
	assert_true(
	    slice_starts(slice_of_text(r->body), "These are only words,\n\nand no letters"));
	assert_true(
	    slice_find(slice_of_text(r->body), SLICE_LITERAL("may be by far.")) != SIZE_MAX);
	assert_non_null(record_doubt(r, "coding-damaged"));
	collect_fini(&c);
}

static void
border__missing_at_the_end_is_doubted_and_the_file_kept(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "bad/boundary-missing");

	(void)state;
	assert_non_null(record_doubt(r, "boundary-missing"));
	assert_false(c.extracts[0].whole);
	assert_slice(buf_slice(&c.extracts[0].data), "%PDF-1.4 cut off in the mid");
	collect_fini(&c);
}

static void
border__that_never_comes_leaves_all_as_body(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "bad/boundary-wrong");

	(void)state;
	assert_non_null(record_doubt(r, "no-parts"));
	assert_true(
	    slice_find(slice_of_text(r->body), SLICE_LITERAL("words in no part")) != SIZE_MAX);
	collect_fini(&c);
}

static void
border__that_is_not_named_is_guessed_and_doubted(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "bad/boundary-unnamed");

	(void)state;
	assert_text(record_doubt(r, "boundary-guessed")->detail, "xyz");
	assert_text(r->body, "words");
	collect_fini(&c);
}

static void
border__that_is_the_start_of_another_is_told_apart(void **state)
{
	struct collect c;
	struct record *r = mail_given(&c,
	    MAIL_HEAD "Content-Type: multipart/mixed; boundary=x\n\n--x\n"
		      "Content-Type: multipart/mixed; boundary=xy\n\n--xy\n\n"
		      "--xyz is no border\n--x is none\n--xy--\n--x\n\nlast\n--x--\n");

	(void)state;
	assert_text(r->body, "--xyz is no border\n--x is none\nlast");
	assert_int_equal(r->doubts_count, 0);
	collect_fini(&c);
}

static void
border__of_an_outer_part_ends_the_inner_one(void **state)
{
	struct collect c;
	struct record *r = mail_given(&c,
	    MAIL_HEAD "Content-Type: multipart/mixed; boundary=x\n\n--x\n"
		      "Content-Type: multipart/mixed; boundary=y\n\n--y\n\n"
		      "inner\n--x\n\nouter\n--x--\n");

	(void)state;
	assert_text(r->body, "inner\nouter");
	assert_non_null(record_doubt(r, "boundary-missing"));
	collect_fini(&c);
}

static void
words_outside_of_parts__are_a_claim(void **state)
{
	struct collect c;
	struct record *r = mail_given(&c,
	    MAIL_HEAD "Content-Type: multipart/mixed; boundary=x\n\nhidden words\n"
		      "--x\n\nbody\n--x--\nand more\n");

	(void)state;
	assert_text(r->body, "body");
	assert_true(record_claims(r, "text-outside-parts", "hidden words\nand more\n"));
	collect_fini(&c);
}

static void
part__without_a_blank_line_keeps_its_words(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, CORPUS "bad/part-header-broken");

	(void)state;
	assert_text(r->body, "no blank line before these words\nor these");
	assert_non_null(record_doubt(r, "header-damaged"));
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(body__is_the_text_when_the_page_says_the_same),
	    cmocka_unit_test(body__page_that_says_something_else_is_kept_and_doubted),
	    cmocka_unit_test(body__within_related_parts_is_still_an_alternative),
	    cmocka_unit_test(body__forms_that_differ_either_way_are_both_kept),
	    cmocka_unit_test(body__words_of_pictures_keep_the_page),
	    cmocka_unit_test(body__of_a_page_alone_is_its_words),
	    cmocka_unit_test(body__remote_content_is_listed_twenty_times_at_most),
	    cmocka_unit_test(body__texts_in_a_row_are_one_body),
	    cmocka_unit_test(body__sets_and_codings_are_undone),
	    cmocka_unit_test(body__unknown_set_is_doubted_and_kept_raw),
	    cmocka_unit_test(attachment__has_its_name_type_and_bytes),
	    cmocka_unit_test(attachment__line_end_before_the_boundary_is_not_its_own),
	    cmocka_unit_test(attachment__damaged_base64_is_kept_as_far_as_it_goes),
	    cmocka_unit_test(attachment__unknown_coding_is_kept_as_it_came),
	    cmocka_unit_test(attachment__unsafe_name_is_only_a_label),
	    cmocka_unit_test(attachment__that_is_not_what_it_says_is_doubted),
	    cmocka_unit_test(attached_mail__is_one_file_with_its_header_as_claims),
	    cmocka_unit_test(attached_mail__can_be_read_again_as_a_mail),
	    cmocka_unit_test(attached_mail__that_is_coded_is_looked_into_too),
	    cmocka_unit_test(digest__gives_a_file_for_each_mail),
	    cmocka_unit_test(locked__is_said),
	    cmocka_unit_test(inside__all_of_it_in_one_mail_is_said),
	    cmocka_unit_test(inside__what_is_not_opened_is_said),
	    cmocka_unit_test(saved__by_another_program_is_still_the_mail),
	    cmocka_unit_test(saved__with_many_cr_before_the_first_lf_is_no_matter_of_pieces),
	    cmocka_unit_test(saved__is_known_by_its_content),
	    cmocka_unit_test(letters__files_among_the_words_are_taken_out),
	    cmocka_unit_test(letters__damaged_ones_stay_in_the_words_too),
	    cmocka_unit_test(letters__are_words_where_there_are_no_others),
	    cmocka_unit_test(letters__blanks_lost_on_the_way_are_nought),
	    cmocka_unit_test(letters__only_so_many_files_of_one_mail),
	    cmocka_unit_test(letters__of_a_large_file_are_taken_out),
	    cmocka_unit_test(letters__as_the_coding_of_a_part_are_undone),
	    cmocka_unit_test(letters__that_are_none_stay_words),
	    cmocka_unit_test(border__missing_at_the_end_is_doubted_and_the_file_kept),
	    cmocka_unit_test(border__that_never_comes_leaves_all_as_body),
	    cmocka_unit_test(border__that_is_not_named_is_guessed_and_doubted),
	    cmocka_unit_test(border__that_is_the_start_of_another_is_told_apart),
	    cmocka_unit_test(border__of_an_outer_part_ends_the_inner_one),
	    cmocka_unit_test(words_outside_of_parts__are_a_claim),
	    cmocka_unit_test(part__without_a_blank_line_keeps_its_words),
	    cmocka_unit_test(body__page_with_a_text_under_it_is_both),
	    cmocka_unit_test(body__alternative_without_a_text_is_its_page),
	    cmocka_unit_test(body__page_is_compared_with_the_text_of_its_own_alternative),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
