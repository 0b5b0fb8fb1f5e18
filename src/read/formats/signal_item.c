/* src/read/formats/signal_item.c
 * One item of a chat in Signal's export; see signal.h and docs/formats/signal-jsonl.md. */
#include "read/formats/signal.h"

#include <assert.h>

#include "base/buf.h"
#include "base/encode.h"

enum { SHA256_BYTES = 32 };

void
signal_say_timer(struct making *m)
{
	making_note(m, NOTE_GAP, "disappearing-timer",
	    "A disappearing timer was set in at least one chat: the messages that were sent under "
	    "it "
	    "are not in this export.");
}

void
signal_say_unknown(struct making *m)
{
	making_note(m, NOTE_UNREAD, "not-understood",
	    "Some lines are of a kind that is not known here; their bytes are kept.");
}

void
signal_to(const struct signal_people *people, struct making *m, const struct signal_person *person)
{
	struct text handle, name;

	if (person == NULL || person->kind == SIGNAL_GROUP)
		return;
	handle = person->kind == SIGNAL_SELF ? people->owner_handle : person->handle;
	name = person->kind == SIGNAL_SELF ? people->owner_name : person->name;
	if (handle.n == 0 && name.n == 0)
		return;
	making_to(m, handle.n != 0 ? handle : TEXT_NONE, name);
	if (person->number && m->record.to_count != 0)
		signal_plus(m, &m->record.to[m->record.to_count - 1]);
}

void
signal_parties_of(const struct signal_people *people, struct making *m,
    const struct signal_person *person, const struct signal_person *chat, enum direction direction)
{
	bool self = person != NULL && person->kind == SIGNAL_SELF;

	/* Nothing comes in from the owner: one of the two is wrong. */
	if (self && direction == DIRECTION_IN) {
		direction = DIRECTION_UNKNOWN;
		making_doubt(m, "sender-unclear",
		    TEXT_LITERAL("Signal says that this came in, and that the owner wrote it."));
	}
	if (direction == DIRECTION_OUT || self) {
		chat_from(m, people->owner_handle, people->owner_name, direction);
	} else if (person != NULL && (person->handle.n != 0 || person->name.n != 0)) {
		chat_from(m, person->handle, person->name, direction);
		if (person->number)
			signal_plus(m, &m->record.from);
	} else {
		m->record.direction = direction;
	}
	if (direction == DIRECTION_OUT && chat != NULL)
		signal_to(people, m, chat);
}

void
signal_parties(const struct signal_people *people, struct making *m, const struct json_node *author,
    const struct signal_person *chat, enum direction direction)
{
	const struct signal_person *person = signal_person_of(people, author);
	bool named = person != NULL &&
		     (person->kind == SIGNAL_SELF || person->handle.n != 0 || person->name.n != 0);

	if (direction != DIRECTION_OUT && !named && json_tree_written(author).n != 0)
		making_doubt(m, "author-unknown", json_tree_written(author));
	signal_parties_of(people, m, person, chat, direction);
}

static void
fill_conversation(
    const struct signal_people *people, struct making *m, const struct signal_person *chat)
{
	struct text name = TEXT_NONE;

	if (chat != NULL)
		name = chat->kind == SIGNAL_SELF ? people->owner_name
		       : chat->name.n != 0       ? chat->name
						 : chat->handle;
	if (name.n != 0)
		m->record.conversation = making_name(m, name);
	else
		making_doubt(m, "chat-unknown", TEXT_NONE);
}

static void
claim_ms(struct making *m, const char *key, const struct json_node *node, const char *member)
{
	int64_t at_ms;

	if (json_tree_i64(json_tree_get(node, member), &at_ms) && at_ms != 0)
		making_claim_ms(m, key, at_ms);
}

/* "delivered"; what is not known is called by its own name, and a status without one is pending. */
static struct text
status_word(const struct json_node *status)
{
	static const char *const words[] = {
	    "failed", "skipped", "viewed", "read", "delivered", "sent", "pending"};
	const struct json_node *at;

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (json_tree_get(status, words[i]) != NULL)
			return text_of_c(words[i]);
	at = status->type == JSON_OBJECT ? status->first : NULL;
	for (; at != NULL; at = at->next)
		if (!text_eq_c(at->key, "recipientId") && !text_eq_c(at->key, "timestamp"))
			return text_prefix(at->key, CHAT_REPEATED_BYTES);
	return TEXT_LITERAL("pending");
}

