/* src/read/formats/bplist.h
 * A binary property list of Apple's ("bplist00"), small ones, whole in memory.  Any bytes are safe:
 * loops and bombs end at BPLIST_NODES_MAX. */
#ifndef READ_FORMATS_BPLIST_H
#define READ_FORMATS_BPLIST_H

#include "base/arena.h"
#include "base/slice.h"

enum { BPLIST_NODES_MAX = 20000, BPLIST_DEPTH_MAX = 32 };

enum bplist_type {
	BPLIST_NULL,
	BPLIST_BOOL,
	BPLIST_INTEGER,
	BPLIST_REAL, /* integer: the bits of the double */
	BPLIST_DATE, /* the same; seconds since 2001-01-01T00:00:00Z */
	BPLIST_DATA,
	BPLIST_TEXT,
	BPLIST_UID,
	BPLIST_ARRAY,
	BPLIST_DICT,
};

struct bplist_node {
	enum bplist_type type;
	int64_t integer; /* BOOL, INTEGER, UID; REAL and DATE: see there */
	struct slice data;
	struct text key, text; /* key: in a DICT */
	struct bplist_node *first, *next;
};

/* NULL when it is none, or too large for the arena. */
struct bplist_node *bplist_parse(struct slice bytes, struct arena *arena);
/* The value of that key; NULL when there is none, or `node` is NULL or no DICT. */
const struct bplist_node *bplist_get(const struct bplist_node *node, const char *key);
/* In an archive of NSKeyedArchiver: what `node` names of its "$objects" by number, or `node` itself
 * when it is no such number; NULL when there is none. */
const struct bplist_node *bplist_object(
    const struct bplist_node *objects, const struct bplist_node *node);

#endif
