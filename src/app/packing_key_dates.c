/* src/app/packing_key_dates.c
 * Key dates that name nobody, in a pack about some people: a report, an order, a house that was
 * moved out of.  The choice of people leaves them out; they are counted, and taken in when that is
 * asked for.  Those that name somebody else never are.  Part of packing.h. */
#include "app/packing_inside.h"

#include "app/person.h"
#include "app/record_id.h"
#include "base/mem.h"
#include "diary/detail.h"
#include "diary/handle.h"

enum { ROW_ARENA_BYTES = 16 * 1024 * 1024 };

struct key_dates {
	struct packing *p;
	struct roles roles;
	struct arena arena;
};

static bool
has_event(const struct record *record)
{
	for (size_t i = 0; i < record->kinds_count; i++)
		if (kind_is_key_event(record->kinds[i]))
			return true;
	return false;
}

/* The number that was blocked is somebody's; one that was given up is the keeper's own. */
static enum status
handle_is_others(struct key_dates *dates, const struct record *record, bool *is, struct err *err)
{
	struct text handle = detail_of(record, DETAIL_HANDLE), person = TEXT_NONE;
	const struct subjects *subjects = &dates->p->subjects;
	enum status status;

	*is = false;
	if (handle.n == 0 ||
	    (record->kinds_count == 1 && text_eq_c(record->kinds[0], "changed-number")))
		return OK;
	if (!handle_normalise(&dates->arena, handle, &handle))
		return fail(err, E_NOMEM, "no memory for a number");
	status = index_person_of(dates->p->app->index, handle, &person, err);
	if (status != OK)
		return status;
	*is = !subjects_have(subjects, handle) && !subjects_have(subjects, person);
	return OK;
}

struct shown_by {
	struct key_dates *dates;
	bool others;
};

static enum status
take_shown_by(void *ctx, const struct index_row *row, struct err *err)
{
	struct shown_by *by = ctx;
	struct key_dates *dates = by->dates;
	uint32_t id = row->direction == DIRECTION_OUT ? row->to : row->from;
	const struct role *role = role_of(&dates->roles, id);

	(void)err;
	by->others = id != 0 && !role->withheld && !role->subject &&
		     !packing_shows(dates->p, row->id.import, row->id.number);
	return OK;
}

/* What shows it may be a message from or to somebody. */
static enum status
record_is_others(struct key_dates *dates, const struct record *record, bool *is, struct err *err)
{
	struct text id = detail_of(record, DETAIL_SHOWN_BY);
	struct shown_by by = {.dates = dates};
	struct index_id found;
	enum status status;

	*is = false;
	if (id.n == 0)
		return OK;
	status = record_id_find(dates->p->app, id, &found, err);
	if (status == OK)
		status = index_get(dates->p->app->index, found, take_shown_by, &by, err);
	*is = by.others;
	/* It may have been removed since. */
	return status == E_NOTFOUND || status == E_FORMAT ? OK : status;
}

static enum status
key_date_add(struct packing *p, const struct index_row *row, struct err *err)
{
	struct key_date *bigger = mem_more(
	    p->key_dates, p->key_date_count, &p->key_date_size, sizeof *bigger);

	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for key dates");
	p->key_dates = bigger;
	bigger[p->key_date_count++] = (struct key_date){.key = row->key, .id = row->id};
	return OK;
}

static enum status
take_incident(void *ctx, const struct index_row *row, struct err *err)
{
	struct key_dates *dates = ctx;
	struct packing *p = dates->p;
	struct record record;
	bool others = false;
	enum status status;

	if (packing_shows(p, row->id.import, row->id.number))
		return OK;
	arena_reset(&dates->arena);
	status = record_parse(row->bytes, &dates->arena, &record, err);
	if (status == OK)
		status = person_by(
		    p->app, &record, &dates->arena, &record.by, &record.by_count, err);
	if (status != OK || !has_event(&record) ||
	    incident_counted_as(&p->subjects, &record, record.by, record.by_count) !=
		COUNTED_AS_NOTHING)
		return status;
	status = handle_is_others(dates, &record, &others, err);
	if (status == OK && !others)
		status = record_is_others(dates, &record, &others, err);
	return status == OK && !others ? key_date_add(p, row, err) : status;
}

/* The time that was asked for, without the people. */
static enum status
span_new(struct packing *p, struct err *err)
{
	p->span = mem_new(1, sizeof *p->span);
	if (p->span == NULL)
		return fail(err, E_NOMEM, "no memory for a query");
	packing_span(p, p->span);
	return OK;
}

static enum status
key_dates_find(struct packing *p, struct err *err)
{
	const struct index_page page = {.no_limit = true};
	struct key_dates dates = {.p = p};
	enum status status = roles_load(p->app, &p->subjects, &dates.roles, err);

	if (status != OK)
		return status;
	arena_init(&dates.arena, ROW_ARENA_BYTES);
	p->span->kinds = 1U << KIND_INCIDENT;
	status = index_query(p->app->index, p->span, &page, take_incident, &dates, NULL, err);
	p->span->kinds = 0;
	arena_fini(&dates.arena);
	roles_fini(&dates.roles);
	return status;
}

enum status
packing_key_dates(struct packing *p, struct err *err)
{
	enum status status;

	if (p->options->person_count == 0 || p->options->selected_count != 0)
		return OK;
	status = span_new(p, err);
	if (status == OK)
		status = key_dates_find(p, err);
	if (status != OK)
		return status;
	if (p->options->key_dates) {
		p->sum.key_dates_taken = p->key_date_count;
		return OK;
	}
	p->sum.key_dates_left_out = p->key_date_count;
	p->key_date_count = 0;
	return OK;
}
