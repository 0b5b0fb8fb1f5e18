/* sample/json.c
 * See json.h. */
#include "sample/json.h"

#include "sample/encode.h"
#include "sample/zone.h"

static void
start(struct json *j, const char *key)
{
	if (j->comma)
		str_addc(&j->s, ',');
	if (j->depth > 0)
		str_addc(&j->s, '\n');
	for (int i = 0; i < j->depth; i++)
		str_addc(&j->s, ' ');
	if (key != NULL) {
		encode_json(&j->s, key);
		str_addz(&j->s, ": ");
	}
	j->comma = true;
}

void
json_open(struct json *j, const char *key, char bracket)
{
	start(j, key);
	str_addc(&j->s, bracket);
	j->depth++;
	j->comma = false;
}

void
json_close(struct json *j, char bracket)
{
	j->depth--;
	str_addc(&j->s, '\n');
	for (int i = 0; i < j->depth; i++)
		str_addc(&j->s, ' ');
	str_addc(&j->s, bracket == '{' ? '}' : ']');
	j->comma = true;
}

void
json_int(struct json *j, const char *key, uint64_t value)
{
	start(j, key);
	str_addu(&j->s, value);
}

void
json_bool(struct json *j, const char *key, bool value)
{
	start(j, key);
	str_addz(&j->s, value ? "true" : "false");
}

void
json_text(struct json *j, const char *key, const char *value)
{
	start(j, key);
	encode_json(&j->s, value);
}

static void
add_civil(struct json *j, struct civil c, const char *end, bool seconds)
{
	str_addf(&j->s, "\"%04d-%02d-%02dT%02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
	if (seconds)
		str_addf(&j->s, ":%02d", c.second);
	str_addz(&j->s, end);
}

void
json_time(struct json *j, const char *key, int64_t utc_ms)
{
	start(j, key);
	add_civil(j, zone_civil(utc_ms / 1000), "Z\"", true);
}

void
json_local(struct json *j, const char *key, int64_t utc_ms, bool seconds)
{
	start(j, key);
	add_civil(j, zone_local(utc_ms), "\"", seconds);
}
