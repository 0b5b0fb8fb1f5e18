/* src/app/me_known.h
 * Inside app/ only: who the person said she is, source by source, so that it is asked once for each
 * source and not once for each file (docs/design/0030-answers.md).  What was said is used only
 * where it is among the names that a file itself offers, and never without saying so.
 * Not for: people other than the owner. */
#ifndef APP_ME_KNOWN_H
#define APP_ME_KNOWN_H

#include "app/app.h"

enum { ME_KNOWN_MAX = 256, ME_NAME_MAX_BYTES = 512, ME_QUESTIONS_MAX = 256 };

struct me_said {
	struct text format;  /* of the reading it was said for */
	struct text name;    /* as it was given */
	struct text file;    /* name of the original */
	struct text reading; /* id of the reading's entry */
	bool timed;
	int64_t said_us;
};

/* What a file asked: of each question the names to choose from, as NOTE_QUESTION has them, and the
 * handles beside them. */
struct me_asked {
	struct text questions[ME_QUESTIONS_MAX];
	size_t count;
};

struct me_known {
	struct arena arena;
	struct me_said *items; /* NULL: not looked for yet */
	size_t count;
};

void me_known_fini(struct me_known *known);
/* What is known may have changed: it is looked for again when it is asked. */
void me_known_forget(struct me_known *known);
/* Out of the index, once.  Errors of the index; E_NOMEM. */
MUST_USE enum status me_known_load(struct me_known *known, struct app *app, struct err *err);
/* Was anything said for the source of this format? */
bool me_known_for(const struct me_known *known, struct text format);
/*
 * Of a name that was said for several files, what holds in one with these questions: the name where
 * each offers it, `before` where none does, and else both as a list for an archive, as struct
 * reading_options has it (in the arena; the name alone when that is full).
 */
struct text me_known_given(struct text format, struct text name, struct text before,
    const struct me_asked *asked, struct arena *arena);
/* What was said and is among the choices of every one of these questions; NULL when that is
 * nothing, or not one thing alone. */
const struct me_said *me_known_pick(
    const struct me_known *known, struct text format, const struct me_asked *asked);
/* A question; and the handles of its people.  What finds no room is not among the choices. */
void me_asked_add(struct me_asked *asked, struct text choices, struct arena *arena);
void me_asked_add_handles(struct me_asked *asked, struct text handles, struct arena *arena);

#endif
