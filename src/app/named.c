/* src/app/named.c
 * Every object that entries name; see named.h. */
#include "app/named.h"

#include "app/act.h"
#include "app/reading_store.h"
#include "keep/log_other.h"

static enum status
name_take(struct named_walk *walk, struct text text, uint64_t entry, struct err *err)
{
	struct object_id id;

	return text.n != 0 && object_id_parse(slice_of_text(text), &id)
		   ? walk->each(walk->ctx, &id, entry, err)
		   : OK;
}

/* What was taken out of an original is named by its reading. */
static enum status
reading_walk(struct app *app, struct named_walk *walk, const struct object_id *object,
    uint64_t entry, struct err *err)
{
	struct reading_reader *reader = NULL;
	enum reading_piece piece = PIECE_RECORD;
	struct extract extract;
	struct slice canonical;
	enum status status = OK, got = reading_reader_new(app->vault, object, &reader, NULL);

	while (got == OK && status == OK && piece != PIECE_END) {
		got = reading_reader_next(reader, &piece, &canonical, &extract, NULL);
		if (got == OK && piece == PIECE_EXTRACT)
			status = walk->each(walk->ctx, &extract.object.id, entry, err);
	}
	reading_reader_free(reader);
	walk->unreadable += got != OK;
	return status;
}

static enum status
entry_walk(struct app *app, struct named_walk *walk, uint64_t number, struct err *err)
{
	struct entry entry;
	struct object_id object;
	struct text stored;
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
	stored = act_find(entry.fields[FIELD_READING], "object");
	status = name_take(walk, act_find(entry.fields[FIELD_PRIVATE], "object"), number, err);
	if (status == OK)
		status = name_take(walk, stored, number, err);
	if (status == OK && walk->deep && stored.n != 0 &&
	    object_id_parse(slice_of_text(stored), &object))
		status = reading_walk(app, walk, &object, number, err);
	return status;
}

static enum status
log_walk(struct app *app, struct named_walk *walk, unsigned slot, uint64_t count, struct err *err)
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
	enum status status = log_walk(app, walk, 0, log_settled(app->vault), err);

	for (unsigned slot = 1; status == OK && slot <= log_others(app->vault); slot++)
		status = log_walk(app, walk, slot, log_other(app->vault, slot)->entries, err);
	return status;
}
