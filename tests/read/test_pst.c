/* tests/read/test_pst.c
 * Mailboxes of Outlook: their things by kind, the folders they are in, and files that lie.  The
 * files are made by tools/make-pst. */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/formats.h"
#include "read/formats/pst_file.h"
#include "tests/read/hard.h"

#define GOOD   "tests/corpora/pst/good/"
#define BAD    "tests/corpora/pst/bad/"
#define FOLDER "../shared/fixtures/email/pst/"

static void
read_box(struct collect *c, const char *path, size_t count)
{
	hard_file(c, &pst_format, path, NULL);
	assert_int_equal(c->count, count);
	assert_text(c->notes[0].code, "pst");
	assert_int_equal(c->notes[0].kind, NOTE_FORMAT);
}

/* The first record about that. */
static const struct record *
about(const struct collect *c, const char *subject)
{
	for (size_t i = 0; i < c->count; i++)
		if (text_eq_c(c->records[i].subject, subject))
			return &c->records[i];
	fail_msg("nothing about \"%s\"", subject);
	return NULL;
}

/* The same mailbox in each of the forms a file can have. */
static const char *const usual[] = {
    GOOD "usual", GOOD "narrow", GOOD "cyclic", GOOD "pages-of-4096"};

static void
pst__says_who_when_and_what_in_every_form(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(usual); i++) {
		read_box(&c, usual[i], 7);
		assert_int_equal(collect_channel(&c, "email"), 7);
		r = about(&c, "Tonight");
		assert_int_equal(r->kind, KIND_EMAIL);
		hard_instant(&r->when, "2024-03-24T21:05:07Z");
		assert_text(r->body, "I know where you are.\r\n");
		assert_text(r->from.handle, "dan@example.org");
		assert_text(r->from.name, "Daniel Reed");
		assert_text(r->to[0].handle, "maya@example.org");
		assert_text(record_claim(r, "delivered-at"), "2024-03-24T21:05:19Z");
		assert_int_equal(r->direction, DIRECTION_UNKNOWN);
		assert_int_equal(r->doubts_count, 0);
		assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 1);
		assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
		assert_int_equal(collect_notes(&c, NOTE_GAP, NULL), 0);
		assert_int_equal(collect_notes(&c, NOTE_DOUBT, NULL), 0);
		collect_fini(&c);
	}
}

static void
pst__keeps_recipients_bodies_and_headers(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(usual); i++) {
		read_box(&c, usual[i], 7);
		r = about(&c, "RE: Tonight");
		assert_text(r->body, "Caf\xc3\xa9 tonight");
		assert_int_equal(r->to_count, 4);
		assert_text(r->to[3].handle, "in@example.org");
		assert_text(record_claim(r, "recipient-cc"), "Clerk <clerk@example.org>");
		assert_text(record_claim(r, "recipient-bcc"), "Hidden <hidden@example.org>");
		assert_text(record_claim(r, "recipient-x500"), "/O=EX/CN=IN");
		assert_text(record_claim(r, "header-x-originating-ip"), "192.0.2.55");
		assert_non_null(record_doubt(r, "from-differs-from-header"));
		r = about(&c, "Sorry");
		assert_text(r->body, "Caf\xc3\xa9 at ten\n");
		r = about(&c, "Statement");
		assert_text(r->from.handle, "dan@example.org");
		assert_text(record_claim(r, "sender-address"), "/O=EX/OU=X/CN=RECIPIENTS/CN=DREED");
		assert_int_equal(r->attachments_count, 4);
		assert_int_equal(r->attachments[2].bytes, 28);
		assert_int_equal(r->attachments[3].source, ATTACHMENT_MISSING);
		assert_text(record_claim(r, "attachment-path"), "\\\\server\\linked.docx");
		assert_text(r->attachments[0].name, "IMG_0001.jpg");
		assert_text(r->attachments[0].type, "image/png");
		assert_int_equal(r->attachments[0].bytes, 396);
		assert_text(r->attachments[1].name, "note.txt");
		collect_fini(&c);
	}
}

