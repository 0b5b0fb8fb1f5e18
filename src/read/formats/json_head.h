/* src/read/formats/json_head.h
 * What the first bytes of a JSON file tell about its shape: which keys stand under which.
 * For probes: pure, no memory, any bytes. */
#ifndef READ_FORMATS_JSON_HEAD_H
#define READ_FORMATS_JSON_HEAD_H

#include "base/slice.h"

enum { JSON_HEAD_PAIRS_MAX = 256, JSON_HEAD_DEPTH_MAX = 16 };

struct json_head_pair {
	struct slice parent, key; /* as written; parent.p NULL at the top */
};

struct json_head {
	struct json_head_pair pair[JSON_HEAD_PAIRS_MAX]; /* each once */
	size_t count;
	uint8_t first; /* '{', '[' or 0 */
	bool objects;  /* the top is an array that begins with an object */
};

/* Blanks and a byte order mark before the first value are stepped over. */
void json_head_scan(struct slice head, struct json_head *out);
/* Does `key` stand in an object that is the value of `parent`, or in an array that is?  parent
 * NULL: in the topmost object, or the objects of the topmost array. */
bool json_head_has(const struct json_head *head, const char *parent, const char *key);

#endif
