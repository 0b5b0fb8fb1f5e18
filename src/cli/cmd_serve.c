/* src/cli/cmd_serve.c
 * serve: the screens, on this computer only. */
#include "cli/cli.h"
#include "web/serve.h"

static const struct arg_spec specs[] = {{NULL, false}};

static void
print_link(void *ctx, const char *link)
{
	struct cli *cli = ctx;
	struct json json;

	if (cli->json) {
		json = cli_json(cli);
		json_object_begin(&json);
		json_key_text(&json, "link", text_of_c(link));
		json_object_end(&json);
		cli_json_end(cli);
	} else {
		buf_put_c(&cli->out, link);
		buf_put_byte(&cli->out, '\n');
	}
	cli_flush(cli);
	cli_say(cli,
	    "Open this link in a private window of your browser.  It is good once, for five "
	    "minutes.");
	cli_say(cli, "To stop: leave on the page, or press Ctrl-C here.  Nothing is sent to any "
		     "network.");
}

static int
run(struct cli *cli)
{
	struct app_options options = cli_app_options(cli);
	struct buf path;
	struct err err = {0};
	enum status status;

	if (cli->args.word_count != 1) {
		(void)fail(&err, E_FORMAT, "serve takes no further words");
		return cli_usage(cli, &err);
	}
	buf_init(&path, CLI_PATH_BYTES);
	options.vault_path = cli_vault_path(cli, &path);
	options.progress = (struct progress){NULL, NULL};
	status = buf_check(&path, &err);
	cli->stage = CLI_OPENING;
	if (status == OK)
		status = cli_vault_stands(options.vault_path, &err);
	if (status == OK)
		status = serve(&options, print_link, cli, &err);
	buf_fini(&path);
	return status == OK ? EXIT_DONE : cli_fail(cli, status, &err);
}

const struct command cmd_serve = {"serve", "", "the same in your browser, on this computer only",
    specs, run,
    "Prints one link.  The first browser that opens it gets the pages, with a page for the "
    "passphrase\n"
    "first; the link is worth nothing after that.  It listens to this computer alone.  It locks "
    "itself\n"
    "when nothing was asked for 15 minutes, and when the computer slept.\n"};
