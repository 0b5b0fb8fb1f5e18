/* src/read/formats/telegram_message.c
 * One message of Telegram: when, from whom, to whom; see telegram.h and docs/formats/telegram.md.
 */
#include "base/buf.h"
#include "read/formats/chat.h"
#include "read/formats/telegram.h"

/* What is looked at somewhere, be it here, in telegram_text.c, _details.c or _service.c. */
static const struct telegram_key keys[] = {
    TELEGRAM_KEY("id", TELEGRAM_PLAIN),
    TELEGRAM_KEY("type", TELEGRAM_PLAIN),
    TELEGRAM_KEY("date", TELEGRAM_PLAIN),
    TELEGRAM_KEY("date_unixtime", TELEGRAM_PLAIN),
    TELEGRAM_KEY("edited", TELEGRAM_PLAIN),
    TELEGRAM_KEY("edited_unixtime", TELEGRAM_PLAIN),
    TELEGRAM_KEY("from", TELEGRAM_PLAIN),
    TELEGRAM_KEY("from_id", TELEGRAM_PLAIN),
    TELEGRAM_KEY("actor", TELEGRAM_PLAIN),
    TELEGRAM_KEY("actor_id", TELEGRAM_PLAIN),
    TELEGRAM_KEY("to", TELEGRAM_PLAIN),
    TELEGRAM_KEY("to_id", TELEGRAM_PLAIN),
    TELEGRAM_KEY("author", TELEGRAM_PLAIN),
    TELEGRAM_KEY("forwarded_from", TELEGRAM_PLAIN),
    TELEGRAM_KEY("reply_to_message_id", TELEGRAM_PLAIN),
    TELEGRAM_KEY("via_bot", TELEGRAM_PLAIN),
    TELEGRAM_KEY("photo", TELEGRAM_PLAIN),
    TELEGRAM_KEY("file", TELEGRAM_PLAIN),
    TELEGRAM_KEY("thumbnail", TELEGRAM_PLAIN),
    TELEGRAM_KEY("media_type", TELEGRAM_PLAIN),
    TELEGRAM_KEY("mime_type", TELEGRAM_PLAIN),
    TELEGRAM_KEY("sticker_emoji", TELEGRAM_PLAIN),
    TELEGRAM_KEY("contact_vcard", TELEGRAM_PLAIN),
    TELEGRAM_KEY("saved_from", TELEGRAM_PLAIN),
    TELEGRAM_KEY("reply_to_peer_id", TELEGRAM_PLAIN),
    TELEGRAM_KEY("forwarded_from_id", TELEGRAM_PLAIN),
    TELEGRAM_KEY("file_name", TELEGRAM_PLAIN),
    TELEGRAM_KEY("file_size", TELEGRAM_PLAIN),
    TELEGRAM_KEY("photo_file_size", TELEGRAM_PLAIN),
    TELEGRAM_KEY("thumbnail_file_size", TELEGRAM_PLAIN),
    TELEGRAM_KEY("width", TELEGRAM_PLAIN),
    TELEGRAM_KEY("height", TELEGRAM_PLAIN),
    TELEGRAM_KEY("performer", TELEGRAM_PLAIN),
    TELEGRAM_KEY("place_name", TELEGRAM_PLAIN),
    TELEGRAM_KEY("address", TELEGRAM_PLAIN),
    TELEGRAM_KEY("live_location_period_seconds", TELEGRAM_PLAIN),
    TELEGRAM_KEY("self_destruct_period_seconds", TELEGRAM_PLAIN),
    TELEGRAM_KEY("action", TELEGRAM_PLAIN),
    TELEGRAM_KEY("title", TELEGRAM_PLAIN),
    TELEGRAM_KEY("new_title", TELEGRAM_PLAIN),
    TELEGRAM_KEY("inviter", TELEGRAM_PLAIN),
    TELEGRAM_KEY("distance", TELEGRAM_PLAIN),
    TELEGRAM_KEY("period", TELEGRAM_PLAIN),
    TELEGRAM_KEY("information_text", TELEGRAM_PLAIN),
    TELEGRAM_KEY("discard_reason", TELEGRAM_PLAIN),
    TELEGRAM_KEY("duration", TELEGRAM_PLAIN),
    TELEGRAM_KEY("duration_seconds", TELEGRAM_PLAIN),
    TELEGRAM_KEY("is_missed", TELEGRAM_FLAG),
    TELEGRAM_KEY("schedule_date", TELEGRAM_INNER),
    TELEGRAM_KEY("text", TELEGRAM_INNER),
    TELEGRAM_KEY("text_entities", TELEGRAM_INNER),
    TELEGRAM_KEY("gift_text", TELEGRAM_INNER),
    TELEGRAM_KEY("location_information", TELEGRAM_INNER),
    TELEGRAM_KEY("contact_information", TELEGRAM_INNER),
    TELEGRAM_KEY("invoice_information", TELEGRAM_INNER),
    TELEGRAM_KEY("poll", TELEGRAM_INNER),
    TELEGRAM_KEY("todo_list", TELEGRAM_INNER),
    TELEGRAM_KEY("reactions", TELEGRAM_INNER),
    TELEGRAM_KEY("inline_bot_buttons", TELEGRAM_INNER),
    TELEGRAM_KEY("members", TELEGRAM_INNER),
    TELEGRAM_KEY("values", TELEGRAM_INNER),
    TELEGRAM_KEY("other_participants", TELEGRAM_INNER),
};

