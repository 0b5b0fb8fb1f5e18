/* src/cli/cmd_import.c
 * import: files, folders and archives brought in. */
#include "app/import.h"
#include "app/remembering.h"
#include "base/time.h"
#include "cli/asking.h"
#include "cli/cli.h"
#include "cli/omitted.h"
#include "cli/questions.h"
#include "show/when.h"
#include "show/words.h"

static const struct arg_spec specs[] = {{"format", false}, {"me", false}, {"zone", false},
    {"date-order", false}, {"columns", false}, {"days", false}, {"password-file", false},
    {"ask-password", true}, {"keep-only", true}, {NULL, false}};

struct importing {
	struct cli *cli;
	struct err refused; /* why the last file was not taken in */
	struct questions questions;
	struct omitted omitted;
	struct buf me;
	char days[32];
};

enum {
	EXAMPLE_BYTES = 120,
	WORD_BYTES = 40,
	GATHERED_BYTES = 256 * 1024,
	ME_GIVEN_MAX = 16,
	ME_GIVEN_BYTES = 64 * 1024
};

static void
put_when_from_to(struct cli *cli, const struct import_report *report)
{
	if (!report->dated)
		return;
	buf_put_c(&cli->out, ", ");
	date_put(&cli->out, &report->first_day);
	if (!civil_same_day(&report->first_day, &report->last_day)) {
		buf_put_c(&cli->out, " to ");
		date_put(&cli->out, &report->last_day);
	}
}

/* "1 Date", "2 Reference", one a line: what the numbers of the answer count. */
static void
print_columns(struct cli *cli, struct text choices)
{
	struct slice rest = slice_of_text(choices), name;

	buf_put_c(&cli->out,
	    "    what are the columns of this table? Import it again with --columns, "
	    "for example --columns \"when=1 body=3\". They are:\n");
	while (cut_last(&rest, '\n', &name)) {
		buf_put_c(&cli->out, "      ");
		cli_put_plain(cli, text_prefix((struct text){(const char *)name.p, name.n}, 80));
		buf_put_byte(&cli->out, '\n');
	}
}

/* A password is never a word of the command line, where other programs can see it. */
static void
print_password_question(struct cli *cli)
{
	buf_put_c(&cli->out, "    it is locked with a password. Import it again with ");
	buf_put_c(&cli->out, cli_asks(cli) ? "--ask-password, and you are asked for it here.\n"
					   : "--password-file FILE; its first line is the "
					     "password.\n");
}

/* Choices stand one a line, or, when all of them are single words, with blanks between. */
static void
print_question(struct cli *cli, const struct report_question *question)
{
	struct text code = question->code, choices = question->choices;
	struct slice rest = slice_of_text(choices), word;
	uint8_t stop = slice_find(rest, SLICE_LITERAL("\n")) != SIZE_MAX ? '\n' : ' ';
	bool first = true;

	if (text_eq_c(code, "columns")) {
		print_columns(cli, choices);
		return;
	}
	if (text_eq_c(code, "password")) {
		print_password_question(cli);
		return;
	}
	buf_put_c(&cli->out, "    one thing the file leaves open: ");
	buf_put_c(&cli->out, "Import it again with --");
	cli_put_plain(cli, code);
	for (; cut_last(&rest, stop, &word); first = false) {
		if (word.n == 0)
			continue;
		buf_put_c(&cli->out, first ? " \"" : ", or \"");
		cli_put_plain(cli, text_prefix((struct text){(const char *)word.p, word.n}, 80));
		buf_put_byte(&cli->out, '"');
	}
	buf_put_c(&cli->out, question->more_choices != 0 ? ", or another\n" : "\n");
}

/* Never silently: somebody else may have the same name. */
static void
print_me(struct cli *cli, const struct import_report *report)
{
	struct slice rest = slice_of_text(report->me), name;
	const char *before = "    you are taken to be ";
	struct civil c;

	if (report->me.n == 0)
		return;
	for (; cut_last(&rest, '\n', &name); before = " or ") {
		buf_put_c(&cli->out, before);
		cli_put_plain(cli, (struct text){(const char *)name.p, name.n});
	}
	buf_put_c(&cli->out, ", as you said");
	if (report->me_timed && civil_of_us(report->me_said_us, &c)) {
		buf_put_c(&cli->out, " on ");
		date_put(&cli->out, &c);
	}
	buf_put_c(&cli->out, " for ");
	cli_put_plain(cli, report->me_file);
	buf_put_c(&cli->out, "; another --me changes that\n");
}

