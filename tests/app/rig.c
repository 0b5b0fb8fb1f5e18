/* tests/app/rig.c
 * See rig.h. */
#include "tests/app/rig.h"

#include <stdio.h>
#include <stdlib.h>

#include "show/query.h"

static struct app_options
options_of(struct diary *diary)
{
	return (struct app_options){.vault_path = "v",
	    .seams = rig_seams(&diary->rig),
	    .secret = SLICE_LITERAL(RIG_PASSPHRASE)};
}

void
diary_start(struct diary *diary)
{
	diary_start_seeded(diary, 7);
}

void
diary_start_seeded(struct diary *diary, uint8_t seed)
{
	struct app_options options;
	struct vault *vault;

	*diary = (struct diary){0};
	rig_vault(&diary->rig, seed);
	options = options_of(diary);
	vault = diary->rig.vault;
	diary->rig.vault = NULL;
	assert_ok(app_start(&diary->app, &options, vault, &diary->err), &diary->err);
}

void
diary_stop(struct diary *diary)
{
	app_close(&diary->app);
	rig_stop(&diary->rig);
}

void
diary_reopen(struct diary *diary, bool rebuild)
{
	struct app_options options = options_of(diary);

	app_close(&diary->app);
	if (rebuild)
		mem_io_remove(diary->rig.disk, "v/i");
	assert_ok(app_open(&diary->app, &options, &diary->err), &diary->err);
	assert_int_equal(diary->app.index_rebuilt, rebuild);
}

void
diary_add(struct diary *diary, const char *when, const char *what, char id[27])
{
	struct incident incident = {.when = text_of_c(when), .what = text_of_c(what)};
	struct incident_saved saved;

	assert_ok(incident_add(&diary->app, &incident, &saved, &diary->err), &diary->err);
	memcpy(id, saved.id, sizeof saved.id);
}

void
diary_attach(struct diary *diary, const char *when, const char *what, const char *file, char id[27])
{
	struct incident incident = {.when = text_of_c(when), .what = text_of_c(what)};
	struct incident_saved saved;

	incident.attach[incident.attach_count++] = file;
	assert_ok(incident_add(&diary->app, &incident, &saved, &diary->err), &diary->err);
	if (id != NULL)
		memcpy(id, saved.id, sizeof saved.id);
}

void
diary_open(struct diary *diary)
{
	struct app_options options = options_of(diary);

	assert_ok(app_open(&diary->app, &options, &diary->err), &diary->err);
}

static enum status
check_observer(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	(void)cursor;
	(void)err;
	assert_true(text_eq_c(listed->record->observer, ctx));
	return OK;
}

void
diary_observers(struct diary *diary, const char *name)
{
	char expected[64];
	struct listing_page page = {0};
	struct query *query = calloc(1, sizeof *query);

	(void)snprintf(expected, sizeof expected, "%s", name);
	query_init(query);
	assert_ok(listing(&diary->app, query, &page, check_observer, expected, NULL, &diary->err),
	    &diary->err);
	free(query);
}

static enum status
put_text(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct buf *out = ctx;

	(void)cursor;
	buf_put_c(out, out->n != 0 ? "|" : "");
	buf_put_text(out, listed->record->body);
	return buf_check(out, err);
}

void
diary_texts(struct diary *diary, char *out, size_t n)
{
	struct buf all = {.p = (uint8_t *)out, .size = n - 1, .max = n - 1};
	struct listing_page page = {0};
	struct query *query = calloc(1, sizeof *query);

	query_init(query);
	assert_ok(
	    listing(&diary->app, query, &page, put_text, &all, NULL, &diary->err), &diary->err);
	out[all.n] = '\0';
	free(query);
}

int
diary_setup(void **state)
{
	struct diary *diary = calloc(1, sizeof *diary);

	diary_start(diary);
	*state = diary;
	return 0;
}

int
diary_teardown(void **state)
{
	diary_stop(*state);
	free(*state);
	return 0;
}
