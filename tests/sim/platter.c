/* tests/sim/platter.c
 * See platter.h. */
#include "tests/sim/platter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/must.h"

/* A file's bytes; shared with an older image until they are changed. */
struct content {
	uint8_t *p;
	size_t n, room;
	bool own;
};

struct entry_name {
	const char *path; /* borrowed from the trace, the start or what an image made */
	size_t file;      /* 0: a folder */
};

struct image {
	struct content *files; /* by number; [0] is not used */
	size_t file_count;
	struct entry_name *names;
	size_t name_count, name_room;
	char **made; /* paths of what is below folders that were renamed; its own alone */
	size_t made_count;
};

struct platter {
	const struct trace *trace;
	struct image base; /* the start and every step before `settled` */
	size_t settled;    /* steps that are certain, with all before them, and are in `base` */
	size_t happened;
	uint8_t *certain; /* by step */
	uint8_t *limbo;   /* by step: a sync of it failed */
	size_t *pending;
	size_t pending_count;
	char **start_paths;
	size_t start_count;
};

uint64_t
chance(uint64_t *seed)
{
	uint64_t z = (*seed += 0x9e3779b97f4a7c15U);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
	return z ^ (z >> 31);
}

/* --- images --- */

static void
image_copy(struct image *to, const struct image *from)
{
	*to = *from;
	to->files = must(malloc((from->file_count + 1) * sizeof *to->files));
	memcpy(to->files, from->files, (from->file_count + 1) * sizeof *to->files);
	for (size_t i = 0; i <= to->file_count; i++)
		to->files[i].own = false;
	to->made = NULL;
	to->made_count = 0;
	to->name_room = from->name_count + 64;
	to->names = must(malloc(to->name_room * sizeof *to->names));
	if (from->name_count != 0)
		memcpy(to->names, from->names, from->name_count * sizeof *to->names);
}

static void
image_free(struct image *image)
{
	for (size_t i = 0; i <= image->file_count; i++)
		if (image->files[i].own)
			free(image->files[i].p);
	for (size_t i = 0; i < image->made_count; i++)
		free(image->made[i]);
	free(image->made);
	free(image->files);
	free(image->names);
}

static struct entry_name *
image_find(struct image *image, const char *path)
{
	for (size_t i = 0; i < image->name_count; i++)
		if (strcmp(image->names[i].path, path) == 0)
			return &image->names[i];
	return NULL;
}

static void
image_name(struct image *image, const char *path, size_t file)
{
	struct entry_name *name = image_find(image, path);

	if (name == NULL) {
		if (image->name_count == image->name_room) {
			image->name_room = image->name_room * 2 + 64;
			image->names = must(
			    realloc(image->names, image->name_room * sizeof *image->names));
		}
		name = &image->names[image->name_count++];
	}
	*name = (struct entry_name){path, file};
}

static void
image_drop(struct image *image, const char *path)
{
	struct entry_name *name = image_find(image, path);

	if (name != NULL)
		*name = image->names[--image->name_count];
}

/* Ready to be changed, `n` bytes long at least when `grow`. */
static struct content *
content_own(struct image *image, size_t file, size_t n, bool grow)
{
	struct content *c = &image->files[file];
	size_t want = grow && n > c->n ? n : c->n;
	uint8_t *p;

	if (!c->own || want > c->room) {
		p = must(malloc(want + want / 2 + 64));
		if (c->n != 0)
			memcpy(p, c->p, c->n);
		if (c->own)
			free(c->p);
		*c = (struct content){p, c->n, want + want / 2 + 64, true};
	}
	if (want > c->n)
		memset(c->p + c->n, 0, want - c->n);
	c->n = want;
	return c;
}

static void
image_write(struct image *image, const struct step *step)
{
	struct content *c = content_own(image, step->file, (size_t)step->at + step->n, true);

	memcpy(c->p + step->at, step->p, step->n);
}

