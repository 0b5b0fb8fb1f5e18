/* src/read/formats/telegram_details.c
 * What a message of Telegram carries beside its words: files, places, polls, reactions; see
 * telegram.h. */
#include "base/buf.h"
#include "read/formats/chat.h"
#include "read/formats/telegram.h"

/* What Telegram Desktop writes where a file should be: "(File not included. …)". */
static bool
is_excuse(struct text name)
{
	return name.n > 2 && name.p[0] == '(' && name.p[name.n - 1] == ')';
}

static void
fill_file(struct making *m, struct text name)
{
	if (name.n == 0)
		return;
	if (is_excuse(name)) {
		making_claim(m, "file-left-out", name);
		making_attach(m, TEXT_NONE, TEXT_NONE, true);
	} else {
		making_attach(m, name, TEXT_NONE, false);
	}
}

static void
put_both(struct buf *buf, struct text a, struct text b, const char *between)
{
	buf_put_text(buf, a);
	if (a.n != 0 && b.n != 0)
		buf_put_c(buf, between);
	buf_put_text(buf, b);
}

/* A point, a place with a name, or both; a point that Telegram itself could not read is null. */
static void
fill_place(struct telegram_value *v, const struct json_node *message)
{
	static const struct telegram_key keys[] = {
	    TELEGRAM_KEY("latitude", TELEGRAM_PLAIN), TELEGRAM_KEY("longitude", TELEGRAM_PLAIN)};
	const struct json_node *point = telegram_inner(
	    v, message, "location_information", JSON_OBJECT);
	struct text lat = chat_get(point, "latitude"), lon = chat_get(point, "longitude");
	struct text name = chat_get(message, "place_name"), address = chat_get(message, "address");
	struct text live = chat_get(message, "live_location_period_seconds");
	struct buf buf;

	making_claim(v->m, "place-name", name);
	making_claim(v->m, "place-address", address);
	making_claim(v->m, "live-location-seconds", live);
	telegram_rest(v, "location_information", point, keys, COUNT_OF(keys));
	if (json_tree_get(message, "location_information") != NULL || name.n + address.n != 0)
		making_mark(v->m, "location");
	if (live.n != 0)
		making_mark(v->m, "live-location");
	buf_init(&buf, RECORD_NAME_MAX_BYTES);
	if (lat.n != 0 && lon.n != 0)
		put_both(&buf, text_prefix(lat, 32), text_prefix(lon, 32), ",");
	else
		put_both(&buf, text_prefix(name, 1024), text_prefix(address, 1024), ", ");
	if ((lat.n != 0) != (lon.n != 0))
		telegram_unknown(v, TEXT_LITERAL("location_information"));
	if (buf.n != 0)
		v->m->record.place = making_name(v->m, buf_text(&buf));
	buf_fini(&buf);
}

/* The sign of a reaction: an emoji, the picture of one, or what kind it is of ("paid"). */
static struct text
reaction_sign(const struct json_node *reaction)
{
	static const char *const keys[] = {"emoji", "document_id", "type"};
	struct text sign = TEXT_NONE;

	for (size_t i = 0; i < COUNT_OF(keys) && sign.n == 0; i++)
		sign = text_prefix(chat_get(reaction, keys[i]), 256);
	return sign;
}

/* Telegram names only some of those who reacted, at times nobody; then it says how many. */
static void
fill_reaction(struct telegram_value *v, const struct json_node *reaction)
{
	static const struct telegram_key keys[] = {TELEGRAM_KEY("type", TELEGRAM_PLAIN),
	    TELEGRAM_KEY("count", TELEGRAM_PLAIN), TELEGRAM_KEY("emoji", TELEGRAM_PLAIN),
	    TELEGRAM_KEY("document_id", TELEGRAM_PLAIN), TELEGRAM_KEY("recent", TELEGRAM_INNER)};
	static const struct telegram_key by_keys[] = {TELEGRAM_KEY("from", TELEGRAM_PLAIN),
	    TELEGRAM_KEY("from_id", TELEGRAM_PLAIN), TELEGRAM_KEY("date", TELEGRAM_PLAIN)};
	const struct json_node *recent = telegram_inner(v, reaction, "recent", JSON_ARRAY);
	struct text sign = reaction_sign(reaction);
	int64_t count = 0, named = 0;

	for (const struct json_node *by = recent != NULL ? recent->first : NULL; by != NULL;
	     by = by->next) {
		struct text from = chat_get(by, "from"), id = chat_get(by, "from_id");
		const struct text pieces[] = {sign, text_prefix(from, 1024), text_prefix(id, 64),
		    text_prefix(chat_get(by, "date"), 64)};

		chat_claim(v->m, "reaction", pieces, COUNT_OF(pieces));
		if (by->type != JSON_OBJECT)
			telegram_unknown(v, TEXT_LITERAL("reactions.recent"));
		telegram_rest(v, "reactions.recent", by, by_keys, COUNT_OF(by_keys));
		named++;
	}
	if (json_tree_get(reaction, "count") == NULL && named == 0)
		making_claim(v->m, "reaction", sign);
	else if (!json_tree_i64(json_tree_get(reaction, "count"), &count) || count != named) {
		const struct text pieces[] = {
		    sign, TEXT_LITERAL("count:"), chat_get(reaction, "count")};

		chat_claim(v->m, "reaction", pieces, COUNT_OF(pieces));
	}
	telegram_rest(v, "reactions", reaction, keys, COUNT_OF(keys));
}

