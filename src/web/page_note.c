/* src/web/page_note.c
 * Something is written down: the whole form, and the one line. */
#include "app/incident.h"
#include "web/rows.h"
#include "web/when_typed.h"

/* --- the form, empty or as it was typed --- */

struct typed {
	char when[WHEN_TYPED_BYTES];
	bool no_what, no_when, kept;
};

static void
show_note(struct visit *visit, unsigned code, const struct typed *typed, struct text failed)
{
	const struct form *form = &visit->form;
	struct text when = form_value(form, "w"), known = form_value(form, "known");
	const struct note_page page = {.key = text_of_c(visit->site->session.form),
	    .failed = failed,
	    .problem = typed->no_what || typed->no_when || failed.n != 0,
	    .kept = typed->kept,
	    .no_what = typed->no_what,
	    .no_when = typed->no_when,
	    .is_now = text_eq_c(when, "now"),
	    .is_day = text_eq_c(when, "day"),
	    .is_part = text_eq_c(when, "part"),
	    .is_unknown = text_eq_c(when, "unknown"),
	    .day = form_value(form, "day"),
	    .time = form_value(form, "time"),
	    .part = form_value(form, "part"),
	    .what = form_value(form, "what"),
	    .who = form_value(form, "who"),
	    .place = form_value(form, "place"),
	    .witness = form_value(form, "witness"),
	    .effect = form_value(form, "effect"),
	    .changed = form_value(form, "changed"),
	    .observer = form_value(form, "observer"),
	    .private = form_value(form, "private"),
	    .saw = text_eq_c(known, "saw"),
	    .heard = text_eq_c(known, "heard"),
	    .told = text_eq_c(known, "told"),
	    .found = text_eq_c(known, "found")};

	note_page(&visit->html, &page);
	visit_show(visit, code, WORD_TITLE_NEW);
}

void
page_note(struct visit *visit)
{
	show_note(visit, 200, &(struct typed){.kept = visit_typed(visit)}, TEXT_NONE);
}

/* --- saving --- */

static void
list_put(struct text value, struct text *list, size_t *count)
{
	if (value.n != 0)
		list[(*count)++] = value;
}

void
page_note_save(struct visit *visit)
{
	const struct form *form = &visit->form;
	struct typed typed = {.no_what = form_value(form, "what").n == 0};
	struct incident incident = {.what = form_value(form, "what"),
	    .place = form_value(form, "place"),
	    .effect = form_value(form, "effect"),
	    .changed = form_value(form, "changed"),
	    .known = form_value(form, "known"),
	    .observer = form_value(form, "observer"),
	    .private_note = form_value(form, "private")};
	struct incident_saved out;
	struct err err = {0};
	enum status status;

	incident.when = when_typed(form, typed.when);
	typed.no_when = incident.when.n == 0;
	if (typed.no_what || typed.no_when) {
		show_note(visit, 422, &typed, TEXT_NONE);
		return;
	}
	list_put(form_value(form, "who"), incident.by, &incident.by_count);
	list_put(form_value(form, "witness"), incident.witnesses, &incident.witnesses_count);
	status = incident_add(&visit->site->app, &incident, &out, &err);
	if (status == OK)
		visit_saved(visit, &out);
	else
		show_note(visit, status == E_FORMAT ? 422 : 507, &typed, text_of_c(err.text));
}

/* --- one line --- */

static void
show_quick(struct visit *visit, unsigned code, bool kept, bool no_what, struct text failed)
{
	const struct quick_page page = {.key = text_of_c(visit->site->session.form),
	    .what = form_value(&visit->form, "what"),
	    .kept = kept,
	    .failed = failed,
	    .no_what = no_what};

	quick_page(&visit->html, &page);
	visit_show(visit, code, WORD_TITLE_NEW);
}

void
page_quick(struct visit *visit)
{
	bool kept = visit_typed(visit);

	show_quick(visit, 200, kept, false, TEXT_NONE);
}

void
page_quick_save(struct visit *visit)
{
	const struct incident incident = {
	    .what = form_value(&visit->form, "what"), .when = TEXT_LITERAL("now")};
	struct incident_saved out;
	struct err err = {0};
	enum status status;

	if (incident.what.n == 0) {
		show_quick(visit, 422, false, true, TEXT_NONE);
		return;
	}
	status = incident_add(&visit->site->app, &incident, &out, &err);
	if (status == OK)
		visit_saved(visit, &out);
	else
		show_quick(visit, 507, false, false, text_of_c(err.text));
}
