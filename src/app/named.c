/* src/app/named.c
 * Every object that entries name; see named.h. */
#include "app/named.h"

#include "app/act.h"
#include "app/entry_objects.h"
#include "keep/log_other.h"

static enum status
name_take(struct named_walk *walk, struct text text, uint64_t entry, struct err *err)
{
	struct object_id id;

	return text.n != 0 && object_id_parse(slice_of_text(text), &id)
		   ? walk->each(walk->ctx, &id, entry, err)
		   : OK;
}

struct naming {
	struct named_walk *walk;
	uint64_t entry;
};

static enum status
object_take(void *ctx, const struct object_id *id, struct err *err)
{
	const struct naming *naming = ctx;

	return naming->walk->each(naming->walk->ctx, id, naming->entry, err);
}

/* What was taken out of an original is named by its reading. */
static enum status
entry_walk_deep(struct app *app, struct named_walk *walk, const struct entry *entry,
    uint64_t number, struct err *err)
{
	struct naming naming = {walk, number};
	struct err why = {0};
	enum status status = entry_objects(app->vault, entry, object_take, &naming, &why);

	if (status == E_AUTH || status == E_NOTFOUND || status == E_FORMAT) {
		walk->unreadable++;
		return OK;
	}
	return status == OK ? OK : fail(err, status, "%s", why.text);
}

static enum status
entry_walk(struct app *app, struct named_walk *walk, uint64_t number, struct err *err)
{
	struct entry entry;
	enum status status = log_read(app->vault, number, &app->storage, &entry, err);

	if (status == E_NOTFOUND)
		return OK; /* removed for good: it names nothing any more */
	if (status != OK) {
		walk->unreadable++;
		return status == E_AUTH || status == E_FORMAT ? OK : status;
	}
	/* A removal may say what went; that is no reason to keep it. */
	if (text_eq_c(act_field(&entry, FIELD_KIND), "removal"))
		return OK;
	status = name_take(walk, act_find(entry.fields[FIELD_PRIVATE], "object"), number, err);
	if (status == OK)
		status = name_take(
		    walk, act_find(entry.fields[FIELD_READING], "object"), number, err);
	return status == OK && walk->deep ? entry_walk_deep(app, walk, &entry, number, err)
					  : status;
}

static enum status
log_go_through(
    struct app *app, struct named_walk *walk, unsigned slot, uint64_t count, struct err *err)
{
	enum status status = OK;

	for (uint64_t n = 0; status == OK && n < count; n++) {
		if (app_cancelled(app))
			return fail(err, E_CANCELLED, "stopped");
		status = entry_walk(app, walk, LOG_NUMBER(slot, n), err);
	}
	return status;
}

enum status
named_each(struct app *app, struct named_walk *walk, struct err *err)
{
	enum status status = log_go_through(app, walk, 0, log_settled(app->vault), err);

	for (unsigned slot = 1; status == OK && slot <= log_others(app->vault); slot++)
		status = log_go_through(app, walk, slot, log_other(app->vault, slot)->entries, err);
	return status;
}
