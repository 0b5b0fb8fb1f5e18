/* src/keep/vault.c
 * Opening and closing a vault, and what the rest of src/keep shares; see vault.h.
 * Making one: vault_create.c.  Header copies: vault_header.c. */
#include "keep/vault.h"

#include <errno.h>
#include <stdarg.h>

#include "base/encode.h"
#include "base/mem.h"
#include "keep/copy_note.h"
#include "keep/vault_inside.h"

void
vault_id_text(const uint8_t id[VAULT_ID_BYTES], char text[VAULT_ID_CHARS + 1])
{
	uint8_t bytes[VAULT_ID_CHARS];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	base32_put(&buf, id, VAULT_ID_BYTES);
	memcpy(text, bytes, sizeof bytes);
	text[VAULT_ID_CHARS] = '\0';
}

void
vault_id_new(const struct vault *vault, uint8_t id[VAULT_ID_BYTES], char text[VAULT_ID_CHARS + 1])
{
	vault->seams.entropy.fill(vault->seams.entropy.ctx, id, VAULT_ID_BYTES);
	vault_id_text(id, text);
}

enum status
vault_join(const struct vault *vault, struct buf *out, struct err *err, const char *first, ...)
{
	const char *part = first;
	va_list parts;

	buf_reset(out);
	buf_put(out, vault->path.p, vault->path.n - 1);
	va_start(parts, first);
	while (part != NULL) {
		buf_put_byte(out, '/');
		buf_put_c(out, part);
		part = va_arg(parts, const char *);
	}
	va_end(parts);
	buf_put_byte(out, '\0');
	return buf_check(out, err);
}

void
vault_path(const struct vault *vault, const char *name, struct buf *out)
{
	(void)!vault_join(vault, out, NULL, name, NULL); /* the caller's buf_check() tells */
}

enum status
vault_sync(struct vault *vault, int handle, struct err *err)
{
	enum status status = file_sync(&vault->seams.io, handle, err);

	if (status != OK)
		vault->poisoned = true;
	return status;
}

enum status
vault_sync_folder(struct vault *vault, const char *path, struct err *err)
{
	enum status status = file_sync_folder(&vault->seams.io, path, err);

	if (status != OK)
		vault->poisoned = true;
	return status;
}

enum status
vault_mkdir(struct vault *vault, const char *path, bool *made, struct err *err)
{
	const struct io *io = &vault->seams.io;
	int failed = io->ops->mkdir(io->ctx, path);

	if (failed != 0 && failed != -EEXIST)
		return file_fail(err, failed, "cannot make the folder", path);
	if (made != NULL)
		*made = failed == 0;
	return OK;
}

static enum status
save_by(struct vault *vault, const char *part, const char *to_folder, const char *to,
    struct slice bytes, struct err *err)
{
	const struct io *io = &vault->seams.io;
	enum status status;
	int handle = -1, failed;

	(void)io->ops->unlink(io->ctx, part); /* of an attempt that failed; t/ is ours alone */
	status = file_open(io, part, IO_WRITE | IO_NEW, &handle, err);
	if (status != OK)
		return status;
	status = file_write_full(io, handle, 0, bytes.p, bytes.n, err);
	if (status == OK)
		status = vault_sync(vault, handle, err);
	file_close(io, handle);
	if (status == OK) {
		failed = io->ops->rename(io->ctx, part, to);
		if (failed != 0)
			status = file_fail(err, failed, "cannot put in place", to);
		else
			return vault_sync_folder(vault, to_folder, err);
	}
	(void)io->ops->unlink(io->ctx, part);
	return status;
}

enum status
vault_save(struct vault *vault, const char *above, const char *below, const char *name,
    struct slice bytes, struct err *err)
{
	struct buf part, folder, to;
	enum status status;

	buf_init(&part, FILE_PATH_BYTES);
	buf_init(&folder, FILE_PATH_BYTES);
	buf_init(&to, FILE_PATH_BYTES);
	status = vault_join(vault, &part, err, "t", name, NULL);
	if (status == OK)
		status = vault_join(vault, &folder, err, above, below, NULL);
	if (status == OK)
		status = vault_join(vault, &to, err, above, below != NULL ? below : name,
		    below != NULL ? name : NULL, NULL);
	if (status == OK)
		status = save_by(vault, path_z(&part), path_z(&folder), path_z(&to), bytes, err);
	buf_fini(&part);
	buf_fini(&folder);
	buf_fini(&to);
	return status;
}

