/* tests/web/test_form.c
 * Fields of forms and queries, as browsers and others send them. */
#include "tests/support/check.h"

#include "web/form.h"

struct parsed {
	struct arena arena;
	struct form form;
};

static int
setup(void **state)
{
	static struct parsed parsed;

	arena_init(&parsed.arena, 1 << 20);
	*state = &parsed;
	return 0;
}

static int
teardown(void **state)
{
	struct parsed *parsed = *state;

	arena_fini(&parsed->arena);
	return 0;
}

static enum status
parse(struct parsed *parsed, const char *body)
{
	return form_parse(slice_of(body, strlen(body)), 64, &parsed->arena, &parsed->form, NULL);
}

static void
form__fields_are_decoded(void **state)
{
	struct parsed *parsed = *state;

	assert_int_equal(parse(parsed, "a=b+c%21&d=&e&%66=%C3%A9&=x&&g=1=2"), OK);
	assert_text(form_value(&parsed->form, "a"), "b c!");
	assert_text(form_value(&parsed->form, "d"), "");
	assert_text(form_value(&parsed->form, "e"), "");
	assert_text(form_value(&parsed->form, "f"), "\xc3\xa9");
	assert_text(form_value(&parsed->form, ""), "x");
	assert_text(form_value(&parsed->form, "g"), "1=2");
	assert_null(form_value(&parsed->form, "none").p);
}

static void
form__what_is_no_text_is_marked(void **state)
{
	struct parsed *parsed = *state;

	assert_int_equal(parse(parsed, "a=%ff&b=%00x&c=%ed%a0%80&d=%&e=%4&f=%zz&g=x%0d%0ay"), OK);
	assert_text(form_value(&parsed->form, "a"), "\xef\xbf\xbd");
	assert_text(form_value(&parsed->form, "b"), "\xef\xbf\xbdx");
	assert_text(form_value(&parsed->form, "d"), "%");
	assert_text(form_value(&parsed->form, "e"), "%4");
	assert_text(form_value(&parsed->form, "f"), "%zz");
	assert_text(form_value(&parsed->form, "g"), "x\ny");
}

static void
form__the_first_of_a_name_counts_and_blanks_around_it_do_not(void **state)
{
	struct parsed *parsed = *state;

	assert_int_equal(parse(parsed, "a=+%0a1+2%09+&a=3"), OK);
	assert_text(form_value(&parsed->form, "a"), "1 2");
}

static void
form__too_much_is_refused(void **state)
{
	struct parsed *parsed = *state;
	char many[FORM_FIELDS_MAX * 2 + 3], exact[64 + 3], longer[65 + 3];

	memset(many, 0, sizeof many);
	for (size_t i = 0; i < FORM_FIELDS_MAX; i++)
		memcpy(many + 2 * i, "a&", 2);
	assert_int_equal(parse(parsed, many), OK);
	many[sizeof many - 3] = 'a';
	assert_int_equal(parse(parsed, many), E_LIMIT);
	memset(exact, 'x', sizeof exact);
	memcpy(exact, "a=", 2);
	exact[sizeof exact - 1] = '\0';
	assert_int_equal(parse(parsed, exact), OK);
	memset(longer, 'x', sizeof longer);
	memcpy(longer, "a=", 2);
	longer[sizeof longer - 1] = '\0';
	assert_int_equal(parse(parsed, longer), E_LIMIT);
}

static void
bytes__are_those_that_were_typed(void **state)
{
	const struct slice body = SLICE_LITERAL("k=1&p=+a%ff%00b+&p=c");
	uint8_t out[32];

	(void)state;
	assert_int_equal(form_bytes(body, "p", out), 6);
	assert_memory_equal(out, " a\xff\0b ", 6);
	assert_int_equal(form_bytes(body, "q", out), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(form__fields_are_decoded, setup, teardown),
	    cmocka_unit_test_setup_teardown(form__what_is_no_text_is_marked, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		form__the_first_of_a_name_counts_and_blanks_around_it_do_not, setup, teardown),
	    cmocka_unit_test_setup_teardown(form__too_much_is_refused, setup, teardown),
	    cmocka_unit_test(bytes__are_those_that_were_typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
