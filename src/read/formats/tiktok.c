/* src/read/formats/tiktok.c
 * The format "tiktok": user_data.json or user_data_tiktok.json.  TikTok gives its sections other
 * names every year, so they are known by their shape, wherever they stand
 * (docs/formats/tiktok.md).  Not for: what was watched, liked or searched. */
#include "base/buf.h"
#include "read/formats/chat.h"
#include "read/formats/formats.h"
#include "read/formats/json_blank.h"
#include "read/formats/json_head.h"
#include "read/formats/owner_look.h"

enum {
	SECTION_DEPTH_MAX = 8,
	LIST_LOOK_BYTES = 16 * 1024, /* looked at to know a list by what it holds first */
};

#define CHAT_WITH_ONE "Chat History with "

static const char *const tiktok_omits[][2] = {
    {"media-links",
	"Pictures and videos in TikTok messages are links, which stop working; the files "
	"are not in this download."},
    {"deleted-text", "A TikTok download does not contain messages that were deleted."},
    {"other-sections", "Only messages, blocked people and logins are made into records: what was "
		       "watched, liked or searched for is in the original."},
};

/* What a value is, by its key. */
enum part { PART_OTHER, PART_CHAT, PART_BLOCKED, PART_LOGINS, PART_PROFILE };

static enum part
part_of(struct text key)
{
	struct slice bytes = slice_of_text(key);

	if (slice_starts(bytes, CHAT_WITH_ONE) || slice_starts(bytes, "Group Chat with "))
		return PART_CHAT;
	if (text_eq_c(key, "BlockList"))
		return PART_BLOCKED;
	if (text_eq_c(key, "LoginHistoryList"))
		return PART_LOGINS;
	return text_eq_c(key, "ProfileMap") ? PART_PROFILE : PART_OTHER;
}

static bool
below_has(const struct json_head *head, const char *key)
{
	for (size_t i = 0; i < head->count; i++)
		if (head->pair[i].parent.p != NULL &&
		    slice_eq(head->pair[i].key, slice_of(key, strlen(key))))
			return true;
	return false;
}

/* The messages may stand far behind what was watched. */
static int
tiktok_probe(struct slice bytes)
{
	static const char *const sections[] = {"Activity", "Your Activity", "App Settings",
	    "Profile And Settings", "Direct Messages", "Direct Message", "Ads and data", "Comment",
	    "Video", "Likes and Favorites"};
	static const char *const lists[] = {"VideoList", "FavoriteVideoList", "BlockList",
	    "LoginHistoryList", "Video Browsing History", "Watch History", "ProfileMap",
	    "Favorite Videos", "Login History"};
	struct json_head head;
	size_t found = 0;

	json_head_scan(bytes, &head);
	if (head.first != '{')
		return 0;
	if (below_has(&head, "ChatHistory"))
		return 95;
	for (size_t i = 0; i < COUNT_OF(sections); i++)
		found += json_head_has(&head, NULL, sections[i]) ? 1 : 0;
	for (size_t i = 0; found != 0 && i < COUNT_OF(lists); i++)
		if (below_has(&head, lists[i]))
			return found > 1 ? 85 : 75;
	return 0;
}

struct reading {
	struct json_walk walk;
	struct making m;
	char chat_room[RECORD_NAME_MAX_BYTES]; /* `chat` stands here */
	struct text chat; /* whom the chat in hand is with, or what it is called */
	bool one;         /* that is one person's name */
	bool owner;       /* the first walk, which only looks for the owner's name */
	unsigned depth;   /* of the object in hand */
	bool chats[SECTION_DEPTH_MAX + 1]; /* is it, or one around it, there for chats? */
	struct err *err;
};

/* "Chat History with dan_r:", and any other name as it stands */
static void
chat_begin(struct reading *r, struct text key)
{
	struct slice name = slice_of_text(text_prefix(key, RECORD_NAME_MAX_BYTES));
	size_t with = slice_find(name, SLICE_LITERAL(" with "));

	r->one = slice_starts(name, CHAT_WITH_ONE);
	if (part_of(key) == PART_CHAT && with != SIZE_MAX)
		name = slice_from(name, with + 6);
	if (name.n != 0 && name.p[name.n - 1] == ':')
		name.n--;
	r->chat = text_hold(
	    r->chat_room, sizeof r->chat_room, (struct text){(const char *)name.p, name.n});
}

/* In a chat of two: either of them may have had another name then, so it is neither's for certain.
 */