/* Export programs before the summer of 2021 write zero as a time of the local clock: somewhere
 * about the begin of 1970. */
static bool
is_never(struct text date)
{
	struct slice s = slice_of_text(date);

	return s.n == 0 || slice_starts(s, "1970-01-01") || slice_starts(s, "1969-12-31");
}

static void
fill_edited(struct making *m, const struct json_node *message)
{
	const struct json_node *number = json_tree_get(message, "edited_unixtime");
	struct text written = chat_get(message, "edited");
	int64_t at = 0;
	bool known = json_tree_i64(number, &at) && at < INT64_MAX / 1000 && at > INT64_MIN / 1000;

	if (known && at != 0) {
		making_claim_ms(m, "edited-at", at * 1000);
	} else {
		if (is_never(written))
			written = known ? TEXT_NONE : json_tree_written(number);
		if (written.n == 0)
			return;
		making_claim(m, "edited-at", written);
	}
	making_mark(m, "edited");
}

/* "date_unixtime" is the instant; "date" is what the clock of the exporting computer showed. */
static void
fill_when(struct making *m, const struct json_node *message)
{
	struct text date = chat_get(message, "date");
	int64_t at;

	if (json_tree_i64(json_tree_get(message, "date_unixtime"), &at)) {
		making_instant_s(m, &m->record.when, at, date);
		making_claim(m, "written-time", date);
	} else if (date.n != 0) {
		making_time(m, &m->record.when, date);
	} else {
		making_doubt(m, "no-time", TEXT_NONE);
	}
}

/* In a chat of two, whoever has the chat's id is the other, whatever they are called.  The handle
 * is in the spelling of today, so that one person is one over exports of all years; the owner may
 * have been told in either. */
static void
fill_from(struct making *m, const struct telegram_chat *chat, struct text id, struct text name)
{
	struct text user = telegram_user(m, id);
	struct text handle = user.n != 0 && !owner_is(&m->owner, id, TEXT_NONE) ? user : id;

	if (text_eq_c(chat->type, "personal_chat") && chat->id.n != 0 &&
	    telegram_same_user(id, chat->id))
		chat_from(m, handle, name, DIRECTION_IN);
	else if (id.n != 0 || name.n != 0)
		making_from(m, handle, name);
	if (user.n == 0)
		return;
	m->record.from.handle = user;
	m->record.from.as_written = making_name(m, id);
}

/* In a chat of two, what the owner wrote went to the other. `id` is the owner's: as its year writes
 * the one, so it writes the other. */
static void
fill_other(struct making *m, const struct telegram_chat *chat, struct text id)
{
	struct text user = telegram_user(m, id).n != 0 ? telegram_user(m, chat->id) : TEXT_NONE;
	struct buf buf;

	if (m->record.direction != DIRECTION_OUT || !text_eq_c(chat->type, "personal_chat") ||
	    m->record.to_count != 0)
		return;
	buf_init(&buf, RECORD_NAME_MAX_BYTES + 8);
	buf_put_c(&buf, user.n != 0 ? "" : "user");
	buf_put_text(&buf, user.n != 0 ? user : chat->id);
	making_to(m, chat->id.n != 0 ? buf_text(&buf) : TEXT_NONE, chat->name);
	buf_fini(&buf);
}

/* What only the other kind of entry should hold was not looked at. */
static void
fill_stray(struct telegram_value *v, const struct json_node *message, bool service)
{
	static const char *const by_actor[] = {"from", "from_id"};
	static const char *const of_service[] = {"actor", "actor_id", "to", "to_id", "action",
	    "information_text", "discard_reason", "duration", "is_missed", "schedule_date",
	    "members", "values", "other_participants"};
	const char *const *stray = service ? by_actor : of_service;
	size_t count = service ? COUNT_OF(by_actor) : COUNT_OF(of_service);

	if (service && json_tree_get(message, "actor") == NULL &&
	    json_tree_get(message, "actor_id") == NULL)
		return;
	for (size_t i = 0; i < count; i++) {
		const struct json_node *at = json_tree_get(message, stray[i]);

		if (at != NULL)
			telegram_other(v, NULL, at);
	}
}

static void
fill(struct telegram_value *v, const struct telegram_chat *chat, const struct json_node *message)
{
	bool service = text_eq_c(chat_get(message, "type"), "service");
	bool actor = service && (json_tree_get(message, "actor") != NULL ||
				    json_tree_get(message, "actor_id") != NULL);
	struct text id = chat_get(message, actor ? "actor_id" : "from_id");

	fill_when(v->m, message);
	fill_edited(v->m, message);
	fill_from(v->m, chat, id, chat_get(message, actor ? "actor" : "from"));
	if (service)
		telegram_service(v, message);
	else
		making_claim(v->m, "duration-seconds", chat_get(message, "duration_seconds"));
	telegram_text(v, message);
	telegram_details(v, message);
	fill_other(v->m, chat, id);
	fill_stray(v, message, service);
	telegram_rest(v, NULL, message, keys, COUNT_OF(keys));
}

void
telegram_message(struct making *m, const struct telegram_chat *chat, const struct json_taken *taken)
{
	const struct json_node *message = taken->tree.root;
	struct text type = chat_get(message, "type");
	struct telegram_value v = {.m = m, .taken = taken};

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
	fill(&v, chat, message);
	telegram_send(&v);
}
