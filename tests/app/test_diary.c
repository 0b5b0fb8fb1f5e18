/* tests/app/test_diary.c
 * Incidents, their names, corrections, history and lists in an open diary. */
#include "tests/app/rig.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/act.h"
#include "app/checking.h"
#include "app/history.h"
#include "app/original.h"
#include "app/record_id.h"
#include "app/sampling.h"
#include "show/query.h"

enum { TEXTS_BYTES = 512 };

static enum status
correct(struct diary *diary, const char *id, const char *what, char out[27])
{
	struct correction correction = {
	    .changes.what = text_of_c(what), .why = TEXT_LITERAL("remembered")};
	struct incident_saved saved = {0};
	enum status status = record_correct(
	    &diary->app, text_of_c(id), &correction, &saved, &diary->err);

	if (status == OK)
		memcpy(out, saved.id, sizeof saved.id);
	return status;
}

static void
incident__what_is_refused_writes_nothing(void **state)
{
	struct diary *diary = *state;
	const struct incident bad[] = {{.when = TEXT_LITERAL("now")}, {.what = TEXT_LITERAL("x")},
	    {.when = TEXT_LITERAL("soon"), .what = TEXT_LITERAL("x")},
	    {.when = TEXT_LITERAL("now"),
		.what = TEXT_LITERAL("x"),
		.known = TEXT_LITERAL("guessed")},
	    {.when = TEXT_LITERAL("2024-03-24 21:00"),
		.until = TEXT_LITERAL("2024-03-24 20:00"),
		.what = TEXT_LITERAL("x")}};
	struct incident_saved saved = {.entry = 99};

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(incident_add(&diary->app, &bad[i], &saved, &diary->err), E_FORMAT);
	assert_int_equal(saved.entry, 99);
	assert_int_equal(log_entries(diary->app.vault), 0);
}

static void
record_id__every_form_leads_to_the_record(void **state)
{
	struct diary *diary = *state;
	char id[27];
	const char *forms[] = {id, "0", "0.0"};
	static const char *const none[] = {
	    "", "1", "0.1", "0.", "0.x", ".", "-1", "nosuch", "18446744073709551616"};
	struct index_id found;
	struct buf full;

	diary_add(diary, "2024-03-24", "at the gate", id);
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		found = (struct index_id){9, 9};
		assert_ok(record_id_find(&diary->app, text_of_c(forms[i]), &found, &diary->err),
		    &diary->err);
		assert_int_equal(found.import, 0);
		assert_int_equal(found.number, 0);
	}
	for (size_t i = 0; i < COUNT_OF(none); i++)
		if (record_id_find(&diary->app, text_of_c(none[i]), &found, &diary->err) !=
		    E_NOTFOUND)
			fail_msg("found: \"%s\"", none[i]);
	buf_init(&full, 128);
	assert_ok(
	    record_id_put(&diary->app, (struct index_id){0, 0}, &full, &diary->err), &diary->err);
	assert_text(buf_text(&full), id);
	buf_fini(&full);
}

struct page_seen {
	uint64_t last;
	char ids[16][32];
	size_t count;
};

static enum status
note_page(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct page_seen *seen = ctx;

	(void)err;
	memcpy(seen->ids[seen->count], listed->id.p, listed->id.n);
	seen->ids[seen->count++][listed->id.n] = '\0';
	seen->last = cursor;
	return OK;
}

static void
listing__pages_join_up(void **state)
{
	struct diary *diary = *state;
	struct query *query = calloc(1, sizeof *query);
	struct page_seen all = {0}, joined = {0};
	struct listing_page page = {.limit = 2};
	bool more = true;
	char id[27];

	/* Undated ones stand first, whenever they were written. */
	diary_add(diary, "2024-05-01", "fourth", id);
	diary_add(diary, "unknown", "first", id);
	diary_add(diary, "2024-03-24 21:05", "third", id);
	diary_add(diary, "2024-03", "second", id);
	diary_add(diary, "2025", "fifth", id);
	query_init(query);
	assert_ok(listing(&diary->app, query, &(struct listing_page){0}, note_page, &all, NULL,
		      &diary->err),
	    &diary->err);
	assert_int_equal(all.count, 5);
	while (more) {
		assert_ok(
		    listing(&diary->app, query, &page, note_page, &joined, &more, &diary->err),
		    &diary->err);
		if (joined.count == 2) { /* by cursor, then by the id of the last record */
			page.after_set = true;
			page.after = joined.last;
		} else {
			page = (struct listing_page){
			    .limit = 2, .after_id = text_of_c(joined.ids[joined.count - 1])};
		}
	}
	assert_int_equal(joined.count, all.count);
	assert_memory_equal(joined.ids, all.ids, sizeof all.ids);
	page.after_id = TEXT_LITERAL("nosuch");
	assert_int_equal(
	    listing(&diary->app, query, &page, note_page, &joined, &more, &diary->err), E_NOTFOUND);
	free(query);
}

