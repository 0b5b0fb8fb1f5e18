/* src/keep/object_settle.c
 * From a finished file in t/ to an object that is durable and was read back
 * (docs/format/vault.md, section 7): sync, rename, folder sync, read, decrypt, compare.
 * With parallel seams one thread syncs (it mostly waits for the disk), as many files together as
 * wait for it, and one reads back (it mostly computes) while the next object is being written; the
 * folder syncs and every change of the vault's own state stay with the caller. */
#include <errno.h>
#include <threads.h>

#include "base/mem.h"
#include "keep/log_inside.h"
#include "keep/object_inside.h"

enum {
	SETTLE_QUEUE = 64,
	SETTLE_FOLDERS = 32 * 32,
	SETTLE_STAGES = 2,
	/* From so many on, one sync of the whole file system is cheaper than theirs together. */
	SYNC_ALL_FILES = 4,
	SYNC_ALL_FOLDERS = 8,
};

struct item {
	struct object_info info;
	int handle; /* -1 once it has been placed */
};

/* What waits for one of the two threads, and whether it is at work on one. */
struct stage {
	struct item queue[SETTLE_QUEUE];
	size_t head, queued;
	bool busy;
};

struct settle {
	struct vault *vault; /* only what never changes while it is open: keys, path, io */
	struct item *list;   /* serial: renamed, to be read back */
	size_t listed, list_room;

	unsigned threads; /* running: 0 or SETTLE_STAGES */
	thrd_t thread[SETTLE_STAGES];
	mtx_t lock; /* guards everything below */
	cnd_t changed;
	struct stage stages[SETTLE_STAGES]; /* sync and rename; read back */
	bool stop;

	enum status status; /* first failure since the last settling */
	struct err err;
	bool sync_failed;
	bool touched[SETTLE_FOLDERS]; /* folders in o/ whose names are not durable yet */
	bool made_folder;             /* o/ itself */
};

static size_t
folder_number(const struct object_id *id)
{
	size_t number = 0;

	for (size_t i = 0; i < 2; i++) {
		char c = id->text[i];

		number = number * 32 + (size_t)(c >= 'a' ? c - 'a' : c - '2' + 26);
	}
	return number % SETTLE_FOLDERS;
}

static void
folder_text(size_t number, char out[3])
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";

	out[0] = digits[number / 32];
	out[1] = digits[number % 32];
	out[2] = '\0';
}

/* What one item came to; told to the settle structure in one place. */
struct outcome {
	struct err err;
	enum status status;
	bool sync_failed, renamed, made_folder;
};

static enum status
item_rename(const struct settle *settle, const struct item *item, struct outcome *o)
{
	const struct io *io = &settle->vault->seams.io;
	struct buf from, to;
	int failed;

	buf_init(&from, FILE_PATH_BYTES);
	buf_init(&to, FILE_PATH_BYTES);
	o->status = object_path_folder(settle->vault, item->info.id.text, &to, &o->err);
	if (o->status == OK) {
		failed = io->ops->mkdir(io->ctx, path_z(&to));
		o->made_folder = failed == 0;
		if (failed != 0 && failed != -EEXIST)
			o->status = file_fail(
			    &o->err, failed, "cannot make the folder", path_z(&to));
	}
	if (o->status == OK)
		o->status = object_path_part(settle->vault, &item->info.id, &from, &o->err);
	if (o->status == OK)
		o->status = object_path_whole(settle->vault, &item->info.id, &to, &o->err);
	if (o->status == OK) {
		failed = io->ops->rename(io->ctx, path_z(&from), path_z(&to));
		o->renamed = failed == 0;
		if (failed != 0)
			o->status = file_fail(&o->err, failed, "cannot put in place", path_z(&to));
	}
	buf_fini(&from);
	buf_fini(&to);
	return o->status;
}

/* After its sync: rename; the handle is used up. */
static enum status
item_move(const struct settle *settle, const struct item *item, struct outcome *o)
{
	const struct io *io = &settle->vault->seams.io;

	/* Otherwise reading back would only show what is in memory.  The disk can begin with it
	 * while the objects before this one are being compared. */
	if (o->status == OK) {
		(void)io->ops->forget(io->ctx, item->handle);
		if (io->ops->read_ahead != NULL)
			io->ops->read_ahead(io->ctx, item->handle, 0, OBJECT_READ_AHEAD_BYTES);
	}
	file_close(io, item->handle);
	return o->status == OK ? item_rename(settle, item, o) : o->status;
}

