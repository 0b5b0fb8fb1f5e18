/* src/app/backup.c
 * A copy of the vault elsewhere, step by step; see backup.h.  Where: backup_place.c; what is
 * looked at again: backup_look.c; what the vault no longer has: backup_gone.c. */
#include "app/backup.h"

#include <errno.h>

#include "app/act.h"
#include "app/backup_inside.h"
#include "app/catch_up.h"
#include "base/encode.h"
#include "sys/os/file.h"

enum { SHARE_LOOKED_AT = SAMPLING_ALL / 20 /* of the older objects' bytes: 5 % */ };

void
backup_problem(const struct backup *b, const char *name, const char *why)
{
	if (b->options->problem != NULL)
		b->options->problem(b->options->ctx, name, why);
}

static void
on_problem(void *ctx, const char *name, const char *why)
{
	backup_problem(ctx, name, why);
}

/* The head that the copy covers is signed, and the log is the one it signs. */
static enum status
head_sign(struct backup *b, struct err *err)
{
	struct checkpoint head;
	struct buf note;
	enum status status;

	buf_init(&note, CHECKPOINT_MAX_BYTES);
	status = log_checkpoint(b->app->vault, &note, err);
	if (status == OK)
		status = checkpoint_open(
		    buf_slice(&note), vault_public_key(b->app->vault), &head, err);
	if (status == OK) {
		b->sum.entries = b->note.entries = head.entries;
		memcpy(b->note.root, head.root, sizeof head.root);
	}
	buf_fini(&note);
	return status;
}

/* Whether the log may take the place of what the copy has of it. */
static enum status
log_look(struct backup *b, bool *distrust, struct err *err)
{
	struct log_check check;
	enum status status;

	app_progress(b->app, "checking the log", 0, log_settled(b->app->vault), "entries");
	status = log_check(b->app->vault, &check, err);
	if (status != OK)
		return status;
	b->sum.damaged_entries = check.damaged;
	*distrust = check.damaged != 0 || check.damaged_checkpoints != 0 ||
		    check.missing_logs != 0 || !check.tree_whole;
	return OK;
}

static enum status
parent_sync(struct backup *b, struct err *err)
{
	struct buf parent;
	enum status status;

	buf_init(&parent, FILE_PATH_BYTES);
	status = file_parent(&parent, b->options->to, err);
	if (status == OK)
		status = file_sync_folder(&b->app->seams.io, (const char *)parent.p, err);
	buf_fini(&parent);
	return status;
}

static enum status
folder_make(struct backup *b, struct err *err)
{
	const struct io *io = &b->app->seams.io;
	int failed;

	if (!b->place.missing)
		return OK;
	failed = io->ops->mkdir(io->ctx, b->options->to);
	if (failed == 0)
		return parent_sync(b, err);
	if (failed == -ENOENT)
		return fail(err, E_NOTFOUND,
		    "the folder that the copy is to stand in is not there: is the disk or stick "
		    "plugged in?");
	return file_fail(err, failed, "cannot make the folder", b->options->to);
}

static enum status
note_write(struct backup *b, struct err *err)
{
	uint8_t bytes[COPY_NOTE_BYTES];

	vault_copy_note_seal(b->app->vault, &b->note, bytes);
	return copying_put(b->copying, COPY_NOTE_NAME, slice_of(bytes, sizeof bytes), err);
}

/* From here on something is written at the place. */
static enum status
copying_start(struct backup *b, bool distrust, struct err *err)
{
	const struct copying_options options = {.io = b->app->seams.io,
	    .from = b->options->vault_path,
	    .to = b->options->to,
	    .parallel = b->app->seams.parallel,
	    .distrust_from = distrust,
	    .progress = b->app->progress,
	    .cancelled = b->app->cancelled,
	    .stands = backup_stands,
	    .problem = on_problem,
	    .ctx = b};
	enum status status = folder_make(b, err);

	if (status == OK)
		status = vault_beside(b->app->vault, b->options->to, &b->beside, err);
	if (status == OK)
		status = copying_new(&options, &b->copying, err);
	if (status == OK)
		status = copying_folders(b->copying, err);
	b->note.state = COPY_BEING_MADE;
	b->note.begun_us = app_now_us(b->app);
	return status == OK ? note_write(b, err) : status;
}

/* The order of docs/format/vault.md, section 10. */
static enum status
copy_all(struct backup *b, struct err *err)
{
	enum status status = copying_objects(b->copying, err);

	if (status == OK)
		status = copying_log(b->copying, err);
	if (status == OK)
		status = copying_headers(b->copying, err);
	if (status == OK)
		status = backup_gone(b, err);
	return status == OK && b->look_at_all ? backup_look_at_all(b, err) : status;
}

static void
sums_take(struct backup *b)
{
	const struct copying_sum *sum = copying_sum(b->copying);

	b->sum.objects = sum->objects + b->sum.kept;
	b->sum.bytes = sum->object_bytes;
	b->sum.copied = sum->copied;
	b->sum.copied_bytes = sum->copied_bytes;
	b->sum.lacking = sum->lacking + sum->left;
	b->sum.strange = sum->strange;
	b->sum.whole = b->sum.lacking == 0;
}

