/* tests/read/test_emlx.c
 * Mails as Apple Mail keeps them: the number in front, the notes behind, and both when they lie. */
#include "tests/support/check.h"

#include "read/formats/emlx_plist.h"
#include "read/formats/formats.h"
#include "tests/read/hard.h"

#define GOOD         "tests/corpora/emlx/good/"
#define BAD          "tests/corpora/emlx/bad/"
#define FILE_OUTSIDE "../shared/fixtures/email/emlx/tika_testEMLX.emlx"

static void
emlx__reads_the_mail_and_the_notes_behind_it(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	hard_file(&c, &emlx_format, GOOD "read-and-answered", NULL);
	assert_int_equal(c.count, 1);
	assert_text(c.notes[0].code, "emlx");
	r = &c.records[0];
	assert_int_equal(r->kind, KIND_EMAIL);
	assert_text(r->subject, "Tonight");
	assert_text(r->body, "I know where you are.\n");
	assert_text(r->from.handle, "dan@example.org");
	assert_text(record_claim(r, "apple-flags"), "33554437 (read, answered, not junk)");
	assert_text(record_claim(r, "apple-date-received"), "1711314310 (2024-03-24T21:05:10Z)");
	assert_text(record_claim(r, "apple-sender"), "\"Daniel <Reed>\" <dan@example.org>");
	assert_int_equal(r->doubts_count, 0);
	collect_fini(&c);
	hard_file(&c, &emlx_format, GOOD "crlf", NULL);
	assert_text(c.records[0].body, "I know where you are.\r\n");
	assert_int_equal(c.records[0].doubts_count, 0);
	collect_fini(&c);
	hard_file(&c, &emlx_format, GOOD "plist-in-the-body", NULL);
	assert_text(record_claim(&c.records[0], "apple-flags"), "1 (read)");
	assert_non_null(memmem(c.records[0].body.p, c.records[0].body.n, "</plist>\nend", 12));
	collect_fini(&c);
}

static void
emlx__marks_drafts_and_deleted_mail(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &emlx_format, GOOD "draft", NULL);
	assert_true(record_marked(&c.records[0], "draft"));
	assert_text(record_claim(&c.records[0], "apple-flags"), "65 (read, draft)");
	collect_fini(&c);
	hard_file(&c, &emlx_format, GOOD "deleted-and-nested", NULL);
	assert_true(record_marked(&c.records[0], "deleted"));
	assert_text(record_claim(&c.records[0], "apple-flags"), "2 (not read, deleted)");
	assert_text(record_claim(&c.records[0], "apple-note"), "color: 00");
	collect_fini(&c);
}

static void
emlx__says_that_attachments_were_left_out(void **state)
{
	struct reading_options options = {.name = TEXT_LITERAL("12.partial.emlx")};
	struct collect c;

	(void)state;
	hard_file(&c, &emlx_format, GOOD "partial", NULL);
	assert_int_equal(collect_notes(&c, NOTE_GAP, "attachments-left-out"), 1);
	assert_non_null(record_doubt(&c.records[0], "attachments-left-out"));
	assert_text(c.records[0].attachments[0].name, "IMG_0001.jpg");
	collect_fini(&c);
	collect_init(&c);
	assert_ok(collect_file(&c, &emlx_format, GOOD "draft", &options), &c.err);
	assert_int_equal(collect_notes(&c, NOTE_GAP, "attachments-left-out"), 1);
	collect_fini(&c);
}

static void
emlx__finds_the_notes_when_the_number_lies(void **state)
{
	static const char *const files[] = {
	    BAD "length-too-small", BAD "length-too-large", BAD "length-absurd"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		hard_file(&c, &emlx_format, files[i], NULL);
		assert_text(c.records[0].body, "I know where you are.\n");
		assert_text(record_claim(&c.records[0], "apple-flags"), "1 (read)");
		assert_non_null(record_doubt(&c.records[0], "length-differs"));
		collect_fini(&c);
	}
	hard_file(&c, &emlx_format, BAD "no-plist", NULL);
	assert_text(c.records[0].body, "I know where you are.\n");
	assert_non_null(record_doubt(&c.records[0], "notes-missing"));
	collect_fini(&c);
	hard_file(&c, &emlx_format, BAD "cut-off", NULL);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "cut-off"), 1);
	collect_fini(&c);
	hard_file(&c, &emlx_format, BAD "binary-plist", NULL);
	assert_non_null(record_doubt(&c.records[0], "notes-unread"));
	collect_fini(&c);
	hard_file(&c, &emlx_format, BAD "plist-broken", NULL);
	assert_int_equal(c.count, 1);
	collect_fini(&c);
}

static void
emlx__is_known_by_a_number_and_a_header(void **state)
{
	struct collect c;

	(void)state;
	assert_ptr_equal(
	    format_of_head(SLICE_LITERAL("99   \nFrom: a@example.org\nDate: x\nSubject: y\n\nz")),
	    &emlx_format);
	assert_int_equal(emlx_format.probe(SLICE_LITERAL("12\nhello\n")), 0);
	assert_int_equal(emlx_format.probe(SLICE_LITERAL("From: a\nDate: x\n")), 0);
	collect_init(&c);
	assert_int_equal(collect_file(&c, &emlx_format, BAD "number-only", NULL), E_FORMAT);
	assert_int_equal(collect_file(&c, &emlx_format, BAD "empty", NULL), E_FORMAT);
	collect_fini(&c);
}

static void
emlx__does_not_depend_on_how_it_is_read(void **state)
{
	static const char *const files[] = {GOOD "read-and-answered", GOOD "partial",
	    BAD "length-too-small", BAD "length-absurd", BAD "plist-broken"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++)
		hard_seed_pieces(&emlx_format, files[i]);
	hard_seed_cuts(&emlx_format, GOOD "read-and-answered");
	hard_seed_flips(&emlx_format, GOOD "partial");
}

static void
emlx__facts_of_the_outside_file(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have("../shared/fixtures/email/emlx"))
		skip();
	hard_file(&c, &emlx_format, FILE_OUTSIDE, NULL);
	assert_int_equal(c.count, 1);
	assert_text(c.records[0].from.handle, "jira@apache.org");
	assert_text(record_claim(&c.records[0], "apple-flags"), "0 (not read)");
	assert_null(record_doubt(&c.records[0], "length-differs"));
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(emlx__reads_the_mail_and_the_notes_behind_it),
	    cmocka_unit_test(emlx__marks_drafts_and_deleted_mail),
	    cmocka_unit_test(emlx__says_that_attachments_were_left_out),
	    cmocka_unit_test(emlx__finds_the_notes_when_the_number_lies),
	    cmocka_unit_test(emlx__is_known_by_a_number_and_a_header),
	    cmocka_unit_test(emlx__does_not_depend_on_how_it_is_read),
	    cmocka_unit_test(emlx__facts_of_the_outside_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
