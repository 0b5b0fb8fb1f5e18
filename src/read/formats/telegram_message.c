/* src/read/formats/telegram_message.c
 * One message of Telegram; see telegram.h and docs/formats/telegram.md. */
#include "base/buf.h"
#include "read/formats/chat.h"
#include "read/formats/telegram.h"

/* What Telegram Desktop writes where a file should be: "(File not included. …)". */
static bool
is_excuse(struct text name)
{
	return name.n > 2 && name.p[0] == '(' && name.p[name.n - 1] == ')';
}

/* "date_unixtime" is the instant; "date" is what the clock of the exporting computer showed. */
static void
fill_when(struct making *m, const struct json_node *message)
{
	struct text date = chat_get(message, "date"), edited = chat_get(message, "edited");
	int64_t at;

	if (json_tree_i64(json_tree_get(message, "date_unixtime"), &at)) {
		making_instant_s(m, &m->record.when, at, date);
		making_claim(m, "written-time", date);
	} else if (date.n != 0) {
		making_time(m, &m->record.when, date);
	} else {
		making_doubt(m, "no-time", TEXT_NONE);
	}
	if (edited.n == 0 && json_tree_get(message, "edited_unixtime") == NULL)
		return;
	making_mark(m, "edited");
	if (json_tree_i64(json_tree_get(message, "edited_unixtime"), &at) &&
	    at < INT64_MAX / 1000 && at > INT64_MIN / 1000)
		making_claim_ms(m, "edited-at", at * 1000);
	else
		making_claim(m, "edited-at", edited);
}

