/* src/app/incident.c
 * Incidents and corrections as entries; see incident.h.  The way back stands in
 * incident_record.c. */
#include "app/incident.h"

#include "app/catch_up.h"
#include "app/history.h"
#include "app/import.h"
#include "app/moment_text.h"
#include "app/record_id.h"
#include "base/mem.h"
#include "keep/log.h"
#include "show/picture/picture.h"
#include "show/words.h"

static bool
known_word(struct text known)
{
	static const char *const words[] = {"saw", "heard", "told", "found"};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (text_eq_c(known, words[i]))
			return true;
	return known.n == 0;
}

/* Dates are kept as they were typed, but must be dates. */
static enum status
details_check(struct app *app, const struct incident *incident, struct err *err)
{
	static const enum detail dates[] = {DETAIL_PROMISED_BY, DETAIL_EXPIRES};
	struct moment when;
	const char *doubt;
	enum status status = OK;

	for (size_t i = 0; status == OK && i < COUNT_OF(dates); i++)
		if (incident->details[dates[i]].n != 0)
			status = moment_of_text(
			    app, incident->details[dates[i]], TEXT_NONE, &when, &doubt, err);
	return status;
}

/* The record that shows it: its whole id, as lists print it. */
static enum status
shown_by_check(struct app *app, struct incident *incident, struct buf *id, struct err *err)
{
	struct text *shown_by = &incident->details[DETAIL_SHOWN_BY];
	struct index_id found;
	enum status status;

	if (shown_by->n == 0)
		return OK;
	status = record_id_find(app, *shown_by, &found, err);
	if (status == OK)
		status = record_id_put(app, found, id, err);
	if (status == OK)
		status = buf_check(id, err);
	if (status == OK)
		*shown_by = buf_text(id);
	return status;
}

static enum status
put_when(struct act *act, const struct app *app, const struct incident *incident,
    const char **doubt, struct err *err)
{
	struct moment when, until;
	const char *until_doubt;
	enum status status;

	if (incident->when.n != 0) {
		status = moment_of_text(
		    app, incident->when, incident->precision, &when, doubt, err);
		if (status != OK)
			return status;
		moment_put_lines(act, "", &when);
		if (*doubt != NULL)
			act_line(act, FIELD_WHEN, "doubt", text_of_c(*doubt));
	}
	if (incident->until.n == 0)
		return OK;
	status = moment_of_text(app, incident->until, TEXT_NONE, &until, &until_doubt, err);
	if (status == OK && incident->when.n != 0 && when.at_known && until.at_known &&
	    until.at_us < when.at_us)
		return fail(err, E_FORMAT, "the end of the incident lies before its beginning");
	if (status == OK)
		moment_put_lines(act, "until-", &until);
	return status;
}

static void
put_words(struct act *act, const struct incident *incident)
{
	for (size_t i = 0; i < incident->kinds_count; i++)
		act_line(act, FIELD_SOURCE, "behaviour", incident->kinds[i]);
	act_line(act, FIELD_SOURCE, "known", incident->known);
	act_line(act, FIELD_SOURCE, "observer", incident->observer);
	for (size_t i = 0; i < DETAIL_SHOWN_BY; i++)
		act_lines(act, FIELD_SOURCE, detail_name((enum detail)i), incident->details[i]);
	act_line(
	    act, FIELD_RELATIONS, detail_name(DETAIL_SHOWN_BY), incident->details[DETAIL_SHOWN_BY]);
	if (incident->what.n != 0)
		act_text(act, FIELD_TEXT, incident->what);
	for (size_t i = 0; i < incident->by_count; i++)
		act_line(act, FIELD_PEOPLE, "by", incident->by[i]);
	for (size_t i = 0; i < incident->witnesses_count; i++)
		act_line(act, FIELD_PEOPLE, "witness", incident->witnesses[i]);
	if (incident->place.n != 0)
		act_text(act, FIELD_PLACE, incident->place);
	act_lines(act, FIELD_EFFECT, "effect", incident->effect);
	act_lines(act, FIELD_EFFECT, "changed", incident->changed);
	act_lines(act, FIELD_PRIVATE, "note", incident->private_note);
}

