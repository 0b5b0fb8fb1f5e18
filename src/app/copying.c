/* src/app/copying.c
 * Which files of a vault go from folder to folder; see copying.h.  One file: copying_file.c. */
#include "app/copying.h"

#include <errno.h>
#include <stdlib.h>

#include "app/copying_inside.h"
#include "base/mem.h"
#include "sys/os/file.h"

enum {
	SYNC_ALL_FOLDERS = 8,
	FETCH_FILES = 8, /* begun to be fetched before their turn */
	FETCH_BYTES = 16 * 1024 * 1024,
};

static const char *
z(const struct buf *path)
{
	return (const char *)path->p;
}

void
copying_problem(struct copying *c, const char *name, const char *why)
{
	if (c->o.problem != NULL)
		c->o.problem(c->o.ctx, name, why);
}

/* --- beginning and end --- */

enum status
copying_new(const struct copying_options *options, struct copying **out, struct err *err)
{
	struct copying *c = mem_new(1, sizeof *c);
	enum status status;

	if (c == NULL)
		return fail(err, E_NOMEM, "no memory to copy with");
	c->o = *options;
	buf_init(&c->from, FILE_PATH_BYTES);
	buf_init(&c->to, FILE_PATH_BYTES);
	status = copying_file_start(c, err);
	if (status == OK && (strlen(options->from) > VAULT_PATH_MAX_BYTES ||
				strlen(options->to) > VAULT_PATH_MAX_BYTES))
		status = fail(err, E_LIMIT, "the path of the copy is too long");
	if (status != OK)
		copying_free(c);
	else
		*out = c;
	return status;
}

static int
temporary_remove(void *ctx, const struct io_entry *entry)
{
	struct copying *c = ctx;
	struct buf path;

	buf_init(&path, FILE_PATH_BYTES);
	if (!entry->is_folder && file_join(&c->to, c->o.to, "t", NULL) == OK &&
	    file_join(&path, z(&c->to), entry->name, NULL) == OK)
		(void)c->o.io.ops->unlink(c->o.io.ctx, z(&path));
	buf_fini(&path);
	return 0;
}

/* What stands in t/ was never part of the copy.  A file that cannot be removed does no harm. */
static void
temporary_empty(struct copying *c)
{
	if (file_join(&c->from, c->o.to, "t", NULL) == OK)
		(void)c->o.io.ops->list(c->o.io.ctx, z(&c->from), temporary_remove, c);
}

void
copying_free(struct copying *c)
{
	if (c == NULL)
		return;
	copying_file_stop(c);
	temporary_empty(c);
	buf_fini(&c->from);
	buf_fini(&c->to);
	mem_free(c);
}

const struct copying_sum *
copying_sum(const struct copying *c)
{
	return &c->sum;
}

/* --- folders --- */

static enum status
folder_make(struct copying *c, const char *name, bool *made, struct err *err)
{
	enum status status = file_join(&c->to, c->o.to, name, err);
	int failed;

	if (status != OK)
		return status;
	failed = c->o.io.ops->mkdir(c->o.io.ctx, z(&c->to));
	if (failed != 0 && failed != -EEXIST)
		return file_fail(err, failed, "cannot make the folder", z(&c->to));
	*made = *made || failed == 0;
	return OK;
}

static enum status
folder_sync(struct copying *c, const char *name, struct err *err)
{
	enum status status = name != NULL ? file_join(&c->to, c->o.to, name, err) : OK;

	return status == OK ? file_sync_folder(&c->o.io, name != NULL ? z(&c->to) : c->o.to, err)
			    : status;
}

enum status
copying_folders(struct copying *c, struct err *err)
{
	bool made = false;
	enum status status = folder_make(c, "t", &made, err);

	if (status == OK)
		temporary_empty(c);
	return status == OK && made ? folder_sync(c, NULL, err) : status;
}

/* A folder in `to` itself; its name is durable with the step. */
static enum status
top_make(struct copying *c, const char *name, struct err *err)
{
	bool made = false;
	enum status status = folder_make(c, name, &made, err);

	c->dirty_top = c->dirty_top || made;
	return status;
}

