/* src/app/app.c
 * Opening and closing a diary; see app.h. */
#include "app/app.h"

#include "app/catch_up.h"
#include "app/fonts.h"
#include "app/keys.h"
#include "app/other_logs.h"
#include "base/mem.h"
#include "keep/log.h"
#include "keep/wipe.h"
#include "prove/entry.h"
#include "sys/crypto/secret.h"
#include "sys/os/os_zone.h"
#include "sys/os/ram_io.h"

/* An index of ten million messages. */
#define MEMORY_MOST_BYTES (UINT64_C(32) << 30)

bool
app_cancelled(const struct app *app)
{
	return app->cancelled != NULL && atomic_load(app->cancelled);
}

void
app_progress(
    const struct app *app, const char *what, uint64_t done, uint64_t total, const char *unit)
{
	if (app->progress.report != NULL)
		app->progress.report(app->progress.ctx, what, done, total, unit);
}

void
app_progress_within(const struct app *app, const char *what, uint64_t at, uint64_t bytes)
{
	const struct many_files *many = &app->many;
	struct buf unit;

	if (many->all == 0) {
		app_progress(app, what, at, bytes, "bytes");
		return;
	}
	buf_init(&unit, 256);
	if (many->total != 0)
		buf_putf(&unit, "bytes, %llu of %llu ", (unsigned long long)many->files,
		    (unsigned long long)many->all);
	buf_put_c(&unit, "files");
	if (many->failed != 0)
		buf_putf(&unit, ", %llu %s", (unsigned long long)many->failed, many->failing);
	buf_put_byte(&unit, '\0');
	if (unit.failed == OK && many->total != 0)
		app_progress(app, what, many->bytes + at, many->total, (const char *)unit.p);
	else if (unit.failed == OK)
		app_progress(app, what, many->files, many->all, (const char *)unit.p);
	buf_fini(&unit);
}

int64_t
app_now_us(const struct app *app)
{
	return app->seams.clock.now_us(app->seams.clock.ctx);
}

enum status
app_head(struct app *app, unsigned slot, struct buf *note, struct checkpoint *out, struct err *err)
{
	enum status status;

	if (slot != 0 || app->read_only)
		return log_newest_checkpoint(app->vault, slot, note, out, err);
	status = log_checkpoint(app->vault, note, err);
	return status == OK
		   ? checkpoint_open(buf_slice(note), vault_public_key(app->vault), out, err)
		   : status;
}

/* The files of an index: in the vault or, when nothing may be written there, in memory.  What
 * stands in the vault cannot serve then: another program may be changing it, and so may whoever
 * reads it, once it lags behind the log. */
static enum status
index_place(struct app *app, struct io *io, struct err *err)
{
	if (app->read_only && app->memory == NULL)
		app->memory = ram_io_new(MEMORY_MOST_BYTES);
	if (app->read_only && app->memory == NULL)
		return fail(err, E_NOMEM, "no memory for an index");
	*io = app->read_only ? ram_io_seam(app->memory) : app->seams.io;
	return OK;
}

static enum status
open_index(struct app *app, struct err *err)
{
	struct index_options options = {.io = app->seams.io,
	    .clock = app->seams.clock,
	    .entropy = app->seams.entropy,
	    .key = vault_index_key(app->vault)->p};
	enum index_fresh fresh;
	struct buf path;
	enum status status;

	buf_init(&path, 4096);
	vault_path(app->vault, "i", &path);
	status = buf_check(&path, err);
	if (status == OK)
		status = index_place(app, &options.io, err);
	if (status == OK) {
		options.path = (const char *)path.p;
		status = index_open(&options, &app->index, &fresh, err);
	}
	if (status == OK && fresh != INDEX_KEPT && log_entries(app->vault) != 0)
		app->index_rebuilt = true;
	buf_fini(&path);
	return status;
}

/* What cannot be overwritten still goes, and only the index key opens it. */
static enum status
index_wipe(const struct app *app, const struct io *io, const char *path, struct err *err)
{
	static const char *const ends[] = {"", "-wal", "-journal"};
	struct buf name;
	enum status status = OK;

	buf_init(&name, 4096);
	for (size_t i = 0; i < COUNT_OF(ends) && status != E_NOMEM; i++) {
		buf_reset(&name);
		buf_put_c(&name, path);
		buf_put_c(&name, ends[i]);
		buf_put_byte(&name, '\0');
		status = buf_check(&name, err);
		if (status == OK)
			status = wipe_file(io, &app->seams.entropy, (const char *)name.p, err);
	}
	buf_fini(&name);
	return status == E_NOMEM ? status : OK;
}

enum status
app_index_renew(struct app *app, bool wipe, struct err *err)
{
	struct buf path;
	enum status status;
	struct io io;

	other_logs_forget(app);
	index_close(app->index);
	app->index = NULL;
	buf_init(&path, 4096);
	vault_path(app->vault, "i", &path);
	status = buf_check(&path, err);
	if (status == OK)
		status = index_place(app, &io, err);
	if (status == OK && wipe)
		status = index_wipe(app, &io, (const char *)path.p, err);
	if (status == OK)
		status = index_erase((const char *)path.p, &io, err);
	buf_fini(&path);
	app->index_rebuilt = true;
	return status == OK ? open_index(app, err) : status;
}

