/* src/app/removing.h
 * The act of removing for good: what goes with what, the note about it, and carrying it out
 * (docs/design/0017-removal.md). */
#ifndef APP_REMOVING_H
#define APP_REMOVING_H

#include "app/tombstone.h"

struct removal_request {
	const struct text *ids; /* records, as list and show name them; or originals */
	size_t id_count;
	bool whole_file; /* a record of a file of many takes the file and all of them with it */
};

enum removal_part_kind { PART_INCIDENT, PART_FILE };

/* Why a file that was attached to something that goes does not go with it. */
enum removal_stay {
	STAY_NOT, /* it goes */
	STAY_OTHER_INCIDENT,
	STAY_BROUGHT_IN, /* it was brought in by itself */
	STAY_SAME_BYTES, /* another original with the bytes of one that goes */
};

enum { PART_LABEL_BYTES = 120 };

struct removal_part {
	enum removal_part_kind kind;
	enum removal_stay stays;
	char id[GONE_ID_CHARS + 1];   /* of the incident; of the file's original */
	char label[PART_LABEL_BYTES]; /* beginning of its text; its name as it came */
	uint64_t corrections;         /* of the incident; of records of the file */
	uint64_t records;             /* in the file */
	uint64_t bytes;               /* of the file */
};

/* What would go.  Nothing has been changed. */
struct removal_plan {
	struct removal_part *parts; /* those that go first, then those that stay */
	size_t part_count, going;   /* all of them; those that go */
	struct gone *gone;          /* every entry that goes */
	size_t gone_count;
};

/*
 * E_NOTFOUND   one of the ids names nothing, or what was removed already: then the text says when.
 * E_CONFLICT   one record of a file of many, without whole_file; or a file that an incident which
 *              stays names.  The text says which.
 * E_NOMEM, E_IO.  `out` is the caller's, for removal_plan_fini().
 */
MUST_USE enum status removal_plan_make(struct app *app, const struct removal_request *request,
    struct removal_plan *out, struct err *err);
void removal_plan_fini(struct removal_plan *plan);

struct removal_done {
	char id[GONE_ID_CHARS + 1];
	uint64_t entry;
	enum status
	    finished; /* OK, or why not all of it is gone yet; every start goes on with it */
	struct err why;
};

/*
 * Note it, durably, then carry it out.  When OK comes back it is noted, and is not shown any more.
 * E_FORMAT without a reason; errors of log_append(): nothing was changed.
 */
MUST_USE enum status removal_do(struct app *app, const struct removal_plan *plan, struct text why,
    struct removal_done *out, struct err *err);

#endif
