/* src/show/report.c
 * The opening page, the people and the picture of a pack; see report.h.
 * The diary, the exhibits and the chronology stand in report_rows.c. */
#include "show/report.h"

#include "show/when.h"

enum { LINE_BYTES = 16 * 1024 };

static const char what_this_is[] =
    "This pack was made with Daybook, a program that runs on the person's own computer. It brings "
    "together what the person wrote down and exact copies of what they received, in the order in "
    "which it happened. It is handed over so that the whole course of conduct can be seen, not "
    "single incidents.";
static const char what_holds[] =
    "The files in the folder \xe2\x80\x9coriginals\xe2\x80\x9d are byte for byte what the person "
    "brought in. Each "
    "is entered in a numbered, signed list under its SHA-256 digest. Any change to a file, to an "
    "entry or to their order since the head code below was made can be found, without Daybook and "
    "without us: see \xe2\x80\x9cHow to check this pack\xe2\x80\x9d.";
static const char what_does_not[] =
    "This shows that the contents are unchanged since they were entered, and in which order they "
    "were entered. It does not show that a message is true or who typed it, that a time stated by "
    "a phone or a sender is right, or that nothing is missing. Times in files are what the files "
    "say. Doubts are noted beside the entries they touch.";

static void
labelled(struct doc *doc, struct buf *line, const char *label, struct text value)
{
	buf_reset(line);
	buf_put_c(line, label);
	buf_put_text(line, value);
	doc_item(doc, buf_text(line));
}

static void
open_facts(struct doc *doc, const struct report_info *info, struct buf *line)
{
	struct moment made = {.basis = BASIS_INSTANT, .at_known = true, .at_us = info->made_us};

	buf_reset(line);
	buf_put_c(line, "Made on ");
	when_put(line, &made);
	doc_item(doc, buf_text(line));
	labelled(doc, line, "Prepared for: ", info->made_for);
	labelled(doc, line, "Period: ", info->period);
	labelled(doc, line, "People: ", info->people);
	labelled(doc, line, "Local times are those of ", info->zone);
	buf_reset(line);
	count_put(line, info->shown_records);
	buf_put_c(line, " records and ");
	count_put(line, info->shown_exhibits);
	buf_put_c(line, " exhibits are in this pack");
	if (info->left_out_records != 0) {
		buf_put_c(line, "; ");
		count_put(line, info->left_out_records);
		buf_put_c(line, " records were left out by choice of period or people");
	}
	buf_put_byte(line, '.');
	doc_item(doc, buf_text(line));
	buf_reset(line);
	buf_put_c(line, "The list holds ");
	count_put(line, info->entries);
	buf_put_c(line, " entries in all; no more than these exist behind this head code.");
	doc_item(doc, buf_text(line));
}

static void
head_code_notice(struct doc *doc, struct text code, struct buf *line)
{
	buf_reset(line);
	buf_put_c(line, "Head code: ");
	for (size_t i = 0; i < code.n; i++) {
		if (i != 0 && i % 4 == 0)
			buf_put_byte(line, ' ');
		buf_put_byte(line, (uint8_t)code.p[i]);
	}
	buf_put_c(line,
	    "\nWrite this code into a notebook or read it out over the telephone on the day "
	    "the pack is handed over. From then on nobody, not even the person who made the "
	    "pack, can change what is entered here without it showing.");
	doc_notice(doc, buf_text(line));
}

static void
open_check(struct doc *doc)
{
	static const char *const steps[] = {
	    ("With Daybook\xe2\x80\x99s checker, which needs no password: daybook-verify FOLDER. "
	     "It says "
	     "level by level what holds."),
	    ("With tools every Linux or Mac computer has: open a terminal in the folder and run "
	     "\xe2\x80\x9csha256sum -c manifest-sha256.txt\xe2\x80\x9d, then \xe2\x80\x9csh "
	     "proof/verify.sh\xe2\x80\x9d."),
	    "With a program of your own: proof/format.txt describes every byte.",
	};

	doc_heading(doc, 2, TEXT_LITERAL("How to check this pack"));
	for (size_t i = 0; i < COUNT_OF(steps); i++)
		doc_item(doc, text_of_c(steps[i]));
}

