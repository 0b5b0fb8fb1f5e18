/* src/read/formats/json_head.c
 * The shape of a JSON file; see json_head.h. */
#include "read/formats/json_head.h"

#include "read/formats/json_string.h"

/* Where the scan is. */
struct scan {
	struct json_head *head;
	struct slice rest;
	struct slice
	    under[JSON_HEAD_DEPTH_MAX]; /* the key that each open object or array is under */
	size_t depth;                   /* may be more than is remembered */
	struct slice last;              /* the key whose value comes next */
};

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static struct slice
parent_of(const struct scan *scan)
{
	size_t at = scan->depth < JSON_HEAD_DEPTH_MAX ? scan->depth : JSON_HEAD_DEPTH_MAX;

	return at != 0 ? scan->under[at - 1] : slice_of(NULL, 0);
}

static void
pair_add(struct json_head *head, struct slice parent, struct slice key)
{
	for (size_t i = 0; i < head->count; i++)
		if (slice_eq(head->pair[i].key, key) && slice_eq(head->pair[i].parent, parent))
			return;
	if (head->count < JSON_HEAD_PAIRS_MAX)
		head->pair[head->count++] = (struct json_head_pair){parent, key};
}

/* A string: a key when a colon follows it.  False when it does not end here. */
static bool
string_scan(struct scan *scan)
{
	bool plain;
	size_t n, i;
	struct slice s = slice_from(scan->rest, 1);

	n = json_string_length(s, &plain);
	if (n == SIZE_MAX)
		return false;
	scan->rest = slice_from(s, n + 1);
	for (i = 0; i < scan->rest.n && is_blank(scan->rest.p[i]); i++)
		;
	if (i < scan->rest.n && scan->rest.p[i] == ':') {
		scan->last = slice_of(s.p, n);
		pair_add(scan->head, parent_of(scan), scan->last);
	}
	return true;
}

static void
open_scan(struct scan *scan, uint8_t c)
{
	bool nameless = scan->last.p == NULL; /* an object in an array is under the array's key */

	if (scan->depth == 0)
		scan->head->first = c;
	else if (scan->depth == 1 && c == '{' && scan->head->first == '[')
		scan->head->objects = true;
	if (scan->depth < JSON_HEAD_DEPTH_MAX)
		scan->under[scan->depth] = nameless ? parent_of(scan) : scan->last;
	scan->depth++;
	scan->last = slice_of(NULL, 0);
}

/* "[24/03/2024, 21:05:07] …" is a line of a chat: what somebody typed further down names no key. */
static bool
begins_array(struct slice s)
{
	size_t i = 1;

	while (i < s.n && is_blank(s.p[i]))
		i++;
	return i == s.n || s.p[i] == '{' || s.p[i] == '[' || s.p[i] == '"' || s.p[i] == ']';
}

void
json_head_scan(struct slice head, struct json_head *out)
{
	struct scan scan = {.head = out, .rest = head};

	*out = (struct json_head){.count = 0};
	if (slice_starts(scan.rest, "\xef\xbb\xbf"))
		scan.rest = slice_from(head, 3);
	while (scan.rest.n != 0) {
		uint8_t c = scan.rest.p[0];

		if (scan.depth == 0 && out->first == 0 && !is_blank(c) && c != '{' &&
		    (c != '[' || !begins_array(scan.rest)))
			return;
		if (c == '"') {
			if (!string_scan(&scan))
				return;
			continue;
		}
		if (c == '{' || c == '[')
			open_scan(&scan, c);
		else if ((c == '}' || c == ']') && scan.depth != 0)
			scan.depth--;
		if (c == '}' || c == ']' || c == ',')
			scan.last = slice_of(NULL, 0);
		scan.rest = slice_from(scan.rest, 1);
	}
}

static bool
eq_c(struct slice s, const char *c)
{
	return c == NULL ? s.p == NULL : slice_eq(s, slice_of(c, strlen(c)));
}

bool
json_head_has(const struct json_head *head, const char *parent, const char *key)
{
	for (size_t i = 0; i < head->count; i++)
		if (eq_c(head->pair[i].key, key) && eq_c(head->pair[i].parent, parent))
			return true;
	return false;
}
