/* src/read/formats/telegram_service.c
 * Entries of Telegram about the chat itself: calls, who came and went, who is near; see
 * telegram.h. */
#include "base/buf.h"
#include "read/formats/chat.h"
#include "read/formats/telegram.h"

static void
fill_call(struct telegram_value *v, const struct json_node *message)
{
	static const char *const lengths[] = {"duration_seconds", "duration"};
	struct making *m = v->m;
	struct text reason = chat_get(message, "discard_reason");
	int64_t seconds;

	m->record.kind = KIND_CALL;
	for (size_t i = 0; i < COUNT_OF(lengths); i++) {
		const struct json_node *length = json_tree_get(message, lengths[i]);

		if (json_tree_i64(length, &seconds) && seconds >= 0)
			m->record.duration_s = seconds;
		else if (length != NULL)
			telegram_other(v, NULL, length);
	}
	if (text_eq_c(reason, "missed") || json_tree_true(json_tree_get(message, "is_missed")))
		making_mark(m, "missed");
	else if (text_eq_c(reason, "busy"))
		making_mark(m, "rejected");
}

/* The name, or the id where there is none. */
static struct text
called(const struct json_node *message, const char *name, const char *id)
{
	struct text text = chat_get(message, name);

	if (text.n == 0)
		text = chat_get(message, id);
	return text.n != 0 ? text_prefix(text, RECORD_NAME_MAX_BYTES / 2)
			   : TEXT_LITERAL("(no name)");
}

/* Somebody asked to be told when somebody else comes near, and this is the alert. */
static void
put_near(struct buf *buf, const struct json_node *message)
{
	struct text distance = text_prefix(chat_get(message, "distance"), 32);

	buf_put_c(buf, ": ");
	buf_put_text(buf, called(message, "from", "from_id"));
	buf_put_c(buf, distance.n != 0 ? " is " : " is near ");
	if (distance.n != 0) {
		buf_put_text(buf, distance);
		buf_put_c(buf, " m from ");
	}
	buf_put_text(buf, called(message, "to", "to_id"));
}

static void
put_members(struct telegram_value *v, struct buf *buf, const struct json_node *message)
{
	const struct json_node *members = telegram_inner(v, message, "members", JSON_ARRAY);
	const struct json_node *first = members != NULL ? members->first : NULL;

	for (const struct json_node *at = first; at != NULL; at = at->next) {
		buf_put_c(buf, at == first ? ": " : ", ");
		if (json_tree_written(at).n != 0)
			buf_put_text(
			    buf, text_prefix(json_tree_written(at), RECORD_NAME_MAX_BYTES));
		else
			buf_put_c(buf, "(no name)");
		if (at->type == JSON_ARRAY || at->type == JSON_OBJECT)
			telegram_unknown(v, TEXT_LITERAL("members"));
	}
}

/* Who did what in a chat: "invite_members: Maya".  The period is that after which messages
 * disappear, 0 for never. */
static void
fill_act(struct telegram_value *v, const struct json_node *message)
{
	static const char *const of_calls[] = {"duration", "duration_seconds", "is_missed"};
	struct text action = chat_get(message, "action"), title = chat_get(message, "title");
	struct text period = text_prefix(chat_get(message, "period"), 32);
	struct buf buf;

	v->m->record.kind = KIND_SYSTEM;
	buf_init(&buf, RECORD_TEXT_MAX_BYTES);
	buf_put_text(&buf, text_prefix(action, RECORD_NAME_MAX_BYTES));
	if (title.n != 0) {
		buf_put_c(&buf, ": ");
		buf_put_text(&buf, text_prefix(title, RECORD_NAME_MAX_BYTES));
	}
	if (text_eq_c(action, "proximity_reached"))
		put_near(&buf, message);
	if (text_eq_c(action, "set_messages_ttl") && period.n != 0) {
		buf_put_c(&buf, ": ");
		buf_put_text(&buf, period);
		buf_put_c(&buf, " seconds");
	}
	put_members(v, &buf, message);
	making_body_buf(v->m, &buf);
	buf_fini(&buf);
	for (size_t i = 0; i < COUNT_OF(of_calls); i++)
		if (json_tree_get(message, of_calls[i]) != NULL)
			telegram_other(v, NULL, json_tree_get(message, of_calls[i]));
}

static void
fill_to(struct making *m, const struct json_node *message)
{
	struct text id = chat_get(message, "to_id"), name = chat_get(message, "to"), user;

	if (id.n == 0 && name.n == 0)
		return;
	user = telegram_user(m, id);
	making_to(m, id.n != 0 ? id : TEXT_NONE, name);
	if (user.n != 0 && m->record.to_count != 0)
		m->record.to[0].handle = user;
}

/* "values" and the like: what was handed over, each a claim. */
static void
fill_list(
    struct telegram_value *v, const struct json_node *message, const char *key, const char *claim)
{
	const struct json_node *list = telegram_inner(v, message, key, JSON_ARRAY);

	for (const struct json_node *at = list != NULL ? list->first : NULL; at != NULL;
	     at = at->next) {
		making_claim(v->m, claim, json_tree_written(at));
		if (at->type == JSON_ARRAY || at->type == JSON_OBJECT)
			telegram_unknown(v, text_of_c(key));
	}
}

void
telegram_service(struct telegram_value *v, const struct json_node *message)
{
	static const char *const calls[] = {"phone_call", "group_call", "conference_call"};
	struct text action = chat_get(message, "action");
	const struct json_node *scheduled = json_tree_get(message, "schedule_date");
	int64_t at_s;
	bool call = false;

	making_claim(v->m, "action", action);
	making_claim(v->m, "ended-by", chat_get(message, "discard_reason"));
	for (size_t i = 0; i < COUNT_OF(calls); i++)
		call = call || text_eq_c(action, calls[i]);
	if (call) {
		fill_call(v, message);
		fill_list(v, message, "members", "member");
	} else {
		fill_act(v, message);
	}
	making_body(v->m, chat_get(message, "information_text"));
	fill_to(v->m, message);
	fill_list(v, message, "values", "passport-value");
	fill_list(v, message, "other_participants", "participant");
	if (json_tree_i64(scheduled, &at_s) && at_s >= 0 && at_s < INT64_MAX / 1000)
		making_claim_ms(v->m, "scheduled-for", at_s * 1000);
	else if (scheduled != NULL)
		telegram_other(v, NULL, scheduled);
}
