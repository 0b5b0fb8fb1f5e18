/* src/read/formats/meta_media.c
 * Files and links of one message; see meta_media.h. */
#include "read/formats/meta_media.h"

#include "base/buf.h"

/* 1990 and 2100. */

struct text
meta_media_repaired(struct meta_message *x, struct text written)
{
	struct text out = written;
	enum meta_letters what;

	if (!x->escaped || written.n == 0)
		return written;
	if (!meta_letters_repair(written, &x->m->arena, &out, &what)) {
		if (x->m->status == OK)
			x->m->status = fail(x->m->err, E_NOMEM, "one record needs too much memory");
		return TEXT_NONE;
	}
	x->letters_repaired = x->letters_repaired || what == META_LETTERS_REPAIRED;
	x->letters_doubtful = x->letters_doubtful || what == META_LETTERS_DOUBTFUL;
	return out;
}

bool
meta_media_is_empty(const struct json_node *node)
{
	switch (node->type) {
	case JSON_NULL:
	case JSON_FALSE: return true;
	case JSON_STRING: return node->text.n == 0;
	case JSON_ARRAY:
	case JSON_OBJECT: return node->first == NULL;
	case JSON_TRUE:
	case JSON_NUMBER:
	case JSON_WORD: break;
	}
	return false;
}

bool
meta_media_in(struct text key, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_eq_c(key, list[i]))
			return true;
	return false;
}

void
meta_media_unknown(struct meta_message *x, struct text what)
{
	x->unknown = true;
	making_doubt(x->m, "unknown-part", what);
}

void
meta_media_other(struct meta_message *x, const struct json_node *node)
{
	struct buf buf;

	buf_init(&buf, RECORD_NAME_MAX_BYTES);
	buf_put_text(&buf, text_prefix(node->key, 256));
	buf_put_c(&buf, ": ");
	buf_put_text(
	    &buf, node->type == JSON_TRUE ? TEXT_LITERAL("true") : text_prefix(node->text, 3072));
	making_claim(x->m, "other", buf_text(&buf));
	buf_fini(&buf);
}

static bool
is_ours(int64_t value, int64_t unit_us)
{
	return value >= MOMENT_FIRST_US / unit_us && value < MOMENT_LAST_US / unit_us;
}

bool
meta_media_us(int64_t value, int64_t unit_us, int64_t *at_us)
{
	static const int64_t units[] = {US_PER_SECOND, 1000, 1};
	int64_t unit = unit_us;

	for (size_t i = 0; i < COUNT_OF(units) && !is_ours(value, unit); i++)
		unit = is_ours(value, units[i]) ? units[i] : unit_us;
	if (value > INT64_MAX / unit || value < INT64_MIN / unit)
		*at_us = INT64_MAX;
	else
		*at_us = value * unit;
	return unit == unit_us;
}

struct text
meta_media_label(struct text uri)
{
	while (uri.n > 2 && uri.p[0] == '.' && uri.p[1] == '/')
		uri = (struct text){uri.p + 2, uri.n - 2};
	return uri;
}

static struct text
last_part(struct text uri)
{
	for (size_t i = uri.n; i > 0; i--)
		if (uri.p[i - 1] == '/')
			return (struct text){uri.p + i, uri.n - i};
	return uri;
}

bool
meta_media_is_voice(struct text uri)
{
	return slice_starts(slice_of_text(last_part(uri)), "audioclip");
}

/* ".jpg" and the like at the end. */
static bool
has_ending(struct text name)
{
	for (size_t i = name.n; i > 0; i--) {
		uint8_t c = (uint8_t)name.p[i - 1], lower = c | 0x20;

		if (c == '.')
			return i > 1 && i < name.n && name.n - i <= 5;
		if (!(lower >= 'a' && lower <= 'z') && !(c >= '0' && c <= '9'))
			return false;
	}
	return false;
}

/* "./media/Failed to download media": a sentence where a file should be named. */
static bool
is_excuse(struct text uri)
{
	struct text name = last_part(uri);

	return !has_ending(name) && slice_find(slice_of_text(name), SLICE_LITERAL(" ")) != SIZE_MAX;
}

