/* tests/read/test_json.c
 * JSON as it comes: trees, walks, heads, what is odd and what is broken; and yajl as a second
 * opinion on everything that both accept. */
#include "tests/support/check.h"

#include "read/formats/json_head.h"
#include "read/formats/json_skim.h"
#include "read/formats/json_string.h"
#include "read/formats/json_walk.h"
#include "tests/read/collect.h"

#include <yajl/yajl_tree.h>

#include "base/buf.h"

static struct slice
bytes_of(const char *c)
{
	return slice_of(c, strlen(c));
}

/* -- trees ---------------------------------------------------------------------------------- */

static enum status
parse(const char *json, struct arena *arena, struct json_tree *tree, size_t *used)
{
	arena_init(arena, 1 << 22);
	return json_tree_parse(bytes_of(json), true, arena, tree, used, NULL);
}

static void
tree__holds_what_is_written(void **state)
{
	struct arena arena;
	struct json_tree tree;
	size_t used = 0;
	int64_t n = 0;

	(void)state;
	assert_int_equal(parse(" {\"a\":[1,-2,\"3\"],\"b\":{\"c\":null,\"d\":true},\"e\":\"\"} x",
			     &arena, &tree, &used),
	    OK);
	assert_int_equal(used, 48);
	assert_int_equal(tree.odd, 0);
	assert_true(json_tree_i64(json_tree_get(tree.root, "a")->first->next, &n));
	assert_int_equal(n, -2);
	assert_true(json_tree_i64(json_tree_get(tree.root, "a")->first->next->next, &n));
	assert_int_equal(n, 3);
	assert_true(json_tree_true(json_tree_get(json_tree_get(tree.root, "b"), "d")));
	assert_int_equal(json_tree_get(json_tree_get(tree.root, "b"), "c")->type, JSON_NULL);
	assert_text(json_tree_text(json_tree_get(tree.root, "e")), "");
	assert_null(json_tree_get(tree.root, "f"));
	assert_null(json_tree_get(json_tree_get(tree.root, "f"), "g"));
	assert_null(json_tree_text(json_tree_get(tree.root, "a")).p);
	arena_fini(&arena);
}

static void
tree__strings_are_decoded_and_what_is_odd_is_said(void **state)
{
	static const struct {
		const char *json, *text;
		unsigned odd;
	} rows[] = {
	    {"\"plain\"", "plain", 0},
	    {"\"caf\xc3\xa9\"", "caf\xc3\xa9", 0},
	    {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", 0},
	    {"\"\\u00e9\\uD83D\\uDC40\"", "\xc3\xa9\xf0\x9f\x91\x80", 0},
	    {"\"\\ud83d!\"", "\xef\xbf\xbd!", JSON_ODD_SURROGATE},
	    {"\"\\udc40\"", "\xef\xbf\xbd", JSON_ODD_SURROGATE},
	    {"\"\\ud83d\\ud83d\\udc40\"", "\xef\xbf\xbd\xf0\x9f\x91\x80", JSON_ODD_SURROGATE},
	    {"\"\\x1B[0m\"", "\x1b[0m", JSON_ODD_ESCAPE},
	    {"\"\\q\\u12\"", "\\q\\u12", JSON_ODD_ESCAPE},
	    {"\"a\\u0000b\"",
		"a\xef\xbf\xbd"
		"b",
		JSON_ODD_NUL},
	    {"\"a\xff"
	     "b\"",
		"a\xef\xbf\xbd"
		"b",
		JSON_ODD_BYTES},
	    {"\"a\xc3\\n\"", "a\xef\xbf\xbd\n", JSON_ODD_BYTES},
	    {"\"two\nlines\"", "two\nlines", JSON_ODD_CONTROL},
	    {"\"\\\\\xe2\x80\x8e\"", "\\\xe2\x80\x8e", 0},
	};
	struct arena arena;
	struct json_tree tree;
	size_t used;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(parse(rows[i].json, &arena, &tree, &used), OK);
		assert_text(json_tree_text(tree.root), rows[i].text);
		assert_int_equal(tree.odd, rows[i].odd);
		arena_fini(&arena);
	}
}

