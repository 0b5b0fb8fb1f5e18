/* src/read/formats/json_tree.c
 * One JSON value as a tree; see json_tree.h. */
#include "read/formats/json_tree.h"

#include "read/formats/json_blank.h"
#include "read/formats/json_string.h"

enum { TWICE_LOOKED_AT = 64 }; /* members compared for keys that come twice */

struct parser {
	const uint8_t *at, *end;
	const uint8_t *begin; /* for places */
	bool all;
	struct arena *arena;
	unsigned odd, depth;
	struct err *err;
};

static enum status value_parse(struct parser *p, struct json_node **out);

static enum status
malformed(struct parser *p, const char *what)
{
	return fail_at(p->err, E_FORMAT, (size_t)(p->at - p->begin), "JSON: %s", what);
}

static enum status
ended(struct parser *p)
{
	return fail_at(
	    p->err, E_NOTFOUND, (size_t)(p->end - p->begin), "JSON: the bytes end inside a value");
}

static enum status
too_much(struct parser *p)
{
	return fail_at(p->err, E_LIMIT, (size_t)(p->at - p->begin),
	    "JSON: one value holds too much to be read");
}

static size_t
left(const struct parser *p)
{
	return (size_t)(p->end - p->at);
}

/* The next byte that is no blank; false at the end. */
static bool
next_byte(struct parser *p, uint8_t *out)
{
	if (p->at != p->end && json_is_blank(*p->at))
		p->at += json_blanks(p->at, left(p));
	if (p->at == p->end)
		return false;
	*out = *p->at;
	return true;
}

static enum status
string_parse(struct parser *p, struct text *out)
{
	bool plain = false;
	struct slice inner;
	size_t n;

	p->at++;
	n = json_string_length(slice_of(p->at, left(p)), &plain);
	if (n == SIZE_MAX)
		return ended(p);
	inner = slice_of(p->at, n);
	if (plain && n != 0)
		*out = (struct text){(const char *)inner.p, n};
	else if (!json_string_decode(inner, plain, p->arena, out, &p->odd))
		return too_much(p);
	p->at += n + 1;
	return OK;
}

/* What a byte outside of quotes may be: part of a number, a digit, the end of a value. */
enum { BARE_NUMBER = 1, BARE_DIGIT = 2, BARE_END = 4 };

static const uint8_t bare_kinds[256] = {
    ['0'] = BARE_NUMBER | BARE_DIGIT,
    ['1'] = BARE_NUMBER | BARE_DIGIT,
    ['2'] = BARE_NUMBER | BARE_DIGIT,
    ['3'] = BARE_NUMBER | BARE_DIGIT,
    ['4'] = BARE_NUMBER | BARE_DIGIT,
    ['5'] = BARE_NUMBER | BARE_DIGIT,
    ['6'] = BARE_NUMBER | BARE_DIGIT,
    ['7'] = BARE_NUMBER | BARE_DIGIT,
    ['8'] = BARE_NUMBER | BARE_DIGIT,
    ['9'] = BARE_NUMBER | BARE_DIGIT,
    ['+'] = BARE_NUMBER,
    ['-'] = BARE_NUMBER,
    ['.'] = BARE_NUMBER,
    ['e'] = BARE_NUMBER,
    ['E'] = BARE_NUMBER,
    [','] = BARE_END,
    [']'] = BARE_END,
    ['}'] = BARE_END,
    ['\r'] = BARE_END,
    ['\n'] = BARE_END,
    ['"'] = BARE_END,
};

static bool
is_number(struct slice s)
{
	uint8_t all = BARE_NUMBER, any = 0;

	for (size_t i = 0; i < s.n; i++) {
		all &= bare_kinds[s.p[i]];
		any |= bare_kinds[s.p[i]];
	}
	return all != 0 && (any & BARE_DIGIT) != 0;
}

/* Everything without quotes: literals, numbers, and what a program forgot to quote. */
static enum status
bare_parse(struct parser *p, struct json_node *node)
{
	size_t n = 0;
	struct slice bare;

	while (n < left(p) && (bare_kinds[p->at[n]] & BARE_END) == 0)
		n++;
	if (n == left(p) && !p->all)
		return ended(p);
	bare = slice_trim(slice_of(p->at, n));
	if (bare.n == 0)
		return malformed(p, "a value is missing");
	p->at += n;
	if (slice_eq(bare, SLICE_LITERAL("null"))) {
		node->type = JSON_NULL;
		return OK;
	}
	if (slice_eq(bare, SLICE_LITERAL("true")) || slice_eq(bare, SLICE_LITERAL("false"))) {
		node->type = bare.p[0] == 't' ? JSON_TRUE : JSON_FALSE;
		return OK;
	}
	node->type = is_number(bare) ? JSON_NUMBER : JSON_WORD;
	if (node->type == JSON_WORD)
		p->odd |= JSON_ODD_WORD;
	if (!json_string_decode(bare, node->type == JSON_NUMBER, p->arena, &node->text, &p->odd))
		return too_much(p);
	return OK;
}

