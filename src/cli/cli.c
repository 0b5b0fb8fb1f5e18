/* src/cli/cli.c
 * How commands speak and open a diary; see cli.h. */
#include "cli/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

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

static const char *
what_is_safe(enum status status)
{
	if (status == E_AUTH || status == E_NOTFOUND || status == E_FORMAT)
		return "Nothing was changed.";
	return "Everything that was reported as saved is still there.";
}

static const char *
what_next(enum status status, int sys_errno)
{
	if (sys_errno == 28 || sys_errno == 122) /* ENOSPC, EDQUOT */
		return "Make room on the disk and run the same command again.";
	switch (status) {
	case E_AUTH: return "Try again; the twelve recovery words open it as well.";
	case E_NOTFOUND: return "Check the name or path, then run the same command again.";
	case E_CONFLICT: return "Close the other program or choose another place, then try again.";
	case E_DENIED: return "Check who may read and write there.";
	case E_CANCELLED: return "Run the same command again to go on where it stopped.";
	case E_NOMEM: return "Close other programs and try again.";
	case E_FORMAT:
	case E_LIMIT: return "See daybook --help for what is understood.";
	case E_IO: return "Check the disk, then run daybook check.";
	case OK: break;
	}
	return "Run the same command again.";
}

static void
json_error(struct cli *cli, enum status status, const struct err *err)
{
	struct json json = cli_json(cli);
	struct text message;

	if (!text_check(slice_of(err->text, strlen(err->text)), &message, NULL))
		message = TEXT_LITERAL("(a name that is not valid text)");
	json_object_begin(&json);
	json_key(&json, "error");
	json_object_begin(&json);
	json_key(&json, "code");
	json_c(&json, status_name(status));
	json_key(&json, "message");
	json_text(&json, message);
	json_key(&json, "safe");
	json_c(&json, what_is_safe(status));
	json_key(&json, "next");
	json_c(&json, what_next(status, err->sys_errno));
	json_object_end(&json);
	json_object_end(&json);
	cli_json_end(cli);
}

int
cli_fail(struct cli *cli, enum status status, const struct err *err)
{
	buf_reset(&cli->out);
	cli_flush(cli);
	if (cli->json)
		json_error(cli, status, err);
	(void)fprintf(stderr, "daybook: %s: %s\n%s %s\n",
	    cli->command != NULL ? cli->command : "start", err->text, what_is_safe(status),
	    what_next(status, err->sys_errno));
	return EXIT_FAILED;
}

int
cli_usage(struct cli *cli, const struct err *err)
{
	buf_reset(&cli->out);
	if (cli->json)
		json_error(cli, E_FORMAT, err);
	(void)fprintf(stderr,
	    "daybook: %s: %s\nNothing was changed. daybook %s --help shows what it takes.\n",
	    cli->command != NULL ? cli->command : "start", err->text,
	    cli->command != NULL ? cli->command : "");
	return EXIT_USAGE;
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

static void
put_amount(uint64_t n, const char *unit)
{
	if (strcmp(unit, "bytes") == 0)
		(void)fprintf(stderr, "%.1f MB", (double)n / 1e6);
	else
		(void)fprintf(stderr, "%llu %s", (unsigned long long)n, unit);
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
	put_amount(done, unit);
	if (total != 0) {
		(void)fputs(" of ", stderr);
		put_amount(total, unit);
	}
	put_left(now - cli->progress_since_us, done, total);
	(void)fflush(stderr);
}

const char *
cli_vault_path(struct cli *cli, struct buf *storage)
{
	const char *path = args_value(&cli->args, "vault");

	return path != NULL ? path : system_default_vault(storage);
}

enum status
cli_secret(struct cli *cli, bool twice, struct secret *out, struct err *err)
{
	const char *file = args_value(&cli->args, "passphrase-file");

	if (file == NULL)
		file = system_env("DAYBOOK_PASSPHRASE_FILE");
	if (file != NULL)
		return system_secret_from_file(file, out, err);
	return system_secret_from_terminal(twice, out, err);
}

struct app_options
cli_app_options(struct cli *cli)
{
	return (struct app_options){.seams = system_seams(),
	    .program = NULL,
	    .progress = {show_progress, cli},
	    .cancelled = system_interrupted()};
}

enum status
cli_open(struct cli *cli, struct app *app, struct err *err)
{
	struct app_options options = cli_app_options(cli);
	struct secret secret = {0};
	struct buf path;
	enum status status;

	buf_init(&path, 4096);
	options.vault_path = cli_vault_path(cli, &path);
	status = buf_check(&path, err);
	if (status == OK)
		status = cli_secret(cli, false, &secret, err);
	if (status == OK) {
		options.secret = secret_slice(&secret);
		status = app_open(app, &options, err);
	}
	secret_fini(&secret);
	buf_fini(&path);
	if (status == OK && vault_state(app->vault)->damaged_header != 0)
		cli_say(cli,
		    "One of the two copies of the vault's header was damaged; the other was "
		    "used%s.",
		    vault_state(app->vault)->header_repaired ? " and the bad one written afresh"
							     : "");
	if (status == OK && vault_state(app->vault)->unfinished_writes != 0)
		cli_say(cli, "A write that had not finished was set aside; nothing that was saved "
			     "is missing.");
	if (status == OK && vault_state(app->vault)->missing_entries != 0)
		cli_say(
		    cli, "This copy is older than its own signed head: it may have been restored.");
	if (status == OK && app->passed_over != 0)
		cli_say(cli,
		    "%llu files in the vault are missing or damaged, and what they held is not "
		    "shown; "
		    "daybook check names them.  Put a copy of the vault from before in their "
		    "place, if "
		    "there is one.",
		    (unsigned long long)app->passed_over);
	if (status == OK && app->finished_readings != 0)
		cli_say(cli, "Finished reading %llu files from an import that had been cut off.",
		    (unsigned long long)app->finished_readings);
	return status;
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
