/* src/app/copying_extra.c
 * Objects at the destination that the source lacks; see copying.h. */
#include <errno.h>

#include "app/copying_inside.h"
#include "base/mem.h"
#include "sys/os/file.h"

enum { KEY_AREAS_BYTES = 4096 /* what an object cannot be opened without */ };

static const char *
z(const struct buf *path)
{
	return (const char *)path->p;
}

struct extra {
	struct copying *c;
	enum status (*each)(void *ctx, const struct object_id *id, struct err *err);
	void *ctx;
};

static enum status
extra_folder(struct extra *x, const char *two, struct err *err)
{
	struct copying *c = x->c;
	struct copying_names ids = {.fits = copying_is_id};
	char name[COPYING_NAME_BYTES];
	struct object_id id;
	struct io_stat st;
	enum status status;

	copying_name(name, "o", two, NULL);
	status = copying_names_list(c, c->o.to, name, &ids, err);
	for (size_t i = 0; i < ids.count && status == OK; i++) {
		if (memcmp(ids.list[i], two, 2) != 0 ||
		    !object_id_parse(slice_of(ids.list[i], strlen(ids.list[i])), &id))
			continue;
		copying_name(name, "o", two, ids.list[i]);
		status = file_join(&c->from, c->o.from, name, err);
		if (status == OK && c->o.io.ops->stat(c->o.io.ctx, z(&c->from), &st) == -ENOENT)
			status = x->each(x->ctx, &id, err);
	}
	mem_free(ids.list);
	return status;
}

enum status
copying_extra(struct copying *c,
    enum status (*each)(void *ctx, const struct object_id *id, struct err *err), void *ctx,
    struct err *err)
{
	struct extra x = {c, each, ctx};
	struct copying_names twos = {.folders = true, .fits = copying_is_two};
	enum status status = copying_names_list(c, c->o.to, "o", &twos, err);

	for (size_t i = 0; i < twos.count && status == OK; i++)
		status = extra_folder(&x, twos.list[i], err);
	mem_free(twos.list);
	return status;
}

enum status
copying_remove(struct copying *c, const struct object_id *id, struct err *err)
{
	const struct io *io = &c->o.io;
	char two[3] = {id->text[0], id->text[1], '\0'}, name[COPYING_NAME_BYTES];
	enum status status;
	int handle = -1, failed;

	copying_name(name, "o", two, id->text);
	status = file_join(&c->to, c->o.to, name, err);
	if (status == OK)
		status = file_open(io, z(&c->to), IO_WRITE, &handle, err);
	memset(c->piece, 0, KEY_AREAS_BYTES);
	if (status == OK)
		status = file_write_full(io, handle, 0, c->piece, KEY_AREAS_BYTES, err);
	if (status == OK)
		status = file_sync(io, handle, err);
	file_close(io, handle);
	if (status != OK)
		return status;
	failed = io->ops->unlink(io->ctx, z(&c->to));
	c->dirty[copying_folder_number(two)] = true;
	return failed == 0 ? OK : file_fail(err, failed, "cannot remove", z(&c->to));
}