static void
fill_reactions(struct telegram_value *v, const struct json_node *message)
{
	const struct json_node *all = telegram_inner(v, message, "reactions", JSON_ARRAY);

	for (const struct json_node *at = all != NULL ? all->first : NULL; at != NULL;
	     at = at->next)
		if (at->type == JSON_OBJECT)
			fill_reaction(v, at);
		else
			telegram_unknown(v, TEXT_LITERAL("reactions"));
}

/* One answer of a poll ("At work", votes, the owner's own) or of a list of things to do. */
static void
fill_answer(struct telegram_value *v, const char *what, const struct json_node *answer)
{
	static const struct telegram_key keys[] = {TELEGRAM_KEY("text", TELEGRAM_INNER),
	    TELEGRAM_KEY("id", TELEGRAM_PLAIN), TELEGRAM_KEY("voters", TELEGRAM_PLAIN),
	    TELEGRAM_KEY("chosen", TELEGRAM_FLAG)};
	struct text votes = text_prefix(chat_get(answer, "voters"), 32);
	struct buf buf;

	if (answer->type != JSON_OBJECT) {
		telegram_unknown(v, text_of_c(what));
		return;
	}
	buf_init(&buf, JSON_WALK_VALUE_BYTES);
	telegram_words(v, what, json_tree_get(answer, "text"), &buf);
	if (votes.n != 0) {
		buf_put_c(&buf, " (votes: ");
		buf_put_text(&buf, votes);
		buf_put_c(&buf, ")");
	}
	if (json_tree_true(json_tree_get(answer, "chosen")))
		buf_put_c(&buf, " (chosen by the account's owner)");
	telegram_claim_buf(v, what, &buf);
	buf_fini(&buf);
	telegram_rest(v, what, answer, keys, COUNT_OF(keys));
}

/* A poll, or a list of things to do: a heading, which is what a reader sees first, and answers. */
static void
fill_asked(
    struct telegram_value *v, const struct json_node *asked, const char *heading, const char *each)
{
	static const struct telegram_key keys[] = {TELEGRAM_KEY("question", TELEGRAM_INNER),
	    TELEGRAM_KEY("title", TELEGRAM_INNER), TELEGRAM_KEY("answers", TELEGRAM_INNER),
	    TELEGRAM_KEY("closed", TELEGRAM_FLAG)};
	const struct json_node *answers = telegram_inner(v, asked, "answers", JSON_ARRAY);
	const struct json_node *words = json_tree_get(asked, "question");
	struct buf buf;

	if (asked == NULL)
		return;
	if (words == NULL)
		words = json_tree_get(asked, "title");
	else if (json_tree_get(asked, "title") != NULL)
		telegram_other(v, heading, json_tree_get(asked, "title"));
	buf_init(&buf, JSON_WALK_VALUE_BYTES);
	telegram_words(v, heading, words, &buf);
	making_body_buf(v->m, &buf);
	making_claim(v->m, heading, buf_text(&buf));
	buf_fini(&buf);
	for (const struct json_node *at = answers != NULL ? answers->first : NULL; at != NULL;
	     at = at->next)
		fill_answer(v, each, at);
	if (json_tree_true(json_tree_get(asked, "closed")))
		making_claim(v->m, "poll-closed", TEXT_LITERAL("yes"));
	telegram_rest(v, heading, asked, keys, COUNT_OF(keys));
}

