/* src/cli/main.c
 * The program: finds the command and runs it.  The same executable is started again as the
 * confined worker. */
#include <stdio.h>

#include "base/mem.h"
#include "cli/cli.h"

const struct command *const commands_all[] = {&cmd_create, &cmd_add, &cmd_import, &cmd_list,
    &cmd_show, &cmd_search, &cmd_people, &cmd_picture, &cmd_correct, &cmd_pack, &cmd_verify,
    &cmd_check, &cmd_support, &cmd_report, &cmd_demo, NULL};

static const char help_head[] =
    "Daybook keeps a diary of what happened and exact copies of what was sent, on this computer "
    "only.\n\n"
    "You can report now: police say do not wait to gather evidence.\n"
    "In danger now: 999 (cannot speak on a mobile: 999, then 55).  Otherwise: 101.\n"
    "Help lines: daybook support\n\n"
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
	(void)fputs(help_head, stdout);
	for (size_t i = 0; commands_all[i] != NULL; i++)
		(void)printf("  %-9s %s\n", commands_all[i]->name, commands_all[i]->does);
	(void)fputs("\nTry first: daybook demo    One command: daybook COMMAND --help\n"
		    "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with doubts\n",
	    stdout);
	return EXIT_DONE;
}

static int
print_command_help(const struct command *command)
{
	(void)printf("usage: daybook %s %s\n%s\n", command->name, command->synopsis, command->does);
	return EXIT_DONE;
}

/* The command is the first word; its options are only known once it is found. */
static const struct command *
command_guess(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--vault") == 0 || strcmp(argv[i], "--passphrase-file") == 0)
			i++;
		else if (argv[i][0] != '-')
			return command_find(argv[i]);
	}
	return NULL;
}

enum { SPECS_MAX = 64 };

static void
specs_join(const struct command *command, struct arg_spec out[SPECS_MAX])
{
	size_t n = 0;

	for (const struct arg_spec *spec = cli_global_specs; spec->name != NULL; spec++)
		out[n++] = *spec;
	for (const struct arg_spec *spec = command != NULL ? command->specs : NULL;
	     spec != NULL && spec->name != NULL && n + 1 < SPECS_MAX; spec++)
		out[n++] = *spec;
	out[n] = (struct arg_spec){NULL, false};
}

static int
run_command(struct cli *cli, const struct command *command, struct err *err)
{
	if (args_flag(&cli->args, "version")) {
		(void)puts("daybook " DAYBOOK_VERSION);
		return EXIT_DONE;
	}
	if (cli->args.word_count == 0)
		return print_help();
	if (command == NULL) {
		(void)fail(err, E_FORMAT,
		    "there is no command \"%.60s\"; daybook --help lists them", cli->args.words[0]);
		return cli_usage(cli, err);
	}
	cli->command = command->name;
	if (args_flag(&cli->args, "help"))
		return print_command_help(command);
	return command->run(cli);
}

int
main(int argc, char **argv)
{
	struct arg_spec specs[SPECS_MAX];
	const struct command *command;
	struct cli *cli;
	struct err err = {0};
	int code;

	if (system_is_worker(argc, argv))
		return system_worker_main(argc, argv);
	if (argc == 2 && strcmp(argv[1], "-h") == 0)
		return print_help();
	cli = mem_new(1, sizeof *cli);
	if (cli == NULL || system_start(&err) != OK) {
		(void)fprintf(stderr, "daybook: it cannot start: %s\n", err.text);
		return EXIT_FAILED;
	}
	buf_init(&cli->out, 64 * 1024 * 1024);
	buf_init(&cli->reader, 8192);
	command = command_guess(argc, argv);
	specs_join(command, specs);
	if (argc > 1 && strcmp(argv[argc - 1], "-h") == 0) {
		code = command != NULL ? print_command_help(command) : print_help();
	} else if (args_parse(argc - 1, argv + 1, specs, &cli->args, &err) != OK) {
		cli->command = command != NULL ? command->name : NULL;
		code = cli_usage(cli, &err);
	} else {
		cli->json = args_flag(&cli->args, "json");
		cli->quiet = args_flag(&cli->args, "quiet");
		cli->progress = !cli->quiet && system_is_terminal(2);
		code = run_command(cli, command, &err);
	}
	buf_fini(&cli->out);
	buf_fini(&cli->reader);
	mem_free(cli);
	return code;
}
