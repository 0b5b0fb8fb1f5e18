/* src/cli/cli.c
 * How commands speak and open a diary; see cli.h. */
#include "cli/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/checking.h"
#include "app/last_copy.h"
#include "app/traces.h"
#include "cli/asking.h"
#include "show/when.h"

enum { PROGRESS_EVERY_MS = 200, PROGRESS_AFTER_MS = 1000 };

const struct arg_spec cli_global_specs[] = {{"vault", false}, {"passphrase-file", false},
    {"json", true}, {"quiet", true}, {"help", true}, {"version", true}, {NULL, false}};

void
cli_flush(struct cli *cli)
{
	if (cli->progress_shown) {
		(void)fputs("\r\033[K", stderr);
		cli->progress_shown = false;
	}
	if (cli->out.failed != OK) {
		(void)fputs("daybook: the answer is too long to print\n", stderr);
		exit(EXIT_FAILED);
	}
	if (cli->out.n != 0 && fwrite(cli->out.p, 1, cli->out.n, stdout) != cli->out.n)
		exit(EXIT_FAILED);
	if (fflush(stdout) != 0)
		exit(EXIT_FAILED);
	secret_wipe(cli->out.p, cli->out.n); /* words that are shown once, too */
	buf_reset(&cli->out);
}

struct json
cli_json(struct cli *cli)
{
	struct json json;

	json_init(&json, &cli->out);
	return json;
}

void
cli_json_end(struct cli *cli)
{
	buf_put_byte(&cli->out, '\n');
	cli_flush(cli);
}

void
cli_say(struct cli *cli, const char *format, ...)
{
	va_list args;

	if (cli->quiet)
		return;
	cli_flush(cli);
	va_start(args, format);
	(void)vfprintf(stderr, format, args);
	va_end(args);
	(void)fputc('\n', stderr);
}

/* Names and messages come from outside and may be cut short: bytes that are no text become '?'. */
static void
put_as_text(struct buf *out, const char *bytes)
{
	buf_put_repaired(out, slice_of(bytes, strlen(bytes)), '?');
}

void
cli_warn(struct cli *cli, const char *what, const char *name, const char *why)
{
	struct buf line;

	cli_flush(cli);
	buf_init(&line, 8 * CLI_PATH_BYTES);
	put_as_text(&line, what);
	put_as_text(&line, name);
	put_as_text(&line, ": ");
	put_as_text(&line, why);
	cli_put_plain(cli, buf_text(&line));
	(void)fprintf(stderr, "%.*s\n", (int)cli->out.n, (const char *)cli->out.p);
	buf_reset(&cli->out);
	buf_fini(&line);
}

static const char *
what_is_safe(enum status status)
{
	if (status == E_AUTH || status == E_NOTFOUND || status == E_FORMAT)
		return "Nothing was changed.";
	return "Everything that was reported as saved is still there.";
}

/* A right passphrase is not the question any more once the vault is open, or for a pack. */
static const char *
next_after_auth(const struct cli *cli)
{
	if (cli->stage == CLI_OPENING)
		return "Try again; the twelve recovery words open it as well.";
	if (cli->stage == CLI_OPEN)
		return "Run daybook check: it reads everything and names what is damaged.";
	return "Copy it again from where it came, then try again.";
}

static const char *
next_after_denied(const struct cli *cli)
{
	struct buf storage;
	bool copy;

	buf_init(&storage, CLI_PATH_BYTES);
	copy = cli->stage == CLI_OPENING && system_exists_in(cli_vault_path(cli, &storage), "b");
	buf_fini(&storage);
	return copy
		   ? "daybook check --vault looks at it; daybook restore makes a vault of it again."
		   : "Check who may read and write there.";
}

static const char *
what_next(const struct cli *cli, enum status status, int sys_errno)
{
	if (sys_errno == 28 || sys_errno == 122) /* ENOSPC, EDQUOT */
		return "Make room on the disk and run the same command again.";
	switch (status) {
	case E_AUTH: return next_after_auth(cli);
	case E_NOTFOUND:
		return cli->stage == CLI_OPENING
			   ? "daybook create makes one; --vault DIR names another place."
			   : "Check the name or path, then run the same command again.";
	case E_CONFLICT: return "Close the other program or choose another place, then try again.";
	case E_DENIED: return next_after_denied(cli);
	case E_CANCELLED: return "Run the same command again; what was saved is not done twice.";
	case E_NOMEM: return "Close other programs and try again.";
	case E_FORMAT:
	case E_LIMIT:
		return cli->stage == CLI_OPENING
			   ? "Leave the folder as it is; open a copy of it from before, if you "
			     "have one, or use a recovery sheet with daybook recover."
			   : "Put right what is named above, then run the same command again.";
	case E_IO: return "Check the disk, then run daybook check.";
	case OK: break;
	}
	return "Run the same command again.";
}

