/* src/cli/cli.h
 * What every command gets, and how it speaks: results on standard output, progress and errors on
 * standard error.  Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with doubts. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "app/app.h"
#include "app/system.h"
#include "base/json.h"
#include "cli/args.h"

enum exit_code { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_DOUBTS = 3 };

/* How far a command has come: what to do next depends on it. */
enum cli_stage { CLI_BEGINNING, CLI_OPENING, CLI_OPEN };
enum { CLI_PATH_BYTES = 4096 };

struct cli {
	struct args args;
	const char *command; /* args.words[0] */
	enum cli_stage stage;
	bool json, quiet, progress;
	bool reading_will_do; /* for the command that runs */
	struct buf out;       /* what goes to standard output next */
	struct buf reader;    /* path of the program that reads files */
	int64_t last_progress_us, progress_since_us;
	char progress_what[32];
	bool progress_shown;
};

struct command {
	const char *name, *synopsis, *does;
	const struct arg_spec *specs; /* its own options */
	int (*run)(struct cli *cli);
	const char *more; /* what --help says below (cli/help.h); lines ending in LF; may be NULL */
};

extern const struct command *const commands_all[]; /* ends with NULL */

/* Print what stands in cli->out and empty it.  Exits when standard output is closed. */
void cli_flush(struct cli *cli);
/* One JSON value and a line end. */
struct json cli_json(struct cli *cli);
void cli_json_end(struct cli *cli);
/* A path as a JSON text; what is not valid UTF-8 in it becomes '?'. */
void cli_json_path(struct json *json, const char *path);
/* Report a failure: "daybook: command: why", then what is safe and what to do next.  Gives the exit
 * code. */
int cli_fail(struct cli *cli, enum status status, const struct err *err);
/* The same with its own advice; NULL: the usual one. */
int cli_fail_next(struct cli *cli, enum status status, const struct err *err, const char *next);
/* The same for a command line that is not understood. */
int cli_usage(struct cli *cli, const struct err *err);
/* A sentence for people on standard error, unless --quiet. */
void cli_say(struct cli *cli, const char *format, ...) PRINTF_LIKE(2, 3);
/* One line about a file, --quiet or not; its name may hold anything. */
void cli_warn(struct cli *cli, const char *what, const char *name, const char *why);
/* Open the diary as the options say, asking for the passphrase where needed. */
MUST_USE enum status cli_open(struct cli *cli, struct app *app, struct err *err);
/* The same for check and verify, which also look at a copy that backup made: without an index, and
 * for reading only.  Nothing but a check may be asked of it then. */
MUST_USE enum status cli_open_to_check(struct cli *cli, struct app *app, struct err *err);
/* How old the last copy elsewhere is, for people, on standard error. */
void cli_say_last_copy(struct cli *cli, struct app *app);
/* The same for a command that changes nothing: when it cannot be opened for writing, reading will
 * do, and that is said. */
MUST_USE enum status cli_open_to_read(struct cli *cli, struct app *app, struct err *err);
/* The pieces of that, for create, demo and serve. */
const char *cli_vault_path(const struct cli *cli, struct buf *storage);
/* E_NOTFOUND, E_FORMAT: what stands there is no vault, and why. */
MUST_USE enum status cli_vault_stands(const char *path, struct err *err);
MUST_USE enum status cli_secret(struct cli *cli, struct secret *out, struct err *err);
/* cli_open() that hands out the secret it was opened with, for secret_fini(). */
MUST_USE enum status cli_open_with(
    struct cli *cli, struct app *app, struct secret *secret, struct err *err);
struct app_options cli_app_options(struct cli *cli);
/* Text to a terminal or pipe: one line, nothing a terminal obeys. */
void cli_put_plain(struct cli *cli, struct text text);

extern const struct arg_spec cli_global_specs[];

extern const struct command cmd_add, cmd_backup, cmd_check, cmd_correct, cmd_create, cmd_demo,
    cmd_event, cmd_exhibits, cmd_handover, cmd_import, cmd_keys, cmd_list, cmd_merge, cmd_pack,
    cmd_people, cmd_picture, cmd_recover, cmd_remove, cmd_report, cmd_restore, cmd_search,
    cmd_serve, cmd_settings, cmd_show, cmd_statement, cmd_support, cmd_verify;

#endif
