/* src/cli/cmd_picture.c
 * picture: the whole course of conduct on one screen, or as HTML or PDF. */
#include "app/packing.h"
#include "app/picturing.h"
#include "base/mem.h"
#include "cli/picture_text.h"
#include "show/when.h"
#include "show/words.h"

enum {
	SCREEN_COLUMNS = 80,
	LABEL_COLUMNS = 10,
	NAMES_SHOWN = 6,
	KINDS_SHOWN = 3,
	EVENTS_SHOWN = 12,
	MONTHS_MAX = 36, /* more are told by the year */
	SPANS_MAX = 200,
	SPANS_A_LINE = 3,
	BAR_COLUMNS = 10,
};

static const struct arg_spec specs[] = {{"person", false}, {"html", false}, {"pdf", false},
    {"burst", false}, {"gap", false}, {NULL, false}};

/* --- words over the width of a screen --- */

static size_t
columns_of(struct text text)
{
	size_t n = 0;

	for (; text.n != 0; n++)
		(void)text_next(&text);
	return n;
}

static struct text
word_take(struct text *rest)
{
	struct text word = *rest;

	for (word.n = 0; word.n < rest->n && rest->p[word.n] != ' ';)
		word.n++;
	rest->p += word.n < rest->n ? word.n + 1 : word.n;
	rest->n -= word.n < rest->n ? word.n + 1 : word.n;
	return word;
}

