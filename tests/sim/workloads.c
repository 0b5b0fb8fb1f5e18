/* tests/sim/workloads.c
 * The table of what is tried, and those workloads that a few calls make up; see world.h. */
#include <stdio.h>
#include <string.h>

#include "app/catch_up.h"
#include "app/import.h"
#include "app/incident.h"
#include "app/keys.h"
#include "app/removing.h"
#include "keep/log.h"
#include "tests/sim/platter.h"
#include "tests/sim/world.h"
#include "tests/sim/world_more.h"
#include "tests/sim/world_pack.h"
#include "tests/sim/world_readers.h"

#define NEW_PASSPHRASE "seven boats below the quiet bridge"

static enum status
run_create(struct world *world, struct err *err)
{
	enum status status = world_create(world, err);

	if (status == OK)
		world_promise(world, "", "");
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

	return status == OK ? world_add_some(world, 3, err) : status;
}

static enum status
run_attach(struct world *world, struct err *err)
{
	enum status status = world_open(world, err);

	if (status == OK)
		status = world_add(world, "src/photo", err);
	return status == OK ? world_add(world, "src/letter", err) : status;
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
	return world_begin(world, err);
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
		world_promise(world, text, before);
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
		status = world_add(world, "src/photo", err);
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
		world_promise(world, "", text);
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
	return status == OK ? world_add_some(world, 1, err) : status;
}

static enum status
run_checkpoint(struct world *world, struct err *err)
{
	enum status status = OK;

	for (size_t i = 0; status == OK && i < 2; i++) {
		status = world_open(world, err);
		if (status == OK)
			status = world_add_some(world, 1, err);
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
		world_promise(world, "", "");
		world->changed_at = world->count;
		world->secret = NEW_PASSPHRASE;
		status = world_add_some(world, 1, err);
	}
	return status;
}

/* The first copy, then the one that is brought up to date. */
static enum status
run_backup(struct world *world, struct err *err)
{
	enum status status = world_open(world, err);

	for (size_t i = 0; status == OK && i < 2; i++) {
		if (i != 0)
			status = world_add_some(world, 1, err);
		if (status == OK)
			status = world_back_up(world, err);
		if (status == OK) {
			world_promise(world, "", "");
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
		status = world_add(world, NULL, err);
	return status == OK ? world_add(world, "src/letter", err) : status;
}

static enum status
run_renew(struct world *world, struct err *err)
{
	uint8_t bytes[SLOTS_WORDS_TEXT_BYTES];
	struct buf words = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	struct renewal renewal = {.passphrase = SLICE_LITERAL(WORLD_PASSPHRASE)};
	struct renew_counts counts;
	enum status status = world_open(world, err);

	if (status != OK)
		return status;
	slots_draw_words(&world->app.seams.entropy, &words);
	renewal.words = buf_slice(&words);
	status = keys_renew(&world->app, &renewal, &counts, err);
	world_close(world);
	if (status == OK) {
		world_promise(world, "", "");
		status = world_open(world, err);
	}
	return status == OK ? world_add_some(world, 1, err) : status;
}

static enum status
prepare_backup(struct world *world, struct err *err)
{
	enum status status = prepare_attach(world, err);

	if (status == OK)
		status = world_add(world, "src/letter", err);
	mem_io_remove(world->disk, "src/photo");
	return status;
}

const struct workload workloads[] = {
    {"create", NULL, run_create, true, false},
    {"open", world_begin, run_open, false, false},
    {"add", world_begin, run_add, false, false},
    {"attach", prepare_attach, run_attach, false, false},
    {"correct", world_begin, run_correct, false, false},
    {"remove", prepare_remove, run_remove, false, false},
    {"rebuild", world_begin, run_rebuild, false, false},
    {"checkpoint", world_begin, run_checkpoint, false, false},
    {"import", more_prepare_import, more_run_import_one, false, false},
    {"import1000", more_prepare_import, more_run_import_many, false, false},
    {"merge", more_prepare_merge, more_run_merge, false, false},
    {"restore", more_prepare_restore, more_run_restore, true, false},
    {"passphrase", world_begin, run_passphrase, false, false},
    {"renew", prepare_renew, run_renew, false, false},
    {"backup", prepare_backup, run_backup, false, false},
    {"pack", pack_prepare, pack_run, false, true},
    {"readers", readers_prepare, readers_run, false, true},
    {"first", world_create, run_add, false},
};
const size_t workload_count = sizeof workloads / sizeof *workloads;
