/* src/cli/cmd_pack.c
 * pack: what is handed over. */
#include "app/checking.h"
#include "app/packing.h"
#include "base/encode.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "show/query.h"
#include "show/when.h"

enum { NAMES_MAX = 256 };

static const struct arg_spec specs[] = {{"out", false}, {"from", false}, {"to", false},
    {"person", false}, {"key-dates", true}, {"select", false}, {"hide", false}, {"for", false},
    {"exhibits", false}, {NULL, false}};

struct choices {
	struct packing_options options;
	struct text persons[NAMES_MAX], selected[NAMES_MAX], hidden[ENTRY_FIELDS];
};

/* With the others a pack is proved; and the names of files stand in records, which are proved
 * whole. */
static bool
can_be_hidden(enum entry_field field)
{
	const uint32_t fields = 1U << FIELD_WRITTEN | 1U << FIELD_WHEN | 1U << FIELD_SOURCE |
				1U << FIELD_CONTENT | 1U << FIELD_TEXT | 1U << FIELD_PEOPLE |
				1U << FIELD_PLACE | 1U << FIELD_RELATIONS | 1U << FIELD_DERIVED |
				1U << FIELD_EFFECT;

	return (fields & 1U << field) != 0;
}

static enum status
take_hidden(const struct args *args, struct choices *out, struct err *err)
{
	enum entry_field field;
	size_t count;
	enum status status = args_texts(args, "hide", out->hidden, ENTRY_FIELDS, &count, err);

	for (size_t i = 0; status == OK && i < count; i++) {
		if (!entry_field_parse(slice_of_text(out->hidden[i]), &field) ||
		    !can_be_hidden(field))
			return fail(err, E_FORMAT,
			    "--hide is one of written, when, source, content, text, people, place, "
			    "relations, derived and effect; names of files stand in records, which "
			    "are proved whole: --select leaves records out");
		out->options.hidden |= 1U << field;
	}
	return status;
}

static enum status
take_for(const struct args *args, struct packing_options *out, struct err *err)
{
	static const char *const words[] = {"police", "solicitor", "advocate", "me"};
	enum status status = args_text(args, "for", &out->made_for, err);

	if (status == OK && out->made_for.p == NULL)
		out->made_for = TEXT_LITERAL("police");
	for (size_t i = 0; status == OK && i < COUNT_OF(words); i++)
		if (text_eq_c(out->made_for, words[i]))
			return OK;
	return status == OK ? fail(err, E_FORMAT, "--for is police, solicitor, advocate or me")
			    : status;
}

/* Before the passphrase is asked. */
static enum status
check_dates(const struct packing_options *options, struct err *err)
{
	struct query *query = mem_new(1, sizeof *query);
	enum status status = query != NULL ? OK : fail(err, E_NOMEM, "out of memory");

	if (status == OK && options->since.n != 0)
		status = query_add_since(query, options->since, err);
	if (status == OK && options->until.n != 0)
		status = query_add_until(query, options->until, err);
	mem_free(query);
	return status;
}

static enum status
take_choices(const struct args *args, struct choices *out, struct err *err)
{
	struct packing_options *o = &out->options;
	enum status status = take_for(args, o, err);

	o->path = args_value(args, "out");
	if (status == OK && (o->path == NULL || args->word_count != 1))
		status = fail(
		    err, E_FORMAT, "say where the pack goes: --out FOLDER or --out NAME.zip");
	if (status == OK)
		status = args_text(args, "from", &o->since, err);
	if (status == OK)
		status = args_text(args, "to", &o->until, err);
	if (status == OK)
		status = check_dates(o, err);
	if (status == OK)
		status = args_text(args, "exhibits", &o->exhibit_prefix, err);
	if (status == OK)
		status = args_texts(args, "person", out->persons, NAMES_MAX, &o->person_count, err);
	if (status == OK)
		status = args_texts(
		    args, "select", out->selected, NAMES_MAX, &o->selected_count, err);
	o->persons = out->persons;
	o->selected = out->selected;
	o->key_dates = args_flag(args, "key-dates");
	if (status == OK && o->key_dates && (o->person_count == 0 || o->selected_count != 0))
		status = fail(err, E_FORMAT,
		    "--key-dates goes with --person; without a choice of people or single records "
		    "every key date is in the pack");
	return status == OK ? take_hidden(args, out, err) : status;
}

