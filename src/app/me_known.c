/* src/app/me_known.c
 * Who the person is in a source; see me_known.h.  The index has it in the detail of the readings
 * that were made with such an answer. */
#include "app/me_known.h"

#include "base/mem.h"
#include "base/time.h"
#include "diary/handle.h"
#include "prove/value.h"
#include "read/format.h"

enum { KNOWN_ARENA_BYTES = 1024 * 1024, COMPARE_BYTES = 64 * 1024 };

void
me_known_fini(struct me_known *known)
{
	if (known->items != NULL)
		arena_fini(&known->arena);
	mem_free(known->items);
	*known = (struct me_known){.items = NULL};
}

void
me_known_forget(struct me_known *known)
{
	me_known_fini(known);
}

/* Programs that write one kind of file in several ways are one source. */
static struct text
source_of(struct text format)
{
	static const char *const mail[] = {"eml", "mbox", "emlx", "msg"};
	struct slice rest = slice_of_text(format), first;

	for (size_t i = 0; i < COUNT_OF(mail); i++)
		if (text_eq_c(format, mail[i]))
			return TEXT_LITERAL("mail");
	if (!cut(&rest, '-', &first))
		return format;
	return (struct text){(const char *)first.p, first.n};
}

/* An archive may hold anything. */
static bool
is_source(const struct me_said *said, struct text format)
{
	return text_eq_c(format, "zip") || text_eq(source_of(said->format), source_of(format));
}

static bool
keep(struct me_known *known, struct me_said *item)
{
	struct text *const texts[] = {&item->format, &item->name, &item->file, &item->reading};
	bool kept = true;

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (texts[i]->p != NULL)
			kept = arena_text(&known->arena, *texts[i], texts[i]) && kept;
	return kept;
}

/* The last time it was said is the one to name. */
static void
said_add(struct me_known *known, struct me_said item)
{
	size_t i = 0;

	if (item.name.n == 0 || item.name.n > ME_NAME_MAX_BYTES)
		return;
	while (i < known->count && !(text_eq(known->items[i].name, item.name) &&
				       text_eq(known->items[i].format, item.format)))
		i++;
	if (i == ME_KNOWN_MAX || !keep(known, &item))
		return; /* what finds no room is asked again */
	known->items[i] = item;
	known->count += i == known->count;
}

static enum status
said_take(void *ctx, const struct index_import *import, struct err *err)
{
	struct slice detail = slice_of_text(import->detail), rest = detail;
	struct me_said item = {
	    .format = import->format, .file = import->name, .reading = import->entry_id};
	struct text key, value;

	(void)err;
	item.timed = time_parse(slice_of_text(act_find(detail, "written")), &item.said_us);
	while (value_next_line(&rest, &key, &value)) {
		item.name = value;
		if (text_eq_c(key, "me"))
			said_add(ctx, item);
	}
	return OK;
}

enum status
me_known_load(struct me_known *known, struct app *app, struct err *err)
{
	enum status status;

	if (known->items != NULL)
		return OK;
	known->items = mem_new(ME_KNOWN_MAX, sizeof *known->items);
	if (known->items == NULL)
		return fail(err, E_NOMEM, "no memory for what was answered");
	arena_init(&known->arena, KNOWN_ARENA_BYTES);
	status = index_imports_saying(app->index, TEXT_LITERAL("\nme "), said_take, known, err);
	if (status != OK)
		me_known_fini(known);
	return status;
}

bool
me_known_for(const struct me_known *known, struct text format)
{
	for (size_t i = 0; i < known->count; i++)
		if (is_source(&known->items[i], format))
			return true;
	return false;
}

/* The same spelling, or the same number spelt in two ways. */
static bool
same_name(struct text a, struct text b)
{
	struct arena arena;
	struct text x, y;
	bool same;

	if (text_eq(a, b))
		return true;
	arena_init(&arena, COMPARE_BYTES);
	same = handle_normalise(&arena, a, &x) && handle_normalise(&arena, b, &y) && text_eq(x, y);
	arena_fini(&arena);
	return same;
}

/* For mail several addresses may have been given, with blanks or commas between. */
static bool
names_choice(const struct me_said *said, struct text choice)
{
	struct slice rest = slice_of_text(said->name), word;

	if (same_name(said->name, choice))
		return true;
	if (!text_eq_c(source_of(said->format), "mail"))
		return false;
	while (cut_any(&rest, " ,;<>", &word))
		if (word.n != 0 && slice_eq_nocase(word, slice_of_text(choice)))
			return true;
	return false;
}

static bool
is_among(const struct me_said *said, struct text choices)
{
	struct slice rest = slice_of_text(choices), choice;
	uint8_t stop = slice_find(rest, SLICE_LITERAL("\n")) != SIZE_MAX ? '\n' : ' ';

	while (cut_last(&rest, stop, &choice))
		if (choice.n != 0 &&
		    names_choice(said, (struct text){(const char *)choice.p, choice.n}))
			return true;
	return false;
}

static void
put_name(struct buf *names, struct text name)
{
	/* What finds no room is asked again. */
	if (names->n + name.n >= ME_LIST_MAX_BYTES)
		return;
	buf_put_text(names, name);
	buf_put_byte(names, '\n');
}

static size_t
offered_in(const struct me_said *said, const struct me_asked *asked)
{
	size_t offered = 0;

	for (size_t q = 0; q < asked->count && said->name.n != 0; q++)
		offered += is_among(said, asked->questions[q]) ? 1 : 0;
	return offered;
}

bool
me_names_next(struct slice *names, struct text *out)
{
	return reading_list_next(names, '\n', out);
}

