/* src/app/backup_place.c
 * Whether a copy may be made at a place; see backup_inside.h.  Nothing is written here. */
#include <errno.h>

#include "app/backup_inside.h"
#include "sys/os/file.h"

enum { SHOWN_BYTES = 120 };

/* The end of a long path tells more than its beginning. */
static const char *
shown(const char *path)
{
	size_t n = strlen(path);

	while (n > SHOWN_BYTES || (n != strlen(path) && ((unsigned char)*path & 0xc0) == 0x80)) {
		path++;
		n--;
	}
	return path;
}

struct standing {
	bool note, header, other;
};

static int
standing_take(void *ctx, const struct io_entry *entry)
{
	struct standing *s = ctx;

	if (strcmp(entry->name, COPY_NOTE_NAME) == 0)
		s->note = true;
	else if (strcmp(entry->name, "h0") == 0 || strcmp(entry->name, "h1") == 0)
		s->header = true;
	else if (strcmp(entry->name, "t") != 0 || !entry->is_folder)
		s->other = true;
	return 0;
}

static bool
same(const struct io_stat *a, const struct io_stat *b)
{
	return a->device == b->device && a->inode == b->inode;
}

/* Whether `path`, or a folder on the way to it, is that folder. */
static bool
is_below(const struct io *io, const char *path, const struct io_stat *folder)
{
	struct io_stat st;
	struct buf walk;
	bool below = false;
	char *slash;

	buf_init(&walk, FILE_PATH_BYTES + 1);
	buf_put(&walk, path, strlen(path) + 1);
	while (walk.failed == OK && !below && walk.p[0] != '\0') {
		below = io->ops->stat(io->ctx, (const char *)walk.p, &st) == 0 && same(&st, folder);
		slash = strrchr((char *)walk.p, '/');
		if (slash == NULL)
			break;
		*slash = '\0';
	}
	buf_fini(&walk);
	return below;
}

static enum status
place_stat(struct app *app, const struct backup_options *options, struct backup_place *out,
    struct err *err)
{
	const struct io *io = &app->seams.io;
	struct io_stat vault = {0}, to = {0};
	int failed = io->ops->stat(io->ctx, options->vault_path, &vault);

	if (failed != 0)
		return file_fail(err, failed, "cannot look at", options->vault_path);
	failed = io->ops->stat(io->ctx, options->to, &to);
	out->missing = failed == -ENOENT;
	if (failed != 0 && !out->missing)
		return file_fail(err, failed, "cannot look at", options->to);
	if (!out->missing && !to.is_folder)
		return fail(err, E_CONFLICT, "%s is no folder", shown(options->to));
	if (is_below(io, options->to, &vault) ||
	    (!out->missing && is_below(io, options->vault_path, &to)))
		return fail(err, E_CONFLICT,
		    "the copy and the vault cannot stand one inside the other; choose a folder "
		    "elsewhere, best on another disk");
	out->same_disk = !out->missing && to.device == vault.device;
	return OK;
}

/* A vault without a note is not a copy: it may be in use somewhere, with a log that goes on. */
static enum status
place_refuse(const struct backup_options *options, const struct standing *s, struct err *err)
{
	if (s->header)
		return fail(err, E_CONFLICT,
		    "a vault stands at %s already, and it is no copy that this command made",
		    shown(options->to));
	return fail(err, E_CONFLICT,
	    "something else stands at %s already; name a new folder in it, for example %s/copy",
	    shown(options->to), shown(options->to));
}

/* The copy must be an earlier state of this very log. */
static enum status
note_compare(struct app *app, const struct copy_note *note, struct err *err)
{
	uint8_t root[SHA256_BYTES];
	enum status status;

	if (note->entries > log_settled(app->vault))
		return fail(err, E_CONFLICT,
		    "the copy there is newer than this vault: it knows %llu entries, the vault "
		    "%llu. "
		    "An older vault was put back here; keep the copy",
		    (unsigned long long)note->entries, (unsigned long long)log_settled(app->vault));
	status = log_root_at(app->vault, note->entries, root, err);
	if (status == OK && memcmp(root, note->root, sizeof root) != 0)
		status = fail(err, E_CONFLICT,
		    "the copy there has another history than this vault: one of them was put back "
		    "and used again; keep both");
	return status;
}

enum status
backup_place_judge(struct app *app, const struct backup_options *options, struct backup_place *out,
    struct err *err)
{
	const struct io *io = &app->seams.io;
	struct standing s = {0};
	enum status status = place_stat(app, options, out, err);
	int failed;

	out->fresh = true;
	if (status != OK || out->missing)
		return status;
	failed = io->ops->list(io->ctx, options->to, standing_take, &s);
	if (failed != 0)
		return file_fail(err, failed, "cannot look into", options->to);
	if (!s.note)
		return s.header || s.other ? place_refuse(options, &s, err) : OK;
	out->fresh = false;
	status = vault_copy_note_read(app->vault, options->to, &out->note, err);
	if (status == E_AUTH || status == E_FORMAT)
		return fail(err, status,
		    "the copy at %s was made under an earlier key of this vault, or its note is "
		    "damaged: name an empty folder for a new one",
		    shown(options->to));
	return status == OK ? note_compare(app, &out->note, err) : status;
}