void
cli_json_path(struct json *json, const char *path)
{
	struct buf text;

	buf_init(&text, 4 * CLI_PATH_BYTES);
	put_as_text(&text, path);
	json_text(json, buf_text(&text));
	buf_fini(&text);
}

static void
json_error(
    struct cli *cli, enum status status, struct text message, const char *safe, const char *next)
{
	struct json json = cli_json(cli);

	json_object_begin(&json);
	json_key(&json, "error");
	json_object_begin(&json);
	json_key_c(&json, "code", status_name(status));
	json_key_text(&json, "message", message);
	json_key_c(&json, "safe", safe);
	json_key_c(&json, "next", next);
	json_object_end(&json);
	json_object_end(&json);
	cli_json_end(cli);
}

static void
tell(struct cli *cli, enum status status, const struct err *err, const char *safe, const char *next)
{
	struct buf message;

	buf_reset(&cli->out);
	cli_flush(cli);
	buf_init(&message, 4 * sizeof err->text);
	put_as_text(&message, err->text);
	if (cli->json)
		json_error(cli, status, buf_text(&message), safe, next);
	cli_put_plain(cli, buf_text(&message));
	(void)fprintf(stderr, "daybook: %s: %.*s\n%s %s\n",
	    cli->command != NULL ? cli->command : "start", (int)cli->out.n,
	    (const char *)cli->out.p, safe, next);
	buf_reset(&cli->out);
	buf_fini(&message);
}

int
cli_fail_next(struct cli *cli, enum status status, const struct err *err, const char *next)
{
	tell(cli, status, err, what_is_safe(status),
	    next != NULL ? next : what_next(cli, status, err->sys_errno));
	return EXIT_FAILED;
}

int
cli_fail(struct cli *cli, enum status status, const struct err *err)
{
	return cli_fail_next(cli, status, err, NULL);
}

int
cli_usage(struct cli *cli, const struct err *err)
{
	char next[64];

	(void)snprintf(next, sizeof next, "daybook %s%s--help shows what is understood.",
	    cli->command != NULL ? cli->command : "", cli->command != NULL ? " " : "");
	tell(cli, E_FORMAT, err, "Nothing was changed.", next);
	return EXIT_USAGE;
}

/* "12.3 MB a second", "340 KB a second", "210 a second". */
static void
put_speed(int64_t elapsed_us, uint64_t done, const char *unit)
{
	double speed = (double)done / ((double)elapsed_us / 1e6);

	if (done == 0 || elapsed_us <= 0)
		return;
	if (strncmp(unit, "bytes", 5) == 0 && speed < 1e6)
		(void)fprintf(stderr, ", %.0f KB a second", speed / 1e3);
	else if (strncmp(unit, "bytes", 5) == 0)
		(void)fprintf(stderr, ", %.1f MB a second", speed / 1e6);
	else if (speed >= 10)
		(void)fprintf(stderr, ", %.0f a second", speed);
}

static void
put_left(int64_t elapsed_us, uint64_t done, uint64_t total)
{
	double left_s;

	if (total == 0 || done == 0 || done >= total)
		return;
	left_s = (double)elapsed_us / 1e6 * (double)(total - done) / (double)done;
	if (left_s >= 60)
		(void)fprintf(stderr, ", about %.0f min left", left_s / 60 + 0.5);
	else
		(void)fprintf(stderr, ", about %.0f s left", left_s + 0.5);
}

/* "12,400 of 40,000 records", "3.1 of 41.9 MB", "12,400 records". */
static void
put_amounts(uint64_t done, uint64_t total, const char *unit)
{
	static const char bytes[] = "bytes"; /* counts may follow: "bytes, 3 of 40 files" */
	struct buf line;

	buf_init(&line, 256);
	if (strncmp(unit, bytes, sizeof bytes - 1) == 0) {
		buf_putf(&line, "%.1f", (double)done / 1e6);
		if (total != 0)
			buf_putf(&line, " of %.1f", (double)total / 1e6);
		buf_putf(&line, " MB%s", unit + sizeof bytes - 1);
	} else {
		count_put(&line, done);
		if (total != 0) {
			buf_put_c(&line, " of ");
			count_put(&line, total);
		}
		buf_putf(&line, " %s", unit);
	}
	(void)fprintf(stderr, "%.*s", (int)line.n, (const char *)line.p);
	buf_fini(&line);
}