static void
open_contents(struct doc *doc)
{
	static const char *const files[] = {
	    "chronology.html, chronology.pdf, chronology.csv: every record, in order of time",
	    "originals/: the exhibits, exact copies under running exhibit numbers",
	    ("entries/, readings/: the entries behind them, field by field, with their proofs in "
	     "../proof/"),
	};

	doc_heading(doc, 2, TEXT_LITERAL("What is in this pack"));
	for (size_t i = 0; i < COUNT_OF(files); i++)
		doc_item(doc, text_of_c(files[i]));
}

void
report_open(struct doc *doc, const struct report_info *info)
{
	struct buf line;

	buf_init(&line, LINE_BYTES);
	doc_heading(doc, 1, info->title);
	doc_paragraph(doc, text_of_c(what_this_is));
	open_facts(doc, info, &line);
	head_code_notice(doc, info->head_code, &line);
	doc_paragraph(doc, text_of_c(what_holds));
	doc_paragraph(doc, text_of_c(what_does_not));
	open_contents(doc);
	open_check(doc);
	buf_fini(&line);
}

static void
count_table(struct doc *doc, const char *caption, const char *title,
    const struct picture_count *counts, size_t n)
{
	const struct doc_column columns[] = {{title, 5, false}, {"Contacts", 1, true}};
	struct text cells[2];
	struct buf number;

	if (n == 0)
		return;
	buf_init(&number, 64);
	doc_table_begin(doc, text_of_c(caption), columns, 2);
	for (size_t i = 0; i < n; i++) {
		buf_reset(&number);
		count_put(&number, counts[i].count);
		cells[0] = counts[i].name;
		cells[1] = buf_text(&number);
		doc_table_row(doc, cells);
	}
	doc_table_end(doc);
	buf_fini(&number);
}

