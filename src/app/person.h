/* src/app/person.h
 * Saying that numbers, addresses and names are one person; each link is an entry with a reason, and
 * can be taken back by another. */
#ifndef APP_PERSON_H
#define APP_PERSON_H

#include "app/act.h"

/* E_FORMAT when handle, person or why is missing. */
MUST_USE enum status person_name(
    struct app *app, struct text handle, struct text person, struct text why, struct err *err);
MUST_USE enum status person_split(
    struct app *app, struct text handle, struct text why, struct err *err);

#endif
