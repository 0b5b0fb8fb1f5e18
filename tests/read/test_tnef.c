/* tests/read/test_tnef.c
 * What stands in a winmail.dat: the list itself, and what becomes of it in a mail.  Files of
 * tests/corpora/tnef are made by tools/make-tnef. */
#include "tests/support/check.h"

#include <stdio.h>

#include "base/encode.h"
#include "read/formats/formats.h"
#include "read/formats/mail_message.h"
#include "read/formats/tnef.h"
#include "tests/read/mail_given.h"

#define GOOD "tests/corpora/tnef/good/"
#define BAD  "tests/corpora/tnef/bad/"

/* -- bytes --------------------------------------------------------------------------------------
 */

static void
u16(struct buf *out, unsigned v)
{
	buf_put_byte(out, (uint8_t)v);
	buf_put_byte(out, (uint8_t)(v >> 8));
}

static void
head(struct buf *out)
{
	buf_init(out, MAIL_TNEF_MAX_BYTES + 4096);
	buf_put_c(out, "\x78\x9f\x3e\x22\x01");
	buf_put_byte(out, 0);
}

static void
attribute(struct buf *out, int level, uint32_t id, struct slice data)
{
	unsigned sum = 0;

	for (size_t i = 0; i < data.n; i++)
		sum += data.p[i];
	buf_put_byte(out, (uint8_t)level);
	buf_put_u32le(out, id);
	buf_put_u32le(out, (uint32_t)data.n);
	buf_put_slice(out, data);
	u16(out, sum);
}

/* One property with one value that has its length in front. */
static void
property(struct buf *out, unsigned id, unsigned type, const char *value)
{
	size_t n = strlen(value);

	u16(out, type);
	u16(out, id);
	buf_put_u32le(out, 1);
	buf_put_u32le(out, (uint32_t)n);
	buf_put_c(out, value);
	for (; n % 4 != 0; n++)
		buf_put_byte(out, 0);
}

/* -- what the list gives ------------------------------------------------------------------------
 */

struct heard {
	unsigned files, values;
	unsigned end_after; /* values; 0: never */
	struct tnef_value value[8];
};

static bool
file_heard(void *ctx)
{
	struct heard *heard = ctx;

	heard->files++;
	return true;
}

static bool
value_heard(void *ctx, const struct tnef_value *value)
{
	struct heard *heard = ctx;

	if (heard->values < COUNT_OF(heard->value))
		heard->value[heard->values] = *value;
	heard->values++;
	return heard->values != heard->end_after;
}

static unsigned
hear(struct heard *heard, const struct buf *bytes)
{
	const struct tnef_visitor visitor = {
	    .file = file_heard, .value = value_heard, .ctx = heard};

	return tnef_read(buf_slice(bytes), &visitor);
}

static void
tnef__attributes_are_given_as_properties(void **state)
{
	struct heard heard = {0};
	struct buf bytes;

	(void)state;
	head(&bytes);
	attribute(&bytes, 1, 0x00018004, SLICE_LITERAL("the door"));
	attribute(&bytes, 2, 0x00069002, SLICE_LITERAL("fourteen bytes"));
	attribute(&bytes, 2, 0x0006800F, SLICE_LITERAL("data"));
	attribute(&bytes, 1, 0x00069007, SLICE_LITERAL("\xe3\x04\x00\x00\x00\x00\x00\x00"));
	assert_int_equal(hear(&heard, &bytes), 0);
	assert_int_equal(heard.files, 1);
	assert_int_equal(heard.values, 2);
	assert_int_equal(heard.value[0].id, 0x0037);
	assert_false(heard.value[0].file);
	assert_int_equal(heard.value[1].id, 0x3701);
	assert_true(heard.value[1].file && heard.value[1].whole);
	assert_slice(heard.value[1].bytes, "data");
	assert_int_equal(tnef_codepage(buf_slice(&bytes)), 1251);
	buf_fini(&bytes);
}

static void
tnef__a_wrong_checksum_is_said_and_its_data_given(void **state)
{
	struct heard heard = {0};
	struct buf bytes;

	(void)state;
	head(&bytes);
	attribute(&bytes, 1, 0x0002800C, SLICE_LITERAL("words"));
	bytes.p[bytes.n - 1] ^= 1;
	attribute(&bytes, 1, 0x00018004, SLICE_LITERAL("the door"));
	assert_int_equal(hear(&heard, &bytes), TNEF_SUM);
	assert_int_equal(heard.values, 2);
	assert_slice(heard.value[0].bytes, "words");
	assert_false(heard.value[0].whole);
	assert_true(heard.value[1].whole);
	buf_fini(&bytes);
}

