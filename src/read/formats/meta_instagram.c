/* src/read/formats/meta_instagram.c
 * All threads of an account in one list, as Instagram gave them out from 2018 to 2020
 * ("messages.json"); see meta.h and docs/formats/meta.md.  Who is in a thread stands before its
 * messages.
 * Not for: the threads of later downloads, one a file; see meta.c. */
#include "base/buf.h"
#include "read/formats/json_head.h"
#include "read/formats/meta.h"
#include "read/formats/meta_media.h"
#include "read/formats/owner_look.h"

static const char channel[] = "instagram";

int
meta_instagram_probe(const struct json_head *head)
{
	if (head->first != '[' || !json_head_has(head, NULL, "participants") ||
	    !json_head_has(head, NULL, "conversation"))
		return 0;
	return json_head_has(head, "conversation", "created_at") ? 95 : 50;
}

struct reading {
	struct json_walk walk;
	struct making m;
	struct meta_thread thread; /* the one in hand */
	struct err *err;
};

/* -- one message ---------------------------------------------------------------------------- */

/* Members that are plain values, and the claims they become; NULL: looked at elsewhere. */
static const char *const plain[][2] = {
    {"sender", NULL},
    {"created_at", NULL},
    {"text", NULL},
    {"heart", NULL},
    {"media", NULL},
    {"media_url", NULL},
    {"voice_media", NULL},
    {"link", "link"},
    {"media_share_url", "link"},
    {"media_share_caption", "share-text"},
    {"media_owner", "share-owner"},
    {"profile_share_username", "share-username"},
    {"profile_share_name", "share-name"},
    {"story_share", "story-share"},
    {"story_share_type", "story-share-type"},
    {"mentioned_username", "mentioned"},
    {"video_call_action", "call-action"},
};

static bool
is_plain(const struct json_node *node)
{
	return node->type == JSON_STRING || node->type == JSON_NUMBER || node->type == JSON_WORD;
}

/* [{"username": "maya_o", "date": "2019-03-24T21:05:07+00:00"}]: who liked the message. */
static void
fill_likes(struct meta_message *x, const struct json_node *likes)
{
	struct buf buf;

	buf_init(&buf, RECORD_NAME_MAX_BYTES);
	for (const struct json_node *at = likes->first; at != NULL; at = at->next) {
		if (json_tree_typed(at, JSON_OBJECT) == NULL) {
			meta_media_unknown(x, TEXT_LITERAL("likes"));
			continue;
		}
		buf_reset(&buf);
		buf_put_c(&buf, "liked ");
		buf_put_text(&buf, text_prefix(meta_media_get(x, at, "username"), 2048));
		buf_put_c(&buf, " ");
		buf_put_text(&buf, text_prefix(meta_media_get(x, at, "date"), 256));
		making_claim(x->m, "reaction", buf_text(&buf));
	}
	buf_fini(&buf);
}

static void
fill_member(struct meta_message *x, const struct json_node *node)
{
	if (meta_media_is_empty(node))
		return;
	if (text_eq_c(node->key, "likes") && node->type == JSON_ARRAY) {
		fill_likes(x, node);
		return;
	}
	for (size_t i = 0; i < COUNT_OF(plain); i++) {
		if (!text_eq_c(node->key, plain[i][0]) || !is_plain(node))
			continue;
		if (plain[i][1] != NULL)
			making_claim(x->m, plain[i][1], meta_media_repaired(x, node->text));
		return;
	}
	if (is_plain(node) || node->type == JSON_TRUE)
		meta_media_other(x, node);
	else
		meta_media_unknown(x, text_prefix(node->key, 256));
}

static void
fill_files(struct meta_message *x)
{
	static const char *const kinds[] = {"media", "media_url", "voice_media"};
	struct text uri;

	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		uri = meta_media_get(x, x->node, kinds[i]);
		if (uri.n == 0)
			continue;
		making_claim(x->m, "media-type", text_of_c(kinds[i]));
		meta_media_file(x, uri);
		if (i == 2)
			making_mark(x->m, "voice-note");
	}
}

/* A heart is sent in the place of words; a link that is all there is, too. */
static void
fill_body(struct meta_message *x)
{
	static const char *const keys[] = {"text", "heart", "link", "media_share_url"};
	struct text one;
	bool any = false;

	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		one = meta_media_get(x, x->node, keys[i]);
		if (one.n == 0 || (any && i > 1))
			continue;
		making_body(x->m, one);
		any = true;
	}
}

static void
fill(struct meta_message *x, const struct meta_thread *thread)
{
	struct text written = meta_media_get(x, x->node, "created_at");

	if (written.n == 0)
		making_doubt(x->m, "no-time", TEXT_NONE);
	else
		making_time(x->m, &x->m->record.when, written);
	meta_thread_from(thread, x->m, meta_media_get(x, x->node, "sender"));
	fill_body(x);
	fill_files(x);
	for (const struct json_node *at = x->node->first; at != NULL; at = at->next)
		fill_member(x, at);
	if (x->letters_doubtful)
		making_doubt(x->m, "letters-doubtful",
		    TEXT_LITERAL("Some letters are written byte by byte and could not be put "
				 "together again."));
	if (x->unknown)
		making_raw(x->m, x->taken->raw);
}