static enum status
item_place(const struct settle *settle, const struct item *item, struct outcome *o)
{
	o->status = file_sync(&settle->vault->seams.io, item->handle, &o->err);
	o->sync_failed = o->status != OK;
	return item_move(settle, item, o);
}

static enum status
all_sync(const struct vault *vault, struct err *err)
{
	const struct io *io = &vault->seams.io;
	const char *path = path_z(&vault->path);
	int failed = io->ops->sync_all(io->ctx, path);

	return failed == 0 ? OK : file_fail(err, failed, "cannot write to the disk", path);
}

/* Several at once; what every one of them came to is in o[]. */
static void
group_place(const struct settle *settle, const struct item *items, size_t count, struct outcome *o)
{
	struct outcome all = {.status = OK};

	if (count < SYNC_ALL_FILES || settle->vault->seams.io.ops->sync_all == NULL) {
		for (size_t i = 0; i < count; i++)
			(void)item_place(settle, &items[i], &o[i]);
		return;
	}
	all.status = all_sync(settle->vault, &all.err);
	all.sync_failed = all.status != OK;
	for (size_t i = 0; i < count; i++) {
		o[i] = all;
		(void)item_move(settle, &items[i], &o[i]);
	}
}

static enum status
item_verify(const struct settle *settle, const struct item *item, struct outcome *o)
{
	const struct object_info *info = &item->info;
	struct object_check check;

	o->status = object_check(settle->vault, &info->id, &check, &o->err);
	if (o->status == OK &&
	    (!check.content_whole || check.damaged_areas != 0 || check.info.bytes != info->bytes ||
		memcmp(check.info.sha256, info->sha256, SHA256_BYTES) != 0))
		o->status = fail(&o->err, E_AUTH, "object %s did not read back as it was written",
		    info->id.text);
	return o->status;
}

/* With the lock held when there are threads. */
static void
outcome_take(struct settle *settle, const struct object_info *info, const struct outcome *o)
{
	if (o->status != OK && settle->status == OK) {
		settle->status = o->status;
		settle->err = o->err;
	}
	settle->sync_failed = settle->sync_failed || o->sync_failed;
	settle->made_folder = settle->made_folder || o->made_folder;
	if (o->renamed)
		settle->touched[folder_number(&info->id)] = true;
}

/* With the lock held: wait for room, then queue. */
static void
stage_push(struct settle *settle, struct stage *stage, const struct item *item)
{
	while (stage->queued == SETTLE_QUEUE && !settle->stop)
		(void)cnd_wait(&settle->changed, &settle->lock);
	if (stage->queued == SETTLE_QUEUE)
		return; /* closing: nobody asks for it any more */
	stage->queue[(stage->head + stage->queued) % SETTLE_QUEUE] = *item;
	stage->queued++;
	(void)cnd_broadcast(&settle->changed);
}

/* With the lock held: wait for something to do.  False when the thread is to end. */
static bool
stage_wait(struct settle *settle, const struct stage *stage)
{
	while (stage->queued == 0 && !settle->stop)
		(void)cnd_wait(&settle->changed, &settle->lock);
	return !settle->stop;
}

/* With the lock held: up to `max` items out of the queue. */
static size_t
stage_take(struct settle *settle, struct stage *stage, struct item *items, size_t max)
{
	size_t count = stage->queued < max ? stage->queued : max;

	for (size_t i = 0; i < count; i++)
		items[i] = stage->queue[(stage->head + i) % SETTLE_QUEUE];
	stage->head = (stage->head + count) % SETTLE_QUEUE;
	stage->queued -= count;
	stage->busy = true;
	(void)cnd_broadcast(&settle->changed);
	return count;
}

