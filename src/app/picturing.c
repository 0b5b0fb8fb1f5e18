/* src/app/picturing.c
 * The picture drawn from the index; see picturing.h. */
#include "app/picturing.h"

#include "app/moment_text.h"
#include "app/record_id.h"
#include "base/mem.h"
#include "diary/handle.h"
#include "show/query.h"

enum { NAMES_ARENA_BYTES = 256 * 1024 * 1024, ROW_ARENA_BYTES = 16 * 1024 * 1024 };

bool
subjects_have(const struct subjects *subjects, struct text name)
{
	for (size_t i = 0; i < subjects->count; i++)
		if (slice_eq_nocase(slice_of_text(subjects->names[i]), slice_of_text(name)))
			return true;
	return false;
}

static enum status
subjects_add(struct subjects *subjects, struct text name, struct err *err)
{
	if (name.n == 0 || subjects_have(subjects, name) || subjects->count == SUBJECTS_MAX)
		return OK;
	if (!arena_text(&subjects->arena, name, &subjects->names[subjects->count]))
		return fail(err, E_NOMEM, "no memory for names");
	subjects->count++;
	return OK;
}

struct by_scan {
	struct subjects *subjects;
	struct arena arena;
};

static enum status
subjects_of_incident(void *ctx, const struct index_row *row, struct err *err)
{
	struct by_scan *scan = ctx;
	struct record record;
	enum status status;

	arena_reset(&scan->arena);
	status = record_parse(row->bytes, &scan->arena, &record, err);
	for (size_t i = 0; status == OK && i < record.by_count; i++)
		status = subjects_add(scan->subjects, record.by[i], err);
	return status;
}

enum status
subjects_find(
    struct app *app, const struct text *chosen, size_t count, struct subjects *out, struct err *err)
{
	struct by_scan scan = {.subjects = out};
	struct index_page page = {.no_limit = true};
	struct query *query = mem_new(1, sizeof *query);
	enum status status = OK;

	*out = (struct subjects){0};
	arena_init(&out->arena, 1024 * 1024);
	if (query == NULL)
		return fail(err, E_NOMEM, "no memory for a query");
	for (size_t i = 0; status == OK && i < count; i++)
		status = subjects_add(out, chosen[i], err);
	if (status == OK && count == 0) {
		arena_init(&scan.arena, ROW_ARENA_BYTES);
		query_init(query);
		query->kinds = 1U << KIND_INCIDENT;
		status = index_query(
		    app->index, query, &page, subjects_of_incident, &scan, NULL, err);
		arena_fini(&scan.arena);
	}
	out->everybody = out->count == 0;
	mem_free(query);
	return status;
}

void
subjects_fini(struct subjects *subjects)
{
	arena_fini(&subjects->arena);
}

/* --- roles --- */

struct role_load {
	struct roles *roles;
	const struct subjects *subjects;
	size_t size;
};

static enum status
role_take(void *ctx, const struct index_identity *identity, struct err *err)
{
	struct role_load *load = ctx;
	struct roles *roles = load->roles;
	struct role *bigger, *role;
	size_t size;

	if (identity->id >= load->size) {
		size = 2 * (size_t)identity->id + 64;
		bigger = mem_resize(roles->items, size, sizeof *bigger);
		if (bigger == NULL)
			return fail(err, E_NOMEM, "no memory for names");
		memset(bigger + load->size, 0, (size - load->size) * sizeof *bigger);
		roles->items = bigger;
		load->size = size;
	}
	role = &roles->items[identity->id];
	roles->count = identity->id + 1 > roles->count ? identity->id + 1 : roles->count;
	role->withheld = handle_is_withheld(identity->identity);
	role->subject = subjects_have(load->subjects, identity->person_name) ||
			subjects_have(load->subjects, identity->identity);
	if (!arena_text(&roles->arena,
		identity->person_name.n != 0 ? identity->person_name : identity->identity,
		&role->person))
		return fail(err, E_NOMEM, "no memory for names");
	return OK;
}

enum status
roles_load(struct app *app, const struct subjects *subjects, struct roles *out, struct err *err)
{
	struct role_load load = {.roles = out, .subjects = subjects};
	enum status status;

	*out = (struct roles){0};
	arena_init(&out->arena, NAMES_ARENA_BYTES);
	status = index_identities(app->index, role_take, &load, err);
	if (status != OK)
		roles_fini(out);
	return status;
}

void
roles_fini(struct roles *roles)
{
	mem_free(roles->items);
	arena_fini(&roles->arena);
	*roles = (struct roles){0};
}

const struct role *
role_of(const struct roles *roles, uint32_t identity)
{
	static const struct role nobody = {.withheld = true};

	return identity != 0 && identity < roles->count ? &roles->items[identity] : &nobody;
}

/* --- drawing --- */

