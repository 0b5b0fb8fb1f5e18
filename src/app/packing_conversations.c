/* src/app/packing_conversations.c
 * Conversations of a pack, one number, address or account after the other.  Part of packing.h. */
#include "app/packing_inside.h"

#include "base/mem.h"
#include "show/query.h"

struct talking {
	struct packing *p;
	struct doc *doc;
	struct text handle, person;
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
	struct report_row row = {.record = listed->record, .id = listed->id};
	const struct exhibit *x;

	(void)cursor;
	if (app_cancelled(p->app))
		return fail(err, E_CANCELLED, "stopped; nothing was written");
	if (listed->record->kind == KIND_INCIDENT || !is_with(listed->record, talking->handle) ||
	    !packing_shows(p, listed->entry, record_number(listed->id)))
		return OK;
	if (!talking->begun)
		report_conversation_begin(talking->doc, talking->person, talking->handle);
	talking->begun = true;
	x = listed->original.p != NULL ? exhibit_of_reading(p, listed->reading) : NULL;
	row.exhibit = x != NULL ? text_of_c(x->label) : TEXT_NONE;
	report_conversation_row(talking->doc, &row);
	return OK;
}

static enum status
print_conversation(struct packing *p, struct doc *doc, struct text handle, struct err *err)
{
	struct talking talking = {.p = p, .doc = doc, .handle = handle};
	const struct listing_page page = {0};
	struct query *query = mem_new(1, sizeof *query);
	enum status status;

	if (query == NULL)
		return fail(err, E_NOMEM, "no memory for a query");
	packing_span(p, query);
	status = query_add_person(query, handle, err);
	if (status == OK)
		status = index_person_of(p->app->index, handle, &talking.person, err);
	if (status == OK && !arena_text(&p->arena, talking.person, &talking.person))
		status = fail(err, E_NOMEM, "no memory for names");
	if (status == OK)
		status = listing(p->app, query, &page, take_line, &talking, NULL, err);
	if (talking.begun)
		report_conversation_end(doc);
	mem_free(query);
	return status;
}

enum status
packing_conversations(struct packing *p, struct doc *doc, struct err *err)
{
	const struct picture *picture = p->picture;
	enum status status = OK;

	report_conversations_begin(doc, &p->info);
	for (size_t i = 0; status == OK && i < picture->handle_count; i++)
		status = print_conversation(p, doc, picture->handles[i].name, err);
	return status;
}
