/* src/cli/cmd_remove.c
 * remove: records and files gone for good.  Everything that will happen is said before it is asked
 * for. */
#include <stdio.h>

#include "app/removing.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "show/when.h"

static const struct arg_spec specs[] = {
    {"why", false}, {"whole-file", true}, {"yes", true}, {NULL, false}};

enum { ANSWER_BYTES = 64 };

/* --- what goes, in words --- */

static void
put_amount(struct cli *cli, uint64_t n, const char *one, const char *many)
{
	count_put(&cli->out, n);
	buf_putf(&cli->out, " %s", n == 1 ? one : many);
}

static void
put_part(struct cli *cli, const struct removal_part *part)
{
	bool file = part->kind == PART_FILE;

	buf_put_c(&cli->out, file ? "  the file " : "  the incident \"");
	cli_put_plain(cli, text_of_c(part->label));
	buf_put_c(&cli->out, file ? "" : "\"");
	if (file && part->records > 1) {
		buf_put_c(&cli->out, ", with all its ");
		put_amount(cli, part->records, "record", "records");
	}
	if (part->corrections != 0) {
		buf_put_c(&cli->out, file && part->records > 1 ? " and " : ", with ");
		put_amount(cli, part->corrections, "correction", "corrections");
	}
	buf_putf(&cli->out, " [%s]\n", part->id);
}

static void
put_stays(struct cli *cli, const struct removal_part *part)
{
	buf_put_c(&cli->out, "  stays: ");
	cli_put_plain(cli, text_of_c(part->label));
	if (part->stays == STAY_OTHER_INCIDENT)
		buf_put_c(&cli->out, ", which another incident names too");
	else if (part->stays == STAY_BROUGHT_IN)
		buf_put_c(&cli->out, ", which was brought in by itself");
	else
		buf_put_c(&cli->out, ", the same bytes, brought in once more");
	buf_putf(&cli->out, " [%s]\n", part->id);
}

static const char what_it_means[] =
    "It cannot be brought back.  A note stays that it was removed, when and why; it holds nothing "
    "of "
    "what\nwas in it, and it is shown to whoever is given a pack, so that the rest can be "
    "believed.  "
    "What was\nhanded out or copied before (packs, backups, other copies of the vault) still holds "
    "it.\nSticks, cards and solid-state disks may keep encrypted remains, readable only with this "
    "vault's keys.\n";

static void
say_plan(struct cli *cli, const struct removal_plan *plan)
{
	if (cli->json)
		return;
	buf_put_c(&cli->out, "This will be gone for good:\n");
	for (size_t i = 0; i < plan->part_count; i++) {
		if (i < plan->going)
			put_part(cli, &plan->parts[i]);
		else
			put_stays(cli, &plan->parts[i]);
	}
	buf_put_c(&cli->out, what_it_means);
	cli_flush(cli);
}

/* --- the question --- */

static enum status
agree(struct cli *cli, struct err *err)
{
	char answer[ANSWER_BYTES] = "";

	if (args_flag(&cli->args, "yes"))
		return OK;
	(void)fputs("Remove it for good? Type yes: ", stdout);
	(void)fflush(stdout);
	if (fgets(answer, sizeof answer, stdin) == NULL ||
	    !slice_eq_nocase(slice_trim(slice_of(answer, strlen(answer))), SLICE_LITERAL("yes")))
		return fail(err, E_CANCELLED, "nothing was removed");
	return OK;
}

/* --- what was done --- */

static void
parts_json(struct json *json, const struct removal_plan *plan, bool stays)
{
	static const char *const why[] = {
	    "", "another incident names it", "brought in by itself", "the same bytes once more"};

	json_key(json, stays ? "stays" : "removed");
	json_array_begin(json);
	for (size_t i = stays ? plan->going : 0; i < (stays ? plan->part_count : plan->going);
	     i++) {
		const struct removal_part *part = &plan->parts[i];

		json_object_begin(json);
		json_key_c(json, "id", part->id);
		json_key_c(json, "kind", part->kind == PART_FILE ? "file" : "incident");
		json_key_u64(json, "records", part->records);
		json_key_u64(json, "corrections", part->corrections);
		if (stays)
			json_key_c(json, "why", why[part->stays]);
		json_object_end(json);
	}
	json_array_end(json);
}

static void
done_json(struct cli *cli, const struct removal_plan *plan, const struct removal_done *done)
{
	struct json json = cli_json(cli);

	json_object_begin(&json);
	json_key_c(&json, "removal", done->id);
	json_key_u64(&json, "entry", done->entry);
	json_key_u64(&json, "entries", plan->gone_count);
	parts_json(&json, plan, false);
	parts_json(&json, plan, true);
	json_key_bool(&json, "finished", done->finished == OK);
	json_object_end(&json);
	cli_json_end(cli);
}

