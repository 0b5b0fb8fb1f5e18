/* src/read/formats/signal.c
 * The format "signal-jsonl": main.jsonl of Signal's export of the chat history, one JSON object a
 * line (docs/formats/signal-jsonl.md).  A line that is broken costs that line.
 * Not for: Signal's encrypted backups, nor the text that signal-export writes (signal_text.c). */
#include "read/formats/signal.h"

#include "read/formats/formats.h"
#include "read/formats/json_head.h"
#include "read/formats/json_lines.h"

static const char *const signal_omits[][2] = {
    {"disappearing-left-out", "Signal leaves every message with a disappearing timer out of this "
			      "export, and the photograph "
			      "or video of every message that could be seen once."},
    {"deleted-text", "A Signal export does not contain the words of messages that were deleted, "
		     "for everybody or "
		     "on this telephone."},
};

static int
signal_probe(struct slice bytes)
{
	struct json_head head;
	struct slice line = bytes, first;

	/* One object a line: what comes behind the first is not asked. */
	if (cut(&line, '\n', &first))
		bytes = first;
	json_head_scan(bytes, &head);
	if (head.first != '{')
		return 0;
	if (json_head_has(&head, NULL, "backupTimeMs"))
		return json_head_has(&head, NULL, "version") ? 95 : 80;
	if (json_head_has(&head, "chatItem", "dateSent"))
		return 90;
	return json_head_has(&head, "recipient", "id") ||
		       json_head_has(&head, "account", "accountSettings") ||
		       json_head_has(&head, "chat", "recipientId")
		   ? 85
		   : 0;
}

struct reading {
	struct making m;
	struct signal_people people;
	bool settings; /* frames that say nothing about anybody were met */
};

/* The first line: which program made the export, and when. */
static void
export_made(struct making *m, const struct json_taken *taken)
{
	const struct json_node *head = taken->tree.root;
	int64_t at_ms;

	making_begin(m, KIND_SYSTEM, "signal");
	json_record_odd(m, taken->tree.odd);
	making_body(m, TEXT_LITERAL("This export was made by Signal."));
	if (json_tree_i64(json_tree_get(head, "backupTimeMs"), &at_ms))
		making_claim_ms(m, "export-made", at_ms);
	making_claim(m, "export-version", chat_get(head, "version"));
	making_claim(m, "export-program", chat_get(head, "currentAppVersion"));
	making_claim(m, "first-program", chat_get(head, "firstAppVersion"));
	(void)!making_send(m);
}

static bool
is_settings(const struct json_node *frame)
{
	static const char *const settings[] = {"stickerPack", "notificationProfile", "chatFolder"};

	for (size_t i = 0; i < COUNT_OF(settings); i++)
		if (json_tree_get(frame, settings[i]) != NULL)
			return true;
	return false;
}

static void
frame_read(void *ctx, const struct json_taken *taken)
{
	struct reading *r = ctx;
	const struct json_node *frame = taken->tree.root;

	if (json_tree_typed(json_tree_get(frame, "chatItem"), JSON_OBJECT) != NULL)
		signal_item(&r->people, &r->m, taken);
	else if (json_tree_typed(json_tree_get(frame, "recipient"), JSON_OBJECT) != NULL)
		signal_recipient(&r->people, &r->m, taken);
	else if (json_tree_typed(json_tree_get(frame, "chat"), JSON_OBJECT) != NULL)
		signal_chat(&r->people, &r->m, taken);
	else if (json_tree_typed(json_tree_get(frame, "account"), JSON_OBJECT) != NULL)
		signal_account(&r->people, &r->m, taken);
	else if (json_tree_typed(json_tree_get(frame, "adHocCall"), JSON_OBJECT) != NULL)
		signal_link_call(&r->people, &r->m, taken);
	else if (json_tree_get(frame, "backupTimeMs") != NULL)
		export_made(&r->m, taken);
	else if (is_settings(frame))
		r->settings = true;
	else
		chat_strange(
		    &r->m, "signal", taken, "This line is of a kind that is not known here.");
}

static enum status
start(struct reading *r, const struct source *source, struct err *err)
{
	struct window look;
	struct slice head = {NULL, 0};
	bool object = false;
	enum status status = window_init(&look, source, 4, err);

	if (status == OK)
		status = window_peek(&look, 4, &head, err);
	if (status == OK)
		object = slice_starts(head, "{") || slice_starts(head, "\xef\xbb\xbf{");
	window_fini(&look);
	if (status != OK)
		return status;
	if (!object)
		return fail(err, E_FORMAT, "not Signal's export: it does not begin with {");
	r->m.owner.known = true; /* each item says which way it went */
	making_note(&r->m, NOTE_FORMAT, "signal-jsonl", NULL);
	chat_omits(&r->m, signal_omits, COUNT_OF(signal_omits));
	return r->m.status;
}

static void
finish(struct reading *r)
{
	if (r->settings)
		making_note(&r->m, NOTE_OMITS, "settings",
		    "Sticker packs, chat folders and times without notifications are no records; "
		    "the original holds them.");
	if (r->people.full)
		making_note(&r->m, NOTE_DOUBT, "many-people",
		    "There are more people in this export than are remembered at a time: some are "
		    "shown by a number of Signal's own.");
}

static enum status
signal_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct reading r = {.settings = false};
	enum status status = making_init(&r.m, options, sink, err);

	if (status == OK)
		status = signal_people_init(&r.people, err);
	if (status == OK)
		status = start(&r, source, err);
	if (status == OK)
		status = json_lines_each(source, &r.m, "signal", frame_read, &r, err);
	if (status == OK) {
		finish(&r);
		status = making_finish(&r.m);
	}
	signal_people_fini(&r.people);
	making_fini(&r.m);
	return status;
}

const struct format signal_format = {
    .name = "signal-jsonl", .probe = signal_probe, .read = signal_read, .prepare = NULL};
