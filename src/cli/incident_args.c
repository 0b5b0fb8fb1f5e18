/* src/cli/incident_args.c
 * What add, correct and event take and say alike. */
#include "cli/incident_args.h"

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
	for (size_t i = 0; status == OK && i < DETAIL_SHOWN_BY; i++)
		status = args_text(args, detail_name((enum detail)i), &out->details[i], err);
	return status == OK ? args_text(args, "of", &out->details[DETAIL_SHOWN_BY], err) : status;
}

enum status
incident_take(const struct args *args, struct incident *out, struct err *err)
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

int
incident_print_saved(struct cli *cli, const struct incident_saved *saved)
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
int
incident_failed(struct cli *cli, enum status status, const struct err *err)
{
	return status == E_FORMAT && cli->stage == CLI_OPEN ? cli_usage(cli, err)
							    : cli_fail(cli, status, err);
}
