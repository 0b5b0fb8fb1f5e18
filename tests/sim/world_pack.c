/* tests/sim/world_pack.c
 * See world_pack.h. */
#include "tests/sim/world_pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/incident.h"
#include "app/packing.h"
#include "keep/log.h"
#include "prove/pack_verify.h"
#include "tests/support/must.h"

/* Pages, entries and their fields, the original, proofs: over thirty files. */
#define PACK_PATH  "p/one"
#define PACK_AGAIN "p/two"

/* Two incidents, one with a file and a correction of it. */
enum status
pack_prepare(struct world *world, struct err *err)
{
	struct correction correction = {.why = TEXT_LITERAL("remembered")};
	struct incident_saved saved;
	char before[WORLD_WORDS];
	enum status status = world_create(world, err);

	mem_io_put(world->disk, "src/letter", WORLD_CANARY, sizeof WORLD_CANARY - 1);
	mem_io_put_folder(world->disk, "p");
	world->packs = true;
	if (status == OK)
		status = world_add(world, NULL, err);
	if (status == OK)
		status = world_add(world, "src/letter", err);
	if (status != OK)
		return status;
	memcpy(before, world->promises[world->count - 1].shown, sizeof before);
	correction.changes.what = TEXT_LITERAL(WORLD_CANARY " mended");
	status = record_correct(&world->app, text_of_c(world->id), &correction, &saved, err);
	if (status == OK)
		world_promise(world, WORLD_CANARY " mended", before);
	return status;
}

static enum status
pack_make_at(struct world *world, const char *path, struct err *err)
{
	const struct packing_options options = {
	    .path = path, .made_for = TEXT_LITERAL("police"), .exhibit_prefix = TEXT_LITERAL("DB")};
	struct packing_sum sum;
	enum status status = pack_make(&world->app, &options, &sum, err);

	if (status == OK)
		world->packed = sum.entries;
	return status;
}

/* What stands is not replaced, and nothing is logged as handed over. */
static void
same_place(struct world *world)
{
	uint64_t entries = log_entries(world->app.vault), calls = mem_io_calls(world->disk);
	struct err err = {0};
	enum status status = pack_make_at(world, PACK_PATH, &err);

	if ((status != E_CONFLICT && status != E_NOMEM) ||
	    log_entries(world->app.vault) != entries || mem_io_calls(world->disk) != calls)
		(void)snprintf(world->wrong, sizeof world->wrong,
		    "a pack in the place of another: %.100s", err.text);
}

enum status
pack_run(struct world *world, struct err *err)
{
	enum status status = world_open(world, err);

	if (status == OK)
		status = pack_make_at(world, PACK_PATH, err);
	if (status != OK)
		return status;
	world_promise(world, "", "");
	world->promises[world->count - 1].packed = true;
	same_place(world);
	/* The head that left is not the newest any more. */
	return world_add_some(world, 1, err);
}

/* --- what is held to it --- */

/* Else what was handed over could not be shown to come from this vault. */
static bool
head_is_of_log(struct world *world, const struct verify_report *report, struct err *err)
{
	struct checkpoint head;
	struct buf note;
	char code[HEAD_CODE_CHARS + 1] = "";
	enum status status;

	buf_init(&note, CHECKPOINT_MAX_BYTES);
	status = log_checkpoint(world->app.vault, &note, err);
	if (status == OK)
		status = checkpoint_open(
		    buf_slice(&note), vault_public_key(world->app.vault), &head, err);
	if (status == OK && report->log_entries > head.entries)
		status = fail(err, E_NOTFOUND, "the log is shorter than the pack says");
	if (status == OK) {
		head.entries = report->log_entries;
		status = log_root_at(world->app.vault, head.entries, head.root, err);
	}
	if (status == OK) {
		checkpoint_head_code(&head, code);
		if (strcmp(code, report->head_code) != 0)
			status = fail(err, E_CONFLICT, "the log is another than the pack says");
	}
	buf_fini(&note);
	return status == OK;
}

/* `entries`: so many must be in it; 0: as many as there are. */
static bool
report_holds(
    struct world *world, const struct verify_report *report, uint64_t entries, char *why, size_t n)
{
	struct err err = {0};
	const struct verify_problem *problem = &report->problems[0];

	if (!verify_report_ok(report))
		(void)snprintf(why, n, "the pack: %.*s %.*s", (int)problem->path.n, problem->path.p,
		    (int)problem->what.n, problem->what.p);
	else if (entries != 0 && report->levels[LEVEL_ENTRIES].checked != entries)
		(void)snprintf(why, n, "the pack has %llu entries of %llu",
		    (unsigned long long)report->levels[LEVEL_ENTRIES].checked,
		    (unsigned long long)entries);
	else if (!head_is_of_log(world, report, &err))
		(void)snprintf(why, n, "the pack: %s", err.text);
	else
		return true;
	return false;
}

/* `whole`: it must be; else it is only looked at, whatever it is. */
static bool
pack_checked(
    struct world *world, const char *path, bool whole, uint64_t entries, char *why, size_t n)
{
	const struct pack_verify_options options = PACK_VERIFY_OPTIONS_INIT;
	struct verify_report *report = must(calloc(1, sizeof *report));
	uint64_t calls = mem_io_calls(world->disk);
	struct err err = {0};
	enum status status;
	bool holds = true;

	verify_report_init(report, "pack");
	status = pack_verify(&world->io, path, &options, report, &err);
	if (mem_io_calls(world->disk) != calls) {
		(void)snprintf(why, n, "the check of the pack changed the disk");
		holds = false;
	} else if (status == OK && (whole || verify_report_ok(report))) {
		holds = report_holds(world, report, whole ? entries : 0, why, n);
	} else if (whole) {
		(void)snprintf(why, n, "the pack cannot be checked: %s", err.text);
		holds = false;
	}
	verify_report_fini(report);
	free(report);
	return holds;
}

bool
pack_holds(const struct world *of, size_t promises, struct world *world, char *why, size_t n)
{
	struct io_stat st;
	bool whole = false;

	for (size_t i = 0; i < promises; i++)
		whole = whole || of->promises[i].packed;
	/* It gets its name when all of it is there, promised by then or not yet. */
	whole = whole || world->io.ops->stat(world->io.ctx, PACK_PATH, &st) == 0;
	return pack_checked(world, PACK_PATH, whole, of->packed, why, n) &&
	       pack_checked(world, PACK_PATH ".part", false, 0, why, n);
}

enum status
pack_again(struct world *world, struct err *err)
{
	char why[160];
	enum status status = pack_make_at(world, PACK_AGAIN, err);

	if (status == OK && !pack_checked(world, PACK_AGAIN, true, world->packed, why, sizeof why))
		status = fail(err, E_FORMAT, "made anew: %s", why);
	return status;
}