/* Wherever it ends, what was whole is given, and it is said that more is missing. */
static void
tnef__cut_anywhere_gives_what_was_whole(void **state)
{
	struct heard heard;
	struct buf bytes, cut;
	size_t first;

	(void)state;
	head(&bytes);
	attribute(&bytes, 1, 0x0002800C, SLICE_LITERAL("words"));
	first = bytes.n;
	attribute(&bytes, 1, 0x00018004, SLICE_LITERAL("the door"));
	for (size_t n = first + 1; n < bytes.n; n++) {
		cut = bytes;
		cut.n = n;
		heard = (struct heard){0};
		assert_int_equal(hear(&heard, &cut), TNEF_CUT);
		assert_true(heard.values >= 1);
		assert_slice(heard.value[0].bytes, "words");
		assert_true(heard.value[0].whole);
		assert_false(heard.values == 2 && heard.value[1].whole);
	}
	buf_fini(&bytes);
}

static void
tnef__counts_are_not_believed(void **state)
{
	struct heard heard = {0};
	struct buf bytes, list;

	(void)state;
	head(&bytes);
	buf_init(&list, 4096);
	buf_put_u32le(&list, UINT32_MAX);
	property(&list, 0x1000, 0x1E, "words");
	property(&list, 0x0037, 0x1E, "the door");
	attribute(&bytes, 1, 0x00069003, buf_slice(&list));
	assert_int_equal(hear(&heard, &bytes), TNEF_CUT);
	assert_int_equal(heard.values, 2);
	assert_slice(heard.value[1].bytes, "the door");
	/* Fewer than there are is no more true. */
	list.p[0] = 1;
	memset(list.p + 1, 0, 3);
	buf_fini(&bytes);
	head(&bytes);
	attribute(&bytes, 1, 0x00069003, buf_slice(&list));
	assert_int_equal(hear(&heard, &bytes), TNEF_ASTRAY);
	buf_fini(&list);
	buf_fini(&bytes);
}

static void
tnef__whoever_asks_may_end_it(void **state)
{
	struct heard heard = {.end_after = 1};
	struct buf bytes;

	(void)state;
	head(&bytes);
	attribute(&bytes, 1, 0x0002800C, SLICE_LITERAL("words"));
	attribute(&bytes, 1, 0x00018004, SLICE_LITERAL("the door"));
	assert_int_equal(hear(&heard, &bytes), 0);
	assert_int_equal(heard.values, 1);
	buf_fini(&bytes);
}

/* -- what becomes of it in a mail ---------------------------------------------------------------
 */

/* A mail with those words of its own (NULL: none) and that winmail.dat, of that type. */
static struct record *
mailed_as(struct collect *c, const char *words, const char *type, struct slice tnef)
{
	struct buf mail;
	struct record *r;

	buf_init(&mail, 3 * MAIL_TNEF_MAX_BYTES);
	buf_put_c(&mail, MAIL_HEAD "Subject: the door\nContent-Type: multipart/mixed; "
				   "boundary=b\n\n");
	if (words != NULL)
		buf_putf(&mail, "--b\n\n%s\n", words);
	buf_putf(&mail, "--b\nContent-Type: %s; name=winmail.dat\n", type);
	buf_put_c(&mail, "Content-Transfer-Encoding: base64\n\n");
	for (struct slice rest = tnef, piece; rest.n != 0; buf_put_byte(&mail, '\n')) {
		assert_true(take(&rest, rest.n < 57 ? rest.n : 57, &piece));
		base64_put(&mail, piece.p, piece.n);
	}
	buf_put_c(&mail, "--b--\n");
	buf_put_byte(&mail, 0);
	assert_int_equal(mail.failed, OK);
	r = mail_given(c, (const char *)mail.p);
	buf_fini(&mail);
	return r;
}

static struct record *
mailed(struct collect *c, const char *words, struct slice tnef)
{
	return mailed_as(c, words, "application/ms-tnef", tnef);
}

static struct record *
mailed_file(struct collect *c, const char *words, const char *path)
{
	struct slice data = load_file(path);
	struct record *r = mailed(c, words, data);

	load_free(data);
	return r;
}

static void
mail__takes_words_and_files_of_it(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, "tests/corpora/mail/good/winmail.eml");

	(void)state;
	assert_text(r->body, "I know where you park \xe2\x82\xac.\r\n");
	assert_text(record_claim(r, "words-from-file"), "there are no others");
	assert_int_equal(r->attachments_count, 2);
	assert_text(r->attachments[0].name, "winmail.dat");
	assert_text(r->attachments[1].name, "where she parks.txt");
	assert_slice(buf_slice(&c.extracts[1].data), "where she parks\r\n");
	assert_true(c.extracts[1].whole);
	assert_int_equal(r->doubts_count, 0);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	assert_null(record_claim(r, "tnef-subject").p); /* it is the header's */
	collect_fini(&c);
}

