/* tests/sim/world.c
 * See world.h. */
#include "tests/sim/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/backup.h"
#include "app/catch_up.h"
#include "app/checking.h"
#include "app/import.h"
#include "app/incident.h"
#include "app/keys.h"
#include "app/listing.h"
#include "app/removing.h"
#include "app/sampling.h"
#include "keep/log.h"
#include "keep/object.h"
#include "show/query.h"
#include "tests/sim/platter.h"
#include "tests/sim/world_more.h"
#include "tests/support/must.h"

#define PASSPHRASE     "plain lantern over the orchard"
#define NEW_PASSPHRASE "seven boats below the quiet bridge"

enum { TEXTS_BYTES = 128 * 1024, CLOCK_START_S = 1790000000 };

static int64_t
clock_now(void *ctx)
{
	struct world *world = ctx;

	return world->clock_us += 1000;
}

static struct app_options
options_of(struct world *world)
{
	return (struct app_options){.vault_path = world->folder != NULL ? world->folder : "v",
	    .seams = {.io = world->io,
		.clock = {clock_now, clock_now, world},
		.entropy = entropy_of_seed(&world->seeded)},
	    .secret = slice_of(world->secret, strlen(world->secret))};
}

struct world *
world_prepared(const struct workload *workload, uint64_t seed)
{
	struct world *world = must(calloc(1, sizeof *world));
	struct err err = {0};
	enum status status = OK;

	world->clock_us = (int64_t)CLOCK_START_S * 1000000;
	world->secret = PASSPHRASE;
	memcpy(world->seeded.seed, &seed, sizeof seed);
	world->disk = mem_io_new();
	world->io = mem_io_seam(world->disk);
	if (workload->prepare != NULL)
		status = workload->prepare(world, &err);
	world_close(world);
	if (status != OK) {
		printf("%s: cannot prepare: %s\n", workload->name, err.text);
		exit(2);
	}
	world->base = world->count;
	return world;
}

struct world *
world_copy(const struct world *world)
{
	struct world *copy = must(calloc(1, sizeof *copy));

	*copy = *world;
	copy->trace = NULL;
	copy->disk = mem_io_copy(world->disk);
	copy->io = mem_io_seam(copy->disk);
	return copy;
}

void
world_free(struct world *world)
{
	world_close(world);
	trace_free(world->trace);
	mem_io_free(world->disk);
	free(world);
}

void
world_close(struct world *world)
{
	if (world->open)
		app_close(&world->app);
	world->open = false;
}

enum status
world_open(struct world *world, struct err *err)
{
	struct app_options options = options_of(world);
	enum status status = app_open(&world->app, &options, err);

	world->open = status == OK;
	return status;
}

/* --- what a person does --- */

static enum status
world_create(struct world *world, struct err *err)
{
	struct app_options options = options_of(world);
	struct vault_options costs = {.memory_kib = 64 * 1024, .passes = 3};
	struct vault *vault = NULL;
	struct buf words;
	enum status status;

	buf_init(&words, 256);
	status = vault_create("v", &options.seams, options.secret, &costs, &words, &vault, err);
	if (status == OK)
		status = app_start(&world->app, &options, vault, err);
	world->open = status == OK;
	buf_fini(&words);
	return status;
}

/* The moment after which it must never be lost. */
static void
promise(struct world *world, const char *shown, const char *gone)
{
	struct promise *p = &world->promises[world->count++];

	if (world->count > WORLD_PROMISES)
		abort();
	(void)snprintf(p->shown, sizeof p->shown, "%s", shown);
	(void)snprintf(p->gone, sizeof p->gone, "%s", gone);
	if (world->trace != NULL)
		trace_told(world->trace, world->count);
}

static enum status
add_with(struct world *world, const char *attach, struct err *err)
{
	struct incident incident = {.when = TEXT_LITERAL("2024-03-24 21:00")};
	struct incident_saved saved;
	char text[WORLD_WORDS];
	enum status status;

	(void)snprintf(text, sizeof text, WORLD_CANARY " %03zu", world->count);
	incident.what = text_of_c(text);
	if (attach != NULL)
		incident.attach[incident.attach_count++] = attach;
	status = incident_add(&world->app, &incident, &saved, err);
	if (status == OK) {
		memcpy(world->id, saved.id, sizeof world->id);
		promise(world, text, "");
	}
	return status;
}

static enum status
add_some(struct world *world, size_t count, struct err *err)
{
	enum status status = OK;

	for (size_t i = 0; status == OK && i < count; i++)
		status = add_with(world, NULL, err);
	return status;
}

static enum status
prepare_three(struct world *world, struct err *err)
{
	enum status status = world_create(world, err);

	return status == OK ? add_some(world, 3, err) : status;
}

static enum status
run_create(struct world *world, struct err *err)
{
	enum status status = world_create(world, err);

	if (status == OK)
		promise(world, "", "");
	return status;
}

static enum status
run_open(struct world *world, struct err *err)
{
	return world_open(world, err);
}

