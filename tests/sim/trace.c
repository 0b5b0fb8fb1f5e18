/* tests/sim/trace.c
 * See trace.h. */
#include "tests/sim/trace.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/must.h"

enum { HANDLES = 256 };

struct named {
	char *path;
	size_t file;
};

struct trace {
	struct mem_io *disk, *start;
	struct io under;
	struct step *steps;
	size_t count, room;
	struct named *names;
	size_t name_count;
	size_t files;
	size_t file_of[HANDLES];
	uint64_t syncs, fail_sync;
	enum lie lie;
};

static char *
copied(const char *text)
{
	return must(strdup(text));
}

static struct step *
step_add(struct trace *trace, enum step_kind kind)
{
	struct step *step;

	if (trace->count == trace->room) {
		trace->room = trace->room != 0 ? 2 * trace->room : 256;
		trace->steps = must(realloc(trace->steps, trace->room * sizeof *trace->steps));
	}
	step = &trace->steps[trace->count++];
	memset(step, 0, sizeof *step);
	step->kind = kind;
	return step;
}

static void
step_path(struct trace *trace, enum step_kind kind, const char *path, size_t file)
{
	struct step *step = step_add(trace, kind);

	step->path = copied(path);
	step->file = file;
}

static struct named *
name_find(struct trace *trace, const char *path)
{
	for (size_t i = 0; i < trace->name_count; i++)
		if (strcmp(trace->names[i].path, path) == 0)
			return &trace->names[i];
	return NULL;
}

static void
name_add(struct trace *trace, const char *path, size_t file)
{
	trace->names = must(realloc(trace->names, (trace->name_count + 1) * sizeof *trace->names));
	trace->names[trace->name_count++] = (struct named){copied(path), file};
}

static void
name_drop(struct trace *trace, const char *path)
{
	struct named *named = name_find(trace, path);

	if (named == NULL)
		return;
	free(named->path);
	*named = trace->names[--trace->name_count];
}

static int
trace_open(void *ctx, const char *path, unsigned flags)
{
	struct trace *trace = ctx;
	const struct named *named = name_find(trace, path);
	int handle = trace->under.ops->open(trace->under.ctx, path, flags);

	if (handle < 0)
		return handle;
	if (handle >= HANDLES)
		abort();
	if (named != NULL) {
		trace->file_of[handle] = named->file;
		return handle;
	}
	name_add(trace, path, ++trace->files);
	step_path(trace, STEP_CREATE, path, trace->files);
	trace->file_of[handle] = trace->files;
	return handle;
}

static int
trace_close(void *ctx, int handle)
{
	struct trace *trace = ctx;

	return trace->under.ops->close(trace->under.ctx, handle);
}

static int64_t
trace_pread(void *ctx, int handle, void *p, size_t n, uint64_t at)
{
	struct trace *trace = ctx;

	return trace->under.ops->pread(trace->under.ctx, handle, p, n, at);
}

static int64_t
trace_pwrite(void *ctx, int handle, const void *p, size_t n, uint64_t at)
{
	struct trace *trace = ctx;
	int64_t done = trace->under.ops->pwrite(trace->under.ctx, handle, p, n, at);
	struct step *step;

	if (done <= 0)
		return done;
	step = step_add(trace, STEP_WRITE);
	step->file = trace->file_of[handle];
	step->at = at;
	step->n = (size_t)done;
	step->p = must(malloc(step->n));
	memcpy(step->p, p, step->n);
	return done;
}

/* Whether this sync is the one that fails. */
static bool
sync_fails(struct trace *trace)
{
	trace->syncs++;
	return trace->fail_sync != 0 && trace->syncs == trace->fail_sync;
}

static int
trace_sync(void *ctx, int handle)
{
	struct trace *trace = ctx;
	bool fails = sync_fails(trace);
	struct step *step;

	if (trace->lie == LIE_SYNC)
		return 0;
	step = step_add(trace, STEP_SYNC);
	step->file = trace->file_of[handle];
	step->failed = fails;
	return fails ? -EIO : trace->under.ops->sync(trace->under.ctx, handle);
}

static int
trace_truncate(void *ctx, int handle, uint64_t bytes)
{
	struct trace *trace = ctx;
	int failed = trace->under.ops->truncate(trace->under.ctx, handle, bytes);
	struct step *step;

	if (failed != 0)
		return failed;
	step = step_add(trace, STEP_TRUNCATE);
	step->file = trace->file_of[handle];
	step->at = bytes;
	return 0;
}

static int
trace_size(void *ctx, int handle, uint64_t *bytes)
{
	struct trace *trace = ctx;

	return trace->under.ops->size(trace->under.ctx, handle, bytes);
}

static int
trace_stat(void *ctx, const char *path, struct io_stat *out)
{
	struct trace *trace = ctx;

	return trace->under.ops->stat(trace->under.ctx, path, out);
}

