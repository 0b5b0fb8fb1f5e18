/* src/cli/cmd_list.c
 * list and search: records on standard output. */
#include "app/listing.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "show/query.h"
#include "show/report/report.h"
#include "show/when.h"

enum { LIST_DEFAULT_LIMIT = 50, LIST_TEXT_BYTES = 160 };

static const struct arg_spec list_specs[] = {{"from", false}, {"to", false}, {"person", false},
    {"kind", false}, {"channel", false}, {"limit", false}, {"after", false}, {"newest", true},
    {"all", true}, {NULL, false}};
static const struct arg_spec search_specs[] = {
    {"limit", false}, {"after", false}, {"all", true}, {NULL, false}};

struct printing {
	struct cli *cli;
	uint64_t rows, cursor;
};

static enum status
print_row(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct printing *printing = ctx;
	struct cli *cli = printing->cli;
	struct json json;
	struct buf who;

	printing->rows++;
	printing->cursor = cursor;
	if (cli->json) {
		json = cli_json(cli);
		record_json(listed, &json);
		buf_put_byte(&cli->out, '\n');
	} else {
		buf_init(&who, 64 * 1024);
		when_put_short(&cli->out, &listed->record->when);
		buf_put_c(&cli->out, "  ");
		cli_put_plain(cli, listed->record->channel);
		buf_put_c(&cli->out, "  ");
		if (listed->record->direction == DIRECTION_OUT)
			buf_put_c(&who, "me");
		else if (listed->record->from.as_written.p != NULL ||
			 listed->record->from.name.p != NULL ||
			 listed->record->from.handle.p != NULL)
			party_put(&who, &listed->record->from, listed->from_person);
		cli_put_plain(cli, text_prefix(buf_text(&who), 60));
		buf_put_c(&cli->out, "  ");
		buf_reset(&who);
		record_line_put(&who, listed->record, LIST_TEXT_BYTES);
		cli_put_plain(cli, buf_text(&who));
		buf_put_c(&cli->out, "  [");
		cli_put_plain(cli, listed->id);
		buf_put_c(&cli->out, "]\n");
		buf_fini(&who);
	}
	if (cli->out.n > 1 << 20)
		cli_flush(cli);
	return buf_check(&cli->out, err);
}

static enum status
take_page(struct cli *cli, struct listing_page *page, struct err *err)
{
	const char *limit = args_value(&cli->args, "limit"),
		   *after = args_value(&cli->args, "after");
	uint64_t n = LIST_DEFAULT_LIMIT;

	if (limit != NULL &&
	    (!u64_parse(slice_of(limit, strlen(limit)), &n) || n == 0 || n > 10000))
		return fail(err, E_FORMAT, "--limit is a number from 1 to 10000");
	if (after != NULL && !u64_parse(slice_of(after, strlen(after)), &page->after) &&
	    !text_check(slice_of(after, strlen(after)), &page->after_id, NULL))
		return fail(err, E_FORMAT,
		    "--after is the cursor that the page before printed, or its last record's id");
	page->after_set = after != NULL && page->after_id.p == NULL;
	page->limit = args_flag(&cli->args, "all") ? 0 : (size_t)n;
	page->newest_first = args_flag(&cli->args, "newest");
	return OK;
}

static enum status
add_each(const struct args *args, const char *name, struct query *query,
    enum status (*add)(struct query *query, struct text value, struct err *err), struct err *err)
{
	struct text values[QUERY_MAX_VALUES];
	size_t count;
	enum status status = args_texts(args, name, values, QUERY_MAX_VALUES, &count, err);

	for (size_t i = 0; status == OK && i < count; i++)
		status = add(query, values[i], err);
	return status;
}

static enum status
take_filters(struct cli *cli, struct query *query, struct err *err)
{
	const struct args *args = &cli->args;
	enum status status = add_each(args, "from", query, query_add_since, err);

	if (status == OK)
		status = add_each(args, "to", query, query_add_until, err);
	if (status == OK)
		status = add_each(args, "person", query, query_add_person, err);
	if (status == OK)
		status = add_each(args, "kind", query, query_add_kind, err);
	if (status == OK)
		status = add_each(args, "channel", query, query_add_channel, err);
	return status;
}

static const char *
nothing_words(const struct cli *cli, const struct query *query)
{
	if (strcmp(cli->command, "search") == 0)
		return "Nothing was found.  Fewer words, or the beginning of one with a * (door*), "
		       "find more.";
	if (args_value(&cli->args, "after") != NULL)
		return "That was the last page.";
	if (query->since.set || query->before.set ||
	    query->people_count + query->channels_count + query->kinds != 0)
		return "Nothing was found for that choice.";
	return "There is nothing in it yet: add writes an incident down, import brings files in.";
}

