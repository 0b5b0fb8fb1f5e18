/* tests/keep_index/test_list.c
 * Order, pages, bounds of time, single records, and the state of the index. */
#include "keep/index_names.h"
#include "tests/keep_index/rig.h"

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
list__order_is_time_order_whatever_order_they_came_in(void **state)
{
	const struct said first[] = {{.body = "c", .at_us = NOON + 3000000},
	    {.body = "a", .at_us = NOON + 1000000}, {.body = "e", .at_us = NOON + 5000000}};
	const struct said second[] = {{.body = "d", .at_us = NOON + 4000000},
	    {.body = "b", .at_us = NOON + 1001000}, {.body = "undated", .undated = true},
	    {.body = "old", .at_us = -US_PER_DAY}};

	rig_import(*state, 1, first, COUNT_OF(first));
	rig_import(*state, 2, second, COUNT_OF(second));
	rig_find(*state, NULL);
	assert_found(*state, "2.2 2.3 1.1 2.1 1.0 2.0 1.2");
}

static void
list__the_same_moment_keeps_the_order_of_the_file(void **state)
{
	struct rig *rig = *state;

	rig_begin(rig, 1);
	for (int i = 0; i < 200; i++)
		rig_say(rig, &(struct said){.body = "x", .at_us = NOON});
	rig_end(rig);
	rig_import(rig, 2, &(struct said){.body = "y", .at_us = NOON + 1000}, 1);
	rig_import(rig, 3, &(struct said){.body = "before", .at_us = NOON - 1}, 1);
	rig_find(rig, NULL);
	assert_int_equal(rig->found, 202);
	assert_int_equal(rig->ids[0].import, 3);
	for (unsigned i = 0; i < 200; i++)
		assert_int_equal(rig->ids[i + 1].number, i);
	assert_int_equal(rig->ids[201].import, 2);
}

/* 64 fit in a millisecond; more than that must neither be lost nor overtake the next day. */
static void
list__many_records_of_one_day_spill_but_stay(void **state)
{
	enum { MANY = 3000 };
	struct rig *rig = *state;

	rig_begin(rig, 1);
	for (int i = 0; i < MANY; i++)
		rig_say(rig, &(struct said){.body = "on a day", .at_us = NOON});
	rig_say(rig, &(struct said){.body = "a second later", .at_us = NOON + US_PER_SECOND});
	rig_end(rig);
	rig_find(rig, NULL);
	assert_int_equal(rig->found, MANY + 1);
	assert_int_equal(rig->ids[MANY].number, MANY);
	query.before_known = true;
	query.before_us = NOON + US_PER_SECOND;
	rig_find(rig, &query);
	assert_int_equal(rig->found, MANY);
}

static void
list__bounds_are_from_and_up_to(void **state)
{
	const struct said said[] = {{.body = "a", .at_us = NOON - 1}, {.body = "b", .at_us = NOON},
	    {.body = "c", .at_us = NOON + US_PER_DAY - 1},
	    {.body = "d", .at_us = NOON + US_PER_DAY}, {.body = "e", .undated = true}};

	rig_import(*state, 1, said, COUNT_OF(said));
	query.since_known = query.before_known = true;
	query.since_us = NOON;
	query.before_us = NOON + US_PER_DAY;
	rig_find(*state, &query);
	assert_found(*state, "1.1 1.2");
	query.terms[0].text = TEXT_LITERAL("b");
	query.terms_count = 1;
	rig_find(*state, &query);
	assert_found(*state, "1.1");
	query.terms_count = 0;
	query.since_us = INT64_MIN;
	query.before_us = INT64_MAX;
	rig_find(*state, &query);
	assert_found(*state, "1.0 1.1 1.2 1.3");
	query.since_us = INT64_MAX;
	rig_find(*state, &query);
	assert_found(*state, "");
	query.since_us = INT64_MIN;
	query.before_us = INT64_MIN;
	rig_find(*state, &query);
	assert_found(*state, "");
}

static void
list__absurd_dates_count_as_undated(void **state)
{
	const struct said said[] = {{.body = "a", .at_us = INT64_MAX},
	    {.body = "b", .at_us = INT64_MIN}, {.body = "c", .at_us = NOON}};

	rig_import(*state, 1, said, COUNT_OF(said));
	rig_find(*state, NULL);
	assert_found(*state, "1.0 1.1 1.2");
	assert_true(((struct rig *)*state)->row.at_known);
	query.before_known = true;
	query.before_us = INT64_MAX;
	rig_find(*state, &query);
	assert_found(*state, "1.2");
}

