/* src/cli/cmd_merge.c
 * merge and handover: entries from one vault to another, each log whole and under its own key. */
#include "app/merging.h"
#include "cli/cli.h"

static const struct arg_spec merge_specs[] = {
    {"from", false}, {"other-passphrase-file", false}, {NULL, false}};
static const struct arg_spec handover_specs[] = {{"name", false}, {NULL, false}};

static void
sum_json(struct cli *cli, const struct merge_sum *sum, const char *path, const struct buf *words)
{
	struct json json = cli_json(cli);

	json_object_begin(&json);
	json_key(&json, "path");
	cli_json_path(&json, path);
	json_key_u64(&json, "logs", sum->logs);
	json_key_u64(&json, "entries", sum->entries);
	json_key_u64(&json, "files", sum->files);
	json_key_u64(&json, "bytes", sum->bytes);
	json_key_u64(&json, "lost_files", sum->lost_files);
	json_key_u64(&json, "lost_entries", sum->lost_entries);
	json_key_u64(&json, "waiting", sum->waiting);
	if (words != NULL)
		json_key_text(&json, "recovery_words", buf_text(words));
	json_object_end(&json);
	cli_json_end(cli);
}

static const char *
entries(uint64_t n)
{
	return n == 1 ? "entry" : "entries";
}

static const char *
files(uint64_t n)
{
	return n == 1 ? "file" : "files";
}

static void
put_lost(struct cli *cli, const struct merge_sum *sum)
{
	if (sum->lost_files != 0 || sum->lost_entries != 0)
		buf_putf(&cli->out,
		    "%llu files and %llu entries are damaged or missing there and did not come "
		    "along; daybook check\nnames them.  If there is an older copy of that vault, "
		    "they may be in it.\n",
		    (unsigned long long)sum->lost_files, (unsigned long long)sum->lost_entries);
	if (sum->waiting != 0)
		buf_putf(&cli->out,
		    "%llu entries there are not under a signed head yet: open that vault once with "
		    "Daybook and close it,\nthen merge again.\n",
		    (unsigned long long)sum->waiting);
}

static void
merge_said(struct cli *cli, const struct merge_sum *sum, const char *path)
{
	if (cli->json) {
		sum_json(cli, sum, path, NULL);
		return;
	}
	if (sum->logs == 0)
		buf_put_c(&cli->out, "Nothing there is new: this vault has all of it already.\n");
	else
		buf_putf(&cli->out,
		    "Taken in: %llu %s and %llu %s.  They stand beside your own, under "
		    "their own signed head;\nnothing of yours was changed, nor the other vault.\n",
		    (unsigned long long)sum->entries, entries(sum->entries),
		    (unsigned long long)sum->files, files(sum->files));
	put_lost(cli, sum);
	cli_flush(cli);
}

/* One's own passphrase is tried first: it is one's own second device more often than not. */
static enum status
other_open(
    struct cli *cli, const struct app *app, const char *path, struct vault **out, struct err *err)
{
	const char *file = args_value(&cli->args, "other-passphrase-file");
	struct secret secret = {0};
	enum status status;

	if (file != NULL)
		status = system_secret_from_file(file, &secret, err);
	else
		status = cli_secret(cli, &secret, err);
	if (status == OK)
		status = vault_open(path, &app->seams, secret_slice(&secret), true, out, err);
	secret_fini(&secret);
	return status;
}

static enum status
merge_run(struct cli *cli, const char *path, struct merge_sum *sum, struct err *err)
{
	const char *name = args_value(&cli->args, "from");
	struct merging merging = {.how = name != NULL ? OTHER_PERSON : OTHER_DEVICE};
	struct app app = {0};
	enum status status = OK;

	if (name != NULL && !text_check(slice_of(name, strlen(name)), &merging.name, NULL))
		return fail(err, E_FORMAT, "the name is not readable text");
	status = cli_open(cli, &app, err);
	if (status == OK && !cli->quiet && args_value(&cli->args, "other-passphrase-file") == NULL)
		cli_say(cli, "Now the passphrase of the other vault, or its twelve words.");
	if (status == OK)
		status = other_open(cli, &app, path, &merging.from, err);
	if (status == OK)
		status = vault_merge(&app, &merging, sum, err);
	vault_close(merging.from);
	app_close(&app);
	return status;
}