static size_t
folders_dirty(const struct copying *c)
{
	size_t count = c->dirty_top + c->dirty_objects;

	for (size_t i = 0; i < COPYING_FOLDERS; i++)
		count += c->dirty[i] ? 1 : 0;
	return count;
}

static enum status
object_folders_sync(struct copying *c, struct err *err)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	char name[] = "o/xx";
	enum status status = OK;

	for (size_t i = 0; i < COPYING_FOLDERS && status == OK; i++) {
		if (!c->dirty[i])
			continue;
		name[2] = digits[i / 32];
		name[3] = digits[i % 32];
		status = folder_sync(c, name, err);
	}
	return status;
}

enum status
copying_settle(struct copying *c, struct err *err)
{
	const struct io *io = &c->o.io;
	enum status status = copying_flush(c, err);
	int failed;

	if (status == OK && io->ops->sync_all != NULL && folders_dirty(c) >= SYNC_ALL_FOLDERS) {
		failed = io->ops->sync_all(io->ctx, c->o.to);
		if (failed != 0)
			status = file_fail(err, failed, "cannot write to the disk", c->o.to);
	} else {
		if (status == OK && c->dirty_top)
			status = folder_sync(c, NULL, err);
		if (status == OK && c->dirty_objects)
			status = folder_sync(c, "o", err);
		if (status == OK)
			status = object_folders_sync(c, err);
	}
	if (status != OK)
		return status;
	c->dirty_top = c->dirty_objects = false;
	memset(c->dirty, 0, sizeof c->dirty);
	return OK;
}

/* --- objects --- */

/* The length of a file; false: there is none to be had. */
static bool
file_length(struct copying *c, const char *folder, const char *name, uint64_t *out)
{
	struct io_stat st;

	if (file_join(&c->to, folder, name, NULL) != OK ||
	    c->o.io.ops->stat(c->o.io.ctx, z(&c->to), &st) != 0 || !st.is_regular)
		return false;
	*out = st.bytes;
	return true;
}

static enum status
cancelled(const struct copying *c, struct err *err)
{
	return c->o.cancelled != NULL && atomic_load(c->o.cancelled)
		   ? fail(err, E_CANCELLED, "stopped; what was copied is kept")
		   : OK;
}

/* How much there is, and how much of it has to be copied. */
static enum status
object_measure(struct copying *c, const char *two, const char *id, struct err *err)
{
	char name[COPYING_NAME_BYTES];
	uint64_t from = 0, to = 0;
	bool stands;

	(void)err;
	copying_name(name, "o", two, id);
	c->sum.objects++;
	if (!file_length(c, c->o.from, name, &from))
		from = 0; /* copying it will tell why */
	c->sum.object_bytes += from;
	stands = file_length(c, c->o.to, name, &to) && from == to;
	c->to_copy += !stands;
	c->to_copy_bytes += stands ? 0 : from;
	return OK;
}

static enum status
object_bring(struct copying *c, const char *two, const char *id, bool stands, struct err *err)
{
	char name[COPYING_NAME_BYTES];
	bool made = false;
	enum status status;

	copying_name(name, "o", two, NULL);
	status = folder_make(c, name, &made, err);
	c->dirty_objects = c->dirty_objects || made;
	c->dirty[copying_folder_number(two)] = true;
	copying_name(name, "o", two, id);
	return status == OK ? copying_copy(c, name, stands, false, err) : status;
}

static enum status
object_take(struct copying *c, const char *two, const char *id, struct err *err)
{
	char name[COPYING_NAME_BYTES];
	struct copying_both both = {0};
	bool stands, copy;
	enum status status = cancelled(c, err);

	copying_name(name, "o", two, id);
	if (status != OK || !object_id_parse(slice_of(id, strlen(id)), &both.id))
		return status;
	stands = file_length(c, c->o.to, name, &both.to_bytes);
	copy = !stands;
	if (stands && file_length(c, c->o.from, name, &both.from_bytes)) {
		copy = both.from_bytes != both.to_bytes;
		if (c->o.stands != NULL)
			status = c->o.stands(c->o.ctx, &both, &copy, err);
	}
	return status == OK && copy ? object_bring(c, two, id, stands, err) : status;
}

