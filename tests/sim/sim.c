/* tests/sim/sim.c
 * sim [--seed N] [--random N] [--only NAME] [--lie sync|folder] [--nested N] [--least N]
 *     [--part N] [--share I/N] [--thin N]
 *     [--at FAILED-SYNC:STEP:CHOICE[:STEP:CHOICE]] [--killed CALL]
 * sim --names: the workloads.
 * Runs each workload once on a traced disk, then cuts the power before and after each of its calls,
 * in every way platter.h knows, opens what is left and holds it to what was promised.  The same
 * with each sync failing once; with the program killed at each call, opened again and added to; and
 * each call refused, faults.h.  Prints states, distinct states and losses; a loss is printed with
 * what replays it.  Exit: 0 nothing was lost and there were at least
 * `--least` distinct states, else 1.  With --lie the disk leaves out what it was asked for, and 0
 * means that this was noticed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/incident.h"
#include "tests/sim/faults.h"
#include "tests/sim/platter.h"
#include "tests/sim/world.h"
#include "tests/support/must.h"

enum {
	WHY_BYTES = 400,
	LOSSES_SHOWN = 5,
	SINGLES_MAX = 48,
	WAYS = 6,
	RANDOM_FIRST = 2 + SINGLES_MAX * WAYS, /* the number of the first choice by chance */
	AT_PARTS = 5
};

struct sim {
	uint64_t seed, random, nested, least;
	uint64_t thin; /* of the refusals that faults.h makes; of slow workloads all else too */
	uint64_t part; /* of what is between none and all, one in so many is tried */
	const char *only;
	uint64_t share, shares; /* of every `shares` workloads, number `share` from 0; 0: all */
	uint64_t at[AT_PARTS];  /* one state alone, as it was printed */
	uint64_t killed;        /* one run alone: the one that was killed at that call */
	size_t at_count, calls;
	enum lie lie;
	uint64_t states, distinct, losses, nested_states;
	uint64_t *seen; /* open addressing; 0: free */
	size_t seen_room;
};

/* One run of a workload, and where in it the power goes. */
struct cut {
	struct sim *sim;
	const struct workload *workload;
	const struct world *world;
	const struct platter *platter;
	uint64_t failed_sync, killed;
	size_t step, promises;
	uint8_t *fates;
	const struct cut *outer; /* the cut whose mending is cut */
	size_t outer_choice;
};

static uint64_t
mix(uint64_t a, uint64_t b)
{
	uint64_t seed = a * 0x9e3779b97f4a7c15U + b;

	return chance(&seed);
}

/* A sum over names and bytes: the same disk gives the same. */
static void
sum_file(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	uint64_t *sum = ctx, word;

	for (; *path != '\0'; path++)
		*sum = mix(*sum, (uint8_t)*path);
	*sum = mix(*sum, n);
	for (; n >= sizeof word; n -= sizeof word, p += sizeof word) {
		memcpy(&word, p, sizeof word);
		*sum = (*sum ^ word) * 0x100000001b3U;
		*sum ^= *sum >> 29;
	}
	for (; n != 0; n--)
		*sum = mix(*sum, *p++);
}

static void
sum_folder(void *ctx, const char *path)
{
	sum_file(ctx, path, NULL, 0);
}

/* Into the set; false: it is there already.  There is room. */
static bool
seen_add(uint64_t *seen, size_t room, uint64_t sum)
{
	size_t at = sum % room;

	for (; seen[at] != 0; at = (at + 1) % room)
		if (seen[at] == sum)
			return false;
	seen[at] = sum;
	return true;
}

static void
seen_grow(struct sim *sim)
{
	size_t room = sim->seen_room != 0 ? sim->seen_room * 4 : 1 << 16;
	uint64_t *seen = must(calloc(room, sizeof *seen));

	for (size_t i = 0; i < sim->seen_room; i++)
		if (sim->seen[i] != 0)
			(void)seen_add(seen, room, sim->seen[i]);
	free(sim->seen);
	sim->seen = seen;
	sim->seen_room = room;
}

/* Whether this disk with these promises was not looked at before. */
static bool
is_new(struct sim *sim, struct mem_io *image, size_t promises, uint64_t workload)
{
	uint64_t sum = mix(promises, workload);
	bool added;

	mem_io_each(image, sum_file, &sum);
	mem_io_each_folder(image, sum_folder, &sum);
	if (sim->distinct * 2 >= sim->seen_room)
		seen_grow(sim);
	added = seen_add(sim->seen, sim->seen_room, sum != 0 ? sum : 1);
	sim->distinct += added;
	return added;
}

