/* src/keep/wipe.c
 * Overwriting; see wipe.h. */
#include "keep/wipe.h"

#include <errno.h>

#include "base/mem.h"
#include "sys/os/file.h"

enum { WIPE_PIECE_BYTES = 256 * 1024 };

enum status
wipe_bytes(const struct io *io, const struct entropy *entropy, int handle, uint64_t at, uint64_t n,
    struct err *err)
{
	size_t size = n < WIPE_PIECE_BYTES ? (size_t)n : WIPE_PIECE_BYTES, part;
	enum status status = OK;
	uint8_t *piece;

	if (n == 0)
		return OK;
	piece = mem_new(1, size);
	if (piece == NULL)
		return fail(err, E_NOMEM, "out of memory");
	/* The same random bytes over and over: what matters is what they take the place of. */
	entropy->fill(entropy->ctx, piece, size);
	for (; n != 0 && status == OK; at += part, n -= part) {
		part = n < size ? (size_t)n : size;
		status = file_write_full(io, handle, at, piece, part, err);
	}
	mem_free(piece);
	return status;
}

enum status
wipe_file(const struct io *io, const struct entropy *entropy, const char *path, struct err *err)
{
	uint64_t bytes = 0;
	int handle = -1, failed;
	enum status status = file_open(io, path, IO_WRITE, &handle, err);

	if (status == E_NOTFOUND)
		return OK;
	if (status == OK)
		status = file_size(io, handle, &bytes, err);
	if (status == OK)
		status = wipe_bytes(io, entropy, handle, 0, bytes, err);
	if (status == OK)
		status = file_sync(io, handle, err);
	file_close(io, handle);
	if (status != OK)
		return status;
	failed = io->ops->unlink(io->ctx, path);
	return failed == 0 || failed == -ENOENT ? OK
						: file_fail(err, failed, "cannot delete", path);
}
