/* src/app/picturing.c
 * Whom the picture is of, and who is who in the index; see picturing.h.  Drawing it is
 * picturing_draw.c. */
#include "app/picturing.h"

#include "app/person.h"
#include "base/mem.h"
#include "diary/handle.h"
#include "keep/index_roles.h"
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

/* --- whom the caller names --- */

struct choosing {
	struct subjects *subjects;
	struct text value;
	bool exact;
};

static enum status
look_for_exact(void *ctx, const struct index_identity *identity, struct err *err)
{
	struct choosing *choosing = ctx;
	struct slice value = slice_of_text(choosing->value);

	(void)err;
	choosing->exact = choosing->exact ||
			  slice_eq_nocase(slice_of_text(identity->person_name), value) ||
			  slice_eq_nocase(slice_of_text(identity->identity), value);
	return OK;
}

static enum status
add_meant(void *ctx, const struct index_identity *identity, struct err *err)
{
	struct choosing *choosing = ctx;
	struct subjects *subjects = choosing->subjects;

	if (subjects_have(subjects, identity->identity))
		return OK;
	if (subjects->count == SUBJECTS_MAX)
		return fail(err, E_LIMIT,
		    "\"%.*s\" fits too many people and numbers: say more of it",
		    (int)text_prefix(choosing->value, 60).n, choosing->value.p);
	return subjects_add(subjects, identity->identity, err);
}

/* A person or a number as it is known; else whatever a list of that name's records goes by: a
 * number in another spelling, a part of a name. */
static enum status
subjects_choose(struct app *app, struct subjects *subjects, struct text value, struct err *err)
{
	struct choosing choosing = {.subjects = subjects, .value = value};
	enum status status = subjects_add(subjects, value, err);

	if (status == OK)
		status = index_named(app->index, value, look_for_exact, &choosing, err);
	if (status == OK && !choosing.exact)
		status = index_named(app->index, value, add_meant, &choosing, err);
	return status;
}

/* --- whom incidents name --- */

struct by_scan {
	struct app *app;
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
	if (status == OK)
		status = person_by(
		    scan->app, &record, &scan->arena, &record.by, &record.by_count, err);
	for (size_t i = 0; status == OK && i < record.by_count; i++)
		status = subjects_add(scan->subjects, record.by[i], err);
	return status;
}

/* Witnesses, helpers and officers are none, whatever an incident says by mistake. */
static void
subjects_drop(struct subjects *subjects, struct text name)
{
	size_t kept = 0;

	for (size_t i = 0; i < subjects->count; i++)
		if (!slice_eq_nocase(slice_of_text(subjects->names[i]), slice_of_text(name)))
			subjects->names[kept++] = subjects->names[i];
	subjects->count = kept;
}

static enum status
subject_by_role(void *ctx, struct text person, struct text role, struct err *err)
{
	enum person_role part;

	if (!person_role_parse(role, &part))
		return OK; /* of a later version */
	if (part == PERSON_SUBJECT || part == PERSON_PROXY)
		return subjects_add(ctx, person, err);
	subjects_drop(ctx, person);
	return OK;
}

enum status
subjects_find(
    struct app *app, const struct text *chosen, size_t count, struct subjects *out, struct err *err)
{
	struct by_scan scan = {.app = app, .subjects = out};
	struct index_page page = {.no_limit = true};
	struct query *query = mem_new(1, sizeof *query);
	enum status status = OK;

	*out = (struct subjects){0};
	arena_init(&out->arena, 1024 * 1024);
	if (query == NULL)
		return fail(err, E_NOMEM, "no memory for a query");
	for (size_t i = 0; status == OK && i < count; i++)
		status = subjects_choose(app, out, chosen[i], err);
	if (status == OK && count == 0) {
		arena_init(&scan.arena, ROW_ARENA_BYTES);
		query_init(query);
		query->kinds = 1U << KIND_INCIDENT;
		status = index_query(
		    app->index, query, &page, subjects_of_incident, &scan, NULL, err);
		if (status == OK)
			status = index_roles(app->index, subject_by_role, out, err);
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
	if (!arena_text(&roles->arena, identity->identity, &role->identity))
		return fail(err, E_NOMEM, "no memory for names");
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
