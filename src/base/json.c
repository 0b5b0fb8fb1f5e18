/* src/base/json.c
 * A JSON writer over a buffer; see json.h. */
#include "base/json.h"

#include <assert.h>

#include "base/time.h"

void
json_init(struct json *json, struct buf *buf)
{
	*json = (struct json){.buf = buf, .first = {true}};
}

static void
value_begin(struct json *json)
{
	if (json->after_key)
		json->after_key = false;
	else if (!json->first[json->depth])
		buf_put_byte(json->buf, ',');
	json->first[json->depth] = false;
}

static void
nest(struct json *json, uint8_t open)
{
	value_begin(json);
	buf_put_byte(json->buf, open);
	assert(json->depth < JSON_MAX_DEPTH);
	json->first[++json->depth] = true;
}

static void
unnest(struct json *json, uint8_t close)
{
	assert(json->depth > 0);
	json->depth--;
	buf_put_byte(json->buf, close);
}

void
json_object_begin(struct json *json)
{
	nest(json, '{');
}

void
json_object_end(struct json *json)
{
	unnest(json, '}');
}

void
json_array_begin(struct json *json)
{
	nest(json, '[');
}

void
json_array_end(struct json *json)
{
	unnest(json, ']');
}

static bool
needs_escape(uint32_t cp)
{
	return cp < 0x20 || cp == '"' || cp == '\\' || (cp >= 0x7f && cp <= 0x9f) || cp == 0x61c ||
	       cp == 0x200e || cp == 0x200f || (cp >= 0x2028 && cp <= 0x202e) ||
	       (cp >= 0x2066 && cp <= 0x2069) || cp == 0xfeff;
}

static void
put_escape(struct buf *buf, uint32_t cp)
{
	static const char hex[] = "0123456789abcdef";
	const char code[6] = {
	    '\\', 'u', hex[cp >> 12 & 15], hex[cp >> 8 & 15], hex[cp >> 4 & 15], hex[cp & 15]};

	switch (cp) {
	case '"': buf_put_c(buf, "\\\""); break;
	case '\\': buf_put_c(buf, "\\\\"); break;
	case '\n': buf_put_c(buf, "\\n"); break;
	case '\t': buf_put_c(buf, "\\t"); break;
	case '\r': buf_put_c(buf, "\\r"); break;
	default: buf_put(buf, code, sizeof code);
	}
}

void
json_text(struct json *json, struct text value)
{
	struct text rest = value, run = value;
	uint32_t cp;

	if (value.p == NULL) {
		json_null(json);
		return;
	}
	value_begin(json);
	buf_put_byte(json->buf, '"');
	while (rest.n != 0) {
		const char *at = rest.p;

		cp = text_next(&rest);
		if (!needs_escape(cp))
			continue;
		buf_put(json->buf, run.p, (size_t)(at - run.p));
		put_escape(json->buf, cp);
		run = rest;
	}
	buf_put(json->buf, run.p, run.n);
	buf_put_byte(json->buf, '"');
}

void
json_c(struct json *json, const char *value)
{
	json_text(json, value != NULL ? text_of_c(value) : TEXT_NONE);
}

void
json_key(struct json *json, const char *key)
{
	json_c(json, key);
	buf_put_byte(json->buf, ':');
	json->after_key = true;
}

void
json_i64(struct json *json, int64_t value)
{
	value_begin(json);
	buf_put_i64(json->buf, value);
}

void
json_u64(struct json *json, uint64_t value)
{
	value_begin(json);
	buf_put_u64(json->buf, value);
}

void
json_bool(struct json *json, bool value)
{
	value_begin(json);
	buf_put_c(json->buf, value ? "true" : "false");
}

void
json_null(struct json *json)
{
	value_begin(json);
	buf_put_c(json->buf, "null");
}

void
json_hex(struct json *json, const uint8_t *p, size_t n)
{
	value_begin(json);
	buf_put_byte(json->buf, '"');
	buf_put_hex(json->buf, p, n);
	buf_put_byte(json->buf, '"');
}

void
json_time(struct json *json, int64_t at_us)
{
	struct civil c;

	if (!civil_of_us(at_us, &c)) {
		json_null(json);
		return;
	}
	value_begin(json);
	buf_put_byte(json->buf, '"');
	(void)time_put(json->buf, at_us);
	buf_put_byte(json->buf, '"');
}

void
json_ready(struct json *json, struct slice value)
{
	value_begin(json);
	buf_put_slice(json->buf, value);
}

void
json_key_text(struct json *json, const char *key, struct text value)
{
	json_key(json, key);
	json_text(json, value);
}

void
json_key_c(struct json *json, const char *key, const char *value)
{
	json_key(json, key);
	json_c(json, value);
}

void
json_key_u64(struct json *json, const char *key, uint64_t value)
{
	json_key(json, key);
	json_u64(json, value);
}

void
json_key_bool(struct json *json, const char *key, bool value)
{
	json_key(json, key);
	json_bool(json, value);
}
