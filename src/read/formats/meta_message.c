/* src/read/formats/meta_message.c
 * One message of a JSON thread, in the spelling of the large download ("sender_name") or in that of
 * the encrypted chats ("senderName"); see meta.h and docs/formats/meta.md. */
#include "base/buf.h"
#include "read/formats/meta.h"
#include "read/formats/meta_media.h"

/* What a message may hold, and as what: JSON_STRING stands for any plain value, JSON_TRUE for yes
 * or no, JSON_NULL for what is looked at elsewhere. */
#define KEY(s)                                                                                     \
	{                                                                                          \
		(s), sizeof(s) - 1                                                                 \
	}

static const struct {
	struct text key;
	enum json_type type;
} wanted[] = {
    {KEY("sender_name"), JSON_STRING},
    {KEY("senderName"), JSON_STRING},
    {KEY("timestamp_ms"), JSON_STRING},
    {KEY("timestamp"), JSON_STRING},
    {KEY("content"), JSON_STRING},
    {KEY("text"), JSON_STRING},
    {KEY("type"), JSON_STRING},
    {KEY("ip"), JSON_STRING},
    {KEY("call_duration"), JSON_STRING},
    {KEY("is_unsent"), JSON_TRUE},
    {KEY("isUnsent"), JSON_TRUE},
    {KEY("missed"), JSON_TRUE},
    {KEY("is_geoblocked_for_viewer"), JSON_TRUE},
    {KEY("reactions"), JSON_ARRAY},
    {KEY("users"), JSON_ARRAY},
    {KEY("bumped_message_metadata"), JSON_OBJECT},
    {KEY("share"), JSON_NULL},
    {KEY("photos"), JSON_NULL},
    {KEY("videos"), JSON_NULL},
    {KEY("audio_files"), JSON_NULL},
    {KEY("gifs"), JSON_NULL},
    {KEY("files"), JSON_NULL},
    {KEY("media"), JSON_NULL},
    {KEY("sticker"), JSON_NULL},
};

static bool
is_of_type(const struct json_node *node, enum json_type type)
{
	switch (type) {
	case JSON_STRING:
		return node->type == JSON_STRING || node->type == JSON_NUMBER ||
		       node->type == JSON_WORD;
	case JSON_TRUE: return node->type == JSON_TRUE;
	case JSON_ARRAY:
	case JSON_OBJECT: return node->type == type;
	case JSON_NULL:
	case JSON_FALSE:
	case JSON_NUMBER:
	case JSON_WORD: break;
	}
	return true;
}

/* *known: a member that is met elsewhere.  False when it is not what it should be. */
static bool
member_check(const struct json_node *node, bool *known)
{
	*known = meta_media_is_empty(node);
	for (size_t i = 0; i < COUNT_OF(wanted) && !*known; i++) {
		if (!text_eq(node->key, wanted[i].key))
			continue;
		*known = true;
		return is_of_type(node, wanted[i].type);
	}
	return *known || (node->type != JSON_OBJECT && node->type != JSON_ARRAY);
}

/* A message may hold what nobody has met yet: plain values become claims, the rest costs a doubt
 * and the bytes. */
static void
fill_unknown(struct meta_message *x)
{
	bool known;

	for (const struct json_node *at = x->node->first; at != NULL; at = at->next) {
		if (!member_check(at, &known))
			meta_media_unknown(x, text_prefix(at->key, 256));
		else if (!known)
			meta_media_other(x, at);
	}
}

/* Milliseconds; seconds in downloads of 2018. */
static void
fill_when(struct meta_message *x)
{
	const struct json_node *node = json_tree_get(x->node, "timestamp_ms");
	struct text written;
	int64_t value, at_us;
	bool usual;

	if (node == NULL)
		node = json_tree_get(x->node, "timestamp");
	written = json_tree_written(node);
	if (!json_tree_i64(node, &value)) {
		making_doubt(x->m, written.n != 0 ? "date-unreadable" : "no-time", written);
		making_claim(x->m, "written-time", written);
		return;
	}
	usual = meta_media_us(value, 1000, &at_us);
	making_instant_us(x->m, &x->m->record.when, at_us, written);
	if (!usual)
		making_doubt(x->m, "time-unit", written);
}