/* Those of the same folder that come after number `k` begin to be fetched, when they will be
 * copied. */
static void
object_fetch_ahead(struct copying *c, const char *two, const struct copying_names *ids, size_t k)
{
	const struct io *io = &c->o.io;
	char name[COPYING_NAME_BYTES];
	uint64_t bytes = 0;
	int handle = -1;

	for (size_t i = k != 0 ? k + FETCH_FILES : 1;
	     io->ops->read_ahead != NULL && i < ids->count && i <= k + FETCH_FILES; i++) {
		copying_name(name, "o", two, ids->list[i]);
		if (file_length(c, c->o.to, name, &bytes) ||
		    file_join(&c->from, c->o.from, name, NULL) != OK ||
		    file_open(io, z(&c->from), IO_READ, &handle, NULL) != OK)
			continue;
		io->ops->read_ahead(io->ctx, handle, 0, FETCH_BYTES);
		file_close(io, handle);
	}
}

/* `each` for every object file of `from`. */
static enum status
objects_visit(struct copying *c, bool count_strange, bool fetch,
    enum status (*each)(struct copying *c, const char *two, const char *id, struct err *err),
    struct err *err)
{
	struct copying_names twos = {.folders = true, .fits = copying_is_two},
			     ids = {.fits = copying_is_id};
	char name[COPYING_NAME_BYTES];
	enum status status = copying_names_list(c, c->o.from, "o", &twos, err);

	for (size_t i = 0; i < twos.count && status == OK; i++) {
		copying_name(name, "o", twos.list[i], NULL);
		status = copying_names_list(c, c->o.from, name, &ids, err);
		for (size_t k = 0; k < ids.count && status == OK; k++) {
			if (fetch)
				object_fetch_ahead(c, twos.list[i], &ids, k);
			if (memcmp(ids.list[k], twos.list[i], 2) != 0)
				ids.strange++;
			else
				status = each(c, twos.list[i], ids.list[k], err);
		}
	}
	if (count_strange)
		c->sum.strange += twos.strange + ids.strange;
	mem_free(twos.list);
	mem_free(ids.list);
	return status;
}

/* The reason is told with what is lacking, when the disk was full. */
static enum status
step_end(struct copying *c, enum status status, struct err *err)
{
	if (status == OK)
		status = copying_settle(c, err);
	if (status != OK && err != NULL)
		copying_measure_room(c, err);
	return status;
}

enum status
copying_objects(struct copying *c, struct err *err)
{
	enum status status = top_make(c, "o", err);

	if (status == OK)
		status = objects_visit(c, true, false, object_measure, err);
	if (status == OK)
		status = objects_visit(c, false, true, object_take, err);
	return step_end(c, status, err);
}

enum status
copying_object(struct copying *c, const struct object_id *id, struct err *err)
{
	char two[3] = {id->text[0], id->text[1], '\0'};

	return step_end(c, object_bring(c, two, id->text, true, err), err);
}

/* --- log and headers --- */

enum likeness { LIKE_MISSING, LIKE_SAME, LIKE_BEGINNING, LIKE_OTHER };

/* Two open files, byte for byte.  What cannot be read at the destination is another; what cannot be
 * read at the source is left to the copying to tell. */
static enum likeness
files_compare(struct copying *c, int from, int to)
{
	uint64_t from_size = 0, to_size = 0, at = 0;
	size_t want, got = 0, other = 0;

	if (file_size(&c->o.io, from, &from_size, NULL) != OK ||
	    file_size(&c->o.io, to, &to_size, NULL) != OK || to_size > from_size)
		return LIKE_OTHER;
	for (; at < to_size; at += want) {
		want = to_size - at < COPYING_PIECE_BYTES ? (size_t)(to_size - at)
							  : COPYING_PIECE_BYTES;
		if (file_read(&c->o.io, from, at, c->piece, want, &got, NULL) != OK ||
		    file_read(&c->o.io, to, at, c->other, want, &other, NULL) != OK ||
		    got != want || other != want || memcmp(c->piece, c->other, want) != 0)
			return LIKE_OTHER;
	}
	return to_size == from_size ? LIKE_SAME : LIKE_BEGINNING;
}