enum status
vault_writable(const struct vault *vault, struct err *err)
{
	if (vault->state.read_only)
		return fail(err, E_DENIED, "the vault is open for reading only");
	if (vault->poisoned)
		return fail(err, E_IO,
		    "a write could not be made certain, so nothing more is written; close the "
		    "vault and open it again");
	return OK;
}

const struct vault_state *
vault_state(const struct vault *vault)
{
	return &vault->state;
}

const struct vault_seams *
vault_seams(const struct vault *vault)
{
	return &vault->seams;
}

const struct secret *
vault_index_key(const struct vault *vault)
{
	return &vault->keys[KEY_INDEX];
}

struct slice
vault_log_id(const struct vault *vault)
{
	return slice_of(vault->log_id_text, VAULT_LOG_ID_CHARS);
}

const uint8_t *
vault_public_key(const struct vault *vault)
{
	return vault->public_key;
}

enum status
vault_new(const char *path, const struct vault_seams *seams, struct vault **out, struct err *err)
{
	size_t n = strlen(path);
	struct vault *vault;
	enum status status;

	if (n == 0 || n > VAULT_PATH_MAX_BYTES)
		return fail(err, E_LIMIT, "the vault's path has %zu bytes", n);
	while (n > 1 && path[n - 1] == '/')
		n--;
	status = crypto_start(err);
	if (status != OK)
		return status;
	vault = mem_new(1, sizeof *vault);
	if (vault == NULL)
		return fail(err, E_NOMEM, "out of memory");
	vault->seams = *seams;
	vault->lock = -1;
	buf_init(&vault->path, VAULT_PATH_MAX_BYTES + 1);
	buf_put(&vault->path, path, n);
	buf_put_byte(&vault->path, '\0');
	status = buf_check(&vault->path, err);
	if (status != OK)
		vault_close(vault);
	else
		*out = vault;
	return status;
}

enum status
vault_lock(struct vault *vault, unsigned flags, struct err *err)
{
	const struct io *io = &vault->seams.io;
	enum status status;
	struct buf path;
	int failed;

	buf_init(&path, FILE_PATH_BYTES);
	status = vault_join(vault, &path, err, "h0", NULL);
	if (status == OK)
		status = file_open(io, path_z(&path), flags, &vault->lock, err);
	if (status == OK) {
		failed = io->ops->lock(io->ctx, vault->lock);
		if (failed == -EWOULDBLOCK)
			status = fail(err, E_CONFLICT, "the vault is open in another program");
		else if (failed != 0)
			status = file_fail(err, failed, "cannot lock", path_z(&path));
	}
	buf_fini(&path);
	return status;
}

enum status
vault_look_at(
    const struct vault *vault, const char *name, bool *there, struct io_stat *out, struct err *err)
{
	const struct io *io = &vault->seams.io;
	enum status status;
	struct buf path;
	int failed;

	buf_init(&path, FILE_PATH_BYTES);
	status = vault_join(vault, &path, err, name, NULL);
	if (status == OK) {
		failed = io->ops->stat(io->ctx, path_z(&path), out);
		*there = failed == 0;
		if (failed != 0 && failed != -ENOENT && failed != -ENOTDIR)
			status = file_fail(err, failed, "cannot look at", path_z(&path));
	}
	buf_fini(&path);
	return status;
}

static enum status
vault_find(struct vault *vault, struct err *err)
{
	bool first = false, second = false;
	struct io_stat st;
	enum status status = vault_look_at(vault, "h0", &first, &st, err);

	if (status == OK)
		status = vault_look_at(vault, "h1", &second, &st, err);
	if (status == OK && !first && !second)
		return fail(err, E_NOTFOUND, "there is no vault here");
	return status;
}

struct emptying {
	struct vault *vault;
	struct buf path;
};