static int
merge(struct cli *cli)
{
	struct merge_sum sum = {0};
	struct err err = {0};
	enum status status;

	if (cli->args.word_count != 2) {
		(void)fail(&err, E_FORMAT, "name the folder of the other vault");
		return cli_usage(cli, &err);
	}
	status = merge_run(cli, cli->args.words[1], &sum, &err);
	if (status == E_CONFLICT)
		return cli_fail_next(cli, status, &err,
		    "Keep both folders as they are; daybook verify FOLDER tells what each holds.");
	if (status != OK)
		return cli_fail(cli, status, &err);
	merge_said(cli, &sum, cli->args.words[1]);
	return sum.lost_files != 0 || sum.lost_entries != 0 || sum.waiting != 0 ? EXIT_DOUBTS
										: EXIT_DONE;
}

static void
handover_said(
    struct cli *cli, const struct merge_sum *sum, const char *path, const struct buf *words)
{
	if (cli->json) {
		sum_json(cli, sum, path, words);
		return;
	}
	buf_putf(&cli->out,
	    "Ready to be handed over: %s\n%llu %s and %llu %s, as you have "
	    "them, private notes too.\n\nThe twelve words that open it, shown this "
	    "once:\n\n    ",
	    path, (unsigned long long)sum->entries, entries(sum->entries),
	    (unsigned long long)sum->files, files(sum->files));
	buf_put_text(&cli->out, buf_text(words));
	buf_put_c(&cli->out,
	    "\n\nGive the folder on a stick, say, and the words another way: by voice, or on "
	    "paper.\nWho receives it takes it in with:  daybook merge FOLDER\n"
	    "Your own vault and its passphrase stay with you.\n");
	put_lost(cli, sum);
	cli_flush(cli);
}

static enum status
handover_run(struct cli *cli, const char *path, struct text name, struct buf *words,
    struct merge_sum *sum, struct err *err)
{
	struct app app = {0};
	enum status status = cli_open(cli, &app, err);

	if (status == OK)
		status = vault_hand_over(&app, path, name, words, sum, err);
	app_close(&app);
	return status;
}

static int
handover(struct cli *cli)
{
	const char *given = args_value(&cli->args, "name");
	struct merge_sum sum = {0};
	struct text name = TEXT_NONE;
	struct buf words;
	struct err err = {0};
	enum status status;

	if (cli->args.word_count != 2 || given == NULL ||
	    !text_check(slice_of(given, strlen(given)), &name, NULL) || name.n == 0) {
		(void)fail(&err, E_FORMAT, "name a new folder, and yourself with --name");
		return cli_usage(cli, &err);
	}
	buf_init(&words, 1024);
	status = handover_run(cli, cli->args.words[1], name, &words, &sum, &err);
	if (status == OK)
		handover_said(cli, &sum, cli->args.words[1], &words);
	secret_wipe(words.p, words.n);
	buf_fini(&words);
	if (status == E_CONFLICT && cli->stage == CLI_OPEN)
		return cli_fail_next(cli, status, &err,
		    "Name another folder.  If an earlier handover was stopped there, nobody can "
		    "open "
		    "what it left: delete it.");
	if (status != OK)
		return cli_fail(cli, status, &err);
	return sum.lost_files != 0 || sum.lost_entries != 0 ? EXIT_DOUBTS : EXIT_DONE;
}

const struct command cmd_merge = {"merge", "FOLDER [--from NAME] [--other-passphrase-file FILE]",
    "take in what another vault holds", merge_specs, merge,
    "FOLDER is the vault of your second device, or what somebody handed over to you (--from says "
    "who).\n"
    "It is only read.  What it holds stands beside your own entries from then on, each under its "
    "own\n"
    "signed head; doing it again brings only what is new.\n"};
const struct command cmd_handover = {"handover", "FOLDER --name NAME",
    "everything of this vault in a new one, to give to somebody", handover_specs, handover,
    "For a friend, relative or colleague who wrote down what they saw: the person it is about "
    "takes it in\n"
    "with daybook merge, and it stays said who observed what.  FOLDER must not exist yet.\n"};
