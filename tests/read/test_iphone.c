/* tests/read/test_iphone.c
 * Calls, voicemail and the address book of an iPhone: whose number it is, and what is no number at
 * all; and what an old backup says of itself (tools/make-sqlite-seeds). */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/hard.h"

#define SEEDS  "tests/corpora/sqlite/good/"
#define PLISTS "tests/corpora/iphone_plist/"

/* -- calls ---------------------------------------------------------------------------------- */

static void
calls__only_one_that_came_can_be_withheld(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "calls-without-number", NULL);
	assert_int_equal(c.count, 4);
	assert_true(record_marked(hard_row(&c, "1"), "withheld"));
	assert_null(record_doubt(hard_row(&c, "1"), "number-unknown"));
	for (size_t i = 1; i < 4; i++)
		assert_false(record_marked(&c.records[i], "withheld"));
	assert_int_equal(hard_row(&c, "2")->direction, DIRECTION_OUT);
	assert_non_null(record_doubt(hard_row(&c, "2"), "number-unknown"));
	assert_non_null(record_doubt(hard_row(&c, "3"), "number-unknown"));
	assert_null(record_doubt(hard_row(&c, "4"), "number-unknown"));
	assert_non_null(record_doubt(hard_row(&c, "4"), "caller-unknown"));
	collect_fini(&c);
}

static void
calls__without_a_number_are_with_whom_they_name(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "calls-by-name", NULL);
	assert_int_equal(c.count, 4);
	r = hard_row(&c, "1");
	assert_int_equal(r->to_count, 1);
	assert_text(r->to[0].name, "Dan");
	assert_non_null(record_doubt(r, "number-unknown"));
	assert_null(record_doubt(r, "caller-unknown"));
	assert_text(record_doubt(r, "date-unreadable")->detail, "1.0000000000000001e+300");
	assert_text(record_claim(r, "written-time"), "1.0000000000000001e+300");
	assert_null(record_doubt(r, "no-time"));
	r = hard_row(&c, "2");
	assert_text(r->from.name, "Dan");
	assert_int_equal(r->direction, DIRECTION_IN);
	assert_text(record_claim(r, "written-time"), "yesterday");
	r = hard_row(&c, "3");
	assert_text(r->from.name, "Dan");
	assert_false(record_marked(r, "withheld"));
	assert_non_null(record_doubt(r, "number-unknown"));
	r = hard_row(&c, "4");
	assert_true(record_marked(r, "withheld"));
	assert_non_null(record_doubt(r, "no-time"));
	assert_null(record_claim(r, "written-time").p);
	collect_fini(&c);
}

static void
calls__of_old_telephones_say_which_way_only_where_it_is_known(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "calls-old", NULL);
	assert_text(c.notes[0].code, "iphone-calls");
	assert_int_equal(c.count, 6);
	r = hard_row(&c, "1");
	assert_int_equal(r->direction, DIRECTION_IN);
	assert_text(r->from.handle, "+447700900202");
	assert_int_equal(r->duration_s, 65);
	assert_false(record_marked(r, "missed"));
	hard_instant(&r->when, "2014-02-01T06:01:00Z");
	assert_true(record_marked(hard_row(&c, "2"), "missed"));
	assert_int_equal(hard_row(&c, "3")->direction, DIRECTION_OUT);
	assert_text(hard_row(&c, "3")->to[0].handle, "+447700900303");
	assert_true(record_marked(hard_row(&c, "4"), "withheld"));
	r = hard_row(&c, "5");
	assert_int_equal(r->direction, DIRECTION_UNKNOWN);
	assert_non_null(record_doubt(r, "direction-unknown"));
	assert_text(record_claim(r, "flags"), "65537");
	assert_text(record_claim(r, "other-handle"), "+447700900202");
	assert_false(record_marked(r, "missed"));
	assert_non_null(record_doubt(hard_row(&c, "6"), "number-unknown"));
	assert_non_null(record_doubt(hard_row(&c, "6"), "no-time"));
	collect_fini(&c);
	/* A table that is only called so. */
	hard_file(&c, &sqlite_format, SEEDS "calls-of-another", NULL);
	assert_text(c.notes[0].code, "file");
	assert_int_equal(c.count, 1);
	collect_fini(&c);
}

/* -- voicemail, and the lists of a backup --------------------------------------------------- */

static void
voicemail__names_what_was_heard_where_there_is_such(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "voicemail-heard", NULL);
	assert_int_equal(hard_row(&c, "1")->attachments_count, 2);
	assert_text(
	    hard_row(&c, "1")->attachments[1].name, "89/8921b1f73f2c6133b5cd821fb2f90c3206cf5a42");
	assert_int_equal(hard_row(&c, "2")->attachments_count, 1);
	collect_fini(&c);
}

