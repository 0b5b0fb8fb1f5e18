/* src/app/entry_walk.c
 * See entry_walk.h. */
#include "app/entry_walk.h"

#include "app/other_logs.h"

struct entry_walk {
	struct app *app;
	struct buf *storage;
	entry_walk_fn each;
	void *ctx;
};

static enum status
visit(struct entry_walk *walk, uint64_t number, struct merge *merge, struct err *err)
{
	struct entry entry;
	struct err why = {0};
	enum status status = log_read(walk->app->vault, number, walk->storage, &entry, &why);

	merge->slot = 0;
	if (status == E_AUTH || status == E_NOTFOUND)
		return OK;
	if (status != OK)
		return fail(err, status, "%s", why.text);
	if (log_slot_in(number) == 0 && text_eq_c(act_field(&entry, FIELD_KIND), "merge") &&
	    merge_of_entry(&entry, merge, NULL) != OK)
		merge->slot = 0;
	return walk->each(walk->ctx, number, &entry, err);
}

enum status
entry_walk(struct app *app, uint64_t end, struct buf *storage, entry_walk_fn each, void *ctx,
    struct err *err)
{
	struct entry_walk walk = {app, storage, each, ctx};
	struct merge merge, inner;
	enum status status = OK;

	for (uint64_t n = 0; n < end && status == OK; n++) {
		status = visit(&walk, n, &merge, err);
		if (merge.slot == 0)
			continue;
		for (uint64_t k = merge.first; k < merge.log.entries && status == OK; k++)
			status = visit(&walk, LOG_NUMBER(merge.slot, k), &inner, err);
	}
	return status;
}
