/* src/read/formats/signal_part.c
 * What stands deeper in an item of Signal's export than its kinds do, and is not known here: by the
 * members that Signal's Backup.proto gives each part; see signal.h.
 * Not for: what the known ones mean (signal_item.c). */
#include "read/formats/signal.h"

enum { LEAVES_MAX = 10, BELOW_MAX = 8 };

/* Members of a part: plain ones, and those that are parts or lists of parts. */
struct shape {
	const char *leaves[LEAVES_MAX];
	struct {
		const char *member;
		const struct shape *shape;
	} below[BELOW_MAX];
};

static const struct shape locator = {
    .leaves = {"key", "plaintextHash", "encryptedDigest", "size", "transitCdnKey",
	"transitCdnNumber", "transitTierUploadTimestamp", "mediaTierCdnNumber", "localKey"}};
static const struct shape pointer = {
    .leaves = {"contentType", "incrementalMac", "incrementalMacChunkSize", "fileName", "width",
	"height", "caption", "blurHash"},
    .below = {{"locatorInfo", &locator}}};
static const struct shape attachment = {
    .leaves = {"flag", "wasDownloaded", "clientUuid"}, .below = {{"pointer", &pointer}}};
static const struct shape range = {.leaves = {"start", "length", "mentionAci", "style"}};
static const struct shape text = {.leaves = {"body"}, .below = {{"bodyRanges", &range}}};
static const struct shape quoted_file = {
    .leaves = {"contentType", "fileName"}, .below = {{"thumbnail", &attachment}}};
static const struct shape quote = {.leaves = {"targetSentTimestamp", "authorId", "type"},
    .below = {{"text", &text}, {"attachments", &quoted_file}}};
static const struct shape link = {
    .leaves = {"url", "title", "description", "date"}, .below = {{"image", &pointer}}};
static const struct shape reaction = {
    .leaves = {"emoji", "authorId", "sentTimestamp", "receivedTimestamp", "sortOrder"}};
static const struct shape came = {.leaves = {"sealedSender", "reason"}};
static const struct shape send_status = {.leaves = {"recipientId", "timestamp"},
    .below = {{"pending", &came}, {"sent", &came}, {"delivered", &came}, {"read", &came},
	{"viewed", &came}, {"skipped", &came}, {"failed", &came}}};
static const struct shape name = {
    .leaves = {"givenName", "familyName", "prefix", "suffix", "middleName", "nickname"}};
static const struct shape value = {.leaves = {"value", "type", "label"}};
static const struct shape address = {.leaves = {"type", "label", "street", "pobox", "neighborhood",
					 "city", "region", "postcode", "country"}};
static const struct shape contact = {.leaves = {"organization"},
    .below = {{"name", &name}, {"number", &value}, {"email", &value}, {"address", &address},
	{"avatar", &pointer}}};
static const struct shape sticker = {
    .leaves = {"packId", "packKey", "stickerId", "emoji"}, .below = {{"data", &pointer}}};
static const struct shape vote = {.leaves = {"voterId", "voteCount"}};
static const struct shape option = {.leaves = {"option"}, .below = {{"votes", &vote}}};
static const struct shape reply = {.below = {{"text", &text}, {"longText", &pointer}}};

/* Where in an item each stands. */
static const struct {
	const char *of, *member;
	const struct shape *shape;
} parts[] = {
    {"outgoing", "sendStatus", &send_status},
    {"standardMessage", "quote", &quote},
    {"standardMessage", "text", &text},
    {"standardMessage", "attachments", &attachment},
    {"standardMessage", "linkPreview", &link},
    {"standardMessage", "longText", &pointer},
    {"contactMessage", "contact", &contact},
    {"stickerMessage", "sticker", &sticker},
    {"viewOnceMessage", "attachment", &attachment},
    {"directStoryReplyMessage", "textReply", &reply},
    {"poll", "options", &option},
};

static const struct json_node *
filled(const struct json_node *node, const char *key)
{
	const struct json_node *at = json_tree_get(node, key);

	return at != NULL && (at->first != NULL || at->text.n != 0) ? at : NULL;
}

static void part_read(struct making *m, const struct json_taken *taken,
    const struct json_node *part, const struct shape *shape);

static void
object_read(struct making *m, const struct json_taken *taken, const struct json_node *object,
    const struct shape *shape)
{
	const char *known[LEAVES_MAX + BELOW_MAX];
	const struct json_node *at;
	size_t n = 0;

	for (size_t i = 0; i < LEAVES_MAX && shape->leaves[i] != NULL; i++) {
		at = filled(object, shape->leaves[i]);
		if (at != NULL && at->first != NULL)
			chat_unknown_part(m, taken, at->key);
		known[n++] = shape->leaves[i];
	}
	for (size_t i = 0; i < BELOW_MAX && shape->below[i].member != NULL; i++) {
		at = filled(object, shape->below[i].member);
		if (at != NULL)
			part_read(m, taken, at, shape->below[i].shape);
		known[n++] = shape->below[i].member;
	}
	chat_other(m, taken, object, known, n);
}

/* A part, or a list of them.  No shape holds itself: this is as deep as they are. */
static void
part_read(struct making *m, const struct json_taken *taken, const struct json_node *part,
    const struct shape *shape)
{
	const struct json_node *at = part->type == JSON_ARRAY ? part->first : NULL;

	if (part->type == JSON_OBJECT)
		object_read(m, taken, part, shape);
	else if (part->type != JSON_ARRAY)
		chat_unknown_part(m, taken, part->key);
	for (; at != NULL; at = at->next) {
		if (at->type == JSON_OBJECT)
			object_read(m, taken, at, shape);
		else if (at->type != JSON_NULL)
			chat_unknown_part(m, taken, part->key);
	}
}

void
signal_parts(struct making *m, const struct json_taken *taken, const struct json_node *item)
{
	static const char *const reacted[] = {"standardMessage", "contactMessage", "stickerMessage",
	    "remoteDeletedMessage", "adminDeletedMessage", "viewOnceMessage",
	    "directStoryReplyMessage", "paymentNotification", "giftBadge", "poll"};
	const struct json_node *at;

	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		at = filled(json_tree_get(item, parts[i].of), parts[i].member);
		if (at != NULL)
			part_read(m, taken, at, parts[i].shape);
	}
	for (size_t i = 0; i < COUNT_OF(reacted); i++) {
		at = filled(json_tree_get(item, reacted[i]), "reactions");
		if (at != NULL)
			part_read(m, taken, at, &reaction);
	}
}
