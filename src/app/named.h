/* src/app/named.h
 * Every object that the entries of a vault name, of its own log and of those it took in.
 * Not for: opening the objects (checking.h). */
#ifndef APP_NAMED_H
#define APP_NAMED_H

#include "app/app.h"
#include "keep/object.h"

struct named_walk {
	bool deep; /* also what stored readings name: every one of them is read */
	/* In the order of the entries; the same object may come twice.  Not OK ends the walk. */
	enum status (*each)(void *ctx, const struct object_id *id, uint64_t entry, struct err *err);
	void *ctx;
	uint64_t unreadable; /* out: entries and readings that may name more, and cannot be read */
};

/* E_CANCELLED, E_IO, E_NOMEM, or what `each` returned. */
MUST_USE enum status named_each(struct app *app, struct named_walk *walk, struct err *err);

#endif
