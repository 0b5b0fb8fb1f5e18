/* src/app/backup_gone.c
 * Objects that stand in the copy and no longer in the vault; see backup_inside.h.  Removed for
 * good, or lost?  What an entry or a reading still names was lost, and the copy keeps it. */
#include "app/backup_inside.h"

#include <errno.h>
#include <stdlib.h>

#include "app/named.h"
#include "base/mem.h"
#include "sys/os/file.h"

enum { GONE_MAX = 1000 * 1000 };

struct gone {
	struct backup *b;
	struct object_id *ids; /* in the copy, not in the vault; ascending */
	bool *named;
	size_t count, room;
	uint64_t missing;
};

static enum status
gone_add(void *ctx, const struct object_id *id, struct err *err)
{
	struct gone *gone = ctx;
	struct object_id *more;

	if (gone->count == GONE_MAX)
		return OK; /* the next run takes the others */
	more = mem_more(gone->ids, gone->count, &gone->room, sizeof *more);
	if (more == NULL)
		return fail(err, E_NOMEM, "no memory for a list of files");
	gone->ids = more;
	gone->ids[gone->count++] = *id;
	return OK;
}

static int
by_id(const void *a, const void *b)
{
	return strcmp(((const struct object_id *)a)->text, ((const struct object_id *)b)->text);
}

static enum status
named_mark(void *ctx, const struct object_id *id, uint64_t entry, struct err *err)
{
	struct gone *gone = ctx;
	const struct object_id *found = bsearch(
	    id, gone->ids, gone->count, sizeof *gone->ids, by_id);

	(void)entry;
	(void)err;
	if (found != NULL)
		gone->named[found - gone->ids] = true;
	return OK;
}

static enum status
gone_judge(struct gone *gone, bool unsure, struct err *err)
{
	struct backup *b = gone->b;
	char name[OBJECT_NAME_BYTES];
	enum status status = OK;

	for (size_t i = 0; i < gone->count && status == OK; i++) {
		object_name(&gone->ids[i], name);
		if (gone->named[i]) {
			b->sum.kept++;
			backup_problem(
			    b, name, "the vault has lost it; it stands in the copy, keep that");
		} else if (!unsure) {
			status = copying_remove(b->copying, &gone->ids[i], err);
			b->sum.removed++;
		}
	}
	return status == OK ? copying_settle(b->copying, err) : status;
}

/* --- what neither has --- */

static enum status
missing_count(void *ctx, const struct object_id *id, uint64_t entry, struct err *err)
{
	struct gone *gone = ctx;
	const struct io *io = &gone->b->app->seams.io;
	char name[OBJECT_NAME_BYTES];
	struct io_stat st;
	struct buf path;
	enum status status;

	object_name(id, name);
	buf_init(&path, FILE_PATH_BYTES);
	vault_path(gone->b->beside, name, &path);
	status = buf_check(&path, err);
	if (status == OK && io->ops->stat(io->ctx, (const char *)path.p, &st) == -ENOENT) {
		gone->missing++;
		(void)entry;
	}
	buf_fini(&path);
	return status;
}

static enum status
gone_part(struct gone *gone, struct err *err)
{
	struct named_walk walk = {.deep = true, .each = named_mark, .ctx = gone};
	enum status status;

	gone->named = mem_new(gone->count, sizeof *gone->named);
	if (gone->named == NULL)
		return fail(err, E_NOMEM, "no memory for a list of files");
	qsort(gone->ids, gone->count, sizeof *gone->ids, by_id);
	status = named_each(gone->b->app, &walk, err);
	if (status != OK)
		return status;
	if (walk.unreadable != 0)
		backup_problem(gone->b, "o",
		    "part of the log or of a reading cannot be read, so nothing was removed from "
		    "the copy");
	return gone_judge(gone, walk.unreadable != 0, err);
}

enum status
backup_gone(struct backup *b, struct err *err)
{
	struct gone gone = {.b = b};
	struct named_walk walk = {.each = missing_count, .ctx = &gone};
	enum status status = copying_extra(b->copying, gone_add, &gone, err);

	if (status == OK && gone.count != 0)
		status = gone_part(&gone, err);
	if (status == OK)
		status = named_each(b->app, &walk, err);
	b->sum.missing = gone.missing;
	mem_free(gone.ids);
	mem_free(gone.named);
	return status;
}