/* How far it came with each of those it went to: "delivered Daniel Reed 2026-…".  The message
 * failed when it is on its way to nobody and came to nobody. */
static void
fill_statuses(
    const struct signal_people *people, struct making *m, const struct json_node *statuses)
{
	const struct json_node *at = json_tree_typed(statuses, JSON_ARRAY);
	bool failed = false, other = false;
	int64_t at_ms;

	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next) {
		const struct text pieces[] = {status_word(at),
		    signal_name_of(people, json_tree_get(at, "recipientId")),
		    json_tree_i64(json_tree_get(at, "timestamp"), &at_ms) && at_ms != 0
			? making_ms_text(m, at_ms)
			: TEXT_NONE,
		    text_prefix(
			chat_get(json_tree_get(at, "failed"), "reason"), CHAT_REPEATED_BYTES)};

		chat_claim(m, "send-status", pieces, COUNT_OF(pieces));
		failed = failed || text_eq_c(pieces[0], "failed");
		other = other ||
			(!text_eq_c(pieces[0], "failed") && !text_eq_c(pieces[0], "skipped"));
	}
	if (failed && !other)
		chat_mark(m, "failed");
}

static enum direction
item_direction(const struct json_node *item)
{
	if (json_tree_get(item, "incoming") != NULL)
		return DIRECTION_IN;
	if (json_tree_get(item, "outgoing") != NULL)
		return DIRECTION_OUT;
	return json_tree_get(item, "directionless") != NULL ? DIRECTION_NONE : DIRECTION_UNKNOWN;
}

static void
fill_when(struct making *m, const struct json_node *item)
{
	const struct json_node *incoming = json_tree_get(item, "incoming");
	struct text written = chat_get(item, "dateSent");
	int64_t at_ms;

	if (json_tree_i64(json_tree_get(item, "dateSent"), &at_ms))
		making_instant_ms(m, &m->record.when, at_ms, written);
	else
		making_doubt(m, written.n != 0 ? "date-unreadable" : "no-time", written);
	claim_ms(m, "received", incoming, "dateReceived");
	claim_ms(m, "server-received", incoming, "dateServerSent");
	if (incoming != NULL && json_tree_get(incoming, "read") != NULL)
		making_claim(m, "read",
		    json_tree_true(json_tree_get(incoming, "read")) ? TEXT_LITERAL("yes")
								    : TEXT_LITERAL("no"));
	claim_ms(m, "disappears-from", item, "expireStartDate");
	if (json_tree_i64(json_tree_get(item, "expiresInMs"), &at_ms) && at_ms != 0) {
		making_mark(m, "disappearing");
		making_claim_i64(m, "disappears-after-ms", at_ms);
	}
}

/* The sum of a file in base64 gives its name in the export; false when there is none. */
static bool
file_name(const struct json_node *pointer, struct buf *sum, struct buf *name)
{
	const struct json_node *locator = json_tree_get(pointer, "locatorInfo");
	struct text hash = chat_get(locator, "plaintextHash");
	struct buf bytes;
	bool is_sum;

	buf_init(&bytes, SHA256_BYTES);
	is_sum = hash.n != 0 && hash.n <= 2 * SHA256_BYTES &&
		 base64_decode_loose(slice_of_text(hash), &bytes) && bytes.n == SHA256_BYTES;
	if (is_sum) {
		buf_put_hex(sum, bytes.p, bytes.n);
		buf_put_c(name, "files/");
		buf_put_hex(name, bytes.p, 1);
		buf_put_c(name, "/");
		buf_put_hex(name, bytes.p, bytes.n);
	}
	buf_fini(&bytes);
	return is_sum && sum->failed == OK && name->failed == OK;
}

