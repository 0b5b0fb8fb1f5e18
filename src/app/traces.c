/* src/app/traces.c
 * What can be seen of a vault that was copied half; see traces.h. */
#include "app/traces.h"

#include <errno.h>

#include "app/copying_inside.h"
#include "base/mem.h"
#include "keep/copy_note.h"
#include "sys/os/file.h"

/* Lower case; how the usual programs name what they could not bring together, or have not finished.
 */
static const char *const conflict_marks[] = {"conflict", "in konflikt", "case-conflict", "_conf("};
static const char *const part_marks[] = {".part", ".partial", ".tmp", ".temp", ".crdownload",
    ".!sync", ".syncthing.", ".dropbox", ".~lock", ".goutputstream", "~"};

enum { TRACES_NAME_BYTES = 128 };

struct traces {
	uint64_t conflicts; /* files with names that a synchronising program gives: two versions */
	uint64_t strange; /* other files that no vault has, where only a vault's files should be */
	uint64_t unfinished;           /* parts of files: names ending in .part, .tmp, … */
	char first[TRACES_NAME_BYTES]; /* name of the first conflict, else of the first of them */
};

struct looking {
	struct traces *traces;
	bool (*fits)(const char *name); /* of files */
	bool (*folder_fits)(const char *name);
	char (*folders)[COPYING_ONE_NAME_BYTES]; /* that fit; NULL: not wanted */
	size_t count, room;
};

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
has_any(const char *name, const char *const *marks, size_t count)
{
	char low[IO_NAME_BYTES];
	size_t n = 0;

	for (; name[n] != '\0'; n++)
		low[n] = lower(name[n]);
	low[n] = '\0';
	for (size_t i = 0; i < count; i++)
		if (strstr(low, marks[i]) != NULL)
			return true;
	return false;
}

static void
name_keep(struct traces *traces, const char *name)
{
	struct buf buf = {.p = (uint8_t *)traces->first,
	    .size = TRACES_NAME_BYTES - 1,
	    .max = TRACES_NAME_BYTES - 1};
	struct buf whole;

	memset(traces->first, 0, sizeof traces->first);
	buf_init(&whole, 2 * IO_NAME_BYTES);
	buf_put_repaired(&whole, slice_of(name, strlen(name)), '?');
	buf_put_one_line(&buf, text_prefix(buf_text(&whole), 80));
	buf_fini(&whole);
}

static void
strange_take(struct traces *traces, const char *name)
{
	bool conflict = has_any(name, conflict_marks, COUNT_OF(conflict_marks));
	bool part = !conflict && has_any(name, part_marks, COUNT_OF(part_marks));
	bool first = traces->conflicts + traces->strange + traces->unfinished == 0;

	if (first || (conflict && traces->conflicts == 0))
		name_keep(traces, name);
	traces->conflicts += conflict;
	traces->unfinished += part;
	traces->strange += !conflict && !part;
}

static int
look_take(void *ctx, const struct io_entry *entry)
{
	struct looking *l = ctx;
	char(*more)[COPYING_ONE_NAME_BYTES];

	if (entry->is_link || !(entry->is_folder ? l->folder_fits : l->fits)(entry->name)) {
		strange_take(l->traces, entry->name);
		return 0;
	}
	if (!entry->is_folder)
		return 0;
	more = mem_more(l->folders, l->count, &l->room, sizeof *more);
	if (more == NULL)
		return -ENOMEM;
	l->folders = more;
	memcpy(l->folders[l->count++], entry->name, strlen(entry->name) + 1);
	return 0;
}

static bool
none(const char *name)
{
	(void)name;
	return false;
}

/* `folder` NULL: the vault's own. */
static enum status
folder_path(struct app *app, const char *folder, struct buf *path, struct err *err)
{
	enum status status;

	vault_path(app->vault, folder != NULL ? folder : "o", path);
	status = buf_check(path, err);
	if (status == OK && folder == NULL)
		*strrchr((char *)path->p, '/') = '\0';
	return status;
}

/* Headers, the index and its companions, the note of a copy. */
static bool
is_top_file(const char *name)
{
	return strcmp(name, "h0") == 0 || strcmp(name, "h1") == 0 || strcmp(name, "i") == 0 ||
	       strncmp(name, "i-", 2) == 0 || strcmp(name, COPY_NOTE_NAME) == 0;
}

static bool
is_top_folder(const char *name)
{
	return strlen(name) == 1 && strchr("olrtq", name[0]) != NULL;
}

