/* src/app/picturing_draw.c
 * The picture drawn from the index; see picturing.h.  Two ways that must come to the same: from the
 * roll-up when it is of everything, row by row when it is of a part.  Incidents are read either
 * way, and messages that the person noted something of (they are few): their words say what kind
 * they are and what they did. */
#include "app/picturing.h"

#include <stdlib.h>

#include "app/incident.h"
#include "app/person.h"
#include "app/record_id.h"
#include "base/mem.h"
#include "keep/index_rollup.h"
#include "show/law.h"
#include "show/query.h"

enum { ROW_ARENA_BYTES = 16 * 1024 * 1024, GROUPS_MET_MAX = 64 * 1024 };

struct drawing {
	struct app *app;
	const struct subjects *subjects;
	struct picture_part part;
	struct roles roles;
	struct picture *picture;
	struct arena arena;
	struct text *channels; /* by id, in names */
	size_t channel_count;
	struct arena names;
	struct buf id;
	/* Where names stood before, from the roll-up: by channel, by identity twice. */
	size_t *channel_hints, *person_hints, *handle_hints;
};

static enum status
channel_take(void *ctx, uint32_t id, struct text word, struct err *err)
{
	struct drawing *d = ctx;
	struct text *bigger;

	if (id >= d->channel_count) {
		bigger = mem_resize(d->channels, (size_t)id + 1, sizeof *bigger);
		if (bigger == NULL)
			return fail(err, E_NOMEM, "no memory for names");
		memset(bigger + d->channel_count, 0, (id + 1 - d->channel_count) * sizeof *bigger);
		d->channels = bigger;
		d->channel_count = (size_t)id + 1;
	}
	return arena_text(&d->names, word, &d->channels[id])
		   ? OK
		   : fail(err, E_NOMEM, "no memory for names");
}

static struct text
channel_of(const struct drawing *d, uint32_t id)
{
	return id < d->channel_count ? d->channels[id] : TEXT_NONE;
}

/* --- incidents --- */

/* "Reported to the police": nobody is missing there. */
static bool
only_key_events(const struct record *record)
{
	for (size_t i = 0; i < record->kinds_count; i++)
		if (!kind_is_key_event(record->kinds[i]) && !kind_is_log_entry(record->kinds[i]))
			return false;
	return record->kinds_count != 0;
}

/* Who it is about: the first that the picture is of, else the last that is named. */
static struct text
incident_person(const struct subjects *subjects, const struct record *record)
{
	for (size_t i = 0; i < record->by_count; i++)
		if (subjects->everybody || subjects_have(subjects, record->by[i]))
			return record->by[i];
	return record->by_count != 0 ? record->by[record->by_count - 1] : TEXT_NONE;
}

enum counted_as
incident_counted_as(const struct subjects *subjects, const struct record *record,
    const struct text *by, size_t by_count)
{
	for (size_t i = 0; i < by_count; i++)
		if (subjects->everybody || subjects_have(subjects, by[i]))
			return COUNTED_AS_CONTACT;
	return by_count != 0             ? COUNTED_AS_FROM_OTHERS
	       : only_key_events(record) ? COUNTED_AS_NOTHING
					 : COUNTED_AS_UNNAMED;
}

static void
incident_row(struct drawing *d, const struct record *record, struct picture_row *out)
{
	out->as = incident_counted_as(d->subjects, record, record->by, record->by_count);
	out->person = incident_person(d->subjects, record);
	out->channel = TEXT_LITERAL("in person or noted");
	out->kinds = record->kinds;
	out->kinds_count = record->kinds_count;
	out->effect = record->effect;
	out->changed = record->changed;
}

static struct moment
row_moment(const struct index_row *row)
{
	struct moment when = {.basis = row->basis,
	    .precision = row->precision,
	    .at_known = row->at_known,
	    .at_us = row->at_us};

	when.local_known = row->local_known && civil_of_us(row->local_us, &when.local);
	return when;
}

/* What was written down, without what is hidden, and its id in d->id.  The words are those of the
 * arena and the row. */
