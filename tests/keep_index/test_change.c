/* tests/keep_index/test_change.c
 * Doubles, dropped imports, corrected and removed records, and an index that is of no use any more.
 */
#include "tests/keep_index/rig.h"

static const char canary[] = "zebrafinch";

static const struct said pair[] = {
    {.body = "hello zebrafinch", .from = "+1", .at_us = NOON},
    {.body = "hello zebrafinch", .from = "+1", .at_us = NOON},
    {.body = "another", .from = "+1", .at_us = NOON + 5000000},
};

static struct query query;

static int
set_up(void **state)
{
	static struct rig rig;

	rig_init(&rig);
	rig_open(&rig);
	memset(&query, 0, sizeof query);
	*state = &rig;
	return 0;
}

static int
tear_down(void **state)
{
	rig_fini(*state);
	return 0;
}

static void
listed(struct rig *rig, const char *expected)
{
	rig_find(rig, NULL);
	assert_found(rig, expected);
}

static enum status
note_id(void *ctx, const struct index_row *row, struct err *err)
{
	struct rig *rig = ctx;

	(void)err;
	rig->ids[rig->found++] = row->id;
	rig->row = *row;
	return OK;
}

static void
origins(struct rig *rig, uint64_t key, const char *expected)
{
	struct err err;

	rig->found = 0;
	assert_ok(index_origins(rig->index, key, note_id, rig, &err), &err);
	assert_found(rig, expected);
}

static void
get(struct rig *rig, uint64_t import, uint64_t number)
{
	struct err err;

	assert_ok(
	    index_get(rig->index, (struct index_id){import, number}, note_id, rig, &err), &err);
}

static void
double__twice_in_one_import_stays_two(void **state)
{
	rig_import(*state, 1, pair, 3);
	listed(*state, "1.0 1.1 1.2");
}

static void
double__the_same_in_two_imports_is_listed_once(void **state)
{
	struct rig *rig = *state;

	rig_import(rig, 1, pair, 3);
	rig_import(rig, 2, pair, 3);
	listed(rig, "1.0 1.1 1.2");
	assert_int_equal(rig_find_words(rig, canary), 2);
	get(rig, 2, 1);
	assert_int_equal(rig->row.flags & INDEX_DOUBLE, INDEX_DOUBLE);
	origins(rig, rig->row.key, "1.1 2.1");
	get(rig, 1, 0);
	assert_int_equal(rig->row.doubles, 1);
	origins(rig, rig->row.key, "1.0 2.0");
	rig_import(rig, 3, pair, 3);
	listed(rig, "1.0 1.1 1.2");
	get(rig, 1, 2);
	assert_int_equal(rig->row.doubles, 2);
	origins(rig, rig->row.key, "1.2 2.2 3.2");
}

static void
double__one_more_in_the_second_import_is_one_more(void **state)
{
	struct rig *rig = *state;

	rig_import(rig, 1, pair, 1);
	rig_import(rig, 2, pair, 2);
	listed(rig, "1.0 2.1");
}

static void
double__what_differs_is_no_double(void **state)
{
	struct said other[] = {pair[2], pair[2], pair[2], pair[2], pair[2]};
	struct rig *rig = *state;

	other[0].body = "Another";
	other[1].from = "+2";
	other[2].at_us++;
	other[3].channel = "whatsapp";
	other[4].attachment = "a.jpg";
	rig_import(rig, 1, pair + 2, 1);
	for (uint64_t i = 0; i < COUNT_OF(other); i++)
		rig_import(rig, 2 + i, &other[i], 1);
	rig_find(rig, NULL);
	assert_int_equal(rig->found, 6);
}

