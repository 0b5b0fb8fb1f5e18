/* tests/read/test_imessage_acts.c
 * Rows of Apple's Messages that are no plain messages: who came and went, sharing of a place, what
 * was to be sent later; groups; what was deleted; and rows that do not say who
 * (tools/make-sqlite-seeds). */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/hard.h"

#define SEEDS "tests/corpora/sqlite/good/"

static size_t
claims_of(const struct record *r, const char *key)
{
	size_t count = 0;

	for (size_t i = 0; i < r->claims_count; i++)
		count += text_eq_c(r->claims[i].key, key);
	return count;
}

static void
place__keeps_what_nobody_has_written_down(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "messages-acts", NULL);
	assert_int_equal(hard_row(&c, "1")->kind, KIND_SYSTEM);
	assert_text(hard_row(&c, "1")->body, "shared a place, or stopped");
	assert_text(record_claim(hard_row(&c, "1"), "share-status"), "0");
	assert_text(record_claim(hard_row(&c, "1"), "share-direction"), "1");
	assert_null(record_doubt(hard_row(&c, "1"), "sender-unclear"));
	assert_text(hard_row(&c, "2")->body, "shared a place, or stopped");
	assert_text(record_claim(hard_row(&c, "2"), "share-status"), "1");
	/* A row in the name of the other side that may be the owner's own. */
	assert_non_null(record_doubt(hard_row(&c, "3"), "sender-unclear"));
	assert_text(record_claim(hard_row(&c, "3"), "share-direction"), "0");
	collect_fini(&c);
}

static void
people__says_who_was_added_and_who_was_removed(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "messages-acts", NULL);
	assert_text(hard_row(&c, "5")->body, "Somebody was added");
	assert_text(record_claim(hard_row(&c, "5"), "other-handle"), "+447700900303");
	assert_text(hard_row(&c, "6")->body, "Somebody was removed");
	assert_text(record_claim(hard_row(&c, "6"), "group-action-type"), "1");
	/* Who adds themselves has a new number, or was away. */
	assert_text(hard_row(&c, "7")->body, "Somebody was added, or has a new number");
	assert_text(hard_row(&c, "8")->body, "added or removed somebody");
	assert_text(record_claim(hard_row(&c, "8"), "other-handle-row"), "77");
	assert_null(record_claim(hard_row(&c, "1"), "other-handle").p);
	collect_fini(&c);
}

static void
acts__nothing_is_read_out_of_a_column_that_is_not_there(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "messages-acts-old", NULL);
	assert_text(hard_row(&c, "1")->body, "added or removed somebody");
	assert_null(record_claim(hard_row(&c, "1"), "group-action-type").p);
	assert_text(hard_row(&c, "2")->body, "shared a place, or stopped");
	assert_null(record_claim(hard_row(&c, "2"), "share-status").p);
	assert_null(record_claim(hard_row(&c, "2"), "schedule-state").p);
	assert_null(record_doubt(hard_row(&c, "2"), "sender-unclear"));
	collect_fini(&c);
	hard_file(&c, &sqlite_format, SEEDS "messages-acts", NULL);
	assert_text(hard_row(&c, "4")->body, "shared a place, or stopped");
	assert_null(record_claim(hard_row(&c, "4"), "share-status").p);
	collect_fini(&c);
}

static void
later__what_was_not_sent_yet_is_doubted(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "messages-acts", NULL);
	assert_non_null(record_doubt(hard_row(&c, "9"), "not-sent"));
	assert_text(record_claim(hard_row(&c, "9"), "schedule-state"), "1");
	assert_null(record_doubt(hard_row(&c, "10"), "not-sent"));
	assert_text(record_claim(hard_row(&c, "10"), "schedule-state"), "2");
	assert_null(record_claim(hard_row(&c, "12"), "schedule-type").p);
	assert_null(record_doubt(hard_row(&c, "12"), "not-sent"));
	collect_fini(&c);
}

static void
people__who_is_not_named_is_doubted_and_the_own_number_kept(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "messages-acts", NULL);
	assert_int_equal(hard_row(&c, "11")->direction, DIRECTION_UNKNOWN);
	assert_non_null(record_doubt(hard_row(&c, "11"), "sender-unknown"));
	assert_text(hard_row(&c, "11")->conversation, "+447700900202");
	assert_text(record_claim(hard_row(&c, "12"), "own-number"), "+447700900199");
	assert_null(record_claim(hard_row(&c, "11"), "own-number").p);
	collect_fini(&c);
}