static enum status
run_add(struct world *world, struct err *err)
{
	enum status status = world_open(world, err);

	return status == OK ? add_some(world, 3, err) : status;
}

static enum status
run_attach(struct world *world, struct err *err)
{
	enum status status = world_open(world, err);

	if (status == OK)
		status = add_with(world, "src/photo", err);
	return status == OK ? add_with(world, "src/letter", err) : status;
}

static enum status
prepare_attach(struct world *world, struct err *err)
{
	static uint8_t photo[150000];
	uint64_t seed = 7;

	for (size_t i = 0; i < sizeof photo; i++)
		photo[i] = (uint8_t)chance(&seed);
	memcpy(photo, WORLD_CANARY, sizeof WORLD_CANARY - 1);
	mem_io_put(world->disk, "src/photo", photo, sizeof photo);
	mem_io_put(world->disk, "src/letter", "Dear neighbour", 14);
	return prepare_three(world, err);
}

static enum status
run_correct(struct world *world, struct err *err)
{
	struct correction correction = {.why = TEXT_LITERAL("remembered")};
	struct incident_saved saved;
	char text[WORLD_WORDS], before[WORLD_WORDS];
	enum status status = world_open(world, err);

	for (size_t i = 0; status == OK && i < 2; i++) {
		memcpy(before, world->promises[world->count - 1].shown, sizeof before);
		(void)snprintf(text, sizeof text, WORLD_CANARY " mended %zu", i);
		memcpy(world->tried.gone, before, sizeof before);
		memcpy(world->tried.shown, text, sizeof text);
		correction.changes.what = text_of_c(text);
		status = record_correct(
		    &world->app, text_of_c(world->id), &correction, &saved, err);
		if (status != OK)
			break;
		memcpy(world->id, saved.id, sizeof world->id);
		promise(world, text, before);
	}
	return status;
}

/* An incident with a file and a correction, and a file kept by itself. */
static enum status
prepare_remove(struct world *world, struct err *err)
{
	static const char *const paths[] = {"src/letter"};
	struct kept_original kept;
	enum status status = prepare_attach(world, err);

	if (status == OK)
		status = originals_keep(&world->app, paths, 1, &kept, err);
	if (status == OK)
		status = catch_up(&world->app, NULL, err);
	if (status == OK)
		status = add_with(world, "src/photo", err);
	world_close(world);
	if (status == OK)
		status = run_correct(world, err);
	memcpy(world->file, kept.id, sizeof kept.id);
	world->tried = (struct promise){0};
	world->all_named = true;
	return status;
}

/* Both at once: the incident with all that belongs to it, and the file. */
static enum status
run_remove(struct world *world, struct err *err)
{
	struct text ids[] = {text_of_c(world->id), text_of_c(world->file)};
	struct removal_request request = {ids, 2, false};
	struct removal_plan plan = {0};
	struct removal_done done = {0};
	char text[WORLD_WORDS];
	enum status status = world_open(world, err);

	memcpy(text, world->promises[world->count - 1].shown, sizeof text);
	memcpy(world->tried.gone, text, sizeof text);
	world->tried.shown[0] = '\0';
	if (status == OK)
		status = removal_plan_make(&world->app, &request, &plan, err);
	if (status == OK)
		status = removal_do(&world->app, &plan, TEXT_LITERAL("a mistake"), &done, err);
	removal_plan_fini(&plan);
	if (status == OK)
		status = done.finished; /* a person is told, and looks again */
	if (status == OK)
		promise(world, "", text);
	return status;
}

static enum status
run_rebuild(struct world *world, struct err *err)
{
	enum status status = world_open(world, err);

	if (status == OK)
		status = app_index_renew(&world->app, false, err);
	world_close(world);
	if (status == OK)
		status = world_open(world, err);
	return status == OK ? add_some(world, 1, err) : status;
}

static enum status
run_checkpoint(struct world *world, struct err *err)
{
	enum status status = OK;

	for (size_t i = 0; status == OK && i < 2; i++) {
		status = world_open(world, err);
		if (status == OK)
			status = add_some(world, 1, err);
		world_close(world);
	}
	return status;
}

static enum status
run_passphrase(struct world *world, struct err *err)
{
	enum status status = world_open(world, err);

	world->changed = NEW_PASSPHRASE;
	if (status == OK)
		status = slots_set_passphrase(world->app.vault, SLICE_LITERAL(NEW_PASSPHRASE), err);
	if (status == OK) {
		promise(world, "", "");
		world->changed_at = world->count;
		world->secret = NEW_PASSPHRASE;
		status = add_some(world, 1, err);
	}
	return status;
}

static enum status
copy_make(struct world *world, struct err *err)
{
	const struct backup_options options = {
	    .vault_path = world->folder != NULL ? world->folder : "v", .to = "w"};
	struct backup_sum sum;
	enum status status = backup_make(&world->app, &options, &sum, err);

	if (status == OK && !sum.whole)
		status = fail(err, E_IO, "the copy is not whole");
	return status;
}

