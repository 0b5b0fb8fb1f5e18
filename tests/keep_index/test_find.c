/* tests/keep_index/test_find.c
 * Words, phrases, numbers, scripts, people: what is put in is found, and nothing else. */
#include "keep/index_claims.h"
#include "keep/index_names.h"
#include "tests/keep_index/rig.h"

#define SAM "+447700900202"
#define ME  "+447700900001"

static const struct said story[] = {
    {.body = "Don't walk away, see you TOMORROW",
	.from = SAM,
	.to = ME,
	.at_us = NOON,
	.direction = DIRECTION_IN,
	.name = "Sam Carter"},
    {.body = "I walk home",
	.from = ME,
	.to = SAM,
	.at_us = NOON + 1000000,
	.direction = DIRECTION_OUT},
    {.body = "Na\xc3\xafve caf\xc3\xa9 \xc5\x81\xc3\xb3"
	     "d\xc5\xba",
	.from = "kasia@example.org",
	.to = ME,
	.at_us = NOON + 2000000,
	.direction = DIRECTION_IN,
	.channel = "email",
	.kind = KIND_EMAIL,
	.kind_set = true,
	.name = "Kasia"},
    {.body = "\xe6\x88\x91\xe7\x9f\xa5\xe9\x81\x93\xe4\xbd\xa0\xe4\xbd\x8f\xe5\x93\xaa\xe9\x87\x8c",
	.from = "Mei Chen",
	.at_us = NOON + 3000000,
	.direction = DIRECTION_IN,
	.channel = "whatsapp",
	.conversation = "Neighbours"},
    {.body = "ring me on 07700 900418 \xf0\x9f\x94\xaa",
	.from = SAM,
	.to = ME,
	.at_us = NOON + 4000000,
	.direction = DIRECTION_IN,
	.mark = "deleted"},
    {.body = "\xd9\x85\xdb\x8c\xda\xba \xd8\xaf\xdb\x8c\xda\xa9\xda\xbe "
	     "\xd8\xb1\xdb\x81\xd8\xa7 \xdb\x81\xd9\x88\xda\xba",
	.from = SAM,
	.at_us = NOON + 5000000,
	.direction = DIRECTION_IN},
    {.from = SAM,
	.to = ME,
	.at_us = NOON + 6000000,
	.direction = DIRECTION_IN,
	.attachment = "IMG-20240324-WA0003.jpg",
	.channel = "mms"},
    {.body = "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80 text",
	.from = "+447700900418",
	.at_us = NOON + 7000000,
	.direction = DIRECTION_IN},
};

static struct query query;