static int
temporary_remove(void *ctx, const struct io_entry *entry)
{
	struct emptying *emptying = ctx;
	const struct io *io = &emptying->vault->seams.io;

	if (!entry->is_folder &&
	    vault_join(emptying->vault, &emptying->path, NULL, "t", entry->name, NULL) == OK)
		(void)io->ops->unlink(io->ctx, path_z(&emptying->path));
	return 0;
}

/* What stands in t/ was never part of the vault.  A file that cannot be removed does no harm. */
static enum status
temporary_empty(struct vault *vault, struct err *err)
{
	struct emptying emptying = {.vault = vault};
	const struct io *io = &vault->seams.io;
	enum status status;
	struct buf folder;

	buf_init(&folder, FILE_PATH_BYTES);
	buf_init(&emptying.path, FILE_PATH_BYTES);
	status = vault_join(vault, &folder, err, "t", NULL);
	if (status == OK)
		status = vault_mkdir(vault, path_z(&folder), NULL, err);
	if (status == OK)
		(void)io->ops->list(io->ctx, path_z(&folder), temporary_remove, &emptying);
	buf_fini(&folder);
	buf_fini(&emptying.path);
	return status;
}

/* Two places that go on writing one log make a fork, so a copy is for reading, readable note or
 * not. Nothing of it is touched, not even to mend a header. */
static enum status
copy_refuse(struct vault *vault, struct slice secret, struct err *err)
{
	struct io_stat st;
	enum status status;
	bool copy = false;

	status = vault_look_at(vault, COPY_NOTE_NAME, &copy, &st, err);
	if (status != OK || !copy)
		return status;
	vault->state.read_only = true;
	status = vault_header_open(vault, secret, err);
	return status == OK ? copy_note_refuse(vault, err) : status;
}

/* The lock is on h0, which is made for it when it is missing; a vault that does not open stays as
 * it was found. */
static enum status
header_lock_open(struct vault *vault, struct slice secret, struct err *err)
{
	const struct io *io = &vault->seams.io;
	enum status status = vault_lock(vault, IO_WRITE | IO_CREATE, err);
	struct io_stat st;
	struct buf path;
	bool there = false;

	if (status != OK)
		return status;
	status = vault_header_open(vault, secret, err);
	if (status == OK)
		return OK;
	buf_init(&path, FILE_PATH_BYTES);
	if (vault_look_at(vault, "h0", &there, &st, NULL) == OK && there && st.is_regular &&
	    st.bytes == 0 && vault_join(vault, &path, NULL, "h0", NULL) == OK)
		(void)io->ops->unlink(io->ctx, path_z(&path));
	buf_fini(&path);
	return status;
}

enum status
vault_open(const char *path, const struct vault_seams *seams, struct slice secret, bool read_only,
    struct vault **out, struct err *err)
{
	struct vault *vault = NULL;
	enum status status;

	if (secret.n == 0 || secret.n > VAULT_PASSPHRASE_MAX_BYTES)
		return fail(err, E_AUTH, "the passphrase or the recovery words are not right");
	status = vault_new(path, seams, &vault, err);
	if (status != OK)
		return status;
	vault->state.read_only = read_only;
	status = vault_find(vault, err);
	if (status == OK && !read_only)
		status = copy_refuse(vault, secret, err);
	if (status == OK)
		status = read_only ? vault_header_open(vault, secret, err)
				   : header_lock_open(vault, secret, err);
	if (status == OK && !read_only)
		status = temporary_empty(vault, err);
	if (status == OK)
		status = log_start(vault, err);
	if (status == OK)
		status = settle_start(vault, err);
	if (status != OK)
		vault_close(vault);
	else
		*out = vault;
	return status;
}

void
vault_close(struct vault *vault)
{
	if (vault == NULL)
		return;
	settle_stop(vault);
	log_stop(vault);
	for (size_t i = 0; i < KEY_USES; i++)
		secret_fini(&vault->keys[i]);
	secret_fini(&vault->vault_key);
	secret_fini(&vault->before_object);
	secret_fini(&vault->before_log);
	secret_fini(&vault->signing_seed);
	file_close(&vault->seams.io, vault->lock);
	buf_fini(&vault->path);
	mem_free(vault);
}
