/* src/cli/cmd_recover.c
 * recover: both copies of the header are lost; the recovery sheet and the words make them anew. */
#include "app/keys.h"
#include "cli/asking.h"

enum { SHEET_FILE_BYTES = 1024 * 1024, QUESTION_BYTES = 64 };

static const struct arg_spec specs[] = {
    {"sheet", false}, {"new-passphrase-file", false}, {"generate", true}, {NULL, false}};

/* Line by line, each as often as it takes. */
static enum status
sheet_ask(struct cli *cli, struct sheet *out, struct err *err)
{
	struct sheet_typing typing = {0};
	char question[QUESTION_BYTES];
	struct secret typed = {0};
	enum status status = OK;
	unsigned line = 1, is;

	cli_say(cli,
	    "The eight lines of the sheet, one after the other; capitals and blanks do not "
	    "matter.");
	while (status == OK && line <= SHEET_LINES) {
		struct buf text = {
		    .p = (uint8_t *)question, .size = sizeof question, .max = sizeof question};

		buf_putf(&text, "Line %u: ", line);
		buf_put_byte(&text, '\0');
		status = system_ask(question, true, &typed, err);
		if (status != OK)
			break;
		if (sheet_line_take(&typing, secret_slice(&typed), line, &is) != SHEET_LINE_TAKEN)
			status = system_say(
			    SLICE_LITERAL("There is a slip in it; once more.\n"), err);
		else
			line += is == line;
		secret_fini(&typed);
	}
	return status == OK ? sheet_typed(&typing, out, err) : status;
}

static enum status
sheet_given(struct cli *cli, struct sheet *out, struct err *err)
{
	const char *path = args_value(&cli->args, "sheet");
	struct buf page;
	enum status status;

	if (path == NULL && !cli_asks(cli))
		return fail(err, E_NOTFOUND,
		    "there is no terminal to type the sheet; --sheet FILE reads it from a file");
	if (path == NULL)
		return sheet_ask(cli, out, err);
	buf_init(&page, SHEET_FILE_BYTES + 1);
	status = system_load(path, SHEET_FILE_BYTES, &page, err);
	if (status == OK)
		status = sheet_page_read(buf_slice(&page), out, err);
	buf_fini(&page);
	return status;
}

static enum status
words_given(struct cli *cli, struct secret *out, struct err *err)
{
	const char *file = cli_secret_file(cli);

	return file != NULL ? system_secret_from_file(file, out, err)
			    : system_secret_from_terminal("The twelve recovery words: ", out, err);
}

static void
said(struct cli *cli, const char *path, const struct new_passphrase *passphrase)
{
	struct text drawn = {(const char *)passphrase->secret.p, passphrase->secret.n};
	struct json json;

	if (cli->json) {
		json = cli_json(cli);
		json_object_begin(&json);
		json_key(&json, "vault");
		cli_json_path(&json, path);
		if (passphrase->drawn)
			json_key_text(&json, "passphrase", drawn);
		json_object_end(&json);
		cli_json_end(cli);
		return;
	}
	if (passphrase->drawn) {
		buf_put_c(&cli->out, "The new passphrase, shown this once:\n\n    ");
		buf_put_text(&cli->out, drawn);
		buf_put_c(&cli->out, "\n\n");
	}
	buf_put_c(&cli->out,
	    "The vault opens again, with the new passphrase and with the twelve words.  What was "
	    "left of its\nold beginning is kept inside the folder.  Run daybook check now: it "
	    "reads "
	    "everything and names what\nelse may be damaged.\n");
	cli_flush(cli);
}

static enum status
recover(struct cli *cli, const char *path, struct new_passphrase *passphrase, struct err *err)
{
	struct vault_seams seams = system_seams();
	struct secret words = {0};
	struct sheet sheet;
	enum status status = sheet_given(cli, &sheet, err);

	if (status == OK)
		status = words_given(cli, &words, err);
	if (status == OK)
		status = cli_new_passphrase(
		    cli, args_value(&cli->args, "new-passphrase-file"), passphrase, err);
	if (status == OK)
		status = vault_recover(path, &seams, &sheet, secret_slice(&words),
		    secret_slice(&passphrase->secret), err);
	secret_fini(&words);
	return status;
}

/* What to do next depends on what did not fit. */
static const char *
next_of(enum status status)
{
	if (status == E_CONFLICT)
		return "Open it with the passphrase or the words; keys passphrase sets another "
		       "one.";
	if (status == E_AUTH)
		return "Look for the words, or the sheet, that belong together.";
	if (status == E_NOTFOUND)
		return "Check --vault and which sheet it is, then try again.";
	return status == E_FORMAT ? "Compare that line with the paper, then try again." : NULL;
}

static int
run(struct cli *cli)
{
	struct new_passphrase passphrase = {0};
	struct err err = {0};
	struct buf storage;
	const char *path;
	enum status status;

	if (cli->args.word_count != 1) {
		(void)fail(&err, E_FORMAT, "it takes options only; --sheet FILE");
		return cli_usage(cli, &err);
	}
	buf_init(&storage, CLI_PATH_BYTES);
	path = cli_vault_path(cli, &storage);
	status = recover(cli, path, &passphrase, &err);
	if (status == OK)
		said(cli, path, &passphrase);
	secret_fini(&passphrase.secret);
	buf_fini(&storage);
	return status == OK ? EXIT_DONE : cli_fail_next(cli, status, &err, next_of(status));
}

const struct command cmd_recover = {"recover",
    "[--sheet FILE] [--new-passphrase-file FILE | --generate]",
    "open a vault whose beginning is lost, with the recovery sheet", specs, run,
    "For when both copies of the vault's header are damaged.  The sheet is typed from paper, or "
    "read "
    "from\n"
    "a text file; the twelve words are asked for, or are the first line of --passphrase-file FILE. "
    " "
    "Work on\na copy of the folder if you can.  A forgotten passphrase needs no sheet: the words "
    "open "
    "the vault\n"
    "by themselves, and keys passphrase sets a new one.\n"};
