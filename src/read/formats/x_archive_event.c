/* src/read/formats/x_archive_event.c
 * One event of a conversation in an X archive; see x_archive.h and docs/formats/x-archive.md. */
#include "read/formats/x_archive.h"

#include "base/buf.h"

static void
fill_when(struct making *m, const struct json_node *event)
{
	struct text created = chat_get(event, "createdAt");

	if (created.n != 0)
		chat_utc(m, &m->record.when, created);
	else
		making_doubt(m, "no-time", TEXT_NONE);
}

/* "https://…/dm/1/2/abc.jpg" of message 1 is the file "1-abc.jpg". */
static void
fill_media(struct x_archive *x, const struct json_node *event)
{
	struct making *m = &x->m;
	const struct json_node *at = json_tree_typed(json_tree_get(event, "mediaUrls"), JSON_ARRAY);
	struct text id = chat_get(event, "id"), part;
	struct buf buf;

	buf_init(&buf, 2 * RECORD_NAME_MAX_BYTES + 64);
	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next) {
		part = chat_last_part(json_tree_text(at));
		buf_reset(&buf);
		buf_put_c(&buf, x->media);
		buf_put_text(&buf, text_prefix(id, RECORD_NAME_MAX_BYTES));
		buf_put_c(&buf, "-");
		buf_put_text(&buf, text_prefix(part, RECORD_NAME_MAX_BYTES));
		if (part.n != 0 && id.n != 0)
			making_attach(m, buf_text(&buf), TEXT_NONE, false);
		else
			making_attach(m, TEXT_NONE, TEXT_NONE, true);
		making_claim(m, "media-address", json_tree_text(at));
	}
	buf_fini(&buf);
}

static void
fill_reactions(struct making *m, const struct json_node *reactions)
{
	const struct json_node *at = json_tree_typed(reactions, JSON_ARRAY);

	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next) {
		const struct text pieces[] = {chat_get(at, "reactionKey"), chat_get(at, "senderId"),
		    chat_get(at, "createdAt")};

		chat_claim(m, "reaction", pieces, COUNT_OF(pieces));
	}
}

/* X writes an edit in one of several ways; all that is said of one is kept. */
static void
fill_edits(struct making *m, const struct json_node *edits)
{
	const struct json_node *at = json_tree_typed(edits, JSON_ARRAY), *member;

	at = at != NULL ? at->first : NULL;
	if (at == NULL)
		return;
	making_mark(m, "edited");
	for (; at != NULL; at = at->next) {
		struct text pieces[8] = {json_tree_written(at)};
		size_t count = pieces[0].n != 0 ? 1 : 0;

		for (member = at->first; member != NULL && count < COUNT_OF(pieces);
		     member = member->next)
			pieces[count++] = chat_plain(m, json_tree_written(member));
		chat_claim(m, "earlier-wording", pieces, count);
	}
}

static void
fill_message(struct x_archive *x, const struct json_node *event)
{
	struct making *m = &x->m;
	const struct json_node *at = json_tree_typed(json_tree_get(event, "urls"), JSON_ARRAY);
	struct text sender = chat_get(event, "senderId"), to = chat_get(event, "recipientId");

	if (sender.n != 0)
		making_from(m, sender, TEXT_NONE);
	else
		making_doubt(m, "no-sender", TEXT_NONE);
	if (to.n != 0)
		making_to(m, to, TEXT_NONE);
	chat_ids(m);
	making_body(m, chat_plain(m, json_tree_text(json_tree_get(event, "text"))));
	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next)
		making_claim(m, "link", chat_get(at, "expanded"));
	fill_media(x, event);
	fill_reactions(m, json_tree_get(event, "reactions"));
	fill_edits(m, json_tree_get(event, "editHistory"));
	making_claim(m, "message-id", chat_get(event, "id"));
}

static void
ids_put(struct buf *buf, const struct json_node *ids)
{
	const struct json_node *at = json_tree_typed(ids, JSON_ARRAY);
	bool first = true;

	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next) {
		struct text id = json_tree_written(at);

		if (id.n == 0)
			id = chat_get(at, "userId");
		buf_put_c(buf, first ? ": " : ", ");
		buf_put_text(buf, text_prefix(id, RECORD_NAME_MAX_BYTES));
		first = false;
	}
}

