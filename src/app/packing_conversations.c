/* src/app/packing_conversations.c
 * Conversations of a pack, one number, address or account after the other.  Part of packing.h. */
#include "app/packing_inside.h"

#include "app/incident.h"
#include "base/mem.h"
#include "keep/index_names.h"
#include "show/query.h"

enum { ROW_ARENA_BYTES = 16 * 1024 * 1024 };

struct talking {
	struct packing *p;
	struct doc *doc;
	const struct report_talk *talk;
	bool begun;
};

/* "7 k7….12": the number behind the last stop; 0 for what was written down. */
static uint64_t
record_number(struct text id)
{
	struct slice rest = slice_of_text(id), head;
	uint64_t number = 0;

	if (!cut(&rest, '.', &head) || !u64_parse(rest, &number))
		return 0;
	return number;
}

/* A name asks for all numbers of a person: here it is this one's rows only. */
static bool
is_with(const struct record *r, struct text handle)
{
	if (r->direction != DIRECTION_OUT)
		return text_eq(index_identity_of(&r->from), handle);
	for (size_t i = 0; i < r->to_count; i++)
		if (text_eq(index_identity_of(&r->to[i]), handle))
			return true;
	return false;
}

static enum status
take_line(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct talking *talking = ctx;
	struct packing *p = talking->p;
	struct record shown = *listed->record;
	struct report_row row = {.record = &shown, .id = listed->id};
	const struct exhibit *x;

	(void)cursor;
	if (app_cancelled(p->app))
		return fail(err, E_CANCELLED, "stopped; nothing was written");
	if (listed->record->kind == KIND_INCIDENT ||
	    !is_with(listed->record, talking->talk->handle) ||
	    !packing_shows(p, listed->entry, record_number(listed->id)))
		return OK;
	if (!talking->begun)
		report_conversation_begin(talking->doc, talking->talk);
	talking->begun = true;
	x = listed->original.p != NULL ? exhibit_of_reading(p, listed->reading) : NULL;
	incident_hide(&shown, p->options->hidden);
	row.exhibit = x != NULL ? text_of_c(x->label) : TEXT_NONE;
	report_conversation_row(talking->doc, &row);
	return OK;
}

static enum status
print_conversation(
    struct packing *p, struct doc *doc, const struct report_talk *talk, struct err *err)
{
	struct talking talking = {.p = p, .doc = doc, .talk = talk};
	const struct listing_page page = {0};
	struct query *query = mem_new(1, sizeof *query);
	enum status status;

	if (query == NULL)
		return fail(err, E_NOMEM, "no memory for a query");
	packing_span(p, query);
	status = query_add_person(query, talk->handle, err);
	if (status == OK)
		status = listing(p->app, query, &page, take_line, &talking, NULL, err);
	if (talking.begun)
		report_conversation_end(doc);
	mem_free(query);
	return status;
}

/* --- which they are, those of one person together --- */

static enum status
talk_add(struct packing *p, struct text handle, struct err *err)
{
	struct report_talk *talk = &p->talks[p->talk_count];
	struct text person = TEXT_NONE;
	enum status status = index_person_of(p->app->index, handle, &person, err);

	if (status != OK)
		return status;
	*talk = (struct report_talk){.handle = handle};
	if (!arena_text(&p->arena, person, &talk->person))
		return fail(err, E_NOMEM, "no memory for names");
	p->talk_count++;
	return OK;
}

/* The most used number first, and behind it the others of the same person. */
static void
talks_gather(struct report_talk *talks, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t place = i + 1;

		for (size_t k = i + 1; talks[i].person.n != 0 && k < count; k++) {
			struct report_talk moved = talks[k];

			if (!text_eq(moved.person, talks[i].person))
				continue;
			memmove(&talks[place + 1], &talks[place], (k - place) * sizeof *talks);
			talks[place++] = moved;
		}
		i = place - 1;
	}
	for (size_t i = 0; i < count; i++)
		talks[i].number = i + 1;
}

struct counting {
	struct packing *p;
	struct report_talk **talks; /* by identity */
	size_t count, size;
	struct arena arena;
};