static void
pst__names_the_folder_and_marks_what_was_deleted(void **state)
{
	struct reading_options options = {
	    .me = TEXT_LITERAL("maya@example.org"), .inside = TEXT_LITERAL("backup.zip/mail.pst")};
	struct collect c;
	const struct record *r;

	(void)state;
	read_box(&c, GOOD "usual", 7);
	assert_text(about(&c, "Tonight")->inside, "Inbox");
	assert_text(about(&c, "Statement")->inside, "Inbox/Solicitor");
	assert_text(record_claim(about(&c, "Statement"), "folder"), "Inbox/Solicitor");
	r = about(&c, "Older");
	assert_text(r->inside, "Deleted Items/2023");
	assert_true(record_marked(r, "deleted"));
	assert_int_equal(collect_marked(&c, "deleted"), 2);
	assert_text(record_claim(r, "outlook-reaction"), "OwnerReactionType: Heart");
	assert_null(record_claim(about(&c, "Tonight"), "outlook-reaction").p);
	r = about(&c, "Not sent");
	assert_true(record_marked(r, "draft"));
	assert_int_equal(r->when.basis, BASIS_NONE);
	collect_fini(&c);
	collect_init(&c);
	assert_ok(collect_file(&c, &pst_format, GOOD "usual", &options), &c.err);
	assert_text(about(&c, "Statement")->inside, "backup.zip/mail.pst/Inbox/Solicitor");
	assert_text(record_claim(about(&c, "Statement"), "folder"), "Inbox/Solicitor");
	assert_int_equal(about(&c, "Stop")->direction, DIRECTION_OUT);
	assert_int_equal(about(&c, "Tonight")->direction, DIRECTION_IN);
	collect_fini(&c);
}

static void
pst__is_from_whom_the_sender_represents(void **state)
{
	struct reading_options me = {.me = TEXT_LITERAL("maya@example.org")};
	struct collect c;
	const struct record *r;

	(void)state;
	hard_file(&c, &pst_format, GOOD "sent-for-somebody", &me);
	assert_int_equal(c.count, 3);
	r = about(&c, "Sender is hers");
	assert_text(r->from.handle, "dan@example.org");
	assert_int_equal(r->direction, DIRECTION_IN);
	assert_text(record_claim(r, "sender-address"), "maya@example.org");
	assert_non_null(record_doubt(r, "sender-unclear"));
	r = about(&c, "From is hers");
	assert_int_equal(r->direction, DIRECTION_OUT);
	assert_non_null(record_doubt(r, "from-may-be-forged"));
	r = about(&c, "Both are hers");
	assert_int_equal(r->direction, DIRECTION_OUT);
	assert_int_equal(r->doubts_count, 0);
	collect_fini(&c);
}

static void
pst__makes_a_record_of_everything_else(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	read_box(&c, GOOD "other-things", 10);
	r = about(&c, "Court");
	assert_text(r->channel, "calendar");
	assert_int_equal(r->kind, KIND_NOTE);
	assert_int_equal(r->direction, DIRECTION_NONE);
	hard_instant(&r->when, "2024-03-30T10:00:00Z");
	hard_instant(&r->until, "2024-03-30T11:00:00Z");
	assert_text(r->place, "Crown Court");
	assert_text(record_claim(r, "repeats"), "weekly");
	assert_text(record_claim(r, "repeats-as"), "every Saturday");
	assert_non_null(record_doubt(r, "repeats"));
	r = about(&c, "Court, later");
	hard_instant(&r->when, "2024-04-06T11:00:00Z");
	assert_text(record_claim(r, "attached-to"), "the item before it");
	r = about(&c, "Meeting");
	assert_int_equal(r->kind, KIND_EMAIL);
	assert_text(record_claim(r, "appointment-start"), "2024-03-30T10:00:00Z");
	r = about(&c, "Call the police");
	assert_int_equal(r->when.basis, BASIS_DATE);
	assert_int_equal(r->when.local.day, 30);
	assert_int_equal(r->until.basis, BASIS_NONE);
	assert_text(record_claim(r, "task-done"), "yes");
	r = about(&c, "He was here");
	assert_text(r->body, "He was here\r\nat nine.");
	hard_instant(&r->when, "2024-03-24T21:05:07Z");
	r = about(&c, "Call");
	hard_instant(&r->until, "2024-03-24T21:10:07Z");
	r = about(&c, "What is this");
	assert_text(record_doubt(r, "class-unknown")->detail, "IPM.Something.Else");
	assert_text(record_claim(r, "message-class"), "IPM.Something.Else");
	assert_text(r->body, "Nobody knows.");
	collect_fini(&c);
}

