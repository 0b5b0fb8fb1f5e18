/* src/keep/object_destroy.c
 * An object gone for good (docs/format/vault.md, section 9); see object.h.  Without its key areas
 * nothing of the file can be opened, so they alone are overwritten: that takes as long for a film
 * as for a letter. */
#include <errno.h>

#include "keep/object_inside.h"
#include "keep/wipe.h"

static enum status
areas_wipe(struct vault *vault, const char *path, struct err *err)
{
	const struct vault_seams *seams = &vault->seams;
	int handle = -1;
	uint64_t bytes = 0;
	enum status status = file_open(&seams->io, path, IO_WRITE, &handle, err);

	if (status == OK)
		status = file_size(&seams->io, handle, &bytes, err);
	if (status == OK)
		status = wipe_bytes(&seams->io, &seams->entropy, handle, 0,
		    bytes < OBJECT_PAYLOAD_AT ? bytes : OBJECT_PAYLOAD_AT, err);
	if (status == OK)
		status = vault_sync(vault, handle, err);
	file_close(&seams->io, handle);
	return status;
}

enum status
object_destroy(struct vault *vault, const struct object_id *id, struct err *err)
{
	const struct io *io = &vault->seams.io;
	enum status status = vault_writable(vault, err);
	struct buf path, folder;
	int failed;

	if (status != OK)
		return status;
	buf_init(&path, FILE_PATH_BYTES);
	buf_init(&folder, FILE_PATH_BYTES);
	status = object_path_whole(vault, id, &path, err);
	if (status == OK)
		status = object_path_folder(vault, id->text, &folder, err);
	if (status == OK)
		status = areas_wipe(vault, path_z(&path), err);
	if (status == OK) {
		failed = io->ops->unlink(io->ctx, path_z(&path));
		if (failed != 0 && failed != -ENOENT)
			status = file_fail(err, failed, "cannot delete", path_z(&path));
	}
	if (status == OK)
		status = vault_sync_folder(vault, path_z(&folder), err);
	else if (status == E_NOTFOUND)
		status = OK; /* should its name come back after a power cut, its keys do not */
	buf_fini(&path);
	buf_fini(&folder);
	return status;
}