static void
mail__words_that_say_otherwise_are_told_beside_its_own(void **state)
{
	struct collect c;
	struct record *r = mail_given_file(&c, "tests/corpora/mail/bad/winmail-says-otherwise");

	(void)state;
	assert_text(r->body, "Have a nice day.");
	assert_non_null(record_doubt(r, "tnef-differs"));
	assert_text(record_claim(r, "tnef-text"), "I know where you park \xe2\x82\xac.\r\n");
	collect_fini(&c);

	r = mailed_file(&c, "I know where you *park* \xe2\x82\xac.", GOOD "words-and-file");
	assert_null(record_doubt(r, "tnef-differs"));
	assert_null(record_claim(r, "tnef-text").p);
	collect_fini(&c);
}

static void
mail__reads_each_form_of_words(void **state)
{
	static const char *const files[] = {
	    GOOD "rich-text", GOOD "page", GOOD "cyrillic", GOOD "named-and-many"};
	static const char *const words[] = {"I am outside.", "I see you \xe2\x82\xac.",
	    "\xd0\xaf \xd0\xb7\xd0\xb4\xd0\xb5\xd1\x81\xd1\x8c", "behind all of them"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct record *r = mailed_file(&c, NULL, files[i]);

		assert_slice(slice_trim(slice_of_text(r->body)), words[i]);
		assert_int_equal(r->doubts_count, 0);
		collect_fini(&c);
	}
}

static void
mail__forms_that_differ_are_doubted_and_kept(void **state)
{
	struct collect c;
	struct record *r = mailed_file(&c, NULL, BAD "forms-differ");

	(void)state;
	assert_text(r->body, "Have a nice day.");
	assert_non_null(record_doubt(r, "alternatives-differ"));
	assert_int_equal(r->attachments_count, 3);
	assert_text(r->attachments[1].name, "body.html");
	assert_slice(buf_slice(&c.extracts[1].data), "<p>I will hurt you.</p>");
	assert_text(r->attachments[2].name, "body.rtf");
	collect_fini(&c);
}

static void
mail__a_message_within_is_told_and_its_files_are_taken_out(void **state)
{
	struct collect c;
	struct record *r = mailed_file(&c, NULL, GOOD "message-within");

	(void)state;
	assert_text(r->body, "read this");
	assert_non_null(record_doubt(r, "attached-mail"));
	assert_text(record_claim(r, "attached-mail-subject"), "the door");
	assert_text(record_claim(r, "attached-mail-from"), "Daniel Reed <dan@example.net>");
	assert_text(record_claim(r, "attached-mail-to"), "Maya Okafor");
	assert_text(record_claim(r, "attached-mail-date"), "2024-03-24T21:05:07Z");
	assert_text(record_claim(r, "attached-mail-text"), "I was at your door \xe2\x82\xac.");
	assert_text(record_claim(r, "attached-mail-attachment"), "door.png");
	assert_int_equal(r->attachments_count, 3);
	assert_text(r->attachments[1].type, "application/vnd.ms-tnef");
	assert_text(r->attachments[2].type, "image/png");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);

	r = mailed_file(&c, NULL, BAD "messages-deep");
	assert_non_null(record_doubt(r, "tnef-inside")); /* the fourth is not opened */
	assert_true(record_claims(r, "attached-mail-subject", "level 3"));
	assert_false(record_claims(r, "attached-mail-subject", "level 2"));
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "attached-mail"), 1);
	collect_fini(&c);
}

static void
mail__objects_and_files_elsewhere_are_said(void **state)
{
	struct collect c;
	struct record *r = mailed_file(&c, "see", GOOD "object-and-path");

	(void)state;
	assert_int_equal(r->attachments_count, 3);
	assert_text(r->attachments[1].name, "drawing");
	assert_int_equal(c.extracts[1].bytes, 10); /* without the number of its kind */
	assert_text(r->attachments[2].name, "far.pdf");
	assert_int_equal(r->attachments[2].source, ATTACHMENT_MISSING);
	assert_text(record_claim(r, "attachment-path"), "\\\\server\\far.pdf");
	assert_non_null(record_doubt(r, "attachment-elsewhere"));
	collect_fini(&c);

	r = mailed_file(&c, "see", GOOD "data-in-properties");
	assert_text(r->attachments[1].name, "a.txt");
	assert_slice(buf_slice(&c.extracts[1].data), "abc");
	collect_fini(&c);
}