static void
pst__lists_people_of_the_address_book(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	read_box(&c, GOOD "other-things", 10);
	assert_int_equal(collect_channel(&c, "contacts"), 3);
	r = about(&c, "Daniel Reed");
	assert_int_equal(r->kind, KIND_CONTACT);
	assert_int_equal(r->when.basis, BASIS_NONE);
	assert_int_equal(r->direction, DIRECTION_NONE);
	assert_int_equal(r->to_count, 4);
	assert_text(r->to[0].handle, "dan@example.org");
	assert_text(r->to[1].handle, "dreed@example.net");
	assert_text(r->to[2].handle, "+447700900123");
	assert_text(r->to[2].as_written, "07700 900123");
	assert_text(r->to[2].name, "Daniel Reed");
	assert_text(record_claim(r, "phone"), "07700 900123 (mobile)");
	assert_text(record_claim(r, "im"), "dan.reed");
	assert_text(r->body, "My ex.");
	r = about(&c, "Neighbours");
	assert_int_equal(r->to_count, 2);
	assert_text(r->to[1].handle, "clerk@example.org");
	assert_text(record_claim(r, "member"), "Daniel Reed <dan@example.org>");
	assert_non_null(record_doubt(r, "member-not-understood"));
	assert_int_equal(collect_doubted(&c, "no-name"), 1);
	collect_fini(&c);
}

static void
pst__makes_a_record_of_each_mail_within(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	read_box(&c, GOOD "mails-within", 4);
	r = &c.records[0];
	assert_text(r->subject, "Level 3");
	assert_int_equal(r->attachments[0].source, ATTACHMENT_MISSING);
	assert_text(r->attachments[0].name, "Level 2");
	assert_text(record_claim(r, "attached-mail-subject"), "Level 2");
	assert_null(record_doubt(r, "attached-mail"));
	assert_text(c.records[3].subject, "Level 0");
	assert_text(c.records[3].body, "Words of level 0.");
	assert_text(c.records[3].inside, "Inbox");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
	read_box(&c, BAD "too-deep", 9);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "attached-mail"), 1);
	collect_fini(&c);
}

static void
pst__compares_the_folders_with_what_is_there(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	read_box(&c, GOOD "not-all-listed", 5);
	assert_int_equal(about(&c, "Tonight")->doubts_count, 0);
	assert_non_null(record_doubt(about(&c, "Unlisted"), "not-in-folder-list"));
	r = about(&c, "Recovered");
	assert_true(record_marked(r, "deleted"));
	assert_text(r->inside, "Recoverable Items/Deletions");
	assert_non_null(record_doubt(about(&c, "Nowhere"), "no-folder"));
	r = about(&c, "Only its line");
	assert_non_null(record_doubt(r, "only-listed"));
	hard_instant(&r->when, "2024-03-24T21:07:07Z");
	assert_text(r->from.name, "Daniel Reed");
	assert_text(r->inside, "Inbox");
	assert_text(collect_note(&c, NOTE_GAP, "folder-count")->detail,
	    "Inbox: the folder says that it holds 4 items; 2 were found.");
	assert_int_equal(collect_notes(&c, NOTE_GAP, NULL), 1);
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "outlook-hidden"), 1);
	collect_fini(&c);
}

static void
pst__follows_lists_of_lists(void **state)
{
	static const char *const files[] = {
	    GOOD "lists-of-lists", GOOD "narrow-lists", GOOD "pages-of-4096-lists"};
	struct collect c;
	const struct record *r;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		read_box(&c, files[i], 6);
		r = about(&c, "Many");
		assert_int_equal(r->to_count, 40);
		assert_text(r->to[39].handle, "p39@example.org");
		assert_int_equal(r->body.n, 4500);
		assert_int_equal(r->attachments_count, 13);
		assert_text(r->attachments[11].name, "part11.txt");
		assert_slice(buf_slice(&c.extracts[11].data), "part 11");
		assert_int_equal(c.extracts[12].bytes, 3600);
		assert_true(c.extracts[12].whole);
		for (size_t k = 0; k < 3600; k++)
			assert_int_equal(c.extracts[12].data.p[k], k / 400);
		assert_int_equal(r->doubts_count, 0);
		collect_fini(&c);
	}
}

static void
pst__says_that_it_is_locked_or_asks_for_a_password(void **state)
{
	struct collect c;

	(void)state;
	read_box(&c, BAD "locked", 0);
	assert_int_equal(collect_notes(&c, NOTE_ENCRYPTED, "mailbox-locked"), 1);
	collect_fini(&c);
	read_box(&c, GOOD "with-password", 1);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "has-password"), 1);
	assert_int_equal(collect_notes(&c, NOTE_ENCRYPTED, NULL), 0);
	collect_fini(&c);
	read_box(&c, GOOD "version-37", 1);
	collect_fini(&c);
	read_box(&c, GOOD "pages-of-4096-permuted", 1);
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "mail-on-server"), 1);
	collect_fini(&c);
	read_box(&c, GOOD "narrow-cyclic-plain-version", 1);
	collect_fini(&c);
	read_box(&c, GOOD "top-by-name", 1);
	assert_text(c.records[0].inside, "Inbox");
	collect_fini(&c);
	read_box(&c, GOOD "empty-mailbox", 0);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
}

