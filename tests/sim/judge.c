/* tests/sim/judge.c
 * What a power cut left, held to what was promised; see world.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/checking.h"
#include "app/incident.h"
#include "app/listing.h"
#include "app/sampling.h"
#include "keep/object.h"
#include "show/query.h"
#include "tests/sim/world_pack.h"
#include "tests/support/must.h"

enum { TEXTS_BYTES = 128 * 1024 };

static enum status
put_text(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct buf *out = ctx;

	(void)cursor;
	buf_put_c(out, "|");
	buf_put_text(out, listed->record->body);
	buf_put_c(out, "|");
	return buf_check(out, err);
}

enum status
judge_list(struct app *app, struct buf *out, struct err *err)
{
	struct listing_page page = {0};
	struct query *query = must(calloc(1, sizeof *query));
	enum status status;

	query_init(query);
	buf_reset(out);
	status = listing(app, query, &page, put_text, out, NULL, err);
	free(query);
	return status;
}

static size_t
times_shown(const struct buf *texts, const char *text)
{
	char needle[WORLD_WORDS + 2];
	struct slice rest = buf_slice(texts);
	size_t count = 0, at;

	(void)snprintf(needle, sizeof needle, "|%s|", text);
	for (;;) {
		at = slice_find(rest, slice_of(needle, strlen(needle)));
		if (at == SIZE_MAX)
			return count;
		count++;
		rest = slice_of(rest.p + at + 1, rest.n - at - 1);
	}
}

/* The words as promised, or those that a correction which was begun meanwhile puts in their place:
 * one of them, once.  What a removal that was begun takes out may be there or not, and counts. */
static size_t
times_kept(const struct world *of, size_t promises, const char *shown, const struct buf *texts)
{
	size_t count = times_shown(texts, shown);
	bool promised = false, may_go = false;

	for (size_t i = promises; i < of->count; i++) {
		if (strcmp(of->promises[i].gone, shown) != 0)
			continue;
		if (of->promises[i].shown[0] != '\0')
			count += times_shown(texts, of->promises[i].shown);
		else
			may_go = true;
		promised = true;
	}
	if (!promised && strcmp(of->tried.gone, shown) == 0) {
		if (of->tried.shown[0] != '\0')
			count += times_shown(texts, of->tried.shown);
		else
			may_go = true;
	}
	return count == 0 && may_go ? 1 : count;
}

static bool
is_replaced(const struct world *of, size_t promises, const char *shown)
{
	for (size_t i = 0; i < promises; i++)
		if (strcmp(of->promises[i].gone, shown) == 0)
			return true;
	return false;
}

bool
judge_promises(
    const struct world *of, size_t promises, const struct buf *texts, char *why, size_t n)
{
	for (size_t i = 0; i < promises; i++) {
		const char *shown = of->promises[i].shown;
		bool gone = is_replaced(of, promises, shown);
		size_t times = gone ? times_shown(texts, shown)
				    : times_kept(of, promises, shown, texts);

		if (shown[0] != '\0' && times != (gone ? 0 : 1)) {
			(void)snprintf(why, n, "promise %zu is there %zu times", i, times);
			return false;
		}
	}
	return true;
}

static enum status
count_object(void *ctx, const struct object_id *id, struct err *err)
{
	(void)id;
	(void)err;
	++*(uint64_t *)ctx;
	return OK;
}

/* As many objects as the check met: none is left of what was removed. */
static bool
objects_are_named(struct app *app, const struct verify_report *report, char *why, size_t n)
{
	uint64_t count = 0;
	struct err err = {0};

	if (objects_each(app->vault, count_object, &count, NULL, &err) == OK &&
	    count == report->levels[LEVEL_ORIGINALS].checked)
		return true;
	(void)snprintf(why, n, "%llu objects and %llu of them named", (unsigned long long)count,
	    (unsigned long long)report->levels[LEVEL_ORIGINALS].checked);
	return false;
}

static bool
app_holds(struct app *app, const char *which, bool all_named, char *why, size_t n)
{
	struct verify_report *report = must(calloc(1, sizeof *report));
	struct err err = {0};
	enum status status;
	bool holds;

	verify_report_init(report, "vault");
	status = vault_verify_part(app, SAMPLING_ALL, report, &err);
	holds = status == OK && report->problem_count == 0;
	if (status != OK)
		(void)snprintf(why, n, "check of %s: %s", which, err.text);
	else if (!holds)
		(void)snprintf(why, n, "check of %s: %.*s", which, (int)report->problems[0].what.n,
		    report->problems[0].what.p);
	else if (all_named)
		holds = objects_are_named(app, report, why, n);
	verify_report_fini(report);
	free(report);
	return holds;
}

static bool
copy_promised(const struct world *of, size_t promises)
{
	for (size_t i = 0; i < promises; i++)
		if (of->promises[i].copied)
			return true;
	return false;
}