/* Only some of its sectors; now and then the length is there and the bytes are not. */
static void
image_write_torn(struct image *image, const struct step *step, size_t sector, uint64_t *seed)
{
	uint64_t end = step->at + step->n, at = step->at, stop;
	struct content *c;

	if (chance(seed) % 2 == 0)
		(void)content_own(image, step->file, (size_t)end, true);
	for (; at < end; at = stop) {
		stop = (at / sector + 1) * sector;
		stop = stop < end ? stop : end;
		if (chance(seed) % 2 == 0)
			continue;
		c = content_own(image, step->file, (size_t)stop, true);
		memcpy(c->p + at, step->p + (at - step->at), (size_t)(stop - at));
	}
}

static void
image_truncate(struct image *image, const struct step *step)
{
	struct content *c = content_own(image, step->file, (size_t)step->at, true);

	c->n = (size_t)step->at;
}

/* What is below a folder goes with it. */
static void
image_move(struct image *image, const char *from, const char *to)
{
	size_t n = strlen(from), room;
	char *path;

	for (size_t i = 0; i < image->name_count; i++) {
		const char *old = image->names[i].path;

		if (strncmp(old, from, n) != 0 || old[n] != '/')
			continue;
		room = strlen(to) + strlen(old + n) + 1;
		path = must(malloc(room));
		(void)snprintf(path, room, "%s%s", to, old + n);
		image->made = must(
		    realloc(image->made, (image->made_count + 1) * sizeof *image->made));
		image->made[image->made_count++] = path;
		image->names[i].path = path;
	}
}

static void
image_rename(struct image *image, const struct step *step)
{
	if (step->file == 0)
		image_move(image, step->path, step->to);
	image_drop(image, step->path);
	image_name(image, step->to, step->file);
}

static void
image_apply(struct image *image, const struct step *step, enum fate fate, uint64_t *seed)
{
	switch (step->kind) {
	case STEP_CREATE: image_name(image, step->path, step->file); break;
	case STEP_WRITE:
		if (fate == FATE_KEPT)
			image_write(image, step);
		else
			image_write_torn(image, step, fate == FATE_TORN_512 ? 512 : 4096, seed);
		break;
	case STEP_TRUNCATE: image_truncate(image, step); break;
	case STEP_RENAME: image_rename(image, step); break;
	case STEP_MKDIR: image_name(image, step->path, 0); break;
	case STEP_UNLINK:
	case STEP_RMDIR: image_drop(image, step->path); break;
	case STEP_SYNC:
	case STEP_SYNC_FOLDER:
	case STEP_TOLD: break;
	}
}

/* --- what is certain --- */

static bool
is_of_file(const struct step *step)
{
	return step->kind == STEP_WRITE || step->kind == STEP_TRUNCATE;
}

static bool
is_of_name(const struct step *step)
{
	return step->kind == STEP_CREATE || step->kind == STEP_RENAME ||
	       step->kind == STEP_UNLINK || step->kind == STEP_MKDIR || step->kind == STEP_RMDIR;
}

static bool
sync_reaches(const struct step *sync, const struct step *step)
{
	if (sync->kind == STEP_SYNC)
		return is_of_file(step) && step->file == sync->file;
	return is_of_name(step) && (mem_io_is_in(step->path, sync->path) ||
				       (step->to != NULL && mem_io_is_in(step->to, sync->path)));
}

static void
pending_sync(struct platter *platter, const struct step *sync)
{
	size_t left = 0;

	for (size_t i = 0; i < platter->pending_count; i++) {
		size_t at = platter->pending[i];
		bool reached = sync_reaches(sync, trace_step(platter->trace, at)) &&
			       platter->limbo[at] == 0;

		if (reached && sync->failed)
			platter->limbo[at] = 1;
		if (reached && !sync->failed)
			platter->certain[at] = 1;
		else
			platter->pending[left++] = at;
	}
	platter->pending_count = left;
}

/* Moves what is certain, with all before it, into the base. */
static void
base_advance(struct platter *platter)
{
	uint64_t unused = 0;

	while (platter->settled < platter->happened && platter->certain[platter->settled] != 0)
		image_apply(&platter->base, trace_step(platter->trace, platter->settled++),
		    FATE_KEPT, &unused);
}

void
platter_step(struct platter *platter)
{
	size_t at = platter->happened++;
	const struct step *step = trace_step(platter->trace, at);

	if (is_of_file(step) || is_of_name(step)) {
		platter->pending[platter->pending_count++] = at;
		return;
	}
	platter->certain[at] = 1;
	if (step->kind != STEP_TOLD)
		pending_sync(platter, step);
	base_advance(platter);
}