static void
message_value(void *ctx, const struct json_taken *taken)
{
	struct reading *r = ctx;
	struct making *m = &r->m;
	struct meta_message x = {.m = m,
	    .taken = taken,
	    .node = taken->tree.root,
	    .escaped = meta_letters_escaped(taken->raw)};

	making_begin(m, KIND_MESSAGE, channel);
	meta_thread_record(&r->thread, m);
	json_record_odd(m, taken->tree.odd);
	if (x.node->type != JSON_OBJECT) {
		m->record.kind = KIND_NOTE;
		json_record_strange(m, taken, "A message should stand here, and this is none.");
		(void)!making_send(m);
		return;
	}
	fill(&x, &r->thread);
	(void)!making_send(m);
	if (x.letters_repaired)
		meta_thread_repaired(m);
}

/* -- threads -------------------------------------------------------------------------------- */

static enum status
person_value(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;
	struct json_taken taken;
	enum status status = json_walk_take(&r->walk, &taken, err);
	struct owner_person person = {.name = TEXT_NONE};

	(void)key;
	if (status != OK || taken.why != NULL)
		return status;
	person.name = json_tree_text(taken.tree.root);
	owner_offer(&r->m.owner, &person);
	return meta_thread_person(&r->thread, person.name, err);
}

/* A thread of those years has no title: all who are in it. */
static enum status
name_thread(struct reading *r)
{
	struct buf buf;
	enum status status;

	buf_init(&buf, 2 * (size_t)RECORD_NAME_MAX_BYTES);
	for (size_t i = 0; i < r->thread.people_count && buf.n < RECORD_NAME_MAX_BYTES / 2; i++) {
		buf_put_c(&buf, i != 0 ? ", " : "");
		buf_put_text(&buf, text_prefix(r->thread.people[i], 256));
	}
	status = buf_check(&buf, r->err);
	if (status == OK && buf.n != 0)
		status = meta_thread_keep(&r->thread, buf_text(&buf), &r->thread.title, r->err);
	buf_fini(&buf);
	return status;
}

static enum status
thread_member(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;
	struct json_taken taken;
	uint8_t c;
	bool people = text_eq_c(key, "participants"), messages = text_eq_c(key, "conversation");
	enum status status = json_walk_look(&r->walk, &c, err);

	if (status != OK)
		return status;
	if (people && c == '[') {
		status = json_walk_each(&r->walk, person_value, r, err);
		return status == OK ? name_thread(r) : status;
	}
	if (messages && c == '[')
		return json_record_each(&r->walk, &r->m, channel, message_value, r);
	status = json_walk_take(&r->walk, &taken, err);
	if (status != OK || (taken.why == NULL && meta_media_is_empty(taken.tree.root)))
		return status;
	if (taken.why == NULL)
		taken.why = "It is not known what this part of a thread says.";
	json_record_unread(&r->m, channel, &taken);
	return r->m.status;
}

static enum status
thread_value(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;
	uint8_t c;
	enum status status = json_walk_look(&r->walk, &c, err);

	(void)key;
	meta_thread_fini(&r->thread);
	meta_thread_init(&r->thread);
	r->thread.instagram = true;
	if (status != OK)
		return status;
	if (c != '{')
		return json_record_one(&r->walk, &r->m, channel, message_value, r);
	return json_walk_each(&r->walk, thread_member, r, err);
}

static enum status
list_read(struct reading *r)
{
	uint8_t c = 0;
	enum status status = json_walk_look(&r->walk, &c, r->err);

	if (status == OK && c != '[')
		status = fail(r->err, E_FORMAT, "not a list of threads: it does not begin with [");
	if (status != OK)
		return status;
	making_note(&r->m, NOTE_FORMAT, "meta-json", NULL);
	making_note(&r->m, NOTE_OMITS, "unsent-text",
	    "Instagram's downloads mostly do not contain messages that were taken back.");
	status = r->m.status;
	if (status == OK)
		status = json_walk_each(&r->walk, thread_value, r, r->err);
	if (status != OK)
		return status;
	json_record_end(&r->m, &r->walk);
	return making_finish(&r->m);
}

static enum status
read_once(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct reading r = {.err = err};
	enum status status = json_walk_init(&r.walk, source, err);

	meta_thread_init(&r.thread);
	if (status == OK)
		status = making_init(&r.m, options, sink, err);
	if (status == OK)
		status = list_read(&r);
	making_fini(&r.m);
	meta_thread_fini(&r.thread);
	json_walk_fini(&r.walk);
	return status;
}

enum status
meta_instagram_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return owner_look_met(read_once, source, options, sink, err);
}
