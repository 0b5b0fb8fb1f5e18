/* src/web/page_correct.c
 * A better version of a record, beside the earlier one. */
#include "app/incident.h"
#include "app/listing.h"
#include "web/rows.h"
#include "web/when_typed.h"

/* What stands in the record now; in the visit's arena. */
struct standing {
	struct visit *visit;
	struct text id, what, place, effect, changed;
	bool incident;
};

static enum status
take_standing(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct standing *standing = ctx;
	struct arena *arena = &standing->visit->site->arena;
	const struct record *r = listed->record;

	(void)cursor;
	standing->incident = r->kind == KIND_INCIDENT;
	if (arena_text(arena, r->body, &standing->what) &&
	    arena_text(arena, r->place, &standing->place) &&
	    arena_text(arena, r->effect, &standing->effect) &&
	    arena_text(arena, r->changed, &standing->changed))
		return OK;
	return fail(err, E_NOMEM, "no memory for a form");
}

static enum status
standing_find(struct visit *visit, struct standing *out, struct err *err)
{
	*out = (struct standing){
	    .visit = visit, .id = handles_id(&visit->site->handles, visit->rest)};
	if (out->id.n == 0)
		return fail(err, E_NOTFOUND, "that number was not given in this session");
	return listing_one(&visit->site->app, out->id, take_standing, out, err);
}

/* As it was typed, or as it stands. */
static struct text
shown(const struct visit *visit, const char *field, struct text standing)
{
	return visit->form.count != 0 ? form_value(&visit->form, field) : standing;
}

static void
show(struct visit *visit, unsigned code, const struct standing *standing, bool kept, bool no_why,
    struct text failed)
{
	struct text when = form_value(&visit->form, "w");
	const struct correct_page page = {.key = text_of_c(visit->site->session.form),
	    .to = row_path(visit, "/c/", standing->id),
	    .kept = kept,
	    .problem = no_why || failed.n != 0,
	    .no_why = no_why,
	    .failed = failed,
	    .incident = standing->incident,
	    .what = shown(visit, "what", standing->what),
	    .place = shown(visit, "place", standing->place),
	    .effect = shown(visit, "effect", standing->effect),
	    .changed = shown(visit, "changed", standing->changed),
	    .why = form_value(&visit->form, "why"),
	    .is_same = when.n == 0 || text_eq_c(when, "same"),
	    .is_day = text_eq_c(when, "day"),
	    .is_part = text_eq_c(when, "part"),
	    .is_unknown = text_eq_c(when, "unknown"),
	    .day = form_value(&visit->form, "day"),
	    .time = form_value(&visit->form, "time"),
	    .part = form_value(&visit->form, "part")};

	correct_page(&visit->html, &page);
	visit_show(visit, code, WORD_TITLE_NEW);
}

void
page_correct(struct visit *visit)
{
	struct standing standing;
	struct err err = {0};
	enum status status = standing_find(visit, &standing, &err);

	if (status == OK)
		show(visit, 200, &standing, visit_typed(visit), false, TEXT_NONE);
	else
		visit_failed(visit, status, &err);
}

/* Only what is different is a change. */
static struct text
different(const struct visit *visit, const char *field, struct text standing)
{
	struct text typed = form_value(&visit->form, field);

	return text_eq(typed, standing) ? TEXT_NONE : typed;
}

static enum status
correct(struct visit *visit, const struct standing *standing, struct incident_saved *out,
    struct err *err)
{
	char bytes[WHEN_TYPED_BYTES];
	const struct correction correction = {.why = form_value(&visit->form, "why"),
	    .changes = {.when = when_typed(&visit->form, bytes),
		.what = standing->incident ? different(visit, "what", standing->what) : TEXT_NONE,
		.place = different(visit, "place", standing->place),
		.effect = different(visit, "effect", standing->effect),
		.changed = different(visit, "changed", standing->changed)}};

	return record_correct(&visit->site->app, standing->id, &correction, out, err);
}

void
page_correct_save(struct visit *visit)
{
	struct standing standing;
	struct incident_saved saved;
	struct err err = {0};
	enum status status = standing_find(visit, &standing, &err);

	if (status != OK) {
		visit_failed(visit, status, &err);
		return;
	}
	if (form_value(&visit->form, "why").n == 0) {
		show(visit, 422, &standing, false, true, TEXT_NONE);
		return;
	}
	status = correct(visit, &standing, &saved, &err);
	if (status == OK)
		visit_saved(visit, &saved);
	else
		show(visit, status == E_FORMAT || status == E_CONFLICT ? 422 : 507, &standing,
		    false, false, text_of_c(err.text));
}
