/* src/app/original.c
 * Keeping originals: bytes into an object, an entry that names it.  Part of import.h.
 * docs/design/0007-objects.md has the order of a write. */
#include "app/original.h"

#include "app/me_known.h"
#include "base/encode.h"
#include "base/mem.h"
#include "diary/reference.h"
#include "keep/log.h"
#include "sys/os/file.h"

enum { COPY_BYTES = APP_PIECE_BYTES, NAME_MAX_SHOWN = 480 };

/* A path's last part as valid UTF-8; what is not becomes U+FFFD. */
void
original_name(const char *path, char out[IMPORT_NAME_BYTES])
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	struct buf buf;
	struct text text;

	buf_init(&buf, 4096);
	buf_put_repaired(&buf, slice_of(name, strlen(name)), 0xfffd);
	text = text_prefix(buf_text(&buf), NAME_MAX_SHOWN);
	memcpy(out, text.p, text.n);
	out[text.n] = '\0';
	buf_fini(&buf);
}

static enum status
copy_in(struct app *app, int handle, const struct io_stat *st, struct object_writer *writer,
    uint64_t *bytes, struct err *err)
{
	const struct io *io = &app->seams.io;
	uint64_t at = 0;
	uint8_t *piece;
	size_t got = 0;
	enum status status;

	if (app->piece == NULL)
		app->piece = mem_new(1, COPY_BYTES);
	piece = app->piece;
	if (piece == NULL)
		return fail(err, E_NOMEM, "no memory to copy with");
	do {
		status = app_cancelled(app)
			     ? fail(err, E_CANCELLED, "stopped")
			     : file_read(io, handle, at, piece, COPY_BYTES, &got, err);
		if (status == OK)
			status = object_write(writer, slice_of(piece, got), err);
		at += got;
		app_progress_within(app, "keeping", at, st->bytes);
	} while (status == OK && got == COPY_BYTES);
	*bytes = at;
	return status;
}

/* Somebody wrote to it while it was read, or it does not end where it said. */
static bool
changed_meanwhile(
    const struct app *app, const struct original_source *source, const struct kept_original *kept)
{
	const struct io *io = &app->seams.io;
	struct io_stat now;

	if (kept->bytes != source->stat.bytes)
		return true;
	/* One that has gone since was read to its end. */
	return io->ops->stat(io->ctx, source->path, &now) == 0 &&
	       (now.bytes != source->stat.bytes || now.modified_us != source->stat.modified_us);
}

static enum status
log_original(struct app *app, const struct original_source *source,
    const struct object_info *object, struct kept_original *kept, struct err *err)
{
	struct act act;
	struct buf line;
	enum status status;

	act_init(&act, app, "original");
	buf_init(&line, 256);
	act_content(&act, object->sha256, object->bytes);
	act_text(&act, FIELD_NAME, text_of_c(kept->name));
	act_line(&act, FIELD_SOURCE, "file", text_of_c(kept->name));
	if (time_put(&line, source->stat.modified_us))
		act_line_of(&act, FIELD_SOURCE, "modified", &line);
	if (changed_meanwhile(app, source, kept))
		act_line(&act, FIELD_SOURCE, "changed", TEXT_LITERAL("while it was read"));
	answers_put(&act, &source->answers);
	act_line(&act, FIELD_PRIVATE, "object", text_of_c(object->id.text));
	act_line(&act, FIELD_PRIVATE, "folder", source->folder);
	status = act_append(&act, app, &kept->entry, err);
	memcpy(kept->id, act.id, sizeof kept->id);
	act_fini(&act);
	buf_fini(&line);
	return status;
}

