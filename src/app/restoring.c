/* src/app/restoring.c
 * See restoring.h.  Order on the disk: a note that says "being made", the files, the new log with
 * what it says of the old ones, the headers, and last the note goes. */
#include "app/restoring.h"

#include <errno.h>

#include "app/catch_up.h"
#include "app/copying.h"
#include "app/other_logs.h"
#include "base/mem.h"
#include "keep/restore.h"
#include "sys/os/file.h"

struct restore {
	const struct restoring *what;
	struct restore_sum *sum;
	struct app *app;
	struct vault *copy;
	struct copying *copying;
	struct merge *merges; /* what the copy's log took in, by slot */
	unsigned merge_count;
	bool there; /* a vault stands there already, made of this copy */
};

static const char *
to_path(const struct restore *r)
{
	return r->what->options.vault_path;
}

/* --- where it is to stand --- */

/* t/ is the first thing that is made there, and holds nothing of anybody's. */
static int
stop_at_any(void *ctx, const struct io_entry *entry)
{
	(void)ctx;
	return entry->is_folder && strcmp(entry->name, "t") == 0 ? 0 : 1;
}

static enum status
folder_make(struct restore *r, struct err *err)
{
	const struct io *io = &r->what->options.seams.io;
	int failed = io->ops->mkdir(io->ctx, to_path(r));

	if (failed != 0 && failed != -EEXIST)
		return file_fail(err, failed, "cannot make the folder", to_path(r));
	return OK;
}

static enum status
stands(struct restore *r, const char *name, bool *out, struct err *err)
{
	const struct io *io = &r->what->options.seams.io;
	struct io_stat st;
	struct buf path;
	enum status status;

	buf_init(&path, FILE_PATH_BYTES);
	status = file_join(&path, to_path(r), name, err);
	if (status == OK)
		*out = io->ops->stat(io->ctx, (const char *)path.p, &st) == 0;
	buf_fini(&path);
	return status;
}

/* Made of this copy, and only the note is still there: all was done but the last step. */
static enum status
finished_check(struct restore *r, struct err *err)
{
	const struct app_options *o = &r->what->options;
	struct vault *there = NULL;
	bool noted = false;
	enum status status = stands(r, COPY_NOTE_NAME, &noted, err);

	if (status == OK && noted)
		status = vault_open(to_path(r), &o->seams, o->secret, true, &there, err);
	r->there = status == OK && noted && !slice_eq(vault_log_id(there), vault_log_id(r->copy)) &&
		   log_entries(there) != 0;
	vault_close(there);
	if (status == OK && !r->there)
		status = fail(err, E_CONFLICT, "there is a vault at %.100s already", to_path(r));
	return status;
}

/* Nothing, or what an earlier try left. */
static enum status
place_check(struct restore *r, struct err *err)
{
	const struct io *io = &r->what->options.seams.io;
	struct copy_note note;
	bool first = false, second = false;
	enum status status = folder_make(r, err);

	if (status == OK)
		status = stands(r, "h0", &first, err);
	if (status == OK)
		status = stands(r, "h1", &second, err);
	if (status == OK && first && second)
		return finished_check(r, err);
	if (status != OK || io->ops->list(io->ctx, to_path(r), stop_at_any, NULL) == 0)
		return status;
	if (vault_copy_note_read(r->copy, to_path(r), &note, NULL) == OK &&
	    note.state == COPY_BEING_MADE)
		return OK;
	return fail(err, E_CONFLICT, "something stands at %.100s already", to_path(r));
}

/* --- files --- */

static void
on_problem(void *ctx, const char *name, const char *why)
{
	const struct restore *r = ctx;

	if (r->what->problem != NULL)
		r->what->problem(r->what->ctx, name, why);
}

static enum status
note_write(struct restore *r, struct err *err)
{
	const struct app_options *o = &r->what->options;
	struct copy_note note = {
	    .state = COPY_BEING_MADE, .begun_us = o->seams.clock.now_us(o->seams.clock.ctx)};
	uint8_t bytes[COPY_NOTE_BYTES];

	vault_copy_note_seal(r->copy, &note, bytes);
	return copying_put(r->copying, COPY_NOTE_NAME, slice_of(bytes, sizeof bytes), err);
}

/* Gone; that it is not there is fine. */
static enum status
file_remove(struct restore *r, const char *name, struct err *err)
{
	const struct io *io = &r->what->options.seams.io;
	struct buf path;
	enum status status;
	int failed;

	buf_init(&path, FILE_PATH_BYTES);
	status = file_join(&path, to_path(r), name, err);
	failed = status == OK ? io->ops->unlink(io->ctx, (const char *)path.p) : 0;
	if (failed != 0 && failed != -ENOENT)
		status = file_fail(err, failed, "cannot remove", (const char *)path.p);
	buf_fini(&path);
	return status;
}

/* A header that a try before this one left half made goes: it is written again at the end. */
static enum status
headers_remove(struct restore *r, struct err *err)
{
	enum status status = file_remove(r, "h0", err);

	return status == OK ? file_remove(r, "h1", err) : status;
}

