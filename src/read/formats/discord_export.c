/* src/read/formats/discord_export.c
 * What DiscordChatExporter writes as JSON; see discord.h and docs/formats/discord.md. */
#include "read/formats/discord.h"

#include "base/buf.h"
#include "base/time.h"

/* What the program says of the export itself is a record: from when to when it goes, and what is
 * not known here. */
static void
export_says(struct discord *d, const struct json_taken *taken, struct text key)
{
	static const char *const known[] = {"after", "before"};
	struct making *m = &d->m;
	const struct json_node *of = taken->tree.root;
	bool range = text_eq_c(key, "dateRange") && of->type == JSON_OBJECT;
	struct text after = chat_get(of, "after"), before = chat_get(of, "before");
	const struct text pieces[] = {key, json_tree_written(of)};

	if (of->type == JSON_NULL || (range && after.n == 0 && before.n == 0))
		return;
	making_begin(m, KIND_SYSTEM, "discord");
	json_record_odd(m, taken->tree.odd);
	m->record.conversation = making_name(m, d->channel.n != 0 ? d->channel : d->id);
	if (range) {
		making_body(m, TEXT_LITERAL("This export is an excerpt."));
		making_claim(m, "excerpt-after", after);
		making_claim(m, "excerpt-before", before);
		chat_other(m, taken, of, known, COUNT_OF(known));
		making_note(m, NOTE_GAP, "excerpt",
		    "The export says that it is an excerpt, from one time to another: what was "
		    "written before or after is not in it.");
	} else if (of->type != JSON_ARRAY && of->type != JSON_OBJECT) {
		chat_claim(m, "other", pieces, COUNT_OF(pieces));
	} else {
		chat_unknown_part(m, taken, key);
	}
	(void)!making_send(m);
}

static struct text
keep(char room[RECORD_NAME_MAX_BYTES], struct text text)
{
	return text_hold(room, RECORD_NAME_MAX_BYTES, text);
}

/* "guild", "channel" and "messageCount", and what is said of the export. */
static enum status
head_member(struct discord *d, struct json_walk *walk, struct text key)
{
	bool guild = text_eq_c(key, "guild"), channel = text_eq_c(key, "channel");
	bool count = text_eq_c(key, "messageCount");
	char name[CHAT_REPEATED_BYTES]; /* the value takes the place of the key */
	struct json_taken taken;
	enum status status;

	key = text_hold(name, sizeof name, key);
	status = json_walk_take(walk, &taken, d->m.err);
	if (status != OK)
		return status;
	if (taken.why != NULL) {
		json_record_unread(&d->m, "discord", &taken);
		return d->m.status;
	}
	if (count) {
		d->counted = json_tree_i64(taken.tree.root, &d->count);
		return OK;
	}
	if (guild) {
		d->guild = keep(d->guild_room, chat_get(taken.tree.root, "name"));
	} else if (channel) {
		d->channel = keep(d->channel_room, chat_get(taken.tree.root, "name"));
		d->id = keep(d->id_room, chat_get(taken.tree.root, "id"));
	} else if (text_eq_c(key, "exportedAt") && json_tree_text(taken.tree.root).n != 0) {
		if (d->made.n == 0)
			d->made = keep(d->made_room, json_tree_text(taken.tree.root));
	} else {
		export_says(d, &taken, key);
	}
	return d->m.status;
}

static void
message_value(void *ctx, const struct json_taken *taken)
{
	discord_message(ctx, taken);
}

/* What a member of the export is read with. */
struct part {
	struct discord *d;
	struct json_walk *walk;
};

static enum status
export_member(void *ctx, struct text key, struct err *err)
{
	const struct part *part = ctx;

	(void)err;
	if (text_eq_c(key, "messages"))
		return chat_each(part->walk, &part->d->m, "discord", message_value, part->d);
	return head_member(part->d, part->walk, key);
}

/* Behind the messages: when all that is known. */
static void
export_made(struct discord *d)
{
	struct making *m = &d->m;

	if (d->made.n == 0)
		return;
	making_begin(m, KIND_SYSTEM, "discord");
	m->record.conversation = making_name(m, d->channel.n != 0 ? d->channel : d->id);
	making_body(m, TEXT_LITERAL("This export was made by DiscordChatExporter."));
	making_claim(m, "export-made", d->made);
	(void)!making_send(m);
}

enum status
discord_export(struct discord *d, struct json_walk *walk)
{
	struct part part = {d, walk};
	enum status status = json_walk_each(walk, export_member, &part, d->m.err);

	if (status == OK && d->counted && (d->count < 0 || (uint64_t)d->count != d->met))
		making_note(&d->m, NOTE_DOUBT, "count-differs",
		    "The file says that it holds another number of messages than it does.");
	if (status == OK)
		export_made(d);
	return status == OK ? d->m.status : status;
}

