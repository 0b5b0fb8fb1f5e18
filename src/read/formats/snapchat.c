/* src/read/formats/snapchat.c
 * The format "snapchat": chat_history.json, snap_history.json and talk_history.json of Snapchat's
 * "My Data", since 2023 by contact, before by section (docs/formats/snapchat.md).
 * Not for: the other files of that download. */
#include "read/formats/snapchat.h"

#include "read/formats/formats.h"
#include "read/formats/json_head.h"
#include "read/formats/owner_look.h"

static const char *const chat_omits_list[][2] = {
    {"unsaved-text", "Snapchat keeps the words of a message only when somebody saved it in the "
		     "chat: of all others "
		     "this download holds the time and the sender, not the words."},
    {"snap-pictures", "A Snapchat download never contains the pictures and videos of snaps."},
};

static const char *const call_omits_list[][2] = {
    {"call-contact", "Snapchat's list of calls never says with whom a call was."},
};

/* Does any object below the top have that key? */
static bool
below_has(const struct json_head *head, const char *key)
{
	for (size_t i = 0; i < head->count; i++)
		if (head->pair[i].parent.p != NULL &&
		    slice_eq(head->pair[i].key, slice_of(key, strlen(key))))
			return true;
	return false;
}

static bool
is_talk(const struct json_head *head)
{
	return (json_head_has(head, NULL, "Outgoing Calls") ||
		   json_head_has(head, NULL, "Incoming Calls")) &&
	       (json_head_has(head, NULL, "Completed Calls") ||
		   json_head_has(head, NULL, "Chat Sessions") || below_has(head, "People in Chat"));
}

static int
snapchat_probe(struct slice bytes)
{
	struct json_head head;

	json_head_scan(bytes, &head);
	if (head.first != '{')
		return 0;
	if (is_talk(&head) || json_head_has(&head, NULL, "Received Saved Chat History") ||
	    json_head_has(&head, NULL, "Sent Saved Chat History"))
		return 95;
	if (!below_has(&head, "Media Type") || !below_has(&head, "Created"))
		return 0;
	return below_has(&head, "IsSender") || below_has(&head, "From") ? 95 : 60;
}

struct reading {
	struct json_walk walk;
	struct snapchat s;
	char section[RECORD_NAME_MAX_BYTES]; /* s.section stands here */
	bool talk;
};

static void
message_value(void *ctx, const struct json_taken *taken)
{
	snapchat_message(ctx, taken);
}

static void
call_value(void *ctx, const struct json_taken *taken)
{
	snapchat_call(ctx, taken);
}

static bool
ends(struct text word, const char *tail)
{
	size_t n = strlen(tail);

	return word.n >= n && memcmp(word.p + word.n - n, tail, n) == 0;
}

/* "Received Saved Chat History", "Outgoing Calls": a section and which way it goes. */
static void
section_begin(struct snapchat *s, struct text name)
{
	struct slice bytes = slice_of_text(name);

	s->section = name;
	s->direction = DIRECTION_UNKNOWN;
	s->by_section = ends(name, " History") || ends(name, " Calls") || ends(name, " Sessions");
	if (!s->by_section)
		return;
	if (slice_starts(bytes, "Received ") || slice_starts(bytes, "Incoming "))
		s->direction = DIRECTION_IN;
	else if (slice_starts(bytes, "Sent ") || slice_starts(bytes, "Outgoing "))
		s->direction = DIRECTION_OUT;
}

static enum status
section_read(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;

	(void)err;
	section_begin(&r->s, text_hold(r->section, sizeof r->section, key));
	return chat_each(
	    &r->walk, &r->s.m, "snapchat", r->talk ? call_value : message_value, &r->s);
}

/* Calls and messages are told apart by the names of the sections. */
static enum status
start(struct reading *r, const struct source *source, struct err *err)
{
	struct json_head head;
	struct window look;
	struct slice bytes;
	uint8_t c = 0;
	enum status status = json_walk_look(&r->walk, &c, err);

	if (status == OK && c != '{')
		status = fail(err, E_FORMAT, "not a Snapchat download: it does not begin with {");
	if (status != OK)
		return status;
	status = window_init(&look, source, FORMAT_HEAD_BYTES, err);
	if (status == OK)
		status = window_peek(&look, FORMAT_HEAD_BYTES, &bytes, err);
	if (status == OK) {
		json_head_scan(bytes, &head);
		r->talk = is_talk(&head);
		making_note(&r->s.m, NOTE_FORMAT, "snapchat", NULL);
		if (r->talk)
			chat_omits(&r->s.m, call_omits_list, COUNT_OF(call_omits_list));
		else
			chat_omits(&r->s.m, chat_omits_list, COUNT_OF(chat_omits_list));
		status = r->s.m.status;
	}
	window_fini(&look);
	return status;
}

static enum status
read_once(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct reading r = {.talk = false};
	enum status status = json_walk_init(&r.walk, source, err);

	if (status == OK)
		status = making_init(&r.s.m, options, sink, err);
	if (status == OK)
		status = start(&r, source, err);
	if (status == OK)
		status = json_walk_each(&r.walk, section_read, &r, err);
	if (status == OK) {
		json_record_end(&r.s.m, &r.walk);
		status = making_finish(&r.s.m);
	}
	making_fini(&r.s.m);
	json_walk_fini(&r.walk);
	return status;
}

static enum status
snapchat_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return owner_look_met(read_once, source, options, sink, err);
}

const struct format snapchat_format = {
    .name = "snapchat", .probe = snapchat_probe, .read = snapchat_read, .prepare = NULL};
