/* src/cli/cmd_statement.c
 * statement: the person's own words, put together as a draft. */
#include "app/papers.h"
#include "cli/cli.h"

static const struct arg_spec specs[] = {{"html", false}, {"pdf", false}, {NULL, false}};

static enum status
take_part(const struct args *args, enum statement_part *part, struct err *err)
{
	const char *word = args->word_count == 2 ? args->words[1] : "";

	if (strcmp(word, "effects") == 0)
		*part = STATEMENT_EFFECTS;
	else if (strcmp(word, "account") == 0)
		*part = STATEMENT_ACCOUNT;
	else
		return fail(err, E_FORMAT, "it is \"statement effects\" or \"statement account\"");
	if (args_value(args, "html") == NULL && args_value(args, "pdf") == NULL)
		return fail(err, E_FORMAT, "say where to write it (--html FILE or --pdf FILE)");
	return OK;
}

static int
run(struct cli *cli)
{
	enum statement_part part = STATEMENT_EFFECTS;
	struct app app = {0};
	struct err err = {0};
	struct json json;
	uint64_t count = 0;
	enum status status = take_part(&cli->args, &part, &err);

	if (status != OK)
		return cli_usage(cli, &err);
	status = cli_open_to_read(cli, &app, &err);
	if (status == OK)
		status = statement_save(&app, part, args_value(&cli->args, "html"),
		    args_value(&cli->args, "pdf"), &count, &err);
	app_close(&app);
	if (status != OK)
		return cli_fail(cli, status, &err);
	if (cli->json) {
		json = cli_json(cli);
		json_object_begin(&json);
		json_key_c(&json, "part", part == STATEMENT_EFFECTS ? "effects" : "account");
		json_key_u64(&json, "entries", count);
		json_object_end(&json);
		cli_json_end(cli);
		return EXIT_DONE;
	}
	cli_say(cli,
	    "Written, with %llu entr%s.  It is in the clear there: keep it where nobody else "
	    "looks, or "
	    "delete it when it was handed over.",
	    (unsigned long long)count, count == 1 ? "y" : "ies");
	return EXIT_DONE;
}

const struct command cmd_statement = {"statement", "effects|account [--html FILE] [--pdf FILE]",
    "your own words put together, as a draft for whoever takes a statement", specs, run,
    "effects  what it did to you and what you changed: for a victim personal statement\n"
    "account  what happened, incident by incident\n"
    "Neither is a statement: nothing is added to your words, and there is no declaration.\n"};