static void
tree__what_json_forbids_is_taken_and_said(void **state)
{
	static const struct {
		const char *json;
		unsigned odd;
	} rows[] = {
	    {"[1,2,]", JSON_ODD_COMMA},
	    {"[1 2]", JSON_ODD_WORD},
	    {"[\"a\" \"b\"]", JSON_ODD_COMMA},
	    {"{,\"a\":1}", JSON_ODD_COMMA},
	    {"{\"a\":1,\"a\":2}", JSON_ODD_TWICE},
	    {"{\"a\":(File not included. Change it.)}", JSON_ODD_WORD},
	    {"[NaN]", JSON_ODD_WORD},
	};
	struct arena arena;
	struct json_tree tree;
	size_t used;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(parse(rows[i].json, &arena, &tree, &used), OK);
		assert_int_equal(tree.odd, rows[i].odd);
		arena_fini(&arena);
	}
	assert_int_equal(parse("{\"a\":1,\"a\":2}", &arena, &tree, &used), OK);
	assert_text(json_tree_written(json_tree_get(tree.root, "a")), "1"); /* the first counts */
	arena_fini(&arena);
}

static void
tree__ends_and_breaks_are_told_apart(void **state)
{
	static const struct {
		const char *json;
		enum status status;
	} rows[] = {
	    {"", E_NOTFOUND},
	    {"[", E_NOTFOUND},
	    {"{\"a", E_NOTFOUND},
	    {"{\"a\"", E_NOTFOUND},
	    {"{\"a\":", E_NOTFOUND},
	    {"{\"a\":\"b\\", E_NOTFOUND},
	    {"{\"a\":1", E_NOTFOUND},
	    {"{a:1}", E_FORMAT},
	    {"{\"a\" 1}", E_FORMAT},
	    {"{\"a\":}", E_FORMAT},
	    {"[}", E_FORMAT},
	    {"]", E_FORMAT},
	};
	struct arena arena;
	struct json_tree tree;
	size_t used;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(parse(rows[i].json, &arena, &tree, &used), rows[i].status);
		arena_fini(&arena);
	}
}

static void
tree__depth_and_memory_have_limits(void **state)
{
	struct arena arena;
	struct json_tree tree;
	struct buf buf;
	size_t used;

	(void)state;
	buf_init(&buf, 1 << 20);
	for (size_t i = 0; i < JSON_TREE_DEPTH_MAX; i++)
		buf_put_byte(&buf, '[');
	for (size_t i = 0; i < JSON_TREE_DEPTH_MAX; i++)
		buf_put_byte(&buf, ']');
	arena_init(&arena, 1 << 20);
	assert_int_equal(json_tree_parse(buf_slice(&buf), true, &arena, &tree, &used, NULL), OK);
	buf_reset(&buf);
	for (size_t i = 0; i < 500000; i++)
		buf_put_byte(&buf, '[');
	assert_int_equal(
	    json_tree_parse(buf_slice(&buf), true, &arena, &tree, &used, NULL), E_LIMIT);
	buf_reset(&buf);
	buf_put_byte(&buf, '[');
	for (size_t i = 0; i < 100000; i++)
		buf_put_c(&buf, "1,");
	arena_reset(&arena);
	assert_int_equal(
	    json_tree_parse(buf_slice(&buf), true, &arena, &tree, &used, NULL), E_LIMIT);
	arena_fini(&arena);
	buf_fini(&buf);
}

/* yajl gives NULL for what is no text. */
static void
assert_same(struct text ours, const char *theirs)
{
	assert_non_null(theirs);
	assert_true(text_eq_c(ours, theirs));
}

/* -- a second opinion ------------------------------------------------------------------------ */

static void
same(const struct json_node *ours, const yajl_val theirs)
{
	const struct json_node *at = ours->first;

	assert_true(YAJL_IS_OBJECT(theirs) == (ours->type == JSON_OBJECT));
	assert_true(YAJL_IS_ARRAY(theirs) == (ours->type == JSON_ARRAY));
	assert_true(YAJL_IS_STRING(theirs) == (ours->type == JSON_STRING));
	if (YAJL_IS_STRING(theirs))
		assert_same(ours->text, YAJL_GET_STRING(theirs));
	if (YAJL_IS_NUMBER(theirs))
		assert_same(ours->text, YAJL_GET_NUMBER(theirs));
	for (size_t i = 0; YAJL_IS_ARRAY(theirs) && i < theirs->u.array.len; i++, at = at->next)
		same(at, theirs->u.array.values[i]);
	for (size_t i = 0; YAJL_IS_OBJECT(theirs) && i < theirs->u.object.len; i++, at = at->next) {
		assert_same(at->key, theirs->u.object.keys[i]);
		same(at, theirs->u.object.values[i]);
	}
	assert_null(at);
}