static void
print_key_dates(struct cli *cli, const struct packing_sum *sum)
{
	bool taken = sum->key_dates_taken != 0;
	uint64_t count = taken ? sum->key_dates_taken : sum->key_dates_left_out;

	if (count == 0)
		return;
	buf_put_c(&cli->out, "  ");
	count_noun_put(
	    &cli->out, count, "key date that names nobody is", "key dates that name nobody are");
	buf_put_c(&cli->out, taken ? " in it as well.\n"
				   : " left out with what is not about the people chosen; "
				     "--key-dates takes such dates in.\n");
}

static void
print_sum(struct cli *cli, const char *path, const struct packing_sum *sum)
{
	struct json json;

	if (cli->json) {
		json = cli_json(cli);
		json_object_begin(&json);
		json_key(&json, "pack");
		cli_json_path(&json, path);
		json_key_u64(&json, "records", sum->records);
		json_key_u64(&json, "left_out", sum->left_out);
		json_key_u64(&json, "key_dates_taken", sum->key_dates_taken);
		json_key_u64(&json, "key_dates_left_out", sum->key_dates_left_out);
		json_key_u64(&json, "exhibits", sum->exhibits);
		json_key_u64(&json, "entries", sum->entries);
		json_key_u64(&json, "files", sum->written.files);
		json_key_u64(&json, "bytes", sum->written.bytes);
		json_key_c(&json, "head_code", sum->head_code);
		json_object_end(&json);
		cli_json_end(cli);
		return;
	}
	buf_put_c(&cli->out, "The pack is ready: ");
	buf_put_c(&cli->out, path);
	buf_put_c(&cli->out, "\n  ");
	count_put(&cli->out, sum->records);
	buf_put_c(&cli->out, sum->records == 1 ? " record, " : " records, ");
	count_put(&cli->out, sum->exhibits);
	buf_put_c(&cli->out, sum->exhibits == 1 ? " exhibit, " : " exhibits, ");
	count_put(&cli->out, sum->written.files);
	buf_putf(&cli->out, " files, %.1f MB\n", (double)sum->written.bytes / 1e6);
	print_key_dates(cli, sum);
	buf_put_c(&cli->out, "  Look through it first: data/00-read-first.html shows what leaves.  "
			     "Private notes do not.\n"
			     "  Head code, to write down or read out: ");
	code_put(&cli->out, text_of_c(sum->head_code));
	buf_put_byte(&cli->out, '\n');
	cli_flush(cli);
}

static int
run(struct cli *cli)
{
	struct choices choices = {0};
	struct packing_sum sum;
	struct app app = {0};
	struct err err = {0};
	enum status status = take_choices(&cli->args, &choices, &err);

	if (status != OK)
		return cli_usage(cli, &err);
	status = cli_open_to_read(cli, &app, &err);
	if (status == OK)
		status = pack_make(&app, &choices.options, &sum, &err);
	app_close(&app);
	if (status == E_CONFLICT && cli->stage == CLI_OPEN)
		return cli_fail_next(cli, status, &err,
		    "Give the pack another name with --out.  What an earlier try left, with .part "
		    "at "
		    "the end of its name, anybody can read: delete it.");
	if (status != OK)
		return cli_fail(cli, status, &err);
	print_sum(cli, choices.options.path, &sum);
	return EXIT_DONE;
}

const struct command cmd_pack = {"pack",
    "--out PATH[.zip] [--from T] [--to T] [--person P]... [--key-dates]\n"
    "           [--select ID]... [--hide FIELD]... [--for police|solicitor|advocate|me] "
    "[--exhibits PREFIX]",
    "make a pack that can be read and checked without Daybook", specs, run,
    "Without a choice, everything is in it.  --from and --to take dates as list does; --select "
    "takes\n"
    "ids.  A correction brings what it corrects with it.  Private notes are never in a pack.\n"
    "--key-dates, with --person: key dates that name nobody (a report, an order) as well; those\n"
    "that name somebody else, by number or by the message that shows them, stay out.\n"
    "--hide leaves a field out of every entry, provably: written when source content text\n"
    "people place relations derived effect.  content: files of exhibits and pictures stay out.\n"
    "--for says on the first page whom it is for.\n"
    "--exhibits numbers them under other letters than the initials of daybook settings; what was\n"
    "handed over before keeps its label (daybook exhibits).\n"
    "Read it through before you hand it over: data/00-read-first.html shows what leaves.\n"};
