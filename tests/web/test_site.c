/* tests/web/test_site.c
 * Who may ask for a page, and how it ends: docs/design/0040-loopback.md, point by point. */
#include "tests/web/site_rig.h"

#define MINUTE_US INT64_C(60000000)

static const char *const pages[] = {
    "/", "/h", "/a", "/a/q", "/t", "/t?w=1", "/e/1", "/i", "/l", "/none", "/e/", "/k", "/x"};
static const char *const posts[] = {"/", "/a", "/a/q", "/k", "/x", "/h", "/t"};

static int
setup(void **state)
{
	static struct visitor visitor;

	visitor_start(&visitor);
	*state = &visitor;
	return 0;
}

static int
teardown(void **state)
{
	visitor_stop(*state);
	return 0;
}

static void
saved_is(struct visitor *visitor, const char *texts)
{
	assert_int_equal(visitor_get(visitor, "/t?w=1"), 200);
	if (texts == NULL)
		assert_non_null(strstr(visitor_page(visitor), "Nothing here yet."));
	else
		assert_non_null(strstr(visitor_page(visitor), texts));
}

static void
link__is_good_for_one_browser_once(void **state)
{
	struct visitor *visitor = *state;
	char first[160];

	assert_int_equal(visitor_get(visitor, visitor->token), 303);
	assert_string_equal(visitor->response.location, "/");
	assert_non_null(strstr(visitor->response.cookie, "; Path=/; HttpOnly; SameSite=Strict"));
	memcpy(first, visitor->cookie, sizeof first);
	assert_int_equal(visitor_get(visitor, visitor->token), 403);
	assert_string_equal(visitor->response.cookie, "");
	assert_non_null(strstr(visitor_page(visitor), "used already"));
	assert_string_equal(first, visitor->cookie);
	assert_int_equal(visitor_get(visitor, "/"), 200);
}

static void
link__is_too_old_after_five_minutes(void **state)
{
	struct visitor *visitor = *state;

	visitor->rig.clock_us += 5 * MINUTE_US + 1;
	assert_int_equal(visitor_get(visitor, visitor->token), 403);
	assert_int_equal(visitor_get(visitor, "/"), 403);
}

static void
host__any_other_is_answered_with_nothing(void **state)
{
	static const char *const hosts[] = {"", "localhost:4321", "127.0.0.1:4321",
	    "evil.example:4321", "aaaaaaaaaaaaaaaaaaaaaaaaaa.localhost:4321"};
	struct visitor *visitor = *state;
	struct request request;

	visitor_enter(visitor);
	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		for (size_t k = 0; k < COUNT_OF(hosts); k++) {
			request = visitor_request(visitor, "GET", pages[i]);
			request.host = slice_of(hosts[k], strlen(hosts[k]));
			assert_int_equal(visitor_ask(visitor, &request), 421);
			assert_int_equal(visitor->response.body.n, 0);
		}
		request = visitor_request(visitor, "GET", pages[i]);
		request.host.n--;
		assert_int_equal(visitor_ask(visitor, &request), 421);
		request.host = slice_of(NULL, 0);
		assert_int_equal(visitor_ask(visitor, &request), 421);
	}
}

static void
method__what_no_browser_asks_has_no_page(void **state)
{
	static const char *const methods[] = {
	    "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "HEAD", ""};
	struct visitor *visitor = *state;
	struct request request;

	visitor_enter(visitor);
	for (size_t i = 0; i < COUNT_OF(methods); i++) {
		request = visitor_request(visitor, methods[i], "/h");
		assert_int_equal(visitor_ask(visitor, &request), 405);
		assert_int_equal(visitor->response.body.n, 0);
	}
	request = visitor_request(visitor, "GET", "/h");
	request.odd = true;
	assert_int_equal(visitor_ask(visitor, &request), 400);
}

static void
session__without_it_there_is_no_page(void **state)
{
	struct visitor *visitor = *state;
	struct request request;

	visitor_enter(visitor);
	assert_int_equal(visitor_post(visitor, "/a/q", "what=hazelnut"), 303);
	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		request = visitor_request(visitor, "GET", pages[i]);
		request.cookie = slice_of(NULL, 0);
		assert_int_equal(visitor_ask(visitor, &request), 403);
		assert_null(strstr(visitor_page(visitor), "hazelnut"));
		assert_null(strstr(visitor_page(visitor), visitor->key));
		assert_null(strstr(visitor_page(visitor), "Note something"));
		request.cookie = slice_of(visitor->cookie, strlen(visitor->cookie) - 1);
		assert_int_equal(visitor_ask(visitor, &request), 403);
	}
}

