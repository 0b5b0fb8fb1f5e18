/* tests/html/test_html.c
 * Text as HTML: nothing that is put into a page becomes part of it. */
#include "tests/support/check.h"

#include "html/html.h"

struct page {
	struct buf buf;
	struct html html;
};

static const char *const words[] = {"Plain", "With {1} and {2}", "Only {1}"};
static const char *const other_words[] = {NULL, "{2}, dann {1}", NULL};

static int
setup(void **state)
{
	static struct page page;

	buf_init(&page.buf, 4096);
	page.html = (struct html){&page.buf, words, words};
	*state = &page;
	return 0;
}

static int
teardown(void **state)
{
	struct page *page = *state;

	buf_fini(&page->buf);
	return 0;
}

static void
url__only_paths_of_our_own_and_numbers_are_led_to(void **state)
{
	static const char *const good[] = {
	    "/", "/h", "/t?w=1&n=12", "/s/0a1f.css", "tel:999", "tel:+441632960123"};
	static const char *const bad[] = {"", "h", "//example.org/", "http://example.org/",
	    "javascript:alert(1)", "/a\"b", "/a b", "/\\example.org", "tel:", "tel:1;2", "/a<b",
	    "/\n"};
	struct page *page = *state;

	for (size_t i = 0; i < COUNT_OF(good); i++) {
		buf_reset(&page->buf);
		html_url(&page->html, text_of_c(good[i]));
		assert_true(page->buf.n >= strlen(good[i]) && page->buf.p[0] == good[i][0]);
	}
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		buf_reset(&page->buf);
		html_url(&page->html, text_of_c(bad[i]));
		assert_text(buf_text(&page->buf), "#");
	}
}

static void
url__an_ampersand_is_escaped(void **state)
{
	struct page *page = *state;

	html_url(&page->html, TEXT_LITERAL("/t?w=1&n=2"));
	assert_text(buf_text(&page->buf), "/t?w=1&amp;n=2");
}

static void
say__places_are_filled_and_escaped(void **state)
{
	struct page *page = *state;
	const struct text texts[] = {TEXT_LITERAL("<b>"), TEXT_LITERAL("\"{1}\"")};

	html_say(&page->html, 0, NULL, 0);
	html_say(&page->html, 1, texts, 2);
	assert_text(buf_text(&page->buf), "PlainWith &lt;b&gt; and &quot;{1}&quot;");
}

static void
say__what_a_language_lacks_is_said_in_the_other(void **state)
{
	struct page *page = *state;
	const struct text texts[] = {TEXT_LITERAL("a"), TEXT_LITERAL("b")};

	page->html.words = other_words;
	html_say(&page->html, 1, texts, 2);
	html_say_value(&page->html, 2, texts, 1);
	assert_text(buf_text(&page->buf), "b, dann aOnly a");
}

static void
part__what_failed_fails_the_whole(void **state)
{
	struct page *page = *state;
	struct buf small;
	struct html part = {&small, NULL, NULL};

	buf_init(&small, 4);
	html_text(&part, TEXT_LITERAL("too long for it"));
	html_part(&page->html, &part);
	assert_int_not_equal(buf_check(&page->buf, NULL), OK);
	buf_fini(&small);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		url__only_paths_of_our_own_and_numbers_are_led_to, setup, teardown),
	    cmocka_unit_test_setup_teardown(url__an_ampersand_is_escaped, setup, teardown),
	    cmocka_unit_test_setup_teardown(say__places_are_filled_and_escaped, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		say__what_a_language_lacks_is_said_in_the_other, setup, teardown),
	    cmocka_unit_test_setup_teardown(part__what_failed_fails_the_whole, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
