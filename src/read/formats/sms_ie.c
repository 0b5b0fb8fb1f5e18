/* src/read/formats/sms_ie.c
 * The format "sms-ie": what the app "SMS Import / Export" writes (docs/formats/sms-ie.md): messages
 * one a line (version 2, messages.ndjson in a zip with the files in data/) or as an array (version
 * 1, with the files inside), calls and contacts as arrays.
 * Not for: SMS Backup & Restore (sms.c). */
#include "read/formats/sms_ie.h"

#include "read/formats/formats.h"
#include "read/formats/json_head.h"
#include "read/formats/json_lines.h"

enum { HEAD_LINES = 20 }; /* of a file of lines tell what it is */

enum sms_ie_shape {
	SMS_IE_NONE,
	SMS_IE_MESSAGES,
	SMS_IE_CALLS,
	SMS_IE_CONTACTS,
	SMS_IE_BLOCKED,
};

static const char *const message_omits[][2] = {
    {"deleted", "Messages deleted before the export was made are not in it."},
    {"chat-messages", "Most RCS chat messages and all messages of other apps are not in it."},
};

static const char *const call_omits[][2] = {
    {"old-calls", "A phone keeps only about its last 500 calls."},
    {"blocked-calls", "Some phones do not list calls from blocked numbers."},
    {"withheld-numbers", "Withheld numbers are not in it; the network knows them."},
};

static const char *const contact_omits[][2] = {
    {"address-book", "These are names that the owner of the telephone gave to numbers; they prove "
		     "nobody's identity."},
};

static const char *const blocked_omits[][2] = {
    {"when-blocked", "The telephone does not keep when a number was blocked. The list shows those "
		     "that were blocked on the day of the export."},
};

/* Names of Android's columns, enough of them together to be nobody else's. */
static enum sms_ie_shape
shape_of_keys(const struct json_head *head)
{
	bool row = json_head_has(head, NULL, "_id") && json_head_has(head, NULL, "date");

	if (json_head_has(head, NULL, "raw_contacts") && json_head_has(head, NULL, "_id"))
		return SMS_IE_CONTACTS;
	if (json_head_has(head, NULL, "_id") && json_head_has(head, NULL, "original_number") &&
	    !json_head_has(head, NULL, "date"))
		return SMS_IE_BLOCKED;
	if (row && json_head_has(head, NULL, "number") && json_head_has(head, NULL, "type") &&
	    (json_head_has(head, NULL, "duration") || json_head_has(head, NULL, "presentation")))
		return SMS_IE_CALLS;
	if (row && json_head_has(head, NULL, "thread_id") &&
	    (json_head_has(head, NULL, "msg_box") ||
		(json_head_has(head, NULL, "type") &&
		    (json_head_has(head, NULL, "address") || json_head_has(head, NULL, "body")))))
		return SMS_IE_MESSAGES;
	return SMS_IE_NONE;
}

static enum sms_ie_shape
shape_of(struct slice bytes, bool *lines)
{
	struct json_head head;
	struct slice rest = bytes, line;
	enum sms_ie_shape shape = SMS_IE_NONE;

	json_head_scan(bytes, &head);
	*lines = head.first == '{';
	if (head.first == '[')
		return shape_of_keys(&head);
	/* A draft without words, to nobody, has not much in its row: others tell more. */
	for (unsigned i = 0; *lines && i < HEAD_LINES && shape == SMS_IE_NONE; i++) {
		if (!cut_last(&rest, '\n', &line))
			break;
		json_head_scan(line, &head);
		if (head.first == '{')
			shape = shape_of_keys(&head);
	}
	return shape;
}

static int
sms_ie_probe(struct slice bytes)
{
	bool lines;

	return shape_of(bytes, &lines) != SMS_IE_NONE ? 85 : 0;
}

static bool
has(const struct json_node *row, const char *key)
{
	return json_tree_get(row, key) != NULL;
}

/* Which table a row is of, each on its own: messages of both kinds stand in one file. */
static void
row_read(void *ctx, const struct json_taken *taken)
{
	struct sms_ie *ie = ctx;
	struct making *m = &ie->m;
	const struct json_node *row = taken->tree.root;

	if (row->type != JSON_OBJECT)
		chat_strange(m, "sms", taken, "Here a row of a table should stand.");
	else if (has(row, "raw_contacts"))
		sms_ie_contact(m, taken);
	else if (has(row, "msg_box") || has(row, "__parts") || has(row, "parts"))
		sms_ie_multimedia(ie, taken);
	else if (has(row, "number") && !has(row, "body"))
		sms_ie_call(m, taken);
	else if (has(row, "original_number"))
		sms_ie_blocked(m, taken);
	else if (has(row, "address") || has(row, "body") ||
		 (has(row, "thread_id") && has(row, "type")))
		sms_ie_text(m, taken);
	else
		chat_strange(m, "sms", taken, "This row is of a kind that is not known here.");
}

static enum status
array_read(struct sms_ie *ie, const struct source *source, struct err *err)
{
	struct making *m = &ie->m;
	struct json_walk walk;
	enum status status = json_walk_init(&walk, source, err);

	if (status == OK)
		status = chat_each(&walk, m, "sms", row_read, ie);
	if (status == OK)
		json_record_end(m, &walk);
	json_walk_fini(&walk);
	return status;
}

static enum status
shape_find(const struct source *source, enum sms_ie_shape *shape, bool *lines, struct err *err)
{
	struct window look;
	struct slice head;
	enum status status = window_init(&look, source, FORMAT_HEAD_BYTES, err);

	if (status == OK)
		status = window_peek(&look, FORMAT_HEAD_BYTES, &head, err);
	if (status == OK)
		*shape = shape_of(head, lines);
	window_fini(&look);
	if (status == OK && *shape == SMS_IE_NONE)
		status = fail(err, E_FORMAT, "no rows of Android's tables");
	return status;
}

static void
say_omits(struct making *m, enum sms_ie_shape shape)
{
	if (shape == SMS_IE_MESSAGES)
		chat_omits(m, message_omits, COUNT_OF(message_omits));
	else if (shape == SMS_IE_CALLS)
		chat_omits(m, call_omits, COUNT_OF(call_omits));
	else if (shape == SMS_IE_CONTACTS)
		chat_omits(m, contact_omits, COUNT_OF(contact_omits));
	else
		chat_omits(m, blocked_omits, COUNT_OF(blocked_omits));
}

static enum status
sms_ie_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct sms_ie ie = {.m = {.status = OK}};
	struct making *m = &ie.m;
	enum sms_ie_shape shape = SMS_IE_NONE;
	bool lines = false;
	enum status status = shape_find(source, &shape, &lines, err);

	arena_init(&ie.arena, SMS_IE_GROUPS_BYTES);
	if (status == OK)
		status = making_init(m, options, sink, err);
	if (status == OK) {
		m->owner.known = true; /* each row says which way it went */
		making_note(m, NOTE_FORMAT, "sms-ie", NULL);
		say_omits(m, shape);
		status = m->status;
	}
	if (status == OK)
		status = lines ? json_lines_each(source, m, "sms", row_read, &ie, err)
			       : array_read(&ie, source, err);
	if (status == OK)
		status = making_finish(m);
	making_fini(m);
	arena_fini(&ie.arena);
	return status;
}

const struct format sms_ie_format = {
    .name = "sms-ie", .probe = sms_ie_probe, .read = sms_ie_read, .prepare = NULL};