static void
transcript__is_a_claim_and_knows_its_voicemail(void **state)
{
	const struct reading_options options = {
	    .name = TEXT_LITERAL("8921b1f73f2c6133b5cd821fb2f90c3206cf5a42")};
	struct collect c;

	(void)state;
	hard_file(&c, &iphone_plist_format, PLISTS "good/voicemail.transcript", &options);
	assert_text(c.notes[0].code, "iphone-transcript");
	assert_int_equal(c.count, 1);
	assert_text(record_claim(&c.records[0], "transcript"), "I am coming for you");
	assert_text(record_claim(&c.records[0], "transcript-by"), "the telephone");
	assert_text(record_claim(&c.records[0], "voicemail-row"), "1");
	assert_non_null(record_doubt(&c.records[0], "out-of-its-database"));
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_SELF);
	collect_fini(&c);
	hard_file(&c, &iphone_plist_format, PLISTS "bad/no-words.transcript", NULL);
	assert_null(record_claim(&c.records[0], "transcript").p);
	assert_null(record_claim(&c.records[0], "voicemail-row").p);
	assert_non_null(record_doubt(&c.records[0], "transcript-not-understood"));
	collect_fini(&c);
}

static void
list__of_an_old_backup_is_named(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &iphone_plist_format, PLISTS "good/old-list.mbdb", NULL);
	assert_text(c.notes[0].code, "iphone-backup");
	assert_int_equal(c.count, 1);
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_SELF);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "backup-list-unread"), 1);
	collect_fini(&c);
}

/* -- the address book ----------------------------------------------------------------------- */

static void
contacts__only_numbers_and_addresses_are_handles(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "contacts-properties", NULL);
	r = hard_row(&c, "1");
	assert_int_equal(r->to_count, 2);
	assert_text(r->to[0].handle, "+447700900202");
	assert_text(r->to[1].handle, "dan@example.org");
	assert_text(record_claim(r, "date"), "694224000.0");
	assert_text(record_claim(r, "property-16"), "itunes:9F");
	assert_text(record_claim(r, "url"), "https://example.org/dan");
	assert_text(record_claim(r, "related-name"), "Maya Owen");
	collect_fini(&c);
}

static void
contacts__what_has_parts_is_kept_with_their_names(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "contacts-properties", NULL);
	r = hard_row(&c, "1");
	assert_text(record_claim(r, "address"), "Street: 4 High Road, City: Leeds");
	assert_text(record_claim(r, "instant-message"), "service: Jabber, username: danr");
	assert_text(record_claim(r, "social-profile"), "username: dan_reed, x");
	collect_fini(&c);
}

static void
contacts__a_nickname_is_the_name_where_there_is_no_other(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "contacts-properties", NULL);
	assert_int_equal(c.count, 3);
	assert_text(hard_row(&c, "1")->subject, "Daniel Reed");
	assert_text(record_claim(hard_row(&c, "1"), "nickname"), "do not answer");
	assert_text(hard_row(&c, "2")->subject, "Danny new phone");
	assert_null(record_claim(hard_row(&c, "2"), "nickname").p);
	assert_int_equal(hard_row(&c, "2")->to_count, 1);
	assert_text(hard_row(&c, "2")->to[0].name, "Danny new phone");
	assert_text(hard_row(&c, "3")->subject, "Library");
	assert_text(record_claim(hard_row(&c, "3"), "nickname"), "books");
	collect_fini(&c);
}

static void
contacts__without_a_property_no_number_is_made_of_what_is_none(void **state)
{
	static const char *const handles[] = {
	    "+447700900202", "dan@example.org", "+447700900303", "999"};
	static const char *const others[] = {"694224000.0", "Maya Owen", "https://dan@example.org"};
	const struct record *r;
	struct collect c;
	size_t found = 0;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "contacts-no-property", NULL);
	r = hard_row(&c, "1");
	assert_int_equal(r->to_count, COUNT_OF(handles));
	for (size_t i = 0; i < COUNT_OF(handles); i++)
		assert_text(r->to[i].handle, handles[i]);
	for (size_t i = 0; i < r->claims_count; i++) {
		if (!text_eq_c(r->claims[i].key, "other"))
			continue;
		assert_true(found < COUNT_OF(others));
		assert_text(r->claims[i].value, others[found]);
		found++;
	}
	assert_int_equal(found, COUNT_OF(others));
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(calls__only_one_that_came_can_be_withheld),
	    cmocka_unit_test(calls__without_a_number_are_with_whom_they_name),
	    cmocka_unit_test(calls__of_old_telephones_say_which_way_only_where_it_is_known),
	    cmocka_unit_test(voicemail__names_what_was_heard_where_there_is_such),
	    cmocka_unit_test(transcript__is_a_claim_and_knows_its_voicemail),
	    cmocka_unit_test(list__of_an_old_backup_is_named),
	    cmocka_unit_test(contacts__only_numbers_and_addresses_are_handles),
	    cmocka_unit_test(contacts__what_has_parts_is_kept_with_their_names),
	    cmocka_unit_test(contacts__a_nickname_is_the_name_where_there_is_no_other),
	    cmocka_unit_test(contacts__without_a_property_no_number_is_made_of_what_is_none),
	};

	return cmocka_run_group_tests_name("read_iphone", tests, NULL, NULL);
}