void
me_names_put(struct act *act, enum entry_field field, const char *key, struct text names)
{
	struct slice rest = slice_of_text(names);
	struct text name;

	while (me_names_next(&rest, &name))
		act_line(act, field, key, name);
}

bool
me_names_fit(struct text name)
{
	const struct format *format = format_by_name(name);

	return format != NULL && format_is_archive(format);
}

bool
me_names_have(struct text names, struct text name)
{
	struct slice rest = slice_of_text(names);
	struct text one;

	while (me_names_next(&rest, &one))
		if (text_eq(one, name))
			return true;
	return false;
}

/* Does any question offer both `name` and one of `others`? */
static bool
offered_beside(const struct me_said *name, struct text others, const struct me_asked *asked)
{
	struct slice rest = slice_of_text(others);
	struct me_said other = {.format = name->format};

	while (me_names_next(&rest, &other.name))
		for (size_t q = 0; q < asked->count; q++)
			if (is_among(name, asked->questions[q]) &&
			    is_among(&other, asked->questions[q]))
				return true;
	return false;
}

/* Past the most there may be questions that were not heard. */
static bool
all_heard(const struct me_asked *asked)
{
	return asked->count < ME_QUESTIONS_MAX;
}

/* The first of these that every question offers; absent when none is. */
static struct text
offered_in_all(struct text format, struct text names, const struct me_asked *asked)
{
	struct slice rest = slice_of_text(names);
	struct me_said said = {.format = format};

	while (all_heard(asked) && me_names_next(&rest, &said.name))
		if (offered_in(&said, asked) == asked->count)
			return said.name;
	return TEXT_NONE;
}

static bool
any_offered(struct text format, struct text names, const struct me_asked *asked)
{
	struct slice rest = slice_of_text(names);
	struct me_said said = {.format = format};

	while (me_names_next(&rest, &said.name))
		if (offered_in(&said, asked) != 0)
			return true;
	return false;
}

/* Each of an archive's files takes the first name that it offers. */
static struct text
names_list(struct text format, const struct me_given *given, const struct me_asked *asked,
    struct arena *arena)
{
	struct slice rest = slice_of_text(given->now);
	struct me_said said = {.format = format};
	struct text list = TEXT_NONE;
	struct buf buf;

	buf_init(&buf, ME_LIST_MAX_BYTES);
	while (me_names_next(&rest, &said.name))
		if (offered_in(&said, asked) != 0 || !all_heard(asked))
			put_name(&buf, said.name);
	rest = slice_of_text(given->before);
	while (me_names_next(&rest, &said.name))
		if (!me_names_have(given->now, said.name) &&
		    !offered_beside(&said, given->now, asked))
			put_name(&buf, said.name);
	if (buf.failed != OK || !arena_text(arena, buf_text(&buf), &list)) {
		rest = slice_of_text(given->now);
		(void)!me_names_next(&rest, &list);
	}
	buf_fini(&buf);
	return list;
}

struct text
me_known_given(struct text format, const struct me_given *given, const struct me_asked *asked,
    struct arena *arena)
{
	struct me_given holds = *given;
	struct text whole;

	if (!any_offered(format, holds.now, asked) &&
	    (!holds.alone || any_offered(format, holds.before, asked)) &&
	    (asked->count != 0 || holds.now.n == 0))
		holds = (struct me_given){.now = given->before};
	whole = offered_in_all(format, holds.now, asked);
	if (whole.n != 0 || !any_offered(format, holds.now, asked))
		return whole.n != 0 ? whole : holds.now;
	return names_list(format, &holds, asked, arena);
}

/* The one name of those said that this question offers.  NULL: none, or two people that she said
 * she is. */
static const struct me_said *
pick_for(const struct me_known *known, struct text format, struct text question)
{
	const struct me_said *picked = NULL;

	for (size_t i = 0; i < known->count; i++) {
		const struct me_said *said = &known->items[i];

		if (!is_source(said, format) || said->name.n == 0 || !is_among(said, question))
			continue;
		if (picked != NULL && !same_name(picked->name, said->name))
			return NULL;
		picked = said;
	}
	return picked;
}

const struct me_said *
me_known_pick(const struct me_known *known, struct text format, const struct me_asked *asked,
    struct arena *arena, struct text *names)
{
	const struct me_said *first = NULL, *said;
	struct text list;
	struct buf buf;
	size_t count = 0;

	buf_init(&buf, ME_LIST_MAX_BYTES);
	for (size_t q = 0; q < asked->count; q++) {
		said = pick_for(known, format, asked->questions[q]);
		if (said == NULL) {
			first = NULL;
			break;
		}
		first = first != NULL ? first : said;
		if (me_names_have(buf_text(&buf), said->name))
			continue;
		put_name(&buf, said->name);
		count++;
	}
	if (first != NULL && count == 1)
		*names = first->name;
	else if (first != NULL && buf.failed == OK && arena_text(arena, buf_text(&buf), &list))
		*names = list;
	else
		first = NULL;
	buf_fini(&buf);
	return first;
}

void
me_asked_add(struct me_asked *asked, struct text choices, struct arena *arena)
{
	if (asked->count < ME_QUESTIONS_MAX &&
	    arena_text(arena, choices, &asked->questions[asked->count]))
		asked->count++;
}

void
me_asked_add_handles(struct me_asked *asked, struct text handles, struct arena *arena)
{
	struct text *last;
	struct buf all;

	if (asked->count == 0)
		return;
	last = &asked->questions[asked->count - 1];
	buf_init(&all, last->n + handles.n);
	buf_put_text(&all, *last);
	buf_put_text(&all, handles);
	if (all.failed == OK)
		(void)!arena_text(arena, buf_text(&all), last);
	buf_fini(&all);
}
