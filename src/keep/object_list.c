/* src/keep/object_list.c
 * Listing every object file there is; see object.h. */
#include "base/mem.h"
#include "keep/object_inside.h"

enum { LIST_FOLDERS = 32 * 32 };

struct listing {
	struct vault *vault;
	enum status (*each)(void *ctx, const struct object_id *id, struct err *err);
	void *ctx;
	struct err *err;
	enum status status;
	uint64_t strange;
	char two[3];                   /* folder being listed */
	char folders[LIST_FOLDERS][3]; /* found in o/ */
	size_t count;
};

static int
object_take(void *ctx, const struct io_entry *entry)
{
	struct listing *l = ctx;
	struct object_id id;

	if (entry->is_folder || entry->is_link ||
	    !object_id_parse(slice_of(entry->name, strlen(entry->name)), &id) ||
	    memcmp(id.text, l->two, 2) != 0) {
		l->strange++;
		return 0;
	}
	l->status = l->each(l->ctx, &id, l->err);
	return l->status == OK ? 0 : 1;
}

static int
folder_take(void *ctx, const struct io_entry *entry)
{
	struct listing *l = ctx;

	if (!entry->is_folder || strlen(entry->name) != 2 || l->count == LIST_FOLDERS)
		l->strange++;
	else
		memcpy(l->folders[l->count++], entry->name, 3);
	return 0;
}

static enum status
folders_list(struct listing *l)
{
	const struct io *io = &l->vault->seams.io;
	struct buf path;
	int failed;

	buf_init(&path, FILE_PATH_BYTES);
	l->status = vault_join(l->vault, &path, l->err, "o", NULL);
	if (l->status == OK) {
		failed = io->ops->list(io->ctx, path_z(&path), folder_take, l);
		if (failed < 0)
			l->status = file_fail(l->err, failed, "cannot look into", path_z(&path));
	}
	for (size_t i = 0; i < l->count && l->status == OK; i++) {
		memcpy(l->two, l->folders[i], sizeof l->two);
		l->status = object_path_folder(l->vault, l->two, &path, l->err);
		if (l->status != OK)
			break;
		failed = io->ops->list(io->ctx, path_z(&path), object_take, l);
		if (failed < 0)
			l->status = file_fail(l->err, failed, "cannot look into", path_z(&path));
	}
	buf_fini(&path);
	return l->status;
}

enum status
objects_each(struct vault *vault,
    enum status (*each)(void *ctx, const struct object_id *id, struct err *err), void *ctx,
    uint64_t *strange, struct err *err)
{
	struct listing *l = mem_new(1, sizeof *l);
	enum status status;

	if (l == NULL)
		return fail(err, E_NOMEM, "out of memory");
	l->vault = vault;
	l->each = each;
	l->ctx = ctx;
	l->err = err;
	status = folders_list(l);
	if (strange != NULL)
		*strange = l->strange;
	mem_free(l);
	return status;
}
