/* tests/read/test_vcard.c
 * Address books: names, numbers, photographs, in the ways telephones write them. */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/formats.h"
#include "tests/read/hard.h"

#define GOOD   "tests/corpora/vcard/good/"
#define BAD    "tests/corpora/vcard/bad/"
#define FOLDER "../shared/fixtures/vcard/"

static void
vcard__reads_three_versions_in_one_file(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	hard_file(&c, &vcard_format, GOOD "three-versions", NULL);
	assert_int_equal(c.count, 3);
	assert_int_equal(collect_channel(&c, "contacts"), 3);
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "address-book"), 1);
	r = &c.records[0];
	assert_int_equal(r->kind, KIND_CONTACT);
	assert_int_equal(r->direction, DIRECTION_NONE);
	assert_int_equal(r->when.basis, BASIS_NONE);
	assert_text(r->subject, "Daniel \xe2\x80\x9c"
				"Dan\xe2\x80\x9d Reed");
	assert_int_equal(r->to_count, 2);
	assert_text(r->to[0].handle, "+447700900202");
	assert_text(r->to[0].as_written, "07700 900202");
	assert_text(r->to[1].handle, "+442079460018");
	assert_text(r->body, "Do not answer.\r\nCalls at night\\new");
	assert_text(record_claim(r, "phone"), "07700 900202 (CELL, PREF)");
	r = &c.records[1];
	assert_text(r->to[1].handle, "maya@example.org");
	assert_text(r->to[1].name, "Maya Okafor");
	assert_text(record_claim(r, "phone"), "07700900101 (pref) [Mobile]");
	assert_text(record_claim(r, "email"), "Maya@Example.org (INTERNET) [the new one]");
	assert_text(record_claim(r, "address"), "3B, Mill Lane, Leeds, LS1 4AB, UK (HOME)");
	assert_text(r->body, "first line\nsecond line, with a comma; and a semicolon");
	assert_text(record_claim(r, "vcard-rev"), "2024-03-24T21:05:07Z");
	r = &c.records[2];
	assert_int_equal(r->to_count, 3);
	assert_text(r->to[0].handle, "+442079460042");
	assert_text(r->to[1].handle, "hello@example.org");
	assert_text(record_claim(r, "organisation"), "Caf\xc3\xa9 R\xc3\xa9union, Front of house");
	collect_fini(&c);
}

/* A number or name must meet the one that messages have, whatever stands around it. */
static void
vcard__takes_addresses_out_of_what_stands_around_them(void **state)
{
	static const char *const handles[] = {"+447700900202", "+447700900303", "+447700900404",
	    "+447700900505", "07700 900606 work", "dan@example.com", "dan.reed.x",
	    "dan@jabber.example.com", "danaim", "+447700900707", "dan.reed.y", "otherapp:dan"};
	struct collect c;
	const struct record *r;

	(void)state;
	hard_file(&c, &vcard_format, GOOD "chat-addresses", NULL);
	r = &c.records[0];
	assert_int_equal(r->to_count, COUNT_OF(handles));
	for (size_t i = 0; i < COUNT_OF(handles); i++)
		assert_text(r->to[i].handle, handles[i]);
	assert_text(record_claim(r, "vcard-x-skype-username"), "dan.reed.x");
	assert_text(record_claim(r, "im"), "skype:dan.reed.y?chat");
	collect_fini(&c);
}

static void
vcard__sends_photographs_on(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &vcard_format, GOOD "photographs", NULL);
	assert_int_equal(c.count, 4);
	assert_int_equal(c.extracts_count, 4);
	for (size_t i = 0; i < 3; i++) {
		assert_true(c.extracts[i].whole);
		assert_text(c.extracts[i].type, "image/png");
		assert_true(
		    slice_eq(buf_slice(&c.extracts[i].data), buf_slice(&c.extracts[0].data)));
		assert_int_equal(c.records[i].attachments[0].extract, i);
	}
	assert_text(c.records[1].to[0].handle, "+447700900304");
	assert_text(record_claim(&c.records[2], "vcard-logo"), "https://example.org/logo.png");
	assert_false(c.extracts[3].whole);
	assert_non_null(record_doubt(&c.records[3], "attachment-damaged"));
	collect_fini(&c);
}