void
answers_put(struct act *act, const struct reading_answers *answers)
{
	act_line(act, FIELD_SOURCE, "format", answers->format);
	me_names_put(act, FIELD_SOURCE, "me", answers->me);
	if (answers->me_offered)
		act_line(act, FIELD_SOURCE, "me-if", TEXT_LITERAL("offered"));
	me_names_put(act, FIELD_SOURCE, "me-else", answers->me_else);
	act_line(act, FIELD_SOURCE, "zone", answers->zone);
	act_line(act, FIELD_SOURCE, "date-order", answers->date_order);
	act_line(act, FIELD_SOURCE, "columns", answers->columns);
	act_line(act, FIELD_SOURCE, "days", answers->days);
	act_line(act, FIELD_PRIVATE, "password", answers->password);
}

void
answers_of_entry(const struct entry *entry, struct arena *arena, struct reading_answers *out)
{
	struct slice field = entry->fields[FIELD_SOURCE];

	out->format = act_find(field, "format");
	out->me = act_find_lines(field, "me", arena);
	out->me_offered = act_find(field, "me-if").n != 0;
	out->me_else = act_find_lines(field, "me-else", arena);
	out->zone = act_find(field, "zone");
	out->date_order = act_find(field, "date-order");
	out->columns = act_find(field, "columns");
	out->days = act_find(field, "days");
	out->password = act_find(entry->fields[FIELD_PRIVATE], "password");
}

/* Is this content in the vault already?  Fills in kept->id and entry of the original's entry. */
static enum status
find_duplicate(struct app *app, const uint8_t sha256[SHA256_BYTES], struct kept_original *kept,
    struct err *err)
{
	struct buf hex, storage;
	struct index_import import;
	struct text original;
	uint64_t number;
	enum status status;

	buf_init(&hex, 128);
	buf_init(&storage, 128 * 1024);
	buf_put_hex(&hex, sha256, SHA256_BYTES);
	status = index_import_by_original(app->index, buf_text(&hex), &number, err);
	if (status == OK)
		status = index_import_of(app->index, number, &storage, &import, err);
	if (status == OK) {
		original = act_find(slice_of_text(import.detail), "reads");
		kept->duplicate = original.n == 26;
		if (kept->duplicate)
			memcpy(kept->id, original.p, 26);
		kept->again = act_find(slice_of_text(import.detail), "again").n != 0;
		text_copy(kept->missed, sizeof kept->missed,
		    act_find(slice_of_text(import.detail), "missed"));
		kept->entry = number;
	}
	buf_fini(&hex);
	buf_fini(&storage);
	return status == E_NOTFOUND ? OK : status;
}

static enum status
keep_open_file(struct app *app, int handle, const struct original_source *source,
    struct kept_original *kept, struct err *err)
{
	struct object_writer *writer = NULL;
	struct object_info object;
	enum status status = object_begin(app->vault, &writer, err);

	if (status != OK)
		return status;
	status = copy_in(app, handle, &source->stat, writer, &kept->bytes, err);
	if (status == OK) {
		object_writer_sha256(writer, kept->sha256);
		status = find_duplicate(app, kept->sha256, kept, err);
	}
	if (status != OK || kept->duplicate) {
		object_abort(writer);
		return status;
	}
	status = object_finish(writer, &object, err);
	return status == OK ? log_original(app, source, &object, kept, err) : status;
}

static struct text
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct text folder;

	if (slash == NULL || !text_check(slice_of(path, (size_t)(slash - path)), &folder, NULL))
		return TEXT_LITERAL(".");
	return folder;
}

struct text
original_folder_name(struct text path)
{
	const char *slash = path.n != 0 ? memrchr(path.p, '/', path.n) : NULL;

	if (slash != NULL)
		path = (struct text){slash + 1, path.n - (size_t)(slash + 1 - path.p)};
	if (path.n == 0 || path.n > RECORD_NAME_MAX_BYTES || text_eq_c(path, ".") ||
	    text_eq_c(path, ".."))
		return TEXT_NONE;
	return path;
}

/* The entry of the original itself; E_NOTFOUND when it is not to be had. */
static enum status
original_entry(struct app *app, const struct kept_original *kept, struct buf *storage,
    struct entry *entry, struct err *err)
{
	uint64_t number;
	enum status status = index_import_by_entry(app->index, text_of_c(kept->id), &number, err);