static void
fill_file(struct making *m, const struct json_node *pointer, bool left_out)
{
	struct text hash = chat_get(json_tree_get(pointer, "locatorInfo"), "plaintextHash");
	struct buf sum, name;

	buf_init(&sum, RECORD_NAME_MAX_BYTES);
	buf_init(&name, RECORD_NAME_MAX_BYTES);
	if (file_name(pointer, &sum, &name)) {
		making_attach(m, buf_text(&name), TEXT_NONE, left_out);
		making_claim(m, "expected-sha256", buf_text(&sum));
	} else {
		making_attach(m, chat_get(pointer, "fileName"), TEXT_NONE, true);
		if (hash.n != 0)
			making_doubt(m, "sum-unreadable", hash);
	}
	making_claim(m, "expected-bytes", chat_get(json_tree_get(pointer, "locatorInfo"), "size"));
	making_claim(m, "media-claimed-type", chat_get(pointer, "contentType"));
	making_claim(m, "file-name", chat_get(pointer, "fileName"));
	making_claim(m, "caption", chat_get(pointer, "caption"));
	buf_fini(&sum);
	buf_fini(&name);
}

/* {"pointer", "flag", "wasDownloaded"} */
static void
fill_attachment(struct making *m, const struct json_node *attachment)
{
	const struct json_node *downloaded = json_tree_get(attachment, "wasDownloaded");

	if (attachment == NULL)
		return;
	fill_file(m, json_tree_get(attachment, "pointer"),
	    downloaded != NULL && downloaded->type == JSON_FALSE);
	if (text_eq_c(chat_get(attachment, "flag"), "VOICE_MESSAGE"))
		chat_mark(m, "voice-note");
}

static void
fill_reactions(
    const struct signal_people *people, struct making *m, const struct json_node *reactions)
{
	const struct json_node *at = json_tree_typed(reactions, JSON_ARRAY);
	int64_t at_ms;

	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next) {
		const struct text pieces[] = {chat_get(at, "emoji"),
		    signal_name_of(people, json_tree_get(at, "authorId")),
		    json_tree_i64(json_tree_get(at, "sentTimestamp"), &at_ms)
			? making_ms_text(m, at_ms)
			: TEXT_NONE};

		chat_claim(m, "reaction", pieces, COUNT_OF(pieces));
	}
}

/* Members of each entry of a list, with blanks between. */
static void
claim_each(struct making *m, const char *key, const struct json_node *list,
    const char *const *members, size_t count)
{
	const struct json_node *at = json_tree_typed(list, JSON_ARRAY);
	struct text pieces[8];

	assert(count <= COUNT_OF(pieces));
	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next) {
		for (size_t i = 0; i < count; i++)
			pieces[i] = chat_get(at, members[i]);
		chat_claim(m, key, pieces, count);
	}
}

static void
fill_quote(const struct signal_people *people, struct making *m, const struct json_node *quote)
{
	static const char *const file[] = {"contentType", "fileName"};
	int64_t at_ms;

	if (quote == NULL)
		return;
	const struct text pieces[] = {
	    json_tree_i64(json_tree_get(quote, "targetSentTimestamp"), &at_ms)
		? making_ms_text(m, at_ms)
		: TEXT_NONE,
	    signal_name_of(people, json_tree_get(quote, "authorId")),
	    chat_get(json_tree_get(quote, "text"), "body")};

	chat_claim(m, "reply-to", pieces, COUNT_OF(pieces));
	claim_each(m, "reply-to-file", json_tree_get(quote, "attachments"), file, COUNT_OF(file));
}

/* {"body", "bodyRanges"}: the words hold one sign for whoever is mentioned, and their account
 * stands beside them. */
static void
fill_text(const struct signal_people *people, struct making *m, const struct json_node *text)
{
	const struct json_node *at = json_tree_typed(json_tree_get(text, "bodyRanges"), JSON_ARRAY);

	making_body(m, json_tree_text(json_tree_get(text, "body")));
	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next) {
		struct text aci = chat_get(at, "mentionAci");
		struct text name = signal_name_of_aci(people, aci);

		making_claim(m, "mention", name.n != 0 ? name : aci);
	}
}

static void
fill_long(struct making *m, const struct json_node *pointer)
{
	if (pointer == NULL)
		return;
	fill_file(m, pointer, false);
	making_doubt(m, "text-elsewhere",
	    TEXT_LITERAL("The whole of this message is in a file of its own."));
}

