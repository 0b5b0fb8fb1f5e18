/* src/app/parts.c
 * Other parts of a download, opened; see parts.h. */
#include "app/parts.h"

#include "app/act.h"
#include "keep/log.h"

/* What is damaged in another file must not end the reading of this one: it comes as zeros, which no
 * checksum of the archive agrees with; and the check names the damage. */
static enum status
part_read(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	struct err ignored;

	if (object_read_at(ctx, at, p, n, got, &ignored) == OK)
		return OK;
	(void)err;
	memset(p, 0, n);
	*got = n;
	return OK;
}

static enum status
part_open(struct parts *parts, struct app *app, uint64_t number, struct err *err)
{
	struct object_reader *reader = NULL;
	struct object_id object;
	struct entry entry;
	struct buf storage;
	enum status status;

	buf_init(&storage, ENTRY_MAX_BYTES + 4096);
	status = log_read(app->vault, number, &storage, &entry, err);
	if (status == OK &&
	    !object_id_parse(
		slice_of_text(act_find(entry.fields[FIELD_PRIVATE], "object")), &object))
		status = E_NOTFOUND;
	if (status == OK)
		status = object_open(app->vault, &object, &reader, err);
	buf_fini(&storage);
	if (status != OK)
		return status == E_NOTFOUND || status == E_AUTH || status == E_FORMAT ? OK : status;
	parts->reader[parts->count] = reader;
	parts->source[parts->count++] = (struct source){
	    part_read, object_reader_info(reader)->bytes, reader};
	return OK;
}

enum status
parts_open(struct parts *parts, struct app *app, struct siblings *siblings, struct text folder,
    struct text name, const struct sibling *self, struct err *err)
{
	uint64_t entries[READING_PARTS_MAX];
	size_t count;
	enum status status;

	*parts = (struct parts){.count = 0};
	if (!sibling_is_part(name))
		return OK;
	status = siblings_load(siblings, app, err);
	if (status != OK)
		return status;
	count = siblings_parts(siblings, folder, self, entries, COUNT_OF(entries));
	for (size_t i = 0; i < count && status == OK; i++)
		status = part_open(parts, app, entries[i], err);
	return status;
}

void
parts_close(struct parts *parts)
{
	for (size_t i = 0; i < parts->count; i++)
		object_close(parts->reader[i]);
	parts->count = 0;
}