/* Who came, who went, what the group is called: "participantsLeave: 3003". */
static void
fill_act(struct making *m, const struct json_node *event)
{
	struct text by = chat_get(event, "initiatingUserId"), name = chat_get(event, "name");
	struct buf buf;

	if (by.n == 0)
		by = chat_get(event, "userId");
	if (by.n != 0)
		chat_from(m, by, TEXT_NONE, DIRECTION_NONE);
	chat_ids(m);
	buf_init(&buf, RECORD_TEXT_MAX_BYTES);
	buf_put_text(&buf, event->key);
	ids_put(&buf, json_tree_get(event, "userIds"));
	ids_put(&buf, json_tree_get(event, "participantsSnapshot"));
	if (name.n != 0) {
		buf_put_c(&buf, ": ");
		buf_put_text(&buf, text_prefix(name, RECORD_NAME_MAX_BYTES));
	}
	making_body_buf(m, &buf);
	buf_fini(&buf);
}

static bool
is_act(struct text key)
{
	static const char *const acts[] = {"joinConversation", "participantsJoin",
	    "participantsLeave", "conversationNameUpdate", "conversationAvatarUpdate",
	    "trustConversation", "endAvBroadcast"};

	for (size_t i = 0; i < COUNT_OF(acts); i++)
		if (text_eq_c(key, acts[i]))
			return true;
	return false;
}

void
x_archive_event(struct x_archive *x, const struct json_taken *taken)
{
	static const char *const scalars[] = {
	    "id", "senderId", "recipientId", "text", "createdAt", "name", "initiatingUserId"};
	static const char *const of_message[] = {"id", "senderId", "recipientId", "text",
	    "createdAt", "urls", "mediaUrls", "reactions", "editHistory"};
	static const char *const of_act[] = {
	    "createdAt", "initiatingUserId", "userId", "userIds", "participantsSnapshot", "name"};
	struct making *m = &x->m;
	const struct json_node *root = taken->tree.root;
	const struct json_node *event = root->type == JSON_OBJECT ? root->first : NULL;
	bool message = event != NULL && (text_eq_c(event->key, "messageCreate") ||
					    text_eq_c(event->key, "welcomeMessageCreate"));
	bool act = event != NULL && is_act(event->key);

	making_begin(m, message ? KIND_MESSAGE : act ? KIND_SYSTEM : KIND_NOTE, "x");
	json_record_odd(m, taken->tree.odd);
	chat_check(m, taken, event, scalars, COUNT_OF(scalars));
	if (x->conversation.n != 0)
		m->record.conversation = making_name(m, x->conversation);
	else
		making_doubt(m, "chat-unknown", TEXT_NONE);
	if (event != NULL)
		fill_when(m, event);
	if (message) {
		fill_message(x, event);
		chat_other(m, taken, event, of_message, COUNT_OF(of_message));
	} else if (act) {
		fill_act(m, event);
		chat_other(m, taken, event, of_act, COUNT_OF(of_act));
	} else {
		json_record_strange(m, taken, "This event is of a kind that is not known here.");
		making_note(m, NOTE_UNREAD, "not-understood",
		    "Part of the file is of a kind that is not known here; its bytes are kept.");
	}
	(void)!making_send(m);
}

void
x_archive_account(struct x_archive *x, const struct json_taken *taken)
{
	static const char *const plain[][2] = {
	    {"createdAt", "account-created"}, {"createdVia", "account-created-via"}};
	static const char *const handles[] = {"username", "accountId", "email", "phoneNumber"};
	struct making *m = &x->m;
	const struct json_node *account = json_tree_get(taken->tree.root, "account");
	struct text name = chat_get(account, "accountDisplayName");
	struct text id = chat_get(account, "accountId");

	if (json_tree_typed(account, JSON_OBJECT) == NULL) {
		chat_strange(m, "x", taken, "Here the account should stand.");
		return;
	}
	making_begin(m, KIND_CONTACT, "x");
	json_record_odd(m, taken->tree.odd);
	m->record.subject = making_name(m, name);
	for (size_t i = 0; i < COUNT_OF(handles); i++) {
		struct text handle = chat_get(account, handles[i]);

		if (handle.n == 0)
			continue;
		making_to(m, handle, name);
		if (text_eq(handle, id) && m->record.to_count != 0)
			m->record.to[m->record.to_count - 1]
			    .handle = m->record.to[m->record.to_count - 1].as_written;
	}
	making_claim(m, "account-owner", TEXT_LITERAL("yes"));
	making_claim(m, "account-id", id);
	for (size_t i = 0; i < COUNT_OF(plain); i++)
		making_claim(m, plain[i][1], chat_get(account, plain[i][0]));
	(void)!making_send(m);
}
