/* src/read/formats/json_tree.h
 * One JSON value as a tree (RFC 8259), read the way phones and programs really write it: what JSON
 * does not allow is taken where its meaning is plain, and counted as an oddity, never passed over
 * in silence (docs/design/0022-json.md).
 * Not for: finding a value in a file of any size; see json_walk.h. */
#ifndef READ_FORMATS_JSON_TREE_H
#define READ_FORMATS_JSON_TREE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"

enum { JSON_TREE_DEPTH_MAX = 64 };

enum json_type {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT,
	JSON_WORD, /* neither quoted nor one of the above */
};

enum json_oddity {
	JSON_ODD_ESCAPE = 1 << 0,    /* "\x1B", "\q": escapes that JSON does not have */
	JSON_ODD_SURROGATE = 1 << 1, /* half of a surrogate pair: became U+FFFD */
	JSON_ODD_BYTES = 1 << 2,     /* not UTF-8: became U+FFFD */
	JSON_ODD_CONTROL = 1 << 3,   /* a control character that should have been escaped */
	JSON_ODD_NUL = 1 << 4,       /* "\u0000": became U+FFFD */
	JSON_ODD_WORD = 1 << 5,      /* a value without quotes */
	JSON_ODD_COMMA = 1 << 6,     /* one too many, or one too few */
	JSON_ODD_TWICE = 1 << 7,     /* a key twice in one object: the first counts */
};

struct json_node {
	enum json_type type;
	struct text key;                /* in an object; else absent */
	struct text text;               /* STRING: decoded; NUMBER, WORD: as written; else absent */
	struct json_node *first, *next; /* what an ARRAY or OBJECT holds, in order */
	uint64_t groups;                /* of the keys in an OBJECT, see json_key_group() */
};

struct json_tree {
	struct json_node *root;
	unsigned odd; /* enum json_oddity */
};

/*
 * The value at the front of `bytes` (blanks before it are fine).  Texts are borrowed from `bytes`
 * or the arena.
 * OK          *used bytes belong to it.
 * E_NOTFOUND  the bytes end before it does.
 * E_FORMAT    it is no value; err->at is where.
 * E_LIMIT     nested deeper than JSON_TREE_DEPTH_MAX, or the arena is full.
 * A number at the very end of `bytes` may go on: E_NOTFOUND unless `all` says that nothing follows.
 */
MUST_USE enum status json_tree_parse(struct slice bytes, bool all, struct arena *arena,
    struct json_tree *tree, size_t *used, struct err *err);

/* Every key belongs to one of 64 groups; what has no key of a group has none of its keys.  Most of
 * what is asked for is not there, and this tells so without looking. */
static inline uint64_t
json_key_group(const char *key, size_t n)
{
	unsigned ends = n != 0 ? (unsigned)(uint8_t)key[0] * 3 + (uint8_t)key[n - 1] * 7U : 0;

	return UINT64_C(1) << ((ends + n * 5) % 64);
}

/* What json_tree_get() does; `group` is that of the key. */
const struct json_node *json_tree_find(
    const struct json_node *node, const char *key, size_t n, uint64_t group);

/* The first member with that key; NULL when there is none, or `node` is NULL or no object.  Inline,
 * so that length and group of a literal cost nothing. */
static inline const struct json_node *
json_tree_get(const struct json_node *node, const char *key)
{
	size_t n = strlen(key);

	return json_tree_find(node, key, n, json_key_group(key, n));
}

/* Text of a STRING; absent for NULL and anything else. */
static inline struct text
json_tree_text(const struct json_node *node)
{
	return node != NULL && node->type == JSON_STRING ? node->text : TEXT_NONE;
}

/* Text of a STRING, NUMBER or WORD; absent for NULL and anything else. */
static inline struct text
json_tree_written(const struct json_node *node)
{
	return node != NULL ? node->text : TEXT_NONE;
}

/* A whole number, written as one or as a string of one ("1711314307", 1711314307.0).  False (out
 * untouched) for anything else. */
MUST_USE bool json_tree_i64(const struct json_node *node, int64_t *out);
static inline bool
json_tree_true(const struct json_node *node)
{
	return node != NULL && node->type == JSON_TRUE;
}

/* The node when it has that type and is not NULL, else NULL. */
const struct json_node *json_tree_typed(const struct json_node *node, enum json_type type);

#endif
