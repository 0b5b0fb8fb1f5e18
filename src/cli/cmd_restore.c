/* src/cli/cmd_restore.c
 * restore: a vault again, out of a copy that backup made. */
#include "app/restoring.h"
#include "base/time.h"
#include "cli/cli.h"

enum { PATH_BYTES = 4096 };

static const struct arg_spec specs[] = {{NULL, false}};

static void
on_problem(void *ctx, const char *name, const char *why)
{
	cli_warn(ctx, "", name, why);
}

static void
put_json(struct cli *cli, const struct restore_sum *sum, const char *path)
{
	struct json json = cli_json(cli);

	json_object_begin(&json);
	json_key(&json, "vault");
	cli_json_path(&json, path);
	json_key_u64(&json, "entries", sum->entries);
	json_key_u64(&json, "files", sum->files);
	json_key_u64(&json, "bytes", sum->bytes);
	json_key_u64(&json, "lacking", sum->lacking);
	json_key_u64(&json, "missing_entries", sum->missing_entries);
	json_object_end(&json);
	cli_json_end(cli);
}

static void
put_text(struct cli *cli, const struct restore_sum *sum, const char *path)
{
	buf_putf(&cli->out, "The vault is ready: %s\n", path);
	if (sum->finished_before)
		buf_put_c(
		    &cli->out, "Everything was there from last time; only the end was missing.\n");
	else
		buf_putf(&cli->out,
		    "%llu entries and %llu files, each read back from the disk and compared.\n",
		    (unsigned long long)sum->entries, (unsigned long long)sum->files);
	buf_put_c(&cli->out,
	    "It opens with the passphrase and the words of the copy.  What is added from now on "
	    "stands in a\nnew log with a head code of its own; the old log is kept beside it, with "
	    "its own.\n"
	    "If the old vault turns up again, do not write into both: daybook merge brings them "
	    "together.\n");
	cli_flush(cli);
}

static int
say(struct cli *cli, const struct restore_sum *sum, const char *path)
{
	bool unfinished = sum->noted && sum->note.state != COPY_WHOLE;

	if (cli->json)
		put_json(cli, sum, path);
	else if (!cli->quiet)
		put_text(cli, sum, path);
	if (unfinished)
		cli_say(cli,
		    "The copy says of itself that it was not finished or not whole: daybook "
		    "check tells what is missing.\nKeep every other copy.");
	if (sum->lacking != 0)
		cli_say(cli,
		    "%llu files of the copy could not be read whole; they are named above.",
		    (unsigned long long)sum->lacking);
	if (sum->missing_entries != 0)
		cli_say(cli,
		    "The copy lacks %llu entries that its own signed head covers: another copy may "
		    "have them.",
		    (unsigned long long)sum->missing_entries);
	return unfinished || sum->lacking + sum->missing_entries != 0 ? EXIT_DOUBTS : EXIT_DONE;
}

static enum status
restore(struct cli *cli, const char *to, struct restore_sum *sum, struct err *err)
{
	struct restoring restoring = {.copy = cli->args.words[1],
	    .options = cli_app_options(cli),
	    .problem = on_problem,
	    .ctx = cli};
	struct secret secret = {0};
	struct app app = {0};
	enum status status = OK;

	if (!system_exists_in(restoring.copy, "h0") && !system_exists_in(restoring.copy, "h1"))
		status = fail(
		    err, E_NOTFOUND, "there is no copy of a vault at %.120s", restoring.copy);
	if (status == OK)
		status = cli_secret(cli, &secret, err);
	if (status == OK)
		status = system_make_parent(to, err);
	restoring.options.vault_path = to;
	restoring.options.secret = secret_slice(&secret);
	if (status == OK)
		status = vault_restore(&app, &restoring, sum, err);
	app_close(&app);
	secret_fini(&secret);
	return status;
}

static int
run(struct cli *cli)
{
	struct restore_sum sum = {0};
	struct buf storage;
	struct err err = {0};
	const char *to;
	enum status status;
	int code;

	if (cli->args.word_count != 2) {
		(void)fail(&err, E_FORMAT, "name the folder of the copy");
		return cli_usage(cli, &err);
	}
	buf_init(&storage, PATH_BYTES);
	to = cli_vault_path(cli, &storage);
	status = restore(cli, to, &sum, &err);
	if (status == E_CONFLICT)
		code = cli_fail_next(cli, status, &err,
		    "Name another place for the vault with --vault; the copy was only read.");
	else
		code = status == OK ? say(cli, &sum, to) : cli_fail(cli, status, &err);
	buf_fini(&storage);
	return code;
}

const struct command cmd_restore = {"restore", "COPY",
    "a vault again, out of a copy that backup made", specs, run,
    "The vault is made at --vault DIR, else $DAYBOOK_VAULT, else $XDG_DATA_HOME/daybook; nothing "
    "may "
    "stand\n"
    "there.  COPY is only read.  It opens with the same passphrase and words.  A stop loses "
    "nothing: "
    "the\n"
    "same command goes on.\n"};
