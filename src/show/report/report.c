/* src/show/report/report.c
 * The first page, the picture, its limits and how to check a pack; see report.h.
 * People, diary and exhibits stand in report_rows.c, the chronology in report_chronology.c. */
#include "show/report/report.h"

#include "base/encode.h"
#include "show/first_call.h"
#include "show/report/report_inside.h"
#include "show/when.h"
#include "show/words.h"

enum { LINE_BYTES = 16 * 1024, REMOVALS_TOLD = 20, EVENT_COLUMNS = 7 };

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

/* --- first page --- */

static void
other_log_fact(struct doc *doc, const struct report_log *log, struct buf *line)
{
	buf_reset(line);
	count_noun_put(line, log->entries, "entry", "entries");
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
	count_noun_put(line, info->shown_records, "record", "records");
	buf_put_c(line, ", ");
	count_noun_put(line, info->shown_exhibits, "exhibit", "exhibits");
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

static void
open_statement(struct doc *doc, const struct picture *picture, struct buf *line)
{
	buf_reset(line);
	picture_statement(picture, line);
	doc_notice(doc, buf_text(line));
}

/* "the next day", "3 days later", "none recorded" */
static void
next_contact_put(struct buf *out, const struct picture_event *event)
{
	int32_t days = event->next_contact_day - event->day;

	if (!event->day_known) {
		buf_put_c(out, "\xe2\x80\x93");
	} else if (!event->contact_after) {
		buf_put_c(out, "none recorded");
	} else if (days == 1) {
		buf_put_c(out, "the next day");
	} else {
		count_put(out, (uint64_t)days);
		buf_put_c(out, " days later");
	}
}

static void
event_row(struct doc *doc, size_t number, const struct picture_event *event, struct buf *parts)
{
	const uint64_t counts[3] = {event->before_28d, event->after_28d, event->since};
	struct text cells[EVENT_COLUMNS];

	for (size_t i = 0; i < EVENT_COLUMNS; i++)
		buf_reset(&parts[i]);
	buf_put_u64(&parts[0], number);
	behaviour_words_put(&parts[1], event->kind);
	when_put(&parts[2], &event->when);
	for (size_t i = 0; i < 3; i++) {
		if (event->day_known)
			count_put(&parts[4 + i], counts[i]);
		else
			buf_put_c(&parts[4 + i], "\xe2\x80\x93");
	}
	next_contact_put(&parts[3], event);
	for (size_t i = 0; i < EVENT_COLUMNS; i++)
		cells[i] = buf_text(&parts[i]);
	doc_table_row(doc, cells, COUNT_OF(cells), false);
}

static void
event_table(struct doc *doc, const struct picture *picture)
{
	static const struct doc_column columns[EVENT_COLUMNS] = {{"No.", 3, true, false, true},
	    {"Key date", 14, false, false, false}, {"When", 20, false, false, false},
	    {"Next contact", 11, false, false, false}, {"28 days before", 7, true, false, false},
	    {"28 days after", 7, true, false, false}, {"All since", 7, true, false, false}};
	const struct doc_table table = {
	    .caption = TEXT_LITERAL(
		"Key dates, and contacts around them (whole days; the day itself "
		"is on neither side)"),
	    .columns = columns,
	    .count = COUNT_OF(columns),
	    .dense = picture->event_count > 8};
	struct buf parts[EVENT_COLUMNS];

	if (picture->event_count == 0)
		return;
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		buf_init(&parts[i], 1024);
	doc_table_begin(doc, &table);
	for (size_t i = 0; i < picture->event_count; i++)
		event_row(doc, i + 1, &picture->events[i], parts);
	doc_table_end(doc);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		buf_fini(&parts[i]);
}

/* What somebody who looks at this page alone must not take for quiet. */
static void
open_missing(struct doc *doc, const struct picture *picture, struct buf *line)
{
	uint64_t beside = picture->unknown_sender + picture->undirected + picture->unnamed;

	report_unrecorded(doc, picture, line);
	buf_reset(line);
	buf_put_c(line, "What is missing: ");
	if (picture->undated + picture->coarse != 0) {
		count_noun_put(
		    line, picture->undated + picture->coarse, "contact has", "contacts have");
		buf_put_c(line, " no known day: in the total, not in the charts. ");
	}
	if (beside != 0) {
		count_noun_put(line, beside,
		    "more message, call or incident is from a number that was "
		    "withheld, or does",
		    "more messages, calls and incidents are from numbers that were withheld, or "
		    "do");
		buf_put_c(line, " not say who it was: not counted. ");
	}
	buf_put_c(line, "Phones and accounts that were not brought in are not here.");
	doc_paragraph(doc, buf_text(line));
}

/* One page: what happened, when it changed, what is missing. */
static void
one_page(struct doc *doc, const struct picture *picture, struct buf *line)
{
	open_statement(doc, picture, line);
	report_total_chart(doc, picture);
	event_table(doc, picture);
	report_calendar_chart(doc, picture);
	if (picture->contacts != 0)
		open_missing(doc, picture, line);
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
	one_page(doc, picture, &line);
	doc_keep(doc, 12);
	doc_heading(doc, 3, TEXT_LITERAL("This pack"));
	doc_paragraph(doc, text_of_c(what_this_is));
	danger_paragraph(doc, &line);
	open_facts(doc, info, &line);
	buf_fini(&line);
}

/* --- the picture --- */

typedef void (*words_fn)(struct buf *out, struct text code);

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
burst_item(struct doc *doc, const struct picture_burst *burst, struct buf *line)
{
	const struct moment from = picture_moment(&burst->from);

	buf_reset(line);
	count_put(line, burst->contacts);
	buf_put_c(line, " contacts within ");
	duration_put(line, (burst->to_us - burst->from.at_us) / US_PER_SECOND);
	buf_put_c(line, " from ");
	when_put(line, &from);
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
	    "Runs of at least %u contacts, none more than %u minutes after the one before; the "
	    "largest first.",
	    picture->options.burst_contacts, picture->options.burst_gap_min);
	doc_paragraph(doc, buf_text(line));
	for (size_t i = 0; i < picture->burst_count; i++)
		burst_item(doc, &picture->bursts[i], line);
}