/* As Daybook itself writes them: what a file says is no sentence of ours. */
static bool
is_sentence(struct text text)
{
	struct slice number, rest = slice_of_text(text);

	if (text.n == 0 || text.p[text.n - 1] != '.')
		return false;
	if (text.p[0] >= 'A' && text.p[0] <= 'Z')
		return true;
	return cut(&rest, ' ', &number) && slice_all_digits(number) && rest.n != 0 &&
	       rest.p[0] >= 'a' && rest.p[0] <= 'z';
}

/* "sms/1.xml: The file …" tells of a file in an archive: *path is set aside. */
static struct text
sentence_of(struct text example, struct text *path)
{
	*path = TEXT_NONE;
	if (is_sentence(example))
		return example;
	for (size_t i = 1; i + 2 < example.n; i++) {
		struct text after = {example.p + i + 2, example.n - i - 2};

		if (example.p[i] == ':' && example.p[i + 1] == ' ' && is_sentence(after)) {
			*path = (struct text){example.p, i};
			return after;
		}
	}
	return TEXT_NONE;
}

/* At most `max` bytes, and no half of a word but of a very long one. */
static void
put_cut(struct cli *cli, struct text text, size_t max)
{
	struct text cut = text_prefix(text, max);
	size_t n = cut.n;

	while (cut.n < text.n && n > 0 && cut.n - n < WORD_BYTES && cut.p[n - 1] != ' ')
		n--;
	if (cut.n < text.n && n > 0 && cut.p[n - 1] == ' ')
		cut.n = n - 1;
	cli_put_plain(cli, cut);
	buf_put_c(&cli->out, cut.n < text.n ? "\xe2\x80\xa6" : "");
}

static bool
says_its_words(struct text code, struct text example)
{
	struct buf words;
	bool same;

	buf_init(&words, 1024);
	doubt_words_put(&words, code);
	same = text_eq(buf_text(&words), example);
	buf_fini(&words);
	return same;
}

/* One fact is said once: a code without words of its own has a sentence instead. */
static void
print_doubt(struct cli *cli, const struct report_count *doubt)
{
	struct text path, sentence = sentence_of(doubt->example, &path);

	buf_put_c(&cli->out, "    doubt: ");
	if (sentence.n != 0 && !doubt_has_words(doubt->name))
		cli_put_plain(cli, sentence);
	else
		doubt_words_put(&cli->out, doubt->name);
	if (doubt->count > 1)
		buf_putf(&cli->out, " (%llu times)", (unsigned long long)doubt->count);
	if (text_eq_c(doubt->name, "zone-assumed")) {
		buf_put_c(&cli->out, ", taken as ");
		put_cut(cli, doubt->example, EXAMPLE_BYTES);
	} else if (sentence.n != 0 && path.n != 0) {
		buf_put_c(&cli->out, doubt->count > 1 ? " (for example in " : " (in ");
		put_cut(cli, path, EXAMPLE_BYTES);
		buf_put_byte(&cli->out, ')');
	} else if (sentence.n == 0 && doubt->example.n != 0 &&
		   !says_its_words(doubt->name, doubt->example)) {
		buf_put_c(&cli->out, ", for example \"");
		put_cut(cli, doubt->example, EXAMPLE_BYTES);
		buf_put_byte(&cli->out, '"');
	}
	buf_put_byte(&cli->out, '\n');
}

static void
print_details(struct importing *importing, const struct import_report *report)
{
	struct cli *cli = importing->cli;

	print_me(cli, report);
	if (report->left_out.n != 0) {
		buf_put_c(&cli->out, "    ");
		cli_put_plain(cli, report->left_out);
		buf_put_byte(&cli->out, '\n');
	}
	for (size_t i = 0; i < report->doubt_count; i++) {
		if (text_eq_c(report->doubts[i].name, "days-left-out") ||
		    (report->why.n != 0 && text_eq(report->doubts[i].example,
					       text_prefix(report->why, REPORT_EXAMPLE_BYTES))))
			continue; /* said already */
		print_doubt(cli, &report->doubts[i]);
	}
	for (size_t i = 0; i < report->question_count; i++)
		if (!questions_take(&importing->questions, report, i))
			print_question(cli, &report->questions[i]);
	if (report->more_questions != 0)
		buf_putf(&cli->out, "    and %llu more that files in it leave open\n",
		    (unsigned long long)report->more_questions);
	omitted_take(&importing->omitted, report);
}