static void
fill_link(struct making *m, const struct json_node *link)
{
	const struct json_node *image = json_tree_get(link, "image");

	making_claim(m, "link", chat_get(link, "url"));
	making_claim(m, "link-title", chat_get(link, "title"));
	making_claim(m, "link-description", chat_get(link, "description"));
	claim_ms(m, "link-date", link, "date");
	if (image != NULL)
		fill_file(m, image, false);
}

static void
fill_standard(const struct signal_people *people, struct making *m, const struct json_node *what)
{
	const struct json_node *at = json_tree_typed(
	    json_tree_get(what, "attachments"), JSON_ARRAY);
	const struct json_node *link = json_tree_typed(
	    json_tree_get(what, "linkPreview"), JSON_ARRAY);

	fill_text(people, m, json_tree_get(what, "text"));
	fill_quote(people, m, json_tree_get(what, "quote"));
	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next)
		fill_attachment(m, at);
	fill_long(m, json_tree_get(what, "longText"));
	for (link = link != NULL ? link->first : NULL; link != NULL; link = link->next)
		fill_link(m, link);
}

/* A contact that somebody passed on. */
static void
fill_contact(struct making *m, const struct json_node *what)
{
	static const char *const value[] = {"value"};
	static const char *const address[] = {
	    "label", "street", "pobox", "neighborhood", "city", "region", "postcode", "country"};
	const struct json_node *contact = json_tree_get(what, "contact");
	const struct json_node *name = json_tree_get(contact, "name");
	const struct text pieces[] = {chat_get(name, "prefix"), chat_get(name, "givenName"),
	    chat_get(name, "middleName"), chat_get(name, "familyName"), chat_get(name, "suffix")};

	chat_claim(m, "contact-name", pieces, COUNT_OF(pieces));
	making_claim(m, "contact-nickname", chat_get(name, "nickname"));
	making_claim(m, "contact-organisation", chat_get(contact, "organization"));
	claim_each(m, "contact-phone", json_tree_get(contact, "number"), value, COUNT_OF(value));
	claim_each(m, "contact-email", json_tree_get(contact, "email"), value, COUNT_OF(value));
	claim_each(
	    m, "contact-address", json_tree_get(contact, "address"), address, COUNT_OF(address));
	if (json_tree_get(contact, "avatar") != NULL)
		fill_file(m, json_tree_get(contact, "avatar"), false);
}

static void
fill_poll(const struct signal_people *people, struct making *m, const struct json_node *poll)
{
	const struct json_node *option = json_tree_typed(
	    json_tree_get(poll, "options"), JSON_ARRAY);
	const struct json_node *vote;

	making_mark(m, "poll");
	making_body(m, json_tree_text(json_tree_get(poll, "question")));
	for (option = option != NULL ? option->first : NULL; option != NULL;
	     option = option->next) {
		making_claim(m, "poll-option", chat_get(option, "option"));
		vote = json_tree_typed(json_tree_get(option, "votes"), JSON_ARRAY);
		for (vote = vote != NULL ? vote->first : NULL; vote != NULL; vote = vote->next) {
			const struct text pieces[] = {
			    signal_name_of(people, json_tree_get(vote, "voterId")),
			    TEXT_LITERAL("chose"),
			    text_prefix(chat_get(option, "option"), CHAT_REPEATED_BYTES)};

			chat_claim(m, "poll-vote", pieces, COUNT_OF(pieces));
		}
	}
}

static void others(struct making *m, const struct json_taken *taken, const struct json_node *item);

static const struct json_node *
object(const struct json_node *item, const char *key)
{
	return json_tree_typed(json_tree_get(item, key), JSON_OBJECT);
}

static void
claim_earlier_file(struct making *m, const struct json_node *pointer)
{
	making_claim(
	    m, "earlier-file", chat_get(json_tree_get(pointer, "locatorInfo"), "plaintextHash"));
}

