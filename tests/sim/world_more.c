/* tests/sim/world_more.c
 * See world_more.h. */
#include "tests/sim/world_more.h"

#include <stdio.h>
#include <string.h>

#include "app/act.h"
#include "app/backup.h"
#include "app/catch_up.h"
#include "app/import.h"
#include "app/incident.h"
#include "app/merging.h"
#include "app/reading_store.h"
#include "app/restoring.h"
#include "keep/log.h"
#include "tests/sim/platter.h"
#include "tests/support/must.h"

enum { MANY_RECORDS = 1000, NEIGHBOURS = 3 };

static void
words_of(char out[WORLD_WORDS], const char *kind, size_t number)
{
	(void)snprintf(out, WORLD_WORDS, WORLD_CANARY " %s%03zu", kind, number);
}

/* --- import --- */

enum status
more_prepare_import(struct world *world, struct err *err)
{
	mem_io_put(world->disk, "src/backup", "a file of messages", 18);
	return world_begin(world, err);
}

static enum status
records_put(struct reading_writer *writer, size_t count, struct err *err)
{
	struct record record;
	char text[WORLD_WORDS];
	struct buf bytes;
	enum status status = OK;

	buf_init(&bytes, RECORD_MAX_BYTES);
	for (size_t i = 0; i < count && status == OK; i++) {
		words_of(text, "m", i);
		record_init(&record);
		record.kind = KIND_MESSAGE;
		record.channel = TEXT_LITERAL("sms");
		record.body = text_of_c(text);
		record.position = i + 1;
		buf_reset(&bytes);
		status = record_put(&bytes, &record, err);
		if (status == OK)
			status = reading_writer_record(writer, buf_slice(&bytes), err);
	}
	buf_fini(&bytes);
	return status;
}

static void
reading_fill(struct act *act, const struct kept_original *kept, const struct reading_sum *sum)
{
	struct buf line;

	buf_init(&line, 1024);
	buf_put_hex(&line, kept->sha256, SHA256_BYTES);
	buf_putf(&line, " %llu -\n", (unsigned long long)kept->bytes);
	act_text_of(act, FIELD_CONTENT, &line);
	act_line(act, FIELD_RELATIONS, "reads", text_of_c(kept->id));
	act_line(act, FIELD_RELATIONS, "answers", text_of_c(kept->id));
	act_line(act, FIELD_DERIVED, "format", TEXT_LITERAL("sms-xml"));
	buf_reset(&line);
	buf_putf(&line, "records %llu\nroot ", (unsigned long long)sum->records);
	buf_put_hex(&line, sum->root, SHA256_BYTES);
	buf_putf(&line, "\nobject %s\n", sum->object.id.text);
	act_text_of(act, FIELD_READING, &line);
	buf_fini(&line);
}

static enum status
reading_log(struct world *world, const struct kept_original *kept, size_t count, struct err *err)
{
	struct app *app = &world->app;
	struct reading_writer *writer = NULL;
	struct reading_sum sum;
	struct act act;
	enum status status;

	act_init(&act, app, "reading");
	status = reading_writer_new(app->vault, act.entry.seed, &writer, err);
	if (status == OK)
		status = records_put(writer, count, err);
	if (status == OK)
		status = reading_writer_end(writer, &sum, err);
	else
		reading_writer_abort(writer);
	if (status == OK)
		status = objects_settle(app->vault, err);
	if (status == OK) {
		reading_fill(&act, kept, &sum);
		status = act_append(&act, app, NULL, err);
	}
	if (status == OK)
		status = log_settle(app->vault, err);
	act_fini(&act);
	return status;
}

static enum status
run_import(struct world *world, size_t count, struct err *err)
{
	static const char *const paths[] = {"src/backup"};
	struct kept_original kept;
	char text[WORLD_WORDS];
	enum status status = world_open(world, err);

	if (status == OK)
		status = originals_keep(&world->app, paths, 1, &kept, err);
	if (status == OK)
		status = reading_log(world, &kept, count, err);
	if (status != OK)
		return status;
	/* Durable: whatever happens to the index now, the first and the last of them are there. */
	words_of(text, "m", 0);
	world_promise(world, text, "");
	if (count > 1) {
		words_of(text, "m", count - 1);
		world_promise(world, text, "");
	}
	return catch_up(&world->app, NULL, err);
}