/* Counts and time left, on a terminal, for anything that lasts over a second. */
static void
show_progress(void *ctx, const char *what, uint64_t done, uint64_t total, const char *unit)
{
	struct cli *cli = ctx;
	int64_t now = system_boot_us();

	if (strncmp(cli->progress_what, what, sizeof cli->progress_what - 1) != 0) {
		(void)snprintf(cli->progress_what, sizeof cli->progress_what, "%s", what);
		cli->progress_since_us = now;
	}
	if (!cli->progress || now - cli->progress_since_us < PROGRESS_AFTER_MS * 1000 ||
	    now - cli->last_progress_us < PROGRESS_EVERY_MS * 1000)
		return;
	cli->last_progress_us = now;
	cli->progress_shown = true;
	(void)fprintf(stderr, "\r\033[K%s: ", what);
	put_amounts(done, total, unit);
	put_speed(now - cli->progress_since_us, done, unit);
	put_left(now - cli->progress_since_us, done, total);
	(void)fflush(stderr);
}

const char *
cli_vault_path(const struct cli *cli, struct buf *storage)
{
	const char *path = args_value(&cli->args, "vault");

	return path != NULL ? path : system_default_vault(storage);
}

enum status
cli_secret(struct cli *cli, struct secret *out, struct err *err)
{
	const char *file = cli_secret_file(cli);

	return file != NULL ? system_secret_from_file(file, out, err)
			    : system_secret_from_terminal("Passphrase: ", out, err);
}

struct app_options
cli_app_options(struct cli *cli)
{
	return (struct app_options){.seams = system_seams(),
	    .program = system_reader_path(&cli->reader),
	    .progress = {show_progress, cli},
	    .cancelled = system_interrupted()};
}

/* Asked before the passphrase is: a wrong place should not look like a wrong passphrase. */
enum status
cli_vault_stands(const char *path, struct err *err)
{
	if (system_exists_in(path, "h0") || system_exists_in(path, "h1"))
		return OK;
	if (system_exists_in(path, "b"))
		return fail(err, E_NOTFOUND,
		    "the copy at %.120s was begun and not finished; run the backup again", path);
	if (system_exists_in(path, "l") && system_exists_in(path, "r"))
		return fail(err, E_FORMAT,
		    "both copies of the vault's header are missing at %.120s: this looks like a "
		    "copy that was not finished, or they were deleted; a recovery sheet makes them "
		    "anew",
		    path);
	return fail(err, E_NOTFOUND, "there is no vault at %.120s", path);
}

static void
say_traces(struct cli *cli, struct app *app)
{
	struct buf line;

	buf_init(&line, CLI_PATH_BYTES);
	traces_sentence(app, &line);
	if (line.n != 0 && line.failed == OK)
		cli_say(cli, "%.*s", (int)line.n, (const char *)line.p);
	buf_fini(&line);
}

static void
say_what_was_mended(struct cli *cli, struct app *app)
{
	const struct vault_state *state = vault_state(app->vault);

	if (app->read_only)
		cli_say(
		    cli, "Opened for reading only: %s.  Nothing is changed.", app->read_why.text);
	if (app->unread != 0)
		cli_say(cli,
		    "%llu %s kept and not read yet: what is in %s is shown once the vault can be "
		    "written to.",
		    (unsigned long long)app->unread, app->unread == 1 ? "file is" : "files are",
		    app->unread == 1 ? "it" : "them");
	if (state->damaged_header != 0)
		cli_say(cli,
		    "One of the two copies of the vault's header was damaged; the other was "
		    "used%s.",
		    state->header_repaired ? " and the bad one written afresh" : "");
	if (state->change_taken_back)
		cli_say(cli, "A change of the passphrase or of the words had not finished and was "
			     "taken back.");
	if (app->renew_finished)
		cli_say(cli, "The new key that had been begun is in force for everything now.");
	if (app->renew_why.status != OK)
		cli_say(cli,
		    "The new key could not be finished this time: %s.  Everything can be read, and "
		    "it goes on at the next start.",
		    app->renew_why.text);
	if (state->unfinished_writes != 0 && !app->read_only)
		cli_say(cli, "A write that had not finished was set aside; nothing that was saved "
			     "is missing.");
	if (state->missing_entries != 0)
		cli_say(
		    cli, "This copy is older than its own signed head: it may have been restored.");
	say_traces(cli, app);
	if (app->passed_over != 0)
		cli_say(cli,
		    "%llu %s in the vault %s missing or damaged, and what was in it is not shown; "
		    "daybook check tells which.  If you have an older copy of the vault, what is "
		    "missing may be there.",
		    (unsigned long long)app->passed_over, app->passed_over == 1 ? "file" : "files",
		    app->passed_over == 1 ? "is" : "are");
	if (app->removal_unfinished)
		cli_say(cli,
		    "What was removed is not shown, but not all of it is off the disk yet: %s  "
		    "Every start tries again.",
		    app->removal_why.text);
	if (app->finished_readings != 0)
		cli_say(cli, "Finished reading %llu %s from an import that had been cut off.",
		    (unsigned long long)app->finished_readings,
		    app->finished_readings == 1 ? "file" : "files");
}