/* The first copy, then the one that is brought up to date. */
static enum status
run_backup(struct world *world, struct err *err)
{
	enum status status = world_open(world, err);

	for (size_t i = 0; status == OK && i < 2; i++) {
		if (i != 0)
			status = add_some(world, 1, err);
		if (status == OK)
			status = copy_make(world, err);
		if (status == OK) {
			promise(world, "", "");
			world->promises[world->count - 1].copied = true;
		}
	}
	return status;
}

static enum status
prepare_renew(struct world *world, struct err *err)
{
	enum status status = world_create(world, err);

	mem_io_put(world->disk, "src/letter", "Dear neighbour", 14);
	if (status == OK)
		status = add_with(world, NULL, err);
	return status == OK ? add_with(world, "src/letter", err) : status;
}

static enum status
run_renew(struct world *world, struct err *err)
{
	uint8_t bytes[SLOTS_WORDS_TEXT_BYTES];
	struct buf words = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	struct renewal renewal = {.passphrase = SLICE_LITERAL(PASSPHRASE)};
	struct renew_counts counts;
	enum status status = world_open(world, err);

	if (status != OK)
		return status;
	slots_draw_words(&world->app.seams.entropy, &words);
	renewal.words = buf_slice(&words);
	status = keys_renew(&world->app, &renewal, &counts, err);
	world_close(world);
	if (status == OK) {
		promise(world, "", "");
		status = world_open(world, err);
	}
	return status == OK ? add_some(world, 1, err) : status;
}

static enum status
prepare_backup(struct world *world, struct err *err)
{
	enum status status = prepare_attach(world, err);

	if (status == OK)
		status = add_with(world, "src/letter", err);
	mem_io_remove(world->disk, "src/photo");
	return status;
}

const struct workload workloads[] = {
    {"create", NULL, run_create, true},
    {"open", prepare_three, run_open, false},
    {"add", prepare_three, run_add, false},
    {"attach", prepare_attach, run_attach, false},
    {"correct", prepare_three, run_correct, false},
    {"remove", prepare_remove, run_remove, false},
    {"rebuild", prepare_three, run_rebuild, false},
    {"checkpoint", prepare_three, run_checkpoint, false},
    {"import", more_prepare_import, more_run_import_one, false},
    {"import1000", more_prepare_import, more_run_import_many, false},
    {"merge", more_prepare_merge, more_run_merge, false},
    {"restore", more_prepare_restore, more_run_restore, true},
    {"passphrase", prepare_three, run_passphrase, false},
    {"renew", prepare_renew, run_renew, false},
    {"backup", prepare_backup, run_backup, false},
};
const size_t workload_count = sizeof workloads / sizeof *workloads;

struct app_options
world_options(struct world *world, const char *folder)
{
	struct app_options options = options_of(world);

	options.vault_path = folder;
	return options;
}

enum status
world_begin(struct world *world, struct err *err)
{
	return prepare_three(world, err);
}

void
world_promise(struct world *world, const char *shown, const char *gone)
{
	promise(world, shown, gone);
}

/* --- the judge --- */

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

static enum status
list_all(struct world *world, struct buf *out, struct err *err)
{
	struct listing_page page = {0};
	struct query *query = must(calloc(1, sizeof *query));
	enum status status;

	query_init(query);
	buf_reset(out);
	status = listing(&world->app, query, &page, put_text, out, NULL, err);
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

static bool
promises_hold(const struct world *of, size_t promises, const struct buf *texts, char *why, size_t n)
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

/* Nothing a vault says about itself may be wrong, promised or not. */
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
	struct app_options options = options_of(world);
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
			status = list_all(world, &texts, &err);
		if (status != OK)
			break;
		/* A header copy that was torn is mended by this opening, and told by its check. */
		mended = vault_state(world->app.vault)->damaged_header != 0 && round == 0;
		holds = promises_hold(of, promises, &texts, why, n) &&
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
			promise(world, "afterwards", "");
			if (status == OK && of->promises[of->count - 1].copied)
				status = copy_make(world, &err);
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

	world->secret = of->changed != NULL ? of->changed : PASSPHRASE;
	status = world_open(world, err);
	if (status != E_AUTH || of->changed == NULL ||
	    (of->changed_at != 0 && promises >= of->changed_at))
		return status;
	world->secret = PASSPHRASE;
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

bool
judge(const struct world *of, size_t promises, bool may_be_missing, bool write,
    struct mem_io *image, char *why, size_t n)
{
	struct world world = {.folder = of->folder, .clock_us = of->clock_us + 60 * 1000000};
	struct err err = {0};
	enum status status;
	bool holds, clear = false;

	mem_io_each(image, look_for_canary, &clear);
	if (clear) {
		(void)snprintf(why, n, "clear text is on the disk");
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
		judge_rounds(of, promises, &world, write ? 2 : 1, why, n) &&
		copy_holds(of, promises, &world, why, n);
	world_close(&world);
	return holds;
}
