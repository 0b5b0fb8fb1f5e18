/* src/cli/cmd_add.c
 * add and correct: an incident written down, and a later, better version of a record. */
#include "app/incident.h"
#include "cli/cli.h"

#define INCIDENT_SPECS                                                                             \
	{"when", false}, {"until", false}, {"precision", false}, {"what", false},                  \
	    {"place", false}, {"by", false}, {"kind", false}, {"witness", false},                  \
	    {"effect", false}, {"changed", false}, {"known", false}, {"observer", false},          \
	{                                                                                          \
		"private", false                                                                   \
	}

static const struct arg_spec add_specs[] = {INCIDENT_SPECS, {"attach", false}, {NULL, false}};
static const struct arg_spec correct_specs[] = {
    INCIDENT_SPECS, {"why", false}, {"and", false}, {NULL, false}};

static enum status
take_texts(const struct args *args, struct incident *out, struct err *err)
{
	const struct {
		const char *name;
		struct text *to;
	} fields[] = {{"when", &out->when}, {"until", &out->until}, {"precision", &out->precision},
	    {"what", &out->what}, {"place", &out->place}, {"effect", &out->effect},
	    {"changed", &out->changed}, {"known", &out->known}, {"observer", &out->observer},
	    {"private", &out->private_note}};
	enum status status = OK;

	for (size_t i = 0; status == OK && i < COUNT_OF(fields); i++)
		status = args_text(args, fields[i].name, fields[i].to, err);
	return status;
}

static enum status
take_incident(const struct args *args, struct incident *out, struct err *err)
{
	enum status status = take_texts(args, out, err);

	if (status == OK)
		status = args_texts(args, "by", out->by, INCIDENT_MAX_LIST, &out->by_count, err);
	if (status == OK)
		status = args_texts(
		    args, "kind", out->kinds, INCIDENT_MAX_LIST, &out->kinds_count, err);
	if (status == OK)
		status = args_texts(
		    args, "witness", out->witnesses, INCIDENT_MAX_LIST, &out->witnesses_count, err);
	for (size_t i = 0; status == OK && i < args->option_count; i++) {
		if (strcmp(args->options[i].name, "attach") != 0)
			continue;
		if (out->attach_count == INCIDENT_MAX_LIST)
			return fail(err, E_LIMIT, "--attach is given too often");
		out->attach[out->attach_count++] = args->options[i].value;
	}
	return status;
}

static int
print_saved(struct cli *cli, const struct incident_saved *saved)
{
	struct json json;

	if (cli->json) {
		json = cli_json(cli);
		json_object_begin(&json);
		json_key_c(&json, "id", saved->id);
		json_key_u64(&json, "entry", saved->entry);
		json_key_c(&json, "doubt", saved->doubt);
		json_key_bool(&json, "listed", saved->listed == OK);
		json_object_end(&json);
		cli_json_end(cli);
	} else {
		buf_putf(&cli->out, "Saved as %s (entry %llu).\n", saved->id,
		    (unsigned long long)saved->entry);
		cli_flush(cli);
	}
	if (saved->doubt != NULL && strcmp(saved->doubt, "time-twice") == 0)
		cli_say(cli,
		    "Clocks went back that night: this time of day came twice, and the first is "
		    "taken.  It is noted as a doubt.");
	else if (saved->doubt != NULL)
		cli_say(cli,
		    "Clocks went forward then: this time of day did not exist.  It is kept as "
		    "written and noted as a doubt.");
	if (saved->listed == OK)
		return EXIT_DONE;
	cli_say(cli,
	    "daybook: %s: it is saved but not in the list yet: %s\n"
	    "Do not write it down again: the list is brought up to date at the next start.",
	    cli->command, saved->why.text);
	return EXIT_DOUBTS;
}

/* A time that is not understood is only found once the vault, with its zone, is open. */
static int
failed(struct cli *cli, enum status status, const struct err *err)
{
	return status == E_FORMAT && cli->stage == CLI_OPEN ? cli_usage(cli, err)
							    : cli_fail(cli, status, err);
}

static int
run_add(struct cli *cli)
{
	struct incident incident = {0};
	struct incident_saved saved;
	struct app app = {0};
	struct err err = {0};
	enum status status = take_incident(&cli->args, &incident, &err);

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
		return failed(cli, status, &err);
	return print_saved(cli, &saved);
}

static int
run_correct(struct cli *cli)
{
	struct correction correction = {0};
	struct incident_saved saved;
	struct app app = {0};
	struct text id = TEXT_NONE;
	struct err err = {0};
	enum status status = take_incident(&cli->args, &correction.changes, &err);

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
		return failed(cli, status, &err);
	return print_saved(cli, &saved);
}

const struct command cmd_add = {"add",
    "--when T --what TEXT [--until T] [--precision second|minute|hour|day|month|year]\n"
    "           [--place P] [--by PERSON]... [--kind K]... [--witness NAME]... [--effect TEXT]\n"
    "           [--changed TEXT] [--known saw|heard|told|found] [--observer NAME]\n"
    "           [--attach FILE]... [--private TEXT]",
    "write down an incident", add_specs, run_add,
    "T      now, unknown, 2024, 2024-03, 2024-03-24, \"2024-03-24 21:05\", 2024-03-24T21:05:07Z\n"
    "       as exact as you know it, no more; --precision hour makes a time less exact\n"
    "--by   who did it; --witness who else saw it; --observer who noticed it, when that is not "
    "you\n"
    "--kind what it was, in your words: following, watching, contacting, threat, damage ...\n"
    "       Key dates have these: relationship-ended told-to-stop blocked changed-number moved\n"
    "       reported warned arrested bailed order-made order-served order-breached hearing harmed\n"
    "--effect   what it did to you        --changed   what you do differently because of it\n"
    "--private  a note for you alone; it never leaves in a pack\n\n"
    "    daybook add --when now --what \"He was outside the house again\" --place home\n"};
const struct command cmd_correct = {"correct", "ID --why TEXT [--and ID]... [options of add]",
    "put a better version beside a record; the earlier one stays", correct_specs, run_correct,
    "--and  when two devices corrected one record without knowing of each other, both versions "
    "stand\n"
    "       side by side; one correction that names both puts one in their place\n"};