static void
fill_reactions(struct meta_message *x)
{
	const struct json_node *all = json_tree_get(x->node, "reactions");
	struct buf buf;
	int64_t value, at_us;

	if (json_tree_typed(all, JSON_ARRAY) == NULL)
		return;
	buf_init(&buf, RECORD_NAME_MAX_BYTES);
	for (const struct json_node *at = all->first; at != NULL; at = at->next) {
		buf_reset(&buf);
		buf_put_text(&buf, text_prefix(meta_media_get(x, at, "reaction"), 256));
		buf_put_c(&buf, " ");
		buf_put_text(&buf, text_prefix(meta_media_get(x, at, "actor"), 2048));
		if (json_tree_i64(json_tree_get(at, "timestamp"), &value)) {
			(void)meta_media_us(value, US_PER_SECOND, &at_us);
			buf_put_c(&buf, " ");
			if (!time_put(&buf, at_us))
				buf_put_i64(&buf, value);
		}
		if (at->type == JSON_OBJECT)
			making_claim(x->m, "reaction", buf_text(&buf));
		else
			meta_media_unknown(x, TEXT_LITERAL("reactions"));
	}
	buf_fini(&buf);
}

/* Who came or went, in messages of the types "Subscribe" and "Unsubscribe"; what was brought up
 * again. */
static void
fill_details(struct meta_message *x)
{
	const struct json_node *users = json_tree_get(x->node, "users");
	const struct json_node *bumped = json_tree_get(x->node, "bumped_message_metadata");

	making_claim(x->m, "ip", json_tree_written(json_tree_get(x->node, "ip")));
	if (json_tree_typed(users, JSON_ARRAY) != NULL)
		for (const struct json_node *at = users->first; at != NULL; at = at->next)
			making_claim(x->m, "user", meta_media_get(x, at, "name"));
	if (json_tree_true(json_tree_get(bumped, "is_bumped")))
		making_claim(x->m, "bumped-message", meta_media_get(x, bumped, "bumped_message"));
	if (json_tree_true(json_tree_get(x->node, "is_geoblocked_for_viewer")))
		making_claim(x->m, "geoblocked", TEXT_LITERAL("true"));
}

static void
fill_words(struct meta_message *x, const struct meta_thread *thread, struct text body, bool call,
    bool *missed, bool *unsent)
{
	struct text sign = TEXT_NONE;
	enum meta_words words = meta_words_find(body, thread, x->sender, &sign);
	bool by_words = false;

	switch (words) {
	case META_WORDS_NONE: return;
	case META_WORDS_MISSED:
		*missed = true;
		by_words = !call;
		x->m->record.kind = KIND_CALL;
		meta_words_caller(x->m, body, x->sender);
		break;
	case META_WORDS_CALL:
		by_words = !call;
		x->m->record.kind = KIND_CALL;
		break;
	case META_WORDS_UNSENT:
		by_words = !*unsent;
		*unsent = true;
		break;
	case META_WORDS_REACTION: making_claim(x->m, "reaction-notice", sign); break;
	}
	if (by_words)
		making_doubt(x->m, "told-by-words",
		    TEXT_LITERAL("That this is no ordinary message is said by its words alone, and "
				 "anybody can type them."));
}

static void
fill_kind(
    struct meta_message *x, const struct meta_thread *thread, struct text type, struct text body)
{
	const struct json_node *duration = json_tree_get(x->node, "call_duration");
	bool missed = json_tree_true(json_tree_get(x->node, "missed")),
	     unsent = json_tree_true(json_tree_get(x->node, "is_unsent")) ||
		      json_tree_true(json_tree_get(x->node, "isUnsent")),
	     call = (duration != NULL && duration->type != JSON_NULL) || text_eq_c(type, "Call");
	struct record *record = &x->m->record;
	int64_t seconds;