/* Once it has a header a copy is a vault, finished or not; and it has one once it was promised. */
static bool
copy_holds(const struct world *of, size_t promises, struct world *world, char *why, size_t n)
{
	struct app_options options = world_here(world);
	struct app app = {0};
	struct err err = {0};
	enum status status;
	size_t bytes;
	bool holds;

	if (!copy_promised(of, promises) && mem_io_file(world->disk, "w/h0", &bytes) == NULL &&
	    mem_io_file(world->disk, "w/h1", &bytes) == NULL)
		return true;
	options.vault_path = "w";
	status = vault_look(&app, &options, &err);
	if (status != OK) {
		(void)snprintf(why, n, "the copy does not open: %s", err.text);
		return false;
	}
	/* The folder of a header that was being replaced may hold but one of the two. */
	holds = vault_state(app.vault)->damaged_header != 0 ||
		app_holds(&app, "the copy", false, why, n);
	app_close(&app);
	return holds;
}

/* Opened, listed, checked, written to, opened again. */
static bool
judge_rounds(const struct world *of, size_t promises, struct world *world, size_t rounds, char *why,
    size_t n)
{
	struct buf texts;
	struct err err = {0};
	enum status status = OK;
	bool holds = true, mended;

	buf_init(&texts, TEXTS_BYTES);
	for (size_t round = 0; holds && status == OK && round < rounds; round++) {
		status = world->open ? OK : world_open(world, &err);
		if (status == OK)
			status = judge_list(&world->app, &texts, &err);
		if (status != OK)
			break;
		/* A header copy that was torn is mended by this opening, and told by its check. */
		mended = vault_state(world->app.vault)->damaged_header != 0 && round == 0;
		holds = judge_promises(of, promises, &texts, why, n) &&
			(mended || app_holds(&world->app, "the vault", of->all_named, why, n));
		if (holds && round == 1 && times_shown(&texts, world->promises[0].shown) != 1) {
			(void)snprintf(why, n, "what was added after the power cut is not there");
			holds = false;
		}
		world->count = 0;
		if (holds && rounds > 1 && round == 0) {
			struct incident incident = {
			    .when = TEXT_LITERAL("2025-01-01"), .what = TEXT_LITERAL("afterwards")};
			struct incident_saved saved;

			status = incident_add(&world->app, &incident, &saved, &err);
			world_promise(world, "afterwards", "");
			if (status == OK && of->promises[of->count - 1].copied)
				status = world_back_up(world, &err);
			if (status == OK && of->packs)
				status = pack_again(world, &err);
		}
		world_close(world);
	}
	if (status != OK) {
		(void)snprintf(why, n, "%s", err.text);
		holds = false;
	}
	buf_fini(&texts);
	return holds;
}

/* With the passphrase that must open it; before a change is acknowledged, with either. */
static enum status
judge_open(const struct world *of, size_t promises, struct world *world, struct err *err)
{
	enum status status;

	world->secret = of->changed != NULL ? of->changed : WORLD_PASSPHRASE;
	status = world_open(world, err);
	if (status != E_AUTH || of->changed == NULL ||
	    (of->changed_at != 0 && promises >= of->changed_at))
		return status;
	world->secret = WORLD_PASSPHRASE;
	return world_open(world, err);
}

/* What lies outside the vault is the person's own file. */
static void
look_for_canary(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	bool *clear = ctx;

	if ((strncmp(path, "v/", 2) == 0 || strncmp(path, "w/", 2) == 0) &&
	    slice_find(slice_of(p, n), SLICE_LITERAL("CANARY")) != SIZE_MAX)
		*clear = true;
}

static bool
disk_is_covered(struct mem_io *image, char *why, size_t n)
{
	bool clear = false;

	mem_io_each(image, look_for_canary, &clear);
	if (clear)
		(void)snprintf(why, n, "clear text is on the disk");
	return !clear;
}

bool
judge(const struct world *of, size_t promises, bool may_be_missing, bool write,
    struct mem_io *image, char *why, size_t n)
{
	struct world world = {.folder = of->folder, .clock_us = of->clock_us + 60 * 1000000};
	struct err err = {0};
	enum status status;
	bool holds;

	if (of->wrong[0] != '\0' || !disk_is_covered(image, why, n)) {
		if (of->wrong[0] != '\0')
			(void)snprintf(why, n, "%s", of->wrong);
		return false;
	}
	world.disk = image;
	world.io = mem_io_seam(image);
	memset(world.seeded.seed, 0x5a, sizeof world.seeded.seed);
	status = judge_open(of, promises, &world, &err);
	if (status != OK && may_be_missing && promises == 0)
		return true;
	if (status != OK) {
		(void)snprintf(why, n, "does not open: %s", err.text);
		return false;
	}
	holds = copy_holds(of, promises, &world, why, n) &&
		(!of->packs || pack_holds(of, promises, &world, why, n)) &&
		judge_rounds(of, promises, &world, write ? 2 : 1, why, n) &&
		copy_holds(of, promises, &world, why, n) && disk_is_covered(image, why, n);
	world_close(&world);
	return holds;
}
