/* sample/json.h
 * Writes JSON for facts.json: objects, arrays and members in the order they are given. */
#ifndef SAMPLE_JSON_H
#define SAMPLE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "sample/str.h"

struct json {
	struct str s;
	int depth;
	bool comma; /* a member stands before the next one */
};

/* `key` is NULL inside arrays and at the top.  `bracket` is '{' or '['. */
void json_open(struct json *j, const char *key, char bracket);
void json_close(struct json *j, char bracket);
void json_int(struct json *j, const char *key, uint64_t value);
void json_bool(struct json *j, const char *key, bool value);
void json_text(struct json *j, const char *key, const char *value);

/* RFC 3339 in UTC with whole seconds, or the British wall time without zone. */
void json_time(struct json *j, const char *key, int64_t utc_ms);
void json_local(struct json *j, const char *key, int64_t utc_ms, bool seconds);
#endif