/* A string, or pieces: strings and {"type", "text", "href"}. */
static void
fill_text(struct making *m, const struct json_node *text)
{
	struct buf buf;

	if (json_tree_typed(text, JSON_ARRAY) == NULL) {
		if (json_tree_text(text).n != 0)
			making_body(m, json_tree_text(text));
		return;
	}
	buf_init(&buf, JSON_WALK_VALUE_BYTES);
	for (const struct json_node *at = text->first; at != NULL; at = at->next) {
		if (at->type == JSON_STRING)
			buf_put_text(&buf, at->text);
		else
			buf_put_text(&buf, chat_get(at, "text"));
		making_claim(m, "link", chat_get(at, "href"));
	}
	making_body_buf(m, &buf);
	buf_fini(&buf);
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
fill_place(struct making *m, const struct json_node *message)
{
	const struct json_node *place = json_tree_get(message, "location_information");
	struct text lat = chat_get(place, "latitude"), lon = chat_get(place, "longitude");
	struct buf buf;

	if (lat.n == 0 || lon.n == 0)
		return;
	buf_init(&buf, RECORD_NAME_MAX_BYTES);
	buf_put_text(&buf, text_prefix(lat, 32));
	buf_put_c(&buf, ",");
	buf_put_text(&buf, text_prefix(lon, 32));
	making_mark(m, "location");
	m->record.place = making_name(m, buf_text(&buf));
	buf_fini(&buf);
	making_claim(m, "place-name", chat_get(message, "place_name"));
	making_claim(m, "place-address", chat_get(message, "address"));
}

static void
fill_reactions(struct making *m, const struct json_node *reactions)
{
	const struct json_node *by;
	struct buf buf;

	if (json_tree_typed(reactions, JSON_ARRAY) == NULL)
		return;
	buf_init(&buf, RECORD_NAME_MAX_BYTES);
	for (const struct json_node *at = reactions->first; at != NULL; at = at->next) {
		by = json_tree_typed(json_tree_get(at, "recent"), JSON_ARRAY);
		by = by != NULL ? by->first : NULL;
		do {
			buf_reset(&buf);
			buf_put_text(&buf, text_prefix(chat_get(at, "emoji"), 64));
			buf_put_c(&buf, " ");
			buf_put_text(&buf, text_prefix(chat_get(by, "from"), 1024));
			buf_put_c(&buf, " ");
			buf_put_text(&buf, text_prefix(chat_get(by, "date"), 64));
			making_claim(m, "reaction", buf_text(&buf));
			by = by != NULL ? by->next : NULL;
		} while (by != NULL);
	}
	buf_fini(&buf);
}

static void
fill_details(struct making *m, const struct json_node *message)
{
	static const char *const plain[][2] = {
	    {"media_type", "media-type"},
	    {"mime_type", "media-claimed-type"},
	    {"reply_to_message_id", "reply-to"},
	    {"via_bot", "via-bot"},
	    {"sticker_emoji", "sticker"},
	    {"author", "author"},
	    {"id", "message-id"},
	};
	const struct json_node *contact = json_tree_get(message, "contact_information");

	fill_file(m, chat_get(message, "photo"));
	fill_file(m, chat_get(message, "file"));
	fill_file(m, chat_get(message, "contact_vcard"));
	for (size_t i = 0; i < COUNT_OF(plain); i++)
		making_claim(m, plain[i][1], chat_get(message, plain[i][0]));
	making_claim(m, "contact-name", chat_get(contact, "first_name"));
	making_claim(m, "contact-phone", chat_get(contact, "phone_number"));
	making_claim(m, "poll", chat_get(json_tree_get(message, "poll"), "question"));
	if (text_eq_c(chat_get(message, "media_type"), "voice_message"))
		making_mark(m, "voice-note");
	if (json_tree_get(message, "forwarded_from") != NULL) {
		making_mark(m, "forwarded");
		making_claim(m, "forwarded-from", chat_get(message, "forwarded_from"));
	}
	if (json_tree_get(message, "self_destruct_period_seconds") != NULL)
		making_mark(m, "disappearing");
	fill_place(m, message);
	fill_reactions(m, json_tree_get(message, "reactions"));
}

/* In a chat of two, whoever has the chat's id is the other, whatever they are called. */
static bool
is_other(const struct telegram_chat *chat, struct text handle)
{
	static const char user[] = "user";
	size_t n = sizeof user - 1;

	if (!text_eq_c(chat->type, "personal_chat") || chat->id.n == 0)
		return false;
	if (handle.n > n && memcmp(handle.p, user, n) == 0)
		handle = (struct text){handle.p + n, handle.n - n};
	return text_eq(handle, chat->id);
}

static void
fill_from(struct making *m, const struct telegram_chat *chat, struct text handle, struct text name)
{
	if (is_other(chat, handle))
		chat_from(m, handle, name, DIRECTION_IN);
	else if (handle.n != 0 || name.n != 0)
		making_from(m, handle, name);
}

/* In a chat of two, what the owner wrote went to the other. */
static void
fill_other(struct making *m, const struct telegram_chat *chat)
{
	struct buf buf;

	if (m->record.direction != DIRECTION_OUT || !text_eq_c(chat->type, "personal_chat"))
		return;
	buf_init(&buf, RECORD_NAME_MAX_BYTES + 8);
	buf_put_c(&buf, "user");
	buf_put_text(&buf, chat->id);
	making_to(m, chat->id.n != 0 ? buf_text(&buf) : TEXT_NONE, chat->name);
	buf_fini(&buf);
}

static void
fill_call(struct making *m, const struct json_node *message)
{
	struct text reason = chat_get(message, "discard_reason");
	int64_t seconds;

	m->record.kind = KIND_CALL;
	if (json_tree_i64(json_tree_get(message, "duration_seconds"), &seconds) && seconds >= 0)
		m->record.duration_s = seconds;
	if (text_eq_c(reason, "missed"))
		making_mark(m, "missed");
	else if (text_eq_c(reason, "busy"))
		making_mark(m, "rejected");
	making_claim(m, "ended-by", reason);
}

/* Who did what in a chat: "invite_members: Maya". */
static void
fill_act(struct making *m, const struct json_node *message)
{
	const struct json_node *members = json_tree_get(message, "members");
	struct text title = chat_get(message, "title");
	struct buf buf;

	m->record.kind = KIND_SYSTEM;
	buf_init(&buf, RECORD_TEXT_MAX_BYTES);
	buf_put_text(&buf, text_prefix(chat_get(message, "action"), RECORD_NAME_MAX_BYTES));
	if (title.n != 0) {
		buf_put_c(&buf, ": ");
		buf_put_text(&buf, text_prefix(title, RECORD_NAME_MAX_BYTES));
	}
	members = members != NULL && members->type == JSON_ARRAY ? members->first : NULL;
	for (const struct json_node *at = members; at != NULL; at = at->next) {
		buf_put_c(&buf, at == members ? ": " : ", ");
		if (json_tree_text(at).n != 0)
			buf_put_text(&buf, text_prefix(json_tree_text(at), RECORD_NAME_MAX_BYTES));
		else
			buf_put_c(&buf, "(no name)");
	}
	making_body_buf(m, &buf);
	buf_fini(&buf);
}

static void
fill_service(struct making *m, const struct telegram_chat *chat, const struct json_node *message)
{
	struct text action = chat_get(message, "action");

	fill_from(m, chat, chat_get(message, "actor_id"), chat_get(message, "actor"));
	making_claim(m, "action", action);
	if (text_eq_c(action, "phone_call") || text_eq_c(action, "group_call"))
		fill_call(m, message);
	else
		fill_act(m, message);
}

void
telegram_message(struct making *m, const struct telegram_chat *chat, const struct json_taken *taken)
{
	const struct json_node *message = taken->tree.root;
	struct text type = chat_get(message, "type");

	making_begin(m, KIND_MESSAGE, "telegram");
	m->record.conversation = making_name(m, chat->name.n != 0 ? chat->name : chat->id);
	json_record_odd(m, taken->tree.odd);
	if (message->type != JSON_OBJECT ||
	    (type.n != 0 && !text_eq_c(type, "message") && !text_eq_c(type, "service"))) {
		json_record_strange(m, taken,
		    "Telegram could not export this message, or it is of a kind not known here.");
		making_note(m, NOTE_DOUBT, "unsupported",
		    "Some messages are of a kind that Telegram could not export, or that is not "
		    "known here; their bytes are kept.");
	}
	fill_when(m, message);
	if (text_eq_c(type, "service"))
		fill_service(m, chat, message);
	else
		fill_from(m, chat, chat_get(message, "from_id"), chat_get(message, "from"));
	fill_text(m, json_tree_get(message, "text"));
	fill_details(m, message);
	fill_other(m, chat);
	(void)!making_send(m);
}
