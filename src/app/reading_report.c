/* src/app/reading_report.c
 * Counting an import while it is read; see reading_report.h. */
#include "app/reading_report.h"

#include "read/format.h"

enum { QUESTIONS_SPARED = 8, CHOICES_ROOM = 16, CHOICES_BYTES = 256 * 1024 };

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
		    !arena_text(arena, text_prefix(example, REPORT_EXAMPLE_BYTES), &example_kept))
			return;
		items[i].example = example_kept;
		items[i].count = 0;
		(*n)++;
	}
	items[i].count++;
}

/* Does this doubt say that part of the file was not read?  Of a date, an amount or a place that is
 * not understood the record still shows what is written. */
static bool
is_unread(struct text code)
{
	static const char *const codes[] = {"not-understood", "text-not-understood",
	    "history-not-understood", "transcript-not-understood", "element-unknown",
	    "unknown-part", "unsupported", "item-unreadable", "row-damaged", "broken-element",
	    "broken-value", "field-damaged", "members-damaged", "not-unpacked", "coding-damaged",
	    "coding-unknown", "rich-text-damaged", "rich-text-unknown", "object-not-taken-out",
	    "entry-unread", "entry-damaged", "attachment-damaged", "damaged", "notes-unread"};

	for (size_t i = 0; i < COUNT_OF(codes); i++)
		if (text_eq_c(code, codes[i]))
			return true;
	return false;
}

/* Asked once for each code: millions of records may have the same. */
static void
count_doubt(struct import_report *report, struct text code, struct text detail)
{
	size_t known = report->doubt_count;

	count(&report->arena, report->doubts, &report->doubt_count, code, detail);
	if (report->status == IMPORT_READ &&
	    (report->doubt_count != known || known == REPORT_MAX_ITEMS) && is_unread(code))
		report->status = IMPORT_PARTLY;
}

static void
report_time(struct import_report *report, const struct moment *when)
{
	if (!moment_is_plausible(when))
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
		count_doubt(report, record->doubts[i].code, record->doubts[i].detail);
}

static void
keep_why(struct import_report *report, struct text code, struct text detail)
{
	struct text why = detail.n != 0 ? detail : code;

	if (report->why.p == NULL &&
	    !arena_text(&report->arena, text_prefix(why, REPORT_EXAMPLE_BYTES), &report->why))
		report->why = TEXT_LITERAL("it was not fully read");
}

/* Twice the room each time: a thousand chats cost what their names do. */
static struct report_choice *
choice_new(struct arena *arena, struct report_question *question)
{
	size_t room = question->offered_room != 0 ? 2 * question->offered_room : CHOICES_ROOM;
	struct report_choice *bigger;

	if (question->offered_count < question->offered_room)
		return &question->offered[question->offered_count];
	bigger = room <= REPORT_MAX_CHOICES ? arena_alloc(arena, room, sizeof *bigger) : NULL;
	if (bigger == NULL)
		return NULL;
	if (question->offered_count != 0)
		memcpy(bigger, question->offered, question->offered_count * sizeof *bigger);
	question->offered = bigger;
	question->offered_room = room;
	return &bigger[question->offered_count];
}

static void
add_choice(struct arena *arena, struct report_question *question, struct text text)
{
	struct report_choice *choice = question->offered;
	size_t i = 0;

	while (i < question->offered_count && !text_eq(choice[i].text, text))
		i++;
	if (i < question->offered_count) {
		choice[i].count++;
		return;
	}
	choice = choice_new(arena, question);
	if (choice == NULL || !arena_text(arena, text, &choice->text)) {
		question->more_choices++;
		return;
	}
	choice->count = 1;
	question->offered_count++;
}

/* Whoever owns the files is in most of them. */
static void
settle_choices(struct arena *arena, struct report_question *question)
{
	struct report_choice *offered = question->offered, moved;
	struct buf list;

	for (size_t i = 1; i < question->offered_count; i++) {
		size_t k = i;

		moved = offered[i];
		for (; k > 0 && offered[k - 1].count < moved.count; k--)
			offered[k] = offered[k - 1];
		offered[k] = moved;
	}
	buf_init(&list, CHOICES_BYTES);
	for (size_t i = 0; i < question->offered_count; i++) {
		if (list.n + offered[i].text.n >= CHOICES_BYTES) {
			question->more_choices += question->offered_count - i;
			break;
		}
		buf_put_text(&list, offered[i].text);
		buf_put_byte(&list, '\n');
	}
	if (list.n != 0 && !arena_text(arena, buf_text(&list), &question->choices))
		question->more_choices += question->offered_count;
	buf_fini(&list);
}

void
report_settle(struct import_report *report)
{
	for (size_t i = 0; i < report->question_count; i++)
		if (report->questions[i].offered_count != 0)
			settle_choices(&report->arena, &report->questions[i]);
}

/* The place of this question.  NULL when there is none: the last places are for what was not asked
 * at all yet. */
static struct report_question *
question_place(struct import_report *report, struct text code, struct text choices, bool once)
{
	struct report_question *question = report->questions;
	bool asked = false;

	for (size_t i = 0; i < report->question_count; i++, question++) {
		if (!text_eq(question->code, code))
			continue;
		if (once || text_eq(question->choices, choices))
			return question;
		asked = true;
	}
	if (report->question_count + (asked ? QUESTIONS_SPARED : 0) >= REPORT_MAX_QUESTIONS ||
	    !arena_text(&report->arena, code, &question->code))
		return NULL;
	report->question_count++;
	return question;
}

/* Each table has columns of its own, and days are a first and a last one; anything else an archive
 * asks once, for itself and for all files in it. */
static void
keep_question(struct import_report *report, struct text code, struct text choices)
{
	bool once = !text_eq_c(code, "columns") && !text_eq_c(code, "days");
	struct report_question *question = question_place(report, code, choices, once);
	struct slice rest = slice_of_text(choices);
	/* One a line, or, when all of them are single words, with blanks between. */
	uint8_t stop = slice_find(rest, SLICE_LITERAL("\n")) != SIZE_MAX ? '\n' : ' ';
	struct text choice;

	if (question == NULL)
		report->more_questions++;
	else if (!once && question->choices.n == 0 && choices.n != 0 &&
		 !arena_text(
		     &report->arena, text_prefix(choices, CHOICES_BYTES), &question->choices))
		question->more_choices++;
	while (question != NULL && once && reading_list_next(&rest, stop, &choice))
		add_choice(&report->arena, question, choice);
}

static void
keep_omit(struct import_report *report, struct text sentence)
{
	size_t i = report->omit_count;

	for (size_t k = 0; k < i; k++)
		if (text_eq(report->omits[k], sentence))
			return;
	if (i < COUNT_OF(report->omits) && arena_text(&report->arena, sentence, &report->omits[i]))
		report->omit_count++;
	else
		report->more_omits++;
}

void
report_note(struct import_report *report, enum note_kind kind, struct text code, struct text detail)
{
	switch (kind) {
	case NOTE_FORMAT:
		if (!arena_text(&report->arena, code, &report->format))
			report->format = TEXT_NONE;
		break;
	case NOTE_QUESTION: keep_question(report, code, detail); break;
	case NOTE_OMITS: keep_omit(report, detail.n != 0 ? detail : code); break;
	case NOTE_UNREAD:
	case NOTE_ENCRYPTED:
		if (report->status == IMPORT_READ)
			report->status = IMPORT_PARTLY;
		keep_why(report, code, detail);
		count_doubt(report, code, detail);
		break;
	case NOTE_DOUBT:
	case NOTE_GAP: count_doubt(report, code, detail); break;
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