static void
fill_contact(struct telegram_value *v, const struct json_node *message)
{
	static const struct telegram_key keys[] = {TELEGRAM_KEY("first_name", TELEGRAM_PLAIN),
	    TELEGRAM_KEY("last_name", TELEGRAM_PLAIN),
	    TELEGRAM_KEY("phone_number", TELEGRAM_PLAIN)};
	const struct json_node *contact = telegram_inner(
	    v, message, "contact_information", JSON_OBJECT);

	making_claim(v->m, "contact-name", telegram_name(v->m, contact));
	making_claim(v->m, "contact-phone", chat_get(contact, "phone_number"));
	telegram_rest(v, "contact_information", contact, keys, COUNT_OF(keys));
}

/* The buttons that a bot puts under its message, in rows. */
static void
fill_buttons(struct telegram_value *v, const struct json_node *message)
{
	static const struct telegram_key keys[] = {TELEGRAM_KEY("type", TELEGRAM_PLAIN),
	    TELEGRAM_KEY("text", TELEGRAM_PLAIN), TELEGRAM_KEY("data", TELEGRAM_PLAIN),
	    TELEGRAM_KEY("dataBase64", TELEGRAM_PLAIN)};
	const struct json_node *rows = telegram_inner(v, message, "inline_bot_buttons", JSON_ARRAY);

	for (const struct json_node *row = rows != NULL ? rows->first : NULL; row != NULL;
	     row = row->next) {
		if (row->type != JSON_ARRAY)
			telegram_unknown(v, TEXT_LITERAL("inline_bot_buttons"));
		for (const struct json_node *at = row->first; at != NULL; at = at->next) {
			const struct text pieces[] = {chat_get(at, "text"), chat_get(at, "type"),
			    chat_get(at, "data"), chat_get(at, "dataBase64")};

			if (row->type != JSON_ARRAY)
				break;
			if (at->type != JSON_OBJECT)
				telegram_unknown(v, TEXT_LITERAL("inline_bot_buttons"));
			chat_claim(v->m, "bot-button", pieces, COUNT_OF(pieces));
			telegram_rest(v, "inline_bot_buttons", at, keys, COUNT_OF(keys));
		}
	}
}

static void
fill_plain(struct making *m, const struct json_node *message)
{
	static const char *const plain[][2] = {
	    {"media_type", "media-type"},
	    {"mime_type", "media-claimed-type"},
	    {"thumbnail", "thumbnail"},
	    {"reply_to_message_id", "reply-to"},
	    {"via_bot", "via-bot"},
	    {"sticker_emoji", "sticker"},
	    {"author", "author"},
	    {"id", "message-id"},
	    {"self_destruct_period_seconds", "self-destruct-seconds"},
	    {"distance", "distance-m"},
	    {"period", "period-seconds"},
	    {"inviter", "inviter"},
	    {"title", "title"},
	    {"new_title", "new-title"},
	    {"saved_from", "saved-from"},
	    {"reply_to_peer_id", "reply-to-chat"},
	    {"forwarded_from_id", "forwarded-from-id"},
	    {"file_name", "file-name"},
	    {"file_size", "file-size"},
	    {"photo_file_size", "photo-file-size"},
	    {"thumbnail_file_size", "thumbnail-file-size"},
	    {"width", "width"},
	    {"height", "height"},
	    {"performer", "performer"},
	};

	for (size_t i = 0; i < COUNT_OF(plain); i++)
		making_claim(m, plain[i][1], chat_get(message, plain[i][0]));
}

void
telegram_details(struct telegram_value *v, const struct json_node *message)
{
	struct making *m = v->m;
	const struct json_node *asked;

	fill_file(m, chat_get(message, "photo"));
	fill_file(m, chat_get(message, "file"));
	fill_file(m, chat_get(message, "contact_vcard"));
	fill_plain(m, message);
	if (text_eq_c(chat_get(message, "media_type"), "voice_message"))
		making_mark(m, "voice-note");
	if (json_tree_get(message, "forwarded_from") != NULL) {
		making_mark(m, "forwarded");
		making_claim(m, "forwarded-from", chat_get(message, "forwarded_from"));
	}
	if (json_tree_get(message, "self_destruct_period_seconds") != NULL)
		making_mark(m, "disappearing");
	asked = telegram_inner(v, message, "poll", JSON_OBJECT);
	if (asked != NULL)
		making_mark(m, "poll");
	fill_asked(v, asked, "poll", "poll-option");
	fill_asked(
	    v, telegram_inner(v, message, "todo_list", JSON_OBJECT), "todo-list", "todo-item");
	telegram_words_claim(v, "gift_text", json_tree_get(message, "gift_text"), "gift-text");
	telegram_rest(v, "invoice_information",
	    telegram_inner(v, message, "invoice_information", JSON_OBJECT), NULL, 0);
	fill_contact(v, message);
	fill_place(v, message);
	fill_buttons(v, message);
	fill_reactions(v, message);
}
