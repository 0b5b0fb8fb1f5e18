/* src/read/formats/google_chat_message.c
 * One message of Google Chat; see google_chat.h and docs/formats/google-chat.md. */
#include "base/buf.h"
#include "read/formats/google_chat.h"
#include "read/formats/google_date.h"

/* Members of a message that are words or numbers: the first of those that are known. */
enum { PLAIN = 6 };

/* In words, in the language of the account; in English it can be read. */
static void
fill_when(struct making *m, struct text written)
{
	struct google_date date;
	int64_t at_us;

	if (written.n == 0) {
		making_doubt(m, "no-time", TEXT_NONE);
		return;
	}
	if (!google_date_parse(written, &date)) {
		/* RFC 3339 perhaps; else doubted, and kept as written. */
		making_time(m, &m->record.when, written);
		return;
	}
	making_claim(m, "written-time", written);
	if (date.weekday)
		making_doubt(m, "weekday-differs", written);
	at_us = civil_to_us(&date.civil);
	if (date.utc) {
		making_instant_us(m, &m->record.when, at_us, written);
	} else {
		m->record.when = (struct moment){
		    .basis = BASIS_LOCAL, .local_known = true, .local = date.civil};
		if (date.civil.year < 1990 || date.civil.year > 2099)
			making_doubt(m, "date-implausible", written);
	}
	m->record.when.precision = date.has_second ? PRECISION_SECOND : PRECISION_MINUTE;
}

/* "Groups/DM AbCdEfG/messages.json" is the chat "AbCdEfG"; absent for a folder that is not called
 * as Google calls them. */
static struct text
chat_of_folder(struct text called)
{
	static const char *const kinds[] = {"DM ", "Space "};
	struct slice folder = slice_of_text(called);
	size_t n;

	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		n = strlen(kinds[i]);
		if (folder.n > n && slice_starts(folder, kinds[i]))
			return (struct text){(const char *)folder.p + n, folder.n - n};
	}
	return TEXT_NONE;
}

/* "AbCdEfG/topic/message": the first part is the conversation's own id.  Without it, the folder
 * tells one conversation from another. */
static void
fill_conversation(struct making *m, struct text id)
{
	struct slice rest = slice_of_text(id), first;
	struct text chat;

	if (cut(&rest, '/', &first) && first.n != 0)
		chat = (struct text){id.p, first.n};
	else
		chat = chat_of_folder(m->options->folder);
	if (chat.n != 0)
		m->record.conversation = making_name(m, chat);
	else
		making_doubt(m, "chat-unknown", TEXT_NONE);
}

static void
fill_files(struct making *m, const struct json_taken *taken, const struct json_node *files)
{
	static const char *const known[] = {"export_name", "original_name"};
	const struct json_node *at = files != NULL ? files->first : NULL;
	struct text name, original;

	for (; at != NULL; at = at->next) {
		name = chat_get(at, "export_name");
		original = chat_get(at, "original_name");
		making_attach(m, name, TEXT_NONE, name.n == 0);
		if (!text_eq(name, original))
			making_claim(m, "original-name", original);
		chat_other(m, taken, at, known, COUNT_OF(known));
	}
}

/* Where in the words it stands, and that some of them are bold, says nothing. */
static bool
is_form(const struct json_node *of_annotation)
{
	static const char *const names[] = {
	    "start_index", "length", "chip_render_type", "format_metadata"};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (text_eq_c(of_annotation->key, names[i]))
			return true;
	return false;
}

/* What Google found in the words, or put under them: links, files on Drive, calls, people. */
static void
fill_annotations(struct making *m, const struct json_node *annotations)
{
	const struct json_node *at = annotations != NULL ? annotations->first : NULL;

	for (; at != NULL; at = at->next)
		for (const struct json_node *in = at->first; in != NULL; in = in->next)
			if (!is_form(in))
				google_claim_words(m, "annotation", in);
}

static void
fill_reactions(struct making *m, const struct json_node *reactions)
{
	const struct json_node *at = reactions != NULL ? reactions->first : NULL;

	for (; at != NULL; at = at->next)
		google_claim_words(m, "reaction", at);
}