static enum status
written_take(struct drawing *d, const struct index_row *row, struct record *out, struct err *err)
{
	enum status status;

	arena_reset(&d->arena);
	buf_reset(&d->id);
	status = record_parse(row->bytes, &d->arena, out, err);
	if (status == OK)
		status = record_id_put(d->app, row->id, &d->id, err);
	if (status == OK)
		incident_hide(out, d->part.hidden);
	return status;
}

static enum status
draw_incident(struct drawing *d, const struct index_row *row, struct err *err)
{
	struct moment when = row_moment(row);
	struct picture_row out = {.when = &when, .kind = row->kind};
	struct record record;
	enum status status = written_take(d, row, &record, err);

	/* From here on under their names. */
	if (status == OK)
		status = person_by(d->app, &record, &d->arena, &record.by, &record.by_count, err);
	if (status != OK)
		return status;
	out.id = buf_text(&d->id);
	if ((d->part.hidden & (1U << FIELD_WHEN)) != 0)
		when = MOMENT_NONE;
	incident_row(d, &record, &out);
	picture_add(d->picture, &out);
	return OK;
}

/* --- messages, calls, payments --- */

/* What it is offered as: nothing is concluded from what it says.  Absent: nothing. */
static struct text
proposed_of(enum record_kind kind)
{
	const char *code = law_kind_proposed(kind, DIRECTION_IN);

	return code != NULL ? text_of_c(code) : TEXT_NONE;
}

/* What reached the person; `proposed` outlives the row. */
static void
draw_in(
    const struct drawing *d, uint32_t from_id, const struct text *proposed, struct picture_row *out)
{
	const struct role *from = role_of(&d->roles, from_id);

	out->person = from->person;
	out->handle = from->identity;
	if (from->withheld) {
		out->as = COUNTED_AS_UNKNOWN_SENDER;
	} else if (d->subjects->everybody || from->subject) {
		out->as = COUNTED_AS_CONTACT;
		out->kinds = proposed;
		out->kinds_count = proposed->n != 0;
	} else {
		out->as = COUNTED_AS_FROM_OTHERS;
	}
}

/* Did it go to whom the picture is of?  A row names the first; the record has the others. */
static enum status
is_reply(struct drawing *d, const struct index_row *row, bool *reply, struct err *err)
{
	struct record record;
	struct text identity, person;
	bool sent = (row->flags & INDEX_UNSENT) == 0;
	enum status status;

	*reply = sent && (d->subjects->everybody || role_of(&d->roles, row->to)->subject);
	if (!sent || *reply || (row->flags & INDEX_SEVERAL) == 0)
		return OK;
	arena_reset(&d->arena);
	status = record_parse(row->bytes, &d->arena, &record, err);
	for (size_t i = 1; status == OK && !*reply && i < record.to_count; i++) {
		identity = index_identity_of(&record.to[i]);
		if (identity.p == NULL)
			continue;
		*reply = subjects_have(d->subjects, identity);
		status = *reply ? OK : index_person_of(d->app->index, identity, &person, err);
		if (status == OK && !*reply && person.p != NULL)
			*reply = subjects_have(d->subjects, person);
	}
	return status;
}

/* What the person noted of it: kinds beside the one that it is offered as, an effect, a change. */
static enum status
noted_take(struct drawing *d, const struct index_row *row, struct picture_row *out, struct err *err)
{
	struct record record;
	struct text *kinds;
	size_t n = 0;
	enum status status = written_take(d, row, &record, err);

	if (status != OK)
		return status;
	kinds = arena_alloc(&d->arena, record.kinds_count + 1, sizeof *kinds);
	if (kinds == NULL)
		return fail(err, E_NOMEM, "no memory for the picture");
	if (out->kinds_count != 0)
		kinds[n++] = out->kinds[0];
	for (size_t i = 0; i < record.kinds_count; i++)
		if (out->kinds_count == 0 || !text_eq(record.kinds[i], out->kinds[0]))
			kinds[n++] = record.kinds[i];
	out->kinds = kinds;
	out->kinds_count = n;
	out->id = buf_text(&d->id);
	out->effect = record.effect;
	out->changed = record.changed;
	return OK;
}

