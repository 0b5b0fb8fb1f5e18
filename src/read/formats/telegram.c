/* src/read/formats/telegram.c
 * The format "telegram": result.json as Telegram Desktop writes it, one chat or a whole account
 * (docs/formats/telegram.md).  Its JSON is none: control characters stand as "\x1B".
 * Not for: the HTML that Telegram Desktop writes unless asked for JSON. */
#include "read/formats/telegram.h"

#include "base/buf.h"
#include "read/formats/chat.h"
#include "read/formats/formats.h"
#include "read/formats/json_head.h"
#include "read/formats/owner_look.h"

static int
telegram_probe(struct slice bytes)
{
	struct json_head head;
	bool single, account, message;

	json_head_scan(bytes, &head);
	if (head.first != '{')
		return 0;
	single = json_head_has(&head, NULL, "messages");
	account = json_head_has(&head, NULL, "chats") || json_head_has(&head, NULL, "left_chats") ||
		  json_head_has(&head, NULL, "personal_information");
	message = json_head_has(&head, "messages", "date_unixtime") ||
		  json_head_has(&head, "messages", "from_id") ||
		  json_head_has(&head, "messages", "actor_id");
	if ((single || account) && message)
		return 95;
	if (single && json_head_has(&head, NULL, "type") && json_head_has(&head, NULL, "id"))
		return 70;
	if (account && json_head_has(&head, "chats", "list"))
		return 80;
	return account && json_head_has(&head, "personal_information", "user_id") ? 80 : 0;
}

/* What a list of the export holds. */
enum list { LIST_CHATS, LIST_CONTACTS, LIST_SESSIONS };

/* The walk and the record, handed down together. */
struct reading {
	struct json_walk walk;
	struct making m;
	struct telegram_chat chat;
	enum list list; /* that is being read */
	struct err *err;
};

static enum status
unknown(struct reading *r, const char *why)
{
	return chat_unknown(&r->walk, &r->m, "telegram", why);
}

static void
message_value(void *ctx, const struct json_taken *taken)
{
	struct reading *r = ctx;

	telegram_message(&r->m, &r->chat, taken);
}

static enum status
messages_read(struct reading *r)
{
	uint8_t c;
	enum status status = json_walk_look(&r->walk, &c, r->err);

	if (status != OK)
		return status;
	if (c != '[')
		return unknown(r, "Here the messages of a chat should stand.");
	return json_record_each(&r->walk, &r->m, "telegram", message_value, r);
}

/* "name", "type" and "id" stand before "messages". */
static enum status
head_value(struct reading *r, char room[RECORD_NAME_MAX_BYTES], struct text *out)
{
	struct json_taken taken;
	enum status status = json_walk_take(&r->walk, &taken, r->err);

	if (status != OK)
		return status;
	if (taken.why != NULL) {
		json_record_unread(&r->m, "telegram", &taken);
		return r->m.status;
	}
	if (taken.tree.root->type == JSON_ARRAY || taken.tree.root->type == JSON_OBJECT) {
		chat_strange(&r->m, "telegram", &taken,
		    "Here the name, kind or number of a chat should stand.");
		return r->m.status;
	}
	*out = text_hold(room, RECORD_NAME_MAX_BYTES, json_tree_written(taken.tree.root));
	return OK;
}

static void
chat_forget(struct reading *r)
{
	r->chat.name = r->chat.type = r->chat.id = TEXT_NONE;
}

/* A member of the object that a chat is. */
static enum status
chat_member(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;

	if (text_eq_c(key, "messages"))
		return messages_read(r);
	if (text_eq_c(key, "name"))
		return head_value(r, r->chat.name_room, &r->chat.name);
	if (text_eq_c(key, "type"))
		return head_value(r, r->chat.type_room, &r->chat.type);
	if (text_eq_c(key, "id"))
		return head_value(r, r->chat.id_room, &r->chat.id);
	(void)err;
	return unknown(r, "This part of a chat is not known here.");
}

static enum status
chat_read(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;
	uint8_t c;
	enum status status = json_walk_look(&r->walk, &c, err);

	(void)key;
	chat_forget(r);
	if (status != OK || c != '{')
		return status == OK ? unknown(r, "Here a chat should stand.") : status;
	return json_walk_each(&r->walk, chat_member, r, err);
}

static void
contact_value(void *ctx, const struct json_taken *taken)
{
	telegram_contact(ctx, taken, false);
}

static void
session_value(void *ctx, const struct json_taken *taken)
{
	telegram_session(ctx, taken);
}