static void
groups__who_is_in_them_now_is_no_recipient(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "messages-groups", NULL);
	assert_int_equal(hard_row(&c, "1")->direction, DIRECTION_OUT);
	assert_int_equal(hard_row(&c, "1")->to_count, 0);
	assert_non_null(record_doubt(hard_row(&c, "1"), "recipients-unclear"));
	assert_text(record_claim(hard_row(&c, "1"), "member-when-copied"), "+447700900202");
	assert_int_equal(claims_of(hard_row(&c, "1"), "member-when-copied"), 2);
	/* What came in says who wrote it, and what happened to the group went to nobody. */
	assert_null(record_doubt(hard_row(&c, "5"), "recipients-unclear"));
	assert_null(record_doubt(hard_row(&c, "12"), "recipients-unclear"));
	assert_int_equal(hard_row(&c, "12")->to_count, 0);
	collect_fini(&c);
}

static void
groups__a_name_that_misleads_is_doubted(void **state)
{
	static const struct {
		const char *row, *name, *chat;
		bool doubted;
	} rows[] = {{"3", "+44 7700 900404", "iMessage;+;chat901", true},
	    {"4", "+447700900404", "iMessage;-;+447700900404", false}, {"1", "Flat 3B", "b", true},
	    {"5", "flat\xe2\x80\x8b 3b", "iMessage;+;chat902", true},
	    /* The same group, over two services. */
	    {"6", "Book club", "iMessage;+;chat903", false},
	    {"7", "dan@example.org", "iMessage;+;chat905", true},
	    {"8", "+447700900202", "a", false}};
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "messages-groups", NULL);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct record *r = hard_row(&c, rows[i].row);

		assert_text(r->conversation, rows[i].name);
		assert_text(record_claim(r, "chat"), rows[i].chat);
		assert_int_equal(record_doubt(r, "chat-name-unclear") != NULL, rows[i].doubted);
	}
	collect_fini(&c);
}

static void
associated__says_what_it_hangs_on(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "messages-groups", NULL);
	assert_true(record_marked(hard_row(&c, "8"), "reaction"));
	assert_text(record_claim(hard_row(&c, "8"), "reaction"), "sticker");
	assert_text(record_claim(hard_row(&c, "8"), "reaction-to"), "p:0/G1");
	assert_true(record_marked(hard_row(&c, "9"), "poll-vote"));
	assert_text(record_claim(hard_row(&c, "9"), "reaction-to"), "G4");
	assert_text(record_claim(hard_row(&c, "10"), "belongs-to"), "G4");
	assert_null(record_doubt(hard_row(&c, "10"), "type-unknown"));
	assert_text(record_claim(hard_row(&c, "11"), "belongs-to"), "G4");
	assert_text(record_claim(hard_row(&c, "11"), "associated-type"), "5000");
	assert_non_null(record_doubt(hard_row(&c, "11"), "type-unknown"));
	collect_fini(&c);
}

static void
deleted__parts_keep_their_words(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "messages-kept", NULL);
	r = hard_row(&c, "1");
	assert_text(r->body, "this stays");
	assert_true(record_marked(r, "part-deleted"));
	assert_false(record_marked(r, "deleted"));
	assert_text(record_claim(r, "deleted-part"), "2024-03-25T20:53:20Z I have a knife");
	assert_int_equal(claims_of(r, "deleted-part"), 2);
	assert_non_null(record_doubt(r, "text-not-understood"));
	assert_int_equal(r->raw.n, 7);
	assert_false(record_marked(hard_row(&c, "2"), "part-deleted"));
	/* A part whose message is gone is a record, of nobody. */
	r = hard_row(&c, "77");
	assert_text(
	    record_claim(r, "deleted-part"), "2024-03-25T20:53:22Z of a message that is gone");
	assert_int_equal(r->direction, DIRECTION_UNKNOWN);
	assert_non_null(record_doubt(r, "no-conversation"));
	assert_int_equal(c.count, 8);
	assert_text(collect_note(&c, NOTE_GAP, "deleted-listed")->detail,
	    "The database lists 2 messages as deleted. What they said is not in it.");
	collect_fini(&c);
	hard_file(&c, &sqlite_format, SEEDS "messages-groups", NULL);
	assert_int_equal(collect_notes(&c, NOTE_GAP, "deleted-listed"), 0);
	collect_fini(&c);
}

static void
recordings__what_the_telephone_heard_is_a_claim(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "messages-kept", NULL);
	assert_text(record_claim(hard_row(&c, "3"), "transcript"), "I am outside your house now");
	assert_text(record_claim(hard_row(&c, "3"), "transcript-by"), "the telephone");
	assert_text(hard_row(&c, "3")->body, "\xef\xbf\xbc");
	assert_null(record_doubt(hard_row(&c, "3"), "transcript-not-understood"));
	assert_int_equal(record_claim(hard_row(&c, "4"), "transcript").n, 320);
	/* Cut short, and one that only points to what stood before. */
	assert_text(record_claim(hard_row(&c, "5"), "transcript"), "I am outs");
	assert_non_null(record_doubt(hard_row(&c, "5"), "transcript-not-understood"));
	assert_null(record_claim(hard_row(&c, "6"), "transcript").p);
	assert_non_null(record_doubt(hard_row(&c, "6"), "transcript-not-understood"));
	assert_true(hard_row(&c, "6")->raw.n != 0);
	/* Words of somebody's are no attribute. */
	assert_null(record_claim(hard_row(&c, "7"), "transcript").p);
	assert_null(record_doubt(hard_row(&c, "7"), "transcript-not-understood"));
	collect_fini(&c);
}

