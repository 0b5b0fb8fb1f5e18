/* src/app/record_id.c
 * Names of records; see record_id.h. */
#include "app/record_id.h"

#include "app/tombstone.h"
#include "keep/log.h"

/* One that was removed is told apart, for whoever wants to be told: it takes a look at every entry.
 */
static enum status
no_such(struct app *app, struct text id, struct err *err)
{
	struct text shown = text_prefix(id, 80), why;
	struct tombstone tombstone;
	struct buf storage;
	bool removed;

	if (err == NULL)
		return E_NOTFOUND;
	buf_init(&storage, LOG_READ_MAX_BYTES);
	removed = tombstone_find(app, id, &storage, &tombstone, NULL) == OK;
	if (removed) {
		why = text_prefix(tombstone.why, 100);
		(void)fail(err, E_NOTFOUND, "%.*s was removed for good on %.*s: %.*s", (int)shown.n,
		    shown.p, (int)(tombstone.written.n < 10 ? tombstone.written.n : 10),
		    tombstone.written.p, (int)why.n, why.p);
	}
	buf_fini(&storage);
	if (removed)
		return E_NOTFOUND;
	return fail(err, E_NOTFOUND, "there is no record %.*s", (int)shown.n, shown.p);
}

static enum status
just_look(void *ctx, const struct index_row *row, struct err *err)
{
	(void)row;
	(void)err;
	*(bool *)ctx = true;
	return OK;
}

enum status
record_id_find(struct app *app, struct text id, struct index_id *out, struct err *err)
{
	struct slice rest = slice_of_text(id), head = rest;
	struct index_id found = {0};
	enum status status = app_index_ensure(app, err);
	bool seen = false;

	if (status != OK)
		return status;
	if (!cut(&rest, '.', &head)) {
		head = slice_of_text(id);
	} else if (!u64_parse(rest, &found.number)) {
		return no_such(app, id, err);
	}
	if (!u64_parse(head, &found.import)) {
		status = index_import_by_entry(
		    app->index, (struct text){(const char *)head.p, head.n}, &found.import, err);
		if (status != OK)
			return status == E_NOTFOUND ? no_such(app, id, err) : status;
	}
	status = index_get(app->index, found, just_look, &seen, err);
	if (status == E_NOTFOUND || (status == OK && !seen))
		return no_such(app, id, err);
	if (status == OK)
		*out = found;
	return status;
}

enum status
record_id_put(struct app *app, struct index_id id, struct buf *out, struct err *err)
{
	struct index_import import;
	struct buf storage;
	enum status status;

	buf_init(&storage, 128 * 1024);
	status = index_import_of(app->index, id.import, &storage, &import, err);
	if (status == OK) {
		buf_put_text(out, import.entry_id);
		if (import.original.p != NULL) {
			buf_put_byte(out, '.');
			buf_put_u64(out, id.number);
		}
		status = buf_check(out, err);
	}
	buf_fini(&storage);
	return status;
}

static enum status
take_retired(void *ctx, const struct index_row *row, struct err *err)
{
	(void)err;
	*(uint64_t *)ctx = row->retired_by;
	return OK;
}

enum status
record_id_newer(
    struct app *app, struct index_id id, bool *is, struct index_id *out, struct err *err)
{
	uint64_t by = 0;
	enum status status = index_get(app->index, id, take_retired, &by, err);

	*is = status == OK && by != 0;
	if (*is)
		*out = (struct index_id){by, 0};
	return status;
}
