/* src/app/proposing.h
 * Which numbers and accounts that nobody named may be one person with whom the picture is of, and
 * why one could think so.  Only proposed: people name joins them, nothing here does. */
#ifndef APP_PROPOSING_H
#define APP_PROPOSING_H

#include "app/app.h"

enum { PROPOSALS_MAX = 200, PROPOSAL_AFTER_BLOCK_DAYS = 14, PROPOSAL_MIN_LETTERS = 20 };

struct proposal {
	struct text handle, name, person;
	uint64_t contacts;    /* messages and calls from it */
	bool same_name;       /* a name it was shown under is one of the person's */
	uint64_t same_words;  /* messages of 20 letters and more that the person sent as well */
	struct text words;    /* one of them */
	uint64_t same_files;  /* pictures and other files that the person sent as well */
	bool after_block;     /* its first message came within days of … */
	int32_t days_after;   /* … so many days after … */
	struct text event;    /* … this key event: its kind … */
	struct text event_id; /* … and its record */
	unsigned reasons;     /* how many of the four */
};

/* Borrowed for the call. */
typedef enum status (*proposal_fn)(void *ctx, const struct proposal *proposal, struct err *err);

/* Most reasons first.  Reads every record twice; E_CANCELLED. */
MUST_USE enum status proposals(struct app *app, proposal_fn each, void *ctx, struct err *err);

#endif