static void
vcard__makes_a_party_of_each_number_in_a_line(void **state)
{
	static const char *const first[] = {
	    "+447700900303", "+447700900304", "dan@example.net", "dan2@example.net"};
	/* A PIN is no number of anybody's: what is dialled on stays off. */
	static const char *const second[] = {
	    "+447700900305", "+447700900306", "+447700900307", "+447700900308", "+447700900309"};
	struct collect c;

	(void)state;
	hard_file(&c, &vcard_format, GOOD "several-numbers-in-a-line", NULL);
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[0].to_count, COUNT_OF(first));
	for (size_t i = 0; i < COUNT_OF(first); i++)
		assert_text(c.records[0].to[i].handle, first[i]);
	assert_text(
	    record_claim(&c.records[0], "phone"), "+44 7700 900303 ::: +44 7700 900304 (CELL)");
	assert_int_equal(c.records[1].to_count, COUNT_OF(second) + 1);
	for (size_t i = 0; i < COUNT_OF(second); i++)
		assert_text(c.records[1].to[i].handle, second[i]);
	collect_fini(&c);
}

static void
vcard__takes_the_next_best_name(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &vcard_format, GOOD "no-names", NULL);
	assert_int_equal(c.count, 4);
	assert_text(c.records[0].subject, "Letting agents, Leeds");
	assert_text(c.records[1].subject, "Dan's new number?");
	assert_null(c.records[2].subject.p);
	assert_text(c.records[3].subject, "Reed");
	assert_int_equal(collect_doubted(&c, "no-name"), 3);
	assert_text(record_claim(&c.records[2], "phone"), "+44 7700 900505 (WAID=447700900505)");
	collect_fini(&c);
}

static void
vcard__puts_folded_characters_together(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &vcard_format, GOOD "folds-within-characters", NULL);
	assert_text(c.records[0].subject, "Zo\xc3\xab \xe4\xb8\xad\xe6\x96\x87 \xf0\x9f\x8f\xa0");
	assert_int_equal(c.records[0].doubts_count, 0);
	collect_fini(&c);
}

static void
vcard__reads_other_character_sets(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &vcard_format, GOOD "utf16-with-mark", NULL);
	assert_text(c.records[0].subject, "Maya Okafor \xf0\x9f\x8f\xa0");
	collect_fini(&c);
	hard_file(&c, &vcard_format, GOOD "old-character-sets", NULL);
	assert_text(c.records[0].subject, "Zo\xc3\xab Reed");
	assert_int_equal(c.records[0].doubts_count, 0);
	assert_text(c.records[1].subject, "Ren\xc3\xa9"
					  "e");
	assert_non_null(record_doubt(&c.records[1], "charset-guessed"));
	assert_text(record_doubt(&c.records[2], "charset-unknown")->detail, "x-martian");
	collect_fini(&c);
}

static void
vcard__keeps_a_card_within_a_card_with_it(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &vcard_format, GOOD "agent", NULL);
	assert_int_equal(c.count, 1);
	assert_text(c.records[0].subject, "Daniel Reed");
	assert_int_equal(c.records[0].to_count, 1);
	assert_text(record_claim(&c.records[0], "agent-tel"), "07700900808");
	collect_fini(&c);
	hard_file(&c, &vcard_format, GOOD "two-carriage-returns", NULL);
	assert_text(c.records[0].subject, "Maya Okafor");
	collect_fini(&c);
}

static void
vcard__says_what_is_missing_or_strange(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &vcard_format, BAD "cut-off", NULL);
	assert_int_equal(c.count, 2);
	assert_non_null(record_doubt(&c.records[1], "card-without-end"));
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "cut-off"), 1);
	collect_fini(&c);
	hard_file(&c, &vcard_format, BAD "no-end-between", NULL);
	assert_int_equal(c.count, 3);
	assert_non_null(record_doubt(&c.records[0], "card-without-end"));
	assert_text(c.records[1].subject, "Daniel Reed");
	collect_fini(&c);
	hard_file(&c, &vcard_format, BAD "lines-outside", NULL);
	assert_int_equal(c.count, 4);
	assert_int_equal(c.records[1].kind, KIND_NOTE);
	assert_slice(c.records[1].raw, "this is no card\nnor: is this\n");
	assert_non_null(record_doubt(&c.records[2], "line-not-understood"));
	assert_int_equal(c.records[3].kind, KIND_NOTE);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "outside-cards"), 1);
	collect_fini(&c);
	hard_file(&c, &vcard_format, BAD "soft-break-before-end", NULL);
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].subject, "Daniel ");
	assert_non_null(record_doubt(&c.records[1], "coding-damaged"));
	collect_fini(&c);
}

