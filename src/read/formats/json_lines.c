/* src/read/formats/json_lines.c
 * See json_lines.h. */
#include "read/formats/json_lines.h"

enum { LINE_BYTES = JSON_WALK_VALUE_BYTES, LINE_ARENA_BYTES = JSON_WALK_ARENA_BYTES };

struct lines {
	struct window window;
	struct arena arena; /* of the line in hand */
	struct making *m;
	const char *channel;
	json_record_value *value;
	void *ctx;
};

/* A line, or the front of one that is too long. */
static void
line_read(struct lines *lines, struct slice line, uint64_t at, bool whole, bool ended_lf)
{
	struct json_taken taken = {.raw = line, .at = at};
	enum status status;
	size_t used = 0;

	arena_reset(&lines->arena);
	status = whole ? json_tree_parse(line, true, &lines->arena, &taken.tree, &used, NULL)
		       : E_LIMIT;
	if (status == OK && slice_trim(slice_from(line, used)).n != 0)
		status = E_FORMAT;
	if (status == OK) {
		lines->value(lines->ctx, &taken);
		return;
	}
	taken.tree.root = NULL;
	if (taken.raw.n > JSON_WALK_RAW_BYTES)
		taken.raw.n = JSON_WALK_RAW_BYTES;
	taken.why = status == E_LIMIT                   ? "it is too large or nested too deep"
		    : status == E_NOTFOUND && !ended_lf ? "the file ends in it"
							: "it is not what JSON may be";
	json_record_unread(lines->m, lines->channel, &taken);
	if (status == E_NOTFOUND && !ended_lf)
		making_note(lines->m, NOTE_UNREAD, "cut-off",
		    "The end of this file is missing; what comes before it was read.");
}

/* The rest of a line that was too long. */
static enum status
line_skip(struct lines *lines, struct err *err)
{
	struct slice line;
	bool whole = false, ended_lf;
	enum status status = OK;

	while (status == OK && !whole)
		status = window_line(&lines->window, &line, &whole, &ended_lf, err);
	return status == E_NOTFOUND ? OK : status;
}

static enum status
lines_read(struct lines *lines, struct err *err)
{
	struct slice line, rest;
	bool whole, ended_lf;
	uint64_t at;
	enum status status = OK;

	while (status == OK) {
		at = lines->window.at;
		status = window_line(&lines->window, &line, &whole, &ended_lf, err);
		if (status != OK)
			break;
		rest = at == 0 && slice_starts(line, "\xef\xbb\xbf") ? slice_from(line, 3) : line;
		rest = slice_trim(rest);
		if (rest.n != 0)
			line_read(lines, rest, at, whole, ended_lf);
		status = lines->m->status;
		if (status == OK && !whole)
			status = line_skip(lines, err);
	}
	return status == E_NOTFOUND ? OK : status;
}

enum status
json_lines_each(const struct source *source, struct making *m, const char *channel,
    json_record_value *value, void *ctx, struct err *err)
{
	struct lines lines = {.m = m, .channel = channel, .value = value, .ctx = ctx};
	enum status status = window_init(&lines.window, source, LINE_BYTES, err);

	arena_init(&lines.arena, LINE_ARENA_BYTES);
	if (status == OK)
		status = lines_read(&lines, err);
	arena_fini(&lines.arena);
	window_fini(&lines.window);
	return status;
}
