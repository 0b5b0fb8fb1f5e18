/* src/cli/cmd_exhibits.c
 * exhibits: what was handed over under which label, and what police call it. */
#include "app/exhibits.h"
#include "cli/cli.h"

static const struct arg_spec specs[] = {{NULL, false}};

static enum status
print_exhibit(void *ctx, const struct exhibit_handed *exhibit, struct text name, struct err *err)
{
	struct cli *cli = ctx;
	struct json json;

	if (cli->json) {
		json = cli_json(cli);
		json_object_begin(&json);
		json_key_text(&json, "label", exhibit->label);
		json_key_text(&json, "name", name);
		json_key_text(&json, "handed_over", exhibit->first);
		json_key_text(&json, "reference", exhibit->reference);
		json_object_end(&json);
	} else {
		cli_put_plain(cli, exhibit->label);
		buf_put_c(&cli->out, "  ");
		cli_put_plain(cli, name.n != 0 ? name : TEXT_LITERAL("(removed since)"));
		if (exhibit->reference.n != 0) {
			buf_put_c(&cli->out, "  theirs: ");
			cli_put_plain(cli, exhibit->reference);
		}
		buf_put_c(&cli->out, "  handed over ");
		cli_put_plain(cli, text_prefix(exhibit->first, 10));
	}
	buf_put_byte(&cli->out, '\n');
	return buf_check(&cli->out, err);
}

struct change {
	struct text label, reference;
};

static enum status
take_change(const struct args *args, struct change *out, struct err *err)
{
	struct text *const texts[] = {&out->label, &out->reference};

	if (args->word_count != 4 || strcmp(args->words[1], "refer") != 0)
		return fail(err, E_FORMAT,
		    "it is \"exhibits\", or \"exhibits refer LABEL THEIR-REFERENCE\"");
	for (size_t i = 0; i < 2; i++)
		if (!text_check(
			slice_of(args->words[i + 2], strlen(args->words[i + 2])), texts[i], NULL) ||
		    texts[i]->n == 0 || texts[i]->n > 200)
			return fail(err, E_FORMAT, "a label or reference is empty or too long");
	if (text_eq_c(out->reference, "none"))
		out->reference = TEXT_NONE;
	return OK;
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
	if (status == OK)
		status = changing ? exhibit_refer(&app, change.label, change.reference, &err)
				  : exhibits_each(&app, print_exhibit, cli, &err);
	app_close(&app);
	if (status != OK)
		return cli_fail(cli, status, &err);
	if (changing)
		cli_say(cli, "Saved.  exhibits refer %s none takes it back.", cli->args.words[2]);
	else if (cli->out.n == 0)
		cli_say(cli, "Nothing was handed over yet: pack makes what is handed over.");
	cli_flush(cli);
	return EXIT_DONE;
}

const struct command cmd_exhibits = {"exhibits", "[refer LABEL THEIR-REFERENCE]",
    "what was handed over under which label, and what police call it", specs, run,
    "A file keeps the label under which it was handed over first.  refer notes what an officer\n"
    "calls it; later packs show it beside the label.  none takes it back.\n"
    "    daybook exhibits refer MH/3 KS/17\n"};
