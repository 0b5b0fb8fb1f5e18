/* src/read/formats/json_tree.c
 * One JSON value as a tree; see json_tree.h. */
#include "read/formats/json_tree.h"

#include "read/formats/json_string.h"

enum { TWICE_LOOKED_AT = 64 }; /* members compared for keys that come twice */

struct parser {
	struct slice rest;
	bool all;
	struct arena *arena;
	unsigned odd, depth;
	size_t bytes; /* of everything, for places */
	struct err *err;
};

static enum status value_parse(struct parser *p, struct json_node **out);

static enum status
malformed(struct parser *p, const char *what)
{
	return fail_at(p->err, E_FORMAT, p->bytes - p->rest.n, "JSON: %s", what);
}

static enum status
ended(struct parser *p)
{
	return fail_at(p->err, E_NOTFOUND, p->bytes, "JSON: the bytes end inside a value");
}

static enum status
too_much(struct parser *p)
{
	return fail_at(
	    p->err, E_LIMIT, p->bytes - p->rest.n, "JSON: one value holds too much to be read");
}

static void
advance(struct parser *p, size_t n)
{
	p->rest = slice_of(p->rest.p + n, p->rest.n - n);
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The next byte that is no blank; false at the end. */
static bool
next_byte(struct parser *p, uint8_t *out)
{
	size_t i = 0;

	while (i < p->rest.n && is_blank(p->rest.p[i]))
		i++;
	advance(p, i);
	if (p->rest.n == 0)
		return false;
	*out = p->rest.p[0];
	return true;
}

static enum status
string_parse(struct parser *p, struct text *out)
{
	bool plain = false;
	size_t n;

	advance(p, 1);
	n = json_string_length(p->rest, &plain);
	if (n == SIZE_MAX)
		return ended(p);
	if (!json_string_decode(slice_of(p->rest.p, n), plain, p->arena, out, &p->odd))
		return too_much(p);
	advance(p, n + 1);
	return OK;
}

static bool
is_number(struct slice s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];

		if (c >= '0' && c <= '9')
			digits++;
		else if (strchr("+-.eE", c) == NULL || c == 0)
			return false;
	}
	return digits != 0;
}

/* Everything without quotes: literals, numbers, and what a program forgot to quote. */
static enum status
bare_parse(struct parser *p, struct json_node *node)
{
	size_t n = 0;
	struct slice bare;

	while (n < p->rest.n && memchr(",]}\r\n\"", p->rest.p[n], 6) == NULL)
		n++;
	if (n == p->rest.n && !p->all)
		return ended(p);
	bare = slice_trim(slice_of(p->rest.p, n));
	if (bare.n == 0)
		return malformed(p, "a value is missing");
	advance(p, n);
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
	if (!json_string_decode(bare, false, p->arena, &node->text, &p->odd))
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
		advance(p, 1);
	}
	*closed = c == close;
	if (commas != (*closed || first ? 0 : 1))
		p->odd |= JSON_ODD_COMMA;
	if (*closed)
		advance(p, 1);
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
	advance(p, 1);
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
	enum status status;

	if (++p->depth > JSON_TREE_DEPTH_MAX)
		return too_much(p);
	advance(p, 1);
	for (;;) {
		status = commas_skip(p, node->first == NULL, close, &closed);
		if (status != OK || closed)
			break;
		twice = false;
		if (close == '}') {
			status = key_parse(p, &key);
			twice = status == OK && key_known(node, key);
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
	struct parser p = {.rest = bytes, .all = all, .arena = arena, .bytes = bytes.n, .err = err};
	struct json_node *root = NULL;
	enum status status = value_parse(&p, &root);

	if (status != OK)
		return status;
	*tree = (struct json_tree){root, p.odd};
	*used = bytes.n - p.rest.n;
	return OK;
}

const struct json_node *
json_tree_get(const struct json_node *node, const char *key)
{
	size_t n = strlen(key);

	if (node == NULL || node->type != JSON_OBJECT)
		return NULL;
	for (const struct json_node *at = node->first; at != NULL; at = at->next)
		if (at->key.n == n && (n == 0 || memcmp(at->key.p, key, n) == 0))
			return at;
	return NULL;
}

struct text
json_tree_text(const struct json_node *node)
{
	return node != NULL && node->type == JSON_STRING ? node->text : TEXT_NONE;
}

struct text
json_tree_written(const struct json_node *node)
{
	return node != NULL ? node->text : TEXT_NONE;
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

bool
json_tree_true(const struct json_node *node)
{
	return node != NULL && node->type == JSON_TRUE;
}

const struct json_node *
json_tree_typed(const struct json_node *node, enum json_type type)
{
	return node != NULL && node->type == type ? node : NULL;
}