static void
oracle__yajl_reads_the_same(void **state)
{
	static const char *const texts[] = {
	    "{}",
	    "[]",
	    "[[],{},[{}],null,true,false,0,-1,1.5e3]",
	    "{\"participants\":[{\"name\":\"\\u00f0\\u009f\"}],\"n\":1711314307000}",
	    "\"\\u0041\\n\\uD83D\\uDC40\"",
	    " { \"a\" : [ 1 , 2 ] , \"b\" : { \"c\" : \"d\" } } ",
	    "[\"\xe2\x80\x8e\xf0\x9f\x91\x80\",\"\\\\u0041\",\"/\\/\"]",
	    "[123456789012345678901234567890,1e400]",
	};
	struct arena arena;
	struct json_tree tree;
	size_t used;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		yajl_val theirs = yajl_tree_parse(texts[i], NULL, 0);

		assert_non_null(theirs);
		assert_int_equal(parse(texts[i], &arena, &tree, &used), OK);
		assert_int_equal(tree.odd, 0);
		same(tree.root, theirs);
		yajl_tree_free(theirs);
		arena_fini(&arena);
	}
}

/* -- walks ---------------------------------------------------------------------------------- */

static void
put_key(struct buf *out, struct text key)
{
	if (key.p != NULL) {
		buf_put_text(out, key);
		buf_put_byte(out, '=');
	}
}

/* Into everything; each value that is neither object nor array as it was taken. */
static void
walk_all(struct json_walk *walk, struct buf *out)
{
	struct json_taken taken;
	struct text key;
	bool more;
	uint8_t c;

	assert_int_equal(json_walk_look(walk, &c, NULL), OK);
	if (c != '{' && c != '[') {
		assert_int_equal(json_walk_take(walk, &taken, NULL), OK);
		buf_put_c(out, taken.why != NULL ? "?" : "");
		buf_put_slice(out, taken.raw);
		return;
	}
	assert_int_equal(json_walk_enter(walk, NULL), OK);
	buf_put_byte(out, c);
	for (;;) {
		assert_int_equal(json_walk_next(walk, &key, &more, NULL), OK);
		if (!more)
			break;
		put_key(out, key);
		walk_all(walk, out);
		buf_put_byte(out, ';');
	}
	buf_put_byte(out, '.');
}

static void
walked(const char *json, const char *wanted, bool cut, bool broken)
{
	static const size_t most[] = {1, 3, 1000000};

	for (size_t i = 0; i < COUNT_OF(most); i++) {
		struct collect_pieces pieces = {bytes_of(json), most[i]};
		struct source source = collect_source(&pieces);
		struct json_walk walk;
		struct buf out;

		buf_init(&out, 1 << 20);
		assert_int_equal(json_walk_init(&walk, &source, NULL), OK);
		walk_all(&walk, &out);
		assert_text(buf_text(&out), wanted);
		assert_int_equal(walk.cut, cut);
		assert_int_equal(walk.broken, broken);
		json_walk_fini(&walk);
		buf_fini(&out);
	}
}

static void
walk__goes_in_and_out(void **state)
{
	(void)state;
	walked("{\"a\":[1,\"x\"],\"b\":{}}", "{a=[1;\"x\";.;b={.;.", false, false);
	walked("\xef\xbb\xbf [ ] ", "[.", false, false);
	walked("[[[]],2]", "[[[.;.;2;.", false, false);
	walked("12", "12", false, false);
}

static void
walk__ends_where_the_file_does(void **state)
{
	(void)state;
	walked("{\"a\":[1,\"x", "{a=[1;?\"x;.;.", true, false);
	walked("{\"a\":[1,", "{a=[1;.;.", true, false);
	walked("{\"a", "{.", true, false);
	walked("{\"a\":{\"b\"", "{a={.;.", true, false);
	walked("[1}", "[1;.", false, true);
	walked("{\"a\":1]", "{a=1;.", false, true);
	walked("{\"a\" 1}", "{.", false, true);
}

static void
walk__one_broken_value_costs_no_more(void **state)
{
	static const char json[] = "[{\"a\":1},{\"a\" 1,[{}]},{bad},\"x\",{\"a\":2}]";
	struct slice bytes = SLICE_LITERAL(json);
	struct source source = source_of_slice(&bytes);
	struct json_walk walk;
	struct json_taken taken;
	struct text key;
	char seen[16] = "";
	bool more;
	size_t n = 0;

	(void)state;
	assert_int_equal(json_walk_init(&walk, &source, NULL), OK);
	assert_int_equal(json_walk_enter(&walk, NULL), OK);
	while (json_walk_next(&walk, &key, &more, NULL) == OK && more && n < 10) {
		assert_int_equal(json_walk_take(&walk, &taken, NULL), OK);
		seen[n++] = taken.why == NULL ? 'y' : 'n';
		if (n == 2)
			assert_memory_equal(taken.raw.p, "{\"a\" 1,[{}]}", taken.raw.n);
	}
	assert_string_equal(seen, "ynnyy");
	assert_false(walk.cut || walk.broken);
	json_walk_fini(&walk);
}

