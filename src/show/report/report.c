/* src/show/report/report.c
 * The first page, the picture, its limits and how to check a pack; see report.h.
 * People, diary and exhibits stand in report_rows.c, the chronology in report_chronology.c. */
#include "show/report/report.h"

#include "base/encode.h"
#include "show/first_call.h"
#include "show/when.h"
#include "show/words.h"

enum { LINE_BYTES = 16 * 1024, MONTHS_SHOWN = 36, REMOVALS_TOLD = 20 };

static const char what_this_is[] =
    "What one person wrote down, and exact copies of what reached them, in order of time. A "
    "contact is one message, call or e-mail, or one incident written down. Names and kinds are "
    "those the person gave; nothing here is scored or judged.";
static const char what_holds[] =
    "The files in the folder \xe2\x80\x9coriginals\xe2\x80\x9d are byte for byte what the person "
    "brought in. Each is entered in a numbered, signed list under its SHA-256 digest. Any change "
    "to a file, to an entry or to their order since the head code on the first page was made can "
    "be found, without Daybook and without anybody\xe2\x80\x99s word for it.";
static const char what_does_not[] =
    "This shows that the contents are unchanged since they were entered, and in which order they "
    "were entered. It does not show that a message is true or who typed it, that a time stated by "
    "a phone or a sender is right, or that nothing is missing. Doubts are noted beside the records "
    "they touch.";
static const char what_counts[] =
    "A contact is one message, call or e-mail from the people below, or one incident written down "
    "about them; an incident counts as one even where it tells of messages that are counted too. "
    "An approach is a run of contacts less than ten minutes apart; only contacts known to the "
    "minute are counted in runs.";

/* "1 record", "12 records". */
static void
put_count(struct buf *out, uint64_t n, const char *one, const char *many)
{
	count_put(out, n);
	buf_put_byte(out, ' ');
	buf_put_c(out, n == 1 ? one : many);
}

/* --- first page --- */

static void
other_log_fact(struct doc *doc, const struct report_log *log, struct buf *line)
{
	buf_reset(line);
	put_count(line, log->entries, "entry", "entries");
	if (log->from.n != 0) {
		buf_put_c(line, " handed over by ");
		buf_put_text(line, log->from);
	} else {
		buf_put_c(line, " kept earlier, or on another device");
	}
	buf_put_c(line, "; head code ");
	code_put(line, log->head_code);
	doc_fact(doc, "Also here", buf_text(line));
}

static void
open_facts(struct doc *doc, const struct report_info *info, struct buf *line)
{
	struct civil day;
	bool utc;

	buf_reset(line);
	if (when_civil(&info->made, &day, &utc))
		date_put(line, &day);
	buf_put_c(line, ", ");
	when_clock_put(line, &info->made);
	buf_put_c(line, ", for ");
	reader_words_put(line, info->made_for);
	buf_put_c(line, "; local times are those of ");
	buf_put_text(line, info->zone);
	doc_fact(doc, "Made", buf_text(line));
	buf_reset(line);
	buf_put_text(line, info->period);
	buf_put_c(line, ", ");
	buf_put_text(line, info->people);
	buf_put_c(line, ": ");
	put_count(line, info->shown_records, "record", "records");
	buf_put_c(line, ", ");
	put_count(line, info->shown_exhibits, "exhibit", "exhibits");
	doc_fact(doc, "Covers", buf_text(line));
	buf_reset(line);
	code_put(line, info->head_code);
	buf_put_c(line,
	    ". Write it into a notebook at the hand-over: from then on no change to what is "
	    "entered here can go unnoticed, whoever makes it.");
	doc_fact(doc, "Head code", buf_text(line));
	for (size_t i = 0; i < info->log_count; i++)
		other_log_fact(doc, &info->logs[i], line);
}

static const struct picture_event *
told_to_stop(const struct picture *picture)
{
	for (size_t i = 0; i < picture->event_count; i++)
		if (text_eq_c(picture->events[i].kind, "told-to-stop") &&
		    picture->events[i].when.precision <= PRECISION_DAY)
			return &picture->events[i];
	return NULL;
}

