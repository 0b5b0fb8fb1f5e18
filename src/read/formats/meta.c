/* src/read/formats/meta.c
 * The formats "meta-json" and "meta-e2ee": a thread of messages as Facebook, Messenger and
 * Instagram write it in JSON (docs/formats/meta.md).  What the thread is called and where it lay
 * stands behind its messages, so the file is walked twice.
 * Not for: the same as web pages, see meta_html.c. */
#include "read/formats/meta.h"

#include "base/buf.h"
#include "read/formats/formats.h"
#include "read/formats/meta_letters.h"

enum { ABOUT_VALUE_BYTES = 1024 };

static int
meta_json_probe(struct slice bytes)
{
	struct json_head head;
	bool people, messages;

	json_head_scan(bytes, &head);
	if (head.first == '[')
		return meta_instagram_probe(&head);
	messages = head.first == '{' && json_head_has(&head, NULL, "messages");
	if (!messages)
		return 0;
	people = json_head_has(&head, NULL, "participants");
	if (json_head_has(&head, "messages", "sender_name"))
		return people || json_head_has(&head, "messages", "timestamp_ms") ? 95 : 60;
	/* No message in it, or none within reach. */
	if (people && json_head_has(&head, "participants", "name"))
		return json_head_has(&head, NULL, "thread_path") ||
			       json_head_has(&head, "messages", "timestamp_ms")
			   ? 90
			   : 50;
	return 0;
}

static int
meta_e2ee_probe(struct slice bytes)
{
	struct json_head head;

	json_head_scan(bytes, &head);
	if (head.first != '{' || !json_head_has(&head, NULL, "messages"))
		return 0;
	if (json_head_has(&head, "messages", "senderName"))
		return json_head_has(&head, NULL, "participants") ||
			       json_head_has(&head, NULL, "threadName")
			   ? 95
			   : 60;
	return json_head_has(&head, NULL, "threadName") &&
		       json_head_has(&head, NULL, "participants")
		   ? 85
		   : 0;
}

/* The walk and the record, handed down together. */
struct reading {
	struct json_walk walk;
	struct making m;
	struct meta_thread thread;
	bool messages; /* there is a place for them */
	bool some;     /* and something in it */
	struct err *err;
};

/* Text out of the thread's own members, its letters put together again. */
static enum status
thread_text(struct reading *r, const struct json_taken *taken, const struct json_node *node,
    struct text *out)
{
	struct text text = json_tree_written(node);
	enum meta_letters what = META_LETTERS_FINE;

	if (meta_letters_escaped(taken->raw) &&
	    !meta_letters_repair(text, &r->walk.arena, out, &what))
		return fail(r->err, E_NOMEM, "no memory for a thread");
	if (what == META_LETTERS_FINE)
		*out = text;
	r->thread.repaired = r->thread.repaired || what == META_LETTERS_REPAIRED;
	return OK;
}

static enum status
survey_text(struct reading *r, struct text *out)
{
	struct json_taken taken;
	struct text text;
	enum status status = json_walk_take(&r->walk, &taken, r->err);

	if (status != OK || taken.why != NULL || out->n != 0)
		return status;
	status = thread_text(r, &taken, taken.tree.root, &text);
	return status == OK ? meta_thread_keep(&r->thread, text, out, r->err) : status;
}

/* {"name": "Daniel Reed"}, or the name alone. */
static enum status
survey_person(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;
	const struct json_node *node;
	struct json_taken taken;
	struct text name;
	enum status status = json_walk_take(&r->walk, &taken, err);

	(void)key;
	if (status != OK || taken.why != NULL)
		return status;
	node = taken.tree.root;
	if (node->type == JSON_OBJECT)
		node = json_tree_get(node, "name");
	status = thread_text(r, &taken, node, &name);
	if (status != OK)
		return status;
	return meta_thread_person(&r->thread, name, err);
}

static enum status
survey_message(void *ctx, struct text key, struct err *err)
{
	/* What meta_message_survey() looks for: nothing else in a message matters yet. */
	static const char uri[] = "uri", owner[] = "original_content_owner";
	const struct text wanted[] = {{uri, sizeof uri - 1}, {owner, sizeof owner - 1}};
	struct reading *r = ctx;
	struct json_taken taken;
	bool over = false;
	enum status status = json_walk_skim(&r->walk, wanted, COUNT_OF(wanted), &over, err);

	(void)key;
	r->some = true;
	if (status != OK || over)
		return status;
	status = json_walk_take(&r->walk, &taken, err);
	if (status == OK && taken.why == NULL)
		meta_message_survey(&r->thread, taken.tree.root);
	return status;
}

/* Each value of the array at the cursor; over anything else. */
static enum status
each(struct reading *r, json_walk_member *one)
{
	uint8_t c;
	enum status status = json_walk_look(&r->walk, &c, r->err);

	if (status != OK)
		return status;
	if (c != '[')
		return json_walk_skip(&r->walk, r->err);
	return json_walk_each(&r->walk, one, r, r->err);
}

static bool
says_nothing(const struct json_node *node)
{
	return node->type == JSON_NULL || node->type == JSON_FALSE ||
	       (node->type == JSON_STRING && node->text.n == 0) ||
	       ((node->type == JSON_ARRAY || node->type == JSON_OBJECT) && node->first == NULL);
}