/* Of the files below a folder that has another name now. */
static void
names_move(struct trace *trace, const char *from, const char *to)
{
	size_t n = strlen(from), room;

	for (size_t i = 0; i < trace->name_count; i++) {
		char *old = trace->names[i].path, *path;

		if (strncmp(old, from, n) != 0 || old[n] != '/')
			continue;
		room = strlen(to) + strlen(old + n) + 1;
		path = must(malloc(room));
		(void)snprintf(path, room, "%s%s", to, old + n);
		trace->names[i].path = path;
		free(old);
	}
}

static int
trace_rename(void *ctx, const char *from, const char *to)
{
	struct trace *trace = ctx;
	int failed = trace->under.ops->rename(trace->under.ctx, from, to);
	const struct named *named = name_find(trace, from);
	size_t file;

	if (failed != 0)
		return failed;
	file = named != NULL ? named->file : 0;
	step_path(trace, STEP_RENAME, from, file);
	trace->steps[trace->count - 1].to = copied(to);
	if (file == 0) {
		names_move(trace, from, to);
		return 0;
	}
	name_drop(trace, from);
	name_drop(trace, to);
	name_add(trace, to, file);
	return 0;
}

static int
trace_unlink(void *ctx, const char *path)
{
	struct trace *trace = ctx;
	int failed = trace->under.ops->unlink(trace->under.ctx, path);

	if (failed != 0)
		return failed;
	step_path(trace, STEP_UNLINK, path, 0);
	name_drop(trace, path);
	return 0;
}

static int
trace_mkdir(void *ctx, const char *path)
{
	struct trace *trace = ctx;
	int failed = trace->under.ops->mkdir(trace->under.ctx, path);

	if (failed == 0)
		step_path(trace, STEP_MKDIR, path, 0);
	return failed;
}

static int
trace_rmdir(void *ctx, const char *path)
{
	struct trace *trace = ctx;
	int failed = trace->under.ops->rmdir(trace->under.ctx, path);

	if (failed == 0)
		step_path(trace, STEP_RMDIR, path, 0);
	return failed;
}

static int
trace_sync_folder(void *ctx, const char *path)
{
	struct trace *trace = ctx;
	bool fails = sync_fails(trace);

	if (trace->lie == LIE_SYNC_FOLDER)
		return 0;
	step_path(trace, STEP_SYNC_FOLDER, path, 0);
	trace->steps[trace->count - 1].failed = fails;
	return fails ? -EIO : trace->under.ops->sync_folder(trace->under.ctx, path);
}

static int
trace_list(void *ctx, const char *path, int (*each)(void *each_ctx, const struct io_entry *),
    void *each_ctx)
{
	struct trace *trace = ctx;

	return trace->under.ops->list(trace->under.ctx, path, each, each_ctx);
}

static int
trace_lock(void *ctx, int handle)
{
	struct trace *trace = ctx;

	return trace->under.ops->lock(trace->under.ctx, handle);
}

static int
trace_forget(void *ctx, int handle)
{
	struct trace *trace = ctx;

	return trace->under.ops->forget(trace->under.ctx, handle);
}

struct io
trace_seam(struct trace *trace)
{
	static const struct io_ops ops = {.open = trace_open,
	    .close = trace_close,
	    .pread = trace_pread,
	    .pwrite = trace_pwrite,
	    .sync = trace_sync,
	    .truncate = trace_truncate,
	    .size = trace_size,
	    .stat = trace_stat,
	    .rename = trace_rename,
	    .unlink = trace_unlink,
	    .mkdir = trace_mkdir,
	    .rmdir = trace_rmdir,
	    .sync_folder = trace_sync_folder,
	    .list = trace_list,
	    .lock = trace_lock,
	    .forget = trace_forget};

	return (struct io){&ops, trace};
}

static void
name_standing(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	struct trace *trace = ctx;

	(void)p;
	(void)n;
	name_add(trace, path, ++trace->files);
}

struct trace *
trace_new(struct mem_io *disk, enum lie lie)
{
	struct trace *trace = must(calloc(1, sizeof *trace));

	trace->disk = disk;
	trace->start = mem_io_copy(disk);
	trace->under = mem_io_seam(disk);
	trace->lie = lie;
	mem_io_each(disk, name_standing, trace);
	return trace;
}

void
trace_free(struct trace *trace)
{
	if (trace == NULL)
		return;
	for (size_t i = 0; i < trace->count; i++) {
		free(trace->steps[i].p);
		free(trace->steps[i].path);
		free(trace->steps[i].to);
	}
	for (size_t i = 0; i < trace->name_count; i++)
		free(trace->names[i].path);
	free(trace->steps);
	free(trace->names);
	mem_io_free(trace->start);
	free(trace);
}

void
trace_told(struct trace *trace, uint64_t what)
{
	step_add(trace, STEP_TOLD)->at = what;
}

void
trace_fail_sync(struct trace *trace, uint64_t number)
{
	trace->fail_sync = number;
}

size_t
trace_steps(const struct trace *trace)
{
	return trace->count;
}

const struct step *
trace_step(const struct trace *trace, size_t i)
{
	return &trace->steps[i];
}

uint64_t
trace_syncs(const struct trace *trace)
{
	return trace->syncs;
}

const struct mem_io *
trace_start(const struct trace *trace)
{
	return trace->start;
}