static void
is_made_by_an_app(const struct record *r, const char *raw, const char *what)
{
	const struct doubt *doubt = record_doubt(r, "not-understood");

	assert_non_null(doubt);
	assert_true(
	    slice_find(slice_of_text(doubt->detail), slice_of(what, strlen(what))) != SIZE_MAX);
	assert_slice(r->raw, raw);
}

static void
apps__that_made_a_message_without_words_are_named(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "messages-apps", NULL);
	is_made_by_an_app(hard_row(&c, "1"), "\1strokes", "(handwriting)");
	is_made_by_an_app(hard_row(&c, "2"), "\2game", "(a game, by GamePigeon)");
	is_made_by_an_app(hard_row(&c, "3"), "",
	    "(org.example.app) and has no words; what it "
	    "shows is not in the database");
	/* What has words is understood; what was taken back is not there. */
	assert_null(record_doubt(hard_row(&c, "4"), "not-understood"));
	assert_null(record_doubt(hard_row(&c, "8"), "not-understood"));
	collect_fini(&c);
}

static void
times__that_are_none_are_kept_and_doubted(void **state)
{
	struct collect c;

	(void)state;
	hard_file(&c, &sqlite_format, SEEDS "messages-apps", NULL);
	assert_int_equal(hard_row(&c, "5")->when.basis, BASIS_NONE);
	assert_non_null(record_doubt(hard_row(&c, "5"), "date-unreadable"));
	assert_text(record_claim(hard_row(&c, "5"), "written-time"), "-9223372036854775808");
	assert_text(record_claim(hard_row(&c, "6"), "written-time"), "yesterday");
	assert_null(record_doubt(hard_row(&c, "6"), "no-time"));
	assert_non_null(record_doubt(hard_row(&c, "7"), "no-time"));
	assert_null(record_claim(hard_row(&c, "7"), "written-time").p);
	collect_fini(&c);
}

/* The note about rows behind the last one says this. */
static void
says_of_the_end(const char *seed, const char *what)
{
	struct collect c;
	bool found = false;

	hard_file(&c, &sqlite_format, seed, NULL);
	for (size_t i = 0; i < c.notes_count; i++)
		found = found || (text_eq_c(c.notes[i].code, "row-gap") &&
				     slice_find(slice_of_text(c.notes[i].detail),
					 slice_of(what, strlen(what))) != SIZE_MAX);
	assert_true(found);
	collect_fini(&c);
}

static void
gaps__at_the_end_are_seen_by_the_count_of_the_database(void **state)
{
	struct collect c;

	(void)state;
	says_of_the_end(SEEDS "messages-apps",
	    "The last message has the row number 25, and by its own count the database has given "
	    "numbers up to 200: at least one row");
	says_of_the_end(SEEDS "messages-all-deleted", "row numbers up to 9: at least one row");
	/* Anybody can write the count: it is told, and nothing is reckoned with it. */
	says_of_the_end(
	    SEEDS "messages-counted-wrongly", "up to 9223372036854775807: at least one");
	hard_file(&c, &sqlite_format, SEEDS "messages-groups", NULL);
	assert_int_equal(collect_notes(&c, NOTE_GAP, "row-gap"), 0);
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(place__keeps_what_nobody_has_written_down),
	    cmocka_unit_test(people__says_who_was_added_and_who_was_removed),
	    cmocka_unit_test(acts__nothing_is_read_out_of_a_column_that_is_not_there),
	    cmocka_unit_test(later__what_was_not_sent_yet_is_doubted),
	    cmocka_unit_test(groups__who_is_in_them_now_is_no_recipient),
	    cmocka_unit_test(groups__a_name_that_misleads_is_doubted),
	    cmocka_unit_test(associated__says_what_it_hangs_on),
	    cmocka_unit_test(deleted__parts_keep_their_words),
	    cmocka_unit_test(recordings__what_the_telephone_heard_is_a_claim),
	    cmocka_unit_test(people__who_is_not_named_is_doubted_and_the_own_number_kept),
	    cmocka_unit_test(apps__that_made_a_message_without_words_are_named),
	    cmocka_unit_test(times__that_are_none_are_kept_and_doubted),
	    cmocka_unit_test(gaps__at_the_end_are_seen_by_the_count_of_the_database),
	};

	return cmocka_run_group_tests_name("read_imessage_acts", tests, NULL, NULL);
}
