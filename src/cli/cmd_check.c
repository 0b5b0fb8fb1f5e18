/* src/cli/cmd_check.c
 * check and verify: what holds, what does not, level by level. */
#include "app/checking.h"
#include "app/sampling.h"
#include "base/mem.h"
#include "cli/cli.h"

static const struct arg_spec no_specs[] = {{NULL, false}};
static const struct arg_spec check_specs[] = {{"sample", false}, {NULL, false}};

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
check_vault(struct cli *cli, unsigned share, struct verify_report *report, struct err *err)
{
	struct app app = {0};
	enum status status = cli_open_to_check(cli, &app, err);

	if (status == OK)
		status = vault_verify_part(&app, share, report, err);
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

/* Hundredths: "5" is 50 of them, "05" five.  False: no more than two digits. */
static bool
take_hundredths(struct slice digits, unsigned *out)
{
	unsigned weight = 10;

	*out = 0;
	for (size_t i = 0; i < digits.n; i++, weight /= 10) {
		if (digits.p[i] < '0' || digits.p[i] > '9' || weight == 0)
			return false;
		*out += weight * (unsigned)(digits.p[i] - '0');
	}
	return true;
}

/* "5%", "5", "0.5%": in parts of SAMPLING_ALL.  All of it when the option is not there. */
static enum status
take_share(struct cli *cli, unsigned *share, struct err *err)
{
	const char *value = args_value(&cli->args, "sample");
	struct slice rest, head;
	uint64_t whole = 0;
	unsigned hundredths = 0;

	*share = SAMPLING_ALL;
	if (value == NULL)
		return OK;
	rest = slice_of(value, strlen(value));
	if (rest.n != 0 && rest.p[rest.n - 1] == '%')
		rest.n--;
	if (!cut(&rest, '.', &head)) {
		head = rest;
		rest = slice_of("", 0);
	}
	if (u64_parse(head, &whole) && whole <= 100 && take_hundredths(rest, &hundredths) &&
	    whole * 100 + hundredths != 0 && whole * 100 + hundredths <= SAMPLING_ALL) {
		*share = (unsigned)whole * 100 + hundredths;
		return OK;
	}
	return fail(err, E_FORMAT, "--sample is a part of all bytes, from 0.01%% to 100%%");
}

static enum status
fill_check(struct cli *cli, struct verify_report *report, struct err *err)
{
	unsigned share = SAMPLING_ALL;
	enum status status = take_share(cli, &share, err);

	return status == OK ? check_vault(cli, share, report, err) : status;
}

static int
run_check(struct cli *cli)
{
	struct err err = {0};
	unsigned share;

	if (cli->args.word_count != 1) {
		(void)fail(&err, E_FORMAT, "it takes no further words; verify checks a pack");
		return cli_usage(cli, &err);
	}
	if (take_share(cli, &share, &err) != OK)
		return cli_usage(cli, &err);
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
	return check_vault(cli, 0, report, err);
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

const struct command cmd_check = {"check", "[--sample 5%]",
    "read and hash everything in the vault, or a part, again", check_specs, run_check,
    "--sample reads every entry and every signed head, and of the originals a part of about that\n"
    "share of all bytes, another one each time; it says how much it was.\n"};
const struct command cmd_verify = {
    "verify", "PATH", "check a pack or a vault, level by level", no_specs, run_verify};