struct pager {
	uint64_t keys[512];
	size_t count;
};

static enum status
page_row(void *ctx, const struct index_row *row, struct err *err)
{
	struct pager *pager = ctx;

	(void)err;
	assert_true(pager->count < COUNT_OF(pager->keys));
	pager->keys[pager->count++] = row->key;
	return OK;
}

/* All pages of `limit` rows, one after the other. */
static void
page_through(struct index *index, const struct query *asked, bool newest_first, size_t limit,
    struct pager *pager)
{
	struct index_page page = {.newest_first = newest_first, .limit = limit};
	bool more = true;
	struct err err;

	pager->count = 0;
	while (more) {
		size_t before = pager->count;

		assert_ok(index_query(index, asked, &page, page_row, pager, &more, &err), &err);
		assert_true(pager->count - before <= limit);
		if (more)
			assert_int_equal(pager->count - before, limit);
		if (pager->count == 0)
			break;
		page.after_set = true;
		page.after = pager->keys[pager->count - 1];
	}
}

static void
list__pages_join_without_gap_or_repeat(void **state)
{
	struct rig *rig = *state;
	static struct pager pager;

	rig_begin(rig, 1);
	for (int i = 0; i < 100; i++)
		rig_say(rig, &(struct said){.body = i % 3 == 0 ? "fizz" : "plain",
				 .at_us = NOON + i % 40 * 1000,
				 .undated = i == 50});
	rig_end(rig);
	query.terms[0].text = TEXT_LITERAL("fizz");
	query.terms_count = 1;
	for (size_t limit = 1; limit < 45; limit += 6) {
		for (int words = 0; words < 2; words++) {
			const struct query *asked = words != 0 ? &query : NULL;

			rig_find(rig, asked);
			page_through(rig->index, asked, false, limit, &pager);
			assert_int_equal(pager.count, rig->found);
			for (size_t i = 0; i < pager.count; i++)
				assert_int_equal(pager.keys[i], rig->keys[i]);
			page_through(rig->index, asked, true, limit, &pager);
			assert_int_equal(pager.count, rig->found);
			for (size_t i = 0; i < pager.count; i++)
				assert_int_equal(pager.keys[i], rig->keys[rig->found - 1 - i]);
		}
	}
}

static void
list__a_page_has_a_size(void **state)
{
	struct rig *rig = *state;
	struct index_page page = {.limit = 0};
	static struct pager pager;
	struct err err;

	assert_int_equal(
	    index_query(rig->index, NULL, &page, page_row, &pager, NULL, &err), E_LIMIT);
	page.limit = INDEX_PAGE_MAX + 1;
	assert_int_equal(
	    index_query(rig->index, NULL, &page, page_row, &pager, NULL, &err), E_LIMIT);
	page.limit = INDEX_PAGE_MAX;
	page.after_set = true;
	page.after = UINT64_MAX;
	assert_ok(index_query(rig->index, NULL, &page, page_row, &pager, NULL, &err), &err);
}

static enum status
stop_at_once(void *ctx, const struct index_row *row, struct err *err)
{
	(void)ctx;
	(void)row;
	return fail(err, E_CANCELLED, "enough");
}

static void
list__a_callback_may_stop(void **state)
{
	struct rig *rig = *state;
	struct index_page page = {.limit = 10};
	struct err err;

	rig_import(rig, 1, &(struct said){.body = "x", .at_us = NOON}, 1);
	assert_int_equal(
	    index_query(rig->index, NULL, &page, stop_at_once, NULL, NULL, &err), E_CANCELLED);
	rig_find(rig, NULL);
	assert_int_equal(rig->found, 1);
}

static enum status
take_row(void *ctx, const struct index_row *row, struct err *err)
{
	struct rig *rig = ctx;

	(void)err;
	rig->row = *row;
	buf_reset(&rig->bytes);
	buf_put_slice(&rig->bytes, row->bytes);
	rig->row.bytes = buf_slice(&rig->bytes);
	return OK;
}

