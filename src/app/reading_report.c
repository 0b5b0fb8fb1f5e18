/* src/app/reading_report.c
 * Counting an import while it is read; see reading_report.h. */
#include "app/reading_report.h"

static void
count(struct arena *arena, struct report_count *items, size_t *n, struct text name,
    struct text example)
{
	struct text cut = text_prefix(name, 300);
	size_t i = 0;

	while (i < *n && !text_eq(items[i].name, cut))
		i++;
	if (i == *n && i == REPORT_MAX_ITEMS) {
		i = REPORT_MAX_ITEMS - 1; /* the last place counts what has none of its own */
		items[i].name = TEXT_LITERAL("other");
	} else if (i == *n) {
		struct text example_kept = TEXT_NONE;

		if (!arena_text(arena, cut, &items[i].name) ||
		    !arena_text(arena, text_prefix(example, 300), &example_kept))
			return;
		items[i].example = example_kept;
		items[i].count = 0;
		(*n)++;
	}
	items[i].count++;
}

static void
report_time(struct import_report *report, const struct moment *when)
{
	if (!when->at_known)
		return;
	if (!report->timed || when->at_us < report->first_us)
		report->first_us = when->at_us;
	if (!report->timed || when->at_us > report->last_us)
		report->last_us = when->at_us;
	report->timed = true;
}

static struct text
sender_name(const struct party *party)
{
	if (party->handle.n != 0)
		return party->handle;
	return party->as_written.n != 0 ? party->as_written : party->name;
}

void
report_record(struct import_report *report, const struct record *record)
{
	struct text sender = sender_name(&record->from);

	report->records++;
	report->by_kind[record->kind]++;
	report_time(report, &record->when);
	if (sender.n != 0)
		count(&report->arena, report->senders, &report->sender_count, sender, TEXT_NONE);
	for (size_t i = 0; i < record->attachments_count; i++) {
		if (record->attachments[i].source == ATTACHMENT_MISSING)
			report->attachments_missing++;
		else
			report->attachments_present++;
	}
	for (size_t i = 0; i < record->doubts_count; i++)
		count(&report->arena, report->doubts, &report->doubt_count, record->doubts[i].code,
		    record->doubts[i].detail);
}

static void
keep_why(struct import_report *report, struct text code, struct text detail)
{
	struct text why = detail.n != 0 ? detail : code;

	if (report->why.p == NULL &&
	    !arena_text(&report->arena, text_prefix(why, 1000), &report->why))
		report->why = TEXT_LITERAL("it was not fully read");
}

static void
keep_question(struct import_report *report, struct text code, struct text detail)
{
	size_t i = report->question_count;

	/* An archive asks for itself and for each archive in it. */
	for (size_t k = 0; k < i; k++)
		if (text_eq(report->questions[k], code) && text_eq(report->choices[k], detail))
			return;
	if (i < COUNT_OF(report->questions) &&
	    arena_text(&report->arena, code, &report->questions[i]) &&
	    arena_text(&report->arena, text_prefix(detail, 4000), &report->choices[i]))
		report->question_count++;
}

void
report_note(struct import_report *report, enum note_kind kind, struct text code, struct text detail)
{
	size_t i = report->omit_count;

	switch (kind) {
	case NOTE_FORMAT:
		if (!arena_text(&report->arena, code, &report->format))
			report->format = TEXT_NONE;
		break;
	case NOTE_QUESTION: keep_question(report, code, detail); break;
	case NOTE_OMITS:
		if (i < COUNT_OF(report->omits) &&
		    arena_text(&report->arena, detail.n != 0 ? detail : code, &report->omits[i]))
			report->omit_count++;
		break;
	case NOTE_UNREAD:
	case NOTE_ENCRYPTED:
		if (report->status == IMPORT_READ)
			report->status = IMPORT_PARTLY;
		keep_why(report, code, detail);
		count(&report->arena, report->doubts, &report->doubt_count, code, detail);
		break;
	case NOTE_DOUBT:
	case NOTE_GAP:
		count(&report->arena, report->doubts, &report->doubt_count, code, detail);
		break;
	case NOTE_HEADER:
	case NOTE_COUNT: break;
	}
}

void
report_why(struct import_report *report, const char *why)
{
	struct text text;

	if (why[0] == '\0' || report->why.p != NULL)
		return;
	if (!text_check(slice_of(why, strlen(why)), &text, NULL) ||
	    !arena_text(&report->arena, text, &report->why))
		report->why = TEXT_LITERAL("it was not fully read");
}