/* Keep the attached files as originals and name them in the entry. */
static enum status
put_attachments(struct act *act, struct app *app, const struct incident *incident, struct err *err)
{
	struct kept_original *kept;
	enum status status = OK;

	if (incident->attach_count == 0)
		return OK;
	kept = mem_new(incident->attach_count, sizeof *kept);
	if (kept == NULL)
		return fail(err, E_NOMEM, "no memory for attachments");
	status = originals_keep(app, incident->attach, incident->attach_count, kept, err);
	for (size_t i = 0; status == OK && i < incident->attach_count; i++) {
		act_content(act, kept[i].sha256, kept[i].bytes);
		act_line(act, FIELD_RELATIONS, "attached", text_of_c(kept[i].id));
		buf_put_c(&act->values[FIELD_NAME], i == 0 ? "" : "\n");
		buf_put_c(&act->values[FIELD_NAME], kept[i].name);
	}
	mem_free(kept);
	return status;
}

static enum status
settle_act(struct act *act, struct app *app, struct incident_saved *out, struct err *err)
{
	uint64_t number = 0;
	enum status status = act_append(act, app, &number, err);

	if (status == OK)
		status = log_settle(app->vault, err);
	if (status != OK)
		return status;
	memcpy(out->id, act->id, sizeof out->id);
	out->entry = number;
	/* Saved: to call it failed now would have it written down twice. */
	out->listed = catch_up(app, NULL, &out->why);
	return OK;
}

enum status
incident_add(
    struct app *app, const struct incident *incident, struct incident_saved *out, struct err *err)
{
	struct act act;
	struct incident_saved saved = {0};
	enum status status;

	if (incident->what.n == 0)
		return fail(err, E_FORMAT, "say what happened (--what)");
	if (incident->when.n == 0)
		return fail(err, E_FORMAT, "say when it happened (--when; \"unknown\" is fine)");
	if (!known_word(incident->known))
		return fail(err, E_FORMAT, "--known is one of saw, heard, told and found");
	status = details_check(app, incident, err);
	if (status != OK)
		return status;
	act_init(&act, app, "incident");
	status = put_when(&act, app, incident, &saved.doubt, err);
	if (status == OK) {
		put_words(&act, incident);
		status = put_attachments(&act, app, incident, err);
	}
	if (status == OK)
		status = settle_act(&act, app, &saved, err);
	act_fini(&act);
	if (status == OK)
		*out = saved;
	return status;
}

struct shown_time {
	struct buf text;
	struct text precision;
};

/* The time of the record that shows the event, as it would be typed. */
static enum status
take_time(void *ctx, const struct index_row *row, struct err *err)
{
	struct shown_time *time = ctx;

	(void)err;
	if (row->local_known) {
		struct civil local;

		if (civil_of_us(row->local_us, &local))
			civil_put(&time->text, &local);
	} else if (row->at_known) {
		(void)time_put(&time->text, row->at_us);
	}
	time->precision = text_of_c(precision_name(row->precision));
	return OK;
}

static enum status
time_of_shown(struct app *app, struct incident *event, struct shown_time *time, struct err *err)
{
	struct index_id found;
	enum status status;

	if (event->when.n != 0 || event->details[DETAIL_SHOWN_BY].n == 0)
		return OK;
	status = record_id_find(app, event->details[DETAIL_SHOWN_BY], &found, err);
	if (status == OK)
		status = index_get(app->index, found, take_time, time, err);
	if (status == OK)
		status = buf_check(&time->text, err);
	if (status != OK)
		return status;
	event->when = time->text.n != 0 ? buf_text(&time->text) : TEXT_LITERAL("unknown");
	if (time->text.n != 0)
		event->precision = time->precision;
	return OK;
}

enum status
event_add(struct app *app, struct text kind, struct incident *event, struct incident_saved *out,
    struct err *err)
{
	struct shown_time time;
	struct buf id, words;
	enum status status = OK;

