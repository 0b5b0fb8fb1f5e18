/* src/app/answered.h
 * Inside app/ only: what the person answered about an original so far.  A new answer overrides only
 * what it names, and the entry that holds it is complete by itself.
 * Not for: who the person is in other files (me_known.h). */
#ifndef APP_ANSWERED_H
#define APP_ANSWERED_H

#include "app/me_known.h"
#include "app/original.h"

/* What stood when the newest reading of an original was made. */
struct answered {
	struct reading_answers given;
	/* Bits by the order of the members: what the reading asked for, and what an answer may
	 * matter to. */
	unsigned asked, open;
	struct text me_used; /* the owner's names it was made with, with LF between */
	bool archive;        /* each file in it takes one of them */
};

/*
 * Of an original kept before.  Borrowed from *storage and *arena, which the caller initialised;
 * nothing given and everything open when it cannot be told any more.  Errors of the vault and the
 * index.
 */
MUST_USE enum status answers_before(struct app *app, const struct kept_original *kept,
    struct buf *storage, struct arena *arena, struct answered *out, struct err *err);
/* What was said before and is not answered anew in *answers goes into it; borrowed from there. */
void answers_fill(struct reading_answers *answers, const struct answered *before);
/* The codes of what its reading asked for.  Static; *count at most `max`. */
void answers_open(const struct answered *before, struct text *codes, size_t max, size_t *count);
/* Does *answers say something that the reading was not made with?  `asked`: and something that the
 * file left open, or that changes what was said for it. */
bool answers_matter(
    const struct answered *before, const struct reading_answers *answers, bool asked);

#endif
