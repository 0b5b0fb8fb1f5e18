/* src/app/exhibits.h
 * Exhibits that were handed over: the label each was given for ever, and the reference that police
 * or a solicitor know it by.  Not for: numbering those of a pack under way (packing_labels.c). */
#ifndef APP_EXHIBITS_H
#define APP_EXHIBITS_H

#include "app/app.h"
#include "prove/entry.h"

enum { EXHIBIT_LABEL_BYTES = 48 }; /* NUL included */

struct exhibit_handed {
	struct text label;     /* "MH/12" */
	struct text id;        /* of the original's entry, which may be gone */
	struct text first;     /* when it was handed over first: RFC 3339 */
	struct text reference; /* of whoever got it; absent */
	uint64_t number;       /* behind the last '/' of the label */
};

/* What the entries of a vault say of them; entries are given one after the other. */
struct exhibits {
	struct arena arena;           /* texts */
	struct exhibit_handed *items; /* in the order in which they were handed over first */
	size_t count, size;
	struct exhibit_handed **by_id; /* once settled */
	struct exhibit_reference *references;
	size_t reference_count, reference_size;
};

void exhibits_init(struct exhibits *exhibits);
void exhibits_fini(struct exhibits *exhibits);
/* An entry of any kind, in the order of entry_walk().  E_NOMEM. */
MUST_USE enum status exhibits_take(struct exhibits *exhibits, struct app *app, uint64_t number,
    const struct entry *entry, struct err *err);
/* After the last entry.  E_NOMEM. */
MUST_USE enum status exhibits_settle(struct exhibits *exhibits, struct err *err);
/* NULL: that original was not handed over. */
const struct exhibit_handed *exhibits_of(const struct exhibits *exhibits, struct text id);

/* Borrowed for the call; `name` of the file as it came, absent when it was removed since. */
typedef enum status (*exhibit_fn)(
    void *ctx, const struct exhibit_handed *exhibit, struct text name, struct err *err);

/* In the order in which they were handed over.  E_NOMEM, errors of the log. */
MUST_USE enum status exhibits_each(struct app *app, exhibit_fn each, void *ctx, struct err *err);
/* An entry; `reference` absent takes it back.  E_NOTFOUND: nothing was handed over under that
 * label. */
MUST_USE enum status exhibit_refer(
    struct app *app, struct text label, struct text reference, struct err *err);

#endif