static void
open_statement(struct doc *doc, const struct picture *picture, struct buf *line)
{
	const struct picture_event *stop = told_to_stop(picture);
	struct civil day;
	bool utc;

	buf_reset(line);
	picture_statement(picture, line);
	if (stop != NULL && when_civil(&stop->when, &day, &utc)) {
		buf_put_byte(line, ' ');
		count_put(line, stop->since);
		buf_put_c(line, " of them came after the day of \xe2\x80\x9c");
		behaviour_words_put(line, stop->kind);
		buf_put_c(line, "\xe2\x80\x9d, ");
		date_put(line, &day);
		buf_put_byte(line, '.');
	}
	if (picture->contacts != 0) {
		buf_put_c(line, " Replies by the person: ");
		count_put(line, picture->replies);
		buf_put_byte(line, '.');
	}
	doc_notice(doc, buf_text(line));
}

static void
event_row(struct doc *doc, const struct picture_event *event, struct buf *parts)
{
	const uint64_t counts[3] = {event->before_28d, event->after_28d, event->since};
	struct text cells[5];

	for (size_t i = 0; i < 5; i++)
		buf_reset(&parts[i]);
	behaviour_words_put(&parts[0], event->kind);
	when_put(&parts[1], &event->when);
	for (size_t i = 0; i < 3; i++) {
		if (event->when.precision <= PRECISION_DAY)
			count_put(&parts[2 + i], counts[i]);
		else
			buf_put_c(&parts[2 + i], "\xe2\x80\x93");
	}
	for (size_t i = 0; i < 5; i++)
		cells[i] = buf_text(&parts[i]);
	doc_table_row(doc, cells, COUNT_OF(cells), false);
}

static void
event_table(struct doc *doc, const struct picture *picture)
{
	static const struct doc_column columns[] = {{"What", 15, false, false},
	    {"When", 21, false, false}, {"28 days before", 10, true, false},
	    {"28 days after", 9, true, false}, {"All since", 7, true, false}};
	const struct doc_table table = {
	    .caption = TEXT_LITERAL("Key dates, and contacts around them (whole days)"),
	    .columns = columns,
	    .count = COUNT_OF(columns)};
	struct buf parts[5];

	if (picture->event_count == 0)
		return;
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		buf_init(&parts[i], 1024);
	doc_table_begin(doc, &table);
	for (size_t i = 0; i < picture->event_count; i++)
		event_row(doc, &picture->events[i], parts);
	doc_table_end(doc);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		buf_fini(&parts[i]);
}

