/* src/app/me_known.h
 * Inside app/ only: who the person said she is, source by source, so that it is asked once for each
 * source and not once for each file (docs/design/0030-answers.md).  What was said is used only
 * where it is among the names that a file itself offers, and never without saying so.
 * Not for: people other than the owner. */
#ifndef APP_ME_KNOWN_H
#define APP_ME_KNOWN_H

#include "app/act.h"

enum {
	ME_KNOWN_MAX = 256,
	ME_NAME_MAX_BYTES = 512,
	ME_LIST_MAX_BYTES = 16384,
	ME_QUESTIONS_MAX = 256
};

/* What was said of one original; each a name, or several with LF between. */
struct me_given {
	struct text now, before; /* said last, and what held until then */
	/* The one name of a file that was named by itself: where nobody in it has that name, it
	 * holds all the same. */
	bool alone;
};

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
/* One name off such a list. */
bool me_names_next(struct slice *names, struct text *out);
/* A line for each. */
void me_names_put(struct act *act, enum entry_field field, const char *key, struct text names);
/* May a file of that format be told several: is it an archive? */
bool me_names_fit(struct text format);
/* Is it one of them, by every letter? */
bool me_names_have(struct text names, struct text name);
/*
 * What holds of it in a file with these questions: a name alone where each offers it, `before`
 * where none offers what was said now, and else all as a list for an archive, as struct
 * reading_options has it (in the arena; the first name alone when that is full).  A name of before
 * goes out of the list where one said now is among the same choices: that one takes its place.
 */
struct text me_known_given(struct text format, const struct me_given *given,
    const struct me_asked *asked, struct arena *arena);
/*
 * What was said and is among the choices of these questions, one name and no other for each; NULL
 * when a question has none or two.  *names: that name, or all as a list for an archive; in the
 * arena or borrowed.  What is returned is for the first question.
 */
const struct me_said *me_known_pick(const struct me_known *known, struct text format,
    const struct me_asked *asked, struct arena *arena, struct text *names);
/* A question; and the handles of its people.  What finds no room is not among the choices. */
void me_asked_add(struct me_asked *asked, struct text choices, struct arena *arena);
void me_asked_add_handles(struct me_asked *asked, struct text handles, struct arena *arena);

#endif
