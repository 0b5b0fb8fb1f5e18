/* src/cli/cmd_import.c
 * import: files, folders and archives brought in. */
#include "app/import.h"
#include "app/remembering.h"
#include "cli/asking.h"
#include "cli/cli.h"
#include "show/when.h"
#include "show/words.h"

static const struct arg_spec specs[] = {{"format", false}, {"me", false}, {"zone", false},
    {"date-order", false}, {"columns", false}, {"password-file", false}, {"ask-password", true},
    {"keep-only", true}, {NULL, false}};

static void
put_when_from_to(struct cli *cli, const struct import_report *report)
{
	struct civil c;

	if (!report->timed || !civil_of_us(report->first_us, &c))
		return;
	buf_put_c(&cli->out, ", ");
	date_put(&cli->out, &c);
	if (!civil_of_us(report->last_us, &c))
		return;
	buf_put_c(&cli->out, " to ");
	date_put(&cli->out, &c);
}

/* "1 Date", "2 Reference", one a line: what the numbers of the answer count. */
static void
print_columns(struct cli *cli, struct text choices)
{
	struct slice rest = slice_of_text(choices), name;

	buf_put_c(&cli->out,
	    "    what are the columns of this table? Import it again with --columns, "
	    "for example --columns \"when=1 body=3\". They are:\n");
	while (cut_last(&rest, '\n', &name)) {
		buf_put_c(&cli->out, "      ");
		cli_put_plain(cli, text_prefix((struct text){(const char *)name.p, name.n}, 80));
		buf_put_byte(&cli->out, '\n');
	}
}

/* A password is never a word of the command line, where other programs can see it. */
static void
print_password_question(struct cli *cli)
{
	buf_put_c(&cli->out, "    it is locked with a password. Import it again with ");
	buf_put_c(&cli->out, cli_asks(cli) ? "--ask-password, and you are asked for it here.\n"
					   : "--password-file FILE; its first line is the "
					     "password.\n");
}

/* Choices stand one a line, or, when all of them are single words, with blanks between. */
static void
print_question(struct cli *cli, struct text code, struct text choices)
{
	struct slice rest = slice_of_text(choices), word;
	uint8_t stop = slice_find(rest, SLICE_LITERAL("\n")) != SIZE_MAX ? '\n' : ' ';
	bool first = true;

	if (text_eq_c(code, "columns")) {
		print_columns(cli, choices);
		return;
	}
	if (text_eq_c(code, "password")) {
		print_password_question(cli);
		return;
	}
	if (text_eq_c(code, "me"))
		buf_put_c(&cli->out, "    which of these is you? ");
	else if (text_eq_c(code, "date-order"))
		buf_put_c(&cli->out, "    is the day first in its dates, or the month? ");
	else
		buf_put_c(&cli->out, "    one thing the file leaves open: ");
	buf_put_c(&cli->out, "Import it again with --");
	cli_put_plain(cli, code);
	for (; cut_last(&rest, stop, &word); first = false) {
		if (word.n == 0)
			continue;
		buf_put_c(&cli->out, first ? " \"" : ", or \"");
		cli_put_plain(cli, text_prefix((struct text){(const char *)word.p, word.n}, 80));
		buf_put_byte(&cli->out, '"');
	}
	buf_put_byte(&cli->out, '\n');
}

static void
print_details(struct cli *cli, const struct import_report *report)
{
	for (size_t i = 0; i < report->doubt_count; i++) {
		buf_putf(&cli->out, "    doubt: ");
		doubt_words_put(&cli->out, report->doubts[i].name);
		buf_putf(&cli->out, " (%llu)", (unsigned long long)report->doubts[i].count);
		if (report->doubts[i].example.n != 0) {
			buf_put_c(&cli->out, ", for example ");
			cli_put_plain(cli, text_prefix(report->doubts[i].example, 120));
		}
		buf_put_byte(&cli->out, '\n');
	}
	for (size_t i = 0; i < report->question_count; i++)
		print_question(cli, report->questions[i], report->choices[i]);
}