	if (!kind_is_key_event(kind) && !kind_is_log_entry(kind))
		return fail(err, E_FORMAT, "there is no key event of that kind");
	buf_init(&time.text, 64);
	buf_init(&id, 128);
	buf_init(&words, 256);
	event->kinds[0] = kind;
	event->kinds_count = 1;
	if (event->what.n == 0) {
		behaviour_words_put(&words, kind);
		event->what = buf_text(&words);
	}
	status = shown_by_check(app, event, &id, err);
	if (status == OK)
		status = time_of_shown(app, event, &time, err);
	if (status == OK)
		status = incident_add(app, event, out, err);
	buf_fini(&time.text);
	buf_fini(&id);
	buf_fini(&words);
	return status;
}

/* A version that has a better one already is not corrected again: both would stand side by side and
 * be counted twice. */
static enum status
newest_check(struct app *app, struct index_id id, struct err *err)
{
	const struct index_id asked = id;
	size_t steps = 0;
	bool newer = true;
	struct buf newest;
	enum status status = OK;

	/* A bound, since what came from another vault may go round in circles. */
	while (status == OK && newer && steps++ < HISTORY_MAX)
		status = record_id_newer(app, id, &newer, &id, err);
	if (status != OK || id.import == asked.import)
		return status;
	buf_init(&newest, 128);
	status = record_id_put(app, id, &newest, err);
	if (status == OK)
		status = fail(err, E_CONFLICT,
		    "that version was corrected already; the newest is %.*s", (int)newest.n,
		    (const char *)newest.p);
	buf_fini(&newest);
	return status;
}

static bool
changes_something(const struct incident *c)
{
	for (size_t i = 0; i < DETAIL_COUNT; i++)
		if (c->details[i].n != 0)
			return true;
	return c->when.n + c->until.n + c->what.n + c->place.n + c->effect.n + c->changed.n +
		   c->known.n + c->observer.n + c->private_note.n + c->by_count + c->kinds_count +
		   c->witnesses_count !=
	       0;
}

static enum status
correction_check(const struct correction *correction, struct err *err)
{
	if (correction->why.n == 0)
		return fail(err, E_FORMAT, "say why it is corrected (--why)");
	if (!known_word(correction->changes.known))
		return fail(err, E_FORMAT, "--known is one of saw, heard, told and found");
	if (correction->changes.precision.n != 0 && correction->changes.when.n == 0)
		return fail(err, E_FORMAT, "--precision goes with --when: give the time again");
	if (!changes_something(&correction->changes))
		return fail(
		    err, E_FORMAT, "say what is different, for example with --what or --when");
	return OK;
}

/* What is superseded: a version that nothing has superseded yet. */
static enum status
put_target(struct act *act, struct app *app, struct text id, struct err *err)
{
	struct index_id found;
	struct buf target;
	enum status status = record_id_find(app, id, &found, err);

	if (status == OK)
		status = newest_check(app, found, err);
	if (status != OK)
		return status;
	buf_init(&target, 128);
	status = record_id_put(app, found, &target, err);
	if (status == OK)
		act_line_of(act, FIELD_RELATIONS, "supersedes", &target);
	buf_fini(&target);
	return status;
}

enum status
record_correct(struct app *app, struct text id, const struct correction *correction,
    struct incident_saved *out, struct err *err)
{
	struct act act;
	struct incident_saved saved = {0};
	enum status status = correction_check(correction, err);

	if (status == OK)
		status = details_check(app, &correction->changes, err);
	if (status != OK)
		return status;
	act_init(&act, app, "correction");
	status = put_target(&act, app, id, err);
	for (size_t i = 0; i < correction->also_count && status == OK; i++)
		status = put_target(&act, app, correction->also[i], err);
	if (status == OK)
		status = put_when(&act, app, &correction->changes, &saved.doubt, err);
	if (status == OK) {
		act_lines(&act, FIELD_SOURCE, "why", correction->why);
		put_words(&act, &correction->changes);
		status = settle_act(&act, app, &saved, err);
	}
	act_fini(&act);
	if (status == OK)
		*out = saved;
	return status;
}