/* A value past every limit in the middle: what follows it is read. */
static void
large(struct buf *buf, const char *piece, size_t times, const char *end, size_t ends)
{
	struct source source;
	struct slice bytes;
	struct json_walk walk;
	struct json_taken taken;
	struct text key;
	bool more;

	buf_reset(buf);
	buf_put_c(buf, "[1,");
	for (size_t i = 0; i < times; i++)
		buf_put_c(buf, piece);
	for (size_t i = 0; i < ends; i++)
		buf_put_c(buf, end);
	buf_put_c(buf, ",2]");
	bytes = buf_slice(buf);
	source = source_of_slice(&bytes);
	assert_int_equal(json_walk_init(&walk, &source, NULL), OK);
	assert_int_equal(json_walk_enter(&walk, NULL), OK);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(json_walk_next(&walk, &key, &more, NULL), OK);
		assert_true(more);
		assert_int_equal(json_walk_take(&walk, &taken, NULL), OK);
		assert_true((taken.why != NULL) == (i == 1));
		assert_true(taken.why == NULL || taken.raw.n == JSON_WALK_RAW_BYTES);
	}
	assert_text(json_tree_written(taken.tree.root), "2");
	json_walk_fini(&walk);
}

static void
walk__large_and_deep_values_are_stepped_over(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 64 << 20);
	large(&buf, "[", 3000000, "]", 3000000);
	large(&buf, "[\"a]\",", 600000, "]", 600000);
	buf_fini(&buf);
}

static void
walk__finds_a_member_and_the_first_value(void **state)
{
	static const char json[] = "window.YTD.x.part0 = {\"a\":[1],\"b\":{\"list\":[3]}}";
	struct slice bytes = SLICE_LITERAL(json);
	struct source source = source_of_slice(&bytes);
	struct json_walk walk;
	struct json_taken taken;
	bool found = false;

	(void)state;
	assert_int_equal(json_walk_init(&walk, &source, NULL), OK);
	assert_int_equal(json_walk_seek_value(&walk, NULL), OK);
	assert_int_equal(json_walk_find(&walk, "b", &found, NULL), OK);
	assert_true(found);
	assert_int_equal(json_walk_find(&walk, "list", &found, NULL), OK);
	assert_true(found);
	assert_int_equal(json_walk_take(&walk, &taken, NULL), OK);
	assert_text(json_tree_written(taken.tree.root->first), "3");
	json_walk_rewind(&walk);
	assert_int_equal(json_walk_seek_value(&walk, NULL), OK);
	assert_int_equal(json_walk_find(&walk, "c", &found, NULL), OK);
	assert_false(found);
	json_walk_fini(&walk);
}

/* -- heads ---------------------------------------------------------------------------------- */

static void
head__tells_what_stands_under_what(void **state)
{
	struct json_head head;

	(void)state;
	json_head_scan(bytes_of("{\"participants\":[{\"name\":\"A\"}],\"messages\":[{\"sender_"
				"name\":\"messages\",\"x\":{\"y\""),
	    &head);
	assert_int_equal(head.first, '{');
	assert_true(json_head_has(&head, NULL, "participants"));
	assert_true(json_head_has(&head, "participants", "name"));
	assert_true(json_head_has(&head, "messages", "sender_name"));
	assert_false(json_head_has(&head, "messages", "name"));
	assert_false(json_head_has(&head, NULL, "sender_name"));
	json_head_scan(bytes_of("[{\"startTime\":1}]"), &head);
	assert_int_equal(head.first, '[');
	assert_true(head.objects);
	assert_true(json_head_has(&head, NULL, "startTime"));
	json_head_scan(bytes_of("hello {\"a\":1}"), &head);
	assert_int_equal(head.first, 0);
}

/* -- stepping over --------------------------------------------------------------------------- */

static const struct text skim_wanted[] = {{"uri", 3}};

static bool
skims(const char *json, size_t *used)
{
	return json_skim(bytes_of(json), skim_wanted, COUNT_OF(skim_wanted), used);
}

