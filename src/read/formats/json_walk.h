/* src/read/formats/json_walk.h
 * A JSON file of any size, walked without holding it: in and out of objects and arrays, over what
 * does not matter, and one value at a time as a tree (json_tree.h).
 *
 * The cursor stands before a value, or after the last.  A value whose inside is broken, or which is
 * too large, costs that value and no more, as long as its brackets and quotes close.
 * Not for: what the values mean. */
#ifndef READ_FORMATS_JSON_WALK_H
#define READ_FORMATS_JSON_WALK_H

#include "read/formats/json_tree.h"
#include "read/source.h"

enum {
	JSON_WALK_VALUE_BYTES = 4 * 1024 * 1024,  /* longest value that becomes a tree */
	JSON_WALK_RAW_BYTES = 64 * 1024,          /* and what is shown of one that did not */
	JSON_WALK_ARENA_BYTES = 48 * 1024 * 1024, /* for one tree */
};

struct json_walk {
	struct window window;
	struct arena arena;                 /* of the key or the tree in hand */
	unsigned depth;                     /* objects and arrays entered */
	uint8_t close[JSON_TREE_DEPTH_MAX]; /* and how each ends */
	bool first;                         /* nothing of the innermost one has been met */
	bool cut;                           /* the file ended before its values did */
	bool broken;                        /* it could not be walked on from `broken_at` */
	uint64_t broken_at;
	unsigned odd; /* of the way itself: keys, commas */
};

/* Taken off the file. */
struct json_taken {
	struct json_tree tree; /* root NULL: see `why` */
	struct slice raw;      /* its bytes, JSON_WALK_RAW_BYTES at most when there is no tree */
	uint64_t at;           /* place in the file */
	const char *why;       /* static sentence; NULL with a tree */
};

MUST_USE enum status json_walk_init(
    struct json_walk *walk, const struct source *source, struct err *err);
void json_walk_fini(struct json_walk *walk);
/* Back to the first value, with a clean sheet. */
void json_walk_rewind(struct json_walk *walk);
/* To the first value of a file that begins otherwise: over everything before the first of "[{". */
MUST_USE enum status json_walk_seek_value(struct json_walk *walk, struct err *err);

/* First byte of the value at the cursor ('{', '[', '"' …); 0 at the end of the file. */
MUST_USE enum status json_walk_look(struct json_walk *walk, uint8_t *first, struct err *err);
/* Into the object or array at the cursor (json_walk_look() said so).  E_LIMIT past
 * JSON_TREE_DEPTH_MAX. */
MUST_USE enum status json_walk_enter(struct json_walk *walk, struct err *err);
/*
 * To the next member of the innermost object (then *key is its key) or array (*key is absent).
 * *more is false when there is none: the cursor then stands behind it, and at the end of a file
 * that was cut off (walk->cut) or could not be walked on (walk->broken) too.
 * *key is borrowed until the next call.
 */
MUST_USE enum status json_walk_next(
    struct json_walk *walk, struct text *key, bool *more, struct err *err);
/* What happens at a member: the cursor stands before its value, which is taken, walked or stepped
 * over. `key` as json_walk_next() gives it. */
typedef enum status json_walk_member(void *ctx, struct text key, struct err *err);
/* Each member that the innermost object or array still has; NULL steps over them.  What `member`
 * returns when it is not OK ends the walk and comes back. */
MUST_USE enum status json_walk_members(
    struct json_walk *walk, json_walk_member *member, void *ctx, struct err *err);
/* The same for the object or array at the cursor, from its begin to its end. */
MUST_USE enum status json_walk_each(
    struct json_walk *walk, json_walk_member *member, void *ctx, struct err *err);
/* Over the value at the cursor. */
MUST_USE enum status json_walk_skip(struct json_walk *walk, struct err *err);
/* Over the value at the cursor as json_walk_take() would go, when it is certain that none of
 * `wanted` is a key in it: then *over.  Else the cursor stays, and it has to be taken. */
MUST_USE enum status json_walk_skim(
    struct json_walk *walk, const struct text *wanted, size_t count, bool *over, struct err *err);
/* The value at the cursor, as a tree; the cursor moves behind it.  Borrowed until the next call.
 * Fails only with what the source returned, or E_NOMEM. */
MUST_USE enum status json_walk_take(
    struct json_walk *walk, struct json_taken *taken, struct err *err);
/* Into the value of that key in the object at the cursor, which holds the cursor's value; *found
 * is false, with the cursor behind the object, when there is none. */
MUST_USE enum status json_walk_find(
    struct json_walk *walk, const char *key, bool *found, struct err *err);

#endif
