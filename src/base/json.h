/* src/base/json.h
 * A JSON writer (RFC 8259) over a buffer.  Commas and quotes are its business, nesting is at most
 * 32.  Text is escaped so that the output is one line and safe in a terminal: control characters,
 * DEL, U+2028/2029 and the bidirectional marks become \u escapes. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

enum { JSON_MAX_DEPTH = 32 };

struct json {
	struct buf *buf; /* borrowed */
	unsigned depth;
	bool first[JSON_MAX_DEPTH + 1]; /* nothing written yet at this depth */
	bool after_key;
};

void json_init(struct json *json, struct buf *buf);
void json_object_begin(struct json *json);
void json_object_end(struct json *json);
void json_array_begin(struct json *json);
void json_array_end(struct json *json);
void json_key(struct json *json, const char *key);
void json_text(struct json *json, struct text value); /* absent text gives null */
void json_c(struct json *json, const char *value);    /* NULL gives null */
void json_i64(struct json *json, int64_t value);
void json_u64(struct json *json, uint64_t value);
void json_bool(struct json *json, bool value);
void json_null(struct json *json);
/* A key and its value. */
void json_key_text(struct json *json, const char *key, struct text value);
void json_key_c(struct json *json, const char *key, const char *value);
void json_key_u64(struct json *json, const char *key, uint64_t value);
void json_key_bool(struct json *json, const char *key, bool value);
void json_hex(struct json *json, const uint8_t *p, size_t n);
/* A value that this writer made before; nothing else may go in here. */
void json_ready(struct json *json, struct slice value);
/* An instant as RFC 3339 UTC; null outside years 1..9999. */
void json_time(struct json *json, int64_t at_us);

#endif