static void
pst__steps_over_damaged_pages(void **state)
{
	struct collect c;

	(void)state;
	/* Three nodes a page: what is on the others is still read. */
	hard_file(&c, &pst_format, BAD "nodes-page-of-zeros", NULL);
	assert_true(c.count >= 5);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "parts-damaged"), 1);
	assert_true(collect_doubted(&c, "only-listed") >= 1);
	collect_fini(&c);
	hard_file(&c, &pst_format, BAD "blocks-page-of-zeros", NULL);
	assert_true(c.count >= 7);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "parts-damaged"), 1);
	collect_fini(&c);
	/* A sum that is another one costs nothing but a doubt. */
	read_box(&c, BAD "page-sum", 7);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "checksum-differs"), 1);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
	read_box(&c, BAD "header-sum", 7);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "checksum-differs"), 1);
	collect_fini(&c);
	read_box(&c, BAD "block-sum", 7);
	assert_text(about(&c, "Stop")->body, "Keep writing to me.");
	assert_non_null(record_doubt(about(&c, "Stop"), "checksum-differs"));
	assert_int_equal(collect_doubted(&c, "checksum-differs"), 1);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "checksum-differs"), 1);
	collect_fini(&c);
	read_box(&c, BAD "cut-at-the-end", 0);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "cut-off"), 1);
	collect_fini(&c);
}

static void
pst__ends_where_a_file_has_no_end(void **state)
{
	static const char *const damaged[] = {BAD "nodes-in-a-circle", BAD "one-page-many-times",
	    BAD "level-absurd", BAD "count-absurd", BAD "root-page-beyond", BAD "list-names-itself",
	    BAD "list-of-nothing", BAD "inner-names-itself", BAD "a-file-without-end",
	    BAD "tree-in-a-circle", BAD "map-beyond", BAD "row-of-no-width", BAD "row-too-wide",
	    BAD "columns-beyond", BAD "folders-in-a-circle", BAD "packing-damaged",
	    BAD "packing-lies", BAD "places-absurd", BAD "names-of-nothing", BAD "things-broken",
	    BAD "no-heap", BAD "cut-in-the-middle"};
	struct collect c;
	size_t said = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(damaged); i++) {
		hard_file(&c, &pst_format, damaged[i], NULL);
		said += collect_notes(&c, NOTE_UNREAD, NULL) != 0;
		collect_fini(&c);
	}
	assert_true(said >= 14);
	read_box(&c, BAD "a-file-without-end", 1);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "too-much"), 1);
	assert_false(c.extracts[0].whole);
	assert_non_null(record_doubt(&c.records[0], "attachment-damaged"));
	collect_fini(&c);
	read_box(&c, BAD "list-names-itself", 1);
	assert_non_null(record_doubt(&c.records[0], "attachment-damaged"));
	collect_fini(&c);
}

static void
pst__loses_no_thing_it_cannot_read(void **state)
{
	struct collect c;

	(void)state;
	read_box(&c, BAD "no-heap", 4);
	assert_int_equal(collect_doubted(&c, "item-unreadable"), 3);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "items-unreadable"), 1);
	assert_text(collect_note(&c, NOTE_GAP, "folder-count")->detail,
	    "Inbox: the folder says that it holds 4 items; 1 were found.");
	collect_fini(&c);
	read_box(&c, BAD "places-absurd", 1);
	assert_non_null(record_doubt(&c.records[0], "container-damaged"));
	collect_fini(&c);
	read_box(&c, BAD "packing-damaged", 1);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "parts-damaged"), 1);
	collect_fini(&c);
	read_box(&c, BAD "packed-is-larger", 6);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
	read_box(&c, BAD "folders-in-a-circle", 2);
	assert_non_null(record_doubt(&c.records[1], "unsafe-name"));
	collect_fini(&c);
}

static void
pst__leaves_other_files_alone(void **state)
{
	static const char *const none[] = {BAD "empty", BAD "magic-only", BAD "version-unknown"};
	struct slice box = load_file(GOOD "usual"), narrow = load_file(GOOD "narrow");
	struct collect c;

	(void)state;
	assert_ptr_equal(format_of_head(box), &pst_format);
	assert_ptr_equal(format_of_head(narrow), &pst_format);
	for (size_t i = 0; i < COUNT_OF(none); i++) {
		collect_init(&c);
		assert_int_equal(collect_file(&c, &pst_format, none[i], NULL), E_FORMAT);
		assert_int_equal(c.count, 0);
		collect_fini(&c);
	}
	load_free(box);
	load_free(narrow);
}