/* Of the kinds that can be edited: a message, or an answer to a story. */
static void
fill_revision(struct making *m, const struct json_taken *taken, const struct json_node *revision)
{
	const struct json_node *message = object(revision, "standardMessage");
	const struct json_node *reply = object(revision, "directStoryReplyMessage");
	const struct json_node *what = message != NULL ? message : object(reply, "textReply"), *at;
	int64_t at_ms;
	const struct text pieces[] = {json_tree_i64(json_tree_get(revision, "dateSent"), &at_ms)
					  ? making_ms_text(m, at_ms)
					  : TEXT_NONE,
	    chat_get(json_tree_get(what, "text"), "body"), chat_get(reply, "emoji")};

	chat_claim(m, "earlier-wording", pieces, COUNT_OF(pieces));
	claim_earlier_file(m, json_tree_get(what, "longText"));
	at = json_tree_typed(json_tree_get(what, "attachments"), JSON_ARRAY);
	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next)
		claim_earlier_file(m, json_tree_get(at, "pointer"));
	if (message == NULL && reply == NULL)
		chat_unknown_part(m, taken, TEXT_LITERAL("revisions"));
	others(m, taken, revision);
}

/* What the message said before: each wording with its time. */
static void
fill_revisions(struct making *m, const struct json_taken *taken, const struct json_node *revisions)
{
	const struct json_node *at = json_tree_typed(revisions, JSON_ARRAY);

	at = at != NULL ? at->first : NULL;
	if (at == NULL)
		return;
	making_mark(m, "edited");
	claim_ms(m, "first-sent", at, "dateSent");
	for (; at != NULL; at = at->next)
		fill_revision(m, taken, at);
}

static void
fill_small(const struct signal_people *people, struct making *m, const struct json_node *item)
{
	const struct json_node *what;

	if ((what = object(item, "contactMessage")) != NULL)
		fill_contact(m, what);
	else if ((what = object(item, "poll")) != NULL)
		fill_poll(people, m, what);
	else if ((what = object(item, "stickerMessage")) != NULL) {
		making_claim(m, "sticker", chat_get(json_tree_get(what, "sticker"), "emoji"));
		fill_file(m, json_tree_get(json_tree_get(what, "sticker"), "data"), false);
	} else if ((what = object(item, "directStoryReplyMessage")) != NULL) {
		making_claim(m, "reply-to-story", TEXT_LITERAL("yes"));
		making_claim(m, "reaction", chat_get(what, "emoji"));
		fill_text(people, m, json_tree_get(json_tree_get(what, "textReply"), "text"));
		fill_long(m, json_tree_get(json_tree_get(what, "textReply"), "longText"));
	} else if ((what = object(item, "paymentNotification")) != NULL) {
		m->record.kind = KIND_PAYMENT;
		making_claim(m, "amount", chat_get(what, "amountMob"));
		making_claim(m, "fee", chat_get(what, "feeMob"));
		making_claim(m, "currency", TEXT_LITERAL("MOB"));
		making_body(m, chat_get(what, "note"));
	} else if ((what = object(item, "giftBadge")) != NULL) {
		making_claim(m, "gift-badge", chat_get(what, "state"));
	}
	fill_reactions(people, m, json_tree_get(what, "reactions"));
}

/* False when the item is of no kind that is known here. */
static bool
fill_what(const struct signal_people *people, struct making *m, const struct json_node *item)
{
	static const char *const small[] = {"contactMessage", "poll", "stickerMessage",
	    "directStoryReplyMessage", "paymentNotification", "giftBadge"};
	const struct json_node *what;

	if ((what = object(item, "standardMessage")) != NULL) {
		fill_standard(people, m, what);
	} else if ((what = object(item, "remoteDeletedMessage")) != NULL) {
		making_mark(m, "deleted");
	} else if ((what = object(item, "adminDeletedMessage")) != NULL) {
		making_mark(m, "deleted");
		making_claim(
		    m, "deleted-by", signal_name_of(people, json_tree_get(what, "adminId")));
	} else if ((what = object(item, "viewOnceMessage")) != NULL) {
		making_mark(m, "view-once");
		if (json_tree_get(what, "attachment") != NULL)
			fill_attachment(m, json_tree_get(what, "attachment"));
		else
			making_attach(m, TEXT_NONE, TEXT_NONE, true);
	} else if ((what = object(item, "updateMessage")) != NULL) {
		if (!signal_update(people, m, item, what))
			return false;
	} else {
		for (size_t i = 0; i < COUNT_OF(small); i++)
			if (object(item, small[i]) != NULL) {
				fill_small(people, m, item);
				return true;
			}
		return false;
	}
	fill_reactions(people, m, json_tree_get(what, "reactions"));
	return true;
}