	if (call)
		record->kind = KIND_CALL;
	else if (text_eq_c(type, "Subscribe") || text_eq_c(type, "Unsubscribe"))
		record->kind = KIND_SYSTEM;
	else if (text_eq_c(type, "Payment"))
		record->kind = KIND_PAYMENT;
	if (record->kind == KIND_CALL && json_tree_i64(duration, &seconds) && seconds >= 0)
		record->duration_s = seconds;
	else if (record->kind == KIND_CALL)
		making_claim(x->m, "call-duration", json_tree_written(duration));
	if (record->kind == KIND_MESSAGE || record->kind == KIND_CALL)
		fill_words(x, thread, body, call, &missed, &unsent);
	if (missed)
		making_mark(x->m, "missed");
	if (unsent)
		making_mark(x->m, "unsent");
	if (!text_eq_c(type, "Generic") && !text_eq_c(type, "text"))
		making_claim(x->m, "message-type", type);
}

/* The words of the thread's own text are kept as they stand, also those of a message that was taken
 * back. */
static struct text
fill_body(struct meta_message *x)
{
	static const char *const keys[] = {"content", "text"};
	struct text body = TEXT_NONE, one;

	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		one = meta_media_get(x, x->node, keys[i]);
		if (one.n == 0)
			continue;
		making_body(x->m, one);
		body = one;
	}
	return body;
}

static void
fill(struct meta_message *x, struct meta_thread *thread)
{
	struct text type = meta_media_get(x, x->node, "type"), body;

	x->sender = meta_media_get(x, x->node, "sender_name");
	if (x->sender.n == 0)
		x->sender = meta_media_get(x, x->node, "senderName");
	fill_when(x);
	meta_thread_from(thread, x->m, x->sender);
	body = fill_body(x);
	fill_kind(x, thread, type, body);
	meta_media_fill(x);
	meta_media_share(x, body.n == 0);
	fill_reactions(x);
	fill_details(x);
	fill_unknown(x);
	if (x->letters_doubtful)
		making_doubt(x->m, "letters-doubtful",
		    TEXT_LITERAL("Some letters are written byte by byte and could not be put "
				 "together again."));
	if (x->unknown)
		making_raw(x->m, x->taken->raw);
}

void
meta_message(struct making *m, struct meta_thread *thread, const struct json_taken *taken)
{
	struct meta_message x = {.m = m,
	    .taken = taken,
	    .node = taken->tree.root,
	    .escaped = meta_letters_escaped(taken->raw)};

	making_begin(m, KIND_MESSAGE, meta_thread_channel(thread));
	meta_thread_record(thread, m);
	json_record_odd(m, taken->tree.odd);
	if (x.node->type != JSON_OBJECT) {
		m->record.kind = KIND_NOTE;
		json_record_strange(m, taken, "A message should stand here, and this is none.");
		(void)!making_send(m);
		making_note(m, NOTE_UNREAD, "strange-value",
		    "Part of the file is not what it should be and could not be understood.");
		return;
	}
	fill(&x, thread);
	(void)!making_send(m);
	if (x.letters_repaired)
		meta_thread_repaired(m);
}

void
meta_message_survey(struct meta_thread *thread, const struct json_node *message)
{
	static const char *const keys[] = {
	    "photos", "videos", "audio_files", "gifs", "files", "sticker"};
	const struct json_node *value;

	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		value = json_tree_get(message, keys[i]);
		if (value != NULL && value->type == JSON_ARRAY)
			value = value->first;
		for (; value != NULL; value = keys[i][0] != 's' ? value->next : NULL)
			meta_thread_sign(thread, json_tree_text(json_tree_get(value, "uri")));
	}
	/* Only Instagram tells whose post was passed on. */
	if (json_tree_get(json_tree_get(message, "share"), "original_content_owner") != NULL)
		thread->instagram = true;
}