/* A draft is no reply; what went to others first may be one. */
static void
list__what_went_to_whom_is_known_without_reading_it(void **state)
{
	static const struct {
		enum direction direction;
		const char *mark, *also;
		unsigned flags;
	} cases[] = {{DIRECTION_OUT, "draft", NULL, INDEX_UNSENT},
	    {DIRECTION_OUT, "queued", NULL, INDEX_UNSENT},
	    {DIRECTION_OUT, "failed", NULL, INDEX_UNSENT}, {DIRECTION_OUT, "edited", NULL, 0},
	    {DIRECTION_OUT, NULL, NULL, 0}, {DIRECTION_IN, "draft", NULL, 0},
	    {DIRECTION_OUT, NULL, "+3", INDEX_SEVERAL}};
	struct rig *rig = *state;
	struct err err;

	rig_begin(rig, 7);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		rig_say(rig, &(struct said){.body = "x",
				 .at_us = NOON + (int64_t)i,
				 .to = "+2",
				 .also = cases[i].also,
				 .direction = cases[i].direction,
				 .mark = cases[i].mark});
	rig_end(rig);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_ok(
		    index_get(rig->index, (struct index_id){7, i}, take_row, rig, &err), &err);
		assert_int_equal(rig->row.flags, cases[i].flags);
	}
}

static void
list__one_record_by_its_name_with_all_its_facts(void **state)
{
	struct rig *rig = *state;
	struct record record;
	struct arena arena;
	struct err err;

	rig_begin(rig, 7);
	for (int i = 0; i < 1500; i++)
		rig_say(rig, &(struct said){.body = "filling", .at_us = NOON - i * US_PER_SECOND});
	rig_say(rig, &(struct said){.body = "the one",
			 .at_us = NOON + 1001,
			 .from = "+1",
			 .to = "+2",
			 .direction = DIRECTION_IN,
			 .attachment = "a.bin",
			 .channel = "mms"});
	rig_end(rig);
	assert_ok(index_get(rig->index, (struct index_id){7, 1500}, take_row, rig, &err), &err);
	assert_int_equal(rig->row.at_us, NOON + 1001);
	assert_int_equal(rig->row.local_us, NOON + 1001 + 3600 * US_PER_SECOND);
	assert_true(rig->row.at_known && rig->row.local_known);
	assert_int_equal(rig->row.kind, KIND_MESSAGE);
	assert_int_equal(rig->row.direction, DIRECTION_IN);
	assert_int_equal(rig->row.basis, BASIS_INSTANT);
	assert_int_equal(rig->row.precision, PRECISION_SECOND);
	assert_int_equal(rig->row.flags, INDEX_ATTACHMENT);
	assert_true(rig->row.channel != 0 && rig->row.from != 0 && rig->row.to != 0);
	assert_int_not_equal(rig->row.from, rig->row.to);
	arena_init(&arena, 1 << 20);
	assert_ok(record_parse(rig->row.bytes, &arena, &record, &err), &err);
	assert_text(record.body, "the one");
	arena_fini(&arena);
	assert_int_equal(
	    index_get(rig->index, (struct index_id){7, 1501}, take_row, rig, &err), E_NOTFOUND);
	assert_int_equal(
	    index_get(rig->index, (struct index_id){8, 0}, take_row, rig, &err), E_NOTFOUND);
	assert_int_equal(
	    index_get(rig->index, (struct index_id){UINT64_MAX, 0}, take_row, rig, &err),
	    E_NOTFOUND);
}

static void
list__facts_alone_have_no_bytes(void **state)
{
	struct rig *rig = *state;
	struct index_page page = {.no_limit = true, .facts_only = true};
	struct err err;

	rig_import(rig, 1, &(struct said){.body = "x", .at_us = NOON}, 1);
	assert_ok(index_query(rig->index, NULL, &page, take_row, rig, NULL, &err), &err);
	assert_int_equal(rig->row.bytes.n, 0);
	assert_int_equal(rig->row.at_us, NOON);
}

struct listed_words {
	struct buf text;
};

static enum status
put_word(void *ctx, uint32_t id, struct text word, struct err *err)
{
	struct buf *out = ctx;

	(void)id;
	(void)err;
	buf_put_text(out, word);
	buf_put_byte(out, ';');
	return OK;
}

static enum status
put_identity(void *ctx, const struct index_identity *identity, struct err *err)
{
	struct buf *out = ctx;

	(void)err;
	buf_put_text(out, identity->identity);
	buf_put_byte(out, '=');
	buf_put_text(out, identity->name);
	buf_put_byte(out, '=');
	buf_put_text(out, identity->person_name);
	buf_put_byte(out, ';');
	return OK;
}

