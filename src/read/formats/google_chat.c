/* src/read/formats/google_chat.c
 * The format "google-chat": messages.json, group_info.json and user_info.json of Google Takeout
 * (docs/formats/google-chat.md).
 * Not for: the photographs beside them, nor Hangouts.json, which came before (hangouts.c). */
#include "read/formats/google_chat.h"

#include "read/formats/formats.h"
#include "read/formats/json_head.h"
#include "read/formats/owner_look.h"

static int
google_chat_probe(struct slice bytes)
{
	struct json_head head;

	json_head_scan(bytes, &head);
	if (head.first != '{')
		return 0;
	if (json_head_has(&head, NULL, "messages") &&
	    json_head_has(&head, "messages", "created_date"))
		return json_head_has(&head, "messages", "topic_id") ||
			       json_head_has(&head, "messages", "message_id") ||
			       json_head_has(&head, "creator", "user_type")
			   ? 95
			   : 60;
	if (json_head_has(&head, NULL, "members") && json_head_has(&head, "members", "user_type"))
		return 90;
	return json_head_has(&head, NULL, "membership_info") &&
		       json_head_has(&head, "user", "email")
		   ? 90
		   : 0;
}

/* The walk and the record, handed down together. */
struct reading {
	struct json_walk walk;
	struct making m;
	char name[RECORD_NAME_MAX_BYTES]; /* `room` stands here */
	struct text room; /* name of the room whose members are read; absent when it has none */
	struct err *err;
};

/* Somebody who is in the conversation, or whose account it is. */
static void
person(struct making *m, const struct json_taken *taken, void *ctx)
{
	static const char *const known[] = {"name", "email", "user_type", "membership_state"};
	const struct reading *r = ctx;
	const struct json_node *node = taken->tree.root;
	struct text name = chat_get(node, "name"), email = chat_get(node, "email");

	making_begin(m, KIND_CONTACT, "google-chat");
	json_record_odd(m, taken->tree.odd);
	m->record.conversation = making_name(m, r->room);
	m->record.subject = making_name(m, name);
	if (name.n != 0 || email.n != 0)
		making_to(m, email.n != 0 ? email : TEXT_NONE, name);
	else
		json_record_strange(m, taken, "It names nobody.");
	making_claim(m, "user-type", chat_get(node, "user_type"));
	making_claim(m, "member-state", chat_get(node, "membership_state"));
	chat_check(m, taken, node, known, COUNT_OF(known));
	chat_other(m, taken, node, known, COUNT_OF(known));
	(void)!making_send(m);
}

/* A conversation that the owner of the account is or was in. */
static void
membership(struct making *m, const struct json_taken *taken, void *ctx)
{
	static const char *const known[] = {"group_name", "group_id", "membership_state"};
	const struct json_node *node = taken->tree.root;
	struct text name = chat_get(node, "group_name"), id = chat_get(node, "group_id");

	(void)ctx;
	making_begin(m, KIND_SYSTEM, "google-chat");
	json_record_odd(m, taken->tree.odd);
	if (name.n == 0 && id.n == 0)
		json_record_strange(m, taken, "It names no conversation.");
	m->record.conversation = making_name(m, id.n != 0 ? id : name);
	making_body(m, chat_get(node, "membership_state"));
	making_claim(m, "group-name", name);
	making_claim(m, "group-id", id);
	chat_check(m, taken, node, known, COUNT_OF(known));
	chat_other(m, taken, node, known, COUNT_OF(known));
	(void)!making_send(m);
}

static void
owner_value(void *ctx, const struct json_taken *taken)
{
	struct reading *r = ctx;

	making_note(&r->m, NOTE_OMITS, "account-owner",
	    "This file names the account that was exported; its name and address are those of "
	    "whoever asked for the export.");
	person(&r->m, taken, r);
}

static enum status
member(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;

	if (text_eq_c(key, "messages"))
		return google_list(&r->walk, &r->m, "google-chat", google_chat_message, NULL, err);
	if (text_eq_c(key, "members"))
		return google_list(&r->walk, &r->m, "google-chat", person, r, err);
	if (text_eq_c(key, "membership_info"))
		return google_list(&r->walk, &r->m, "google-chat", membership, NULL, err);
	if (text_eq_c(key, "user"))
		return json_record_one(&r->walk, &r->m, "google-chat", owner_value, r);
	return json_walk_skip(&r->walk, err);
}

/* "name" of a room may stand behind its members: it is looked for first. */
static enum status
room_read(struct reading *r)
{
	struct json_taken taken;
	bool found;
	enum status status = json_walk_find(&r->walk, "name", &found, r->err);

	if (status == OK && found)
		status = json_walk_take(&r->walk, &taken, r->err);
	if (status == OK && found && taken.why == NULL)
		r->room = text_hold(r->name, sizeof r->name, json_tree_text(taken.tree.root));
	json_walk_rewind(&r->walk);
	return status;
}

static void
say_omits(struct making *m)
{
	making_note(m, NOTE_OMITS, "deleted-text",
	    "A Google Chat export names messages that were deleted, and not what they said.");
	making_note(m, NOTE_OMITS, "history-off",
	    "Messages of a conversation whose history was turned off are gone after a day, and "
	    "are in no export.");
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
		status = fail(
		    err, E_FORMAT, "not an export of Google Chat: it does not begin with {");
	if (status == OK) {
		making_note(&r.m, NOTE_FORMAT, "google-chat", NULL);
		say_omits(&r.m);
		status = r.m.status;
	}
	if (status == OK)
		status = room_read(&r);
	if (status == OK)
		status = json_walk_each(&r.walk, member, &r, err);
	if (status == OK) {
		json_record_end(&r.m, &r.walk);
		status = making_finish(&r.m);
	}
	making_fini(&r.m);
	json_walk_fini(&r.walk);
	return status;
}

static enum status
google_chat_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return owner_look(read_once, source, options, sink, err);
}

const struct format google_chat_format = {
    .name = "google-chat", .probe = google_chat_probe, .read = google_chat_read, .prepare = NULL};