/* What the array at the cursor holds. */
static enum status
values_read(struct reading *r)
{
	uint8_t c = 0;
	enum status status = json_walk_look(&r->walk, &c, r->err);

	if (status != OK)
		return status;
	if (c != '[')
		return unknown(r, "Here a list should stand.");
	switch (r->list) {
	case LIST_CONTACTS: return chat_each(&r->walk, &r->m, "telegram", contact_value, &r->m);
	case LIST_SESSIONS: return chat_each(&r->walk, &r->m, "telegram", session_value, &r->m);
	case LIST_CHATS: break;
	}
	status = json_walk_each(&r->walk, chat_read, r, r->err);
	chat_forget(r);
	return status;
}

/* What Telegram says about its own export. */
static enum status
about_read(struct reading *r)
{
	uint8_t c = 0;
	enum status status = json_walk_look(&r->walk, &c, r->err);

	if (status != OK)
		return status;
	return c == '{' || c == '[' ? unknown(r, "Here a sentence about the export should stand.")
				    : json_walk_skip(&r->walk, r->err);
}

static enum status
list_member(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;

	(void)err;
	if (text_eq_c(key, "list"))
		return values_read(r);
	if (text_eq_c(key, "about"))
		return about_read(r);
	return unknown(r, "This part beside a list is not known here.");
}

/* {"about": "…", "list": [value, value …]}, or the list alone. */
static enum status
list_read(struct reading *r, enum list list)
{
	uint8_t c = 0;
	enum status status = json_walk_look(&r->walk, &c, r->err);

	r->list = list;
	if (status != OK)
		return status;
	if (c != '{')
		return values_read(r);
	return json_walk_each(&r->walk, list_member, r, r->err);
}

static enum status
owner_read(struct reading *r)
{
	struct json_taken taken;
	enum status status = json_walk_take(&r->walk, &taken, r->err);
	struct text id;
	struct buf buf;

	if (status != OK)
		return status;
	if (taken.why != NULL) {
		json_record_unread(&r->m, "telegram", &taken);
		return r->m.status;
	}
	telegram_contact(&r->m, &taken, true);
	id = chat_get(taken.tree.root, "user_id");
	if (id.n == 0 || id.n > RECORD_NAME_MAX_BYTES)
		return OK;
	buf_init(&buf, RECORD_NAME_MAX_BYTES + 8);
	telegram_owner(&r->m.owner, id, &buf);
	status = buf_check(&buf, r->err);
	buf_fini(&buf);
	return status;
}

/* Parts of an account that are no records: pictures of oneself, who is written to most. */
static bool
is_left_out(struct text key)
{
	static const char *const keys[] = {
	    "profile_pictures", "stories", "frequent_contacts", "other_data"};

	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (text_eq_c(key, keys[i]))
			return true;
	return false;
}

static enum status
export_member(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;

	if (text_eq_c(key, "chats") || text_eq_c(key, "left_chats"))
		return list_read(r, LIST_CHATS);
	if (text_eq_c(key, "contacts"))
		return list_read(r, LIST_CONTACTS);
	if (text_eq_c(key, "sessions") || text_eq_c(key, "web_sessions"))
		return list_read(r, LIST_SESSIONS);
	if (text_eq_c(key, "personal_information"))
		return owner_read(r);
	if (text_eq_c(key, "about"))
		return about_read(r);
	if (is_left_out(key)) {
		making_note(&r->m, NOTE_OMITS, "other-sections",
		    "Only chats, contacts and logins are made into records: pictures of oneself, "
		    "stories, and who is written to most are in the original.");
		return r->m.status == OK ? json_walk_skip(&r->walk, err) : r->m.status;
	}
	return chat_member(r, key, err);
}

static void
say_omits(struct making *m)
{
	making_note(m, NOTE_OMITS, "secret-chats",
	    "A Telegram export never contains secret chats: they are only on the telephone.");
	making_note(m, NOTE_OMITS, "deleted-text",
	    "A Telegram export does not contain messages that were deleted, or what a message said "
	    "before it was edited.");
}

static enum status
read_once(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct reading r = {.err = err};
	uint8_t c = 0;
	enum status status = json_walk_init(&r.walk, source, err);

	if (status == OK)
		status = making_init(&r.m, options, sink, err);
	if (status == OK)
		status = json_walk_look(&r.walk, &c, err);
	if (status == OK && c != '{')
		status = fail(err, E_FORMAT, "not a Telegram export: it does not begin with {");
	if (status == OK) {
		making_note(&r.m, NOTE_FORMAT, "telegram", NULL);
		say_omits(&r.m);
		status = r.m.status;
	}
	if (status == OK)
		status = json_walk_each(&r.walk, export_member, &r, err);
	if (status == OK) {
		json_record_end(&r.m, &r.walk);
		status = making_finish(&r.m);
	}
	making_fini(&r.m);
	json_walk_fini(&r.walk);
	return status;
}

static enum status
telegram_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return owner_look(read_once, source, options, sink, err);
}

const struct format telegram_format = {
    .name = "telegram", .probe = telegram_probe, .read = telegram_read, .prepare = NULL};