/* In a mailbox lines end by LF, in a mail that was saved by itself by CR LF. */
static void
double__other_line_ends_are_the_same_words(void **state)
{
	const struct said said[] = {{.body = "I see you\n\nO.\n", .at_us = NOON},
	    {.body = "I see you\r\n\r\nO.\r\n\r\n", .at_us = NOON},
	    {.body = "I see you\n\nO", .at_us = NOON}, {.body = "I see you\nO.\n", .at_us = NOON},
	    {.body = "I see you\r\r\nO.\n", .at_us = NOON}};
	struct rig *rig = *state;

	rig_import(rig, 1, &said[0], 1);
	rig_import(rig, 2, &said[1], 1);
	listed(rig, "1.0");
	for (uint64_t i = 2; i < COUNT_OF(said); i++)
		rig_import(rig, 1 + i, &said[i], 1);
	listed(rig, "1.0 3.0 4.0 5.0");
}

static void
double__mails_of_other_ids_are_none(void **state)
{
	const struct said mails[] = {{.body = "I see you",
					 .at_us = NOON,
					 .kind = KIND_EMAIL,
					 .kind_set = true,
					 .claim = "<1@example.net>"},
	    {.body = "I see you",
		.at_us = NOON,
		.kind = KIND_EMAIL,
		.kind_set = true,
		.claim = "<2@example.net>"},
	    {.body = "I see you", .at_us = NOON, .kind = KIND_EMAIL, .kind_set = true}};
	struct rig *rig = *state;

	rig_import(rig, 1, &mails[0], 1);
	rig_import(rig, 2, &mails[1], 1);
	rig_import(rig, 3, &mails[1], 1);
	listed(rig, "1.0 2.0");
	rig_import(rig, 4, &mails[2], 1); /* an export that left it out */
	listed(rig, "1.0 2.0");
}

static void
double__incidents_and_undated_records_never_are(void **state)
{
	struct said incident = pair[0], undated = pair[0];
	struct rig *rig = *state;

	incident.kind = KIND_INCIDENT;
	incident.kind_set = true;
	undated.undated = true;
	rig_import(rig, 1, &incident, 1);
	rig_import(rig, 2, &incident, 1);
	rig_import(rig, 3, &undated, 1);
	rig_import(rig, 4, &undated, 1);
	listed(rig, "3.0 4.0 1.0 2.0");
}

static void
drop__rows_and_words_go(void **state)
{
	struct rig *rig = *state;
	uint64_t count = 9;
	struct err err;

	rig_import(rig, 1, pair, 2);
	rig_import(rig, 2, pair + 2, 1);
	assert_ok(index_drop_import(rig->index, 1, &err), &err);
	listed(rig, "2.0");
	assert_int_equal(rig_find_words(rig, canary), 0);
	assert_int_equal(rig_find_words(rig, "another"), 1);
	assert_ok(index_count(rig->index, NULL, &count, &err), &err);
	assert_int_equal(count, 1);
	assert_int_equal(
	    index_get(rig->index, (struct index_id){1, 0}, note_id, rig, &err), E_NOTFOUND);
	assert_ok(index_drop_import(rig->index, 1, &err), &err);
	assert_ok(index_drop_import(rig->index, UINT64_MAX, &err), &err);
	/* The same number may come again. */
	rig_import(rig, 1, pair, 2);
	listed(rig, "1.0 1.1 2.0");
}

static void
double__a_correction_stands_behind_nothing(void **state)
{
	struct rig *rig = *state;
	struct said said = {.body = "outside again", .from = "+447700900001", .at_us = NOON};
	struct index_import import = {.number = 2, .corrects = true};
	struct err err;

	rig_import(rig, 1, &said, 1);
	assert_ok(index_begin_import(rig->index, &import, &err), &err);
	rig->next = 0;
	rig_say(rig, &said);
	rig_end(rig);
	assert_ok(index_retire(rig->index, (struct index_id){1, 0}, 2, &err), &err);
	listed(rig, "2.0");
	assert_int_equal(rig_find_words(rig, "outside"), 1);
	/* The same message brought in once more stays behind the first, which was corrected. */
	rig_import(rig, 3, &said, 1);
	listed(rig, "2.0");
}