static enum status
take_identity(void *ctx, const struct index_identity *identity, struct err *err)
{
	struct counting *counting = ctx;
	struct packing *p = counting->p;
	struct report_talk **bigger;

	for (size_t i = 0; i < p->talk_count; i++) {
		if (!text_eq(p->talks[i].handle, identity->identity))
			continue;
		if (identity->id >= counting->count) {
			bigger = mem_resize(
			    counting->talks, (size_t)identity->id + 1, sizeof *bigger);
			if (bigger == NULL)
				return fail(err, E_NOMEM, "no memory for names");
			memset(bigger + counting->count, 0,
			    (identity->id + 1 - counting->count) * sizeof *bigger);
			counting->talks = bigger;
			counting->count = (size_t)identity->id + 1;
		}
		counting->talks[identity->id] = &p->talks[i];
	}
	return OK;
}

/* To several at once: a line with each. */
static enum status
count_several(void *ctx, const struct index_row *row, struct err *err)
{
	struct counting *counting = ctx;
	struct packing *p = counting->p;
	struct record record;
	enum status status;

	arena_reset(&counting->arena);
	status = record_parse(row->bytes, &counting->arena, &record, err);
	for (size_t i = 0; status == OK && i < p->talk_count; i++)
		p->talks[i].lines += is_with(&record, p->talks[i].handle);
	return status;
}

static enum status
count_line(void *ctx, const struct index_row *row, struct err *err)
{
	struct counting *counting = ctx;
	struct packing *p = counting->p;
	bool out = row->direction == DIRECTION_OUT;
	uint32_t id = out ? row->to : row->from;

	if (app_cancelled(p->app))
		return fail(err, E_CANCELLED, "stopped; nothing was written");
	if (row->kind == KIND_INCIDENT || !packing_shows(p, row->id.import, row->id.number))
		return OK;
	if (out && (row->flags & INDEX_SEVERAL) != 0)
		return index_get(p->app->index, row->id, count_several, counting, err);
	if (id < counting->count && counting->talks[id] != NULL)
		counting->talks[id]->lines++;
	return OK;
}

static enum status
talks_count(struct packing *p, struct err *err)
{
	const struct index_page page = {.no_limit = true, .facts_only = true};
	struct counting counting = {.p = p};
	struct query *query = mem_new(1, sizeof *query);
	enum status status;

	if (query == NULL)
		return fail(err, E_NOMEM, "no memory for a query");
	arena_init(&counting.arena, ROW_ARENA_BYTES);
	packing_span(p, query);
	status = index_identities(p->app->index, take_identity, &counting, err);
	if (status == OK)
		status = index_query(p->app->index, query, &page, count_line, &counting, NULL, err);
	arena_fini(&counting.arena);
	mem_free(counting.talks);
	mem_free(query);
	return status;
}

/* Once for both pages.  "other" is no number: those past the limit have no names. */
static enum status
talks_find(struct packing *p, struct err *err)
{
	const struct picture *picture = p->picture;
	size_t count = picture->handle_count;
	enum status status = OK;

	p->info.untold_handles = count > PICTURE_MAX_HANDLES;
	p->talks = mem_new(count + 1, sizeof *p->talks);
	if (p->talks == NULL)
		return fail(err, E_NOMEM, "no memory for names");
	for (size_t i = 0; status == OK && i < count; i++)
		status = talk_add(p, picture->handles[i].name, err);
	if (status == OK)
		talks_gather(p->talks, p->talk_count);
	return status == OK ? talks_count(p, err) : status;
}

static void
print_list(struct packing *p, struct doc *doc)
{
	const struct report_talk *before = NULL;

	for (size_t i = 0; i < p->talk_count; i++) {
		if (p->talks[i].lines == 0)
			continue;
		if (before == NULL)
			report_talks_begin(doc);
		report_talk_row(doc, &p->talks[i],
		    before != NULL && text_eq(before->person, p->talks[i].person));
		before = &p->talks[i];
	}
	if (before != NULL)
		report_talks_end(doc);
}

enum status
packing_conversations(struct packing *p, struct doc *doc, struct err *err)
{
	enum status status = p->talks == NULL ? talks_find(p, err) : OK;

	report_conversations_begin(doc, &p->info);
	if (status == OK)
		print_list(p, doc);
	for (size_t i = 0; status == OK && i < p->talk_count; i++)
		if (p->talks[i].lines != 0)
			status = print_conversation(p, doc, &p->talks[i], err);
	return status;
}
