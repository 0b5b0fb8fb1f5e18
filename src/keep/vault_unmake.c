/* src/keep/vault_unmake.c
 * Taking back the making of a vault: at once when it fails, or what an interruption left, later.
 * Nothing that holds an entry or an object is ever touched: without a header nobody can read the
 * folders of a making, and a vault that has lost its headers has more in them than a making left.
 */
#include <errno.h>
#include <string.h>

#include "keep/vault_inside.h"

#define FIRST_HEAD "0000000000000000"

const char *const vault_folders[VAULT_FOLDERS] = {"o", "l", "r", "t", "q"};

/* At most one log's folder, or more than a making leaves. */
struct half_log {
	char id[VAULT_ID_CHARS + 1]; /* "": none */
};

static void
name_take_back(const struct vault *vault, int (*remove_it)(void *ctx, const char *path),
    const char *above, const char *below, const char *name)
{
	struct buf path;

	buf_init(&path, FILE_PATH_BYTES);
	if (vault_join(vault, &path, NULL, above, below, name, NULL) == OK)
		(void)remove_it(vault->seams.io.ctx, path_z(&path));
	buf_fini(&path);
}

/* What a making put into the vault's folder before the headers, as far as the disk lets us. */
static void
folders_take_back(const struct vault *vault, const char *log_id)
{
	const struct io_ops *ops = vault->seams.io.ops;

	name_take_back(vault, ops->unlink, "t", FIRST_HEAD, NULL);
	if (log_id[0] != '\0') {
		name_take_back(vault, ops->unlink, "r", log_id, FIRST_HEAD);
		name_take_back(vault, ops->rmdir, "l", log_id, NULL);
		name_take_back(vault, ops->rmdir, "r", log_id, NULL);
	}
	for (size_t i = 0; i < VAULT_FOLDERS; i++)
		name_take_back(vault, ops->rmdir, vault_folders[i], NULL, NULL);
}

void
vault_unmake(const struct vault *vault, const struct vault_made *made)
{
	const struct io_ops *ops = vault->seams.io.ops;

	if (made->header[0])
		name_take_back(vault, ops->unlink, "h0", NULL, NULL);
	if (made->header[1])
		name_take_back(vault, ops->unlink, "h1", NULL, NULL);
	/* A header that comes back after a power cut finds its log, or is not there. */
	if ((made->header[0] || made->header[1]) &&
	    ops->sync_folder(vault->seams.io.ctx, path_z(&vault->path)) != 0)
		return;
	folders_take_back(vault, vault->log_id_text);
	if (made->folder)
		(void)ops->rmdir(vault->seams.io.ctx, path_z(&vault->path));
}

/* --- what an interruption left --- */

static int
stop_at_any(void *ctx, const struct io_entry *entry)
{
	(void)ctx;
	(void)entry;
	return 1;
}

static int
stop_unless_head(void *ctx, const struct io_entry *entry)
{
	(void)ctx;
	return entry->is_folder || entry->is_link || strcmp(entry->name, FIRST_HEAD) != 0;
}

static int
stop_unless_ours(void *ctx, const struct io_entry *entry)
{
	(void)ctx;
	if (strcmp(entry->name, "h1") == 0)
		return 0;
	for (size_t i = 0; i < VAULT_FOLDERS; i++)
		if (entry->is_folder && strcmp(entry->name, vault_folders[i]) == 0)
			return 0;
	return 1;
}

static int
stop_unless_one_log(void *ctx, const struct io_entry *entry)
{
	struct half_log *log = ctx;

	if (!entry->is_folder || strlen(entry->name) != VAULT_ID_CHARS ||
	    (log->id[0] != '\0' && strcmp(log->id, entry->name) != 0))
		return 1;
	memcpy(log->id, entry->name, sizeof log->id);
	return 0;
}

/* *only: the folder is not there, or nothing in it stopped. */
static enum status
look(const struct vault *vault, const char *above, const char *below,
    int (*each)(void *ctx, const struct io_entry *), void *ctx, bool *only, struct err *err)
{
	const struct io *io = &vault->seams.io;
	struct buf path;
	enum status status;
	int failed = 0;

	buf_init(&path, FILE_PATH_BYTES);
	status = vault_join(vault, &path, err, above, below, NULL);
	if (status == OK && *only)
		failed = io->ops->list(io->ctx, path_z(&path), each, ctx);
	if (failed < 0 && failed != -ENOENT)
		status = file_fail(err, failed, "cannot look into", path_z(&path));
	*only = *only && failed <= 0;
	buf_fini(&path);
	return status;
}

/* h1 is the first that is written: not there, or cut off. */
static enum status
header_look(const struct vault *vault, bool *half, struct err *err)
{
	struct io_stat st;
	bool there = false;
	enum status status = vault_look_at(vault, "h1", &there, &st, err);

	if (there && (!st.is_regular || st.bytes >= HEADER_BYTES))
		*half = false;
	return status;
}

/* Whether all of it is what a making leaves before there is a header; `log` gets its log. */
static enum status
half_look(const struct vault *vault, struct half_log *log, bool *half, struct err *err)
{
	enum status status = look(vault, NULL, NULL, stop_unless_ours, NULL, half, err);

	if (status == OK)
		status = header_look(vault, half, err);
	if (status == OK)
		status = look(vault, "o", NULL, stop_at_any, NULL, half, err);
	if (status == OK)
		status = look(vault, "q", NULL, stop_at_any, NULL, half, err);
	if (status == OK)
		status = look(vault, "t", NULL, stop_unless_head, NULL, half, err);
	if (status == OK)
		status = look(vault, "l", NULL, stop_unless_one_log, log, half, err);
	if (status == OK)
		status = look(vault, "r", NULL, stop_unless_one_log, log, half, err);
	if (status == OK && log->id[0] != '\0')
		status = look(vault, "l", log->id, stop_at_any, NULL, half, err);
	if (status == OK && log->id[0] != '\0')
		status = look(vault, "r", log->id, stop_unless_head, NULL, half, err);
	return status;
}

enum status
vault_clear_half(const struct vault *vault, bool *clear, struct err *err)
{
	struct half_log log = {{0}};
	enum status status;

	*clear = true;
	status = half_look(vault, &log, clear, err);
	if (status == OK && *clear) {
		name_take_back(vault, vault->seams.io.ops->unlink, "h1", NULL, NULL);
		folders_take_back(vault, log.id);
		status = look(vault, NULL, NULL, stop_at_any, NULL, clear, err);
	}
	*clear = *clear && status == OK;
	return status;
}
