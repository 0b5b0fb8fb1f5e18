/* src/app/picturing.h
 * The picture of the whole course of conduct, drawn from the index. */
#ifndef APP_PICTURING_H
#define APP_PICTURING_H

#include "app/app.h"
#include "diary/query.h"
#include "show/picture/picture.h"

enum { SUBJECTS_MAX = 64 };

/* Who the course of conduct is about: named by the caller (a number in any spelling and a part of a
 * name will do, as in lists), else everybody that an incident names as
 * having done it or that was given that part (subject, proxy), without witnesses, helpers and
 * officers; with nobody, everybody who is not the diary's owner. */
struct subjects {
	struct text names[SUBJECTS_MAX]; /* in the arena */
	size_t count;
	bool everybody;
	struct arena arena;
};

/* `chosen` may be empty.  E_NOMEM, errors of the index; E_LIMIT: a name that fits too many. */
MUST_USE enum status subjects_find(struct app *app, const struct text *chosen, size_t count,
    struct subjects *out, struct err *err);
void subjects_fini(struct subjects *subjects);
bool subjects_have(const struct subjects *subjects, struct text name);

/* Draw over all records: from the roll-up, so that ten million take no longer than a glance.
 * `options` may be NULL.  *out is the caller's, for picture_fini(). */
MUST_USE enum status picture_draw(struct app *app, const struct subjects *subjects,
    const struct picture_options *options, struct picture *out, struct err *err);
/* By entry and number in it. */
typedef bool (*picture_take_fn)(void *ctx, uint64_t import, uint64_t number);
struct picture_part {
	const struct query *query; /* NULL: all */
	picture_take_fn wanted;    /* those of them; NULL: all */
	void *ctx;
	uint32_t hidden; /* fields of incidents that are not looked at: incident_hide() */
};
/* Only over a part, row by row. */
MUST_USE enum status picture_draw_some(struct app *app, const struct subjects *subjects,
    const struct picture_part *part, struct picture *out, struct err *err);

/* Of all but incidents, what was corrected: where anything was noted of it, it is among these. */
void query_corrected(struct query *out);
/* What an incident is counted as; `by` from person_by(). */
enum counted_as incident_counted_as(const struct subjects *subjects, const struct record *record,
    const struct text *by, size_t by_count);

/* Roles of the sender and first recipient of rows, kept for quick scans. */
struct role {
	struct text identity; /* the number, address or name itself */
	struct text person;   /* its name where it was given one, else the identity */
	bool subject, withheld;
};
struct roles {
	struct role *items; /* by identity id */
	size_t count;
	struct arena arena;
};
MUST_USE enum status roles_load(
    struct app *app, const struct subjects *subjects, struct roles *out, struct err *err);
void roles_fini(struct roles *roles);
const struct role *role_of(const struct roles *roles, uint32_t identity);

#endif