static void
say_loss(const struct cut *cut, size_t choice, const char *why)
{
	const struct cut *first = cut->outer != NULL ? cut->outer : cut;

	if (cut->sim->losses++ >= LOSSES_SHOWN)
		return;
	if (cut->killed != 0) {
		printf("LOST %s: killed and gone on with, then the power went: %s\n  again: --only "
		       "%s --seed %llu --killed %llu\n",
		    cut->workload->name, why, cut->workload->name,
		    (unsigned long long)cut->sim->seed, (unsigned long long)cut->killed);
		return;
	}
	printf("LOST %s: %s\n  again: --only %s --seed %llu --at %llu:%zu:%zu", cut->workload->name,
	    why, cut->workload->name, (unsigned long long)cut->sim->seed,
	    (unsigned long long)cut->failed_sync, first->step,
	    cut->outer != NULL ? cut->outer_choice : choice);
	if (cut->outer != NULL)
		printf(":%zu:%zu", cut->step, choice);
	printf("\n");
}

/*
 * Fate of every pending step for choice number `choice`: 0 none is kept, 1 all; then for each step
 * only it, all but it, torn with the rest kept, torn with the rest lost, by both kinds of sector;
 * from RANDOM_FIRST on by chance.  False: there is no such choice.
 */
static bool
choose(const struct cut *cut, size_t choice, uint64_t *seed)
{
	static const struct {
		enum fate one, rest;
	} ways[WAYS] = {{FATE_KEPT, FATE_LOST}, {FATE_LOST, FATE_KEPT}, {FATE_TORN_512, FATE_KEPT},
	    {FATE_TORN_512, FATE_LOST}, {FATE_TORN_4096, FATE_KEPT}, {FATE_TORN_4096, FATE_LOST}};
	size_t count = platter_pending(cut->platter), one, way;

	*seed = mix(mix(cut->sim->seed, cut->step), choice);
	if (choice < 2) {
		memset(cut->fates, choice == 0 ? FATE_LOST : FATE_KEPT, count);
		return choice == 0 || count != 0;
	}
	if (choice < RANDOM_FIRST) {
		/* The newest first: with very many pending, the oldest are left to chance. */
		one = (choice - 2) / WAYS;
		way = (choice - 2) % WAYS;
		if (one >= count)
			return false;
		memset(cut->fates, (int)ways[way].rest, count);
		cut->fates[count - 1 - one] = (uint8_t)ways[way].one;
		return true;
	}
	for (size_t i = 0; i < count; i++)
		cut->fates[i] = (uint8_t)(chance(seed) % FATES);
	return count > 1;
}

static void mending_cut(const struct cut *outer, size_t outer_choice, struct mem_io *image);

/* Whether --at leaves this one out. */
static bool
left_out(const struct cut *cut, size_t choice)
{
	const uint64_t *at = cut->sim->at;

	if (cut->sim->at_count == 0)
		return false;
	if (cut->outer != NULL)
		return cut->sim->at_count < AT_PARTS || at[3] != cut->step || at[4] != choice;
	return at[0] != cut->failed_sync || at[1] != cut->step || at[2] != choice;
}

/* With --at: what had not reached the disk for certain, and what became of it. */
static void
say_state(const struct cut *cut)
{
	static const char *const kinds[] = {"create", "write", "truncate", "sync", "rename",
	    "unlink", "mkdir", "rmdir", "sync folder", "told"};
	static const char *const fates[FATES] = {"lost", "kept", "torn", "torn"};

	for (size_t i = 0; i < platter_pending(cut->platter); i++) {
		const struct step *step = platter_pending_step(cut->platter, i);

		printf("  %s: %s %s%s%s, file %zu at %llu, %zu bytes\n", fates[cut->fates[i]],
		    kinds[step->kind], step->path != NULL ? step->path : "",
		    step->to != NULL ? " to " : "", step->to != NULL ? step->to : "", step->file,
		    (unsigned long long)step->at, step->n);
	}
}

