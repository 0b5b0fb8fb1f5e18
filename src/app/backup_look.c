/* src/app/backup_look.c
 * Objects of a copy opened and hashed, and those that are damaged copied again; see
 * backup_inside.h. */
#include "app/backup_inside.h"

#include "app/object_checks.h"
#include "base/mem.h"
#include "sys/os/file.h"

enum { AGAIN_MAX = 100000 };

static void
object_problem(const struct backup *b, const struct object_id *id, const char *why)
{
	char name[OBJECT_NAME_BYTES];

	object_name(id, name);
	backup_problem(b, name, why);
}

/* What is looked at is to come from the disk, not from memory. */
static void
object_forget(const struct backup *b, const struct object_id *id)
{
	const struct io *io = &b->app->seams.io;
	char name[OBJECT_NAME_BYTES];
	struct buf path;
	int handle = -1;

	object_name(id, name);
	buf_init(&path, FILE_PATH_BYTES);
	vault_path(b->beside, name, &path);
	if (buf_check(&path, NULL) == OK &&
	    file_open(io, (const char *)path.p, IO_READ, &handle, NULL) == OK)
		(void)io->ops->forget(io->ctx, handle);
	file_close(io, handle);
	buf_fini(&path);
}

static bool
is_whole(const struct object_check *check)
{
	return check->content_whole && check->damaged_areas == 0;
}

/* Not OK only for want of memory, or when it was stopped. */
static enum status
object_look(struct backup *b, const struct object_id *id, bool *whole, struct err *err)
{
	struct object_check check;
	struct err why = {0};
	enum status status;

	object_forget(b, id);
	status = object_check(b->beside, id, &check, &why);
	*whole = status == OK && is_whole(&check);
	return status == E_NOMEM ? fail(err, status, "%s", why.text) : OK;
}

enum status
backup_stands(void *ctx, const struct copying_both *both, bool *copy, struct err *err)
{
	struct backup *b = ctx;
	bool whole = false, differs = both->from_bytes != both->to_bytes;
	enum status status;

	if (!differs && (b->look_at_all || !sampling_takes(&b->sampling, both->to_bytes)))
		return OK;
	status = object_look(b, &both->id, &whole, err);
	if (status != OK)
		return status;
	b->sum.looked_at++;
	b->sum.looked_bytes += both->to_bytes;
	*copy = !whole;
	b->sum.mended += !whole;
	if (whole && differs)
		object_problem(b, &both->id,
		    "it is whole in the copy and has another length in the vault; it is left as it "
		    "is in the copy");
	return OK;
}

/* --- all of them --- */

struct looking {
	struct backup *b;
	struct object_checks *checks;
	struct object_id *again; /* damaged, to be copied again */
	size_t count, room;
};

static enum status
again_add(struct looking *l, const struct object_id *id, struct err *err)
{
	struct object_id *more;

	if (l->count == AGAIN_MAX)
		return fail(err, E_AUTH,
		    "too much of the copy is damaged: the disk there does not keep what it is "
		    "given; use another one");
	more = mem_more(l->again, l->count, &l->room, sizeof *more);
	if (more == NULL)
		return fail(err, E_NOMEM, "no memory for a list of files");
	l->again = more;
	l->again[l->count++] = *id;
	return OK;
}

static enum status
on_answer(void *ctx, const struct checked_object *job, struct err *err)
{
	struct looking *l = ctx;

	if (job->status == E_NOMEM)
		return fail(err, E_NOMEM, "%s", job->err.text);
	l->b->sum.looked_at++;
	if (job->status == OK)
		l->b->sum.looked_bytes += job->check.info.bytes;
	return job->status == OK && is_whole(&job->check) ? OK : again_add(l, &job->id, err);
}

static void
on_progress(void *ctx, uint64_t bytes)
{
	struct looking *l = ctx;
	uint64_t total = copying_sum(l->b->copying)->object_bytes;

	app_progress(l->b->app, "reading back", bytes, total > bytes ? total : bytes, "bytes");
}

static enum status
object_each(void *ctx, const struct object_id *id, struct err *err)
{
	struct looking *l = ctx;
	struct checked_object job = {.id = *id};

	object_forget(l->b, id);
	return object_checks_add(l->checks, &job, err);
}

/* A damaged one from the vault again; when it is damaged there too, the copy is as good as it. */
static enum status
object_again(struct backup *b, const struct object_id *id, struct err *err)
{
	bool whole = false;
	enum status status = copying_object(b->copying, id, err);

	if (status == OK)
		status = object_look(b, id, &whole, err);
	if (status != OK)
		return status;
	b->sum.mended += whole;
	if (!whole)
		object_problem(b, id,
		    "it is damaged in the vault too; an older copy of the vault may hold it");
	return OK;
}

enum status
backup_look_at_all(struct backup *b, struct err *err)
{
	struct looking l = {.b = b};
	const struct object_checks_options options = {.vault = b->beside,
	    .parallel = b->app->seams.parallel,
	    .cancelled = b->app->cancelled,
	    .progress = on_progress,
	    .answer = on_answer,
	    .ctx = &l};
	enum status status = object_checks_new(&options, &l.checks, err);

	if (status == OK)
		status = objects_each(b->beside, object_each, &l, NULL, err);
	if (status == OK)
		status = object_checks_finish(l.checks, err);
	object_checks_free(l.checks);
	for (size_t i = 0; i < l.count && status == OK; i++)
		status = object_again(b, &l.again[i], err);
	mem_free(l.again);
	return status;
}