static enum likeness
compare(struct copying *c, const char *name)
{
	enum likeness likeness = LIKE_OTHER;
	struct io_stat st;
	int from = -1, to = -1;

	if (file_join(&c->to, c->o.to, name, NULL) != OK)
		return LIKE_OTHER;
	if (c->o.io.ops->stat(c->o.io.ctx, z(&c->to), &st) == -ENOENT)
		return LIKE_MISSING;
	if (file_open(&c->o.io, z(&c->to), IO_READ, &to, NULL) == OK &&
	    file_join(&c->from, c->o.from, name, NULL) == OK &&
	    file_open(&c->o.io, z(&c->from), IO_READ, &from, NULL) == OK)
		likeness = files_compare(c, from, to);
	file_close(&c->o.io, from);
	file_close(&c->o.io, to);
	return likeness;
}

static enum status
file_take(struct copying *c, const char *name, bool keep_other, struct err *err)
{
	enum likeness likeness = compare(c, name);

	if (likeness == LIKE_SAME)
		return OK;
	if (likeness == LIKE_OTHER && keep_other) {
		c->sum.left++;
		copying_problem(c, name, "it is left as it was in the copy");
		return OK;
	}
	return copying_copy(c, name, likeness != LIKE_MISSING, likeness == LIKE_OTHER, err);
}

/* All of one log's folder in l/ or r/; its names are durable when this returns. */
static enum status
log_folder_take(struct copying *c, const char *top, const char *log, struct err *err)
{
	struct copying_names files = {.fits = copying_is_plain};
	char folder[COPYING_NAME_BYTES], name[COPYING_NAME_BYTES];
	bool made = false;
	enum status status;

	copying_name(folder, top, log, NULL);
	status = copying_names_list(c, c->o.from, folder, &files, err);
	if (status == OK)
		status = folder_make(c, folder, &made, err);
	if (status == OK && made)
		status = folder_sync(c, top, err);
	for (size_t i = 0; i < files.count && status == OK; i++) {
		status = cancelled(c, err);
		copying_name(name, top, log, files.list[i]);
		if (status == OK)
			status = file_take(c, name, c->o.distrust_from, err);
	}
	c->sum.strange += files.strange;
	mem_free(files.list);
	if (status == OK)
		status = copying_flush(c, err);
	return status == OK ? folder_sync(c, folder, err) : status;
}

enum status
copying_log(struct copying *c, struct err *err)
{
	static const char *const tops[] = {"l", "r"};
	struct copying_names logs = {.folders = true, .fits = copying_is_id};
	enum status status = OK;

	/* All segments before any checkpoint, and none when a segment stayed as it was: a signed
	 * head never covers what is not there. */
	for (size_t i = 0; i < COUNT_OF(tops) && status == OK && c->sum.left == 0; i++) {
		status = top_make(c, tops[i], err);
		if (status == OK)
			status = copying_names_list(c, c->o.from, tops[i], &logs, err);
		for (size_t k = 0; k < logs.count && status == OK; k++)
			status = log_folder_take(c, tops[i], logs.list[k], err);
	}
	c->sum.strange += logs.strange;
	mem_free(logs.list);
	return step_end(c, status, err);
}

enum status
copying_headers(struct copying *c, struct err *err)
{
	static const char *const names[] = {"h1", "h0"};
	enum status status = OK;

	for (size_t i = 0; i < COUNT_OF(names) && status == OK; i++) {
		status = file_take(c, names[i], false, err);
		c->dirty_top = true;
		status = step_end(c, status, err);
	}
	return status;
}

enum status
copying_put(struct copying *c, const char *name, struct slice bytes, struct err *err)
{
	struct buf part;
	enum status status;

	buf_init(&part, FILE_PATH_BYTES);
	status = copying_flush(c, err);
	if (status == OK)
		status = file_join(&part, c->o.to, "t/n", err);
	if (status == OK)
		status = file_join(&c->to, c->o.to, name, err);
	if (status == OK)
		status = file_save_by(&c->o.io, z(&part), z(&c->to), bytes, err);
	buf_fini(&part);
	if (status != OK && err != NULL)
		copying_measure_room(c, err);
	return status;
}