static void
state_judge(const struct cut *cut, size_t choice, struct mem_io *image)
{
	char why[WHY_BYTES] = "";

	/* Writing to it and opening it once more takes as long again: every eighth time. */
	bool write = cut->sim->at_count != 0 || cut->sim->distinct % 8 == 0;

	if (cut->sim->at_count != 0)
		say_state(cut);
	if (!judge(cut->world, cut->promises, cut->workload->from_nothing, write, image, why,
		sizeof why))
		say_loss(cut, choice, why);
}

static void
state_try(const struct cut *cut, size_t choice, uint64_t seed)
{
	struct sim *sim = cut->sim;
	struct mem_io *image, *again = NULL;

	if (left_out(cut, choice))
		return;
	image = platter_image(cut->platter, cut->fates, seed);
	sim->states++;
	if (is_new(sim, image, cut->promises, (uint64_t)(cut->workload - workloads))) {
		if (cut->outer == NULL && sim->nested != 0 && sim->distinct % sim->nested == 0)
			again = mem_io_copy(image);
		if (sim->at_count < AT_PARTS || cut->outer != NULL)
			state_judge(cut, choice, image);
	}
	mem_io_free(image);
	if (again != NULL)
		mending_cut(cut, choice, again);
	mem_io_free(again);
}

static void
cut_try_all(const struct cut *cut)
{
	uint64_t seed;

	for (size_t choice = 0; choice < RANDOM_FIRST + cut->sim->random; choice++) {
		seed = mix(mix(cut->sim->seed, cut->step), choice);
		if (choice >= 2 && cut->sim->at_count == 0 && chance(&seed) % cut->sim->part != 0)
			continue;
		if (choose(cut, choice, &seed))
			state_try(cut, choice, seed);
	}
}

/* The power goes again while what the first time left is being opened. */
static void
mending_cut(const struct cut *outer, size_t outer_choice, struct mem_io *image)
{
	static const size_t choices[] = {0, 1, RANDOM_FIRST, RANDOM_FIRST + 1};
	struct world world = *outer->world;
	struct err err = {0};
	struct cut cut = *outer;
	struct platter *platter;
	uint64_t seed;

	world.disk = image;
	world.trace = trace_new(image, outer->sim->lie);
	world.io = trace_seam(world.trace);
	world.open = false;
	if (world_open(&world, &err) == OK)
		world_close(&world);
	platter = platter_new(world.trace);
	cut.outer = outer;
	cut.outer_choice = outer_choice;
	cut.platter = platter;
	cut.fates = must(calloc(trace_steps(world.trace) + 1, 1));
	for (cut.step = 1; cut.step <= trace_steps(world.trace); cut.step++) {
		platter_step(platter);
		for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
			if (!choose(&cut, choices[i], &seed))
				continue;
			outer->sim->nested_states++;
			state_try(&cut, choices[i], seed);
		}
	}
	free(cut.fates);
	platter_free(platter);
	trace_free(world.trace);
}

static void
run_cut(struct sim *sim, const struct workload *workload, struct world *world, uint64_t failed_sync)
{
	struct platter *platter = platter_new(world->trace);
	size_t steps = trace_steps(world->trace);
	struct cut cut = {.sim = sim,
	    .workload = workload,
	    .world = world,
	    .platter = platter,
	    .failed_sync = failed_sync,
	    .promises = world->base,
	    .fates = must(calloc(steps + 1, 1))};
	bool failed = failed_sync == 0;

	if (failed_sync == 0)
		cut_try_all(&cut);
	for (size_t i = 0; i < steps; i++) {
		const struct step *step = trace_step(world->trace, i);

		if (step->kind == STEP_TOLD)
			cut.promises = (size_t)step->at;
		failed = failed || step->failed;
		platter_step(platter);
		cut.step = i + 1;
		/* Until a sync fails, all is as in the run without a failure. */
		if (failed)
			cut_try_all(&cut);
	}
	free(cut.fates);
	platter_free(platter);
}

/* Sets up, runs under the trace, cuts.  Returns the syncs of the run. */
static uint64_t
run_one(struct sim *sim, const struct workload *workload, uint64_t failed_sync)
{
	struct world *world = world_prepared(workload, sim->seed);
	struct err err = {0};
	enum status status;
	uint64_t syncs;

	world->trace = trace_new(world->disk, sim->lie);
	world->io = trace_seam(world->trace);
	trace_fail_sync(world->trace, failed_sync);
	status = workload->run(world, &err);
	world_close(world);
	if (status != OK && failed_sync == 0) {
		printf("%s: does not run: %s\n", workload->name, err.text);
		exit(2);
	}
	syncs = trace_syncs(world->trace);
	sim->calls = trace_steps(world->trace);
	run_cut(sim, workload, world, failed_sync);
	world_free(world);
	return syncs;
}

