/* tests/web/test_pages.c
 * What is written down comes back as it was, and never as a part of the page. */
#include "tests/web/site_rig.h"

#include <stdio.h>
#include <stdlib.h>

enum { LONG_BYTES = 60 * 1024, FIELDS_BYTES = 512 * 1024 };

static int
setup(void **state)
{
	static struct visitor visitor;

	visitor_start(&visitor);
	visitor_enter(&visitor);
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
field_put(struct buf *fields, const char *name, struct slice value)
{
	buf_put_c(fields, fields->n != 0 ? "&" : "");
	buf_put_c(fields, name);
	buf_put_byte(fields, '=');
	visitor_encode(fields, value);
}

static unsigned
post(struct visitor *visitor, const char *path, struct buf *fields)
{
	unsigned code;

	buf_put_byte(fields, '\0');
	code = visitor_post(visitor, path, (const char *)fields->p);
	buf_reset(fields);
	return code;
}

static size_t
count_of(const char *page, const char *what)
{
	size_t count = 0;

	for (const char *at = page; (at = strstr(at, what)) != NULL; at++)
		count++;
	return count;
}

/* --- notes --- */

static void
note__is_saved_and_shown(void **state)
{
	static const struct {
		const char *name, *value;
	} typed[] = {{"what", "He stood outside\r\nfor an hour"}, {"w", "day"},
	    {"day", "2024-03-24"}, {"time", "21:05"}, {"who", "Owen"}, {"place", "Mill Lane"},
	    {"known", "saw"}, {"witness", "Mina"}, {"effect", "I did not sleep"},
	    {"changed", "I walk another way"}, {"private", "hazelnut"}};
	static const char *const shown[] = {"Sunday 24 March 2024, 21:05", "<dd>Owen</dd>",
	    "He stood outside<br>for an hour", "Mill Lane", "<dd>Mina</dd>", "I did not sleep",
	    "I walk another way", "saw"};
	struct visitor *visitor = *state;
	struct buf fields;

	buf_init(&fields, FIELDS_BYTES);
	for (size_t i = 0; i < COUNT_OF(typed); i++)
		field_put(&fields, typed[i].name, slice_of(typed[i].value, strlen(typed[i].value)));
	assert_int_equal(post(visitor, "/a", &fields), 303);
	assert_int_equal(visitor_get(visitor, visitor->response.location), 200);
	for (size_t i = 0; i < COUNT_OF(shown); i++)
		assert_non_null(strstr(visitor_page(visitor), shown[i]));
	assert_null(
	    strstr(visitor_page(visitor), "hazelnut")); /* private notes have a page of their own */
	buf_fini(&fields);
}

static void
note__what_is_not_known_may_be_said(void **state)
{
	struct visitor *visitor = *state;

	assert_int_equal(visitor_post(visitor, "/a", "what=something&w=unknown"), 303);
	assert_int_equal(visitor_get(visitor, visitor->response.location), 200);
	assert_non_null(strstr(visitor_page(visitor), "date not known"));
	assert_int_equal(visitor_post(visitor, "/a", "what=again&w=part&part=2024-03"), 303);
	assert_int_equal(visitor_get(visitor, visitor->response.location), 200);
	assert_non_null(strstr(visitor_page(visitor), "March 2024"));
}

static void
note__what_is_missing_is_asked_for_and_nothing_typed_is_lost(void **state)
{
	static const char *const lacking[] = {"w=now", "what=+&w=now", "what=%0a%0d+%09&w=now"};
	static const char *const timeless[] = {
	    "what=x", "what=x&w=day", "what=x&w=part", "what=x&w=day&time=10:00", "what=x&w=soon"};
	struct visitor *visitor = *state;
	char fields[256];

	for (size_t i = 0; i < COUNT_OF(lacking); i++) {
		(void)snprintf(
		    fields, sizeof fields, "%s&place=Mill+Lane&effect=I%%0aran", lacking[i]);
		assert_int_equal(visitor_post(visitor, "/a", fields), 422);
		assert_non_null(strstr(visitor_page(visitor), "Write what happened."));
		assert_non_null(strstr(visitor_page(visitor), "value=\"Mill Lane\""));
		assert_non_null(strstr(visitor_page(visitor), ">I\nran</textarea>"));
		assert_non_null(strstr(visitor_page(visitor), "value=\"now\" checked"));
	}
	for (size_t i = 0; i < COUNT_OF(timeless); i++) {
		assert_int_equal(visitor_post(visitor, "/a", timeless[i]), 422);
		assert_non_null(strstr(visitor_page(visitor), "Say when it was"));
		assert_non_null(strstr(visitor_page(visitor), ">x</textarea>"));
	}
	assert_int_equal(visitor_post(visitor, "/a", "what=x&w=part&part=soon"), 422);
	assert_non_null(strstr(visitor_page(visitor), "It was not saved"));
	assert_non_null(strstr(visitor_page(visitor), "value=\"soon\""));
	assert_int_equal(visitor_post(visitor, "/a/q", "what="), 422);
	assert_int_equal(visitor_get(visitor, "/t"), 200);
	assert_non_null(strstr(visitor_page(visitor), "Nothing here yet."));
}

static void
entry__shows_a_key_date(void **state)
{
	struct visitor *visitor = *state;

	assert_int_equal(visitor_post(visitor, "/a", "what=I+said+stop&w=day&day=2024-03-22"), 303);
	assert_int_equal(visitor_get(visitor, "/e/1"), 200);
	assert_non_null(
	    strstr(visitor_page(visitor), "<option value=\"told-to-stop\">Told to stop</option>"));
	assert_int_equal(visitor_post(visitor, "/m/1", "kind=told-to-stop"), 303);
	assert_int_equal(visitor_get(visitor, visitor->response.location), 200);
	assert_non_null(strstr(visitor_page(visitor), "22 March 2024"));
	assert_int_equal(visitor_get(visitor, "/p"), 200);
	assert_non_null(strstr(visitor_page(visitor), "Told to stop"));
	assert_int_equal(visitor_post(visitor, "/m/1", "kind=watching"), 422);
	assert_int_equal(visitor_post(visitor, "/m/1", "kind="), 422);
	assert_int_equal(visitor_post(visitor, "/m/99", "kind=blocked"), 404);
	assert_int_equal(visitor_get(visitor, "/m/1"), 405);
}

static void
note__typed_while_it_was_locked_waits_behind_the_door(void **state)
{
	struct visitor *visitor = *state;
	char key[sizeof visitor->key];

	memcpy(key, visitor->key, sizeof key);
	assert_false(site_tick(visitor->site));
	visitor->rig.clock_us += INT64_C(3600000000);
	assert_true(site_tick(visitor->site));
	memset(visitor->key, 'a', SITE_SECRET_CHARS);
	assert_int_equal(visitor_post(visitor, "/a", "what=forged&w=now"), 303);
	memcpy(visitor->key, key, sizeof key);
	assert_int_equal(visitor_post(visitor, "/a", "what=hazelnut&w=now&place=Mill+Lane"), 303);
	assert_string_equal(visitor->response.location, "/");
	assert_int_equal(visitor_post(visitor, "/m/1", "kind=blocked"), 303);
	assert_int_equal(visitor_post(visitor, "/s", "q=walnut"), 303);
	assert_int_equal(visitor_post(visitor, "/", "p=wrong"), 422);
	visitor_unlock(visitor);
	assert_int_equal(visitor_get(visitor, "/a/q"), 200);
	assert_null(strstr(visitor_page(visitor), "hazelnut"));
	assert_int_equal(visitor_get(visitor, "/a"), 200);
	assert_non_null(strstr(visitor_page(visitor), "What you typed is still here"));
	assert_non_null(strstr(visitor_page(visitor), ">hazelnut</textarea>"));
	assert_non_null(strstr(visitor_page(visitor), "value=\"Mill Lane\""));
	assert_null(strstr(visitor_page(visitor), "forged"));
	assert_int_equal(visitor_post(visitor, "/a", "what=hazelnut&w=now"), 303);
	assert_int_equal(visitor_get(visitor, "/a"), 200);
	assert_null(strstr(visitor_page(visitor), "hazelnut"));
	assert_int_equal(visitor_get(visitor, "/t?w=1"), 200);
	assert_non_null(strstr(visitor_page(visitor), "<td>hazelnut</td>"));
}

static void
correct__stands_beside_the_earlier_version(void **state)
{
	struct visitor *visitor = *state;

	assert_int_equal(
	    visitor_post(visitor, "/a", "what=at+the+gate&w=now&place=Mill+Lane"), 303);
	assert_int_equal(visitor_get(visitor, "/e/1"), 200);
	assert_non_null(strstr(visitor_page(visitor), "href=\"/c/1\""));
	assert_int_equal(visitor_get(visitor, "/c/1"), 200);
	assert_non_null(strstr(visitor_page(visitor), ">at the gate</textarea>"));
	assert_int_equal(
	    visitor_post(visitor, "/c/1", "what=in+the+yard&place=Mill+Lane&w=same"), 422);
	assert_non_null(strstr(visitor_page(visitor), "Say why"));
	assert_non_null(strstr(visitor_page(visitor), ">in the yard</textarea>"));
	assert_int_equal(
	    visitor_post(visitor, "/c/1", "what=at+the+gate&place=Mill+Lane&w=same&why=hm"), 422);
	assert_int_equal(
	    visitor_post(visitor, "/c/1",
		"what=in+the+yard&place=Mill+Lane&w=day&day=2024-03-24&why=remembered"),
	    303);
	assert_int_equal(visitor_get(visitor, visitor->response.location), 200);
	assert_non_null(strstr(visitor_page(visitor), "in the yard"));
	assert_non_null(strstr(visitor_page(visitor), "24 March 2024"));
	assert_non_null(strstr(visitor_page(visitor), "Mill Lane"));
	assert_int_equal(visitor_get(visitor, "/t?w=1"), 200);
	assert_int_equal(count_of(visitor_page(visitor), "<tr>"), 2);
	assert_int_equal(visitor_get(visitor, "/e/1"), 200);
	assert_non_null(strstr(visitor_page(visitor), "at the gate"));
	assert_int_equal(visitor_post(visitor, "/c/1", "what=again&why=hm&w=same"), 422);
	assert_int_equal(visitor_get(visitor, "/c/9"), 404);
	(void)visitor_get(
	    visitor, "/c/0000000000000000000000000000000000000000000000000000000000000001");
}

static void
note__on_a_full_disk_what_was_typed_is_still_there(void **state)
{
	struct visitor *visitor = *state;

	mem_io_capacity(visitor->rig.disk, mem_io_bytes(visitor->rig.disk));
	assert_int_equal(visitor_post(visitor, "/a", "what=hazelnut&w=now&who=Owen"), 507);
	assert_non_null(strstr(visitor_page(visitor), "It was not saved"));
	assert_non_null(strstr(visitor_page(visitor), ">hazelnut</textarea>"));
	assert_non_null(strstr(visitor_page(visitor), "value=\"Owen\""));
}

/* --- the list --- */

static void
list__goes_on_where_it_ended(void **state)
{
	struct visitor *visitor = *state;
	char fields[64], path[64] = "/t?w=1", *end;
	const char *at;
	size_t seen = 0, turns = 0;

	for (unsigned i = 0; i < 120; i++) {
		(void)snprintf(fields, sizeof fields, "what=note+%u.&w=now", i);
		assert_int_equal(visitor_post(visitor, "/a", fields), 303);
		visitor->rig.clock_us += 60000000;
	}
	for (; path[0] != '\0'; turns++) {
		assert_int_equal(visitor_get(visitor, path), 200);
		for (unsigned i = 0; i < 120; i++) {
			(void)snprintf(fields, sizeof fields, "<td>note %u.</td>", i);
			seen += count_of(visitor_page(visitor), fields);
		}
		at = strstr(visitor_page(visitor), "class=\"next\" href=\"");
		path[0] = '\0';
		if (at != NULL)
			(void)snprintf(
			    path, sizeof path, "%s", at + strlen("class=\"next\" href=\""));
		end = strchr(path, '"');
		if (end != NULL)
			*end = '\0';
		end = strstr(path, "amp;");
		if (end != NULL)
			memmove(end, end + 4, strlen(end + 4) + 1);
	}
	assert_int_equal(turns, 3);
	assert_int_equal(seen, 120);
}

static void
list__shows_words_when_asked(void **state)
{
	struct visitor *visitor = *state;

	assert_int_equal(visitor_post(visitor, "/a/q", "what=hazelnut"), 303);
	assert_int_equal(visitor_get(visitor, "/t"), 200);
	assert_null(strstr(visitor_page(visitor), "hazelnut"));
	assert_int_equal(visitor_get(visitor, "/h"), 200);
	assert_null(strstr(visitor_page(visitor), "hazelnut"));
	assert_int_equal(visitor_get(visitor, "/t?w=1"), 200);
	assert_non_null(strstr(visitor_page(visitor), "hazelnut"));
}

static void
search__finds_words_and_stands_in_no_path(void **state)
{
	struct visitor *visitor = *state;

	assert_int_equal(visitor_post(visitor, "/a/q", "what=the+hazelnut+tree"), 303);
	assert_int_equal(visitor_post(visitor, "/a/q", "what=the+walnut+tree"), 303);
	assert_int_equal(visitor_get(visitor, "/s"), 200);
	assert_null(strstr(visitor_page(visitor), "<table>"));
	assert_int_equal(visitor_post(visitor, "/s", "q=hazel*+tree"), 303);
	assert_string_equal(visitor->response.location, "/s");
	assert_int_equal(visitor_get(visitor, "/s?w=1"), 200);
	assert_non_null(strstr(visitor_page(visitor), "<td>the hazelnut tree</td>"));
	assert_null(strstr(visitor_page(visitor), "walnut"));
	assert_non_null(strstr(visitor_page(visitor), "value=\"hazel* tree\""));
	assert_int_equal(visitor_post(visitor, "/s", "q=nothing+of+the+kind"), 303);
	assert_int_equal(visitor_get(visitor, "/s"), 200);
	assert_non_null(strstr(visitor_page(visitor), "Nothing has all of these words."));
	assert_int_equal(visitor_post(visitor, "/s", "q=%22open"), 303);
	assert_int_equal(visitor_get(visitor, "/s"), 200);
	assert_non_null(strstr(visitor_page(visitor), "quotation mark"));
	assert_non_null(strstr(visitor_page(visitor), "value=\"&quot;open\""));
	assert_int_equal(visitor_post(visitor, "/s", "q=hazelnut"), 303);
	assert_int_equal(visitor_post(visitor, "/k", ""), 303);
	visitor_unlock(visitor);
	assert_int_equal(visitor_get(visitor, "/s"), 200);
	assert_null(strstr(visitor_page(visitor), "hazelnut"));
}

/* --- the picture --- */

static void
picture__counts_what_was_written_down(void **state)
{
	struct visitor *visitor = *state;

	assert_int_equal(visitor_get(visitor, "/p"), 200);
	assert_int_equal(count_of(visitor_page(visitor), "<h1"), 1);
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(
		    visitor_post(visitor, "/a",
			"what=outside&w=day&day=2024-03-24&time=21:05&who=Owen&effect=hazelnut"),
		    303);
	assert_int_equal(visitor_get(visitor, "/p"), 200);
	assert_non_null(strstr(visitor_page(visitor), "3 contacts"));
	assert_non_null(strstr(visitor_page(visitor), "hazelnut"));
	assert_non_null(strstr(visitor_page(visitor), "<svg"));
	assert_null(strstr(visitor_page(visitor), "<style"));
	assert_null(strstr(visitor_page(visitor), "style=\""));
}

/* --- hostile text: the page's elements and attributes are those of a plain one --- */

/* Tags with the names of their attributes; values and texts left out, line breaks of a text too. */
static void
skeleton(const char *page, struct buf *out)
{
	bool tag = false, value = false;

	buf_reset(out);
	for (const char *c = page; *c != '\0'; c++) {
		if (!tag && strncmp(c, "<br>", 4) == 0) {
			c += 3;
			continue;
		}
		if (!tag && *c == '<')
			tag = true;
		if (tag && (!value || *c == '"'))
			buf_put_byte(out, (uint8_t)*c);
		if (tag && *c == '"')
			value = !value;
		if (tag && !value && *c == '>')
			tag = false;
	}
}

static const char *const fields_of_note[] = {"what", "who", "place", "witness", "effect", "changed",
    "observer", "private", "day", "time", "part"};

static void
fill(struct buf *fields, struct slice value, const char *when)
{
	for (size_t i = 0; i < COUNT_OF(fields_of_note); i++)
		field_put(fields, fields_of_note[i], value);
	field_put(fields, "w", slice_of(when, strlen(when)));
}

static void
same_skeletons(struct visitor *visitor, struct slice hostile, struct slice plain)
{
	static const char *const after[] = {"/t?w=1", "/h", "/p"};
	struct buf fields, wanted, got;
	char path[sizeof visitor->response.location];

	buf_init(&fields, 4 << 20);
	buf_init(&wanted, 4 << 20);
	buf_init(&got, 4 << 20);
	/* Refused, with everything that was typed in it. */
	fill(&fields, plain, "part");
	assert_int_equal(post(visitor, "/a", &fields), 422);
	skeleton(visitor_page(visitor), &wanted);
	fill(&fields, hostile, "part");
	assert_int_equal(post(visitor, "/a", &fields), 422);
	skeleton(visitor_page(visitor), &got);
	assert_int_equal(wanted.n, got.n);
	assert_memory_equal(wanted.p, got.p, got.n);
	/* Saved, and shown. */
	for (size_t i = 0; i < COUNT_OF(after) + 1; i++) {
		for (unsigned k = 0; k < 2; k++) {
			fill(&fields, k == 0 ? plain : hostile, "now");
			assert_int_equal(post(visitor, "/a", &fields), 303);
			(void)snprintf(path, sizeof path, "%s",
			    i < COUNT_OF(after) ? after[i] : visitor->response.location);
			assert_int_equal(visitor_get(visitor, path), 200);
			skeleton(visitor_page(visitor), k == 0 ? &wanted : &got);
			visitor_stop(visitor);
			visitor_start(visitor);
			visitor_enter(visitor);
		}
		assert_int_equal(wanted.n, got.n);
		assert_memory_equal(wanted.p, got.p, got.n);
	}
	buf_fini(&fields);
	buf_fini(&wanted);
	buf_fini(&got);
}

static void
hostile__text_never_becomes_a_part_of_the_page(void **state)
{
	static const char *const texts[] = {"\"'><script>alert(1)</script>",
	    "</textarea><img src=x>", "<!--", "-->", "]]>", "&lt;b&gt;&amp;", "\" onmouseover=\"x",
	    "javascript:alert(1)", "{{what}}", "{1}", "<br>",
	    "\xe2\x80\xae\xe2\x81\xa6 right to left \xe2\x80\x8f",
	    "\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85", "\xed\xa0\x80 half", "\xff\xfe", "\x01\x02\x1b[31m",
	    "a\r\nb\nc", "\xf0\x9f\x98\x80"};
	struct visitor *visitor = *state;

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		same_skeletons(
		    visitor, slice_of(texts[i], strlen(texts[i])), SLICE_LITERAL("plain"));
}

static void
hostile__nul_and_long_text(void **state)
{
	struct visitor *visitor = *state;
	uint8_t *letters = malloc(LONG_BYTES);
	struct buf fields;

	assert_non_null(letters);
	buf_init(&fields, FIELDS_BYTES);
	memset(letters, '<', LONG_BYTES);
	same_skeletons(visitor, SLICE_LITERAL("a\0<b>\0"), SLICE_LITERAL("plain"));
	assert_int_equal(visitor_post(visitor, "/a/q", "what=%00"), 303);
	field_put(&fields, "what", slice_of(letters, LONG_BYTES));
	assert_int_equal(post(visitor, "/a/q", &fields), 303);
	assert_int_equal(visitor_get(visitor, visitor->response.location), 200);
	assert_true(count_of(visitor_page(visitor), "&lt;") >= LONG_BYTES);
	field_put(&fields, "what", slice_of(letters, LONG_BYTES));
	field_put(&fields, "effect", slice_of(letters, LONG_BYTES));
	buf_put_c(&fields, "%3c%3c%3c%3c");
	for (unsigned i = 0; i < 5 * 1024; i++)
		buf_put_byte(&fields, '<');
	assert_int_equal(post(visitor, "/a", &fields), 413);
	buf_fini(&fields);
	free(letters);
}

int
main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    CASE(note__is_saved_and_shown),
	    CASE(note__what_is_not_known_may_be_said),
	    CASE(note__what_is_missing_is_asked_for_and_nothing_typed_is_lost),
	    CASE(entry__shows_a_key_date),
	    CASE(note__typed_while_it_was_locked_waits_behind_the_door),
	    CASE(correct__stands_beside_the_earlier_version),
	    CASE(note__on_a_full_disk_what_was_typed_is_still_there),
	    CASE(list__goes_on_where_it_ended),
	    CASE(list__shows_words_when_asked),
	    CASE(search__finds_words_and_stands_in_no_path),
	    CASE(picture__counts_what_was_written_down),
	    CASE(hostile__text_never_becomes_a_part_of_the_page),
	    CASE(hostile__nul_and_long_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