static void
drop__the_first_of_the_doubles_steps_forward(void **state)
{
	struct rig *rig = *state;
	struct err err;

	rig_import(rig, 1, pair, 3);
	rig_import(rig, 2, pair, 3);
	rig_import(rig, 3, pair, 3);
	assert_ok(index_drop_import(rig->index, 1, &err), &err);
	listed(rig, "2.0 2.1 2.2");
	assert_int_equal(rig_find_words(rig, canary), 2);
	get(rig, 2, 0);
	assert_int_equal(rig->row.flags, 0);
	assert_int_equal(rig->row.doubles, 1);
	origins(rig, rig->row.key, "2.0 3.0");
	assert_ok(index_drop_import(rig->index, 3, &err), &err);
	listed(rig, "2.0 2.1 2.2");
	get(rig, 2, 0);
	assert_int_equal(rig->row.doubles, 0);
}

static void
drop__a_large_import_leaves_the_others_whole(void **state)
{
	enum { MANY = 4500 };
	struct rig *rig = *state;
	struct err err;

	rig_begin(rig, 1);
	for (int i = 0; i < MANY; i++)
		rig_say(rig,
		    &(struct said){
			.body = "bulk words", .from = "+1", .at_us = NOON + i * US_PER_SECOND});
	rig_end(rig);
	rig_import(rig, 2, pair, 3);
	/* Stands behind a row that will go. */
	rig_import(rig, 3,
	    &(struct said){.body = "bulk words", .from = "+1", .at_us = NOON + US_PER_SECOND}, 1);
	assert_ok(index_drop_import(rig->index, 1, &err), &err);
	listed(rig, "2.0 2.1 3.0 2.2");
	assert_int_equal(rig_find_words(rig, "bulk words"), 1);
	assert_int_equal(rig_find_words(rig, canary), 2);
}

static void
retire__is_kept_but_not_listed(void **state)
{
	struct rig *rig = *state;
	struct err err;

	rig_import(rig, 1, pair, 3);
	assert_ok(index_retire(rig->index, (struct index_id){1, 0}, 44, &err), &err);
	listed(rig, "1.1 1.2");
	assert_int_equal(rig_find_words(rig, canary), 1);
	get(rig, 1, 0);
	assert_int_equal(rig->row.flags, INDEX_RETIRED);
	assert_int_equal(rig->row.retired_by, 44);
	assert_true(rig->row.bytes.n != 0);
	/* Applied twice: the same. */
	assert_ok(index_retire(rig->index, (struct index_id){1, 0}, 44, &err), &err);
	listed(rig, "1.1 1.2");
	assert_int_equal(index_retire(rig->index, (struct index_id){1, 9}, 44, &err), E_NOTFOUND);
	assert_ok(index_drop_import(rig->index, 1, &err), &err);
	listed(rig, "");
}

static void
remove__nothing_of_it_stays(void **state)
{
	struct rig *rig = *state;
	struct err err;

	rig_import(rig, 1, pair, 3);
	assert_ok(index_remove(rig->index, (struct index_id){1, 2}, &err), &err);
	assert_ok(index_remove(rig->index, (struct index_id){1, 2}, &err), &err);
	listed(rig, "1.0 1.1");
	assert_int_equal(rig_find_words(rig, "another"), 0);
	assert_int_equal(
	    index_get(rig->index, (struct index_id){1, 2}, note_id, rig, &err), E_NOTFOUND);
	rig_close(rig);
	rig_open(rig);
	listed(rig, "1.0 1.1");
}

static void
index__nothing_on_disk_is_in_clear(void **state)
{
	struct rig *rig = *state;
	struct err err;

	rig_import(rig, 1, pair, 3);
	rig_import(rig, 2, pair, 3);
	assert_ok(index_remove(rig->index, (struct index_id){1, 0}, &err), &err);
	assert_false(mem_io_contains(rig->disk, canary));
	rig_close(rig);
	assert_false(mem_io_contains(rig->disk, canary));
	rig_open(rig);
	assert_int_equal(rig_find_words(rig, canary), 2);
}

