/* src/read/formats/hangouts.c
 * The format "hangouts": Hangouts.json of Google Takeout, all conversations in one file of any size
 * (docs/formats/hangouts.md).
 * Not for: Google Chat, which came after it (google_chat.c). */
#include "read/formats/hangouts.h"

#include "read/formats/formats.h"
#include "read/formats/json_head.h"
#include "read/formats/owner_look.h"

static int
hangouts_probe(struct slice bytes)
{
	struct json_head head;

	json_head_scan(bytes, &head);
	if (head.first != '{')
		return 0;
	if (!json_head_has(&head, NULL, "conversations") &&
	    !json_head_has(&head, NULL, "conversation_state"))
		return 0;
	if (json_head_has(&head, "conversation", "participant_data") ||
	    json_head_has(&head, "conversation", "self_conversation_state") ||
	    json_head_has(&head, "events", "sender_id") ||
	    json_head_has(&head, "event", "sender_id"))
		return 95;
	return json_head_has(&head, "conversation", "conversation_id") ||
		       json_head_has(&head, "conversations", "conversation_id")
		   ? 80
		   : 0;
}

/* The walk and the record, handed down together. */
struct reading {
	struct json_walk walk;
	struct making m;
	struct hangouts_chat chat;
	struct err *err;
};

static void
chat_forget(struct hangouts_chat *chat)
{
	arena_reset(&chat->arena);
	chat->id = chat->name = chat->self = TEXT_NONE;
	chat->one_to_one = false;
	chat->people = NULL;
	chat->people_count = 0;
	chat->started_n = 0;
}

/* {"conversation_id": …, "conversation": {…}}, or the latter itself; in old files there is
 * "conversation_state" around both. */
static void
describe(void *ctx, const struct json_taken *taken)
{
	struct reading *r = ctx;
	const struct json_node *node = taken->tree.root;
	const struct json_node *inner = json_tree_typed(
	    json_tree_get(node, "conversation"), JSON_OBJECT);

	chat_forget(&r->chat); /* a second description replaces the first */
	hangouts_chat_fill(&r->m, &r->chat, inner != NULL ? inner : node);
}

static enum status chat_read(struct reading *r, json_walk_member *member);

/* "conversation_state" is looked into once. */
static enum status
chat_member(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;

	if (text_eq_c(key, "events") || text_eq_c(key, "event"))
		return google_list(&r->walk, &r->m, "hangouts", hangouts_event, &r->chat, err);
	if (text_eq_c(key, "conversation"))
		return json_record_one(&r->walk, &r->m, "hangouts", describe, r);
	return json_walk_skip(&r->walk, err);
}

static enum status
outer_member(void *ctx, struct text key, struct err *err)
{
	if (text_eq_c(key, "conversation_state"))
		return chat_read(ctx, chat_member);
	return chat_member(ctx, key, err);
}

/* A conversation: what describes it, then its events, of which there may be a gigabyte. */
static enum status
chat_read(struct reading *r, json_walk_member *member)
{
	struct json_taken taken;
	uint8_t c;
	enum status status = json_walk_look(&r->walk, &c, r->err);

	if (status != OK)
		return status;
	if (c == '{')
		return json_walk_each(&r->walk, member, r, r->err);
	status = json_walk_take(&r->walk, &taken, r->err);
	if (status != OK)
		return status;
	if (taken.why == NULL)
		taken.why = "A conversation should stand there.";
	json_record_unread(&r->m, "hangouts", &taken);
	return r->m.status;
}

static enum status
chats_value(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;

	(void)key;
	(void)err;
	chat_forget(&r->chat);
	return chat_read(r, outer_member);
}

static enum status
chats_read(struct reading *r)
{
	uint8_t c;
	enum status status = json_walk_look(&r->walk, &c, r->err);

	if (status != OK)
		return status;
	if (c != '[')
		return chat_read(r, chat_member);
	status = json_walk_each(&r->walk, chats_value, r, r->err);
	chat_forget(&r->chat);
	return status;
}

static enum status
export_member(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;

	if (text_eq_c(key, "conversations") || text_eq_c(key, "conversation_state"))
		return chats_read(r);
	return json_walk_skip(&r->walk, err);
}

static void
say_format(struct making *m)
{
	making_note(m, NOTE_FORMAT, "hangouts", NULL);
	making_note(m, NOTE_OMITS, "deleted-text",
	    "An export of Hangouts does not contain messages that were deleted, or that were said "
	    "while history was off.");
	making_note(m, NOTE_OMITS, "names",
	    "Hangouts names people by numbers; the names beside them are those of the day of the "
	    "export.");
}

static enum status
read_once(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct reading r = {.err = err};
	uint8_t c = 0;
	enum status status = json_walk_init(&r.walk, source, err);

	arena_init(&r.chat.arena, HANGOUTS_ARENA_BYTES);
	if (status == OK)
		status = making_init(&r.m, options, sink, err);
	if (status == OK)
		status = json_walk_look(&r.walk, &c, err);
	if (status == OK && c != '{')
		status = fail(err, E_FORMAT, "not an export of Hangouts: it does not begin with {");
	if (status == OK) {
		say_format(&r.m);
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

static enum status
hangouts_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return owner_look_met(read_once, source, options, sink, err);
}

const struct format hangouts_format = {
    .name = "hangouts", .probe = hangouts_probe, .read = hangouts_read, .prepare = NULL};