static void
correction__the_newest_is_listed_and_only_it_is_corrected(void **state)
{
	struct diary *diary = *state;
	char first[27], second[27], third[27], texts[TEXTS_BYTES];

	diary_add(diary, "2024-03-24", "at the gate", first);
	assert_ok(correct(diary, first, "at the door", second), &diary->err);
	assert_ok(correct(diary, second, "in the house", third), &diary->err);
	assert_int_equal(correct(diary, first, "elsewhere", third), E_CONFLICT);
	assert_non_null(strstr(diary->err.text, third));
	assert_int_equal(correct(diary, second, "elsewhere", third), E_CONFLICT);
	assert_int_equal(correct(diary, "nosuch", "elsewhere", third), E_NOTFOUND);
	diary_texts(diary, texts, sizeof texts);
	assert_string_equal(texts, "in the house");
	diary_reopen(diary, true);
	diary_texts(diary, texts, sizeof texts);
	assert_string_equal(texts, "in the house");
	assert_int_equal(log_entries(diary->app.vault), 3);
}

static void
correction__needs_a_reason_and_a_difference(void **state)
{
	struct diary *diary = *state;
	const struct correction bad[] = {{.changes.what = TEXT_LITERAL("x")},
	    {.why = TEXT_LITERAL("x")},
	    {.why = TEXT_LITERAL("x"), .changes.precision = TEXT_LITERAL("day")},
	    {.why = TEXT_LITERAL("x"), .changes.known = TEXT_LITERAL("guessed")},
	    {.why = TEXT_LITERAL("x"), .changes.when = TEXT_LITERAL("soon")}};
	struct incident_saved saved;
	char id[27];

	diary_add(diary, "2024-03-24", "at the gate", id);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(
		    record_correct(&diary->app, text_of_c(id), &bad[i], &saved, &diary->err),
		    E_FORMAT);
	assert_int_equal(log_entries(diary->app.vault), 1);
}

static enum status
note_history(void *ctx, const struct history_item *item, struct err *err)
{
	struct buf *out = ctx;

	buf_putf(out, "%llu ", (unsigned long long)item->entry);
	buf_put_text(out, item->kind);
	if (item->why.n != 0) {
		buf_put_c(out, " why ");
		buf_put_text(out, item->why);
	}
	if (item->note.n != 0) {
		buf_put_c(out, " note ");
		buf_put_text(out, item->note);
	}
	buf_put_byte(out, '\n');
	return buf_check(out, err);
}

static void
history__is_the_same_from_every_version(void **state)
{
	struct diary *diary = *state;
	struct incident incident = {.when = TEXT_LITERAL("2024-03-24"),
	    .what = TEXT_LITERAL("at the gate"),
	    .private_note = TEXT_LITERAL("was afraid")};
	struct incident_saved saved;
	char ids[3][27];
	struct buf seen;

	assert_ok(incident_add(&diary->app, &incident, &saved, &diary->err), &diary->err);
	memcpy(ids[0], saved.id, sizeof saved.id);
	assert_ok(correct(diary, ids[0], "at the door", ids[1]), &diary->err);
	assert_ok(correct(diary, ids[1], "in the house", ids[2]), &diary->err);
	buf_init(&seen, 4096);
	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		buf_reset(&seen);
		assert_ok(record_history(
			      &diary->app, text_of_c(ids[i]), note_history, &seen, &diary->err),
		    &diary->err);
		assert_text(buf_text(&seen),
		    "0 incident note was afraid\n1 correction why remembered\n"
		    "2 correction why remembered\n");
	}
	assert_int_equal(
	    record_history(&diary->app, TEXT_LITERAL("nosuch"), note_history, &seen, &diary->err),
	    E_NOTFOUND);
	buf_fini(&seen);
}