/* The time of a correction is hidden with it. */
static enum status
message_moment(struct drawing *d, const struct index_row *row, struct moment *out, struct err *err)
{
	struct record record;
	enum status status;

	*out = row_moment(row);
	if ((d->part.hidden & (1U << FIELD_WHEN)) == 0)
		return OK;
	status = written_take(d, row, &record, err);
	if (status == OK && record_was_corrected(&record))
		*out = MOMENT_NONE;
	return status;
}

static enum status
draw_message(struct drawing *d, const struct index_row *row, struct err *err)
{
	struct moment when;
	struct picture_row out = {
	    .when = &when, .kind = row->kind, .channel = channel_of(d, row->channel)};
	const struct text proposed = proposed_of(row->kind);
	bool reply = false;
	enum status status = message_moment(d, row, &when, err);

	if (status != OK)
		return status;
	if (row->direction == DIRECTION_IN)
		draw_in(d, row->from, &proposed, &out);
	else if (row->direction == DIRECTION_UNKNOWN)
		out.as = COUNTED_AS_UNDIRECTED;
	else if (row->direction == DIRECTION_OUT)
		status = is_reply(d, row, &reply, err);
	if (reply)
		out.as = COUNTED_AS_REPLY;
	if (status == OK && (row->flags & INDEX_NOTED) != 0)
		status = noted_take(d, row, &out, err);
	if (status == OK)
		picture_add(d->picture, &out);
	return status;
}

static enum status
draw_row(void *ctx, const struct index_row *row, struct err *err)
{
	struct drawing *d = ctx;

	if (d->part.wanted != NULL && !d->part.wanted(d->part.ctx, row->id.import, row->id.number))
		return OK;
	if (row->kind == KIND_INCIDENT)
		return draw_incident(d, row, err);
	return index_rollup_holds(row->kind) ? draw_message(d, row, err) : OK;
}

/* --- the same from the roll-up --- */

/* Incidents, and what was noted of messages, wait here for their place among the others. */
struct waiting {
	int64_t at_us;
	struct index_id id;
};

/* Groups that came so far, so that names are met in the order of time; all anew when they are many:
 * a part needs only its own. */
struct met {
	uint32_t *places; /* by number of the group: place in groups + 1; 0: not yet */
	size_t place_count;
	struct picture_group *groups;
	size_t count, size;
	uint32_t *now; /* places of those with rows in this part */
	size_t now_count, now_size;
};

struct rolling {
	struct drawing *d;
	struct waiting *items;
	size_t count, size, next;
	struct met met;
};