/* Commas: one between two members is right, everything else is odd. */
static enum status
commas_skip(struct parser *p, bool first, uint8_t close, bool *closed)
{
	size_t commas = 0;
	uint8_t c;

	for (;;) {
		if (!next_byte(p, &c))
			return ended(p);
		if (c != ',')
			break;
		commas++;
		p->at++;
	}
	*closed = c == close;
	if (commas != (*closed || first ? 0 : 1))
		p->odd |= JSON_ODD_COMMA;
	if (*closed)
		p->at++;
	return OK;
}

static enum status
key_parse(struct parser *p, struct text *key)
{
	enum status status;
	uint8_t c = 0;

	if (!next_byte(p, &c))
		return ended(p);
	if (c != '"')
		return malformed(p, "a key is not in quotes");
	status = string_parse(p, key);
	if (status != OK)
		return status;
	if (!next_byte(p, &c))
		return ended(p);
	if (c != ':')
		return malformed(p, "no colon after a key");
	p->at++;
	return OK;
}

static bool
key_known(const struct json_node *object, struct text key)
{
	const struct json_node *at = object->first;

	for (size_t i = 0; at != NULL && i < TWICE_LOOKED_AT; i++, at = at->next)
		if (text_eq(at->key, key))
			return true;
	return false;
}

static enum status
members_parse(struct parser *p, struct json_node *node, uint8_t close)
{
	struct json_node **last = &node->first;
	struct text key = TEXT_NONE;
	bool closed = false, twice;
	uint64_t group;
	enum status status;

	if (++p->depth > JSON_TREE_DEPTH_MAX)
		return too_much(p);
	p->at++;
	for (;;) {
		status = commas_skip(p, node->first == NULL, close, &closed);
		if (status != OK || closed)
			break;
		twice = false;
		if (close == '}') {
			status = key_parse(p, &key);
			group = json_key_group(key.p, status == OK ? key.n : 0);
			twice = (node->groups & group) != 0 && status == OK && key_known(node, key);
			node->groups |= group;
		}
		if (status == OK)
			status = value_parse(p, last);
		if (status != OK)
			break;
		(*last)->key = key;
		if (twice)
			p->odd |= JSON_ODD_TWICE;
		last = &(*last)->next;
	}
	p->depth--;
	return status;
}

static enum status
value_parse(struct parser *p, struct json_node **out)
{
	struct json_node *node;
	enum status status;
	uint8_t c = 0;

	if (!next_byte(p, &c))
		return ended(p);
	node = arena_alloc(p->arena, 1, sizeof *node);
	if (node == NULL)
		return too_much(p);
	if (c == '"') {
		node->type = JSON_STRING;
		status = string_parse(p, &node->text);
	} else if (c == '{' || c == '[') {
		node->type = c == '{' ? JSON_OBJECT : JSON_ARRAY;
		status = members_parse(p, node, c == '{' ? '}' : ']');
	} else {
		status = bare_parse(p, node);
	}
	if (status == OK)
		*out = node;
	return status;
}

enum status
json_tree_parse(struct slice bytes, bool all, struct arena *arena, struct json_tree *tree,
    size_t *used, struct err *err)
{
	const uint8_t *begin = bytes.n != 0 ? bytes.p : (const uint8_t *)"";
	struct parser p = {.at = begin,
	    .end = begin + bytes.n,
	    .begin = begin,
	    .all = all,
	    .arena = arena,
	    .err = err};
	struct json_node *root = NULL;
	enum status status = value_parse(&p, &root);

	if (status != OK)
		return status;
	*tree = (struct json_tree){root, p.odd};
	*used = (size_t)(p.at - begin);
	return OK;
}

const struct json_node *
json_tree_find(const struct json_node *node, const char *key, size_t n, uint64_t group)
{
	if (node == NULL || (node->groups & group) == 0)
		return NULL;
	for (const struct json_node *at = node->first; at != NULL; at = at->next)
		if (at->key.n == n && (n == 0 || memcmp(at->key.p, key, n) == 0))
			return at;
	return NULL;
}

/* "…" or "….000": a whole number. */
bool
json_tree_i64(const struct json_node *node, int64_t *out)
{
	struct slice s = slice_of_text(json_tree_written(node)), whole;

	if (s.n == 0)
		return false;
	if (cut(&s, '.', &whole)) {
		for (size_t i = 0; i < s.n; i++)
			if (s.p[i] != '0')
				return false;
		s = whole;
	}
	return i64_parse_loose(s, out);
}

const struct json_node *
json_tree_typed(const struct json_node *node, enum json_type type)
{
	return node != NULL && node->type == type ? node : NULL;
}