/* --- making and freeing --- */

static char *
start_path(struct platter *platter, const char *path)
{
	platter->start_paths = must(realloc(
	    platter->start_paths, (platter->start_count + 1) * sizeof *platter->start_paths));
	platter->start_paths[platter->start_count] = must(strdup(path));
	return platter->start_paths[platter->start_count++];
}

/* In the order in which the trace numbered them. */
static void
start_file(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	struct platter *platter = ctx;
	struct image *base = &platter->base;
	struct content *c = &base->files[++base->file_count];

	*c = (struct content){must(malloc(n + 1)), n, n + 1, true};
	if (n != 0)
		memcpy(c->p, p, n);
	image_name(base, start_path(platter, path), base->file_count);
}

static void
start_folder(void *ctx, const char *path)
{
	struct platter *platter = ctx;

	image_name(&platter->base, start_path(platter, path), 0);
}

static void
count_file(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	size_t *count = ctx;

	(void)path;
	(void)p;
	(void)n;
	(*count)++;
}

struct platter *
platter_new(const struct trace *trace)
{
	struct platter *platter = must(calloc(1, sizeof *platter));
	struct mem_io *start = mem_io_copy(trace_start(trace));
	size_t steps = trace_steps(trace), files = 0;

	platter->trace = trace;
	platter->certain = must(calloc(steps + 1, 1));
	platter->limbo = must(calloc(steps + 1, 1));
	platter->pending = must(calloc(steps + 1, sizeof *platter->pending));
	mem_io_each(start, count_file, &files);
	for (size_t i = 0; i < steps; i++)
		files = trace_step(trace, i)->file > files ? trace_step(trace, i)->file : files;
	platter->base.files = must(calloc(files + 1, sizeof *platter->base.files));
	mem_io_each_folder(start, start_folder, platter);
	mem_io_each(start, start_file, platter);
	platter->base.file_count = files;
	mem_io_free(start);
	return platter;
}

void
platter_free(struct platter *platter)
{
	if (platter == NULL)
		return;
	image_free(&platter->base);
	for (size_t i = 0; i < platter->start_count; i++)
		free(platter->start_paths[i]);
	free(platter->start_paths);
	free(platter->certain);
	free(platter->limbo);
	free(platter->pending);
	free(platter);
}

size_t
platter_pending(const struct platter *platter)
{
	return platter->pending_count;
}

const struct step *
platter_pending_step(const struct platter *platter, size_t i)
{
	return trace_step(platter->trace, platter->pending[i]);
}

/* --- the disk after the power came back --- */

/* Whether every folder on the way is there too. */
static bool
is_reached(struct image *image, const char *path)
{
	char folder[256];
	const struct entry_name *name;

	for (size_t i = 0; path[i] != '\0' && i + 1 < sizeof folder; i++) {
		folder[i] = path[i];
		folder[i + 1] = '\0';
		if (path[i + 1] != '/')
			continue;
		name = image_find(image, folder);
		if (name == NULL || name->file != 0)
			return false;
	}
	return true;
}

static struct mem_io *
image_disk(struct image *image)
{
	struct mem_io *disk = mem_io_new();

	for (size_t i = 0; i < image->name_count; i++) {
		const struct entry_name *name = &image->names[i];
		const struct content *c = &image->files[name->file];

		if (!is_reached(image, name->path))
			continue;
		if (name->file == 0)
			mem_io_put_folder(disk, name->path);
		else
			mem_io_put(disk, name->path, c->p, c->n);
	}
	return disk;
}

struct mem_io *
platter_image(const struct platter *platter, const uint8_t *fates, uint64_t seed)
{
	struct mem_io *disk;
	struct image image;
	size_t next = 0;

	image_copy(&image, &platter->base);
	for (size_t i = platter->settled; i < platter->happened; i++) {
		enum fate fate = FATE_KEPT;

		if (next < platter->pending_count && platter->pending[next] == i)
			fate = (enum fate)fates[next++];
		if (fate != FATE_LOST)
			image_apply(&image, trace_step(platter->trace, i), fate, &seed);
	}
	disk = image_disk(&image);
	image_free(&image);
	return disk;
}