static int
set_up(void **state)
{
	static struct rig rig;

	rig_init(&rig);
	rig_open(&rig);
	rig_import(&rig, 1, story, COUNT_OF(story));
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
found_by(struct rig *rig, const char *words, const char *expected)
{
	(void)rig_find_words(rig, words);
	assert_found(rig, expected);
}

static void
find__words_in_any_case(void **state)
{
	found_by(*state, "walk", "1.0 1.1");
	found_by(*state, "WALK", "1.0 1.1");
	found_by(*state, "tomorrow", "1.0");
	found_by(*state, "wal", "");
	found_by(*state, "nowhere", "");
}

static void
find__words_with_or_without_accents(void **state)
{
	found_by(*state, "naive", "1.2");
	found_by(*state, "caf\xc3\xa9", "1.2");
	found_by(*state, "CAFE", "1.2");
}

static void
find__phrases_only_in_order(void **state)
{
	found_by(*state, "walk away", "1.0");
	found_by(*state, "away walk", "");
	found_by(*state, "don't walk", "1.0");
	found_by(*state, "away see you", "1.0");
}

static void
find__two_terms_both_occur(void **state)
{
	query.terms[0].text = TEXT_LITERAL("walk");
	query.terms[1].text = TEXT_LITERAL("home");
	query.terms_count = 2;
	rig_find(*state, &query);
	assert_found(*state, "1.1");
}

static void
find__beginnings_of_words(void **state)
{
	query.terms[0] = (struct query_term){TEXT_LITERAL("tom"), true};
	query.terms_count = 1;
	rig_find(*state, &query);
	assert_found(*state, "1.0");
	query.terms[0] = (struct query_term){TEXT_LITERAL("see yo"), true};
	rig_find(*state, &query);
	assert_found(*state, "1.0");
}

static void
find__parts_of_sentences_without_blanks(void **state)
{
	/* "you live", "where", and two characters that do not stand together */
	found_by(*state, "\xe4\xbd\xa0\xe4\xbd\x8f", "1.3");
	found_by(*state, "\xe5\x93\xaa\xe9\x87\x8c", "1.3");
	found_by(*state, "\xe4\xbd\x8f", "1.3");
	found_by(*state, "\xe4\xbd\xa0\xe5\x93\xaa", "");
}

static void
find__other_scripts_by_word(void **state)
{
	found_by(*state, "\xd8\xaf\xdb\x8c\xda\xa9\xda\xbe", "1.5");
	/* the same word with the Arabic letters another keyboard has */
	found_by(*state, "\xd8\xaf\xd9\x8a\xd9\x83\xda\xbe", "1.5");
	found_by(*state, "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80",
	    "1.7");
}

static void
find__emoji(void **state)
{
	found_by(*state, "\xf0\x9f\x94\xaa", "1.4");
	found_by(*state, "\xf0\x9f\x98\x80", "");
}

static void
find__numbers_in_any_spelling_and_what_came_from_them(void **state)
{
	static const char *const spellings[] = {
	    "07700900418", "07700 900418", "+447700900418", "+44 7700 900 418", "0044 7700 900418"};

	for (size_t i = 0; i < COUNT_OF(spellings); i++)
		found_by(*state, spellings[i], "1.4 1.7");
	found_by(*state, "07700900202", "1.0 1.1 1.4 1.5 1.6");
	found_by(*state, "07700900999", "");
}

static void
find__addresses_and_names_of_files(void **state)
{
	found_by(*state, "kasia@example.org", "1.2");
	found_by(*state, "IMG-20240324-WA0003.jpg", "1.6");
	found_by(*state, "wa0003", "1.6");
}

/* Not what machines claim. */
static void
find__words_that_stand_in_claims(void **state)
{
	static const struct said said[] = {
	    {.body = "see you",
		.at_us = NOON,
		.claim_key = "earlier-wording",
		.claim = "I will burn your kiosk, ring 07700 900419"},
	    {.body = "the words above",
		.at_us = NOON + 1,
		.claim_key = "attached-mail-text",
		.claim = "Zanzibar"},
	    {.body = "paid", .at_us = NOON + 2, .claim_key = "column-more", .claim = "kettledrum"},
	    {.body = "kept", .at_us = NOON + 3, .claim_key = "device", .claim = "telescope"},
	    {.body = "kept", .at_us = NOON + 4, .claim = "telescope@example.org"},
	};

	rig_import(*state, 2, said, COUNT_OF(said));
	found_by(*state, "kiosk", "2.0");
	found_by(*state, "\"burn your kiosk\"", "2.0");
	found_by(*state, "07700900419", "2.0");
	found_by(*state, "zanzibar", "2.1");
	found_by(*state, "kettledrum", "2.2");
	found_by(*state, "telescope", "");
}

/* And none that only begins like one. */
static void
claims__are_known_by_their_whole_names(void **state)
{
	static const char *const words[] = {"annotation", "column-reference", "earlier",
	    "earlier-wording", "link", "link-title", "other", "quoted-text", "transcription"};
	static const char *const others[] = {"", "annotatio", "annotations", "earlier-file", "a",
	    "z", "link-", "link-date", "transcript-by", "header-other", "column"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		assert_true(index_claim_is_words(text_of_c(words[i])));
	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_false(index_claim_is_words(text_of_c(others[i])));
}

/* Names of people are not words of what they said. */
static void
find__senders_are_asked_for_by_name(void **state)
{
	found_by(*state, "carter", "");
	query.from[0] = TEXT_LITERAL("sam carter");
	query.from_count = 1;
	rig_find(*state, &query);
	assert_found(*state, "1.0 1.4 1.5 1.6");
	query.from[0] = TEXT_LITERAL("SAM");
	rig_find(*state, &query);
	assert_found(*state, "1.0 1.4 1.5 1.6");
	query.from[0] = TEXT_LITERAL("07700 900202");
	rig_find(*state, &query);
	assert_found(*state, "1.0 1.4 1.5 1.6");
	query.from[1] = TEXT_LITERAL("mei chen");
	query.from_count = 2;
	rig_find(*state, &query);
	assert_found(*state, "1.0 1.3 1.4 1.5 1.6");
	query.from[0] = query.from[1] = TEXT_LITERAL("nobody");
	rig_find(*state, &query);
	assert_found(*state, "");
}

static void
find__either_side_and_the_other_side(void **state)
{
	query.people[0] = TEXT_LITERAL(SAM);
	query.people_count = 1;
	rig_find(*state, &query);
	assert_found(*state, "1.0 1.1 1.4 1.5 1.6");
	memset(&query, 0, sizeof query);
	query.to[0] = TEXT_LITERAL(SAM);
	query.to_count = 1;
	rig_find(*state, &query);
	assert_found(*state, "1.1");
	query.to[0] = TEXT_LITERAL("me");
	rig_find(*state, &query);
	assert_found(*state, "1.0 1.2 1.3 1.4 1.5 1.6 1.7");
	memset(&query, 0, sizeof query);
	query.from[0] = TEXT_LITERAL("me");
	query.from_count = 1;
	rig_find(*state, &query);
	assert_found(*state, "1.1");
}

/* Their names are looked up while the words of the record are being put together. */
static void
find__each_of_several_it_went_to(void **state)
{
	rig_begin(*state, 2);
	for (unsigned i = 0; i < 2; i++) /* the names new, and known */
		rig_say(*state, &(struct said){.body = "greenhouse",
				    .from = SAM,
				    .to = ME,
				    .also = "ann@example.com",
				    .also_name = "Ann Hale",
				    .at_us = NOON + i,
				    .direction = DIRECTION_IN});
	rig_end(*state);
	assert_int_equal(rig_find_words(*state, "greenhouse"), 2);
	query.from[0] = TEXT_LITERAL(SAM);
	query.from_count = 1;
	query.to[0] = TEXT_LITERAL("hale");
	query.to_count = 1;
	rig_find(*state, &query);
	assert_found(*state, "2.0 2.1");
	query.to[0] = TEXT_LITERAL(ME);
	query.terms[0].text = TEXT_LITERAL("greenhouse");
	query.terms_count = 1;
	rig_find(*state, &query);
	assert_found(*state, "2.0 2.1");
}

static void
find__kinds_channels_and_directions(void **state)
{
	query.kinds = 1u << KIND_EMAIL;
	rig_find(*state, &query);
	assert_found(*state, "1.2");
	query.kinds = 1u << KIND_PAYMENT;
	rig_find(*state, &query);
	assert_found(*state, "");
	query.kinds = 1u << KIND_MESSAGE;
	query.channels[0] = TEXT_LITERAL("WhatsApp");
	query.channels[1] = TEXT_LITERAL("mms");
	query.channels_count = 2;
	rig_find(*state, &query);
	assert_found(*state, "1.3 1.6");
	memset(&query, 0, sizeof query);
	query.directions = 1u << DIRECTION_OUT;
	rig_find(*state, &query);
	assert_found(*state, "1.1");
	query.directions = 1u << DIRECTION_OUT | 1u << DIRECTION_IN;
	rig_find(*state, &query);
	assert_int_equal(((struct rig *)*state)->found, COUNT_OF(story));
}

static void
find__marks_and_attachments(void **state)
{
	query.has[0] = TEXT_LITERAL("photo");
	query.has_count = 1;
	rig_find(*state, &query);
	assert_found(*state, "1.6");
	query.has[0] = TEXT_LITERAL("deleted");
	rig_find(*state, &query);
	assert_found(*state, "1.4");
	query.has[0] = TEXT_LITERAL("never-seen");
	rig_find(*state, &query);
	assert_found(*state, "");
	query.has[0] = TEXT_LITERAL("attachment");
	query.has[1] = TEXT_LITERAL("deleted");
	query.has_count = 2;
	rig_find(*state, &query);
	assert_found(*state, "");
}

static void
find__conversations_of_groups_and_of_two(void **state)
{
	query.conversations[0] = TEXT_LITERAL("Neighbours");
	query.conversations_count = 1;
	rig_find(*state, &query);
	assert_found(*state, "1.3");
	query.conversations[0] = TEXT_LITERAL(SAM);
	rig_find(*state, &query);
	assert_found(*state, "1.0 1.1 1.4 1.5 1.6");
}

/* The engine's own operators, quotes and columns are only words when a person types them. */
static void
find__operators_are_only_words(void **state)
{
	static const char *const typed[] = {"walk OR home", "walk NOT home", "NEAR(walk home)",
	    "\"", "\"\"", "walk\" OR \"home", "text:walk", "{text}:walk", "^walk AND", "(walk",
	    "walk*", "*", "+", "-walk", "\001c1", "\001f1", "' OR 1=1 --",
	    "walk;drop table record"};

	for (size_t i = 0; i < COUNT_OF(typed); i++) {
		size_t n = rig_find_words(*state, typed[i]);

		assert_true(n <= 2); /* found as words, or not at all; never an error */
	}
	found_by(*state, "walk OR home", "");
	found_by(*state, "^walk", "1.0 1.1");
	found_by(*state, "\001c1", "");
}

static void
find__signs_alone_find_nothing_and_do_not_hinder(void **state)
{
	found_by(*state, "?!", "");
	query.terms[0].text = TEXT_LITERAL("walk");
	query.terms[1].text = TEXT_LITERAL("!!!");
	query.terms_count = 2;
	rig_find(*state, &query);
	assert_found(*state, "1.0 1.1");
}

static void
find__a_person_is_all_their_numbers(void **state)
{
	struct rig *rig = *state;
	struct text name = TEXT_NONE;
	struct err err;

	assert_ok(
	    index_name_person(rig->index, TEXT_LITERAL(SAM), TEXT_LITERAL("Owen"), &err), &err);
	assert_ok(index_name_person(
		      rig->index, TEXT_LITERAL("+447700900418"), TEXT_LITERAL("OWEN"), &err),
	    &err);
	query.from[0] = TEXT_LITERAL("owen");
	query.from_count = 1;
	rig_find(rig, &query);
	assert_found(rig, "1.0 1.4 1.5 1.6 1.7");
	assert_ok(index_person_of(rig->index, TEXT_LITERAL(SAM), &name, &err), &err);
	assert_text(name, "OWEN");
	assert_ok(index_name_person(rig->index, TEXT_LITERAL(SAM), TEXT_NONE, &err), &err);
	rig_find(rig, &query);
	assert_found(rig, "1.7");
	assert_ok(index_person_of(rig->index, TEXT_LITERAL(SAM), &name, &err), &err);
	assert_null(name.p);
	/* Somebody known before the first record of theirs. */
	assert_ok(
	    index_name_person(rig->index, TEXT_LITERAL("+447700900777"), TEXT_LITERAL("Pat"), &err),
	    &err);
	rig_import(
	    rig, 2, &(struct said){.body = "new", .from = "+447700900777", .at_us = NOON}, 1);
	query.from[0] = TEXT_LITERAL("Pat");
	rig_find(rig, &query);
	assert_found(rig, "2.0");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(find__words_in_any_case),
	    TEST(find__words_with_or_without_accents),
	    TEST(find__phrases_only_in_order),
	    TEST(find__two_terms_both_occur),
	    TEST(find__beginnings_of_words),
	    TEST(find__parts_of_sentences_without_blanks),
	    TEST(find__other_scripts_by_word),
	    TEST(find__emoji),
	    TEST(find__numbers_in_any_spelling_and_what_came_from_them),
	    TEST(find__addresses_and_names_of_files),
	    TEST(find__words_that_stand_in_claims),
	    cmocka_unit_test(claims__are_known_by_their_whole_names),
	    TEST(find__senders_are_asked_for_by_name),
	    TEST(find__either_side_and_the_other_side),
	    TEST(find__each_of_several_it_went_to),
	    TEST(find__kinds_channels_and_directions),
	    TEST(find__marks_and_attachments),
	    TEST(find__conversations_of_groups_and_of_two),
	    TEST(find__operators_are_only_words),
	    TEST(find__signs_alone_find_nothing_and_do_not_hinder),
	    TEST(find__a_person_is_all_their_numbers),
	};

	return cmocka_run_group_tests_name("keep_index_find", tests, NULL, NULL);
}