static void
print_text(struct cli *cli, const struct import_report *report)
{
	static const char *const words[] = {"read", "partly read", "kept"};

	buf_put_c(&cli->out, "  ");
	cli_put_plain(cli, report->name);
	if (report->duplicate_of.p != NULL) {
		buf_put_c(&cli->out, ": the same file is kept already, nothing was added\n");
		return;
	}
	buf_putf(&cli->out, ": %s", words[report->status]);
	if (report->format.n != 0) {
		buf_put_c(&cli->out, " as ");
		cli_put_plain(cli, report->format);
	}
	buf_put_c(&cli->out, ", ");
	count_put(&cli->out, report->records);
	buf_put_c(&cli->out, report->records == 1 ? " record" : " records");
	put_when_from_to(cli, report);
	if (report->attachments_missing != 0)
		buf_putf(&cli->out, ", %llu named attachments are not in the export",
		    (unsigned long long)report->attachments_missing);
	buf_put_byte(&cli->out, '\n');
	if (report->why.n != 0) {
		buf_put_c(&cli->out, "    ");
		cli_put_plain(cli, report->why);
		buf_put_byte(&cli->out, '\n');
	}
	print_details(cli, report);
}

struct importing {
	struct cli *cli;
	struct err refused; /* why the last file was not taken in */
};

static void
on_report(void *ctx, const struct import_report *report)
{
	struct cli *cli = ((struct importing *)ctx)->cli;
	struct json json;

	if (cli->json) {
		json = cli_json(cli);
		import_report_json(report, &json);
		cli_json_end(cli);
	} else {
		print_text(cli, report);
		cli_flush(cli);
	}
}

/* Said with --quiet too: what was left out is no chatter. */
static void
on_refused(void *ctx, const char *path, const struct err *why)
{
	struct importing *importing = ctx;

	importing->refused = *why;
	cli_warn(importing->cli, "not taken in: ", path, why->text);
}

static void
print_kept_json(struct cli *cli, const struct import_sum *sum)
{
	struct json json = cli_json(cli);

	json_object_begin(&json);
	json_key_u64(&json, "kept", sum->kept);
	json_key_u64(&json, "kept_bytes", sum->kept_bytes);
	json_key_u64(&json, "duplicates", sum->duplicates);
	json_key_u64(&json, "refused", sum->refused);
	json_object_end(&json);
	cli_json_end(cli);
}

static void
print_sum(struct cli *cli, const struct import_sum *sum)
{
	count_put(&cli->out, sum->kept);
	buf_put_c(&cli->out, sum->kept == 1 ? " file kept, " : " files kept, ");
	count_put(&cli->out, sum->records);
	buf_put_c(&cli->out, sum->records == 1 ? " record" : " records");
	if (sum->duplicates != 0)
		buf_putf(&cli->out, ", %llu known already", (unsigned long long)sum->duplicates);
	if (sum->partly + sum->unread != 0)
		buf_putf(&cli->out, ", %llu not or not fully read",
		    (unsigned long long)sum->partly + (unsigned long long)sum->unread);
	if (sum->refused != 0)
		buf_putf(&cli->out, ", %llu not taken in", (unsigned long long)sum->refused);
	buf_put_c(&cli->out, ".\n");
	cli_flush(cli);
}

static int
conclude(struct importing *importing, const struct import_sum *sum, bool keep_only)
{
	struct cli *cli = importing->cli;

	if (cli->json && keep_only)
		print_kept_json(cli, sum);
	if (!cli->json && !cli->quiet && sum->kept + sum->duplicates != 0)
		print_sum(cli, sum);
	if (sum->kept + sum->duplicates == 0 && sum->refused != 0)
		return cli_fail_next(cli, importing->refused.status, &importing->refused,
		    "Check the names and who may read them, then run the same command again.");
	return sum->partly + sum->unread + sum->refused != 0 ? EXIT_DOUBTS : EXIT_DONE;
}

