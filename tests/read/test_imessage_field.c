/* tests/read/test_imessage_field.c
 * One field of a database of Messages on its own: words, and what became of them. */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define GOOD    "tests/corpora/imessage_field/good/"
#define BAD     "tests/corpora/imessage_field/bad/"
#define OUTSIDE "../shared/fixtures/imessage/"

static const struct record *
hear(struct collect *c, const char *path)
{
	hard_file(c, &imessage_field_format, path, NULL);
	assert_int_equal(c->count, 1);
	assert_int_equal(c->records[0].kind, KIND_MESSAGE);
	assert_int_equal(c->records[0].direction, DIRECTION_UNKNOWN);
	assert_int_equal(c->records[0].attachments[0].source, ATTACHMENT_SELF);
	assert_non_null(record_doubt(&c->records[0], "out-of-its-database"));
	assert_int_equal(collect_notes(c, NOTE_QUESTION, NULL), 0);
	return &c->records[0];
}

static void
field__gives_the_words_of_a_message(void **state)
{
	struct collect c;
	const struct record *r = hear(&c, GOOD "words.bin");

	(void)state;
	assert_text(r->body, "I know where you are \xf0\x9f\x91\x80");
	assert_int_equal(r->when.basis, BASIS_NONE);
	assert_non_null(record_doubt(r, "no-time"));
	collect_fini(&c);
	assert_int_equal(hear(&c, GOOD "long_words.bin")->body.n, 520);
	collect_fini(&c);
	assert_text(hear(&c, GOOD "with_attachment.bin")->body, "\xef\xbf\xbclook\xef\xbf\xbc");
	collect_fini(&c);
	assert_int_equal(hear(&c, GOOD "no_words_said.bin")->body.n, 0);
	collect_fini(&c);
}

static void
field__gives_the_wordings_of_an_edited_message(void **state)
{
	struct collect c;
	const struct record *r = hear(&c, GOOD "edited.plist");

	(void)state;
	hard_instant(&r->when, "2024-03-24T21:05:07Z");
	assert_text(r->body, "Hello");
	assert_true(record_marked(r, "edited"));
	assert_text(record_claim(r, "earlier-wording"), "2024-03-24T21:05:07Z I will hurt you");
	assert_text(record_claim(r, "edited-at"), "2024-03-24T21:06:37Z");
	assert_text(record_claim(r, "edited-part"), "0");
	collect_fini(&c);
	r = hear(&c, GOOD "two_parts.plist");
	assert_text(r->body, "b\nd");
	assert_text(record_claim(r, "edited-part"), "0, 1");
	assert_text(record_claim(r, "edited-at"), "2024-03-24T21:05:09Z");
	collect_fini(&c);
	r = hear(&c, GOOD "edited_second_part.plist");
	assert_text(record_claim(r, "edited-part"), "1");
	collect_fini(&c);
	r = hear(&c, GOOD "unsent.plist");
	assert_true(record_marked(r, "unsent"));
	assert_false(record_marked(r, "edited"));
	assert_null(r->body.p);
	collect_fini(&c);
}

static void
field__bears_odd_histories(void **state)
{
	struct collect c;
	const struct record *r = hear(&c, BAD "times.plist");

	(void)state;
	assert_int_equal(r->when.basis, BASIS_NONE);
	assert_text(record_claim(r, "earlier-wording"), "x");
	collect_fini(&c);
	r = hear(&c, BAD "one_wording.plist");
	assert_false(record_marked(r, "edited"));
	assert_text(r->body, "only");
	collect_fini(&c);
	r = hear(&c, BAD "of_other_types.plist");
	assert_int_equal(r->marks_count, 0);
	collect_fini(&c);
	r = hear(&c, BAD "many_wordings.plist");
	assert_text(r->body, "wording 299");
	collect_fini(&c);
}

static void
field__refuses_what_it_cannot_read(void **state)
{
	static const char *const files[] = {BAD "cut.bin", BAD "length_lies.bin",
	    BAD "not_utf8.bin", BAD "other_archive.bin", BAD "cut.plist", BAD "trailer.plist",
	    BAD "empty"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		collect_init(&c);
		if (collect_file(&c, &imessage_field_format, files[i], NULL) != E_FORMAT)
			fail_msg("%s was not refused\n", files[i]);
		collect_fini(&c);
	}
}

static void
field__bears_pieces_cuts_and_flips(void **state)
{
	(void)state;
	hard_seed(&imessage_field_format, GOOD "words.bin");
	hard_seed(&imessage_field_format, GOOD "edited.plist");
}

static void
field__is_recognised_by_content(void **state)
{
	static const char plist[] = "bplist00 of another program's";
	struct slice bytes = load_file(GOOD "edited.plist");

	(void)state;
	assert_ptr_equal(format_of_head(bytes), &imessage_field_format);
	load_free(bytes);
	bytes = load_file(GOOD "words.bin");
	assert_ptr_equal(format_of_head(bytes), &imessage_field_format);
	load_free(bytes);
	assert_ptr_equal(format_of_head(slice_of(plist, sizeof plist - 1)), &file_format);
}

static void
field__holds_the_facts_of_outside_samples(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	if (!collect_have(OUTSIDE))
		return;
	r = hear(&c, OUTSIDE "typedstream/AttributedBodyTextOnly.bin");
	assert_text(r->body, "Noter test");
	collect_fini(&c);
	r = hear(&c, OUTSIDE "typedstream/LongMessage.bin");
	assert_int_equal(r->body.n, 2359);
	collect_fini(&c);
	r = hear(&c, OUTSIDE "message_summary_info/Edited.bplist");
	assert_text(r->body, "Edited message");
	hard_instant(&r->when, "2022-11-19T01:17:54.272551Z");
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(field__gives_the_words_of_a_message),
	    cmocka_unit_test(field__gives_the_wordings_of_an_edited_message),
	    cmocka_unit_test(field__bears_odd_histories),
	    cmocka_unit_test(field__refuses_what_it_cannot_read),
	    cmocka_unit_test(field__bears_pieces_cuts_and_flips),
	    cmocka_unit_test(field__is_recognised_by_content),
	    cmocka_unit_test(field__holds_the_facts_of_outside_samples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