/* All that waits is synced together, so a slow disk makes larger groups by itself. */
static void
placing_step(struct settle *settle)
{
	struct stage *stage = &settle->stages[0];
	struct outcome o[SETTLE_QUEUE] = {0};
	struct item items[SETTLE_QUEUE] = {0};
	size_t count = stage_take(settle, stage, items, SETTLE_QUEUE);
	/* After a failure the whole group is lost anyway; files in t/ go at the next opening. */
	bool skip = settle->status != OK;

	(void)mtx_unlock(&settle->lock);
	for (size_t i = 0; skip && i < count; i++)
		file_close(&settle->vault->seams.io, items[i].handle);
	if (!skip)
		group_place(settle, items, count, o);
	(void)mtx_lock(&settle->lock);
	for (size_t i = 0; i < count; i++) {
		outcome_take(settle, &items[i].info, &o[i]);
		items[i].handle = -1;
		if (o[i].status == OK && !skip)
			stage_push(settle, &settle->stages[1], &items[i]);
	}
	stage->busy = false;
	(void)cnd_broadcast(&settle->changed);
}

static void
verifying_step(struct settle *settle)
{
	struct stage *stage = &settle->stages[1];
	struct outcome o = {.status = OK};
	struct item item = {.handle = -1};
	bool skip = settle->status != OK;

	skip = stage_take(settle, stage, &item, 1) == 0 || skip;
	(void)mtx_unlock(&settle->lock);
	if (!skip)
		(void)item_verify(settle, &item, &o);
	(void)mtx_lock(&settle->lock);
	outcome_take(settle, &item.info, &o);
	stage->busy = false;
	(void)cnd_broadcast(&settle->changed);
}

static int
placing_run(void *ctx)
{
	struct settle *settle = ctx;

	(void)mtx_lock(&settle->lock);
	while (stage_wait(settle, &settle->stages[0]))
		placing_step(settle);
	(void)mtx_unlock(&settle->lock);
	return 0;
}

static int
verifying_run(void *ctx)
{
	struct settle *settle = ctx;

	(void)mtx_lock(&settle->lock);
	while (stage_wait(settle, &settle->stages[1]))
		verifying_step(settle);
	(void)mtx_unlock(&settle->lock);
	return 0;
}

static void
threads_stop(struct settle *settle)
{
	(void)mtx_lock(&settle->lock);
	settle->stop = true;
	(void)cnd_broadcast(&settle->changed);
	(void)mtx_unlock(&settle->lock);
	for (unsigned i = 0; i < settle->threads; i++)
		(void)thrd_join(settle->thread[i], NULL);
	cnd_destroy(&settle->changed);
	mtx_destroy(&settle->lock);
	settle->threads = 0;
}

/* Without threads all works, only slower; so no failure here is one. */
static void
threads_start(struct settle *settle)
{
	static int (*const runs[SETTLE_STAGES])(void *) = {placing_run, verifying_run};

	if (mtx_init(&settle->lock, mtx_plain) != thrd_success)
		return;
	if (cnd_init(&settle->changed) != thrd_success) {
		mtx_destroy(&settle->lock);
		return;
	}
	for (unsigned i = 0; i < SETTLE_STAGES; i++) {
		if (thrd_create(&settle->thread[i], runs[i], settle) != thrd_success)
			break;
		settle->threads++;
	}
	if (settle->threads != SETTLE_STAGES)
		threads_stop(settle);
}

enum status
settle_start(struct vault *vault, struct err *err)
{
	struct settle *settle = mem_new(1, sizeof *settle);

	if (settle == NULL)
		return fail(err, E_NOMEM, "out of memory");
	settle->vault = vault;
	vault->settle = settle;
	if (vault->seams.parallel && !vault->state.read_only)
		threads_start(settle);
	return OK;
}

void
settle_stop(struct vault *vault)
{
	struct settle *settle = vault->settle;

	if (settle == NULL)
		return;
	if (settle->threads != 0)
		threads_stop(settle);
	for (size_t i = 0; i < settle->stages[0].queued; i++)
		file_close(&vault->seams.io,
		    settle->stages[0].queue[(settle->stages[0].head + i) % SETTLE_QUEUE].handle);
	mem_free(settle->list);
	mem_free(settle);
	vault->settle = NULL;
}