/* Somebody goes on with what a program left that was killed. */
static enum status
go_on(struct world *world, struct err *err)
{
	struct incident incident = {
	    .when = TEXT_LITERAL("2024-12-01"), .what = TEXT_LITERAL("gone on with")};
	struct incident_saved saved;
	enum status status = world_open(world, err);

	if (status == E_AUTH && world->changed != NULL) {
		world->secret = world->changed;
		status = world_open(world, err);
	}
	if (status == OK)
		status = incident_add(&world->app, &incident, &saved, err);
	if (status == OK)
		world_promise(world, "gone on with", "");
	world_close(world);
	return status;
}

/* The power goes when all is done that was asked for. */
static void
end_cut(struct cut *cut)
{
	static const size_t choices[] = {0, 1, RANDOM_FIRST, RANDOM_FIRST + 1, RANDOM_FIRST + 2};
	struct platter *platter = platter_new(cut->world->trace);
	size_t steps = trace_steps(cut->world->trace);
	uint64_t seed;

	cut->platter = platter;
	cut->step = steps;
	cut->promises = cut->world->count;
	cut->fates = must(calloc(steps + 1, 1));
	for (size_t i = 0; i < steps; i++)
		platter_step(platter);
	for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
		if (choose(cut, choices[i], &seed))
			state_try(cut, choices[i], seed);
	free(cut->fates);
	platter_free(platter);
}

/* The program is killed at call `call`: what it wrote can be read, and nobody has synced it.  The
 * next one goes on, and then the power goes.  False: there is no such call. */
static bool
run_killed(struct sim *sim, const struct workload *workload, uint64_t call)
{
	struct world *world = world_prepared(workload, sim->seed);
	struct cut cut = {.sim = sim, .workload = workload, .world = world, .killed = call};
	struct err err = {0};
	enum status status;
	uint64_t before = mem_io_calls(world->disk);
	bool reached;

	world->trace = trace_new(world->disk, sim->lie);
	world->io = trace_seam(world->trace);
	mem_io_stop_at(world->disk, call);
	status = workload->run(world, &err);
	world_close(world);
	reached = mem_io_calls(world->disk) - before >= call;
	mem_io_restart(world->disk, false);
	world->wrong[0] = '\0'; /* whoever else had it open was told that nothing can be read */
	if (reached) {
		status = go_on(world, &err);
		if (status == OK)
			end_cut(&cut);
		else if (!workload->from_nothing || world->count != 0)
			say_loss(&cut, 0, err.text);
	}
	world_free(world);
	return reached;
}

static void
run_all_killed(struct sim *sim, const struct workload *workload)
{
	uint64_t call = sim->killed != 0 ? sim->killed : 1;

	if (sim->lie != LIE_NONE || sim->at_count != 0)
		return;
	while (run_killed(sim, workload, call) && sim->killed == 0)
		call += sim->thin;
}

static void
run_workload(struct sim *sim, const struct workload *workload)
{
	uint64_t states = sim->states, distinct = sim->distinct, losses = sim->losses, syncs;
	uint64_t random = sim->random, part = sim->part, nested = sim->nested;
	/* With --at the one that it names must be among them. */
	uint64_t apart = workload->slow && sim->at_count == 0 ? sim->thin : 1;
	size_t calls;

	sim->part *= apart;
	sim->nested *= apart;
	syncs = sim->killed == 0 ? run_one(sim, workload, 0) : 0;
	calls = sim->calls;
	sim->random = random / 4; /* the steps before the failed sync were cut already */
	for (uint64_t i = 1; i <= syncs && sim->lie == LIE_NONE; i += apart)
		(void)run_one(sim, workload, i);
	run_all_killed(sim, workload);
	sim->random = random;
	sim->part = part;
	sim->nested = nested;
	printf("%-12s %4zu calls, %9llu states, %9llu distinct, %llu lost\n", workload->name, calls,
	    (unsigned long long)(sim->states - states),
	    (unsigned long long)(sim->distinct - distinct),
	    (unsigned long long)(sim->losses - losses));
	(void)fflush(stdout);
}