static int
say_done(struct cli *cli, const struct removal_plan *plan, const struct removal_done *done)
{
	if (cli->json) {
		done_json(cli, plan, done);
	} else if (done->finished == OK) {
		buf_putf(&cli->out,
		    "Removed for good; noted as entry %llu.\nIf this is a stick, a card or a "
		    "solid-state "
		    "disk and somebody may get hold of it and of your passphrase,\ndaybook keys "
		    "renew "
		    "and a new passphrase make what the disk may have kept unreadable.\n",
		    (unsigned long long)done->entry);
		cli_flush(cli);
	}
	if (done->finished == OK)
		return EXIT_DONE;
	cli_say(cli,
	    "daybook: remove: it is noted and not shown any more, but not all of it is off the "
	    "disk "
	    "yet: %s\nEvery start goes on with it, and says so until it is done.",
	    done->why.text);
	return EXIT_DOUBTS;
}

/* --- the command --- */

static enum status
take_request(struct cli *cli, struct text *ids, struct text *why, struct removal_request *out,
    struct err *err)
{
	const struct args *args = &cli->args;

	if (args->word_count < 2)
		return fail(err, E_FORMAT, "name records by the ids that list and search print");
	for (size_t i = 1; i < args->word_count; i++)
		if (!text_check(
			slice_of(args->words[i], strlen(args->words[i])), &ids[i - 1], NULL))
			return fail(err, E_FORMAT, "that is not an id");
	*out = (struct removal_request){ids, args->word_count - 1, args_flag(args, "whole-file")};
	if (args_text(args, "why", why, err) != OK)
		return E_FORMAT;
	if (!args_flag(args, "yes") &&
	    (cli->json || !system_is_terminal(0) || !system_is_terminal(1)))
		return fail(
		    err, E_FORMAT, "nobody is there to be asked: --yes removes without asking");
	return why->n != 0 ? OK
			   : fail(err, E_FORMAT,
				 "say why (--why); the reason stays, so put nothing into it that "
				 "should go");
}

static enum status
removal(struct cli *cli, struct app *app, const struct removal_request *request, struct text why,
    struct removal_plan *plan, struct removal_done *done, struct err *err)
{
	enum status status = removal_plan_make(app, request, plan, err);

	if (status != OK)
		return status;
	say_plan(cli, plan);
	status = agree(cli, err);
	return status == OK ? removal_do(app, plan, why, done, err) : status;
}

static int
failed(struct cli *cli, enum status status, const struct err *err)
{
	const char *next = NULL;

	if (cli->stage == CLI_OPEN && status == E_FORMAT)
		return cli_usage(cli, err);
	if (cli->stage == CLI_OPEN && status == E_NOTFOUND)
		next = "list and search print the ids of records, in [brackets].";
	if (cli->stage == CLI_OPEN && status == E_CONFLICT)
		next = "Nothing was changed.  pack --select leaves records out of a pack without "
		       "removing them.";
	if (status == E_CANCELLED)
		next = "The same command asks again.";
	return cli_fail_next(cli, status, err, next);
}

static int
run(struct cli *cli)
{
	struct text *ids = mem_new(ARGS_MAX, sizeof *ids);
	struct removal_request request;
	struct removal_plan plan = {0};
	struct removal_done done = {0};
	struct text why = TEXT_NONE;
	struct app app = {0};
	struct err err = {0};
	enum status status = ids != NULL ? take_request(cli, ids, &why, &request, &err)
					 : fail(&err, E_NOMEM, "out of memory");
	int code;

	if (status != OK) {
		mem_free(ids);
		return status == E_NOMEM ? cli_fail(cli, status, &err) : cli_usage(cli, &err);
	}
	status = cli_open(cli, &app, &err);
	if (status == OK)
		status = removal(cli, &app, &request, why, &plan, &done, &err);
	app_close(&app);
	code = status == OK ? say_done(cli, &plan, &done) : failed(cli, status, &err);
	removal_plan_fini(&plan);
	mem_free(ids);
	return code;
}

const struct command cmd_remove = {"remove", "ID... --why TEXT [--whole-file] [--yes]",
    "take records or files out for good; a note with date and reason stays", specs, run,
    "ID is what list and show print in [brackets].  It is said what goes, and asked for a yes; "
    "--yes\n"
    "does not ask, and without a terminal it is needed.\n\n"
    "An incident goes with its corrections, and with the files taken in for it unless another\n"
    "incident names them.  A file goes with everything that was read from it.  One message of a\n"
    "file of many cannot go alone, since the file holds it: --whole-file removes the file with "
    "all\n"
    "of them.  To leave something out of a pack only, use pack --select, --from or --hide.\n\n"
    "The reason stays and is shown: put nothing into it that should go.  correct is there for\n"
    "what is only wrong.  Packs and copies made before still hold what is removed here.\n"
    "With --json: removal, entry, entries, removed, stays, finished.  Exit 3: it is noted and not\n"
    "shown any more, and the next start goes on to take it off the disk.\n"};
