/* src/cli/questions.c
 * Open questions of an import, gathered; see questions.h. */
#include "cli/questions.h"

#include "show/when.h"
#include "show/words.h"

enum { ARENA_BYTES = 4 * 1024 * 1024, SHOWN_MAX = 24, SHOWN_BYTES = 80 };

void
questions_init(struct questions *questions)
{
	*questions = (struct questions){.count = 0};
	arena_init(&questions->arena, ARENA_BYTES);
}

void
questions_fini(struct questions *questions)
{
	arena_fini(&questions->arena);
}

static bool
is_shared(struct text code)
{
	static const char *const codes[] = {"me", "date-order", "zone", "days"};

	for (size_t i = 0; i < COUNT_OF(codes); i++)
		if (text_eq_c(code, codes[i]))
			return true;
	return false;
}

static struct question *
question_of(struct questions *questions, const struct import_report *report, struct text code)
{
	struct question *question;

	for (size_t i = 0; i < questions->count; i++)
		if (text_eq(questions->items[i].code, code) &&
		    text_eq(questions->items[i].format, report->format))
			return &questions->items[i];
	if (questions->count == QUESTIONS_MAX)
		return NULL;
	question = &questions->items[questions->count];
	*question = (struct question){.files = 0};
	if (!arena_text(&questions->arena, code, &question->code) ||
	    !arena_text(&questions->arena, report->format, &question->format) ||
	    !arena_text(&questions->arena, report->name, &question->file))
		return NULL;
	questions->count++;
	return question;
}

static void
add_choice(struct questions *questions, struct question *question, struct text text)
{
	struct question_choice *choice = question->choices;
	size_t i = 0;

	while (i < question->choice_count && !text_eq(choice[i].text, text))
		i++;
	if (i == QUESTION_CHOICES_MAX) {
		question->more++;
		return;
	}
	if (i == question->choice_count) {
		choice[i].files = 0;
		if (!arena_text(&questions->arena, text, &choice[i].text))
			return;
		question->choice_count++;
	}
	choice[i].files++;
}

bool
questions_take(struct questions *questions, const struct import_report *report, size_t i)
{
	const struct report_question *asked = &report->questions[i];
	struct slice rest = slice_of_text(asked->choices), word;
	uint8_t stop = slice_find(rest, SLICE_LITERAL("\n")) != SIZE_MAX ? '\n' : ' ';
	struct question *question;

	if (!is_shared(asked->code))
		return false;
	question = question_of(questions, report, asked->code);
	if (question == NULL)
		return false;
	question->files++;
	question->more += asked->more_choices;
	while (cut_last(&rest, stop, &word))
		if (word.n != 0)
			add_choice(
			    questions, question, (struct text){(const char *)word.p, word.n});
	return true;
}

/* --- asking --- */

static void
put_name(struct buf *out, struct text name)
{
	buf_put_byte(out, '"');
	buf_put_text(out, text_prefix(name, SHOWN_BYTES));
	buf_put_byte(out, '"');
}

static void
put_files(struct buf *out, const struct question *question)
{
	if (question->files == 1) {
		buf_put_text(out, text_prefix(question->file, SHOWN_BYTES));
		return;
	}
	count_put(out, question->files);
	buf_put_c(out, " files (");
	format_words_put(out, question->format);
	buf_put_byte(out, ')');
}

/* The one that is in most files first: whoever owns them is in all. */
static const struct question_choice *
choice_after(const struct question *question, const struct question_choice *before)
{
	const struct question_choice *best = NULL, *at;

	for (size_t i = 0; i < question->choice_count; i++) {
		at = &question->choices[i];
		if (before != NULL &&
		    (at->files > before->files || (at->files == before->files && at <= before)))
			continue;
		if (best == NULL || at->files > best->files)
			best = at;
	}
	return best;
}

