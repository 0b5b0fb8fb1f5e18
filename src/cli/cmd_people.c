/* src/cli/cmd_people.c
 * people: who is behind which numbers and addresses. */
#include "app/person.h"
#include "cli/cli.h"

static const struct arg_spec specs[] = {{"why", false}, {NULL, false}};

static enum status
print_identity(void *ctx, const struct index_identity *identity, struct err *err)
{
	struct cli *cli = ctx;
	struct json json;

	if (cli->json) {
		json = cli_json(cli);
		json_object_begin(&json);
		json_key(&json, "handle");
		json_text(&json, identity->identity);
		json_key(&json, "name");
		json_text(&json, identity->name);
		json_key(&json, "person");
		json_text(&json, identity->person_name);
		json_object_end(&json);
	} else {
		cli_put_plain(cli, identity->person_name.n != 0 ? identity->person_name
								: TEXT_LITERAL("(not named)"));
		buf_put_c(&cli->out, "  ");
		cli_put_plain(cli, identity->identity);
		if (identity->name.n != 0 && !text_eq(identity->name, identity->identity)) {
			buf_put_c(&cli->out, "  shown as ");
			cli_put_plain(cli, identity->name);
		}
	}
	buf_put_byte(&cli->out, '\n');
	return buf_check(&cli->out, err);
}

static enum status
act(struct cli *cli, struct app *app, struct err *err)
{
	const struct args *args = &cli->args;
	struct text words[3] = {{0}}, why;
	enum status status = args_text(args, "why", &why, err);

	for (size_t i = 2; status == OK && i < args->word_count && i < 5; i++)
		if (!text_check(
			slice_of(args->words[i], strlen(args->words[i])), &words[i - 2], NULL))
			status = fail(err, E_FORMAT, "a name is not valid UTF-8 text");
	if (status != OK)
		return status;
	if (args->word_count == 4 && strcmp(args->words[1], "name") == 0)
		return person_name(app, words[0], words[1], why, err);
	if (args->word_count == 3 && strcmp(args->words[1], "split") == 0)
		return person_split(app, words[0], why, err);
	return fail(err, E_FORMAT,
	    "it is \"people\", \"people name HANDLE PERSON\" or \"people split HANDLE\"");
}

static int
run(struct cli *cli)
{
	struct app app = {0};
	struct err err = {0};
	enum status status = cli_open(cli, &app, &err);

	if (status == OK && cli->args.word_count == 1)
		status = index_identities(app.index, print_identity, cli, &err);
	else if (status == OK)
		status = act(cli, &app, &err);
	app_close(&app);
	if (status != OK)
		return status == E_FORMAT ? cli_usage(cli, &err) : cli_fail(cli, status, &err);
	cli_flush(cli);
	if (cli->args.word_count > 1)
		cli_say(cli, "Saved.  It can be taken back with people split.");
	return EXIT_DONE;
}

const struct command cmd_people = {"people",
    "[name HANDLE PERSON --why TEXT | split HANDLE --why TEXT]",
    "persons and their numbers; say which numbers are the same person", specs, run};
