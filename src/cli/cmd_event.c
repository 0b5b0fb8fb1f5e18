/* src/cli/cmd_event.c
 * event: the dates that a course of conduct turns on, and words with police, courts and helpers. */
#include "app/listing.h"
#include "base/mem.h"
#include "cli/incident_args.h"
#include "show/picture/picture.h"
#include "show/query.h"
#include "show/when.h"
#include "show/words.h"

static const struct arg_spec specs[] = {
    INCIDENT_SPECS, DETAIL_SPECS, {"attach", false}, {"because", false}, {NULL, false}};

/* --- the list --- */

static const struct {
	enum detail detail;
	const char *words;
} shown[] = {{DETAIL_FORCE, ""}, {DETAIL_COURT, ""}, {DETAIL_REFERENCE, "reference "},
    {DETAIL_OFFICER, ""}, {DETAIL_PROMISED, "said: "}, {DETAIL_PROMISED_BY, "by "},
    {DETAIL_TERMS, "terms: "}, {DETAIL_EXPIRES, "until "}, {DETAIL_HANDLE, ""},
    {DETAIL_SHOWN_BY, "shown by "}};

static void
details_put(struct buf *out, const struct record *record)
{
	for (size_t i = 0; i < COUNT_OF(shown); i++) {
		struct text value = detail_of(record, shown[i].detail);

		if (value.n == 0)
			continue;
		buf_put_c(out, "; ");
		buf_put_c(out, shown[i].words);
		buf_put_text(out, text_prefix(value, 300));
	}
}

static void
row_text(struct cli *cli, const struct listed *listed, struct text kind)
{
	const struct record *r = listed->record;
	struct buf line;

	buf_init(&line, 64 * 1024);
	when_put_short(&line, &r->when);
	buf_put_c(&line, "  ");
	behaviour_words_put(&line, kind);
	details_put(&line, r);
	cli_put_plain(cli, buf_text(&line));
	buf_put_c(&cli->out, "  [");
	cli_put_plain(cli, listed->id);
	buf_put_c(&cli->out, "]\n");
	buf_fini(&line);
}

static void
row_json(struct cli *cli, const struct listed *listed, struct text kind)
{
	const struct record *r = listed->record;
	struct json json = cli_json(cli);

	json_object_begin(&json);
	json_key_text(&json, "kind", kind);
	json_key(&json, "at");
	r->when.at_known ? json_time(&json, r->when.at_us) : json_null(&json);
	json_key_c(&json, "precision", precision_name(r->when.precision));
	json_key_text(&json, "text", r->body);
	json_key(&json, "details");
	json_object_begin(&json);
	for (size_t i = 0; i < DETAIL_COUNT; i++) {
		struct text value = detail_of(r, (enum detail)i);

		if (value.n != 0)
			json_key_text(&json, detail_name((enum detail)i), value);
	}
	json_object_end(&json);
	json_key_text(&json, "id", listed->id);
	json_object_end(&json);
	buf_put_byte(&cli->out, '\n');
}

struct listing_events {
	struct cli *cli;
	uint64_t rows;
};

static enum status
take_row(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct listing_events *listing = ctx;
	struct cli *cli = listing->cli;

	(void)cursor;
	for (size_t i = 0; i < listed->record->kinds_count; i++) {
		struct text kind = listed->record->kinds[i];

		if (!kind_is_key_event(kind) && !kind_is_log_entry(kind))
			continue;
		listing->rows++;
		cli->json ? row_json(cli, listed, kind) : row_text(cli, listed, kind);
	}
	return buf_check(&cli->out, err);
}

static int
run_list(struct cli *cli)
{
	struct listing_events printing = {.cli = cli};
	struct listing_page page = {0};
	struct query *query = mem_new(1, sizeof *query);
	struct app app = {0};
	struct err err = {0};
	enum status status = query != NULL ? OK : fail(&err, E_NOMEM, "out of memory");

	if (status == OK)
		status = cli_open_to_read(cli, &app, &err);
	if (status == OK) {
		query_init(query);
		query->kinds = 1U << KIND_INCIDENT;
		status = listing(&app, query, &page, take_row, &printing, NULL, &err);
	}
	app_close(&app);
	mem_free(query);
	if (status != OK)
		return cli_fail(cli, status, &err);
	cli_flush(cli);
	if (printing.rows == 0)
		cli_say(cli, "There is none yet: event add told-to-stop --when 2024-03-22");
	return EXIT_DONE;
}

/* --- add --- */

static enum status
take_kind(const struct args *args, struct text *kind, struct err *err)
{
	const char *word = args->word_count > 2 ? args->words[2] : "";

	if (args->word_count != 3 || strcmp(args->words[1], "add") != 0)
		return fail(err, E_FORMAT, "it is \"event\" or \"event add KIND --when T\"");
	if (!text_check(slice_of(word, strlen(word)), kind, NULL) ||
	    (!kind_is_key_event(*kind) && !kind_is_log_entry(*kind)))
		return fail(err, E_FORMAT,
		    "there is no key event \"%.40s\": the kinds are below; add writes anything "
		    "else down",
		    word);
	return OK;
}

static int
run(struct cli *cli)
{
	struct incident event = {0};
	struct incident_saved saved;
	struct text kind = TEXT_NONE;
	struct app app = {0};
	struct err err = {0};
	enum status status;

	if (cli->args.word_count == 1)
		return run_list(cli);
	status = take_kind(&cli->args, &kind, &err);
	if (status == OK)
		status = incident_take(&cli->args, &event, &err);
	if (status == OK && event.kinds_count != 0)
		status = fail(&err, E_FORMAT, "the kind stands behind \"add\", without --kind");
	if (status == OK && event.when.n + event.details[DETAIL_SHOWN_BY].n == 0)
		status = fail(&err, E_FORMAT,
		    "say when (--when; \"unknown\" is fine), or which record shows it (--of)");
	if (status != OK)
		return cli_usage(cli, &err);
	status = cli_open(cli, &app, &err);
	if (status == OK)
		status = event_add(&app, kind, &event, &saved, &err);
	app_close(&app);
	if (status != OK)
		return incident_failed(cli, status, &err);
	return incident_print_saved(cli, &saved);
}

const struct command cmd_event = {"event",
    "[add KIND --when T] [--of ID] [--what TEXT] [--force F] [--reference R] [--officer O]\n"
    "           [--court C] [--promised TEXT] [--promised-by T] [--terms TEXT] [--expires T]\n"
    "           [--handle H] [other options of add]",
    "key dates (told to stop, blocked, reported ...), and words with police and helpers", specs,
    run,
    "KIND   {events}\n"
    "       or, for the log of contacts: {log}\n"
    "--of   the record that shows it, by its id; its time is taken when --when is not given\n"
    "--promised  what they said they would do; --promised-by until when\n"
    "--terms     what an order, bail or a warning forbids; --expires until when\n"
    "--handle    the number or account that was blocked or given up\n\n"
    "    daybook event add told-to-stop --of m7...x4.12\n"
    "    daybook event add reported --when 2024-06-10 --force \"Derbyshire Constabulary\" \\\n"
    "        --reference 24000123456 --officer \"PC 1234\" --promised \"a call back\"\n"};