static void
mail__damage_is_doubted_and_the_rest_is_shown(void **state)
{
	static const struct {
		const char *path;
		size_t files;
		bool unread;
	} damaged[] = {{BAD "cut-in-file", 2, true}, {BAD "cut-in-properties", 1, true},
	    {BAD "wrong-checksum", 2, false}, {BAD "length-lies", 2, true},
	    {BAD "count-lies", 1, true}, {BAD "type-unknown", 1, true}, {BAD "astray", 1, true}};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(damaged); i++) {
		struct record *r = mailed_file(&c, NULL, damaged[i].path);

		assert_slice(slice_trim(slice_of_text(r->body)), "words");
		assert_non_null(record_doubt(r, "tnef-damaged"));
		assert_null(record_doubt(r, "tnef-inside"));
		assert_int_equal(r->attachments_count, damaged[i].files);
		if (damaged[i].files == 2)
			assert_false(c.extracts[1].whole);
		assert_int_equal(
		    collect_notes(&c, NOTE_UNREAD, "attached-mail"), damaged[i].unread);
		collect_fini(&c);
	}
}

static void
mail__what_cannot_be_opened_keeps_its_doubt(void **state)
{
	static const char *const files[] = {
	    BAD "cut-in-head", BAD "values-lie", BAD "empty", BAD "nothing-but-zeros"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct record *r = mailed_file(&c, "words", files[i]);

		assert_non_null(record_doubt(r, "tnef-inside"));
		assert_int_equal(r->attachments_count, 1);
		collect_fini(&c);
	}
}

/* 8-bit text has question marks where its codepage has no letter. */
static void
mail__wide_words_come_before_narrow_ones(void **state)
{
	struct collect c;
	struct buf tnef, list;
	struct record *r;

	(void)state;
	head(&tnef);
	attribute(&tnef, 1, 0x0002800C, SLICE_LITERAL("at ? door"));
	buf_init(&list, 4096);
	buf_put_u32le(&list, 1);
	u16(&list, 0x1F);
	u16(&list, 0x1000);
	buf_put_u32le(&list, 1);
	buf_put_u32le(&list, 18);
	buf_put(&list, "a\0t\0 \0\x42\x30 \0d\0o\0o\0r\0\0", 20);
	attribute(&tnef, 1, 0x00069003, buf_slice(&list));
	r = mailed(&c, NULL, buf_slice(&tnef));
	assert_text(r->body, "at \xe3\x81\x82 door");
	assert_non_null(record_doubt(r, "alternatives-differ"));
	assert_text(r->attachments[1].name, "body.txt");
	assert_slice(buf_slice(&c.extracts[1].data), "at ? door");
	buf_fini(&list);
	buf_fini(&tnef);
	collect_fini(&c);
}

static void
mail__what_is_no_mail_is_doubted_by_its_class(void **state)
{
	struct collect c;
	struct buf tnef;
	struct record *r;

	(void)state;
	head(&tnef);
	attribute(&tnef, 1, 0x00078008, SLICE_LITERAL("IPM.Schedule.Meeting.Request"));
	r = mailed(&c, "come", buf_slice(&tnef));
	assert_non_null(record_doubt(r, "calendar-inside"));
	assert_text(record_claim(r, "message-class"), "IPM.Schedule.Meeting.Request");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "attached-mail"), 1);
	buf_fini(&tnef);
	collect_fini(&c);
	/* In a mail of Outlook nobody opens it, and that is said. */
	assert_string_equal(mail_inside_doubt(SLICE_LITERAL("\x78\x9f\x3e\x22")), "tnef-inside");
}

static void
mail__two_datas_of_one_file_are_both_kept(void **state)
{
	struct collect c;
	struct record *r = mailed_file(&c, "see", BAD "two-datas");

	(void)state;
	assert_int_equal(r->attachments_count, 3);
	assert_slice(buf_slice(&c.extracts[1].data), "one");
	assert_slice(buf_slice(&c.extracts[2].data), "two");
	assert_non_null(record_doubt(r, "tnef-differs"));
	collect_fini(&c);

	r = mailed_file(&c, "see", BAD "unsafe-name");
	assert_non_null(record_doubt(r, "unsafe-name"));
	assert_null(memchr(r->attachments[1].name.p, '/', r->attachments[1].name.n));
	collect_fini(&c);
}