static void
skim__goes_over_what_is_plain_and_over_nothing_else(void **state)
{
	static const char *const plain[] = {"{}", "[]",
	    "{\"a\":[1,-2.5e3,{\"b\":null}],\"c\":\"uri\"}",
	    "{ \"a\" : \"}\\\"]\" ,\n \"b\":[\"uri\",\"\xc3\xa9\"]\t}", "[[[]],{},[true]]"};
	static const char *const not_so[] = {"", "1", "\"a\"", " {}", "{", "{\"a\":1", "{\"a\":\"}",
	    "{\"uri\":1}", "[{\"a\":{\"uri\":[]}}]", "{\"u\\u0072i\":1}", "[a[1]]", "[:[1]]",
	    "[\"a\":[1]]", "{\"a\"::[1]}", "{\"a\":x{}}", "[1 [2]]", "[;]"};
	static const char tail[] = ",{\"uri\":1}";
	size_t used;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(plain); i++) {
		char more[128];

		assert_true(skims(plain[i], &used));
		assert_int_equal(used, strlen(plain[i]));
		memcpy(more, plain[i], strlen(plain[i]));
		memcpy(more + strlen(plain[i]), tail, sizeof tail);
		assert_true(skims(more, &used));
		assert_int_equal(used, strlen(plain[i]));
	}
	for (size_t i = 0; i < COUNT_OF(not_so); i++)
		assert_false(skims(not_so[i], &used));
}

/* Whatever is skimmed ends where the tree, or the way over what is broken, would have ended. */
static void
skim__ends_where_taking_ends(void **state)
{
	static const char bytes[] = "{}[]\"\":,a1 \n\\x";
	uint64_t dice = UINT64_C(88172645463325252);
	char json[24] = "{";
	size_t skimmed = 0;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		struct collect_pieces pieces = {slice_of(json, sizeof json - 1), 100};
		struct source source = collect_source(&pieces);
		struct json_walk walk;
		struct json_taken taken;
		size_t used;

		for (size_t k = 1; k < sizeof json - 1; k++) {
			dice ^= dice << 13;
			dice ^= dice >> 7;
			dice ^= dice << 17;
			json[k] = bytes[dice % (sizeof bytes - 1)];
		}
		if (!skims(json, &used))
			continue;
		assert_int_equal(json_walk_init(&walk, &source, NULL), OK);
		assert_int_equal(json_walk_take(&walk, &taken, NULL), OK);
		assert_int_equal(walk.window.at, used);
		json_walk_fini(&walk);
		skimmed++;
	}
	assert_true(skimmed > 1000);
}

/* Each byte at each place of a word, before and after it. */
static void
string__ends_at_its_quote_wherever_that_stands(void **state)
{
	uint8_t bytes[40];

	(void)state;
	for (size_t at = 0; at < 30; at++) {
		for (unsigned c = 0; c < 256; c++) {
			bool plain = false, ordinary = c >= 0x20 && c < 0x7f && c != '\\';
			size_t odd_at = (at * 7 + c) % (at + 1);

			if (c == '"')
				continue;
			memset(bytes, 'y', sizeof bytes);
			bytes[at] = '"';
			bytes[at + 3] = 0xff; /* behind it nothing counts */
			if (odd_at < at)
				bytes[odd_at] = (uint8_t)c;
			if (c == '\\' && odd_at + 1 >= at)
				continue; /* the quote would belong to it */
			assert_int_equal(
			    json_string_length(slice_of(bytes, sizeof bytes), &plain), at);
			assert_int_equal(plain, ordinary || odd_at == at);
		}
	}
	memset(bytes, 'y', sizeof bytes);
	assert_true(json_string_length(slice_of(bytes, sizeof bytes), &(bool){0}) == SIZE_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tree__holds_what_is_written),
	    cmocka_unit_test(tree__strings_are_decoded_and_what_is_odd_is_said),
	    cmocka_unit_test(tree__what_json_forbids_is_taken_and_said),
	    cmocka_unit_test(tree__ends_and_breaks_are_told_apart),
	    cmocka_unit_test(tree__depth_and_memory_have_limits),
	    cmocka_unit_test(oracle__yajl_reads_the_same),
	    cmocka_unit_test(walk__goes_in_and_out),
	    cmocka_unit_test(walk__ends_where_the_file_does),
	    cmocka_unit_test(walk__one_broken_value_costs_no_more),
	    cmocka_unit_test(walk__large_and_deep_values_are_stepped_over),
	    cmocka_unit_test(walk__finds_a_member_and_the_first_value),
	    cmocka_unit_test(skim__goes_over_what_is_plain_and_over_nothing_else),
	    cmocka_unit_test(skim__ends_where_taking_ends),
	    cmocka_unit_test(string__ends_at_its_quote_wherever_that_stands),
	    cmocka_unit_test(head__tells_what_stands_under_what),
	};

	return cmocka_run_group_tests_name("read_json", tests, NULL, NULL);
}