static void
list__what_repeats_is_listed_once(void **state)
{
	const struct said said[] = {
	    {.body = "a", .from = "+1", .name = "Sam", .at_us = NOON, .conversation = "Group"},
	    {.body = "b", .from = "+1", .name = "Sam", .at_us = NOON + 1, .conversation = "Group"},
	    {.body = "c", .name = "Mei", .at_us = NOON + 2, .channel = "whatsapp"}};
	struct rig *rig = *state;
	struct buf out;
	struct err err;

	rig_import(rig, 1, said, COUNT_OF(said));
	assert_ok(
	    index_name_person(rig->index, TEXT_LITERAL("+1"), TEXT_LITERAL("Owen"), &err), &err);
	buf_init(&out, 4096);
	assert_ok(index_channels(rig->index, put_word, &out, &err), &err);
	assert_ok(index_conversations(rig->index, put_word, &out, &err), &err);
	assert_ok(index_identities(rig->index, put_identity, &out, &err), &err);
	assert_slice(buf_slice(&out), "sms;whatsapp;Group;+1=Sam=Owen;Mei==;");
	buf_fini(&out);
}

static void
list__imports_are_known_by_original_and_entry(void **state)
{
	struct rig *rig = *state;
	struct index_import import = {.number = 12,
	    .entry_id = TEXT_LITERAL("aaaaaaaaaaaaaaaaaaaaaaaaaa"),
	    .original = TEXT_LITERAL("00ff"),
	    .name = TEXT_LITERAL("sms.xml"),
	    .zone = TEXT_LITERAL("Europe/London")};
	struct index_import out;
	struct buf storage;
	uint64_t number = 0;
	struct err err;

	assert_ok(index_begin_import(rig->index, &import, &err), &err);
	assert_ok(index_end(rig->index, &err), &err);
	assert_ok(index_import_by_original(rig->index, TEXT_LITERAL("00ff"), &number, &err), &err);
	assert_int_equal(number, 12);
	assert_ok(index_import_by_entry(rig->index, import.entry_id, &number, &err), &err);
	assert_int_equal(number, 12);
	assert_int_equal(
	    index_import_by_original(rig->index, TEXT_LITERAL("11"), &number, &err), E_NOTFOUND);
	buf_init(&storage, 4096);
	assert_ok(index_import_of(rig->index, 12, &storage, &out, &err), &err);
	assert_text(out.name, "sms.xml");
	assert_text(out.zone, "Europe/London");
	assert_null(out.format.p);
	assert_int_equal(index_import_of(rig->index, 13, &storage, &out, &err), E_NOTFOUND);
	buf_fini(&storage);
}

static void
list__the_state_is_what_was_said_last(void **state)
{
	struct rig *rig = *state;
	struct index_state out, in = {.log_id = "abc", .entries = 5, .root = {1, 2, 3}};
	struct err err;

	assert_int_equal(rig->fresh, INDEX_ABSENT);
	assert_ok(index_state(rig->index, &out, &err), &err);
	assert_string_equal(out.log_id, "");
	assert_int_equal(out.entries, 0);
	assert_ok(index_reflect(rig->index, &in, &err), &err);
	rig_close(rig);
	rig_open(rig);
	assert_int_equal(rig->fresh, INDEX_KEPT);
	assert_ok(index_state(rig->index, &out, &err), &err);
	assert_string_equal(out.log_id, "abc");
	assert_int_equal(out.entries, 5);
	assert_memory_equal(out.root, in.root, sizeof in.root);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(list__order_is_time_order_whatever_order_they_came_in),
	    TEST(list__the_same_moment_keeps_the_order_of_the_file),
	    TEST(list__many_records_of_one_day_spill_but_stay),
	    TEST(list__bounds_are_from_and_up_to),
	    TEST(list__absurd_dates_count_as_undated),
	    TEST(list__pages_join_without_gap_or_repeat),
	    TEST(list__a_page_has_a_size),
	    TEST(list__a_callback_may_stop),
	    TEST(list__what_went_to_whom_is_known_without_reading_it),
	    TEST(list__one_record_by_its_name_with_all_its_facts),
	    TEST(list__facts_alone_have_no_bytes),
	    TEST(list__what_repeats_is_listed_once),
	    TEST(list__imports_are_known_by_original_and_entry),
	    TEST(list__the_state_is_what_was_said_last),
	};

	return cmocka_run_group_tests_name("keep_index_list", tests, NULL, NULL);
}