enum status
more_run_import_one(struct world *world, struct err *err)
{
	return run_import(world, 1, err);
}

enum status
more_run_import_many(struct world *world, struct err *err)
{
	return run_import(world, MANY_RECORDS, err);
}

/* --- merge --- */

static enum status
neighbour_fill(struct app *app, struct err *err)
{
	struct incident incident = {.when = TEXT_LITERAL("2024-05-01")};
	struct incident_saved saved;
	char text[WORLD_WORDS];
	enum status status = OK;

	for (size_t i = 0; i < NEIGHBOURS && status == OK; i++) {
		words_of(text, "w", i);
		incident.what = text_of_c(text);
		if (i == 1)
			incident.attach[incident.attach_count++] = "src/letter";
		status = incident_add(app, &incident, &saved, err);
		incident.attach_count = 0;
	}
	return status;
}

enum status
more_prepare_merge(struct world *world, struct err *err)
{
	struct app_options options = world_options(world, "w");
	struct vault_options costs = {.memory_kib = 64 * 1024, .passes = 3};
	struct vault *vault = NULL;
	struct app app = {0};
	struct buf words;
	enum status status;

	mem_io_put(world->disk, "src/letter", "Dear neighbour", 14);
	buf_init(&words, 256);
	status = vault_create("w", &options.seams, options.secret, &costs, &words, &vault, err);
	if (status == OK)
		status = app_start(&app, &options, vault, err);
	if (status == OK)
		status = neighbour_fill(&app, err);
	app_close(&app);
	buf_fini(&words);
	return status == OK ? world_begin(world, err) : status;
}

enum status
more_run_merge(struct world *world, struct err *err)
{
	struct app_options options = world_options(world, "w");
	struct merging merging = {.how = OTHER_PERSON, .name = TEXT_LITERAL("Kasia Halden")};
	struct merge_sum sum;
	char text[WORLD_WORDS];
	enum status status = world_open(world, err);

	if (status == OK)
		status = vault_open("w", &options.seams, options.secret, true, &merging.from, err);
	if (status == OK)
		status = vault_merge(&world->app, &merging, &sum, err);
	vault_close(merging.from);
	for (size_t i = 0; i < NEIGHBOURS && status == OK; i++) {
		words_of(text, "w", i);
		world_promise(world, text, "");
	}
	return status;
}

/* --- restore --- */

enum status
more_prepare_restore(struct world *world, struct err *err)
{
	const struct backup_options options = {.vault_path = "v", .to = "w"};
	struct backup_sum sum;
	struct incident incident = {.when = TEXT_LITERAL("2024-05-01"),
	    .what = TEXT_LITERAL("a letter"),
	    .attach = {"src/letter"},
	    .attach_count = 1};
	struct incident_saved saved;
	enum status status;

	mem_io_put(world->disk, "src/letter", "Dear neighbour", 14);
	status = world_begin(world, err);
	if (status == OK)
		status = incident_add(&world->app, &incident, &saved, err);
	if (status == OK)
		status = backup_make(&world->app, &options, &sum, err);
	if (status == OK && !sum.whole)
		status = fail(err, E_IO, "the copy is not whole");
	world_close(world);
	world->folder = "x";
	/* Nothing is promised of x before it is made. */
	world->restored = world->count;
	world->count = 0;
	return status;
}

enum status
more_run_restore(struct world *world, struct err *err)
{
	struct restoring restoring = {.copy = "w", .options = world_options(world, "x")};
	struct restore_sum sum;
	size_t before = world->restored;
	enum status status = vault_restore(&world->app, &restoring, &sum, err);

	world->open = status == OK;
	for (size_t i = 0; i < before && status == OK; i++) {
		char text[WORLD_WORDS];

		memcpy(text, world->promises[i].shown, sizeof text);
		world_promise(world, text, "");
	}
	return status;
}
