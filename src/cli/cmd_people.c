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
		json_key_text(&json, "handle", identity->identity);
		json_key_text(&json, "name", identity->name);
		json_key_text(&json, "person", identity->person_name);
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

struct link {
	bool split;
	struct text handle, person, why;
};

static enum status
take_link(const struct args *args, struct link *out, struct err *err)
{
	const char *verb = args->words[1];
	struct text words[2] = {{0}};
	enum status status = args_text(args, "why", &out->why, err);

	out->split = strcmp(verb, "split") == 0;
	if (status == OK && ((!out->split && strcmp(verb, "name") != 0) ||
				args->word_count != (out->split ? 3 : 4)))
		status = fail(err, E_FORMAT,
		    "it is \"people\", \"people name HANDLE PERSON\" or \"people split HANDLE\"; a "
		    "name of two words goes in quotes");
	for (size_t i = 2; status == OK && i < args->word_count; i++)
		if (!text_check(
			slice_of(args->words[i], strlen(args->words[i])), &words[i - 2], NULL))
			status = fail(err, E_FORMAT, "a name is not valid UTF-8 text");
	if (status == OK && (words[0].n == 0 || (!out->split && words[1].n == 0)))
		status = fail(err, E_FORMAT, "a name or number is empty");
	if (status == OK && out->why.n == 0)
		status = fail(err, E_FORMAT,
		    out->split ? "say why it is taken apart (--why)"
			       : "say how you know who it is (--why); it is kept with the name");
	out->handle = words[0];
	out->person = words[1];
	return status;
}

static enum status
act(struct app *app, const struct link *link, struct err *err)
{
	return link->split ? person_split(app, link->handle, link->why, err)
			   : person_name(app, link->handle, link->person, link->why, err);
}

static int
run(struct cli *cli)
{
	struct link link = {0};
	struct app app = {0};
	struct err err = {0};
	bool acting = cli->args.word_count > 1;
	enum status status = acting ? take_link(&cli->args, &link, &err) : OK;

	if (status != OK)
		return cli_usage(cli, &err);
	status = cli_open(cli, &app, &err);
	if (status == OK)
		status = acting ? act(&app, &link, &err)
				: index_identities(app.index, print_identity, cli, &err);
	app_close(&app);
	if (status != OK)
		return cli_fail(cli, status, &err);
	cli_flush(cli);
	if (acting)
		cli_say(cli, link.split ? "Saved.  people name puts it to a person again."
					: "Saved.  people split takes it back.");
	return EXIT_DONE;
}

const struct command cmd_people = {"people",
    "[name HANDLE PERSON --why TEXT | split HANDLE --why TEXT]",
    "persons and their numbers; say which numbers are the same person", specs, run,
    "HANDLE is a number, an address or a name as people shows it.  Every record from or to it is\n"
    "then shown under PERSON; nothing in the originals changes.\n"
    "    daybook people name 07700900202 Owen --why \"he gave me this number himself\"\n"};
