/* src/cli/cmd_check.c
 * check and verify: what holds, what does not, level by level. */
#include "app/checking.h"
#include "base/mem.h"
#include "cli/cli.h"

static const struct arg_spec no_specs[] = {{NULL, false}};

static int
print_report(struct cli *cli, const struct verify_report *report)
{
	struct json json;

	if (cli->json) {
		json = cli_json(cli);
		verify_report_json(report, &json);
		buf_put_byte(&cli->out, '\n');
	} else if (cli->quiet) {
		verify_report_problems(report, &cli->out);
	} else {
		verify_report_text(report, &cli->out);
	}
	cli_flush(cli);
	if (report->problem_count != 0)
		cli_say(cli, "%s",
		    strcmp(report->what, "vault") == 0 ? "What is not named as a problem still "
							 "holds, and can be shown.  "
							 "Change nothing in\nthe folder by hand.  "
							 "An earlier copy of it may hold what "
							 "is damaged here: keep every copy."
						       : "What is not named as a problem still "
							 "holds.  Keep this copy as it is, and ask "
							 "whoever\ngave it for another one.");
	return verify_report_exit(report);
}

static enum status
check_vault(struct cli *cli, bool quick, struct verify_report *report, struct err *err)
{
	struct app app = {0};
	enum status status = cli_open_to_read(cli, &app, err);

	if (status == OK)
		status = vault_verify(&app, quick, report, err);
	app_close(&app);
	return status;
}

static int
with_report(struct cli *cli, const char *what,
    enum status (*fill)(struct cli *cli, struct verify_report *report, struct err *err))
{
	struct verify_report *report = mem_new(1, sizeof *report);
	struct err err = {0};
	enum status status;
	int code;

	if (report == NULL)
		return cli_fail(cli, E_NOMEM, &(struct err){.text = "out of memory"});
	verify_report_init(report, what);
	status = fill(cli, report, &err);
	code = status == OK ? print_report(cli, report) : cli_fail(cli, status, &err);
	verify_report_fini(report);
	mem_free(report);
	return code;
}

static enum status
fill_check(struct cli *cli, struct verify_report *report, struct err *err)
{
	return check_vault(cli, false, report, err);
}

static int
run_check(struct cli *cli)
{
	struct err err = {0};

	if (cli->args.word_count != 1) {
		(void)fail(&err, E_FORMAT, "it takes no further words; verify checks a pack");
		return cli_usage(cli, &err);
	}
	return with_report(cli, "vault", fill_check);
}

static enum status
fill_pack(struct cli *cli, struct verify_report *report, struct err *err)
{
	struct app_options options = cli_app_options(cli);

	return pack_check(&options.seams, cli->args.words[1], &options.progress, report, err);
}

static enum status
fill_vault(struct cli *cli, struct verify_report *report, struct err *err)
{
	cli->args.options[cli->args.option_count++] = (struct arg){"vault", cli->args.words[1]};
	return check_vault(cli, true, report, err);
}

/* A vault is a folder with a header; everything else is taken for a pack. */
static bool
is_vault(const char *path)
{
	return system_exists_in(path, "h0");
}

static int
run_verify(struct cli *cli)
{
	struct err err = {0};

	if (cli->args.word_count != 2 || cli->args.option_count == ARGS_MAX) {
		(void)fail(&err, E_FORMAT, "name one pack, or one vault");
		return cli_usage(cli, &err);
	}
	if (is_vault(cli->args.words[1]))
		return with_report(cli, "vault", fill_vault);
	return with_report(cli, "pack", fill_pack);
}

const struct command cmd_check = {
    "check", "", "read and hash everything in the vault again", no_specs, run_check};
const struct command cmd_verify = {
    "verify", "PATH", "check a pack or a vault, level by level", no_specs, run_verify};