static void
put_day_of(struct buf *out, const struct picture_time *time)
{
	const struct moment when = picture_moment(time);
	struct civil c;
	bool utc;

	if (when_civil(&when, &c, &utc))
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
		duration_put(line, (gap->to.at_us - gap->from.at_us) / US_PER_SECOND);
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
	count_table(doc, "Person", picture->persons, picture->person_count, buf_put_text);
	report_hours(doc, picture);
	report_channels(doc, picture);
	report_displacement(doc, picture);
	burst_list(doc, picture, &line);
	report_replies(doc, picture);
	report_kinds(doc, picture);
	report_effects(doc, picture);
	gap_list(doc, picture, &line);
	buf_fini(&line);
}

void
report_picture_alone(struct doc *doc, struct text title, const struct picture *picture)
{
	struct buf line;

	buf_init(&line, LINE_BYTES);
	doc_heading(doc, 1, title);
	one_page(doc, picture, &line);
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
	count_noun_put(line, n, one, many);
	buf_put_c(line, end);
	doc_item(doc, buf_text(line));
}

/* "1 entry was removed for good on 28 November 2026 (entry 6 of the list): …" */
static void
removal_item(struct doc *doc, struct buf *line, const struct report_removal *removal)
{
	buf_reset(line);
	count_noun_put(line, removal->entries, "entry was", "entries were");
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
	limit_count(doc, &line, info->key_dates_left_out, "key date", "key dates",
	    " among these that name nobody, such as a report or an order: left out with "
	    "everything that is not about the people chosen.");
	limit_count(doc, &line, info->key_dates_taken, "key date", "key dates",
	    " that name nobody, such as a report or an order: taken into this pack beside what "
	    "is about the people chosen.");
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
	static const char *const before[] = {
	    "chronology.html, chronology.pdf, chronology.csv: every record, in order of time; the "
	    "CSV opens as a table and can be sorted",
	    "conversations.html, conversations.pdf: the same messages and calls once more, with "
	    "each "
	    "number, address and account by itself, both sides whole",
	};
	static const char *const photographs[] = {
	    "photographs.html, photographs.pdf: every photograph and other picture, as a copy made "
	    "for looking at, with what its file says and how it came",
	};
	static const char *const files[] = {
	    "originals: the exhibits, exact copies under running numbers; attachments: what was "
	    "taken out of them, such as pictures inside messages",
	};
	static const char *const proof[] = {
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
	items(doc, before, COUNT_OF(before));
	items(doc, photographs, info->photographs ? COUNT_OF(photographs) : 0);
	items(doc, files, info->without_files ? 0 : COUNT_OF(files));
	items(doc, proof, COUNT_OF(proof));
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