static void
diary__is_the_same_after_the_index_is_lost(void **state)
{
	struct diary *diary = *state;
	char id[27], before[TEXTS_BYTES], after[TEXTS_BYTES];

	diary_add(diary, "2024-03-24", "at the gate", id);
	diary_add(diary, "unknown", "a letter", id);
	diary_texts(diary, before, sizeof before);
	assert_string_equal(before, "a letter|at the gate");
	diary_reopen(diary, false);
	diary_texts(diary, after, sizeof after);
	assert_string_equal(after, before);
	diary_reopen(diary, true);
	diary_texts(diary, after, sizeof after);
	assert_string_equal(after, before);
	assert_false(mem_io_contains(diary->rig.disk, "at the gate"));
}

/* What the clock said when that entry was written. */
static void
written_at(struct diary *diary, uint64_t number, char *out, size_t n)
{
	struct buf bytes;
	struct entry entry;
	struct text utc;

	buf_init(&bytes, ENTRY_MAX_BYTES + 4096);
	assert_ok(log_read(diary->app.vault, number, &bytes, &entry, &diary->err), &diary->err);
	utc = act_find(entry.fields[FIELD_WRITTEN], "utc");
	(void)snprintf(out, n, "%.*s", (int)utc.n, utc.p);
	buf_fini(&bytes);
}

/* Order and what is newest come from the log; what the clock said is kept as evidence. */
static void
incident__a_clock_set_back_ten_years_loses_nothing(void **state)
{
	struct diary *diary = *state;
	struct verify_report *report = calloc(1, sizeof *report);
	char before[27], after[27], texts[TEXTS_BYTES], first[40], second[40];

	diary_add(diary, "2024-03-24", "before", before);
	diary->rig.clock_us -= INT64_C(10) * 365 * 86400 * 1000000;
	diary_add(diary, "2024-03-25", "after", after);
	assert_ok(correct(diary, before, "mended", before), &diary->err);
	for (int i = 0; i < 3; i++) {
		diary_texts(diary, texts, sizeof texts);
		assert_string_equal(texts, "mended|after");
		diary_reopen(diary, i == 1);
	}
	written_at(diary, 0, first, sizeof first);
	written_at(diary, 1, second, sizeof second);
	assert_true(strcmp(first, second) > 0);
	verify_report_init(report, "vault");
	assert_ok(vault_verify_part(&diary->app, SAMPLING_ALL, report, &diary->err), &diary->err);
	assert_int_equal(report->problem_count, 0);
	verify_report_fini(report);
	free(report);
}

/* In a log from a newer machine there may be a zone that this one does not know. */
static void
reading__a_zone_unknown_here_loses_no_file(void **state)
{
	struct diary *diary = *state;
	const struct reading_answers answers = {.zone = TEXT_LITERAL("Europe/Nowhere")};
	struct kept_original kept;

	mem_io_put(diary->rig.disk, "src/note.txt", "a note", 6);
	assert_ok(
	    original_keep(&diary->app, "src/note.txt", &answers, &kept, &diary->err), &diary->err);
	assert_ok(originals_settle(&diary->app, &diary->err), &diary->err);
	diary_reopen(diary, false);
	assert_int_equal(log_entries(diary->app.vault), 2); /* the original, and its reading */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, diary_setup, diary_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(incident__a_clock_set_back_ten_years_loses_nothing),
	    TEST(incident__what_is_refused_writes_nothing),
	    TEST(record_id__every_form_leads_to_the_record),
	    TEST(listing__pages_join_up),
	    TEST(correction__the_newest_is_listed_and_only_it_is_corrected),
	    TEST(correction__needs_a_reason_and_a_difference),
	    TEST(history__is_the_same_from_every_version),
	    TEST(reading__a_zone_unknown_here_loses_no_file),
	    TEST(diary__is_the_same_after_the_index_is_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
