/* src/cli/cmd_settings.c
 * settings: what holds for the whole vault. */
#include "app/settings.h"
#include "cli/cli.h"

static const struct arg_spec specs[] = {{NULL, false}};

struct change {
	enum setting setting;
	struct text value;
};

static enum status
take_change(const struct args *args, struct change *out, struct err *err)
{
	struct text words[2];

	if (args->word_count != 3)
		return fail(err, E_FORMAT,
		    "it is \"settings\", or one setting and its value: settings jurisdiction "
		    "scotland");
	for (size_t i = 0; i < 2; i++)
		if (!text_check(
			slice_of(args->words[i + 1], strlen(args->words[i + 1])), &words[i], NULL))
			return fail(err, E_FORMAT, "a word is not valid UTF-8 text");
	if (!setting_parse(words[0], &out->setting))
		return fail(err, E_FORMAT, "the settings are jurisdiction and initials");
	out->value = words[1];
	return setting_check(out->setting, words[1], err);
}

static void
print_settings(struct cli *cli, const struct settings *settings)
{
	struct json json;

	if (cli->json) {
		json = cli_json(cli);
		json_object_begin(&json);
		json_key_c(&json, "jurisdiction", law_place_code(settings->jurisdiction));
		json_key_c(&json, "initials", settings->initials);
		json_object_end(&json);
		cli_json_end(cli);
		return;
	}
	buf_put_c(&cli->out, "jurisdiction  ");
	buf_put_c(&cli->out, law_place_code(settings->jurisdiction));
	buf_put_c(&cli->out, "  (whose law is looked at: ");
	buf_put_c(&cli->out, law_place_words(settings->jurisdiction));
	buf_put_c(
	    &cli->out, settings->said[SETTING_JURISDICTION] ? ")\n" : "; nobody chose yet)\n");
	buf_put_c(&cli->out, "initials      ");
	buf_put_c(&cli->out, settings->initials);
	buf_put_c(&cli->out, "  (exhibits are ");
	buf_put_c(&cli->out, settings->initials);
	buf_put_c(&cli->out, "/1 and so on");
	buf_put_c(&cli->out, settings->said[SETTING_INITIALS] ? ")\n" : "; nobody chose yet)\n");
	cli_flush(cli);
}

static enum status
list(struct cli *cli, struct app *app, struct err *err)
{
	struct settings settings;
	enum status status = settings_find(app, &settings, err);

	if (status == OK)
		print_settings(cli, &settings);
	return status;
}

static int
run(struct cli *cli)
{
	struct change change = {0};
	struct app app = {0};
	struct err err = {0};
	bool changing = cli->args.word_count > 1;
	enum status status = changing ? take_change(&cli->args, &change, &err) : OK;

	if (status != OK)
		return cli_usage(cli, &err);
	status = changing ? cli_open(cli, &app, &err) : cli_open_to_read(cli, &app, &err);
	if (status == OK && changing)
		status = setting_put(&app, change.setting, change.value, &err);
	if (status == OK)
		status = list(cli, &app, &err);
	app_close(&app);
	return status == OK ? EXIT_DONE : cli_fail(cli, status, &err);
}

const struct command cmd_settings = {"settings",
    "[jurisdiction england-wales|scotland|northern-ireland | initials LETTERS]",
    "what holds for the whole vault: whose law, whose initials", specs, run,
    "jurisdiction  where the police force is that you would speak to.  It says whose examples "
    "kinds of\n"
    "              behaviour follow, and what is looked for; nothing that is recorded changes\n"
    "initials      yours, for exhibits: with MH they are MH/1, MH/2 ...  Once a pack was handed "
    "over,\n"
    "              leave them: others quote the numbers by then\n\n"
    "Each change is kept with its date; the newest counts.  In a copy that is restored it still "
    "does.\n"};