/* "Label     words that go on below one another", parted at blanks. */
static void
put_labelled(struct cli *cli, const char *label, struct text words)
{
	size_t indent = label != NULL ? LABEL_COLUMNS : 0, column = indent, n;

	if (label != NULL)
		buf_putf(&cli->out, "%-*s", LABEL_COLUMNS, label);
	while (words.n != 0) {
		struct text word = word_take(&words);

		n = columns_of(word);
		if (column > indent && column + 1 + n > SCREEN_COLUMNS) {
			buf_putf(&cli->out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (column > indent) {
			buf_put_byte(&cli->out, ' ');
			column++;
		}
		cli_put_plain(cli, word);
		column += n;
	}
	buf_put_byte(&cli->out, '\n');
}

typedef void (*words_fn)(struct buf *out, struct text code);

static void
name_put(struct buf *out, struct text name)
{
	buf_put_text(out, text_prefix(name, 40));
}

static void
put_counts(struct cli *cli, const char *label, const struct picture_count *counts, size_t n,
    size_t shown, words_fn words)
{
	struct buf line;

	if (n == 0)
		return;
	buf_init(&line, 16 * 1024);
	for (size_t i = 0; i < n && i < shown; i++) {
		buf_put_c(&line, i == 0 ? "" : "; ");
		words(&line, counts[i].name);
		buf_put_byte(&line, ' ');
		count_put(&line, counts[i].count);
	}
	if (n > shown)
		buf_putf(&line, "; and %zu more", n - shown);
	put_labelled(cli, label, buf_text(&line));
	buf_fini(&line);
}

/* --- the course of time, in columns read downwards --- */

struct spans {
	uint64_t counts[SPANS_MAX], most;
	int32_t first; /* month since year 0, or year */
	size_t count;
	bool years;
};

static uint64_t
year_count(const struct picture *picture, int32_t year)
{
	uint64_t sum = 0;

	for (int32_t month = 1; month <= 12; month++)
		sum += picture_month(picture, year, month);
	return sum;
}

static bool
spans_find(const struct picture *picture, struct spans *out)
{
	const struct moment from = picture_moment(&picture->first);
	const struct moment to = picture_moment(&picture->last);
	struct civil first, last;
	int32_t end;
	bool utc;

	*out = (struct spans){.most = 1};
	if (!picture->any || !when_civil(&from, &first, &utc) || !when_civil(&to, &last, &utc))
		return false;
	out->first = first.year * 12 + first.month - 1;
	end = last.year * 12 + last.month - 1;
	out->years = end - out->first >= MONTHS_MAX;
	if (out->years) {
		out->first = first.year;
		end = last.year;
	}
	for (int32_t at = out->first; at <= end && out->count < SPANS_MAX; at++) {
		uint64_t n = out->years ? year_count(picture, at)
					: picture_month(picture, at / 12, at % 12 + 1);

		out->most = n > out->most ? n : out->most;
		out->counts[out->count++] = n;
	}
	return true;
}

static void
put_span(struct cli *cli, const struct spans *spans, size_t i, bool last)
{
	uint64_t bar = (spans->counts[i] * BAR_COLUMNS + spans->most - 1) / spans->most;
	int32_t at = spans->first + (int32_t)i;
	size_t begin = cli->out.n;

	if (spans->years)
		buf_putf(&cli->out, "%04d    ", at);
	else
		buf_putf(&cli->out, "%04d-%02d ", at / 12, at % 12 + 1);
	for (uint64_t k = 0; k < bar; k++)
		buf_put_byte(&cli->out, '#');
	if (bar != 0)
		buf_put_byte(&cli->out, ' ');
	bar_number_put(&cli->out, spans->counts[i]);
	while (!last && cli->out.failed == OK && cli->out.n - begin < 26)
		buf_put_byte(&cli->out, ' ');
}

static void
put_spans(struct cli *cli, const struct picture *picture)
{
	struct spans spans;
	size_t lines;

	if (!spans_find(picture, &spans))
		return;
	lines = (spans.count + SPANS_A_LINE - 1) / SPANS_A_LINE;
	buf_put_c(
	    &cli->out, spans.years ? "\nContacts in each year\n" : "\nContacts in each month\n");
	for (size_t line = 0; line < lines; line++) {
		for (size_t i = line; i < spans.count; i += lines)
			put_span(cli, &spans, i, i + lines >= spans.count);
		buf_put_byte(&cli->out, '\n');
	}
}

/* --- key dates --- */

static void
put_padded(struct cli *cli, uint64_t n, int width)
{
	struct buf number;

	buf_init(&number, 64);
	count_put(&number, n);
	buf_putf(&cli->out, "%*s", width - (int)number.n, "");
	buf_put_text(&cli->out, buf_text(&number));
	buf_fini(&number);
}

static void
put_event(struct cli *cli, const struct picture_event *event)
{
	struct buf part;
	struct moment day = event->when;

	if (day.precision < PRECISION_DAY)
		day.precision = PRECISION_DAY; /* whole days are counted */
	buf_init(&part, 1024);
	when_put_short(&part, &day);
	buf_putf(&cli->out, "%.*s%*s", (int)part.n, (const char *)part.p, 11 - (int)part.n, "");
	buf_reset(&part);
	behaviour_words_put(&part, event->kind);
	cli_put_plain(cli, text_prefix(buf_text(&part), 30));
	buf_putf(&cli->out, "%*s", 30 - (int)columns_of(text_prefix(buf_text(&part), 30)), "");
	put_padded(cli, event->before_28d, 12);
	put_padded(cli, event->after_28d, 12);
	put_padded(cli, event->since, 12);
	buf_put_byte(&cli->out, '\n');
	buf_fini(&part);
}

static void
put_events(struct cli *cli, const struct picture *picture)
{
	if (picture->event_count == 0)
		return;
	buf_putf(&cli->out, "\n%-41s%12s%12s%12s\n", "Key dates, and contacts around them",
	    "28 d before", "28 d after", "all since");
	for (size_t i = 0; i < picture->event_count && i < EVENTS_SHOWN; i++)
		put_event(cli, &picture->events[i]);
	if (picture->event_count > EVENTS_SHOWN)
		buf_putf(
		    &cli->out, "and %zu more key dates\n", picture->event_count - EVENTS_SHOWN);
}

/* --- what stands below --- */

static void
put_run(struct cli *cli, const struct picture *picture)
{
	const struct picture_burst *burst = &picture->bursts[0];
	const struct moment from = picture_moment(&burst->from);
	struct buf line;

	if (picture->burst_count == 0)
		return;
	buf_init(&line, 1024);
	count_put(&line, burst->contacts);
	buf_put_c(&line, " contacts within ");
	duration_put(&line, (burst->to_us - burst->from.at_us) / US_PER_SECOND);
	buf_put_c(&line, " from ");
	when_put(&line, &from);
	put_labelled(cli, "Most", buf_text(&line));
	buf_fini(&line);
}

/* What is no contact, or has no day. */
static void
put_rest(struct cli *cli, const struct picture *picture)
{
	const struct {
		uint64_t count;
		const char *words;
	} parts[] = {
	    {picture->unknown_sender, " from withheld or unknown numbers"},
	    {picture->undirected, " where Daybook does not know which side is you (import it once "
				  "more, with --me and your own name)"},
	    {picture->from_others, picture->from_others > picture->contacts
				       ? " from other people (people joins numbers and names to a "
					 "person)"
				       : " from other people"},
	    {picture->unnamed, " that name nobody"},
	    {picture->undated - picture->misdated + picture->coarse,
		" with no day, in the total only"},
	    {picture->misdated, " with a time that cannot be right, in the total only"},
	};
	struct buf line;

	buf_init(&line, 1024);
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		if (parts[i].count == 0)
			continue;
		buf_put_c(&line, line.n == 0 ? "" : "; ");
		count_put(&line, parts[i].count);
		buf_put_c(&line, parts[i].words);
	}
	if (line.n != 0)
		put_labelled(cli, "Left out", buf_text(&line));
	buf_fini(&line);
}

void
picture_text_put(struct cli *cli, const struct picture *picture)
{
	struct buf statement;

	buf_init(&statement, 4096);
	picture_statement(picture, &statement);
	put_labelled(cli, NULL, buf_text(&statement));
	put_counts(cli, "People", picture->persons, picture->person_count, NAMES_SHOWN, name_put);
	put_counts(cli, "Channels", picture->channels, picture->channel_count, NAMES_SHOWN,
	    channel_words_put);
	put_counts(
	    cli, "Noted as", picture->kinds, picture->kind_count, KINDS_SHOWN, behaviour_words_put);
	put_spans(cli, picture);
	put_events(cli, picture);
	put_run(cli, picture);
	put_rest(cli, picture);
	buf_fini(&statement);
}

static int
print(struct cli *cli, const struct picture *picture)
{
	struct json json;

	if (cli->json) {
		json = cli_json(cli);
		picture_json(picture, &json);
		buf_put_byte(&cli->out, '\n');
	} else {
		picture_text_put(cli, picture);
	}
	cli_flush(cli);
	return EXIT_DONE;
}

static enum status
take_number(const struct cli *cli, const char *name, uint64_t most, uint32_t *out, struct err *err)
{
	const char *typed = args_value(&cli->args, name);
	uint64_t n = 0;

	if (typed == NULL)
		return OK;
	if (!u64_parse(slice_of(typed, strlen(typed)), &n) || n < 1 || n > most)
		return fail(err, E_FORMAT, "--%s is a number from 1 to %llu", name,
		    (unsigned long long)most);
	*out = (uint32_t)n;
	return OK;
}

/* Which runs are told: at least so many contacts, none more than so many minutes apart. */
static enum status
take_options(const struct cli *cli, struct picture_options *out, struct err *err)
{
	enum status status = take_number(cli, "burst", 1000000, &out->burst_contacts, err);

	return status == OK ? take_number(cli, "gap", 7 * 24 * 60, &out->burst_gap_min, err)
			    : status;
}

static int
run(struct cli *cli)
{
	struct text chosen[SUBJECTS_MAX];
	struct picture *picture = mem_new(1, sizeof *picture);
	struct subjects *subjects = mem_new(1, sizeof *subjects);
	struct picture_options options = {0};
	struct app app = {0};
	struct err err = {0};
	size_t count = 0;
	bool drawn = false, usage;
	int code;
	enum status status = picture != NULL && subjects != NULL
				 ? args_texts(
				       &cli->args, "person", chosen, SUBJECTS_MAX, &count, &err)
				 : fail(&err, E_NOMEM, "out of memory");

	if (status == OK && cli->args.word_count != 1)
		status = fail(
		    &err, E_FORMAT, "it takes options only; --person NAME chooses a person");
	if (status == OK)
		status = take_options(cli, &options, &err);
	usage = status == E_FORMAT;
	if (status == OK)
		status = cli_open_to_read(cli, &app, &err);
	if (status == OK)
		status = subjects_find(&app, chosen, count, subjects, &err);
	if (status == OK) {
		status = picture_draw(&app, subjects, &options, picture, &err);
		drawn = status == OK;
	}
	if (status == OK)
		status = picture_save(&app, picture, args_value(&cli->args, "html"),
		    args_value(&cli->args, "pdf"), &err);
	app_close(&app);
	if (status == OK)
		code = print(cli, picture);
	else
		code = usage ? cli_usage(cli, &err) : cli_fail(cli, status, &err);
	if (drawn)
		picture_fini(picture);
	if (subjects != NULL)
		subjects_fini(subjects);
	mem_free(picture);
	mem_free(subjects);
	return code;
}

const struct command cmd_picture = {"picture",
    "[--person P]... [--html FILE] [--pdf FILE] [--burst N] [--gap MINUTES]",
    "the whole course of conduct: counts, key dates, bursts, gaps", specs, run,
    "--burst N, --gap MINUTES  which runs are told: at least N contacts (10), none more than so "
    "many\n"
    "       minutes (60) after the one before\n"};