/* Somebody pinned it to the top of the chat. */
static void
fill_pin(struct making *m, const struct json_node *pin)
{
	if (pin == NULL)
		return;
	making_claim(m, "pinned", TEXT_LITERAL("yes"));
	claim_ms(m, "pinned-at", pin, "pinnedAtTimestamp");
	claim_ms(m, "pinned-until", pin, "pinExpiresAtTimestamp");
}

/* What Signal writes for a message that is not known here: in the item and one level below, and in
 * the parts of those. */
static void
others(struct making *m, const struct json_taken *taken, const struct json_node *item)
{
	static const char *const of_item[] = {"chatId", "authorId", "dateSent", "expireStartDate",
	    "expiresInMs", "revisions", "sms", "incoming", "outgoing", "directionless",
	    "standardMessage", "contactMessage", "stickerMessage", "remoteDeletedMessage",
	    "adminDeletedMessage", "updateMessage", "paymentNotification", "giftBadge",
	    "viewOnceMessage", "directStoryReplyMessage", "poll", "pinDetails"};
	/* No more than eight of each. */
	static const struct {
		const char *member;
		const char *known[8];
	} below[] = {
	    {"incoming", {"dateReceived", "dateServerSent", "read", "sealedSender"}},
	    {"outgoing", {"sendStatus", "dateReceived"}},
	    {"pinDetails", {"pinnedAtTimestamp", "pinExpiresAtTimestamp", "pinNeverExpires"}},
	    {"standardMessage",
		{"quote", "text", "attachments", "linkPreview", "longText", "reactions"}},
	    {"contactMessage", {"contact", "reactions"}},
	    {"stickerMessage", {"sticker", "reactions"}},
	    {"adminDeletedMessage", {"adminId", "reactions"}},
	    {"remoteDeletedMessage", {"reactions"}},
	    {"viewOnceMessage", {"attachment", "reactions"}},
	    {"directStoryReplyMessage", {"textReply", "emoji", "reactions"}},
	    {"paymentNotification", {"amountMob", "feeMob", "note", "reactions"}},
	    {"giftBadge", {"state", "reactions"}},
	    {"poll", {"question", "options", "reactions"}},
	};

	chat_other(m, taken, item, of_item, COUNT_OF(of_item));
	for (size_t i = 0; i < COUNT_OF(below); i++) {
		size_t n = 0;

		while (n < COUNT_OF(below[i].known) && below[i].known[n] != NULL)
			n++;
		chat_other(m, taken, json_tree_get(item, below[i].member), below[i].known, n);
	}
	signal_parts(m, taken, item);
}

void
signal_item(const struct signal_people *people, struct making *m, const struct json_taken *taken)
{
	static const char *const plain[] = {"chatId", "authorId", "dateSent"};
	const struct json_node *item = json_tree_get(taken->tree.root, "chatItem");
	const struct signal_person *chat = signal_person_of_chat(
	    people, json_tree_get(item, "chatId"));
	bool sms = json_tree_true(json_tree_get(item, "sms")), known;

	/* Signal for Android once took in the telephone's text messages. */
	making_begin(m, KIND_MESSAGE, sms ? "sms" : "signal");
	json_record_odd(m, taken->tree.odd);
	fill_conversation(people, m, chat);
	fill_when(m, item);
	signal_parties(people, m, json_tree_get(item, "authorId"), chat, item_direction(item));
	fill_statuses(people, m, json_tree_get(json_tree_get(item, "outgoing"), "sendStatus"));
	if (sms)
		making_claim(m, "kept-by", TEXT_LITERAL("Signal"));
	known = fill_what(people, m, item);
	if (!known) {
		json_record_strange(m, taken, "This message is of a kind that is not known here.");
		signal_say_unknown(m);
	}
	chat_check(m, taken, item, plain, COUNT_OF(plain));
	fill_revisions(m, taken, json_tree_get(item, "revisions"));
	fill_pin(m, object(item, "pinDetails"));
	if (known)
		others(m, taken, item);
	(void)!making_send(m);
}
