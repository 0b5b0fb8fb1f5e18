/* src/web/page_help.c
 * Whom to call, from the dated facts that are built in; also while nothing is open. */
#include "base/mem.h"
#include "show/directory.h"
#include "show/first_call.h"
#include "web/rows.h"

enum { LINES_SHOWN = 64, DIRECTORY_BYTES = 4 * 1024 * 1024, SENTENCES_BYTES = 16 * 1024 };

struct helping {
	struct visit *visit;
	struct help_calls calls[FIRST_CALL_COUNT + 1];
	size_t call_count;
	struct help_lines lines[LINES_SHOWN];
	size_t line_count;
};

/* Lines of first_calls_put(), one each. */
static void
calls_fill(struct helping *helping)
{
	struct buf words;
	struct slice rest, line;
	struct text kept;

	buf_init(&words, SENTENCES_BYTES);
	first_calls_put(&words);
	kept = row_kept(helping->visit, &words);
	rest = slice_of_text(kept);
	while (helping->call_count < COUNT_OF(helping->calls) && cut_last(&rest, '\n', &line))
		if (line.n != 0 &&
		    text_check(line, &helping->calls[helping->call_count].line, NULL))
			helping->call_count++;
	buf_fini(&words);
}

/* "tel:" and the digits; absent for what is no single number. */
static struct text
call_of(struct visit *visit, struct text phone)
{
	struct buf words;
	struct text kept;

	buf_init(&words, 64);
	buf_put_c(&words, "tel:");
	for (size_t i = 0; i < phone.n; i++)
		if ((phone.p[i] >= '0' && phone.p[i] <= '9') || phone.p[i] == '+')
			buf_put_byte(&words, (uint8_t)phone.p[i]);
	kept = words.n > 5 ? row_kept(visit, &words) : TEXT_NONE;
	buf_fini(&words);
	return kept;
}

static struct text
dated_of(struct visit *visit, const struct service *service)
{
	struct buf words;
	struct text kept;

	buf_init(&words, SENTENCES_BYTES);
	buf_put_c(&words, service->as_of.n != 0 ? "As of " : "From a page that bears no date");
	buf_put_text(&words, service->as_of);
	for (size_t i = 0; i < service->source_count; i++) {
		buf_put_c(&words, i == 0 ? "; source: " : ", ");
		buf_put_text(&words, service->sources[i]);
	}
	buf_put_c(&words, service->verified ? "" : " (not verified)");
	kept = row_kept(visit, &words);
	buf_fini(&words);
	return kept;
}

static void
lines_fill(struct helping *helping, const struct directory *directory)
{
	struct visit *visit = helping->visit;

	for (size_t i = 0; i < directory->service_count && i < LINES_SHOWN; i++) {
		const struct service *service = &directory->services[i];

		helping->lines[helping->line_count++] = (struct help_lines){.name = service->name,
		    .purpose = service->purpose,
		    .phone = service->phone,
		    .call = call_of(visit, service->phone),
		    .hours = service->hours,
		    .dated = dated_of(visit, service)};
	}
}

void
page_help(struct visit *visit)
{
	struct helping *helping = mem_new(1, sizeof *helping);
	struct directory directory;
	struct arena arena;
	struct err err = {0};
	enum status status = helping != NULL
				 ? OK
				 : fail(&err, E_NOMEM, "no memory for the list of numbers");

	arena_init(&arena, DIRECTORY_BYTES);
	if (status == OK)
		status = directory_load(&arena, &directory, &err);
	if (status == OK) {
		struct help_page page = {.calls = helping->calls, .lines = helping->lines};

		helping->visit = visit;
		calls_fill(helping);
		lines_fill(helping, &directory);
		page.calls_count = helping->call_count;
		page.lines_count = helping->line_count;
		help_page(&visit->html, &page);
		visit_show(visit, 200, WORD_TITLE_NUMBERS);
	} else {
		visit_failed(visit, status, &err);
	}
	arena_fini(&arena);
	mem_free(helping);
}