/* What was asked once and never answered.  The names to choose from are in the file. */
static void
print_still_open(struct cli *cli, const struct import_report *report)
{
	static const struct {
		const char *code, *words;
	} open[] = {{"me", "who you are (--me)"},
	    {"date-order", "whether the day or the month comes first (--date-order)"},
	    {"columns", "what its columns are (--columns)"},
	    {"days", "which days are to be taken in (--days)"},
	    {"password", "its password (--ask-password)"}};
	bool first = true;

	for (size_t i = 0; i < report->question_count; i++) {
		for (size_t k = 0; k < COUNT_OF(open); k++) {
			if (!text_eq_c(report->questions[i].code, open[k].code))
				continue;
			buf_put_c(&cli->out, first ? "; it still leaves open " : ", and ");
			buf_put_c(&cli->out, open[k].words);
			first = false;
		}
	}
}

static void
print_text(struct importing *importing, const struct import_report *report)
{
	static const char *const words[] = {"read", "partly read", "kept"};
	struct cli *cli = importing->cli;

	buf_put_c(&cli->out, "  ");
	cli_put_plain(cli, report->name);
	if (report->duplicate_of.p != NULL) {
		buf_put_c(&cli->out, ": the same file is kept already, nothing was added");
		print_still_open(cli, report);
		buf_put_byte(&cli->out, '\n');
		return;
	}
	buf_put_c(&cli->out, ": ");
	if (report->format.n == 0 || !text_eq_c(report->format, "file"))
		buf_put_c(&cli->out, words[report->status]);
	if (report->format.n != 0) {
		buf_put_c(&cli->out, text_eq_c(report->format, "file") ? "" : " as ");
		format_words_put(&cli->out, report->format);
	}
	buf_put_c(&cli->out, ", ");
	count_put(&cli->out, report->records);
	buf_put_c(&cli->out, report->records == 1 ? " record" : " records");
	put_when_from_to(cli, report);
	if (report->attachments_missing != 0)
		buf_putf(&cli->out, ", %llu named attachment%s not in the export",
		    (unsigned long long)report->attachments_missing,
		    report->attachments_missing == 1 ? " is" : "s are");
	buf_put_byte(&cli->out, '\n');
	if (report->why.n != 0) {
		buf_put_c(&cli->out, "    ");
		cli_put_plain(cli, report->why);
		buf_put_byte(&cli->out, '\n');
	}
	print_details(importing, report);
}

static void
on_report(void *ctx, const struct import_report *report)
{
	struct importing *importing = ctx;
	struct cli *cli = importing->cli;
	struct json json;

	if (cli->json) {
		json = cli_json(cli);
		import_report_json(report, &json);
		cli_json_end(cli);
	} else {
		print_text(importing, report);
		cli_flush(cli);
	}
}

/* Said with --quiet too: what was left out is no chatter. */
static void
on_refused(void *ctx, const char *path, const struct err *why)
{
	struct importing *importing = ctx;

	importing->refused = *why;
	cli_warn(importing->cli, "not taken in: ", path, why->text);
}

static void
print_kept_json(struct cli *cli, const struct import_sum *sum)
{
	struct json json = cli_json(cli);

	json_object_begin(&json);
	json_key_u64(&json, "kept", sum->kept);
	json_key_u64(&json, "kept_bytes", sum->kept_bytes);
	json_key_u64(&json, "duplicates", sum->duplicates);
	json_key_u64(&json, "refused", sum->refused);
	json_object_end(&json);
	cli_json_end(cli);
}

static void
print_sum(struct cli *cli, const struct import_sum *sum)
{
	count_put(&cli->out, sum->kept);
	buf_put_c(&cli->out, sum->kept == 1 ? " file kept, " : " files kept, ");
	count_put(&cli->out, sum->records);
	buf_put_c(&cli->out, sum->records == 1 ? " record" : " records");
	if (sum->duplicates != 0)
		buf_putf(&cli->out, ", %llu known already", (unsigned long long)sum->duplicates);
	if (sum->partly + sum->unread != 0)
		buf_putf(&cli->out, ", %llu not or not fully read",
		    (unsigned long long)sum->partly + (unsigned long long)sum->unread);
	if (sum->refused != 0)
		buf_putf(&cli->out, ", %llu not taken in", (unsigned long long)sum->refused);
	buf_put_c(&cli->out, ".\n");
	cli_flush(cli);
}