typedef enum status (*open_fn)(struct app *app, const struct app_options *options, struct err *err);

static enum status
open_with(struct cli *cli, open_fn open, struct app *app, struct secret *secret, struct err *err)
{
	struct app_options options = cli_app_options(cli);
	struct buf path;
	enum status status;

	buf_init(&path, CLI_PATH_BYTES);
	options.vault_path = cli_vault_path(cli, &path);
	options.reading_will_do = cli->reading_will_do;
	status = buf_check(&path, err);
	if (status == OK) {
		cli->stage = CLI_OPENING;
		status = cli_vault_stands(options.vault_path, err);
	}
	if (status == OK) {
		cli->stage =
		    CLI_BEGINNING; /* a passphrase file that is not there is no vault's fault */
		status = cli_secret(cli, secret, err);
	}
	if (status == OK) {
		cli->stage = CLI_OPENING;
		options.secret = secret_slice(secret);
		status = open(app, &options, err);
	}
	buf_fini(&path);
	if (status != OK)
		return status;
	cli->stage = CLI_OPEN;
	say_what_was_mended(cli, app);
	return OK;
}

enum status
cli_open(struct cli *cli, struct app *app, struct err *err)
{
	struct secret secret = {0};
	enum status status = cli_open_with(cli, app, &secret, err);

	secret_fini(&secret);
	return status;
}

enum status
cli_open_with(struct cli *cli, struct app *app, struct secret *secret, struct err *err)
{
	return open_with(cli, app_open, app, secret, err);
}

enum status
cli_open_to_read(struct cli *cli, struct app *app, struct err *err)
{
	enum status status;

	cli->reading_will_do = true;
	status = cli_open(cli, app, err);
	cli->reading_will_do = false;
	return status;
}

enum status
cli_open_to_check(struct cli *cli, struct app *app, struct err *err)
{
	struct secret secret = {0};
	struct buf storage;
	enum status status;
	bool copy;

	buf_init(&storage, CLI_PATH_BYTES);
	copy = system_exists_in(cli_vault_path(cli, &storage), "b");
	buf_fini(&storage);
	if (!copy)
		return cli_open_to_read(cli, app, err);
	status = open_with(cli, vault_look, app, &secret, err);
	secret_fini(&secret);
	return status;
}

void
cli_say_last_copy(struct cli *cli, struct app *app)
{
	struct last_copy copy;
	struct buf line;

	if (cli->quiet || cli->json || app->read_only || last_copy_find(app, &copy, NULL) != OK)
		return;
	cli_flush(cli);
	buf_init(&line, CLI_PATH_BYTES);
	last_copy_sentence(app, &copy, &line);
	cli_put_plain(cli, buf_text(&line));
	(void)fprintf(stderr, "%.*s\n", (int)cli->out.n, (const char *)cli->out.p);
	buf_reset(&cli->out);
	buf_fini(&line);
}

void
cli_put_plain(struct cli *cli, struct text text)
{
	uint32_t cp;

	while (text.n != 0) {
		cp = text_next(&text);
		if (cp < 0x20 || (cp >= 0x7f && cp <= 0x9f) || (cp >= 0x202a && cp <= 0x202e) ||
		    (cp >= 0x2066 && cp <= 0x2069))
			cp = ' ';
		buf_put_code_point(&cli->out, cp);
	}
}