static enum status
note_finish(struct backup *b, struct err *err)
{
	b->note.state = b->sum.whole ? COPY_WHOLE : COPY_NOT_WHOLE;
	b->note.looked = b->look_at_all          ? COPY_LOOKED_ALL
			 : b->sum.looked_at != 0 ? COPY_LOOKED_SAMPLE
						 : COPY_LOOKED_NOT;
	b->note.finished_us = app_now_us(b->app);
	b->note.objects = b->sum.objects;
	b->note.bytes = b->sum.bytes;
	b->note.lacking = b->sum.lacking;
	return note_write(b, err);
}

static void
put_number(struct act *act, const char *name, uint64_t n)
{
	char digits[24];
	struct buf buf = {.p = (uint8_t *)digits, .size = sizeof digits, .max = sizeof digits};

	buf_putf(&buf, "%llu", (unsigned long long)n);
	act_line_of(act, FIELD_SOURCE, name, &buf);
}

/* The copy is whole whatever becomes of this; the vault's own disk may be full. */
static enum status
entry_write(struct backup *b, struct err *err)
{
	static const char *const looked[] = {"written", "sample", "all"};
	struct buf place;
	struct act act;
	enum status status;

	act_init(&act, b->app, "backup");
	buf_init(&place, 3 * FILE_PATH_BYTES); /* as long as its repair can make it */
	put_number(&act, "entries", b->sum.entries);
	put_number(&act, "objects", b->sum.objects);
	put_number(&act, "bytes", b->sum.bytes);
	act_line(&act, FIELD_SOURCE, "verified", text_of_c(looked[b->note.looked]));
	buf_put_repaired(&place, slice_of(b->options->to, strlen(b->options->to)), 0xfffd);
	act_line_of(&act, FIELD_PRIVATE, "place", &place);
	status = act_append(&act, b->app, NULL, err);
	if (status == OK)
		status = log_settle(b->app->vault, err);
	b->sum.noted = status == OK;
	if (status == OK)
		status = catch_up(b->app, NULL, err);
	buf_fini(&place);
	act_fini(&act);
	return status;
}

/* What the system says of a full disk is said so that it helps. */
static enum status
room_explain(const struct backup *b, enum status status, struct err *err)
{
	uint64_t lacking = b->copying != NULL ? copying_sum(b->copying)->room_bytes : 0;

	if (status != E_IO || err == NULL)
		return status;
	if (lacking != 0)
		return fail_errno(err, E_IO, err->sys_errno,
		    "the disk of the copy is full; about %llu MB more room is needed there",
		    (unsigned long long)(lacking / 1000000 + 1));
	if (err->sys_errno == EFBIG)
		return fail_errno(err, E_IO, EFBIG,
		    "the disk of the copy takes no file as large as one of the vault's; it is "
		    "probably formatted as FAT32, and exFAT or ext4 would do");
	return status;
}

static enum status
backup_run(struct backup *b, struct err *err)
{
	bool distrust = false;
	enum status status = head_sign(b, err);

	if (status == OK)
		status = backup_place_judge(b->app, b->options, &b->place, err);
	if (status == OK)
		status = log_look(b, &distrust, err);
	b->sum.first = b->place.fresh;
	b->sum.continued = !b->place.fresh && b->place.note.state == COPY_BEING_MADE;
	/* After a run with holes only looking at everything tells where they are. */
	b->look_at_all = b->options->verify_all ||
			 (!b->place.fresh && b->place.note.state == COPY_NOT_WHOLE);
	if (status == OK)
		status = copying_start(b, distrust, err);
	if (status == OK)
		status = copy_all(b, err);
	if (status != OK)
		return room_explain(b, status, err);
	sums_take(b);
	status = note_finish(b, err);
	b->done = status == OK;
	return status == OK && b->sum.whole ? entry_write(b, err) : status;
}

static bool
on_same_disk(const struct backup *b)
{
	const struct io *io = &b->app->seams.io;
	struct io_stat vault, to;

	return io->ops->stat(io->ctx, b->options->vault_path, &vault) == 0 &&
	       io->ops->stat(io->ctx, b->options->to, &to) == 0 && vault.device == to.device;
}

enum status
backup_make(
    struct app *app, const struct backup_options *options, struct backup_sum *sum, struct err *err)
{
	struct backup b = {.app = app, .options = options};
	enum status status;

	sampling_init(&b.sampling, &app->seams.entropy, SHARE_LOOKED_AT);
	status = backup_run(&b, err);
	b.sum.same_disk = on_same_disk(&b);
	copying_free(b.copying);
	vault_close(b.beside);
	/* That it could not be written into the log then is no failure of the copy. */
	if (b.done)
		status = OK;
	if (status == OK)
		*sum = b.sum;
	return status;
}