static void
third_doubt(struct reading *r, struct text from)
{
	if (!r->one || r->m.record.direction != DIRECTION_IN || text_eq(from, r->chat))
		return;
	r->m.record.direction = DIRECTION_UNKNOWN;
	making_doubt(&r->m, "sender-unlisted", from);
}

static void
message_value(void *ctx, const struct json_taken *taken)
{
	static const char *const known[] = {"Date", "From", "Content", "Action"};
	struct reading *r = ctx;
	struct making *m = &r->m;
	const struct json_node *message = taken->tree.root;
	struct text from = chat_get(message, "From"), content = chat_get(message, "Content");
	bool link = slice_starts(slice_of_text(content), "http://") ||
		    slice_starts(slice_of_text(content), "https://");

	if (message->type != JSON_OBJECT) {
		chat_strange(m, "tiktok", taken, "Here a message should stand.");
		return;
	}
	making_begin(m, KIND_MESSAGE, "tiktok");
	json_record_odd(m, taken->tree.odd);
	chat_check(m, taken, message, known, COUNT_OF(known));
	m->record.conversation = making_name(m, r->chat);
	chat_utc(m, &m->record.when, chat_get(message, "Date"));
	if (from.n != 0)
		making_from(m, from, TEXT_NONE);
	else
		making_doubt(m, "no-sender", TEXT_NONE);
	if (m->record.direction == DIRECTION_OUT && r->one)
		making_to(m, r->chat, TEXT_NONE);
	third_doubt(r, from);
	chat_ids(m);
	if (content.n != 0)
		making_body(m, content);
	if (link)
		making_claim(m, "link", content);
	making_claim(m, "action", chat_get(message, "Action"));
	chat_other(m, taken, message, known, COUNT_OF(known));
	(void)!making_send(m);
}

/* All that an entry of a list says, as claims under the words of the file. */
static void
claim_members(struct making *m, const struct json_node *entry)
{
	for (const struct json_node *at = entry->first; at != NULL; at = at->next) {
		const struct text pieces[] = {at->key, json_tree_written(at)};

		if (!text_eq_c(at->key, "Date") && pieces[1].n != 0)
			chat_claim(m, "entry", pieces, COUNT_OF(pieces));
	}
}

/* An entry of a list about the account: "This account blocked: dan_r".  False when it is none. */
static bool
entry_read(struct making *m, const struct json_taken *taken, const char *what, const char *key)
{
	static const char *const scalars[] = {"Date", "UserName", "IP"};
	const struct json_node *entry = taken->tree.root;
	struct text value = text_prefix(chat_get(entry, key), RECORD_NAME_MAX_BYTES);
	struct buf buf;

	if (entry->type != JSON_OBJECT) {
		chat_strange(m, "tiktok", taken, "Here an entry of a list should stand.");
		return false;
	}
	making_begin(m, KIND_SYSTEM, "tiktok");
	json_record_odd(m, taken->tree.odd);
	chat_check(m, taken, entry, scalars, COUNT_OF(scalars));
	chat_utc(m, &m->record.when, chat_get(entry, "Date"));
	buf_init(&buf, RECORD_TEXT_MAX_BYTES);
	buf_put_c(&buf, what);
	buf_put_text(&buf, value);
	making_body_buf(m, &buf);
	buf_fini(&buf);
	claim_members(m, entry);
	return true;
}

static void
blocked_value(void *ctx, const struct json_taken *taken)
{
	struct reading *r = ctx;
	struct text user = chat_get(taken->tree.root, "UserName");

	if (!entry_read(&r->m, taken, "This account blocked: ", "UserName"))
		return;
	if (user.n != 0)
		making_to(&r->m, user, TEXT_NONE);
	chat_ids(&r->m);
	(void)!making_send(&r->m);
}

static void
login_value(void *ctx, const struct json_taken *taken)
{
	struct reading *r = ctx;

	if (!entry_read(&r->m, taken, "Login to this account from: ", "IP"))
		return;
	making_claim(&r->m, "ip-address", chat_get(taken->tree.root, "IP"));
	making_claim(&r->m, "device", chat_get(taken->tree.root, "DeviceModel"));
	(void)!making_send(&r->m);
}

/* The first walk only looks for the owner's name: it stands behind the messages. */
static enum status
owner_value(struct reading *r)
{
	struct json_taken taken;
	enum status status = json_walk_take(&r->walk, &taken, r->err);

	if (status == OK && taken.why == NULL)
		owner_tell(&r->m.owner, chat_get(taken.tree.root, "userName"));
	return status;
}