static void
put_choices(struct buf *out, const struct question *question)
{
	const struct question_choice *choice = choice_after(question, NULL);
	uint64_t left = question->choice_count + question->more;

	for (size_t i = 0; choice != NULL && i < SHOWN_MAX; i++, left--) {
		buf_put_c(out, i == 0 ? "  " : ", ");
		put_name(out, choice->text);
		if (question->files > 1)
			buf_putf(out, " in %llu", (unsigned long long)choice->files);
		choice = choice_after(question, choice);
	}
	if (left != 0) {
		buf_put_c(out, ", and ");
		count_put(out, left);
		buf_put_c(out, " more");
	}
	if (question->choice_count != 0)
		buf_put_byte(out, '\n');
}

static void
ask_me(struct buf *out, const struct question *question)
{
	buf_put_c(out, question->choice_count != 0 ? "Which of these is you, in "
						   : "What is your own address in ");
	put_files(out, question);
	buf_put_c(out, "?\n");
	put_choices(out, question);
	/* No name stands in the example: it would be copied, and may be the other side's. */
	buf_put_c(out,
	    question->choice_count != 0
		? "  Give the same command once more with --me and your own name as it "
		  "stands here, in quotes.\n"
		  "  If several are you, give --me for each.  Daybook remembers it for other "
		  "files of this kind.\n"
		  "  If none is you, import that file by itself, with --me and your own name all "
		  "the same: what stands in it then counts as sent to you.\n"
		: "  Give the same command once more with --me ADDRESS; Daybook remembers "
		  "it for other files of this kind.\n");
}

static void
ask_date_order(struct buf *out, const struct question *question)
{
	buf_put_c(out, "Is the day first in the dates of ");
	put_files(out, question);
	buf_put_c(out, ", or the month?\n  Give the same command once more with --date-order");
	for (size_t i = 0; i < question->choice_count; i++) {
		buf_put_c(out, i == 0 ? " " : " or --date-order ");
		buf_put_text(out, text_prefix(question->choices[i].text, SHOWN_BYTES));
	}
	buf_put_c(out, ".\n");
}

static void
ask_zone(struct buf *out, const struct question *question)
{
	buf_put_c(out, "Where was the clock of ");
	put_files(out, question);
	buf_put_c(out, "?\n");
	put_choices(out, question);
	buf_put_c(out, "  Give the same command once more with --zone Europe/London, say.\n");
}

/* The choices are the first and the last day of each file. */
static void
ask_days(struct buf *out, const struct question *question)
{
	struct text first = TEXT_NONE, last = TEXT_NONE, at;

	for (size_t i = 0; i < question->choice_count; i++) {
		at = question->choices[i].text;
		if (first.n == 0 || (at.n == first.n && memcmp(at.p, first.p, at.n) < 0))
			first = at;
		if (last.n == 0 || (at.n == last.n && memcmp(at.p, last.p, at.n) > 0))
			last = at;
	}
	buf_put_c(out, "Which days of the movements in ");
	put_files(out, question);
	buf_put_c(out, " are to be taken in?\n  Give the same command once more with --days ");
	buf_put_text(out, first);
	if (!text_eq(first, last)) {
		buf_put_c(out, " for that day, or --days ");
		buf_put_text(out, first);
		buf_put_c(out, "..");
		buf_put_text(out, last);
		buf_put_c(out, " for all of them");
	}
	buf_put_c(out, ".\n");
}

void
questions_put(const struct questions *questions, struct buf *out)
{
	static const struct {
		const char *code;
		void (*ask)(struct buf *out, const struct question *question);
	} asks[] = {
	    {"me", ask_me}, {"date-order", ask_date_order}, {"zone", ask_zone}, {"days", ask_days}};

	for (size_t i = 0; i < COUNT_OF(asks); i++)
		for (size_t n = 0; n < questions->count; n++)
			if (text_eq_c(questions->items[n].code, asks[i].code))
				asks[i].ask(out, &questions->items[n]);
}