	if (status == OK)
		status = log_read(app->vault, number, storage, entry, err);
	return status == E_AUTH ? E_NOTFOUND : status;
}

/* Is that where the original itself came from? */
static enum status
same_place(struct app *app, const struct kept_original *kept, struct text folder, bool *same,
    struct err *err)
{
	struct buf storage;
	struct entry entry;
	enum status status;

	*same = false;
	buf_init(&storage, ENTRY_MAX_BYTES);
	status = original_entry(app, kept, &storage, &entry, err);
	if (status == OK)
		*same = text_eq(act_find(entry.fields[FIELD_PRIVATE], "folder"), folder) &&
			text_eq_c(act_field(&entry, FIELD_NAME), kept->name);
	buf_fini(&storage);
	return status == E_NOTFOUND ? OK : status;
}

enum status
original_missed_came(struct app *app, const struct kept_original *kept, struct siblings *all,
    bool *came, struct err *err)
{
	struct buf storage;
	struct entry entry;
	enum status status = OK;

	*came = false;
	if (kept->missed[0] == '\0')
		return OK;
	buf_init(&storage, ENTRY_MAX_BYTES);
	status = original_entry(app, kept, &storage, &entry, err);
	if (status == OK)
		status = siblings_load(all, app, err);
	if (status == OK)
		*came = siblings_find_here(all,
			    reference_folder(act_find(entry.fields[FIELD_PRIVATE], "folder"),
				text_of_c(kept->missed)),
			    text_of_c(kept->missed), kept->entry, &status, err) != NULL;
	buf_fini(&storage);
	return status == E_NOTFOUND ? OK : status;
}

static enum status
log_again(struct app *app, const struct kept_original *kept, struct text folder, struct err *err)
{
	struct act act;
	enum status status;

	act_init(&act, app, "again");
	act_content(&act, kept->sha256, kept->bytes);
	act_text(&act, FIELD_NAME, text_of_c(kept->name));
	act_line(&act, FIELD_RELATIONS, "reads", text_of_c(kept->id));
	act_line(&act, FIELD_PRIVATE, "folder", folder);
	status = act_append(&act, app, NULL, err);
	act_fini(&act);
	return status;
}

enum status
original_again(struct app *app, const char *path, const struct kept_original *kept,
    struct siblings *siblings, struct err *err)
{
	struct text folder = folder_of(path);
	bool known = false;
	enum status status = same_place(app, kept, folder, &known, err);

	if (status != OK || known)
		return status;
	status = siblings_load(siblings, app, err);
	if (status == OK)
		status = siblings_hold(
		    siblings, folder, text_of_c(kept->name), kept->sha256, &known, err);
	return status == OK && !known ? log_again(app, kept, folder, err) : status;
}

enum status
original_keep(struct app *app, const char *path, const struct reading_answers *answers,
    struct kept_original *kept, struct err *err)
{
	const struct io *io = &app->seams.io;
	struct original_source source = {.path = path, .answers = *answers};
	int handle = -1, code;
	enum status status;

	*kept = (struct kept_original){0};
	original_name(path, kept->name);
	code = io->ops->stat(io->ctx, path, &source.stat);
	if (code != 0)
		return file_fail(err, code, "cannot look at", path);
	source.folder = folder_of(path);
	status = file_open(io, path, IO_READ, &handle, err);
	if (status == OK)
		status = keep_open_file(app, handle, &source, kept, err);
	file_close(io, handle);
	return status;
}

enum status
originals_settle(struct app *app, struct err *err)
{
	enum status status = objects_settle(app->vault, err);

	return status == OK ? log_settle(app->vault, err) : status;
}

enum status
originals_keep(struct app *app, const char *const *paths, size_t count, struct kept_original *out,
    struct err *err)
{
	const struct reading_answers none = {0};
	enum status status = OK;

	for (size_t i = 0; status == OK && i < count; i++)
		status = original_keep(app, paths[i], &none, &out[i], err);
	return status == OK ? originals_settle(app, err) : status;
}
