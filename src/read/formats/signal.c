/* src/read/formats/signal.c
 * The format "signal-jsonl": main.jsonl of Signal's export of the chat history, one JSON object a
 * line (docs/formats/signal-jsonl.md).  A line that is broken costs that line.
 * Not for: Signal's encrypted backups, nor the text that signal-export writes (signal_text.c). */
#include "read/formats/signal.h"

#include "read/formats/formats.h"
#include "read/formats/json_head.h"

enum { LINE_BYTES = JSON_WALK_VALUE_BYTES, LINE_ARENA_BYTES = JSON_WALK_ARENA_BYTES };

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
	struct window window;
	struct arena arena; /* of the line in hand */
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
frame_read(struct reading *r, const struct json_taken *taken)
{
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

/* A line, or the front of one that is too long. */
static void
line_read(struct reading *r, struct slice line, uint64_t at, bool whole, bool ended_lf)
{
	struct json_taken taken = {.raw = line, .at = at};
	enum status status;
	size_t used = 0;

	arena_reset(&r->arena);
	status = whole ? json_tree_parse(line, true, &r->arena, &taken.tree, &used, NULL) : E_LIMIT;
	if (status == OK && slice_trim(slice_of(line.p + used, line.n - used)).n != 0)
		status = E_FORMAT;
	if (status == OK) {
		frame_read(r, &taken);
		return;
	}
	taken.tree.root = NULL;
	if (taken.raw.n > JSON_WALK_RAW_BYTES)
		taken.raw.n = JSON_WALK_RAW_BYTES;
	taken.why = status == E_LIMIT                   ? "it is too large or nested too deep"
		    : status == E_NOTFOUND && !ended_lf ? "the file ends in it"
							: "it is not what JSON may be";
	json_record_unread(&r->m, "signal", &taken);
	if (status == E_NOTFOUND && !ended_lf)
		making_note(&r->m, NOTE_UNREAD, "cut-off",
		    "The end of this file is missing; what comes before it was read.");
}

/* The rest of a line that was too long. */
static enum status
line_skip(struct reading *r, struct err *err)
{
	struct slice line;
	bool whole = false, ended_lf;
	enum status status = OK;

	while (status == OK && !whole)
		status = window_line(&r->window, &line, &whole, &ended_lf, err);
	return status == E_NOTFOUND ? OK : status;
}

static enum status
lines_read(struct reading *r, struct err *err)
{
	struct slice line, rest;
	bool whole, ended_lf;
	uint64_t at;
	enum status status = OK;

	while (status == OK) {
		at = r->window.at;
		status = window_line(&r->window, &line, &whole, &ended_lf, err);
		if (status != OK)
			break;
		rest = at == 0 && slice_starts(line, "\xef\xbb\xbf")
			   ? slice_of(line.p + 3, line.n - 3)
			   : line;
		rest = slice_trim(rest);
		if (rest.n != 0)
			line_read(r, rest, at, whole, ended_lf);
		status = r->m.status;
		if (status == OK && !whole)
			status = line_skip(r, err);
	}
	return status == E_NOTFOUND ? OK : status;
}

static enum status
start(struct reading *r, struct err *err)
{
	struct slice head;
	enum status status = window_peek(&r->window, 4, &head, err);

	if (status != OK)
		return status;
	if (slice_starts(head, "\xef\xbb\xbf"))
		head = slice_of(head.p + 3, head.n - 3);
	if (!slice_starts(head, "{"))
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
	enum status status = window_init(&r.window, source, LINE_BYTES, err);

	arena_init(&r.arena, LINE_ARENA_BYTES);
	if (status == OK)
		status = making_init(&r.m, options, sink, err);
	if (status == OK)
		status = signal_people_init(&r.people, err);
	if (status == OK)
		status = start(&r, err);
	if (status == OK)
		status = lines_read(&r, err);
	if (status == OK) {
		finish(&r);
		status = making_finish(&r.m);
	}
	signal_people_fini(&r.people);
	making_fini(&r.m);
	arena_fini(&r.arena);
	window_fini(&r.window);
	return status;
}

const struct format signal_format = {
    .name = "signal-jsonl", .probe = signal_probe, .read = signal_read, .prepare = NULL};