static void
vcard__holds_no_path_and_no_endless_name(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &vcard_format, BAD "paths-and-controls", NULL);
	assert_text(c.extracts[0].name, ".._.._x");
	assert_non_null(record_doubt(&c.records[0], "unsafe-name"));
	collect_fini(&c);
	hard_file(&c, &vcard_format, BAD "many-parameters", NULL);
	assert_int_equal(c.records[0].subject.n, RECORD_NAME_MAX_BYTES);
	assert_non_null(record_doubt(&c.records[0], "name-cut"));
	collect_fini(&c);
}

static void
vcard__is_known_by_its_first_line(void **state)
{
	struct collect c;

	(void)state;
	assert_ptr_equal(
	    format_of_head(SLICE_LITERAL("BEGIN:VCARD\r\nVERSION:3.0")), &vcard_format);
	assert_ptr_equal(
	    format_of_head(SLICE_LITERAL("\xef\xbb\xbf\r\nbegin:vcard \n")), &vcard_format);
	assert_int_equal(vcard_format.probe(SLICE_LITERAL("BEGIN:VCALENDAR\n")), 0);
	assert_int_equal(vcard_format.probe(SLICE_LITERAL("FN:BEGIN:VCARD\n")), 0);
	collect_init(&c);
	assert_int_equal(
	    collect_slice(&c, &vcard_format, SLICE_LITERAL("From: x\n"), NULL), E_FORMAT);
	assert_int_equal(c.count, 0);
	collect_fini(&c);
}

static void
vcard__does_not_depend_on_how_it_is_read(void **state)
{
	static const char *const files[] = {GOOD "three-versions", GOOD "photographs",
	    GOOD "folds-within-characters", GOOD "utf16-with-mark", BAD "lines-outside",
	    BAD "nested-deep", BAD "folds-only"};

	(void)state;
	for (size_t i = 0; i + 1 < COUNT_OF(files); i++)
		hard_seed_pieces(&vcard_format, files[i]);
	hard_seed_cuts(&vcard_format, GOOD "photographs");
	hard_seed_cuts(&vcard_format, GOOD "three-versions");
	hard_seed_flips(&vcard_format, GOOD "three-versions");
}

static void
vcard__facts_of_the_outside_files(void **state)
{
	static const struct {
		const char *file;
		size_t cards, handles;
	} facts[] = {
	    {"ezvcard_John_Doe_ANDROID.vcf", 6, 14},
	    {"ezvcard_John_Doe_IPHONE.vcf", 1, 8},
	    {"ezvcard_John_Doe_GMAIL.vcf", 1, 3},
	    {"ezvcard_John_Doe_MS_OUTLOOK.vcf", 1, 3},
	    {"ezvcard_gmail-list.vcf", 3, 3},
	    {"waexporter_contacts.vcf", 6, 6},
	};
	char path[256];
	struct collect c;
	size_t handles;

	(void)state;
	if (!collect_have(FOLDER))
		skip();
	for (size_t i = 0; i < COUNT_OF(facts); i++) {
		(void)snprintf(path, sizeof path, FOLDER "%s", facts[i].file);
		hard_file(&c, &vcard_format, path, NULL);
		handles = 0;
		for (size_t k = 0; k < c.count; k++)
			handles += c.records[k].to_count;
		if (c.count != facts[i].cards || handles != facts[i].handles)
			fail_msg("%s: %zu cards, %zu handles\n", path, (size_t)c.count, handles);
		collect_fini(&c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(vcard__reads_three_versions_in_one_file),
	    cmocka_unit_test(vcard__takes_addresses_out_of_what_stands_around_them),
	    cmocka_unit_test(vcard__sends_photographs_on),
	    cmocka_unit_test(vcard__makes_a_party_of_each_number_in_a_line),
	    cmocka_unit_test(vcard__takes_the_next_best_name),
	    cmocka_unit_test(vcard__puts_folded_characters_together),
	    cmocka_unit_test(vcard__reads_other_character_sets),
	    cmocka_unit_test(vcard__keeps_a_card_within_a_card_with_it),
	    cmocka_unit_test(vcard__says_what_is_missing_or_strange),
	    cmocka_unit_test(vcard__holds_no_path_and_no_endless_name),
	    cmocka_unit_test(vcard__is_known_by_its_first_line),
	    cmocka_unit_test(vcard__does_not_depend_on_how_it_is_read),
	    cmocka_unit_test(vcard__facts_of_the_outside_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