/* Whatever else the thread says about itself: "is_still_participant: false". */
static enum status
survey_about(struct reading *r, struct text key)
{
	struct json_taken taken;
	struct buf buf;
	enum status status;
	bool left = text_eq_c(key, "is_still_participant");

	buf_init(&buf, RECORD_NAME_MAX_BYTES);
	buf_put_text(&buf, text_prefix(key, 256));
	buf_put_c(&buf, ": ");
	status = json_walk_take(&r->walk, &taken, r->err);
	if (status == OK && taken.why == NULL &&
	    (left ? taken.tree.root->type != JSON_TRUE : !says_nothing(taken.tree.root))) {
		buf_put_repaired(&buf,
		    slice_of(taken.raw.p,
			taken.raw.n < ABOUT_VALUE_BYTES ? taken.raw.n : ABOUT_VALUE_BYTES),
		    0xfffd);
		status = buf_check(&buf, r->err);
		if (status == OK)
			status = meta_thread_about(&r->thread, buf_text(&buf), r->err);
		if (taken.raw.n > ABOUT_VALUE_BYTES)
			r->thread.more_about = true;
	}
	buf_fini(&buf);
	return status;
}

static enum status
survey_member(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;

	(void)err;
	if (text_eq_c(key, "messages")) {
		r->messages = true;
		return each(r, survey_message);
	}
	if (text_eq_c(key, "participants"))
		return each(r, survey_person);
	if (text_eq_c(key, "title") || text_eq_c(key, "threadName"))
		return survey_text(r, &r->thread.title);
	if (text_eq_c(key, "thread_path"))
		return survey_text(r, &r->thread.path);
	return survey_about(r, key);
}

static void
message_value(void *ctx, const struct json_taken *taken)
{
	struct reading *r = ctx;

	meta_message(&r->m, &r->thread, taken);
}

/* The second time only the messages count, and what could not be understood the first time. */
static enum status
read_member(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;
	struct json_taken taken;
	bool messages = text_eq_c(key, "messages");
	uint8_t c;
	enum status status = json_walk_look(&r->walk, &c, err);

	if (status != OK)
		return status;
	if (messages && c == '[')
		return json_record_each(
		    &r->walk, &r->m, meta_thread_channel(&r->thread), message_value, r);
	status = json_walk_take(&r->walk, &taken, err);
	if (status != OK)
		return status;
	if (taken.why != NULL)
		json_record_unread(&r->m, meta_thread_channel(&r->thread), &taken);
	else if (messages)
		meta_message(&r->m, &r->thread, &taken);
	return r->m.status;
}

static enum status
survey(struct reading *r)
{
	uint8_t c = 0;
	enum status status = json_walk_look(&r->walk, &c, r->err);

	if (status == OK && c != '{')
		status = fail(r->err, E_FORMAT, "not a thread: it does not begin with {");
	if (status == OK)
		status = json_walk_each(&r->walk, survey_member, r, r->err);
	if (status == OK && !r->messages)
		status = fail(r->err, E_FORMAT, "not a thread: there are no messages in it");
	json_walk_rewind(&r->walk);
	return status;
}

static void
say_begin(struct reading *r, const char *format)
{
	making_note(&r->m, NOTE_FORMAT, format, NULL);
	if (text_eq_c(text_of_c(format), "meta-json"))
		making_note(&r->m, NOTE_OMITS, "encrypted-chats",
		    "This download of Meta's does not contain chats that are encrypted from end to "
		    "end; Messenger hands those out in a download of their own.");
	else
		r->thread.facebook = true; /* only Messenger has it */
	if (r->some)
		meta_thread_begin(&r->thread, &r->m);
}

static enum status
thread_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, const char *format, struct err *err)
{
	struct reading r = {.err = err};
	enum status status = json_walk_init(&r.walk, source, err);

	meta_thread_init(&r.thread);
	if (status == OK)
		status = making_init(&r.m, options, sink, err);
	if (status == OK)
		status = survey(&r);
	if (status == OK) {
		say_begin(&r, format);
		status = r.m.status;
	}
	if (status == OK)
		status = json_walk_each(&r.walk, read_member, &r, err);
	if (status == OK) {
		json_record_end(&r.m, &r.walk);
		status = making_finish(&r.m);
	}
	making_fini(&r.m);
	meta_thread_fini(&r.thread);
	json_walk_fini(&r.walk);
	return status;
}

static enum status
read_any(const struct source *source, const struct reading_options *options,
    const struct sink *sink, const char *format, struct err *err)
{
	struct json_walk walk;
	uint8_t c = 0;
	enum status status = json_walk_init(&walk, source, err);

	if (status == OK)
		status = json_walk_look(&walk, &c, err);
	json_walk_fini(&walk);
	if (status != OK)
		return status;
	return c == '[' ? meta_instagram_read(source, options, sink, err)
			: thread_read(source, options, sink, format, err);
}

static enum status
meta_json_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return read_any(source, options, sink, "meta-json", err);
}

static enum status
meta_e2ee_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return read_any(source, options, sink, "meta-e2ee", err);
}

const struct format meta_json_format = {
    .name = "meta-json", .probe = meta_json_probe, .read = meta_json_read, .prepare = NULL};

const struct format meta_e2ee_format = {
    .name = "meta-e2ee", .probe = meta_e2ee_probe, .read = meta_e2ee_read, .prepare = NULL};