static void
fill_files(struct making *m, const struct json_node *files)
{
	const struct json_node *at = json_tree_typed(files, JSON_ARRAY);
	struct text url, name;
	bool link;

	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next) {
		url = chat_get(at, "url");
		name = chat_get(at, "fileName");
		link = discord_is_link(url);
		/* An export with media has the way to the file where the link was. */
		if (link || url.n == 0)
			making_attach(m, name, TEXT_NONE, true);
		else
			discord_attach(m, url);
		making_claim(m, "file-name", name);
		making_claim(m, "expected-bytes", chat_get(at, "fileSizeBytes"));
		if (link)
			making_claim(m, "media-address", url);
	}
}

static void
fill_reactions(struct making *m, const struct json_node *reactions)
{
	const struct json_node *at = json_tree_typed(reactions, JSON_ARRAY), *user;

	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next) {
		struct text emoji = text_prefix(
		    chat_get(json_tree_get(at, "emoji"), "name"), CHAT_REPEATED_BYTES);

		user = json_tree_typed(json_tree_get(at, "users"), JSON_ARRAY);
		user = user != NULL ? user->first : NULL;
		do {
			const struct text pieces[] = {emoji,
			    user != NULL ? chat_get(user, "name") : chat_get(at, "count"),
			    chat_get(user, "id")};

			chat_claim(m, "reaction", pieces, COUNT_OF(pieces));
			user = user != NULL ? user->next : NULL;
		} while (user != NULL);
	}
}

/* Accounts had numbers behind their names, which many could have, till each had one of its own. */
static bool
is_alone(struct text number)
{
	return number.n == 0 || text_eq_c(number, "0000") || text_eq_c(number, "0");
}

/* What only one account is called. */
static struct text
user_name(struct making *m, struct text name, struct text number)
{
	struct text out;
	struct buf buf;

	if (name.n == 0 || is_alone(number))
		return name;
	buf_init(&buf, 2 * RECORD_NAME_MAX_BYTES);
	buf_put_text(&buf, text_prefix(name, RECORD_NAME_MAX_BYTES / 2));
	buf_put_byte(&buf, '#');
	buf_put_text(&buf, text_prefix(number, RECORD_NAME_MAX_BYTES / 2));
	out = making_keep(m, buf_text(&buf));
	buf_fini(&buf);
	return out;
}

static void
fill_author(struct discord *d, const struct json_node *author)
{
	struct making *m = &d->m;
	struct text name = chat_get(author, "name"), shown = chat_get(author, "nickname");
	struct text number = chat_get(author, "discriminator");

	making_claim(m, "user-name", name);
	if (!is_alone(number))
		making_claim(m, "user-number", number);
	if (json_tree_true(json_tree_get(author, "isBot")))
		making_claim(m, "bot", TEXT_LITERAL("yes"));
	if (shown.n == 0)
		shown = name;
	if (chat_get(author, "id").n != 0)
		making_from_user(m, chat_get(author, "id"), user_name(m, name, number), shown);
	else if (shown.n != 0)
		making_from(m, TEXT_NONE, shown);
	else
		making_doubt(m, "no-sender", TEXT_NONE);
	chat_ids(m);
}

static void
fill_call(struct making *m, const struct json_node *message)
{
	struct text ended = chat_get(message, "callEndedTimestamp");
	int64_t end_us;

	m->record.kind = KIND_CALL;
	making_claim(m, "call-ended", ended);
	if (m->record.when.at_known && chat_utc_parse(ended, &end_us) &&
	    end_us >= m->record.when.at_us)
		m->record.duration_s = (end_us - m->record.when.at_us) / US_PER_SECOND;
}

/* What is a message, and what the program wrote about the conversation. */
static bool
is_message(struct text type)
{
	static const char *const types[] = {"Default", "Reply", "ChatInputCommand",
	    "ContextMenuCommand", "ThreadStarterMessage", "AutoModerationAction", "0", "19", "20",
	    "21", "23", "24"};

	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (text_eq_c(type, types[i]))
			return true;
	return type.n == 0;
}

/* A message of somebody else's or of another place, said again. */
static void
fill_passed(struct making *m, const struct json_taken *taken, const struct json_node *passed)
{
	static const char *const known[] = {
	    "timestamp", "timestampEdited", "content", "attachments", "embeds", "stickers"};

	if (json_tree_typed(passed, JSON_OBJECT) == NULL)
		return;
	making_mark(m, "forwarded");
	making_claim(m, "forwarded-time", chat_get(passed, "timestamp"));
	making_claim(m, "forwarded-edited-at", chat_get(passed, "timestampEdited"));
	making_body(m, json_tree_text(json_tree_get(passed, "content")));
	fill_files(m, json_tree_get(passed, "attachments"));
	discord_embeds(m, taken, passed);
	chat_other(m, taken, passed, known, COUNT_OF(known));
}