static void
fill_quoted(struct making *m, const struct json_taken *taken, const struct json_node *quoted)
{
	static const char *const known[] = {"creator", "text", "message_id", "attached_files"};
	static const char *const of_creator[] = {"name", "email", "user_type"};
	const struct json_node *creator = json_tree_get(quoted, "creator");
	const struct json_node *file = json_tree_typed(
	    json_tree_get(quoted, "attached_files"), JSON_ARRAY);
	struct text email = chat_get(creator, "email");

	making_claim(m, "reply-to", chat_get(quoted, "message_id"));
	making_claim(m, "quoted-from", email.n != 0 ? email : chat_get(creator, "name"));
	making_claim(m, "quoted", chat_get(quoted, "text"));
	/* Of another message: it is there that the file belongs. */
	for (file = file != NULL ? file->first : NULL; file != NULL; file = file->next)
		google_claim_words(m, "quoted-file", file);
	chat_other(m, taken, quoted, known, COUNT_OF(known));
	chat_other(m, taken, creator, of_creator, COUNT_OF(of_creator));
}

static void
fill_state(struct making *m, const struct json_taken *taken)
{
	static const char *const known[] = {"deletion_type"};
	const struct json_node *message = taken->tree.root;
	struct text state = chat_get(message, "message_state");
	const struct json_node *deletion = google_part(
	    m, taken, message, "deletion_metadata", JSON_OBJECT);
	const struct json_node *before = google_part(
	    m, taken, message, "previous_message_versions", JSON_ARRAY);
	struct text updated = chat_get(message, "updated_date");
	struct text deleted = chat_get(message, "deleted_date");

	if (text_eq_c(state, "DELETED") || deletion != NULL || deleted.n != 0) {
		making_mark(m, "deleted");
		making_claim(m, "deleted-by", chat_get(deletion, "deletion_type"));
	}
	making_claim(m, "deleted-at", deleted);
	chat_other(m, taken, deletion, known, COUNT_OF(known));
	making_claim(m, "message-state", state);
	if (updated.n != 0 || before != NULL)
		making_mark(m, "edited");
	making_claim(m, "edited-at", updated);
	before = before != NULL ? before->first : NULL;
	for (const struct json_node *at = before; at != NULL; at = at->next)
		google_claim_words(m, "earlier", at);
}

static void
fill_creator(struct making *m, const struct json_taken *taken, const struct json_node *creator)
{
	static const char *const known[] = {"name", "email", "user_type", "acting_user"};
	struct text name = chat_get(creator, "name"), email = chat_get(creator, "email");

	/* A stub of a deleted message does not say whose it was. */
	m->record.direction = DIRECTION_UNKNOWN;
	if (name.n != 0 || email.n != 0)
		making_from(m, email.n != 0 ? email : TEXT_NONE, name);
	if (!text_eq_c(chat_get(creator, "user_type"), "Human"))
		making_claim(m, "user-type", chat_get(creator, "user_type"));
	/* Whoever did it in their name: a program, mostly. */
	google_claim_words(m, "acting-user", json_tree_get(creator, "acting_user"));
	chat_other(m, taken, creator, known, COUNT_OF(known));
}

static void
say_unsupported(struct making *m, const struct json_taken *taken)
{
	json_record_strange(m, taken, "It is not a message as Google Chat writes them.");
	making_note(m, NOTE_UNREAD, "unsupported",
	    "Some messages are of a kind that is not known here; their bytes are kept.");
}

void
google_chat_message(struct making *m, const struct json_taken *taken, void *ctx)
{
	static const char *const known[] = {"created_date", "updated_date", "deleted_date",
	    "message_state", "topic_id", "message_id", "creator", "text", "attached_files",
	    "annotations", "reactions", "quoted_message_metadata", "deletion_metadata",
	    "previous_message_versions"};
	const struct json_node *message = taken->tree.root;
	struct text words;

	(void)ctx;
	making_begin(m, KIND_MESSAGE, "google-chat");
	json_record_odd(m, taken->tree.odd);
	if (message->type != JSON_OBJECT)
		say_unsupported(m, taken);
	chat_check(m, taken, message, known, PLAIN);
	fill_conversation(m, chat_get(message, "message_id"));
	fill_when(m, chat_get(message, "created_date"));
	fill_creator(m, taken, google_part(m, taken, message, "creator", JSON_OBJECT));
	words = json_tree_text(google_part(m, taken, message, "text", JSON_STRING));
	if (words.n != 0)
		making_body(m, words);
	fill_state(m, taken);
	fill_files(m, taken, google_part(m, taken, message, "attached_files", JSON_ARRAY));
	fill_annotations(m, google_part(m, taken, message, "annotations", JSON_ARRAY));
	fill_reactions(m, google_part(m, taken, message, "reactions", JSON_ARRAY));
	fill_quoted(
	    m, taken, google_part(m, taken, message, "quoted_message_metadata", JSON_OBJECT));
	making_claim(m, "topic-id", chat_get(message, "topic_id"));
	making_claim(m, "message-id", chat_get(message, "message_id"));
	chat_other(m, taken, message, known, COUNT_OF(known));
	(void)!making_send(m);
}