static enum status
wait_take(void *ctx, const struct index_row *row, struct err *err)
{
	struct rolling *rolling = ctx;
	struct waiting *bigger;

	if (row->kind != KIND_INCIDENT &&
	    (!index_rollup_holds(row->kind) || (row->flags & INDEX_NOTED) == 0))
		return OK;
	bigger = mem_more(rolling->items, rolling->count, &rolling->size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the picture");
	rolling->items = bigger;
	bigger[rolling->count++] = (struct waiting){
	    .at_us = row->at_known ? row->at_us : INT64_MIN, .id = row->id};
	return OK;
}

static enum status
draw_waiting(void *ctx, const struct index_row *row, struct err *err)
{
	return row->kind == KIND_INCIDENT ? draw_incident(ctx, row, err)
					  : draw_message(ctx, row, err);
}

static int
by_time(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;

	if (x->at_us != y->at_us)
		return x->at_us < y->at_us ? -1 : 1;
	if (x->id.import != y->id.import)
		return x->id.import < y->id.import ? -1 : 1;
	return (x->id.number > y->id.number) - (x->id.number < y->id.number);
}

void
query_corrected(struct query *out)
{
	query_init(out);
	out->kinds = ((1U << KIND_COUNT) - 1) & ~(1U << KIND_INCIDENT);
	out->has[out->has_count++] = TEXT_LITERAL("corrected");
}

/* Incidents, and messages that something was noted of. */
static enum status
waiting_find(struct rolling *rolling, struct query *query, struct err *err)
{
	const struct index_page page = {.no_limit = true, .facts_only = true};
	struct index *index = rolling->d->app->index;
	enum status status;

	query_init(query);
	query->kinds = 1U << KIND_INCIDENT;
	status = index_query(index, query, &page, wait_take, rolling, NULL, err);
	query_corrected(query);
	if (status == OK)
		status = index_query(index, query, &page, wait_take, rolling, NULL, err);
	if (rolling->count != 0)
		qsort(rolling->items, rolling->count, sizeof *rolling->items, by_time);
	return status;
}

/* The incidents up to an instant. */
static enum status
draw_until(struct rolling *rolling, int64_t at_us, struct err *err)
{
	enum status status = OK;

	while (status == OK && rolling->next < rolling->count &&
	       rolling->items[rolling->next].at_us <= at_us) {
		status = index_get(rolling->d->app->index, rolling->items[rolling->next].id,
		    draw_waiting, rolling->d, err);
		rolling->next++;
	}
	return status;
}

static void
group_begin(struct drawing *d, const struct index_group *from, struct picture_group *group)
{
	struct moment when = {.basis = from->basis,
	    .precision = from->precision,
	    .at_known = from->at_known,
	    .local_known = from->local_known};
	struct picture_row row = {
	    .when = &when, .kind = from->kind, .channel = channel_of(d, from->channel)};
	const struct text proposed = proposed_of(from->kind);
	bool reply = d->subjects->everybody;

	if (from->direction == DIRECTION_IN)
		draw_in(d, from->from, &proposed, &row);
	else if (from->direction == DIRECTION_UNKNOWN)
		row.as = COUNTED_AS_UNDIRECTED;
	if (from->channel < d->channel_count)
		row.channel_hint = &d->channel_hints[from->channel];
	if (from->from < d->roles.count) {
		row.person_hint = &d->person_hints[from->from];
		row.handle_hint = &d->handle_hints[from->from];
	}
	for (size_t i = 0; i < from->to_count && !reply; i++)
		reply = role_of(&d->roles, from->to[i])->subject;
	if (from->direction == DIRECTION_OUT && reply && (from->flags & INDEX_UNSENT) == 0)
		row.as = COUNTED_AS_REPLY;
	when.local_known = false; /* the same in all of them is how far it is ahead */
	picture_group_begin(d->picture, &row, group);
	group->time.local_known = from->local_known;
	group->time.ahead_us = from->ahead_us;
	if (proposed.n != 0)
		picture_group_kind(d->picture, group, proposed);
}

static enum status
met_begin(struct met *met, const struct index_part *part, struct err *err)
{
	met->now_count = 0;
	if (met->count > GROUPS_MET_MAX) {
		memset(met->places, 0, met->place_count * sizeof *met->places);
		met->count = 0;
	}
	if (met->places != NULL)
		return OK;
	met->place_count = part->group_count;
	met->places = mem_new(met->place_count, sizeof *met->places);
	return met->places != NULL ? OK : fail(err, E_NOMEM, "no memory for the picture");
}

static enum status
met_add(struct rolling *rolling, const struct index_part *part, uint32_t number, struct err *err)
{
	struct met *met = &rolling->met;
	struct picture_group *bigger = mem_more(
	    met->groups, met->count, &met->size, sizeof *bigger);

	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the picture");
	met->groups = bigger;
	group_begin(rolling->d, &part->groups[number], &bigger[met->count++]);
	met->places[number] = (uint32_t)met->count;
	return OK;
}

/* The first row of a group in this part. */
static enum status
met_now(struct met *met, uint32_t place, struct err *err)
{
	uint32_t *bigger = mem_more(met->now, met->now_count, &met->now_size, sizeof *bigger);

	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the picture");
	met->now = bigger;
	bigger[met->now_count++] = place;
	return OK;
}

/* *out is good until the next one. */
static enum status
met_group(struct rolling *rolling, const struct index_part *part, uint32_t number,
    struct picture_group **out, struct err *err)
{
	struct met *met = &rolling->met;
	enum status status = OK;

	if (met->places[number] == 0)
		status = met_add(rolling, part, number, err);
	if (status != OK)
		return status;
	*out = &met->groups[met->places[number] - 1];
	return (*out)->count == 0 ? met_now(met, met->places[number] - 1, err) : OK;
}

static void
met_fini(struct met *met)
{
	mem_free(met->places);
	mem_free(met->groups);
	mem_free(met->now);
}

static enum status
draw_part(void *ctx, const struct index_part *part, struct err *err)
{
	struct rolling *rolling = ctx;
	struct picture *picture = rolling->d->picture;
	struct picture_group *group = NULL;
	enum status status = met_begin(&rolling->met, part, err);
	int64_t next = INT64_MIN;

	for (size_t i = 0; status == OK && i < part->tick_count; i++) {
		const struct index_tick *tick = &part->ticks[i];

		status = met_group(rolling, part, tick->group, &group, err);
		if (status == OK && tick->at_us >= next && group->at_known) {
			status = draw_until(rolling, tick->at_us, err);
			next = rolling->next < rolling->count ? rolling->items[rolling->next].at_us
							      : INT64_MAX;
		}
		if (status == OK)
			picture_count(picture, group, tick->at_us);
	}
	for (size_t i = 0; status == OK && i < rolling->met.now_count; i++)
		picture_group_end(picture, &rolling->met.groups[rolling->met.now[i]]);
	return app_cancelled(rolling->d->app) ? fail(err, E_CANCELLED, "stopped") : status;
}

static enum status
hints_new(struct drawing *d, struct err *err)
{
	d->channel_hints = mem_new(d->channel_count, sizeof *d->channel_hints);
	d->person_hints = mem_new(d->roles.count, sizeof *d->person_hints);
	d->handle_hints = mem_new(d->roles.count, sizeof *d->handle_hints);
	if (d->channel_hints == NULL || d->person_hints == NULL || d->handle_hints == NULL)
		return fail(err, E_NOMEM, "no memory for the picture");
	return OK;
}

static enum status
draw_rollup(struct drawing *d, struct query *query, struct err *err)
{
	struct rolling rolling = {.d = d};
	enum status status = hints_new(d, err);

	if (status == OK)
		status = waiting_find(&rolling, query, err);
	if (status == OK)
		status = index_rollup(d->app->index, draw_part, &rolling, err);
	if (status == OK)
		status = draw_until(&rolling, INT64_MAX, err);
	mem_free(rolling.items);
	met_fini(&rolling.met);
	return status;
}

/* --- both --- */

static enum status
draw_rows(struct drawing *d, struct err *err)
{
	const struct index_page page = {.no_limit = true};

	return index_query(d->app->index, d->part.query, &page, draw_row, d, NULL, err);
}

static enum status
draw_all(struct drawing *d, bool rows, struct err *err)
{
	struct query *query = mem_new(1, sizeof *query);
	enum status status = roles_load(d->app, d->subjects, &d->roles, err);

	if (status == OK && query == NULL)
		status = fail(err, E_NOMEM, "no memory for a query");
	if (status == OK)
		status = index_channels(d->app->index, channel_take, d, err);
	if (status == OK)
		status = rows ? draw_rows(d, err) : draw_rollup(d, query, err);
	if (status == OK)
		status = picture_end(d->picture, err);
	mem_free(query);
	roles_fini(&d->roles);
	return status;
}

static enum status
draw(struct drawing *d, bool rows, const struct picture_options *options, struct err *err)
{
	enum status status = picture_init(d->picture, options, err);

	if (status != OK)
		return status;
	arena_init(&d->arena, ROW_ARENA_BYTES);
	arena_init(&d->names, 4 * 1024 * 1024);
	buf_init(&d->id, 128);
	status = draw_all(d, rows, err);
	mem_free(d->channels);
	mem_free(d->channel_hints);
	mem_free(d->person_hints);
	mem_free(d->handle_hints);
	arena_fini(&d->arena);
	arena_fini(&d->names);
	buf_fini(&d->id);
	if (status != OK)
		picture_fini(d->picture);
	return status;
}

enum status
picture_draw(struct app *app, const struct subjects *subjects,
    const struct picture_options *options, struct picture *out, struct err *err)
{
	struct drawing d = {.app = app, .subjects = subjects, .picture = out};

	return draw(&d, false, options, err);
}

enum status
picture_draw_some(struct app *app, const struct subjects *subjects, const struct picture_part *part,
    struct picture *out, struct err *err)
{
	struct drawing d = {.app = app, .subjects = subjects, .part = *part, .picture = out};

	return draw(&d, true, NULL, err);
}