/* One bar of the course of time: a month, or a year where there are too many months. */
static uint64_t
span_count(const struct picture *picture, int32_t span, bool years, struct buf *label)
{
	static const char *const names[12] = {
	    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	uint64_t sum = 0;

	buf_reset(label);
	if (!years) {
		buf_putf(label, "%s %d", names[span % 12], span / 12);
		return picture_month(picture, span / 12, span % 12 + 1);
	}
	buf_putf(label, "%d", span);
	for (int32_t month = 1; month <= 12; month++)
		sum += picture_month(picture, span, month);
	return sum;
}

static void
time_bars(struct doc *doc, const struct picture *picture)
{
	struct civil first, last;
	int32_t from, to;
	uint64_t most = 0, n;
	struct buf label;
	bool utc, years;

	if (!picture->any || !when_civil(&picture->first, &first, &utc) ||
	    !when_civil(&picture->last, &last, &utc))
		return;
	from = first.year * 12 + first.month - 1;
	to = last.year * 12 + last.month - 1;
	years = to - from >= MONTHS_SHOWN;
	from = years ? first.year : from;
	to = years ? last.year : to;
	buf_init(&label, 64);
	doc_keep(doc, (unsigned)(to - from < 40 ? to - from + 4 : 4));
	doc_heading(doc, 3,
	    years ? TEXT_LITERAL("Contacts in each year") : TEXT_LITERAL("Contacts in each month"));
	for (int32_t span = from; span <= to; span++) {
		n = span_count(picture, span, years, &label);
		most = n > most ? n : most;
	}
	for (int32_t span = from; span <= to; span++) {
		n = span_count(picture, span, years, &label);
		doc_bar(doc, buf_text(&label), n, most);
	}
	buf_fini(&label);
}

static void
danger_paragraph(struct doc *doc, struct buf *line)
{
	buf_reset(line);
	buf_put_c(line, "If anybody is in danger now: ");
	buf_put_c(line, first_call_number(FIRST_CALL_EMERGENCY));
	buf_put_c(line, ". Nobody has to collect more before speaking to the police. (");
	buf_put_c(line, first_call_number(FIRST_CALL_EMERGENCY));
	buf_put_c(line, ": ");
	first_call_source_put(line, FIRST_CALL_EMERGENCY);
	buf_put_c(line, ")");
	doc_paragraph(doc, buf_text(line));
}

void
report_open(struct doc *doc, const struct report_info *info, const struct picture *picture)
{
	struct buf line;

	buf_init(&line, LINE_BYTES);
	doc_heading(doc, 1, info->title);
	danger_paragraph(doc, &line);
	open_statement(doc, picture, &line);
	doc_paragraph(doc, text_of_c(what_this_is));
	event_table(doc, picture);
	time_bars(doc, picture);
	doc_keep(doc, 7);
	doc_heading(doc, 3, TEXT_LITERAL("This pack"));
	open_facts(doc, info, &line);
	buf_fini(&line);
}

/* --- the picture --- */

typedef void (*words_fn)(struct buf *out, struct text code);

static void
plain_put(struct buf *out, struct text text)
{
	buf_put_text(out, text);
}

static void
count_table(struct doc *doc, const char *title, const struct picture_count *counts, size_t n,
    words_fn words)
{
	const struct doc_column columns[] = {
	    {title, 5, false, false}, {"Contacts", 1, true, false}};
	const struct doc_table table = {.columns = columns, .count = COUNT_OF(columns)};
	struct text cells[2];
	struct buf name, number;

	if (n == 0)
		return;
	buf_init(&name, 4096);
	buf_init(&number, 64);
	doc_keep(doc, n < 20 ? (unsigned)n + 2 : 5);
	doc_table_begin(doc, &table);
	for (size_t i = 0; i < n; i++) {
		buf_reset(&name);
		buf_reset(&number);
		words(&name, counts[i].name);
		count_put(&number, counts[i].count);
		cells[0] = buf_text(&name);
		cells[1] = buf_text(&number);
		doc_table_row(doc, cells, COUNT_OF(cells), false);
	}
	doc_table_end(doc);
	buf_fini(&name);
	buf_fini(&number);
}

static void
hour_bars(struct doc *doc, const struct picture *picture)
{
	uint64_t most = 0;
	struct buf label;

	for (size_t hour = 0; hour < 24; hour++)
		most = picture->by_hour[hour] > most ? picture->by_hour[hour] : most;
	if (most == 0)
		return;
	buf_init(&label, 64);
	doc_keep(doc, 23);
	doc_heading(doc, 3, TEXT_LITERAL("Contacts by hour of the day, local time"));
	for (size_t hour = 0; hour < 24; hour++) {
		buf_reset(&label);
		buf_putf(&label, "%02zu:00\xe2\x80\x93%02zu:59", hour, hour);
		doc_bar(doc, buf_text(&label), picture->by_hour[hour], most);
	}
	buf_fini(&label);
}

static void
burst_item(struct doc *doc, const struct picture_burst *burst, struct buf *line)
{
	buf_reset(line);
	count_put(line, burst->contacts);
	buf_put_c(line, " contacts within ");
	duration_put(line, (burst->to_us - burst->from_us) / US_PER_SECOND);
	buf_put_c(line, " from ");
	when_put(line, &burst->from);
	for (size_t c = 0; c < burst->channel_count; c++) {
		buf_put_c(line, c == 0 ? ": " : ", ");
		channel_words_put(line, burst->channels[c].name);
		buf_put_byte(line, ' ');
		count_put(line, burst->channels[c].count);
	}
	buf_put_c(line, ". Replies in that time: ");
	count_put(line, burst->replies);
	buf_put_byte(line, '.');
	doc_item(doc, buf_text(line));
}

static void
burst_list(struct doc *doc, const struct picture *picture, struct buf *line)
{
	if (picture->burst_count == 0)
		return;
	doc_keep(doc, 6);
	doc_heading(doc, 3, TEXT_LITERAL("Most contacts in one run"));
	buf_reset(line);
	buf_putf(line,
	    "Runs of at least %d contacts, none more than %d minutes after the one before; the "
	    "largest first.",
	    BURST_MIN_CONTACTS, BURST_MAX_GAP_MIN);
	doc_paragraph(doc, buf_text(line));
	for (size_t i = 0; i < picture->burst_count; i++)
		burst_item(doc, &picture->bursts[i], line);
}

static void
put_day_of(struct buf *out, const struct moment *when)
{
	struct civil c;
	bool utc;

	if (when_civil(when, &c, &utc))
		date_put(out, &c);
}

static void
gap_list(struct doc *doc, const struct picture *picture, struct buf *line)
{
	if (picture->gap_count == 0)
		return;
	doc_keep(doc, 5);
	doc_heading(doc, 3, TEXT_LITERAL("Longest times without a recorded contact"));
	for (size_t i = 0; i < picture->gap_count; i++) {
		const struct picture_gap *gap = &picture->gaps[i];

		buf_reset(line);
		duration_put(line, (gap->to_us - gap->from_us) / US_PER_SECOND);
		buf_put_c(line, ": from ");
		put_day_of(line, &gap->from);
		buf_put_c(line, " to ");
		put_day_of(line, &gap->to);
		doc_item(doc, buf_text(line));
	}
}

void
report_picture(struct doc *doc, const struct picture *picture)
{
	struct buf line;

	if (picture->contacts == 0)
		return;
	buf_init(&line, LINE_BYTES);
	doc_heading(doc, 2, TEXT_LITERAL("The picture in numbers"));
	doc_paragraph(doc, text_of_c(what_counts));
	count_table(doc, "Person", picture->persons, picture->person_count, plain_put);
	count_table(doc, "Channel", picture->channels, picture->channel_count, channel_words_put);
	count_table(doc, "Kind, as the person noted it", picture->kinds, picture->kind_count,
	    behaviour_words_put);
	burst_list(doc, picture, &line);
	gap_list(doc, picture, &line);
	hour_bars(doc, picture);
	buf_fini(&line);
}

void
report_picture_alone(struct doc *doc, struct text title, const struct picture *picture)
{
	struct buf line;

	buf_init(&line, LINE_BYTES);
	doc_heading(doc, 1, title);
	open_statement(doc, picture, &line);
	event_table(doc, picture);
	time_bars(doc, picture);
	buf_fini(&line);
	report_picture(doc, picture);
	report_limits_begin(doc, &(struct report_info){0}, picture);
}

/* --- limits --- */

static void
limit_count(struct doc *doc, struct buf *line, uint64_t n, const char *one, const char *many,
    const char *end)
{
	if (n == 0)
		return;
	buf_reset(line);
	put_count(line, n, one, many);
	buf_put_c(line, end);
	doc_item(doc, buf_text(line));
}

/* "1 entry was removed for good on 28 November 2026 (entry 6 of the list): …" */
static void
removal_item(struct doc *doc, struct buf *line, const struct report_removal *removal)
{
	buf_reset(line);
	put_count(line, removal->entries, "entry was", "entries were");
	buf_put_c(line, " removed for good");
	if (removal->from.n != 0) {
		buf_put_c(line, " by ");
		buf_put_text(line, text_prefix(removal->from, 100));
	} else {
		buf_put_c(line, " by the person who keeps this record");
	}
	if (removal->when.at_known) {
		buf_put_c(line, ", ");
		when_put(line, &removal->when);
	}
	buf_putf(line, " (entry %llu of the list): ", (unsigned long long)removal->number);
	buf_put_text(line, text_prefix(removal->why, 500));
	doc_item(doc, buf_text(line));
}

/* The latest; the others are counted, and stand among the entries all the same. */
static void
removal_items(struct doc *doc, struct buf *line, const struct report_info *info)
{
	size_t first = info->removal_count > REMOVALS_TOLD ? info->removal_count - REMOVALS_TOLD
							   : 0;

	limit_count(doc, line, first, "earlier removal", "earlier removals",
	    " for good, noted among the entries with date and reason.");
	for (size_t i = first; i < info->removal_count; i++)
		removal_item(doc, line, &info->removals[i]);
}

void
report_limits_begin(struct doc *doc, const struct report_info *info, const struct picture *picture)
{
	struct buf line;

	buf_init(&line, LINE_BYTES);
	doc_keep(doc, 6);
	doc_heading(doc, 2, TEXT_LITERAL("What the numbers leave out"));
	doc_item(doc, TEXT_LITERAL("What was never brought in: a phone, an account or a letter "
				   "that is not among the exhibits. A time without a record may "
				   "be such a time."));
	limit_count(doc, &line, picture->unknown_sender, "call or message", "calls or messages",
	    " from withheld or unknown numbers: in the chronology, not counted as contacts.");
	limit_count(doc, &line, picture->undirected, "message or call", "messages or calls",
	    " of which the file does not tell who is the person that keeps this record, and who "
	    "the other: in the chronology, not counted as contacts.");
	limit_count(doc, &line, picture->from_others, "message, call or incident",
	    "messages, calls or incidents",
	    " of people and numbers this picture is not about: in the chronology, not counted as "
	    "contacts.");
	limit_count(doc, &line, picture->unnamed, "incident that does not say who it was",
	    "incidents that do not say who it was",
	    ": in the chronology, not counted as contacts.");
	limit_count(doc, &line, picture->coarse, "contact", "contacts",
	    " of which only the month or the year is known: counted in the total, not in days, "
	    "hours or months.");
	limit_count(doc, &line, picture->undated - picture->misdated, "contact", "contacts",
	    " without a known date: counted in the total only.");
	limit_count(doc, &line, picture->misdated, "contact", "contacts",
	    " with a time that cannot be right: in the chronology as it is written, counted in "
	    "the total only.");
	limit_count(doc, &line, info->undated_records, "record", "records",
	    " in all without a known time, pictures among them: at the end of the chronology.");
	limit_count(doc, &line, info->left_out_records, "record", "records",
	    " left out of this pack by choice of period, people or single records.");
	if (info->hidden.n != 0) {
		buf_reset(&line);
		buf_put_c(&line, "Left out of every entry by choice: ");
		buf_put_text(&line, info->hidden);
		buf_put_byte(&line, '.');
		doc_item(doc, buf_text(&line));
	}
	removal_items(doc, &line, info);
	doc_item(doc, TEXT_LITERAL("Private notes of the person never leave their computer."));
	buf_fini(&line);
}

void
report_limit_exhibit(struct doc *doc, const struct report_exhibit *exhibit)
{
	struct buf line;

	buf_init(&line, LINE_BYTES);
	buf_put_c(&line, "Exhibit ");
	buf_put_text(&line, exhibit->number);
	buf_put_c(&line, ", ");
	buf_put_text(&line, text_prefix(exhibit->name, 200));
	buf_put_c(&line, text_eq_c(exhibit->status, "partly") ? ", could be read in part only"
							      : ", was kept and not read");
	if (exhibit->why.n != 0) {
		buf_put_c(&line, ": ");
		buf_put_text(&line, text_prefix(exhibit->why, 500));
	} else {
		buf_put_byte(&line, '.');
	}
	doc_item(doc, buf_text(&line));
	buf_fini(&line);
}

/* --- what it is, and how to check it --- */

static void
items(struct doc *doc, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		doc_item(doc, text_of_c(texts[i]));
}

void
report_check(struct doc *doc, const struct report_info *info)
{
	static const char *const files[] = {
	    "chronology.html, chronology.pdf, chronology.csv: every record, in order of time; the "
	    "CSV opens as a table and can be sorted",
	    "originals: the exhibits, exact copies under running numbers; attachments: what was "
	    "taken out of them, such as pictures inside messages",
	    "entries, readings and, beside this folder, proof: the list behind them, field by "
	    "field, with its proofs",
	};
	static const char *const steps[] = {
	    "With Daybook\xe2\x80\x99s checker, which needs no password: daybook-verify FOLDER. It "
	    "says level by level what holds, and shows the head code.",
	    "With tools every Linux or Mac computer has: open a terminal in the folder and run "
	    "\xe2\x80\x9csha256sum -c manifest-sha256.txt\xe2\x80\x9d, then \xe2\x80\x9csh "
	    "proof/verify.sh\xe2\x80\x9d.",
	    "With a program of your own: proof/format.txt describes every byte.",
	};
	struct buf line;

	buf_init(&line, LINE_BYTES);
	doc_keep(doc, 8);
	doc_heading(doc, 2, TEXT_LITERAL("What is in this pack, and how to check it"));
	items(doc, files, COUNT_OF(files));
	doc_heading(doc, 3, TEXT_LITERAL("What it shows, and what it does not"));
	doc_paragraph(doc, text_of_c(what_holds));
	doc_paragraph(doc, text_of_c(what_does_not));
	buf_putf(&line,
	    "The list behind the head code holds %llu entries; no more than these exist behind it.",
	    (unsigned long long)info->entries);
	doc_paragraph(doc, buf_text(&line));
	doc_heading(doc, 3, TEXT_LITERAL("How to check"));
	items(doc, steps, COUNT_OF(steps));
	buf_fini(&line);
}
