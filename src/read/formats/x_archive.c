/* src/read/formats/x_archive.c
 * The format "x-archive": direct-messages.js, direct-messages-group.js and account.js of an archive
 * of X, once Twitter: JSON behind the beginning of a line of JavaScript
 * (docs/formats/x-archive.md).  Not for: posts, and the archive's other lists. */
#include "read/formats/x_archive.h"

#include "read/formats/formats.h"
#include "read/formats/owner_look.h"

enum { HEAD_BYTES = 256 };

static const struct {
	const char *head, *media;
} lists[] = {
    {"window.YTD.direct_messages.part", "direct_messages_media/"},
    {"window.YTD.direct_message.part", "direct_messages_media/"},
    {"window.YTD.direct_messages_group.part", "direct_messages_group_media/"},
    {"window.YTD.direct_message_group.part", "direct_messages_group_media/"},
    {"window.YTD.account.part", NULL},
};

static const char *const x_omits[][2] = {
    {"ids-only",
	"An X archive names people by number only. The number stays the same when somebody takes "
	"another name."},
    {"deleted-text", "An X archive does not contain messages that were deleted, or that either "
		     "side's account took with it."},
    {"encrypted-chats", "Encrypted chats of X are not in this archive."},
};

/* Which of the lists it is; SIZE_MAX when none. */
static size_t
list_of(struct slice head)
{
	if (slice_starts(head, "\xef\xbb\xbf"))
		head = slice_from(head, 3);
	head = slice_trim(head);
	for (size_t i = 0; i < COUNT_OF(lists); i++)
		if (slice_starts(head, lists[i].head))
			return i;
	return SIZE_MAX;
}

static int
x_probe(struct slice bytes)
{
	return list_of(bytes) != SIZE_MAX ? 98 : 0;
}

struct reading {
	struct json_walk walk;
	struct x_archive x;
	char conversation[RECORD_NAME_MAX_BYTES]; /* x.conversation stands here */
	struct err *err;
};

static void
event_value(void *ctx, const struct json_taken *taken)
{
	x_archive_event(ctx, taken);
}

static void
account_value(void *ctx, const struct json_taken *taken)
{
	x_archive_account(ctx, taken);
}

static enum status
id_read(struct reading *r)
{
	struct json_taken taken;
	enum status status = json_walk_take(&r->walk, &taken, r->err);

	if (status != OK || taken.why != NULL)
		return status;
	r->x.conversation = text_hold(
	    r->conversation, sizeof r->conversation, json_tree_written(taken.tree.root));
	return OK;
}

/* {"conversationId": …, "messages": […]} */
static enum status
conversation_member(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;

	if (text_eq_c(key, "conversationId"))
		return id_read(r);
	if (text_eq_c(key, "messages"))
		return chat_each(&r->walk, &r->x.m, "x", event_value, &r->x);
	return json_walk_skip(&r->walk, err);
}

/* The object at the cursor, member by member. */
static enum status
object_read(struct reading *r, json_walk_member *member)
{
	uint8_t c;
	enum status status = json_walk_look(&r->walk, &c, r->err);

	if (status != OK)
		return status;
	if (c != '{')
		return chat_unknown(&r->walk, &r->x.m, "x", "Here a conversation should stand.");
	return json_walk_each(&r->walk, member, r, r->err);
}

/* {"dmConversation": {…}} */
static enum status
wrapper_member(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;

	(void)err;
	if (!text_eq_c(key, "dmConversation"))
		return chat_unknown(
		    &r->walk, &r->x.m, "x", "This is of a kind that is not known here.");
	r->x.conversation = TEXT_NONE;
	return object_read(r, conversation_member);
}

static enum status
wrapper_read(void *ctx, struct text key, struct err *err)
{
	(void)key;
	(void)err;
	return object_read(ctx, wrapper_member);
}

/* What the file says it is, then its list. */
static enum status
list_read(struct reading *r)
{
	struct slice head;
	size_t list;
	uint8_t c = 0;
	enum status status = window_look(&r->walk.window, HEAD_BYTES, &head, r->err);

	if (status != OK)
		return status;
	list = list_of(head);
	if (list == SIZE_MAX)
		return fail(r->err, E_FORMAT,
		    "not of an X archive: it does not begin with "
		    "window.YTD");
	making_note(&r->x.m, NOTE_FORMAT, "x-archive", NULL);
	r->x.media = lists[list].media;
	if (r->x.media != NULL)
		chat_omits(&r->x.m, x_omits, COUNT_OF(x_omits));
	status = r->x.media != NULL ? x_archive_owner(&r->x, r->err) : OK;
	if (status == OK)
		status = json_walk_seek_value(&r->walk, r->err);
	if (status == OK)
		status = json_walk_look(&r->walk, &c, r->err);
	if (status != OK)
		return status;
	if (r->x.media == NULL)
		return chat_each(&r->walk, &r->x.m, "x", account_value, &r->x);
	if (c == '[')
		return json_walk_each(&r->walk, wrapper_read, r, r->err);
	if (c == 0)
		r->walk.cut = true;
	return chat_unknown(&r->walk, &r->x.m, "x", "Here a list should stand.");
}

static enum status
read_once(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct reading r = {.err = err};
	enum status status = json_walk_init(&r.walk, source, err);

	if (status == OK)
		status = making_init(&r.x.m, options, sink, err);
	if (status == OK)
		status = list_read(&r);
	if (status == OK) {
		json_record_end(&r.x.m, &r.walk);
		status = making_finish(&r.x.m);
	}
	making_fini(&r.x.m);
	json_walk_fini(&r.walk);
	return status;
}

static enum status
x_read(const struct source *source, const struct reading_options *options, const struct sink *sink,
    struct err *err)
{
	return owner_look_met(read_once, source, options, sink, err);
}

const struct format x_archive_format = {
    .name = "x-archive", .probe = x_probe, .read = x_read, .prepare = NULL};