static enum status
look_into(struct app *app, struct looking *l, const char *folder, struct err *err)
{
	const struct io *io = &app->seams.io;
	enum status status;
	struct buf path;
	int failed;

	buf_init(&path, FILE_PATH_BYTES);
	status = folder_path(app, folder, &path, err);
	if (status == OK) {
		failed = io->ops->list(io->ctx, (const char *)path.p, look_take, l);
		if (failed != 0 && failed != -ENOENT)
			status = file_fail(err, failed, "cannot look into", (const char *)path.p);
	}
	buf_fini(&path);
	return status;
}

/* The folders in o/, l/ or r/, and the files in those. */
static enum status
look_below(struct app *app, struct traces *traces, const char *top,
    bool (*folder_fits)(const char *name), bool (*fits)(const char *name), struct err *err)
{
	struct looking tops = {.traces = traces, .fits = none, .folder_fits = folder_fits};
	struct looking files = {.traces = traces, .fits = fits, .folder_fits = none};
	char name[COPYING_NAME_BYTES];
	enum status status = look_into(app, &tops, top, err);

	for (size_t i = 0; i < tops.count && status == OK; i++) {
		copying_name(name, top, tops.folders[i], NULL);
		status = look_into(app, &files, name, err);
	}
	mem_free(tops.folders);
	return status;
}

/* The vault's own folder, without anything below. */
static enum status
look_top(struct app *app, struct traces *traces, struct err *err)
{
	struct looking top = {.traces = traces, .fits = is_top_file, .folder_fits = is_top_folder};
	enum status status = look_into(app, &top, NULL, err);

	mem_free(top.folders);
	return status;
}

/* Nothing is opened; names of objects only when `objects`. */
static enum status
traces_look(struct app *app, bool objects, struct traces *out, struct err *err)
{
	struct traces traces = {0};
	enum status status = look_top(app, &traces, err);

	if (status == OK)
		status = look_below(app, &traces, "l", copying_is_id, copying_is_plain, err);
	if (status == OK)
		status = look_below(app, &traces, "r", copying_is_id, copying_is_plain, err);
	if (status == OK && objects)
		status = look_below(app, &traces, "o", copying_is_two, copying_is_id, err);
	if (status == OK)
		*out = traces;
	return status;
}

static const char what_to_do[] = "Let the copying come to its end and check again; or copy the "
				 "whole folder anew while Daybook is "
				 "closed";

enum status
traces_report(struct app *app, uint64_t missing, struct verify_report *report, struct err *err)
{
	const struct vault_state *state = vault_state(app->vault);
	uint64_t named = report->levels[LEVEL_ORIGINALS].checked, others;
	struct traces traces;
	enum status status = traces_look(app, true, &traces, err);

	if (status != OK)
		return status;
	others = traces.unfinished + traces.strange;
	if (missing != 0)
		verify_problem_add(report, LEVEL_FILES, TEXT_NONE,
		    "this looks like a copy that was not finished: %llu of %llu files that the log "
		    "names are not there.  %s",
		    (unsigned long long)missing, (unsigned long long)named, what_to_do);
	else if (state->missing_entries != 0)
		verify_problem_add(report, LEVEL_FILES, TEXT_NONE,
		    "this may be a copy that was not finished: the last %llu entries under the "
		    "signed "
		    "head are not there.  %s",
		    (unsigned long long)state->missing_entries, what_to_do);
	if (traces.conflicts != 0)
		verify_problem_add(report, LEVEL_FILES, TEXT_NONE,
		    "a program that synchronises folders has left %llu files here that stand in "
		    "two "
		    "versions, the first is \"%s\": the vault was used in two places at once",
		    (unsigned long long)traces.conflicts, traces.first);
	else if (others != 0)
		verify_not_checked_add(report,
		    "%llu files in the vault's folder that are none of its own, the first is "
		    "\"%s\"",
		    (unsigned long long)others, traces.first);
	return OK;
}

void
traces_sentence(struct app *app, struct buf *out)
{
	const struct vault_state *state = vault_state(app->vault);
	struct traces traces = {0};
	bool known = traces_look(app, false, &traces, NULL) == OK;

	buf_reset(out);
	if (state->missing_entries == 0 && app->passed_over == 0 &&
	    !(known && traces.conflicts != 0))
		return;
	if (known && traces.conflicts != 0)
		buf_putf(out,
		    "A program that synchronises folders has left files here in two versions (the "
		    "first is \"%s\").  ",
		    traces.first);
	buf_putf(out,
	    "This looks like a copy that was not finished: parts of it are not there.  %s.  "
	    "daybook "
	    "check tells what is missing.",
	    what_to_do);
}
