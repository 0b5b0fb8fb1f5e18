/* src/app/parts.c
 * Other parts of a download, opened; see parts.h. */
#include "app/parts.h"

#include "app/act.h"
#include "diary/reference.h"
#include "keep/index.h"
#include "keep/log.h"

static bool
is_damage(enum status status)
{
	return status == E_AUTH || status == E_FORMAT || status == E_NOTFOUND || status == E_IO;
}

/* What is damaged in another file must not end the reading of this one: it comes as zeros, which no
 * checksum of the archive agrees with; it is said, and the check names the damage. */
static enum status
part_read(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	const struct part_file *file = ctx;
	enum status status = object_read_at(file->reader, at, p, n, got, err);

	if (status == OK || !is_damage(status))
		return status;
	*file->damaged = true;
	memset(p, 0, n);
	*got = n;
	return OK;
}

/* The entry of an original; of one that came once more, that of the first time. */
static enum status
original_entry(
    struct app *app, uint64_t number, struct buf *storage, struct entry *entry, struct err *err)
{
	enum status status = log_read(app->vault, number, storage, entry, err);

	if (status != OK || !text_eq_c(act_field(entry, FIELD_KIND), "again"))
		return status;
	status = index_import_by_entry(
	    app->index, act_find(entry->fields[FIELD_RELATIONS], "reads"), &number, err);
	return status == OK ? log_read(app->vault, number, storage, entry, err) : status;
}

/* file->reader is NULL when what the entry brought in is damaged or gone. */
static enum status
entry_open(struct parts *parts, uint64_t number, struct part_file *file, struct err *err)
{
	struct app *app = parts->app;
	struct object_id object;
	struct entry entry;
	struct buf storage;
	enum status status;

	*file = (struct part_file){NULL, &parts->damaged};
	buf_init(&storage, ENTRY_MAX_BYTES + 4096);
	status = original_entry(app, number, &storage, &entry, err);
	if (status == OK &&
	    !object_id_parse(
		slice_of_text(act_find(entry.fields[FIELD_PRIVATE], "object")), &object))
		status = E_NOTFOUND;
	if (status == OK)
		status = object_open(app->vault, &object, &file->reader, err);
	buf_fini(&storage);
	parts->damaged = parts->damaged || status == E_AUTH || status == E_FORMAT;
	return status == E_NOTFOUND || status == E_AUTH || status == E_FORMAT ? OK : status;
}

static struct source
entry_source(struct part_file *file)
{
	return (struct source){part_read, object_reader_info(file->reader)->bytes, file};
}

static enum status
part_open(struct parts *parts, uint64_t number, struct err *err)
{
	struct part_file *file = &parts->file[parts->count];
	enum status status = entry_open(parts, number, file, err);

	if (status != OK || file->reader == NULL)
		return status;
	parts->source[parts->count++] = entry_source(file);
	return OK;
}

/* By the end of its name, in the folder of the original or one below it: never one above, but for
 * what reference_folder() knows. */
static enum status
look_file(
    void *ctx, struct text name, unsigned slot, struct source *out, bool *found, struct err *err)
{
	struct parts *parts = ctx;
	const struct sibling *sibling;
	enum status status = siblings_load(parts->siblings, parts->app, err);

	*found = false;
	object_close(parts->slot[slot].reader);
	parts->slot[slot].reader = NULL;
	if (status != OK)
		return status;
	sibling = siblings_find_here(parts->siblings, reference_folder(parts->folder, name), name,
	    parts->self.entry, &status, err);
	if (status == OK && sibling == NULL && parts->missed[0] == '\0' &&
	    name.n < sizeof parts->missed)
		text_copy(parts->missed, sizeof parts->missed, name);
	if (status == OK && sibling != NULL)
		status = entry_open(parts, sibling->entry, &parts->slot[slot], err);
	if (status != OK || parts->slot[slot].reader == NULL)
		return status;
	*found = true;
	*out = entry_source(&parts->slot[slot]);
	return OK;
}

enum status
parts_open(struct parts *parts, struct app *app, struct siblings *siblings, struct text folder,
    struct text name, const struct sibling *self, struct err *err)
{
	uint64_t entries[READING_PARTS_MAX];
	size_t count;
	enum status status;

	*parts = (struct parts){.app = app, .siblings = siblings, .folder = folder, .self = *self};
	parts->look = (struct looking){look_file, parts};
	if (!sibling_is_part(name))
		return OK;
	status = siblings_load(siblings, app, err);
	if (status != OK)
		return status;
	count = siblings_parts(siblings, folder, self, entries, COUNT_OF(entries));
	for (size_t i = 0; i < count && status == OK; i++)
		status = part_open(parts, entries[i], err);
	return status;
}

void
parts_close(struct parts *parts)
{
	for (size_t i = 0; i < parts->count; i++)
		object_close(parts->file[i].reader);
	for (size_t i = 0; i < COUNT_OF(parts->slot); i++)
		object_close(parts->slot[i].reader);
	*parts = (struct parts){.count = 0};
}