static int
print_page(struct cli *cli, struct query *query, const struct listing_page *page)
{
	struct printing printing = {.cli = cli};
	struct app app = {0};
	struct err err = {0};
	bool more = false;
	enum status status = cli_open_to_read(cli, &app, &err);

	if (status == OK)
		status = listing(&app, query, page, print_row, &printing, &more, &err);
	if (status == OK && printing.rows != 0 && strcmp(cli->command, "list") == 0)
		cli_say_last_copy(cli, &app);
	app_close(&app);
	if (status != OK)
		return cli_fail(cli, status, &err);
	cli_flush(cli);
	if (printing.rows == 0)
		cli_say(cli, "%s", nothing_words(cli, query));
	if (more)
		cli_say(cli, "There is more: the next page begins with --after %llu",
		    (unsigned long long)printing.cursor);
	return EXIT_DONE;
}

static int
run_with_query(struct cli *cli, enum status (*fill)(struct cli *, struct query *, struct err *))
{
	struct listing_page page = {0};
	struct query *query = mem_new(1, sizeof *query);
	struct err err = {0};
	enum status status;
	int code;

	if (query == NULL)
		return cli_fail(cli, E_NOMEM, &(struct err){.text = "out of memory"});
	query_init(query);
	status = fill(cli, query, &err);
	if (status == OK)
		status = take_page(cli, &page, &err);
	code = status == OK ? print_page(cli, query, &page) : cli_usage(cli, &err);
	mem_free(query);
	return code;
}

static enum status
take_list(struct cli *cli, struct query *query, struct err *err)
{
	if (cli->args.word_count != 1)
		return fail(err, E_FORMAT, "it takes options only; search finds words");
	return take_filters(cli, query, err);
}

static int
run_list(struct cli *cli)
{
	return run_with_query(cli, take_list);
}

/* The words as they were typed, with blanks between them. */
static int
run_search(struct cli *cli)
{
	struct listing_page page = {0};
	struct query *query = mem_new(1, sizeof *query);
	struct buf typed;
	struct text text;
	struct err err = {0};
	enum status status = query != NULL ? OK : fail(&err, E_NOMEM, "out of memory");
	int code;

	buf_init(&typed, QUERY_MAX_BYTES);
	for (size_t i = 1; i < cli->args.word_count; i++) {
		buf_put_c(&typed, i > 1 ? " " : "");
		buf_put_c(&typed, cli->args.words[i]);
	}
	if (status == OK && typed.n == 0)
		status = fail(&err, E_FORMAT, "say what to look for");
	if (status == OK && !text_check(buf_slice(&typed), &text, NULL))
		status = fail(&err, E_FORMAT, "the words are not valid UTF-8 text");
	if (status == OK)
		status = query_parse(text, query, &err);
	if (status == OK)
		status = take_page(cli, &page, &err);
	code = status == OK ? print_page(cli, query, &page) : cli_usage(cli, &err);
	buf_fini(&typed);
	mem_free(query);
	return code;
}

const struct command cmd_list = {"list",
    "[--from T] [--to T] [--person P] [--kind K] [--channel C]\n"
    "           [--limit N | --all] [--after CURSOR] [--newest]",
    "records in order of time", list_specs, run_list,
    "T is 2024, 2024-03, 2024-03-24 or \"2024-03-24 21:05\"; --from and --to are both included.\n"
    "--after takes the cursor that the page before named, or the id of its last record.\n"
    "Kinds: incident message call voicemail email photo video audio document position contact\n"
    "payment system note.\n"};
const struct command cmd_search = {"search", "QUERY [--limit N | --all] [--after CURSOR]",
    "find words and phrases", search_specs, run_search,
    "All words must be there; capitals and accents do not matter; door* finds doorstep.  A phrase\n"
    "keeps its quotation marks in single ones:\n"
    "    daybook search '\"outside the house\" from:Owen'\n"
    "from:X to:X   a person, number or address; or a date: from:2024-03 to:2024-05-12\n"
    "on:X          a channel (sms, whatsapp, email, diary) or a day (2024-03-24)\n"
    "kind:X        incident message call voicemail email photo video audio document ...\n"
    "has:X         photo video audio document attachment missing place doubt, or a mark "
    "(deleted)\n"};
