/* src/cli/cmd_picture.c
 * picture: the whole course of conduct on one screen, or as HTML or PDF. */
#include "app/packing.h"
#include "app/picturing.h"
#include "base/mem.h"
#include "cli/picture_text.h"
#include "show/when.h"

enum { ROWS_SHOWN = 8, BAR_COLUMNS = 40 };

static const struct arg_spec specs[] = {
    {"person", false}, {"html", false}, {"pdf", false}, {NULL, false}};

static void
put_counts(struct cli *cli, const char *title, const struct picture_count *counts, size_t n)
{
	if (n == 0)
		return;
	buf_putf(&cli->out, "%s:", title);
	for (size_t i = 0; i < n && i < ROWS_SHOWN; i++) {
		buf_put_c(&cli->out, i == 0 ? " " : ", ");
		cli_put_plain(cli, text_prefix(counts[i].name, 40));
		buf_put_byte(&cli->out, ' ');
		count_put(&cli->out, counts[i].count);
	}
	if (n > ROWS_SHOWN)
		buf_putf(&cli->out, " and %zu more", n - ROWS_SHOWN);
	buf_put_byte(&cli->out, '\n');
}

static void
put_months(struct cli *cli, const struct picture *picture)
{
	struct civil first, last;
	uint64_t most = 1, n;
	bool utc;

	if (!picture->any || !when_civil(&picture->first, &first, &utc) ||
	    !when_civil(&picture->last, &last, &utc) || last.year - first.year > 3)
		return;
	for (int pass = 0; pass < 2; pass++) {
		for (int32_t m = first.year * 12 + first.month - 1;
		     m <= last.year * 12 + last.month - 1; m++) {
			n = picture_month(picture, m / 12, m % 12 + 1);
			most = n > most ? n : most;
			if (pass == 0)
				continue;
			buf_putf(&cli->out, "  %04d-%02d ", m / 12, m % 12 + 1);
			for (uint64_t k = 0; k < n * BAR_COLUMNS / most; k++)
				buf_put_byte(&cli->out, '#');
			buf_putf(&cli->out, " %llu\n", (unsigned long long)n);
		}
	}
}

static void
put_events(struct cli *cli, const struct picture *picture)
{
	if (picture->event_count == 0)
		return;
	buf_put_c(&cli->out, "Key dates (contacts in the 28 days before and after):\n");
	for (size_t i = 0; i < picture->event_count && i < ROWS_SHOWN; i++) {
		const struct picture_event *event = &picture->events[i];

		buf_put_c(&cli->out, "  ");
		when_put_short(&cli->out, &event->when);
		buf_put_c(&cli->out, "  ");
		cli_put_plain(cli, event->kind);
		buf_putf(&cli->out, "  before %llu, after %llu, since %llu\n",
		    (unsigned long long)event->before_28d, (unsigned long long)event->after_28d,
		    (unsigned long long)event->since);
	}
}

static void
put_burst(struct cli *cli, const struct picture *picture)
{
	const struct picture_burst *burst = &picture->bursts[0];

	if (picture->burst_count == 0)
		return;
	buf_put_c(&cli->out, "Longest burst: ");
	count_put(&cli->out, burst->contacts);
	buf_put_c(&cli->out, " contacts within ");
	duration_put(&cli->out, (burst->to_us - burst->from_us) / US_PER_SECOND);
	buf_put_c(&cli->out, " from ");
	when_put(&cli->out, &burst->from);
	buf_putf(&cli->out, ", %llu replies\n", (unsigned long long)burst->replies);
}

void
picture_text_put(struct cli *cli, const struct picture *picture)
{
	struct buf statement;

	buf_init(&statement, 4096);
	picture_statement(picture, &statement);
	cli_put_plain(cli, buf_text(&statement));
	buf_put_byte(&cli->out, '\n');
	put_counts(cli, "Channels", picture->channels, picture->channel_count);
	put_counts(cli, "People", picture->persons, picture->person_count);
	put_counts(cli, "Kinds", picture->kinds, picture->kind_count);
	put_months(cli, picture);
	put_events(cli, picture);
	put_burst(cli, picture);
	buf_putf(&cli->out,
	    "Replies %llu.  No known date %llu, only month or year known %llu.\nWithheld or "
	    "unknown numbers, not counted %llu.\n",
	    (unsigned long long)picture->replies, (unsigned long long)picture->undated,
	    (unsigned long long)picture->coarse, (unsigned long long)picture->unknown_sender);
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

static int
run(struct cli *cli)
{
	struct text chosen[SUBJECTS_MAX];
	struct picture *picture = mem_new(1, sizeof *picture);
	struct subjects *subjects = mem_new(1, sizeof *subjects);
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
	usage = status == E_FORMAT;
	if (status == OK)
		status = cli_open(cli, &app, &err);
	if (status == OK)
		status = subjects_find(&app, chosen, count, subjects, &err);
	if (status == OK) {
		status = picture_draw(&app, subjects, NULL, picture, &err);
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

const struct command cmd_picture = {"picture", "[--person P]... [--html FILE] [--pdf FILE]",
    "the whole course of conduct: counts, key dates, bursts, gaps", specs, run};
