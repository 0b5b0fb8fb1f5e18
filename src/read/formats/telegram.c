/* src/read/formats/telegram.c
 * The format "telegram": result.json as Telegram Desktop writes it, one chat or a whole account
 * (docs/formats/telegram.md).  Its JSON is none: control characters stand as "\x1B".
 * Not for: the HTML that Telegram Desktop writes unless asked for JSON. */
#include "read/formats/telegram.h"
#include "read/formats/chat.h"
#include "read/formats/formats.h"
#include "read/formats/json_head.h"

enum { CHAT_ARENA_BYTES = 256 * 1024 };

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

/* The walk and the record, handed down together. */
struct reading {
	struct json_walk walk;
	struct making m;
	struct telegram_chat chat;
	struct err *err;
};

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
		return json_walk_skip(&r->walk, r->err);
	return json_record_each(&r->walk, &r->m, "telegram", message_value, r);
}

/* "name", "type" and "id" stand before "messages". */
static enum status
head_value(struct reading *r, struct text *out)
{
	struct json_taken taken;
	enum status status = json_walk_take(&r->walk, &taken, r->err);
	struct text text;

	if (status != OK || taken.why != NULL)
		return status;
	text = text_prefix(json_tree_written(taken.tree.root), RECORD_NAME_MAX_BYTES);
	return arena_text(&r->chat.arena, text, out)
		   ? OK
		   : fail(r->err, E_NOMEM, "no memory for a chat");
}

static void
chat_forget(struct reading *r)
{
	arena_reset(&r->chat.arena);
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
		return head_value(r, &r->chat.name);
	if (text_eq_c(key, "type"))
		return head_value(r, &r->chat.type);
	if (text_eq_c(key, "id"))
		return head_value(r, &r->chat.id);
	return json_walk_skip(&r->walk, err);
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
		return status == OK ? json_walk_skip(&r->walk, err) : status;
	return json_walk_each(&r->walk, chat_member, r, err);
}

/* Each chat of the array at the cursor. */
static enum status
chats_read(struct reading *r)
{
	uint8_t c = 0;
	enum status status = json_walk_look(&r->walk, &c, r->err);

	if (status == OK && c == '[')
		status = json_walk_each(&r->walk, chat_read, r, r->err);
	else if (status == OK)
		status = json_walk_skip(&r->walk, r->err);
	chat_forget(r);
	return status;
}

static void
contact_value(void *ctx, const struct json_taken *taken)
{
	telegram_contact(ctx, taken, false);
}

/* "chats", "left_chats" and "contacts": {"list": [chat, chat …]}. */
static enum status
list_read(struct reading *r, bool contacts)
{
	bool found;
	enum status status = json_walk_find(&r->walk, "list", &found, r->err);

	if (status != OK || !found)
		return status;
	status = contacts ? chat_each(&r->walk, &r->m, "telegram", contact_value, &r->m)
			  : chats_read(r);
	/* Whatever else stands beside the list. */
	return status == OK ? json_walk_members(&r->walk, NULL, NULL, r->err) : status;
}

/* Newer exports write "user700000101", older ones the number alone. */
static enum status
owner_read(struct reading *r)
{
	struct json_taken taken;
	enum status status = json_walk_take(&r->walk, &taken, r->err);
	struct text id;
	struct buf buf;

	if (status != OK || taken.why != NULL)
		return status;
	telegram_contact(&r->m, &taken, true);
	id = json_tree_written(json_tree_get(taken.tree.root, "user_id"));
	if (id.n == 0 || id.n > RECORD_NAME_MAX_BYTES)
		return OK;
	buf_init(&buf, RECORD_NAME_MAX_BYTES + 8);
	buf_put_c(&buf, "user");
	buf_put_text(&buf, id);
	status = buf_check(&buf, r->err);
	if (status == OK) {
		owner_tell(&r->m.owner, buf_text(&buf));
		owner_tell(&r->m.owner, id);
	}
	buf_fini(&buf);
	return status;
}

static enum status
export_member(void *ctx, struct text key, struct err *err)
{
	if (text_eq_c(key, "chats") || text_eq_c(key, "left_chats"))
		return list_read(ctx, false);
	if (text_eq_c(key, "contacts"))
		return list_read(ctx, true);
	if (text_eq_c(key, "personal_information"))
		return owner_read(ctx);
	return chat_member(ctx, key, err);
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
telegram_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct reading r = {.err = err};
	uint8_t c = 0;
	enum status status = json_walk_init(&r.walk, source, err);

	arena_init(&r.chat.arena, CHAT_ARENA_BYTES);
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
	arena_fini(&r.chat.arena);
	json_walk_fini(&r.walk);
	return status;
}

const struct format telegram_format = {
    .name = "telegram", .probe = telegram_probe, .read = telegram_read, .prepare = NULL};
