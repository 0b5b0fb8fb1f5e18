/* src/app/person.c
 * Links between handles and persons as entries; see person.h. */
#include "app/person.h"

#include "app/catch_up.h"
#include "diary/handle.h"
#include "keep/index_roles.h"
#include "keep/log.h"

/* As records have it: what is there letter by letter, a vehicle as on its plate, else one spelling.
 */
static enum status
handle_as_kept(
    struct app *app, struct arena *arena, struct text handle, struct text *out, struct err *err)
{
	char spelled[HANDLE_VEHICLE_BYTES];
	struct text normal;
	enum status status = index_identity_typed(app->index, handle, spelled, &handle, err);

	if (status != OK)
		return status;
	if (!handle_normalise(arena, handle, &normal) || !arena_text(arena, normal, out))
		return fail(err, E_NOMEM, "no memory for a name");
	return OK;
}

static enum status
link_add(struct app *app, struct text handle, struct text person, struct text why, struct err *err)
{
	struct arena arena;
	struct act act;
	struct text kept;
	enum status status;

	arena_init(&arena, 64 * 1024);
	act_init(&act, app, "person");
	status = handle_as_kept(app, &arena, handle, &kept, err);
	if (status == OK) {
		act_line(&act, FIELD_PEOPLE, "handle", kept);
		act_line(&act, FIELD_PEOPLE, "person", person);
		act_text(&act, FIELD_TEXT, why);
		status = act_append(&act, app, NULL, err);
	}
	if (status == OK)
		status = log_settle(app->vault, err);
	act_fini(&act);
	arena_fini(&arena);
	return status == OK ? catch_up(app, NULL, err) : status;
}

static const char *const role_names[PERSON_ROLES] = {
    "subject", "proxy", "witness", "helper", "officer", "other"};

const char *
person_role_name(enum person_role role)
{
	return role_names[role];
}

bool
person_role_parse(struct text name, enum person_role *out)
{
	for (size_t i = 0; i < PERSON_ROLES; i++)
		if (text_eq_c(name, role_names[i])) {
			*out = (enum person_role)i;
			return true;
		}
	return false;
}

enum status
person_set_role(
    struct app *app, struct text person, struct text role, struct text why, struct err *err)
{
	enum person_role known;
	struct act act;
	enum status status;

	if (person.n == 0)
		return fail(err, E_FORMAT, "name the person");
	if (role.n != 0 && !person_role_parse(role, &known))
		return fail(
		    err, E_FORMAT, "a person is subject, proxy, witness, helper, officer or other");
	if (why.n == 0)
		return fail(err, E_FORMAT, "say why (--why)");
	act_init(&act, app, "person");
	act_line(&act, FIELD_PEOPLE, "person", person);
	act_line(&act, FIELD_PEOPLE, "role", role.n != 0 ? role : TEXT_LITERAL("none"));
	act_text(&act, FIELD_TEXT, why);
	status = act_append(&act, app, NULL, err);
	if (status == OK)
		status = log_settle(app->vault, err);
	act_fini(&act);
	return status == OK ? catch_up(app, NULL, err) : status;
}

enum status
person_name(
    struct app *app, struct text handle, struct text person, struct text why, struct err *err)
{
	if (handle.n == 0 || person.n == 0)
		return fail(
		    err, E_FORMAT, "name a number or address, and the person it belongs to");
	if (handle_is_withheld(handle))
		return fail(err, E_FORMAT,
		    "that is nobody's number: several callers may be behind it. Say of each call "
		    "who it was: daybook correct ID --by NAME --why TEXT");
	if (why.n == 0)
		return fail(err, E_FORMAT, "say how you know (--why)");
	return link_add(app, handle, person, why, err);
}

enum status
person_split(struct app *app, struct text handle, struct text why, struct err *err)
{
	if (handle.n == 0)
		return fail(
		    err, E_FORMAT, "name the number or address to take away from its person");
	if (why.n == 0)
		return fail(err, E_FORMAT, "say why (--why)");
	return link_add(app, handle, TEXT_NONE, why, err);
}

enum status
person_roles(struct app *app, person_role_fn each, void *ctx, struct err *err)
{
	return index_roles(app->index, each, ctx, err);
}

static enum status
person_of_by(
    struct app *app, struct text by, struct arena *arena, struct text *out, struct err *err)
{
	char spelled[HANDLE_VEHICLE_BYTES];
	struct text identity = index_identity_by(by, spelled), person = TEXT_NONE;
	enum status status = index_person_of(app->index, identity, &person, err);

	if (status != OK)
		return status;
	if (!arena_text(arena, person.n != 0 ? person : identity, out))
		return fail(err, E_NOMEM, "no memory for a name");
	return OK;
}

enum status
person_by(struct app *app, const struct record *record, struct arena *arena, struct text **out,
    size_t *count, struct err *err)
{
	struct text *persons = arena_alloc(arena, record->by_count, sizeof *persons);
	size_t n = 0;
	enum status status = OK;

	if (persons == NULL && record->by_count != 0)
		return fail(err, E_NOMEM, "no memory for names");
	for (size_t i = 0; status == OK && i < record->by_count; i++) {
		if (handle_is_withheld(record->by[i]))
			continue;
		status = person_of_by(app, record->by[i], arena, &persons[n], err);
		n += status == OK;
	}
	*out = persons;
	*count = n;
	return status;
}