static void
session__a_cookie_is_found_among_others(void **state)
{
	struct visitor *visitor = *state;
	struct request request;
	struct buf cookies;

	visitor_enter(visitor);
	buf_init(&cookies, 1024);
	buf_put_c(&cookies, "a=b; =; c;  ");
	buf_put_c(&cookies, visitor->cookie);
	buf_put_c(&cookies, "; d=e");
	request = visitor_request(visitor, "GET", "/h");
	request.cookie = buf_slice(&cookies);
	assert_int_equal(visitor_ask(visitor, &request), 200);
	buf_fini(&cookies);
}

static void
look__another_site_may_not_even_ask(void **state)
{
	static const char *const sites[] = {"cross-site", "same-site", "", "Same-Origin"};
	struct visitor *visitor = *state;
	struct request request;

	visitor_enter(visitor);
	for (size_t i = 0; i < COUNT_OF(pages); i++)
		for (size_t k = 0; k < COUNT_OF(sites); k++) {
			request = visitor_request(visitor, "GET", pages[i]);
			request.fetch_site = slice_of(sites[k], strlen(sites[k]));
			assert_int_equal(visitor_ask(visitor, &request), 403);
		}
}

/* One thing that a change needs is wrong or lacking; `which` says which. */
static bool
spoil(struct visitor *visitor, struct request *request, unsigned which)
{
	switch (which) {
	case 0: request->origin = slice_of(NULL, 0); return true;
	case 1: request->origin = SLICE_LITERAL("null"); return true;
	case 2: request->origin = SLICE_LITERAL("http://evil.example"); return true;
	case 3: request->origin.n--; return true;
	case 4: request->fetch_site = SLICE_LITERAL("none"); return true;
	case 5: request->fetch_site = SLICE_LITERAL("cross-site"); return true;
	case 6: request->content_type = SLICE_LITERAL("text/plain"); return true;
	case 7: request->content_type = slice_of(NULL, 0); return true;
	case 8: request->body = SLICE_LITERAL("k=aaaaaaaaaaaaaaaaaaaaaaaaaa&what=no"); return true;
	case 9: request->body = SLICE_LITERAL("what=no"); return true;
	case 10: request->body = slice_of(NULL, 0); return true;
	case 11: request->cookie = slice_of(NULL, 0); return true;
	default: (void)visitor; return false;
	}
}

static void
change__what_lacks_one_thing_changes_nothing(void **state)
{
	struct visitor *visitor = *state;
	struct request request;
	struct buf body;

	visitor_enter(visitor);
	buf_init(&body, 1024);
	buf_put_c(&body, "what=hazelnut&w=now&k=");
	buf_put_c(&body, visitor->key);
	for (size_t i = 0; i < COUNT_OF(posts); i++)
		for (unsigned which = 0;; which++) {
			request = visitor_request(visitor, "POST", posts[i]);
			request.body = buf_slice(&body);
			if (!spoil(visitor, &request, which))
				break;
			visitor_ask(visitor, &request);
			assert_true(visitor->response.code == 403 || visitor->response.code == 405);
		}
	saved_is(visitor, NULL);
	request = visitor_request(visitor, "POST", "/a");
	request.body = buf_slice(&body);
	assert_int_equal(visitor_ask(visitor, &request), 303);
	saved_is(visitor, "hazelnut");
	buf_fini(&body);
}

static void
change__looking_changes_nothing(void **state)
{
	struct visitor *visitor = *state;
	struct request request;

	visitor_enter(visitor);
	assert_int_equal(visitor_get(visitor, "/k"), 405);
	assert_int_equal(visitor_get(visitor, "/x"), 405);
	request = visitor_request(visitor, "GET", "/a?what=no&w=now");
	assert_int_equal(visitor_ask(visitor, &request), 200);
	saved_is(visitor, NULL);
}

static void
change__too_long_a_form_is_refused_and_said(void **state)
{
	struct visitor *visitor = *state;
	struct request request;

	visitor_enter(visitor);
	request = visitor_request(visitor, "POST", "/a");
	request.too_long = true;
	assert_int_equal(visitor_ask(visitor, &request), 413);
	assert_non_null(strstr(visitor_page(visitor), "longer than can be taken"));
}

static void
door__before_it_is_open_there_is_help_and_no_more(void **state)
{
	struct visitor *visitor = *state;

	assert_int_equal(visitor_get(visitor, visitor->token), 303);
	assert_int_equal(visitor_get(visitor, "/i"), 200);
	assert_non_null(strstr(visitor_page(visitor), "You can report"));
	assert_int_equal(visitor_get(visitor, "/l"), 200);
	assert_int_equal(visitor_get(visitor, "/"), 200);
	assert_non_null(strstr(visitor_page(visitor), "do not wait to gather evidence"));
	for (size_t i = 1; i < 7; i++) {
		assert_int_equal(visitor_get(visitor, pages[i]), 303);
		assert_string_equal(visitor->response.location, "/");
	}
	assert_int_equal(visitor_post(visitor, "/a/q", "what=no"), 303);
	assert_string_equal(visitor->response.location, "/");
}