/* Larger than what is sent on at once, and larger than what is opened. */
static void
mail__long_ones_are_held_or_said(void **state)
{
	static const size_t sizes[] = {300000, MAIL_TNEF_MAX_BYTES - 4096, MAIL_TNEF_MAX_BYTES};
	struct collect c;
	struct buf tnef, data;

	(void)state;
	buf_init(&data, MAIL_TNEF_MAX_BYTES);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct record *r;
		uint8_t *p;

		buf_reset(&data);
		p = buf_extend(&data, sizes[i]);
		assert_non_null(p);
		memset(p, 'x', sizes[i]);
		head(&tnef);
		attribute(&tnef, 2, 0x0006800F, buf_slice(&data));
		/* Whatever it is called: it is not taken for a text. */
		r = mailed_as(
		    &c, "see", i == 1 ? "text/plain" : "application/ms-tnef", buf_slice(&tnef));
		assert_int_equal(r->attachments_count, i == 2 ? 1 : 2);
		assert_int_equal(c.extracts[0].bytes, tnef.n);
		if (i != 2)
			assert_int_equal(c.extracts[1].bytes, sizes[i]);
		assert_int_equal(record_doubt(r, "tnef-inside") != NULL, i == 2);
		buf_fini(&tnef);
		collect_fini(&c);
	}
	buf_fini(&data);
}

static void
mail__thousands_of_files_end(void **state)
{
	struct collect c;
	struct buf tnef;
	struct record *r;

	(void)state;
	head(&tnef);
	for (int i = 0; i < 5000; i++) {
		attribute(&tnef, 2, 0x00069002, SLICE_LITERAL("fourteen bytes"));
		attribute(&tnef, 2, 0x0006800F, SLICE_LITERAL("x"));
	}
	r = mailed(&c, "see", buf_slice(&tnef));
	assert_int_equal(r->attachments_count, MAIL_PARTS_MAX);
	assert_non_null(record_doubt(r, "parts-many"));
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "attached-mail"), 1);
	buf_fini(&tnef);
	collect_fini(&c);
}

/* Its data is given whatever the checksums say, so that each byte counts. */
static void
mail__with_one_byte_of_it_wrong_is_read_by_the_rules(void **state)
{
	static const char *const files[] = {GOOD "words-and-file", GOOD "message-within",
	    GOOD "named-and-many", GOOD "page", GOOD "rich-text", BAD "forms-differ"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct slice data = load_file(files[i]);
		struct buf wrong;

		buf_init(&wrong, data.n + 1);
		for (size_t at = 0; at < data.n; at++) {
			buf_reset(&wrong);
			buf_put_slice(&wrong, data);
			wrong.p[at] ^= (uint8_t)(1U << at % 8);
			(void)mailed(&c, at % 2 != 0 ? "see" : NULL, buf_slice(&wrong));
			collect_fini(&c);
		}
		buf_fini(&wrong);
		load_free(data);
	}
}

static void
mail__with_it_bears_cuts_and_flips(void **state)
{
	(void)state;
	hard_seed(&eml_format, "tests/corpora/mail/good/winmail.eml");
	hard_seed(&eml_format, "tests/corpora/mail/bad/winmail-says-otherwise");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tnef__attributes_are_given_as_properties),
	    cmocka_unit_test(tnef__a_wrong_checksum_is_said_and_its_data_given),
	    cmocka_unit_test(tnef__cut_anywhere_gives_what_was_whole),
	    cmocka_unit_test(tnef__counts_are_not_believed),
	    cmocka_unit_test(tnef__whoever_asks_may_end_it),
	    cmocka_unit_test(mail__takes_words_and_files_of_it),
	    cmocka_unit_test(mail__words_that_say_otherwise_are_told_beside_its_own),
	    cmocka_unit_test(mail__reads_each_form_of_words),
	    cmocka_unit_test(mail__forms_that_differ_are_doubted_and_kept),
	    cmocka_unit_test(mail__a_message_within_is_told_and_its_files_are_taken_out),
	    cmocka_unit_test(mail__objects_and_files_elsewhere_are_said),
	    cmocka_unit_test(mail__damage_is_doubted_and_the_rest_is_shown),
	    cmocka_unit_test(mail__what_cannot_be_opened_keeps_its_doubt),
	    cmocka_unit_test(mail__wide_words_come_before_narrow_ones),
	    cmocka_unit_test(mail__what_is_no_mail_is_doubted_by_its_class),
	    cmocka_unit_test(mail__two_datas_of_one_file_are_both_kept),
	    cmocka_unit_test(mail__long_ones_are_held_or_said),
	    cmocka_unit_test(mail__thousands_of_files_end),
	    cmocka_unit_test(mail__with_one_byte_of_it_wrong_is_read_by_the_rules),
	    cmocka_unit_test(mail__with_it_bears_cuts_and_flips),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
