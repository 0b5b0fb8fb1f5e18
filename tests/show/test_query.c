/* tests/show/test_query.c
 * The search language: what is typed, and what it asks for. */
#include "tests/support/check.h"

#include "show/query.h"

static struct query query;

static void
parse(const char *typed)
{
	struct err err;

	assert_ok(query_parse(text_of_c(typed), &query, &err), &err);
}

static void
refuse(const char *typed, const char *part_of_sentence)
{
	struct query untouched, out;
	struct err err;

	memset(&out, 0x5a, sizeof out);
	untouched = out;
	assert_int_equal(query_parse(text_of_c(typed), &out, &err), E_FORMAT);
	assert_memory_equal(&out, &untouched, sizeof out);
	if (strstr(err.text, part_of_sentence) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", part_of_sentence, err.text);
}

static void
assert_bound(const struct query_bound *bound, const char *expected)
{
	struct buf text;

	assert_true(bound->set);
	buf_init(&text, 64);
	civil_put(&text, &bound->local);
	assert_slice(buf_slice(&text), expected);
	buf_fini(&text);
}

static void
query__nothing_asks_for_everything(void **state)
{
	static const struct query everything;

	(void)state;
	parse("  \t\n ");
	assert_memory_equal(&query, &everything, sizeof query);
}

static void
query__words_and_phrases_are_terms(void **state)
{
	(void)state;
	parse("leave \"outside your house\" me  \xe2\x80\x9csmart quotes\xe2\x80\x9d");
	assert_int_equal(query.terms_count, 4);
	assert_text(query.terms[0].text, "leave");
	assert_text(query.terms[1].text, "outside your house");
	assert_text(query.terms[2].text, "me");
	assert_text(query.terms[3].text, "smart quotes");
}

static void
query__a_star_asks_for_beginnings(void **state)
{
	(void)state;
	parse("threat* \"see yo\"* plain");
	assert_true(query.terms[0].prefix);
	assert_text(query.terms[0].text, "threat");
	assert_true(query.terms[1].prefix);
	assert_false(query.terms[2].prefix);
}

static void
query__fields_are_taken(void **state)
{
	(void)state;
	parse("From:Sam to:\"Mei Chen\" on:whatsapp kind:Messages kind:call has:photos");
	assert_int_equal(query.terms_count, 0);
	assert_text(query.from[0], "Sam");
	assert_text(query.to[0], "Mei Chen");
	assert_text(query.channels[0], "whatsapp");
	assert_int_equal(query.kinds, 1u << KIND_MESSAGE | 1u << KIND_CALL);
	assert_text(query.has[0], "photo");
}

static void
query__another_colon_is_a_word(void **state)
{
	(void)state;
	parse("https://example.org re:hello 21:05");
	assert_int_equal(query.terms_count, 3);
	assert_text(query.terms[1].text, "re:hello");
}

static void
query__dates_bound_the_time(void **state)
{
	(void)state;
	parse("from:2024-03-01 to:2024-04");
	assert_bound(&query.since, "2024-03-01T00:00:00");
	assert_bound(&query.before, "2024-05-01T00:00:00");
	parse("from:2023 to:2023");
	assert_bound(&query.since, "2023-01-01T00:00:00");
	assert_bound(&query.before, "2024-01-01T00:00:00");
	parse("on:2024-02-29");
	assert_bound(&query.since, "2024-02-29T00:00:00");
	assert_bound(&query.before, "2024-03-01T00:00:00");
	parse("from:2024-12-31T23:59 to:9999");
	assert_bound(&query.since, "2024-12-31T23:59:00");
	assert_bound(&query.before, "9999-12-31T23:59:59.999999");
}

static void
query__several_dates_narrow(void **state)
{
	(void)state;
	parse("from:2024-03 from:2024-05 to:2024-12 to:2024-06");
	assert_bound(&query.since, "2024-05-01T00:00:00");
	assert_bound(&query.before, "2024-07-01T00:00:00");
}

static void
query__a_quoted_date_or_a_number_is_a_name(void **state)
{
	(void)state;
	parse("from:\"2024\" from:07700900202 from:+447700900202");
	assert_false(query.since.set);
	assert_int_equal(query.from_count, 3);
}

static void
query__a_number_in_two_words_is_one(void **state)
{
	(void)state;
	parse("07700 900202 called");
	assert_int_equal(query.terms_count, 2);
	assert_text(query.terms[0].text, "07700 900202");
	parse("+44 7700 900202");
	assert_int_equal(query.terms_count, 1);
	parse("in 2024 3 times");
	assert_int_equal(query.terms_count, 4);
}

static void
query__what_is_not_understood_is_said(void **state)
{
	(void)state;
	refuse("kind:fish", "is not a kind");
	refuse("from:2024-13-01", "is not a date");
	refuse("to:2024-02-30", "is not a date");
	refuse("on:2023-2-1", "is not a date");
	refuse("has:a_b", "is not understood");
	refuse("has:Photo!", "is not understood");
	refuse("from:", "Nothing follows from:");
	refuse("kind: message", "Nothing follows kind:");
	refuse("\"never closed", "quotation mark");
}

static void
query__limits_hold(void **state)
{
	static char typed[QUERY_MAX_BYTES + 2];
	struct err err;

	(void)state;
	memset(typed, 'a', sizeof typed - 1);
	assert_int_equal(query_parse(text_of_c(typed), &query, &err), E_LIMIT);
	typed[QUERY_TEXT_MAX_BYTES + 1] = '\0';
	assert_int_equal(query_parse(text_of_c(typed), &query, &err), E_LIMIT);
	for (size_t i = 0; i < 2 * (QUERY_MAX_TERMS + 1); i++)
		typed[i] = i % 2 == 0 ? 'x' : ' ';
	typed[2 * (QUERY_MAX_TERMS + 1)] = '\0';
	assert_int_equal(query_parse(text_of_c(typed), &query, &err), E_LIMIT);
	typed[2 * QUERY_MAX_TERMS] = '\0';
	assert_ok(query_parse(text_of_c(typed), &query, &err), &err);
}

static enum status
as_utc(void *ctx, const struct civil *local, int64_t *at_us, struct err *err)
{
	unsigned *calls = ctx;

	(void)err;
	(*calls)++;
	*at_us = civil_to_us(local);
	return OK;
}

static void
query__bounds_are_settled_by_the_zone_given(void **state)
{
	struct err err;
	unsigned calls = 0;

	(void)state;
	parse("on:1970-01-02");
	assert_ok(query_settle(&query, as_utc, &calls, &err), &err);
	assert_int_equal(calls, 2);
	assert_true(query.since_known && query.before_known);
	assert_int_equal(query.since_us, US_PER_DAY);
	assert_int_equal(query.before_us, 2 * US_PER_DAY);
	parse("word");
	assert_ok(query_settle(&query, as_utc, &calls, &err), &err);
	assert_false(query.since_known || query.before_known);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(query__nothing_asks_for_everything),
	    cmocka_unit_test(query__words_and_phrases_are_terms),
	    cmocka_unit_test(query__a_star_asks_for_beginnings),
	    cmocka_unit_test(query__fields_are_taken),
	    cmocka_unit_test(query__another_colon_is_a_word),
	    cmocka_unit_test(query__dates_bound_the_time),
	    cmocka_unit_test(query__several_dates_narrow),
	    cmocka_unit_test(query__a_quoted_date_or_a_number_is_a_name),
	    cmocka_unit_test(query__a_number_in_two_words_is_one),
	    cmocka_unit_test(query__what_is_not_understood_is_said),
	    cmocka_unit_test(query__limits_hold),
	    cmocka_unit_test(query__bounds_are_settled_by_the_zone_given),
	};

	return cmocka_run_group_tests_name("show_query", tests, NULL, NULL);
}