/* "danr 42" */
static void
claim_user(struct making *m, const char *key, struct text what, const struct json_node *user)
{
	struct text shown = chat_get(user, "nickname");
	const struct text pieces[] = {
	    what, shown.n != 0 ? shown : chat_get(user, "name"), chat_get(user, "id")};

	if (pieces[0].n != 0 || pieces[1].n != 0 || pieces[2].n != 0)
		chat_claim(m, key, pieces, COUNT_OF(pieces));
}

/* Who is named in it, who called the program that wrote it, and what it answers. */
static void
fill_others(struct making *m, const struct json_node *message)
{
	const struct json_node *at = json_tree_typed(
	    json_tree_get(message, "mentions"), JSON_ARRAY);
	const struct json_node *call = json_tree_get(message, "interaction");
	const struct json_node *reference = json_tree_get(message, "reference");

	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next)
		claim_user(m, "mention", TEXT_NONE, at);
	claim_user(m, "command", text_prefix(chat_get(call, "name"), CHAT_REPEATED_BYTES),
	    json_tree_get(call, "user"));
	making_claim(m, "reply-to", chat_get(reference, "messageId"));
	making_claim(m, "reply-channel", chat_get(reference, "channelId"));
}

static void
fill_details(struct making *m, const struct json_taken *taken, const struct json_node *message)
{
	struct text edited = chat_get(message, "timestampEdited");
	struct text content = chat_get(message, "content");

	if (edited.n != 0) {
		making_mark(m, "edited");
		making_claim(m, "edited-at", edited);
	}
	if (content.n != 0)
		making_body(m, content);
	fill_files(m, json_tree_get(message, "attachments"));
	discord_embeds(m, taken, message);
	discord_buttons(m, taken, message);
	fill_reactions(m, json_tree_get(message, "reactions"));
	fill_others(m, message);
	fill_passed(m, taken, json_tree_get(message, "forwardedMessage"));
	if (m->record.body.n == 0)
		discord_embed_words(m, message);
	if (m->record.body.n == 0)
		discord_embed_words(m, json_tree_get(message, "forwardedMessage"));
	if (json_tree_true(json_tree_get(message, "isPinned")))
		making_claim(m, "pinned", TEXT_LITERAL("yes"));
	making_claim(m, "message-id", chat_get(message, "id"));
}

/* Members that should hold lists or objects, and hold something else. */
static void
check_kinds(struct making *m, const struct json_taken *taken, const struct json_node *message)
{
	static const char *const lists[] = {
	    "attachments", "components", "embeds", "stickers", "reactions", "mentions"};
	static const char *const objects[] = {
	    "author", "reference", "forwardedMessage", "interaction"};
	const struct json_node *at;

	for (size_t i = 0; i < COUNT_OF(lists) + COUNT_OF(objects); i++) {
		bool list = i < COUNT_OF(lists);

		at = json_tree_get(message, list ? lists[i] : objects[i - COUNT_OF(lists)]);
		if (at != NULL && at->type != JSON_NULL &&
		    at->type != (list ? JSON_ARRAY : JSON_OBJECT))
			chat_unknown_part(m, taken, at->key);
	}
}

void
discord_message(struct discord *d, const struct json_taken *taken)
{
	static const char *const scalars[] = {"id", "type", "timestamp", "content"};
	static const char *const known[] = {"id", "type", "timestamp", "content", "timestampEdited",
	    "callEndedTimestamp", "isPinned", "author", "attachments", "components", "embeds",
	    "stickers", "reactions", "mentions", "reference", "forwardedMessage", "interaction",
	    "inlineEmojis"};
	struct making *m = &d->m;
	const struct json_node *message = taken->tree.root;
	struct text type = chat_get(message, "type"), time = chat_get(message, "timestamp");

	d->met++;
	if (message->type != JSON_OBJECT) {
		chat_strange(m, "discord", taken, "Here a message should stand.");
		return;
	}
	making_begin(m, is_message(type) ? KIND_MESSAGE : KIND_SYSTEM, "discord");
	json_record_odd(m, taken->tree.odd);
	chat_check(m, taken, message, scalars, COUNT_OF(scalars));
	m->record.conversation = making_name(m, d->channel.n != 0 ? d->channel : d->id);
	making_claim(m, "server", d->guild);
	making_claim(m, "channel-id", d->id);
	chat_utc(m, &m->record.when, time);
	fill_author(d, json_tree_get(message, "author"));
	fill_details(m, taken, message);
	if (text_eq_c(type, "Call") || text_eq_c(type, "3")) {
		fill_call(m, message);
	} else if (m->record.kind == KIND_SYSTEM) {
		making_claim(m, "event", type);
		if (m->record.body.n == 0)
			making_body(m, type);
	}
	check_kinds(m, taken, message);
	chat_other(m, taken, message, known, COUNT_OF(known));
	(void)!making_send(m);
}
