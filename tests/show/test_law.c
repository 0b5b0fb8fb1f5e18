/* Tests of show/law.h and show/first_call.h: the tables made from data/. */
#include "tests/support/check.h"

#include "show/first_call.h"
#include "show/law.h"
#include "show/picture/picture.h"
#include "show/words.h"

static void
assert_order(enum jurisdiction place, const char *const *codes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct law_kind *kind = law_kind_at(place, i);

		assert_non_null(kind);
		assert_text(kind->code, codes[i]);
		assert_non_null(kind->follows[place].provision);
		assert_non_null(kind->follows[place].example);
	}
	assert_null(law_kind_at(place, count)->follows[place].provision);
}

static void
law__kinds_of_the_statute_come_first_in_its_order(void **state)
{
	static const char *const england_wales[] = {"following", "contacting", "publishing",
	    "monitoring", "loitering", "interfering", "watching", "third-party"};
	static const char *const scotland[] = {"following", "contacting", "publishing",
	    "monitoring", "entering", "loitering", "interfering", "gift", "watching"};

	(void)state;
	assert_order(ENGLAND_WALES, england_wales, COUNT_OF(england_wales));
	assert_order(SCOTLAND, scotland, COUNT_OF(scotland));
	assert_order(NORTHERN_IRELAND, scotland, COUNT_OF(scotland));
	assert_string_equal(
	    law_kind_at(ENGLAND_WALES, 0)->follows[ENGLAND_WALES].provision->id, "pha-2a");
	assert_string_equal(law_kind_at(SCOTLAND, 0)->follows[SCOTLAND].provision->id, "sco-39");
	assert_string_equal(
	    law_kind_at(NORTHERN_IRELAND, 0)->follows[NORTHERN_IRELAND].provision->id, "ni-1");
}

static size_t
kinds_count(enum jurisdiction place)
{
	size_t n = 0;

	while (law_kind_at(place, n) != NULL)
		n++;
	return n;
}

static void
law__every_kind_is_offered_once_everywhere_and_is_no_key_event(void **state)
{
	(void)state;
	for (int place = 0; place < JURISDICTION_COUNT; place++) {
		size_t n = kinds_count((enum jurisdiction)place);

		assert_int_equal(n, kinds_count(ENGLAND_WALES));
		assert_in_range(n, 12, 100);
		for (size_t i = 0; i < n; i++) {
			const struct law_kind *kind = law_kind_at((enum jurisdiction)place, i);

			assert_false(kind->key || kind->log);
			assert_non_null(kind->as_of);
			assert_non_null(kind->source);
			for (size_t k = 0; k < i; k++)
				assert_ptr_not_equal(
				    kind, law_kind_at((enum jurisdiction)place, k));
		}
	}
}

static void
law__a_kind_is_found_by_its_whole_code_and_nothing_else(void **state)
{
	static const char *const strangers[] = {"", "a", "zzz", "follow", "followings", "Following",
	    "watchin", "told-to-sto", "told to stop", "contacting "};

	(void)state;
	for (size_t i = 0; law_kind_at(ENGLAND_WALES, i) != NULL; i++)
		assert_ptr_equal(law_kind_of(law_kind_at(ENGLAND_WALES, i)->code),
		    law_kind_at(ENGLAND_WALES, i));
	for (size_t i = 0; law_event_at(i) != NULL; i++)
		assert_ptr_equal(law_kind_of(law_event_at(i)->code), law_event_at(i));
	for (size_t i = 0; i < COUNT_OF(strangers); i++)
		assert_null(law_kind_of(text_of_c(strangers[i])));
	assert_null(law_kind_of(TEXT_NONE));
}

static void
assert_words(const char *code, const char *words)
{
	struct buf buf;

	buf_init(&buf, 200);
	behaviour_words_put(&buf, text_of_c(code));
	assert_slice(buf_slice(&buf), words);
	buf_fini(&buf);
}