static enum status
take_options(struct cli *cli, struct import_options *options, struct err *err)
{
	enum status status = args_text(&cli->args, "format", &options->format, err);

	if (status == OK)
		status = args_text(&cli->args, "me", &options->me, err);
	if (status == OK)
		status = args_text(&cli->args, "zone", &options->zone, err);
	if (status == OK)
		status = args_text(&cli->args, "date-order", &options->date_order, err);
	if (status == OK && options->date_order.n != 0 && !text_eq_c(options->date_order, "dmy") &&
	    !text_eq_c(options->date_order, "mdy") && !text_eq_c(options->date_order, "ymd"))
		status = fail(err, E_FORMAT, "--date-order is dmy, mdy or ymd");
	if (status == OK)
		status = args_text(&cli->args, "columns", &options->columns, err);
	if (status == OK && options->columns.p != NULL)
		status = remembering_check(options->columns, err);
	if (status == OK && cli->args.word_count < 2)
		status = fail(err, E_FORMAT, "name at least one file or folder");
	return status;
}

/* What the files are locked with; stays in `secret`. */
static enum status
take_password(
    struct cli *cli, struct secret *secret, struct import_options *options, struct err *err)
{
	const char *file = args_value(&cli->args, "password-file");
	enum status status = OK;

	if (file != NULL)
		status = system_secret_from_file(file, secret, err);
	else if (args_flag(&cli->args, "ask-password"))
		status = system_ask("Password of the file: ", false, secret, err);
	else
		return OK;
	if (status == E_NOTFOUND && file == NULL)
		return fail(err, E_NOTFOUND,
		    "there is no terminal to ask for the password; it can be read from a file, "
		    "with --password-file");
	if (status == OK && !text_check(secret_slice(secret), &options->password, NULL))
		status = fail(err, E_FORMAT, "the password is not readable text");
	if (status == OK && options->password.n == 0)
		status = fail(err, E_FORMAT, "the password is empty");
	return status;
}

static int
run(struct cli *cli)
{
	struct importing importing = {.cli = cli};
	struct import_options options = {
	    .report = on_report, .refused = on_refused, .ctx = &importing};
	struct import_sum sum = {0};
	struct secret password = {0};
	struct app app = {0};
	struct err err = {0};
	enum status status = take_options(cli, &options, &err);

	if (status != OK)
		return cli_usage(cli, &err);
	options.paths = cli->args.words + 1;
	options.path_count = cli->args.word_count - 1;
	options.keep_only = args_flag(&cli->args, "keep-only");
	status = cli_open(cli, &app, &err);
	if (status == OK)
		status = take_password(cli, &password, &options, &err);
	if (status == OK)
		status = import_files(&app, &options, &sum, &err);
	app_close(&app);
	secret_fini(&password);
	return status == OK ? conclude(&importing, &sum, options.keep_only)
			    : cli_fail(cli, status, &err);
}

const struct command cmd_import = {"import",
    "FILE... [--format F] [--me NAME-OR-HANDLE] [--zone Europe/London]\n"
    "           [--date-order dmy|mdy|ymd] [--columns \"when=1 body=3\"]\n"
    "           [--password-file FILE | --ask-password] [--keep-only]",
    "bring in files, folders or archives; the originals stay as they are", specs, run,
    "Each file is copied, encrypted and checked first, then read; a file nobody can read is kept "
    "too.\n"
    "What a file leaves open is asked in the report: import it again with --me (your name, number "
    "or\n"
    "address in it), --zone (where its clock was), --date-order or --columns (which column of a\n"
    "table is what), and it is read again.\n"
    "A zip that you locked opens with --ask-password, or --password-file FILE (its first line).  "
    "The\n"
    "password stays in this vault; no report and no pack has it.\n"
    "--keep-only stops once all is kept; the next command reads.\n"};
