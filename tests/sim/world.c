/* tests/sim/world.c
 * See world.h.  Not for: what is done in it (workloads.c, world_*.c), what is held to it (judge.c).
 */
#include "tests/sim/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/backup.h"
#include "app/incident.h"
#include "tests/support/must.h"

enum { CLOCK_START_S = 1790000000 };

static int64_t
clock_now(void *ctx)
{
	struct world *world = ctx;

	return world->clock_us += 1000;
}

struct app_options
world_here(struct world *world)
{
	return (struct app_options){.vault_path = world->folder != NULL ? world->folder : "v",
	    .seams = {.io = world->io,
		.clock = {clock_now, clock_now, world},
		.entropy = entropy_of_seed(&world->seeded)},
	    /* A worker that ends without a word: no disk here needs one that reads. */
	    .program = "/bin/true",
	    .secret = slice_of(world->secret, strlen(world->secret))};
}

struct app_options
world_options(struct world *world, const char *folder)
{
	struct app_options options = world_here(world);

	options.vault_path = folder;
	return options;
}

struct world *
world_prepared(const struct workload *workload, uint64_t seed)
{
	struct world *world = must(calloc(1, sizeof *world));
	struct err err = {0};
	enum status status = OK;

	world->clock_us = (int64_t)CLOCK_START_S * 1000000;
	world->secret = WORLD_PASSPHRASE;
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
	struct app_options options = world_here(world);
	enum status status = app_open(&world->app, &options, err);

	world->open = status == OK;
	return status;
}

/* --- what a person does --- */

enum status
world_create(struct world *world, struct err *err)
{
	struct app_options options = world_here(world);
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
void
world_promise(struct world *world, const char *shown, const char *gone)
{
	struct promise *p = &world->promises[world->count++];

	if (world->count > WORLD_PROMISES)
		abort();
	(void)snprintf(p->shown, sizeof p->shown, "%s", shown);
	(void)snprintf(p->gone, sizeof p->gone, "%s", gone);
	if (world->trace != NULL)
		trace_told(world->trace, world->count);
}

enum status
world_add(struct world *world, const char *attach, struct err *err)
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
		world_promise(world, text, "");
	}
	return status;
}

enum status
world_add_some(struct world *world, size_t count, struct err *err)
{
	enum status status = OK;

	for (size_t i = 0; status == OK && i < count; i++)
		status = world_add(world, NULL, err);
	return status;
}

enum status
world_begin(struct world *world, struct err *err)
{
	enum status status = world_create(world, err);

	return status == OK ? world_add_some(world, 3, err) : status;
}

enum status
world_back_up(struct world *world, struct err *err)
{
	const struct backup_options options = {
	    .vault_path = world->folder != NULL ? world->folder : "v", .to = "w"};
	struct backup_sum sum;
	enum status status = backup_make(&world->app, &options, &sum, err);

	if (status == OK && !sum.whole)
		status = fail(err, E_IO, "the copy is not whole");
	return status;
}
