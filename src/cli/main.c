/* src/cli/main.c
 * The program: finds the command and runs it.  The same executable is started again as the
 * confined worker. */
#include <stdio.h>

#include "base/mem.h"
#include "cli/cli.h"
#include "cli/help.h"
#include "cli/nearest.h"
#include "show/first_call.h"

const struct command *const commands_all[] = {&cmd_create, &cmd_add, &cmd_import, &cmd_list,
    &cmd_show, &cmd_search, &cmd_people, &cmd_event, &cmd_picture, &cmd_correct, &cmd_remove,
    &cmd_pack, &cmd_exhibits, &cmd_statement, &cmd_verify, &cmd_check, &cmd_backup, &cmd_restore,
    &cmd_keys, &cmd_recover, &cmd_merge, &cmd_handover, &cmd_settings, &cmd_support, &cmd_report,
    &cmd_serve, &cmd_demo, NULL};

static const char help_head[] =
    "Daybook keeps a diary of what happened and exact copies of what was sent, on this computer "
    "only.\n\n"
    "You can report now: police say do not wait to gather evidence.\n"
    "In danger now: %s (cannot speak on a mobile: %s).  Otherwise: %s.\n"
    "Help lines, and where these numbers are from: daybook support\n\n"
    "If somebody may be watching this computer, use another one.\n\n"
    "usage: daybook [--vault DIR] [--passphrase-file FILE] [--json] [--quiet] COMMAND ...\n\n";

static const struct command *
command_find(const char *name)
{
	for (size_t i = 0; commands_all[i] != NULL; i++)
		if (strcmp(commands_all[i]->name, name) == 0)
			return commands_all[i];
	return NULL;
}

static int
print_help(void)
{
	(void)printf(help_head, first_call_number(FIRST_CALL_EMERGENCY),
	    first_call_number(FIRST_CALL_SILENT), first_call_number(FIRST_CALL_POLICE));
	for (size_t i = 0; commands_all[i] != NULL; i++)
		(void)printf("  %-9s %s\n", commands_all[i]->name, commands_all[i]->does);
	(void)fputs("\nTry first: daybook demo    One command: daybook COMMAND --help\n"
		    "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with doubts\n",
	    stdout);
	return EXIT_DONE;
}

enum { SPECS_MAX = 96, OUT_BYTES = 64 * 1024, OUT_MOST_BYTES = 64 * 1024 * 1024 };

static size_t
specs_add(struct arg_spec out[SPECS_MAX], size_t n, const struct arg_spec *more)
{
	for (; more->name != NULL && n + 1 < SPECS_MAX; more++) {
		size_t i = 0;

		while (i < n && strcmp(out[i].name, more->name) != 0)
			i++;
		if (i == n)
			out[n++] = *more;
	}
	out[n] = (struct arg_spec){NULL, false};
	return n;
}

/* What this command takes; where there is no such command, what any of them takes. */
static void
specs_join(const struct command *command, struct arg_spec out[SPECS_MAX])
{
	size_t n = specs_add(out, 0, cli_global_specs);

	if (command != NULL) {
		(void)specs_add(out, n, command->specs);
		return;
	}
	for (size_t i = 0; commands_all[i] != NULL; i++)
		n = specs_add(out, n, commands_all[i]->specs);
}

/*
 * The command is the first word.  Which words are values of options is only known by the options;
 * these mean the same in every command that has them, so all together find it.
 */
static enum status
command_find_and_parse(
    struct cli *cli, int argc, char **argv, const struct command **command, struct err *err)
{
	struct arg_spec specs[SPECS_MAX];
	enum status status;

	specs_join(NULL, specs);
	status = args_parse(argc - 1, argv + 1, specs, &cli->args, err);
	*command = cli->args.word_count != 0 ? command_find(cli->args.words[0]) : NULL;
	if (*command == NULL)
		return status;
	*err = (struct err){0};
	specs_join(*command, specs);
	return args_parse(argc - 1, argv + 1, specs, &cli->args, err);
}

/* Commands that are planned and not there yet, and what serves until then. */
static const struct {
	const char *name, *until_then;
} later[] = {
    {"scan", "import keeps a video as it is, and add --attach puts it to an incident"},
    {"watch", "import keeps recordings that another program made"},
};

static int
no_such_command(struct cli *cli, struct err *err)
{
	const char *typed = cli->args.words[0];
	struct nearest nearest;

	for (size_t i = 0; i < COUNT_OF(later); i++) {
		if (strcmp(typed, later[i].name) != 0)
			continue;
		(void)fail(err, E_FORMAT, "%s is not built yet; until then, %s", typed,
		    later[i].until_then);
		return cli_usage(cli, err);
	}
	nearest_init(&nearest, slice_of(typed, strlen(typed)));
	for (size_t i = 0; commands_all[i] != NULL; i++)
		nearest_try(&nearest, commands_all[i]->name);
	if (nearest.word != NULL)
		(void)fail(err, E_FORMAT, "there is no command \"%.40s\"; did you mean %s?", typed,
		    nearest.word);
	else
		(void)fail(err, E_FORMAT, "there is no command \"%.40s\"", typed);
	return cli_usage(cli, err);
}

/* "daybook help add" is understood as well. */
static int
print_help_for(struct cli *cli, const struct command *command)
{
	if (cli->args.word_count > 1 && strcmp(cli->args.words[0], "help") == 0)
		command = command_find(cli->args.words[1]);
	if (command == NULL)
		return print_help();
	help_put(&cli->out, command);
	cli_flush(cli);
	return EXIT_DONE;
}

static int
run_command(struct cli *cli, int argc, char **argv)
{
	const struct command *command;
	struct err err = {0};
	enum status status = command_find_and_parse(cli, argc, argv, &command, &err);
	bool asked = cli->args.word_count != 0 && strcmp(cli->args.words[0], "help") == 0;

	cli->json = args_flag(&cli->args, "json");
	cli->quiet = args_flag(&cli->args, "quiet");
	cli->progress = !cli->quiet && system_is_terminal(2);
	cli->command = command != NULL ? command->name : NULL;
	if (args_flag(&cli->args, "version")) {
		(void)puts("daybook " DAYBOOK_VERSION);
		return EXIT_DONE;
	}
	if (args_flag(&cli->args, "help") || asked || (status == OK && cli->args.word_count == 0))
		return print_help_for(cli, command);
	if (cli->args.word_count != 0 && command == NULL)
		return no_such_command(cli, &err);
	if (status != OK)
		return cli_usage(cli, &err);
	return command->run(cli);
}

int
main(int argc, char **argv)
{
	struct cli *cli;
	struct err err = {0};
	int code;

	if (system_is_worker(argc, argv))
		return system_worker_main(argc, argv);
	cli = mem_new(1, sizeof *cli);
	if (cli == NULL || system_start(&err) != OK) {
		(void)fprintf(stderr, "daybook: it cannot start: %s\n", err.text);
		return EXIT_FAILED;
	}
	buf_init(&cli->out, OUT_MOST_BYTES);
	buf_reserve(&cli->out, OUT_BYTES);      /* so that no short secret is moved about */
	(void)setvbuf(stdout, NULL, _IONBF, 0); /* cli->out is the one copy, and is wiped */
	buf_init(&cli->reader, 8192);
	code = run_command(cli, argc, argv);
	buf_fini(&cli->out);
	buf_fini(&cli->reader);
	mem_free(cli);
	return code;
}