/* Everything that the sample case, the tests and earlier versions of this program wrote. */
static void
law__codes_written_before_keep_their_words(void **state)
{
	static const char *const plain[] = {"following", "contacting", "publishing", "monitoring",
	    "loitering", "interfering", "watching", "gift", "threat", "damage", "third-party",
	    "visit"};
	static const char *const events[] = {"relationship-ended", "told-to-stop", "blocked",
	    "changed-number", "moved", "reported", "warned", "arrested", "bailed", "order-made",
	    "order-served", "order-breached", "hearing", "harmed"};
	static const char *const log[] = {"spoke-to-police", "spoke-to-court", "spoke-to-support"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(plain); i++) {
		assert_non_null(law_kind_of(text_of_c(plain[i])));
		assert_false(kind_is_key_event(text_of_c(plain[i])));
	}
	for (size_t i = 0; i < COUNT_OF(events); i++) {
		assert_text(law_event_at(i)->code, events[i]);
		assert_true(kind_is_key_event(text_of_c(events[i])));
	}
	assert_null(law_event_at(COUNT_OF(events)));
	for (size_t i = 0; i < COUNT_OF(log); i++) {
		assert_text(law_log_at(i)->code, log[i]);
		assert_true(kind_is_log_entry(text_of_c(log[i])));
	}
	assert_null(law_log_at(COUNT_OF(log)));
	assert_false(kind_is_log_entry(TEXT_LITERAL("reported")));
	assert_false(kind_is_key_event(TEXT_LITERAL("spoke-to-police")));
	assert_words("spoke-to-support", "Spoke to a helper");
	assert_false(kind_is_key_event(TEXT_LITERAL("told")));
	assert_words("third-party", "Through other people");
	assert_words("told-to-stop", "Told to stop");
	assert_words("loud-music", "Loud music");
	assert_words("", "");
}

static void
law__only_what_was_sent_and_came_in_is_offered_a_kind(void **state)
{
	(void)state;
	for (int kind = 0; kind < KIND_COUNT; kind++) {
		const char *offered = law_kind_proposed((enum record_kind)kind, DIRECTION_IN);
		bool sent = kind == KIND_MESSAGE || kind == KIND_CALL || kind == KIND_VOICEMAIL ||
			    kind == KIND_EMAIL || kind == KIND_PAYMENT;

		if (sent)
			assert_string_equal(offered, "contacting");
		else
			assert_null(offered);
		assert_null(law_kind_proposed((enum record_kind)kind, DIRECTION_OUT));
		assert_null(law_kind_proposed((enum record_kind)kind, DIRECTION_UNKNOWN));
		assert_null(law_kind_proposed((enum record_kind)kind, DIRECTION_NONE));
	}
	assert_non_null(law_kind_of(TEXT_LITERAL("contacting")));
}

static void
assert_elements(enum jurisdiction place, const char *const *codes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct law_element *element = law_element_at(place, i);

		assert_non_null(element);
		assert_string_equal(element->code, codes[i]);
		assert_true(element->occasions || element->effect || element->changed ||
			    element->event_count != 0);
	}
	assert_null(law_element_at(place, count));
}

static void
law__elements_are_those_that_the_data_has_for_the_place(void **state)
{
	static const char *const all[] = {
	    "two-or-more", "unwanted", "fear-each-occasion", "day-to-day"};

	(void)state;
	assert_elements(ENGLAND_WALES, all, 4);
	assert_elements(NORTHERN_IRELAND, all, 4);
	assert_elements(SCOTLAND, all, 3);
}

static void
law__an_element_is_answered_by_its_events_only(void **state)
{
	const struct law_element *unwanted = law_element_at(ENGLAND_WALES, 1);

	(void)state;
	assert_true(law_element_event(unwanted, law_kind_of(TEXT_LITERAL("told-to-stop"))));
	assert_true(law_element_event(unwanted, law_kind_of(TEXT_LITERAL("reported"))));
	assert_false(law_element_event(unwanted, law_kind_of(TEXT_LITERAL("moved"))));
	assert_false(law_element_event(unwanted, law_kind_of(TEXT_LITERAL("watching"))));
	assert_false(law_element_event(unwanted, NULL));
}