static enum status
files_copy(struct restore *r, struct err *err)
{
	const struct app_options *o = &r->what->options;
	const struct copying_options options = {.io = o->seams.io,
	    .from = r->what->copy,
	    .to = to_path(r),
	    .parallel = o->seams.parallel,
	    .progress = o->progress,
	    .cancelled = o->cancelled,
	    .problem = on_problem,
	    .ctx = r};
	enum status status = copying_new(&options, &r->copying, err);

	if (status == OK)
		status = headers_remove(r, err);
	if (status == OK)
		status = copying_folders(r->copying, err);
	if (status == OK)
		status = note_write(r, err);
	if (status == OK)
		status = copying_objects(r->copying, err);
	if (status == OK)
		status = copying_log(r->copying, err);
	if (r->copying != NULL) {
		r->sum->files = copying_sum(r->copying)->objects;
		r->sum->bytes = copying_sum(r->copying)->object_bytes;
		r->sum->lacking = copying_sum(r->copying)->lacking;
	}
	return status;
}

/* --- the new log --- */

static enum status
merges_gather(struct restore *r, struct err *err)
{
	struct entry entry;
	struct merge merge;
	struct buf storage;
	enum status status = OK;

	r->merges = mem_new(LOG_OTHERS_MAX, sizeof *r->merges);
	if (r->merges == NULL)
		return fail(err, E_NOMEM, "no memory to restore with");
	buf_init(&storage, LOG_READ_MAX_BYTES);
	for (uint64_t n = 0; n < log_entries(r->copy) && status == OK; n++) {
		status = log_read(r->copy, n, &storage, &entry, err);
		if (status == E_AUTH || status == E_NOTFOUND) {
			status = OK; /* damaged or removed */
			continue;
		}
		if (status != OK || !text_eq_c(act_field(&entry, FIELD_KIND), "merge") ||
		    merge_of_entry(&entry, &merge, NULL) != OK || merge.slot == 0)
			continue;
		r->merges[merge.slot - 1] = merge;
		r->merge_count = merge.slot > r->merge_count ? merge.slot : r->merge_count;
	}
	buf_fini(&storage);
	return status;
}

/* The old log first, then what that had taken in. */
static enum status
merges_append(struct restore *r, struct err *err)
{
	struct merge merge = {.slot = 1, .how = OTHER_RESTORED};
	unsigned slot = 1;
	enum status status = vault_restore_head(r->app->vault, r->copy, &merge.log, err);

	r->sum->entries = merge.log.entries;
	if (status == OK)
		status = merge_append(r->app, &merge, NULL, err);
	for (unsigned i = 0; i < r->merge_count && status == OK; i++) {
		if (r->merges[i].slot == 0)
			continue;
		merge = r->merges[i];
		merge.slot = ++slot;
		merge.first = 0;
		status = merge_append(r->app, &merge, NULL, err);
	}
	return status == OK ? log_settle(r->app->vault, err) : status;
}

/* The last step: without the note it is a vault like any other. */
static enum status
note_remove(struct restore *r, struct err *err)
{
	enum status status = file_remove(r, COPY_NOTE_NAME, err);

	return status == OK ? file_sync_folder(&r->what->options.seams.io, to_path(r), err)
			    : status;
}

static enum status
vault_make(struct restore *r, struct err *err)
{
	struct vault *vault = NULL;
	enum status status = vault_restore_begin(
	    to_path(r), &r->what->options.seams, r->copy, &vault, err);

	if (status == OK)
		status = app_start(r->app, &r->what->options, vault, err);
	if (status == OK)
		status = merges_append(r, err);
	if (status == OK)
		status = vault_restore_end(r->app->vault, err);
	if (status == OK)
		status = note_remove(r, err);
	return status == OK ? catch_up(r->app, NULL, err) : status;
}

static enum status
restore_run(struct restore *r, struct err *err)
{
	const struct app_options *o = &r->what->options;
	enum status status = vault_open(r->what->copy, &o->seams, o->secret, true, &r->copy, err);

	if (status != OK)
		return status;
	r->sum->noted = vault_copy_note_read(r->copy, r->what->copy, &r->sum->note, NULL) == OK;
	r->sum->missing_entries = vault_state(r->copy)->missing_entries;
	status = place_check(r, err);
	if (status == OK && r->there) {
		r->sum->finished_before = true;
		status = note_remove(r, err);
		return status == OK ? app_open(r->app, o, err) : status;
	}
	if (status == OK)
		status = merges_gather(r, err);
	if (status == OK)
		status = files_copy(r, err);
	return status == OK ? vault_make(r, err) : status;
}

enum status
vault_restore(
    struct app *app, const struct restoring *restoring, struct restore_sum *sum, struct err *err)
{
	struct restore_sum found = {0};
	struct restore r = {.what = restoring, .sum = &found, .app = app};
	enum status status;

	*app = (struct app){0};
	status = restore_run(&r, err);

	copying_free(r.copying);
	mem_free(r.merges);
	vault_close(r.copy);
	if (status == OK)
		*sum = found;
	else
		app_close(app);
	return status;
}