struct drawing {
	struct app *app;
	const struct subjects *subjects;
	picture_take_fn take; /* NULL: every one */
	void *take_ctx;
	struct roles roles;
	struct picture *picture;
	struct arena arena;
	struct text *channels; /* by id, in names */
	size_t channel_count;
	struct arena names;
	struct buf id;
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

static bool
is_contact_kind(enum record_kind kind)
{
	return kind == KIND_MESSAGE || kind == KIND_CALL || kind == KIND_VOICEMAIL ||
	       kind == KIND_EMAIL || kind == KIND_PAYMENT;
}

/* "Reported to the police": nobody is missing there. */
static bool
only_key_events(const struct record *record)
{
	for (size_t i = 0; i < record->kinds_count; i++)
		if (!kind_is_key_event(record->kinds[i]))
			return false;
	return record->kinds_count != 0;
}

static void
draw_incident(struct drawing *d, const struct record *record, struct picture_row *out)
{
	out->as = record->by_count != 0     ? COUNTED_AS_FROM_OTHERS
		  : only_key_events(record) ? COUNTED_AS_NOTHING
					    : COUNTED_AS_UNNAMED;
	for (size_t i = 0; i < record->by_count && out->as != COUNTED_AS_CONTACT; i++) {
		if (d->subjects->everybody || subjects_have(d->subjects, record->by[i]))
			out->as = COUNTED_AS_CONTACT;
		out->person = record->by[i];
	}
	out->channel = TEXT_LITERAL("in person or noted");
	out->kinds = record->kinds;
	out->kinds_count = record->kinds_count;
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
		else if (status == E_NOTFOUND)
			status = OK;
	}
	return status;
}

static enum status
draw_message(
    struct drawing *d, const struct index_row *row, struct picture_row *out, struct err *err)
{
	static const struct text contacting = {"contacting", 10};
	const struct role *from = role_of(&d->roles, row->from);
	bool reply = false;
	enum status status = OK;

	if (!is_contact_kind(row->kind))
		return OK;
	if (row->direction == DIRECTION_OUT)
		status = is_reply(d, row, &reply, err);
	if (reply)
		out->as = COUNTED_AS_REPLY;
	if (row->direction == DIRECTION_UNKNOWN)
		out->as = COUNTED_AS_UNDIRECTED;
	if (row->direction != DIRECTION_IN)
		return status;
	out->person = from->person;
	if (from->withheld) {
		out->as = COUNTED_AS_UNKNOWN_SENDER;
	} else if (d->subjects->everybody || from->subject) {
		out->as = COUNTED_AS_CONTACT;
		out->kinds = &contacting;
		out->kinds_count = 1;
	} else {
		out->as = COUNTED_AS_FROM_OTHERS;
	}
	return OK;
}

static enum status
draw_row(void *ctx, const struct index_row *row, struct err *err)
{
	struct drawing *d = ctx;
	struct moment when = {.basis = row->basis,
	    .precision = row->precision,
	    .at_known = row->at_known,
	    .at_us = row->at_us};
	struct picture_row out = {.when = &when, .kind = row->kind};
	struct record record;
	enum status status = OK;

	if (d->take != NULL && !d->take(d->take_ctx, row->id.import, row->id.number))
		return OK;
	when.local_known = row->local_known && civil_of_us(row->local_us, &when.local);
	out.channel = row->channel < d->channel_count ? d->channels[row->channel] : TEXT_NONE;
	if (row->kind == KIND_INCIDENT) {
		arena_reset(&d->arena);
		buf_reset(&d->id);
		status = record_parse(row->bytes, &d->arena, &record, err);
		if (status == OK)
			status = record_id_put(d->app, row->id, &d->id, err);
		if (status != OK)
			return status;
		out.id = buf_text(&d->id);
		draw_incident(d, &record, &out);
	} else {
		status = draw_message(d, row, &out, err);
		if (status != OK)
			return status;
	}
	picture_add(d->picture, &out);
	return OK;
}

enum status
picture_draw(struct app *app, const struct subjects *subjects, const struct query *query,
    struct picture *out, struct err *err)
{
	return picture_draw_some(app, subjects, query, NULL, NULL, out, err);
}

enum status
picture_draw_some(struct app *app, const struct subjects *subjects, const struct query *query,
    picture_take_fn wanted, void *ctx, struct picture *out, struct err *err)
{
	struct drawing d = {
	    .app = app, .subjects = subjects, .take = wanted, .take_ctx = ctx, .picture = out};
	struct index_page page = {.no_limit = true};
	enum status status = picture_init(out, err);

	if (status != OK)
		return status;
	arena_init(&d.arena, ROW_ARENA_BYTES);
	arena_init(&d.names, 4 * 1024 * 1024);
	buf_init(&d.id, 128);
	status = roles_load(app, subjects, &d.roles, err);
	if (status == OK)
		status = index_channels(app->index, channel_take, &d, err);
	if (status == OK)
		status = index_query(app->index, query, &page, draw_row, &d, NULL, err);
	if (status == OK)
		status = picture_end(out, err);
	roles_fini(&d.roles);
	mem_free(d.channels);
	arena_fini(&d.arena);
	arena_fini(&d.names);
	buf_fini(&d.id);
	if (status != OK)
		picture_fini(out);
	return status;
}