enum status
app_index_ensure(struct app *app, struct err *err)
{
	return app->index != NULL ? OK : open_index(app, err);
}

static enum status
open_zone(struct app *app, struct text name, struct err *err)
{
	struct text wanted = name.n != 0 ? name : TEXT_LITERAL("Europe/London");

	if (wanted.n >= sizeof app->zone_name)
		return fail(err, E_NOTFOUND, "there is no such time zone");
	memcpy(app->zone_name, wanted.p, wanted.n);
	return zone_open(wanted, &app->zone, err);
}

/* An index that turns out to be damaged here is made anew, as one that does so later is; what it
 * knew of other logs stands in this one. */
static enum status
know_other_logs(struct app *app, struct err *err)
{
	enum status status = other_logs_know(app, err);

	if (status == E_FORMAT && index_distrusted(app->index))
		status = app_index_renew(app, false, err);
	return status;
}

enum status
app_start(struct app *app, const struct app_options *options, struct vault *vault, struct err *err)
{
	enum status status;

	*app = (struct app){.vault = vault,
	    .program = options->program,
	    .seams = options->seams,
	    .progress = options->progress,
	    .cancelled = options->cancelled,
	    .read_only = vault_state(vault)->read_only};
	buf_init(&app->storage, ENTRY_MAX_BYTES + 4096);
	status = open_zone(app, options->zone, err);
	if (status == OK)
		status = open_index(app, err);
	if (status == OK)
		status = know_other_logs(app, err);
	if (status == OK)
		status = catch_up(app, NULL, err);
	if (status != OK)
		app_close(app);
	return status;
}

/* A new key that had been begun.  When it cannot be finished now, everything can still be read and
 * added to, and the next opening tries again. */
static enum status
renew_go_on(const struct app_options *options, struct vault *vault, struct err *why)
{
	struct renew_counts counts;
	enum status status = keys_renew_finish(options, vault, &counts, why);

	if (status == OK || status == E_CANCELLED)
		return status;
	return vault_writable(vault, NULL) == OK ? OK : status;
}

/* Whether it is the place, or another program, that keeps us from writing. */
static bool
reading_helps(enum status status)
{
	return status == E_CONFLICT || status == E_DENIED;
}

/* For writing; when that is not to be had and reading will do, for reading.  *why (OK: for writing)
 * says why. */
static enum status
open_vault(const struct app_options *options, struct vault **out, struct err *why, struct err *err)
{
	enum status status = vault_open(
	    options->vault_path, &options->seams, options->secret, false, out, why);

	if (status != OK && options->reading_will_do && reading_helps(status))
		return vault_open(
		    options->vault_path, &options->seams, options->secret, true, out, err);
	if (status != OK && err != NULL)
		*err = *why;
	if (status == OK)
		*why = (struct err){0};
	return status;
}

enum status
app_open(struct app *app, const struct app_options *options, struct err *err)
{
	struct vault *vault = NULL;
	struct err why = {0}, read_why = {0};
	enum status status = open_vault(options, &vault, &read_why, err);
	bool renewing = status == OK && vault_state(vault)->renewing &&
			!vault_state(vault)->read_only;

	if (renewing) {
		status = renew_go_on(options, vault, &why);
		if (status != OK) {
			if (err != NULL)
				*err = why;
			vault_close(vault);
		}
	}
	if (status == OK)
		status = app_start(app, options, vault, err);
	if (status == OK && renewing) {
		app->renew_finished = why.status == OK;
		app->renew_why = why;
	}
	if (status == OK)
		app->read_why = read_why;
	return status;
}

enum status
app_fonts(struct app *app, struct font_source *out, struct err *err)
{
	if (app->fonts == NULL)
		app->fonts = fonts_of_system();
	if (app->fonts == NULL)
		return fail(err, E_NOMEM, "no memory for fonts");
	*out = fonts_source(app->fonts);
	return OK;
}

void
app_close(struct app *app)
{
	struct buf note;
	enum status signing;

	/* Entries that were appended but never settled name objects that may not be there: they are
	 * dropped with the vault, not signed. */
	if (app->vault != NULL && vault_writable(app->vault, NULL) == OK &&
	    log_entries(app->vault) == log_settled(app->vault)) {
		buf_init(&note, CHECKPOINT_MAX_BYTES);
		signing = log_checkpoint(app->vault, &note, NULL);
		(void)
		    signing; /* a head that could not be signed now is signed at the next closing */
		buf_fini(&note);
	}
	other_logs_forget(app);
	index_close(app->index);
	ram_io_free(app->memory);
	vault_close(app->vault);
	zone_close(app->zone);
	fonts_free(app->fonts);
	buf_fini(&app->storage);
	if (app->piece != NULL)
		secret_wipe(app->piece, APP_PIECE_BYTES);
	mem_free(app->piece);
	*app = (struct app){0};
}
