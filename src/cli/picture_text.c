/* src/cli/picture_text.c
 * The picture on one screen of text: the statement, a line of marks for each channel, the key dates
 * and what is left out. */
#include "cli/picture_text.h"

#include "show/chart/chart.h"
#include "show/when.h"
#include "show/words.h"

enum {
	SCREEN_COLUMNS = 80,
	LABEL_COLUMNS = 10,
	NAME_COLUMNS = 20,
	SPARK_COLUMNS = SCREEN_COLUMNS - NAME_COLUMNS - 13,
	NAMES_SHOWN = 6,
	KINDS_SHOWN = 3,
	EVENTS_SHOWN = 12,
};

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

/* --- the course of time, a line for each channel --- */

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

struct course {
	int32_t first_day, bin_days;
	size_t bins;
	uint64_t unrecorded[SPARK_COLUMNS]; /* days of a bin that nothing is recorded of */
};

/* As few days to a mark as fit. */
static bool
course_find(const struct picture *picture, struct course *out)
{
	static const int32_t sizes[] = {1, 7, 14, 28, 91, 365, 3653, 36525, 365250};
	const struct series *days = &picture->days;
	int32_t span;
	size_t i = 0;

	*out = (struct course){0};
	if (days->count == 0)
		return false;
	out->first_day = days->days[0].day;
	span = days->days[days->count - 1].day - out->first_day + 1;
	while (i + 1 < COUNT_OF(sizes) && span > sizes[i] * SPARK_COLUMNS)
		i++;
	out->bin_days = sizes[i];
	out->bins = (size_t)((span + sizes[i] - 1) / sizes[i]);
	for (size_t k = 0; k < picture->unrecorded_count; k++)
		for (int32_t day = picture->unrecorded[k].from_day;
		     day <= picture->unrecorded[k].to_day; day++)
			if (day >= out->first_day &&
			    (size_t)((day - out->first_day) / out->bin_days) < out->bins)
				out->unrecorded[(day - out->first_day) / out->bin_days]++;
	return true;
}

static void
put_cut(struct cli *cli, struct text words, size_t columns)
{
	struct buf cut;
	size_t n = 0;

	buf_init(&cut, 1024);
	while (words.n != 0 && n < columns) {
		buf_put_code_point(&cut, text_next(&words));
		n++;
	}
	cli_put_plain(cli, buf_text(&cut));
	buf_putf(&cli->out, "%*s", (int)(columns - n), "");
	buf_fini(&cut);
}

/* "WhatsApp            3,956  ▁▂▃" */
static void
put_course(struct cli *cli, const struct course *course, struct text name, uint64_t count,
    const struct series *days)
{
	uint64_t bins[SPARK_COLUMNS];

	for (size_t i = 0; i < course->bins; i++) {
		int32_t from = course->first_day + (int32_t)i * course->bin_days;

		bins[i] = series_sum(days, from, from + course->bin_days - 1);
		if (bins[i] == 0 && course->unrecorded[i] == (uint64_t)course->bin_days)
			bins[i] = CHART_SPARK_NO_RECORD;
	}
	put_cut(cli, name, NAME_COLUMNS);
	put_padded(cli, count, 11);
	buf_put_c(&cli->out, "  ");
	chart_spark_put(&cli->out, bins, course->bins, false);
	buf_put_byte(&cli->out, '\n');
}

static void
bin_put(struct buf *out, const struct picture *picture, const struct course *course)
{
	const struct civil *day;
	struct civil first;

	if (course->bin_days < 365)
		buf_putf(
		    out, "a mark is %d day%s", course->bin_days, course->bin_days == 1 ? "" : "s");
	else
		buf_putf(out, "a mark is %d year%s", course->bin_days / 365,
		    course->bin_days == 365 ? "" : "s");
	day = civil_of_us(course->first_day * US_PER_DAY, &first) ? &first : NULL;
	if (day != NULL) {
		buf_put_c(out, ", from ");
		date_put(out, day);
	}
	if (picture->unrecorded_count != 0)
		buf_put_c(out, "; \xe2\x96\x91 no record");
}

static void
put_channels(struct cli *cli, const struct picture *picture)
{
	struct course course;
	struct buf name;

	if (!course_find(picture, &course))
		return;
	buf_init(&name, 4096);
	bin_put(&name, picture, &course);
	buf_putf(&cli->out, "\n%-20s%11s  %.*s\n", "Channel", "contacts", (int)name.n,
	    (const char *)name.p);
	for (size_t i = 0; i < picture->channel_count && i < NAMES_SHOWN; i++) {
		buf_reset(&name);
		channel_words_put(&name, picture->channels[i].name);
		put_course(cli, &course, buf_text(&name), picture->channels[i].count,
		    &picture->channels[i].days);
	}
	if (picture->channel_count > NAMES_SHOWN)
		buf_putf(
		    &cli->out, "and %zu more channels\n", picture->channel_count - NAMES_SHOWN);
	put_course(cli, &course, TEXT_LITERAL("All"), picture->contacts, &picture->days);
	put_course(cli, &course, TEXT_LITERAL("Replies"), picture->replies, &picture->reply_days);
	put_cut(cli, TEXT_LITERAL("By hour, 00 to 23"), NAME_COLUMNS + 13);
	chart_spark_put(&cli->out, picture->by_hour, 24, false);
	buf_put_byte(&cli->out, '\n');
	buf_fini(&name);
}

/* --- key dates --- */

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
	put_counts(
	    cli, "Noted as", picture->kinds, picture->kind_count, KINDS_SHOWN, behaviour_words_put);
	put_channels(cli, picture);
	put_events(cli, picture);
	put_run(cli, picture);
	put_rest(cli, picture);
	buf_fini(&statement);
}
