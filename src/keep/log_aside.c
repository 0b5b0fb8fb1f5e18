/* src/keep/log_aside.c
 * Ends of segments that were set aside in q/ (docs/format/vault.md, section 5.2) and go with a
 * removal, since any of them may hold the text that is removed; see log_rewrite.h. */
#include "base/mem.h"
#include "keep/log_inside.h"
#include "keep/log_rewrite.h"
#include "keep/wipe.h"

enum { ASIDE_NAME_CHARS = LOG_NAME_CHARS + 1 + LOG_NAME_CHARS + 1 + VAULT_ID_CHARS };

struct asides {
	struct buf names; /* NUL after each */
};

/* "<segment>-<offset>-<id>": nobody else's file goes. */
static bool
aside_name(const char *name)
{
	if (strlen(name) != ASIDE_NAME_CHARS)
		return false;
	for (size_t i = 0; i < ASIDE_NAME_CHARS; i++) {
		bool dash = i == LOG_NAME_CHARS || i == 2 * LOG_NAME_CHARS + 1;
		bool word = (name[i] >= 'a' && name[i] <= 'z') ||
			    (name[i] >= '0' && name[i] <= '9');

		if (dash ? name[i] != '-' : !word)
			return false;
	}
	return true;
}

static int
aside_take(void *ctx, const struct io_entry *entry)
{
	struct asides *a = ctx;

	if (!entry->is_folder && !entry->is_link && aside_name(entry->name))
		buf_put(&a->names, entry->name, ASIDE_NAME_CHARS + 1);
	return 0;
}

static enum status
aside_wipe(struct vault *vault, const char *name, struct err *err)
{
	struct buf path;
	enum status status;

	buf_init(&path, FILE_PATH_BYTES);
	status = vault_join(vault, &path, err, "q", name, NULL);
	if (status == OK)
		status = wipe_file(&vault->seams.io, &vault->seams.entropy, path_z(&path), err);
	buf_fini(&path);
	return status;
}

enum status
log_aside_wipe(struct vault *vault, struct err *err)
{
	const struct io *io = &vault->seams.io;
	struct asides a = {0};
	struct buf folder;
	enum status status = vault_writable(vault, err);
	int failed = 0;

	if (status != OK)
		return status;
	buf_init(&a.names, 1024 * 1024);
	buf_init(&folder, FILE_PATH_BYTES);
	status = vault_join(vault, &folder, err, "q", NULL);
	if (status == OK)
		failed = io->ops->list(io->ctx, path_z(&folder), aside_take, &a);
	if (failed != 0)
		status = file_fail(err, failed, "cannot look into", path_z(&folder));
	if (status == E_NOTFOUND)
		status = OK; /* nothing was ever set aside */
	if (status == OK)
		status = buf_check(&a.names, err);
	for (size_t at = 0; at < a.names.n && status == OK; at += ASIDE_NAME_CHARS + 1)
		status = aside_wipe(vault, (const char *)a.names.p + at, err);
	if (status == OK && a.names.n != 0)
		status = vault_sync_folder(vault, path_z(&folder), err);
	buf_fini(&a.names);
	buf_fini(&folder);
	return status;
}
