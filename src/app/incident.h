/* src/app/incident.h
 * An incident written down, a correction of a record, and the way back from an entry to a record.
 * An incident carries all the diary that police advice asks for, and can be kept by a friend, a
 * relative or a colleague. */
#ifndef APP_INCIDENT_H
#define APP_INCIDENT_H

#include "app/act.h"
#include "diary/detail.h"
#include "keep/object.h"

enum { INCIDENT_MAX_LIST = 64 };

struct incident {
	struct text when, until, precision; /* as typed, see moment_text.h; when is needed */
	struct text what;                   /* needed */
	struct text place, effect, changed, known, observer, private_note;
	struct text by[INCIDENT_MAX_LIST], kinds[INCIDENT_MAX_LIST], witnesses[INCIDENT_MAX_LIST];
	size_t by_count, kinds_count, witnesses_count;
	struct text details[DETAIL_COUNT]; /* dates as typed; DETAIL_SHOWN_BY is a record's id */
	const char *attach[INCIDENT_MAX_LIST]; /* paths of files to take in as originals */
	size_t attach_count;
};

struct incident_saved {
	char id[27];
	uint64_t entry;
	const char *doubt; /* "time-twice", "time-missing" or NULL */
	enum status
	    listed;     /* OK, or why the index does not show it yet; the next start mends that */
	struct err why; /* when it is not listed */
};

/*
 * Attachments are kept as originals first, then the incident is logged; when OK comes back all of
 * it is on the disk, also when it is not listed yet.  E_FORMAT for a time or word that is not
 * understood (nothing was written), E_NOTFOUND for an attachment that is not there (nothing was
 * written), else errors of the vault.
 */
MUST_USE enum status incident_add(
    struct app *app, const struct incident *incident, struct incident_saved *out, struct err *err);

/* A key event: `kind` is one of them, or a word with police, a court or a helper
 * (kind_is_log_entry() of show/picture).  With DETAIL_SHOWN_BY and no time of its own it has the
 * time of that record; without words it is called by its kind.  Errors of incident_add();
 * E_NOTFOUND for a record that does not exist. */
MUST_USE enum status event_add(struct app *app, struct text kind, struct incident *event,
    struct incident_saved *out, struct err *err);

struct correction {
	struct incident changes; /* what is absent stays as it was; attachments are not taken */
	struct text why;         /* needed */
	/* Further versions it takes the place of: those that two devices made of one record without
	 * knowing of each other. */
	struct text also[INCIDENT_MAX_LIST];
	size_t also_count;
};

/* A superseding entry.  `id` is a record's id as list prints it.  E_NOTFOUND; E_FORMAT when nothing
 * is different or no reason is given; E_CONFLICT when that version has a newer one, which is named.
 */
MUST_USE enum status record_correct(struct app *app, struct text id,
    const struct correction *correction, struct incident_saved *out, struct err *err);

/* The record an incident entry stands for; borrowed from entry and arena. */
MUST_USE enum status record_of_incident(
    const struct entry *entry, struct arena *arena, struct record *out, struct err *err);
/* Take out what the fields say whose bits (1 << enum entry_field) are set: what is hidden in an
 * entry is not told by a page either.  Records of files are left as they are. */
void incident_hide(struct record *record, uint32_t hidden);
/* Change `record` as a correction entry says. */
MUST_USE enum status record_apply_correction(
    const struct entry *entry, struct arena *arena, struct record *record, struct err *err);

/* Is it a better version of an earlier one? */
bool record_was_corrected(const struct record *record);

#endif
