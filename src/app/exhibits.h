/* src/app/exhibits.h
 * Exhibits that were handed over: the label each was given for ever, and the reference that police
 * or a solicitor know it by.  Not for: numbering those of a pack under way (packing_labels.c). */
#ifndef APP_EXHIBITS_H
#define APP_EXHIBITS_H

#include "app/app.h"

struct exhibit_handed {
	struct text label;     /* "MH/12" */
	struct text id;        /* of the original's entry */
	struct text name;      /* of the file as it came; absent when it was removed since */
	struct text first;     /* when it was handed over first: RFC 3339 */
	struct text reference; /* of whoever got it; absent */
};

/* Borrowed for the call. */
typedef enum status (*exhibit_fn)(void *ctx, const struct exhibit_handed *exhibit, struct err *err);

/* In the order in which they were handed over.  E_NOMEM, errors of the log. */
MUST_USE enum status exhibits_each(struct app *app, exhibit_fn each, void *ctx, struct err *err);
/* An entry; `reference` absent takes it back.  E_NOTFOUND: nothing was handed over under that
 * label. */
MUST_USE enum status exhibit_refer(
    struct app *app, struct text label, struct text reference, struct err *err);

#endif