static enum status
part_read(struct reading *r, enum part part, struct text key)
{
	switch (part) {
	case PART_CHAT:
		chat_begin(r, key);
		return chat_each(&r->walk, &r->m, "tiktok", message_value, r);
	case PART_BLOCKED: return chat_each(&r->walk, &r->m, "tiktok", blocked_value, r);
	case PART_LOGINS: return chat_each(&r->walk, &r->m, "tiktok", login_value, r);
	case PART_PROFILE:
	case PART_OTHER: break;
	}
	return json_walk_skip(&r->walk, r->err);
}

/* The object that a list begins with, as far as it stands in `view`; empty when there is none. */
static struct slice
first_object(struct slice view)
{
	size_t begin = 1, end, depth = 0;
	bool quoted = false;

	while (begin < view.n && json_is_blank(view.p[begin]))
		begin++;
	if (begin >= view.n || view.p[begin] != '{')
		return slice_of(NULL, 0);
	for (end = begin; end < view.n; end++) {
		uint8_t c = view.p[end];

		if (quoted && c == '\\')
			end++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '{' || c == '['))
			depth++;
		else if (!quoted && (c == '}' || c == ']') && --depth == 0)
			break;
	}
	end = end < view.n ? end + 1 : view.n;
	return slice_of(view.p + begin, end - begin);
}

/* A list whose first object says who wrote what is a chat, whatever it is called. */
static enum status
list_is_chat(struct reading *r, bool *chat)
{
	struct json_head head;
	struct slice view;
	enum status status = window_look(&r->walk.window, LIST_LOOK_BYTES, &view, r->err);

	if (status != OK)
		return status;
	json_head_scan(first_object(view), &head);
	*chat = json_head_has(&head, NULL, "From") && json_head_has(&head, NULL, "Content");
	return OK;
}

/* What has no name that is known: known by where it stands, or by its shape. */
static enum status
unnamed_read(struct reading *r, struct text key, uint8_t c)
{
	bool chat = r->chats[r->depth];
	enum status status = OK;

	if (c == '[' && !chat)
		status = list_is_chat(r, &chat);
	if (status != OK)
		return status;
	if (c == '[' && chat)
		return part_read(r, PART_CHAT, key);
	return chat ? chat_unknown(
			  &r->walk, &r->m, "tiktok", "Here a list of messages should stand.")
		    : json_walk_skip(&r->walk, r->err);
}

static enum status
member_read(struct reading *r, struct text key)
{
	enum part part = part_of(key);
	uint8_t c;
	enum status status = json_walk_look(&r->walk, &c, r->err);

	if (status != OK)
		return status;
	if (r->owner && part == PART_PROFILE)
		return owner_value(r);
	if (!r->owner && part != PART_OTHER && part != PART_PROFILE)
		return part_read(r, part, key);
	if (c == '{' && r->depth < SECTION_DEPTH_MAX) {
		r->chats[r->depth + 1] = r->chats[r->depth] || text_eq_c(key, "ChatHistory") ||
					 text_eq_c(key, "GroupChat");
		r->depth++;
		return json_walk_enter(&r->walk, r->err);
	}
	return r->owner ? json_walk_skip(&r->walk, r->err) : unnamed_read(r, key, c);
}

/* Down all objects, over everything that is not one of the parts. */
static enum status
sections_walk(struct reading *r, bool owner)
{
	struct text key;
	bool more;
	enum status status = json_walk_enter(&r->walk, r->err);

	r->owner = owner;
	r->depth = 1;
	r->chats[1] = false;
	while (status == OK && r->depth != 0) {
		status = json_walk_next(&r->walk, &key, &more, r->err);
		if (status == OK && more)
			status = member_read(r, key);
		else if (status == OK)
			r->depth--;
	}
	return status;
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
		status = fail(err, E_FORMAT, "not a TikTok download: it does not begin with {");
	if (status == OK) {
		making_note(&r.m, NOTE_FORMAT, "tiktok", NULL);
		chat_omits(&r.m, tiktok_omits, COUNT_OF(tiktok_omits));
		status = r.m.status;
	}
	if (status == OK)
		status = sections_walk(&r, true);
	if (status == OK) {
		json_walk_rewind(&r.walk);
		status = sections_walk(&r, false);
	}
	if (status == OK) {
		json_record_end(&r.m, &r.walk);
		status = making_finish(&r.m);
	}
	making_fini(&r.m);
	json_walk_fini(&r.walk);
	return status;
}

static enum status
tiktok_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return owner_look_met(read_once, source, options, sink, err);
}

const struct format tiktok_format = {
    .name = "tiktok", .probe = tiktok_probe, .read = tiktok_read, .prepare = NULL};
