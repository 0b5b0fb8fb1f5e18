/* src/cli/cmd_add.c
 * add and correct: an incident written down, and a later, better version of a record. */
#include "cli/incident_args.h"

static const struct arg_spec add_specs[] = {INCIDENT_SPECS, {"attach", false}, {NULL, false}};
static const struct arg_spec correct_specs[] = {
    INCIDENT_SPECS, DETAIL_SPECS, {"why", false}, {"and", false}, {NULL, false}};

static int
run_add(struct cli *cli)
{
	struct incident incident = {0};
	struct incident_saved saved;
	struct app app = {0};
	struct err err = {0};
	enum status status = incident_take(&cli->args, &incident, &err);

	if (status == OK && cli->args.word_count != 1)
		status = fail(&err, E_FORMAT, "put what happened in quotes after --what");
	if (status == OK && (incident.what.n == 0 || incident.when.n == 0))
		status = fail(
		    &err, E_FORMAT, "--when and --what are needed (--when unknown is fine)");
	if (status != OK)
		return cli_usage(cli, &err);
	status = cli_open(cli, &app, &err);
	if (status == OK)
		status = incident_add(&app, &incident, &saved, &err);
	app_close(&app);
	if (status != OK)
		return incident_failed(cli, status, &err);
	return incident_print_saved(cli, &saved);
}

static int
run_correct(struct cli *cli)
{
	struct correction correction = {0};
	struct incident_saved saved;
	struct app app = {0};
	struct text id = TEXT_NONE;
	struct err err = {0};
	enum status status = incident_take(&cli->args, &correction.changes, &err);

	if (status == OK)
		status = args_text(&cli->args, "why", &correction.why, &err);
	if (status == OK)
		status = args_texts(&cli->args, "and", correction.also, INCIDENT_MAX_LIST,
		    &correction.also_count, &err);
	if (status == OK &&
	    (cli->args.word_count != 2 ||
		!text_check(slice_of(cli->args.words[1], strlen(cli->args.words[1])), &id, NULL)))
		status = fail(
		    &err, E_FORMAT, "name one record by the id that list and search print");
	if (status == OK && correction.why.n == 0)
		status = fail(
		    &err, E_FORMAT, "say why (--why); the earlier version stays as it is");
	if (status != OK)
		return cli_usage(cli, &err);
	status = cli_open(cli, &app, &err);
	if (status == OK)
		status = record_correct(&app, id, &correction, &saved, &err);
	app_close(&app);
	if (status == E_CONFLICT && cli->stage == CLI_OPEN)
		return cli_fail_next(cli, status, &err, "Run the same command with that id.");
	if (status != OK)
		return incident_failed(cli, status, &err);
	return incident_print_saved(cli, &saved);
}

const struct command cmd_add = {"add",
    "--when T --what TEXT [--until T] [--precision second|minute|hour|day|month|year]\n"
    "           [--place P] [--by PERSON]... [--kind K]... [--witness NAME]... [--effect TEXT]\n"
    "           [--changed TEXT] [--known saw|heard|told|found] [--observer NAME]\n"
    "           [--attach FILE]... [--private TEXT]",
    "write down an incident", add_specs, run_add,
    "T      now, unknown, 2024, 2024-03, 2024-03-24, \"2024-03-24 21:05\", 2024-03-24T21:05:07Z\n"
    "       as exact as you know it, no more; --precision hour makes a time less exact\n"
    "--by   who did it, or which vehicle; --witness who else saw it\n"
    "--observer who noticed it, when that is not you\n"
    "--kind what it was, in your words, or one of these: {kinds}\n"
    "       Key dates have these: {events}\n"
    "--effect   what it did to you        --changed   what you do differently because of it\n"
    "--private  a note for you alone; it never leaves in a pack\n\n"
    "    daybook add --when now --what \"He was outside the house again\" --place home\n"};
const struct command cmd_correct = {"correct", "ID --why TEXT [--and ID]... [options of add]",
    "put a better version beside a record; the earlier one stays", correct_specs, run_correct,
    "--and  when two devices corrected one record without knowing of each other, both versions "
    "stand\n"
    "       side by side; one correction that names both puts one in their place\n"};
