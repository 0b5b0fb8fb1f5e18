/* src/read/formats/discord_embed.c
 * What stands under a message in DiscordChatExporter's JSON: previews of links and what programs
 * wrote in their place, stickers, buttons; see discord.h and docs/formats/discord.md. */
#include "read/formats/discord.h"

#include "base/buf.h"

static const struct json_node *
list_first(const struct json_node *node, const char *key)
{
	node = json_tree_typed(json_tree_get(node, key), JSON_ARRAY);
	return node != NULL ? node->first : NULL;
}

bool
discord_is_link(struct text url)
{
	return slice_starts(slice_of_text(url), "http://") ||
	       slice_starts(slice_of_text(url), "https://");
}

/* On Windows the way is written with backslashes, which stand in no name of a file there. */
void
discord_attach(struct making *m, struct text way)
{
	struct buf buf;

	if (memchr(way.p, '\\', way.n) == NULL) {
		making_attach(m, way, TEXT_NONE, false);
		return;
	}
	buf_init(&buf, JSON_WALK_VALUE_BYTES);
	buf_put_text(&buf, way);
	for (size_t i = 0; i < buf.n; i++)
		if (buf.p[i] == '\\')
			buf.p[i] = '/';
	if (m->status == OK)
		m->status = buf_check(&buf, m->err);
	making_attach(m, buf_text(&buf), TEXT_NONE, false);
	making_claim(m, "file-as-written", way);
	buf_fini(&buf);
}

/* Its address; where the export saved it as a file, that as well. */
static void
fill_picture(struct making *m, const char *key, const struct json_node *picture)
{
	struct text url = chat_get(picture, "url"), web = chat_get(picture, "canonicalUrl");

	if (url.n != 0 && !discord_is_link(url))
		discord_attach(m, url);
	making_claim(m, key, web.n != 0 ? web : url);
}

/* "image" is also the first of "images". */
static void
fill_pictures(struct making *m, const struct json_node *embed)
{
	const struct json_node *at = list_first(embed, "images");
	const struct json_node *image = json_tree_get(embed, "image");

	if (at == NULL || !text_eq(chat_get(at, "url"), chat_get(image, "url")))
		fill_picture(m, "link-image", image);
	for (; at != NULL; at = at->next)
		fill_picture(m, "link-image", at);
	fill_picture(m, "link-image", json_tree_get(embed, "thumbnail"));
	fill_picture(m, "link-video", json_tree_get(embed, "video"));
}

static void
fill_embed(struct making *m, const struct json_taken *taken, const struct json_node *embed)
{
	static const char *const known[] = {"title", "url", "timestamp", "description", "color",
	    "author", "thumbnail", "image", "images", "video", "footer", "fields", "inlineEmojis"};
	const struct json_node *author = json_tree_get(embed, "author");
	const struct text by[] = {chat_get(author, "name"), chat_get(author, "url")};

	if (embed->type != JSON_OBJECT) {
		chat_unknown_part(m, taken, TEXT_LITERAL("embeds"));
		return;
	}
	making_claim(m, "link", chat_get(embed, "url"));
	if (by[0].n != 0 || by[1].n != 0)
		chat_claim(m, "link-author", by, COUNT_OF(by));
	making_claim(m, "link-title", chat_get(embed, "title"));
	making_claim(m, "link-text", chat_get(embed, "description"));
	for (const struct json_node *at = list_first(embed, "fields"); at != NULL; at = at->next) {
		const struct text field[] = {chat_get(at, "name"), chat_get(at, "value")};

		chat_claim(m, "link-field", field, COUNT_OF(field));
	}
	making_claim(m, "link-footer", chat_get(json_tree_get(embed, "footer"), "text"));
	making_claim(m, "link-time", chat_get(embed, "timestamp"));
	fill_pictures(m, embed);
	chat_other(m, taken, embed, known, COUNT_OF(known));
}

void
discord_embeds(struct making *m, const struct json_taken *taken, const struct json_node *message)
{
	struct text file;

	for (const struct json_node *at = list_first(message, "embeds"); at != NULL; at = at->next)
		fill_embed(m, taken, at);
	for (const struct json_node *at = list_first(message, "stickers"); at != NULL;
	     at = at->next) {
		file = chat_get(at, "sourceUrl");
		making_claim(m, "sticker", chat_get(at, "name"));
		if (file.n != 0 && !discord_is_link(file))
			discord_attach(m, file);
	}
}

static void
put_line(struct buf *buf, struct text line)
{
	if (line.n != 0 && buf->n != 0)
		buf_put_c(buf, "\n");
	buf_put_text(buf, line);
}

void
discord_embed_words(struct making *m, const struct json_node *message)
{
	struct buf buf;

	buf_init(&buf, RECORD_TEXT_MAX_BYTES);
	for (const struct json_node *at = list_first(message, "embeds"); at != NULL;
	     at = at->next) {
		put_line(&buf, chat_get(at, "title"));
		put_line(&buf, chat_get(at, "description"));
		for (const struct json_node *in = list_first(at, "fields"); in != NULL;
		     in = in->next) {
			put_line(&buf, chat_get(in, "name"));
			put_line(&buf, chat_get(in, "value"));
		}
	}
	making_body_buf(m, &buf);
	buf_fini(&buf);
}

/* A tree is at most JSON_TREE_DEPTH_MAX deep. */
void
discord_buttons(struct making *m, const struct json_taken *taken, const struct json_node *of)
{
	static const char *const known[] = {"type", "style", "label", "url", "customId", "skuId",
	    "isDisabled", "emoji", "components"};

	for (const struct json_node *at = list_first(of, "components"); at != NULL; at = at->next) {
		const struct text button[] = {chat_get(at, "label"), chat_get(at, "url")};

		if (button[0].n != 0 || button[1].n != 0)
			chat_claim(m, "button", button, COUNT_OF(button));
		chat_other(m, taken, at, known, COUNT_OF(known));
		discord_buttons(m, taken, at);
	}
}