static bool
is_remote(struct text uri)
{
	return slice_starts(slice_of_text(uri), "http://") ||
	       slice_starts(slice_of_text(uri), "https://");
}

void
meta_media_file(struct meta_message *x, struct text uri)
{
	struct text label = meta_media_label(uri);

	if (is_remote(uri)) {
		making_claim(x->m, "remote-media", uri);
		making_attach(x->m, TEXT_NONE, TEXT_NONE, true);
	} else if (uri.n == 0 || is_excuse(uri)) {
		making_claim(x->m, "file-left-out", last_part(uri));
		making_attach(x->m, TEXT_NONE, TEXT_NONE, true);
	} else {
		making_attach(x->m, label, TEXT_NONE, false);
		if (meta_media_is_voice(uri))
			making_mark(x->m, "voice-note");
	}
}

static void
fill_created(struct meta_message *x, const struct json_node *node)
{
	int64_t value, at_us;

	if (!json_tree_i64(node, &value))
		return;
	(void)meta_media_us(value, US_PER_SECOND, &at_us);
	making_claim_ms(x->m, "media-created", at_us / 1000);
}

/* {"uri": "…/photos/1.jpg", "creation_timestamp": 1711314478, "backup_uri": "https:…"} */
static void
fill_object(struct meta_message *x, const struct json_node *node, const char *what)
{
	static const char *const wanted[] = {"uri", "creation_timestamp", "thumbnail"};
	bool known = node->type == JSON_OBJECT;

	if (node->type == JSON_STRING) {
		meta_media_file(x, meta_media_repaired(x, node->text));
		return;
	}
	for (const struct json_node *at = node->first; known && at != NULL; at = at->next)
		known = meta_media_in(at->key, wanted, COUNT_OF(wanted)) ||
			(text_eq_c(at->key, "backup_uri") && at->type == JSON_STRING) ||
			meta_media_is_empty(at);
	if (!known)
		meta_media_unknown(x, text_of_c(what));
	if (node->type != JSON_OBJECT)
		return;
	meta_media_file(x, meta_media_get(x, node, "uri"));
	/* Where the company keeps it: said, and never asked. */
	making_claim(x->m, "remote-media", meta_media_get(x, node, "backup_uri"));
	fill_created(x, json_tree_get(node, "creation_timestamp"));
	making_claim(x->m, "thumbnail", meta_media_get(x, json_tree_get(node, "thumbnail"), "uri"));
}

void
meta_media_fill(struct meta_message *x)
{
	static const char *const kinds[] = {
	    "photos", "videos", "audio_files", "gifs", "files", "media", "sticker"};

	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		const struct json_node *node = json_tree_get(x->node, kinds[i]);

		if (node == NULL || meta_media_is_empty(node))
			continue;
		making_claim(x->m, "media-type", text_of_c(kinds[i]));
		if (node->type != JSON_ARRAY) {
			fill_object(x, node, kinds[i]);
			continue;
		}
		for (node = node->first; node != NULL; node = node->next)
			fill_object(x, node, kinds[i]);
	}
}

void
meta_media_share(struct meta_message *x, bool wordless)
{
	static const char *const plain[][2] = {
	    {"link", "link"},
	    {"share_text", "share-text"},
	    {"original_content_owner", "share-owner"},
	    {"profile_share_username", "share-username"},
	    {"profile_share_name", "share-name"},
	};
	const struct json_node *share = json_tree_get(x->node, "share");
	bool known;

	if (share == NULL || meta_media_is_empty(share))
		return;
	known = share->type == JSON_OBJECT;
	for (const struct json_node *at = share->first; known && at != NULL; at = at->next) {
		known = meta_media_is_empty(at);
		for (size_t i = 0; i < COUNT_OF(plain) && !known; i++)
			known = text_eq_c(at->key, plain[i][0]);
	}
	if (!known)
		meta_media_unknown(x, TEXT_LITERAL("share"));
	for (size_t i = 0; i < COUNT_OF(plain); i++)
		making_claim(x->m, plain[i][1], meta_media_get(x, share, plain[i][0]));
	if (wordless)
		making_body(x->m, meta_media_get(x, share, "link"));
}