static void
month_bars(struct doc *doc, const struct picture *picture)
{
	static const char *const names[12] = {
	    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct civil first, last;
	uint64_t most = 0, n;
	struct buf label;
	bool utc;

	if (!picture->any || !when_civil(&picture->first, &first, &utc) ||
	    !when_civil(&picture->last, &last, &utc))
		return;
	buf_init(&label, 64);
	doc_heading(doc, 3, TEXT_LITERAL("Contacts in each month"));
	for (int pass = 0; pass < 2; pass++) {
		int32_t year = first.year, month = first.month;

		while (year < last.year || (year == last.year && month <= last.month)) {
			n = picture_month(picture, year, month);
			most = n > most ? n : most;
			buf_reset(&label);
			buf_putf(&label, "%s %d", names[month - 1], year);
			if (pass == 1)
				doc_bar(doc, buf_text(&label), n, most);
			year += month == 12;
			month = month % 12 + 1;
		}
	}
	buf_fini(&label);
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
	doc_heading(doc, 3, TEXT_LITERAL("Contacts by hour of the day"));
	for (size_t hour = 0; hour < 24; hour++) {
		buf_reset(&label);
		buf_putf(&label, "%02zu:00\xe2\x80\x93%02zu:59", hour, hour);
		doc_bar(doc, buf_text(&label), picture->by_hour[hour], most);
	}
	buf_fini(&label);
}

static void
event_table(struct doc *doc, const struct picture *picture)
{
	static const struct doc_column columns[] = {{"What", 4, false}, {"When", 4, false},
	    {"28 days before", 2, true}, {"28 days after", 2, true}, {"All since", 2, true}};
	struct text cells[5];
	struct buf when, numbers[3];

	if (picture->event_count == 0)
		return;
	buf_init(&when, 256);
	for (size_t i = 0; i < 3; i++)
		buf_init(&numbers[i], 64);
	doc_table_begin(
	    doc, TEXT_LITERAL("Key dates, and contacts around them (whole days)"), columns, 5);
	for (size_t i = 0; i < picture->event_count; i++) {
		const struct picture_event *event = &picture->events[i];
		const uint64_t counts[3] = {event->before_28d, event->after_28d, event->since};

		buf_reset(&when);
		when_put(&when, &event->when);
		cells[0] = event->kind;
		cells[1] = buf_text(&when);
		for (size_t k = 0; k < 3; k++) {
			buf_reset(&numbers[k]);
			count_put(&numbers[k], counts[k]);
			cells[2 + k] = buf_text(&numbers[k]);
		}
		doc_table_row(doc, cells);
	}
	doc_table_end(doc);
	buf_fini(&when);
	for (size_t i = 0; i < 3; i++)
		buf_fini(&numbers[i]);
}

static void
burst_list(struct doc *doc, const struct picture *picture, struct buf *line)
{
	if (picture->burst_count == 0)
		return;
	doc_heading(doc, 3, TEXT_LITERAL("Longest bursts"));
	buf_reset(line);
	buf_putf(line,
	    "A burst is at least %d contacts, none more than %d minutes after the one "
	    "before.",
	    BURST_MIN_CONTACTS, BURST_MAX_GAP_MIN);
	doc_paragraph(doc, buf_text(line));
	for (size_t i = 0; i < picture->burst_count; i++) {
		const struct picture_burst *burst = &picture->bursts[i];

		buf_reset(line);
		count_put(line, burst->contacts);
		buf_put_c(line, " contacts within ");
		duration_put(line, (burst->to_us - burst->from_us) / US_PER_SECOND);
		buf_put_c(line, " from ");
		when_put(line, &burst->from);
		for (size_t c = 0; c < burst->channel_count; c++) {
			buf_put_c(line, c == 0 ? ": " : ", ");
			buf_put_text(line, burst->channels[c].name);
			buf_put_byte(line, ' ');
			count_put(line, burst->channels[c].count);
		}
		buf_put_c(line, ". Replies in that time: ");
		count_put(line, burst->replies);
		buf_put_byte(line, '.');
		doc_item(doc, buf_text(line));
	}
}

static void
picture_counts(struct doc *doc, const struct picture *picture, struct buf *line)
{
	buf_reset(line);
	buf_put_c(line,
	    "A contact is one message, call, e-mail or incident from the other side. An "
	    "approach is a run of contacts less than ten minutes apart. Replies from the "
	    "person: ");
	count_put(line, picture->replies);
	buf_put_c(line, ". Without a known date: ");
	count_put(line, picture->undated);
	buf_put_c(line, ". Of which only the month or the year is known: ");
	count_put(line, picture->coarse);
	buf_put_c(line, ". From withheld or unknown numbers, not counted as contacts: ");
	count_put(line, picture->unknown_sender);
	buf_put_byte(line, '.');
	doc_paragraph(doc, buf_text(line));
}

void
report_picture(struct doc *doc, const struct picture *picture)
{
	struct buf line;

	buf_init(&line, LINE_BYTES);
	doc_heading(doc, 2, TEXT_LITERAL("The picture as a whole"));
	picture_statement(picture, &line);
	doc_notice(doc, buf_text(&line));
	picture_counts(doc, picture, &line);
	event_table(doc, picture);
	count_table(doc, "By channel", "Channel", picture->channels, picture->channel_count);
	count_table(doc, "By person", "Person", picture->persons, picture->person_count);
	count_table(doc, "By kind of behaviour, where it was noted", "Kind", picture->kinds,
	    picture->kind_count);
	month_bars(doc, picture);
	hour_bars(doc, picture);
	burst_list(doc, picture, &line);
	buf_fini(&line);
}

void
report_people_begin(struct doc *doc)
{
	static const struct doc_column columns[] = {{"Person", 3, false},
	    {"Number or address", 4, false}, {"Shown by the phone as", 4, false}};

	doc_heading(doc, 2, TEXT_LITERAL("People and their numbers"));
	doc_paragraph(doc,
	    TEXT_LITERAL("These links were made by the person who keeps the diary; the entries say "
			 "why. Names shown by a phone or an app prove nothing by themselves."));
	doc_table_begin(doc, TEXT_NONE, columns, COUNT_OF(columns));
}

void
report_people_end(struct doc *doc)
{
	doc_table_end(doc);
}