static uint64_t
number(const char *text)
{
	char *end;
	unsigned long long value = strtoull(text, &end, 10);

	if (end == text || *end != '\0') {
		(void)fprintf(stderr, "sim: not a number: %s\n", text);
		exit(2);
	}
	return value;
}

static void
option_at(struct sim *sim, const char *value)
{
	char part[32];
	size_t n;

	for (; *value != '\0' && sim->at_count < AT_PARTS; value += n + (value[n] == ':')) {
		n = strcspn(value, ":");
		(void)snprintf(part, sizeof part, "%.*s", (int)n, value);
		sim->at[sim->at_count++] = number(part);
	}
	if (sim->at_count != 3 && sim->at_count != AT_PARTS) {
		(void)fprintf(stderr, "sim: --at needs three or five numbers\n");
		exit(2);
	}
	if (sim->at_count == AT_PARTS)
		sim->nested = 1;
}

/* "1/2": the second of every two workloads, so that two programs do the work of one. */
static void
option_share(struct sim *sim, const char *value)
{
	char first[8];
	size_t n = strcspn(value, "/");

	(void)snprintf(first, sizeof first, "%.*s", (int)n, value);
	sim->share = number(first);
	sim->shares = value[n] == '/' ? number(value + n + 1) : 0;
	if (sim->shares == 0 || sim->share >= sim->shares) {
		(void)fprintf(stderr, "sim: --share is as in 0/2 or 1/2\n");
		exit(2);
	}
}

static void
option(struct sim *sim, const char *name, const char *value)
{
	if (strcmp(name, "--seed") == 0)
		sim->seed = number(value);
	else if (strcmp(name, "--random") == 0)
		sim->random = number(value);
	else if (strcmp(name, "--nested") == 0)
		sim->nested = number(value);
	else if (strcmp(name, "--part") == 0)
		sim->part = number(value) != 0 ? number(value) : 1;
	else if (strcmp(name, "--thin") == 0)
		sim->thin = number(value) != 0 ? number(value) : 1;
	else if (strcmp(name, "--least") == 0)
		sim->least = number(value);
	else if (strcmp(name, "--at") == 0)
		option_at(sim, value);
	else if (strcmp(name, "--killed") == 0)
		sim->killed = number(value);
	else if (strcmp(name, "--share") == 0)
		option_share(sim, value);
	else if (strcmp(name, "--only") == 0)
		sim->only = value;
	else if (strcmp(name, "--lie") == 0 && strcmp(value, "sync") == 0)
		sim->lie = LIE_SYNC;
	else if (strcmp(name, "--lie") == 0 && strcmp(value, "folder") == 0)
		sim->lie = LIE_SYNC_FOLDER;
	else {
		(void)fprintf(stderr, "sim: unknown option %s %s\n", name, value);
		exit(2);
	}
}

int
main(int argc, char **argv)
{
	struct faults faults = {0};
	struct sim sim = {.seed = 1, .random = 32, .nested = 200, .part = 1, .thin = 1};

	if (argc == 2 && strcmp(argv[1], "--names") == 0) {
		for (size_t i = 0; i < workload_count; i++)
			printf("%s\n", workloads[i].name);
		return 0;
	}
	for (int i = 1; i + 1 < argc; i += 2)
		option(&sim, argv[i], argv[i + 1]);
	faults.seed = sim.seed;
	faults.thin = sim.thin;
	for (size_t i = 0; i < workload_count; i++) {
		if (sim.only != NULL && strcmp(sim.only, workloads[i].name) != 0)
			continue;
		if (sim.shares != 0 && i % sim.shares != sim.share)
			continue;
		if (sim.lie == LIE_NONE && sim.at_count == 0 && sim.killed == 0)
			faults_run(&faults, &workloads[i]);
		run_workload(&sim, &workloads[i]);
	}
	sim.losses += faults.losses;
	printf(
	    "seed %llu: %llu runs with a call that fails, %llu states, %llu distinct (%llu while "
	    "mending), %llu lost\n",
	    (unsigned long long)sim.seed, (unsigned long long)faults.runs,
	    (unsigned long long)sim.states, (unsigned long long)sim.distinct,
	    (unsigned long long)sim.nested_states, (unsigned long long)sim.losses);
	free(sim.seen);
	if (sim.lie != LIE_NONE)
		return sim.losses != 0 ? 0 : 1;
	return sim.losses == 0 && sim.distinct >= sim.least ? 0 : 1;
}