static void
pst__undoes_both_ways_of_hiding(void **state)
{
	uint8_t all[256];
	uint8_t seen[256] = {0};

	(void)state;
	for (size_t i = 0; i < sizeof all; i++)
		all[i] = (uint8_t)i;
	pst_permute_undo(all, sizeof all);
	for (size_t i = 0; i < sizeof all; i++)
		seen[all[i]]++;
	for (size_t i = 0; i < sizeof seen; i++)
		assert_int_equal(seen[i], 1);
	assert_int_equal(all[0], 71); /* the first of the standard's third table */
	for (size_t i = 0; i < sizeof all; i++)
		all[i] = (uint8_t)i;
	pst_cyclic_undo(all, sizeof all, 0x12345678);
	pst_cyclic_undo(all, sizeof all, 0x12345678); /* it undoes itself */
	for (size_t i = 0; i < sizeof all; i++)
		assert_int_equal(all[i], i);
}

static void
pst__does_not_depend_on_how_it_is_read(void **state)
{
	static const char *const files[] = {GOOD "lists-of-lists", GOOD "pages-of-4096",
	    GOOD "other-things", GOOD "narrow", BAD "nodes-page-of-zeros", BAD "places-absurd"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++)
		hard_seed_pieces(&pst_format, files[i]);
	hard_seed_cuts(&pst_format, GOOD "usual");
	hard_seed_cuts(&pst_format, GOOD "pages-of-4096");
	hard_seed_flips(&pst_format, GOOD "usual");
	hard_seed_flips(&pst_format, GOOD "other-things");
}

static void
pst__facts_of_the_outside_files(void **state)
{
	struct collect c;
	const struct record *r;
	size_t calendar = 0;

	(void)state;
	if (!collect_have(FOLDER))
		skip();
	read_box(&c, FOLDER "microsoft_Empty.pst", 0);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	assert_int_equal(collect_notes(&c, NOTE_GAP, NULL), 0);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, NULL), 0);
	collect_fini(&c);
	hard_file(&c, &pst_format, FOLDER "javalibpst_dist-list.pst", NULL);
	assert_int_equal(collect_channel(&c, "contacts"), 2);
	for (size_t i = 0; i < c.count; i++)
		calendar += text_eq_c(c.records[i].channel, "calendar") &&
			    record_claim(&c.records[i], "attached-to").n == 0;
	assert_int_equal(calendar, 1);
	r = about(&c, "Test appointment");
	hard_instant(&r->when, "2016-08-02T15:00:00Z");
	assert_text(record_claim(r, "repeats"), "weekly");
	assert_text(about(&c, "contact name 1")->to[0].handle, "contact1@rjohnson.id.au");
	assert_int_equal(about(&c, "test dist list")->to_count, 3);
	collect_fini(&c);
	read_box(&c, FOLDER "tika_variousBodyTypes.pst", 4);
	hard_instant(&c.records[0].when, "2017-08-30T19:26:03Z");
	hard_instant(&c.records[3].when, "2017-08-30T19:27:50Z");
	assert_text(c.records[0].inside, "Inbox/tmp");
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(pst__says_who_when_and_what_in_every_form),
	    cmocka_unit_test(pst__keeps_recipients_bodies_and_headers),
	    cmocka_unit_test(pst__names_the_folder_and_marks_what_was_deleted),
	    cmocka_unit_test(pst__is_from_whom_the_sender_represents),
	    cmocka_unit_test(pst__makes_a_record_of_everything_else),
	    cmocka_unit_test(pst__lists_people_of_the_address_book),
	    cmocka_unit_test(pst__makes_a_record_of_each_mail_within),
	    cmocka_unit_test(pst__compares_the_folders_with_what_is_there),
	    cmocka_unit_test(pst__follows_lists_of_lists),
	    cmocka_unit_test(pst__says_that_it_is_locked_or_asks_for_a_password),
	    cmocka_unit_test(pst__steps_over_damaged_pages),
	    cmocka_unit_test(pst__ends_where_a_file_has_no_end),
	    cmocka_unit_test(pst__loses_no_thing_it_cannot_read),
	    cmocka_unit_test(pst__leaves_other_files_alone),
	    cmocka_unit_test(pst__undoes_both_ways_of_hiding),
	    cmocka_unit_test(pst__does_not_depend_on_how_it_is_read),
	    cmocka_unit_test(pst__facts_of_the_outside_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