static void
put_omitted(const struct importing *importing, struct buf *out)
{
	omitted_put(&importing->omitted, out);
}

static void
put_questions(const struct importing *importing, struct buf *out)
{
	questions_put(&importing->questions, out);
}

/* What was gathered over all files, with nothing in it that could steer the terminal. */
static void
print_gathered(
    struct importing *importing, void (*put)(const struct importing *importing, struct buf *out))
{
	struct buf text;
	struct slice rest, line;

	buf_init(&text, GATHERED_BYTES);
	put(importing, &text);
	rest = buf_slice(&text);
	while (cut(&rest, '\n', &line)) {
		cli_put_plain(importing->cli, (struct text){(const char *)line.p, line.n});
		buf_put_byte(&importing->cli->out, '\n');
	}
	cli_flush(importing->cli);
	buf_fini(&text);
}

static int
conclude(struct importing *importing, const struct import_sum *sum, bool keep_only)
{
	struct cli *cli = importing->cli;

	if (cli->json && keep_only)
		print_kept_json(cli, sum);
	if (!cli->json && !cli->quiet && sum->kept + sum->duplicates != 0)
		print_sum(cli, sum);
	if (!cli->json && !cli->quiet)
		print_gathered(importing, put_omitted);
	if (!cli->json)
		print_gathered(importing, put_questions);
	if (sum->kept + sum->duplicates == 0 && sum->refused != 0)
		return cli_fail_next(cli, importing->refused.status, &importing->refused,
		    "Check the names and who may read them, then run the same command again.");
	return sum->partly + sum->unread + sum->refused != 0 ? EXIT_DOUBTS : EXIT_DONE;
}

/* "2024-03-24", "2024-03-24..2024-04-02" */
static enum status
take_days(struct importing *importing, struct import_options *options, struct err *err)
{
	struct text typed = TEXT_NONE;
	struct slice last, first;
	struct buf out = {.p = (uint8_t *)importing->days,
	    .size = sizeof importing->days,
	    .max = sizeof importing->days};
	struct civil from, to;
	enum status status = args_text(&importing->cli->args, "days", &typed, err);
	size_t dots;

	if (status != OK || typed.n == 0)
		return status;
	first = last = slice_of_text(typed);
	dots = slice_find(first, SLICE_LITERAL(".."));
	if (dots != SIZE_MAX) {
		first = slice_of(last.p, dots);
		last = slice_from(last, dots + 2);
	}
	if (!civil_date_parse(first, &from) || !civil_date_parse(last, &to) ||
	    civil_compare(&from, &to) > 0)
		return fail(err, E_FORMAT,
		    "--days is a day or a first and a last one: 2024-03-24, or "
		    "2024-03-24..2024-04-02");
	buf_put_slice(&out, first);
	buf_put_byte(&out, ' ');
	buf_put_slice(&out, last);
	options->days = buf_text(&out);
	return buf_check(&out, err);
}

/* One a line: of several each file takes the one that it knows. */
static enum status
take_me(struct importing *importing, struct import_options *options, struct err *err)
{
	struct text names[ME_GIVEN_MAX];
	struct buf *out = &importing->me;
	size_t count;
	enum status status = args_texts(
	    &importing->cli->args, "me", names, COUNT_OF(names), &count, err);

	if (status != OK || count == 0)
		return status;
	for (size_t i = 0; i < count; i++) {
		if (i != 0)
			buf_put_byte(out, '\n');
		for (size_t k = 0; k < names[i].n; k++)
			buf_put_byte(out, names[i].p[k] == '\n' ? ' ' : (uint8_t)names[i].p[k]);
	}
	options->me = buf_text(out);
	return buf_check(out, err);
}