static void
law__a_place_is_known_by_its_code(void **state)
{
	enum jurisdiction place = NORTHERN_IRELAND;

	(void)state;
	assert_false(law_place_parse(TEXT_LITERAL("Scotland"), &place));
	assert_false(law_place_parse(TEXT_NONE, &place));
	assert_int_equal(place, NORTHERN_IRELAND);
	for (int i = 0; i < JURISDICTION_COUNT; i++) {
		assert_true(
		    law_place_parse(text_of_c(law_place_code((enum jurisdiction)i)), &place));
		assert_int_equal(place, i);
	}
	assert_string_equal(law_place_words(ENGLAND_WALES), "England and Wales");
}

static void
law__a_basis_is_told_with_its_date_and_source(void **state)
{
	const struct law_basis *basis = law_element_at(NORTHERN_IRELAND, 0)->bases[2].items;
	struct buf buf;

	(void)state;
	buf_init(&buf, 4000);
	law_basis_put(&buf, basis);
	assert_slice(buf_slice(&buf),
	    "Protection from Stalking Act (Northern Ireland) 2022, section 1, in short: a course "
	    "of conduct: conduct on two or more occasions (as of 2024-02-01, source: "
	    "legalize-dev/legalize-uk (public mirror of legislation.gov.uk), "
	    "uk-nir/nia-2022-17.md; https://ppsni.gov.uk/offence-stalking).");
	buf_reset(&buf);
	law_basis_put(&buf, law_element_at(NORTHERN_IRELAND, 1)->bases[2].items);
	assert_slice(buf_slice(&buf),
	    "Guidance, in short: unwanted is one of four words by which officers recognise "
	    "stalking (fixated, obsessive, unwanted, repeated): an aid, not a test in law (as of "
	    "2024-04-22, not verified, source: newsletter.co.uk, reporting the Police Service of "
	    "Northern Ireland).");
	buf_reset(&buf);
	law_source_put(&buf, NULL, "a page", true);
	assert_slice(buf_slice(&buf), "from a page that bears no date, source: a page");
	assert_null(law_provision_of(TEXT_LITERAL("pha")));
	assert_string_equal(law_provision_of(TEXT_LITERAL("pha-2a"))->section, "2A");
	buf_fini(&buf);
}

static void
first_call__numbers_come_with_date_and_source(void **state)
{
	struct buf buf;

	(void)state;
	assert_string_equal(first_call_number(FIRST_CALL_EMERGENCY), "999");
	assert_string_equal(first_call_number(FIRST_CALL_SILENT), "999 then 55");
	assert_string_equal(first_call_number(FIRST_CALL_POLICE), "101");
	buf_init(&buf, 4000);
	first_call_source_put(&buf, FIRST_CALL_SILENT);
	assert_memory_equal(buf.p, "as of 2019-04-14, source: https://heart.co.uk/", 46);
	buf_reset(&buf);
	first_calls_put(&buf);
	assert_slice(buf_slice(&buf),
	    "In danger now, or it is happening now: call 999.\n"
	    "If you cannot speak on a mobile phone: call 999 then 55 (pressed when asked).\n"
	    "Not an emergency: call 101.  You can report now: police say do not wait to gather "
	    "evidence.\n");
	buf_fini(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(law__kinds_of_the_statute_come_first_in_its_order),
	    cmocka_unit_test(law__every_kind_is_offered_once_everywhere_and_is_no_key_event),
	    cmocka_unit_test(law__a_kind_is_found_by_its_whole_code_and_nothing_else),
	    cmocka_unit_test(law__codes_written_before_keep_their_words),
	    cmocka_unit_test(law__only_what_was_sent_and_came_in_is_offered_a_kind),
	    cmocka_unit_test(law__elements_are_those_that_the_data_has_for_the_place),
	    cmocka_unit_test(law__an_element_is_answered_by_its_events_only),
	    cmocka_unit_test(law__a_place_is_known_by_its_code),
	    cmocka_unit_test(law__a_basis_is_told_with_its_date_and_source),
	    cmocka_unit_test(first_call__numbers_come_with_date_and_source),
	};

	return cmocka_run_group_tests_name("law", tests, NULL, NULL);
}