static void
door__a_wrong_passphrase_is_said_plainly(void **state)
{
	struct visitor *visitor = *state;

	assert_int_equal(visitor_get(visitor, visitor->token), 303);
	assert_int_equal(visitor_get(visitor, "/"), 200);
	assert_int_equal(visitor_post(visitor, "/", "p=wrong"), 422);
	assert_non_null(strstr(visitor_page(visitor), "did not open it"));
	assert_int_equal(visitor_post(visitor, "/", ""), 422);
	assert_int_equal(visitor_get(visitor, "/h"), 303);
}

static void
lock__comes_by_itself_when_nobody_asks(void **state)
{
	struct visitor *visitor = *state;

	visitor_enter(visitor);
	assert_false(site_tick(visitor->site));
	for (int i = 0; i < 14 * 12; i++) { /* five seconds at a time: it does not sleep */
		visitor->rig.clock_us += MINUTE_US / 12;
		assert_false(site_tick(visitor->site));
	}
	assert_int_equal(visitor_get(visitor, "/h"), 200);
	for (int i = 0; i < 15 * 12 - 1; i++) {
		visitor->rig.clock_us += MINUTE_US / 12;
		assert_false(site_tick(visitor->site));
	}
	visitor->rig.clock_us += MINUTE_US / 12;
	assert_true(site_tick(visitor->site));
	assert_int_equal(visitor_get(visitor, "/h"), 303);
	assert_int_equal(visitor_get(visitor, "/"), 200);
}

static void
lock__comes_when_the_machine_slept(void **state)
{
	struct visitor *visitor = *state;

	visitor_enter(visitor);
	assert_false(site_tick(visitor->site));
	visitor->rig.clock_us += MINUTE_US;
	assert_true(site_tick(visitor->site));
	assert_int_equal(visitor_get(visitor, "/h"), 303);
}

static void
lock__by_hand_leads_back_to_the_door(void **state)
{
	struct visitor *visitor = *state;

	visitor_enter(visitor);
	assert_int_equal(visitor_post(visitor, "/k", ""), 303);
	assert_string_equal(visitor->response.location, "/");
	assert_int_equal(visitor_get(visitor, "/h"), 303);
	assert_false(site_left(visitor->site));
}

static void
exit__leaves_an_empty_page_and_nothing_to_come_back_to(void **state)
{
	struct visitor *visitor = *state;

	visitor_enter(visitor);
	assert_int_equal(visitor_post(visitor, "/x", ""), 200);
	assert_true(visitor->response.clear);
	assert_null(strstr(visitor_page(visitor), "<a"));
	assert_non_null(strstr(visitor_page(visitor), "<title>Notes</title>"));
	assert_true(site_left(visitor->site));
	for (size_t i = 0; i < COUNT_OF(pages); i++)
		assert_int_equal(visitor_get(visitor, pages[i]), 403);
}

static void
path__tells_nothing_and_numbers_are_of_this_session(void **state)
{
	struct visitor *visitor = *state;

	visitor_enter(visitor);
	assert_int_equal(visitor_post(visitor, "/a/q", "what=hazelnut"), 303);
	assert_string_equal(visitor->response.location, "/e/1?s=1");
	assert_int_equal(visitor_get(visitor, "/e/1?s=1"), 200);
	assert_non_null(strstr(visitor_page(visitor), "Saved"));
	assert_int_equal(visitor_get(visitor, "/e/2"), 404);
	assert_int_equal(visitor_get(visitor, "/e/0"), 404);
	assert_int_equal(visitor_get(visitor, "/e/-1"), 404);
	assert_int_equal(visitor_get(visitor, "/e/%31"), 404);
	assert_int_equal(visitor_get(visitor, "/t?n=77"), 404);
}

int
main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    CASE(link__is_good_for_one_browser_once),
	    CASE(link__is_too_old_after_five_minutes),
	    CASE(host__any_other_is_answered_with_nothing),
	    CASE(method__what_no_browser_asks_has_no_page),
	    CASE(session__without_it_there_is_no_page),
	    CASE(session__a_cookie_is_found_among_others),
	    CASE(look__another_site_may_not_even_ask),
	    CASE(change__what_lacks_one_thing_changes_nothing),
	    CASE(change__looking_changes_nothing),
	    CASE(change__too_long_a_form_is_refused_and_said),
	    CASE(door__before_it_is_open_there_is_help_and_no_more),
	    CASE(door__a_wrong_passphrase_is_said_plainly),
	    CASE(lock__comes_by_itself_when_nobody_asks),
	    CASE(lock__comes_when_the_machine_slept),
	    CASE(lock__by_hand_leads_back_to_the_door),
	    CASE(exit__leaves_an_empty_page_and_nothing_to_come_back_to),
	    CASE(path__tells_nothing_and_numbers_are_of_this_session),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