static enum status
take_options(struct importing *importing, struct import_options *options, struct err *err)
{
	struct cli *cli = importing->cli;
	enum status status = args_text(&cli->args, "format", &options->format, err);

	if (status == OK && options->format.n != 0)
		status = import_format_check(options->format, err);
	if (status == OK)
		status = take_me(importing, options, err);
	if (status == OK)
		status = args_text(&cli->args, "zone", &options->zone, err);
	if (status == OK && options->zone.n != 0)
		status = import_zone_check(options->zone, err);
	if (status == OK)
		status = args_text(&cli->args, "date-order", &options->date_order, err);
	if (status == OK && options->date_order.n != 0 && !text_eq_c(options->date_order, "dmy") &&
	    !text_eq_c(options->date_order, "mdy") && !text_eq_c(options->date_order, "ymd"))
		status = fail(err, E_FORMAT, "--date-order is dmy, mdy or ymd");
	if (status == OK)
		status = take_days(importing, options, err);
	if (status == OK)
		status = args_text(&cli->args, "columns", &options->columns, err);
	if (status == OK && options->columns.p != NULL)
		status = remembering_check(options->columns, err);
	if (status == OK && cli->args.word_count < 2)
		status = fail(err, E_FORMAT, "name at least one file or folder");
	return status;
}

/* What the files are locked with; stays in `secret`. */
static enum status
take_password(
    struct cli *cli, struct secret *secret, struct import_options *options, struct err *err)
{
	const char *file = args_value(&cli->args, "password-file");
	enum status status = OK;

	if (file != NULL)
		status = system_secret_from_file(file, secret, err);
	else if (args_flag(&cli->args, "ask-password"))
		status = system_ask("Password of the file: ", false, secret, err);
	else
		return OK;
	if (status == E_NOTFOUND && file == NULL)
		return fail(err, E_NOTFOUND,
		    "there is no terminal to ask for the password; it can be read from a file, "
		    "with --password-file");
	if (status == OK && !text_check(secret_slice(secret), &options->password, NULL))
		status = fail(err, E_FORMAT, "the password is not readable text");
	if (status == OK && options->password.n == 0)
		status = fail(err, E_FORMAT, "the password is empty");
	return status;
}

static int
run(struct cli *cli)
{
	struct importing importing = {.cli = cli};
	struct import_options options = {
	    .report = on_report, .refused = on_refused, .ctx = &importing};
	struct import_sum sum = {0};
	struct secret password = {0};
	struct app app = {0};
	struct err err = {0};
	int code;
	enum status status;

	buf_init(&importing.me, ME_GIVEN_BYTES);
	status = take_options(&importing, &options, &err);
	if (status != OK) {
		buf_fini(&importing.me);
		return cli_usage(cli, &err);
	}
	options.paths = cli->args.words + 1;
	options.path_count = cli->args.word_count - 1;
	options.keep_only = args_flag(&cli->args, "keep-only");
	questions_init(&importing.questions);
	omitted_init(&importing.omitted);
	status = cli_open(cli, &app, &err);
	if (status == OK)
		status = take_password(cli, &password, &options, &err);
	if (status == OK)
		status = import_files(&app, &options, &sum, &err);
	app_close(&app);
	secret_fini(&password);
	code = status == OK ? conclude(&importing, &sum, options.keep_only)
			    : cli_fail(cli, status, &err);
	questions_fini(&importing.questions);
	omitted_fini(&importing.omitted);
	buf_fini(&importing.me);
	return code;
}

const struct command cmd_import = {"import",
    "FILE... [--format F] [--me NAME-OR-HANDLE]... [--zone Europe/London]\n"
    "           [--date-order dmy|mdy|ymd] [--days 2024-03-24..2024-04-02]\n"
    "           [--columns \"when=1 body=3\"]\n"
    "           [--password-file FILE | --ask-password] [--keep-only]",
    "bring in files, folders or archives; the originals stay as they are", specs, run,
    "Each file is copied, encrypted and checked first, then read; a file nobody can read is kept "
    "too.\n"
    "What files leave open is asked at the end: give the same command once more with --me (your "
    "name,\n"
    "number or address in them), --zone (where their clock was), --date-order or --columns (which "
    "column\n"
    "of a table is what), and they are read "
    "again.\n"
    "What was answered before stays.  Who you are is asked once for each kind of file; if you "
    "have\n"
    "several names, give --me for each, at once or one after the other.\n"
    "Of your own movements (location history, tracks) only the days that --days names are taken "
    "in.\n"
    "A zip or an iPhone backup that you locked opens with --ask-password, or --password-file FILE\n"
    "(its first line).  The password stays in this vault; no report and no pack has it.\n"
    "--keep-only stops once all is kept; the next command reads.\n"};