static void
index__of_another_key_or_damaged_starts_from_nothing(void **state)
{
	struct rig *rig = *state;
	uint8_t *bytes;
	size_t n = 0;

	rig_import(rig, 1, pair, 3);
	rig_close(rig);
	rig->key[0] ^= 1;
	rig_open(rig);
	assert_int_equal(rig->fresh, INDEX_DAMAGED);
	listed(rig, "");
	rig_import(rig, 1, pair, 3);
	rig_close(rig);
	bytes = mem_io_file(rig->disk, "v/i", &n);
	bytes[3000] ^= 1;
	rig_open(rig);
	assert_int_equal(rig->fresh, INDEX_DAMAGED);
	rig_import(rig, 1, pair, 3);
	listed(rig, "1.0 1.1 1.2");
}

static void
index__a_plain_file_in_its_place_is_thrown_away(void **state)
{
	static const char plain[8192] = "SQLite format 3";
	struct rig *rig = *state;
	size_t n = 0;

	rig_close(rig);
	mem_io_put(rig->disk, "v/i", plain, sizeof plain);
	rig_open(rig);
	assert_int_equal(rig->fresh, INDEX_DAMAGED);
	rig_import(rig, 1, pair, 3);
	rig_close(rig);
	assert_true(mem_io_file(rig->disk, "v/i", &n)[0] != 'S');
	assert_true(n > 8192);
}

static void
import__taken_back_leaves_nothing(void **state)
{
	struct rig *rig = *state;
	struct err err;

	rig_import(rig, 1, pair, 1);
	rig_begin(rig, 2);
	rig_say(rig, &pair[2]);
	assert_ok(index_abort(rig->index, &err), &err);
	listed(rig, "1.0");
	rig_import(rig, 2, pair + 2, 1);
	listed(rig, "1.0 2.0");
}

static void
import__cut_off_by_the_end_of_the_program_is_dropped(void **state)
{
	struct rig *rig = *state;

	rig_import(rig, 1, pair, 1);
	rig_begin(rig, 2);
	rig_say(rig, &pair[2]);
	rig_close(rig);
	rig_open(rig);
	assert_int_equal(rig->fresh, INDEX_KEPT);
	listed(rig, "1.0");
}

static void
import__only_one_at_a_time(void **state)
{
	struct rig *rig = *state;
	struct index_import import = {.number = 2};
	struct err err;

	assert_int_equal(index_end(rig->index, &err), E_CONFLICT);
	rig_begin(rig, 1);
	assert_int_equal(index_begin_import(rig->index, &import, &err), E_CONFLICT);
	assert_int_equal(index_drop_import(rig->index, 1, &err), E_CONFLICT);
	rig_end(rig);
}

static void
import__may_be_described_at_its_end(void **state)
{
	struct rig *rig = *state;
	struct index_import unnamed = {.number = 7}, named = {.number = 99,
							 .entry_id = TEXT_LITERAL("abc"),
							 .name = TEXT_LITERAL("chat.txt")};
	struct index_import found;
	struct buf storage;
	uint64_t number = 0;
	struct err err;

	buf_init(&storage, 4096);
	assert_int_equal(index_describe(rig->index, &named, &err), E_CONFLICT);
	assert_ok(index_begin_import(rig->index, &unnamed, &err), &err);
	rig->next = 0;
	rig_say(rig, &(struct said){.body = "words", .from = "+1", .at_us = NOON});
	assert_ok(index_describe(rig->index, &named, &err), &err);
	assert_int_equal(
	    index_import_by_entry(rig->index, named.entry_id, &number, &err), E_NOTFOUND);
	rig_end(rig);
	assert_ok(index_import_by_entry(rig->index, named.entry_id, &number, &err), &err);
	assert_int_equal(number, 7);
	assert_ok(index_import_of(rig->index, 7, &storage, &found, &err), &err);
	assert_true(text_eq_c(found.name, "chat.txt"));
	buf_fini(&storage);
}

