/* tests/sim/world_readers.c
 * See world_readers.h. */
#include "tests/sim/world_readers.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/checking.h"
#include "app/sampling.h"
#include "tests/support/must.h"

enum { READERS = 2, TEXTS_BYTES = 128 * 1024 };

struct reader {
	struct app app;
	bool open;
	size_t promises; /* made before it was opened: those it must show */
};

static void
wrong(struct world *world, const char *what, const char *why)
{
	if (world->wrong[0] == '\0')
		(void)snprintf(
		    world->wrong, sizeof world->wrong, "a reader: %s: %.120s", what, why);
}

/* No call of a reader changes anything, so none of its calls is among those that fail here: only
 * memory may be refused to it. */
static enum status
reader_judge(struct world *world, const char *what, uint64_t calls, enum status status,
    const struct err *err)
{
	if (mem_io_calls(world->disk) != calls)
		wrong(world, what, "changes the disk");
	if (status != OK && status != E_NOMEM)
		wrong(world, what, err->text);
	return status;
}

static enum status
reader_open(struct world *world, struct reader *reader, struct err *err)
{
	struct app_options options = world_here(world);
	uint64_t calls = mem_io_calls(world->disk);
	enum status status;

	options.reading_will_do = true;
	status = app_open(&reader->app, &options, err);
	reader->open = status == OK;
	reader->promises = world->count;
	if (status == OK && (!reader->app.read_only || reader->app.read_why.status != E_CONFLICT))
		wrong(world, "opening", "is not read-only for being locked");
	return reader_judge(world, "opening", calls, status, err);
}

/* Everything promised before it was opened is listed. */
static enum status
reader_look(struct world *world, struct reader *reader, struct err *err)
{
	uint64_t calls = mem_io_calls(world->disk);
	char why[120] = "";
	struct buf texts;
	enum status status;

	buf_init(&texts, TEXTS_BYTES);
	status = judge_list(&reader->app, &texts, err);
	if (status == OK && !judge_promises(world, reader->promises, &texts, why, sizeof why))
		wrong(world, "listing", why);
	buf_fini(&texts);
	return reader_judge(world, "listing", calls, status, err);
}

static enum status
reader_check(struct world *world, struct reader *reader, struct err *err)
{
	struct verify_report *report = must(calloc(1, sizeof *report));
	uint64_t calls = mem_io_calls(world->disk);
	char why[120];
	enum status status;

	verify_report_init(report, "vault");
	status = vault_verify_part(&reader->app, SAMPLING_ALL, report, err);
	if (status == OK && report->problem_count != 0) {
		(void)snprintf(why, sizeof why, "%.*s", (int)report->problems[0].what.n,
		    report->problems[0].what.p);
		wrong(world, "checking", why);
	}
	verify_report_fini(report);
	free(report);
	return reader_judge(world, "checking", calls, status, err);
}

static enum status
reader_look_all(struct world *world, struct reader *reader, struct err *err)
{
	enum status status = reader_look(world, reader, err);

	return status == OK ? reader_check(world, reader, err) : status;
}

static void
reader_close(struct world *world, struct reader *reader)
{
	uint64_t calls = mem_io_calls(world->disk);

	if (reader->open)
		app_close(&reader->app);
	reader->open = false;
	(void)reader_judge(world, "closing", calls, OK, NULL);
}

/* Who may not do with reading is refused, and changes nothing. */
static void
second_writer(struct world *world)
{
	struct app_options options = world_here(world);
	uint64_t calls = mem_io_calls(world->disk);
	struct app app = {0};
	struct err err = {0};
	enum status status = app_open(&app, &options, &err);

	if (status == OK)
		app_close(&app);
	if (status != E_CONFLICT && status != E_NOMEM)
		wrong(world, "a second writer", status == OK ? "is let in" : err.text);
	(void)reader_judge(world, "a second writer", calls, OK, NULL);
}

enum status
readers_prepare(struct world *world, struct err *err)
{
	mem_io_put(world->disk, "src/letter", "Dear neighbour", 14);
	return world_begin(world, err);
}

/* The writer's part between two looks; what it could not do does not keep readers from reading. */
static enum status
write_more(struct world *world, const char *attach, enum status before, struct err *err)
{
	return before == OK ? world_add(world, attach, err) : before;
}

static enum status
take_turns(struct world *world, struct reader *readers, struct err *err)
{
	struct err seen = {0};
	enum status status = OK, reading = reader_open(world, &readers[0], &seen);

	second_writer(world);
	status = write_more(world, NULL, status, err);
	if (reading == OK)
		reading = reader_look(world, &readers[0], &seen);
	if (reading == OK)
		reading = reader_open(world, &readers[1], &seen);
	if (reading == OK)
		reading = reader_look_all(world, &readers[1], &seen);
	status = write_more(world, "src/letter", status, err);
	for (size_t i = 0; i < READERS && reading == OK; i++)
		reading = reader_look(world, &readers[i], &seen);
	reader_close(world, &readers[0]);
	if (reading == OK)
		reading = reader_open(world, &readers[0], &seen);
	if (reading == OK)
		reading = reader_look_all(world, &readers[0], &seen);
	/* The writer goes, and another one comes while both are still reading. */
	world_close(world);
	if (status == OK)
		status = world_open(world, err);
	status = write_more(world, NULL, status, err);
	for (size_t i = 0; i < READERS && reading == OK; i++)
		reading = reader_look(world, &readers[i], &seen);
	if (status == OK && reading != OK)
		*err = seen;
	return status != OK ? status : reading;
}

enum status
readers_run(struct world *world, struct err *err)
{
	struct reader readers[READERS] = {0};
	enum status status = world_open(world, err);

	if (status == OK)
		status = take_turns(world, readers, err);
	for (size_t i = 0; i < READERS; i++)
		reader_close(world, &readers[i]);
	return status;
}