/* Serial: place it now, remember to read it back. */
static enum status
item_add_serial(struct settle *settle, const struct item *item, struct err *err)
{
	struct outcome o = {.status = OK};
	struct item *more;

	more = mem_more(settle->list, settle->listed, &settle->list_room, sizeof *more);
	if (more == NULL) {
		file_close(&settle->vault->seams.io, item->handle);
		return fail(err, E_NOMEM, "out of memory");
	}
	settle->list = more;
	if (item_place(settle, item, &o) == OK)
		settle->list[settle->listed++] = *item;
	settle->vault->poisoned = settle->vault->poisoned || o.sync_failed;
	if (o.status != OK && err != NULL)
		*err = o.err;
	settle->made_folder = settle->made_folder || o.made_folder;
	if (o.renamed)
		settle->touched[folder_number(&item->info.id)] = true;
	return o.status;
}

enum status
settle_add(struct vault *vault, const struct object_info *info, int handle, struct err *err)
{
	struct settle *settle = vault->settle;
	struct item item = {*info, handle};

	if (settle->threads == 0)
		return item_add_serial(settle, &item, err);
	(void)mtx_lock(&settle->lock);
	stage_push(settle, &settle->stages[0], &item);
	(void)mtx_unlock(&settle->lock);
	return OK;
}

static size_t
folders_touched(const struct settle *settle)
{
	size_t count = settle->made_folder ? 1 : 0;

	for (size_t i = 0; i < SETTLE_FOLDERS; i++)
		count += settle->touched[i] ? 1 : 0;
	return count;
}

static enum status
folders_sync(struct settle *settle, struct err *err)
{
	struct vault *vault = settle->vault;
	enum status status = OK;
	struct buf path;
	char two[3];

	if (settle->threads != 0 && folders_touched(settle) >= SYNC_ALL_FOLDERS &&
	    vault->seams.io.ops->sync_all != NULL) {
		status = all_sync(vault, err);
		vault->poisoned = vault->poisoned || status != OK;
		return status;
	}

	buf_init(&path, FILE_PATH_BYTES);
	if (settle->made_folder) {
		status = vault_join(vault, &path, err, "o", NULL);
		if (status == OK)
			status = vault_sync_folder(vault, path_z(&path), err);
	}
	for (size_t i = 0; i < SETTLE_FOLDERS && status == OK; i++) {
		if (!settle->touched[i])
			continue;
		folder_text(i, two);
		status = object_path_folder(vault, two, &path, err);
		if (status == OK)
			status = vault_sync_folder(vault, path_z(&path), err);
	}
	buf_fini(&path);
	return status;
}

static bool
stages_idle(const struct settle *settle)
{
	for (size_t i = 0; i < SETTLE_STAGES; i++)
		if (settle->stages[i].queued != 0 || settle->stages[i].busy)
			return false;
	return true;
}

/* Wait for the threads, or do the reading here. */
static void
items_finish(struct settle *settle)
{
	struct outcome o = {.status = OK};

	if (settle->threads != 0) {
		(void)mtx_lock(&settle->lock);
		while (!stages_idle(settle))
			(void)cnd_wait(&settle->changed, &settle->lock);
		(void)mtx_unlock(&settle->lock);
		return;
	}
	for (size_t i = 0; i < settle->listed && settle->status == OK; i++) {
		(void)item_verify(settle, &settle->list[i], &o);
		outcome_take(settle, &settle->list[i].info, &o);
	}
	settle->listed = 0;
}

enum status
objects_settle(struct vault *vault, struct err *err)
{
	struct settle *settle = vault->settle;
	enum status status = vault_writable(vault, err);

	if (status != OK)
		return status;
	items_finish(settle); /* from here on the threads have nothing to do */
	vault->poisoned = vault->poisoned || settle->sync_failed;
	status = settle->status;
	if (status != OK && err != NULL)
		*err = settle->err;
	if (status == OK)
		status = folders_sync(settle, err);
	if (status != OK)
		log_take_back(vault->log); /* an entry may name what is not there */
	settle->status = OK;
	settle->sync_failed = settle->made_folder = false;
	memset(settle->touched, 0, sizeof settle->touched);
	return status;
}