/* The way of a large import: no journal. */
static void
begin_large(struct rig *rig, uint64_t number)
{
	struct index_import import = {.number = number, .expected = 60000};
	struct err err;

	assert_ok(index_begin_import(rig->index, &import, &err), &err);
	rig->next = 0;
}

static void
large__is_taken_in_like_any_other(void **state)
{
	struct rig *rig = *state;

	rig_import(rig, 1, pair, 1);
	begin_large(rig, 2);
	rig_say(rig, &pair[2]);
	rig_end(rig);
	listed(rig, "1.0 2.0");
	assert_false(mem_io_contains(rig->disk, canary));
	rig_import(rig, 3, pair + 1, 1);
	rig_close(rig);
	rig_open(rig);
	assert_int_equal(rig->fresh, INDEX_KEPT);
	listed(rig, "1.0 2.0");
}

static void
large__cut_off_starts_from_nothing(void **state)
{
	struct rig *rig = *state;
	struct err err;

	rig_import(rig, 1, pair, 1);
	begin_large(rig, 2);
	rig_say(rig, &pair[2]);
	assert_int_equal(index_abort(rig->index, &err), E_CONFLICT);
	assert_int_equal(
	    index_begin_import(rig->index, &(struct index_import){.number = 3}, &err), E_CONFLICT);
	rig_close(rig);
	rig_open(rig);
	assert_int_equal(rig->fresh, INDEX_DAMAGED);
	listed(rig, "");
	begin_large(rig, 1);
	rig_close(rig); /* the program ends */
	rig_open(rig);
	assert_int_equal(rig->fresh, INDEX_DAMAGED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* Entries of another log have numbers beyond 32 bits: each is an import of its own. */
static void
drop__large_numbers_are_told_apart(void **state)
{
	const uint64_t small = 3, large = (UINT64_C(1) << 40) + 3;
	const struct said said[] = {
	    {.body = "one", .at_us = NOON}, {.body = "two", .at_us = NOON + 1}};
	struct rig *rig = *state;
	struct err err = {0};

	rig_import(rig, small, &said[0], 1);
	rig_import(rig, large, &said[1], 1);
	rig_import(rig, large, &said[1], 1); /* again, as after a stop */
	rig_find(rig, NULL);
	assert_int_equal(rig->found, 2);
	assert_true(rig->ids[1].import == large);
	assert_ok(index_drop_import(rig->index, large, &err), &err);
	rig_find(rig, NULL);
	assert_int_equal(rig->found, 1);
	assert_true(rig->ids[0].import == small);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(double__twice_in_one_import_stays_two),
	    TEST(double__the_same_in_two_imports_is_listed_once),
	    TEST(double__one_more_in_the_second_import_is_one_more),
	    TEST(double__what_differs_is_no_double),
	    TEST(double__other_line_ends_are_the_same_words),
	    TEST(double__mails_of_other_ids_are_none),
	    TEST(double__incidents_and_undated_records_never_are),
	    TEST(double__a_correction_stands_behind_nothing),
	    TEST(drop__rows_and_words_go),
	    TEST(drop__large_numbers_are_told_apart),
	    TEST(drop__the_first_of_the_doubles_steps_forward),
	    TEST(drop__a_large_import_leaves_the_others_whole),
	    TEST(retire__is_kept_but_not_listed),
	    TEST(remove__nothing_of_it_stays),
	    TEST(index__nothing_on_disk_is_in_clear),
	    TEST(index__of_another_key_or_damaged_starts_from_nothing),
	    TEST(index__a_plain_file_in_its_place_is_thrown_away),
	    TEST(import__taken_back_leaves_nothing),
	    TEST(import__cut_off_by_the_end_of_the_program_is_dropped),
	    TEST(import__only_one_at_a_time),
	    TEST(import__may_be_described_at_its_end),
	    TEST(large__is_taken_in_like_any_other),
	    TEST(large__cut_off_starts_from_nothing),
	};

	return cmocka_run_group_tests_name("keep_index_change", tests, NULL, NULL);
}
